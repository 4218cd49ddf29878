"""Faena: communal work that stops until everybody is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_large_power, refuse_more_than
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, choice, count, patience, quantity
from coopgames.catalogue.symmetric import AlikeInstitution, AlikeMembers
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["CredibleFaena", "Faena", "FaenaWithAccidents", "RollCall", "WorkWithoutStopRule"]

_ATTRIBUTES: Attributes = {
    "concreteness": ("met", "a day of work is there or it is not"),
    "simplicity": ("met", "one thing is counted: presence"),
    "simultaneity": ("met", "all work on the same day"),
    "proximity": ("met", "the roll is called on the spot"),
    "sanction": ("-", "the work stops, at everybody's cost"),
}
_CLASS = "one-shot deviations in every state; public strategies under perfect monitoring"
DONE = "done"
#: Stages of work, one state each.
MOST_STAGES = 60
_CHOICES, _UNABLE = ("work", "stay away"), ("stay at home",)


class _Told(Institution):
    """What the book says of the faena, for all its games."""

    __slots__ = ()
    name: ClassVar[str] = "faena"
    title: ClassVar[str] = "Faena"
    source: ClassVar[Source] = Source(
        "7",
        "Social resources for defensive joint efforts",
        "When the communal work is directed to a public good, it is expected that everyone puts in "
        "the same amount of effort; when someone fails to do so, the process is interrupted until "
        "the person decides to cooperate.",
        "docs/theory/defensive.md, section 2",
    )
    attributes: ClassVar[Attributes] = _ATTRIBUTES
    leaves_out: ClassVar[tuple[str, ...]] = (
        "the taste for fairness that leaves work unfinished no matter how important it is",
        "members of unequal strength",
        "bargaining with the defaulter",
    )


class _Faena(_Told, AlikeInstitution):
    """The faena of alike members."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Faena(_Faena):
    """Work in several stages under the stop rule: nobody works unless all are there.

    Examples
    --------
    >>> work = Faena(members=3, stages=2, cost=1, benefit=3)
    >>> print(*work.threshold().value)
    [1/2, 1)
    >>> work.at(discount_factor="2/5").verdict().word
    'not sustained'
    """

    members: int = count("members called to the work", "members", "n", 5, least=2)
    stages: int = count(
        "stages, one a period", "periods", "R", 4, least=1, attribute="simultaneity"
    )
    cost: Number = quantity("cost of working one stage", "money", "c", 1, above=0)
    benefit: Number = quantity("what the finished work gives to each", "money", "B", 6, above=0)
    discount_factor: Number = patience("9/10")

    claim: ClassVar[str] = f"all work in every stage; {_CLASS}"

    def moves(self) -> AlikeMembers:
        """Return the choices of the members in each state."""
        refuse_more_than(MOST_STAGES, "stages", self.stages)
        last = self.members - 1
        left = [f"{k} to do" for k in range(self.stages, 0, -1)]
        after = dict(zip(left, [*left[1:], DONE], strict=True))

        def payoff(state: str, works: bool, others: int) -> Number:
            if state == DONE or not works or others < last:
                return 0  # the roll is called first: who came goes home, no effort is sunk
            return (self.benefit if after[state] == DONE else 0) - self.cost

        def move(state: str, workers: int) -> str:
            return after[state] if state != DONE and workers > last else state

        choices = {state: ("work", "stay away") for state in left} | {DONE: ()}
        return AlikeMembers(self.members, choices, payoff, move, self.discount_factor, left[0])


@dataclass(frozen=True, slots=True)
class WorkWithoutStopRule(_Faena):
    """What the stop rule replaces: work for a public good, and nobody works after an absence.

    Examples
    --------
    >>> print(*WorkWithoutStopRule(members=5, benefit=1, cost="5/2").threshold().value)
    [3/8, 1)
    """

    members: int = count("members", "members", "n", 5, least=2)
    benefit: Number = quantity(
        "what one member's work gives to each", "money a day", "b", 1, above=0
    )
    cost: Number = quantity("cost of a day's work", "money", "c", "5/2", above=0)
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "no stop rule"
    attributes: ClassVar[Attributes] = {
        **_ATTRIBUTES,
        "sanction": ("-", "after one absence nobody works again"),
    }
    claim: ClassVar[str] = f"all work every day, by the grim trigger; {_CLASS}"

    def moves(self) -> AlikeMembers:
        """Return the choices of the members in each state."""

        def payoff(state: str, works: bool, others: int) -> Number:
            if state == "over":
                return 0
            return self.benefit * (others + works) - self.cost * int(works)

        def move(state: str, workers: int) -> str:
            return "working" if state == "working" and workers == self.members else "over"

        choices = {"working": ("work", "stay away"), "over": ()}
        return AlikeMembers(self.members, choices, payoff, move, self.discount_factor, "working")


@dataclass(frozen=True, slots=True)
class RollCall(_Faena):
    """One day of work without a future: the roll call finds the absent, and then all go home.

    Examples
    --------
    >>> day = RollCall(members=5, benefit=1, cost="5/2")
    >>> print(*day.threshold("detection").value)
    [3/8, 1)
    >>> print(*day.at(false_alarm="1/20").threshold("detection").value)
    [13/32, 1)
    """

    members: int = count("members", "members", "n", 5, least=2)
    benefit: Number = quantity(
        "what one member's work gives to each", "money a day", "b", 1, above=0
    )
    cost: Number = quantity("cost of a day's work", "money", "c", "5/2", above=0)
    detection: Number = chance(
        "probability that the roll call finds an absent member", "eta", "9/10",
        attribute="concreteness",
    )  # fmt: skip
    false_alarm: Number = chance(
        "probability that a present member is called absent", "alpha", 0, attribute="concreteness"
    )

    variant: ClassVar[str] = "roll call"
    attributes: ClassVar[Attributes] = {
        **_ATTRIBUTES,
        "sanction": ("-", "the day is called off before any effort is sunk"),
    }
    claim: ClassVar[str] = (
        "all come to one day of work; Nash equilibrium of a game without a future"
    )

    def moves(self) -> AlikeMembers:
        """Return the choices of the members in each state."""
        refuse_large_power((self.false_alarm,), "members", self.members)

        def payoff(state: str, comes: bool, others: int) -> Number:
            absent = self.members - others - int(comes)
            called_off_not = (1 - self.false_alarm) ** (others + int(comes))
            goes_on = called_off_not * (1 - self.detection) ** absent
            return goes_on * (self.benefit * (others + comes) - self.cost * int(comes))

        choices = {"the day": ("come", "stay away")}
        return AlikeMembers(self.members, choices, payoff, lambda s, _: s, 0, "the day")


@dataclass(frozen=True, slots=True)
class FaenaWithAccidents(_Told):
    """One stage in which a member may be unable to come; who comes works before the roll is called.

    Examples
    --------
    >>> work = FaenaWithAccidents(members=2, cost=1, benefit=3)
    >>> print(*work.threshold("accident").value)
    (0, 2/3]
    """

    members: int = count("members called to the work", "members", "n", 3, least=2)
    accident: Number = chance(
        "probability in a period that a member is unable to come", "eps", "1/20", below=1
    )
    cost: Number = quantity("cost of the work", "money", "c", 1, above=0)
    benefit: Number = quantity("what the finished work gives to each", "money", "B", 4, above=0)
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "accidents"
    claim: ClassVar[str] = f"whoever is able works; {_CLASS}"

    def game(self) -> MarkovGame:
        """Return the problem of one member, to whom the others' accidents are chance.

        Nobody sees who else is able before the effort is sunk, so there is no public state that all
        could condition on.

        Raises
        ------
        UnsupportedGameError
            If there are too many members for the power of the accident's probability.
        """
        refuse_large_power((self.accident,), "members", self.members)
        return self.with_others_able((1 - self.accident) ** (self.members - 1))

    def with_others_able(self, chance: Number) -> MarkovGame:
        """Return one member's problem if all others are able with this probability in a period."""
        again: dict[str, Number] = {"able": 1 - self.accident, "unable": self.accident}
        worked = {DONE: chance, **{s: (1 - chance) * p for s, p in again.items()}}
        # Without accidents nobody is ever unable, which is no reason to refuse the game.
        return MarkovGame(
            ["able", "unable", DONE],
            {"able": [_CHOICES], "unable": [_UNABLE], DONE: [("rest",)]},
            {"able": [[chance * self.benefit - self.cost, 0]], "unable": [[0]], DONE: [[0]]},
            {"able": [worked, again], "unable": [again], DONE: [DONE]},
            self.discount_factor, "able", ["a member"], allow_unreached=True,
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: whoever is able works."""
        return {"able": (0,), "unable": (0,), DONE: (0,)}


@dataclass(frozen=True, slots=True)
class CredibleFaena(_Faena):
    """Is the stop rule credible? At the last stage one is missing, and another could stand in.

    There are two such games, by what the others of that day have done when the absence is seen. If
    their shares are ``"sunk"``, only the defaulter's is missing. If they are ``"not sunk"``, as in
    :class:`Faena`, where the roll is called first, who stands in has his own share to do as well,
    and whoever waits does his own next period. At earlier stages the condition is weaker in both
    (docs/theory/defensive.md, section 2.4).

    Examples
    --------
    >>> print(*CredibleFaena(cost=1, benefit=5).threshold().value)
    [4/5, 1)
    >>> print(*CredibleFaena(cost=1, benefit=5, sunk="not sunk").threshold().value)
    [3/4, 1)
    """

    members: int = count("members called to the work", "members", "n", 3, least=2)
    cost: Number = quantity("cost of one share of the work", "money", "c", 1, above=0)
    benefit: Number = quantity("what the finished work gives to each", "money", "B", 5, above=0)
    discount_factor: Number = patience("9/10")
    sunk: str = choice(
        "whether the others' shares are done when the absence is seen", "sunk", "sunk", "not sunk"
    )

    variant: ClassVar[str] = "credibility"
    claim: ClassVar[str] = f"nobody does the defaulter's share for him; {_CLASS}"

    def moves(self) -> AlikeMembers:
        """Return the choices of the members in each state."""
        witnesses = self.members - 1
        # Each still owes his own share, on the day on which the work is finished.
        own = self.cost if self.sunk == "not sunk" else 0

        def payoff(state: str, waits: bool, others: int) -> Number:
            finished = state == "made good" or (
                state == "share missing" and others + waits < witnesses
            )
            return (self.benefit - own if finished else 0) - self.cost * int(not waits)

        def move(state: str, waiting: int) -> str:
            return "made good" if state == "share missing" and waiting == witnesses else DONE

        choices = {"share missing": ("wait", "do it for him"), "made good": (), DONE: ()}
        return AlikeMembers(witnesses, choices, payoff, move, self.discount_factor, "share missing")
