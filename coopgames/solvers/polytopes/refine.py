"""Outer and inner sets in floats, with more directions where they differ.

The outer set is cut by directions; the inner set grows from points of an outer set that is a little
too small. The facets of what was found inside say where to cut next. Nothing here is proof.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from flint import fmpq

from coopgames.solvers.polytopes.cells import Cells, Floats
from coopgames.solvers.polytopes.distance import nearest
from coopgames.solvers.polytopes.facets import extreme, integral, outward
from coopgames.solvers.polytopes.inner import Points, farthest, prune
from coopgames.solvers.polytopes.outer import Path, outer_path
from coopgames.solvers.polytopes.proof import Normals
from coopgames.solvers.polytopes.support import Frame
from coopgames.solvers.polytopes.vertices import enumerate_vertices

__all__ = ["Found", "refine"]

#: Rounds of cutting, new directions in one of them, and directions after which no round begins.
ROUNDS, NEW, MANY = 4, 64, 200
#: Margins by which the small outer set is lowered, in units of the margin; the first that works.
LOWERED = (4, 16, 64)
#: A set narrower than so many tolerances counts as flat: there it is not lowered.
THIN = 4
#: Further steps down where few points support one another; rounds of growth; and points beyond
#: which the inner set grows no more.
DESCENT, GROWTH, CROWD = 6, 8, 160
#: Vertices in floats come from offsets on the grid of 2^-40.
BITS = 40


@dataclass(frozen=True, slots=True)
class Found:
    """Where the floats came to rest."""

    frame: Frame
    normals: Normals
    path: Path
    points: Points


def refine(
    cells: Cells,
    normals: Normals,
    tolerance: float,
    margin: float,
    *,
    rounds: int = ROUNDS,
    on_step: Callable[[int, float], None] | None = None,
) -> Found:
    """Enclose the equilibrium payoffs between points and directions, in floats.

    Parameters
    ----------
    cells : Cells
    normals : tuple of integer vectors
        Directions to begin with; the first ``2n`` are the axes.
    tolerance, margin : float
        Distance at which to stop, and slack of every inequality, in shares of the payoff range.
    rounds : int
        1 keeps the directions as they are.
    """
    step = _Steps(on_step)
    nash = np.array(cells.pure_nash(), dtype=int)
    payoffs = Frame(cells, normals).payoffs[nash]
    points = Points(payoffs, nash, np.ones(len(nash), dtype=bool))
    count = 0
    while True:
        frame, count = Frame(cells, normals), count + 1
        path = outer_path(frame, margin, step)
        outer = _vertices(frame, normals, path.offsets[-1])
        if path.empty or not len(outer):
            return Found(frame, normals, path, points)
        points, seen = _fill(frame, normals, outer, points, margin, tolerance)
        gaps = outer - nearest(outer, points.points) if len(points) else np.ones_like(outer)
        near = np.linalg.norm(gaps, axis=1).max() <= tolerance
        new = set[tuple[int, ...]]()
        if not near and count < rounds and len(normals) <= MANY:
            new = _cuts(outer, [points.points, *seen], tolerance)
            if len(points):
                new |= _separating(gaps, tolerance)
            new -= set(normals)
        if not new:
            return Found(frame, normals, path, points)
        normals = (*normals, *sorted(new))


class _Steps:
    """Number the steps of all rounds in one sequence."""

    def __init__(self, on_step: Callable[[int, float], None] | None) -> None:
        self.on_step, self.count = on_step, 0

    def __call__(self, _: int, change: float) -> None:
        self.count += 1
        if self.on_step is not None:
            self.on_step(self.count, change)


def _vertices(frame: Frame, normals: Normals, offsets: Floats) -> Floats:
    levels = offsets * frame.lengths
    grid = [fmpq(math.ceil(float(b) * (1 << BITS)), 1 << BITS) for b in levels]
    vertices = enumerate_vertices(normals, grid)
    return np.array([[float(x) for x in v] for v in vertices]).reshape(-1, frame.players)


def _normal_directions(frame: Frame, vertices: Floats, offsets: Floats) -> Floats:
    """Return a direction for each vertex in which no other is as far: the mean of its normals."""
    touching = np.abs(vertices @ frame.unit.T - offsets) < 1e-8
    means = touching @ frame.unit
    lengths = np.linalg.norm(means, axis=1)
    keep = lengths > 1e-6  # of a flat set the normals may cancel
    return np.vstack([means[keep] / lengths[keep, None], frame.unit])


def _fill(
    frame: Frame,
    normals: Normals,
    outer: Floats,
    points: Points,
    margin: float,
    tolerance: float,
) -> tuple[Points, list[Floats]]:
    """Return more points that support one another, and all points that were seen on the way."""
    seen: list[Floats] = []
    directions = frame.unit
    wide = (frame.unit @ outer.T).max(1) - (frame.unit @ outer.T).min(1) > THIN * tolerance
    for lowered in LOWERED:
        path = outer_path(frame, margin, raised=np.where(wide, -float(lowered), 0.0))
        offsets = path.offsets[-1]
        vertices = np.empty((0, 0)) if path.empty else _vertices(frame, normals, offsets)
        if not len(vertices):
            continue
        directions = _normal_directions(frame, vertices, offsets)
        found = farthest(frame, directions, vertices, margin)
        if not len(found):
            continue
        seen.append(found.points)
        kept = _descend(frame, found, directions, margin)
        if len(kept):
            points = prune(frame, points.joined(kept), margin)
        if len(kept) >= len(found):
            break
    return _grow(frame, points, directions, margin, tolerance), seen


def _descend(frame: Frame, found: Points, directions: Floats, margin: float) -> Points:
    """Return those of the points that support one another, after a few more steps if they are few.

    Unsupported points are not wasted: what they in turn support lies nearer to the set.
    """
    kept = prune(frame, found, margin)
    for _ in range(DESCENT):
        if 2 * len(kept) >= len(found):
            break
        found = farthest(frame, directions, found.points, margin)
        kept = prune(frame, found, margin)
    return kept


def _grow(
    frame: Frame, points: Points, directions: Floats, margin: float, tolerance: float
) -> Points:
    """Add what the points support until little is gained: supported sets only ever grow."""
    for _ in range(GROWTH):
        if not 0 < len(points) <= CROWD:
            break
        before = (directions @ points.points.T).max(1)
        more = points.joined(farthest(frame, directions, points.points, margin))
        grown = prune(frame, more, margin)
        grown = prune(frame, grown.where(extreme(grown.points)), margin) if len(grown) else grown
        if not len(grown):
            break
        gain = float(((directions @ grown.points.T).max(1) - before).max())
        if gain > 0:
            points = grown
        if gain < tolerance / 8:
            break
    return points


def _separating(gaps: Floats, tolerance: float) -> set[tuple[int, ...]]:
    """Return the directions from the inner set to the outer vertices farthest from it."""
    lengths = np.linalg.norm(gaps, axis=1)
    worst = np.argsort(-lengths, kind="stable")[: NEW // 4]
    return integral(gaps[worst[lengths[worst] > tolerance]], math.ceil(8 / tolerance))


def _cuts(outer: Floats, inside: list[Floats], tolerance: float) -> set[tuple[int, ...]]:
    """Return the normals of facets found inside beyond which the outer set goes on, worst first."""
    every = np.vstack([p for p in inside if len(p)] or [outer])
    size = math.ceil(8 / tolerance)
    normals = set[tuple[int, ...]]().union(*(outward(p, size) for p in inside if len(p) > 1))
    gaps: list[tuple[float, tuple[int, ...]]] = []
    for normal in normals:
        unit = np.array(normal) / np.linalg.norm(normal)
        gap = float((outer @ unit).max() - (every @ unit).max())
        if gap > tolerance / 4:
            gaps.append((-gap, normal))
    return {normal for _, normal in sorted(gaps)[:NEW]}
