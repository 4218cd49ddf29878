"""Two exact sets of one game, from the search in floats to the last inequality."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from flint import fmpq

from coopgames.solvers.public_sets.chain import Chain, prove
from coopgames.solvers.public_sets.directions import Normal, first_normals, sort_normals
from coopgames.solvers.public_sets.equality import edge_normals, prove_equal
from coopgames.solvers.public_sets.frame import Floats, Frame, Pair
from coopgames.solvers.public_sets.inner import generate
from coopgames.solvers.public_sets.points import (
    Points,
    exact_points,
    recognised_points,
    static_points,
)
from coopgames.solvers.public_sets.polygon import Polygon, distances
from coopgames.solvers.public_sets.proof import Exclusion, Item, Prover
from coopgames.solvers.public_sets.refine import Found, refine
from coopgames.solvers.public_sets.settle import settle
from coopgames.solvers.public_sets.vertices import outer_vertices
from coopgames.solvers.self_generation.coordinates import squared_distance
from coopgames.solvers.self_generation.geometry import hull

__all__ = ["Enclosure", "enclose", "one_shot"]

#: Slack of the inequalities as a share of the tolerance times (1 - delta), and the least slack.
SLACK, LEAST_SLACK = 1 / 16, 2e-12
#: Sets nearer than this many tolerances may be equal.
MAYBE = 30.0
#: Outer sets with more edges than this have no simple answer.
SIMPLE = 90
#: Normals in one certificate.
MOST = 420


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An inner and an outer set.

    Attributes
    ----------
    points : Points or None
        None: no point is known.
    chain : Chain
    vertices : list of pairs of fmpq
        Of the outer set, counterclockwise, in the user's units.
    equal : bool
        Whether the two sets are the same.
    rounds : int
        Rounds of refinement.
    """

    points: Points | None
    chain: Chain
    vertices: list[Pair]
    equal: bool
    rounds: int

    def squared_distance(self, frame: Frame) -> fmpq | None:
        """Return the squared Hausdorff distance in the user's units (None: no inner point)."""
        if self.points is None or not self.vertices:
            return None
        inside: list[Pair] = [frame.to_user((x, y)) for x, y, _ in self.points.corners]
        rough = np.array([[float(x), float(y)] for x, y in inside])
        outside = np.array([[float(x), float(y)] for x, y in self.vertices])
        gaps = distances(outside, rough)[0]
        # Only corners that may be the farthest are worth exact arithmetic.
        size = float(np.abs(outside).max()) * 1e-13
        far = np.nonzero(gaps >= gaps.max() * (1 - 1e-9) - size)[0]
        return max(squared_distance(inside, self.vertices[k]) for k in far)


def enclose(frame: Frame, tolerance: float, on_round: Callable[[float], None] | None) -> Enclosure:
    """Enclose the equilibrium payoffs of a game with discount factor above 0.

    Parameters
    ----------
    frame : Frame
    tolerance : float
        Distance to reach, in units of the frame of the player with the larger unit.
    on_round : callable, optional
        Gets the largest change of the offsets in each round of the search.
    """
    margin = max(tolerance * (1.0 - float(frame.discount)) * SLACK, LEAST_SLACK)
    first = first_normals(frame)
    found = refine(frame, first, tolerance * 0.9, margin, on_round)
    points = _points(frame, found, margin, tolerance)
    candidates = _candidates(frame, found, points, tolerance)
    best: Chain | None = None
    inner = None if points is None else points.floats()
    # Normals that are no edges at the end may be needed on the way.
    for groups, targets in (((first, found.normals), found.polygons), (_prefix(found.stages), ())):
        for candidate in candidates:
            chain = _equal(frame, groups, candidate, margin, targets, inner)
            if chain is not None:
                corners = [frame.to_user((x, y)) for x, y, _ in candidate.corners]
                return Enclosure(candidate, chain, hull(corners), True, found.rounds)
        chain = _chain(frame, groups, margin, targets, inner)
        if best is None or _gap(frame, chain, inner) < _gap(frame, best, inner):
            best = chain
        if not candidates and _gap(frame, best, inner) < _enough(found, tolerance):
            break
    assert best is not None
    vertices = [] if best.empty else outer_vertices(best.prover, best.offsets)
    return Enclosure(points if vertices else None, best, vertices, not vertices, found.rounds)


def _prefix(stages: tuple[tuple[Normal, ...], ...]) -> tuple[tuple[Normal, ...], ...]:
    """Return the first stages whose normals fit into one certificate."""
    kept, names = [stages[0]], {*stages[0]}
    for stage in stages[1:]:
        names |= {*stage}
        if len(names) > MOST:
            break
        kept.append(stage)
    return tuple(kept)


def _enough(found: Found, tolerance: float) -> float:
    """Return the distance that a proof should reach."""
    return max(1.5 * found.gap, tolerance)


def _equal(
    frame: Frame,
    groups: tuple[tuple[Normal, ...], ...],
    candidate: Points,
    margin: float,
    targets: tuple[Polygon, ...],
    inner: Floats | None,
) -> Chain | None:
    """Return a chain that ends with exactly the hull of the points, or None."""
    normals = edge_normals(candidate)
    if normals is None:
        return None
    groups = (*groups[:-1], sort_normals([*groups[-1], *normals]))
    chain = _chain(frame, groups, margin, targets, inner)
    return chain if not chain.empty and prove_equal(chain, candidate, normals) else None


def _points(frame: Frame, found: Found, margin: float, tolerance: float) -> Points | None:
    bits = 3 - int(np.floor(np.log2(margin)))
    points = static_points(frame) if frame.nash else None
    if found.inner is not None:
        points = exact_points(frame, found.inner, bits)
    if found.grown is None:
        return points
    grown = settle(
        frame,
        found.grown,
        found.outer.live,
        margin,
        bits,
        max(tolerance, found.gap) / 4,
        found.room,
    )
    if grown is None or points is None:
        return grown or points
    corners = found.outer.polygon.corners
    gaps = [float(distances(corners, p.floats())[0].max()) for p in (grown, points)]
    return grown if gaps[0] < gaps[1] else points


def _candidates(
    frame: Frame, found: Found, points: Points | None, tolerance: float
) -> list[Points]:
    """Return sets without rounded lotteries that may be the answer."""
    if not found.outer.live.any() or points is None or found.gap > MAYBE * tolerance:
        return []
    if len(found.normals) > SIMPLE:
        return []
    outside = found.outer.polygon.corners
    tried = [static_points(frame)] if frame.nash else []
    keep = found.outer.polygon
    middle = found.outer.normals[keep.before] + found.outer.normals[keep.after]
    middle /= np.hypot(middle[:, 0], middle[:, 1])[:, None]
    live = found.outer.live
    inner = generate(frame.arrays, frame.nash, middle, outside, live, 0.0).rest
    exact = None if inner is None else recognised_points(frame, inner)
    tried += [] if exact is None else [exact]
    near = MAYBE * tolerance
    return [p for p in tried if float(distances(outside, p.floats())[0].max()) < near]


def _chain(
    frame: Frame,
    groups: tuple[tuple[Normal, ...], ...],
    margin: float,
    targets: tuple[Polygon, ...],
    inner: Floats | None,
) -> Chain:
    normals = sort_normals([n for group in groups for n in group])
    prover = Prover(frame, normals)
    names = {n: k for k, n in enumerate(normals)}
    return prove(
        prover, [sorted({names[n] for n in group}) for group in groups], margin, targets, inner
    )


def _gap(frame: Frame, chain: Chain, inner: Floats | None) -> float:
    if chain.empty:
        return 0.0
    polygon = chain.polygon(chain.prover.floats(chain.offsets))
    if polygon is None or inner is None:
        return np.inf
    metric = frame.arrays.metric
    return float(distances(polygon.corners * metric, inner * metric)[0].max())


def one_shot(frame: Frame) -> Enclosure:
    """Return the hull of the pure equilibria of the stage game: the answer at discount factor 0."""
    points = static_points(frame) if frame.nash else None
    normals = first_normals(frame)
    if points is not None:
        edges = edge_normals(points)
        assert edges is not None
        normals = sort_normals([*normals, *edges])
    prover = Prover(frame, normals)
    every = np.arange(len(normals))
    excluded: list[Exclusion] = []
    for a, row in enumerate(frame.game.deviations):
        for k, deviation in enumerate(row):
            if deviation.gain > 0:
                theta = tuple(fmpq(int(k == j)) for j in range(len(row)))
                exclusion = prover.exclusion(a, theta, prover.start(), every)
                assert exclusion is not None
                excluded.append(exclusion)
                break
    live = np.array([a in frame.nash for a in range(len(frame.game.profiles))])
    offsets = prover.start()
    if frame.nash:
        offsets = tuple(max(row[a] for a in frame.nash) for row in prover.heights)
    chain = Chain(prover, 1.0, every, offsets, live)
    if excluded or offsets != prover.start():
        chain.items.append(Item(tuple(excluded), offsets, (), ()))
    corners = [] if points is None else [frame.to_user((x, y)) for x, y, _ in points.corners]
    return Enclosure(points, chain, hull(corners), True, 0)
