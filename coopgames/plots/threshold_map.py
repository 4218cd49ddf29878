"""Figure: how much noise and how many dimensions a sanction bears, and where the activities are."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from coopgames.institutions import Activity, Arrangement, Case
from coopgames.plots.labels import plain
from coopgames.plots.placing import anchors_in_points, below, place_labels, when_laid_out
from coopgames.plots.saving import new_axes
from coopgames.plots.style import COLOURS, INK, style
from coopgames.plots.threshold_boundary import BEYOND, threshold_map_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_threshold_map", "plot_threshold_map"]

_LINES = (
    ("blue", "-"),
    ("vermilion", (0, (5, 1.5))),
    ("green", (0, (1, 1.2))),
    ("purple", (0, (5, 1.2, 1, 1.2))),
    ("black", (0, (8, 2, 1, 2, 1, 2))),
)
_LEADER = {"arrowstyle": "-", "linewidth": 0.6, "color": INK, "shrinkA": 0, "shrinkB": 0}
_MARK = 9.0  # points across the circle that holds a letter


def plot_threshold_map(
    activities: Case | Sequence[Activity],
    arrangement: Arrangement,
    discount_factor: object,
    ax: Axes | None = None,
    *,
    lags: Sequence[int] | None = None,
    proximity: object = None,
    noise: tuple[object, object] = ("1/8", 8),
    dimensions: int = 12,
    period: str = "period",
) -> Axes:
    """Draw how much noise each number of dimensions bears before effort is no longer sustained.

    Parameters
    ----------
    activities, arrangement, discount_factor, lags, proximity, noise, dimensions
        As in :func:`threshold_map_rows`.
    ax : Axes, optional
    period : str
        What a period is, for the legend.

    Returns
    -------
    Axes
    """
    rows = threshold_map_rows(
        activities,
        arrangement,
        discount_factor,
        lags=lags,
        proximity=proximity,
        noise=noise,
        dimensions=dimensions,
    )
    return draw_threshold_map(rows, ax, period=period)


def draw_threshold_map(
    rows: Sequence[Mapping[str, str]], ax: Axes | None = None, *, period: str = "period"
) -> Axes:
    """Draw the rows of :func:`threshold_map_rows`."""
    with style():
        return _draw(rows, ax or new_axes(3.15, 4.2), period)


def _draw(rows: Sequence[Mapping[str, str]], ax: Axes, period: str) -> Axes:
    corners = [_place(row) for row in rows if row["kind"] == "corner"]
    _scales(ax, corners)
    boundaries: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        if row["kind"] == "boundary":
            boundaries.setdefault(row["lag"], []).append(row)
    for (colour, line), (lag, own) in zip(_LINES, boundaries.items(), strict=False):
        _line(ax, own, corners, colour, line, f"lag of {lag} {period}{'s' * (lag != '1')}")
    placed = [row for row in rows if row["kind"] == "activity"]
    when_laid_out(lambda: _letters(ax, placed))
    ax.set_xlabel("noise σ")
    ax.set_ylabel("dimensions d")
    ax.set_title(_title(rows[0]))
    _legend(ax, placed, rows[0])
    return ax


def _title(row: Mapping[str, str]) -> str:
    from textwrap import wrap

    return "\n".join(wrap(plain(f"{row['column']}, π = {row['proximity']}"), 36))


def _place(row: Mapping[str, str]) -> tuple[float, float]:
    return float(Fraction(row["noise"])), float(row["dimensions"])


def _scales(ax: Axes, corners: Sequence[tuple[float, float]]) -> None:
    from matplotlib.ticker import FixedFormatter, FixedLocator

    (least, _), (most, dimensions) = corners
    ax.set_xscale("log", base=2)
    ax.set_yscale("log", base=2)
    ax.set_xlim(least, most)
    # Below 1 there is nothing; the room is for what stands on the lowest line.
    ax.set_ylim(0.72, dimensions * 1.06)
    ticks = [2.0**k for k in range(-8, 13) if least <= 2.0**k * 1.0001 and 2.0**k <= most * 1.0001]
    ticks = ticks[:: max(1, -(-len(ticks) // 6))]
    names = [f"1/{round(1 / x)}" if x < 1 else f"{x:g}" for x in ticks]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_major_formatter(FixedFormatter(names))
    ax.xaxis.set_minor_locator(FixedLocator([]))
    steps = [x for x in (1, 2, 3, 6, 12, 24, 48, 96) if x <= dimensions]
    ax.yaxis.set_major_locator(FixedLocator(steps))
    ax.yaxis.set_major_formatter(FixedFormatter([str(x) for x in steps]))
    ax.yaxis.set_minor_locator(FixedLocator([]))


def _line(
    ax: Axes,
    rows: Sequence[Mapping[str, str]],
    corners: Sequence[tuple[float, float]],
    colour: str,
    line: object,
    label: str,
) -> None:
    """Draw a boundary and shade what lies to its left: it is sustained there."""
    (least, _), (most, _) = corners
    noise = [min(max(float(row["noise"]), least / BEYOND), most * BEYOND) for row in rows]
    number = [float(row["dimensions"]) for row in rows]
    if min(noise) > most:
        label += ": beyond the map"
    elif max(noise) < least:
        label += ": nowhere on the map"
    ax.fill_betweenx(number, [least] * len(noise), noise, color=COLOURS["sky"], alpha=0.14, lw=0)
    ax.plot(
        noise,
        number,
        color=COLOURS[colour],
        linestyle=line,  # pyright: ignore[reportArgumentType]
        linewidth=1.6,
        label=label,
        zorder=3,
    )


def _letters(ax: Axes, rows: Sequence[Mapping[str, str]]) -> None:
    """Put one letter for each group of activities beside its place, clear of the others."""
    groups = {row["letter"]: row for row in rows}
    places = {letter: _place(row) for letter, row in groups.items()}
    crowded = [x for x, p in places.items() if list(places.values()).count(p) > 1]
    offsets = dict.fromkeys(places, (0.0, 0.0))  # on its place if that is its own
    if crowded:
        others = [x for x in places if x not in crowded]
        anchors, frame = anchors_in_points(ax, [places[x] for x in (*crowded, *others)])
        found = place_labels(
            anchors[: len(crowded)],
            [(_MARK + 1.5, _MARK + 1.5)] * len(crowded),
            frame,
            gap=4,
            obstacles=anchors[len(crowded) :],
        )
        offsets |= dict(zip(crowded, found, strict=True))
    for letter, row in groups.items():
        holds = row["verdict"] == "sustained"
        note = ax.annotate(
            letter,
            places[letter],
            xytext=offsets[letter],
            textcoords="offset points",
            ha="center",
            va="center_baseline",
            fontsize=6.5,
            fontweight="bold",
            color="white" if holds else INK,
            zorder=6,
            bbox={
                "boxstyle": "circle,pad=0.16",
                "facecolor": INK if holds else "white",
                "edgecolor": INK,
                "linewidth": 0.8,
            },
            arrowprops=_LEADER if letter in crowded else None,
        )
        note.set_in_layout(False)
        if letter in crowded:
            ax.plot(*places[letter], marker=".", markersize=4, color=INK, zorder=5)


def _legend(ax: Axes, placed: Sequence[Mapping[str, str]], first: Mapping[str, str]) -> None:
    from textwrap import wrap

    from matplotlib.lines import Line2D

    handles, names = ax.get_legend_handles_labels()
    for face, word in ((INK, "sustained"), ("white", "not sustained")):
        handles.append(
            Line2D(
                [],
                [],
                linestyle="none",
                marker="o",
                markersize=6.5,
                markerfacecolor=face,
                markeredgecolor=INK,
                markeredgewidth=0.8,
            )
        )
        names.append(f"activity, {word} at its own lag")
    groups: dict[str, list[Mapping[str, str]]] = {}
    for row in sorted(placed, key=lambda row: row["letter"]):
        groups.setdefault(row["letter"], []).append(row)
    for letter, own in groups.items():
        handles.append(
            Line2D(
                [],
                [],
                linestyle="none",
                marker=rf"$\mathbf{{{letter}}}$",
                markersize=5.5,
                color=INK,
                markeredgewidth=0,
            )
        )
        listed = ", ".join(row["activity"].replace("_", " ") for row in own)
        names.append("\n".join(wrap(f"{listed} (lag {own[0]['lag']})", 44)))
    ax.legend(
        handles,
        names,
        title=f"Sustained to the left of a line, at a discount factor\n"
        f"of {first['discount_factor']}; π: how often a sanctioner sees the act",
        title_fontsize=7,
        fontsize=7,
        alignment="left",
        handlelength=2.4,
        **below(ax, 32, left=-0.14),
    )
