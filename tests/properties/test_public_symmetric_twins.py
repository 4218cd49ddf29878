"""Strongly symmetric equilibria with public signals, against programs over pairs of actions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coopgames as cg
from coopgames.games import AnonymousSignals
from coopgames.solvers.solution import Status
from coopgames.solvers.symmetric_payoffs import strongly_symmetric_payoffs
from tests.properties._public_games import (
    DELTAS,
    deltas,
    make_symmetric_game,
    repeated,
    seeds,
    symmetric_games,
)
from tests.reference.public_programs import PublicGame
from tests.reference.public_symmetric import (
    Interval,
    Symmetric,
    best_pair,
    critical,
    from_above,
    two_signals,
)

BLOCKS = range(8)
#: "Nearly 1": beyond all critical discount factors of these games.
PATIENT = 1 - Fraction(1, 10**9)
STEPS, REMAINDER = 100, Fraction(1, 10**6)


def interval(game: cg.RepeatedGame) -> Interval | None:
    solution = strongly_symmetric_payoffs(game)
    assert solution.status is Status.PROVED
    value = solution.value
    return None if value is None else (value.worst, value.best)


def family(game: cg.RepeatedGame) -> Any:
    solution = strongly_symmetric_payoffs(game)
    assert solution.status is Status.PROVED
    return solution.value


def every(game: PublicGame) -> cg.RepeatedGame:
    return repeated(game, cg.parameter("delta", 0, 1))


def shaped(random: Random) -> PublicGame:
    players, most = random.choice([(2, 3), (2, 3), (2, 2), (3, 2), (4, 2)])
    return make_symmetric_game(random, players, most)


@pytest.mark.parametrize("block", BLOCKS)
def test_payoffs_are_those_of_the_best_pair_of_actions(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 320):
        random = Random(seed)
        game, delta = shaped(random), random.choice(DELTAS)
        expected = best_pair(Symmetric.from_game(game), delta)
        assert interval(repeated(game, delta)) == expected, f"seed {seed}"


@given(symmetric_games(), deltas)
def test_payoffs_are_those_of_the_best_pair_however_small_the_game(
    game: PublicGame, delta: Fraction
) -> None:
    assert interval(repeated(game, delta)) == best_pair(Symmetric.from_game(game), delta)


@pytest.mark.parametrize("block", BLOCKS)
def test_with_two_signals_the_payoffs_are_those_found_by_hand(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 240):
        random = Random(10_000 + seed)
        players, most = random.choice([(2, 3), (2, 4), (3, 2)])
        game = make_symmetric_game(random, players, most, "binary")
        delta = random.choice(DELTAS)
        # One signal tells as little as two with equal laws.
        twin = Symmetric.from_game(game)
        expected = (
            two_signals(twin, delta) if len(game.signals) == 2 else best_pair(twin, 0 * delta)
        )
        assert interval(repeated(game, delta)) == expected, f"seed {seed}"


@pytest.mark.parametrize("block", BLOCKS)
def test_iteration_from_above_ends_at_the_payoffs(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 80):
        random = Random(20_000 + seed)
        # Near 1 the iteration is slow.
        game, delta = shaped(random), random.choice([d for d in DELTAS if d <= Fraction(3, 4)])
        held = from_above(Symmetric.from_game(game), delta, STEPS)
        found = interval(repeated(game, delta))
        if found is None:
            assert held is None, f"seed {seed}"
            continue
        assert held is not None
        assert held[0] <= found[0] <= held[0] + REMAINDER, f"seed {seed}"
        assert found[1] <= held[1] <= found[1] + REMAINDER, f"seed {seed}"


@pytest.mark.parametrize("block", BLOCKS)
def test_critical_discount_factors_are_those_of_programs_over_pairs(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 240):
        game = shaped(Random(30_000 + seed))
        answer, twin = family(every(game)), Symmetric.from_game(game)
        check_family(answer, twin, f"seed {seed}")


def check_family(answer: Any, twin: Symmetric, label: str) -> None:
    for action in twin.actions:
        expected = critical(twin, action=action)
        assert answer.critical_discount_factor(action=action) == expected, label
    limit = best_pair(twin, PATIENT)
    if limit is None:
        assert answer.limit is answer.limit_discount_factor is None, label
        return
    assert answer.limit == limit[1], label
    assert answer.limit_discount_factor == critical(twin, best=limit[1]), label
    for delta in (Fraction(0), Fraction(1, 3), Fraction(7, 10), PATIENT):
        at, expected = answer.at(delta), best_pair(twin, delta)
        if at is None or expected is None:
            assert at is expected is None, label
        else:
            assert (at.worst, at.best) == expected, label


# --- only the number of flags is seen ---


def counted(
    members: int, shirk: Sequence[Fraction], contribute: Sequence[Fraction], rates: Sequence[Any]
) -> cg.RepeatedGame:
    stage = cg.AnonymousGame(members, cg.PayoffTable(list(shirk), list(contribute)))
    signals = AnonymousSignals(*rates)
    return cg.RepeatedGame(stage, cg.parameter("delta", 0, 1), signals)


@pytest.mark.parametrize("block", BLOCKS)
def test_counted_flags_agree_with_programs_over_pairs(block: int) -> None:
    for seed in seeds(block, len(BLOCKS), 80):
        random = Random(40_000 + seed)
        members = random.randint(2, 6)
        tables = [[Fraction(random.randint(-6, 6), 2) for _ in range(members)] for _ in range(2)]
        rates = sorted(Fraction(random.randint(0, 10), 10) for _ in range(2))
        answer = family(counted(members, *tables, rates))
        check_family(answer, Symmetric.counted(members, *tables, *rates), f"seed {seed}")


@given(st.integers(2, 4), st.integers(0, 9), st.integers(1, 10), deltas)
def test_counting_flags_is_a_game_with_public_signals(
    members: int, alarm: int, more: int, delta: Fraction
) -> None:
    # The same game twice: by members, and with the number of flags as the signal.
    rates = Fraction(alarm, 10), Fraction(min(alarm + more, 10), 10)
    shirk = [Fraction(2 * k, members - 1) for k in range(members)]
    contribute = [x - Fraction(1, 2) for x in shirk]

    def payoffs(*profile: int) -> list[Fraction]:
        work = [a == 0 for a in profile]
        return [contribute[sum(work) - 1] if own else shirk[sum(work)] for own in work]

    def law(profile: Sequence[int]) -> list[Fraction]:
        counts = [Fraction(1)]
        for rate in (rates[a] for a in profile):
            without, flagged = [*counts, Fraction(0)], [Fraction(0), *counts]
            counts = [(1 - rate) * p + rate * q for p, q in zip(without, flagged, strict=True)]
        return counts

    def nested(prefix: tuple[int, ...]) -> list[Any]:
        if len(prefix) == members:
            return [p for p, kept in zip(law(prefix), possible, strict=True) if kept]
        return [nested((*prefix, a)) for a in range(2)]

    ends = [law((a,) * members) for a in range(2)] + [
        law((0,) * k + (1,) * (members - k)) for k in range(1, members)
    ]
    possible = [any(column) for column in zip(*ends, strict=True)]
    stage = cg.StageGame.from_function([2] * members, payoffs)
    written_out = cg.RepeatedGame(stage, delta, cg.PublicMonitoring(nested(())))
    by_members = counted(members, shirk, contribute, rates).at(delta)
    assert interval(written_out) == interval(by_members)


# --- relations that hold in every game ---


@given(symmetric_games(), deltas, deltas)
def test_patience_never_hurts(game: PublicGame, one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    first, second = interval(repeated(game, low)), interval(repeated(game, high))
    if first is not None:
        assert second is not None
        assert second[0] <= first[0] <= first[1] <= second[1]


@pytest.mark.parametrize("factor", [Fraction(10**9), Fraction(1, 10**11)])
@pytest.mark.parametrize("shift", [0, 10**6])
def test_units_and_zeros_of_payoffs_do_not_matter(factor: Fraction, shift: int) -> None:
    for seed in range(20):
        game = make_symmetric_game(Random(50_000 + seed))
        table = {a: tuple(factor * x + shift for x in g) for a, g in game.payoffs.items()}
        plain, scaled = family(every(game)), family(every(PublicGame(table, game.laws)))
        assert scaled.limit_discount_factor == plain.limit_discount_factor, f"seed {seed}"
        if plain.limit is not None:
            assert scaled.limit == factor * plain.limit + shift


def test_rows_of_every_player_count_when_signals_name_the_deviator() -> None:
    # With the rows of one player only the best payoff would be 9/5.
    payoffs = [[[2, -1], [3, 0]], [[2, 3], [-1, 0]]]
    blame = [
        [["4/5", "1/10", "1/10"], ["3/10", "1/10", "3/5"]],
        [["3/10", "3/5", "1/10"], ["1/5", "2/5", "2/5"]],
    ]
    game = PublicGame.from_arrays(payoffs, blame)
    answer = family(every(game))
    assert (answer.limit, answer.limit_discount_factor) == (Fraction(8, 5), Fraction(5, 9))
