"""Two players, public signals, no payments: the certified sets against the plain iteration.

The library gives a set that generates itself and a set that holds all equilibrium payoffs. The twin
shrinks a polygon from the feasible payoffs in fractions: each of its polygons must hold the inner
set, to the last digit; and it tests self-generation with a program of its own.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

import coopgames as cg
from coopgames.solvers.limits import limit_payoffs
from coopgames.solvers.public_payoffs import public_perfect_payoffs
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.symmetric_payoffs import strongly_symmetric_payoffs
from tests.properties._public_games import (
    DELTAS,
    make_game,
    make_symmetric_game,
    repeated,
    seeds,
    stage_of,
)
from tests.properties._two_players import corners
from tests.reference.payoff_set_twin import contains, hull, squared_distance
from tests.reference.public_programs import PublicGame
from tests.reference.public_sets import above, generates_itself

pytestmark = pytest.mark.slow

BLOCKS = range(8)
#: Of the iteration: steps, and half-planes at each.
STEPS, SIDES = 8, 14
#: What floats and enclosures may leave, in units of payoff.
ROUNDING = Fraction(1, 10**9)
PATIENCE = tuple(d for d in DELTAS if d > 0)
#: What sandwiches claim is tested whether they are thin or thick; thick ones are quicker.
TOLERANCE = "1/1000"


def solve(game: PublicGame, delta: Fraction) -> Solution[Any]:
    solution = public_perfect_payoffs(repeated(game, delta), tolerance=TOLERANCE)
    if "refused" in solution.diagnostics:
        # Too much for the checker; what the sets claim is tested all the same.
        assert solution.status is Status.BRACKETED
    else:
        assert solution.status in (Status.PROVED, Status.SANDWICH)
    return solution


def small(random: Random) -> PublicGame:
    """At most two actions each and three signals: sets with few corners, so that many fit in."""
    while True:
        game = make_game(random, most=2)
        if len(game.signals) <= 3:
            return game


def outer(solution: Solution[Any]) -> Any:
    return solution.diagnostics.get("outer", solution.value)


def ends(solution: Solution[Any]) -> tuple[Any, Any]:
    """Corners of the inner and of the outer set; they are equal where the answer is proved."""
    inner, around = hull(solution.value.vertices), hull(outer(solution).vertices)
    if solution.status is Status.PROVED:
        assert inner == around
    return inner, around


@pytest.mark.parametrize("block", BLOCKS)
def test_the_inner_set_lies_in_every_polygon_of_the_iteration(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 24):
        random = Random(seed)
        game, delta = make_game(random, most=2), random.choice(PATIENCE)
        solution = solve(game, delta)
        inner, around = ends(solution)
        held = above(game, delta, STEPS, SIDES)
        for step, polygon in enumerate(held):
            assert all(contains(polygon, v) for v in inner), f"seed {seed}, step {step}"
        if not held[-1]:
            assert not around, f"seed {seed}"
        if inner:
            # The outer set is no farther from the polygons than from the inner set.
            room = max(squared_distance(inner, v) for v in around)
            assert all(squared_distance(held[-1], v) <= room for v in around), f"seed {seed}"


@pytest.mark.parametrize("block", BLOCKS)
def test_the_distance_is_the_one_between_the_two_sets(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 24):
        random = Random(10_000 + seed)
        game, delta = small(random), random.choice(PATIENCE)
        solution = solve(game, delta)
        inner, around = ends(solution)
        assert all(contains(around, v) for v in inner), f"seed {seed}"
        if solution.status is not Status.PROVED and inner:
            found = max(squared_distance(inner, v) for v in around)
            stated = Fraction(solution.diagnostics["distance"]) ** 2
            assert abs(found - stated) <= ROUNDING, f"seed {seed}"


@pytest.mark.parametrize("block", BLOCKS)
def test_the_inner_set_generates_itself(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 24):
        random = Random(20_000 + seed)
        game, delta = small(random), random.choice(DELTAS)
        assert generates_itself(game, delta, solve(game, delta).value.vertices), f"seed {seed}"


@pytest.mark.parametrize("block", BLOCKS)
def test_signals_that_show_the_actions_are_perfect_monitoring(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 24):
        random = Random(30_000 + seed)
        game, delta = make_game(random, (2, 2)), random.choice(DELTAS)
        size = range(len(game.profiles))
        laws = {a: tuple(Fraction(y == k) for y in size) for k, a in enumerate(game.profiles)}
        seen = PublicGame(game.payoffs, laws)
        inner, around = ends(solve(seen, delta))
        exact = cg.equilibrium_payoffs(cg.RepeatedGame(stage_of(seen), delta))
        polygon = hull(corners(exact.value.vertices))
        if exact.status is not Status.PROVED:
            continue
        assert bool(inner) <= bool(polygon) <= bool(around), f"seed {seed}"
        for v in inner:
            assert squared_distance(polygon, v) <= ROUNDING**2, f"seed {seed}"
        for v in polygon:
            assert squared_distance(around, v) <= ROUNDING**2, f"seed {seed}"


@pytest.mark.parametrize("block", BLOCKS)
def test_sets_lie_in_those_of_more_powerful_institutions(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 24):
        random = Random(40_000 + seed)
        game, delta = small(random), random.choice([d for d in PATIENCE if d <= Fraction(3, 4)])
        solution = solve(game, delta)
        with_payments = public_perfect_payoffs(repeated(game, delta, [cg.Promises("burning")]))
        limit = limit_payoffs(repeated(game, delta)).value
        patient = outer(solve(game, (1 + delta) / 2))
        for v in solution.value.vertices:
            assert with_payments.value.contains(v), f"seed {seed}"
            assert limit.contains(v), f"seed {seed}"
            assert patient.contains(v), f"seed {seed}"


@pytest.mark.parametrize("block", BLOCKS)
def test_what_is_known_to_be_an_equilibrium_is_in_the_outer_set(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 24):
        random = Random(50_000 + seed)
        game, delta = make_symmetric_game(random, most=2), random.choice(PATIENCE)
        around = outer(solve(game, delta))
        assert all(around.contains(g) for g in game.static_payoffs), f"seed {seed}"
        symmetric = strongly_symmetric_payoffs(repeated(game, delta)).value
        if symmetric is not None:
            assert around.contains((symmetric.worst, symmetric.worst)), f"seed {seed}"
            assert around.contains((symmetric.best, symmetric.best)), f"seed {seed}"


@pytest.mark.parametrize("delta", [Fraction(0), Fraction(1, 2), Fraction(99, 100)])
def test_where_nothing_is_seen_only_static_equilibria_are_left(delta: Fraction) -> None:
    for seed in range(12):
        game = make_game(Random(60_000 + seed))
        law = next(iter(game.laws.values()))
        kept = tuple(p for p in law if p)
        blind = PublicGame(game.payoffs, dict.fromkeys(game.profiles, kept))
        inner, around = ends(solve(blind, delta))
        static = hull((g[0], g[1]) for g in blind.static_payoffs)
        assert inner == around == static, f"seed {seed}"


def test_without_a_future_only_static_equilibria_are_left() -> None:
    for seed in range(24):
        game = make_game(Random(70_000 + seed))
        inner, around = ends(solve(game, Fraction(0)))
        static = hull((g[0], g[1]) for g in game.static_payoffs)
        assert inner == around == static, f"seed {seed}"


@pytest.mark.parametrize("factor", [Fraction(10**9), Fraction(1, 10**11)])
def test_extreme_units_change_nothing(factor: Fraction) -> None:
    for seed in range(6):
        random = Random(80_000 + seed)
        game, delta = small(random), random.choice(PATIENCE)
        table = {a: tuple(factor * x for x in g) for a, g in game.payoffs.items()}
        plain = solve(game, delta)
        scaled = solve(PublicGame(table, game.laws), delta)
        assert bool(plain.value.vertices) == bool(scaled.value.vertices), f"seed {seed}"
        # Each inner set lies in the other outer set, in its own unit.
        for v in plain.value.vertices:
            assert outer(scaled).contains((factor * v[0], factor * v[1])), f"seed {seed}"
        for v in scaled.value.vertices:
            assert outer(plain).contains((v[0] / factor, v[1] / factor)), f"seed {seed}"
