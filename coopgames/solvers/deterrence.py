"""The largest temptation that an institution can deter at a given discount factor.

It is the discounted loss that a shirker can be made to expect, by the best sanctions of
the class; effort is sustained iff it is at least the gain from shirking.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import cast

from coopgames.errors import UnsupportedGameError
from coopgames.games import RepeatedGame
from coopgames.solvers.enforcement import enforcement_problem
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.family import beta_form, needs_cells
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.problem import Side, is_enclosed

__all__ = ["deterrence_ratio"]


def deterrence_ratio(game: RepeatedGame, side: Side | None = None) -> Fraction:
    """Return the largest discounted loss from shirking, in units of the gain from shirking.

    Parameters
    ----------
    game : RepeatedGame
        With a numerical discount factor in (0, 1) and a positive gain from shirking.
    side : {"exact", "optimistic", "pessimistic"}, optional
        Which end of enclosed data to use; by default the pessimistic one, if they are enclosed.

    Returns
    -------
    Fraction
        At least 1 iff effort is sustained (on the side chosen).

    Notes
    -----
    Effort needs a point of the enforcement program with objective at least ``r`` and deterrence at
    least ``gain * q``. Dividing all variables by ``q`` turns the largest ratio of deterrence to
    ``q`` into one linear program (Charnes and Cooper 1962).

    Examples
    --------
    >>> from coopgames.games import AnonymousGame, AttributedSignals, Fine, LinearPublicGood
    >>> stage = AnonymousGame(3, LinearPublicGood("9/10", "27/20", "1/5"))
    >>> signals = AttributedSignals("1/10", "3/5")
    >>> deterrence_ratio(RepeatedGame(stage, "18/49", signals, Fine("treasury")))
    Fraction(1, 1)
    """
    beta = game.round_discount_factor
    if not isinstance(beta, Fraction) or beta <= 0:
        raise UnsupportedGameError("discount_factor: a number in (0, 1) is needed here")
    chosen: Side = side or ("pessimistic" if is_enclosed(game) else "exact")
    if needs_cells(game):
        return _ratio_with_limits(game, beta, chosen)
    problem = enforcement_problem(game, chosen)
    r = (1 - beta) / beta
    base = problem.program
    first, rest = base.rows[0], base.rows[1:]
    width = len(base.objective)
    # Variables: the program's own but q, divided by q, and s = 1/q in the last place.
    value = cast(Fraction, base.objective[0])
    rows = [Row((*base.objective[1:], -(problem.offset + r)), ">=", -value, "value")]
    for row in rest:
        constant = cast(Fraction, row.constant)
        entries = (*row.coefficients[1:], -constant)
        rows.append(
            replace(row, coefficients=entries, constant=-cast(Fraction, row.coefficients[0]))
        )
    objective = [*first.coefficients[1:], Fraction(0)]
    assert len(objective) == width
    return _largest(LinearProgram(objective, rows), -cast(Fraction, first.coefficients[0]))


def _ratio_with_limits(game: RepeatedGame, beta: Fraction, side: Side) -> Fraction:
    """Do the same with caps, physical penalties and costly side agreements: the beta form."""
    form = beta_form(game, beta, side)
    first, *rest, unit, scale = form.rows
    assert unit.name == "unit"
    # The last variable is the constant 1, so that it becomes s = 1/q.
    rows = [Row(form.objective[1:], ">=", -cast(Fraction, form.objective[0]), "value")]
    for row in (*rest, scale):
        last = cast(Fraction, row.coefficients[-1]) - cast(Fraction, row.constant)
        entries = (*row.coefficients[1:-1], last)
        constant = -cast(Fraction, row.coefficients[0])
        rows.append(replace(row, coefficients=entries, constant=constant))
    objective = first.coefficients[1:]
    return _largest(LinearProgram(objective, rows), -cast(Fraction, first.coefficients[0]))


def _largest(program: LinearProgram, temptation: Fraction) -> Fraction:
    if temptation <= 0:
        raise UnsupportedGameError("game: shirking gains nothing, so there is nothing to deter")
    outcome = solve_lp(program)
    if outcome.status == "infeasible":
        return Fraction(0)
    if outcome.value is None:
        raise UnsupportedGameError("game: its deterrence is unbounded")
    return outcome.value / temptation
