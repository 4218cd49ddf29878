"""The critical discount factors as a LaTeX table that can be pasted into a paper."""

from __future__ import annotations

from coopgames.arithmetic import Enclosure
from coopgames.institutions import Arrangement
from coopgames.plots.labels import short, threshold_text, width_text
from coopgames.reports.contrast import Contrast
from coopgames.reports.contrast_sections import compared_columns
from coopgames.reports.contrast_table import per_year, year
from coopgames.reports.latex import escape_latex
from coopgames.verdicts import Judgement

__all__ = ["thresholds_latex"]


def thresholds_latex(contrast: Contrast) -> str:
    """Return the table, with a caption that names the class of strategies of each column.

    It needs the package ``booktabs`` and text in UTF-8.
    """
    columns = compared_columns(contrast)
    numbers = " & ".join(f"({k})" for k, _ in enumerate(columns, 1))
    lines = [
        "% Needs \\usepackage{booktabs}.",
        r"\begin{table}[tbp]",
        r"\centering",
        rf"\caption[Critical discount factors]{{{_caption(contrast, columns)}}}",
        rf"\label{{tab:{contrast.case.name.replace('_', '-')}-thresholds}}",
        rf"\begin{{tabular}}{{@{{}}l{'r' * len(columns)}l@{{}}}}",
        r"\toprule",
        rf"Activity & {numbers} & Observed \\",
        r"\midrule",
        *_rows(contrast, columns),
        r"\bottomrule",
        r"\end{tabular}",
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def _caption(contrast: Contrast, columns: list[Arrangement]) -> str:
    case = contrast.case
    period = escape_latex(case.period)
    delta = contrast.discount_factor
    parts = [
        f"Critical discount factors per {period}: the least at which full contribution in every "
        "round is an equilibrium within the class of strategies and sanctions of the column; in "
        "parentheses per year. Bold: the column that applies. "
        "``never'': at no discount factor below 1 within that class; nothing outside it is "
        "refuted, and everybody shirking is an equilibrium too.",
        *(f"({k}) {_column(contrast, x)}." for k, x in enumerate(columns, 1)),
        f"Baseline {short(delta)} per {period} ({year(delta, case.periods_per_year)} a year).",
        _width(contrast),
    ]
    return " ".join(part for part in parts if part)


def _column(contrast: Contrast, arrangement: Arrangement) -> str:
    classes = dict.fromkeys(x.strategies for x in contrast.cells if x.arrangement == arrangement)
    return f"{escape_latex(arrangement.label)}: {escape_latex('; or '.join(classes))}"


def _width(contrast: Contrast) -> str:
    widest = max(
        (x.threshold for x in contrast.cells if isinstance(x.threshold, Enclosure)),
        key=lambda x: x.upper - x.lower,
        default=None,
    )
    if widest is None:
        return ""
    digit, exponent = width_text(widest).split("e")
    return (
        "Rounded from certified enclosures, none wider than "
        rf"${digit} \times 10^{{{int(exponent)}}}$."
    )


def _rows(contrast: Contrast, columns: list[Arrangement]) -> list[str]:
    own = contrast.applicable
    rows: list[str] = []
    for activity in contrast.case.activities:
        cells = [contrast.cell(activity.name, x.name) for x in columns]
        shown = [
            _cell(x, contrast.case.periods_per_year, own.get(activity.name) == x.arrangement.name)
            for x in cells
        ]
        observed = activity.observed or "--"
        rows.append(" & ".join([escape_latex(activity.label), *shown, observed]) + r" \\")
    return rows


def _cell(x: Judgement, periods: int, applies: bool) -> str:
    text = escape_latex(threshold_text(x))
    if x.threshold is not None:
        text += f" ({escape_latex(per_year(x, periods))})"
    return rf"\textbf{{{text}}}" if applies else text
