"""Games with public signals in plain fractions, and a small exact linear program solver.

The twins of the solvers for imperfect public monitoring stand on this module alone: a game as
dictionaries, and the simplex method in condensed tableaus of integers with the rule of Bland
(1977), so that it ends and is exact. Nothing here comes from the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import lcm
from typing import Any

Profile = tuple[int, ...]
Vector = Sequence[Fraction]
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Deviation:
    """``shift[y] = p(y | profile) - p(y | deviation)``, ``gain`` in payoffs of one period."""

    player: int
    action: int
    gain: Fraction
    shift: tuple[Fraction, ...]


@dataclass(frozen=True)
class PublicGame:
    """``payoffs[profile][player]`` and ``laws[profile][signal]``."""

    payoffs: Mapping[Profile, tuple[Fraction, ...]]
    laws: Mapping[Profile, tuple[Fraction, ...]]

    @classmethod
    def from_arrays(cls, payoffs: Sequence[Any], probabilities: Sequence[Any]) -> PublicGame:
        """``payoffs[i][a1]..[an]`` and ``probabilities[a1]..[an][y]``: numbers or texts."""
        every = list(product(*map(range, _shape(payoffs[0]))))
        tables = {a: tuple(Fraction(_at(table, a)) for table in payoffs) for a in every}
        laws = {a: tuple(Fraction(p) for p in _at(probabilities, a)) for a in every}
        return cls(tables, laws)

    @property
    def profiles(self) -> list[Profile]:
        return list(self.payoffs)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(last + 1 for last in self.profiles[-1])

    @property
    def players(self) -> range:
        return range(len(self.profiles[0]))

    @property
    def signals(self) -> range:
        return range(len(next(iter(self.laws.values()))))

    @cached_property
    def deviations(self) -> dict[Profile, list[Deviation]]:
        return {a: list(self._deviations(a)) for a in self.profiles}

    def _deviations(self, profile: Profile) -> Iterator[Deviation]:
        for i in self.players:
            for action in range(self.shape[i]):
                if action != profile[i]:
                    other = (*profile[:i], action, *profile[i + 1 :])
                    gain = self.payoffs[other][i] - self.payoffs[profile][i]
                    pairs = zip(self.laws[profile], self.laws[other], strict=True)
                    yield Deviation(i, action, gain, tuple(p - q for p, q in pairs))

    def joint(self, profile: Profile) -> Fraction:
        return sum(self.payoffs[profile], start=ZERO)

    def is_static(self, profile: Profile) -> bool:
        return all(d.gain <= 0 for d in self.deviations[profile])

    @property
    def static_payoffs(self) -> list[tuple[Fraction, ...]]:
        return [self.payoffs[a] for a in self.profiles if self.is_static(a)]


def _shape(array: Any) -> tuple[int, ...]:
    return (len(array), *_shape(array[0])) if isinstance(array, list | tuple) else ()


def _at(array: Any, profile: Profile) -> Any:
    for action in profile:
        array = array[action]
    return array


# --- linear programs ---


@dataclass(frozen=True)
class Infeasible:
    """No point satisfies the rows."""


@dataclass(frozen=True)
class Unbounded:
    """The objective has no maximum."""


@dataclass(frozen=True)
class Optimum:
    value: Fraction
    point: tuple[Fraction, ...]


class Rows:
    """``coefficients . x <= bound`` for ``x >= 0``, collected one after the other."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.left: list[list[Fraction]] = []
        self.right: list[Fraction] = []

    def at_most(self, coefficients: Mapping[int, Fraction], bound: Fraction) -> None:
        row = [ZERO] * self.width
        for k, value in coefficients.items():
            row[k] += value
        self.left.append(row)
        self.right.append(bound)

    def at_least(self, coefficients: Mapping[int, Fraction], bound: Fraction) -> None:
        self.at_most({k: -value for k, value in coefficients.items()}, -bound)

    def equal(self, coefficients: Mapping[int, Fraction], bound: Fraction) -> None:
        self.at_most(coefficients, bound)
        self.at_least(coefficients, bound)

    def maximum(self, objective: Mapping[int, Fraction]) -> Optimum | Infeasible | Unbounded:
        """Maximise over ``x >= 0``."""
        goal = [ZERO] * self.width
        for k, value in objective.items():
            goal[k] += value
        return _maximise(goal, self.left, self.right)


def _integers(row: Sequence[Fraction]) -> tuple[list[int], int]:
    scale = lcm(*(x.denominator for x in row)) if row else 1
    return [x.numerator * (scale // x.denominator) for x in row], scale


class _Tableau:
    """A condensed tableau: every entry is ``table[i][j] / denominator``, the last column the bound.

    Row ``i`` says ``x[basic[i]] + sum_j entry x[nonbasic[j]] = bound``. A pivot exchanges one of
    each and divides without remainder (Edmonds 1967).
    """

    def __init__(self, table: list[list[int]], basic: list[int], nonbasic: list[int]) -> None:
        self.table, self.basic, self.nonbasic = table, basic, nonbasic
        self.denominator = 1

    def pivot(self, r: int, c: int) -> None:
        table, old = self.table, self.denominator
        chosen = table[r]
        p = chosen[c]
        for i, row in enumerate(table):
            if i == r:
                continue
            factor = row[c]
            if factor:
                table[i] = [(x * p - factor * y) // old for x, y in zip(row, chosen, strict=True)]
                table[i][c] = -factor
            else:
                table[i] = [x * p // old for x in row]
        chosen[c] = old
        self.denominator = p
        if p < 0:
            self.denominator = -p
            self.table = [[-x for x in row] for row in table]
        self.basic[r], self.nonbasic[c] = self.nonbasic[c], self.basic[r]

    def climb(self, goal: int, rows: int) -> bool:
        """Pivot until no entry of the goal row is negative; False if the maximum is unbounded."""
        while True:
            costs = self.table[goal]
            entering = [j for j in range(len(self.nonbasic)) if costs[j] < 0]
            if not entering:
                return True
            c = min(entering, key=lambda j: self.nonbasic[j])
            leaving = [i for i in range(rows) if self.table[i][c] > 0]
            if not leaving:
                return False
            ratio = {i: Fraction(self.table[i][-1], self.table[i][c]) for i in leaving}
            self.pivot(min(leaving, key=lambda i: (ratio[i], self.basic[i])), c)


def _maximise(
    goal: Sequence[Fraction], left: Sequence[Sequence[Fraction]], right: Sequence[Fraction]
) -> Optimum | Infeasible | Unbounded:
    n, m = len(goal), len(left)
    scaled = [_integers([*row, b]) for row, b in zip(left, right, strict=True)]
    # One more variable, number n + m, is taken from every row: with enough of it all rows hold.
    auxiliary = n + m
    table = [[*row[:-1], -1, row[-1]] for row, _ in scaled]
    costs, unit = _integers(goal)
    table.append([*(-c for c in costs), 0, 0])
    table.append([*(0 for _ in costs), 1, 0])
    tableau = _Tableau(table, [*range(n, n + m)], [*range(n), auxiliary])
    worst = min(range(m), key=lambda i: table[i][-1], default=None)
    if worst is not None and table[worst][-1] < 0:
        tableau.pivot(worst, n)
        tableau.climb(m + 1, m)
        if tableau.table[m + 1][-1] < 0:
            return Infeasible()
        if auxiliary in tableau.basic:
            r = tableau.basic.index(auxiliary)
            tableau.pivot(r, next(j for j in range(n + 1) if tableau.table[r][j] != 0))
    gone = tableau.nonbasic.index(auxiliary)
    del tableau.nonbasic[gone]
    tableau.table = [[*row[:gone], *row[gone + 1 :]] for row in tableau.table[: m + 1]]
    if not tableau.climb(m, m):
        return Unbounded()
    values = dict.fromkeys(range(n), ZERO)
    for i, k in enumerate(tableau.basic):
        values[k] = Fraction(tableau.table[i][-1], tableau.denominator)
    value = Fraction(tableau.table[m][-1], tableau.denominator * unit)
    point = tuple(values[k] for k in range(n))
    if sum((c * x for c, x in zip(goal, point, strict=True)), start=ZERO) != value:
        raise AssertionError("the tableau lost its objective")
    return Optimum(value, point)
