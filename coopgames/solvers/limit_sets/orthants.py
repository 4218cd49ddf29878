"""The best profile in each direction of an orthant of three players, exactly.

In an orthant the score of one profile is a concave, piecewise linear function of ``|l|``: the least
of finitely many linear functions, one for each dual vector that matters. Directions are scaled to
``|l_1| + |l_2| + |l_3| = 1`` and written as points (|l_1|, |l_2|) of a triangle, which the linear
functions divide into polygons.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from flint import fmpq

from coopgames.solvers.limit_sets.scores import ScoreProgram, Vector, dot
from coopgames.solvers.public.signal_game import SignalGame
from coopgames.solvers.self_generation.geometry import clip, hull

__all__ = ["Cell", "orthant_cells"]

ZERO, ONE = fmpq(0), fmpq(1)
TRIANGLE = ((ZERO, ZERO), (ONE, ZERO), (ZERO, ONE))

Polygon: TypeAlias = list[tuple[fmpq, fmpq]]


class Cell(NamedTuple):
    """A polygon of directions on which one profile is best and its score linear."""

    polygon: Polygon
    score: Vector
    position: int


def orthant_cells(game: SignalGame, positions: Sequence[int], signs: tuple[int, ...]) -> list[Cell]:
    """Divide the triangle of the directions with these signs.

    Parameters
    ----------
    game : SignalGame
        Of three players.
    positions : sequence of int
        Profiles that promises enforce; at least one.
    signs : tuple of int
        1 or -1 for each player.

    Returns
    -------
    list of Cell
        They cover the triangle and overlap in their boundaries only. On each the score of the game
        is ``score . |l|``; at the boundary of the triangle that is its limit from inside.
    """
    middle = (ONE / 3,) * 3
    programs = [ScoreProgram(game, a, signs) for a in positions]
    programs.sort(key=lambda program: -program.top(middle))
    cells = list[Cell]()
    for program in programs:
        # No score exceeds l.g(a).
        bound = program.bound([ZERO] * len(game.deviations[program.position]))
        if cells and not any(_above(cell.polygon, bound, cell.score) for cell in cells):
            continue
        lines = _pieces(program)
        if not cells:
            cells = [Cell(p, u, program.position) for p, u in _least(list(TRIANGLE), lines)]
        else:
            cells = [part for cell in cells for part in _raised(cell, lines, program.position)]
    return cells


def _pieces(program: ScoreProgram) -> list[Vector]:
    """Return linear functions whose least is the score of a profile."""
    lines, seen = list[Vector](), set[tuple[fmpq, fmpq]]()
    while True:
        corners = list(TRIANGLE)
        if lines:
            corners = [p for polygon, _ in _least(corners, lines) for p in polygon]
        fresh = [p for p in dict.fromkeys(corners) if p not in seen]
        if not fresh:
            return lines
        for p in fresh:
            seen.add(p)
            weights = _weights(p)
            line = program.bound(program.at(weights).dual)
            # Concave, so equal to the least of the lines where they agree at all corners.
            if not lines or all(dot(line, weights) < dot(u, weights) for u in lines):
                lines.append(line)


def _weights(point: tuple[fmpq, fmpq]) -> Vector:
    return point[0], point[1], 1 - point[0] - point[1]


def _where(polygon: Polygon, low: Vector, high: Vector) -> Polygon:
    """Return the part of a polygon on which one linear function is at most another."""
    first, second, third = (a - b for a, b in zip(low, high, strict=True))
    return clip(polygon, (first - third, second - third), -third)


def _above(polygon: Polygon, line: Vector, other: Vector) -> bool:
    return any(dot(line, _weights(p)) > dot(other, _weights(p)) for p in polygon)


def _least(polygon: Polygon, lines: Sequence[Vector]) -> list[tuple[Polygon, Vector]]:
    """Divide a polygon by which of the lines is least."""
    found = list[tuple[Polygon, Vector]]()
    for k, line in enumerate(lines):
        part = hull(polygon)
        for j, other in enumerate(lines):
            if j != k and len(part) > 2:
                part = _where(part, line, other)
        if len(part) > 2:
            found.append((part, line))
    return found


def _raised(cell: Cell, lines: Sequence[Vector], position: int) -> list[Cell]:
    """Divide a cell into parts where a profile is no better than the cell's, and where it is."""
    better, kept = cell.polygon, list[Cell]()
    for line in lines:
        # `better` is where all lines so far are at least the score of the cell.
        lower = _where(better, line, cell.score)
        if len(lower) > 2:
            kept.append(Cell(lower, cell.score, cell.position))
        better = _where(better, cell.score, line)
        if len(better) < 3:
            # Nowhere better: the cell is not cut into parts.
            return [cell]
    return kept + [Cell(part, line, position) for part, line in _least(better, lines)]
