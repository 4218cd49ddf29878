"""All vertices of a best-reply polytope, by walking its graph in floats and proving each step.

Ties of payoffs make vertices with more labels than dimensions. They are resolved by moving the
right-hand side ``1`` to ``1 + t p`` for a fixed positive ``p`` and every small enough ``t > 0``:
basic variables are then pairs (value at 1, value at ``p``), compared lexicographically. A basis
whose pairs are all lexicographically positive is called regular here.

Why the walk finds everything. Let ``S`` be a set of regular bases, the origin's among them, such
that for each basis in ``S`` and each of its labels another basis in ``S`` has all its other labels.
For every small ``t > 0`` the moved polytope is bounded and nonempty, and the bases in ``S`` are
vertices of it with exactly ``d`` labels, thus with ``d`` edges each: one for each label dropped. An
edge has two ends, and both are in ``S``. So no edge leads out of ``S``; since the graph of a
polytope is connected (Balinski 1961), ``S`` holds every vertex of the moved polytope. Each vertex
of the unmoved one is the only maximiser of some linear function, hence a limit of moved vertices as
``t`` goes to 0: it is the point of some basis in ``S``. Only *regularity* has to be proved, not how
the neighbours were found: a wrong ratio test leads to a basis that fails. Signs are proved in
floats by :mod:`coopgames.solvers.nash.bounds`, and exactly where floats leave them open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coopgames.errors import UnsupportedGameError
from coopgames.solvers.nash.polytope import Polytope
from coopgames.solvers.nash.visits import (
    Inconclusive,
    Integers,
    Layer,
    Problem,
    Visit,
    exact_leaving,
    visit,
)

__all__ = ["Inconclusive", "Walk", "foresee_size", "walk"]

#: More edges at one distance from the origin, counted by the words of their labels, are refused:
#: they would take several gigabytes, and the walk hours.
MOST_EDGES = 10**8


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """Every regular basis of a polytope.

    Attributes
    ----------
    keys : array (N,)
        The labels of each basis as a bit set.
    labels : array (N,)
        All labels of its point, those of basic variables that are 0 included.
    """

    keys: NDArray[Any]
    labels: NDArray[Any]


def walk(polytope: Polytope, bits: NDArray[Any], seed: int = 0) -> Walk:
    """Return every regular basis and the labels of its point.

    Parameters
    ----------
    polytope : Polytope
    bits : array (d + c,)
        The bit of each coordinate's and then each slack's label: int64, or Python integers.
    seed : int, optional
        For the moved right-hand side. The vertices found do not depend on it.

    Raises
    ------
    Inconclusive
        If two exact ties remain, or if the entries are out of the range of floats.
    UnsupportedGameError
        If the polytope has too many edges to keep.

    Notes
    -----
    For N bases O(N c^2 (c + d)) time and O(N + L d) numbers kept, L the largest number of bases at
    one distance from the origin.
    """
    problem = Problem.build(polytope, bits, seed)
    keys: list[NDArray[Any]] = []
    labels: list[NDArray[Any]] = []
    layer = _origin(problem)
    seen, before = visit(problem, layer), layer.keys[:0]
    while len(layer.keys):
        keys.append(layer.keys)
        labels.append(seen.labels)
        (layer, seen), before = _next_layer(problem, layer, seen, before), layer.keys
    return Walk(np.concatenate(keys), np.concatenate(labels))


def foresee_size(dimension: int, replies: int) -> None:
    """Refuse a polytope that is too large already next to the origin.

    The origin has as many edges as the polytope has dimensions, to as many vertices.

    Raises
    ------
    UnsupportedGameError
    """
    _need_room(dimension, dimension, dimension + replies)


def _need_room(vertices: int, dimension: int, labels: int) -> None:
    if vertices * dimension * (1 + labels // 62) > MOST_EDGES:
        raise UnsupportedGameError(
            f"stage: a best-reply polytope of {dimension} actions has too many vertices "
            f"({vertices} at one distance from the origin), expected a smaller game"
        )


def _origin(problem: Problem) -> Layer:
    d, c = problem.polytope.dimension, problem.polytope.replies
    outside = np.arange(d)[None]
    keys = np.bitwise_or.reduce(problem.bits[outside], axis=1)
    return Layer(keys, np.arange(d, d + c)[None], outside)


def _next_layer(
    problem: Problem, layer: Layer, seen: Visit, before: NDArray[Any]
) -> tuple[Layer, Visit]:
    """Return the bases next to a layer that are in neither of the last two layers, all regular.

    Exact ratio tests lead from regular bases to regular bases, so there is at most a second pass.
    """
    known = np.sort(np.concatenate([layer.keys, before]))
    leaving = seen.leaving
    while True:
        targets = _targets(problem, layer, leaving)
        children = _children(layer, leaving, targets, known)
        if not len(children.keys):
            return children, seen
        # Before the long work, which is to look at them; few of them if any are irregular.
        _need_room(len(children.keys), layer.outside.shape[1], len(problem.bits))
        found = visit(problem, children)
        if found.regular.all():
            return children, found
        for k, q in np.argwhere(np.isin(targets, children.keys[~found.regular])).tolist():
            basis, entering = layer.basis[k].tolist(), int(layer.outside[k, q])
            leaving[k, q] = exact_leaving(problem, basis, entering)


def _targets(problem: Problem, layer: Layer, leaving: Integers) -> NDArray[Any]:
    gone = problem.bits[np.take_along_axis(layer.basis, leaving, axis=1)]
    return layer.keys[:, None] ^ problem.bits[layer.outside] ^ gone


def _children(layer: Layer, leaving: Integers, targets: NDArray[Any], known: NDArray[Any]) -> Layer:
    """Return each new target once."""
    keys, first = np.unique(targets, return_index=True)
    new = ~_members(keys, known)
    parent, q = np.divmod(first[new], targets.shape[1])
    place = leaving[parent, q]
    basis, outside = layer.basis[parent], layer.outside[parent]
    count = np.arange(len(parent))
    entering = outside[count, q]
    outside[count, q] = basis[count, place]
    basis[count, place] = entering
    return Layer(keys[new], basis, outside)


def _members(keys: NDArray[Any], known: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which keys are in a sorted array that is not empty."""
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return known[place] == keys
