"""Exact vertices of a bounded set of half-spaces, by the double description method.

Motzkin, Raiffa, Thompson and Thrall (1953), with the combinatorial test of Fukuda and Prodon
(1996): two vertices are neighbours iff no third one lies on every half-space that both touch.
Integers only, so flat and empty sets need no special care.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from flint import fmpq

from coopgames.solvers.polytopes.cells import Vector
from coopgames.solvers.polytopes.proof import Normals

__all__ = ["enumerate_vertices"]

#: A vertex in homogeneous coordinates (denominator first) and the half-spaces that it touches.
_Ray = tuple[tuple[int, ...], int]


def enumerate_vertices(normals: Normals, offsets: Sequence[fmpq]) -> tuple[Vector, ...]:
    """Return the vertices of ``{v : n_i v <= b_i}``, lexicographically.

    Parameters
    ----------
    normals : tuple of integer vectors
        The first ``2n`` are ``e_1..e_n, -e_1..-e_n``: the box that the method starts from.
    offsets : sequence of fmpq

    Returns
    -------
    tuple of points
        Empty if the set is.

    Notes
    -----
    O(half-spaces x vertices^2) bit operations in typical cases.

    Examples
    --------
    >>> square = ((1, 0), (0, 1), (-1, 0), (0, -1))
    >>> enumerate_vertices((*square, (1, 1)), [fmpq(1), fmpq(1), fmpq(0), fmpq(0), fmpq(1)])
    ((0, 0), (0, 1), (1, 0))
    """
    players = len(normals[0])
    rows = [(int(b.p), *(-x * int(b.q) for x in n)) for n, b in zip(normals, offsets, strict=True)]
    rays = _box(rows[: 2 * players], offsets, players)
    for i in range(2 * players, len(rows)):
        rays = _cut(rays, rows[i], 1 << i, players)
    return tuple(sorted(tuple(fmpq(x, ray[0]) for x in ray[1:]) for ray, _ in rays))


def _box(rows: list[tuple[int, ...]], offsets: Sequence[fmpq], players: int) -> list[_Ray]:
    ends = [(-offsets[players + c], offsets[c]) for c in range(players)]
    if any(low > high for low, high in ends):
        return []
    corners = set(itertools.product(*ends))
    return [_touching(_homogeneous(corner), rows) for corner in corners]


def _homogeneous(point: Vector) -> tuple[int, ...]:
    scale = math.lcm(*(int(x.q) for x in point))
    return (scale, *(int(x.p) * (scale // int(x.q)) for x in point))


def _touching(ray: tuple[int, ...], rows: list[tuple[int, ...]]) -> _Ray:
    return ray, sum(1 << i for i, row in enumerate(rows) if _value(row, ray) == 0)


def _value(row: tuple[int, ...], ray: tuple[int, ...]) -> int:
    return sum(a * x for a, x in zip(row, ray, strict=True) if a)


def _cut(rays: list[_Ray], row: tuple[int, ...], bit: int, players: int) -> list[_Ray]:
    """Keep what satisfies one more half-space; new vertices lie on edges that it cuts."""
    inside: list[tuple[int, _Ray]] = []
    outside: list[tuple[int, _Ray]] = []
    kept: list[_Ray] = []
    for ray, mask in rays:
        value = _value(row, ray)
        if value < 0:
            outside.append((value, (ray, mask)))
            continue
        kept.append((ray, mask | bit if value == 0 else mask))
        if value > 0:
            inside.append((value, (ray, mask)))
    masks = [mask for _, mask in rays]
    for (up, (p, p_mask)), (down, (q, q_mask)) in itertools.product(inside, outside):
        common = p_mask & q_mask
        if common.bit_count() < players - 1:
            continue
        if sum(mask & common == common for mask in masks) > 2:
            continue
        point = tuple(up * y - down * x for x, y in zip(p, q, strict=True))
        content = math.gcd(*point)
        kept.append((tuple(x // content for x in point), common | bit))
    return kept
