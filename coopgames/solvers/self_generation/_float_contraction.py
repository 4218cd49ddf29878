"""Make an outer set smaller by a jump instead of many steps.

One application of the operator moves an outer set by a share ``1 - d`` of what it has to move, so
that near discount factor 1 thousands would be needed. With the normals of the outer set held fixed,
each bound is an affine function of all bounds once a profile and an option of weak duality are
chosen for it; the fixed point of this linear system is where the steps would lead. The jump is a
guess; it is made only as far as the affine test allows at both ends:

Let ``h`` bound an outer set and ``b <= h`` with equality outside a set S of normals. Suppose that
for each normal in S every profile that the outer set can enforce has an option whose right side is
at most ``b_i`` at ``b`` and less than ``h_i`` at ``h``. Then the payoff set lies within ``b``: on
the segment between them the right side stays below the bound, so no ``t > 0`` can be the least at
which the payoff set fits (the proof of Theorem 1, which never uses that ``b`` is the support of a
candidate). Where a bound does not move in the first step, ``h_i`` is taken a little larger.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from coopgames.solvers.self_generation._float_duality import (
    Duality,
    Option,
    enforceable,
    normals,
    support,
)
from coopgames.solvers.self_generation._float_game import ROUNDING, FloatGame, Vector, solved
from coopgames.solvers.self_generation._float_geometry import Corner, clip, hull

__all__ = ["contracted"]

#: Jumps that are tried: shares of the way to the fixed point.
SHARES = (1.0, 0.5, 0.125, 1 / 64)
#: By how much, times the weights of Theorem 1, the bounds of the outer set are loosened.
LOOSENING = 1e-12
#: A contraction that moves no bound by more than this is none.
WORTHWHILE = 1e-10
POLICY_ROUNDS = 12


def contracted(
    game: FloatGame,
    ring: list[Corner],
    threat: tuple[float, float],
    guess: list[Corner] | None,
) -> list[Corner] | None:
    """Return a smaller outer set (perhaps empty), or None if none was found.

    The normals are those of the set and those of a guess at the payoff set, if there is one: an
    edge that will turn cannot be moved parallel to itself.
    The labels of the corners mean nothing until the operator has been applied again.
    """
    directions = normals(ring)
    directions += [n for n in normals(guess or []) if n not in directions]
    jump = _Jump.of(game, ring, threat, directions)
    if not len(jump.profiles):
        return []
    for target in reversed(jump.targets()):
        for share in SHARES:
            bounds = jump.top - share * (jump.top - target)
            jump.moving = target < jump.top
            if float((jump.top - bounds).max()) <= WORTHWHILE:
                break
            if jump.proved(bounds, jump.top) or jump.proved(bounds, jump.loosened()):
                return _cut(ring, jump, bounds)
    return None


def _cut(ring: list[Corner], jump: _Jump, bounds: Vector) -> list[Corner]:
    """Return the part of a set within the bounds that moved."""
    for i in np.flatnonzero(jump.moving).tolist():
        ring = clip(ring, jump.dual.normals[i], float(bounds[i])) if ring else []
    return hull(ring) if ring else []


@dataclass(slots=True)
class _Jump:
    """The linear system of an outer set and what is needed to test its solution."""

    dual: Duality
    top: Vector
    threat: tuple[float, float]
    profiles: np.ndarray
    options: list[list[Option]]
    #: For each normal ``(1-d) (n . g - lambda . h)``, shape (options, profiles).
    today: list[Vector]
    moving: np.ndarray
    policy: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])

    @classmethod
    def of(
        cls,
        game: FloatGame,
        ring: list[Corner],
        threat: tuple[float, float],
        directions: list[tuple[float, float]],
    ) -> _Jump:
        dual = Duality.of(game, directions)
        top = support(ring, dual.normals)
        profiles = np.flatnonzero(enforceable(game, ring, threat))
        # The first option adds no constraint: ``(1-d) n . g + d b <= b`` means ``n . g <= b``.
        options = [[(0.0, i, 0.0, 0.0), *o] for i, o in enumerate(dual.options)]
        today = [dual.today(i, profiles, o) for i, o in enumerate(options)]
        for line in today:
            line[0] /= 1.0 - game.discount
        # Constraints are relaxed by the tolerance with which the operator compares.
        relaxed = threat[0] - game.tolerance, threat[1] - game.tolerance
        still = np.zeros(len(top), dtype=bool)
        return cls(dual, top, relaxed, profiles, options, today, still)

    def sides(self, i: int, bounds: Vector) -> Vector:
        """Return the right sides of normal i, shape (options, profiles)."""
        return self.today[i] + self.dual.promised(self.options[i], bounds)[:, None]

    def targets(self) -> list[Vector]:
        """Follow the policies towards a common fixed point; return every stage."""
        found: list[Vector] = []
        bounds: Vector = self.top
        for _ in range(POLICY_ROUNDS):
            # A threat that begins to move changes the system as much as a new policy does.
            renewed = self.dual.set_threat(bounds, self.threat)
            if not self._improved(bounds) and not renewed:
                break
            stage = self._fixed_point()
            if stage is None:
                break
            bounds = stage
            found.append(bounds)
        return found

    def _improved(self, bounds: Vector) -> bool:
        """Let every bound that can fall, or must rise, follow its own policy; say if any did."""
        changed = False
        for i, bound in enumerate(bounds.tolist()):
            sides = self.sides(i, bounds)
            option, profile = _worst(sides)
            value = float(sides[option, profile])
            falls, must_rise = value < bound - 2.0 * ROUNDING, self.moving[i] and value > bound
            if (falls or must_rise) and (option, profile) != self.policy.get(i):
                self.policy[i] = option, profile
                self.moving[i] = changed = True
        return changed

    def _system(self) -> tuple[Vector, Vector]:
        """Return matrix and constants of ``b = c + M b`` in the bounds that move."""
        size = len(self.top)
        matrix, constant = np.zeros((size, size)), self.top.copy()
        value, moving = self.dual.value, self.dual.moving
        for i in np.flatnonzero(self.moving).tolist():
            x, a = self.policy[i]
            option = self.options[i][x]
            matrix[i] = self.dual.row(option)
            fixed = sum(option[2 + c] * value[c] for c in (0, 1) if moving[c] < 0.5)
            fixed -= sum(
                option[2 + c] * self.dual.game.tolerance for c in (0, 1) if moving[c] > 0.5
            )
            constant[i] = self.today[i][x, a] - self.dual.game.discount * fixed + ROUNDING
        return matrix, constant

    def _fixed_point(self) -> Vector | None:
        """Solve the system; bounds that would rise are held where they are."""
        while self.moving.any():
            matrix, constant = self._system()
            bounds = solved(np.eye(len(constant)) - matrix, constant)
            if bounds is None:
                return None
            rising = self.moving & (bounds > self.top)
            if not rising.any():
                # To the last bit: what is below the top counts as moved.
                return np.where(self.moving, bounds, self.top)
            self.moving &= ~rising
        return None

    def loosened(self) -> Vector:
        """Raise the bounds that move by a little, times the solution of ``w = 1 + M w``."""
        matrix, _ = self._system()
        weights = solved(np.eye(len(matrix)) - matrix, self.moving * 1.0)
        # A singular system, or one without positive weights, is left to the test to refuse.
        if weights is None:
            weights = np.ones(len(self.top))
        return self.top + LOOSENING * np.where(self.moving, np.maximum(weights, 0.0), 0.0)

    def proved(self, bounds: Vector, at_top: Vector) -> bool:
        """Apply the affine test to every profile and every bound that moves."""
        self.dual.set_threat(bounds, self.threat)
        low = list(self.dual.value)
        for i in np.flatnonzero(self.moving).tolist():
            at_bounds = self.sides(i, bounds) <= bounds[i]
            self.dual.value = [
                v - m * float(at_top[self.dual.axis[c]] - bounds[self.dual.axis[c]])
                for c, (v, m) in enumerate(zip(low, self.dual.moving, strict=True))
            ]
            below = self.sides(i, at_top) < at_top[i] - ROUNDING
            self.dual.value = low.copy()
            if not (at_bounds & below).any(axis=0).all():
                return False
        return True


def _worst(sides: Vector) -> tuple[int, int]:
    """Return the profile with the largest right side and its least option."""
    least = sides.min(axis=0)
    profile = int(least.argmax())
    return int(sides[:, profile].argmin()), profile
