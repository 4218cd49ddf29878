"""Rows about the pasanaku and the elected leader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import coopgames as cg
from coopgames.catalogue.defensive.leadership import DuesForTheLeader, Leadership
from coopgames.catalogue.defensive.pasanaku import (
    OneCyclePasanaku,
    Pasanaku,
    RandomOrderPasanaku,
)
from tests.golden.reading import least, least_value, number

__all__ = ["ROWS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]

#: Where searches look, since a family needs both ends of its interval: a wage, a membership.
MOST_WAGE = MOST_MEMBERS = 10**6
#: The smallest discount factor on the grid of the table.
GRID = Fraction(1, 1000)


def _group(kind: type[Pasanaku] | type[RandomOrderPasanaku], p: Parameters) -> Any:
    return kind(int(p["n"]), number(p["x"]), number(p["Th"]), number(p["S"]))


def _switches(kind: type[Pasanaku] | type[RandomOrderPasanaku]) -> Quantity:
    """Whether the smallest discount factors sustain the plan, then all ends inside (0, 1)."""

    def ends(p: Parameters) -> Any:
        intervals = _group(kind, p).threshold().value
        inside = [x for i in intervals for x in (i.lower, i.upper) if 0 < x < 1]
        return (any(GRID in i for i in intervals), *inside)

    return ends


def _one_cycle(p: Parameters) -> Any:
    n, x = int(p["n"]), number(p["x"])
    # The row says nothing of the pot: this one is worth joining for at every position.
    worth = (n + 1) * x / number(p["delta"]) ** n
    cycle = OneCyclePasanaku(n, x, worth, 0, number(p["delta"]), int(p["k"]))
    return least_value(cycle, cg.parameter("sanction", 0, (n + 1) * x))


def _wage(p: Parameters) -> Any:
    numbers = [number(p[name]) for name in ("psi", "e", "rf", "q", "mu", "d")]
    return least_value(Leadership(0, *numbers), cg.parameter("wage", 0, MOST_WAGE))


def _members_with_dues(p: Parameters) -> Any:
    b, c, w, detection, beta = (number(p[name]) for name in ("b", "c", "w", "D", "beta"))
    club = DuesForTheLeader(2, b, c, w, detection, beta)
    return least(club.with_members(cg.parameter("n", 1, MOST_MEMBERS)))


ROWS: dict[str, dict[str, Quantity]] = {
    "pasanaku": {
        "S_star_one_cycle": _one_cycle,
        "delta_star_repeated_fixed_order": lambda p: least_value(_group(Pasanaku, p)),
        "delta_star_repeated_random_order": lambda p: least_value(_group(RandomOrderPasanaku, p)),
        "switch_points_of_delta_fixed_order_S_above_x": _switches(Pasanaku),
        "switch_points_of_delta_random_order_S_above_x": _switches(RandomOrderPasanaku),
    },
    "leader": {"w_star": _wage, "critical_n_real_paid_leader": _members_with_dues},
}
