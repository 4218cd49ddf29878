"""A point that payoff sets reach as they grow, and not before.

Let ``X`` contain ``V(d)`` for all ``d < d*``, let a point ``q`` lie on the line ``n . v = b`` that
supports ``X``, and let ``v`` be an extreme point of ``V(d)`` on this line, of profile ``a`` with
promise ``w``. At ``d*`` the same profile gives ``v`` with the promise ``w'`` between ``v`` and
``w``, which lies in ``X``, and ``w'_i`` exceeds ``u_i + (1-d*)/d* h_i`` by at least
``(d* - d)/d* (b_i(a) - u_i)`` (``u`` the least payoffs of ``X``, ``b_i(a)`` of a best reply). This
excludes a profile with ``n . g(a) > b`` whenever the best promises for it at ``d*``, in the
direction ``n``, either fall short of the line or leave one player with ``b_i(a) > u_i`` nothing to
spare. A profile with ``n . g(a) < b`` is excluded in any case. If only profiles with
``n . g(a) = b`` are left, the payoffs of ``V(d)`` on the line lie within the hull of these
``g(a)``: an end of them is ``(1-d) g(a) + d w`` with ``w`` among them, so ``g(a)`` is that end or
beyond it. And if ``q`` is an end of this hull, it is a payoff only where some ``g(a) = q`` bears
its own incentive constraints.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coopgames.solvers.critical.from_below import Limit
from coopgames.solvers.self_generation.corners import Row, Table
from coopgames.solvers.self_generation.directions import normals_of
from coopgames.solvers.self_generation.geometry import Point, clip, contains, hull, support
from coopgames.solvers.self_generation.inside import least_payoffs

__all__ = ["is_only_touched"]


def is_only_touched(limit: Limit, point: Point) -> bool:
    """Prove that no payoff set of a smaller discount factor contains a point; False: no proof."""
    vertices = limit.vertices
    touching = [
        n for n in normals_of(vertices) if n[0] * point[0] + n[1] * point[1] == support(vertices, n)
    ]
    between = [(m[0] + n[0], m[1] + n[1]) for k, m in enumerate(touching) for n in touching[:k]]
    return any(_avoids(limit, n, point) for n in [*touching, *between] if n[0] or n[1])


def _avoids(limit: Limit, normal: tuple[Any, Any], point: Point) -> bool:
    table, vertices = limit.table, limit.vertices
    bound = normal[0] * point[0] + normal[1] * point[1]
    least = least_payoffs(vertices)
    on_line: list[Row] = []
    for a in limit.live:
        row = table.rows[a]
        height = normal[0] * row[0] + normal[1] * row[1] - bound
        if height == 0:
            on_line.append(row)
        elif height > 0 and not _excluded(table, vertices, least, row, normal, bound):
            return False
    ends = hull((r[0], r[1]) for r in on_line)
    if not contains(ends, point):
        return True
    if not any(p[0] == point[0] and p[1] == point[1] for p in ends):
        return False
    own = [r for r in on_line if r[0] == point[0] and r[1] == point[1]]
    return not any(_bears_itself(table, least, row) for row in own)


def _excluded(
    table: Table,
    vertices: Sequence[Point],
    least: tuple[Any, Any],
    row: Row,
    normal: tuple[Any, Any],
    bound: Any,
) -> bool:
    """Tell whether a profile beyond a line gives no payoff on it at smaller discount factors."""
    d, k = table.delta, table.patience
    asked = least[0] + k * row[2], least[1] + k * row[3]
    part = clip(clip(vertices, (-1, 0), -asked[0]), (0, -1), -asked[1])
    if not part:
        return True
    best = support(part, normal)
    payoff = normal[0] * row[0] + normal[1] * row[1]
    if (1 - d) * payoff + d * best < bound:
        return True
    face = [p for p in part if normal[0] * p[0] + normal[1] * p[1] == best]
    return any(row[4 + i] > least[i] and all(p[i] == asked[i] for p in face) for i in (0, 1))


def _bears_itself(table: Table, least: tuple[Any, Any], row: Row) -> bool:
    """Tell whether ``g(a)`` may be promised after itself at some smaller discount factor."""
    d = table.delta
    for i in (0, 1):
        room = row[i] - (1 - d) * row[4 + i] - d * least[i]
        if room < 0 or (room == 0 and row[4 + i] > least[i]):
            return False
    return True
