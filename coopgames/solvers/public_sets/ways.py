"""Multipliers for the whole way from one set to a smaller one (floats).

What is best at one end need not do at the other. Bounds are convex in the multipliers, so mixtures
of two that suit one end each are tried, and multipliers that are best on the way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coopgames.solvers.public_sets.frame import Floats, Integers
from coopgames.solvers.public_sets.outer import bounds
from coopgames.solvers.public_sets.polygon import Corners, Polygon, intersect
from coopgames.solvers.public_sets.programs import Tasks, solve, starts
from coopgames.solvers.public_sets.proof import Prover

__all__ = ["Ways", "part_of"]

#: Where on the way between two sets multipliers are looked for: first at both ends.
PLACES = ((0.0, 1.0), (0.3, 0.03), (0.7, 0.003))
#: Multiples of a ray that are added where a profile has no promises in the smaller set.
MULTIPLES = (1.0, 30.0)


def part_of(prover: Prover, allowed: Integers, offsets: Floats) -> Polygon | None:
    """Return the polygon of some of the normals, with the names that all normals have."""
    found = intersect(prover.unit[allowed], offsets[allowed])
    if found is None:
        return None
    return Polygon(found.corners, allowed[found.before], allowed[found.after])


@dataclass(frozen=True, slots=True)
class Ways:
    """A search for multipliers.

    Attributes
    ----------
    prover : Prover
    margin : float
        Slack of the inequalities, units of the frame.
    allowed : array of int
        Normals of the sets.
    over : array of int
        Normals over which vectors are split.
    """

    prover: Prover
    margin: float
    allowed: Integers
    over: Integers

    def multipliers(
        self, tasks: Tasks, rows: Integers, before: Floats, after: Floats
    ) -> Floats | None:
        """Return multipliers that suit both ends, for all tasks (or None).

        Parameters
        ----------
        tasks : Tasks
        rows : array of int, shape (tasks,)
            Normals of the tasks.
        before, after : array, shape (normals,)
            Offsets for normals of length 1.
        """
        found = np.zeros((len(rows), len(self.prover.frame.arrays.who)))
        open_: Integers = np.arange(len(rows))
        known: list[tuple[Floats, Floats, Floats]] = []
        for places in PLACES:
            for t in places:
                for thetas in self._candidates(tasks, after + t * (before - after)):
                    ends = self._ends(tasks, rows, thetas, before, after)
                    known.append((thetas, *ends))
            open_ = _choose(found, open_, known, self.margin / 4)
            if not len(open_):
                return found
        return None

    def _candidates(self, tasks: Tasks, offsets: Floats) -> list[Floats]:
        arrays, prover = self.prover.frame.arrays, self.prover
        polygon = part_of(prover, self.allowed, offsets)
        if polygon is None:
            return []
        corners = Corners.of_polygon(polygon, prover.unit)
        needs = arrays.eased(self.margin)
        first = starts(arrays, corners, needs)
        usable = first.feasible[tasks.profiles]
        some = np.nonzero(usable)[0]
        thetas = np.zeros((len(usable), len(arrays.who)))
        thetas[some] = solve(arrays, corners, needs, tasks.where(some), first).thetas
        if usable.all():
            return [thetas]
        rays = np.where(usable[:, None], 0.0, first.rays[tasks.profiles])
        return [thetas + m * rays for m in MULTIPLES]

    def _ends(
        self, tasks: Tasks, rows: Integers, thetas: Floats, before: Floats, after: Floats
    ) -> tuple[Floats, Floats]:
        """Return by how much the bounds exceed the offsets at the smaller and the larger set."""
        arrays, over = self.prover.frame.arrays, self.over
        # Where offsets are supports, nothing is lost by splits over neighbours.
        fine = Polygon(np.zeros((len(over), 2)), over, np.roll(over, -1))
        constant, weights = bounds(arrays, fine, self.prover.unit, tasks, thetas, arrays.needs)
        return constant + weights @ after - after[rows], constant + weights @ before - before[rows]


def _choose(
    found: Floats,
    open_: Integers,
    known: list[tuple[Floats, Floats, Floats]],
    slack: float,
) -> Integers:
    """Fill in multipliers below both ends, or mixtures of two that are; return what is open."""
    for thetas, low, high in known:
        good = (low[open_] <= -slack) & (high[open_] <= -slack)
        found[open_[good]] = thetas[open_[good]]
        open_ = open_[~good]
    for one, low, high in known:
        for two, other_low, other_high in known:
            if not len(open_):
                return open_
            a, b = low[open_] + slack, other_low[open_] + slack
            c, d = high[open_] + slack, other_high[open_] + slack
            with np.errstate(all="ignore"):
                most, least = -a / (b - a), c / (c - d)
                middle = (most + least) / 2
            good = (a <= 0) & (d <= 0) & (b > 0) & (c > 0) & (least <= most)
            share = middle[good][:, None]
            at = open_[good]
            found[at] = one[at] + share * (two[at] - one[at])
            open_ = open_[~good]
    return open_
