"""Rows about officials (phone tree, numbers, assemblies) and the marketplace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coopgames.catalogue.defensive.alarm_tree import AssemblyDuty, PhoneTree, SafetyInNumbers
from coopgames.catalogue.defensive.marketplace import (
    Marketplace,
    MarketplaceBestSize,
    MarketplaceCollapse,
    MarketplaceEntry,
)
from coopgames.solvers import check_equilibrium
from coopgames.solvers.smallest_group import smallest_group
from tests.golden.reading import least_value, number

__all__ = ["ROWS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]


def _phone_tree(p: Parameters) -> Any:
    chances = {"official": number(p["th"]), "noticed": number(p["pi"])}
    money = {"taken": number(p["K"]), "cost": number(p["e"])}
    return least_value(PhoneTree(int(p["n"]), int(p["m_"]), **chances, **money))


def _companions(p: Parameters) -> int | None:
    meeting = SafetyInNumbers(1, number(p["q"]), number(p["K"]), number(p["J"]))
    if meeting.exposure < 1 and _extortion_gain(meeting.at(exposure=1)) >= 0:
        return None  # exposure is never certain, so extortion pays with any number of companions
    found = smallest_group(lambda r: (meeting.at(companions=r).game(), meeting.profile())).value
    assert found is not None, "the search ended before extortion ceased to pay"
    return found


def _extortion_gain(meeting: SafetyInNumbers) -> Any:
    found: Any = check_equilibrium(meeting.game(), meeting.profile()).diagnostics["deviation"]
    return found.gain


def _assembly(p: Parameters) -> Any:
    chances = {"calls": number(p["a"]), "extorted": number(p["pr_hit"])}
    return least_value(AssemblyDuty(number(p["ca"]), taken=number(p["K"]), **chances))


def _own_loss(p: Parameters) -> Any:
    names = ("h", "g", "p", "e")
    return least_value(Marketplace(int(p["n"]), *(number(p[name]) for name in names)))


def _collapse(p: Parameters) -> Any:
    h, g, appears, e = (number(p[name]) for name in ("h", "g", "p", "e"))
    return least_value(MarketplaceCollapse(int(p["n"]), h, g, appears, e, outside=number(p["u0"])))


def _best_size(p: Parameters) -> int:
    market = MarketplaceBestSize(1, number(p["h"]), number(p["g"]))
    found = smallest_group(lambda k: (market.at(sellers=k).game(), market.profile())).value
    assert found is not None, "the search ended before the best size"
    return found


def _free_entry(p: Parameters) -> int | None:
    """Search from the best size on, beyond which incomes fall."""
    market = MarketplaceEntry(1, number(p["h"]), number(p["g"]), number(p["u0"]))

    def problem(k: int) -> Any:
        return market.at(sellers=k).game(), market.profile()

    best = _best_size(p)
    if market.income(best) < market.outside:
        return None  # and a seller earns less at any other size
    stops = smallest_group(problem, first=best).value
    assert stops is not None, "the search ended before entry stopped"
    # Where one more would earn just what he earns elsewhere, he comes: the last size is meant.
    beyond = smallest_group(problem, first=stops, turns_to=False).value
    assert beyond is not None
    return beyond - 1


ROWS: dict[str, dict[str, Quantity]] = {
    "phone_tree": {
        "delta_star": _phone_tree,
        "first_integer_group_that_deters": _companions,
        "delta_star_assembly_duty": _assembly,
    },
    "marketplace": {
        "delta_star_own_loss": _own_loss,
        "delta_star_collapse": _collapse,
        "free_entry_size_integer": _free_entry,
        "members_best_size_integer": _best_size,
    },
}
