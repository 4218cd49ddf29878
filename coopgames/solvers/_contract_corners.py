"""Corners of a polyhedron whose rows move with a parameter, by Cramer's rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from flint import fmpq_poly

from coopgames.arithmetic import sign_at
from coopgames.solvers._flint import coefficients, from_flint, to_flint
from coopgames.solvers.intervals import End

__all__ = ["Contract", "Corner", "Row", "corners_of", "minor"]

#: Constant, then one coefficient for each term: the row is kept where their sum is >= 0.
Row = tuple[fmpq_poly, ...]
Contract = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Corner:
    """Where some rows bind: terms ``tops / bottom``, rows ``slacks / bottom`` (k + 1 minors)."""

    bottom: fmpq_poly
    tops: tuple[fmpq_poly, ...]
    slacks: tuple[fmpq_poly, ...]

    def kept(self, point: End) -> bool:
        """Whether the corner exists at a point and keeps all rows."""
        side = _sign(self.bottom, point)
        return side != 0 and all(side * _sign(x, point) >= 0 for x in self.slacks)

    def at(self, point: Fraction) -> Contract:
        """Return its terms at a point."""
        x = to_flint(point)
        return tuple(from_flint(top(x) / self.bottom(x)) for top in self.tops)


def corners_of(rows: Sequence[Row]) -> list[Corner]:
    """Return the corners in which as many rows bind as there are terms."""
    terms = len(rows[0]) - 1
    found: list[Corner] = []
    for binding in combinations(range(len(rows)), terms):
        square = [rows[r][1:] for r in binding]
        bottom = minor(square)
        if not bottom:
            continue
        right = [-rows[r][0] for r in binding]
        tops = tuple(
            minor([(*row[:j], b, *row[j + 1 :]) for row, b in zip(square, right, strict=True)])
            for j in range(terms)
        )
        slacks = tuple(
            sum((a * top for a, top in zip(row[1:], tops, strict=True)), row[0] * bottom)
            for r, row in enumerate(rows)
            if r not in binding
        )
        found.append(Corner(bottom, tops, slacks))
    return found


def minor(square: Sequence[Sequence[fmpq_poly]]) -> fmpq_poly:
    """Return a determinant by its first row; there are few terms."""
    if not square:
        return fmpq_poly([1])
    total = fmpq_poly([0])
    for j, x in enumerate(square[0]):
        if x:
            rest = [[*row[:j], *row[j + 1 :]] for row in square[1:]]
            total += (-1) ** j * x * minor(rest)
    return total


def _sign(polynomial: fmpq_poly, point: End) -> int:
    if isinstance(point, Fraction):
        value = polynomial(to_flint(point))
        return (value > 0) - (value < 0)
    return sign_at(coefficients(polynomial), point)
