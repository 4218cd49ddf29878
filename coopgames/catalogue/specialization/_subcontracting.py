"""What all games of subcontracting share: words, numbers, the game of a pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_more_than
from coopgames.catalogue.conditions import refuse_below
from coopgames.catalogue.institution import Attributes, Institution, Plan, Source
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    ExitPlan,
    Fine,
    PayoffTable,
    PrivateValuation,
    RepeatedGame,
    supplier_pair,
)

__all__ = [
    "MARKOV",
    "MOST_DELAY",
    "TRUTHFUL",
    "Pair",
    "PrivatePair",
    "Told",
    "alarms_after_shirking",
    "alarms_after_work",
    "delay_of_delivery",
    "gain_from_shirking",
    "public_pair",
    "source",
    "surplus_of_work",
]

NOTES = "docs/theory/specialization.md"
TRUTHFUL = "pure effort in every round; perfect public equilibrium"
MARKOV = "one-shot deviations in every state"
#: Periods of a round, the power of the discount factor: a verdict takes less than a second.
MOST_DELAY = 5_000
#: The same of the games whose state moves: their polynomials are not sparse.
MOST_DELAY_OF_STATES = 60


def source(chapter: str, section: str, quotation: str, notes: str) -> Source:
    """Return where one of the games stands in the book and in its notes."""
    return Source(chapter, section, quotation, f"{NOTES}, {notes}")


def public_pair(
    gain: Number,
    value: Number,
    delta: Number,
    signals: AttributedSignals,
    cap: Number | None,
    delay: int,
) -> RepeatedGame:
    """Return the game of a pair whose deliveries are judged in public.

    A fine for the partner costs a pair what a fine for the treasury costs an association, nothing
    in sum, so the pair stands as an association of two of whom each supplies the other. What
    matters is what shirking gains and what a round is worth.
    """  # fmt: skip
    stage = AnonymousGame(2, PayoffTable([0, value + gain], [0, value]))  # type: ignore[arg-type]
    return RepeatedGame(stage, delta, signals, Fine("treasury", cap), lag=delay)


class Told(Institution):
    """What the book says of subcontracting, for all its games."""

    __slots__ = ()
    name: ClassVar[str] = "subcontracting"
    title: ClassVar[str] = "Subcontracting"
    attributes: ClassVar[Attributes] = {
        "concreteness": ("not", "the partner alone judges what the work is worth"),
        "simplicity": ("not", "many sides of the work are valued at once"),
        "simultaneity": ("not", "the piece and its price come long after the effort"),
        "proximity": ("not", "partners work in separate units of production"),
        "sanction": ("-", "what burns after a complaint, as nobody else is there to receive it"),
    }
    leaves_out: ClassVar[tuple[str, ...]] = (
        "mixed effort and private strategies",
        "reports with evidence",
        "types with a reputation",
    )


def gain_from_shirking(default: object) -> Any:
    """Return the field of what shirking gains."""
    words = "what shirking gains the supplier"
    return quantity(words, "money a round", "kappa", default, above=0)


def alarms_after_work(default: object) -> Any:
    """Return the field of the complaints after work."""
    words = "probability of a complaint after work"
    return chance(words, "alpha", default, attribute="concreteness")


def alarms_after_shirking(default: object) -> Any:
    """Return the field of the complaints after shirking."""
    words = "probability of a complaint after shirking"
    return chance(words, "eta", default, attribute="concreteness")


def delay_of_delivery() -> Any:
    """Return the field of the length of a round."""
    words = "periods until the piece is there and valued"
    return count(words, "periods", "ell", 1, attribute="simultaneity")


def surplus_of_work(default: object, words: str = "joint surplus of a round with work") -> Any:
    """Return the field of what a round is worth."""
    of_both = f"{words}, over producing everything at home"
    return quantity(of_both, "money a round", "v", default, least=0)


@dataclass(frozen=True, slots=True)
class Pair(Told):
    """A supplier and a buyer who complains or does not."""

    gain: Number = gain_from_shirking(1)
    false_alarm: Number = alarms_after_work("1/10")
    detection: Number = alarms_after_shirking("3/5")
    delay: int = delay_of_delivery()
    discount_factor: Number = patience("9/10")

    def check(self) -> None:
        """Refuse a detection below the rate of false alarms, and rounds that are too long."""
        refuse_more_than(MOST_DELAY, "delay", self.delay, "polynomials")
        refuse_below("detection", self.detection, "false_alarm", self.false_alarm)

    @property
    def round_discount_factor(self) -> Number:
        """Discount factor of a round: effort to settlement.

        Raises
        ------
        UnsupportedGameError
            If a round has more periods than ``MOST_DELAY_OF_STATES``, 60.
        """
        refuse_more_than(MOST_DELAY_OF_STATES, "delay", self.delay, "polynomials")
        return self.discount_factor**self.delay


@dataclass(frozen=True, slots=True)
class PrivatePair(Pair):
    """A pair in which the buyer alone sees the quality, and reports."""

    surplus: Number = surplus_of_work(2)

    def game(self) -> RepeatedGame:
        """Return the game of supplier and buyer."""
        return RepeatedGame(
            supplier_pair(self.gain, self.stake()), self.discount_factor, self.reports(),
            lag=self.delay,
        )  # fmt: skip

    def stake(self) -> Number:
        """Return what a round is worth that a complaint puts at stake."""
        return self.surplus

    def reports(self) -> PrivateValuation:
        """Return what the buyer sees and says."""
        return PrivateValuation.binary(self.false_alarm, self.detection)

    def profile(self) -> Plan:
        """Return the plan: work, and part after a complaint.

        The supplier has the whole surplus, so the buyer does not care which report he makes. No
        plan does it at less patience, and none at all at discount factor 0.
        """
        return ExitPlan([1, 0])
