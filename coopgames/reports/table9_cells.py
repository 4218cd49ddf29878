"""The model of a cell of Table 9: in which share of draws can an arrangement sustain an activity.

The rules are those of docs/theory/table9.md, section 2, fixed before any score. A repeated relation
goes through the vectorised enforcement program; what is added here is what that note adds to it:
kin weigh the harm they would do, an arrangement must hold as many people as are needed, and goods
that are inspected before they are paid for need no repetition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coopgames.institutions.table9 import PEOPLE, Prior, Table9, Table9Activity, Table9Arrangement
from coopgames.solvers.batch import BatchRule, batch_ratio, batch_receipts, gaussian_signals
from coopgames.solvers.batch_receipts import FloatArray

__all__ = ["CellModel", "Levels"]

#: Coded levels of an activity or of an arrangement.
Levels = Mapping[str, str]

# A fine that stays with the two or in the purse is not lost to them: the treasury of two members.
_RULES: dict[str, BatchRule] = {
    "treasury": "treasury",
    "shared": "treasury",
    "burnt": "burnt",
    "none": "constant",
}


@dataclass(frozen=True, slots=True, eq=False)
class _Signals:
    """False alarm and detection when the act is seen for certain, and how often it is seen."""

    false_alarm: FloatArray
    detection: FloatArray
    proximity: FloatArray


class CellModel:
    """Shares of draws for any coding of a table, on common random numbers.

    Parameters
    ----------
    table : Table9
    draws : int
    rng : numpy.random.Generator

    Notes
    -----
    For every primitive of every activity and arrangement one uniform number per draw is drawn
    first, whatever its level; a level then maps it into its interval. So a recoding changes one
    thing: the interval. A draw is shared by all cells of a row and of a column; the share of a
    single cell does not depend on that.
    """

    def __init__(self, table: Table9, draws: int, rng: np.random.Generator) -> None:
        self.table = table
        self.draws = draws
        self._priors: dict[str, Prior] = {prior.primitive: prior for prior in table.priors}
        lower, upper = (float(x) for x in table.discount_factor)
        self._discount_factor = rng.uniform(lower, upper, draws)
        self._uniform: dict[tuple[str, str, str], FloatArray] = {}
        for kind, coded in (("activity", table.activities), ("arrangement", table.arrangements)):
            for x in coded:
                for what in x.levels:
                    if what in self._priors:
                        self._uniform[kind, x.name, what] = rng.random(draws)
        self._signals: dict[tuple[str, ...], _Signals] = {}
        self._counts: dict[tuple[object, ...], int] = {}

    def count(
        self,
        activity: Table9Activity,
        arrangement: Table9Arrangement,
        activity_levels: Levels,
        arrangement_levels: Levels,
    ) -> int:
        """Return in how many draws the arrangement can sustain the activity, as coded."""
        key = (
            activity.name,
            arrangement.name,
            *activity_levels.values(),
            *arrangement_levels.values(),
        )
        if key not in self._counts:
            held = self._sustained(activity, arrangement, activity_levels, arrangement_levels)
            self._counts[key] = held
        return self._counts[key]

    def _drawn(self, kind: str, name: str, what: str, level: str) -> FloatArray:
        lower, upper = (float(x) for x in self._priors[what].interval(level))
        uniform = self._uniform[kind, name, what]
        if what == "dimensions":
            return np.fmin(np.floor(lower + (upper - lower + 1) * uniform), upper)
        return lower + (upper - lower) * uniform

    def _seen(self, activity: Table9Activity, levels: Levels) -> _Signals:
        """Return an activity's signals; all arrangements share them."""
        names = ("noise", "dimensions", "proximity")
        key = (activity.name, *(levels[x] for x in names))
        if key not in self._signals:
            noise, dimensions, proximity = (
                self._drawn("activity", activity.name, x, levels[x]) for x in names
            )
            certain = gaussian_signals(noise, dimensions, 1.0)
            self._signals[key] = _Signals(*certain, proximity)
        return self._signals[key]

    def _sustained(
        self,
        activity: Table9Activity,
        arrangement: Table9Arrangement,
        of_activity: Levels,
        of_arrangement: Levels,
    ) -> int:
        if _rank(of_arrangement["size"]) < _rank(of_activity["needs"]):
            return 0

        def place(what: str) -> FloatArray:
            return self._drawn("arrangement", arrangement.name, what, of_arrangement[what])

        value = 1 - place("outside")
        temptation = self._drawn("activity", activity.name, "temptation", of_activity["temptation"])
        # Shirking costs the others the temptation and the value of the round.
        gain = np.fmax(0.0, temptation - place("kin_weight") * (temptation + value))
        signals = self._seen(activity, of_activity)
        held = self._repeated(activity, of_activity, of_arrangement, place, signals, gain, value)
        if _rank(of_activity["needs"]) == 0 and of_activity["lag"] == "low":
            told_apart = signals.detection - signals.false_alarm
            held = held | (told_apart * (gain + value) >= gain)
        return int(np.count_nonzero(held))

    def _repeated(
        self,
        activity: Table9Activity,
        of_activity: Levels,
        of_arrangement: Levels,
        place: Callable[[str], FloatArray],
        signals: _Signals,
        gain: FloatArray,
        value: FloatArray,
    ) -> NDArray[np.bool_]:
        """Return where the continuation of the relation sustains the activity."""
        sanction = of_arrangement["sanction"]
        if sanction == "treasury" and of_activity["valuer"] == "private":
            sanction = "burnt"  # who keeps the fine would judge what only the receiver sees
        lag = self._drawn("activity", activity.name, "lag", of_activity["lag"])
        round_factor = (self._discount_factor * place("continuation")) ** lag
        seen = 1 - (1 - signals.proximity) * (1 - place("observe"))
        receipts = batch_receipts(
            _RULES[sanction], 2, seen * signals.false_alarm, seen * signals.detection
        )
        ratio = batch_ratio(value * (1 + place("loss")), gain, receipts)
        held = round_factor >= 1 / (1 + ratio)
        if sanction == "burnt":
            # False alarms must not burn more than the activity itself is worth.
            held = held & (batch_ratio(value, gain, receipts) > 0)
        return held


def _rank(people: str) -> int:
    return [str(x) for x in PEOPLE].index(people)
