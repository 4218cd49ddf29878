"""Figure 6: what payments between the players make possible, at every discount factor at once.

(a) The prisoner's dilemma with payoffs 10, 9, 3 and 1. (b) Two firms that choose quantities, five
each: the joint payoff rises and the punishments fall, at other discount factors.

Run ``python figures/fig06_step_function.py`` to write data and picture into ``out/figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames import transfer_equilibria
from coopgames.games import cournot, prisoners_dilemma
from coopgames.plots import plot_grid, write_figure
from coopgames.plots.step_function import draw_step_function, step_function_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

NAME = Path(__file__).stem


def data() -> list[dict[str, str]]:
    """Return one row for each step of both games."""
    games = {
        "a prisoner's dilemma": prisoners_dilemma(10, 9, 3, 1),
        "two firms": cournot([2, 3, 4, 5, 6], intercept=13, unit_cost=1),
    }
    return [
        {"game": name, **row}
        for name, stage in games.items()
        for row in step_function_rows(transfer_equilibria(stage))
    ]


def draw(rows: Sequence[Mapping[str, str]], figure: Figure | SubFigure | None = None) -> Axes:
    """Draw the rows, one game below the other; return the first panel."""
    panels: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        panels.setdefault(row["game"], []).append(row)
    return plot_grid(
        [lambda ax, own=own: draw_step_function(own, ax) for own in panels.values()],
        figure,
        columns=1,
        titles=list(panels),
        size=(3.15, 2.4),
        share_labels=True,
    )[0]


def write(folder: Path) -> tuple[Path, ...]:
    """Write the data as CSV and the picture as SVG and PDF."""
    rows = data()
    return write_figure(folder, NAME, rows, draw(rows))


if __name__ == "__main__":
    write(Path("out/figures"))
