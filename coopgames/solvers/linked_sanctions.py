"""Production beside a safety net, when a sanction may be any part of what the tie is worth.

Members exchange help (a safety net) and work (production) in every round. What follows a bad signal
is a lower promise of the common tie, which is burnt; no promise is below 0, since a member may
leave. Four promises, one for each pair of signals, must deter three deviations: from helping, from
work, and from both. (docs/theory/linking_imitation.md, P3.2.)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from coopgames.arithmetic import Arithmetic, Number, parameter
from coopgames.errors import UnsupportedGameError
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.intervals import Interval
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.pair_programs import (
    least_of_values,
    read_numbers,
    round_discount_factor,
    values_of_program,
)
from coopgames.solvers.solution import Solution, Status

__all__ = ["LinkedSanctions", "linked_threshold", "linked_values", "linked_worth"]

STRATEGIES = (
    "help and work every round, promises in [0, value of the tie] by the last pair of signals, "
    "what is lost is burnt; public strategies"
)
#: (the net's signal, the work's signal): whether each is bad.
SIGNALS = tuple(product((False, True), repeat=2))
#: What a deviator fails to do: (help, work).
DEVIATIONS = {"help": (True, False), "work": (False, True), "help and work": (True, True)}


@dataclass(frozen=True, slots=True)
class LinkedSanctions:
    """A safety net and production between the same members.

    Parameters
    ----------
    net_gain, net_value : numbers
        A member's one-round gain from not helping; what a round of the net is worth to him.
    work_gain, work_value : numbers
        The same for production.
    false_alarm, detection : probabilities
        Of a complaint after work, and after shirking.
    net_false_alarm, net_detection : probabilities, optional
        The same for the net, independently; by default who does not help is always seen.

    Raises
    ------
    UnsupportedGameError
        For floats and enclosures.
    InvalidGameError
        If probabilities are none, or detection is less likely than a false alarm.

    Examples
    --------
    >>> linked_threshold(LinkedSanctions("1/2", 1, 2, "1/3", "1/10", "3/5")).value
    Fraction(30, 37)
    """

    net_gain: Number
    net_value: Number
    work_gain: Number
    work_value: Number
    false_alarm: Number
    detection: Number
    net_false_alarm: Number = 0
    net_detection: Number = 1

    def __post_init__(self) -> None:
        read_numbers(self, ("false_alarm", "detection"))
        read_numbers(self, ("net_false_alarm", "net_detection"))

    @property
    def value(self) -> Number:
        """What a round of both is worth to a member."""
        return self.net_value + self.work_value

    def gain(self, fails: tuple[bool, bool]) -> Number:
        """Return the one-round gain of a deviation."""
        return self.net_gain * int(fails[0]) + self.work_gain * int(fails[1])

    def law(self, fails: tuple[bool, bool] = (False, False)) -> list[Number]:
        """Return the probabilities of the four pairs of signals."""
        net = self.net_detection if fails[0] else self.net_false_alarm
        work = self.detection if fails[1] else self.false_alarm
        return [(net if s else 1 - net) * (work if p else 1 - work) for s, p in SIGNALS]


def _incentives(linked: LinkedSanctions, beta: Number) -> list[tuple[str, Number, list[Number]]]:
    """Return each deviation with its gain and the weights of the promises that deter it."""
    path = linked.law()
    return [
        (name, linked.gain(fails), [beta * (a - b) for a, b in _pairs(path, linked.law(fails))])
        for name, fails in DEVIATIONS.items()
    ]


def _pairs(one: list[Number], other: list[Number]) -> list[tuple[Number, Number]]:
    return list(zip(one, other, strict=True))


def _program(linked: LinkedSanctions, beta: Number) -> LinearProgram:
    """Return the program whose optimum is >= 0 iff both are sustained.

    Variables: ``q = 1/V``, the promises as shares ``x`` of the value V of the tie, and 1. Both are
    sustained iff some point has ``v q + beta E[x] = 1``. A point at which the left side is larger
    will do: a smaller q keeps every row, and at ``q = 0`` the left side is below 1.
    """
    rows = [
        Row((-gain, *weights, 0), ">=", 0, f"no gain from failing {name}")
        for name, gain, weights in _incentives(linked, beta)
    ]
    for k in range(len(SIGNALS)):
        share = [int(j == k) for j in range(len(SIGNALS))]
        rows.append(Row((0, *share, 0), "<=", 1, "a share of the tie"))
    rows.append(Row((0, 0, 0, 0, 0, 1), "==", 1, "unit"))
    rows.append(Row((linked.value, 0, 0, 0, 0, 0), "<=", 1, "scale"))
    names = ("1/value", *(f"share after {s}, {p}" for s, p in SIGNALS), "one")
    return LinearProgram(
        [linked.value, *(beta * p for p in linked.law()), -1], rows, (), names
    )  # fmt: skip


def linked_threshold(linked: LinkedSanctions) -> Solution[Any]:
    """Return the least discount factor of a round at which the tie sustains help and work.

    Returns
    -------
    Solution
        ``value``: Fraction, AlgebraicNumber, or None (at none below 1). ``diagnostics["set"]`` has
        all discount factors. The certificate is a ``threshold`` by cells of the linear program.

    Examples
    --------
    Alone, this production would be sustained at no discount factor:

    >>> linked_threshold(LinkedSanctions(0, 0, 2, "1/3", "1/10", "3/5")).value is None
    True
    """
    return least_of_values(linked_values(linked, parameter("beta", 0, 1)))


def linked_values(
    linked: LinkedSanctions, discount_factor: object
) -> Solution[tuple[Interval, ...]]:
    """Return the values of a parameter at which the tie sustains help and work.

    Parameters
    ----------
    linked : LinkedSanctions
        One number of it, or the discount factor, is ``coopgames.parameter(name, lower, upper)``.
    discount_factor : number
        Of a round.

    Examples
    --------
    >>> net = parameter("net_value", 0, 10)
    >>> linked = LinkedSanctions("1/2", net, 2, "1/3", "1/10", "3/5")
    >>> print(*linked_values(linked, "9/10").value)
    [23/45, 10)
    """
    beta = round_discount_factor(discount_factor)
    return values_of_program(_program(linked, beta), STRATEGIES, (beta,))


def linked_worth(linked: LinkedSanctions, discount_factor: object) -> Solution[Fraction | None]:
    """Return the largest value of the tie to a member, as the sum of discounted rounds.

    Parameters
    ----------
    linked : LinkedSanctions
        Without a parameter.
    discount_factor : exact number
        Of a round.

    Returns
    -------
    Solution
        ``value``: None if the tie does not sustain both. ``diagnostics["apart"]`` is what the net
        alone is worth, without production, and ``diagnostics["wise"]`` whether the tie is worth at
        least that (None if it is not sustained); ``diagnostics["promises"]`` after each pair of
        signals (the net's is bad, the work's is bad). No kind of certificate covers it.

    Raises
    ------
    UnsupportedGameError
        If a number is a parameter.

    Notes
    -----
    An exact linear program: value and promises are its variables. The net alone is sustained by
    exclusion only where the discount factor is large enough; below that linking may save the net.

    Examples
    --------
    Feasible and unwise:

    >>> answer = linked_worth(LinkedSanctions("1/2", 1, 2, "1/3", "1/10", "3/5"), "9/10")
    >>> answer.value, answer.diagnostics["apart"], answer.diagnostics["wise"]
    (Fraction(28, 3), Fraction(10, 1), False)
    """
    beta = round_discount_factor(discount_factor)
    numbers = (beta, linked.value, *linked.law((True, True)), *linked.law())
    if not all(isinstance(x, Fraction) for x in numbers):
        raise UnsupportedGameError("discount_factor, linked: give every parameter a value")
    rows = [Row((1, *(-beta * p for p in linked.law())), "==", linked.value, "value")]
    for k in range(len(SIGNALS)):
        share = [int(j == k) for j in range(len(SIGNALS))]
        rows.append(Row((-1, *share), "<=", 0, "a part of the tie"))
    rows += [
        Row((0, *weights), ">=", gain, f"no gain from failing {name}")
        for name, gain, weights in _incentives(linked, beta)
    ]
    outcome = solve_lp(LinearProgram([1, 0, 0, 0, 0], rows))
    worth = outcome.value if outcome.status == "optimal" else None
    apart: Any = linked.net_value / (1 - beta)
    diagnostics: dict[str, object] = {
        "apart": apart,
        "wise": None if worth is None else worth >= apart,
        "promises": {} if worth is None else dict(zip(SIGNALS, outcome.primal[1:], strict=True)),
    }
    return Solution(
        worth, Status.EXACT_UNCERTIFIED, None, f"exact linear program over promises; {STRATEGIES}",
        Arithmetic.EXACT, diagnostics,
    )  # fmt: skip
