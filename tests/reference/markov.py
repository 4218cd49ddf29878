"""Games whose state moves by definition: dense linear systems, finite deviations, all policies.

Nothing is shared with the library: tables are dictionaries, numbers are fractions, and each
question is answered by enumeration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from tests.reference.linear_systems import solve

Profile = tuple[int, ...]
Node = tuple[int, int]


@dataclass(frozen=True)
class Moving:
    """States and memories are numbered from 0; a node is (memory, state)."""

    payoffs: Mapping[tuple[int, Profile], tuple[Fraction, ...]]
    laws: Mapping[tuple[int, Profile], Mapping[int, Fraction]]
    starts: tuple[int, ...]
    memories: int
    action: Callable[[int, int], Profile]
    step: Callable[[int, int, Profile, int], int]

    @property
    def nodes(self) -> list[Node]:
        return list(product(range(self.memories), sorted({s for s, _ in self.payoffs})))

    def moves(self, node: Node, profile: Profile) -> dict[Node, Fraction]:
        memory, state = node
        law = self.laws[state, profile]
        return {(self.step(memory, state, profile, t), t): p for t, p in law.items() if p > 0}

    def reached(self) -> set[Node]:
        """Nodes after some history, found history by history until none is new."""
        found = {(0, s) for s in self.starts}
        while True:
            new = {
                target
                for node in found
                for state, profile in self.payoffs
                if state == node[1]
                for target in self.moves(node, profile)
            }
            if new <= found:
                return found
            found |= new

    def follow(
        self, delta: Fraction, player: int, chosen: Mapping[Node, int]
    ) -> dict[Node, Fraction]:
        """Values if a player does what is chosen at each node and the others follow the plan."""
        nodes = self.nodes
        place = {node: k for k, node in enumerate(nodes)}
        matrix = [[Fraction(int(i == j)) for j in range(len(nodes))] for i in range(len(nodes))]
        right: list[Fraction] = []
        for node in nodes:
            profile = self.changed(node, player, chosen.get(node))
            for target, p in self.moves(node, profile).items():
                matrix[place[node]][place[target]] -= delta * p
            right.append((1 - delta) * self.payoffs[node[1], profile][player])
        return dict(zip(nodes, solve(matrix, right), strict=True))

    def changed(self, node: Node, player: int, action: int | None) -> Profile:
        profile = list(self.action(*node))
        if action is not None:
            profile[player] = action
        return tuple(profile)

    def options(self, node: Node, player: int) -> list[int]:
        return sorted({profile[player] for s, profile in self.payoffs if s == node[1]})

    def now_and_then(
        self, delta: Fraction, player: int, node: Node, action: int, later: Mapping[Node, Fraction]
    ) -> Fraction:
        profile = self.changed(node, player, action)
        follows = sum((p * later[t] for t, p in self.moves(node, profile).items()), Fraction(0))
        return (1 - delta) * self.payoffs[node[1], profile][player] + delta * follows

    def gains(self, delta: Fraction, player: int) -> dict[tuple[Node, int], Fraction]:
        """Gain of each one-shot deviation after some history."""
        values = self.follow(delta, player, {})
        return {
            (node, a): self.now_and_then(delta, player, node, a, values) - values[node]
            for node in self.reached()
            for a in self.options(node, player)
            if a != self.action(*node)[player]
        }

    def best_of_horizon(self, delta: Fraction, player: int, horizon: int) -> dict[Node, Fraction]:
        """Value of the best deviation that lasts at most some periods, then the plan again."""
        later = self.follow(delta, player, {})
        for _ in range(horizon):
            later = {
                node: max(
                    self.now_and_then(delta, player, node, a, later)
                    for a in self.options(node, player)
                )
                for node in self.nodes
            }
        return later

    def is_equilibrium(self, delta: Fraction, players: int, horizon: int = 2) -> bool:
        """No deviation of a few periods pays after any history."""
        for player in range(players):
            plan = self.follow(delta, player, {})
            best = self.best_of_horizon(delta, player, horizon)
            if any(best[node] > plan[node] for node in self.reached()):
                return False
        return True

    def best_of_all(self, delta: Fraction, player: int) -> dict[Node, Fraction]:
        """Value of a best reply, by the enumeration of all policies."""
        options = [self.options(node, player) for node in self.nodes]
        best: dict[Node, Fraction] = {}
        for chosen in product(*options):
            values = self.follow(delta, player, dict(zip(self.nodes, chosen, strict=True)))
            best = {node: max(v, best.get(node, v)) for node, v in values.items()}
        return best

    def bracket(
        self, delta: Fraction, player: int, rounds: int
    ) -> dict[Node, tuple[Fraction, ...]]:
        """Lower and upper ends of the plan's values, by value iteration from both sides."""
        flows = [row[player] for row in self.payoffs.values()]
        ends = [dict.fromkeys(self.nodes, pick(flows)) for pick in (min, max)]
        for _ in range(rounds):
            ends = [
                {
                    node: self.now_and_then(delta, player, node, self.action(*node)[player], later)
                    for node in self.nodes
                }
                for later in ends
            ]
        return {node: (ends[0][node], ends[1][node]) for node in self.nodes}
