"""Public signals and payments: the library against programs over whole plans, game by game."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coopgames as cg
from coopgames.solvers.public_payoffs import public_perfect_payoffs
from coopgames.solvers.solution import Status
from tests.properties._public_games import (
    DELTAS,
    deltas,
    make_game,
    public_games,
    repeated,
    seeds,
    stage_of,
)
from tests.reference.public_programs import PublicGame
from tests.reference.public_transfers import Payoffs, Target, best_plan, critical, from_above

BURNING = cg.Promises("burning")
BLOCKS = range(8)
#: "Nearly 1": beyond all critical discount factors of these games.
PATIENT = 1 - Fraction(1, 10**9)
#: "Just below": no two critical discount factors of these games are so close to each other.
STEP = Fraction(1, 10**6)
#: What the iteration from above may leave after so many steps, in units of payoff.
STEPS, REMAINDER = 100, Fraction(1, 10**6)
#: Near 1 the iteration is slow.
IMPATIENT = tuple(d for d in DELTAS if d <= Fraction(3, 4))


def solve(game: PublicGame, delta: Any) -> Any:
    solution = public_perfect_payoffs(repeated(game, delta, [BURNING]))
    assert solution.status is Status.PROVED
    return solution


def payoffs(game: PublicGame, delta: Fraction) -> Payoffs | None:
    facts = solve(game, delta).diagnostics
    if facts["joint_payoff"] is None:
        return None
    return Payoffs(facts["joint_payoff"], tuple(facts["punishments"]))


def family(game: PublicGame) -> Any:
    return solve(game, cg.parameter("delta", 0, 1)).value


def shaped(random: Random) -> PublicGame:
    """Now and then one or three players."""
    shape = random.choice([None] * 8 + [(2, 2, 2), (3,), (1, 2, 2)])
    return make_game(random, shape)


def near_the_edge(random: Random, game: PublicGame) -> Fraction:
    """A discount factor at or beside that of the limit, where something is about to change."""
    limit = best_plan(game, PATIENT)
    edge = None if limit is None else critical(game, Target(joint=limit.joint))
    if not edge:
        return random.choice(DELTAS)
    return min(
        max(edge + random.choice([-STEP, 0, 0, STEP, Fraction(-1, 40)]), Fraction(0)), PATIENT
    )


# --- at one discount factor ---


@pytest.mark.parametrize("block", BLOCKS)
def test_payoffs_are_those_of_the_best_plan(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 160):
        random = Random(seed)
        game = make_game(random)
        for delta in (random.choice(DELTAS), near_the_edge(random, game)):
            assert payoffs(game, delta) == best_plan(game, delta), f"seed {seed}"


@given(public_games((2, 2)), deltas)
def test_payoffs_are_those_of_the_best_plan_however_small_the_game(
    game: PublicGame, delta: Fraction
) -> None:
    assert payoffs(game, delta) == best_plan(game, delta)


@pytest.mark.parametrize("block", BLOCKS)
def test_iteration_from_above_ends_at_the_payoffs(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 32):
        random = Random(10_000 + seed)
        game, delta = shaped(random), random.choice(IMPATIENT)
        held, found = from_above(game, delta, STEPS), payoffs(game, delta)
        if found is None:
            assert held is None, f"seed {seed}"
            continue
        assert held is not None
        check_above(held[0], found, f"seed {seed}")


def check_above(held: Payoffs, found: Payoffs, label: str) -> None:
    assert found.joint <= held.joint <= found.joint + REMAINDER, label
    for floor, below in zip(found.floors, held.floors, strict=True):
        assert below <= floor <= below + REMAINDER, label


@pytest.mark.parametrize("block", BLOCKS)
def test_iteration_from_above_ends_at_the_payoffs_without_burning(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 32):
        random = Random(11_000 + seed)
        game, delta = shaped(random), random.choice(IMPATIENT)
        solution = public_perfect_payoffs(repeated(game, delta, [cg.Promises("balanced")]))
        assert solution.status is Status.EXACT_UNCERTIFIED, f"seed {seed}"
        facts = solution.diagnostics
        held = from_above(game, delta, STEPS, burning=False)
        if facts["joint_payoff"] is None:
            assert held is None, f"seed {seed}"
            continue
        assert held is not None
        found = Payoffs(facts["joint_payoff"], tuple(facts["punishments"]))
        check_above(held[0], found, f"seed {seed}")
        least = facts["least_joint_payoff"]
        assert held[1] <= least <= held[1] + REMAINDER, f"seed {seed}"


@pytest.mark.parametrize("block", BLOCKS)
def test_the_family_says_the_same_as_the_game(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 48):
        random = Random(20_000 + seed)
        game = shaped(random)
        every = family(game)
        for delta in (Fraction(0), random.choice(DELTAS), random.choice(DELTAS), PATIENT):
            at, found = every.at(delta), payoffs(game, delta)
            if at is None or found is None:
                assert at is found is None, f"seed {seed}"
            else:
                assert (at.joint_payoff, tuple(at.punishments)) == (found.joint, found.floors)


# --- critical discount factors ---


@pytest.mark.parametrize("block", BLOCKS)
def test_critical_discount_factors_are_those_of_programs_divided_by_liquidity(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 80):
        random = Random(30_000 + seed)
        game = make_game(random, random.choice([(2, 2), (2, 2), (2, 3), (1, 3)]))
        every = family(game)
        for profile in random.sample(game.profiles, min(2, len(game.profiles))):
            expected = critical(game, Target(profile=profile))
            assert every.critical_discount_factor(profile=profile) == expected, f"seed {seed}"
        limit = best_plan(game, PATIENT)
        if limit is None:
            assert every.limit is every.limit_discount_factor is None, f"seed {seed}"
            continue
        assert every.limit == limit.joint, f"seed {seed}"
        assert every.limit_discount_factor == critical(game, Target(joint=limit.joint))
        # A joint payoff on the way, and one that nobody reaches.
        between = (limit.joint + min(map(game.joint, game.profiles))) / 2
        for joint in (between, limit.joint + Fraction(1, 7)):
            expected = critical(game, Target(joint=joint))
            assert every.critical_discount_factor(joint_payoff=joint) == expected, f"seed {seed}"


@pytest.mark.parametrize("block", BLOCKS)
def test_the_limit_is_reached_at_its_discount_factor_and_not_below(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 48):
        game = shaped(Random(40_000 + seed))
        every = family(game)
        if every.limit_discount_factor:
            at = best_plan(game, every.limit_discount_factor)
            below = best_plan(game, every.limit_discount_factor - STEP)
            assert at is not None
            assert at.joint == every.limit, f"seed {seed}"
            assert below is None or below.joint < every.limit, f"seed {seed}"


def test_a_better_punishment_may_need_less_patience() -> None:
    # The ratio of room and liquidity is larger at a later jump than where the target begins.
    payoffs_, laws = knife_edge()
    game = PublicGame.from_arrays(payoffs_, laws)
    every = family(game)
    assert every.limit_discount_factor == critical(game, Target(joint=every.limit))
    for profile in game.profiles:
        expected = critical(game, Target(profile=profile))
        assert every.critical_discount_factor(profile=profile) == expected


def knife_edge() -> tuple[list[Any], list[Any]]:
    """Blame in a dilemma; at delta = 1/2 the joint payoff jumps from 0 to its limit 4."""
    payoffs_ = [[[2, -1], [3, 0]], [[2, 3], [-1, 0]]]
    blame = [
        [["4/5", "1/10", "1/10"], ["3/10", "1/10", "3/5"]],
        [["3/10", "3/5", "1/10"], ["1/5", "2/5", "2/5"]],
    ]
    return payoffs_, blame


@pytest.mark.parametrize(("below", "joint"), [(Fraction(1, 10**12), 0), (Fraction(0), 4)])
def test_a_jump_happens_exactly_at_its_discount_factor(below: Fraction, joint: int) -> None:
    game = PublicGame.from_arrays(*knife_edge())
    assert payoffs(game, Fraction(1, 2) - below) == Payoffs(Fraction(joint), (Fraction(0),) * 2)


# --- signals that show the actions ---


@pytest.mark.parametrize("block", BLOCKS)
def test_signals_that_show_the_actions_are_perfect_monitoring(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 48):
        random = Random(50_000 + seed)
        shape = random.choice([(2, 2), (2, 2), (2, 3), (2, 2, 2)])
        game = make_game(random, shape)
        size = range(len(game.profiles))
        laws = {a: tuple(Fraction(y == k) for y in size) for k, a in enumerate(game.profiles)}
        seen = PublicGame(game.payoffs, laws)
        steps = cg.transfer_equilibria(stage_of(seen)).value
        for delta in (random.choice(DELTAS), random.choice(DELTAS), PATIENT):
            step, found = steps.at(delta), payoffs(seen, delta)
            if step is None:
                assert found is None, f"seed {seed}"
            else:
                assert found == Payoffs(step.joint_payoff, tuple(step.punishments)), f"seed {seed}"


# --- units ---


@pytest.mark.parametrize("factor", [Fraction(10**9), Fraction(1, 10**11)])
@pytest.mark.parametrize("shift", [0, 10**6])
def test_units_and_zeros_of_payoffs_do_not_matter(factor: Fraction, shift: int) -> None:
    for seed in range(12):
        game = make_game(Random(60_000 + seed), (2, 2))
        table = {a: tuple(factor * x + shift for x in g) for a, g in game.payoffs.items()}
        plain, scaled = family(game), family(PublicGame(table, game.laws))
        assert scaled.limit_discount_factor == plain.limit_discount_factor, f"seed {seed}"
        if plain.limit is not None:
            assert scaled.limit == factor * plain.limit + 2 * shift


@given(public_games((2, 2)), deltas, st.permutations(range(2)))
def test_names_of_players_do_not_matter(
    game: PublicGame, delta: Fraction, order: list[int]
) -> None:
    moved = {
        tuple(a[k] for k in order): tuple(g[k] for k in order) for a, g in game.payoffs.items()
    }
    laws = {tuple(a[k] for k in order): law for a, law in game.laws.items()}
    first = payoffs(game, delta)
    second = payoffs(PublicGame(dict(sorted(moved.items())), dict(sorted(laws.items()))), delta)
    if first is None:
        assert second is None
    else:
        assert second == Payoffs(first.joint, tuple(first.floors[k] for k in order))
