"""The affine test: a proof that the payoff set lies within given bounds.

Let ``X`` contain the payoff set and lie in ``{v : n_i . v <= b_i + e_i}``. If for every moving
normal (``e_i > 0``) and every profile that ``X`` can enforce and whose payoff lies outside
``b_i``, some option of weak duality is at most ``b_i`` at ``t = 0`` and less than ``b_i + e_i`` at
``t = 1``, where offsets are ``b + t e``, then the payoff set lies in ``{v : n_i . v <= b_i}``:
otherwise there would be a least ``t > 0`` at which it fits, and the options would let it shrink.
A still normal (``e_i = 0``) bounds ``X`` itself and needs no test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from coopgames.solvers.self_generation.corners import Table, Vector
from coopgames.solvers.self_generation.directions import Directions
from coopgames.solvers.self_generation.duality import (
    Matrix,
    Options,
    Threat,
    dual_options,
    threat_of,
)

__all__ = ["Affine", "Rows"]

#: Floats decide whether a payoff is outside a bound only beyond this (shares of the range).
CLEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Rows:
    """What has to be tested in one direction: profiles, options, and right sides at t = 0."""

    profiles: list[int]
    options: Options
    values: Matrix


@dataclass
class Affine:
    """The affine test of given bounds.

    Attributes
    ----------
    directions : Directions
    offsets : list of numbers
        The bounds ``b`` to be proved, exact.
    known : pair
        Lower bounds of the players' least payoffs that are proved already.
    enforceable : list of int
        Profiles that the outer set can enforce.
    """

    table: Table
    directions: Directions
    offsets: Sequence[Any]
    known: tuple[Any, Any]
    enforceable: list[int]

    @cached_property
    def floats(self) -> Vector:
        """The bounds in the units of the floats."""
        return self.directions.offsets(self.offsets)

    @cached_property
    def threats(self) -> tuple[Threat, Threat]:
        """The threat of each player."""
        first, second = (threat_of(self.directions, self.offsets, self.known, c) for c in (0, 1))
        return first, second

    @cached_property
    def threat_floats(self) -> Vector:
        """The threats at t = 0 in the units of the floats."""
        return np.array(self.table.normalised(self.threats[0].value, self.threats[1].value))

    @cached_property
    def magnitude(self) -> float:
        """What rounding errors are relative to: 1, or more if the outer set stands far out.

        Its grid is coarse in the units of a player whose range is much the smaller one.
        """
        largest = (float(np.abs(x).max(initial=1.0)) for x in (self.floats, self.threat_floats))
        return max(largest)

    @cached_property
    def moves(self) -> Vector:
        """1.0 for a threat that falls as the offsets grow, 0.0 for a constant one."""
        return np.array([float(t.moves) for t in self.threats])

    def rows(self, i: int) -> Rows | None:
        """Return what has to be tested in direction `i`; None if some profile has no option."""
        profiles = self._outside(i)
        options = dual_options(self.directions, i) if profiles else _NONE
        if profiles and not len(options.tau):
            return None
        values = options.values(
            self.table, self.directions.units[i], profiles, self.floats, self.threat_floats
        )
        return Rows(profiles, options, values)

    def _outside(self, i: int) -> list[int]:
        f, unit = self.table.floats, self.directions.units[i]
        live = np.asarray(self.enforceable, dtype=np.intp)
        margin = unit[0] * f.g1[live] + unit[1] * f.g2[live] - self.floats[i]
        clear = CLEAR * self.magnitude
        chosen = live[margin > -clear].tolist()
        doubtful = set(live[np.abs(margin) <= clear].tolist())
        n, b = self.directions.exact[i], self.offsets[i]
        rows = self.table.rows
        return [a for a in chosen if a not in doubtful or n[0] * rows[a][0] + n[1] * rows[a][1] > b]

    def proves(self, tests: dict[int, Rows], widths: Sequence[Any], scaled: Vector) -> bool:
        """Decide the test: exactly, where floats leave a doubt.

        Parameters
        ----------
        tests : dict of int to Rows
            The moving normals.
        widths : list of fmpq
            ``e``, and `scaled` the same in the units of the floats.
        """
        magnitude = max(self.magnitude, float(scaled.max(initial=0.0)))
        for i, rows in tests.items():
            if not rows.profiles:
                continue
            slopes = rows.options.slopes(self.table, scaled, self.directions.least, self.moves)
            start = rows.values - self.floats[i]
            end = start + slopes[None, :] - scaled[i]
            worst = np.maximum(start, end) + rows.options.rounding * magnitude
            for k in np.flatnonzero(worst.min(axis=1) >= 0).tolist():
                close = np.flatnonzero(start[k] <= CLEAR * magnitude)
                order = close[np.argsort(end[k, close])]
                a = rows.profiles[k]
                if not any(self._holds(i, a, rows.options, o, widths) for o in order.tolist()):
                    return False
        return True

    def _holds(self, i: int, a: int, options: Options, o: int, widths: Sequence[Any]) -> bool:
        """Decide one option of one profile exactly, multiplied through by ``|n_jc|``."""
        n, row = self.directions.exact[i], self.table.rows[a]
        c = int(options.fixed[o])
        j = int(options.other[o])
        payoff = n[0] * row[0] + n[1] * row[1]
        if c < 0:
            scale, tau = 1, 0
            multiplier = [-n[0], -n[1]]
        else:
            m = self.directions.exact[j]
            sign = 1 if m[c] > 0 else -1
            scale, tau = sign * m[c], sign * n[c]
            rest = tau * m[1 - c] - scale * n[1 - c]
            if not (tau > 0 and rest >= 0):
                return False
            multiplier = [0, rest] if c == 0 else [rest, 0]
        today = scale * payoff - multiplier[0] * row[2] - multiplier[1] * row[3]
        promised, grows = tau * self.offsets[j], tau * widths[j]
        for player in (0, 1):
            threat = self.threats[player]
            if multiplier[player]:
                promised = promised - multiplier[player] * threat.value
                if threat.moves:
                    lean = self.directions.least[player]
                    drop = widths[lean] / abs(self.directions.exact[lean][player])
                    grows = grows + multiplier[player] * drop
        d = self.table.delta
        start = (1 - d) * today + d * promised - scale * self.offsets[i]
        return bool(start <= 0 and start + d * grows < scale * widths[i])


_NONE = Options(
    np.empty(0), np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp), np.empty((0, 2))
)
