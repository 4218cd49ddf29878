"""``coopgames verify``: check certificates."""

from __future__ import annotations

from typing import Annotated

import typer

from coopgames.cli.application import failing_clearly

__all__ = ["verify"]


@failing_clearly
def verify(
    files: Annotated[list[str], typer.Argument(help="Certificates (JSON).", metavar="FILE...")],
) -> None:
    """Check certificates; exit with 0 if all are accepted, with 1 if any is rejected."""
    from coopgames.certificates import checker

    code = checker.main(files)
    if code:
        raise typer.Exit(code)
