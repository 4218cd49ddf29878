"""Yanapa (help among kin), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]


def kin_delta() -> ClosedForm:
    """Return the threshold of help among kin; 0 by Hamilton's rule."""
    sympy = sympy_module()
    p, benefit, cost = symbols("p B c", positive=True)
    (kin,) = symbols("r", nonnegative=True)
    x = cost - kin * benefit
    repaid = x / (x + p * (1 + kin) * (benefit - cost))
    return ClosedForm(
        "yanapa",
        "delta",
        sympy.Piecewise((0, x <= 0), (repaid, True)),
        (2 * p <= 1, kin <= 1),
        (x <= 0) | (benefit > cost),
        "Least discount factor at which each helps whenever the other is in need.",
        "docs/theory/defensive.md, section 3.4",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {("yanapa", "delta"): kin_delta}
