"""From a row of a golden table to a solver call: never through a closed form.

``evaluate(institution, quantity, parameters)`` returns None for "none", a bool, a number (Fraction,
AlgebraicNumber or Enclosure), certified bounds of one (Bracket) or a sequence, for any parameters
and not only those of the tables.
An import-linter contract keeps ``coopgames.claims.closed_forms`` out of reach.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import coopgames as cg
from coopgames.solvers.critical_attributes import critical_dimensions, critical_lag
from coopgames.solvers.detection import (
    best_cutoff,
    checklist_detection,
    divisible_detection,
    scheduled_detection,
)
from coopgames.solvers.large_associations import large_association_threshold
from coopgames.solvers.limits import limit_payoffs, limit_score
from coopgames.solvers.overlapping import overlapping_rounds_threshold
from coopgames.solvers.private_burn import least_joint_fall, pair_change_by_complaint
from coopgames.solvers.public_payoffs import public_perfect_payoffs
from coopgames.solvers.symmetric_payoffs import strongly_symmetric_payoffs
from coopgames.solvers.witnesses import WitnessPanel, profitable_coalitions
from tests.golden import (
    rows_alarm,
    rows_credit,
    rows_dyadic,
    rows_faena,
    rows_federation,
    rows_holdup,
    rows_linking,
    rows_march,
    rows_market,
    rows_misfortune,
    rows_pasanaku,
    rows_state,
)
from tests.golden.reading import least, number, supplier_and_buyer, threshold
from tests.golden.relations import RELATIONS

__all__ = ["INSTITUTIONS", "Bracket", "evaluate"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]

RECIPIENTS = {"burn": "burnt", "burnt": "burnt", "treasury": "treasury", "shared": "unflagged"}
#: Where searches over the number of members look, since a family needs both ends of its interval.
MOST_MEMBERS = 10**9
#: With more members the exact thresholds have too many digits for a table.
MOST_EXACT_MEMBERS = 10**4


# --- the contribution family ---


def _stage(p: Parameters) -> cg.AnonymousGame:
    rule = cg.LinearPublicGood(number(p["b"]), number(p["c"]), number(p.get("s", 0)))
    return cg.AnonymousGame(int(p["n"]), rule)


def _signals(p: Parameters) -> cg.AttributedSignals:
    return cg.AttributedSignals(number(p["al"]), number(p["et"]))


def _association(p: Parameters, *sanctions: Any) -> cg.RepeatedGame:
    return cg.RepeatedGame(_stage(p), cg.parameter("beta", 0, 1), _signals(p), sanctions)


def _beta_star(p: Parameters) -> Any:
    return threshold(_association(p, cg.Fine(RECIPIENTS[p["rule"]])))  # type: ignore[arg-type]


def _any_balanced(p: Parameters) -> Any:
    return threshold(_association(p, cg.Promises("balanced")))


def _any_burnt(p: Parameters) -> Any:
    return threshold(_association(p, cg.Promises("burnt")))


def _shared_with_penalty(p: Parameters) -> Any:
    penalty = cg.PhysicalPenalty(number(p["phi"]))
    return threshold(_association(p, cg.Promises("balanced"), penalty))


def _burnt_with_penalty(p: Parameters) -> Any:
    penalty = cg.PhysicalPenalty(number(p["phi"]))
    return threshold(_association(p, cg.Promises("burnt"), penalty))


def _burnt_promises_feasible(p: Parameters) -> bool:
    penalty = cg.PhysicalPenalty(number(p.get("phi", 0)), voluntary=False)
    game = _association(p, cg.Promises("burnt"), penalty)
    beta = number(p["beta"])
    return any(beta in interval for interval in cg.critical_value(game).value)


def _hidden_action(p: Parameters, members: Any, detection: Any) -> cg.RepeatedGame:
    rule = cg.LinearPublicGood(number(p["b"]), number(p["c"]), number(p.get("s", 0)))
    stage = cg.AnonymousGame(members, rule)
    signals = cg.AttributedSignals(0, detection)
    return cg.RepeatedGame(stage, number(p["beta"]), signals, cg.Exclusion())


def _critical_members(p: Parameters) -> Any:
    members = cg.parameter("n", 1, MOST_MEMBERS)
    return least(_hidden_action(p, members, number(p["D"])))


def _critical_detection(p: Parameters) -> Any:
    return least(_hidden_action(p, int(p["n"]), cg.parameter("D", 0, 1)))


def _overlapping(p: Parameters) -> Any:
    lag = int(p["ell"])
    return overlapping_rounds_threshold(number(p["k"]), number(p["v"]), number(p["D"]), lag).value


# --- the equity index ---


def _variance(p: Parameters) -> Fraction:
    if "sd" in p:
        return number(p["sd"]) ** 2
    return number(p["sigma"]) ** 2 * int(p["dims"])


def _total_variation(p: Parameters) -> Any:
    return best_cutoff(_variance(p)).gain


def _burnt_cutoff(p: Parameters) -> Any:
    value, gain = number(p["v"]), number(p["kappa"])
    return best_cutoff(_variance(p), value, value + gain).cutoff


def _abstract_association(p: Parameters, signals: cg.AttributedSignals) -> cg.RepeatedGame:
    """Two members whose gain and value are given: a treasury does not depend on their number."""
    gain, value = number(p["kappa"]), number(p["v"])
    stage = cg.AnonymousGame(2, cg.PayoffTable([0, value + gain], [0, value]))  # type: ignore[arg-type]
    return cg.RepeatedGame(stage, cg.parameter("beta", 0, 1), signals, cg.Fine("treasury"))


def _lag(p: Parameters) -> Any:
    measure = cg.GaussianMeasure(number(p["sigma"]), int(p["dims"]), number(p["pi"]))
    game = _abstract_association(p, cg.AttributedSignals.gaussian(measure))
    return critical_lag(game, number(p["delta"]))


def _dimensions(p: Parameters) -> Any:
    beta = number(p["delta"]) ** int(p.get("ell", 1))
    return critical_dimensions(
        lambda signals: _abstract_association(p, signals),
        number(p["sigma"]),
        number(p["pi"]),
        beta,
    )


# --- pairs and rings ---


def _pair_private(p: Parameters) -> Any:
    return threshold(supplier_and_buyer(p))


def _pair_sustainable(p: Parameters) -> bool:
    return threshold(supplier_and_buyer(p)) is not None


def _pair_public(p: Parameters) -> Any:
    stage = cg.supplier_pair(number(p["kappa"]), number(p["v"]))
    alpha, eta = number(p["alpha"]), number(p["eta"])
    signals = cg.PublicMonitoring([[[1 - alpha, alpha]], [[1 - eta, eta]]])
    return threshold(cg.RepeatedGame(stage, cg.parameter("beta", 0, 1), signals))


def _joint_fall(p: Parameters) -> Any:
    rates = number(p["alpha"]), number(p["eta"])
    return least_joint_fall(number(p["kappa"]), *rates, number(p["beta"]))


def _chi_star(p: Parameters) -> Any:
    # Agreements that cost more than all the pair can have are as good as impossible.
    beta = number(p["beta"])
    highest = (number(p["v"]) + 1) / (1 - beta) + 1
    family = supplier_and_buyer(p, cost=cg.parameter("chi", 0, highest), delta=beta)
    return least(family)


def _ring(p: Parameters) -> Any:
    gain, value, n = number(p["kappa"]), number(p["v"]), int(p["n"])
    shirk, contribute = [0] * (n - 1) + [value + gain], [0] * (n - 1) + [value]
    stage = cg.AnonymousGame(n, cg.PayoffTable(shirk, contribute))  # type: ignore[arg-type]
    alpha, eta = number(p["alpha"]), number(p["eta"])
    reports = cg.PrivateValuation.binary(alpha, eta, observer="next")
    return threshold(cg.RepeatedGame(stage, cg.parameter("beta", 0, 1), reports))


def _panel(p: Parameters) -> WitnessPanel:
    return WitnessPanel(int(p["n"]), int(p["witnesses"]), number(p["f"]), p["fine"], number(p["F"]))


def _coalitions(p: Parameters) -> int:
    return sum(coalition.count for coalition in profitable_coalitions(_panel(p)))


def _smallest_coalition(p: Parameters) -> int:
    found = profitable_coalitions(_panel(p))
    return found[0].size if found else 0


# --- imperfect public monitoring ---


@dataclass(frozen=True, slots=True)
class Bracket:
    """Certified bounds of a number: what the inner and the outer set say."""

    lower: Fraction
    upper: Fraction


def _public(p: Parameters, *transfers: Any) -> cg.RepeatedGame:
    """The game of a row, at its discount factor or at all of them."""
    delta = number(p["delta"]) if "delta" in p else cg.parameter("delta", 0, 1)
    if p.get("signal") == "count":
        signals = cg.AnonymousSignals(number(p["al"]), number(p["et"]))
        return cg.RepeatedGame(_counted(p), delta, signals, transfers)
    monitoring = cg.PublicMonitoring(p["probabilities"])
    return cg.RepeatedGame(cg.StageGame(p["payoffs"]), delta, monitoring, transfers)


def _counted(p: Parameters) -> cg.AnonymousGame:
    """Members of whom the table knows four payoffs; those between lie on a line."""
    n, value, gain = int(p["n"]), number(p["v"]), number(p["kappa"])
    shirk = [(value + gain) * k / (n - 1) for k in range(n)]
    contribute = [(value + gain) * k / (n - 1) - gain for k in range(n)]
    return cg.AnonymousGame(n, cg.PayoffTable(shirk, contribute))  # type: ignore[arg-type]


def _with_payments(p: Parameters) -> Any:
    return public_perfect_payoffs(_public(p, cg.Promises("burning")))


def _transfers_profile(p: Parameters) -> Any:
    return _with_payments(p).value.critical_discount_factor(profile=tuple(p["profile"]))


def _support(direction: tuple[int, int], sign: int = 1) -> Quantity:
    def bracket(p: Parameters) -> Bracket:
        inner, outer = _sets(json.dumps(p, sort_keys=True))
        lower, upper = sorted(sign * found.support(direction) for found in (inner, outer))
        return Bracket(lower, upper)

    return bracket


@cache
def _sets(parameters: str) -> tuple[Any, Any]:
    """The inner and the outer set of a game, which several rows ask for; equal if it is solved."""
    solution = public_perfect_payoffs(_public(json.loads(parameters)))
    return solution.value, solution.diagnostics.get("outer", solution.value)


def _symmetric(p: Parameters) -> Any:
    return strongly_symmetric_payoffs(_public(p)).value


def _sse_action(p: Parameters) -> Any:
    return _symmetric(p).critical_discount_factor(action=int(p["action"]))


def _score(p: Parameters) -> Any:
    direction = tuple(number(x) for x in p["lambda"])
    return limit_score(_public(p), direction).value


def _limit_vertices(p: Parameters) -> Any:
    return limit_payoffs(_public(p)).value.vertices


# --- members and reviews, by what one round is worth ---


def _members(p: Parameters, sanction: Any) -> Any:
    """A linear public good with this value and this gain, whatever the number of members."""
    gain, value = number(p["kappa"]), number(p["v"])
    stage = cg.AnonymousGame(int(p["n"]), cg.LinearPublicGood(0, gain, value + gain))
    game = cg.RepeatedGame(stage, cg.parameter("beta", 0, 1), _signals(p), sanction)
    if int(p["n"]) > MOST_EXACT_MEMBERS:
        return large_association_threshold(game).value
    return threshold(game)


INSTITUTIONS: dict[str, dict[str, Quantity]] = {
    "theorem1": {
        "beta_star": _beta_star,
        "beta_star_any_balanced_promises": _any_balanced,
        "beta_star_any_burnt_promises": _any_burnt,
        "beta_star_shared_with_physical_penalty": _shared_with_penalty,
        "beta_star_burnt_with_physical_penalty": _burnt_with_penalty,
        "burnt_promises_feasible": _burnt_promises_feasible,
        "critical_n_real": _critical_members,
        "critical_D": _critical_detection,
        "delta_star_overlapping_rounds_lag": _overlapping,
    },
    "equity_index": {
        "D0_total_variation": _total_variation,
        "best_cutoff_when_fines_are_burnt": _burnt_cutoff,
        "D0_any_missing_item": lambda p: checklist_detection(int(p["dims"]), number(p["q"])),
        "D0_best_count_based_fine": lambda p: scheduled_detection(int(p["dims"]), number(p["q"])),
        "D0_divisible_one_cutoff": lambda p: divisible_detection(int(p["dims"]), number(p["sd"])),
        "critical_lag_real": _lag,
        "critical_dimension_real": _dimensions,
    },
    "pair_private": {
        "beta_star": _pair_private,
        "beta_star_any_truthful_promises": _pair_private,
        "sustainable_at_some_beta_below_1": _pair_sustainable,
        "least_joint_fall_after_complaint": _joint_fall,
    },
    "pair_public": {"beta_star": _pair_public},
    "pair_side_payments": {"chi_star": _chi_star},
    "treasury_private_reports": {
        "beta_star": _ring,
        "pair_joint_change_per_unit_fine": lambda p: pair_change_by_complaint(int(p["n"])),
    },
    "witness_panel": {
        "profitable_coalitions": _coalitions,
        "smallest_profitable_coalition": _smallest_coalition,
    },
    "transfers": {
        "joint_surplus_U": lambda p: _with_payments(p).diagnostics["joint_payoff"],
        "punishment_v": lambda p: _with_payments(p).diagnostics["punishments"],
        "joint_surplus_limit": lambda p: _with_payments(p).value.limit,
        "critical_delta_joint_limit": lambda p: _with_payments(p).value.limit_discount_factor,
        "critical_delta_profile": _transfers_profile,
    },
    "no_transfers": {
        "max_joint_payoff": _support((1, 1)),
        "max_payoff_player1": _support((1, 0)),
        "min_payoff_player1": _support((-1, 0), -1),
    },
    "strongly_symmetric": {
        "sse_best": lambda p: _symmetric(p).best,
        "sse_worst": lambda p: _symmetric(p).worst,
        "sse_best_limit": lambda p: _symmetric(p).limit,
        "critical_delta_sse_limit": lambda p: _symmetric(p).limit_discount_factor,
        "critical_delta_sse_action": _sse_action,
    },
    "limit_set": {"k_star": _score, "limit_set_vertices": _limit_vertices},
    "members": {
        "beta_star": lambda p: _members(p, cg.Fine(RECIPIENTS[p["rule"]])),  # type: ignore[arg-type]
        "beta_star_any_balanced_promises": lambda p: _members(p, cg.Promises("balanced")),
        "beta_star_any_promises_with_burning": lambda p: _members(p, cg.Promises("burning")),
        "beta_star_capped_balanced": lambda p: _members(p, cg.Promises("balanced", number(p["W"]))),
        "beta_star_capped_with_burning": lambda p: _members(
            p, cg.Promises("burning", number(p["W"]))
        ),
    },
    **RELATIONS,
    **rows_faena.ROWS,
    **rows_dyadic.ROWS,
    **rows_pasanaku.ROWS,
    **rows_alarm.ROWS,
    **rows_march.ROWS,
    **rows_misfortune.ROWS,
    **rows_holdup.ROWS,
    **rows_linking.ROWS,
    **rows_credit.ROWS,
    **rows_market.ROWS,
    **rows_state.ROWS,
    **rows_federation.ROWS,
}


def evaluate(institution: str, quantity: str, parameters: Parameters) -> Any:
    """Return what the solvers say of one row of a golden table.

    Parameters
    ----------
    institution, quantity : str
        The first two columns of the tables.
    parameters : mapping
        The third column, read from JSON.

    Returns
    -------
    None, bool, int, Fraction, AlgebraicNumber, Enclosure, Bracket or sequence

    Raises
    ------
    KeyError
        If there is no solver for the row.
    """
    return INSTITUTIONS[institution][quantity](parameters)
