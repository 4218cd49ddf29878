"""A supplier who depends on his buyer: what the games of hold-up have in common."""

from __future__ import annotations

from typing import ClassVar

from coopgames.catalogue.institution import Attributes, Institution, Source

__all__ = ["ATTRIBUTES", "Told", "source"]

ATTRIBUTES: Attributes = {
    "concreteness": ("met", "whether a part was delivered and paid is not in dispute"),
    "simplicity": ("met", "one price is agreed on for each part"),
    "simultaneity": ("partly", "the supplier sinks first; the parts of an order share the risk"),
    "proximity": ("met", "the two meet at every delivery"),
    "sanction": ("-", "no more orders after a part was not paid as agreed"),
}
_LEFT_OUT = (
    "parts that are worthless unless all arrive, by which the supplier could hold up the buyer",
    "the choice of how much to sink",
    "quality in dispute",
)


def source(proposition: str) -> Source:
    """Return where a game of hold-up stands in the book and in the notes."""
    return Source(
        "7",
        "part I",
        "This type of transaction carries a high degree of dependence and its low presence "
        "indicates that producers neither recognize its greater advantages over the go-alone "
        "strategy nor do they feel sufficiently secure to rely on others.",
        f"docs/theory/linking_imitation.md, {proposition}",
    )


class Told(Institution):
    """What the book says of dependence on a buyer, for all games of hold-up."""

    __slots__ = ()
    name: ClassVar[str] = "holdup"
    title: ClassVar[str] = "Hold-up"
    source: ClassVar[Source] = source("P6")
    attributes: ClassVar[Attributes] = ATTRIBUTES
    leaves_out: ClassVar[tuple[str, ...]] = _LEFT_OUT
