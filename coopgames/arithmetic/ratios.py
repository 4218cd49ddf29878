"""The canonical form of a ratio of two integer polynomials.

Examples
--------
>>> lowest_terms(flint.fmpz_poly([-1, 0, 1]), flint.fmpz_poly([-2, 2]))
((1, 1), (2,))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import flint

from coopgames.arithmetic.polynomials import coefficients_of
from coopgames.errors import invalid

__all__ = ["Rule", "lowest_terms", "strict_polynomial"]

Rule: TypeAlias = Callable[
    [flint.fmpz_poly, flint.fmpz_poly, flint.fmpz_poly, flint.fmpz_poly],
    tuple[flint.fmpz_poly, flint.fmpz_poly],
]


def strict_polynomial(coefficients: Sequence[object], argument: str) -> flint.fmpz_poly:
    """Return the polynomial of Python integers, lowest degree first; anything else is refused.

    Examples
    --------
    >>> strict_polynomial((1, -1), "numerator")
    (-1)*x + 1
    """
    checked: list[int] = []
    for i, c in enumerate(coefficients):
        if isinstance(c, bool) or not isinstance(c, int):
            raise invalid(f"{argument}[{i}]", c, "an int")
        checked.append(c)
    return flint.fmpz_poly(checked)


def lowest_terms(
    top: flint.fmpz_poly, bottom: flint.fmpz_poly
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Cancel all common factors, and make the leading coefficient of the denominator positive.

    Examples
    --------
    >>> lowest_terms(flint.fmpz_poly([2, 2]), flint.fmpz_poly([-4]))
    ((-1, -1), (2,))
    """
    if not top:
        return (), (1,)
    # The gcd over the integers takes the common content with it.
    common = top.gcd(bottom)
    if bottom.leading_coefficient() < 0:
        common = -common
    if not common.is_one():
        top, bottom = top // common, bottom // common
    return coefficients_of(top), coefficients_of(bottom)
