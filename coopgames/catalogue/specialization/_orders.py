"""Orders that are delivered and paid in parts: the game of a supplier and a buyer.

An order takes one period. Within it each player chooses once at which part he stops, and the
supplier also whether after a cheat he delivers the rest of the order at the price of the spot. That
has the same one-shot deviations as a choice at every part: part j comes up only if all before it
were sunk and paid, so every history that leads to it has the same past, and stopping there changes
the sum of payoffs by the same amount whether it is decided at part j or at the start of the order.

What follows a cheat must be an equilibrium too. So two more states have the real choices: ``the
rest of an order``, of which one part stands for all, as they are alike, and which only histories
within an order reach; and ``over``, the orders that follow. The supplier is held to the price that
he agreed on: where he stops without a cheat, the same price is offered again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_above_limit
from coopgames.catalogue.conditions import exceeds, where_exceeds
from coopgames.errors import invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = [
    "MOST_PARTS",
    "MOST_PARTS_ALONE",
    "Part",
    "buyers_plan",
    "order_game",
    "ordered_plan",
    "refuse_too_many",
]

#: The game of both is written out up to this number of parts (its square is the size of a table).
MOST_PARTS = 50
#: The buyer's decision problem is written out up to this number of parts.
MOST_PARTS_ALONE = 2_000

TRUST, REST, OVER = "trust", "the rest of an order", "over"
_SINK, _SINK_ON = "sink every part", "sink every part, after a cheat too"
_KEEP_OUT = ("stop", "keep out")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an order.

    Attributes
    ----------
    cost : number
        What the supplier sinks.
    price : number
        What is agreed on.
    bargained : number
        What the supplier gets if the buyer bargains once the part is sunk.
    worth : number
        To the buyer.
    """

    cost: Number
    price: Number
    bargained: Number
    worth: Number


@dataclass(frozen=True, slots=True)
class _Reversion:
    """What the supplier does after a cheat: whatever pays him on the spot.

    Attributes
    ----------
    rest : bool
        Whether he delivers the rest of the order, bargaining over each part of it.
    orders : bool
        Whether he takes further orders, bargaining over each part of them.
    """

    rest: bool
    orders: bool


def _reversion(parts: Sequence[Part], *, exact: bool) -> _Reversion:
    """Return what pays the supplier on the spot; if neither does, he stops.

    Where the two are worth the same to him he stops, which is the harsher of the two.

    Parameters
    ----------
    parts : sequence of Part
        The first is the dearest, and the others are alike.
    exact : bool
        Whether the answer must be the same in the whole of a family. Otherwise it may differ where
        nothing depends on it: where the spot would pay him more than the agreed price does, the
        buyer does not cheat, whatever follows.

    Raises
    ------
    InvalidGameError
        If the answer differs within a family, and something depends on it.
    """
    k = len(parts)
    spot = k * parts[-1].bargained
    price = sum((part.price for part in parts[1:]), parts[0].price)
    cost = sum((part.cost for part in parts[1:]), parts[0].cost)
    found: list[bool] = []
    for what, least in (("the rest of an order", k * parts[-1].cost), ("an order", cost)):
        pays = exceeds(spot, least)
        if pays is None and (exact or exceeds(price, least) is not False):
            free = getattr(spot - least, "parameter", spot - least)
            raise invalid(
                "parameter", str(free), f"a domain in all of which bargaining covers {what}, or "
                f"in none, as what is credible after a cheat differs: {where_exceeds(spot, least)}",
            )  # fmt: skip
        found.append(bool(pays))
    return _Reversion(*found)


def order_game(
    parts: Sequence[Part],
    discount_factor: Number,
    *,
    buyer_alone: bool = False,
    future: bool = True,
) -> MarkovGame:
    """Return the game of supplier and buyer, or the buyer's problem if all parts are sunk.

    Parameters
    ----------
    parts : sequence of Part
        The first is the dearest, and the others are alike.
    discount_factor : number
        From order to order; the parts of one order are not discounted.
    buyer_alone : bool, optional
        The supplier then sinks every part, and does after a cheat what pays him on the spot.
    future : bool, optional
        Whether there is another order after this one; without it the state is the same for ever,
        which at discount factor 0 nobody minds.

    Raises
    ------
    UnsupportedGameError
        If there are more than ``MOST_PARTS`` parts, or ``MOST_PARTS_ALONE`` for the buyer alone.
    InvalidGameError
        If what the supplier does after a cheat differs within a family (the buyer alone).
    """
    refuse_too_many(len(parts), MOST_PARTS_ALONE if buyer_alone else MOST_PARTS)
    last = len(parts)
    stops = {f"stop before part {j + 1}": j for j in range(last)}
    sinking = {_SINK: last, **({_SINK_ON: last} if last > 1 else {}), **stops}
    paying = {"pay every part": last, **{f"bargain over part {j + 1}": j for j in range(last)}}
    sums, spots = _sums(parts), _spots(parts)
    answer = _reversion(parts, exact=False) if buyer_alone else _Reversion(False, False)

    def trusting(acts: tuple[str, ...]) -> tuple[Number, Number]:
        sunk, paid = last if buyer_alone else sinking[acts[0]], paying[acts[-1]]
        gives, gets = sums[min(sunk, paid)]
        if paid >= sunk:
            return gives, gets
        goes_on = answer.rest if buyer_alone else acts[0] == _SINK_ON
        part = parts[paid]
        more = spots[paid + 1] if goes_on else (0, 0)
        return (
            gives + part.bargained - part.cost + more[0],
            gets + part.worth - part.bargained + more[1],
        )

    def payoff(state: str, acts: tuple[str, ...]) -> tuple[Number, ...]:
        if state == TRUST:
            both = trusting(acts)
        elif not answer.orders if buyer_alone else acts[0] in _KEEP_OUT:
            both = 0, 0
        elif state == REST:
            part = parts[-1]
            both = part.bargained - part.cost, part.worth - part.bargained
        else:
            both = spots[0]
        return both[1:] if buyer_alone else both

    def following(state: str, acts: tuple[str, ...]) -> str:
        if not future:
            return TRUST
        cheats = paying.get(acts[-1], last) < (last if buyer_alone else sinking.get(acts[0], 0))
        return OVER if state != TRUST or cheats else TRUST

    own = (tuple(paying),) if buyer_alone else (tuple(sinking), tuple(paying))
    actions = {TRUST: own}
    if future and not buyer_alone and last > 1:
        actions[REST] = (_KEEP_OUT[0], "sink the next part"), ("bargain",)
    if future:
        over = (("bargain",),) if buyer_alone else ((_KEEP_OUT[1], "sink an order"), ("bargain",))
        actions[OVER] = over
    names = ["buyer"] if buyer_alone else ["supplier", "buyer"]
    return MarkovGame.from_function(
        list(actions), actions, payoff, following, discount_factor, None, names
    )


def refuse_too_many(parts: int, most: int = MOST_PARTS_ALONE) -> None:
    """Refuse to write out an order of too many parts.

    Raises
    ------
    UnsupportedGameError
        If there are more than ``most``; by default, more than in the buyer's decision problem.
    """
    alone = "the buyer's decision problem"
    refuse_above_limit("parts", parts, MOST_PARTS_ALONE, f"{alone} is written out")
    also = f"; member_game has {alone}"
    refuse_above_limit("parts", parts, most, "the game of both is written out", also)


def _sums(parts: Sequence[Part]) -> list[tuple[Number, Number]]:
    """Return what supplier and buyer have after so many parts that were sunk and paid."""
    found: list[tuple[Number, Number]] = [(0, 0)]
    for part in parts:
        gives, gets = found[-1]
        found.append((gives + part.price - part.cost, gets + part.worth - part.price))
    return found


def _spots(parts: Sequence[Part]) -> list[tuple[Number, Number]]:
    """Return what supplier and buyer have of the parts from so many on, at the spot."""
    found: list[tuple[Number, Number]] = [(0, 0)]
    for part in reversed(parts):
        gives, gets = found[-1]
        found.append((gives + part.bargained - part.cost, gets + part.worth - part.bargained))
    return found[::-1]


def ordered_plan(parts: Sequence[Part], *, future: bool = True) -> MarkovPlan:
    """Return the plan of both: nobody stops, and after a cheat what pays the supplier is done.

    Raises
    ------
    InvalidGameError
        If what pays him on the spot differs within a family.
    """
    if not future:
        return {TRUST: (0, 0)}
    answer = _reversion(parts, exact=True)
    several = len(parts) > 1
    plan = {TRUST: (int(answer.rest and several), 0), OVER: (int(answer.orders), 0)}
    return {**plan, REST: (int(answer.rest), 0)} if several else plan


def buyers_plan() -> MarkovPlan:
    """Return the buyer's part of the plan: every part is paid."""
    return {TRUST: (0,), OVER: (0,)}
