"""Hold-up: what a supplier has sunk into an order is worth less elsewhere, and the buyer knows."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.conditions import refuse_below
from coopgames.catalogue.institution import Attributes, Source
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.catalogue.specialization._dependence import ATTRIBUTES, Told, source
from coopgames.catalogue.specialization._durable_asset import DurableAsset
from coopgames.catalogue.specialization._orders import (
    Part,
    buyers_plan,
    order_game,
    ordered_plan,
    refuse_too_many,
)
from coopgames.games import MarkovGame, StageGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["DurableAsset", "HoldUp", "HoldUpWithOutlay", "OneOrder"]

_CLASS = "one-shot deviations at every part; pure strategies under perfect monitoring"


@dataclass(frozen=True, slots=True)
class _Order(Told):
    """An order in parts: each is sunk, delivered and paid before the next one."""

    cost: Number = quantity("what the supplier sinks into an order", "money", "I", 2, above=0)
    worth: Number = quantity("what the order is worth to the buyer", "money", "B", 3, above=0)
    bargaining: Number = chance("supplier's share in bargaining once all is sunk", "lambda", "1/4")
    parts: int = count(
        "parts of an order, each sunk, delivered and paid", "parts", "k", 2,
        attribute="simultaneity",
    )  # fmt: skip
    discount_factor: Number = patience("9/10")

    claim: ClassVar[str] = (
        "every part is sunk, and paid as agreed by a buyer who alone could bargain; after a cheat "
        f"the supplier does what pays him on the spot; {_CLASS}"
    )

    @abstractmethod
    def schedule(self) -> tuple[Part, ...]:
        """Return cost, agreed price and bargained price of each part, and its worth."""

    def game(self) -> MarkovGame:
        """Return the game of supplier and buyer.

        Raises
        ------
        UnsupportedGameError
            If an order has more parts than the game is written out for.
        """
        return order_game(self.schedule(), self.discount_factor)

    def profile(self) -> MarkovPlan:
        """Return the plan: every part is sunk and paid.

        After a cheat the supplier stops, or bargains on the spot where that covers his cost.

        Raises
        ------
        InvalidGameError
            If that differs within a family.
        """
        return ordered_plan(self.schedule())

    def member_game(self) -> MarkovGame:
        """Return the buyer's decision problem; the supplier follows the plan.

        The supplier has no gain from stopping: the agreed price of a part covers its cost.

        Raises
        ------
        UnsupportedGameError
            If an order has more parts than the problem is written out for.
        InvalidGameError
            If what pays the supplier after a cheat differs within a family, and matters.
        """
        return order_game(self.schedule(), self.discount_factor, buyer_alone=True)

    def member_profile(self) -> MarkovPlan:
        """Return the buyer's part of the plan."""
        return buyers_plan()


@dataclass(frozen=True, slots=True)
class HoldUp(_Order):
    """Orders in equal parts; once a part is sunk the buyer may bargain instead of paying as agreed.

    After that the supplier takes no more orders, nor delivers the rest of this one. That is
    credible unless bargaining pays him more than his cost: then he takes orders on the spot, and
    no agreed price above that of the spot is ever paid (one below it needs no relation, if he is
    held to it). An order takes one period, so that its later parts are not discounted.

    Examples
    --------
    >>> order = HoldUp(cost=2, worth=3, bargaining="1/4", parts=1)
    >>> print(*order.threshold().value)
    [5/9, 1)
    >>> print(*order.at(parts=5).threshold().value)
    [1/5, 1)
    >>> print(*order.at(discount_factor="1/3").threshold("bargaining").value)
    [1/2, 1)
    >>> order.at(margin="1/4", bargaining="7/10").verdict().word
    'never'
    """

    elsewhere: Number = chance("share of the cost that the sunk good is worth elsewhere", "r", 0)
    margin: Number = quantity(
        "what the agreed price leaves to the supplier", "money an order", "p - I", 0, least=0
    )

    def check(self) -> None:
        """Refuse an order that is not worth its cost."""
        refuse_below("worth", self.worth, "cost", self.cost, strictly=True)

    @property
    def bargained(self) -> Number:
        """What the supplier gets for the order once it is sunk: Nash's solution, h."""
        outside = self.elsewhere * self.cost
        return outside + self.bargaining * (self.worth - outside)

    def schedule(self) -> tuple[Part, ...]:
        """Return the equal parts of an order."""
        refuse_too_many(self.parts)
        k = self.parts
        price = (self.cost + self.margin) / k
        return (Part(self.cost / k, price, self.bargained / k, self.worth / k),) * k


@dataclass(frozen=True, slots=True)
class OneOrder(Told):
    """One order without a future, at a price that covers the cost.

    Examples
    --------
    >>> order = OneOrder(cost=2, worth=3)
    >>> order.verdict().word
    'not sustained'
    >>> print(*order.threshold("bargaining").value)
    [2/3, 1)
    """

    cost: Number = quantity("what the supplier sinks into the order", "money", "I", 2, above=0)
    worth: Number = quantity("what the order is worth to the buyer", "money", "B", 3, above=0)
    bargaining: Number = chance("supplier's share in bargaining once all is sunk", "lambda", "1/4")
    elsewhere: Number = chance("share of the cost that the sunk good is worth elsewhere", "r", 0)

    variant: ClassVar[str] = "one order"
    source: ClassVar[Source] = source("P6.1")
    attributes: ClassVar[Attributes] = {
        **ATTRIBUTES,
        "sanction": ("-", "none, there is no other order"),
    }
    claim: ClassVar[str] = (
        "the order is sunk and paid as agreed; Nash equilibrium of a game without a future"
    )

    def check(self) -> None:
        """Refuse an order that is not worth its cost."""
        refuse_below("worth", self.worth, "cost", self.cost, strictly=True)

    def game(self) -> MarkovGame:
        """Return the game of supplier and buyer, who chooses without knowing that all is sunk.

        That is no restriction: his choice matters only where it is.
        """
        order = HoldUp(self.cost, self.worth, self.bargaining, 1, 0, self.elsewhere)
        return order_game(order.schedule(), 0, future=False)

    def stage_game(self) -> StageGame:
        """Return the same game as a table, for solvers of all Nash equilibria."""
        game = self.game()
        (row,) = game.cells
        table = [[list(own[:2]), list(own[2:])] for own in row]
        return StageGame(table, actions=game.actions[0], players=game.players)

    def profile(self) -> MarkovPlan:
        """Return the plan: the order is sunk and paid."""
        order = HoldUp(self.cost, self.worth, self.bargaining, 1, 0, self.elsewhere)
        return ordered_plan(order.schedule(), future=False)


@dataclass(frozen=True, slots=True)
class HoldUpWithOutlay(_Order):
    """Orders in parts, of which the first needs an outlay that cannot be divided.

    What is sunk is worth nothing elsewhere, and each part is paid what it costs.

    Examples
    --------
    The parts still to come are the bond, so the outlay does not spoil instalments as long as the
    supplier would withhold them:

    >>> order = HoldUpWithOutlay(cost=2, worth=3, bargaining="1/4", parts=2, outlay=1)
    >>> print(*order.threshold().value)
    [1/9, 1)

    Once so much of the cost is in the outlay that bargaining covers the rest, he delivers it
    whatever the buyer did, and the order is as good as one of a single part:

    >>> print(*order.at(outlay=2).threshold().value)
    [5/9, 1)
    >>> print(*order.at(parts=1).threshold().value)
    [5/9, 1)
    """

    outlay: Number = quantity("first outlay, which cannot be divided", "money", "F0", 1, least=0)

    variant: ClassVar[str] = "first outlay"
    source: ClassVar[Source] = source("P6.2")

    def check(self) -> None:
        """Refuse an order not worth its cost, or an outlay beyond the cost."""
        refuse_below("worth", self.worth, "cost", self.cost, strictly=True)
        refuse_below("cost", self.cost, "outlay", self.outlay)

    def schedule(self) -> tuple[Part, ...]:
        """Return the parts of an order, the first of which bears the outlay."""
        refuse_too_many(self.parts)
        k = self.parts
        later, worth = (self.cost - self.outlay) / k, self.worth / k
        bargained = self.bargaining * worth
        first = self.outlay + later
        return (
            Part(first, first, bargained, worth),
            *(Part(later, later, bargained, worth),) * (k - 1),
        )
