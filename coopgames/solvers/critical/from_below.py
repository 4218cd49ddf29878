"""What the payoff sets below a discount factor have in common, proved at that discount factor.

Let ``d < d*`` and ``V(d)`` the payoff set at ``d``, which lies in ``V(d*)`` (see
:mod:`coopgames.solvers.critical_deltas`). A profile ``a`` that is enforced at ``d`` by a promise
``w`` of ``V(d)`` has ``w_i >= u_i + (1-d)/d h_i(a)`` with ``u_i`` at least the least payoff in
``V(d*)`` and a factor strictly larger than at ``d*``: so it is enforced in ``V(d*)`` with something
to spare wherever ``h_i(a) > 0``. Moreover ``V(d)`` generates itself at ``d*`` as well, by the same
profiles. So it lies in the largest set that generates itself at ``d*`` by the profiles that are
enforced in ``V(d*)`` with something to spare; call it the *limit*. The argument repeats with the
limit in the place of ``V(d*)``, until no profile is lost. Any larger discount factor does in the
place of ``d*`` after the first profiles are lost: the set it makes is only larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from flint import fmpq

from coopgames.solvers.critical.failing import contained, limited
from coopgames.solvers.self_generation.candidate import Candidate
from coopgames.solvers.self_generation.corners import Row, Table
from coopgames.solvers.self_generation.geometry import Point
from coopgames.solvers.self_generation.inside import least_payoffs, supporting_profiles
from coopgames.solvers.self_generation.operator import Outer

#: Steps and jumps after which a proof is given up.
ITEMS: Final = 40

__all__ = ["Limit", "largest_factor", "limit_from_below", "without"]


@dataclass(frozen=True, slots=True)
class Limit:
    """A set that contains the payoff sets of all smaller discount factors.

    Attributes
    ----------
    table : Table
        At the discount factor or a larger one, with the profiles that no smaller discount factor
        enforces made unenforceable.
    live : list of int
        The others.
    vertices : list of points
    """

    table: Table
    live: list[int]
    vertices: list[Any]


def largest_factor(vertices: Sequence[Point], row: Row) -> Any:
    """Return the largest k such that some promise w of a set has ``w_i >= u_i + k h_i``.

    The set is not empty, `u` are its least payoffs. The result is None for a profile from which
    nobody gains by deviating: any k will do.
    """
    least = least_payoffs(vertices)
    gains = row[2], row[3]
    if not gains[0] and not gains[1]:
        return None
    for i in (0, 1):
        if not gains[1 - i]:
            return max((p[i] - least[i]) / gains[i] for p in vertices)
    shares = [((p[0] - least[0]) / gains[0], (p[1] - least[1]) / gains[1]) for p in vertices]
    found = [min(s) for s in shares]
    for s, t in zip(shares, [*shares[1:], shares[0]], strict=True):
        # On an edge the smaller of two linear functions is largest at an end or where they cross.
        one, other = s[0] - s[1], t[0] - t[1]
        if (one > 0 and other < 0) or (one < 0 and other > 0):
            found.append(s[0] + one / (one - other) * (t[0] - s[0]))
    return max(found)


def without(table: Table, live: Sequence[int]) -> Table:
    """Return the table with all other profiles made unenforceable: a gain no promise outweighs.

    Best replies, and so the minmax, remain those of the game.
    """
    keep = set(live)
    factor = int(2 / float(table.patience)) + 3
    much = [size * fmpq(factor) for size in table.size]
    rows: list[Row] = []
    for a, row in enumerate(table.rows):
        g1, g2, h1, h2, b1, b2 = row
        if a not in keep:
            row = (g1, g2, h1 + much[0], h2 + much[1], b1 + much[0], b2 + much[1])
        rows.append(row)
    added = factor * np.array([float(a not in keep) for a in range(len(rows))])
    f = table.floats
    return replace(table, rows=rows, floats=replace(f, h1=f.h1 + added, h2=f.h2 + added))


def limit_from_below(
    table: Table,
    vertices: Sequence[Point],
    smaller: Sequence[Candidate],
    above: Table | None = None,
) -> Limit | None:
    """Return the limit at a discount factor, given its payoff set.

    Parameters
    ----------
    table : Table
        At the discount factor.
    vertices : sequence of points
        Its payoff set, exactly.
    smaller : sequence of Candidate
        What the payoff sets below may be.
    above : Table, optional
        At a rational discount factor above, where the first one is irrational.

    Returns
    -------
    Limit or None
        None if one of the sets on the way is not proved.
    """
    live = list(range(len(table.rows)))
    current, least = table, table.patience
    while vertices:
        factors = {a: largest_factor(vertices, table.rows[a]) for a in live}
        still = [a for a, k in factors.items() if k is None or k > least]
        if len(still) == len(live):
            return Limit(current, live, list(vertices))
        live, current = still, without(current, still)
        if supporting_profiles(current, vertices) is not None:
            continue  # the set does not need the profiles that are lost
        if above is not None:
            current, above = without(above, live), None
        shrunk = _largest(current, smaller)
        if shrunk is None:
            return None
        vertices = shrunk
    return Limit(current, live, [])


def _largest(table: Table, smaller: Sequence[Candidate]) -> list[Any] | None:
    """Return a set around the largest one that generates itself; None if none is proved."""
    around = contained(Outer.start(table), smaller, ITEMS)
    if around is not None:
        return around
    found = limited(table, ITEMS)
    if found is None:
        return None
    return [] if found.inner is None else found.inner.vertices
