"""How high a fee per round effort bears under a normal measure, say a certifier's."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from coopgames.arithmetic import Enclosure
from coopgames.games import RepeatedGame
from coopgames.solvers.continuous_condition import covers
from coopgames.solvers.continuous_reading import read, round_discount
from coopgames.solvers.continuous_search import (
    RELATIVE_WIDTH,
    CutoffChoice,
    answer,
    bisect,
    check_choice,
    height,
)
from coopgames.solvers.solution import Solution

__all__ = ["critical_fee"]


def critical_fee(game: RepeatedGame, cutoff: CutoffChoice = "best") -> Solution[Enclosure | None]:
    """Enclose the largest fee per round that leaves effort sustained, say of a certifier.

    Parameters
    ----------
    game : RepeatedGame
        As for :func:`critical_noise`; here the measure's noise and number of dimensions count. A
        certifier's measure is seen by both: a pair with ``AttributedSignals.gaussian(...)`` and
        ``Fine("treasury")``, the fine going to the partner.
    cutoff : {"best", "given"}, optional

    Returns
    -------
    Solution
        ``value``: in payoff units, taken from the value of a round; ``None`` if effort is not
        sustained even without a fee. ``diagnostics["attained"]`` is true.

    Raises
    ------
    InvalidGameError, NotConvergedError
        As :func:`critical_noise`.
    UnsupportedGameError
        If the game has no normal measure.

    Notes
    -----
    Certified bisection: at every cutoff the surplus rises in the value of a round, since detection
    is above the rate of false alarms. With a fee as high as that value nothing is at stake.

    References
    ----------
    docs/theory/specialization.md, P8.

    Examples
    --------
    >>> import coopgames as cg
    >>> signals = cg.AttributedSignals.gaussian(cg.GaussianMeasure("2/5", 2, 1))
    >>> game = cg.RepeatedGame(cg.supplier_pair("4/5", 1), "9/10", signals, cg.Fine("treasury"))
    >>> round(float(critical_fee(game).value), 6)
    0.857376
    """
    reading = read(game)
    need = reading.condition.need(round_discount(game))
    variance, value = reading.variance, reading.condition.value
    check_choice(cutoff)

    def holds(fee: Fraction) -> bool:
        condition = replace(reading.condition, value=value - fee)
        return covers(lambda bits: height(condition, reading, cutoff, variance, bits), need)

    found = None
    if value * reading.condition.proximity > need and holds(Fraction(0)):
        found = bisect(holds, Fraction(0), value, value * RELATIVE_WIDTH)
    return answer(found, reading, cutoff, "certified bisection over the fee")
