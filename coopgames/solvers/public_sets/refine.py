"""The search in floats: outer and inner sets in turn, with further normals where they differ."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coopgames.solvers.public_sets.bases import Inner, alone
from coopgames.solvers.public_sets.directions import (
    AXES,
    Normal,
    round_direction,
    sort_normals,
    unit_vectors,
)
from coopgames.solvers.public_sets.frame import Floats, Frame
from coopgames.solvers.public_sets.inner import Generated, generate
from coopgames.solvers.public_sets.outer import Outer, shrink
from coopgames.solvers.public_sets.polygon import Polygon, angles, distances

__all__ = ["Found", "floors", "refine", "start_offsets"]

#: Rounds of refinement, and normals after which there is no further one.
ROUNDS, NORMALS = 12, 200
#: Programs solved before the last round begins, and rounds of them inside for one outside.
WORK, INSIDE = 120_000, 15
#: Rounds in which the distance does not fall by a tenth, before the search is given up.
PATIENCE = 3
#: Normals nearer than this (radians) are one: their common corner would be rounding.
NEAREST = 2.5e-7
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
    """

    normals: tuple[Normal, ...]
    outer: Outer
    inner: Inner | None
    gap: float
    rounds: int
    stages: tuple[tuple[Normal, ...], ...]
    polygons: tuple[Polygon, ...] = ()
    grown: Floats | None = None


def start_offsets(frame: Frame, normals: Floats) -> Floats:
    """Return the offsets of the hull of all payoffs."""
    return (normals @ frame.arrays.payoffs.T).max(axis=1)


def floors(frame: Frame, normals: Floats) -> Floats:
    """Return what pure equilibria of the stage game reach in each direction."""
    if not frame.nash:
        return np.full(len(normals), -np.inf)
    return (normals @ frame.arrays.payoffs[list(frame.nash)].T).max(axis=1)


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
    arrays, metric = frame.arrays, frame.arrays.metric
    live = np.ones(len(arrays.payoffs), dtype=bool)
    unit = unit_vectors(normals)
    offsets = start_offsets(frame, unit)
    best = alone(arrays, frame.nash)
    seed = None if best is None else best.corners
    last, waited, count, spent = np.inf, 0, 0, 0
    stages, polygons = [normals], list[Polygon]()
    while True:
        count += 1
        outer = shrink(arrays, unit, offsets, floors(frame, unit), live, margin, on_round)
        live = outer.live
        if not live.any():
            return Found(normals, outer, None, 0.0, count, tuple(stages))
        polygons.append(outer.polygon)
        inside = _inside(frame, outer, seed, tolerance, margin)
        corners, gaps = inside.corners(), np.full(len(outer.polygon.corners), np.inf)
        if corners is not None:
            gaps = distances(outer.polygon.corners * metric, corners * metric)[0]
        gap, grown = np.inf, inside.grown
        if inside.rest is not None:
            best, seed = _nearer(outer, metric, best, inside.rest), inside.rest.corners
            gap = float(gaps.max())
        if grown is not None:
            seed, gap = grown, float(gaps.max())
        waited = waited + 1 if gap > 0.9 * last else 0
        last = min(last, gap)
        spent += len(unit) * len(live) * (len(outer.path) + INSIDE)
        done = gap < tolerance or count == ROUNDS or waited == PATIENCE or spent > WORK
        if done or len(outer.polygon.corners) > NORMALS:
            break
        fresh = _further(outer.polygon, unit, corners, gaps, metric, tolerance)
        normals = _joined(_active(normals, outer.polygon, tolerance), fresh)
        stages.append(normals)
        unit = unit_vectors(normals)
        offsets = outer.polygon.support(unit)
    corners, names = outer.polygon.corners * metric, _active(normals, outer.polygon, tolerance)
    rest = np.inf if best is None else float(distances(corners, best.corners * metric)[0].max())
    if gap < rest and grown is not None:
        return Found(names, outer, best, gap, count, tuple(stages), tuple(polygons), grown)
    return Found(names, outer, best, rest, count, tuple(stages), tuple(polygons))


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
    return generate(frame.arrays, frame.nash, middle, corners, outer.live, margin, seed)


def _nearer(outer: Outer, metric: Floats, old: Inner | None, new: Inner) -> Inner:
    if old is None:
        return new
    corners = outer.polygon.corners * metric
    gaps = [float(distances(corners, x.corners * metric)[0].max()) for x in (old, new)]
    return new if gaps[1] <= gaps[0] else old


def _active(normals: tuple[Normal, ...], polygon: Polygon, tolerance: float) -> tuple[Normal, ...]:
    """Return the axes and the normals of the edges that are longer than rounding."""
    edges = polygon.corners - np.roll(polygon.corners, 1, axis=0)
    long = np.hypot(edges[:, 0], edges[:, 1]) > tolerance * SHORT
    names = [normals[int(k)] for k in polygon.before[long]]
    return sort_normals([*AXES, *names])


def _further(
    polygon: Polygon,
    unit: Floats,
    corners: Floats | None,
    gaps: Floats,
    metric: Floats,
    tolerance: float,
) -> list[Normal]:
    """Return normals that may cut off the corners that are far from the inner set."""
    found: list[Normal] = []
    far = np.nonzero(gaps > tolerance / 4)[0]
    far = far[np.argsort(-gaps[far], kind="stable")][:FARTHEST]
    if corners is not None:
        nearest = distances(polygon.corners * metric, corners * metric)[1]
        for k in far:
            away = (polygon.corners[k] * metric - nearest[k]) * metric
            if np.isfinite(gaps[k]) and away.any():
                found.append(round_direction(float(away[0]), float(away[1])))
            j = int(np.abs(corners * metric - nearest[k]).sum(axis=1).argmin())
            for one, two in ((j - 1, j), (j, (j + 1) % len(corners))):
                edge = corners[two] - corners[one]
                if np.abs(edge).max() > tolerance / 100:
                    found.append(round_direction(float(edge[1]), float(-edge[0])))
    for k in far:
        middle = unit[polygon.before[k]] + unit[polygon.after[k]]
        found.append(round_direction(float(middle[0]), float(middle[1])))
    return found


def _joined(normals: tuple[Normal, ...], fresh: list[Normal]) -> tuple[Normal, ...]:
    """Add the normals that are not nearly the same as one that is there."""
    turns = sorted(float(t) for t in angles(unit_vectors(normals)))
    found = [*normals]
    for normal in fresh:
        turn = float(angles(unit_vectors([normal]))[0])
        at = bisect(turns, turn)
        gaps = (abs(turn - turns[at - 1]), abs(turn - turns[at % len(turns)]))
        if all(min(gap, 2 * np.pi - gap) > NEAREST for gap in gaps):
            turns.insert(at, turn)
            found.append(normal)
    return sort_normals(found)
