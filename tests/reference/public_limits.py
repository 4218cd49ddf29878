"""Scores as delta goes to 1, direction by direction: slow twins of the limit sets.

The score of a profile in a direction (Fudenberg and Levine 1994) is found here from its dual, once
in floats by HiGHS and once in fractions by the simplex method:

    direction . g(a) - max { sum theta gain : theta, mu >= 0 and,
        for each i and y, (mu(y) - p(y|a)) direction_i = sum over b of theta_ib shift_ib(y) }.

Nothing follows how the score moves with the direction, so that corners are not found but tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf

import numpy as np
from scipy.optimize import linprog

from tests.reference.public_programs import (
    ONE,
    ZERO,
    Optimum,
    Profile,
    PublicGame,
    Rows,
    Unbounded,
)


def _equalities(
    game: PublicGame, profile: Profile, direction: Sequence[Fraction]
) -> list[tuple[dict[int, Fraction], Fraction]]:
    """One for each player and signal; ``theta`` comes first, then ``mu``."""
    deviations = game.deviations[profile]
    found: list[tuple[dict[int, Fraction], Fraction]] = []
    for i in game.players:
        for y in game.signals:
            row = {k: -d.shift[y] for k, d in enumerate(deviations) if d.player == i}
            row[len(deviations) + y] = direction[i]
            found.append((row, direction[i] * game.laws[profile][y]))
    return found


def profile_score(
    game: PublicGame, profile: Profile, direction: Sequence[Fraction]
) -> Fraction | None:
    """The score of a profile; None if no continuation payoffs support it."""
    deviations = game.deviations[profile]
    rows = Rows(len(deviations) + len(game.signals))
    for row, bound in _equalities(game, profile, direction):
        rows.equal(row, bound)
    answer = rows.maximum({k: d.gain for k, d in enumerate(deviations)})
    if isinstance(answer, Unbounded):
        return None
    if not isinstance(answer, Optimum):
        raise AssertionError("theta = 0 and mu = p satisfy all rows")
    return _dot(direction, game.payoffs[profile]) - answer.value


def score(game: PublicGame, direction: Sequence[Fraction]) -> Fraction | None:
    """The largest score of a pure profile; None if none can be supported."""
    found = (profile_score(game, a, direction) for a in game.profiles)
    return max((s for s in found if s is not None), default=None)


def float_score(game: PublicGame, direction: Sequence[float]) -> float:
    """The same by HiGHS; minus infinity if no profile can be supported."""
    return max(_float_profile_score(game, a, direction) for a in game.profiles)


def _float_profile_score(game: PublicGame, profile: Profile, direction: Sequence[float]) -> float:
    gains = [float(d.gain) for d in game.deviations[profile]]
    if not gains:
        return sum(x * float(g) for x, g in zip(direction, game.payoffs[profile], strict=True))
    exact = [Fraction(x) for x in direction]
    equalities = _equalities(game, profile, exact)
    matrix = np.zeros((len(equalities), len(gains) + len(game.signals)))
    for r, (row, _) in enumerate(equalities):
        for k, value in row.items():
            matrix[r, k] = float(value)
    costs = np.zeros(matrix.shape[1])
    costs[: len(gains)] = [-g for g in gains]
    bounds = [float(b) for _, b in equalities]
    # Without presolve HiGHS tells unbounded from infeasible; the program is always feasible.
    answer = linprog(costs, A_eq=matrix, b_eq=bounds, options={"presolve": False})
    if answer.status == 3:
        return -inf
    if answer.status != 0:
        raise AssertionError(answer.message)
    value = sum(x * float(g) for x, g in zip(direction, game.payoffs[profile], strict=True))
    return value + float(answer.fun)


def _dot(direction: Sequence[Fraction], point: Sequence[Fraction]) -> Fraction:
    return sum((x * v for x, v in zip(direction, point, strict=True)), start=ZERO)


def violated(
    game: PublicGame, vertices: Sequence[Sequence[Fraction]], direction: Sequence[Fraction]
) -> Fraction:
    """By how much the farthest vertex exceeds the score; at most 0 for every direction of Q."""
    most = score(game, direction)
    if most is None:
        return ONE
    return max(_dot(direction, v) for v in vertices) - most


def edge_normals(vertices: Sequence[Sequence[Fraction]]) -> list[tuple[Fraction, Fraction]]:
    """Outward normals of a polygon given counterclockwise; both of them for a segment."""
    if len(vertices) < 2:
        return []
    pairs = zip(vertices, [*vertices[1:], vertices[0]], strict=True)
    return [(b[1] - a[1], a[0] - b[0]) for a, b in pairs]
