"""A market of alike sellers, one of whom a would-be entrant asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coopgames.arithmetic import Number
from coopgames.errors import UnsupportedGameError
from coopgames.games import MarkovGame

__all__ = ["MOST_SELLERS", "Policing"]

#: The game of all sellers is written out up to this number of them.
MOST_SELLERS = 20

CHOICE, FORCED, NOTHING = ("turn away", "let in"), ("turn away",), ("wait",)
COLLAPSED = "collapsed"


@dataclass(frozen=True, slots=True)
class Policing:
    """Sellers who turn entrants away or let them in, at sizes of the market that follow each other.

    A state is the size of the market and which of the sellers of today an entrant asks, if any: a
    period in which he asks a seller who was let in later is like one in which nobody comes, because
    that one turns him away.

    Attributes
    ----------
    incomes : mapping of size to number
        What each earns in a period, for all sizes in order.
    collapse : number or None
        What each earns for ever after an entrant was let in; None if he only makes the market
        larger. Then nobody has a choice at the last of the sizes: entrants are turned away.
    appears : number
        Probability in a period that an entrant appears.
    cost : number
        Of turning him away, borne by the one whom he asks.
    discount_factor : number
    """

    incomes: Mapping[int, Number]
    collapse: Number | None
    appears: Number
    cost: Number
    discount_factor: Number

    def of_all(self) -> MarkovGame:
        """Return the game of all sellers of today.

        Raises
        ------
        UnsupportedGameError
            If there are more than ``MOST_SELLERS``.
        """
        sellers = min(self.incomes)
        if sellers > MOST_SELLERS:
            raise UnsupportedGameError(
                f"sellers: got {sellers}, the game of all sellers is written out up to "
                f"{MOST_SELLERS}; member_game has one seller's decision problem"
            )
        return self._game(sellers)

    def of_one(self) -> MarkovGame:
        """Return one seller's decision problem; all others turn entrants away."""
        return self._game(1)

    def plan(self, players: int) -> dict[str, tuple[int, ...]]:
        """Return the plan: whoever is asked turns the entrant away."""
        return {state: (0,) * players for state in (*self._states(players), *self._end())}

    def _end(self) -> list[str]:
        return [] if self.collapse is None else [COLLAPSED]

    def _states(self, players: int) -> dict[str, tuple[int, int | None]]:
        """Return the size, and who is asked, of each state before a collapse."""
        asked = [None, *range(players)]
        return {_name(size, i, players): (size, i) for size in self.incomes for i in asked}

    def _period(self, size: int, players: int) -> dict[str, Number]:
        """Return the law of what a period of a market of some size begins with."""
        each = self.appears / size
        calm = _name(size, None, players)
        return {
            calm: 1 - players * each,
            **{_name(size, i, players): each for i in range(players)},
        }

    def _game(self, players: int) -> MarkovGame:
        states = self._states(players)
        last = max(self.incomes) if self.collapse is None else None

        def labels(size: int, asked: int | None) -> list[tuple[str, ...]]:
            own = FORCED if size == last else CHOICE
            return [own if i == asked else NOTHING for i in range(players)]

        def payoffs(state: str, acts: tuple[str, ...]) -> list[Number]:
            if state == COLLAPSED:
                assert self.collapse is not None
                return [self.collapse] * players
            income = self.incomes[states[state][0]]
            return [income - (self.cost if act == "turn away" else 0) for act in acts]

        def following(state: str, acts: tuple[str, ...]) -> str | dict[str, Number]:
            if state == COLLAPSED or ("let in" in acts and self.collapse is not None):
                return COLLAPSED
            return self._period(states[state][0] + ("let in" in acts), players)

        actions = {state: labels(*of) for state, of in states.items()}
        actions |= {state: [NOTHING] * players for state in self._end()}
        # Any state may be the first, so each is one to check, however unlikely.
        return MarkovGame.from_function(
            list(actions), actions, payoffs, following, self.discount_factor, None,
            ["a seller"] if players == 1 else None,
        )  # fmt: skip


def _name(size: int, asked: int | None, players: int) -> str:
    if asked is None:
        return f"{size} sellers"
    whom = "me" if players == 1 else f"seller {asked + 1}"
    return f"{size} sellers, an entrant asks {whom}"
