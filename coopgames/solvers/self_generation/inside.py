"""The proof from inside: every corner is supported by a promise of the set itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from coopgames.solvers.self_generation.corners import Row, Table
from coopgames.solvers.self_generation.geometry import Point, contains

__all__ = ["least_payoffs", "supporting_profiles", "supports"]

#: A float margin below minus this (shares of the payoff range) is certainly negative.
CLEAR = 1e-8


def least_payoffs(vertices: Sequence[Point]) -> tuple[Any, Any]:
    """Return the least payoff of each player over a nonempty set."""
    return min(p[0] for p in vertices), min(p[1] for p in vertices)


def supports(
    table: Table, vertices: Sequence[Point], least: tuple[Any, Any], corner: Point, row: Row
) -> bool:
    """Tell whether a profile supports a corner with a promise of the set that deters deviations."""
    d = table.delta
    rest = 1 - d
    x, y = corner[0] - rest * row[0], corner[1] - rest * row[1]
    if x < d * least[0] + rest * row[2] or y < d * least[1] + rest * row[3]:
        return False
    if corner[0] == row[0] and corner[1] == row[1]:
        return True  # the promise is the corner itself
    return contains(vertices, (x / d, y / d))


def supporting_profiles(table: Table, vertices: Sequence[Point]) -> list[int] | None:
    """Return the first profile that supports each corner; None if a corner has none.

    Then the set generates itself, and all of it are equilibrium payoffs (Abreu, Pearce and
    Stacchetti 1990).
    """
    least = least_payoffs(vertices)
    u = table.normalised(*least)
    found: list[int] = []
    for corner in vertices:
        chosen = None
        for a in _candidates(table, table.normalised(corner[0], corner[1]), u):
            if supports(table, vertices, least, corner, table.rows[a]):
                chosen = a
                break
        if chosen is None:
            return None
        found.append(chosen)
    return found


def _candidates(table: Table, v: tuple[float, float], u: tuple[float, float]) -> list[int]:
    """Return the profiles of which floats do not see that the incentives fail."""
    f = table.floats
    rest = 1.0 - f.delta
    first = v[0] - rest * f.g1 - f.delta * u[0] - rest * f.h1
    second = v[1] - rest * f.g2 - f.delta * u[1] - rest * f.h2
    return np.flatnonzero((first >= -CLEAR) & (second >= -CLEAR)).tolist()
