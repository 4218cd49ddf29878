"""Secrecy and imitation (P7a), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/linking_imitation.md, section P7a,"


def share_delta() -> ClosedForm:
    """Return the threshold of sharing, for any number of producers and any leak."""
    (multiplier,) = symbols("m", nonnegative=True)
    return ClosedForm(
        "imitation",
        "delta",
        1 / multiplier,
        (),
        multiplier > 1,
        "Least discount factor at which all share; below it no equilibrium has any sharing.",
        f"{NOTES} P7a.2",
    )


def constant_sum_delta() -> ClosedForm:
    """Return that nobody ever shares if sharing creates nothing."""
    sympy = sympy_module()
    return ClosedForm(
        "imitation: constant sum",
        "delta",
        sympy.Integer(1),
        (),
        sympy.false,
        "Least discount factor at which anybody shares in a game of constant sum: there is none.",
        f"{NOTES} P7a.1",
    )


def pie_delta() -> ClosedForm:
    """Return the threshold of sharing by both of two producers."""
    sympy = sympy_module()
    earned, moved = symbols("a g", positive=True)
    (expansion,) = symbols("m", nonnegative=True)
    return ClosedForm(
        "imitation: pie",
        "delta",
        sympy.Max(0, 1 - (expansion - 1) * earned / moved),
        (),
        expansion > 1,
        "Least discount factor at which both share, if the market grows only then.",
        f"{NOTES} P7a.3",
    )


def pie_expansion() -> ClosedForm:
    """Return the least growth of the market at which both share."""
    sympy = sympy_module()
    earned, moved = symbols("a g", positive=True)
    (delta,) = symbols("delta", nonnegative=True)
    return ClosedForm(
        "imitation: pie",
        "m",
        1 + (1 - delta) * moved / earned,
        (delta < 1,),
        sympy.true,
        "Least factor by which the market must grow for both to share.",
        f"{NOTES} P7a.3",
    )


def _copied() -> tuple[Any, ...]:
    earned, rounds = symbols("a0 T", positive=True)
    (copied,) = symbols("rho", nonnegative=True)
    return earned, rounds, copied


def design_cost() -> ClosedForm:
    """Return what a design that may be copied is worth."""
    sympy = sympy_module()
    earned, rounds, copied = _copied()
    (delta,) = symbols("delta", nonnegative=True)
    kept = delta * (1 - copied)
    return ClosedForm(
        "imitation: without consent",
        "cost",
        earned * (1 - kept**rounds) / (1 - kept),
        (delta < 1, copied < 1, rounds >= 1),
        sympy.true,
        "Largest cost at which a design is made that is copied without consent.",
        f"{NOTES} P7a.4",
    )


def design_delta() -> RootForm:
    """Return the threshold of making a design that costs more than its first round earns."""
    sympy = sympy_module()
    earned, rounds, copied = _copied()
    (cost,) = symbols("K", positive=True)
    (delta,) = symbols("delta")
    t = sympy.Symbol("t", integer=True)
    kept = delta * (1 - copied)
    ever = sympy.Piecewise(
        (rounds, sympy.Eq(copied, 0)), ((1 - (1 - copied) ** rounds) / copied, True)
    )
    return RootForm(
        "imitation: without consent",
        "delta",
        earned * sympy.Sum(kept**t, (t, 0, rounds - 1)) - cost,
        delta,
        (0, 1),
        (cost > earned, copied < 1, rounds >= 1),
        earned * ever > cost,
        "Least discount factor at which a design is made that is copied without consent.",
        f"{NOTES} P7a.4",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("imitation", "delta"): share_delta,
    ("imitation: constant sum", "delta"): constant_sum_delta,
    ("imitation: pie", "delta"): pie_delta,
    ("imitation: pie", "m"): pie_expansion,
    ("imitation: without consent", "cost"): design_cost,
    ("imitation: without consent", "delta"): design_delta,
}
