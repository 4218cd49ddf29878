"""Reviews: one truthful report after T rounds, and what burns then.

Waiting with the report lets one burn punish T rounds (Abreu, Milgrom and Pearce 1991; Fuchs 2007):
where a report each round sustains effort at no discount factor, a late one may. But a late report
is a weak threat to the impatient, so a longer review need not help.

Whether effort at more patience follows from effort at less is not proved for T >= 2. The threshold
is therefore read off a tiling of the whole interval (0, 1), each cell of which has its own proof.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from coopgames.arithmetic import Arithmetic, Number, parameter
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import PrivateValuation, RepeatedGame
from coopgames.solvers.cell_thresholds import family_cells
from coopgames.solvers.costless import costless_threshold, with_worthless_membership
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.family import parameter_of
from coopgames.solvers.intervals import Interval, union_of_intervals
from coopgames.solvers.lp_solutions import lp_certificate
from coopgames.solvers.rationalize import as_float, rationalize
from coopgames.solvers.reviews_floats import float_threshold
from coopgames.solvers.reviews_program import (
    MOST_EXACT,
    Review,
    burn_program,
    read_review,
    review_problem,
)
from coopgames.solvers.solution import Solution, Status

__all__ = ["least_expected_burn", "review_sustains", "review_threshold", "review_values"]

#: Largest degree in the discount factor, rounds times lag, of the programs that are tiled.
MOST_DEGREE = 64


def review_threshold(game: RepeatedGame) -> Solution[Any]:
    """Return the infimum of the discount factors at which effort is sustained by reviews.

    Parameters
    ----------
    game : RepeatedGame
        A pair, ``supplier_pair(gain, value)``, with PrivateValuation by the buyer and its
        ``review``; the discount factor, if any, is ignored.

    Returns
    -------
    Solution
        ``value``: a Fraction, an AlgebraicNumber, or None (at no discount factor below 1); a float
        if there are more than 64 different reports (more than 6 rounds of two results) or the game
        has floats. ``diagnostics["set"]``: all discount factors at which effort is sustained, each
        proved; in floats ``diagnostics["scan"]`` has those that were tried.

    Raises
    ------
    UnsupportedGameError
        If the game is no such pair, or has more than 4096 different reports.

    Notes
    -----
    Two results: T = 4 takes 0.3 s, T = 5 about 3 s, T = 6 about 40 s, T = 12 (floats) minutes.

    References
    ----------
    Fuchs (2007), *Contracting with repeated moral hazard and private evaluations*.

    Examples
    --------
    >>> from coopgames.games import supplier_pair
    >>> reports = PrivateValuation.binary("1/4", "1/2", review=2)
    >>> answer = review_threshold(RepeatedGame(supplier_pair("6/5", 1), 0, reports))
    >>> answer.value.polynomial  # lowest degree first
    (-24, -72, 23, 77)
    >>> print(*answer.diagnostics["set"])
    [0.9799949521 (root of 77x^3 + 23x^2 - 72x - 24), 1)
    """
    if game.arithmetic is Arithmetic.FLOAT:
        return as_float(review_threshold(_rational(game)))
    if game.at(0).arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError(
            "game: a number beside the discount factor is a parameter, fix it or the discount "
            "factor and ask review_values"
        )
    review = read_review(game)
    assert isinstance(review.gain, Fraction)
    if review.gain <= 0:
        return _untempted(costless_threshold(_with_review(game, 1)))
    if review.histories > MOST_EXACT:
        return float_threshold(review, game.lag)
    delta = parameter("delta", 0, 1)
    cells, certificate = family_cells(_program(review, delta, game.lag), delta)
    found = union_of_intervals(cells)
    first = found[0] if found else None
    diagnostics: dict[str, object] = {
        "attained": first is not None and first.lower_closed,
        "set": found,
        "certain": found,
        "possible": found,
        "round_threshold": first.lower if first is not None and game.lag == 1 else None,
        "strategies": review.strategies,
        "cells": cells,
    }
    method = (
        f"cells of the linear-programming family in delta on all of (0, 1); {review.strategies}"
    )
    return Solution(
        None if first is None else first.lower,
        Status.NEVER if first is None else Status.PROVED,
        certificate,
        method,
        Arithmetic.EXACT,
        diagnostics,
    )


def _untempted(answer: Solution[Any]) -> Solution[Any]:
    """Return the answer of a game with a report each round, in words that fit any review.

    Where there is nothing to deter there is nothing to report, so it does not matter when.
    """
    diagnostics = dict(answer.diagnostics)
    each_round = diagnostics.get("strategies")
    strategies = "effort every round, of its own accord: nothing to deter, nothing to report"
    diagnostics["strategies"] = strategies
    method = answer.method
    if isinstance(each_round, str):
        method = method.replace(each_round, strategies)
    return replace(answer, method=method, diagnostics=diagnostics)


def _program(review: Review, delta: Number, lag: int) -> Any:
    if review.rounds * lag > MOST_DEGREE:
        raise UnsupportedGameError(
            f"lag: got {lag} with a review of {review.rounds} rounds, expected at most "
            f"{MOST_DEGREE} periods together"
        )
    return review_problem(review, delta**lag).program


def _with_review(game: RepeatedGame, rounds: int) -> RepeatedGame:
    reports = game.monitoring
    assert isinstance(reports, PrivateValuation)
    other = replace(reports, review=rounds)
    return RepeatedGame(game.stage, game.discount_factor, other, game.transfers, lag=game.lag)


def _rational(game: RepeatedGame) -> RepeatedGame:
    """Return the game with the decimals that its floats print as."""
    reports = game.monitoring
    if not isinstance(reports, PrivateValuation):
        return rationalize(game)
    return _with_review(rationalize(game), reports.review)


def review_values(
    game: RepeatedGame, parameter: str | None = None
) -> Solution[tuple[Interval, ...]]:
    """Return all values of a parameter at which effort is sustained by reviews.

    Parameters
    ----------
    game : RepeatedGame
        As for :func:`review_threshold`; one number in it is ``coopgames.parameter(name, lower,
        upper)``, with both ends of its open interval.
    parameter : str, optional
        The parameter's name, as a check on what is meant.

    Returns
    -------
    Solution
        ``value``: intervals, possibly none; nothing is assumed about monotonicity.

    Examples
    --------
    The least value of a round that lets two-round reviews sustain effort at 9/10:

    >>> import coopgames as cg
    >>> stage = cg.supplier_pair(1, cg.parameter("v", 0, 2))
    >>> reports = PrivateValuation.binary("1/4", "1/2", review=2)
    >>> print(*review_values(RepeatedGame(stage, "9/10", reports)).value)
    [157/81, 2)
    """
    review = read_review(game)
    if review.histories > MOST_EXACT:
        raise UnsupportedGameError(
            f"review: got {review.histories} different reports, expected at most {MOST_EXACT}"
        )
    beta = game.round_discount_factor
    problem = review_problem(review, beta)
    entry = parameter_of(problem.program)
    if entry is None:
        raise invalid("game", game, "a game in which one number is coopgames.parameter(...)")
    if parameter is not None and entry.parameter.name != parameter:
        raise invalid("parameter", parameter, f"{entry.parameter.name!r}, the one in the game")
    cells, certificate = family_cells(problem.program, entry)
    found = union_of_intervals(cells)
    value = with_worthless_membership(found, game, problem, beta, entry.parameter)
    # The certificate is about the program, which leaves out pairs that are worth nothing.
    same = value == found
    method = f"cells of the linear-programming family in {entry.parameter.name}"
    return Solution(
        value,
        Status.PROVED if same else Status.EXACT_UNCERTIFIED,
        certificate if same else None,
        f"{method}; {review.strategies}",
        Arithmetic.SYMBOLIC,
        {"cells": cells, "strategies": review.strategies},
    )


def review_sustains(game: RepeatedGame) -> Solution[bool]:
    """Tell whether reviews sustain effort at the game's own discount factor.

    Parameters
    ----------
    game : RepeatedGame
        As for :func:`review_threshold`, exact, with a discount factor in (0, 1).

    Returns
    -------
    Solution
        The certificate is that of a linear program whose largest value is >= 0, or is not.

    Examples
    --------
    >>> from coopgames.games import supplier_pair
    >>> reports = PrivateValuation.binary("1/4", "1/2", review=2)
    >>> game = RepeatedGame(supplier_pair("6/5", 1), "49/50", reports)
    >>> review_sustains(game).value, review_sustains(game.at("97/100")).value
    (True, False)
    """
    review, beta = _exact_review(game)
    program = review_problem(review, beta).program
    outcome = solve_lp(program)
    assert outcome.value is not None
    # Worth nothing and not tempted: that is outside the scale by the value, and sustained.
    idle = review.gain <= 0 and review.value == 0
    certificate = None if idle else lp_certificate(program, outcome)
    method = f"exact linear program, sustained iff its value is >= 0; {review.strategies}"
    status = Status.EXACT_UNCERTIFIED if certificate is None else Status.PROVED
    diagnostics = {"slack": outcome.value, "strategies": review.strategies}
    sustained = idle or outcome.value >= 0
    return Solution(sustained, status, certificate, method, Arithmetic.EXACT, diagnostics)


def _exact_review(game: RepeatedGame) -> tuple[Review, Fraction]:
    if game.arithmetic is not Arithmetic.EXACT:
        raise UnsupportedGameError(f"game: got {game.arithmetic.name} numbers, expected exact ones")
    review, beta = read_review(game), game.round_discount_factor
    assert isinstance(beta, Fraction)
    if not 0 < beta < 1:
        raise invalid("discount_factor", game.discount_factor, "a number in (0, 1)")
    if review.histories > MOST_EXACT:
        raise UnsupportedGameError(
            f"review: got {review.histories} different reports, expected at most {MOST_EXACT}"
        )
    return review, beta


def least_expected_burn(game: RepeatedGame) -> Solution[Fraction | None]:
    """Return the least expected burn at the end of a block that deters all plans of shirking.

    Parameters
    ----------
    game : RepeatedGame
        As for :func:`review_sustains`. The burn may be larger than what the pair is worth.

    Returns
    -------
    Solution
        None if no burn deters (the results do not tell shirking from work, or side agreements cost
        too little).

    Examples
    --------
    >>> from coopgames.games import supplier_pair
    >>> reports = PrivateValuation.binary("1/5", "3/5", review=3)
    >>> least_expected_burn(RepeatedGame(supplier_pair(1, 1), "9/10", reports)).value
    Fraction(500, 729)
    """
    review, beta = _exact_review(game)
    program = burn_program(review, beta)
    outcome = solve_lp(program)
    least = None if outcome.status == "infeasible" else outcome.value
    value = None if least is None else -least / beta**review.rounds
    method = f"exact linear program; {review.strategies}"
    certificate = lp_certificate(program, outcome)
    diagnostics = {"outcome": outcome, "strategies": review.strategies}
    return Solution(value, Status.PROVED, certificate, method, Arithmetic.EXACT, diagnostics)
