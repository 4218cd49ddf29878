"""Critical situations (C1, C2, C3), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/defensive.md, section 10"


def payment_worth() -> ClosedForm:
    """Return what the association must be worth for all paying to be an equilibrium."""
    (payment,) = symbols("x", positive=True)
    return ClosedForm(
        "critical_situation",
        "worth",
        payment,
        (),
        payment > 0,
        "Least discounted rise in value at which all paying at once is a Nash equilibrium.",
        f"{NOTES}, C1",
    )


def laplacian_worth() -> ClosedForm:
    """Return the rise in value from which on the uniform belief says: pay."""
    members, payment = symbols("N x", positive=True)
    return ClosedForm(
        "critical_situation",
        "worth_laplacian",
        members * payment,
        (members >= 2,),
        payment > 0,
        "Least discounted rise in value at which who holds all numbers of payers to be equally "
        "likely pays.",
        f"{NOTES}, C1",
    )


def lone_fair_delta() -> ClosedForm:
    """Return the threshold of sharing a chance."""
    value, chance = symbols("v Gamma", positive=True)
    return ClosedForm(
        "critical_situation: lone fair",
        "delta",
        chance / (chance + value),
        (),
        chance > 0,
        "Least discount factor at which a member shares a chance instead of taking it alone.",
        f"{NOTES}, C2",
    )


def mortal_delta() -> ClosedForm:
    """Return the threshold of contributing to an association that a chance will end."""
    sympy = sympy_module()
    n, kappa, v, seen = symbols("n kappa v D", positive=True)
    q, gap = symbols("q Gamma", nonnegative=True)
    need = kappa / seen - q * gap
    # need + v + q Gamma is kappa / D + v.
    least = need / ((1 - n * q) * (kappa / seen + v))
    return ClosedForm(
        "critical_situation: mortal association",
        "delta",
        sympy.Piecewise((0, need <= 0), (least, True)),
        (n >= 2, seen <= 1, n * q < 1),
        need < (1 - n * q) * (kappa / seen + v),
        "Least discount factor at which all contribute until somebody takes a chance.",
        f"{NOTES}, C3",
    )


def mortal_taking_delta() -> ClosedForm:
    """Return the discount factor up to which it is best to take a chance, as the others do."""
    sympy = sympy_module()
    n, v, q, gap = symbols("n v q Gamma", positive=True)
    most = gap / (v + gap * (1 - (n - 1) * q))
    return ClosedForm(
        "critical_situation: mortal association",
        "delta_taking",
        sympy.Min(1, most),
        (n >= 2, n * q < 1),
        gap > 0,
        "Largest discount factor at which who has a chance takes it, if all others take theirs.",
        f"{NOTES}, C3",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("critical_situation", "worth"): payment_worth,
    ("critical_situation", "worth_laplacian"): laplacian_worth,
    ("critical_situation: lone fair", "delta"): lone_fair_delta,
    ("critical_situation: mortal association", "delta"): mortal_delta,
    ("critical_situation: mortal association", "delta_taking"): mortal_taking_delta,
}
