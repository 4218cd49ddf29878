"""Outward normals of a convex set, exactly and as unit vectors in floats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import frexp, hypot
from typing import Any

import numpy as np
from flint import fmpq

from coopgames.arithmetic import FieldElement
from coopgames.solvers.self_generation.corners import Table, Vector, nearest
from coopgames.solvers.self_generation.geometry import Point

__all__ = ["Directions", "normals_of", "short"]


def normals_of(vertices: Sequence[Point]) -> list[tuple[Any, Any]]:
    """Return the normals of a nonempty set in the order of the certificates, with -e1 and -e2.

    A polygon has one for each edge; a segment or a point has some that cut it out.
    """
    n = len(vertices)
    one = vertices[0][0] - vertices[0][0] + 1
    zero = one - one
    if n > 2:
        found = [
            (q[1] - p[1], p[0] - q[0])
            for p, q in zip(vertices, [*vertices[1:], vertices[0]], strict=True)
        ]
    elif n == 2:
        p, q = vertices
        dx, dy = q[0] - p[0], q[1] - p[1]
        found = [(dy, -dx), (-dy, dx), (dx, dy), (-dx, -dy), (one, zero), (zero, one)]
    else:
        found = [(one, zero), (zero, one), (one, one)]
    for c, axis in enumerate(((-one, zero), (zero, -one))):
        if not any(_points_down(m, c) for m in found):
            found.append(axis)
    return found


def _points_down(normal: tuple[Any, Any], c: int) -> bool:
    """Tell whether a normal is a positive multiple of -e_c."""
    return not normal[1 - c] and bool(normal[c] < 0)


@dataclass(frozen=True, slots=True)
class Directions:
    """Normals of a set.

    Attributes
    ----------
    exact : list of pairs
    units : array, shape (m, 2)
        The same in the units of the floats, of length 1.
    lengths : array, shape (m,)
        A width of 1 along a unit is ``lengths[i] * scales[i]`` along the exact normal. The scales
        are exact, so that no payoff is too small or too large for a float.
    least : (int, int)
        The first normals that bound the payoffs of players 1 and 2 from below.
    """

    table: Table
    exact: list[tuple[Any, Any]]
    units: np.ndarray[Any, np.dtype[np.float64]]
    lengths: Vector
    scales: list[fmpq]
    least: tuple[int, int]

    @classmethod
    def of(cls, table: Table, exact: list[tuple[Any, Any]]) -> Directions:
        """Read exact normals, among which are positive multiples of -e1 and -e2."""
        w1, w2 = table.size
        scales = [_scale(n, w1, w2) for n in exact]
        pairs = [
            (nearest(n[0] * w1 / s), nearest(n[1] * w2 / s))
            for n, s in zip(exact, scales, strict=True)
        ]
        lengths = np.array([hypot(*p) for p in pairs])
        units = np.array(pairs) / lengths[:, None]
        first, second = (next(i for i, n in enumerate(exact) if _points_down(n, c)) for c in (0, 1))
        return cls(table, exact, units, lengths, scales, (first, second))

    def offsets(self, exact: Sequence[Any]) -> Vector:
        """Return offsets ``n . v <= b`` in the units of the floats."""
        x, y = self.table.bottom
        return self.floats(
            [b - n[0] * x - n[1] * y for n, b in zip(self.exact, exact, strict=True)]
        )

    def floats(self, widths: Sequence[Any]) -> Vector:
        """Return exact widths in the units of the floats."""
        scaled = [nearest(w / s) for w, s in zip(widths, self.scales, strict=True)]
        return np.array(scaled) / self.lengths

    def exactly(self, widths: Vector, bits: int, up: bool = True) -> list[fmpq]:
        """Return widths in the units of the floats as short rationals, rounded up or down."""
        along = (widths * self.lengths).tolist()
        return [short(w, bits, up) * s for w, s in zip(along, self.scales, strict=True)]

    def supports(self, vertices: Sequence[Point]) -> list[Any]:
        """Return the support of a nonempty set in every direction."""
        return [max(n[0] * p[0] + n[1] * p[1] for p in vertices) for n in self.exact]


def _scale(normal: tuple[Any, Any], w1: fmpq, w2: fmpq) -> fmpq:
    """Return about how long a normal is; any positive number is right."""
    first, second = (_rational(x) for x in normal)
    if first is not None and second is not None:
        return max(abs(first) * w1, abs(second) * w2)
    return w1 * w2  # an edge of a set with irrational corners


def _rational(value: Any) -> fmpq | None:
    if isinstance(value, FieldElement):
        return value.polynomial[0] if value.is_rational else None
    return value


def short(value: float, bits: int, up: bool = True) -> fmpq:
    """Return a rational near `value` >= 0 whose mantissa has about `bits` digits.

    Rounded up it exceeds a positive value by at most a share ``2**(1 - bits)``.
    """
    mantissa, exponent = frexp(value)
    whole, shift = int(mantissa * (1 << bits)) + int(up), exponent - bits
    return fmpq(whole << shift) if shift >= 0 else fmpq(whole, 1 << -shift)
