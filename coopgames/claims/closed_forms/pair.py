"""Private valuation of a supplier's work (P1a, P1b, P1c'), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable

from coopgames.claims.closed_forms.form import ClosedForm, symbols

__all__ = ["FORMS"]

NOTES = "docs/theory/specialization.md"


def private_beta() -> ClosedForm:
    """Return the threshold with truthful reports and nobody else to pay."""
    kappa, v, alpha, gain = symbols("kappa v alpha D")
    return ClosedForm(
        "pair_private",
        "beta",
        kappa / (kappa * (1 - alpha) + gain * v),
        (alpha < 1, gain + alpha <= 1),
        gain * v > alpha * kappa,
        "Least round discount factor at which a truthful report each round sustains effort.",
        f"{NOTES}, P1a (iv)",
    )


def private_joint_fall() -> ClosedForm:
    """Return the least fall of the pair's joint value after a complaint."""
    kappa, beta, gain = symbols("kappa beta D")
    return ClosedForm(
        "pair_private",
        "joint_fall",
        kappa / (beta * gain),
        (beta < 1, gain <= 1),
        gain > 0,
        "Least fall of the joint value of the pair after a complaint, whatever the medium.",
        f"{NOTES}, P1a (ii)",
    )


def third_party_beta() -> ClosedForm:
    """Return the threshold on a ring with fines to third parties and a complaint fee."""
    kappa, v, gain, n = symbols("kappa v D n")
    return ClosedForm(
        "pair_third_party",
        "beta",
        kappa / (kappa + gain * v),
        (gain <= 1, n >= 3),
        v > 0,
        "Least round discount factor with fines to third parties and no side agreements.",
        f"{NOTES}, P1b",
    )


def side_agreement_cost() -> ClosedForm:
    """Return the least cost of side agreements that keeps reports honest."""
    kappa, v, alpha, gain, beta = symbols("kappa v alpha D beta")
    return ClosedForm(
        "pair_side_agreements",
        "cost",
        kappa / (beta * gain),
        (alpha < 1, gain + alpha <= 1, beta < 1),
        # Truthful reports must sustain effort to begin with ("v large" in the notes, by P1a).
        beta * (kappa * (1 - alpha) + gain * v) >= kappa,
        "Least cost of a side agreement at which two reports sustain effort.",
        f"{NOTES}, P1c'",
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm]] = {
    ("pair_private", "beta"): private_beta,
    ("pair_private", "joint_fall"): private_joint_fall,
    ("pair_third_party", "beta"): third_party_beta,
    ("pair_side_agreements", "cost"): side_agreement_cost,
}
