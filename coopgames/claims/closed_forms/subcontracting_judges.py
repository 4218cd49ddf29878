"""Courts, certifiers and panels of subcontracting (P8), as SymPy expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopgames.claims.closed_forms.form import ClosedForm, RootForm, symbols, sympy_module

__all__ = ["FORMS"]

NAME = "subcontracting"
NOTES = "docs/theory/specialization.md, P8"


def _reliability(hearing: str, least: Any, beta: Any) -> ClosedForm:
    return ClosedForm(
        f"{NAME}: court, {hearing}",
        "rho",
        least,
        (beta < 1,),
        least <= 1,
        "Least reliability at which damages alone make the supplier work.",
        NOTES,
    )


def proof_reliability() -> ClosedForm:
    """Return the least reliability of a court that never convicts who worked."""
    kappa, beta, damages = symbols("kappa beta K", positive=True)
    return _reliability("proof", kappa / (beta * damages), beta)


def erring_reliability() -> ClosedForm:
    """Return the least reliability of a court that errs either way."""
    kappa, beta, damages = symbols("kappa beta K", positive=True)
    return _reliability("errs", (1 + kappa / (beta * damages)) / 2, beta)


def filed_reliability() -> ClosedForm:
    """Return the least reliability of a court that hears what is filed after bad signals."""
    kappa, beta, damages, eta = symbols("kappa beta K eta", positive=True)
    return _reliability("filed", kappa / (beta * eta * damages), beta)


def _filing(unknown: str, meaning: str) -> ClosedForm:
    kappa, beta, damages, eta = symbols("kappa beta K eta", positive=True)
    alpha, phi, rho = symbols("alpha phi rho", positive=True)
    won = beta * rho * damages
    shirking = alpha * phi / (alpha * phi + eta * (won - phi))
    value = shirking if unknown == "shirking" else kappa / (eta * won)
    assumptions = (beta < 1, alpha < 1, eta <= 1, rho <= 1, phi < won, kappa < eta * won)
    return ClosedForm(f"{NAME}: filing", unknown, value, assumptions, phi < won, meaning, NOTES)


def shirking_at_court() -> ClosedForm:
    """Return how often the supplier shirks where filing costs something."""
    return _filing("shirking", "Probability of shirking in the one equilibrium.")


def filing_at_court() -> ClosedForm:
    """Return how often the buyer files where filing costs something."""
    return _filing("filing", "Probability of filing after a bad signal in the one equilibrium.")


def certifier_beta() -> ClosedForm:
    """Return the threshold with a certifier's public signal."""
    kappa, v, gain = symbols("kappa v D", positive=True)
    (phi,) = symbols("phi", nonnegative=True)
    return ClosedForm(
        f"{NAME}: certifier",
        "beta",
        kappa / (kappa + gain * (v - phi)),
        (gain <= 1,),
        v > phi,
        "Least round discount factor with a certifier's signal and fines for the partner.",
        NOTES,
    )


def certifier_fee() -> ClosedForm:
    """Return the largest fee of a certifier."""
    kappa, v, gain, beta = symbols("kappa v D beta", positive=True)
    most = v - kappa * (1 - beta) / (beta * gain)
    return ClosedForm(
        f"{NAME}: certifier",
        "phi",
        most,
        (gain <= 1, beta < 1),
        most >= 0,
        "Largest fee a round at which a certifier's signal sustains effort.",
        NOTES,
    )


def panel_beta() -> RootForm:
    """Return the threshold with the verdict of a majority of an odd number of arbitrators."""
    sympy = sympy_module()
    kappa, v, eta, size = symbols("kappa v eta w", positive=True)
    alpha, beta = symbols("alpha beta")
    votes = sympy.Symbol("k", integer=True)

    def convicts(rate: Any) -> Any:
        term = sympy.binomial(size, votes) * rate**votes * (1 - rate) ** (size - votes)
        return sympy.Sum(term, (votes, (size + 1) / 2, size))

    change = convicts(eta) - convicts(alpha)
    return RootForm(
        f"{NAME}: arbitration panel",
        "beta",
        beta * (kappa + change * v) - kappa,
        beta,
        (0, 1),
        (alpha > 0, eta < 1),
        eta > alpha,
        "Least round discount factor with the majority's verdict and fines for the partner.",
        NOTES,
    )


FORMS: dict[tuple[str, str], Callable[[], ClosedForm | RootForm]] = {
    (f"{NAME}: court, proof", "rho"): proof_reliability,
    (f"{NAME}: court, errs", "rho"): erring_reliability,
    (f"{NAME}: court, filed", "rho"): filed_reliability,
    (f"{NAME}: filing", "shirking"): shirking_at_court,
    (f"{NAME}: filing", "filing"): filing_at_court,
    (f"{NAME}: certifier", "beta"): certifier_beta,
    (f"{NAME}: certifier", "phi"): certifier_fee,
    (f"{NAME}: arbitration panel", "beta"): panel_beta,
}
