"""Theorem 3: a family of shrinking sets through which payoff sets fall below a threshold.

At a fold, or where a structure gives way to another, the payoff set at ``d*`` has something to
spare everywhere and yet vanishes for ``d < d*``: plain steps to the smaller set take time without
bound as ``d`` tends to ``d*``. Let the corners of a polygon move, ``c(t) = c + t c'`` for ``t`` in
[0, t1], let ``n_i(t) . v <= b_i(t)`` be the lines through moved neighbours, with
``-v_c <= -u_c(t)`` for the least coordinates, and ``X_t`` the intersection; a line is still if it
is the same for all t. Suppose that for all t in [0, t1], all moving lines i
and all profiles a that may be enforced, either

(i)   ``n_i(t) . g(a) < b_i(t)``, or ``g(a)`` is an unmoved end of edge i, or equality holds at
      ``t = 0`` only, ``g(a)`` is not in ``X_0``, and no other payoffs lie on that line then; or
(ii)  some option of weak duality gives ``R(t) = (1-d*) A(t) + d* C(t) <= b_i(t)`` with
      ``C(t) > A(t)``, or ``R(t) < b_i(t)``, where ``A(t) = n_i . g(a) - lambda . h(a)`` and
      ``C(t) = tau b_j - lambda . u``.

Then, for every ``d < d*``, ``V(d)`` within ``X_0`` is within ``X_t1`` if the sets shrink with t;
and ``V(d)`` within ``X_t1`` is within ``X_0`` if they grow. Where V arrives, at t1 or 0, strict
inequalities need not hold, because it has come arbitrarily near.

*Proof.* Let ``V = V(d)`` lie in ``X_t`` with ``t`` the last one before it would not, and ``v`` an
extreme point of V on a moving line i, of profile a with promise w. The right side of (ii) is affine
in the discount factor: below ``d*`` it is less than ``b_i(t)`` if ``C > A``. If ``R < b_i`` only
for ``d*``, note that V generates itself at ``d*`` by the same profiles. So (i) holds, and v is
strictly inside unless ``F = g(a)`` is on the line. Then ``w = F + (v - F)/d`` lies in V and on the
line, farther from F than v, unless ``v = F``: what V has on the line is F at most, which then is an
unmoved end. So V meets moving lines at unmoved ends only, which lie on them for every t; the
finitely many other extreme points are strictly inside, and t was not the last. QED
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coopgames.solvers.self_generation.corners import Row, Table
from coopgames.solvers.self_generation.geometry import Point, clip
from coopgames.solvers.self_generation.polynomials import (
    Polynomial,
    at,
    below,
    difference,
    product,
    scaled,
    sum_of,
)

__all__ = ["Family", "family"]


@dataclass(frozen=True, slots=True)
class Line:
    """A moving line ``n(t) . v <= b(t)``, and the unmoved ends of its edge."""

    normal: tuple[Polynomial, Polynomial]
    bound: Polynomial
    still: bool
    fixed: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The sets ``X_t``."""

    table: Table
    vertices: Sequence[Point]
    lines: list[Line]
    grows: bool

    def passes(self, rows: Sequence[Row], t1: Any) -> bool:
        """Decide the conditions of Theorem 3 on [0, t1] for the profiles given."""
        for i, line in enumerate(self.lines):
            if not line.still:
                touching = {(r[0], r[1]) for r in rows if not _excess(line, r)[0]}
                if not all(self._bounded(i, row, t1, len(touching) < 2) for row in rows):
                    return False
        return True

    def contains(self, points: Sequence[Point], t: Any) -> bool:
        """Tell whether ``X_t`` contains all points."""
        return all(at(_excess(line, p), t) <= 0 for line in self.lines for p in points)

    def part(self, t: Any) -> list[Any]:
        """Return the part of ``X_0`` in ``X_t``."""
        shape: Sequence[Point] = [(p[0], p[1]) for p in self.vertices]
        for line in self.lines:
            if shape:
                normal = at(line.normal[0], t), at(line.normal[1], t)
                shape = clip(shape, normal, at(line.bound, t))
        return list(shape)

    def _negative(self, a: Sequence[Any], t1: Any) -> bool:
        """Tell whether a polynomial is negative on [0, t1], by its Bernstein form.

        But for the end to which the sets move.
        """
        return below(a, t1, True) if self.grows else bool(a[0] < 0) and below(a, t1, False)

    def _bounded(self, i: int, row: Row, t1: Any, alone: bool) -> bool:
        line, d = self.lines[i], self.table.delta
        excess = _excess(line, row)
        if self._negative(excess, t1):
            return True
        if alone and below(excess, t1, True) and not self.contains([row], t1 - t1):
            return True
        if any(p[0] == row[0] and p[1] == row[1] for p in line.fixed):
            return True
        for today, promised, scale in self._options(i, row, t1):
            right = sum_of(scaled(today, 1 - d), scaled(promised, d))
            gap = difference(right, product(scale, line.bound))
            if self._negative(gap, t1):
                return True
            if below(gap, t1, False) and self._negative(difference(today, promised), t1):
                return True
        return False

    def _options(
        self, i: int, row: Row, t1: Any
    ) -> Iterator[tuple[Polynomial, Polynomial, Polynomial]]:
        """Return ``A``, ``C`` and the positive factor by which both are multiplied."""
        normal = self.lines[i].normal
        threats = [scaled(self.lines[k].bound, -1) for k in (-2, -1)]
        payoff = sum_of(scaled(normal[0], row[0]), scaled(normal[1], row[1]))
        zero = row[0] - row[0]
        if all(below(part, t1, False) for part in normal):
            gains = sum_of(scaled(normal[0], row[2]), scaled(normal[1], row[3]))
            kept = sum_of(product(normal[0], threats[0]), product(normal[1], threats[1]))
            yield sum_of(payoff, gains), kept, [zero + 1]
        for j, other in enumerate(self.lines):
            for c in (0, 1):
                if j == i or not other.normal[c][0]:
                    continue
                o, sign = 1 - c, 1 if other.normal[c][0] > 0 else -1
                scale, tau = scaled(other.normal[c], sign), scaled(normal[c], sign)
                rest = difference(product(tau, other.normal[o]), product(scale, normal[o]))
                signs = (below(scaled(x, -1), t1, False) for x in (tau, rest))
                if self._negative(scaled(scale, -1), t1) and all(signs):
                    today = difference(product(scale, payoff), scaled(rest, row[2 + o]))
                    promised = difference(product(tau, other.bound), product(rest, threats[o]))
                    yield today, promised, scale


def family(
    table: Table, vertices: Sequence[Point], motion: Sequence[tuple[Any, Any]], grows: bool
) -> Family:
    """Return the sets whose corners move outward, or in the opposite direction."""
    sign = 1 if grows else -1
    motion = [(sign * x, sign * y) for x, y in motion]
    corners = [([p[0], v[0]], [p[1], v[1]]) for p, v in zip(vertices, motion, strict=True)]
    lines = [_edge(corners, k) for k in range(len(corners))]
    return Family(table, vertices, [*lines, *(_least(vertices, corners, c) for c in (0, 1))], grows)


def _edge(corners: Sequence[tuple[Polynomial, Polynomial]], k: int) -> Line:
    p, q = corners[k], corners[(k + 1) % len(corners)]
    normal = difference(q[1], p[1]), difference(p[0], q[0])
    bound = sum_of(product(normal[0], p[0]), product(normal[1], p[1]))
    lead = 0 if normal[0][0] else 1
    # The same line, perhaps with a longer edge: everything is a multiple of its value at 0.
    still = all(
        not any(difference(scaled(normal[lead], part[0] / normal[lead][0]), part))
        for part in (*normal, bound)
    )
    fixed = tuple((c[0][0], c[1][0]) for c in (p, q) if not c[0][1] and not c[1][1])
    if still:
        return Line((normal[0][:1], normal[1][:1]), bound[:1], True, fixed)
    return Line(normal, bound, False, fixed)


def _least(
    vertices: Sequence[Point], corners: Sequence[tuple[Polynomial, Polynomial]], c: int
) -> Line:
    first = min(range(len(vertices)), key=lambda k: vertices[k][c])
    level = corners[first][c]
    one = level[0] - level[0] + 1
    normal = ([-one], [one - one]) if c == 0 else ([one - one], [-one])
    still = not level[1]
    bound = [-level[0]] if still else [-x for x in level]
    unmoved = not any(corners[first][k][1] for k in (0, 1))
    return Line(normal, bound, still, (vertices[first],) if unmoved else ())


def _excess(line: Line, point: Point) -> Polynomial:
    height = sum_of(scaled(line.normal[0], point[0]), scaled(line.normal[1], point[1]))
    return difference(height, line.bound)
