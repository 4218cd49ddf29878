from __future__ import annotations

from pathlib import Path

import matplotlib
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from coopgames.errors import InvalidGameError
from coopgames.games import prisoners_dilemma
from coopgames.plots import figure_bytes, new_axes, plot_grid, plot_payoff_set, write_figure
from coopgames.plots.placing import Box, laid_out_later, place_labels, text_size, when_laid_out

PD = prisoners_dilemma(3, 2, 0, -1)


def panel(ax: Axes) -> Axes:
    return plot_payoff_set(PD, ax)


def line(ax: Axes) -> None:
    ax.plot([0, 1], [1, 0], label="another line")
    ax.legend(title="what it is")


def figure_of(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def test_letters_titles_and_one_legend() -> None:
    axes = plot_grid([panel, panel, line], columns=2, titles=["first", "second"])
    assert [ax.get_title("left") for ax in axes] == ["(a) first", "(b) second", "(c)"]
    (legend,) = figure_of(axes[0]).legends
    texts = [text.get_text() for text in legend.get_texts()]
    assert texts.count("feasible") == 1
    assert texts[-1] == "another line"
    assert legend.get_title().get_text() == "what it is"
    assert all(ax.get_legend() is None for ax in axes)


def test_own_legends_and_none() -> None:
    own = plot_grid([line, line], legend="own", letters=False)
    assert [ax.get_legend() is not None for ax in own] == [True, True]
    assert own[0].get_title("left") == ""
    none = plot_grid([line], legend="none")
    assert figure_of(none[0]).legends == []
    assert none[0].get_legend() is None


def test_outer_labels() -> None:
    axes = plot_grid([panel] * 4, columns=2, share_labels=True)
    assert [bool(ax.get_xlabel()) for ax in axes] == [False, False, True, True]
    assert [bool(ax.get_ylabel()) for ax in axes] == [True, False, True, False]


def test_in_a_part_of_a_figure() -> None:
    figure = Figure(figsize=(6, 4), layout="constrained")
    left, right = figure.subfigures(1, 2)
    axes = plot_grid([line], left)
    plot_grid([line, line], right, columns=1)
    assert axes[0].get_figure(root=True) is figure
    assert len(figure.get_axes()) == 3
    assert (len(left.legends), len(right.legends)) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"plots": []}, "plots"), ({"columns": 0}, "columns"), ({"legend": "below"}, "legend")],
)
def test_bad_arguments(changes: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidGameError, match=words):
        plot_grid(**{"plots": [line], **changes})  # type: ignore[arg-type]


def test_the_style_is_given_back_after_an_error() -> None:
    before = matplotlib.rcParams["font.size"]

    def fail(_: Axes) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        plot_grid([panel, fail])
    assert matplotlib.rcParams["font.size"] == before
    done: list[str] = []
    when_laid_out(lambda: done.append("at once"))  # what was put off is forgotten
    assert done == ["at once"]


def test_the_bytes_are_the_same() -> None:
    first, second = (figure_of(plot_grid([panel, line])[0]) for _ in range(2))
    for ending in ("svg", "pdf"):
        assert figure_bytes(first, ending) == figure_bytes(second, ending)


def test_labels_do_not_meet() -> None:
    frame = Box(50, 50, 100, 100)
    anchors = [(50.0, 50.0), (53.0, 50.0), (50.0, 54.0)]
    sizes = [(20.0, 8.0)] * 3
    boxes = [
        Box(x + dx, y + dy, *size)
        for (x, y), (dx, dy), size in zip(
            anchors, place_labels(anchors, sizes, frame, gap=3), sizes, strict=True
        )
    ]
    pairs = [(a, b) for k, a in enumerate(boxes) for b in boxes[k + 1 :]]
    assert [a.overlap(b) for a, b in pairs] == [0, 0, 0]
    assert all(box.overlap(frame) == pytest.approx(160) for box in boxes)


def test_labels_stay_inside_the_frame() -> None:
    ((dx, dy),) = place_labels([(1.0, 99.0)], [(30.0, 8.0)], Box(50, 50, 100, 100))
    assert dx > 0
    assert dy < 0


def test_boxes_that_contain_another_share_the_smaller() -> None:
    assert Box(0, 0, 10, 10).overlap(Box(1, 1, 2, 2)) == 4
    assert Box(0, 0, 2, 2).overlap(Box(5, 0, 2, 2)) == 0


def test_text_has_a_size() -> None:
    width, height = text_size("ab", 10)
    assert text_size("ab\nab", 10) == (width, 2 * height)
    assert text_size("", 10)[0] == 0


def test_placing_can_wait() -> None:
    done: list[int] = []
    with laid_out_later():
        when_laid_out(lambda: done.append(1))
        assert done == []
    assert done == [1]


def test_write_figure(tmp_path: Path) -> None:
    ax = new_axes(2, 2)
    written = write_figure(tmp_path / "new", "name", [{"x": "1", "y": "a,b"}], ax)
    assert [path.name for path in written] == ["name.csv", "name.svg", "name.pdf"]
    assert written[0].read_bytes() == b'x,y\n1,"a,b"\n'
    with pytest.raises(InvalidGameError, match="rows"):
        write_figure(tmp_path, "name", [], ax)
