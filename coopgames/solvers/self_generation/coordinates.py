"""What the coordinates of a payoff set are: Fractions, elements of a number field, or floats.

Floats are compared in units of each player's range, after the least payoffs are taken away: nothing
depends on the unit or the zero in which a player's payoffs are written, and no square leaves the
range of floats.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, isqrt, sqrt
from typing import Any, TypeAlias

from flint import fmpq

from coopgames.arithmetic import (
    AlgebraicNumber,
    Arithmetic,
    FieldElement,
    NumberField,
    nth_root,
    number,
    unify,
)
from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError
from coopgames.solvers.reading import no_sequence, refused
from coopgames.solvers.self_generation.float_plane import above, distance, settled
from coopgames.solvers.self_generation.geometry import Point, clip, cross, hull

__all__ = [
    "FLOAT_TOLERANCE",
    "Ground",
    "Scale",
    "adopt",
    "read",
    "square_root",
    "squared_distance",
]

#: The range of the payoffs: of each player, or one number for both.
Scale: TypeAlias = float | tuple[float, float]

FLOAT_TOLERANCE = 1e-11
_ROUNDING = 2.0**-50  # a few rounding errors of one coordinate, relative
_LEAST = 5e-324  # the least positive float: a unit in which only equal numbers are near
_FAR = 1e150  # farther from a set, in its units, is all the same


@dataclass(frozen=True, slots=True)
class Ground:
    """The numbers that a set is made of.

    Attributes
    ----------
    field : NumberField or None
        None for rational sets and for floats.
    is_float : bool
    units : pair of float
        Floats: what `FLOAT_TOLERANCE` is a share of, for each player, > 0.
    least : pair of float
        Floats: the least coordinates, which are taken away before coordinates are compared.
    """

    field: NumberField | None = None
    is_float: bool = False
    units: tuple[float, float] = (0.0, 0.0)
    least: tuple[float, float] = (0.0, 0.0)

    @property
    def tolerance(self) -> float:
        """In units of payoff of the player with the larger range; 0 for exact sets."""
        return FLOAT_TOLERANCE * max(self.units)

    @property
    def zero(self) -> Any:
        """The number 0 of this kind."""
        return 0.0 if self.is_float else self._exact(Fraction(0))

    def user(self, value: Any) -> Any:
        """Return a coordinate as the user's number: Fraction, AlgebraicNumber or float."""
        return value.number() if isinstance(value, FieldElement) else value

    def hull(self, points: Sequence[Point]) -> list[Any]:
        """Return the extreme points; for floats up to the tolerance."""
        if not self.is_float:
            return hull(points)
        corners = [
            p[2] for p in settled(hull([(*self.relative(p), p) for p in points]), FLOAT_TOLERANCE)
        ]
        first = min(range(len(corners)), key=lambda k: corners[k][:2], default=0)
        return corners[first:] + corners[:first]

    def relative(self, point: Point) -> tuple[float, float]:
        """Return a float point in units of each player's range."""
        x, y = (
            max(-_FAR, min((value - low) / unit, _FAR))
            for value, low, unit in zip(point, self.least, self.units, strict=False)
        )
        return x, y

    def near(self, vertices: Sequence[Point], point: Point) -> bool:
        """Tell whether a float point is in a nonempty hull, up to the tolerance."""
        shape = [self.relative(vertex) for vertex in vertices]
        return distance(shape, self.relative(point)) <= FLOAT_TOLERANCE

    def adopt(self, points: Sequence[Point]) -> list[tuple[Any, Any]]:
        """Return points of a smaller kind (rational beside a field) as points of this kind."""
        return [(self._exact(x), self._exact(y)) for x, y in points]

    def meet(self, values: Sequence[object], argument: str) -> tuple[Ground, list[Any]]:
        """Return the user's numbers beside this set, and the kind that holds both."""
        if self.is_float:
            pairs = zip(values, _names(values, argument), strict=True)
            return self, [_as_float(value, name) for value, name in pairs]
        other, numbers = read(values, argument)
        if other.is_float:
            raise MixedArithmeticError(
                f"{argument}: got floats beside a set with exact vertices; write exact numbers, or "
                "take the set's to_float()"
            )
        ground = self.join(other)
        return ground, [ground.coerce(x) for x in numbers]

    def join(self, other: Ground) -> Ground:
        """Return the kind that holds the numbers of both."""
        if self.is_float:
            return self
        if self.field is None or other.field is None or self.field == other.field:
            return other if self.field is None else self
        for larger, smaller in ((self, other), (other, self)):
            assert larger.field is not None
            assert smaller.field is not None
            try:
                larger.field.element(smaller.field.root)
            except InvalidGameError:
                continue
            return larger
        raise InvalidGameError(
            f"points: got numbers of the fields of {self.field.root} and {other.field.root}, "
            "expected one field; compare such sets with to_float()"
        )

    def clip(self, points: Sequence[Point], normal: Sequence[Any], bound: Any) -> list[Any]:
        """Return the hull of the part on which ``normal . v >= bound``; floats, up to tolerance."""
        if self.is_float:
            return self.hull(above(points, normal, bound, self.units, FLOAT_TOLERANCE))
        first, second = self._exact(normal[0]), self._exact(normal[1])
        return clip(self.adopt(points), (-first, -second), -bound)

    def coerce(self, value: Any) -> Any:
        """Return an exact number, rational or algebraic, as one of this kind."""
        return value if self.field is None else self.field.element(value)

    def _exact(self, value: Any) -> Any:
        return value if self.is_float or self.field is None else self.field.element(value)


def read(values: Sequence[object], argument: str) -> tuple[Ground, list[Any]]:
    """Read users' numbers and settle their common kind."""
    roots = [x for x in map(_user, values) if isinstance(x, AlgebraicNumber)]
    names = _names(values, argument)
    for name, value in zip(names, values, strict=True):
        no_sequence(value, name)
    plain = {
        name: _user(x)
        for name, x in zip(names, values, strict=True)
        if not isinstance(x, AlgebraicNumber) and not (isinstance(x, FieldElement) and roots)
    }
    arithmetic, numbers = unify(plain)
    if arithmetic not in (Arithmetic.EXACT, Arithmetic.FLOAT):
        raise UnsupportedGameError(f"{argument}: got enclosures or a parameter, expected numbers")
    if arithmetic is Arithmetic.FLOAT:
        if roots:
            raise MixedArithmeticError(f"{argument}: got floats beside {roots[0]}, expected one")
        return _float_ground([float(x) for x in numbers.values()], None, argument)  # type: ignore[arg-type]
    if not roots:
        return Ground(), list(numbers.values())
    ground = Ground(NumberField(max(roots, key=lambda x: len(x.polynomial))))
    try:
        found = [ground.coerce(numbers.get(name, x)) for name, x in zip(names, values, strict=True)]
    except InvalidGameError as error:
        raise InvalidGameError(
            f"{argument}: got irrational numbers of more than one field, expected the one that the "
            f"number of highest degree generates ({error})"
        ) from error
    return ground, found


def _names(values: Sequence[object], argument: str) -> list[str]:
    single = len(values) == 1
    return [argument if single else f"{argument}, number {k}" for k in range(len(values))]


def _user(value: object) -> object:
    return value.number() if isinstance(value, FieldElement) else value


def adopt(
    values: Iterable[Any], field: NumberField | None, scale: Scale | None
) -> tuple[Ground, list[Any]]:
    """Take a solver's numbers as they are: no check but the conversion of flint rationals."""
    numbers = [Fraction(int(x.p), int(x.q)) if isinstance(x, fmpq) else x for x in values]
    if field is not None:
        ground = Ground(field)
        return ground, [ground.coerce(x) for x in numbers]
    if any(isinstance(x, float) for x in numbers):
        return _float_ground([float(x) for x in numbers], scale, "points")
    return Ground(), numbers


def _float_ground(
    values: list[float], scale: Scale | None, argument: str
) -> tuple[Ground, list[Any]]:
    axes = [values[::2] or [0.0], values[1::2] or [0.0]]
    largest = [max(map(abs, axis)) for axis in axes]
    ranges = [max(axis) - min(axis) for axis in axes]
    if scale is not None:
        ranges = list(scale) if isinstance(scale, tuple) else [scale, scale]
    # An axis on which all points are level has no range of its own.
    spans = [
        own or min(size, other) or other
        for own, size, other in zip(ranges, largest, ranges[::-1], strict=True)
    ]
    share = _ROUNDING / FLOAT_TOLERANCE
    first, second = (span + share * size for span, size in zip(spans, largest, strict=True))
    if not isfinite(first + second):
        raise InvalidGameError(
            f"{argument}: got floats with a range beyond 1.8e308, expected one in the range of "
            "floats; scale the payoffs"
        )
    units = first or second or _LEAST, second or first or _LEAST
    return Ground(None, True, units, (min(axes[0]), min(axes[1]))), values


def _as_float(value: object, argument: str) -> float:
    no_sequence(value, argument)
    read_value = (
        value if isinstance(value, AlgebraicNumber | FieldElement) else number(value, argument)
    )
    if not isinstance(read_value, Fraction | float | AlgebraicNumber | FieldElement):
        raise UnsupportedGameError(f"{argument}: got {value!r}, expected a number")
    try:
        return float(read_value)
    except OverflowError:
        raise refused(argument, value, "a number that fits in a float") from None


def squared_distance(vertices: Sequence[Point], point: Point) -> Any:
    """Return the squared distance from a point to a nonempty hull, O(n)."""
    n = len(vertices)
    if n > 2 and all(cross(vertices[k - 1], vertices[k], point) >= 0 for k in range(n)):
        return point[0] - point[0]
    return min(_to_segment(point, vertices[k - 1], vertices[k]) for k in range(n))


def _to_segment(point: Point, a: Point, b: Point) -> Any:
    """Return the squared distance from a point to a segment (a == b for a point)."""
    run = (b[0] - a[0], b[1] - a[1])
    length = run[0] * run[0] + run[1] * run[1]
    along = (point[0] - a[0]) * run[0] + (point[1] - a[1]) * run[1]
    if along <= 0 or not length:
        return _squared_gap(point, a)
    if along >= length:
        return _squared_gap(point, b)
    height = (point[0] - a[0]) * run[1] - (point[1] - a[1]) * run[0]
    return height * height / length


def _squared_gap(p: Point, q: Point) -> Any:
    return (p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1])


def square_root(value: Fraction | AlgebraicNumber | float) -> Fraction | AlgebraicNumber | float:
    """Return the square root of a nonnegative number, of its own kind."""
    if isinstance(value, Fraction):
        return nth_root(value, 2)
    if not isinstance(value, AlgebraicNumber):
        return sqrt(value)
    doubled = [0] * (2 * len(value.polynomial) - 1)
    doubled[::2] = value.polynomial
    bits = 64
    while True:
        low, high = value.refine(2 * bits)
        lower = Fraction(isqrt(max(int(low * 4**bits), 0)), 2**bits)
        upper = Fraction(isqrt(int(high * 4**bits)) + 1, 2**bits)
        try:
            return AlgebraicNumber.root(doubled, lower, upper)
        except InvalidGameError:
            bits *= 2
