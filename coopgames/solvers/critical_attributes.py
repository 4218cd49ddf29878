"""Critical lag and critical number of dimensions, as real numbers with certified enclosures."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import flint

from coopgames.arithmetic import Enclosure, arb_to_enclosure, ends, normal_cdf
from coopgames.errors import UnsupportedGameError
from coopgames.games import AttributedSignals, RepeatedGame
from coopgames.solvers.program_thresholds import round_threshold

__all__ = ["critical_dimensions", "critical_lag"]

#: Where the search for a critical number of dimensions gives up.
MOST_DIMENSIONS = Fraction(10**9)
#: Relative width at which the search stops.
RELATIVE_WIDTH = Fraction(1, 2**40)


def critical_lag(game: RepeatedGame, discount_factor: Fraction) -> Enclosure | None:
    """Enclose the largest real lag at which effort is sustained: ``threshold = delta ** lag``.

    Parameters
    ----------
    game : RepeatedGame
        Its lag and discount factor are ignored.
    discount_factor : Fraction
        Per period, in (0, 1).

    Returns
    -------
    Enclosure or None
        ``None`` if effort is sustained at no discount factor.
    """
    threshold = round_threshold(game)
    if threshold is None:
        return None
    low, high = ends(threshold)
    if low <= 0:
        raise UnsupportedGameError("game: effort is sustained with any lag")
    with flint.ctx.workprec(128):
        patience = _log(discount_factor)
        most, least = _log(low) / patience, _log(high) / patience
        return Enclosure.hull(arb_to_enclosure(least), arb_to_enclosure(most))


def _log(value: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(value.numerator, value.denominator)).log()


def critical_dimensions(
    game_with: Callable[[AttributedSignals], RepeatedGame],
    noise: Fraction,
    proximity: Fraction,
    round_discount: Fraction,
) -> Enclosure | None:
    """Enclose the largest real number of dimensions at which effort is sustained.

    Parameters
    ----------
    game_with : callable AttributedSignals -> RepeatedGame
        The association with given signals.
    noise, proximity : Fraction
        As in :class:`coopgames.games.GaussianMeasure`, with the cutoff in the middle.
    round_discount : Fraction
        Discount factor of a round.

    Returns
    -------
    Enclosure or None
        ``None`` if not even vanishing dimensions are sustained.

    Notes
    -----
    Certified bisection: more dimensions are noisier (Blackwell), so the verdict changes once. An
    undecided point ends the search and its neighbourhood is returned.
    """

    def sustained(dimensions: Fraction) -> bool | None:
        tail = -Fraction(1, 2) / noise
        alpha = proximity * normal_cdf(tail, over_sqrt=dimensions)
        eta = proximity * normal_cdf(-tail, over_sqrt=dimensions)
        if ends(eta - alpha)[0] <= 0:
            return False
        threshold = round_threshold(game_with(AttributedSignals(alpha, eta)))
        low, high = (Fraction(2), Fraction(2)) if threshold is None else ends(threshold)
        if round_discount >= high:
            return True
        return False if round_discount < low else None

    low, high = Fraction(1, 2**20), Fraction(1)
    first = sustained(low)
    if first is None:
        raise UnsupportedGameError("dimensions: undecided even where the measure is all but exact")
    if not first:
        return None
    while sustained(high):
        low, high = high, 2 * high
        if high > MOST_DIMENSIONS:
            raise UnsupportedGameError(f"dimensions: more than {MOST_DIMENSIONS} are sustained")
    while high - low > high * RELATIVE_WIDTH:
        middle = (low + high) / 2
        answer = sustained(middle)
        if answer is None:
            break
        low, high = (middle, high) if answer else (low, middle)
    return Enclosure(low, high)
