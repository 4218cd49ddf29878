"""Average discounted values of a law of motion: rationals and ratios of polynomials.

``V = (1 - d) g + d P V`` on each node. The graph is cut into strongly connected blocks and solved
from the sinks up, so that each linear system, and each denominator, is as small as it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from flint import fmpq, fmpq_mat, fmpq_poly, fmpz, fmpz_poly

from coopgames.arithmetic import Parameter, RationalFunction
from coopgames.errors import UnsupportedGameError
from coopgames.solvers._flint import to_flint
from coopgames.solvers.markov.blocks import blocks

__all__ = ["exact_values", "q_value", "symbolic_values"]

#: Nodes that lead to each other, at most: the exact system is dense, (2000)^2 rationals.
LARGEST_BLOCK = 2_000
#: The same with a parameter: as many systems are solved as there are nodes.
LARGEST_SYMBOLIC_BLOCK = 300

#: Pairs (node, probability).
Pairs: TypeAlias = Sequence[tuple[int, Any]]
#: Solves ``A X = B``; both as rows.
BlockSolver: TypeAlias = Callable[[list[list[Any]], list[list[Any]]], list[list[Any]]]


def q_value(delta: Any, payoff: Any, law: Pairs, values: Sequence[Any]) -> Any:
    """Return ``(1 - d) payoff + d E[value of the next node]``."""
    return (1 - delta) * payoff + delta * sum(p * values[t] for t, p in law)


def exact_values(
    delta: fmpq, flows: Sequence[Sequence[fmpq]], laws: Sequence[Pairs]
) -> list[list[fmpq]]:
    """Return the values [node][column] of payoffs [node][column].

    Raises
    ------
    UnsupportedGameError
        If more than 2,000 nodes lead to each other.

    Notes
    -----
    One fraction-free or p-adic solution (FLINT) for each block of more than one node: O(k^3)
    operations for k nodes, on numbers of O(k) digits.
    """

    def solve(matrix: list[list[Any]], right: list[list[Any]]) -> list[list[Any]]:
        size, width = len(matrix), len(right[0])
        _refuse_above(LARGEST_BLOCK, size, "give floats")
        a = fmpq_mat(size, size, [x for row in matrix for x in row])
        b = fmpq_mat(size, width, [x for row in right for x in row])
        flat = a.solve(b).entries()
        return [flat[k * width : (k + 1) * width] for k in range(size)]

    return _by_blocks(delta, flows, laws, solve, fmpq(0))


def symbolic_values(
    parameter: Parameter, delta: Any, flows: Sequence[Sequence[Any]], laws: Sequence[Pairs]
) -> list[list[Any]]:
    """Return the values [node][column] as ratios of polynomials in lowest terms.

    Raises
    ------
    UnsupportedGameError
        If more than 300 nodes lead to each other.

    Notes
    -----
    For each block of k > 1 nodes the system is solved at as many whole numbers as Cramer's
    numerators and determinant may have coefficients (about k for the discount factor), and they are
    interpolated. The determinant of ``1 - d P`` has no zero for d in [0, 1).
    """

    def solve(matrix: list[list[Any]], right: list[list[Any]]) -> list[list[Any]]:
        _refuse_above(LARGEST_SYMBOLIC_BLOCK, len(matrix), "fix the parameter")
        return _interpolated(parameter, matrix, right)

    return _by_blocks(delta, flows, laws, solve, Fraction(0))


def _refuse_above(most: int, size: int, advice: str) -> None:
    if size > most:
        raise UnsupportedGameError(
            f"game: {size} nodes lead to each other, at most {most}: {advice}"
        )


def _by_blocks(
    delta: Any,
    flows: Sequence[Sequence[Any]],
    laws: Sequence[Pairs],
    solve: BlockSolver,
    zero: Any,
) -> list[list[Any]]:
    values: list[list[Any]] = [[] for _ in laws]
    columns = range(len(flows[0]))
    for block in blocks([[t for t, _ in law] for law in laws]):
        place = {node: k for k, node in enumerate(block)}
        known: list[list[Any]] = []
        matrix: list[list[Any]] = []
        for node in block:
            outside = [(t, delta * p) for t, p in laws[node] if t not in place]
            now = [(1 - delta) * x for x in flows[node]]
            known.append([now[i] + sum(p * values[t][i] for t, p in outside) for i in columns])
            row = [zero] * len(block)
            row[place[node]] += 1
            for t, p in laws[node]:
                if t in place:
                    row[place[t]] -= delta * p
            matrix.append(row)
        single = len(block) == 1
        solved = [[x / matrix[0][0] for x in known[0]]] if single else solve(matrix, known)
        for node, row in zip(block, solved, strict=True):
            values[node] = row
    return values


# --- ratios of polynomials ----------------------------------------------------------------------


def _top(value: Any) -> fmpq_poly:
    if isinstance(value, RationalFunction):
        return fmpq_poly(list(value.numerator))
    return fmpq_poly([to_flint(Fraction(value))])


def _bottom(value: Any) -> fmpq_poly:
    return fmpq_poly(list(value.denominator) if isinstance(value, RationalFunction) else [1])


def _common(values: Sequence[Any]) -> tuple[list[fmpq_poly], fmpq_poly]:
    """Return numerators over one common denominator."""
    common = fmpq_poly([1])
    for bottom in {tuple(_bottom(x).coeffs()) for x in values}:
        p = fmpq_poly(list(bottom))
        common = common * (p // common.gcd(p))
    return [_top(x) * (common // _bottom(x)) for x in values], common


def _degree(polynomials: Sequence[fmpq_poly]) -> int:
    return max([p.degree() for p in polynomials] + [0])


def _interpolated(
    parameter: Parameter, matrix: list[list[Any]], right: list[list[Any]]
) -> list[list[Any]]:
    size, width = len(matrix), len(right[0])
    scaled = [_common(row) for row in matrix]
    a = [row for row, _ in scaled]
    columns: list[list[fmpq_poly]] = []
    bottoms: list[fmpq_poly] = []
    for i in range(width):
        # Row k was multiplied by its own denominator, so its right side is too.
        tops, bottom = _common([row[i] for row in right])
        columns.append([t * q for t, (_, q) in zip(tops, scaled, strict=True)])
        bottoms.append(bottom)
    count = sum(map(_degree, a)) + max(map(_degree, columns)) + 1
    nodes: list[fmpq] = []
    samples: list[fmpq] = []
    k = 0
    while len(nodes) < count:
        # Small whole numbers on both sides of 0; the few at which the matrix is singular are left.
        k += 1
        point = fmpq(k // 2 if k % 2 else -(k // 2))
        square = fmpq_mat(size, size, [p(point) for row in a for p in row])
        determinant = square.det()
        if determinant == 0:
            continue
        b = fmpq_mat(size, width, [columns[i][r](point) for r in range(size) for i in range(width)])
        nodes.append(point)
        samples += [determinant, *(determinant * x for x in square.solve(b).entries())]
    polynomials = _through(nodes, samples)
    return [
        [_ratio(parameter, polynomials[1 + r * width + i], polynomials[0] * bottoms[i])
         for i in range(width)]
        for r in range(size)
    ]  # fmt: skip


def _through(nodes: Sequence[fmpq], samples: Sequence[fmpq]) -> list[fmpq_poly]:
    """Return the polynomials through samples [node][polynomial], by one linear system."""
    count, width = len(nodes), len(samples) // len(nodes)
    vandermonde = fmpq_mat(count, count, [x**j for x in nodes for j in range(count)])
    flat = vandermonde.solve(fmpq_mat(count, width, list(samples))).entries()
    return [fmpq_poly(flat[i::width]) for i in range(width)]


def _ratio(parameter: Parameter, top: fmpq_poly, bottom: fmpq_poly) -> RationalFunction:
    over: fmpz_poly = top.numer() * bottom.denom()
    under: fmpz_poly = bottom.numer() * top.denom()
    return RationalFunction(parameter, _integers(over), _integers(under))


def _integers(polynomial: fmpz_poly) -> tuple[int, ...]:
    found: list[fmpz] = list(polynomial.coeffs())
    return tuple(int(c) for c in found)
