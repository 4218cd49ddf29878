"""Subcontracting beside what else partners have: home production, other ties, little wealth."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
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
from coopgames.errors import invalid
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

    Work is taken as given: whether it is enforced is the question of the variant bundle.

    Examples
    --------
    The larger the safety net, the less it is worth risking:

    >>> from coopgames import parameter
    >>> pair = RiskedSafetyNet(1, "1/10", "3/5", surplus="4/5", discount_factor="23/25")
    >>> print(*pair.threshold(parameter("others", 0, 10)).value)
    (0, 16/23]
    >>> print(*pair.at(medium="fine").threshold(parameter("surplus", 0, 1)).value)
    [1/5, 1)
    """

    discount_factor: Number = patience("23/25")
    surplus: Number = surplus_of_work("4/5")
    others: Number = _other_ties("1/2")
    medium: str = choice("what follows a complaint", "parting", "parting", "fine")

    variant: ClassVar[str] = "worth the risk"
    source: ClassVar[Source] = source("6", "Independence", SECURITY_NET, "P4 (iii)")
    attributes: ClassVar[Attributes] = _ALL_AT_STAKE
    claim: ClassVar[str] = (
        f"subcontracting in every round with all at stake, rather than none; {MARKOV} of the "
        "partners as one"
    )
    leaves_out: ClassVar[tuple[str, ...]] = _LEFT_OUT

    def check(self) -> None:
        """Refuse a fine where reports tell nothing: none deters."""
        Pair.check(self)
        if self.medium == "fine" and self.detection == self.false_alarm:
            raise invalid("detection", self.detection, "more than the false alarm rate")

    def game(self) -> MarkovGame:
        """Return the decision problem of the partners, who share what it brings.

        ``fine`` is the least one that deters, destroyed: what it costs them is expected in the
        round of the complaint, a round earlier than it falls due, so it is discounted.
        """
        together, alpha = self.surplus + self.others, self.false_alarm
        parted: dict[str, Number] = {"partners": 1 - alpha, "parted": alpha}
        if self.medium == "parting":
            after = parted
        else:
            # beta alpha f with the least deterring fine f = kappa/(beta D).
            together = together - alpha * self.gain / (self.detection - alpha)
            after: dict[str, Number] = {"partners": Fraction(1)}
        return MarkovGame(
            ["partners", "parted"],
            {"partners": [("subcontract", "produce at home")], "parted": [("alone",)]},
            {"partners": [[together, self.others]], "parted": [[0]]},
            {"partners": [after, "partners"], "parted": ["parted"]},
            self.round_discount_factor, "partners", ["the partners"], allow_unreached=True,
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: subcontract in every round."""
        return {"partners": (0,), "parted": (0,)}
