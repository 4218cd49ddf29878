"""Robustness: in which share of randomly drawn worlds is each activity sustained."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from coopgames.errors import InvalidGameError, UnsupportedGameError, invalid
from coopgames.institutions import Activity, Arrangement, Case
from coopgames.reports.robustness_result import JointShare, Robustness, RobustnessCell, Share
from coopgames.reports.survey import Found, Survey, stakes_of
from coopgames.reports.worlds import checked_draws, draw_worlds, generator_of
from coopgames.solvers.batch import batch_rule

__all__ = ["DRAWS", "SEED", "JointShare", "Robustness", "RobustnessCell", "Share", "robustness"]

#: Fixed in docs/theory/contrast.md, section 4.
DRAWS = 20_000
SEED = 2004

# The pair that the headline of the shipped case speaks of; left out when a name is missing.
_DEFENSIVE = (
    "faena",
    "march",
    "assembly",
    "marketplace_building",
    "marketplace_defence",
    "alarm",
    "misfortune",
    "celebration",
    "critical_situation",
)
_SPECIALIZED = ("subcontracting",)


def robustness(
    case: Case,
    draws: int = DRAWS,
    *,
    rng: np.random.Generator | int = SEED,
    safety: float = 4.0,
) -> Robustness:
    """Draw worlds and count those in which each activity is sustained under each arrangement.

    Parameters
    ----------
    case : Case
    draws : int
        How many worlds; 20,000 as fixed in docs/theory/contrast.md, section 4.
    rng : numpy.random.Generator or int
        A generator, or a seed.
    safety : float >= 1
        Draws whose discount factor is within ``safety`` times the stated float error of their
        threshold are solved again exactly.

    Notes
    -----
    A draw is a world (see :mod:`coopgames.reports.worlds`): levels, stakes and discount factor are
    drawn once and shared by all activities and all arrangements in it. So the shares of different
    cells are *dependent* (faena and march, coded alike, are sustained in exactly the same worlds),
    joint shares are shares of worlds, and no product of shares is taken. Different worlds are
    independent, which is what the standard errors assume. ``partner_sees`` is a rule of an
    arrangement, not a level, and is not drawn.

    The shares say how often a verdict holds under a prior that was chosen, not estimated: they are
    no probabilities of anything in the world.

    Examples
    --------
    >>> import coopgames as cg
    >>> result = robustness(cg.load_case("wanderley2004"), draws=50)
    >>> result.cell("faena", "treasury").sustained
    Share(count=50, draws=50)
    """
    checked_draws(draws)
    if not safety >= 1:
        raise invalid("safety", safety, "a number >= 1")
    worlds = draw_worlds(case, draws, generator_of(rng))
    survey = Survey(worlds, safety)
    arrangements = [case.arrangement(name) for name in case.columns.order]
    left_out = _left_out(case, arrangements)
    own = {x.name: _own(case, x) for x in case.activities}
    cells: list[RobustnessCell] = []
    for activity in case.activities:
        for arrangement in arrangements:
            if arrangement.name not in left_out:
                found = survey.solve(activity, arrangement)
                cells.append(_cell(activity, arrangement, found, own[activity.name]))
    joint = _joint(case, survey, own, left_out)
    return Robustness(case.name, draws, tuple(cells), joint, MappingProxyType(left_out))


def _own(case: Case, activity: Activity) -> Arrangement | None:
    try:
        return case.column_for(activity)
    except InvalidGameError:  # a case built in Python may name no column for some activity
        return None


def _left_out(case: Case, arrangements: list[Arrangement]) -> dict[str, str]:
    found: dict[str, str] = {}
    for arrangement in arrangements:
        for activity in case.activities:
            try:
                batch_rule(activity.under(arrangement, case.baseline))
                stakes_of(activity)
            except UnsupportedGameError as error:
                found.setdefault(arrangement.name, str(error))
    return found


def _cell(
    activity: Activity, arrangement: Arrangement, found: Found, own: Arrangement | None
) -> RobustnessCell:
    draws = len(found.sustained)
    share = Share(int(np.count_nonzero(found.sustained)), draws)
    applies = own is not None and own.name == arrangement.name
    return RobustnessCell(
        activity.name, arrangement.name, applies, share, found.resolved, found.undecided
    )


def _joint(
    case: Case,
    survey: Survey,
    own: Mapping[str, Arrangement | None],
    left_out: Mapping[str, str],
) -> tuple[JointShare, ...]:
    def observed(word: str) -> tuple[str, ...]:
        return tuple(x.name for x in case.activities if x.observed == word)

    groups = [
        ("as observed", observed("cooperation"), observed("none")),
        ("defensive and subcontracting", _DEFENSIVE, _SPECIALIZED),
    ]
    found: list[JointShare] = []
    for name, sustained, failing in groups:
        columns = [own.get(x) for x in (*sustained, *failing)]
        if not sustained or not failing or any(x is None or x.name in left_out for x in columns):
            continue
        holds = np.ones(survey.worlds.draws, dtype=np.bool_)
        for activity, arrangement in zip((*sustained, *failing), columns, strict=True):
            assert arrangement is not None
            answer = survey.solve(case.activity(activity), arrangement).sustained
            holds &= answer if activity in sustained else ~answer
        share = Share(int(np.count_nonzero(holds)), survey.worlds.draws)
        found.append(JointShare(name, sustained, failing, share))
    return tuple(found)
