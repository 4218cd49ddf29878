"""Strongly connected blocks of a graph, each after the blocks that it leads to (Tarjan 1972)."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["blocks"]


def blocks(successors: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected components, sinks first. O(nodes + edges), no recursion.

    Examples
    --------
    >>> blocks([[1], [0, 2], [2]])
    [[2], [0, 1]]
    """
    count = len(successors)
    order = [-1] * count
    low = [0] * count
    on_stack = [False] * count
    stack: list[int] = []
    found: list[list[int]] = []
    clock = 0
    for root in range(count):
        if order[root] >= 0:
            continue
        work = [(root, 0)]
        while work:
            node, position = work.pop()
            if position == 0:
                order[node] = low[node] = clock
                clock += 1
                stack.append(node)
                on_stack[node] = True
            else:  # back from the successor before
                low[node] = min(low[node], low[successors[node][position - 1]])
            following = successors[node]
            while position < len(following):
                child = following[position]
                position += 1
                if order[child] < 0:
                    work += [(node, position), (child, 0)]
                    break
                if on_stack[child]:
                    low[node] = min(low[node], order[child])
            else:
                if low[node] == order[node]:
                    found.append(_cut(stack, node, on_stack))
    return found


def _cut(stack: list[int], root: int, on_stack: list[bool]) -> list[int]:
    """Take a finished component off the stack."""
    component: list[int] = []
    while not component or component[-1] != root:
        component.append(stack.pop())
        on_stack[component[-1]] = False
    return sorted(component)
