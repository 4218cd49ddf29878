"""``coopgames contrast``: every activity under every arrangement."""

from __future__ import annotations

from typing import Annotated

import typer

from coopgames.cli.application import failing_clearly
from coopgames.cli.contrast_table import print_table
from coopgames.cli.options import SHIPPED, CaseArgument, discount_factor, folder
from coopgames.cli.terminal import new_console, progress, say

__all__ = ["contrast_command"]


@failing_clearly
def contrast_command(
    case: CaseArgument = "wanderley2004",
    out: Annotated[
        str | None,
        typer.Option(
            help="Folder for the report, figures and certificates; default: out/NAME of the case, "
            "and out/contrast for wanderley2004.",
        ),
    ] = None,
    delta: Annotated[
        str | None,
        typer.Option(help="Discount factor per period, such as 993/1000; default: the baseline."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the headline only.")] = False,
) -> None:
    """Solve every activity under every arrangement; write and print the contrast."""
    from coopgames.institutions import load_case
    from coopgames.reports import (
        contrast,
        disagreement,
        grounds_lines,
        headline,
        supplement,
        write_contrast,
    )
    from coopgames.reports.catalogue_section import catalogue_sentence
    from coopgames.reports.robustness_section import robustness_sentence

    rate = None if delta is None else discount_factor(delta)
    place = None if out is None else folder(out)
    loaded = load_case(case)
    if place is None:
        place = folder(f"out/{'contrast' if case == SHIPPED else loaded.name}")
    with progress(quiet) as on_step:
        result = contrast(loaded, rate, on_step=on_step)
    extra = supplement(result, catalogue=case == SHIPPED)
    written = write_contrast(result, place, extra)
    console = new_console()
    if quiet:
        say(console, headline(result))
        return
    print_table(console, result)
    shares = robustness_sentence(loaded, extra.robustness)
    for text in (headline(result), disagreement(result), shares):
        if text:
            say(console, text, gap=True)
    lines = grounds_lines(result)
    if lines:
        say(console, "The negative verdicts rest on", gap=True)
        for line in lines:
            say(console, f"* {line}")
    if extra.institutions:
        say(console, catalogue_sentence(extra.institutions), gap=True)
    certificates = sum(path.suffix == ".json" for path in written)
    text = f"{certificates} certificate{'' if certificates == 1 else 's'} accepted by the checker."
    say(console, f"{text} Report: {place / 'report.html'}", gap=True)
