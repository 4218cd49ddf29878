"""Collective purchase of raw material: together with cash in hand, and who gets which hide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_above_limit
from coopgames.catalogue.institution import Attributes
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.catalogue.specialization._purchasing import ATTRIBUTES, CLASS, Order
from coopgames.catalogue.specialization._purchasing_credit import (
    CollectedPot,
    MerchantCredit,
    PrepaidOrder,
    SeasonalCredit,
)
from coopgames.catalogue.symmetric import AlikeInstitution, AlikeMembers
from coopgames.errors import invalid
from coopgames.games import (
    AnonymousGame,
    PayoffTable,
    PrivateValuation,
    RepeatedGame,
    supplier_pair,
)

__all__ = [
    "CollectedPot",
    "HidesByJudgement",
    "HidesByLot",
    "JointPurchase",
    "MerchantCredit",
    "NobodyCalls",
    "PrepaidOrder",
    "SeasonalCredit",
]

#: The table by the number of those who join is written out up to this number of members.
MOST_MEMBERS = 10_000
_TOGETHER, _ALONE = ("join", "buy alone"), ("buy alone", "join")


@dataclass(frozen=True, slots=True)
class JointPurchase(Order, AlikeInstitution):
    """All go to the merchant together, cash in hand: nobody owes anybody.

    A coordination game. **The model says yes where the book saw no joint purchase**: at these
    numbers all four attributes are met and buying together is an equilibrium without any sanction.
    That is a disagreement with the book, not an explanation of what it reports.
    :class:`NobodyCalls` is the other equilibrium.

    Examples
    --------
    >>> day = JointPurchase(members=6, units=10, saving="3/10", effort=1)
    >>> day.value, day.verdict().word
    (Fraction(2, 1), 'sustained')
    >>> print(*day.threshold("competed_away").value)
    (0, 2/3]
    """

    members: int = count("members", "members", "n", 6, least=2)
    quorum: int = count("members at which the price comes down", "members", "Q", 4)

    claim: ClassVar[str] = (
        f"all buy together, at any discount factor (it is a game without a future); {CLASS}"
    )

    def check(self) -> None:
        """Refuse a quorum that the members do not reach."""
        if self.quorum > self.members:
            raise invalid("quorum", self.quorum, f"at most the number of members, {self.members}")

    @property
    def joined(self) -> Number:
        """What joining is worth if the price comes down."""
        return self.value

    def worth(self, joins: bool, others: int) -> Number:
        """Return a member's payoff by whether he joins and how many others do."""
        if not joins:
            return self.saving * 0  # of the kind of the other numbers
        return self.joined if others + 1 >= self.quorum else -self.trouble

    def stage(self) -> AnonymousGame:
        """Return the day by the number of the others who join.

        Raises
        ------
        UnsupportedGameError
            If there are more members than the table is written out for.
        """
        refuse_above_limit("members", self.members, MOST_MEMBERS, "the table is written out")
        counts = range(self.members)
        alone, join = ([self.worth(j, k) for k in counts] for j in (False, True))
        return AnonymousGame(self.members, PayoffTable(alone, join))  # type: ignore[arg-type]

    def moves(self) -> AlikeMembers:
        """Return the choices of the members."""
        return AlikeMembers(
            self.members,
            {"the day": _TOGETHER},
            lambda _, joins, others: self.worth(joins, others),
            lambda state, _: state,
            0,
            "the day",
        )


@dataclass(frozen=True, slots=True)
class NobodyCalls(JointPurchase):
    """The other equilibrium of the same day: nobody goes, since nobody else does.

    Examples
    --------
    >>> NobodyCalls().verdict().word, NobodyCalls(quorum=1).verdict().word
    ('sustained', 'not sustained')
    """

    variant: ClassVar[str] = "nobody calls it"
    claim: ClassVar[str] = f"everybody buys alone; {CLASS}"

    def moves(self) -> AlikeMembers:
        """Return the choices of the members; to take part in the plan is to buy alone."""
        return AlikeMembers(
            self.members,
            {"the day": _ALONE},
            lambda _, alone, others: self.worth(not alone, self.members - 1 - others),
            lambda state, _: state,
            0,
            "the day",
        )


@dataclass(frozen=True, slots=True)
class HidesByLot(JointPurchase):
    """Hides differ, and a lot decides who gets which: no temptation, but a loss of match.

    Examples
    --------
    >>> from coopgames import parameter
    >>> print(*HidesByLot(effort=2).threshold(parameter("mismatch", 0, 10)).value)
    (0, 1]
    """

    mismatch: Number = quantity(
        "what is lost as the lot matches hides to members blindly", "money a round", "mu", "1/20",
        least=0,
    )  # fmt: skip

    variant: ClassVar[str] = "hides by lot"
    claim: ClassVar[str] = f"all buy together and draw lots; {CLASS}"

    @property
    def joined(self) -> Number:
        """What joining is worth if the price comes down."""
        return self.value - self.mismatch


@dataclass(frozen=True, slots=True)
class HidesByJudgement(Order):
    """Hides differ, and a leader judges who gets which; each alone knows what he was given.

    Private valuation: complaints cannot be verified, so what follows a complaint is lost to both.

    Examples
    --------
    >>> leather = HidesByJudgement(effort=2, gain="1/2", false_alarm="1/10", detection="3/5")
    >>> print(*leather.threshold().value)
    [10/19, 1)
    """

    effort: Number = quantity(
        "time and effort of buying together", "money a round", "phi", 2, least=0
    )
    gain: Number = quantity(
        "what the leader gains by a careless or partial judgement", "money a round", "kappa", "1/2",
        above=0,
    )  # fmt: skip
    false_alarm: Number = chance("probability of a complaint after a fair judgement", "alpha", ".1")
    detection: Number = chance("probability of a complaint after an unfair one", "eta", "3/5")
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "hides by judgement"
    attributes: ClassVar[Attributes] = {
        **ATTRIBUTES,
        "concreteness": ("not", "the quality of a hide is a matter of judgement"),
        "sanction": ("-", "a complaint costs the relation, and nobody gains from that"),
    }
    claim: ClassVar[str] = (
        "the leader judges fairly and members complain truthfully; all promises of a pair with "
        "private valuation, public strategies"
    )

    def game(self) -> RepeatedGame:
        """Return the game of the leader and a member."""
        reports = PrivateValuation.binary(self.false_alarm, self.detection)
        return RepeatedGame(supplier_pair(self.gain, self.value), self.discount_factor, reports)

    def profile(self) -> None:
        """Return None: full effort, with whatever promises sustain it."""
