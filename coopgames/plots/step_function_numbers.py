"""The numbers in a figure of step functions: critical discount factors, and values at the steps."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from coopgames.plots.labels import short
from coopgames.plots.placing import anchors_in_points, place_labels, text_size
from coopgames.plots.style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

__all__ = ["Piece", "value_text", "write_numbers"]

Piece: TypeAlias = tuple[Fraction, Fraction, Fraction]  # from, to, height

_FONT = 6.5
_APART = 8.0  # points between critical discount factors
_RISE = 6.0  # points of the lines that lead to them
_LONG = 9  # longer fractions are shown as decimals
_VALUED = 12  # of more pieces than these the values are left out


def value_text(value: Fraction) -> str:
    """Return a fraction, or a decimal if it is long.

    Examples
    --------
    >>> value_text(Fraction(1, 7)), value_text(Fraction(12345, 67891))
    ('1/7', '0.18184')
    """
    return str(value) if len(str(value)) <= _LONG else f"{float(value):.5f}"


def write_numbers(ax: Axes, pieces: Sequence[Piece]) -> None:
    """Write what is exact: where the pieces begin, above the axes, and their values beside them."""
    _critical(ax, sorted({start for start, _, _ in pieces}))
    if len(pieces) <= _VALUED:
        _values(ax, pieces)


def _critical(ax: Axes, jumps: Sequence[Fraction]) -> None:
    """Write the critical discount factors above the axes, moved apart where they are close."""
    exact, frame = anchors_in_points(ax, [(float(x), 0.0) for x in jumps])
    # If there is no room for all, those that come too soon after another are left out.
    room = len(jumps) * _APART <= frame.width
    kept = list(range(len(jumps))) if room else _thinned([x for x, _ in exact])
    places = _apart([exact[k][0] for k in kept], frame.x + frame.width / 2)
    above = ax.secondary_xaxis("top")  # the title of the axes goes above its labels
    above.set_xticks([float(jumps[k]) for k in kept], [value_text(jumps[k]) for k in kept])
    above.tick_params(rotation=90, labelsize=_FONT, labelcolor=INK, length=0, pad=_RISE + 1)
    for k, place, tick in zip(kept, places, above.get_xticklabels(), strict=True):
        x, shift = float(jumps[k]), round(place - exact[k][0], 3)
        ax.axvline(x, color=INK, linewidth=0.5, linestyle=(0, (1, 3)), zorder=1)
        tick.set_transform(tick.get_transform() + _aside(ax, shift))
        _leader(ax, x, shift)


def _aside(ax: Axes, shift: float) -> Transform:
    from matplotlib.transforms import ScaledTranslation

    figure = ax.get_figure(root=True)
    assert figure is not None
    return ScaledTranslation(shift / 72, 0, figure.dpi_scale_trans)


def _leader(ax: Axes, x: float, shift: float) -> None:
    """Draw the line from the upper end of the axes to a number above it."""
    line = ax.annotate(
        "",
        (x, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(shift, _RISE),
        textcoords="offset points",
        arrowprops={"arrowstyle": "-", "linewidth": 0.5, "shrinkA": 0, "shrinkB": 0, "color": INK},
    )
    line.set_in_layout(False)


def _thinned(places: Sequence[float]) -> list[int]:
    kept: list[int] = []
    for k, place in enumerate(places):
        if not kept or place - places[kept[-1]] > _APART:
            kept.append(k)
    return kept


def _apart(places: Sequence[float], last: float) -> list[float]:
    """Return ascending places that keep a distance, as near to the given ones as they come.

    Places that are too close form a block around the mean of what they want.
    """
    blocks: list[list[float]] = []  # of each block what its first place would like, per member
    for k, place in enumerate(places):
        blocks.append([min(place, last) - k * _APART])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            tail = blocks.pop()
            blocks[-1] += tail
    moved = [_mean(block) for block in blocks for _ in block]
    return [first + k * _APART for k, first in enumerate(moved)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _values(ax: Axes, pieces: Sequence[Piece]) -> None:
    """Write the value of each piece beside its beginning."""
    places = list(dict.fromkeys((float(start), float(y)) for start, _, y in pieces))
    texts = [short(Fraction(y).limit_denominator(10**6)) for _, y in places]
    lines = [
        (float(a + (b - a) * Fraction(k, 24)), float(y)) for a, b, y in pieces for k in range(25)
    ]
    anchors, frame = anchors_in_points(ax, [*places, *lines])
    offsets = place_labels(
        anchors[: len(places)],
        [text_size(text, _FONT) for text in texts],
        frame,
        gap=3.5,
        obstacles=anchors[len(places) :],
    )
    for place, text, offset in zip(places, texts, offsets, strict=True):
        note = ax.annotate(
            text.replace("-", "−"),
            place,
            xytext=offset,
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=_FONT,
            color=INK,
            zorder=5,
        )
        note.set_in_layout(False)  # or the axes would shrink, and the places be wrong
