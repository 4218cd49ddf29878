"""Pure equilibria against their definition, in every kind of number."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.arithmetic import Arithmetic, parameter
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import StageGame, prisoners_dilemma
from coopgames.solvers import Status
from coopgames.solvers.pure_nash import pure_nash
from coopgames.testing import stage_games

F = Fraction
Profile = tuple[int, ...]

games = stage_games(players=(2, 4), actions=(1, 3))
#: What makes payoffs leave 64-bit integers: large numbers, and many denominators.
STRETCHES = [
    lambda x: x,
    lambda x: x * 2**61,
    lambda x: x * 2**70 + 1,
    lambda x: x / (2**61 - 1),
    lambda x: F(x) / 3**50 + F(1, 7),
]


def by_definition(game: StageGame) -> list[Profile]:
    def is_best(player: int, profile: Profile) -> bool:
        return all(
            game.payoff(player, (*profile[:player], a, *profile[player + 1 :]))
            <= game.payoff(player, profile)
            for a in range(game.shape[player])
        )

    profiles = product(*map(range, game.shape))
    return [a for a in profiles if all(is_best(i, a) for i in range(game.num_players))]


@given(games)
def test_they_are_the_profiles_that_nobody_leaves(game: StageGame) -> None:
    answer = pure_nash(game)
    assert list(answer.value) == by_definition(game)
    assert answer.status is Status.PROVED
    assert answer.certificate is not None
    assert answer.certificate.document["profiles"] == [list(a) for a in answer.value]


@given(games, st.sampled_from(STRETCHES))
def test_large_and_small_numbers_change_nothing(game: StageGame, stretch: object) -> None:
    assert callable(stretch)
    stretched = StageGame.from_function(
        game.shape,
        lambda *profile: [stretch(game.payoff(i, profile)) for i in range(game.num_players)],
    )
    assert pure_nash(stretched).value == pure_nash(game).value


def test_a_difference_below_the_precision_of_floats_counts() -> None:
    tiny = F(1, 10**40)
    game = StageGame([[[1, 0], [1 + tiny, 0]], [[0, 0], [0, 0]]])
    assert pure_nash(game).value == ((0, 1), (1, 0), (1, 1))


@given(stage_games(players=(2, 3), actions=(1, 3), floats=True))
def test_floats_are_compared_as_they_are(game: StageGame) -> None:
    answer = pure_nash(game)
    assert list(answer.value) == by_definition(game)
    assert (answer.status, answer.certificate) == (Status.FLOAT, None)
    assert answer.arithmetic is Arithmetic.FLOAT


@given(games)
def test_the_certificate_is_accepted(game: StageGame) -> None:
    certificate = pure_nash(game).certificate
    assert certificate is not None
    assert certificate.kind == "pure_nash"
    assert certificate.check()


def test_labels_say_which_actions_are_played() -> None:
    assert pure_nash(prisoners_dilemma(3, 2, 0, -1)).diagnostics["labels"] == (
        ("defect", "defect"),
    )


def test_one_player_chooses_his_best_action() -> None:
    assert pure_nash(StageGame([[3, 5, 5, 1]])).value == ((1,), (2,))


def test_large_games_are_fast_and_say_that_they_are_not_certified() -> None:
    payoffs = np.random.default_rng(5).integers(-9, 9, size=(16, *(2,) * 16))
    game = StageGame(payoffs)
    start = perf_counter()
    answer = pure_nash(game)
    assert perf_counter() - start < 0.5  # about 5 ms; a loop over profiles takes many seconds
    assert answer.status is Status.EXACT_UNCERTIFIED
    assert answer.certificate is None
    assert answer.method.endswith("not certified, since the game has more than 20000 payoffs")
    stable = np.ones((2,) * 16, dtype=bool)
    for i in range(16):
        stable &= payoffs[i] >= np.flip(payoffs[i], axis=i)
    assert answer.value == tuple(map(tuple, np.argwhere(stable).tolist()))
    rational = StageGame(payoffs.tolist())
    assert rational == game
    assert pure_nash(rational).value == answer.value


def test_the_arrays_are_kept_and_cannot_be_changed() -> None:
    game = prisoners_dilemma(3, "5/2", 0, -1)
    first = game.scaled_payoffs()
    assert first is game.scaled_payoffs()
    assert [a.tolist() for a in first] == [[[5, -2], [6, 0]], [[5, 6], [-2, 0]]]
    with pytest.raises(ValueError, match="read-only"):
        first[0][0, 0] = 1
    assert game == prisoners_dilemma(3, "5/2", 0, -1)
    assert hash(game) == hash(prisoners_dilemma(3, "5/2", 0, -1))


def test_what_is_no_game_of_numbers_is_refused() -> None:
    with pytest.raises(InvalidGameError, match="stage: got 5"):
        pure_nash(5)  # type: ignore[arg-type]
    symbolic = StageGame([[[parameter("x", 0, 1)]], [[1]]])
    with pytest.raises(UnsupportedGameError, match="pure_nash needs numbers"):
        pure_nash(symbolic)
    with pytest.raises(UnsupportedGameError, match="parameter"):
        symbolic.scaled_payoffs()
