"""Small multiples: several plots in one figure, with one look and one legend."""

# The types that come with matplotlib leave **kwargs open.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from coopgames.errors import invalid
from coopgames.plots.placing import laid_out_later
from coopgames.plots.style import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

__all__ = ["plot_grid"]


def plot_grid(
    plots: Sequence[Callable[[Axes], object]],
    figure: Figure | SubFigure | None = None,
    *,
    columns: int = 2,
    titles: Sequence[str] = (),
    size: tuple[float, float] = (3.15, 2.8),
    letters: bool = True,
    share_labels: bool = False,
    legend: Literal["shared", "own", "none"] = "shared",
    legend_columns: int = 1,
) -> tuple[Axes, ...]:
    """Draw several plots in one figure.

    Parameters
    ----------
    plots : sequence of callables Axes -> anything
        Each draws one panel, for instance ``lambda ax: plot_payoff_set(stage, ax)``.
    figure : Figure or SubFigure, optional
        Where to draw; by default a new figure.
    columns : int
        Panels side by side.
    titles : sequence of str, optional
        One for each panel; the rest have none.
    size : pair of floats
        Width and height of one panel in inches, without the legend; for a new figure.
    letters : bool
        Put (a), (b), ... before the titles.
    share_labels : bool
        Keep the axis labels of the outer panels only. For panels that have the same ones.
    legend : {"shared", "own", "none"}
        One legend below with the entries of all panels, each once; one in each panel; none.
    legend_columns : int
        Columns of a shared legend.

    Returns
    -------
    tuple of Axes
        In the order of the plots.

    Raises
    ------
    InvalidGameError
        If there are no plots, or no columns.

    Examples
    --------
    >>> def line(ax):
    ...     _ = ax.plot([0, 1], [0, 1], label="a line")
    ...     _ = ax.legend()
    >>> first, second = plot_grid([line, line], titles=["one", "two"])
    >>> first.get_title("left"), [x.get_text() for x in first.figure.legends[0].get_texts()]
    ('(a) one', ['a line'])
    """
    if not plots:
        raise invalid("plots", plots, "at least one")
    if columns < 1:
        raise invalid("columns", columns, "an integer >= 1")
    if legend not in ("shared", "own", "none"):
        raise invalid("legend", legend, "one of shared, own, none")
    columns = min(columns, len(plots))
    lines = -(-len(plots) // columns)
    with style(), laid_out_later():
        if figure is None:
            from matplotlib.figure import Figure

            width, height = columns * size[0], lines * size[1]
            figure = Figure(figsize=(width, height), layout="constrained")
        axes = tuple(figure.add_subplot(lines, columns, k + 1) for k in range(len(plots)))
        names = [f"({chr(ord('a') + k)})" if letters else "" for k in range(len(plots))]
        for ax, plot, name, title in zip_longest(axes, plots, names, titles[: len(plots)]):
            plot(ax)
            ax.set_title(f"{name} {title or ''}".strip(), fontsize=8)
        if share_labels:
            _keep_outer_labels(axes, columns)
        if legend != "own":
            _collect_legends(axes, figure, legend_columns if legend == "shared" else 0)
    return axes


def _keep_outer_labels(axes: Sequence[Axes], columns: int) -> None:
    for k, ax in enumerate(axes):
        if k % columns:
            ax.set_ylabel("")
        if k + columns < len(axes):
            ax.set_xlabel("")


def _collect_legends(axes: Sequence[Axes], figure: Figure | SubFigure, columns: int) -> None:
    """Move the entries of all panels into one legend below them; drop them without columns."""
    found: dict[str, object] = {}
    titles: list[str] = []
    for ax in axes:
        own = ax.get_legend()
        if own is None:
            continue
        for handle, text in zip(own.legend_handles, own.get_texts(), strict=True):
            found.setdefault(text.get_text(), handle)
        title = own.get_title().get_text()
        if title and title not in titles:
            titles.append(title)
        own.remove()
    if found and columns:
        figure.legend(
            list(found.values()),  # pyright: ignore[reportArgumentType]
            list(found),
            loc="outside lower left",
            ncols=columns,
            title="\n".join(titles) or None,
            alignment="left",
            title_fontsize=7,
            fontsize=7,
        )
