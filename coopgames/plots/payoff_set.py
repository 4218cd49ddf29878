"""Figure: what two players can get, and what they can be held down to."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from coopgames.games import StageGame
from coopgames.games._arrays import profiles
from coopgames.plots.labels import plain
from coopgames.plots.placing import anchors_in_points, below, place_labels, text_size, when_laid_out
from coopgames.plots.saving import new_axes
from coopgames.plots.style import COLOURS, INK, style
from coopgames.solvers.feasible import feasible_payoffs, individually_rational_payoffs
from coopgames.solvers.payoff_set import PayoffSet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_payoff_set", "payoff_set_rows", "plot_payoff_set"]

Row = dict[str, str]

_LABELLED = 12  # more profiles than these are shown without their names
_FONT = 7.0


class _Look(NamedTuple):
    face: str
    edge: str
    hatch: str
    line: object
    width: float
    marker: str


_LOOKS = {
    "feasible": _Look("#EFEFEF", "#8C8C8C", "", "-", 0.8, "s"),
    "individually rational": _Look("#CBE5F6", COLOURS["blue"], "....", (0, (4, 1.5)), 1.2, "o"),
    "equilibrium": _Look("#F5C766", COLOURS["vermilion"], "////", "-", 1.4, "D"),
}


def payoff_set_rows(
    stage: StageGame, *, mixed: bool = False, equilibrium: PayoffSet | None = None
) -> list[Row]:
    """Return what the figure shows: vertices, profiles and minmax payoffs, as text.

    Parameters
    ----------
    stage : StageGame
        Two players.
    mixed : bool, optional
        Which minmax: in pure actions (default) or mixed.
    equilibrium : PayoffSet, optional
        A set to be drawn on top.

    Raises
    ------
    UnsupportedGameError
        Unless the game has two players and numbers for payoffs.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> rows = payoff_set_rows(prisoners_dilemma(3, 2, 0, -1))
    >>> rows[-1]["what"], rows[-1]["payoff_1"]
    ('minmax (pure)', '0')
    """
    rational = individually_rational_payoffs(stage, mixed)
    sets = {
        "feasible": feasible_payoffs(stage).value,
        "individually rational": rational.value,
    }
    if equilibrium is not None:
        sets["equilibrium"] = equilibrium
    names = _player(stage.players[0]), _player(stage.players[1])
    rows: list[Row] = []
    for what, payoffs in sets.items():
        # An empty set has a row too: that it is empty is what there is to say.
        places = payoffs.vertices or ((None, None),)
        rows += [_row(what, "vertex" if payoffs.vertices else "empty", p, names) for p in places]
    first, second = stage.cells
    for (a, b), x, y in zip(profiles(stage.shape), first, second, strict=True):
        label = f"{stage.actions[0][a]}, {stage.actions[1][b]}"
        rows.append(_row("profile", label, (x, y), names))
    least = rational.diagnostics["minmax"]
    assert isinstance(least, tuple)
    kind = "mixed" if mixed else "pure"
    rows.append(_row(f"minmax ({kind})", "", (least[0], least[1]), names))  # pyright: ignore[reportUnknownArgumentType]
    return rows


def _player(name: str) -> str:
    return f"player {name}" if name.isdigit() else name


def _row(what: str, label: str, payoffs: tuple[object, object], names: tuple[str, str]) -> Row:
    first, second = ("" if x is None else str(x) for x in payoffs)
    return {
        "what": what,
        "label": label,
        "payoff_1": first,
        "payoff_2": second,
        "player_1": names[0],
        "player_2": names[1],
    }


def plot_payoff_set(
    stage: StageGame,
    ax: Axes | None = None,
    *,
    mixed: bool = False,
    equilibrium: PayoffSet | None = None,
) -> Axes:
    """Draw the feasible and the individually rational payoffs of two players.

    Parameters
    ----------
    stage : StageGame
        Two players.
    ax : Axes, optional
    mixed : bool, optional
        Which minmax: in pure actions (default) or mixed.
    equilibrium : PayoffSet, optional
        A set to be drawn on top, such as the equilibrium payoffs at some discount factor.

    Returns
    -------
    Axes

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> plot_payoff_set(prisoners_dilemma(3, 2, 0, -1)).get_xlabel()
    'payoff of player 1'
    """
    return draw_payoff_set(payoff_set_rows(stage, mixed=mixed, equilibrium=equilibrium), ax)


def draw_payoff_set(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows of :func:`payoff_set_rows`."""
    with style():
        return _draw(rows, ax or new_axes(3.15, 3.6))


def _draw(rows: Sequence[Mapping[str, str]], ax: Axes) -> Axes:
    points = [_point(row) for row in rows if row["payoff_1"]]
    _limits(ax, points)
    for what in _LOOKS:
        own = [row for row in rows if row["what"] == what]
        if own:
            _convex_set(ax, what, [_point(row) for row in own if row["payoff_1"]])
    for row in rows:
        if row["what"].startswith("minmax"):
            _minmax(ax, row)
    played = [row for row in rows if row["what"] == "profile"]
    _mark_profiles(ax, played)
    ax.set_xlabel(f"payoff of {plain(rows[0]['player_1'])}")
    ax.set_ylabel(f"payoff of {plain(rows[0]['player_2'])}")
    ax.legend(handlelength=2.4, **below(ax, 30, left=-0.12))
    if len(played) <= _LABELLED:
        when_laid_out(lambda: _name_profiles(ax, played, _outlines(rows)))
    return ax


def _point(row: Mapping[str, str]) -> tuple[float, float]:
    return float(Fraction(row["payoff_1"])), float(Fraction(row["payoff_2"]))


def _limits(ax: Axes, points: Sequence[tuple[float, float]]) -> None:
    """Give both axes the same scale and a margin for labels, also around a single point."""
    from matplotlib.ticker import MaxNLocator

    lows = [min(p[i] for p in points) for i in range(2)]
    highs = [max(p[i] for p in points) for i in range(2)]
    span = max(*(b - a for a, b in zip(lows, highs, strict=True)), 1e-9)
    if span <= 1e-9:
        span = max(abs(highs[0]), abs(highs[1]), 1.0)
    middle = [(a + b) / 2 for a, b in zip(lows, highs, strict=True)]
    ax.set_xlim(middle[0] - 0.82 * span, middle[0] + 0.82 * span)  # names are wide
    ax.set_ylim(middle[1] - 0.72 * span, middle[1] + 0.72 * span)
    ax.set_aspect("equal", adjustable="box")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))


def _convex_set(ax: Axes, what: str, points: Sequence[tuple[float, float]]) -> None:
    """Draw a polygon, a segment or a point; say so if there is nothing to draw."""
    from matplotlib.patches import Polygon

    look = _LOOKS[what]
    order = list(_LOOKS).index(what) + 1.0
    if len(points) > 2:
        ax.add_patch(
            Polygon(
                points,
                closed=True,
                facecolor=look.face,
                edgecolor=look.edge,
                hatch=look.hatch,
                linewidth=look.width,
                linestyle=look.line,  # pyright: ignore[reportArgumentType]
                label=what,
                zorder=order,
            )
        )
        return
    # A set inside another must neither hide it nor be hidden: the lower, the wider.
    ax.plot(
        [p[0] for p in points],
        [p[1] for p in points],
        color=look.edge,
        linestyle=look.line if len(points) == 2 else "none",  # pyright: ignore[reportArgumentType]
        linewidth=1 + 1.4 * (4 - order),
        solid_capstyle="round",
        dash_capstyle="butt",
        marker=look.marker if len(points) == 1 else "none",
        markersize=5 + 2.4 * (4 - order),
        markerfacecolor="white",
        markeredgewidth=1.4,
        label=what if points else f"{what}: none",
        zorder=order,
    )


def _minmax(ax: Axes, row: Mapping[str, str]) -> None:
    first, second = _point(row)
    dots = (0, (1, 1.6))
    ax.axvline(first, color=INK, linewidth=0.9, linestyle=dots, zorder=3.5, label=row["what"])
    ax.axhline(second, color=INK, linewidth=0.9, linestyle=dots, zorder=3.5)


def _outlines(rows: Sequence[Mapping[str, str]]) -> list[tuple[float, float]]:
    """Return points along the sides of the sets, which labels should leave free."""
    found: list[tuple[float, float]] = []
    for what in _LOOKS:
        corners = [_point(row) for row in rows if row["what"] == what and row["payoff_1"]]
        for (a, b), (c, d) in zip(corners, corners[1:] + corners[:1], strict=True):
            found += [(a + (c - a) * k / 30, b + (d - b) * k / 30) for k in range(31)]
    return found


def _mark_profiles(ax: Axes, rows: Sequence[Mapping[str, str]]) -> None:
    ax.plot(
        [_point(row)[0] for row in rows],
        [_point(row)[1] for row in rows],
        linestyle="none",
        marker="o",
        markersize=4.2,
        color=INK,
        label="pure profiles",
        zorder=5,
    )


def _name_profiles(
    ax: Axes, rows: Sequence[Mapping[str, str]], outlines: Sequence[tuple[float, float]]
) -> None:
    """Write the actions of each profile; those with the same payoffs share a label."""
    labels: dict[tuple[float, float], list[str]] = {}
    for row in rows:
        labels.setdefault(_point(row), []).append(plain(row["label"]))
    places = list(labels)
    texts = ["\n".join(names) for names in labels.values()]
    anchors, frame = anchors_in_points(ax, [*places, *outlines])
    anchors, sides = anchors[: len(places)], anchors[len(places) :]
    middle = [sum(p[i] for p in anchors) / len(anchors) for i in range(2)]
    offsets = place_labels(
        anchors,
        [text_size(text, _FONT) for text in texts],
        frame,
        gap=4.5 if len(places) > 1 else 8.0,  # a set of one point has a mark of its own
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
