"""Rows about the pair of supplier and buyer: reviews, wealth, courts, panels, normal quality."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import coopgames as cg
from coopgames.catalogue.specialization.subcontracting import (
    ReviewedSubcontracting,
    Subcontracting,
)
from coopgames.catalogue.specialization.subcontracting_court import CourtSubcontracting
from coopgames.catalogue.specialization.subcontracting_judges import (
    ArbitratedSubcontracting,
    MeasuredSubcontracting,
)
from coopgames.catalogue.specialization.subcontracting_stakes import (
    BundledSubcontracting,
    IndependentSubcontracting,
    RiskedSafetyNet,
)
from coopgames.catalogue.specialization.subcontracting_wealth import (
    CautiousSubcontracting,
    WealthBoundSubcontracting,
)
from coopgames.solvers.arbitration import largest_fee
from coopgames.solvers.continuous_noise import critical_noise
from coopgames.solvers.continuous_thresholds import best_cutoff_threshold
from coopgames.solvers.pair_wealth import LimitedWealth, wealth_threshold
from coopgames.solvers.reviews import least_expected_burn, review_threshold
from coopgames.solvers.reviews_floats import float_threshold
from coopgames.solvers.reviews_never import sustainable_by_review
from coopgames.solvers.reviews_program import read_review
from tests.golden.reading import least_value, number, threshold

__all__ = ["RELATIONS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]

#: Where searches over a payoff look, since a family needs both ends of its interval.
MOST_PAYOFF = 10**6


def _graded(p: Parameters, *, public: bool) -> Any:
    stage = cg.supplier_pair(number(p["kappa"]), number(p["v"]))
    work, shirk = (tuple(number(x) for x in p[law]) for law in ("p_effort", "p_shirk"))
    signals = (
        cg.PublicMonitoring([[work], [shirk]]) if public else cg.PrivateValuation(1, work, shirk)
    )  # type: ignore[arg-type]
    return threshold(cg.RepeatedGame(stage, cg.parameter("beta", 0, 1), signals))


#: The catalogue's name of each number -> the tables' name.
NAMES = {
    "gain": "kappa", "false_alarm": "alpha", "detection": "eta", "discount_factor": "beta",
    "others": "v_other",
}  # fmt: skip


def _numbers(p: Parameters, **more: str) -> dict[str, Any]:
    """Return the numbers that a row has, by the catalogue's names."""
    return {ours: number(p[row]) for ours, row in (NAMES | more).items() if row in p}


def _reviewed(p: Parameters) -> cg.RepeatedGame:
    given = {"surplus": 1} | _numbers(p, surplus="v")
    return ReviewedSubcontracting(**given, rounds=int(p["T"])).game()


def _review_threshold(p: Parameters) -> Any:
    """Exact up to five rounds; six take half a minute, and the row is a decimal."""
    game = _reviewed(p)
    return (
        review_threshold(game).value
        if int(p["T"]) < 6
        else float_threshold(read_review(game)).value
    )


def _alone(p: Parameters) -> Any:
    given = {name: x for name, x in _numbers(p, surplus="v_s").items() if name != "others"}
    return least_value(IndependentSubcontracting(**given))


def _least_surplus(p: Parameters) -> Any:
    pair = IndependentSubcontracting(**_numbers(p))
    return least_value(pair, cg.parameter("surplus", 0, MOST_PAYOFF))


def _bundled(p: Parameters) -> Any:
    return least_value(BundledSubcontracting(**_numbers(p, surplus="v_s")))


def _largest_other(p: Parameters) -> Any:
    # A row about what a link is worth says nothing of detection, which does not matter to it.
    numbers: dict[str, Any] = {"detection": 1} | _numbers(p, surplus="v_s")
    pair = RiskedSafetyNet(**numbers)
    return pair.threshold(cg.parameter("others", 0, MOST_PAYOFF)).value[-1].upper


def _limited_wealth(p: Parameters) -> Any:
    given, wealth = _numbers(p, surplus="v"), number(p["W"])
    if wealth <= given["surplus"]:
        return least_value(WealthBoundSubcontracting(**given, wealth=wealth))
    # Beyond that the wealth is no bound at small discount factors, and the games differ.
    rates = given["false_alarm"], given["detection"]
    return wealth_threshold(LimitedWealth(given["gain"], given["surplus"], *rates, wealth)).value


def _safety_first(p: Parameters) -> Any:
    given = _numbers(p, surplus="v", income="income", least_income="income_min")
    return least_value(CautiousSubcontracting(**given))


def _court(hearing: str) -> Quantity:
    def reliability(p: Parameters) -> Any:
        given = {"false_alarm": 0, "detection": 1} | _numbers(p, damages="K")
        return least_value(CourtSubcontracting(**given, hearing=hearing), "reliability")

    return reliability


def _certifier_fee(p: Parameters) -> Any:
    given = _numbers(p, surplus="v")
    measured = MeasuredSubcontracting(**given, noise=number(p["sd"]), who="everybody")
    signals: Any = measured.game().monitoring
    return largest_fee(Subcontracting(**given).game(), signals).value


def _majority(p: Parameters) -> Any:
    given = _numbers(p, surplus="v")
    return least_value(ArbitratedSubcontracting(**given, arbitrators=int(p["witnesses"])))


def _gaussian(p: Parameters, who: str = "the buyer") -> cg.RepeatedGame:
    """A supplier with normal quality; with a public measure the fine goes to the partner."""
    given: dict[str, Any] = {"noise": 1} | _numbers(p, surplus="v", noise="sd")
    return MeasuredSubcontracting(**given, who=who).game()


RELATIONS: dict[str, dict[str, Quantity]] = {
    "graded_private": {"beta_star": lambda p: _graded(p, public=False)},
    "graded_public": {"beta_star": lambda p: _graded(p, public=True)},
    "review": {
        "beta_star": _review_threshold,
        "sustainable_at_some_beta_below_1": lambda p: sustainable_by_review(_reviewed(p)).value,
        "least_expected_burn_per_block": lambda p: least_expected_burn(_reviewed(p)).value,
    },
    "outside_option": {
        "beta_star_pair_alone": _alone,
        "beta_star_bundle_at_stake": _bundled,
        "least_v_s_sustained": _least_surplus,
        "largest_other_value_worth_risking": _largest_other,
    },
    "wealth_bound": {"beta_star_fine_plus_exclusion": _limited_wealth},
    "safety_first": {"beta_star": _safety_first},
    "court": {
        "rho_star_proof": _court("proof"),
        "rho_star_errs": _court("errs"),
        "rho_star_filed": _court("filed"),
    },
    "certifier": {"critical_fee": _certifier_fee},
    "panel_majority": {"beta_star": _majority},
    "gaussian_private": {
        "best_cutoff": lambda p: best_cutoff_threshold(_gaussian(p)).diagnostics["cutoff"],
        "beta_star": lambda p: best_cutoff_threshold(_gaussian(p)).value,
        "critical_sd": lambda p: critical_noise(_gaussian(p)).value,
        "critical_sd_median_cutoff": lambda p: critical_noise(_gaussian(p), "given").value,
    },
    "gaussian_public": {"critical_sd": lambda p: critical_noise(_gaussian(p, "everybody")).value},
}
