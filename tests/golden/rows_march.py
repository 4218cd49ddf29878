"""Rows about marches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import coopgames as cg
from coopgames.catalogue.defensive.march import March
from coopgames.catalogue.defensive.march_dialogue import Escalation, ThreatOfMarches
from coopgames.catalogue.defensive.march_once import MarchForPrivateGain, MarchOnce
from coopgames.solvers.global_games import global_game_cutoffs
from coopgames.solvers.laplacian import laplacian_threshold
from coopgames.solvers.participation import numbers_of_participants
from coopgames.solvers.stopping import first_stop
from coopgames.solvers.symmetric_mixing import largest_cost_of_mixing
from tests.golden.reading import least_value, number

__all__ = ["ROWS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]

#: A family needs both ends of its interval: the upper one is squared until it sustains the plan.
FIRST_END, LAST_END = 2**4, 2**256


def _least(name: str, ask: Callable[[Any], Any]) -> Any:
    """Return the least value of a quantity that has no upper bound of its own, or None."""
    end = FIRST_END
    while end <= LAST_END:
        found = ask(cg.parameter(name, 0, end))
        if found is not None:
            return found
        end = end**2
    return None


def _participants(p: Parameters) -> tuple[Fraction, ...]:
    march = MarchOnce(
        int(p["n"]), int(p["T"]), number(p["B"]), number(p["c"]), number(p.get("Df", 0))
    )
    return tuple(map(Fraction, numbers_of_participants(march.stage()).value))


def _largest_ratio(p: Parameters) -> Any:
    needed = int(p["T"])
    stage = cg.AnonymousGame(int(p["n"]), lambda own, others: int(own + others >= needed))
    return largest_cost_of_mixing(stage).value


def _club_surplus(p: Parameters) -> Any:
    march = March(
        benefit=number(p["B"]),
        kept=number(p["chi"]),
        cost=number(p["c"]),
        detection=number(p["D"]),
        discount_factor=number(p["beta"]),
    )
    return _least("club_surplus", lambda s: least_value(march, s))


def _escalation(p: Parameters) -> Any:
    movement = Escalation(
        belief=number(p["lam0"]),
        concession=number(p["h"]),
        benefit=number(p["B"]),
        pressure_cost=number(p["c1"]),
        extreme=number(p["E"]),
        discount_factor=number(p["delta"]),
    )
    return first_stop(movement.bounded, "escalate").value


def _threat(p: Parameters) -> Any:
    threat = ThreatOfMarches(
        concession=number(p["k_"]), harm=number(p["x"]), discount_factor=number(p["dg"])
    )
    return _least("marchers", lambda m: least_value(threat, m))


def _strength(p: Parameters) -> Any:
    cost = number(p["c"]) - number(p.get("Df", 0))
    return global_game_cutoffs(number(p["bp"]), cost, number(p["sigma"])).value.strength


def _selected(p: Parameters) -> Any:
    n, needed = int(p["n"]), int(p["T"])
    cost, fine = number(p["c"]), number(p.get("Df", 0))

    def ask(benefit: Any) -> Any:
        march = MarchForPrivateGain(n, needed, benefit, cost, fine)
        intervals = laplacian_threshold(march.stage()).value
        return intervals[0].lower if intervals else None

    return _least("private_benefit", ask)


ROWS: dict[str, dict[str, Quantity]] = {
    "march": {
        "numbers_of_marchers_in_pure_NE": _participants,
        "largest_cost_benefit_ratio_mixed": _largest_ratio,
        "s_star_club_surplus": _club_surplus,
        "escalation_period": _escalation,
        "m_star_threat_size": _threat,
        "global_game_theta_star": _strength,
        "selected_private_benefit_finite_n": _selected,
    }
}
