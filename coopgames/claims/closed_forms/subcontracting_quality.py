"""Normal quality and reviews of subcontracting (P2, P2b, P5), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, symbols, sympy_module

__all__ = ["FORMS"]

NAME = "subcontracting"
NOTES = "docs/theory/specialization.md"


def _cumulative(x: Any) -> Any:
    """Return the standard normal distribution function."""
    sympy = sympy_module()
    return (1 + sympy.erf(x / sympy.sqrt(2))) / 2


def _quantile(p: Any) -> Any:
    """Return the inverse of the standard normal distribution function."""
    sympy = sympy_module()
    return sympy.sqrt(2) * sympy.erfinv(2 * p - 1)


def _private_surplus() -> Any:
    """Return what the best rule of complaint saves in a round, net of what it burns: G."""
    sympy = sympy_module()
    kappa, v, s = symbols("kappa v s", positive=True)
    log = sympy.log(1 + kappa / v)
    detected, alarmed = (_cumulative(sign / (2 * s) - s * log) for sign in (1, -1))
    return v * detected - (v + kappa) * alarmed


def normal_beta() -> ClosedForm:
    """Return the threshold of normal quality that the buyer alone sees, with the best cutoff."""
    kappa, v = symbols("kappa v", positive=True)
    return ClosedForm(
        f"{NAME}: normal quality",
        "beta",
        kappa / (kappa + _private_surplus()),
        (),
        v > 0,
        "Least round discount factor with a truthful complaint below the best cutoff.",
        f"{NOTES}, P2 (i) and (iii)",
    )


def normal_cutoff() -> ClosedForm:
    """Return the best cutoff of a complaint that burns."""
    sympy = sympy_module()
    kappa, v, s = symbols("kappa v s", positive=True)
    return ClosedForm(
        f"{NAME}: normal quality",
        "y",
        sympy.Rational(1, 2) - s**2 * sympy.log(1 + kappa / v),
        (),
        v > 0,
        "Impression below which a complaint is best.",
        f"{NOTES}, P2 (iii)",
    )


def middle_cutoff_noise() -> ClosedForm:
    """Return the largest noise with a private complaint below the middle."""
    sympy = sympy_module()
    kappa, v, beta = symbols("kappa v beta", positive=True)
    half = sympy.Rational(1, 2)
    need = kappa * ((1 - beta) / beta + half) / (v + kappa / 2)
    return ClosedForm(
        f"{NAME}: normal quality, middle cutoff",
        "s",
        1 / (2 * _quantile((1 + need) / 2)),
        (beta < 1,),
        need < 1,
        "Largest standard deviation at which a truthful complaint below 1/2 sustains effort.",
        f"{NOTES}, P2 (iv)",
    )


def public_beta() -> ClosedForm:
    """Return the threshold of normal quality that everybody sees."""
    kappa, v, s = symbols("kappa v s", positive=True)
    return ClosedForm(
        f"{NAME}: normal quality in public",
        "beta",
        kappa / (kappa + v * (2 * _cumulative(1 / (2 * s)) - 1)),
        (),
        v > 0,
        "Least round discount factor with a public measure and fines for the partner.",
        f"{NOTES}, P2 (i) and (iii)",
    )


def public_noise() -> ClosedForm:
    """Return the largest noise of a public measure."""
    kappa, v, beta = symbols("kappa v beta", positive=True)
    need = kappa * (1 - beta) / (beta * v)
    return ClosedForm(
        f"{NAME}: normal quality in public",
        "s",
        1 / (2 * _quantile((1 + need) / 2)),
        (beta < 1,),
        need < 1,
        "Largest standard deviation of a public measure that sustains effort.",
        f"{NOTES}, P2 (iv)",
    )


def review_burn() -> ClosedForm:
    """Return the least expected burn of a block."""
    kappa, beta, alpha, gain, rounds = symbols("kappa beta alpha D T", positive=True)
    return ClosedForm(
        f"{NAME}: reviews",
        "burn",
        alpha * kappa / (beta**rounds * gain),
        (beta < 1, alpha + gain <= 1, rounds >= 1),
        gain > 0,
        "Least expected burn per block that deters shirking.",
        f"{NOTES}, P2b (i)",
    )


def review_length() -> ClosedForm:
    """Return the length that a review must exceed for effort at some discount factor."""
    kappa, v, gain = symbols("kappa v D", positive=True)
    (alpha,) = symbols("alpha")
    return ClosedForm(
        f"{NAME}: reviews",
        "T",
        alpha * kappa / (gain * v),
        (alpha + gain <= 1,),
        gain > 0,
        "Number that the rounds of a review must exceed, or effort is sustained at no patience.",
        f"{NOTES}, P2b (iii)",
    )


def all_bad_stake() -> ClosedForm:
    """Return the least surplus at which burning after bad signals only sustains effort."""
    kappa, beta, alpha, gain, rounds = symbols("kappa beta alpha D T", positive=True)
    burnt = kappa / (beta**rounds * alpha ** (rounds - 1) * gain)
    lost = alpha * kappa / (gain * (1 - beta**rounds))
    return ClosedForm(
        f"{NAME}: reviews, all bad",
        "v",
        (1 - beta) * (burnt + lost),
        (beta < 1, alpha + gain <= 1, rounds >= 1),
        gain > 0,
        "Least surplus of a round at which a burn after T bad signals alone sustains effort.",
        f"{NOTES}, P2b (ii)",
    )


def own_rule_beta() -> ClosedForm:
    """Return the threshold if the cutoff is chosen for the false alarms that are accepted."""
    sympy = sympy_module()
    kappa, v, s = symbols("kappa v s", positive=True)
    (cutoff,) = symbols("y", real=True)
    change = _cumulative(cutoff / s) - _cumulative((cutoff - 1) / s)
    return ClosedForm(
        f"{NAME}: safety first, own rule",
        "beta",
        kappa / (kappa + change * v),
        (cutoff <= sympy.Rational(1, 2),),
        v > 0,
        "Least round discount factor if complaints below y are as rare as he asks.",
        f"{NOTES}, P5 (iii)",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm]] = {
    (f"{NAME}: normal quality", "beta"): normal_beta,
    (f"{NAME}: normal quality", "y"): normal_cutoff,
    (f"{NAME}: normal quality, middle cutoff", "s"): middle_cutoff_noise,
    (f"{NAME}: normal quality in public", "beta"): public_beta,
    (f"{NAME}: normal quality in public", "s"): public_noise,
    (f"{NAME}: reviews", "burn"): review_burn,
    (f"{NAME}: reviews", "T"): review_length,
    (f"{NAME}: reviews, all bad", "v"): all_bad_stake,
    (f"{NAME}: safety first, own rule", "beta"): own_rule_beta,
}
