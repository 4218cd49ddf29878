"""Exact statements about outer sets, and their verification: here floats only guess.

A set is ``{v : n_i v <= b_i}``. With ``theta >= 0`` (one for each deviation from a profile ``a``),
``T_i(y) = sum of theta_k shift_k(y)`` over the deviations of player i and ``K = theta gain``, every
payoff that ``a`` and promises in the set support satisfies

    n_i v <= rhs = (1 - delta) (n_i g(a) - K) + delta sum_y h(p(y|a) n_i + T(y)),

and ``h(u) <= z_e b_e + z_f b_f`` for ``u = z_e n_e + z_f n_f`` with ``z >= 0``: rhs is affine in
the offsets. If ``delta sum_y h(T(y)) < (1 - delta) K``, no promises in the set support ``a``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from flint import fmpq

from coopgames.solvers.public_sets.directions import Normal, unit_vectors
from coopgames.solvers.public_sets.frame import Floats, Frame, Integers, Pair
from coopgames.solvers.public_sets.polygon import angles

__all__ = ["Dual", "Exclusion", "Item", "Prover", "Split", "Theta", "Vector", "round_up"]

Theta = tuple[fmpq, ...]
Vector = tuple[fmpq, ...]
#: Normals and their weights: none, one or two.
Split = tuple[tuple[int, fmpq], ...]

ZERO, ONE = fmpq(0), fmpq(1)


def round_up(value: float, bits: int) -> fmpq:
    """Return a multiple of ``2**-bits`` that is not smaller."""
    return fmpq(math.ceil(math.ldexp(value, bits))) / fmpq(2) ** bits


@dataclass(frozen=True, slots=True)
class Dual:
    """Multipliers for a direction and a profile, with the splits of ``p(y|a) n_i + T(y)``."""

    direction: int
    profile: int
    theta: Theta
    splits: tuple[Split, ...]
    constant: fmpq
    factor: fmpq

    def at(self, offsets: Vector) -> fmpq:
        """Return the bound at some offsets."""
        return self.constant + self.factor * _heights(self.splits, offsets)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Multipliers that show that a set has no promises for a profile."""

    profile: int
    theta: Theta
    splits: tuple[Split, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A step of the chain; either `tight` is empty or `excluded` and `duals` are.

    Attributes
    ----------
    excluded : tuple of Exclusion
    offsets : tuple of fmpq
    tight : tuple of (normal, Split)
    duals : tuple of Dual
    """

    excluded: tuple[Exclusion, ...]
    offsets: Vector
    tight: tuple[tuple[int, Split], ...]
    duals: tuple[Dual, ...]


def _heights(splits: Sequence[Split], offsets: Vector) -> fmpq:
    total = ZERO
    for split in splits:
        for e, z in split:
            total += z * offsets[e]
    return total


@dataclass(frozen=True)
class Prover:
    """A game with normals, in exact numbers.

    Attributes
    ----------
    frame : Frame
    normals : tuple of integer vectors
        Counterclockwise.
    """

    frame: Frame
    normals: tuple[Normal, ...]

    @cached_property
    def unit(self) -> Floats:
        """Normals of length 1."""
        return unit_vectors(self.normals)

    @cached_property
    def lengths(self) -> Floats:
        """Lengths of the normals."""
        return np.array([math.hypot(*n) for n in self.normals])

    @cached_property
    def turns(self) -> Floats:
        """Angles of the normals."""
        return angles(self.unit)

    @cached_property
    def heights(self) -> list[list[fmpq]]:
        """Values of all profiles in all directions."""
        return [[x * g[0] + y * g[1] for g in self.frame.game.payoffs] for x, y in self.normals]

    def start(self) -> Vector:
        """Return the offsets of the hull of all payoffs."""
        return tuple(max(row) for row in self.heights)

    def floats(self, offsets: Vector) -> Floats:
        """Return offsets for normals of length 1."""
        return np.array([float(b) for b in offsets]) / self.lengths

    def split(self, vector: Pair, allowed: Integers) -> Split | None:
        """Return a vector as a combination of two neighbours of the normals that are allowed."""
        if not vector[0] and not vector[1]:
            return ()
        turn = math.atan2(float(vector[1]), float(vector[0])) % math.tau
        place = int(np.searchsorted(self.turns[allowed], turn, side="right"))
        for shift in (0, 1, -1):
            e = int(allowed[(place + shift - 1) % len(allowed)])
            f = int(allowed[(place + shift) % len(allowed)])
            split = self.combine(vector, e, f)
            if split is not None:
                return split
        return None

    def combine(self, vector: Pair, e: int, f: int) -> Split | None:
        """Return a vector as a combination of two normals, if its weights are >= 0."""
        (a, b), (c, d), (x, y) = self.normals[e], self.normals[f], vector
        turn = a * d - b * c
        if turn <= 0:
            return None
        first, second = (x * d - y * c) / turn, (a * y - b * x) / turn
        if first < 0 or second < 0:
            return None
        return tuple(sorted((k, z) for k, z in ((e, first), (f, second)) if z))

    def ahead(self, normal: Normal, profile: int, theta: Theta) -> list[Pair]:
        """Return ``p(y|a) n + T(y)`` by signal."""
        game = self.frame.game
        found = [[p * normal[0], p * normal[1]] for p in game.laws[profile]]
        for weight, deviation in zip(theta, game.deviations[profile], strict=True):
            if weight:
                for row, shift in zip(found, deviation.shift, strict=True):
                    row[deviation.player] += weight * shift
        return [(x, y) for x, y in found]

    def cost(self, profile: int, theta: Theta) -> fmpq:
        """Return ``K``: the gains in the weights of the multipliers."""
        pairs = zip(theta, self.frame.game.deviations[profile], strict=True)
        return sum((w * d.gain for w, d in pairs if w), start=ZERO)

    def dual(self, direction: int, profile: int, theta: Theta, allowed: Integers) -> Dual | None:
        """Return the bound of a direction that multipliers give, if its vectors can be split."""
        splits = self._splits(self.normals[direction], profile, theta, allowed)
        if splits is None:
            return None
        delta = self.frame.discount
        fixed = (ONE - delta) * (self.heights[direction][profile] - self.cost(profile, theta))
        return Dual(direction, profile, theta, splits, fixed, delta)

    def exclusion(
        self, profile: int, theta: Theta, offsets: Vector, allowed: Integers
    ) -> Exclusion | None:
        """Return the exclusion of a profile if the multipliers prove it."""
        splits = self._splits((0, 0), profile, theta, allowed)
        if splits is None:
            return None
        delta = self.frame.discount
        left = delta * _heights(splits, offsets)
        if not left < (ONE - delta) * self.cost(profile, theta):
            return None
        return Exclusion(profile, theta, splits)

    def _splits(
        self, normal: Normal, profile: int, theta: Theta, allowed: Integers
    ) -> tuple[Split, ...] | None:
        found: list[Split] = []
        for vector in self.ahead(normal, profile, theta):
            split = self.split(vector, allowed)
            if split is None:
                return None
            found.append(split)
        return tuple(found)
