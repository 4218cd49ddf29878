"""Two persons who help each other: whose turn it is to give, and where it leads.

Shared by the institutions of mutual help. Perfect information inside the pair; both persons are
players, and either can be the one who must give.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Institution
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["OVER", "PUBLIC", "Helping", "HelpingInstitution", "Turn", "needs", "random_turns"]

PUBLIC = "one-shot deviations in every state; public strategies under perfect monitoring"
FIRST, SECOND, NOBODY, OVER = "first in need", "second in need", "nobody in need", "over"
_PERSONS = ("first", "second")

Law: TypeAlias = "str | Mapping[str, Number]"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one state of a pair asks.

    Attributes
    ----------
    giver : 0, 1 or None
        Who may help; None where nobody can.
    after : law of the next state
        After the help, or where nobody can help.
    refused : law of the next state
        After a refusal.
    due : bool
        Whether the plan prescribes the help.
    """

    giver: Literal[0, 1] | None
    after: Law
    refused: Law = OVER
    due: bool = True


@dataclass(frozen=True, slots=True)
class Helping:
    """A pair in which one favour is like the other.

    Attributes
    ----------
    turns : mapping of state to Turn
    to_giver, to_receiver : number
        What one favour is worth to who gives it (usually less than 0) and to who gets it.
    discount_factor : number
    start : str or None
        None stands for any.
    """

    turns: Mapping[str, Turn]
    to_giver: Number
    to_receiver: Number
    discount_factor: Number
    start: str | None = None

    def game(self) -> MarkovGame:
        """Return the game of both."""
        actions: dict[str, Any] = {}
        payoffs: dict[str, Any] = {}
        laws: dict[str, Any] = {}
        worth = (self.to_giver, self.to_receiver)
        for state, turn in self.turns.items():
            if turn.giver is None:
                actions[state] = [("wait",), ("wait",)]
                payoffs[state], laws[state] = [[[0]], [[0]]], turn.after
                continue
            giver, choices, asks = turn.giver, ("help", "refuse"), ("ask",)
            actions[state] = [asks, choices] if giver else [choices, asks]
            own = [worth[0 if i == giver else 1] for i in (0, 1)]
            # Two profiles: the help (each gets his part of it) and the refusal (nobody anything).
            payoffs[state] = [[[x, 0]] if giver else [[x], [0]] for x in own]
            both = [turn.after, turn.refused]
            laws[state] = [both] if giver else [[law] for law in both]
        return MarkovGame(
            list(self.turns), actions, payoffs, laws, self.discount_factor, self.start, _PERSONS
        )

    def plan(self) -> dict[str, tuple[int, ...]]:
        """Return the plan: help wherever it is due."""
        return {
            state: tuple(int(turn.giver == i and not turn.due) for i in (0, 1))
            for state, turn in self.turns.items()
        }


def needs(chance: Number) -> dict[str, Number]:
    """Return the law of who is in need in a period: one, the other, or nobody."""
    return {FIRST: chance, SECOND: chance, NOBODY: 1 - 2 * chance}


def random_turns(again: Mapping[str, Number]) -> dict[str, Turn]:
    """Return the states of a pair that helps whoever is in need, with the law of the next period.

    Where nobody is in need the same law holds, as no favour is refused.
    """
    return {
        FIRST: Turn(1, again),
        SECOND: Turn(0, again),
        NOBODY: Turn(None, again),
        OVER: Turn(None, OVER),
    }


class HelpingInstitution(Institution):
    """An institution of two persons, described by whose turn it is to give."""

    __slots__ = ()

    @abstractmethod
    def pair(self) -> Helping:
        """Return the states of the pair, what a favour is worth and where it leads."""

    def game(self) -> MarkovGame:
        """Return the game of both."""
        return self.pair().game()

    def profile(self) -> MarkovPlan:
        """Return the plan: help wherever it is due; a refusal of it ends the relation."""
        return self.pair().plan()
