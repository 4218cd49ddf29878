"""Claims: statements with a source, to be proved or refuted.

``prove`` gives a claim to two SMT solvers, ``falsify`` looks for a counterexample with the exact
solver, ``ledger`` does what is needed for all ``claims``. Names are loaded when they are first
used, so SymPy, Hypothesis and the SMT solvers stay out of ``import coopgames.claims``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coopgames.claims.catalogue import claims, ledger
    from coopgames.claims.claim import (
        Claim,
        Counterexample,
        Domain,
        Family,
        Threshold,
        Verdict,
    )
    from coopgames.claims.closed_forms import ClosedForm, closed_form
    from coopgames.claims.proof import Proof, prove
    from coopgames.claims.search import falsify
    from coopgames.claims.smt import smtlib

# No module has the name of a function in it: importing it would put the module in its place.
_HOMES = {
    "catalogue": "claims ledger",
    "claim": "Claim Counterexample Domain Family Threshold Verdict",
    "closed_forms": "ClosedForm closed_form",
    "proof": "Proof prove",
    "search": "falsify",
    "smt": "smtlib",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Claim",
    "ClosedForm",
    "Counterexample",
    "Domain",
    "Family",
    "Proof",
    "Threshold",
    "Verdict",
    "claims",
    "closed_form",
    "falsify",
    "ledger",
    "prove",
    "smtlib",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'coopgames.claims' has no attribute {name!r}")
    value: Any = getattr(import_module(f"coopgames.claims.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
