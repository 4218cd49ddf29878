"""Normal probabilities and roots with certified bounds.

Values are enclosed on the grid of multiples of 2**-48, and the cell of the grid is decided
exactly, so two programs that compute it independently must print the same ends.

Examples
--------
>>> normal_cdf(Fraction(0))
Fraction(1, 2)
>>> normal_cdf(Fraction(1)).width == Fraction(1, 2**48)
True
"""

from __future__ import annotations

from fractions import Fraction

import flint

from coopgames.arithmetic.enclosure import Enclosure
from coopgames.arithmetic.grammar import check_integer, read_exact
from coopgames.arithmetic.printing import fraction_text
from coopgames.arithmetic.scalars import GRID_BITS
from coopgames.errors import NotConvergedError, invalid

__all__ = ["arb_to_enclosure", "normal_cdf", "normal_cdf_ball", "power_root"]

_FIRST_PRECISION = 96
_LAST_PRECISION = 1 << 20


def normal_cdf(x: Fraction, *, over_sqrt: Fraction = Fraction(1)) -> Fraction | Enclosure:
    """Enclose the standard normal distribution function at ``x / sqrt(over_sqrt)``.

    Parameters
    ----------
    x : Fraction
        The argument before the division.
    over_sqrt : Fraction
        A positive number whose square root divides `x`. With `d` independent signals of standard
        deviation `noise` averaged, ``normal_cdf((cutoff - 1) / noise, over_sqrt=d)``.

    Returns
    -------
    Fraction or Enclosure
        One half at ``x = 0``, otherwise ``[k, k + 1] / 2**48`` with ``k = floor(2**48 Phi)``.

    Raises
    ------
    InvalidGameError
        If `over_sqrt` is not positive or an argument is no number.
    MixedArithmeticError
        If an argument is a float.
    NotConvergedError
        If 2**20 bits do not decide the cell.

    Notes
    -----
    Balls of growing precision (Johansson 2017, Arb) enclose the value until the ball lies in one
    cell, so the floor that comes out is proved. Only a value exactly on the grid could keep the
    loop from ending; none is known, and the last precision then raises. Beyond ten standard
    deviations the tail is below 2**-48, so the cell is the first or the last one at once.

    Examples
    --------
    >>> normal_cdf(Fraction(-20))
    Enclosure(Fraction(0, 1), Fraction(1, 281474976710656))
    >>> normal_cdf(Fraction(2), over_sqrt=Fraction(4)) == normal_cdf(Fraction(1))
    True
    """
    argument = read_exact(x, "x")
    variance = read_exact(over_sqrt, "over_sqrt")
    if variance <= 0:
        raise invalid("over_sqrt", over_sqrt, "a positive number")
    if argument == 0:
        return Fraction(1, 2)
    cells = 1 << GRID_BITS
    if argument * argument >= 100 * variance:
        k = 0 if argument < 0 else cells - 1
    else:
        k = _floor_of_cdf(argument, variance, cells)
    return Enclosure(Fraction(k, cells), Fraction(k + 1, cells))


def _floor_of_cdf(x: Fraction, variance: Fraction, cells: int) -> int:
    precision = _FIRST_PRECISION
    while precision <= _LAST_PRECISION:
        with flint.ctx.workprec(precision):
            z = flint.arb(_fmpq(x)) / flint.arb(_fmpq(variance)).sqrt()
            floor = (normal_cdf_ball(z) * cells).floor().unique_fmpz()
        if floor is not None:
            return int(floor)
        precision *= 2
    raise NotConvergedError(
        f"normal_cdf: no certain floor at {_LAST_PRECISION} bits for x = {fraction_text(x)}"
    )


def normal_cdf_ball(x: flint.arb) -> flint.arb:
    """Return a ball that contains the standard normal distribution function on the ball `x`.

    Parameters
    ----------
    x : flint.arb
        A real ball; the result is computed at the precision of the current flint context.

    Returns
    -------
    flint.arb
        ``erfc(-x / sqrt(2)) / 2``, which keeps its relative accuracy in the lower tail (no
        subtraction from one); in the upper tail the value is near one, so any form does.

    Examples
    --------
    >>> normal_cdf_ball(flint.arb(-40)) < flint.arb(10) ** -349
    True
    """
    return (-x / flint.arb(2).sqrt()).erfc() / 2


def arb_to_enclosure(ball: flint.arb) -> Enclosure:
    """Return the exact dyadic ends of a ball, midpoint minus and plus radius.

    Raises
    ------
    InvalidGameError
        If the ball is not finite.

    Examples
    --------
    >>> arb_to_enclosure(flint.arb(1) / 4)
    Enclosure(Fraction(1, 4), Fraction(1, 4))
    """
    if not ball.is_finite():
        raise invalid("ball", ball, "a finite ball")
    middle, radius = ball.mid().fmpq(), ball.rad().fmpq()
    return Enclosure(_fraction(middle - radius), _fraction(middle + radius))


def power_root(value: Fraction, k: int, *, bits: int = GRID_BITS) -> Fraction | Enclosure:
    """Return the `k`-th root of a non-negative fraction: exact, or one cell of the grid.

    Parameters
    ----------
    value : Fraction
        A number >= 0.
    k : int
        The degree of the root, >= 1.
    bits : int
        The grid is made of the multiples of ``2**-bits``.

    Returns
    -------
    Fraction or Enclosure
        The root itself when it is rational, otherwise ``[m, m + 1] / 2**bits`` around it.

    Raises
    ------
    InvalidGameError
        If `value` is negative or not exact, or `k` or `bits` is not an integer in range.

    Examples
    --------
    >>> power_root(Fraction(4, 9), 2)
    Fraction(2, 3)
    >>> power_root(Fraction(2), 2, bits=4)
    Enclosure(Fraction(11, 8), Fraction(23, 16))
    """
    base = read_exact(value, "value")
    check_integer("k", k, 1)
    check_integer("bits", bits, 0)
    if base < 0:
        raise invalid("value", value, "a number >= 0")
    found = rational_root(base, k)
    if found is not None:
        return found
    scale = 1 << bits
    floor = integer_root((base.numerator << (bits * k)) // base.denominator, k)
    return Enclosure(Fraction(floor, scale), Fraction(floor + 1, scale))


def integer_root(value: int, k: int) -> int:
    """Return the floor of the `k`-th root of an integer >= 0.

    Examples
    --------
    >>> integer_root(26, 3), integer_root(27, 3)
    (2, 3)
    """
    return int(flint.fmpz(value).root(k)) if value.bit_length() > k else min(value, 1)


def rational_root(value: Fraction, k: int) -> Fraction | None:
    """Return the `k`-th root of a fraction >= 0 if it is rational, else None.

    Examples
    --------
    >>> rational_root(Fraction(8, 27), 3), rational_root(Fraction(1, 2), 2)
    (Fraction(2, 3), None)
    """
    top, bottom = integer_root(value.numerator, k), integer_root(value.denominator, k)
    if top**k == value.numerator and bottom**k == value.denominator:
        return Fraction(top, bottom)
    return None


def _fmpq(x: Fraction) -> flint.fmpq:
    return flint.fmpq(x.numerator, x.denominator)


def _fraction(x: flint.fmpq) -> Fraction:
    return Fraction(int(x.p), int(x.q))
