"""Rows about help between two persons: ayni, mink'a, yanapa, the gift registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coopgames.catalogue.defensive.ayni import Ayni, AyniWithLedger, AyniWithRandomNeed
from coopgames.catalogue.defensive.gift_registry import GiftRegistry
from coopgames.catalogue.defensive.minka import Minka
from coopgames.catalogue.defensive.yanapa import Yanapa
from coopgames.solvers import check_equilibrium
from tests.golden.reading import least_value, number

__all__ = ["ROWS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]


def _favour(p: Parameters) -> dict[str, Any]:
    return {"cost": number(p["c"]), "benefit": number(p["B"])}


def _alternating(p: Parameters) -> Any:
    return least_value(Ayni(int(p["L"]), **_favour(p)))


def _random_need(p: Parameters) -> Any:
    return least_value(AyniWithRandomNeed(number(p["p"]), **_favour(p)))


def _ledger(p: Parameters) -> Any:
    return least_value(AyniWithLedger(number(p["p"]), **_favour(p)))


def _ledger_value(p: Parameters) -> Any:
    """The sum of discounted payoffs; the solver's values are averages."""
    delta = number(p["delta"])
    pair = AyniWithLedger(number(p["p"]), **_favour(p), discount_factor=delta)
    found: Any = check_equilibrium(pair.game(), pair.profile()).diagnostics
    values = dict(zip(found["states"], found["values"], strict=True))
    drawn: dict[str, Any] = pair.before_need()
    return sum(chance * values[state][0] for state, chance in drawn.items()) / (1 - delta)


def _kin(p: Parameters) -> Any:
    return least_value(Yanapa(number(p["p"]), **_favour(p), kinship=number(p["r"])))


def _instalments(p: Parameters) -> Any:
    """The rows are about the host alone: the worker's day costs him nothing."""
    value, wage = number(p["B"]), number(p["w"])
    return least_value(Minka(int(p["m_"]), number(p["p"]), value, wage, effort=0))


def _registry(p: Parameters) -> Any:
    return least_value(GiftRegistry(*(number(p[name]) for name in ("p", "mu", "psi", "rec"))))


ROWS: dict[str, dict[str, Quantity]] = {
    "ayni": {
        "delta_star_alternating": _alternating,
        "delta_star_random_need": _random_need,
        "delta_star_one_favour_ledger": _ledger,
        "ledger_value_at_zero": _ledger_value,
    },
    "minka": {"delta_star_instalments": _instalments},
    "yanapa": {"delta_star_kin_weight": _kin},
    "gift_registry": {"delta_star": _registry},
}
