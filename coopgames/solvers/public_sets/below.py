"""Sets strictly inside the outer set that generate themselves with room, and their growth.

If every bound of the outer iteration is lowered, and every incentive asked to hold, by the same
small amount, the polygon where it comes to rest supports itself with that much room, up to what
half-planes in few directions leave at its corners. Directions are added at the corners that it does
not support; with none left the polygon generates itself, and so does everything that it supports:
patient players have such sets (Fudenberg, Levine and Maskin 1994). A set that
generates itself still does so together with any points that it supports, so it can grow.
"""

from __future__ import annotations

import numpy as np

from coopgames.solvers.public_sets.bases import best_bases, image_of
from coopgames.solvers.public_sets.directions import (
    Normal,
    active,
    first_normals,
    joined,
    round_direction,
    sort_normals,
    unit_vectors,
)
from coopgames.solvers.public_sets.frame import Arrays, Flags, Floats, Frame
from coopgames.solvers.public_sets.outer import Outer, shrink
from coopgames.solvers.public_sets.polygon import Polygon, distances, hull_indices

__all__ = ["generates", "grow", "normals_around", "roomy", "supported"]

#: By how much bounds are lowered, in multiples of 1 - delta: large sets come last.
SHARES = (0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003)
#: Attempts with more normals for each of them, and normals of one polygon.
ATTEMPTS, NORMALS = 6, 200
#: A corner is supported if it is no farther outside than this (units of the frame).
OUTSIDE = 1e-12
#: A corner this many times farther outside than bounds were lowered is given up.
HOPELESS = 100.0
#: Edges shorter than this are left out; sets thinner than this have no room.
SHORT, THIN = 1e-6, 1e-5
#: A growing set takes in points that are this far outside, as a share of the farthest.
FARTHER = 1e-3
#: It stops when a step gains less than this share of the largest step.
SLOW = 0.02


def normals_around(corners: Floats) -> Floats:
    """Return unit normals of the edges of a hull, and one between each two of them."""
    if len(corners) < 3:
        turns = np.arange(16) * (np.pi / 8)
        return np.stack([np.cos(turns), np.sin(turns)], axis=1)
    edges = np.roll(corners, -1, axis=0) - corners
    edges = edges[np.abs(edges).max(axis=1) > 0.0]
    normals = np.stack([edges[:, 1], -edges[:, 0]], axis=1)
    normals /= np.hypot(normals[:, 0], normals[:, 1])[:, None]
    middle = normals + np.roll(normals, 1, axis=0)
    length = np.hypot(middle[:, 0], middle[:, 1])
    some = length > 1e-9
    return np.vstack([normals, middle[some] / length[some, None]])


def supported(
    arrays: Arrays, corners: Floats, static: Floats, directions: Floats, live: Flags, slack: float
) -> Floats | None:
    """Return the hull of the best payoffs that promises in a hull support, static ones included."""
    needs = arrays.eased(-slack)
    bases = best_bases(arrays, directions, corners, live, needs)
    image = None if bases is None else image_of(arrays, bases, corners, needs)
    if image is None:
        return None
    points = np.vstack([image.points, static])
    return points[hull_indices(points)]


def generates(arrays: Arrays, corners: Floats, static: Floats, live: Flags, slack: float) -> bool:
    """Tell whether a hull supports its corners, up to rounding."""
    around = normals_around(corners)
    image = supported(arrays, corners, static, around, live, slack)
    return image is not None and float(distances(corners, image)[0].max()) <= OUTSIDE


def roomy(frame: Frame, outer: Outer, slack: float) -> Floats | None:
    """Return the corners of a set inside an outer set that generates itself, or None.

    Parameters
    ----------
    frame : Frame
    outer : Outer
    slack : float
        By how much incentives hold at the end (units of the promises).
    """
    corners = outer.polygon.corners
    around = outer.normals @ corners.T
    if len(corners) < 3 or float((around.max(axis=1) - around.min(axis=1)).min()) < THIN:
        return None
    own = sort_normals(
        [*first_normals(frame), *(round_direction(float(x), float(y)) for x, y in outer.normals)]
        if len(outer.normals) < NORMALS // 2
        else first_normals(frame)
    )
    for share in SHARES:
        found = _lowered(frame, outer, own, share * (1.0 - frame.arrays.discount), slack)
        if found is not None:
            return found
    return None


def _lowered(
    frame: Frame, outer: Outer, normals: tuple[Normal, ...], lower: float, slack: float
) -> Floats | None:
    """Look for a set whose bounds are lowered by some amount."""
    arrays = frame.arrays
    static = arrays.payoffs[list(frame.nash)].reshape(-1, 2)
    last = np.inf
    for attempt in range(ATTEMPTS):
        unit = unit_vectors(normals)
        floor = np.full(len(unit), -np.inf)
        if len(static):
            floor = (unit @ static.T).max(axis=1)
        start = outer.polygon.support(unit)
        low = shrink(arrays, unit, start, floor, outer.live, -lower)
        if not low.live.any():
            return None
        points = np.vstack([low.polygon.corners, static])
        corners = points[hull_indices(points)]
        image = supported(arrays, corners, static, normals_around(corners), outer.live, slack)
        if image is None:
            return None
        gaps, nearest = distances(low.polygon.corners, image)
        gap = float(gaps.max())
        if gap <= OUTSIDE:
            return corners
        if (attempt > 1 and gap > 0.9 * last) or gap > HOPELESS * lower:
            return None
        last = gap
        normals = joined(
            active(normals, low.polygon, SHORT), _cutting(low.polygon, unit, gaps, nearest)
        )
        if len(normals) > NORMALS:
            return None
    return None


def _cutting(polygon: Polygon, unit: Floats, gaps: Floats, nearest: Floats) -> list[Normal]:
    """Return normals that cut off the corners that a set does not support."""
    found: list[Normal] = []
    for k in np.nonzero(gaps > max(float(gaps.max()) / 50, OUTSIDE))[0]:
        away = polygon.corners[k] - nearest[k]
        middle = unit[polygon.before[k]] + unit[polygon.after[k]]
        for x, y in (away, middle):
            if x or y:
                found.append(round_direction(float(x), float(y)))
    return found


def grow(
    arrays: Arrays,
    corners: Floats,
    static: Floats,
    directions: Floats,
    live: Flags,
    slack: float,
    rounds: int,
) -> Floats:
    """Add what a set that generates itself supports; return the corners of the last set.

    Parameters
    ----------
    arrays : Arrays
    corners : array, shape (corners, 2)
        Of a set that generates itself.
    static : array, shape (points, 2)
        Payoffs of the pure equilibria of the stage game.
    directions : array, shape (directions, 2)
        Where points are added.
    live : array of bool, shape (profiles,)
    slack : float
        By how much incentives hold (units of the promises).
    rounds : int

    Notes
    -----
    The points also move on in the direction in which they moved, twice as far each time, as long as
    the result generates itself.
    """
    stride, peak = 1.0, 0.0
    for _ in range(rounds):
        image = supported(arrays, corners, static, directions, live, slack)
        if image is None:
            return corners
        outside = distances(image, corners)[0]
        most = float(outside.max())
        if most < 2 * slack + OUTSIDE or most < SLOW * peak:
            return corners
        peak = max(peak, most)
        ahead = image[outside > FARTHER * most]
        after = np.vstack([corners, ahead])
        after = after[hull_indices(after)]
        far = _farther(corners, image, directions, 2 * stride)
        farther = supported(
            arrays, far, static, np.vstack([directions, normals_around(far)]), live, slack
        )
        if farther is not None and float(distances(far, farther)[0].max()) <= OUTSIDE:
            after, stride = farther, 2 * stride
        else:
            stride = max(stride / 2, 1.0)
        corners = after
    return corners


def _farther(corners: Floats, image: Floats, directions: Floats, stride: float) -> Floats:
    """Return the hull of points that go on from a set past what it supports."""
    here = corners[(directions @ corners.T).argmax(axis=1)]
    there = image[(directions @ image.T).argmax(axis=1)]
    points = here + stride * (there - here)
    return points[hull_indices(points)]
