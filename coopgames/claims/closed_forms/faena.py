"""Faena (F1, F2 and what the stop rule replaces), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/defensive.md, section"


def stop_rule_delta() -> RootForm:
    """Return the threshold of work in several stages (at least two) under the stop rule."""
    sympy = sympy_module()
    cost, benefit, stages = symbols("c B R", positive=True)
    (delta,) = symbols("delta")
    j = sympy.Symbol("j", integer=True)
    return RootForm(
        "faena",
        "delta",
        benefit / cost - sympy.Sum(delta**-j, (j, 0, stages - 1)),
        delta,
        (0, 1),
        (stages >= 2,),
        benefit > stages * cost,
        "Least discount factor at which all work in every stage, under the stop rule.",
        f"{NOTES} 2.1, F1",
    )


def grim_delta() -> ClosedForm:
    """Return the threshold of the grim trigger without a stop rule."""
    n, cost, b = symbols("n c b", positive=True)
    return ClosedForm(
        "faena: no stop rule",
        "delta",
        (cost - b) / ((n - 1) * b),
        (n >= 2, b < cost),
        cost < n * b,
        "Least discount factor at which the grim trigger sustains work.",
        f"{NOTES} 2.2",
    )


def roll_call_detection() -> ClosedForm:
    """Return the least detection of absentees in one day of work without a future."""
    n, cost, b = symbols("n c b", positive=True)
    (alpha,) = symbols("alpha")
    least = 1 - (1 - alpha) * (n * b - cost) / ((n - 1) * b)
    return ClosedForm(
        "faena: roll call",
        "eta",
        least,
        (n >= 2, b < cost, alpha < 1),
        cost <= n * b,
        "Least probability that the roll call finds an absentee at which all come.",
        f"{NOTES} 2.2",
    )


def most_members_with_accidents() -> ClosedForm:
    """Return the largest (real) number of members that accidents leave willing to work."""
    sympy = sympy_module()
    cost, benefit, accident = symbols("c B eps", positive=True)
    return ClosedForm(
        "faena: accidents",
        "n",
        1 - sympy.log(benefit / cost) / sympy.log(1 - accident),
        (accident < 1,),
        benefit >= cost,
        "Largest real number of members at which whoever is able works, at any discount factor.",
        f"{NOTES} 2.3, F2",
    )


def credible_delta() -> ClosedForm:
    """Return the least discount factor at which nobody does the defaulter's share."""
    sympy = sympy_module()
    cost, benefit = symbols("c B", positive=True)
    return ClosedForm(
        "faena: credibility",
        "delta",
        sympy.Max(0, 1 - cost / benefit),
        (),
        benefit > 0,
        "Least discount factor at which the stop rule is credible, the others' shares being sunk.",
        f"{NOTES} 2.4",
    )


def credible_delta_not_sunk() -> ClosedForm:
    """Return the least discount factor at which nobody stands in where the roll is called first."""
    sympy = sympy_module()
    cost, benefit = symbols("c B", positive=True)
    return ClosedForm(
        "faena: credibility",
        "delta_not_sunk",
        sympy.Piecewise((0, benefit <= 2 * cost), (1 - cost / (benefit - cost), True)),
        (),
        benefit > 0,
        "Least discount factor at which the stop rule is credible, no share of the day being sunk.",
        f"{NOTES} 2.4",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("faena", "delta"): stop_rule_delta,
    ("faena: no stop rule", "delta"): grim_delta,
    ("faena: roll call", "eta"): roll_call_detection,
    ("faena: accidents", "n"): most_members_with_accidents,
    ("faena: credibility", "delta"): credible_delta,
    ("faena: credibility", "delta_not_sunk"): credible_delta_not_sunk,
}
