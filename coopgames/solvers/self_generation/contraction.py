"""A jump of an outer set to where many applications of the operator would lead.

Near discount factor 1 one application moves a set by a share ``1 - d`` of what it has to move. With
the normals held fixed and one option of weak duality chosen for each profile, every bound is an
affine function of all bounds. The jump shrinks each bound as far as these inequalities allow; the
affine test, at both ends of the way, is the proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import fmpq

from coopgames.solvers.self_generation.affine import Affine
from coopgames.solvers.self_generation.corners import Vector
from coopgames.solvers.self_generation.directions import Directions, normals_of
from coopgames.solvers.self_generation.duality import Matrix, Options, dual_options
from coopgames.solvers.self_generation.geometry import Point, clip
from coopgames.solvers.self_generation.operator import Outer
from coopgames.solvers.self_generation.widths import fitting_widths

__all__ = ["Contraction", "contract"]

#: An option must be below the bound of the outer set by this much to carry it inward.
ROOM = 1e-12
#: A jump that moves no bound by this much (shares of the range) is not made.
WORTHWHILE = 1e-10
#: The share of the way that is gone: the rest is slack for the proof.
SHARE = 31 / 32
MAX_ROUNDS = 60
WIDTH_BITS = 24


@dataclass(frozen=True, slots=True)
class Contraction:
    """An item of a chain of outer sets; the bounds proved are the offsets."""

    offsets: list[fmpq]
    widths: list[fmpq]


@dataclass(frozen=True, slots=True)
class _Way:
    """How far one bound may move: for each profile the best of its options.

    ``stay[k]`` is the distance to the payoff of the profile, inside the bound (or -inf);
    ``room`` are the distances of the options at the outer set, -inf where they are not allowed.
    """

    options: Options
    stay: Vector
    room: Matrix


def contract(outer: Outer, worthwhile: float = WORTHWHILE) -> Contraction | None:
    """Jump, and return the item that proves it; None if no jump was found worthwhile.

    Parameters
    ----------
    outer : Outer
        Changed in place; it may become empty, which proves that there is no equilibrium.
    worthwhile : float
        Some bound must move by this share of the payoff range.
    """
    bounds = outer.bounds()
    if not bounds:
        return None
    directions = Directions.of(outer.table, normals_of(outer.vertices))
    supports = directions.supports(bounds)
    enforceable = outer.enforceable()
    start = Affine(outer.table, directions, supports, outer.threat, enforceable)
    ways = _ways(start)
    moved = _greatest(start, ways, _cap(directions, bounds)) * SHARE
    if not moved.size or moved.max() < max(worthwhile, WORTHWHILE):
        return None
    moved = np.where(moved > WORTHWHILE / 64, moved, 0.0)
    steps = directions.exactly(moved, WIDTH_BITS, up=False)
    offsets = [h - w for h, w in zip(supports, steps, strict=True)]
    test = Affine(outer.table, directions, offsets, outer.threat, enforceable)
    widths = fitting_widths(test, steps)
    if widths is None:
        return None
    shape: list[Any] = outer.vertices
    for n, b in zip(directions.exact, offsets, strict=True):
        shape = clip(shape, n, b)
    outer.replace(shape)
    return Contraction(offsets, widths)


def _ways(start: Affine) -> dict[int, _Way]:
    """Return the ways of the normals that can move at all."""
    table, units = start.table, start.directions.units
    f = table.floats
    live = np.asarray(start.enforceable, dtype=np.intp)
    # At the outer set its own least payoffs are the threats, and they rise as it shrinks.
    least = np.array([-start.floats[i] for i in start.directions.least])
    found: dict[int, _Way] = {}
    for i, unit in enumerate(units):
        stay = start.floats[i] - unit[0] * f.g1[live] - unit[1] * f.g2[live]
        stay = np.where(stay > ROOM, stay, -np.inf)
        options = dual_options(start.directions, i)
        values = options.values(table, unit, start.enforceable, start.floats, least)
        room = start.floats[i] - values
        room = np.where(room > options.rounding * 10, room, -np.inf)
        best = room.max(axis=1, initial=-np.inf)
        if np.maximum(best, stay).min(initial=np.inf) > 0:
            found[i] = _Way(options, stay, room)
    return found


def _cap(directions: Directions, bounds: Sequence[Point]) -> Vector:
    """Return how far each bound may move at most: a little beyond the other side of the set."""
    points = np.array([directions.table.normalised(p[0], p[1]) for p in bounds])
    heights = directions.units @ points.T
    return (heights.max(axis=1) - heights.min(axis=1)) * 1.25 + 0.125


def _greatest(start: Affine, ways: dict[int, _Way], cap: Vector) -> Vector:
    """Return large moves that satisfy all inequalities, by policy iteration from above."""
    moves = np.zeros(len(cap))
    for i in ways:
        moves[i] = cap[i]
    for _ in range(MAX_ROUNDS):
        limits: dict[int, tuple[float, Vector, float]] = {}
        for i, way in ways.items():
            limit = _limit(start, way, moves)
            if limit is not None and limit[0] < moves[i] - 1e-12:
                limits[i] = limit
        if not limits:
            break
        solved = _solve(limits, moves)
        direct = moves.copy()
        for i, limit in limits.items():
            direct[i] = limit[0]
        lower = solved if solved is not None else direct
        moves = np.clip(np.minimum(lower, moves), 0.0, None)
    return moves


def _limit(start: Affine, way: _Way, moves: Vector) -> tuple[float, Vector, float] | None:
    """Return how far a bound may move when the others move so: limit, coefficients, constant."""
    if not len(way.stay):
        return None
    slopes = way.options.slopes(start.table, moves, start.directions.least, np.ones(2))
    reach = way.room + slopes[None, :]
    best = reach.max(axis=1, initial=-np.inf)
    each = np.maximum(best, way.stay)
    k = int(each.argmin())
    if way.stay[k] >= best[k]:
        return float(each[k]), np.zeros(len(moves)), float(way.stay[k])
    o = int(reach[k].argmax())
    line = way.options.row(start.table, o, len(moves), start.directions.least, np.ones(2))
    return float(each[k]), line, float(way.room[k, o])


def _solve(limits: dict[int, tuple[float, Vector, float]], moves: Vector) -> Vector | None:
    """Solve the inequalities that bind, the other moves held fixed; None unless they shrink."""
    matrix = np.eye(len(moves))
    right = moves.copy()
    for i, (_, line, constant) in limits.items():
        matrix[i] -= line
        right[i] = constant
    try:
        solved: Vector = np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    shrinks = (solved >= 0).all() and (solved <= moves + 1e-12).all()
    return solved if shrinks else None
