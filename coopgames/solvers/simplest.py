"""The simplest rational in an interval: fines and lotteries that a person can say aloud."""

from __future__ import annotations

from fractions import Fraction

from coopgames.errors import invalid

__all__ = ["simplest_between"]


def simplest_between(lower: Fraction, upper: Fraction) -> Fraction:
    """Return the fraction with the least denominator in the closed interval [lower, upper].

    Notes
    -----
    Continued fractions (the Stern and Brocot tree); O(digits) steps.

    Examples
    --------
    >>> simplest_between(Fraction(31, 10), Fraction(16, 5))
    Fraction(16, 5)
    >>> simplest_between(Fraction(9, 10), Fraction(21, 10))
    Fraction(1, 1)
    """
    if lower > upper:
        raise invalid("lower", lower, f"at most the upper end {upper}")
    if lower <= 0 <= upper:
        return Fraction(0)
    if upper < 0:
        return -simplest_between(-upper, -lower)
    whole = lower.numerator // lower.denominator
    if lower == whole:
        return Fraction(whole)
    if whole + 1 <= upper:
        return Fraction(whole + 1)
    return whole + 1 / simplest_between(1 / (upper - whole), 1 / (lower - whole))
