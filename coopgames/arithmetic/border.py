"""The border where users' numbers enter: one kind of arithmetic per problem, decided by types.

Integers are neutral. Fractions, decimals and strings are exact; floats are floats; enclosures
carry certified bounds; ratios of polynomials are symbolic. Exact and float never mix silently,
because one rounded number would void every proof behind it.

Examples
--------
>>> unify({"benefit": 1, "cost": "27/20"})[1]
{'benefit': Fraction(1, 1), 'cost': Fraction(27, 20)}
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

import flint

from coopgames.arithmetic.enclosure import Enclosure
from coopgames.arithmetic.grammar import float_advice, read_exact
from coopgames.arithmetic.rational_functions import RationalFunction
from coopgames.errors import MixedArithmeticError, UnsupportedGameError, invalid

__all__ = ["Arithmetic", "Number", "number", "unify"]

Number: TypeAlias = Fraction | float | Enclosure | RationalFunction


class Arithmetic(Enum):
    """The kind of numbers in which a problem is solved; the values are sentences for users.

    Examples
    --------
    >>> Arithmetic.EXACT.value
    'Every number is an exact fraction.'
    """

    EXACT = "Every number is an exact fraction."
    ENCLOSED = "Some numbers lie between certified bounds, and every answer holds for all of them."
    FLOAT = "Numbers are floating point, so answers are approximate and carry no proof."
    SYMBOLIC = "Numbers are ratios of polynomials in one parameter; answers say where they hold."


def number(value: object, argument: str) -> Number:
    """Read one number at the border.

    Parameters
    ----------
    value : object
        What `exact` accepts, or a finite float (Python's or NumPy's), an `Enclosure`, or a
        `RationalFunction`.
    argument : str
        The name of the argument, for the error message.

    Returns
    -------
    Fraction, float, Enclosure or RationalFunction

    Raises
    ------
    InvalidGameError
        If `value` is a bool, not finite, complex, malformed, or of another type.

    Examples
    --------
    >>> number("0.9", "discount_factor"), number(0.5, "cost")
    (Fraction(9, 10), 0.5)
    """
    if isinstance(value, Enclosure | RationalFunction):
        return value
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Rational):
        result = float(value)
        if not math.isfinite(result):
            raise invalid(argument, value, "a finite number")
        return result
    return read_exact(value, argument)


def unify(entries: Mapping[str, object]) -> tuple[Arithmetic, dict[str, Number]]:
    """Read all the numbers of a problem and settle their common arithmetic.

    Parameters
    ----------
    entries : mapping of str to object
        Argument names and the values received.

    Returns
    -------
    Arithmetic
        FLOAT if any entry is a float, else SYMBOLIC if any is a ratio of polynomials, else
        ENCLOSED if any is an enclosure, else EXACT.
    dict of str to Number
        The entries in the same order: all floats under FLOAT; otherwise fractions, with the
        enclosures or ratios as they were.

    Raises
    ------
    MixedArithmeticError
        If a float meets an entry that is neither a float nor an integer.
    UnsupportedGameError
        If an enclosure meets a ratio of polynomials, or two parameters meet.
    InvalidGameError
        If an entry is no number.

    Examples
    --------
    >>> unify({"benefit": 1, "cost": 0.5})[1]
    {'benefit': 1.0, 'cost': 0.5}
    >>> unify({"benefit": "9/10", "cost": 0.5})
    Traceback (most recent call last):
    ...
    coopgames.errors.MixedArithmeticError: cost=0.5 is a float beside benefit='9/10', which is \
not; write Fraction(1, 2) or the string '0.5' for cost, or give floats throughout
    """
    read = {name: number(value, name) for name, value in entries.items()}
    floats = {name: value for name, value in read.items() if isinstance(value, float)}
    if floats:
        return Arithmetic.FLOAT, _as_floats(entries, read, floats)
    symbolic = {name: x for name, x in read.items() if isinstance(x, RationalFunction)}
    enclosed = [name for name, value in read.items() if isinstance(value, Enclosure)]
    if symbolic:
        _check_one_parameter(symbolic, enclosed)
        return Arithmetic.SYMBOLIC, read
    return (Arithmetic.ENCLOSED if enclosed else Arithmetic.EXACT), read


def _as_floats(
    entries: Mapping[str, object], read: Mapping[str, Number], floats: Mapping[str, float]
) -> dict[str, Number]:
    result: dict[str, Number] = {}
    for name, value in read.items():
        original = entries[name]
        if isinstance(value, float):
            result[name] = value
        elif isinstance(original, numbers.Integral | flint.fmpz) and isinstance(value, Fraction):
            try:
                result[name] = float(value)
            except OverflowError as error:
                raise invalid(name, original, "an integer that fits in a float") from error
        else:
            witness, shown = next(iter(floats.items()))
            raise MixedArithmeticError(
                f"{witness}={shown!r} is a float beside {name}={original!r}, which is not; "
                f"{float_advice(shown)} for {witness}, or give floats throughout"
            )
    return result


def _check_one_parameter(symbolic: Mapping[str, RationalFunction], enclosed: list[str]) -> None:
    first = next(iter(symbolic))
    if enclosed:
        raise UnsupportedGameError(
            f"{first} depends on {symbolic[first].parameter} while {enclosed[0]} is an enclosure; "
            "no solver covers both, so give one of them as an exact number"
        )
    for name, value in symbolic.items():
        if value.parameter != symbolic[first].parameter:
            raise UnsupportedGameError(
                f"{first} depends on {symbolic[first].parameter} and {name} on {value.parameter}; "
                "a family has one parameter, so fix one of them at a number"
            )
