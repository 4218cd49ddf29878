"""What an enforcement problem is, and on which ends of enclosed data it is solved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from coopgames.arithmetic import Enclosure, Number
from coopgames.games import AttributedSignals, PrivateValuation, RepeatedGame
from coopgames.solvers.linear_program import LinearProgram

__all__ = ["EnforcementProblem", "Side", "harmful", "helpful", "is_enclosed", "sides_of"]

Side = Literal["exact", "optimistic", "pessimistic"]
Pick = Callable[[Number], Number]


@dataclass(frozen=True, slots=True)
class EnforcementProblem:
    """Maximise ``r`` over the rows: the program whose optimum is the threshold.

    Attributes
    ----------
    program : LinearProgram
        Variable 0 is ``q``; its optimum minus ``offset`` is ``max r``.
    offset : int
        1 where the objective is ``v q + E[share]``, 0 where ``E[share] - 1`` was rewritten.
    gain, value : number
        One-round gain from shirking, payoff of a round with effort.
    strategies : str
        The class of strategies and sanctions that an answer is about.
    """

    program: LinearProgram
    offset: int
    gain: Number
    value: Number
    strategies: str


def is_enclosed(game: RepeatedGame) -> bool:
    """Tell whether the signals of a game are known as enclosures only."""
    monitoring = game.monitoring
    if isinstance(monitoring, AttributedSignals):
        return any(isinstance(x, Enclosure) for x in (monitoring.false_alarm, monitoring.detection))
    if isinstance(monitoring, PrivateValuation):
        return any(isinstance(x, Enclosure) for x in (*monitoring.work, *monitoring.shirk))
    return False


def sides_of(game: RepeatedGame) -> tuple[Side, ...]:
    """Return the sides on which a game is solved: the helpful and the harmful ends, or one."""
    return ("optimistic", "pessimistic") if is_enclosed(game) else ("exact",)


def helpful(side: Side) -> Pick:
    """Return what picks the end of an enclosure at which a larger number helps."""
    return lambda x: (
        (x.upper if side == "optimistic" else x.lower) if isinstance(x, Enclosure) else x
    )


def harmful(side: Side) -> Pick:
    """Return what picks the end of an enclosure at which a larger number hurts."""
    return lambda x: (
        (x.lower if side == "optimistic" else x.upper) if isinstance(x, Enclosure) else x
    )
