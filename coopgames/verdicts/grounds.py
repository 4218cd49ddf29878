"""On what a negative verdict rests: the attributes, the recipient of the fine, or collusion."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from coopgames.games import Fine
from coopgames.institutions import Activity, Arrangement

__all__ = ["Ground", "grounds", "public_counterpart", "truthful_counterpart"]


class Ground(Enum):
    """What a verdict of "not sustained" rests on; the values are sentences for the reader."""

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


def truthful_counterpart(arrangement: Arrangement) -> Arrangement:
    """Return the same pair when side agreements are impossible."""
    return Arrangement(
        "truthful",
        "partner",
        arrangement.sanction,
        partner_sees=arrangement.partner_sees,
        standard=arrangement.standard,
    )


def grounds(
    activity: Activity,
    arrangement: Arrangement,
    sustained: bool | None,
    flips: tuple[tuple[str, ...], ...],
    threshold: object,
    decide_under: Callable[[Arrangement], bool | None],
) -> tuple[Ground, ...]:
    """Return the grounds of a verdict, found by counterfactual games and not by formula.

    Collusion comes first: where the reports must be collusion-proof and no restoration flips the
    verdict, it rests on nothing else. Otherwise the recipient is a ground if the same activity
    before members with a treasury is sustained, or has a threshold where the pair has none; the
    attributes are one if restoring some of them flips the verdict.
    """
    if sustained is not False:
        return ()
    if arrangement.observers == "partner" and arrangement.side_agreement_cost == 0 and not flips:
        return (Ground.COLLUSION,)
    found: list[Ground] = []
    if arrangement.observers == "partner":
        public = public_counterpart(arrangement)
        if threshold is None or decide_under(public):
            found.append(Ground.RECIPIENT)
    if flips:
        found.append(Ground.ATTRIBUTES)
    if threshold is not None:
        found.append(Ground.PATIENCE)
    return tuple(found)
