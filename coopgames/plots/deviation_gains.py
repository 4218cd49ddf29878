"""Figure: what each one-shot deviation from a plan gains."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from coopgames.arithmetic import Enclosure, ends
from coopgames.errors import invalid
from coopgames.games import Automaton, StageGame
from coopgames.plots.labels import plain
from coopgames.plots.placing import below
from coopgames.plots.saving import new_axes
from coopgames.plots.style import COLOURS, INK, style
from coopgames.solvers.deviation import Deviation
from coopgames.solvers.solution import Solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["deviation_gain_rows", "draw_deviation_gains", "plot_deviation_gains"]

Row = dict[str, str]
Pairs = Sequence[tuple[str, object]]

#: What is done instead, for each margin that the certificate of a FinePlan or ExitPlan holds.
_MARGINS = {
    "contribution_margin": "contribution: shirk",
    "effort_margin": "effort: shirk",
    "payment_margin": "payment: refuse to pay",
}
_LONGEST = 24  # characters of an exact number that are still worth a place in a table
_SHOWN = 24  # deviations that are drawn


class _Look(NamedTuple):
    colour: str
    marker: str
    face: str
    legend: str


_LOOKS = {
    "pays": _Look(COLOURS["vermilion"], "X", COLOURS["vermilion"], "pays"),
    "undecided": _Look(COLOURS["purple"], "P", "white", "undecided"),
    "largest": _Look(COLOURS["orange"], "D", COLOURS["orange"], "comes closest to paying"),
    "does not pay": _Look(COLOURS["blue"], "o", "white", "does not pay"),
}


def deviation_gain_rows(
    solution_or_pairs: Solution[Any] | Pairs,
    *,
    stage: StageGame | None = None,
    automaton: Automaton | None = None,
) -> list[Row]:
    """Return one row for each one-shot deviation: who, where, what, and its gain, as text.

    Parameters
    ----------
    solution_or_pairs : Solution of check_equilibrium, or sequence of (label, gain)
        Of a solution the gains are read from its certificate, which has all of them. Without a
        certificate (floats) only the best deviation is known, and that is one row. The margins of a
        FinePlan or ExitPlan are what shirking or refusing *loses*: their gain is minus the margin.
    stage : StageGame, optional
        For the names of players and actions; certificates number them.
    automaton : Automaton, optional
        For the names of states.

    Raises
    ------
    InvalidGameError
        If the argument is neither a solution of a one-shot check nor pairs.

    Examples
    --------
    >>> import coopgames as cg
    >>> pd = cg.prisoners_dilemma(3, 2, 0, -1)
    >>> grim = cg.grim_trigger(pd, (0, 0), (1, 1))
    >>> checked = cg.check_equilibrium(cg.RepeatedGame(pd, "1/2"), grim)
    >>> rows = deviation_gain_rows(checked, stage=pd, automaton=grim)
    >>> rows[0]["deviation"], rows[0]["gain"], rows[0]["verdict"]
    ('on path, player 1: defect', '-1/2', 'largest')
    """
    if isinstance(solution_or_pairs, Solution):
        pairs = _from_solution(solution_or_pairs, stage, automaton)
    else:
        pairs = [_pair(item) for item in solution_or_pairs]
    if not pairs:
        raise invalid("solution_or_pairs", solution_or_pairs, "at least one deviation")
    largest = max(gain.upper for _, gain in pairs)
    return [
        {"deviation": label, "gain": _text(gain), "verdict": _verdict(gain, largest)}
        for label, gain in pairs
    ]


def _from_solution(
    solution: Solution[Any], stage: StageGame | None, automaton: Automaton | None
) -> list[tuple[str, Enclosure]]:
    if solution.certificate is None:
        worst = solution.diagnostics.get("deviation")
        if not isinstance(worst, Deviation):
            raise invalid("solution_or_pairs", solution, "a solution of check_equilibrium")
        return [_pair((f"{worst.state}, {_player(worst.player)}: {worst.action}", worst.gain))]
    document = cast("dict[str, Any]", json.loads(solution.certificate.to_json()))
    if "gains" in document:
        return _of_automaton(document, stage, automaton)
    margins = [(text, document[name]) for name, text in _MARGINS.items() if name in document]
    if not margins:
        raise invalid("solution_or_pairs", solution, "a solution of check_equilibrium")
    return [(text, _minus(_number(margin))) for text, margin in margins]


def _of_automaton(
    document: Mapping[str, Any], stage: StageGame | None, automaton: Automaton | None
) -> list[tuple[str, Enclosure]]:
    prescribed = document["automaton"]["actions"]
    found: list[tuple[str, Enclosure]] = []
    for state, players in enumerate(document["gains"]):
        where = f"state {state}" if automaton is None else automaton.states[state]
        for player, gains in enumerate(players):
            who = _player(str(player + 1) if stage is None else stage.players[player])
            for action, gain in enumerate(gains):
                if action == prescribed[state][player]:
                    continue
                what = f"action {action}" if stage is None else stage.actions[player][action]
                found.append((f"{where}, {who}: {what}", _number(gain)))
    return found


def _player(name: str) -> str:
    return f"player {name}" if name.isdigit() else name


def _number(value: Any) -> Enclosure:
    """Read a number of a certificate."""
    if isinstance(value, dict):
        ends_ = cast("dict[str, str]", value)
        return Enclosure(Fraction(ends_["lower"]), Fraction(ends_["upper"]))
    return Enclosure(Fraction(value), Fraction(value))


def _minus(value: Enclosure) -> Enclosure:
    return Enclosure(-value.upper, -value.lower)


def _pair(item: Any) -> tuple[str, Enclosure]:
    expected = "pairs of a label and a number"
    if not isinstance(item, tuple) or len(cast("tuple[Any, ...]", item)) != 2:
        raise invalid("solution_or_pairs", cast("object", item), expected)
    label, gain = cast("tuple[Any, Any]", item)
    if isinstance(gain, float) and math.isfinite(gain):
        gain = Fraction(gain)
    if isinstance(gain, bool) or not isinstance(gain, Fraction | int | Enclosure):
        raise invalid("solution_or_pairs", (label, gain), expected)
    lower, upper = ends(gain)
    return str(label), Enclosure(lower, upper)


def _text(gain: Enclosure) -> str:
    exact = str(gain.lower)
    if gain.lower == gain.upper and len(exact) <= _LONGEST:
        return exact
    return f"{float((gain.lower + gain.upper) / 2):.9g}"


def _verdict(gain: Enclosure, largest: Fraction) -> str:
    if gain.upper > 0:
        return "pays" if gain.lower > 0 else "undecided"
    return "largest" if gain.upper == largest else "does not pay"


def plot_deviation_gains(
    solution_or_pairs: Solution[Any] | Pairs,
    ax: Axes | None = None,
    *,
    stage: StageGame | None = None,
    automaton: Automaton | None = None,
) -> Axes:
    """Draw the gain of each one-shot deviation; the largest is marked.

    Parameters
    ----------
    solution_or_pairs, stage, automaton
        As in :func:`deviation_gain_rows`.
    ax : Axes, optional

    Returns
    -------
    Axes

    Notes
    -----
    With more than 24 deviations the 24 that gain most are drawn, and the figure says so.

    Examples
    --------
    >>> ax = plot_deviation_gains([("leave", -3), ("shirk", 0)])
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['leave', 'shirk']
    """
    rows = deviation_gain_rows(solution_or_pairs, stage=stage, automaton=automaton)
    return draw_deviation_gains(rows, ax)


def draw_deviation_gains(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows of :func:`deviation_gain_rows`."""
    shown = list(rows)
    if len(shown) > _SHOWN:
        most = sorted(rows, key=lambda row: -float(Fraction(row["gain"])))[:_SHOWN]
        shown = [row for row in rows if row in most]
    with style():
        return _draw(shown, len(rows), ax or new_axes(3.15, 0.75 + 0.28 * len(shown)))


def _draw(rows: Sequence[Mapping[str, str]], total: int, ax: Axes) -> Axes:
    from matplotlib.ticker import MaxNLocator

    gains = [float(Fraction(row["gain"])) for row in rows]
    ax.axvline(0, color=INK, linewidth=0.8, zorder=1)
    for place, (row, gain) in enumerate(zip(rows, gains, strict=True)):
        look = _LOOKS[row["verdict"]]
        bold = "normal" if row["verdict"] == "does not pay" else "bold"
        ax.plot([0, gain], [place, place], color=look.colour, linewidth=1.6, zorder=2)
        ax.plot(
            [gain],
            [place],
            marker=look.marker,
            markersize=6,
            markerfacecolor=look.face,
            markeredgecolor=look.colour,
            markeredgewidth=1.3,
            linestyle="none",
            zorder=3,
        )
        ax.annotate(
            f"{gain:.3g}".replace("-", "\N{MINUS SIGN}"),
            (1.03, place),
            xycoords=("axes fraction", "data"),
            ha="left",
            va="center",
            fontsize=7,
            fontweight=bold,
            color=INK,
            annotation_clip=False,
        )
    low, high = min(0.0, *gains), max(0.0, *gains)
    room = 0.08 * ((high - low) or 1.0)
    ax.set_xlim(low - room, high + room)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_yticks(range(len(rows)), [_wrapped(row["deviation"]) for row in rows])
    ax.xaxis.set_major_locator(MaxNLocator(3))
    for tick, row in zip(ax.get_yticklabels(), rows, strict=True):
        tick.set_fontweight("normal" if row["verdict"] == "does not pay" else "bold")
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("gain from deviating once")
    ax.set_ylabel("deviation" if total == len(rows) else f"the {len(rows)} best of {total}")
    _legend(ax, rows)
    return ax


def _legend(ax: Axes, rows: Sequence[Mapping[str, str]]) -> None:
    from matplotlib.lines import Line2D

    present = [word for word in _LOOKS if any(row["verdict"] == word for row in rows)]
    handles = [
        Line2D(
            [],
            [],
            color=_LOOKS[word].colour,
            marker=_LOOKS[word].marker,
            markersize=6,
            markerfacecolor=_LOOKS[word].face,
            markeredgewidth=1.3,
            linestyle="none",
            label=_LOOKS[word].legend,
        )
        for word in present
    ]
    columns = {"ncols": len(handles), "handletextpad": 0.2, "columnspacing": 1.2}
    ax.legend(handles=handles, **columns, **below(ax, 28, left=1))


def _wrapped(text: str) -> str:
    from textwrap import wrap

    return "\n".join(wrap(plain(text), 22)) or " "
