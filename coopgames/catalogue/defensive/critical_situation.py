"""Critical situations: all must pay at once, or a chance comes that is too good to be shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue._size import refuse_more_than
from coopgames.catalogue.conditions import refuse_below
from coopgames.catalogue.institution import Attributes, Institution, Source
from coopgames.catalogue.quantities import chance, count, patience, quantity
from coopgames.catalogue.symmetric import AlikeInstitution, AlikeMembers
from coopgames.games import AnonymousGame, MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["LoneFair", "MortalAssociation", "PaymentInTurn", "SaltaPayment"]

_ATTRIBUTES: Attributes = {
    "concreteness": ("met", "a sum of money is paid or it is not"),
    "simplicity": ("met", "one thing is asked of everybody"),
    "simultaneity": ("met", "all decide in the same days"),
    "proximity": ("partly", "members hear of what the others did, often later"),
    "sanction": ("-", "the collection fails, and with it what the association is worth"),
}
_CLASS = "one-shot deviations in every state; public strategies under perfect monitoring"
_PAY, _COLLECTION, _SUCCESS, _FAILURE = ("pay", "keep"), "the collection", "paid", "failed"
#: Of the game in turn, whose payoffs are scaled so that it cancels out.
_PACE = Fraction(1, 2)
#: Members who pay in turn, one state each, in which all have a payoff.
MOST_IN_TURN = 40


class _Told(Institution):
    """What the book says of critical situations, for all their games."""

    __slots__ = ()
    name: ClassVar[str] = "critical_situation"
    title: ClassVar[str] = "Critical situation"
    source: ClassVar[Source] = Source(
        "3",
        "Producer associations",
        "In the narrative this last alternative would only work if everybody agreed with it.",
        "docs/theory/defensive.md, section 10",
    )
    attributes: ClassVar[Attributes] = _ATTRIBUTES
    leaves_out: ClassVar[tuple[str, ...]] = (
        "how the episode is told afterwards",
        "forgiveness",
        "consultation as communication",
    )


class _Alike(_Told, AlikeInstitution):
    """A critical situation of alike members."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SaltaPayment(_Alike):
    """Only if all pay at once, in private, is the association saved; payments are not refunded.

    All paying and nobody paying may both be equilibria: :meth:`collection` is the game for
    :func:`coopgames.solvers.participation.numbers_of_participants` and
    :func:`coopgames.solvers.laplacian.laplacian_gain`, which say which numbers of payers are
    stable and what is selected when each holds every number of other payers to be equally likely.

    Examples
    --------
    >>> from coopgames.solvers.laplacian import laplacian_gain
    >>> from coopgames.solvers.participation import numbers_of_participants
    >>> salta = SaltaPayment(members=5, payment=1, worth="7/5")
    >>> salta.verdict().word, numbers_of_participants(salta.collection()).value
    ('sustained', (0, 5))
    >>> laplacian_gain(salta.collection()).value < 0
    True
    """

    members: int = count("members who have to pay", "members", "N", 5, least=2)
    payment: Number = quantity("what each has to pay", "money", "x", 1, above=0)
    worth: Number = quantity(
        "discounted rise in what the association is worth to each, if all pay", "money",
        "delta Delta W", "7/5", least=0,
    )  # fmt: skip

    claim: ClassVar[str] = "all pay; Nash equilibrium of a game without a future"

    def moves(self) -> AlikeMembers:
        """Return the choices of the members."""

        def payoff(_: str, pays: bool, others: int) -> Number:
            return self._payoff(pays, others)

        choices = {_COLLECTION: _PAY}
        return AlikeMembers(self.members, choices, payoff, lambda s, _: s, 0, _COLLECTION)

    def collection(self) -> AnonymousGame:
        """Return the collection as a game of any number of alike members, played once."""
        return AnonymousGame(self.members, lambda own, others: self._payoff(bool(own), others))

    def _payoff(self, pays: bool, others: int) -> Number:
        saved = pays and others == self.members - 1
        return self.worth * int(saved) - self.payment * int(pays)


@dataclass(frozen=True, slots=True)
class PaymentInTurn(_Told):
    """The members pay in turn, in public; the first refusal ends the collection.

    In each state one member moves, so if every deviation strictly loses, the plan is the only
    subgame-perfect equilibrium (backward induction). What is paid and won counts alike whenever it
    comes: payoffs are scaled by the inverse of the discount factor 1/2 of the game that is solved,
    once for each turn.

    Examples
    --------
    >>> turns = PaymentInTurn(members=3, payment=2, worth=7)
    >>> found = turns.verdict()
    >>> found.word, found.deviation.gain < 0
    ('sustained', True)
    """

    members: int = count("members who have to pay", "members", "N", 5, least=2)
    payment: Number = quantity("what each has to pay", "money", "x", 1, above=0)
    worth: Number = quantity(
        "discounted rise in what the association is worth to each, if all pay", "money",
        "delta Delta W", "7/5", least=0,
    )  # fmt: skip

    variant: ClassVar[str] = "in turn"
    attributes: ClassVar[Attributes] = {
        **_ATTRIBUTES,
        "proximity": ("met", "everybody sees who has paid"),
    }
    claim: ClassVar[str] = (
        "all pay in turn; one-shot deviations in every state, so subgame perfection"
    )

    def game(self) -> MarkovGame:
        """Return the game of all members.

        Raises
        ------
        UnsupportedGameError
            If there are more than 40 of them.
        """
        refuse_more_than(MOST_IN_TURN, "members", self.members)
        n = self.members
        turns = self._turns()
        after = dict(zip(turns, [*turns[1:], _SUCCESS], strict=True))

        def payoff(state: str, acts: tuple[str, ...]) -> Sequence[object]:
            if "pay" not in acts:
                return [0] * n
            k = turns.index(state)
            won = self.worth if after[state] == _SUCCESS else 0
            scale = int(_PACE**-k)
            return [(won - (self.payment if j == k else 0)) * scale for j in range(n)]

        def move(state: str, acts: tuple[str, ...]) -> Any:
            if state not in after:
                return state
            return after[state] if "pay" in acts else _FAILURE

        choices = {s: tuple(_PAY if s == turns[j] else ("wait",) for j in range(n)) for s in turns}
        over = {s: (("wait",),) * n for s in (_SUCCESS, _FAILURE)}
        pace = 0.5 if isinstance(self.worth, float) else _PACE
        return MarkovGame.from_function(
            [*choices, *over], choices | over, payoff, move, pace, turns[0]
        )

    def profile(self) -> MarkovPlan:
        """Return the plan: each pays when it is his turn."""
        refuse_more_than(MOST_IN_TURN, "members", self.members)
        return {s: (0,) * self.members for s in (*self._turns(), _SUCCESS, _FAILURE)}

    def _turns(self) -> list[str]:
        return [f"{k} paid" for k in range(self.members)]


@dataclass(frozen=True, slots=True)
class LoneFair(_Told):
    """A chance comes that is worth more if taken alone; who takes it has left the association.

    The others' payoffs do not depend on what he does, so each member's problem stands alone.

    Examples
    --------
    >>> fair = LoneFair(value=2, chance_alone=5)
    >>> print(*fair.threshold().value)
    [5/7, 1)
    """

    value: Number = quantity("surplus of a member", "money a period", "v", 2, above=0)
    chance_alone: Number = quantity(
        "what the chance is worth if it is taken alone", "money", "Gamma", 5, above=0
    )
    frequency: Number = chance(
        "probability in a period that he has such a chance", "q", "1/10", above=0
    )
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "lone fair"
    attributes: ClassVar[Attributes] = {
        **_ATTRIBUTES,
        "simultaneity": ("not", "the chance comes to one, and the others hear of it later"),
        "sanction": ("-", "who went alone is no longer a member"),
    }
    claim: ClassVar[str] = f"chances are shared with the others; {_CLASS}"

    def game(self) -> MarkovGame:
        """Return the problem of one member."""
        quiet: dict[str, Number] = {"quiet": 1 - self.frequency, "chance": self.frequency}
        alone = self.value + self.chance_alone
        return MarkovGame(
            ["quiet", "chance", "left"],
            {"quiet": [("go on",)], "chance": [("share", "take it alone")], "left": [("rest",)]},
            {"quiet": [[self.value]], "chance": [[self.value, alone]], "left": [[0]]},
            {"quiet": quiet, "chance": [quiet, "left"], "left": "left"},
            self.discount_factor, None, ["a member"],
        )  # fmt: skip

    def profile(self) -> MarkovPlan:
        """Return the plan: he shares."""
        return {"quiet": (0,), "chance": (0,), "left": (0,)}


@dataclass(frozen=True, slots=True)
class MortalAssociation(_Alike):
    """Chances too good to be shared are taken, and the first ends the association for all.

    In a period at most one member has a chance. Who does not contribute gains the temptation; if he
    is seen, the association is over at once and he loses today's chance. Each contribution is worth
    the same to each other member, so that the surplus is what full contribution gives.

    That chances are taken is a rule of this game, not a choice: the verdict is about contributing.
    Whether it is best to take one, while all others take theirs, is asked of :meth:`taker`; very
    patient members of an association that is worth much would rather let it pass.

    Examples
    --------
    >>> mortal = MortalAssociation(members=10)
    >>> print(*mortal.threshold().value)
    [38/117, 1)
    >>> print(*mortal.at(members=20).threshold().value)
    [19/52, 1)
    >>> from coopgames.solvers.markov import critical_markov
    >>> small = mortal.at(chance_alone=6).free()
    >>> print(*critical_markov(small.taker(), small.taking()).value)
    (0, 300/373]
    """

    members: int = count("members", "members", "n", 5, least=2)
    value: Number = quantity(
        "surplus of a member if all contribute", "money a period", "v", 2, above=0
    )
    temptation: Number = quantity(
        "gain from not contributing", "money a period", "kappa", 1, above=0
    )
    detection: Number = chance(
        "probability that who does not contribute is seen", "D", "4/5", above=0,
        attribute="concreteness",
    )  # fmt: skip
    chance_alone: Number = quantity(
        "what a chance is worth to the one who takes it", "money", "Gamma", 30, least=0
    )
    frequency: Number = chance("probability in a period that a member has one", "q", "1/100")
    discount_factor: Number = patience("9/10")

    variant: ClassVar[str] = "mortal association"
    attributes: ClassVar[Attributes] = {
        **_ATTRIBUTES,
        "sanction": ("-", "who is seen not to contribute loses the association"),
    }
    claim: ClassVar[str] = (
        f"all contribute until somebody has a chance, which he takes by the game's rule; {_CLASS}"
    )

    def check(self) -> None:
        """Refuse chances so frequent that several come in a period: ``frequency < 1 / members``."""
        most = Fraction(1, self.members)
        refuse_below("1 / members", most, "frequency", self.frequency, strictly=True)

    def moves(self) -> AlikeMembers:
        """Return the choices of the members in each state."""
        n, unseen = self.members, 1 - self.detection
        quiet = 1 - n * self.frequency
        each = (self.value + self.temptation) / (n - 1)
        today = self.frequency * self.chance_alone

        def payoff(state: str, contributes: bool, others: int) -> Number | int:
            if state == "over":
                return 0
            kept = today if contributes else unseen * today
            return each * others + kept - (self.temptation if contributes else 0)

        def move(state: str, contributing: int) -> Any:
            if state == "over":
                return state
            lives = quiet * unseen ** (n - contributing)
            return {"together": lives, "over": 1 - lives}

        choices = {"together": ("contribute", "do not"), "over": ()}
        return AlikeMembers(n, choices, payoff, move, self.discount_factor, "together")

    def taker(self) -> MarkovGame:
        """Return the problem of a member who may let a chance pass; all contribute.

        The others take theirs, which ends the association. The value of a period is had in any
        case.
        """
        own, others = self.frequency, (self.members - 1) * self.frequency
        period = {"quiet": 1 - own - others, "chance": own, "another's chance": others}
        now, alone = self.value, self.value + self.chance_alone
        return MarkovGame(
            [*period, "over"],
            {"quiet": [("go on",)], "chance": [("take it", "let it pass")],
             "another's chance": [("go on",)], "over": [("rest",)]},
            {"quiet": [[now]], "chance": [[alone, now]], "another's chance": [[now]],
             "over": [[0]]},
            {"quiet": period, "chance": ["over", period], "another's chance": "over",
             "over": "over"},
            self.discount_factor, None, ["a member"],
        )  # fmt: skip

    def taking(self) -> MarkovPlan:
        """Return the plan of :meth:`taker`: he takes the chance."""
        return {s: (0,) for s in ("quiet", "chance", "another's chance", "over")}
