"""Where shirking gains nothing, and memberships that are worth nothing.

The enforcement programs are scaled by the value of membership ``V`` (or ``V + phi``), so they
leave out ``V = 0``. That is no loss where shirking gains something: nothing deters then. Where it
gains nothing, full effort needs no sanction, and all that matters is whether membership is worth
having.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from coopgames.arithmetic import (
    Arithmetic,
    Number,
    Parameter,
    RationalFunction,
    real_roots,
    sign_at,
)
from coopgames.games import PhysicalPenalty, RepeatedGame
from coopgames.solvers.cell_thresholds import threshold_by_cells
from coopgames.solvers.enforcement import enforcement_problem
from coopgames.solvers.family import domain_of, needs_cells
from coopgames.solvers.intervals import Cell, End, Interval, between, union_of_intervals
from coopgames.solvers.problem import EnforcementProblem, sides_of
from coopgames.solvers.program_thresholds import per_period, threshold_by_program
from coopgames.solvers.solution import Solution, Status

__all__ = ["costless_threshold", "is_costless", "with_worthless_membership"]


def is_costless(game: RepeatedGame) -> bool:
    """Tell whether shirking gains nothing."""
    gain = enforcement_problem(game, sides_of(game)[0]).gain
    return isinstance(gain, Fraction) and gain <= 0


def _kept_against_will(game: RepeatedGame) -> Number:
    """Return the penalty that keeps in members who would leave for 0."""
    penalties = [s for s in game.transfers if isinstance(s, PhysicalPenalty)]
    held = penalties and not any(s.voluntary for s in penalties)
    return game.physical_penalty if held else Fraction(0)


def costless_threshold(game: RepeatedGame) -> Solution[Any]:
    """Return the critical discount factor of a game in which shirking gains nothing.

    Without sanctions a member has ``V = v/(1 - beta)`` and stays iff ``V >= 0``; a penalty ``phi``
    that keeps members against their will only asks for ``v + phi (1 - beta) >= 0``. Sanctions
    cannot raise ``V``, since what one receives another pays.
    """
    problem = enforcement_problem(game, sides_of(game)[0])
    value, held = problem.value, _kept_against_will(game)
    assert isinstance(value, Fraction)
    assert isinstance(held, Fraction)
    if value < 0 and held == 0 and not needs_cells(game):
        return threshold_by_program(game)
    if value > 0 or (value < 0 and held == 0):
        return _with_zero(threshold_by_cells(game))
    zero, strategies = Fraction(0), problem.strategies
    if value == 0:
        intervals: tuple[Interval, ...] = (Interval(zero, Fraction(1), True, False),)
    elif value + held < 0:
        intervals = ()
    else:
        last = per_period(1 + value / held, game.lag)
        intervals = (Interval(zero, last, True, True),)  # type: ignore[arg-type]
    diagnostics = {
        "attained": bool(intervals),
        "set": intervals,
        "certain": intervals,
        "possible": intervals,
        "round_threshold": zero if intervals else None,
        "strategies": strategies,
    }
    method = f"shirking gains nothing: membership must be worth having; {strategies}"
    answer = zero if intervals else None
    arithmetic = Arithmetic.EXACT if sides_of(game) == ("exact",) else Arithmetic.ENCLOSED
    return Solution(answer, Status.EXACT_UNCERTIFIED, None, method, arithmetic, diagnostics)


def _with_zero(solution: Solution[Any]) -> Solution[Any]:
    """Add the discount factor 0, at which there is nothing to deter either.

    The certificate is about discount factors above 0: it proves the value, an infimum, and the rest
    of the set, but not that 0 belongs to it.
    """
    diagnostics, method = dict(solution.diagnostics), solution.method
    for key in ("set", "certain", "possible"):
        intervals = diagnostics.get(key)
        if isinstance(intervals, tuple) and intervals:
            first = intervals[0]  # pyright: ignore[reportUnknownVariableType]
            assert isinstance(first, Interval)
            if first.lower == 0:
                closed = Interval(first.lower, first.upper, True, first.upper_closed)
                diagnostics[key] = (closed, *intervals[1:])
                diagnostics["attained"] = True
                diagnostics["uncertified"] = (first.lower,)
    if "uncertified" in diagnostics:
        method += "; the discount factor 0 is in the set without a certificate: nothing to deter"
    return Solution(
        solution.value,
        solution.status,
        solution.certificate,
        method,
        solution.arithmetic,
        diagnostics,
    )


def with_worthless_membership(
    intervals: tuple[Interval, ...],
    game: RepeatedGame,
    problem: EnforcementProblem,
    beta: Number,
    parameter: Parameter,
) -> tuple[Interval, ...]:
    """Add the values at which membership is worth exactly 0 and shirking gains nothing.

    Parameters
    ----------
    intervals : tuple of Interval
        The set that the linear-programming family gives.
    game, problem, beta
        The family, its program, the discount factor of a round.
    parameter : Parameter
    """
    lift, gain = problem.value + _kept_against_will(game) * (1 - beta), problem.gain
    worth, tempted = _coefficients(lift), _coefficients(gain)
    lower, upper = domain_of(parameter)
    if not any(worth):
        # Worth nothing throughout: lack of temptation sustains effort, and where there is some, at
        # most a physical penalty on members who stay of their own will does, as the program says.
        return _merged(intervals, _untempted(tempted, lower, upper))
    for root in real_roots(worth, lower, upper):
        if not any(tempted) or sign_at(tempted, root) <= 0:
            intervals = _with_point(intervals, root)
    return intervals


def _merged(first: tuple[Interval, ...], second: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return the union of two sets of intervals, in order."""
    merged: list[Interval] = []
    for found in sorted((*first, *second), key=lambda x: (x.lower, not x.lower_closed)):
        last = merged[-1] if merged else None
        apart = last is None or (
            found.lower > last.upper
            or (found.lower == last.upper and not (found.lower_closed or last.upper_closed))
        )
        if last is None or apart:
            merged.append(found)
        elif (found.upper, found.upper_closed) > (last.upper, last.upper_closed):
            merged[-1] = replace(last, upper=found.upper, upper_closed=found.upper_closed)
    return tuple(merged)


def _untempted(
    tempted: tuple[Fraction, ...], lower: Fraction, upper: Fraction
) -> tuple[Interval, ...]:
    """Return where the gain from shirking, a polynomial in the parameter, is <= 0."""
    roots = real_roots(tempted, lower, upper) if any(tempted) else ()
    ends: list[End] = [lower, *roots, upper]
    cells: list[Cell] = []
    for low, high in pairwise(ends):
        if cells:
            cells.append(Cell(low, low, True, None))
        inside = between(low, high)
        cells.append(Cell(low, high, not any(tempted) or sign_at(tempted, inside) < 0, None))
    return union_of_intervals(cells)


def _coefficients(value: Number) -> tuple[Fraction, ...]:
    if isinstance(value, RationalFunction):
        return value.polynomial()
    assert isinstance(value, Fraction)
    return (value,) if value else ()


def _with_point(intervals: tuple[Interval, ...], point: End) -> tuple[Interval, ...]:
    """Add a point to a union of intervals, closing and joining what it touches."""
    before = [i for i in intervals if i.upper < point]
    after = [i for i in intervals if i.lower > point]
    lower, upper, low_closed, high_closed = point, point, True, True
    for interval in intervals:
        if interval.lower <= point and interval.upper >= point:
            if interval.lower < point:
                lower, low_closed = interval.lower, interval.lower_closed
            if interval.upper > point:
                upper, high_closed = interval.upper, interval.upper_closed
    return (*before, Interval(lower, upper, low_closed, high_closed), *after)
