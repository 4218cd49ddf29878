"""Widths with which the affine test holds: found in floats, rounded to short rationals, proved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from flint import fmpq

from coopgames.solvers.self_generation.affine import Affine, Rows
from coopgames.solvers.self_generation.corners import Vector
from coopgames.solvers.self_generation.duality import Matrix

__all__ = ["fitting_widths"]

MAX_ROUNDS = 40
#: Room that every inequality is given, as a share of the largest distance of the outer set.
ROOM = 2.0**-8


def fitting_widths(test: Affine, gaps: Sequence[Any]) -> list[fmpq] | None:
    """Return widths that cover the gaps and make the affine test hold, or None.

    Only open inequalities bind the widths, so they are rational and short whatever field the
    bounds lie in.

    Parameters
    ----------
    test : Affine
    gaps : sequence of numbers
        By how much the outer set exceeds each bound; negative where it does not.
    """
    tests: dict[int, Rows] = {}
    for i in range(len(gaps)):
        rows = test.rows(i)
        if rows is None:
            return None
        excess = rows.values - test.floats[i] - rows.options.rounding
        if rows.profiles and excess.min(axis=1).max() > 0:
            return None
        tests[i] = rows
    distances = test.directions.floats(gaps)
    found = _least_widths(test, tests, np.maximum(distances, 0.0))
    if found is None:
        return None
    # Rounding must not use up the room, in rows that may add widths much larger than it.
    room = max(float(distances.max()), 1e-9) * ROOM
    bits = 8 + int(np.log2(found.max() / room + 1.0)) + 1
    widths = test.directions.exactly(found, bits)
    inside = all(g <= w for g, w in zip(gaps, widths, strict=True))
    scaled = test.directions.floats(widths)
    return widths if inside and test.proves(tests, widths, scaled) else None


def _least_widths(test: Affine, tests: dict[int, Rows], gaps: Vector) -> Vector | None:
    """Return small widths that cover the gaps and leave room in every inequality.

    Policy iteration from below: a row is violated, it takes its best option, the linear system of
    all rows that were violated is solved again.
    """
    room = max(float(gaps.max()), 1e-9) * ROOM
    floor = gaps + room
    policy: dict[int, tuple[Any, float]] = {}
    widths: Vector = floor
    for _ in range(MAX_ROUNDS):
        changed = False
        for i, rows in tests.items():
            worst = _worst(test, i, rows, widths)
            if worst is not None and worst[2] + room > widths[i] * (1 + 1e-9):
                line = rows.options.row(
                    test.table, worst[0], len(floor), test.directions.least, test.moves
                )
                policy[i] = (line, worst[1])
                changed = True
        if not changed:
            return widths
        solved = _solve(policy, floor, room)
        if solved is None or not (solved > 0).all() or solved.max() > 1e12:
            return None
        widths = np.maximum(solved, floor)
    return None


def _worst(test: Affine, i: int, rows: Rows, widths: Vector) -> tuple[int, float, float] | None:
    """Return the profile that asks the largest width: its option, its slack, and the width."""
    if not rows.profiles:
        return None
    slopes = rows.options.slopes(test.table, widths, test.directions.least, test.moves)
    slack = rows.values - test.floats[i]
    # Within rounding an option may be exactly tight.
    asked: Matrix = np.where(
        slack <= rows.options.rounding, np.minimum(slack, 0.0) + slopes[None, :], np.inf
    )
    options = asked.argmin(axis=1)
    each = asked[np.arange(len(options)), options]
    k = int(each.argmax())
    o = int(options[k])
    return o, float(min(slack[k, o], 0.0)), float(each[k])


def _solve(policy: dict[int, tuple[Any, float]], floor: Vector, room: float) -> Vector | None:
    matrix = np.eye(len(floor))
    right = floor.copy()
    for i, (line, slack) in policy.items():
        matrix[i] -= line
        right[i] = slack + room
    try:
        return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
