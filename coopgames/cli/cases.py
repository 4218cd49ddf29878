"""``coopgames cases``: what is shipped."""

from __future__ import annotations

import typer

from coopgames.cli.application import failing_clearly

__all__ = ["cases"]


@failing_clearly
def cases() -> None:
    """List the shipped cases."""
    from coopgames.institutions import cases as names
    from coopgames.institutions import load_case

    for name in names():
        case = load_case(name)
        typer.echo(
            f"{name}: {case.label} ({len(case.activities)} activities, "
            f"{len(case.arrangements)} arrangements)"
        )
