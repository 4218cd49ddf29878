"""``coopgames claims``: the ledger."""

from __future__ import annotations

import typer

from coopgames.cli.application import failing_clearly

__all__ = ["claims_command"]


@failing_clearly
def claims_command() -> None:
    """Prove every claim anew (needs the extra "proofs") and print verdict, evidence and source."""
    from coopgames.claims import ledger

    for row in ledger():
        typer.echo(f"{row['claim']}: {row['verdict']} ({row['evidence']})")
        typer.echo(f"  {row['statement']}")
        typer.echo(f"  {row['source']}")
