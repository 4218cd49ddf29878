"""The score on a table of used arrangements, as what it is: no evidence for the model."""

from __future__ import annotations

from coopgames.institutions.table9 import Table9Activity, Table9Arrangement
from coopgames.reports.markdown import bullets, plain, table
from coopgames.reports.table9 import Table9Cell, Table9Score

__all__ = ["table9_section"]


def table9_section(result: Table9Score, *, full: bool = False) -> str:
    """Return the section.

    Parameters
    ----------
    result : Table9Score
    full : bool
        Whether every cell, every disagreement and every recoding is shown as well.
    """
    parts = [
        "## Another question: which arrangements are used",
        _about(result),
        plain(result.summary),
        table(*_scores(result)),
        "In sample: the forecast of a cell knows the cell itself. Coding, priors and rule were "
        "fixed before the score was computed, and there is one score only.",
    ]
    if full:
        parts += [
            "### Every cell",
            f"Share of {result.draws:,} prior draws (seed {result.table.seed}) in which the "
            "arrangement can sustain the activity, and whether the source reports it as used. A "
            f"cell is predicted used above {result.table.threshold}; in bold where that is wrong.",
            table(*_grid(result)),
            *_disagreements(result),
            "### One primitive taken out at a time",
            "The score when a primitive is set to one level everywhere; no coding was changed "
            "because of it.",
            table(*_sensitivity(result)),
        ]
    return "\n\n".join(part for part in parts if part)


def _about(result: Table9Score) -> str:
    source = f" Source: {plain(result.table.source)}." if result.table.source else ""
    return f"*{plain(result.table.title)}.*{source}"


def _scores(result: Table9Score) -> tuple[list[str], list[list[str]]]:
    head = ["forecast", "accuracy", "balanced", "Brier score", "right", "cells"]
    rows = [
        [
            f"**{x.name}**" if x is result.model else x.name,
            f"{x.accuracy:.2f}",
            f"{x.balanced:.3f}",
            f"{x.brier:.3f}",
            str(x.right),
            str(x.cells),
        ]
        for x in (result.model, *result.baselines)
    ]
    return head, rows


def _grid(result: Table9Score) -> tuple[list[str], list[list[str]]]:
    columns = result.table.arrangements
    rows = [
        [plain(_title(row)), *(_cell(result.cell(row.name, column.name)) for column in columns)]
        for row in result.table.activities
    ]
    return ["activity", *(plain(_title(x)) for x in columns)], rows


def _title(x: Table9Activity | Table9Arrangement) -> str:
    return x.title or x.name.replace("_", " ")


def _cell(cell: Table9Cell) -> str:
    text = f"{cell.sustained.value:.3f}{' used' if cell.used else ''}"
    return f"**{text}**" if cell.disagreement else text


def _disagreements(result: Table9Score) -> list[str]:
    groups: dict[str, list[str]] = {}
    names = {x.name: _title(x) for x in (*result.table.activities, *result.table.arrangements)}
    for x in result.disagreements:
        place = f"{names[x.activity]} / {names[x.arrangement]} ({x.sustained.value:.2f})"
        groups.setdefault(x.disagreement, []).append(place)
    lines = (
        f"{word} ({len(places)}): {plain('; '.join(places))}" for word, places in groups.items()
    )
    if not groups:
        return []
    return ["### Where it is wrong", bullets(lines)]


def _sensitivity(result: Table9Score) -> tuple[list[str], list[list[str]]]:
    rows = [
        [
            f"{x.primitive.replace('_', ' ')}: all {x.level}",
            f"{x.score.accuracy:.2f}",
            str(x.flipped),
        ]
        for x in result.sensitivity
    ]
    return ["recoded", "accuracy", "predictions that flip"], rows
