"""Marketplace: sellers who turn would-be competitors away, and how many would come otherwise."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_more_than
from coopgames.catalogue.defensive._policing import Policing
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["Marketplace", "MarketplaceBestSize", "MarketplaceCollapse", "MarketplaceEntry"]

_CLASS = "one-shot deviations in every state; public strategies under perfect monitoring"
_NO_FUTURE = "Nash equilibrium of a game without a future"
#: The one state of the games without a future.
NOW = "the market"
#: Sizes of the market at which sellers choose, two states of one seller's problem each.
MOST_SIZES = 30


@dataclass(frozen=True, slots=True)
class _Market(Institution):
    """What all games of the marketplace have: the sellers, and what each earns."""

    sellers: int = count("sellers", "sellers", "n", 12)
    crowd: Number = quantity(
        "what a seller's presence draws to each stall", "money a period", "h", 2, above=0
    )
    congestion: Number = quantity(
        "what a seller's presence takes from each, for every seller", "money a period", "g", "1/10",
        above=0,
    )  # fmt: skip

    name: ClassVar[str] = "marketplace"
    title: ClassVar[str] = "Marketplace"
    source: ClassVar[Source] = Source(
        "6",
        "Downstream connections",
        "In all four marketplaces, by getting together with peers, competition is regulated "
        "through barrier entries for new competitors and internal rules for the production and "
        "exchange of similar or related products.",
        "docs/theory/defensive.md, section 8",
    )
    attributes: ClassVar[Attributes] = {
        "concreteness": ("met", "a newcomer is turned away or he is not"),
        "simplicity": ("met", "one thing counts: who has a stall"),
        "simultaneity": ("not", "the turn comes to whoever the newcomer asks"),
        "proximity": ("met", "all sell in the same place"),
        "sanction": ("-", "a larger market, at everybody's cost"),
    }
    leaves_out: ClassVar[tuple[str, ...]] = (
        "rules on quality and price, which are far from perfect",
        "strategic entrants",
        "stalls that differ",
        "the municipality",
    )

    def income(self, sellers: int) -> Number:
        """Return what each of so many sellers earns in a period."""
        return self.crowd * sellers - self.congestion * sellers**2


@dataclass(frozen=True, slots=True)
class _Policed(_Market):
    """A market whose sellers turn would-be entrants away."""

    appears: Number = chance(
        "probability in a period that a would-be entrant appears", "p", "1/2", above=0
    )
    cost: Number = quantity(
        "cost of turning a would-be entrant away", "money", "e", 3, above=0, attribute="proximity"
    )
    discount_factor: Number = patience("9/10")

    @abstractmethod
    def policing(self) -> Policing:
        """Return the sizes of the market, and what letting an entrant in leads to."""

    def game(self) -> MarkovGame:
        """Return the game of all sellers of today; those let in later turn entrants away.

        Raises
        ------
        UnsupportedGameError
            If there are more sellers than the game is written out for.
        """
        return self.policing().of_all()

    def profile(self) -> MarkovPlan:
        """Return the plan: whoever an entrant asks turns him away."""
        return self.policing().plan(self.sellers)

    def member_game(self) -> MarkovGame:
        """Return one seller's decision problem; all others turn entrants away."""
        return self.policing().of_one()

    def member_profile(self) -> MarkovPlan:
        """Return one seller's part of the plan."""
        return self.policing().plan(1)


@dataclass(frozen=True, slots=True)
class Marketplace(_Policed):
    """Sellers turn entrants away, each at his own cost, for fear of his own loss alone.

    Who lets an entrant in adds one seller for good, and policing goes on at the new size. A
    one-shot deviation at a size needs only the values of policing for ever at that size and at the
    next one. The gap between the two rises with the size, so larger markets police a fortiori; with
    more ``sizes`` the sellers may let entrants in at larger sizes too, and the threshold is the
    same.

    Examples
    --------
    >>> market = Marketplace(sellers=12, crowd=2, congestion="1/10", appears="1/2", cost=3)
    >>> print(*market.threshold().value)
    [104/121, 1)
    >>> market.at(sellers=8).verdict().word
    'never'
    """

    sizes: int = count("sizes of the market at which sellers choose", "sizes", "-", 1)

    claim: ClassVar[str] = f"whoever a would-be entrant asks turns him away; {_CLASS}"

    def policing(self) -> Policing:
        """Return the sizes of the market, and what letting an entrant in leads to.

        Raises
        ------
        UnsupportedGameError
            If the sellers choose at more than 30 sizes.
        """
        refuse_more_than(MOST_SIZES, "sizes", self.sizes)
        sizes = range(self.sellers, self.sellers + self.sizes + 1)
        incomes = {size: self.income(size) for size in sizes}
        return Policing(incomes, None, self.appears, self.cost, self.discount_factor)


@dataclass(frozen=True, slots=True)
class MarketplaceCollapse(_Policed):
    """Policing breaks down for ever after the first entrant who was let in.

    That the market then fills up until a seller earns what he would earn elsewhere is assumed, not
    derived: see :class:`MarketplaceEntry`.

    Examples
    --------
    >>> print(*MarketplaceCollapse(sellers=12, outside=1).threshold().value)
    [40/153, 1)
    """

    outside: Number = quantity(
        "what each earns once the market has collapsed", "money a period", "u_0", 1
    )

    variant: ClassVar[str] = "collapse"
    attributes: ClassVar[Attributes] = {
        **_Market.attributes,
        "sanction": ("-", "nobody turns entrants away any more, at everybody's cost"),
    }
    claim: ClassVar[str] = f"whoever a would-be entrant asks turns him away; {_CLASS}"

    def policing(self) -> Policing:
        """Return the sizes of the market, and what letting an entrant in leads to."""
        incomes = {self.sellers: self.income(self.sellers)}
        return Policing(incomes, self.outside, self.appears, self.cost, self.discount_factor)


@dataclass(frozen=True, slots=True)
class MarketplaceEntry(_Market):
    """Free entry: a seller stays, and one more producer stays out.

    Those inside are alike and so are those outside, so one of each decides for all.

    Examples
    --------
    >>> from coopgames import parameter
    >>> market = MarketplaceEntry(crowd=2, congestion="1/10", outside=1)
    >>> [k for k in range(17, 22) if market.at(sellers=k).verdict().sustained]
    [19]
    >>> print(*market.at(sellers=10).threshold(parameter("outside", 0, 100)).value)
    [99/10, 10]
    """

    sellers: int = count("sellers", "sellers", "k", 19)
    outside: Number = quantity("what a producer earns elsewhere", "money a period", "u_0", 1)

    variant: ClassVar[str] = "entry"
    attributes: ClassVar[Attributes] = {"sanction": ("-", "none: entry is free")}
    claim: ClassVar[str] = f"as many sell as there are and nobody more comes; {_NO_FUTURE}"

    def game(self) -> MarkovGame:
        """Return the simultaneous choices of one seller and of one producer outside."""
        now, more, away = self.income(self.sellers), self.income(self.sellers + 1), self.outside
        inside = [[now, more], [away, away]]
        outside = [[away, more], [away, now]]  # if one leaves and one enters, as many sell as now
        return MarkovGame(
            [NOW], [("stay", "leave"), ("stay out", "enter")], [[inside, outside]], [NOW], 0, NOW,
            ["a seller", "a producer outside"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: the seller stays, the other stays out."""
        return {NOW: (0, 0)}


@dataclass(frozen=True, slots=True)
class MarketplaceBestSize(_Market):
    """How many sellers are best for the sellers, who choose all together.

    They may have one more or one fewer. Incomes are concave in the number of sellers, so neither is
    better only where no other number is.

    Examples
    --------
    >>> from coopgames import parameter
    >>> market = MarketplaceBestSize(sellers=10, crowd=2, congestion="1/10")
    >>> market.verdict().sustained, market.at(sellers=11).verdict().sustained
    (True, False)
    >>> print(*market.threshold(parameter("congestion", 0, 1)).value)
    [2/21, 2/19]
    """

    sellers: int = count("sellers", "sellers", "k", 10)

    variant: ClassVar[str] = "best size"
    attributes: ClassVar[Attributes] = {"sanction": ("-", "none: the sellers decide together")}
    claim: ClassVar[str] = "the sellers keep to their number; the best choice of all together"

    def game(self) -> MarkovGame:
        """Return the choice of the sellers."""
        choices = {"keep to the number": 0, "one more": 1, "one fewer": -1}
        if self.sellers == 1:
            del choices["one fewer"]  # a market without sellers is no market
        incomes = [self.income(self.sellers + k) for k in choices.values()]
        return MarkovGame([NOW], [tuple(choices)], [[incomes]], [NOW], 0, NOW, ["the sellers"])

    def profile(self) -> MarkovPlan:
        """Return the plan: to keep to the number."""
        return {NOW: (0,)}
