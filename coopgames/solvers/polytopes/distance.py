"""How far an outer set is from an inner one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

import numpy as np
from flint import fmpq

from coopgames.solvers._flint import from_flint
from coopgames.solvers.polytopes.cells import Floats, Vector

__all__ = ["nearest", "square_root_above", "squared_distance"]

#: Weight of the condition that probabilities add up to 1, beside distances below 1.
SUM_WEIGHT = 100.0
#: Probabilities of the nearby point are multiples of 2^-40.
BITS = 40


def _weights(point: Floats, vertices: Floats) -> Floats:
    """Return probabilities that draw a point of the hull near the given one (least squares)."""
    from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

    matrix = np.vstack([vertices.T, np.full(len(vertices), SUM_WEIGHT)])
    found: Any = cast(Any, optimize).nnls(matrix, np.append(point, SUM_WEIGHT))[0]
    return found / found.sum()


def nearest(points: Floats, vertices: Floats) -> Floats:
    """Return (in floats) the points of a hull that are nearest to given ones."""
    return np.array([_weights(x, vertices) @ vertices for x in points])


def squared_distance(outer: Sequence[Vector], inner: Sequence[Vector]) -> fmpq:
    """Return a number that the largest squared distance does not exceed, proved exactly.

    The distance of a vertex to *some* rational point of the hull bounds its distance to the hull;
    the point comes from floats. The distance to a convex set is convex, so vertices suffice.
    """
    known = set(inner)
    floats = np.array([[float(x) for x in p] for p in inner])
    worst = fmpq(0)
    for vertex in outer:
        if vertex in known:
            continue
        weights = _weights(np.array([float(x) for x in vertex]), floats)
        whole = [round(float(p) * (1 << BITS)) for p in weights]
        whole[int(weights.argmax())] += (1 << BITS) - sum(whole)
        near = [
            sum((p * x for p, x in zip(whole, column, strict=True) if p), start=fmpq(0))
            / (1 << BITS)
            for column in zip(*inner, strict=True)
        ]
        gap = sum(((x - y) ** 2 for x, y in zip(vertex, near, strict=True)), start=fmpq(0))
        worst = max(worst, gap)
    return worst


def square_root_above(square: fmpq, bits: int) -> Fraction:
    """Return a multiple of 2^-bits that the square root does not exceed.

    Examples
    --------
    >>> square_root_above(fmpq(2), 10)
    Fraction(1449, 1024)
    """
    value = from_flint(square)
    scaled = math.ceil(value * (1 << 2 * bits))
    root = math.isqrt(scaled)
    return Fraction(root + (root * root < scaled), 1 << bits)
