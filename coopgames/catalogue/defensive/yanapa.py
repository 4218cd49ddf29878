"""Yanapa: help among kin, asked for in need and given without a promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.defensive._dyads import (
    PUBLIC,
    Helping,
    HelpingInstitution,
    needs,
    random_turns,
)
from coopgames.catalogue.institution import Attributes, Source
from coopgames.catalogue.quantities import chance, patience, quantity

__all__ = ["Yanapa"]


@dataclass(frozen=True, slots=True)
class Yanapa(HelpingInstitution):
    """Kin help each other in need: what the other gets counts for something in one's own payoff.

    Payoffs are those that decide: own money plus ``kinship`` times the other's. From a kin weight
    of ``cost / benefit`` on, help needs neither memory nor a future (Hamilton 1964).

    Examples
    --------
    >>> print(*Yanapa(need="1/5", cost=1, benefit=3, kinship="1/5").threshold().value)
    [5/11, 1)
    >>> print(*Yanapa(need="1/10", cost=1, benefit=2, kinship="1/2").threshold().value)
    (0, 1)
    """

    need: Number = chance(
        "probability in a period that a given one is in need", "p", "1/5", most="1/2"
    )
    cost: Number = quantity("cost of the help to who gives it", "money", "c", 1, above=0)
    benefit: Number = quantity("worth of the help to who gets it", "money", "B", 3, above=0)
    kinship: Number = chance("weight of the other's money in one's own payoff", "r", "1/5")
    discount_factor: Number = patience("9/10")

    name: ClassVar[str] = "yanapa"
    title: ClassVar[str] = "Yanapa"
    source: ClassVar[Source] = Source(
        "7",
        "Social resources for defensive joint efforts",
        "A family or a person may ask for help in case of necessity without any formal promise.",
        "docs/theory/defensive.md, section 3.4",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("met", "help in a visible need is given or it is not"),
        "simplicity": ("met", "no account is kept"),
        "simultaneity": ("not", "help comes back when the giver is in need, if ever"),
        "proximity": ("met", "kin"),
        "sanction": ("-", "a refusal ends the relation"),
    }
    claim: ClassVar[str] = f"each helps whenever the other is in need; {PUBLIC}"
    leaves_out: ClassVar[tuple[str, ...]] = (
        "third parties' talk, and enforcement by the community",
        "where the kin weight comes from",
        "prestige as relative standing",
    )

    def pair(self) -> Helping:
        """Return the states: who is in need, and the end."""
        to_giver = self.kinship * self.benefit - self.cost
        to_receiver = self.benefit - self.kinship * self.cost
        turns = random_turns(needs(self.need))
        return Helping(turns, to_giver, to_receiver, self.discount_factor)
