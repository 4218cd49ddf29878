"""Many small linear programs at once: the best payoff of a profile in a direction.

For corners ``V_j`` of a set, a profile ``a`` and a direction ``l``:

    max  sum_y p(y|a) l w(y),    w(y) = sum_j x_yj V_j,   x >= 0,   sum_j x_yj = 1 for every y,
         sum_y shift_k(y) w_i(k)(y) >= need_k  for every deviation k.

The revised simplex method, the same pivot step for all programs of a batch. The multipliers
``theta_k >= 0`` of the deviations are all that a proof needs: *any* ``theta >= 0`` bounds the value
by ``sum_y h(p(y|a) l + sum_k theta_k shift_k(y) e_i(k)) - theta need``, ``h`` the support function.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coopgames.solvers.public_sets.frame import Arrays, Flags, Floats, Integers
from coopgames.solvers.public_sets.polygon import Corners

__all__ = ["Batch", "Starts", "Tasks", "solve", "starts"]

#: Reduced costs below this are not positive, pivots below the other one are not used.
OPTIMAL, PIVOT = 1e-12, 1e-9
#: Infeasibility (sum of artificial variables) below this is rounding.
FEASIBLE = 1e-11
#: Right-hand sides are raised by about this, against cycling.
PERTURBED = 1e-13
#: Pivots after which a program is given up; its multipliers are a bound all the same.
PIVOTS = 150


@dataclass(frozen=True, slots=True)
class Tasks:
    """A direction and a profile for each program.

    Attributes
    ----------
    directions : array, shape (tasks, 2)
    profiles : array of int, shape (tasks,)
    """

    directions: Floats
    profiles: Integers

    def where(self, chosen: Integers) -> Tasks:
        """Return some of the tasks."""
        return Tasks(self.directions[chosen], self.profiles[chosen])


@dataclass(frozen=True, slots=True)
class Batch:
    """Solutions, one row for each program.

    Attributes
    ----------
    thetas : array, shape (tasks, deviations)
    bases : array of int, shape (tasks, signals + deviations)
        Columns of the basis: ``y * corners + j``, then the surpluses of the deviations, then the
        artificial variables.
    levels : array, same shape
        Values of the basic variables.
    inverses : array, shape (tasks, rows, rows)
        Of the bases; rows are the signals and then the deviations.
    """

    thetas: Floats
    bases: Integers
    levels: Floats
    inverses: Floats


@dataclass(frozen=True, slots=True)
class Starts:
    """First bases of every profile, and the rays that exclude profiles.

    Attributes
    ----------
    bases : array of int, shape (profiles, rows)
    feasible : array of bool, shape (profiles,)
    rays : array, shape (profiles, deviations)
        Multipliers that show that an infeasible profile has no promises in the set.
    """

    bases: Integers
    feasible: Flags
    rays: Floats


class _Simplex:
    """Bases of a batch and their inverses."""

    def __init__(
        self, arrays: Arrays, corners: Corners, needs: Floats, tasks: Tasks, bases: Integers
    ) -> None:
        self.arrays, self.around, self.corners = arrays, corners, corners.points
        self.profiles = tasks.profiles
        self.signals, self.devs = arrays.laws.shape[1], len(arrays.who)
        self.rows, self.points = self.signals + self.devs, self.signals * len(corners.points)
        laws = arrays.laws[tasks.profiles]
        self.base = laws[:, :, None] * tasks.directions[:, None, :]
        self.shifts = arrays.shifts[tasks.profiles]
        self.sides = np.hstack([np.ones_like(laws), needs[tasks.profiles]])
        self.bases = bases.copy()
        self.thetas = np.zeros((len(bases), self.devs))

    def columns(self, ids: Integers, of: Integers) -> Floats:
        """Return columns, shape (*ids.shape, rows); `of` are the programs (first axis)."""
        found = np.zeros((*ids.shape, self.rows))
        point = ids < self.points
        signal, corner = np.divmod(np.where(point, ids, 0), len(self.corners))
        spread = of.reshape(-1, *[1] * (ids.ndim - 1))
        np.put_along_axis(found, signal[..., None], point[..., None].astype(float), axis=-1)
        shifts = np.moveaxis(self.shifts, 1, 2)[spread, signal]
        values = self.corners[corner][..., self.arrays.who]
        found[..., self.signals :] = np.where(point[..., None], shifts * values, 0.0)
        extra = np.where(point, self.points, ids) - self.points
        for k in range(self.devs):
            found[..., self.signals + k] -= ~point & (extra == k)
            found[..., self.signals + k] += ~point & (extra == self.devs + k)
        return found

    def costs(self, ids: Integers, of: Integers) -> Floats:
        """Return the objective of columns."""
        point = ids < self.points
        signal, corner = np.divmod(np.where(point, ids, 0), len(self.corners))
        spread = of.reshape(-1, *[1] * (ids.ndim - 1))
        values = (self.base[spread, signal] * self.corners[corner]).sum(axis=-1)
        return np.where(point, values, 0.0)

    def invert(self) -> Floats:
        """Return the inverses of the bases."""
        every = np.arange(len(self.bases))
        square = np.swapaxes(self.columns(self.bases, every), 1, 2)
        return np.linalg.inv(square).astype(np.float64)

    def run(self, inverse: Floats, penalty: float) -> Floats:
        """Pivot until every program is solved; return the inverses at the end.

        `penalty` is the cost of the artificial variables: with it, nothing else costs anything.
        """
        first = self.points + self.devs
        every: Integers = np.arange(len(self.bases))
        costs: Floats = np.where(self.bases >= first, -penalty, 0.0)
        if not penalty:
            costs = self.costs(self.bases, every)
        levels = np.einsum("nrs,ns->nr", inverse, self.sides)
        # Different in every row and program, the same in every run.
        noise = 1.0 + (np.arange(float(levels.size)) * 0.618034 % 1.0).reshape(levels.shape)
        levels = np.maximum(levels, 0.0) + PERTURBED * noise
        open_ = every
        for _ in range(PIVOTS):
            entering, gain = self._price(costs, inverse, open_, not penalty)
            open_, entering = open_[gain], entering[gain]
            if not len(open_):
                break
            column = self.columns(entering, open_)
            part = inverse[open_]
            move = np.einsum("nrs,ns->nr", part, column)
            usable = move > PIVOT
            ratios = np.where(usable, levels[open_] / np.where(usable, move, 1.0), np.inf)
            row = ratios.argmin(axis=1)
            at = np.arange(len(open_))
            length = ratios[at, row]
            moving = np.isfinite(length)
            open_, entering, part = open_[moving], entering[moving], part[moving]
            move, row, length = move[moving], row[moving], length[moving]
            at = np.arange(len(open_))
            if not len(open_):
                break
            pivot = part[at, row] / move[at, row][:, None]
            part -= move[:, :, None] * pivot[:, None, :]
            part[at, row] = pivot
            inverse[open_] = part
            level = levels[open_] - length[:, None] * move
            level[at, row] = length
            levels[open_] = level
            self.bases[open_, row] = entering
            costs[open_, row] = 0.0 if penalty else self.costs(entering, open_)
        return inverse

    def _price(
        self, costs: Floats, inverse: Floats, open_: Integers, real: bool
    ) -> tuple[Integers, Flags]:
        """Return the best entering column of the open programs, and whether it gains."""
        duals = np.einsum("nr,nrs->ns", costs[open_], inverse[open_])
        theta = -duals[:, self.signals :]
        self.thetas[open_] = theta
        shifts = self.shifts[open_]
        toward = self.base[open_] if real else np.zeros((len(open_), self.signals, 2))
        toward = toward.copy()
        for k, player in enumerate(self.arrays.who):
            toward[:, :, player] += theta[:, k, None] * shifts[:, k]
        best = self.around.extreme(toward)
        top = (toward * self.corners[best]).sum(axis=2)
        gains = np.hstack([top - duals[:, : self.signals], -theta])
        pick = gains.argmax(axis=1)
        at = np.arange(len(open_))
        corner = best[at, np.minimum(pick, self.signals - 1)]
        points: Integers = np.asarray(pick * len(self.corners) + corner, dtype=np.int64)
        others: Integers = np.asarray(self.points + pick - self.signals, dtype=np.int64)
        ids = np.where(pick < self.signals, points, others)
        return ids, gains[at, pick] > OPTIMAL

    def levels(self, inverse: Floats) -> Floats:
        """Return the values of the basic variables."""
        return np.einsum("nrs,ns->nr", inverse, self.sides)


def starts(arrays: Arrays, corners: Corners, needs: Floats) -> Starts:
    """Return a basis of every profile that has promises in the set, and rays of the others."""
    count, signals = arrays.laws.shape
    devs, points = len(arrays.who), signals * len(corners.points)
    every = np.arange(int(count))
    tasks = Tasks(np.zeros((count, 2)), every)
    bases = np.empty((count, signals + devs), dtype=np.int64)
    bases[:, :signals] = np.arange(signals) * len(corners.points)
    # Where all promises are one corner, promises do not depend on the signal: the surplus of a
    # deviation is minus its need.
    bases[:, signals:] = points + np.arange(devs) + devs * (needs > 0.0)
    simplex = _Simplex(arrays, corners, needs, tasks, bases)
    simplex.run(simplex.invert(), 1.0)
    artificial = simplex.bases >= points + devs
    rays = np.maximum(simplex.thetas, 0.0)
    feasible = _excess(arrays, corners.points, needs, rays) <= FEASIBLE
    # An artificial variable at level 0 gives its place to the surplus of the same deviation.
    simplex.bases[artificial] -= devs
    return Starts(simplex.bases, feasible, rays)


def _excess(arrays: Arrays, corners: Floats, needs: Floats, rays: Floats) -> Floats:
    """Return by how much needs exceed what any promises give, in the weights of the rays."""
    ahead = np.zeros((*arrays.laws.shape, 2))
    for k, player in enumerate(arrays.who):
        ahead[:, :, player] += rays[:, k, None] * arrays.shifts[:, k]
    return (rays * needs).sum(axis=1) - (ahead @ corners.T).max(axis=2).sum(axis=1)


def solve(
    arrays: Arrays,
    corners: Corners,
    needs: Floats,
    tasks: Tasks,
    first: Starts,
    known: Integers | None = None,
) -> Batch:
    """Solve programs of profiles that are feasible.

    Parameters
    ----------
    arrays : Arrays
    corners : Corners
    needs : array, shape (profiles, deviations)
        ``arrays.needs``, perhaps raised by a slack.
    tasks : Tasks
    first : Starts
        Of the same corners and needs.
    known : array of int, shape (tasks, rows), optional
        Bases to start from where they are feasible (-1: none).

    Notes
    -----
    About ten pivots for each program, O((signals + deviations)^2 + signals log corners) each.
    """
    bases = first.bases[tasks.profiles]
    if not len(bases):
        rows = bases.shape[1]
        return Batch(
            np.zeros((0, len(arrays.who))), bases, np.zeros((0, rows)), np.zeros((0, rows, rows))
        )
    if known is not None:
        bases = _warm(arrays, corners, needs, tasks, bases, known)
    simplex = _Simplex(arrays, corners, needs, tasks, bases)
    inverse = simplex.run(simplex.invert(), 0.0)
    thetas, levels = np.maximum(simplex.thetas, 0.0), simplex.levels(inverse)
    return Batch(thetas, simplex.bases, levels, inverse)


def _warm(
    arrays: Arrays,
    corners: Corners,
    needs: Floats,
    tasks: Tasks,
    cold: Integers,
    known: Integers,
) -> Integers:
    usable: Flags = np.asarray((known >= 0).all(axis=1), dtype=np.bool_)
    trial = np.where(usable[:, None], known, cold)
    simplex = _Simplex(arrays, corners, needs, tasks, trial)
    every = np.arange(len(trial))
    square = np.swapaxes(simplex.columns(trial, every), 1, 2)
    usable &= np.abs(np.linalg.det(square)) > PIVOT
    square = np.where(usable[:, None, None], square, np.eye(simplex.rows))
    levels = np.linalg.solve(square, simplex.sides[:, :, None])[:, :, 0]
    usable &= (levels > -PERTURBED).all(axis=1)
    return np.where(usable[:, None], trial, cold)
