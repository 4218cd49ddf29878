"""Guess a set that generates itself: Newton's method on the equations of its corners.

The labels of a hull say how each corner depends on the others. One coordinate of every VU, VL, HR
and HL corner is unknown; the equations say that its promise lies on the edge of the hull below, and
the threat point is read off the corners where it is attained. One Newton step on these equations
and one application of the operator, which renews the labels, alternate until nothing moves. It is
policy iteration; nothing guarantees that it ends, so what it finds is a guess and is certified
elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple, TypeAlias

import numpy as np

from coopgames.solvers.self_generation import kinds
from coopgames.solvers.self_generation._float_game import FloatGame, Operator, solved
from coopgames.solvers.self_generation._float_geometry import (
    SAME,
    Corner,
    chains,
    clip,
    hull,
)

__all__ = ["attempt", "same_set"]

#: Rounds of Newton and operator before a guess is given up.
ROUNDS = 14
#: A Newton step larger than this share of what rounding may do, at a set that stands still, means
#: that it only seems to.
SETTLED = 0.1

#: A coordinate as value + coefficient * change of an unknown; the index is -1 for a constant.
Affine: TypeAlias = tuple[float, float, int]
VERTICAL = (kinds.VU, kinds.VL)
SIDES = {kinds.VL: 0, kinds.VU: 1, kinds.HR: 2, kinds.HL: 3}


class Equation(NamedTuple):
    """The unknown of a corner, its profile, and the two corners that carry its promise."""

    corner: int
    axis: int
    profile: int
    before: int
    after: int


class Structure(NamedTuple):
    """The equations that the labels of a hull stand for."""

    threat: tuple[Affine, Affine]
    corners: list[tuple[Affine, Affine]]
    equations: list[Equation]


def same_set(one: list[Corner], other: list[Corner]) -> bool:
    """Say whether two hulls have the same corners, up to rounding.

    Rounding may also decide which of two corners is the least, and so the first.
    """
    if len(one) != len(other):
        return False
    return any(
        _close(one[0], other[shift])
        and all(_close(p, other[(i + shift) % len(other)]) for i, p in enumerate(one))
        for shift in range(len(other))
    )


def _close(p: Corner, q: Corner) -> bool:
    return abs(p[0] - q[0]) <= SAME and abs(p[1] - q[1]) <= SAME


def attempt(
    game: FloatGame, operator: Operator, ring: list[Corner], proved: tuple[float, float]
) -> tuple[list[Corner] | None, int]:
    """Look for a fixed point of the operator near a labelled hull.

    No guess falls clearly below the threat that is proved. Returns the fixed point, or None, and
    how often the operator was applied.
    """
    for count in range(1, ROUNDS + 1):
        moved = newton_step(game, ring)
        if moved is None:
            return None, count - 1
        guess = hull(_above(moved, proved, game.rounding))
        if not guess:
            return None, count - 1
        threat = min(p[0] for p in guess), min(p[1] for p in guess)
        points = operator.step(chains(guess), threat)
        if not points:
            return None, count
        ring = hull(points)
        if same_set(ring, guess) and _settled(game, ring):
            return ring, count
    return None, ROUNDS


def _above(ring: list[Corner], proved: tuple[float, float], rounding: float) -> list[Corner]:
    """Cut off what lies below a threat, unless rounding alone may have put it there."""
    for axis, normal in enumerate(((-1.0, 0.0), (0.0, -1.0))):
        if ring and min(p[axis] for p in ring) < proved[axis] - rounding:
            ring = clip(ring, normal, -proved[axis])
    return ring


def _settled(game: FloatGame, ring: list[Corner]) -> bool:
    """Say whether Newton's method leaves a set where it is.

    Near discount factor 1 the operator moves sets by so little that standing still proves nothing.
    """
    moved, most = newton_step(game, ring), SETTLED * game.rounding
    return moved is not None and all(
        abs(p[0] - q[0]) <= most and abs(p[1] - q[1]) <= most
        for p, q in zip(ring, moved, strict=True)
    )


def newton_step(game: FloatGame, ring: list[Corner]) -> list[Corner] | None:
    """Return the corners after one Newton step on their equations, or None if there is none."""
    structure = _structure(game, ring)
    if structure is None:
        return None
    steps: list[float] = []
    if structure.equations:
        solution = solved(*_linearised(game, structure))
        if solution is None:
            return None
        steps = solution.tolist()

    def value(coordinate: Affine) -> float:
        base, factor, unknown = coordinate
        return base + factor * steps[unknown] if unknown >= 0 else base

    return [
        (value(x), value(y), p[2], p[3]) for (x, y), p in zip(structure.corners, ring, strict=True)
    ]


def _structure(game: FloatGame, ring: list[Corner]) -> Structure | None:
    """Read the equations off the labels; None if a constraint lies beyond the set."""
    unknown = {j: i for i, j in enumerate(j for j, p in enumerate(ring) if p[3] in SIDES)}
    threat = _threat(game, ring, unknown, 0), _threat(game, ring, unknown, 1)
    corners = [_coordinates(game, p, threat, unknown.get(j, -1)) for j, p in enumerate(ring)]
    sides = chains(ring)
    # Constraints are looked up where the threat is now, not where the equations will take it.
    now = min(p[0] for p in ring), min(p[1] for p in ring)
    equations: list[Equation] = []
    slack = game.tolerance
    for j in unknown:
        _, _, a, kind = ring[j]
        axis = 0 if kind in VERTICAL else 1
        side = sides[SIDES[kind]]
        least = now[axis] + game.weight * game.rows[a][2 + axis]
        if least < side.keys[0] - slack or least > side.keys[-1] + slack:
            return None
        last = len(side.keys) - 1
        i = min(max(bisect_left(side.keys, least), 1), last) if last else 0
        before = side.positions[max(i - 1, 0)]
        equations.append(Equation(j, axis, a, before, side.positions[i]))
    return Structure(threat, corners, equations)


def _threat(game: FloatGame, ring: list[Corner], unknown: dict[int, int], axis: int) -> Affine:
    """Express a player's threat by the corner where it is attained.

    If that corner's coordinate is ``(1-d) b + d u`` and equals ``u``, then ``u`` is ``b``.
    """
    j = min(range(len(ring)), key=lambda i: ring[i][axis])
    a, kind = ring[j][2], ring[j][3]
    if kind == kinds.G:
        return game.rows[a][axis], 0.0, -1
    if kind == kinds.CC or (kind in VERTICAL) == (axis == 0):
        return game.rows[a][4 + axis], 0.0, -1
    return ring[j][axis], 1.0, unknown[j]


def _coordinates(
    game: FloatGame, corner: Corner, threat: tuple[Affine, Affine], unknown: int
) -> tuple[Affine, Affine]:
    """Express both coordinates of a corner by the unknowns."""
    x, y, a, kind = corner
    row, d = game.rows[a], game.discount
    if kind == kinds.G:
        return (row[0], 0.0, -1), (row[1], 0.0, -1)
    known: list[Affine] = [
        ((1.0 - d) * row[4 + i] + d * threat[i][0], d * threat[i][1], threat[i][2]) for i in (0, 1)
    ]
    if kind == kinds.CC:
        return known[0], known[1]
    if kind in VERTICAL:
        return known[0], (y, 1.0, unknown)
    return (x, 1.0, unknown), known[1]


def _linearised(game: FloatGame, structure: Structure) -> tuple[np.ndarray, np.ndarray]:
    """Return the matrix and the residual of the linear system of a Newton step."""
    threat, corners, equations = structure
    d = game.discount
    matrix = np.eye(len(equations))
    residual = np.zeros(len(equations))
    for v, (j, axis, a, p, q) in enumerate(equations):
        row, other = game.rows[a], 1 - axis
        key = threat[axis][0] + game.weight * row[2 + axis]
        px, py, qx, qy = corners[p][axis], corners[p][other], corners[q][axis], corners[q][other]
        width, rise = qx[0] - px[0], qy[0] - py[0]
        share = (key - px[0]) / width if abs(width) > 0.0 else 0.0
        slope = rise / width if abs(width) > 0.0 else 0.0
        for factor, (_, coefficient, unknown) in (
            (1.0 - share, py),
            (share, qy),
            (slope, threat[axis]),
            (-slope * (1.0 - share), px),
            (-slope * share, qx),
        ):
            if unknown >= 0:
                matrix[v, unknown] -= d * factor * coefficient
        promised = py[0] + share * rise
        here = corners[j][other][0]
        residual[v] = (1.0 - d) * row[other] + d * promised - here
    return matrix, residual
