"""Payoff sets in floats, in Python: outer iterates, guesses, certificates.

The outer iterate, which contains the payoff set, is never replaced by a guess: a wrong guess costs
time, not correctness.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from coopgames.solvers.self_generation._float_certificate import excess_of
from coopgames.solvers.self_generation._float_contraction import contracted
from coopgames.solvers.self_generation._float_few import FewProfiles
from coopgames.solvers.self_generation._float_game import COARSE, FloatGame, Operator
from coopgames.solvers.self_generation._float_geometry import SAME, Corner, chains, hull
from coopgames.solvers.self_generation._float_many import ManyProfiles, hull_of_profiles
from coopgames.solvers.self_generation._float_newton import attempt, same_set

__all__ = ["search"]

#: Up to this many profiles plain lists are faster than arrays.
FEW: Final = 40
#: Applications of the operator to the outer iterate after which an answer is an outer set only.
OUTER_STEPS: Final = 4000
#: Contractions after which only the operator is applied.
CONTRACTIONS: Final = 60
#: Refused guesses before the outer iterate is contracted.
PATIENCE: Final = 2


def search(game: FloatGame) -> tuple[list[Corner], str, float | None, int]:
    """Return corners, status, excess and how often the operator was applied.

    Everything is in normalised units.
    """
    cells = len(game.rows)
    operator: Operator = FewProfiles(game) if cells <= FEW else ManyProfiles(game)
    outer = hull_of_profiles(game, np.arange(cells))
    threat = game.minmax
    steps = refused = stepped = jumps = 0
    batch = 1 if cells <= 9 else 2
    best: list[Corner] | None = None
    least = COARSE
    while True:
        still = False
        for _ in range(batch):
            threat = _raised(outer, threat)
            points = operator.step(chains(outer), threat)
            steps, stepped = steps + 1, stepped + 1
            if not points:
                return [], "empty", 0.0, steps
            before, outer = outer, hull(points)
            still = same_set(outer, before)
            if still:
                break
        guess, rounds = attempt(game, operator, outer, _raised(outer, threat))
        steps += rounds
        if guess is not None:
            excess = excess_of(game, guess, outer, threat)
            if excess is not None and excess <= game.rounding:
                return guess, "stationary" if excess <= SAME else "newton", excess, steps
            if excess is not None and excess <= least:
                best, least = guess, excess
        refused += 1
        batch = min(2 * batch, 64)
        if (refused >= PATIENCE or still) and jumps < CONTRACTIONS:
            smaller = contracted(game, outer, _raised(outer, threat), guess)
            if smaller is not None:
                outer, steps, jumps, batch = smaller, steps + 1, jumps + 1, 2
                if not outer:
                    return [], "empty", 0.0, steps
                continue
        if still or stepped >= OUTER_STEPS:
            return (outer, "outer", None, steps) if best is None else (best, "newton", least, steps)


def _raised(ring: list[Corner], threat: tuple[float, float]) -> tuple[float, float]:
    """Return the threat point, at least the least payoffs of a set."""
    return max(threat[0], min(p[0] for p in ring)), max(threat[1], min(p[1] for p in ring))
