"""The game in units of each player's payoffs: exact for proofs, arrays of floats for searches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from coopgames.solvers.public.signal_game import SignalGame

__all__ = ["Arrays", "Flags", "Floats", "Frame", "Integers", "Pair", "frame_of"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Pair = tuple[fmpq, fmpq]

ONE = fmpq(1)


@dataclass(frozen=True, slots=True)
class Arrays:
    """What the searches read, in floats and in units of the frame.

    Attributes
    ----------
    payoffs : array, shape (profiles, 2)
    laws : array, shape (profiles, signals)
    shifts : array, shape (profiles, deviations, signals)
    needs : array, shape (profiles, deviations)
        ``(1 - delta) / delta`` times the gain: what the promises must make up for.
    who : array of int, shape (deviations,)
        The player of each deviation (the same for every profile).
    discount : float
    metric : array, shape (2,)
        Weights of the players in distances: alike, so that the smaller units count too.
    """

    payoffs: Floats
    laws: Floats
    shifts: Floats
    needs: Floats
    who: Integers
    discount: float
    metric: Floats

    def eased(self, slack: float, flat: Flags | None = None) -> Floats:
        """Return needs that are smaller by a slack, except where promises change nothing.

        `flat` says which players' payoffs are the same in the whole set (None: of nobody).
        """
        moved = self.shifts.any(axis=2)
        if flat is not None:
            moved &= ~flat[self.who]
        return self.needs - slack * moved


@dataclass(frozen=True)
class Frame:
    """A game of two players whose payoffs are shifted and divided by powers of two.

    Attributes
    ----------
    game : SignalGame
        Payoffs of each player start at 0 and have a range in [1, 2) (or 0).
    discount : fmpq
        Above 0.
    units : tuple of fmpq
        Powers of two.
    origin : tuple of fmpq
        Least payoffs in the units of the user: payoff = origin + unit * payoff here.
    """

    game: SignalGame
    discount: fmpq
    units: Pair
    origin: Pair

    def to_user(self, point: Pair) -> Pair:
        """Return a payoff pair in the units of the user."""
        (x, y), (a, b), (s, t) = point, self.origin, self.units
        return a + s * x, b + t * y

    @cached_property
    def nash(self) -> tuple[int, ...]:
        """Positions of the pure equilibria of the stage game."""
        rows = enumerate(self.game.deviations)
        return tuple(a for a, row in rows if all(d.gain <= 0 for d in row))

    @cached_property
    def arrays(self) -> Arrays:
        """The same game in floats."""
        game, delta = self.game, float(self.discount)
        rows = game.deviations
        shape = len(rows), len(rows[0])
        shifts = np.array([[[float(s) for s in d.shift] for d in row] for row in rows])
        gains = np.array([[float(d.gain) for d in row] for row in rows])
        return Arrays(
            np.array([[float(x) for x in row] for row in game.payoffs]),
            np.array([[float(p) for p in law] for law in game.laws]),
            shifts.reshape(*shape, game.signals),
            gains.reshape(shape) * (1.0 - delta) / delta,
            np.array([d.player for d in rows[0]], dtype=np.int64),
            delta,
            np.ones(2),
        )


def frame_of(game: SignalGame, discount: fmpq) -> Frame:
    """Return the frame of a game of two players; `discount` is above 0.

    Powers of two keep short numbers short; a constant payoff keeps the unit of the other player, so
    that distances are about the payoffs that vary.
    """
    columns = [[row[i] for row in game.payoffs] for i in range(2)]
    least = [min(column) for column in columns]
    ranges = [max(column) - low for column, low in zip(columns, least, strict=True)]
    units = [_power(r) if r else fmpq(0) for r in ranges]
    whole = max(units) or ONE
    first, second = (u or whole for u in units)
    payoffs = tuple(((x - least[0]) / first, (y - least[1]) / second) for x, y in game.payoffs)
    inside = replace(game, payoffs=payoffs)
    return Frame(inside, discount, (first, second), (least[0], least[1]))


def _power(value: fmpq) -> fmpq:
    """Return the power of two with ``power <= value < 2 power``."""
    bits = int(value.p).bit_length() - int(value.q).bit_length()
    power = fmpq(2) ** bits if bits >= 0 else ONE / fmpq(2) ** -bits
    while power > value:
        power /= 2
    while power * 2 <= value:
        power *= 2
    return power
