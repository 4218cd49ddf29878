"""What the games of an agreed price in a marketplace share: words, numbers, and the orderly day."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, patience, quantity
from coopgames.catalogue.symmetric import MOST_MEMBERS, AlikeMembers
from coopgames.errors import UnsupportedGameError
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = [
    "CLASS", "KEEPING", "ORDERLY", "OVER", "WAR", "Market", "WatchedMarket", "possible",
    "refuse_crowd", "war_states",
]  # fmt: skip

ORDERLY, OVER, WAR = "orderly", "over", "war"
KEEPING = ("keep the price", "undercut")
CLASS = "one-shot deviations in every state; public strategies, the note's class of automata"


def possible(law: Mapping[str, Number]) -> dict[str, Number]:
    """Return a law without what has no chance, so that no state is named that is never reached."""
    return {state: p for state, p in law.items() if p != 0}


def war_states(periods: int) -> tuple[str, ...]:
    """Return the states of a war of some periods, in order; none where there is no war."""
    return tuple(f"{WAR}, {k} to go" for k in range(periods, 0, -1))


def refuse_crowd(sellers: int) -> None:
    """Refuse to write out the game of more sellers than games of alike members have.

    Raises
    ------
    UnsupportedGameError
        If there are more than ``MOST_MEMBERS``.
    """
    if sellers > MOST_MEMBERS:
        raise UnsupportedGameError(
            f"sellers: got {sellers}, the game of all is written out up to {MOST_MEMBERS}; "
            "member_game has one seller's decision problem"
        )


@dataclass(frozen=True, slots=True)
class Market(Institution):
    """Sellers who share the market's rent equally; the number of them may be any real number.

    The rent is one unit a seller and period; who undercuts alone takes all of it, several who
    undercut share it, and the others sell nothing. Who undercut knows more than the others; but
    what they do depends on the state that all see, so he has no use for it.
    """

    sellers: Number = quantity("sellers who share the rent equally", "sellers", "n", 4, least=1)
    slump: Number = chance("probability in a period that demand fails", "alpha", "1/10", below=1)
    seen: Number = chance(
        "probability that neighbours see who undercuts", "D", 0, attribute="proximity"
    )
    discount_factor: Number = patience("9/10")

    name: ClassVar[str] = "price_discipline"
    title: ClassVar[str] = "Price in a marketplace"
    source: ClassVar[Source] = Source(
        "6",
        "Downstream connections",
        "The attempts to control the price and quality of the products sold in the same "
        "marketplace are far from perfect.",
        "docs/theory/further_institutions.md, section 4",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("-", "everybody sees that sales were nothing, nobody sees why"),
        "simplicity": ("met", "one thing is agreed: the price"),
        "proximity": ("-", "a neighbour may see who undercuts"),
        "sanction": ("-", "a price war at everybody's cost; who is seen is expelled"),
    }
    leaves_out: ClassVar[tuple[str, ...]] = (
        "quality as a second variable",
        "partial undercutting",
        "unequal sellers",
        "entry during high prices",
        "what the other sellers do after an expulsion",
        "optimal strategies outside the class",
    )

    @abstractmethod
    def member_game(self) -> MarkovGame:
        """Return one seller's decision problem; all others keep the price."""

    @property
    def whole_sellers(self) -> int:
        """The number of sellers as a whole number.

        Raises
        ------
        UnsupportedGameError
            If it is none, or a parameter.
        """
        n = self.sellers
        if isinstance(n, Fraction | float) and Fraction(n).denominator == 1:
            return int(n)
        raise UnsupportedGameError(
            f"sellers: got {n}, the game of all is written out for a whole number; member_game has "
            "one seller's decision problem"
        )

    def takings(self, keeps: bool, cheats: int) -> Number:
        """Return what a seller expects of a period by how many undercut, himself included."""
        rent = 1 - self.slump
        if keeps:
            return rent if not cheats else 0
        return rent * self.sellers / cheats


class WatchedMarket(Market):
    """A market in which who is seen is expelled, and unexplained zero sales start a war."""

    __slots__ = ()

    @property
    @abstractmethod
    def war_path(self) -> tuple[str, ...]:
        """The states of a war, in order; none where there is no war."""

    @property
    def after_war(self) -> str:
        """The state after the last one of a war."""
        return ORDERLY

    @property
    def found_out(self) -> Number:
        """Probability that a cheat is seen."""
        return self.seen

    def moves(self, players: int, lot: Number = 1) -> AlikeMembers:
        """Return the choices of some of the sellers; all others keep the price.

        By lot an unexplained day without sales starts a war only with some probability.
        """
        war = self.war_path
        start = war[0] if war else ORDERLY
        after = dict(zip(war, [*war[1:], self.after_war], strict=True)) if war else {}
        kept: dict[str, Number] = {ORDERLY: 1 - self.slump}
        cheated: dict[str, Number] = {OVER: self.found_out}
        for law, blank in ((kept, self.slump), (cheated, 1 - self.found_out)):
            for state, share in ((start, lot), (ORDERLY, 1 - lot)):
                law[state] = law.get(state, 0) + blank * share
        kept, cheated = possible(kept), possible(cheated)

        def payoff(state: str, keeps: bool, others: int) -> Number:
            # In a war the price is at cost, so undercutting brings nothing either.
            return self.takings(keeps, players - others - int(keeps)) if state == ORDERLY else 0

        def move(state: str, keepers: int) -> str | dict[str, Number]:
            if state == ORDERLY:
                return kept if keepers == players else cheated
            return after.get(state, OVER)

        reached = {ORDERLY: KEEPING}
        reached |= {state: () for state in war if start in kept or start in cheated}
        reached |= {OVER: ()} if OVER in cheated else {}
        return AlikeMembers(players, reached, payoff, move, self.discount_factor, ORDERLY)

    def game(self) -> MarkovGame:
        """Return the game of all sellers.

        Raises
        ------
        UnsupportedGameError
            If their number is not whole, or more than the game is written out for.
        """
        return self.moves(self.whole_sellers).of_all()

    def member_game(self) -> MarkovGame:
        """Return one seller's decision problem; all others keep the price."""
        return self.moves(1).of_one()

    def profile(self) -> MarkovPlan:
        """Return the plan: everybody keeps the price."""
        n = self.whole_sellers
        return self.moves(n).plan(n)

    def member_profile(self) -> MarkovPlan:
        """Return one seller's part of the plan."""
        return self.moves(1).plan(1)
