"""What the verbs on liquidity read from a game: numbers, and the discount factor or its absence."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from coopgames.arithmetic import Arithmetic, RationalFunction, number
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import RepeatedGame
from coopgames.solvers._flint import to_flint

__all__ = [
    "ROUNDED",
    "check_game",
    "read_discount_factor",
    "read_number",
    "some_discount_factor",
]

#: What the method of an answer to a game in floats ends with.
ROUNDED = "; exact on the decimals that the floats print as, rounded once"


def check_game(game: object) -> RepeatedGame:
    """Return a game whose accounts are settled every period; refuse anything else.

    A discount factor that is a polynomial without its parameter is a number.
    """
    if not isinstance(game, RepeatedGame):
        raise invalid("game", game, "a RepeatedGame")
    if game.lag != 1:
        raise UnsupportedGameError(f"lag: got {game.lag}, expected 1 under public monitoring")
    if game.arithmetic is Arithmetic.ENCLOSED:
        raise UnsupportedGameError("game: got an enclosure, expected exact numbers or floats")
    delta = game.discount_factor
    constant = delta.constant() if isinstance(delta, RationalFunction) else None
    return game if constant is None else game.at(constant)


def read_discount_factor(game: RepeatedGame) -> fmpq | None:
    """Return the discount factor of a game that was checked; None if it is a parameter by itself.

    Raises
    ------
    UnsupportedGameError
        If another number is a parameter, or the discount factor a function of one.
    """
    delta = game.discount_factor
    if game.at(0).arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError(
            "game: got a parameter beside the discount factor, expected numbers"
        )
    if not isinstance(delta, RationalFunction):
        return read_number(delta, "discount_factor")
    if not delta.is_polynomial or delta.polynomial() != (0, 1):
        raise UnsupportedGameError(
            f"discount_factor: got {delta!r}, expected a number, or the parameter itself"
        )
    return None


def read_number(value: object, argument: str) -> fmpq:
    """Return a number in flint rationals; a float is the decimal that it prints as."""
    if isinstance(value, float):
        return to_flint(read_exact(repr(value), argument))
    if not isinstance(value, Fraction):
        raise UnsupportedGameError(f"{argument}: got {value!r}, expected a number")
    return to_flint(value)


def some_discount_factor(value: object) -> Fraction:
    """Return a discount factor that a user asks about, exactly."""
    delta = number(value, "discount_factor")
    if isinstance(delta, float):
        delta = read_exact(repr(delta), "discount_factor")
    if not isinstance(delta, Fraction) or not 0 <= delta < 1:
        raise invalid("discount_factor", value, "a number in [0, 1)")
    return delta
