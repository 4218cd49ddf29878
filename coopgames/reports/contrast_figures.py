"""The figures of a contrast, as bytes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from coopgames.institutions import Activity, Arrangement
from coopgames.plots import (
    draw_gain_and_loss,
    figure_bytes,
    gain_and_loss_rows,
    plot_attribute_path,
    plot_verdict_grid,
)
from coopgames.plots.gain_and_loss import curve_range
from coopgames.reports.commentary import figure_activities
from coopgames.reports.contrast import Contrast
from coopgames.reports.headline import hardest
from coopgames.reports.supplement import Supplement

__all__ = ["FIGURE_FILES", "contrast_figures", "curve_rows"]

_FORMATS = ("svg", "pdf")
_NAMES = ("verdict_grid", "gain_and_loss", "attribute_path")
FIGURE_FILES = tuple(f"{name}.{file_format}" for name in _NAMES for file_format in _FORMATS)
_CURVES = 4  # more lines than these, and the one of the counterfactual, cannot be told apart
_START = Fraction(1, 10)


def contrast_figures(contrast: Contrast, extra: Supplement) -> Iterator[tuple[str, bytes]]:
    """Yield file names and contents."""
    grid = plot_verdict_grid(contrast.cells, applicable=contrast.applicable)
    curves = draw_gain_and_loss(
        curve_rows(contrast), period=contrast.case.period, mark=contrast.discount_factor
    )
    figures = {"verdict_grid": grid, "gain_and_loss": curves}
    if extra.paths is not None:
        figures["attribute_path"] = plot_attribute_path(extra.paths)
    for name, ax in figures.items():
        figure = ax.get_figure(root=True)
        assert figure is not None
        for file_format in _FORMATS:
            yield f"{name}.{file_format}", figure_bytes(figure, file_format)
            figure.set_layout_engine("none")  # pyright: ignore[reportUnknownMemberType]
            # laid out once is enough


def curve_rows(contrast: Contrast) -> list[dict[str, str]]:
    """Return the points of the second figure.

    Activities in their own columns; then the one that a partner alone can value and that would be
    hardest before members, as if members could value it.
    """
    case = contrast.case
    largest = max(case.largest, contrast.discount_factor)
    deltas = curve_range(min(_START, contrast.discount_factor), largest)
    own = contrast.applicable

    def column(activity: Activity) -> Arrangement:
        return case.arrangement(own[activity.name])

    rows = gain_and_loss_rows(_chosen(contrast), column, deltas)
    before = hardest(contrast)
    if before is not None:
        rows += gain_and_loss_rows([before.activity], lambda _: before.arrangement, deltas)
    return rows


def _chosen(contrast: Contrast) -> tuple[Activity, ...]:
    """Choose those of the case's commentary, or the first of each critical discount factor."""
    chosen = figure_activities(contrast.case)
    if chosen is not None:
        return chosen
    own = [x.verdict for x in contrast.comparisons if x.verdict is not None]
    first = {(x.arrangement.name, str(x.threshold)): x for x in reversed(own)}
    different = [x for x in own if first[x.arrangement.name, str(x.threshold)] is x]
    before = hardest(contrast)
    # The counterfactual is only readable beside the curve that it is the counterfactual of.
    fixed = [x for x in different if before is not None and x.activity == before.activity]
    others = [x for x in different if x not in fixed]
    return tuple(x.activity for x in (*others[: _CURVES - len(fixed)], *fixed))
