"""How a game is written: the labels of actions and players, and payoffs as nested lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from coopgames.errors import invalid
from coopgames.games._arrays import listed, number_source

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
    labels = tuple(_names(names) for names in listed(actions))
    if tuple(map(len, labels)) != shape or not all(map(_distinct, labels)):
        expected = f"distinct labels, each a nonempty str, {shape} of them by player"
        raise invalid("actions", actions, expected)
    return labels


def player_labels(players: Sequence[str] | None, number_of_players: int) -> tuple[str, ...]:
    """Return the labels of the players: those given, or numbers from 1."""
    if players is None:
        return tuple(str(i + 1) for i in range(number_of_players))
    labels = _names(players)
    if len(labels) != number_of_players or not _distinct(labels):
        expected = f"{number_of_players} distinct labels, each a nonempty str"
        raise invalid("players", players, expected)
    return labels


def _names(value: Any) -> tuple[str, ...]:
    names = listed(value)
    if not all(isinstance(name, str) and name for name in names):
        return ()
    return tuple(map(str, names))  # numpy has a str of its own, with another repr


def _distinct(names: tuple[str, ...]) -> bool:
    return len(set(names)) == len(names)
