"""Figure: activities by arrangements, each cell with its verdict and its threshold."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coopgames.plots.labels import threshold_text
from coopgames.plots.looks import VERDICT_LOOKS
from coopgames.plots.saving import new_axes
from coopgames.plots.style import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from coopgames.verdicts import Judgement

__all__ = ["draw_verdict_grid", "plot_verdict_grid", "verdict_grid_rows"]

Row = dict[str, str]
_HEAD, _SIDE = 19, 38  # characters in a line of the title of a column, of a row
_LINE = 0.14  # inches of one more line


def verdict_grid_rows(
    verdicts: Sequence[Judgement], applicable: Mapping[str, str] | None = None
) -> list[Row]:
    """Return what the figure shows, one row per cell.

    Parameters
    ----------
    verdicts : sequence of Judgement
    applicable : mapping of activity name to arrangement name, optional
        The cells to be framed: the arrangement that applies to each activity.
    """
    own = applicable or {}
    return [
        {
            "activity": v.activity.name,
            "title": v.activity.label,
            "observed": v.activity.observed,
            "arrangement": v.arrangement.name,
            "column": v.arrangement.label,
            "verdict": v.word,
            "threshold": threshold_text(v),
            "applies": "yes" if own.get(v.activity.name) == v.arrangement.name else "no",
            "discount_factor": str(v.discount_factor),
        }
        for v in verdicts
    ]


def plot_verdict_grid(
    verdicts: Sequence[Judgement],
    ax: Axes | None = None,
    *,
    applicable: Mapping[str, str] | None = None,
) -> Axes:
    """Draw a grid of verdicts: rows are activities, columns arrangements.

    Parameters
    ----------
    verdicts : sequence of Judgement
        In any order; rows and columns are in the order in which they first occur.
    ax : Axes, optional
        Where to draw; by default in a new figure of a fitting size.
    applicable : mapping of activity name to arrangement name, optional
        The cells to be framed.

    Returns
    -------
    Axes
    """
    return draw_verdict_grid(verdict_grid_rows(verdicts, applicable), ax)


def draw_verdict_grid(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows of :func:`verdict_grid_rows`."""
    with style():
        return _draw(rows, ax)


def _draw(rows: Sequence[Mapping[str, str]], ax: Axes | None) -> Axes:
    activities = {row["activity"]: row for row in rows}
    columns = {row["arrangement"]: row["column"] for row in rows}
    height, width = len(activities), len(columns)
    if ax is None:
        head = max(_wrapped(x, _HEAD).count("\n") for x in columns.values()) + 1
        side = max(_wrapped(r["title"], _SIDE).count("\n") for r in activities.values()) + 1
        row = 0.29 + _LINE * max(0, side - 2)
        top = 1.55 + _LINE * max(0, head - 3)
        ax = new_axes(2.9 + 1.25 * max(width, 2), top + row * max(height, 3))
    where = {(a, c): (x, y) for y, a in enumerate(activities) for x, c in enumerate(columns)}
    for row in sorted(rows, key=lambda r: r["applies"]):  # frames last, on top of their neighbours
        _cell(ax, where[row["activity"], row["arrangement"]], row)
    ax.set_xlim(-0.5, width - 0.5)
    ax.set_ylim(height - 0.5, -0.5)
    ax.set_xticks(range(width), [_wrapped(x, _HEAD) for x in columns.values()])
    ax.set_yticks(range(height), [_wrapped(r["title"], _SIDE) for r in activities.values()])
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xlabel("arrangement", labelpad=6)
    ax.set_ylabel("activity")
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    _observed_labels(ax, [row["observed"] for row in activities.values()])
    _legend(ax, rows)
    return ax


def _cell(ax: Axes, place: tuple[int, int], row: Mapping[str, str]) -> None:
    from matplotlib.patches import Rectangle

    x, y = place
    look = VERDICT_LOOKS[row["verdict"]]
    framed = row["applies"] == "yes"
    ax.add_patch(
        Rectangle(
            (x - 0.47, y - 0.43),
            0.94,
            0.86,
            facecolor=look.face,
            edgecolor="#B0B0B0",
            hatch=look.hatch,
            linewidth=0,
        )
    )
    if framed:
        ax.add_patch(
            Rectangle(
                (x - 0.47, y - 0.43), 0.94, 0.86, fill=False, edgecolor="#000000", linewidth=1.8
            )
        )
    box: dict[str, Any] | None = None
    if look.hatch:
        box = {"boxstyle": "round,pad=0.18", "facecolor": look.face, "edgecolor": "none"}
    ax.text(
        x,
        y,
        row["threshold"],
        ha="center",
        va="center",
        color=look.ink,
        bbox=box,
        fontweight="bold" if framed else "normal",
    )


def _observed_labels(ax: Axes, observed: Sequence[str]) -> None:
    """Write on the right what the source reports, if it says anything."""
    if not any(observed):
        return
    other = ax.secondary_yaxis("right")
    other.set_yticks(range(len(observed)), [text or "-" for text in observed])
    other.tick_params(length=0)
    other.spines["right"].set_visible(False)
    other.set_ylabel("reported by the source", rotation=270, labelpad=12)


def _legend(ax: Axes, rows: Sequence[Mapping[str, str]]) -> None:
    from matplotlib.patches import Patch

    present = [word for word in VERDICT_LOOKS if any(row["verdict"] == word for row in rows)]
    handles = [
        Patch(
            facecolor=VERDICT_LOOKS[w].face,
            hatch=VERDICT_LOOKS[w].hatch,
            edgecolor="#B0B0B0",
            linewidth=0.4,
            label=VERDICT_LOOKS[w].legend,
        )
        for w in present
    ]
    if any(row["applies"] == "yes" for row in rows):
        handles.append(
            Patch(fill=False, edgecolor="#000000", linewidth=1.6, label="the column that applies")
        )
    deltas = sorted({row["discount_factor"] for row in rows})
    title = f"At a discount factor of {', '.join(deltas)}.\nNumbers are critical discount factors."
    ax.legend(
        handles=handles,
        title=title,
        loc="upper center",
        bbox_to_anchor=(0.4, -0.01),
        ncols=2,
        handlelength=2.0,
        columnspacing=1.6,
        title_fontsize=7.5,
    )


def _wrapped(text: str, width: int) -> str:
    from textwrap import wrap

    # A dollar sign would start a formula.
    return "\n".join(wrap(text.replace("$", r"\$"), width)) or " "
