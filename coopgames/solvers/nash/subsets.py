"""Maximal Nash subsets: the convex pieces of the set of all equilibria of a two-player game.

Join a vertex of one side to a vertex of the other if the pair is an equilibrium. The equilibria are
the products ``conv X x conv Y`` over the maximal complete bipartite parts ``X x Y`` of that graph
(Winkels 1979; Jansen 1981; Avis, Rosenberg, Savani and von Stengel 2010).
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["maximal_bicliques"]


def maximal_bicliques(
    edges: Iterable[tuple[int, int]],
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return the maximal complete bipartite parts of a graph, in ascending order.

    Parameters
    ----------
    edges : iterable of pairs of int
        At most one edge for each pair of a left and a right vertex.

    Notes
    -----
    The right side of a part is an intersection of neighbourhoods of left vertices, and every such
    intersection that is not empty is one. They are closed under intersection step by step: O(parts
    x left vertices) intersections of bit sets. The parts can be exponentially many.

    Examples
    --------
    >>> maximal_bicliques([(0, 0), (0, 1), (1, 1)])
    [((0,), (0, 1)), ((0, 1), (1,))]
    """
    around: dict[int, int] = {}
    for left, right in edges:
        around[left] = around.get(left, 0) | 1 << right
    distinct = set(around.values())
    sides = set(distinct)
    waiting = list(distinct)
    while waiting:
        side = waiting.pop()
        for other in distinct:
            common = side & other
            if common and common not in sides:
                sides.add(common)
                waiting.append(common)
    parts = [
        (tuple(sorted(v for v, near in around.items() if near & side == side)), _members(side))
        for side in sides
    ]
    return sorted(parts)


def _members(bits: int) -> tuple[int, ...]:
    return tuple(k for k in range(bits.bit_length()) if bits >> k & 1)
