"""``coopgames institutions``: the catalogue, with verdicts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coopgames.cli.application import failing_clearly
from coopgames.cli.terminal import WIDE, add_row, new_console, new_table, progress, say

if TYPE_CHECKING:
    from coopgames.catalogue import InstitutionVerdict

__all__ = ["institutions_command"]


@failing_clearly
def institutions_command(
    variants: Annotated[
        bool, typer.Option("--variants", help="Also the other games of each institution.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the institutions of the catalogue: source, and verdict at the default numbers."""
    from coopgames.catalogue import institutions

    known = institutions(variants=variants)
    found: list[InstitutionVerdict] = []
    with progress(as_json) as on_step:
        for number, institution in enumerate(known):
            if on_step is not None:
                on_step(number, len(known), institution.heading)
            found.append(institution.verdict())
    rows = [_row(x) for x in found]
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    console = new_console()
    if console.width < WIDE:
        for row in rows:
            say(console, f"{row['name']}: {row['verdict']}{_from(row['threshold'])}")
            say(console, f"  {row['source']}")
        return
    columns = {"name": -3, "verdict": 13, "threshold": 24, "certificates": 12, "source": -4}
    table = new_table(console, columns)
    for row in rows:
        add_row(table, (str(row[name]) for name in columns))
    console.print(table)


def _row(x: InstitutionVerdict) -> dict[str, Any]:
    name = x.institution.name
    variant = x.institution.variant
    return {
        "name": f"{name}: {variant}" if variant else name,
        "verdict": x.word,
        "threshold": "-" if x.thresholds is None else " ".join(map(str, x.thresholds)) or "none",
        "certificates": len(x.certificates),
        "source": str(x.institution.source),
    }


def _from(threshold: str) -> str:
    return "" if threshold in ("-", "none") else f", at discount factors {threshold}"
