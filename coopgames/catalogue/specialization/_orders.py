"""Orders that are delivered and paid in parts: the game of a supplier and a buyer.

An order takes one period. Within it each player chooses once at which part he stops. That has the
same one-shot deviations as a choice at every part: part j comes up only if all before it were sunk
and paid, so every history that leads to it has the same past, and stopping there changes the sum of
payoffs by the same amount whether it is decided at part j or at the start of the order. After a
stop the order and the relation are over, so there is nothing else to choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coopgames.arithmetic import Number
from coopgames.errors import UndecidedComparisonError, UnsupportedGameError, invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["MOST_PARTS", "Part", "order_game", "ordered_plan", "refuse_below"]

#: The game of both is written out up to this number of parts (its square is the size of a table).
MOST_PARTS = 50

TRUST, OVER = "trust", "over"


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
    discount_factor : number
        From order to order; the parts of one order are not discounted.
    buyer_alone : bool, optional
    future : bool, optional
        Whether there is another order after this one; without it the state is the same for ever,
        which at discount factor 0 nobody minds.

    Raises
    ------
    UnsupportedGameError
        If the game of both has more than ``MOST_PARTS`` parts.
    """
    if len(parts) > MOST_PARTS and not buyer_alone:
        raise UnsupportedGameError(
            f"parts: got {len(parts)}, the game of both is written out up to {MOST_PARTS}; "
            "member_game has the buyer's decision problem"
        )
    last = len(parts)
    supplier = ("sink every part", *(f"stop before part {j + 1}" for j in range(last)))
    buyer = ("pay every part", *(f"bargain over part {j + 1}" for j in range(last)))
    sums = _sums(parts)

    def stop(labels: tuple[str, ...], act: str) -> int:
        """Return the index of the part at which an act stops; the number of parts for none."""
        return (labels.index(act) - 1) % (last + 1)

    def stops(acts: tuple[str, ...]) -> tuple[int, int]:
        return last if buyer_alone else stop(supplier, acts[0]), stop(buyer, acts[-1])

    def payoff(state: str, acts: tuple[str, ...]) -> tuple[Number, ...]:
        if state == OVER:
            return (0,) if buyer_alone else (0, 0)
        sinking, paying = stops(acts)
        gives, gets = sums[min(sinking, paying)]
        if paying < sinking:
            part = parts[paying]
            gives, gets = gives + part.bargained - part.cost, gets + part.worth - part.bargained
        return (gets,) if buyer_alone else (gives, gets)

    def following(state: str, acts: tuple[str, ...]) -> str:
        if not future:
            return TRUST
        return TRUST if state == TRUST and stops(acts) == (last, last) else OVER

    own = (buyer,) if buyer_alone else (supplier, buyer)
    actions = {TRUST: own, **({OVER: (("stay apart",),) * len(own)} if future else {})}
    names = ["buyer"] if buyer_alone else ["supplier", "buyer"]
    return MarkovGame.from_function(
        list(actions), actions, payoff, following, discount_factor, TRUST, names
    )


def _sums(parts: Sequence[Part]) -> list[tuple[Number, Number]]:
    """Return what supplier and buyer have after so many parts that were sunk and paid."""
    found: list[tuple[Number, Number]] = [(0, 0)]
    for part in parts:
        gives, gets = found[-1]
        found.append((gives + part.price - part.cost, gets + part.worth - part.price))
    return found


def ordered_plan(players: int, *, future: bool = True) -> MarkovPlan:
    """Return the plan that nobody stops."""
    return {state: (0,) * players for state in ((TRUST, OVER) if future else (TRUST,))}


def refuse_below(
    name: str, value: Number, other: str, least: Number, *, strictly: bool = False
) -> None:
    """Refuse a number that is below another one; a free parameter is left to the game.

    Raises
    ------
    InvalidGameError
        If it is below (or, strictly, not above) the other.
    """
    try:
        fits = value > least if strictly else value >= least
    except UndecidedComparisonError:
        return
    if not fits:
        raise invalid(name, value, f"a number {'>' if strictly else '>='} {other} = {least}")
