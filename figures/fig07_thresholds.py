"""Figure 7: from which patience on each of seven well-known automata sustains cooperation.

The stage game is the prisoner's dilemma with payoffs 3, 2, 0 and -1. Long punishments come close to
the grim trigger; tit for tat is an equilibrium at one discount factor only.

Run ``python figures/fig07_thresholds.py`` to write data and picture into ``out/figures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coopgames import Automaton, critical_discount_factor
from coopgames.games import (
    finite_punishment,
    grim_trigger,
    prisoners_dilemma,
    stick_and_carrot,
    stop_rule,
    tit_for_tat,
)
from coopgames.plots import write_figure
from coopgames.plots.threshold import draw_threshold, threshold_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = Path(__file__).stem
STAGE = prisoners_dilemma(3, 2, 0, -1)


def automata() -> dict[str, Automaton]:
    """Return the automata by their names."""
    work, shirk = ("cooperate", "cooperate"), ("defect", "defect")
    return {
        "grim trigger": grim_trigger(STAGE, work, shirk),
        "tit for tat": tit_for_tat(STAGE),
        "stick and carrot": stick_and_carrot(STAGE, work, shirk),
        "1 period": finite_punishment(STAGE, work, shirk, 1),
        "2 periods": finite_punishment(STAGE, work, shirk, 2),
        "3 periods": finite_punishment(STAGE, work, shirk, 3),
        "stop rule": stop_rule(STAGE, work, shirk),
    }


def data() -> list[dict[str, str]]:
    """Return the sustaining discount factors of each automaton."""
    found = {name: critical_discount_factor(STAGE, plan) for name, plan in automata().items()}
    return threshold_rows(found)


def draw(rows: Sequence[Mapping[str, str]], ax: Axes | None = None) -> Axes:
    """Draw the rows."""
    return draw_threshold(rows, ax)


def write(folder: Path) -> tuple[Path, ...]:
    """Write the data as CSV and the picture as SVG and PDF."""
    rows = data()
    return write_figure(folder, NAME, rows, draw(rows))


if __name__ == "__main__":
    write(Path("out/figures"))
