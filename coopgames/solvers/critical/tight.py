"""Thresholds at which a constraint begins to bind: an incentive constraint, or an edge at a point.

Near such a threshold the hull of the payoff set is a smooth function of the discount factor, the
solution of its equations. Where a profile ceases to be enforced, or an edge comes to touch a point,
a margin vanishes; the secant method finds as many digits of that as one likes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flint import fmpq

from coopgames.solvers.critical.fold import BITS, Digits
from coopgames.solvers.critical.properties import Property
from coopgames.solvers.critical.solves import table_at
from coopgames.solvers.self_generation.candidate import Candidate
from coopgames.solvers.self_generation.corners import Table
from coopgames.solvers.self_generation.geometry import Point, cross, hull
from coopgames.solvers.self_generation.inside import least_payoffs
from coopgames.solvers.self_generation.newton import find_root
from coopgames.solvers.self_generation.structure import System

__all__ = ["find_tight"]

#: First step of the secants.
FIRST: Final = fmpq(1, 1 << 24)
MAX_STEPS: Final = 24
#: How far from the guess the first secant may lead, and how many margins are followed.
NEAR: Final = 1e-7
TRIED: Final = 3

Margin = Callable[[Table, Sequence[Point]], Any]


@dataclass(slots=True)
class _Curve:
    """The hull as a function of the discount factor; the last solution starts the next one."""

    system: System
    values: list[fmpq]

    def at(self, delta: fmpq) -> tuple[Table, list[Any]] | None:
        """Return table and hull, to `BITS` binary digits; None if Newton's method fails."""
        table = table_at(self.system.table, delta)
        moved = replace(self.system, table=table)
        if self.values:
            root = find_root(moved, self.values, BITS)
            if root is None:
                return None
            self.values = root.values
        _, places = moved.places(self.values)
        return table, hull((x.value, y.value) for x, y in places)


def find_tight(candidate: Candidate, wanted: Property, guess: float) -> Iterator[Digits]:
    """Return the discount factors near a guess at which some margin of a payoff set vanishes.

    The nearest to the guess first.
    """
    if candidate.system is None:
        return
    start = candidate.system.table.delta
    curve = _Curve(candidate.system, candidate.values)
    one, two = curve.at(start), curve.at(start - FIRST)
    if one is None or two is None or len(one[1]) != len(two[1]):
        return
    margins = _margins(one[0], len(one[1]), wanted)
    found: list[tuple[float, int]] = []
    for k, margin in enumerate(margins):
        here = float(margin(*one))
        rise = here - float(margin(*two))
        if rise:
            root = float(start) - here / rise * float(FIRST)
            found.append((abs(root - guess), k))
    for far, k in sorted(found)[:TRIED]:
        if far < NEAR:
            root = _root(_Curve(candidate.system, candidate.values), margins[k], start)
            if root is not None:
                yield root


def _margins(table: Table, corners: int, wanted: Property) -> list[Margin]:
    """Return what changes the structure of the hull, or its place, where it vanishes.

    The least promises of a profile lie on an edge, or level with a corner; its payoffs bear its own
    constraints; a point lies on an edge.
    """
    found: list[Margin] = []
    for a, row in enumerate(table.rows):
        if row[2] or row[3]:
            for k in range(corners):
                found += [_promise_on_edge(a, k), _promise_level(a, k, 0), _promise_level(a, k, 1)]
            found += [_own_promise(a, 0), _own_promise(a, 1)]
    if wanted.name == "contains" and corners > 2:
        found += [_edge(k, wanted.points[0]) for k in range(corners)]
    return found


def _least_promises(table: Table, vertices: Sequence[Point], profile: int) -> tuple[Any, Any]:
    row, (x, y) = table.rows[profile], least_payoffs(vertices)
    return x + table.patience * row[2], y + table.patience * row[3]


def _promise_on_edge(profile: int, k: int) -> Margin:
    def margin(table: Table, vertices: Sequence[Point]) -> Any:
        return _edge(k, _least_promises(table, vertices, profile))(table, vertices)

    return margin


def _promise_level(profile: int, k: int, axis: int) -> Margin:
    def margin(table: Table, vertices: Sequence[Point]) -> Any:
        level = vertices[k % len(vertices)][axis]
        return (level - _least_promises(table, vertices, profile)[axis]) / table.size[axis]

    return margin


def _own_promise(profile: int, axis: int) -> Margin:
    def margin(table: Table, vertices: Sequence[Point]) -> Any:
        payoff = table.rows[profile][axis]
        return (payoff - _least_promises(table, vertices, profile)[axis]) / table.size[axis]

    return margin


def _edge(k: int, point: Point) -> Margin:
    def margin(table: Table, vertices: Sequence[Point]) -> Any:
        j = k % len(vertices)
        return cross(vertices[j - 1], vertices[j], point) / (table.size[0] * table.size[1])

    return margin


def _root(curve: _Curve, margin: Margin, start: fmpq) -> Digits | None:
    """Return the discount factor near `start` at which a margin vanishes, by secants."""
    before: tuple[fmpq, Any] | None = None
    delta = start
    for _ in range(MAX_STEPS):
        here = curve.at(delta)
        if here is None:
            return None
        value = margin(*here)
        if before is None:
            step = -FIRST
        else:
            rise = (value - before[1]) / (delta - before[0])
            if not rise:
                return None
            step = -value / rise
        if not value or (before is not None and abs(step) < fmpq(1, 1 << (BITS - 16))):
            return Digits(delta, curve.values, curve.system)
        before = delta, value
        delta = _round(delta + step)
        if not 0 < delta < 1 or abs(delta - start) > 64 * FIRST:
            return None
    return None


def _round(x: fmpq) -> fmpq:
    unit = fmpq(1, 1 << (BITS + 64))
    return (x / unit + fmpq(1, 2)).floor() * unit
