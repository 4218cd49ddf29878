from fractions import Fraction

import nashpy
import numpy as np
import pytest

import coopgames as cg
from coopgames.games import finite_punishment, tit_for_tat
from coopgames.solvers.automaton_choice import automaton_choice
from coopgames.solvers.nash_equilibria import nash_equilibria
from coopgames.solvers.simulation import simulate

PD = cg.prisoners_dilemma(3, 2, 0, -1)
MENU = {
    "cooperate": cg.Automaton(["on"], "on", {"on": (0, 0)}, {"on": "on"}),
    "defect": cg.Automaton(["on"], "on", {"on": (1, 1)}, {"on": "on"}),
    "grim trigger": cg.grim_trigger(PD, (0, 0), (1, 1)),
    "tit for tat": tit_for_tat(PD),
    "one period": finite_punishment(PD, (0, 0), (1, 1), 1),
}


@pytest.mark.parametrize("delta", ["0", "1/3", "1/2", "9/10"])
def test_payoffs_are_those_of_the_play_simulated(delta: str) -> None:
    game = cg.RepeatedGame(PD, delta)
    chosen = automaton_choice(game, MENU)
    d, tables = Fraction(delta), {name: plan.tables(PD) for name, plan in MENU.items()}
    for i, first in enumerate(MENU):
        for j, second in enumerate(MENU):
            states, value, weight = [tables[first].start, tables[second].start], [0, 0], 1 - d
            for _ in range(60):
                a = tables[first].actions[states[0]][0], tables[second].actions[states[1]][1]
                value = [v + weight * PD.payoff(k, a) for k, v in enumerate(value)]
                weight *= d
                cell = 2 * a[0] + a[1]
                states = [
                    t.transitions[s][cell]
                    for t, s in zip((tables[first], tables[second]), states, strict=True)
                ]
            rest = 3 * d**60
            for k in (0, 1):
                assert abs(chosen.payoff(k, (i, j)) - value[k]) <= rest


def test_grim_trigger_survives_against_itself_and_unconditional_help_does_not() -> None:
    chosen = automaton_choice(cg.RepeatedGame(PD, "9/10"), MENU)
    pure = {
        tuple(chosen.actions[i][a] for i, a in enumerate(profile))
        for profile in _pure_equilibria(chosen)
    }
    assert ("grim trigger", "grim trigger") in pure
    assert ("tit for tat", "tit for tat") in pure
    assert ("defect", "defect") in pure
    assert ("cooperate", "cooperate") not in pure


def test_nashpy_finds_what_we_find() -> None:
    menu = {name: MENU[name] for name in ("cooperate", "defect", "grim trigger")}
    chosen = automaton_choice(cg.RepeatedGame(PD, "3/5"), menu)
    ours = nash_equilibria(chosen)
    A, B = (np.array(rows, dtype=float) for rows in chosen.payoffs())
    theirs = list(nashpy.Game(A, B).vertex_enumeration())
    for equilibrium in theirs:
        assert any(_close(own, equilibrium) for own in ours.value)


def _close(exact: tuple[tuple[Fraction, ...], ...], floats: tuple[np.ndarray, ...]) -> bool:
    pairs = zip(exact, floats, strict=True)
    return all(np.allclose(np.array(own, dtype=float), theirs) for own, theirs in pairs)


def test_floats_stay_floats() -> None:
    stage = cg.prisoners_dilemma(3.0, 2.0, 0.0, -1.0)
    chosen = automaton_choice(cg.RepeatedGame(stage, 0.5), {"grim": MENU["grim trigger"]})
    assert chosen.payoff(0, (0, 0)) == pytest.approx(2.0)


def test_bad_menus() -> None:
    game = cg.RepeatedGame(PD, "1/2")
    for menu in ({}, {"grim": "grim"}, None):
        with pytest.raises(cg.CoopgamesError, match="automata"):
            automaton_choice(game, menu)
    with pytest.raises(cg.CoopgamesError, match="parameter"):
        automaton_choice(cg.RepeatedGame(PD, cg.parameter("delta", 0, 1)), MENU)


def test_a_simulation_obeys_its_script() -> None:
    played = simulate(
        cg.RepeatedGame(PD, "1/2"), MENU["one period"], 5, script=[None, (0, 1), None]
    )
    assert played.profiles == ((0, 0), (0, 1), (1, 1), (0, 0), (0, 0))
    assert played.states[2] == "1 period left"
    assert len(played.to_rows()) == 5


def test_trembles_come_from_the_generator() -> None:
    game = cg.RepeatedGame(PD, "1/2")
    first, second, third = (
        simulate(game, MENU["tit for tat"], 50, tremble=0.3, rng=seed).profiles
        for seed in (7, 7, 8)
    )
    assert first == second != third
    calm = simulate(game, MENU["tit for tat"], 50, tremble=0.0, rng=7)
    assert set(calm.profiles) == {(0, 0)}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"periods": 0}, "periods"),
        ({"tremble": 2}, "tremble"),
        ({"script": [(0, 2)]}, "script"),
    ],
)
def test_bad_simulations(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(cg.CoopgamesError, match=message):
        simulate(cg.RepeatedGame(PD, "1/2"), MENU["defect"], **arguments)


def _pure_equilibria(stage: cg.StageGame) -> list[tuple[int, int]]:
    rows, columns = (range(size) for size in stage.shape)
    return [
        (a, b)
        for a in rows
        for b in columns
        if all(stage.payoff(0, (x, b)) <= stage.payoff(0, (a, b)) for x in rows)
        and all(stage.payoff(1, (a, y)) <= stage.payoff(1, (a, b)) for y in columns)
    ]
