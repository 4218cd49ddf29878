"""Peer lending: thresholds against formulas, deviations below them, and what is not claimed."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import comb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coopgames as cg
from coopgames.catalogue.state_and_market.peer_lending import IndividualLending, PeerLending
from coopgames.claims.closed_forms.peer_lending import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    rationals,
    thresholds,
)
from tests.properties.catalogue._alike import assert_one_stands_for_all, follows

NAME, ALONE = "peer_lending", "peer_lending: individual liability"
#: What follows from the thresholds, and games of all.
some = settings(max_examples=40, deadline=None)
#: Members and failures that they cover.
sizes = st.integers(1, 4).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1)))
chances = rationals("1/10", "9/10", below=12)
shocks = rationals(0, "9/10", below=12)
yields = rationals("1/2", 6, below=10)
#: Shares of the largest repayment that the payers can make.
shares = rationals("1/10", 1, below=10)
sanctions = rationals(0, 4, below=10)
incomes = rationals(0, 1, below=10)
discounts = rationals("1/20", "19/20", below=20)


def _group(
    size: tuple[int, int], q: Fraction, project: Fraction, share: Fraction, sanction: Fraction,
    shock: Fraction, u: Fraction,
) -> PeerLending:  # fmt: skip
    n, m = size
    repayment = share * project * (n - m) / n
    return PeerLending(n, m, repayment, q, project, sanction, shock, u)


groups = st.builds(_group, sizes, chances, yields, shares, sanctions, shocks, incomes)
#: Groups in which many plans hold: projects that seldom fail.
safe = st.builds(
    _group, sizes, rationals("3/4", "9/10", below=10), rationals(2, 6, below=6), shares,
    sanctions, st.just(Fraction(0)), rationals(0, "1/2", below=4),
)  # fmt: skip


def _numbers(group: PeerLending) -> dict[str, Any]:
    return {
        "n": group.members, "m": group.covered, "P": group.repayment, "q": group.success,
        "Y": group.project, "W": group.sanction, "theta": group.shock, "u": group.outside,
    }  # fmt: skip


@cache
def _form(name: str, unknown: str) -> Any:
    """SymPy takes longer to make some forms than to use them."""
    return FORMS[name, unknown]()


def _formula(name: str, unknown: str, values: dict[str, Any]) -> Any:
    form = _form(name, unknown)
    return form.at(**{x: values[x] for x in form.parameters})


@many
@given(st.one_of(groups, safe))
def test_joint_liability(group: PeerLending) -> None:
    found = thresholds(group)
    assert_same(found, _formula(NAME, "beta", _numbers(group)))
    if found:
        assert_deviation(group.at(discount_factor=below(found)))
    if found is None:
        assert_deviation(group.at(discount_factor="99/100"))


@many
@given(chances, yields, shares, shocks, incomes)
def test_individual_liability(
    q: Fraction, project: Fraction, share: Fraction, shock: Fraction, u: Fraction
) -> None:
    loan = IndividualLending(share * project, q, project, shock, u)
    found = thresholds(loan)
    values = {"P": share * project, "q": q, "Y": project, "theta": shock, "u": u}
    assert_same(found, _formula(ALONE, "beta", values))
    least = "99/100" if found is None else below(found)
    assert_deviation(loan.at(discount_factor=least))
    assert thresholds(PeerLending(1, 0, *_loan(loan), 0, shock, u)) == found


def _loan(loan: IndividualLending) -> tuple[Any, ...]:
    return loan.repayment, loan.success, loan.project


@many
@given(safe)
def test_sanction_that_makes_up_for_the_debt_of_others(group: PeerLending) -> None:
    beta = thresholds(group.alone())
    if beta is None:
        return
    most = group.members * group.repayment + 1
    at_it = group.at(discount_factor=beta)
    found = thresholds(at_it, cg.parameter("sanction", 0, most))
    assert_same(found, _formula(NAME, "W", _numbers(group)))
    if found:
        assert_deviation(at_it.at(sanction=below(found)))


@some
@given(safe, sanctions)
def test_joint_liability_weakens_repayment_without_enough_sanction(
    group: PeerLending, sanction: Fraction
) -> None:
    joint, alone = thresholds(group.at(sanction=sanction)), thresholds(group.alone())
    if alone is not None:
        enough = sanction * (group.members - group.covered) >= group.covered * group.repayment
        assert (joint is not None and joint <= alone) is enough


@many
@given(safe, discounts)
def test_critical_shock(group: PeerLending, beta: Fraction) -> None:
    # At the largest repayment that can be made the formula may be 0/0.
    group = group.at(discount_factor=beta, repayment=group.repayment * Fraction(9, 10))
    intervals = group.threshold("shock").value
    formula = _formula(NAME, "theta", _numbers(group) | {"beta": beta})
    if not intervals:
        assert formula is None or formula == 0
        assert follows(group) is (formula == 0)
        return
    assert len(intervals) == 1
    assert intervals[0].lower == 0
    assert_same(intervals[0].upper, formula)
    if formula < 1:
        assert_deviation(group.at(shock=formula + (1 - formula) / 1000))


@many
@given(st.one_of(groups, safe), discounts)
def test_largest_repayment(group: PeerLending, beta: Fraction) -> None:
    group = group.at(discount_factor=beta)
    most = group.project * (group.members - group.covered) / group.members
    intervals = group.threshold(cg.parameter("repayment", 0, most)).value
    formula = _formula(NAME, "P", _numbers(group) | {"beta": beta})
    if formula is None:
        assert intervals == ()
        return
    assert intervals[0].lower == 0
    assert_same(intervals[-1].upper, formula)
    assert len(intervals) == 1
    if formula < most:
        assert_deviation(group.at(repayment=formula + (most - formula) / 1000))


@many
@given(chances, yields, shocks, incomes, discounts)
def test_largest_repayment_of_a_lone_borrower(
    q: Fraction, project: Fraction, shock: Fraction, u: Fraction, beta: Fraction
) -> None:
    loan = IndividualLending(project / 2, q, project, shock, u, beta)
    intervals = loan.threshold(cg.parameter("repayment", 0, project)).value
    values = {"q": q, "Y": project, "theta": shock, "u": u, "beta": beta}
    formula = _formula(ALONE, "P", values)
    assert_same(intervals[-1].upper if intervals else None, formula)
    if formula is not None and formula < project:
        assert_deviation(loan.at(repayment=formula + (project - formula) / 1000))


def _cleared_by_outcomes(group: PeerLending) -> Fraction:
    """The law of the game of all: the outcomes in which somebody may pay."""
    game: Any = group.game()
    law: dict[str, Fraction] = game.law(game.states[0], (0,) * group.members)
    return sum((p for s, p in law.items() if max(game.shape(s)) > 1), start=Fraction(0))


@some
@given(st.builds(
    _group, st.sampled_from([(1, 0), (2, 0), (2, 1), (3, 0), (3, 1)]), chances, yields, shares,
    sanctions, shocks, incomes,
), discounts)  # fmt: skip
def test_one_member_stands_for_all(group: PeerLending, beta: Fraction) -> None:
    group = group.at(discount_factor=beta)
    assert_one_stands_for_all(group)
    assert _cleared_by_outcomes(group) == group.chance_of_clearing()


@some
@given(st.one_of(groups, safe), discounts)
def test_share_in_arrears(group: PeerLending, beta: Fraction) -> None:
    n, m = min(group.members, 3), min(group.covered, min(group.members, 3) - 1)
    repayment = min(group.repayment, group.project * (n - m) / n)
    group = group.at(members=n, covered=m, repayment=repayment, discount_factor=beta)
    values = _numbers(group) | {"beta": beta}
    assert group.share_in_arrears() == _formula(NAME, "arrears", values)


@some
@given(safe, rationals("1/20", "1/2", below=20))
def test_a_common_cause_matters_only_through_the_chance_of_clearing(
    group: PeerLending, shock: Fraction
) -> None:
    """Compare a shock with failures that are as frequent and independent."""
    common = group.at(shock=shock)
    apart = group.at(success=group.success * (1 - shock))
    assert thresholds(common.alone()) == thresholds(apart.alone())
    first, second = thresholds(common), thresholds(apart)
    if first is None or second is None:
        return
    clearing = common.chance_of_clearing() - apart.chance_of_clearing()
    n, m = group.members, group.covered
    temptation = max(Fraction(0), n * group.repayment / (n - m) - group.sanction)
    if temptation == 0:
        assert first == second == 0
        return
    gain = (temptation - group.repayment) * clearing
    assert (first < second, first == second) == (gain > 0, gain == 0)


def test_a_common_cause_may_clear_more_or_fewer_groups() -> None:
    def clearing(failure: Fraction) -> Fraction:
        ways = [comb(5, k) * failure**k * (1 - failure) ** (5 - k) for k in range(2)]
        return sum(ways, start=Fraction(0))

    shock = Fraction(1, 20)
    for success, more in ((Fraction(9, 10), True), (Fraction(99, 100), False)):
        group = PeerLending(5, 1, success=success, shock=shock)
        independent = clearing(1 - success * (1 - shock))
        assert (group.chance_of_clearing() > independent) is more


def test_a_group_that_covers_less_may_survive_a_larger_shock() -> None:
    group = PeerLending(5, 1, "6/5", "19/20", 2, "3/10", "2/5", 0, "19/20")
    assert group.share_in_arrears() == 1
    careful = group.at(covered=0)
    assert careful.threshold("shock").value[0].upper == Fraction(438062357, 1014062357)
    assert careful.share_in_arrears() == 1 - Fraction(3, 5) * Fraction(19, 20) ** 5


def test_examples_of_the_notes() -> None:
    group = PeerLending(5, 1, "6/5", "9/10", 2)
    found = [thresholds(group.at(sanction=w)) for w in (0, "3/10", "3/5")]
    assert found == [Fraction(250000, 345927), Fraction(2, 3), Fraction(50000, 84691)]
    assert thresholds(group.at(sanction="3/2")) == 0
    assert thresholds(group.at(covered=0)) == thresholds(group.alone()) == Fraction(2, 3)
    # What is earned outside leaves nothing to lose, whatever the sanction.
    assert thresholds(group.at(sanction=9, outside=1)) is None
    assert thresholds(PeerLending(3, 1, "5/4", "1/2", 2)) is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"members": 0}, "members"),
        ({"covered": 5}, "covered: got 5, expected less than members = 5"),
        ({"repayment": 0}, "repayment"),
        ({"repayment": "17/10"}, "n P / \\(n - m\\) <= project = 2"),
        ({"success": 1}, "success"),
        ({"shock": 1}, "shock"),
        ({"sanction": -1}, "sanction"),
        ({"discount_factor": 1}, "discount_factor"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidGameError, match=words):
        PeerLending().at(**wrong)


def test_a_repayment_that_may_be_too_large_is_refused() -> None:
    with pytest.raises(InvalidGameError, match="repayment"):
        PeerLending().threshold(cg.parameter("repayment", 0, 2))


def test_numbers_may_be_ratios_of_polynomials_or_floats() -> None:
    half: Any = cg.parameter("x", 2, 6) / 2
    pair = PeerLending(2, 0, project=3, success="9/10", discount_factor="1/2").at(repayment=half)
    found = cg.critical_value(pair.member_game(), "x", pair.member_profile())
    # Who covers nobody pays beta q Y, as a lone borrower does.
    assert [interval.upper for interval in found.value] == [Fraction(27, 10)]
    rough = PeerLending(5, 1, 1.2, 0.9, 2.0, 0.0, 0.0, 0.0, 0.9)
    assert rough.verdict().sustained is True
    assert abs(float(rough.chance_of_clearing()) - 0.91854) < 1e-12


def test_the_game_of_many_is_not_written_out() -> None:
    many_members = PeerLending(7)
    with pytest.raises(UnsupportedGameError, match="up to 6"):
        many_members.game()
    assert many_members.verdict().sustained is follows(many_members)
