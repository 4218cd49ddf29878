"""Subcontracting: a supplier works, the buyer alone values the piece, and the reward comes later.

The discount factor is per period; a round lasts as many periods as the delivery takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_more_than
from coopgames.catalogue.institution import Attributes, Plan, Source
from coopgames.catalogue.quantities import count, patience, quantity
from coopgames.catalogue.specialization._subcontracting import (
    TRUTHFUL,
    Pair,
    PrivatePair,
    alarms_after_shirking,
    alarms_after_work,
    gain_from_shirking,
    source,
    surplus_of_work,
)
from coopgames.games import AnonymousGame, PayoffTable, PrivateValuation, RepeatedGame

__all__ = [
    "CollusionProofSubcontracting",
    "ReviewedSubcontracting",
    "RingSubcontracting",
    "Subcontracting",
]

#: Members of a ring: a verdict takes less than a second.
MOST_ON_RING = 10_000
#: Rounds of a review: there are 2**rounds reports. A verdict on five takes two seconds, on six half
#: a minute, and on up to ten, in floats, some seconds.
MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Subcontracting(PrivatePair):
    """A supplier, a buyer who alone values the piece, and one truthful report a round.

    Examples
    --------
    >>> pair = Subcontracting(gain=1, surplus=2, false_alarm="1/10", detection="3/5")
    >>> print(*pair.threshold().value)
    [10/19, 1)

    The default numbers are those of the worked point of P10, at which an association that sees the
    piece sustains the work and the pair alone does so at no discount factor:

    >>> Subcontracting().verdict().word
    'never'
    """

    gain: Number = gain_from_shirking("6/5")
    false_alarm: Number = alarms_after_work("1/4")
    detection: Number = alarms_after_shirking("1/2")
    surplus: Number = surplus_of_work(1)

    source: ClassVar[Source] = source(
        "7",
        "Social resources for defensive joint efforts",
        "would involve long-run interactions and the management of emerging problems between "
        "partners working in separate units of production to reach benefits not visible in the "
        "short-run",
        "P1a",
    )
    claim: ClassVar[str] = (
        f"work by a truthful report each round, whatever it burns, e.g. by parting; {TRUTHFUL}"
    )


@dataclass(frozen=True, slots=True)
class RingSubcontracting(PrivatePair):
    """Each supplies the next on a ring, and a complaint makes a fine for third parties due.

    Examples
    --------
    >>> ring = RingSubcontracting("6/5", "1/4", "1/2", surplus=1)
    >>> [ring.at(members=n).threshold().value[0].lower for n in (3, 4, 5)]
    [Fraction(24, 29), Fraction(24, 29), Fraction(24, 29)]
    """

    gain: Number = gain_from_shirking("6/5")
    false_alarm: Number = alarms_after_work("1/4")
    detection: Number = alarms_after_shirking("1/2")
    surplus: Number = surplus_of_work(1)
    members: int = count("members of the association, on a ring", "members", "n", 3, least=3)

    variant: ClassVar[str] = "third party"
    source: ClassVar[Source] = source(
        "7",
        "Social resources for defensive joint efforts",
        "pecuniary and physical penalties imposed by a third person entitled with a hierarchical "
        "authority do not work for this type of cooperation",
        "P1b",
    )
    attributes: ClassVar[Attributes] = {
        **Pair.attributes,
        "sanction": ("-", "a fine for third parties, and a fee for who complains"),
    }
    claim: ClassVar[str] = (
        f"work by truthful reports, if no pair can agree on a report in secret; {TRUTHFUL}"
    )
    leaves_out: ClassVar[tuple[str, ...]] = (
        "the treasurer's honesty",
        "that the buyer is indifferent between his reports",
        "agreements between supplier and buyer (see the variant side agreements)",
    )

    def game(self) -> RepeatedGame:
        """Return the game of all members: each pays a fine f to the others after a complaint.

        Raises
        ------
        UnsupportedGameError
            If there are more members than ``MOST_ON_RING``, 10,000.
        """
        refuse_more_than(MOST_ON_RING, "members", self.members, "payoffs")
        others = [0] * (self.members - 1)
        rule = PayoffTable([*others, self.surplus + self.gain], [*others, self.surplus])  # type: ignore[arg-type]
        reports = PrivateValuation.binary(self.false_alarm, self.detection, observer="next")
        stage = AnonymousGame(self.members, rule)
        return RepeatedGame(stage, self.discount_factor, reports, lag=self.delay)

    def profile(self) -> Plan:
        """Return None: work by all, with whatever fine sustains it."""
        return None


@dataclass(frozen=True, slots=True)
class CollusionProofSubcontracting(PrivatePair):
    """Before the report is filed supplier and buyer may agree on another one, at a cost.

    Examples
    --------
    Where an agreement costs nothing no work is sustained, at any surplus and discount factor:

    >>> pair = CollusionProofSubcontracting(1, "1/10", "3/5", surplus=50)
    >>> pair.verdict().word
    'never'
    >>> from coopgames import parameter
    >>> print(*pair.threshold(parameter("agreement_cost", 0, 100)).value)
    [20/9, 100)
    """

    agreement_cost: Number = quantity(
        "what a secret agreement on the report costs the pair", "money", "chi", 0, least=0
    )

    variant: ClassVar[str] = "side agreements"
    source: ClassVar[Source] = source(
        "6",
        "Independence",
        "do not play any significant role ... in implementing mechanisms of social control to back "
        "up the deals",
        "P1c",
    )
    claim: ClassVar[str] = (
        f"work by reports that are truthful and that no pair would agree to change; {TRUTHFUL}"
    )
    leaves_out: ClassVar[tuple[str, ...]] = (
        "bargaining that breaks down",
        "cultures in which a bribe is itself visible",
    )

    def reports(self) -> PrivateValuation:
        """Return what the buyer sees and says, and what changing it costs."""
        rates = self.false_alarm, self.detection
        return PrivateValuation.binary(*rates, side_agreement_cost=self.agreement_cost)

    def profile(self) -> Plan:
        """Return None: work, with whatever the reports burn."""
        return None


@dataclass(frozen=True, slots=True)
class ReviewedSubcontracting(PrivatePair):
    """The buyer says nothing for some rounds, and then reports once on all of them.

    A report is one of 2**rounds. Up to six rounds the answer is exact (five take two seconds, six
    half a minute); from seven to ten it is found in floats; more than ten are refused with an
    ``UnsupportedGameError``.

    Examples
    --------
    A report each round never sustains this work; a report every second round does:

    >>> pair = ReviewedSubcontracting("6/5", "1/4", "1/2", surplus=1, rounds=2)
    >>> least = pair.threshold().value[0].lower
    >>> round(float(least), 5), pair.at(rounds=1).threshold().value
    (0.97999, ())
    """

    gain: Number = gain_from_shirking("6/5")
    false_alarm: Number = alarms_after_work("1/4")
    detection: Number = alarms_after_shirking("1/2")
    surplus: Number = surplus_of_work(1)
    discount_factor: Number = patience("49/50")
    rounds: int = count("rounds before the buyer reports", "rounds", "T", 2, least=1)

    variant: ClassVar[str] = "reviews"
    source: ClassVar[Source] = source(
        "7",
        "Social resources for defensive joint efforts",
        "performed in a short time or simultaneously by members physically proximate",
        "P2b",
    )
    claim: ClassVar[str] = (
        "work in every round of a block by one truthful report at its end, over all rules of what "
        f"it burns; {TRUTHFUL}"
    )
    leaves_out: ClassVar[tuple[str, ...]] = (
        "that the buyer's opinion leaks within the block",
        "the supplier's impatience or death within it",
        "agreements between supplier and buyer",
    )

    def reports(self) -> PrivateValuation:
        """Return what the buyer sees in each round, and how long he waits.

        Raises
        ------
        UnsupportedGameError
            If he waits for more rounds than ``MOST_ROUNDS``, 10.
        """
        refuse_more_than(MOST_ROUNDS, "rounds", self.rounds, "reports")
        return PrivateValuation.binary(self.false_alarm, self.detection, review=self.rounds)

    def profile(self) -> Plan:
        """Return None: work, with the best rule of what a report burns."""
        return None
