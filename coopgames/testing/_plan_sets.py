"""For which discount factors is one plan an equilibrium? What a failing assertion tells of it."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from coopgames.arithmetic import nth_root
from coopgames.certificates.encode import pair_value
from coopgames.games import Automaton, ExitPlan, FinePlan, RepeatedGame, StageGame
from coopgames.solvers import Interval, critical_discount_factor, is_equilibrium
from coopgames.solvers.one_shot_plans import check_exit_plan, check_fine_plan
from coopgames.solvers.problem import is_enclosed
from coopgames.testing._findings import Plan

__all__ = ["sustaining_intervals"]

#: Margins that are linear in the discount factor as they are; the others are so times 1 - beta.
UNDIVIDED = ("contribution", "effort")


def sustaining_intervals(game: RepeatedGame, plan: Plan) -> tuple[Interval, ...] | None:
    """Return all discount factors in [0, 1) at which an exact plan is an equilibrium.

    ``None`` where the data are enclosures and the plan is no automaton.

    Notes
    -----
    Each margin of a plan of an association or a pair is, times a positive number, linear in the
    round's discount factor: two evaluations give the line, and the lines give the interval.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> grim = grim_trigger(pd, (0, 0), (1, 1))
    >>> print(*sustaining_intervals(RepeatedGame(pd, 0), grim))
    [1/3, 1)
    """
    if isinstance(plan, Automaton):
        found = critical_discount_factor(game, plan).diagnostics["set"]
        intervals = cast("tuple[Interval, ...]", found)
        nil = Fraction(0)
        # The threshold is about (0, 1); at 0 a plan may be an equilibrium all by itself.
        if not any(nil in interval for interval in intervals) and is_equilibrium(game.at(0), plan):
            return (Interval(nil, nil, True, True), *intervals)
        return intervals
    if is_enclosed(game):
        return None
    low, high = Fraction(1, 4), Fraction(3, 4)
    lines = [
        _line(low, at_low, high, at_high)
        for at_low, at_high in zip(
            _margins(game, plan, low), _margins(game, plan, high), strict=True
        )
    ]
    return _solution_of(lines, game.lag)


def _margins(game: RepeatedGame, plan: FinePlan | ExitPlan, beta: Fraction) -> list[Fraction]:
    """Return the margins at a round's discount factor, each times a positive number."""
    now = RepeatedGame(game.stage, beta, game.monitoring, game.transfers)
    if isinstance(plan, FinePlan):
        check = check_fine_plan(now, plan)
        return [
            _exact(x) * (1 if name in UNDIVIDED else 1 - beta) for name, x in check.margins.items()
        ]
    check = check_exit_plan(now, plan)
    assert isinstance(game.stage, StageGame)
    value, total = _exact(pair_value(game.stage)), _exact(check.values["TOGETHER"])
    weight = value / total if total else Fraction(1)
    return [_exact(x) * weight for x in check.margins.values()]


def _exact(value: object) -> Fraction:
    assert isinstance(value, Fraction)
    return value


def _line(x: Fraction, at_x: Fraction, y: Fraction, at_y: Fraction) -> tuple[Fraction, Fraction]:
    slope = (at_y - at_x) / (y - x)
    return at_x - slope * x, slope


def _solution_of(lines: list[tuple[Fraction, Fraction]], lag: int) -> tuple[Interval, ...]:
    """Return where all lines are >= 0 within (0, 1), per period."""
    low, high = Fraction(0), Fraction(1)
    for constant, slope in lines:
        if slope == 0:
            if constant < 0:
                return ()
        elif slope > 0:
            low = max(low, -constant / slope)
        else:
            high = min(high, -constant / slope)
    if low > high or low >= 1 or high <= 0:
        return ()
    ends = (nth_root(low, lag), nth_root(high, lag)) if lag > 1 else (low, high)
    return (Interval(*ends, low > 0, high < 1),)
