"""On what a negative verdict rests: the attributes, the recipient of the fine, or collusion."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from typing import Any

from coopgames.games import Fine
from coopgames.institutions import Activity, Arrangement
from coopgames.solvers import Solution, Status

__all__ = ["Ground", "grounds", "public_counterpart"]


class Ground(Enum):
    """What a verdict of "not sustained" rests on; the values are sentences for the reader."""

    SURPLUS = "surplus: a round is worth nothing more than being out, so there is nothing to lose"
    ATTRIBUTES = "attributes: with the equity standard's attributes restored it would be sustained"
    RECIPIENT = (
        "recipient of the fine: if members could value it and a treasury took the fine, "
        "it would be sustained, here or at a higher discount factor"
    )
    COLLUSION = (
        "collusion: the two can agree on the report, and then no attribute and no patience helps"
    )
    PATIENCE = "patience: it is sustained at a higher discount factor"

    @property
    def label(self) -> str:
        """One word."""
        return self.name.lower()


def public_counterpart(arrangement: Arrangement) -> Arrangement:
    """Return the association with a treasury and the same equity standard."""
    return Arrangement(
        "public_treasury", "members", Fine("treasury"), standard=arrangement.standard
    )


def grounds(
    activity: Activity,
    arrangement: Arrangement,
    sustained: bool | None,
    flips: tuple[tuple[str, ...], ...],
    solution: Solution[Any],
    solve_under: Callable[[Arrangement], tuple[bool | None, bool]],
) -> tuple[Ground, ...]:
    """Return the grounds of a verdict, found by counterfactual games and not by formula.

    Parameters
    ----------
    activity, arrangement, sustained, flips
        The verdict and what flips it.
    solution : Solution
        The critical discount factor.
    solve_under : callable Arrangement -> (sustained, never)
        The same activity under another arrangement.

    Notes
    -----
    Without a surplus nothing else counts. With one, patient partners would sustain effort that is
    seen exactly if they could not agree on reports; so where they can, and no restoration flips the
    verdict, collusion is the ground. The recipient is one if the same activity before members with
    a treasury is sustained, or is so at some discount factor while here it never is. The attributes
    are one if restoring some of them flips the verdict.
    """
    if sustained is not False:
        return ()
    value = activity.value
    if isinstance(value, Fraction) and value <= 0:
        return (Ground.SURPLUS,)
    if arrangement.observers == "partner" and arrangement.side_agreement_cost == 0 and not flips:
        return (Ground.COLLUSION,)
    found: list[Ground] = []
    here, nowhere = solve_under(public_counterpart(arrangement))
    if here or (solution.status is Status.NEVER and not nowhere):
        found.append(Ground.RECIPIENT)
    if flips:
        found.append(Ground.ATTRIBUTES)
    if solution.value is not None:
        found.append(Ground.PATIENCE)
    return tuple(found)
