"""Ratios of polynomials in one named parameter: numbers that are still a family.

A game whose discount factor is ``parameter("delta", 0, 1)`` is a family of games. Solvers that
accept it work in the field of these ratios, with exact zeros and exact signs.

Examples
--------
>>> delta = parameter("delta", 0, 1)
>>> r = (1 - delta) / (2 * delta)
>>> r, r.at(Fraction(1, 3))
((1 - delta)/(2*delta), Fraction(1, 1))
"""

from __future__ import annotations

import numbers
import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import flint

from coopgames.arithmetic.algebraic import AlgebraicNumber
from coopgames.arithmetic.enclosure import refuse_float
from coopgames.arithmetic.grammar import read_exact
from coopgames.arithmetic.parameters import Parameter
from coopgames.arithmetic.polynomials import coefficients_of, sign_of_rational, value_at
from coopgames.arithmetic.printing import polynomial_latex, polynomial_source
from coopgames.arithmetic.ratios import Rule, lowest_terms, strict_polynomial
from coopgames.arithmetic.roots import between, roots_of
from coopgames.errors import UndecidedComparisonError, UnsupportedGameError, invalid

__all__ = ["RationalFunction", "parameter"]

Point = Fraction | AlgebraicNumber
Cell = tuple[Point | None, Point | None, int]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RationalFunction:
    """A ratio of two polynomials with integer coefficients in one parameter.

    Parameters
    ----------
    parameter : Parameter
        The name and the open domain.
    numerator, denominator : sequence of int
        Lowest degree first. They are stored in lowest terms: coprime, no common integer factor,
        leading coefficient of the denominator positive; the zero polynomial is ``()``.

    Raises
    ------
    InvalidGameError
        If the denominator is identically zero.

    Notes
    -----
    Arithmetic with ints and Fractions and with ratios in the same parameter stays in the field; a
    float raises `MixedArithmeticError`, another parameter `UnsupportedGameError`. Equality is that
    of the field, and a constant equals its fraction. The order is that of functions only where
    both sides are constant; use `sign_cells` to know where a ratio is positive.

    Examples
    --------
    >>> x = parameter("x")
    >>> (x**2 - 1) / (2 * x - 2)
    (1 + x)/2
    >>> (x + 1) - x == 1
    True
    """

    parameter: Parameter
    numerator: tuple[int, ...]
    denominator: tuple[int, ...] = (1,)

    def __post_init__(self) -> None:
        if not isinstance(self.parameter, Parameter):  # pyright: ignore
            raise invalid("parameter", self.parameter, "a Parameter")
        top = strict_polynomial(self.numerator, "numerator")
        bottom = strict_polynomial(self.denominator, "denominator")
        if not bottom:
            raise invalid("denominator", self.denominator, "a polynomial that is not zero")
        _fill(self, *lowest_terms(top, bottom))

    @property
    def degree(self) -> int:
        """The larger of the degrees of numerator and denominator; 0 for a constant."""
        return max(len(self.numerator), len(self.denominator)) - 1

    @property
    def is_polynomial(self) -> bool:
        """Whether the denominator is a constant."""
        return len(self.denominator) == 1

    def constant(self) -> Fraction | None:
        """Return the value when it does not depend on the parameter, else None.

        Examples
        --------
        >>> x = parameter("x")
        >>> (x / x).constant(), x.constant()
        (Fraction(1, 1), None)
        """
        if self.degree > 0:
            return None
        return Fraction(self.numerator[0] if self.numerator else 0, self.denominator[0])

    def polynomial(self) -> tuple[Fraction, ...]:
        """Return the coefficients, lowest degree first; the zero polynomial is ().

        Raises
        ------
        InvalidGameError
            If the denominator depends on the parameter.

        Examples
        --------
        >>> x = parameter("x")
        >>> ((1 - x) / 2).polynomial()
        (Fraction(1, 2), Fraction(-1, 2))
        """
        if not self.is_polynomial:
            raise invalid("polynomial", self, "a denominator that is constant")
        return tuple(Fraction(c, self.denominator[0]) for c in self.numerator)

    def at(self, value: object) -> Fraction:
        """Return the value at an exact number, inside the domain or not.

        Raises
        ------
        InvalidGameError
            If the denominator is zero there.

        Examples
        --------
        >>> x = parameter("x", 0, 1)
        >>> (1 / x).at("1/3"), (1 - x).at(1)
        (Fraction(3, 1), Fraction(0, 1))
        """
        point = read_exact(value, "value")
        bottom = value_at(self._bottom(), point)
        if bottom == 0:
            raise invalid("value", value, f"no pole of {self!r}") from ZeroDivisionError()
        result = value_at(self._top(), point) / bottom
        return Fraction(int(result.p), int(result.q))

    def roots(self) -> tuple[Fraction | AlgebraicNumber, ...]:
        """Return the zeros inside the open domain, ascending.

        Raises
        ------
        InvalidGameError
            If the ratio is identically zero.

        Examples
        --------
        >>> x = parameter("x", 0, 2)
        >>> ((x**2 - 1) / x).roots()
        (Fraction(1, 1),)
        """
        return roots_of(self._top(), self.parameter.lower, self.parameter.upper)

    def sign_cells(self) -> tuple[Cell, ...]:
        """Return the open cells into which zeros and poles split the domain, with their signs.

        Returns
        -------
        tuple of (lower, upper, sign)
            Ascending; an end is a Fraction, an AlgebraicNumber, or None for an infinite end; the
            sign is -1 or 1 on the whole cell (0 in the one cell of the zero function).

        Examples
        --------
        >>> x = parameter("x", 0, 1)
        >>> (1 - 2 * x).sign_cells()
        ((Fraction(0, 1), Fraction(1, 2), 1), (Fraction(1, 2), Fraction(1, 1), -1))
        """
        low, high = self.parameter.lower, self.parameter.upper
        top, bottom = self._top(), self._bottom()
        if not top:
            return ((low, high, 0),)
        product = top * bottom  # the same sign as the ratio, zero at its zeros and poles
        marks = [low, *roots_of(product, low, high), high]
        return tuple(
            (a, b, sign_of_rational(value_at(product, between(a, b)))) for a, b in pairwise(marks)
        )

    def __neg__(self) -> RationalFunction:
        return _trusted(self.parameter, tuple(-c for c in self.numerator), self.denominator)

    def __pos__(self) -> RationalFunction:
        return self

    def __add__(self, other: object) -> RationalFunction:
        return self._combine(other, lambda a, b, c, d: (a * d + c * b, b * d))

    __radd__ = __add__

    def __sub__(self, other: object) -> RationalFunction:
        return self._combine(other, lambda a, b, c, d: (a * d - c * b, b * d))

    def __rsub__(self, other: object) -> RationalFunction:
        return self._combine(other, lambda a, b, c, d: (c * b - a * d, b * d))

    def __mul__(self, other: object) -> RationalFunction:
        return self._combine(other, lambda a, b, c, d: (a * c, b * d))

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> RationalFunction:
        return self._combine(other, lambda a, b, c, d: (a * d, b * c))

    def __rtruediv__(self, other: object) -> RationalFunction:
        return self._combine(other, lambda a, b, c, d: (c * b, d * a))

    def __pow__(self, exponent: object) -> RationalFunction:
        if isinstance(exponent, bool) or not isinstance(exponent, int):
            raise invalid("exponent", exponent, "an integer")
        if exponent < 0:
            return (1 / self) ** -exponent
        # Powers of coprime polynomials stay coprime, so nothing needs reducing.
        top, bottom = self._top() ** exponent, self._bottom() ** exponent
        return _trusted(self.parameter, coefficients_of(top), coefficients_of(bottom))

    def __eq__(self, other: object) -> bool:
        mine = self.constant()
        if isinstance(other, RationalFunction):
            if mine is not None:
                return mine == other.constant()
            return (self.parameter, self._fields()) == (other.parameter, other._fields())
        if isinstance(other, numbers.Rational):
            theirs = Fraction(int(other.numerator), int(other.denominator))
            return mine is not None and mine == theirs
        return NotImplemented

    def __hash__(self) -> int:
        mine = self.constant()
        return hash((self.parameter, *self._fields())) if mine is None else hash(mine)

    def __lt__(self, other: object) -> bool:
        return self._decide(other, "<", operator.lt)

    def __le__(self, other: object) -> bool:
        return self._decide(other, "<=", operator.le)

    def __gt__(self, other: object) -> bool:
        return self._decide(other, ">", operator.gt)

    def __ge__(self, other: object) -> bool:
        return self._decide(other, ">=", operator.ge)

    def __repr__(self) -> str:
        top = polynomial_source(self.numerator, self.parameter.name)
        if self.denominator == (1,):
            return top
        bottom = polynomial_source(self.denominator, self.parameter.name)
        if " " in top:
            top = f"({top})"
        return f"{top}/({bottom})" if any(c in bottom for c in " *") else f"{top}/{bottom}"

    def _repr_latex_(self) -> str:
        top = polynomial_latex(self.numerator, self.parameter.name, ascending=True)
        if self.denominator == (1,):
            return f"${top}$"
        bottom = polynomial_latex(self.denominator, self.parameter.name, ascending=True)
        return rf"$\frac{{{top}}}{{{bottom}}}$"

    def _top(self) -> flint.fmpz_poly:
        return flint.fmpz_poly(list(self.numerator))

    def _bottom(self) -> flint.fmpz_poly:
        return flint.fmpz_poly(list(self.denominator))

    def _combine(self, other: object, rule: Rule) -> RationalFunction:
        """Apply a rule of fractions to this ratio a/b and the other c/d."""
        that = self._operand(other)
        if that is None:
            return NotImplemented
        top, bottom = rule(self._top(), self._bottom(), that._top(), that._bottom())
        if not bottom:
            raise invalid("divisor", that, "a divisor that is not identically zero") from (
                ZeroDivisionError("division by zero")
            )
        return _trusted(self.parameter, *lowest_terms(top, bottom))

    def _fields(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return self.numerator, self.denominator

    def _operand(self, other: object) -> RationalFunction | None:
        if isinstance(other, RationalFunction):
            if other.parameter != self.parameter:
                raise UnsupportedGameError(
                    f"parameter: got {self.parameter} together with {other.parameter}, expected "
                    "one parameter; fix one of them at a number"
                )
            return other
        if isinstance(other, numbers.Rational):
            value = read_exact(other, "operand")
            top = (value.numerator,) if value else ()
            return _trusted(self.parameter, top, (value.denominator,))
        refuse_float(other, "a ratio of polynomials")
        return None

    def _decide(
        self, other: object, relation: str, holds: Callable[[Fraction, Fraction], bool]
    ) -> bool:
        that = self._operand(other)
        if that is None:
            return NotImplemented
        mine, theirs = self.constant(), that.constant()
        if mine is None or theirs is None:
            raise UndecidedComparisonError(
                f"cannot decide whether {self!r} {relation} {that!r}: it depends on "
                f"{self.parameter}; sign_cells() of the difference says where it holds"
            )
        return holds(mine, theirs)


def parameter(name: str, lower: object = None, upper: object = None) -> RationalFunction:
    """Return the identity function of a new parameter, ready for arithmetic.

    Parameters
    ----------
    name : str
        An identifier, such as ``"delta"``.
    lower, upper : exact numbers or None
        The open domain; None is an infinite end.

    Returns
    -------
    RationalFunction

    Raises
    ------
    InvalidGameError
        If the name is no identifier or the domain is empty.
    MixedArithmeticError
        If an end is a float.

    Examples
    --------
    >>> delta = parameter("delta", 0, 1)
    >>> (10 * delta - 9) / (1 - delta)
    (9 - 10*delta)/(-1 + delta)
    """
    low = None if lower is None else read_exact(lower, "lower")
    high = None if upper is None else read_exact(upper, "upper")
    return _trusted(Parameter(name, low, high), (0, 1), (1,))


def _trusted(
    parameter: Parameter, numerator: tuple[int, ...], denominator: tuple[int, ...]
) -> RationalFunction:
    """Build a ratio that is already in lowest terms."""
    ratio = object.__new__(RationalFunction)
    object.__setattr__(ratio, "parameter", parameter)
    _fill(ratio, numerator, denominator)
    return ratio


def _fill(
    ratio: RationalFunction, numerator: tuple[int, ...], denominator: tuple[int, ...]
) -> None:
    object.__setattr__(ratio, "numerator", numerator)
    object.__setattr__(ratio, "denominator", denominator)
