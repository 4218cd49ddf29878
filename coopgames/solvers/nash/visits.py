"""A batch of bases looked at in floats: which are proved regular, and what leaves for each label.

The basic variables of a basis are pairs (value at right-hand side 1, value at the moved side),
compared lexicographically; a basis is regular if all its pairs are positive. Signs are proved; the
ratio tests are only proposals, since a wrong one leads to a basis that is not regular.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coopgames.solvers.nash.bounds import Bases, Floats, error_bounds, inverse_errors, zero_levels
from coopgames.solvers.nash.exact_bases import basic_values, leaving_variable
from coopgames.solvers.nash.polytope import Polytope

__all__ = ["Inconclusive", "Layer", "Problem", "Visit", "exact_leaving", "visit"]

#: Entries of a column below this are no pivots (columns are of the order of 1).
PIVOT = 1e-9
#: Basic variables that a pivot would bring below this are taken to tie.
TIE = 1e-11
#: The moved sides are multiples of this between 0 and 1, so that zeros by accident are unlikely.
GRAIN = 2.0**-40
#: More bases than this at a time do not fit the cache, nor do matrices of more entries in all.
BATCH, BATCH_ENTRIES = 512, 2**20

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Inconclusive(Exception):  # noqa: N818 (an outcome, caught in this subpackage)
    """Floats did not carry the walk through; an exact method has to."""


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A polytope with the numbers of its labels and with the side ``p`` of ``1 + t p``."""

    polytope: Polytope
    bits: NDArray[Any]  # (d + c,): the bit of each variable's label
    columns: Floats  # (d + c, c): the columns of [M I]
    sides: Floats  # (2, c): 1 and p

    @classmethod
    def build(cls, polytope: Polytope, bits: NDArray[Any], seed: int) -> Problem:
        """Choose the moved side at random."""
        if not polytope.in_float_range:
            raise Inconclusive
        c = polytope.replies
        columns = np.concatenate([polytope.floats.T, np.eye(c)])
        sides = np.ones((2, c))
        sides[1] = np.random.default_rng(seed).integers(1, int(1 / GRAIN), c, endpoint=True)
        sides[1] *= GRAIN
        return cls(polytope, bits, columns, sides)

    @property
    def integer_sides(self) -> list[list[int]]:
        """Both sides in integers, the second in units of the grain."""
        return [[1] * self.sides.shape[1], [int(x / GRAIN) for x in self.sides[1]]]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Bases, with their labels as bit sets."""

    keys: NDArray[Any]  # (N,)
    basis: Integers  # (N, c) variables
    outside: Integers  # (N, d) variables


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """What was found out about the bases of a layer."""

    regular: Flags  # (N,)
    labels: NDArray[Any]  # (N,): the key, and the labels of basic variables that are 0
    leaving: Integers  # (N, d): the place in the basis that leaves for each variable outside


def visit(problem: Problem, layer: Layer) -> Visit:
    """Look at all bases of a layer, some at a time."""
    parts: list[Visit] = []
    size = max(1, min(BATCH, BATCH_ENTRIES // layer.basis.shape[1] ** 2))
    for start in range(0, len(layer.keys), size):
        cut = slice(start, start + size)
        batch = Layer(layer.keys[cut], layer.basis[cut], layer.outside[cut])
        with np.errstate(all="ignore"):  # what overflows is not proved, and is then done exactly
            parts.append(_visit(problem, batch))
    return Visit(
        np.concatenate([part.regular for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.leaving for part in parts]),
    )


def _visit(problem: Problem, layer: Layer) -> Visit:
    matrices = np.ascontiguousarray(problem.columns[layer.basis].transpose(0, 2, 1))
    bases = Bases(matrices, _inverses(matrices), problem.polytope.rounded)
    values = np.matmul(bases.inverses, problem.sides.T)
    regular, zeros = _signs(problem, layer.basis, bases, values[:, :, 0], values[:, :, 1])
    values[:, :, 0][zeros] = 0.0
    entering = problem.columns[layer.outside].transpose(0, 2, 1)
    leaving = _ratio_tests(np.matmul(bases.inverses, entering), values)
    none = np.zeros_like(problem.bits[:1])
    extra = np.bitwise_or.reduce(np.where(zeros, problem.bits[layer.basis], none), axis=1)
    return Visit(regular, layer.keys | extra, leaving)


def _inverses(matrices: Floats) -> Floats:
    try:
        return np.linalg.inv(matrices).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        if len(matrices) == 1:
            return np.zeros_like(matrices)  # off by 1 as an inverse: the exact test will decide
        return np.concatenate([_inverses(matrix[None]) for matrix in matrices])


def _ratio_tests(columns: Floats, values: Floats) -> Integers:
    pivots = columns > PIVOT
    safe = np.where(pivots, columns, 1.0)
    level, moved = values[:, :, :1], values[:, :, 1:]
    least = np.where(pivots, level / safe, np.inf).min(axis=1, keepdims=True)
    least[~np.isfinite(least)] = 0.0  # no pivot: the place taken will fail and be found exactly
    ties = pivots & (level - least * safe <= TIE)
    return np.where(ties, moved / safe, np.inf).argmin(axis=1)


def _signs(
    problem: Problem, basis: Integers, bases: Bases, level: Floats, moved: Floats
) -> tuple[Flags, Flags]:
    """Return which bases (N,) are regular and which basic variables (N, c) are 0, proved."""
    errors = inverse_errors(bases)
    bound = error_bounds(bases, errors, level, problem.sides[0])
    positive = level > bound
    regular: Flags = np.asarray(~(level < -bound).any(axis=1))
    all_zeros: Flags = np.zeros(basis.shape, dtype=np.bool_)
    doubtful = np.flatnonzero(regular & ~positive.all(axis=1))
    if not len(doubtful):
        return regular, all_zeros
    levels = zero_levels(problem.polytope, basis[doubtful])
    zeros = (np.abs(level[doubtful]) + bound[doubtful]) * (1 + 1e-9) < levels
    zeros &= ~positive[doubtful]
    some = moved[doubtful]
    wide = error_bounds(bases.take(doubtful), errors[doubtful], some, problem.sides[1])
    settled = positive[doubtful] | (zeros & (np.abs(some) > wide))
    regular[doubtful] = (~zeros | (some > 0)).all(axis=1)
    for k in np.flatnonzero(~settled.all(axis=1)):
        regular[doubtful[k]], zeros[k] = _exact_signs(problem, basis[doubtful[k]].tolist())
    all_zeros[doubtful] = zeros
    return regular, all_zeros


def _exact_signs(problem: Problem, basis: list[int]) -> tuple[bool, Flags]:
    values = basic_values(problem.polytope, basis, problem.integer_sides)
    if values is None:
        return False, np.zeros(len(basis), dtype=np.bool_)
    zeros = np.array([values[v][0] == 0 for v in basis], dtype=np.bool_)
    signs = [level if level != 0 else moved for level, moved in values.values()]
    if any(x < 0 for x in signs):
        return False, zeros
    if any(x == 0 for x in signs):
        raise Inconclusive
    return True, zeros


def exact_leaving(problem: Problem, basis: list[int], entering: int) -> int:
    """Return the place in a basis that leaves, by exact ratios."""
    variable = leaving_variable(problem.polytope, basis, entering, problem.integer_sides)
    if variable is None:
        raise Inconclusive
    return basis.index(variable)
