"""How numbers and verdicts are written in figures, tables and reports."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from coopgames.arithmetic import AlgebraicNumber, Enclosure

if TYPE_CHECKING:
    from coopgames.verdicts import Judgement

__all__ = [
    "bounds",
    "decimal",
    "factor_text",
    "plain",
    "power",
    "short",
    "threshold_text",
    "width_text",
]

_BITS = 64  # an algebraic number is shown through an interval of this width

Real = Fraction | int | AlgebraicNumber | Enclosure


def bounds(value: Real) -> tuple[Fraction, Fraction]:
    """Return two fractions between which a number lies; both are the number if it is one.

    Examples
    --------
    >>> bounds(Fraction(1, 3))
    (Fraction(1, 3), Fraction(1, 3))
    """
    if isinstance(value, Enclosure):
        return value.lower, value.upper
    if isinstance(value, AlgebraicNumber):
        return value.refine(_BITS)
    return Fraction(value), Fraction(value)


def power(value: Real, exponent: int) -> Fraction | Enclosure:
    """Return a power of a number >= 0: a discount factor over several periods.

    Examples
    --------
    >>> power(Fraction(9, 10), 2)
    Fraction(81, 100)
    """
    lower, upper = bounds(value)
    if lower == upper:
        return lower**exponent
    return Enclosure(max(lower, Fraction(0)) ** exponent, upper**exponent)


def decimal(value: Real, places: int = 4) -> str:
    """Return a number to so many decimals; never more digits than are known.

    If the two ends of an enclosure do not round alike, both are shown. A positive number that would
    round to zero is shown as smaller than the last place.

    Examples
    --------
    >>> decimal(Fraction(2, 3)), decimal(Enclosure(Fraction(1, 3), Fraction(2, 3)), 2)
    ('0.6667', '0.33..0.67')
    >>> decimal(Fraction(1, 10**9))
    '<0.0001'
    """
    lower, upper = bounds(value)
    unit = 10**places
    if lower >= 0 and 0 < upper < Fraction(1, 2 * unit):
        return "<" + _fixed(1, places)
    if round(lower * unit) == round(upper * unit):
        return _fixed(round(lower * unit), places)
    return f"{_fixed(math.floor(lower * unit), places)}..{_fixed(math.ceil(upper * unit), places)}"


def factor_text(value: Real, places: int = 4) -> str:
    """Return a discount factor to so many decimals; one below 1 is never shown as 1.

    Examples
    --------
    >>> factor_text(Fraction(99_999, 100_000)), factor_text(Fraction(9, 10))
    ('>0.9999', '0.9000')
    """
    lower, upper = bounds(value)
    unit = 10**places
    if unit - 1 < lower * unit < unit and upper <= 1 and round(upper * unit) == unit:
        return ">" + _fixed(unit - 1, places)
    return decimal(value, places)


def _fixed(scaled: int, places: int) -> str:
    digits = str(abs(scaled)).rjust(places + 1, "0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def plain(text: str) -> str:
    r"""Return a text in which a dollar sign does not start a formula.

    Examples
    --------
    >>> print(plain("5 $"))
    5 \$
    """
    return text.replace("$", r"\$")


def short(value: Fraction) -> str:
    """Return a fraction as a decimal if it has at most six places, else as ``p/q``.

    Examples
    --------
    >>> short(Fraction(993, 1000)), short(Fraction(1, 3)), short(Fraction(2))
    ('0.993', '1/3', '2')
    """
    for places in range(7):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return _fixed(int(scaled), places)
    return str(value)


def width_text(value: Real) -> str:
    """Return how much is left open about a number, rounded upwards to one digit.

    Examples
    --------
    >>> width_text(Enclosure(0, Fraction(1, 3))), width_text(Fraction(1, 2))
    ('4e-1', 'exact')
    """
    if isinstance(value, AlgebraicNumber):
        return "algebraic"
    lower, upper = bounds(value)
    width = upper - lower
    if width == 0:
        return "exact"
    exponent = math.floor(math.log10(width))
    digit = math.ceil(width / Fraction(10) ** exponent)
    return f"{digit}e{exponent}" if digit < 10 else f"1e{exponent + 1}"


def threshold_text(verdict: Judgement, places: int = 4) -> str:
    """Return the critical discount factor per period, or what stands in its place."""
    if verdict.threshold is not None:
        return factor_text(verdict.threshold, places)
    return "never" if verdict.word == "never" else "undecided"
