"""``coopgames agree``: two coders' files of the same activities."""

from __future__ import annotations

from typing import Annotated

import typer

from coopgames.cli.application import failing_clearly

__all__ = ["agree"]


@failing_clearly
def agree(
    first: Annotated[
        str, typer.Argument(help="A coder's case, the path of a TOML file.", metavar="FILE1")
    ],
    second: Annotated[
        str, typer.Argument(help="Another coder's case of the same activities.", metavar="FILE2")
    ],
) -> None:
    """Compare two codings of the same activities: share of equal codings, and Cohen's kappa."""
    from coopgames.institutions import load_case
    from coopgames.institutions.agreement import agreement

    typer.echo(str(agreement(load_case(first), load_case(second))))
