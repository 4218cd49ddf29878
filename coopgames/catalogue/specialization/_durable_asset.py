"""One durable asset, sunk once: repetition adds nothing to bargaining on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Attributes, Source
from coopgames.catalogue.quantities import chance, choice, patience, quantity
from coopgames.catalogue.specialization._dependence import ATTRIBUTES, Told, source
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["DurableAsset"]


@dataclass(frozen=True, slots=True)
class DurableAsset(Told):
    """One asset is sunk once, and serves the buyer in every round after that.

    The supplier cannot take it back, so that all he can answer is to bargain on the spot in every
    round.

    Examples
    --------
    >>> from coopgames import parameter
    >>> from coopgames.solvers import Interval
    >>> asset = DurableAsset(cost=4, benefit=1, bargaining="3/10")
    >>> print(*asset.threshold().value)
    [37/40, 1)

    No price above that of the spot is ever paid, and none below it is ever taken:

    >>> asset.at(premium="1/100").verdict().word
    'never'
    >>> premium = parameter("premium", -1, 1)
    >>> asset.at(discount_factor="19/20").threshold(premium).value == (Interval(0, 0, True, True),)
    True

    A supplier who is held to the price that he agreed on takes all that covers his cost:

    >>> held = asset.at(discount_factor="19/20", bargains="the buyer")
    >>> print(*held.threshold(premium).value)
    [-1/10, 0]
    """

    cost: Number = quantity("what the supplier sinks once", "money", "I", 4, above=0)
    benefit: Number = quantity(
        "what the asset is worth to the buyer", "money a round", "b", 1, above=0
    )
    bargaining: Number = chance("supplier's share in bargaining once all is sunk", "lambda", "3/10")
    premium: Number = quantity(
        "what the agreed price has above the price of the spot", "money a round", "p - lambda b", 0
    )
    discount_factor: Number = patience("19/20")
    bargains: str = choice(
        "who may refuse the agreed price and bargain on the spot", "either", "either", "the buyer"
    )

    variant: ClassVar[str] = "durable asset"
    source: ClassVar[Source] = source("P6.3")
    attributes: ClassVar[Attributes] = {
        **ATTRIBUTES,
        "simultaneity": ("not", "all is sunk at once, and paid for round by round"),
        "sanction": ("-", "bargaining on the spot, once the agreed price was not paid"),
    }
    claim: ClassVar[str] = (
        "the asset is sunk, and the agreed price is paid in every round; one-shot deviations in "
        "every state, pure strategies under perfect monitoring"
    )

    def game(self) -> MarkovGame:
        """Return the game of supplier and buyer.

        In the round in which the asset is sunk the buyer chooses at the same time how he will pay;
        his choice matters only if it is sunk.
        """
        spot = self.bargaining * self.benefit
        price = spot + self.premium
        paid, bargained = (price, self.benefit - price), (spot, self.benefit - spot)
        buyer = ("pay the agreed price", "bargain")
        supplier = ("deliver", "bargain") if self.bargains == "either" else ("deliver",)

        def payoff(state: str, acts: tuple[str, ...]) -> tuple[Number, ...]:
            if acts[0] == "keep out":
                return 0, 0
            seller, own = bargained if state == "spot" or "bargain" in acts else paid
            return (seller - self.cost if state == "before" else seller), own

        def following(state: str, acts: tuple[str, ...]) -> str:
            if acts[0] == "keep out":
                return "before"
            return "spot" if state == "spot" or "bargain" in acts else "at work"

        return MarkovGame.from_function(
            ["before", "at work", "spot"],
            {
                "before": [("sink", "keep out"), buyer],
                "at work": [supplier, buyer],
                "spot": [("deliver",), ("bargain",)],
            },
            payoff, following, self.discount_factor, "before", ["supplier", "buyer"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: the asset is sunk, and paid as agreed."""
        return {"before": (0, 0), "at work": (0, 0), "spot": (0, 0)}
