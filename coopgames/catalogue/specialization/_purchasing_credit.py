"""Collective purchase with money in somebody's hands: a collector, a prepayment, credit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_above_limit
from coopgames.catalogue.institution import Attributes
from coopgames.catalogue.quantities import choice, count, patience, quantity
from coopgames.catalogue.specialization._purchasing import ATTRIBUTES, CLASS, Order
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["CollectedPot", "MerchantCredit", "PrepaidOrder", "SeasonalCredit"]

#: The game of all who pay in is written out up to this number of members.
MOST_MEMBERS = 10
#: A member's decision problem is written out up to this number of periods (one state each).
MOST_PERIODS = 100
_OVER = "over"


def _not_at_once(sanction: str) -> Attributes:
    return {
        **ATTRIBUTES,
        "simultaneity": ("not", "money and goods change hands at different times"),
        "sanction": ("-", sanction),
    }


@dataclass(frozen=True, slots=True)
class CollectedPot(Order):
    """One member carries the money of all to the merchant; it is seen at once what he brings back.

    A dishonest collector buys for all and keeps the others' goods, which are worth to him what they
    paid; or he keeps the money, and then he must buy alone himself.

    Examples
    --------
    >>> pot = CollectedPot(members=6, units=10, price=2, saving="3/10", effort=1)
    >>> print(*pot.threshold().value)
    [50/51, 1)
    >>> print(*pot.at(keeps="the money").threshold().value)
    [49/50, 1)
    """

    price: Number = quantity("the group's price", "money a unit", "p_n", 2, above=0)
    members: int = count("members who pay in, with the collector", "members", "n", 3, least=2)
    quorum: int = count("members at which the price comes down", "members", "Q", 2)
    keeps: str = choice(
        "what a dishonest collector keeps of the others", "the goods", "the goods", "the money"
    )
    discount_factor: Number = patience("24/25")

    variant: ClassVar[str] = "collector"
    attributes: ClassVar[Attributes] = _not_at_once("after a theft nobody pays in again")
    claim: ClassVar[str] = f"all pay in and the collector buys, every round; {CLASS}"

    def check(self) -> None:
        """Refuse a quorum that the members do not reach."""
        if self.quorum > self.members:
            raise invalid("quorum", self.quorum, f"at most the number of members, {self.members}")

    def game(self) -> MarkovGame:
        """Return the game of the collector and all others.

        Raises
        ------
        UnsupportedGameError
            If there are more members than the game is written out for.
        """
        if self.members > MOST_MEMBERS:
            raise UnsupportedGameError(
                f"members: got {self.members}, the game of all is written out up to "
                f"{MOST_MEMBERS}; member_game has the collector and one other"
            )
        return self._with(self.members - 1)

    def member_game(self) -> MarkovGame:
        """Return the game of the collector and one member; the others pay in."""
        return self._with(1)

    def profile(self) -> MarkovPlan:
        """Return the plan: pay in, and buy."""
        return self._plan(self.members - 1)

    def member_profile(self) -> MarkovPlan:
        """Return the collector's and one member's part of the plan."""
        return self._plan(1)

    def _plan(self, payers: int) -> MarkovPlan:
        return {"paying in": (0,) * (1 + payers), _OVER: (0,) * (1 + payers)}

    def _with(self, payers: int) -> MarkovGame:
        always = self.members - 1 - payers
        share = self.units * self.price
        nothing = self.saving * 0

        def payoff(state: str, acts: tuple[str, ...]) -> list[Number]:
            paying = [a == "pay in" for a in acts[1:]]
            paid = always + sum(paying)
            if state == _OVER:
                return [nothing] * len(acts)
            if acts[0] == "keep the pot":
                own = self.value if self.keeps == "the goods" else nothing
                # Who paid in loses his share and his trouble, and buys alone after all.
                robbed = [-share - self.trouble if p else nothing for p in paying]
                return [own + paid * share, *robbed]
            # Without a quorum the money is handed back, and the trouble was for nothing.
            each = self.value if paid + 1 >= self.quorum else -self.trouble
            return [each, *(each if p else nothing for p in paying)]

        def move(state: str, acts: tuple[str, ...]) -> str:
            return state if acts[0] == "buy" else _OVER

        names = ["the collector", *([f"member {k}" for k in range(2, payers + 2)])]
        actions: dict[str, Any] = {
            "paying in": [("buy", "keep the pot"), *([("pay in", "buy alone")] * payers)],
            _OVER: [("buy alone",)] * (payers + 1),
        }
        return MarkovGame.from_function(
            ["paying in", _OVER], actions, payoff, move, self.discount_factor, "paying in", names
        )


@dataclass(frozen=True, slots=True)
class PrepaidOrder(Order):
    """The group pays when it orders; the goods come some periods later.

    Examples
    --------
    >>> order = PrepaidOrder(units=10, price=2, saving="3/10", effort=1, lag=1)
    >>> print(*order.threshold().value)
    [21/23, 1)
    """

    price: Number = quantity("the group's price", "money a unit", "p_n", 2, above=0)
    lag: int = count("periods from the order to the goods", "periods", "ell", 1)
    discount_factor: Number = patience("19/20")

    variant: ClassVar[str] = "prepaid"
    attributes: ClassVar[Attributes] = _not_at_once("none: the merchant is taken to deliver")
    claim: ClassVar[str] = f"a member prepays his share of the order; {CLASS}"

    def game(self) -> MarkovGame:
        """Return the problem of one member, at the price of a group that orders.

        What the others do matters to him by that price alone.

        Raises
        ------
        UnsupportedGameError
            If the goods come after more periods than the problem is written out for.
        """
        refuse_above_limit("lag", self.lag, MOST_PERIODS)
        waiting = [f"waiting {k}" for k in range(self.lag - 1, 0, -1)]
        states = ["ordering", *waiting, "goods", _OVER]
        nothing = self.saving * 0
        worth = self.units * (self.price + self.kept_saving)
        payoffs: list[Any] = [[nothing]] * len(states)
        payoffs[0] = [-self.units * self.price - self.trouble, nothing]
        payoffs[-2] = [worth]
        labels: dict[str, Any] = {s: [("wait",)] for s in states}
        labels["ordering"] = [("prepay", "buy alone")]
        moves: list[Any] = [[states[1], _OVER], *([s] for s in states[2:]), [_OVER]]
        return MarkovGame(
            states, labels, [[p] for p in payoffs], moves, self.discount_factor, "ordering",
            ["a member"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: prepay."""
        return {state: (0,) for state in self.game().states}


@dataclass(frozen=True, slots=True)
class MerchantCredit(Order):
    """The merchant gives the group credit, repaid when the next order is taken; equal orders.

    Examples
    --------
    >>> loan = MerchantCredit(units=10, price=2, saving="3/10", effort=1)
    >>> print(*loan.threshold().value)
    (0, 1)
    >>> print(*loan.at(effort=4).threshold().value)
    <BLANKLINE>
    """

    price: Number = quantity("the group's price", "money a unit", "p_n", 2, above=0)
    lag: int = count("periods from one order to the next", "periods", "ell", 1)
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "merchant's credit"
    attributes: ClassVar[Attributes] = _not_at_once("who does not repay buys alone ever after")
    claim: ClassVar[str] = f"members repay whenever they order again; {CLASS}"

    def game(self) -> MarkovGame:
        """Return the problem of one member who owes for his last order.

        Raises
        ------
        UnsupportedGameError
            If orders have more periods between them than the problem is written out for.
        """
        refuse_above_limit("lag", self.lag, MOST_PERIODS)
        orders = [(self.units, self.units)]
        return _credit(self, self.price, orders, self.lag, self.discount_factor)

    def profile(self) -> MarkovPlan:
        """Return the plan: order, and repay."""
        return {state: (0,) for state in self.game().states}


@dataclass(frozen=True, slots=True)
class SeasonalCredit(Order):
    """The same credit with a high order and a low one by turns: after a high one much is owed.

    Examples
    --------
    >>> seasons = SeasonalCredit(units=20, low_units=5, price=2, saving="3/10", effort="1/2")
    >>> print(*seasons.threshold().value)
    [58/71, 1)
    """

    units: Number = quantity("units ordered in the high season", "units", "q_H", 20, above=0)
    effort: Number = quantity("time and effort of an order", "money", "phi", "1/2", least=0)
    low_units: Number = quantity("units ordered in the low season", "units", "q_L", 5, above=0)
    price: Number = quantity("the group's price", "money a unit", "p_n", 2, above=0)
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "seasonal credit"
    attributes: ClassVar[Attributes] = _not_at_once("who does not repay buys alone ever after")
    claim: ClassVar[str] = f"members repay after high orders and after low ones; {CLASS}"

    def game(self) -> MarkovGame:
        """Return the problem of one member who owes for his last order, a period an order."""
        orders = [(self.units, self.low_units), (self.low_units, self.units)]
        return _credit(self, self.price, orders, 1, self.discount_factor)

    def profile(self) -> MarkovPlan:
        """Return the plan: order, and repay."""
        return {state: (0,) for state in self.game().states}


def _credit(
    order: Order, price: Number, orders: list[tuple[Number, Number]], lag: int, delta: Number
) -> MarkovGame:
    """Return the problem of a member who owes for one order when he takes the next.

    ``orders`` has (units owed for, units taken) of each order in turn.
    """
    nothing = order.saving * 0
    worth = price + order.kept_saving
    states: list[str] = []
    payoffs: list[Any] = []
    moves: list[Any] = []
    for k, (owed, taken) in enumerate(orders):
        after = f"owing {(k + 1) % len(orders) + 1}"
        waits = [f"order {k + 1}, {j} to wait" for j in range(lag - 1, 0, -1)]
        states += [f"owing {k + 1}", *waits]
        following = [*waits, after]
        payoffs += [
            [taken * worth - owed * price - order.trouble, nothing],
            *([nothing] for _ in waits),
        ]
        moves += [[following[0], _OVER], *([s] for s in following[1:])]
    labels: dict[str, Any] = {
        s: [("repay and order", "default")] if s.startswith("owing") else [("wait",)]
        for s in states
    }
    labels[_OVER] = [("buy alone",)]
    return MarkovGame(
        [*states, _OVER], labels, [*([p] for p in payoffs), [[nothing]]], [*moves, [_OVER]], delta,
        None, ["a member"],
    )  # fmt: skip
