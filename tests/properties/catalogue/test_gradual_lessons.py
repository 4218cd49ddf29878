"""Gradual lessons: the best term by linear programs, and whether every lesson is given."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coopgames as cg
from coopgames.catalogue.state_and_market.apprenticeship import GradualLessons
from coopgames.claims.closed_forms.apprenticeship import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.solvers.lessons import best_lessons, lessons_program
from coopgames.solvers.lp_solutions import solve_linear_program
from tests.properties.catalogue._agreement import assert_deviation, assert_same, many, rationals

money = rationals("1/10", 9, below=20)
discounts = rationals("1/20", "19/20", below=20)


@cache
def _form(unknown: str) -> Any:
    return FORMS["apprenticeship: gradual lessons", unknown]()


def _formula(unknown: str, values: dict[str, Any]) -> Any:
    form = _form(unknown)
    return form.at(**{x: values[x] for x in form.parameters})


@many
@given(money, rationals("1/12", "11/12", below=12))
def test_the_best_term_of_lessons(output: Fraction, delta: Fraction) -> None:
    best = best_lessons(output, delta)
    assert best.value is not None
    values = {"delta": delta, "y": output}
    assert best.value.periods == _formula("T", values)
    assert best.value.profit == _formula("profit", values)
    plan = GradualLessons(best.value.periods, output, 0, delta)
    assert plan.knowledge() == best.value.knowledge
    assert plan.profit() == best.value.profit
    profits: Any = best.diagnostics["profits"]
    certificates: Any = best.diagnostics["certificates"]
    assert len(profits) == len(certificates) == best.value.periods


@many
@given(money, rationals("1/20", "19/20", below=20), st.integers(1, 7))
def test_no_path_of_knowledge_yields_more(output: Fraction, delta: Fraction, periods: int) -> None:
    answer = solve_linear_program(lessons_program(output, delta, periods))
    assert answer.value == GradualLessons(periods, output, 0, delta).profit()
    assert answer.certificate is not None
    assert cg.verify(answer.certificate)


@settings(max_examples=60, deadline=None)
@given(rationals("1/10", "9/10", below=10), st.integers(1, 12))
def test_the_search_stops_when_no_longer_term_can_be_better(delta: Fraction, more: int) -> None:
    best = best_lessons(1, delta).value
    assert best is not None
    later = solve_linear_program(lessons_program(1, delta, best.periods + more)).value
    assert later is not None
    assert later <= best.profit
    # The bound of which the search makes use.
    bound = delta**more * best.profit + more * delta ** (best.periods + more)
    assert later <= bound <= best.profit


def test_two_terms_are_best_where_the_ratio_is_whole() -> None:
    best = best_lessons(1, "4/5").value
    assert best is not None
    assert best.periods == 4
    assert GradualLessons(5, 1, 0, "4/5").profit() == best.profit == Fraction(1024, 625)


@many
@given(st.integers(1, 4), money, discounts)
def test_largest_loss_with_lessons(periods: int, output: Fraction, delta: Fraction) -> None:
    plan = GradualLessons(periods, output, 0, delta)
    formula = _formula("Delta", {"T": periods, "y": output, "delta": delta})
    found = plan.threshold(cg.parameter("loss", 0, 2 * formula)).value
    assert len(found) == 1
    assert found[0].lower == 0
    assert_same(found[0].upper, formula)
    assert_deviation(plan.at(loss=formula * Fraction(1001, 1000)))


def test_too_patient_a_master_does_not_give_the_last_lesson() -> None:
    """A loss for ever weighs more than the next apprentice, so patience does not always help."""
    found = GradualLessons(2, 1, "1/4").threshold().value
    assert len(found) == 1
    assert found[0].lower == Fraction(1, 2)
    assert found[0].upper < 1
    with pytest.raises(UnsupportedGameError, match="most"):
        best_lessons(1, "99/100", most=20)


@pytest.mark.parametrize(
    ("output", "delta", "words"),
    [(0, "1/2", "output"), (1, 1, "discount_factor"), (1, "-1/2", "discount_factor")],
)
def test_lessons_without_numbers_are_refused(output: int, delta: object, words: str) -> None:
    with pytest.raises(InvalidGameError, match=words):
        best_lessons(output, delta)


def test_a_master_without_patience_teaches_nothing_that_pays() -> None:
    best = best_lessons(1, 0).value
    assert best is not None
    assert best.profit == 0
