from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.colors import rgb_to_hsv, to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from coopgames.arithmetic import nth_root, parameter
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import RepeatedGame, StageGame, prisoners_dilemma
from coopgames.plots import draw_payoff_set, figure_bytes, new_axes, payoff_set_rows
from coopgames.plots import plot_payoff_set as plot
from coopgames.solvers import PayoffSet
from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs
from coopgames.solvers.nash_equilibria import nash_equilibria
from coopgames.solvers.pure_nash import pure_nash
from coopgames.solvers.solution import Status

PD = prisoners_dilemma(3, 2, 0, -1)
PENNIES = StageGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
CLOSE = StageGame.from_rows([[(9, 9), (1, 10)], [(10, 1), (3, 3)]])
BATTLE = StageGame.from_rows([[(2, 1), (0, 0)], [(0, 0), (1, 2)]])
POINT = StageGame([[[2, 2], [2, 2]], [[1, 1], [1, 1]]])


def legend(ax: Axes) -> list[str]:
    found = ax.get_legend()
    assert found is not None
    return [text.get_text() for text in found.get_texts()]


def line(ax: Axes, label: str) -> Line2D:
    (found,) = [x for x in ax.lines if x.get_label() == label]
    return found


def equilibria(stage: StageGame, *deltas: object) -> list[PayoffSet]:
    return [equilibrium_payoffs(RepeatedGame(stage, delta)).value for delta in deltas]


def patch(ax: Axes, label: str) -> Patch:
    (found,) = [x for x in ax.patches if x.get_label() == label]
    return found


def lightness(colour: Any) -> float:
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


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
    ax = plot(PD)
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
    assert plot(named).get_ylabel() == "payoff of buyer"


def test_profiles_with_the_same_payoffs_share_a_label() -> None:
    assert [text.get_text() for text in plot(PENNIES).texts] == [
        "0, 0\n1, 1",
        "0, 1\n1, 0",
    ]


def test_a_segment_is_a_line() -> None:
    ax = plot(PENNIES, mixed=True)
    assert ax.patches[:] == []
    assert len(line(ax, "feasible").get_xdata()) == 2  # type: ignore[arg-type]
    inner = line(ax, "individually rational")
    assert list(inner.get_xdata()) == [0.0]  # type: ignore[arg-type]
    assert inner.get_marker() == "o"


def test_a_point_is_a_marker_inside_the_axes() -> None:
    ax = plot(POINT)
    assert line(ax, "feasible").get_marker() == "s"
    low, high = ax.get_xlim()
    assert low < 2 < high


def test_an_empty_set_is_said_to_be_empty() -> None:
    assert "individually rational: none" in legend(plot(PENNIES))
    empty = plot(PD, equilibrium=PayoffSet([]))
    assert "equilibrium: none" in legend(empty)
    full = plot(PD, equilibrium=PayoffSet([(0, 0), (2, 2), (1, 2)]))
    assert "equilibrium" in legend(full)
    assert len(full.patches) == 3


def test_sets_differ_in_colour_hatch_and_line() -> None:
    ax = plot(PD, equilibrium=PayoffSet([(0, 0), (2, 2), (1, 2)]))
    assert len({patch.get_hatch() for patch in ax.patches}) == 3
    assert len({patch.get_facecolor() for patch in ax.patches}) == 3


def test_many_profiles_have_no_names() -> None:
    big = StageGame.from_function((4, 4), lambda a, b: (a * b, a - b))
    assert len(plot(big).texts) == 0


def test_floats_are_drawn_too() -> None:
    assert payoff_set_rows(PD.to_float())[0]["payoff_1"] == "-1.0"


def test_three_players_are_refused() -> None:
    three = StageGame.from_function((2, 2, 2), lambda a, b, c: (a, b, c))
    with pytest.raises(UnsupportedGameError, match="players"):
        payoff_set_rows(three)


def test_it_draws_where_it_is_told_and_always_the_same() -> None:
    ax = new_axes(3, 3)
    assert plot(PD, ax) is ax
    first, second = (plot(PD).get_figure(root=True) for _ in range(2))
    assert first is not None
    assert second is not None
    for ending in ("svg", "pdf"):
        assert figure_bytes(first, ending) == figure_bytes(second, ending)


# ---------------------------------------------------------------- several discount factors


def test_sets_of_every_dimension_are_seen_at_once() -> None:
    ax = plot(CLOSE, equilibria=equilibria(CLOSE, "1/10", "1/5", "31/125", "1/2"))
    assert legend(ax)[2:6] == [f"equilibrium, δ = {d}" for d in ("0.5", "0.248", "0.2", "0.1")]
    largest, irrational = (patch(ax, f"equilibrium, δ = {d}") for d in ("0.5", "0.248"))
    segment, point = (line(ax, f"equilibrium, δ = {d}") for d in ("0.2", "0.1"))
    assert list(segment.get_xdata()) == [3.0, 9.0]  # type: ignore[arg-type]
    assert list(point.get_xdata()) == [3.0]  # type: ignore[arg-type]
    assert point.get_marker() == "D"
    # The smaller the discount factor, the higher in the stack, the thinner, and the darker.
    stack = [largest, irrational, segment, point]
    orders = [artist.get_zorder() for artist in stack]
    assert orders == sorted(orders)
    assert len(set(orders)) == 4
    faces = [largest.get_facecolor(), irrational.get_facecolor(), segment.get_color()]
    shades = [lightness(face) for face in [*faces, point.get_markerfacecolor()]]
    assert all(a > b + 0.1 for a, b in pairwise(shades))
    assert all(rgb_to_hsv(to_rgb(face))[0] < 0.15 for face in faces)  # one hue, from sand to rust
    assert len(irrational.get_path().vertices) == 5  # type: ignore[arg-type]


def test_irrational_corners_have_ten_digits_and_a_polynomial() -> None:
    rows = payoff_set_rows(CLOSE, equilibria=equilibria(CLOSE, "31/125"))
    found = [r for r in rows if r["what"] == "equilibrium"]
    assert {r["discount_factor"] for r in found} == {"31/125"}
    assert found[1]["payoff_1"] == "9.589016431 (root of 125x^2 - 2344x + 10983)"
    assert draw_payoff_set(rows).get_legend() is not None
    (least,) = [r for r in rows if r["what"] == "least in equilibrium"]
    assert (least["payoff_1"], least["payoff_2"], least["discount_factor"]) == ("3", "3", "31/125")


def test_floats_have_their_digits() -> None:
    floats = CLOSE.to_float()
    rows = payoff_set_rows(floats, equilibrium=equilibria(floats, 0.248)[0])
    found = [r for r in rows if r["what"] == "equilibrium"]
    assert found[0]["discount_factor"] == "0.248"
    assert found[1]["payoff_1"].startswith("9.58901643")
    assert legend(draw_payoff_set(rows))[2] == "equilibrium, δ = 0.248"


def test_a_mapping_names_the_discount_factors() -> None:
    point, whole = PayoffSet([(0, 0)]), PayoffSet([(0, 0), ("8/3", 0), (2, 2), (0, "8/3")])
    first = payoff_set_rows(PD, equilibria={"0.3": point, Fraction(1, 3): whole, 0: point})
    assert [r["discount_factor"] for r in first if r["what"] == "equilibrium"] == [
        *["1/3"] * 4,
        "3/10",
        "0",
    ]
    # Two sets that are the same are one in the picture.
    assert legend(draw_payoff_set(first))[2:4] == [
        "equilibrium, δ = 1/3",
        "equilibrium, δ = 0.3, 0",
    ]
    critical = nth_root(Fraction(1, 9), 4)  # an irrational discount factor
    shown = plot(PD, equilibria={critical: whole})
    assert legend(shown)[2] == "equilibrium, δ = 0.5774"
    assert legend(plot(PD, equilibria={0.25: point}))[2] == "equilibrium, δ = 0.25"


def test_empty_sets_are_said_to_be_empty_at_each_discount_factor() -> None:
    ax = plot(PENNIES, equilibria=equilibria(PENNIES, "1/2", "9/10"))
    assert "equilibrium, δ = 0.9, 0.5: none" in legend(ax)
    assert "least in equilibrium" not in legend(ax)


def test_the_individually_rational_set_is_outlined_above_the_others() -> None:
    ax = plot(CLOSE, equilibria=equilibria(CLOSE, "1/2"))  # all of it is attained
    shape = patch(ax, "individually rational")
    outlines = [x for x in ax.lines if len(x.get_xdata()) == 5]  # type: ignore[arg-type]
    (outline,) = outlines
    assert outline.get_zorder() > max(x.get_zorder() for x in ax.patches)
    assert to_rgb(outline.get_color()) == to_rgb(shape.get_edgecolor())


def test_solutions_are_taken_and_an_inner_set_is_called_one() -> None:
    answer = equilibrium_payoffs(RepeatedGame(PD, "1/2"))
    inner = replace(answer, status=Status.SANDWICH)
    assert legend(plot(PD, equilibrium=answer))[2] == "equilibrium, δ = 0.5"
    assert legend(plot(PD, equilibrium=inner))[2] == "equilibrium (inner set), δ = 0.5"
    both = plot(PD, equilibria=[inner, equilibrium_payoffs(RepeatedGame(PD, "1/3"))])
    assert legend(both)[2:4] == ["equilibrium (inner set), δ = 0.5", "equilibrium, δ = 1/3"]


# ---------------------------------------------------------------- marks


def test_static_equilibria_and_least_payoffs_are_marked() -> None:
    ax = plot(
        BATTLE, mixed=True, equilibria=equilibria(BATTLE, "9/10"), nash=nash_equilibria(BATTLE)
    )
    rings = line(ax, "static Nash")
    assert sorted(zip(rings.get_xdata(), rings.get_ydata(), strict=True)) == [  # type: ignore[arg-type]
        (2 / 3, 2 / 3),
        (1.0, 2.0),
        (2.0, 1.0),
    ]
    bracket = line(ax, "least in equilibrium")
    assert (list(bracket.get_xdata()), list(bracket.get_ydata())) == ([1.0], [1.0])  # type: ignore[arg-type]
    rows = payoff_set_rows(BATTLE, nash=nash_equilibria(BATTLE))
    static = [(r["label"], r["payoff_1"]) for r in rows if r["what"] == "static Nash"]
    assert static == [("mixed", "1"), ("mixed", "2/3"), ("mixed", "2")]


def test_pure_equilibria_may_be_marked() -> None:
    rows = payoff_set_rows(PD, nash=pure_nash(PD))
    (static,) = [r for r in rows if r["what"] == "static Nash"]
    assert (static["label"], static["payoff_1"]) == ("defect, defect", "0")
    assert "static Nash" not in legend(plot(PENNIES, nash=pure_nash(PENNIES)))
    floats = payoff_set_rows(BATTLE.to_float(), nash=nash_equilibria(BATTLE.to_float()))
    values = [float(r["payoff_1"]) for r in floats if r["what"] == "static Nash"]
    assert values == pytest.approx([1, 2 / 3, 2])


def test_marks_leave_room_for_the_names() -> None:
    bare, marked = plot(PD), plot(PD, nash=[(1, 1)])
    far = [max(abs(x) for x in text.get_position()) for text in marked.texts]
    near = [max(abs(x) for x in text.get_position()) for text in bare.texts]
    assert sum(far) > sum(near)


def test_a_long_legend_stays_inside_the_figure() -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    ax = plot(
        CLOSE, equilibria=equilibria(CLOSE, "1/10", "1/5", "31/125", "1/2"), nash=pure_nash(CLOSE)
    )
    figure = ax.get_figure(root=True)
    assert figure is not None
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    found = ax.get_legend()
    assert found is not None
    box = found.get_window_extent(renderer)
    assert figure.bbox.x0 <= box.x0
    assert box.x1 <= figure.bbox.x1
    assert figure.bbox.y0 <= box.y0
    assert len(legend(ax)) == 10


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"equilibrium": [(0, 0)]}, "equilibrium: got .* expected a PayoffSet"),
        ({"equilibria": [[(0, 0)]]}, "equilibria: got .* expected a PayoffSet"),
        ({"equilibria": [PayoffSet([(0, 0)])]}, "sets that know their discount factor"),
        ({"equilibria": {"half": PayoffSet([])}}, "equilibria: got 'half'"),
        (
            {"equilibria": {"1/2": PayoffSet([]), Fraction(1, 2): PayoffSet([])}},
            "one set for each discount factor",
        ),
        ({"equilibria": {parameter("delta", 0, 1): PayoffSet([])}}, "numbers as discount factors"),
        ({"nash": 5}, "nash: got 5"),
        ({"nash": [5]}, "nash: got 5, expected a profile"),
        ({"nash": [(0, 2)]}, r"nash: got \(0, 2\), expected a profile"),
        ({"nash": [(0, 0, 0)]}, "expected a profile"),
        ({"nash": [((1, 0), (1, 0, 0))]}, r"for \(2, 2\) actions"),
        ({"nash": ["ab"]}, "expected a profile"),
        ({"nash": [(("a", "b"), (1, 0))]}, "nash: got 'a'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidGameError, match=words):
        payoff_set_rows(PD, **arguments)


def test_several_sets_are_always_the_same_bytes() -> None:
    sets = equilibria(CLOSE, "1/10", "1/5", "31/125")
    first, second = (plot(CLOSE, equilibria=sets).get_figure(root=True) for _ in range(2))
    assert first is not None
    assert second is not None
    for ending in ("svg", "pdf", "png"):
        assert figure_bytes(first, ending) == figure_bytes(second, ending)
