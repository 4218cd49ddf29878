"""Theorem 1 (contribution family) and Proposition E (equity index), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, symbols, sympy_module

__all__ = ["FORMS"]

THEOREM = "docs/theory/defensive.md, section 1.2, Theorem 1"
INDEX = "docs/theory/defensive.md, section 1.4, Proposition E"
LEAST = "Least round discount factor at which full contribution is sustained"


def _signal(alpha: Any, gain: Any) -> tuple[Any, ...]:
    return (alpha < 1, gain + alpha <= 1)


def burnt_beta() -> ClosedForm:
    """Return the threshold when fines are burnt."""
    kappa, v, alpha, gain = symbols("kappa v alpha D")
    return ClosedForm(
        "theorem1_burnt",
        "beta",
        kappa / (kappa * (1 - alpha) + gain * v),
        _signal(alpha, gain),
        gain * v > alpha * kappa,
        f"{LEAST} by burnt fines.",
        f"{THEOREM} (a)",
    )


def treasury_beta() -> ClosedForm:
    """Return the threshold when each fine is split among the other members."""
    kappa, v, gain = symbols("kappa v D")
    return ClosedForm(
        "theorem1_treasury",
        "beta",
        kappa / (kappa + gain * v),
        (gain <= 1,),
        v > 0,
        f"{LEAST} by one flat fine to the treasury.",
        f"{THEOREM} (b)",
    )


def treasury_members() -> ClosedForm:
    """Return the least (real) number of members of a linear public good under the treasury."""
    b, kappa, s, beta, gain = symbols("b kappa s beta D")
    # v = n b - c + s and kappa = c - b give v = (n - 1) b - kappa + s.
    n = 1 + (kappa * (1 - beta + beta * gain) / (beta * gain) - s) / b
    return ClosedForm(
        "theorem1_treasury",
        "members",
        n,
        (gain <= 1, beta < 1),
        gain > 0,
        "Least real number of members of a linear public good at which it is sustained.",
        f"{THEOREM}, solved for other unknowns",
    )


def treasury_detection_gain() -> ClosedForm:
    """Return the least detection gain under the treasury."""
    kappa, v, beta = symbols("kappa v beta")
    least = kappa * (1 - beta) / (beta * v)
    return ClosedForm(
        "theorem1_treasury",
        "detection_gain",
        least,
        (beta < 1, v > 0),
        least <= 1,
        "Least detection gain D = eta - alpha at which full contribution is sustained.",
        f"{THEOREM}, solved for other unknowns",
    )


def unflagged_beta() -> ClosedForm:
    """Return the threshold when the pot is split among the members without a flag."""
    kappa, v, alpha, gain, n = symbols("kappa v alpha D n")
    ratio = (1 - alpha ** (n - 1)) / (1 - alpha)
    return ClosedForm(
        "theorem1_unflagged",
        "beta",
        kappa / (kappa + ratio * gain * v),
        (*_signal(alpha, gain), n >= 2),
        v > 0,
        f"{LEAST} by some budget-balanced promises; the fine shared by the unflagged attains it.",
        f"{THEOREM} (c)",
    )


def middle_cutoff_gain(sigma: Any, d: Any) -> Any:
    """Return the detection gain at the middle cutoff, ``2 Phi(1/(2 sigma sqrt d)) - 1``."""
    sympy = sympy_module()
    return sympy.erf(1 / (2 * sympy.sqrt(2) * sigma * sympy.sqrt(d)))


def index() -> ClosedForm:
    """Return the equity index; full contribution is sustained iff it is at least kappa/v."""
    delta, ell, seen, sigma, d = symbols("delta ell pi_seen sigma d")
    beta = delta**ell
    return ClosedForm(
        "equity_index",
        "index",
        beta / (1 - beta) * seen * middle_cutoff_gain(sigma, d),
        (delta < 1, seen <= 1),
        seen > 0,
        "Equity index E: the treasury sustains full contribution iff E >= kappa/v.",
        INDEX,
    )


def critical_lag() -> ClosedForm:
    """Return the largest (real) lag at which full contribution is sustained."""
    sympy = sympy_module()
    kappa, v, delta, seen, sigma, d = symbols("kappa v delta pi_seen sigma d")
    gain = seen * middle_cutoff_gain(sigma, d)
    return ClosedForm(
        "equity_index",
        "lag",
        sympy.log(kappa / (kappa + gain * v)) / sympy.log(delta),
        (delta < 1, seen <= 1),
        v > 0,
        "Largest real lag at which the treasury sustains full contribution.",
        INDEX,
    )


def critical_dimensions() -> ClosedForm:
    """Return the largest (real) number of dimensions at which full contribution is sustained."""
    sympy = sympy_module()
    kappa, v, beta, seen, sigma = symbols("kappa v beta pi_seen sigma")
    needed = kappa * (1 - beta) / (beta * v * seen)
    quantile = sympy.sqrt(2) * sympy.erfinv(needed)
    return ClosedForm(
        "equity_index",
        "dimensions",
        1 / (4 * sigma**2 * quantile**2),
        (beta < 1, seen <= 1, v > 0),
        needed < 1,
        "Largest real number of dimensions at which the treasury sustains full contribution.",
        INDEX,
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm]] = {
    ("theorem1_burnt", "beta"): burnt_beta,
    ("theorem1_treasury", "beta"): treasury_beta,
    ("theorem1_treasury", "members"): treasury_members,
    ("theorem1_treasury", "detection_gain"): treasury_detection_gain,
    ("theorem1_unflagged", "beta"): unflagged_beta,
    ("equity_index", "index"): index,
    ("equity_index", "lag"): critical_lag,
    ("equity_index", "dimensions"): critical_dimensions,
}
