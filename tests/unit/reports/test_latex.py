"""The table for a paper: its structure, its caption, and nothing of a title that is a command."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.institutions import Case
from coopgames.reports import Contrast, contrast
from coopgames.reports.contrast_latex import thresholds_latex
from coopgames.reports.latex import escape_latex

# Everything that a text may become: signs that are themselves, and commands with a closed name.
HARMLESS = re.compile(
    r"(?:[^\\{}$&#%_~^<>|\"`]|``|\\[{}$&#%_]|\{\}"
    r"|\\text(?:backslash|asciitilde|asciicircum|less|greater|bar|asciigrave)\{\})*"
)


def structure(text: str) -> tuple[list[str], list[list[str]]]:
    """Return the environments as they open and close, and the cells of the rows of the table."""
    marks = re.findall(r"^\\(?:begin|end)\{\w+\}", text, flags=re.MULTILINE)
    body = text.split("\\toprule\n")[1].split("\\bottomrule")[0]
    rows = [x for x in body.splitlines() if x != "\\midrule"]
    assert all(row.endswith(r" \\") for row in rows)
    return marks, [re.split(r"(?<!\\)&", row.removesuffix(r" \\")) for row in rows]


def test_the_structure(written: Path) -> None:
    text = (written / "thresholds.tex").read_text(encoding="utf-8")
    marks, rows = structure(text)
    assert marks == [
        r"\begin{table}",
        r"\begin{tabular}",
        r"\end{tabular}",
        r"\end{table}",
    ]
    assert r"\begin{tabular}{@{}lrrrl@{}}" in text
    assert [text.count(x) for x in (r"\toprule", r"\midrule", r"\bottomrule")] == [1, 1, 1]
    assert [len(row) for row in rows] == [5] * 14
    assert text.count("{") == text.count("}")
    assert text.index(r"\caption") < text.index(r"\label{tab:wanderley2004-thresholds}")
    assert rows[10] == [
        "subcontracting, specialization ",
        " 0.9964 (0.8309) ",
        r" \textbf{never} ",
        " never ",
        " none",
    ]


def test_the_caption_names_the_classes_of_strategies(full: Contrast) -> None:
    caption = thresholds_latex(full).split(r"\label")[0]
    for arrangement in ("treasury", "reports", "reports_seen"):
        found = full.cell("faena", arrangement)
        assert f"{found.arrangement.label}: {found.strategies}." in caption
    assert "within the class of strategies" in caption
    assert re.search(r"none wider than \$\d \\times 10\^\{-1\d\}\$\.", caption)
    assert "Baseline 0.993 per week (0.6940 a year)." in caption


def test_one_applicable_cell_of_each_row_is_bold(full: Contrast) -> None:
    lines = thresholds_latex(full).splitlines()
    rows = [x for x in lines if x.endswith(r"\\") and not x.startswith("Activity")]
    assert [row.count(r"\textbf") for row in rows] == [1] * 13


def test_a_users_case(own: Contrast) -> None:
    text = thresholds_latex(own)
    assert r"cleaning \textbar{} \$digging\$ *together*" in text
    assert structure(text)[1][1][-1].strip() == "--"


def test_hostile_titles_stay_in_their_cells(case: Case) -> None:
    title = r"a & b \\ \input{x} } % $x_1$ # ~ ^"
    activity = case.activity("faena").replace(title=title)
    arrangements = tuple(replace(x, title=title) for x in case.arrangements)
    changed = replace(case, activities=(activity,), arrangements=arrangements, period="50 %")
    text = thresholds_latex(contrast(changed))
    marks, rows = structure(text)
    assert len(marks) == 4
    assert [len(row) for row in rows] == [5, 5]
    assert r"\input" not in text
    unescaped = [x for x in text.splitlines() if re.search(r"(?<!\\)%", x)]
    assert unescaped == [r"% Needs \usepackage{booktabs}."]


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\\{}$&#%_~^<>|\"`-',")))
def test_nothing_is_left_that_is_a_command(text: str) -> None:
    escaped = escape_latex(text)
    assert HARMLESS.fullmatch(escaped)
    assert "\n" not in escaped
    assert not re.search(r"--|,,", text.replace("–", "")) or "{}" in escaped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a_b", r"a\_b"),
        ("--", "-{}-"),
        ("“a”", "``a''"),
        ("a\n\tb", "a b"),
        ("'''", "'{}'{}'"),
    ],
)
def test_escape(text: str, expected: str) -> None:
    assert escape_latex(text) == expected
