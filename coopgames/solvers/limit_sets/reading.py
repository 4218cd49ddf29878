"""What the verbs about limits accept, and how their numbers look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flint import fmpq

from coopgames.arithmetic import Arithmetic
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import PublicMonitoring, RepeatedGame, StageGame
from coopgames.solvers._flint import from_flint, to_flint
from coopgames.solvers.limit_sets.scores import Vector
from coopgames.solvers.public.signal_game import SignalGame, read_signal_game
from coopgames.solvers.reading import vector
from coopgames.solvers.solution import Status

__all__ = ["arithmetic", "number", "read_direction", "read_limit_game", "unproved"]


def read_limit_game(game: RepeatedGame) -> tuple[SignalGame, bool]:
    """Return the stage game and its signals, and whether there are floats among the numbers."""
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    if game.transfers:
        raise UnsupportedGameError(
            f"transfers: got {list(game.transfers)!r}, expected none; public_perfect_payoffs has "
            "the limit of games with payments"
        )
    if game.lag != 1:
        raise UnsupportedGameError(f"lag: got {game.lag}, expected 1")
    data, stage = read_signal_game(game), game.stage
    assert isinstance(stage, StageGame)
    numbers: list[object] = [x for row in stage.cells for x in row]
    if isinstance(game.monitoring, PublicMonitoring):
        numbers += [p for law in game.monitoring.laws for p in law]
    return data, any(isinstance(x, float) for x in numbers)


def read_direction(direction: Sequence[object], players: int) -> Vector:
    """Return a direction in flint rationals."""
    expected = f"{players} rational numbers, not all 0"
    listed = vector(direction, players, "direction", expected)
    weights = tuple(to_flint(read_exact(x, "direction")) for x in listed)
    if not any(weights):
        raise invalid("direction", direction, expected)
    return weights


def number(value: fmpq | None, floats: bool) -> Any:
    """Return a Fraction, or the nearest float of it; None stays None."""
    if value is None or not floats:
        return None if value is None else from_flint(value)
    try:
        return float(from_flint(value))
    except OverflowError:
        raise UnsupportedGameError(
            "game: got float payoffs whose scores are beyond the range of floats, expected smaller "
            "ones, or exact numbers"
        ) from None


def arithmetic(floats: bool) -> Arithmetic:
    """Return the arithmetic of an answer."""
    return Arithmetic.FLOAT if floats else Arithmetic.EXACT


def unproved(floats: bool) -> Status:
    """Return the status of an answer without certificate."""
    return Status.FLOAT if floats else Status.EXACT_UNCERTIFIED
