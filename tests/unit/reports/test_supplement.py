"""What a report adds where a case allows it: robustness, paths, a scored table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coopgames.institutions import Case, load_case
from coopgames.reports import Contrast, Supplement, contrast, supplement, write_contrast
from coopgames.reports.path_section import path_section
from coopgames.reports.referee_section import referee_section, rule_of_thumb
from coopgames.reports.robustness import robustness
from coopgames.reports.robustness_section import robustness_section
from coopgames.reports.supplement import path_ends
from coopgames.reports.table9 import table9_score
from coopgames.reports.table9_section import table9_section
from coopgames.reports.worlds import draw_worlds

WORKSHOPS = """
name = "workshops"
[time]
period = "month"
periods_per_year = 12
baseline = "9/10"
largest = "999/1000"
[stakes]
members = 12
benefit = "1/5"
cost = "7/5"
[[arrangement]]
name = "treasury"
observers = "members"
sanction = { kind = "fine", recipient = "treasury" }
[[arrangement]]
name = "reports"
observers = "partner"
sanction = { kind = "fine", recipient = "burnt" }
[[activity]]
name = "roof"
concreteness = "met"
simplicity = 2
simultaneity = 1
proximity = "4/5"
valued_by = "members"
observed = "cooperation"
[[activity]]
name = "design"
concreteness = "met"
simplicity = 2
simultaneity = 1
proximity = "4/5"
valued_by = "partner"
observed = "cooperation"
"""


@pytest.fixture(scope="module")
def workshops(tmp_path_factory: pytest.TempPathFactory) -> Contrast:
    file = tmp_path_factory.mktemp("case") / "workshops.toml"
    file.write_text(WORKSHOPS, encoding="utf-8")
    return contrast(load_case(file))


@pytest.fixture(scope="module")
def extra(full: Contrast) -> Supplement:
    return supplement(full)


def test_the_paths_go_from_the_first_to_the_hardest(full: Contrast, extra: Supplement) -> None:
    ends = path_ends(full)
    assert ends is not None
    assert [(x.activity.name, x.arrangement.name) for x in ends] == [
        ("faena", "treasury"),
        ("subcontracting", "reports"),
    ]
    assert extra.paths is not None
    assert len(extra.paths.paths) == 120
    assert extra.paths.discount_factor == full.discount_factor


def test_where_nothing_fails_the_hardest_has_the_largest_threshold(full: Contrast) -> None:
    names = ("march", "large_order", "collective_purchase")
    case = replace(full.case, activities=tuple(map(full.case.activity, names)))
    ends = path_ends(contrast(case, "999/1000"))
    assert ends is not None
    assert [x.activity.name for x in ends] == ["march", "large_order"]
    held = replace(case, activities=tuple(x for x in case.activities if x.name != "large_order"))
    ends = path_ends(contrast(held))
    assert ends is not None
    assert ends[1].activity.name == "collective_purchase"


def test_no_path_without_both_kinds(own: Contrast) -> None:
    assert path_ends(own) is None
    found = supplement(own)
    assert (found.paths, found.table9) == (None, None)
    assert found.robustness is not None


def test_counts_in_the_section_of_the_paths(full: Contrast, extra: Supplement) -> None:
    assert extra.paths is not None
    text = path_section(extra.paths, full.case.period)
    assert "All 120 orders are walked through 32 games" in text
    assert "3 in 12, 4 in 84 and 5 in 24 orders." in text
    counts = extra.paths.first_flip_counts
    assert sum(counts.values()) == 120
    assert f"| concreteness | {counts['concreteness']} | " in text


def test_one_difference_makes_one_order(workshops: Contrast, tmp_path: Path) -> None:
    found = supplement(workshops)
    assert found.paths is not None
    assert found.paths.differences == ("valuer",)
    text = path_section(found.paths, "month")
    assert "by changing one thing, valuer. There is one order, through 2 games" in text
    write_contrast(workshops, tmp_path, found)
    assert (tmp_path / "figures" / "attribute_path.pdf").is_file()


def test_a_column_that_floats_do_not_cover_is_said_to_be_left_out(workshops: Contrast) -> None:
    result = robustness(workshops.case, draws=50)
    cells = tuple(x for x in result.cells if x.arrangement != "treasury")
    result = replace(result, cells=cells, left_out={"treasury": "a reason"})
    text = robustness_section(workshops.case, result)
    assert "Left out, for the survey's solver does not cover it: *treasury*." in text
    head = next(line for line in text.splitlines() if line.startswith("| activity"))
    assert head == "| activity | reports |"


def test_the_ranges_that_are_stated_are_those_that_are_drawn(case: Case) -> None:
    import numpy as np

    worlds = draw_worlds(case, 4000, np.random.default_rng(1))
    assert worlds.discount_factor.min() == pytest.approx(0.93, abs=1e-3)
    assert worlds.discount_factor.max() == pytest.approx(0.999, abs=1e-5)
    for factor in (worlds.gain_factor, worlds.value_factor):
        assert (factor.min(), factor.max()) == pytest.approx((0.5, 2), abs=5e-3)
    seen = worlds.primitives["proximity", "partly"]
    assert (seen.min(), seen.max()) == pytest.approx((0.5, 0.7), abs=1e-3)
    noise = worlds.primitives["concreteness", "met"]
    assert (noise.min(), noise.max()) == pytest.approx((0.125, 0.5), abs=1e-3)


def test_shares_in_the_table_are_those_found(case: Case, extra: Supplement) -> None:
    assert extra.robustness is not None
    text = robustness_section(case, extra.robustness)
    share = extra.robustness.cell("subcontracting", "reports").sustained
    assert f"**{share.value:.3f} ({share.standard_error:.4f})**" in text
    assert text.count("In a share of ") == 2
    assert "| faena (communal work) | **1 (0)** |" in text


def test_the_short_form_of_table_9_says_the_same(case: Case) -> None:
    score = table9_score(case, draws=400, permutations=50)
    short, full = table9_section(score), table9_section(score, full=True)
    assert full.startswith(short)
    assert "It is not evidence that the model explains the table." in short
    assert "### Every cell" in full
    cells = full.split("### Every cell")[1].split("###")[0]
    assert cells.count(" used") - 2 == sum(x.used for x in score.cells)
    assert sum(f"({n})" in full for n in (12, 9)) == 2


def test_the_rule_without_a_model(full: Contrast, own: Contrast) -> None:
    assert rule_of_thumb(full) == (13, 12, 13)
    assert rule_of_thumb(own) == (0, 0, 0)
    assert "A rule without a model" not in referee_section(own)


def test_caveats_follow_the_case(own: Contrast) -> None:
    text = referee_section(own)
    assert "excluded for ever" in text
    assert "complaint" not in text
    assert "Wanderley" not in text


def test_that_nothing_was_tuned_is_said_of_the_shipped_case_alone(
    full: Contrast, extra: Supplement, own: Contrast
) -> None:
    found = supplement(own).robustness
    assert extra.robustness is not None
    assert found is not None
    assert "Nothing was tuned" in robustness_section(full.case, extra.robustness)
    assert "tuned" not in robustness_section(own.case, found)


def test_no_path_between_two_that_fail(full: Contrast) -> None:
    names = ("celebration", "subcontracting")
    small = replace(full.case, activities=tuple(map(full.case.activity, names)), table9=None)
    assert supplement(contrast(small, "1/2")).paths is None


def test_the_classes_of_strategies_are_stated(own: Contrast) -> None:
    text = referee_section(own)
    assert own.cells[0].strategies in text
