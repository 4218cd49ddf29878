"""Figure 3: what two can get in equilibrium, as the future weighs more, in two stage games.

(a) A prisoner's dilemma whose reward is close to its temptation. Its equilibrium payoffs are a
point, then a segment (cooperation for ever, or none), then a set with irrational corners, then all
that is individually rational. (b) The game with three actions each of Abreu and Sannikov (2014).

Run ``python figures/fig03_payoff_set.py`` to write data and picture into ``out/figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames import (
    RepeatedGame,
    StageGame,
    abreu_sannikov_2014,
    equilibrium_payoffs,
    pure_nash,
)
from coopgames.plots import draw_payoff_set, payoff_set_rows, plot_grid, write_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

NAME = Path(__file__).stem


def dilemma() -> StageGame:
    """Return the prisoner's dilemma with payoffs 10, 9, 3 and 1."""
    labels = (("cooperate", "defect"), ("cooperate", "defect"))
    return StageGame([[[9, 1], [10, 3]], [[9, 10], [1, 3]]], labels)


def three_actions() -> StageGame:
    """Return the example of Abreu and Sannikov (2014) with letters for the actions."""
    return StageGame(abreu_sannikov_2014().payoffs(), (("a", "b", "c"), ("a", "b", "c")))


def data() -> list[dict[str, str]]:
    """Return the vertices, profiles and least payoffs of both games."""
    games = {
        "a prisoner's dilemma": (dilemma(), ("1/10", "1/5", "31/125", "1/2")),
        "three actions each": (three_actions(), ("1/5", "3/10", "2/5", "9/10")),
    }
    return [
        {"game": name, **row}
        for name, (stage, factors) in games.items()
        for row in payoff_set_rows(
            stage,
            equilibria=[equilibrium_payoffs(RepeatedGame(stage, d)) for d in factors],
            nash=pure_nash(stage),
        )
    ]


def draw(rows: Sequence[Mapping[str, str]], figure: Figure | SubFigure | None = None) -> Axes:
    """Draw the rows, one game below the other; return the first panel."""
    panels: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        panels.setdefault(row["game"], []).append(row)
    return plot_grid(
        [lambda ax, own=own: draw_payoff_set(own, ax) for own in panels.values()],
        figure,
        columns=1,
        titles=list(panels),
        size=(3.15, 3.7),
        legend="own",
    )[0]


def write(folder: Path) -> tuple[Path, ...]:
    """Write the data as CSV and the picture as SVG and PDF."""
    rows = data()
    return write_figure(folder, NAME, rows, draw(rows))


if __name__ == "__main__":
    write(Path("out/figures"))
