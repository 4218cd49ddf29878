from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from coopgames.errors import CoopgamesError, InvalidGameError, UnsupportedGameError
from coopgames.games import (
    Automaton,
    RepeatedGame,
    StageGame,
    finite_punishment,
    grim_trigger,
    matching_pennies,
    prisoners_dilemma,
    public_goods,
    tit_for_tat,
)
from coopgames.plots.automaton_choice import automaton_choice_rows, plot_automaton_choice
from coopgames.plots.saving import figure_bytes, new_axes
from coopgames.solvers import check_equilibrium
from coopgames.solvers.automaton_choice import automaton_choice
from coopgames.solvers.pure_nash import pure_nash

PD = prisoners_dilemma(3, 2, 0, -1)
WORK, SHIRK = (0, 0), (1, 1)


def constant(profile: tuple[int, ...]) -> Automaton:
    return Automaton(["on"], "on", {"on": profile}, {"on": "on"})


MENU = {
    "cooperate": constant(WORK),
    "defect": constant(SHIRK),
    "grim trigger": grim_trigger(PD, WORK, SHIRK),
    "tit for tat": tit_for_tat(PD),
    "punish once": finite_punishment(PD, WORK, SHIRK, 1),
}
PATIENT = RepeatedGame(PD, "9/10")


def pairs(rows: list[dict[str, str]]) -> dict[tuple[str, str], dict[str, str]]:
    return {(row["row"], row["column"]): row for row in rows if row["kind"] == "pair"}


def uses(rows: list[dict[str, str]], player: int) -> list[str]:
    return [row["equilibrium"] for row in rows if row["kind"] == f"player {player}"]


def words(ax: Axes) -> list[str]:
    found = ax.get_legend()
    assert found is not None
    return [*found.get_title().get_text().split("\n"), *(x.get_text() for x in found.get_texts())]


def frames(ax: Axes) -> list[tuple[float, float]]:
    """The cells with a thick frame, by column and row."""
    cells = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    return [(p.get_x() + 0.5, p.get_y() + 0.5) for p in cells if p.get_linewidth() > 1]


def test_payoffs_are_those_of_the_choice() -> None:
    found = pairs(automaton_choice_rows(PATIENT, MENU))
    choice = automaton_choice(PATIENT, MENU)
    names = list(MENU)
    assert len(found) == 25
    for (row, column), cell in found.items():
        profile = (names.index(row), names.index(column))
        assert Fraction(cell["payoff_1"]) == choice.payoff(0, profile)
        assert Fraction(cell["payoff_2"]) == choice.payoff(1, profile)
    assert found["defect", "punish once"]["payoff_1"] == "30/19"


def test_equilibria_are_the_pairs_of_best_replies() -> None:
    rows = automaton_choice_rows(PATIENT, MENU)
    names = list(MENU)
    stable = {(names[i], names[j]) for i, j in pure_nash(automaton_choice(PATIENT, MENU)).value}
    for pair, cell in pairs(rows).items():
        both = cell["best_reply_1"] == cell["best_reply_2"] == "yes"
        assert (cell["equilibrium"] == "yes") == both == (pair in stable)
    assert len(stable) == 10


def test_best_replies_are_each_players_own() -> None:
    found = pairs(automaton_choice_rows(PATIENT, MENU))
    for name in MENU:
        column = [cell for (_, c), cell in found.items() if c == name]
        best = max(Fraction(cell["payoff_1"]) for cell in column)
        assert {Fraction(c["payoff_1"]) for c in column if c["best_reply_1"] == "yes"} == {best}
        row = [cell for (r, _), cell in found.items() if r == name]
        best = max(Fraction(cell["payoff_2"]) for cell in row)
        assert {Fraction(c["payoff_2"]) for c in row if c["best_reply_2"] == "yes"} == {best}


def test_who_survives() -> None:
    rows = automaton_choice_rows(PATIENT, MENU)
    assert uses(rows, 1) == uses(rows, 2) == ["mixed", "pure", "pure", "pure", "pure"]
    # Without patience punishment does not deter, and only defection is left.
    impatient = automaton_choice_rows(RepeatedGame(PD, "1/4"), MENU)
    assert uses(impatient, 1) == ["none", "pure", "none", "none", "none"]


def test_no_pure_equilibrium() -> None:
    menu = {"heads": constant((0, 0)), "tails": constant((1, 1))}
    game = RepeatedGame(matching_pennies(), "1/2")
    rows = automaton_choice_rows(game, menu)
    assert uses(rows, 1) == uses(rows, 2) == ["mixed", "mixed"]
    assert not any(cell["equilibrium"] == "yes" for cell in pairs(rows).values())
    ax = plot_automaton_choice(game, menu)
    assert frames(ax) == []
    assert words(ax) == [
        "plain: in mixed equilibria only",
        "best reply of player 1",
        "best reply of player 2",
    ]


def test_an_equilibrium_of_the_choice_may_be_none_of_the_game() -> None:
    tits = tit_for_tat(PD)
    cell = pairs(automaton_choice_rows(PATIENT, MENU))["tit for tat", "tit for tat"]
    assert cell["equilibrium"] == "yes"
    assert check_equilibrium(PATIENT, tits).value is False


def test_ties_of_floats_are_ties() -> None:
    floats = automaton_choice_rows(RepeatedGame(PD.to_float(), 0.9), MENU)
    exact = pairs(automaton_choice_rows(PATIENT, MENU))
    for pair, cell in pairs(floats).items():
        for key in ("best_reply_1", "best_reply_2", "equilibrium"):
            assert cell[key] == exact[pair][key]
        assert float(cell["payoff_1"]) == pytest.approx(
            float(Fraction(exact[pair]["payoff_1"])), 1e-5
        )


def test_cells_say_both_payoffs() -> None:
    ax = plot_automaton_choice(PATIENT, MENU)
    texts = {(round(t.get_position()[0]), round(t.get_position()[1])): [] for t in ax.texts}
    for text in ax.texts:
        x, y = text.get_position()
        texts[round(x), round(y)].append(text.get_text())
    assert texts[1, 0] == ["−1", "3"]  # player 2 defects, player 1 cooperates
    assert texts[4, 1] == ["30/19", "−10/19"]
    assert all(len(found) == 2 for found in texts.values())
    assert len(texts) == 25


def test_equilibria_are_framed_and_best_replies_marked() -> None:
    ax = plot_automaton_choice(PATIENT, MENU)
    assert frames(ax) == [(1, 1), *((x, y) for y in (2, 3, 4) for x in (2, 3, 4))]
    marks = {str(line.get_marker()): 0 for line in ax.lines}
    for line in ax.lines:
        marks[str(line.get_marker())] += 1
    rows = pairs(automaton_choice_rows(PATIENT, MENU)).values()
    best = [sum(row[f"best_reply_{k}"] == "yes" for row in rows) for k in "12"]
    assert marks == {"o": best[0], "D": best[1]}
    assert words(ax)[-1] == "pure equilibrium of the choice"


def test_names_tell_who_survives_without_colour_alone() -> None:
    ax = plot_automaton_choice(PATIENT, MENU)
    for ticks in (ax.get_xticklabels(), ax.get_yticklabels()):
        assert [tick.get_text() for tick in ticks] == list(MENU)
        assert [tick.get_fontweight() for tick in ticks] == ["normal", *["bold"] * 4]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("player 2 follows", "player 1 follows")


def test_nothing_in_a_full_table_overlaps() -> None:
    menu = MENU | {f"punish {k} times": finite_punishment(PD, WORK, SHIRK, k) for k in range(2, 9)}
    ax = plot_automaton_choice(PATIENT, menu)
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert len(boxes) == 2 * 144
    for k, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[k + 1 :])


@pytest.mark.parametrize(
    ("game", "menu", "words"),
    [
        (PATIENT, {}, "automata"),
        (PATIENT, {str(k): constant(SHIRK) for k in range(13)}, "at most 12"),
        (PATIENT, {"odd": constant((0, 2))}, "action"),
        (PD, MENU, "game: got"),
        (PATIENT, [constant(SHIRK)], "automata"),
    ],
)
def test_what_does_not_fit_is_refused(game: Any, menu: Any, words: str) -> None:
    with pytest.raises(InvalidGameError, match=words):
        automaton_choice_rows(game, menu)


def test_three_players_are_not_drawn() -> None:
    stage = public_goods(3, 1, 2)
    assert isinstance(stage, StageGame)
    with pytest.raises(UnsupportedGameError, match="3 players"):
        automaton_choice_rows(RepeatedGame(stage, "1/2"), {"shirk": constant((0, 0, 0))})
    assert issubclass(UnsupportedGameError, CoopgamesError)


def test_where_it_is_told_and_always_the_same() -> None:
    ax = new_axes(4, 4)
    assert plot_automaton_choice(PATIENT, MENU, ax) is ax
    first, second = (plot_automaton_choice(PATIENT, MENU).get_figure(root=True) for _ in range(2))
    assert first is not None
    assert second is not None
    for ending in ("svg", "pdf"):
        assert figure_bytes(first, ending) == figure_bytes(second, ending)
