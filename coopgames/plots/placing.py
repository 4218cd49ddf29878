"""Where labels go, so that none lies on another, on a point or outside the axes.

Sizes are measured on the outlines of the font that comes with matplotlib, not on a canvas: the same
places come out wherever the figure is drawn.
"""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "Box",
    "anchors_in_points",
    "below",
    "laid_out_later",
    "place_labels",
    "text_size",
    "when_laid_out",
]

_STEPS = 16  # directions that are tried around a point
_RINGS = (1.0, 1.8, 2.8)  # and distances, in gaps


_waiting: ContextVar[list[Callable[[], None]] | None] = ContextVar("_waiting", default=None)


def when_laid_out(place: Callable[[], None]) -> None:
    """Place labels: at once, or at the end of the block of :func:`laid_out_later` if in one."""
    waiting = _waiting.get()
    if waiting is None:
        place()
    else:
        waiting.append(place)


@contextmanager
def laid_out_later() -> Generator[None]:
    """Put off the placing of labels: the panels of one figure do not know their sizes before.

    Examples
    --------
    >>> done = []
    >>> with laid_out_later():
    ...     when_laid_out(lambda: done.append("placed"))
    ...     len(done)
    0
    >>> done
    ['placed']
    """
    waiting: list[Callable[[], None]] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for place in waiting:
        place()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its centre and its size, in points."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: Box) -> float:
        """Return the area that two boxes share."""
        across = (self.width + other.width) / 2 - abs(self.x - other.x)
        along = (self.height + other.height) / 2 - abs(self.y - other.y)
        # One inside the other shares no more than the smaller is wide and high.
        across = min(across, self.width, other.width)
        along = min(along, self.height, other.height)
        return max(across, 0.0) * max(along, 0.0)


def below(ax: Axes, points: float, left: float = 0.0) -> dict[str, Any]:
    """Return the arguments that put the top of a legend so many points below the axes."""
    from matplotlib.transforms import ScaledTranslation

    figure = ax.get_figure(root=True)
    assert figure is not None
    down = ScaledTranslation(0, -points / 72, figure.dpi_scale_trans)
    place = {"bbox_to_anchor": (left, 0.0), "bbox_transform": ax.transAxes + down}
    return {**place, "loc": "upper right" if left > 0.5 else "upper left", "borderaxespad": 0}


def text_size(text: str, size: float) -> tuple[float, float]:
    """Return width and height in points of a text of one or more lines."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    font = FontProperties(family="DejaVu Sans", size=size)
    lines = text.split("\n")
    width = max(
        TextPath((0, 0), line, prop=font).get_extents().width if line else 0.0 for line in lines
    )
    return float(width), 1.25 * size * len(lines)


def anchors_in_points(
    ax: Axes, points: Sequence[tuple[float, float]]
) -> tuple[list[tuple[float, float]], Box]:
    """Return where data points lie, in points, and the box of the axes, once it is laid out."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    scale = 72 / figure.dpi
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is too little room is said when it is drawn
        figure.draw_without_rendering()  # settles the layout: tick labels and legends take room
    shown = [ax.transData.transform(p) * scale for p in points]
    frame = ax.bbox
    x, y = (frame.x0 + frame.x1) / 2 * scale, (frame.y0 + frame.y1) / 2 * scale
    inside = Box(x, y, frame.width * scale, frame.height * scale)
    return [(float(a), float(b)) for a, b in shown], inside


def place_labels(
    anchors: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    frame: Box,
    *,
    gap: float = 6.0,
    away_from: tuple[float, float] | None = None,
    obstacles: Sequence[tuple[float, float]] = (),
) -> list[tuple[float, float]]:
    """Return the offset of the centre of each label from its point.

    Parameters
    ----------
    anchors, sizes : sequences of pairs
        Points, and widths and heights of their labels; all in points.
    frame : Box
        Labels stay inside it if there is room.
    gap : float
        Clearance between a point and its label.
    away_from : pair, optional
        A place, such as the middle of a set, from which labels point away if they can; upwards by
        default.
    obstacles : sequence of pairs, optional
        Further places that are better left free, such as points along a line.

    Notes
    -----
    Greedy: each label takes the free place with the least overlap, O(labels squared).

    Examples
    --------
    >>> place_labels([(0.0, 0.0)], [(20.0, 10.0)], Box(0, 0, 100, 100))
    [(0.0, 11.0)]
    """
    taken = [Box(x, y, gap, gap) for x, y in anchors]
    lines = [Box(x, y, 3, 3) for x, y in obstacles]
    offsets: list[tuple[float, float]] = []
    for (x, y), (width, height) in zip(anchors, sizes, strict=True):
        first = math.pi / 2
        if away_from is not None and (x, y) != away_from:
            first = math.atan2(y - away_from[1], x - away_from[0])
        best: tuple[float, Box] | None = None
        for turn, ring in ((k, r) for r in _RINGS for k in _turns()):
            angle = first + turn
            box = _beside(x, y, width, height, angle, gap * ring)
            # A label that is turned further from the way it should point is a little worse.
            cost = 5 * sum(box.overlap(other) for other in taken) + _outside(box, frame)
            cost += sum(box.overlap(other) for other in lines)
            cost += 0.01 * width * height * (abs(turn) / math.pi + ring)
            if best is None or cost < best[0] - 1e-9:
                best = cost, box
        assert best is not None
        taken.append(best[1])
        offsets.append((round(best[1].x - x, 3) + 0.0, round(best[1].y - y, 3) + 0.0))
    return offsets


def _turns() -> list[float]:
    """Return angles from the first choice on, alternating to both sides."""
    half = _STEPS // 2
    return [0.0, *(s * math.pi * k / half for k in range(1, half) for s in (1, -1)), math.pi]


def _beside(x: float, y: float, width: float, height: float, angle: float, gap: float) -> Box:
    """Return the box of a label that touches, in a direction, the clearance around its point."""
    across, along = math.cos(angle), math.sin(angle)
    # Go until one of the sides clears the point: nearer than half the diagonal if the way is steep.
    reach = min(
        (width / 2 + gap) / max(abs(across), 1e-9), (height / 2 + gap) / max(abs(along), 1e-9)
    )
    return Box(x + reach * across, y + reach * along, width, height)


def _outside(box: Box, frame: Box) -> float:
    """Return the area of a label outside the frame, weighed like an overlap with a label."""
    return 5 * (box.width * box.height - box.overlap(frame))
