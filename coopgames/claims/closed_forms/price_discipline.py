"""Price in a marketplace (PD1 to PD3, fines, dilution), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/further_institutions.md, section 4"
DOMAIN = "price_discipline"


def _symbols() -> tuple[Any, ...]:
    """Return n, alpha, D, T and delta."""
    (n,) = symbols("n", positive=True)
    alpha, seen, length, delta = symbols("alpha D T delta", nonnegative=True)
    return n, alpha, seen, length, delta


def most_sellers() -> ClosedForm:
    """Return the largest (real) number of sellers with wars of a given length."""
    _, alpha, seen, length, delta = _symbols()
    rent, left = 1 - alpha, delta**length
    gained = rent - (rent - seen) * left
    return ClosedForm(
        DOMAIN,
        "n",
        1 + delta * gained / (1 - rent * delta - alpha * delta * left),
        (alpha < 1, seen <= 1, delta > 0, delta < 1),
        delta < 1,
        "Largest real number of sellers at which everybody keeps the price.",
        f"{NOTES}, PD1",
    )


def war_delta() -> RootForm:
    """Return the threshold with wars of a given length."""
    n, alpha, seen, length, delta = _symbols()
    sympy = sympy_module()
    rent, left = 1 - alpha, delta**length
    short = (n - 1) * (1 - rent * delta - alpha * delta * left)
    return RootForm(
        DOMAIN,
        "delta",
        short - delta * (rent - (rent - seen) * left),
        delta,
        (0, 1),
        (n > 1, alpha < 1, seen <= 1),
        # Without neighbours patience only helps up to the share of periods that a war costs.
        sympy.Or(seen > 0, n < 1 + rent * length / (1 + alpha * length)),
        "Least discount factor at which everybody keeps the price.",
        f"{NOTES}, PD1 and PD4",
    )


def endless_war_sellers() -> ClosedForm:
    """Return the largest (real) number of sellers with a war for ever."""
    _, alpha, _, _, delta = _symbols()
    return ClosedForm(
        f"{DOMAIN}: war for ever",
        "n",
        1 / (1 - delta * (1 - alpha)),
        (alpha < 1, delta > 0, delta < 1),
        delta < 1,
        "Largest real number of sellers at which everybody keeps the price.",
        f"{NOTES}, PD1",
    )


def endless_war_delta() -> ClosedForm:
    """Return the threshold with a war for ever."""
    n, alpha, _, _, _ = _symbols()
    return ClosedForm(
        f"{DOMAIN}: war for ever",
        "delta",
        (n - 1) / (n * (1 - alpha)),
        (n > 1, alpha < 1),
        alpha * n < 1,
        "Least discount factor at which everybody keeps the price.",
        f"{NOTES}, PD1",
    )


def needless_war_detection() -> ClosedForm:
    """Return the probability that a cheat is seen from which on wars are of no use."""
    _, alpha, _, _, delta = _symbols()
    rent = 1 - alpha
    return ClosedForm(
        f"{DOMAIN}: war for ever",
        "D",
        rent * (1 - delta) / (1 - delta * rent),
        (alpha < 1, delta < 1),
        alpha < 1,
        "Least probability that a cheat is seen at which wars hold no larger market.",
        f"{NOTES}, PD2",
    )


def least_lot() -> ClosedForm:
    """Return the least probability of a war for ever that deters, if neighbours see little."""
    sympy = sympy_module()
    n, alpha, seen, _, delta = _symbols()
    held = n * delta * (1 - alpha) - (n - 1)
    return ClosedForm(
        f"{DOMAIN}: war by lot",
        "1 - y",
        sympy.Max(0, 1 - held / (delta * (1 - alpha * n - seen))),
        (n > 1, delta > 0, delta < 1, alpha * n + seen < 1),
        held > 0,
        "Least 1 - delta**T, T the length of a war, at which everybody keeps the price.",
        f"{NOTES}, PD3",
    )


def share_of_war() -> ClosedForm:
    """Return the share of periods at war."""
    _, alpha, _, length, _ = _symbols()
    return ClosedForm(
        DOMAIN,
        "share",
        alpha * length / (1 + alpha * length),
        (alpha < 1,),
        alpha < 1,
        "Share of periods at war in the long run, though everybody keeps the price.",
        f"{NOTES}, PD3",
    )


def fined_delta() -> ClosedForm:
    """Return the threshold with a given fine, without wars."""
    sympy = sympy_module()
    n, alpha, seen, _, _ = _symbols()
    (fine,) = symbols("f", nonnegative=True)
    rent = 1 - alpha
    return ClosedForm(
        f"{DOMAIN}: fines",
        "delta",
        sympy.Max(rent * (n - 1) / (seen * fine), 1 - rent / fine),
        (n > 1, alpha < 1, seen > 0, seen <= 1, fine > 0),
        rent * (n - 1) < seen * fine,
        "Least discount factor at which a fine deters and is paid rather than membership lost.",
        f"{NOTES}, PD3, fine instead of expulsion",
    )


def diluted_sellers() -> ClosedForm:
    """Return the largest (real) number of sellers of whom neighbours see each other."""
    sympy = sympy_module()
    (near,) = symbols("g", positive=True)
    (seen,) = symbols("D_1", positive=True)
    (delta,) = symbols("delta", nonnegative=True)
    most = 1 + sympy.sqrt(delta * near * seen / (1 - delta))
    return ClosedForm(
        f"{DOMAIN}: neighbours",
        "n",
        most,
        (seen <= 1, delta < 1),
        delta * seen > near * (1 - delta),
        "Largest real number of sellers, of more than g + 1, at which everybody keeps the price.",
        f"{NOTES}, PD3, dilution",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    (DOMAIN, "n"): most_sellers,
    (DOMAIN, "delta"): war_delta,
    (DOMAIN, "share"): share_of_war,
    (f"{DOMAIN}: war for ever", "n"): endless_war_sellers,
    (f"{DOMAIN}: war for ever", "delta"): endless_war_delta,
    (f"{DOMAIN}: war for ever", "D"): needless_war_detection,
    (f"{DOMAIN}: war by lot", "1 - y"): least_lot,
    (f"{DOMAIN}: fines", "delta"): fined_delta,
    (f"{DOMAIN}: neighbours", "n"): diluted_sellers,
}
