"""The score on Table 9, beside the numbers of docs/theory/table9.md."""

from __future__ import annotations

import time
from dataclasses import replace
from math import erf, sqrt

import numpy as np
import pytest

from coopgames.errors import InvalidGameError
from coopgames.institutions import Case
from coopgames.reports.robustness import robustness
from coopgames.reports.table9 import Table9Score, table9_score
from coopgames.reports.table9_cells import CellModel
from coopgames.reports.table9_score import baselines, permutation, rank_agreement, score

# Section 5 of the note: shares of draws, from another program with the same coding and rule.
SHARES = {
    "capital": (1.000, 0.985, 1.000, 0.000, 0.000),
    "raw_material": (1.000, 0.999, 1.000, 0.819, 0.309),
    "technology": (1.000, 0.072, 0.047, 0.000, 0.000),
    "workers": (1.000, 1.000, 1.000, 1.000, 0.976),
    "production": (0.359, 0.000, 0.000, 0.000, 0.000),
    "exceptional": (1.000, 0.616, 0.660, 0.001, 0.000),
    "commerce": (1.000, 1.000, 1.000, 1.000, 0.976),
    "public_goods": (0.000, 0.000, 1.000, 0.000, 0.000),
    "policies": (0.000, 0.000, 1.000, 0.000, 0.000),
    "safety_net": (1.000, 0.944, 1.000, 0.000, 0.000),
}
#: Section 5: accuracy, balanced accuracy, Brier score, tp, fp, fn, tn.
SCORES = {
    "model": (0.58, 0.582, 0.375, 14, 12, 9, 15),
    "most frequent value": (0.54, 0.500, 0.248, 0, 0, 23, 27),
    "row majority, in sample": (0.62, 0.613, 0.232, 12, 8, 11, 19),
    "row majority, cell left out": (0.38, 0.352, 0.363, 0, 8, 23, 19),
    "column majority, in sample": (0.58, 0.556, 0.238, 6, 4, 17, 23),
    "column majority, cell left out": (0.38, 0.371, 0.294, 6, 14, 17, 13),
}
#: Section 7: accuracy when one primitive is taken out, and predictions flipped.
SENSITIVITY = {
    ("temptation", "mid"): (0.58, 2),
    ("noise", "mid"): (0.50, 6),
    ("dimensions", "mid"): (0.60, 1),
    ("lag", "mid"): (0.58, 6),
    ("proximity", "mid"): (0.58, 0),
    ("valuer", "public"): (0.56, 1),
    ("needs", "two"): (0.50, 8),
    ("observe", "mid"): (0.58, 0),
    ("loss", "mid"): (0.58, 0),
    ("continuation", "mid"): (0.58, 2),
    ("kin_weight", "mid"): (0.58, 0),
    ("outside", "mid"): (0.62, 2),
    ("sanction", "burnt"): (0.58, 0),
    ("sanction", "none"): (0.52, 11),
    ("kin_weight", "none"): (0.60, 1),
    ("loss", "none"): (0.62, 2),
}


@pytest.fixture(scope="module")
def result(case: Case) -> Table9Score:
    return table9_score(case)


@pytest.mark.parametrize("activity", SHARES)
def test_shares_of_draws(result: Table9Score, activity: str) -> None:
    names = [x.name for x in result.table.arrangements]
    found = [result.cell(activity, x).sustained.value for x in names]
    assert found == pytest.approx(SHARES[activity], abs=0.012)


@pytest.mark.parametrize("name", SCORES)
def test_scores(result: Table9Score, name: str) -> None:
    found = next(x for x in (result.model, *result.baselines) if x.name == name)
    accuracy, balanced, brier, tp, fp, fn, tn = SCORES[name]
    assert (
        found.true_positive,
        found.false_positive,
        found.false_negative,
        found.true_negative,
    ) == (tp, fp, fn, tn)
    assert found.accuracy == pytest.approx(accuracy)
    assert found.balanced == pytest.approx(balanced, abs=0.0006)
    assert found.brier == pytest.approx(brier, abs=0.001)
    assert found.in_sample == ("in sample" in name or name == "most frequent value")


def test_permutations(result: Table9Score) -> None:
    both, activities, arrangements = result.permutations
    assert both.draws == 5000
    assert both.as_accurate == pytest.approx(0.137, abs=0.015)
    assert both.as_low_brier == pytest.approx(0.033, abs=0.015)
    assert activities.as_accurate == pytest.approx(0.049, abs=0.015)
    assert arrangements.as_accurate == pytest.approx(0.554, abs=0.025)
    assert both.standard_error == pytest.approx(0.005, abs=0.001)


def test_sensitivity(result: Table9Score) -> None:
    found = {
        (x.primitive, x.level): (round(x.score.accuracy, 2), x.flipped) for x in result.sensitivity
    }
    assert found == SENSITIVITY


def test_disagreements(result: Table9Score) -> None:
    found = [(x.activity, x.arrangement, x.disagreement) for x in result.disagreements]
    assert len(found) == 12 + 9
    assert [x[:2] for x in found[:4]] == [
        ("capital", "association"),
        ("raw_material", "family"),
        ("raw_material", "network"),
        ("raw_material", "association"),
    ]
    assert {x[2] for x in found[:12]} == {"sustainable, not used"}
    assert [x[:2] for x in found[12:]] == [
        ("capital", "arms_length"),
        ("raw_material", "arms_length"),
        ("technology", "dyadic"),
        ("technology", "arms_length"),
        ("production", "family"),
        ("exceptional", "dyadic"),
        ("exceptional", "arms_length"),
        ("public_goods", "dyadic"),
        ("policies", "dyadic"),
    ]
    assert {x[2] for x in found[12:]} == {"used, not sustainable in the model"}


def test_it_is_presented_as_what_it_is(result: Table9Score) -> None:
    text = result.summary
    assert "does not do better than simple baselines" in text
    assert "accuracy 0.58 (balanced 0.58), against 0.54 for a constant" in text
    assert "in sample, 0.62 for row majorities and 0.58 for column majorities" in text
    assert "worse than a constant (Brier score 0.375 against 0.248)" in text
    assert "The coder had read the table, and 173 coded levels and interval ends" in text
    assert "no prediction out of sample" in text
    assert text.endswith("It is not evidence that the model explains the table.")
    assert [x.name for x in result.not_beaten] == [
        "row majority, in sample",
        "column majority, in sample",
    ]
    assert result.rank_agreement == pytest.approx(0.59, abs=0.015)


def test_rows(result: Table9Score) -> None:
    rows = result.to_rows()
    assert len(rows) == 50
    assert sum(bool(x["used"]) for x in rows) == 23
    assert rows[0]["printed"] == "X"
    assert len(result.score_rows()) == 1 + 5 + 16


def reference(table: object, draws: int) -> dict[tuple[str, str], float]:
    """Redo the shares one draw at a time from the formulas in words, with other random numbers."""
    source = np.random.default_rng(7)
    found: dict[tuple[str, str], float] = {}
    rank = {"two": 2, "few": 3, "many": 4}

    def drawn(what: str, level: str) -> float:
        lower, upper = (float(x) for x in table.prior(what).interval(level))  # type: ignore[attr-defined]
        if what == "dimensions":
            return float(source.integers(int(lower), int(upper) + 1))
        return float(source.uniform(lower, upper))

    for row in table.activities:  # type: ignore[attr-defined]
        for column in table.arrangements:  # type: ignore[attr-defined]
            a, r = row.levels, column.levels
            held = 0
            for _ in range(draws):
                delta = source.uniform(0.93, 0.99)
                kappa, sigma, d, lag, own = (
                    drawn(x, a[x])
                    for x in ("temptation", "noise", "dimensions", "lag", "proximity")
                )
                eyes, loss, gamma, weight, outside = (
                    drawn(x, r[x])
                    for x in ("observe", "loss", "continuation", "kin_weight", "outside")
                )
                if rank[r["size"]] < rank[a["needs"]]:
                    continue
                v = 1 - outside
                phi = (1 + erf(1 / (2 * sigma * sqrt(d)) / sqrt(2))) / 2
                pi = 1 - (1 - own) * (1 - eyes)
                apart = 2 * phi - 1
                gap, alarm = pi * apart, pi * (1 - phi)
                beta = (delta * gamma) ** lag
                x = max(0.0, kappa - weight * (kappa + v))
                stake = v * (1 + loss)
                sanction = r["sanction"]
                if sanction == "treasury" and a["valuer"] == "private":
                    sanction = "burnt"
                if sanction in ("treasury", "shared"):
                    holds = x * (1 - beta) <= beta * gap * stake
                elif sanction == "burnt":
                    holds = x <= beta * (x * (1 - alarm) + gap * stake) and v * gap >= alarm * x
                else:
                    holds = x <= 0
                spot = a["needs"] == "two" and a["lag"] == "low" and apart * (x + v) >= x
                held += holds or spot
            found[row.name, column.name] = held / draws
    return found


def test_the_cells_follow_the_formulas_in_words(result: Table9Score) -> None:
    draws = 400
    for (activity, arrangement), share in reference(result.table, draws).items():
        p = result.cell(activity, arrangement).sustained.value
        assert abs(share - p) <= 4.5 * sqrt(max(p * (1 - p), 0.002) / draws)


def test_a_recoding_changes_only_what_it_names(case: Case) -> None:
    assert case.table9 is not None
    model = CellModel(case.table9, 200, np.random.default_rng(1))
    row, column = case.table9.activities[1], case.table9.arrangements[3]
    before = model.count(row, column, row.levels, column.levels)
    easier = {**row.levels, "noise": "low"}
    assert model.count(row, column, easier, column.levels) >= before
    assert model.count(row, column, row.levels, column.levels) == before


def test_another_seed_moves_no_cell_by_much(case: Case, result: Table9Score) -> None:
    other = table9_score(case, rng=1, permutations=1)
    moves = [
        abs(x.sustained.value - y.sustained.value)
        for x, y in zip(result.cells, other.cells, strict=True)
    ]
    assert 0 < max(moves) < 0.015
    assert [x.predicted for x in other.cells] == [x.predicted for x in result.cells]


def test_both_surveys_take_less_than_four_seconds(case: Case) -> None:
    # Time of this process, so that what else runs on the machine does not matter.
    start = time.process_time()
    robustness(case)
    table9_score(case)
    assert time.process_time() - start < 4


def test_baselines_by_hand() -> None:
    used = np.array([[True, True, False], [False, False, False]])
    constant, row, row_without, column, column_without = baselines(used)
    assert constant.brier == pytest.approx((2 * (2 / 3) ** 2 + 4 * (1 / 3) ** 2) / 6)
    assert (row.true_positive, row.false_positive) == (2, 1)
    # Without the cell itself: one of two others is used (a tie, so "not used"), or both are.
    assert (row_without.true_positive, row_without.false_positive) == (0, 1)
    assert row_without.brier == pytest.approx((0.5**2 + 0.5**2 + 1) / 6)
    assert (column.true_positive, column.false_positive) == (0, 0)
    assert (column_without.true_positive, column_without.false_positive) == (0, 2)
    assert [x.in_sample for x in (constant, row, row_without)] == [True, True, False]


def test_a_perfect_forecast() -> None:
    used = np.array([[True, False], [False, True]])
    forecast = used.astype(np.float64)
    found = score("perfect", forecast, used, used, in_sample=False)
    assert (found.accuracy, found.balanced, found.brier) == (1.0, 1.0, 0.0)
    assert rank_agreement(forecast, used) == pytest.approx(1.0)
    source = np.random.default_rng(1)
    shuffled = permutation(forecast, used, used, 2000, source, rows=True, columns=True)
    # Of the four permutations of two rows and two columns two give the table back.
    assert shuffled.as_accurate == pytest.approx(0.5, abs=0.05)
    assert shuffled.as_low_brier == pytest.approx(shuffled.as_accurate)
    fixed = permutation(forecast, used, used, 10, source, rows=False, columns=False)
    assert fixed.as_accurate == pytest.approx(1.0)
    assert np.isnan(rank_agreement(forecast, np.ones_like(used)))


def test_a_case_without_the_table(case: Case) -> None:
    with pytest.raises(InvalidGameError, match=r"^case: got .*\[table9\]"):
        table9_score(replace(case, table9=None))


@pytest.mark.parametrize(("name", "value"), [("draws", 0), ("permutations", -1), ("rng", "seed")])
def test_bad_input_is_named(case: Case, name: str, value: object) -> None:
    with pytest.raises(InvalidGameError, match=f"^{name}: got"):
        table9_score(case, **{name: value})  # type: ignore[arg-type]


def test_there_is_no_such_cell(result: Table9Score) -> None:
    with pytest.raises(InvalidGameError, match="cell: got"):
        result.cell("capital", "state")
