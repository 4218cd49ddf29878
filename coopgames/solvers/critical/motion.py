"""Directions in which the corners of a payoff set move past a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from flint import fmpq

from coopgames.solvers.self_generation.corners import Table
from coopgames.solvers.self_generation.kinds import HR, VU
from coopgames.solvers.self_generation.structure import System

__all__ = ["Motion", "outward_motion"]

#: The displacement of each corner.
Motion: TypeAlias = list[tuple[Any, Any]]


def outward_motion(table: Table, system: System, unknowns: Sequence[Any]) -> Motion | None:
    """Return a direction in which the operator moves the corners just as far, to first order.

    It is the null direction of the equations, exactly: there is one at a fold, and where a
    structure gives way to another. Its largest displacement is about 1 payoff range of player 1.
    None if there is none, or some corner would move inward.
    """
    matrix, _ = system.linearised(unknowns)
    signs = [1 if system.labels[c][1] in (VU, HR) else -1 for c in system.unknowns]
    free = _null_vector(matrix)
    if free is None:
        return None
    lead = next(x * s for x, s in zip(free, signs, strict=True) if x)
    if lead < 0:
        free = [-x for x in free]
    if any(x * s < 0 for x, s in zip(free, signs, strict=True)):
        return None
    size = fmpq(*max(abs(float(x)) for x in free).as_integer_ratio())
    free = [x * table.size[0] / size for x in free]
    _, places = system.places(unknowns)
    zero = fmpq(0)
    return [
        (
            zero if x.unknown < 0 else x.slope * free[x.unknown],
            zero if y.unknown < 0 else y.slope * free[y.unknown],
        )
        for x, y in places
    ]


def _null_vector(matrix: Sequence[Sequence[Any]]) -> list[Any] | None:
    """Return a vector that spans the null space; None unless its dimension is 1.

    Elimination in any field, column by column; the column without a pivot is the combination of
    the others that is read off in the end.
    """
    rows = [list(row) for row in matrix]
    pivots: list[int] = []
    for column in range(len(rows)):
        top = len(pivots)
        pivot = next((r for r in range(top, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[top], rows[pivot] = rows[pivot], rows[top]
        lead = rows[top][column]
        rows[top] = [x / lead for x in rows[top]]
        for r, row in enumerate(rows):
            if r != top and row[column]:
                factor = row[column]
                rows[r] = [x - factor * y for x, y in zip(row, rows[top], strict=True)]
        pivots.append(column)
    if len(pivots) != len(rows) - 1:
        return None
    free = next(c for c in range(len(rows)) if c not in pivots)
    vector: list[Any] = [fmpq(0)] * len(rows)
    vector[free] = fmpq(1)
    for r, column in enumerate(pivots):
        vector[column] = -rows[r][free]
    return vector
