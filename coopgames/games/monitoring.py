"""Who sees what: monitoring structures of repeated games.

The seed's whole argument is about this module: a flag that many members see (AttributedSignals)
can carry a fine to the others; a value that the partner alone can judge (PrivateValuation) cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, cast

from coopgames.arithmetic import (
    Enclosure,
    Number,
    normal_cdf,
    number,
    unify,
)
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import invalid
from coopgames.games._arrays import number_source
from coopgames.games._domains import at_least
from coopgames.games.public_monitoring import PublicMonitoring, check_alarm_rates, read_law

__all__ = [
    "AnonymousSignals",
    "AttributedSignals",
    "GaussianMeasure",
    "Monitoring",
    "PerfectMonitoring",
    "PrivateValuation",
    "PublicMonitoring",
]


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


def _check_measure(measure: object, false_alarm: Number, detection: Number) -> None:
    """Check that two alarm rates are those of a measure: a certificate recomputes them from it."""
    if not isinstance(measure, GaussianMeasure):
        raise invalid("measure", measure, "a GaussianMeasure, or None")
    for name, given, of_measure in (
        ("false_alarm", false_alarm, measure.false_alarm),
        ("detection", detection, measure.detection),
    ):
        if given != of_measure:
            raise invalid(name, given, f"the rate {of_measure} of the measure {measure!r}")


@dataclass(frozen=True, slots=True)
class AttributedSignals:
    """One public flag per member, independent across members given their acts.

    Parameters
    ----------
    false_alarm, detection : number
        Probability that a contributor, that a shirker is flagged.
    measure : GaussianMeasure, optional
        Where the two probabilities come from; kept so that a certificate can recompute them. They
        must be its own: :meth:`gaussian` takes them from it.

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
        check_alarm_rates(values["false_alarm"], values["detection"])
        if self.measure is not None:
            _check_measure(self.measure, values["false_alarm"], values["detection"])
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @classmethod
    def gaussian(cls, measure: GaussianMeasure) -> AttributedSignals:
        """Build flags from a Gaussian measure and its cutoff."""
        return cls(measure.false_alarm, measure.detection, measure)


@dataclass(frozen=True, slots=True)
class AnonymousSignals:
    """Everybody sees how many members are flagged, and nobody who.

    Flags are independent across members given their acts, as under :class:`AttributedSignals`; the
    public signal is their number, 0 to n. A fine has no address, so incentives must come from what
    happens to all. Used with an :class:`~coopgames.games.AnonymousGame`.

    Parameters
    ----------
    false_alarm, detection : number
        Probability that a contributor, that a shirker is flagged.

    Raises
    ------
    InvalidGameError
        If one is no probability, or the detection rate is below the false alarm rate.

    References
    ----------
    Abreu, Milgrom and Pearce (1991), *Information and timing in repeated partnerships*.

    Examples
    --------
    >>> AnonymousSignals("1/10", "3/5")
    AnonymousSignals('1/10', '3/5')
    """

    false_alarm: Number
    detection: Number

    def __init__(self, false_alarm: object, detection: object) -> None:
        _, values = unify({"false_alarm": false_alarm, "detection": detection})
        check_alarm_rates(values["false_alarm"], values["detection"])
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        rates = map(number_source, (self.false_alarm, self.detection))
        return f"AnonymousSignals({', '.join(rates)})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # IPython and Hypothesis ask for this; without it they list the fields, not the arguments.
        printer.text(repr(self))


def _measured_laws(
    measure: object, work: Sequence[object], shirk: Sequence[object]
) -> tuple[tuple[Number, ...], ...]:
    """Return the laws of a complaint from a measure, after checking that they are its own.

    Enclosed probabilities do not sum to 1 by intervals, so :func:`_laws` could not check them.
    """
    read: list[tuple[Number, ...]] = []
    for name, law in (("work", work), ("shirk", shirk)):
        listed = _listed(law, name)
        if len(listed) != 2:
            raise invalid(name, law, "two reports: a measure gives a complaint or none")
        read.append(tuple(number(x, f"{name}[{m}]") for m, x in enumerate(listed)))
    _check_measure(measure, read[0][1], read[1][1])
    for name, law in zip(("work", "shirk"), read, strict=True):
        if law[0] != 1 - law[1]:
            raise invalid(name, law, f"no complaint with probability 1 - {law[1]}")
    return tuple(read)


def _listed(law: object, name: str) -> tuple[object, ...]:
    if isinstance(law, str) or not isinstance(law, Iterable):
        raise invalid(name, law, "a sequence of probabilities")
    return tuple(cast("Iterable[object]", law))


def _laws(work: Sequence[object], shirk: Sequence[object]) -> tuple[tuple[Number, ...], ...]:
    laws = read_law(_listed(work, "work"), "work"), read_law(_listed(shirk, "shirk"), "shirk")
    for name, values, law in zip(("work", "shirk"), (work, shirk), laws, strict=True):
        if len(law) < 2:
            raise invalid(name, values, "at least two reports")
    if len(laws[0]) != len(laws[1]):
        raise invalid("shirk", shirk, f"{len(laws[0])} probabilities, as many as under work")
    unify({f"work[{m}]": x for m, x in enumerate(laws[0])})
    return laws


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
    review : int >= 1, optional
        Rounds before the observer speaks: then one report on all of them, silence in between.

    Notes
    -----
    With a ``measure`` the two probabilities are enclosures that need not sum to 1 by intervals;
    use :meth:`binary` or :meth:`gaussian`, which store the alarm rates.

    Examples
    --------
    >>> PrivateValuation.binary("1/4", "1/2").work
    (Fraction(3, 4), Fraction(1, 4))
    >>> PrivateValuation.binary("1/4", "1/2", review=2).review
    2
    """

    observer: int | Literal["next"]
    work: tuple[Number, ...]
    shirk: tuple[Number, ...]
    side_agreement_cost: Number | None = None
    measure: GaussianMeasure | None = None
    review: int = 1

    def __post_init__(self) -> None:
        if isinstance(self.observer, str):
            if self.observer != "next":
                raise invalid("observer", self.observer, "a player's index or 'next'")
        elif (
            isinstance(self.observer, bool)
            or not isinstance(self.observer, int)  # pyright: ignore[reportUnnecessaryIsInstance]
            or self.observer < 0
        ):
            raise invalid("observer", self.observer, "a player's index or 'next'")
        rounds = self.review
        if isinstance(rounds, bool) or not isinstance(rounds, int) or rounds < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("review", rounds, "an integer >= 1 (rounds)")
        if self.measure is None:
            work, shirk = _laws(self.work, self.shirk)
        else:
            work, shirk = _measured_laws(self.measure, self.work, self.shirk)
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
        review: int = 1,
    ) -> PrivateValuation:
        """Two reports: a complaint comes with these probabilities under work and under shirking."""
        _, values = unify({"false_alarm": false_alarm, "detection": detection})
        alpha, eta = values["false_alarm"], values["detection"]
        check_alarm_rates(alpha, eta)
        laws = (1 - alpha, alpha), (1 - eta, eta)
        cost = side_agreement_cost
        agreement = None if cost is None else number(cost, "side_agreement_cost")
        return cls(observer, *laws, agreement, measure, review)

    @classmethod
    def gaussian(
        cls,
        measure: GaussianMeasure,
        observer: int | Literal["next"] = 1,
        side_agreement_cost: object = None,
        review: int = 1,
    ) -> PrivateValuation:
        """Complaints from a Gaussian measure that the observer alone sees."""
        alpha, eta = measure.false_alarm, measure.detection
        return cls.binary(alpha, eta, observer, side_agreement_cost, measure, review)


Monitoring = (
    PerfectMonitoring | AttributedSignals | AnonymousSignals | PublicMonitoring | PrivateValuation
)
