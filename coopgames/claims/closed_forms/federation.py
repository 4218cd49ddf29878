"""Federation (FE2 to FE5), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/further_institutions.md, section 7"


def closed_circle() -> ClosedForm:
    """Return the threshold of three levels, the highest of which the members watch."""
    sympy = sympy_module()
    efforts = symbols("e_0 e_1 e_2", positive=True)
    seen, places = (symbols(f"{x}_0 {x}_1 {x}_2", nonnegative=True) for x in "Dv")
    losses = [chance * place for chance, place in zip(seen, places, strict=True)]
    return ClosedForm(
        "federation",
        "delta",
        sympy.Max(*(e / (e + loss) for e, loss in zip(efforts, losses, strict=True))),
        tuple(chance <= 1 for chance in seen),
        sympy.And(*(loss > 0 for loss in losses)),
        "Least discount factor at which all levels do their duty in a closed circle.",
        f"{NOTES}, FE2",
    )


def critical_depth() -> ClosedForm:
    """Return the greatest depth at which the highest leader does his duty."""
    sympy = sympy_module()
    stake, growth, delta = _top()
    return ClosedForm(
        "federation: depth",
        "d",
        sympy.Piecewise(
            (1 + sympy.floor(sympy.log(stake) / sympy.log(growth)), stake >= 1), (0, True)
        ),
        (growth > 1, delta < 1),
        sympy.true,
        "Greatest depth at which the highest leader does his duty; 0 if he never does.",
        f"{NOTES}, FE3",
    )


def first_depth() -> ClosedForm:
    """Return the least depth at which he does it, where greater depths are easier."""
    sympy = sympy_module()
    stake, growth, delta = _top()
    return ClosedForm(
        "federation: depth",
        "least d",
        sympy.Piecewise(
            (1, stake >= 1), (1 + sympy.ceiling(sympy.log(stake) / sympy.log(growth)), True)
        ),
        (growth < 1, delta < 1),
        sympy.true,
        "Least depth from which on the highest leader does his duty.",
        f"{NOTES}, FE3",
    )


def late_news() -> RootForm:
    """Return the threshold of a leader whose neglect is known some periods later."""
    effort, place = symbols("e v", positive=True)
    (detection,) = symbols("D")
    (lag,) = symbols("ell", positive=True, integer=True)
    (delta,) = symbols("delta")
    known = delta**lag * detection / (1 - delta * (1 - detection))
    return RootForm(
        "federation: lag",
        "delta",
        known - effort / (effort + place),
        delta,
        (0, 1),
        (detection <= 1,),
        effort > 0,
        "Least discount factor at which the leader does his duty on the path.",
        f"{NOTES}, FE4",
    )


def least_delegates() -> ClosedForm:
    """Return the least (real) number of delegates whose silence is too dear."""
    pot, removed, place = symbols("z D w", nonnegative=True)
    (delta,) = symbols("delta")
    return ClosedForm(
        "federation: delegates",
        "b",
        pot * (1 - delta) / (delta * removed * place),
        (removed <= 1, delta < 1, pot > 0),
        removed * place > 0,
        "Least real number of delegates at which the leader's pot does not buy them all.",
        f"{NOTES}, FE5",
    )


def _top() -> tuple[Any, Any, Any]:
    """Return the loss over the gain at depth 1, the growth of the inverse, and patience."""
    effort, place, heavier, richer, nearness = symbols("e v g_e g_v rho", positive=True)
    detection, delta = symbols("D delta")
    stake = delta * detection * place / ((1 - delta) * effort)
    return stake, heavier / (nearness * richer), delta


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("federation", "delta"): closed_circle,
    ("federation: depth", "d"): critical_depth,
    ("federation: depth", "least d"): first_depth,
    ("federation: lag", "delta"): late_news,
    ("federation: delegates", "b"): least_delegates,
}
