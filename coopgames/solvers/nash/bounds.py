"""Signs of basic solutions from floats, with every rounding accounted for.

For a basis matrix ``B``, a right-hand side ``b`` and *any* floats ``R`` and ``y`` (meant to be
``B^-1`` and ``B^-1 b``) let ``G = R B - I``. If the row sums of ``|G|`` are at most ``a < 1``, then
``B`` is invertible and ``x = B^-1 b`` satisfies, with ``w = |R| |b - B y|``,

    ``|x - y| <= w + a / (1 - a) * max(w)``

(``x - y = (I + G)^-1 R (b - B y)``; Rump 2010, section 10).

A float sum of ``k`` products, in any order, is off by at most ``gamma_k`` times the sum of absolute
values, ``gamma_k = k u / (1 - k u)``, ``u = 2^-53`` (Higham 2002, section 3.1): adding that to
``G`` and to the residual makes the bound rigorous. Zeros are decided by size: with integer data and
``b = 1`` a basic variable is an integer over ``det B``, so below ``1 / |det B|`` it is 0, and
Hadamard's inequality bounds the determinant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coopgames.solvers.nash.polytope import Polytope

__all__ = ["Bases", "error_bounds", "inverse_errors", "zero_levels"]

Floats = NDArray[np.float64]
#: Unit roundoff of double precision.
UNIT = 2.0**-53
#: Covers the roundings in the bounds themselves: sums of up to a million nonnegative terms.
SLOP = 1 + 1e-9
#: Covers what underflow can lose in a sum of products, which relative errors do not.
TINY = 1e-290


@dataclass(frozen=True, slots=True, eq=False)
class Bases:
    """A batch of bases in floats.

    Attributes
    ----------
    matrices : array (N, c, c)
        Basis matrices, columns in the order of the basic variables.
    inverses : array (N, c, c)
        Approximate inverses.
    rounded : bool
        Whether the entries of the matrices are themselves rounded.
    """

    matrices: Floats
    inverses: Floats
    rounded: bool

    @property
    def gamma(self) -> float:
        """Bound for the relative error of the sums taken here, the data's rounding included."""
        terms = self.matrices.shape[-1] + (6 if self.rounded else 3)
        return terms * UNIT / (1 - terms * UNIT) * SLOP

    def take(self, which: NDArray[np.int64]) -> Bases:
        """Return some of the bases."""
        return Bases(self.matrices[which], self.inverses[which], self.rounded)


def _times(matrices: Floats, vectors: Floats) -> Floats:
    return np.einsum("nij,nj->ni", matrices, vectors)


def inverse_errors(bases: Bases) -> Floats:
    """Return, for each basis, a bound for the row sums of ``|R B - I|``."""
    size = bases.matrices.shape[-1]
    gap = np.matmul(bases.inverses, bases.matrices)
    gap[:, np.arange(size), np.arange(size)] -= 1.0
    sums = np.abs(bases.matrices).sum(axis=2)
    rounding = bases.gamma * (1 + _times(np.abs(bases.inverses), sums))
    total = np.abs(gap).sum(axis=2) + rounding
    return total.max(axis=1, initial=0.0) * SLOP + TINY


def error_bounds(bases: Bases, errors: Floats, values: Floats, side: Floats) -> Floats:
    """Return bounds (N, c) for how far ``values`` are from the exact basic solutions.

    Parameters
    ----------
    bases : Bases
    errors : array (N,)
        From :func:`inverse_errors`; where it is not below 1/2 the bound is infinite.
    values : array (N, c)
        Approximate solutions.
    side : array (c,)
        The right-hand side, exact in floats.
    """
    residual = np.abs(side - _times(bases.matrices, values))
    sizes = side + _times(np.abs(bases.matrices), np.abs(values))
    spread = _times(np.abs(bases.inverses), residual + bases.gamma * sizes + TINY)
    good = errors < 0.5
    share = np.where(good, errors / (1 - np.minimum(errors, 0.5)), np.inf)
    worst = spread.max(axis=1, initial=0.0)
    bound = (spread + np.where(good, share * worst, np.inf)[:, None]) * SLOP + TINY
    return np.where(np.isfinite(bound), bound, np.inf)


def zero_levels(polytope: Polytope, basis: NDArray[np.int64]) -> Floats:
    """Return levels (N, c) below which a basic variable, at right-hand side 1, can only be 0.

    Hadamard: the determinant of a basis is at most the product of the lengths of the columns of
    the coordinates in it, over the rows whose slack is outside it.
    """
    d, c = polytope.dimension, polytope.replies
    tight = np.ones((len(basis), c))
    which, place = np.nonzero(basis >= d)
    tight[which, basis[which, place] - d] = 0.0
    squares = np.zeros((d + c, c))
    squares[:d] = (polytope.floats**2).T
    lengths = np.sqrt(np.einsum("nkj,nj->nk", squares[basis], tight))
    lengths[basis >= d] = 1.0
    exponents = np.concatenate([polytope.exponents, np.zeros(c, dtype=np.int64)])[basis]
    shift = exponents - exponents.sum(axis=1, keepdims=True)
    inverse = 1 / (lengths.prod(axis=1, keepdims=True) * SLOP)
    levels = np.ldexp(inverse, shift.astype(np.int32)) / SLOP
    return np.where(np.isfinite(levels), levels, 0.0)
