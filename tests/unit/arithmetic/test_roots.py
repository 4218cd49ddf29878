from __future__ import annotations

from fractions import Fraction

import flint
import pytest

from coopgames.arithmetic import AlgebraicNumber, between, nth_root, real_roots, sign_at
from coopgames.arithmetic.roots import roots_of
from coopgames.errors import InvalidGameError, MixedArithmeticError

F = Fraction


def test_real_roots_ascend_and_mix() -> None:
    # x (2 x - 1)**2 (x**2 - 2)
    roots = real_roots([0, -2, 8, -7, -4, 4], F(-2), F(2))
    assert [float(x) for x in roots] == pytest.approx([-(2**0.5), 0, 0.5, 2**0.5])
    assert roots[1:3] == (F(0), F(1, 2))
    assert roots[3] == nth_root(F(2), 2)


def test_the_interval_is_open() -> None:
    assert real_roots([0, -1, 1], F(0), F(1)) == ()
    assert real_roots([0, -1, 1], F(-1), F(1)) == (F(0),)
    assert real_roots([5], F(0), F(1)) == ()


def test_real_roots_refuses() -> None:
    with pytest.raises(InvalidGameError, match="identically zero"):
        real_roots([], F(0), F(1))
    for coefficients in ([5], [0, 1]):
        with pytest.raises(InvalidGameError, match="lower"):
            real_roots(coefficients, F(1), F(1))
    with pytest.raises(MixedArithmeticError, match="lower"):
        real_roots([0, 1], 0.5, F(1))  # type: ignore[arg-type]


def test_infinite_ends() -> None:
    p = flint.fmpz_poly([-2, 0, 1])
    low, high = roots_of(p, None, None)
    assert roots_of(p, F(0), None) == (high,)
    assert roots_of(p, None, F(0)) == (low,)
    assert roots_of(p, F(100), None) == ()
    assert roots_of(p, None, F(-100)) == ()
    assert roots_of(flint.fmpz_poly([-(10**30), 1]), None, None) == (F(10**30),)


def test_sign_at() -> None:
    assert [sign_at([-1, 2], x) for x in (F(0), F(1, 2), F(1))] == [-1, 0, 1]
    root = nth_root(F(1, 2), 2)
    assert [sign_at(p, root) for p in ([-1, 0, 2], [-1, 2], [1, -2], [])] == [0, 1, -1, 0]
    with pytest.raises(MixedArithmeticError, match="point"):
        sign_at([1], 0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "k", "expected"),
    [
        (F(0), 5, F(0)),
        (F(1), 52, F(1)),
        (F(8, 27), 3, F(2, 3)),
        (F(5), 1, F(5)),
        (F(4), 4, (-2, 0, 1)),
        (F(1, 3), 2, (-1, 0, 3)),
        (F(64), 4, (-8, 0, 1)),
        (F(16, 81), 8, (-2, 0, 3)),
        (F(18, 49), 4, (-18, 0, 0, 0, 49)),
    ],
)
def test_nth_root(value: F, k: int, expected: F | tuple[int, ...]) -> None:
    root = nth_root(value, k)
    if isinstance(expected, Fraction):
        assert root == expected
        assert type(root) is Fraction
    else:
        assert isinstance(root, AlgebraicNumber)
        assert root.polynomial == expected
        # The constructor proves the canonical form again, from nothing.
        assert AlgebraicNumber(root.polynomial, root.lower, root.upper) == root
        assert root**k == value


def test_nth_root_near_zero() -> None:
    root = nth_root(F(1, 2**1001), 2)
    assert isinstance(root, AlgebraicNumber)
    assert root.lower == 0
    assert AlgebraicNumber(root.polynomial, root.lower, root.upper) == root
    assert root == AlgebraicNumber.root([-1, 0, 2**1001], 0, 1)


def test_nth_root_refuses() -> None:
    with pytest.raises(InvalidGameError, match="value"):
        nth_root(F(-1), 2)
    with pytest.raises(InvalidGameError, match="k"):
        nth_root(F(1), 0)
    with pytest.raises(MixedArithmeticError, match="value"):
        nth_root(0.5, 2)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (F(0), F(1), F(1, 2)),
        (F(1, 3), F(3, 4), F(1, 2)),
        (F(1, 2), F(3, 4), F(2, 3)),
        (F(-3, 4), F(-1, 2), F(-2, 3)),
        (F(-1), F(1), F(0)),
        (F(-1), F(0), F(-1, 2)),
        (F(0), F(1, 1000), F(1, 1001)),
        (F(5, 2), F(10), F(3)),
        (F(314, 100), F(315, 100), F(22, 7)),
        (None, None, F(0)),
        (None, F(-3), F(-4)),
        (None, F(7), F(0)),
        (F(7, 2), None, F(4)),
        (F(4), None, F(5)),
        (F(-7), None, F(0)),
    ],
)
def test_between(lower: F | None, upper: F | None, expected: F) -> None:
    assert between(lower, upper) == expected


def test_between_algebraic_numbers() -> None:
    root2, root3 = nth_root(F(2), 2), nth_root(F(3), 2)
    assert between(root2, root3) == F(3, 2)
    assert root2 < between(root2, None)
    near = nth_root(2 + F(1, 2**400), 2)
    assert root2 < between(root2, near) < near
    assert between(F(1), root2) == F(4, 3)
    close = root2.upper  # type: ignore[union-attr]
    assert root2 < between(root2, close) < close


def test_between_refuses() -> None:
    root2 = nth_root(F(2), 2)
    for lower, upper in ((F(1), F(1)), (F(2), F(1)), (root2, root2), (F(3, 2), root2)):
        with pytest.raises(InvalidGameError, match="lower"):
            between(lower, upper)
