"""The phone tree of all its members: who is in it, and the order of the official's round."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations, product
from typing import NamedTuple

from coopgames.arithmetic import Number
from coopgames.games import MarkovGame

__all__ = ["CALLS", "MOST_IN_TREE", "game_of_all"]

#: With more members the orders of a round are too many to be written out.
MOST_IN_TREE = 3
CALLS = ("call", "stay silent")


class _Period(NamedTuple):
    """Who is in the tree, and whose places the official visits in which order (none: no visit)."""

    inside: tuple[int, ...]
    places: tuple[int, ...]

    def __str__(self) -> str:
        tree = ", ".join(str(i + 1) for i in self.inside) or "nobody of old"
        visit = "to " + ", then ".join(str(i + 1) for i in self.places)
        return f"in the tree {tree}; {'visit ' + visit if self.places else 'no visit'}"

    def callers(self) -> tuple[int, ...]:
        """Return who is to call: all on the round but the last, if they are in the tree."""
        return tuple(i for i in self.places[:-1] if i in self.inside)

    def unwarned(self, i: int, silent: set[int]) -> bool:
        """Return whether a member is visited without a warning."""
        if i not in self.places:
            return False
        k = self.places.index(i)
        # A newcomer sits in the place of one who is out, and calls.
        return i not in self.inside or k == 0 or self.places[k - 1] in silent


def game_of_all(
    members: int,
    visited: int,
    official: Number,
    taken: Number,
    cost: Number,
    noticed: Number,
    discount_factor: Number,
) -> MarkovGame:
    """Return the game of all members of a phone tree.

    A round of the official is an ordered draw of places. A member who is out is replaced in the
    tree by a newcomer who calls; the official visits him as often as if he were in it.
    """
    orders = list(permutations(range(members), visited))
    rounds = {(): 1 - official, **{order: official / len(orders) for order in orders}}
    trees = [t for k in range(members, -1, -1) for t in combinations(range(members), k)]
    periods = {str(p): p for p in (_Period(*pair) for pair in product(trees, rounds))}

    def silent_ones(period: _Period, acts: tuple[str, ...]) -> set[int]:
        return {i for i in period.callers() if acts[i] == CALLS[1]}

    def payoff(state: str, acts: tuple[str, ...]) -> list[Number]:
        period = periods[state]
        silent = silent_ones(period, acts)
        calling = set(period.callers()) - silent
        return [
            -(taken if period.unwarned(i, silent) else 0) - (cost if i in calling else 0)
            for i in range(members)
        ]

    def following(state: str, acts: tuple[str, ...]) -> dict[str, Number]:
        period = periods[state]
        law: dict[str, Number] = {}
        for lost, p in _noticed(silent_ones(period, acts), noticed):
            left = tuple(i for i in period.inside if i not in lost)
            law |= {str(_Period(left, order)): p * q for order, q in rounds.items()}
        return law

    choices = {
        state: [CALLS if i in period.callers() else ("wait",) for i in range(members)]
        for state, period in periods.items()
    }
    return MarkovGame.from_function(list(periods), choices, payoff, following, discount_factor)


def _noticed(silent: set[int], noticed: Number) -> Iterator[tuple[set[int], Number]]:
    """Yield who of the silent may be noticed, each independently, with its probability."""
    for seen in product((True, False), repeat=len(silent)):
        chance: Number = 1
        for one in seen:
            chance = chance * (noticed if one else 1 - noticed)
        yield {i for i, one in zip(sorted(silent), seen, strict=True) if one}, chance
