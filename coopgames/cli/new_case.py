"""``coopgames new-case``: a case file to begin with."""

from __future__ import annotations

from typing import Annotated

import typer

from coopgames.cli.application import failing_clearly

__all__ = ["new_case"]


@failing_clearly
def new_case(
    file: Annotated[
        str, typer.Argument(help="Path of the new file; it ends in .toml.", metavar="FILE")
    ],
    force: Annotated[bool, typer.Option("--force", help="Write over a file.")] = False,
) -> None:
    """Write a case file that can be filled in: it loads as it is, and explains every key."""
    from coopgames.institutions.template import write_template

    place = write_template(file, force=force)
    typer.echo(f"{place}: fill it in, then run coopgames contrast {place}")
