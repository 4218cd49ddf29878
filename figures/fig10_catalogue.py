"""Figure 10: from which patience on each institution of the catalogue holds.

At its default numbers. Each is a game of its own, so the bars say what kind of set it is and are
not to be compared in length. An institution without a future (a single march, a joint purchase, an
inspection) has no discount factor and is left out.

Run ``python figures/fig10_catalogue.py`` to write data and picture into ``out/figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames.catalogue import institutions
from coopgames.plots import write_figure
from coopgames.plots.threshold import draw_threshold, threshold_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = Path(__file__).stem


def data() -> list[dict[str, str]]:
    """Return the sustaining discount factors of each institution."""
    known = [x for x in institutions() if "discount_factor" in x.quantities()]
    return threshold_rows({x.title: x.threshold() for x in known})


def draw(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows."""
    return draw_threshold(rows, ax, kind="institution")


def write(folder: Path) -> tuple[Path, ...]:
    """Write the data as CSV and the picture as SVG and PDF."""
    rows = data()
    return write_figure(folder, NAME, rows, draw(rows))


if __name__ == "__main__":
    write(Path("out/figures"))
