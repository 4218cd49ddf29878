"""Critical discount factor under a normal measure when the cutoff is chosen best."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import flint

from coopgames.arithmetic import (
    Arithmetic,
    Enclosure,
    arb_to_enclosure,
    ends,
    normal_cdf,
    outward,
)
from coopgames.games import GaussianMeasure, RepeatedGame
from coopgames.solvers.continuous_condition import FIRST_BITS, LAST_BITS, PRECISION_PER_BIT, peak
from coopgames.solvers.continuous_evidence import certified_at, short_cutoff
from coopgames.solvers.continuous_reading import Reading, read
from coopgames.solvers.program_thresholds import per_period, upper_interval
from coopgames.solvers.solution import Solution, Status

__all__ = ["best_cutoff_threshold"]

#: Surpluses are enclosed to this relative width, and thresholds to this share of their complement.
SURPLUS_WIDTH = Fraction(1, 2**60)
#: A surplus below this may be enclosed from 0: its threshold would have too long a denominator.
LEAST_SURPLUS = Fraction(1, 2**4096)


def best_cutoff_threshold(game: RepeatedGame) -> Solution[Enclosure]:
    """Enclose the least discount factor at which effort is sustained with the best cutoff.

    Parameters
    ----------
    game : RepeatedGame
        A supplier and a buyer (:func:`coopgames.supplier_pair`) with
        ``PrivateValuation.gaussian(measure)``: what the supplier loses after a complaint burns. Or
        the same pair, or an association, with ``AttributedSignals.gaussian(measure)`` and a burnt
        or treasury :class:`~coopgames.Fine` or :class:`~coopgames.Exclusion` (in a pair a treasury
        hands the fine to the partner). Or a ring. The measure's cutoff and the discount factor are
        ignored.

    Returns
    -------
    Solution
        ``value``: of a period. ``diagnostics``: ``round_threshold``; ``cutoff``, where it is best;
        ``false_alarm`` and ``detection`` there; ``surplus``, the largest gain from the rule in a
        round; ``certain`` and ``possible``, as of :func:`coopgames.critical_discount_factor`;
        ``at_cutoff``, that function's answer, with its certificate, at one rational cutoff (its
        value bounds this one from above), or ``None`` where it has none. No certificate kind says
        yet that no other cutoff does better.

    Raises
    ------
    UnsupportedGameError
        As of the reading of the game: no normal measure, or shirking or effort gains nothing.
    NotConvergedError
        If 2**14 bits do not tell the best cutoff.

    Notes
    -----
    The threshold is below 1 for every noise: the likelihood ratio of the normal family is
    unbounded, so a cutoff low enough costs less in false alarms than it deters. It may be nearer to
    1 than the enclosure tells.

    References
    ----------
    docs/theory/specialization.md, P2 (i) to (iii); Karlin and Rubin (1956), *The theory of decision
    procedures for distributions with monotone likelihood ratio*; Milgrom (1981), *Good news and bad
    news*.

    Examples
    --------
    >>> import coopgames as cg
    >>> measure = cg.GaussianMeasure("1/2", 1, 1)
    >>> reports = cg.PrivateValuation.gaussian(measure)
    >>> found = best_cutoff_threshold(cg.RepeatedGame(cg.supplier_pair("2/5", 1), 0, reports))
    >>> round(float(found.value), 9), round(float(found.diagnostics["cutoff"]), 9)
    (0.389358517, 0.415881941)
    """
    reading = read(game)
    cutoff, surplus = _best(reading)
    per_round = _threshold(reading.condition.gain, surplus)
    value = per_period(per_round, game.lag)
    assert isinstance(value, Enclosure)
    measure = reading.measure
    strategies = f"{reading.strategies}; the best cutoff among half-lines, hence among all sets"
    diagnostics = {
        "attained": True,
        "certain": (upper_interval(value, "upper"),),
        "possible": (upper_interval(value, "lower"),),
        "round_threshold": per_round,
        "cutoff": cutoff,
        "false_alarm": _rate(measure, cutoff, 1),
        "detection": _rate(measure, cutoff, 0),
        "surplus": surplus,
        "at_cutoff": certified_at(game, replace(measure, cutoff=short_cutoff(cutoff))),
        "strategies": strategies,
    }
    method = f"certified search for the best cutoff (monotone likelihood ratio); {strategies}"
    status = Status.EXACT_UNCERTIFIED
    return Solution(value, status, None, method, Arithmetic.ENCLOSED, diagnostics)


def _best(reading: Reading) -> tuple[Enclosure, Enclosure]:
    """Return the best cutoff and the largest surplus, narrow in relative terms."""
    bits = 2 * FIRST_BITS
    while True:
        found = peak(reading.condition, reading.variance, bits)
        with flint.ctx.workprec(PRECISION_PER_BIT * bits):
            floor = flint.arb(2) ** -4096
            if found.top < floor:
                surplus = Enclosure(Fraction(0), LEAST_SURPLUS)
                break
            if found.bottom > floor / 2:
                bottom = arb_to_enclosure(found.bottom).lower
                top = arb_to_enclosure(found.top).upper
                if top - bottom <= SURPLUS_WIDTH * bottom or bits >= LAST_BITS:
                    surplus = Enclosure(bottom, top)
                    break
        bits *= 2
    return Enclosure(found.low, found.high), surplus


def _threshold(gain: Fraction, surplus: Enclosure) -> Enclosure:
    """Return ``1/(1 + r)`` with ``r`` the surplus per unit of gain, rounded well inside ``1``."""
    low, high = (gain / (gain + end) for end in (surplus.upper, surplus.lower))
    return outward(low, high, bits=64 + _zeros(1 - low))


def _zeros(share: Fraction) -> int:
    """Return about how many binary zeros a number in (0, 1] begins with."""
    return max(0, share.denominator.bit_length() - share.numerator.bit_length())


def _rate(measure: GaussianMeasure, cutoff: Enclosure, mean: int) -> Enclosure:
    low, high = (
        ends(
            measure.proximity
            * normal_cdf((end - mean) / measure.noise, over_sqrt=Fraction(measure.dimensions))
        )
        for end in (cutoff.lower, cutoff.upper)
    )
    return Enclosure(low[0], high[1])
