"""The lines below the headline of a failing assertion."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, cast

from coopgames.arithmetic import Arithmetic
from coopgames.errors import UnsupportedGameError
from coopgames.games import Automaton, Exclusion, Fine, FinePlan, StageGame
from coopgames.games._arrays import row_major
from coopgames.solvers import critical_discount_factor
from coopgames.solvers.fines import working_fines
from coopgames.testing._findings import Finding
from coopgames.testing._plan_sets import sustaining_intervals
from coopgames.testing._words import number_text, patience, who

__all__ = ["deviator", "explain"]

#: Longest fraction that is written out where it is advice, and not the finding.
SHORT = 24


def deviator(finding: Finding) -> str:
    """Name the one who deviates."""
    return who(finding.deviation.player, finding.plan)


def explain(finding: Finding) -> dict[str, str]:
    """Return named lines: the plan, the deviation, what it is worth, and what would help."""
    found = finding.deviation
    return {
        "plan": repr(finding.plan),
        "discount factor": number_text(finding.game.discount_factor),
        "state": repr(found.state) + _prescription(finding),
        "deviation": f"{deviator(finding)} chooses {found.action!r} once, then back to the plan",
        **_amount(finding),
        "continuation": _continuation(finding),
        "critical": _critical(finding),
        "fines": _fines(finding),
        "game": repr(finding.game),
        "checked": _checked(finding),
    }


def _amount(finding: Finding) -> dict[str, str]:
    gain = finding.deviation.gain
    automaton = isinstance(finding.plan, Automaton)
    unit = "average discounted payoff" if automaton else "sum of discounted payoffs"
    if finding.answer.value is None:
        return {"gain": f"{gain} ({unit}): its sign is open"}
    if finding.answer.value:
        return {"slack": f"{number_text(-gain)}, {unit}"}
    return {"gain": f"{number_text(gain)}, {unit}"}


def _prescription(finding: Finding) -> str:
    plan, stage = finding.plan, finding.game.stage
    if not isinstance(plan, Automaton) or not isinstance(stage, StageGame):
        return ""
    profile = plan.tables(stage).actions[plan.states.index(finding.deviation.state)]
    labels = [names[a] for names, a in zip(stage.actions, profile, strict=True)]
    return f", where the plan is ({', '.join(labels)})"


def _continuation(finding: Finding) -> str:
    plan, stage, found = finding.plan, finding.game.stage, finding.deviation
    if not isinstance(plan, Automaton) or not isinstance(stage, StageGame):
        values = cast("Mapping[str, Any]", finding.values)
        return ", ".join(f"{state} {number_text(value)}" for state, value in values.items())
    tables = plan.tables(stage)
    state, player = plan.states.index(found.state), stage.players.index(found.player)
    path = tables.actions[state]
    action = stage.actions[player].index(found.action)
    parts: list[str] = []
    for when, own in (("without", path[player]), ("after", action)):
        profile = (*path[:player], own, *path[player + 1 :])
        target = tables.transitions[state][row_major(profile, stage.shape)]
        value = number_text(finding.values[plan.states[target]][player])
        parts.append(f"{value} {when} the deviation (state {plan.states[target]!r})")
    return f"{deviator(finding)} expects {', '.join(parts)}"


def _critical(finding: Finding) -> str:
    now = finding.exact_game.discount_factor
    assert isinstance(now, Fraction)
    intervals = sustaining_intervals(finding.exact_game, finding.plan)
    if intervals is not None:
        return patience(intervals, now)
    threshold = critical_discount_factor(finding.exact_game).value
    return f"of the best plan of this kind: {threshold}"


def _fines(finding: Finding) -> str:
    """Say which fines would do, where a fine is all that there is to choose."""
    game = finding.exact_game
    if not isinstance(finding.plan, FinePlan) or len(game.transfers) != 1:
        return ""
    sanction = game.transfers[0]
    if not isinstance(sanction, Fine | Exclusion):
        return ""
    if isinstance(sanction, Fine) and sanction.cap is not None:
        return ""
    try:
        ends = working_fines(game)
    except UnsupportedGameError:  # a ring, or no limit to the fines that work
        return ""
    if ends is None:
        return "none would do at this discount factor"
    least, largest = (number_text(x, longest=SHORT) for x in ends)
    return f"{least} to {largest} would do at this discount factor"


def _checked(finding: Finding) -> str:
    if finding.sentence and finding.game.arithmetic is Arithmetic.FLOAT:
        return f"on the binary values of the floats: {finding.sentence}"
    return finding.sentence
