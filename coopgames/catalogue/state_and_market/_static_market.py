"""What the book says of the market believed static, for all its games."""

from __future__ import annotations

from typing import ClassVar

from coopgames.catalogue.institution import Attributes, Institution, Source

__all__ = ["Told"]


class Told(Institution):
    """What the book says of the market believed static, for all its games."""

    __slots__ = ()
    name: ClassVar[str] = "zero_sum_belief"
    title: ClassVar[str] = "The market believed static"
    source: ClassVar[Source] = Source(
        "1",
        "IV, Defensive production markets",
        "This dynamic functions as a self-fulfilling prophecy because the very concept of market "
        "shared by small producers is of a zero-sum game in which opportunities are understood as "
        "static and what one producer gains is in direct proportion to what other loses.",
        "docs/theory/further_institutions.md, section 6",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("not", "what opening up would bring is not seen until it is done"),
        "sanction": ("-", "none: nobody is to be disciplined"),
    }
    leaves_out: ClassVar[tuple[str, ...]] = (
        "how the belief arose and is told",
        "partial learning",
        "buyers",
        "that real openings may be noisy, so that even enough of them need not convince",
    )
