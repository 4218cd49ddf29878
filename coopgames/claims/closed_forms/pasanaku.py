"""Pasanaku (P1, P2, P3), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/defensive.md, section 4"


def fixed_order_delta() -> RootForm:
    """Return the threshold of a pot that goes round for ever in a fixed order."""
    sympy = sympy_module()
    n, x, worth, sanction, delta = _numbers()
    j = sympy.Symbol("j", integer=True)
    return RootForm(
        "pasanaku",
        "delta",
        worth - (x - sanction * (1 - delta)) * sympy.Sum(delta**-j, (j, 0, n - 1)),
        delta,
        (0, 1),
        # Two members with a larger sanction may pay for a worse pot, unless they are very patient.
        (n >= 2, sanction < x, sympy.Or(worth > n * x, sanction <= (n - 1) * x / 2)),
        worth > n * x,
        "Least discount factor at which all pay for ever, in a fixed order.",
        f"{NOTES}, P2",
    )


def random_order_delta() -> RootForm:
    """Return the threshold of a pot whose order is drawn before each cycle."""
    n, x, worth, sanction, delta = _numbers()
    return RootForm(
        "pasanaku: random order",
        "delta",
        worth - n * (x - sanction * (1 - delta)) * delta ** (1 - n),
        delta,
        (0, 1),
        (n >= 2, sanction < x),
        worth > n * x,
        "Least discount factor at which all pay for ever, in an order drawn before each cycle.",
        f"{NOTES}, P2",
    )


def one_cycle_sanction() -> ClosedForm:
    """Return the least sanction that keeps the member at a position paying for one cycle."""
    n, x, worth, _, delta = _numbers()
    (k,) = symbols("k", positive=True)
    joining = delta ** (k - 1) * worth >= x * (1 - delta**n) / (1 - delta)
    return ClosedForm(
        "pasanaku: one cycle",
        "S",
        x * (1 - delta ** (n - k)) / (1 - delta),
        (n >= 2, k >= 1, k <= n, delta < 1, joining),
        n > 0,
        "Least sanction at which the member at position k, to whom joining is worth it, pays in "
        "each round of one cycle.",
        f"{NOTES}, P1",
    )


def private_saving_sanction() -> ClosedForm:
    """Return the least sanction if defaulters may save alone for a good of another worth."""
    sympy = sympy_module()
    n, x, worth, _, delta = _numbers()
    (advantage,) = symbols("a", real=True)
    bought = delta ** (n - 1) / (1 - delta**n)
    return ClosedForm(
        "pasanaku: private saving",
        "S",
        sympy.Max(0, advantage) * bought,
        (n >= 2, delta < 1),
        (worth + advantage) * bought >= x / (1 - delta),
        "Least sanction at which all pay, though who defaults may save alone; never: saving alone "
        "is not worth it.",
        f"{NOTES}, P3",
    )


def _numbers() -> tuple[Any, ...]:
    positive = symbols("n x Theta", positive=True)
    return (*positive, *symbols("S", nonnegative=True), *symbols("delta"))


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("pasanaku", "delta"): fixed_order_delta,
    ("pasanaku: random order", "delta"): random_order_delta,
    ("pasanaku: one cycle", "S"): one_cycle_sanction,
    ("pasanaku: private saving", "S"): private_saving_sanction,
}
