from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from coopgames.arithmetic import Enclosure, nth_root
from coopgames.errors import InvalidGameError, MixedArithmeticError, UndecidedComparisonError

F = Fraction
X = Enclosure(F(1, 4), F(1, 2))
AROUND_ZERO = Enclosure(F(-1), F(2))


def test_construction() -> None:
    assert Enclosure(0, 1) == Enclosure(F(0), F(1))  # type: ignore[arg-type]
    assert type(Enclosure(0, 1).lower) is Fraction  # type: ignore[arg-type]
    assert Enclosure(F(1), F(1)).width == 0
    assert (X.width, X.midpoint, float(X)) == (F(1, 4), F(3, 8), 0.375)


def test_ends_out_of_order() -> None:
    with pytest.raises(InvalidGameError, match="lower"):
        Enclosure(F(1), F(0))


def test_float_ends() -> None:
    with pytest.raises(MixedArithmeticError, match="upper"):
        Enclosure(F(0), 0.5)  # type: ignore[arg-type]
    with pytest.raises(MixedArithmeticError, match="value"):
        Enclosure.of(0.5)  # type: ignore[arg-type]


def test_frozen() -> None:
    with pytest.raises(AttributeError):
        X.lower = F(0)  # type: ignore[misc]
    assert not hasattr(X, "__dict__")


def test_of_and_hull() -> None:
    assert Enclosure.of(X) is X
    assert Enclosure.of(2) == Enclosure(F(2), F(2))
    assert Enclosure.hull(X, F(3)) == Enclosure(F(1, 4), F(3))
    assert Enclosure.hull(F(3), X) == Enclosure(F(1, 4), F(3))


def test_arithmetic() -> None:
    assert X + 1 == 1 + X == Enclosure(F(5, 4), F(3, 2))
    assert Enclosure(F(-3, 4), F(-1, 2)) == X - 1
    assert Enclosure(F(1, 2), F(3, 4)) == 1 - X
    assert Enclosure(F(-1, 4), F(1, 4)) == X - X
    assert Enclosure(F(-1, 2), F(-1, 4)) == -X
    assert +X is X
    assert Enclosure(F(-1, 2), F(1)) == X * AROUND_ZERO
    assert -2 * X == X * -2 == Enclosure(F(-1), F(-1, 2))
    assert Enclosure(F(1, 8), F(1, 4)) == X / 2
    assert Enclosure(F(2), F(4)) == 1 / X
    assert Enclosure(F(-4), F(8)) == AROUND_ZERO / X
    assert Enclosure(F(-8), F(4)) == AROUND_ZERO / -X


def test_powers() -> None:
    assert X**0 == AROUND_ZERO**0 == Enclosure(F(1), F(1))
    assert Enclosure(F(1, 16), F(1, 4)) == X**2
    assert Enclosure(F(0), F(4)) == AROUND_ZERO**2
    assert Enclosure(F(-1), F(8)) == AROUND_ZERO**3
    assert (-X) ** 2 == X**2
    assert (-X) ** 3 == -(X**3)


@pytest.mark.parametrize("exponent", [-1, True, 0.5, "2", F(1, 2)])
def test_other_powers(exponent: object) -> None:
    with pytest.raises(InvalidGameError, match="exponent"):
        X**exponent  # type: ignore[operator]


@pytest.mark.parametrize("divisor", [0, F(0), AROUND_ZERO, Enclosure(F(0), F(1))])
def test_division_by_zero(divisor: object) -> None:
    with pytest.raises(InvalidGameError, match="divisor") as caught:
        X / divisor  # type: ignore[operator]
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


OPERATIONS: list[Callable[[object, object], object]] = [
    lambda a, b: a + b,  # type: ignore[operator]
    lambda a, b: a - b,  # type: ignore[operator]
    lambda a, b: a * b,  # type: ignore[operator]
    lambda a, b: a / b,  # type: ignore[operator]
    lambda a, b: a < b,  # type: ignore[operator]
    lambda a, b: a <= b,  # type: ignore[operator]
    lambda a, b: a > b,  # type: ignore[operator]
    lambda a, b: a >= b,  # type: ignore[operator]
]


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("value", [0.9, np.float64(0.9), float("nan")])
def test_floats_are_refused(operation: Callable[[object, object], object], value: float) -> None:
    for pair in ((X, value), (value, X)):
        with pytest.raises(MixedArithmeticError, match="float"):
            operation(*pair)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("value", ["1", None, [1]])
def test_other_types(operation: Callable[[object, object], object], value: object) -> None:
    for pair in ((X, value), (value, X)):
        with pytest.raises(TypeError):
            operation(*pair)


def test_bool_is_no_number() -> None:
    with pytest.raises(InvalidGameError, match="operand"):
        X + True
    assert Enclosure(F(5, 4), F(3, 2)) == X + 1


def test_numpy_integers() -> None:
    assert X + np.int64(1) == np.int64(1) + X == X + 1


@pytest.mark.parametrize(
    ("other", "less", "at_most", "greater", "at_least"),
    [
        (1, True, True, False, False),
        (F(1, 2), None, True, False, None),
        (F(3, 8), None, None, None, None),
        (F(1, 4), False, None, None, True),
        (0, False, False, True, True),
        (X, None, None, None, None),
        (Enclosure(F(1, 2), F(1)), None, True, False, None),
        (Enclosure(F(3, 4), F(1)), True, True, False, False),
    ],
)
def test_three_valued_comparisons(
    other: object,
    less: bool | None,
    at_most: bool | None,
    greater: bool | None,
    at_least: bool | None,
) -> None:
    mirrored = [OPERATIONS[6], OPERATIONS[7], OPERATIONS[4], OPERATIONS[5]]
    answers = zip(OPERATIONS[4:], mirrored, (less, at_most, greater, at_least), strict=True)
    for operation, mirror, expected in answers:
        for pair, act in (((X, other), operation), ((other, X), mirror)):
            if expected is None:
                with pytest.raises(UndecidedComparisonError, match="cannot decide whether"):
                    act(*pair)
            else:
                assert act(*pair) is expected


def test_points_are_ordered() -> None:
    half = Enclosure.of(F(1, 2))
    assert half <= F(1, 2)
    assert half >= half
    assert not half < half
    assert not half > F(1, 2)


def test_undecided_names_both() -> None:
    with pytest.raises(UndecidedComparisonError) as caught:
        assert F(1, 3) > X
    assert repr(X) in str(caught.value)
    assert "Fraction(1, 3)" in str(caught.value)


def test_compare() -> None:
    assert X.compare(1) == -1
    assert X.compare(0) == 1
    assert X.compare(F(1, 2)) is None
    assert X.compare(X) is None
    assert Enclosure.of(1).compare(1) == 0


def test_contains() -> None:
    assert F(1, 4) in X
    assert F(1, 2) in X
    assert 1 not in X
    assert Enclosure(F(1, 4), F(1, 3)) in X
    assert AROUND_ZERO not in X
    assert nth_root(F(1, 7), 2) in X
    assert nth_root(F(1, 3), 2) not in X
    with pytest.raises(MixedArithmeticError, match="0.3"):
        assert 0.3 in X


def test_equality_is_structural() -> None:
    assert Enclosure(F(1, 4), F(1, 2)) == X
    assert hash(Enclosure(F(1, 4), F(1, 2))) == hash(X)
    assert Enclosure.of(1) != 1
    assert X != AROUND_ZERO


def test_copies() -> None:
    assert eval(repr(X)) == X
    assert pickle.loads(pickle.dumps(X)) == copy.deepcopy(X) == X


def test_long_ends_can_be_printed() -> None:
    wide = Enclosure(F(-(10**5000)), F(1, 10**5000))
    assert len(repr(wide)) > 10_000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Enclosure(F(1, 2), F(1, 2)), "1/2"),
        (Enclosure(F(-3), F(-3)), "-3"),
        (Enclosure(F(0), F(1)), "0.5 (± 5e-1)"),
        (Enclosure(F(-1, 4), F(-1, 8)), "-0.19 (± 7e-2)"),
        (Enclosure(F(0), F(1000)), "500 (± 5e2)"),
        (Enclosure(F(0), F(1, 10**30)), "0.00000000000000000000 (± 1e-30)"),
    ],
)
def test_text(value: Enclosure, text: str) -> None:
    assert str(value) == text
