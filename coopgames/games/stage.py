"""Stage games in normal form, exact by the types of their payoffs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np

from coopgames.arithmetic import Arithmetic, Enclosure, Number, RationalFunction
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games._arrays import flatten, nest, profiles, row_major
from coopgames.games._labels import action_labels, nested_source, player_labels
from coopgames.games._scaled import Array, read_cells, read_numbers, scaled_arrays

__all__ = ["StageGame"]

#: Games with at most this many payoffs are written out in full by ``repr``.
SHOWN_CELLS = 40

#: Games with at least this many payoffs get their arrays when they are built.
LARGE = 4_096


@dataclass(frozen=True, slots=True)
class StageGame:
    """A finite game in normal form.

    Parameters
    ----------
    payoffs : nested sequences, shape n x actions of player 1 x ... x actions of player n
        ``payoffs[i][a1]...[an]`` is player ``i``'s payoff. Integers, Fractions and "p/q" strings
        make the game exact; one float makes it a float game; both together are refused.
    actions : sequence of n sequences of str, optional
        Action labels, not empty, distinct for each player; the indices by default.
    players : sequence of n str, optional
        Player labels, not empty, distinct; ``"1"``, ``"2"``, ... by default.

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
    _scaled: tuple[Array, ...] | None = field(default=None, repr=False, compare=False)

    def __init__(
        self,
        payoffs: Any,
        actions: Sequence[Sequence[str]] | None = None,
        players: Sequence[str] | None = None,
    ) -> None:
        full, flat = read_cells(payoffs, "payoffs")
        if len(full) < 2 or full[0] != len(full) - 1:
            raise invalid("payoffs", payoffs, "shape n x a_1 x ... x a_n for n players")
        arithmetic, numbers = read_numbers(flat, "payoffs")
        if arithmetic is Arithmetic.ENCLOSED:
            raise UnsupportedGameError("payoffs: enclosures are not supported in a stage game")
        block = len(numbers) // full[0]
        cells = tuple(numbers[i * block : (i + 1) * block] for i in range(full[0]))
        object.__setattr__(self, "shape", full[1:])
        object.__setattr__(self, "cells", cells)
        object.__setattr__(self, "actions", action_labels(actions, full[1:]))
        object.__setattr__(self, "players", player_labels(players, full[0]))
        object.__setattr__(self, "arithmetic", arithmetic)
        # Solvers of large games all want the arrays: better to be slow once, here.
        eager = len(numbers) >= LARGE and arithmetic is not Arithmetic.SYMBOLIC
        object.__setattr__(
            self, "_scaled", scaled_arrays(cells, full[1:], arithmetic) if eager else None
        )

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

    @classmethod
    def from_nfg(cls, source: str | Path) -> StageGame:
        """Read a game in the strategic-form format of Gambit (``.nfg``), every number exactly.

        Parameters
        ----------
        source : str or Path
            The path of a file, or the text itself: a str whose first word is ``NFG``.

        Returns
        -------
        StageGame
            Exact, also where the file has decimals: ``0.1`` is one tenth. Names that are empty
            become their numbers, and names that are repeated get a number behind them.

        Raises
        ------
        InvalidGameError
            If the file cannot be read or does not follow the format; the message says in which
            line, and what was expected there.

        Notes
        -----
        Both versions are read, with payoffs and with outcomes (outcome 0 pays nothing). The format
        lists the profiles with the first player's action moving fastest.

        References
        ----------
        The Gambit project, *Game representation formats*, version 1 of the strategic game format.

        Examples
        --------
        >>> text = 'NFG 1 R "A dilemma" { "Ana" "Luis" } { 2 2 } 2 2 3 -1 -1 3 0 0.5'
        >>> game = StageGame.from_nfg(text)
        >>> game.players, game.payoff(0, (1, 0)), game.payoff(1, (1, 1))
        (('Ana', 'Luis'), Fraction(3, 1), Fraction(1, 2))
        """
        from coopgames.games.nfg import read_nfg

        return read_nfg(source)

    def to_nfg(self, title: str = "") -> str:
        r"""Return the text of a ``.nfg`` file of this game (the version with payoffs).

        Parameters
        ----------
        title : str, optional

        Raises
        ------
        InvalidGameError
            If a name ends in a backslash: the format has no way to write that.
        UnsupportedGameError
            If the payoffs contain a parameter.

        Examples
        --------
        >>> print(StageGame([[["1/2"], [3]], [[1], [0]]]).to_nfg("Half"))
        NFG 1 R "Half" { "1" "2" }
        <BLANKLINE>
        { { "0" "1" }
          { "0" }
        }
        ""
        <BLANKLINE>
        1/2 1
        3 0
        <BLANKLINE>
        """
        from coopgames.games.nfg import write_nfg

        return write_nfg(self, title)

    @classmethod
    def from_game(cls, other: object) -> StageGame:
        """Take over a game of nashpy, QuantEcon.py or pygambit (none of which is imported).

        Parameters
        ----------
        other : object
            A nashpy ``Game``, a quantecon ``NormalFormGame``, or a pygambit ``Game``.

        Returns
        -------
        StageGame
            Exact if the other game holds integers or rationals, in floats if it holds floats;
            with the names that the other game gives (pygambit).

        Raises
        ------
        InvalidGameError
            If `other` is no game of these three kinds.

        Examples
        --------
        >>> import nashpy
        >>> StageGame.from_game(nashpy.Game([[2, -1], [3, 0]], [[2, 3], [-1, 0]]))
        StageGame([[[2, -1], [3, 0]], [[2, 3], [-1, 0]]])
        """
        from coopgames.games.foreign import read_game

        return read_game(other)

    @property
    def num_players(self) -> int:
        """Number of players."""
        return len(self.shape)

    def payoff(self, player: int, profile: Sequence[int]) -> Number:
        """Return a player's payoff at an action profile.

        Parameters
        ----------
        player : int
            The player's index, from 0.
        profile : sequence of n int
            The index of each player's action, from 0.

        Raises
        ------
        InvalidGameError
            If there is no such player or profile.
        """
        if not _is_index(player, len(self.shape)):
            raise invalid("player", player, f"a player's index, 0 to {len(self.shape) - 1}")
        try:
            fits = all(map(_is_index, profile, self.shape)) and len(profile) == len(self.shape)
        except TypeError:
            fits = False
        if not fits:
            raise invalid(
                "profile", profile, f"{len(self.shape)} action indices below {self.shape}"
            )
        return self.cells[player][row_major(profile, self.shape)]

    def payoffs(self) -> Any:
        """Return the payoffs as nested tuples ``[i][a1]...[an]``."""
        return tuple(nest(cells, self.shape) for cells in self.cells)

    def scaled_payoffs(self) -> tuple[Array, ...]:
        """Return one array for each player: his payoffs times a positive whole number of his own.

        Comparisons within one player are those of the payoffs, exactly.

        Returns
        -------
        tuple of n read-only arrays of shape a_1 x ... x a_n
            Of 64-bit integers where they fit; else the payoffs themselves, as an array of
            Fractions; floats as they are. Computed once and kept with the game.

        Raises
        ------
        UnsupportedGameError
            If the payoffs contain a parameter.

        Examples
        --------
        >>> StageGame([[["1/2"], ["1/3"]], [[1], [0]]]).scaled_payoffs()[0].tolist()
        [[3], [2]]
        """
        if self._scaled is None:
            arrays = scaled_arrays(self.cells, self.shape, self.arithmetic)
            object.__setattr__(self, "_scaled", arrays)
            return arrays
        return self._scaled

    def to_float(self) -> StageGame:
        """Return the same game in floats.

        Raises
        ------
        InvalidGameError
            If a payoff is beyond the range of floats, about 1.8e308.
        UnsupportedGameError
            If the payoffs contain a parameter.
        """
        nested = [nest([_as_float(x) for x in cells], self.shape) for cells in self.cells]
        return StageGame(nested, self.actions, self.players)

    def __repr__(self) -> str:
        if sum(map(len, self.cells)) > SHOWN_CELLS:
            sizes = " x ".join(str(size) for size in self.shape)
            return f"StageGame(<{sizes} actions, {self.arithmetic.name.lower()}>)"
        text = ", ".join(nested_source(nest(cells, self.shape)) for cells in self.cells)
        actions = "" if self.actions == action_labels(None, self.shape) else repr(self.actions)
        players = "" if self.players == player_labels(None, len(self.shape)) else str(self.players)
        labels = (actions and f", actions={actions}") + (players and f", players={players}")
        return f"StageGame([{text}]{labels})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # IPython and Hypothesis ask for this; without it they list the fields, not the arguments.
        printer.text(repr(self))


def _as_float(value: Number) -> float:
    if isinstance(value, (RationalFunction, Enclosure)):
        raise UnsupportedGameError("to_float: the payoffs contain a parameter")
    try:
        return float(value)
    except OverflowError:
        raise invalid("to_float", value, "payoffs within the range of floats") from None


def _is_index(value: object, below: int) -> bool:
    """Tell whether it is a whole number of Python or numpy in the range; True is none."""
    whole = type(value) is int or isinstance(value, np.integer)
    return whole and 0 <= cast("int", value) < below
