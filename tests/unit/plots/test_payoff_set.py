from __future__ import annotations

import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from coopgames.errors import UnsupportedGameError
from coopgames.games import StageGame, prisoners_dilemma
from coopgames.plots import figure_bytes, new_axes, payoff_set_rows, plot_payoff_set
from coopgames.solvers import PayoffSet

PD = prisoners_dilemma(3, 2, 0, -1)
PENNIES = StageGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
POINT = StageGame([[[2, 2], [2, 2]], [[1, 1], [1, 1]]])


def legend(ax: Axes) -> list[str]:
    found = ax.get_legend()
    assert found is not None
    return [text.get_text() for text in found.get_texts()]


def line(ax: Axes, label: str) -> Line2D:
    (found,) = [x for x in ax.lines if x.get_label() == label]
    return found


def test_rows_are_exact() -> None:
    rows = payoff_set_rows(PD)
    rational = [r for r in rows if r["what"] == "individually rational"]
    assert [(r["payoff_1"], r["payoff_2"]) for r in rational] == [
        ("0", "0"),
        ("8/3", "0"),
        ("2", "2"),
        ("0", "8/3"),
    ]
    assert rows == payoff_set_rows(PD)
    assert payoff_set_rows(PENNIES)[-1]["payoff_1"] == "1"
    assert payoff_set_rows(PENNIES, mixed=True)[-1]["payoff_1"] == "0"


def test_profiles_carry_the_labels_of_the_actions() -> None:
    ax = plot_payoff_set(PD)
    texts = [text.get_text() for text in ax.texts]
    assert texts == [
        "cooperate, cooperate",
        "cooperate, defect",
        "defect, cooperate",
        "defect, defect",
    ]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("payoff of player 1", "payoff of player 2")
    assert legend(ax) == ["feasible", "individually rational", "minmax (pure)", "pure profiles"]


def test_players_have_their_names() -> None:
    named = StageGame(PD.payoffs(), PD.actions, ("supplier", "buyer"))
    assert plot_payoff_set(named).get_ylabel() == "payoff of buyer"


def test_profiles_with_the_same_payoffs_share_a_label() -> None:
    assert [text.get_text() for text in plot_payoff_set(PENNIES).texts] == [
        "0, 0\n1, 1",
        "0, 1\n1, 0",
    ]


def test_a_segment_is_a_line() -> None:
    ax = plot_payoff_set(PENNIES, mixed=True)
    assert ax.patches[:] == []
    assert len(line(ax, "feasible").get_xdata()) == 2  # type: ignore[arg-type]
    inner = line(ax, "individually rational")
    assert list(inner.get_xdata()) == [0.0]  # type: ignore[arg-type]
    assert inner.get_marker() == "o"


def test_a_point_is_a_marker_inside_the_axes() -> None:
    ax = plot_payoff_set(POINT)
    assert line(ax, "feasible").get_marker() == "s"
    low, high = ax.get_xlim()
    assert low < 2 < high


def test_an_empty_set_is_said_to_be_empty() -> None:
    assert "individually rational: none" in legend(plot_payoff_set(PENNIES))
    empty = plot_payoff_set(PD, equilibrium=PayoffSet([]))
    assert "equilibrium: none" in legend(empty)
    full = plot_payoff_set(PD, equilibrium=PayoffSet([(0, 0), (2, 2), (1, 2)]))
    assert "equilibrium" in legend(full)
    assert len(full.patches) == 3


def test_sets_differ_in_colour_hatch_and_line() -> None:
    ax = plot_payoff_set(PD, equilibrium=PayoffSet([(0, 0), (2, 2), (1, 2)]))
    assert len({patch.get_hatch() for patch in ax.patches}) == 3
    assert len({patch.get_facecolor() for patch in ax.patches}) == 3


def test_many_profiles_have_no_names() -> None:
    big = StageGame.from_function((4, 4), lambda a, b: (a * b, a - b))
    assert len(plot_payoff_set(big).texts) == 0


def test_floats_are_drawn_too() -> None:
    assert payoff_set_rows(PD.to_float())[0]["payoff_1"] == "-1"


def test_three_players_are_refused() -> None:
    three = StageGame.from_function((2, 2, 2), lambda a, b, c: (a, b, c))
    with pytest.raises(UnsupportedGameError, match="players"):
        payoff_set_rows(three)


def test_it_draws_where_it_is_told_and_always_the_same() -> None:
    ax = new_axes(3, 3)
    assert plot_payoff_set(PD, ax) is ax
    first, second = (plot_payoff_set(PD).get_figure(root=True) for _ in range(2))
    assert first is not None
    assert second is not None
    for ending in ("svg", "pdf"):
        assert figure_bytes(first, ending) == figure_bytes(second, ending)
