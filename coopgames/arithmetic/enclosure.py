"""Certified intervals for numbers that no fraction equals.

An `Enclosure` carries a number that is known only to lie between two fractions: a normal
probability, a logarithm, a root. Arithmetic is plain interval arithmetic with exact ends; a
comparison answers only when it holds for every member, and otherwise raises.

Examples
--------
>>> third = Enclosure(Fraction(33, 100), Fraction(34, 100))
>>> 3 * third
Enclosure(Fraction(99, 100), Fraction(51, 50))
>>> third < Fraction(1, 2)
True
"""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NoReturn

from coopgames.arithmetic.grammar import (
    check_integer,
    float_advice,
    read_exact,
)
from coopgames.arithmetic.printing import enclosure_text, fraction_source
from coopgames.errors import (
    InvalidGameError,
    MixedArithmeticError,
    UndecidedComparisonError,
    invalid,
)

__all__ = ["Enclosure", "refuse_float", "undecided"]


@dataclass(frozen=True, slots=True, repr=False)
class Enclosure:
    """A closed interval [lower, upper] of rational ends that contains the number meant.

    Parameters
    ----------
    lower, upper : Fraction
        The ends, ``lower <= upper``. Integers are accepted and stored as fractions.

    Raises
    ------
    InvalidGameError
        If the ends are not exact numbers or are out of order.

    Notes
    -----
    ``==`` is structural: the same ends. Two enclosures with the same ends need not be of the same
    number, so equality is never a claim about the members. Point enclosures stay enclosures under
    arithmetic; `as_scalar` turns them into fractions.

    Examples
    --------
    >>> x = Enclosure(Fraction(1, 4), Fraction(1, 2))
    >>> x * x, x - x
    (Enclosure(Fraction(1, 16), Fraction(1, 4)), Enclosure(Fraction(-1, 4), Fraction(1, 4)))
    >>> x < Fraction(1, 3)
    Traceback (most recent call last):
    ...
    coopgames.errors.UndecidedComparisonError: cannot decide whether \
Enclosure(Fraction(1, 4), Fraction(1, 2)) < Fraction(1, 3): some members say yes, others no
    """

    lower: Fraction
    upper: Fraction

    def __post_init__(self) -> None:
        for name in ("lower", "upper"):
            object.__setattr__(self, name, read_exact(getattr(self, name), name))
        if self.lower > self.upper:
            raise invalid("lower", self.lower, f"a lower end that is at most {self.upper!r}")

    @classmethod
    def of(cls, value: Fraction | int | Enclosure) -> Enclosure:
        """Return `value` as an enclosure; a fraction becomes a point.

        Examples
        --------
        >>> Enclosure.of(Fraction(1, 2))
        Enclosure(Fraction(1, 2), Fraction(1, 2))
        """
        if isinstance(value, Enclosure):
            return value
        point = read_exact(value, "value")
        return cls(point, point)

    @classmethod
    def hull(cls, a: Fraction | int | Enclosure, b: Fraction | int | Enclosure) -> Enclosure:
        """Return the least enclosure that contains both `a` and `b`.

        Examples
        --------
        >>> Enclosure.hull(2, Fraction(1, 2))
        Enclosure(Fraction(1, 2), Fraction(2, 1))
        """
        first, second = cls.of(a), cls.of(b)
        return cls(min(first.lower, second.lower), max(first.upper, second.upper))

    @property
    def width(self) -> Fraction:
        """The length of the interval, ``upper - lower``."""
        return self.upper - self.lower

    @property
    def midpoint(self) -> Fraction:
        """The middle of the interval, exactly."""
        return (self.lower + self.upper) / 2

    def compare(self, other: Fraction | int | Enclosure) -> int | None:
        """Compare without raising.

        Parameters
        ----------
        other : Fraction, int or Enclosure

        Returns
        -------
        int or None
            -1 or 1 when every member of `self` is below or above every member of `other`, 0 when
            both are the same single point, None when the members disagree.

        Examples
        --------
        >>> x = Enclosure(Fraction(1, 4), Fraction(1, 2))
        >>> x.compare(1), x.compare(0), x.compare(Fraction(1, 3))
        (-1, 1, None)
        """
        that = Enclosure.of(other)
        if self.upper < that.lower:
            return -1
        if self.lower > that.upper:
            return 1
        same_point = self.lower == self.upper == that.lower == that.upper
        return 0 if same_point else None

    def __contains__(self, value: object) -> bool:
        if isinstance(value, Enclosure):
            return self.lower <= value.lower and value.upper <= self.upper
        refuse_float(value, "an enclosure")
        member: Any = value  # algebraic numbers compare with fractions exactly, so they may enter
        return bool(self.lower <= member <= self.upper)

    def __float__(self) -> float:
        return float(self.midpoint)

    def __neg__(self) -> Enclosure:
        return Enclosure(-self.upper, -self.lower)

    def __pos__(self) -> Enclosure:
        return self

    def __add__(self, other: object) -> Enclosure:
        that = _operand(other)
        if that is None:
            return NotImplemented
        return Enclosure(self.lower + that.lower, self.upper + that.upper)

    __radd__ = __add__

    def __sub__(self, other: object) -> Enclosure:
        that = _operand(other)
        if that is None:
            return NotImplemented
        return Enclosure(self.lower - that.upper, self.upper - that.lower)

    def __rsub__(self, other: object) -> Enclosure:
        that = _operand(other)
        return NotImplemented if that is None else that - self

    def __mul__(self, other: object) -> Enclosure:
        that = _operand(other)
        if that is None:
            return NotImplemented
        corners = [a * b for a in (self.lower, self.upper) for b in (that.lower, that.upper)]
        return Enclosure(min(corners), max(corners))

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Enclosure:
        that = _operand(other)
        if that is None:
            return NotImplemented
        if that.lower <= 0 <= that.upper:
            raise InvalidGameError(
                f"divisor: got {other!r}, expected a number or an enclosure without zero inside"
            ) from ZeroDivisionError("division by an enclosure that contains zero")
        return self * Enclosure(1 / that.upper, 1 / that.lower)

    def __rtruediv__(self, other: object) -> Enclosure:
        that = _operand(other)
        return NotImplemented if that is None else that / self

    def __pow__(self, exponent: int) -> Enclosure:
        check_integer("exponent", exponent, 0)
        corners = (self.lower**exponent, self.upper**exponent)
        if exponent > 0 and exponent % 2 == 0 and self.lower < 0 < self.upper:
            return Enclosure(Fraction(0), max(corners))
        return Enclosure(min(corners), max(corners))

    def __lt__(self, other: object) -> bool:
        that = _operand(other)
        if that is None:
            return NotImplemented
        if self.upper < that.lower:
            return True
        return False if self.lower >= that.upper else undecided(self, "<", other)

    def __le__(self, other: object) -> bool:
        that = _operand(other)
        if that is None:
            return NotImplemented
        if self.upper <= that.lower:
            return True
        return False if self.lower > that.upper else undecided(self, "<=", other)

    def __gt__(self, other: object) -> bool:
        that = _operand(other)
        if that is None:
            return NotImplemented
        if self.lower > that.upper:
            return True
        return False if self.upper <= that.lower else undecided(self, ">", other)

    def __ge__(self, other: object) -> bool:
        that = _operand(other)
        if that is None:
            return NotImplemented
        if self.lower >= that.upper:
            return True
        return False if self.upper < that.lower else undecided(self, ">=", other)

    def __repr__(self) -> str:
        return f"Enclosure({fraction_source(self.lower)}, {fraction_source(self.upper)})"

    def __str__(self) -> str:
        return enclosure_text(self.lower, self.upper)


def refuse_float(value: object, beside: str) -> None:
    """Raise MixedArithmeticError if `value` is a float of any library.

    Examples
    --------
    >>> refuse_float(Fraction(1, 2), "an enclosure")
    """
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Rational):
        text = float(value)
        advice = float_advice(text) if math.isfinite(text) else "write an exact number"
        raise MixedArithmeticError(f"the float {text!r} meets {beside}; {advice}")


def undecided(left: object, relation: str, right: object) -> NoReturn:
    """Raise the error of a comparison on which the members disagree."""
    raise UndecidedComparisonError(
        f"cannot decide whether {left!r} {relation} {right!r}: some members say yes, others no"
    )


def _operand(value: object) -> Enclosure | None:
    if isinstance(value, Enclosure):
        return value
    if isinstance(value, numbers.Rational):
        return Enclosure.of(read_exact(value, "operand"))
    refuse_float(value, "an enclosure")
    return None
