"""Solve activities in all worlds of a survey: vectorised, and exactly where floats cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from coopgames.errors import UnsupportedGameError
from coopgames.institutions import ATTRIBUTES, Activity, Arrangement
from coopgames.reports.worlds import Worlds
from coopgames.solvers.batch import batch_rule, batch_thresholds, gaussian_signals
from coopgames.solvers.batch_receipts import FloatArray
from coopgames.verdicts.verdict import holds_at, threshold_of

if TYPE_CHECKING:
    from coopgames.institutions.levels import Attribute

__all__ = ["BoolArray", "Found", "Survey", "stakes_of", "world_activity"]

BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The worlds in which one activity is sustained, and how many were solved again."""

    sustained: BoolArray
    resolved: int
    undecided: int


def stakes_of(activity: Activity) -> tuple[float, float]:
    """Return gain and value as floats; UnsupportedGameError if they hold a parameter."""
    gain, value = activity.gain, activity.value
    if not isinstance(gain, Fraction) or not isinstance(value, Fraction):
        raise UnsupportedGameError(f"activity: {activity.name} has stakes that are no numbers")
    return float(gain), float(value)


class Survey:
    """Solves activities in all worlds; activities that are coded alike share one solution."""

    def __init__(self, worlds: Worlds, safety: float) -> None:
        self.worlds = worlds
        self.safety = safety
        self.solved: dict[tuple[object, ...], Found] = {}

    def solve(self, activity: Activity, arrangement: Arrangement) -> Found:
        """Return in which worlds an activity is sustained under an arrangement."""
        key = (
            arrangement.name,
            activity.members,
            *stakes_of(activity),
            *(getattr(activity, x) for x in ATTRIBUTES),
        )
        if key not in self.solved:
            self.solved[key] = self._solve(activity, arrangement)
        return self.solved[key]

    def _primitive(self, activity: Activity, attribute: Attribute) -> FloatArray:
        return self.worlds.primitives[attribute, getattr(activity, attribute)]

    def _solve(self, activity: Activity, arrangement: Arrangement) -> Found:
        worlds = self.worlds
        rule, members = batch_rule(activity.under(arrangement, Fraction(1, 2)))
        noise = self._primitive(activity, "concreteness")
        dimensions = self._primitive(activity, "simplicity")
        lag = self._primitive(activity, "simultaneity")
        seen = self._primitive(activity, "proximity")
        if arrangement.partner_sees is not None:
            seen = np.full_like(seen, float(arrangement.partner_sees))
        gain, value = stakes_of(activity)
        false_alarm, detection = gaussian_signals(noise, dimensions, seen)
        result = batch_thresholds(
            rule,
            value=value * worlds.value_factor,
            gain=gain * worlds.gain_factor,
            false_alarm=false_alarm,
            detection=detection,
            members=members,
            lag=lag,
        )
        delta = worlds.discount_factor
        sustained = delta >= result.per_period
        threshold = np.fmin(result.per_period, 1.0)  # "never" may also be a rounded 1
        near = np.abs(delta - threshold) <= self.safety * result.period_error
        undecided = 0
        for k in np.flatnonzero(near):
            exact = self._exact(activity, arrangement, int(k))
            if exact is None:
                undecided += 1
            else:
                sustained[k] = exact
        return Found(sustained, int(np.count_nonzero(near)), undecided)

    def _exact(self, activity: Activity, arrangement: Arrangement, k: int) -> bool | None:
        """Solve one world with the certified solver, on the exact values of its floats."""
        world = world_activity(activity, self.worlds, k)
        solution = threshold_of(world, arrangement)
        delta = Fraction(float(self.worlds.discount_factor[k]))
        return holds_at(solution, delta)


def world_activity(activity: Activity, worlds: Worlds, k: int) -> Activity:
    """Return an activity with the primitives of one world, on the exact values of the floats.

    Only gain and value matter, so the benefit is kept, and cost and surplus carry the change.
    """
    gain, value = stakes_of(activity)
    gain_drawn = Fraction(float(gain * worlds.gain_factor[k]))
    value_drawn = Fraction(float(value * worlds.value_factor[k]))
    cost = activity.benefit + gain_drawn
    surplus = value_drawn - activity.members * activity.benefit + cost

    def drawn(attribute: Attribute) -> float:
        return float(worlds.primitives[attribute, getattr(activity, attribute)][k])

    return activity.replace(
        cost=cost,
        surplus=surplus,
        concreteness=Fraction(drawn("concreteness")),
        simplicity=int(drawn("simplicity")),
        simultaneity=int(drawn("simultaneity")),
        proximity=Fraction(drawn("proximity")),
    )
