"""Subcontracting by producers with little wealth: what they cannot pay, what they do not risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopgames.arithmetic import Number, RationalFunction
from coopgames.catalogue.conditions import refuse_below
from coopgames.catalogue.institution import Attributes, Plan, Source
from coopgames.catalogue.quantities import chance, quantity
from coopgames.catalogue.specialization._subcontracting import (
    MARKOV,
    TRUTHFUL,
    Pair,
    alarms_after_shirking,
    alarms_after_work,
    public_pair,
    source,
    surplus_of_work,
)
from coopgames.errors import invalid
from coopgames.games import AttributedSignals, MarkovGame, RepeatedGame
from coopgames.games._domains import at_least
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["CautiousSubcontracting", "WealthBoundSubcontracting"]

MINIMUM = (
    "if he thinks it has a chance of leaving him below his minimum level, he will not go in this "
    "direction"
)


@dataclass(frozen=True, slots=True)
class WealthBoundSubcontracting(Pair):
    """A fine of which no more than the wealth can be collected, and a lottery of exclusion.

    Who was complained about pays his wealth, and is excluded by a lottery that is as harsh as it
    may be for him to pay still. Others' fines reach him, by chance, whatever he does.

    The chance of exclusion, :attr:`exclusion`, is taken as given: it is the solution of the
    equation that makes him just pay, not one that a solver finds in this game. At any other chance
    the game is :meth:`with_exclusion`, in which a solver finds the same one.

    Examples
    --------
    >>> pair = WealthBoundSubcontracting(1, "1/5", "7/10", surplus=2, wealth="1/2")
    >>> print(*pair.threshold().value)
    [0.547236991 (root of x^2 + 36x - 20), 1)

    The chances of exclusion that deter and leave the fine paid, and the one taken as given:

    >>> import coopgames as cg
    >>> pair = pair.at(discount_factor="3/5")
    >>> game = pair.with_exclusion(cg.parameter("exclusion", 0, 1))
    >>> print(*cg.critical_value(game, "exclusion", pair.profile()).value, pair.exclusion)
    [170/249, 90/103] 90/103
    """

    false_alarm: Number = alarms_after_work("1/5")
    detection: Number = alarms_after_shirking("7/10")
    surplus: Number = quantity(
        "surplus of a round with work, for each", "money a round", "v", 2, above=0
    )
    wealth: Number = quantity(
        "the largest fine that can be collected in a round", "money", "W", "1/2", least=0
    )

    variant: ClassVar[str] = "wealth bound"
    source: ClassVar[Source] = source("6", "Independence", MINIMUM, "P5 (ii)")
    attributes: ClassVar[Attributes] = {
        **Pair.attributes,
        "sanction": ("-", "a fine up to the wealth for the treasury, exclusion by lottery beyond"),
    }
    claim: ClassVar[str] = (
        f"work, and payment of the fine, under the harshest lottery that leaves it paid; {MARKOV}; "
        "no other lottery does it at less patience"
    )
    leaves_out: ClassVar[tuple[str, ...]] = (
        "instalments, which raise what can be collected",
        "savings",
        "insurance",
    )

    def check(self) -> None:
        """Refuse a wealth above what a round is worth.

        A larger one may be more than membership is worth to the impatient: then that bounds the
        fine, and the plan is another (:mod:`coopgames.solvers.pair_wealth` has both).
        """
        Pair.check(self)
        refuse_below("surplus", self.surplus, "wealth", self.wealth)

    @property
    def exclusion(self) -> Number:
        """Probability of exclusion after a paid fine: he loses nothing by paying, nor gains.

        With ``V`` the value of membership and ``q`` the probability, ``(1 - q) V = W``, solved for
        ``q``.
        """
        beta, alpha = self.round_discount_factor, self.false_alarm
        return (self.surplus - self.wealth * (1 - beta)) / (
            self.surplus + alpha * beta * self.wealth
        )

    def game(self) -> MarkovGame:
        """Return the problem of one member, who works for another and pays when fined."""
        return self.with_exclusion(self.exclusion)

    def with_exclusion(self, chance: Number) -> MarkovGame:
        """Return the problem of one member if a paid fine is followed by exclusion so often."""
        fine, alpha, eta, stays = self.wealth, self.false_alarm, self.detection, 1 - chance
        # What others pay comes to him before he decides anything, in good standing or fined.
        refund = alpha * fine

        def after(complaint: Number, stays: Number) -> dict[str, Number]:
            law: dict[str, Number] = {"good standing": stays * (1 - complaint)}
            return law | {"fined": stays * complaint, "excluded": 1 - stays}

        work, shirk = self.surplus, self.surplus + self.gain
        paid = [refund - fine + stays * x for x in (work, shirk)]
        return MarkovGame(
            ["good standing", "fined", "excluded"],
            {
                "good standing": [("work", "shirk")],
                "fined": [("pay, then work", "pay, then shirk", "refuse")],
                "excluded": [("produce at home",)],
            },
            {
                "good standing": [[refund + work, refund + shirk]],
                "fined": [[*paid, refund]],
                "excluded": [[0]],
            },
            {
                "good standing": [after(alpha, 1), after(eta, 1)],
                "fined": [after(alpha, stays), after(eta, stays), "excluded"],
                "excluded": ["excluded"],
            },
            self.round_discount_factor, "good standing", ["a member"], allow_unreached=True,
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: work, and pay when fined."""
        return {"good standing": (0,), "fined": (0,), "excluded": (0,)}


@dataclass(frozen=True, slots=True)
class CautiousSubcontracting(Pair):
    """A producer near his minimum, who risks to fall below it with no more than a given chance.

    Examples
    --------
    >>> pair = CautiousSubcontracting(1, "1/5", "4/5", surplus=3, income="5/2", least_income="1/2")
    >>> print(*pair.threshold().value, *pair.at(tolerance="1/5").threshold().value)
    [5/6, 1) [5/14, 1)
    """

    false_alarm: Number = alarms_after_work("1/5")
    detection: Number = alarms_after_shirking("4/5")
    surplus: Number = surplus_of_work(3, "surplus of a round with work for each")
    income: Number = quantity("his income", "money a round", "y", "5/2", least=0)
    least_income: Number = quantity(
        "the minimum that he must not fall below", "money a round", "y_min", "1/2", least=0
    )
    tolerance: Number = chance("the chance of falling below it that he accepts", "eps", 0)

    variant: ClassVar[str] = "safety first"
    source: ClassVar[Source] = source("6", "Independence", MINIMUM, "P5 (iii)")
    attributes: ClassVar[Attributes] = {
        **Pair.attributes,
        "sanction": ("-", "a fine for the treasury, no larger than what he risks"),
    }
    claim: ClassVar[str] = f"work, by a fine that the cautious accept; {TRUTHFUL}"
    leaves_out: ClassVar[tuple[str, ...]] = ("savings", "insurance", "instalments")

    def check(self) -> None:
        """Refuse an income below the minimum, and a tolerance on both sides of false alarms."""
        Pair.check(self)
        refuse_below("income", self.income, "least_income", self.least_income)
        excess = self.tolerance - self.false_alarm
        if isinstance(excess, RationalFunction) and not (
            at_least(excess, 0) or all(sign < 0 for _, _, sign in excess.sign_cells())
        ):
            # The games on both sides differ, and none is the game on the whole domain.
            free = excess.parameter
            cuts = [str(x) for x, _, _ in excess.sign_cells()[1:]]
            expected = (
                f"coopgames.parameter({free.name!r}, lower, upper) on one side of "
                f"{' and of '.join(cuts)}, where the tolerance is the false alarm rate: from there "
                "on no fine is too large, and the games differ"
            )
            raise invalid(free.name, (free.lower, free.upper), expected)

    @property
    def largest_fine(self) -> Number | None:
        """The largest fine he risks; None if any, as a fine is unlikely enough."""
        enough = at_least(self.tolerance, self.false_alarm)
        return None if enough else self.income - self.least_income

    def game(self) -> RepeatedGame:
        """Return the game in which fines go to a treasury and none exceeds what he risks."""
        signals = AttributedSignals(self.false_alarm, self.detection)
        cap = self.largest_fine
        delta = self.discount_factor
        return public_pair(self.gain, self.surplus, delta, signals, cap, self.delay)

    def profile(self) -> Plan:
        """Return None: work, with whatever fine sustains it."""
        return None
