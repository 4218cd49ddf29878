"""Legality: whether to comply when one may be inspected, and whether to hide what one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.conditions import refuse_below
from coopgames.catalogue.institution import Attributes, PlayedOnce, Source
from coopgames.catalogue.quantities import chance, quantity
from coopgames.games import StageGame

__all__ = ["Inspection", "Invisibility"]

_ATTRIBUTES: Attributes = {
    "concreteness": ("partly", "an inspection shows what the papers and the rooms do not"),
    "simplicity": ("partly", "many rules, of which any may be found broken"),
    "simultaneity": ("met", "the firm decides before it knows whether it is inspected"),
    "proximity": ("not", "officials are no part of the neighbourhood"),
    "sanction": ("-", "a fine, part of which may stay with the inspector"),
}


class _OneShot(PlayedOnce):
    """What the book says of legality; a game that is played once, whose equilibria are mixed.

    There is no plan to sustain: the claim is about all Nash equilibria of :meth:`stage`.
    """

    __slots__ = ()
    name: ClassVar[str] = "legality"
    title: ClassVar[str] = "Legality"
    attributes: ClassVar[Attributes] = _ATTRIBUTES
    leaves_out: ClassVar[tuple[str, ...]] = (
        "legality as a standing to make claims",
        "formality that grows with the firm's age",
        "what is reasonable as a norm of justice",
        "that who hides is not found by partners either",
        "the repeated game with an official who is known by name",
    )


@dataclass(frozen=True, slots=True)
class Inspection(_OneShot):
    """A firm complies or violates; an inspector, who keeps part of the fine, inspects or not.

    Examples
    --------
    Ascending, each profile as (firm: comply, violate), (inspector: inspect, do not):

    >>> from coopgames.solvers import nash_equilibria
    >>> firm = Inspection(compliance_cost=3, benefit=1, fine=10, inspection_cost=1, kept="1/2")
    >>> [tuple(tuple(map(str, x)) for x in found) for found in nash_equilibria(firm.stage()).value]
    [(('4/5', '1/5'), ('1/5', '4/5'))]
    """

    compliance_cost: Number = quantity("cost of complying", "money", "k", 3, least=0)
    benefit: Number = quantity("what it is worth to be legal", "money", "u", 1, least=0)
    fine: Number = quantity("what a violator loses if he is inspected", "money", "K", 10, above=0)
    inspection_cost: Number = quantity("cost of an inspection", "money", "i", 1, above=0)
    kept: Number = chance(
        "part of the violator's loss that the inspector keeps, by bonus or bribe", "rho", "1/2"
    )

    source: ClassVar[Source] = Source("5", "Legality", "", "docs/theory/defensive.md, section 11")
    claim: ClassVar[str] = "all Nash equilibria of a game that is played once, mixed ones included"

    def stage(self) -> StageGame:
        """Return the game of the firm and the inspector."""
        legal = self.benefit - self.compliance_cost
        found = self.kept * self.fine - self.inspection_cost
        return StageGame(
            [[[legal, legal], [-self.fine, 0]], [[-self.inspection_cost, 0], [found, 0]]],
            [["comply", "violate"], ["inspect", "do not"]], ["firm", "inspector"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invisibility(_OneShot):
    """A big firm hides in small rooms or is seen; an inspector inspects small-looking shops or not.

    Payoffs are expected ones: the firm's, given that it is big; the inspector's, over all firms.

    Examples
    --------
    Ascending, each profile as (big firm: hide, be seen), (inspector: inspect, do not):

    >>> from coopgames.solvers import nash_equilibria
    >>> shop = Invisibility(big="1/2", levy=10, inspection_cost=2, hiding_cost=3)
    >>> [tuple(tuple(map(str, x)) for x in found) for found in nash_equilibria(shop.stage()).value]
    [(('1/4', '3/4'), ('7/10', '3/10'))]
    """

    big: Number = chance("share of the firms that are big", "mu0", "1/2", above=0, below=1)
    levy: Number = quantity("what a big firm loses if it is found", "money", "Z", 10, above=0)
    inspection_cost: Number = quantity("cost of an inspection", "money", "i", 2, above=0)
    hiding_cost: Number = quantity("cost of a labyrinth of small rooms", "money", "h_c", 3, above=0)

    variant: ClassVar[str] = "invisibility"
    source: ClassVar[Source] = Source(
        "6",
        "An encounter with invisibility",
        "She had the fear that if government bureaucrats knew the size of operations, they would "
        "ask for more money or make trouble because of any irregularity.",
        "docs/theory/defensive.md, section 11",
    )
    claim: ClassVar[str] = "all Nash equilibria of a game that is played once, mixed ones included"

    def check(self) -> None:
        """Refuse inspections that cost more than they can yield."""
        cost = self.inspection_cost
        refuse_below("levy", self.levy, "inspection_cost", cost, strictly=True)

    def stage(self) -> StageGame:
        """Return the game of the big firm and the inspector."""
        small, found = 1 - self.big, self.big * self.levy
        inspecting, hidden = -self.inspection_cost * small, found - self.big * self.inspection_cost
        hide, seen = -self.hiding_cost, -self.levy
        return StageGame(
            [
                [[hide + seen, hide], [seen, seen]],
                [[inspecting + hidden, 0], [inspecting + found, found]],
            ],
            [["hide", "be seen"], ["inspect", "do not"]], ["big firm", "inspector"],
        )  # fmt: skip
