"""The operator for few profiles: plain lists, one profile after another."""

from __future__ import annotations

from typing import TypeAlias

from coopgames.solvers.self_generation import kinds
from coopgames.solvers.self_generation._float_game import FloatGame
from coopgames.solvers.self_generation._float_geometry import (
    Chains,
    Corner,
    height,
    hull,
)

__all__ = ["FewProfiles"]

#: Both constraints, both known coordinates, both payoffs of today times 1 - d, the profile.
Bound: TypeAlias = tuple[float, float, float, float, float, float, int]


class FewProfiles:
    """R for a game with few profiles. What depends on the threat alone is kept until it moves."""

    def __init__(self, game: FloatGame) -> None:
        self.game = game
        self._threat: tuple[float, float] | None = None
        self._free: list[Corner] = []
        self._bound: list[Bound] = []

    def _prepare(self, threat: tuple[float, float]) -> None:
        """Sort the profiles into those that need no incentive and the others."""
        d, k = self.game.discount, self.game.weight
        e, slack = 1.0 - d, self.game.tolerance
        u1, u2 = threat
        free: list[Corner] = []
        self._bound = []
        for a, (g1, g2, h1, h2, b1, b2) in enumerate(self.game.rows):
            i1, i2 = u1 + k * h1, u2 + k * h2
            if g1 >= i1 - slack and g2 >= i2 - slack:
                free.append((g1, g2, a, kinds.G))
            else:
                known = e * b1 + d * u1, e * b2 + d * u2
                self._bound.append((i1, i2, *known, e * g1, e * g2, a))
        self._free = hull(free) if len(free) > 2 else free
        self._threat = threat

    def step(self, sides: Chains, threat: tuple[float, float]) -> list[Corner]:
        """Return points whose hull is R applied to the set with these sides."""
        if threat != self._threat:
            self._prepare(threat)
        d, slack = self.game.discount, self.game.tolerance
        lower, upper, right, left = sides
        x_low, x_high = lower.keys[0] - slack, lower.keys[-1] + slack
        y_low, y_high = right.keys[0] - slack, right.keys[-1] + slack
        points = self._free.copy()
        for i1, i2, x, y, g1, g2, a in self._bound:
            if i1 > x_high or i2 > y_high:
                continue
            if i1 >= x_low:
                top = height(upper, i1)
                if top >= i2 - slack:
                    points.append((x, g2 + d * top, a, kinds.VU))
                    bottom = height(lower, i1)
                    if bottom >= i2 + slack:
                        points.append((x, g2 + d * bottom, a, kinds.VL))
                    else:
                        points.append((x, y, a, kinds.CC))
            if i2 >= y_low:
                far = height(right, i2)
                if far >= i1 - slack:
                    points.append((g1 + d * far, y, a, kinds.HR))
                    near = height(left, i2)
                    if near >= i1 + slack:
                        points.append((g1 + d * near, y, a, kinds.HL))
                    elif i1 < x_low:
                        points.append((x, y, a, kinds.CC))
        return points
