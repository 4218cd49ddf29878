"""One public signal whose law depends on the action profile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from coopgames.arithmetic import Enclosure, Number, RationalFunction, ends, number, unify
from coopgames.errors import InvalidGameError, UnsupportedGameError, invalid
from coopgames.games._arrays import flatten, listed, nest, profiles, read_profile, row_major
from coopgames.games._domains import at_least
from coopgames.games._labels import nested_source

__all__ = ["PublicMonitoring", "check_alarm_rates", "read_law"]

#: Float probabilities may miss a sum of 1 by this much (absolute).
PROBABILITY_TOLERANCE = 1e-12

#: Laws with at most this many probabilities are written out in full by ``repr``.
SHOWN_PROBABILITIES = 64

#: The class methods build at most this many probabilities (profiles x signals).
MAXIMUM_PROBABILITIES = 1_000_000


def read_law(values: Sequence[object], name: str) -> tuple[Number, ...]:
    """Return the probabilities of one law, checked: none negative, sum 1."""
    law = tuple(number(x, f"{name}[{m}]") for m, x in enumerate(values))
    if not all(at_least(p, 0) for p in law):
        raise invalid(name, values, "probabilities >= 0")
    total = sum(law)
    if isinstance(total, RationalFunction):
        total = total.constant()
    if isinstance(total, float):
        if abs(total - 1) > PROBABILITY_TOLERANCE:
            raise invalid(name, values, f"probabilities that sum to 1 (they sum to {total})")
    elif total != 1:
        raise invalid(name, values, f"probabilities that sum to 1 (they sum to {total})")
    return law


def check_alarm_rates(false_alarm: Number, detection: Number) -> None:
    """Check that two numbers are probabilities and detection the larger one."""
    for name, value in (("false_alarm", false_alarm), ("detection", detection)):
        if not (at_least(value, 0) and at_least(1, value)):
            raise invalid(name, value, "a probability in [0, 1]")
    if not at_least(detection, false_alarm):
        raise invalid("detection", detection, f"at least the false alarm rate {false_alarm}")


@dataclass(frozen=True, slots=True)
class PublicMonitoring:
    """Everybody sees one public signal, whose law depends on the action profile.

    Parameters
    ----------
    probabilities : nested sequences, shape actions of 1 x ... x actions of n x signals
        ``probabilities[a1]...[an][y]`` is the probability of signal ``y``; each law sums to 1
        (exactly; within 1e-12 in floats).
    signals : sequence of str, keyword only, optional
        Labels of the signals, distinct; the indices by default.

    Attributes
    ----------
    shape : tuple of int
        Numbers of actions, without the signals.
    laws : tuple of tuples
        One law for each action profile, in row-major order of the profiles.
    signals : tuple of str

    Raises
    ------
    InvalidGameError
        If a law has a negative probability or does not sum to 1; if a signal has probability 0
        under every action profile; if the labels do not fit.

    Examples
    --------
    >>> PublicMonitoring([[["9/10", "1/10"]], [["2/5", "3/5"]]]).law((1, 0))
    (Fraction(2, 5), Fraction(3, 5))

    Few probabilities print as the expression that builds them again:

    >>> PublicMonitoring([["1/2", "1/2"], [0, 1]], signals=("good", "bad"))
    PublicMonitoring([['1/2', '1/2'], [0, 1]], signals=('good', 'bad'))
    """

    shape: tuple[int, ...]
    laws: tuple[tuple[Number, ...], ...]
    signals: tuple[str, ...]

    def __init__(
        self, probabilities: Sequence[object], *, signals: Sequence[str] | None = None
    ) -> None:
        shape, cells = flatten(probabilities, "probabilities")
        if len(shape) < 2:
            raise invalid("probabilities", probabilities, "an array of action profiles x signals")
        width = shape[-1]
        laws = tuple(
            read_law(cells[k : k + width], f"probabilities[law {k // width}]")
            for k in range(0, len(cells), width)
        )
        unify({f"law {k}, signal {y}": p for k, law in enumerate(laws) for y, p in enumerate(law)})
        labels = _labels(signals, width)
        _check_that_each_occurs(laws, labels)
        object.__setattr__(self, "shape", shape[:-1])
        object.__setattr__(self, "laws", laws)
        object.__setattr__(self, "signals", labels)

    @classmethod
    def from_function(
        cls,
        shape: Sequence[int],
        law: Callable[..., Iterable[object]],
        *,
        signals: Sequence[str] | None = None,
    ) -> PublicMonitoring:
        """Build the laws from ``law(a1, ..., an)``, the probabilities of the signals at a profile.

        Examples
        --------
        >>> half = Fraction(1, 2)
        >>> law = lambda a, b: (1 - half ** (a + b), half ** (a + b))
        >>> PublicMonitoring.from_function((2, 2), law).law((1, 1))
        (Fraction(3, 4), Fraction(1, 4))
        """
        if not callable(law):
            raise invalid("law", law, "a function of the actions")
        sizes = _read_shape(shape)
        laws: list[tuple[Any, ...]] = []
        for profile in profiles(sizes):
            made = law(*profile)
            laws.append(listed(made))
            if not laws[-1]:
                where = ", ".join(map(str, profile))
                raise invalid(f"law({where})", made, "the probabilities of the signals, in order")
        return cls(nest(laws, sizes), signals=signals)

    @classmethod
    def perfect(cls, shape: Sequence[int]) -> PublicMonitoring:
        """Return the signal that is the action profile: perfect monitoring, spelled out.

        Parameters
        ----------
        shape : sequence of int
            Numbers of actions.

        Returns
        -------
        PublicMonitoring
            Signals in the row-major order of the profiles; their labels are the actions' indices.

        Examples
        --------
        >>> PublicMonitoring.perfect((2, 2)).signals
        ('0,0', '0,1', '1,0', '1,1')
        """
        sizes = _read_shape(shape)
        every = profiles(sizes)
        _check_size(len(every) ** 2, "shape", shape)
        laws = [tuple(Fraction(int(a == b)) for b in every) for a in every]
        return cls(nest(laws, sizes), signals=[",".join(map(str, a)) for a in every])

    @classmethod
    def independent_flags(
        cls, num_players: int, false_alarm: object, detection: object
    ) -> PublicMonitoring:
        """Return one public flag for each player, independent across players given their acts.

        Two actions each: 0 contributes, 1 shirks. It is :class:`AttributedSignals` spelled out.

        Parameters
        ----------
        num_players : int >= 1
        false_alarm, detection : number
            Probability that a contributor, that a shirker is flagged.

        Returns
        -------
        PublicMonitoring
            ``2**n`` signals. Signal ``y`` read as a binary number of n digits, the first player's
            digit first, says who is flagged; that is its label, too.

        Examples
        --------
        >>> flags = PublicMonitoring.independent_flags(2, "1/10", "3/5")
        >>> flags.signals, flags.law((0, 1))[1]
        (('00', '01', '10', '11'), Fraction(27, 50))
        """
        whole = isinstance(num_players, int) and not isinstance(num_players, bool)  # pyright: ignore[reportUnnecessaryIsInstance]
        if not whole or num_players < 1:
            raise invalid("num_players", num_players, "an integer >= 1")
        _check_size(4 ** min(num_players, 64), "num_players", num_players)
        _, rates = unify({"false_alarm": false_alarm, "detection": detection})
        check_alarm_rates(rates["false_alarm"], rates["detection"])
        flag = rates["false_alarm"], rates["detection"]
        every = list(product((0, 1), repeat=num_players))
        laws: list[tuple[Any, ...]] = []
        for acts in every:
            law: list[Any] = [1]
            for act in acts:
                law = [p * q for p in law for q in (1 - flag[act], flag[act])]
            laws.append(tuple(law))
        labels = ["".join(map(str, flags)) for flags in every]
        return cls(nest(laws, (2,) * num_players), signals=labels)

    @property
    def num_signals(self) -> int:
        """Number of signals."""
        return len(self.signals)

    def law(self, profile: Sequence[int]) -> tuple[Number, ...]:
        """Return the law of the signal under an action profile (indices).

        Raises
        ------
        InvalidGameError
            If there is no such profile.
        """
        indices = read_profile(profile, len(self.shape), "profile")
        if not all(a < size for a, size in zip(indices, self.shape, strict=True)):
            expected = f"{len(self.shape)} action indices below {self.shape}"
            raise invalid("profile", profile, expected)
        return self.laws[row_major(indices, self.shape)]

    def __repr__(self) -> str:
        if len(self.laws) * self.num_signals > SHOWN_PROBABILITIES:
            sizes = " x ".join(str(size) for size in self.shape)
            return f"PublicMonitoring(<{sizes} actions, {self.num_signals} signals>)"
        default = _labels(None, self.num_signals)
        labels = "" if self.signals == default else f", signals={self.signals!r}"
        return f"PublicMonitoring({nested_source(nest(self.laws, self.shape))}{labels})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # IPython and Hypothesis ask for this; without it they list the fields, not the arguments.
        printer.text(repr(self))


def _labels(signals: Sequence[str] | None, number_of_signals: int) -> tuple[str, ...]:
    """Return the labels of the signals: those given, or the indices.

    The word ``otherwise`` stands for all the other signals where plans are written down.
    """
    if signals is None:
        return tuple(str(y) for y in range(number_of_signals))
    labels = listed(signals)
    # numpy has a str of its own, with another repr
    names = tuple(str(name) for name in labels if isinstance(name, str) and name)
    distinct = set(names) - {"otherwise"}
    if not len(distinct) == len(labels) == number_of_signals:
        expected = f"{number_of_signals} distinct labels, each a nonempty str, none 'otherwise'"
        raise invalid("signals", signals, expected)
    return names


def _check_that_each_occurs(laws: tuple[tuple[Number, ...], ...], signals: tuple[str, ...]) -> None:
    for y, name in enumerate(signals):
        if not any(_may_occur(law[y]) for law in laws):
            shown = y if name == str(y) else f"{y} ({name!r})"
            raise InvalidGameError(
                f"probabilities: signal {shown} never occurs, expected for each signal an action "
                "profile under which its probability is positive"
            )


def _may_occur(probability: Number) -> bool:
    if isinstance(probability, RationalFunction):
        constant = probability.constant()
        return constant is None or constant > 0
    return ends(probability)[1] > 0 if isinstance(probability, Enclosure) else probability > 0


def _read_shape(shape: Sequence[int]) -> tuple[int, ...]:
    sizes = listed(shape)
    if not sizes or not all(type(size) is int and size >= 1 for size in sizes):
        raise invalid("shape", shape, "the numbers of actions, one integer >= 1 for each player")
    _check_size(prod(sizes), "shape", shape)
    return sizes


def _check_size(probabilities: int, argument: str, value: object) -> None:
    if probabilities > MAXIMUM_PROBABILITIES:
        raise UnsupportedGameError(
            f"{argument}: got {value}, expected at most {MAXIMUM_PROBABILITIES:,} probabilities "
            "(action profiles x signals)"
        )
