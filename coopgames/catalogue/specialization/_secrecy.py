"""Producers who show their designs or keep them secret: what their games have in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.symmetric import MOST_MEMBERS, AlikeInstitution, AlikeMembers
from coopgames.errors import UnsupportedGameError
from coopgames.games import RepeatedGame, StageGame

__all__ = ["ATTRIBUTES", "CLASS", "Sharing", "Told", "source"]

_SHARE, _HIDE = "share", "keep secret"
ATTRIBUTES: Attributes = {
    "concreteness": ("met", "a design that is shown is seen by all"),
    "simplicity": ("met", "one thing is asked for: to show the design of the round"),
    "simultaneity": ("met", "all show their designs in the same round"),
    "proximity": ("met", "producers see each other's work"),
    "sanction": ("-", "after one secret nobody shows a design again"),
}
CLASS = "one-shot deviations in every state; pure strategies under perfect monitoring"


def source(proposition: str) -> Source:
    """Return where a game of imitation stands in the book and in the notes."""
    return Source(
        "1",
        "IV, Defensive production markets",
        "This dynamic functions as a self-fulfilling prophecy because the very concept of market "
        "shared by small producers is of a zero-sum game in which opportunities are understood as "
        "static and what one producer gains is in direct proportion to what other loses.",
        f"docs/theory/linking_imitation.md, {proposition}",
    )


class Told(Institution):
    """What the book says of secrecy, for all games of imitation."""

    __slots__ = ()
    name: ClassVar[str] = "imitation"
    title: ClassVar[str] = "Secrecy and imitation"
    source: ClassVar[Source] = source("P7a")
    attributes: ClassVar[Attributes] = ATTRIBUTES
    leaves_out: ClassVar[tuple[str, ...]] = (
        "what buyers gain, and quality",
        "designs as a stock",
        "whether the gain from sharing is a fact or a belief",
    )


class Sharing(Told, AlikeInstitution):
    """Producers who show the design of the round, or keep it secret."""

    __slots__ = ()

    @abstractmethod
    def earnings(self, shares: bool, others: int) -> Number:
        """Return what a producer earns in a round, by whether he and how many others share."""

    @abstractmethod
    def together(self) -> tuple[int, Number]:
        """Return the number of producers and the discount factor."""

    def moves(self) -> AlikeMembers:
        """Return the choices of the producers in each state; hiding is one in both."""
        producers, delta = self.together()

        def payoff(state: str, follows: bool, others: int) -> Number:
            if state == "secrecy":
                return self.earnings(not follows, producers - 1 - others)
            return self.earnings(follows, others)

        def move(state: str, following: int) -> str:
            return "sharing" if state == "sharing" and following == producers else "secrecy"

        choices = {"sharing": (_SHARE, _HIDE), "secrecy": (_HIDE, _SHARE)}
        return AlikeMembers(producers, choices, payoff, move, delta, "sharing")

    def repeated_game(self) -> RepeatedGame:
        """Return the round repeated without a plan, for solvers of all equilibria.

        Action 0 is to share.

        Raises
        ------
        UnsupportedGameError
            If there are more producers than the table is written out for.
        """
        producers, delta = self.together()
        if producers > MOST_MEMBERS:
            raise UnsupportedGameError(
                f"producers: got {producers}, the table is written out up to {MOST_MEMBERS}"
            )

        def payoffs(*acts: int) -> list[Number]:
            sharing = [act == 0 for act in acts]
            return [self.earnings(own, sum(sharing) - own) for own in sharing]

        return RepeatedGame(StageGame.from_function((2,) * producers, payoffs), delta)
