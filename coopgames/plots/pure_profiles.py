"""The payoffs of pure action profiles in a figure: points, and names that lie on nothing."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from coopgames.plots.labels import plain
from coopgames.plots.payoff_set_stack import Place, place_of
from coopgames.plots.placing import anchors_in_points, place_labels, text_size
from coopgames.plots.style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["mark_profiles", "name_profiles"]

_FONT = 7.0


def mark_profiles(ax: Axes, rows: Sequence[Mapping[str, str]]) -> None:
    """Put a point at the payoffs of each profile."""
    ax.plot(
        [place_of(row)[0] for row in rows],
        [place_of(row)[1] for row in rows],
        linestyle="none",
        marker="o",
        markersize=4.2,
        color=INK,
        label="pure profiles",
        zorder=5,
    )


def name_profiles(
    ax: Axes, rows: Sequence[Mapping[str, str]], lines: Sequence[Place], gap: float
) -> None:
    """Write the actions of each profile; those with the same payoffs share a label."""
    labels: dict[Place, list[str]] = {}
    for row in rows:
        labels.setdefault(place_of(row), []).append(plain(row["label"]))
    places = list(labels)
    texts = ["\n".join(names) for names in labels.values()]
    anchors, frame = anchors_in_points(ax, [*places, *lines])
    anchors, sides = anchors[: len(places)], anchors[len(places) :]
    middle = [sum(p[i] for p in anchors) / len(anchors) for i in range(2)]
    offsets = place_labels(
        anchors,
        [text_size(text, _FONT) for text in texts],
        frame,
        gap=gap if len(places) > 1 else 8.0,  # a set of one point has a mark of its own
        away_from=(round(middle[0], 6), round(middle[1], 6)),
        obstacles=sides,
    )
    for place, text, offset in zip(places, texts, offsets, strict=True):
        note = ax.annotate(
            text,
            place,
            xytext=offset,
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=_FONT,
            color=INK,
            zorder=6,
            bbox={
                "boxstyle": "round,pad=0.1",
                "facecolor": "white",
                "edgecolor": "none",
                "alpha": 0.75,
            },
        )
        note.set_in_layout(False)  # or the axes would shrink, and the places be wrong
