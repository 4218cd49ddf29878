"""``coopgames figures``: draw the figures of the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coopgames.cli.application import failing_clearly
from coopgames.cli.options import folder

__all__ = ["figures"]


@failing_clearly
def figures(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Figures to draw; all by default.", metavar="[NAME]..."),
    ] = None,
    out: Annotated[str, typer.Option(help="Folder for pictures and data.")] = "out/figures",
    source: Annotated[
        Path, typer.Option("--from", help="Folder with the scripts figNN_*.py of a checkout.")
    ] = Path("figures"),
    only_list: Annotated[bool, typer.Option("--list", help="List the figures and exit.")] = False,
) -> None:
    """Draw the figures of the repository: SVG, PDF, and the numbers behind them as CSV."""
    from coopgames.plots.scripts import choose_scripts, run_script, script_title

    place = folder(out)
    for name, script in choose_scripts(names or (), source).items():
        if only_list:
            typer.echo(f"{name}: {script_title(script)}")
            continue
        for path in run_script(script, place):
            typer.echo(path)
