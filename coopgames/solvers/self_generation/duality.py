"""Weak duality: bounds on what a profile can add to a set in a direction.

For ``lambda >= 0`` and ``n_i + lambda = tau n_j`` the payoffs that profile ``a`` supports with
promises of ``Y = {v : n_j . v <= b_j}`` satisfy

    n_i . v <= (1-d) (n_i . g(a) - lambda . h(a)) + d (tau b_j - lambda . u),

``u`` the threat point. An option is such a choice of ``j, tau, lambda``. A profile whose payoff
lies inside the bound itself needs none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coopgames.solvers.self_generation.corners import Table, Vector
from coopgames.solvers.self_generation.directions import Directions

__all__ = ["Matrix", "Options", "Threat", "dual_options", "threat_of"]

Matrix = np.ndarray[Any, np.dtype[np.float64]]
Integers = np.ndarray[Any, np.dtype[np.intp]]

#: Multipliers below this (all units are 1 long) do not tell an option from "none needed".
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one normal, as columns.

    ``fixed[o]`` is the component of ``lambda`` that is 0 (-1: neither, tau is 0); ``multiplier``
    has both components.
    """

    tau: Vector
    other: Integers
    fixed: Integers
    multiplier: Matrix

    def values(
        self, table: Table, unit: Vector, profiles: Sequence[int], offsets: Vector, threat: Vector
    ) -> Matrix:
        """Return the right side for every profile (rows) and option (columns)."""
        f = table.floats
        a = np.asarray(profiles, dtype=np.intp)
        rest = 1.0 - f.delta
        base = rest * (unit[0] * f.g1[a] + unit[1] * f.g2[a])
        gains = rest * (
            np.outer(f.h1[a], self.multiplier[:, 0]) + np.outer(f.h2[a], self.multiplier[:, 1])
        )
        promised = f.delta * (self.tau * offsets[self.other] - self.multiplier @ threat)
        return base[:, None] - gains + promised[None, :]

    def slopes(self, table: Table, widths: Vector, least: tuple[int, int], moves: Vector) -> Vector:
        """Return by how much the right side grows when the offsets grow by `widths`."""
        dropped = np.array([widths[least[0]], widths[least[1]]]) * moves
        return table.floats.delta * (self.tau * widths[self.other] + self.multiplier @ dropped)

    def row(self, table: Table, o: int, size: int, least: tuple[int, int], moves: Vector) -> Vector:
        """Return the coefficients of `slopes` for one option."""
        line = np.zeros(size)
        line[self.other[o]] += self.tau[o]
        line[least[0]] += self.multiplier[o, 0] * moves[0]
        line[least[1]] += self.multiplier[o, 1] * moves[1]
        return table.floats.delta * line

    @property
    def rounding(self) -> Vector:
        """Return what separates certain from doubtful margins: a hundred rounding errors."""
        return 1e-13 * (1.0 + self.tau + self.multiplier.sum(axis=1))


def dual_options(directions: Directions, i: int) -> Options:
    """Return all options of normal `i` of which one component of lambda is zero, and ``-n_i``."""
    units = directions.units
    n = units[i]
    tau: list[float] = []
    other: list[int] = []
    fixed: list[int] = []
    multiplier: list[tuple[float, float]] = []
    if n[0] <= 0 and n[1] <= 0:
        tau.append(0.0)
        other.append(i)
        fixed.append(-1)
        multiplier.append((-float(n[0]), -float(n[1])))
    for c in (0, 1):
        column = units[:, c]
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(column != 0.0, n[c] / column, 0.0)
        rest = ratio * units[:, 1 - c] - n[1 - c]
        good = (ratio > 0) & (ratio < 1e9) & (rest > TINY)
        good[i] = False
        for j in np.flatnonzero(good).tolist():
            tau.append(float(ratio[j]))
            other.append(j)
            fixed.append(c)
            lam = float(rest[j])
            multiplier.append((0.0, lam) if c == 0 else (lam, 0.0))
    return Options(
        np.array(tau, dtype=np.float64),
        np.array(other, dtype=np.intp),
        np.array(fixed, dtype=np.intp),
        np.array(multiplier, dtype=np.float64).reshape(-1, 2),
    )


@dataclass(frozen=True, slots=True)
class Threat:
    """A lower bound of a player's least payoff, ``value - t slope`` while ``t`` shrinks to 0."""

    value: Any
    moves: bool


def threat_of(
    directions: Directions, offsets: Sequence[Any], known: tuple[Any, Any], c: int
) -> Threat:
    """Return the threat of player `c`: the bound that is known, unless the set's own is better."""
    i = directions.least[c]
    level = offsets[i] / directions.exact[i][c]  # the component is negative
    return Threat(known[c], False) if level <= known[c] else Threat(level, True)
