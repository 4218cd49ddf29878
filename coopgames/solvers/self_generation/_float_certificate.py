"""Theorem 1 in floats: a bound on what a set that generates itself may have left out.

With the support ``b`` of a set W and weights ``e > 0``, let ``Y_t`` be the set of the ``v`` with
``n_i . v <= b_i + t e_i``. If every profile outside an edge passes the affine test (some option's
right side is at most ``b_i`` at ``t = 0`` and less than ``b_i + t_1 e_i`` at ``t_1``, where
``Y_{t_1}`` contains an outer set), then the payoff set lies in W. Allow an excess ``z`` at 0, let
``z_1 < 0`` be the excess at ``t_1``, and it lies in ``Y_{t_0}``, ``t_0 = t_1 z / (z - z_1)``.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from coopgames.solvers.self_generation import kinds
from coopgames.solvers.self_generation._float_duality import (
    Duality,
    Option,
    enforceable,
    normals,
    support,
)
from coopgames.solvers.self_generation._float_game import COARSE, SLACK, FloatGame, Vector, solved
from coopgames.solvers.self_generation._float_geometry import SAME, Corner

__all__ = ["excess_of"]

#: A profile outside an edge by less than this is on it.
OUTSIDE = 1e-13
#: The options that are tried first on every profile.
LIKELY = 8

#: A normal and, for a profile that needs a weight, which of the normal's options it may use.
Tight: TypeAlias = tuple[int, tuple[int, ...]]


def excess_of(
    game: FloatGame, ring: list[Corner], outer: list[Corner], threat: tuple[float, float]
) -> float | None:
    """Bound the distance of the payoff set from a set inside it, given a set and a threat outside.

    Returns None if the test fails, which does not mean that the set is wrong.
    """
    dual = Duality.of(game, normals(ring))
    bounds, reach = support(ring, dual.normals), support(outer, dual.normals)
    # Where the outer set itself is this near, it is the certificate.
    if (gap := float((reach - bounds).max())) <= game.rounding:
        return max(gap, SAME)
    excess = _by_theorem(game, dual, bounds, reach, ring, outer, threat)
    return gap if excess is None and gap <= COARSE else excess


def _by_theorem(
    game: FloatGame,
    dual: Duality,
    bounds: Vector,
    reach: Vector,
    ring: list[Corner],
    outer: list[Corner],
    threat: tuple[float, float],
) -> float | None:
    """Find weights, and bound the excess by the affine test of all profiles outside."""
    dual.set_threat(bounds, threat)
    outside = _outside(game, dual, bounds, enforceable(game, outer, threat))
    tights = _own_profiles(game, dual, bounds, ring)
    if tights is None:
        return None
    for _ in range(4):
        weights = _weights(dual, tights)
        if weights is None:
            return None
        horizon = max(float(((reach - bounds) / weights).max()), SLACK)
        share, missing = _tested(dual, bounds, weights, horizon, outside)
        if missing is None:
            return None
        if not missing:
            return max(share * horizon, OUTSIDE) * float(weights.max())
        if missing <= tights:
            return None
        tights |= missing
    return None


def _outside(
    game: FloatGame, dual: Duality, bounds: Vector, marked: np.ndarray
) -> dict[int, np.ndarray]:
    """Return, for each normal, the marked profiles beyond the set in its direction."""
    beyond = np.array(dual.normals) @ game.payoffs > bounds[:, None] + OUTSIDE
    found = {i: np.flatnonzero(line & marked) for i, line in enumerate(beyond)}
    return {i: profiles for i, profiles in found.items() if len(profiles)}


def _own_profiles(
    game: FloatGame, dual: Duality, bounds: Vector, ring: list[Corner]
) -> set[Tight] | None:
    """Return what the profiles of the corners need on the edges that meet there."""
    tights: set[Tight] = set()
    size = len(ring)
    for c, (_, _, a, kind) in enumerate(ring):
        if kind == kinds.G:
            continue
        for i in (c, (c - 1) % size) if size > 2 else range(len(dual.normals)):
            n, row = dual.normals[i], game.rows[a]
            if n[0] * row[0] + n[1] * row[1] > bounds[i] + OUTSIDE:
                allowed = _allowed(dual, bounds, i, np.array([a]))
                if allowed is None:
                    return None
                tights |= allowed
    return tights


def _allowed(dual: Duality, bounds: Vector, i: int, profiles: np.ndarray) -> set[Tight] | None:
    """Return the options that hold at t = 0 for each profile; None if one has no such option."""
    if not dual.options[i]:
        return None
    good = dual.slack(i, profiles, dual.options[i], bounds) <= SLACK
    if not good.any(axis=0).all():
        return None
    return {(i, tuple(np.flatnonzero(line).tolist())) for line in good.T}


def _weights(dual: Duality, tights: set[Tight]) -> Vector | None:
    """Solve ``e = 1 + M e`` by policy iteration, one tight option for each normal.

    A profile takes its option of the least rise; a normal answers for its worst profile.
    """
    policy: dict[int, Option] = {}
    size = len(dual.normals)
    for _ in range(12):
        matrix = np.eye(size)
        for i, option in policy.items():
            matrix[i] -= dual.row(option)
        weights = solved(matrix, np.ones(size))
        if weights is None or not bool((weights > 0.0).all()):
            return None
        worst: dict[int, tuple[float, Option]] = {}
        for i, allowed in tights:
            options = [dual.options[i][x] for x in allowed]
            rise = dual.rise(options, weights)
            least = int(rise.argmin())
            if i not in worst or float(rise[least]) > worst[i][0]:
                worst[i] = float(rise[least]), options[least]
        changes = {i: option for i, (rise, option) in worst.items() if rise >= weights[i]}
        if not changes:
            return weights
        policy |= changes
    return None


def _tested(
    dual: Duality,
    bounds: Vector,
    weights: Vector,
    horizon: float,
    outside: dict[int, np.ndarray],
) -> tuple[float, set[Tight] | None]:
    """Apply the affine test to all profiles outside.

    Returns the largest ``z / (z - z_1)``, and what the profiles that failed may use (None: one has
    nothing to use).
    """
    share = 0.0
    missing: set[Tight] = set()
    for i, profiles in outside.items():
        left = profiles
        for options in (dual.options[i][:LIKELY], dual.options[i][LIKELY:]):
            if not options or not len(left):
                continue
            at_zero = dual.slack(i, left, options, bounds)
            rise = dual.rise(options, weights) - float(weights[i])
            at_end = at_zero + horizon * rise[:, None]
            good = (at_zero <= SLACK) & (at_end < 0.0)
            excess = np.maximum(at_zero, 0.0)
            ratio = np.where(good, excess / np.where(good, excess - at_end, 1.0), np.inf)
            best = ratio.min(axis=0)
            passed = np.isfinite(best)
            share = max(share, float(best[passed].max(initial=0.0)))
            left = left[~passed]
        if len(left):
            allowed = _allowed(dual, bounds, i, left)
            if allowed is None:
                return share, None
            missing |= allowed
    return share, missing
