"""Two players, public signals, no payments: the plain iteration of Abreu, Pearce and Stacchetti.

``B(W)`` is the hull of what one period and promises from W can give when the promises deter. Its
support in a direction is a program in the *weights of the corners of W* after each signal (the
solver works with duals instead); B(W) is then found edge by edge, in fractions. From a polygon that
holds all equilibrium payoffs each step makes another that holds them (1990, Theorem 5); what a
polygon generates itself lies inside (Theorem 1). Both sides are here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm

from tests.reference.payoff_set_twin import Point, Polygon, edges, hull, round_outward
from tests.reference.public_programs import ONE, ZERO, Optimum, Profile, PublicGame, Rows

Direction = tuple[int, int]
#: The first directions in which B(W) is measured.
AXES: tuple[Direction, ...] = ((1, 0), (0, 1), (-1, 0), (0, -1))


def dot(direction: Sequence[int | Fraction], point: Sequence[Fraction]) -> Fraction:
    return direction[0] * point[0] + direction[1] * point[1]


def feasible(game: PublicGame) -> Polygon:
    return hull((g[0], g[1]) for g in game.payoffs.values())


# --- the operator ---


@dataclass(frozen=True)
class Operator:
    """``B`` at one polygon that is not empty."""

    game: PublicGame
    delta: Fraction
    polygon: Polygon

    @cached_property
    def steps(self) -> list[Point]:
        """From the first corner to each of the others."""
        x, y = self.polygon[0]
        return [(c[0] - x, c[1] - y) for c in self.polygon[1:]]

    @cached_property
    def programs(self) -> dict[Profile, Rows]:
        """For each profile the rows of its weights ``c(y, k)``, numbered by signal and corner.

        After signal y the promise is the first corner plus ``sum_k c(y, k) steps[k]``.
        """
        return {a: self._rows(a) for a in self.game.profiles}

    def _rows(self, profile: Profile) -> Rows:
        width = len(self.steps)
        rows = Rows(width * len(self.game.signals))
        for y in self.game.signals:
            rows.at_most({y * width + k: ONE for k in range(width)}, ONE)
        for deviation in self.game.deviations[profile]:
            # The shift sums to 0 over the signals, so the first corner drops out.
            row = {
                y * width + k: self.delta * shift * step[deviation.player]
                for y, shift in enumerate(deviation.shift)
                for k, step in enumerate(self.steps)
            }
            rows.at_least(row, (1 - self.delta) * deviation.gain)
        return rows

    def best(self, profile: Profile, direction: Direction) -> Point | None:
        """The farthest payoff with this profile in a direction; None if nothing deters."""
        law, width, d = self.game.laws[profile], len(self.steps), self.delta
        along = [dot(direction, step) for step in self.steps]
        goal = {y * width + k: p * s for y, p in enumerate(law) for k, s in enumerate(along)}
        answer = self.programs[profile].maximum(goal)
        if not isinstance(answer, Optimum):
            return None
        # Expected weight of each corner.
        means = [
            sum(p * answer.point[y * width + k] for y, p in enumerate(law)) for k in range(width)
        ]
        x, y = (
            (1 - d) * self.game.payoffs[profile][i]
            + d
            * (self.polygon[0][i] + sum(m * s[i] for m, s in zip(means, self.steps, strict=True)))
            for i in (0, 1)
        )
        return x, y

    def farthest(self, direction: Direction) -> Point | None:
        """A point of B(W) that is farthest in a direction; None if B(W) is empty."""
        held = max(dot(direction, c) for c in self.polygon)
        found: Point | None = None
        today = {a: dot(direction, self.game.payoffs[a]) for a in self.game.profiles}
        for profile in sorted(today, key=lambda a: -today[a]):
            limit = (1 - self.delta) * today[profile] + self.delta * held
            if found is not None and limit <= dot(direction, found):
                break
            point = self.best(profile, direction)
            if point is not None and (
                found is None or dot(direction, point) > dot(direction, found)
            ):
                found = point
        return found

    def image(self, most: int) -> Polygon:
        """A polygon that holds B(W), equal to it unless more than ``most`` edges must be looked at.

        Each query gives a half-plane; the answer is where they all meet.
        """
        supports: dict[Direction, Point] = {}
        pending = list(AXES)
        while pending and len(supports) < most:
            direction = pending.pop(0)
            if direction in supports:
                continue
            point = self.farthest(direction)
            if point is None:
                return ()
            supports[direction] = point
            if len(supports) >= len(AXES):
                pending = _open_edges(supports)
        return halfplanes({n: dot(n, p) for n, p in supports.items()})


def _open_edges(supports: dict[Direction, Point]) -> list[Direction]:
    """Normals of the hull of the points found that have not been looked at, long edges first."""
    found = edges(hull(supports.values()))
    found.sort(key=lambda e: -abs(e[0][0] - e[1][0]) - abs(e[0][1] - e[1][1]))
    normals = [primitive(b[1] - a[1], a[0] - b[0]) for a, b in found if a != b]
    return [n for n in normals if n not in supports]


def primitive(x: Fraction, y: Fraction) -> Direction:
    """The same direction in integers without a common factor."""
    scale = lcm(x.denominator, y.denominator)
    p, q = int(x * scale), int(y * scale)
    common = gcd(p, q)
    return p // common, q // common


def halfplanes(offsets: dict[Direction, Fraction]) -> Polygon:
    """The bounded polygon ``{v : n . v <= offset}``; the axes are among the normals."""
    right, top, left, bottom = (offsets[n] for n in AXES)
    if right < -left or top < -bottom:
        return ()
    corners: Iterable[Point] = [(-left, -bottom), (right, -bottom), (right, top), (-left, top)]
    polygon = tuple(corners)
    for normal, offset in offsets.items():
        polygon = _cut(polygon, normal, offset)
    return hull(polygon)


def _cut(polygon: Polygon, normal: Direction, most: Fraction) -> Polygon:
    kept: list[Point] = []
    for a, b in edges(polygon):
        here, there = dot(normal, a) - most, dot(normal, b) - most
        if here <= 0:
            kept.append(a)
        if here * there < 0:
            share = here / (here - there)
            kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
    return tuple(kept)


def above(game: PublicGame, delta: Fraction, steps: int, most: int = 40) -> list[Polygon]:
    """Return polygons, each inside the one before, that all hold the equilibrium payoffs.

    The first is that of the feasible payoffs; the last is empty, or step number ``steps``, or one
    that the rounded operator leaves as it is. At ``delta = 0`` nothing can be promised: use the
    static equilibria.
    """
    held = [feasible(game)]
    for _ in range(steps):
        if not held[-1]:
            break
        following = round_outward(Operator(game, delta, held[-1]).image(most))
        if following == held[-1]:
            break
        held.append(following)
    return held


# --- from inside ---


def generates_itself(game: PublicGame, delta: Fraction, vertices: Sequence[Point]) -> bool:
    """Tell whether each corner is a payoff today and promises from the hull that deter."""
    polygon = hull(vertices)
    return all(
        any(_supports(game, delta, polygon, a, corner) for a in game.profiles) for corner in polygon
    )


def _supports(
    game: PublicGame, delta: Fraction, polygon: Polygon, profile: Profile, point: Point
) -> bool:
    if delta == 0:
        payoffs = game.payoffs[profile]
        return game.is_static(profile) and (payoffs[0], payoffs[1]) == point
    size = len(polygon)
    rows = Rows(len(game.signals) * size)
    for y in game.signals:
        rows.equal({y * size + k: ONE for k in range(size)}, ONE)
    for i in (0, 1):
        mean = {
            y * size + k: delta * game.laws[profile][y] * corner[i]
            for y in game.signals
            for k, corner in enumerate(polygon)
        }
        rows.equal(mean, point[i] - (1 - delta) * game.payoffs[profile][i])
    for deviation in game.deviations[profile]:
        row = {
            y * size + k: delta * deviation.shift[y] * corner[deviation.player]
            for y in game.signals
            for k, corner in enumerate(polygon)
        }
        rows.at_least(row, (1 - delta) * deviation.gain)
    return isinstance(rows.maximum({0: ZERO}), Optimum)
