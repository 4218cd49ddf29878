"""How a game is written: the labels of actions and players, and payoffs as nested lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from coopgames.errors import invalid
from coopgames.games._arrays import number_source

__all__ = ["action_labels", "nested_source", "player_labels"]


def nested_source(nested: Any) -> str:
    """Return the Python expression of nested numbers.

    Examples
    --------
    >>> nested_source(((1, 2), (3, 0.5)))
    '[[1, 2], [3, 0.5]]'
    """
    if isinstance(nested, tuple):
        return f"[{', '.join(nested_source(item) for item in cast('tuple[Any, ...]', nested))}]"
    return number_source(nested)


def action_labels(
    actions: Sequence[Sequence[str]] | None, shape: tuple[int, ...]
) -> tuple[tuple[str, ...], ...]:
    """Return the labels of the actions of each player: those given, or the indices."""
    if actions is None:
        return tuple(tuple(str(a) for a in range(size)) for size in shape)
    labels = tuple(tuple(names) for names in actions)
    distinct = all(len(set(names)) == len(names) for names in labels)
    if tuple(len(names) for names in labels) != shape or not distinct:
        raise invalid("actions", actions, f"distinct labels, {shape} of them by player")
    return labels


def player_labels(players: Sequence[str] | None, number_of_players: int) -> tuple[str, ...]:
    """Return the labels of the players: those given, or numbers from 1."""
    if players is None:
        return tuple(str(i + 1) for i in range(number_of_players))
    labels = tuple(players)
    if len(labels) != number_of_players or len(set(labels)) != len(labels):
        raise invalid("players", players, f"{number_of_players} distinct labels")
    return labels
