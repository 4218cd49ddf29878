"""Normals of half-planes: short integer vectors, sorted by their angles."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Iterable
from fractions import Fraction

import numpy as np
from flint import fmpq

from coopgames.solvers.public_sets.frame import Floats, Frame, Pair
from coopgames.solvers.public_sets.polygon import Polygon, angles

__all__ = [
    "AXES",
    "Normal",
    "active",
    "first_normals",
    "joined",
    "round_direction",
    "sort_normals",
    "unit_vectors",
]

Normal = tuple[int, int]

AXES: tuple[Normal, ...] = ((1, 0), (0, 1), (-1, 0), (0, -1))
#: Eight directions in each quarter to begin with: slopes that are short.
SLOPES = ((1, 1), (1, 2), (2, 1), (1, 4), (4, 1), (3, 4), (4, 3))
#: Largest entry of a normal that is found in floats: its angle is off by at most 1e-9.
LARGEST = 30_000
#: Normals nearer than this (radians) are one: their common corner would be rounding.
NEAREST = 2.5e-7


def round_direction(x: float, y: float) -> Normal:
    """Return a short integer vector in nearly the same direction.

    Examples
    --------
    >>> round_direction(0.3, -0.9)
    (1, -3)
    """
    if abs(x) < abs(y):
        b, a = round_direction(y, x)
        return a, b
    slope = Fraction(y / x).limit_denominator(LARGEST)
    sign = 1 if x > 0 else -1
    return sign * slope.denominator, sign * slope.numerator


def sort_normals(normals: Iterable[Normal]) -> tuple[Normal, ...]:
    """Return distinct normals, counterclockwise from (1, 0).

    Integers below a million have angles that floats tell apart.
    """
    return tuple(sorted(set(normals), key=lambda n: math.atan2(n[1], n[0]) % math.tau))


def unit_vectors(normals: Iterable[Normal]) -> Floats:
    """Return the normals with length 1, shape (normals, 2)."""
    rows = np.array([[float(x), float(y)] for x, y in normals])
    return rows / np.hypot(rows[:, 0], rows[:, 1])[:, None]


def exact_direction(first: Pair, second: Pair) -> Normal:
    """Return the outer normal of a counterclockwise edge, as coprime integers."""
    x, y = second[1] - first[1], first[0] - second[0]
    scale = fmpq(int((x.q * y.q).__abs__()))
    p, q = int((x * scale).p), int((y * scale).p)
    divisor = math.gcd(p, q)
    return p // divisor, q // divisor


def first_normals(frame: Frame) -> tuple[Normal, ...]:
    """Return the normals of the first search.

    The axes, a few short slopes, and the edges of the hulls of all payoffs and of the payoffs of
    the pure equilibria of the stage game (if their normals are short).
    """
    from coopgames.solvers.self_generation.geometry import hull

    found = [*AXES]
    for x, y in SLOPES:
        found += [(x, y), (-y, x), (-x, -y), (y, -x)]
    payoffs = frame.game.payoffs
    for points in (payoffs, [payoffs[a] for a in frame.nash]):
        corners: list[Pair] = hull([(p[0], p[1]) for p in points])
        for k, corner in enumerate(corners):
            if len(corners) > 1:
                normal = exact_direction(corners[k - 1], corner)
                if max(map(abs, normal)) <= LARGEST:
                    found += [normal, (-normal[0], -normal[1])]
    return sort_normals(found)


def active(normals: tuple[Normal, ...], polygon: Polygon, short: float) -> tuple[Normal, ...]:
    """Return the axes and the normals of the edges that are longer than a length."""
    edges = polygon.corners - np.roll(polygon.corners, 1, axis=0)
    long = np.hypot(edges[:, 0], edges[:, 1]) > short
    names = [normals[int(k)] for k in polygon.before[long]]
    return sort_normals([*AXES, *names])


def joined(normals: tuple[Normal, ...], fresh: Iterable[Normal]) -> tuple[Normal, ...]:
    """Add the normals that are not nearly the same as one that is there."""
    turns = sorted(float(t) for t in angles(unit_vectors(normals)))
    found = [*normals]
    for normal in fresh:
        turn = float(angles(unit_vectors([normal]))[0])
        at = bisect(turns, turn)
        gaps = (abs(turn - turns[at - 1]), abs(turn - turns[at % len(turns)]))
        if all(min(gap, 2 * np.pi - gap) > NEAREST for gap in gaps):
            turns.insert(at, turn)
            found.append(normal)
    return sort_normals(found)
