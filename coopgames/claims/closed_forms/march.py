"""Marches (M1 to M7), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/defensive.md, section 7"


def _or_zero(number: Any) -> Any:
    """Return the positive part; SymPy evaluates it faster than Max."""
    return sympy_module().Piecewise((0, number <= 0), (number, True))


def duty_surplus() -> ClosedForm:
    """Return the least club surplus at which all march as a duty of membership."""
    sympy = sympy_module()
    benefit, cost, detection = symbols("B c D", positive=True)
    (kept,) = symbols("chi", nonnegative=True)
    (beta,) = symbols("beta")
    least = cost + cost * (1 - beta) / (beta * detection) - kept * benefit
    return ClosedForm(
        "march",
        "s",
        _or_zero(least),
        (beta < 1, detection <= 1, kept <= 1),
        sympy.true,
        "Least club surplus of a round at which all members march, if the absent are excluded.",
        f"{NOTES}, M3",
    )


def duty_beta() -> ClosedForm:
    """Return the least discount factor at which all march as a duty of membership."""
    benefit, cost, detection = symbols("B c D", positive=True)
    kept, surplus = symbols("chi s", nonnegative=True)
    value = kept * benefit + surplus - cost
    return ClosedForm(
        "march",
        "beta",
        cost / (cost + detection * value),
        (detection <= 1, kept <= 1),
        value > 0,
        "Least discount factor of a round at which all members march, if the absent are excluded.",
        f"{NOTES}, M3",
    )


def once_benefit() -> ClosedForm:
    """Return the least benefit at which exactly the needed members march once."""
    sympy = sympy_module()
    members, needed, cost = symbols("n T c", positive=True)
    (fine,) = symbols("Df", nonnegative=True)
    return ClosedForm(
        "march: once",
        "B",
        _or_zero(cost - fine),
        (needed >= 1, needed <= members, members >= 2),
        sympy.Or(cost >= fine, sympy.Eq(needed, members)),
        "Least benefit to everybody at which a march of exactly the needed number is a Nash "
        "equilibrium.",
        f"{NOTES}, M1",
    )


def mixing_ratio() -> ClosedForm:
    """Return the largest ratio of cost and benefit at which all mix with one probability."""
    sympy = sympy_module()
    members, needed = symbols("n T", positive=True)
    t = (needed - 1) / (members - 1)
    ways = sympy.binomial(members - 1, needed - 1)
    return ClosedForm(
        "march: once",
        "ratio",
        ways * t ** (needed - 1) * (1 - t) ** (members - needed),
        (needed >= 2, needed <= members - 1),
        sympy.true,
        "Largest ratio of the net cost (positive) and the benefit at which a symmetric mixed "
        "equilibrium exists.",
        f"{NOTES}, M2",
    )


def escalation_belief() -> ClosedForm:
    """Return the largest belief in a soft state at which escalating at once is best."""
    sympy = sympy_module()
    loss, margin = _one_more_period()
    return ClosedForm(
        "march: escalation",
        "lambda_0",
        loss / margin,
        (*_escalation_domain(), loss < margin),
        sympy.true,
        "Largest probability of a soft state at which the extreme tactic is best at once; where it "
        "would be 1 or more it always is.",
        f"{NOTES}, M4",
    )


def escalation_period() -> ClosedForm:
    """Return the real number of fruitless periods after which the belief is at its border."""
    sympy = sympy_module()
    belief, chance = symbols("lambda_0 h", positive=True)
    loss, margin = _one_more_period()
    # The odds of a soft state fall by the factor 1 - h in each fruitless period.
    odds = loss * (1 - belief) / ((margin - loss) * belief)
    return ClosedForm(
        "march: escalation",
        "t",
        sympy.log(odds) / sympy.log(1 - chance),
        (*_escalation_domain(), chance < 1, belief < 1, loss < belief * margin),
        sympy.true,
        "Real number of fruitless periods, rounded up: then the extreme tactic is best.",
        f"{NOTES}, M4",
    )


def _one_more_period() -> tuple[Any, Any]:
    """Return what one more period of pressure loses, and what it gains if the state is soft."""
    chance, benefit, extreme = symbols("h B E", positive=True)
    (cost,) = symbols("c_1", nonnegative=True)
    (delta,) = symbols("delta")
    return (1 - delta) * extreme + cost, chance * (benefit - delta * extreme)


def _escalation_domain() -> tuple[Any, ...]:
    chance, benefit, extreme = symbols("h B E", positive=True)
    (delta,) = symbols("delta")
    return (chance <= 1, delta < 1, benefit > delta * extreme)


def threat_marchers() -> ClosedForm:
    """Return the least number of marchers at which a government concedes at once."""
    sympy = sympy_module()
    concession, harm = symbols("k_g x", positive=True)
    (delta,) = symbols("delta")
    return ClosedForm(
        "march: threat",
        "m",
        concession * (1 - delta) / (delta * harm),
        (delta < 1,),
        sympy.true,
        "Least (real) number of marchers at which a government concedes at once.",
        f"{NOTES}, M5",
    )


def threat_delta() -> ClosedForm:
    """Return the least patience with which a government concedes at once."""
    sympy = sympy_module()
    concession, harm, marchers = symbols("k_g x m", positive=True)
    return ClosedForm(
        "march: threat",
        "delta",
        concession / (concession + harm * marchers),
        (),
        sympy.true,
        "Least discount factor at which a government concedes at once.",
        f"{NOTES}, M5",
    )


def strength() -> ClosedForm:
    """Return the largest strength of the state against which a march of very many succeeds."""
    sympy = sympy_module()
    gain, cost = symbols("b_p c", positive=True)
    (fine,) = symbols("Df", nonnegative=True)
    net = cost - fine
    return ClosedForm(
        "march: private gain",
        "theta",
        1 - net / gain,
        (net > 0, net < gain),
        sympy.true,
        "Largest strength of the state at which a march of very many succeeds, whatever the noise.",
        f"{NOTES}, M6",
    )


def selected_gain() -> ClosedForm:
    """Return the least private gain at which marching is selected as doubts vanish."""
    sympy = sympy_module()
    members, needed, cost = symbols("n T c", positive=True)
    (fine,) = symbols("Df", nonnegative=True)
    return ClosedForm(
        "march: private gain",
        "b_p",
        _or_zero(members * (cost - fine) / (members - needed + 1)),
        (needed >= 1, needed <= members, members >= 2),
        sympy.true,
        "Least private gain at which marching is what a global game selects as the noise vanishes.",
        f"{NOTES}, M7",
    )


def equilibrium_gain() -> ClosedForm:
    """Return the least private gain at which all marching is an equilibrium."""
    sympy = sympy_module()
    (cost,) = symbols("c", positive=True)
    (fine,) = symbols("Df", nonnegative=True)
    return ClosedForm(
        "march: private gain",
        "b_p_nash",
        _or_zero(cost - fine),
        (),
        sympy.true,
        "Least private gain at which all marching is a Nash equilibrium.",
        f"{NOTES}, M7",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("march", "s"): duty_surplus,
    ("march", "beta"): duty_beta,
    ("march: once", "B"): once_benefit,
    ("march: once", "ratio"): mixing_ratio,
    ("march: escalation", "lambda_0"): escalation_belief,
    ("march: escalation", "t"): escalation_period,
    ("march: threat", "m"): threat_marchers,
    ("march: threat", "delta"): threat_delta,
    ("march: private gain", "theta"): strength,
    ("march: private gain", "b_p"): selected_gain,
    ("march: private gain", "b_p_nash"): equilibrium_gain,
}
