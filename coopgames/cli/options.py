"""What several commands take, and how it is read."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from coopgames.errors import CoopgamesError, invalid

__all__ = ["SHIPPED", "CaseArgument", "discount_factor", "folder"]

SHIPPED = "wanderley2004"

CaseArgument = Annotated[str, typer.Argument(help="A shipped case, or the path of a TOML file.")]


def discount_factor(text: str, *, zero: bool = False) -> Fraction:
    """Read ``--delta``, a number between 0 and 1; 0 itself is for a game that is not repeated."""
    from coopgames.arithmetic import exact

    try:
        value = exact(text)
    except CoopgamesError:
        value = None
    if value is None or not 0 <= value < 1 or (value == 0 and not zero):
        interval = "[0, 1)" if zero else "(0, 1)"
        raise invalid("--delta", text, f"an exact number in {interval}, such as 9/10")
    return value


def folder(name: str, option: str = "--out") -> Path:
    """Read an option such as ``--out``: a folder that is there, or can be made."""
    if not name.strip():
        raise invalid(option, name, "the path of a folder")
    place = Path(name)
    if place.exists() and not place.is_dir():
        raise invalid(option, name, "a folder, and that is a file")
    return place
