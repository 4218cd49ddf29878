from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Polygon

from coopgames.errors import CoopgamesError, InvalidGameError, UnsupportedGameError
from coopgames.games import (
    Automaton,
    StageGame,
    battle_of_the_sexes,
    cournot,
    finite_punishment,
    grim_trigger,
    nash_reversion,
    prisoners_dilemma,
    public_goods,
    stick_and_carrot,
    stop_rule,
    tit_for_tat,
)
from coopgames.games._arrays import profiles
from coopgames.plots.automaton_graph import automaton_rows, draw_automaton, plot_automaton
from coopgames.plots.automaton_graph_layout import curves, label_places, node_places
from coopgames.plots.grid import plot_grid
from coopgames.plots.placing import Box
from coopgames.plots.saving import figure_bytes, new_axes

PD = prisoners_dilemma(3, 2, 0, -1)
WORK, SHIRK = (0, 0), (1, 1)
BATTLE = battle_of_the_sexes(2, 1, 0)
THREE = public_goods(3, 1, 2)

AUTOMATA: dict[str, tuple[StageGame, Automaton]] = {
    "grim trigger": (PD, grim_trigger(PD, WORK, SHIRK)),
    "tit for tat": (PD, tit_for_tat(PD)),
    "stick and carrot": (PD, stick_and_carrot(PD, WORK, SHIRK)),
    "three periods": (PD, finite_punishment(PD, WORK, SHIRK, 3)),
    "seven periods": (PD, finite_punishment(PD, WORK, SHIRK, 7, restart=True)),
    "stop rule": (PD, stop_rule(PD, WORK, SHIRK)),
    "stop rule of three": (THREE, stop_rule(THREE, (1, 1, 1), (0, 0, 0))),
    "Nash reversion": (BATTLE, nash_reversion(BATTLE, (0, 0), [(1, 1), (0, 0)])),
    "one state": (PD, Automaton(["on"], "on", {"on": SHIRK}, {"on": "on"})),
}
each = pytest.mark.parametrize("name", AUTOMATA)


def steps(stage: StageGame, automaton: Automaton) -> list[tuple[str, str, str, str]]:
    rows = [row for row in automaton_rows(stage, automaton) if row["kind"] == "step"]
    return [(row["state"], row["to"], row["obeys"], row["label"]) for row in rows]


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def boxes(ax: Axes) -> list[FancyBboxPatch]:
    return [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]


# ---------------------------------------------------------------- rows


@each
def test_every_profile_is_in_one_step(name: str) -> None:
    stage, automaton = AUTOMATA[name]
    tables = automaton.tables(stage)
    rows = [row for row in automaton_rows(stage, automaton) if row["kind"] == "step"]
    for state, targets in zip(automaton.states, tables.transitions, strict=True):
        own = [row for row in rows if row["state"] == state]
        listed = [(p, row["to"]) for row in own for p in row["profiles"].split("; ")]
        expected: list[tuple[str, str]] = []
        for profile, target in zip(profiles(stage.shape), targets, strict=True):
            labels = [names[a] for names, a in zip(stage.actions, profile, strict=True)]
            expected.append((f"({', '.join(labels)})", automaton.states[target]))
        assert sorted(listed) == sorted(expected)
        assert [row["obeys"] for row in own] == ["yes", *["no"] * (len(own) - 1)]


def test_grim_trigger_and_stick_and_carrot() -> None:
    assert steps(*AUTOMATA["grim trigger"]) == [
        ("on path", "on path", "yes", "(cooperate, cooperate)"),
        ("on path", "punishment", "no", "otherwise"),
        ("punishment", "punishment", "yes", "always"),
    ]
    assert steps(*AUTOMATA["stick and carrot"]) == [
        ("carrot", "carrot", "yes", "(cooperate, cooperate)"),
        ("carrot", "stick", "no", "otherwise"),
        ("stick", "carrot", "yes", "(defect, defect)"),
        ("stick", "stick", "no", "otherwise"),
    ]


def test_what_obedience_and_a_deviation_lead_to_are_two_steps() -> None:
    found = steps(*AUTOMATA["stop rule"])
    assert [x for x in found if x[0] == "until 1 works"] == [
        ("until 1 works", "work", "yes", "(cooperate, defect)"),
        ("until 1 works", "work", "no", "(cooperate, cooperate)"),
        ("until 1 works", "until 1 works", "no", "(defect, any)"),
    ]


def test_three_players_are_told_apart_by_who_deviates() -> None:
    found = steps(*AUTOMATA["stop rule of three"])
    assert {
        to: label for state, to, obeys, label in found if state == "work" and obeys == "no"
    } == {
        "until 1 works": "only 1 deviates, or several",
        "until 2 works": "only 2 deviates",
        "until 3 works": "only 3 deviates",
    }
    # Obedience leads to the same state, so the words may cover it too.
    work = THREE.actions[0][1]
    assert ("until 1 works", "work", "no", f"({work}, any, any)") in found


def labels_of(stage: StageGame, groups: dict[str, list[tuple[int, ...]]]) -> dict[str, str]:
    """Return how each group of profiles is described, from a state in which all play action 0."""
    where = {profile: target for target, members in groups.items() for profile in members}
    names = ["home", *dict.fromkeys(where.values())]
    zeros = (0,) * stage.num_players
    automaton = Automaton(
        list(dict.fromkeys(names)),
        "home",
        dict.fromkeys(names, zeros),
        {name: {**where, "otherwise": "home"} if name == "home" else name for name in names},
    )
    rows = automaton_rows(stage, automaton)
    return {
        row["to"]: row["label"]
        for row in rows
        if row["kind"] == "step" and row["state"] == "home" and row["obeys"] == "no"
    }


def test_more_actions() -> None:
    firms = cournot([2, 3, 4, 5, 6], 13)
    first = [(a, b) for a in range(1, 5) for b in range(5)]
    second = [(0, b) for b in (1, 2)]
    third = [(0, b) for b in (3, 4)]
    assert labels_of(firms, {"x": first, "y": second, "z": third}) == {
        "x": "(not 2, any)",
        "y": "(2, 3/4)",
        "z": "(2, 5/6)",
    }


def test_what_has_no_words_is_the_rest_or_is_counted() -> None:
    firms = cournot([2, 3, 4, 5, 6], 13)
    corner, other = [(1, 1), (2, 2), (3, 3)], [(1, 2), (2, 1)]
    assert labels_of(firms, {"x": corner, "y": other}) == {
        "x": "3 profiles",
        "y": "2 profiles",
        "home": "otherwise",
    }
    assert labels_of(PD, {"x": [(0, 1), (1, 0)], "y": [(1, 1)]}) == {
        "x": "one deviates",
        "y": "(defect, defect)",
    }


def test_many_players_are_told_in_runs_and_by_name() -> None:
    crowd = public_goods(5, 1, 2)
    shirk, work = crowd.actions[0]
    rows = automaton_rows(crowd, grim_trigger(crowd, (1, 1, 1, 0, 0), (0,) * 5))
    assert rows[0]["label"] == f"{work} ×3, {shirk} ×2"
    assert rows[0]["prescribed"].count(work) == 3
    several = [p for p in profiles(crowd.shape) if sum(p) > 1]
    lone = [tuple(int(i == k) for i in range(5)) for k in range(5)]
    found = labels_of(crowd, {"x": several, "y": lone[:1], "z": lone[1:3], "v": lone[3:]})
    assert found == {
        "x": "several deviate",
        "y": "only 1 deviates",
        "z": "only 2 or 3 deviates",
        "v": "only 4 or 5 deviates",
    }
    fixed = [p for p in profiles(crowd.shape) if p[0] == 1 and p[3] == 1]
    rest = [p for p in profiles(crowd.shape) if any(p) and p not in fixed]
    assert labels_of(crowd, {"x": fixed, "y": rest}) == {
        "x": f"1: {work}, 4: {work}",
        "y": "otherwise",
    }


def test_long_lists_are_counted() -> None:
    firms = cournot(range(2, 10), 13)
    rows = automaton_rows(firms, grim_trigger(firms, (0, 0), (1, 1)))
    assert [row["profiles"] for row in rows if row["kind"] == "step"][1] == "63 profiles"


# ---------------------------------------------------------------- drawing


@each
def test_states_with_what_they_prescribe(name: str) -> None:
    stage, automaton = AUTOMATA[name]
    ax = plot_automaton(stage, automaton)
    written = " ".join(texts(ax)).replace("\n", " ")
    assert len(boxes(ax)) == len(automaton.states)
    for row in automaton_rows(stage, automaton):
        if row["kind"] == "state":
            assert row["state"] in written
            assert row["label"] in written


@each
def test_nothing_lies_on_anything(name: str) -> None:
    ax = plot_automaton(*AUTOMATA[name])
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    states = [patch.get_window_extent() for patch in boxes(ax)]
    for first, second in combinations(states, 2):
        assert not first.overlaps(second)
    words = [text.get_window_extent() for text in ax.texts]
    for first, second in combinations(words, 2):
        assert not first.overlaps(second)
    # Every text is inside one state, or outside all.
    for box in words:
        inside = [s for s in states if s.overlaps(box)]
        assert len(inside) <= 1
        assert all(s.x0 <= box.x0 and box.x1 <= s.x1 for s in inside)
        assert figure.bbox.x0 <= box.x0
        assert box.x1 <= figure.bbox.x1


@each
def test_each_step_is_a_line_with_a_head(name: str) -> None:
    stage, automaton = AUTOMATA[name]
    ax = plot_automaton(stage, automaton)
    expected = [row["obeys"] for row in automaton_rows(stage, automaton) if row["kind"] == "step"]
    solid = sum(line.get_linestyle() == "-" for line in ax.lines)
    assert solid == expected.count("yes") + 1  # the arrow from nowhere
    assert len(ax.lines) - solid == expected.count("no")
    assert sum(type(patch) is Polygon for patch in ax.patches) == len(ax.lines)
    legend = ax.get_legend()
    assert legend is not None
    words = [text.get_text() for text in legend.get_texts()]
    assert words == ["all do as prescribed", "somebody deviates"][: len(set(expected))]


def test_the_start_has_an_arrow_from_nowhere() -> None:
    plan = Automaton(
        ["hostile", "friendly"],
        "friendly",
        {"hostile": SHIRK, "friendly": WORK},
        {"hostile": "hostile", "friendly": {WORK: "friendly", "otherwise": "hostile"}},
    )
    ax = plot_automaton(PD, plan)
    (arrow,) = [line for line in ax.lines if line.get_color() == "#222222"]
    end = arrow.get_xydata()[-1]
    titles = [text for text in ax.texts if text.get_text() == "friendly"]
    start = min(boxes(ax), key=lambda box: box.get_x())
    # It ends at the leftmost box, which is the start, though it is listed last.
    assert math.isclose(start.get_y() + start.get_height() / 2, end[1], abs_tol=0.01)
    assert start.get_x() - 7 < end[0] < start.get_x()  # the head is between them
    assert start.get_x() < titles[0].get_position()[0] < start.get_x() + start.get_width()


def test_abbreviations_have_a_key() -> None:
    def title(ax: Axes) -> str:
        legend = ax.get_legend()
        assert legend is not None
        return legend.get_title().get_text()

    crowded = plot_automaton(*AUTOMATA["tit for tat"])
    assert title(crowded) == "C: cooperate, D: defect"
    assert texts(crowded).count("(D, C)") == 3
    roomy = plot_automaton(*AUTOMATA["three periods"])
    assert title(roomy) == ""
    assert title(plot_automaton(*AUTOMATA["seven periods"])) == ""  # no action is named in it


def test_sixteen_states_are_drawn_and_seventeen_refused() -> None:
    ax = plot_automaton(PD, finite_punishment(PD, WORK, SHIRK, 15))
    assert len(boxes(ax)) == 16
    with pytest.raises(UnsupportedGameError, match="got 17 states, expected at most 16"):
        plot_automaton(PD, finite_punishment(PD, WORK, SHIRK, 16))
    assert issubclass(UnsupportedGameError, CoopgamesError)


def test_panels_know_their_sizes() -> None:
    chosen = ["grim trigger", "stick and carrot"]
    panels = [lambda ax, x=x: plot_automaton(*AUTOMATA[x], ax) for x in chosen]
    axes = plot_grid(panels, columns=1, titles=chosen, size=(3.15, 1.4))
    for ax in axes:
        figure = ax.get_figure(root=True)
        assert figure is not None
        figure.draw_without_rendering()
        # The units of the axes are points.
        assert math.isclose(ax.get_xlim()[1], ax.bbox.width * 72 / figure.dpi, rel_tol=0.02)


def test_a_dollar_in_a_name_is_no_formula() -> None:
    plan = Automaton(["pay 5 $ or $ 6"], "pay 5 $ or $ 6", {"pay 5 $ or $ 6": SHIRK},
                     {"pay 5 $ or $ 6": "pay 5 $ or $ 6"})  # fmt: skip
    assert r"pay 5 \$ or \$ 6" in texts(plot_automaton(PD, plan))


@pytest.mark.parametrize(
    ("stage", "automaton", "words"),
    [
        (PD, "grim", "automaton: got 'grim'"),
        ("pd", AUTOMATA["grim trigger"][1], "stage: got 'pd'"),
        (THREE, AUTOMATA["grim trigger"][1], "action"),
    ],
)
def test_what_does_not_fit_is_refused(stage: Any, automaton: Any, words: str) -> None:
    with pytest.raises(InvalidGameError, match=words):
        plot_automaton(stage, automaton)


def test_where_it_is_told_and_always_the_same() -> None:
    ax = new_axes(4, 4)
    rows = automaton_rows(*AUTOMATA["tit for tat"])
    assert draw_automaton(rows, ax) is ax
    first, second = (draw_automaton(rows).get_figure(root=True) for _ in range(2))
    assert first is not None
    assert second is not None
    for ending in ("svg", "pdf"):
        assert figure_bytes(first, ending) == figure_bytes(second, ending)


# ---------------------------------------------------------------- places


@pytest.mark.parametrize("count", range(1, 17))
def test_states_lie_clockwise_inside_the_frame(count: int) -> None:
    names = [str(k) for k in range(count)]
    places = node_places(names, [(40, 18)] * count, [True] * count, (460, 420))
    for box in places.values():
        assert box.x - box.width / 2 >= 16
        assert box.x + box.width / 2 <= 460
        assert box.y - box.height / 2 > 0
        assert box.y + box.height / 2 < 420
    assert all(a.overlap(b) == 0 for a, b in combinations(places.values(), 2))
    if count > 2:
        ring = [*places.values()]
        area = sum(a.x * b.y - b.x * a.y for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
        assert area < 0
    assert places["0"].x == min(box.x for box in places.values())


def test_parallel_steps_do_not_touch_and_loops_point_outwards() -> None:
    ends = {"a": Box(50, 50, 40, 20), "b": Box(250, 50, 40, 20)}
    there, back, again, loop = curves(
        [("a", "b"), ("b", "a"), ("a", "b"), ("b", "b")], ends, (150, 40)
    )
    middles = [c.points[len(c.points) // 2][1] for c in (there, back, again)]
    assert min(abs(a - b) for a, b in combinations(middles, 2)) > 12
    assert there.points[0][0] < there.points[-1][0]
    assert back.points[0][0] > back.points[-1][0]
    assert loop.loop
    assert max(y for _, y in loop.points) > 60 + 15


def test_a_lone_step_bends_around_a_state_in_its_way() -> None:
    ends = {"a": Box(30, 50, 30, 16), "b": Box(150, 52, 30, 16), "c": Box(270, 50, 30, 16)}
    (curve,) = curves([("a", "c")], ends, (150, 40))
    assert not any(abs(x - 150) < 15 and abs(y - 52) < 8 for x, y in curve.points)


def test_a_label_that_would_hide_its_step_stands_beside_it() -> None:
    ends = {"a": Box(20, 50, 30, 16), "b": Box(80, 50, 30, 16)}
    drawn = curves([("a", "b")], ends, (50, 40))
    frame = Box(50, 50, 200, 100)
    (place,) = label_places(drawn, [(28.0, 8.0)], list(ends.values()), frame)
    assert place is not None
    assert abs(place[1] - 50) > 4
    assert label_places(drawn, [None], list(ends.values()), frame) == [None]
