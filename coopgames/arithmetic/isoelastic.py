"""Utilities of constant relative risk aversion: exact, or enclosed where they are logarithms.

Examples
--------
>>> utility_gain(Fraction(1), Fraction(3, 2), 2), marginal_utility(Fraction(1, 2), 2)
(Fraction(1, 3), Fraction(4, 1))
"""

from __future__ import annotations

import math
from fractions import Fraction

import flint

from coopgames.arithmetic.border import Number
from coopgames.arithmetic.normal import arb_to_enclosure
from coopgames.errors import UnsupportedGameError

__all__ = ["marginal_utility", "utility_gain"]

#: Bits with which logarithms are enclosed.
PRECISION = 192


def utility_gain(before: Number, after: Number, aversion: int) -> Number:
    """Return ``u(after) - u(before)`` in utils, with a marginal utility of 1 at an income of 1.

    Parameters
    ----------
    before, after : positive numbers
        Incomes; the domain of a parameter is the caller's to check.
    aversion : int >= 1
        Relative risk aversion: ``u(x) = log x`` at 1, else
        ``(1 - x**(1 - aversion)) / (aversion - 1)``.

    Returns
    -------
    Number
        Of the kind of the incomes; at an aversion of 1 an :class:`Enclosure` for fractions.

    Raises
    ------
    UnsupportedGameError
        If the logarithm of a parameter or an enclosure is asked for.

    References
    ----------
    Pratt, J. W. (1964), *Risk aversion in the small and in the large*, Econometrica 32.

    Examples
    --------
    >>> gain = utility_gain(Fraction(1), Fraction(2), 1)
    >>> print(f"{float(gain):.6f}", gain.width < Fraction(1, 2**180))
    0.693147 True
    """
    if aversion > 1:
        power = aversion - 1
        return (1 / before**power - 1 / after**power) / power
    if isinstance(before, float) or isinstance(after, float):
        return math.log(float(after) / float(before))  # pyright: ignore[reportArgumentType]
    if not isinstance(before, Fraction) or not isinstance(after, Fraction):
        raise UnsupportedGameError(
            "risk_aversion: got 1, the logarithm of a parameter or an enclosure is no exact number"
        )
    if before == after:
        return Fraction(0)
    ratio = after / before
    with flint.ctx.workprec(PRECISION):
        return arb_to_enclosure(flint.arb(flint.fmpq(ratio.numerator, ratio.denominator)).log())


def marginal_utility(income: Number, aversion: int) -> Number:
    """Return ``u'(income) = income**-aversion`` in utils per unit of money.

    Examples
    --------
    >>> marginal_utility(Fraction(3, 2), 1)
    Fraction(2, 3)
    """
    return 1 / income**aversion
