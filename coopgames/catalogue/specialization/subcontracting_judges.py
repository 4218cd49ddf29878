"""Subcontracting whose deliveries somebody judges: by a measure, a certificate, a panel's vote."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.arithmetic.grammar import read_exact
from coopgames.catalogue._size import refuse_more_than
from coopgames.catalogue.institution import Attributes, Plan, Source
from coopgames.catalogue.quantities import choice, count, patience, quantity
from coopgames.catalogue.specialization._subcontracting import (
    MOST_DELAY,
    TRUTHFUL,
    Pair,
    PrivatePair,
    Told,
    delay_of_delivery,
    gain_from_shirking,
    public_pair,
    source,
    surplus_of_work,
)
from coopgames.errors import invalid
from coopgames.games import (
    AttributedSignals,
    GaussianMeasure,
    PrivateValuation,
    RepeatedGame,
    supplier_pair,
)

__all__ = ["ArbitratedSubcontracting", "CertifiedSubcontracting", "MeasuredSubcontracting"]

_BURDEN = (
    "interdependency may bring more losses than benefits, increasing risks in an already very "
    "unstable environment"
)
#: Arbitrators, the degree of a panel's rates in one's: a threshold of a rate takes 3 seconds.
MOST_ARBITRATORS = 301
_IN_PUBLIC: Attributes = {
    **Pair.attributes,
    "concreteness": ("partly", "somebody else judges the work, with errors, for all to see"),
    "sanction": ("-", "a fine for the partner"),
}


@dataclass(frozen=True, slots=True)
class CertifiedSubcontracting(PrivatePair):
    """A certifier measures each delivery in public, for a fee; fines go to the partner.

    Examples
    --------
    >>> pair = CertifiedSubcontracting("6/5", "1/4", "1/2", surplus=1, fee=0)
    >>> print(*pair.threshold().value)
    [24/29, 1)
    >>> from coopgames import parameter
    >>> pair = CertifiedSubcontracting("4/5", "1/10", "9/10", surplus=1)
    >>> print(*pair.threshold(parameter("fee", 0, 1)).value)
    (0, 8/9]
    """

    fee: Number = quantity("the certifier's fee", "money a round", "phi", "1/10", least=0)

    variant: ClassVar[str] = "certifier"
    source: ClassVar[Source] = source(
        "6", "Uncertain and non-supportive arrangement", _BURDEN, "P8"
    )
    attributes: ClassVar[Attributes] = _IN_PUBLIC
    claim: ClassVar[str] = f"work by the certificate, which both sides see; {TRUTHFUL}"
    leaves_out: ClassVar[tuple[str, ...]] = ("corruption of the certifier",)

    def stake(self) -> Number:
        """Return what a round is worth after the fee."""
        return self.surplus - self.fee

    def signals(self) -> AttributedSignals:
        """Return what everybody sees of the work."""
        return AttributedSignals(self.false_alarm, self.detection)

    def game(self) -> RepeatedGame:
        """Return the game of the pair with the certificate as its public signal."""
        delta = self.discount_factor
        return public_pair(self.gain, self.stake(), delta, self.signals(), None, self.delay)

    def profile(self) -> Plan:
        """Return None: work, with whatever fine sustains it."""
        return None


@dataclass(frozen=True, slots=True)
class ArbitratedSubcontracting(CertifiedSubcontracting):
    """An odd number of honest arbitrators vote, with errors independent given the effort.

    The rates are those of one arbitrator. A majority need not help:

    Examples
    --------
    >>> panel = ArbitratedSubcontracting(1, "1/5", "3/5", surplus=1)
    >>> [panel.at(arbitrators=w).threshold().value[0].lower for w in (1, 3, 5)]
    [Fraction(5, 7), Fraction(125, 193), Fraction(3125, 5077)]
    >>> doubtful = panel.at(false_alarm="1/20", detection="3/10")
    >>> rates = [doubtful.at(arbitrators=w).signals() for w in (1, 3, 5)]
    >>> [round(float(s.detection - s.false_alarm), 3) for s in rates]
    [0.25, 0.209, 0.162]
    """

    fee: Number = quantity("what the panel costs", "money a round", "phi", 0, least=0)
    arbitrators: int = count("arbitrators, an odd number", "members", "w", 3, least=1)

    variant: ClassVar[str] = "arbitration panel"
    claim: ClassVar[str] = f"work by the verdict of the majority; {TRUTHFUL}"
    leaves_out: ClassVar[tuple[str, ...]] = (
        "the arbitrators' honesty, which nothing makes strictly best if their errors are "
        "independent given the effort",
        "the cost of panels, but for a fee",
    )

    def check(self) -> None:
        """Refuse an even number of arbitrators."""
        Pair.check(self)
        if self.arbitrators % 2 == 0:
            raise invalid("arbitrators", self.arbitrators, "an odd number")

    def signals(self) -> AttributedSignals:
        """Return the rates of a bad verdict by more than half of the votes.

        Raises
        ------
        UnsupportedGameError
            If there are more arbitrators than ``MOST_ARBITRATORS``, 301.
        """
        refuse_more_than(MOST_ARBITRATORS, "arbitrators", self.arbitrators, "rates")
        alpha, eta = map(self._majority, (self.false_alarm, self.detection))
        return AttributedSignals(alpha, eta)

    def _majority(self, rate: Number) -> Number:
        size = self.arbitrators
        total: Number = 0
        for votes in range(size // 2 + 1, size + 1):
            total = total + comb(size, votes) * rate**votes * (1 - rate) ** (size - votes)
        return total


@dataclass(frozen=True, slots=True)
class MeasuredSubcontracting(Told):
    """Normal quality: the work is measured with an error in each of its sides.

    The best cutoff is what ``best_cutoff_threshold`` (``coopgames.solvers.continuous_thresholds``)
    finds in this game. Its complaint rates are enclosed, so no number of it may be a float.

    Examples
    --------
    >>> import coopgames as cg
    >>> pair = MeasuredSubcontracting(gain=1, surplus=1, noise="1/2")
    >>> games = [pair.at(who=who).game() for who in ("the buyer", "everybody")]
    >>> [round(float(cg.critical_discount_factor(game).value), 9) for game in games]
    [0.656153238, 0.594286709]
    """

    gain: Number = gain_from_shirking(1)
    surplus: Number = surplus_of_work(1)
    noise: Number = quantity(
        "standard deviation of the error in one dimension", "shares of a full contribution",
        "sigma", "1/4", above=0, attribute="concreteness",
    )  # fmt: skip
    dimensions: int = count(
        "dimensions of the work that are valued", "dimensions", "d", 1, attribute="simplicity"
    )
    cutoff: Number = quantity(
        "impression below which there is a complaint", "shares of a full contribution", "y", "1/2"
    )
    valued: str = choice(
        "whether dimensions are valued in one impression or apart", "together", "together", "apart",
        attribute="simplicity",
    )  # fmt: skip
    who: str = choice("who sees the measure", "the buyer", "the buyer", "everybody")
    delay: int = delay_of_delivery()
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "normal quality"
    source: ClassVar[Source] = source(
        "7",
        "The organization of joint efforts",
        "would demand continuous coordination to solve problems and to calculate the values given "
        "and received",
        "P2",
    )
    claim: ClassVar[str] = f"work by a complaint below the given cutoff; {TRUTHFUL}"
    leaves_out: ClassVar[tuple[str, ...]] = (
        "divisible effort and several tasks",
        "learning the buyer's standards",
        "tails that are not normal",
    )

    def check(self) -> None:
        """Refuse floats, which do not go with enclosed rates, and rounds that are too long."""
        refuse_more_than(MOST_DELAY, "delay", self.delay, "polynomials")
        if isinstance(self.noise, float):
            read_exact(self.noise, "noise")

    def measure(self) -> GaussianMeasure:
        """Return the measure; apart, each of d dimensions shows the work as 1 of its own."""
        share = 1 if self.valued == "together" else self.dimensions
        return GaussianMeasure(self.noise / share, self.dimensions, 1, self.cutoff)  # type: ignore[arg-type]

    def game(self) -> RepeatedGame:
        """Return the game of the pair; fines after a public measure go to the partner."""
        gain, value, delta = self.gain, self.surplus, self.discount_factor
        if self.who == "everybody":
            signals = AttributedSignals.gaussian(self.measure())
            return public_pair(gain, value, delta, signals, None, self.delay)
        reports = PrivateValuation.gaussian(self.measure())
        return RepeatedGame(supplier_pair(gain, value), delta, reports, lag=self.delay)

    def profile(self) -> Plan:
        """Return None: work, with whatever a complaint burns or moves."""
        return None
