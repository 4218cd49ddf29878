"""Vertices of both best-reply polytopes and the pairs of them that are equilibria.

A point of each polytope makes an equilibrium if together they have all labels: every action is a
best reply or is not played (Shapley 1974). Extreme equilibria are the pairs of vertices.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from coopgames.solvers._flint import from_flint
from coopgames.solvers.nash.exact_bases import support_values
from coopgames.solvers.nash.exact_walk import exact_walk
from coopgames.solvers.nash.polytope import Polytope
from coopgames.solvers.nash.traversal import Inconclusive, walk

__all__ = ["Vertices", "all_vertices", "complementary_pairs"]

#: Bit sets of more labels than this do not fit a signed machine word.
WORD_LABELS = 62
#: Right-hand sides to try in floats before all is done exactly.
SEEDS = (0, 1)
#: Pairs of label sets compared at a time.
BATCH = 2**22


@dataclass(frozen=True, slots=True, eq=False)
class Vertices:
    """The vertices of a best-reply polytope other than the origin.

    Attributes
    ----------
    polytope : Polytope
    bits : array (d + c,)
        The bit of each coordinate's and then each slack's label.
    labels : array (N,)
        The exact label sets, ascending, each once: a vertex is determined by its labels.
    keys : array (N,)
        The labels outside one basis of each vertex.
    """

    polytope: Polytope
    bits: NDArray[Any]
    labels: NDArray[Any]
    keys: NDArray[Any]

    def crowded(self) -> NDArray[np.int64]:
        """Return the indices of vertices with more labels than the dimension."""
        if self.labels.dtype == object:
            counts = np.array([x.bit_count() for x in self.labels.tolist()], dtype=np.int64)
        else:
            counts = np.bitwise_count(self.labels).astype(np.int64)
        return np.flatnonzero(counts > self.polytope.dimension)

    def mixed_action(self, index: int) -> tuple[Fraction, ...]:
        """Return the mixed action of a vertex, solved exactly."""
        polytope, key = self.polytope, int(self.keys[index])
        basis = [v for v, bit in enumerate(self.bits.tolist()) if not bit & key]
        values = support_values(polytope, basis, [[1] * polytope.replies])
        assert values is not None
        parts = {i: x / polytope.weights[i] for i, (x,) in values.items()}
        whole = sum(parts.values(), start=fmpq(0))
        zero = fmpq(0)
        return tuple(from_flint(parts.get(i, zero) / whole) for i in range(polytope.dimension))


def all_vertices(polytope: Polytope, own: range, other: range) -> Vertices:
    """Return all vertices but the origin.

    Parameters
    ----------
    polytope : Polytope
    own, other : range
        The numbers of the labels of the player's and of the opponent's actions.
    """
    order = [*own, *(other[j] for j in polytope.kept)]
    word = np.int64 if len(own) + len(other) <= WORD_LABELS else object
    bits = np.array([1 << label for label in order], dtype=word)
    found = None
    for seed in SEEDS:
        try:
            found = walk(polytope, bits, seed)
            break
        except Inconclusive:
            continue
    if found is None:
        found = exact_walk(polytope, bits)
    labels, first = np.unique(found.labels, return_index=True)
    kept = labels != sum(bits[: polytope.dimension].tolist())
    return Vertices(polytope, bits, labels[kept], found.keys[first][kept])


def complementary_pairs(first: Vertices, second: Vertices) -> list[tuple[int, int]]:
    """Return the pairs of indices whose labels together are all labels.

    Notes
    -----
    Two label sets that are complements of each other are found in a sorted table. Otherwise some
    label is in both, and one of the vertices has more labels than the dimension of its polytope:
    those few are compared with every vertex of the other side.
    """
    whole = sum(sum(side.bits[: side.polytope.dimension].tolist()) for side in (first, second))
    missing = whole ^ first.labels
    place = np.minimum(np.searchsorted(second.labels, missing), len(second.labels) - 1)
    exact = np.flatnonzero(second.labels[place] == missing)
    pairs = set(zip(exact.tolist(), place[exact].tolist(), strict=True))
    pairs.update(_covering(first, first.crowded(), second, whole))
    pairs.update((i, j) for j, i in _covering(second, second.crowded(), first, whole))
    return sorted(pairs)


def _covering(
    crowded: Vertices, which: NDArray[np.int64], other: Vertices, whole: int
) -> list[tuple[int, int]]:
    missing = whole ^ crowded.labels[which]
    step = max(1, BATCH // len(other.labels))
    found: list[tuple[int, int]] = []
    for start in range(0, len(which), step):
        needed = missing[start : start + step, None]
        rows, columns = np.nonzero((other.labels & needed) == needed)
        found += zip(which[start + rows].tolist(), columns.tolist(), strict=True)
    return found
