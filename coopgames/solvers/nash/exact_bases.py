"""Bases of a best-reply polytope in exact arithmetic, one at a time.

Variables are the ``d`` coordinates and the ``c`` slacks of ``M z + s = 1``. A basis is a set of
``c`` variables; the other ``d`` are zero and are the labels of the point.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flint import fmpq, fmpq_mat

from coopgames.solvers.nash.polytope import Polytope

__all__ = ["basic_values", "entering_column", "leaving_variable", "support_values"]


Values = dict[int, tuple[fmpq, ...]]


def support_values(
    polytope: Polytope, basis: Iterable[int], sides: Sequence[Sequence[int]]
) -> Values | None:
    """Solve for the coordinates in a basis with several right-hand sides; ``None`` if singular.

    Notes
    -----
    The coordinates in the basis and the rows whose slack is outside it make a system, of the size
    of the support.
    """
    d = polytope.dimension
    inside = set(basis)
    support = [v for v in sorted(inside) if v < d]
    tight = [j for j in range(polytope.replies) if d + j not in inside]
    if not support:
        return {}
    entries = [polytope.rows[j][i] for j in tight for i in support]
    known = [side[j] for j in tight for side in sides]
    try:
        solved = fmpq_mat(len(tight), len(support), entries).solve(
            fmpq_mat(len(tight), len(sides), known)
        )
    except ZeroDivisionError:
        return None
    columns = range(len(sides))
    return {i: tuple(solved[k, s] for s in columns) for k, i in enumerate(support)}


def basic_values(
    polytope: Polytope, basis: Iterable[int], sides: Sequence[Sequence[int]]
) -> Values | None:
    """Solve for all variables in a basis with several right-hand sides; ``None`` if singular."""
    d = polytope.dimension
    inside = set(basis)
    values = support_values(polytope, inside, sides)
    if values is None:
        return None
    coordinates = list(values.items())
    for j, row in enumerate(polytope.rows):
        if d + j in inside:
            values[d + j] = tuple(
                side[j] - sum((row[i] * x[s] for i, x in coordinates), start=fmpq(0))
                for s, side in enumerate(sides)
            )
    return values


def entering_column(polytope: Polytope, variable: int) -> list[int]:
    """Return the column of a variable in ``[M I]``."""
    d = polytope.dimension
    if variable < d:
        return [row[variable] for row in polytope.rows]
    return [int(d + j == variable) for j in range(polytope.replies)]


def leaving_variable(
    polytope: Polytope, basis: Iterable[int], entering: int, sides: Sequence[Sequence[int]]
) -> int | None:
    """Return the variable that leaves a basis when another one enters, or ``None`` if two tie.

    The ratios are compared lexicographically over the right-hand sides ``sides``.
    """
    column = entering_column(polytope, entering)
    values = basic_values(polytope, basis, [*sides, column])
    assert values is not None
    ratios = sorted((*(x / v[-1] for x in v[:-1]), k) for k, v in values.items() if v[-1] > 0)
    if len(ratios) > 1 and ratios[0][:-1] == ratios[1][:-1]:
        return None
    return int(ratios[0][-1])
