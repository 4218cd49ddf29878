"""Convex sets of payoff pairs: rational, irrational in one number field, or in floats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import isfinite
from typing import Any, TypeAlias

from coopgames.arithmetic import AlgebraicNumber, NumberField
from coopgames.arithmetic.printing import fraction_text
from coopgames.errors import InvalidGameError, invalid
from coopgames.games import RepeatedGame
from coopgames.games._arrays import number_source
from coopgames.solvers.reading import members, refused, vector
from coopgames.solvers.self_generation import coordinates as co
from coopgames.solvers.self_generation.float_plane import area, hausdorff, in_floats
from coopgames.solvers.self_generation.geometry import contains, cross, hull

__all__ = ["FLOAT_TOLERANCE", "Origin", "PayoffSet", "Point", "convex_hull"]

Real: TypeAlias = Fraction | AlgebraicNumber | float
Point: TypeAlias = tuple[Any, Any]

#: Sets with at most this many vertices are written out by ``repr``.
SHOWN_VERTICES = 12

#: What points must be.
PAIR = "a pair of numbers"
PAIRS = "pairs of payoffs: this set is for two players"

#: Two float points nearer than this share of the range of each player's payoffs are one point.
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
        If a point is no pair of numbers, the irrational numbers are not of one field that one of
        them generates, or the range of floats is no float.
    MixedArithmeticError
        If floats and exact numbers are mixed.

    Notes
    -----
    Sets of floats have a tolerance: for each player 1e-11 of the range of his coordinates (of his
    payoffs in the game, if a solver made the set) and a few rounding errors of the largest one.
    Points are compared in units of each player's range, so that the unit of neither matters. Points
    within the tolerance of the set belong to it, also when it is clipped; a set no wider than it is
    a segment, and no longer, a point. A player whose coordinates are all equal has, for a range,
    the smaller of their size and the other's range (the other's, if they are 0).

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
        pairs = [vector(p, 2, "points", PAIRS) for p in members(points, "points", PAIRS)]
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
        scale: co.Scale | None = None,
    ) -> PayoffSet:
        """Return the set with these corners: what solvers build their answers with.

        Parameters
        ----------
        points : iterable of points
            Corners in order, strictly convex: their first two entries are Fractions or flint
            rationals (`field` None), elements of the field, or floats.
        field : NumberField, optional
        origin : Origin, optional
        scale : float or pair of float, optional
            For floats: the range of the payoffs of each player in the game (or of both), to which
            the tolerance is relative. Corners nearer than it are one.
        """
        ground, numbers = co.adopt([x for p in points for x in (p[0], p[1])], field, scale)
        corners: list[tuple[Any, ...]] = list(zip(numbers[::2], numbers[1::2], strict=True))
        if ground.is_float:
            count = len(corners)
            corners = ground.hull([(x, y, k) for k, (x, y) in enumerate(corners)])
            if origin is not None and len(origin.profiles) == count:
                # A corner that is dropped takes its profile with it.
                profiles = origin.profiles
                origin = Origin(origin.game, tuple(profiles[int(p[2])] for p in corners))
        self = object.__new__(cls)
        _fill(self, corners, ground, origin)
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
        """Tolerance of a set of floats, in units of payoff of the player with the larger range.

        The other player's is smaller, in the proportion of the ranges. 0.0 for exact sets.
        """
        return self._ground.tolerance

    @property
    def area(self) -> Fraction | AlgebraicNumber | float:
        """Area, in squared units of payoff (0 below dimension 2).

        Floats: 0.0 below the least float, InvalidGameError beyond the largest.
        """
        if self._ground.is_float:
            return area(self._points)
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
        ground, others = self._ground.meet(vector(point, 2, "point", PAIR), "point")
        if ground.is_float:
            return bool(self._points) and ground.near(self._points, others)
        return contains(ground.adopt(self._points), others)

    def support(self, direction: Sequence[object]) -> Fraction | AlgebraicNumber | float:
        """Return the largest value of ``direction . u`` over the set.

        Raises
        ------
        InvalidGameError
            If the set is empty, or the value of a set of floats is no float.

        Examples
        --------
        >>> PayoffSet([(0, 0), (2, 1)]).support((1, 1))
        Fraction(3, 1)
        """
        if not self.vertices:
            raise InvalidGameError("support: the set is empty, it has no largest value")
        ground, (first, second) = self._ground.meet(
            vector(direction, 2, "direction", PAIR), "direction"
        )
        values = [first * x + second * y for x, y in ground.adopt(self._points)]
        if ground.is_float and not all(map(isfinite, values)):
            raise invalid("direction", direction, "a value that is a finite float")
        return ground.user(max(values))

    def hausdorff(self, other: PayoffSet) -> Fraction | AlgebraicNumber | float:
        """Return the Hausdorff distance (Euclidean) to another nonempty set.

        Exact sets have an exact distance; if one of the two is of floats, so is the distance.

        Raises
        ------
        InvalidGameError
            If `other` is no PayoffSet, a set is empty, or the corners of the two lie in different
            number fields; compare then with :meth:`to_float`. Also if floats are needed and some
            number is beyond their range.

        Notes
        -----
        The distance to a convex set is convex, so vertices attain the maximum: O(n m).

        Examples
        --------
        >>> print(PayoffSet([(0, 0)]).hausdorff(PayoffSet([(1, 1)])))
        1.414213562 (root of x^2 - 2)
        """
        if not isinstance(other, PayoffSet):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise refused("other", other, "a PayoffSet")
        if not self.vertices or not other.vertices:
            raise InvalidGameError("hausdorff: one of the sets is empty")
        if self._ground.is_float != other._ground.is_float:
            return self.to_float().hausdorff(other.to_float())
        ground = self._ground.join(other._ground)
        if ground.is_float:
            return hausdorff(self._points, other._points)
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
        ground, direction = self._ground.meet(vector(normal, 2, "normal", PAIR), "normal")
        ground, (limit,) = ground.meet([bound], "bound")
        part = object.__new__(PayoffSet)
        _fill(part, ground.clip(self._points, direction, limit), ground, None)
        return part

    def to_float(self) -> PayoffSet:
        """Return the same set in floats (without its origin).

        Raises
        ------
        InvalidGameError
            If a coordinate is too large for a float, or all those of a player are too small.
        """
        return PayoffSet(self._points if self._ground.is_float else in_floats(self._points))

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
            f"<tr><td>{escape(_text(x))}</td><td>{escape(_text(y))}</td></tr>"
            for x, y in self.vertices
        )
        return f"<table><tr><th>payoff 1</th><th>payoff 2</th></tr>{rows}</table>"


def _source(value: object) -> str:
    """Return a coordinate as it is read back, or an irrational one to six places."""
    if not isinstance(value, AlgebraicNumber):
        return number_source(value)
    try:
        return f"{float(value):.6f}..."
    except OverflowError:
        return f"{fraction_text(Fraction(int(value.refine(0)[0])))}..."


def _text(value: object) -> str:
    return fraction_text(value) if isinstance(value, Fraction) else str(value)


def _fill(
    self: PayoffSet, corners: Sequence[Sequence[Any]], ground: co.Ground, origin: Origin | None
) -> None:
    points = tuple((p[0], p[1]) for p in corners)
    object.__setattr__(self, "vertices", tuple((ground.user(x), ground.user(y)) for x, y in points))
    object.__setattr__(self, "origin", origin)
    object.__setattr__(self, "_points", points)
    object.__setattr__(self, "_ground", ground)
