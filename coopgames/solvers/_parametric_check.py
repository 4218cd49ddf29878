"""Exact tests of what was found about a parametric linear program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mat

if TYPE_CHECKING:
    from coopgames.solvers.parametric_lp import ParametricProgram, Segment, ValueFunction

__all__ = ["holds"]

Vector = tuple[fmpq, ...]
ZERO = fmpq(0)


def holds(
    program: ParametricProgram,
    found: ValueFunction,
    objective: Sequence[fmpq],
    low: fmpq,
    high: fmpq | None,
) -> bool:
    """Tell whether every segment is optimal and every refutation one; nothing is trusted.

    Feasible points at both ends of a segment with the value of one dual vector prove it; the last
    one may have no right end.
    """
    test = _Test(program)
    below, above = found.farkas_below, found.farkas_above
    nothing = [ZERO] * program.width
    if any(y is not None and not test.is_dual(y, nothing) for y in (below, above)):
        return False
    if not found.segments:
        return below is None or found.unbounded or test.refutes_all(below, low, high)
    last = found.segments[-1].end
    if below is not None and not test.refutes(below, found.segments[0].start, -1):
        return False
    if above is not None and (last is None or not test.refutes(above, last, 1)):
        return False
    return all(test.is_optimal(segment, objective) for segment in found.segments)


class _Test:
    """The rows of a program as a matrix, and the inequalities that answers must satisfy."""

    def __init__(self, program: ParametricProgram) -> None:
        self.program = program
        entries = [x for row in program.rows for x in row]
        self.matrix = fmpq_mat(len(program.rows), program.width, entries)

    def is_optimal(self, segment: Segment, objective: Sequence[fmpq]) -> bool:
        constant, slope = self._line(segment.dual)
        if slope != segment.slope or constant + slope * segment.start != segment.value:
            return False
        ends = [(segment.start, segment.left)]
        if segment.end is not None and segment.right is not None:
            ends.append((segment.end, segment.right))
        return self.is_dual(segment.dual, objective) and all(
            _dot(objective, x) == segment.at(t) and self._is_feasible(x, t) for t, x in ends
        )

    def is_dual(self, y: Vector, costs: Sequence[fmpq]) -> bool:
        """Tell whether ``y >= 0`` and ``y A <= costs`` (equal at free variables)."""
        sums = (fmpq_mat(1, len(y), y) * self.matrix).entries()
        gaps = [c - x for c, x in zip(costs, sums, strict=True)]
        free = self.program.free
        signed = all(gap == 0 if j in free else gap >= 0 for j, gap in enumerate(gaps))
        return signed and all(x >= 0 for x in y)

    def refutes(self, y: Vector, limit: fmpq, side: int) -> bool:
        """Tell whether ``y . (b + t d)`` is positive exactly on one side of a limit."""
        constant, slope = self._line(y)
        return constant + slope * limit == 0 and slope * side > 0

    def refutes_all(self, y: Vector, low: fmpq, high: fmpq | None) -> bool:
        """Tell whether ``y . (b + t d)`` is positive on a range."""
        constant, slope = self._line(y)
        far = slope >= 0 if high is None else constant + slope * high > 0
        return constant + slope * low > 0 and far

    def _is_feasible(self, x: Vector, t: fmpq) -> bool:
        program = self.program
        sums = (self.matrix * fmpq_mat(program.width, 1, x)).entries()
        pairs = zip(sums, program.constants, program.directions, strict=True)
        rows = all(v >= b + t * d for v, b, d in pairs)
        return rows and all(v >= 0 for j, v in enumerate(x) if j not in program.free)

    def _line(self, y: Vector) -> tuple[fmpq, fmpq]:
        return _dot(y, self.program.constants), _dot(y, self.program.directions)


def _dot(left: Sequence[fmpq], right: Sequence[fmpq]) -> fmpq:
    return sum((a * b for a, b in zip(left, right, strict=True) if a), start=ZERO)
