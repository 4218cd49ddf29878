"""Rows about the pair of supplier and buyer: reviews, wealth, courts, panels, normal quality."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import coopgames as cg
from coopgames.solvers.arbitration import ArbitrationPanel, largest_fee
from coopgames.solvers.continuous_noise import critical_noise
from coopgames.solvers.continuous_thresholds import best_cutoff_threshold
from coopgames.solvers.courts import Court, court_values
from coopgames.solvers.pair_options import Partnership, worth_risking
from coopgames.solvers.pair_wealth import LimitedWealth, SafetyFirst, wealth_threshold
from coopgames.solvers.reviews import least_expected_burn, review_threshold
from coopgames.solvers.reviews_floats import float_threshold
from coopgames.solvers.reviews_never import sustainable_by_review
from coopgames.solvers.reviews_program import read_review
from tests.golden.reading import least, number, supplier_and_buyer, threshold

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


def _reviewed(p: Parameters) -> cg.RepeatedGame:
    rates = number(p["alpha"]), number(p["eta"])
    reports = cg.PrivateValuation.binary(*rates, review=int(p["T"]))
    stage = cg.supplier_pair(number(p["kappa"]), number(p.get("v", 1)))
    return cg.RepeatedGame(stage, number(p.get("beta", 0)), reports)


def _review_threshold(p: Parameters) -> Any:
    """Exact up to five rounds; six take half a minute, and the row is a decimal."""
    game = _reviewed(p)
    return (
        review_threshold(game).value
        if int(p["T"]) < 6
        else float_threshold(read_review(game)).value
    )


def _partnership(p: Parameters, **given: Any) -> Partnership:
    named = {"gain": "kappa", "surplus": "v_s", "others": "v_other"}
    rates = {"false_alarm": "alpha", "detection": "eta"}
    read = {ours: number(p[theirs]) for ours, theirs in (named | rates).items() if theirs in p}
    return Partnership(**({"gain": 1, "detection": 1} | read | given))


def _least_surplus(p: Parameters) -> Any:
    partners = _partnership(p, surplus=cg.parameter("v_s", 0, MOST_PAYOFF))
    return least(partners.alone(number(p["beta"])))


def _largest_other(p: Parameters) -> Any:
    partners = _partnership(p, others=cg.parameter("v_other", 0, MOST_PAYOFF))
    return worth_risking(partners, number(p["beta"])).value[-1].upper


def _rates(p: Parameters) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    return number(p["kappa"]), number(p["v"]), number(p["alpha"]), number(p["eta"])


def _limited_wealth(p: Parameters) -> Any:
    return wealth_threshold(LimitedWealth(*_rates(p), number(p["W"]))).value


def _safety_first(p: Parameters) -> Any:
    cautious = SafetyFirst(*_rates(p), number(p["income"]), number(p["income_min"]))
    return threshold(cautious.association())


def _court(hears: Any) -> Quantity:
    def reliability(p: Parameters) -> Any:
        pair = supplier_and_buyer({**p, "v": 1}, delta=number(p["beta"]))
        court = Court(number(p["K"]), cg.parameter("rho", 0, 1), hears)
        return court_values(pair, court).value[0].lower

    return reliability


def _certifier_fee(p: Parameters) -> Any:
    pair = supplier_and_buyer({**p, "alpha": 0, "eta": 1}, delta=number(p["beta"]))
    measure = cg.GaussianMeasure(number(p["sd"]), 1, Fraction(1))
    return largest_fee(pair, cg.AttributedSignals.gaussian(measure)).value


def _majority(p: Parameters) -> Any:
    panel = ArbitrationPanel.of(int(p["witnesses"]), number(p["alpha"]), number(p["eta"]))
    return threshold(panel.applied_to(supplier_and_buyer(p)))


def _gaussian(p: Parameters, *, public: bool = False) -> cg.RepeatedGame:
    """A supplier with normal quality; with a public measure the fine goes to the partner."""
    measure = cg.GaussianMeasure(number(p.get("sd", 1)), 1, Fraction(1))
    stage, beta = (
        cg.supplier_pair(number(p["kappa"]), number(p["v"])),
        number(p.get("beta", 0)),
    )
    if public:
        signals = cg.AttributedSignals.gaussian(measure)
        return cg.RepeatedGame(stage, beta, signals, cg.Fine("treasury"))
    return cg.RepeatedGame(stage, beta, cg.PrivateValuation.gaussian(measure))


RELATIONS: dict[str, dict[str, Quantity]] = {
    "graded_private": {"beta_star": lambda p: _graded(p, public=False)},
    "graded_public": {"beta_star": lambda p: _graded(p, public=True)},
    "review": {
        "beta_star": _review_threshold,
        "sustainable_at_some_beta_below_1": lambda p: sustainable_by_review(_reviewed(p)).value,
        "least_expected_burn_per_block": lambda p: least_expected_burn(_reviewed(p)).value,
    },
    "outside_option": {
        "beta_star_pair_alone": lambda p: threshold(_partnership(p).alone()),
        "beta_star_bundle_at_stake": lambda p: threshold(_partnership(p).bundled()),
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
    "gaussian_public": {"critical_sd": lambda p: critical_noise(_gaussian(p, public=True)).value},
}
