from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy

from coopgames.arithmetic import Arithmetic, Enclosure, exact, nth_root, number, parameter, unify
from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError

HALF = Enclosure(Fraction(1, 4), Fraction(3, 4))
DELTA = parameter("delta", 0, 1)


def test_number_keeps_each_kind() -> None:
    assert number("0.9", "x") == Fraction(9, 10)
    assert type(number(3, "x")) is Fraction
    assert type(number(np.float64(0.5), "x")) is float
    assert type(number(np.float32(0.5), "x")) is float
    assert number(HALF, "x") is HALF
    assert number(DELTA, "x") is DELTA


@pytest.mark.parametrize(
    "value", [True, float("nan"), float("-inf"), np.float64("inf"), 1j, None, "x", [], "1_0"]
)
def test_number_names_the_argument(value: object) -> None:
    with pytest.raises(InvalidGameError, match="discount_factor: got"):
        number(value, "discount_factor")


def test_an_algebraic_number_is_no_input() -> None:
    with pytest.raises(InvalidGameError, match="x: got"):
        number(nth_root(Fraction(2), 2), "x")


def test_integers_are_neutral() -> None:
    assert unify({"a": 1, "b": np.int64(2)}) == (
        Arithmetic.EXACT,
        {"a": Fraction(1), "b": Fraction(2)},
    )
    kind, values = unify({"a": 1, "b": 0.5, "c": np.int64(2), "d": np.float64(0.25)})
    assert kind is Arithmetic.FLOAT
    assert list(values.items()) == [("a", 1.0), ("b", 0.5), ("c", 2.0), ("d", 0.25)]
    assert {type(v) for v in values.values()} == {float}


def test_nothing_is_exact() -> None:
    assert unify({}) == (Arithmetic.EXACT, {})


@pytest.mark.parametrize(
    "partner", ["1", "1/2", Fraction(2), Decimal(1), sympy.Rational(1, 3), HALF, DELTA]
)
def test_float_beside_anything_else(partner: object) -> None:
    with pytest.raises(MixedArithmeticError) as caught:
        unify({"benefit": partner, "members": 3, "cost": 0.5})
    message = str(caught.value)
    assert "cost=0.5" in message
    assert "benefit=" in message
    assert "write Fraction(1, 2) or the string '0.5' for cost" in message
    assert unify({"benefit": partner, "members": 3, "cost": "0.5"})[0] is not Arithmetic.FLOAT


def test_an_integer_too_large_for_a_float() -> None:
    with pytest.raises(InvalidGameError, match="a: got 1000.*fits in a float"):
        unify({"a": 10**400, "b": 0.5})
    assert unify({"a": 10**300, "b": 0.5})[1]["a"] == pytest.approx(1e300, rel=1e-15)


def test_enclosed_and_symbolic() -> None:
    assert unify({"a": HALF, "b": "1/3"}) == (
        Arithmetic.ENCLOSED,
        {"a": HALF, "b": Fraction(1, 3)},
    )
    kind, values = unify({"a": 1, "b": DELTA, "c": 1 - DELTA})
    assert kind is Arithmetic.SYMBOLIC
    assert values == {"a": Fraction(1), "b": DELTA, "c": 1 - DELTA}


def test_enclosure_with_parameter() -> None:
    with pytest.raises(UnsupportedGameError, match="noise is an enclosure"):
        unify({"delta": DELTA, "noise": HALF})


def test_two_parameters() -> None:
    with pytest.raises(UnsupportedGameError, match=r"delta in \(0, 1\).*eps in \(-oo, oo\)"):
        unify({"delta": DELTA, "mistake": parameter("eps")})


def test_bad_entries_are_named() -> None:
    with pytest.raises(InvalidGameError, match="surplus: got True"):
        unify({"benefit": 1, "surplus": True})


def test_values_are_sentences() -> None:
    assert [kind.name for kind in Arithmetic] == ["EXACT", "ENCLOSED", "FLOAT", "SYMBOLIC"]
    for kind in Arithmetic:
        assert kind.value[0].isupper()
        assert kind.value.endswith(".")


def test_exact_is_what_number_does() -> None:
    assert number("27/20", "cost") == exact("27/20")
