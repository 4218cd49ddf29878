"""Where the states of an automaton go, how the steps run between them, and where their words go.

All in points, from the lower left corner of the axes: the same places come out wherever it is
drawn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coopgames.plots.placing import Box

__all__ = ["ARROW", "LOOP", "Curve", "curves", "label_places", "node_places"]

Place = tuple[float, float]

ARROW = 16.0  # length of the arrow from nowhere
LOOP = 21.0  # height of a step from a state to itself
_LANE = 16.0  # between parallel steps, in the middle
_WIDER = 0.05  # and more if they are long, as a share of their length
_ENDS = 0.45  # and at the ends, as a share of it
_BENDS = (0.0, 14.0, -14.0, 28.0, -28.0)  # of a lone step, around a state that is in its way
_SAMPLES = 160
_SHARES = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8)


@dataclass(frozen=True, slots=True)
class Curve:
    """A step as it is drawn: points from the border of one state to that of another."""

    points: tuple[Place, ...]
    loop: bool


def node_places(
    names: Sequence[str], sizes: Sequence[tuple[float, float]], loops: Sequence[bool], frame: Place
) -> dict[str, Box]:
    """Return the boxes of the states: on an ellipse, clockwise, the first one at the left.

    Parameters
    ----------
    names : sequence of str
        The state that play starts in comes first.
    sizes : sequence of pairs
        Width and height of each box.
    loops : sequence of bool
        Which states have a step to themselves.
    frame : pair
        Width and height of the axes.

    Examples
    --------
    >>> node_places(["a", "b"], [(40, 20)] * 2, [False, False], (216, 100))["b"]
    Box(x=194.0, y=50.0, width=40, height=20)
    """
    width, height = max(w for w, _ in sizes), max(h for _, h in sizes)
    across, along = _circle(len(names))
    # Room for loops, above or below, only where there are some.
    top, bottom = (
        LOOP + 14 if any(has and y == end for has, y in zip(loops, along, strict=True)) else 2
        for end in (max(along), min(along))
    )
    if len(names) < 3:  # all loops are above
        bottom = 2
    left, right = ARROW + width / 2 + 2, frame[0] - width / 2 - 2
    low, high = bottom + height / 2, frame[1] - top - height / 2
    return {
        name: Box(_on(x, left, right), _on(y, low, high), w, h)
        for name, x, y, (w, h) in zip(names, across, along, sizes, strict=True)
    }


def _circle(count: int) -> tuple[list[float], list[float]]:
    """Return the coordinates of points on a circle, clockwise, stretched to reach -1 and 1."""
    # Four in the corners: a frame is wide, and so are labels.
    first = math.pi * (3 / 4 if count == 4 else 1)
    turns = [first - 2 * math.pi * k / count for k in range(count)]
    found: list[list[float]] = []
    for function in (math.cos, math.sin):
        values = [round(function(turn), 9) for turn in turns]
        low, high = min(values), max(values)
        found.append([2 * (v - low) / (high - low) - 1 if high > low else 0.0 for v in values])
    return found[0], found[1]


def _on(share: float, low: float, high: float) -> float:
    """Return the place at a share between -1 and 1 of a range, its middle if there is no room."""
    return (low + high) / 2 + share * max(high - low, 0.0) / 2


def upper(height: float) -> bool:
    """Return whether a state at that height of the circle has its loops above it."""
    return height >= -1e-6


def curves(
    steps: Sequence[tuple[str, str]], boxes: Mapping[str, Box], middle: Place
) -> list[Curve]:
    """Return the curves of the steps: parallel ones apart, those to the same state as loops.

    Parameters
    ----------
    steps : sequence of pairs of names
    boxes : mapping name -> Box
    middle : pair
        Loops point away from it.
    """
    pairs: dict[tuple[str, ...], list[int]] = {}
    for k, (start, end) in enumerate(steps):
        pairs.setdefault(tuple(sorted((start, end))), []).append(k)
    found: dict[int, Curve] = {}
    for members in pairs.values():
        # Those that go the same way lie side by side.
        ordered = sorted(members, key=lambda k: (steps[k][0] > steps[k][1], k))
        for lane, k in enumerate(ordered):
            start, end = (boxes[name] for name in steps[k])
            shift = lane - (len(ordered) - 1) / 2
            if start is end:
                found[k] = _loop(start, shift, middle)
            elif len(ordered) == 1:
                others = [box for box in boxes.values() if box not in (start, end)]
                found[k] = _around(start, end, others)
            else:
                # Seen from the other end the lanes are mirrored.
                turned = -1 if steps[k][0] > steps[k][1] else 1
                found[k] = _between(start, end, turned * shift * _LANE)
    return [found[k] for k in range(len(steps))]


def _around(start: Box, end: Box, others: Sequence[Box]) -> Curve:
    """Return the curve between two boxes that bends no more than the boxes in its way ask for."""
    tried = [_between(start, end, bend) for bend in _BENDS]
    hidden = [sum(_inside(box, p) for box in others for p in curve.points) for curve in tried]
    return tried[min(range(len(tried)), key=lambda k: hidden[k])]


def _between(start: Box, end: Box, shift: float) -> Curve:
    """Return a curve between two boxes that passes beside the straight line by a distance."""
    length = math.hypot(end.x - start.x, end.y - start.y) or 1.0
    shift *= 1 + _WIDER * length / _LANE
    across = (-(end.y - start.y) / length, (end.x - start.x) / length)
    near = min(_ENDS * abs(shift), 0.4 * min(start.height, end.height)) * math.copysign(1, shift)

    def moved(x: float, y: float, by: float) -> Place:
        return x + across[0] * by, y + across[1] * by

    first, last = moved(start.x, start.y, near), moved(end.x, end.y, near)
    control = moved((start.x + end.x) / 2, (start.y + end.y) / 2, 2 * shift - near)
    line = [_bezier((first, control, last), k / _SAMPLES) for k in range(_SAMPLES + 1)]
    outside = [p for p in line if not (_inside(start, p) or _inside(end, p))]
    return Curve(tuple(outside or line), loop=False)


def _loop(box: Box, shift: float, middle: Place) -> Curve:
    """Return a loop above or below a box, towards its outer side."""
    up = 1.0 if upper(box.y - middle[1]) else -1.0
    side = 0.0 if abs(box.x - middle[0]) < 1 else math.copysign(1.0, box.x - middle[0])
    x = box.x + side * min(0.22 * box.width, 14) + 27 * shift
    y = box.y + up * box.height / 2
    rise = LOOP * 4 / 3  # a cubic curve reaches three quarters of the height of its handles
    handles = ((x - 5, y), (x - 13, y + up * rise), (x + 13, y + up * rise), (x + 5, y))
    line = [_bezier(handles, k / 48) for k in range(49)]
    return Curve(tuple(line if side >= 0 else line[::-1]), loop=True)


def _bezier(handles: Sequence[Place], t: float) -> Place:
    points: list[Place] = list(handles)
    while len(points) > 1:
        points = [((1 - t) * a + t * c, (1 - t) * b + t * d) for (a, b), (c, d) in pairwise(points)]
    return points[0]


def _inside(box: Box, place: Place) -> bool:
    across, along = abs(place[0] - box.x), abs(place[1] - box.y)
    return across < box.width / 2 and along < box.height / 2


def label_places(
    drawn: Sequence[Curve],
    sizes: Sequence[tuple[float, float] | None],
    boxes: Sequence[Box],
    frame: Box,
) -> list[Place | None]:
    """Return the centre of each label: on its curve, and as far as may be on nothing else.

    Parameters
    ----------
    drawn : sequence of Curve
    sizes : sequence of pairs or None
        Width and height of the label of each curve; None if it has none.
    boxes : sequence of Box
        States.
    frame : Box
        Labels stay inside it if there is room.

    Notes
    -----
    Greedy, then each label again twice, given the others: O(labels * (labels + points)).
    """
    placed: dict[int, Box] = {}
    for _ in range(3):
        for k, size in enumerate(sizes):
            if size is not None:
                # The others lie still while this one looks for its place.
                others = [*boxes, *(box for j, box in placed.items() if j != k)]
                lines = [p for j, c in enumerate(drawn) if j != k for p in c.points[::4]]
                placed[k] = _best(drawn[k], _candidates(drawn[k], size), others, lines, frame)
    return [(placed[k].x, placed[k].y) if k in placed else None for k in range(len(drawn))]


def _candidates(curve: Curve, size: tuple[float, float]) -> list[Box]:
    if not curve.loop:
        chosen = [curve.points[round(share * (len(curve.points) - 1))] for share in _SHARES]
        beside = _beside(curve, size)
        return [Box(*place, *size) for place in [*chosen, *beside]]
    x, y = curve.points[len(curve.points) // 2]
    away = math.copysign(size[1] / 2 + 1, y - curve.points[0][1])
    moves = (0.0, *(s * part * size[0] for part in (0.2, 0.4, 0.5) for s in (1, -1)))
    return [Box(x + move, y + away, *size) for move in moves]


def _beside(curve: Curve, size: tuple[float, float]) -> list[Place]:
    """Return places on both sides of the middle of a curve, for labels that would cover it."""
    count = len(curve.points)
    (a, b), (x, y), (c, d) = (curve.points[k] for k in (0, count // 2, count - 1))
    length = math.hypot(c - a, d - b) or 1.0
    across = (-(d - b) / length, (c - a) / length)
    # As far as the box reaches in that direction.
    reach = (abs(across[0]) * size[0] + abs(across[1]) * size[1]) / 2 + 1.5
    return [(x + s * reach * across[0], y + s * reach * across[1]) for s in (1, -1)]


def _best(
    curve: Curve,
    candidates: Sequence[Box],
    others: Sequence[Box],
    lines: Sequence[Place],
    frame: Box,
) -> Box:
    """Return the box that hides least: of others, of the frame, of lines, of its own curve."""
    tip = () if curve.loop else curve.points[-12:]

    def cost(rank: int) -> float:
        box = candidates[rank]
        area = box.width * box.height
        hidden = sum(box.overlap(other) for other in others) / area
        outside = 1 - box.overlap(frame) / area
        crossed = sum(_inside(box, p) for p in (*lines, *tip))
        covered = sum(_inside(box, p) for p in curve.points) > len(curve.points) / 2
        return 100 * (hidden + outside) + 2 * crossed + 20 * covered + 0.1 * rank

    return candidates[min(range(len(candidates)), key=cost)]
