"""The survey of random worlds: what is drawn, what is shared, what is solved again."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import sqrt

import numpy as np
import pytest

from coopgames.errors import InvalidGameError
from coopgames.games import Fine
from coopgames.institutions import ATTRIBUTES, LEVELS, Case, load_case
from coopgames.reports import Contrast
from coopgames.reports.robustness import Robustness, Share, robustness
from coopgames.reports.survey import Survey, world_activity
from coopgames.reports.worlds import Worlds, draw_worlds
from coopgames.verdicts.verdict import threshold_of

DRAWS = 20_000
ALIKE = ("faena", "march", "assembly", "marketplace_defence", "alarm", "critical_situation")


@pytest.fixture(scope="module")
def worlds(case: Case) -> Worlds:
    return draw_worlds(case, DRAWS, np.random.default_rng(2004))


@pytest.fixture(scope="module")
def result(case: Case) -> Robustness:
    return robustness(case)


def test_primitives_are_drawn_as_written(case: Case, worlds: Worlds) -> None:
    for attribute in ATTRIBUTES:
        for level in LEVELS:
            drawn = worlds.primitives[attribute, level]
            center = float(case.standard.value(attribute, level))
            assert drawn.shape == (DRAWS,)
            if attribute == "proximity":
                assert drawn.min() >= max(center - 0.1, 0.02)
                assert drawn.max() <= min(center + 0.1, 1.0)
                # Uniform: half of the draws in the middle half.
                assert np.mean(np.abs(drawn - center) < 0.05) == pytest.approx(0.5, abs=0.02)
                continue
            if attribute == "concreteness":
                assert center / 2 <= drawn.min() <= drawn.max() <= center * 2
                middle = np.mean(np.abs(np.log2(drawn / center)) < 0.5)
                assert middle == pytest.approx(0.5, abs=0.02)
                continue
            np.testing.assert_array_equal(drawn, np.rint(drawn))
            assert max(1, center / 2) <= drawn.min() <= drawn.max() <= center * 2
            # Log-uniform before rounding: half of the draws below the level's number, but for the
            # share that is rounded to it.
            at = np.mean(np.abs(drawn - center) < 0.5)
            assert np.mean(drawn < center) <= 0.52
            assert np.mean(drawn > center) <= 0.52
            assert at <= np.log2((center + 0.5) / max(center - 0.5, center / 2)) / 2 + 0.02


def test_stakes_and_patience_are_drawn_as_written(worlds: Worlds) -> None:
    for factor in (worlds.gain_factor, worlds.value_factor):
        assert 0.5 <= factor.min() <= factor.max() <= 2
        assert np.median(factor) == pytest.approx(1, abs=0.05)
    delta = worlds.discount_factor
    assert 0.93 - 1e-12 <= delta.min() <= delta.max() <= 0.999 + 1e-12
    # Uniform in log(1 - delta): the median is the geometric mean of 0.07 and 0.001.
    assert np.median(1 - delta) == pytest.approx(sqrt(0.07 * 0.001), rel=0.06)


def test_everything_drawn_is_independent(worlds: Worlds) -> None:
    columns = [worlds.gain_factor, worlds.value_factor, worlds.discount_factor]
    columns += [x for x in worlds.primitives.values() if x.min() < x.max()]
    assert len(columns) == 3 + 12
    correlations = np.corrcoef(np.array(columns)) - np.eye(len(columns))
    assert np.abs(correlations).max() < 5 / sqrt(DRAWS)


def test_a_draw_is_a_world(case: Case, worlds: Worlds) -> None:
    # A level is one number for all activities in a world; so activities coded alike are sustained
    # in the same worlds, not only equally often.
    survey = Survey(worlds, 4.0)
    treasury = case.arrangement("treasury")
    found = [survey.solve(case.activity(x), treasury).sustained for x in ("misfortune", *ALIKE)]
    building = survey.solve(case.activity("marketplace_building"), treasury).sustained
    np.testing.assert_array_equal(found[0], building)
    assert not found[0].all()
    for other in found[2:]:
        np.testing.assert_array_equal(found[1], other)
    activities = [world_activity(case.activity(x), worlds, 7) for x in ("faena", "celebration")]
    assert activities[0].concreteness == activities[1].concreteness
    assert activities[0].gain == activities[1].gain
    assert activities[0].simultaneity != activities[1].simultaneity


def test_fewer_activities_see_the_same_worlds(case: Case, result: Robustness) -> None:
    small = replace(case, activities=(case.activity("celebration"),))
    found = robustness(small)
    assert found.cell("celebration", "reports") == result.cell("celebration", "reports")
    assert found.joint == ()


def test_every_draw_agrees_with_the_exact_solver(case: Case, worlds: Worlds) -> None:
    survey = Survey(worlds, 4.0)
    for name, column in (("technology", "reports"), ("celebration", "treasury")):
        activity, arrangement = case.activity(name), case.arrangement(column)
        sustained = survey.solve(activity, arrangement).sustained
        for k in range(25):
            world = world_activity(activity, worlds, k)
            threshold = threshold_of(world, arrangement).value
            delta = Fraction(float(worlds.discount_factor[k]))
            exact = threshold is not None and delta >= threshold
            assert bool(sustained[k]) == exact


def test_draws_near_a_threshold_are_solved_again(case: Case, result: Robustness) -> None:
    assert result.resolved == 0
    wide = robustness(case, safety=1e9)
    assert 0 < wide.resolved < 200
    assert all(x.undecided == 0 for x in wide.cells)
    assert [x.sustained for x in wide.cells] == [x.sustained for x in result.cells]


def test_a_draw_on_its_threshold_is_decided_exactly(case: Case) -> None:
    # Two worlds: the discount factor is the float just below, then just above the threshold.
    faena, treasury = case.activity("faena"), case.arrangement("treasury")
    near = float(threshold_of(faena, treasury).value)
    worlds = Worlds(
        np.ones(2),
        np.ones(2),
        np.array([np.nextafter(near, 0) - 1e-16, np.nextafter(near, 1) + 1e-16]),
        {(a, s): np.full(2, float(case.standard.value(a, s))) for a in ATTRIBUTES for s in LEVELS},
    )
    found = Survey(worlds, 4.0).solve(faena, treasury)
    # Nearer to the threshold than the enclosures of the normal probabilities are wide.
    assert (found.resolved, found.undecided) == (2, 2)
    wide = Worlds(
        worlds.gain_factor, worlds.value_factor, near + np.array([-1e-9, 1e-9]), worlds.primitives
    )
    again = Survey(wide, 1e9).solve(faena, treasury)
    assert (again.resolved, again.undecided) == (2, 0)
    assert again.sustained.tolist() == [False, True]


def test_the_exact_answer_replaces_the_float(
    case: Case, worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    celebration, treasury = case.activity("celebration"), case.arrangement("treasury")
    before = Survey(worlds, 4.0).solve(celebration, treasury).sustained
    monkeypatch.setattr(Survey, "_exact", lambda *_: None)
    undecided = Survey(worlds, 1e11).solve(celebration, treasury)
    assert undecided.undecided == undecided.resolved > 0
    np.testing.assert_array_equal(undecided.sustained, before)
    monkeypatch.setattr(Survey, "_exact", lambda *_: True)
    replaced = Survey(worlds, 1e11).solve(celebration, treasury).sustained
    assert np.count_nonzero(replaced) > np.count_nonzero(before)


def test_the_result_as_it_comes(case: Case, result: Robustness) -> None:
    assert len(result.cells) == 13 * 4
    assert result.left_out == {}
    for name in ALIKE:
        assert result.cell(name, "treasury").sustained == Share(DRAWS, DRAWS)
    for activity in case.activities:
        assert result.cell(activity.name, "collusion_proof").sustained.count == 0
    assert {(x.activity, x.arrangement) for x in result.cells if x.applies} == {
        (x.name, case.column_for(x).name) for x in case.activities
    }
    celebration = result.cell("celebration", "treasury").sustained
    subcontracting = result.cell("subcontracting", "reports").sustained
    assert celebration.value == pytest.approx(0.83, abs=0.015)
    assert subcontracting.value == pytest.approx(0.084, abs=0.01)
    observed, pair = result.joint
    assert (observed.name, len(observed.sustained)) == ("as observed", 9)
    assert set(observed.not_sustained) == {
        "subcontracting",
        "large_order",
        "collective_purchase",
    }
    assert (pair.name, len(pair.sustained)) == ("defensive and subcontracting", 9)
    assert pair.not_sustained == ("subcontracting",)
    assert observed.share.count < pair.share.count
    assert pair.share.value == pytest.approx(0.742, abs=0.015)
    # A world in which both hold is one in which each does.
    assert pair.share.value <= min(celebration.value, 1 - subcontracting.value)


def test_the_joint_share_counts_worlds(case: Case, worlds: Worlds, result: Robustness) -> None:
    survey = Survey(worlds, 4.0)
    holds = np.ones(DRAWS, dtype=np.bool_)
    for activity in case.activities:
        sustained = survey.solve(activity, case.column_for(activity)).sustained
        if activity.observed == "cooperation":
            holds &= sustained
        elif activity.observed == "none":
            holds &= ~sustained
    assert result.joint[0].share == Share(int(np.count_nonzero(holds)), DRAWS)


def test_the_seed_decides(case: Case, result: Robustness) -> None:
    assert robustness(case, rng=np.random.default_rng(2004)) == result
    other = robustness(case, rng=1)
    assert other != result
    for x, y in zip(result.cells, other.cells, strict=True):
        spread = 4 * sqrt(x.sustained.standard_error**2 + y.sustained.standard_error**2)
        assert abs(x.sustained.value - y.sustained.value) <= spread + 3 / DRAWS


def test_rows(result: Robustness) -> None:
    rows = result.to_rows()
    assert len(rows) == 52 + 2
    row = next(
        x for x in rows if (x["activity"], x["arrangement"]) == ("subcontracting", "reports")
    )
    assert row["standard_error"] == pytest.approx(0.002, abs=0.0005)
    assert rows[-1]["arrangement"] == "own column"


def test_columns_of_other_programs_are_left_out(case: Case) -> None:
    capped = replace(case.arrangement("treasury"), sanction=Fine("treasury", cap=1))
    changed = replace(case, arrangements=(capped, *case.arrangements[1:]))
    found = robustness(changed, draws=10)
    assert set(found.left_out) == {"treasury"}
    assert found.left_out["treasury"].startswith("game: got ")
    assert len(found.cells) == 13 * 3
    assert found.joint == ()
    with pytest.raises(InvalidGameError, match="cell: got"):
        found.cell("faena", "treasury")


def test_a_users_own_case_with_numbers_and_months(own: Contrast) -> None:
    case = own.case
    worlds = draw_worlds(case, 2000, np.random.default_rng(1))
    assert worlds.primitives["simplicity", 2].min() >= 1
    assert worlds.primitives["proximity", Fraction(4, 5)].max() <= 0.9
    yearly = worlds.discount_factor**12
    assert 0.93**52 - 1e-9 <= yearly.min() <= yearly.max() <= 0.999**52 + 1e-9
    found = robustness(case, draws=2000)
    assert (len(found.cells), found.joint) == (1, ())
    # A gain of 6/5 and a value of 1, a month: never far from being sustained.
    assert 0.9 < found.cells[0].sustained.value <= 1


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"draws": 0}, "draws"),
        ({"draws": 1.5}, "draws"),
        ({"rng": "seed"}, "rng"),
        ({"rng": -1}, "rng"),
        ({"safety": 0.5}, "safety"),
    ],
)
def test_bad_input_is_named(arguments: dict[str, object], name: str) -> None:
    with pytest.raises(InvalidGameError, match=f"^{name}: got"):
        robustness(load_case("wanderley2004"), **arguments)  # type: ignore[arg-type]
