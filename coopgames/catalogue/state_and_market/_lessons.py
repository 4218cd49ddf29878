"""A master and a chain of apprentices, each of whom stays for some periods and is taught.

The first apprentice is a player; those who come after him follow the plan, and any of them is in
his place. Payoffs are multiplied by ``1 - discount_factor``: what somebody has for ever then counts
once, by its amount a period. That changes no incentive, and keeps the numbers polynomials.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from coopgames.arithmetic import Number
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["APPRENTICE", "MASTER", "Chain"]

TEACH, WITHHOLD, NONE = "teach", "withhold", "no lesson"
STAY, LEAVE, AWAY = "stay", "leave", "is away"
ALONE = "alone"
MASTER, APPRENTICE = BOTH = ("master", "apprentice")
#: (period of the term, None when nobody comes any more; whether the first apprentice is there).
Place: TypeAlias = tuple[int | None, bool]
Law: TypeAlias = dict[Place, Number]
#: Nobody comes any more.
GONE: Place = (None, False)


@dataclass(frozen=True, slots=True)
class Chain:
    """A term of apprenticeship, and what comes after it.

    A period: the apprentice stays and works, or leaves; at its end, if there is a lesson in it, the
    master teaches or withholds it. After the last lesson the apprentice is on his own, and the next
    one comes. After a lesson withheld the apprentice goes; with some probability kin hear of it,
    and nobody comes any more.

    Attributes
    ----------
    output : sequence of numbers, one for each period of the term
        What the master has of the apprentice's work, his board deducted.
    board : number
        What the apprentice gets in a period of the term.
    earnings : sequence of numbers, one for each period
        What an apprentice has a period who goes in that period, or for want of its lesson.
    graduate : number
        What he has a period after the last lesson.
    lessons : sequence of bool, one for each period
        Whether there is a lesson at its end; there is one in the last.
    heard : number
        Probability that kin hear of a lesson withheld.
    loss : number
        What a graduate takes from the master in each period.
    discount_factor : number
    """

    output: Sequence[Number]
    board: Number
    earnings: Sequence[Number]
    graduate: Number
    lessons: Sequence[bool]
    heard: Number
    loss: Number
    discount_factor: Number

    def plan(self, players: tuple[str, ...] = BOTH) -> MarkovPlan:
        """Return the plan of some players: every lesson is given, and everybody stays."""
        return {_named(place): (0,) * len(players) for place in self._places(players)}

    def game(self, players: tuple[str, ...] = BOTH) -> MarkovGame:
        """Return the game of the master and the first apprentice, or of one of them.

        Who is no player follows the plan.
        """
        places = self._places(players)
        named = {_named(place): place for place in places}

        def acts(labels: tuple[str, ...], place: Place) -> tuple[str, str]:
            own = dict(zip(players, labels, strict=True))
            master, apprentice = (own.get(x, of[0]) for x, of in self._choices(place).items())
            return master, apprentice

        def payoff(state: str, labels: tuple[str, ...]) -> list[Number]:
            place = named[state]
            both = self._worth(place, *acts(labels, place))
            worth: dict[str, Number] = dict(zip(BOTH, both, strict=True))
            return [worth[name] for name in players]

        def following(state: str, labels: tuple[str, ...]) -> dict[str, Number]:
            law = self._law(named[state], *acts(labels, named[state]))
            if MASTER not in players:  # to an apprentice who is gone the master is all one
                return {_named(at if at[1] else GONE): p for at, p in law.items()}
            return {_named(at): p for at, p in law.items()}

        labels = {s: [self._choices(at)[name] for name in players] for s, at in named.items()}
        # Where kin always (or never) hear of it, some states are not reached.
        return MarkovGame.from_function(
            list(named), labels, payoff, following, self.discount_factor, _named(places[0]),
            players, allow_unreached=True,
        )  # fmt: skip

    def _places(self, players: tuple[str, ...]) -> list[Place]:
        """Return the places that matter to some players, the start first."""
        alike = {MASTER: (False,), APPRENTICE: (True,)}
        kinds = (True, False) if len(players) == 2 else alike[players[0]]
        return [*((t, here) for here in kinds for t in range(len(self.output))), GONE]

    def _choices(self, place: Place) -> dict[str, tuple[str, ...]]:
        period, here = place
        lesson = period is not None and self.lessons[period]
        return {
            MASTER: (TEACH, WITHHOLD) if lesson else (NONE,),
            APPRENTICE: (STAY, LEAVE) if here else (AWAY,),
        }

    def _worth(self, place: Place, master: str, apprentice: str) -> tuple[Number, Number]:
        """Return what a period is worth to both, times ``1 - discount_factor``."""
        period, here = place
        delta = self.discount_factor
        if period is None:
            return 0, 0
        if apprentice == LEAVE:
            return 0, self.earnings[period]
        to_master, own = (1 - delta) * self.output[period], (1 - delta) * self.board
        ends = period == len(self.output) - 1
        if master == WITHHOLD:
            own = own + delta * self.earnings[period]
        elif ends:
            to_master, own = to_master - delta * self.loss, own + delta * self.graduate
        return to_master, own if here else 0

    def _law(self, place: Place, master: str, apprentice: str) -> Law:
        period, here = place
        if period is None:
            return {place: 1}
        if apprentice == LEAVE:
            return {(0, False): 1}
        if master == WITHHOLD:
            return {GONE: self.heard, (0, False): 1 - self.heard}
        if period == len(self.output) - 1:
            return {(0, False): 1}
        return {(period + 1, here): 1}


def _named(place: Place) -> str:
    period, here = place
    if period is None:
        return ALONE
    return f"period {period}, {'the first apprentice' if here else 'a later one'}"
