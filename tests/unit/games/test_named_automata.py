from fractions import Fraction

import pytest

import coopgames as cg
from coopgames.games import (
    finite_punishment,
    nash_reversion,
    stick_and_carrot,
    stop_rule,
    tit_for_tat,
)
from coopgames.games.composition import rename_states, with_clock

PD = cg.prisoners_dilemma(3, 2, 0, -1)
GRIM = cg.grim_trigger(PD, (0, 0), (1, 1))


def test_tit_for_tat_answers_what_it_saw() -> None:
    plan = tit_for_tat(PD)
    for state, action in zip(plan.states, plan.action, strict=True):
        for first in (0, 1):
            for second in (0, 1):
                following = plan.next_state(state, (first, second))
                assert plan.action[plan.states.index(following)] == (second, first)
        assert len(action) == 2


def test_tit_for_tat_takes_any_third_action_for_defection() -> None:
    stage = cg.StageGame.from_function((3, 3), lambda a, b: (a, b))
    plan = tit_for_tat(stage, 0, 1)
    assert plan.next_state("both cooperate", (2, 0)) == "2 retaliates"


def test_nash_reversion_wants_equilibria() -> None:
    with pytest.raises(cg.CoopgamesError, match="punishments.*Nash"):
        nash_reversion(PD, (0, 0), (0, 1))
    with pytest.raises(cg.CoopgamesError, match="punishments"):
        nash_reversion(PD, (0, 0), [(1, 1)] * 3)


def test_nash_reversion_after_a_joint_deviation_punishes_the_first() -> None:
    battle = cg.StageGame.from_rows([[(2, 1), (0, 0)], [(0, 0), (1, 2)]])
    plan = nash_reversion(battle, (0, 0), [(1, 1), (0, 0)])
    assert plan.next_state("on path", (1, 1)) == "against 1"
    assert plan.next_state("against 2", (1, 1)) == "against 2"


@pytest.mark.parametrize("restart", [False, True])
def test_finite_punishment_counts_down(restart: bool) -> None:
    plan = finite_punishment(PD, (0, 0), (1, 1), 3, restart=restart)
    state, seen = "on path", []
    for profile in [(1, 0), (1, 1), (0, 1), (1, 1), (1, 1), (1, 1)]:
        state = plan.next_state(state, profile)
        seen.append(state)
    plain = ["3 periods left", "2 periods left", "1 period left", "on path"]
    restarted = [*plain[:2], *plain]
    # Without a restart the sixth profile is a deviation from the path again.
    assert seen == (restarted if restart else [*plain, plain[0], plain[1]])


@pytest.mark.parametrize("periods", [0, -1, True, 1.5])
def test_finite_punishment_needs_a_length(periods: object) -> None:
    with pytest.raises(cg.CoopgamesError, match="periods"):
        finite_punishment(PD, (0, 0), (1, 1), periods)


def test_the_stop_rule_waits_for_the_defaulter_only() -> None:
    stage = cg.StageGame.from_function((2, 2, 2), lambda *a: a)
    plan = stop_rule(stage, (0, 0, 0), (1, 1, 1))
    assert plan.next_state("work", (0, 1, 0)) == "until 2 works"
    assert plan.action[plan.states.index("until 2 works")] == (1, 0, 1)
    assert plan.next_state("until 2 works", (0, 1, 0)) == "until 2 works"
    assert plan.next_state("until 2 works", (1, 0, 0)) == "work"


def test_stick_and_carrot_forgives_after_one_period() -> None:
    plan = stick_and_carrot(PD, (0, 0), (1, 1))
    assert plan.next_state("carrot", (0, 1)) == "stick"
    assert plan.next_state("stick", (1, 1)) == "carrot"


def test_renaming_changes_nothing_but_names() -> None:
    renamed = rename_states(GRIM, {"on path": "a", "punishment": "b"})
    assert renamed.tables(PD) == GRIM.tables(PD)
    with pytest.raises(cg.CoopgamesError, match="names"):
        rename_states(GRIM, {"nowhere": "a"})
    with pytest.raises(cg.CoopgamesError, match="one entry|distinct"):
        rename_states(GRIM, {"on path": "punishment"})


def test_taking_turns_is_sustained_from_a_threshold_of_its_own() -> None:
    # Giver gets -1 and receiver 7, in turns; both idle is worth 0. The giver's turn binds:
    # (-1 + 7 d)/(1 + d) >= 0, so 1/7.
    stage = cg.prisoners_dilemma(7, 2, 0, -1)
    turns = with_clock(cg.grim_trigger(stage, (0, 0), (1, 1)), {"on path": [(0, 1), (1, 0)]})
    assert cg.critical_discount_factor(stage, turns).value == Fraction(1, 7)


def test_the_clock_runs_on_in_states_without_phases() -> None:
    plan = finite_punishment(PD, (0, 0), (1, 1), 1)
    clocked = with_clock(plan, {"on path": [(0, 0), (0, 1), (1, 0)]})
    assert len(clocked.states) == 6
    assert clocked.next_state("on path, phase 1", (0, 0)) == "1 period left, phase 2"
    assert clocked.next_state("1 period left, phase 2", (1, 1)) == "on path, phase 0"


@pytest.mark.parametrize(
    ("phases", "message"),
    [
        ({"nowhere": [(0, 0)]}, "phases"),
        ({"on path": []}, "at least one"),
        ({"punishment": [(0, 0)]}, "expected|action|one of"),
    ],
)
def test_bad_phases(phases: dict[str, list[tuple[int, int]]], message: str) -> None:
    explicit = cg.Automaton(
        ("on path", "punishment"),
        "on path",
        {"on path": (0, 0), "punishment": (1, 1)},
        {
            "on path": {(0, 0): "on path", "otherwise": "punishment"},
            "punishment": {(a, b): "punishment" for a in (0, 1) for b in (0, 1)},
        },
    )
    with pytest.raises(cg.CoopgamesError, match=message):
        with_clock(explicit, phases)
