"""Thresholds from one linear program in ``r = (1 - beta)/beta``: associations, pairs, rings.

Its optimum ``r`` gives the threshold ``1/(1 + r)`` of a round; the primal vector proves that it is
enough, the dual one that nothing less is (docs/theory/algorithms_ppe.md, 5.1 and 6.1).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from coopgames.arithmetic import (
    AlgebraicNumber,
    Arithmetic,
    Enclosure,
    as_scalar,
    nth_root,
    outward,
    power_root,
)
from coopgames.certificates import Certificate, checker
from coopgames.certificates.encode import (
    game_document,
    rational,
    rationals,
    scalar,
    threshold_number,
)
from coopgames.errors import CertificateError, UnsupportedGameError
from coopgames.games import AnonymousGame, RepeatedGame
from coopgames.solvers.enforcement import enforcement_problem
from coopgames.solvers.exact_lp import Outcome, solve_lp
from coopgames.solvers.intervals import End, Interval
from coopgames.solvers.lp_solutions import optimum_fields
from coopgames.solvers.problem import EnforcementProblem, sides_of
from coopgames.solvers.solution import Solution, Status

__all__ = ["per_period", "round_threshold", "threshold_by_program", "upper_interval"]

#: Associations with more members may have certificates beyond the limits of the checker.
LARGE_GAME = 1500


def threshold_by_program(game: RepeatedGame) -> Solution[Any]:
    """Return the critical discount factor of a game whose rows hold no discount factor.

    Returns
    -------
    Solution
        As of :func:`coopgames.critical_discount_factor`. ``diagnostics["certain"]`` and
        ``["possible"]`` are the intervals of discount factors per period at which effort is
        sustained for all, for some data in the enclosures (the same for exact data).
    """
    sides = sides_of(game)
    problems = {side: enforcement_problem(game, side) for side in sides}
    outcomes = {side: solve_lp(problem.program) for side, problem in problems.items()}
    ratios = {side: _ratio(problems[side], outcome) for side, outcome in outcomes.items()}
    arithmetic = Arithmetic.EXACT if sides == ("exact",) else Arithmetic.ENCLOSED
    best, worst = ratios[sides[0]], ratios[sides[-1]]
    strategies = problems[sides[0]].strategies
    if best <= 0:
        certificate = _never(game, problems[sides[0]], outcomes[sides[0]])
        diagnostics = {
            "attained": False,
            "set": (),
            "certain": (),
            "possible": (),
            "round_threshold": None,
            "strategies": strategies,
        }
        method = f"exact linear program in r, dual bound r <= 0; {strategies}"
        return Solution(None, Status.NEVER, certificate, method, arithmetic, diagnostics)
    if worst <= 0:
        least = upper_interval(per_period(Fraction(1) / (1 + best), game.lag))
        diagnostics = {
            "attained": False,
            "certain": (),
            "possible": (least,),
            "strategies": strategies,
        }
        method = f"exact linear program in r on both ends of the enclosures; {strategies}"
        return Solution(None, Status.UNDECIDED, None, method, arithmetic, diagnostics)
    per_round = as_scalar(1 / (1 + best), 1 / (1 + worst))
    value = per_period(per_round, game.lag)
    fields = {
        "method": "linear_program",
        "programs": {side: optimum_fields(outcomes[side]) for side in sides},
        "round_threshold": scalar(per_round),
        "threshold": threshold_number(value),
    }
    document = game_document(game, with_discount_factor=False)
    certificate = _within_limits(game, Certificate.seal("threshold", document, fields))
    certain = (upper_interval(value, "upper"),)
    diagnostics = {
        "attained": True,
        "set": () if isinstance(value, Enclosure) else certain,
        "certain": certain,
        "possible": (upper_interval(value, "lower"),),
        "round_threshold": per_round,
        "strategies": strategies,
        "binding": _binding(problems[sides[-1]], outcomes[sides[-1]]),
    }
    method = f"exact linear program in r = (1 - beta)/beta; {strategies}"
    status = Status.EXACT_UNCERTIFIED if certificate is None else Status.PROVED
    return Solution(value, status, certificate, method, arithmetic, diagnostics)


def _within_limits(game: RepeatedGame, certificate: Certificate) -> Certificate | None:
    """Drop a certificate that is too long for the checker; only huge games are tried out."""
    members = game.stage.size if isinstance(game.stage, AnonymousGame) else 2
    if members <= LARGE_GAME and game.lag <= checker.MAX_LAG:
        return certificate
    try:
        certificate.check()
    except CertificateError:
        return None
    return certificate


def round_threshold(game: RepeatedGame) -> Fraction | Enclosure | None:
    """Return the critical discount factor of a round from the linear program, uncertified.

    For searches that solve many games; :func:`critical_discount_factor` gives the certificate.
    ``None``: at no discount factor below 1 (on the optimistic ends of enclosed data); an enclosure
    that reaches 1 if only the optimistic ends sustain.
    """
    problems = [enforcement_problem(game, side) for side in sides_of(game)]
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


def upper_interval(
    start: Fraction | AlgebraicNumber | Enclosure, side: Literal["lower", "upper"] = "lower"
) -> Interval:
    """Return ``[start, 1)``, from the chosen end of an enclosure."""
    first: End
    if isinstance(start, Enclosure):
        first = start.lower if side == "lower" else start.upper
    else:
        first = start
    return Interval(first, Fraction(1), True, False)


def per_period(per_round: Fraction | Enclosure, lag: int) -> Fraction | AlgebraicNumber | Enclosure:
    """Return the discount factor of a period, given that of a round of ``lag`` periods."""
    if lag == 1:
        return per_round
    if isinstance(per_round, Fraction):
        return nth_root(per_round, lag)
    lower = power_root(per_round.lower, lag)
    upper = power_root(per_round.upper, lag)
    low = lower.lower if isinstance(lower, Enclosure) else lower
    high = upper.upper if isinstance(upper, Enclosure) else upper
    return outward(low, high)
