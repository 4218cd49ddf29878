"""Thresholds from the cells of a linear-programming family in one parameter.

For what brings the discount factor back into the rows (physical penalties, caps, costly side
agreements), and for any other parameter. Nothing is assumed about monotonicity.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from coopgames.arithmetic import (
    AlgebraicNumber,
    Arithmetic,
    Enclosure,
    RationalFunction,
    as_scalar,
    nth_root,
    parameter,
    power_root,
)
from coopgames.certificates import Certificate
from coopgames.certificates.encode import end, poly, rational
from coopgames.games import RepeatedGame
from coopgames.solvers.enforcement import enforcement_problem
from coopgames.solvers.family import beta_form, domain_of
from coopgames.solvers.intervals import Cell, End, Interval, union_of_intervals
from coopgames.solvers.linear_program import LinearProgram
from coopgames.solvers.problem import Side, sides_of
from coopgames.solvers.program_thresholds import per_period
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.sustaining import Witness, sustaining_cells

__all__ = ["family_cells", "threshold_by_cells"]


def threshold_by_cells(game: RepeatedGame) -> Solution[Any]:
    """Return the critical discount factor of a game whose rows hold the discount factor.

    Enclosed signals are solved at both ends; then ``certificate`` is that of the pessimistic side,
    and ``diagnostics["certificates"]`` has both.
    """
    sides = sides_of(game)
    tilings = {side: _tiling(game, side) for side in sides}
    best, worst = (union_of_intervals(tilings[side][0]) for side in (sides[0], sides[-1]))
    strategies = enforcement_problem(game, sides[0]).strategies
    exact = sides == ("exact",)
    arithmetic = Arithmetic.EXACT if exact else Arithmetic.ENCLOSED
    diagnostics: dict[str, object] = {
        "attained": bool(worst) and worst[0].lower_closed,
        "certain": tuple(_per_period_interval(i, game.lag) for i in worst),
        "possible": tuple(_per_period_interval(i, game.lag) for i in best),
        "round_threshold": None,
        "strategies": strategies,
        "certificates": {side: tiling[1] for side, tiling in tilings.items()},
    }
    if exact or not best:
        diagnostics["set"] = diagnostics["certain"]
    method = f"cells of the linear-programming family in beta; {strategies}"
    if not best:
        certificate = tilings[sides[0]][1]
        return Solution(None, Status.NEVER, certificate, method, arithmetic, diagnostics)
    if not worst:
        return Solution(None, Status.UNDECIDED, None, method, arithmetic, diagnostics)
    certificate = tilings[sides[-1]][1]
    value, diagnostics["round_threshold"] = _infimum(best[0].lower, worst[0].lower, game.lag, exact)
    return Solution(value, Status.PROVED, certificate, method, arithmetic, diagnostics)


def _tiling(game: RepeatedGame, side: Side) -> tuple[tuple[Cell, ...], Certificate]:
    beta = parameter("beta", 0, 1)
    return family_cells(beta_form(game, beta, side), beta)


def _infimum(least: End, most: End, lag: int, exact: bool) -> tuple[Any, Any]:
    """Return the threshold per period and per round: one number, or an enclosure of it."""
    if exact:
        return _root_of_end(least, lag), least
    low = least.lower if isinstance(least, AlgebraicNumber) else least
    high = most.upper if isinstance(most, AlgebraicNumber) else most
    per_round = as_scalar(low, high)
    return per_period(per_round, lag), per_round


def _per_period_interval(interval: Interval, lag: int) -> Interval:
    lower, upper = _root_of_end(interval.lower, lag), _root_of_end(interval.upper, lag)
    return Interval(lower, upper, interval.lower_closed, interval.upper_closed)


def _root_of_end(value: Fraction | AlgebraicNumber, lag: int) -> Fraction | AlgebraicNumber:
    if lag == 1 or isinstance(value, Fraction):
        return nth_root(value, lag) if isinstance(value, Fraction) else value
    spread = [0] * (lag * (len(value.polynomial) - 1) + 1)
    spread[::lag] = value.polynomial
    low, high = power_root(value.lower, lag, bits=96), power_root(value.upper, lag, bits=96)
    lower = low.lower if isinstance(low, Enclosure) else low
    upper = high.upper if isinstance(high, Enclosure) else high
    return AlgebraicNumber.root(spread, lower, upper)


def family_cells(
    program: LinearProgram, entry: RationalFunction
) -> tuple[tuple[Cell, ...], Certificate]:
    """Tile the parameter's interval and seal the tiling as a certificate."""
    lower, upper = domain_of(entry.parameter)
    cells = sustaining_cells(program, lower, upper)
    document = program.document()
    document["parameter"] = {"lower": rational(lower), "upper": rational(upper)}
    fields = {"method": "cells", "cells": [_cell_fields(cell) for cell in cells]}
    return cells, Certificate.seal("threshold", document, fields)


def _cell_fields(cell: Cell) -> dict[str, object]:
    witness = cell.witness
    assert isinstance(witness, Witness)
    place = (
        {"point": end(cell.lower)}
        if cell.is_point
        else {"lower": end(cell.lower), "upper": end(cell.upper)}
    )
    vector, residues = ("primal", "slacks") if cell.sustained else ("dual", "reduced_costs")
    return {
        **place,
        "sustained": cell.sustained,
        "denominator": poly(witness.denominator),
        vector: [poly(p) for p in witness.vector],
        residues: [poly(p) for p in witness.residues],
        "value": poly(witness.value),
    }
