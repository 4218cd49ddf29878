"""The solvers against the reference tables, row by row."""

from __future__ import annotations

import ast
import csv
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from coopgames.arithmetic import AlgebraicNumber, Enclosure
from tests.golden.adapter import INSTITUTIONS, evaluate

FOLDER = Path(__file__).parent
TABLES = ("reference_values.csv", "reference_values_specialization.csv")


def _rows() -> list[Any]:
    found: list[Any] = []
    for table in TABLES:
        with (FOLDER / table).open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), start=2):
                if row["quantity"] in INSTITUTIONS.get(row["institution"], {}):
                    name = f"{table}:{line}-{row['institution']}-{row['quantity']}"
                    found.append(pytest.param(row, id=name))
    return found


def _tolerance(how: str) -> tuple[float, bool]:
    """Return the tolerance that the table states, and whether it is relative."""
    match = re.search(r"(abs|rel)_tol=([0-9.e+-]+)", how)
    assert match is not None, f"no tolerance in {how!r}"
    return float(match[2].rstrip(".")), match[1] == "rel"


def _check_float(answer: Any, expected: float, how: str) -> None:
    tolerance, relative = _tolerance(how)
    allowed = tolerance * abs(expected) if relative else tolerance
    if isinstance(answer, Enclosure):
        assert answer.width < allowed, "the enclosure is wider than the tolerance"
    assert abs(float(answer) - expected) <= allowed


@pytest.mark.parametrize("row", _rows())
def test_solver_reproduces_the_row(row: dict[str, str]) -> None:
    answer = evaluate(row["institution"], row["quantity"], json.loads(row["parameters"]))
    text, how = row["value"], row["how_obtained"]
    if text == "none":
        assert answer is None
    elif text in ("True", "False"):
        assert answer is ast.literal_eval(text)
    elif row["exact_or_float"] == "exact":
        expected = Fraction(text)
        if isinstance(answer, bool):
            assert answer is bool(expected)
        else:
            assert isinstance(answer, int | Fraction | AlgebraicNumber)
            assert answer == expected
    else:
        _check_float(answer, float(text), how)


def test_every_row_of_the_first_institutions_is_covered() -> None:
    wanted = {
        "reference_values.csv": {"theorem1", "equity_index"},
        "reference_values_specialization.csv": {
            "pair_private",
            "pair_public",
            "treasury_private_reports",
            "pair_side_payments",
            "witness_panel",
        },
    }
    for table, institutions in wanted.items():
        with (FOLDER / table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["institution"] in institutions:
                    assert row["quantity"] in INSTITUTIONS[row["institution"]]


def test_an_unknown_row_is_refused() -> None:
    with pytest.raises(KeyError):
        evaluate("theorem1", "no_such_quantity", {})
