"""Figure: the largest discounted loss from shirking against its gain, as patience rises."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from coopgames.arithmetic import exact
from coopgames.errors import invalid
from coopgames.plots.labels import factor_text
from coopgames.plots.saving import new_axes
from coopgames.plots.style import COLOURS, INK, style
from coopgames.solvers import Solution, Status
from coopgames.solvers.deterrence import deterrence_ratio
from coopgames.verdicts.verdict import threshold_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from coopgames.institutions import Activity, Arrangement

__all__ = ["draw_gain_and_loss", "gain_and_loss_rows", "plot_gain_and_loss"]

Row = dict[str, str]
_POINTS = 40
_OPEN = "undecided"
_STEEP = Fraction(7, 10)
_FLOOR = 1e-3  # smaller ratios are left out of the picture
_LOOKS = (
    ("blue", "-", "o"),
    ("green", "--", "s"),
    ("purple", "-.", "^"),
    ("vermilion", ":", "D"),
    ("orange", (0, (5, 1, 1, 1, 1, 1)), "v"),
    ("black", (0, (1, 1)), "P"),
)


def patience_range(least: Fraction, largest: Fraction, points: int = _POINTS) -> list[Fraction]:
    """Return short fractions, evenly spaced in the logarithm of ``1 - delta``.

    Examples
    --------
    >>> patience_range(Fraction(0), Fraction(99, 100), 3)
    [Fraction(0, 1), Fraction(9, 10), Fraction(99, 100)]
    """
    start, end = math.log(1 - least), math.log(1 - largest)
    inner = (math.exp(start + (end - start) * k / (points - 1)) for k in range(1, points - 1))
    # Six places are enough for a curve, and short fractions keep the exact programs fast.
    found = {least, *(1 - Fraction(round(x * 10**6), 10**6) for x in inner), largest}
    return sorted(x for x in found if least <= x <= largest)


def curve_range(least: Fraction, largest: Fraction) -> list[Fraction]:
    """Return :func:`patience_range`, denser where patience is low and the curves are steep."""
    points = set(patience_range(least, largest))
    if least < _STEEP < largest:
        points |= set(patience_range(least, _STEEP, _POINTS // 2))
    return sorted(points)


def gain_and_loss_rows(
    activities: Sequence[Activity],
    arrangement_of: Callable[[Activity], Arrangement],
    discount_factors: Sequence[object] | None = None,
) -> list[Row]:
    """Return the points of the curves, one row each, in text; ratios are rounded to six digits.

    Parameters
    ----------
    activities : sequence of Activity
    arrangement_of : callable Activity -> Arrangement
        For instance ``case.column_for``.
    discount_factors : sequence of exact numbers in (0, 1), optional
        By default some 60 from 1/10 to 999/1000, see :func:`curve_range`.

    Notes
    -----
    One exact linear program for each point.
    """
    if discount_factors is None:
        deltas = curve_range(Fraction(1, 10), Fraction(999, 1000))
    else:
        deltas = [exact(x) for x in discount_factors]
    for delta in deltas:
        if not 0 < delta < 1:
            raise invalid("discount_factors", delta, "numbers in (0, 1)")
    rows: list[Row] = []
    for activity in activities:
        arrangement = arrangement_of(activity)
        shown = _threshold_text(threshold_of(activity, arrangement))
        for delta in deltas:
            ratio = deterrence_ratio(activity.under(arrangement, delta))
            rows.append(
                {
                    "activity": activity.name,
                    "title": activity.label,
                    "arrangement": arrangement.name,
                    "column": arrangement.label,
                    "discount_factor": str(delta),
                    "loss_over_gain": f"{float(ratio):.6g}",
                    "threshold": shown,
                }
            )
    return rows


def _threshold_text(solution: Solution[Any]) -> str:
    if solution.value is not None:
        return f"{float(solution.value):.6g}"
    return "" if solution.status is Status.NEVER else _OPEN


def _crossing(threshold: str) -> str:
    """Say where a curve crosses 1."""
    if threshold in ("", _OPEN):
        return "crossing undecided" if threshold else "never crosses"
    return f"crosses at {factor_text(Fraction(threshold))}".replace("at >", "beyond ")


def plot_gain_and_loss(
    activities: Sequence[Activity],
    arrangement_of: Callable[[Activity], Arrangement],
    discount_factors: Sequence[object] | None = None,
    ax: Axes | None = None,
    *,
    period: str = "period",
    mark: object = None,
) -> Axes:
    """Draw the largest discounted loss from shirking, in units of its gain.

    Parameters
    ----------
    activities, arrangement_of, discount_factors
        As in :func:`gain_and_loss_rows`.
    ax : Axes, optional
    period : str
        What a period is, for the label.
    mark : exact number in (0, 1), optional
        A discount factor to be marked.

    Returns
    -------
    Axes
    """
    rows = gain_and_loss_rows(activities, arrangement_of, discount_factors)
    return draw_gain_and_loss(rows, ax, period=period, mark=mark)


def draw_gain_and_loss(
    rows: Sequence[Mapping[str, str]],
    ax: Axes | None = None,
    *,
    period: str = "period",
    mark: object = None,
) -> Axes:
    """Draw the rows of :func:`gain_and_loss_rows`."""
    with style():
        return _draw(rows, ax or new_axes(6.3, 3.9), period, mark)


def _draw(rows: Sequence[Mapping[str, str]], ax: Axes, period: str, mark: object) -> Axes:
    curves: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for row in rows:
        curves.setdefault((row["activity"], row["arrangement"]), []).append(row)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.axhline(1, color=INK, linewidth=0.8, zorder=1)
    for number, points in enumerate(curves.values()):
        _curve(ax, points, number)
    # Each curve leaves out its smallest ratios, so the limits come from the data, not from it.
    patience = [1 - float(Fraction(row["discount_factor"])) for row in rows]
    ax.set_xlim(max(patience), min(patience))
    top = max((float(row["loss_over_gain"]) for row in rows), default=1.0)
    low = min((float(row["loss_over_gain"]) for row in rows), default=1.0)
    ax.set_ylim(max(_FLOOR, min(0.1, low / 1.5)), max(10.0, 2 * top))
    _ticks(ax, min(patience), max(patience))
    if mark is not None:
        _mark(ax, exact(mark))
    ax.set_xlabel(f"discount factor per {period} (scale: logarithm of 1 − δ)")
    ax.set_ylabel("largest discounted loss / gain from shirking")
    ax.grid(visible=True, which="major")
    _side(ax, "shirking\nis deterred", 4, "bottom")
    _side(ax, "shirking\npays", -4, "top")
    ax.legend(loc="upper left", bbox_to_anchor=(0, -0.17), ncols=1, handlelength=3.2)
    return ax


def _side(ax: Axes, text: str, offset: int, align: Literal["bottom", "top"]) -> None:
    """Write what a side of the line at 1 means, outside the axes, where no curve is."""
    ax.annotate(
        text,
        (1.01, 1),
        xycoords=("axes fraction", "data"),
        xytext=(0, offset),
        textcoords="offset points",
        va=align,
        fontsize=7,
        color=INK,
        annotation_clip=False,
    )


def _curve(ax: Axes, points: Sequence[Mapping[str, str]], number: int) -> None:
    colour, line, marker = _LOOKS[number % len(_LOOKS)]
    shown = [p for p in points if float(p["loss_over_gain"]) >= _FLOOR]
    x = [1 - float(Fraction(p["discount_factor"])) for p in shown]
    y = [float(p["loss_over_gain"]) for p in shown]
    first = points[0]
    threshold = first["threshold"]
    label = f"{first['title']}, {first['column']}: {_crossing(threshold)}".replace("$", r"\$")
    ax.plot(
        x,
        y,
        color=COLOURS[colour],
        linestyle=line,
        marker=marker,
        markevery=(0.03 + 0.02 * number, 0.13),
        markersize=3.8,
        label=label,
        zorder=3,
    )
    if threshold and threshold != _OPEN and float(threshold) < 1:
        ax.plot(
            [1 - float(threshold)],
            [1],
            marker="o",
            markersize=7,
            markerfacecolor="white",
            markeredgecolor=COLOURS[colour],
            markeredgewidth=1.5,
            zorder=4,
        )


def _ticks(ax: Axes, smallest: float, largest: float) -> None:
    """Put round discount factors on the axis: 0.5, 0.9, 0.95, 0.99, ..."""
    from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, NullFormatter

    nice = ("0.1", "0.3", "0.5", "0.7", "0.8", "0.9", "0.95", "0.98", "0.99", "0.995", "0.998",
            "0.999", "0.9995", "0.9999", "0.99999")  # fmt: skip
    # A hair of slack: 1 - 0.999 is not the float 0.001.
    inside = [t for t in nice if smallest * 0.999 <= 1 - float(t) <= largest * 1.001]
    kept = _apart(inside, math.log(largest / smallest) or 1.0)
    ax.xaxis.set_major_locator(FixedLocator([1 - float(t) for t in kept]))
    ax.xaxis.set_major_formatter(FixedFormatter(kept))
    ax.xaxis.set_minor_locator(FixedLocator([]))
    ax.yaxis.set_major_formatter(FuncFormatter(_plainly))
    ax.yaxis.set_minor_formatter(NullFormatter())


def _apart(labels: Sequence[str], span: float) -> list[str]:
    """Leave out labels that would touch the one before; the span is that of the axis."""
    kept: list[str] = []
    for label in labels:
        if kept:
            gap = math.log((1 - float(kept[-1])) / (1 - float(label))) / span
            if gap < 0.015 + 0.0055 * (len(label) + len(kept[-1])):
                continue
        kept.append(label)
    return kept


def _plainly(value: float, _: int | None) -> str:
    return f"{value:g}"


def _mark(ax: Axes, delta: Fraction) -> None:
    place = 1 - float(delta)
    ax.axvline(place, color=INK, linewidth=0.8, linestyle=(0, (2, 2)), zorder=2)
    ax.annotate(
        f"δ = {delta}",
        (place, 0.02),
        xycoords=("data", "axes fraction"),
        xytext=(-4, 0),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=7,
        color=INK,
    )
