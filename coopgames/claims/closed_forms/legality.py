"""Legality (G1, G2): the mixed equilibria, as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols

__all__ = ["FORMS"]

NOTES = "docs/theory/defensive.md, section 11"


def _inspection() -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return the symbols of G1 and where its only equilibrium is mixed."""
    cost, benefit, fine, inspecting, kept = symbols("k u K i rho", nonnegative=True)
    net = cost - benefit
    domain = (net > 0, net < fine, inspecting > 0, inspecting < kept * fine, kept <= 1)
    return (net, fine, inspecting, kept), domain


def violation() -> ClosedForm:
    """Return how often the firm violates."""
    (_, fine, inspecting, kept), domain = _inspection()
    return ClosedForm(
        "legality",
        "violation",
        inspecting / (kept * fine),
        domain,
        fine > 0,
        "Probability of a violation in the only equilibrium, which is mixed.",
        f"{NOTES}, G1",
    )


def inspection() -> ClosedForm:
    """Return how often the inspector inspects."""
    (net, fine, _, _), domain = _inspection()
    return ClosedForm(
        "legality",
        "inspection",
        net / fine,
        domain,
        fine > 0,
        "Probability of an inspection in the only equilibrium, which is mixed.",
        f"{NOTES}, G1",
    )


def _invisibility() -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return the symbols of G2 and where its only equilibrium is mixed."""
    big, levy, inspecting, hiding = symbols("mu0 Z i h_c", positive=True)
    domain = (big < 1, inspecting < levy, hiding < levy, big * levy > inspecting)
    return (big, levy, inspecting, hiding), domain


def hiding() -> ClosedForm:
    """Return how often a big firm hides."""
    (big, levy, inspecting, _), domain = _invisibility()
    return ClosedForm(
        "legality: invisibility",
        "hiding",
        (1 - big) / big * inspecting / (levy - inspecting),
        domain,
        levy > 0,
        "Probability that a big firm hides in the only equilibrium, which is mixed.",
        f"{NOTES}, G2",
    )


def small_shop_inspection() -> ClosedForm:
    """Return how often a small-looking shop is inspected."""
    (_, levy, _, cost), domain = _invisibility()
    return ClosedForm(
        "legality: invisibility",
        "inspection",
        1 - cost / levy,
        domain,
        levy > 0,
        "Probability that a small-looking shop is inspected in the only equilibrium.",
        f"{NOTES}, G2",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("legality", "violation"): violation,
    ("legality", "inspection"): inspection,
    ("legality: invisibility", "hiding"): hiding,
    ("legality: invisibility", "inspection"): small_shop_inspection,
}
