"""Gift registry: gifts at a party, written down at the door, to be returned at another party."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.defensive._dyads import (
    OVER,
    PUBLIC,
    Helping,
    HelpingInstitution,
    needs,
    random_turns,
)
from coopgames.catalogue.institution import Attributes, Source
from coopgames.catalogue.quantities import chance, patience, quantity

__all__ = ["GiftRegistry"]


@dataclass(frozen=True, slots=True)
class GiftRegistry(HelpingInstitution):
    """Each gives at the other's party while the record of their gifts lasts.

    A gift costs the giver 1, and brings him prestige at once. In each period after one in which
    nobody refused, the record survives with a given probability; without it nobody gives any more.

    Examples
    --------
    >>> party = GiftRegistry(occasion="1/20", worth="8/5", prestige="1/5", record="97/100")
    >>> print(*party.threshold().value)
    [2000/2037, 1)
    >>> party.at(occasion="1/50", worth="13/10", prestige=0, record="9/10").threshold().value
    ()
    """

    occasion: Number = chance(
        "probability in a period that a given one has a party", "p", "1/20", most="1/2"
    )
    worth: Number = quantity("worth of a gift to who gets it", "gifts", "mu", "8/5", above=1)
    prestige: Number = quantity(
        "prestige of a gift to who gives it", "gifts", "psi", "1/5", least=0
    )
    record: Number = chance(
        "probability that the record survives a period", "rho_m", "97/100",
        attribute="concreteness",
    )  # fmt: skip
    discount_factor: Number = patience("99/100")

    name: ClassVar[str] = "gift_registry"
    title: ClassVar[str] = "Gift registry"
    source: ClassVar[Source] = Source(
        "3",
        "Social life",
        "The other guests arrive at the party with beer and gifts that are carefully registered at "
        "the front door on a sheet of paper.",
        "docs/theory/defensive.md, section 3.6",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("met", "what was given stands on a sheet of paper"),
        "simplicity": ("met", "gifts are of one kind, and are counted"),
        "simultaneity": ("not", "the return may come after a long time"),
        "proximity": ("met", "the gifts are registered at the front door"),
        "sanction": ("-", "who comes without a gift gets none"),
    }
    claim: ClassVar[str] = f"each gives at the other's party while the record lasts; {PUBLIC}"
    leaves_out: ClassVar[tuple[str, ...]] = (
        "third parties' talk, and enforcement by the community",
        "prestige as relative standing",
        "gifts that grow",
    )

    def pair(self) -> Helping:
        """Return the states: whose party it is, and the end."""
        again = {state: self.record * p for state, p in needs(self.occasion).items()}
        again[OVER] = 1 - self.record
        return Helping(random_turns(again), self.prestige - 1, self.worth, self.discount_factor)
