"""Points that generate themselves, in exact numbers.

Lotteries are rounded, not points: with ``C`` the weights that a point gives to the others,
``(1 - delta C) V = (1 - delta) g`` then holds exactly, flat sets stay flat, and only the incentives
need a slack. Points whose incentives fail are dropped, and with them those that promise them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat

from coopgames.solvers.public_sets.bases import Inner
from coopgames.solvers.public_sets.frame import Floats, Frame, Pair
from coopgames.solvers.self_generation.geometry import hull

__all__ = ["Lotteries", "Points", "enforced", "exact_points", "recognised_points", "static_points"]

#: A lottery by signal: (point, weight) with weights > 0 that sum to 1.
Lotteries = tuple[tuple[tuple[int, fmpq], ...], ...]

#: Reads the weights of one lottery, or finds that it cannot.
Reader = Callable[[Floats], dict[int, fmpq] | None]

ZERO, ONE = fmpq(0), fmpq(1)
#: Weights whose denominators are this small are recognised, if they are as near as this.
DENOMINATOR, NEAR = 20_000, 1e-10


@dataclass(frozen=True, slots=True)
class Points:
    """A self-generating set.

    Attributes
    ----------
    points : tuple of pairs of fmpq
        In units of the frame.
    profiles : tuple of int
    lotteries : tuple of lotteries by signal
    """

    points: tuple[Pair, ...]
    profiles: tuple[int, ...]
    lotteries: tuple[Lotteries, ...]

    @property
    def corners(self) -> list[tuple[fmpq, fmpq, int]]:
        """Extreme points with their index, counterclockwise from the lexicographically least."""
        return hull([(x, y, k) for k, (x, y) in enumerate(self.points)])

    def floats(self) -> Floats:
        """Return the extreme points in floats."""
        return np.array([[float(c[0]), float(c[1])] for c in self.corners])


def static_points(frame: Frame) -> Points:
    """Return the payoffs of the pure equilibria of the stage game, each its own promise."""
    payoffs = frame.game.payoffs
    names = {(payoffs[a][0], payoffs[a][1]): a for a in reversed(frame.nash)}
    points = tuple(sorted(names))
    own = tuple((((k, ONE),),) * frame.game.signals for k in range(len(points)))
    return Points(points, tuple(names[p] for p in points), own)


def exact_points(frame: Frame, inner: Inner, bits: int) -> Points | None:
    """Round lotteries to multiples of ``2**-bits`` and return what generates itself exactly.

    If that is nothing: the static equilibria, or None if there are none.
    """

    def rounded(weights: Floats) -> dict[int, fmpq] | None:
        scaled = {int(k): round(float(weights[k]) * 2**bits) for k in np.nonzero(weights)[0]}
        largest = max(scaled, key=lambda k: scaled[k])
        scaled[largest] += 2**bits - sum(scaled.values())
        return {k: fmpq(x) / fmpq(2) ** bits for k, x in sorted(scaled.items()) if x}

    found = _generated(frame, inner, rounded)
    return found or (static_points(frame) if frame.nash else None)


def recognised_points(frame: Frame, inner: Inner) -> Points | None:
    """Read lotteries as short fractions and return what generates itself exactly, or None."""

    def simple(weights: Floats) -> dict[int, fmpq] | None:
        found: dict[int, fmpq] = {}
        for k in np.nonzero(weights > NEAR)[0]:
            near = Fraction(float(weights[k])).limit_denominator(DENOMINATOR)
            if abs(float(near) - float(weights[k])) > NEAR:
                return None
            found[int(k)] = fmpq(near.numerator, near.denominator)
        return found if sum(found.values(), start=ZERO) == 1 else None

    return _generated(frame, inner, simple)


def _generated(frame: Frame, inner: Inner, read: Reader) -> Points | None:
    """Solve for the points with exact lotteries and keep those that generate themselves."""
    needed = _needed(inner)
    place = {k: n for n, k in enumerate(needed)}
    lotteries: list[Lotteries] = []
    for k in needed:
        rows = [read(weights) for weights in inner.lotteries[k]]
        read_rows = [row for row in rows if row is not None]
        if len(read_rows) < len(rows):
            return None
        named = [sorted((place[j], w) for j, w in row.items()) for row in read_rows]
        lotteries.append(tuple(map(tuple, named)))
    profiles = [int(inner.profiles[k]) for k in needed]
    points = _solved(frame, profiles, lotteries)
    if points is None:
        return None
    return _kept(frame, points, profiles, lotteries)


def _needed(inner: Inner) -> list[int]:
    """Return the extreme points, and all that they promise directly or later."""
    from coopgames.solvers.public_sets.polygon import hull_indices

    found, queue = set[int](), hull_indices(inner.points)
    while queue:
        k = queue.pop()
        if k not in found:
            found.add(k)
            queue += [int(j) for j in np.nonzero(inner.lotteries[k].any(axis=0))[0]]
    return sorted(found)


def _solved(frame: Frame, profiles: list[int], lotteries: list[Lotteries]) -> list[Pair] | None:
    game, delta = frame.game, frame.discount
    size = len(profiles)
    rows = [[ZERO] * size for _ in profiles]
    for k, (a, lottery) in enumerate(zip(profiles, lotteries, strict=True)):
        rows[k][k] += 1
        for p, part in zip(game.laws[a], lottery, strict=True):
            for j, w in part:
                rows[k][j] -= delta * p * w
    side = [(ONE - delta) * x for a in profiles for x in game.payoffs[a]]
    matrix = fmpq_mat(size, size, [x for row in rows for x in row])
    try:
        entries = matrix.solve(fmpq_mat(size, 2, side)).entries()
    except ZeroDivisionError:
        return None
    return [(entries[2 * k], entries[2 * k + 1]) for k in range(size)]


def _kept(
    frame: Frame, points: list[Pair], profiles: list[int], lotteries: list[Lotteries]
) -> Points | None:
    """Drop points whose incentives fail and points that promise dropped ones."""
    size = range(len(points))
    gone = {k for k in size if not enforced(frame, points, profiles[k], lotteries[k])}
    while True:
        more = {
            k
            for k in size
            if k not in gone and any(j in gone for part in lotteries[k] for j, _ in part)
        }
        if not more:
            break
        gone |= more
    kept = [k for k in size if k not in gone]
    if not kept:
        return None
    place = {k: n for n, k in enumerate(kept)}
    moved = tuple(
        tuple(tuple((place[j], w) for j, w in part) for part in lotteries[k]) for k in kept
    )
    return Points(tuple(points[k] for k in kept), tuple(profiles[k] for k in kept), moved)


def enforced(frame: Frame, points: list[Pair], profile: int, lottery: Lotteries) -> bool:
    """Tell whether lotteries over points deter every deviation from a profile, exactly."""
    delta = frame.discount
    promises = [
        tuple(sum((w * points[j][i] for j, w in part), start=ZERO) for i in range(2))
        for part in lottery
    ]
    for deviation in frame.game.deviations[profile]:
        pairs = zip(deviation.shift, promises, strict=True)
        worth = sum((s * w[deviation.player] for s, w in pairs if s), start=ZERO)
        if delta * worth < (ONE - delta) * deviation.gain:
            return False
    return True
