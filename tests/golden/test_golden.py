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
from tests.golden.adapter import INSTITUTIONS, Bracket, evaluate

FOLDER = Path(__file__).parent
PUBLIC = "reference_values_ppe.csv"
TABLES = (
    "reference_values.csv",
    "reference_values_specialization.csv",
    "reference_values_linking.csv",
    "reference_values_further.csv",
    PUBLIC,
)
#: A certified bracket is at most this much wider than that of its row, in units of payoff.
WIDER = Fraction(1, 50_000)


def _rows() -> list[Any]:
    found: list[Any] = []
    for table in TABLES:
        with (FOLDER / table).open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), start=2):
                name = f"{table}:{line}-{row['institution']}-{row['quantity']}"
                slow = [pytest.mark.slow] if row["institution"] == "no_transfers" else []
                found.append(pytest.param(row, id=name, marks=slow))
    return found


def _tolerance(how: str) -> tuple[float, bool]:
    """Return the tolerance that the table states, and whether it is relative."""
    match = re.search(r"(abs|rel)_tol=([0-9.e+-]+)", how)
    assert match is not None, f"no tolerance in {how!r}"
    return float(match[2].rstrip(".")), match[1] == "rel"


def _read(value: Any) -> Any:
    """Texts of a JSON list as fractions, lists as tuples."""
    return tuple(map(_read, value)) if isinstance(value, list) else Fraction(value)


def _check_bracket(bracket: Bracket, text: str, how: str) -> None:
    """The middle of the row's own bracket lies in the certified one, but for half its width."""
    tolerance = Fraction(0) if "exact, " in how else Fraction(_tolerance(how)[0])
    assert bracket.lower <= bracket.upper <= bracket.lower + 2 * tolerance + WIDER
    assert bracket.lower - tolerance <= Fraction(text) <= bracket.upper + tolerance


def _check_root(answer: Any, row: dict[str, Any]) -> None:
    """The irreducible polynomial is the row's, up to its sign, and the root is the one named."""
    assert isinstance(answer, AlgebraicNumber)
    given = tuple(reversed(row["minpoly_high_first"]))
    assert answer.polynomial in (given, tuple(-c for c in given))
    near = Fraction(row["root_near"])
    lower, upper = answer.refine(60)
    assert lower - Fraction(1, 2**60) <= near <= upper + Fraction(1, 2**60)


def _check_float(answer: Any, expected: float, how: str) -> None:
    tolerance, relative = _tolerance(how)
    allowed = tolerance * abs(expected) if relative else tolerance
    if isinstance(answer, Enclosure):
        assert answer.width < allowed, "the enclosure is wider than the tolerance"
    assert abs(float(answer) - expected) <= allowed


def _check_list(answer: tuple[Any, ...], expected: list[Any], row: dict[str, str]) -> None:
    if row["exact_or_float"] == "exact":
        # Corners are in the order that the note states: the first is the least, then leftward.
        assert answer == _read(expected)
        return
    for found, number in zip(answer, expected, strict=True):
        if isinstance(number, bool):
            assert found is number
        else:
            _check_float(found, number, row["how_obtained"])


@pytest.mark.parametrize("row", _rows())
def test_solver_reproduces_the_row(row: dict[str, str]) -> None:
    answer = evaluate(row["institution"], row["quantity"], json.loads(row["parameters"]))
    text, how = row["value"], row["how_obtained"]
    if isinstance(answer, Bracket):
        _check_bracket(answer, text, how)
    elif text == "none":
        assert answer is None
    elif text.startswith("{"):
        _check_root(answer, json.loads(text))
    elif text.startswith("["):
        _check_list(tuple(answer), json.loads(text), row)
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


def test_every_quantity_of_the_adapter_is_in_a_table() -> None:
    listed: set[tuple[str, str]] = set()
    for table in TABLES:
        with (FOLDER / table).open(encoding="utf-8", newline="") as file:
            listed |= {(row["institution"], row["quantity"]) for row in csv.DictReader(file)}
    assert {(x, quantity) for x, known in INSTITUTIONS.items() for quantity in known} == listed


def test_a_wrong_row_is_found() -> None:
    how = "value=midpoint; abs_tol=1.0e-06"
    bracket = Bracket(Fraction(2), Fraction(2) + WIDER)
    _check_bracket(bracket, "1.9999995", how)
    with pytest.raises(AssertionError):
        _check_bracket(bracket, "1.999998", how)
    with pytest.raises(AssertionError):
        _check_bracket(Bracket(Fraction(2), Fraction(3)), "2.5", how)


def test_an_unknown_row_is_refused() -> None:
    with pytest.raises(KeyError):
        evaluate("theorem1", "no_such_quantity", {})
