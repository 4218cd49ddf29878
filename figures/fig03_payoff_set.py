"""Figure 3: what two can get and what they can be held down to, in two stage games.

(a) A public good of two members with the stakes of the shipped case: gain from shirking 1, value of
a round 2. It is a prisoner's dilemma (Rapoport and Chammah 1965). (b) "Bach or Stravinsky?"
(Osborne and Rubinstein 1994, example 15.3).

Run ``python figures/fig03_payoff_set.py`` to write data and picture into ``out/figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames import LinearPublicGood, StageGame
from coopgames.plots import draw_payoff_set, payoff_set_rows, plot_grid, write_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

NAME = Path(__file__).stem


def public_good() -> StageGame:
    """Return the game of two members: each contribution costs 4 and gives 3 to both."""
    rule = LinearPublicGood(3, 4)
    other = {0: 1, 1: 0}  # action 0 contributes

    def cells(player: int) -> list[list[object]]:
        return [[rule(other[(a, b)[player]], other[(a, b)[1 - player]]) for b in (0, 1)]
                for a in (0, 1)]  # fmt: skip

    labels = (("contribute", "shirk"), ("contribute", "shirk"))
    return StageGame([cells(0), cells(1)], labels)


def bach_or_stravinsky() -> StageGame:
    """Return the battle of the sexes under its other name."""
    labels = (("Bach", "Stravinsky"), ("Bach", "Stravinsky"))
    return StageGame([[[2, 0], [0, 1]], [[1, 0], [0, 2]]], labels)


def data() -> list[dict[str, str]]:
    """Return the vertices, profiles and minmax payoffs of both games."""
    games = {"public good, two members": public_good(), "Bach or Stravinsky": bach_or_stravinsky()}
    return [
        {"game": name, **row}
        for name, stage in games.items()
        for row in payoff_set_rows(stage, mixed=True)
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
        size=(3.15, 2.9),
        legend_columns=2,
    )[0]


def write(folder: Path) -> tuple[Path, ...]:
    """Write the data as CSV and the picture as SVG and PDF."""
    rows = data()
    return write_figure(folder, NAME, rows, draw(rows))


if __name__ == "__main__":
    write(Path("out/figures"))
