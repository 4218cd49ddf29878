"""Formulas made of formulas: and, or, not.

Examples
--------
>>> from coopgames.claims.terms import Variable
>>> x = Variable("x")
>>> print(AllOf((x > 0, Not(x > 1))))
(x > 0) and (not (x > 1))
"""

from __future__ import annotations

from dataclasses import dataclass

from coopgames.claims.terms import Formula, Point

__all__ = ["AllOf", "AnyOf", "Not"]


@dataclass(frozen=True, slots=True)
class AllOf(Formula):
    """True when all parts are true."""

    parts: tuple[Formula, ...]

    def smt(self) -> str:
        """Return the SMT-LIB term of sort Bool."""
        return f"(and {' '.join(part.smt() for part in self.parts)})"

    def holds(self, point: Point) -> bool:
        """Return whether all parts are true at a point."""
        return all(part.holds(point) for part in self.parts)

    def variables(self) -> frozenset[str]:
        """Return the names that occur."""
        return frozenset[str]().union(*(part.variables() for part in self.parts))

    def __str__(self) -> str:
        return " and ".join(f"({part})" for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf(Formula):
    """True when some part is true."""

    parts: tuple[Formula, ...]

    def smt(self) -> str:
        """Return the SMT-LIB term of sort Bool."""
        return f"(or {' '.join(part.smt() for part in self.parts)})"

    def holds(self, point: Point) -> bool:
        """Return whether some part is true at a point."""
        return any(part.holds(point) for part in self.parts)

    def variables(self) -> frozenset[str]:
        """Return the names that occur."""
        return frozenset[str]().union(*(part.variables() for part in self.parts))

    def __str__(self) -> str:
        return " or ".join(f"({part})" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not(Formula):
    """True when the part is false."""

    part: Formula

    def smt(self) -> str:
        """Return the SMT-LIB term of sort Bool."""
        return f"(not {self.part.smt()})"

    def holds(self, point: Point) -> bool:
        """Return whether the part is false at a point."""
        return not self.part.holds(point)

    def variables(self) -> frozenset[str]:
        """Return the names that occur."""
        return self.part.variables()

    def __str__(self) -> str:
        return f"not ({self.part})"
