"""An activity under an arrangement is a repeated game: the construction, for both observers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coopgames.arithmetic import parameter
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    LinearPublicGood,
    PhysicalPenalty,
    PrivateValuation,
    RepeatedGame,
    supplier_pair,
)
from coopgames.games.sanctions import Sanction
from coopgames.institutions.primitives import lag_of, signals_of

if TYPE_CHECKING:
    from coopgames.institutions.activity import Activity
    from coopgames.institutions.arrangement import Arrangement

__all__ = ["repeated_game"]


def repeated_game(
    activity: Activity, arrangement: Arrangement, discount_factor: object = None
) -> RepeatedGame:
    """Return the repeated game of an activity under an arrangement.

    The *arrangement* decides who observes, whatever the activity says of who can value it: so a
    contribution that only a partner can value may be put, as a thought experiment, before members.

    Parameters
    ----------
    activity : Activity
    arrangement : Arrangement
    discount_factor : number in [0, 1), optional
        Per period. By default the family in ``parameter("delta", 0, 1)``.

    Returns
    -------
    RepeatedGame
        ``members``: a linear public good with one public flag per member. ``partner``: a supplier
        and a buyer with the same gain from shirking and the same value of a round, the buyer alone
        seeing the signal.
    """
    delta = parameter("delta", 0, 1) if discount_factor is None else discount_factor
    measure = signals_of(activity, arrangement)
    if arrangement.observers == "members":
        rule = LinearPublicGood(activity.benefit, activity.cost, activity.surplus)
        stage = AnonymousGame(activity.members, rule)
        monitoring = AttributedSignals.gaussian(measure)
    else:
        stage = supplier_pair(activity.gain, activity.value)
        monitoring = PrivateValuation.gaussian(
            measure, side_agreement_cost=arrangement.side_agreement_cost
        )
    transfers: tuple[Sanction, ...] = (arrangement.sanction,)
    if arrangement.physical_penalty is not None:
        transfers = (*transfers, PhysicalPenalty(arrangement.physical_penalty))
    lag = lag_of(activity, arrangement)
    return RepeatedGame(stage, delta, monitoring, transfers, lag=lag)
