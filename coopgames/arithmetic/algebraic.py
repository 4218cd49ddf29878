"""Real algebraic numbers of degree two and more, exact and comparable.

A threshold such as one over the square root of three is no fraction. It is kept as its minimal
polynomial and one cell of a dyadic grid that isolates it; both are canonical, so equal numbers
have equal fields, and every comparison is decided exactly.

Examples
--------
>>> x = AlgebraicNumber.root([-1, 0, 3], 0, 1)
>>> print(x)
0.5773502692 (root of 3x^2 - 1)
>>> Fraction(1, 2) < x < Fraction(3, 5), x**2
(True, Fraction(1, 3))
"""

from __future__ import annotations

import numbers
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import flint

from coopgames.arithmetic.enclosure import Enclosure, refuse_float, undecided
from coopgames.arithmetic.grammar import check_integer, digits, read_exact
from coopgames.arithmetic.polynomials import (
    FIRST_BITS,
    Interval,
    canonical_cell,
    coefficients_of,
    count_roots,
    integer_polynomial,
    irreducible_factors,
    isolate,
    refine_floor,
    sign_of_rational,
    value_at,
)
from coopgames.arithmetic.powers import power_polynomial
from coopgames.arithmetic.printing import fraction_source, polynomial_latex, polynomial_text
from coopgames.errors import InvalidGameError, invalid

__all__ = ["AlgebraicNumber", "roots_in", "trusted"]

_SHOWN_TERMS = 60

#: Smaller floats have fewer digits.
_LEAST_NORMAL = 2.0**-1022


@dataclass(frozen=True, slots=True, repr=False)
class AlgebraicNumber:
    """An irrational real root of an integer polynomial.

    Parameters
    ----------
    polynomial : tuple of int
        The minimal polynomial, lowest degree first: irreducible, primitive, leading coefficient
        positive, degree >= 2.
    lower, upper : Fraction
        The isolating cell ``k / 2**m, (k + 1) / 2**m`` with m the least of 64, 128, 256, ... for
        which the open cell holds exactly one real root.

    Raises
    ------
    InvalidGameError
        If the fields are not this canonical form. `AlgebraicNumber.root` takes any polynomial
        and any isolating interval.

    Examples
    --------
    >>> golden = AlgebraicNumber.root([-1, 1, 1], 0, 1)
    >>> golden == AlgebraicNumber.root([-2, 1, 2, 1], Fraction(1, 2), 2)
    False
    >>> golden.polynomial, float(golden)
    ((-1, 1, 1), 0.6180339887498949)
    """

    polynomial: tuple[int, ...]
    lower: Fraction
    upper: Fraction

    def __post_init__(self) -> None:
        p = integer_polynomial(self.polynomial)
        factors = irreducible_factors(p)
        if p.degree() < 2 or len(factors) != 1 or factors[0] != p:
            raise invalid(
                "polynomial",
                self.polynomial,
                "an irreducible primitive polynomial of degree >= 2, leading coefficient > 0",
            )
        lower, upper = read_exact(self.lower, "lower"), read_exact(self.upper, "upper")
        if lower >= upper or count_roots(p, lower, upper) != 1:
            raise invalid("lower", self.lower, "an interval with exactly one root inside")
        if (lower, upper) != canonical_cell(p, (lower, upper)):
            raise invalid("lower", self.lower, "the canonical isolating cell of the dyadic grid")
        _fill(self, p, (lower, upper))

    @classmethod
    def root(
        cls, coefficients: Sequence[int | Fraction], lower: object, upper: object
    ) -> Fraction | AlgebraicNumber:
        """Return the one root of a polynomial in an open interval.

        Parameters
        ----------
        coefficients : sequence of int or Fraction
            Lowest degree first; any polynomial that is not identically zero.
        lower, upper : exact numbers
            The open interval; it must hold exactly one distinct root.

        Returns
        -------
        Fraction or AlgebraicNumber
            A fraction when the root is rational.

        Raises
        ------
        InvalidGameError
            If the open interval holds no root, or more than one.

        Examples
        --------
        >>> AlgebraicNumber.root([-1, 0, 4], 0, 1)
        Fraction(1, 2)
        """
        factors = irreducible_factors(integer_polynomial(coefficients))
        a, b = read_exact(lower, "lower"), read_exact(upper, "upper")
        found = roots_in(factors, a, b)
        if len(found) != 1:
            raise InvalidGameError(
                f"lower, upper: got ({a}, {b}) with {len(found)} distinct roots of the polynomial "
                "inside, expected exactly one"
            )
        return found[0]

    def refine(self, bits: int) -> Interval:
        """Return the cell ``(k / 2**bits, (k + 1) / 2**bits)`` that holds the number.

        Examples
        --------
        >>> AlgebraicNumber.root([-2, 0, 1], 0, 2).refine(3)
        (Fraction(11, 8), Fraction(3, 2))
        """
        check_integer("bits", bits, 0)
        scale = (self.upper - self.lower).denominator
        start = scale.bit_length() - 1
        k = int(self.lower * scale)
        k = refine_floor(self._flint(), k, start, bits)
        return Fraction(k, 1 << bits), Fraction(k + 1, 1 << bits)

    def sign_of(self, coefficients: Sequence[int | Fraction]) -> int:
        """Return the exact sign of a polynomial at this number.

        Parameters
        ----------
        coefficients : sequence of int or Fraction
            Lowest degree first.

        Returns
        -------
        int
            -1, 0 or 1. It is 0 exactly when the minimal polynomial divides.

        Examples
        --------
        >>> x = AlgebraicNumber.root([-1, 0, 3], 0, 1)
        >>> x.sign_of([-1, 0, 3]), x.sign_of([-1, 0, 2]), x.sign_of([0, 1])
        (0, -1, 1)
        """
        p = integer_polynomial(coefficients)
        if not p or p.gcd(self._flint()).degree() >= 1:
            return 0
        bits = FIRST_BITS
        while True:
            lower, upper = self.refine(bits)
            with flint.ctx.workprec(bits + 32):
                ball = p(_ball(lower, upper))
                if ball > 0:
                    return 1
                if ball < 0:
                    return -1
            bits *= 2

    def compare(self, other: object) -> int | None:
        """Return -1, 0 or 1; None when `other` is an enclosure with members on both sides.

        Raises
        ------
        InvalidGameError
            If `other` is not a number of this library.

        Examples
        --------
        >>> AlgebraicNumber.root([-2, 0, 1], 0, 2).compare(Fraction(3, 2))
        -1
        """
        if isinstance(other, Enclosure):
            if self._order(other.upper) > 0:
                return 1
            return -1 if self._order(other.lower) < 0 else None
        if isinstance(other, AlgebraicNumber):
            return self._order_algebraic(other)
        return self._order(read_exact(other, "other"))

    def __lt__(self, other: object) -> bool:
        return self._decide(other, "<", -1)

    def __gt__(self, other: object) -> bool:
        return self._decide(other, ">", 1)

    def __le__(self, other: object) -> bool:
        # An irrational number differs from every fraction, so ties happen only between two
        # equal algebraic numbers.
        return self == other or self._decide(other, "<=", -1)

    def __ge__(self, other: object) -> bool:
        return self == other or self._decide(other, ">=", 1)

    def __float__(self) -> float:
        bits = FIRST_BITS
        while True:
            lower, upper = self.refine(bits)
            if float(lower) == float(upper):  # both ends round to the same double
                return float(lower)
            bits *= 2

    def __pow__(self, exponent: int) -> Fraction | AlgebraicNumber:
        check_integer("exponent", exponent, 1)
        if exponent == 1:
            return self
        p = self._flint()
        # If p is a polynomial in x**d, the power d is a root of a polynomial of lower degree.
        common = gcd(p.deflation()[1], exponent)
        rest = exponent // common
        power = power_polynomial(p.deflate(common), rest)
        return _identify(power, lambda bits: Enclosure(*self.refine(bits)) ** exponent)

    def __repr__(self) -> str:
        terms = ", ".join(digits(c) for c in self.polynomial)
        return (
            f"AlgebraicNumber(polynomial=({terms}), "
            f"lower={fraction_source(self.lower)}, upper={fraction_source(self.upper)})"
        )

    def __str__(self) -> str:
        text = polynomial_text(self.polynomial)
        if len(text) > _SHOWN_TERMS:
            text = f"a polynomial of degree {len(self.polynomial) - 1}"
        return f"{self._decimal()} (root of {text})"

    def _repr_latex_(self) -> str:
        text = polynomial_latex(self.polynomial)
        return rf"${self._decimal()}\ldots\ \text{{root of}}\ {text}$"

    def _decimal(self) -> str:
        """Return ten digits, also of a number that no float is near."""
        try:
            value = float(self)
        except OverflowError:
            value = 0.0
        if abs(value) >= _LEAST_NORMAL:
            return f"{value:.10g}"
        bits = FIRST_BITS
        while True:
            # Leading digits, or leading zeros after the point: a power of ten near the number.
            lower, upper = self.refine(bits)
            middle = (lower + upper) / 2
            if abs(middle) * 2**bits > 2**FIRST_BITS:
                break
            bits *= 2
        power = len(digits(middle.numerator)) - len(digits(middle.denominator))
        shown = f"{float(middle / Fraction(10) ** power):.10g}"
        return f"{shown}e{power:+d}"

    def _flint(self) -> flint.fmpz_poly:
        return flint.fmpz_poly(list(self.polynomial))

    def _decide(self, other: object, relation: str, wanted: int) -> bool:
        if not isinstance(other, numbers.Rational | Enclosure | AlgebraicNumber):
            refuse_float(other, "an algebraic number")
            return NotImplemented
        order = self.compare(other)
        return undecided(self, relation, other) if order is None else order == wanted

    def _order(self, value: Fraction) -> int:
        """Return the order against a fraction; one sign of the minimal polynomial decides it."""
        if value <= self.lower:
            return 1
        if value >= self.upper:
            return -1
        p = self._flint()
        before = sign_of_rational(value_at(p, self.lower))
        return 1 if sign_of_rational(value_at(p, value)) == before else -1

    def _order_algebraic(self, other: AlgebraicNumber) -> int:
        if self == other:
            return 0
        bits = FIRST_BITS
        while True:
            mine, theirs = self.refine(bits), other.refine(bits)
            if mine != theirs:
                return -1 if mine < theirs else 1
            bits *= 2


def roots_in(
    factors: Sequence[flint.fmpz_poly], lower: Fraction, upper: Fraction
) -> list[Fraction | AlgebraicNumber]:
    """Return the roots of distinct irreducible factors in the open interval, ascending."""
    if lower >= upper:
        raise invalid("lower", lower, f"a lower end below the upper end {upper}")
    found: list[Fraction | AlgebraicNumber] = []
    for p in factors:
        if p.degree() == 1:
            root = Fraction(-int(p[0]), int(p[1]))
            if lower < root < upper:
                found.append(root)
        else:
            cells = (canonical_cell(p, interval) for interval in isolate(p, lower, upper))
            found.extend(trusted(p, cell) for cell in cells)
    return sorted(found)  # pyright: ignore


def _fill(number: AlgebraicNumber, p: flint.fmpz_poly, cell: Interval) -> None:
    object.__setattr__(number, "polynomial", coefficients_of(p))
    object.__setattr__(number, "lower", cell[0])
    object.__setattr__(number, "upper", cell[1])


def trusted(p: flint.fmpz_poly, cell: Interval) -> AlgebraicNumber:
    """Build a number whose canonical form is already proved, without proving it again."""
    number = object.__new__(AlgebraicNumber)
    _fill(number, p, cell)
    return number


def _ball(lower: Fraction, upper: Fraction) -> flint.arb:
    middle, radius = (lower + upper) / 2, (upper - lower) / 2
    return flint.arb(
        flint.fmpq(middle.numerator, middle.denominator),
        flint.fmpq(radius.numerator, radius.denominator),
    )


def _identify(
    p: flint.fmpz_poly, enclosure_at: Callable[[int], Enclosure]
) -> Fraction | AlgebraicNumber:
    """Return the root of `p` that lies inside the enclosures as they shrink."""
    factors = irreducible_factors(p)
    bits = FIRST_BITS
    while True:
        box = enclosure_at(bits)
        found = roots_in(factors, box.lower, box.upper)
        if len(found) == 1:
            return found[0]
        bits *= 2
