"""The fixed-point equations of a labelled hull.

A corner of kind VU, VL, HR or HL has one coordinate that the threat point and a best-reply payoff
determine; the other one is an unknown. Its equation says which edge of the hull carries its
promise. So the hull of a payoff set solves a square system, linear or bilinear, as soon as one
knows the profile and kind of each corner and the edge under each promise: that is its structure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from coopgames.solvers.self_generation.corners import Table
from coopgames.solvers.self_generation.geometry import chains
from coopgames.solvers.self_generation.kinds import CC, HL, HR, VL, VU, G

__all__ = ["VERTICAL", "Equation", "System", "Term", "structure"]

VERTICAL = (VU, VL)
_CHAIN_OF = {VL: 0, VU: 1, HR: 2, HL: 3}


class Term(NamedTuple):
    """A number that moves with one unknown: its value now, its slope, the unknown (-1: none)."""

    value: Any
    slope: Any = 0
    unknown: int = -1


class Equation(NamedTuple):
    """The promise of a corner lies on the edge between two corners."""

    axis: int
    """Coordinate that is known: 0 for VU and VL, 1 for HR and HL."""
    profile: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class System:
    """The equations of a labelled hull; see the module.

    Attributes
    ----------
    labels : tuple of (profile, kind)
        One for each corner.
    unknowns : tuple of int
        The corner of each unknown.
    threats : pair of (constant, unknown)
        A player's least payoff is a constant (unknown -1) or an unknown.
    equations : tuple of Equation
        One for each unknown.
    """

    table: Table
    labels: tuple[tuple[int, int], ...]
    unknowns: tuple[int, ...]
    threats: tuple[tuple[Any, int], tuple[Any, int]]
    equations: tuple[Equation, ...]

    def start(self, corners: Sequence[Sequence[Any]]) -> list[Any]:
        """Return the unknowns of given corners."""
        return [corners[c][1 if self.labels[c][1] in VERTICAL else 0] for c in self.unknowns]

    def places(self, z: Sequence[Any]) -> tuple[list[Term], list[tuple[Term, Term]]]:
        """Return the threat point and all corners at these values of the unknowns."""
        d = self.table.delta
        rest = 1 - d
        threat = [Term(c) if v < 0 else Term(z[v], 1, v) for c, v in self.threats]
        index = {corner: v for v, corner in enumerate(self.unknowns)}
        found: list[tuple[Term, Term]] = []
        for corner, (a, kind) in enumerate(self.labels):
            row = self.table.rows[a]
            if kind == G:
                found.append((Term(row[0]), Term(row[1])))
                continue
            x, y = (
                Term(rest * row[4 + i] + d * u.value, d * u.slope, u.unknown)
                for i, u in enumerate(threat)
            )
            if kind != CC:
                free = Term(z[index[corner]], 1, index[corner])
                x, y = (x, free) if kind in VERTICAL else (free, y)
            found.append((x, y))
        return threat, found

    def linearised(self, z: Sequence[Any]) -> tuple[list[list[Any]], list[Any]]:
        """Return the matrix I - J of the equations at `z` and the residuals."""
        threat, places = self.places(z)
        matrix: list[list[Any]] = []
        residuals: list[Any] = []
        for v, equation in enumerate(self.equations):
            row, residual = self._equation(v, equation, z, threat, places)
            matrix.append(row)
            residuals.append(residual)
        return matrix, residuals

    def _equation(
        self,
        v: int,
        equation: Equation,
        z: Sequence[Any],
        threat: Sequence[Term],
        places: Sequence[tuple[Term, Term]],
    ) -> tuple[list[Any], Any]:
        d, k = self.table.delta, self.table.patience
        axis, other = equation.axis, 1 - equation.axis
        row = self.table.rows[equation.profile]
        u = threat[axis]
        where = u.value + k * row[2 + axis]
        p, q = places[equation.left], places[equation.right]
        run = q[axis].value - p[axis].value
        share = slope = d - d
        if equation.left != equation.right and run:
            share = (where - p[axis].value) / run
            slope = (q[other].value - p[other].value) / run
        line: list[Any] = [d - d] * len(z)
        line[v] = line[v] + 1
        for weight, term in (
            (1 - share, p[other]),
            (share, q[other]),
            (slope, u),
            (-slope * (1 - share), p[axis]),
            (-slope * share, q[axis]),
        ):
            if term.unknown >= 0:
                line[term.unknown] = line[term.unknown] - d * weight * term.slope
        promise = p[other].value + share * (q[other].value - p[other].value)
        return line, (1 - d) * row[other] + d * promise - z[v]


def structure(table: Table, corners: Sequence[Any], slack: Any) -> System | None:
    """Read the structure of a labelled hull; None if a promise misses it.

    A promise may miss it by `slack` ranges of payoff, since the corners are only guesses.
    """
    labels: tuple[tuple[int, int], ...] = tuple(p[2] for p in corners)
    unknowns = [c for c, (_, kind) in enumerate(labels) if kind in _CHAIN_OF]
    index = {corner: v for v, corner in enumerate(unknowns)}
    threats: list[tuple[Any, int]] = []
    least: list[Any] = []
    for i in (0, 1):
        c = min(range(len(corners)), key=lambda j: corners[j][i])
        a, kind = labels[c]
        row = table.rows[a]
        if kind == G:
            threats.append((row[i], -1))
        elif kind == CC or (kind in VERTICAL) == (i == 0):
            # v = (1-d) b + d u and v = u give u = b.
            threats.append((row[4 + i], -1))
        else:
            threats.append((row[i] - row[i], index[c]))
        least.append(corners[c][i])
    position = {id(p): c for c, p in enumerate(corners)}
    ways = chains(corners)
    equations: list[Equation] = []
    for c in unknowns:
        a, kind = labels[c]
        axis = 0 if kind in VERTICAL else 1
        where = least[axis] + table.patience * table.rows[a][2 + axis]
        way = ways[_CHAIN_OF[kind]]
        keys = [p[axis] for p in way]
        room = slack * table.size[axis]
        if where < keys[0] - room or where > keys[-1] + room:
            return None
        right = min(max(bisect_left(keys, where), 1), len(way) - 1)
        ends = position[id(way[max(right - 1, 0)])], position[id(way[right])]
        equations.append(Equation(axis, a, *ends))
    return System(table, labels, tuple(unknowns), (threats[0], threats[1]), tuple(equations))
