"""Safety net (S1, S2, S3 and its repayments), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NOTES = "docs/theory/defensive.md, section 9"


def _gain(before: Any, after: Any, aversion: Any) -> Any:
    """Return u(after) - u(before) at a constant relative risk aversion."""
    sympy = sympy_module()
    power = aversion - 1
    rational = (before**-power - after**-power) / power
    logarithm = sympy.log(after / before)
    return sympy.Piecewise((logarithm, sympy.Eq(aversion, 1)), (rational, True))


def full_insurance_delta() -> ClosedForm:
    """Return the threshold of equal sharing by two members."""
    high, low, zeta, gamma = symbols("h l zeta gamma", positive=True)
    mean = (high + low) / 2
    gain = _gain(mean, high, gamma)
    surplus = (_gain(low, mean, gamma) - gain) / 2
    return ClosedForm(
        "safety_net",
        "delta",
        gain / (gain + zeta * surplus),
        (low < high, zeta <= 1, gamma >= 1),
        zeta > 0,
        "Least discount factor at which two members share equally whenever one is hit.",
        f"{NOTES}, S1",
    )


def _fund() -> tuple[Any, Any, tuple[Any, ...]]:
    """Return what a contribution costs, what the fund adds to a period with a loss, and domains."""
    n, high, loss, zeta, gamma = symbols("n h L zeta gamma", positive=True)
    gain = _gain(high - loss / n, high, gamma)
    spared = _gain(high - loss, high - loss / n, gamma)
    surplus = spared / n - (1 - 1 / n) * gain
    return gain, surplus, (n >= 2, loss < high, zeta <= 1, gamma >= 1)


def fund_delta() -> ClosedForm:
    """Return the threshold of a fund in which everybody bears an equal part of each loss."""
    gain, surplus, domain = _fund()
    (zeta,) = symbols("zeta", positive=True)
    return ClosedForm(
        "safety_net: fund",
        "delta",
        gain / (gain + zeta * surplus),
        domain,
        zeta > 0,
        "Least discount factor at which the members of a fund pay their parts of each loss.",
        f"{NOTES}, S2",
    )


def large_fund_delta() -> ClosedForm:
    """Return the limit of the fund's threshold as the members become many."""
    high, loss, zeta, gamma = symbols("h L zeta gamma", positive=True)
    cost = loss * high**-gamma
    surplus = _gain(high - loss, high, gamma) - cost
    return ClosedForm(
        "safety_net: fund",
        "delta_limit",
        cost / (cost + zeta * surplus),
        (loss < high, zeta <= 1, gamma >= 1),
        zeta > 0,
        "Limit, as the members become many, of the least discount factor of the fund.",
        f"{NOTES}, S2",
    )


def some_insurance_delta() -> ClosedForm:
    """Return the bound above which some insurance exists, without repayments."""
    high, low, zeta, gamma = symbols("h l zeta gamma", positive=True)
    ratio = (high / low) ** gamma
    return ClosedForm(
        "safety_net: any insurance",
        "delta",
        2 / (2 + zeta * (ratio - 1)),
        (low < high, zeta <= 1, gamma >= 1),
        zeta > 0,
        "Discount factor above which two members can insure each other without repayments.",
        f"{NOTES}, S3",
    )


def repaid_insurance_delta() -> RootForm:
    """Return the bound above which some insurance exists if debts are repaid in calm periods."""
    high, low, zeta, gamma = symbols("h l zeta gamma", positive=True)
    (delta,) = symbols("delta")
    more = zeta * ((high / low) ** gamma - 1) / 2
    return RootForm(
        "safety_net: repayments",
        "delta",
        more * (1 - zeta) * delta**2 + (1 + more) * delta - 1,
        delta,
        (0, 1),
        (low < high, zeta <= 1, gamma >= 1),
        zeta > 0,
        "Discount factor above which two members can insure each other with repayments.",
        f"{NOTES}, S3, with repayments",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    ("safety_net", "delta"): full_insurance_delta,
    ("safety_net: fund", "delta"): fund_delta,
    ("safety_net: fund", "delta_limit"): large_fund_delta,
    ("safety_net: any insurance", "delta"): some_insurance_delta,
    ("safety_net: repayments", "delta"): repaid_insurance_delta,
}
