"""Newton's method on the structure of a hull, in exact rationals rounded to a working precision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq, fmpq_mat

from coopgames.solvers.self_generation.structure import System

__all__ = ["Root", "find_root", "newton_step"]

#: Quadratic convergence needs five or six steps from a double to 512 bits; double roots, found by
#: their rate of one half, a few more to be recognised as such.
MAX_STEPS = 48
#: Ratios of two steps that count as one half.
HALF = (fmpq(3, 8), fmpq(5, 8))


@dataclass(frozen=True, slots=True)
class Root:
    """A root of the equations.

    Attributes
    ----------
    values : list of fmpq
        The unknowns, exactly or to the working precision.
    is_exact : bool
        Whether the residuals are zero.
    """

    values: list[fmpq]
    is_exact: bool


def newton_step(system: System, z: Sequence[fmpq]) -> list[fmpq] | None:
    """Return the correction of one Newton step; [] if the residuals vanish, None if singular."""
    matrix, residuals = system.linearised(z)
    if not any(residuals):
        return []
    try:
        solution = fmpq_mat(matrix).solve(fmpq_mat([[r] for r in residuals]))
    except ZeroDivisionError:
        return None
    return [solution[i, 0] for i in range(len(residuals))]


def find_root(system: System, start: Sequence[fmpq], bits: int) -> Root | None:
    """Return the root near `start`, to `bits` binary digits of the smaller payoff range."""
    scale = min(system.table.size)
    last = fmpq(1, 1 << bits)
    z = list(start)
    before: fmpq | None = None
    for k in range(MAX_STEPS):
        step = newton_step(system, z)
        if step is None:
            return None
        if not step:
            return Root(z, True)
        size = max(map(abs, step)) / scale
        # At a double root, and near two that are close, a step covers half of the way.
        twice = before is not None and k > 1 and HALF[0] * before < size < HALF[1] * before
        if twice:
            step = [2 * x for x in step]
        z = [x + y for x, y in zip(z, step, strict=True)]
        if k > 0:  # a linear system is solved by the first step, exactly
            z = [_round(x, scale, bits + 40) for x in z]
        if k > 0 and size < last:
            return Root(z, False)
        # After a double step the next one is compared with nothing.
        before = None if twice else size
    return None


def _round(x: fmpq, scale: fmpq, bits: int) -> fmpq:
    unit = scale / (1 << bits)
    return (x / unit + fmpq(1, 2)).floor() * unit
