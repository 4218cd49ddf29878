"""The elected leader's thresholds: solvers against formulas, and deviations below them."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames import FinePlan, critical_value, parameter
from coopgames.catalogue.defensive.leadership import DuesForTheLeader, Leadership
from coopgames.claims.closed_forms.leadership import FORMS
from coopgames.errors import InvalidGameError
from coopgames.solvers import check_equilibrium
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    probabilities,
    rationals,
    thresholds,
)

money = rationals(0, 9, below=12)
positive = rationals("1/10", 9, below=12)
#: Neither 0 nor so small that the wage is beyond what is searched.
chances = rationals("1/20", "19/20")


@many
@given(money, positive, money, rationals(0, 1), chances, chances)
def test_wage(
    prestige: Fraction,
    cost: Fraction,
    share: Fraction,
    alarm: Fraction,
    stays: Fraction,
    delta: Fraction,
) -> None:
    leader = Leadership(0, prestige, cost, share, alarm, stays, delta)
    found = thresholds(leader, parameter("wage", 0, 10_000))
    numbers = {"psi": prestige, "e": cost, "rho_f": share, "q": alarm, "mu": stays}
    assert_same(found, FORMS["leadership", "w"]().at(delta=delta, **numbers))
    if found:
        assert_deviation(leader.at(wage=below(found)))


@many
@given(money, money, positive, probabilities(), rationals(0, 1), chances)
def test_patience(
    wage: Fraction,
    prestige: Fraction,
    cost: Fraction,
    part: Fraction,
    alarm: Fraction,
    stays: Fraction,
) -> None:
    leader = Leadership(wage, prestige, cost, part * cost, alarm, stays)
    found = thresholds(leader)
    numbers = {"psi": prestige, "e": cost, "rho_f": part * cost, "q": alarm, "mu": stays}
    assert_same(found, FORMS["leadership", "delta"]().at(w=wage, **numbers))
    if found is not None:
        assert_deviation(leader.at(discount_factor=below(found)))


@given(money, positive, money)
def test_a_share_that_pays_for_the_quarrel_is_enough(
    prestige: Fraction, cost: Fraction, more: Fraction
) -> None:
    assert thresholds(Leadership(0, prestige, cost, cost + more)) == 0


def test_who_never_stays_for_long_enough_is_never_willing() -> None:
    assert Leadership(1, 0, 3, stays=Fraction(3, 4)).verdict().word == "never"
    # w = e[(1 - mu delta)/(mu delta) + q] = 1 at mu delta = 3/4: as delta goes to 1, not before.
    assert thresholds(Leadership(1, 0, 3, stays=Fraction(4, 5))) == Fraction(15, 16)


def test_a_case_is_judged_even_where_none_arises() -> None:
    found: Any = Leadership(Fraction(1, 8)).verdict().deviation
    assert (found.state, found.action) == ("case", "look away")
    # (1 - delta)(e) - delta (1 - delta) mu (w + psi)/(1 - mu delta), average discounted.
    lost = Fraction(9, 10) * Fraction(4, 5) * Fraction(5, 8) / (1 - Fraction(18, 25))
    assert found.gain == Fraction(1, 10) * (3 - lost)


@st.composite
def clubs(draw: st.DrawFn) -> DuesForTheLeader:
    """Associations where shirking pays in one round: benefit < cost."""
    benefit = draw(positive)
    cost = benefit * (1 + draw(rationals("1/12", 6, below=12)))
    return DuesForTheLeader(
        draw(st.integers(2, 20)), benefit, cost, draw(money), draw(chances), draw(chances)
    )


@many
@given(clubs())
def test_critical_number_of_members(club: DuesForTheLeader) -> None:
    found = critical_value(club.with_members(parameter("n", 1, 100_000))).value
    assert len(found) == 1
    assert found[0].upper == 100_000
    numbers = {"b": club.benefit, "c": club.cost, "w": club.wage, "D": club.detection}
    form = FORMS["leadership: dues", "n"]()
    assert_same(found[0].lower, form.at(beta=club.discount_factor, **numbers))


@given(clubs())
def test_whole_numbers_of_members_around_the_critical_one(club: DuesForTheLeader) -> None:
    critical = critical_value(club.with_members(parameter("n", 1, 100_000))).value[0].lower
    enough = max(2, math.ceil(critical))  # type: ignore[arg-type]
    assert _holds(club.at(members=enough))
    if enough > 2:
        assert not _holds(club.at(members=enough - 1))


def _holds(club: DuesForTheLeader) -> bool:
    return any(club.discount_factor in x for x in club.threshold().value)  # type: ignore[operator]


@many
@given(clubs())
def test_patience_with_dues(club: DuesForTheLeader) -> None:
    found = thresholds(club)
    numbers = {"b": club.benefit, "c": club.cost, "w": club.wage, "D": club.detection}
    assert_same(found, FORMS["leadership: dues", "beta"]().at(n=club.members, **numbers))
    if found is not None:
        _assert_shirking_pays(club.at(discount_factor=below(found)))


def _assert_shirking_pays(club: Any) -> None:
    """Who shirks saves c - b; with probability D he owes the largest fine that he would pay, V."""
    value = (club.members * club.benefit - club.cost - club.wage / club.members) / (
        1 - club.discount_factor
    )
    answer = check_equilibrium(club.game(), FinePlan(value))
    assert answer.value is False
    gain = club.cost - club.benefit - club.discount_factor * club.detection * value
    assert gain > 0
    found: Any = answer.diagnostics["deviation"]
    assert (found.action, found.gain) == ("shirk", gain)


def test_the_largest_wage() -> None:
    club = DuesForTheLeader()
    found = club.threshold(parameter("wage", 0, 100)).value
    # 6(6 - 3 - 2(3/10)/(7/20)) = 54/7, where the critical number of members is 6.
    assert [str(x) for x in found] == ["(0, 54/7]"]
    form = FORMS["leadership: dues", "n"]()
    assert form.at(b=1, c=3, w=Fraction(54, 7), D="1/2", beta="7/10") == 6


def test_dues_that_eat_up_the_value_are_never_paid() -> None:
    assert DuesForTheLeader(members=3).verdict().word == "never"


@pytest.mark.parametrize(
    ("kind", "numbers", "message"),
    [
        (Leadership, {"stays": 0}, "stays"),
        (Leadership, {"false_alarm": "11/10"}, "false_alarm"),
        (Leadership, {"wage": -1}, "wage"),
        (DuesForTheLeader, {"members": 1}, "members"),
        (DuesForTheLeader, {"discount_factor": 1}, "discount_factor"),
        (DuesForTheLeader, {"detection": 2}, "detection"),
    ],
)
def test_bad_numbers_are_refused(kind: Any, numbers: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidGameError, match=message):
        kind(**numbers)
