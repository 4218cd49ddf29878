"""The limit set of three players: half-spaces of all directions in which a cell has a corner.

Between the corners of a cell the score is linear, so their half-spaces imply all others. Directions
with one or two entries 0 have scores of their own, below the limits from the orthants.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from math import lcm

from flint import fmpq, fmpq_mat

from coopgames.solvers.limit_sets.axes import axis_score
from coopgames.solvers.limit_sets.envelopes import quarter_turn
from coopgames.solvers.limit_sets.orthants import orthant_cells
from coopgames.solvers.limit_sets.scores import Vector, dot, enforcement
from coopgames.solvers.polytopes.vertices import enumerate_vertices
from coopgames.solvers.public.signal_game import SignalGame

__all__ = ["Space", "limit_space"]

ZERO, ONE = fmpq(0), fmpq(1)
PLAYERS = 3

Direction = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Space:
    """Half-spaces ``normals[k] . v <= offsets[k]`` and the vertices of their intersection.

    Attributes
    ----------
    normals : tuple of vectors of coprime integers
        Those of the facets if the set has an interior, else all that touch it.
    offsets : tuple of fmpq
    vertices : tuple of points
        Lexicographically; none if the set is empty.
    dimension : int
        Of the set; -1 if it is empty.
    """

    normals: tuple[Direction, ...]
    offsets: Vector
    vertices: tuple[Vector, ...]
    dimension: int


def limit_space(game: SignalGame) -> Space:
    """Return the limit set of a game of three players.

    Notes
    -----
    Six axes, twelve quarter turns and eight orthants; small linear programs with one row for each
    deviation, then the vertices of the half-spaces that are violated, until none is.
    """
    every = [enforcement(game, a) for a in range(len(game.profiles))]
    enforced = {a: e for a, e in enumerate(every) if e.promises is not None}
    if not enforced:
        return Space((), (), (), -1)
    positions = list(enforced)
    signed = [(i, sign) for sign in (1, -1) for i in range(PLAYERS)]
    axes = {pair: axis_score(game, enforced, *pair).score for pair in signed}
    box = {_unit(i, sign): score for (i, sign), score in axes.items()}
    others = dict[Direction, fmpq]()
    for i, j in itertools.combinations(range(PLAYERS), 2):
        for s, t in itertools.product((1, -1), repeat=2):
            signs = tuple(a + b for a, b in zip(_unit(i, s), _unit(j, t), strict=True))
            ends = _weights(_unit(i, s)), _weights(_unit(j, t))
            turn = quarter_turn(game, positions, signs, ends, (axes[i, s], axes[j, t]))
            for at, score in turn.scores.items():
                weights = [a + at * (b - a) for a, b in zip(*ends, strict=True)]
                _lower(others, signs, weights, score)
    for signs in itertools.product((1, -1), repeat=PLAYERS):
        for cell in orthant_cells(game, positions, signs):
            for x, y in cell.polygon:
                weights = [x, y, 1 - x - y]
                _lower(others, signs, weights, dot(cell.score, weights))
    for direction in box:
        others.pop(direction, None)  # limits from inside, above the scores of the axes
    return _intersection(box, others)


def _unit(player: int, sign: int) -> Direction:
    return tuple(sign if i == player else 0 for i in range(PLAYERS))


def _weights(direction: Direction) -> Vector:
    return tuple(fmpq(abs(x)) for x in direction)


def _lower(
    found: dict[Direction, fmpq], signs: Direction, weights: list[fmpq], score: fmpq
) -> None:
    """Keep the least score of a direction, scaled to coprime integers."""
    scale = fmpq(lcm(*(int(w.q) for w in weights)))
    direction = tuple(sign * int((scale * w).p) for sign, w in zip(signs, weights, strict=True))
    known = found.get(direction)
    if known is None or scale * score < known:
        found[direction] = scale * score


def _intersection(box: dict[Direction, fmpq], others: dict[Direction, fmpq]) -> Space:
    """Add the half-spaces that cut farthest, until none cuts."""
    used, waiting = dict(box), dict(others)
    while True:
        normals = tuple(used)
        vertices = enumerate_vertices(normals, list(used.values()))
        if not vertices:
            return Space((), (), (), -1)
        chosen = _farthest(vertices, waiting)
        if not chosen:
            return _trimmed(used, vertices)
        for direction in chosen:
            used[direction] = waiting.pop(direction)


def _farthest(vertices: tuple[Vector, ...], waiting: dict[Direction, fmpq]) -> set[Direction]:
    """Return for each vertex the half-space that it violates most, per unit of sum |l|."""
    found = set[Direction]()
    directions = list(waiting)
    if not directions:
        return found
    sizes = [sum(map(abs, d)) for d in directions]
    matrix = fmpq_mat(len(directions), PLAYERS, [fmpq(x) for d in directions for x in d])
    points = fmpq_mat(PLAYERS, len(vertices), [v[c] for c in range(PLAYERS) for v in vertices])
    values = matrix * points
    for column in range(len(vertices)):
        gaps = [
            ((values[k, column] - waiting[d]) / size, k)
            for k, (d, size) in enumerate(zip(directions, sizes, strict=True))
        ]
        gap, k = max(gaps)
        if gap > 0:
            found.add(directions[k])
    return found


def _trimmed(used: dict[Direction, fmpq], vertices: tuple[Vector, ...]) -> Space:
    """Leave out half-spaces that the others imply, as far as touching vertices tell."""
    dimension = _dimension(vertices)
    least = PLAYERS - 1 if dimension == PLAYERS else 0
    kept = dict[Direction, fmpq]()
    for direction, offset in used.items():
        touching = tuple(v for v in vertices if dot(direction, v) == offset)
        if touching and _dimension(touching) >= least:
            kept[direction] = offset
    return Space(tuple(kept), tuple(kept.values()), vertices, dimension)


def _dimension(points: tuple[Vector, ...]) -> int:
    rows = [x - y for p in points[1:] for x, y in zip(p, points[0], strict=True)]
    return int(fmpq_mat(len(points) - 1, PLAYERS, rows).rank()) if rows else 0
