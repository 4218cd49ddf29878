"""The operator of Abreu and Sannikov (2014) in exact arithmetic, and outward rounding.

A profile whose payoff ``g(a)`` bears its own constraints gives ``g(a)`` alone; another one gives
``(1-d) g(a) + d w`` for the extreme promises ``w`` of which one constraint binds. This needs
``g(a)`` inside the set: then the segment from ``w`` to ``g(a)`` leaves the constraints inside the
set, at a point as good as ``w`` in every direction in which ``g(a)`` is. After rounding or a
contraction the set may leave ``g(a)`` outside; the profile then gives all extreme promises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from coopgames.solvers.self_generation.corners import Row, Table
from coopgames.solvers.self_generation.geometry import (
    Chains,
    Point,
    chains,
    clip,
    contains,
    hull,
    level,
)
from coopgames.solvers.self_generation.kinds import CC, HL, HR, VL, VU, G

__all__ = ["SLACK", "Labelled", "Outer", "Promises", "image", "rounded"]

#: Kind of a corner whose promise binds no constraint, beside the kinds of `kinds`: only sets that
#: do not contain the profile's payoff have such corners, and no payoff set is one of them.
SLACK = -1

#: A corner with its label: x, y, (profile, kind).
Labelled = tuple[Any, Any, tuple[int, int]]


class Promises:
    """A set of promises, ready to be asked what supports a profile."""

    __slots__ = ("chains", "keys", "vertices")

    chains: Chains
    keys: tuple[list[Any], list[Any], list[Any], list[Any]]
    vertices: Sequence[Point]

    def __init__(self, vertices: Sequence[Point]) -> None:
        self.vertices = vertices
        self.chains = found = chains(vertices)
        self.keys = (
            [p[0] for p in found.lower],
            [p[0] for p in found.upper],
            [p[1] for p in found.right],
            [p[1] for p in found.left],
        )

    def top(self, x: Any) -> Any:
        """Top of the vertical line at `x`; None outside the set."""
        return level(self.chains.upper, self.keys[1], 0, x)

    def bottom(self, x: Any) -> Any:
        """Bottom of the vertical line at `x`."""
        return level(self.chains.lower, self.keys[0], 0, x)

    def right(self, y: Any) -> Any:
        """Right end of the horizontal line at `y`; None outside the set."""
        return level(self.chains.right, self.keys[2], 1, y)

    def left(self, y: Any) -> Any:
        """Left end of the horizontal line at `y`."""
        return level(self.chains.left, self.keys[3], 1, y)

    def reach(self, x: Any, y: Any) -> bool:
        """Tell whether some promise gives player 1 at least `x` and player 2 at least `y`."""
        if any(p[0] >= x and p[1] >= y for p in self.vertices):
            return True
        top = self.top(x)
        if top is not None and top >= y:
            return True
        right = self.right(y)
        return right is not None and bool(right >= x)


def supported(
    table: Table, promises: Promises, threat: tuple[Any, Any], a: int, row: Row
) -> list[Labelled]:
    """Return the corners that profile `a` makes; empty if it makes none."""
    g1, g2, h1, h2, b1, b2 = row
    d, k = table.delta, table.patience
    x, y = threat[0] + k * h1, threat[1] + k * h2
    if g1 >= x and g2 >= y:
        return [(g1, g2, (a, G))]
    found: list[Labelled] = []
    rest = 1 - d
    top = promises.top(x)
    if top is not None and top >= y:
        v1 = rest * b1 + d * threat[0]
        found.append((v1, rest * g2 + d * top, (a, VU)))
        low = promises.bottom(x)
        if low >= y:
            found.append((v1, rest * g2 + d * low, (a, VL)))
        else:
            found.append((v1, rest * b2 + d * threat[1], (a, CC)))
    right = promises.right(y)
    if right is not None and right >= x:
        v2 = rest * b2 + d * threat[1]
        found.append((rest * g1 + d * right, v2, (a, HR)))
        low = promises.left(y)
        # Otherwise the corner is (IC_1, IC_2), found above.
        if low >= x:
            found.append((rest * g1 + d * low, v2, (a, HL)))
    good = [p for p in promises.vertices if p[0] >= x and p[1] >= y]
    if good and not contains(promises.vertices, (g1, g2)):
        found += [(rest * g1 + d * p[0], rest * g2 + d * p[1], (a, SLACK)) for p in good]
    return found


def image(
    table: Table, promises: Promises, threat: tuple[Any, Any], live: Sequence[int]
) -> tuple[list[Labelled], list[int]]:
    """Apply the operator once: the labelled hull, and the profiles that can still matter."""
    points: list[Labelled] = []
    still: list[int] = []
    for a in live:
        row = table.rows[a]
        found = supported(table, promises, threat, a, row)
        # A profile that no promise supports is dead for good: sets shrink and threats rise.
        if found or _reached(table, promises, threat, row):
            still.append(a)
        points += found
    return hull(points), still


def _reached(table: Table, promises: Promises, threat: tuple[Any, Any], row: Row) -> bool:
    k = table.patience
    return promises.reach(threat[0] + k * row[2], threat[1] + k * row[3])


def rounded(vertices: Sequence[Point], unit: fmpq) -> list[tuple[Any, Any]]:
    """Return the hull of the neighbours of all vertices on the grid: a superset on the grid."""
    points: list[tuple[fmpq, fmpq]] = []
    for p in vertices:
        columns, lines = _neighbours(p[0], unit), _neighbours(p[1], unit)
        points += [(x, y) for x in columns for y in lines]
    return hull(points)


def _neighbours(value: Any, unit: fmpq) -> tuple[fmpq, ...]:
    scaled = value / unit
    low = scaled.floor()
    return (value,) if scaled == low else (low * unit, (low + 1) * unit)


@dataclass(slots=True)
class Outer:
    """A set that contains every equilibrium payoff, with the threat point that goes with it.

    Attributes
    ----------
    vertices : list of points
        On the grid of the table; empty proves that there is no equilibrium.
    threat : pair
        Lower bounds of both players' least equilibrium payoffs.
    live : list of int
        Profiles that may still be enforced.
    """

    table: Table
    vertices: list[Any]
    threat: tuple[Any, Any]
    live: list[int]

    def __post_init__(self) -> None:
        self._raise_threat()

    @classmethod
    def start(cls, table: Table) -> Outer:
        """Begin with all feasible payoffs and the pure minmax."""
        vertices = hull((r[0], r[1]) for r in table.rows)
        return cls(table, vertices, table.minmax, list(range(len(table.rows))))

    def replace(self, vertices: Sequence[Point]) -> None:
        """Go on with a smaller set, rounded outward."""
        self.vertices = rounded(vertices, self.table.unit)
        self._raise_threat()

    def step(self) -> None:
        """Apply the operator once."""
        promises = Promises(self.vertices)
        corners, self.live = image(self.table, promises, self.threat, self.live)
        self.replace(corners)

    def _raise_threat(self) -> None:
        if self.vertices:
            self.threat = (
                max(self.threat[0], min(p[0] for p in self.vertices)),
                max(self.threat[1], min(p[1] for p in self.vertices)),
            )

    def bounds(self) -> list[Any]:
        """Return the part of the set at or above the threat point, which contains every payoff."""
        part = clip(self.vertices, (-1, 0), -self.threat[0])
        return clip(part, (0, -1), -self.threat[1])

    def enforceable(self) -> list[int]:
        """Return the profiles that some promise of the set supports."""
        promises = Promises(self.vertices)
        rows = self.table.rows
        return [a for a in self.live if _reached(self.table, promises, self.threat, rows[a])]
