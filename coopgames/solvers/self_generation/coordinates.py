"""What the coordinates of a payoff set are: Fractions, elements of a number field, or floats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, sqrt
from typing import Any

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
from coopgames.solvers.self_generation.geometry import Point, cross, hull

__all__ = ["FLOAT_TOLERANCE", "Ground", "adopt", "read", "square_root", "squared_distance"]

FLOAT_TOLERANCE = 1e-11
_ROUNDING = 2.0**-50  # a few rounding errors of one coordinate, relative


@dataclass(frozen=True, slots=True)
class Ground:
    """The numbers that a set is made of.

    Attributes
    ----------
    field : NumberField or None
        None for rational sets and for floats.
    tolerance : float
        In units of payoff; 0 for exact sets.
    is_float : bool
    """

    field: NumberField | None = None
    tolerance: float = 0.0
    is_float: bool = False

    @property
    def zero(self) -> Any:
        """The number 0 of this kind."""
        return 0.0 if self.is_float else self._exact(Fraction(0))

    def user(self, value: Any) -> Any:
        """Return a coordinate as the user's number: Fraction, AlgebraicNumber or float."""
        return value.number() if isinstance(value, FieldElement) else value

    def hull(self, points: Sequence[Point]) -> list[Any]:
        """Return the extreme points; for floats up to the tolerance."""
        corners = hull(points)
        return _settle(corners, self.tolerance) if self.is_float else corners

    def adopt(self, points: Sequence[Point]) -> list[tuple[Any, Any]]:
        """Return points of a smaller kind (rational beside a field) as points of this kind."""
        return [(self._exact(x), self._exact(y)) for x, y in points]

    def meet(self, values: Sequence[object], argument: str) -> tuple[Ground, list[Any]]:
        """Return the user's numbers beside this set, and the kind that holds both."""
        if self.is_float:
            return self, [_as_float(value, argument) for value in values]
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
            return self if self.tolerance >= other.tolerance else other
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

    def coerce(self, value: Any) -> Any:
        """Return an exact number, rational or algebraic, as one of this kind."""
        return value if self.field is None else self.field.element(value)

    def _exact(self, value: Any) -> Any:
        return value if self.is_float or self.field is None else self.field.element(value)


def read(values: Sequence[object], argument: str) -> tuple[Ground, list[Any]]:
    """Read users' numbers and settle their common kind."""
    irrational = [
        x.number() if isinstance(x, FieldElement) else x
        for x in values
        if isinstance(x, AlgebraicNumber) or (isinstance(x, FieldElement) and not x.is_rational)
    ]
    roots = [x for x in irrational if isinstance(x, AlgebraicNumber)]
    plain = {
        f"{argument}, number {k}": x.number() if isinstance(x, FieldElement) else x
        for k, x in enumerate(values)
        if not isinstance(x, AlgebraicNumber) and not (isinstance(x, FieldElement) and roots)
    }
    arithmetic, numbers = unify(plain)
    if arithmetic not in (Arithmetic.EXACT, Arithmetic.FLOAT):
        raise UnsupportedGameError(f"{argument}: got enclosures or a parameter, expected numbers")
    if arithmetic is Arithmetic.FLOAT:
        if roots:
            raise MixedArithmeticError(f"{argument}: got floats beside {roots[0]}, expected one")
        return _float_ground([float(x) for x in numbers.values()], None)  # type: ignore[arg-type]
    if not roots:
        return Ground(), list(numbers.values())
    ground = Ground(NumberField(max(roots, key=lambda x: len(x.polynomial))))
    try:
        found = [
            ground.coerce(numbers.get(f"{argument}, number {k}", x)) for k, x in enumerate(values)
        ]
    except InvalidGameError as error:
        raise InvalidGameError(
            f"{argument}: got irrational numbers of more than one field, expected the one that the "
            f"number of highest degree generates ({error})"
        ) from error
    return ground, found


def adopt(
    values: Iterable[Any], field: NumberField | None, scale: float | None
) -> tuple[Ground, list[Any]]:
    """Take a solver's numbers as they are: no check but the conversion of flint rationals."""
    numbers = [Fraction(int(x.p), int(x.q)) if isinstance(x, fmpq) else x for x in values]
    if field is not None:
        ground = Ground(field)
        return ground, [ground.coerce(x) for x in numbers]
    if any(isinstance(x, float) for x in numbers):
        return _float_ground([float(x) for x in numbers], scale)
    return Ground(), numbers


def _float_ground(values: list[float], scale: float | None) -> tuple[Ground, list[Any]]:
    spread = max(
        (max(axis) - min(axis) for axis in (values[::2], values[1::2]) if axis), default=0.0
    )
    largest = max(map(abs, values), default=0.0)
    tolerance = FLOAT_TOLERANCE * (spread if scale is None else scale) + _ROUNDING * largest
    return Ground(None, tolerance, True), values


def _as_float(value: object, argument: str) -> float:
    if isinstance(value, AlgebraicNumber | FieldElement):
        return float(value)
    read_value = number(value, argument)
    if not isinstance(read_value, Fraction | float):
        raise UnsupportedGameError(f"{argument}: got {value!r}, expected a number")
    return float(read_value)


def _settle(corners: list[Any], tolerance: float) -> list[Any]:
    """Drop the corners of a float hull that rounding alone may have made."""
    if len(corners) < 2:
        return corners
    limit = tolerance * tolerance
    pairs = [(_gap(p, q), i, j) for i, p in enumerate(corners) for j, q in enumerate(corners[:i])]
    longest, i, j = max(pairs)
    if longest <= limit:
        return corners[:1]
    ends = [corners[j], corners[i]]
    if all(_to_segment(p, *ends) <= limit for p in corners):
        return ends
    kept: list[Any] = []
    for k, p in enumerate(corners):
        # The neighbour that was kept, so that a round corner does not vanish bit by bit.
        before, after = kept[-1] if kept else corners[-1], corners[(k + 1) % len(corners)]
        if _to_segment(p, before, after) > limit:
            kept.append(p)
    return kept


def _gap(p: Point, q: Point) -> Any:
    return (p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1])


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
        return _gap(point, a)
    if along >= length:
        return _gap(point, b)
    height = (point[0] - a[0]) * run[1] - (point[1] - a[1]) * run[0]
    return height * height / length


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
