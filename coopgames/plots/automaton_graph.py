"""Figure: the states of an automaton, what each prescribes, and what leads from one to another."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coopgames.games import Automaton, StageGame
from coopgames.plots.automaton_graph_layout import (
    ARROW,
    Curve,
    curves,
    label_places,
    node_places,
)
from coopgames.plots.automaton_graph_rows import ALWAYS, automaton_rows
from coopgames.plots.labels import plain
from coopgames.plots.placing import Box, anchors_in_points, below, text_size, when_laid_out
from coopgames.plots.saving import new_axes
from coopgames.plots.style import COLOURS, INK, PAPER, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["automaton_rows", "draw_automaton", "plot_automaton"]

_FEW = 8  # with more states than these the text is smaller
_SPELT = 4  # with more labelled steps than these the names of actions are cut
_LONG = 14  # letters in a label for which a column is narrow
_HEAD = (6.0, 2.3)  # length and half the width of an arrow head, in points
_LOOKS: dict[str, dict[str, Any]] = {
    "yes": {"color": COLOURS["blue"], "linestyle": "-", "linewidth": 1.4},
    "no": {"color": COLOURS["vermilion"], "linestyle": (0, (3, 1.6)), "linewidth": 1.1},
}
_MEANING = {"yes": "all do as prescribed", "no": "somebody deviates"}


def plot_automaton(stage: StageGame, automaton: Automaton, ax: Axes | None = None) -> Axes:
    """Draw an automaton: its states, what each prescribes, and the steps between them.

    The start has an arrow from nowhere. A solid step is taken if all do as prescribed, or whatever
    they do if it is labelled "always"; a dashed one after the deviations in its label.

    Parameters
    ----------
    stage : StageGame
        The game that the automaton is for.
    automaton : Automaton
        Up to eight states are easily read; at most 16 are drawn.
    ax : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    UnsupportedGameError
        If there are more than 16 states.
    InvalidGameError
        If the automaton does not fit the game.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> ax = plot_automaton(pd, grim_trigger(pd, (0, 0), (1, 1)))
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['all do as prescribed', 'somebody deviates']
    """
    return draw_automaton(automaton_rows(stage, automaton), ax)


def draw_automaton(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows of :func:`automaton_rows`."""
    with style():
        return _draw(rows, ax or new_axes(*_size(rows)))


def _size(rows: Sequence[Mapping[str, str]]) -> tuple[float, float]:
    """Return the size of a figure in inches that has room for all words."""
    states = sum(row["kind"] == "state" for row in rows)
    words = max(len(row["short"]) for row in rows if row["kind"] == "step")
    if states > _FEW:
        return 6.3, 6.3
    if states > 4 or (states > 3 and words > _LONG):
        return 4.6, 4.3
    return 3.15, 1.5 if states < 3 else 3.3


def _draw(rows: Sequence[Mapping[str, str]], ax: Axes) -> Axes:
    steps = [row for row in rows if row["kind"] == "step"]
    labelled = [row for row in steps if _label(row, "label")]
    named = any(_label(row, "label") != _label(row, "short") for row in labelled)
    cut = named and len(labelled) > _SPELT
    ax.set_axis_off()
    _legend(ax, rows, steps, cut)
    # Only when the legend has taken its room is it known how much there is.
    when_laid_out(lambda: _graph(ax, rows, steps, "short" if cut else "label"))
    return ax


def _label(step: Mapping[str, str], key: str) -> str:
    """Return what is written at a step: nothing at one that says what its state prescribes."""
    said = step["obeys"] == "yes" and step["label"] != ALWAYS
    return "" if said else plain("\n".join(textwrap.wrap(step[key], 18)))


def _graph(
    ax: Axes, rows: Sequence[Mapping[str, str]], steps: Sequence[Mapping[str, str]], key: str
) -> None:
    _, frame = anchors_in_points(ax, [])
    ax.set_xlim(0, frame.width)
    ax.set_ylim(0, frame.height)
    states = [row for row in rows if row["kind"] == "state"]
    first = next(k for k, row in enumerate(states) if row["start"] == "yes")
    states = [*states[first:], *states[:first]]
    font = 7.0 if len(states) <= _FEW else 5.5
    texts = [_state_text(row) for row in states]
    sizes = [_state_size(*text, font) for text in texts]
    loops = {row["state"] for row in steps if row["state"] == row["to"]}
    names = [row["state"] for row in states]
    inside = (frame.width, frame.height)
    boxes = node_places(names, sizes, [name in loops for name in names], inside)
    middle = sum(box.y for box in boxes.values()) / len(boxes)
    ends = [(row["state"], row["to"]) for row in steps]
    drawn = curves(ends, boxes, ((frame.width + ARROW) / 2, middle))
    for step, curve in zip(steps, drawn, strict=True):
        _arrow(ax, curve, _LOOKS[step["obeys"]])
    _from_nowhere(ax, boxes[names[0]])
    for (title, profile), box in zip(texts, boxes.values(), strict=True):
        _state(ax, title, profile, box, font)
    around = Box(frame.width / 2, frame.height / 2, *inside)
    _words(ax, [_label(step, key) for step in steps], drawn, list(boxes.values()), around, font - 1)


def _state_text(row: Mapping[str, str]) -> tuple[str, str]:
    title = "\n".join(textwrap.wrap(row["state"], 18)) or row["state"]
    return plain(title), plain("\n".join(textwrap.wrap(row["label"], 24)))


def _state_size(title: str, profile: str, font: float) -> tuple[float, float]:
    # Bold letters are some eighth wider than those that are measured.
    (a, b), (c, d) = text_size(title, font), text_size(profile, font - 1)
    return max(1.13 * a, c) + 8, b + d + 4


def _state(ax: Axes, title: str, profile: str, box: Box, font: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    ax.add_patch(
        FancyBboxPatch(
            (box.x - box.width / 2, box.y - box.height / 2),
            box.width,
            box.height,
            boxstyle="round,pad=0,rounding_size=5",
            facecolor="#EFEFEF",
            edgecolor=INK,
            linewidth=0.8,
            zorder=4,
        )
    )
    looks: dict[str, Any] = {"ha": "center", "color": INK, "zorder": 5, "linespacing": 1.1}
    split = box.y - box.height / 2 + 2 + text_size(profile, font - 1)[1]
    notes = [
        ax.text(box.x, split, title, va="bottom", fontsize=font, fontweight="bold", **looks),
        ax.text(box.x, split - 1, profile, va="top", fontsize=font - 1, **looks),
    ]
    for note in notes:
        note.set_in_layout(False)  # or the axes would shrink, and the places be wrong


def _arrow(ax: Axes, curve: Curve, looks: Mapping[str, Any]) -> None:
    """Draw a curve, and its head at the end."""
    from matplotlib.patches import Polygon

    tip = curve.points[-1]
    length, half = _HEAD
    body = [p for p in curve.points if math.dist(p, tip) >= length * 0.8] or [curve.points[0]]
    foot = body[-1]
    far = math.dist(foot, tip) or 1.0
    along = ((tip[0] - foot[0]) / far, (tip[1] - foot[1]) / far)
    base = tip[0] - length * along[0], tip[1] - length * along[1]
    ax.plot([x for x, _ in body], [y for _, y in body], zorder=2, **looks)
    sides = [(base[0] - s * half * along[1], base[1] + s * half * along[0]) for s in (1, -1)]
    ax.add_patch(Polygon([tip, *sides], facecolor=looks["color"], edgecolor="none", zorder=3))


def _from_nowhere(ax: Axes, box: Box) -> None:
    left = box.x - box.width / 2
    points = tuple((left - ARROW + ARROW * k / 8, box.y) for k in range(9))
    _arrow(ax, Curve(points, loop=False), {"color": INK, "linestyle": "-", "linewidth": 1.0})


def _words(
    ax: Axes,
    texts: Sequence[str],
    drawn: Sequence[Curve],
    boxes: Sequence[Box],
    frame: Box,
    font: float,
) -> None:
    sizes: list[tuple[float, float] | None] = []
    for text in texts:
        width, height = text_size(text, font)
        sizes.append((width + 3, height + 1) if text else None)
    for text, place in zip(texts, label_places(drawn, sizes, boxes, frame), strict=True):
        if place is not None:
            note = ax.text(
                *place,
                text,
                ha="center",
                va="center_baseline",
                fontsize=font,
                color=INK,
                zorder=6,
                bbox={"boxstyle": "square,pad=0.12", "facecolor": PAPER, "edgecolor": "none"},
            )
            note.set_in_layout(False)


def _legend(
    ax: Axes, rows: Sequence[Mapping[str, str]], steps: Sequence[Mapping[str, str]], cut: bool
) -> None:
    from matplotlib.lines import Line2D

    used = {step["obeys"] for step in steps}
    handles = [
        Line2D([], [], label=words, **_LOOKS[key]) for key, words in _MEANING.items() if key in used
    ]
    actions = [(row["short"], row["label"]) for row in rows if row["kind"] == "action"]
    keys = [f"{short}: {plain(label)}" for short, label in actions if short != label]
    ax.legend(
        handles=handles,
        title="\n".join(textwrap.wrap(", ".join(keys), 60)) if cut and keys else None,
        title_fontsize=7,
        fontsize=7,
        alignment="left",
        handlelength=2.6,
        ncols=2,
        **below(ax, 4),
    )
