"""Outer sets in floats: where the offsets of a fixed list of directions come to rest.

``h(n) <= max over profiles of min(n g, bound of the profile)``: if a profile gives the largest
value ``n v`` over the set V of equilibrium payoffs, then ``v`` lies between ``g`` and a promise in
V, so ``n v <= n g``. The bounds are raised by a small margin, so that the path can be proved after
its numbers are rounded. Nothing here is proof.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coopgames.solvers.polytopes.cells import Flags, Floats
from coopgames.solvers.polytopes.support import Duals, Frame, Pairs

__all__ = ["Path", "outer_path"]

#: Improvements of the duals, and steps between two of them.
ROUNDS, STEPS = 200, 150


@dataclass(frozen=True, slots=True)
class Path:
    """Offsets on the way, largest set first, and whether the last set is empty.

    Attributes
    ----------
    offsets : tuple of arrays, shape (normals,)
    empty : bool
        Whether no profile is left that the last set supports (in floats).
    change : float
        Largest change in the last round, in shares of the payoff range.
    """

    offsets: tuple[Floats, ...]
    empty: bool
    change: float


def outer_path(
    frame: Frame,
    margin: float,
    on_step: Callable[[int, float], None] | None = None,
    raised: Floats | float = 1.0,
) -> Path:
    """Iterate from the feasible hull until a round changes less than the margin.

    Parameters
    ----------
    frame : Frame
    margin : float
        By how much bounds are raised, in shares of the payoff range.
    on_step : callable, optional
        Called with the number of the round and its change.
    raised : array, shape (normals,), optional
        Multiples of the margin. Where they are negative, bounds are lowered: then the set is one
        that the equilibrium payoffs can be hoped to contain.

    Notes
    -----
    A round finds the best duals of all pairs, then applies them until they come to rest (the duals
    stay valid while the set shrinks). This is policy iteration; rounds are few.
    """
    offsets = frame.start()
    shifts = np.broadcast_to(margin * raised, offsets.shape)
    path = [offsets]
    nash = frame.cells.pure_nash()
    floor = frame.heights[:, nash].max(1) if nash else np.full(len(offsets), -np.inf)
    pairs = frame.pairs(floor)
    live = np.ones(frame.heights.shape[1], dtype=bool)
    change = 0.0
    for count in range(1, ROUNDS + 1):
        pairs, bases = frame.optimise(pairs, offsets)
        gone = frame.dead(pairs, bases, offsets, margin)
        live[list(gone)] = False
        keep = live[pairs.profiles]
        pairs, levels = pairs.where(keep), bases.levels[keep]
        if not live.any():
            return Path(tuple(path), True, change)
        after = _rest(frame, pairs, frame.duals(pairs, levels), live, offsets, shifts, margin)
        change = float((offsets - after).max())
        offsets = after
        if change > 0:
            path.append(offsets)
        if on_step is not None:
            on_step(count, change)
        if _crossed(frame, offsets, margin):
            return Path(tuple(path), True, change)
        if change < margin / 4 and not gone:
            break
    return Path(tuple(path), False, change)


def _crossed(frame: Frame, offsets: Floats, margin: float) -> bool:
    high = offsets[: frame.players]
    return bool((high < frame.threats(offsets) - margin).any())


def _rest(
    frame: Frame,
    pairs: Pairs,
    duals: Duals,
    live: Flags,
    offsets: Floats,
    shifts: Floats,
    margin: float,
) -> Floats:
    """Apply fixed duals until the offsets move no more."""
    own = frame.heights[pairs.directions, pairs.profiles]
    values = np.where(live, frame.heights, -np.inf)
    where = (pairs.directions, pairs.profiles)
    lowered = bool((shifts < 0).any())
    for _ in range(STEPS):
        bounds = frame.bounds(duals, offsets) + shifts[pairs.directions]
        if lowered:
            # What supports itself needs no promise, so it is not lowered.
            stays = frame.supports_itself(offsets)[pairs.profiles]
            bounds = np.where(stays, own, bounds)
        values[where] = np.minimum(own, bounds)
        after = np.minimum(offsets, values.max(1))
        change = float((offsets - after).max())
        offsets = after
        if change < margin / 8 or _crossed(frame, offsets, margin):
            break
    return offsets
