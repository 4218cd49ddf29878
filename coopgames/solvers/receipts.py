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
from coopgames.errors import UnsupportedGameError
from coopgames.games.sanctions import Recipient

__all__ = ["Receipts", "binomial_law", "cost_of_a_flag", "expected_receipts", "receipt"]

#: Bits of the exact cost of a flag under a fine that the unflagged share.
LONGEST = 250_000


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

    Raises
    ------
    UnsupportedGameError
        If the unflagged share the fines and the exact cost of a flag has more than
        :data:`LONGEST` bits.

    Notes
    -----
    Where nothing burns the others receive what is paid, so that by symmetry a contributor expects
    0. An own flag costs 1, or, if the unflagged share the fines, ``(1 - alpha**(n-1))/(1 - alpha)
    = 1 + alpha + ... + alpha**(n-2)``, since ``C(n-1, k)/(n-k) = C(n, k)/n``. Tests compare all of
    it with the sums over counts. Enclosures do sum over the counts, O(members) terms; the identity
    keeps exact zeros from being blurred.
    """
    gap = detection - false_alarm
    if recipient == "burnt":
        return Receipts(-false_alarm, gap)
    if recipient == "treasury":
        return Receipts(Fraction(0), gap)
    if isinstance(false_alarm, Enclosure):
        drop = _expected_drop(recipient, members, binomial_law(members - 1, false_alarm))
        return Receipts(Fraction(0), gap * drop)
    return Receipts(Fraction(0), gap * _shared_drop(members, false_alarm))


def _shared_drop(members: int, false_alarm: Number) -> Number:
    """Return what an own flag costs if the unflagged share the fines: a geometric sum."""
    if isinstance(false_alarm, RationalFunction):
        total: Number = Fraction(1)
        for _ in range(members - 2):
            total = 1 + false_alarm * total
        return total
    alpha = Fraction(false_alarm)  # type: ignore[arg-type]
    if alpha == 1:
        return Fraction(members - 1)
    bits = members * (alpha.denominator.bit_length() - 1)
    if alpha and bits > LONGEST:
        raise UnsupportedGameError(
            f"members: got {members}, whose exact fines shared by the unflagged have numbers of "
            f"{bits} bits at the false alarm rate {float(alpha):.6g}, expected at most {LONGEST} "
            "bits: take fewer members, a false alarm rate with a smaller denominator, or a fine "
            "without a cap (large_association_threshold)"
        )
    return (1 - alpha ** (members - 1)) / (1 - alpha)


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
