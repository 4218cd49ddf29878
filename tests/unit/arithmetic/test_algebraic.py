from __future__ import annotations

import copy
import math
import pickle
import random
import time
from fractions import Fraction

import numpy as np
import pytest

from coopgames.arithmetic import AlgebraicNumber, Enclosure, nth_root, real_roots
from coopgames.errors import InvalidGameError, MixedArithmeticError, UndecidedComparisonError

F = Fraction


def algebraic(value: object) -> AlgebraicNumber:
    assert isinstance(value, AlgebraicNumber)
    return value


ROOT2 = algebraic(nth_root(F(2), 2))
ROOT3 = algebraic(nth_root(F(3), 2))
GOLDEN = algebraic(AlgebraicNumber.root([-1, -1, 1], 1, 2))


def test_root_is_canonical() -> None:
    for coefficients, lower, upper in (
        ([-2, 0, 1], F(0), F(2)),
        ([-4, 0, 2], F(7, 5), F(3, 2)),
        ([2, 0, -1], F(1), F(100)),
        ([F(-1, 3), F(0), F(1, 6)], F(1), F(2)),
        ([2, -2, -1, 1], F(11, 10), F(2)),  # (x**2 - 2)(x - 1)
        ([4, 0, -4, 0, 1], F(1), F(2)),  # (x**2 - 2)**2
    ):
        x = AlgebraicNumber.root(coefficients, lower, upper)
        assert x == ROOT2
        assert hash(x) == hash(ROOT2)
    assert ROOT2.polynomial == (-2, 0, 1)
    assert ROOT2.lower == F(math.isqrt(2 << 128), 1 << 64)
    assert ROOT2.upper - ROOT2.lower == F(1, 1 << 64)


def test_rational_roots_are_fractions() -> None:
    assert AlgebraicNumber.root([-1, 0, 4], 0, 1) == F(1, 2)
    assert type(AlgebraicNumber.root([-1, 0, 4], 0, 1)) is Fraction
    assert AlgebraicNumber.root([0, 1], -1, 1) == 0
    assert AlgebraicNumber.root(["-1", 2], "0", "1") == F(1, 2)  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("coefficients", "lower", "upper", "count"),
    [
        ([-2, 0, 1], -2, 2, 2),
        ([-2, 0, 1], 2, 3, 0),
        ([1, 0, 1], -5, 5, 0),
        ([-1, 1], 1, 2, 0),
        ([-1, 1], 0, 1, 0),
        ([3], 0, 1, 0),
        ([1, -3, 2], 0, 2, 2),
    ],
)
def test_exactly_one_root(coefficients: list[int], lower: int, upper: int, count: int) -> None:
    with pytest.raises(InvalidGameError, match=f"with {count} distinct roots"):
        AlgebraicNumber.root(coefficients, lower, upper)


def test_root_refuses() -> None:
    with pytest.raises(InvalidGameError, match="identically zero"):
        AlgebraicNumber.root([0, 0], 0, 1)
    with pytest.raises(InvalidGameError, match="lower"):
        AlgebraicNumber.root([-2, 0, 1], 2, 1)
    with pytest.raises(MixedArithmeticError, match="upper"):
        AlgebraicNumber.root([-2, 0, 1], 0, 1.5)
    with pytest.raises(MixedArithmeticError, match=r"coefficients\[0\]"):
        AlgebraicNumber.root([-0.5, 1], 0, 1)  # type: ignore[list-item]


@pytest.mark.parametrize(
    "polynomial", [(-1, 2), (-1, 0, 1), (2, 0, -1), (-4, 0, 2), (4, 0, -4, 0, 1), (5,)]
)
def test_constructor_wants_the_minimal_polynomial(polynomial: tuple[int, ...]) -> None:
    with pytest.raises(InvalidGameError, match="polynomial"):
        AlgebraicNumber(polynomial, ROOT2.lower, ROOT2.upper)


def test_constructor_wants_the_canonical_cell() -> None:
    assert AlgebraicNumber((-2, 0, 1), ROOT2.lower, ROOT2.upper) == ROOT2
    for lower, upper in (
        (F(1), F(2)),
        (F(-2), F(2)),
        (F(2), F(3)),
        (ROOT2.upper, ROOT2.lower),
        ROOT2.refine(65),
    ):
        with pytest.raises(InvalidGameError, match="lower"):
            AlgebraicNumber((-2, 0, 1), lower, upper)


def test_frozen() -> None:
    with pytest.raises(AttributeError):
        ROOT2.lower = F(0)  # type: ignore[misc]
    assert not hasattr(ROOT2, "__dict__")


def test_copies() -> None:
    assert eval(repr(ROOT2)) == ROOT2
    assert pickle.loads(pickle.dumps(ROOT2)) == copy.deepcopy(ROOT2) == ROOT2


def test_refine() -> None:
    for bits in (0, 1, 3, 64, 65, 200, 3000):
        lower, upper = ROOT2.refine(bits)
        assert lower == F(math.isqrt(2 << (2 * bits)), 1 << bits)
        assert upper - lower == F(1, 1 << bits)
    negative = algebraic(AlgebraicNumber.root([-2, 0, 1], -2, 0))
    assert negative.refine(2) == (F(-6, 4), F(-5, 4))
    with pytest.raises(InvalidGameError, match="bits"):
        ROOT2.refine(-1)


def test_float_is_the_nearest_double() -> None:
    assert float(ROOT2) == math.sqrt(2)
    assert float(GOLDEN) == (1 + math.sqrt(5)) / 2
    # Just above the middle of two doubles: 64 bits do not tell to which side it rounds.
    tie = 1 + F(1, 2**53)
    above = algebraic(nth_root(tie**2 + F(1, 2**300), 2))
    below = algebraic(nth_root(tie**2 - F(1, 2**300), 2))
    assert float(above) == 1 + 2**-52
    assert float(below) == 1.0
    assert float(algebraic(nth_root(F(2, 10**200), 2))) == pytest.approx(2**0.5 * 1e-100, rel=1e-15)
    assert float(algebraic(nth_root(F(1, 2 * 10**1000), 2))) == 0.0


def test_order_against_fractions() -> None:
    assert F(141, 100) < ROOT2 < F(142, 100)
    assert 1 < ROOT2 < 2
    assert ROOT2.lower < ROOT2
    assert ROOT2.upper > ROOT2
    inside = [ROOT2.refine(70)[0], ROOT2.refine(70)[1]]
    assert ROOT2.lower < inside[0] < ROOT2 < inside[1] < ROOT2.upper
    assert ROOT2 >= 1
    assert ROOT2 <= 2
    assert not ROOT2 <= 1
    assert not ROOT2 >= 2
    assert F(3, 2) != ROOT2
    assert np.int64(1) < ROOT2


def test_order_among_algebraic_numbers() -> None:
    assert ROOT2 < GOLDEN < ROOT3
    assert ROOT3 >= ROOT2
    assert ROOT2 <= ROOT2
    assert ROOT2 >= ROOT2
    assert not ROOT2 < ROOT2
    assert not ROOT2 > ROOT2
    near = algebraic(nth_root(2 + F(1, 2**500), 2))
    assert near != ROOT2
    assert near.lower == ROOT2.lower
    assert near > ROOT2
    assert not near <= ROOT2
    assert near.compare(ROOT2) == 1
    assert ROOT2.compare(ROOT2) == 0


def test_order_against_enclosures() -> None:
    unit = Enclosure(F(0), F(1))
    assert unit < ROOT2
    assert unit < ROOT2
    assert unit <= ROOT2
    assert not unit > ROOT2
    assert Enclosure(F(3, 2), F(2)) > ROOT2
    around = Enclosure(F(1), F(2))
    assert ROOT2.compare(around) is None
    assert around != ROOT2
    for decide in (
        lambda: around > ROOT2,
        lambda: around >= ROOT2,
        lambda: around < ROOT2,
        lambda: around >= ROOT2,
    ):
        with pytest.raises(UndecidedComparisonError, match="AlgebraicNumber.*Enclosure"):
            decide()


def test_order_against_floats_and_others() -> None:
    with pytest.raises(MixedArithmeticError, match="0.9"):
        assert ROOT2 < 0.9
    with pytest.raises(MixedArithmeticError, match="algebraic number"):
        assert np.float64(0.9) <= ROOT2
    with pytest.raises(TypeError):
        assert ROOT2 < "1"  # type: ignore[operator]
    with pytest.raises(InvalidGameError, match="other"):
        ROOT2.compare(None)
    assert ROOT2 != "1"
    assert ROOT2.compare("1.5") == -1


def test_sign_of() -> None:
    assert ROOT2.sign_of([-2, 0, 1]) == 0
    assert ROOT2.sign_of([0, 2, 0, -1]) == 0
    assert ROOT2.sign_of([]) == 0
    assert ROOT2.sign_of([-3]) == -1
    assert ROOT2.sign_of([F(-7, 5), F(1)]) == 1
    near = 2**200
    assert ROOT2.sign_of([-math.isqrt(2 * near**2), near]) == 1
    assert ROOT2.sign_of([-math.isqrt(2 * near**2) - 1, near]) == -1
    assert ROOT2.sign_of([-2 * 10**400 + 1, 0, 10**400]) == 1


def test_powers() -> None:
    assert ROOT2**1 is ROOT2
    assert ROOT2**2 == 2
    assert type(ROOT2**2) is Fraction
    assert nth_root(F(8), 2) == ROOT2**3
    assert AlgebraicNumber.root([1, -3, 1], 1, 3) == GOLDEN**2
    minus = algebraic(AlgebraicNumber.root([-1, -1, 1], -1, 0))
    assert minus**2 == AlgebraicNumber.root([1, -3, 1], 0, 1)
    assert minus**3 == AlgebraicNumber.root([-1, -4, 1], -1, 0)
    weekly = algebraic(nth_root(F(18, 49), 52))
    assert weekly**52 == F(18, 49)
    assert weekly**26 == nth_root(F(18, 49), 2)
    assert weekly**13 == nth_root(F(18, 49), 4)
    assert weekly**7 == nth_root(F(18, 49) ** 7, 52)


def test_power_of_a_number_in_a_cell_that_touches_zero() -> None:
    tiny = algebraic(AlgebraicNumber.root([-2, 0, 10**80], -1, 0))
    assert tiny.upper == 0
    assert tiny**2 == F(2, 10**80)
    other = algebraic(AlgebraicNumber.root([-1, 10**50, 10**50], 0, 1))
    assert other.lower == 0
    assert F(1, 10**101) < other**2 < F(1, 10**99)


def test_powers_of_close_conjugates() -> None:
    # x**12 - 2 (10**5 x - 1)**2 has two roots in one cell of the first grid.
    coefficients = [-2, 4 * 10**5, -2 * 10**10, *[0] * 9, 1]
    low, high = (algebraic(x) for x in real_roots(coefficients, F(0), F(1)))
    assert high.upper - low.lower < F(1, 2**64)
    assert low < high
    assert low**2 < high**2
    assert low**2 < low.upper**2
    assert algebraic(low**2).refine(200)[1] > low.refine(200)[0] ** 2


@pytest.mark.parametrize("exponent", [0, -1, True, 0.5, F(1, 2)])
def test_other_powers(exponent: object) -> None:
    with pytest.raises(InvalidGameError, match="exponent"):
        ROOT2**exponent  # type: ignore[operator]


def test_text() -> None:
    assert str(nth_root(F(1, 3), 2)) == "0.5773502692 (root of 3x^2 - 1)"
    assert ROOT2._repr_latex_() == r"$1.414213562\ldots\ \text{root of}\ x^{2} - 2$"
    long = AlgebraicNumber.root([-1, *range(1, 30)], 0, 1)
    assert str(long).endswith("(root of a polynomial of degree 29)")


def test_long_coefficients_can_be_printed() -> None:
    huge = algebraic(nth_root(F(10**6001), 2))
    assert len(repr(huge)) > 6000
    assert "degree 2" in str(nth_root(F(10**201), 2))


def test_sixty_degrees_and_thousand_digits_are_fast() -> None:
    rng = random.Random(60)
    coefficients = [rng.randint(-(10**1000), 10**1000) for _ in range(61)]
    coefficients[0], coefficients[60] = -abs(coefficients[0]), abs(coefficients[60])
    start = time.perf_counter()
    roots = real_roots(coefficients, F(-(10**6)), F(10**6))
    assert len(roots) >= 2
    assert list(roots) == sorted(roots)  # type: ignore[type-var]
    first = algebraic(roots[0])
    assert first.sign_of(coefficients) == 0
    assert eval(repr(first)) == first
    assert float(first**2) == pytest.approx(float(first) ** 2, rel=1e-12)
    assert time.perf_counter() - start < 5  # about 0.3 s on one idle core
