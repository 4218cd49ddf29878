"""Exact payoffs as integer arrays with one common scale, in machine integers where they suffice."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coopgames.games import StageGame

__all__ = ["integer_payoffs"]

#: Sums and differences over the players stay below this: machine integers cannot overflow.
MACHINE = 2**62


def integer_payoffs(stage: StageGame) -> tuple[list[NDArray[Any]], int]:
    """Return the payoffs times a common denominator, one flat array for each player, and it.

    Arrays hold machine integers if all sums over players fit, Python integers otherwise. O(cells).

    Examples
    --------
    >>> arrays, scale = integer_payoffs(StageGame([[["1/2", 1]], [["1/3", 0]]]))
    >>> [a.tolist() for a in arrays], scale
    ([[3, 6], [2, 0]], 6)
    """
    arrays = [array.ravel() for array in stage.scaled_payoffs()]
    if all(array.dtype == np.int64 for array in arrays):
        scales = [_scale(stage, i, array) for i, array in enumerate(arrays)]
        common = math.lcm(*scales)
        factors = [common // scale for scale in scales]
        largest = max(
            factor * max(int(array.max()), -int(array.min()))
            for factor, array in zip(factors, arrays, strict=True)
        )
        if 4 * len(arrays) * largest < MACHINE:
            return [f * array for f, array in zip(factors, arrays, strict=True)], common
    return _long_integers(stage)


def _scale(stage: StageGame, player: int, array: NDArray[Any]) -> int:
    """Return the whole number by which a player's payoffs were multiplied."""
    places = np.flatnonzero(array)
    if not len(places):
        return 1
    payoff = stage.cells[player][int(places[0])]
    assert isinstance(payoff, Fraction)
    return int(int(array[places[0]]) / payoff)


def _long_integers(stage: StageGame) -> tuple[list[NDArray[Any]], int]:
    scale = 1
    for cells in stage.cells:
        scale = math.lcm(scale, *(x.denominator for x in cells if isinstance(x, Fraction)))
    rows = [[int(x * scale) for x in cells if isinstance(x, Fraction)] for cells in stage.cells]
    return [np.array(row, dtype=object) for row in rows], scale
