"""Payoffs as arrays: numbers read in bulk, and scaled to machine integers where they fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from operator import attrgetter
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from coopgames.arithmetic import Arithmetic, Number, unify
from coopgames.errors import UnsupportedGameError
from coopgames.games._arrays import flatten

__all__ = ["Array", "read_cells", "read_numbers", "scaled_arrays"]

Array = NDArray[Any]

#: Scaled payoffs stay below this, so that differences of two still fit in 64 bits.
BOUND = 1 << 62


def read_cells(nested: Any, argument: str) -> tuple[tuple[int, ...], Sequence[object]]:
    """Return shape and cells; arrays of numbers take a short way, which matters for large games.

    Examples
    --------
    >>> read_cells(np.array([[1, 2]]), "payoffs")
    ((1, 2), [1, 2])
    """
    if isinstance(nested, np.ndarray) and nested.dtype.kind in "iuf" and nested.size:  # pyright: ignore[reportUnknownMemberType]
        array = cast("Array", nested)
        return array.shape, array.ravel().tolist()
    return flatten(nested, argument)


def read_numbers(cells: Sequence[object], argument: str) -> tuple[Arithmetic, tuple[Number, ...]]:
    """Return the arithmetic and the numbers; uniform lists are read without naming each cell.

    Examples
    --------
    >>> read_numbers([1, Fraction(1, 2)], "payoffs")[1]
    (Fraction(1, 1), Fraction(1, 2))
    """
    kinds = set(map(type, cells))
    if kinds == {Fraction}:
        return Arithmetic.EXACT, tuple(cast("Sequence[Fraction]", cells))
    if kinds <= {int, Fraction}:
        # Few distinct numbers are the rule in large games; a Fraction is slow to make.
        made = {x: Fraction(x) for x in set(cast("Sequence[int | Fraction]", cells))}
        return Arithmetic.EXACT, tuple(made[x] for x in cast("Sequence[int]", cells))
    if kinds == {float} and all(map(math.isfinite, cast("Sequence[float]", cells))):
        return Arithmetic.FLOAT, tuple(cast("Sequence[float]", cells))
    arithmetic, values = unify({f"{argument}, cell {k}": x for k, x in enumerate(cells)})
    return arithmetic, tuple(values.values())


def scaled_arrays(
    cells: tuple[tuple[Number, ...], ...], shape: tuple[int, ...], arithmetic: Arithmetic
) -> tuple[Array, ...]:
    """Return one read-only array for each player, as said in ``StageGame.scaled_payoffs``."""
    if arithmetic is Arithmetic.FLOAT:
        arrays = [np.array(own, dtype=np.float64) for own in cells]
    elif arithmetic is Arithmetic.EXACT:
        arrays = [_exact(cast("tuple[Fraction, ...]", own)) for own in cells]
    else:
        raise UnsupportedGameError("payoffs: got a parameter, expected numbers")
    shaped = tuple(array.reshape(shape) for array in arrays)
    for array in shaped:
        array.setflags(write=False)
    return shaped


def _exact(own: tuple[Fraction, ...]) -> Array:
    tops: list[int] = list(map(attrgetter("numerator"), own))
    bottoms: set[int] = set(map(attrgetter("denominator"), own))
    scale = math.lcm(*bottoms) if all(q < BOUND for q in bottoms) and len(bottoms) < 1000 else 0
    if scale == 1 and max(map(abs, tops)) < BOUND:
        return np.array(tops, dtype=np.int64)
    if 0 < scale < BOUND:
        whole = [top * (scale // x.denominator) for top, x in zip(tops, own, strict=True)]
        if max(map(abs, whole)) < BOUND:
            return np.array(whole, dtype=np.int64)
    result = np.empty(len(own), dtype=object)
    result[:] = own
    return result
