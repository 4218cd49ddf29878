"""Properties of payoff sets that are kept when the set grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Final

from coopgames.solvers.self_generation.geometry import Point, contains, cross

__all__ = ["DIMENSIONS", "EXCEEDS", "Property"]

#: Floats tell a set from a smaller one only beyond this share of the payoff range.
TOLERANCE: Final = 1e-10
#: Properties that ask for so many extreme points.
DIMENSIONS: Final = {"nonempty": 1, "segment": 2, "polygon": 3}
#: The property to be more than the hull of the static equilibria.
EXCEEDS: Final = "exceeds_static"


@dataclass(frozen=True, slots=True)
class Property:
    """A property that every set has which contains a set that has it.

    Attributes
    ----------
    name : str
        A key of `DIMENSIONS`, `EXCEEDS`, or "contains".
    points : tuple of points
        The point to contain, or the extreme points of the static hull; exact.
    floats : tuple of points
        The same in shares of the payoff range.
    """

    name: str
    points: tuple[Point, ...] = ()
    floats: tuple[tuple[float, float], ...] = ()

    def holds(self, vertices: Sequence[Point]) -> bool:
        """Decide it for a hull in any exact field."""
        if self.name in DIMENSIONS:
            return len(vertices) >= DIMENSIONS[self.name]
        if self.name == EXCEEDS:
            return any(not contains(self.points, v) for v in vertices)
        return contains(vertices, self.points[0])

    def seems(self, vertices: Sequence[Point]) -> bool:
        """Guess it for a hull in floats, in shares of the payoff range."""
        if self.name in DIMENSIONS:
            return _dimension(vertices) + 1 >= DIMENSIONS[self.name]
        if self.name == EXCEEDS:
            return any(not _near(self.floats, v) for v in vertices)
        return _near(vertices, self.floats[0])


def _near(vertices: Sequence[Point], point: Point) -> bool:
    """Tell whether a point lies in a hull, up to the tolerance."""
    n = len(vertices)
    if n == 1:
        return hypot(point[0] - vertices[0][0], point[1] - vertices[0][1]) <= TOLERANCE
    for k in range(n):
        a, b = vertices[k - 1], vertices[k]
        length = hypot(b[0] - a[0], b[1] - a[1])
        if cross(a, b, point) < -TOLERANCE * length:
            return False
        if n == 2 and not -TOLERANCE <= _along(a, b, point) / length <= length + TOLERANCE:
            return False
    return n > 0


def _along(a: Point, b: Point, point: Point) -> float:
    return (point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])


def _dimension(vertices: Sequence[Point]) -> int:
    """Return the dimension of a hull, up to the tolerance; -1 if it is empty."""
    if not vertices:
        return -1
    start = vertices[0]
    far = max(vertices, key=lambda v: hypot(v[0] - start[0], v[1] - start[1]))
    length = hypot(far[0] - start[0], far[1] - start[1])
    if length <= TOLERANCE:
        return 0
    return 1 + any(abs(cross(start, far, v)) > TOLERANCE * length for v in vertices)
