from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy

from coopgames.arithmetic import exact
from coopgames.arithmetic.grammar import check_integer, digits, float_advice, read_exact
from coopgames.errors import InvalidGameError, MixedArithmeticError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9/10", Fraction(9, 10)),
        ("18/20", Fraction(9, 10)),
        ("-3", Fraction(-3)),
        ("+3", Fraction(3)),
        ("-6/4", Fraction(-3, 2)),
        ("0.9", Fraction(9, 10)),
        ("-0.50", Fraction(-1, 2)),
        ("1.25e-3", Fraction(1, 800)),
        ("1E3", Fraction(1000)),
        ("2e+2", Fraction(200)),
        (".5", Fraction(1, 2)),
        ("-.5e1", Fraction(-5)),
        ("5.", Fraction(5)),
        (" \t7/3\n", Fraction(7, 3)),
        ("007", Fraction(7)),
        ("0", Fraction(0)),
        ("-0", Fraction(0)),
        ("0/5", Fraction(0)),
        ("1e10000", Fraction(10**10000)),
        ("1e-10000", Fraction(1, 10**10000)),
    ],
)
def test_strings(text: str, expected: Fraction) -> None:
    value = exact(text)
    assert type(value) is Fraction
    assert value == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1_000",
        "1__0",
        "abc",
        "1/0",
        "1/-2",
        "1 / 2",
        "--1",
        "+-1",
        "1.2.3",
        ".",
        "-",
        "e5",
        ".e5",
        "1e",
        "1e5.0",
        "1/2e3",
        "1.5/2",
        "0x10",
        "1e10001",
        "1e-10001",
        "1e99999999999999999999",
        "nan",
        "inf",
        "Infinity",
        "1j",
        "٣",
        "１",
        "\N{MINUS SIGN}1",
        "1\N{NO-BREAK SPACE}",
        "½",
        "1\n2",
        "__import__('os')",
        "9" * 10_001,
    ],
)
def test_strings_outside_the_grammar(text: str) -> None:
    with pytest.raises(InvalidGameError, match="value"):
        exact(text)


def test_longest_string() -> None:
    assert exact("9" * 10_000) == 10**10_000 - 1
    assert exact("0." + "3" * 9_000) == Fraction(10**9_000 // 3, 10**9_000)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, Fraction(3)),
        (Fraction(2, 3), Fraction(2, 3)),
        (Decimal("0.9"), Fraction(9, 10)),
        (Decimal("-1.5E+2"), Fraction(-150)),
        (np.int64(-7), Fraction(-7)),
        (np.uint8(200), Fraction(200)),
        (sympy.Rational(3, 4), Fraction(3, 4)),
        (sympy.Integer(5), Fraction(5)),
        (sympy.S.Half, Fraction(1, 2)),
        (flint.fmpz(11), Fraction(11)),
        (flint.fmpq(2, 6), Fraction(1, 3)),
    ],
)
def test_exact_types(value: object, expected: Fraction) -> None:
    result = exact(value)
    assert type(result) is Fraction
    assert (type(result.numerator), type(result.denominator)) == (int, int)
    assert result == expected


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        (0.9, r"write Fraction\(9, 10\) or the string '0.9'"),
        (np.float64(0.25), r"write Fraction\(1, 4\) or the string '0.25'"),
        (np.float32(0.5), r"write Fraction\(1, 2\) or the string '0.5'"),
        (sympy.Float(0.5), r"write Fraction\(1, 2\)"),
        (0.1 + 0.2, "write the string '0.30000000000000004'"),
        (1e-300, "write the string '1e-300'"),
        (1e300, "write the string '1e\\+300'"),
    ],
)
def test_floats_are_refused_with_advice(value: object, advice: str) -> None:
    with pytest.raises(MixedArithmeticError, match=advice):
        exact(value)


def test_the_advice_is_taken() -> None:
    assert float_advice(0.9) == "write Fraction(9, 10) or the string '0.9'"
    assert exact("0.9") == Fraction(9, 10) != Fraction(0.9)


@pytest.mark.parametrize(
    "value",
    [
        True,
        np.bool_(True),
        float("nan"),
        float("inf"),
        np.float64("-inf"),
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1e-20000"),
        Decimal("1e20000"),
        1j,
        np.complex128(1),
        None,
        [1],
        b"1",
        sympy.Symbol("x"),
        sympy.nan,
        sympy.sqrt(2),
        np.array([1, 2]),
    ],
)
def test_other_values(value: object) -> None:
    with pytest.raises(InvalidGameError, match="value: got"):
        exact(value)


def test_errors_name_the_argument() -> None:
    with pytest.raises(InvalidGameError, match="members: got"):
        read_exact("many", "members")
    with pytest.raises(MixedArithmeticError, match="cost: got the float"):
        read_exact(0.5, "cost")


def test_digits_have_no_limit() -> None:
    assert digits(-(10**6000)) == "-1" + "0" * 6000


@pytest.mark.parametrize("value", [0, True, 1.0, "1", None])
def test_check_integer(value: object) -> None:
    check_integer("k", 1, 1)
    with pytest.raises(InvalidGameError, match="k: got .*, expected an integer >= 1"):
        check_integer("k", value, 1)
