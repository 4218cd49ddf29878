"""Mink'a (work paid in instalments within the day), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols

__all__ = ["FORMS"]


def instalments_delta() -> ClosedForm:
    """Return the threshold at which the host pays each instalment."""
    parts, value, wage = symbols("m B w", positive=True)
    p, effort = symbols("p k", nonnegative=True)
    owed = wage / parts
    return ClosedForm(
        "minka",
        "delta",
        owed / (owed + p * (value - wage)),
        (parts >= 1, p <= 1),
        (value > wage) & (wage >= effort) & (p > 0),
        "Least discount factor at which all is worked and paid in m instalments a day.",
        "docs/theory/defensive.md, section 3.5",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("minka", "delta"): instalments_delta
}
