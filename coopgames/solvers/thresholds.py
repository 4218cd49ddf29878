"""Critical discount factors and critical values, exact, with certificates.

Three routes, chosen by the game: one linear program in ``r = (1 - beta)/beta`` (associations,
pairs, rings; enclosed signals allowed); cells of a linear-programming family (physical penalties,
caps, costly side agreements, any parameter); cells of an automaton under perfect monitoring.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from coopgames.arithmetic import (
    AlgebraicNumber,
    Arithmetic,
    Enclosure,
    Number,
    RationalFunction,
    as_scalar,
    nth_root,
    outward,
    parameter,
    power_root,
)
from coopgames.certificates import Certificate
from coopgames.certificates.encode import (
    end,
    game_document,
    poly,
    rational,
    rationals,
    scalar,
    threshold_number,
)
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import (
    Automaton,
    PerfectMonitoring,
    RepeatedGame,
    StageGame,
)
from coopgames.solvers.automaton_cells import automaton_cells, automaton_cells_fields
from coopgames.solvers.enforcement import EnforcementProblem, Side, enforcement_problem, is_enclosed
from coopgames.solvers.exact_lp import Outcome, optimum_fields, solve_lp
from coopgames.solvers.family import beta_form, domain_of, needs_cells, parameter_of
from coopgames.solvers.intervals import Cell, Interval, union_of_intervals
from coopgames.solvers.linear_program import LinearProgram
from coopgames.solvers.rationalize import rationalize, rationalize_stage
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.sustaining import Witness, sustaining_cells

__all__ = ["critical_discount_factor", "critical_value", "round_threshold"]

Threshold = Fraction | AlgebraicNumber | Enclosure | None
Family = RepeatedGame | StageGame


def critical_discount_factor(
    family: Family, automaton: Automaton | None = None, target: str | None = None
) -> Solution[Any]:
    """Return the infimum of the discount factors at which effort, or an automaton, is sustained.

    Parameters
    ----------
    family : RepeatedGame or StageGame
        Its own discount factor, if any, is ignored.
    automaton : Automaton, optional
        For a stage game under perfect monitoring: the strategy profile to sustain.
    target : {"full effort"}, optional
        For the other games: effort by all in every round (the only target today).

    Returns
    -------
    Solution
        ``value``: a Fraction, an AlgebraicNumber, an Enclosure (enclosed signals) or ``None`` for
        "at no discount factor below 1". ``diagnostics``: ``attained``, the whole ``set`` as
        intervals, ``round_threshold`` (per round; the value is per period) and ``strategies``, the
        class of strategies that the verdict is about.

    Raises
    ------
    UnsupportedGameError
        If no solver covers the game.

    Notes
    -----
    Associations, pairs and rings: one exact linear program, whose optimum ``r`` gives the threshold
    ``1/(1+r)`` (docs/theory/algorithms_ppe.md, 5.1 and 6.1); its primal and dual vectors are the
    two sides of the certificate. Automata: the one-shot deviation gains are polynomials in the
    discount factor.

    References
    ----------
    Abreu (1988), *On the theory of infinitely repeated games with discounting*, for the one-shot
    deviation principle; Goldlücke and Kranz (2012) for the scaling by liquidity.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> critical_discount_factor(pd, grim_trigger(pd, (0, 0), (1, 1))).value
    Fraction(1, 3)
    """
    if target not in (None, "full effort"):
        raise invalid("target", target, "None or 'full effort'")
    if automaton is not None:
        return _automaton_threshold(family, automaton)
    if isinstance(family, StageGame):
        raise invalid("automaton", automaton, "an Automaton for a stage game")
    if family.arithmetic is Arithmetic.FLOAT:
        return _as_float(critical_discount_factor(rationalize(family)))
    if needs_cells(family) or _costless(family):
        return _threshold_by_cells(family)
    return _threshold_by_program(family)


def _as_float(exact: Solution[Any]) -> Solution[Any]:
    value = None if exact.value is None else float(exact.value)
    diagnostics = {k: v for k, v in exact.diagnostics.items() if k in ("attained", "strategies")}
    method = f"{exact.method}; exact on the binary values of the floats, rounded once"
    return Solution(value, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)


def _costless(game: RepeatedGame) -> bool:
    """Shirking gains nothing: the program in r is unbounded, the family is not."""
    gain = enforcement_problem(game, "optimistic" if is_enclosed(game) else "exact").gain
    return isinstance(gain, Fraction) and gain <= 0


# --- one linear program -----------------------------------------------------------------------


def _threshold_by_program(game: RepeatedGame) -> Solution[Any]:
    enclosed = is_enclosed(game)
    sides: tuple[Side, ...] = ("optimistic", "pessimistic") if enclosed else ("exact",)
    problems = {side: enforcement_problem(game, side) for side in sides}
    outcomes = {side: solve_lp(problem.program) for side, problem in problems.items()}
    ratios = {side: _ratio(problems[side], outcome) for side, outcome in outcomes.items()}
    arithmetic = Arithmetic.ENCLOSED if enclosed else Arithmetic.EXACT
    best, worst = ratios[sides[0]], ratios[sides[-1]]
    strategies = problems[sides[0]].strategies
    if best <= 0:
        certificate = _never(game, problems[sides[0]], outcomes[sides[0]])
        diagnostics = {
            "attained": False,
            "set": (),
            "round_threshold": None,
            "strategies": strategies,
        }
        method = f"exact linear program in r, dual bound r <= 0; {strategies}"
        return Solution(None, Status.NEVER, certificate, method, arithmetic, diagnostics)
    if worst <= 0:
        diagnostics = {"attained": False, "strategies": strategies}
        method = f"exact linear program in r on both ends of the enclosures; {strategies}"
        return Solution(None, Status.UNDECIDED, None, method, arithmetic, diagnostics)
    per_round = as_scalar(1 / (1 + best), 1 / (1 + worst))
    value = _per_period(per_round, game.lag)
    fields = {
        "method": "linear_program",
        "programs": {side: optimum_fields(outcomes[side]) for side in sides},
        "round_threshold": scalar(per_round),
        "threshold": threshold_number(value),
    }
    document = game_document(game, with_discount_factor=False)
    certificate = Certificate.seal("threshold", document, fields)
    diagnostics = {
        "attained": True,
        "set": () if isinstance(value, Enclosure) else (Interval(value, Fraction(1), True, False),),
        "round_threshold": per_round,
        "strategies": strategies,
        "binding": _binding(problems[sides[-1]], outcomes[sides[-1]]),
    }
    method = f"exact linear program in r = (1 - beta)/beta; {strategies}"
    return Solution(value, Status.PROVED, certificate, method, arithmetic, diagnostics)


def round_threshold(game: RepeatedGame) -> Fraction | Enclosure | None:
    """Return the critical discount factor of a round from the linear program, uncertified.

    For searches that solve many games; :func:`critical_discount_factor` gives the certificate.
    ``None``: at no discount factor below 1 (on the optimistic ends of enclosed data); an enclosure
    that reaches 1 if only the optimistic ends sustain.
    """
    enclosed = is_enclosed(game)
    sides: tuple[Side, ...] = ("optimistic", "pessimistic") if enclosed else ("exact",)
    problems = [enforcement_problem(game, side) for side in sides]
    ratios = [_ratio(problem, solve_lp(problem.program)) for problem in problems]
    if ratios[0] <= 0:
        return None
    return as_scalar(1 / (1 + ratios[0]), 1 / (1 + max(ratios[-1], Fraction(0))))


def _ratio(problem: EnforcementProblem, outcome: Outcome) -> Fraction:
    if outcome.status != "optimal" or outcome.value is None:
        raise UnsupportedGameError(f"game: its enforcement program is {outcome.status}")
    return outcome.value - problem.offset


def _binding(problem: EnforcementProblem, outcome: Outcome) -> tuple[str, ...]:
    """Return the inequalities with a price: relaxing them would lower the threshold."""
    rows = zip(problem.program.rows, outcome.dual, strict=True)
    return tuple(row.name for row, y in rows if y != 0 and row.relation != "==")


def _never(game: RepeatedGame, problem: EnforcementProblem, outcome: Outcome) -> Certificate:
    assert outcome.value is not None
    fields = {
        "multipliers": rationals(outcome.dual),
        "combination": rationals(outcome.reduced_costs),
        "bound": rational(outcome.value - problem.offset),
    }
    document = game_document(game, with_discount_factor=False, with_lag=False)
    return Certificate.seal("lp_infeasible", document, fields)


def _per_period(
    per_round: Fraction | Enclosure, lag: int
) -> Fraction | AlgebraicNumber | Enclosure:
    if lag == 1:
        return per_round
    if isinstance(per_round, Fraction):
        return nth_root(per_round, lag)
    lower = power_root(per_round.lower, lag)
    upper = power_root(per_round.upper, lag)
    low = lower.lower if isinstance(lower, Enclosure) else lower
    high = upper.upper if isinstance(upper, Enclosure) else upper
    return outward(low, high)


# --- cells of a linear-programming family ------------------------------------------------------


def _threshold_by_cells(game: RepeatedGame) -> Solution[Any]:
    per_round = parameter("beta", 0, 1)
    cells, certificate = _family_cells(beta_form(game, per_round), per_round)
    intervals = union_of_intervals(cells)
    strategies = enforcement_problem(game).strategies
    if not intervals:
        diagnostics = {
            "attained": False,
            "set": (),
            "round_threshold": None,
            "strategies": strategies,
        }
        method = f"cells of the linear-programming family in beta; {strategies}"
        return Solution(None, Status.NEVER, certificate, method, Arithmetic.EXACT, diagnostics)
    first = intervals[0]
    diagnostics = {
        "attained": first.lower_closed,
        "set": tuple(_per_period_interval(i, game.lag) for i in intervals),
        "round_threshold": first.lower,
        "strategies": strategies,
    }
    method = f"cells of the linear-programming family in beta; {strategies}"
    value = _root_of_end(first.lower, game.lag)
    return Solution(value, Status.PROVED, certificate, method, Arithmetic.EXACT, diagnostics)


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


def _family_cells(
    program: LinearProgram, entry: RationalFunction
) -> tuple[tuple[Cell, ...], Certificate]:
    lower, upper = domain_of(entry)
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


def critical_value(family: Family, parameter: str | None = None) -> Solution[tuple[Interval, ...]]:
    """Return all values of a parameter at which effort is sustained, as intervals with exact ends.

    Parameters
    ----------
    family : RepeatedGame
        Exactly one number in it is ``coopgames.parameter(name, lower, upper)`` (any polynomial in
        it is allowed), with both ends of its open interval.
    parameter : str, optional
        The parameter's name, as a check on what is meant.

    Returns
    -------
    Solution
        ``value`` is a tuple of :class:`Interval`, possibly empty. Nothing is assumed about
        monotonicity: the set need not be an upper interval. ``diagnostics["cells"]`` has the
        tiling.

    Raises
    ------
    InvalidGameError
        If there is no parameter, or its name is another, or an end of its interval is missing.

    Examples
    --------
    >>> import coopgames as cg
    >>> stage = cg.AnonymousGame(12, cg.LinearPublicGood(1, "11/5"))
    >>> signals = cg.AttributedSignals(0, cg.parameter("D", 0, 1))
    >>> game = cg.RepeatedGame(stage, "3/5", signals, cg.Exclusion())
    >>> print(*cg.critical_value(game, "D").value)
    [4/49, 1)
    """
    if isinstance(family, StageGame):
        raise UnsupportedGameError("family: got a StageGame, use critical_discount_factor")
    beta: Number = family.round_discount_factor
    program = beta_form(family, beta)
    entry = parameter_of(program)
    if entry is None:
        raise invalid("family", family, "a game in which one number is coopgames.parameter(...)")
    if parameter is not None and entry.parameter.name != parameter:
        raise invalid("parameter", parameter, f"{entry.parameter.name!r}, the one in the family")
    cells, certificate = _family_cells(program, entry)
    strategies = enforcement_problem(family).strategies
    diagnostics: Mapping[str, object] = {"cells": cells, "strategies": strategies}
    method = f"cells of the linear-programming family in {entry.parameter.name}; {strategies}"
    value = union_of_intervals(cells)
    return Solution(value, Status.PROVED, certificate, method, Arithmetic.SYMBOLIC, diagnostics)


# --- cells of an automaton ---------------------------------------------------------------------


def _automaton_threshold(family: Family, automaton: Automaton) -> Solution[Any]:
    stage = family if isinstance(family, StageGame) else family.stage
    if not isinstance(stage, StageGame):
        raise UnsupportedGameError("automaton: needs a StageGame under perfect monitoring")
    if isinstance(family, RepeatedGame):
        if not isinstance(family.monitoring, PerfectMonitoring):
            raise UnsupportedGameError("monitoring: automata need perfect monitoring today")
        if family.lag != 1:
            raise UnsupportedGameError("lag: an automaton under perfect monitoring has lag 1")
    if stage.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("stage: payoffs with a parameter beside the discount factor")
    if stage.arithmetic is Arithmetic.FLOAT:
        return _as_float(_automaton_threshold(rationalize_stage(stage), automaton))
    tables = automaton.tables(stage)
    cells, at_zero = automaton_cells(stage, tables)
    document = game_document(RepeatedGame(stage, 0), with_discount_factor=False)
    certificate = Certificate.seal(
        "threshold", document, automaton_cells_fields(stage, tables, cells)
    )
    intervals = _with_zero(union_of_intervals(cells), at_zero)
    strategies = "this automaton, all one-shot deviations, subgame perfection"
    method = f"one-shot deviation gains as polynomials in the discount factor; {strategies}"
    if not intervals:
        diagnostics = {"attained": False, "set": (), "strategies": strategies}
        return Solution(None, Status.NEVER, certificate, method, Arithmetic.EXACT, diagnostics)
    first = intervals[0]
    diagnostics = {"attained": first.lower_closed, "set": intervals, "strategies": strategies}
    return Solution(first.lower, Status.PROVED, certificate, method, Arithmetic.EXACT, diagnostics)


def _with_zero(intervals: tuple[Interval, ...], at_zero: bool) -> tuple[Interval, ...]:
    """Add the discount factor 0, which the cells of (0, 1) leave out."""
    if not at_zero:
        return intervals
    zero = Fraction(0)
    if intervals and intervals[0].lower == zero:
        first = intervals[0]
        return (Interval(zero, first.upper, True, first.upper_closed), *intervals[1:])
    return (Interval(zero, zero, True, True), *intervals)
