"""Values of an automaton from its linear system, and every one-shot deviation by definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.reference.linear_systems import solve

Profile = tuple[int, ...]


@dataclass(frozen=True)
class Machine:
    """States are 0..k-1; payoffs and transitions are looked up by whole action profiles."""

    sizes: tuple[int, ...]
    payoffs: Mapping[Profile, tuple[Fraction, ...]]
    actions: tuple[Profile, ...]
    step: Callable[[int, Profile], int]

    def reached(self) -> list[int]:
        """States that some history leads to; a history may hold any profiles. State 0 is first."""
        found = [0]
        for state in found:
            for profile in self.payoffs:
                target = self.step(state, profile)
                if target not in found:
                    found.append(target)
        return sorted(found)

    def values(self, delta: Fraction) -> list[list[Fraction]]:
        """``values[player][state]`` of ``V_s = (1 - delta) g(a_s) + delta V_next``."""
        count = len(self.actions)
        matrix = [[Fraction(int(s == t)) for t in range(count)] for s in range(count)]
        for s, profile in enumerate(self.actions):
            matrix[s][self.step(s, profile)] -= delta
        return [
            solve(matrix, [(1 - delta) * self.payoffs[a][i] for a in self.actions])
            for i in range(len(self.sizes))
        ]

    def gains(self, delta: Fraction) -> dict[tuple[int, int, int], Fraction]:
        """Gain of each one-shot deviation (state, player, action) after some history."""
        values = self.values(delta)
        found: dict[tuple[int, int, int], Fraction] = {}
        for s in self.reached():
            profile = self.actions[s]
            for i, size in enumerate(self.sizes):
                for action in range(size):
                    if action == profile[i]:
                        continue
                    deviation = tuple(action if j == i else a for j, a in enumerate(profile))
                    later = values[i][self.step(s, deviation)]
                    now = (1 - delta) * self.payoffs[deviation][i]
                    found[s, i, action] = now + delta * later - values[i][s]
        return found

    def is_equilibrium(self, delta: Fraction) -> bool:
        return all(gain <= 0 for gain in self.gains(delta).values())
