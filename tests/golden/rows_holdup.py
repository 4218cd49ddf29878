"""Rows about hold-up and imitation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import coopgames as cg
from coopgames.catalogue.specialization.holdup import HoldUp, HoldUpWithOutlay
from coopgames.catalogue.specialization.imitation import GrowingPie, Imitation
from tests.golden.reading import least_value, number

__all__ = ["ROWS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]


def _instalments(p: Parameters) -> Any:
    numbers = {"cost": "I", "worth": "B", "bargaining": "lam"}
    given = {ours: number(p[theirs]) for ours, theirs in numbers.items()}
    outlay, elsewhere = number(p.get("F0", 0)), number(p.get("r", 0))
    if not outlay:
        return least_value(HoldUp(**given, parts=int(p["k"]), elsewhere=elsewhere))
    if elsewhere:
        raise KeyError("an outlay in what is worth something elsewhere")
    return least_value(HoldUpWithOutlay(**given, parts=int(p["k"]), outlay=outlay))


def _share_act(p: Parameters) -> Any:
    market = Imitation(moved=number(p["g"]), multiplier=number(p["m"]))
    return least_value(market)


def _pie(p: Parameters) -> Any:
    return least_value(GrowingPie(number(p["a"]), number(p["g"]), number(p["m"])))


def _least_expansion(p: Parameters) -> Any:
    """The expansion is searched up to more than twice what any patience needs."""
    earned, moved = number(p["a"]), number(p["g"])
    market = GrowingPie(earned, moved, discount_factor=number(p["delta"]))
    return least_value(market, cg.parameter("expansion", 0, 2 + 2 * moved / earned))


ROWS: dict[str, dict[str, Quantity]] = {
    "holdup": {"delta_star_instalments": _instalments},
    "imitation": {
        "delta_star_share_act": _share_act,
        "delta_star_share_pie": _pie,
        "least_expansion_m_pie": _least_expansion,
    },
}
