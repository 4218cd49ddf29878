"""Rows about the casera and the price in a marketplace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import coopgames as cg
from coopgames.catalogue.state_and_market.casera import Casera
from coopgames.catalogue.state_and_market.price_discipline import (
    PriceDiscipline,
    PriceWarForEver,
)
from coopgames.solvers import check_equilibrium
from coopgames.solvers.contracts import best_contract
from coopgames.solvers.long_run import long_run_shares
from coopgames.solvers.punishment_length import least_punishment_length
from tests.golden.reading import least_value, number

__all__ = ["ROWS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]

#: Of all contracts: the advance is at most the price, and neither is negative.
CONTRACTS = ((0, 1, -1), (0, 0, 1))
#: Where the search over the number of sellers looks, since a family needs both ends.
MOST_SELLERS = 10**9
#: The catalogue's name of each number -> the tables' name.
TRADE = {
    "price": "p", "advance": "a", "worth": "b", "cost": "c", "shoddy_cost": "cl", "detection": "D",
    "rival_offer": "o", "buyer_elsewhere": "ub", "producer_elsewhere": "up",
    "discount_factor": "delta",
}  # fmt: skip
MARKET = {"sellers": "n", "slump": "al", "seen": "D", "discount_factor": "delta"}


def _numbers(p: Parameters, names: Mapping[str, str]) -> dict[str, Any]:
    return {ours: number(p[row]) for ours, row in names.items() if row in p}


def _casera(p: Parameters) -> Casera:
    # The contract of a row about all contracts does not matter, so it may be any one.
    return Casera(**{"price": 0, "advance": 0} | _numbers(p, TRADE))


def _any_contract(p: Parameters) -> Any:
    family = _casera(p).free("discount_factor")
    found = best_contract(family.under, family.profile(), CONTRACTS).value
    return found[0].lower if found else None


def _largest_outside(p: Parameters) -> Any:
    trade = _casera(p)
    family = trade.free(cg.parameter("buyer_elsewhere", 0, trade.worth))
    found = best_contract(family.under, family.profile(), CONTRACTS).value
    if found:
        return found[-1].upper
    # The open domain leaves out 0.
    at_zero = trade.at(buyer_elsewhere=0)
    family = at_zero.free("discount_factor")
    deltas = best_contract(family.under, family.profile(), CONTRACTS).value
    return Fraction(0) if any(at_zero.discount_factor in x for x in deltas) else None  # type: ignore[operator]


def _market(p: Parameters) -> Any:
    numbers = _numbers(p, MARKET)
    if p.get("T") == "inf":
        return PriceWarForEver(**numbers)
    return PriceDiscipline(**numbers, war=int(p.get("T", 0)))


def _most_sellers(market: Any) -> Any:
    found = market.threshold(cg.parameter("sellers", 1, MOST_SELLERS)).value
    # One seller alone has nobody to undercut.
    most = found[-1].upper if found else Fraction(1)
    assert most < MOST_SELLERS
    return most


def _war_length(p: Parameters) -> Any:
    market = _market(p)
    return least_punishment_length(market.lasting, market.by_lot).value


def _share_of_war(p: Parameters) -> Any:
    market = _market(p)
    shares = long_run_shares(market.member_game(), market.member_profile()).value
    return 1 - shares["orderly"]


def _needless_war(p: Parameters) -> Any:
    """Return the least detection that holds the crowd of a war for ever without any war."""
    crowd = _most_sellers(PriceWarForEver(**_numbers(p, MARKET), seen=0))
    numbers = {**_numbers(p, MARKET), "sellers": crowd, "war": 0}
    least = least_value(PriceDiscipline(**numbers), "seen")
    if least is not None:
        return least
    certain = PriceDiscipline(**numbers, seen=1)
    follows = check_equilibrium(certain.member_game(), certain.member_profile()).value  # type: ignore[arg-type]
    return Fraction(1) if follows else None


ROWS: dict[str, dict[str, Quantity]] = {
    "casera": {
        "delta_star": _any_contract,
        "delta_star_given_contract": lambda p: least_value(_casera(p)),
        "largest_outside_buyer": _largest_outside,
    },
    "price_discipline": {
        "critical_n": lambda p: _most_sellers(_market(p)),
        "delta_star": lambda p: least_value(_market(p)),
        "least_war_length": _war_length,
        "D_no_war": _needless_war,
        "share_of_time_in_war": _share_of_war,
    },
}
