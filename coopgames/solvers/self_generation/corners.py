"""A two-player game as the exact solver reads it: one row of six numbers for each profile."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from flint import fmpq

from coopgames.games import StageGame

__all__ = ["Floats", "Row", "Table", "nearest", "to_flint"]

#: Payoffs g1, g2, gains from the best deviation h1, h2, best-reply payoffs b1, b2.
Row: TypeAlias = tuple[Any, Any, Any, Any, Any, Any]
Vector: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"

#: Outer sets are rounded outward to this many binary digits of the payoff range.
OUTER_BITS = 80
#: What floats see of a number that is larger, whose square would overflow.
LARGEST = 1e150


def to_flint(value: object) -> fmpq:
    """Return a Fraction as a flint rational."""
    assert isinstance(value, Fraction)
    return fmpq(value.numerator, value.denominator)


def nearest(value: Any) -> float:
    """Return a number as a float, cut off far from all payoffs.

    Where one player's range is many times the other's, the grid of the outer sets is coarse in the
    units of the smaller one, and their corners may lie as far out as no float does.
    """
    try:
        return min(max(float(value), -LARGEST), LARGEST)
    except OverflowError:
        return LARGEST if value > 0 else -LARGEST


@dataclass(frozen=True, slots=True)
class Floats:
    """The rows in floats, each player's payoffs mapped to [0, 1].

    The map is exact and rounding comes after it, so that a margin that is clearly positive here is
    positive: floats order the work, and decide only what is far from zero.
    """

    g1: Vector
    g2: Vector
    h1: Vector
    h2: Vector
    delta: float


@dataclass(frozen=True, slots=True)
class Table:
    """Payoffs, gains and best replies of all profiles, with the discount factor.

    Attributes
    ----------
    shape : (int, int)
    rows : list of rows
        Profiles in row-major order, flint rationals.
    minmax : pair of fmpq
        In pure actions.
    delta : fmpq
        In (0, 1), or 0.
    patience : fmpq
        ``(1 - delta) / delta``; 0 for delta = 0, where it is not used.
    bottom, size : pairs of fmpq
        Least payoff and payoff range of each player; a range of 0 is replaced by 1.
    unit : fmpq
        The grid of outer sets.
    floats : Floats
    """

    shape: tuple[int, int]
    rows: list[Row]
    minmax: tuple[fmpq, fmpq]
    delta: fmpq
    patience: fmpq
    bottom: tuple[fmpq, fmpq]
    size: tuple[fmpq, fmpq]
    unit: fmpq
    floats: Floats

    @classmethod
    def of(cls, stage: StageGame, delta: Fraction) -> Table:
        """Read a two-player stage game with rational payoffs."""
        m, n = stage.shape
        g1, g2 = ([to_flint(x) for x in cells] for cells in stage.cells)
        replies = [max(g1[j::n]) for j in range(n)], [max(g2[i * n : i * n + n]) for i in range(m)]
        rows: list[Row] = []
        for a in range(m * n):
            b1, b2 = replies[0][a % n], replies[1][a // n]
            rows.append((g1[a], g2[a], b1 - g1[a], b2 - g2[a], b1, b2))
        bottom = min(g1), min(g2)
        ranges = max(g1) - bottom[0], max(g2) - bottom[1]
        one = fmpq(1)
        size = ranges[0] or one, ranges[1] or one
        d = to_flint(delta)
        floats = Floats(
            _floats([(r[0] - bottom[0]) / size[0] for r in rows]),
            _floats([(r[1] - bottom[1]) / size[1] for r in rows]),
            _floats([r[2] / size[0] for r in rows]),
            _floats([r[3] / size[1] for r in rows]),
            float(delta),
        )
        return cls(
            (m, n),
            rows,
            (min(replies[0]), min(replies[1])),
            d,
            (1 - d) / d if d else fmpq(0),
            bottom,
            size,
            grid(max(ranges)),
            floats,
        )

    def profile(self, index: int) -> tuple[int, int]:
        """Return the action indices of a profile."""
        return divmod(index, self.shape[1])

    def normalised(self, x: Any, y: Any) -> tuple[float, float]:
        """Return a point in the units of the floats."""
        return (
            nearest((x - self.bottom[0]) / self.size[0]),
            nearest((y - self.bottom[1]) / self.size[1]),
        )


def grid(payoff_range: fmpq) -> fmpq:
    """Return ``2**(E - 80)``, where ``2**(E-1) <= payoff_range < 2**E``."""
    exponent = 0
    if payoff_range:
        p, q = int(payoff_range.p), int(payoff_range.q)
        exponent = p.bit_length() - q.bit_length()
        if payoff_range >= _power(exponent):
            exponent += 1
        elif payoff_range < _power(exponent - 1):
            exponent -= 1
    return _power(exponent - OUTER_BITS)


def _power(exponent: int) -> fmpq:
    return fmpq(1 << exponent) if exponent >= 0 else fmpq(1, 1 << -exponent)


def _floats(values: list[fmpq]) -> Vector:
    return np.array([float(x) for x in values])
