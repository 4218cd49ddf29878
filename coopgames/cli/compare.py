"""``coopgames compare``: two cases, and which change makes the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from coopgames.cli.application import failing_clearly
from coopgames.cli.options import CaseArgument, discount_factor, folder
from coopgames.cli.terminal import add_row, new_console, new_table, say

if TYPE_CHECKING:
    from rich.console import Console

    from coopgames.verdicts.differences import ActivityDifference, Differences

__all__ = ["compare"]


@failing_clearly
def compare(
    first: CaseArgument,
    second: CaseArgument,
    out: Annotated[
        str | None,
        typer.Option(
            help="Folder for the report, the figure and the certificates; default: "
            "out/compare/FIRST-SECOND.",
        ),
    ] = None,
    delta: Annotated[
        str | None,
        typer.Option(
            help="Discount factor per period in both cases; default: the baseline of each, and "
            "patience is one of the changes."
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the headline only.")] = False,
) -> None:
    """Compare two cases: which verdicts differ, and which institution makes the difference."""
    from coopgames.institutions import load_case
    from coopgames.reports.comparison import comparison_headline
    from coopgames.reports.comparison_files import write_comparison
    from coopgames.verdicts.differences import differences

    rate = None if delta is None else discount_factor(delta)
    place = None if out is None else folder(out)
    cases = load_case(first), load_case(second)
    if place is None:
        place = folder(f"out/compare/{cases[0].name}-{cases[1].name}")
    found = differences(*cases, rate)
    written = write_comparison(found, place)
    console = new_console()
    say(console, comparison_headline(found))
    if quiet:
        return
    _print_verdicts(console, found)
    for x in found.differing:
        _print_shares(console, x)
    certificates = sum(path.suffix == ".json" for path in written)
    text = f"{certificates} certificate{'' if certificates == 1 else 's'} accepted by the checker."
    say(console, f"{text} Report: {place / 'comparison.md'}", gap=True)


def _print_verdicts(console: Console, found: Differences) -> None:
    from coopgames.plots.labels import threshold_text

    console.print()
    table = new_table(console, {"activity": -3, found.first.name: -3, found.second.name: -3})
    for x in found.activities:
        cells = [x.label]
        for end in (x.first, x.second):
            number = "" if end.threshold is None else f" ({threshold_text(end)})"
            cells.append(f"{end.word}{number}")
        add_row(table, cells, bold=x.differs)
    console.print(table)
    say(console, f"in brackets the critical discount factor per {found.first.period}")


def _print_shares(console: Console, x: ActivityDifference) -> None:
    from coopgames.reports.comparison import decisive_sentence, sets_sentence, share_text

    say(console, decisive_sentence(x), gap=True)
    table = new_table(console, {"change": -3, "from": -3, "to": -3, "share": 20})
    for share in x.shares:
        change = share.change
        add_row(table, (change.label, change.before, change.after, share_text(share.net)))
    console.print(table)
    say(console, f"Minimal sets that flip it alone: {sets_sentence(x.sufficient)}")
