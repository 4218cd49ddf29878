"""All vertices of a best-reply polytope in exact arithmetic throughout: slow, and never stuck.

The graph is walked as in :mod:`coopgames.solvers.nash.traversal`, with the right-hand side moved to
``1 + (t, t^2, ..., t^c)`` for small ``t > 0``: a basis is regular if every row of ``B^-1 [1 I]`` is
lexicographically positive (Charnes 1952). Rows of an inverse are never equal, so no tie remains.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat
from numpy.typing import NDArray

from coopgames.solvers.nash.exact_bases import entering_column
from coopgames.solvers.nash.polytope import Polytope
from coopgames.solvers.nash.traversal import Walk

__all__ = ["exact_walk"]

Row = tuple[fmpq, ...]


def exact_walk(polytope: Polytope, bits: NDArray[Any]) -> Walk:
    """Return every regular basis and the labels of its point.

    Notes
    -----
    For N bases N exact solves of size c and O(N d c) lexicographic comparisons.
    """
    d, c = polytope.dimension, polytope.replies
    columns = [entering_column(polytope, v) for v in range(d + c)]
    start = frozenset(range(d, d + c))
    waiting, seen = [start], {start}
    keys: list[int] = []
    labels: list[int] = []
    while waiting:
        basis = waiting.pop()
        order = sorted(basis)
        table = _table(columns, order, c)
        outside = [v for v in range(d + c) if v not in basis]
        zeros = [v for v, row in zip(order, table, strict=True) if row[0] == 0]
        keys.append(sum(int(bits[v]) for v in outside))
        labels.append(keys[-1] + sum(int(bits[v]) for v in zeros))
        for entering in outside:
            neighbour = (basis | {entering}) - {order[_leaving(table, 1 + c + entering, c)]}
            if neighbour not in seen:
                seen.add(neighbour)
                waiting.append(neighbour)
    return Walk(np.array(keys, dtype=bits.dtype), np.array(labels, dtype=bits.dtype))


def _table(columns: list[list[int]], order: list[int], c: int) -> list[Row]:
    """Return the rows of ``B^-1 [1 I M I]``."""
    matrix = fmpq_mat(c, c, [columns[v][j] for j in range(c) for v in order])
    sides = [[1, *(int(j == k) for k in range(c)), *(x[j] for x in columns)] for j in range(c)]
    solved = matrix.solve(fmpq_mat(sides))
    return [tuple(solved[j, k] for k in range(len(sides[0]))) for j in range(c)]


def _leaving(table: list[Row], entering: int, c: int) -> int:
    ratios = [
        (tuple(x / row[entering] for x in row[: 1 + c]), k)
        for k, row in enumerate(table)
        if row[entering] > 0
    ]
    return min(ratios)[1]
