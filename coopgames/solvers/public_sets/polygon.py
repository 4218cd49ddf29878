"""Polygons in floats: from half-planes to corners, and from points to hulls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coopgames.solvers.public_sets.frame import Floats, Integers

__all__ = ["Corners", "Polygon", "angles", "distances", "hull_indices", "intersect"]

#: Half-planes are widened by this much (units of the frame), so that flat sets have corners.
WIDER = 1e-12
#: Rounding of a corner of two edges that are nearly parallel.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Polygon:
    """Corners in counterclockwise order, and the two normals at each.

    Attributes
    ----------
    corners : array, shape (corners, 2)
    before, after : array of int, shape (corners,)
        Normals of the edges that end and start at the corner: the corner is extreme in every
        direction between the two.
    """

    corners: Floats
    before: Integers
    after: Integers

    def support(self, directions: Floats) -> Floats:
        """Return the largest values in some directions, shape (directions,)."""
        return (directions @ self.corners.T).max(axis=1)


def intersect(normals: Floats, offsets: Floats) -> Polygon | None:
    """Return the polygon of half-planes, or None if they have no point in common.

    Parameters
    ----------
    normals : array, shape (normals, 2)
        Unit vectors in counterclockwise order that leave no gap of a half turn.
    offsets : array, shape (normals,)

    Notes
    -----
    A deque of the half-planes that count, in the order of their angles: O(normals).
    """
    lines = [
        (float(n[0]), float(n[1]), float(b) + WIDER) for n, b in zip(normals, offsets, strict=True)
    ]
    kept: list[int] = []
    points: list[tuple[float, float]] = []  # of kept[k] and kept[k + 1]
    start = 0
    for i, line in enumerate(lines):
        while len(kept) - start > 1 and _outside(line, points[-1]):
            kept.pop()
            points.pop()
        while len(kept) - start > 1 and _outside(line, points[start]):
            start += 1
        if len(kept) > start:
            point = _meet(lines[kept[-1]], line)
            if point is None:
                return None
            points.append(point)
        kept.append(i)
    while len(kept) - start > 2 and _outside(lines[kept[start]], points[-1]):
        kept.pop()
        points.pop()
    while len(kept) - start > 2 and _outside(lines[kept[-1]], points[start]):
        start += 1
    kept, points = kept[start:], points[start:]
    last = _meet(lines[kept[-1]], lines[kept[0]]) if len(kept) > 2 else None
    if last is None or any(_outside(lines[kept[k]], last, ROUNDING) for k in range(len(kept))):
        return None
    order = np.array(kept, dtype=np.int64)
    return Polygon(np.array([*points, last]), order, np.roll(order, -1))


def _outside(
    line: tuple[float, float, float], point: tuple[float, float], slack: float = 0.0
) -> bool:
    return line[0] * point[0] + line[1] * point[1] > line[2] + slack


def _meet(
    first: tuple[float, float, float], second: tuple[float, float, float]
) -> tuple[float, float] | None:
    turn = first[0] * second[1] - first[1] * second[0]
    if turn <= 0.0:
        return None
    x = first[2] * second[1] - second[2] * first[1]
    y = first[0] * second[2] - second[0] * first[2]
    return x / turn, y / turn


def angles(vectors: Floats) -> Floats:
    """Return angles from 0 to a full turn."""
    return np.arctan2(vectors[..., 1], vectors[..., 0]) % (2 * np.pi)


@dataclass(frozen=True, slots=True)
class Corners:
    """Extreme points for programs: which one is extreme in a direction, found by bisection.

    Attributes
    ----------
    points : array, shape (corners, 2)
        Counterclockwise.
    starts : array, shape (corners,)
        Ascending angles; ``order[k]`` is extreme from ``starts[k]`` to ``starts[k + 1]``.
    order : array of int, shape (corners,)
    """

    points: Floats
    starts: Floats
    order: Integers

    @classmethod
    def of_hull(cls, points: Floats) -> Corners:
        """Read extreme points; one and two points are hulls too."""
        if len(points) == 1:
            return cls(points, np.zeros(1), np.zeros(1, dtype=np.int64))
        edges = points - np.roll(points, 1, axis=0)
        found = angles(np.stack([edges[:, 1], -edges[:, 0]], axis=1))
        order = np.roll(np.arange(len(found)), -int(found.argmin()))
        return cls(points, np.maximum.accumulate(found[order]), order)

    @classmethod
    def of_polygon(cls, polygon: Polygon, normals: Floats) -> Corners:
        """Read a polygon: normals say more than corners that are nearly the same."""
        order = np.arange(len(polygon.corners))
        return cls(polygon.corners, angles(normals[polygon.before]), order)

    def extreme(self, directions: Floats) -> Integers:
        """Return the extreme corners, shape (*directions.shape[:-1])."""
        place = np.searchsorted(self.starts, angles(directions), side="right") - 1
        return self.order[place]


def hull_indices(points: Floats) -> list[int]:
    """Return the extreme points, counterclockwise (Andrew 1979)."""
    order = np.lexsort((points[:, 1], points[:, 0])).tolist()
    rows = [(float(x), float(y)) for x, y in points]
    distinct = [k for n, k in enumerate(order) if n == 0 or rows[k] != rows[order[n - 1]]]
    if len(distinct) <= 2:
        return distinct
    return _half(rows, distinct)[:-1] + _half(rows, distinct[::-1])[:-1]


def _half(rows: list[tuple[float, float]], order: list[int]) -> list[int]:
    chain: list[int] = []
    for k in order:
        x, y = rows[k]
        while len(chain) > 1:
            (a, b), (c, d) = rows[chain[-2]], rows[chain[-1]]
            if (c - a) * (y - b) - (d - b) * (x - a) > 0.0:
                break
            chain.pop()
        chain.append(k)
    return chain


def distances(points: Floats, corners: Floats) -> tuple[Floats, Floats]:
    """Return the distance of each point from a hull, and the nearest points of the hull.

    Parameters
    ----------
    points : array, shape (points, 2)
    corners : array, shape (corners, 2)
        Counterclockwise; one and two corners are hulls too.
    """
    if len(corners) == 1:
        nearest = np.broadcast_to(corners[0], points.shape)
        return np.hypot(*(points - nearest).T), nearest
    edges = np.roll(corners, -1, axis=0) - corners
    away = points[:, None, :] - corners[None]
    square = np.maximum((edges**2).sum(axis=1), 1e-300)
    share = np.clip((away * edges).sum(axis=2) / square, 0.0, 1.0)
    feet = corners + share[:, :, None] * edges
    gaps = np.hypot(points[:, None, 0] - feet[:, :, 0], points[:, None, 1] - feet[:, :, 1])
    best = gaps.argmin(axis=1)
    rows = np.arange(len(points))
    gap, nearest = gaps[rows, best], feet[rows, best]
    if len(corners) > 2:
        turns = edges[:, 0] * away[:, :, 1] - edges[:, 1] * away[:, :, 0]
        gap = np.where((turns >= 0.0).all(axis=1), 0.0, gap)
    return gap, nearest
