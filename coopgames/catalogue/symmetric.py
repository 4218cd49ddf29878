"""Games of alike members whose state moves with how many take part.

The game of all members has two to the power of their number of action profiles in each state. By
symmetry one member's decision problem, while the others follow the plan, has the same one-shot
gains; it has one player and serves any number of members.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Institution
from coopgames.errors import UnsupportedGameError
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["MOST_MEMBERS", "AlikeInstitution", "AlikeMembers"]

#: The game of all members is written out up to this number of them (1,024 profiles a state).
MOST_MEMBERS = 10

#: (state, whether the member takes part, how many others do) -> payoff.
Payoff: TypeAlias = Callable[[str, bool, int], object]
#: (state, how many take part) -> law of the next state.
Move: TypeAlias = Callable[[str, int], Any]


@dataclass(frozen=True, slots=True)
class AlikeMembers:
    """Members who take part or not, in states that move with their number.

    Attributes
    ----------
    members : int
    choices : mapping of state to two labels, or to ()
        What taking part and staying away are called; () where there is nothing to choose.
    payoff : callable (state, takes part, how many others do) -> number
        In a state without a choice the second is True and the third the number of the others.
    move : callable (state, how many take part) -> law of the next state
        A state, or a mapping state -> probability.
    discount_factor : number
    start : str or None
        None stands for any.
    """

    members: int
    choices: Mapping[str, tuple[str, ...]]
    payoff: Payoff
    move: Move
    discount_factor: Number
    start: str | None

    def of_all(self) -> MarkovGame:
        """Return the game of all members.

        Raises
        ------
        UnsupportedGameError
            If there are more than ``MOST_MEMBERS``.
        """
        if self.members > MOST_MEMBERS:
            raise UnsupportedGameError(
                f"members: got {self.members}, the game of all members is written out up to "
                f"{MOST_MEMBERS}; member_game has one member's decision problem"
            )
        return self._game(self.members)

    def of_one(self) -> MarkovGame:
        """Return one member's decision problem; all others take part."""
        return self._game(1)

    def plan(self, players: int) -> dict[str, tuple[int, ...]]:
        """Return the plan that everybody takes part in every state."""
        return {state: (0,) * players for state in self.choices}

    def _game(self, players: int) -> MarkovGame:
        always = self.members - players
        labels = {s: (own or ("wait",),) * players for s, own in self.choices.items()}

        def taking_part(state: str, acts: tuple[str, ...]) -> list[bool]:
            first = labels[state][0][0]
            return [a == first for a in acts]

        def payoffs(state: str, acts: tuple[str, ...]) -> list[object]:
            own = taking_part(state, acts)
            total = always + sum(own)
            return [self.payoff(state, here, total - here) for here in own]

        def following(state: str, acts: tuple[str, ...]) -> Any:
            return self.move(state, always + sum(taking_part(state, acts)))

        names = None if players > 1 else ["a member"]
        return MarkovGame.from_function(
            list(self.choices), labels, payoffs, following, self.discount_factor, self.start, names
        )


class AlikeInstitution(Institution):
    """An institution of alike members, described once by how many take part."""

    __slots__ = ()

    @abstractmethod
    def moves(self) -> AlikeMembers:
        """Return the members' choices, what they are worth and where they lead."""

    def game(self) -> MarkovGame:
        """Return the game of all members.

        Raises
        ------
        UnsupportedGameError
            If there are more members than the game is written out for.
        """
        return self.moves().of_all()

    def member_game(self) -> MarkovGame:
        """Return one member's decision problem; all others take part."""
        return self.moves().of_one()

    def profile(self) -> MarkovPlan:
        """Return the plan: everybody takes part in every state."""
        moves = self.moves()
        return moves.plan(moves.members)

    def member_profile(self) -> MarkovPlan:
        """Return one member's part of the plan."""
        return self.moves().plan(1)
