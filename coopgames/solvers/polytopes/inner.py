"""Inner sets in floats: points that support one another.

A point ``z = (1-d) g(a) + d w`` with a promise w in the hull of all points, above what keeps every
player from deviating from a, is an equilibrium payoff (Abreu, Pearce and Stacchetti 1990). In each
of many directions the farthest such point is kept, and every ``g(a)`` that supports itself.
Incentives are a little stricter than needed, so that lotteries can be rounded afterwards. Nothing
here is proof.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coopgames.solvers.polytopes.cells import Flags, Floats, Integers
from coopgames.solvers.polytopes.simplex import Bases, Stack, minimise
from coopgames.solvers.polytopes.support import Frame

__all__ = ["Hull", "Points", "farthest", "prune"]

#: Price of leaving a constraint unmet, where payoffs are between 0 and 1.
UNMET = 1e4
#: Points nearer than this are one point; constraints met to this precision are met.
SAME, MET = 1e-10, 1e-12
#: Float comparison of a payoff with what it has to reach; exact arithmetic decides later.
REACHED = 1e-12
#: Points that fall short of the hull they draw on by more than so many margins are not kept.
INSIDE = 100


@dataclass(frozen=True, slots=True)
class Points:
    """Candidate vertices of an inner set.

    Attributes
    ----------
    points : array, shape (points, players)
    profiles : array of int, shape (points,)
        The profile played at each point.
    fixed : array of bool, shape (points,)
        Whether the point is ``g(a)``, repeated for ever.
    """

    points: Floats
    profiles: Integers
    fixed: Flags

    def __len__(self) -> int:
        return len(self.points)

    def where(self, keep: Flags) -> Points:
        """Return the points for which ``keep`` holds."""
        return Points(self.points[keep], self.profiles[keep], self.fixed[keep])

    def joined(self, other: Points) -> Points:
        """Return the points of both, each once."""
        points = np.vstack([self.points, other.points])
        _, first = np.unique(np.round(points / SAME), axis=0, return_index=True)
        first.sort()
        return Points(
            points[first],
            np.concatenate([self.profiles, other.profiles])[first],
            np.concatenate([self.fixed, other.fixed])[first],
        )


class Hull:
    """The hull of points, as columns of linear programs."""

    def __init__(self, points: Floats) -> None:
        self.points = points
        count, players = points.shape
        self.count, self.players = count, players
        self.matrix = np.zeros((players + 1, count + 2 * players))
        self.matrix[:players, :count] = self.points.T
        self.matrix[players, :count] = 1.0
        self.matrix[:players, count : count + players] = -np.eye(players)
        self.matrix[:players, count + players :] = np.eye(players)

    def solve(self, goals: Floats, floors: Floats, exact: Flags) -> Bases:
        """Find the points of the hull that are farthest in given directions.

        Parameters
        ----------
        goals, floors : arrays, shape (programs, players)
            Directions, and the least values of the coordinates.
        exact : array of bool, shape (programs, players)
            Which coordinates have to equal their floors.
        """
        size = len(goals)
        unmet = np.full((size, self.players), UNMET)
        costs = np.hstack([-goals @ self.points.T, np.where(exact, UNMET, 0.0), unmet])
        sides = np.hstack([floors, np.ones((size, 1))])
        start = np.zeros((size, self.players + 1), dtype=np.int64)
        below = self.players * (self.points[0] < floors).astype(np.int64)
        start[:, :-1] = np.arange(self.count, self.count + self.players) + below
        return minimise(Stack(self.matrix, sides, costs), start)

    def met(self, bases: Bases, exact: Flags, within: float = MET) -> Flags:
        """Tell which programs reached all floors (and stay at them, where they have to)."""
        off: Flags = self._off(bases, exact) & (bases.levels > within)
        return np.logical_not(off.any(axis=1))

    def free(self, bases: Bases) -> Flags:
        """Tell which programs ended with no coordinate at its floor."""
        surplus = (bases.columns >= self.count) & (bases.columns < self.count + self.players)
        return (surplus & (bases.levels > MET)).sum(1) == self.players

    def _off(self, bases: Bases, exact: Flags) -> Flags:
        costly = np.hstack([np.zeros((len(exact), self.count), bool), exact, np.ones_like(exact)])
        return np.take_along_axis(costly, bases.columns, 1)

    def promises(self, bases: Bases) -> Floats:
        """Return the points of the hull that were found."""
        weights = np.where(bases.columns < self.count, np.maximum(bases.levels, 0.0), 0.0)
        chosen = self.points[np.minimum(bases.columns, self.count - 1)]
        return np.einsum("pr,prc->pc", weights, chosen)


def _floors(frame: Frame, least: Floats, margin: float) -> Floats:
    """Return the promises that keep every player from deviating, for each profile.

    Who cannot gain needs none: promises in the hull are never below its least payoffs. (To compare
    them would let rounding refuse sets in which a player's payoff is constant.)
    """
    wait = (1 - frame.discount) / frame.discount
    enough = least + wait * frame.gains + margin
    return np.where(frame.gains > 0, enough, least - 1.0)


def farthest(frame: Frame, directions: Floats, points: Floats, margin: float) -> Points:
    """Return the farthest supported points in the given directions, if they are not far inside.

    Parameters
    ----------
    frame : Frame
    directions : array, shape (directions, players)
        Of length 1.
    points : array, shape (points, players)
        Promises are drawn from their hull.
    margin : float
        Strictness of incentives, in shares of the payoff range.
    """
    least = points.min(0)
    fixed = (frame.payoffs >= _floors(frame, least, 0.0) - REACHED).all(1)
    own = np.flatnonzero(fixed)
    found = Points(frame.payoffs[own], own, np.ones(len(own), dtype=bool))
    # If n g is below the support of the hull, then so are all points that the profile gives.
    heights = directions @ frame.payoffs.T
    level = (directions @ points.T).max(1) - INSIDE * margin
    if len(own):
        level = np.maximum(level, heights[:, own].max(1))
    floors = _floors(frame, least, margin)
    open_ = ~fixed & (floors <= points.max(0)).all(1)
    rows, profiles = np.nonzero((heights > level[:, None] + REACHED) & open_)
    if not len(rows):
        return found
    hull = Hull(points)
    loose = np.zeros((len(rows), frame.players), dtype=bool)
    bases = hull.solve(directions[rows], floors[profiles], loose)
    met = hull.met(bases, loose)
    best = _best(frame, directions, hull, bases, met, rows, profiles, level)
    # Where nothing binds the point only creeps outwards; corners lie where something does.
    idle = np.flatnonzero(met & hull.free(bases))
    rows, profiles = np.repeat(rows[idle], frame.players), np.repeat(profiles[idle], frame.players)
    tight = np.tile(np.eye(frame.players, dtype=bool), (len(idle), 1))
    bases = hull.solve(directions[rows], floors[profiles], tight)
    met = hull.met(bases, tight)
    corners = _best(frame, directions, hull, bases, met, rows, profiles, level)
    return found.joined(corners).joined(best)


def _best(
    frame: Frame,
    directions: Floats,
    hull: Hull,
    bases: Bases,
    met: Flags,
    rows: Integers,
    profiles: Integers,
    level: Floats,
) -> Points:
    """Return the best point of each direction, if it comes near the level."""
    values = (1 - frame.discount) * frame.payoffs[profiles]
    values += frame.discount * hull.promises(bases)
    scores = np.where(met, (values * directions[rows]).sum(1), -np.inf)
    order = np.lexsort((-scores, rows))
    chosen = order[np.unique(rows[order], return_index=True)[1]]
    chosen = chosen[scores[chosen] > level[rows[chosen]]]
    return Points(values[chosen], profiles[chosen], np.zeros(len(chosen), dtype=bool))


def prune(frame: Frame, points: Points, margin: float) -> Points:
    """Drop points that the others do not support, until all are supported."""
    while len(points):
        keep = _supported(frame, points, margin)
        if keep.all():
            break
        points = points.where(keep)
    return points


def _supported(frame: Frame, points: Points, margin: float) -> Flags:
    payoffs = frame.payoffs[points.profiles]
    least = points.points.min(0)
    keep = (payoffs >= _floors(frame, least, 0.0)[points.profiles] - REACHED).all(1)
    keep &= points.fixed
    moving = np.flatnonzero(~points.fixed)
    if len(moving):
        promises = points.points[moving] - (1 - frame.discount) * payoffs[moving]
        promises /= frame.discount
        floors = _floors(frame, least, margin / 2)[points.profiles[moving]]
        inside = (promises >= floors).all(1)
        hull = Hull(points.points)
        every = np.ones_like(promises, dtype=bool)
        bases = hull.solve(np.zeros_like(promises), promises, every)
        keep[moving] = inside & hull.met(bases, every, margin * (1 - frame.discount) / 16)
    return keep
