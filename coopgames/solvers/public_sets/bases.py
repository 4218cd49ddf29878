"""Bases of the programs of an inner set, and Newton's method on the points that they make.

A basis says which weights of the lotteries may be positive and which incentives bind. With the
bases kept, the points that they reproduce are the zeros of a smooth function.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coopgames.solvers.public_sets.frame import Arrays, Flags, Floats, Integers
from coopgames.solvers.public_sets.polygon import Corners, hull_indices
from coopgames.solvers.public_sets.programs import Starts, Tasks, solve, starts

__all__ = [
    "Bases",
    "Image",
    "Inner",
    "alone",
    "best_bases",
    "image_of",
    "inner_of",
    "newton",
    "replaced",
]

#: Steps of Newton's method.
NEWTON = 8
#: Points that move less than this (units of the frame) are at rest.
REST = 1e-14
#: Newton's method is believed if no point goes farther than this.
FAR = 0.25
#: Values that differ by less than this may be the same.
TIES = 1e-9


@dataclass(frozen=True, slots=True)
class Inner:
    """Points, each with its profile and its lotteries of promises.

    Attributes
    ----------
    points : array, shape (points, 2)
        The last ones are the pure equilibria of the stage game.
    profiles : array of int, shape (points,)
    lotteries : array, shape (points, signals, points)
    rest : bool
        Whether the points are what the lotteries make of them.
    """

    points: Floats
    profiles: Integers
    lotteries: Floats
    rest: bool

    @property
    def corners(self) -> Floats:
        """Extreme points, counterclockwise."""
        return self.points[hull_indices(self.points)]


@dataclass(frozen=True, slots=True)
class Bases:
    """A profile and a basis for each direction.

    Attributes
    ----------
    profiles : array of int, shape (directions,)
    signals, points : array of int, shape (directions, rows)
        What a basic variable is the weight of.
    extras : array of int, shape (directions, rows)
        The deviation whose surplus a basic variable is (-1: it is a weight).
    """

    profiles: Integers
    signals: Integers
    points: Integers
    extras: Integers


@dataclass(frozen=True, slots=True)
class Image:
    """What bases make of points: new points, weights, and what a unit of incentives costs."""

    points: Floats
    weights: Floats
    prices: Floats


def replaced(old: Bases, new: Bases, where: Flags) -> Bases:
    """Return new bases for some directions."""
    rows = where[:, None]
    return Bases(
        np.where(where, new.profiles, old.profiles),
        np.where(rows, new.signals, old.signals),
        np.where(rows, new.points, old.points),
        np.where(rows, new.extras, old.extras),
    )


def best_bases(
    arrays: Arrays, directions: Floats, points: Floats, live: Flags, needs: Floats
) -> Bases | None:
    """Return the bases of the best payoffs, or None if no profile has promises in the hull."""
    names = np.array(hull_indices(points))
    corners = points[names]
    around = Corners.of_hull(corners)
    first = starts(arrays, around, needs)
    usable = np.nonzero(live & first.feasible)[0]
    if not len(usable):
        return None
    heights = directions @ arrays.payoffs[usable].T
    held = (directions @ corners.T).max(axis=1)
    # A profile that is worth less today than the set gives can only be the best if nothing reaches
    # the set: most programs need not be solved.
    likely = heights >= held[:, None] - TIES
    likely[np.arange(len(held)), heights.argmax(axis=1)] = True
    found = _reach(arrays, around, needs, first, directions, usable, likely)
    delta = arrays.discount
    most = (1.0 - delta) * heights + delta * held[:, None]
    rest = ~likely & (most > found.values.max(axis=1)[:, None] + TIES)
    if rest.any():
        more = _reach(arrays, around, needs, first, directions, usable, rest)
        found = _Reached(
            np.where(rest, more.values, found.values),
            np.where(rest[:, :, None], more.bases, found.bases),
        )
    choice = found.values.argmax(axis=1)
    bases = found.bases[np.arange(len(choice)), choice]
    count = arrays.laws.shape[1] * len(corners)
    point = bases < count
    signal, corner = np.divmod(np.where(point, bases, 0), len(corners))
    extra = np.where(point, -1, (bases - count) % max(len(arrays.who), 1))
    return Bases(usable[choice], signal, names[corner], extra)


@dataclass(frozen=True, slots=True)
class _Reached:
    """Values and bases by direction and profile (-inf: not solved)."""

    values: Floats
    bases: Integers


def _reach(
    arrays: Arrays,
    around: Corners,
    needs: Floats,
    first: Starts,
    directions: Floats,
    usable: Integers,
    wanted: Flags,
) -> _Reached:
    """Solve the programs of some directions and profiles."""
    corners = around.points
    rows, columns = np.nonzero(wanted)
    tasks = Tasks(directions[rows], usable[columns])
    batch = solve(arrays, around, needs, tasks, first)
    weighted = arrays.laws[tasks.profiles]
    count = weighted.shape[1] * len(corners)
    point = batch.bases < count
    signal, corner = np.divmod(np.where(point, batch.bases, 0), len(corners))
    shares = np.where(point, np.take_along_axis(weighted, signal, axis=1) * batch.levels, 0.0)
    promises = (shares[:, :, None] * corners[corner]).sum(axis=1)
    delta = arrays.discount
    reached = (1.0 - delta) * arrays.payoffs[tasks.profiles] + delta * promises
    values = np.full(wanted.shape, -np.inf)
    values[rows, columns] = (reached * tasks.directions).sum(axis=1)
    bases = np.zeros((*wanted.shape, batch.bases.shape[1]), dtype=np.int64)
    bases[rows, columns] = batch.bases
    return _Reached(values, bases)


def image_of(arrays: Arrays, bases: Bases, points: Floats, needs: Floats) -> Image | None:
    """Solve the bases at some points."""
    laws, shifts = arrays.laws[bases.profiles], arrays.shifts[bases.profiles]
    count, signals = laws.shape
    point = (bases.extras < 0)[:, :, None]
    where = points[bases.points]
    at = np.arange(int(count)).reshape(-1, 1)
    columns = np.zeros((count, bases.signals.shape[1], signals + len(arrays.who)))
    np.put_along_axis(columns, bases.signals[:, :, None], point.astype(float), axis=2)
    weighed = np.moveaxis(shifts, 1, 2)[at, bases.signals] * where[:, :, arrays.who]
    surplus = -(bases.extras[:, :, None] == np.arange(len(arrays.who))).astype(float)
    columns[:, :, signals:] = np.where(point, weighed, surplus)
    sides = np.hstack([np.ones_like(laws), needs[bases.profiles]])
    costs = np.where(point, laws[at, bases.signals][:, :, None] * where, 0.0)
    try:
        weights = np.linalg.solve(np.swapaxes(columns, 1, 2), sides[:, :, None])[:, :, 0]
        prices = np.linalg.solve(columns, costs)[:, signals:]
    except np.linalg.LinAlgError:
        return None
    delta = arrays.discount
    reached = (1.0 - delta) * arrays.payoffs[bases.profiles]
    reached = reached + delta * (weights[:, :, None] * costs).sum(axis=1)
    swapped: Floats = np.swapaxes(prices, 1, 2).astype(np.float64)
    return Image(reached, weights.astype(np.float64), swapped)


def _lotteries(bases: Bases, weights: Floats, signals: int, size: int) -> Floats:
    """Return the weights as lotteries, shape (directions, signals, points)."""
    found = np.zeros((len(weights), signals, size))
    used = np.where(bases.extras < 0, weights, 0.0)
    rows = np.repeat(np.arange(len(weights)), weights.shape[1])
    np.add.at(found, (rows, bases.signals.ravel(), bases.points.ravel()), used.ravel())
    return found


def newton(
    arrays: Arrays, bases: Bases, points: Floats, image: Image, needs: Floats, static: Floats
) -> tuple[Floats, Image] | None:
    """Solve for the points that the bases leave in place; None if that fails.

    If the points move by ``dV``, promises move by the lotteries of ``dV``, and weights of the
    lotteries move so that binding incentives bind: each unit of incentives that the promises gain
    is given up at its price.
    """
    count, size = len(image.points), len(points)
    laws, shifts = arrays.laws[bases.profiles], arrays.shifts[bases.profiles]
    start = points
    for _ in range(NEWTON):
        gap = image.points - points[:count]
        if float(np.abs(gap).max()) < REST:
            return points, image
        lotteries = _lotteries(bases, image.weights, laws.shape[1], size)
        plain = np.einsum("ny,nyj->nj", laws, lotteries)[:, :count]
        gained = np.einsum("nky,nyj->nkj", shifts, lotteries)[:, :, :count]
        jacobian = np.zeros((count, 2, count, 2))
        for c in range(2):
            jacobian[:, c, :, c] = plain
        for k, player in enumerate(arrays.who):
            jacobian[:, :, :, player] -= image.prices[:, :, k, None] * gained[:, None, k]
        square = np.eye(2 * count) - arrays.discount * jacobian.reshape(2 * count, 2 * count)
        try:
            move = np.linalg.solve(square, gap.reshape(-1)).reshape(count, 2)
        except np.linalg.LinAlgError:
            return None
        points = np.vstack([points[:count] + move, static])
        if not float(np.abs(points - start).max()) < FAR:
            return None
        after = image_of(arrays, bases, points, needs)
        if after is None:
            return None
        image = after
    near = float(np.abs(image.points - points[:count]).max()) < 100 * REST
    return (points, image) if near else None


def inner_of(
    arrays: Arrays,
    bases: Bases,
    points: Floats,
    image: Image,
    nash: tuple[int, ...],
    rest: bool,
) -> Inner:
    """Return the points with their lotteries; static equilibria promise themselves."""
    count, size, signals = len(image.points), len(points), arrays.laws.shape[1]
    lotteries = np.zeros((size, signals, size))
    lotteries[:count] = np.maximum(_lotteries(bases, image.weights, signals, size), 0.0)
    every = np.arange(count, size)
    lotteries[every, :, every] = 1.0
    lotteries /= lotteries.sum(axis=2, keepdims=True)
    profiles = np.concatenate([bases.profiles, np.array(nash, dtype=np.int64)])
    return Inner(np.vstack([image.points, points[count:]]), profiles, lotteries, rest)


def alone(arrays: Arrays, nash: tuple[int, ...]) -> Inner | None:
    """Return the static equilibria as a set."""
    count = len(nash)
    if not count:
        return None
    lotteries = np.repeat(np.eye(count)[:, None], arrays.laws.shape[1], axis=1)
    profiles = np.array(nash, dtype=np.int64)
    return Inner(arrays.payoffs[profiles], profiles, lotteries, True)
