"""Figure: which automata survive against each other, when each player chooses one of a menu."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from coopgames.arithmetic import Arithmetic
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import Automaton, RepeatedGame, StageGame
from coopgames.plots.labels import plain
from coopgames.plots.placing import below
from coopgames.plots.saving import new_axes
from coopgames.plots.style import INK, PAPER, style
from coopgames.solvers.automaton_choice import automaton_choice
from coopgames.solvers.nash_equilibria import nash_equilibria
from coopgames.solvers.pure_nash import best_reply_payoffs
from coopgames.solvers.rationalize import rationalize

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["automaton_choice_rows", "draw_automaton_choice", "plot_automaton_choice"]

Row = dict[str, str]
#: A larger menu is not drawn; ties between plans that never meet a deviation make many equilibria.
LARGEST = 12
_FONT = 6.0
_LONG = 6  # longer fractions are shown as decimals
_SHADE = "#D6EAF8"
_GREY = "#767676"
_USES = {
    "pure": "bold: in a pure equilibrium",
    "mixed": "plain: in mixed equilibria only",
    "none": "grey: in no equilibrium",
}
_MARKS = (("o", INK, -1), ("D", PAPER, 1))  # marker, face, and the side of the cell, per player


def automaton_choice_rows(game: RepeatedGame, automata: Mapping[str, Automaton]) -> list[Row]:
    """Return one row for each pair of automata, and one for each automaton of each player.

    Parameters
    ----------
    game : RepeatedGame
        Two players, perfect monitoring, a numerical discount factor.
    automata : mapping name -> Automaton
        The menu, the same for both; at most 12.

    Returns
    -------
    list of dict
        By ``kind``. ``"pair"``: the exact payoffs of both, whether the ``row`` is a best reply of
        player 1 and the ``column`` of player 2, whether the pair is an ``equilibrium`` of the
        choice. ``"player 1"`` and ``"player 2"``: whether the automaton is used in a ``"pure"``
        equilibrium, only in a ``"mixed"`` one, or in ``"none"``.

    Raises
    ------
    UnsupportedGameError
        Unless there are two players and no parameters.
    InvalidGameError
        If the menu is empty or too long, or an automaton does not fit the game.

    Notes
    -----
    Floats are read as the binary numbers that they are, so that ties are ties; the payoffs of such
    games are shown rounded.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma, tit_for_tat
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> defect = Automaton(["on"], "on", {"on": (1, 1)}, {"on": "on"})
    >>> menu = {"tit for tat": tit_for_tat(pd), "defect": defect}
    >>> for row in automaton_choice_rows(RepeatedGame(pd, "1/2"), menu)[:4]:
    ...     print(row["row"], row["column"], row["payoff_1"], row["equilibrium"], sep=", ")
    tit for tat, tit for tat, 2, yes
    tit for tat, defect, -1/2, no
    defect, tit for tat, 3/2, no
    defect, defect, 0, yes
    """
    if isinstance(automata, Mapping) and len(automata) > LARGEST:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("automata", sorted(automata), f"at most {LARGEST} in a figure")
    rounded = isinstance(game, RepeatedGame) and game.arithmetic is Arithmetic.FLOAT  # pyright: ignore[reportUnnecessaryIsInstance]
    choice = automaton_choice(rationalize(game) if rounded else game, automata)
    if choice.num_players != 2:
        raise UnsupportedGameError(
            f"game: got {choice.num_players} players; the table of a choice is drawn for 2"
        )
    names = choice.actions[0]
    equilibria = nash_equilibria(choice).value
    used = [_use(equilibria, player, len(names)) for player in (0, 1)]
    cells = [(i, j) for i in range(len(names)) for j in range(len(names))]
    rows = [_pair(choice, cell, equilibria, rounded) for cell in cells]
    for player in (0, 1):
        for name, use in zip(names, used[player], strict=True):
            rows.append(_row(f"player {player + 1}", name, "", equilibrium=use))
    return rows


def _row(kind: str, row: str, column: str, **given: str) -> Row:
    keys = ("payoff_1", "payoff_2", "best_reply_1", "best_reply_2", "equilibrium")
    return {"kind": kind, "row": row, "column": column, **dict.fromkeys(keys, ""), **given}


def _pair(choice: StageGame, cell: tuple[int, int], equilibria: Any, rounded: bool) -> Row:
    row, column = cell
    given: dict[str, str] = {}
    scaled, best = choice.scaled_payoffs(), best_reply_payoffs(choice)
    for player, key in ((0, "1"), (1, "2")):
        payoff: Any = choice.payoff(player, cell)
        given[f"payoff_{key}"] = f"{float(payoff):.6g}" if rounded else str(payoff)
        # The array of best replies has one entry along the axis of the player himself.
        at_best = best[player][(0, column) if player == 0 else (row, 0)]
        given[f"best_reply_{key}"] = "yes" if scaled[player][cell] >= at_best else "no"
    pure = any(first[row] == 1 == second[column] for first, second in equilibria)
    given["equilibrium"] = "yes" if pure else "no"
    return _row("pair", choice.actions[0][row], choice.actions[1][column], **given)


def _use(equilibria: Any, player: int, count: int) -> list[str]:
    """Return for each automaton in what kind of equilibrium a player uses it."""
    pure = {
        k for pair in equilibria for k in range(count) if _is_pure(pair) and pair[player][k] > 0
    }
    mixed = {k for pair in equilibria for k in range(count) if pair[player][k] > 0}
    return ["pure" if k in pure else "mixed" if k in mixed else "none" for k in range(count)]


def _is_pure(pair: Sequence[Sequence[Any]]) -> bool:
    return all(sum(p > 0 for p in mixture) == 1 for mixture in pair)


def plot_automaton_choice(
    game: RepeatedGame, automata: Mapping[str, Automaton], ax: Axes | None = None
) -> Axes:
    """Draw the table of payoffs in which each of two players chooses an automaton once and for all.

    Each cell holds the payoff of player 1 (row, below) and of player 2 (column, above). A dot marks
    the best replies of player 1, a diamond those of player 2; pure equilibria are framed. Names in
    bold are used in a pure equilibrium, plain ones in mixed equilibria only, grey ones in none.

    Parameters
    ----------
    game : RepeatedGame
        Two players, perfect monitoring, a numerical discount factor.
    automata : mapping name -> Automaton
        The menu, the same for both; at most 12.
    ax : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    UnsupportedGameError
        Unless there are two players and no parameters.
    InvalidGameError
        If the menu is empty or too long, or an automaton does not fit the game.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> defect = Automaton(["on"], "on", {"on": (1, 1)}, {"on": "on"})
    >>> menu = {"grim trigger": grim_trigger(pd, (0, 0), (1, 1)), "defect": defect}
    >>> ax = plot_automaton_choice(RepeatedGame(pd, "1/2"), menu)
    >>> [text.get_text() for text in ax.texts[:4]]
    ['2', '2', '−1/2', '3/2']
    """
    return draw_automaton_choice(automaton_choice_rows(game, automata), ax)


def draw_automaton_choice(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows of :func:`automaton_choice_rows`."""
    names = list(dict.fromkeys(row["row"] for row in rows))
    cells = max(len(names), 4)
    # Up to six fit a column; a cell of more is as wide as the numbers need.
    width = 3.15 if cells < 7 else 0.95 + 0.4 * cells
    with style():
        return _draw(rows, names, ax or new_axes(width, 1.75 + 0.32 * cells))


def _draw(rows: Sequence[Mapping[str, str]], names: Sequence[str], ax: Axes) -> Axes:
    count = len(names)
    ax.set_xlim(-0.5, count - 0.5)
    ax.set_ylim(count - 0.5, -0.5)
    pairs = [row for row in rows if row["kind"] == "pair"]
    for row in pairs:
        _cell(ax, names.index(row["column"]), names.index(row["row"]), row, min(count / 6, 1))
    shown = ["\n".join(textwrap.wrap(plain(name), 18)) for name in names]
    ax.set_xticks(range(count), shown, rotation=90)
    ax.set_yticks(range(count), shown)
    ax.tick_params(length=0)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xlabel("player 2 follows")
    ax.set_ylabel("player 1 follows")
    for spine in ax.spines.values():
        spine.set_visible(False)
    for kind, ticks in (("player 1", ax.get_yticklabels()), ("player 2", ax.get_xticklabels())):
        uses = [row["equilibrium"] for row in rows if row["kind"] == kind]
        for use, tick in zip(uses, ticks, strict=True):
            tick.set_fontweight("bold" if use == "pure" else "normal")
            tick.set_color(_GREY if use == "none" else INK)
    _legend(ax, pairs, {row["equilibrium"] for row in rows if row["kind"] != "pair"})
    return ax


def _cell(ax: Axes, x: int, y: int, row: Mapping[str, str], scale: float) -> None:
    """Draw a cell; distances from its border are shares of it, smaller where cells are large."""
    from matplotlib.patches import Rectangle

    stable = row["equilibrium"] == "yes"
    ax.add_patch(
        Rectangle(
            (x - 0.5, y - 0.5),
            1,
            1,
            facecolor=_SHADE if stable else PAPER,
            edgecolor=INK if stable else "#BDBDBD",
            linewidth=1.5 if stable else 0.5,
            zorder=2 if stable else 1,
            clip_on=False,
        )
    )
    for key, (marker, face, side) in zip("12", _MARKS, strict=True):
        # Player 1 below and to the left, player 2 above and to the right, as in a printed bimatrix.
        height, border = y - 0.24 * side, x + 0.5 * side
        best = row[f"best_reply_{key}"] == "yes"
        ax.text(
            border - (0.22 if best else 0.06) * scale * side,
            height,
            _short(row[f"payoff_{key}"]),
            ha="right" if side > 0 else "left",
            va="center",
            fontsize=_FONT,
            color=INK,
            zorder=4,
        )
        if best:
            ax.plot([border - 0.12 * scale * side], [height], zorder=4, **_mark(marker, face))


def _mark(marker: str, face: str) -> dict[str, Any]:
    return {
        "linestyle": "none",
        "marker": marker,
        "markersize": 2.8,
        "markerfacecolor": face,
        "markeredgecolor": INK,
        "markeredgewidth": 0.7,
    }


def _short(text: str) -> str:
    shown = text if len(text) <= _LONG else f"{float(Fraction(text)):.3g}"
    return shown.replace("-", "−")


def _legend(ax: Axes, pairs: Sequence[Mapping[str, str]], uses: set[str]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Artist] = [
        Line2D([], [], label=f"best reply of player {key}", **_mark(marker, face))
        for key, (marker, face, _) in zip("12", _MARKS, strict=True)
    ]
    if any(row["equilibrium"] == "yes" for row in pairs):
        label = "pure equilibrium of the choice"
        handles.append(Patch(facecolor=_SHADE, edgecolor=INK, linewidth=1.5, label=label))
    ax.legend(
        handles=handles,
        labelspacing=0.35,
        title="\n".join(words for use, words in _USES.items() if use in uses),
        title_fontsize=7,
        alignment="left",
        **below(ax, 6),
    )
