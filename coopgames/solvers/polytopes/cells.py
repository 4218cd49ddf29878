"""The stage game as the polytope solvers read it: payoffs in units of their range, exact and float.

Payoffs are shifted to start at 0 and divided by the largest range of a player, so that every
tolerance below is a share of that range and nothing depends on the units of the game.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np
from flint import fmpq

from coopgames.games import StageGame
from coopgames.games._arrays import profiles
from coopgames.solvers._flint import from_flint, to_flint

__all__ = ["Cells", "Flags", "Floats", "Integers", "Vector", "read_cells"]

Flags = np.ndarray[Any, np.dtype[np.bool_]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
Integers = np.ndarray[Any, np.dtype[np.int64]]
Vector = tuple[fmpq, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """Payoffs, best-reply gains and pure minmax payoffs, in shares of the payoff range.

    Attributes
    ----------
    profiles : tuple of tuples of int
        Row-major.
    payoffs, gains : tuples (one for each profile) of tuples (one number for each player)
    minmax : tuple of fmpq
        Pure minmax payoffs.
    discount_factor : fmpq
    shifts : tuple of Fraction
        Least payoff of each player, in the units of the game.
    scale : Fraction
        Largest range of a player's payoffs (1 if all payoffs are constant).
    """

    profiles: tuple[tuple[int, ...], ...]
    payoffs: tuple[Vector, ...]
    gains: tuple[Vector, ...]
    minmax: Vector
    discount_factor: fmpq
    shifts: tuple[Fraction, ...]
    scale: Fraction

    @property
    def num_players(self) -> int:
        """Number of players."""
        return len(self.shifts)

    def pure_nash(self) -> list[int]:
        """Return the profiles, by position, in which nobody gains by deviating."""
        return [a for a, gains in enumerate(self.gains) if not any(gains)]

    def to_user(self, point: Vector) -> tuple[Fraction, ...]:
        """Return a point in the units of the game."""
        pairs = zip(point, self.shifts, strict=True)
        return tuple(from_flint(x) * self.scale + shift for x, shift in pairs)


def read_cells(stage: StageGame, discount_factor: Fraction) -> Cells:
    """Read a stage game with rational payoffs. O(profiles x players x actions)."""
    columns = [[cast(Fraction, x) for x in cells] for cells in stage.cells]
    shifts = tuple(min(column) for column in columns)
    ranges = [max(column) - low for column, low in zip(columns, shifts, strict=True)]
    scale = max(ranges) or Fraction(1)
    rows = [
        tuple((x - low) / scale for x, low in zip(row, shifts, strict=True))
        for row in zip(*columns, strict=True)
    ]
    order = profiles(stage.shape)
    best: list[dict[tuple[int, ...], Fraction]] = [{} for _ in shifts]
    for profile, row in zip(order, rows, strict=True):
        for i, x in enumerate(row):
            others = (*profile[:i], *profile[i + 1 :])
            best[i][others] = max(best[i].get(others, x), x)
    gains = [
        tuple(to_flint(best[i][(*profile[:i], *profile[i + 1 :])] - x) for i, x in enumerate(row))
        for profile, row in zip(order, rows, strict=True)
    ]
    return Cells(
        profiles=tuple(order),
        payoffs=tuple(tuple(map(to_flint, row)) for row in rows),
        gains=tuple(gains),
        minmax=tuple(to_flint(min(replies.values())) for replies in best),
        discount_factor=to_flint(discount_factor),
        shifts=shifts,
        scale=scale,
    )
