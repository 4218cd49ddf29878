"""Outer sets in floats: policy iteration over the multipliers of the incentive constraints.

For fixed multipliers the bound of a direction is affine in the offsets of the half-planes, with
weights >= 0: the offsets are the values of a Markov decision problem whose actions are the
profiles. A round finds the best multipliers at the present set, then goes to the fixed point of the
offsets. All bounds are raised by a margin, so that every step can be proved after rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coopgames.solvers.public_sets.frame import Arrays, Flags, Floats, Integers
from coopgames.solvers.public_sets.polygon import Corners, Polygon, intersect
from coopgames.solvers.public_sets.programs import Batch, Tasks, solve, starts

__all__ = ["Outer", "bounds", "shrink", "toward"]

#: Rounds of one call, and steps with fixed multipliers between two attempts to solve for the rest.
ROUNDS, STEPS = 40, 12
#: Halvings of a jump that leaves no point at all.
HALVINGS = 6


@dataclass(frozen=True, slots=True)
class Outer:
    """Where the offsets came to rest.

    Attributes
    ----------
    normals : array, shape (normals, 2)
        Unit vectors, counterclockwise.
    path : tuple of pairs of arrays, shape (normals,)
        Offsets after each jump, largest set first: as the bounds have them, and the supports.
    polygon : Polygon
        Of the last offsets.
    live : array of bool, shape (profiles,)
        Profiles that have promises in the last set; none: there is no equilibrium.
    change : float
        Largest change in the last round, units of the frame.
    """

    normals: Floats
    path: tuple[tuple[Floats, Floats], ...]
    polygon: Polygon
    live: Flags
    change: float


def toward(arrays: Arrays, tasks: Tasks, thetas: Floats) -> Floats:
    """Return ``p(y|a) l + T(y)``: where each promise should lie, shape (tasks, signals, 2)."""
    found = arrays.laws[tasks.profiles][:, :, None] * tasks.directions[:, None, :]
    for k, player in enumerate(arrays.who):
        found[:, :, player] += thetas[:, k, None] * arrays.shifts[tasks.profiles, k]
    return found


@dataclass(frozen=True, slots=True)
class _Affine:
    """Bounds of all tasks as functions of the offsets: ``constant + weights @ offsets``."""

    constant: Floats
    weights: Floats
    rows: Integers
    caps: Floats

    def at(self, offsets: Floats) -> Floats:
        """Return the bound of each direction (-inf where no profile is left)."""
        values = np.minimum(self.constant + self.weights @ offsets, self.caps)
        found = np.full(len(offsets), -np.inf)
        np.maximum.at(found, self.rows, values)
        return found


def bounds(
    arrays: Arrays,
    polygon: Polygon,
    normals: Floats,
    tasks: Tasks,
    thetas: Floats,
    needs: Floats,
) -> tuple[Floats, Floats]:
    """Return the constants and the weights of the bounds that multipliers give."""
    ahead = toward(arrays, tasks, thetas)
    shape = ahead.shape[:2]
    flat = ahead.reshape(-1, 2)
    # By angles: near corners with next to equal values have quite different normals.
    corner = Corners.of_polygon(polygon, normals).extreme(flat)
    e, f = polygon.before[corner], polygon.after[corner]
    one, two = normals[e], normals[f]
    turn = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    ze = np.maximum(flat[:, 0] * two[:, 1] - flat[:, 1] * two[:, 0], 0.0) / turn
    zf = np.maximum(one[:, 0] * flat[:, 1] - one[:, 1] * flat[:, 0], 0.0) / turn
    weights = np.zeros((len(thetas), len(normals)))
    row = np.repeat(np.arange(len(thetas)), shape[1])
    np.add.at(weights, (row, e), ze)
    np.add.at(weights, (row, f), zf)
    own = (tasks.directions * arrays.payoffs[tasks.profiles]).sum(axis=1)
    fixed = (1.0 - arrays.discount) * own
    fixed -= arrays.discount * (thetas * needs[tasks.profiles]).sum(axis=1)
    return fixed, arrays.discount * weights


def shrink(
    arrays: Arrays,
    normals: Floats,
    offsets: Floats,
    floor: Floats,
    live: Flags,
    margin: float,
    on_round: Callable[[float], None] | None = None,
) -> Outer:
    """Shrink a set that contains all equilibrium payoffs until a round changes next to nothing.

    Parameters
    ----------
    arrays : Arrays
    normals : array, shape (normals, 2)
    offsets : array, shape (normals,)
        Of a set with a point.
    floor : array, shape (normals,)
        What payoffs of the stage game's equilibria reach in each direction (-inf: none).
    live : array of bool, shape (profiles,)
    margin : float
        By how much bounds are raised and incentives eased. Below 0: bounds are lowered, and the
        set where that ends may support itself.
    on_round : callable, optional
        Gets the largest change of each round.
    """
    needs = arrays.eased(margin)
    polygon = intersect(normals, offsets)
    assert polygon is not None
    offsets = np.minimum(offsets, polygon.support(normals))
    path, change = list[tuple[Floats, Floats]](), 0.0
    known: tuple[Polygon, Tasks, Batch] | None = None
    heights = normals @ arrays.payoffs.T
    for _ in range(ROUNDS):
        corners = Corners.of_polygon(polygon, normals)
        first = starts(arrays, corners, needs)
        alive = live & first.feasible
        gone = bool((live & ~alive).any())
        live = alive
        if not live.any():
            break
        rows, profiles = np.nonzero(live & (heights > floor[:, None] + margin))
        tasks = Tasks(normals[rows], profiles)
        batch = solve(arrays, corners, needs, tasks, first, _renamed(known, polygon, tasks))
        known = polygon, tasks, batch
        constant, weights = bounds(arrays, polygon, normals, tasks, batch.thetas, needs)
        affine = _Affine(constant, weights, rows, heights[rows, profiles])
        target = _rest(affine, offsets, np.maximum(floor, -1e300), margin)
        polygon, aim = _land(normals, polygon, offsets, target)
        after = np.minimum(aim, polygon.support(normals))
        change = float((offsets - after).max())
        offsets = after
        if change > 0.0:
            path.append((aim, after))
        if on_round is not None:
            on_round(change)
        if change < abs(margin) / 2 and not gone:
            break
    return Outer(normals, tuple(path), polygon, live, change)


def _renamed(
    known: tuple[Polygon, Tasks, Batch] | None, polygon: Polygon, tasks: Tasks
) -> Integers | None:
    """Return old bases in the columns of a new polygon: corners are known by their normals."""
    if known is None:
        return None
    before, old, batch = known
    if old.profiles.shape != tasks.profiles.shape or (old.profiles != tasks.profiles).any():
        return None
    names = zip(polygon.before.tolist(), polygon.after.tolist(), strict=True)
    place = {pair: j for j, pair in enumerate(names)}
    pairs = zip(before.before.tolist(), before.after.tolist(), strict=True)
    moves = np.array([place.get(pair, -1) for pair in pairs])
    signals = batch.bases.shape[1] - batch.thetas.shape[1]
    count, size = signals * len(moves), len(polygon.corners)
    point = batch.bases < count
    signal, corner = np.divmod(np.where(point, batch.bases, 0), len(moves))
    moved = np.where(moves[corner] < 0, -1, signal * size + moves[corner])
    other = batch.bases - count + signals * size
    other = np.where(batch.bases - count < batch.thetas.shape[1], other, -1)
    return np.where(point, moved, other)


def _rest(affine: _Affine, offsets: Floats, floor: Floats, margin: float) -> Floats:
    """Return a fixed point of the offsets below the present ones, for fixed multipliers.

    Only offsets that fall at once may move. Bounds are convex in the offsets, so they stay below
    the offsets on the whole way down: there is no fixed point between, and none is jumped over.
    """
    target = np.maximum(affine.at(offsets), floor) + margin
    moving = target < offsets
    if not moving.any():
        return offsets

    def step(b: Floats) -> Floats:
        return np.where(moving, np.maximum(affine.at(b), floor) + margin, offsets)

    now = np.where(moving, target, offsets)
    for _ in range(20):
        for _ in range(STEPS):
            now, last = np.minimum(step(now), now), now
            if float((last - now).max()) < abs(margin) / 100:
                return now
        solved = _solved(affine, now, moving, floor, margin)
        if solved is not None and (solved <= now + margin).all():
            lower = np.minimum(solved, now)
            if (step(lower) <= lower + abs(margin) / 100).all():
                return lower
    return now


def _solved(
    affine: _Affine, now: Floats, moving: Flags, floor: Floats, margin: float
) -> Floats | None:
    """Solve for the offsets with the profile that is the best in each direction now."""
    values = np.minimum(affine.constant + affine.weights @ now, affine.caps)
    if not len(values):
        return None
    order = np.lexsort((values, affine.rows))
    last = np.append(np.nonzero(np.diff(affine.rows[order]))[0], len(order) - 1)
    best = order[last]
    rows = affine.rows[best]
    free = (values[best] < affine.caps[best]) & (values[best] > floor[rows]) & moving[rows]
    best, rows = best[free], rows[free]
    found = now.copy()
    rest = np.ones(len(now), dtype=bool)
    rest[rows] = False
    inside = affine.weights[best][:, rows]
    side = affine.constant[best] + margin + affine.weights[best][:, rest] @ now[rest]
    try:
        found[rows] = np.linalg.solve(np.eye(len(rows)) - inside, side)
    except np.linalg.LinAlgError:
        return None
    return found


def _land(
    normals: Floats, polygon: Polygon, offsets: Floats, target: Floats
) -> tuple[Polygon, Floats]:
    """Go to the target, or as far as a point is left."""
    share = 1.0
    for _ in range(HALVINGS):
        aim = offsets + share * (target - offsets)
        after = intersect(normals, aim)
        if after is not None:
            return after, aim
        share /= 2
    return polygon, offsets
