"""Companion of ``checker.py`` for payoff sets of three and more players; standard library only.

``outer_bound``
    V is the set of payoffs of the pure-action subgame-perfect equilibria with public randomization.
    It is bounded, and it is the hull of all ``v = (1-d) g(a) + d w`` with w in V and
    ``w_c >= u_c + k h_c(a)`` for every player c: u_c is the least payoff of c in V, h_c(a) what c
    gains at most by deviating from a, ``k = (1-d)/d`` (Abreu, Pearce and Stacchetti 1990). At d = 0
    it is the hull of the pure Nash payoffs. A set ``X = {v : n_i v <= b_i}`` has normals n_i that
    begin with ``e_1..e_n, -e_1..-e_n``, so ``u_c >= -b_(n+c)`` if V is inside X.

    *Start*: V is inside the hull of all payoffs, and no payoff is below the pure minmax payoff.

    *Duality*: if ``n_i + l = sum tau_j n_j`` with ``l, tau >= 0``, every such v with w in X has
    ``n_i v <= (1-d) (n_i g(a) - l h(a)) + d (sum tau_j b_j - l u)``: ``l (w - u - k h) >= 0``.

    *Exclusion*: ``sum tau_j n_j = mu >= 0`` and ``mu (u + k h(a)) > sum tau_j b_j`` leave no w in
    X: nobody plays a. That stays true of every smaller set. If all profiles are out, V is empty.

    *Contraction* from offsets p to offsets ``b <= p``: let ``Y_t`` have offsets ``b + t (p - b)``
    and u(t) follow them. For each i with ``b_i < p_i`` and each a with ``n_i g(a) > b_i`` that is
    not excluded there are duals whose bound is at most b_i at t = 0 and less than p_i at t = 1. The
    bound is affine in t, hence less than ``b_i + t (p_i - b_i)`` for 0 < t <= 1. Where
    ``n_i g(a) <= b_i``, v is an average of g(a) and a w in ``Y_t``: less again. Let t be the least
    number with V inside ``Y_t`` (1 is such a number). If it were positive, all n_i v with
    ``b_i < p_i`` would stay below by a positive distance (the profiles are finitely many); those
    with ``b_i = p_i`` do not depend on t: a smaller t would do. So t = 0, and V is inside ``Y_0``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coopgames.certificates.checker import Doc, Stage, need, show
else:  # the checker that loads this file registers itself under this name
    from coopgames_checker import Doc, Stage, need, show

__all__ = ["CLAIMS"]

ZERO, ONE = Fraction(0), Fraction(1)
MAX_BITS = 2**13  # of a number in the document or of a payoff
MAX_WORK = 6 * 10**8  # bits in all products with payoffs, or with weights
EQUILIBRIA = "pure-action subgame-perfect equilibri{} with public randomization"
Vector = tuple[Fraction, ...]
Weights = dict[int, Fraction]


def dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(left, right, strict=True) if x and y), ZERO)


class Table:
    """Payoffs, gains and pure minmax payoffs of a stage game, by position of the profile."""

    def __init__(self, game: Stage) -> None:
        self.players, self.size = len(game.shape), len(game.payoffs[0])
        self.payoffs: list[Vector] = list(zip(*game.payoffs, strict=True))
        best, self.minmax = list[list[Fraction]](), list[Fraction]()
        for i, cells in enumerate(game.payoffs):
            # Row-major: a player's replies to the same actions of the others lie `stride` apart.
            stride = math.prod(game.shape[i + 1 :])
            others = [a - a // stride % game.shape[i] * stride for a in range(self.size)]
            tops = dict[int, Fraction]()
            for other, x in zip(others, cells, strict=True):
                tops[other] = max(tops.get(other, x), x)
            best.append([tops[other] for other in others])
            self.minmax.append(min(tops.values()))
        self.gains: list[Vector] = [
            tuple(b - g for b, g in zip(top, row, strict=True))
            for top, row in zip(zip(*best, strict=True), self.payoffs, strict=True)
        ]

    def bits(self) -> int:
        return max(bits(x) for row in self.payoffs for x in row)


def bits(x: Fraction) -> int:
    return max(x.numerator.bit_length(), x.denominator.bit_length())


class Reader:
    """Read numbers and add them up: the sum binds each of them."""

    def __init__(self) -> None:
        self.total, self.longest, self.entries = ZERO, 1, 0

    def number(self, doc: Doc) -> Fraction:
        x = doc.rational()
        self.longest = max(self.longest, bits(x))
        doc.need(self.longest <= MAX_BITS, "a number is too long to be checked")
        self.total += x
        return x

    def index(self, doc: Doc, size: int) -> int:
        found = doc.count(0, size - 1)
        self.total += found
        return found

    def weights(self, doc: Doc, size: int) -> Weights:
        """Read pairs of an index and a positive number; the indices ascend."""
        found, last = Weights(), -1
        items = doc.items()
        self.entries += len(items)
        doc.need(self.entries * self.longest <= MAX_WORK, "too many weights to be checked")
        for item in items:
            pair = item.items(2)
            j, y = self.index(pair[0], size), self.number(pair[1])
            item.need(j > last and y > 0, "expected ascending indices with positive numbers")
            found[j], last = y, j
        return found


class Bound:
    """A set ``{v : n_i v <= b_i}`` that contains V, and the profiles that nobody plays."""

    def __init__(self, table: Table, delta: Fraction, normals: list[Vector]) -> None:
        self.table, self.delta, self.normals = table, delta, normals
        self.heights = [[dot(n, g) for g in table.payoffs] for n in normals]
        self.offsets = [max(row) for row in self.heights]
        for c, level in enumerate(table.minmax, table.players):
            self.offsets[c] = min(self.offsets[c], -level)
        self.excluded = set[int]()

    def threats(self, offsets: list[Fraction]) -> list[Fraction]:
        return [-b for b in offsets[self.table.players : 2 * self.table.players]]

    def combination(self, tau: Weights) -> list[Fraction]:
        columns = range(self.table.players)
        return [sum((y * self.normals[j][c] for j, y in tau.items()), ZERO) for c in columns]

    def exclude(self, doc: Doc, reader: Reader) -> None:
        """Read profiles (ascending) with the weights that leave them no promise in the set."""
        last = -1
        for item in doc.items():
            pair = item.items(2)
            a = reader.index(pair[0], self.table.size)
            item.need(a > last and a not in self.excluded, "profiles ascend and occur once")
            tau, last = reader.weights(pair[1], len(self.normals)), a
            mu = self.combination(tau)
            item.need(min(mu) >= 0, "the normals add up to a negative number")
            level = self.delta * dot(mu, self.threats(self.offsets))
            level += (1 - self.delta) * dot(mu, self.table.gains[a])
            promised = self.delta * sum((y * self.offsets[j] for j, y in tau.items()), ZERO)
            item.need(level > promised, "the profile is not excluded")
            self.excluded.add(a)

    def contract(self, doc: Doc, reader: Reader) -> None:
        """Read smaller offsets, and duals for exactly the pairs that need them, in order."""
        docs = doc["offsets"].items(len(self.normals))
        after = [reader.number(x) for x in docs]
        moved = [i for i, b in enumerate(after) if b != self.offsets[i]]
        doc.need(moved and all(after[i] < self.offsets[i] for i in moved), "offsets have to fall")
        wanted = [
            (i, a)
            for i in moved
            for a, height in enumerate(self.heights[i])
            if height > after[i] and a not in self.excluded
        ]
        for item, (i, a) in zip(doc["duals"].items(len(wanted)), wanted, strict=True):
            parts = item.items(3)
            found = reader.index(parts[0], len(after)), reader.index(parts[1], self.table.size)
            item.need(found == (i, a), f"expected the duals of direction {i} and profile {a}")
            tau = reader.weights(parts[2], len(after))
            slack = [x - y for x, y in zip(self.combination(tau), self.normals[i], strict=True)]
            item.need(min(slack) >= 0, "a multiplier is negative")
            fixed = (1 - self.delta) * (self.heights[i][a] - dot(slack, self.table.gains[a]))
            low = fixed + self.delta * self.promise(tau, slack, after)
            high = fixed + self.delta * self.promise(tau, slack, self.offsets)
            item.need(low <= after[i], "the bound is above the new offset")
            item.need(high < self.offsets[i], "the bound is not below the old offset")
        self.offsets = after

    def promise(self, tau: Weights, slack: list[Fraction], offsets: list[Fraction]) -> Fraction:
        total = sum((y * offsets[j] for j, y in tau.items()), ZERO)
        return total - dot(slack, self.threats(offsets))


def read_normals(doc: Doc, reader: Reader, players: int) -> list[Vector]:
    """Read different vectors of coprime integers; the first are plus and minus the axes."""
    normals = list[Vector]()
    for item in doc.items():
        vector = tuple(reader.number(x) for x in item.items(players))
        whole = all(x.denominator == 1 for x in vector)
        item.need(whole and math.gcd(*map(int, vector)) == 1, "expected coprime integers")
        normals.append(vector)
    units = [tuple(ONE if i == c else ZERO for i in range(players)) for c in range(players)]
    axes = [*units, *(tuple(-x for x in unit) for unit in units)]
    doc.need(normals[: len(axes)] == axes, "expected plus and minus the axes first")
    doc.need(len(set(normals)) == len(normals), "a normal occurs twice")
    return normals


def check_outer_bound(doc: Doc, game: Stage) -> str:
    """Check that no equilibrium payoff is outside the last set of a chain."""
    game.check_uniform(doc)
    need(len(game.shape) > 2, "this kind of outer_bound is for three and more players")
    table, reader, delta = Table(game), Reader(), game.discount
    normals = read_normals(doc["normals"], reader, table.players)
    reader.total += delta
    steps = doc["chain"].items()
    work = (1 + len(steps)) * len(normals) * table.size * table.players
    size = max(64, table.bits(), reader.longest, bits(delta))  # short numbers take time, too
    doc.need(work * size <= MAX_WORK and size <= MAX_BITS, "too much work to be checked")
    bound = Bound(table, delta, normals)
    if delta == 0:
        doc.need(not steps and not doc["excluded"].items(), "at discount factor 0: no chain")
        nash = [a for a, gains in enumerate(table.gains) if not any(gains)]
        bound.offsets = [max((row[a] for a in nash), default=ZERO) for row in bound.heights]
        empty = not nash
    else:
        for step in steps:
            step.fields("excluded offsets duals")
            bound.exclude(step["excluded"], reader)
            bound.contract(step, reader)
        before = len(bound.excluded)
        bound.exclude(doc["excluded"], reader)
        empty = len(bound.excluded) == table.size
        doc.need(empty or len(bound.excluded) == before, "expected all profiles excluded, or none")
    doc["total"].need(doc["total"].rational() == reader.total, "not the sum of all numbers")
    if empty:
        return f"there is no {EQUILIBRIA.format('um')} at discount factor {show(delta)}"
    ends = zip(bound.offsets, bound.threats(bound.offsets), strict=False)
    box = " x ".join(f"[{show(low)}, {show(high)}]" for high, low in ends)
    return (
        f"at discount factor {show(delta)} all payoffs of {EQUILIBRIA.format('a')} lie in a "
        f"polytope with {len(normals)} half-spaces, inside {box}"
    )


CLAIMS: dict[tuple[str, str], tuple[Any, str, str]] = {
    ("outer_bound", "stage"): (
        check_outer_bound,
        "uniform_payoffs normals chain excluded total",
        "discount_factor",
    ),
}
