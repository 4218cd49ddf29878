"""What all games of the pasanaku have: a pot, a sanction, and where each round leads."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_more_than
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import count, patience, quantity
from coopgames.catalogue.symmetric import MOST_MEMBERS
from coopgames.errors import UnsupportedGameError
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["CLASS", "OVER", "Rotation", "Rounds"]

CLASS = "one-shot deviations in every state; public strategies under perfect monitoring"
OVER = "over"
_CHOICES = ("pay", "default")
#: State -> (who gets the pot in it, or None, and the law of the next state if all pay).
Rounds: TypeAlias = Mapping[str, tuple[int | None, Any]]


@dataclass(frozen=True, slots=True)
class Rotation(Institution):
    """Members who pay into a pot in each round, which goes to one of them.

    Who does not pay suffers the sanction once and is out, with what he got in earlier rounds; in
    his own turn he loses the pot. A round in which somebody does not pay is called off: the others
    get back what they paid, and the group is over, since the pot of the rest does not buy the good.
    One member's incentives are the same if the others went on without him.
    """

    members: int = count("members of the group", "members", "n", 3, least=2)
    contribution: Number = quantity(
        "what each pays into the pot", "money a round", "x", 1, above=0, attribute="concreteness"
    )
    worth: Number = quantity(
        "what the pot is worth to its receiver, spent on a good that no one can buy in parts",
        "money", "Theta", 5, above=0,
    )  # fmt: skip
    sanction: Number = quantity(
        "social sanction on a defaulter, once", "money", "S", 0, least=0, attribute="sanction"
    )
    discount_factor: Number = patience("9/10", words="discount factor per round")

    #: The game of all members is written out up to this number of them.
    most: ClassVar[int] = MOST_MEMBERS
    #: One member's problem, which has a state for each round, up to this number.
    most_rounds: ClassVar[int] = 60
    name: ClassVar[str] = "pasanaku"
    title: ClassVar[str] = "Pasanaku"
    source: ClassVar[Source] = Source(
        "6",
        "Upstream connections / Capital",
        "This is a very reliable institution with low report of failure in Bolivia.",
        "docs/theory/defensive.md, section 4",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("met", "everybody pays the same money"),
        "simplicity": ("met", "one thing is counted: what was paid"),
        "simultaneity": ("not", "who has had the pot pays for the others afterwards"),
        "proximity": ("met", "the members meet in each round and see who pays"),
        "sanction": ("-", "a defaulter is out, and frowned upon"),
    }
    leaves_out: ClassVar[tuple[str, ...]] = (
        "bidding for the pot",
        "default by bad luck",
        "why it is reliable yet always limited",
        "joint liability in peer lending",
    )

    @abstractmethod
    def rounds(self) -> Rounds:
        """Return the rounds as all members see them, by the index of the receiver."""

    @abstractmethod
    def member_rounds(self) -> Rounds:
        """Return the rounds as one member sees them, who is the receiver 0."""

    def game(self) -> MarkovGame:
        """Return the game of all members.

        Raises
        ------
        UnsupportedGameError
            If there are more than :attr:`most` of them.
        """
        if self.members > self.most:
            raise UnsupportedGameError(
                f"members: got {self.members}, the game of all members is written out up to "
                f"{self.most}; member_game has one member's decision problem"
            )
        return self.of_all(self.rounds())

    def member_game(self) -> MarkovGame:
        """Return one member's decision problem; all others pay.

        It has a state for each round of a cycle (for each order, where orders are drawn).

        Raises
        ------
        UnsupportedGameError
            If there are more than :attr:`most_rounds` members.
        """
        self.refuse_many_rounds()
        return self.of_member(self.member_rounds())

    def profile(self) -> MarkovPlan:
        """Return the plan, all pay; one member's part where the game of all is not written out."""
        if self.members > self.most:
            return self.member_profile()
        return dict.fromkeys([*self.rounds(), OVER], (0,) * self.members)

    def member_profile(self) -> MarkovPlan:
        """Return one member's part of the plan."""
        self.refuse_many_rounds()
        return dict.fromkeys([*self.member_rounds(), OVER], (0,))

    def refuse_many_rounds(self) -> None:
        """Refuse more members than one member's problem is written out for."""
        refuse_more_than(self.most_rounds, "members", self.members)

    def of_all(self, rounds: Rounds) -> MarkovGame:
        """Return the game of all members, which may start in any round."""
        n = self.members

        def payoffs(state: str, acts: tuple[str, ...]) -> list[object]:
            if state == OVER:
                return [0] * n
            if "default" in acts:
                return [-self.sanction if a == "default" else 0 for a in acts]
            return [self.paying(i == rounds[state][0]) for i in range(n)]

        def following(state: str, acts: tuple[str, ...]) -> Any:
            return OVER if state == OVER or "default" in acts else rounds[state][1]

        labels = dict.fromkeys(rounds, (_CHOICES,) * n) | {OVER: (("wait",),) * n}
        return MarkovGame.from_function(
            [*rounds, OVER], labels, payoffs, following, self.discount_factor
        )

    def of_member(self, rounds: Rounds) -> MarkovGame:
        """Return one member's problem, which may start in any round; all others pay."""
        return MarkovGame(
            [*rounds, OVER],
            dict.fromkeys(rounds, (_CHOICES,)) | {OVER: (("wait",),)},
            {s: [[self.paying(got == 0), -self.sanction]] for s, (got, _) in rounds.items()}
            | {OVER: [[0]]},
            {s: [law, OVER] for s, (_, law) in rounds.items()} | {OVER: [OVER]},
            self.discount_factor, players=["a member"],
        )  # fmt: skip

    def paying(self, receives: bool) -> Number:
        """Return what a member gets in a round in which all pay."""
        return (self.worth if receives else 0) - self.contribution
