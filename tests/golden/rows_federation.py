"""Rows about the federation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from coopgames import critical_value, parameter
from coopgames.catalogue.state_and_market.federation import (
    BribedDelegates,
    Chain,
    FederationTop,
    Level,
)
from coopgames.solvers import check_equilibrium
from coopgames.solvers.deepest import last_number
from coopgames.solvers.overlapping import overlapping_rounds_threshold
from coopgames.solvers.stationary import equilibria_among
from tests.golden.reading import number

__all__ = ["ROWS"]

Parameters = Mapping[str, Any]
Quantity = Callable[[Parameters], Any]


def _chain(p: Parameters, delta: Any) -> Chain:
    levels = [Level(*map(number, one)) for one in zip(p["e"], p["D"], p["v"], strict=True)]
    return Chain(tuple(levels), bool(p.get("closed", True)), delta)


def _circle(p: Parameters) -> Any:
    chain = _chain(p, parameter("delta", 0, 1))
    duty = (True,) * len(chain.levels)
    found = critical_value(chain.problem(duty), "delta", chain.problem_plan(duty)).value
    return found[0].lower if found else None


def _equilibria(p: Parameters) -> tuple[int, ...]:
    chain = _chain(p, number(p["delta"]))
    found = equilibria_among(chain.profiles(), lambda x: (chain.game(x), chain.plan(x))).value
    return tuple(sorted({sum(plan) for plan in found}))


def _depth(p: Parameters) -> int | None:
    words = {"effort": "e", "heavier": "ge", "place": "v", "richer": "gv"}
    words |= {"seen": "D", "nearness": "rho", "discount_factor": "delta"}
    numbers: dict[str, Any] = {word: number(p[x]) for word, x in words.items()}
    top = FederationTop(**numbers)
    growth: Any = top.growth
    if growth <= 1:  # who does his duty at depth 1 does it at all depths: no bound
        return None if check_equilibrium(top.game(), top.profile()).value else 0
    return last_number(lambda d: (top.at(depth=d).game(), top.profile())).value


def _late_news(p: Parameters) -> bool:
    gain, place, detection = (number(p[x]) for x in ("kappa", "v", "D"))
    found = overlapping_rounds_threshold(gain, place, detection, int(p["ell"])).value
    return found is not None and number(p["delta"]) >= found


def _delegates(p: Parameters) -> Any:
    pot, removed, place, delta = (number(p[x]) for x in ("pot", "D", "w", "delta"))
    delegates = BribedDelegates(pot=pot, removed=removed, place=place, discount_factor=delta)
    most = Fraction(10**9)
    found = delegates.threshold(parameter("delegates", 0, most)).value
    return found[0].lower if found else None


ROWS: dict[str, dict[str, Quantity]] = {
    "federation": {
        "critical_depth": _depth,
        "least_delegates": _delegates,
        "top_disciplined_with_lag": _late_news,
        "delta_star_circle": _circle,
        "stationary_equilibria": _equilibria,
    }
}
