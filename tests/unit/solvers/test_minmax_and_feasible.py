"""Minmax payoffs and feasible sets by their definitions, and the certificates of both."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.arithmetic import Arithmetic
from coopgames.certificates import Certificate
from coopgames.errors import InvalidGameError
from coopgames.games import StageGame, matching_pennies, prisoners_dilemma
from coopgames.solvers import Solution, Status
from coopgames.solvers.feasible import feasible_payoffs, individually_rational_payoffs
from coopgames.solvers.minmax import minmax
from coopgames.testing import stage_games

F = Fraction
Profile = tuple[int, ...]


def best_reply(game: StageGame, player: int, others: Profile) -> Any:
    return max(
        game.payoff(player, (*others[:player], a, *others[player:]))
        for a in range(game.shape[player])
    )


def certificate_of(answer: Solution[Any]) -> Certificate:
    assert answer.status is Status.PROVED
    assert answer.certificate is not None
    assert answer.certificate.check()
    return answer.certificate


# ---------------------------------------------------------------- minmax


@given(stage_games(players=(2, 4), actions=(1, 3)))
def test_pure_minmax_by_its_definition(game: StageGame) -> None:
    answer = minmax(game)
    punishments: Any = answer.diagnostics["punishments"]
    for player in range(game.num_players):
        sizes = [*game.shape[:player], *game.shape[player + 1 :]]
        replies = [best_reply(game, player, o) for o in product(*map(range, sizes))]
        assert answer.value[player] == min(replies)
        profile = punishments[player]
        others = (*profile[:player], *profile[player + 1 :])
        assert game.payoff(player, profile) == best_reply(game, player, others)
        assert game.payoff(player, profile) == answer.value[player]
        earlier = [a for a in product(*map(range, game.shape)) if a < profile]
        for a in earlier:  # the first such profile is shown
            others = (*a[:player], *a[player + 1 :])
            held = best_reply(game, player, others) == answer.value[player]
            assert not (held and game.payoff(player, a) == answer.value[player])


@given(stage_games(players=(2, 3), actions=(1, 3)))
def test_the_certificate_of_pure_minmax_payoffs(game: StageGame) -> None:
    certificate = certificate_of(minmax(game))
    assert certificate.kind == "minmax"
    assert [F(x) for x in certificate.document["values"]] == list(minmax(game).value)


def test_pure_minmax_of_a_large_game_is_not_certified() -> None:
    payoffs = np.random.default_rng(3).integers(-9, 9, size=(12, *(2,) * 12))
    answer = minmax(StageGame(payoffs))
    assert (answer.status, answer.certificate) == (Status.EXACT_UNCERTIFIED, None)
    assert "more than 20000 payoffs" in answer.method
    assert answer.value == tuple(int(own.max(axis=i).min()) for i, own in enumerate(payoffs))


@given(stage_games(players=(2, 3), actions=(1, 3), floats=True))
def test_minmax_of_floats(game: StageGame) -> None:
    answer = minmax(game)
    assert (answer.status, answer.arithmetic) == (Status.FLOAT, Arithmetic.FLOAT)
    for player in range(game.num_players):
        sizes = [*game.shape[:player], *game.shape[player + 1 :]]
        replies = [best_reply(game, player, o) for o in product(*map(range, sizes))]
        assert not answer.value[player] < min(replies)
        assert not answer.value[player] > min(replies)


def test_mixed_minmax_of_floats() -> None:
    answer = minmax(matching_pennies(0.5), mixed=True)
    assert answer.status is Status.FLOAT
    assert answer.value == pytest.approx((0.0, 0.0))
    punishments: Any = answer.diagnostics["punishments"]
    assert punishments == ((0.5, 0.5), (0.5, 0.5))
    assert {type(p) for law in punishments for p in law} == {float}


@pytest.mark.parametrize("mixed", [None, 1, "mixed", [], float("nan")])
def test_mixed_is_true_or_false(mixed: Any) -> None:
    game = prisoners_dilemma(3, 2, 0, -1)
    for solve in (minmax, individually_rational_payoffs):
        with pytest.raises(InvalidGameError, match="mixed: got .* expected True or False"):
            solve(game, mixed)


# ---------------------------------------------------------------- feasible payoffs


@given(stage_games(actions=(1, 3)))
def test_feasible_payoffs_are_the_hull_of_all_pairs(game: StageGame) -> None:
    answer = feasible_payoffs(game)
    pairs = list(zip(*game.cells, strict=True))
    assert all(answer.value.contains(pair) for pair in pairs)
    assert set(answer.value.vertices) <= set(pairs)
    document = certificate_of(answer).document
    assert (document["kind"], document["threat"]) == ("feasible_set", None)


@given(stage_games(actions=(1, 3)), st.booleans())
def test_the_certificate_of_individually_rational_payoffs(game: StageGame, mixed: bool) -> None:
    answer = individually_rational_payoffs(game, mixed)
    document = certificate_of(answer).document
    assert document["threat_kind"] == ("given" if mixed else "pure")
    assert [F(x) for x in document["threat"]] == list(minmax(game, mixed).value)
    vertices = [tuple(map(F, vertex)) for vertex in document["vertices"]]
    assert vertices == list(answer.value.vertices)
    if mixed:
        whole: Any = answer.diagnostics["certificates"]
        assert [c.kind for c in whole] == ["feasible_set", "lp_optimum", "lp_optimum"]
        assert all(c.check() for c in whole)


def test_a_large_game_of_two_players_is_not_certified() -> None:
    payoffs = np.random.default_rng(4).integers(-50, 50, size=(2, 110, 110))
    game = StageGame(payoffs)
    answer = feasible_payoffs(game)
    assert (answer.status, answer.certificate) == (Status.EXACT_UNCERTIFIED, None)
    assert "more than 20000 payoffs" in answer.method
    assert answer.value.support((1, 0)) == int(payoffs[0].max())
    assert answer.value.support((-1, 1)) == int((payoffs[1] - payoffs[0]).max())
    rational = individually_rational_payoffs(game)
    assert rational.diagnostics["minmax"] == minmax(game).value
    assert rational.certificate is None


def test_sets_of_floats_have_no_certificate() -> None:
    game = prisoners_dilemma(3.0, 2.0, 0.0, -1.0)
    for answer in (feasible_payoffs(game), individually_rational_payoffs(game, mixed=True)):
        assert (answer.status, answer.certificate) == (Status.FLOAT, None)
        assert answer.value.contains((2, 2))
        assert {type(x) for vertex in answer.value.vertices for x in vertex} == {float}


@pytest.mark.parametrize("mixed", [False, True])
def test_sets_of_floats_are_those_of_exact_games_rounded(mixed: bool) -> None:
    exact = prisoners_dilemma(3, 2, 0, -1)
    answer = individually_rational_payoffs(exact.to_float(), mixed)
    assert answer.value == individually_rational_payoffs(exact, mixed).value.to_float()
    least: Any = answer.diagnostics["minmax"]
    assert least == (0.0, 0.0)
    assert set(map(type, least)) == {float}
    whole = feasible_payoffs(exact.to_float()).value
    assert whole == feasible_payoffs(exact).value.to_float()


def test_where_no_feasible_payoff_is_rational_the_set_of_floats_is_empty() -> None:
    game = StageGame.from_rows([[(1.0, -1.0), (-1.0, 1.0)], [(-1.0, 1.0), (1.0, -1.0)]])
    answer = individually_rational_payoffs(game)
    assert (answer.value.vertices, answer.diagnostics["minmax"]) == ((), (1.0, 1.0))
