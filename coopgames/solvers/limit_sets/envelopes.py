"""The best profile in each direction of a quarter turn, and the rays that matter.

Along a quarter turn the score of one profile is concave and piecewise linear in t, where
``|l| = start + t (end - start)``; the score of the game is the largest of them. If one profile
reaches the scores of two rays, it reaches at least what lies on the line between them, because it
is concave: the half-planes of the directions between cut nothing off. So few rays are needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from flint import fmpq

from coopgames.solvers.limit_sets.scores import ScoreProgram, Vector
from coopgames.solvers.parametric_lp import Segment, ValueFunction
from coopgames.solvers.public.signal_game import SignalGame

__all__ = ["Arc", "Curve", "QuarterTurn", "quarter_turn"]

ZERO, ONE, HALF = fmpq(0), fmpq(1), fmpq(1, 2)


@dataclass(frozen=True, eq=False)
class Curve:
    """The score of one profile along a quarter turn."""

    program: ScoreProgram
    start: Vector
    end: Vector

    @property
    def position(self) -> int:
        """Position of the profile."""
        return self.program.position

    @cached_property
    def cost(self) -> ValueFunction:
        """C as a function of t."""
        return self.program.along(self.start, self.end)

    @property
    def knots(self) -> list[fmpq]:
        """Where the curve may bend."""
        return [s.start for s in self.cost.segments[1:]]

    def weights(self, t: fmpq) -> Vector:
        """Return ``|l|`` at t."""
        return tuple(a + t * (b - a) for a, b in zip(self.start, self.end, strict=True))

    def top(self, t: fmpq) -> fmpq:
        """Return ``l . g(a)``, which no score exceeds."""
        return self.program.top(self.weights(t))

    def value(self, t: fmpq) -> fmpq:
        """Return the score at t; at 0 and 1 its limit from inside."""
        return self.top(t) - self._segment(t).at(t)

    def promises(self, t: fmpq) -> tuple[Vector, ...]:
        """Return X by player and signal at t."""
        found = self._segment(t)
        assert found.end is not None
        assert found.right is not None
        share = (t - found.start) / (found.end - found.start)
        pairs = zip(found.left, found.right, strict=True)
        return self.program.promises([a + share * (b - a) for a, b in pairs])

    def theta(self, t: fmpq) -> Vector:
        """Return the weights of the deviations that prove the score at t."""
        return self.program.theta(self._segment(t).dual, self.weights(t))

    def _segment(self, t: fmpq) -> Segment:
        return next(s for s in self.cost.segments if s.end is not None and t <= s.end)


class _Piece(NamedTuple):
    """Part of the upper envelope: one curve, affine."""

    start: fmpq
    end: fmpq
    left: fmpq
    right: fmpq
    curve: Curve

    def at(self, t: fmpq) -> fmpq:
        return self.left + (self.right - self.left) * (t - self.start) / (self.end - self.start)


class Arc(NamedTuple):
    """A part of a quarter turn whose two ends one profile serves."""

    start: fmpq
    end: fmpq
    curve: Curve


@dataclass(frozen=True, slots=True)
class QuarterTurn:
    """The scores between two axes.

    Attributes
    ----------
    signs : tuple of int
    curves : dict
        From position to curve, of the profiles that are best in some direction or could be.
    arcs : tuple of Arc
        Consecutive, from t = 0 to 1.
    scores : dict
        From t to the score of the game, at the ends of arcs strictly between 0 and 1.
    """

    signs: tuple[int, ...]
    curves: dict[int, Curve]
    arcs: tuple[Arc, ...]
    scores: dict[fmpq, fmpq]


def quarter_turn(
    game: SignalGame,
    positions: Sequence[int],
    signs: tuple[int, ...],
    ends: tuple[Vector, Vector],
    needed: tuple[fmpq, fmpq],
) -> QuarterTurn:
    """Cover a quarter turn by arcs whose ends one profile serves.

    Parameters
    ----------
    game : SignalGame
    positions : sequence of int
        Profiles that promises enforce; at least one.
    signs : tuple of int
    ends : pair of vectors
        ``|l|`` at t = 0 and 1.
    needed : pair of fmpq
        Scores of the two axes themselves: no larger than the limits from inside.
    """
    curves, pieces = _envelope([Curve(ScoreProgram(game, a, signs), *ends) for a in positions])
    marks = [(p.end, p.right) for p, q in pairwise(pieces) if p.curve is not q.curve]
    arcs, scores, t, least = list[Arc](), dict[fmpq, fmpq](), ZERO, needed[0]
    while t < 1:
        reaches = list[tuple[fmpq, fmpq, int]]()
        for curve in curves.values():
            if curve.value(t) >= least:
                end, score = _reach(curve, marks, needed[1])
                reaches.append((end, score, curve.position))
        end, score, position = max(reaches, key=lambda r: (r[0], -r[2]))
        arcs.append(Arc(t, end, curves[position]))
        if end < 1:
            scores[end] = score
        t, least = end, score
    return QuarterTurn(signs, curves, tuple(arcs), scores)


def _reach(curve: Curve, marks: Sequence[tuple[fmpq, fmpq]], last: fmpq) -> tuple[fmpq, fmpq]:
    """Return the last mark at which a curve is on the envelope, and the score there."""
    if curve.value(ONE) >= last:
        return ONE, last
    return next(((t, s) for t, s in reversed(marks) if curve.value(t) == s), (ZERO, ZERO))


def _envelope(candidates: Sequence[Curve]) -> tuple[dict[int, Curve], list[_Piece]]:
    """Return the largest of all curves; a curve that cannot rise above the others is not solved."""
    ordered = sorted(candidates, key=lambda c: -c.top(HALF))
    curves, pieces = dict[int, Curve](), list[_Piece]()
    for curve in ordered:
        if pieces and all(
            curve.top(p.start) <= p.left and curve.top(p.end) <= p.right for p in pieces
        ):
            continue
        curves[curve.position] = curve
        grid = [ZERO, *curve.knots, ONE]
        values = [curve.value(t) for t in grid]
        own = [
            _Piece(a, b, x, y, curve)
            for a, b, x, y in zip(grid, grid[1:], values, values[1:], strict=False)
        ]
        pieces = _higher(pieces, own) if pieces else own
    return curves, pieces


def _higher(old: Sequence[_Piece], new: Sequence[_Piece]) -> list[_Piece]:
    """Return the larger of two piecewise linear functions; where they are equal, the old one."""
    found, cuts = list[_Piece](), sorted({p.end for p in (*old, *new)})
    i = j = 0
    start = ZERO
    for end in cuts:
        p, q = old[i], new[j]
        low, high = q.at(start) - p.at(start), q.at(end) - p.at(end)
        if low * high < 0:
            middle = start + (end - start) * low / (low - high)
            first, second = (q, p) if low > 0 else (p, q)
            _add(found, first, start, middle)
            _add(found, second, middle, end)
        else:
            _add(found, q if low + high > 0 else p, start, end)
        i, j, start = i + (end == p.end), j + (end == q.end), end
    return found


def _add(found: list[_Piece], piece: _Piece, start: fmpq, end: fmpq) -> None:
    left, right = piece.at(start), piece.at(end)
    if found and found[-1].curve is piece.curve:
        last = found[-1]
        if (last.right - last.left) * (end - start) == (right - left) * (last.end - last.start):
            found[-1] = last._replace(end=end, right=right)
            return
    found.append(_Piece(start, end, left, right, piece.curve))
