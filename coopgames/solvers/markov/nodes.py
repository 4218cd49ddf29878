"""The graph of (memory, state): where a plan in a game whose state moves can be.

A history of a game with perfect monitoring matters to a plan only through its memory and the state;
such a pair is called a node here. Subgame perfection is about the nodes that some history leads to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coopgames.errors import invalid
from coopgames.games._markov_reading import Law
from coopgames.games.markov import MarkovGame
from coopgames.games.markov_automata import MarkovTables, read_plan

__all__ = ["Choice", "Nodes", "nodes_of"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One action of one player at a node while the others follow the plan.

    Attributes
    ----------
    node, player, action : int
    payoff : number
        Of the player, in this period.
    law : pairs (node, probability)
    prescribed : bool
    """

    node: int
    player: int
    action: int
    payoff: Any
    law: Law
    prescribed: bool


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes that some history leads to.

    Attributes
    ----------
    game : MarkovGame
    memories : tuple of str
    is_profile : bool
        Whether the plan is a Markov profile, so that a node is a state.
    pairs : list of (memory, state)
        In the order in which they were found; for a Markov profile in the order of the states.
    prescribed : list of int
        Position of the prescribed profile at each node.
    laws : list [node][profile] of pairs (node, probability)
    starts : list of int
        The nodes of the first period.
    """

    game: MarkovGame
    memories: tuple[str, ...]
    is_profile: bool
    pairs: list[tuple[int, int]]
    prescribed: list[int]
    laws: list[tuple[Law, ...]]
    starts: list[int]

    def __len__(self) -> int:
        return len(self.pairs)

    def name(self, node: int) -> str:
        """Return the name of the state, and of the memory where there is one."""
        memory, state = self.pairs[node]
        name = self.game.states[state]
        return name if self.is_profile else f"{name} ({self.memories[memory]})"

    def label(self, node: int) -> str | tuple[str, str]:
        """Return the state, or (memory, state) where there is a memory."""
        memory, state = self.pairs[node]
        name = self.game.states[state]
        return name if self.is_profile else (self.memories[memory], name)

    def path(self) -> list[Law]:
        """Return the law of the next node under the plan, for each node."""
        return [laws[cell] for laws, cell in zip(self.laws, self.prescribed, strict=True)]

    def flows(self) -> list[list[Any]]:
        """Return the payoffs [node][player] under the plan."""
        cells = self.game.cells
        return [
            [own[cell] for own in cells[state]]
            for (_, state), cell in zip(self.pairs, self.prescribed, strict=True)
        ]

    def choices(self, player: int | None = None) -> list[Choice]:
        """Return the choices of one player, or of all: ascending by node, player, action."""
        found: list[Choice] = []
        for node, (_, state) in enumerate(self.pairs):
            labels, cells = self.game.actions[state], self.game.cells[state]
            cell, laws = self.prescribed[node], self.laws[node]
            stride = len(cells[0])
            for i, own in enumerate(labels):
                stride //= len(own)
                if player is not None and i != player:
                    continue
                chosen = cell // stride % len(own)
                for a in range(len(own)):
                    k = cell + (a - chosen) * stride
                    found.append(Choice(node, i, a, cells[i][k], laws[k], a == chosen))
        return found

    def action(self, choice: Choice) -> str:
        """Return the label of a choice."""
        return self.game.actions[self.pairs[choice.node][1]][choice.player][choice.action]

    def reached(self, possible: Callable[[Any], bool]) -> set[int]:
        """Return the nodes that are led to if only some of the probabilities are positive."""
        found = set(self.starts)
        waiting = list(self.starts)
        while waiting:
            laws = self.laws[waiting.pop()]
            new = {t for law in laws for t, p in law if possible(p)} - found
            found |= new
            waiting += new
        return found


def nodes_of(game: Any, plan: Any) -> Nodes:
    """Return the nodes that some history leads to under a plan, deviations included.

    Raises
    ------
    InvalidGameError
        If the game is no MarkovGame, or the plan does not fit it.

    Notes
    -----
    O(memories x positive probabilities).
    """
    if not isinstance(game, MarkovGame):
        raise invalid("game", game, "a MarkovGame")
    automaton, is_profile = read_plan(plan)
    tables = MarkovTables(game, automaton)
    if is_profile:
        return _of_profile(game, tables, automaton.memory)
    first = range(len(game.states)) if game.start is None else [game.states.index(game.start)]
    pairs = [(tables.start, s) for s in first]
    place = {pair: k for k, pair in enumerate(pairs)}
    prescribed: list[int] = []
    laws: list[tuple[Law, ...]] = []
    for memory, state in pairs:  # grows while it is read
        prescribed.append(tables.cell(memory, state))
        moved: list[Law] = []
        for cell, law in enumerate(game.laws[state]):
            entries: list[tuple[int, Any]] = []
            for t, p in law:
                pair = (tables.follow(memory, state, cell, t), t)
                if pair not in place:
                    place[pair] = len(pairs)
                    pairs.append(pair)
                entries.append((place[pair], p))
            moved.append(tuple(entries))
        laws.append(tuple(moved))
    starts = list(range(len(first)))
    return Nodes(game, automaton.memory, is_profile, pairs, prescribed, laws, starts)


def _of_profile(game: MarkovGame, tables: MarkovTables, memories: tuple[str, ...]) -> Nodes:
    """Return the states themselves, in their order, without those that no play reaches."""
    every = range(len(game.states))
    first = every if game.start is None else [game.states.index(game.start)]
    kept = sorted(game.reached(first))
    pairs = [(0, s) for s in kept]
    prescribed = [tables.cell(0, s) for s in kept]
    if len(kept) == len(every):
        return Nodes(game, memories, True, pairs, prescribed, list(game.laws), list(first))
    place = {s: k for k, s in enumerate(kept)}
    laws = [tuple(tuple((place[t], p) for t, p in law) for law in game.laws[s]) for s in kept]
    return Nodes(game, memories, True, pairs, prescribed, laws, [place[s] for s in first])
