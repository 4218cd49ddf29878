"""The elected leader: whether he enforces, and how many members his wage takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Attributes, Institution, Plan, Source
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Fine,
    LinearPublicGood,
    MarkovGame,
    RepeatedGame,
)
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["DuesForTheLeader", "Leadership"]

OUT = "out of office"


class _Told(Institution):
    """What the book says of the elected leaders, for both games."""

    __slots__ = ()
    name: ClassVar[str] = "leadership"
    title: ClassVar[str] = "Elected leader"
    source: ClassVar[Source] = Source(
        "5",
        "Formal rules of association",
        "The framework that defines how to behave as a group, the mechanisms to make decisions, "
        "is built within hierarchical structures with a staff that systematizes duties and "
        "obligations and enforces decisions.",
        "docs/theory/defensive.md, section 5",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("met", "a flag is raised against a member, for all to see"),
        "simplicity": ("met", "a case is enforced or it is not"),
        "simultaneity": ("met", "the assembly answers at once"),
        "proximity": ("met", "the assembly sees what its leader does"),
        "sanction": ("-", "the members pay fines, the leader loses his office"),
    }
    leaves_out: ClassVar[tuple[str, ...]] = (
        "competition for office",
        "clientelism",
        "the leader's specialisation in confrontation",
        "collusion with officials",
        "a leader who gains from false flags",
    )


@dataclass(frozen=True, slots=True)
class Leadership(_Told):
    """The leader enforces each case, and the assembly removes at once a leader who looks away.

    The leader is the one player. The assembly is a rule: one leader is as good to it as another
    who follows the same plan, so it loses nothing by the removal that it threatens. A case is a
    state that is judged even where none arises on the path.

    Examples
    --------
    >>> from coopgames import parameter
    >>> wage = parameter("wage", 0, 100)
    >>> leader = Leadership(cost=3, prestige="1/2", stays="4/5", discount_factor="9/10")
    >>> print(*leader.threshold(wage).value)
    [2/3, 100)
    >>> print(*leader.at(prestige=0, share=1, false_alarm="1/10").threshold(wage).value)
    [44/45, 100)
    >>> leader.at(wage="1/2").verdict().word
    'not sustained'
    """

    wage: Number = quantity("wage of the office", "money a period", "w", 1, least=0)
    prestige: Number = quantity(
        "prestige of a good leader", "money equivalent a period", "psi", "1/2", least=0
    )
    cost: Number = quantity("quarrel over a case that is enforced", "money", "e", 3, least=0)
    share: Number = quantity(
        "the leader's share of the fine", "money", "rho_f", 0, least=0, attribute="sanction"
    )
    false_alarm: Number = chance(
        "probability of a case in normal times, when all contribute", "q", 0,
        attribute="concreteness",
    )  # fmt: skip
    stays: Number = chance(
        "probability that he is in office for another period", "mu", "4/5", above=0
    )
    discount_factor: Number = patience("9/10")

    claim: ClassVar[str] = (
        "the leader enforces each case; one-shot deviations of the leader in every state, "
        "the assembly's removal being a rule"
    )

    def game(self) -> MarkovGame:
        """Return the leader's decision problem."""
        quiet, case = "office", "case"
        next_term = {
            case: self.stays * self.false_alarm,
            quiet: self.stays * (1 - self.false_alarm),
            OUT: 1 - self.stays,
        }
        office = self.wage + self.prestige
        return MarkovGame(
            [quiet, case, OUT],
            {quiet: [("serve",)], case: [("enforce", "look away")], OUT: [("wait",)]},
            {quiet: [[office]], case: [[office - self.cost + self.share, office]], OUT: [[0]]},
            {quiet: [next_term], case: [next_term, OUT], OUT: [OUT]},
            self.discount_factor,
            players=["leader"],
        )

    def profile(self) -> MarkovPlan:
        """Return the plan: each case is enforced."""
        return {"office": (0,), "case": (0,), OUT: (0,)}


@dataclass(frozen=True, slots=True)
class DuesForTheLeader(_Told):
    """Members who contribute because a leader enforces, and who share his wage in equal dues.

    Shirkers are flagged with the probability of detection, contributors never; fines are burnt,
    which matters to nobody as no fine is due on the path.

    Examples
    --------
    >>> club = DuesForTheLeader(members=6, benefit=1, cost=3, wage=4, detection="1/2")
    >>> print(*club.threshold().value)
    [12/19, 1)
    >>> club.at(members=5, discount_factor="7/10").verdict().word
    'not sustained'
    """

    members: int = count("members who pay the dues", "members", "n", 6, least=2)
    benefit: Number = quantity(
        "what one contribution gives to each", "money a round", "b", 1, above=0
    )
    cost: Number = quantity("cost of contributing", "money", "c", 3, above=0)
    wage: Number = quantity("the leader's wage, shared equally", "money a round", "w", 4, least=0)
    detection: Number = chance(
        "probability that a shirker is flagged", "D", "1/2", attribute="concreteness"
    )
    discount_factor: Number = quantity(
        "discount factor per round", "a round", "beta", "7/10", least=0, below=1
    )

    variant: ClassVar[str] = "dues"
    claim: ClassVar[str] = (
        "all contribute in every round; one flat burnt fine, exclusion of who refuses to pay"
    )

    def game(self) -> RepeatedGame:
        """Return the association, at any number of members."""
        dues = self.wage / self.members
        return self._association(self.members, LinearPublicGood(self.benefit, self.cost, -dues))

    def with_members(self, members: Number) -> RepeatedGame:
        """Return the same with another number of members, which may be a parameter.

        All payoffs are multiplied by that number, so that they are polynomials in it; no incentive
        changes.
        """
        stage = LinearPublicGood(self.benefit * members, self.cost * members, -self.wage)
        return self._association(members, stage)

    def profile(self) -> Plan:
        """Return None, which stands for full effort by all; the fine is found by the solver."""
        return None

    def _association(self, members: Number, payoff: LinearPublicGood) -> RepeatedGame:
        flags = AttributedSignals(0, self.detection)
        stage = AnonymousGame(members, payoff)  # type: ignore[arg-type]
        return RepeatedGame(stage, self.discount_factor, flags, Fine("burnt"))
