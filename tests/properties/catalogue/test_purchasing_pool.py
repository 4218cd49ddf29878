"""Collective purchase: solvers against formulas, all profiles of a day, members against all."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coopgames import parameter
from coopgames.catalogue.institution import Institution
from coopgames.catalogue.specialization.purchasing_pool import (
    CollectedPot,
    HidesByJudgement,
    HidesByLot,
    JointPurchase,
    MerchantCredit,
    NobodyCalls,
    PrepaidOrder,
    SeasonalCredit,
)
from coopgames.claims.closed_forms.purchasing_pool import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import StageGame
from coopgames.solvers import pure_nash
from coopgames.solvers.pair_options import Partnership, worth_risking
from coopgames.solvers.participation import numbers_of_participants
from coopgames.solvers.private_burn import least_joint_fall
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    probabilities,
    rationals,
    thresholds,
)
from tests.properties.catalogue._alike import assert_one_stands_for_all, follows

positive = rationals("1/10", 9)
#: Units, saving, effort, loss from being seen, share competed away.
Order = tuple[Fraction, Fraction, Fraction, Fraction, Fraction]


def _between(low: object, high: object) -> st.SearchStrategy[Fraction]:
    """Fractions between two ends, drawn faster than by ``st.fractions``: an order has five."""
    least, most = Fraction(str(low)), Fraction(str(high))

    def of(k: int, parts: int) -> Fraction:
        return least + (most - least) * Fraction(k % (parts + 1), parts)

    return st.builds(of, st.integers(0, 60), st.integers(1, 60))


small = _between(0, 3)
orders = st.tuples(_between(1, 20), small, small, small, _between(0, "9/10"))


def _given(order: Order) -> dict[str, Any]:
    units, saving, effort, shown, theta = order
    return {
        "units": units, "saving": saving, "effort": effort, "shown": shown, "competed_away": theta,
    }  # fmt: skip


def _symbols(order: Order) -> dict[str, Any]:
    return dict(zip(("q", "s", "phi", "g", "theta"), order, strict=True))


def _value(order: Order) -> Fraction:
    units, saving, effort, shown, theta = order
    return (1 - theta) * saving * units - effort - shown


def _upper(institution: Institution, name: Any) -> Any:
    """The largest sustaining value of a number that hurts; None if there is none above 0."""
    found = institution.threshold(name).value
    assert len(found) <= 1
    assert not found or found[0].lower == 0
    return found[0].upper if found else None


@many
@given(orders, st.integers(2, 30), st.data())
def test_together_with_cash(order: Order, members: int, data: st.DataObject) -> None:
    day = JointPurchase(**_given(order), members=members, quorum=data.draw(st.integers(1, members)))
    least = thresholds(day, parameter("saving", 0, 10**4))
    values = _symbols(order)
    del values["s"]
    assert_same(least, FORMS["purchasing_pool", "s"]().at(**values))
    if least:
        assert_deviation(day.at(saving=below(least)))
    assert follows(day) is (_value(order) >= 0)


@many
@given(orders)
def test_what_may_be_competed_away_or_shown(order: Order) -> None:
    assume(order[1] > 0 and order[2] + order[3] > 0)
    day = JointPurchase(**_given(order))
    values = _symbols(order)
    del values["theta"]
    found = _upper(day, "competed_away")
    formula = FORMS["purchasing_pool", "theta"]().at(**values)
    assert_same(found, formula or None)  # 0 is no point of the open domain
    if found is not None:
        assert_deviation(day.at(competed_away=(found + 1) / 2))
    values = _symbols(order)
    del values["g"]
    most = _upper(day, parameter("shown", 0, 1000))
    assert_same(most, FORMS["purchasing_pool", "g"]().at(**values) or None)


@settings(max_examples=60, deadline=None)
@given(orders, st.integers(2, 4), st.data())
def test_equilibria_of_a_day(order: Order, members: int, data: st.DataObject) -> None:
    """Nobody or all, and nothing between, among all 2^n profiles; one member stands for all."""
    quorum = data.draw(st.integers(2, members))
    assume(_value(order) > 0 and order[2] + order[3] > 0)
    day = JointPurchase(**_given(order), members=members, quorum=quorum)
    game = day.game()
    stage = StageGame.from_function(
        [2] * members, lambda *acts: game.payoff("the day", tuple(map(int, acts)))
    )
    assert pure_nash(stage).value == ((0,) * members, (1,) * members)
    assert numbers_of_participants(day.stage()).value == (0, members)
    alone = NobodyCalls(**_given(order), members=members, quorum=quorum)
    for plan in (day, alone):
        assert follows(plan)
        assert_one_stands_for_all(plan)


@many
@given(orders, st.integers(2, 20))
def test_nobody_goes_unless_one_alone_is_enough(order: Order, members: int) -> None:
    given_ = _given(order) | {"members": members}
    assert follows(NobodyCalls(**given_, quorum=2))
    alone = NobodyCalls(**given_, quorum=1)
    assert follows(alone) is (_value(order) <= 0)
    if _value(order) > 0:
        assert_deviation(alone)


@many
@given(orders, positive, st.integers(2, 30), st.sampled_from(["the goods", "the money"]))
def test_collector(order: Order, price: Fraction, members: int, keeps: str) -> None:
    pot = CollectedPot(**_given(order), price=price, members=members, keeps=keeps)
    key = "purchasing_pool: collector" + ("" if keeps == "the goods" else " with the money")
    found = thresholds(pot)
    assert_same(found, FORMS[key, "delta"]().at(**_symbols(order), p_n=price, n=members))
    if found:
        assert_deviation(pot.at(discount_factor=below(found)))


@settings(max_examples=60, deadline=None)
@given(orders, positive, st.integers(2, 5), rationals(0, "19/20"), st.integers(1, 2))
def test_one_payer_stands_for_all(
    order: Order, price: Fraction, members: int, delta: Fraction, quorum: int
) -> None:
    pot = CollectedPot(
        **_given(order), price=price, members=members, quorum=quorum, discount_factor=delta
    )
    assert_one_stands_for_all(pot)


@many
@given(orders, positive, st.integers(1, 3))
def test_prepaid(order: Order, price: Fraction, lag: int) -> None:
    group = PrepaidOrder(**_given(order), price=price, lag=lag)
    found = thresholds(group)
    form = FORMS["purchasing_pool: prepaid", "delta"]()
    assert_same(found, form.at(**_symbols(order), p_n=price, ell=lag))
    if found:
        assert_deviation(group.at(discount_factor=below(found)))


@many
@given(orders, positive, st.integers(1, 3), rationals("1/20", "19/20"))
def test_equal_credit_needs_no_patience(
    order: Order, price: Fraction, lag: int, delta: Fraction
) -> None:
    loan = MerchantCredit(**_given(order), price=price, lag=lag, discount_factor=delta)
    found = thresholds(loan)
    assert found == (0 if _value(order) >= 0 else None)
    if found is None:
        assert_deviation(loan)


@many
@given(orders, rationals("1/10", 1), positive)
def test_seasonal_credit(order: Order, share: Fraction, price: Fraction) -> None:
    low = order[0] * share
    seasons = SeasonalCredit(**_given(order), low_units=low, price=price)
    found = thresholds(seasons)
    values = _symbols(order)
    high = values.pop("q")
    form = FORMS["purchasing_pool: seasonal credit", "delta"]()
    assert_same(found, form.at(**values, p_n=price, q_H=high, q_L=low))
    if found:
        assert_deviation(seasons.at(discount_factor=below(found)))


@many
@given(orders)
def test_lot(order: Order) -> None:
    leather = HidesByLot(**_given(order))
    found = _upper(leather, parameter("mismatch", 0, 10**6))
    formula = FORMS["purchasing_pool: hides by lot", "mu"]().at(**_symbols(order))
    assert_same(found, formula or None)
    if found is not None:
        assert_deviation(leather.at(mismatch=found * Fraction(1001, 1000)))


def _spare(leather: HidesByJudgement, delta: Any) -> Fraction:
    """What the relation is worth above the least fall of its value that deters."""
    alpha: Any = leather.false_alarm
    fall = least_joint_fall(leather.gain, alpha, leather.detection, delta)
    assert fall is not None
    value: Any = leather.value
    return (value - delta * alpha * fall) / (1 - delta) - fall


@many
@given(orders, positive, probabilities(), probabilities())
def test_judgement(order: Order, gain: Fraction, one: Fraction, other: Fraction) -> None:
    assume(one != other and _value(order) >= 0)
    alpha, eta = sorted((one, other))
    rates = {"alpha": alpha, "D": eta - alpha, "kappa": gain}
    leather = HidesByJudgement(**_given(order), gain=gain, false_alarm=alpha, detection=eta)
    found = thresholds(leather)
    form = FORMS["purchasing_pool: hides by judgement", "delta"]()
    assert_same(found, form.at(**_symbols(order), **rates))
    if found is not None:
        # The least fall of the joint value that deters is just affordable there, and not below.
        assert _spare(leather, found) == 0
        assert _spare(leather, below(found)) < 0


@many
@given(positive, positive, probabilities(), probabilities(), rationals("1/10", "19/20"))
def test_lot_or_judgement(
    value: Fraction, gain: Fraction, one: Fraction, other: Fraction, beta: Fraction
) -> None:
    """Worth of judgement with the least fine that deters, against a lot's, by linear equations."""
    assume(one != other)
    alpha, eta = sorted((one, other))
    lot = value - parameter("mismatch", 0, 10**6)
    found = worth_risking(Partnership(gain, value, alpha, eta, lot), beta, "fine").value
    form = FORMS["purchasing_pool: hides by judgement", "mu"]()
    assert len(found) == 1
    assert_same(found[0].lower, form.at(alpha=alpha, D=eta - alpha, kappa=gain))


def test_bad_input_gives_one_clear_error() -> None:
    for wrong in (JointPurchase, NobodyCalls, CollectedPot):
        with pytest.raises(InvalidGameError, match="quorum: got 4, expected at most"):
            wrong(members=3, quorum=4)
    with pytest.raises(InvalidGameError, match="keeps"):
        CollectedPot(keeps="the shop")
    with pytest.raises(UnsupportedGameError, match="member_game"):
        CollectedPot(members=11).game()
    with pytest.raises(InvalidGameError, match="saving"):
        JointPurchase().threshold(parameter("saving", -1, 10))
    with pytest.raises(InvalidGameError, match="competed_away"):
        JointPurchase(competed_away=2)
    with pytest.raises(InvalidGameError, match="domain is unbounded"):
        HidesByLot().threshold("mismatch")


@pytest.mark.parametrize("make", [PrepaidOrder, MerchantCredit])
def test_too_many_periods_give_one_clear_error(make: Any) -> None:
    assert make(lag=40, effort=0, price="1/100").verdict().sustained
    with pytest.raises(UnsupportedGameError, match="lag: got 101, .* up to 100"):
        make(lag=101).verdict()


@pytest.mark.parametrize("saving", [0, "1/10", "1/5"])
@pytest.mark.parametrize("effort", [0, 1])
@pytest.mark.parametrize("quorum", [1, 2, 4, 5])
def test_how_many_buy_together(saving: Any, effort: int, quorum: int) -> None:
    """The numbers of P7b.1, knife edges (nothing to gain, no trouble) with them."""
    day = JointPurchase(members=5, quorum=quorum, units=10, saving=saving, effort=effort)
    value: Any = day.value
    expected = {0} if quorum >= 2 or value <= 0 else set()
    expected |= {5} if value >= 0 else set()
    expected |= set(range(quorum, 6)) if value == 0 else set()
    if effort == 0:
        expected |= set(range(quorum - 1)) | ({quorum - 1} if value == 0 else set())
    assert set(numbers_of_participants(day.stage()).value) == expected


def test_many_members_are_checked_by_one_of_them() -> None:
    assert JointPurchase(members=500).verdict().sustained
    pot = CollectedPot(members=500, discount_factor=Fraction(999, 1000))
    assert pot.verdict().sustained is False
    assert numbers_of_participants(JointPurchase(members=500, quorum=40).stage()).value == (0, 500)
    with pytest.raises(UnsupportedGameError, match="members: got 10001, .* up to 10000"):
        JointPurchase(members=10_001).stage()
