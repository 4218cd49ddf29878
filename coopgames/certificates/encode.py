"""Numbers and games as JSON: the only translation between our objects and certificates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq

from coopgames.arithmetic import AlgebraicNumber, Enclosure, Number, RationalFunction
from coopgames.errors import UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Exclusion,
    Fine,
    GaussianMeasure,
    LinearPublicGood,
    PrivateValuation,
    Promises,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
)

__all__ = [
    "end",
    "game_document",
    "poly",
    "rational",
    "rationals",
    "scalar",
    "threshold_number",
    "total",
]

JSON = Any
#: Integers below this many bits are certain to have fewer than 4,300 decimal digits.
SHORT_BITS = 14_000


def rational(value: Fraction | int) -> str:
    """Return a rational as "p/q" or "p".

    Long numbers are written by flint, since Python refuses to print more than 4,300 digits.
    """
    fraction = Fraction(value)
    if max(fraction.numerator.bit_length(), fraction.denominator.bit_length()) < SHORT_BITS:
        return str(fraction)
    return str(fmpq(fraction.numerator, fraction.denominator))


def rationals(values: Iterable[Fraction | int]) -> list[str]:
    """Return a list of rationals."""
    return [rational(value) for value in values]


def poly(coefficients: Sequence[Fraction | int]) -> list[str]:
    """Return a polynomial, lowest degree first, without trailing zeros."""
    trimmed = list(coefficients)
    while trimmed and trimmed[-1] == 0:
        trimmed.pop()
    return rationals(trimmed)


def scalar(value: Number) -> JSON:
    """Return a rational, an enclosure or a polynomial in the parameter."""
    if isinstance(value, Enclosure):
        if value.lower == value.upper:
            return rational(value.lower)
        return {"lower": rational(value.lower), "upper": rational(value.upper)}
    if isinstance(value, RationalFunction):
        constant = value.constant()
        if constant is not None:
            return rational(constant)
        return {"polynomial": poly(value.polynomial())}
    if isinstance(value, float):
        raise UnsupportedGameError(f"certificate: got the float {value!r}, expected exact numbers")
    return rational(value)


def end(value: Fraction | AlgebraicNumber) -> JSON:
    """Return the end of a cell: a rational or an algebraic number."""
    if isinstance(value, AlgebraicNumber):
        return {
            "polynomial": [str(c) for c in value.polynomial],
            "lower": rational(value.lower),
            "upper": rational(value.upper),
        }
    return rational(value)


def threshold_number(value: Fraction | AlgebraicNumber | Enclosure) -> JSON:
    """Return a threshold of any exact type."""
    return scalar(value) if isinstance(value, Enclosure) else end(value)


def _signal(
    false_alarm: Number, detection: Number, measure: GaussianMeasure | None
) -> dict[str, JSON]:
    if measure is None:
        if isinstance(false_alarm, Enclosure) or isinstance(detection, Enclosure):
            raise UnsupportedGameError(
                "certificate: enclosed alarm rates need their GaussianMeasure, so that they can "
                "be recomputed"
            )
        return {
            "type": "flags",
            "false_alarm": scalar(false_alarm),
            "detection": scalar(detection),
        }
    return {
        "type": "gaussian",
        "noise": rational(measure.noise),
        "dimensions": measure.dimensions,
        "proximity": rational(measure.proximity),
        "cutoff": rational(measure.cutoff),
        "squared_arguments": rationals(
            (x / measure.noise) ** 2 / measure.dimensions
            for x in (measure.cutoff - 1, measure.cutoff)
        ),
        "false_alarm": scalar(measure.false_alarm),
        "detection": scalar(measure.detection),
    }


def _sanction(game: RepeatedGame) -> dict[str, JSON]:
    sanction = game.sanction
    if isinstance(sanction, Fine):
        return {"type": "fine", "recipient": sanction.rule}
    if isinstance(sanction, Exclusion):
        return {"type": "exclusion"}
    if isinstance(sanction, Promises) and sanction.cap is None:
        return {"type": "promises", "budget": sanction.budget}
    raise UnsupportedGameError(f"transfers: {sanction!r} has no certificate")


def total(values: Iterable[Number]) -> Number:
    """Return the sum of numbers of any kind."""
    result: Number = Fraction(0)
    for value in values:
        result = result + value
    return result


def _association(game: RepeatedGame, stage: AnonymousGame, signals: AttributedSignals) -> JSON:
    payoff = stage.payoff
    if isinstance(payoff, LinearPublicGood):
        payoffs: dict[str, JSON] = {
            "type": "linear",
            "benefit": scalar(payoff.benefit),
            "cost": scalar(payoff.cost),
            "surplus": scalar(payoff.surplus),
        }
    else:
        payoffs = {
            "type": "table",
            "shirk": [scalar(x) for x in payoff.shirk],
            "contribute": [scalar(x) for x in payoff.contribute],
            "totals": [scalar(total(payoff.shirk)), scalar(total(payoff.contribute))],
        }
    return {
        "type": "association",
        "members": stage.size,
        "payoffs": payoffs,
        "signal": _signal(signals.false_alarm, signals.detection, signals.measure),
        "sanction": _sanction(game),
        "physical_penalty": scalar(game.physical_penalty),
    }


def _are_flags(reports: PrivateValuation) -> bool:
    """Two reports stand as alarm rates if the second is the one that tells of shirking."""
    if reports.alarm_rates is None:
        return False
    alpha, eta = reports.alarm_rates
    enclosed = isinstance(alpha, Enclosure) or isinstance(eta, Enclosure)
    return enclosed or eta > alpha


def _pair(game: RepeatedGame, stage: StageGame, reports: PrivateValuation) -> JSON:
    if reports.review > 1:
        raise UnsupportedGameError(f"review: got {reports.review}, expected 1 in this certificate")
    if _are_flags(reports):
        signal = _signal(reports.work[1], reports.shirk[1], reports.measure)
    else:
        signal = {
            "type": "reports",
            "work": [scalar(p) for p in reports.work],
            "shirk": [scalar(p) for p in reports.shirk],
        }
    cost = reports.side_agreement_cost
    return {
        "type": "pair",
        "gain": scalar(pair_gain(stage)),
        "value": scalar(pair_value(stage)),
        "signal": signal,
        "truthful": True,
        "side_agreement_cost": None if cost is None else scalar(cost),
    }


def _public_pair(game: RepeatedGame, stage: StageGame, signals: PublicMonitoring) -> JSON:
    work, shirk = signals.law((0, 0)), signals.law((1, 0))
    reports = PrivateValuation(1, work, shirk)
    return {**_pair(game, stage, reports), "truthful": False}


def _ring(game: RepeatedGame, stage: AnonymousGame, reports: PrivateValuation) -> JSON:
    if reports.alarm_rates is None:
        raise UnsupportedGameError("monitoring: a ring needs two reports (complaint or not)")
    return {
        "type": "ring",
        "members": stage.size,
        "shares": rationals(Fraction(1, stage.size - k) for k in (1, 2)),
        "gain": scalar(stage.gain_from_shirking),
        "value": scalar(stage.cooperative_payoff),
        "signal": _signal(*reports.alarm_rates, reports.measure),
    }


def pair_gain(stage: StageGame) -> Number:
    """Return the supplier's one-round gain from shirking in a supplier and buyer stage game."""
    return stage.payoff(0, (1, 0)) - stage.payoff(0, (0, 0))  # type: ignore[operator,return-value]


def pair_value(stage: StageGame) -> Number:
    """Return the joint payoff of the pair in a round with effort."""
    return stage.payoff(0, (0, 0)) + stage.payoff(1, (0, 0))  # type: ignore[operator,return-value]


def game_document(
    game: RepeatedGame, *, with_discount_factor: bool, with_lag: bool = True
) -> dict[str, JSON]:
    """Return the game as it stands in a certificate (without any labels).

    A refutation for every discount factor holds for every lag, so its game has neither.
    """
    stage, monitoring = game.stage, game.monitoring
    if isinstance(stage, StageGame):
        if isinstance(monitoring, PrivateValuation):
            document = _pair(game, stage, monitoring)
        elif isinstance(monitoring, PublicMonitoring):
            document = _public_pair(game, stage, monitoring)
        else:
            document = {"type": "stage", "payoffs": _strings(stage.payoffs())}
    elif isinstance(monitoring, AttributedSignals):
        document = _association(game, stage, monitoring)
    elif isinstance(monitoring, PrivateValuation):
        document = _ring(game, stage, monitoring)
    else:
        raise UnsupportedGameError(f"monitoring: {monitoring!r} does not fit an anonymous game")
    if with_lag and document["type"] != "stage":
        document["lag"] = game.lag
    if with_discount_factor:
        document["discount_factor"] = scalar(game.discount_factor)
    return document


def _strings(nested: Any) -> JSON:
    if isinstance(nested, tuple):
        return [_strings(item) for item in nested]  # pyright: ignore[reportUnknownVariableType]
    return scalar(nested)
