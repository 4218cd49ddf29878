"""Limit sets as delta goes to 1, against scores that are found one direction at a time."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coopgames as cg
from coopgames.solvers.limits import limit_payoffs, limit_score
from coopgames.solvers.solution import Solution
from tests.properties._public_games import (
    deltas,
    make_game,
    public_games,
    repeated,
    seeds,
    stage_of,
)
from tests.reference.payoff_set_twin import hull
from tests.reference.public_limits import edge_normals, float_score, score
from tests.reference.public_programs import ONE, PublicGame
from tests.reference.public_sets import AXES, dot, halfplanes, primitive
from tests.reference.public_transfers import best_plan

BLOCKS = range(8)
#: Scores by HiGHS, in units of payoff times direction.
FLOAT_TOLERANCE = 1e-7
PATIENT = 1 - Fraction(1, 10**9)

directions = st.tuples(st.integers(-9, 9), st.integers(-9, 9)).filter(any)


def solve(game: PublicGame) -> Solution[Any]:
    return limit_payoffs(repeated(game, Fraction(1, 2)))


def bound(solution: Solution[Any]) -> Any:
    """Q itself; where it is flat the answer is what is known inside its line."""
    return solution.diagnostics.get("outer", solution.value)


def some_directions(random: Random, count: int) -> list[tuple[int, int]]:
    drawn = [(random.randint(-20, 20), random.randint(-20, 20)) for _ in range(count)]
    return [*AXES, *(d for d in drawn if d != (0, 0))]


def far(vertices: Any, direction: Any) -> Fraction:
    return max(dot(direction, v) for v in vertices)


@pytest.mark.parametrize("block", BLOCKS)
def test_no_corner_exceeds_a_score_and_every_edge_has_one(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 96):
        random = Random(seed)
        game = make_game(random)
        vertices = bound(solve(game)).vertices
        scores = {d: score(game, d) for d in some_directions(random, 20)}
        if None in scores.values():
            assert not vertices, f"seed {seed}"
            continue
        if not vertices:
            # Some three scores leave nothing; twenty at random need not be those.
            continue
        for direction, most in scores.items():
            assert far(vertices, direction) <= most, f"seed {seed}"
        for normal in edge_normals(vertices):
            assert far(vertices, normal) == score(game, normal), f"seed {seed}"


@pytest.mark.parametrize("block", BLOCKS)
def test_scores_of_many_directions_cut_out_no_less(block: int) -> None:
    # The other side, also where Q is flat or empty: the rays of the certificate name directions,
    # and scores found here in those directions cut out exactly the set.
    for seed in seeds(block, len(BLOCKS), 96):
        game = make_game(Random(10_000 + seed))
        solution = solve(game)
        certificate = solution.diagnostics.get("outer_certificate", solution.certificate)
        rays = [ray["direction"] for ray in certificate.document["rays"]]
        scores = {
            primitive(*map(Fraction, ray)): score(game, [Fraction(x) for x in ray]) for ray in rays
        }
        vertices = bound(solution).vertices
        if None in scores.values():
            assert not vertices, f"seed {seed}"
        else:
            assert halfplanes(scores) == hull(vertices), f"seed {seed}"  # type: ignore[arg-type]


@given(public_games(), directions)
def test_the_score_is_that_of_the_dual(game: PublicGame, direction: tuple[int, int]) -> None:
    assert limit_score(repeated(game, Fraction(1, 2)), direction).value == score(game, direction)


@pytest.mark.parametrize("shape", [(3,), (2, 2, 2)])
def test_the_score_is_that_of_the_dual_for_other_numbers_of_players(shape: tuple[int, ...]) -> None:
    for seed in range(20):
        random = Random(20_000 + seed)
        game = make_game(random, shape)
        direction = [random.randint(-3, 3) for _ in shape]
        if any(direction):
            expected = score(game, [Fraction(x) for x in direction])
            found = limit_score(repeated(game, Fraction(1, 2)), direction).value
            assert found == expected, f"seed {seed}"


@pytest.mark.parametrize("block", BLOCKS)
def test_three_players_too(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 24):
        random = Random(50_000 + seed)
        game = make_game(random, (2, 2, 2))
        solution = solve(game)
        vertices = bound(solution).vertices
        for _ in range(12):
            direction = [Fraction(random.randint(-5, 5)) for _ in range(3)]
            most = score(game, direction)
            if most is None:
                assert not vertices, f"seed {seed}"
            elif vertices:
                assert max(dot3(direction, v) for v in vertices) <= most, f"seed {seed}"
        for normal in facet_normals(vertices):
            assert max(dot3(normal, v) for v in vertices) == score(game, normal), f"seed {seed}"


def dot3(direction: Any, point: Any) -> Fraction:
    return sum((x * v for x, v in zip(direction, point, strict=True)), start=Fraction(0))


def facet_normals(vertices: Any) -> set[tuple[Fraction, ...]]:
    """Outward normals of all planes through three corners that leave no corner outside."""
    found: set[tuple[Fraction, ...]] = set()
    for a, b, c in combinations(vertices, 3):
        u, w = ([y - x for x, y in zip(a, other, strict=True)] for other in (b, c))
        normal = (u[1] * w[2] - u[2] * w[1], u[2] * w[0] - u[0] * w[2], u[0] * w[1] - u[1] * w[0])
        sides = {(x > 0) - (x < 0) for v in vertices if (x := dot3(normal, v) - dot3(normal, a))}
        if any(normal) and len(sides) == 1:
            unit = -sides.pop() * sum(map(abs, normal))
            found.add(tuple(x / unit for x in normal))
    return found


@pytest.mark.parametrize("block", BLOCKS)
def test_float_scores_agree(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 24):
        random = Random(30_000 + seed)
        game = make_game(random)
        vertices = bound(solve(game)).vertices
        for direction in some_directions(random, 4):
            most = float_score(game, direction)
            exact = score(game, direction)
            if exact is None:
                assert most == float("-inf")
                assert not vertices
            else:
                assert abs(most - exact) <= FLOAT_TOLERANCE
                assert not vertices or far(vertices, direction) <= most + FLOAT_TOLERANCE


@given(public_games((2, 2)))
def test_with_payments_the_limit_is_the_score_of_the_sum(game: PublicGame) -> None:
    # If it exceeds what punishments need; else only static equilibria are left.
    at, most = best_plan(game, PATIENT), score(game, (ONE, ONE))
    found = limit_score(repeated(game, Fraction(1, 2)), (1, 1)).value
    assert found == most
    if at is not None and at.room > 0:
        assert at.joint == most


@pytest.mark.parametrize("block", BLOCKS)
def test_signals_that_show_the_actions_leave_what_is_individually_rational(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 48):
        random = Random(40_000 + seed)
        game = make_game(random, random.choice([(2, 2), (2, 3)]))
        size = range(len(game.profiles))
        laws = {a: tuple(Fraction(y == k) for y in size) for k, a in enumerate(game.profiles)}
        seen = PublicGame(game.payoffs, laws)
        solution = solve(seen)
        minmax = [_pure_minmax(seen, i) for i in range(2)]
        expected = halfplanes(
            {
                **{n: far([g[:2] for g in seen.payoffs.values()], n) for n in AXES},
                **_hull_sides(seen),
                (-1, 0): min(-minmax[0], far(seen.payoffs.values(), (-1, 0))),
                (0, -1): min(-minmax[1], far(seen.payoffs.values(), (0, -1))),
            }
        )
        assert hull(bound(solution).vertices) == expected, f"seed {seed}"
        same = limit_payoffs(cg.RepeatedGame(stage_of(seen), Fraction(1, 2)))
        assert same.value == solution.value, f"seed {seed}"


def _pure_minmax(game: PublicGame, player: int) -> Fraction:
    best: dict[tuple[int, ...], Fraction] = {}
    for a, g in game.payoffs.items():
        others = (*a[:player], *a[player + 1 :])
        best[others] = max(best.get(others, g[player]), g[player])
    return min(best.values())


def _hull_sides(game: PublicGame) -> dict[tuple[int, int], Fraction]:
    corners = hull((g[0], g[1]) for g in game.payoffs.values())
    return {primitive(*n): far(corners, primitive(*n)) for n in edge_normals(corners)}


@given(public_games((2, 2)), deltas)
def test_static_equilibria_are_in_the_limit_set(game: PublicGame, delta: Fraction) -> None:
    solution = limit_payoffs(repeated(game, delta))
    for payoff in game.static_payoffs:
        assert bound(solution).contains(payoff)
        assert solution.value.contains(payoff)


def test_monitoring_without_information_leaves_the_static_equilibria() -> None:
    stage = cg.prisoners_dilemma(3, 2, 0, -1)
    silent = cg.PublicMonitoring([[[1], [1]], [[1], [1]]])
    solution = limit_payoffs(cg.RepeatedGame(stage, "1/2", silent))
    assert solution.value.vertices == ((0, 0),)
