"""Figure: what two players who see only a public signal can get, with and without payments."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import Promises, PublicMonitoring, RepeatedGame, StageGame
from coopgames.games._arrays import profiles
from coopgames.plots.labels import plain, short
from coopgames.plots.placing import below, when_laid_out
from coopgames.plots.pure_profiles import mark_profiles, name_profiles
from coopgames.plots.saving import new_axes
from coopgames.plots.style import COLOURS, INK, style
from coopgames.solvers.feasible import feasible_payoffs
from coopgames.solvers.limits import limit_payoffs
from coopgames.solvers.pure_nash import pure_nash
from coopgames.solvers.symmetric_payoffs import strongly_symmetric_payoffs

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_public_payoffs", "plot_public_payoffs", "public_payoffs_rows"]

Place = tuple[float, float]

FEASIBLE, PAYING, PATIENT = "feasible", "with payments", "without payments, δ → 1"
PLAIN, ALIKE, STATIC = "without payments", "all alike", "static equilibrium"
PROFILE = "profile"

#: More profiles than these are shown without their names.
_LABELLED = 12


class _Look(NamedTuple):
    """Face, edge, hatch, line style, line width; sets differ in more than colour."""

    face: str
    edge: str
    hatch: str
    line: Any
    width: float


_LOOKS = {
    FEASIBLE: _Look("#EFEFEF", "#8C8C8C", "", "-", 0.8),
    PAYING: _Look("#CBE5F6", COLOURS["blue"], "....", (0, (4, 1.5)), 1.2),
    PATIENT: _Look("none", INK, "", (0, (1, 1.4)), 1.3),
    PLAIN: _Look("#F5C766", COLOURS["vermilion"], "////", "-", 1.4),
}


def public_payoffs_rows(
    stage: StageGame, monitoring: PublicMonitoring, discount_factor: object
) -> list[dict[str, str]]:
    """Return one row for each vertex of each set of :func:`plot_public_payoffs`.

    Keys: ``what``, ``label`` (of a profile), ``payoff_1``, ``payoff_2`` (exact, as text),
    ``discount_factor``, ``player_1``, ``player_2``. A set that is empty has one row without
    payoffs.
    """
    from coopgames.solvers.public_payoffs import public_perfect_payoffs

    if stage.num_players != 2:
        raise UnsupportedGameError(f"stage: got {stage.num_players} players, expected 2")
    free = RepeatedGame(stage, discount_factor, monitoring)
    paying = RepeatedGame(stage, discount_factor, monitoring, Promises("burning"))
    sets: list[tuple[str, Sequence[Any]]] = [
        (FEASIBLE, feasible_payoffs(stage).value.vertices),
        (PAYING, public_perfect_payoffs(paying).value.vertices),
        (PATIENT, limit_payoffs(free).value.vertices),
        (PLAIN, public_perfect_payoffs(free).value.vertices),
    ]
    if _is_symmetric(stage):
        alike = strongly_symmetric_payoffs(free).value
        ends = [] if alike is None else sorted({alike.worst, alike.best})
        sets.append((ALIKE, [(x, x) for x in ends]))
    payoffs = [[stage.payoff(i, a) for i in (0, 1)] for a in pure_nash(stage).value]
    sets.append((STATIC, payoffs))
    every = profiles(stage.shape)
    labels = [", ".join(stage.actions[i][a[i]] for i in (0, 1)) for a in every]
    places = [[stage.payoff(i, a) for i in (0, 1)] for a in every]
    names = {"player_1": stage.players[0], "player_2": stage.players[1]}
    base = {"discount_factor": str(free.discount_factor), **names}
    rows = [(what, "", x, y) for what, points in sets for x, y in (points or [("", "")])]
    rows += [(PROFILE, name, x, y) for name, (x, y) in zip(labels, places, strict=True)]
    return [
        {"what": what, "label": name, "payoff_1": str(x), "payoff_2": str(y), **base}
        for what, name, x, y in rows
    ]


def _is_symmetric(stage: StageGame) -> bool:
    if stage.shape[0] != stage.shape[1]:
        return False
    diagonal = [(a, a) for a in range(stage.shape[0])]
    return all(stage.payoff(0, a) == stage.payoff(1, a) for a in diagonal)


def plot_public_payoffs(
    stage: StageGame,
    monitoring: PublicMonitoring,
    discount_factor: object,
    ax: Axes | None = None,
) -> Axes:
    """Draw what equilibria with public signals can give two players, by what they may do.

    Parameters
    ----------
    stage : StageGame
        Two players, exact payoffs.
    monitoring : PublicMonitoring
    discount_factor : number in [0, 1)
    ax : Axes, optional

    Returns
    -------
    Axes
        The feasible payoffs; those of perfect public equilibria with voluntary payments and burning
        (which move payoffs along lines of equal sums, beyond the feasible ones), without payments
        (the inner set), and without payments as the discount factor tends to 1; those of strongly
        symmetric equilibria, if the game is symmetric; static equilibria.

    Raises
    ------
    UnsupportedGameError
        Unless the game has two players and numbers for payoffs.

    Examples
    --------
    >>> from coopgames.games import noisy_partnership
    >>> ax = plot_public_payoffs(*noisy_partnership(), "9/10")
    >>> [text.get_text() for text in ax.get_legend().get_texts()][1:3]
    ['with payments, δ = 0.9', 'without payments, δ → 1']
    """
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    return draw_public_payoffs(public_payoffs_rows(stage, monitoring, discount_factor), ax)


def draw_public_payoffs(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows of :func:`public_payoffs_rows`."""
    with style():
        return _draw(rows, ax or new_axes(3.15, 3.5))


def _draw(rows: Sequence[Mapping[str, str]], ax: Axes) -> Axes:
    sets: dict[str, list[Place]] = {}
    for row in rows:
        corners = sets.setdefault(row["what"], [])
        if row["payoff_1"]:
            corners.append((float(Fraction(row["payoff_1"])), float(Fraction(row["payoff_2"]))))
    for order, (what, look) in enumerate(_LOOKS.items()):
        _set(ax, _label(what, rows[0]["discount_factor"]), sets.get(what, []), look, order + 1.0)
    _line(ax, sets.get(ALIKE, []))
    static = sets.get(STATIC, [])
    if static:
        ax.plot(
            [x for x, _ in static], [y for _, y in static], linestyle="none", marker="o",
            markersize=9, markerfacecolor="none", markeredgecolor=INK, markeredgewidth=1.0,
            label=STATIC, zorder=7,
        )  # fmt: skip
    played = [row for row in rows if row["what"] == PROFILE]
    mark_profiles(ax, played)
    ax.set_xlabel(f"payoff of {plain(rows[0]['player_1'])}")
    ax.set_ylabel(f"payoff of {plain(rows[0]['player_2'])}")
    _limits(ax, [place for places in sets.values() for place in places])
    ax.legend(
        handlelength=2.4, ncols=2, columnspacing=1.0, fontsize=6.5, **below(ax, 30, left=-0.14)
    )
    if len(played) <= _LABELLED:
        sides = [*_sides(sets.get(PAYING, [])), *_sides(sets.get(PLAIN, [])), *sets.get(ALIKE, [])]
        when_laid_out(lambda: name_profiles(ax, played, sides, 7.5))
    return ax


def _sides(corners: Sequence[Place]) -> list[Place]:
    """Return points along the sides of a set, which names should leave free."""
    found: list[Place] = []
    for (a, b), (c, d) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        found += [(a + (c - a) * k / 30, b + (d - b) * k / 30) for k in range(31)]
    return found


def _label(what: str, delta: str) -> str:
    return f"{what}, δ = {short(Fraction(delta))}" if what in (PAYING, PLAIN) else what


def _set(ax: Axes, label: str, corners: Sequence[Place], look: _Look, order: float) -> None:
    """Draw a polygon, a segment or a point; say so if there is nothing to draw."""
    from matplotlib.patches import Polygon

    if len(corners) > 2:
        patch = Polygon(
            corners, closed=True, facecolor=look.face, edgecolor=look.edge, hatch=look.hatch,
            linewidth=look.width, linestyle=look.line, label=label,
            zorder=6 if look.face == "none" else order,
        )  # fmt: skip
        ax.add_patch(patch)
        return
    ax.plot(
        [x for x, _ in corners],
        [y for _, y in corners],
        color=look.edge,
        linestyle=look.line,
        linewidth=4.5,
        marker="D" if len(corners) == 1 else "none",
        markersize=5,
        zorder=order,
    )
    # In the legend a set looks the same whether it has an interior or not.
    ax.add_patch(
        Polygon(
            [(float("nan"), float("nan"))] * 3,
            facecolor=look.face,
            edgecolor=look.edge,
            hatch=look.hatch,
            linewidth=look.width,
            linestyle=look.line,
            label=label if corners else f"{label}: none",
        )
    )


def _limits(ax: Axes, places: Sequence[Place]) -> None:
    """Give both axes the same scale and a margin, also around a single point."""
    for low, high, limit in (
        (min(x for x, _ in places), max(x for x, _ in places), ax.set_xlim),
        (min(y for _, y in places), max(y for _, y in places), ax.set_ylim),
    ):
        margin = 0.07 * (high - low) or 1.0
        limit(low - margin, high + margin)
    ax.set_aspect("equal", adjustable="box")


def _line(ax: Axes, ends: Sequence[Place]) -> None:
    """Draw the payoffs of strongly symmetric equilibria: a bar on the diagonal, with caps."""
    if ends:
        ax.plot(
            [x for x, _ in ends], [y for _, y in ends], color=INK, linewidth=2.2,
            solid_capstyle="butt", marker="s", markersize=4.2, markerfacecolor="white",
            markeredgecolor=INK, label=ALIKE, zorder=6.5,
        )  # fmt: skip
