"""Headline, table rows, Markdown and CSV: every number in them comes from the contrast."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from fractions import Fraction

import pytest

from coopgames.institutions import Case
from coopgames.reports import (
    Contrast,
    Supplement,
    contrast,
    disagreement,
    grounds_lines,
    headline,
    supplement,
    table_rows,
)
from coopgames.reports.collusion_section import collusion_section
from coopgames.reports.contrast_csv import contrast_csv, csv_rows
from coopgames.reports.contrast_sections import grounds_section
from coopgames.reports.headline import hardest, listed
from coopgames.reports.markdown import plain, table
from coopgames.solvers import Status
from coopgames.verdicts import Judgement


def test_headline(full: Contrast) -> None:
    text = headline(full)
    assert text.startswith("At a discount factor of 993/1000 a week (0.6940 a year), 9 of 9 ")
    assert "1 of 4 activities that only a partner can value is sustained" in text
    assert "(collective purchase of inputs)" in text
    assert "it would need 0.9964 a week (0.8309 a year), more than 0.993, but" in text
    assert "4 of 4 of those that only a partner can value are sustained at no" in text


def test_the_headline_follows_the_verdicts(case: Case) -> None:
    less = contrast(case, "1/2")
    text = headline(less)
    assert "6 of 9 activities that members value are sustained" in text
    assert "0 of 4 activities that only a partner can value are sustained" in text


def undecided(full: Contrast, *names: str) -> Contrast:
    def opened(x: Judgement) -> Judgement:
        if x.activity.name not in names:
            return x
        return replace(
            x, sustained=None, threshold=None, status=Status.UNDECIDED, grounds=(), flips=()
        )

    comparisons = tuple(
        replace(x, verdict=x.verdict and opened(x.verdict)) for x in full.comparisons
    )
    return replace(full, cells=tuple(map(opened, full.cells)), comparisons=comparisons)


def test_undecided_verdicts_are_said(full: Contrast) -> None:
    open_ = undecided(full, "faena", "march")
    text = headline(open_)
    assert "7 of 9 activities that members value are sustained" in text
    assert ", on 2 the enclosed data do not decide" in text
    assert "On “faena (communal work)”; and “march, strike” the enclosed" in disagreement(open_)
    rows = [row for row in table_rows(open_) if row.activity == "march, strike"]
    assert {(row.verdict, row.threshold, row.flips) for row in rows} == {
        ("undecided", "undecided", "-")
    }
    assert "On 8 verdicts the enclosed data do not decide." in grounds_section(open_)
    kinds = [x["threshold_kind"] for x in csv_rows(open_) if x["activity"] == "faena"]
    assert kinds == ["undecided"] * 4


def test_a_threshold_beyond_the_range_is_said_to_be(full: Contrast) -> None:
    case = replace(full.case, largest=Fraction(995, 1000))
    text = headline(replace(full, case=case))
    assert "0.9964 a week (0.8309 a year), beyond the range considered (up to 0.995)." in text
    assert "impatience" not in text


def test_two_members_are_no_panel(case: Case) -> None:
    pair = case.activity("faena").replace(members=2, benefit="3/2", cost="5/2")
    result = contrast(replace(case, activities=(pair,)))
    assert result.comparisons[0].verdict is not None
    assert result.comparisons[0].verdict.sustained
    text = collusion_section(result)
    assert "A panel of witnesses needs three members" in text
    assert "flat fine, so" not in text
    never = collusion_section(contrast(replace(case, activities=(pair,)), "1/10"))
    assert "No activity is sustained before members" in never


def test_the_hardest_is_found(full: Contrast) -> None:
    found = hardest(full)
    assert found is not None
    assert (found.activity.name, found.arrangement.name) == ("subcontracting", "treasury")


def test_disagreement(full: Contrast) -> None:
    assert disagreement(full) == (
        "The model disagrees with the source on 1 of 13 activities: “collective purchase of "
        "inputs” is sustained (from 0.9270 a week on) under “truthful report, burnt”, and the "
        "source reports none. It agrees on 12."
    )


def test_disagreements_of_the_other_kinds(case: Case) -> None:
    gifts = case.activity("celebration")
    order = case.activity("subcontracting").replace(observed="occasional")
    result = contrast(replace(case, activities=(gifts, order)), "1/2")
    text = disagreement(result)
    assert "“celebration, registered gifts” is not sustained (it would need 0.9623 a week)" in text
    assert "reports cooperation" in text
    assert "is sustained at no discount factor below 1 under" in text
    assert "reports occasional cooperation" in text


def test_without_observations_nothing_is_compared(own: Contrast) -> None:
    assert "nothing to compare with" in disagreement(own)


def test_grounds(full: Contrast) -> None:
    lines = grounds_lines(full)
    assert [line.split(":")[0] for line in lines] == [
        "attributes",
        "recipient of the fine",
        "collusion",
        "patience",
    ]
    assert "collective purchase" not in lines[0]
    assert "collective purchase" in lines[2]


def test_no_negative_verdict_no_grounds(own: Contrast) -> None:
    assert grounds_lines(own) == []


def test_listed() -> None:
    assert [listed(x) for x in ([], ["a"], ["a", "b"], ["a", "b, c"])] == [
        "",
        "a",
        "a and b",
        "a; and b, c",
    ]


def test_table_rows(full: Contrast) -> None:
    rows = {(row.activity, row.column): row for row in table_rows(full)}
    row = rows["subcontracting, specialization", "treasury"]
    assert row[3:] == (
        False,
        "not sustained",
        "0.9964",
        "8e-15",
        "0.8309",
        "simultaneity",
        "attributes, patience",
        "restore {concreteness} or {simplicity} or {simultaneity} or {proximity}",
        "7",
        "none",
    )
    assert sum(row.applies for row in rows.values()) == 13


# ---------------------------------------------------------------- the report


def section(report: str, title: str) -> str:
    return report.split(f"## {title}\n")[1].split("\n## ")[0]


def test_the_sections_are_there_in_order(report: str) -> None:
    assert re.findall(r"^## (.*)$", report, flags=re.MULTILINE) == [
        "The model beside the source",
        "Critical discount factors",
        "The collusion test, on both sides",
        "On what the negative verdicts rest",
        "Minimal sets of attributes that flip a verdict",
        "From one activity to the other, one change at a time",
        "Robustness to the numbers",
        "Another question: which arrangements are used",
        "How to read it",
        "What a referee will ask",
        "All verdicts",
        "Assumptions",
        "Certificates, and how to check them",
    ]


def test_it_opens_with_headline_and_disagreement(report: str, full: Contrast) -> None:
    opening = report.split("\n## ")[0]
    assert f"**{plain(headline(full))}**" in opening
    assert plain(disagreement(full)) in opening


def test_every_table_is_rectangular(report: str) -> None:
    tables = re.findall(r"(?:^\|.*\|$\n?)+", report, flags=re.MULTILINE)
    assert len(tables) == 10
    for text in tables:
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in text.strip().splitlines()}
        assert len(cells) == 1


def test_the_threshold_table_has_three_columns_and_years(report: str) -> None:
    text = section(report, "Critical discount factors")
    assert (
        "| exchange of technology, know-how | 0.9908 (0.6175) | **0.9985 (0.9232)** | "
        "0.9975 (0.8768) | occasional |"
    ) in text
    assert text.count("\n| ") == 1 + 13


def test_the_collusion_test_on_both_sides(report: str) -> None:
    text = section(report, "The collusion test, on both sides")
    assert "13 of 13 activities are sustained at no discount factor" in text
    assert "13 of these verdicts come with a refutation" in text
    assert all(f"* ({letter}) " in text for letter in "abc")
    assert "9 of 9 activities" in text
    assert text.count("| 20 | 17 | 2 | 17 | 2 | 4/19 |") == 9


def test_candidate_explanations_belong_to_this_case_alone(report: str, case: Case) -> None:
    assert "P7b" in report
    assert "showing what one buys shows one's designs" in report
    from coopgames.reports.contrast_markdown import contrast_markdown

    renamed = replace(case, name="other", activities=(case.activity("collective_purchase"),))
    text = contrast_markdown(contrast(renamed), Supplement(), 0)
    assert "P7b" not in text
    assert "this is a disagreement, not a success" in text
    assert "49/50" not in text


def test_flips_at_both_discount_factors(report: str) -> None:
    text = section(report, "Minimal sets of attributes that flip a verdict")
    before, after = text.split("At 49/50 a week:")
    assert "At 993/1000 a week:" in before
    assert "A less patient member" in after
    assert "restore {simultaneity} or {concreteness, proximity}" in after


def test_how_to_read_it(report: str) -> None:
    text = section(report, "How to read it")
    assert "everybody shirking is an equilibrium too" in text
    assert "refutes the stated class of strategies" in text
    assert "Which column applies is itself a claim" in text
    assert "it is a gap to be explained" in text


def test_every_class_of_strategies_is_stated(report: str, full: Contrast) -> None:
    text = section(report, "Assumptions")
    assert all(x.strategies in text for x in full.cells)


def test_a_users_case_gets_a_report_of_its_own(own: Contrast) -> None:
    from coopgames.reports.contrast_markdown import contrast_markdown

    text = contrast_markdown(own, supplement(own), 2)
    assert text.startswith("# Cleaning a shared channel\n")
    assert r"cleaning \| \$digging\$ \*together\*" in text
    for word in ("subcontract", "Wanderley", "week", "purchase", "49/50"):
        assert word not in text
    assert "this side was not tested" in text
    assert "No verdict here is negative." in text


def test_different_stakes_are_listed(case: Case) -> None:
    from coopgames.reports.contrast_markdown import contrast_markdown

    faena = case.activity("faena")
    other = faena.replace(name="other", title="other", cost="27/20")
    text = contrast_markdown(contrast(replace(case, activities=(faena, other))), Supplement(), 0)
    assert "The stakes differ between activities" in text
    assert "| other | 6/5 | 9/5 | 20 |" in text


def test_markdown_helpers() -> None:
    assert plain("a\n|b| `c` [d](e) <f> $g$") == r"a \|b\| \`c\` \[d\](e) \<f\> \$g\$"
    assert table(["x"], []) == "| x |\n|---|"


# ---------------------------------------------------------------- the CSV file


@pytest.fixture(scope="module")
def rows(full: Contrast) -> list[dict[str, str]]:
    text = contrast_csv(full)
    assert "\r" not in text
    return list(csv.DictReader(text.splitlines()))


def test_the_ends_in_the_file_are_exact(rows: list[dict[str, str]], full: Contrast) -> None:
    assert len(rows) == len(full.cells)
    for row, cell in zip(rows, full.cells, strict=True):
        if cell.threshold is None:
            assert row["threshold_kind"] == "never"
            assert row["threshold_lower"] == row["threshold"] == ""
            continue
        lower, upper = Fraction(row["threshold_lower"]), Fraction(row["threshold_upper"])
        assert (lower, upper) == (cell.threshold.lower, cell.threshold.upper)  # type: ignore[union-attr]
        assert abs(Fraction(row["threshold"]) - lower) < Fraction(1, 10**9)
        assert float(row["threshold_width"]) == pytest.approx(float(upper - lower), rel=1e-3)
        if not row["threshold_per_year"].startswith("<"):
            assert float(row["threshold_per_year"]) == pytest.approx(float(lower) ** 52, abs=1e-6)


def test_other_columns(rows: list[dict[str, str]]) -> None:
    own = [row for row in rows if row["applies"] == "true"]
    assert len(own) == 13
    assert [row["agreement"] for row in own].count("disagrees") == 1
    assert {row["agreement"] for row in rows if row["applies"] == "false"} == {""}
    gain = next(r for r in own if r["activity"] == "subcontracting")
    assert Fraction(gain["deviation_gain_lower"]) > 0
    assert gain["flips"] == "concreteness | simplicity + simultaneity | simplicity + proximity"
    assert gain["certificates"] == "subcontracting--reports--threshold.json"
