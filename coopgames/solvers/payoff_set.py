"""Convex sets of payoff pairs: rational, irrational in one number field, or in floats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from coopgames.arithmetic import AlgebraicNumber, NumberField
from coopgames.errors import InvalidGameError, invalid
from coopgames.games import RepeatedGame
from coopgames.games._arrays import number_source
from coopgames.solvers.self_generation import coordinates as co
from coopgames.solvers.self_generation.geometry import clip, contains, cross, hull

__all__ = ["FLOAT_TOLERANCE", "Origin", "PayoffSet", "Point", "convex_hull"]

Real: TypeAlias = Fraction | AlgebraicNumber | float
Point: TypeAlias = tuple[Any, Any]

#: Sets with at most this many vertices are written out by ``repr``.
SHOWN_VERTICES = 12

#: Two float points nearer than this share of the range of the payoffs are one point.
FLOAT_TOLERANCE = co.FLOAT_TOLERANCE


def convex_hull(points: Iterable[Point]) -> tuple[Point, ...]:
    """Return the extreme points, counterclockwise from the lexicographically least.

    Notes
    -----
    Andrew's monotone chain (1979) in exact arithmetic, O(n log n); points inside an edge are left
    out.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> len(convex_hull([(one, one), (two, two), (one, two), (two, one), (one, one)]))
    4
    """
    return tuple(hull(points))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a payoff set comes from: the game, and the profile that supports each vertex.

    Attributes
    ----------
    game : RepeatedGame
    profiles : tuple of tuples of int
        One action profile for each vertex of the set, in the same order: the vertex is
        ``(1 - delta) g(profile) + delta w`` with a promise ``w`` of the set.
    """

    game: RepeatedGame
    profiles: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, init=False)
class PayoffSet:
    """A convex set of payoff pairs: empty, a point, a segment or a polygon.

    Parameters
    ----------
    points : iterable of pairs of numbers
        Any points whose convex hull is the set: exact numbers, algebraic numbers of one field, or
        floats (integers go with all of them).

    Attributes
    ----------
    vertices : tuple of pairs of Fraction or AlgebraicNumber, or of float
        Extreme points, counterclockwise from the lexicographically least.
    origin : Origin or None
        The game that the set is of, if a solver found it. Not part of equality.

    Raises
    ------
    InvalidGameError
        If a point is no pair of numbers, or the irrational numbers are not of one field that one
        of them generates.
    MixedArithmeticError
        If floats and exact numbers are mixed.

    Notes
    -----
    Sets of floats have a tolerance, in units of payoff: 1e-11 of the range of their coordinates
    (of the game's payoffs, if a solver made the set) and a few rounding errors of the largest
    coordinate. Points within it of the set belong to it; a set no wider than it is a segment, and
    no longer, a point.

    Examples
    --------
    >>> triangle = PayoffSet([(0, 0), (2, 0), (0, 2), (1, 1)])
    >>> len(triangle.vertices), triangle.area
    (3, Fraction(2, 1))
    >>> from coopgames.arithmetic import nth_root
    >>> print(PayoffSet([(0, 0), (nth_root(Fraction(2), 2), 0), (0, 1)]).area)
    0.7071067812 (root of 2x^2 - 1)
    """

    vertices: tuple[tuple[Any, Any], ...]
    origin: Origin | None = field(compare=False, repr=False)
    _points: tuple[tuple[Any, Any], ...] = field(compare=False, repr=False)
    _ground: co.Ground = field(compare=False, repr=False)

    def __init__(self, points: Iterable[Sequence[object]]) -> None:
        pairs: list[Sequence[object]] = []
        for point in points:
            if len(point) != 2:
                raise invalid("points", point, "pairs of payoffs: this set is for two players")
            pairs.append(point)
        ground, numbers = co.read([x for pair in pairs for x in pair], "points")
        corners = ground.hull(list(zip(numbers[::2], numbers[1::2], strict=True)))
        _fill(self, corners, ground, None)

    @classmethod
    def of_corners(
        cls,
        points: Iterable[Sequence[Any]],
        field: NumberField | None = None,
        origin: Origin | None = None,
        *,
        scale: float | None = None,
    ) -> PayoffSet:
        """Return the set with these corners: what solvers build their answers with.

        Parameters
        ----------
        points : iterable of points
            Corners in order, strictly convex: their first two entries are Fractions or flint
            rationals (`field` None), elements of the field, or floats.
        field : NumberField, optional
        origin : Origin, optional
        scale : float, optional
            For floats: the range of the payoffs of the game, to which the tolerance is relative.
        """
        ground, numbers = co.adopt([x for p in points for x in (p[0], p[1])], field, scale)
        corners = list(zip(numbers[::2], numbers[1::2], strict=True))
        self = object.__new__(cls)
        _fill(self, ground.hull(corners) if ground.is_float else corners, ground, origin)
        return self

    @property
    def dimension(self) -> int:
        """Dimension of the set: -1 if it is empty, 0 a point, 1 a segment, 2 a polygon."""
        return min(len(self.vertices), 3) - 1

    @property
    def is_exact(self) -> bool:
        """Whether the vertices are exact numbers."""
        return not self._ground.is_float

    @property
    def tolerance(self) -> float:
        """Tolerance of a set of floats, in units of payoff; 0.0 for exact sets."""
        return self._ground.tolerance

    @property
    def area(self) -> Fraction | AlgebraicNumber | float:
        """Area, in squared units of payoff (0 below dimension 2)."""
        double = self._ground.zero
        for a, b in zip(self._points[1:], self._points[2:], strict=False):
            double = double + cross(self._points[0], a, b)
        return self._ground.user(double / 2)

    def contains(self, point: Sequence[object]) -> bool:
        """Tell whether a payoff pair belongs to the set (the boundary does).

        Examples
        --------
        >>> PayoffSet([(0, 0), (2, 2)]).contains((1, 1))
        True
        """
        ground, others = self._ground.meet(_pair(point, "point"), "point")
        vertices = ground.adopt(self._points)
        if ground.is_float:
            return bool(vertices) and co.squared_distance(vertices, others) <= ground.tolerance**2
        return contains(vertices, others)

    def support(self, direction: Sequence[object]) -> Fraction | AlgebraicNumber | float:
        """Return the largest value of ``direction . u`` over the set.

        Raises
        ------
        InvalidGameError
            If the set is empty.

        Examples
        --------
        >>> PayoffSet([(0, 0), (2, 1)]).support((1, 1))
        Fraction(3, 1)
        """
        if not self.vertices:
            raise InvalidGameError("support: the set is empty, it has no largest value")
        ground, (first, second) = self._ground.meet(_pair(direction, "direction"), "direction")
        return ground.user(max(first * x + second * y for x, y in ground.adopt(self._points)))

    def hausdorff(self, other: PayoffSet) -> Fraction | AlgebraicNumber | float:
        """Return the Hausdorff distance (Euclidean) to another nonempty set.

        Exact sets have an exact distance; if one of the two is of floats, so is the distance.

        Raises
        ------
        InvalidGameError
            If a set is empty, or the corners of the two lie in different number fields; compare
            then with :meth:`to_float`.

        Notes
        -----
        The distance to a convex set is convex, so vertices attain the maximum: O(n m).

        Examples
        --------
        >>> print(PayoffSet([(0, 0)]).hausdorff(PayoffSet([(1, 1)])))
        1.414213562 (root of x^2 - 2)
        """
        if not self.vertices or not other.vertices:
            raise InvalidGameError("hausdorff: one of the sets is empty")
        if self._ground.is_float != other._ground.is_float:
            return self.to_float().hausdorff(other.to_float())
        ground = self._ground.join(other._ground)
        mine, theirs = ground.adopt(self._points), ground.adopt(other._points)
        squared = max(
            *(co.squared_distance(theirs, v) for v in mine),
            *(co.squared_distance(mine, v) for v in theirs),
        )
        return co.square_root(ground.user(squared))

    def clip(self, normal: Sequence[object], bound: object) -> PayoffSet:
        """Return the part of the set on which ``normal . u >= bound``.

        Examples
        --------
        >>> PayoffSet([(0, 0), (2, 0), (0, 2)]).clip((1, 0), 1).area
        Fraction(1, 2)
        """
        ground, numbers = self._ground.meet([*_pair(normal, "normal"), bound], "normal, bound")
        n, limit = (-numbers[0], -numbers[1]), -numbers[2]
        part = object.__new__(PayoffSet)
        kept = clip(ground.adopt(self._points), n, limit)
        _fill(part, ground.hull(kept) if ground.is_float else kept, ground, None)
        return part

    def to_float(self) -> PayoffSet:
        """Return the same set in floats (without its origin)."""
        return PayoffSet([(float(x), float(y)) for x, y in self._points])

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row for each vertex."""
        return [{"payoff_1": x, "payoff_2": y} for x, y in self.vertices]

    def __repr__(self) -> str:
        if len(self.vertices) > SHOWN_VERTICES:
            return f"PayoffSet(<{len(self.vertices)} vertices>)"
        text = ", ".join(f"({_source(x)}, {_source(y)})" for x, y in self.vertices)
        irrational = any(isinstance(x, AlgebraicNumber) for pair in self.vertices for x in pair)
        # Angle brackets: decimals of irrational numbers do not build the set again.
        return f"PayoffSet(<{text}>)" if irrational else f"PayoffSet([{text}])"

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<tr><td>{escape(str(x))}</td><td>{escape(str(y))}</td></tr>" for x, y in self.vertices
        )
        return f"<table><tr><th>payoff 1</th><th>payoff 2</th></tr>{rows}</table>"


def _source(value: object) -> str:
    """Return a coordinate as it is read back, or an irrational one to six places."""
    return f"{float(value):.6f}..." if isinstance(value, AlgebraicNumber) else number_source(value)


def _fill(
    self: PayoffSet, corners: Sequence[Sequence[Any]], ground: co.Ground, origin: Origin | None
) -> None:
    points = tuple((p[0], p[1]) for p in corners)
    object.__setattr__(self, "vertices", tuple((ground.user(x), ground.user(y)) for x, y in points))
    object.__setattr__(self, "origin", origin)
    object.__setattr__(self, "_points", points)
    object.__setattr__(self, "_ground", ground)


def _pair(value: Sequence[object], argument: str) -> list[object]:
    if len(value) != 2:
        raise invalid(argument, value, "a pair of numbers")
    return [value[0], value[1]]
