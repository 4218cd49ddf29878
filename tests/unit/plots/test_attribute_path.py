from __future__ import annotations

from math import factorial

import pytest
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from coopgames.institutions import Case
from coopgames.plots import attribute_path_rows, figure_bytes, new_axes, plot_attribute_path
from coopgames.verdicts import AttributePaths, attribute_paths


@pytest.fixture(scope="module")
def paths(full: Case) -> AttributePaths:
    ends = full.activity("faena"), full.activity("subcontracting")
    columns = full.arrangement("treasury"), full.arrangement("reports")
    return attribute_paths(*ends, columns, full.baseline)


@pytest.fixture(scope="module")
def rows(paths: AttributePaths) -> list[dict[str, str]]:
    return attribute_path_rows(paths)


def of(rows: list[dict[str, str]], kind: str) -> list[dict[str, str]]:
    return [row for row in rows if row["kind"] == kind]


def words(ax: Axes) -> list[str]:
    found = ax.get_legend()
    assert found is not None
    return [text.get_text() for text in found.get_texts()]


def test_thirty_two_games_and_eighty_steps(rows: list[dict[str, str]]) -> None:
    assert (len(of(rows, "game")), len(of(rows, "step")), len(of(rows, "total"))) == (32, 80, 5)


def test_every_step_is_taken_by_its_share_of_the_orders(rows: list[dict[str, str]]) -> None:
    for row in of(rows, "step"):
        level = len(row["changed"].split("+")) if row["changed"] else 0
        assert int(row["orders"]) == factorial(level) * factorial(4 - level)
        assert row["flips"] in ("0", row["orders"])


def test_a_step_flips_iff_the_verdicts_at_its_ends_differ(rows: list[dict[str, str]]) -> None:
    holds = {
        frozenset(filter(None, row["changed"].split("+"))): row["verdict"] == "sustained"
        for row in of(rows, "game")
    }
    for row in of(rows, "step"):
        before = frozenset(filter(None, row["changed"].split("+")))
        assert (row["flips"] != "0") == (holds[before] != holds[before | {row["by"]}])


def test_the_totals_are_the_sums_of_the_steps(
    rows: list[dict[str, str]], paths: AttributePaths
) -> None:
    for row in of(rows, "total"):
        steps = [int(x["flips"]) for x in of(rows, "step") if x["by"] == row["by"]]
        assert int(row["flips"]) == sum(steps) == paths.flip_counts[row["by"]]


def test_boxes_say_what_was_changed(paths: AttributePaths) -> None:
    ax = plot_attribute_path(paths)
    boxes = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    assert len(boxes) == 32
    assert len({box.get_hatch() for box in boxes}) == 3
    letters = [text.get_text() for text in ax.texts][:32]
    assert letters.count("CSTP") == letters.count("·") == 2
    assert ax.get_ylabel() == "number of changes"
    assert [text.get_text() for text in ax.get_yticklabels()] == list("012345")


def test_the_legend_counts_the_flips(paths: AttributePaths) -> None:
    found = words(plot_attribute_path(paths))
    assert "concreteness: 52 flips" in found
    assert "flips to not sustained (this wide: in 24 of 120 orders)" in found
    assert not any("flips to sustained" in text for text in found)


def test_the_way_back_flips_to_sustained(full: Case) -> None:
    ends = full.activity("subcontracting"), full.activity("faena")
    columns = full.arrangement("reports"), full.arrangement("treasury")
    found = words(plot_attribute_path(attribute_paths(*ends, columns, full.baseline)))
    assert any("flips to sustained" in text for text in found)
    assert not any("flips to not sustained" in text for text in found)


def test_few_differences_and_no_valuer(full: Case) -> None:
    ends = full.activity("faena"), full.activity("celebration")
    columns = full.arrangement("treasury"), full.arrangement("treasury")
    ax = plot_attribute_path(attribute_paths(*ends, columns, full.baseline))
    assert len([patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]) == 2
    assert words(ax) == ["sustained", "no flip", "simultaneity: 0 flips"]


def test_no_difference_is_one_box(full: Case) -> None:
    faena, column = full.activity("faena"), full.arrangement("treasury")
    ax = plot_attribute_path(attribute_paths(faena, faena, (column, column), full.baseline))
    assert len([patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]) == 1


def test_where_it_is_told_and_always_the_same(paths: AttributePaths) -> None:
    ax = new_axes(3, 5)
    assert plot_attribute_path(paths, ax) is ax
    first, second = (plot_attribute_path(paths).get_figure(root=True) for _ in range(2))
    assert first is not None
    assert second is not None
    for ending in ("svg", "pdf"):
        assert figure_bytes(first, ending) == figure_bytes(second, ending)
