from __future__ import annotations

import copy
import operator
import pickle
from fractions import Fraction

import numpy as np
import pytest

from coopgames.arithmetic import (
    AlgebraicNumber,
    Parameter,
    RationalFunction,
    nth_root,
    parameter,
)
from coopgames.errors import (
    InvalidGameError,
    MixedArithmeticError,
    UndecidedComparisonError,
    UnsupportedGameError,
)

F = Fraction
D = parameter("delta", 0, 1)
X = parameter("x")
OPERATIONS = [operator.add, operator.sub, operator.mul, operator.truediv]
ORDERS = [operator.lt, operator.le, operator.gt, operator.ge]


@pytest.mark.parametrize("name", ["", "1x", "a b", "lambda", "x+1", None, 3])
def test_names_are_identifiers(name: object) -> None:
    assert Parameter("x").name == "x"
    with pytest.raises(InvalidGameError, match="name"):
        parameter(name)  # type: ignore[arg-type]


def test_domains() -> None:
    assert parameter("p", "1/2", 1).parameter == Parameter("p", F(1, 2), F(1))
    assert str(Parameter("p", F(1, 2))) == "p in (1/2, oo)"
    assert str(Parameter("p", None, F(1))) == "p in (-oo, 1)"
    for lower, upper in ((1, 1), (2, 1)):
        with pytest.raises(InvalidGameError, match="lower"):
            parameter("p", lower, upper)
    with pytest.raises(MixedArithmeticError, match="upper"):
        parameter("p", 0, 0.5)
    with pytest.raises(MixedArithmeticError, match="lower"):
        Parameter("p", 0.5)  # type: ignore[arg-type]


def test_lowest_terms() -> None:
    p = D.parameter
    x = RationalFunction(p, (-2, 0, 2), (4, -4))
    assert (x.numerator, x.denominator) == ((-1, -1), (2,))
    assert RationalFunction(p, (0, 0), (3,)) == 0
    assert RationalFunction(p, (0, 0), (3,)).numerator == ()
    assert RationalFunction(p, (1,), (-2,)).denominator == (2,)
    assert RationalFunction(p, (1, 2)).denominator == (1,)
    assert RationalFunction(p, [6, 3], [9, 0]).numerator == (2, 1)  # type: ignore[arg-type]


def test_constructor_refuses() -> None:
    p = D.parameter
    with pytest.raises(InvalidGameError, match="denominator"):
        RationalFunction(p, (1,), ())
    with pytest.raises(InvalidGameError, match="denominator"):
        RationalFunction(p, (1,), (0, 0))
    with pytest.raises(InvalidGameError, match=r"numerator\[1\]"):
        RationalFunction(p, (1, F(1, 2)))  # type: ignore[arg-type]
    with pytest.raises(InvalidGameError, match=r"numerator\[0\]"):
        RationalFunction(p, (True,))
    with pytest.raises(InvalidGameError, match="parameter"):
        RationalFunction("delta", (1,))  # type: ignore[arg-type]


def test_frozen() -> None:
    with pytest.raises(AttributeError):
        D.numerator = (1,)  # type: ignore[misc]
    assert not hasattr(D, "__dict__")


def test_arithmetic() -> None:
    r = (1 - D) / (2 * D)
    assert (r.numerator, r.denominator) == ((1, -1), (0, 2))
    assert r * 2 * D + D == 1
    assert r - r == 0
    assert r / r == 1
    assert +r is r
    assert -r == 0 - r == r * -1
    assert F(1, 2) / D == 1 / (2 * D)
    assert D - F(1, 3) == -(F(1, 3) - D)
    assert D**0 == 1
    assert D**3 == D * D * D
    assert r**-2 == 1 / (r * r)
    assert np.int64(2) * D == D + D


def test_division_by_zero() -> None:
    for divide in (lambda: D / 0, lambda: D / (D - D), lambda: 1 / (D - D), lambda: (D - D) ** -1):
        with pytest.raises(InvalidGameError, match="divisor") as caught:
            divide()
        assert isinstance(caught.value.__cause__, ZeroDivisionError)


@pytest.mark.parametrize("operation", OPERATIONS + ORDERS)
@pytest.mark.parametrize("value", [0.9, np.float64(0.9)])
def test_floats_are_refused(operation: object, value: float) -> None:
    for pair in ((D, value), (value, D)):
        with pytest.raises(MixedArithmeticError, match=r"write Fraction\(9, 10\)"):
            operation(*pair)  # type: ignore[operator]


@pytest.mark.parametrize("operation", OPERATIONS + ORDERS)
@pytest.mark.parametrize("value", ["1", None])
def test_other_types(operation: object, value: object) -> None:
    for pair in ((D, value), (value, D)):
        with pytest.raises(TypeError):
            operation(*pair)  # type: ignore[operator]


def test_bool_is_no_number() -> None:
    with pytest.raises(InvalidGameError, match="operand"):
        D + True
    with pytest.raises(InvalidGameError, match="exponent"):
        D**True
    with pytest.raises(InvalidGameError, match="exponent"):
        D**0.5
    assert D + 1 == 1 + D


@pytest.mark.parametrize("operation", OPERATIONS + ORDERS)
def test_one_parameter_at_a_time(operation: object) -> None:
    for other in (X, parameter("delta", 0, 2)):
        with pytest.raises(UnsupportedGameError, match=r"delta in \(0, 1\) together with"):
            operation(D, other)  # type: ignore[operator]


def test_equality_and_hash() -> None:
    one = D / D
    assert one == 1
    assert one == 1
    assert hash(one) == hash(1) == hash(F(1))
    half = (D - D) + F(1, 2)
    assert half == F(1, 2)
    assert hash(half) == hash(F(1, 2))
    assert half == X - X + F(1, 2)
    assert hash(half) == hash(X - X + F(1, 2))
    assert D != X
    assert parameter("delta", 0, 2) != D
    assert half != D
    assert D != 1
    assert D != "delta"
    assert {D, parameter("delta", 0, 1), 1 - (1 - D)} == {D}


def test_order_of_constants() -> None:
    half, one = D - D + F(1, 2), D / D
    assert half < one
    assert half <= F(1, 2)
    assert one > half
    assert one >= 1
    assert half > 0
    assert not half > one


@pytest.mark.parametrize("order", ORDERS)
def test_order_of_functions(order: object) -> None:
    for pair in ((D, 2), (1, D), (D, D), (D / D, D)):
        with pytest.raises(UndecidedComparisonError, match="sign_cells"):
            order(*pair)  # type: ignore[operator]


def test_constant_and_degree() -> None:
    assert (D / D).constant() == 1
    assert (D - D).constant() == 0
    assert D.constant() is None
    assert (1 / D).constant() is None
    assert [f.degree for f in (D - D, D / D, D, 1 / D, (1 + D) / (1 + D**3))] == [0, 0, 1, 1, 2]


def test_polynomial() -> None:
    assert (D / 2 - 1).polynomial() == (F(-1), F(1, 2))
    assert (D - D).polynomial() == ()
    assert D.is_polynomial
    assert not (1 / D).is_polynomial
    with pytest.raises(InvalidGameError, match="constant"):
        (1 / D).polynomial()


def test_at() -> None:
    r = (1 - D) / (2 * D)
    assert r.at(F(1, 3)) == 1
    assert type(r.at(F(1, 3))) is Fraction
    assert r.at("1/2") == F(1, 2)
    assert r.at(1) == 0
    assert r.at(-1) == -1
    with pytest.raises(InvalidGameError, match="no pole") as caught:
        r.at(0)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    with pytest.raises(MixedArithmeticError, match="value"):
        r.at(0.5)


def test_roots() -> None:
    assert ((3 * D**2 - 1) / (1 + D)).roots() == (nth_root(F(1, 3), 2),)
    assert (D * (1 - D)).roots() == ()
    assert (1 / D).roots() == ()
    assert len((X**2 - 2).roots()) == 2
    with pytest.raises(InvalidGameError, match="zero"):
        (D - D).roots()


def test_sign_cells() -> None:
    half, two = F(1, 2), F(2)
    p = parameter("p", 0, 3)
    f = (2 * p - 1) / (p - 2) ** 2
    assert f.sign_cells() == ((F(0), half, -1), (half, two, 1), (two, F(3), 1))
    assert (1 / (p - 2)).sign_cells() == ((F(0), two, -1), (two, F(3), 1))
    assert (p - p).sign_cells() == ((F(0), F(3), 0),)
    assert (p / p).sign_cells() == ((F(0), F(3), 1),)
    assert (-1 / p).sign_cells() == ((F(0), F(3), -1),)
    (left, middle, right) = (X**2 - 2).sign_cells()
    assert (left[0], left[2]) == (None, 1)
    assert middle[2] == -1
    assert isinstance(middle[0], AlgebraicNumber)
    assert (right[1], right[2]) == (None, 1)
    assert right[0] == middle[1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((1 - D) / (2 * D), "(1 - delta)/(2*delta)"),
        (D, "delta"),
        (-D / 2, "-delta/2"),
        (1 / D, "1/delta"),
        (1 / D**2, "1/(delta**2)"),
        (D / (1 + D), "delta/(1 + delta)"),
        (D - D, "0"),
        (1 - 2 * D + D**2, "1 - 2*delta + delta**2"),
    ],
)
def test_text(value: RationalFunction, text: str) -> None:
    assert repr(value) == text
    assert eval(text, {"delta": D}) == value


def test_latex() -> None:
    assert ((1 - D) / (2 * D))._repr_latex_() == r"$\frac{1 - \delta}{2\delta}$"
    assert (1 - D)._repr_latex_() == r"$1 - \delta$"


def test_copies() -> None:
    r = (1 - D) / (2 * D)
    assert pickle.loads(pickle.dumps(r)) == copy.deepcopy(r) == r
