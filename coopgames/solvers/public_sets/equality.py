"""Proof that an inner set is all: a last step of the chain to exactly its half-planes.

At the answer nothing has slack, so multipliers are not rounded: they are the exact dual solution of
the basis that the linear program found in floats, over the exact corners.
"""

from __future__ import annotations

import numpy as np
from flint import fmpq, fmpq_mat

from coopgames.solvers.public_sets.chain import Chain
from coopgames.solvers.public_sets.directions import AXES, Normal, exact_direction, sort_normals
from coopgames.solvers.public_sets.frame import Floats, Frame, Integers, Pair
from coopgames.solvers.public_sets.points import Points
from coopgames.solvers.public_sets.polygon import Corners
from coopgames.solvers.public_sets.programs import Tasks, solve, starts
from coopgames.solvers.public_sets.proof import Dual, Item, Prover, Theta

__all__ = ["edge_normals", "prove_equal"]

ZERO, ONE = fmpq(0), fmpq(1)
#: Normals of a set with long corners are too long to be of use.
LONGEST = 10**9


def edge_normals(points: Points) -> tuple[Normal, ...] | None:
    """Return normals whose half-planes cut out exactly the hull: its edges and the axes.

    None if some have more digits than an exact answer of ordinary data has.
    """
    corners: list[Pair] = [(x, y) for x, y, _ in points.corners]
    found = [*AXES]
    if len(corners) > 1:
        for k, corner in enumerate(corners):
            found.append(exact_direction(corners[k - 1], corner))
    if max(abs(x) for n in found for x in n) > LONGEST:
        return None
    return sort_normals(found)


def prove_equal(chain: Chain, points: Points, normals: tuple[Normal, ...]) -> bool:
    """Add the step from the chain's set to the hull of the points; tell if it is proved."""
    prover = chain.prover
    names = {n: k for k, n in enumerate(prover.normals)}
    over = np.array([names[n] for n in normals])
    corners: list[Pair] = [(x, y) for x, y, _ in points.corners]
    offsets = list(chain.offsets)
    for i in over:
        x, y = prover.normals[int(i)]
        offsets[i] = max(x * v[0] + y * v[1] for v in corners)
        if offsets[i] > chain.offsets[i]:
            return False
    target = tuple(offsets)
    gone = chain.exclusions()
    live = chain.live.copy()
    live[[x.profile for x in gone]] = False
    wanted = [
        (int(i), int(a))
        for i in over
        if target[i] < chain.offsets[i]
        for a in np.nonzero(live)[0]
        if prover.heights[i][a] > target[i]
    ]
    duals: list[Dual] = []
    for (i, a), thetas in zip(wanted, _thetas(prover, corners, wanted), strict=True):
        found = None
        for theta in thetas:
            dual = prover.dual(i, a, theta, over)
            if dual and dual.at(target) <= target[i] and dual.at(chain.offsets) < chain.offsets[i]:
                found = dual
                break
        if found is None:
            return False
        duals.append(found)
    if gone or target != chain.offsets:
        chain.items.append(Item(gone, target, (), tuple(duals)))
        chain.offsets, chain.live = target, live
    return True


def _thetas(
    prover: Prover, corners: list[Pair], wanted: list[tuple[int, int]]
) -> list[list[Theta]]:
    """Return exact multipliers for each direction and profile (none: not found)."""
    if not wanted:
        return []
    arrays = prover.frame.arrays
    around = Corners.of_hull(np.array([[float(x), float(y)] for x, y in corners]))
    first = starts(arrays, around, arrays.needs)
    rows = np.array([i for i, _ in wanted])
    profiles = np.array([a for _, a in wanted])
    usable = np.nonzero(first.feasible[profiles])[0]
    tasks = Tasks(prover.unit[rows[usable]], profiles[usable])
    batch = solve(arrays, around, arrays.needs, tasks, first)
    found: list[list[Theta]] = [[] for _ in wanted]
    for n, basis, floats in zip(usable, batch.bases, batch.thetas, strict=True):
        i, a = wanted[n]
        exact = _exact_dual(prover.frame, corners, prover.normals[i], a, basis)
        if exact is not None:
            found[n].append(exact)
        found[n].append(_recognised(floats * prover.lengths[i]))
    return found


def _recognised(theta: Floats) -> Theta:
    from fractions import Fraction

    near = [Fraction(max(float(x), 0.0)).limit_denominator(100_000) for x in theta]
    return tuple(fmpq(x.numerator, x.denominator) for x in near)


def _exact_dual(
    frame: Frame, corners: list[Pair], normal: Normal, profile: int, basis: Integers
) -> Theta | None:
    """Solve for the multipliers of a basis; None if the basis is no dual solution."""
    game = frame.game
    laws, deviations = game.laws[profile], game.deviations[profile]
    signals, size = len(laws), len(corners)
    rows: list[list[fmpq]] = []
    costs: list[fmpq] = []
    for column in (int(c) for c in basis):
        row = [ZERO] * (signals + len(deviations))
        if column < signals * size:
            y, j = divmod(column, size)
            row[y] = ONE
            for k, deviation in enumerate(deviations):
                row[signals + k] = deviation.shift[y] * corners[j][deviation.player]
            costs.append(laws[y] * (normal[0] * corners[j][0] + normal[1] * corners[j][1]))
        else:
            k = (column - signals * size) % len(deviations)
            row[signals + k] = -ONE
            costs.append(ZERO)
        rows.append(row)
    matrix = fmpq_mat(len(rows), len(rows), [x for row in rows for x in row])
    try:
        prices = matrix.solve(fmpq_mat(len(costs), 1, costs)).entries()
    except ZeroDivisionError:
        return None
    theta = tuple(-x for x in prices[signals:])
    return None if any(x < 0 for x in theta) else theta
