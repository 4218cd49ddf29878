"""Sets of equilibrium payoffs by the plain iteration of Abreu, Pearce and Stacchetti (1990).

Two players, pure actions, perfect monitoring, a public lottery between periods; payoffs are
averages. ``V = B(V)`` is the largest bounded set that generates itself. From a polygon that holds
V, each step makes another that holds V; what a polygon generates itself lies inside V. Both sides
are here, and nothing else: no labels, no Newton step, no duality, no other operator.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor

Point = tuple[Fraction, Fraction]
Polygon = tuple[Point, ...]
#: Coordinates with a larger denominator are rounded outward.
LARGEST_DENOMINATOR = 2**24


@dataclass(frozen=True)
class Twin:
    """Payoffs ``first[i][j]``, ``second[i][j]`` of the row and the column player."""

    first: tuple[tuple[Fraction, ...], ...]
    second: tuple[tuple[Fraction, ...], ...]
    delta: Fraction

    @property
    def profiles(self) -> list[tuple[int, int]]:
        return list(product(range(len(self.first)), range(len(self.first[0]))))

    def payoffs(self, profile: tuple[int, int]) -> Point:
        i, j = profile
        return self.first[i][j], self.second[i][j]

    def best_replies(self, profile: tuple[int, int]) -> Point:
        i, j = profile
        return max(row[j] for row in self.first), max(self.second[i])

    @property
    def minmax(self) -> Point:
        columns = zip(*self.first, strict=True)
        return min(max(column) for column in columns), min(max(row) for row in self.second)

    @property
    def static_equilibria(self) -> Polygon:
        return hull(
            self.payoffs(a) for a in self.profiles if self.payoffs(a) == self.best_replies(a)
        )

    def promises_needed(self, profile: tuple[int, int], threat: Point) -> Point:
        """The least promises after which nobody prefers to deviate and be held to the threat."""
        factor = (1 - self.delta) / self.delta
        replies, payoffs = self.best_replies(profile), self.payoffs(profile)
        x, y = (u + factor * (b - g) for u, b, g in zip(threat, replies, payoffs, strict=True))
        return x, y


@dataclass(frozen=True)
class Outer:
    """A polygon that holds V; ``exact`` if it is V because it reproduces itself unrounded.

    ``still`` says that the step, rounded outward, changes nothing any more.
    """

    vertices: Polygon
    still: bool
    exact: bool
    steps: int


def outer(twin: Twin, steps: int) -> Outer:
    """Apply B to the feasible payoffs, ``steps`` times or until nothing changes."""
    if twin.delta == 0:
        return Outer(twin.static_equilibria, still=True, exact=True, steps=0)
    polygon = hull(twin.payoffs(a) for a in twin.profiles)
    threat = twin.minmax
    for step in range(1, steps + 1):
        if not polygon:
            return Outer((), still=True, exact=True, steps=step - 1)
        # Nobody can be held below the minmax, nor below the least payoff of a set that holds V.
        threat = (
            max(threat[0], min(x for x, _ in polygon)),
            max(threat[1], min(y for _, y in polygon)),
        )
        generated = generate(twin, polygon, threat)
        if generated == polygon:
            # Only with its own least payoffs as the threat does the set generate itself.
            own = min(x for x, _ in polygon), min(y for _, y in polygon)
            return Outer(polygon, still=True, exact=threat == own, steps=step)
        rounded = round_outward(generated)
        if rounded == polygon:
            return Outer(polygon, still=True, exact=False, steps=step)
        polygon = rounded
    return Outer(polygon, still=not polygon, exact=not polygon, steps=steps)


def generate(twin: Twin, polygon: Polygon, threat: Point) -> Polygon:
    """Return ``B(W)``: for each profile all its promises in W that deter, discounted."""
    d = twin.delta
    points: list[Point] = []
    for profile in twin.profiles:
        x, y = twin.payoffs(profile)
        least = twin.promises_needed(profile, threat)
        for v, w in clip(clip(polygon, 0, least[0]), 1, least[1]):
            points.append(((1 - d) * x + d * v, (1 - d) * y + d * w))
    return hull(points)


def generates_itself(twin: Twin, vertices: Sequence[Point]) -> bool:
    """Tell whether each vertex is a payoff today and a promise from the polygon that deters.

    Then every point of the polygon is an equilibrium payoff (Abreu, Pearce and Stacchetti 1990,
    Theorem 1): between the vertices the public lottery decides.
    """
    polygon = hull(vertices)
    return all(first_profile(twin, vertex, polygon) is not None for vertex in polygon)


def first_profile(twin: Twin, vertex: Point, polygon: Polygon) -> tuple[int, int] | None:
    """Return the first profile, row by row, that supports a vertex; None if none does."""
    threat = min(x for x, _ in polygon), min(y for _, y in polygon)
    supporting = (a for a in twin.profiles if _supports(twin, a, vertex, polygon, threat))
    return next(supporting, None)


def _supports(
    twin: Twin, profile: tuple[int, int], vertex: Point, polygon: Polygon, threat: Point
) -> bool:
    payoffs, d = twin.payoffs(profile), twin.delta
    if d == 0:
        return vertex == payoffs == twin.best_replies(profile)
    x, y = ((v - (1 - d) * g) / d for v, g in zip(vertex, payoffs, strict=True))
    least = twin.promises_needed(profile, threat)
    return x >= least[0] and y >= least[1] and contains(polygon, (x, y))


# --- polygons: tuples of corners, counterclockwise from the lexicographically least ---


def hull(points: Iterable[Point]) -> Polygon:
    """Gift wrapping: from corner to corner, always the rightmost point next."""
    remaining = sorted(set(points))
    if len(remaining) <= 1:
        return tuple(remaining)
    corners = [remaining[0]]
    while True:
        here = corners[-1]
        following = remaining[0] if here != remaining[0] else remaining[1]
        for point in remaining:
            turn = cross(here, following, point)
            farther = distance(here, point) > distance(here, following)
            if turn < 0 or (turn == 0 and farther):
                following = point
        if following == corners[0]:
            return tuple(corners)
        corners.append(following)


def cross(a: Point, b: Point, c: Point) -> Fraction:
    """Positive if ``a -> b -> c`` turns to the left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def distance(a: Point, b: Point) -> Fraction:
    """The squared distance."""
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def edges(polygon: Polygon) -> list[tuple[Point, Point]]:
    return list(zip(polygon, polygon[1:] + polygon[:1], strict=True))


def contains(polygon: Polygon, point: Point) -> bool:
    if len(polygon) < 3:
        return squared_distance(polygon, point) == 0 if polygon else False
    return all(cross(a, b, point) >= 0 for a, b in edges(polygon))


def squared_distance(polygon: Polygon, point: Point) -> Fraction:
    """From a point to a polygon that is not empty."""
    if len(polygon) >= 3 and contains(polygon, point):
        return Fraction(0)
    return min(distance(point, _nearest(a, b, point)) for a, b in edges(polygon))


def _nearest(a: Point, b: Point, point: Point) -> Point:
    length = distance(a, b)
    if length == 0:
        return a
    along = (point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])
    share = min(max(along / length, Fraction(0)), Fraction(1))
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def clip(polygon: Polygon, axis: int, least: Fraction) -> Polygon:
    """Corners of the part with ``w[axis] >= least``, in order (some may lie inside an edge)."""
    kept: list[Point] = []
    for a, b in edges(polygon):
        if a[axis] >= least:
            kept.append(a)
        if (a[axis] - least) * (b[axis] - least) < 0:
            share = (least - a[axis]) / (b[axis] - a[axis])
            kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
    return tuple(kept)


def round_outward(polygon: Polygon) -> Polygon:
    """Replace corners with long fractions by their neighbours on a grid: the set only grows."""
    return hull(corner for x, y in polygon for corner in product(_neighbours(x), _neighbours(y)))


def _neighbours(x: Fraction) -> tuple[Fraction, ...]:
    if x.denominator <= LARGEST_DENOMINATOR:
        return (x,)
    scaled = x * LARGEST_DENOMINATOR
    return Fraction(floor(scaled), LARGEST_DENOMINATOR), Fraction(ceil(scaled), LARGEST_DENOMINATOR)
