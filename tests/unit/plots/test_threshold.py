from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import (
    StageGame,
    finite_punishment,
    grim_trigger,
    prisoners_dilemma,
    stick_and_carrot,
    tit_for_tat,
)
from coopgames.plots.saving import figure_bytes, new_axes
from coopgames.plots.threshold import draw_threshold, plot_threshold, threshold_rows
from coopgames.solvers import Solution, critical_discount_factor

PD = prisoners_dilemma(3, 2, 0, -1)
WORK, SHIRK = (0, 0), (1, 1)
#: Here three periods of punishment are an equilibrium between two irrational discount factors.
BOUNDED = StageGame([[[0, 3], [-4, 6]], [[2, 5], [-4, -4]]])

SOLUTIONS: dict[str, Solution[Any]] = {
    "grim": critical_discount_factor(PD, grim_trigger(PD, WORK, SHIRK)),
    "tit for tat": critical_discount_factor(PD, tit_for_tat(PD)),
    "two periods": critical_discount_factor(PD, finite_punishment(PD, WORK, SHIRK, 2)),
    "five periods": critical_discount_factor(PD, finite_punishment(PD, WORK, SHIRK, 5)),
    "bounded": critical_discount_factor(BOUNDED, finite_punishment(BOUNDED, WORK, SHIRK, 3)),
    "never": critical_discount_factor(
        prisoners_dilemma(10, 9, 3, 1), tit_for_tat(prisoners_dilemma(10, 9, 3, 1))
    ),
}


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def bars(ax: Axes) -> list[Any]:
    """What is filled, without the outlines from 0 to 1."""
    return [patch for patch in ax.patches if patch.get_hatch()]


def marks(ax: Axes) -> list[tuple[float, float, bool]]:
    """Place of each end, and whether it is full."""
    found: list[tuple[float, float, bool]] = []
    for line in ax.lines:
        (x,), (y,) = line.get_xdata(), line.get_ydata()  # type: ignore[misc]
        found.append((round(float(x), 4), float(y), str(line.get_markerfacecolor()) != "white"))
    return found


def test_rows_hold_exact_ends() -> None:
    rows = {row["name"]: row for row in threshold_rows(SOLUTIONS)}
    assert rows["grim"] == {
        "name": "grim",
        "critical": "1/3",
        "lower": "1/3",
        "lower_included": "yes",
        "upper": "1",
        "upper_included": "no",
    }
    assert (rows["tit for tat"]["upper"], rows["tit for tat"]["upper_included"]) == ("1/3", "yes")
    assert rows["two periods"]["critical"] == "0.3660254038 (root of 2x^2 + 2x - 1)"
    assert rows["bounded"]["upper"] == "0.4183845911 (root of 3x^3 + 3x^2 + 3x - 2)"
    assert (rows["never"]["critical"], rows["never"]["lower"]) == ("never", "")


def test_each_bar_says_its_critical_discount_factor() -> None:
    assert texts(plot_threshold(SOLUTIONS)) == [
        "1/3",
        "only 1/3",
        "0.3660 (root of 2x² + 2x − 1)",
        "0.3343 (root, degree 5)",
        "only 0.3425 to 0.4184",
        "never",
    ]


def test_what_sustains_is_filled_and_the_rest_outlined() -> None:
    ax = plot_threshold(SOLUTIONS)
    spans = [(round(b.get_x(), 4), round(b.get_x() + b.get_width(), 4)) for b in bars(ax)]
    assert spans == [(0.3333, 1), (0.3333, 0.3333), (0.366, 1), (0.3343, 1), (0.3425, 0.4184)]
    outlines = [patch for patch in ax.patches if not patch.get_hatch()]
    assert len(outlines) == len(SOLUTIONS)
    assert {to_hex(p.get_facecolor()) for p in outlines} == {"#f2f2f2"}


def test_ends_that_belong_are_full_and_others_hollow() -> None:
    found = marks(plot_threshold(SOLUTIONS))
    assert (0.3333, 0, True) in found
    assert (1, 0, False) in found
    assert [mark for mark in found if mark[1] == 1] == [(0.3333, 1, True)] * 2
    assert (0.4184, 4, True) in found
    assert not any(y == 5 for _, y, _ in found)


def test_the_legend_names_only_what_is_there() -> None:
    def words(ax: Axes) -> list[str]:
        found = ax.get_legend()
        return [x.get_text() for x in found.get_texts()] if found else []

    assert words(plot_threshold(SOLUTIONS)) == [
        "an equilibrium",
        "end included",
        "end not included",
    ]
    assert words(plot_threshold({"t": SOLUTIONS["tit for tat"]})) == [
        "an equilibrium",
        "end included",
    ]
    assert words(plot_threshold({"n": SOLUTIONS["never"]})) == []


def row(lower: str, included: str, upper: str, end: str) -> dict[str, str]:
    ends = {"lower_included": included, "upper": upper, "upper_included": end}
    return {"name": "plan", "critical": lower, "lower": lower, **ends}


@pytest.mark.parametrize(
    ("intervals", "words"),
    [
        ([("1/4", "no", "1", "no")], "above 1/4"),
        ([("0", "yes", "0", "yes"), ("1/2", "yes", "1", "no")], "only 0, 1/2 to 1"),
        ([(f"{k}/9", "yes", f"{k}/9", "yes") for k in range(1, 6)], "1/9, 2/9, 3/9, …"),
        ([("12345/67891", "yes", "1", "no")], "0.1818"),
    ],
)
def test_sets_that_are_no_upper_interval(
    intervals: list[tuple[str, str, str, str]], words: str
) -> None:
    ax = draw_threshold([row(*interval) for interval in intervals])
    assert texts(ax) == [words]
    assert len(bars(ax)) == len(intervals)
    assert len(marks(ax)) == 2 * len(intervals)


def test_an_interval_is_shown_where_it_lies() -> None:
    solution = critical_discount_factor(BOUNDED, stick_and_carrot(BOUNDED, WORK, SHIRK))
    assert solution.value == Fraction(1, 2)
    assert texts(plot_threshold({"stick and carrot": solution})) == ["only 1/2"]


def test_no_text_lies_on_another_or_leaves_the_figure() -> None:
    figure = plot_threshold(SOLUTIONS).get_figure(root=True)
    assert figure is not None
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    (ax,) = figure.axes
    boxes = [text.get_window_extent(renderer) for text in ax.texts]
    boxes += [tick.get_window_extent(renderer) for tick in ax.get_yticklabels()]
    for k, box in enumerate(boxes):
        assert figure.bbox.x0 <= box.x0
        assert box.x1 <= figure.bbox.x1
        assert not any(box.overlaps(other) for other in boxes[k + 1 :])


def test_names_keep_their_order_and_their_dollars() -> None:
    grim = SOLUTIONS["grim"]
    ax = plot_threshold({"5 $": grim, "a name that does not fit into a line": grim})
    names = [tick.get_text() for tick in ax.get_yticklabels()]
    assert names == [r"5 \$", "a name that does\nnot fit into a\nline"]
    top, bottom = ax.get_ylim()
    assert top > bottom  # the first one is above
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("discount factor δ", "automaton")


@pytest.mark.parametrize("given", [{}, SOLUTIONS["grim"], {"grim": Fraction(1, 3)}])
def test_what_is_no_mapping_of_solutions_is_refused(given: Any) -> None:
    with pytest.raises(InvalidGameError, match="solutions"):
        threshold_rows(given)


def test_a_float_answer_does_not_know_its_set() -> None:
    floats = PD.to_float()
    solution = critical_discount_factor(floats, grim_trigger(floats, WORK, SHIRK))
    with pytest.raises(UnsupportedGameError, match=r"solutions\['grim'\].*exact payoffs"):
        plot_threshold({"grim": solution})


def test_where_it_is_told_and_always_the_same() -> None:
    ax = new_axes(4, 3)
    assert plot_threshold(SOLUTIONS, ax) is ax
    first, second = (plot_threshold(SOLUTIONS).get_figure(root=True) for _ in range(2))
    assert first is not None
    assert second is not None
    for ending in ("svg", "pdf"):
        assert figure_bytes(first, ending) == figure_bytes(second, ending)
