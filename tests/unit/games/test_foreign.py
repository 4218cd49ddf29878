"""Games of other packages: nashpy itself, and stand-ins with the shape of two others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import nashpy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.arithmetic import Arithmetic
from coopgames.errors import InvalidGameError
from coopgames.games import StageGame, prisoners_dilemma

F = Fraction


def numbered(shape: Sequence[int]) -> StageGame:
    """Return a game in which every payoff names its player and its profile."""

    def payoffs(*profile: int) -> list[int]:
        code = sum(a * 10**k for k, a in enumerate(profile))
        return [1000 * (i + 1) + code for i in range(len(shape))]

    return StageGame.from_function(shape, payoffs)


# ---------------------------------------------------------------- nashpy


def test_a_nashpy_game_of_integers_is_exact() -> None:
    game = StageGame.from_game(nashpy.Game([[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [0, 1, 2]]))
    assert game.arithmetic is Arithmetic.EXACT
    assert game == StageGame.from_bimatrix([[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [0, 1, 2]])


def test_a_nashpy_game_of_floats_is_a_float_game() -> None:
    game = StageGame.from_game(nashpy.Game([[0.5, 2]], [[1, 3]]))
    assert game.arithmetic is Arithmetic.FLOAT
    assert game.payoffs() == (((0.5, 2.0),), ((1.0, 3.0),))


def test_a_nashpy_game_of_fractions_is_exact() -> None:
    game = StageGame.from_game(nashpy.Game(np.array([[F(1, 3)]]), np.array([[F(2)]])))
    assert game.payoffs() == (((F(1, 3),),), ((2,),))


def test_a_zero_sum_nashpy_game() -> None:
    assert StageGame.from_game(nashpy.Game([[1, -1], [-1, 1]])).payoffs()[1] == ((-1, 1), (1, -1))


# ---------------------------------------------------------------- QuantEcon.py


@dataclass
class Player:
    payoff_array: Any


@dataclass
class NormalFormGame:
    players: tuple[Player, ...]


def quantecon_of(game: StageGame, dtype: str) -> NormalFormGame:
    """Build the game as QuantEcon.py keeps it: each player's own axis first, then the next."""
    n = game.num_players
    players: list[Player] = []
    for i in range(n):
        axes = [(i + k) % n for k in range(n)]
        array = np.zeros([game.shape[axis] for axis in axes], dtype=dtype)
        for profile in product(*map(range, game.shape)):
            array[tuple(profile[axis] for axis in axes)] = game.payoff(i, profile)
        players.append(Player(array))
    return NormalFormGame(tuple(players))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.sampled_from(["int64", "float64"]))
def test_the_axes_of_quantecon_are_turned_back(shape: list[int], dtype: str) -> None:
    game = numbered(shape)
    taken = StageGame.from_game(quantecon_of(game, dtype))
    assert taken == (game if dtype == "int64" else game.to_float())


def test_small_integers_of_a_machine_are_exact() -> None:
    array = np.array([[127, -128]], dtype=np.int8)
    game = StageGame.from_game(nashpy.Game(array, array))
    assert game.payoffs()[0] == ((127, -128),)
    assert game.arithmetic is Arithmetic.EXACT


# ---------------------------------------------------------------- pygambit


class Rational(Fraction):
    """A subclass, as pygambit's numbers are."""


@dataclass
class Labelled:
    label: str


@dataclass
class GambitPlayer:
    label: str
    strategies: list[Labelled]


class GambitGame:
    """A game that gives its payoffs outcome by outcome, as the older versions do."""

    def __init__(self, game: StageGame, labels: bool = True) -> None:
        self.game = game
        self.players = [
            GambitPlayer(name if labels else "", [Labelled(a if labels else "") for a in actions])
            for name, actions in zip(game.players, game.actions, strict=True)
        ]

    def __getitem__(self, profile: tuple[int, ...]) -> list[Rational]:
        return [Rational(self.game.payoff(i, profile)) for i in range(self.game.num_players)]  # type: ignore[arg-type]


class GambitGameOfArrays(GambitGame):
    def to_arrays(self) -> list[Any]:
        return [
            np.array([Rational(x) for x in own], dtype=object).reshape(self.game.shape)  # type: ignore[arg-type]
            for own in self.game.cells
        ]

    def __getitem__(self, profile: tuple[int, ...]) -> list[Rational]:
        raise TypeError("strategies are not chosen by their numbers")


GAMES = [
    prisoners_dilemma(3, "5/2", 0, -1),
    StageGame(
        numbered((2, 3, 2)).payoffs(), [("a", "b"), ("c", "d", "e"), ("f", "g")], list("xyz")
    ),
]


@pytest.mark.parametrize("kind", [GambitGame, GambitGameOfArrays])
@pytest.mark.parametrize("game", GAMES)
def test_a_pygambit_game_keeps_its_names(kind: type[GambitGame], game: StageGame) -> None:
    taken = StageGame.from_game(kind(game))
    assert taken == game
    assert {type(x) for own in taken.cells for x in own} == {Fraction}


def test_names_that_are_missing_become_numbers() -> None:
    game = numbered((2, 3))
    assert StageGame.from_game(GambitGame(game, labels=False)) == game


# ---------------------------------------------------------------- what is no game


def test_a_stage_game_is_itself() -> None:
    assert StageGame.from_game(GAMES[0]) is GAMES[0]


@dataclass
class WithMatrices:
    payoff_matrices: tuple[Any, ...]


@pytest.mark.parametrize(
    "other",
    [
        [[1, 2], [3, 4]],
        None,
        NormalFormGame(()),
        NormalFormGame((Player(np.zeros((2, 2))),)),
        NormalFormGame((Player(np.zeros((2, 3))), Player(np.zeros((2, 3))))),
        Labelled("x"),
        WithMatrices((np.zeros((2, 2)), np.zeros((2, 3)))),
        WithMatrices((np.zeros((2, 0)), np.zeros((2, 0)))),
        WithMatrices(()),
        WithMatrices(5),  # type: ignore[arg-type]
        WithMatrices(None),  # type: ignore[arg-type]
        WithMatrices(([[1]], [[1, 2], [3]])),
        NormalFormGame(5),  # type: ignore[arg-type]
        NormalFormGame((1, 2)),  # type: ignore[arg-type]
        NormalFormGame((Player(5),)),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_game_is_refused(other: object) -> None:
    with pytest.raises(InvalidGameError, match=r"(?s)other: got .* expected"):
        StageGame.from_game(other)


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(InvalidGameError, match="payoffs, cell 0: got True"):
        StageGame.from_game(WithMatrices((np.array([[True]]), np.array([[False]]))))
    with pytest.raises(InvalidGameError, match="nan"):
        StageGame.from_game(nashpy.Game([[float("nan")]], [[1.0]]))
