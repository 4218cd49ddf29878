"""Figure 1: what the model says of each activity of the shipped case under each arrangement.

Run ``python figures/fig01_verdict_grid.py`` to write data and picture into ``out/figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames import load_case
from coopgames.plots import draw_verdict_grid, verdict_grid_rows, write_figure
from coopgames.reports import contrast

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = Path(__file__).stem


def data() -> list[dict[str, str]]:
    """Return one row per cell."""
    result = contrast(load_case("wanderley2004"))
    return verdict_grid_rows(result.cells, result.applicable)


def draw(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows."""
    return draw_verdict_grid(rows, ax)


def write(folder: Path) -> tuple[Path, ...]:
    """Write the data as CSV and the picture as SVG and PDF."""
    rows = data()
    return write_figure(folder, NAME, rows, draw(rows))


if __name__ == "__main__":
    write(Path("out/figures"))
