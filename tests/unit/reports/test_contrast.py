"""The shipped contrast against the table of docs/theory/contrast.md, and the logic around it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError
from coopgames.institutions import Case
from coopgames.institutions.case import Columns
from coopgames.plots.labels import bounds, threshold_text
from coopgames.reports import Comparison, Contrast, contrast
from coopgames.solvers import Status
from coopgames.verdicts import Ground

SIX = ("0.3679", "0.3707", "0.3465")
LAG_FOUR = ("0.7788", "0.7803", "0.7672")
#: Source: docs/theory/contrast.md, section 3, whose numbers come from formulas that no solver uses.
THRESHOLDS = {
    "faena": SIX,
    "march": SIX,
    "assembly": SIX,
    "marketplace_building": LAG_FOUR,
    "marketplace_defence": SIX,
    "alarm": SIX,
    "misfortune": LAG_FOUR,
    "celebration": ("0.9623", "0.9626", "0.9601"),
    "critical_situation": SIX,
    "subcontracting": ("0.9964", "never", "never"),
    "large_order": ("0.9566", "never", "never"),
    "collective_purchase": ("0.9001", "0.9270", "0.8904"),
    "technology": ("0.9908", "0.9985", "0.9975"),
}
COLUMNS = ("treasury", "reports", "reports_seen")


@pytest.mark.parametrize("activity", THRESHOLDS)
def test_thresholds_to_four_decimals(full: Contrast, activity: str) -> None:
    found = tuple(threshold_text(full.cell(activity, column)) for column in COLUMNS)
    assert found == THRESHOLDS[activity]


def test_every_activity_meets_every_arrangement_once(full: Contrast) -> None:
    assert tuple(THRESHOLDS) == tuple(x.name for x in full.case.activities)
    pairs = [(x.activity.name, x.arrangement.name) for x in full.cells]
    assert len(pairs) == len(set(pairs)) == 13 * 4
    assert [x.name for x in full.arrangements] == [*COLUMNS, "collusion_proof"]


def test_enclosures_are_narrow(full: Contrast) -> None:
    widths = [
        upper - lower
        for x in full.cells
        if x.threshold is not None
        for lower, upper in [bounds(x.threshold)]
    ]
    assert len(widths) == 35
    assert max(widths) < Fraction(1, 10**12)


def test_the_three_findings(full: Contrast) -> None:
    assert [x.word for x in full.valued_by("members")] == ["sustained"] * 9
    assert {x.activity.name: x.word for x in full.valued_by("partner")} == {
        "subcontracting": "never",
        "large_order": "never",
        "collective_purchase": "sustained",
        "technology": "not sustained",
    }
    proof = [x for x in full.cells if x.arrangement.name == "collusion_proof"]
    assert {(x.word, x.grounds) for x in proof} == {("never", (Ground.COLLUSION,))}


def test_the_disagreement_is_pooled_purchases_alone(full: Contrast) -> None:
    assert [x.activity.name for x in full.compared("disagrees")] == ["collective_purchase"]
    assert len(full.compared("agrees")) == 12


def test_collusion_on_the_side_of_the_association(full: Contrast) -> None:
    assert set(full.witness_tests) == set(list(THRESHOLDS)[:9])
    assert {(x.supplied, x.needed, x.smallest_coalition) for x in full.witness_tests.values()} == {
        (17, 2, 17)
    }


def test_the_second_look(full: Contrast) -> None:
    # docs/theory/contrast.md, section 5.
    assert {x.arrangement.name: set(x.flips) for x in full.second_look} == {
        "treasury": {("simultaneity",), ("concreteness", "proximity")},
        "reports": {
            ("concreteness", "simultaneity"),
            ("concreteness", "proximity"),
            ("simplicity", "simultaneity"),
        },
        "reports_seen": {("concreteness",), ("simplicity", "simultaneity")},
        "collusion_proof": set(),
    }
    assert {x.discount_factor for x in full.second_look} == {Fraction(49, 50)}


def small(case: Case, *names: str) -> Case:
    return replace(case, activities=tuple(case.activity(name) for name in names))


def test_another_discount_factor(case: Case) -> None:
    result = contrast(small(case, "faena", "subcontracting"), "9970/10000")
    assert result.discount_factor == Fraction(997, 1000)
    assert result.cell("subcontracting", "treasury").word == "sustained"
    assert contrast(small(case, "subcontracting"), "49/50").second_look == ()


@pytest.mark.parametrize("delta", ["0", "1", "-1/2", "7/5"])
def test_a_discount_factor_outside_the_open_interval_is_refused(case: Case, delta: str) -> None:
    with pytest.raises(InvalidGameError, match="discount_factor"):
        contrast(case, delta)


def test_a_float_is_refused(case: Case) -> None:
    with pytest.raises(MixedArithmeticError):
        contrast(case, 0.9)


def test_steps_are_told(case: Case) -> None:
    steps: list[tuple[int, int, str]] = []
    contrast(small(case, "faena"), on_step=lambda *step: steps.append(step))
    assert [(done, total) for done, total, _ in steps] == [(k, 4) for k in range(4)]
    assert steps[0][2] == "faena, treasury"


@pytest.mark.parametrize(
    ("observed", "sustained", "has_threshold", "agreement"),
    [
        ("cooperation", True, True, "agrees"),
        ("cooperation", False, True, "disagrees"),
        ("cooperation", False, False, "disagrees"),
        ("none", True, True, "disagrees"),
        ("none", False, True, "agrees"),
        ("none", False, False, "agrees"),
        ("occasional", True, True, "disagrees"),
        ("occasional", False, True, "agrees"),
        ("occasional", False, False, "disagrees"),
        ("none", None, True, "undecided"),
        ("", True, True, "nothing observed"),
    ],
)
def test_agreement(
    full: Contrast, observed: str, sustained: bool | None, has_threshold: bool, agreement: str
) -> None:
    cell = full.cell("faena", "treasury")
    activity = cell.activity.replace(observed=observed)
    threshold = cell.threshold if has_threshold else None
    status = cell.status if has_threshold else Status.NEVER
    answer = replace(
        cell, activity=activity, sustained=sustained, threshold=threshold, status=status
    )
    assert Comparison(activity, answer).agreement == agreement


def test_occasional_needs_a_threshold_that_is_decided(full: Contrast) -> None:
    cell = full.cell("faena", "treasury")
    activity = cell.activity.replace(observed="occasional")
    open_ = replace(
        cell, activity=activity, sustained=False, threshold=None, status=Status.UNDECIDED
    )
    assert Comparison(activity, open_).agreement == "undecided"


def test_a_case_without_a_column_for_an_activity(case: Case) -> None:
    lonely = replace(small(case, "faena"), columns=Columns(("reports",)))
    result = contrast(lonely)
    assert [x.agreement for x in result.comparisons] == ["no column"]
    assert (result.applicable, dict(result.witness_tests)) == ({}, {})


def test_an_own_column_that_is_not_listed_is_solved_too(case: Case) -> None:
    columns = Columns(("reports",), members="treasury", partner="reports")
    result = contrast(replace(small(case, "faena"), columns=columns))
    assert len(result.cells) == 1
    assert result.applicable == {"faena": "treasury"}
    assert result.valued_by("members")[0].word == "sustained"


def test_what_no_solver_covers_is_named(case: Case) -> None:
    blurred = case.activity("faena").replace(concreteness=10**16)
    strange = replace(
        case, activities=(blurred,), columns=Columns(("reports",), "reports", "reports")
    )
    with pytest.raises(UnsupportedGameError, match=r"faena under reports: .*not certainly above"):
        contrast(strange)


def test_two_members_have_no_witnesses(case: Case) -> None:
    pair = case.activity("faena").replace(members=2, benefit="3/2", cost="5/2", surplus="1")
    result = contrast(replace(case, activities=(pair,)))
    assert result.valued_by("members")[0].sustained
    assert dict(result.witness_tests) == {}


def test_an_unknown_cell_is_refused(full: Contrast) -> None:
    with pytest.raises(InvalidGameError, match="cell"):
        full.cell("faena", "nothing")
