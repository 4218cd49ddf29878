"""Plane geometry of convex sets in any ordered field: Fractions, flint rationals, Q(theta), floats.

Points are sequences whose first two entries are coordinates; what follows (labels) is carried
along. A hull is a list, counterclockwise from the lexicographically least point; one point and two
points are hulls. Every test here is exact in exact arithmetic: no tolerance hides in a comparison.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

__all__ = ["Chains", "Point", "chains", "clip", "contains", "cross", "hull", "level", "support"]

Point: TypeAlias = Sequence[Any]


def cross(o: Point, a: Point, b: Point) -> Any:
    """Return twice the signed area of the triangle; positive if it turns left."""
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def hull(points: Iterable[Point]) -> list[Any]:
    """Return the extreme points, counterclockwise from the lexicographically least.

    Of equal points the first is kept. Andrew's monotone chain (1979), O(n log n).
    """
    distinct: list[Point] = []
    for p in sorted(points, key=_coordinates):
        if not distinct or p[0] != distinct[-1][0] or p[1] != distinct[-1][1]:
            distinct.append(p)
    if len(distinct) <= 2:
        return distinct
    lower, upper = _half(distinct), _half(distinct[::-1])
    return lower[:-1] + upper[:-1]


def _coordinates(point: Point) -> tuple[Any, Any]:
    return point[0], point[1]


def _half(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and not cross(chain[-2], chain[-1], point) > 0:
            chain.pop()
        chain.append(point)
    return chain


def contains(vertices: Sequence[Point], point: Point) -> bool:
    """Tell whether a point belongs to the hull (the boundary does); O(n)."""
    n = len(vertices)
    if n == 0:
        return False
    if n == 1:
        return bool(point[0] == vertices[0][0] and point[1] == vertices[0][1])
    if n == 2:
        a, b = vertices
        if cross(a, b, point) != 0:
            return False
        run = (b[0] - a[0], b[1] - a[1])
        along = (point[0] - a[0]) * run[0] + (point[1] - a[1]) * run[1]
        return bool(along >= 0 and along <= run[0] * run[0] + run[1] * run[1])
    return all(cross(vertices[k - 1], vertices[k], point) >= 0 for k in range(n))


def support(vertices: Sequence[Point], normal: Sequence[Any]) -> Any:
    """Return the largest ``normal . v`` over a nonempty hull."""
    return max(normal[0] * p[0] + normal[1] * p[1] for p in vertices)


def clip(vertices: Sequence[Point], normal: Sequence[Any], bound: Any) -> list[tuple[Any, Any]]:
    """Return the hull of the part on which ``normal . v <= bound``."""
    heights = [normal[0] * p[0] + normal[1] * p[1] - bound for p in vertices]
    kept = [(p[0], p[1]) for p, h in zip(vertices, heights, strict=True) if h <= 0]
    if len(kept) == len(vertices):
        return kept
    for k in range(len(vertices)):
        low, high = heights[k - 1], heights[k]
        if (low < 0 and high > 0) or (low > 0 and high < 0):
            a, b = vertices[k - 1], vertices[k]
            share = low / (low - high)
            kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
    return hull(kept)


class Chains(NamedTuple):
    """The four monotone chains of a hull.

    ``lower`` and ``upper`` ascend in x; ``right`` and ``left`` ascend in y. Sides that are parallel
    to an axis belong to none of the chains over that axis: only their outer end does.
    """

    lower: list[Any]
    upper: list[Any]
    right: list[Any]
    left: list[Any]


def chains(vertices: Sequence[Point]) -> Chains:
    """Return the four monotone chains of a nonempty hull."""
    n = len(vertices)
    if n == 1:
        only = list(vertices)
        return Chains(only, only, only, only)
    xs, ys = [p[0] for p in vertices], [p[1] for p in vertices]
    # Ends of the four axis-parallel sides, in the counterclockwise order of the list.
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    at_west = [k for k in range(n) if xs[k] == west]
    at_east = [k for k in range(n) if xs[k] == east]
    at_south = [k for k in range(n) if ys[k] == south]
    at_north = [k for k in range(n) if ys[k] == north]
    # The west side runs from its upper end to vertex 0; the others run as they are listed.
    lower = _walk(vertices, 0, at_east[0])
    upper = _walk(vertices, at_east[-1], at_west[-1] if len(at_west) > 1 else 0)[::-1]
    # The north side may be the last of the list, from the last vertex to vertex 0.
    if at_north == [0, n - 1]:
        at_north = at_north[::-1]
    right = _walk(vertices, at_south[-1], at_north[0])
    left = _walk(vertices, at_north[-1], at_south[0])[::-1]
    return Chains(lower, upper, right, left)


def _walk(vertices: Sequence[Point], start: int, stop: int) -> list[Any]:
    """Return the vertices from `start` to `stop`, counterclockwise."""
    if start <= stop:
        return list(vertices[start : stop + 1])
    return list(vertices[start:]) + list(vertices[: stop + 1])


def level(chain: Sequence[Point], keys: Sequence[Any], axis: int, x: Any) -> Any:
    """Return the other coordinate of a chain at `x` on the axis; None outside its range.

    `keys` are the coordinates of the chain on the axis, ascending.
    """
    k = bisect_left(keys, x)
    if k == len(keys):
        return None
    q = chain[k]
    if keys[k] == x:
        return q[1 - axis]
    if k == 0:
        return None
    p = chain[k - 1]
    share = (x - keys[k - 1]) / (keys[k] - keys[k - 1])
    return p[1 - axis] + share * (q[1 - axis] - p[1 - axis])
