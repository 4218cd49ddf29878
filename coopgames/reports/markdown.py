"""The little Markdown that a report needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["bullets", "plain", "table"]

_SPECIAL = re.compile(r"([\\`*_|<>$\[\]])")


def plain(text: str) -> str:
    r"""Return text on one line in which nothing is markup.

    Examples
    --------
    >>> print(plain("a|b *c*"))
    a\|b \*c\*
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown already.

    Examples
    --------
    >>> print(table(["a", "b"], [["1", "2"]]))
    | a | b |
    |---|---|
    | 1 | 2 |
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "|" + "|".join(cell if cell == "---" else f" {cell} " for cell in line) + "|"
        for line in lines
    )


def bullets(items: Iterable[str]) -> str:
    """Return a list, one item per line."""
    return "\n".join(f"* {item}" for item in items)
