"""Figure: which change makes the difference between two cases, activity by activity."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from coopgames.errors import invalid
from coopgames.institutions import ATTRIBUTES
from coopgames.plots.labels import decimal, plain
from coopgames.plots.saving import new_axes
from coopgames.plots.style import COLOURS, INK, PAPER, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from coopgames.verdicts.differences import Differences

__all__ = ["difference_rows", "draw_differences", "plot_differences"]

Row = dict[str, str]

_WIDTH = 3.17  # inches, a column of eight centimetres
_LINE, _MARGIN = 0.16, 1.1  # inches: one bar, and what is above and below all of them
_BAR = 0.62  # of a line
_TITLE = 25  # characters of a line of the activity's title, as wide as the bars


class _Look(NamedTuple):
    face: str
    hatch: str
    legend: str


# Apart in grey too: a middle tone, a light one and white; hatches say it again.
_LOOKS = {
    "attribute": _Look(COLOURS["sky"], "", "what the activity is like"),
    "arrangement": _Look("#F5C766", "////", "the arrangement"),
    "circumstances": _Look(PAPER, "....", "stakes, patience"),
}


def difference_rows(found: Differences) -> list[Row]:
    """Return one row per activity whose verdict differs and change, numbers as ``p/q``.

    Examples
    --------
    >>> import coopgames as cg
    >>> from coopgames.verdicts.differences import differences
    >>> cases = cg.load_case("wanderley2004"), cg.load_case("industrial_district")
    >>> rows = difference_rows(differences(*cases))
    >>> [row["share"] for row in rows if row["activity"] == "technology"]
    ['2/3', '1/6', '1/6']
    """
    return [
        {
            "activity": x.name,
            "title": x.label,
            "first": f"{found.first.name}: {x.first.word}",
            "second": f"{found.second.name}: {x.second.word}",
            "change": share.change.name,
            "label": share.change.label,
            "kind": _kind(share.change.name),
            "before": share.change.before,
            "after": share.change.after,
            "share": str(share.net),
            "towards": str(share.towards),
            "back": str(share.back),
        }
        for x in found.differing
        for share in x.shares
    ]


def _kind(change: str) -> str:
    if change in ATTRIBUTES:
        return "attribute"
    return "circumstances" if change in ("stakes", "patience") else "arrangement"


def plot_differences(found: Differences, ax: Axes | None = None) -> Axes:
    """Draw the share of each change, for each activity whose verdict differs.

    Parameters
    ----------
    found : Differences
    ax : Axes, optional
        Where to draw; by default in a new figure, a column of eight centimetres wide.

    Returns
    -------
    Axes

    Raises
    ------
    InvalidGameError
        If no verdict differs.
    """
    return draw_differences(difference_rows(found), ax)


def draw_differences(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows of :func:`difference_rows`."""
    if not rows:
        raise invalid("rows", list(rows), "at least one activity whose verdict differs")
    with style():
        return _draw(rows, ax)


def _draw(rows: Sequence[Mapping[str, str]], ax: Axes | None) -> Axes:
    titles = {row["activity"]: _wrapped(row["title"]) for row in rows}
    places, heads = _places(rows, titles)
    depth = max(places) + 0.6
    if ax is None:
        ax = new_axes(_WIDTH, _MARGIN + _LINE * depth)
    for place, row in zip(places, rows, strict=True):
        _bar(ax, place, row)
    verdicts = {row["activity"]: _verdicts(row) for row in rows}
    for activity, place in heads.items():
        lines = titles[activity].count("\n") + 1
        _note(ax, place + (lines - 1) / 2, titles[activity], bold=True)
        _note(ax, place + lines, verdicts[activity], bold=False)
    shares = [float(Fraction(row["share"])) for row in rows]
    least, most = min(0.0, *shares), max(1.0, *shares)
    # Room for the numbers that stand after the longest bars.
    ax.set_xlim(least - (0.4 if least < 0 else 0), most + 0.3)
    ax.set_xticks([x for x in (-1, -0.5, 0, 0.5, 1) if x >= least])
    ax.set_ylim(depth, -0.8)
    ax.set_yticks(places, [plain(row["label"]) for row in rows])
    ax.tick_params(axis="y", length=0)
    ax.axvline(0, color=INK, linewidth=0.6)
    ax.set_xlabel("share of the orders in which the\nchange flips the verdict")
    ax.set_ylabel("change")
    ax.spines["left"].set_visible(False)
    _legend(ax, rows)
    return ax


def _verdicts(row: Mapping[str, str]) -> str:
    """Return the two verdicts, without the names of the cases."""
    return " → ".join(row[key].partition(": ")[2] for key in ("first", "second"))


def _note(ax: Axes, place: float, text: str, *, bold: bool) -> None:
    ax.annotate(
        text,
        (0, place),
        xycoords=("axes fraction", "data"),
        xytext=(3, 0),
        textcoords="offset points",
        fontweight="bold" if bold else "normal",
        fontsize=7.5 if bold else 7,
        va="center",
        linespacing=1.1,
        color=INK,
    )


def _places(
    rows: Sequence[Mapping[str, str]], titles: Mapping[str, str]
) -> tuple[list[float], dict[str, float]]:
    """Return the height of each bar, and of the first line above the bars of each activity."""
    places: list[float] = []
    heads: dict[str, float] = {}
    line = 0.0
    for row in rows:
        if row["activity"] not in heads:
            lines = titles[row["activity"]].count("\n") + 1
            line += 0.35 if heads else 0
            heads[row["activity"]] = line
            line += lines + 1  # the title, and a line for the two verdicts
        places.append(line)
        line += 1
    return places, heads


def _bar(ax: Axes, place: float, row: Mapping[str, str]) -> None:
    share = Fraction(row["share"])
    look = _LOOKS[row["kind"]]
    ax.barh(
        place,
        float(share),
        height=_BAR,
        facecolor=look.face,
        hatch=look.hatch,
        edgecolor=INK,
        linewidth=0.5 if share else 0,
    )
    text = str(share)
    if share.denominator > 1:
        text += f" ≈ {decimal(share, 2)}"
    ax.annotate(
        text,
        (float(share), place),
        xytext=(3 if share >= 0 else -3, 0),
        textcoords="offset points",
        ha="left" if share >= 0 else "right",
        va="center",
        fontsize=7,
        color=INK,
    )


def _legend(ax: Axes, rows: Sequence[Mapping[str, str]]) -> None:
    from matplotlib.patches import Patch

    present = [kind for kind in _LOOKS if any(row["kind"] == kind for row in rows)]
    handles = [
        Patch(
            facecolor=_LOOKS[kind].face,
            hatch=_LOOKS[kind].hatch,
            edgecolor=INK,
            linewidth=0.5,
            label=_LOOKS[kind].legend,
        )
        for kind in present
    ]
    ax.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        borderaxespad=0.2,
        ncols=1,
        handlelength=2.0,
    )


def _wrapped(text: str) -> str:
    from textwrap import wrap

    return plain("\n".join(wrap(text, _TITLE)) or " ")
