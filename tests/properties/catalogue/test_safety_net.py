"""The safety net's thresholds: solvers against formulas, and deviations below them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames import CoopgamesError, parameter, verify
from coopgames.arithmetic import Enclosure
from coopgames.arithmetic.isoelastic import marginal_utility, utility_gain
from coopgames.catalogue.defensive.safety_net import MutualFund, SafetyNet, SomeInsurance
from coopgames.claims.closed_forms.safety_net import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.solvers.enclosed_corners import corner_threshold
from coopgames.solvers.insurance import insurance_exists
from coopgames.solvers.insurance_bounds import RiskSharing, insurance_threshold
from coopgames.solvers.solution import Status
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    rationals,
    thresholds,
)
from tests.properties.catalogue._alike import assert_one_stands_for_all

incomes = rationals("1/5", 4, below=20)
rises = rationals("1/10", 4, below=20)
misfortunes = rationals("1/20", 1, below=20)
aversions = st.integers(2, 4)


@many
@given(incomes, rises, misfortunes, aversions)
def test_full_insurance(low: Fraction, rise: Fraction, zeta: Fraction, gamma: int) -> None:
    net = SafetyNet(low + rise, low, zeta, gamma)
    found = thresholds(net)
    form = FORMS["safety_net", "delta"]()
    assert_same(found, form.at(h=low + rise, l=low, zeta=zeta, gamma=gamma))
    assert_deviation(net.at(discount_factor=below(found)))


@settings(max_examples=15, deadline=None)
@given(incomes, rises, misfortunes)
def test_full_insurance_with_logarithms(low: Fraction, rise: Fraction, zeta: Fraction) -> None:
    net = SafetyNet(low + rise, low, zeta, 1).free()
    found = corner_threshold(net.with_utilities, *net.utilities(), net.profile())
    assert found.value is not None
    assert found.value.width < Fraction(1, 10**40)
    form = FORMS["safety_net", "delta"]()
    assert_same(found.value, form.at(h=low + rise, l=low, zeta=zeta, gamma=1))
    corners: Any = found.diagnostics["corners"]
    assert all(verify(corner.certificate) for corner in corners)


@many
@given(st.integers(2, 60), incomes, rises, misfortunes, aversions)
def test_fund(n: int, rest: Fraction, loss: Fraction, zeta: Fraction, gamma: int) -> None:
    fund = MutualFund(n, rest + loss, loss, zeta, gamma)
    found = thresholds(fund)
    form = FORMS["safety_net: fund", "delta"]()
    assert_same(found, form.at(n=n, h=rest + loss, L=loss, zeta=zeta, gamma=gamma))
    assert_deviation(fund.at(discount_factor=below(found)))


@settings(max_examples=10, deadline=None)
@given(st.integers(2, 60), incomes, rises, misfortunes, aversions)
def test_more_members_make_a_fund_easier(
    n: int, rest: Fraction, loss: Fraction, zeta: Fraction, gamma: int
) -> None:
    fund = MutualFund(n, rest + loss, loss, zeta, gamma)
    limit = FORMS["safety_net: fund", "delta_limit"]().at(
        h=rest + loss, L=loss, zeta=zeta, gamma=gamma
    )
    assert limit < thresholds(fund.at(members=n + 1)) < thresholds(fund)


@settings(max_examples=10, deadline=None)
@given(st.integers(2, 60), incomes, rises, misfortunes)
def test_fund_with_logarithms(n: int, rest: Fraction, loss: Fraction, zeta: Fraction) -> None:
    fund = MutualFund(n, rest + loss, loss, zeta, 1).free()
    found = corner_threshold(fund.with_utilities, *fund.utilities(), fund.member_profile())
    form = FORMS["safety_net: fund", "delta"]()
    assert_same(found.value, form.at(n=n, h=rest + loss, L=loss, zeta=zeta, gamma=1))


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 5), rises, misfortunes, aversions, rationals(0, "19/20"))
def test_one_member_stands_for_all(
    n: int, loss: Fraction, zeta: Fraction, gamma: int, delta: Fraction
) -> None:
    fund = MutualFund(n, loss + 1, loss, zeta, gamma, delta)
    assert_one_stands_for_all(fund)


def test_a_fund_of_two_is_a_net_of_two() -> None:
    net = SafetyNet("3/2", "1/2", "2/5", 3)
    # With two members the one who is not hit bears half of the loss of 1.
    assert thresholds(MutualFund(2, "3/2", 1, "2/5", 3)) == thresholds(net)


@many
@given(incomes, rises, misfortunes, st.integers(1, 4))
def test_small_gifts(low: Fraction, rise: Fraction, zeta: Fraction, gamma: int) -> None:
    net = SomeInsurance(low + rise, low, zeta, gamma)
    found = thresholds(net)
    form = FORMS["safety_net: any insurance", "delta"]()
    assert_same(found, form.at(h=low + rise, l=low, zeta=zeta, gamma=gamma))
    assert_deviation(net.at(discount_factor=below(found)))
    # The bound for all strategies is the same, from the marginal utilities alone.
    assert insurance_threshold(RiskSharing(low + rise, low, zeta, gamma)).value == found


def test_logarithms_are_said_to_be_enclosed() -> None:
    net = SafetyNet(risk_aversion=1)
    with pytest.raises(UnsupportedGameError, match="corner_threshold"):
        net.game()
    floats = SafetyNet(1.5, 0.5, 1.0, 1, 0.74)
    assert floats.verdict().sustained is True
    assert floats.at(discount_factor=0.738).verdict().sustained is False
    with pytest.raises(UnsupportedGameError, match="logarithm"):
        SafetyNet(risk_aversion=1).threshold(parameter("high_income", 1, 2))


def test_an_income_may_be_the_parameter() -> None:
    net = SafetyNet("3/2", "1/2", 1, 2, "1/2")
    found = net.threshold(parameter("low_income", "1/4", "3/2")).value
    # At an income of 1/2 the threshold is 1/2, and it falls as misfortune is worse.
    assert found[0].upper == Fraction(1, 2)


def test_a_family_may_not_leave_the_domain() -> None:
    net = SafetyNet(discount_factor="7/8", misfortune=1)
    with pytest.raises(InvalidGameError, match="low_income"):
        net.threshold(parameter("low_income", 0, 4))
    assert str(net.threshold(parameter("low_income", 0, "3/2")).value[0]) == "(0, 7/6]"
    with pytest.raises(InvalidGameError, match="loss"):
        MutualFund().threshold(parameter("loss", 0, 2))


@settings(max_examples=20, deadline=None)
@given(incomes, rises, misfortunes, aversions)
def test_at_the_end_of_the_set_no_positive_gift_is_sustained(
    low: Fraction, rise: Fraction, zeta: Fraction, gamma: int
) -> None:
    net = SomeInsurance(low + rise, low, zeta, gamma)
    end = thresholds(net)
    assert net.at(discount_factor=end).verdict().sustained is True
    assert insurance_exists(RiskSharing(low + rise, low, zeta, gamma), end).value is False


def test_what_is_too_large_is_refused() -> None:
    for make in (MutualFund, SafetyNet, SomeInsurance):
        with pytest.raises(UnsupportedGameError, match="risk_aversion: got 10000000, expected at"):
            make(risk_aversion=10**7)


def test_corners_that_do_not_work_as_said_are_refused() -> None:
    net: Any = SafetyNet("3/2", "1/2", 1, 1).free()
    gain, loss = net.utilities()
    with pytest.raises(InvalidGameError, match="linear"):
        corner_threshold(lambda x, y: net.with_utilities(x * x, y), gain, loss, net.profile())
    with pytest.raises(InvalidGameError, match="tempting"):
        corner_threshold(lambda x, y: net.with_utilities(y, x), gain, loss, net.profile())


def test_corners_that_differ_are_undecided() -> None:
    net: Any = SafetyNet("3/2", "1/2", 1, 1).free()
    wide = Enclosure(Fraction(1, 2), Fraction(2))
    spared = Enclosure(Fraction(1), Fraction(2))
    found = corner_threshold(net.with_utilities, wide, spared, net.profile())
    assert found.value is None
    assert found.status is Status.UNDECIDED
    never = corner_threshold(net.with_utilities, Fraction(2), Fraction(1), net.profile())
    assert never.value is None
    assert never.status is Status.EXACT_UNCERTIFIED


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: SafetyNet(1, 1), "low_income"),
        (lambda: SomeInsurance(1, 2), "low_income"),
        (lambda: MutualFund(3, 1, 1), "loss"),
        (lambda: MutualFund(1), "members"),
        (lambda: SafetyNet(misfortune=0), "misfortune"),
        (lambda: SafetyNet(risk_aversion=0), "risk_aversion"),
        (lambda: MutualFund(members=11).game(), "members"),
    ],
)
def test_what_does_not_fit_is_refused(make: Any, word: str) -> None:
    with pytest.raises(CoopgamesError, match=word):
        make()


@many
@given(incomes, rises, st.integers(1, 5))
def test_utilities_are_concave(low: Fraction, rise: Fraction, gamma: int) -> None:
    gain: Any = utility_gain(low, low + rise, gamma)
    ends: Any = marginal_utility(low + rise, gamma), marginal_utility(low, gamma)
    assert ends[0] * rise < gain < ends[1] * rise
    floats: Any = utility_gain(float(low), float(low + rise), gamma)
    assert abs(floats - float(gain)) < 1e-9 * max(1.0, float(ends[1] * rise))
    assert utility_gain(low, low, gamma) == 0
