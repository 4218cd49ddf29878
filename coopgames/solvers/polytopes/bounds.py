"""Convex sets of payoffs of many players, and the pair of them that encloses the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coopgames.arithmetic import AlgebraicNumber
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import InvalidGameError
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.reading import refused, vector

__all__ = ["Polytope", "PolytopeBounds"]

Coordinates = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Polytope:
    """A convex set of payoff vectors, by its vertices or by half-spaces and vertices.

    Attributes
    ----------
    vertices : tuple of points
        Lexicographically; empty if the set is.
    normals, offsets : tuple of vectors and tuple of Fractions
        Half-spaces ``normals[k] . v <= offsets[k]`` that cut out the set; empty if it is given by
        its vertices alone.

    Examples
    --------
    >>> segment = Polytope(((Fraction(0), Fraction(0)), (Fraction(2), Fraction(1))))
    >>> segment.contains((1, "1/2")), segment.support((1, 1))
    (True, Fraction(3, 1))
    """

    vertices: tuple[Coordinates, ...]
    normals: tuple[tuple[int, ...], ...] = ()
    offsets: Coordinates = ()

    @property
    def is_empty(self) -> bool:
        """Whether the set has no point."""
        return not self.vertices

    def contains(self, point: Sequence[object]) -> bool:
        """Tell whether a point belongs to the set (the boundary does), exactly.

        Notes
        -----
        One inequality for each half-space, or one exact linear program over the vertices.
        """
        if self.is_empty:
            return False
        where = _vector(point, len(self.vertices[0]), "point")
        if self.normals:
            pairs = zip(self.normals, self.offsets, strict=True)
            return all(_dot(n, where) <= b for n, b in pairs)
        if where in self.vertices:
            return True
        rows = [
            Row([v[c] for v in self.vertices], "==", where[c])  # type: ignore[arg-type]
            for c in range(len(where))
        ]
        count = len(self.vertices)
        rows.append(Row([1] * count, "==", 1))  # type: ignore[arg-type]
        return solve_lp(LinearProgram([0] * count, rows)).status == "optimal"

    def support(self, direction: Sequence[object]) -> Fraction:
        """Return the largest value of ``direction . v`` over the set.

        Raises
        ------
        InvalidGameError
            If the set is empty.
        """
        if self.is_empty:
            raise InvalidGameError("support: the set is empty, it has no largest value")
        where = _vector(direction, len(self.vertices[0]), "direction")
        return max(_dot(where, v) for v in self.vertices)

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row for each vertex."""
        return [{f"payoff_{c + 1}": x for c, x in enumerate(v)} for v in self.vertices]

    def __repr__(self) -> str:
        half = f", {len(self.normals)} half-spaces" if self.normals else ""
        return f"Polytope(<{len(self.vertices)} vertices{half}>)"


@dataclass(frozen=True, slots=True)
class PolytopeBounds:
    """Two sets with the equilibrium payoffs between them.

    Attributes
    ----------
    inner : Polytope
        Every point is an equilibrium payoff. May be empty.
    outer : Polytope
        Contains every equilibrium payoff. Empty if there is no equilibrium.
    distance : Fraction or None
        No point of ``outer`` is farther than this (Euclidean, in units of payoff) from ``inner``;
        so it bounds the Hausdorff distance of the equilibrium payoffs to both. It is found by exact
        arithmetic at every vertex of ``outer``. ``None`` if ``inner`` alone is empty.
    """

    inner: Polytope
    outer: Polytope
    distance: Fraction | None

    def contains(self, point: Sequence[object]) -> bool | None:
        """Tell whether a point is an equilibrium payoff; ``None`` if it lies between the sets."""
        if not self.outer.contains(point):
            return False
        return True if self.inner.contains(point) else None

    def support(self, direction: Sequence[object]) -> tuple[Fraction | None, Fraction]:
        """Return bounds of the largest value of ``direction . v`` over the equilibrium payoffs.

        The lower one is ``None`` if the inner set is empty.

        Raises
        ------
        InvalidGameError
            If the outer set is empty: there is no equilibrium.
        """
        upper = self.outer.support(direction)
        return (None if self.inner.is_empty else self.inner.support(direction)), upper

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row for each vertex of either set."""
        return [
            {"set": name, **row}
            for name, one in (("inner", self.inner), ("outer", self.outer))
            for row in one.to_rows()
        ]


def _dot(left: Sequence[Fraction | int], right: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(left, right, strict=True)), start=Fraction(0))


def _vector(values: object, size: int, name: str) -> Coordinates:
    expected = f"{size} rational numbers"
    listed = vector(values, size, name, expected)
    if any(isinstance(x, AlgebraicNumber | list | tuple) for x in listed):
        raise refused(name, values, expected)
    return tuple(read_exact(x, name) for x in listed)
