"""How numbers, players and discount factors are put into words in a failing assertion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from coopgames.games import ExitPlan
from coopgames.solvers import Interval

__all__ = ["number_text", "patience", "report", "who"]


def number_text(value: Any, longest: int = 200) -> str:
    """Write a number exactly, and as a decimal where the exact form does not show its size.

    A fraction with more characters than ``longest`` is given as a decimal only, and says so.

    Examples
    --------
    >>> number_text(Fraction(1, 3)), number_text(Fraction(2)), number_text(0.25)
    ('1/3 (0.333333)', '2', '0.25')
    >>> number_text(Fraction(10**6, 10**6 + 1), longest=10)
    'about 0.999999'
    """
    if isinstance(value, float):
        return f"{value:.6g}"
    if not isinstance(value, Fraction) or value.denominator == 1:
        return str(value)
    decimal, exactly = f"{float(value):.6g}", str(value)
    return f"{exactly} ({decimal})" if len(exactly) <= longest else f"about {decimal}"


def patience(intervals: Sequence[Interval], now: Fraction) -> str:
    """Say where a plan is an equilibrium, and whether more patience than now would do.

    Examples
    --------
    >>> patience([Interval(Fraction(1, 3), Fraction(1), True, False)], Fraction(1, 4))
    '1/3 (0.333333): an equilibrium on [1/3, 1), so more patience would help'
    """
    if not intervals:
        return "none: an equilibrium at no discount factor, so patience does not help"
    where = " and ".join(map(str, intervals))
    where = f"{number_text(intervals[0].lower)}: an equilibrium on {where}"
    if any(now in interval for interval in intervals):
        return where
    if intervals[-1].upper > now:
        return f"{where}, so more patience would help"
    return f"{where}, so only less patience would help"


def who(player: str, plan: object) -> str:
    """Name the one who deviates.

    Examples
    --------
    >>> who("1", None), who("upstream", None), who("member", None)
    ('player 1', 'upstream', 'a member')
    """
    if player == "member":
        return "the supplier" if isinstance(plan, ExitPlan) else "a member"
    return f"player {player}" if player.isdigit() else player


def report(headline: str, lines: Mapping[str, str]) -> str:
    """Set a headline over aligned lines; empty ones are left out.

    Examples
    --------
    >>> print(report("It fails.", {"gain": "1/4", "note": "", "state": "'on path'"}))
    It fails.
      gain             1/4
      state            'on path'
    """
    return "\n".join([headline, *(f"  {name:<17}{text}" for name, text in lines.items() if text)])
