"""The collusion test: can those who report be paid to be silent.

In a pair the buyer's report is the only evidence, so a free side agreement between the two undoes
every sanction. Before an association the flag is the report of witnesses of one common event, so
the question is which coalitions gain by a joint misreport, and how many witnesses proximity
supplies.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from coopgames.errors import UnsupportedGameError
from coopgames.institutions import Activity, Arrangement
from coopgames.institutions.primitives import visibility_of
from coopgames.solvers.fines import fine_plan
from coopgames.solvers.witnesses import WitnessPanel, profitable_coalitions

__all__ = ["WitnessTest", "witness_test"]


@dataclass(frozen=True, slots=True)
class WitnessTest:
    """Whether the flags of an association survive collusion, and on which conditions.

    Attributes
    ----------
    supplied : int
        Witnesses that proximity supplies: the whole part of proximity times the other members.
    fine, disagreement_penalty : Fraction
        The simplest fine that works, and the penalty on each witness when reports differ (twice a
        member's share of the fine, so that no single witness gains by a false complaint).
    needed : int
        Least number of witnesses with which no member alone can gain.
    smallest_coalition : int
        Members in the smallest coalition that gains when all supplied witnesses report (0: none).
    """

    supplied: int
    fine: Fraction
    disagreement_penalty: Fraction
    needed: int
    smallest_coalition: int

    @property
    def proof(self) -> bool:
        """Whether proximity supplies enough witnesses against single members."""
        return self.supplied >= self.needed


def witness_test(
    activity: Activity, arrangement: Arrangement, discount_factor: Fraction
) -> WitnessTest:
    """Test the flags of an association as the unanimous reports of witnesses of a common event.

    The conditions of P1c (docs/theory/specialization.md) are computed by enumerating coalitions:
    (a) the penalty for disagreement exceeds a member's share of the fine; (b) the event is common
    to the witnesses (assumed here); (c) no coalition that contains all witnesses can form. Under
    (c) a coalition of ``k`` members is harmless iff ``k`` is below ``smallest_coalition``.

    Raises
    ------
    UnsupportedGameError
        If the activity is not sustained there, so that there is no fine to test.
    """
    game = activity.under(arrangement, discount_factor)
    plan = fine_plan(game)
    if plan is None:
        raise UnsupportedGameError(f"activity: {activity.name} is not sustained, no fine to test")
    members = activity.members
    if not isinstance(members, int) or members < 3:
        raise UnsupportedGameError(f"members: got {members}, a panel of witnesses needs 3 or more")
    fine = plan.fine
    penalty = 2 * fine / (members - 1)
    supplied = int(Fraction(visibility_of(activity, arrangement)) * (members - 1))

    def smallest(witnesses: int) -> int:
        panel = WitnessPanel(members, witnesses, fine, "shared", penalty)
        found = profitable_coalitions(panel)
        return found[0].size if found else 0

    needed = next(w for w in range(1, members) if smallest(w) != 1)
    return WitnessTest(supplied, fine, penalty, needed, smallest(max(1, supplied)))
