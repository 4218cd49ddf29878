from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import Fine
from coopgames.institutions import Arrangement, Case, load_case
from coopgames.plots import new_axes, plot_threshold_map, threshold_map_rows
from coopgames.verdicts import verdict

FULL = load_case("wanderley2004")


def boundary(rows: list[dict[str, str]], lag: int) -> list[str]:
    return [r["noise"] for r in rows if r["kind"] == "boundary" and r["lag"] == str(lag)]


@pytest.mark.parametrize("arrangement", ["treasury", "reports"])
@pytest.mark.parametrize("lag", [4, 26])
@pytest.mark.parametrize("dimensions", [1, 5])
def test_the_exact_verdict_changes_at_the_boundary(
    arrangement: str, lag: int, dimensions: int
) -> None:
    rules = FULL.arrangement(arrangement)
    rows = threshold_map_rows(FULL, rules, FULL.baseline, lags=[lag], proximity="3/5")
    noise = Fraction(boundary(rows, lag)[dimensions - 1])
    faena = FULL.activity("faena").replace(proximity="3/5", simultaneity=lag, simplicity=dimensions)
    below, above = (
        verdict(faena.replace(concreteness=noise * Fraction(share)), rules, FULL.baseline)
        for share in ("999/1000", "1001/1000")
    )
    assert (below.sustained, above.sustained) == (True, False)


def test_activities_stand_where_they_belong_with_their_exact_verdict() -> None:
    reports = FULL.arrangement("reports")
    rows = threshold_map_rows(FULL, reports, FULL.baseline, proximity="3/5")
    placed = {r["activity"]: r for r in rows if r["kind"] == "activity"}
    assert set(placed) == {"large_order", "collective_purchase", "technology"}
    for name, row in placed.items():
        expected = verdict(FULL.activity(name), reports, FULL.baseline).sustained
        assert row["verdict"] == ("sustained" if expected else "not sustained")
    purchase = placed["collective_purchase"]
    assert (purchase["noise"], purchase["dimensions"], purchase["lag"]) == ("1/2", "3", "4")


def test_letters_agree_between_the_maps_of_a_case() -> None:
    letters: dict[str, str] = {}
    for seen in ("9/10", "3/5", "3/10"):
        rows = threshold_map_rows(FULL, FULL.arrangement("treasury"), "9/10", proximity=seen)
        letters |= {r["activity"]: r["letter"] for r in rows if r["kind"] == "activity"}
    assert len(letters) == 13
    assert letters["faena"] == letters["alarm"] == "A"
    assert letters["subcontracting"] == max(letters.values()) == "G"


def test_other_stakes_are_not_placed() -> None:
    faena = FULL.activity("faena")
    dear = faena.replace(name="dear", cost=2)
    rows = threshold_map_rows([faena, dear], FULL.arrangement("treasury"), "9/10")
    assert [r["activity"] for r in rows if r["kind"] == "activity"] == ["faena"]


def test_the_partner_who_sees_for_certain_puts_all_on_one_map() -> None:
    rows = threshold_map_rows(FULL, FULL.arrangement("reports_seen"), FULL.baseline)
    assert sum(r["kind"] == "activity" for r in rows) == 13
    assert {r["proximity"] for r in rows} == {"1"}


def test_more_patience_shifts_the_boundary_outwards(case: Case) -> None:
    reports = case.arrangement("reports")
    near, far = (
        [float(x) for x in boundary(threshold_map_rows(case, reports, d, lags=[26]), 26)]
        for d in ("99/100", "995/1000")
    )
    assert all(a < b for a, b in zip(near, far, strict=True))
    assert near == sorted(near, reverse=True)


def test_a_boundary_off_the_map_is_said_to_be(case: Case) -> None:
    treasury = case.arrangement("treasury")
    ax = plot_threshold_map(case, treasury, "993/1000", lags=(1, 26), noise=("1/8", "1/4"))
    legend = ax.get_legend()
    assert legend is not None
    texts = [text.get_text() for text in legend.get_texts()]
    assert texts[:2] == ["lag of 1 period: beyond the map", "lag of 26 periods: beyond the map"]
    low = plot_threshold_map(case, treasury, "1/10", lags=(26,))
    legend = low.get_legend()
    assert legend is not None
    assert legend.get_texts()[0].get_text() == "lag of 26 periods: nowhere on the map"


def test_lines_differ_without_colour_and_axes_are_labelled() -> None:
    ax = plot_threshold_map(
        FULL, FULL.arrangement("reports"), FULL.baseline, lags=(1, 4, 26, 52), period="week"
    )
    lines = [x for x in ax.lines if str(x.get_label()).startswith("lag of")]
    assert len({str(x.get_linestyle()) + str(x._dash_pattern) for x in lines}) == 4  # type: ignore[attr-defined]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("noise σ", "dimensions d")
    assert [text.get_text() for text in ax.texts] == ["A", "B", "C"]
    offsets = {tuple(text.xyann) for text in ax.texts}  # type: ignore[attr-defined]
    assert len(offsets) == 3  # one place, three letters


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"discount_factor": 1}, "discount_factor"),
        ({"lags": ()}, "lags"),
        ({"lags": (0,)}, "lags"),
        ({"lags": (1, 2, 3, 4, 5, 6)}, "lags"),
        ({"proximity": 0}, "proximity"),
        ({"noise": (1, "1/2")}, "noise"),
        ({"dimensions": 1}, "dimensions"),
        ({"activities": ()}, "activities"),
    ],
)
def test_what_is_outside_its_domain_is_refused(changes: dict[str, Any], words: str) -> None:
    good: dict[str, Any] = {
        "activities": FULL,
        "arrangement": FULL.arrangement("treasury"),
        "discount_factor": "9/10",
    }
    assert threshold_map_rows(**good)
    with pytest.raises(InvalidGameError, match=words):
        threshold_map_rows(**good | changes)


def test_a_cap_is_not_covered() -> None:
    capped = Arrangement("capped", "members", Fine("treasury", cap=1))
    with pytest.raises(UnsupportedGameError):
        threshold_map_rows(FULL, capped, "9/10")


def test_it_draws_where_it_is_told(case: Case) -> None:
    ax = new_axes(3, 3)
    assert plot_threshold_map(case, case.arrangement("treasury"), "9/10", ax) is ax
