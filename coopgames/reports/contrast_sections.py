"""What was found, in sections: beside the source, in numbers, on what it rests, what flips it."""

from __future__ import annotations

from coopgames.institutions import Arrangement
from coopgames.plots.labels import short, threshold_text
from coopgames.reports.commentary import candidate_explanations, second_look_reason
from coopgames.reports.contrast import Comparison, Contrast
from coopgames.reports.contrast_table import flips_text, per_year, year
from coopgames.reports.headline import grounds_lines
from coopgames.reports.markdown import bullets, plain, table
from coopgames.verdicts import Judgement

__all__ = [
    "compared_columns",
    "flips_section",
    "grounds_section",
    "source_section",
    "thresholds_section",
]


def source_section(contrast: Contrast) -> str:
    """List where model and source part, with the candidate explanations that the project knows."""
    parts = ["## The model beside the source"]
    for comparison in contrast.compared("disagrees"):
        known = candidate_explanations(contrast.case, comparison.activity)
        if known is None:
            parts.append(
                f"{_quoted(comparison)}: this is a disagreement, not a success. Either the coding, "
                "the column that is said to apply, or what the model leaves out is at fault; the "
                "report does not say which."
            )
        else:
            introduction, items = known
            parts += [f"{_quoted(comparison)}. {introduction}", bullets(items)]
    rows = [_comparison_row(x) for x in contrast.comparisons if x.activity.observed]
    if not rows:
        return ""
    head = ["activity", "column that applies", "the model", "the source", "outcome"]
    parts.append(table(head, rows))
    return "\n\n".join(parts)


def _quoted(comparison: Comparison) -> str:
    return f"*{plain(comparison.activity.label)}*"


def _comparison_row(comparison: Comparison) -> list[str]:
    answer = comparison.verdict
    outcome = comparison.agreement
    return [
        plain(comparison.activity.label),
        "-" if answer is None else plain(answer.arrangement.label),
        "-" if answer is None else answer.word,
        comparison.activity.observed,
        f"**{outcome}**" if outcome == "disagrees" else outcome,
    ]


def thresholds_section(contrast: Contrast) -> str:
    """Show the thresholds side by side, without the columns that are never sustained by proof."""
    case = contrast.case
    columns = compared_columns(contrast)
    own = contrast.applicable
    rows: list[list[str]] = []
    for activity in case.activities:
        cells = [contrast.cell(activity.name, column.name) for column in columns]
        shown = [_threshold_cell(x, case.periods_per_year, own) for x in cells]
        rows.append([plain(activity.label), *shown, activity.observed or "-"])
    head = ["activity", *(plain(x.label) for x in columns), "the source"]
    return "\n\n".join(
        [
            "## Critical discount factors",
            f"Least discount factor per {plain(case.period)} at which full contribution is an "
            "equilibrium, in brackets per year; in bold the column that applies. The baseline is "
            f"{short(contrast.discount_factor)} "
            f"({year(contrast.discount_factor, case.periods_per_year)} a year).",
            table(head, rows),
            "![discounted loss against gain](figures/gain_and_loss.svg)",
        ]
    )


def compared_columns(contrast: Contrast) -> list[Arrangement]:
    """Return the columns whose thresholds are worth comparing.

    Where side agreements are free nothing is sustained, by proof; such columns are left out unless
    there are no others.
    """
    kept = [x for x in contrast.arrangements if x.side_agreement_cost != 0]
    return kept or list(contrast.arrangements)


def _threshold_cell(x: Judgement, periods: int, own: dict[str, str]) -> str:
    text = threshold_text(x)
    if x.threshold is not None:
        text += f" ({per_year(x, periods)})"
    return f"**{text}**" if own.get(x.activity.name) == x.arrangement.name else text


def grounds_section(contrast: Contrast) -> str:
    """Say what each ground means and which verdicts rest on it."""
    lines = grounds_lines(contrast)
    parts = [
        "## On what the negative verdicts rest",
        "Three things are kept apart. The *attributes* act through how well a contribution is "
        "told from shirking (the detection gain D) and through the discount factor of a round "
        "(beta, the discount factor to the power of the lag). The *recipient of the fine* "
        "matters through who can value a contribution: before members a fine can go to a "
        "treasury or to the others, between two it can only be burnt, or the one who reports "
        "would gain by a complaint. *Collusion* matters through who can be paid to be silent. A "
        "fourth ground, *patience*, says only that a higher discount factor would do.",
    ]
    parts.append(bullets(map(plain, lines)) if lines else "No verdict here is negative.")
    undecided = sum(x.sustained is None for x in contrast.cells)
    if undecided:
        verdicts = "verdict" if undecided == 1 else "verdicts"
        parts.append(f"On {undecided} {verdicts} the enclosed data do not decide.")
    return "\n\n".join(parts)


def flips_section(contrast: Contrast) -> str:
    """List the sets that flip a verdict, of what only a partner values and of what fails."""
    case = contrast.case
    negative = {x.activity.name for x in contrast.valued_by("partner")}
    negative |= {x.activity.name for x in contrast.valued_by("members") if not x.sustained}
    cells = [x for x in contrast.cells if x.activity.name in negative]
    parts = [
        "## Minimal sets of attributes that flip a verdict",
        "All minimal sets: *restore* sets the attributes to met where the verdict fails, *lose* "
        "sets them to not met where it holds. *No set* means that no such change flips it, - that "
        "the verdict is undecided. The "
        "sets of the other activities stand beside their verdicts.",
    ]
    head = ["activity", "arrangement", "verdict", "what flips it"]
    reason = second_look_reason(case) if contrast.second_look else ""
    for found in (cells, contrast.second_look):
        if found:
            delta = found[0].discount_factor
            why = f" {reason}" if found is contrast.second_look and reason else ""
            parts += [f"At {delta} a {plain(case.period)}:{why}", table(head, _flip_rows(found))]
    return "\n\n".join(parts) if cells or contrast.second_look else ""


def _flip_rows(cells: list[Judgement] | tuple[Judgement, ...]) -> list[list[str]]:
    return [
        [plain(x.activity.label), plain(x.arrangement.label), x.word, flips_text(x)] for x in cells
    ]
