from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from coopgames.errors import InvalidGameError, MixedArithmeticError
from coopgames.institutions import Case
from coopgames.plots import draw_gain_and_loss, gain_and_loss_rows, new_axes, plot_gain_and_loss
from coopgames.plots.gain_and_loss import curve_range, patience_range

F = Fraction
DELTAS = ["1/2", "9/10", "96/100", "97/100", "99/100", "999/1000"]


def test_the_ratio_passes_one_at_the_threshold(case: Case) -> None:
    rows = gain_and_loss_rows(case.activities, case.column_for, DELTAS)
    gifts = [r for r in rows if r["activity"] == "celebration"]
    assert {r["threshold"] for r in gifts} == {"0.962271"}
    assert [float(r["loss_over_gain"]) >= 1 for r in gifts] == [
        False,
        False,
        False,
        True,
        True,
        True,
    ]
    ratios = [float(r["loss_over_gain"]) for r in gifts]
    assert ratios == sorted(ratios)


def test_what_is_never_sustained_stays_below_one(case: Case) -> None:
    rows = gain_and_loss_rows(case.activities, case.column_for, ["9/10", "999999/1000000"])
    orders = [r for r in rows if r["activity"] == "subcontracting"]
    assert all(float(r["loss_over_gain"]) < 1 for r in orders)
    assert {r["threshold"] for r in orders} == {""}


def test_labels_and_crossings(case: Case) -> None:
    ax = plot_gain_and_loss(
        case.activities, case.column_for, DELTAS, period="week", mark=case.baseline
    )
    assert ax.get_xlabel().startswith("discount factor per week")
    assert ax.get_ylabel() == "largest discounted loss / gain from shirking"
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    legend = ax.get_legend()
    assert legend is not None
    labels = [x.get_text() for x in legend.get_texts()]
    assert labels[0].endswith("crosses at 0.9623")
    assert labels[1].endswith("never crosses")
    circles = [line for line in ax.lines if len(line.get_xdata()) == 1]  # type: ignore[arg-type]
    assert len(circles) == 1
    assert circles[0].get_ydata() == [1]
    assert any("993/1000" in text.get_text() for text in ax.texts)


def test_patience_rises_to_the_right_and_the_ticks_are_round(case: Case) -> None:
    ax = plot_gain_and_loss(case.activities[:1], case.column_for, DELTAS)
    left, right = ax.get_xlim()
    assert left > right
    ticks = [x.get_text() for x in ax.get_xticklabels()]
    assert ticks[0] == "0.5"
    assert ticks[-1] == "0.999"


def test_ticks_do_not_touch(case: Case) -> None:
    deltas = ["1/10", "1/2", "9/10", "9999/10000"]
    ax = plot_gain_and_loss(case.activities[:1], case.column_for, deltas)
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    boxes = [x.get_window_extent() for x in ax.get_xticklabels()]
    assert len(boxes) >= 4
    assert all(a.x1 + 2 < b.x0 for a, b in pairwise(boxes))


def test_the_left_end_is_sampled_more_densely() -> None:
    found = curve_range(F(1, 10), F(999, 1000))
    gaps = [float(b - a) for a, b in pairwise(found)]
    assert max(gaps) < 0.07
    assert set(patience_range(F(1, 10), F(999, 1000))) <= set(found)


def test_an_undecided_crossing_is_not_called_never(case: Case) -> None:
    rows = gain_and_loss_rows(case.activities[:1], case.column_for, DELTAS)
    for threshold, words in (("undecided", "crossing undecided"), ("0.999999", "beyond 0.9999")):
        ax = draw_gain_and_loss([{**row, "threshold": threshold} for row in rows])
        legend = ax.get_legend()
        assert legend is not None
        assert legend.get_texts()[0].get_text().endswith(words)


def test_curves_differ_in_line_and_marker(case: Case) -> None:
    ax = plot_gain_and_loss(case.activities, case.column_for, DELTAS)
    curves = [line for line in ax.lines if len(line.get_xdata()) > 2]  # type: ignore[arg-type]
    assert len({line.get_marker() for line in curves}) == len(curves) == 2
    assert len({line.get_color() for line in curves}) == 2


def test_it_draws_where_it_is_told(case: Case) -> None:
    ax = new_axes(4, 3)
    assert plot_gain_and_loss(case.activities, case.column_for, DELTAS, ax) is ax


@pytest.mark.parametrize("delta", ["0", "1", "3/2"])
def test_a_discount_factor_outside_the_open_interval_is_refused(case: Case, delta: str) -> None:
    with pytest.raises(InvalidGameError, match="discount_factors"):
        gain_and_loss_rows(case.activities, case.column_for, [delta])


def test_a_float_is_refused(case: Case) -> None:
    with pytest.raises(MixedArithmeticError):
        gain_and_loss_rows(case.activities, case.column_for, [0.9])


def test_the_range_has_its_ends_and_is_increasing() -> None:
    found = patience_range(F(1, 10), F(999, 1000), 20)
    assert (found[0], found[-1], len(found)) == (F(1, 10), F(999, 1000), 20)
    assert found == sorted(set(found))
    assert patience_range(F(9, 10), F(9, 10)) == [F(9, 10)]
