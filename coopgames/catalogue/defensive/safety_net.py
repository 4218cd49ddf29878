"""Safety net: members help whoever is hit by misfortune, and nobody can be forced to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from coopgames.arithmetic import Enclosure, Number
from coopgames.arithmetic.isoelastic import marginal_utility, utility_gain
from coopgames.catalogue._size import refuse_more_than
from coopgames.catalogue.conditions import refuse_below
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.catalogue.symmetric import MOST_MEMBERS
from coopgames.errors import UnsupportedGameError
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["MutualFund", "SafetyNet", "SomeInsurance"]

_ATTRIBUTES: Attributes = {
    "concreteness": ("met", "a misfortune such as an illness is seen by the other members"),
    "simplicity": ("met", "one thing is asked: help for the one who is hit"),
    "simultaneity": ("not", "who gives today may be in need much later"),
    "proximity": ("met", "members work side by side"),
    "sanction": ("-", "who refuses to help is not helped again, and helps nobody"),
}
_CLASS = "one-shot deviations in every state; public strategies under perfect monitoring"
CALM, ALONE = "calm", "alone"
#: The largest relative risk aversion: incomes are raised to this power.
MOST_AVERSION = 100
_HELP, _NO_CHOICE = ("help", "refuse"), ("go on",)
_Pair: TypeAlias = tuple[Number | int, Number | int]


class _Told(Institution):
    """What the book says of the safety net, for all its games."""

    __slots__ = ()
    name: ClassVar[str] = "safety_net"
    title: ClassVar[str] = "Safety net"
    source: ClassVar[Source] = Source(
        "3",
        "Producer associations",
        "In an association we are a family and if someone has a problem like a health problem, we "
        "try to collaborate by giving moral support or money.",
        "docs/theory/defensive.md, section 9",
    )
    attributes: ClassVar[Attributes] = _ATTRIBUTES
    leaves_out: ClassVar[tuple[str, ...]] = (
        "crises that hit all at once",
        "incomes that the others do not see",
        "subgroups that leave together",
        "the net as a reason not to do risky business with the same people",
    )


@dataclass(frozen=True, slots=True)
class _TwoMembers(_Told):
    """Two members, of whom misfortune hits at most one in a period."""

    high_income: Number = quantity(
        "income of the member who is not hit", "money", "h", "3/2", above=0
    )
    low_income: Number = quantity("income of the member who is hit", "money", "l", "1/2", above=0)
    misfortune: Number = chance(
        "probability in a period that one of the two is hit", "zeta", "2/5", above=0
    )
    risk_aversion: int = count("relative risk aversion; 1 is the logarithm", "-", "gamma", 2)
    discount_factor: Number = patience("9/10")

    def check(self) -> None:
        """Refuse a misfortune that is none."""
        _check(self, "high_income", "low_income")

    def profile(self) -> MarkovPlan:
        """Return the plan: whoever is not hit helps."""
        return {CALM: (0, 0), "1 is hit": (0, 0), "2 is hit": (0, 0), ALONE: (0, 0)}

    def _between(self, helped: _Pair, refused: _Pair, alone: object) -> MarkovGame:
        """Return the game of both, by what (giver, receiver) get; 0 in a calm period."""
        hit = self.misfortune
        law = {CALM: 1 - hit, "1 is hit": hit / 2, "2 is hit": hit / 2}

        def payoff(state: str, acts: tuple[str, ...]) -> Sequence[object]:
            if state in (CALM, ALONE):
                return (alone, alone) if state == ALONE else (0, 0)
            giver, receiver = helped if "help" in acts else refused
            return (receiver, giver) if state == "1 is hit" else (giver, receiver)

        def move(state: str, acts: tuple[str, ...]) -> Any:
            return ALONE if state == ALONE or "refuse" in acts else law

        choices = {
            CALM: (_NO_CHOICE, _NO_CHOICE),
            "1 is hit": (("accept",), _HELP),
            "2 is hit": (_HELP, ("accept",)),
            ALONE: (_NO_CHOICE, _NO_CHOICE),
        }
        return MarkovGame.from_function(list(choices), choices, payoff, move, self.discount_factor)


@dataclass(frozen=True, slots=True)
class SafetyNet(_TwoMembers):
    """Two members who share equally what they have whenever one of them is hit.

    Utilities have constant relative risk aversion. An aversion of 1 (logarithms) gives no rational
    payoffs: there :meth:`game` takes floats only, and
    :func:`coopgames.solvers.enclosed_corners.corner_threshold` encloses the threshold.

    Examples
    --------
    >>> net = SafetyNet(high_income="3/2", low_income="1/2", misfortune="2/5", risk_aversion=2)
    >>> print(*net.threshold().value)
    [5/7, 1)
    >>> net.at(discount_factor="1/2").verdict().word
    'not sustained'
    """

    claim: ClassVar[str] = f"equal sharing with the one who is hit; {_CLASS}"

    def utilities(self) -> tuple[Number, Number]:
        """Return what the fortunate one gives up and what the other is spared, in utils."""
        middle = (self.high_income + self.low_income) / 2
        return (
            utility_gain(middle, self.high_income, self.risk_aversion),
            utility_gain(self.low_income, middle, self.risk_aversion),
        )

    def game(self) -> MarkovGame:
        """Return the game of the two.

        Raises
        ------
        UnsupportedGameError
            If utilities are logarithms of exact numbers.
        """
        return self.with_utilities(*_exact(self.utilities()))

    def with_utilities(self, gain: Number, loss: Number) -> MarkovGame:
        """Return the game by ``gain = u(h) - u(m)`` and ``loss = u(m) - u(l)``, m the mean income.

        Only differences of utilities count, so the utility of the mean income is 0.
        """
        alone = self.misfortune * (gain - loss) / 2
        return self._between((0, 0), (gain, -loss), alone)


@dataclass(frozen=True, slots=True)
class SomeInsurance(_TwoMembers):
    """Can the two help each other at all? Each time a very small gift to the one who is hit.

    Payoffs are per util that the giver loses: the one who is hit gains the ratio of the marginal
    utilities. This is the limit of small gifts: above the threshold some small gift is sustained;
    at the threshold itself the limit is (indifference helps), but with a strictly concave utility
    no positive gift is, however small. No plan without repayments in calm periods, stationary or
    not, does better (docs/theory/defensive.md, section 9, S3);
    :func:`coopgames.solvers.insurance.insurance_exists` covers plans with repayments.

    Examples
    --------
    >>> net = SomeInsurance("3/2", "1/2", misfortune="1/2", risk_aversion=2)
    >>> print(*net.threshold().value)
    [1/3, 1)
    >>> print(*net.at(risk_aversion=1, misfortune=1).threshold().value)
    [1/2, 1)
    """

    variant: ClassVar[str] = "any insurance"
    claim: ClassVar[str] = (
        "gifts to the one who is hit, in the limit of small gifts; at the end of the set itself no "
        f"positive gift is sustained; {_CLASS}"
    )

    def game(self) -> MarkovGame:
        """Return the game of the two, linear in the gift."""
        aversion = self.risk_aversion
        spared = marginal_utility(self.low_income, aversion)
        ratio = spared / marginal_utility(self.high_income, aversion)
        return self._between((-1, ratio), (0, 0), 0)


@dataclass(frozen=True, slots=True)
class MutualFund(_Told):
    """A fund of several members: when one is hit, all bear an equal part of the loss.

    The collection is made if all pay; otherwise everybody keeps what he has, and the fund is over.

    Examples
    --------
    >>> fund = MutualFund(members=5, income=1, loss="3/5", misfortune="3/10")
    >>> print(*fund.threshold().value)
    [25/34, 1)
    >>> print(*fund.at(members=50).threshold().value)
    [1000/1441, 1)
    """

    members: int = count("members of the fund", "members", "n", 4, least=2)
    income: Number = quantity("income of a member who is not hit", "money", "h", 1, above=0)
    loss: Number = quantity("what the one who is hit loses", "money", "L", "3/5", above=0)
    misfortune: Number = chance(
        "probability in a period that one member is hit", "zeta", "3/10", above=0
    )
    risk_aversion: int = count("relative risk aversion; 1 is the logarithm", "-", "gamma", 2)
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "fund"
    claim: ClassVar[str] = f"everybody bears an equal part of each loss; {_CLASS}"

    def check(self) -> None:
        """Refuse a loss of more than the income."""
        _check(self, "income", "loss")

    def utilities(self) -> tuple[Number, Number]:
        """Return what a contribution costs and what the fund spares the one hit, in utils."""
        middle = self.income - self.loss / self.members
        return (
            utility_gain(middle, self.income, self.risk_aversion),
            utility_gain(self.income - self.loss, middle, self.risk_aversion),
        )

    def game(self) -> MarkovGame:
        """Return the game of all members.

        Raises
        ------
        UnsupportedGameError
            If utilities are logarithms of exact numbers, or there are more than ten members.
        """
        n = self.members
        if n > MOST_MEMBERS:
            raise UnsupportedGameError(
                f"members: got {n}, the game of all members is written out up to {MOST_MEMBERS}; "
                "member_game has one member's decision problem"
            )
        gain, loss = _exact(self.utilities())
        hit = {f"{k + 1} is hit": k for k in range(n)}
        law = {CALM: 1 - self.misfortune, **{s: self.misfortune / n for s in hit}}

        def payoff(state: str, acts: tuple[str, ...]) -> Sequence[object]:
            if state not in hit:
                return [self._calm_or_alone(state, gain, loss)] * n
            kept = "refuse" in acts
            return [(-loss if k == hit[state] else gain) if kept else 0 for k in range(n)]

        def move(state: str, acts: tuple[str, ...]) -> Any:
            return ALONE if state == ALONE or "refuse" in acts else law

        choices = {
            s: tuple(_HELP if s in hit and hit[s] != k else _NO_CHOICE for k in range(n))
            for s in (CALM, *hit, ALONE)
        }
        return MarkovGame.from_function(list(choices), choices, payoff, move, self.discount_factor)

    def profile(self) -> MarkovPlan:
        """Return the plan: whoever is not hit pays his part."""
        hit = [f"{k + 1} is hit" for k in range(self.members)]
        return {s: (0,) * self.members for s in (CALM, *hit, ALONE)}

    def member_game(self) -> MarkovGame:
        """Return one member's decision problem; all others pay their parts."""
        return self.with_utilities(*_exact(self.utilities()))

    def with_utilities(self, gain: Number, loss: Number) -> MarkovGame:
        """Return one member's problem, by ``gain = u(h) - u(h - L/n)``, the cost of his part.

        ``loss = u(h - L/n) - u(h - L)`` is what the fund spares him when he is hit. Only
        differences of utilities count, so the utility of ``h - L/n`` is 0.
        """
        own = self.misfortune / self.members
        law = {CALM: 1 - self.misfortune, "another is hit": self.misfortune - own, "he is hit": own}
        calm, alone = (self._calm_or_alone(s, gain, loss) for s in (CALM, ALONE))
        return MarkovGame(
            [CALM, "another is hit", "he is hit", ALONE],
            {CALM: [_NO_CHOICE], "another is hit": [_HELP], "he is hit": [("accept",)],
             ALONE: [_NO_CHOICE]},
            {CALM: [[calm]], "another is hit": [[0, gain]], "he is hit": [[0]], ALONE: [[alone]]},
            {CALM: law, "another is hit": [law, ALONE], "he is hit": law, ALONE: ALONE},
            self.discount_factor, None, ["a member"],
        )  # fmt: skip

    def member_profile(self) -> MarkovPlan:
        """Return one member's part of the plan."""
        return {CALM: (0,), "another is hit": (0,), "he is hit": (0,), ALONE: (0,)}

    def _calm_or_alone(self, state: str, gain: Number, loss: Number) -> Number:
        own = self.misfortune / self.members
        return gain if state == CALM else (1 - own) * gain - own * loss


def _exact(utilities: tuple[Number, Number]) -> tuple[Number, Number]:
    if any(isinstance(x, Enclosure) for x in utilities):
        raise UnsupportedGameError(
            "risk_aversion: got 1, a game has no logarithms of exact numbers as payoffs; give "
            "floats, or enclose the threshold by with_utilities, utilities and "
            "coopgames.solvers.enclosed_corners.corner_threshold"
        )
    return utilities


def _check(of: _TwoMembers | MutualFund, larger: str, smaller: str) -> None:
    refuse_below(larger, getattr(of, larger), smaller, getattr(of, smaller), strictly=True)
    refuse_more_than(MOST_AVERSION, "risk_aversion", of.risk_aversion, "numbers")
