"""Games of other packages, recognised by what they offer; none of the packages is imported."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any, cast

import numpy as np

from coopgames.errors import CoopgamesError, InvalidGameError, invalid
from coopgames.games._arrays import nest
from coopgames.games._scaled import Array
from coopgames.games.stage import StageGame

__all__ = ["read_game"]

_EXPECTED = (
    "a StageGame, a nashpy Game (with payoff_matrices), a quantecon NormalFormGame (whose players "
    "have a payoff_array) or a pygambit Game (whose players have strategies)"
)


def read_game(other: Any) -> StageGame:
    """Take over another package's game; see :meth:`StageGame.from_game`."""
    if isinstance(other, StageGame):
        return other
    try:
        return _read(other)
    except CoopgamesError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # It has the names of a game, and something else behind them.
        raise InvalidGameError(
            f"other: got a {type(other).__name__} that cannot be read ({error}), "
            f"expected {_EXPECTED}"
        ) from error


def _read(other: Any) -> StageGame:
    if hasattr(other, "payoff_matrices"):
        return _from_arrays(other.payoff_matrices)
    players: list[Any] = list(getattr(other, "players", None) or ())
    if not players:
        raise invalid("other", other, _EXPECTED)
    if all(hasattr(player, "payoff_array") for player in players):
        arrays = [_own_axis_back(p.payoff_array, i) for i, p in enumerate(players)]
        return _from_arrays(arrays)
    if all(hasattr(p, "strategies") for p in players) or hasattr(other, "get_strategies"):
        return _from_strategies(other, players)
    raise invalid("other", other, _EXPECTED)


def _own_axis_back(payoffs: Any, player: int) -> Array:
    """Return payoffs with the axes of players 1..n in order.

    QuantEcon.py numbers the axes of player i's array from himself on: i, i + 1, ..., n, 1, ...
    """
    array = np.asarray(payoffs)
    first = (array.ndim - player) % array.ndim if array.ndim else 0
    return array.transpose((*range(first, array.ndim), *range(first)))


def _from_arrays(
    arrays: Sequence[Any],
    actions: Sequence[Sequence[str]] | None = None,
    players: Sequence[str] | None = None,
) -> StageGame:
    """Build a game from one array for each player; the arrays' types decide the arithmetic."""
    tables = [np.asarray(array) for array in arrays]
    shapes = {table.shape for table in tables}
    if not tables:
        raise invalid("other", arrays, _EXPECTED)
    if len(shapes) != 1 or len(tables) != tables[0].ndim or 0 in tables[0].shape:
        n = len(tables)
        expected = f"payoffs of {n} players in {n} arrays of one shape, with {n} axes, none empty"
        raise invalid("other", [table.shape for table in tables], expected)
    kinds = {table.dtype.kind for table in tables}
    if kinds <= set("iu") or kinds == {"f"}:
        return StageGame(np.stack(tables), actions, players)
    nested = [nest([_plain(x) for x in t.ravel().tolist()], t.shape) for t in tables]
    return StageGame(nested, actions, players)


def _plain(value: Any) -> Any:
    """Return Python's own Fraction for a subclass of it (pygambit's Rational)."""
    if isinstance(value, Fraction):
        return Fraction(value.numerator, value.denominator)
    return value


def _from_strategies(other: Any, players: Sequence[Any]) -> StageGame:
    """Read a pygambit game: by its arrays where it has them, else outcome by outcome."""
    strategies = [_strategies(other, player) for player in players]
    if hasattr(other, "to_arrays"):
        arrays = cast("Sequence[Any]", other.to_arrays())
    else:
        shape = tuple(map(len, strategies))
        outcomes = [other[profile] for profile in product(*map(range, shape))]
        arrays = [_table([o[i] for o in outcomes], shape) for i in range(len(players))]
    return _from_arrays(arrays, [_names(own, 0) for own in strategies], _names(players, 1))


def _strategies(other: Any, player: Any) -> list[Any]:
    """Return a player's strategies, which later versions keep with the game."""
    return list(
        player.strategies if hasattr(player, "strategies") else other.get_strategies(player)
    )


def _table(cells: Sequence[object], shape: tuple[int, ...]) -> Array:
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return array.reshape(shape)


def _names(things: Sequence[Any], first: int) -> list[str]:
    """Return the labels, if each thing has one and they differ; else numbers from the first."""
    labels = [thing if isinstance(thing, str) else getattr(thing, "label", "") for thing in things]
    if all(labels) and len(set(labels)) == len(labels):
        return labels
    return [str(first + k) for k in range(len(things))]
