"""``coopgames explain``: how attributes become numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from coopgames.cli.application import failing_clearly
from coopgames.cli.terminal import WIDE, add_row, new_console, new_table, say

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["explain"]


@failing_clearly
def explain(
    activity: Annotated[
        str, typer.Argument(help="Name of an institution, or of an activity of the case.")
    ],
    arrangement: Annotated[
        str | None,
        typer.Argument(help="Name of an arrangement of the case; none for an institution."),
    ] = None,
    case: Annotated[str, typer.Option(help="A shipped case, or the path of a TOML file.")] = (
        "wanderley2004"
    ),
) -> None:
    """Show how an institution, or an activity under an arrangement, becomes a game."""
    from coopgames.institutions import load_case
    from coopgames.institutions.explanation import shown

    if arrangement is None:
        from coopgames.catalogue import institution

        found = institution(activity)
        explanation = found.explain()
    else:
        loaded = load_case(case)
        explanation = loaded.activity(activity).explain(loaded.arrangement(arrangement))
    console = new_console()
    say(console, explanation.title)
    rows = explanation.to_rows()
    if console.width < WIDE:
        for row in rows:
            _say_row(console, {name: shown(value) for name, value in row.items()})
        return
    columns = {"attribute": 12, "level": 8, "primitive": -3, "symbol": 6, "value": 10}
    columns |= {"source": -3}
    table = new_table(console, columns)
    for row in rows:
        add_row(table, (shown(row[name]) for name in columns))
    console.print(table)


def _say_row(console: Console, row: dict[str, str]) -> None:
    """Print a row of an explanation as two or three lines; ``-`` stands for nothing."""
    level = "" if row["level"] in ("", "-") else f" ({row['level']})"
    say(console, f"{row['attribute']}{level}", gap=True)
    symbol = "" if row["symbol"] in ("", "-") else f" {row['symbol']}"
    value = "" if row["value"] in ("", "-") else f" = {row['value']}"
    colon = ":" if symbol or value else ""
    say(console, f"  {row['primitive']}{colon}{symbol}{value}")
    if row["source"] not in ("", "-"):
        say(console, f"  source: {row['source']}")
