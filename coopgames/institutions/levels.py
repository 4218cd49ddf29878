"""The four attributes of an equity standard, their levels, and the primitive behind each.

An attribute of an activity is given either by a level (``met``, ``partly``, ``not``), which the
equity standard of the association turns into a number, or by that number itself. Everything that
may be written in such a place is checked here, once.
"""

from __future__ import annotations

import math
from difflib import get_close_matches
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from coopgames.arithmetic import Number, number
from coopgames.errors import InvalidGameError, MixedArithmeticError, invalid

__all__ = [
    "ATTRIBUTES",
    "LEVELS",
    "PRIMITIVES",
    "Attribute",
    "Level",
    "Primitive",
    "Setting",
    "exact_number",
    "nearest",
    "primitive_value",
    "setting",
    "stake",
    "words",
]

Attribute = Literal["concreteness", "simplicity", "simultaneity", "proximity"]
Level = Literal["met", "partly", "not"]
#: What an attribute field holds once it is checked: a level, or the primitive's own value.
Setting = Level | Fraction | int

ATTRIBUTES: tuple[Attribute, ...] = get_args(Attribute)
LEVELS: tuple[Level, ...] = get_args(Level)

#: No stake needs more; a number that is too long to be printed could not be certified either.
MAXIMUM_DIGITS = 1000

#: Beyond these a game is a slip of the pen, and its certificate would not be read by anybody.
MAXIMA: dict[str, int] = {"simultaneity": 1_000, "simplicity": 1_000_000}


class Primitive(NamedTuple):
    """The primitive of the game that an attribute moves."""

    symbol: str
    meaning: str
    domain: str
    integral: bool
    #: Whether a larger value makes sanctions work better.
    more_is_better: bool


PRIMITIVES: dict[Attribute, Primitive] = {
    "concreteness": Primitive(
        "sigma", "noise of the valuation, in contributions", "a number > 0", False, False
    ),
    "simplicity": Primitive("d", "dimensions to be valued", "an integer >= 1", True, False),
    "simultaneity": Primitive(
        "ell", "periods until accounts are settled", "an integer >= 1", True, False
    ),
    "proximity": Primitive(
        "pi", "probability that a sanctioner sees the act", "a probability in (0, 1]", False, True
    ),
}


def nearest(value: object, known: tuple[str, ...]) -> str:
    """Return the words that suggest the name closest to ``value``, or an empty string.

    Examples
    --------
    >>> nearest("mett", ("met", "partly", "not"))
    "; did you mean 'met'?"
    """
    close = get_close_matches(value, known, n=1) if isinstance(value, str) else []
    return f"; did you mean {close[0]!r}?" if close else ""


def exact_number(value: object, argument: str, expected: str = "an exact number") -> Fraction:
    """Return an exact number, or raise an error that names the argument.

    Raises
    ------
    MixedArithmeticError
        For a float: the signals of an activity are certified enclosures, and a float beside them
        would void every certificate.
    InvalidGameError
        For anything else that is not an exact number.
    """
    checked = stake(value, argument)
    if not isinstance(checked, Fraction):
        raise invalid(argument, value, expected)
    return checked


def stake(value: object, argument: str) -> Number:
    """Return a stake: an exact number, or one that holds a parameter of a family."""
    checked = number(value, argument)
    if isinstance(checked, float):
        raise MixedArithmeticError(
            f"{argument}: got the float {checked!r}, expected an exact number, because verdicts "
            f'on institutions are certified; write "{checked!r}" or a Fraction'
        )
    if isinstance(checked, Fraction) and _digits(checked) > MAXIMUM_DIGITS:
        raise InvalidGameError(
            f"{argument}: got a number of more than {MAXIMUM_DIGITS} digits, expected a shorter one"
        )
    return checked


def _digits(value: Fraction) -> int:
    """Return a number of digits that covers numerator and denominator (within one)."""
    bits = max(value.numerator.bit_length(), value.denominator.bit_length())
    return int(bits * math.log10(2))


def primitive_value(attribute: Attribute, value: object, argument: str) -> Fraction | int:
    """Return the checked value of the primitive behind ``attribute``.

    Parameters
    ----------
    attribute : str
        One of :data:`ATTRIBUTES`.
    value : exact number
        Noise > 0; dimensions and lag integers >= 1, at most 1,000,000 and 1,000; proximity in
        (0, 1].
    argument : str
        How an error names the place.

    Examples
    --------
    >>> primitive_value("concreteness", "1/4", "noise")
    Fraction(1, 4)
    >>> primitive_value("simultaneity", 26, "lag")
    26
    """
    primitive = PRIMITIVES[attribute]
    expected = f"{primitive.domain} ({primitive.symbol}: {primitive.meaning})"
    checked = exact_number(value, argument, expected)
    if primitive.integral:
        if checked.denominator != 1 or checked < 1:
            raise invalid(argument, value, expected)
        if checked > MAXIMA[attribute]:
            expected = f"at most {MAXIMA[attribute]:,} ({primitive.symbol}: {primitive.meaning})"
            raise invalid(argument, value, expected)
        return int(checked)
    if checked <= 0 or (attribute == "proximity" and checked > 1):
        raise invalid(argument, value, expected)
    return checked


def setting(attribute: Attribute, value: object, argument: str | None = None) -> Setting:
    """Return the checked content of an attribute field: a level or the primitive's value.

    Examples
    --------
    >>> setting("simplicity", "partly"), setting("simplicity", 4)
    ('partly', 4)
    """
    place = argument or attribute
    for level in LEVELS:
        if isinstance(value, str) and value == level:
            return level
    if isinstance(value, str) and not any(ch.isdigit() for ch in value):
        raise _not_a_level(attribute, value, place)
    try:
        return primitive_value(attribute, value, place)
    except InvalidGameError as error:
        if isinstance(value, str) and any(ch.isalpha() for ch in value):
            raise _not_a_level(attribute, value, place) from error
        raise


def _not_a_level(attribute: Attribute, value: str, place: str) -> InvalidGameError:
    primitive = PRIMITIVES[attribute]
    levels = ", ".join(map(repr, LEVELS))
    expected = f"a level (one of {levels}) or {primitive.domain} for {primitive.symbol}"
    return invalid(place, value, expected + nearest(value, LEVELS))


def words(value: object, argument: str) -> str:
    """Return a printable text (line breaks allowed); it ends in terminals, tables and pages."""
    if not isinstance(value, str):
        raise invalid(argument, value, "a text")
    if not all(ch.isprintable() or ch == "\n" for ch in value):
        raise invalid(argument, value, "a text without control characters")
    return value.strip()
