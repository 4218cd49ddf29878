"""Exact real-root isolation for integer polynomials: the engine under the algebraic numbers.

The method is Descartes' rule of signs with bisection (Collins and Akritas 1976): on an interval
mapped to (0, 1) the sign variations of ``(1 + x)**n p(1/(1 + x))`` bound the number of roots and
equal it when they are 0 or 1. Taylor shifts run in python-flint. Everything here is internal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm

import flint

from coopgames.arithmetic.grammar import read_exact
from coopgames.arithmetic.normal import integer_root
from coopgames.errors import invalid

__all__ = [
    "FIRST_BITS",
    "Interval",
    "canonical_cell",
    "coefficients_of",
    "count_roots",
    "grid_floor",
    "integer_polynomial",
    "irreducible_factors",
    "isolate",
    "refine_floor",
    "root_bound",
    "sign_of_rational",
    "value_at",
]

FIRST_BITS = 64

Interval = tuple[Fraction, Fraction]
_SHIFT = flint.fmpz_poly([1, 1])


def integer_polynomial(coefficients: Sequence[int | Fraction]) -> flint.fmpz_poly:
    """Return the polynomial with denominators cleared by a positive integer (signs are kept).

    Examples
    --------
    >>> integer_polynomial([Fraction(-1, 3), 0, 1])
    3*x^2 + (-1)
    """
    numbers = [read_exact(c, f"coefficients[{i}]") for i, c in enumerate(coefficients)]
    scale = lcm(*(c.denominator for c in numbers))
    return flint.fmpz_poly([c.numerator * (scale // c.denominator) for c in numbers])


def coefficients_of(p: flint.fmpz_poly) -> tuple[int, ...]:
    """Return the coefficients as Python integers, lowest degree first; zero is ()."""
    return tuple(int(c) for c in p.coeffs())


def irreducible_factors(p: flint.fmpz_poly) -> list[flint.fmpz_poly]:
    """Return the distinct irreducible factors of degree >= 1, primitive, leading coefficient > 0.

    Raises
    ------
    InvalidGameError
        If `p` is the zero polynomial, of which every number is a root.
    """
    if not p:
        raise invalid("coefficients", [], "a polynomial that is not identically zero")
    factors = [factor for factor, _ in p.factor()[1] if factor.degree() >= 1]
    return [-f if f.leading_coefficient() < 0 else f for f in factors]


def value_at(p: flint.fmpz_poly, x: Fraction) -> flint.fmpq:
    """Return the exact value of `p` at a fraction."""
    return p(flint.fmpq(x.numerator, x.denominator))


def sign_of_rational(x: flint.fmpq | flint.fmpz | Fraction | int) -> int:
    """Return -1, 0 or 1.

    Examples
    --------
    >>> sign_of_rational(Fraction(-3, 4))
    -1
    """
    return int(x > 0) - int(x < 0)


def root_bound(p: flint.fmpz_poly) -> Fraction:
    """Return a power of two that exceeds every real root of `p` in absolute value.

    Fujiwara's bound: twice the largest ``|a[n-k] / a[n]|**(1/k)``, rounded up.

    Examples
    --------
    >>> root_bound(flint.fmpz_poly([-100, 1]))
    Fraction(256, 1)
    """
    coefficients = coefficients_of(p)
    lead = abs(coefficients[-1])
    largest = 1
    for k, c in enumerate(reversed(coefficients[:-1]), start=1):
        if c:
            largest = max(largest, integer_root(abs(c) // lead, k) + 1)
    return Fraction(1 << (largest.bit_length() + 1))


def isolate(p: flint.fmpz_poly, lower: Fraction, upper: Fraction) -> list[Interval]:
    """Return disjoint open intervals, each with one root, for all roots in (lower, upper).

    `p` must be irreducible of degree >= 2, so that no bisection point is ever a root.
    The intervals ascend. Each bisection costs two Taylor shifts; roots at distance 2**-s of each
    other cost about s bisections, on coefficients that grow by the degree in bits each time.

    Examples
    --------
    >>> isolate(flint.fmpz_poly([-2, 0, 1]), Fraction(-2), Fraction(2))
    [(Fraction(-2, 1), Fraction(0, 1)), (Fraction(0, 1), Fraction(2, 1))]
    """
    return list(_isolate(p, lower, upper))


def count_roots(p: flint.fmpz_poly, lower: Fraction, upper: Fraction) -> int:
    """Return the number of roots in the open interval of an irreducible `p` of degree >= 2."""
    return sum(1 for _ in _isolate(p, lower, upper))


def _isolate(p: flint.fmpz_poly, lower: Fraction, upper: Fraction) -> Iterator[Interval]:
    pending = [(_on_unit_interval(p, lower, upper), lower, upper)]
    while pending:
        q, a, b = pending.pop()
        variations = _variations(q)
        if variations == 1:
            yield (a, b)
        elif variations > 1:
            middle = (a + b) / 2
            left = _halve(q)
            # The right half is pushed first so that intervals come out in ascending order.
            pending.append((left(_SHIFT), middle, b))
            pending.append((left, a, middle))


def _on_unit_interval(p: flint.fmpz_poly, lower: Fraction, upper: Fraction) -> flint.fmpz_poly:
    """Return a positive multiple of p(lower + (upper - lower) x), with integer coefficients."""
    scale = lcm(lower.denominator, upper.denominator)
    start, width = int(lower * scale), int((upper - lower) * scale)
    degree = p.degree()
    # p(y / scale) scale**n, then y = start + width x.
    stretched = flint.fmpz_poly([c * scale ** (degree - i) for i, c in enumerate(p.coeffs())])
    return stretched(flint.fmpz_poly([start, width]))


def _halve(q: flint.fmpz_poly) -> flint.fmpz_poly:
    degree = q.degree()
    return flint.fmpz_poly([c << (degree - i) for i, c in enumerate(q.coeffs())])


def _variations(q: flint.fmpz_poly) -> int:
    """Return Descartes' bound on the number of roots of `q` in (0, 1)."""
    signs = [c > 0 for c in flint.fmpz_poly(q.coeffs()[::-1])(_SHIFT).coeffs() if c != 0]
    return sum(a != b for a, b in pairwise(signs))


def grid_floor(p: flint.fmpz_poly, interval: Interval, bits: int) -> int:
    """Return ``floor(2**bits * root)`` for the one root of `p` in the open `interval`.

    Plain bisection on the grid; `p` is irreducible of degree >= 2, so no grid point is a root.

    Examples
    --------
    >>> grid_floor(flint.fmpz_poly([-2, 0, 1]), (Fraction(0), Fraction(2)), 4)
    22
    """
    a, b = interval
    scale = 1 << bits
    low = (a.numerator * scale) // a.denominator
    high = -((-b.numerator * scale) // b.denominator)
    sign_low = sign_of_rational(value_at(p, a))
    while high - low > 1:
        middle = (low + high) // 2
        point = Fraction(middle, scale)
        if point <= a or (point < b and sign_of_rational(value_at(p, point)) == sign_low):
            low = middle
        else:
            high = middle
    return low


def refine_floor(p: flint.fmpz_poly, k: int, start: int, bits: int) -> int:
    """Return ``floor(2**bits * root)``, given that of the coarser or finer grid ``2**-start``.

    Quadratic interval refinement (Abbott 2006): the secant guesses the cell of a grid that is
    finer by a factor 2**step; two signs confirm the guess, and the step doubles or halves.

    Examples
    --------
    >>> refine_floor(flint.fmpz_poly([-2, 0, 1]), 22, 4, 20)
    1482910
    """
    if bits <= start:
        return k >> (start - bits)
    step = 1
    left, right = _grid_value(p, k, start), _grid_value(p, k + 1, start)
    while start < bits:
        step = min(step, bits - start)
        size = 1 << step
        guess = min(max(_secant(left, right, step), 1), size - 1)
        base, fine = k << step, start + step
        middle = _grid_value(p, base + guess, fine)
        shift = 0 if (middle > 0) == (left > 0) else -1
        cell = guess + shift
        other = cell + 1 if shift == 0 else cell
        outer = left if other == 0 else right if other == size else None
        if outer is None:
            outer = _grid_value(p, base + other, fine)
        low, high = (middle, outer) if shift == 0 else (outer, middle)
        if (low > 0) != (high > 0):
            k, start, left, right = base + cell, fine, low, high
            step *= 2
        else:
            step = max(1, step // 2)
    return k


def canonical_cell(p: flint.fmpz_poly, interval: Interval) -> Interval:
    """Return the cell of the dyadic grid that stands for the one root of `p` in `interval`.

    The grid is ``2**-64``, or the first of ``2**-128, 2**-256, ...`` whose open cell around the
    root holds no other root, so the cell depends on the root alone.

    Examples
    --------
    >>> canonical_cell(flint.fmpz_poly([-2, 0, 1]), (Fraction(0), Fraction(2)))[0] * 2**64
    Fraction(26087635650665564424, 1)
    """
    bits = FIRST_BITS
    k = grid_floor(p, interval, bits)
    while True:
        cell = (Fraction(k, 1 << bits), Fraction(k + 1, 1 << bits))
        if count_roots(p, *cell) == 1:
            return cell
        bits *= 2
        k = grid_floor(p, (max(cell[0], interval[0]), min(cell[1], interval[1])), bits)


def _grid_value(p: flint.fmpz_poly, k: int, bits: int) -> flint.fmpq:
    return p(flint.fmpq(k, 1 << bits))


def _secant(left: flint.fmpq, right: flint.fmpq, step: int) -> int:
    """Guess which of 2**step cells holds the zero; only speed depends on it."""
    with flint.ctx.workprec(step + 32):
        a, b = flint.arb(left), flint.arb(right)
        return int((a / (a - b) * (1 << step)).mid().floor().fmpq().p)
