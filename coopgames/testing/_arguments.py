"""Checks of the generators' arguments, made when a generator is called and not when it draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeGuard, cast

from hypothesis import strategies as st

from coopgames.arithmetic import exact
from coopgames.errors import InvalidGameError, MixedArithmeticError, invalid

__all__ = ["Exact", "Range", "exact_argument", "flag", "items", "size_range", "strategy_or"]

#: What the library reads as an exact number.
Exact = int | str | Fraction
#: A number of things, or the least and the largest number.
Range = int | tuple[int, int]


def exact_argument(argument: str, value: object) -> Fraction:
    """Read an exact number; the message names the argument."""
    try:
        return exact(value)
    except (InvalidGameError, MixedArithmeticError) as error:
        raise invalid(argument, value, "an exact number such as 2 or '9/10'") from error


def size_range(argument: str, value: object, least: int) -> tuple[int, int]:
    """Read "how many": one integer, or the least and the largest."""
    pair = (value, value) if isinstance(value, int) else value
    if isinstance(pair, tuple | list):
        ends = [x for x in cast("Sequence[object]", pair) if _is_integer(x)]
        if len(ends) == len(cast("Sequence[object]", pair)) == 2 and least <= ends[0] <= ends[1]:
            return ends[0], ends[1]
    raise invalid(argument, value, f"an integer >= {least}, or a pair (smallest, largest) of them")


def _is_integer(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def flag(argument: str, value: object) -> bool:
    """Read a yes or no; 0 and 1 are refused, since they are likely to be meant for a neighbour."""
    if isinstance(value, bool):
        return value
    raise invalid(argument, value, "True or False")


def items(argument: str, value: object, expected: str) -> tuple[Any, ...]:
    """Read a sequence of anything but characters."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    raise invalid(argument, value, expected)


def strategy_or(argument: str, value: object, expected: str) -> st.SearchStrategy[Any]:
    """Read a Hypothesis generator."""
    if isinstance(value, st.SearchStrategy):
        return value  # pyright: ignore[reportUnknownVariableType]
    raise invalid(argument, value, expected)
