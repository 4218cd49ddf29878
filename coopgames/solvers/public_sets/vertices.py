"""Exact corners of the outer set, guessed in floats and then verified."""

from __future__ import annotations

import numpy as np
from flint import fmpq

from coopgames.solvers.public_sets.frame import Pair
from coopgames.solvers.public_sets.polygon import intersect
from coopgames.solvers.public_sets.proof import Prover, Vector
from coopgames.solvers.self_generation.geometry import clip, hull

__all__ = ["outer_vertices"]

#: Attempts to leave out edges that have no length in exact numbers.
ATTEMPTS = 8


def outer_vertices(prover: Prover, offsets: Vector) -> list[Pair]:
    """Return the extreme points in the user's units, counterclockwise (none: the set is empty).

    Floats say which half-planes meet at corners. If the exact corners follow each other around and
    satisfy all other half-planes, they are right; otherwise (flat sets) half-planes are cut off one
    by one.
    """
    corners = _guessed(prover, offsets)
    if corners is None:
        corners = _clipped(prover, offsets)
    return hull([prover.frame.to_user((p[0], p[1])) for p in corners])


def _guessed(prover: Prover, offsets: Vector) -> list[Pair] | None:
    polygon = intersect(prover.unit, prover.floats(offsets))
    if polygon is None:
        return None
    edges = [int(k) for k in polygon.before]
    for _ in range(ATTEMPTS):
        found = [
            _meet(prover, offsets, e, f) for e, f in zip(edges, edges[1:] + edges[:1], strict=True)
        ]
        corners = [corner for corner in found if corner is not None]
        if len(edges) < 3 or len(corners) < len(edges):
            return None
        kept = [
            e
            for k, e in enumerate(edges)
            if _length(prover.normals[e], corners[k - 1], corners[k]) > 0
        ]
        if len(kept) == len(edges):
            return corners if _inside(prover, offsets, corners, edges) else None
        edges = kept
    return None


def _meet(prover: Prover, offsets: Vector, e: int, f: int) -> Pair | None:
    (a, b), (c, d) = prover.normals[e], prover.normals[f]
    turn = a * d - b * c
    if turn <= 0:
        return None
    return (offsets[e] * d - offsets[f] * b) / turn, (a * offsets[f] - c * offsets[e]) / turn


def _length(normal: tuple[int, int], start: Pair, end: Pair) -> fmpq:
    return normal[0] * (end[1] - start[1]) - normal[1] * (end[0] - start[0])


def _inside(prover: Prover, offsets: Vector, corners: list[Pair], edges: list[int]) -> bool:
    rough = np.array([[float(x), float(y)] for x, y in corners])
    extreme = (prover.unit @ rough.T).argmax(axis=1)
    for i in sorted({*range(len(offsets))} - {*edges}):
        (x, y), size = prover.normals[i], len(corners)
        near = (corners[(int(extreme[i]) + k) % size] for k in (-1, 0, 1))
        if any(x * p[0] + y * p[1] > offsets[i] for p in near):
            return False
    return True


def _clipped(prover: Prover, offsets: Vector) -> list[Pair]:
    bound = dict(zip(prover.normals, offsets, strict=True))
    low, high = (-bound[-1, 0], -bound[0, -1]), (bound[1, 0], bound[0, 1])
    if low[0] > high[0] or low[1] > high[1]:
        return []
    corners: list[Pair] = hull([low, (high[0], low[1]), high, (low[0], high[1])])
    for normal, offset in zip(prover.normals, offsets, strict=True):
        corners = clip(corners, normal, offset)
    return corners
