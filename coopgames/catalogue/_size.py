"""Refuse numbers of members, periods or parts with which a game would take too long to solve."""

from __future__ import annotations

from collections.abc import Sequence

from coopgames.arithmetic import RationalFunction
from coopgames.errors import UnsupportedGameError

__all__ = [
    "MOST_IN_POWER",
    "MOST_IN_SYMBOLIC_POWER",
    "refuse_above_limit",
    "refuse_large_power",
    "refuse_more_than",
]

#: Largest exponent of a chance that is a number: a verdict takes about a second.
MOST_IN_POWER = 2_000
#: Largest exponent of a chance that is left free: a threshold takes about a second.
MOST_IN_SYMBOLIC_POWER = 100


def refuse_more_than(limit: int, argument: str, value: int, what: str = "states") -> None:
    """Refuse a number that is too large for a game to be solved in a few seconds.

    Parameters
    ----------
    limit : int
        The largest number that is taken.
    argument : str
        The number's name, for the message.
    value : int
    what : str, optional
        What grows with the number.

    Raises
    ------
    UnsupportedGameError
        If the number is above the limit.

    Examples
    --------
    >>> refuse_more_than(60, "members", 61)  # doctest: +NORMALIZE_WHITESPACE
    Traceback (most recent call last):
    coopgames.errors.UnsupportedGameError: members: got 61, expected at most 60, as the game's
    states grow with it
    """
    _refuse(argument, value, limit, f"expected at most {limit}, as the game's {what} grow with it")


def refuse_above_limit(
    name: str, value: int, most: int, what: str = "the game is written out", also: str = ""
) -> None:
    """Refuse to write out a game that is too large.

    Raises
    ------
    UnsupportedGameError
        If a count is above the limit.

    Examples
    --------
    >>> refuse_above_limit("lag", 101, 100)
    Traceback (most recent call last):
    coopgames.errors.UnsupportedGameError: lag: got 101, the game is written out up to 100
    """
    _refuse(name, value, most, f"{what} up to {most}{also}")


def refuse_large_power(chances: Sequence[object], argument: str, value: int) -> None:
    """Refuse an exponent that is too large for one of the chances raised to it.

    Raises
    ------
    UnsupportedGameError
        If it is above ``MOST_IN_POWER``, or where a chance is a parameter above
        ``MOST_IN_SYMBOLIC_POWER``.
    """
    if all(x in (0, 1) for x in chances):
        return  # a power of 0 or 1 is no longer than itself
    free = any(isinstance(x, RationalFunction) for x in chances)
    refuse_more_than(
        MOST_IN_SYMBOLIC_POWER if free else MOST_IN_POWER, argument, value,
        "polynomials" if free else "numbers",
    )  # fmt: skip


def _refuse(argument: str, value: int, limit: int, why: str) -> None:
    if value > limit:
        # A number may be too long for Python to print.
        shown = str(value) if value.bit_length() < 200 else f"{value.bit_length()} bits"
        raise UnsupportedGameError(f"{argument}: got {shown}, {why}")
