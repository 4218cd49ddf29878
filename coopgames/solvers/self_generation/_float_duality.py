"""Bounds from weak duality: what the promises of a set allow in a direction.

For a normal ``n_i``, multipliers ``lambda >= 0`` and ``n_i + lambda = tau n_j``, every profile
``a`` and every set with support ``b`` in the normals and threat point ``u`` satisfy, for the
payoffs ``v`` that ``a`` supports with promises in the set,

    n_i . v <= (1-d) (n_i . g(a) - lambda . h(a)) + d (tau b_j - lambda . u),

because the constraints ``w >= u + (1-d)/d h(a)``, times ``lambda``, may be added. The right side is
affine in ``b``. An option is one (tau, j, lambda); one component of lambda is zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from coopgames.solvers.self_generation._float_game import FloatGame, Vector
from coopgames.solvers.self_generation._float_geometry import Corner, chains

__all__ = ["Duality", "Option", "enforceable", "normals", "support"]

Normal: TypeAlias = tuple[float, float]
#: tau, j, lambda_1, lambda_2.
Option: TypeAlias = tuple[float, int, float, float]

#: A threat this close to the proved bound is the proved bound, which does not move.
AT_BOUND = 4e-15
#: Options with larger multipliers lose their meaning to rounding.
STEEPEST = 1e4


def normals(ring: list[Corner]) -> list[Normal]:
    """Return outward unit normals that cut out a hull, with both downward axes among them."""
    size = len(ring)
    found: list[Normal] = []
    if size == 1:
        found = [(1.0, 0.0), (0.0, 1.0)]
    for i in range(size if size > 1 else 0):
        p, q = ring[i], ring[(i + 1) % size]
        dx, dy = q[0] - p[0], q[1] - p[1]
        length = float(np.hypot(dx, dy))
        found.append((dy / length, -dx / length))
        if size == 2:
            found.append((dx / length, dy / length))
    if size == 2:
        found += [(1.0, 0.0), (0.0, 1.0)]
    for axis in ((-1.0, 0.0), (0.0, -1.0)):
        # Bit by bit: a normal that is nearly an axis is no threat.
        if axis not in found:
            found.append(axis)
    return found


def support(ring: list[Corner], directions: list[Normal]) -> Vector:
    """Return the support of a hull in each direction."""
    corners = np.array([p[:2] for p in ring])
    return (np.array(directions) @ corners.T).max(axis=1)


def enforceable(game: FloatGame, ring: list[Corner], threat: tuple[float, float]) -> np.ndarray:
    """Mark the profiles for which some promise in a set satisfies both constraints."""
    i1, i2 = game.constraints(threat)
    lower, upper, right, _ = chains(ring)
    marked = np.zeros(len(i1), dtype=bool)
    for x, y, _, _ in ring:
        marked |= (x >= i1) & (y >= i2)
    inside = (i1 >= lower.keys[0]) & (i1 <= lower.keys[-1])
    marked |= inside & (np.interp(i1, upper.keys, upper.values) >= i2)
    inside = (i2 >= right.keys[0]) & (i2 <= right.keys[-1])
    marked |= inside & (np.interp(i2, right.keys, right.values) >= i1)
    return marked


@dataclass(slots=True)
class Duality:
    """The options of each normal and the threat point of the sets that they bound.

    A threat is ``value[c] - moving[c] * (rise of the support in -e_c)``: it is constant where a
    bound on the players' least payoffs is already proved, and otherwise goes with the set.
    """

    game: FloatGame
    normals: list[Normal]
    axis: tuple[int, int]
    options: list[list[Option]]
    value: list[float]
    moving: list[float]

    @classmethod
    def of(cls, game: FloatGame, directions: list[Normal]) -> Duality:
        """Collect the options of each normal."""
        axis = directions.index((-1.0, 0.0)), directions.index((0.0, -1.0))
        options = [_options(directions, i) for i in range(len(directions))]
        return cls(game, directions, axis, options, [0.0, 0.0], [0.0, 0.0])

    def set_threat(self, bounds: Vector, proved: tuple[float, float]) -> bool:
        """Take the threat from a support or from what is proved; say whether a kind changed."""
        before = self.moving.copy()
        for c in (0, 1):
            level = -float(bounds[self.axis[c]])
            fixed = level <= proved[c] + AT_BOUND
            self.value[c] = proved[c] if fixed else level
            self.moving[c] = 0.0 if fixed else 1.0
        return before != self.moving

    def today(self, i: int, profiles: np.ndarray, options: list[Option]) -> Vector:
        """Return ``(1-d) (n_i . g - lambda . h)``, shape (options, profiles)."""
        game = self.game
        g, h = game.payoffs[:, profiles], game.gains[:, profiles]
        n = self.normals[i]
        weights = np.array([o[2:] for o in options])
        return (1.0 - game.discount) * (n[0] * g[0] + n[1] * g[1] - weights @ h)

    def promised(self, options: list[Option], bounds: Vector) -> Vector:
        """Return ``d (tau b_j - lambda . u)`` for each option."""
        u1, u2 = self.value
        return np.array(
            [
                self.game.discount * (tau * float(bounds[j]) - l1 * u1 - l2 * u2)
                for tau, j, l1, l2 in options
            ]
        )

    def rise(self, options: list[Option], weights: Vector) -> Vector:
        """Return by how much each right side rises when the support rises by the weights."""
        return np.array([float(self.row(o) @ weights) for o in options])

    def slack(self, i: int, profiles: np.ndarray, options: list[Option], bounds: Vector) -> Vector:
        """Return the right sides less the support in direction i, shape (options, profiles)."""
        today = self.today(i, profiles, options)
        return today + self.promised(options, bounds)[:, None] - float(bounds[i])

    def row(self, option: Option) -> Vector:
        """Return the coefficients of an option's right side in the support."""
        tau, j, l1, l2 = option
        row = np.zeros(len(self.normals))
        row[j] += self.game.discount * tau
        row[self.axis[0]] += self.game.discount * l1 * self.moving[0]
        row[self.axis[1]] += self.game.discount * l2 * self.moving[1]
        return row


def _options(directions: list[Normal], i: int) -> list[Option]:
    """Return the options of normal i, those of neighbouring normals first."""
    n, size = directions[i], len(directions)
    found: list[Option] = []
    if n[0] <= 0.0 and n[1] <= 0.0:
        found.append((0.0, i, -n[0], -n[1]))
    for step in range(1, size // 2 + 1):
        for j in {(i + step) % size, (i - step) % size}:
            for c in (0, 1):
                scale = directions[j][c]
                tau = n[c] / scale if abs(scale) > 0.0 else 0.0
                if tau <= 0.0 or tau > STEEPEST:
                    continue
                rest = tau * directions[j][1 - c] - n[1 - c]
                if 0.0 <= rest <= STEEPEST:
                    found.append((tau, j, 0.0, rest) if c == 0 else (tau, j, rest, 0.0))
    return found
