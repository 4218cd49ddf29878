"""The limit set of two players: half-planes of finitely many rays."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

from flint import fmpq

from coopgames.solvers.limit_sets.axes import AxisScore, axis_score
from coopgames.solvers.limit_sets.envelopes import QuarterTurn, quarter_turn
from coopgames.solvers.limit_sets.scores import Enforcement, Vector, enforcement
from coopgames.solvers.public.signal_game import SignalGame
from coopgames.solvers.self_generation.geometry import clip, hull

__all__ = ["AXES", "Cone", "Plane", "Ray", "limit_plane"]

#: Counterclockwise.
AXES = ((1, 0), (0, 1), (-1, 0), (0, -1))
ZERO, ONE = fmpq(0), fmpq(1)


@dataclass(frozen=True, slots=True)
class Ray:
    """A direction and a bound on all payoffs, with its proof.

    Attributes
    ----------
    direction : pair of int
        Coprime.
    score : fmpq or None
        The score of the game there; None if no profile is enforceable.
    thetas : tuple of tuples of fmpq
        For each profile the weights of its deviations.
    axis : AxisScore or None
        On an axis: who reaches the score, and how.
    """

    direction: tuple[int, int]
    score: fmpq | None
    thetas: tuple[Vector, ...]
    axis: AxisScore | None = None


@dataclass(frozen=True, slots=True)
class Cone:
    """Between two neighbouring rays: a profile and its X at both, by player and signal."""

    position: int
    left: tuple[Vector, ...]
    right: tuple[Vector, ...]


@dataclass(frozen=True, slots=True)
class Plane:
    """Rays counterclockwise from (1, 0), the cones that begin at them, and the set they cut out.

    Attributes
    ----------
    rays : tuple of Ray
    cones : tuple of Cone
        One for each ray; none if no profile is enforceable.
    vertices : tuple of pairs of fmpq
        Counterclockwise from the lexicographically least; none if the set is empty.
    """

    rays: tuple[Ray, ...]
    cones: tuple[Cone, ...]
    vertices: tuple[tuple[fmpq, fmpq], ...]


def limit_plane(game: SignalGame) -> Plane:
    """Return the limit set of a game of two players.

    Notes
    -----
    Four quarter turns; in each one parametric program for every profile that could be best there,
    with one row for each deviation.
    """
    every = [enforcement(game, a) for a in range(len(game.profiles))]
    enforced = {a: e for a, e in enumerate(every) if e.promises is not None}
    if not enforced:
        thetas = tuple(_proof(e) for e in every)
        return Plane(tuple(Ray(axis, None, thetas) for axis in AXES), (), ())
    scores = [axis_score(game, enforced, int(x == 0), x + y) for x, y in AXES]
    rays, cones = list[Ray](), list[Cone]()
    for k, axis in enumerate(AXES):
        start, end = axis, AXES[(k + 1) % 4]
        signs = start[0] + end[0], start[1] + end[1]
        ends = _weights(start), _weights(end)
        needed = scores[k].score, scores[(k + 1) % 4].score
        turn = quarter_turn(game, list(enforced), signs, ends, needed)
        thetas = tuple(
            scores[k].thetas[a] if a in enforced else _proof(e) for a, e in enumerate(every)
        )
        rays.append(Ray(axis, scores[k].score, thetas, scores[k]))
        for arc in turn.arcs:
            if arc.start:
                rays.append(_ray(turn, arc.start, start, end, game, every))
            sizes = int(arc.start.q), int(arc.end.q)
            left, right = (
                tuple(tuple(size * x for x in row) for row in arc.curve.promises(t))
                for size, t in zip(sizes, (arc.start, arc.end), strict=True)
            )
            cones.append(Cone(arc.curve.position, left, right))
    return Plane(tuple(rays), tuple(cones), _vertices(rays))


def _weights(axis: tuple[int, int]) -> Vector:
    return fmpq(abs(axis[0])), fmpq(abs(axis[1]))


def _proof(found: Enforcement) -> Vector:
    assert found.farkas is not None
    return found.farkas


def _ray(
    turn: QuarterTurn,
    t: fmpq,
    start: tuple[int, int],
    end: tuple[int, int],
    game: SignalGame,
    every: list[Enforcement],
) -> Ray:
    """Return the ray at t strictly between two axes, in coprime integers."""
    far, whole = int(t.p), int(t.q)
    x, y = ((whole - far) * a + far * b for a, b in zip(start, end, strict=True))
    assert gcd(x, y) == 1
    thetas = list[Vector]()
    for position, means in enumerate(every):
        if means.promises is None:
            thetas.append(_proof(means))
        elif position in turn.curves:
            thetas.append(tuple(whole * v for v in turn.curves[position].theta(t)))
        else:
            # Its payoffs alone bound its score well enough.
            thetas.append(tuple(ZERO for _ in game.deviations[position]))
    return Ray((x, y), whole * turn.scores[t], tuple(thetas))


def _vertices(rays: list[Ray]) -> tuple[tuple[fmpq, fmpq], ...]:
    """Return the extreme points of the intersection of the half-planes."""
    bounds = {ray.direction: ray.score for ray in rays if ray.score is not None}
    right, top, left, bottom = (bounds[axis] for axis in AXES)
    if -left > right or -bottom > top:
        return ()
    points = hull([(x, y) for x in (-left, right) for y in (-bottom, top)])
    for direction, score in bounds.items():
        points = clip(points, direction, score)
    return tuple((p[0], p[1]) for p in points)
