from __future__ import annotations

import itertools
from fractions import Fraction

import flint
import pytest

from coopgames.arithmetic.polynomials import (
    canonical_cell,
    coefficients_of,
    count_roots,
    grid_floor,
    integer_polynomial,
    irreducible_factors,
    isolate,
    refine_floor,
    root_bound,
    sign_of_rational,
)
from coopgames.arithmetic.powers import power_polynomial
from coopgames.errors import InvalidGameError, MixedArithmeticError

F = Fraction
SQRT2 = flint.fmpz_poly([-2, 0, 1])


def test_integer_polynomial() -> None:
    assert coefficients_of(integer_polynomial([F(1, 2), F(-1, 3)])) == (3, -2)
    assert coefficients_of(integer_polynomial([1, 2, 0])) == (1, 2)
    assert coefficients_of(integer_polynomial([])) == ()
    with pytest.raises(MixedArithmeticError, match=r"coefficients\[1\]"):
        integer_polynomial([1, 0.5])  # type: ignore[list-item]


def test_factors_are_canonical() -> None:
    p = flint.fmpz_poly([6]) * flint.fmpz_poly([1, -2]) * SQRT2 * SQRT2
    factors = sorted(coefficients_of(f) for f in irreducible_factors(p))
    assert factors == [(-2, 0, 1), (-1, 2)]
    assert irreducible_factors(flint.fmpz_poly([7])) == []
    with pytest.raises(InvalidGameError, match="identically zero"):
        irreducible_factors(flint.fmpz_poly([]))


def test_root_bound_exceeds_every_root() -> None:
    for roots in ([1, 2, 3], [-1000], [0, 0, 5], [F(1, 7)]):
        p = flint.fmpz_poly([1])
        for root in roots:
            p *= flint.fmpz_poly([-F(root).numerator, F(root).denominator])
        assert all(abs(root) < root_bound(p) for root in roots)


def test_isolation_finds_all_roots_of_an_irreducible_polynomial() -> None:
    # The minimal polynomial of 2 cos(2 pi / 143) has degree 60 and 60 real roots in (-2, 2).
    p = flint.fmpz_poly.cos_minpoly(143)
    intervals = isolate(p, F(-2), F(2))
    assert len(intervals) == p.degree() == 60
    assert all(a < b for a, b in intervals)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(intervals))
    assert count_roots(p, F(-2), F(0)) + count_roots(p, F(0), F(2)) == 60


def test_isolation_of_close_roots() -> None:
    # Mignotte (1982): x**12 - 2 (1000 x - 1)**2 has two roots within 10**-17 of each other.
    p = flint.fmpz_poly([0] * 12 + [1]) - 2 * flint.fmpz_poly([-1, 1000]) ** 2
    first, second = isolate(p, F(0), F(1))
    assert first[1] <= second[0]
    assert second[1] - first[0] < F(1, 10**4)
    (cell, other) = (canonical_cell(p, interval) for interval in (first, second))
    assert cell != other
    assert max(cell[1], other[1]) - min(cell[0], other[0]) < F(1, 10**17)


def test_the_cell_narrows_until_it_isolates() -> None:
    p = flint.fmpz_poly([0] * 12 + [1]) - 2 * flint.fmpz_poly([-1, 10**5]) ** 2
    for interval in isolate(p, F(0), F(1)):
        low, high = canonical_cell(p, interval)
        assert high - low == F(1, 2**128)
        assert count_roots(p, low, high) == 1
        k = int(low * 2**64 // 1)
        assert count_roots(p, F(k, 2**64), F(k + 1, 2**64)) == 2


def test_floors_agree() -> None:
    for p, interval in (
        (SQRT2, (F(0), F(2))),
        (SQRT2, (F(-2), F(0))),
        (flint.fmpz_poly([-1, -1, 0, 0, 0, 1]), (F(0), F(10))),
        (flint.fmpz_poly([-(10**30) - 1, 0, 1]), (F(1), F(10**16))),
    ):
        start = grid_floor(p, interval, 5)
        for bits in (0, 3, 5, 6, 7, 8, 20, 64, 257):
            assert refine_floor(p, start, 5, bits) == grid_floor(p, interval, bits)


def test_isolating_interval_may_lie_between_grid_points() -> None:
    interval = (F(141421, 100000), F(141422, 100000))
    assert grid_floor(SQRT2, interval, 2) == 5
    assert grid_floor(SQRT2, interval, 64) == grid_floor(SQRT2, (F(0), F(2)), 64)


def test_signs() -> None:
    assert [sign_of_rational(x) for x in (F(-1, 2), 0, F(3))] == [-1, 0, 1]


@pytest.mark.parametrize("k", [1, 2, 3, 5, 8])
def test_power_polynomial(k: int) -> None:
    roots = [F(1, 2), F(-3), F(2, 5)]
    p = flint.fmpz_poly([1])
    expected = flint.fmpz_poly([1])
    for root in roots:
        p *= flint.fmpz_poly([-root.numerator, root.denominator])
        power = root**k
        expected *= flint.fmpz_poly([-power.numerator, power.denominator])
    assert power_polynomial(p, k) == expected


def test_power_polynomial_avoids_primes_in_the_leading_coefficient() -> None:
    prime = 2**62 - 57
    assert flint.fmpz(prime).is_prime()
    p = flint.fmpz_poly([1, 3, prime])
    a, b, c = 1, 3, prime
    # x**2 has the sum of roots (b**2 - 2 a c) / c**2 and the product a**2 / c**2.
    expected = flint.fmpz_poly([a * a, -(b * b - 2 * a * c), c * c])
    assert power_polynomial(p, 2) == expected
