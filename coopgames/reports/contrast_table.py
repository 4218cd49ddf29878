"""The rows of the contrast in words and decimals, for the terminal and for the report."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from coopgames.plots.labels import factor_text, power, threshold_text, width_text
from coopgames.reports.contrast import Contrast
from coopgames.verdicts import Judgement

__all__ = ["TableRow", "flips_text", "per_year", "table_rows"]


class TableRow(NamedTuple):
    """One verdict as texts."""

    activity: str
    arrangement: str
    column: str
    applies: bool
    verdict: str
    threshold: str
    width: str
    per_year: str
    binding_attribute: str
    grounds: str
    flips: str
    source: str
    observed: str


def table_rows(contrast: Contrast) -> list[TableRow]:
    """Return one row per activity and arrangement."""
    own = contrast.applicable
    return [
        TableRow(
            x.activity.label,
            x.arrangement.label,
            x.arrangement.name,
            own.get(x.activity.name) == x.arrangement.name,
            x.word,
            "-" if x.word == "never" else threshold_text(x),
            "-" if x.threshold is None else width_text(x.threshold),
            per_year(x, contrast.case.periods_per_year),
            x.binding_attribute or "-",
            ", ".join(ground.label for ground in x.grounds) or "-",
            flips_text(x),
            x.activity.source or "-",
            x.activity.observed or "-",
        )
        for x in contrast.cells
    ]


def per_year(verdict: Judgement, periods: int, places: int = 4) -> str:
    """Return the critical discount factor per year, or ``-`` where there is none."""
    if verdict.threshold is None:
        return "-"
    return factor_text(power(verdict.threshold, periods), places)


def flips_text(verdict: Judgement) -> str:
    """Return the minimal sets of attributes that flip a verdict, as sets; ``-`` if undecided.

    Examples
    --------
    >>> import coopgames as cg
    >>> case = cg.load_case("wanderley2004")
    >>> pair = case.activity("subcontracting"), case.arrangement("treasury")
    >>> flips_text(cg.verdict(*pair, "49/50"))
    'restore {simultaneity} or {concreteness, proximity}'
    """
    if verdict.sustained is None:
        return "-"
    if not verdict.flips:
        return "no set"
    sets = " or ".join("{" + ", ".join(names) + "}" for names in verdict.flips)
    return f"{'lose' if verdict.sustained else 'restore'} {sets}"


def year(value: Fraction, periods: int) -> str:
    """Return a discount factor per year to four decimals."""
    return factor_text(power(value, periods))
