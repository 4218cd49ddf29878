"""Inner sets in floats: points that generate each other.

For each direction the best payoff that some profile and promises in the hull of the points support,
with incentives that hold with a slack: linear programs give a profile and a basis. With the bases
kept, Newton's method solves for the points; they generate each other if all weights are then
>= 0 (nothing has to be optimal), wherever the search started. It starts from above, at the corners
of the outer set, and goes on from below, adding what the points support.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coopgames.solvers.public_sets.bases import (
    Bases,
    Image,
    Inner,
    alone,
    best_bases,
    image_of,
    inner_of,
    newton,
    replaced,
)
from coopgames.solvers.public_sets.frame import Arrays, Flags, Floats
from coopgames.solvers.public_sets.polygon import hull_indices

__all__ = ["Generated", "generate"]

#: Rounds from above and from below, and rounds from below without success.
ABOVE, BELOW, PATIENCE = 8, 24, 8
#: Weights down to this are 0 up to rounding.
WEIGHT = -1e-10
#: Points that generate themselves are kept if they support no more than this beyond them.
GAIN = 1e-10
#: Gains below this are rounding.
TIE = 1e-13


@dataclass(frozen=True, slots=True)
class Generated:
    """What a search for an inner set ends with.

    Attributes
    ----------
    rest : Inner or None
        The largest points at rest.
    grown : array, shape (points, 2), or None
        Points that support themselves and more than `rest`, not at rest.
    found : Inner or None
        Other points on the way, which may not support themselves.
    """

    rest: Inner | None
    grown: Floats | None
    found: Inner | None

    def corners(self) -> Floats | None:
        """Return the extreme points of the best guess, counterclockwise."""
        if self.grown is not None:
            return self.grown[hull_indices(self.grown)]
        guess = self.rest or self.found
        return None if guess is None else guess.corners


def generate(
    arrays: Arrays,
    nash: tuple[int, ...],
    directions: Floats,
    candidates: Floats,
    live: Flags,
    slack: float,
    seed: Floats | None = None,
    flat: Flags | None = None,
) -> Generated:
    """Return points that generate each other up to rounding.

    Parameters
    ----------
    arrays : Arrays
    nash : tuple of int
        Pure equilibria of the stage game: always points, each its own promise.
    directions : array, shape (directions, 2)
        One point for each.
    candidates : array, shape (directions, 2)
        Where to start: points of a set that contains what is looked for.
    live : array of bool, shape (profiles,)
    slack : float
        By how much incentives hold (units of the promises).
    seed : array, shape (points, 2), optional
        Points that are known to generate themselves: where to start from below.
    flat : array of bool, shape (2,), optional
        Players whose payoffs are the same in all candidates: their incentives have no slack.
    """
    search = _Search(arrays, nash, directions, live, arrays.eased(-slack, flat))
    search.from_above(candidates)
    if search.best is not None:
        search.from_below(None)
    if seed is not None and search.height(seed) > search.top + GAIN:
        search.from_below(seed)
    grown = search.grown
    if grown is not None and search.height(grown) <= search.top + GAIN:
        grown = None
    rest = search.best
    if rest is None and search.found is None:
        rest = alone(arrays, nash)
    return Generated(rest, grown, search.found)


@dataclass
class _Search:
    """Points for each direction, on their way to generate themselves.

    Attributes
    ----------
    best, bases : Inner and bases, or None
        The largest points at rest so far, and their bases.
    found : Inner or None
        The last points that are not at rest.
    grown : array or None
        Points that support themselves and perhaps more, so that they are not at rest.
    """

    arrays: Arrays
    nash: tuple[int, ...]
    directions: Floats
    live: Flags
    needs: Floats
    best: Inner | None = None
    bases: Bases | None = None
    found: Inner | None = None
    grown: Floats | None = None
    top: float = -np.inf

    def height(self, points: Floats) -> float:
        """Return the sum of the supports of points in all directions."""
        return float((self.directions @ points.T).max(axis=1).sum())

    def from_above(self, candidates: Floats) -> None:
        """Look for points at rest that begin with the best payoffs of a larger set."""
        static = self._static()
        points = np.vstack([candidates, static])
        bases, bad = None, np.ones(len(self.directions), dtype=bool)
        for _ in range(ABOVE):
            fresh = best_bases(self.arrays, self.directions, points, self.live, self.needs)
            if fresh is None:
                return
            bases = fresh if bases is None else replaced(bases, fresh, bad)
            image = image_of(self.arrays, bases, points, self.needs)
            if image is None:
                return
            fixed = newton(self.arrays, bases, points, image, self.needs, static)
            if fixed is None:
                bad = np.ones(len(self.directions), dtype=bool)
                self.found = inner_of(self.arrays, bases, points, image, self.nash, False)
                points = np.vstack([image.points, static])
                continue
            points = fixed[0]
            # New bases only where weights are negative: elsewhere ties would change for nothing.
            bad = np.asarray((fixed[1].weights < WEIGHT).any(axis=1), dtype=np.bool_)
            if not bad.any():
                self._keep(bases, fixed)
                return

    def from_below(self, seed: Floats | None) -> None:
        """Add what the points support until that adds no more, and look for points at rest."""
        static, count = self._static(), len(self.directions)
        if self.best is None and seed is None:
            return
        known = seed if self.best is None else self.best.points[:count]
        assert known is not None
        if self.best is None:
            known = known[(self.directions @ known.T).argmax(axis=1)]
        # The hull of two sets that generate themselves does so too.
        seed = known if seed is None else seed
        higher = seed[(self.directions @ seed.T).argmax(axis=1)]
        more = ((higher - known) * self.directions).sum(axis=1) > GAIN
        points, idle = np.vstack([np.where(more[:, None], higher, known), static]), 0
        held = self.bases
        for _ in range(BELOW):
            bases = best_bases(self.arrays, self.directions, points, self.live, self.needs)
            image = None if bases is None else image_of(self.arrays, bases, points, self.needs)
            if bases is None or image is None:
                return
            ahead = ((image.points - points[:count]) * self.directions).sum(axis=1)
            better, more = (ahead > TIE) | more, np.zeros(count, dtype=bool)
            # Where nothing is gained the old bases stay: the same value may be reached elsewhere.
            held = bases if held is None else replaced(held, bases, better)
            fixed = self._settled((bases, held), points)
            if float(ahead.max()) < GAIN:
                return
            if fixed is not None:
                points, held, idle, self.grown = fixed, self.bases, 0, None
                continue
            idle += 1
            points = np.vstack(
                [np.where((ahead > TIE)[:, None], image.points, points[:count]), static]
            )
            self.grown = points
            if idle > PATIENCE:
                return

    def _settled(self, choices: tuple[Bases, ...], points: Floats) -> Floats | None:
        """Return points at rest that are more than the best, for one of some bases."""
        for bases in choices:
            image = image_of(self.arrays, bases, points, self.needs)
            if image is not None:
                static = self._static()
                fixed = newton(self.arrays, bases, points, image, self.needs, static)
                if fixed is not None and self._keep(bases, fixed):
                    return fixed[0]
        return None

    def _static(self) -> Floats:
        return self.arrays.payoffs[list(self.nash)].reshape(-1, 2)

    def _keep(self, bases: Bases, fixed: tuple[Floats, Image]) -> bool:
        """Keep points that are at rest if they are more than the best; tell if so."""
        points, image = fixed
        if (image.weights < WEIGHT).any():
            self.found = inner_of(self.arrays, bases, points, image, self.nash, False)
            return False
        level = self.height(points)
        if level <= self.top + GAIN:
            return False
        self.top = level
        self.best, self.bases = inner_of(self.arrays, bases, points, image, self.nash, True), bases
        return True
