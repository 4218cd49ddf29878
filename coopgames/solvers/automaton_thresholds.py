"""The discount factors at which an automaton is an equilibrium under perfect monitoring."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from coopgames.arithmetic import Arithmetic
from coopgames.certificates import Certificate
from coopgames.certificates.encode import game_document
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import Automaton, PerfectMonitoring, RepeatedGame, StageGame
from coopgames.solvers.automaton_cells import automaton_cells, automaton_cells_fields
from coopgames.solvers.intervals import Interval, union_of_intervals
from coopgames.solvers.one_shot_automata import refuse_sanctions
from coopgames.solvers.rationalize import as_float, rationalize_stage
from coopgames.solvers.solution import Solution, Status

__all__ = ["automaton_threshold"]


def automaton_threshold(family: RepeatedGame | StageGame, automaton: Automaton) -> Solution[Any]:
    """Return the infimum of the sustaining discount factors of an automaton, and the whole set.

    The certificate tiles the open interval (0, 1). The discount factor 0 is decided apart: it needs
    only the stage game, and ``diagnostics["set"]`` includes it when it sustains.

    Raises
    ------
    UnsupportedGameError
        If the game is no stage game under perfect monitoring, in numbers, or has sanctions other
        than promises.
    """
    if not isinstance(family, RepeatedGame | StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("family", family, "a RepeatedGame or a StageGame")
    if not isinstance(automaton, Automaton):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("automaton", automaton, "an Automaton")
    stage = family if isinstance(family, StageGame) else family.stage
    if not isinstance(stage, StageGame):
        raise UnsupportedGameError("automaton: needs a StageGame under perfect monitoring")
    if isinstance(family, RepeatedGame):
        if not isinstance(family.monitoring, PerfectMonitoring):
            raise UnsupportedGameError("monitoring: automata need perfect monitoring today")
        refuse_sanctions(family)
        if family.lag != 1:
            raise UnsupportedGameError("lag: an automaton under perfect monitoring has lag 1")
    if stage.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("stage: payoffs with a parameter beside the discount factor")
    if stage.arithmetic is Arithmetic.FLOAT:
        return as_float(automaton_threshold(rationalize_stage(stage), automaton))
    tables, _ = automaton.tables(stage).reached()
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
