"""Normals of the facets of a hull of points, flat or not.

Qhull (through SciPy) proposes which points span a facet; the normal is solved for in exact
arithmetic and kept only if all points lie on one side of it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any, cast

import numpy as np
from flint import fmpq, fmpq_mat

from coopgames.solvers.polytopes.cells import Flags, Floats, Vector

__all__ = ["extreme", "facet_normals", "integral", "null_space", "outward"]

#: Singular values below this (in shares of the payoff range) count as zero.
FLAT = 1e-9


def null_space(rows: Sequence[Vector], columns: int) -> list[tuple[int, ...]]:
    """Return a basis of the vectors orthogonal to all rows, as primitive integer vectors."""
    entries = [x for row in rows for x in row]
    reduced, rank = fmpq_mat(len(rows), columns, entries).rref()
    pivots = _pivots(reduced, rank, columns)
    basis: list[tuple[int, ...]] = []
    for free in (j for j in range(columns) if j not in pivots):
        vector = [fmpq(int(j == free)) for j in range(columns)]
        for i, j in enumerate(pivots):
            vector[j] = -reduced[i, free]
        basis.append(_primitive(vector))
    return basis


def _pivots(reduced: fmpq_mat, rank: int, columns: int) -> list[int]:
    pivots: list[int] = []
    for j in range(columns):
        if len(pivots) < rank and reduced[len(pivots), j] == 1:
            pivots.append(j)
    return pivots


def _primitive(vector: Sequence[fmpq]) -> tuple[int, ...]:
    scale = math.lcm(*(int(x.q) for x in vector))
    return _coprime([int(x.p) * (scale // int(x.q)) for x in vector])


def _coprime(vector: list[int]) -> tuple[int, ...]:
    content = math.gcd(*vector)
    return tuple(x // content for x in vector)


def _differences(points: Sequence[Vector]) -> list[Vector]:
    rows = [tuple(x - y for x, y in zip(p, points[0], strict=True)) for p in points[1:]]
    return rows or [tuple(fmpq(0) for _ in points[0])]


def dimension(points: Sequence[Vector]) -> int:
    """Return the dimension of the affine hull of points, in exact arithmetic."""
    rows = _differences(points)
    return fmpq_mat(len(rows), len(rows[0]), [x for row in rows for x in row]).rank()


def equations(points: Sequence[Vector]) -> set[tuple[int, ...]]:
    """Return vectors that are constant on all points: all those with few entries, both signs.

    Each is the only one (up to its sign) on some set of coordinates, so the list does not depend on
    the order of the coordinates; together they describe the affine hull.
    """
    rows, players = _differences(points), len(points[0])
    found: set[tuple[int, ...]] = set()
    for size in range(1, players + 1):
        for kept in itertools.combinations(range(players), size):
            basis = null_space([tuple(row[c] for c in kept) for row in rows], size)
            if len(basis) == 1:
                normal = _placed(kept, basis[0], players)
                found |= {normal, tuple(-x for x in normal)}
    return found


def _placed(kept: Sequence[int], entries: Sequence[int], players: int) -> tuple[int, ...]:
    place = dict(zip(kept, entries, strict=True))
    return tuple(place.get(c, 0) for c in range(players))


def _hull(points: Floats) -> Any:
    """Return Qhull's convex hull of points that span their space, or None if it refuses."""
    from scipy import spatial  # pyright: ignore[reportMissingTypeStubs]

    try:
        return cast(Any, spatial).ConvexHull(points)
    except cast(Any, spatial).QhullError:
        return None


def _shadow(points: Floats) -> tuple[Floats, Floats]:
    """Return the points in coordinates of the space that they span (in floats), and its basis."""
    centred = points - points[0]
    _, sizes, basis = np.linalg.svd(centred, full_matrices=False)
    basis = basis[sizes > FLAT]
    return centred @ basis.T, basis


def extreme(points: Floats) -> Flags:
    """Tell which points are vertices of their hull, in floats."""
    shadow, basis = _shadow(points)
    keep = np.zeros(len(points), dtype=bool)
    if len(basis) == 0:
        keep[0] = True
    elif len(basis) == 1:
        keep[[int(shadow.argmin()), int(shadow.argmax())]] = True
    else:
        hull = _hull(shadow)
        keep[slice(None) if hull is None else hull.vertices] = True
    return keep


def outward(points: Floats, size: int) -> set[tuple[int, ...]]:
    """Return the normals of the hull's facets, in floats, rounded to integers up to a size."""
    shadow, basis = _shadow(points)
    hull = _hull(shadow) if len(basis) > 1 else None
    if hull is None:
        return set()
    return integral(hull.equations[:, :-1] @ basis, size)


def integral(vectors: Floats, size: int) -> set[tuple[int, ...]]:
    """Return the directions of vectors, rounded to coprime integers up to a size."""
    scaled = vectors * (size / np.abs(vectors).max(1, keepdims=True))
    return {_coprime([round(x) for x in row]) for row in scaled.tolist()}


def facet_normals(points: Sequence[Vector]) -> list[tuple[int, ...]]:
    """Return outward normals (primitive integers) of half-spaces that cut out a hull.

    Of a flat hull: both signs of its equations, and the facets of its projections on all sets of
    coordinates that describe it, so that the list does not depend on the order of the players.

    Examples
    --------
    >>> triangle = [(fmpq(0), fmpq(0)), (fmpq(2), fmpq(0)), (fmpq(0), fmpq(1))]
    >>> sorted(facet_normals(triangle))
    [(-1, 0), (0, -1), (1, 2)]
    """
    if not points:
        return []
    distinct = sorted(set(points))
    players, size = len(distinct[0]), dimension(distinct)
    found = equations(distinct)
    for kept in itertools.combinations(range(players), size):
        shadow = [tuple(p[c] for c in kept) for p in distinct]
        if size and dimension(shadow) == size:
            found |= {_placed(kept, normal, players) for normal in _shadow_normals(shadow, size)}
    return sorted(found)


def _shadow_normals(points: Sequence[Vector], size: int) -> Iterator[tuple[int, ...]]:
    if size == 1:
        yield from ((1,), (-1,))
        return
    hull = _hull(np.array([[float(x) for x in p] for p in points]))
    for facet in () if hull is None else hull.simplices:
        corners = [points[int(k)] for k in facet]
        rows = [tuple(x - y for x, y in zip(p, corners[0], strict=True)) for p in corners[1:]]
        basis = null_space(rows, size)
        if len(basis) != 1:
            continue
        heights = [_dot(basis[0], p) for p in points]
        level = _dot(basis[0], corners[0])
        if max(heights) == level:
            yield basis[0]
        elif min(heights) == level:
            yield tuple(-x for x in basis[0])


def _dot(normal: tuple[int, ...], point: Vector) -> fmpq:
    return sum((x * n for n, x in zip(normal, point, strict=True) if n), start=fmpq(0))
