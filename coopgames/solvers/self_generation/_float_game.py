"""A two-player game in normalised floats, and what both ways of applying the operator share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import frexp, isfinite, ldexp
from typing import Any, Protocol, TypeAlias

import numpy as np

from coopgames.errors import invalid
from coopgames.solvers.self_generation._float_geometry import Chains, Corner

#: A constraint that fails by less than this share of what today is worth holds: floats cannot
#: decide a knife edge. Errors of promises grow by 1/(1-d) in the set, hence a share of 1 - d.
KNIFE_EDGE = 1e-11
#: How far apart sets may be at discount factor 0 and still count as one.
SLACK = 1e-9
#: How far a set may be from an outer set and still be worth more than that.
COARSE = 1e-6
#: The weight of today stays finite, so that no gain at all weighs nothing.
HEAVIEST = 1e300
#: What rounding alone may do to a comparison.
ROUNDING = 4e-15

__all__ = ["COARSE", "ROUNDING", "SLACK", "FloatGame", "Operator", "Vector", "normalised", "solved"]

Vector: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"


@dataclass(frozen=True)
class FloatGame:
    """Payoffs, gains and best-reply payoffs of every profile, in row-major order.

    Attributes
    ----------
    shape : (m, n)
    discount : float
        In (0, 1).
    payoffs, gains, best : arrays of shape (2, m n)
        ``best = payoffs + gains``; player 1's best payoff depends on the column only.
    minmax : (float, float)
        In pure actions.
    """

    shape: tuple[int, int]
    discount: float
    payoffs: Vector
    gains: Vector
    best: Vector
    minmax: tuple[float, float]

    @property
    def weight(self) -> float:
        """The gain of today in promises: ``(1-d)/d``."""
        return min((1.0 - self.discount) / self.discount, HEAVIEST)

    @property
    def tolerance(self) -> float:
        """A constraint that fails by less than this holds."""
        return max(KNIFE_EDGE * (1.0 - self.discount), ROUNDING)

    @property
    def rounding(self) -> float:
        """Sets that differ by less may be the same: rounding grows by 1/(1-d) in them."""
        return min(max(SLACK, 2e-14 / (1.0 - self.discount)), COARSE)

    @cached_property
    def rows(self) -> list[tuple[float, float, float, float, float, float]]:
        """For each profile g1, g2, h1, h2, b1, b2."""
        table = np.concatenate([self.payoffs, self.gains, self.best]).T
        return [tuple(row) for row in table.tolist()]

    def constraints(self, threat: tuple[float, float]) -> tuple[Vector, Vector]:
        """Return the least promise of each player at each profile, less the tolerance."""
        k, slack = self.weight, self.tolerance
        return (
            threat[0] + k * self.gains[0] - slack,
            threat[1] + k * self.gains[1] - slack,
        )


class Operator(Protocol):
    """The operator R of Abreu and Sannikov (2014) for one game."""

    def step(self, sides: Chains, threat: tuple[float, float]) -> list[Corner]:
        """Return points whose hull is R applied to a set; empty if nothing can be enforced."""
        ...


def solved(matrix: Vector, right: Vector) -> Vector | None:
    """Solve a linear system; None if it is singular or its solution is not finite."""
    try:
        answer = np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    return answer if bool(np.isfinite(answer).all()) else None


def normalised(
    first: tuple[float, ...], second: tuple[float, ...], shape: tuple[int, int], discount: float
) -> tuple[FloatGame, tuple[tuple[float, int], tuple[float, int]]]:
    """Return the game with each player's payoffs in [0, 1], and how to undo it.

    Payoffs are shifted by the least and scaled by a power of two, which rounds nothing. The second
    answer is (least payoff, exponent) of each player.
    """
    undo: list[tuple[float, int]] = []
    flat: list[list[float]] = []
    for name, payoffs in (("first", first), ("second", second)):
        least, width = min(payoffs), max(payoffs) - min(payoffs)
        if not isfinite(width):
            raise invalid(name, payoffs, "finite payoffs whose range is finite")
        exponent = frexp(width)[1]
        undo.append((least, exponent))
        flat.append([ldexp(value - least, -exponent) for value in payoffs])
    payoffs_of = np.array(flat).reshape(2, *shape)
    replies = payoffs_of[0].max(axis=0), payoffs_of[1].max(axis=1)
    best = np.stack(
        [np.broadcast_to(replies[0], shape), np.broadcast_to(replies[1][:, None], shape)]
    )
    cells = shape[0] * shape[1]
    game = FloatGame(
        shape=shape,
        discount=discount,
        payoffs=payoffs_of.reshape(2, cells),
        gains=(best - payoffs_of).reshape(2, cells),
        best=best.reshape(2, cells),
        minmax=(float(replies[0].min()), float(replies[1].min())),
    )
    return game, (undo[0], undo[1])
