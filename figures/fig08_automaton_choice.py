"""Figure 8: which of six automata survive against each other in a patient prisoner's dilemma.

Payoffs 3, 2, 0 and -1, discount factor 9/10. Each player chooses an automaton once and for all.

Run ``python figures/fig08_automaton_choice.py`` to write data and picture into ``out/figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames import Automaton, RepeatedGame
from coopgames.games import (
    finite_punishment,
    grim_trigger,
    prisoners_dilemma,
    stop_rule,
    tit_for_tat,
)
from coopgames.plots import write_figure
from coopgames.plots.automaton_choice import automaton_choice_rows, draw_automaton_choice

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = Path(__file__).stem
STAGE = prisoners_dilemma(3, 2, 0, -1)
WORK, SHIRK = ("cooperate", "cooperate"), ("defect", "defect")


def automata() -> dict[str, Automaton]:
    """Return the menu by its names."""
    return {
        "cooperate": Automaton(["on"], "on", {"on": WORK}, {"on": "on"}),
        "defect": Automaton(["on"], "on", {"on": SHIRK}, {"on": "on"}),
        "grim trigger": grim_trigger(STAGE, WORK, SHIRK),
        "tit for tat": tit_for_tat(STAGE),
        "punish once": finite_punishment(STAGE, WORK, SHIRK, 1),
        "stop rule": stop_rule(STAGE, WORK, SHIRK),
    }


def data() -> list[dict[str, str]]:
    """Return the payoffs of each pair of automata, and which pairs are equilibria."""
    return automaton_choice_rows(RepeatedGame(STAGE, "9/10"), automata())


def draw(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows."""
    return draw_automaton_choice(rows, ax)


def write(folder: Path) -> tuple[Path, ...]:
    """Write the data as CSV and the picture as SVG and PDF."""
    rows = data()
    return write_figure(folder, NAME, rows, draw(rows))


if __name__ == "__main__":
    write(Path("out/figures"))
