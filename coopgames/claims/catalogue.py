"""All claims, and what is known of each."""

from __future__ import annotations

from coopgames.claims.claim import Claim, Verdict
from coopgames.claims.proof import prove
from coopgames.claims.search import falsify
from coopgames.claims.theorem1_burnt import theorem1_burnt
from coopgames.errors import MissingSolverError

__all__ = ["claims", "ledger"]


def claims() -> tuple[Claim, ...]:
    """Return all claims.

    Examples
    --------
    >>> claims()[0].name
    'theorem1_burnt'
    """
    return (theorem1_burnt(),)


def ledger() -> list[dict[str, object]]:
    """Return one row for each claim: its statement, its source, its verdict and the evidence.

    Notes
    -----
    A claim is first given to :func:`prove`. If that is undecided, or the SMT solvers are not
    installed, :func:`falsify` is asked; a search that finds nothing is no proof, and the verdict
    says so.
    """
    return [_row(claim) for claim in claims()]


def _row(claim: Claim) -> dict[str, object]:
    verdict, evidence = _verdict(claim)
    return {
        "claim": claim.name,
        "verdict": verdict.name,
        "meaning": verdict.value,
        "evidence": evidence,
        "statement": claim.statement,
        "source": claim.source,
    }


def _verdict(claim: Claim) -> tuple[Verdict, str]:
    try:
        proof = prove(claim)
    except MissingSolverError as error:
        undecided = str(error)
    else:
        if proof.verdict is not Verdict.UNDECIDED:
            return proof.verdict, proof.reason
        undecided = proof.reason
    found = falsify(claim)
    if found is not None:
        return Verdict.REFUTED, str(found)
    return Verdict.NOT_FALSIFIED, f"exact solver at random points and knife edges; {undecided}"
