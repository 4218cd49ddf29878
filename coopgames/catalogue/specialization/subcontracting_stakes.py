"""Subcontracting beside what else partners have: home production, other ties, little wealth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Attributes, Plan, Source
from coopgames.catalogue.quantities import choice, patience, quantity
from coopgames.catalogue.specialization._subcontracting import (
    MARKOV,
    TRUTHFUL,
    Pair,
    PrivatePair,
    public_pair,
    source,
    surplus_of_work,
)
from coopgames.games import AttributedSignals, MarkovGame, RepeatedGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = [
    "BundledSubcontracting",
    "IndependentSubcontracting",
    "RiskedSafetyNet",
]

SECURITY_NET = (
    "are their security net, the only ones they may count on in a moment of personal crisis, and "
    "therefore, it is not wise to put these relationships in jeopardy by establishing risky "
    "partnerships"
)
_ALL_AT_STAKE: Attributes = {
    **Pair.attributes,
    "sanction": ("-", "the loss of all that partners share"),
}
_LEFT_OUT = (
    "needs that partners have at the same time",
    "partial exclusion other than a lottery",
    "other members' incentive to carry out exclusion",
)


@dataclass(frozen=True, slots=True)
class IndependentSubcontracting(PrivatePair):
    """Partners who could produce everything at home, which is worth something to them.

    Examples
    --------
    >>> pair = IndependentSubcontracting(1, "1/10", "3/5", surplus=1, independence="1/5")
    >>> print(*pair.threshold().value)
    [10/13, 1)
    >>> from coopgames import parameter
    >>> home = parameter("independence", 0, 2)
    >>> print(*pair.at(surplus=2, discount_factor="23/25").threshold(home).value)
    (0, 187/115]
    """

    independence: Number = quantity(
        "what a round of producing everything at home is worth", "money a round", "u", 0, least=0
    )

    variant: ClassVar[str] = "outside option"
    source: ClassVar[Source] = source("6", "Independence", SECURITY_NET, "P4 (i)")
    claim: ClassVar[str] = f"work by a truthful report each round, by parting; {TRUTHFUL}"
    leaves_out: ClassVar[tuple[str, ...]] = ("needs that partners have at the same time",)

    def stake(self) -> Number:
        """Return what a round is worth over producing everything at home."""
        return self.surplus - self.independence


def _other_ties(default: object) -> Any:
    words = "what else the association gives the partners: market, defence, safety net"
    return quantity(words, "money a round", "v_o", default, least=0)


@dataclass(frozen=True, slots=True)
class BundledSubcontracting(PrivatePair):
    """Partners who stake all that they share: a complaint puts the safety net in jeopardy too.

    Examples
    --------
    >>> pair = BundledSubcontracting(1, "1/10", "3/5", surplus="4/5", others="5/2")
    >>> print(*pair.threshold().value)
    [20/51, 1)
    >>> print(*pair.at(medium="fine for third parties").threshold().value)
    [20/53, 1)
    """

    surplus: Number = surplus_of_work("4/5")
    others: Number = _other_ties("5/2")
    medium: str = choice("what follows a complaint", "parting", "parting", "fine for third parties")

    variant: ClassVar[str] = "bundle"
    source: ClassVar[Source] = source("6", "Independence", SECURITY_NET, "P4 (ii)")
    attributes: ClassVar[Attributes] = _ALL_AT_STAKE
    claim: ClassVar[str] = (
        "work with everything at stake, by a truthful report each round where partners part, by "
        f"public flags where fines go to third parties; {TRUTHFUL}"
    )
    leaves_out: ClassVar[tuple[str, ...]] = _LEFT_OUT

    def stake(self) -> Number:
        """Return what a round is worth with all that partners share."""
        return self.surplus + self.others

    def game(self) -> RepeatedGame:
        """Return the game of the pair."""
        if self.medium == "parting":
            return PrivatePair.game(self)
        signals = AttributedSignals(self.false_alarm, self.detection)
        delta = self.discount_factor
        return public_pair(self.gain, self.stake(), delta, signals, None, self.delay)

    def profile(self) -> Plan:
        """Return the plan: work, and part after a complaint; None for fines."""
        return PrivatePair.profile(self) if self.medium == "parting" else None


@dataclass(frozen=True, slots=True)
class RiskedSafetyNet(Pair):
    """Is it worth the risk? In each round partners subcontract, with all at stake, or do not.

    Where a complaint parts them, work is taken as given: whether it is enforced is the question of
    the variant bundle. Where it makes a fine due that nobody receives, the fine must deter from
    shirking, as its size decides what is burnt; that it is paid is taken as given.

    Examples
    --------
    The larger the safety net, the less it is worth risking:

    >>> from coopgames import parameter
    >>> pair = RiskedSafetyNet(1, "1/10", "3/5", surplus="4/5", discount_factor="23/25")
    >>> print(*pair.threshold(parameter("others", 0, 10)).value)
    (0, 16/23]

    The fines that deter and are worth what they burn, and the least surplus that is worth the least
    of them:

    >>> fined = pair.at(medium="fine")
    >>> print(*fined.threshold(parameter("fine", 0, 20)).value)
    [50/23, 200/23]
    >>> print(*fined.at(fine="50/23").threshold(parameter("surplus", 0, 1)).value)
    [1/5, 1)
    """

    discount_factor: Number = patience("23/25")
    surplus: Number = surplus_of_work("4/5")
    others: Number = _other_ties("1/2")
    medium: str = choice("what follows a complaint", "parting", "parting", "fine")
    fine: Number = quantity(
        "the fine, which is burnt; matters where a complaint is fined", "money", "f", 3, least=0
    )

    variant: ClassVar[str] = "worth the risk"
    source: ClassVar[Source] = source("6", "Independence", SECURITY_NET, "P4 (iii)")
    attributes: ClassVar[Attributes] = _ALL_AT_STAKE
    claim: ClassVar[str] = (
        "subcontracting in every round with all at stake, rather than none, and work in it where "
        f"a complaint is fined; {MARKOV} of the partners as one, or of a supplier who has all that "
        "a round brings"
    )
    leaves_out: ClassVar[tuple[str, ...]] = (
        *_LEFT_OUT,
        "whether the fine is paid",
    )

    def game(self) -> MarkovGame:
        """Return the decision problem of those who risk what they have."""
        return self._parting() if self.medium == "parting" else self._fined()

    def _parting(self) -> MarkovGame:
        """Return the problem of the partners, who share what a round brings."""
        together, alpha = self.surplus + self.others, self.false_alarm
        return MarkovGame(
            ["partners", "parted"],
            {"partners": [("subcontract", "produce at home")], "parted": [("alone",)]},
            {"partners": [[together, self.others]], "parted": [[0]]},
            {
                "partners": [{"partners": 1 - alpha, "parted": alpha}, "partners"],
                "parted": ["parted"],
            },
            self.round_discount_factor, "partners", ["the partners"], allow_unreached=True,
        )  # fmt: skip

    def _fined(self) -> MarkovGame:
        """Return the problem of the supplier, to whom all goes that a round brings.

        Whatever the split, a complaint costs the partners what it costs him (P1a). The fine is due
        when the next round begins, and nobody receives it.
        """
        together = self.surplus + self.others
        round_brings = [together, together + self.gain, self.others]
        labels = [("work", "shirk", "produce at home")]

        def after(complaint: Number) -> dict[str, Number]:
            return {"in good standing": 1 - complaint, "fined": complaint}

        law = [after(self.false_alarm), after(self.detection), "in good standing"]
        states = ["in good standing", "fined"]
        return MarkovGame(
            states,
            dict.fromkeys(states, labels),
            {states[0]: [round_brings], states[1]: [[x - self.fine for x in round_brings]]},
            dict.fromkeys(states, law),
            self.round_discount_factor, states[0], ["supplier"], allow_unreached=True,
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: subcontract in every round, and work."""
        second = "parted" if self.medium == "parting" else "fined"
        first = "partners" if self.medium == "parting" else "in good standing"
        return {first: (0,), second: (0,)}
