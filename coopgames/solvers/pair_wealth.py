"""Fines and the wealth they are taken from: what cannot be collected, what nobody would risk.

:class:`LimitedWealth` has a fine that cannot be collected whole, :class:`SafetyFirst` a producer
who refuses to risk his minimum. (docs/theory/specialization.md, P5.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coopgames.arithmetic import Number, RationalFunction, parameter
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import AttributedSignals, Fine, RepeatedGame
from coopgames.games._domains import at_least
from coopgames.solvers.intervals import Interval
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.pair_programs import (
    association_of_two,
    check_not_negative,
    least_of_values,
    read_numbers,
    round_discount_factor,
    values_of_program,
)
from coopgames.solvers.solution import Solution

__all__ = ["LimitedWealth", "SafetyFirst", "wealth_threshold", "wealth_values"]

LIMITED = "full effort every round, a treasury's fine up to the wealth, exclusion by lottery beyond"


@dataclass(frozen=True, slots=True)
class LimitedWealth:
    """A fine of which no more than `wealth` can be collected, and exclusion for the rest.

    Fines go to a treasury and cost the members nothing together; what cannot be collected is made
    up by a lottery of exclusion, which burns.

    Parameters
    ----------
    gain, value : numbers
        One-round gain from shirking; value of a round with effort, at least 0.
    false_alarm, detection : numbers
    wealth : number >= 0, or None
        None: no limit but the value of membership.
    """

    gain: Number
    value: Number
    false_alarm: Number
    detection: Number
    wealth: Number | None = None

    def __post_init__(self) -> None:
        read_numbers(self, ("false_alarm", "detection"))
        check_not_negative(self, "value", "wealth")


def _wealth_program(limited: LimitedWealth, beta: Number) -> LinearProgram:
    """Return the program of the largest slack of the incentive.

    The slack is continuous in all data. (The largest value of membership is not: where nothing
    deters it would leap.)
    """
    alpha, change = limited.false_alarm, limited.detection - limited.false_alarm
    rows = [
        Row((1 - beta, 0, alpha * beta, 0), "==", limited.value, "value"),
        Row((-1, 1, 1, 0), "<=", 0, "willing to pay"),
        Row((0, 0, 0, 1), "==", 1, "unit"),
    ]
    if limited.wealth is not None:
        rows.append(Row((0, 1, 0, 0), "<=", limited.wealth, "wealth"))
    weight = beta * change
    names = ("value", "fine", "exclusion", "one")
    return LinearProgram([0, weight, weight, -limited.gain], rows, (), names)


def wealth_threshold(limited: LimitedWealth) -> Solution[Any]:
    """Return the least discount factor of a round at which fine and exclusion sustain effort.

    Returns
    -------
    Solution
        ``value``: Fraction, AlgebraicNumber, or None (at none below 1). ``diagnostics["set"]`` has
        all discount factors.

    Examples
    --------
    >>> print(wealth_threshold(LimitedWealth(1, 2, "1/5", "7/10", "1/2")).value)
    0.547236991 (root of x^2 + 36x - 20)
    """
    program = _wealth_program(limited, parameter("beta", 0, 1))
    return least_of_values(values_of_program(program, LIMITED))


def wealth_values(
    limited: LimitedWealth, discount_factor: object
) -> Solution[tuple[Interval, ...]]:
    """Return the values of a parameter at which fine and exclusion sustain effort.

    Parameters
    ----------
    limited : LimitedWealth
        One number of it, or the discount factor, is ``coopgames.parameter(name, lower, upper)``.
    discount_factor : number
        Of a round.

    Examples
    --------
    >>> wealth = parameter("wealth", 0, 10)
    >>> print(*wealth_values(LimitedWealth(1, 2, "1/5", "7/10", wealth), "27/50").value)
    [700/729, 10)
    """
    beta = round_discount_factor(discount_factor)
    return values_of_program(_wealth_program(limited, beta), LIMITED)


@dataclass(frozen=True, slots=True)
class SafetyFirst:
    """A producer who takes no larger chance than `tolerance` of falling below his minimum.

    Parameters
    ----------
    gain, value : numbers
        One-round gain from shirking; value of a round with effort.
    false_alarm, detection : numbers
    income, least_income : numbers
        Of a round; the minimum that he must not fall below, at most his income.
    tolerance : number, optional
        The chance of a fine that takes him below it which he accepts, at least 0.

    Examples
    --------
    >>> from coopgames.solvers import critical_discount_factor
    >>> cautious = SafetyFirst(1, 3, "1/5", "4/5", "5/2", "1/2")
    >>> critical_discount_factor(cautious.association()).value
    Fraction(5, 6)
    """

    gain: Number
    value: Number
    false_alarm: Number
    detection: Number
    income: Number
    least_income: Number
    tolerance: Number = 0

    def __post_init__(self) -> None:
        read_numbers(self, ("false_alarm", "detection"))
        check_not_negative(self, "tolerance")
        if not at_least(self.income, self.least_income):
            raise invalid("least_income", self.least_income, f"at most the income {self.income}")

    @property
    def largest_fine(self) -> Number | None:
        """The largest fine he risks; None if he risks any, since it is unlikely enough.

        Raises
        ------
        UnsupportedGameError
            If a fine is unlikely enough at some values of a parameter only: the games there
            differ, and none of them is the game on the whole domain.
        """
        unlikely = self._unlikely_enough()
        if unlikely is None:
            raise UnsupportedGameError(
                f"tolerance: got {self.tolerance} with the false alarm rate {self.false_alarm}, "
                "expected one that is at least the false alarm rate, or below it, on the whole "
                "domain of the parameter: split the domain where they cross"
            )
        return None if unlikely else self.income - self.least_income

    def _unlikely_enough(self) -> bool | None:
        """Tell whether the tolerance reaches the false alarm rate; None if only somewhere."""
        excess = self.tolerance - self.false_alarm
        if not isinstance(excess, RationalFunction):
            return excess >= 0
        # Several cells of one sign touch 0 in between, and 0 is unlikely enough.
        signs = [sign for _, _, sign in excess.sign_cells()]
        if min(signs) >= 0:
            return True
        return False if signs == [-1] else None

    def association(self, discount_factor: object = 0) -> RepeatedGame:
        """Return the game in which fines go to a treasury and none exceeds what he risks."""
        stage = association_of_two(self.gain, self.value)
        signals = AttributedSignals(self.false_alarm, self.detection)
        return RepeatedGame(stage, discount_factor, signals, Fine("treasury", self.largest_fine))
