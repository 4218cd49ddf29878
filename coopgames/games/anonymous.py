"""Games of many identical members, whose payoffs depend on own act and the number of others' acts.

A member either contributes (1) or shirks (0). Only the *count* of the other contributors matters,
so ``n = 1000`` members need 2,000 numbers and not ``2**1000``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from coopgames.arithmetic import Number, RationalFunction, unify
from coopgames.errors import invalid

__all__ = ["AnonymousGame", "LinearPublicGood", "PayoffTable", "PublicGoodRule"]

#: Largest number of members whose payoffs are tabulated from a callable.
TABULATION_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class LinearPublicGood:
    """Payoff rule of the linear public good with a club surplus.

    A member who plays ``own`` in {0, 1} while ``others`` others contribute gets
    ``benefit * (own + others) + surplus - cost * own`` in the round.

    Parameters
    ----------
    benefit : number
        What one contribution gives to *every* member, the contributor included.
    cost : number
        What a contribution costs the contributor.
    surplus : number, optional
        What only members get, whatever they do in the round.

    Examples
    --------
    >>> rule = LinearPublicGood("9/10", "27/20", "1/5")
    >>> rule(1, 2), rule(0, 2)
    (Fraction(31, 20), Fraction(2, 1))
    """

    benefit: Number
    cost: Number
    surplus: Number = 0

    def __post_init__(self) -> None:
        fields = {"benefit": self.benefit, "cost": self.cost, "surplus": self.surplus}
        _, values = unify(fields)
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __call__(self, own: int, others: int | RationalFunction) -> Number:
        """Return the round's payoff of a member."""
        return self.benefit * (others + own) + self.surplus - self.cost * own


@dataclass(frozen=True, slots=True)
class PayoffTable:
    """Payoffs by the number of *other* contributors, 0 to n - 1.

    Parameters
    ----------
    shirk, contribute : sequence of n numbers
        Payoff of a member who shirks, who contributes, by the number of others who contribute.

    Examples
    --------
    >>> PayoffTable([0, 3], [-1, 2])(1, 1)
    Fraction(2, 1)
    """

    shirk: tuple[Number, ...]
    contribute: tuple[Number, ...]

    def __post_init__(self) -> None:
        shirk, contribute = tuple(self.shirk), tuple(self.contribute)
        if len(shirk) != len(contribute):
            raise invalid("contribute", contribute, f"{len(shirk)} payoffs, as many as in shirk")
        named = {f"shirk[{k}]": x for k, x in enumerate(shirk)}
        named |= {f"contribute[{k}]": x for k, x in enumerate(contribute)}
        _, values = unify(named)
        numbers = tuple(values.values())
        object.__setattr__(self, "shirk", numbers[: len(shirk)])
        object.__setattr__(self, "contribute", numbers[len(shirk) :])

    def __call__(self, own: int, others: int) -> Number:
        """Return the round's payoff of a member."""
        return (self.contribute if own else self.shirk)[others]


PublicGoodRule = LinearPublicGood | PayoffTable


@dataclass(frozen=True, slots=True)
class AnonymousGame:
    """A stage game of ``members`` identical members, each contributing (1) or shirking (0).

    Parameters
    ----------
    members : int
        Number of members, at least 2. (In a family ``coopgames.parameter("n", ...)`` is allowed
        together with a :class:`LinearPublicGood`.)
    payoff : LinearPublicGood, PayoffTable or callable
        ``payoff(own, others)``: the round's payoff by own act and number of other contributors.
        A callable of one's own is tabulated at once (O(members) calls).

    Raises
    ------
    InvalidGameError
        If there are fewer than two members, or the table has the wrong length.

    Examples
    --------
    >>> game = AnonymousGame(3, LinearPublicGood("9/10", "27/20", "1/5"))
    >>> game.gain_from_shirking, game.cooperative_payoff
    (Fraction(9, 20), Fraction(31, 20))
    """

    members: int | RationalFunction
    payoff: PublicGoodRule

    def __init__(
        self,
        members: int | RationalFunction,
        payoff: PublicGoodRule | Callable[[int, int], object],
    ) -> None:
        if isinstance(members, RationalFunction):
            if not isinstance(payoff, LinearPublicGood):
                raise invalid("payoff", payoff, "a LinearPublicGood when members is a parameter")
        elif isinstance(members, bool) or not isinstance(members, int) or members < 2:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("members", members, "an integer >= 2")
        elif isinstance(payoff, PayoffTable):
            if len(payoff.shirk) != members:
                raise invalid("payoff", payoff, f"a table with {members} entries a line")
        elif not isinstance(payoff, LinearPublicGood):
            payoff = _tabulate(members, payoff)
        object.__setattr__(self, "members", members)
        object.__setattr__(self, "payoff", payoff)

    @property
    def size(self) -> int:
        """Number of members, where it is a number (InvalidGameError for a parameter)."""
        if isinstance(self.members, RationalFunction):
            raise invalid("members", self.members, "an integer: this question counts members")
        return self.members

    @property
    def cooperative_payoff(self) -> Number:
        """Payoff of each member in a round in which all contribute."""
        return self._payoff_beside_contributors(1)

    @property
    def gain_from_shirking(self) -> Number:
        """One-round gain of a member who alone does not contribute."""
        return self._payoff_beside_contributors(0) - self.cooperative_payoff

    def _payoff_beside_contributors(self, own: int) -> Number:
        if isinstance(self.payoff, LinearPublicGood):
            return self.payoff(own, self.members - 1)
        return self.payoff(own, self.size - 1)


def _tabulate(members: int, payoff: Callable[[int, int], object]) -> PayoffTable:
    if not callable(payoff):
        raise invalid("payoff", payoff, "a LinearPublicGood, a PayoffTable or a callable")
    if members > TABULATION_LIMIT:
        raise invalid("members", members, f"at most {TABULATION_LIMIT} with a callable payoff")
    shirk = tuple(payoff(0, k) for k in range(members))
    contribute = tuple(payoff(1, k) for k in range(members))
    # What a caller's function returns is read by PayoffTable.
    return PayoffTable(cast("tuple[Number, ...]", shirk), cast("tuple[Number, ...]", contribute))
