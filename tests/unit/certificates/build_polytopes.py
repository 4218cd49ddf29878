"""Small ``outer_bound`` certificates for three and more players, made without solvers and checker.

Duals are found by trying all bases of the few columns there are, with Cramer's rule; the sets are
those of one step of the operator, or worked out by hand.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from tests.unit.certificates import build

__all__ = ["CERTIFICATES", "Game", "matching", "seal", "total"]

Json = Any
F = Fraction
Payoff = Callable[..., Sequence[int | Fraction]]
Tau = dict[int, Fraction]
Normals = Sequence[Sequence[int]]
Duals = tuple[Tau, list[Fraction]]


class Game:
    """A stage game and all that a proof about it needs, by position of the profile."""

    def __init__(self, shape: Sequence[int], payoff: Payoff, delta: Fraction) -> None:
        self.shape, self.delta, self.n = tuple(shape), delta, len(shape)
        self.profiles = list(itertools.product(*map(range, shape)))
        self.payoffs = [[Fraction(x) for x in payoff(*a)] for a in self.profiles]
        self.gains = [[self.best(i, a) - g[i] for i in range(self.n)] for a, g in self.rows()]
        self.minmax = [min(self.best(i, a) for a in self.profiles) for i in range(self.n)]
        units = [tuple(int(i == c) for i in range(self.n)) for c in range(self.n)]
        self.axes = [*units, *(tuple(-x for x in unit) for unit in units)]

    def rows(self) -> Iterator[tuple[tuple[int, ...], list[Fraction]]]:
        return zip(self.profiles, self.payoffs, strict=True)

    def best(self, player: int, profile: tuple[int, ...]) -> Fraction:
        same = [
            g[player]
            for a, g in self.rows()
            if all(x == y for j, (x, y) in enumerate(zip(a, profile, strict=True)) if j != player)
        ]
        return max(same)

    def document(self) -> Json:
        def nest(values: list[Fraction], shape: tuple[int, ...]) -> Json:
            if not shape:
                return build.text(values[0])
            size = len(values) // shape[0]
            parts = [values[k * size : (k + 1) * size] for k in range(shape[0])]
            return [nest(part, shape[1:]) for part in parts]

        tables = [nest([g[i] for g in self.payoffs], self.shape) for i in range(self.n)]
        return {"type": "stage", "payoffs": tables, "discount_factor": build.text(self.delta)}

    def averages(self) -> list[str]:
        columns = zip(*self.payoffs, strict=True)
        return build.texts([sum(column, F(0)) / len(self.profiles) for column in columns])

    def start(self, normals: Normals) -> list[Fraction]:
        offsets = [max(dot(v, g) for g in self.payoffs) for v in normals]
        for c in range(self.n):
            offsets[self.n + c] = min(offsets[self.n + c], -self.minmax[c])
        return offsets

    def bound(
        self, duals: Duals, normal: Sequence[int], a: int, offsets: Sequence[Fraction]
    ) -> Fraction:
        """Largest ``normal . v`` that the duals allow at a profile."""
        tau, slack = duals
        low = [-offsets[self.n + c] for c in range(self.n)]
        now = dot(normal, self.payoffs[a]) - dot(slack, self.gains[a])
        later = sum((y * offsets[j] for j, y in tau.items()), F(0)) - dot(slack, low)
        return (1 - self.delta) * now + self.delta * later


def dot(left: Sequence[Any], right: Sequence[Any]) -> Fraction:
    return sum((Fraction(x) * y for x, y in zip(left, right, strict=True)), F(0))


def determinant(rows: Sequence[Sequence[Any]]) -> Fraction:
    (a, b, c), (d, e, f), (g, h, i) = rows
    return Fraction(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g))


def bases(normals: Normals, goal: Sequence[int]) -> Iterator[Duals]:
    """All ways to write ``goal + lambda`` as a positive combination of normals (three players)."""
    columns = [*normals, *([-int(i == c) for i in range(3)] for c in range(3))]
    for chosen in itertools.combinations(range(len(columns)), 3):
        square = [columns[j] for j in chosen]
        size = determinant(square)
        if size == 0:
            continue
        levels = [determinant([*square[:k], goal, *square[k + 1 :]]) / size for k in range(3)]
        if min(levels) >= 0:
            tau = {j: y for j, y in zip(chosen, levels, strict=True) if y and j < len(normals)}
            reached = [sum((y * normals[j][c] for j, y in tau.items()), F(0)) for c in range(3)]
            yield tau, [x - y for x, y in zip(reached, goal, strict=True)]


def pairs(tau: Tau) -> Json:
    return [[j, build.text(y)] for j, y in sorted(tau.items())]


def step(game: Game, normals: Normals, offsets: list[Fraction]) -> Json:
    """One step of the operator: each offset falls to the largest of the best bounds."""
    best: dict[tuple[int, int], tuple[Fraction, Tau]] = {}
    after = list(offsets)
    for i, normal in enumerate(normals):
        every = list(bases(normals, normal))
        level = F(-(10**6))
        for a in range(len(game.profiles)):
            values = [game.bound(duals, normal, a, offsets) for duals in every]
            value = min(values)
            best[i, a] = value, every[values.index(value)][0]
            level = max(level, min(value, dot(normal, game.payoffs[a])))
        after[i] = min(after[i], level)
    duals = [
        [i, a, pairs(tau)]
        for (i, a), (_, tau) in best.items()
        if after[i] < offsets[i] and dot(normals[i], game.payoffs[a]) > after[i]
    ]
    offsets[:] = after
    return {"excluded": [], "offsets": build.texts(after), "duals": duals}


def total(document: Json) -> Fraction:
    """Sum of all numbers that no other check binds, indices included."""

    def numbers(value: Json) -> Fraction:
        if isinstance(value, list):
            return sum(map(numbers, value), F(0))
        if isinstance(value, dict):
            return sum(map(numbers, value.values()), F(0))
        return Fraction(value)

    parts = (document["normals"], document["chain"], document["excluded"])
    return sum(map(numbers, parts), Fraction(document["game"]["discount_factor"]))


def seal(game: Game, normals: Json, chain: Json, excluded: Json) -> Json:
    keys: Json = {
        "uniform_payoffs": game.averages(),
        "normals": [[str(x) for x in normal] for normal in normals],
        "chain": chain,
        "excluded": excluded,
        "total": "0",
    }
    document = build.seal("outer_bound", game.document(), **keys)
    document["total"] = build.text(total(document))
    return build.reseal(document)


def gifts(delta: Fraction) -> Game:
    """Three players each give or not: a gift costs 2 and is worth 1 to everybody."""
    return Game((2, 2, 2), lambda *a: [sum(a) - 2 * x for x in a], delta)


def matching(delta: Fraction) -> Game:
    """The first wants to match the second, who wants to differ; the third only looks on."""
    return Game((2, 2, 1), lambda a, b, _: [int(a == b), int(a != b), F(1, 3)], delta)


def far_off(game: Game, c: int) -> Json:
    """Weights that rule a profile out because player c would have to be promised too much."""
    return [[c, "1"]]


def point() -> Json:
    """At 1/10 no gift can be rewarded (9 is more than anybody ever gets): V is one point."""
    game = gifts(F(1, 10))
    normals = [*game.axes, (1, 1, 1)]
    out = [[k, far_off(game, a.index(1))] for k, a in enumerate(game.profiles) if any(a)]
    offsets = [F(0)] * len(normals)
    first = {"excluded": out, "offsets": build.texts(offsets), "duals": []}
    return seal(game, normals, [first], [])


def one_step() -> Json:
    game = gifts(F(2, 5))
    normals = [*game.axes, (1, 1, 1), (1, 1, 0), (0, 1, 1), (1, 0, 1)]
    return seal(game, normals, [step(game, normals, game.start(normals))], [])


def two_steps() -> Json:
    """A game without any symmetry, in which the second step goes on where the first stopped."""

    def payoff(a: int, b: int, c: int) -> list[int]:
        third = (a + 4 * b * c + c) % 7
        return [(4 * a + b + 3 * c + a * b * c) % 7, (a * c + 4 * b + 2 * a) % 7, third]

    game = Game((2, 2, 2), payoff, F(1, 2))
    normals = [*game.axes, (1, 1, 1), (1, -1, 0)]
    offsets = game.start(normals)
    return seal(game, normals, [step(game, normals, offsets) for _ in range(2)], [])


def empty() -> Json:
    """Somebody always gains 1 and would have to be promised 9 more: there is no equilibrium."""
    game = matching(F(1, 10))
    out = [[k, far_off(game, int(a[0] == a[1]))] for k, a in enumerate(game.profiles)]
    return seal(game, game.axes, [], out)


def static() -> Json:
    game = gifts(F(0))
    return seal(game, [*game.axes, (1, 1, 1)], [], [])


def static_empty() -> Json:
    game = matching(F(0))
    return seal(game, game.axes, [], [])


def four_players() -> Json:
    """Common interest at 0: two equilibria, everybody in or nobody in."""
    game = Game((2, 2, 2, 2), lambda *a: [math.prod(a) * (i + 1) for i in range(4)], F(0))
    return seal(game, [*game.axes, (1, -1, 0, 2)], [], [])


CERTIFICATES: dict[str, Callable[[], Json]] = {
    made.__name__: made
    for made in (point, one_step, two_steps, empty, static, static_empty, four_players)
}
