"""That the payoff sets below a fold lie in the set at the fold.

A set around them, at a discount factor just above, is led through a family of growing sets from its
far end (Theorem 3, see :mod:`coopgames.solvers.critical.corridor`). It must be within the still
lines of the family from the beginning. Where the set above is not, because it is larger there as
well, the affine test proves these lines at the fold; the moving ones stay where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from flint import fmpq

from coopgames.arithmetic import FieldElement
from coopgames.solvers._flint import to_flint
from coopgames.solvers.critical.corridor import Family, Line
from coopgames.solvers.self_generation.affine import Affine, Rows
from coopgames.solvers.self_generation.corners import Vector
from coopgames.solvers.self_generation.directions import Directions, short
from coopgames.solvers.self_generation.geometry import Point
from coopgames.solvers.self_generation.operator import Outer
from coopgames.solvers.self_generation.polynomials import at

__all__ = ["POWERS", "enters"]

#: How far the corners move, in shares of the payoff range: powers of one half.
POWERS: Final = (4, 6, 8, 10, 13, 16)
#: What floats see clearly, in shares of the payoffs.
CLEAR: Final = 1e-9
ROUNDS: Final = 200
LARGEST: Final = 1e3
WIDTH_BITS: Final = 40


def enters(growing: Family, outer: Outer, around: Sequence[Point]) -> bool:
    """Tell whether it is proved that the payoff sets below lie in the set the family grows from.

    Parameters
    ----------
    growing : Family
        At the fold.
    outer : Outer
        A set around the payoff sets below, at a rational discount factor above.
    around : sequence of points
        A smaller one, in any field.
    """
    rows = [growing.table.rows[a] for a in outer.enforceable()]
    still = [i for i, line in enumerate(growing.lines) if line.still]
    open_lines = {i for i in still if not _all_within(growing.lines[i], around, fmpq(0))}
    if open_lines and not _still_lines_hold(growing, outer, open_lines):
        return False
    return any(
        all(_all_within(line, around, t) for line in growing.lines if not line.still)
        and growing.passes(rows, t)
        for t in (fmpq(1, 1 << k) for k in POWERS)
    )


def _still_lines_hold(growing: Family, outer: Outer, lines: set[int]) -> bool:
    """Prove the bounds of some still lines by the affine test, given a set around."""
    directions = Directions.of(
        growing.table, [(line.normal[0][0], line.normal[1][0]) for line in growing.lines]
    )
    supports = directions.supports(outer.bounds())
    offsets = [
        line.bound[0] if i in lines else max(line.bound[0], support)
        for i, (line, support) in enumerate(zip(growing.lines, supports, strict=True))
    ]
    test = Affine(growing.table, directions, offsets, outer.threat, outer.enforceable())
    tests: dict[int, Rows] = {}
    for i in lines:
        rows = test.rows(i)
        if rows is None:
            return False
        tests[i] = rows
    gaps = [s - b for s, b in zip(supports, offsets, strict=True)]
    found = _widths(test, tests, np.array([float(g) for g in gaps]) / directions.lengths)
    if found is None:
        return False
    widths = [
        short(float(w), WIDTH_BITS) if i in lines else fmpq(0)
        for i, w in enumerate(found * directions.lengths)
    ]
    scaled = np.array([float(w) for w in widths]) / directions.lengths
    covered = all(gaps[i] <= widths[i] for i in lines)
    return covered and test.proves(tests, widths, scaled)


def _widths(test: Affine, tests: dict[int, Rows], gaps: Vector) -> Vector | None:
    """Return widths that cover the gaps and exceed what every profile asks; None if they grow."""
    widths = np.zeros(len(gaps))
    for i in tests:
        widths[i] = 1.01 * max(float(gaps[i]), 0.0) + CLEAR
    for _ in range(ROUNDS):
        changed = False
        for i, rows in tests.items():
            if not rows.profiles:
                continue
            slopes = rows.options.slopes(test.table, widths, test.directions.least, test.moves)
            slack = rows.values - test.floats[i]
            asked = np.where(slack <= CLEAR, np.minimum(slack, 0.0) + slopes[None, :], np.inf)
            need = float(asked.min(axis=1).max())
            if not need < LARGEST:
                return None
            if need * 1.001 >= widths[i]:
                widths[i] = 1.05 * need
                changed = True
        if not changed:
            return widths
    return None


def _all_within(line: Line, points: Sequence[Point], t: fmpq) -> bool:
    return all(_within(line, p, t) for p in points)


def _within(line: Line, point: Point, t: fmpq) -> bool:
    """Tell whether a point lies on the right side of a line; if in doubt, not.

    They may be in different number fields; then floats decide what is clear, and a line with
    rational coefficients is compared in the field of the point.
    """
    parts = [at(part, t) for part in (*line.normal, line.bound)]
    lead = max(abs(parts[0]), abs(parts[1]))
    x, y, bound = (float(part / lead) for part in parts)
    excess = x * float(point[0]) + y * float(point[1]) - bound
    if abs(excess) > CLEAR * (abs(bound) + max(abs(float(z)) for z in point[:2]) + 1.0):
        return excess < 0
    place = [_rational(z) for z in point[:2]]
    if None not in place:
        return bool(parts[0] * place[0] + parts[1] * place[1] <= parts[2])
    short = [_rational(part / lead) for part in parts]
    if None in short:
        return False
    return bool(short[0] * point[0] + short[1] * point[1] <= short[2])


def _rational(value: Any) -> Any:
    """Return a rational number as such; None for an irrational one."""
    if isinstance(value, FieldElement):
        return to_flint(value.number()) if value.is_rational else None
    return value
