"""Stage games in normal form, exact by the types of their payoffs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from coopgames.arithmetic import Arithmetic, Enclosure, Number, RationalFunction, unify
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games._arrays import flatten, nest, number_source, profiles, row_major

__all__ = ["StageGame"]

#: Games with at most this many payoffs are written out in full by ``repr``.
SHOWN_CELLS = 40


@dataclass(frozen=True, slots=True)
class StageGame:
    """A finite game in normal form.

    Parameters
    ----------
    payoffs : nested sequences, shape n x actions of player 1 x ... x actions of player n
        ``payoffs[i][a1]...[an]`` is player ``i``'s payoff. Integers, Fractions and "p/q" strings
        make the game exact; one float makes it a float game; both together are refused.
    actions : sequence of n sequences of str, optional
        Action labels; the indices by default.
    players : sequence of n str, optional
        Player labels; ``"1"``, ``"2"``, ... by default.

    Attributes
    ----------
    shape : tuple of int
        Number of actions of each player.
    cells : tuple of n tuples
        Payoffs of each player over the action profiles in row-major order.
    arithmetic : Arithmetic

    Raises
    ------
    InvalidGameError
        If the array is ragged, empty, or its shape does not fit the number of players or labels.
    MixedArithmeticError
        If floats and exact numbers are mixed.

    Examples
    --------
    >>> game = StageGame([[[2, -1], [3, 0]], [[2, 3], [-1, 0]]])
    >>> game.payoff(0, (1, 0)), game.shape
    (Fraction(3, 1), (2, 2))

    Small games print as the expression that builds them again:

    >>> game
    StageGame([[[2, -1], [3, 0]], [[2, 3], [-1, 0]]])
    """

    shape: tuple[int, ...]
    cells: tuple[tuple[Number, ...], ...]
    actions: tuple[tuple[str, ...], ...]
    players: tuple[str, ...]
    arithmetic: Arithmetic

    def __init__(
        self,
        payoffs: Any,
        actions: Sequence[Sequence[str]] | None = None,
        players: Sequence[str] | None = None,
    ) -> None:
        full, flat = flatten(payoffs, "payoffs")
        if len(full) < 2 or full[0] != len(full) - 1:
            raise invalid("payoffs", payoffs, "shape n x a_1 x ... x a_n for n players")
        arithmetic, values = unify({f"payoffs, cell {k}": x for k, x in enumerate(flat)})
        if arithmetic is Arithmetic.ENCLOSED:
            raise UnsupportedGameError("payoffs: enclosures are not supported in a stage game")
        numbers = tuple(values.values())
        block = len(numbers) // full[0]
        cells = tuple(numbers[i * block : (i + 1) * block] for i in range(full[0]))
        object.__setattr__(self, "shape", full[1:])
        object.__setattr__(self, "cells", cells)
        object.__setattr__(self, "actions", _action_labels(actions, full[1:]))
        object.__setattr__(self, "players", _player_labels(players, full[0]))
        object.__setattr__(self, "arithmetic", arithmetic)

    @classmethod
    def from_rows(cls, rows: Sequence[Sequence[Sequence[object]]]) -> StageGame:
        """Build a two-player game from rows of payoff pairs, as they are printed.

        Examples
        --------
        >>> StageGame.from_rows([[(2, 2), (-1, 3)], [(3, -1), (0, 0)]]).payoff(1, (0, 1))
        Fraction(3, 1)
        """
        shape, _ = flatten(rows, "rows")
        if len(shape) != 3 or shape[2] != 2:
            raise invalid("rows", rows, "rows of pairs of payoffs")
        return cls([[[pair[i] for pair in row] for row in rows] for i in range(2)])

    @classmethod
    def from_bimatrix(cls, first: Any, second: Any) -> StageGame:
        """Build a two-player game from the payoff matrices of the row and the column player."""
        return cls([first, second])

    @classmethod
    def from_function(
        cls, num_actions: Sequence[int], payoff: Callable[..., Sequence[object]]
    ) -> StageGame:
        """Build a game from ``payoff(a1, ..., an)``, the payoffs of all players at a profile.

        Examples
        --------
        >>> StageGame.from_function((2, 2), lambda a, b: (3 * b - a, 3 * a - b)).payoff(0, (0, 1))
        Fraction(3, 1)
        """
        columns = list(zip(*(payoff(*a) for a in profiles(num_actions)), strict=True))
        return cls([nest(column, num_actions) for column in columns])

    @property
    def num_players(self) -> int:
        """Number of players."""
        return len(self.shape)

    def payoff(self, player: int, profile: Sequence[int]) -> Number:
        """Return a player's payoff at an action profile of indices."""
        return self.cells[player][row_major(profile, self.shape)]

    def payoffs(self) -> Any:
        """Return the payoffs as nested tuples ``[i][a1]...[an]``."""
        return tuple(nest(cells, self.shape) for cells in self.cells)

    def to_float(self) -> StageGame:
        """Return the same game in floats."""
        nested = [nest([_as_float(x) for x in cells], self.shape) for cells in self.cells]
        return StageGame(nested, self.actions, self.players)

    def __repr__(self) -> str:
        if sum(map(len, self.cells)) > SHOWN_CELLS:
            sizes = " x ".join(str(size) for size in self.shape)
            return f"StageGame(<{sizes} actions, {self.arithmetic.name.lower()}>)"
        text = ", ".join(_source(nest(cells, self.shape)) for cells in self.cells)
        actions = "" if self.actions == _action_labels(None, self.shape) else repr(self.actions)
        players = "" if self.players == _player_labels(None, len(self.shape)) else str(self.players)
        labels = (actions and f", actions={actions}") + (players and f", players={players}")
        return f"StageGame([{text}]{labels})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # IPython and Hypothesis ask for this; without it they list the fields, not the arguments.
        printer.text(repr(self))


def _source(nested: Any) -> str:
    if isinstance(nested, tuple):
        return f"[{', '.join(_source(item) for item in cast('tuple[Any, ...]', nested))}]"
    return number_source(nested)


def _as_float(value: Number) -> float:
    if isinstance(value, (RationalFunction, Enclosure)):
        raise UnsupportedGameError("to_float: the payoffs contain a parameter")
    return float(value)


def _action_labels(
    actions: Sequence[Sequence[str]] | None, shape: tuple[int, ...]
) -> tuple[tuple[str, ...], ...]:
    if actions is None:
        return tuple(tuple(str(a) for a in range(size)) for size in shape)
    labels = tuple(tuple(names) for names in actions)
    distinct = all(len(set(names)) == len(names) for names in labels)
    if tuple(len(names) for names in labels) != shape or not distinct:
        raise invalid("actions", actions, f"distinct labels, {shape} of them by player")
    return labels


def _player_labels(players: Sequence[str] | None, number_of_players: int) -> tuple[str, ...]:
    if players is None:
        return tuple(str(i + 1) for i in range(number_of_players))
    labels = tuple(players)
    if len(labels) != number_of_players or len(set(labels)) != len(labels):
        raise invalid("players", players, f"{number_of_players} distinct labels")
    return labels
