"""Exact statements about outer sets, and their verification: here floats play no part.

A set is ``{v : n_i v <= b_i}`` with integer normals and rational offsets. Two statements are used,
both about a set ``X`` that is known to contain V, the set of equilibrium payoffs:

*Contraction* from X (offsets ``p``) to offsets ``b <= p``. Let ``Y_t`` have the offsets
``b + t (p - b)`` and ``u(t)`` be its least payoffs. If for every direction with ``b_i < p_i`` and
every profile with ``n_i g > b_i`` that is not excluded some ``lambda, tau >= 0`` with
``n_i + lambda = sum tau_j n_j`` bound ``n_i v`` by at most ``b_i`` at ``t = 0`` and by less than
``p_i`` at ``t = 1``, then V is inside ``Y_0``. For the bound is affine in t, hence below
``b_i + t (p_i - b_i)`` on (0, 1]; profiles with ``n_i g <= b_i`` stay below it by averaging; so a
least t > 0 with V inside ``Y_t`` could be lowered.

*Exclusion* of a profile: ``mu, tau >= 0`` with ``sum tau_j n_j = mu`` and ``mu IC > tau b``
(Farkas): no promise in X supports it.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq

from coopgames.solvers.polytopes.cells import Cells, Vector

__all__ = ["Contraction", "Exact", "Normals", "Row", "Weights", "dot"]

Normals = tuple[tuple[int, ...], ...]
Weights = tuple[tuple[int, fmpq], ...]


def dot(normal: tuple[int, ...] | Vector, point: Vector) -> fmpq:
    """Return the inner product."""
    return sum((x * n for n, x in zip(normal, point, strict=True) if n), start=fmpq(0))


@dataclass(frozen=True, slots=True)
class Row:
    """The duals of one direction and profile: the ``tau`` that are not 0; they imply lambda."""

    direction: int
    profile: int
    tau: Weights


@dataclass(frozen=True, slots=True)
class Contraction:
    """A step of the chain: exclusions on the set before, and the next set with its duals.

    Attributes
    ----------
    excluded : tuple of (profile, tau)
    offsets : tuple of fmpq
    rows : tuple of Row
    """

    excluded: tuple[tuple[int, Weights], ...]
    offsets: Vector
    rows: tuple[Row, ...]


class Exact:
    """A game with directions, in exact numbers.

    Parameters
    ----------
    cells : Cells
    normals : tuple of integer vectors
        The first ``2n`` are ``e_1..e_n, -e_1..-e_n``.
    """

    def __init__(self, cells: Cells, normals: Normals) -> None:
        self.cells, self.normals, self.players = cells, normals, cells.num_players
        self.heights = [[dot(n, g) for g in cells.payoffs] for n in normals]
        self.weighted_gains = [
            tuple((1 - cells.discount_factor) * h for h in gains) for gains in cells.gains
        ]

    def start(self) -> Vector:
        """Return the offsets of the feasible hull, clipped at the pure minmax payoffs."""
        offsets = [max(row) for row in self.heights]
        for c, level in enumerate(self.cells.minmax):
            offsets[self.players + c] = min(offsets[self.players + c], -level)
        return tuple(offsets)

    def threats(self, offsets: Vector) -> list[fmpq]:
        """Return the bounds of the least payoffs that the offsets say."""
        return [-offsets[self.players + c] for c in range(self.players)]

    def required(self, before: Vector, after: Vector, excluded: set[int]) -> list[tuple[int, int]]:
        """Return the pairs (direction, profile) that a contraction has to give duals for."""
        return [
            (i, a)
            for i, row in enumerate(self.heights)
            if after[i] < before[i]
            for a, height in enumerate(row)
            if height > after[i] and a not in excluded
        ]

    def combination(self, tau: Weights) -> list[fmpq]:
        """Return ``sum tau_j n_j``."""
        columns = range(self.players)
        return [sum((y * self.normals[j][c] for j, y in tau), start=fmpq(0)) for c in columns]

    def holds(self, row: Row, before: Vector, after: Vector) -> bool:
        """Tell whether the duals of a row prove its two inequalities."""
        i, delta = row.direction, self.cells.discount_factor
        pairs = zip(self.combination(row.tau), self.normals[i], strict=True)
        slack = [y - n for y, n in pairs]
        if any(x < 0 for x in slack) or any(y < 0 for _, y in row.tau):
            return False
        gains = self.weighted_gains[row.profile]
        fixed = (1 - delta) * self.heights[i][row.profile] - dot(tuple(slack), gains)
        ends = [
            fixed
            + delta * sum((y * b[j] for j, y in row.tau), start=fmpq(0))
            - delta * dot(tuple(slack), tuple(self.threats(b)))
            for b in (after, before)
        ]
        return ends[0] <= after[i] and ends[1] < before[i]

    def excludes(self, profile: int, tau: Weights, offsets: Vector) -> bool:
        """Tell whether the weights prove that no promise in the set supports a profile."""
        delta = self.cells.discount_factor
        mu = self.combination(tau)
        if any(x < 0 for x in mu) or any(y < 0 for _, y in tau):
            return False
        # mu IC > tau b, times delta.
        level = delta * dot(tuple(mu), tuple(self.threats(offsets)))
        level += dot(tuple(mu), self.weighted_gains[profile])
        return level > delta * sum((y * offsets[j] for j, y in tau), start=fmpq(0))
