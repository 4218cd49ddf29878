"""The vectorised solver against the exact one, within the error that it states."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from coopgames.arithmetic import Enclosure
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Exclusion,
    Fine,
    GaussianMeasure,
    LinearPublicGood,
    PhysicalPenalty,
    PrivateValuation,
    Promises,
    RepeatedGame,
    supplier_pair,
)
from coopgames.solvers import critical_discount_factor
from coopgames.solvers.batch import (
    BatchRule,
    batch_receipts,
    batch_rule,
    batch_thresholds,
    gaussian_signals,
)
from coopgames.solvers.program_thresholds import round_threshold
from coopgames.solvers.receipts import expected_receipts

POINTS = 300


def association(
    gain: Fraction, value: Fraction, members: int, monitoring: AttributedSignals, rule: str
) -> RepeatedGame:
    benefit = Fraction(1, 2)
    cost = benefit + gain
    good = LinearPublicGood(benefit, cost, value - members * benefit + cost)
    return RepeatedGame(AnonymousGame(members, good), "1/2", monitoring, Fine(rule))  # type: ignore[arg-type]


def pair(gain: Fraction, value: Fraction, reports: PrivateValuation) -> RepeatedGame:
    return RepeatedGame(supplier_pair(gain, value), "1/2", reports, Fine("burnt"))


def distance(found: float, exact: Fraction | Enclosure | None) -> Fraction:
    """How far a threshold is from the exact one; never is a threshold of 1 that is not reached."""
    value = Fraction(min(found, 1.0))
    if exact is None:
        return abs(value - 1)
    if isinstance(exact, Enclosure):
        return max(value - exact.upper, exact.lower - value, Fraction(0))
    return abs(value - exact)


@pytest.mark.parametrize("rule", ["treasury", "burnt", "unflagged"])
def test_the_error_is_within_its_bound_for_an_association(rule: BatchRule) -> None:
    source = random.Random(f"association {rule}")
    for _ in range(POINTS):
        gain, value = 10 ** source.uniform(-3, 1), 10 ** source.uniform(-2, 3)
        alpha = source.choice([0.0, source.random(), 1e-3 * source.random()])
        eta = alpha + (1 - alpha) * source.random() ** source.choice([1, 4, 20])
        members = source.choice([2, 3, 5, 20])
        signals = AttributedSignals(Fraction(alpha), Fraction(eta))
        exact = round_threshold(
            association(Fraction(gain), Fraction(value), members, signals, rule)
        )
        found = batch_thresholds(
            rule, value=value, gain=gain, false_alarm=alpha, detection=eta, members=members
        )
        assert distance(float(found.per_round), exact) <= Fraction(float(found.round_error))
        assert float(found.round_error) <= 1e-8  # the value is up to a million gains


@pytest.mark.parametrize(("cost", "rule"), [(None, "burnt"), (0, "constant")])
def test_the_error_is_within_its_bound_for_a_pair(cost: int | None, rule: BatchRule) -> None:
    source = random.Random(f"pair {rule}")
    for _ in range(POINTS):
        gain, value = source.uniform(0.25, 4), source.uniform(0.1, 4)
        alpha = source.random()
        eta = alpha + (1 - alpha) * source.random()
        reports = PrivateValuation.binary(Fraction(alpha), Fraction(eta), side_agreement_cost=cost)
        game = pair(Fraction(gain), Fraction(value), reports)
        assert batch_rule(game) == (rule, 2)
        found = batch_thresholds(rule, value=value, gain=gain, false_alarm=alpha, detection=eta)
        error = float(found.round_error)
        assert distance(float(found.per_round), round_threshold(game)) <= Fraction(error)
        assert error <= 1e-13


def test_the_error_is_within_its_bound_per_period_with_normal_signals() -> None:
    source = random.Random("normal")
    for _ in range(60):
        noise, seen = source.uniform(0.1, 2), source.uniform(0.02, 1)
        dimensions, lag = source.randint(1, 12), source.randint(1, 52)
        gain, value = source.uniform(0.5, 2), source.uniform(1, 4)
        measure = GaussianMeasure(Fraction(noise), dimensions, Fraction(seen))
        signals = AttributedSignals.gaussian(measure)
        base = association(Fraction(gain), Fraction(value), 20, signals, "treasury")
        game = RepeatedGame(base.stage, "1/2", signals, Fine("treasury"), lag=lag)
        alpha, eta = gaussian_signals(noise, dimensions, seen)
        found = batch_thresholds(
            "treasury",
            value=value,
            gain=gain,
            false_alarm=alpha,
            detection=eta,
            members=20,
            lag=lag,
        )
        exact = critical_discount_factor(game).value
        error = Fraction(float(found.period_error))
        assert distance(float(found.per_period), exact) <= error < Fraction(1, 10**12)


@pytest.mark.parametrize("rule", ["treasury", "burnt", "unflagged"])
@pytest.mark.parametrize("gain", [-1, 0, 1])
@pytest.mark.parametrize("value", [-1, 0, 1])
@pytest.mark.parametrize("detection", [Fraction(1, 8), Fraction(1, 2)])
def test_stakes_and_signals_that_are_not_positive(
    rule: BatchRule, gain: int, value: int, detection: Fraction
) -> None:
    signals = AttributedSignals(Fraction(1, 8), detection)
    game = association(Fraction(gain), Fraction(value), 4, signals, rule)
    exact = critical_discount_factor(game).value
    found = batch_thresholds(
        rule, value=value, gain=gain, false_alarm=0.125, detection=float(detection), members=4
    )
    assert distance(float(found.per_round), exact) <= Fraction(float(found.round_error))
    never = value < 0 or (gain > 0 and (value == 0 or detection == Fraction(1, 8)))
    if never:
        assert exact is None
        assert float(found.per_round) >= 1
    elif gain <= 0:
        assert exact == 0
        assert float(found.per_period) == pytest.approx(0, abs=0)


@pytest.mark.parametrize("rule", ["treasury", "burnt", "unflagged"])
@pytest.mark.parametrize("members", [2, 3, 20])
def test_receipts_are_those_of_the_exact_sum(rule: BatchRule, members: int) -> None:
    points = [(0.0, 0.5), (0.25, 0.75), (0.9, 0.95), (1.0, 1.0)]
    alpha, eta = (np.array(x) for x in zip(*points, strict=True))
    found = batch_receipts(rule, members, alpha, eta)
    for k, (a, e) in enumerate(points):
        exact = expected_receipts(rule, members, Fraction(a), Fraction(e))  # type: ignore[arg-type]
        assert abs(Fraction(found.contribute[k]) - exact.contribute) <= Fraction(
            found.contribute_error[k]
        )
        assert abs(Fraction(found.spread[k]) - exact.spread) <= Fraction(found.spread_error[k])


def test_arrays_broadcast() -> None:
    found = batch_thresholds(
        "treasury",
        value=np.array([[1.0], [2.0]]),
        gain=1.0,
        false_alarm=0.0,
        detection=np.array([0.25, 0.5, 1.0]),
        members=3,
        lag=2.0,
    )
    assert found.per_period.shape == (2, 3)
    np.testing.assert_allclose(found.per_period**2, found.per_round, rtol=1e-14)
    assert found.per_round[1, 1] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("changes", "argument"),
    [
        ({"value": [1.0, float("nan")]}, "value"),
        ({"gain": float("inf")}, "gain"),
        ({"false_alarm": -0.1}, "false_alarm"),
        ({"detection": 0.05}, "detection"),
        ({"detection": 1.5}, "detection"),
        ({"lag": 0}, "lag"),
        ({"members": 1}, "members"),
        ({"members": True}, "members"),
    ],
)
def test_bad_input_is_named(changes: dict[str, object], argument: str) -> None:
    good: dict[str, object] = {"value": 1, "gain": 1, "false_alarm": 0.1, "detection": 0.5}
    with pytest.raises(InvalidGameError, match=f"^{argument}: "):
        batch_thresholds("treasury", **(good | changes))  # type: ignore[arg-type]


def test_the_number_of_members_is_limited_where_they_are_counted() -> None:
    numbers = {"value": 1.0, "gain": 1.0, "false_alarm": 0.1, "detection": 0.5}
    with pytest.raises(UnsupportedGameError, match="members: got 1001"):
        batch_thresholds("treasury", members=1001, **numbers)
    many = batch_thresholds("treasury", members=1000, **numbers)
    few = batch_thresholds("treasury", members=2, **numbers)
    np.testing.assert_allclose(many.per_round, few.per_round, atol=float(many.round_error))


SIGNALS = AttributedSignals("1/10", "3/5")
STAGE = AnonymousGame(5, LinearPublicGood("1/2", "3/2", 0))
REPORTS = PrivateValuation.binary(Fraction(1, 10), Fraction(3, 5))
PAIR = supplier_pair(1, 2)


@pytest.mark.parametrize(
    ("game", "rule"),
    [
        (RepeatedGame(STAGE, "1/2", SIGNALS, Fine("unflagged")), ("unflagged", 5)),
        (RepeatedGame(STAGE, "1/2", SIGNALS, Exclusion()), ("burnt", 5)),
        (RepeatedGame(PAIR, "1/2", REPORTS, Exclusion()), ("burnt", 2)),
        (RepeatedGame(PAIR, "1/2", REPORTS, Promises("burning")), ("burnt", 2)),
    ],
)
def test_the_rule_of_a_game(game: RepeatedGame, rule: tuple[str, int]) -> None:
    assert batch_rule(game) == rule


@pytest.mark.parametrize(
    "game",
    [
        RepeatedGame(STAGE, "1/2", SIGNALS, Fine("treasury", cap=1)),
        RepeatedGame(STAGE, "1/2", SIGNALS, Promises("balanced")),
        RepeatedGame(STAGE, "1/2", SIGNALS, (Fine("treasury"), PhysicalPenalty(1))),
        RepeatedGame(
            PAIR,
            "1/2",
            PrivateValuation.binary(Fraction(1, 10), Fraction(3, 5), side_agreement_cost=1),
            Fine("burnt"),
        ),
        RepeatedGame(STAGE, "1/2"),
    ],
)
def test_games_that_are_no_such_program_are_refused(game: RepeatedGame) -> None:
    with pytest.raises(UnsupportedGameError, match="^game: got "):
        batch_rule(game)
