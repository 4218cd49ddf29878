"""Values and one-shot deviation gains of an automaton under perfect monitoring.

Under the prescribed play each state has one successor, so every path runs into a cycle and the
values are geometric sums: no linear solver is needed, and numbers, floats and polynomials in the
discount factor go through the same few lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coopgames.games._arrays import row_major
from coopgames.games.automaton import Tables
from coopgames.games.stage import StageGame

__all__ = ["Play", "deviations", "play_of", "uniform_payoffs"]


@dataclass(frozen=True, slots=True)
class Play:
    """The prescribed play as a graph with one successor for each state.

    Attributes
    ----------
    successor : tuple of int
    cycles : tuple of tuples of int
        The cycles, each in order of play.
    order : tuple of int
        States off the cycles, each after its successor.
    """

    successor: tuple[int, ...]
    cycles: tuple[tuple[int, ...], ...]
    order: tuple[int, ...]


def play_of(stage: StageGame, tables: Tables) -> Play:
    """Return where the prescribed play goes from each state. O(states)."""
    successor = tuple(
        moves[row_major(profile, stage.shape)]
        for profile, moves in zip(tables.actions, tables.transitions, strict=True)
    )
    cycles: list[tuple[int, ...]] = []
    order: list[int] = []
    settled = [False] * len(successor)
    for first in range(len(successor)):
        path: list[int] = []
        position: dict[int, int] = {}
        state = first
        while not settled[state] and state not in position:
            position[state] = len(path)
            path.append(state)
            state = successor[state]
        if state in position:
            cycles.append(tuple(path[position[state] :]))
            path = path[: position[state]]
            for member in cycles[-1]:
                settled[member] = True
        for member in reversed(path):
            settled[member] = True
            order.append(member)
    return Play(successor, tuple(cycles), tuple(order))


def deviations(stage: StageGame, tables: Tables) -> list[tuple[int, int, int, Any, int]]:
    """Return (state, player, action, payoff, next state) for every one-shot choice of one player.

    The prescribed action is included. Row-major over states, players, actions.
    """
    rows: list[tuple[int, int, int, Any, int]] = []
    for state, profile in enumerate(tables.actions):
        for player, size in enumerate(stage.shape):
            for action in range(size):
                cell = row_major((*profile[:player], action, *profile[player + 1 :]), stage.shape)
                payoff = stage.cells[player][cell]
                rows.append((state, player, action, payoff, tables.transitions[state][cell]))
    return rows


def shaped(stage: StageGame, tables: Tables, flat: Sequence[Any]) -> list[list[list[Any]]]:
    """Arrange a list in the order of :func:`deviations` as ``[state][player][action]``."""
    iterator = iter(flat)
    return [[[next(iterator) for _ in range(size)] for size in stage.shape] for _ in tables.actions]


def uniform_payoffs(stage: StageGame) -> list[Any]:
    """Return each player's average payoff over all action profiles.

    Equal payoffs are counted, not added one by one: large games have few different ones.

    Examples
    --------
    >>> uniform_payoffs(StageGame([[[1, 1, 4]], [[0, 0, 0]]]))
    [Fraction(2, 1), Fraction(0, 1)]
    """
    averages: list[Any] = []
    for cells in stage.cells:
        times: Counter[Any] = Counter(cells)
        total = sum((x * count for x, count in times.items()), start=Fraction(0))
        averages.append(total / len(cells))
    return averages
