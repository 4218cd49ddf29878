"""The faena's thresholds: solvers against formulas, and deviations below them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coopgames import closed_form, parameter
from coopgames.catalogue import (
    CredibleFaena,
    Faena,
    FaenaWithAccidents,
    RollCall,
    WorkWithoutStopRule,
)
from coopgames.errors import UnsupportedGameError
from coopgames.solvers import check_equilibrium
from coopgames.solvers.accidents import largest_membership
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    probabilities,
    rationals,
    thresholds,
)
from tests.properties.catalogue._alike import assert_one_stands_for_all

positive = rationals("1/10", 9)


@many
@given(st.integers(2, 9), st.integers(2, 6), positive, rationals("1/10", 40))
def test_stop_rule(members: int, stages: int, cost: Fraction, benefit: Fraction) -> None:
    work = Faena(members, stages, cost, benefit)
    found = thresholds(work)
    assert_same(found, closed_form("faena", "delta").at(R=stages, B=benefit, c=cost))
    if found is not None:
        assert_deviation(work.at(discount_factor=below(found)))


@many
@given(positive, positive)
def test_one_stage_needs_no_future(cost: Fraction, benefit: Fraction) -> None:
    found = thresholds(Faena(3, 1, cost, benefit))
    assert found == (0 if benefit >= cost else None)


@many
@given(st.integers(2, 40), positive, positive)
def test_without_a_stop_rule(members: int, benefit: Fraction, cost: Fraction) -> None:
    assume(benefit < cost)
    work = WorkWithoutStopRule(members, benefit, cost)
    found = thresholds(work)
    assert_same(found, closed_form("faena: no stop rule", "delta").at(n=members, b=benefit, c=cost))
    if found is not None:
        assert_deviation(work.at(discount_factor=below(found)))


@many
@given(st.integers(2, 7), positive, positive, probabilities())
def test_roll_call(members: int, benefit: Fraction, cost: Fraction, alpha: Fraction) -> None:
    assume(benefit < cost < members * benefit)
    day = RollCall(members, benefit, cost, false_alarm=alpha)
    found = thresholds(day, "detection")
    form = closed_form("faena: roll call", "eta")
    assert_same(found, form.at(n=members, b=benefit, c=cost, alpha=alpha))
    assert_deviation(day.at(detection=below(found)))


@many
@given(probabilities(), positive, rationals("1/10", 60), rationals(0, "19/20"))
def test_accidents(accident: Fraction, cost: Fraction, benefit: Fraction, delta: Fraction) -> None:
    assume(benefit >= cost)
    work = FaenaWithAccidents(2, accident, cost, benefit, delta)
    answer = largest_membership(work.with_others_able, accident, work.profile()).value
    form = closed_form("faena: accidents", "n")
    assert_same(answer, form.at(eps=accident, c=cost, B=benefit))
    assert_deviation(work.at(members=int(answer.upper) + 2))


@many
@given(positive, positive)
def test_credibility(cost: Fraction, benefit: Fraction) -> None:
    rule = CredibleFaena(3, cost, benefit)
    found = thresholds(rule)
    assert_same(found, closed_form("faena: credibility", "delta").at(c=cost, B=benefit))
    if found:
        assert_deviation(rule.at(discount_factor=below(found)))


@given(st.integers(2, 5), st.integers(1, 3), positive, positive, rationals(0, "19/20"))
def test_one_member_stands_for_all(
    members: int, stages: int, cost: Fraction, benefit: Fraction, delta: Fraction
) -> None:
    work = Faena(members, stages, cost, benefit, delta)
    assert_one_stands_for_all(work)


def test_a_parameter_may_be_any_number() -> None:
    family = parameter("benefit", 2, 100)
    assert thresholds(Faena(3, 2, 1, 5, "1/2"), family) == 3


@many
@given(positive, rationals("1/10", 30))
def test_credibility_where_the_roll_is_called_first(cost: Fraction, benefit: Fraction) -> None:
    rule = CredibleFaena(3, cost, benefit, sunk="not sunk")
    found = thresholds(rule)
    form = closed_form("faena: credibility", "delta_not_sunk")
    assert_same(found, form.at(c=cost, B=benefit))
    if found:
        assert_deviation(rule.at(discount_factor=below(found)))


@many
@given(st.integers(2, 6), positive, rationals(1, 9), rationals(0, "19/20"))
def test_standing_in_pays_most_at_the_last_stage(
    stages: int, cost: Fraction, ratio: Fraction, delta: Fraction
) -> None:
    worth = cost * ratio
    last = CredibleFaena(2, cost, worth, delta, "not sunk")
    if check_equilibrium(last.member_game(), last.member_profile()).value:
        value = worth - cost
        for _ in range(1, stages):
            assert -2 * cost + delta * value <= delta * (-cost + delta * value)
            value = -cost + delta * value


@pytest.mark.parametrize("sunk", ["sunk", "not sunk"])
def test_one_witness_stands_for_all(sunk: str) -> None:
    for delta in ("1/10", "4/5", "9/10"):
        rule = CredibleFaena(4, 1, 5, delta, sunk)
        assert_one_stands_for_all(rule)


@many
@given(st.integers(2, 9), positive, positive, rationals(0, "19/20"))
def test_without_accidents_work_must_be_worth_its_cost(
    members: int, cost: Fraction, benefit: Fraction, delta: Fraction
) -> None:
    work = FaenaWithAccidents(members, 0, cost, benefit, delta)
    assert work.verdict().sustained is (benefit >= cost)
    assert thresholds(work) == (0 if benefit >= cost else None)
    if benefit < cost:
        assert_deviation(work)


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(UnsupportedGameError, match="stages: got 5000, expected at most 60"):
        Faena(stages=5000).member_game()
    with pytest.raises(UnsupportedGameError, match="members: got 10000000, expected at most"):
        FaenaWithAccidents(members=10**7).game()
    with pytest.raises(UnsupportedGameError, match="members: got 300, expected at most 100"):
        FaenaWithAccidents(members=300).threshold("accident")
    with pytest.raises(UnsupportedGameError, match="members"):
        RollCall(members=10**7, false_alarm="1/9").member_game()
    assert thresholds(RollCall(members=10**7), "detection") < 1
