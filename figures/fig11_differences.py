"""Figure 11: from the associations of Bolivia to an industrial district: what flips a verdict.

Run ``python figures/fig11_differences.py`` to write data and picture into ``out/figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames import load_case
from coopgames.plots import write_figure
from coopgames.plots.differences import difference_rows, draw_differences
from coopgames.verdicts.differences import differences

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = Path(__file__).stem


def data() -> list[dict[str, str]]:
    """Return one row per activity whose verdict differs and change."""
    return difference_rows(
        differences(load_case("wanderley2004"), load_case("industrial_district"))
    )


def draw(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows."""
    return draw_differences(rows, ax)


def write(folder: Path) -> tuple[Path, ...]:
    """Write the data as CSV and the picture as SVG and PDF."""
    rows = data()
    return write_figure(folder, NAME, rows, draw(rows))


if __name__ == "__main__":
    write(Path("out/figures"))
