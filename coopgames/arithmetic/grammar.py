"""Exact rational numbers from what users write.

One function, `exact`, turns integers, fractions, decimals and strings into `fractions.Fraction`.
Strings go through our own grammar (a regular expression): nothing that a user writes is evaluated.

Examples
--------
>>> exact("0.9"), exact("-3/6"), exact("1.25e-3")
(Fraction(9, 10), Fraction(-1, 2), Fraction(1, 800))
"""

from __future__ import annotations

import math
import numbers
import re
from decimal import Decimal
from fractions import Fraction

import flint

from coopgames.errors import MixedArithmeticError, invalid

__all__ = [
    "EXPONENT_LIMIT",
    "LENGTH_LIMIT",
    "check_integer",
    "digits",
    "exact",
    "float_advice",
    "read_exact",
]

LENGTH_LIMIT = 10_000
EXPONENT_LIMIT = 10_000

_RATIO = re.compile(r"(?P<sign>[+-]?)(?P<top>[0-9]+)(?:/(?P<bottom>[0-9]+))?")
_DECIMAL = re.compile(
    r"(?P<sign>[+-]?)(?:(?P<whole>[0-9]+)(?:\.(?P<after>[0-9]*))?|\.(?P<only>[0-9]+))"
    r"(?:[eE](?P<exponent>[+-]?[0-9]{1,12}))?"
)
_EXPECTED = (
    "an integer, a Fraction, a Decimal, a SymPy Rational, or a string such as '9/10', '0.9' "
    "or '1.25e-3'"
)


def exact(value: object) -> Fraction:
    """Return `value` as an exact fraction.

    Parameters
    ----------
    value : object
        An int (not a bool), a Fraction, a finite Decimal, a NumPy integer, a SymPy Integer or
        Rational, a python-flint integer or rational, or a string: ``"p/q"``, ``"-3"``,
        ``"0.9"``, ``"1.25e-3"``.
        Spaces around the number are ignored; underscores are refused. A string has at most
        10,000 characters and an exponent between -10,000 and 10,000.

    Returns
    -------
    Fraction

    Raises
    ------
    MixedArithmeticError
        If `value` is a float: 0.1 is not one tenth, so the writer must say which is meant.
    InvalidGameError
        If `value` is a bool, infinite, not a number, complex, or anything else.

    Examples
    --------
    >>> exact("27/20")
    Fraction(27, 20)
    >>> exact(0.9)
    Traceback (most recent call last):
    ...
    coopgames.errors.MixedArithmeticError: value: got the float 0.9 where exact numbers are \
needed; write Fraction(9, 10) or the string '0.9'
    """
    return read_exact(value, "value")


def read_exact(value: object, argument: str) -> Fraction:
    """Return `value` as `exact` does; errors name `argument`.

    Examples
    --------
    >>> read_exact("1/3", "benefit")
    Fraction(1, 3)
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        return _from_text(value, argument)
    if isinstance(value, bool):
        raise invalid(argument, value, _EXPECTED)
    if isinstance(value, numbers.Rational):
        # NumPy integers and SymPy rationals register with this abstract class, so they are
        # recognised without importing either library.
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, flint.fmpz):
        return Fraction(int(value))
    if isinstance(value, flint.fmpq):
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, Decimal):
        return _from_decimal(value, argument)
    if isinstance(value, numbers.Real) and math.isfinite(float(value)):
        raise MixedArithmeticError(
            f"{argument}: got the float {float(value)!r} where exact numbers are needed; "
            f"{float_advice(float(value))}"
        )
    raise invalid(argument, value, _EXPECTED)


def float_advice(value: float) -> str:
    """Say what to write instead of a finite float.

    Examples
    --------
    >>> float_advice(0.25)
    "write Fraction(1, 4) or the string '0.25'"
    """
    text = repr(value)
    fraction = Fraction(text)
    if len(text) > 12 or fraction.denominator > 10**9 or abs(fraction.numerator) > 10**9:
        return f"write the string '{text}'"
    return f"write {fraction!r} or the string '{text}'"


def digits(value: int) -> str:
    """Return the decimal digits of an integer of any length.

    Python's own `str` refuses integers of more than 4,300 digits by default; a repr must not fail.

    Examples
    --------
    >>> len(digits(10**5000))
    5001
    """
    return str(flint.fmpz(value))


def check_integer(argument: str, value: object, least: int) -> None:
    """Raise InvalidGameError unless `value` is an int (not a bool) of at least `least`.

    Examples
    --------
    >>> check_integer("k", 2, least=1)
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise invalid(argument, value, f"an integer >= {least}")


def _from_decimal(value: Decimal, argument: str) -> Fraction:
    exponent = value.as_tuple().exponent
    if isinstance(exponent, str):  # NaN and infinities carry a letter here
        raise invalid(argument, value, _EXPECTED)
    if abs(exponent) > EXPONENT_LIMIT or len(value.as_tuple().digits) > LENGTH_LIMIT:
        raise invalid(argument, value, f"a Decimal with an exponent of at most {EXPONENT_LIMIT}")
    return Fraction(value)


def _from_text(text: str, argument: str) -> Fraction:
    if len(text) > LENGTH_LIMIT:
        raise invalid(argument, text, f"at most {LENGTH_LIMIT} characters, got {len(text)}")
    body = text.strip(" \t\r\n")
    found = _RATIO.fullmatch(body)
    if found is not None:
        top = _integer(found["top"])
        bottom = _integer(found["bottom"] or "1")
        if bottom == 0:
            raise invalid(argument, text, "a denominator that is not zero")
        return Fraction(-top if found["sign"] == "-" else top, bottom)
    found = _DECIMAL.fullmatch(body)
    if found is None:
        raise invalid(argument, text, _EXPECTED)
    exponent = int(found["exponent"] or "0")
    if abs(exponent) > EXPONENT_LIMIT:
        raise invalid(argument, text, f"an exponent between -{EXPONENT_LIMIT} and {EXPONENT_LIMIT}")
    after = found["only"] or found["after"] or ""
    mantissa = _integer((found["whole"] or "") + after)
    scale = exponent - len(after)
    signed = -mantissa if found["sign"] == "-" else mantissa
    return Fraction(signed * 10**scale) if scale >= 0 else Fraction(signed, 10**-scale)


def _integer(text: str) -> int:
    # int() refuses more than 4,300 digits; flint has no such limit, and LENGTH_LIMIT is ours.
    return int(flint.fmpz(text.lstrip("0") or "0"))
