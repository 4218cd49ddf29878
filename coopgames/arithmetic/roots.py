"""Roots and signs of polynomials on intervals, and points between numbers.

Examples
--------
>>> [str(x) for x in real_roots([0, -2, 0, 1], Fraction(-2), Fraction(2))]
['-1.414213562 (root of x^2 - 2)', '0', '1.414213562 (root of x^2 - 2)']
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import flint

from coopgames.arithmetic.algebraic import AlgebraicNumber, roots_in, trusted
from coopgames.arithmetic.grammar import check_integer, read_exact
from coopgames.arithmetic.normal import integer_root, rational_root
from coopgames.arithmetic.polynomials import (
    FIRST_BITS,
    integer_polynomial,
    irreducible_factors,
    root_bound,
    sign_of_rational,
    value_at,
)
from coopgames.errors import invalid

__all__ = ["between", "nth_root", "real_roots", "roots_of", "sign_at"]

Point = Fraction | AlgebraicNumber


def real_roots(
    coefficients: Sequence[int | Fraction], lower: Fraction, upper: Fraction
) -> tuple[Fraction | AlgebraicNumber, ...]:
    """Return the distinct real roots of a polynomial in an open interval, ascending.

    Parameters
    ----------
    coefficients : sequence of int or Fraction
        Lowest degree first; not all zero.
    lower, upper : Fraction
        The ends of the interval, ``lower < upper``; roots at the ends are left out.

    Returns
    -------
    tuple of Fraction or AlgebraicNumber

    Raises
    ------
    InvalidGameError
        If the polynomial is identically zero or the interval is empty.

    Notes
    -----
    Factors over the integers (van Hoeij's algorithm in FLINT), then isolates the roots of each
    factor by Descartes' rule of signs (Collins and Akritas 1976).

    Examples
    --------
    >>> real_roots([-1, 3, -2], Fraction(0), Fraction(1))
    (Fraction(1, 2),)
    """
    p = integer_polynomial(coefficients)
    return roots_of(p, read_exact(lower, "lower"), read_exact(upper, "upper"))


def roots_of(
    p: flint.fmpz_poly, lower: Fraction | None, upper: Fraction | None
) -> tuple[Fraction | AlgebraicNumber, ...]:
    """Return the roots of a flint polynomial between two ends; None is an infinite end."""
    factors = irreducible_factors(p)
    bound = root_bound(p)
    a = min(-bound, upper - 1 if upper is not None else -bound) if lower is None else lower
    b = max(bound, a + 1) if upper is None else upper
    return tuple(roots_in(factors, a, b))


def sign_at(coefficients: Sequence[int | Fraction], point: Fraction | AlgebraicNumber) -> int:
    """Return the exact sign, -1, 0 or 1, of a polynomial at a point.

    Parameters
    ----------
    coefficients : sequence of int or Fraction
        Lowest degree first.
    point : Fraction or AlgebraicNumber

    Returns
    -------
    int

    Examples
    --------
    >>> sign_at([-1, 2], Fraction(1, 2)), sign_at([-1, 2], Fraction(1, 3))
    (0, -1)
    """
    if isinstance(point, AlgebraicNumber):
        return point.sign_of(coefficients)
    p = integer_polynomial(coefficients)
    return sign_of_rational(value_at(p, read_exact(point, "point")))


def nth_root(value: Fraction, k: int) -> Fraction | AlgebraicNumber:
    """Return the `k`-th root of a non-negative fraction, reduced to the lowest degree.

    Parameters
    ----------
    value : Fraction
        A number >= 0.
    k : int
        The degree of the root, >= 1.

    Returns
    -------
    Fraction or AlgebraicNumber
        With ``value = s**g`` and g the largest such divisor of k, the root of ``x**(k/g) = s``,
        whose polynomial is irreducible (Lang 2002, Algebra, theorem VI.9.1).

    Raises
    ------
    InvalidGameError
        If `value` is negative or not exact, or `k` is not an integer >= 1.

    Examples
    --------
    >>> nth_root(Fraction(8, 27), 3)
    Fraction(2, 3)
    >>> nth_root(Fraction(4), 4).polynomial
    (-2, 0, 1)
    """
    base = read_exact(value, "value")
    check_integer("k", k, 1)
    if base < 0:
        raise invalid("value", value, "a number >= 0")
    # Ascending degrees, so the first hit is the lowest; degree k hits, with s = value.
    candidates = ((d, rational_root(base, k // d)) for d in range(1, k + 1) if k % d == 0)
    degree, s = next((d, root) for d, root in candidates if root is not None)
    if degree == 1:
        return s
    p = flint.fmpz_poly([-s.numerator] + [0] * (degree - 1) + [s.denominator])
    # x**degree - s has one positive root, so the cell of the first grid already isolates it.
    floor = integer_root((s.numerator << (FIRST_BITS * degree)) // s.denominator, degree)
    scale = 1 << FIRST_BITS
    return trusted(p, (Fraction(floor, scale), Fraction(floor + 1, scale)))


def between(lower: Point | None, upper: Point | None) -> Fraction:
    """Return the simplest fraction strictly between two numbers; None is an infinite end.

    Parameters
    ----------
    lower, upper : Fraction, AlgebraicNumber or None
        ``lower < upper``.

    Returns
    -------
    Fraction
        The fraction with the least denominator, then the least absolute numerator, in an open
        rational interval inside (lower, upper); for rational ends that is (lower, upper) itself.

    Raises
    ------
    InvalidGameError
        If ``lower >= upper``.

    Examples
    --------
    >>> between(Fraction(1, 3), Fraction(3, 4)), between(Fraction(7, 2), None)
    (Fraction(1, 2), Fraction(4, 1))
    """
    if lower is not None and upper is not None and not lower < upper:  # pyright: ignore
        raise invalid("lower", lower, f"a number below {upper}")
    bits = 8
    while True:
        a = None if lower is None else _cell(lower, bits)[1]
        b = None if upper is None else _cell(upper, bits)[0]
        if a is None or b is None:
            return _beyond(a, b)
        if a < b:
            return _simplest(a, b)
        bits *= 2


def _cell(x: Point, bits: int) -> tuple[Fraction, Fraction]:
    return x.refine(bits) if isinstance(x, AlgebraicNumber) else (x, x)


def _beyond(lower: Fraction | None, upper: Fraction | None) -> Fraction:
    if lower is not None:
        return Fraction(max(0, math.floor(lower) + 1))
    return Fraction(0) if upper is None else Fraction(min(0, math.ceil(upper) - 1))


def _simplest(lower: Fraction, upper: Fraction) -> Fraction:
    """Return the simplest fraction in the open interval, by continued fractions."""
    if lower < 0 < upper:
        return Fraction(0)
    if upper <= 0:
        return -_simplest(-upper, -lower)
    quotients: list[int] = []
    a, b = lower, upper
    top: Fraction | None = b  # None stands for an interval without an upper end
    while True:
        whole = math.floor(a)
        if top is None or whole + 1 < top:
            quotients.append(whole + 1)
            break
        quotients.append(whole)
        # x = whole + 1/y with y between the reciprocals of the remainders.
        a, top = 1 / (top - whole), None if a == whole else 1 / (a - whole)
    value = Fraction(quotients[-1])
    for quotient in reversed(quotients[:-1]):
        value = quotient + 1 / value
    return value
