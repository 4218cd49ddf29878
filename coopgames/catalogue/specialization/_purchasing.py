"""What the book says of collective purchase, and what one order is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, quantity

__all__ = ["ATTRIBUTES", "CLASS", "Order", "ToldOfPurchases"]

ATTRIBUTES: Attributes = {
    "concreteness": ("met", "thread, buttons or lining: so many units at such a price"),
    "simplicity": ("met", "one price is compared with another"),
    "simultaneity": ("met", "all pay and all receive at once"),
    "proximity": ("met", "the members meet in the same streets every week"),
    "sanction": ("-", "none: nobody owes anybody anything"),
}
CLASS = "one-shot deviations in every state; public strategies under perfect monitoring"


class ToldOfPurchases(Institution):
    """What the book says of collective purchase, for all its games."""

    __slots__ = ()
    name: ClassVar[str] = "purchasing_pool"
    title: ClassVar[str] = "Collective purchase of raw material"
    source: ClassVar[Source] = Source(
        "6",
        "II, Raw Material",
        "What is striking is that these regular meetings, which occur every week or almost every "
        "other week, and membership in the same association do not generate cooperation to solve "
        "common problems such as the scarcity of raw materials in high seasons and the "
        "difficulties to purchase it in high quality.",
        "docs/theory/linking_imitation.md, P7b",
    )
    attributes: ClassVar[Attributes] = ATTRIBUTES
    leaves_out: ClassVar[tuple[str, ...]] = (
        "the seller's response to a buyers' group",
        "storage",
        "members of unequal size",
        "that producers do not count purchasing as a common interest",
    )


@dataclass(frozen=True, slots=True)
class Order(ToldOfPurchases):
    """What a member orders and saves, against buying alone (worth 0)."""

    units: Number = quantity("units that a member needs", "units a round", "q", 10, above=0)
    saving: Number = quantity(
        "by how much the price is lower for the group", "money a unit", "s", "3/10", least=0
    )
    effort: Number = quantity(
        "time and effort of buying together", "money a round", "phi", 1, least=0
    )
    competed_away: Number = chance("share of the saving lost to lower selling prices", "theta", 0)
    shown: Number = quantity(
        "expected loss when a rival sees what one buys", "money a round", "pi_show g", 0, least=0
    )

    @property
    def trouble(self) -> Number:
        """What buying together costs a member, whether or not the price comes down."""
        return self.effort + self.shown

    @property
    def kept_saving(self) -> Number:
        """What is left of the saving on one unit."""
        return (1 - self.competed_away) * self.saving

    @property
    def value(self) -> Number:
        """What an order at the group's price is worth to a member, above buying alone (v)."""
        return self.units * self.kept_saving - self.trouble
