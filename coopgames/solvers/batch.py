"""Thresholds of many games at once, in floats, with a bound on their error.

For surveys of thousands of games; :func:`coopgames.critical_discount_factor` gives the exact answer
and its certificate. The program is that of :mod:`coopgames.solvers.enforcement`, which for a flat
fine has two variables, ``q`` and the fine as a share ``phi`` of the value::

    max  v q + t phi    subject to    s phi >= kappa q,   phi <= 1,   q >= 0,   phi >= 0

with ``t`` what a contributor expects to receive per unit of fine and ``s`` by how much contributing
raises that. Its optimum is at a vertex of the polygon, or it is unbounded along ``q``; the vertices
are enumerated as intersections of two of the four lines, so no formula for the threshold is written
down. Effort is sustained from the round's discount factor ``1/(1 + max r)`` on.

The pair with truthful reports is the rule ``burnt``: the buyer's own promise must be the same after
either report, or the buyer would send the one that pays more. So whatever the supplier loses after
a complaint is burnt, and only the size of that loss is free: ``phi``. When reports must be proof
against free side agreements too, the burnt part must not depend on the report either; then nothing
does, which is the rule ``constant``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Exclusion,
    Fine,
    PrivateValuation,
    Promises,
    RepeatedGame,
    StageGame,
)
from coopgames.solvers.batch_receipts import (
    EPS,
    MAXIMUM_MEMBERS,
    BatchReceipts,
    BatchRule,
    FloatArray,
    batch_receipts,
    gaussian_signals,
)
from coopgames.solvers.family import needs_cells

__all__ = [
    "MAXIMUM_MEMBERS",
    "BatchReceipts",
    "BatchRule",
    "BatchThresholds",
    "batch_ratio",
    "batch_receipts",
    "batch_rule",
    "batch_thresholds",
    "gaussian_signals",
]


@dataclass(frozen=True, slots=True, eq=False)
class BatchThresholds:
    """Critical discount factors of many games.

    Attributes
    ----------
    per_round, per_period : arrays
        ``inf`` where effort is sustained at no discount factor below 1.
    round_error, period_error : arrays
        Bounds on the absolute errors. "Never" counts as a threshold of 1 here: where rounding
        decides between it and a number just below 1, the two differ by less than the bound.
    """

    per_round: FloatArray
    per_period: FloatArray
    round_error: FloatArray
    period_error: FloatArray


def batch_ratio(value: ArrayLike, gain: ArrayLike, receipts: BatchReceipts) -> FloatArray:
    """Return the optimum of the two-variable program, ``inf`` where it is unbounded.

    Parameters
    ----------
    value, gain : arrays or numbers
        The value of a round and the gain from shirking, ``v`` and ``kappa``.
    receipts : BatchReceipts

    Examples
    --------
    >>> signals = np.array([0.1]), np.array([0.6])
    >>> batch_ratio(2.0, 1.0, batch_receipts("burnt", 2, *signals)).round(12).tolist()
    [0.9]
    """
    v, kappa = np.asarray(value, np.float64), np.asarray(gain, np.float64)
    t, s = receipts.contribute, receipts.spread
    one, zero = np.float64(1), np.float64(0)
    # Each line is (a, b, c): the polygon lies on the side a q + b phi <= c.
    lines = ((kappa, -s, zero), (zero, one, one), (-one, zero, zero), (zero, -one, zero))
    best = np.full(np.broadcast(v, kappa, t, s).shape, -np.inf)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for i, j in combinations(range(4), 2):
            determinant = lines[i][0] * lines[j][1] - lines[i][1] * lines[j][0]
            q = (lines[i][2] * lines[j][1] - lines[i][1] * lines[j][2]) / determinant
            phi = (lines[i][0] * lines[j][2] - lines[i][2] * lines[j][0]) / determinant
            inside = np.abs(determinant) > 0  # else parallel: no vertex
            # On its own two lines a vertex lies by construction: rounding is not asked.
            for a, b, c in (line for k, line in enumerate(lines) if k not in (i, j)):
                inside = inside & (a * q + b * phi <= c)
            best = np.fmax(best, np.where(inside, v * q + t * phi, -np.inf))
    # The polygon contains the ray along q iff that direction breaks no line.
    return np.where((kappa <= 0) & (v >= 0), np.inf, best)


def batch_thresholds(
    rule: BatchRule,
    *,
    value: ArrayLike,
    gain: ArrayLike,
    false_alarm: ArrayLike,
    detection: ArrayLike,
    members: int = 2,
    lag: ArrayLike = 1.0,
) -> BatchThresholds:
    """Return the critical discount factors of many games, in floats.

    Parameters
    ----------
    rule : {"treasury", "burnt", "unflagged", "constant"}
        Where the fine goes. A pair with truthful reports is ``burnt``, one with collusion-proof
        reports ``constant``.
    value, gain : arrays or numbers
        Value of a round with effort and one-round gain from shirking.
    false_alarm, detection : arrays or numbers in [0, 1]
        ``false_alarm <= detection``.
    members : int
        The same in all games.
    lag : arrays or numbers > 0
        Periods in a round; it need not be whole here.

    Returns
    -------
    BatchThresholds
        All arrays have the shape to which the arguments broadcast.

    Raises
    ------
    InvalidGameError
        If a number is not finite or outside its domain.
    UnsupportedGameError
        If there are more than 1000 members.

    Notes
    -----
    The bounds follow the roundings through ``r = v q + t phi`` and ``1/(1 + r)``, whose slope is
    ``1/(1 + r)**2``, to first order and doubled. For stakes and signals of the order of 1 they are
    below 10**-13. They assume signals exact up to four units in the last place of 1.

    Examples
    --------
    >>> result = batch_thresholds(
    ...     "treasury", value=[2.0, 2.0], gain=[1.0, 0.0], false_alarm=0.1, detection=0.6, members=5
    ... )
    >>> result.per_round.round(12).tolist()
    [0.5, 0.0]
    >>> bool(result.round_error.max() < 1e-13)
    True
    """
    given = {"value": value, "gain": gain, "false_alarm": false_alarm, "detection": detection}
    arrays = [_finite(x, name) for name, x in given.items()]
    v, kappa, alpha, eta, periods = np.broadcast_arrays(*arrays, _finite(lag, "lag"))
    if isinstance(members, bool) or not isinstance(members, int) or members < 2:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("members", members, "an integer >= 2")
    _require(bool(np.all((alpha >= 0) & (alpha <= 1))), "false_alarm", "probabilities in [0, 1]")
    ordered = bool(np.all((eta >= alpha) & (eta <= 1)))
    _require(ordered, "detection", "probabilities in [0, 1], at least the false alarm rates")
    _require(bool(np.all(periods > 0)), "lag", "numbers > 0")
    receipts = batch_receipts(rule, members, alpha, eta)
    ratio = batch_ratio(v, kappa, receipts)
    ratio_error = _ratio_error(v, kappa, receipts)
    return _from_ratio(ratio, ratio_error, periods)


def _finite(value: ArrayLike, argument: str) -> FloatArray:
    array = np.asarray(value, np.float64)
    _require(bool(np.all(np.isfinite(array))), argument, "finite numbers")
    return array


def _require(holds: bool, argument: str, expected: str) -> None:
    if not holds:
        raise invalid(argument, "an array in which some number is not", expected)


def _ratio_error(v: FloatArray, kappa: FloatArray, receipts: BatchReceipts) -> FloatArray:
    """Bound the error of the optimum: its vertices are (0, 0), (0, 1) and (s/kappa, 1)."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        scale = np.where(kappa > 0, np.abs(v / kappa), 0.0)
    spread = np.abs(receipts.spread)
    return (
        scale * (receipts.spread_error + 4 * EPS * spread)
        + receipts.contribute_error
        + 4 * EPS * np.abs(receipts.contribute)
    )


def _from_ratio(ratio: FloatArray, error: FloatArray, periods: FloatArray) -> BatchThresholds:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        per_round = np.where(ratio > 0, 1 / (1 + ratio), np.inf)
        slope = np.where(np.isfinite(ratio), 1 / (1 + np.fmax(ratio, 0.0)) ** 2, 0.0)
        round_error = np.where(np.isposinf(ratio), 0.0, 2 * error * slope + 2 * EPS)
        # To first order only: where the error is not small beside 1 + r it says nothing.
        round_error = np.where(error <= 0.25 * (1 + ratio), round_error, 1.0)
        per_period = per_round ** (1 / periods)
        finite = np.where(np.isfinite(per_round), per_round, 1.0)
        relative = np.where(finite > 0, round_error / np.where(finite > 0, finite, 1.0), 0.0)
        power = np.where(np.isfinite(per_period), per_period, 1.0)
        period_error = 2 * power * relative / periods + 4 * EPS
    period_error = np.where(round_error < 1, np.where(finite > 0, period_error, 0.0), 1.0)
    return BatchThresholds(per_round, per_period, round_error, period_error)


def batch_rule(game: RepeatedGame) -> tuple[BatchRule, int]:
    """Return the rule and the number of members under which a game is one of these programs.

    Raises
    ------
    UnsupportedGameError
        For promises that are not a flat fine, caps, physical penalties, costly side agreements and
        for games that are neither an association nor a pair.
    """
    unsupported = UnsupportedGameError(
        f"game: got {game!r}, expected an association with an uncapped flat fine or exclusion "
        "worth 0, or a pair, without physical penalties and costly side agreements"
    )
    stage, monitoring = game.stage, game.monitoring
    if needs_cells(game):
        raise unsupported
    if isinstance(stage, AnonymousGame) and isinstance(monitoring, AttributedSignals):
        rule = _recipient(game.transfers)
        if rule is None or not isinstance(stage.members, int):
            raise unsupported
        if rule != "burnt" and stage.members > MAXIMUM_MEMBERS:
            raise unsupported
        return rule, stage.members
    if isinstance(stage, StageGame) and isinstance(monitoring, PrivateValuation):
        plain = monitoring.alarm_rates is not None and monitoring.review == 1
        if not plain or not all(_burns(x) for x in game.transfers):
            raise unsupported
        return ("burnt" if monitoring.side_agreement_cost is None else "constant"), 2
    raise unsupported


def _recipient(transfers: Sequence[object]) -> BatchRule | None:
    if len(transfers) != 1:
        return None
    sanction = transfers[0]
    if isinstance(sanction, Fine):
        return sanction.recipient
    worthless = isinstance(sanction, Exclusion) and sanction.value == 0
    return "burnt" if worthless else None


def _burns(sanction: object) -> bool:
    if isinstance(sanction, Fine):
        return sanction.recipient == "burnt"
    return isinstance(sanction, Exclusion | Promises)
