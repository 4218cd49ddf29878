"""Figure 5: from communal work to subcontracting, one change at a time: where the verdict flips.

Run ``python figures/fig05_attribute_path.py`` to write data and picture into ``out/figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames import load_case
from coopgames.plots import attribute_path_rows, draw_attribute_path, write_figure
from coopgames.verdicts import attribute_paths

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = Path(__file__).stem


def data() -> list[dict[str, str]]:
    """Return the 32 games, the steps between them and what flips the verdict."""
    case = load_case("wanderley2004")
    start, end = case.activity("faena"), case.activity("subcontracting")
    columns = case.column_for(start), case.column_for(end)
    return attribute_path_rows(attribute_paths(start, end, columns, case.baseline))


def draw(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows."""
    return draw_attribute_path(rows, ax)


def write(folder: Path) -> tuple[Path, ...]:
    """Write the data as CSV and the picture as SVG and PDF."""
    rows = data()
    return write_figure(folder, NAME, rows, draw(rows))


if __name__ == "__main__":
    write(Path("out/figures"))
