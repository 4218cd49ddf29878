"""Nested sequences to flat row-major tuples and back: the one place that knows the order.

Also how a number is written in the ``repr`` of a game.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from fractions import Fraction
from typing import Any, cast

import flint

from coopgames.errors import invalid

__all__ = ["flatten", "listed", "nest", "number_source", "profiles", "read_profile", "row_major"]

#: Deepest nesting accepted, so that a hostile argument cannot exhaust the stack.
MAXIMUM_DEPTH = 64


def _is_sequence(value: object) -> bool:
    # The keys of a mapping and the bytes of a bytes object are no numbers that anyone meant.
    return (
        hasattr(value, "__len__")
        and hasattr(value, "__getitem__")
        and not isinstance(value, str | bytes | bytearray | Mapping | type)
        # An array without dimensions has both attributes and is a number.
        and getattr(cast("Any", value), "shape", None) != ()
    )


def listed(value: object) -> tuple[Any, ...]:
    """Return what an ordered iterable holds; nothing for text, mappings, sets and the rest.

    Examples
    --------
    >>> listed(range(3)), listed("ab"), listed({1, 2}), listed(None)
    ((0, 1, 2), (), (), ())
    """
    text = isinstance(value, str | bytes | bytearray)
    if text or isinstance(value, Mapping | Set | type) or not isinstance(value, Iterable):
        return ()
    try:
        return tuple(cast("Iterable[Any]", value))
    except TypeError:  # an array without dimensions
        return ()


def flatten(nested: Any, argument: str) -> tuple[tuple[int, ...], tuple[object, ...]]:
    """Return the shape and the row-major cells of a rectangular nested sequence.

    Raises
    ------
    InvalidGameError
        If the nesting is ragged, empty or deeper than 64.

    Examples
    --------
    >>> flatten([[1, 2, 3], [4, 5, 6]], "payoffs")
    ((2, 3), (1, 2, 3, 4, 5, 6))
    """
    shape: list[int] = []
    cells: list[Any] = [nested]
    while cells and _is_sequence(cells[0]):
        lengths = {len(cell) if _is_sequence(cell) else -1 for cell in cells}
        if len(lengths) != 1 or 0 in lengths or len(shape) == MAXIMUM_DEPTH:
            raise invalid(argument, nested, "a rectangular, non-empty nested sequence")
        shape.append(lengths.pop())
        cells = [item for cell in cells for item in cell]
    if any(_is_sequence(cell) for cell in cells):
        raise invalid(argument, nested, "a rectangular, non-empty nested sequence")
    return tuple(shape), tuple(cells)


def nest(cells: Sequence[Any], shape: Sequence[int]) -> Any:
    """Return the nested tuples of row-major cells: the inverse of :func:`flatten`.

    Examples
    --------
    >>> nest((1, 2, 3, 4), (2, 2))
    ((1, 2), (3, 4))
    """
    if not shape:
        return cells[0]
    block = len(cells) // shape[0]
    return tuple(nest(cells[k * block : (k + 1) * block], shape[1:]) for k in range(shape[0]))


def read_profile(value: Any, players: int, argument: str) -> tuple[int, ...]:
    """Return an action profile of indices.

    Raises
    ------
    InvalidGameError
        If it is no sequence of that many integers >= 0.

    Examples
    --------
    >>> read_profile([1, 0], 2, "profile")
    (1, 0)
    """
    profile = listed(value)
    are_indices = all(type(a) is int and a >= 0 for a in profile)
    if len(profile) != players or not are_indices:
        raise invalid(argument, value, f"a profile of {players} action indices, each >= 0")
    return profile


def row_major(profile: Sequence[int], shape: Sequence[int]) -> int:
    """Return the position of an action profile in row-major order.

    Examples
    --------
    >>> row_major((1, 0), (2, 3))
    3
    """
    index = 0
    for action, size in zip(profile, shape, strict=True):
        index = index * size + action
    return index


def profiles(shape: Sequence[int]) -> list[tuple[int, ...]]:
    """Return all action profiles in row-major order.

    Examples
    --------
    >>> profiles((2, 2))
    [(0, 0), (0, 1), (1, 0), (1, 1)]
    """
    result: list[tuple[int, ...]] = [()]
    for size in shape:
        result = [(*profile, action) for profile in result for action in range(size)]
    return result


def number_source(value: object) -> str:
    """Return the shortest Python expression that a constructor of a game reads as this number.

    Examples
    --------
    >>> number_source(Fraction(3)), number_source(Fraction(1, 3)), number_source(0.5)
    ('3', "'1/3'", '0.5')
    """
    if not isinstance(value, Fraction):
        return repr(value)
    # flint prints integers of any length; Python's own str stops at 4,300 digits.
    text = str(flint.fmpq(value.numerator, value.denominator))
    return text if value.denominator == 1 else f"'{text}'"
