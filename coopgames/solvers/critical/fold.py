"""Thresholds at which two sets that solve the same equations meet: folds.

The hull of a payoff set solves a square system ``F(z, d) = 0`` (see
:mod:`coopgames.solvers.self_generation.structure`). Where ``I - J``, the negative of its Jacobian
in the unknowns ``z``, becomes singular, the set vanishes together with another solution. The point
is a regular root of ``F = 0, det(I - J) = 0`` in ``(z, d)`` together, so Newton's method finds as
many of its digits as one likes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flint import fmpq, fmpq_mat

from coopgames.solvers.critical.solves import table_at
from coopgames.solvers.self_generation.candidate import Candidate
from coopgames.solvers.self_generation.structure import System

__all__ = ["BITS", "Digits", "find_fold"]

#: Binary digits of a fold.
BITS: Final = 384
#: Step of the difference quotients: the rate of convergence, since arithmetic is exact.
DIFFERENCE: Final = fmpq(1, 1 << 160)
MAX_STEPS: Final = 40


@dataclass(frozen=True, slots=True)
class Digits:
    """A critical discount factor, to `BITS` binary digits.

    Attributes
    ----------
    delta : fmpq
        The discount factor.
    unknowns : list of fmpq
        Of the equations there.
    system : System
        The equations, at a discount factor nearby.
    """

    delta: fmpq
    unknowns: list[fmpq]
    system: System


def find_fold(candidate: Candidate) -> Digits | None:
    """Return the fold near a payoff set just above it; None if there seems to be none."""
    system = candidate.system
    if system is None or not system.unknowns:
        return None
    size = min(system.table.size)
    scales = [size] * len(system.unknowns) + [fmpq(1)]
    x = [*candidate.values, system.table.delta]
    for _ in range(MAX_STEPS):
        step = _newton(system, x, scales)
        if step is None:
            return None
        x = [_round(a + b, s) for a, b, s in zip(x, step, scales, strict=True)]
        if not 0 < x[-1] < 1:
            return None
        if max(abs(b) / s for b, s in zip(step, scales, strict=True)) < fmpq(1, 1 << (BITS - 16)):
            return Digits(x[-1], x[:-1], system)
    return None


def _round(x: fmpq, scale: fmpq) -> fmpq:
    unit = scale / (1 << (BITS + 64))
    return (x / unit + fmpq(1, 2)).floor() * unit


def _equations(system: System, x: Sequence[fmpq]) -> tuple[list[Any], list[fmpq]]:
    """Return the matrix I - J, and the residuals with the determinant as the last."""
    moved = replace(system, table=table_at(system.table, x[-1]))
    matrix, residuals = moved.linearised(x[:-1])
    return matrix, [*residuals, fmpq_mat(matrix).det()]


def _newton(system: System, x: Sequence[fmpq], scales: Sequence[fmpq]) -> list[fmpq] | None:
    """Return one Newton step; the derivatives are difference quotients with a tiny step."""
    _, here = _equations(system, x)
    columns: list[list[fmpq]] = []
    for k, scale in enumerate(scales):
        h = DIFFERENCE * scale
        moved = [y + h if j == k else y for j, y in enumerate(x)]
        _, there = _equations(system, moved)
        columns.append([(b - a) / h for a, b in zip(here, there, strict=True)])
    matrix = fmpq_mat([list(row) for row in zip(*columns, strict=True)])
    try:
        solution = matrix.solve(fmpq_mat([[-r] for r in here]))
    except ZeroDivisionError:
        return None
    return [solution[i, 0] for i in range(len(x))]
