"""Refuse TOML text that is nested past any use, before the standard reader labours over it."""

from __future__ import annotations

import re

from coopgames.errors import InvalidCaseError

__all__ = ["MAXIMUM_DEPTH", "check_depth"]

#: A case needs three or four.
MAXIMUM_DEPTH = 64

# Possessive, and closed by the end of the line or text too: linear in any text, valid or not.
_SKIPPED = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*+(?:"{3,5})?'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5})?"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
_TOKEN = re.compile(r"[A-Za-z0-9_\-. \t]+|[\[\]{}]")


def check_depth(text: str, file: str) -> None:
    """Raise InvalidCaseError for more than 64 dots in a key or 64 brackets in each other.

    Time is linear in the length of the text; that of the standard reader is quadratic in the
    number of dots.

    Examples
    --------
    >>> check_depth("a.b = [[1], [2]]", "case.toml")
    """
    bare = _SKIPPED.sub(_placeholder, text)
    depth = 0
    for token in _TOKEN.finditer(bare):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth = max(0, depth - 1)
        if depth > MAXIMUM_DEPTH or token[0].count(".") > MAXIMUM_DEPTH:
            line = bare.count("\n", 0, token.start()) + 1
            what = "brackets in each other" if depth > MAXIMUM_DEPTH else "dots in a key"
            raise InvalidCaseError(f"{file}:{line}: expected at most {MAXIMUM_DEPTH} {what}")


def _placeholder(skipped: re.Match[str]) -> str:
    """Return as many lines as the match has; a string may be a part of a key."""
    return ("" if skipped[0].startswith("#") else "s") + "\n" * skipped[0].count("\n")
