"""The whole sustaining set of a linear-programming family in one parameter, exactly.

``sustained at t`` means: the program at ``t`` has a feasible point with objective >= 0. Along the
parameter the optimal basis changes finitely often. On each cell the basis solution is a vector of
rational functions of ``t`` (Cramer's rule, by evaluation and interpolation); exact root isolation
says how far its inequalities hold. A sustained cell is proved by a primal vector, the others by a
dual one, so nothing rests on monotonicity: the set found need not be an upper interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat, fmpq_poly

from coopgames.arithmetic import RationalFunction, real_roots, sign_at
from coopgames.errors import NotConvergedError, UnsupportedGameError
from coopgames.solvers._flint import coefficients
from coopgames.solvers.exact_lp import Outcome, solve_lp
from coopgames.solvers.family import parameter_of
from coopgames.solvers.intervals import Cell, End, between
from coopgames.solvers.linear_program import LinearProgram

__all__ = ["Witness", "interpolate", "sustaining_cells"]

Coefficients = tuple[Fraction, ...]
#: Where in an open gap samples are taken, in this order, until one is not a breakpoint.
SAMPLES = tuple(Fraction(k, 64) for k in (32, 21, 43, 11, 53, 27, 37, 5, 59, 17, 47))
#: How near to the end of a cell, as a share of it, a basis is taken to decide the end.
NEAR = Fraction(1, 2**20)


@dataclass(frozen=True, slots=True)
class Witness:
    """Numerators over a common positive denominator that prove one cell.

    Attributes
    ----------
    denominator : polynomial
    vector : polynomials
        Primal point of a sustained cell, dual vector of another.
    residues : polynomials
        Row slacks of a sustained cell, reduced costs of another.
    value : polynomial
        Objective at the primal point, or the bound of the dual vector.
    """

    denominator: Coefficients
    vector: tuple[Coefficients, ...]
    residues: tuple[Coefficients, ...]
    value: Coefficients


def sustaining_cells(program: LinearProgram, lower: Fraction, upper: Fraction) -> tuple[Cell, ...]:
    """Tile an open interval of the parameter by cells, each with its verdict and proof.

    Parameters
    ----------
    program : LinearProgram
        Entries are rationals or polynomials in one parameter; feasible and bounded at each value.
    lower, upper : Fraction
        The open interval.

    Returns
    -------
    tuple of Cell
        Open cell, point, open cell, ..., open cell, in order.

    Raises
    ------
    UnsupportedGameError
        If the program is unbounded or infeasible at some value.
    NotConvergedError
        If a breakpoint cannot be decided (a singular basis at an irrational breakpoint).
    """
    family = _Family(program, lower, upper)
    gaps: list[tuple[End, End]] = [(lower, upper)]
    found: list[Cell] = []
    while gaps:
        left, right = gaps.pop()
        cell = family.cell_inside(left, right)
        found.append(cell)
        if left < cell.lower:
            gaps.append((left, cell.lower))
        if cell.upper < right:
            gaps.append((cell.upper, right))
    found.sort(key=lambda cell: between(cell.lower, cell.upper))
    tiles: list[Cell] = [found[0]]
    for cell in found[1:]:
        tiles.append(family.point(cell.lower, tiles[-1], cell))
        tiles.append(cell)
    return tuple(tiles)


def _poly(value: object) -> fmpq_poly:
    if isinstance(value, RationalFunction):
        coefficients = value.polynomial()
    else:
        assert isinstance(value, Fraction)
        coefficients = (value,)
    return fmpq_poly([fmpq(c.numerator, c.denominator) for c in coefficients])


class _Family:
    """A program whose entries are polynomials, with the basis algebra along the parameter."""

    def __init__(self, program: LinearProgram, lower: Fraction, upper: Fraction) -> None:
        parameter_of(program)  # refuses two parameters, which polynomials would confuse
        if program.free:
            raise UnsupportedGameError("program: free variables are not supported in a family")
        self.program, self.lower, self.upper = program, lower, upper
        self.objective = [_poly(c) for c in program.objective]
        self.rows = [[_poly(a) for a in row.coefficients] for row in program.rows]
        self.constants = [_poly(row.constant) for row in program.rows]
        self.slack_rows = [i for i, row in enumerate(program.rows) if row.relation != "=="]
        degrees = [
            max([p.degree() for p in [*row, b]] + [0])
            for row, b in zip(self.rows, self.constants, strict=True)
        ]
        costs = max([p.degree() for p in self.objective] + [0])
        self.points = sum(degrees) + costs + 1

    def cell_inside(self, left: End, right: End) -> Cell:
        """Return the maximal cell of one witness around a sample of an open gap."""
        for share in SAMPLES:
            sample = between(left, right, share)
            outcome = solve_lp(self.program.at(sample))
            if outcome.status != "optimal" or outcome.value is None:
                raise UnsupportedGameError(f"program: {outcome.status} at parameter {sample}")
            primal, dual = self.witnesses(outcome, sample)
            sustained = outcome.value >= 0
            witness = primal if sustained else dual
            region = self._region(witness, sustained, sample, left, right)
            if region is not None:
                return Cell(*region, sustained, witness)
        raise NotConvergedError(
            f"parameter between {left} and {right}: every sample is a breakpoint"
        )

    def _conditions(self, witness: Witness, sustained: bool) -> list[Coefficients]:
        """Return the polynomials whose signs make the witness valid."""
        return [witness.denominator, *witness.vector, *witness.residues, witness.value]

    def _region(
        self, witness: Witness, sustained: bool, sample: Fraction, left: End, right: End
    ) -> tuple[End, End] | None:
        low, high = left, right
        for condition in set(self._conditions(witness, sustained)):
            if not any(condition):
                continue
            if sign_at(condition, sample) == 0:
                return None
            for root in real_roots(condition, self.lower, self.upper):
                if root < sample and root > low:
                    low = root
                if root > sample and root < high:
                    high = root
        return low, high

    def witnesses(self, outcome: Outcome, sample: Fraction) -> tuple[Witness, Witness]:
        """Return primal and dual vectors of the basis as polynomials over its determinant."""
        basis = outcome.basis
        determinant, x, y = self._cramer(basis, sample)
        width = len(self.objective)
        primal = [fmpq_poly([])] * width
        for position, index in enumerate(basis):
            if index < width:
                primal[index] = x[position]
        return self._primal(primal, determinant), self._dual(y, determinant)

    def _primal(self, point: Sequence[fmpq_poly], denominator: fmpq_poly) -> Witness:
        slacks = tuple(self._slack(i, point, denominator) for i in range(len(self.rows)))
        value = sum((c * p for c, p in zip(self.objective, point, strict=True)), fmpq_poly([]))
        vector = tuple(map(coefficients, point))
        return Witness(coefficients(denominator), vector, slacks, coefficients(value))

    def _dual(self, y: Sequence[fmpq_poly], denominator: fmpq_poly) -> Witness:
        reduced = tuple(self._reduced(j, y, denominator) for j in range(len(self.objective)))
        bound = sum((b * p for b, p in zip(self.constants, y, strict=True)), fmpq_poly([]))
        vector = tuple(map(coefficients, y))
        return Witness(coefficients(denominator), vector, reduced, coefficients(bound))

    def _witness_of(self, outcome: Outcome, sustained: bool) -> Witness:
        """Return the witness of one solved program: a constant vector, its residues in full."""
        if sustained:
            return self._primal([_poly(x) for x in outcome.primal], fmpq_poly([1]))
        return self._dual([_poly(y) for y in outcome.dual], fmpq_poly([1]))

    def _slack(self, i: int, primal: Sequence[fmpq_poly], determinant: fmpq_poly) -> Coefficients:
        left = sum((a * p for a, p in zip(self.rows[i], primal, strict=True)), fmpq_poly([]))
        right = self.constants[i] * determinant
        relation = self.program.rows[i].relation
        return coefficients(right - left if relation == "<=" else left - right)

    def _reduced(self, j: int, dual: Sequence[fmpq_poly], determinant: fmpq_poly) -> Coefficients:
        total = sum((row[j] * p for row, p in zip(self.rows, dual, strict=True)), fmpq_poly([]))
        return coefficients(total - self.objective[j] * determinant)

    def _column(self, index: int, point: fmpq) -> list[fmpq]:
        width = len(self.objective)
        if index < width:
            return [row[index](point) for row in self.rows]
        offset = index - width
        unit = offset < len(self.slack_rows)
        target = self.slack_rows[offset] if unit else offset - len(self.slack_rows)
        sign = -1 if unit and self.program.rows[target].relation == ">=" else 1
        return [fmpq(sign if i == target else 0) for i in range(len(self.rows))]

    def _cramer(
        self, basis: Sequence[int], sample: Fraction
    ) -> tuple[fmpq_poly, list[fmpq_poly], list[fmpq_poly]]:
        """Evaluate determinant and Cramer numerators at enough points, and interpolate."""
        height, width = len(self.rows), len(self.objective)
        nodes: list[fmpq] = []
        tables: list[list[fmpq]] = []
        k = 0
        while len(nodes) < self.points:
            k += 1
            point = fmpq(k)
            columns = [self._column(j, point) for j in basis]
            matrix = fmpq_mat(height, height, [c[i] for i in range(height) for c in columns])
            determinant = matrix.det()
            if determinant == 0:
                continue
            b = fmpq_mat(height, 1, [p(point) for p in self.constants])
            costs = [self.objective[j](point) if j < width else fmpq(0) for j in basis]
            x = matrix.solve(b).entries()
            y = matrix.transpose().solve(fmpq_mat(height, 1, costs)).entries()
            nodes.append(point)
            tables.append([determinant, *(determinant * v for v in [*x, *y])])
        polynomials = [interpolate(nodes, column) for column in zip(*tables, strict=True)]
        at = fmpq(sample.numerator, sample.denominator)
        if polynomials[0](at) < 0:
            polynomials = [-p for p in polynomials]
        return polynomials[0], polynomials[1 : height + 1], polynomials[height + 1 :]

    def point(self, at: End, before: Cell, after: Cell) -> Cell:
        """Decide a breakpoint from its neighbours, by continuity of their witnesses."""
        for cell in sorted((before, after), key=lambda cell: not cell.sustained):
            witness = cell.witness
            assert isinstance(witness, Witness)
            proves = cell.sustained or sign_at(witness.value, at) < 0
            if proves and sign_at(witness.denominator, at) > 0:
                return Cell(at, at, cell.sustained, witness)
        if isinstance(at, Fraction):
            outcome = solve_lp(self.program.at(at))
            if outcome.value is None or outcome.status != "optimal":
                raise UnsupportedGameError(f"program: {outcome.status} at parameter {at}")
            sustained = outcome.value >= 0
            return Cell(at, at, sustained, self._witness_of(outcome, sustained))
        for cell, share in ((before, 1 - NEAR), (after, NEAR)):
            primal, _ = self.witnesses_at(between(cell.lower, cell.upper, share))
            signs = [sign_at(p, at) for p in (*primal.vector, *primal.residues, primal.value)]
            if sign_at(primal.denominator, at) > 0 and min(signs) >= 0:
                return Cell(at, at, True, primal)  # the value touches zero from below
        raise NotConvergedError(f"parameter {at}: the basis is singular at a breakpoint")

    def witnesses_at(self, sample: Fraction) -> tuple[Witness, Witness]:
        """Return the witnesses of the optimal basis at a sample."""
        return self.witnesses(solve_lp(self.program.at(sample)), sample)


def interpolate(nodes: Sequence[fmpq], values: Sequence[fmpq]) -> fmpq_poly:
    """Return the polynomial through the points (Newton's divided differences)."""
    table = list(values)
    for level in range(1, len(nodes)):
        for k in range(len(nodes) - 1, level - 1, -1):
            table[k] = (table[k] - table[k - 1]) / (nodes[k] - nodes[k - level])
    result = fmpq_poly([])
    for node, coefficient in zip(reversed(nodes), reversed(table), strict=True):
        result = result * fmpq_poly([-node, 1]) + fmpq_poly([coefficient])
    return result
