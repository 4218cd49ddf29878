"""A condensed simplex tableau with one parameter in its right-hand side, in flint rationals.

Only the columns outside the basis are stored. A pivot is one update of rank one, done by flint: on
the programs of this package it is twice as fast as a loop over rationals, and does not slow down
when numerators grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq, fmpq_mat

__all__ = ["PATIENCE", "Tableau"]

ZERO, ONE = fmpq(0), fmpq(1)
#: Pivots in a row that leave the value as it is, before Bland's rule takes over.
PATIENCE = 20


@dataclass(slots=True)
class Tableau:
    """``basic + sum(entries * outside) + entry * t = constant`` by row, and the reduced costs.

    Variables have numbers: the ``n`` structural ones first, then the ``m`` surpluses, then the
    parameter t. The columns of ``cells`` are the variables outside the basis (one of them may be t)
    and, last, the constants; its last row holds the reduced costs and minus the value.

    Attributes
    ----------
    cells : fmpq_mat
        ``m + 1`` rows, ``n + 2`` columns.
    basis, outside : list of int
        Variables by row and by column.
    free : frozenset of int
        Variables without a sign. Once basic they stay; outside they have no entry in a row whose
        variable has a sign, so no pivot ever meets them.
    """

    cells: fmpq_mat
    basis: list[int]
    outside: list[int]
    free: frozenset[int]

    def copy(self) -> Tableau:
        """Return a tableau that can be changed by itself."""
        return Tableau(fmpq_mat(self.cells), self.basis[:], self.outside[:], self.free)

    @property
    def height(self) -> int:
        """Number of rows without the reduced costs."""
        return len(self.basis)

    @property
    def parameter(self) -> int:
        """The number of the parameter among the variables."""
        return len(self.basis) + len(self.outside) - 1

    def pivot(self, row: int, column: int) -> None:
        """Exchange the variable of a row and that of a column."""
        height, width = self.height + 1, len(self.outside) + 1
        factors = [self.cells[i, column] for i in range(height)]
        lead = factors[row]
        for i in range(height):
            self.cells[i, column] = ZERO
        self.cells[row, column] = ONE
        along = fmpq_mat(1, width, [self.cells[row, j] for j in range(width)])
        factors = [x / lead for x in factors]
        factors[row] = 1 - 1 / lead
        self.cells -= fmpq_mat(height, 1, factors) * along
        self.basis[row], self.outside[column] = self.outside[column], self.basis[row]

    def signed_rows(self) -> list[int]:
        """Return the rows whose variable has a sign."""
        return [i for i, name in enumerate(self.basis) if name not in self.free]

    def signed_columns(self) -> list[int]:
        """Return the columns whose variable has a sign; t is none of them."""
        t = self.parameter
        return [j for j, x in enumerate(self.outside) if x != t and x not in self.free]

    def line(self, row: int) -> tuple[fmpq, fmpq]:
        """Return constant and slope in t of the variable of a row (t is outside the basis)."""
        column = self.outside.index(self.parameter)
        return self.cells[row, len(self.outside)], -self.cells[row, column]

    def lasts_until(self) -> fmpq | None:
        """Return the largest t at which a basis that is feasible before stays so; None: all."""
        lines = [self.line(i) for i in self.signed_rows()]
        return min((constant / -slope for constant, slope in lines if slope < 0), default=None)

    def measured_from(self, low: fmpq) -> Tableau:
        """Return the tableau with `low` + t in the place of t, which is outside the basis."""
        moved, last = self.copy(), len(self.outside)
        column = self.outside.index(self.parameter)
        for i in range(self.height + 1):
            moved.cells[i, last] += low * self.cells[i, column]
        return moved

    def levels(self, t: fmpq) -> list[fmpq]:
        """Return the value of the variable of each row at a value of t outside the basis."""
        last = len(self.outside)
        column = self.outside.index(self.parameter)
        return [self.cells[i, last] - self.cells[i, column] * t for i in range(self.height)]

    def point(self, t: fmpq, size: int) -> tuple[fmpq, ...]:
        """Return the structural variables at a value of t."""
        values = [ZERO] * size
        for name, level in zip(self.basis, self.levels(t), strict=True):
            if name < size:
                values[name] = level
        return tuple(values)

    def multipliers(self, row: int) -> tuple[fmpq, ...]:
        """Return the weights of the original rows in a row (`height`: in the reduced costs)."""
        first = len(self.outside) - 1  # the first surplus
        weights = [ZERO] * self.height
        for j, name in enumerate(self.outside):
            if first <= name < self.parameter:
                weights[name - first] = self.cells[row, j]
        if row < self.height and first <= self.basis[row] < self.parameter:
            weights[self.basis[row] - first] = ONE
        return tuple(weights)

    def set_costs(self, costs: Sequence[fmpq]) -> None:
        """Write the reduced costs of an objective over the structural variables, and of t."""
        padded = [*costs, *([ZERO] * (self.parameter + 1 - len(costs)))]
        weights = fmpq_mat(1, self.height, [padded[name] for name in self.basis])
        last, width = self.height, len(self.outside) + 1
        for j in range(width):
            self.cells[last, j] = padded[self.outside[j]] if j < width - 1 else ZERO
        rows = [self.cells[i, j] for i in range(self.height) for j in range(width)]
        basic = weights * fmpq_mat(self.height, width, rows)
        for j in range(width):
            self.cells[last, j] -= basic[0, j]

    def enter_free(self) -> None:
        """Bring every free variable into the basis that has an entry in a signed row."""
        for name in sorted(self.free):
            column = self.outside.index(name)
            rows = (i for i in self.signed_rows() if self.cells[i, column])
            row = next(rows, None)
            if row is not None:
                self.pivot(row, column)

    def descend(self, t: fmpq) -> bool:
        """Minimise from a feasible basis at t; return whether the objective is bounded."""
        patience, last = _Patience(), self.height
        loose = [j for j, name in enumerate(self.outside) if name in self.free]
        if any(self.cells[last, j] for j in loose):
            return False
        while True:
            costs = [(self.cells[last, j], j) for j in self.signed_columns()]
            costs = [pair for pair in costs if pair[0] < 0]
            if not costs:
                return True
            if patience.is_over:
                column = min((j for _, j in costs), key=self.outside.__getitem__)
            else:
                column = min(costs)[1]
            row, level = self._blocking(column, t)
            if row is None:
                return False
            patience.count(bool(level))
            self.pivot(row, column)

    def _blocking(self, column: int, t: fmpq) -> tuple[int | None, fmpq]:
        """Return the row that a growing variable brings to zero first, and its level now."""
        best: tuple[fmpq, int, int] | None = None
        levels = self.levels(t)
        for i in self.signed_rows():
            entry = self.cells[i, column]
            if entry > 0:
                key = (levels[i] / entry, self.basis[i], i)
                best = key if best is None else min(best, key)
        return (None, ZERO) if best is None else (best[2], best[0])

    def restore(self, t: fmpq | None) -> int | None:
        """Pivot, with reduced costs >= 0 throughout, until no row is violated.

        Parameters
        ----------
        t : fmpq or None
            Violated are the rows that become negative just beyond t, where none is negative at t
            itself. None: t is a variable like the others, t >= 0.

        Returns
        -------
        int or None
            A violated row whose entries at signed variables are all >= 0, so that it cannot be
            satisfied; None if no row is violated any more.
        """
        patience = _Patience()
        while True:
            violated = self._violated(t)
            if not violated:
                return None
            if patience.is_over:
                row = min((i for _, i in violated), key=self.basis.__getitem__)
            else:
                row = min(violated)[1]
            column = self._entering(row, with_parameter=t is None)
            if column is None:
                return row
            patience.count(bool(self.cells[self.height, column]))
            self.pivot(row, column)

    def _violated(self, t: fmpq | None) -> list[tuple[fmpq, int]]:
        last = len(self.outside)
        if t is None:
            amounts = [self.cells[i, last] for i in range(self.height)]
        else:
            column = self.outside.index(self.parameter)
            levels = self.levels(t)
            amounts = [ZERO if x else -self.cells[i, column] for i, x in enumerate(levels)]
        return [(amounts[i], i) for i in self.signed_rows() if amounts[i] < 0]

    def _entering(self, row: int, *, with_parameter: bool) -> int | None:
        """Return the column that keeps the reduced costs >= 0; ties go to the least variable."""
        columns, last = self.signed_columns(), self.height
        if with_parameter and self.parameter in self.outside:
            columns.append(self.outside.index(self.parameter))
        best: tuple[fmpq, int, int] | None = None
        for j in columns:
            entry = self.cells[row, j]
            if entry < 0:
                key = (self.cells[last, j] / -entry, self.outside[j], j)
                best = key if best is None else min(best, key)
        return None if best is None else best[2]


@dataclass(slots=True)
class _Patience:
    """Counts the pivots in a row that changed nothing."""

    idle: int = 0

    @property
    def is_over(self) -> bool:
        return self.idle > PATIENCE

    def count(self, moved: bool) -> None:
        self.idle = 0 if moved else self.idle + 1
