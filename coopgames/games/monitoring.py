"""Who sees what: monitoring structures of repeated games.

The seed's whole argument is about this module: a flag that many members see (AttributedSignals)
can carry a fine to the others; a value that the partner alone can judge (PrivateValuation) cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from coopgames.arithmetic import (
    Enclosure,
    Number,
    RationalFunction,
    normal_cdf,
    number,
    unify,
)
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import invalid
from coopgames.games._arrays import flatten, row_major
from coopgames.games._domains import at_least

__all__ = [
    "AttributedSignals",
    "GaussianMeasure",
    "Monitoring",
    "PerfectMonitoring",
    "PrivateValuation",
    "PublicMonitoring",
]

#: Float probabilities may miss a sum of 1 by this much (absolute).
PROBABILITY_TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class PerfectMonitoring:
    """Everybody sees the action profile of each period."""


@dataclass(frozen=True, slots=True)
class GaussianMeasure:
    """A noisy measure of a contribution, compared with a cutoff.

    The act shows as 1 (contributed) or 0 (shirked) plus a normal error whose standard deviation
    is ``noise * sqrt(dimensions)``; somebody entitled to sanction sees it with probability
    ``proximity``, and flags when the measure is below ``cutoff``.

    Parameters
    ----------
    noise : exact number > 0
        Standard deviation of the error in one dimension, as a share of a full contribution.
    dimensions : int >= 1
        Number of dimensions that are valued and added up.
    proximity : exact number in (0, 1]
    cutoff : exact number, optional
        The middle, 1/2, by default: there the detection gain is largest.

    Notes
    -----
    The normal distribution function is transcendental: the probabilities are certified enclosures
    on the grid ``2**-48``, times ``proximity``.

    Examples
    --------
    >>> measure = GaussianMeasure("1/4", 1, "9/10")
    >>> measure.false_alarm.width < Fraction(1, 10**12)
    True
    >>> round(float(measure.detection - measure.false_alarm), 6)
    0.85905
    """

    noise: Fraction
    dimensions: int
    proximity: Fraction
    cutoff: Fraction = Fraction(1, 2)

    def __post_init__(self) -> None:
        for name in ("noise", "proximity", "cutoff"):
            object.__setattr__(self, name, read_exact(getattr(self, name), name))
        if self.noise <= 0:
            raise invalid("noise", self.noise, "a number > 0 (a standard deviation)")
        if isinstance(self.dimensions, bool) or not isinstance(self.dimensions, int):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("dimensions", self.dimensions, "an integer >= 1")
        if self.dimensions < 1:
            raise invalid("dimensions", self.dimensions, "an integer >= 1")
        if not 0 < self.proximity <= 1:
            raise invalid("proximity", self.proximity, "a probability in (0, 1]")

    def _below_cutoff(self, mean: int) -> Fraction | Enclosure:
        below = normal_cdf((self.cutoff - mean) / self.noise, over_sqrt=Fraction(self.dimensions))
        return self.proximity * below

    @property
    def false_alarm(self) -> Fraction | Enclosure:
        """Probability that a contributor is flagged."""
        return self._below_cutoff(1)

    @property
    def detection(self) -> Fraction | Enclosure:
        """Probability that a shirker is flagged."""
        return self._below_cutoff(0)


def _check_alarm_rates(false_alarm: Number, detection: Number) -> None:
    for name, value in (("false_alarm", false_alarm), ("detection", detection)):
        if not (at_least(value, 0) and at_least(1, value)):
            raise invalid(name, value, "a probability in [0, 1]")
    if not at_least(detection, false_alarm):
        raise invalid("detection", detection, f"at least the false alarm rate {false_alarm}")


@dataclass(frozen=True, slots=True)
class AttributedSignals:
    """One public flag per member, independent across members given their acts.

    Parameters
    ----------
    false_alarm, detection : number
        Probability that a contributor, that a shirker is flagged.
    measure : GaussianMeasure, optional
        Where the two probabilities come from; kept so that a certificate can recompute them.

    Examples
    --------
    >>> AttributedSignals("1/10", "3/5").detection
    Fraction(3, 5)
    """

    false_alarm: Number
    detection: Number
    measure: GaussianMeasure | None = None

    def __post_init__(self) -> None:
        named = {"false_alarm": self.false_alarm, "detection": self.detection}
        _, values = unify(named)
        _check_alarm_rates(values["false_alarm"], values["detection"])
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @classmethod
    def gaussian(cls, measure: GaussianMeasure) -> AttributedSignals:
        """Build flags from a Gaussian measure and its cutoff."""
        return cls(measure.false_alarm, measure.detection, measure)


def _law(values: Sequence[object], name: str) -> tuple[Number, ...]:
    law = tuple(number(x, f"{name}[{m}]") for m, x in enumerate(values))
    if len(law) < 2:
        raise invalid(name, values, "at least two reports")
    if not all(at_least(p, 0) for p in law):
        raise invalid(name, values, "probabilities >= 0")
    total = sum(law)
    if isinstance(total, RationalFunction):
        total = total.constant()
    if isinstance(total, float):
        if abs(total - 1) > PROBABILITY_TOLERANCE:
            raise invalid(name, values, "probabilities that sum to 1")
    elif total != 1:
        raise invalid(name, values, f"probabilities that sum to 1 (they sum to {total})")
    return law


def _laws(work: Sequence[object], shirk: Sequence[object]) -> tuple[tuple[Number, ...], ...]:
    laws = _law(work, "work"), _law(shirk, "shirk")
    if len(laws[0]) != len(laws[1]):
        raise invalid("shirk", shirk, f"{len(laws[0])} probabilities, as many as under work")
    unify({f"work[{m}]": x for m, x in enumerate(laws[0])})
    return laws


@dataclass(frozen=True, slots=True)
class PublicMonitoring:
    """Everybody sees one public signal, whose law depends on the action profile.

    Parameters
    ----------
    probabilities : nested sequences, shape actions of 1 x ... x actions of n x signals
        ``probabilities[a1]...[an][y]`` is the probability of signal ``y``; each law sums to 1.

    Attributes
    ----------
    shape : tuple of int
        Numbers of actions, without the signals.
    laws : tuple of tuples
        One law for each action profile, in row-major order of the profiles.

    Examples
    --------
    >>> PublicMonitoring([[["9/10", "1/10"]], [["2/5", "3/5"]]]).law((1, 0))
    (Fraction(2, 5), Fraction(3, 5))
    """

    shape: tuple[int, ...]
    laws: tuple[tuple[Number, ...], ...]

    def __init__(self, probabilities: Sequence[object]) -> None:
        shape, cells = flatten(probabilities, "probabilities")
        if len(shape) < 2:
            raise invalid("probabilities", probabilities, "an array of action profiles x signals")
        width = shape[-1]
        laws = tuple(
            _law(cells[k : k + width], f"probabilities[law {k // width}]")
            for k in range(0, len(cells), width)
        )
        unify({f"law {k}, signal {y}": p for k, law in enumerate(laws) for y, p in enumerate(law)})
        object.__setattr__(self, "shape", shape[:-1])
        object.__setattr__(self, "laws", laws)

    def law(self, profile: Sequence[int]) -> tuple[Number, ...]:
        """Return the law of the signal under an action profile (indices)."""
        return self.laws[row_major(profile, self.shape)]


@dataclass(frozen=True, slots=True)
class PrivateValuation:
    """The observer alone sees the signal of another player's effort, and reports it.

    Parameters
    ----------
    observer : int or "next"
        Who values: a player's index, or on a ring the next member (each member supplies the next).
    work, shirk : sequences of m >= 2 probabilities, optional
        Law of a truthful report under effort and under shirking; report 0 is "no complaint".
    side_agreement_cost : number, optional
        What it costs the pair to agree on a report behind the others' backs. ``None``: no such
        agreement is possible. 0: it is free, so reports must also be collusion-proof.
    measure : GaussianMeasure, optional
        Where the law of a two-valued report comes from.

    Notes
    -----
    With a ``measure`` the two probabilities are enclosures that need not sum to 1 by intervals;
    use :meth:`binary` or :meth:`gaussian`, which store the alarm rates.

    Examples
    --------
    >>> PrivateValuation.binary("1/4", "1/2").work
    (Fraction(3, 4), Fraction(1, 4))
    """

    observer: int | Literal["next"]
    work: tuple[Number, ...]
    shirk: tuple[Number, ...]
    side_agreement_cost: Number | None = None
    measure: GaussianMeasure | None = None

    def __post_init__(self) -> None:
        if isinstance(self.observer, str):
            if self.observer != "next":
                raise invalid("observer", self.observer, "a player's index or 'next'")
        elif isinstance(self.observer, bool) or self.observer < 0:
            raise invalid("observer", self.observer, "a player's index or 'next'")
        if self.measure is None:
            work, shirk = _laws(self.work, self.shirk)
        else:
            work, shirk = tuple(self.work), tuple(self.shirk)
        object.__setattr__(self, "work", work)
        object.__setattr__(self, "shirk", shirk)
        if self.side_agreement_cost is not None:
            cost = number(self.side_agreement_cost, "side_agreement_cost")
            if not at_least(cost, 0):
                raise invalid("side_agreement_cost", cost, "a number >= 0, or None")
            object.__setattr__(self, "side_agreement_cost", cost)

    @property
    def alarm_rates(self) -> tuple[Number, Number] | None:
        """Complaint probabilities under work and shirking, when there are two reports."""
        return (self.work[1], self.shirk[1]) if len(self.work) == 2 else None

    @classmethod
    def binary(
        cls,
        false_alarm: object,
        detection: object,
        observer: int | Literal["next"] = 1,
        side_agreement_cost: object = None,
        measure: GaussianMeasure | None = None,
    ) -> PrivateValuation:
        """Two reports: a complaint comes with these probabilities under work and under shirking."""
        _, values = unify({"false_alarm": false_alarm, "detection": detection})
        alpha, eta = values["false_alarm"], values["detection"]
        _check_alarm_rates(alpha, eta)
        laws = (1 - alpha, alpha), (1 - eta, eta)
        cost = side_agreement_cost
        agreement = None if cost is None else number(cost, "side_agreement_cost")
        return cls(observer, *laws, agreement, measure)

    @classmethod
    def gaussian(
        cls,
        measure: GaussianMeasure,
        observer: int | Literal["next"] = 1,
        side_agreement_cost: object = None,
    ) -> PrivateValuation:
        """Complaints from a Gaussian measure that the observer alone sees."""
        alpha, eta = measure.false_alarm, measure.detection
        return cls.binary(alpha, eta, observer, side_agreement_cost, measure)


Monitoring = PerfectMonitoring | AttributedSignals | PublicMonitoring | PrivateValuation
