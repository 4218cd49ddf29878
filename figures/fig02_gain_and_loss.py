"""Figure 2: the largest discounted loss from shirking against its gain, as patience rises.

Run ``python figures/fig02_gain_and_loss.py`` to write data and picture into ``out/figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames import load_case
from coopgames.plots import draw_gain_and_loss, write_figure
from coopgames.reports import contrast
from coopgames.reports.contrast_figures import curve_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = Path(__file__).stem


def data() -> list[dict[str, str]]:
    """Return one row per activity, arrangement and discount factor."""
    return curve_rows(contrast(load_case("wanderley2004")))


def draw(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows."""
    case = load_case("wanderley2004")
    return draw_gain_and_loss(rows, ax, period=case.period, mark=case.baseline)


def write(folder: Path) -> tuple[Path, ...]:
    """Write the data as CSV and the picture as SVG and PDF."""
    rows = data()
    return write_figure(folder, NAME, rows, draw(rows))


if __name__ == "__main__":
    write(Path("out/figures"))
