"""Signals and receipts of many games at once, in floats, with bounds on their errors.

The sums are those of :mod:`coopgames.solvers.receipts`: over the number of other members who are
flagged, which is binomial.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Literal, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coopgames.errors import UnsupportedGameError

__all__ = [
    "EPS",
    "MAXIMUM_MEMBERS",
    "BatchReceipts",
    "BatchRule",
    "FloatArray",
    "batch_receipts",
    "gaussian_signals",
]

FloatArray: TypeAlias = NDArray[np.float64]
BatchRule = Literal["treasury", "burnt", "unflagged", "constant"]

#: Binomial coefficients of more members do not fit into a float.
MAXIMUM_MEMBERS = 1000

#: Distance from 1 to the next float: twice the largest relative error of one rounding.
EPS = float(np.finfo(np.float64).eps)
#: Absolute error of a signal probability that comes from the normal distribution function.
_SIGNAL_ERROR = 4 * EPS


@dataclass(frozen=True, slots=True, eq=False)
class BatchReceipts:
    """What a member expects to receive per unit of fine, for many games.

    Attributes
    ----------
    contribute, spread : arrays
        As in :class:`coopgames.solvers.receipts.Receipts`.
    contribute_error, spread_error : arrays
        Bounds on their absolute errors.
    """

    contribute: FloatArray
    spread: FloatArray
    contribute_error: FloatArray
    spread_error: FloatArray


def gaussian_signals(
    noise: ArrayLike, dimensions: ArrayLike, proximity: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Return the false alarm and the detection probabilities of a measure cut in the middle.

    Parameters
    ----------
    noise, dimensions, proximity : arrays or numbers, broadcast together
        As in :class:`coopgames.GaussianMeasure`.

    Examples
    --------
    >>> alarm, detection = gaussian_signals(0.25, 1, [0.9, 0.3])
    >>> (detection - alarm).round(6).tolist()
    [0.85905, 0.28635]
    """
    from scipy import special  # pyright: ignore[reportMissingTypeStubs]

    distance = 1 / (2 * np.asarray(noise, np.float64) * np.sqrt(np.asarray(dimensions, np.float64)))
    seen = np.asarray(proximity, np.float64)
    below = cast("FloatArray", special.ndtr(-distance))
    return seen * below, seen * cast("FloatArray", special.ndtr(distance))


def _receipts_by_count(rule: BatchRule, members: int) -> tuple[FloatArray, FloatArray]:
    """Return what a member gets per unit of fine when ``k`` others are flagged, and its own loss.

    The second array is by how much an own flag lowers the first: ``k`` is 0..members-1.
    """
    others = np.arange(members, dtype=np.float64)
    if rule == "treasury":  # a fine is shared by all members but the one who pays it
        return others / (members - 1), np.ones(members)
    if rule == "unflagged":  # the fines are shared by those without a flag; all flagged: no fine
        share = others / (members - others)
        paid = np.where(others < members - 1, 1.0, 0.0)
        return share, share + paid
    return np.zeros(members), np.ones(members)


def batch_receipts(
    rule: BatchRule, members: int, false_alarm: FloatArray, detection: FloatArray
) -> BatchReceipts:
    """Sum the receipts over the number of other members who are flagged, for many games.

    Parameters
    ----------
    rule : {"treasury", "burnt", "unflagged", "constant"}
    members : int
        The same in all games, at most 1000; irrelevant for ``burnt`` and ``constant``.
    false_alarm, detection : arrays of the same shape

    Raises
    ------
    UnsupportedGameError
        If there are more than 1000 members.

    Notes
    -----
    O(members) operations on arrays. Errors: each binomial weight has a relative error of at most
    ``members + 6`` roundings, the sum as many again, and an error of the alarm rate moves an
    expectation by at most ``members - 1`` times the largest step between neighbouring counts.
    """
    zero = np.zeros_like(false_alarm)
    if rule == "constant":
        return BatchReceipts(zero, zero, zero, zero)
    if members > MAXIMUM_MEMBERS:
        raise UnsupportedGameError(f"members: got {members}, expected at most {MAXIMUM_MEMBERS}")
    counted = 2 if rule == "burnt" else members
    flat, drop = _receipts_by_count(rule, counted)
    base, base_error = _expectation(flat, false_alarm)
    fall, fall_error = _expectation(drop, false_alarm)
    gap = detection - false_alarm
    gap_error = 2 * _SIGNAL_ERROR + EPS
    contribute_error = (
        base_error
        + false_alarm * fall_error
        + np.abs(fall) * _SIGNAL_ERROR
        + 2 * EPS * (np.abs(base) + np.abs(false_alarm * fall))
    )
    spread_error = np.abs(fall) * gap_error + np.abs(gap) * (fall_error + EPS * np.abs(fall))
    return BatchReceipts(base - false_alarm * fall, gap * fall, contribute_error, spread_error)


def _expectation(values: FloatArray, probability: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the mean of a function of a binomial count, and a bound on its error."""
    trials = len(values) - 1
    steps = np.abs(np.diff(values))
    largest = float(steps.max(initial=0.0))
    if not largest > 0:  # the same for every count, whatever its law
        mean = np.full_like(probability, values[0])
        return mean, np.zeros_like(probability)
    mean, size = np.zeros_like(probability), np.zeros_like(probability)
    for k in np.flatnonzero(np.abs(values) > 0):
        weight = float(comb(trials, int(k)))
        term = values[k] * (weight * probability**k * (1 - probability) ** (trials - k))
        mean, size = mean + term, size + np.abs(term)
    return mean, (2 * trials + 10) * EPS * size + trials * largest * _SIGNAL_ERROR
