"""A point of a polygon as a public lottery over as few of its corners as will do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from coopgames.solvers.self_generation.geometry import cross

__all__ = ["Chances", "exact_lottery", "float_lottery"]

Point: TypeAlias = tuple[Any, Any]
Chances: TypeAlias = list[tuple[int, Any]]

#: Float chances below this are the rounding error of a corner that is not needed.
NO_CHANCE = 1e-13

#: A float point so many ranges away is outside, whatever the rounding.
FAR = 1e100


def exact_lottery(corners: Sequence[Point], target: Point) -> Chances | None:
    """Return (corner, probability) pairs with the target as mean; None for a point outside.

    One corner if the target is a corner, two if it is on a side or a diagonal, else three, among
    them the first.

    Parameters
    ----------
    corners : sequence of points
        Counterclockwise and strictly convex, in exact numbers of one kind; maybe one, two or none.
    target : point

    Notes
    -----
    O(n) for corners, sides and outside, O(n**2) for diagonals.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> exact_lottery([(one, one), (two, one), (one, two)], (one, Fraction(4, 3)))
    [(0, Fraction(2, 3)), (2, Fraction(1, 3))]
    """
    for k, corner in enumerate(corners):
        if corner[0] == target[0] and corner[1] == target[1]:
            return [(k, Fraction(1))]
    sides = [(k - 1, k) for k in range(1, len(corners))]
    sides += [(0, len(corners) - 1)] if len(corners) > 2 else []
    for i, j in sides:
        if cross(corners[i], corners[j], target) == 0:
            share = _share(corners[i], corners[j], target)
            # Beyond its end, the line of a side has no point of the set.
            return [(i, 1 - share), (j, share)] if 0 < share < 1 else None
    if len(corners) < 3 or not _is_inside(corners, target):
        return None
    for j in range(2, len(corners)):
        for i in range(j - 1):
            if cross(corners[i], corners[j], target) == 0:
                share = _share(corners[i], corners[j], target)
                return [(i, 1 - share), (j, share)]
    return _fan(corners, target)


def float_lottery(corners: Sequence[Point], target: Point) -> tuple[Chances, float]:
    """Return a lottery for the point of the set nearest to the target, and its distance.

    Both are taken in units of each player's range, so that neither very large nor very small
    payoffs are squared; the distance is given in units of the larger range.

    Parameters
    ----------
    corners : nonempty sequence of points
        In floats, otherwise as in :func:`exact_lottery`.
    target : point

    Examples
    --------
    >>> float_lottery([(0.0, 0.0), (2.0, 0.0), (0.0, 2.0)], (1.0, -0.5))
    ([(0, 0.5), (1, 0.5)], 0.5)
    """
    first = corners[0]
    ranges = [max(abs(p[c] - first[c]) for p in corners) for c in (0, 1)]
    units = [x or max(ranges) or 1.0 for x in ranges]

    def moved(point: Point) -> Point:
        return (point[0] - first[0]) / units[0], (point[1] - first[1]) / units[1]

    place = moved(target)
    if not all(abs(x) < FAR for x in place):
        return [(0, 1.0)], math.inf
    chances, distance = _in_units([moved(p) for p in corners], place)
    return chances, distance * max(units)


def _in_units(corners: Sequence[Point], target: Point) -> tuple[Chances, float]:
    if len(corners) > 2 and _is_inside(corners, target):
        return _without_rounding(_fan(corners, target)), 0.0
    candidates = [_nearest_on(corners, k, target) for k in range(len(corners))]
    distance, chances = min(candidates, key=lambda candidate: candidate[0])
    return _without_rounding(chances), distance


def _is_inside(corners: Sequence[Point], target: Point) -> bool:
    return all(cross(corners[k - 1], corners[k], target) >= 0 for k in range(len(corners)))


def _share(a: Point, b: Point, target: Point) -> Any:
    """Return how far along a segment a point of its line lies: 0 at its start, 1 at its end."""
    axis = 0 if a[0] != b[0] else 1
    return (target[axis] - a[axis]) / (b[axis] - a[axis])


def _fan(corners: Sequence[Point], target: Point) -> Chances:
    """Return the lottery over the triangle, with the first corner, in which the target lies."""
    k = 1
    while k < len(corners) - 2 and cross(corners[0], corners[k + 1], target) > 0:
        k += 1
    a, b, c = corners[0], corners[k], corners[k + 1]
    whole = cross(a, b, c)
    second, third = cross(a, target, c) / whole, cross(a, b, target) / whole
    return [(0, 1 - second - third), (k, second), (k + 1, third)]


def _nearest_on(corners: Sequence[Point], k: int, target: Point) -> tuple[float, Chances]:
    """Return the distance to the side that ends at corner `k`, and the lottery there."""
    i, j = sorted((k, k - 1 if k else len(corners) - 1))
    a, b = corners[i], corners[j]
    run = b[0] - a[0], b[1] - a[1]
    length = run[0] ** 2 + run[1] ** 2
    along = (target[0] - a[0]) * run[0] + (target[1] - a[1]) * run[1]
    share = min(max(along / length, 0.0), 1.0) if length else 0.0
    gap = a[0] + share * run[0] - target[0], a[1] + share * run[1] - target[1]
    chances = [(i, 1.0 - share), (j, share)] if i != j else [(i, 1.0)]
    return (gap[0] ** 2 + gap[1] ** 2) ** 0.5, chances


def _without_rounding(chances: Chances) -> Chances:
    kept = [(k, p) for k, p in chances if p > NO_CHANCE]
    total = sum(p for _, p in kept)
    return [(k, p / total) for k, p in kept]
