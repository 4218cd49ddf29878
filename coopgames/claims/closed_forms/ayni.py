"""Ayni (strict alternation, random need, ledger of one favour), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/defensive.md, section"


def _pair() -> tuple[Any, Any, Any, tuple[Any, ...], Any]:
    """Return p, B, c, what is assumed of p, and where help is of any use."""
    (p,) = symbols("p", nonnegative=True)
    benefit, cost = symbols("B c", positive=True)
    return p, benefit, cost, (2 * p <= 1,), (benefit > cost) & (p > 0)


def alternation_delta() -> RootForm:
    """Return the threshold of favours by turns: ``(c/B)**(1/L)``."""
    benefit, cost, lag = symbols("B c L", positive=True)
    (delta,) = symbols("delta")
    return RootForm(
        "ayni",
        "delta",
        benefit * delta**lag - cost,
        delta,
        (0, 1),
        (lag >= 1,),
        benefit > cost,
        "Least discount factor at which each returns the favour, L periods later.",
        f"{NOTES} 3.1",
    )


def random_need_delta() -> ClosedForm:
    """Return the threshold of help in random need without accounts."""
    p, benefit, cost, domain, useful = _pair()
    return ClosedForm(
        "ayni: random need",
        "delta",
        cost / (cost + p * (benefit - cost)),
        domain,
        useful,
        "Least discount factor at which each helps whenever the other is in need.",
        f"{NOTES} 3.2",
    )


def ledger_delta() -> ClosedForm:
    """Return the threshold of help if nobody may owe more than one favour."""
    sympy = sympy_module()
    p, benefit, cost, domain, useful = _pair()
    root = sympy.sqrt(benefit**2 + 8 * cost**2)
    x = (4 * cost - benefit + root) / (4 * p * (benefit - cost))
    return ClosedForm(
        "ayni: ledger",
        "delta",
        x / (1 + x),
        domain,
        useful,
        "Least discount factor at which each helps whoever owes no favour.",
        f"{NOTES} 3.3",
    )


def ledger_value() -> ClosedForm:
    """Return the value of the even ledger before it is known who is in need."""
    p, benefit, cost, domain, _ = _pair()
    (delta,) = symbols("delta", nonnegative=True)
    u, y = 1 - delta, delta * p
    return ClosedForm(
        "ayni: ledger",
        "N_0",
        p * (benefit - cost) * (u + 2 * y) / (u * (u + 3 * y)),
        (*domain, delta < 1),
        sympy_module().true,
        "Sum of discounted payoffs from an even ledger on, if all due favours are given.",
        f"{NOTES} 3.3",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("ayni", "delta"): alternation_delta,
    ("ayni: random need", "delta"): random_need_delta,
    ("ayni: ledger", "delta"): ledger_delta,
    ("ayni: ledger", "N_0"): ledger_value,
}
