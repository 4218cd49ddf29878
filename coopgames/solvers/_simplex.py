"""An exact simplex in python-flint rationals, started from any basis.

It is the fall-back and the referee: a floating-point solver may propose a basis, this module
decides. Degenerate programs are the rule in repeated games (several plans attain the optimum), so
after a run of degenerate pivots the entering rule is Bland's, which cannot cycle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq, fmpq_mat

__all__ = ["StandardForm", "Tableau", "phase_one", "phase_two", "tableau_from_basis"]

ZERO = fmpq(0)
#: Degenerate pivots in a row before Bland's rule takes over.
PATIENCE = 20


@dataclass(frozen=True, slots=True)
class StandardForm:
    """``A z = b, z >= 0``, maximise ``c . z``; rows have been signed so that ``b >= 0``.

    Attributes
    ----------
    columns : list of list of fmpq
        Column major: structural columns (free variables split in two), then slacks.
    constants, costs : list of fmpq
    """

    columns: list[list[fmpq]]
    constants: list[fmpq]
    costs: list[fmpq]

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.constants)

    def column(self, index: int) -> list[fmpq]:
        """Return a column; indices past the last stand for the artificial unit columns."""
        if index < len(self.columns):
            return self.columns[index]
        row = index - len(self.columns)
        return [fmpq(int(i == row)) for i in range(self.height)]

    def matrix(self, basis: Sequence[int]) -> fmpq_mat:
        """Return the basis matrix."""
        picked = [self.column(j) for j in basis]
        entries = [column[i] for i in range(self.height) for column in picked]
        return fmpq_mat(self.height, len(basis), entries)

    def cost(self, index: int) -> fmpq:
        """Return the cost of a column (0 for artificial ones)."""
        return self.costs[index] if index < len(self.costs) else ZERO


@dataclass(slots=True)
class Tableau:
    """Rows of ``B^-1 [A | b]`` with the basis that they belong to."""

    rows: list[list[fmpq]]
    basis: list[int]

    def pivot(self, row: int, column: int) -> None:
        """Bring a column into the basis in the place of the basic variable of a row."""
        lead = self.rows[row]
        inverse = 1 / lead[column]
        self.rows[row] = lead = [x * inverse if x else x for x in lead]
        occupied = [j for j, x in enumerate(lead) if x]
        for i, other in enumerate(self.rows):
            factor = other[column]
            if i != row and factor:
                for j in occupied:
                    other[j] -= factor * lead[j]
        self.basis[row] = column


def tableau_from_basis(form: StandardForm, basis: Sequence[int]) -> Tableau | None:
    """Return the tableau of a basis, or None if the basis is singular."""
    width = len(form.columns)
    entries = [
        x for i in range(form.height) for x in [*(c[i] for c in form.columns), form.constants[i]]
    ]
    whole = fmpq_mat(form.height, width + 1, entries)
    try:
        solved = form.matrix(basis).solve(whole)
    except ZeroDivisionError:
        return None
    return Tableau(solved.tolist(), list(basis))


def _reduced_costs(tableau: Tableau, costs: Sequence[fmpq], width: int) -> list[fmpq]:
    reduced = list(costs[:width])
    for row, index in zip(tableau.rows, tableau.basis, strict=True):
        cost = costs[index] if index < len(costs) else ZERO
        if cost:
            for j in range(width):
                if row[j]:
                    reduced[j] -= cost * row[j]
    return reduced


def _leaving_row(tableau: Tableau, column: int) -> int | None:
    best: tuple[fmpq, int, int] | None = None
    for i, row in enumerate(tableau.rows):
        if row[column] > 0:
            key = (row[-1] / row[column], tableau.basis[i], i)
            if best is None or key[0] < best[0] or (key[0] == best[0] and key[1] < best[1]):
                best = key
    return None if best is None else best[2]


def _steepest(candidates: Sequence[int], reduced: Sequence[fmpq]) -> int:
    best = candidates[0]
    for j in candidates:
        if reduced[j] > reduced[best]:
            best = j
    return best


def _climb(tableau: Tableau, costs: Sequence[fmpq], width: int) -> int | None:
    """Pivot to the optimum; return the column of an unbounded ray, or None at the optimum."""
    reduced = _reduced_costs(tableau, costs, width)
    degenerate = 0
    while True:
        candidates = [j for j in range(width) if reduced[j] > 0]
        if not candidates:
            return None
        bland = degenerate > PATIENCE
        column = candidates[0] if bland else _steepest(candidates, reduced)
        row = _leaving_row(tableau, column)
        if row is None:
            return column
        degenerate = 0 if tableau.rows[row][-1] else degenerate + 1
        tableau.pivot(row, column)
        lead, factor = tableau.rows[row], reduced[column]
        reduced = [r - factor * x if x else r for r, x in zip(reduced, lead, strict=False)]


def phase_one(form: StandardForm) -> tuple[Tableau, bool]:
    """Find a feasible basis; return its tableau (without artificial columns) and feasibility.

    If the program is infeasible, the tableau is the optimum of phase one, whose dual is a
    Farkas vector.
    """
    width, height = len(form.columns), form.height
    basis = _unit_basis(form)
    artificial = sorted(j for j in basis if j >= width)
    all_columns = [*form.columns, *(form.column(j) for j in artificial)]
    position = {j: width + k for k, j in enumerate(artificial)}
    rows = [[*(c[i] for c in all_columns), form.constants[i]] for i in range(height)]
    tableau = Tableau(rows, [position.get(j, j) for j in basis])
    costs = [ZERO] * width + [fmpq(-1)] * len(artificial)
    _climb(tableau, costs, width + len(artificial))
    names = {width + k: j for k, j in enumerate(artificial)}
    feasible = not any(
        r[-1] for r, j in zip(tableau.rows, tableau.basis, strict=True) if j >= width
    )
    if feasible:
        _expel_artificials(tableau, width)
    tableau.rows = [[*row[:width], row[-1]] for row in tableau.rows]
    tableau.basis = [names.get(j, j) for j in tableau.basis]
    return tableau, feasible


def _unit_basis(form: StandardForm) -> list[int]:
    """Return a slack with coefficient +1 for each row that has one, else its artificial."""
    basis = [len(form.columns) + i for i in range(form.height)]
    for j, column in enumerate(form.columns):
        occupied = [i for i, x in enumerate(column) if x]
        if len(occupied) == 1 and column[occupied[0]] == 1 and not form.cost(j):
            basis[occupied[0]] = j
    return basis


def _expel_artificials(tableau: Tableau, width: int) -> None:
    """Replace artificials that are basic at zero, where their row is not redundant."""
    for i, index in enumerate(tableau.basis):
        if index >= width:
            column = next((j for j in range(width) if tableau.rows[i][j]), None)
            if column is not None:
                tableau.pivot(i, column)


def phase_two(form: StandardForm, tableau: Tableau) -> int | None:
    """Climb from a feasible tableau; return the column of an unbounded ray, or None."""
    return _climb(tableau, form.costs, len(form.columns))
