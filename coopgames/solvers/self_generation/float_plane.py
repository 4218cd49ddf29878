"""Plane geometry of convex sets of floats: distances, areas and cuts up to a tolerance.

Numbers are multiplied only after powers of two have brought them near 1, so products neither vanish
nor overflow; a result that is no float is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import frexp, hypot, ldexp
from typing import Any

from coopgames.errors import InvalidGameError
from coopgames.solvers.self_generation.geometry import Point, cross

__all__ = ["above", "area", "distance", "hausdorff", "in_floats", "settled"]

#: Smaller floats have fewer digits.
LEAST_NORMAL = 2.0**-1022


def settled(corners: list[Any], tolerance: float) -> list[Any]:
    """Drop the corners of a float hull, in units, that rounding alone may have made."""
    if len(corners) < 2:
        return corners
    pairs = [(_gap(p, q), i, j) for i, p in enumerate(corners) for j, q in enumerate(corners[:i])]
    longest, i, j = max(pairs)
    if longest <= tolerance:
        return corners[:1]
    ends = [corners[j], corners[i]]
    if all(_reach(p, *ends) <= tolerance for p in corners):
        return ends
    kept: list[Any] = []
    for k, p in enumerate(corners):
        # Neighbours that were not dropped, so that a round corner does not vanish bit by bit.
        before = kept[-1] if kept else corners[-1]
        after = corners[k + 1] if k + 1 < len(corners) else kept[0] if kept else corners[0]
        if _reach(p, before, after) > tolerance:
            kept.append(p)
    return kept


def _gap(p: Point, q: Point) -> float:
    return hypot(p[0] - q[0], p[1] - q[1])


def distance(vertices: Sequence[Point], point: Point) -> float:
    """Return the distance from a float point to a nonempty hull, O(n)."""
    n = len(vertices)
    if n > 2 and all(cross(vertices[k - 1], vertices[k], point) >= 0 for k in range(n)):
        return 0.0
    return min(_reach(point, vertices[k - 1], vertices[k]) for k in range(n))


def _reach(point: Point, a: Point, b: Point) -> float:
    """Return the distance from a float point to a segment (a == b for a point)."""
    length = hypot(b[0] - a[0], b[1] - a[1])
    if not length > 0:
        return _gap(point, a)
    run = ((b[0] - a[0]) / length, (b[1] - a[1]) / length)
    away = (point[0] - a[0], point[1] - a[1])
    along = away[0] * run[0] + away[1] * run[1]
    if along <= 0:
        return _gap(point, a)
    if along >= length:
        return _gap(point, b)
    return abs(away[0] * run[1] - away[1] * run[0])


def above(
    vertices: Sequence[Point],
    normal: Sequence[float],
    bound: float,
    units: tuple[float, float],
    tolerance: float,
) -> list[tuple[float, float]]:
    """Return points whose hull is the part of a hull on which ``normal . v >= bound``.

    Vertices below the line by no more than the tolerance, in the units, count as above it.
    """
    powers = [frexp(unit)[1] for unit in units]
    top = max((frexp(n)[1] + e for n, e in zip(normal, powers, strict=True) if n), default=0)
    # Both sides of the inequality, times a power of two: no product leaves the range of floats.
    n = [ldexp(x, e - top) for x, e in zip(normal, powers, strict=True)]
    limit = _scaled(bound, -top)
    slack = tolerance * hypot(
        *(x * ldexp(unit, -e) for x, unit, e in zip(n, units, powers, strict=True))
    )
    heights = [
        n[0] * ldexp(p[0], -powers[0]) + n[1] * ldexp(p[1], -powers[1]) - limit for p in vertices
    ]
    kept = [(p[0], p[1]) for p, h in zip(vertices, heights, strict=True) if h >= -slack]
    for k in range(len(vertices)):
        low, high = heights[k - 1], heights[k]
        if (low < -slack and high > slack) or (low > slack and high < -slack):
            a, b = vertices[k - 1], vertices[k]
            share = low / (low - high)
            kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
    return kept


def area(points: Sequence[Point]) -> float:
    """Return the area of a float polygon."""
    x, y = (points[0][0], points[0][1]) if points else (0.0, 0.0)
    away = [(p[0] - x, p[1] - y) for p in points]
    powers = [max((frexp(p[axis])[1] for p in away if p[axis]), default=0) for axis in (0, 1)]
    ring = [(ldexp(p[0], -powers[0]), ldexp(p[1], -powers[1])) for p in away]
    double = sum(p[0] * q[1] - p[1] * q[0] for p, q in pairwise(ring))
    return _finite(double / 2, sum(powers), "area")


def hausdorff(one: Sequence[Point], other: Sequence[Point]) -> float:
    """Return the Hausdorff distance of two nonempty float hulls, O(n m)."""
    power = max((frexp(x)[1] for p in (*one, *other) for x in p[:2] if x), default=0)
    mine, theirs = (
        [(ldexp(p[0], -power), ldexp(p[1], -power)) for p in points] for points in (one, other)
    )
    farthest = max(
        *(distance(theirs, point) for point in mine), *(distance(mine, point) for point in theirs)
    )
    return _finite(farthest, power, "hausdorff")


def in_floats(points: Sequence[tuple[Any, Any]]) -> list[tuple[float, float]]:
    """Return exact points in floats; refuse them if those are not near."""
    try:
        found = [(float(x), float(y)) for x, y in points]
    except OverflowError:
        raise InvalidGameError(
            "to_float: got a coordinate beyond 1.8e308, expected numbers in the range of floats; "
            "scale the payoffs"
        ) from None
    for player in (0, 1):
        largest = max((abs(p[player]) for p in found), default=0.0)
        if largest < LEAST_NORMAL and any(p[player] > 0 or p[player] < 0 for p in points):
            raise InvalidGameError(
                f"to_float: got payoffs of player {player} that are all below {LEAST_NORMAL:.1e}, "
                "expected numbers in the range of floats; scale the payoffs"
            )
    return found


def _scaled(value: float, power: int) -> float:
    try:
        return ldexp(value, power)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _finite(value: float, power: int, argument: str) -> float:
    try:
        return ldexp(value, power)
    except OverflowError:
        raise InvalidGameError(
            f"{argument}: the number is beyond the range of floats, expected smaller payoffs; "
            "exact sets have no such limit"
        ) from None
