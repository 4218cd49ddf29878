"""Convex sets of labelled points in floats: hulls, monotone chains, clipping.

All coordinates are normalised, so that each player's payoffs span at most 1; the tolerances below
are shares of that range.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

__all__ = ["FLAT", "SAME", "Chain", "Chains", "Corner", "chains", "clip", "height", "hull"]

#: A side of a hull no wider than this is parallel to an axis.
PARALLEL: Final = 1e-11
#: Two sets whose corners differ by less than this are the same set.
SAME: Final = 1e-12
#: A corner nearer than this to the segment between its neighbours is none.
FLAT: Final = 1e-13
#: The same for two points: the square of their distance.
POINT: Final = 1e-24

#: x, y, index of the profile in row-major order, kind of corner.
Corner: TypeAlias = tuple[float, float, int, int]


class Chain(NamedTuple):
    """One side of a hull as a function: ascending keys, values, and positions in the hull."""

    keys: list[float]
    values: list[float]
    positions: list[int]


class Chains(NamedTuple):
    """Lower and upper side over x, right and left side over y."""

    lower: Chain
    upper: Chain
    right: Chain
    left: Chain


def hull(points: list[Corner]) -> list[Corner]:
    """Return the corners of the convex hull, counterclockwise from the least one.

    The scan itself has no tolerance: with one it loses true corners where two abscissae differ by
    rounding only. What is nearly flat is dropped afterwards.
    """
    points.sort()
    below: list[Corner] = []
    above: list[Corner] = []
    for point in points:
        _extend(below, point, 1.0)
        _extend(above, point, -1.0)
    ring = below + above[-2:0:-1]
    return _without_flat(ring) if len(ring) > 1 else ring


def _extend(side: list[Corner], point: Corner, turn: float) -> None:
    """Add a point to one side of a hull, after what it makes superfluous has gone."""
    x, y = point[0], point[1]
    while len(side) > 1:
        ax, ay, _, _ = side[-2]
        bx, by, _, _ = side[-1]
        if turn * ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) > 0.0:
            break
        side.pop()
    side.append(point)


def _without_flat(ring: list[Corner]) -> list[Corner]:
    """Drop repeated corners and corners nearly on the segment between their neighbours."""
    kept = ring[:1]
    for corner, after in pairwise([*ring[1:], ring[0]]):
        if _is_corner(kept[-1], corner, after):
            kept.append(corner)
    # The first corner is the least, but rounding may have made it so.
    if len(kept) > 2 and not _is_corner(kept[-1], kept[0], kept[1]):
        least = min(range(1, len(kept)), key=kept.__getitem__)
        return kept[least:] + kept[1:least]
    return kept


def _is_corner(before: Corner, corner: Corner, after: Corner) -> bool:
    ux, uy = corner[0] - before[0], corner[1] - before[1]
    vx, vy = after[0] - corner[0], after[1] - corner[1]
    # A sharp tip turns back: its cross product is small and it is a corner all the same.
    tip = ux * vx + uy * vy <= 0.0 and ux * ux + uy * uy > POINT
    # Twice a triangle's area: its height times its base.
    area, bx, by = ux * vy - uy * vx, ux + vx, uy + vy
    return tip or (area > 0.0 and area * area > FLAT * FLAT * (bx * bx + by * by))


def chains(ring: list[Corner]) -> Chains:
    """Return the four monotone sides of a counterclockwise hull."""
    # Ends of the sides; the letters say which coordinate is extreme and how ties are broken.
    west_low = west_high = east_low = east_high = 0
    south_left = south_right = north_left = north_right = 0
    x_low = x_high = ring[0][0]
    y_low = y_high = ring[0][1]
    for i in range(1, len(ring)):
        x, y, _, _ = ring[i]
        if x < x_low:
            x_low, west_low, west_high = x, i, i
        elif x <= x_low:
            west_low, west_high = _by(ring, 1, west_low, west_high, i)
        if x > x_high:
            x_high, east_low, east_high = x, i, i
        elif x >= x_high:
            east_low, east_high = _by(ring, 1, east_low, east_high, i)
        if y < y_low:
            y_low, south_left, south_right = y, i, i
        elif y <= y_low:
            south_left, south_right = _by(ring, 0, south_left, south_right, i)
        if y > y_high:
            y_high, north_left, north_right = y, i, i
        elif y >= y_high:
            north_left, north_right = _by(ring, 0, north_left, north_right, i)
    return Chains(
        _side(ring, _walk(ring, west_low, east_low), 0, -1.0),
        _side(ring, _walk(ring, east_high, west_high)[::-1], 0, 1.0),
        _side(ring, _walk(ring, south_right, north_right), 1, 1.0),
        _side(ring, _walk(ring, north_left, south_left)[::-1], 1, -1.0),
    )


def _by(ring: list[Corner], axis: int, least: int, most: int, i: int) -> tuple[int, int]:
    """Update the least and the most corner along an axis with corner i."""
    value = ring[i][axis]
    return (
        i if value < ring[least][axis] else least,
        i if value > ring[most][axis] else most,
    )


def _walk(ring: list[Corner], start: int, stop: int) -> list[int]:
    """Return the positions from start to stop, counterclockwise, both included."""
    if start <= stop:
        return list(range(start, stop + 1))
    return [*range(start, len(ring)), *range(stop + 1)]


def _side(ring: list[Corner], walk: list[int], axis: int, outward: float) -> Chain:
    """Make a chain, without ends that lie on a side (nearly) parallel to the other axis.

    The value at such an end is the value at the outermost end of that side.
    """
    keys = [ring[i][axis] for i in walk]
    values = [ring[i][1 - axis] for i in walk]
    first, last = 0, len(walk) - 1
    while (
        first < last
        and keys[first + 1] - keys[first] <= PARALLEL
        and outward * (values[first + 1] - values[first]) > 0.0
    ):
        first += 1
    while (
        first < last
        and keys[last] - keys[last - 1] <= PARALLEL
        and outward * (values[last - 1] - values[last]) > 0.0
    ):
        last -= 1
    cut = slice(first, last + 1)
    return Chain(keys[cut], values[cut], walk[cut])


def height(chain: Chain, key: float) -> float:
    """Return the value of a side at a key, held constant beyond its ends."""
    keys, values = chain.keys, chain.values
    i = bisect_left(keys, key)
    if i == 0:
        return values[0]
    if i == len(keys):
        return values[-1]
    before = values[i - 1]
    return before + (key - keys[i - 1]) / (keys[i] - keys[i - 1]) * (values[i] - before)


def clip(ring: list[Corner], normal: tuple[float, float], bound: float) -> list[Corner]:
    """Return the corners of the part of a hull with ``normal . v <= bound``, in the same order."""
    out: list[Corner] = []
    size = len(ring)
    for i in range(size):
        here, after = ring[i], ring[(i + 1) % size]
        a = normal[0] * here[0] + normal[1] * here[1] - bound
        b = normal[0] * after[0] + normal[1] * after[1] - bound
        if a <= 0.0:
            out.append(here)
        if (a < 0.0 < b) or (b < 0.0 < a):
            s = a / (a - b)
            x, y = here[0] + s * (after[0] - here[0]), here[1] + s * (after[1] - here[1])
            out.append((x, y, here[2], here[3]))
    return out
