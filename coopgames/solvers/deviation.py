"""A one-shot deviation, and how much it must gain to count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["DEVIATION_TOLERANCE", "METHOD", "Deviation"]

#: In a float game a deviation must gain more than this (payoff units) to count.
DEVIATION_TOLERANCE = 1e-9

METHOD = "one-shot deviations in every state that some history leads to"


@dataclass(frozen=True, slots=True)
class Deviation:
    """A one-shot deviation and what it gains.

    Attributes
    ----------
    state, player, action : str
        In the labels of the game and the plan.
    gain : number
        Average discounted for automata; a sum for the plans of associations and pairs.
    """

    state: str
    player: str
    action: str
    gain: Any

    def __str__(self) -> str:
        return f"in state {self.state!r} player {self.player} gains {self.gain} by {self.action!r}"
