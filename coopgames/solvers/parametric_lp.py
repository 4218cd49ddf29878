"""Linear programs with one parameter in the right-hand side, solved for all its values at once.

The least value of ``c . x`` over ``A x >= b + t d`` is a convex, piecewise linear function of t
(Gass and Saaty 1955, in its dual form). The least feasible t comes from a dual simplex method in
which t is a variable; there a primal simplex method finds the first optimum; dual simplex steps
then follow it as t grows. Everything is exact, and tested once more before it is returned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from flint import fmpq, fmpq_mat

from coopgames.errors import NotConvergedError, invalid
from coopgames.solvers._parametric import Tableau
from coopgames.solvers._parametric_check import holds

__all__ = ["ParametricProgram", "Segment", "ValueFunction"]

Vector = tuple[fmpq, ...]
ZERO, ONE = fmpq(0), fmpq(1)


@dataclass(frozen=True, slots=True)
class Segment:
    """A range of t on which the least value is affine and one dual vector is optimal.

    Attributes
    ----------
    start : fmpq
    end : fmpq or None
        None: to infinity.
    value, slope : fmpq
        The least value is ``value + slope * (t - start)``.
    left, right : tuple of fmpq
        Optimal points at both ends; `right` is None if `end` is.
    dual : tuple of fmpq
        One weight >= 0 for each row. ``sum(dual * (b + t d))`` is a lower bound of the least value
        at every t whatever, and equal to it on the segment.
    """

    start: fmpq
    end: fmpq | None
    value: fmpq
    slope: fmpq
    left: Vector
    right: Vector | None
    dual: Vector

    def at(self, t: fmpq) -> fmpq:
        """Return the value of the segment's line at t."""
        return self.value + self.slope * (t - self.start)


@dataclass(frozen=True, slots=True)
class ValueFunction:
    """The least value of an objective as a function of the parameter.

    Attributes
    ----------
    segments : tuple of Segment
        Ascending, each beginning where the one before it ends; the slopes increase strictly. One
        segment of length zero if the program is feasible at a single t. Empty if the program is
        nowhere feasible, or the objective unbounded.
    farkas_below, farkas_above : tuple of fmpq, or None
        Weights y >= 0 by row with ``y A <= 0`` (= 0 at free variables), such that
        ``y . (b + t d) > 0`` exactly for the t below the first segment, or above the last one. None
        if the program is feasible up to that end of the range. If it is nowhere feasible in the
        range, `farkas_below` has ``y . (b + t d) > 0`` at all of its t, and `farkas_above` is None.
    unbounded : bool
        Whether the objective has no least value. That is so at every feasible t or at none; there
        are no segments, and `farkas_above` is None.
    """

    segments: tuple[Segment, ...]
    farkas_below: Vector | None
    farkas_above: Vector | None
    unbounded: bool = False

    def at(self, t: fmpq) -> fmpq | None:
        """Return the least value at t; None outside the segments."""
        for segment in self.segments:
            if segment.start <= t and (segment.end is None or t <= segment.end):
                return segment.at(t)
        return None


@dataclass(frozen=True, slots=True)
class ParametricProgram:
    """``rows[r] . x >= constants[r] + t * directions[r]``, ``x_j >= 0`` unless j is free.

    Attributes
    ----------
    rows : tuple of tuples of fmpq
    constants, directions : tuple of fmpq
        One for each row.
    free : frozenset of int
        Indices of the variables without a sign.
    width : int, optional
        Number of variables; needed only if there are no rows.

    Examples
    --------
    Two goods, one of them scarce: x + y >= 2, and x no more than t.

    >>> one = fmpq(1)
    >>> rows = ((one, one), (-one, 0 * one))
    >>> program = ParametricProgram(rows, (2 * one, 0 * one), (0 * one, -one))
    >>> found = program.minimum((one, 3 * one), fmpq(0))
    >>> [(s.start, s.end, s.value, s.slope) for s in found.segments]
    [(0, 2, 6, -2), (2, None, 2, 0)]
    """

    rows: tuple[Vector, ...]
    constants: Vector
    directions: Vector
    free: frozenset[int] = frozenset()
    width: int = -1
    _starts: dict[fmpq, _Start] = field(
        default_factory=dict["fmpq", "_Start"], init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        width = len(self.rows[0]) if self.rows else max(self.width, 0)
        object.__setattr__(self, "width", width)
        if any(len(row) != width for row in self.rows):
            raise invalid("rows", [len(row) for row in self.rows], f"{width} entries in each row")
        for name, values in (("constants", self.constants), ("directions", self.directions)):
            if len(values) != len(self.rows):
                raise invalid(name, len(values), f"one number for each of {len(self.rows)} rows")
        if any(not 0 <= j < width for j in self.free):
            raise invalid("free", sorted(self.free), f"indices below {width}")

    def minimum(
        self, objective: Sequence[fmpq], low: fmpq, high: fmpq | None = None
    ) -> ValueFunction:
        """Return the least value of an objective for every t in ``[low, high]``.

        Parameters
        ----------
        objective : sequence of fmpq
        low : fmpq
        high : fmpq, optional
            None: all t from `low` on.

        Raises
        ------
        InvalidGameError
            If `objective` is of another length, or `high` is below `low`.

        Notes
        -----
        The feasible basis at the least feasible t is kept, so further objectives over the same rows
        start from there. A pivot is O(rows x variables); few are needed for each segment.
        """
        if len(objective) != self.width:
            raise invalid("objective", len(objective), f"{self.width} numbers")
        if high is not None and high < low:
            raise invalid("high", high, f"None or a number of at least {low}")
        start = self._starts.get(low)
        if start is None:
            start = self._starts[low] = self._start(low)
        if start.tableau is None or (high is not None and start.first > high):
            found = ValueFunction((), start.farkas, None)
            return self._tested(found, objective, low, high)
        tableau = start.tableau.copy()
        tableau.set_costs(objective)
        if not tableau.descend(start.first):
            return ValueFunction((), start.farkas, None, unbounded=True)
        segments, above = self._follow(tableau, start.first, high)
        found = ValueFunction(tuple(_merged(segments)), start.farkas, above)
        return self._tested(found, objective, low, high)

    def _start(self, low: fmpq) -> _Start:
        """Return the least feasible t from `low` on and a basis that is feasible there."""
        height, width = len(self.rows), self.width
        shifted = [b + low * d for b, d in zip(self.constants, self.directions, strict=True)]
        entries = [
            [*(-x for x in row), d, -b]
            for row, d, b in zip(self.rows, self.directions, shifted, strict=True)
        ]
        entries.append([*([ZERO] * width), ONE, ZERO])  # minimise t - low
        cells = fmpq_mat(height + 1, width + 2, list(chain.from_iterable(entries)))
        parameter = width + height
        basis = list(range(width, parameter))
        tableau = Tableau(cells, basis, [*range(width), parameter], self.free)
        tableau.enter_free()
        row = tableau.restore(None)
        if row is not None:
            return _Start(low, None, tableau.multipliers(row))
        first, farkas = low, None
        if parameter in tableau.basis:
            row = tableau.basis.index(parameter)
            first += tableau.cells[row, width + 1]
            farkas = tableau.multipliers(height)
            # Whatever takes the place of t is zero before and after.
            column = next(j for j in tableau.signed_columns() if tableau.cells[row, j])
            tableau.pivot(row, column)
        return _Start(first, tableau.measured_from(low), farkas)

    def _follow(
        self, tableau: Tableau, t: fmpq, high: fmpq | None
    ) -> tuple[list[Segment], Vector | None]:
        """Return the segments from an optimal basis at t on, and the proof that they end."""
        segments = list[Segment]()
        while True:
            end = tableau.lasts_until()
            if high is not None and (end is None or end > high):
                end = high
            segments.append(self._segment(tableau, t, end))
            if end is None or end == high:
                return segments, None
            t = end
            row = tableau.restore(t)
            if row is not None:
                return segments, tableau.multipliers(row)

    def _segment(self, tableau: Tableau, start: fmpq, end: fmpq | None) -> Segment:
        constant, slope = tableau.line(tableau.height)
        value, slope = -constant - slope * start, -slope
        right = None if end is None else tableau.point(end, self.width)
        left, dual = tableau.point(start, self.width), tableau.multipliers(tableau.height)
        return Segment(start, end, value, slope, left, right, dual)

    def _tested(
        self, found: ValueFunction, objective: Sequence[fmpq], low: fmpq, high: fmpq | None
    ) -> ValueFunction:
        if not holds(self, found, objective, low, high):
            raise NotConvergedError("parametric program: the answer failed an exact test")
        return found


@dataclass(frozen=True, slots=True)
class _Start:
    """The least feasible t of a range, or a proof that there is none."""

    first: fmpq
    tableau: Tableau | None
    farkas: Vector | None


def _merged(segments: Sequence[Segment]) -> list[Segment]:
    """Join segments on one line, and drop one of no length where another begins."""
    joined = list[Segment]()
    for s in segments:
        if joined and joined[-1].start == joined[-1].end:
            joined.pop()
        if joined and joined[-1].slope == s.slope:
            # A dual vector that is optimal on the part before is optimal on the same line after.
            joined[-1] = replace(joined[-1], end=s.end, right=s.right)
        else:
            joined.append(s)
    return joined
