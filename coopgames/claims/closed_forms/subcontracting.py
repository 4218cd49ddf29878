"""What is at stake in subcontracting (P4, P5, P10), and all forms of it, as SymPy expressions.

P1 is in the module pair, P2 and P2b in subcontracting_quality, P8 in subcontracting_judges.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms import subcontracting_judges, subcontracting_quality
from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NAME = "subcontracting"
NOTES = "docs/theory/specialization.md"


def outside_option_beta() -> ClosedForm:
    """Return the threshold of partners who could produce at home."""
    kappa, gain, s = symbols("kappa D s", positive=True)
    alpha, u = symbols("alpha u", nonnegative=True)
    return ClosedForm(
        f"{NAME}: outside option",
        "beta",
        kappa / (kappa * (1 - alpha) + gain * (s - u)),
        (alpha + gain <= 1,),
        gain * (s - u) > alpha * kappa,
        "Least round discount factor with nothing but the partnership at stake.",
        f"{NOTES}, P4 (i)",
    )


def largest_independence() -> ClosedForm:
    """Return the largest worth of producing at home."""
    kappa, gain, s, beta = symbols("kappa D s beta", positive=True)
    (alpha,) = symbols("alpha")
    most = s - kappa * (1 - beta + alpha * beta) / (beta * gain)
    return ClosedForm(
        f"{NAME}: outside option",
        "u",
        most,
        (alpha + gain <= 1, beta < 1),
        most >= 0,
        "Largest worth of a round at home at which the partnership sustains effort.",
        f"{NOTES}, P4 (i)",
    )


def _bundle(variant: str, lost: Any, medium: str) -> ClosedForm:
    kappa, gain, own = symbols("kappa D v_s", positive=True)
    (others,) = symbols("v_o", nonnegative=True)
    (alpha,) = symbols("alpha")
    return ClosedForm(
        variant,
        "beta",
        kappa / (kappa * (1 - lost) + gain * (own + others)),
        (alpha + gain <= 1,),
        gain * (own + others) > lost * kappa,
        f"Least round discount factor with all at stake that partners share, by {medium}.",
        f"{NOTES}, P4 (ii)",
    )


def bundle_beta() -> ClosedForm:
    """Return the threshold with everything at stake and a private report."""
    (alpha,) = symbols("alpha")
    return _bundle(f"{NAME}: bundle", alpha, "parting")


def bundle_treasury_beta() -> ClosedForm:
    """Return the threshold with everything at stake and fines for third parties."""
    zero = sympy_module().Integer(0)
    return _bundle(f"{NAME}: bundle, treasury", zero, "fines for third parties")


def worth_the_risk() -> ClosedForm:
    """Return the largest safety net that is worth risking."""
    own, alpha, beta = symbols("v_s alpha beta", positive=True)
    return ClosedForm(
        f"{NAME}: worth the risk",
        "v_o",
        own * (1 - beta) / (alpha * beta),
        (alpha < 1, beta < 1),
        own > 0,
        "Largest worth of other ties at which staking them on subcontracting adds value.",
        f"{NOTES}, P4 (iii)",
    )


def worth_the_fine() -> ClosedForm:
    """Return the least surplus that is worth the fines it burns."""
    kappa, gain = symbols("kappa D", positive=True)
    (alpha,) = symbols("alpha")
    return ClosedForm(
        f"{NAME}: worth the risk, fine",
        "v_s",
        alpha * kappa / gain,
        (alpha + gain <= 1,),
        gain > 0,
        "Least surplus of a round at which subcontracting under burnt fines adds value.",
        f"{NOTES}, P4 (iii)",
    )


def fine_that_deters() -> ClosedForm:
    """Return the wealth from which on fines alone deter."""
    kappa, beta, gain = symbols("kappa beta D", positive=True)
    return ClosedForm(
        f"{NAME}: wealth bound",
        "W",
        kappa / (beta * gain),
        (beta < 1, gain <= 1),
        gain > 0,
        "Wealth from which on the fine deters without exclusion.",
        f"{NOTES}, P5 (i)",
    )


def wealth_beta() -> ClosedForm:
    """Return the threshold with a fine up to the wealth, and exclusion beyond."""
    sympy = sympy_module()
    kappa, v, gain, alpha, wealth = symbols("kappa v D alpha W", positive=True)
    r, q = alpha * gain * wealth, gain * v + kappa * (1 - alpha)
    least = (sympy.sqrt(q**2 + 4 * r * kappa) - q) / (2 * r)
    return ClosedForm(
        f"{NAME}: wealth bound",
        "beta",
        least,
        # Up to there the fine is smaller than what membership is worth.
        (alpha + gain <= 1, wealth * (1 - kappa / (kappa + gain * v)) <= v),
        r + q > kappa,
        "Least round discount factor with a fine up to the wealth and exclusion by lottery.",
        f"{NOTES}, P5 (ii)",
    )


def safety_first_beta() -> ClosedForm:
    """Return the threshold of a cautious producer whose false alarms are too likely."""
    sympy = sympy_module()
    kappa, v, gain = symbols("kappa v D", positive=True)
    spare, alpha, tolerance = symbols("spare alpha eps", nonnegative=True)
    return ClosedForm(
        f"{NAME}: safety first",
        "beta",
        sympy.Max(kappa / (kappa + gain * v), kappa / (gain * spare)),
        (alpha + gain <= 1, tolerance < alpha),
        gain * spare > kappa,
        "Least round discount factor with a fine of at most income less minimum (spare).",
        f"{NOTES}, P5 (iii)",
    )


def contrast_beta() -> ClosedForm:
    """Return the association's threshold where the pair has none."""
    kappa, v, gain, alpha = symbols("kappa v D alpha", positive=True)
    return ClosedForm(
        f"{NAME}: contrast",
        "beta",
        kappa / (kappa + gain * v),
        (alpha + gain < 1, gain * v < alpha * kappa),
        v > 0,
        "Round discount factor above which an association with a treasury sustains effort, and a "
        "pair with a private report each round does at none.",
        f"{NOTES}, P10 (a)",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    **subcontracting_quality.FORMS,
    (f"{NAME}: outside option", "beta"): outside_option_beta,
    (f"{NAME}: outside option", "u"): largest_independence,
    (f"{NAME}: bundle", "beta"): bundle_beta,
    (f"{NAME}: bundle, treasury", "beta"): bundle_treasury_beta,
    (f"{NAME}: worth the risk", "v_o"): worth_the_risk,
    (f"{NAME}: worth the risk, fine", "v_s"): worth_the_fine,
    (f"{NAME}: wealth bound", "W"): fine_that_deters,
    (f"{NAME}: wealth bound", "beta"): wealth_beta,
    (f"{NAME}: safety first", "beta"): safety_first_beta,
    **subcontracting_judges.FORMS,
    (f"{NAME}: contrast", "beta"): contrast_beta,
}
