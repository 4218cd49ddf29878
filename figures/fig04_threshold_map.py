"""Figure 4: how much noise and how many dimensions each arrangement bears, and the activities.

Run ``python figures/fig04_threshold_map.py`` to write data and picture into ``out/figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames import load_case
from coopgames.plots import draw_threshold_map, plot_grid, threshold_map_rows, write_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

NAME = Path(__file__).stem
CASE = "wanderley2004"
#: What each arrangement bears is of another order, so the maps have other ranges.
RANGES = {"treasury": ("1/8", 32), "reports": ("1/8", 4)}


def data() -> list[dict[str, str]]:
    """Return boundaries and activities: one map per level of proximity and arrangement."""
    case = load_case(CASE)
    levels = case.standard.proximity
    return [
        row
        for seen in (levels.met, levels.partly, levels.not_met)
        for name, noise in RANGES.items()
        for row in threshold_map_rows(
            case, case.arrangement(name), case.baseline, proximity=seen, noise=noise
        )
    ]


def draw(rows: Sequence[Mapping[str, str]], figure: Figure | SubFigure | None = None) -> Axes:
    """Draw the rows, one panel for each map; return the first panel."""
    panels: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for row in rows:
        panels.setdefault((row["proximity"], row["arrangement"]), []).append(row)
    period = load_case(CASE).period
    return plot_grid(
        [lambda ax, own=own: draw_threshold_map(own, ax, period=period) for own in panels.values()],
        figure,
        columns=2,
        titles=[f"{name}, π = {seen}" for seen, name in panels],
        size=(1.6, 2.4),
        share_labels=True,
    )[0]


def write(folder: Path) -> tuple[Path, ...]:
    """Write the data as CSV and the picture as SVG and PDF."""
    rows = data()
    return write_figure(folder, NAME, rows, draw(rows))


if __name__ == "__main__":
    write(Path("out/figures"))
