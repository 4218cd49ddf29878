"""The report of a contrast in Markdown: what was found, on what it rests, how to read it."""

from __future__ import annotations

from coopgames.reports.catalogue_section import catalogue_section
from coopgames.reports.collusion_section import collusion_section
from coopgames.reports.contrast import Contrast
from coopgames.reports.contrast_sections import (
    flips_section,
    grounds_section,
    source_section,
    thresholds_section,
)
from coopgames.reports.contrast_table import table_rows
from coopgames.reports.headline import disagreement, headline
from coopgames.reports.markdown import plain, table
from coopgames.reports.method_section import (
    assumptions_section,
    certificates_section,
    reading_section,
)
from coopgames.reports.path_section import path_section
from coopgames.reports.referee_section import referee_section
from coopgames.reports.robustness_section import robustness_section, robustness_sentence
from coopgames.reports.supplement import Supplement
from coopgames.reports.table9_section import table9_section

__all__ = ["contrast_markdown"]


def contrast_markdown(contrast: Contrast, extra: Supplement, certificates: int) -> str:
    """Return the text of the report.

    Parameters
    ----------
    contrast : Contrast
    extra : Supplement
        What is None in it is left out.
    certificates : int
        How many certificates were written and accepted.
    """
    parts = [
        _opening(contrast, extra),
        source_section(contrast),
        thresholds_section(contrast),
        collusion_section(contrast),
        grounds_section(contrast),
        flips_section(contrast),
        path_section(extra.paths, contrast.case.period) if extra.paths else "",
        robustness_section(contrast.case, extra.robustness) if extra.robustness else "",
        table9_section(extra.table9) if extra.table9 else "",
        reading_section(contrast),
        referee_section(contrast),
        _full_table(contrast),
        assumptions_section(contrast),
        catalogue_section(extra.institutions),
        certificates_section(certificates),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(contrast: Contrast, extra: Supplement) -> str:
    case = contrast.case
    lines = [f"# {plain(case.label)}"]
    if case.source:
        lines.append(f"Source of the coding: {plain(case.source)}.")
    lines += [
        f"**{plain(headline(contrast))}**",
        plain(disagreement(contrast)),
        plain(robustness_sentence(case, extra.robustness)),
        "![verdicts: activities by arrangements](figures/verdict_grid.svg)",
    ]
    return "\n\n".join(line for line in lines if line)


def _full_table(contrast: Contrast) -> str:
    case = contrast.case
    head = [
        "activity",
        "arrangement",
        "verdict",
        f"critical discount factor per {plain(case.period)}",
        "width",
        "per year",
        "binding attribute",
        "ground",
        "what flips it",
        "source",
        "the source reports",
    ]
    rows: list[list[str]] = []
    for row in table_rows(contrast):
        cells = [plain(x) for x in (row.activity, row.arrangement, row.verdict)]
        if row.applies:
            cells = [f"**{x}**" for x in cells]
        rest = (row.threshold, row.width, row.per_year, row.binding_attribute, row.grounds)
        rows.append([*cells, *rest, row.flips, plain(row.source), row.observed])
    return "\n\n".join(
        [
            "## All verdicts",
            f"At {contrast.discount_factor} a {plain(case.period)}; in bold the arrangement that "
            "applies. The width is that of the enclosure of the critical discount factor; the "
            "binding attribute is the one whose restoration lowers it most. `contrast.csv` has "
            "the exact ends.",
            table(head, rows),
        ]
    )
