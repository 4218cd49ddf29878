"""Rows about safety nets, critical situations, and legality."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import coopgames as cg
from coopgames.catalogue.defensive.critical_situation import (
    LoneFair,
    MortalAssociation,
    SaltaPayment,
)
from coopgames.catalogue.defensive.legality import Inspection, Invisibility
from coopgames.catalogue.defensive.safety_net import MutualFund, SafetyNet, SomeInsurance
from coopgames.solvers.enclosed_corners import corner_threshold
from coopgames.solvers.insurance import insurance_exists
from coopgames.solvers.insurance_bounds import RiskSharing
from coopgames.solvers.laplacian import laplacian_threshold
from coopgames.solvers.participation import numbers_of_participants
from tests.golden.reading import number

__all__ = ["ROWS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]


def _least(institution: Any) -> Any:
    intervals = institution.threshold().value
    return intervals[0].lower if intervals else None


def _insured(net: SafetyNet | MutualFund) -> Any:
    """By the corners of the enclosed utilities if they are logarithms."""
    if net.risk_aversion > 1:
        return _least(net)
    family = net.free()
    gain, loss = family.utilities()
    return corner_threshold(family.with_utilities, gain, loss, family.member_profile()).value


def _pair(p: Parameters) -> tuple[Any, ...]:
    return number(p["hi"]), number(p["lo"]), number(p["z"]), int(p["gm"])


def _fund(p: Parameters) -> Any:
    income, loss, hit = number(p["hi"]), number(p["loss"]), number(p["z"])
    return _insured(MutualFund(int(p["n"]), income, loss, hit, int(p["gm"])))


def _only_alone(p: Parameters) -> bool | None:
    sharing = RiskSharing(*_pair(p), repayments=bool(p["repay"]))
    found = insurance_exists(sharing, number(p["delta"])).value
    return None if found is None else not found


def _laplacian(p: Parameters) -> Any:
    members, payment = int(p["N"]), number(p["x"])
    worth: Any = cg.parameter("worth", 0, 2 * members * payment)
    salta = SaltaPayment(members, payment, worth)
    intervals = laplacian_threshold(salta.collection()).value
    return intervals[0].lower if intervals else None


def _payers(p: Parameters) -> Any:
    salta = SaltaPayment(int(p["N"]), number(p["x"]), number(p["ddW"]))
    return numbers_of_participants(salta.collection()).value


def _lone_fair(p: Parameters) -> Any:
    return _least(LoneFair(number(p["v"]), number(p["gap"]), number(p["q"])))


def _mortal(p: Parameters) -> Any:
    names = ("v", "kappa", "D", "gap", "q")
    return _least(MortalAssociation(int(p["n"]), *(number(p[name]) for name in names)))


def _only_equilibrium(institution: Inspection | Invisibility) -> Any:
    """The mixed actions of both in the only equilibrium; None if there are several."""
    found = cg.nash_equilibria(institution.stage()).value
    return found[0] if len(found) == 1 else None


def _inspection(p: Parameters) -> Any:
    return _only_equilibrium(Inspection(*(number(p[x]) for x in ("k", "u", "K", "i", "rho"))))


def _invisibility(p: Parameters) -> Any:
    return _only_equilibrium(Invisibility(*(number(p[x]) for x in ("b0", "Z", "i", "hc"))))


def _chance(found: Callable[[Parameters], Any], player: int, action: int) -> Quantity:
    def probability(p: Parameters) -> Any:
        profile = found(p)
        return None if profile is None else profile[player][action]

    return probability


ROWS: dict[str, dict[str, Quantity]] = {
    "safety_net": {
        "delta_star_full_insurance": lambda p: _insured(SafetyNet(*_pair(p))),
        "delta_star_n_member_fund": _fund,
        "delta_min_some_insurance": lambda p: _least(SomeInsurance(*_pair(p))),
        "autarky_is_only_SPE": _only_alone,
    },
    "critical_situation": {
        "numbers_of_payers_in_pure_NE": _payers,
        "laplacian_threshold_ddW": _laplacian,
        "delta_star_lone_fair": _lone_fair,
        "delta_star_mortal_association": _mortal,
    },
    "legality": {
        "violation_probability": _chance(_inspection, 0, 1),
        "inspection_probability": _chance(_inspection, 1, 0),
        "hiding_probability": _chance(_invisibility, 0, 0),
        "inspection_of_small_looking": _chance(_invisibility, 1, 0),
    },
}
