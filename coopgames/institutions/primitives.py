"""From attributes to primitives: the only place where the words of the book become numbers.

One function per attribute, each with its source. The error of a valuation is normal with standard
deviation ``sigma`` per dimension, relative to a full contribution, and the ``d`` errors add up;
the measure shows 1 for work and 0 for shirking, and is below the middle cutoff 1/2 with
probability ``Phi(z)`` after shirking and ``Phi(-z)`` after work, ``z = 1 / (2 sigma sqrt(d))``.
Somebody entitled to sanction sees the act at all with probability ``pi``. Derivation and domain of
validity: ``docs/theory/defensive.md``, section 1.4.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from coopgames.games import GaussianMeasure

if TYPE_CHECKING:
    from coopgames.institutions.activity import Activity
    from coopgames.institutions.arrangement import Arrangement

__all__ = ["dimensions_of", "lag_of", "noise_of", "signals_of", "visibility_of"]


def noise_of(activity: Activity, arrangement: Arrangement) -> Fraction:
    """Concreteness: standard deviation of the valuation of one dimension, in contributions.

    Source: Wanderley (2004), 7, Social resources for defensive joint efforts: what is
    "concrete" can be compared. A concrete contribution is valued with less noise.
    """
    return Fraction(arrangement.standard.value("concreteness", activity.concreteness))


def dimensions_of(activity: Activity, arrangement: Arrangement) -> int:
    """Simplicity: number of dimensions that have to be valued and added up.

    Source: Wanderley (2004), 7, Social resources for defensive joint efforts: what is "simple".
    """
    return int(arrangement.standard.value("simplicity", activity.simplicity))


def lag_of(activity: Activity, arrangement: Arrangement) -> int:
    """Simultaneity: periods between a contribution and the settling of accounts.

    Source: Wanderley (2004), 7, Social resources for defensive joint efforts: what is
    "performed in a short time or simultaneously".
    """
    return int(arrangement.standard.value("simultaneity", activity.simultaneity))


def visibility_of(activity: Activity, arrangement: Arrangement) -> Fraction:
    """Proximity: probability that somebody entitled to sanction sees the act.

    Source: Wanderley (2004), 7, Social resources for defensive joint efforts: members
    "physically proximate". An arrangement may say instead how often the partner sees a delivery.
    """
    if arrangement.partner_sees is not None:
        return arrangement.partner_sees
    return Fraction(arrangement.standard.value("proximity", activity.proximity))


def signals_of(activity: Activity, arrangement: Arrangement) -> GaussianMeasure:
    """Return the measure of a contribution: concreteness, simplicity and proximity together.

    Examples
    --------
    >>> from coopgames.games import Fine
    >>> from coopgames.institutions import Activity, Arrangement
    >>> levels = "met", "met", "met", "met"
    >>> faena = Activity("faena", 20, "23/20", "3/20", "3/20", *levels, "members")
    >>> signals_of(faena, Arrangement("treasury", "members", Fine("treasury"))).noise
    Fraction(1, 4)
    """
    return GaussianMeasure(
        noise_of(activity, arrangement),
        dimensions_of(activity, arrangement),
        visibility_of(activity, arrangement),
    )
