"""Figure: the best deviation from an institution's plan, along one of its numbers."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from coopgames.arithmetic import RationalFunction
from coopgames.catalogue import Institution
from coopgames.errors import UnsupportedGameError
from coopgames.plots.labels import bounds, plain
from coopgames.plots.placing import below
from coopgames.plots.saving import new_axes
from coopgames.plots.style import COLOURS, INK, style
from coopgames.solvers import Solution
from coopgames.solvers.deviation import Deviation

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["draw_institution", "institution_rows", "plot_institution"]

Row = dict[str, str]
#: Into how many equal parts the domain of the number is cut.
PARTS = 120


def institution_rows(
    institution: Institution, parameter: str | RationalFunction = "discount_factor"
) -> list[Row]:
    """Return the best gain from a one-shot deviation along one number of an institution.

    Parameters
    ----------
    institution : Institution
    parameter : str or RationalFunction
        As in :meth:`coopgames.catalogue.Institution.threshold`.

    Returns
    -------
    list of dict
        At 119 equally spaced numbers inside the domain, and at each end of the sustaining set
        inside it: ``value``, ``gain`` (average discounted, rounded to 12 digits; exact numbers
        behind it), ``deviation``, ``sustained``, and ``end`` (``"yes"`` at an end of the set).

    Raises
    ------
    UnsupportedGameError
        If the institution's threshold is not found by one-shot deviations (sanctions chosen by a
        linear program): then there is no single deviation to show.

    Examples
    --------
    >>> from coopgames.catalogue import Faena
    >>> rows = institution_rows(Faena(stages=2, benefit=3))
    >>> [row["value"] for row in rows if row["end"] == "yes"]
    ['0.5']
    >>> rows[12]["sustained"], rows[-12]["sustained"], rows[12]["deviation"]
    ('no', 'yes', 'stay away in 2 to do')
    """
    answer = institution.threshold(parameter)
    gains = _gains(institution, answer)
    domain = institution.free_number(parameter).parameter
    assert domain.lower is not None
    assert domain.upper is not None
    width = domain.upper - domain.lower
    rows: dict[Fraction, Row] = {}
    for k in range(1, PARTS):
        x = domain.lower + width * k / PARTS
        rows[x] = _row(domain.name, x, any(x in found for found in answer.value), gains)
    for found in answer.value:
        ends = (found.lower, found.lower_closed), (found.upper, found.upper_closed)
        for end, closed in ends:
            x = bounds(end)[0]  # within 2**-64 of an algebraic end
            if domain.lower < x < domain.upper:
                rows[x] = {**_row(domain.name, x, closed, gains), "end": "yes"}
    return [rows[x] for x in sorted(rows)]


def _gains(institution: Institution, answer: Solution[Any]) -> list[Deviation]:
    """Return the gains of all deviations; those that do not depend on the number are constants."""
    gains: Any = answer.diagnostics.get("gains", ())
    if not gains:
        raise UnsupportedGameError(
            f"institution: got {institution.heading}, whose threshold is not found by one-shot "
            "deviations; plot_threshold shows its set"
        )
    return list(gains)


def _row(name: str, x: Fraction, kept: bool, gains: Sequence[Deviation]) -> Row:
    values = [
        (deviation.gain.at(x) if isinstance(deviation.gain, RationalFunction) else deviation.gain)
        for deviation in gains
    ]
    best = max(range(len(values)), key=values.__getitem__)
    return {
        "parameter": name,
        "value": f"{float(x):.12g}",
        "gain": f"{float(values[best]):.12g}",
        "deviation": f"{gains[best].action} in {gains[best].state}",
        "sustained": "yes" if kept else "no",
        "end": "no",
    }


def plot_institution(
    institution: Institution,
    parameter: str | RationalFunction = "discount_factor",
    ax: Axes | None = None,
) -> Axes:
    """Draw the best gain from a deviation along one number; hatched where the plan holds.

    Parameters
    ----------
    institution : Institution
    parameter : str or RationalFunction
    ax : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    UnsupportedGameError
        As :func:`institution_rows`.

    Examples
    --------
    >>> from coopgames.catalogue import Faena
    >>> ax = plot_institution(Faena(stages=2, benefit=3))
    >>> ax.get_xlabel(), ax.get_title(loc="left")
    ('discount factor (a period)', 'Faena')
    """
    rows = institution_rows(institution, parameter)
    of = institution.quantities()[rows[0]["parameter"]]
    words = of.words if of.unit == "-" else f"{of.words} ({of.unit})"
    return draw_institution(rows, ax, title=institution.heading, words=words)


def draw_institution(
    rows: Sequence[Mapping[str, str]], ax: Axes | None = None, *, title: str = "", words: str = ""
) -> Axes:
    """Draw the rows of :func:`institution_rows`."""
    with style():
        return _draw(rows, ax or new_axes(3.15, 2.5), title, words or rows[0]["parameter"])


def _draw(rows: Sequence[Mapping[str, str]], ax: Axes, title: str, words: str) -> Axes:
    xs = [float(row["value"]) for row in rows]
    ys = [float(row["gain"]) for row in rows]
    kept = [row["sustained"] == "yes" for row in rows]
    ax.axhline(0, color=INK, linewidth=0.8, zorder=2)
    ax.plot(xs, ys, color=COLOURS["blue"], linewidth=1.4, zorder=3)
    # The whole height: near a discount factor of 1 average gains vanish, and would show no area.
    across = ax.get_xaxis_transform()
    ax.fill_between(xs, 0, 1, where=kept, transform=across, zorder=1, **_looks())
    for row, x, y in zip(rows, xs, ys, strict=True):
        if row["end"] == "yes":
            ax.plot([x], [y], **_mark(), zorder=4)
            note = ax.annotate(
                f"{x:.4g}", (x, y), xytext=(4, 5), textcoords="offset points", fontsize=6.5
            )
            note.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.8})
    ax.margins(x=0)
    ax.set_xlabel(plain(words))
    ax.set_ylabel("best gain by deviating (average)")
    if title:
        ax.set_title(plain(title), fontsize=8)
    _legend(ax, any(kept), any(row["end"] == "yes" for row in rows))
    return ax


def _looks() -> dict[str, Any]:
    return {"facecolor": "#D6ECF8", "edgecolor": "#8C8C8C", "hatch": "////", "linewidth": 0.0}


def _mark() -> dict[str, Any]:
    return {"linestyle": "none", "marker": "o", "markersize": 4.5, "color": INK}


def _legend(ax: Axes, kept: bool, ends: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Artist] = []
    if kept:
        handles.append(Patch(label="the plan is an equilibrium", **_looks()))
    if ends:
        handles.append(Line2D([], [], label="threshold", **_mark()))
    if handles:
        ax.legend(handles=handles, labelspacing=0.3, **below(ax, 30))
