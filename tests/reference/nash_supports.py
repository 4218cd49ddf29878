"""Extreme equilibria by trying every support and every set of best replies, in fractions.

Slow and readable; ties of any kind are welcome. Nothing is shifted, moved or labelled: a mixed
action is a candidate if it is the only solution of "these actions are played, those replies earn
the same and no less than the others", and a pair of candidates is an equilibrium if each is a best
reply to the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from tests.reference.linear_systems import solve

Matrix = Sequence[Sequence[Fraction]]
Mixed = tuple[Fraction, ...]


def earnings(replies: Matrix, mixed: Mixed) -> list[Fraction]:
    """What each reply earns against a mixed action; ``replies[j][i]``."""
    return [sum((x * p for x, p in zip(row, mixed, strict=True)), Fraction(0)) for row in replies]


def best_replies(replies: Matrix, mixed: Mixed) -> set[int]:
    earned = earnings(replies, mixed)
    return {j for j, x in enumerate(earned) if x == max(earned)}


def support(mixed: Mixed) -> set[int]:
    return {i for i, p in enumerate(mixed) if p > 0}


def equalizer(replies: Matrix, played: Sequence[int], equal: Sequence[int]) -> Mixed | None:
    """The mixed action on ``played`` against which ``equal`` earn the same, if it is the only one.

    The unknowns are the probabilities of ``played`` and what ``equal`` earn.
    """
    system = [[*(replies[j][i] for i in played), Fraction(-1)] for j in equal]
    system.append([Fraction(1)] * len(played) + [Fraction(0)])
    try:
        found = solve(system, [Fraction(0)] * len(equal) + [Fraction(1)])
    except StopIteration:  # no pivot: none or many
        return None
    chances = dict(zip(played, found, strict=False))
    return tuple(chances.get(i, Fraction(0)) for i in range(len(replies[0])))


def candidates(replies: Matrix) -> list[Mixed]:
    """Every mixed action that its support and its best replies determine."""
    found: set[Mixed] = set()
    for size in range(1, min(len(replies), len(replies[0])) + 1):
        for played in combinations(range(len(replies[0])), size):
            for equal in combinations(range(len(replies)), size):
                mixed = equalizer(replies, played, equal)
                if mixed is None or min(mixed) < 0:
                    continue
                if set(equal) <= best_replies(replies, mixed):
                    found.add(mixed)
    return sorted(found)


def extreme_equilibria(first: Matrix, second: Matrix) -> list[tuple[Mixed, Mixed]]:
    """All extreme equilibria of payoff matrices ``first[i][j]`` and ``second[i][j]``."""
    transposed = tuple(zip(*second, strict=True))
    rows, columns = candidates(transposed), candidates(first)
    to_row = {x: best_replies(transposed, x) for x in rows}
    to_column = {y: best_replies(first, y) for y in columns}
    return sorted(
        (x, y)
        for x in rows
        for y in columns
        if support(x) <= to_column[y] and support(y) <= to_row[x]
    )


def is_degenerate(first: Matrix, second: Matrix) -> bool:
    """Whether some candidate has more best replies than actions in its support."""
    transposed = tuple(zip(*second, strict=True))
    return any(
        len(best_replies(replies, mixed)) > len(support(mixed))
        for replies in (transposed, first)
        for mixed in candidates(replies)
    )
