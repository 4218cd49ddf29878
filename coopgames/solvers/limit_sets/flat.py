"""What patient players reach when the scores of all directions leave a line or a point.

All payoffs then lie on the line, and promises do, too: only profiles whose payoffs are on the line
can be played, and x(y) is a multiple of the line's direction. The scores of the two directions of
the line, computed with such promises, bound the equilibrium payoffs at every discount factor. If
they leave a segment, both of its ends support themselves once players are patient: with promises
``w(y) = v + (1 - delta) / delta x(y)``, which ``x . direction <= 0`` keeps in the segment. This is
the recursion of Fudenberg, Levine and Takahashi (2007) in one dimension.
"""

from __future__ import annotations

from flint import fmpq

from coopgames.solvers.limit_sets.scores import Vector, dot
from coopgames.solvers.parametric_lp import ParametricProgram
from coopgames.solvers.public.signal_game import SignalGame

__all__ = ["limit_on_a_line"]

ZERO = fmpq(0)


def limit_on_a_line(game: SignalGame, points: tuple[Vector, ...]) -> tuple[Vector, ...]:
    """Return the limit set inside a segment or a point that contains all equilibrium payoffs.

    Parameters
    ----------
    game : SignalGame
    points : one or two points
        Ends of the segment.

    Returns
    -------
    tuple of points
        No, one or two points in lexicographic order. Two are equilibrium payoffs from some discount
        factor below 1 on, one is at every discount factor.
    """
    if len(points) == 1:
        return points if _is_static(game, points[0]) else ()
    start, end = sorted(points)
    run = tuple(b - a for a, b in zip(start, end, strict=True))
    positions = range(len(game.profiles))
    upper = [_score(game, start, run, a, 1) for a in positions]
    lower = [_score(game, start, run, a, -1) for a in positions]
    high = max((s for s in upper if s is not None), default=None)
    low = max((s for s in lower if s is not None), default=None)
    if high is None or low is None or high + low < 0:
        return ()
    found = tuple(_step(start, run, share) for share in (-low, high))
    return found if high + low > 0 else limit_on_a_line(game, found[:1])


def _step(start: Vector, run: Vector, share: fmpq) -> Vector:
    return tuple(a + share * b for a, b in zip(start, run, strict=True))


def _is_static(game: SignalGame, point: Vector) -> bool:
    """Tell whether a pure equilibrium of the stage game has these payoffs."""
    return any(
        payoffs == point and all(d.gain <= 0 for d in game.deviations[a])
        for a, payoffs in enumerate(game.payoffs)
    )


def _score(game: SignalGame, start: Vector, run: Vector, position: int, side: int) -> fmpq | None:
    """Return the score of a profile along the line, in units of `run`; None if it has none."""
    gap = tuple(a - b for a, b in zip(game.payoffs[position], start, strict=True))
    share = dot(gap, run) / dot(run, run)
    if gap != tuple(share * x for x in run):
        return None
    # Promises -side z(y) run, with z >= 0.
    deviations = game.deviations[position]
    rows = tuple(tuple(-side * run[d.player] * x for x in d.shift) for d in deviations)
    gains = tuple(d.gain for d in deviations)
    program = ParametricProgram(rows, gains, tuple(ZERO for _ in gains), width=game.signals)
    found = program.minimum(game.laws[position], ZERO, ZERO).segments
    return side * share - found[0].value if found else None
