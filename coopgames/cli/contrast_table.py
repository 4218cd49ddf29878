"""The table of verdicts, in as many columns as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coopgames.cli.terminal import WIDE, add_row, new_table, say

if TYPE_CHECKING:
    from rich.console import Console

    from coopgames.reports import Contrast

__all__ = ["print_table"]

_NARROW = 56  # columns below which there is no table


def print_table(console: Console, result: Contrast) -> None:
    """Print all verdicts, in fewer columns where there is less room."""
    from coopgames.reports import table_rows

    if console.width < _NARROW:
        _print_list(console, result)
        return
    period = f"per {result.case.period}"
    longest = max(len(x.name) for x in result.arrangements) + 2
    columns = {"activity": -3, "arrangement": min(24, max(11, longest)), "verdict": 13}
    columns[period] = max(9, min(len(period), 12))
    if console.width >= WIDE:
        columns |= {"per year": 8, "binding attribute": 12, "ground": 11, "what flips it": -5}
        columns |= {"section": -3, "source": 11}
    table = new_table(console, columns)
    previous = ""
    for row in table_rows(result):
        cells = (
            "" if row.activity == previous else row.activity,
            f"{'* ' if row.applies else '  '}{row.column}",
            row.verdict,
            row.threshold,
            row.per_year,
            row.binding_attribute,
            row.grounds,
            row.flips,
            row.source,
            row.observed,
        )
        add_row(table, cells[: len(columns)], bold=row.applies)
        previous = row.activity
    console.print(table)
    _print_legend(console, result)


def _print_list(console: Console, result: Contrast) -> None:
    """Print all verdicts where a table has no room: the activity on a line of its own."""
    from coopgames.reports import table_rows

    previous = ""
    for row in table_rows(result):
        if row.activity != previous:
            say(console, row.activity, gap=bool(previous))
        previous = row.activity
        number = "" if row.threshold == "-" else f", {row.threshold} per {result.case.period}"
        say(console, f"{'*' if row.applies else ' '} {row.column}: {row.verdict}{number}")
    _print_legend(console, result)


def _print_legend(console: Console, result: Contrast) -> None:
    say(console, "* the arrangement that applies to the activity", gap=True)
    say(console, f"  per {result.case.period}: the critical discount factor")
    for arrangement in result.arrangements:
        say(console, f"  {arrangement.name}: {arrangement.label}")
