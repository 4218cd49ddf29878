"""Casera: the repeat buyer, whose verbal orders are partly paid in advance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.conditions import refuse_below
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, patience, quantity
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["Casera"]

OVER = "at arm's length"
TOGETHER = "trading together"
_BUYER = ("pay the balance", "keep the balance", "take the rival's offer")
_PRODUCER = ("good work", "shoddy work", "run with the advance")


@dataclass(frozen=True, slots=True)
class Casera(Institution):
    """Orders at one price and one advance, until a breach is known; then each trades elsewhere.

    A period is one state: an order, the work, the balance. Neither learns before his move anything
    about the other's that would change it: work that was not delivered is not paid for, and shoddy
    work is found out in use. Leaving without a breach needs no action of its own: nobody who would
    rather be elsewhere resists his temptation. The rival's offer is the buyer's in every period; if
    it comes seldom the condition is the same, since he refuses it.

    Examples
    --------
    At a price of 3: all on delivery, all in advance, and what divides the temptations best when
    hidden quality is no matter.

    >>> print(*Casera(price=3, advance=0).threshold().value)
    [4/5, 1)
    >>> print(*Casera(price=3, advance=3).threshold().value)
    [8/11, 1)
    >>> print(*Casera(price=3, advance="5/3", detection=1).threshold().value)
    [16/25, 1)
    """

    price: Number = quantity("price of an order", "money", "p", 3, least=0)
    advance: Number = quantity(
        "part of the price that is paid in advance", "money", "a", "3/2", least=0,
        attribute="simultaneity",
    )  # fmt: skip
    worth: Number = quantity("what good work is worth to the buyer", "money", "b", 4, above=0)
    cost: Number = quantity("producer's cost of good work", "money", "c", 2, above=0)
    shoddy_cost: Number = quantity("producer's cost of shoddy work", "money", "c_l", 1, least=0)
    detection: Number = chance(
        "probability that shoddy work is found out in use", "D", "1/2", above=0,
        attribute="concreteness",
    )  # fmt: skip
    rival_offer: Number = quantity(
        "what a rival offers the buyer once, at the order", "money", "o", 0, least=0
    )
    buyer_elsewhere: Number = quantity(
        "what arm's-length trade gives to the buyer", "money a period", "u_b", "1/4", least=0
    )
    producer_elsewhere: Number = quantity(
        "what arm's-length trade gives to the producer", "money a period", "u_p", "1/4", least=0
    )
    discount_factor: Number = patience("9/10")

    name: ClassVar[str] = "casera"
    title: ClassVar[str] = "Casera"
    source: ClassVar[Source] = Source(
        "6",
        "Downstream connections",
        "The continuance of these transactions depends on price and compliance with past "
        "agreements.",
        "docs/theory/further_institutions.md, section 3",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("-", "delivery and payment are seen at once, shoddy work only in use"),
        "simplicity": ("met", "one price and one advance, agreed by word of mouth"),
        "simultaneity": ("-", "an advance splits the exchange between before and after"),
        "sanction": ("-", "no further orders: both trade at arm's length for ever"),
    }
    claim: ClassVar[str] = (
        "good work is delivered and paid for at the agreed price; one-shot deviations in every "
        "state; public strategies that end the relation at the first known breach"
    )
    leaves_out: ClassVar[tuple[str, ...]] = (
        "credit by the producer",
        "random quality, hence false alarms",
        "the price as a signal",
        "several caseras of one producer",
    )

    def check(self) -> None:
        """Refuse an advance beyond the price, or shoddy work that costs more than good work."""
        refuse_below("price", self.price, "advance", self.advance)
        refuse_below("cost", self.cost, "shoddy_cost", self.shoddy_cost)

    def game(self) -> MarkovGame:
        """Return the game of buyer and producer."""
        return self.under(self.price, self.advance)

    def under(self, price: Number, advance: Number) -> MarkovGame:
        """Return the game at another contract, whatever the two numbers are.

        The payoffs are affine in the contract; :func:`coopgames.solvers.contracts.best_contract`
        looks at all contracts at once.
        """
        elsewhere = (self.buyer_elsewhere, self.producer_elsewhere)

        def payoffs(state: str, acts: tuple[str, ...]) -> tuple[Number, Number]:
            if state == OVER:
                return elsewhere
            bought, worked = acts
            if bought == _BUYER[2]:
                # The offer beats this order by o; the producer sells this piece elsewhere.
                return self.worth - price + self.rival_offer, self.producer_elsewhere
            if worked == _PRODUCER[2]:
                return -advance, advance
            paid = price if bought == _BUYER[0] else advance
            worth, cost = (
                (self.worth, self.cost) if worked == _PRODUCER[0] else (0, self.shoddy_cost)
            )
            return worth - paid, paid - cost

        def following(state: str, acts: tuple[str, ...]) -> str | dict[str, Number]:
            if state == OVER or acts[0] != _BUYER[0] or acts[1] == _PRODUCER[2]:
                return OVER
            if acts[1] == _PRODUCER[0]:
                return TOGETHER
            return {OVER: self.detection, TOGETHER: 1 - self.detection}

        return MarkovGame.from_function(
            [TOGETHER, OVER],
            {TOGETHER: [_BUYER, _PRODUCER], OVER: [("trade elsewhere",)] * 2},
            payoffs, following, self.discount_factor, TOGETHER, ["buyer", "producer"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: good work, and the balance is paid."""
        return {TOGETHER: (0, 0), OVER: (0, 0)}
