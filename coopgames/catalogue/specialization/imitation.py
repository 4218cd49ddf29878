"""Imitation: a design that is shown is copied, so producers may keep it secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.institution import Source
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.catalogue.specialization._design import DesignWithoutConsent
from coopgames.catalogue.specialization._secrecy import CLASS, Sharing, source

__all__ = ["ConstantSumImitation", "DesignWithoutConsent", "GrowingPie", "Imitation"]


@dataclass(frozen=True, slots=True)
class Imitation(Sharing):
    """Each act of sharing costs a producer g, and brings the others m g together.

    The others imitate to equal parts. With a leak a secret is out all the same; whether a design
    was shown is seen in any case.

    Examples
    --------
    >>> producers = Imitation(multiplier="3/2")
    >>> print(*producers.threshold().value)
    [2/3, 1)
    >>> print(*producers.at(producers=7, leak="1/4").threshold().value)
    [2/3, 1)

    Just below the threshold no plan at all has any sharing, at it both can gain (two producers,
    pure actions with public randomization):

    >>> from coopgames import equilibrium_payoffs
    >>> equilibrium_payoffs(producers.at(discount_factor="665/1000").repeated_game()).value
    PayoffSet([(2, 2)])
    >>> equilibrium_payoffs(producers.at(discount_factor="2/3").repeated_game()).value
    PayoffSet([(2, 2), ('17/6', 2), ('5/2', '5/2'), (2, '17/6')])
    """

    producers: int = count("producers", "producers", "n", 2, least=2)
    earned: Number = quantity("what a producer earns if all are secret", "money a round", "a", 2)
    moved: Number = quantity("what sharing costs the sharer", "money a round", "g", 1, above=0)
    multiplier: Number = quantity(
        "what sharing brings to the others for each unit that it costs", "-", "m", "3/2", least=0
    )
    leak: Number = chance("probability that a secret design leaks", "rho", 0, below=1)
    discount_factor: Number = patience("9/10")

    source: ClassVar[Source] = source("P7a.2")
    claim: ClassVar[str] = f"all share in every round, by the grim trigger; {CLASS}"

    def earnings(self, shares: bool, others: int) -> Number:
        """Return what a producer earns in a round, by whether he and how many others share."""
        rivals = self.producers - 1
        seen = others + (rivals - others) * self.leak
        lost = 1 if shares else self.leak
        return self.earned + self.moved * (self.multiplier * seen / rivals - lost)

    def together(self) -> tuple[int, Number]:
        """Return the number of producers and the discount factor."""
        return self.producers, self.discount_factor


@dataclass(frozen=True, slots=True)
class ConstantSumImitation(Sharing):
    """What one producer gains from a design another loses: sharing moves g and creates nothing.

    Examples
    --------
    >>> producers = ConstantSumImitation(discount_factor="99/100")
    >>> producers.verdict().word
    'never'

    Nor has any other plan any sharing (pure actions with public randomization):

    >>> from coopgames import equilibrium_payoffs
    >>> equilibrium_payoffs(producers.repeated_game()).value
    PayoffSet([(2, 2)])
    """

    producers: int = count("producers", "producers", "n", 2, least=2)
    earned: Number = quantity("what a producer earns if all are secret", "money a round", "a", 2)
    moved: Number = quantity("what sharing moves to the others", "money a round", "g", 1, above=0)
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "constant sum"
    source: ClassVar[Source] = source("P7a.1")
    claim: ClassVar[str] = f"all share in every round, by the grim trigger; {CLASS}"

    def earnings(self, shares: bool, others: int) -> Number:
        """Return what a producer earns in a round, by whether he and how many others share."""
        rivals = self.producers - 1
        return self.earned + self.moved * others / rivals - self.moved * int(shares)

    def together(self) -> tuple[int, Number]:
        """Return the number of producers and the discount factor."""
        return self.producers, self.discount_factor


@dataclass(frozen=True, slots=True)
class GrowingPie(Sharing):
    """The market of two producers grows only if both share; one alone gives g away.

    Examples
    --------
    >>> from coopgames import parameter
    >>> producers = GrowingPie(earned=2, moved=1, expansion="11/10")
    >>> print(*producers.threshold().value)
    [4/5, 1)
    >>> expansion = parameter("expansion", 1, 2)
    >>> print(*producers.at(discount_factor="3/5").threshold(expansion).value)
    [6/5, 2)
    """

    earned: Number = quantity(
        "what a producer earns if both are secret", "money a round", "a", 2, above=0
    )
    moved: Number = quantity(
        "what one who shares alone gives to the other", "money a round", "g", 1, above=0
    )
    expansion: Number = quantity(
        "factor by which the market grows if both share", "-", "m", "11/10", least=0
    )
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "pie"
    source: ClassVar[Source] = source("P7a.3")
    claim: ClassVar[str] = f"both share in every round, by the grim trigger; {CLASS}"

    def earnings(self, shares: bool, others: int) -> Number:
        """Return what a producer earns in a round, by whether he and the other share."""
        if shares and others:
            return self.expansion * self.earned
        return self.earned + self.moved * (others - int(shares))

    def together(self) -> tuple[int, Number]:
        """Return the number of producers and the discount factor."""
        return 2, self.discount_factor
