"""The market believed static: why nobody opens up, and why nobody finds out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.quantities import chance, choice, count, patience, quantity
from coopgames.catalogue.specialization.imitation import Imitation
from coopgames.catalogue.state_and_market._static_market import Told
from coopgames.catalogue.symmetric import AlikeInstitution, AlikeMembers
from coopgames.errors import invalid
from coopgames.games import AnonymousGame, MarkovGame, StageGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["FirstTrial", "SecretDesigns", "StaticBelief", "ZeroSumBelief"]

_ONCE = "the season"
_PLANS = ("hide", "grim", "share")


class _Opening(Told):
    """Producers who open up the market, or defend their part of it."""

    __slots__ = ()
    producers: int
    needed: int
    value: Number
    cost: Number
    spillover: Number

    def check(self) -> None:
        """Refuse a market that needs more producers than there are."""
        if self.needed > self.producers:
            raise invalid("needed", self.needed, f"at most the {self.producers} producers")

    def stage(self) -> AnonymousGame:
        """Return the game by how many open up (which counts as contributing)."""
        return AnonymousGame(self.producers, lambda own, others: self._earned("", own > 0, others))

    def _earned(self, _: str, opens: bool, others: int) -> Any:
        if opens:
            return (self.value if others + 1 >= self.needed else 0) - self.cost
        return self.spillover if others >= self.needed else 0


@dataclass(frozen=True, slots=True)
class ZeroSumBelief(_Opening, AlikeInstitution):
    """A market that grows only if enough producers open up; whoever watches gains a little too.

    All opening up and nobody opening up can both be equilibria. :meth:`stage` has the game for
    :func:`~coopgames.solvers.participation.numbers_of_participants`, and for
    :func:`~coopgames.solvers.laplacian.laplacian_threshold`: what a producer does who holds every
    number of the others to be equally likely. That is a selection among the equilibria (of the
    global game with vanishing noise) only without spillovers: with them a further opener can make
    opening up less attractive, and only what is best against that belief is claimed.

    Examples
    --------
    >>> from coopgames import parameter
    >>> from coopgames.solvers.laplacian import laplacian_threshold
    >>> from coopgames.solvers.participation import numbers_of_participants
    >>> market = ZeroSumBelief(producers=5, needed=3, value=3, cost=1, spillover=1)
    >>> [numbers_of_participants(market.at(spillover=h).stage()).value for h in (1, "5/2", 2)]
    [(0, 5), (0, 3), (0, 3, 4, 5)]
    >>> value = parameter("value", 0, 10)
    >>> print(*market.threshold(value).value)
    [2, 10)
    >>> print(*laplacian_threshold(market.at(value=value).stage()).value)
    [7/3, 10)
    """

    producers: int = count("producers", "producers", "n", 5, least=2)
    needed: int = count("producers who must open up for the market to grow", "producers", "K", 3)
    value: Number = quantity(
        "what a grown market gives to each who opened up", "money", "v", 3, above=0
    )
    cost: Number = quantity("cost of opening up", "money", "e", 1, above=0)
    spillover: Number = quantity(
        "what a grown market gives to each who only watched", "money", "h", 1, least=0
    )

    claim: ClassVar[str] = "all open up; Nash equilibrium of a game without a future"

    def moves(self) -> AlikeMembers:
        """Return the producers' choices and what they are worth."""
        choices = {_ONCE: ("open up", "defend")}
        return AlikeMembers(self.producers, choices, self._earned, lambda s, _: s, 0, _ONCE)


@dataclass(frozen=True, slots=True)
class StaticBelief(_Opening, AlikeInstitution):
    """The same market in the eyes of those who believe that it cannot grow: opening up only costs.

    The verdict is about the game as believed. :meth:`stage` has the true one and
    :meth:`believed_stage` the believed one, for the solvers
    :func:`~coopgames.solvers.self_confirming.self_confirming_profiles`, who is never contradicted,
    and :func:`~coopgames.solvers.contradiction.rounds_to_contradiction`, how long errors take to
    teach the truth: fewer openers at once than the market needs earn what the belief says.

    Examples
    --------
    >>> from coopgames.solvers.contradiction import rounds_to_contradiction
    >>> market = StaticBelief(producers=5, needed=2, error="1/20")
    >>> market.verdict().word
    'sustained'
    >>> rounds_to_contradiction(market.stage(), market.believed_stage(), market.error).value
    Fraction(400000, 9037)
    """

    producers: int = count("producers", "producers", "n", 5, least=2)
    needed: int = count("producers who must open up for the market to grow", "producers", "K", 2)
    value: Number = quantity(
        "what a grown market really gives to each who opened up", "money", "v", 3, above=0
    )
    cost: Number = quantity("cost of opening up", "money", "e", 1, above=0)
    spillover: Number = quantity(
        "what a grown market really gives to each who only watched", "money", "h", 1, least=0
    )
    error: Number = chance(
        "probability in a round that a producer opens up by mistake", "eps", "1/20"
    )

    variant: ClassVar[str] = "static"
    claim: ClassVar[str] = (
        "nobody opens up; Nash equilibrium, as believed, of a game without a future"
    )

    def believed_stage(self) -> AnonymousGame:
        """Return the game as believed, by how many open up."""
        return AnonymousGame(self.producers, lambda own, _: -self.cost * own)

    def moves(self) -> AlikeMembers:
        """Return the producers' choices and what they are believed to be worth."""
        choices = {_ONCE: ("defend", "open up")}

        def believed(_: str, defends: bool, others: int) -> Number:
            return 0 if defends else -self.cost

        return AlikeMembers(self.producers, choices, believed, lambda s, _: s, 0, _ONCE)


@dataclass(frozen=True, slots=True)
class SecretDesigns(Told):
    """Two producers who share designs or hide them, by what they believe that sharing brings.

    The verdict is about the game as believed. :meth:`plans` is the true, :meth:`believed_plans` the
    believed game between the plans hide, grim and share, for
    :func:`~coopgames.solvers.self_confirming.self_confirming_profiles`: is a pair of plans an
    equilibrium as believed (against the other two plans), and does what happens contradict nothing?

    Examples
    --------
    >>> from coopgames.solvers.self_confirming import self_confirming_profiles
    >>> designs = SecretDesigns(multiplier="3/2", believed_multiplier=1, discount_factor="4/5")
    >>> beliefs = {"static": designs.believed_plans(), "true": designs.plans()}
    >>> self_confirming_profiles(designs.plans(), beliefs).value
    (('static', ('hide', 'hide')), ('true', ('hide', 'hide')), ('true', ('grim', 'grim')))

    Who believes in 5/4 or more shares:

    >>> from coopgames import parameter
    >>> print(*designs.at(plan="grim").threshold(parameter("believed_multiplier", 0, 2)).value)
    [5/4, 2)
    """

    earned: Number = quantity("what a producer earns if both hide", "money a round", "a", 2)
    moved: Number = quantity("what sharing costs the sharer", "money a round", "g", 1, above=0)
    multiplier: Number = quantity(
        "what sharing really brings to the other for each unit that it costs", "-", "m", "3/2",
        least=0,
    )  # fmt: skip
    believed_multiplier: Number = quantity(
        "what sharing is believed to bring to the other for each unit", "-", "m_hat", 1, least=0
    )
    plan: str = choice("what both do: hide, share until somebody hides, share", "hide", *_PLANS)
    discount_factor: Number = patience("4/5")

    variant: ClassVar[str] = "secrecy"
    claim: ClassVar[str] = (
        "both follow the plan; as believed; one-shot deviations in every state, pure strategies "
        "under perfect monitoring"
    )

    def game(self) -> MarkovGame:
        """Return the game as believed."""
        believed = self.believed_multiplier
        return Imitation(2, self.earned, self.moved, believed, 0, self.discount_factor).game()

    def profile(self) -> MarkovPlan:
        """Return the plan."""
        shares = {"sharing": self.plan != "hide", "secrecy": self.plan == "share"}
        return {s: (("share" if own else "keep secret"),) * 2 for s, own in shares.items()}

    def plans(self) -> StageGame:
        """Return the average discounted payoffs of each pair of plans, in truth."""
        return self._between_plans(self.multiplier)

    def believed_plans(self) -> StageGame:
        """Return the average discounted payoffs of each pair of plans, as believed."""
        return self._between_plans(self.believed_multiplier)

    def _between_plans(self, multiplier: Number) -> StageGame:
        """Each pair plays its first round, and then one other round for ever."""

        def earned(own: bool, other: bool) -> Number:
            return self.earned + self.moved * (multiplier * int(other) - int(own))

        def shares(plan: str, other: str) -> tuple[bool, bool]:
            """Return whether a plan shares in the first round, and in the later ones."""
            return plan != "hide", plan == "share" or (plan == "grim" and other != "hide")

        def worth(plan: str, other: str) -> Number:
            first, later = map(earned, shares(plan, other), shares(other, plan))
            return (1 - self.discount_factor) * first + self.discount_factor * later

        table = [[worth(plan, other) for other in _PLANS] for plan in _PLANS]
        return StageGame([table, [list(row) for row in zip(*table, strict=True)]], [_PLANS] * 2)


@dataclass(frozen=True, slots=True)
class FirstTrial(Told):
    """One trial reveals whether the market can grow, and if so all who are near share the fruit.

    :meth:`beside` has the problem for
    :func:`~coopgames.solvers.first_to_act.probability_of_an_act`: how likely it is that somebody
    tries, if each of several neighbours may wait for another to do it.

    Examples
    --------
    >>> from coopgames.solvers.first_to_act import probability_of_an_act
    >>> trial = FirstTrial(cost=2, fruit=1, discount_factor="9/10")
    >>> print(*trial.threshold("prior").value)
    [2/9, 1)
    >>> two, ten = (probability_of_an_act(trial.beside, trial.profile(), n).value for n in (2, 10))
    >>> two, round(float(ten), 6)
    (Fraction(17, 81), 0.122668)
    """

    prior: Number = chance("probability that the market can grow", "mu", "1/2")
    cost: Number = quantity("cost of the trial", "money", "e", 2, above=0)
    fruit: Number = quantity(
        "what a grown market gives to each from the next period on", "money a period", "G", 1,
        above=0,
    )  # fmt: skip
    nobody_else: Number = chance("probability in a period that no other producer tries", "s", 1)
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "trial"
    claim: ClassVar[str] = (
        "to try at once; best among all plans of one producer, the others trying with a constant "
        "probability as long as nobody has"
    )

    def game(self) -> MarkovGame:
        """Return one producer's problem."""
        known: dict[str, Number] = {"grown": self.prior, "barren": 1 - self.prior}
        waited = {s: (1 - self.nobody_else) * p for s, p in known.items()}
        return MarkovGame(
            ["untried", "grown", "barren"],
            {"untried": [("try", "wait")], "grown": [("sell",)], "barren": [("rest",)]},
            {"untried": [[-self.cost, 0]], "grown": [[self.fruit]], "barren": [[0]]},
            {
                "untried": [known, {**waited, "untried": self.nobody_else}],
                "grown": ["grown"],
                "barren": ["barren"],
            },
            self.discount_factor, None, ["a producer"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: try."""
        return {"untried": ("try",), "grown": ("sell",), "barren": ("rest",)}

    def beside(self, nobody_else: Number) -> MarkovGame:
        """Return the problem at another probability that no other producer tries."""
        return self.at(nobody_else=nobody_else).game()
