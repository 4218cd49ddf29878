"""Casera (CA1 to CA4), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/further_institutions.md, section 3"


def _symbols() -> dict[str, Any]:
    positive = symbols("b c D", positive=True)
    others = symbols("c_l o u_b u_p p a", nonnegative=True)
    names = ("b", "c", "D", "c_l", "o", "u_b", "u_p", "p", "a")
    return dict(zip(names, (*positive, *others), strict=True))


def _together(x: dict[str, Any]) -> Any:
    """Return K: the least sum of both parties' temptations over all contracts."""
    return sympy_module().Max(x["c"], x["o"] + (x["c"] - x["c_l"]) / x["D"])


def contract_delta() -> ClosedForm:
    """Return the threshold at a given price and advance."""
    sympy, x = sympy_module(), _symbols()
    producer = x["p"] - x["c"] - x["u_p"]
    buyer = x["b"] - x["p"] - x["u_b"]
    left = x["p"] - x["a"]
    running = sympy.Max(x["c"] - left, (x["c"] - x["c_l"]) / x["D"])
    keeping = sympy.Max(left, x["o"])
    # A party without a temptation needs no surplus, only no loss.
    willing = sympy.And(
        sympy.Or(producer > 0, sympy.And(producer >= 0, running <= 0)),
        sympy.Or(buyer > 0, sympy.And(buyer >= 0, keeping <= 0)),
    )
    return ClosedForm(
        "casera",
        "delta",
        sympy.Max(_least(running, producer), _least(keeping, buyer)),
        (x["c_l"] <= x["c"], x["D"] <= 1, x["a"] <= x["p"]),
        willing,
        "Least discount factor at which good work is delivered and paid for under one contract.",
        f"{NOTES}, CA1",
    )


def _least(temptation: Any, surplus: Any) -> Any:
    """Return the discount factor at which a surplus for ever is worth a temptation."""
    sympy = sympy_module()
    return sympy.Piecewise((0, temptation <= 0), (temptation / (temptation + surplus), True))


def best_contract_delta() -> ClosedForm:
    """Return the threshold over all prices and advances."""
    x = _symbols()
    surplus, needed = x["b"] - x["c"] - x["u_b"] - x["u_p"], _together(x)
    return ClosedForm(
        "casera: best contract",
        "delta",
        needed / (needed + surplus),
        (x["c_l"] <= x["c"], x["D"] <= 1),
        surplus > 0,
        "Least discount factor at which some price and advance sustain good work.",
        f"{NOTES}, CA2",
    )


def no_advance_delta() -> ClosedForm:
    """Return the threshold over all prices, without an advance, where quality is not hidden."""
    x = _symbols()
    surplus = x["b"] - x["c"] - x["u_b"] - x["u_p"]
    whole = x["c"] + x["u_p"]
    return ClosedForm(
        "casera: no advance",
        "delta",
        whole / (whole + surplus),
        (),
        surplus > 0,
        "Least discount factor at which some price sustains work paid on delivery "
        "(good and shoddy work cost the same, no rival).",
        f"{NOTES}, CA3",
    )


def largest_outside_value() -> ClosedForm:
    """Return the largest outside value of the buyer at which some contract sustains good work."""
    x = _symbols()
    (delta,) = symbols("delta")
    value = x["b"] - x["c"] - x["u_p"] - _together(x) * (1 - delta) / delta
    return ClosedForm(
        "casera: best contract",
        "u_b",
        value,
        (x["c_l"] <= x["c"], x["D"] <= 1, delta < 1),
        value >= 0,
        "Largest value of arm's-length trade to the buyer at which some contract sustains good "
        "work.",
        f"{NOTES}, CA4",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm]] = {
    ("casera", "delta"): contract_delta,
    ("casera: best contract", "delta"): best_contract_delta,
    ("casera: no advance", "delta"): no_advance_delta,
    ("casera: best contract", "u_b"): largest_outside_value,
}
