"""Certified answers at single cutoffs and noises, beside searches over all of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from coopgames.arithmetic import Enclosure
from coopgames.errors import UndecidedComparisonError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    GaussianMeasure,
    PrivateValuation,
    RepeatedGame,
)
from coopgames.solvers.simplest import simplest_between
from coopgames.solvers.solution import Solution

__all__ = ["certified_at", "short_cutoff", "with_measure"]

#: How far from the best cutoff a short rational may lie; the surplus is flat there.
CUTOFF_MARGIN = Fraction(1, 2**24)


def with_measure(game: RepeatedGame, measure: GaussianMeasure) -> RepeatedGame:
    """Return the same game with another normal measure.

    Examples
    --------
    >>> import coopgames as cg
    >>> old, new = cg.GaussianMeasure("1/2", 1, 1), cg.GaussianMeasure("1/4", 1, 1)
    >>> game = cg.RepeatedGame(cg.supplier_pair(1, 2), 0, cg.PrivateValuation.gaussian(old))
    >>> with_measure(game, new).monitoring.measure.noise
    Fraction(1, 4)
    """
    signals = game.monitoring
    monitoring: PrivateValuation | AttributedSignals
    if isinstance(signals, PrivateValuation):
        observer, cost, review = signals.observer, signals.side_agreement_cost, signals.review
        monitoring = PrivateValuation.gaussian(measure, observer, cost, review)
    else:
        monitoring = AttributedSignals.gaussian(measure)
    return RepeatedGame(game.stage, game.discount_factor, monitoring, game.transfers, lag=game.lag)


def short_cutoff(cutoff: Enclosure) -> Fraction:
    """Return a cutoff with a short fraction, at or near an enclosed one.

    Examples
    --------
    >>> short_cutoff(Enclosure(Fraction(333333333, 10**9), Fraction(333333334, 10**9)))
    Fraction(1, 3)
    """
    if cutoff.width == 0:
        return cutoff.lower
    return simplest_between(cutoff.lower - CUTOFF_MARGIN, cutoff.upper + CUTOFF_MARGIN)


def certified_at(game: RepeatedGame, measure: GaussianMeasure) -> Solution[Any] | None:
    """Return the critical discount factor at one cutoff, where its solver covers the game.

    ``None`` for a pair with a signal that both see, for a ring (exact rates are asked for there),
    and where the two rates are not told apart on the grid of probabilities.
    """
    # The thresholds load the modules of certificates; searches alone do not need them.
    from coopgames.solvers.thresholds import critical_discount_factor

    seen_by_both = isinstance(game.monitoring, AttributedSignals)
    if seen_by_both and not isinstance(game.stage, AnonymousGame):
        return None
    try:
        return critical_discount_factor(with_measure(game, measure))
    except (UnsupportedGameError, UndecidedComparisonError):
        return None
