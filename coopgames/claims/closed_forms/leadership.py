"""The elected leader (L1, L2), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/defensive.md, section 5"


def wage() -> ClosedForm:
    """Return the least wage at which the leader enforces."""
    sympy = sympy_module()
    cost, share, prestige, alarm, stays, delta = _leader()
    chain = stays * delta
    return ClosedForm(
        "leadership",
        "w",
        sympy.Max(0, (cost - share) * ((1 - chain) / chain + alarm) - prestige),
        (alarm <= 1, stays <= 1, delta < 1),
        stays > 0,
        "Least wage at which the leader enforces each case.",
        f"{NOTES}, L1",
    )


def patience_of_the_leader() -> ClosedForm:
    """Return the least discount factor at which the leader enforces."""
    cost, share, prestige, alarm, stays, _ = _leader()
    (wage,) = symbols("w", nonnegative=True)
    burden = cost - share
    at_stake = stays * (wage + prestige + (1 - alarm) * burden)
    return ClosedForm(
        "leadership",
        "delta",
        burden / at_stake,
        (share < cost, alarm <= 1, stays <= 1),
        burden < at_stake,
        "Least discount factor at which the leader enforces each case.",
        f"{NOTES}, L1",
    )


def members_with_dues() -> ClosedForm:
    """Return the smallest (real) number of members who can pay a leader's wage."""
    sympy = sympy_module()
    benefit, cost, wage, detection, beta = _dues()
    needed = cost + (cost - benefit) * (1 - beta) / (beta * detection)
    root = sympy.sqrt(needed**2 + 4 * benefit * wage)
    return ClosedForm(
        "leadership: dues",
        "n",
        (needed + root) / (2 * benefit),
        (benefit < cost, detection <= 1, beta < 1),
        benefit > 0,
        "Smallest real number of members at which all contribute and share the leader's wage.",
        f"{NOTES}, L2",
    )


def beta_with_dues() -> ClosedForm:
    """Return the least discount factor per round of members who share a leader's wage."""
    benefit, cost, wage, detection, _ = _dues()
    (n,) = symbols("n")
    gain, value = cost - benefit, n * benefit - cost - wage / n
    return ClosedForm(
        "leadership: dues",
        "beta",
        gain / (gain + detection * value),
        (n >= 2, benefit < cost, detection <= 1),
        value > 0,
        "Least discount factor per round at which all contribute and share the leader's wage.",
        f"{NOTES}, L2",
    )


def _leader() -> tuple[Any, ...]:
    cost, stays = symbols("e mu", positive=True)
    share, prestige, alarm = symbols("rho_f psi q", nonnegative=True)
    return cost, share, prestige, alarm, stays, *symbols("delta")


def _dues() -> tuple[Any, ...]:
    (wage,) = symbols("w", nonnegative=True)
    benefit, cost = symbols("b c", positive=True)
    return benefit, cost, wage, *symbols("D beta")


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("leadership", "w"): wage,
    ("leadership", "delta"): patience_of_the_leader,
    ("leadership: dues", "n"): members_with_dues,
    ("leadership: dues", "beta"): beta_with_dues,
}
