"""Rows about dialogue with the state and the market believed static."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import coopgames as cg
from coopgames.catalogue.state_and_market.state_dialogue import (
    DialogueFirst,
    HeardDialogue,
    MarchFirst,
)
from coopgames.catalogue.state_and_market.zero_sum_belief import (
    FirstTrial,
    SecretDesigns,
    StaticBelief,
    ZeroSumBelief,
)
from coopgames.solvers.contradiction import rounds_to_contradiction
from coopgames.solvers.first_to_act import probability_of_an_act
from coopgames.solvers.laplacian import laplacian_threshold
from coopgames.solvers.participation import numbers_of_participants
from coopgames.solvers.self_confirming import self_confirming_profiles
from tests.golden.reading import least_value, number

__all__ = ["ROWS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]

#: A family needs both ends of its interval: the upper one is squared until it holds the answer.
FIRST_END, LAST_END = 2**8, 2**256

ORDERS = {"dialogue": DialogueFirst, "march": MarchFirst}
#: The tables' name of each number -> the catalogue's name.
NAMES = {
    "B": "benefit", "dc": "talk_cost", "c": "marcher_cost", "k": "concession", "x": "harm",
    "lam": "arrival", "delta": "discount_factor", "delta_g": "state_discount_factor",
}  # fmt: skip


def _numbers(p: Parameters) -> dict[str, Any]:
    return {ours: number(p[row]) for row, ours in NAMES.items() if row in p}


def _order(p: Parameters, **others: object) -> Any:
    return ORDERS[p["order"]](**(others | _numbers(p)))


def _ends() -> list[int]:
    ends = [FIRST_END]
    while ends[-1] < LAST_END:
        ends.append(ends[-1] ** 2)
    return ends


def _least_threat(p: Parameters) -> Any:
    """Return the state's condition: with what it is worth to march the association's one holds."""
    for end in _ends():
        given = _order(p, marcher_cost=1, talk_cost=0, benefit=end)
        found = least_value(given, cg.parameter("marchers", 0, end))
        if found is not None:
            return found
    return None


def _largest_march(p: Parameters) -> Any:
    """Return the association's condition: a state who loses nothing by conceding concedes."""
    for end in _ends():
        found = _order(p, concession=0).threshold(cg.parameter("marchers", 0, end)).value
        if found and found[-1].upper < end:
            return found[-1].upper
    return None


def _credible_patience(p: Parameters) -> Any:
    numbers = _numbers(p)
    return least_value(
        DialogueFirst(**numbers, marcher_cost=1, marchers=number(p["C"]), concession=0)
    )


def _sizes(p: Parameters) -> Any:
    """Return the least and the largest whole number in the intervals of real numbers."""
    most = int(p["N"])
    found = _order(p).threshold(cg.parameter("marchers", 0, most + 1)).value
    sizes = [m for x in found for m in _whole(x) if 1 <= m <= most and m in x]
    return (Fraction(min(sizes)), Fraction(max(sizes))) if sizes else ()


def _whole(interval: Any) -> list[int]:
    """Return candidates for the least and the largest whole number in an interval."""
    low, high = float(interval.lower), float(interval.upper)
    near = [math.floor(low) + k for k in range(-1, 3)] + [math.ceil(high) - k for k in range(-1, 3)]
    return [m for m in near if m >= 0]


def _hearing(p: Parameters) -> Any:
    dialogue = HeardDialogue(**_numbers(p), march_cost=number(p["C"]))
    return _up_to_one(dialogue, "hearing")


def _up_to_one(institution: Any, name: str) -> Any:
    """Return the least value in (0, 1], where 1 itself is no member of a family."""
    found = least_value(institution, name)
    if found is None and institution.at(**{name: 1}).verdict().sustained:
        return Fraction(1)
    return found


def _market(p: Parameters, value: object) -> cg.AnonymousGame:
    costs = number(p["e"]), number(p["h"])
    return ZeroSumBelief(int(p["n"]), int(p["K"]), value, *costs).stage()  # type: ignore[arg-type]


def _innovators(p: Parameters) -> tuple[Fraction, ...]:
    found = numbers_of_participants(_market(p, number(p["v"]))).value
    return tuple(map(Fraction, found))


def _uniform(p: Parameters) -> Any:
    for end in _ends():
        found = laplacian_threshold(_market(p, cg.parameter("value", 0, end))).value
        if found:
            return found[0].lower
    return None


def _waiting(p: Parameters) -> Any:
    market = StaticBelief(int(p["n"]), int(p["K"]), error=number(p["eps"]))
    return rounds_to_contradiction(market.stage(), market.believed_stage(), market.error).value


def _trial(p: Parameters) -> FirstTrial:
    costs = number(p["e"]), number(p["G"])
    return FirstTrial(number(p.get("mu", "1/2")), *costs, discount_factor=number(p["delta"]))


def _somebody(p: Parameters) -> Any:
    trial = _trial(p)
    return probability_of_an_act(trial.beside, trial.profile(), int(p["n"])).value


def _self_confirming(p: Parameters) -> bool:
    designs = SecretDesigns(
        multiplier=number(p["m"]),
        believed_multiplier=number(p["belief"]),
        discount_factor=number(p["delta"]),
    )
    found = self_confirming_profiles(designs.plans(), {"held": designs.believed_plans()}).value
    return ("held", (p["profile"],) * 2) in found


ROWS: dict[str, dict[str, Quantity]] = {
    "state_dialogue": {
        "least_threat": _least_threat,
        "largest_credible_march": _largest_march,
        "delta_star_threat": _credible_patience,
        "sizes": _sizes,
        "least_hearing": _hearing,
    },
    "zero_sum_belief": {
        "pure_innovators": _innovators,
        "least_v_uniform_belief": _uniform,
        "waiting_time": _waiting,
        "least_prior_trial": lambda p: _up_to_one(_trial(p), "prior"),
        "probability_somebody_tries": _somebody,
        "self_confirming": _self_confirming,
    },
}
