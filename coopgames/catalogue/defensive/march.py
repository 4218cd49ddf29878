"""Marches as a duty of membership; what the book says of marches, for all their games."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, count, quantity
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["MOST_MARCHERS", "March", "MarchTold"]

#: The game of all members has two to the power of their number of states; it is written out up to
#: this number of them.
MOST_MARCHERS = 4

_CHOICES, _OUT = ("march", "stay away"), ("look on",)


class MarchTold(Institution):
    """What the book says of marches, for all their games."""

    __slots__ = ()
    name: ClassVar[str] = "march"
    title: ClassVar[str] = "March"
    source: ClassVar[Source] = Source(
        "5",
        "Confrontation politics",
        "Only with this last extreme and violent tactic, after six months of collective "
        "mobilization, the micro borrowers were able to meet the government authorities to discuss "
        "their problem.",
        "docs/theory/defensive.md, section 7",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("met", "a member marches or does not"),
        "simplicity": ("met", "one thing is counted: presence"),
        "simultaneity": ("met", "all march on the same day"),
        "proximity": ("met", "members march beside each other"),
        "sanction": ("-", "the association decides what absence costs"),
    }
    leaves_out: ClassVar[tuple[str, ...]] = (
        "identity",
        "repression",
        "learning between movements",
        "that demonstrations gave poor results for recognition",
        "several associations and federations",
    )


@dataclass(frozen=True, slots=True)
class March(MarchTold):
    """March after march: who is found absent is excluded, and a newcomer takes the place.

    A successful march gives ``benefit`` to each member, and the part of it that is not kept for
    members to everybody else. More members march than success needs, so nobody is pivotal.

    Examples
    --------
    >>> march = March(benefit=4, kept="3/10", cost=1, detection="1/2", discount_factor="3/5")
    >>> from coopgames import parameter
    >>> print(*march.threshold(parameter("club_surplus", 0, 5)).value)
    [17/15, 5)
    >>> march.at(club_surplus=1).verdict().word
    'not sustained'
    """

    members: int = count("members", "members", "n", 3, least=2)
    needed: int = count("marchers that success needs", "members", "T", 2)
    benefit: Number = quantity("what a won march is worth to a member", "money", "B", 4, above=0)
    kept: Number = chance("share of the benefit that only members get", "chi", "3/10")
    club_surplus: Number = quantity(
        "what else only members get in a round", "money", "s", "6/5", least=0
    )
    cost: Number = quantity("cost of marching", "money", "c", 1, above=0)
    detection: Number = chance(
        "probability that an absent member is found out", "D", "1/2", attribute="concreteness"
    )
    discount_factor: Number = quantity(
        "discount factor", "a round", "beta", "3/5", least=0, below=1
    )

    attributes: ClassVar[Attributes] = {
        **MarchTold.attributes,
        "sanction": ("met", "who is found absent is excluded"),
    }
    claim: ClassVar[str] = (
        "all members march in every round; one-shot deviations in every state; public strategies "
        "in the state of who is still a member"
    )

    def check(self) -> None:
        """Refuse a march in which each member is needed."""
        if self.needed >= self.members:
            raise invalid("needed", self.needed, f"fewer than the {self.members} members")

    def game(self) -> MarkovGame:
        """Return the game of all members; its state is who has been excluded.

        Raises
        ------
        UnsupportedGameError
            If there are more than ``MOST_MARCHERS`` members.
        """
        if self.members > MOST_MARCHERS:
            raise UnsupportedGameError(
                f"members: got {self.members}, the game of all members is written out up to "
                f"{MOST_MARCHERS}; member_game has one member's decision problem"
            )
        return self._game(self.members)

    def member_game(self) -> MarkovGame:
        """Return one member's decision problem; all others march."""
        return self._game(1)

    def profile(self) -> MarkovPlan:
        """Return the plan: whoever is a member marches."""
        return _plan(self.members)

    def member_profile(self) -> MarkovPlan:
        """Return one member's part of the plan."""
        return _plan(1)

    def _game(self, players: int) -> MarkovGame:
        inside = _states(players)
        beside = self.members - players
        outsiders = self.benefit * (1 - self.kept)

        def payoff(state: str, acts: tuple[str, ...]) -> list[object]:
            # The place of who is out is taken by a newcomer, who marches.
            won = beside + sum(act != "stay away" for act in acts) >= self.needed
            members = (self.benefit if won else 0) + self.club_surplus
            out = outsiders if won else 0
            return [
                members - (self.cost if act == "march" else 0) if member else out
                for member, act in zip(inside[state], acts, strict=True)
            ]

        def following(state: str, acts: tuple[str, ...]) -> dict[str, Number]:
            law: dict[str, Number] = {}
            for found in product((False, True), repeat=acts.count("stay away")):
                probability: Number = self.detection**0
                for caught in found:
                    probability = probability * (self.detection if caught else 1 - self.detection)
                law[_after(inside[state], acts, found)] = probability
            return law

        labels = {s: [_CHOICES if m else _OUT for m in own] for s, own in inside.items()}
        return MarkovGame.from_function(
            list(inside), labels, payoff, following, self.discount_factor, next(iter(inside)),
            None if players > 1 else ["a member"], allow_unreached=True,
        )  # fmt: skip


def _states(players: int) -> dict[str, tuple[bool, ...]]:
    """Return who is still a member, by the name of the state; all are members in the first."""
    return {_name(own): own for own in product((True, False), repeat=players)}


def _name(inside: tuple[bool, ...]) -> str:
    out = [str(k) for k, member in enumerate(inside, start=1) if not member]
    if not out:
        return "nobody excluded"
    return "excluded" if len(inside) == 1 else f"excluded: {', '.join(out)}"


def _after(inside: tuple[bool, ...], acts: tuple[str, ...], found: tuple[bool, ...]) -> str:
    """Return the next state when some of the absent members are found out."""
    caught = iter(found)
    still = (
        m and not (a == "stay away" and next(caught)) for m, a in zip(inside, acts, strict=True)
    )
    return _name(tuple(still))


def _plan(players: int) -> Mapping[str, tuple[int, ...]]:
    return {state: (0,) * players for state in _states(players)}
