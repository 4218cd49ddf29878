"""Names of activities, arrangements and cases: identifiers, because they also name files."""

from __future__ import annotations

import re

from coopgames.errors import invalid

__all__ = ["check_name"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


def check_name(value: object, argument: str) -> str:
    """Return a name: a letter, then at most 63 letters, digits and underscores (ASCII).

    Examples
    --------
    >>> check_name("large_order", "name")
    'large_order'
    """
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        expected = "a letter and then at most 63 letters, digits and underscores"
        raise invalid(argument, value, expected)
    return value
