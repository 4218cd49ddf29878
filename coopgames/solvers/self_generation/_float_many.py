"""The operator for many profiles: arrays, and only the best profile of each row and column.

All profiles of a column share the first coordinate of their VU and VL corners, so that only the
highest and the lowest of a column can matter; the same holds for rows. The hull then sees at most
2 (m + n) points beside the hull of the profiles that need no incentive.
"""

from __future__ import annotations

import numpy as np

from coopgames.solvers.self_generation import kinds
from coopgames.solvers.self_generation._float_game import FloatGame, Vector
from coopgames.solvers.self_generation._float_geometry import (
    Chain,
    Chains,
    Corner,
    hull,
)

__all__ = ["ManyProfiles", "hull_of_profiles"]

#: Above this many points those well inside are thrown out before the hull is taken.
CROWD = 60


def hull_of_profiles(game: FloatGame, which: np.ndarray) -> list[Corner]:
    """Return the hull of the payoffs of some profiles."""
    x, y = game.payoffs[0][which], game.payoffs[1][which]
    if len(which) > CROWD:
        keep = _near_the_border(x, y)
        which, x, y = which[keep], x[keep], y[keep]
    points = [
        (px, py, a, kinds.G)
        for px, py, a in zip(x.tolist(), y.tolist(), which.tolist(), strict=True)
    ]
    return hull(points) if points else []


def _near_the_border(x: Vector, y: Vector) -> np.ndarray:
    """Mark the points that are not strictly inside the hull of extreme points of 16 directions."""
    angle = np.arange(16) * (np.pi / 8)
    extreme = (np.outer(np.cos(angle), x) + np.outer(np.sin(angle), y)).argmax(axis=1)
    keep = np.zeros(len(x), dtype=bool)
    keep[extreme] = True
    for p, q in zip(extreme.tolist(), np.roll(extreme, -1).tolist(), strict=True):
        keep |= (x[q] - x[p]) * (y - y[p]) - (y[q] - y[p]) * (x - x[p]) < 0.0
    return keep


def _values(chain: Chain, keys: Vector) -> Vector:
    return np.interp(keys, chain.keys, chain.values)


class ManyProfiles:
    """R for a game with many profiles."""

    def __init__(self, game: FloatGame) -> None:
        self.game = game
        self._threat: tuple[float, float] | None = None
        self._free: list[Corner] = []
        self._bound: np.ndarray = np.zeros(game.shape, dtype=bool)

    def _prepare(self, threat: tuple[float, float]) -> None:
        least1, least2 = self.game.constraints(threat)
        free = (self.game.payoffs[0] >= least1) & (self.game.payoffs[1] >= least2)
        self._free = hull_of_profiles(self.game, np.flatnonzero(free))
        self._bound = ~free
        self._threat = threat

    def step(self, sides: Chains, threat: tuple[float, float]) -> list[Corner]:
        """Return points whose hull is R applied to the set with these sides."""
        if threat != self._threat:
            self._prepare(threat)
        game, d = self.game, self.game.discount
        k, e = game.weight, 1.0 - game.discount
        i1, i2 = threat[0] + k * game.gains[0], threat[1] + k * game.gains[1]
        slack, points = game.tolerance, self._free.copy()
        for axis, (i, j), (outer, inner), (high, low) in (
            (0, (i1, i2), (sides.upper, sides.lower), (kinds.VU, kinds.VL)),
            (1, (i2, i1), (sides.right, sides.left), (kinds.HR, kinds.HL)),
        ):
            top = _values(outer, i)
            bottom = _values(inner, i)
            corner = bottom < j + slack
            bottom = np.where(corner, j, bottom)
            here = self._bound & (i >= inner.keys[0] - slack) & (i <= inner.keys[-1] + slack)
            here &= top >= j - slack
            if not here.any():
                continue
            today = e * game.payoffs[1 - axis]
            for value, sign, kind in ((top, 1.0, high), (bottom, -1.0, low)):
                free = np.where(here, sign * (today + d * value), -np.inf).reshape(game.shape)
                best = free.argmax(axis=axis)
                for line, other in enumerate(best.tolist()):
                    m, n = (other, line) if axis == 0 else (line, other)
                    if not here[a := m * game.shape[1] + n]:
                        continue
                    known = e * float(game.best[axis][a]) + d * threat[axis]
                    unknown = sign * float(free[m, n])
                    x, y = (known, unknown) if axis == 0 else (unknown, known)
                    at_corner = kind == low and bool(corner[a])
                    points.append((x, y, a, kinds.CC if at_corner else kind))
        return points
