"""Appendix of a report: every institution of the catalogue at its default numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coopgames.catalogue import InstitutionVerdict
from coopgames.certificates import Certificate
from coopgames.reports.markdown import bullets, plain, table
from coopgames.reports.writing import certificate_name

__all__ = ["catalogue_certificates", "catalogue_section", "catalogue_sentence"]

#: The first part of the file names of the catalogue's certificates.
CATALOGUE = "catalogue"


def catalogue_certificates(
    found: Sequence[InstitutionVerdict],
) -> Iterator[tuple[str, Certificate]]:
    """Yield the certificates of institutions with their file names."""
    for x in found:
        for role, certificate in x.certificates.items():
            yield certificate_name(CATALOGUE, x.institution.key, role), certificate


def catalogue_sentence(found: Sequence[InstitutionVerdict]) -> str:
    """Return how many of the games are sustained, in one sentence."""
    kept = sum(bool(x.sustained) for x in found)
    judged = sum(x.equilibria is None for x in found)
    return (
        f"The catalogue: {kept} of {judged} games of institutions are sustained at their "
        "default numbers (appendix of the report)."
    )


def catalogue_section(found: Sequence[InstitutionVerdict]) -> str:
    """Return the appendix: verdict, threshold and certificate of each; empty if there are none."""
    if not found:
        return ""
    head = ["institution", "verdict", "sustaining discount factors", "best deviation gains"]
    head += ["certificates", "source"]
    claims = dict.fromkeys(f"*{plain(x.institution.heading)}*: {_claim(x)}" for x in found)
    return "\n\n".join(
        [
            "## Appendix: the institutions of the catalogue",
            "Each institution as a game of its own, at the default numbers of the catalogue (which "
            "illustrate and estimate nothing; `coopgames explain NAME` lists them). *Sustained* "
            "says that the plan is an equilibrium at the default discount factor; the third "
            "column has all discount factors at which it is. A gain is average discounted.",
            table(head, [_row(x) for x in found]),
            "What is claimed, and about which class of strategies:",
            bullets(claims),
        ]
    )


def _row(x: InstitutionVerdict) -> list[str]:
    intervals = "-" if x.thresholds is None else " ".join(map(str, x.thresholds)) or "none"
    files = [certificate_name(CATALOGUE, x.institution.key, role) for role in x.certificates]
    return [
        plain(x.institution.heading),
        x.word,
        plain(intervals),
        "-" if x.deviation is None else plain(str(x.deviation.gain)),
        " ".join(f"`{name}`" for name in files) or "-",
        plain(str(x.institution.source)),
    ]


def _claim(x: InstitutionVerdict) -> str:
    return plain(x.institution.claim)
