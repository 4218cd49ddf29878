"""Theorem 2: a motion of the corners that proves a self-generating set to be the payoff set.

Theorem 1 shifts the edges of a set outward, parallel to themselves. An edge of which one end is
fixed can only turn, and where turning edges matter parallel shifts prove nothing. Here the corners
move, along the motion of the fixed-point equations when every equation is given some slack.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from flint import fmpq, fmpq_mat

from coopgames.solvers.self_generation.candidate import Candidate
from coopgames.solvers.self_generation.corners import Row, Table
from coopgames.solvers.self_generation.geometry import Point, contains
from coopgames.solvers.self_generation.kinds import CC, HR, VU, G
from coopgames.solvers.self_generation.operator import Outer
from coopgames.solvers.self_generation.polynomials import (
    Polynomial,
    at,
    below,
    difference,
    product,
    scaled,
    sum_of,
)
from coopgames.solvers.self_generation.structure import System

__all__ = ["Motion", "motions_of", "turns"]

#: Digits of the motion: its inequalities are open, so a few suffice.
MOTION_BITS = 24
#: A motion as large as this comes from equations that are singular but for rounding.
SINGULAR = 1 << 100
#: Slack of the corners that only follow the threat point or do not move.
CORNER_SLACK = fmpq(1, 64)
#: Powers of two that are tried for t1, relative to the unit of the outer sets.
POWERS = range(89)

Motion = list[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Line:
    """A moving line ``n(t) . v <= b(t)``; still if it is the same line for all t."""

    normal: tuple[Polynomial, Polynomial]
    bound: Polynomial
    still: bool
    fixed_ends: tuple[int, ...] = ()


def motions_of(candidate: Candidate) -> list[Motion]:
    """Return directions in which the corners can move when every equation gets outward slack.

    Where the equations are singular (a double root) it is the null direction, exactly.
    A corner of kind CC follows the threat point and has no slack of its own, and one of kind G
    does not move: in further motions they get some slack. Empty if some corner would move inward.
    """
    system = candidate.system
    if system is None or len(candidate.vertices) < 3 or not system.unknowns:
        return []
    signs = [1 if system.labels[c][1] in (VU, HR) else -1 for c in system.unknowns]
    free = _with_slack(candidate, system, signs) or _null_direction(candidate, system, signs)
    if free is None:
        return []
    if any(x * s <= 0 for x, s in zip(free, signs, strict=True)):
        return []
    threat, places = system.places(candidate.values)  # for their slopes
    index = {label: c for c, label in enumerate(system.labels)}
    outward = _outward(candidate, system)
    motions: list[Motion] = []
    for corner_slack, payoff_slack in ((0, 0), (1, 0), (1, 1)):
        motion: Motion = []
        for k, label in enumerate(candidate.labels):
            x, y = (
                fmpq(0) if t.unknown < 0 else fmpq(1) * t.slope * free[t.unknown]
                for t in places[index[label]]
            )
            if label[1] == CC and corner_slack:
                x, y = (
                    z if u.unknown < 0 else z - CORNER_SLACK
                    for z, u in zip((x, y), threat, strict=True)
                )
            if label[1] == G and payoff_slack:
                x, y = outward[k]
            motion.append((x, y))
        if motion not in motions:
            motions.append(motion)
    return motions


def _outward(candidate: Candidate, system: System) -> list[tuple[fmpq, fmpq]]:
    """Return a short outward step at each corner.

    The outer set is rounded, so it may stand out a little at the payoffs of profiles. Not below a
    least payoff that is a constant: the outer set is cut off there.
    """
    table = system.table
    vertices = [table.normalised(x, y) for x, y in candidate.vertices]
    shares = [w / max(table.size) for w in table.size]
    least = [min(p[c] for p in candidate.vertices) for c in (0, 1)]
    steps: list[tuple[fmpq, fmpq]] = []
    for k, corner in enumerate(candidate.vertices):
        before, here, after = vertices[k - 1], vertices[k], vertices[(k + 1) % len(vertices)]
        step: list[fmpq] = []
        for c in (0, 1):
            back = hypot(here[0] - before[0], here[1] - before[1]) or 1.0
            ahead = hypot(after[0] - here[0], after[1] - here[1]) or 1.0
            share = (here[c] - before[c]) / back - (after[c] - here[c]) / ahead
            kept = corner[c] == least[c] and system.threats[c][1] < 0
            way = CORNER_SLACK * shares[c] * fmpq(round(64 * share), 64)
            step.append(fmpq(0) if kept else way)
        steps.append((step[0], step[1]))
    return steps


def _with_slack(candidate: Candidate, system: System, signs: Sequence[int]) -> list[Any] | None:
    """Return the motion of the unknowns when every equation gets a slack of 1, in short rationals.

    None if the equations are singular, or nearly so.
    """
    values = candidate.exact if candidate.field is None else candidate.values
    matrix, _ = system.linearised(values)
    try:
        solution = fmpq_mat(matrix).solve(fmpq_mat([[s] for s in signs]))
    except ZeroDivisionError:
        return None
    found = [solution[i, 0] for i in range(len(signs))]
    return [_short(x) for x in found] if max(map(abs, found)) < SINGULAR else None


def _short(x: fmpq) -> fmpq:
    """Return `x` to a few digits."""
    if not x:
        return x
    shift = MOTION_BITS - (int(abs(x).p).bit_length() - int(x.q).bit_length())
    unit = fmpq(1 << -shift) if shift < 0 else fmpq(1, 1 << shift)
    return (x / unit + fmpq(1, 2)).floor() * unit


def _null_direction(candidate: Candidate, system: System, signs: Sequence[int]) -> list[Any] | None:
    """Return the null vector of singular equations, turned outward; None if it is not one."""
    matrix, _ = system.linearised(candidate.exact)
    null = _null_vector(matrix)
    if null is None:
        return None
    lead = next(x * s for x, s in zip(null, signs, strict=True) if x)
    return [x / lead for x in null]


def _null_vector(matrix: Sequence[Sequence[Any]]) -> list[Any] | None:
    """Return a vector that spans the null space; None if it has another dimension than 1.

    Gauss and Jordan's elimination in any field.
    """
    rows = [list(row) for row in matrix]
    n = len(rows)
    pivots: list[int] = []
    for column in range(n):
        top = len(pivots)
        found = next((r for r in range(top, n) if rows[r][column]), None)
        if found is None:
            continue
        rows[top], rows[found] = rows[found], rows[top]
        lead = rows[top][column]
        rows[top] = [x / lead for x in rows[top]]
        for r in range(n):
            factor = rows[r][column]
            if r != top and factor:
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[top], strict=True)]
        pivots.append(column)
    if len(pivots) != n - 1:
        return None
    free = next(j for j in range(n) if j not in pivots)
    vector: list[Any] = [fmpq(0)] * n
    vector[free] = fmpq(1)
    for r, j in enumerate(pivots):
        vector[j] = -rows[r][free]
    return vector


def turns(outer: Outer, vertices: Sequence[Point], motion: Motion) -> bool:
    """Decide the conditions of Theorem 2."""
    table = outer.table
    corners = [([p[0], v[0]], [p[1], v[1]]) for p, v in zip(vertices, motion, strict=True)]
    least = [_least_line(vertices, corners, c, outer.threat[c]) for c in (0, 1)]
    lines = [_edge(corners, i) for i in range(len(corners))] + least
    t1 = _reach(table, outer.bounds(), lines)
    if t1 is None or not all(_above(line, vertices, t1) for line in lines):
        return False
    threats = [scaled(line.bound, -1) for line in least]
    rows = [
        table.rows[a]
        for a in outer.enforceable()
        if not contains(vertices, (table.rows[a][0], table.rows[a][1]))
    ]
    return all(
        _bounded(table, lines, i, row, threats, t1)
        for i, line in enumerate(lines)
        if not line.still
        for row in rows
    )


def _edge(corners: Sequence[tuple[Polynomial, Polynomial]], i: int) -> Line:
    j = (i + 1) % len(corners)
    p, q = corners[i], corners[j]
    normal = difference(q[1], p[1]), difference(p[0], q[0])
    bound = sum_of(product(normal[0], p[0]), product(normal[1], p[1]))
    fixed = tuple(k for k in (i, j) if not corners[k][0][1] and not corners[k][1][1])
    lead = 0 if normal[0][0] else 1
    pivot = normal[lead][0]
    # The same line, perhaps with a longer edge: everything is a multiple of its value at 0.
    if all(
        not any(difference(scaled(normal[lead], part[0] / pivot), part))
        for part in (*normal, bound)
    ):
        return Line((normal[0][:1], normal[1][:1]), bound[:1], True)
    return Line(normal, bound, False, fixed)


def _least_line(
    vertices: Sequence[Point],
    corners: Sequence[tuple[Polynomial, Polynomial]],
    c: int,
    known: fmpq,
) -> Line:
    first = min(range(len(vertices)), key=lambda k: vertices[k][c])
    level = corners[first][c]
    if level[0] <= known:  # what is known of the least payoff already is as good, and stays
        level = [known, known - known]
    one = level[0] - level[0] + 1
    normal = ([-one], [one - one]) if c == 0 else ([one - one], [-one])
    still = not level[1]
    return Line(normal, [-level[0]] if still else [-x for x in level], still)


def _reach(table: Table, bounds: Sequence[Point], lines: Sequence[Line]) -> fmpq | None:
    """Return the least power of two at which the moved lines contain the outer set."""
    for power in POWERS:
        t = table.unit * (1 << power)
        if all(
            all(
                at(line.normal[0], t) * p[0] + at(line.normal[1], t) * p[1] <= at(line.bound, t)
                for p in bounds
            )
            for line in lines
        ):
            return t
    return None


def _above(line: Line, vertices: Sequence[Point], t1: fmpq) -> bool:
    """Tell whether a moving line stays clear of the set, but for the fixed ends of its edge."""
    if line.still:
        return True
    return all(
        below(_excess(line, p), t1, k not in line.fixed_ends) for k, p in enumerate(vertices)
    )


def _excess(line: Line, point: Point) -> Polynomial:
    height = sum_of(scaled(line.normal[0], point[0]), scaled(line.normal[1], point[1]))
    return difference(height, line.bound)


def _bounded(
    table: Table,
    lines: Sequence[Line],
    i: int,
    row: Row,
    threats: Sequence[Polynomial],
    t1: fmpq,
) -> bool:
    """Tell whether some option keeps what a profile adds below a moving line."""
    line = lines[i]
    d = table.delta
    if below(_excess(line, row), t1, True):
        return True
    payoff = sum_of(scaled(line.normal[0], row[0]), scaled(line.normal[1], row[1]))
    if all(below(part, t1, False) for part in line.normal):
        # lambda = -n: the promise costs nothing beyond the threat.
        gains = sum_of(scaled(line.normal[0], row[2]), scaled(line.normal[1], row[3]))
        promised = sum_of(product(line.normal[0], threats[0]), product(line.normal[1], threats[1]))
        today = scaled(sum_of(payoff, gains), 1 - d)
        if below(difference(sum_of(today, scaled(promised, d)), line.bound), t1, True):
            return True
    return any(
        _option(table, line, other, c, row, payoff, threats[1 - c], t1)
        for j, other in enumerate(lines)
        if j != i
        for c in (0, 1)
        if other.normal[c][0]
    )


def _option(
    table: Table,
    line: Line,
    other: Line,
    c: int,
    row: Row,
    payoff: Polynomial,
    threat: Polynomial,
    t1: fmpq,
) -> bool:
    """Decide the option that leans on another line with ``lambda_c = 0``, times ``|n_jc(t)|``."""
    o, d = 1 - c, table.delta
    sign = 1 if other.normal[c][0] > 0 else -1
    scale, tau = scaled(other.normal[c], sign), scaled(line.normal[c], sign)
    multiplier = difference(product(tau, other.normal[o]), product(scale, line.normal[o]))
    if not (
        below(scaled(scale, -1), t1, True)
        and below(scaled(tau, -1), t1, False)
        and below(scaled(multiplier, -1), t1, False)
    ):
        return False
    today = difference(product(scale, payoff), scaled(multiplier, row[2 + o]))
    promised = difference(product(tau, other.bound), product(multiplier, threat))
    side = sum_of(scaled(today, 1 - d), scaled(promised, d))
    return below(difference(side, product(scale, line.bound)), t1, True)
