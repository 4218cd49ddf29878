"""The search in floats: outer and inner sets in turn, with further normals where they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coopgames.solvers.public_sets.bases import Inner, alone
from coopgames.solvers.public_sets.below import (
    generates,
    grow,
    normals_around,
    roomy,
    supported,
)
from coopgames.solvers.public_sets.directions import (
    Normal,
    active,
    joined,
    round_direction,
    unit_vectors,
)
from coopgames.solvers.public_sets.frame import Floats, Frame
from coopgames.solvers.public_sets.inner import Generated, generate
from coopgames.solvers.public_sets.outer import Outer, shrink
from coopgames.solvers.public_sets.polygon import Polygon, distances

__all__ = ["Found", "floors", "refine", "start_offsets"]

#: Rounds of refinement, and normals after which there is no further one.
ROUNDS, NORMALS = 12, 200
#: Programs solved before the last round begins, and rounds of them inside for one outside.
WORK, INSIDE = 120_000, 15
#: Rounds in which the distance does not fall by a tenth, before the search is given up.
PATIENCE = 4
#: Sets that differ by more than this, and by this many tolerances, are far from each other.
WIDE, MUCH = 5e-3, 10.0
#: Rounds in which a set with room is looked for, and steps of its growth in each round.
LOOKED, GROWTH = (2, 4), 30
#: Directions in which it grows.
DIRECTIONS = 150
#: Edges shorter than this share of the tolerance are left out.
SHORT = 1 / 30
#: Corners that further normals are looked for at, in one round.
FARTHEST = 60


@dataclass(frozen=True, slots=True)
class Found:
    """What the search ended with.

    Attributes
    ----------
    normals : tuple of integer vectors
        Of the last outer set: its edges and the axes.
    outer : Outer
    inner : Inner or None
        The points that come nearest to the outer set among those that generate themselves.
    gap : float
        Largest distance of a corner of the outer set from the inner one (inf: no inner set), in
        units of the frame of the player with the larger unit.
    rounds : int
    stages : tuple of tuples of normals
        With which the search went on, the last ones included.
    polygons : tuple of Polygon
        The outer set of each round.
    grown : array, shape (points, 2), or None
        Points nearer to the outer set that support themselves but are not at rest.
    room : array, shape (points, 2), or None
        A smaller set that generates itself with room, from which `grown` grew.
    """

    normals: tuple[Normal, ...]
    outer: Outer
    inner: Inner | None
    gap: float
    rounds: int
    stages: tuple[tuple[Normal, ...], ...]
    polygons: tuple[Polygon, ...] = ()
    grown: Floats | None = None
    room: Floats | None = None


def start_offsets(frame: Frame, normals: Floats) -> Floats:
    """Return the offsets of the hull of all payoffs."""
    return (normals @ frame.arrays.payoffs.T).max(axis=1)


def floors(frame: Frame, normals: Floats, inner: Floats | None = None) -> Floats:
    """Return what is known to be reached in each direction (-inf: nothing).

    By pure equilibria of the stage game and by a set that generates itself (up to rounding).
    """
    known = frame.arrays.payoffs[list(frame.nash)].reshape(-1, 2)
    if inner is not None:
        known = np.vstack([known, inner])
    if not len(known):
        return np.full(len(normals), -np.inf)
    return (normals @ known.T).max(axis=1)


def refine(
    frame: Frame,
    normals: tuple[Normal, ...],
    tolerance: float,
    margin: float,
    on_round: Callable[[float], None] | None = None,
) -> Found:
    """Enclose the equilibrium payoffs until the two sets are as near as the tolerance.

    Parameters
    ----------
    frame : Frame
    normals : tuple of integer vectors
        To begin with.
    tolerance : float
        Distance to reach, in units of the frame of the player with the larger unit.
    margin : float
        Slack of every inequality, units of the frame.
    on_round : callable, optional
        Gets the largest change of the offsets in each round of the outer set.
    """
    arrays, metric, short = frame.arrays, frame.arrays.metric, tolerance * SHORT
    static = arrays.payoffs[list(frame.nash)].reshape(-1, 2)
    live = np.ones(len(arrays.payoffs), dtype=bool)
    unit = unit_vectors(normals)
    offsets = start_offsets(frame, unit)
    best, room, first = alone(arrays, frame.nash), None, None
    seed = None if best is None else best.corners
    last, waited, count, spent = np.inf, 0, 0, 0
    stages, polygons = [normals], list[Polygon]()
    while True:
        count += 1
        floor = floors(frame, unit, seed if room is None else room)
        outer = shrink(arrays, unit, offsets, floor, live, margin, on_round)
        live = outer.live
        if not live.any():
            return Found(normals, outer, None, 0.0, count, tuple(stages))
        polygons.append(outer.polygon)
        inside = _inside(frame, outer, seed, tolerance, margin)
        guess, grown = inside.corners(), inside.grown
        if inside.rest is not None:
            best, seed = _nearer(outer, metric, best, inside.rest), inside.rest.corners
        if grown is not None and not generates(arrays, grown, static, live, margin / 2):
            grown = None
        known = [x for x in (grown, None if best is None else best.corners) if x is not None]
        gap = min((_gap(outer, metric, x) for x in known), default=np.inf)
        if grown is not None:
            seed = grown
        if gap > max(WIDE, MUCH * tolerance):
            if first is None and count in LOOKED:
                first = room = roomy(frame, outer, margin)
            room = None if room is None else _larger(frame, outer, room, margin)
            if room is not None and _gap(outer, metric, room) < gap:
                grown, guess, gap = room, room, _gap(outer, metric, room)
                # Newton's method from a set that is far from the largest one takes long.
                seed = room if gap < WIDE else seed
        waited = waited + 1 if gap > 0.9 * last else 0
        last = min(last, gap)
        programs = (unit @ arrays.payoffs[live].T > floor[:, None]).sum()
        spent += int(programs) * (len(outer.path) + INSIDE)
        done = gap < tolerance or count == ROUNDS or waited == PATIENCE or spent > WORK
        if done or len(outer.polygon.corners) > NORMALS:
            break
        fresh = _further(frame, outer, guess, tolerance, guess is room)
        normals = joined(active(normals, outer.polygon, short), fresh)
        stages.append(normals)
        unit = unit_vectors(normals)
        offsets = outer.polygon.support(unit)
    names = active(normals, outer.polygon, short)
    rest = np.inf if best is None else _gap(outer, metric, best.corners)
    if gap < rest and grown is not None:
        return Found(
            names,
            outer,
            best,
            gap,
            count,
            tuple(stages),
            tuple(polygons),
            grown,
            first if grown is room else None,
        )
    return Found(names, outer, best, rest, count, tuple(stages), tuple(polygons))


def _gap(outer: Outer, metric: Floats, inner: Floats) -> float:
    return float(distances(outer.polygon.corners * metric, inner * metric)[0].max())


def _larger(frame: Frame, outer: Outer, room: Floats, margin: float) -> Floats:
    """Grow a set that generates itself towards the outer set."""
    directions = np.vstack([outer.normals, normals_around(outer.polygon.corners)])
    directions = directions[:: -(-len(directions) // DIRECTIONS)]
    arrays = frame.arrays
    static = arrays.payoffs[list(frame.nash)].reshape(-1, 2)
    return grow(arrays, room, static, directions, outer.live, margin, GROWTH)


def _inside(
    frame: Frame, outer: Outer, seed: Floats | None, tolerance: float, margin: float
) -> Generated:
    """Return inner sets, with a point for each corner of the outer set."""
    polygon = outer.polygon
    steps = np.abs(polygon.corners - np.roll(polygon.corners, 1, axis=0)).max(axis=1)
    keep = np.nonzero(steps > tolerance / 100)[0]
    keep = keep if len(keep) else np.zeros(1, dtype=np.int64)
    middle = outer.normals[polygon.before[keep]] + outer.normals[polygon.after[keep]]
    middle /= np.hypot(middle[:, 0], middle[:, 1])[:, None]
    corners = polygon.corners[keep]
    flat = np.asarray(np.ptp(polygon.corners, axis=0) < tolerance, dtype=np.bool_)
    for i in np.nonzero(flat)[0]:
        # Promises are all the same number, so a profile that is used today gives that number too.
        levels = frame.arrays.payoffs[:, i]
        corners[:, i] = levels[np.abs(levels - corners[0, i]).argmin()]
    return generate(frame.arrays, frame.nash, middle, corners, outer.live, margin, seed, flat)


def _nearer(outer: Outer, metric: Floats, old: Inner | None, new: Inner) -> Inner:
    if old is None:
        return new
    corners = outer.polygon.corners * metric
    gaps = [float(distances(corners, x.corners * metric)[0].max()) for x in (old, new)]
    return new if gaps[1] <= gaps[0] else old


def _further(
    frame: Frame, outer: Outer, inner: Floats | None, tolerance: float, roomy_only: bool
) -> list[Normal]:
    """Return normals that may cut off the corners that are far from the inner set."""
    arrays, metric, polygon = frame.arrays, frame.arrays.metric, outer.polygon
    outside, near = polygon.corners, tolerance / 4
    corners = inner
    if inner is None or roomy_only:
        # What the set supports says more about its corners than an inner set that is far away.
        static = arrays.payoffs[list(frame.nash)].reshape(-1, 2)
        around = np.vstack([outer.normals, normals_around(outside)])
        image = supported(arrays, outside, static, around, outer.live, 0.0)
        if image is not None:
            corners, near = image, tolerance * (1.0 - arrays.discount) / 4
    gaps = np.full(len(outside), np.inf)
    if corners is not None:
        gaps = distances(outside * metric, corners * metric)[0]
    far = np.nonzero(gaps > near)[0]
    most = FARTHEST if near == tolerance / 4 else FARTHEST // 2
    far = far[np.argsort(-gaps[far], kind="stable")][:most]
    found: list[Normal] = []
    if corners is not None:
        nearest = distances(outside * metric, corners * metric)[1]
        for k in far:
            away = (outside[k] * metric - nearest[k]) * metric
            if away.any():
                found.append(round_direction(float(away[0]), float(away[1])))
            j = int(np.abs(corners * metric - nearest[k]).sum(axis=1).argmin())
            for one, two in ((j - 1, j), (j, (j + 1) % len(corners))):
                edge = corners[two] - corners[one]
                if np.abs(edge).max() > tolerance / 100:
                    found.append(round_direction(float(edge[1]), float(-edge[0])))
    for k in far:
        middle = outer.normals[polygon.before[k]] + outer.normals[polygon.after[k]]
        found.append(round_direction(float(middle[0]), float(middle[1])))
    return found
