"""The fines that work at a given discount factor: from the least that deters to the most paid."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import cast

from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import (
    AnonymousGame,
    Exclusion,
    Fine,
    FinePlan,
    PhysicalPenalty,
    RepeatedGame,
)
from coopgames.solvers.enforcement import enforcement_problem
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.linear_program import LinearProgram, Row, replace_objective
from coopgames.solvers.problem import is_enclosed
from coopgames.solvers.simplest import simplest_between

__all__ = ["fine_plan", "working_fines"]


def working_fines(game: RepeatedGame) -> tuple[Fraction, Fraction] | None:
    """Return the least and the largest flat fine that sustain full contribution, or None.

    Parameters
    ----------
    game : RepeatedGame
        An association with a flat fine and a numerical discount factor in (0, 1).

    Notes
    -----
    Two exact linear programs in the fine and the value of membership (all variables divided by
    ``q``); with enclosed signals every fine returned works for all data in the enclosures. With a
    netted treasury they are net payments: fines less refunds.

    Examples
    --------
    >>> from coopgames.games import AttributedSignals, LinearPublicGood
    >>> stage = AnonymousGame(3, LinearPublicGood("9/10", "27/20", "1/5"))
    >>> signals = AttributedSignals("1/10", "3/5")
    >>> working_fines(RepeatedGame(stage, "1/2", signals, Fine("treasury")))
    (Fraction(9, 5), Fraction(31, 10))
    """
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    if not isinstance(game.stage, AnonymousGame) or not isinstance(
        game.sanction, (Fine, Exclusion)
    ):
        raise UnsupportedGameError("game: an association with a flat fine is needed here")
    beta = game.round_discount_factor
    if not isinstance(beta, Fraction) or beta <= 0:
        raise UnsupportedGameError("discount_factor: a number in (0, 1) is needed here")
    problem = enforcement_problem(game, "pessimistic" if is_enclosed(game) else "exact")
    base = problem.program
    r = (1 - beta) / beta
    value, receipt = base.objective
    incentive, payment = base.rows
    # Variables: fine (times beta) and s = beta (V + penalty), both >= 0; q = 1/(beta V) is gone.
    penalty = cast(Fraction, game.physical_penalty)
    rows = [
        Row(
            (incentive.coefficients[1], 0),
            ">=",
            -cast(Fraction, incentive.coefficients[0]),
            "contribution",
        ),
        replace(payment, coefficients=(1, -1), constant=0),
        Row((receipt, -r), ">=", -cast(Fraction, value) - r * beta * penalty, "value"),
        *_limits(game, beta),
    ]
    least = solve_lp(LinearProgram([-1, 0], rows))
    if least.status != "optimal" or least.value is None:
        return None
    largest = solve_lp(replace_objective(LinearProgram([0, 0], rows), [1, 0]))
    if largest.value is None:
        raise UnsupportedGameError("game: arbitrarily large fines work")
    return -least.value / beta, largest.value / beta


def _limits(game: RepeatedGame, beta: Fraction) -> list[Row]:
    """Return the rows of caps on the fine and of members who may leave for 0."""
    rows: list[Row] = []
    for sanction in game.transfers:
        if isinstance(sanction, Fine) and sanction.cap is not None:
            rows.append(Row((Fraction(1), Fraction(0)), "<=", beta * sanction.cap, "cap"))
        if isinstance(sanction, PhysicalPenalty) and sanction.voluntary:
            least = beta * game.physical_penalty
            rows.append(Row((Fraction(0), Fraction(1)), ">=", least, "voluntary membership"))
    return rows


def fine_plan(game: RepeatedGame) -> FinePlan | None:
    """Return the plan with the simplest fine that works, or None if no flat fine works."""
    fines = working_fines(game)
    return None if fines is None else FinePlan(simplest_between(*fines))
