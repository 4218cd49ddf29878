"""Figures: functions that take Axes and return them.

No function opens a window or changes the settings of matplotlib; matplotlib itself is imported when
a figure is drawn. A look is applied with ``with style():`` and a figure written with :func:`save`.
"""

from __future__ import annotations

from coopgames.plots.attribute_lattice import attribute_path_rows
from coopgames.plots.attribute_path import draw_attribute_path, plot_attribute_path
from coopgames.plots.automaton_choice import (
    automaton_choice_rows,
    draw_automaton_choice,
    plot_automaton_choice,
)
from coopgames.plots.automaton_graph import automaton_rows, draw_automaton, plot_automaton
from coopgames.plots.deviation_gains import (
    deviation_gain_rows,
    draw_deviation_gains,
    plot_deviation_gains,
)
from coopgames.plots.gain_and_loss import (
    draw_gain_and_loss,
    gain_and_loss_rows,
    plot_gain_and_loss,
)
from coopgames.plots.grid import plot_grid
from coopgames.plots.institution import (
    draw_institution,
    institution_rows,
    plot_institution,
)
from coopgames.plots.payoff_set import draw_payoff_set, payoff_set_rows, plot_payoff_set
from coopgames.plots.public_payoffs import (
    draw_public_payoffs,
    plot_public_payoffs,
    public_payoffs_rows,
)
from coopgames.plots.saving import figure_bytes, new_axes, save, write_figure
from coopgames.plots.step_function import draw_step_function, plot_step_function, step_function_rows
from coopgames.plots.style import style
from coopgames.plots.threshold import draw_threshold, plot_threshold, threshold_rows
from coopgames.plots.threshold_boundary import threshold_map_rows
from coopgames.plots.threshold_map import draw_threshold_map, plot_threshold_map
from coopgames.plots.verdict_grid import draw_verdict_grid, plot_verdict_grid, verdict_grid_rows

__all__ = [
    "attribute_path_rows",
    "automaton_choice_rows",
    "automaton_rows",
    "deviation_gain_rows",
    "draw_attribute_path",
    "draw_automaton",
    "draw_automaton_choice",
    "draw_deviation_gains",
    "draw_gain_and_loss",
    "draw_institution",
    "draw_payoff_set",
    "draw_public_payoffs",
    "draw_step_function",
    "draw_threshold",
    "draw_threshold_map",
    "draw_verdict_grid",
    "figure_bytes",
    "gain_and_loss_rows",
    "institution_rows",
    "new_axes",
    "payoff_set_rows",
    "plot_attribute_path",
    "plot_automaton",
    "plot_automaton_choice",
    "plot_deviation_gains",
    "plot_gain_and_loss",
    "plot_grid",
    "plot_institution",
    "plot_payoff_set",
    "plot_public_payoffs",
    "plot_step_function",
    "plot_threshold",
    "plot_threshold_map",
    "plot_verdict_grid",
    "public_payoffs_rows",
    "save",
    "step_function_rows",
    "style",
    "threshold_map_rows",
    "threshold_rows",
    "verdict_grid_rows",
    "write_figure",
]
