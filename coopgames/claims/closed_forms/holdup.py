"""Hold-up (P6), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/linking_imitation.md, section P6,"


def _shares(names: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return numbers between 0 and 1, and the relations that say so."""
    found = symbols(names, nonnegative=True)
    return found, tuple(x <= 1 for x in found)


def instalments_delta() -> ClosedForm:
    """Return the threshold of orders in equal parts at an agreed price."""
    sympy = sympy_module()
    cost, worth, price, parts = symbols("I B p k", positive=True)
    (share, elsewhere), within = _shares("lam r")
    bargained = elsewhere * cost + share * (worth - elsewhere * cost)
    tempted = (price - bargained) / (price - bargained + parts * (worth - price))
    return ClosedForm(
        "holdup",
        "delta",
        sympy.Piecewise((0, price <= bargained), (tempted, True)),
        (worth > cost, price >= cost, parts >= 1, *within),
        # Above the cost, what is bargained for is credible after a cheat, and deters nobody.
        sympy.Or(price <= bargained, sympy.And(price < worth, bargained <= cost)),
        "Least discount factor at which every part is sunk and paid as agreed.",
        f"{NOTES} P6.1",
    )


def one_order_share() -> ClosedForm:
    """Return the share in bargaining at which no relation is needed."""
    sympy = sympy_module()
    cost, worth = symbols("I B", positive=True)
    (elsewhere,), within = _shares("r")
    return ClosedForm(
        "holdup: one order",
        "lam",
        cost * (1 - elsewhere) / (worth - elsewhere * cost),
        (worth > cost, *within),
        sympy.true,
        "Least share of the supplier in bargaining at which he sinks without a future.",
        f"{NOTES} P6.1",
    )


def outlay_delta() -> ClosedForm:
    """Return the threshold with a first outlay that cannot be divided."""
    sympy = sympy_module()
    cost, worth, parts = symbols("I B k", positive=True)
    (outlay,) = symbols("F0", nonnegative=True)
    (share,), within = _shares("lam")
    bargained = share * worth
    first = cost - (bargained + (parts - 1) * worth) / parts
    last = (cost - outlay - bargained) / parts
    # By cases: SymPy takes long over the largest of three expressions.
    withheld = sympy.Piecewise((first, first >= last), (last, True))
    # What is left after the outlay may be less than it brings on the spot: then it is delivered.
    largest = sympy.Piecewise((withheld, bargained <= cost - outlay), (cost - bargained, True))
    return ClosedForm(
        "holdup: first outlay",
        "delta",
        sympy.Piecewise((0, largest <= 0), (largest / (largest + worth - cost), True)),
        (worth > cost, outlay <= cost, parts >= 1, *within),
        sympy.true,
        "Least discount factor at which every part is sunk and paid, the first with its outlay.",
        f"{NOTES} P6.2",
    )


def durable_delta() -> ClosedForm:
    """Return the threshold of sinking one durable asset."""
    sympy = sympy_module()
    return _durable(
        "holdup: durable asset",
        lambda premium: sympy.Eq(premium, 0),
        "Least discount factor at which the asset is sunk, where either may refuse the price.",
    )


def held_durable_delta() -> ClosedForm:
    """Return the threshold of sinking one durable asset, if only the buyer can bargain."""
    return _durable(
        "holdup: durable asset at a price that binds the supplier",
        lambda premium: premium <= 0,
        "Least discount factor at which the asset is sunk, at a premium over the spot price.",
    )


def _durable(name: str, premium_holds: Callable[[Any], Any], meaning: str) -> ClosedForm:
    """Return the threshold of a durable asset at the premiums that neither side refuses."""
    sympy = sympy_module()
    cost, benefit = symbols("I b", positive=True)
    (premium,) = symbols("q", real=True)
    (share,), within = _shares("lam")
    price = share * benefit + premium
    return ClosedForm(
        name,
        "delta",
        sympy.Max(0, 1 - price / cost),
        within,
        sympy.And(premium_holds(premium), price > 0),
        meaning,
        f"{NOTES} P6.3",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm]] = {
    ("holdup", "delta"): instalments_delta,
    ("holdup: one order", "lam"): one_order_share,
    ("holdup: first outlay", "delta"): outlay_delta,
    ("holdup: durable asset", "delta"): durable_delta,
    ("holdup: durable asset at a price that binds the supplier", "delta"): held_durable_delta,
}
