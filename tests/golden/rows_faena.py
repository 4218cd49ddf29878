"""Rows about the faena."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coopgames.catalogue import (
    CredibleFaena,
    Faena,
    FaenaWithAccidents,
    RollCall,
    WorkWithoutStopRule,
)
from coopgames.solvers.accidents import largest_membership
from tests.golden.reading import least_value, number

__all__ = ["ROWS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]


def _stop_rule(p: Parameters) -> Any:
    return least_value(Faena(2, int(p["R"]), number(p["c"]), number(p["B"])))


def _grim(p: Parameters) -> Any:
    return least_value(WorkWithoutStopRule(int(p["n"]), number(p["b"]), number(p["c"])))


def _roll_call(p: Parameters) -> Any:
    alarm = number(p.get("al", 0))
    day = RollCall(int(p["n"]), number(p["b"]), number(p["c"]), false_alarm=alarm)
    return least_value(day, "detection")


def _accidents(p: Parameters) -> Any:
    work = FaenaWithAccidents(2, number(p["eps"]), number(p["c"]), number(p["B"]))
    return largest_membership(work.with_others_able, work.accident, work.profile()).value


def _credible(p: Parameters) -> Any:
    return least_value(CredibleFaena(3, number(p["c"]), number(p["B"])))


ROWS: dict[str, dict[str, Quantity]] = {
    "faena": {
        "delta_star_stop_rule": _stop_rule,
        "delta_star_grim_no_stop_rule": _grim,
        "eta_star_roll_call": _roll_call,
        "eta_star_roll_call_false_alarms": _roll_call,
        "largest_n_with_accidents_real": _accidents,
        "delta_min_stop_rule_credible": _credible,
    }
}
