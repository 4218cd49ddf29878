"""The generators give valid objects that print as code, and the assertions agree with solvers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import coopgames as cg
from coopgames.arithmetic import Arithmetic
from coopgames.games import PerfectMonitoring
from coopgames.games._arrays import profiles
from coopgames.solvers.enforcement import enforcement_problem
from coopgames.testing import (
    assert_equilibrium,
    assert_not_equilibrium,
    assert_not_sustained,
    assert_sustained,
    association_games,
    automata,
    discount_factors,
    exit_plans,
    fine_plans,
    stage_games,
    supplier_games,
)
from coopgames.testing._plan_sets import sustaining_intervals

PD = cg.prisoners_dilemma(3, 2, 0, -1)
NAMES = {
    "Fraction": Fraction,
    "delta": cg.parameter("delta", 0, 1),
    **{
        kind.__name__: kind
        for kind in (
            cg.AnonymousGame,
            cg.AttributedSignals,
            cg.Automaton,
            cg.Fine,
            cg.LinearPublicGood,
            cg.PayoffTable,
            cg.PhysicalPenalty,
            cg.PrivateValuation,
            cg.RepeatedGame,
            cg.StageGame,
        )
    },
}


def retyped(value: object) -> Any:
    return eval(repr(value), dict(NAMES))


def settled(assertion: Any, game: Any, *plan: Any) -> bool:
    """Say whether an assertion passes."""
    try:
        assertion(game, *plan)
    except AssertionError:
        return False
    return True


@given(stage_games(players=(1, 3)))
def test_stage_games_are_exact_and_retype(game: cg.StageGame) -> None:
    assert game.arithmetic is Arithmetic.EXACT
    assert all(2 <= size <= 3 for size in game.shape)
    if "<" not in repr(game):
        assert retyped(game) == game
    else:
        assert sum(map(len, game.cells)) > 40


@given(stage_games(floats=True))
def test_float_games_are_floats_and_retype(game: cg.StageGame) -> None:
    assert game.arithmetic is Arithmetic.FLOAT
    assert retyped(game) == game


@given(stage_games(payoffs=st.integers(0, 1), actions=2))
def test_own_payoffs_are_used(game: cg.StageGame) -> None:
    assert set(game.cells[0] + game.cells[1]) <= {0, 1}


@given(stage_games(players=(2, 3), symmetric=True), st.data())
def test_symmetric_games_do_not_care_who_is_who(game: cg.StageGame, data: st.DataObject) -> None:
    players = range(game.num_players)
    order = data.draw(st.permutations(players))
    for profile in profiles(game.shape):
        turned = [profile[order[i]] for i in players]
        for i in players:
            assert game.payoff(order[i], profile) == game.payoff(i, turned)


@given(
    stage=stage_games(players=2, actions=2),
    discount_factor=discount_factors(),
    labels=st.sampled_from([None, (("a", "b"), ("l", "r"))]),
    players=st.sampled_from([None, ("row", "column")]),
)
def test_labelled_games_retype(
    stage: cg.StageGame, discount_factor: Fraction, labels: Any, players: Any
) -> None:
    named = cg.StageGame(stage.payoffs(), labels, players)
    game = cg.RepeatedGame(named, discount_factor)
    assert retyped(game) == game
    assert game.monitoring == PerfectMonitoring()


@pytest.mark.parametrize("families", [False, True])
@given(data=st.data())
def test_institutions_retype(families: bool, data: st.DataObject) -> None:
    for games in (association_games, supplier_games):
        game = data.draw(games(families=families))
        assert retyped(game) == game
        fine = game.transfers[0] if game.transfers else cg.Fine()
        more = cg.RepeatedGame(
            game.stage,
            game.discount_factor,
            game.monitoring,
            [fine, cg.PhysicalPenalty("1/2")],
            lag=3,
        )
        assert retyped(more) == more


@given(st.data())
def test_automata_are_complete_and_retype(data: st.DataObject) -> None:
    stage = data.draw(stage_games(players=(1, 3), actions=(1, 3)))
    plan = data.draw(automata(stage))
    tables = plan.tables(stage)
    assert tables.start == 0
    assert 1 <= len(plan.states) <= 4
    assert all(len(moves) == len(profiles(stage.shape)) for moves in tables.transitions)
    if "<" not in repr(plan):
        assert retyped(plan) == plan


@given(
    discount_factors("1/3", "3/4", knife_edges=["1/3", "2/5", "4/5"]),
    discount_factors("99/100"),
    discount_factors(knife_edges=[cg.Enclosure(Fraction(1, 3), Fraction(1, 2)), "0", "1"]),
)
def test_discount_factors_stay_in_their_range(x: Fraction, y: Fraction, z: Fraction) -> None:
    assert Fraction(1, 3) <= x <= Fraction(3, 4)
    assert Fraction(99, 100) <= y < 1
    assert 0 <= z < 1


@given(st.data())
def test_one_of_the_two_assertions_passes_for_an_automaton(data: st.DataObject) -> None:
    stage = data.draw(stage_games())
    plan = data.draw(automata(stage, states=(1, 3)))
    edges = [
        end
        for interval in sustaining_intervals(cg.RepeatedGame(stage, 0), plan) or ()
        for end in (interval.lower, interval.upper)
    ]
    game = cg.RepeatedGame(stage, data.draw(discount_factors(knife_edges=edges)))
    holds = cg.is_equilibrium(game, plan)
    assert settled(assert_equilibrium, game, plan) is holds
    assert settled(assert_not_equilibrium, game, plan) is not holds
    delta = game.discount_factor
    assert holds == any(delta in i for i in sustaining_intervals(game, plan) or ())


@given(st.data())
def test_one_of_the_two_assertions_passes_for_a_fine(data: st.DataObject) -> None:
    game = data.draw(association_games())
    plan = data.draw(fine_plans())
    check_plan_of_an_institution(game, plan, data)


@given(st.data())
def test_one_of_the_two_assertions_passes_for_a_pair(data: st.DataObject) -> None:
    game = data.draw(supplier_games((2, 3)))
    assert isinstance(game.monitoring, cg.PrivateValuation)
    plan = data.draw(exit_plans(len(game.monitoring.work)))
    check_plan_of_an_institution(game, plan, data)


def check_plan_of_an_institution(game: cg.RepeatedGame, plan: Any, data: st.DataObject) -> None:
    intervals = sustaining_intervals(game, plan)
    assert intervals is not None
    edges = [end for interval in intervals for end in (interval.lower, interval.upper)]
    now = game.at(data.draw(discount_factors("1/100", knife_edges=edges)))
    holds = cg.is_equilibrium(now, plan)
    assert settled(assert_equilibrium, now, plan) is holds
    assert settled(assert_not_equilibrium, now, plan) is not holds
    assert holds == any(now.discount_factor in interval for interval in intervals)


@given(st.one_of(association_games(), supplier_games((2, 3), side_agreements=True)))
def test_sustained_or_not_sustained(game: cg.RepeatedGame) -> None:
    problem = enforcement_problem(game)
    # A membership worth exactly nothing that nobody is tempted to cheat has no kind of certificate.
    assume(problem.value != 0 or problem.gain > 0)
    assert settled(assert_sustained, game) is not settled(assert_not_sustained, game)


@given(st.one_of(association_games(families=True), supplier_games(families=True)))
def test_families_have_a_threshold_that_both_sides_confirm(family: cg.RepeatedGame) -> None:
    threshold = cg.critical_discount_factor(family).value
    if threshold is None:
        assert_not_sustained(family.at("99999/100000"))
    elif threshold > 0:
        assert_sustained(family.at(threshold))
        assert_not_sustained(family.at(threshold - threshold / 10**30))


def test_large_games_and_plans_print_as_a_summary() -> None:
    stage = cg.StageGame([[list(range(5))] * 5] * 2)
    assert repr(stage) == "StageGame(<5 x 5 actions, exact>)"
    plan = cg.Automaton.from_function(
        stage, "a", {"a": (0, 0), "b": (1, 1)}, lambda state, profile: "b"
    )
    assert repr(plan) == "Automaton(<2 states, start 'a'>)"
    small = cg.StageGame([[list(range(5))] * 4] * 2)
    assert retyped(small) == small
    assert repr(cg.RepeatedGame(stage, 0)) == "RepeatedGame(StageGame(<5 x 5 actions, exact>), 0)"


def test_numbers_of_any_length_can_be_printed() -> None:
    huge = Fraction(10**5000, 3)
    game = cg.StageGame([[[huge]], [[0]]])
    assert retyped(game) == game


def test_ipython_and_hypothesis_print_the_expression() -> None:
    from hypothesis.vendor.pretty import pretty

    grim = cg.grim_trigger(PD, (0, 0), (1, 1))
    for value in (PD, grim, cg.RepeatedGame(PD, "1/2")):
        assert pretty(value) == repr(value)
