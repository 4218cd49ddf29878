"""Figure: what can be reached at each discount factor, where payments are possible."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from coopgames.errors import invalid
from coopgames.plots.labels import plain
from coopgames.plots.placing import below, when_laid_out
from coopgames.plots.saving import new_axes
from coopgames.plots.step_function_numbers import Piece, value_text, write_numbers
from coopgames.plots.style import COLOURS, INK, style
from coopgames.solvers import Solution
from coopgames.solvers.transfers import TransferEquilibria

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_step_function", "plot_step_function", "step_function_rows"]

Row = dict[str, str]
Steps: TypeAlias = TransferEquilibria | Solution[TransferEquilibria]

_LOOKS = (("blue", "-", "o"), ("vermilion", "--", "s"), ("green", "-.", "^"), ("purple", ":", "D"))
_CROWDED = 24  # of more pieces than these the marks are small
_NONE = "no equilibrium in pure actions"


def step_function_rows(equilibria: Mapping[str, Steps] | Steps) -> list[Row]:
    """Return one row for each step, in text.

    Parameters
    ----------
    equilibria : TransferEquilibria or Solution, or a mapping of names to them
        What :func:`coopgames.transfer_equilibria` found.

    Returns
    -------
    list of dict
        A game without any step has one row, whose payoffs are empty.

    Raises
    ------
    InvalidGameError
        If there are none, or they are something else.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> from coopgames.solvers.transfers import transfer_equilibria
    >>> rows = step_function_rows(transfer_equilibria(prisoners_dilemma(3, 2, 0, -1)))
    >>> rows[1]["from"], rows[1]["joint_payoff"], rows[1]["punishments"]
    ('1/3', '4', '0')
    """
    named = equilibria if isinstance(equilibria, Mapping) else {"": equilibria}
    if not named:
        raise invalid("equilibria", equilibria, "at least one step function")
    rows: list[Row] = []
    for name, given in named.items():
        value = given.value if isinstance(given, Solution) else given
        if not isinstance(value, TransferEquilibria):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("equilibria", value, "a TransferEquilibria")
        rows += _steps(name, value)
    return rows


def _steps(name: str, value: TransferEquilibria) -> list[Row]:
    if not value.steps:
        empty = dict.fromkeys(("joint_payoff", "punishments", "on_path"), "")
        return [{"name": name, "from": "0", "to": "1", **empty}]
    rows: list[Row] = []
    ends = [*(step.discount_factor for step in value.steps[1:]), 1]
    for step, end in zip(value.steps, ends, strict=True):
        played = zip(value.stage.actions, step.on_path, strict=True)
        rows.append(
            {
                "name": name,
                "from": str(step.discount_factor),
                "to": str(end),
                "joint_payoff": str(step.joint_payoff),
                "punishments": str(sum(step.punishments)),
                "on_path": ", ".join(labels[a] for labels, a in played),
            }
        )
    return rows


def plot_step_function(equilibria: Mapping[str, Steps] | Steps, ax: Axes | None = None) -> Axes:
    """Draw the joint payoff, and the sum of the punishments below it, against the discount factor.

    A full mark is a value that is reached at its discount factor; an open one ends before it. The
    critical discount factors stand above, the values at the steps unless there are many.

    Parameters
    ----------
    equilibria : TransferEquilibria or Solution, or a mapping of names to them
        What :func:`coopgames.transfer_equilibria` found.
    ax : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    InvalidGameError
        If there are none, or they are something else.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> from coopgames.solvers.transfers import transfer_equilibria
    >>> ax = plot_step_function(transfer_equilibria(prisoners_dilemma(3, 2, 0, -1)))
    >>> [text.get_text() for text in ax.texts if text.get_text()]
    ['0', '4']
    """
    return draw_step_function(step_function_rows(equilibria), ax)


def draw_step_function(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows of :func:`step_function_rows`."""
    with style():
        return _draw(rows, ax or new_axes(5.4, 3.4))


def _draw(rows: Sequence[Mapping[str, str]], ax: Axes) -> Axes:
    games: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        games.setdefault(row["name"], []).append(row)
    pieces: list[Piece] = []
    for number, (name, steps) in enumerate(games.items()):
        pieces += _curves(ax, name, [step for step in steps if step["joint_payoff"]], number)
    ax.set_xlim(-0.015, 1.015)
    ax.margins(y=0.17)
    ax.set_xlabel("discount factor δ")
    ax.set_ylabel("payoffs per period,\nsum over players")
    if pieces:
        ax.grid(visible=True, which="major")
    else:
        ax.set_yticks([])
        ax.text(0.5, 0.5, _NONE, transform=ax.transAxes, ha="center", va="center", color=INK)
    if pieces or len(games) > 1:
        ax.legend(handlelength=3.2, **below(ax, 30))
    when_laid_out(lambda: write_numbers(ax, pieces))
    return ax


def _curves(ax: Axes, name: str, steps: Sequence[Mapping[str, str]], number: int) -> list[Piece]:
    """Draw both curves of a game; return their pieces."""
    colour, line, marker = _LOOKS[number % len(_LOOKS)]
    looks: dict[str, Any] = {"color": COLOURS[colour], "linestyle": line, "zorder": 3}
    prefix = f"{plain(name)}: " if name else ""
    if not steps:
        if name:
            ax.plot([], [], label=prefix + _NONE, **looks)
        return []
    found: list[Piece] = []
    least = Fraction(steps[0]["from"])
    start = f" (none below {value_text(least)})" if least else ""
    for key, width, label in (
        ("joint_payoff", 1.8, f"largest joint payoff{start}"),
        ("punishments", 0.8, "sum of punishment payoffs"),
    ):
        pieces = _pieces(steps, key)
        x = [value for begin, end, _ in pieces for value in (float(begin), float(end), math.nan)]
        y = [value for *_, height in pieces for value in (float(height), float(height), math.nan)]
        ax.plot(x, y, linewidth=width, label=prefix + label, **looks)
        size = 4.5 if len(pieces) <= _CROWDED else 2.0
        # A full marker: the step is reached at its discount factor; an open one: it ends before.
        for side, face in ((0, COLOURS[colour]), (1, "white")):
            ends = [(float(piece[side]), float(piece[2])) for piece in pieces]
            _markers(ax, ends, marker, size, COLOURS[colour], face)
        found += pieces
    return found


def _markers(
    ax: Axes,
    places: Sequence[tuple[float, float]],
    marker: str,
    size: float,
    edge: str,
    face: str,
) -> None:
    ax.plot(
        [x for x, _ in places],
        [y for _, y in places],
        linestyle="none",
        marker=marker,
        markersize=size,
        markeredgecolor=edge,
        markerfacecolor=face,
        zorder=4,
    )


def _pieces(steps: Sequence[Mapping[str, str]], key: str) -> list[Piece]:
    """Return the level pieces; a step at which nothing changes is no jump."""
    pieces: list[Piece] = []
    for step in steps:
        start, end = Fraction(step["from"]), Fraction(step["to"])
        height = Fraction(step[key])
        if pieces and height == pieces[-1][2]:
            start = pieces.pop()[0]
        pieces.append((start, end, height))
    return pieces
