"""Convex sets of payoff pairs with exact vertices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coopgames.arithmetic import AlgebraicNumber, exact, nth_root
from coopgames.errors import InvalidGameError, invalid

__all__ = ["PayoffSet", "Point", "convex_hull"]

Point = tuple[Fraction, Fraction]


def _cross(o: Point, a: Point, b: Point) -> Fraction:
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def _half(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _cross(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def convex_hull(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the extreme points, counterclockwise from the lexicographically least.

    Notes
    -----
    Andrew's monotone chain (1979) in exact arithmetic, O(n log n); points inside an edge are left
    out.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> len(convex_hull([(one, one), (two, two), (one, two), (two, one), (one, one)]))
    4
    """
    distinct = sorted(set(points))
    if len(distinct) <= 2:
        return tuple(distinct)
    lower, upper = _half(distinct), _half(distinct[::-1])
    return tuple(lower[:-1] + upper[:-1])


@dataclass(frozen=True, slots=True)
class PayoffSet:
    """A convex set of payoff pairs: empty, a point, a segment or a polygon.

    Parameters
    ----------
    points : iterable of pairs of exact numbers
        Any points whose convex hull is the set.

    Attributes
    ----------
    vertices : tuple of pairs of Fractions
        Extreme points, counterclockwise from the lexicographically least.

    Examples
    --------
    >>> triangle = PayoffSet([(0, 0), (2, 0), (0, 2), (1, 1)])
    >>> len(triangle.vertices), triangle.area
    (3, Fraction(2, 1))
    """

    vertices: tuple[Point, ...]

    def __init__(self, points: Iterable[Sequence[object]]) -> None:
        pairs: list[Point] = []
        for point in points:
            if len(point) != 2:
                raise invalid("points", point, "pairs of payoffs: this set is for two players")
            pairs.append((exact(point[0]), exact(point[1])))
        object.__setattr__(self, "vertices", convex_hull(pairs))

    @property
    def dimension(self) -> int:
        """Dimension of the set: -1 if it is empty, 0 a point, 1 a segment, 2 a polygon."""
        return min(len(self.vertices), 3) - 1

    @property
    def area(self) -> Fraction:
        """Area, in squared units of payoff (0 below dimension 2)."""
        if self.dimension < 2:
            return Fraction(0)
        first = self.vertices[0]
        edges = zip(self.vertices[1:], self.vertices[2:], strict=False)
        return sum((_cross(first, a, b) for a, b in edges), start=Fraction(0)) / 2

    def contains(self, point: Sequence[object]) -> bool:
        """Tell whether a payoff pair belongs to the set (the boundary does).

        Examples
        --------
        >>> PayoffSet([(0, 0), (2, 2)]).contains((1, 1))
        True
        """
        where = (exact(point[0]), exact(point[1]))
        if self.dimension < 0:
            return False
        if self.dimension == 2:
            return all(_cross(a, b, where) >= 0 for a, b in self._edges())
        return self._squared_distance(where) == 0

    def support(self, direction: Sequence[object]) -> Fraction:
        """Return the largest value of ``direction . u`` over the set.

        Raises
        ------
        InvalidGameError
            If the set is empty.

        Examples
        --------
        >>> PayoffSet([(0, 0), (2, 1)]).support((1, 1))
        Fraction(3, 1)
        """
        if not self.vertices:
            raise InvalidGameError("support: the set is empty, it has no largest value")
        first, second = exact(direction[0]), exact(direction[1])
        return max(first * x + second * y for x, y in self.vertices)

    def hausdorff(self, other: PayoffSet) -> Fraction | AlgebraicNumber:
        """Return the Hausdorff distance (Euclidean) to another nonempty set, exactly.

        Notes
        -----
        The distance to a convex set is convex, so vertices attain the maximum: O(n m).

        Examples
        --------
        >>> print(PayoffSet([(0, 0)]).hausdorff(PayoffSet([(1, 1)])))
        1.414213562 (root of x^2 - 2)
        """
        if not self.vertices or not other.vertices:
            raise InvalidGameError("hausdorff: one of the sets is empty")
        squared = max(
            *(other._squared_distance(v) for v in self.vertices),
            *(self._squared_distance(v) for v in other.vertices),
        )
        return nth_root(squared, 2)

    def clip(self, normal: Sequence[object], bound: object) -> PayoffSet:
        """Return the part of the set on which ``normal . u >= bound``.

        Examples
        --------
        >>> PayoffSet([(0, 0), (2, 0), (0, 2)]).clip((1, 0), 1).area
        Fraction(1, 2)
        """
        n, level = (exact(normal[0]), exact(normal[1])), exact(bound)
        heights = [n[0] * x + n[1] * y - level for x, y in self.vertices]
        kept = [v for v, h in zip(self.vertices, heights, strict=True) if h >= 0]
        for k, (a, b) in enumerate(self._edges()):
            low, high = heights[k], heights[(k + 1) % len(heights)]
            if (low < 0 < high) or (high < 0 < low):
                share = low / (low - high)
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        return PayoffSet(kept)

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row for each vertex."""
        return [{"payoff_1": x, "payoff_2": y} for x, y in self.vertices]

    def _edges(self) -> list[tuple[Point, Point]]:
        return list(zip(self.vertices, self.vertices[1:] + self.vertices[:1], strict=True))

    def _squared_distance(self, point: Point) -> Fraction:
        if self.dimension == 2 and all(_cross(a, b, point) >= 0 for a, b in self._edges()):
            return Fraction(0)
        return min(_to_segment(point, a, b) for a, b in self._edges())


def _to_segment(point: Point, a: Point, b: Point) -> Fraction:
    """Return the squared distance from a point to a segment (a == b for a point)."""
    run = (b[0] - a[0], b[1] - a[1])
    length = run[0] ** 2 + run[1] ** 2
    share = Fraction(0)
    if length:
        along = (point[0] - a[0]) * run[0] + (point[1] - a[1]) * run[1]
        share = min(max(along / length, Fraction(0)), Fraction(1))
    gap = (a[0] + share * run[0] - point[0], a[1] + share * run[1] - point[1])
    return gap[0] ** 2 + gap[1] ** 2
