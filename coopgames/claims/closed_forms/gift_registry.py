"""Gift registry (gifts that are written down), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/defensive.md, section 3.6"


def _stakes() -> tuple[Any, Any, tuple[Any, ...]]:
    """Return what a gift costs beyond its prestige, that and a period's value, and the domain."""
    p, psi = symbols("p psi", nonnegative=True)
    (mu,) = symbols("mu", positive=True)
    return 1 - psi, 1 - psi + p * (mu - 1 + psi), (2 * p <= 1, mu > 1)


def registry_delta() -> ClosedForm:
    """Return the threshold of gifts that are written down."""
    cost, stake, domain = _stakes()
    (record,) = symbols("rho_m", nonnegative=True)
    return ClosedForm(
        "gift_registry",
        "delta",
        sympy_module().Piecewise((0, cost <= 0), (cost / (record * stake), True)),
        (*domain, record <= 1),
        (cost <= 0) | (record * stake > cost),
        "Least discount factor at which each gives at the other's party.",
        NOTES,
    )


def registry_record() -> ClosedForm:
    """Return the least probability below 1 that the record must survive a period with."""
    cost, stake, domain = _stakes()
    (delta,) = symbols("delta", nonnegative=True)
    return ClosedForm(
        "gift_registry",
        "rho_m",
        sympy_module().Piecewise((0, cost <= 0), (cost / (delta * stake), True)),
        (*domain, delta < 1),
        (cost <= 0) | (delta * stake > cost),
        "Least probability below 1 of keeping the record at which each gives.",
        NOTES,
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("gift_registry", "delta"): registry_delta,
    ("gift_registry", "rho_m"): registry_record,
}
