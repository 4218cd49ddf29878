"""Rows about relations linked to the safety net, and about collective purchase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import coopgames as cg
from coopgames.catalogue.institution import Institution
from coopgames.catalogue.specialization.linked_relations import (
    LinkedRelations,
    TiedRelations,
    WorthLinking,
)
from coopgames.catalogue.specialization.purchasing_pool import CollectedPot, SeasonalCredit
from coopgames.solvers.linked_sanctions import LinkedSanctions, linked_threshold
from tests.golden.reading import number

__all__ = ["ROWS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]

#: Where searches over a payoff look, since a family needs both ends of its interval.
MOST_PAYOFF = 10**6


def _least(institution: Institution, parameter: Any = "discount_factor") -> Any:
    found = institution.threshold(parameter).value
    return found[0].lower if found else None


def _cut_all(p: Parameters) -> Any:
    gains = {"net_gain": number(p["ks"]), "work_gain": number(p["kp"])}
    values = {"net_value": number(p["vs"]), "work_value": number(p["vp"])}
    seen = {"net_detection": number(p["Ds"]), "work_detection": number(p["Dp"])}
    return _least(LinkedRelations(**gains, **values, **seen))


def _divisible(p: Parameters) -> Any:
    names = ("ks", "vs", "kp", "vp", "al", "eta")
    return linked_threshold(LinkedSanctions(*(number(p[name]) for name in names))).value


def _least_ratio(p: Parameters) -> Any:
    ratio = cg.parameter("work_value", 0, MOST_PAYOFF)
    question = WorthLinking(
        net_value=1, false_alarm=number(p["al"]), cut_probability=1, deliveries=int(p["m"]),
        discount_factor=number(p["beta"]),
    )  # fmt: skip
    return _least(question, ratio)


def _cut_probability(deliveries: int) -> Quantity:
    def least(p: Parameters) -> Any:
        tie = TiedRelations(
            deliveries=deliveries, gain=number(p["kappa"]), net_value=number(p["v"]), work_value=0,
            false_alarm=number(p["al"]), detection=number(p["eta"]),
            discount_factor=number(p["beta"]),
        )  # fmt: skip
        return _least(tie, "cut_probability")

    return least


def _collector(p: Parameters) -> Any:
    return _least(
        CollectedPot(
            members=int(p["n"]), price=number(p["pn"]), units=number(p["q"]),
            saving=number(p["s"]), effort=number(p["phi"]),
        )
    )  # fmt: skip


def _seasonal(p: Parameters) -> Any:
    high, low = map(number, p["orders"])
    price = number(p["pn"])
    return _least(
        SeasonalCredit(
            units=high, low_units=low, price=price, saving=number(p["p1"]) - price,
            effort=number(p["phi"]),
        )
    )  # fmt: skip


ROWS: dict[str, dict[str, Quantity]] = {
    "linking": {
        "beta_star_alpha0_cut_all": _cut_all,
        "beta_star_divisible_burnt": _divisible,
        "least_vp_over_vs_tie_cut_surely": _least_ratio,
        "least_cut_probability_m1": _cut_probability(1),
        "least_cut_probability_m2": _cut_probability(2),
    },
    "purchase": {
        "delta_star_collector": _collector,
        "beta_star_seasonal_credit": _seasonal,
    },
}
