"""The largest promise in a direction that supports a profile, for all directions and profiles.

Weak duality is all that is used of it. If ``n + lambda = sum tau_j n_j`` with ``lambda, tau >= 0``,
every ``v = (1-d) g + d w`` with a promise ``w`` in ``{n_j w <= b_j}``, ``w >= u + h (1-d)/d`` has

    n v <= (1-d) (n g - lambda h) + d (sum tau_j b_j - lambda u).

The pairs (lambda, tau) of a direction do not depend on the set or on the profile: a basis found for
one set is a valid bound for every other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coopgames.solvers.polytopes.cells import Cells, Flags, Floats, Integers
from coopgames.solvers.polytopes.simplex import Bases, Stack, minimise

__all__ = ["Duals", "Frame", "Pairs"]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a direction and a profile that a bound is wanted for, with a dual basis for each.

    Attributes
    ----------
    directions, profiles : arrays of int, shape (pairs,)
    columns : array of int, shape (pairs, players)
        Basic columns: below the number of normals a ``tau``, above it a ``lambda``.
    """

    directions: Integers
    profiles: Integers
    columns: Integers

    def where(self, keep: Flags) -> Pairs:
        """Return the pairs for which ``keep`` holds."""
        return Pairs(self.directions[keep], self.profiles[keep], self.columns[keep])


@dataclass(frozen=True, slots=True)
class Duals:
    """The multipliers of given bases.

    Attributes
    ----------
    columns, levels : arrays, shape (pairs, players)
        Basic columns and their values, >= 0.
    fixed : array, shape (pairs,)
        The part of the bounds that does not depend on the set.
    """

    columns: Integers
    levels: Floats
    fixed: Floats


class Frame:
    """A game and directions, in floats: what outer bounds are made of.

    Parameters
    ----------
    cells : Cells
    normals : sequence of integer vectors
        The first ``2n`` are ``e_1..e_n, -e_1..-e_n``.

    Attributes
    ----------
    unit : array, shape (normals, players)
        Normals of length 1.
    payoffs, gains : arrays, shape (profiles, players)
    heights : array, shape (normals, profiles)
        ``n_i g(a)``.
    """

    def __init__(self, cells: Cells, normals: tuple[tuple[int, ...], ...]) -> None:
        self.cells, self.players = cells, cells.num_players
        rows = np.array(normals, dtype=float)
        self.lengths: Floats = np.linalg.norm(rows, axis=1)
        self.unit: Floats = rows / self.lengths[:, None]
        self.payoffs: Floats = np.array([[float(x) for x in row] for row in cells.payoffs])
        self.gains: Floats = np.array([[float(x) for x in row] for row in cells.gains])
        self.heights: Floats = self.unit @ self.payoffs.T
        self.discount = float(cells.discount_factor)
        self.matrix: Floats = np.hstack([self.unit.T, -np.eye(self.players)])
        self.minmax: Floats = np.array([float(x) for x in cells.minmax])

    def start(self) -> Floats:
        """Return the offsets of the feasible hull, clipped at the pure minmax payoffs."""
        offsets = self.heights.max(1)
        low = slice(self.players, 2 * self.players)
        offsets[low] = np.minimum(offsets[low], -self.minmax)
        return offsets

    def threats(self, offsets: Floats) -> Floats:
        """Return the least payoffs in the set with these offsets, or bounds of them."""
        return -offsets[..., self.players : 2 * self.players]

    def supports_itself(self, offsets: Floats) -> Flags:
        """Tell which profiles pay enough for ever to keep everybody from deviating."""
        wait = (1 - self.discount) / self.discount
        enough: Flags = self.payoffs >= self.threats(offsets) + wait * self.gains
        return np.logical_and.reduce(enough, axis=1)

    def pairs(self, floor: Floats) -> Pairs:
        """Return the pairs whose profile pays more than ``floor`` in the direction."""
        directions, profiles = np.nonzero(self.heights > floor[:, None] + 1e-13)
        # n = sum of its positive parts times e_c, minus lambda: feasible for every direction.
        players = np.arange(self.players)
        columns = np.where(self.unit[directions] >= 0, players, len(self.unit) + players)
        return Pairs(directions, profiles, columns)

    def costs(self, pairs: Pairs, offsets: Floats) -> Floats:
        """Return the price of each ``tau`` and ``lambda`` at a set (one, or one for each pair)."""
        b = np.broadcast_to(offsets, (len(pairs.profiles), len(self.unit)))
        wait = (1 - self.discount) / self.discount
        floors = self.threats(b) + wait * self.gains[pairs.profiles]
        return np.hstack([b, -floors])

    def optimise(self, pairs: Pairs, offsets: Floats) -> tuple[Pairs, Bases]:
        """Return the pairs with bases that are best at the set with these offsets."""
        stack = Stack(self.matrix, self.unit[pairs.directions], self.costs(pairs, offsets))
        bases = minimise(stack, pairs.columns)
        return replace(pairs, columns=bases.columns), bases

    def duals(self, pairs: Pairs, levels: Floats) -> Duals:
        """Return the multipliers of bases, ready to bound any set."""
        positive = np.maximum(levels, 0.0)
        normals = len(self.unit)
        player = np.maximum(pairs.columns - normals, 0)
        gains = self.gains[pairs.profiles[:, None], player]
        slack = np.where(pairs.columns >= normals, positive, 0.0)
        heights = self.heights[pairs.directions, pairs.profiles]
        fixed = (1 - self.discount) * (heights - (slack * gains).sum(1))
        return Duals(pairs.columns, positive, fixed)

    def bounds(self, duals: Duals, offsets: Floats) -> Floats:
        """Return the bounds of the pairs at the set with these offsets."""
        prices = np.concatenate([offsets, -self.threats(offsets)])
        return duals.fixed + self.discount * (duals.levels * prices[duals.columns]).sum(1)

    def dead(self, pairs: Pairs, bases: Bases, offsets: Floats, margin: float) -> set[int]:
        """Return the profiles that no promise in the set supports, with a margin."""
        ends = np.flatnonzero(bases.rays >= 0)
        if not len(ends):
            return set()
        costs = self.costs(pairs.where(bases.rays >= 0), offsets)
        inverse = np.linalg.inv(self.matrix[:, bases.columns[ends]].transpose(1, 0, 2))
        fall = np.einsum("prs,sp->pr", inverse, self.matrix[:, bases.rays[ends]])
        rows = np.arange(len(ends))
        prices = np.take_along_axis(costs, bases.columns[ends], 1)
        rate = costs[rows, bases.rays[ends]] - (prices * fall).sum(1)
        size = 1 + np.maximum(-fall, 0).sum(1)
        return set(pairs.profiles[ends[rate < -margin * size]].tolist())
