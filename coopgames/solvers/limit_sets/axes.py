"""Scores in the directions of the axes, where the other players count for nothing.

There the other players' promises are free, but must leave the score alone: the limit of the scores
from inside an orthant can be strictly larger, because X_j = l_j x_j stays finite while l_j does
not. The score in the direction -e_i is minus the least payoff that i can be held down to.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq

from coopgames.solvers.limit_sets.scores import Enforcement, ScoreProgram, Vector
from coopgames.solvers.public.signal_game import SignalGame

__all__ = ["AxisScore", "axis_score"]

ZERO, ONE = fmpq(0), fmpq(1)


@dataclass(frozen=True, slots=True)
class AxisScore:
    """The score in a direction plus or minus e_i, and its proof.

    Attributes
    ----------
    signs : tuple of int
        The direction.
    score : fmpq
    position : int
        The first profile that reaches it.
    promises : tuple of tuples of fmpq
        ``promises[player][signal]``: they enforce the profile and reach the score.
    thetas : dict
        From position to the weights of the deviations that bound the score of the profile.
    """

    signs: tuple[int, ...]
    score: fmpq
    position: int
    promises: tuple[Vector, ...]
    thetas: dict[int, Vector]


def axis_score(
    game: SignalGame, enforced: dict[int, Enforcement], player: int, sign: int
) -> AxisScore:
    """Return the score in the direction of an axis, over profiles that promises enforce."""
    signs = tuple(sign if i == player else 0 for i in range(game.players))
    weights = tuple(ONE if i == player else ZERO for i in range(game.players))
    thetas = dict[int, Vector]()
    best: tuple[fmpq, int, tuple[Vector, ...]] | None = None
    for position, means in enforced.items():
        program = ScoreProgram(game, position, signs)
        found = program.at(weights)
        thetas[position] = program.theta(found.dual, weights)
        score = program.top(weights) - found.value
        if best is None or score > best[0]:
            assert means.promises is not None
            own = tuple(sign * x for x in program.promises(found.left)[player])
            every = (*means.promises[:player], own, *means.promises[player + 1 :])
            best = score, position, every
    assert best is not None, "no profile is enforced"
    return AxisScore(signs, *best, thetas)
