"""Points and directions as users write them, and what is said when they are none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coopgames.arithmetic import AlgebraicNumber
from coopgames.errors import InvalidGameError, invalid

__all__ = ["members", "no_sequence", "refused", "vector"]


class _Shown(str):
    """Text that is its own repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def refused(argument: str, value: object, expected: str) -> InvalidGameError:
    """Return the error of bad input, with irrational numbers as people read them.

    Examples
    --------
    >>> from coopgames.arithmetic import nth_root
    >>> print(refused("point", (nth_root(2, 2), 1), "one number"))
    point: got (1.414213562 (root of x^2 - 2), 1), expected one number
    """
    return invalid(argument, _shown(value), expected)


def _shown(value: Any) -> object:
    if isinstance(value, AlgebraicNumber):
        return _Shown(value)
    if type(value) not in (tuple, list) or not any(isinstance(x, AlgebraicNumber) for x in value):
        return value
    return type(value)(_shown(x) for x in value)


def vector(values: Any, size: int, argument: str, expected: str) -> list[object]:
    """Return the entries of a sequence of this length; a text or a mapping is none.

    Examples
    --------
    >>> vector((1, 2), 2, "point", "two numbers")
    [1, 2]
    """
    ordered = hasattr(values, "__len__") and hasattr(values, "__getitem__")
    if ordered and not _is_text(values):
        found = _listed(values)
        if found is not None and len(found) == size:
            return found
    raise refused(argument, values, expected)


def members(values: Any, argument: str, expected: str) -> list[object]:
    """Return what an iterable gives; a text or a mapping is none.

    Examples
    --------
    >>> members(((k, 2 * k) for k in range(2)), "points", "an iterable of pairs")
    [(0, 0), (1, 2)]
    """
    found = None if _is_text(values) else _listed(values)
    if found is not None:
        return found
    raise refused(argument, values, expected)


def no_sequence(value: Any, argument: str) -> None:
    """Raise InvalidGameError if a sequence stands where a number is needed.

    Examples
    --------
    >>> no_sequence(1, "bound")
    """
    if _is_sequence(value):
        raise refused(argument, value, "a number")


def _is_text(value: object) -> bool:
    return isinstance(value, str | bytes | bytearray | Mapping | type)


def _is_sequence(value: object) -> bool:
    return isinstance(value, list | tuple)


def _listed(values: Any) -> list[object] | None:
    try:
        iterator = iter(values)
    except TypeError:  # no iterable, or an array without dimensions
        return None
    return list(iterator)
