from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

import pytest
from matplotlib.axes import Axes

from coopgames.errors import InvalidGameError
from coopgames.games import StageGame, cournot, matching_pennies, prisoners_dilemma
from coopgames.plots.grid import plot_grid
from coopgames.plots.saving import figure_bytes, new_axes
from coopgames.plots.step_function import (
    plot_step_function,
    step_function_rows,
)
from coopgames.solvers.transfers import transfer_equilibria

PD = transfer_equilibria(prisoners_dilemma(10, 9, 3, 1))
FIRMS = transfer_equilibria(cournot([2, 3, 4, 5, 6], intercept=13, unit_cost=1))
NONE = transfer_equilibria(matching_pennies())
#: Nobody keeps what he does for its own sake, so the first equilibrium needs patience.
LATE = transfer_equilibria(StageGame([[[4, 1], [3, 2]], [[3, 4], [4, 2]]]))


def words(ax: Axes) -> list[str]:
    found = ax.get_legend()
    assert found is not None
    return [text.get_text() for text in found.get_texts()]


def notes(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_text()]


def above(ax: Axes) -> list[str]:
    """The critical discount factors above the axes."""
    (axis,) = cast("list[Any]", ax.child_axes)
    return [tick.get_text() for tick in axis.get_xticklabels()]


def curves(ax: Axes) -> list[Any]:
    return [line for line in ax.lines if not str(line.get_label()).startswith("_")]


def test_rows_are_the_exact_steps() -> None:
    rows = step_function_rows(FIRMS)
    keys = ("from", "to", "joint_payoff", "punishments", "on_path")
    assert [tuple(row[key] for key in keys) for row in rows] == [
        ("0", "1/12", "32", "24", "3, 5"),
        ("1/12", "2/19", "35", "24", "3, 4"),
        ("2/19", "2/11", "35", "18", "2, 5"),
        ("2/11", "1", "36", "18", "3, 3"),
    ]
    assert rows == step_function_rows(FIRMS.value)
    for row in rows:
        step = FIRMS.value.at(row["from"])
        assert step is not None
        assert (str(step.joint_payoff), str(sum(step.punishments))) == (
            row["joint_payoff"],
            row["punishments"],
        )


def test_the_curves_jump_where_something_changes() -> None:
    ax = plot_step_function(FIRMS)
    joint, punishments = (line.get_xydata() for line in curves(ax))
    # From, to, a gap, and so on; at 2/19 only the punishments fall.
    expected = [float(Fraction(x)) for x in ("0", "1/12", "1/12", "2/11", "2/11", "1")]
    assert [x for x, _ in joint if x == x] == expected
    assert [y for _, y in joint if y == y] == [32, 32, 35, 35, 36, 36]
    assert [y for _, y in punishments if y == y] == [24, 24, 18, 18]
    assert above(ax) == ["0", "1/12", "2/19", "2/11"]
    assert sorted(notes(ax)) == ["18", "24", "32", "35", "36"]


def test_full_marks_begin_and_open_ones_end() -> None:
    ax = plot_step_function(PD)
    marked = {
        str(line.get_markerfacecolor()): [(round(x, 4), y) for x, y in line.get_xydata()]
        for line in ax.lines[1:3]
    }
    (full, begins), (empty, ends) = marked.items()
    assert (full, empty) == ("#0072B2", "white")
    assert begins == [(0, 6), (round(1 / 7, 4), 18)]
    assert ends == [(round(1 / 7, 4), 6), (1, 18)]


def test_a_game_without_equilibria_is_a_word() -> None:
    rows = step_function_rows(NONE)
    assert [(row["from"], row["to"], row["joint_payoff"]) for row in rows] == [("0", "1", "")]
    ax = plot_step_function(NONE)
    assert notes(ax) == ["no equilibrium in pure actions"]
    assert ax.get_legend() is None
    assert not ax.lines
    assert ax.get_xlabel() == "discount factor δ"


def test_beside_others_it_is_a_word_in_the_legend() -> None:
    ax = plot_step_function({"dilemma": PD, "pennies": NONE})
    assert words(ax) == [
        "dilemma: largest joint payoff",
        "dilemma: sum of punishment payoffs",
        "pennies: no equilibrium in pure actions",
    ]


def test_where_the_first_step_begins_is_said() -> None:
    ax = plot_step_function(LATE)
    assert words(ax)[0] == "largest joint payoff (none below 1/2)"
    assert above(ax) == ["1/2"]
    assert LATE.value.at("49/100") is None


def test_floats_are_drawn_with_short_numbers() -> None:
    solution = transfer_equilibria(prisoners_dilemma(10, 9, 3, 1).to_float())
    rows = step_function_rows(solution)
    assert [row["joint_payoff"] for row in rows] == ["6.0", "18.0"]
    ax = plot_step_function(solution)
    assert above(ax) == ["0", "0.14286"]
    assert sorted(notes(ax)) == ["18", "6"]


def test_games_differ_without_colour() -> None:
    ax = plot_step_function({"a": PD, "b": FIRMS, "c $": PD})
    drawn = curves(ax)
    assert len({str(line.get_linestyle()) for line in drawn}) == 3
    assert len({line.get_linewidth() for line in drawn}) == 2
    markers = {str(line.get_marker()) for line in ax.lines if str(line.get_marker()) != "None"}
    assert markers == {"o", "s", "^"}
    assert r"c \$: largest joint payoff" in words(ax)


def test_many_steps_lose_their_values_but_not_their_places() -> None:
    firms = transfer_equilibria(cournot([Fraction(k, 2) for k in range(26)], 13, unit_cost=1))
    ax = plot_step_function(firms)
    assert notes(ax) == []
    jumps = {step.discount_factor for step in firms.value.steps}
    assert set(above(ax)) <= {str(x) for x in jumps}
    assert len(above(ax)) >= 12


def overlaps(ax: Axes) -> list[tuple[str, str]]:
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    (axis,) = cast("list[Any]", ax.child_axes)
    boxes = [(x.get_text(), x.get_window_extent()) for x in axis.get_xticklabels()]
    assert all(box.x1 <= figure.bbox.x1 for _, box in boxes)
    return [(a, b) for (a, first), (b, second) in pairwise(boxes) if first.x1 > second.x0 + 0.5]


@pytest.mark.parametrize("width", [2.8, 3.15, 6.3])
def test_critical_discount_factors_do_not_touch(width: float) -> None:
    random.seed(7)
    cells = [[[random.randint(0, 60) for _ in range(9)] for _ in range(9)] for _ in range(2)]
    for stage in (StageGame(cells), cournot(range(0, 13), 13, unit_cost=1)):
        ax = plot_step_function(transfer_equilibria(stage), new_axes(width, 3))
        assert overlaps(ax) == []


def test_numbers_are_placed_when_panels_have_their_sizes() -> None:
    panels = [lambda ax, x=x: plot_step_function(x, ax) for x in (PD, FIRMS)]
    axes = plot_grid(panels, columns=1, titles=["dilemma", "firms"])
    assert [above(ax) for ax in axes] == [["0", "1/7"], ["0", "1/12", "2/19", "2/11"]]
    assert all(overlaps(ax) == [] for ax in axes)


@pytest.mark.parametrize("given", [{}, {"a": 3}, 3, PD.value.steps])
def test_what_is_no_step_function_is_refused(given: Any) -> None:
    with pytest.raises(InvalidGameError, match="equilibria: got"):
        step_function_rows(given)


def test_where_it_is_told_and_always_the_same() -> None:
    ax = new_axes(4, 3)
    assert plot_step_function(PD, ax) is ax
    first, second = (plot_step_function(FIRMS).get_figure(root=True) for _ in range(2))
    assert first is not None
    assert second is not None
    for ending in ("svg", "pdf"):
        assert figure_bytes(first, ending) == figure_bytes(second, ending)
