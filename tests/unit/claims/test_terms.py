from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.claims.connectives import AllOf, AnyOf, Not
from coopgames.claims.terms import Constant, Ratio, Variable, equal

x, y = Variable("x"), Variable("y")
numbers = st.fractions(-5, 5, max_denominator=12)


@given(numbers, numbers)
def test_a_term_has_the_value_of_its_arithmetic(a: Fraction, b: Fraction) -> None:
    term = 2 - x * (y + Fraction(1, 3)) - (1 + y) + x
    assert term.at({"x": a, "y": b}) == 2 - a * (b + Fraction(1, 3)) - (1 + b) + a


@given(numbers, numbers)
def test_comparisons_are_those_of_the_numbers(a: Fraction, b: Fraction) -> None:
    point = {"x": a, "y": b}
    assert (x < y).holds(point) == (a < b)
    assert (x <= y).holds(point) == (a <= b)
    assert (x > y).holds(point) == (a > b)
    assert (x >= y).holds(point) == (a >= b)
    assert equal(x, y).holds(point) == (a == b)
    assert Not(x < y).holds(point) == (not a < b)
    assert AllOf((x < y, x > 0)).holds(point) == (a < b and a > 0)
    assert AnyOf((x < y, x > 0)).holds(point) == (a < b or a > 0)


def test_a_number_may_stand_on_the_left() -> None:
    assert (x >= 0).holds({"x": Fraction(0)})
    assert not (x > 0).holds({"x": Fraction(0)})


def test_smt_text() -> None:
    formula = Not(AllOf((x * (1 - y) >= Fraction(-1, 2), AnyOf((x < 1, equal(y, 0))))))
    assert formula.smt() == (
        "(not (and (>= (* x (- 1.0 y)) (- (/ 1.0 2.0))) (or (< x 1.0) (= y 0.0))))"
    )


def test_text_for_people_keeps_the_parentheses_that_matter() -> None:
    assert str(x * (1 - y)) == "x * (1 - y)"
    assert str(x - (y - 1)) == "x - (y - 1)"
    assert str((x - y) - 1) == "x - y - 1"
    assert str(x + (y - 1)) == "x + y - 1"
    assert str(Not(AnyOf((x < 1, equal(y, 0))))) == "not ((x < 1) or (y = 0))"
    assert str(AllOf((x < 1, y > 0))) == "(x < 1) and (y > 0)"
    assert str(Ratio(x, 1 - y)) == "(x) / (1 - y)"


def test_a_chained_comparison_is_refused() -> None:
    with pytest.raises(TypeError, match="use AllOf"):
        assert 0 < x < 1


def test_equal_terms_are_equal_as_data() -> None:
    assert x + 1 == Variable("x") + 1
    assert x + 1 != 1 + x
    assert hash(x < 1) == hash(Variable("x") < 1)


def test_variables() -> None:
    formula = AnyOf((AllOf((x < 1, Not(y > 0))), equal(Variable("z"), Constant(Fraction(2)))))
    assert formula.variables() == {"x", "y", "z"}


def test_the_equation_of_a_quotient() -> None:
    ratio = Ratio(x, 1 - y)
    point = {"x": Fraction(1), "y": Fraction(1, 2), "z": Fraction(2)}
    assert ratio.at(point) == 2
    assert ratio.is_value_of(Variable("z")).holds(point)
    assert not ratio.is_value_of(Variable("z")).holds({**point, "z": Fraction(1)})
    with pytest.raises(ZeroDivisionError):
        ratio.at({"x": Fraction(1), "y": Fraction(1)})
