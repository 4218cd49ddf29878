"""Figure 9: what a public signal makes possible, with and without payments between the players.

A prisoner's dilemma with payoffs 3, 2, 0 and -1. (a) One signal, good or bad, that does not tell
who shirked. (b) A flag for each of the two.

Run ``python figures/fig09_public_payoffs.py`` to write data and picture into ``out/figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames.games import PublicMonitoring, StageGame, prisoners_dilemma
from coopgames.plots import plot_grid, write_figure
from coopgames.plots.public_payoffs import draw_public_payoffs, public_payoffs_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

NAME = Path(__file__).stem
DISCOUNT_FACTOR = "3/5"


def data() -> list[dict[str, str]]:
    """Return one row for each vertex of each set of both games."""
    stage = StageGame(prisoners_dilemma(3, 2, 0, -1).payoffs(), [("C", "D")] * 2)
    bad = {0: Fraction(1, 10), 1: Fraction(1, 2), 2: Fraction(4, 5)}  # by the number of shirkers
    games = {
        "one signal for both": PublicMonitoring.from_function(
            (2, 2), lambda *acts: (1 - bad[sum(acts)], bad[sum(acts)])
        ),
        "one flag for each": PublicMonitoring.independent_flags(2, "1/10", "3/5"),
    }
    return [
        {"game": name, **row}
        for name, signals in games.items()
        for row in public_payoffs_rows(stage, signals, DISCOUNT_FACTOR)
    ]


def draw(rows: Sequence[Mapping[str, str]], figure: Figure | SubFigure | None = None) -> Axes:
    """Draw the rows, one game below the other; return the first panel."""
    panels: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        panels.setdefault(row["game"], []).append(row)
    return plot_grid(
        [lambda ax, own=own: draw_public_payoffs(own, ax) for own in panels.values()],
        figure,
        columns=1,
        titles=list(panels),
        size=(3.15, 2.7),
        share_labels=True,
    )[0]


def write(folder: Path) -> tuple[Path, ...]:
    """Write the data as CSV and the picture as SVG and PDF."""
    rows = data()
    return write_figure(folder, NAME, rows, draw(rows))


if __name__ == "__main__":
    write(Path("out/figures"))
