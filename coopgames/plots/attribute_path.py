"""Figure: from one activity to another, one change at a time: where the verdict flips."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coopgames.plots.attribute_lattice import attribute_path_rows
from coopgames.plots.labels import plain
from coopgames.plots.looks import VERDICT_LOOKS
from coopgames.plots.placing import below
from coopgames.plots.saving import new_axes
from coopgames.plots.style import COLOURS, INK, style

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from coopgames.verdicts import AttributePaths

__all__ = ["draw_attribute_path", "plot_attribute_path"]

Node = tuple[str, ...]
Place = tuple[float, float]

_VALUER = "valuer"
_LETTERS = {
    "concreteness": "C",
    "simplicity": "S",
    "simultaneity": "T",
    "proximity": "P",
    "valuer": "V",
    "stakes": "K",
}
_GREY = "#CFCFCF"
_WIDEST = 3.4  # points: a step at which a quarter of all orders flip


def plot_attribute_path(paths: AttributePaths, ax: Axes | None = None) -> Axes:
    """Draw the games between two activities as a lattice, and where the verdict flips.

    Each game is a box below those that it comes from by one more change. The width of a step says
    in how many of all orders of the changes the verdict flips there.

    Parameters
    ----------
    paths : AttributePaths
        From :func:`coopgames.verdicts.attribute_paths`.
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> import coopgames as cg
    >>> from coopgames.verdicts import attribute_paths
    >>> case = cg.load_case("wanderley2004")
    >>> ends = case.activity("faena"), case.activity("subcontracting")
    >>> columns = case.arrangement("treasury"), case.arrangement("reports")
    >>> plot_attribute_path(attribute_paths(*ends, columns, case.baseline)).get_ylabel()
    'number of changes'
    """
    return draw_attribute_path(attribute_path_rows(paths), ax)


def draw_attribute_path(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows of :func:`attribute_path_rows`."""
    with style():
        return _draw(rows, ax or new_axes(3.15, 4.9))


def _draw(rows: Sequence[Mapping[str, str]], ax: Axes) -> Axes:
    order = [row["by"] for row in rows if row["kind"] == "total"]
    games = {_node(row["changed"]): row for row in rows if row["kind"] == "game"}
    places = _places(list(games), order)
    _steps(ax, [row for row in rows if row["kind"] == "step"], places, order)
    for node, row in games.items():
        _box(ax, places[node], node, row)
    levels = len(order)
    across = [x for x, _ in places.values()]
    ax.set_xlim(min(across) - 0.6, max(across) + 0.6)
    ax.set_ylim(levels + 0.45, -0.6)
    ax.set_yticks(range(levels + 1))
    ax.set_xticks([])
    ax.tick_params(length=0)
    ax.spines["bottom"].set_visible(False)
    ax.spines["left"].set_visible(False)
    ax.set_ylabel("number of changes")
    ax.set_xlabel("what was changed, by its letter")
    _ends(ax, rows[0], places, levels)
    _legend(ax, rows)
    return ax


def _node(text: str) -> Node:
    return tuple(text.split("+")) if text else ()


def _places(nodes: Sequence[Node], order: Sequence[str]) -> dict[Node, Place]:
    """Place the games: rows by the number of changes, one block before and one after the valuer."""
    blocks: dict[tuple[bool, int], list[Node]] = {}
    for node in nodes:
        blocks.setdefault((_VALUER in node, len(node)), []).append(node)
    widest = max(len(block) for block in blocks.values())
    shift = (widest + 0.4) / 2 if _VALUER in order else 0.0
    places: dict[Node, Place] = {}
    for (after, level), block in blocks.items():
        block.sort(key=lambda node: tuple(order.index(name) for name in node))
        # Shorter rows are spread a little, so that steps do not run through boxes.
        gap = min(1.3, widest / max(len(block), 1))
        for k, node in enumerate(block):
            x = (k - (len(block) - 1) / 2) * gap + (shift if after else -shift)
            places[node] = (x, float(level))
    return places


def _steps(
    ax: Axes,
    rows: Sequence[Mapping[str, str]],
    places: Mapping[Node, Place],
    order: Sequence[str],
) -> None:
    """Draw the steps: grey without a flip, else as wide as the number of orders that flip there."""
    total = sum(int(row["orders"]) for row in rows if not row["changed"]) or 1
    for row in sorted(rows, key=lambda row: int(row["flips"])):
        before = _node(row["changed"])
        after = tuple(sorted((*before, row["by"]), key=order.index))
        (x, y), (u, v) = places[before], places[after]
        flips = int(row["flips"])
        looks: dict[str, Any] = {"color": _GREY, "linewidth": 0.45, "zorder": 1}
        if flips:
            looks = {**_flip_looks(row["verdict"], flips, total), "zorder": 2}
        ax.plot([x, u], [y, v], **looks)


def _flip_looks(verdict: str, flips: int, total: int) -> dict[str, Any]:
    """Return colour, width and dashes of a step at which the verdict flips."""
    back = verdict == "sustained"
    return {
        "color": COLOURS["green"] if back else COLOURS["vermilion"],
        "linestyle": (0, (2, 1)) if back else "-",
        "linewidth": 0.7 + _WIDEST * min(4 * flips / total, 1),
    }


def _box(ax: Axes, place: Place, node: Node, row: Mapping[str, str]) -> None:
    from matplotlib.patches import FancyBboxPatch
    from matplotlib.patheffects import withStroke

    look = VERDICT_LOOKS[row["verdict"]]
    text = "".join(_letter(name) for name in node if name != _VALUER) or "·"
    half = 0.24 + 0.11 * len(text)
    x, y = place
    ax.add_patch(
        FancyBboxPatch(
            (x - half, y - 0.13),
            2 * half,
            0.26,
            boxstyle="round,pad=0,rounding_size=0.1",
            mutation_aspect=0.5,
            facecolor=look.face,
            edgecolor=INK,
            hatch=look.hatch,
            linewidth=0.6,
            zorder=4,
        )
    )
    ax.text(
        x,
        y,
        text,
        ha="center",
        va="center",
        fontsize=6,
        fontweight="bold",
        color=look.ink,
        zorder=5,
        path_effects=[withStroke(linewidth=1.8, foreground=look.face)],
    )


def _letter(name: str) -> str:
    return _LETTERS.get(name, name[:1].upper())


def _ends(ax: Axes, first: Mapping[str, str], places: Mapping[Node, Place], levels: int) -> None:
    """Name the first and the last game beside their boxes."""
    last = max(places, key=len)
    for node, text, offset in (((), first["start"], 9), (last, first["end"], -9)):
        x, y = places[node]
        ax.annotate(
            plain(text),
            (x, y),
            xytext=(0, offset),
            textcoords="offset points",
            ha="center",
            va="bottom" if offset > 0 else "top",
            fontsize=7,
            color=INK,
        )
    if any(_VALUER in node for node in places):
        left, right = places[()][0], places[last][0]
        looks: dict[str, Any] = {
            "ha": "center",
            "va": "center",
            "fontsize": 7,
            "fontstyle": "italic",
        }
        ax.text(left, levels, "valuer as\nat the start", color=INK, **looks)
        ax.text(right, 0, "V: valuer\nchanged", color=INK, **looks)


def _legend(ax: Axes, rows: Sequence[Mapping[str, str]]) -> None:
    steps = [row for row in rows if row["kind"] == "step"]
    total = sum(int(row["orders"]) for row in steps if not row["changed"]) or 1
    verdicts = {row["verdict"] for row in rows if row["kind"] == "game"}
    totals = [row for row in rows if row["kind"] == "total"]
    ax.legend(
        handles=[*_verdict_keys(verdicts), *_step_keys(steps, total), *_change_keys(totals)],
        title=f"At a discount factor of {rows[0]['discount_factor']}, over {total} orders",
        title_fontsize=7,
        fontsize=7,
        alignment="left",
        handlelength=2.2,
        **below(ax, 18, left=-0.1),
    )


def _verdict_keys(verdicts: set[str]) -> list[Artist]:
    from matplotlib.patches import Patch

    words = {"not sustained": "not sustained", "never": "sustained at no discount factor below 1"}
    return [
        Patch(
            facecolor=look.face,
            edgecolor=INK,
            hatch=look.hatch,
            linewidth=0.6,
            label=words.get(word, look.legend),
        )
        for word, look in VERDICT_LOOKS.items()
        if word in verdicts
    ]


def _step_keys(steps: Sequence[Mapping[str, str]], total: int) -> list[Artist]:
    from matplotlib.lines import Line2D

    largest = max((int(row["flips"]) for row in steps), default=0)
    keys: list[Artist] = []
    for verdict in ("not sustained", "sustained"):
        if any(row["verdict"] == verdict for row in steps):
            looks = _flip_looks(verdict, largest, total)
            label = f"flips to {verdict} (this wide: in {largest} of {total} orders)"
            keys.append(Line2D([], [], label=label, **looks))
    return [*keys, Line2D([], [], color=_GREY, linewidth=0.8, label="no flip")]


def _change_keys(totals: Sequence[Mapping[str, str]]) -> list[Artist]:
    from matplotlib.lines import Line2D

    return [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=rf"$\mathbf{{{_letter(row['by'])}}}$",
            markersize=5.5,
            color=INK,
            markeredgewidth=0,
            label=f"{row['by']}: {row['flips']} flips",
        )
        for row in totals
    ]
