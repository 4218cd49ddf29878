"""Distances between convex polygons in floats, for judging answers."""

from __future__ import annotations

from collections.abc import Sequence
from math import dist

Point = Sequence[float]


def hausdorff(one: Sequence[Point], two: Sequence[Point]) -> float:
    """Return the Hausdorff distance of two convex sets given by their corners, in order.

    Infinite if exactly one of them is empty.
    """
    if not one or not two:
        return 0.0 if not one and not two else float("inf")
    return max(
        max(_to_polygon(p, two) for p in one),
        max(_to_polygon(p, one) for p in two),
    )


def counterclockwise(corners: Sequence[Point]) -> list[Point]:
    """Return the corners of a convex polygon in order, whatever order they come in."""
    ordered: list[Point] = sorted([p[0], p[1]] for p in corners)
    chains: list[list[Point]] = []
    for points in (ordered, ordered[::-1]):
        chain: list[Point] = []
        for p in points:
            while len(chain) > 1 and _cross(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        chains.append(chain)
    return chains[0][:-1] + chains[1][:-1] if len(ordered) > 1 else ordered


def _cross(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _to_polygon(p: Point, corners: Sequence[Point]) -> float:
    edges = list(zip(corners, [*corners[1:], corners[0]], strict=True))
    if len(corners) > 2 and all(_cross(a, b, p) >= 0 for a, b in edges):
        return 0.0
    return min(_to_segment(p, a, b) for a, b in edges)


def _to_segment(p: Point, a: Point, b: Point) -> float:
    run = (b[0] - a[0], b[1] - a[1])
    length = run[0] ** 2 + run[1] ** 2
    if length == 0:
        return dist(p, a)
    share = ((p[0] - a[0]) * run[0] + (p[1] - a[1]) * run[1]) / length
    share = min(max(share, 0.0), 1.0)
    return dist(p, (a[0] + share * run[0], a[1] + share * run[1]))
