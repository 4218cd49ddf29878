"""Polynomials and inequalities with names: what a claim is written in.

One formula serves three readers: an SMT solver (:meth:`Formula.smt`), exact evaluation at a
rational point (:meth:`Formula.holds`), and a person (``str``). Nothing is simplified, so that what
is proved is what was written.

Examples
--------
>>> beta, v = Variable("beta"), Variable("v")
>>> patient = beta * (1 + v) >= Fraction(1, 2)
>>> print(patient)
beta * (1 + v) >= 1/2
>>> patient.smt()
'(>= (* beta (+ 1.0 v)) (/ 1.0 2.0))'
>>> patient.holds({"beta": Fraction(1, 4), "v": Fraction(1)})
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

__all__ = [
    "Comparison",
    "Constant",
    "Formula",
    "Operation",
    "Point",
    "Ratio",
    "Term",
    "Variable",
    "equal",
]

Point = Mapping[str, Fraction]
Relation = Literal["=", "<", "<=", ">", ">="]
Operator = Literal["+", "-", "*"]


class Term:
    """A polynomial; arithmetic and order comparisons build larger terms and formulas.

    ``==`` compares two terms as data; :func:`equal` builds an equation.
    """

    __slots__ = ()

    def smt(self) -> str:
        """Return the SMT-LIB term."""
        raise NotImplementedError

    def at(self, point: Point) -> Fraction:
        """Return the value at a point that gives every variable."""
        raise NotImplementedError

    def variables(self) -> frozenset[str]:
        """Return the names that occur."""
        raise NotImplementedError

    def __add__(self, other: Term | int | Fraction) -> Term:
        return Operation("+", self, _term(other))

    def __radd__(self, other: int | Fraction) -> Term:
        return Operation("+", _term(other), self)

    def __sub__(self, other: Term | int | Fraction) -> Term:
        return Operation("-", self, _term(other))

    def __rsub__(self, other: int | Fraction) -> Term:
        return Operation("-", _term(other), self)

    def __mul__(self, other: Term | int | Fraction) -> Term:
        return Operation("*", self, _term(other))

    def __rmul__(self, other: int | Fraction) -> Term:
        return Operation("*", _term(other), self)

    def __lt__(self, other: Term | int | Fraction) -> Comparison:
        return Comparison("<", self, _term(other))

    def __le__(self, other: Term | int | Fraction) -> Comparison:
        return Comparison("<=", self, _term(other))

    def __gt__(self, other: Term | int | Fraction) -> Comparison:
        return Comparison(">", self, _term(other))

    def __ge__(self, other: Term | int | Fraction) -> Comparison:
        return Comparison(">=", self, _term(other))


@dataclass(frozen=True, slots=True)
class Variable(Term):
    """A real number with a name."""

    name: str

    def smt(self) -> str:
        """Return the name."""
        return self.name

    def at(self, point: Point) -> Fraction:
        """Return the value that the point gives to the name."""
        return point[self.name]

    def variables(self) -> frozenset[str]:
        """Return the name."""
        return frozenset({self.name})

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Constant(Term):
    """A rational number."""

    value: Fraction

    def smt(self) -> str:
        """Return the number as a decimal or a quotient of decimals, negative ones in parentheses.

        Examples
        --------
        >>> Constant(Fraction(-1, 2)).smt()
        '(- (/ 1.0 2.0))'
        """
        size = abs(self.value)
        text = f"{size.numerator}.0"
        if size.denominator != 1:
            text = f"(/ {text} {size.denominator}.0)"
        return f"(- {text})" if self.value < 0 else text

    def at(self, point: Point) -> Fraction:
        """Return the number."""
        return self.value

    def variables(self) -> frozenset[str]:
        """Return the empty set."""
        return frozenset()

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Operation(Term):
    """A sum, a difference or a product of two terms."""

    operator: Operator
    left: Term
    right: Term

    def smt(self) -> str:
        """Return the SMT-LIB term, in prefix form."""
        return f"({self.operator} {self.left.smt()} {self.right.smt()})"

    def at(self, point: Point) -> Fraction:
        """Return the value at a point that gives every variable."""
        left, right = self.left.at(point), self.right.at(point)
        if self.operator == "+":
            return left + right
        return left - right if self.operator == "-" else left * right

    def variables(self) -> frozenset[str]:
        """Return the names that occur."""
        return self.left.variables() | self.right.variables()

    def __str__(self) -> str:
        left, right = str(self.left), str(self.right)
        if self.operator == "*" and _is_sum(self.left):
            left = f"({left})"
        if self.operator != "+" and _is_sum(self.right):
            right = f"({right})"
        return f"{left} {self.operator} {right}"


class Formula:
    """A statement about real numbers that is true or false at each point."""

    __slots__ = ()

    def smt(self) -> str:
        """Return the SMT-LIB term of sort Bool."""
        raise NotImplementedError

    def holds(self, point: Point) -> bool:
        """Return whether it is true at a point that gives every variable."""
        raise NotImplementedError

    def variables(self) -> frozenset[str]:
        """Return the names that occur."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Comparison(Formula):
    """An equation or an inequality between two terms."""

    relation: Relation
    left: Term
    right: Term

    def __bool__(self) -> bool:
        # a < b < c would silently drop a < b.
        raise TypeError(
            "a Comparison has no truth value: use AllOf((a < b, b < c)), or .holds(point)"
        )

    def smt(self) -> str:
        """Return the SMT-LIB term of sort Bool."""
        return f"({self.relation} {self.left.smt()} {self.right.smt()})"

    def holds(self, point: Point) -> bool:
        """Return whether it is true at a point, in exact arithmetic."""
        gap = self.left.at(point) - self.right.at(point)
        if self.relation == "=":
            return gap == 0
        if gap == 0:
            return self.relation in ("<=", ">=")
        return (gap < 0) == (self.relation in ("<", "<="))

    def variables(self) -> frozenset[str]:
        """Return the names that occur."""
        return self.left.variables() | self.right.variables()

    def __str__(self) -> str:
        return f"{self.left} {self.relation} {self.right}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient of two terms, kept apart because its denominator must be shown to be positive."""

    numerator: Term
    denominator: Term

    def at(self, point: Point) -> Fraction:
        """Return the value at a point.

        Raises
        ------
        ZeroDivisionError
            If the denominator is 0 there.
        """
        return self.numerator.at(point) / self.denominator.at(point)

    def is_value_of(self, name: Term) -> Comparison:
        """Return the equation that makes ``name`` the quotient, where the denominator is not 0."""
        return equal(name * self.denominator, self.numerator)

    def __str__(self) -> str:
        return f"({self.numerator}) / ({self.denominator})"


def equal(left: Term, right: Term | int | Fraction) -> Comparison:
    """Return the equation of two terms.

    Examples
    --------
    >>> print(equal(Variable("x"), 1))
    x = 1
    """
    return Comparison("=", left, _term(right))


def _term(value: Term | int | Fraction) -> Term:
    return value if isinstance(value, Term) else Constant(Fraction(value))


def _is_sum(term: Term) -> bool:
    return isinstance(term, Operation) and term.operator != "*"
