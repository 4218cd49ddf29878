"""How closed forms are looked up, what they refuse, and that their notes exist."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from coopgames import closed_form
from coopgames.claims.closed_forms import ClosedForm, RootForm, closed_forms
from coopgames.errors import InvalidGameError, MixedArithmeticError

ROOT = Path(__file__).parents[3]


def test_an_unknown_formula_is_answered_with_the_list_of_those_that_exist() -> None:
    with pytest.raises(InvalidGameError) as raised:
        closed_form("theorem1_burnt", "patience")
    for institution, unknown in closed_forms():
        assert f"{institution} {unknown!r}" in str(raised.value)


@pytest.mark.parametrize("key", closed_forms(), ids="-".join)
def test_every_formula_says_what_it_is_and_where_it_comes_from(key: tuple[str, str]) -> None:
    form = closed_form(*key)
    assert isinstance(form, ClosedForm | RootForm)
    assert (form.institution, form.unknown) == key
    assert form.meaning.endswith(".")
    file, _, place = form.source.partition(", ")
    assert place
    assert (ROOT / file).is_file()
    body = form.expression if isinstance(form, ClosedForm) else form.equation
    own = set() if isinstance(form, ClosedForm) else {str(form.symbol)}
    # A sum is over a symbol of its own, which is no free one.
    assert set(map(str, body.free_symbols)) <= {*form.parameters, *own}


def test_the_parameters_are_those_of_the_formula_and_its_conditions() -> None:
    form = closed_form("theorem1_unflagged", "beta")
    assert form.parameters == ("D", "alpha", "kappa", "n", "v")
    assert closed_form("pair_third_party", "beta").parameters == ("D", "kappa", "n", "v")


def test_values_are_fractions_where_they_are_rational() -> None:
    form = closed_form("theorem1_treasury", "members")
    value = form.at(b=1, kappa="6/5", s=0, beta="3/5", D="7/20")
    assert value == Fraction(157, 35)
    assert isinstance(value, Fraction)
    lag = closed_form("equity_index", "lag")
    number = lag.at(delta="19/20", pi_seen="9/10", sigma="1/4", d=1, kappa=1, v=4)
    assert float(number) == pytest.approx(29.0447, abs=1e-4)


def test_none_where_nothing_works() -> None:
    numbers = {"kappa": "6/5", "v": 1, "alpha": "1/4", "D": "1/4"}
    assert closed_form("pair_private", "beta").at(**numbers) is None
    assert closed_form("theorem1_burnt", "beta").at(**numbers) is None
    edge = {**numbers, "v": "6/5"}
    assert closed_form("theorem1_burnt", "beta").at(**edge) is None
    short = closed_form("pair_side_agreements", "cost")
    assert short.at(kappa=1, v=1, alpha="1/10", D="1/2", beta="1/2") is None


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"kappa": 1, "v": 1}, "values of D, kappa, v"),
        ({"kappa": 1, "v": 1, "D": 1, "n": 3}, "values of D, kappa, v"),
        ({"kappa": 0, "v": 1, "D": 1}, "kappa: got 0, expected a number > 0"),
        ({"kappa": 1, "v": 1, "D": 2}, "numbers for which D <= 1"),
        ({"kappa": "one", "v": 1, "D": 1}, "kappa: got 'one'"),
    ],
)
def test_numbers_outside_the_assumptions(values: dict[str, object], text: str) -> None:
    with pytest.raises(InvalidGameError, match=text):
        closed_form("theorem1_treasury", "beta").at(**values)


def test_a_negative_false_alarm_rate() -> None:
    with pytest.raises(InvalidGameError, match="alpha: got -1, expected a number >= 0"):
        closed_form("theorem1_burnt", "beta").at(kappa=1, v=1, alpha=-1, D="1/2")


def test_floats_are_refused() -> None:
    with pytest.raises(MixedArithmeticError, match="float"):
        closed_form("theorem1_treasury", "beta").at(kappa=1.0, v=1, D=1)


def test_sympy_is_not_imported_before_a_formula_is_asked_for() -> None:
    code = "import sys, coopgames.claims.closed_forms; print('sympy' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert result.stdout.strip() == "False"
