"""From floats to a proved inner set: rounded lotteries, then exact payoffs.

Each vertex plays a profile and then draws the next vertex from a lottery. The lotteries are rounded
to short rational numbers; the payoffs that they give solve a linear system exactly, so that only
the incentive inequalities are left to be verified (in :func:`exact_points`, in exact arithmetic).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from flint import fmpq, fmpq_mat

from coopgames.solvers.polytopes.cells import Cells, Vector
from coopgames.solvers.polytopes.facets import extreme
from coopgames.solvers.polytopes.inner import Hull, Points, prune
from coopgames.solvers.polytopes.support import Frame

__all__ = ["Inner", "Lottery", "exact_points", "static_points"]

Lottery = tuple[tuple[int, fmpq], ...]


@dataclass(frozen=True, slots=True)
class Inner:
    """Points that support one another: every point of their hull is an equilibrium payoff.

    Attributes
    ----------
    points : tuple of points
    profiles : tuple of int
        The profile played at each point, by position.
    lotteries : tuple of lotteries
        Where play goes after obedience: (point, probability), ascending.
    """

    points: tuple[Vector, ...] = ()
    profiles: tuple[int, ...] = ()
    lotteries: tuple[Lottery, ...] = ()


def static_points(cells: Cells, profiles: list[int]) -> Inner:
    """Return the payoffs of pure Nash equilibria, each repeated for ever."""
    first = {cells.payoffs[a]: a for a in reversed(profiles)}
    points = tuple(sorted(first))
    stay = tuple(((k, fmpq(1)),) for k in range(len(points)))
    return Inner(points, tuple(first[p] for p in points), stay)


def exact_points(frame: Frame, points: Points, margin: float) -> Inner:
    """Return an exact inner set near the points; empty if none of them can be proved.

    Notes
    -----
    Points whose exact incentives fail are dropped, and what they supported with them, until all
    that is left holds. One sparse linear system of rational numbers for each attempt.
    """
    bits = math.ceil(-math.log2(margin * (1 - frame.discount))) + 5
    while len(points):
        points = prune(frame, points, margin)
        if len(points):
            points = points.where(extreme(points.points))
            points = prune(frame, points, margin)
        if not len(points):
            break
        lotteries = _lotteries(frame, points, bits)
        exact = _payoffs(frame.cells, points, lotteries)
        holds = _holding(frame.cells, points, exact)
        if all(holds) and len(set(exact)) == len(exact):
            return Inner(exact, tuple(map(int, points.profiles)), lotteries)
        first = {x: k for k, x in reversed(list(enumerate(exact)))}
        keep = [ok and first[x] == k for k, (ok, x) in enumerate(zip(holds, exact, strict=True))]
        points = points.where(np.array(keep))
    return Inner()


def _lotteries(frame: Frame, points: Points, bits: int) -> tuple[Lottery, ...]:
    hull = Hull(points.points)
    promises = points.points - (1 - frame.discount) * frame.payoffs[points.profiles]
    promises /= frame.discount
    bases = hull.solve(np.zeros_like(promises), promises, np.ones_like(promises, dtype=bool))
    result: list[Lottery] = []
    for k, (columns, levels) in enumerate(zip(bases.columns, bases.levels, strict=True)):
        if points.fixed[k]:
            result.append(((k, fmpq(1)),))
            continue
        chosen = {int(j): float(p) for j, p in zip(columns, levels, strict=True) if j < hull.count}
        result.append(_rounded(chosen, bits))
    return tuple(result)


def _rounded(chosen: dict[int, float], bits: int) -> Lottery:
    """Round probabilities to multiples of 2^-bits that add up to 1."""
    whole = {j: round(max(p, 0.0) * (1 << bits)) for j, p in chosen.items()}
    largest = max(whole, key=lambda j: whole[j])
    whole[largest] += (1 << bits) - sum(whole.values())
    return tuple((j, fmpq(x, 1 << bits)) for j, x in sorted(whole.items()) if x)


def _payoffs(cells: Cells, points: Points, lotteries: tuple[Lottery, ...]) -> tuple[Vector, ...]:
    """Solve ``z = (1-d) g + d P z`` for the points that move; the others are ``g``."""
    delta, players = cells.discount_factor, cells.num_players
    exact: list[Vector] = [cells.payoffs[int(a)] for a in points.profiles]
    moving = {int(k): row for row, k in enumerate(np.flatnonzero(~points.fixed))}
    if not moving:
        return tuple(exact)
    size = len(moving)
    matrix = [[fmpq(int(r == c)) for c in range(size)] for r in range(size)]
    sides = [[(1 - delta) * x for x in exact[k]] for k in moving]
    for k, row in moving.items():
        for j, p in lotteries[k]:
            if j in moving:
                matrix[row][moving[j]] -= delta * p
            else:
                sides[row] = [x + delta * p * y for x, y in zip(sides[row], exact[j], strict=True)]
    left = fmpq_mat(size, size, [x for row in matrix for x in row])
    right = fmpq_mat(size, players, [x for row in sides for x in row])
    entries = left.solve(right).entries()
    for k, row in moving.items():
        exact[k] = tuple(entries[row * players : (row + 1) * players])
    return tuple(exact)


def _holding(cells: Cells, points: Points, exact: tuple[Vector, ...]) -> list[bool]:
    """Tell which points satisfy ``d w >= d u + (1-d) h`` exactly."""
    delta = cells.discount_factor
    least = [min(x[c] for x in exact) for c in range(cells.num_players)]
    holds: list[bool] = []
    for point, profile in zip(exact, points.profiles, strict=True):
        payoffs, gains = cells.payoffs[int(profile)], cells.gains[int(profile)]
        rows = zip(point, payoffs, gains, least, strict=True)
        holds.append(all(z - (1 - delta) * g >= delta * u + (1 - delta) * h for z, g, h, u in rows))
    return holds
