"""How many dimensions of performance effort bears, or needs, under a normal measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal, get_args

from coopgames.arithmetic import Enclosure
from coopgames.errors import invalid
from coopgames.games import RepeatedGame
from coopgames.solvers.continuous_condition import covers
from coopgames.solvers.continuous_reading import read, round_discount
from coopgames.solvers.continuous_search import (
    CutoffChoice,
    answer,
    heights,
    turning,
    without_noise,
)
from coopgames.solvers.solution import Solution

__all__ = ["Adding", "DimensionLimit", "critical_dimension_count"]

Adding = Literal["aggregated", "itemised"]


@dataclass(frozen=True, slots=True)
class DimensionLimit:
    """A limit on the number of dimensions, and on which side of it effort is sustained.

    Attributes
    ----------
    limit : Enclosure
        Where the verdict changes, as a real number.
    direction : {"at most", "at least"}
        Effort is sustained with at most, or with at least, that many dimensions.
    whole : int
        The largest, or the least, whole number of dimensions with which effort is sustained; 0 if
        at most that many are and one is too many.
    """

    limit: Enclosure
    direction: Literal["at most", "at least"]
    whole: int


def critical_dimension_count(
    game: RepeatedGame, adding: Adding = "aggregated", cutoff: CutoffChoice = "best"
) -> Solution[DimensionLimit | None]:
    """Find how many dimensions of performance effort bears, or needs.

    Parameters
    ----------
    game : RepeatedGame
        As for :func:`critical_noise`; the measure's noise counts, its number of dimensions does
        not.
    adding : {"aggregated", "itemised"}, optional
        ``aggregated``: one overall impression of an effect 1, to which each dimension adds its
        noise; its standard deviation is ``noise * sqrt(d)``, and effort is sustained with *at most*
        so many dimensions. ``itemised``: each dimension shows the effect 1 and is valued apart;
        their mean has standard deviation ``noise / sqrt(d)``, and effort is sustained with *at
        least* so many.
    cutoff : {"best", "given"}, optional

    Returns
    -------
    Solution
        ``value``: a :class:`DimensionLimit`, or ``None`` if effort is sustained at no noise.

    Raises
    ------
    InvalidGameError, UnsupportedGameError, NotConvergedError
        As :func:`critical_noise`.

    Notes
    -----
    Certified bisection over real numbers of dimensions; the whole number next to the limit is
    found by a bisection of its own over the whole numbers. Associations whose fines go to the
    unflagged have :func:`~coopgames.solvers.critical_attributes.critical_dimensions`, with the
    middle cutoff.

    Examples
    --------
    >>> import coopgames as cg
    >>> reports = cg.PrivateValuation.gaussian(cg.GaussianMeasure("3/10", 1, 1))
    >>> game = cg.RepeatedGame(cg.supplier_pair(1, 1), "19/20", reports)
    >>> found = critical_dimension_count(game).value
    >>> found.direction, found.whole, round(float(found.limit), 6)
    ('at most', 30, 30.130239)
    """
    if adding not in get_args(Adding):
        raise invalid("adding", adding, "'aggregated' or 'itemised'")
    reading = read(game)
    need = reading.condition.need(round_discount(game))
    surplus = heights(reading, cutoff)
    one = reading.measure.noise**2

    def holds(factor: Fraction) -> bool:
        return covers(lambda bits: surplus(one * factor, bits), need)

    found = None
    if without_noise(reading, cutoff) > need:
        # ``factor`` is d for added noise and 1/d for averaged noise: larger is noisier in both.
        factor = turning(holds)
        found = _aggregated(factor, holds) if adding == "aggregated" else _itemised(factor, holds)
    method = f"certified bisection over the number of {adding} dimensions"
    return answer(found, reading, cutoff, method)


def _aggregated(factor: Enclosure, holds: Callable[[Fraction], bool]) -> DimensionLimit:
    sustained, refuted = floor(factor.lower), ceil(factor.upper)
    # The enclosure is narrow relative to the limit: far out it holds many whole numbers.
    while refuted - sustained > 1:
        middle = (sustained + refuted) // 2
        if holds(Fraction(middle)):
            sustained = middle
        else:
            refuted = middle
    return DimensionLimit(factor, "at most", sustained)


def _itemised(factor: Enclosure, holds: Callable[[Fraction], bool]) -> DimensionLimit:
    limit = 1 / factor
    refuted, sustained = floor(limit.lower), max(1, ceil(limit.upper))
    while sustained - refuted > 1:
        middle = (sustained + refuted) // 2
        if holds(Fraction(1, middle)):
            sustained = middle
        else:
            refuted = middle
    return DimensionLimit(limit, "at least", sustained)
