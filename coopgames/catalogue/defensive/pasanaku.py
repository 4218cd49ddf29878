"""Pasanaku: a rotating savings and credit association."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import ClassVar

from coopgames.arithmetic import Number
from coopgames.catalogue.defensive._rotation import CLASS, OVER, Rotation, Rounds
from coopgames.catalogue.quantities import count, quantity
from coopgames.errors import invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["OneCyclePasanaku", "Pasanaku", "PasanakuOrPrivateSaving", "RandomOrderPasanaku"]


@dataclass(frozen=True, slots=True)
class Pasanaku(Rotation):
    """The pot goes round for ever, in an order that is fixed.

    See :class:`~coopgames.catalogue.defensive._rotation.Rotation` for what a default does. Where
    the sanction is larger than the contribution very impatient members pay as well, to avoid it:
    the set of discount factors need not be an interval.

    Examples
    --------
    >>> pot = Pasanaku(members=5, contribution=1, worth=8)
    >>> print(*pot.threshold().value)
    [0.8084661798 (root of 7x^4 - x^3 - x^2 - x - 1), 1)
    >>> print(*Pasanaku(members=3, worth="49/16", sanction="9/8").threshold().value)
    (0, 0.1952621459 (root of 9x^2 - 12x + 2)] [1/2, 1)
    >>> pot.at(worth=5).verdict().word
    'never'
    """

    claim: ClassVar[str] = f"all pay in each round, for ever; {CLASS}"

    def rounds(self) -> Rounds:
        """Return whose turn it is, and whose turn is next."""
        n = self.members
        turns = [f"turn of {k + 1}" for k in range(n)]
        return {turn: (k, turns[(k + 1) % n]) for k, turn in enumerate(turns)}

    def member_rounds(self) -> Rounds:
        """Return how many rounds it is to the member's own turn."""
        left = [f"pot in {j} rounds" for j in range(self.members)]
        return {s: (None if j else 0, left[j - 1]) for j, s in enumerate(left)}


@dataclass(frozen=True, slots=True)
class RandomOrderPasanaku(Rotation):
    """The pot goes round for ever; before each cycle the order is drawn, and all see it.

    Examples
    --------
    >>> print(*RandomOrderPasanaku(members=3, worth=12).threshold().value)
    [1/2, 1)
    >>> print(*RandomOrderPasanaku(members=5, worth=8).threshold().value)
    [0.889139705 (root of 8x^4 - 5), 1)
    """

    most: ClassVar[int] = 5
    most_rounds: ClassVar[int] = 12
    variant: ClassVar[str] = "random order"
    claim: ClassVar[str] = f"all pay in each round, for ever, whatever order is drawn; {CLASS}"

    def rounds(self) -> Rounds:
        """Return the orders of those still to get the pot; 325 of them for five members."""
        n = self.members
        orders = [order for k in range(n, 0, -1) for order in permutations(range(n), k)]
        called = {order: "to come: " + " ".join(str(i + 1) for i in order) for order in orders}
        full = [name for order, name in called.items() if len(order) == n]
        drawn = dict.fromkeys(full, self._chance(len(full)))
        return {
            name: (order[0], called[order[1:]] if order[1:] else drawn)
            for order, name in called.items()
        }

    def member_rounds(self) -> Rounds:
        """Return the rounds before and after one's own, O(n^2) of them."""
        n = self.members
        waits = {(j, m): f"pot in {j} rounds, {m} after" for m in range(n) for j in range(n - m)}
        had = [f"had the pot, {m} to go" for m in range(n)]
        drawn = dict.fromkeys((waits[j, n - 1 - j] for j in range(n)), self._chance(n))
        after = [drawn, *had[1:]]  # by the number of rounds until the next order is drawn
        before: Rounds = {
            state: (None, waits[j - 1, m]) if j else (0, after[m])
            for (j, m), state in waits.items()
        }
        return {**before, **{had[m]: (None, after[m - 1]) for m in range(1, n)}}

    def _chance(self, orders: int) -> Number:
        """Return the probability of one of some orders, in the arithmetic of the other numbers."""
        return 1 / orders if isinstance(self.contribution, float) else Fraction(1, orders)


@dataclass(frozen=True, slots=True)
class OneCyclePasanaku(Rotation):
    """The pot goes round once, in a fixed order, and a sanction keeps who has had it paying.

    The question is about one member, by his position: he alone is a player of :meth:`game`, and
    the others pay. The game of all members is ``of_all(rounds())``.

    Examples
    --------
    >>> from coopgames import parameter
    >>> third = OneCyclePasanaku(6, contribution=2, worth=20, sanction=6, position=3)
    >>> print(*third.threshold(parameter("sanction", 0, 100)).value)
    [271/50, 100)
    >>> third.verdict().word, third.at(sanction=5).verdict().word
    ('sustained', 'not sustained')
    """

    position: int = count("position of the member in the order", "rounds", "k", 1)

    variant: ClassVar[str] = "one cycle"
    claim: ClassVar[str] = f"the member at one position pays in each round of one cycle; {CLASS}"

    def check(self) -> None:
        """Refuse a position behind the last member."""
        if self.position > self.members:
            raise invalid("position", self.position, f"at most members = {self.members}")

    def game(self) -> MarkovGame:
        """Return the problem of the member at this position; all others pay."""
        return self.member_game()

    def profile(self) -> MarkovPlan:
        """Return the plan of this member: to pay."""
        return self.member_profile()

    def rounds(self) -> Rounds:
        """Return the rounds of the cycle."""
        names = [f"round {r + 1}" for r in range(self.members)]
        return {s: (r, t) for r, (s, t) in enumerate(zip(names, [*names[1:], OVER], strict=True))}

    def member_rounds(self) -> Rounds:
        """Return the same rounds, by who comes how long after this member."""
        own = self.position - 1
        return {s: (r - own, after) for r, (s, (_, after)) in enumerate(self.rounds().items())}


@dataclass(frozen=True, slots=True)
class PasanakuOrPrivateSaving(Pasanaku):
    """Who defaults may save alone, and buys the good when he has put aside as many contributions.

    The one player is a member: what the others do after a default does not touch who saves alone.
    Who is alone saves, by the plan; what is saved lies there, without a return and without a loss.

    Examples
    --------
    Without a sanction the pasanaku is held only weakly, and any advantage of saving alone breaks
    it:

    >>> from coopgames import parameter
    >>> pot = PasanakuOrPrivateSaving(members=5, worth=8, discount_factor="9/10")
    >>> verdict = pot.verdict()
    >>> verdict.word, verdict.deviation.gain
    ('sustained', Fraction(0, 1))
    >>> pot.at(advantage="1/100").verdict().word
    'never'
    >>> print(*pot.at(advantage=1).threshold(parameter("sanction", 0, 9)).value)
    [65610/40951, 9)
    """

    advantage: Number = quantity(
        "how much more the good is worth if bought alone; less, if kin lay claim to the savings",
        "money", "a", 0,
    )  # fmt: skip

    most_rounds: ClassVar[int] = 40
    variant: ClassVar[str] = "private saving"
    claim: ClassVar[str] = f"a member pays in each round, and saves if he is ever alone; {CLASS}"

    def game(self) -> MarkovGame:
        """Return one member's decision problem; all others pay."""
        self.refuse_many_rounds()
        n = self.members
        group, alone = list(self.member_rounds()), self._alone()
        bought = self.worth + self.advantage
        refuse = [-self.sanction - self.contribution, -self.sanction]
        payoffs = {s: [[self.paying(j == 0), *refuse]] for j, s in enumerate(group)} | {
            s: [[(bought if m == n - 1 else 0) - self.contribution, 0]] for m, s in enumerate(alone)
        }
        return MarkovGame(
            [*group, *alone],
            dict.fromkeys(group, (("pay", "default and save", "default and spend"),))
            | dict.fromkeys(alone, (("save", "spend"),)),
            payoffs,
            {s: [group[j - 1], alone[1], alone[0]] for j, s in enumerate(group)}
            | {s: [alone[(m + 1) % n], s] for m, s in enumerate(alone)},
            self.discount_factor,
            players=["a member"],
        )

    def member_game(self) -> MarkovGame:
        """Return the same problem."""
        return self.game()

    def profile(self) -> MarkovPlan:
        """Return the member's plan: pay, and if alone save."""
        return self.member_profile()

    def member_profile(self) -> MarkovPlan:
        """Return the same plan."""
        self.refuse_many_rounds()
        return dict.fromkeys([*self.member_rounds(), *self._alone()], (0,))

    def _alone(self) -> list[str]:
        return [f"alone, {m} saved" for m in range(self.members)]
