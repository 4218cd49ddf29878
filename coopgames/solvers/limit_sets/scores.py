"""Scores of action profiles in a direction: the linear programs of Fudenberg and Levine (1994).

With X_i = l_i x_i the score of a profile a in the direction l is ``l . g(a)`` less

    C = min E[z]   subject to   sum_i X_i(y) = -z(y) <= 0,
                                sign(l_i) sum_y shift_k(y) X_i(y) >= |l_i| gain_k

over the players with l_i != 0, where k runs over the deviations of i. The direction is in the
right-hand side alone, so C is convex and piecewise linear in |l| while the signs stay. A player
with l_i = 0 must be kept from deviating, but at no cost. One of the X_i is eliminated: what is left
is one row for each deviation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flint import fmpq

from coopgames.solvers.parametric_lp import ParametricProgram, Segment, ValueFunction
from coopgames.solvers.public.signal_game import SignalGame, UnilateralDeviation

__all__ = ["Enforcement", "ScoreProgram", "Vector", "dot", "enforcement"]

Vector: TypeAlias = tuple[fmpq, ...]
ZERO, ONE = fmpq(0), fmpq(1)


def dot(left: Sequence[fmpq | int], right: Sequence[fmpq]) -> fmpq:
    """Return the sum of products."""
    return sum((a * b for a, b in zip(left, right, strict=True) if a), start=ZERO)


@dataclass(frozen=True, slots=True)
class Enforcement:
    """Whether any promises keep all players from deviating from a profile.

    Attributes
    ----------
    promises : tuple of tuples of fmpq, or None
        ``promises[player][signal]``, free in sign. None: there are none.
    farkas : tuple of fmpq, or None
        If there are none, weights >= 0 of the deviations, in their order, whose shifts cancel at
        every signal while their gains do not.
    """

    promises: tuple[Vector, ...] | None
    farkas: Vector | None


def enforcement(game: SignalGame, position: int) -> Enforcement:
    """Find promises that enforce a profile, player by player, or the proof that none do."""
    deviations, promises = game.deviations[position], list[Vector]()
    for player in range(game.players):
        own = [k for k, d in enumerate(deviations) if d.player == player]
        rows = tuple(deviations[k].shift for k in own)
        gains = tuple(deviations[k].gain for k in own)
        free = frozenset(range(game.signals))
        none = tuple(ZERO for _ in own)
        program = ParametricProgram(rows, gains, none, free, game.signals)
        found = program.minimum([ZERO] * game.signals, ZERO, ZERO)
        if not found.segments:
            assert found.farkas_below is not None
            weights = [ZERO] * len(deviations)
            for k, weight in zip(own, found.farkas_below, strict=True):
                weights[k] = weight
            return Enforcement(None, tuple(weights))
        promises.append(found.segments[0].left)
    return Enforcement(tuple(promises), None)


@dataclass(frozen=True, slots=True)
class ScoreProgram:
    """The cost C of one profile over all directions with given signs.

    Attributes
    ----------
    game : SignalGame
    position : int
        Of a profile that promises enforce.
    signs : tuple of int
        1, -1 or 0 for each player; not all 0.
    """

    game: SignalGame
    position: int
    signs: tuple[int, ...]

    @property
    def active(self) -> list[int]:
        """Players whose payoff counts."""
        return [i for i, sign in enumerate(self.signs) if sign]

    def top(self, weights: Sequence[fmpq]) -> fmpq:
        """Return ``l . g(a)``, where ``weights`` are ``|l|``."""
        pairs = zip(self.signs, weights, strict=True)
        return dot([sign * w for sign, w in pairs], self.game.payoffs[self.position])

    def along(self, start: Sequence[fmpq], end: Sequence[fmpq]) -> ValueFunction:
        """Return C at ``|l| = start + t (end - start)`` for all t in [0, 1]."""
        first = [start[d.player] * d.gain for d in self._deviations]
        turn = [(end[d.player] - start[d.player]) * d.gain for d in self._deviations]
        signals = self.game.signals
        idle = (len(self.active) - 1) * signals
        free = frozenset(range(idle))
        rows = self._rows()
        program = ParametricProgram(rows, tuple(first), tuple(turn), free, idle + signals)
        costs = [*([ZERO] * idle), *self.game.laws[self.position]]
        return program.minimum(costs, ZERO, ONE)

    def at(self, weights: Sequence[fmpq]) -> Segment:
        """Return C at one direction, as a segment with its point and its dual vector."""
        return self.along(weights, weights).segments[0]

    def promises(self, point: Sequence[fmpq]) -> tuple[Vector, ...]:
        """Return the X by player and signal of a point of the program; 0 for idle players."""
        size, active = self.game.signals, self.active
        found = [tuple(ZERO for _ in range(size)) for _ in self.signs]
        for place, i in enumerate(active[:-1]):
            found[i] = tuple(point[place * size : (place + 1) * size])
        columns = range(size)
        parts = range(len(active))
        found[active[-1]] = tuple(
            -sum((point[part * size + y] for part in parts), start=ZERO) for y in columns
        )
        return tuple(found)

    def theta(self, dual: Sequence[fmpq], weights: Sequence[fmpq]) -> Vector:
        """Return a dual vector scaled by ``|l|``, with one entry for each deviation of anybody."""
        entries = iter(dual)
        everyone = self.game.deviations[self.position]
        return tuple(
            next(entries) * weights[d.player] if self.signs[d.player] else ZERO for d in everyone
        )

    def bound(self, dual: Sequence[fmpq]) -> Vector:
        """Return u with ``l . g(a) - C <= u . |l|`` for all directions with these signs."""
        payoffs = self.game.payoffs[self.position]
        found = [sign * payoff for sign, payoff in zip(self.signs, payoffs, strict=True)]
        for d, weight in zip(self._deviations, dual, strict=True):
            found[d.player] -= weight * d.gain
        return tuple(found)

    @property
    def _deviations(self) -> list[UnilateralDeviation]:
        return [d for d in self.game.deviations[self.position] if self.signs[d.player]]

    def _rows(self) -> tuple[Vector, ...]:
        size, active = self.game.signals, self.active
        rows = list[Vector]()
        for d in self._deviations:
            row = [ZERO] * (len(active) * size)
            signed = [self.signs[d.player] * x for x in d.shift]
            if d.player == active[-1]:
                # The last X is minus the others and z.
                row = [-x for x in signed] * len(active)
            else:
                place = active.index(d.player) * size
                row[place : place + size] = signed
            rows.append(tuple(row))
        return tuple(rows)
