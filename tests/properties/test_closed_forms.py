"""Solvers, which know no formula, against the formulas of the theory notes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames import closed_form
from coopgames.arithmetic import parameter
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Exclusion,
    Fine,
    GaussianMeasure,
    LinearPublicGood,
    PrivateValuation,
    Promises,
    RepeatedGame,
    supplier_pair,
)
from coopgames.solvers import critical_discount_factor, critical_value
from coopgames.solvers.critical_attributes import critical_dimensions, critical_lag
from tests.properties._games import (
    associations,
    game_of,
    pair_game,
    pairs,
    positive,
    ring_game,
    rings,
    shares,
)
from tests.reference.flag_profiles import Association
from tests.reference.pair import Pair
from tests.reference.ring import Ring


def rates(twin: Association | Ring) -> tuple[Fraction, Fraction]:
    return twin.false_alarm, twin.detection - twin.false_alarm


@given(associations(("burnt",), most=20))
def test_theorem_1_a_burnt(twin: Association) -> None:
    alpha, gain = rates(twin)
    form = closed_form("theorem1_burnt", "beta")
    expected = form.at(kappa=twin.gain, v=twin.value, alpha=alpha, D=gain)
    assert critical_discount_factor(game_of(twin)).value == expected
    excluded = RepeatedGame(
        game_of(twin).stage, 0, AttributedSignals(alpha, twin.detection), Exclusion()
    )
    assert critical_discount_factor(excluded).value == expected


@given(associations(("treasury",), most=30))
def test_theorem_1_b_treasury(twin: Association) -> None:
    _, gain = rates(twin)
    expected = closed_form("theorem1_treasury", "beta").at(kappa=twin.gain, v=twin.value, D=gain)
    assert critical_discount_factor(game_of(twin)).value == expected


@given(associations(("unflagged",), most=20))
def test_theorem_1_c_shared_by_the_unflagged(twin: Association) -> None:
    alpha, gain = rates(twin)
    form = closed_form("theorem1_unflagged", "beta")
    expected = form.at(kappa=twin.gain, v=twin.value, alpha=alpha, D=gain, n=twin.members)
    assert critical_discount_factor(game_of(twin)).value == expected


@settings(max_examples=30)
@given(associations(("burnt",), most=6))
def test_theorem_1_a_any_burnt_promises(twin: Association) -> None:
    alpha, gain = rates(twin)
    form = closed_form("theorem1_burnt", "beta")
    expected = form.at(kappa=twin.gain, v=twin.value, alpha=alpha, D=gain)
    assert critical_discount_factor(game_of(twin, promises="burnt")).value == expected


@settings(max_examples=30)
@given(associations(("unflagged",), most=6))
def test_theorem_1_c_any_balanced_promises(twin: Association) -> None:
    alpha, gain = rates(twin)
    form = closed_form("theorem1_unflagged", "beta")
    expected = form.at(kappa=twin.gain, v=twin.value, alpha=alpha, D=gain, n=twin.members)
    assert critical_discount_factor(game_of(twin, promises="balanced")).value == expected


@pytest.mark.parametrize(("rule", "gain"), [("treasury", "1/2"), ("unflagged", "1/2")])
def test_a_thousand_members(rule: str, gain: str) -> None:
    n, kappa, alpha = 1000, Fraction(9, 20), Fraction(1, 100)
    stage = AnonymousGame(n, LinearPublicGood("1/100", "46/100"))
    v = stage.cooperative_payoff
    signals = AttributedSignals(alpha, alpha + Fraction(gain))
    solved = critical_discount_factor(RepeatedGame(stage, 0, signals, Fine(rule))).value  # type: ignore[arg-type]
    given = {"kappa": kappa, "v": v, "D": gain}
    if rule == "unflagged":
        given |= {"alpha": alpha, "n": n}
    assert solved == closed_form(f"theorem1_{rule}", "beta").at(**given)


@given(positive, positive, shares, shares, st.integers(2, 12))
def test_treasury_solved_for_the_detection_gain(
    benefit: Fraction, kappa: Fraction, surplus: Fraction, beta: Fraction, n: int
) -> None:
    stage = AnonymousGame(n, LinearPublicGood(benefit, benefit + kappa, surplus))
    signals = AttributedSignals(0, parameter("D", 0, 1))
    found = critical_value(RepeatedGame(stage, beta, signals, Fine("treasury"))).value
    v = stage.cooperative_payoff
    if v <= 0:
        assert found == ()
        return
    least = closed_form("theorem1_treasury", "detection_gain").at(kappa=kappa, v=v, beta=beta)
    if least is None or least == 1:  # the domain is the open interval
        assert found == ()
    else:
        assert [(i.lower, i.lower_closed, i.upper) for i in found] == [(least, True, 1)]


@given(positive, positive, shares, shares, shares)
def test_treasury_solved_for_the_number_of_members(
    benefit: Fraction, kappa: Fraction, surplus: Fraction, beta: Fraction, gain: Fraction
) -> None:
    least = closed_form("theorem1_treasury", "members").at(
        b=benefit, kappa=kappa, s=surplus, beta=beta, D=gain
    )
    enough = max(2, -(-least.numerator // least.denominator))
    for n in {enough, max(2, enough - 1)}:
        stage = AnonymousGame(n, LinearPublicGood(benefit, benefit + kappa, surplus))
        game = RepeatedGame(stage, beta, AttributedSignals(0, gain), Fine("treasury"))
        threshold = critical_discount_factor(game).value
        assert (threshold is not None and threshold <= beta) == (n >= least)


@given(pairs())
def test_p1a_truthful_reports(twin: Pair) -> None:
    alpha, gain = twin.work[1], twin.shirk[1] - twin.work[1]
    expected = closed_form("pair_private", "beta").at(
        kappa=twin.gain, v=twin.value, alpha=alpha, D=gain
    )
    assert critical_discount_factor(pair_game(twin)).value == expected


@given(rings())
def test_p1b_third_parties(twin: Ring) -> None:
    _, gain = rates(twin)
    form = closed_form("pair_third_party", "beta")
    expected = form.at(kappa=twin.gain, v=twin.value, D=gain, n=twin.members)
    assert critical_discount_factor(ring_game(twin)).value == expected


@settings(max_examples=60)
@given(pairs(), shares)
def test_p1c_costly_side_agreements(twin: Pair, beta: Fraction) -> None:
    alpha, gain = twin.work[1], twin.shirk[1] - twin.work[1]
    form = closed_form("pair_side_agreements", "cost")
    least = form.at(kappa=twin.gain, v=twin.value, alpha=alpha, D=gain, beta=beta)
    top = 1000
    chi = parameter("chi", 0, top)
    reports = PrivateValuation.binary(alpha, twin.shirk[1], side_agreement_cost=chi)
    game = RepeatedGame(supplier_pair(twin.gain, twin.value), beta, reports)
    found = critical_value(game, "chi").value
    if least is None or least >= top:
        assert found == ()
    else:
        assert [(i.lower, i.lower_closed, i.upper) for i in found] == [(least, True, top)]


noises = st.fractions(Fraction(1, 10), Fraction(3, 2), max_denominator=10)
proximities = st.fractions(Fraction(1, 4), Fraction(1), max_denominator=8)


@settings(max_examples=30)
@given(positive, positive, noises, st.integers(1, 6), proximities, st.integers(1, 4), shares)
def test_proposition_e(
    kappa: Fraction,
    surplus: Fraction,
    sigma: Fraction,
    d: int,
    seen: Fraction,
    lag: int,
    delta: Fraction,
) -> None:
    stage = AnonymousGame(3, LinearPublicGood(1, 1 + kappa, surplus + kappa))
    v = stage.cooperative_payoff
    signals = AttributedSignals.gaussian(GaussianMeasure(sigma, d, seen))
    game = RepeatedGame(stage, delta, signals, Fine("treasury"), lag=lag)
    threshold = critical_discount_factor(game).value
    index = closed_form("equity_index", "index").at(
        delta=delta, ell=lag, pi_seen=seen, sigma=sigma, d=d
    )
    margin = (index - kappa / v).evalf(40)
    if delta >= threshold.upper:
        assert margin > -1e-12
    elif delta < threshold.lower:
        assert margin < 1e-12
    else:
        assert abs(margin) < 1e-9


@settings(max_examples=20)
@given(positive, positive, noises, st.integers(1, 4), proximities, shares)
def test_proposition_e_solved_for_the_lag(
    kappa: Fraction, surplus: Fraction, sigma: Fraction, d: int, seen: Fraction, delta: Fraction
) -> None:
    stage = AnonymousGame(3, LinearPublicGood(1, 1 + kappa, surplus + kappa))
    signals = AttributedSignals.gaussian(GaussianMeasure(sigma, d, seen))
    game = RepeatedGame(stage, delta, signals, Fine("treasury"))
    enclosure = critical_lag(game, delta)
    assert enclosure is not None
    expected = closed_form("equity_index", "lag").at(
        kappa=kappa, v=stage.cooperative_payoff, delta=delta, pi_seen=seen, sigma=sigma, d=d
    )
    assert enclosure.lower - Fraction(1, 10**9) <= Fraction(str(expected.evalf(30)))
    assert enclosure.upper + Fraction(1, 10**9) >= Fraction(str(expected.evalf(30)))


@settings(max_examples=10)
@given(positive, positive, noises, proximities, shares)
def test_proposition_e_solved_for_the_dimensions(
    kappa: Fraction, surplus: Fraction, sigma: Fraction, seen: Fraction, beta: Fraction
) -> None:
    stage = AnonymousGame(3, LinearPublicGood(1, 1 + kappa, surplus + kappa))
    expected = closed_form("equity_index", "dimensions").at(
        kappa=kappa, v=stage.cooperative_payoff, beta=beta, pi_seen=seen, sigma=sigma
    )

    def game_with(signals: AttributedSignals) -> RepeatedGame:
        return RepeatedGame(stage, beta, signals, Fine("treasury"))

    enclosure = critical_dimensions(game_with, sigma, seen, beta)
    if expected is None:
        assert enclosure is None
        return
    value = Fraction(str(expected.evalf(30)))
    if enclosure is None:
        assert value < Fraction(1, 10**5)
    else:
        assert abs(enclosure.midpoint - value) <= value / 10**6


def test_the_worked_examples_of_the_notes() -> None:
    stage = AnonymousGame(3, LinearPublicGood("9/10", "27/20", "1/5"))
    signals = AttributedSignals("1/10", "3/5")
    for rule, value in (("burnt", "45/118"), ("treasury", "18/49"), ("unflagged", "180/521")):
        game = RepeatedGame(stage, 0, signals, Fine(rule))  # type: ignore[arg-type]
        assert critical_discount_factor(game).value == Fraction(value)
    best = RepeatedGame(stage, 0, signals, Promises("balanced"))
    assert critical_discount_factor(best).value == Fraction(180, 521)
