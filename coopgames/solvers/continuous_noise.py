"""How much noise of a normal measure effort bears."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from coopgames.arithmetic import Enclosure
from coopgames.games import RepeatedGame
from coopgames.solvers.continuous_condition import FIRST_BITS, covers, peak
from coopgames.solvers.continuous_evidence import certified_at, short_cutoff
from coopgames.solvers.continuous_reading import Reading, read, round_discount
from coopgames.solvers.continuous_search import (
    CutoffChoice,
    answer,
    heights,
    turning,
    without_noise,
)
from coopgames.solvers.solution import Solution

__all__ = ["critical_noise"]

#: How far from a critical noise certified answers are sought, relative to it.
ASIDE = Fraction(1, 2**20)


def critical_noise(game: RepeatedGame, cutoff: CutoffChoice = "best") -> Solution[Enclosure | None]:
    """Enclose the largest noise per dimension at which effort is sustained.

    Parameters
    ----------
    game : RepeatedGame
        As for :func:`~coopgames.solvers.continuous_thresholds.best_cutoff_threshold`, at a discount
        factor. The measure's noise is ignored, its number of dimensions is not.
    cutoff : {"best", "given"}, optional
        Best for each noise, or the measure's own, which must lie in [0, 1].

    Returns
    -------
    Solution
        ``value``: in the unit of :class:`coopgames.GaussianMeasure`; ``None`` if effort is
        not sustained however small the noise. ``diagnostics``: ``attained`` is true, at the
        critical noise itself effort is sustained; ``below`` and ``above``, pairs of a noise a
        millionth away and the critical discount factor there with its certificate, at a cutoff
        near the best one or at the given one. They are ``None`` where no solver has one, and
        ``above`` is with the best cutoff: no certificate kind says that no cutoff does better.

    Raises
    ------
    InvalidGameError
        If the discount factor is no fraction in (0, 1), or ``cutoff`` is unknown.
    UnsupportedGameError
        If the game has no normal measure, or its given cutoff lies outside [0, 1]: there more noise
        may help, and the noises that sustain effort need not reach down to 0.
    NotConvergedError
        If the discount factor is nearer to the critical one without noise than 2**14 bits tell.

    Notes
    -----
    Certified bisection. A noisier measure is a garbled one, so the best surplus falls in the noise
    (Blackwell 1953); with a fixed cutoff in [0, 1] noise raises false alarms and lowers detection.

    References
    ----------
    docs/theory/specialization.md, P2 (iv).

    Examples
    --------
    >>> import coopgames as cg
    >>> reports = cg.PrivateValuation.gaussian(cg.GaussianMeasure(1, 1, 1))
    >>> game = cg.RepeatedGame(cg.supplier_pair(1, 1), "19/20", reports)
    >>> [round(float(critical_noise(game, c).value), 9) for c in ("given", "best")]
    [1.042740574, 1.646730549]
    """
    reading = read(game)
    need = reading.condition.need(round_discount(game))
    surplus = heights(reading, cutoff)
    dimensions = reading.measure.dimensions

    def holds(noise: Fraction) -> bool:
        return covers(lambda bits: surplus(noise**2 * dimensions, bits), need)

    found = None
    evidence: dict[str, object] = {}
    if without_noise(reading, cutoff) > need:
        found = turning(holds)
        below, above = found.lower * (1 - ASIDE), found.upper * (1 + ASIDE)
        evidence["below"] = _certified(game, reading, cutoff, below)
        evidence["above"] = _certified(game, reading, cutoff, above) if cutoff == "given" else None
    return answer(found, reading, cutoff, "certified bisection over the noise", evidence)


def _certified(
    game: RepeatedGame, reading: Reading, cutoff: CutoffChoice, noise: Fraction
) -> tuple[Fraction, Solution[Any]] | None:
    """Return a noise and the certified threshold there, at one cutoff."""
    measure = replace(reading.measure, noise=noise)
    if cutoff == "best":
        found = peak(reading.condition, noise**2 * measure.dimensions, 2 * FIRST_BITS)
        measure = replace(measure, cutoff=short_cutoff(Enclosure(found.low, found.high)))
    answer = certified_at(game, measure)
    return None if answer is None else (noise, answer)
