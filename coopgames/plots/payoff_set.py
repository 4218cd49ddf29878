"""Figure: what two players can get, in equilibrium too, and what they can be held down to."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coopgames.games import StageGame
from coopgames.plots.labels import plain
from coopgames.plots.payoff_set_rows import NASH, THREAT, Equilibria, payoff_set_rows
from coopgames.plots.payoff_set_stack import Drawn, Place, outlines, place_of, stacked
from coopgames.plots.placing import below, when_laid_out
from coopgames.plots.pure_profiles import mark_profiles, name_profiles
from coopgames.plots.saving import new_axes
from coopgames.plots.style import INK, style
from coopgames.solvers.payoff_set import PayoffSet
from coopgames.solvers.solution import Solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_payoff_set", "payoff_set_rows", "plot_payoff_set"]

_LABELLED = 12  # more profiles than these are shown without their names
_ENTRIES = 5  # more than these make two columns of a legend


def plot_payoff_set(
    stage: StageGame,
    ax: Axes | None = None,
    *,
    mixed: bool = False,
    equilibrium: PayoffSet | Solution[PayoffSet] | None = None,
    equilibria: Equilibria | None = None,
    nash: Solution[Any] | Iterable[Any] | None = None,
) -> Axes:
    """Draw the feasible and the individually rational payoffs of two players, and equilibria.

    Parameters
    ----------
    stage : StageGame
        Two players.
    ax : Axes, optional
    mixed : bool, optional
        Which minmax: in pure actions (default) or mixed.
    equilibrium : PayoffSet or Solution, optional
        A set to be drawn on top, such as the equilibrium payoffs at some discount factor.
    equilibria : mapping from discount factors to sets, or sequence of sets, optional
        Several such sets, the smaller discount factors on top and darker. The sets of a sequence
        must know their discount factors, as those of :func:`coopgames.equilibrium_payoffs` do. Each
        set has a bracket where both players get the least that it gives them.
    nash : sequence of profiles or Solution, optional
        Static equilibria to be marked: what ``pure_nash`` or ``nash_equilibria`` found.

    Returns
    -------
    Axes

    Raises
    ------
    UnsupportedGameError
        Unless the game has two players and numbers for payoffs.
    InvalidGameError
        If a set is no PayoffSet or has no discount factor, or a profile does not fit the game.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> plot_payoff_set(pd).get_xlabel()
    'payoff of player 1'
    >>> none, all_of_it = PayoffSet([(0, 0)]), PayoffSet([(0, 0), ("8/3", 0), (2, 2), (0, "8/3")])
    >>> ax = plot_payoff_set(pd, equilibria={"1/4": none, "1/3": all_of_it}, nash=[(1, 1)])
    >>> [text.get_text() for text in ax.get_legend().get_texts()][2:4]
    ['equilibrium, δ = 1/3', 'equilibrium, δ = 0.25']
    """
    rows = payoff_set_rows(
        stage, mixed=mixed, equilibrium=equilibrium, equilibria=equilibria, nash=nash
    )
    return draw_payoff_set(rows, ax)


def draw_payoff_set(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows of :func:`payoff_set_rows`."""
    with style():
        sets = stacked(rows)
        # Each pair of further entries in the legend takes a line.
        return _draw(rows, sets, ax or new_axes(3.15, 3.6 + 0.08 * max(0, len(sets) - 2)))


def _draw(rows: Sequence[Mapping[str, str]], sets: Sequence[Drawn], ax: Axes) -> Axes:
    _limits(ax, [place_of(row) for row in rows if row["payoff_1"]])
    for drawn in sets:
        _convex_set(ax, drawn, len(sets))
    if len(sets) > 2:
        _outline(ax, sets[1])  # or it would be hidden where all of it is attained
    for row in rows:
        if row["what"].startswith("minmax"):
            _minmax(ax, row)
    played = [row for row in rows if row["what"] == "profile"]
    mark_profiles(ax, played)
    static = [place_of(row) for row in rows if row["what"] == NASH]
    threats = [place_of(row) for row in rows if row["what"] == THREAT]
    _mark_static(ax, static)
    _mark_threats(ax, threats)
    marked = bool(static or threats)
    ax.set_xlabel(f"payoff of {plain(rows[0]['player_1'])}")
    ax.set_ylabel(f"payoff of {plain(rows[0]['player_2'])}")
    _legend(ax)
    if len(played) <= _LABELLED:
        when_laid_out(lambda: name_profiles(ax, played, outlines(sets), 7.5 if marked else 4.5))
    return ax


def _legend(ax: Axes) -> None:
    """Put the legend below; a long one in two columns, which then have to be narrow."""
    if len(ax.get_legend_handles_labels()[1]) <= _ENTRIES:
        ax.legend(handlelength=2.4, **below(ax, 30, left=-0.12))
        return
    ax.legend(
        handlelength=1.9, handletextpad=0.7, columnspacing=1.0, labelspacing=0.8, ncols=2,
        fontsize=6.5, borderpad=0, **below(ax, 30, left=-0.14),
    )  # fmt: skip


def _limits(ax: Axes, points: Sequence[Place]) -> None:
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


def _convex_set(ax: Axes, drawn: Drawn, total: int) -> None:
    """Draw a polygon, a segment or a point; say so if there is nothing to draw."""
    look, corners = drawn.look, drawn.corners
    order = 1 + 2 * drawn.order / max(total - 1, 2)
    if len(corners) > 2:
        from matplotlib.patches import Polygon

        ax.add_patch(
            Polygon(
                corners,
                closed=True,
                facecolor=look.face,
                edgecolor=look.edge,
                hatch=look.hatch,
                linewidth=look.width,
                linestyle=look.line,  # pyright: ignore[reportArgumentType]
                label=drawn.label,
                zorder=order,
            )
        )
        return
    # A set inside another must neither hide it nor be hidden: the lower, the wider.
    above = max(total, 3) - 1 - drawn.order
    line = ax.plot(
        [p[0] for p in corners],
        [p[1] for p in corners],
        color=look.face if drawn.shaded else look.edge,
        linestyle=look.line if len(corners) == 2 else "none",  # pyright: ignore[reportArgumentType]
        linewidth=2.4 + 1.4 * above,
        solid_capstyle="round",
        dash_capstyle="butt",
        marker=look.marker if len(corners) == 1 else "none",
        markersize=7.4 + 2.4 * above,
        markerfacecolor=look.face if drawn.shaded else "white",
        markeredgecolor=look.edge,
        markeredgewidth=1.4,
        label=drawn.label if corners else f"{drawn.label}: none",
        zorder=order,
    )[0]
    if drawn.shaded and len(corners) == 2:
        from matplotlib.patheffects import withStroke

        line.set_path_effects([withStroke(linewidth=4.4 + 1.4 * above, foreground=look.edge)])


def _outline(ax: Axes, drawn: Drawn) -> None:
    """Draw the sides of a set once more, on top of the others."""
    if len(drawn.corners) > 2:
        closed, look = [*drawn.corners, drawn.corners[0]], drawn.look
        ax.plot(
            [p[0] for p in closed],
            [p[1] for p in closed],
            color=look.edge,
            linestyle=look.line,  # pyright: ignore[reportArgumentType]
            linewidth=look.width,
            zorder=3.2,
        )


def _minmax(ax: Axes, row: Mapping[str, str]) -> None:
    first, second = place_of(row)
    dots = (0, (1, 1.6))
    ax.axvline(first, color=INK, linewidth=0.9, linestyle=dots, zorder=3.5, label=row["what"])
    ax.axhline(second, color=INK, linewidth=0.9, linestyle=dots, zorder=3.5)


def _mark_static(ax: Axes, places: Sequence[Place]) -> None:
    """Put a ring around the payoffs of static equilibria."""
    if places:
        ax.plot(
            [x for x, _ in places],
            [y for _, y in places],
            linestyle="none",
            marker="o",
            markersize=12,
            markerfacecolor="none",
            markeredgecolor=INK,
            markeredgewidth=1.0,
            label=NASH,
            zorder=4.5,
        )


def _mark_threats(ax: Axes, places: Sequence[Place]) -> None:
    """Put a bracket at the least payoffs of each set, which bounds all that is not worse."""
    from matplotlib.path import Path

    if places:
        distinct = list(dict.fromkeys(places))
        ax.plot(
            [x for x, _ in distinct],
            [y for _, y in distinct],
            linestyle="none",
            marker=Path([(0.0, 1.0), (0.0, 0.0), (1.0, 0.0)]),
            markersize=18,
            markerfacecolor="none",
            markeredgecolor=INK,
            markeredgewidth=1.5,
            label=THREAT,
            zorder=4.4,
        )
