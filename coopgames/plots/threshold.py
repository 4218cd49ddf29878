"""Figure: at which discount factors each of several automata is an equilibrium."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from coopgames.errors import UnsupportedGameError, invalid
from coopgames.plots.labels import plain
from coopgames.plots.placing import anchors_in_points, below, text_size, when_laid_out
from coopgames.plots.saving import new_axes
from coopgames.plots.style import COLOURS, INK, style
from coopgames.solvers import Solution
from coopgames.solvers.intervals import Interval

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["draw_threshold", "plot_threshold", "threshold_rows"]

Row = dict[str, str]
_HALF = 0.16  # half the height of a bar; its text stands above it
_FONT = 6.5
_LONG = 9  # fractions with more letters are shown as decimals
_WIDE = 18  # polynomials with more letters are shown by their degree
_SHOWN = 3  # of more intervals than these the text names the first ones
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HATCH = "////"


def threshold_rows(solutions: Mapping[str, Solution[Any]]) -> list[Row]:
    """Return one row for each interval of discount factors at which a plan is an equilibrium.

    Parameters
    ----------
    solutions : mapping name -> Solution
        Answers of :func:`coopgames.critical_discount_factor`, such as one for each automaton, or of
        an institution's ``threshold``.

    Returns
    -------
    list of dict
        ``critical`` is the infimum of all intervals of that name, or ``"never"``; the ends are
        exact.

    Raises
    ------
    InvalidGameError
        If there are no solutions, or a value is something else.
    UnsupportedGameError
        If a solution does not know its whole set, as those of games with floats.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma, tit_for_tat
    >>> from coopgames.solvers import critical_discount_factor
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> menu = {"grim": grim_trigger(pd, (0, 0), (1, 1)), "tit for tat": tit_for_tat(pd)}
    >>> found = {name: critical_discount_factor(pd, plan) for name, plan in menu.items()}
    >>> for row in threshold_rows(found):
    ...     print(row["name"], row["lower"], row["upper"], row["upper_included"])
    grim 1/3 1 no
    tit for tat 1/3 1/3 yes
    """
    if not isinstance(solutions, Mapping) or not solutions:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("solutions", solutions, "a mapping of names to solutions, not empty")
    rows: list[Row] = []
    for name, solution in solutions.items():
        intervals = _intervals(name, solution)
        ends = ("lower", "lower_included", "upper", "upper_included")
        if not intervals:
            rows.append({"name": name, "critical": "never", **dict.fromkeys(ends, "")})
        for found in intervals:
            row = {"name": name, "critical": str(intervals[0].lower)}
            for end in ("lower", "upper"):
                row[end] = str(getattr(found, end))
                row[f"{end}_included"] = "yes" if getattr(found, f"{end}_closed") else "no"
            rows.append(row)
    return rows


def _intervals(name: str, solution: Solution[Any]) -> tuple[Interval, ...]:
    if not isinstance(solution, Solution):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid(f"solutions[{name!r}]", solution, "a Solution of critical_discount_factor")
    # The answer of critical_value is the set itself; that of critical_discount_factor its infimum.
    found = solution.value if _is_set(solution.value) else solution.diagnostics.get("set")
    intervals = cast("tuple[Any, ...]", found) if isinstance(found, tuple) else ()
    if not isinstance(found, tuple) or not all(isinstance(x, Interval) for x in intervals):
        raise UnsupportedGameError(
            f"solutions[{name!r}]: got {solution!r} without the set of its discount factors, "
            "expected an answer of critical_discount_factor for exact payoffs"
        )
    return intervals


def _is_set(value: object) -> bool:
    return isinstance(value, tuple) and all(
        isinstance(x, Interval) for x in cast("tuple[Any, ...]", value)
    )


def plot_threshold(
    solutions: Mapping[str, Solution[Any]], ax: Axes | None = None, *, kind: str = "automaton"
) -> Axes:
    """Draw for each plan the discount factors at which it is an equilibrium.

    One bar for each, from 0 to 1; what sustains is hatched. A full mark is an end that belongs to
    the set, an open one does not. Above the bar stands the critical discount factor, exactly.

    Parameters
    ----------
    solutions : mapping name -> Solution
        Answers of :func:`coopgames.critical_discount_factor`, or of an institution's ``threshold``.
    ax : Axes, optional
    kind : str, optional
        What the names are names of, for the label of the axis.

    Returns
    -------
    Axes

    Raises
    ------
    InvalidGameError
        If there are no solutions, or a value is something else.
    UnsupportedGameError
        If a solution does not know its whole set, as those of games with floats.

    Examples
    --------
    >>> from coopgames.games import finite_punishment, prisoners_dilemma
    >>> from coopgames.solvers import critical_discount_factor
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> plan = finite_punishment(pd, (0, 0), (1, 1), 2)
    >>> ax = plot_threshold({"two periods": critical_discount_factor(pd, plan)})
    >>> ax.texts[0].get_text()
    '0.3660 (root of 2x² + 2x − 1)'
    """
    return draw_threshold(threshold_rows(solutions), ax, kind=kind)


def draw_threshold(
    rows: Sequence[Mapping[str, str]], ax: Axes | None = None, *, kind: str = "automaton"
) -> Axes:
    """Draw the rows of :func:`threshold_rows`."""
    names = dict.fromkeys(row["name"] for row in rows)
    with style():
        return _draw(rows, list(names), ax or new_axes(3.15, 1.15 + 0.32 * len(names)), kind)


def _draw(rows: Sequence[Mapping[str, str]], names: Sequence[str], ax: Axes, kind: str) -> Axes:
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(len(names) - 0.65, -0.75)
    ax.set_yticks(range(len(names)), ["\n".join(textwrap.wrap(plain(x), 18)) for x in names])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("discount factor δ")
    ax.set_ylabel(kind)
    ax.grid(visible=True, which="major", axis="x")
    texts: list[str] = []
    for place, name in enumerate(names):
        own = [row for row in rows if row["name"] == name]
        _bar(ax, place, [row for row in own if row["lower"]])
        texts.append(_words(own))
    _legend(ax, rows)
    when_laid_out(lambda: _write(ax, rows, names, texts))
    return ax


def _number(text: str) -> float:
    """Return a fraction, or the decimal that an algebraic number begins with."""
    return float(Fraction(text.split(" ", 1)[0]))


def _bar(ax: Axes, place: int, intervals: Sequence[Mapping[str, str]]) -> None:
    ax.barh(place, 1, 2 * _HALF, facecolor="#F2F2F2", edgecolor="#8C8C8C", linewidth=0.5, zorder=1)
    for row in intervals:
        low, high = _number(row["lower"]), _number(row["upper"])
        ax.barh(place, high - low, 2 * _HALF, low, **_looks(), zorder=2)
        # Open ends first: where an interval is one point, or two meet, the full mark is on top.
        for end, x in (("lower", low), ("upper", high)):
            full = row[f"{end}_included"] == "yes"
            ax.plot([x], [place], zorder=4 if full else 3, **_mark(full))


def _looks() -> dict[str, Any]:
    return {"facecolor": COLOURS["sky"], "edgecolor": INK, "hatch": _HATCH, "linewidth": 0.6}


def _mark(full: bool) -> dict[str, Any]:
    return {
        "linestyle": "none",
        "marker": "o",
        "markersize": 5.2,
        "markerfacecolor": INK if full else "white",
        "markeredgecolor": INK,
        "markeredgewidth": 1.0,
        "clip_on": False,
    }


def _words(rows: Sequence[Mapping[str, str]]) -> str:
    """Say where the automaton is sustained: by its critical discount factor if from there on."""
    first = rows[0]
    if first["critical"] == "never":
        return "never"
    if len(rows) == 1 and first["upper"] == "1":
        words = _exact(first["lower"])
        return words if first["lower_included"] == "yes" else f"above {words}"
    told = ", ".join(_interval(row) for row in rows[:_SHOWN])
    return f"{told}, …" if len(rows) > _SHOWN else f"only {told}"


def _interval(row: Mapping[str, str]) -> str:
    low, high = _short(row["lower"]), _short(row["upper"])
    return low if row["lower"] == row["upper"] else f"{low} to {high}"


def _exact(text: str) -> str:
    """Return a fraction, or an algebraic number with its polynomial if that is short."""
    if " " not in text:
        return _short(text)
    polynomial = _polynomial(text.split("(root of ", 1)[1].rstrip(")"))
    if polynomial.count("x") and len(polynomial) > _WIDE:
        degree = text.split("x^", 1)[1].split(" ", 1)[0] if "x^" in text else "1"
        return f"{_short(text)} (root, degree {degree})"
    return f"{_short(text)} (root of {polynomial})"


def _polynomial(text: str) -> str:
    """Write powers raised, and minus signs as such."""
    parts = text.split("^")
    for k, part in enumerate(parts[1:], start=1):
        digits = len(part) - len(part.lstrip("0123456789"))
        parts[k] = part[:digits].translate(_RAISED) + part[digits:]
    return "".join(parts).replace("-", "−")


def _short(text: str) -> str:
    return text if " " not in text and len(text) <= _LONG else f"{_number(text):.4f}"


def _write(
    ax: Axes, rows: Sequence[Mapping[str, str]], names: Sequence[str], texts: Sequence[str]
) -> None:
    """Write each text above its bar, from where its set begins if it then ends inside the axes."""
    starts = {row["name"]: _number(row["lower"]) for row in rows[::-1] if row["lower"]}
    anchors, frame = anchors_in_points(ax, [(starts.get(x, 0.0), 0.0) for x in names])
    left = frame.x - frame.width / 2
    for place, (text, (x, _)) in enumerate(zip(texts, anchors, strict=True)):
        width = 1.03 * text_size(text, _FONT)[0]  # letters are set to whole pixels
        begin = max(min(x - 2, left + frame.width - width), left)
        note = ax.annotate(
            text,
            (0, place - _HALF),
            xycoords=("axes fraction", "data"),
            xytext=(round(begin - left, 3), 2.5),
            textcoords="offset points",
            va="bottom",
            fontsize=_FONT,
            color=INK,
            zorder=5,
        )
        note.set_in_layout(False)  # or the axes would shrink, and the places be wrong


def _legend(ax: Axes, rows: Sequence[Mapping[str, str]]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Artist] = []
    if any(row["lower"] for row in rows):
        handles.append(Patch(label="an equilibrium", **_looks()))
    kinds = {row[f"{end}_included"] for row in rows for end in ("lower", "upper")}
    for kind, words in (("yes", "end included"), ("no", "end not included")):
        if kind in kinds:
            handles.append(Line2D([], [], label=words, **_mark(kind == "yes")))
    if handles:
        ax.legend(handles=handles, labelspacing=0.3, **below(ax, 30))
