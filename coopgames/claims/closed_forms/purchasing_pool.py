"""Collective purchase of raw material (P7b), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/linking_imitation.md, section P7b,"


def _order() -> dict[str, Any]:
    """Return the symbols of an order, and its value to a member under ``"value"``."""
    units, price, members, gain = symbols("q p_n n kappa", positive=True)
    saving, effort, shown, theta = symbols("s phi g theta", nonnegative=True)
    named = dict(q=units, p_n=price, n=members, kappa=gain, s=saving, phi=effort, g=shown)
    value = (1 - theta) * saving * units - effort - shown
    return {**named, "theta": theta, "value": value}


def least_saving() -> ClosedForm:
    """Return the least saving on a unit at which all buy together."""
    o = _order()
    return ClosedForm(
        "purchasing_pool",
        "s",
        (o["phi"] + o["g"]) / ((1 - o["theta"]) * o["q"]),
        (o["theta"] <= 1,),
        o["theta"] < 1,
        "Least saving on a unit at which all buy together with cash in hand.",
        f"{NOTES} P7b.1",
    )


def most_competed_away() -> ClosedForm:
    """Return the largest share of the saving that may be competed away."""
    o = _order()
    trouble, saved = o["phi"] + o["g"], o["s"] * o["q"]
    return ClosedForm(
        "purchasing_pool",
        "theta",
        1 - trouble / saved,
        (o["s"] > 0,),
        trouble <= saved,
        "Largest share of the saving that may be lost to lower selling prices.",
        f"{NOTES} P7b.1",
    )


def most_shown() -> ClosedForm:
    """Return the largest loss from being seen at which all buy together."""
    o = _order()
    most = (1 - o["theta"]) * o["s"] * o["q"] - o["phi"]
    return ClosedForm(
        "purchasing_pool",
        "g",
        most,
        (o["theta"] <= 1,),
        most >= 0,
        "Largest expected loss from showing what one buys at which all buy together.",
        f"{NOTES} P7b.1",
    )


def collector_delta() -> ClosedForm:
    """Return the threshold of a collector who could keep the others' goods."""
    o = _order()
    pot = (o["n"] - 1) * o["q"] * o["p_n"]
    return ClosedForm(
        "purchasing_pool: collector",
        "delta",
        pot / (pot + o["value"]),
        (o["n"] >= 2, o["theta"] <= 1),
        o["value"] > 0,
        "Least discount factor at which a collector hands out the others' goods.",
        f"{NOTES} P7b.2",
    )


def running_collector_delta() -> ClosedForm:
    """Return the threshold of a collector who could run with the money."""
    sympy, o = sympy_module(), _order()
    return ClosedForm(
        "purchasing_pool: collector with the money",
        "delta",
        sympy.Max(0, 1 - o["value"] / ((o["n"] - 1) * o["q"] * o["p_n"])),
        (o["n"] >= 2, o["theta"] <= 1),
        o["value"] > 0,
        "Least discount factor at which a collector does not run with the others' money.",
        f"{NOTES} P7b.2",
    )


def prepaid_delta() -> ClosedForm:
    """Return the threshold of an order that is paid before the goods come."""
    o = _order()
    (lag,) = symbols("ell")
    paid = o["q"] * o["p_n"] + o["phi"] + o["g"]
    worth = o["q"] * (o["p_n"] + (1 - o["theta"]) * o["s"])
    return ClosedForm(
        "purchasing_pool: prepaid",
        "delta",
        (paid / worth) ** (1 / lag),
        (o["theta"] <= 1,),
        paid < worth,
        "Least discount factor at which a member prepays.",
        f"{NOTES} P7b.3",
    )


def seasonal_credit_delta() -> ClosedForm:
    """Return the threshold of credit with high and low orders by turns."""
    sympy, o = sympy_module(), _order()
    high, low = symbols("q_H q_L", positive=True)
    trouble = o["phi"] + o["g"]
    worth = o["p_n"] + (1 - o["theta"]) * o["s"]
    owed = high * o["p_n"] - low * worth + trouble
    gained = high * worth - low * o["p_n"] - trouble
    return ClosedForm(
        "purchasing_pool: seasonal credit",
        "delta",
        sympy.Piecewise((0, owed <= 0), (owed / gained, True)),
        (o["theta"] <= 1, high >= low),
        sympy.Or(owed <= 0, gained > owed),
        "Least discount factor of an order at which members repay after high orders too.",
        f"{NOTES} P7b.4",
    )


def most_mismatch() -> ClosedForm:
    """Return the largest loss of match at which all buy together and draw lots."""
    o = _order()
    return ClosedForm(
        "purchasing_pool: hides by lot",
        "mu",
        o["value"],
        (o["theta"] <= 1,),
        o["value"] >= 0,
        "Largest loss of match at which all buy together and draw lots.",
        f"{NOTES} P7b.5",
    )


def judgement_delta() -> ClosedForm:
    """Return the threshold of a leader's judgement about who gets which hide."""
    o = _order()
    alpha, detection = symbols("alpha D")
    gain, value = o["kappa"], o["value"]
    return ClosedForm(
        "purchasing_pool: hides by judgement",
        "delta",
        gain / (gain * (1 - alpha) + detection * value),
        (o["theta"] <= 1, alpha + detection <= 1),
        detection * value > alpha * gain,
        "Least discount factor at which a leader judges fairly and members tell the truth.",
        f"{NOTES} P7b.5",
    )


def lot_or_judgement() -> ClosedForm:
    """Return the loss of match from which on judgement is worth at least as much as a lot."""
    (gain,) = symbols("kappa", positive=True)
    alpha, detection = symbols("alpha D")
    return ClosedForm(
        "purchasing_pool: hides by judgement",
        "mu",
        alpha * gain / detection,
        (alpha + detection <= 1,),
        detection > 0,
        "Least loss of match by lot at which a leader's judgement is worth as much.",
        f"{NOTES} P7b.5",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("purchasing_pool", "s"): least_saving,
    ("purchasing_pool", "theta"): most_competed_away,
    ("purchasing_pool", "g"): most_shown,
    ("purchasing_pool: collector", "delta"): collector_delta,
    ("purchasing_pool: collector with the money", "delta"): running_collector_delta,
    ("purchasing_pool: prepaid", "delta"): prepaid_delta,
    ("purchasing_pool: seasonal credit", "delta"): seasonal_credit_delta,
    ("purchasing_pool: hides by lot", "mu"): most_mismatch,
    ("purchasing_pool: hides by judgement", "delta"): judgement_delta,
    ("purchasing_pool: hides by judgement", "mu"): lot_or_judgement,
}
