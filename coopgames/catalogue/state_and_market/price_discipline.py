"""Price in a marketplace: sellers who agree on a price, and price wars among them.

That a longer war always helps is false (docs/theory/further_institutions.md, section 8): where
neighbours see enough, wars only make the order less worth keeping.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.conditions import refuse_below
from coopgames.catalogue.institution import Attributes
from coopgames.catalogue.quantities import chance, count, quantity
from coopgames.catalogue.state_and_market._marketplace_price import (
    CLASS,
    KEEPING,
    ORDERLY,
    OVER,
    WAR,
    Market,
    WatchedMarket,
    possible,
    refuse_crowd,
    war_states,
)
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["FinedMarket", "NeighbouringStalls", "PriceDiscipline", "PriceWarForEver"]


@dataclass(frozen=True, slots=True)
class PriceDiscipline(WatchedMarket):
    """All keep a price; after zero sales that nobody explains, a war of some periods at cost.

    The largest number of sellers is a real number here; a market has its integer part.

    Examples
    --------
    >>> import coopgames as cg
    >>> market = PriceDiscipline(sellers=4, slump="1/10")
    >>> [market.at(war=length).verdict().word for length in (7, 8)]
    ['not sustained', 'sustained']
    >>> by_neighbours = PriceDiscipline(war=0, seen="1/2")
    >>> print(*by_neighbours.threshold().value)
    [6/7, 1)
    >>> print(*by_neighbours.threshold(cg.parameter("sellers", 1, 100)).value)
    (1, 11/2]
    """

    war: int = count("length of a price war", "periods", "T", 8, least=0)

    claim: ClassVar[str] = f"everybody keeps the agreed price; {CLASS}"

    @property
    def war_path(self) -> tuple[str, ...]:
        """The states of a war, in order; none where there is no war."""
        return war_states(self.war)

    def by_lot(self, chance: Number) -> tuple[MarkovGame, MarkovPlan]:
        """Return one seller's problem and plan if a lot decides between war for ever and none.

        With a chance of ``1 - d**T`` this is worth to him what a war of T periods is, and nobody
        has a choice in a war, so that he has the same gains.
        """
        numbers = self.sellers, self.slump, self.seen, self.discount_factor
        moves = PriceWarForEver(*numbers).moves(1, chance)
        return moves.of_one(), moves.plan(1)

    def lasting(self, war: int) -> tuple[MarkovGame, MarkovPlan]:
        """Return one seller's problem and plan with a war of some periods."""
        market = self.at(war=war)
        return market.member_game(), market.member_profile()


@dataclass(frozen=True, slots=True)
class PriceWarForEver(WatchedMarket):
    """All keep a price until sales are zero once and nobody knows why; then nobody ever does.

    Examples
    --------
    >>> import coopgames as cg
    >>> market = PriceWarForEver(sellers=4, slump="1/10")
    >>> print(*market.threshold().value)
    [5/6, 1)
    >>> print(*market.threshold(cg.parameter("sellers", 1, 100)).value)
    (1, 100/19]
    >>> market.at(slump="3/10").verdict().word
    'never'
    """

    variant: ClassVar[str] = "war for ever"
    attributes: ClassVar[Attributes] = {
        **Market.attributes,
        "sanction": ("-", "the agreement ends at the first unexplained day without sales"),
    }
    claim: ClassVar[str] = f"everybody keeps the agreed price; {CLASS}"

    @property
    def war_path(self) -> tuple[str, ...]:
        """The one state of the war."""
        return (WAR,)

    @property
    def after_war(self) -> str:
        """The war does not end."""
        return WAR


@dataclass(frozen=True, slots=True)
class NeighbouringStalls(WatchedMarket):
    """Each seller is seen by his neighbours only, so a larger market sees less; no war.

    Examples
    --------
    >>> import coopgames as cg
    >>> street = NeighbouringStalls(neighbours=2, seen="1/2", discount_factor="8/9")
    >>> print(*street.threshold(cg.parameter("sellers", 3, 100)).value)
    (3, 3.828427125 (root of x^2 - 2x - 7)]
    """

    seen: Number = chance(
        "probability that a neighbour of the one who undercuts sees it", "D_1", "1/2", above=0,
        attribute="proximity",
    )  # fmt: skip
    neighbours: int = count("neighbours of each seller", "sellers", "g", 2, attribute="proximity")

    variant: ClassVar[str] = "neighbours"
    attributes: ClassVar[Attributes] = {
        **Market.attributes,
        "sanction": ("-", "who is seen is expelled, there is no war"),
    }
    claim: ClassVar[str] = f"everybody keeps the agreed price; {CLASS}"

    def check(self) -> None:
        """Refuse more neighbours than there are other sellers."""
        refuse_below("sellers", self.sellers, "neighbours + 1", self.neighbours + 1)

    @property
    def war_path(self) -> tuple[str, ...]:
        """There is no war."""
        return ()

    @property
    def found_out(self) -> Number:
        """Probability that a cheat is seen: he meets the share of sellers who are near."""
        return self.seen * self.neighbours / (self.sellers - 1)


@dataclass(frozen=True, slots=True)
class FinedMarket(Market):
    """Who is seen undercutting pays a fine before the next day's market, or is out.

    A day on which somebody owes is a market day like any other, at whose beginning he pays.

    Examples
    --------
    Without war the least discount factor over all fines is that of expulsion, 6/7: there the fine
    is what membership is worth.

    >>> from coopgames.solvers.contracts import best_contract
    >>> market = FinedMarket(sellers=4, seen="1/2", war=0).free("discount_factor")
    >>> fines = best_contract(market.under, market.member_profile(), [(0, 1)])
    >>> print(*fines.value, fines.diagnostics["contracts"])
    [6/7, 1) {Fraction(6, 7): (Fraction(63, 10),)}
    >>> print(*FinedMarket(sellers=4, seen="1/2", fine=6).threshold().value)
    [9/10, 1)
    """

    seen: Number = chance(
        "probability that neighbours see who undercuts", "D", "1/2", above=0, attribute="proximity"
    )
    fine: Number = quantity("fine of who is seen undercutting", "rents of a day", "f", 6, least=0)
    war: int = count("length of a price war", "periods", "T", 0, least=0)

    variant: ClassVar[str] = "fines"
    attributes: ClassVar[Attributes] = {
        **Market.attributes,
        "sanction": ("-", "a fine, and expulsion of who does not pay it"),
    }
    claim: ClassVar[str] = f"everybody keeps the agreed price and pays his fine; {CLASS}"

    def game(self) -> MarkovGame:
        """Return the game of all sellers; if several are seen on one day the market is over.

        Raises
        ------
        UnsupportedGameError
            If their number is not whole, or more than the game is written out for.
        """
        refuse_crowd(self.whole_sellers)
        return self._among(self.whole_sellers, self.fine)

    def member_game(self) -> MarkovGame:
        """Return one seller's decision problem; all others keep the price."""
        return self.under(self.fine)

    def under(self, fine: Number) -> MarkovGame:
        """Return one seller's problem at another fine, whatever the number is."""
        return self._among(1, fine)

    def profile(self) -> MarkovPlan:
        """Return the plan: everybody keeps the price, and who owes pays."""
        return self._plan(self.whole_sellers)

    def member_profile(self) -> MarkovPlan:
        """Return one seller's part of the plan."""
        return self._plan(1)

    def _plan(self, players: int) -> MarkovPlan:
        return {state: (0,) * players for state in self._choices(players)}

    def _choices(self, players: int) -> dict[str, list[tuple[str, ...]]]:
        """Return what each of some sellers can do in each state."""
        found: dict[str, list[tuple[str, ...]]] = {ORDERLY: [KEEPING] * players}
        if self.slump != 0 or self.seen != 1:
            found |= {state: [("wait",)] * players for state in war_states(self.war)}
        for k in range(players):
            found[_owes(k)] = [_OWING if i == k else KEEPING for i in range(players)]
        return found | {OVER: [("wait",)] * players}

    def _among(self, players: int, fine: Number) -> MarkovGame:
        """Return the game of some of the sellers; all others keep the price."""
        choices, path = self._choices(players), war_states(self.war)
        start = path[0] if path else ORDERLY
        after = dict(zip(path, [*path[1:], ORDERLY], strict=True)) if path else {}

        def payoffs(state: str, acts: tuple[str, ...]) -> list[Number]:
            if len(choices[state][0]) == 1 or _OWING[2] in acts:
                return [0] * players
            cheats = sum(a in (KEEPING[1], _OWING[1]) for a in acts)
            earned = [self.takings(a in (KEEPING[0], _OWING[0]), cheats) for a in acts]
            return [x - fine if a in _OWING else x for x, a in zip(earned, acts, strict=True)]

        def following(state: str, acts: tuple[str, ...]) -> str | dict[str, Number]:
            if len(choices[state][0]) == 1:
                return after.get(state, OVER)
            if _OWING[2] in acts:
                return OVER
            cheats = [k for k, a in enumerate(acts) if a in (KEEPING[1], _OWING[1])]
            law: dict[str, Number] = {ORDERLY: 1 - self.slump} if not cheats else {}
            if cheats:
                law[_owes(cheats[0]) if len(cheats) == 1 else OVER] = self.seen
            blank = self.slump if not cheats else 1 - self.seen
            law[start] = law.get(start, 0) + blank
            return possible(law)

        return MarkovGame.from_function(
            list(choices), choices, payoffs, following, self.discount_factor, ORDERLY,
            ["a seller"] if players == 1 else None,
        )  # fmt: skip


_OWING = ("pay and keep the price", "pay and undercut", "refuse")


def _owes(seller: int) -> str:
    return f"seller {seller + 1} owes"
