"""What the generators reach, and to what they shrink."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import find, settings
from hypothesis.errors import NoSuchExample

import coopgames as cg
from coopgames.arithmetic import nth_root
from coopgames.testing import (
    association_games,
    automata,
    discount_factors,
    exit_plans,
    fine_plans,
    payoffs,
    stage_games,
    supplier_games,
)

SAME = settings(derandomize=True, deadline=None, max_examples=1000)
TINY = Fraction(1, 10**30)
IRRATIONAL = nth_root(Fraction(1, 3), 2)
PD = cg.prisoners_dilemma(3, 2, 0, -1)


@pytest.mark.parametrize("typical", ["0", "1/2", "9/10", "99/100", "1/3"])
def test_typical_discount_factors_are_reached(typical: str) -> None:
    wanted = Fraction(typical)
    assert find(discount_factors(), lambda d: d == wanted, settings=SAME) == wanted


@pytest.mark.parametrize("distance", [-Fraction(1, 1000), -TINY, Fraction(0), TINY, TINY * 10**27])
def test_a_knife_edge_and_its_neighbours_are_reached(distance: Fraction) -> None:
    wanted = Fraction(18, 49) + distance
    edges = discount_factors(knife_edges=["18/49"])
    assert find(edges, lambda d: d == wanted, settings=SAME) == wanted
    with pytest.raises(NoSuchExample):
        find(discount_factors(), lambda d: d == wanted, settings=SAME)


@pytest.mark.parametrize("side", [-1, 1])
def test_both_sides_of_an_irrational_knife_edge_are_reached(side: int) -> None:
    assert isinstance(IRRATIONAL, cg.AlgebraicNumber)
    low, high = IRRATIONAL.refine(200)
    edges = discount_factors(knife_edges=[IRRATIONAL])

    def near(d: Fraction) -> bool:
        return low - TINY * 2 < d < low if side < 0 else high < d < high + TINY * 2

    found = find(edges, near, settings=SAME)
    assert found < IRRATIONAL if side < 0 else found > IRRATIONAL
    # Short enough to be read: half the digits of the cell that isolates the edge.
    assert len(str(found.denominator)) <= 16


def test_an_enclosed_knife_edge_is_met_on_both_sides() -> None:
    enclosure = cg.Enclosure(Fraction(1, 3), Fraction(2, 5))
    edges = discount_factors(knife_edges=[enclosure])
    assert find(edges, lambda d: 0 < Fraction(1, 3) - d <= TINY, settings=SAME)
    assert find(edges, lambda d: 0 < d - Fraction(2, 5) <= TINY, settings=SAME)


def test_a_bound_keeps_neighbours_out() -> None:
    with pytest.raises(NoSuchExample):
        find(
            discount_factors("1/3", knife_edges=["1/3"]),
            lambda d: d < Fraction(1, 3),
            settings=SAME,
        )
    only = discount_factors("1/7", "1/7", knife_edges=["1/7"])
    assert find(only, lambda d: True, settings=SAME) == Fraction(1, 7)


@pytest.mark.parametrize(
    ("low", "high", "simplest"),
    [("3/10", "2/5", "1/3"), ("3/5", "7/10", "2/3"), ("0", "1/4", None)],
)
def test_discount_factors_shrink_to_short_fractions(
    low: str, high: str, simplest: str | None
) -> None:
    found = find(discount_factors(), lambda d: Fraction(low) < d < Fraction(high), settings=SAME)
    assert found.denominator <= 32
    if simplest is not None:
        assert found == Fraction(simplest)


def test_the_smallest_prisoners_dilemma() -> None:
    def is_dilemma(game: cg.StageGame) -> bool:
        r, s, t, p = game.cells[0]
        return t > r > p > s

    found = find(stage_games(actions=2, symmetric=True), is_dilemma, settings=SAME)
    t, r, p, s = (found.payoff(0, profile) for profile in ((1, 0), (0, 0), (1, 1), (0, 1)))
    assert found.cells[1] == (r, t, s, p)
    # Four consecutive whole numbers around 0.
    assert [t - x for x in (t, r, p, s)] == [0, 1, 2, 3]
    assert 0 in (t, r, p, s)
    assert r.denominator == 1


@pytest.mark.parametrize(
    ("games", "expected"),
    [
        (stage_games(), "StageGame([[[0, 0], [0, 0]], [[0, 0], [0, 0]]])"),
        (stage_games(players=(1, 3), actions=(1, 3)), "StageGame([[0]])"),
        (
            stage_games(floats=True),
            "StageGame([[[0.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])",
        ),
    ],
)
def test_the_smallest_stage_game(games, expected: str) -> None:
    assert repr(find(games, lambda game: True, settings=SAME)) == expected


def test_three_players_are_reached_and_ties_are_common() -> None:
    found = find(stage_games(players=(2, 3)), lambda game: game.num_players == 3, settings=SAME)
    assert found.shape == (2, 2, 2)
    tied = find(
        stage_games(),
        lambda game: len(set(game.cells[0])) < 3 and any(game.cells[0]),
        settings=SAME,
    )
    assert set(tied.cells[0]) == {0, 1}


def test_the_smallest_association_with_a_dilemma() -> None:
    found = find(association_games(), lambda game: game.stage.gain_from_shirking > 0, settings=SAME)
    assert found == cg.RepeatedGame(
        cg.AnonymousGame(2, cg.LinearPublicGood(0, 1)),
        "1/2",
        cg.AttributedSignals(0, 0),
        cg.Fine("burnt"),
    )


@pytest.mark.parametrize("recipient", ["burnt", "treasury", "unflagged"])
@pytest.mark.parametrize("rule", [cg.LinearPublicGood, cg.PayoffTable])
def test_every_recipient_and_both_rules_are_reached(recipient: str, rule: type) -> None:
    found = find(
        association_games(),
        lambda game: (
            game.transfers[0].recipient == recipient and isinstance(game.stage.payoff, rule)
        ),
        settings=SAME,
    )
    assert found.stage.members == 2


def test_families_leave_the_discount_factor_free() -> None:
    for games in (association_games(families=True), supplier_games(families=True)):
        found = find(games, lambda game: True, settings=SAME)
        assert found.discount_factor == cg.parameter("delta", 0, 1)


def test_the_smallest_pair_that_can_be_sustained() -> None:
    found = find(
        supplier_games(families=True),
        lambda game: cg.critical_discount_factor(game).value is not None,
        settings=SAME,
    )
    assert found.stage == cg.supplier_pair(1, 1)
    assert found.monitoring.alarm_rates[0] == 0


@pytest.mark.parametrize("cost", [None, 0])
def test_pairs_with_and_without_side_agreements_are_reached(cost: int | None) -> None:
    games = supplier_games((2, 3), side_agreements=True)
    found = find(
        games,
        lambda game: game.monitoring.side_agreement_cost == cost and len(game.monitoring.work) == 3,
        settings=SAME,
    )
    assert sum(found.monitoring.work) == sum(found.monitoring.shirk) == 1


def test_automata_shrink_to_one_idle_state_and_reach_the_grim_trigger() -> None:
    smallest = find(automata(PD), lambda plan: True, settings=SAME)
    assert repr(smallest) == "Automaton(('s0',), 's0', {'s0': (0, 0)}, {'s0': 's0'})"
    game = cg.RepeatedGame(PD, "1/2")

    def sustains_cooperation(plan: cg.Automaton) -> bool:
        return plan.action[0] == (0, 0) and cg.is_equilibrium(game, plan)

    found = find(automata(PD, states=(1, 2)), sustains_cooperation, settings=SAME)
    assert len(found.states) == 2
    assert found.action == ((0, 0), (1, 1))


def test_fines_reach_and_shrink() -> None:
    assert find(fine_plans(), lambda plan: True, settings=SAME) == cg.FinePlan(1)
    edge = Fraction(18, 7)
    near = fine_plans(knife_edges=[edge])
    for wanted in (edge, edge - TINY, edge + TINY):
        assert find(near, lambda plan, x=wanted: plan.fine == x, settings=SAME).fine == wanted


def test_chances_of_going_on_never_reward_a_complaint() -> None:
    found = find(exit_plans(3), lambda plan: len(set(plan.continuation)) == 3, settings=SAME)
    assert found.continuation[0] > found.continuation[1] > found.continuation[2]
    with pytest.raises(NoSuchExample):
        find(exit_plans(), lambda plan: plan.continuation[0] < plan.continuation[1], settings=SAME)


def test_payoffs_are_exact_unless_floats_are_asked_for() -> None:
    assert isinstance(find(payoffs(), lambda x: True, settings=SAME), Fraction)
    assert isinstance(find(payoffs(floats=True), lambda x: True, settings=SAME), float)
    assert find(payoffs(2, 7), lambda x: True, settings=SAME) == 2
    assert find(payoffs(-7, -2), lambda x: True, settings=SAME) == -2
