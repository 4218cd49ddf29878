"""Numbers of one field Q(theta): exact arithmetic and comparisons with a real algebraic number.

A set of payoffs with irrational corners has all of them in one such field. An element is a
polynomial in theta of degree below that of theta; zero is decided by that form alone, and signs by
enclosures of theta that are refined until zero is outside.

Examples
--------
>>> from coopgames.arithmetic import nth_root
>>> field = NumberField(nth_root(Fraction(2), 2))
>>> root = field.generator
>>> root * root, (1 + root) / (1 - root), root < Fraction(3, 2)
(FieldElement(2), FieldElement(-3 - 2*theta), True)
"""

from __future__ import annotations

import numbers
from dataclasses import dataclass, field
from fractions import Fraction

import flint

from coopgames.arithmetic.algebraic import AlgebraicNumber, roots_in
from coopgames.arithmetic.enclosure import refuse_float
from coopgames.arithmetic.grammar import check_integer, read_exact
from coopgames.arithmetic.polynomials import FIRST_BITS, irreducible_factors
from coopgames.errors import InvalidGameError, invalid

__all__ = ["FieldElement", "NumberField"]

_LAST_BITS = 4096  # a relation between algebraic numbers that is not found by then is none


@dataclass(frozen=True, slots=True)
class NumberField:
    """The field Q(theta) of a real algebraic number theta.

    Parameters
    ----------
    root : AlgebraicNumber
        The number theta.

    Examples
    --------
    >>> from coopgames.arithmetic import nth_root
    >>> field = NumberField(nth_root(Fraction(3), 2))
    >>> field.degree, field.element(Fraction(1, 2)) + field.generator
    (2, FieldElement(1/2 + theta))
    """

    root: AlgebraicNumber
    modulus: flint.fmpq_poly = field(init=False, repr=False, compare=False)
    _balls: dict[int, flint.arb] = field(
        init=False, repr=False, compare=False, default_factory=lambda: dict[int, flint.arb]()
    )

    def __post_init__(self) -> None:
        if not isinstance(self.root, AlgebraicNumber):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("root", self.root, "an AlgebraicNumber")
        object.__setattr__(self, "modulus", flint.fmpq_poly(list(self.root.polynomial)))

    @property
    def degree(self) -> int:
        """The degree of the field over the rationals, at least 2."""
        return len(self.root.polynomial) - 1

    @property
    def generator(self) -> FieldElement:
        """The element theta."""
        return FieldElement(self, flint.fmpq_poly([0, 1]))

    def element(self, value: object) -> FieldElement:
        """Return a number as an element of this field.

        Parameters
        ----------
        value : exact number, AlgebraicNumber or FieldElement

        Raises
        ------
        InvalidGameError
            If the number is not in the field, or no number.

        Notes
        -----
        The polynomial of an algebraic number in theta is guessed by lattice reduction (Lenstra,
        Lenstra and Lovasz 1982) at growing precision, and accepted if it is exactly that number.

        Examples
        --------
        >>> from coopgames.arithmetic import nth_root
        >>> NumberField(nth_root(Fraction(2), 2)).element(nth_root(Fraction(8), 2))
        FieldElement(2*theta)
        """
        if isinstance(value, FieldElement):
            if value.field == self:
                return value
            value = value.number()
        if isinstance(value, AlgebraicNumber):
            return self._express(value)
        number = read_exact(value, "value")
        return FieldElement(
            self, flint.fmpq_poly([flint.fmpq(number.numerator, number.denominator)])
        )

    def from_coefficients(self, coefficients: list[Fraction]) -> FieldElement:
        """Return the element with these coefficients in theta, lowest degree first.

        Examples
        --------
        >>> from coopgames.arithmetic import nth_root
        >>> field = NumberField(nth_root(Fraction(2), 2))
        >>> field.from_coefficients([Fraction(0), Fraction(0), Fraction(1)])
        FieldElement(2)
        """
        terms = [flint.fmpq(c.numerator, c.denominator) for c in coefficients]
        return FieldElement(self, flint.fmpq_poly(terms) % self.modulus)

    def ball(self, bits: int) -> flint.arb:
        """Return an enclosure of theta of width ``2**-bits``."""
        known = self._balls.get(bits)
        if known is None:
            lower, upper = self.root.refine(bits)
            middle, radius = (lower + upper) / 2, (upper - lower) / 2
            with flint.ctx.workprec(2 * bits + middle.numerator.bit_length()):
                known = flint.arb(
                    flint.fmpq(middle.numerator, middle.denominator),
                    flint.fmpq(radius.numerator, radius.denominator),
                )
            self._balls[bits] = known
        return known

    def __reduce__(self) -> tuple[type[NumberField], tuple[AlgebraicNumber]]:
        # Flint's numbers do not travel between processes; everything follows from the root.
        return NumberField, (self.root,)

    def _express(self, value: AlgebraicNumber) -> FieldElement:
        if value == self.root:
            return self.generator
        bits = 256
        while self.degree % (len(value.polynomial) - 1) == 0 and bits <= _LAST_BITS:
            found = self._relation(value, bits)
            if found is not None and found.number() == value:
                return found
            bits *= 2
        raise invalid("value", value, f"an element of the field generated by {self.root}")

    def _relation(self, value: AlgebraicNumber, bits: int) -> FieldElement | None:
        scale = 1 << bits
        powers = [self.root.refine(2 * bits)[0] ** k for k in range(self.degree)]
        terms = [value.refine(2 * bits)[0], *powers]
        rows = [
            [int(i == j) for j in range(len(terms))] + [round(x * scale)]
            for i, x in enumerate(terms)
        ]
        first = flint.fmpz_mat(rows).lll()
        lead = int(first[0, 0])
        if lead == 0:
            return None
        return self.from_coefficients(
            [Fraction(-int(first[0, k]), lead) for k in range(1, len(terms))]
        )


class FieldElement:
    """A number of a :class:`NumberField`; build it with the field's methods.

    Notes
    -----
    ``+ - * /`` and comparisons take integers, Fractions, python-flint rationals and elements of
    the same field. A rational element equals, and hashes like, the Fraction. Comparisons cost one
    evaluation at an enclosure of theta, and more at higher precision only for values near zero.
    """

    __slots__ = ("field", "polynomial")

    field: NumberField
    polynomial: flint.fmpq_poly

    def __init__(self, field: NumberField, polynomial: flint.fmpq_poly) -> None:
        self.field = field
        self.polynomial = polynomial  # already reduced modulo the minimal polynomial

    @property
    def coefficients(self) -> tuple[Fraction, ...]:
        """Coefficients in theta, lowest degree first, without trailing zeros; zero is ()."""
        return tuple(Fraction(int(c.p), int(c.q)) for c in self.polynomial.coeffs())

    @property
    def is_rational(self) -> bool:
        """Whether the number is a fraction."""
        return self.polynomial.degree() <= 0

    def number(self) -> Fraction | AlgebraicNumber:
        """Return the number by itself: a Fraction, or its own minimal polynomial and root.

        Examples
        --------
        >>> from coopgames.arithmetic import nth_root
        >>> element = 1 + 2 * NumberField(nth_root(Fraction(3), 2)).generator
        >>> print(element.number())
        4.464101615 (root of x^2 - 2x - 11)
        """
        if self.is_rational:
            constant = self.polynomial[0]
            return Fraction(int(constant.p), int(constant.q))
        if self == self.field.generator:
            return self.field.root
        factors = irreducible_factors(self._characteristic())
        bits = FIRST_BITS
        while True:
            found = roots_in(factors, *self._bounds(bits))
            if len(found) == 1:
                return found[0]
            bits *= 2

    def sign(self) -> int:
        """Return -1, 0 or 1, exactly."""
        p = self.polynomial
        if p.degree() <= 0:
            constant = p[0]
            return (constant > 0) - (constant < 0)
        numerator = p.numer()
        # The default precision decides nearly always, and setting another one costs more than
        # the evaluation.
        value = numerator(self.field.ball(FIRST_BITS))
        bits = FIRST_BITS
        while not (value > 0 or value < 0):
            bits *= 2
            ball = self.field.ball(bits)
            with flint.ctx.workprec(2 * bits):
                value = numerator(ball)
        return 1 if value > 0 else -1

    def __add__(self, other: object) -> FieldElement:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return FieldElement(self.field, self.polynomial + operand)

    __radd__ = __add__

    def __sub__(self, other: object) -> FieldElement:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return FieldElement(self.field, self.polynomial - operand)

    def __rsub__(self, other: object) -> FieldElement:
        return (-self).__add__(other)

    def __mul__(self, other: object) -> FieldElement:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        product = self.polynomial * operand
        if product.degree() >= self.field.degree:
            product = product % self.field.modulus
        return FieldElement(self.field, product)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> FieldElement:
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return self * FieldElement(self.field, operand).inverse()

    def __rtruediv__(self, other: object) -> FieldElement:
        return self.inverse().__mul__(other)

    def inverse(self) -> FieldElement:
        """Return 1 / self.

        Raises
        ------
        ZeroDivisionError
            If the element is zero.
        """
        if not self.polynomial:
            raise ZeroDivisionError("division by zero in a number field")
        if self.polynomial.degree() == 0:
            return FieldElement(self.field, flint.fmpq_poly([1 / self.polynomial[0]]))
        _, inverse, _ = self.polynomial.xgcd(self.field.modulus)  # the gcd is 1, monic in flint
        return FieldElement(self.field, inverse % self.field.modulus)

    def __pow__(self, exponent: int) -> FieldElement:
        check_integer("exponent", exponent, 0)
        result = self.field.element(1)
        for bit in bin(exponent)[2:]:
            result = result * result
            if bit == "1":
                result = result * self
        return result

    def __neg__(self) -> FieldElement:
        return FieldElement(self.field, -self.polynomial)

    def __pos__(self) -> FieldElement:
        return self

    def __abs__(self) -> FieldElement:
        return -self if self.sign() < 0 else self

    def __bool__(self) -> bool:
        return bool(self.polynomial)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FieldElement) and other.field != self.field:
            # Irrational elements of two fields may be one number, but then their hashes differ.
            both = self.is_rational and other.is_rational
            return both and self.polynomial == other.polynomial
        if isinstance(other, numbers.Real) and not isinstance(other, numbers.Rational):
            return False
        operand = self._operand(other)
        return NotImplemented if operand is None else self.polynomial == operand

    def __lt__(self, other: object) -> bool:
        order = self._order(other)
        return NotImplemented if order is None else order < 0

    def __le__(self, other: object) -> bool:
        order = self._order(other)
        return NotImplemented if order is None else order <= 0

    def __gt__(self, other: object) -> bool:
        order = self._order(other)
        return NotImplemented if order is None else order > 0

    def __ge__(self, other: object) -> bool:
        order = self._order(other)
        return NotImplemented if order is None else order >= 0

    def _order(self, other: object) -> int | None:
        operand = self._operand(other)
        if operand is None:
            return None
        return FieldElement(self.field, self.polynomial - operand).sign()

    def __hash__(self) -> int:
        if self.is_rational:
            return hash(self.number())
        return hash((self.field.root, self.coefficients))

    def __float__(self) -> float:
        if self.is_rational:
            return float(self.number())
        bits = FIRST_BITS
        while True:
            lower, upper = self._bounds(bits)
            if float(lower) == float(upper):  # both ends round to the same double
                return float(lower)
            bits *= 2

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return NumberField.from_coefficients, (self.field, list(self.coefficients))

    def __repr__(self) -> str:
        return f"FieldElement({self})"

    def __str__(self) -> str:
        terms: list[str] = []
        for k, c in enumerate(self.coefficients):
            if c:
                power = "" if k == 0 else "theta" if k == 1 else f"theta^{k}"
                size = abs(c)
                body = power if power and size == 1 else f"{size}*{power}" if power else f"{size}"
                joint = (" - " if c < 0 else " + ") if terms else ("-" if c < 0 else "")
                terms.append(joint + body)
        return "".join(terms) or "0"

    def _bounds(self, bits: int) -> tuple[Fraction, Fraction]:
        """Return an open interval that holds the number and shrinks as `bits` grow."""
        with flint.ctx.workprec(2 * bits):
            value = self.polynomial.numer()(self.field.ball(bits)) / self.polynomial.denom()
            middle, radius = value.mid().fmpq(), value.rad().fmpq()
        center, gap = Fraction(int(middle.p), int(middle.q)), Fraction(int(radius.p), int(radius.q))
        gap += Fraction(1, 1 << bits)
        return center - gap, center + gap

    def _characteristic(self) -> flint.fmpz_poly:
        """Return a multiple of the characteristic polynomial of multiplication by the element."""
        rows: list[list[flint.fmpq]] = []
        power = self.polynomial
        shift = flint.fmpq_poly([0, 1])
        for _ in range(self.field.degree):
            rows.append([power[k] for k in range(self.field.degree)])
            power = power * shift % self.field.modulus
        return flint.fmpq_mat(rows).charpoly().numer()

    def _operand(self, value: object) -> flint.fmpq_poly | None:
        if isinstance(value, FieldElement):
            if value.field is self.field or value.field == self.field:
                return value.polynomial
            raise InvalidGameError(
                f"field: got elements of the fields generated by {self.field.root} and "
                f"{value.field.root}, expected one field"
            )
        return _rational(value)


def _rational(value: object) -> flint.fmpq_poly | None:
    """Return a rational operand as a constant polynomial; None is no number of ours."""
    if isinstance(value, flint.fmpq | flint.fmpz):
        return flint.fmpq_poly([value])
    if isinstance(value, bool) or not isinstance(value, numbers.Rational):
        refuse_float(value, "an element of a number field")
        return None
    return flint.fmpq_poly([flint.fmpq(int(value.numerator), int(value.denominator))])
