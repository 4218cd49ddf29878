"""Numbers that are either a fraction or an enclosure, and the grid on which ends are canonical.

Examples
--------
>>> outward(Fraction(1, 3), Fraction(1, 3)).width == Fraction(1, 2**GRID_BITS)
True
"""

from __future__ import annotations

import math
from fractions import Fraction

from coopgames.arithmetic.enclosure import Enclosure
from coopgames.arithmetic.grammar import check_integer, read_exact

__all__ = ["GRID_BITS", "as_scalar", "ends", "outward"]

GRID_BITS = 48


def ends(x: Fraction | int | Enclosure) -> tuple[Fraction, Fraction]:
    """Return the lower and the upper end; a fraction is both of its own ends.

    Examples
    --------
    >>> ends(Fraction(1, 2))
    (Fraction(1, 2), Fraction(1, 2))
    """
    if isinstance(x, Enclosure):
        return x.lower, x.upper
    point = read_exact(x, "x")
    return point, point


def as_scalar(lower: Fraction | int, upper: Fraction | int) -> Fraction | Enclosure:
    """Return the enclosure [lower, upper], or the fraction when both ends are equal.

    Examples
    --------
    >>> as_scalar(Fraction(1, 2), Fraction(1, 2)), as_scalar(0, 1)
    (Fraction(1, 2), Enclosure(Fraction(0, 1), Fraction(1, 1)))
    """
    enclosure = Enclosure(read_exact(lower, "lower"), read_exact(upper, "upper"))
    return enclosure.lower if enclosure.lower == enclosure.upper else enclosure


def outward(lower: Fraction | int, upper: Fraction | int, bits: int = GRID_BITS) -> Enclosure:
    """Return the least enclosure of [lower, upper] whose ends are multiples of 2**-bits.

    Examples
    --------
    >>> outward(Fraction(1, 3), Fraction(2, 3), bits=2)
    Enclosure(Fraction(1, 4), Fraction(3, 4))
    """
    check_integer("bits", bits, 0)
    scale = 1 << bits
    a, b = read_exact(lower, "lower"), read_exact(upper, "upper")
    return Enclosure(Fraction(math.floor(a * scale), scale), Fraction(math.ceil(b * scale), scale))
