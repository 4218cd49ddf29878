"""The marketplace (K1 to K3), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/defensive.md, section 8"


def _market() -> tuple[Any, ...]:
    """Return the symbols n, h, g, p, e, and what each of n sellers earns."""
    n, h, g, p, e = symbols("n h g p e", positive=True)
    return n, h, g, p, e, h * n - g * n**2


def own_loss_delta() -> ClosedForm:
    """Return the threshold of policing for fear of one's own loss."""
    n, h, g, p, e, _ = _market()
    loss = g * (2 * n + 1) - h - p * e / (n * (n + 1))
    return ClosedForm(
        "marketplace",
        "delta",
        e / (e + loss),
        (n >= 1, p <= 1),
        loss > 0,
        "Least discount factor at which sellers turn entrants away, if policing goes on anyway.",
        f"{NOTES}, K1",
    )


def collapse_delta() -> ClosedForm:
    """Return the threshold of policing where one entrant makes the market collapse."""
    n, _, _, p, e, income = _market()
    (outside,) = symbols("u_0", real=True)
    loss = income - outside - p * e / n
    return ClosedForm(
        "marketplace: collapse",
        "delta",
        e / (e + loss),
        (n >= 1, p <= 1),
        loss > 0,
        "Least discount factor at which sellers turn entrants away, if the market collapses "
        "otherwise.",
        f"{NOTES}, K2",
    )


def free_entry_size() -> ClosedForm:
    """Return the real number of sellers at which entry stops."""
    sympy = sympy_module()
    _, h, g, *_ = _market()
    (outside,) = symbols("u_0", real=True)
    # Without a real root the peak of the incomes is below u_0, and the condition says so.
    root = (h + sympy.sqrt(sympy.Max(0, h**2 - 4 * g * outside))) / (2 * g)
    whole = sympy.floor(root)
    return ClosedForm(
        "marketplace: entry",
        "k",
        root,
        (),
        sympy.And(whole >= 1, h * whole - g * whole**2 >= outside),
        "Real number of sellers whose integer part is the size at which free entry stops.",
        f"{NOTES}, K3",
    )


def best_size() -> ClosedForm:
    """Return the real number of sellers at which each earns most."""
    _, h, g, *_ = _market()
    return ClosedForm(
        "marketplace: best size",
        "k",
        h / (2 * g),
        (),
        h > 0,
        "Real number of sellers next to which lie the members' best sizes.",
        f"{NOTES}, K3",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm]] = {
    ("marketplace", "delta"): own_loss_delta,
    ("marketplace: collapse", "delta"): collapse_delta,
    ("marketplace: entry", "k"): free_entry_size,
    ("marketplace: best size", "k"): best_size,
}
