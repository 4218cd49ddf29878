"""Expected receipts of a member per unit of fine, by counts of the others' flags.

The others' flags are independent given that all contribute, so their number is binomial and
``2**(n-1)`` flag profiles reduce to ``n`` counts (docs/theory/algorithms_ppe.md, section 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb

from flint import fmpq

from coopgames.arithmetic import Enclosure, Number, RationalFunction, as_scalar
from coopgames.games.sanctions import Recipient

__all__ = ["Receipts", "binomial_law", "cost_of_a_flag", "expected_receipts", "receipt"]


@dataclass(frozen=True, slots=True)
class Receipts:
    """What a member expects to receive per unit of fine.

    Attributes
    ----------
    contribute : number
        Expected net receipt after contributing (<= 0 when fines are burnt).
    spread : number
        By how much contributing raises the expected receipt: the deterrence per unit of fine.
    """

    contribute: Number
    spread: Number


def binomial_law(trials: int, probability: Number) -> list[Number]:
    """Return the probabilities of 0..trials flags; enclosures use the monotone ends of each factor.

    Examples
    --------
    >>> binomial_law(2, Fraction(1, 3))
    [Fraction(4, 9), Fraction(4, 9), Fraction(1, 9)]
    """
    if isinstance(probability, Enclosure):
        lower, upper = probability.lower, probability.upper
        return [
            as_scalar(
                comb(trials, k) * lower**k * (1 - upper) ** (trials - k),
                comb(trials, k) * upper**k * (1 - lower) ** (trials - k),
            )
            for k in range(trials + 1)
        ]
    if isinstance(probability, RationalFunction):
        return [
            comb(trials, k) * probability**k * (1 - probability) ** (trials - k)
            for k in range(trials + 1)
        ]
    p, q = Fraction(probability).numerator, Fraction(probability).denominator
    whole = q**trials
    return [
        Fraction(comb(trials, k) * p**k * (q - p) ** (trials - k), whole) for k in range(trials + 1)
    ]


def receipt(recipient: Recipient, members: int, others: int, flagged: bool) -> Fraction:
    """Return a member's net receipt per unit of fine when ``others`` other members are flagged.

    Examples
    --------
    >>> [receipt("unflagged", 3, others, False) for others in range(3)]
    [Fraction(0, 1), Fraction(1, 2), Fraction(2, 1)]
    >>> receipt("treasury", 3, 2, True), receipt("unflagged", 3, 2, True)
    (Fraction(0, 1), Fraction(0, 1))
    """
    if flagged:
        if recipient == "treasury":
            return Fraction(others, members - 1) - 1
        return Fraction(0 if recipient == "unflagged" and others == members - 1 else -1)
    if recipient == "treasury":
        return Fraction(others, members - 1)
    if recipient == "unflagged":
        return Fraction(others, members - others)
    return Fraction(0)


def cost_of_a_flag(recipient: Recipient, members: int, others: int) -> Fraction:
    """Return by how much an own flag lowers the receipt of :func:`receipt`; at most ``members``.

    Examples
    --------
    >>> [cost_of_a_flag("unflagged", 3, others) for others in range(3)]
    [Fraction(1, 1), Fraction(3, 2), Fraction(2, 1)]
    """
    return receipt(recipient, members, others, False) - receipt(recipient, members, others, True)


@lru_cache(maxsize=512)
def expected_receipts(
    recipient: Recipient, members: int, false_alarm: Number, detection: Number
) -> Receipts:
    """Sum the receipts over the number of other members who are flagged.

    Parameters
    ----------
    recipient : {"burnt", "treasury", "unflagged"}
    members : int
    false_alarm, detection : number

    Notes
    -----
    O(members) terms; exact rationals stay exact. On enclosures two identities keep exact zeros and
    ones from being blurred: the probabilities of the counts add up to 1, and where nothing burns
    the others receive what is paid, so that by symmetry a contributor expects 0 (tests compare both
    with the sums over counts).
    """
    gap = detection - false_alarm
    if isinstance(false_alarm, Enclosure):
        if recipient == "burnt":
            return Receipts(-false_alarm, gap)
        law = binomial_law(members - 1, false_alarm) if recipient == "unflagged" else []
        return Receipts(Fraction(0), gap * _expected_drop(recipient, members, law))
    law = binomial_law(members - 1, false_alarm)
    flat = [receipt(recipient, members, k, False) for k in range(members)]
    base, fall = _expectation(law, flat), _expected_drop(recipient, members, law)
    return Receipts(base - false_alarm * fall, gap * fall)


def _expected_drop(recipient: Recipient, members: int, law: list[Number]) -> Number:
    """Return what an own flag costs per unit of fine, in expectation over the others' flags."""
    if not law:
        return Fraction(1)
    drop = [cost_of_a_flag(recipient, members, k) for k in range(members)]
    return _expectation(law, drop)


def _expectation(law: list[Number], values: list[Fraction]) -> Number:
    exact = [p for p in law if isinstance(p, Fraction)]
    if len(exact) == len(law):
        total = fmpq(0)
        for p, x in zip(exact, values, strict=True):
            if x:
                total += fmpq(p.numerator, p.denominator) * fmpq(x.numerator, x.denominator)
        return Fraction(int(total.p), int(total.q))
    terms = [p * x for p, x in zip(law, values, strict=True) if x]
    return sum(terms, start=Fraction(0))
