"""Relations linked to the safety net: solvers against formulas, and what is feasible and unwise."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coopgames import parameter
from coopgames.catalogue.specialization.linked_relations import (
    ApartRelations,
    LentStake,
    LinkedRelations,
    TiedRelations,
    WorthLinking,
)
from coopgames.claims.closed_forms.linked_relations import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.solvers import check_equilibrium
from coopgames.solvers.linked_sanctions import (
    LinkedSanctions,
    linked_threshold,
    linked_values,
    linked_worth,
)
from coopgames.solvers.pair_options import Partnership, worth_risking
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    rationals,
    thresholds,
)
from tests.properties.catalogue._alike import assert_one_stands_for_all

ratios = st.builds(Fraction, st.integers(1, 60), st.integers(1, 12))
values = st.builds(Fraction, st.integers(0, 60), st.integers(1, 12))
chances = st.builds(lambda k, d: Fraction(k % d + 1, d), st.integers(0, 60), st.integers(1, 30))
patient = rationals("1/20", "19/20")


@st.composite
def rates(draw: st.DrawFn) -> tuple[Fraction, Fraction]:
    """A false alarm rate of at least 0, and a larger rate of detection of at most 1."""
    parts = draw(st.integers(2, 30))
    alpha = draw(st.integers(0, parts - 1))
    return Fraction(alpha, parts), Fraction(draw(st.integers(alpha + 1, parts)), parts)


@many
@given(ratios, values, ratios, values, chances, chances)
def test_pooling_only_helps_without_false_alarms(
    net_gain: Fraction,
    net: Fraction,
    gain: Fraction,
    work: Fraction,
    seen: Fraction,
    told: Fraction,
) -> None:
    tie = LinkedRelations(net_gain, net, gain, work, seen, told)
    named = {"k_s": net_gain, "v_s": net, "k_p": gain, "v_p": work, "D_s": seen, "D_p": told}
    found = thresholds(tie)
    assert_same(found, FORMS["linked_relations", "delta"]().at(**named))
    apart = ApartRelations(net_gain, net, gain, work, seen, told)
    separately = thresholds(apart)
    assert_same(separately, FORMS["linked_relations: apart", "delta"]().at(**named))
    if found is not None:
        assert_deviation(tie.at(discount_factor=below(found)))
    if separately is not None:
        assert found <= separately
        assert_deviation(apart.at(discount_factor=below(separately)))


@settings(max_examples=60, deadline=None)
@given(ratios, values, ratios, values, chances, chances, patient, st.booleans())
def test_one_member_stands_for_both(
    net_gain: Fraction, net: Fraction, gain: Fraction, work: Fraction, seen: Fraction,
    told: Fraction, delta: Fraction, linked: bool,
) -> None:  # fmt: skip
    kind = LinkedRelations if linked else ApartRelations
    tie = kind(net_gain, net, gain, work, seen, told, delta)
    assert_one_stands_for_all(tie)


@many
@given(ratios, values, ratios, values, rates(), chances)
def test_divisible_sanction(
    net_gain: Fraction, net: Fraction, gain: Fraction, work: Fraction,
    rate: tuple[Fraction, Fraction], share: Fraction,
) -> None:  # fmt: skip
    alpha, eta = rate
    found = linked_threshold(LinkedSanctions(net_gain, net, gain, work, alpha, eta)).value
    named = {"k_s": net_gain, "v_s": net, "k_p": gain, "v_p": work, "alpha": alpha}
    form = FORMS["linked_relations: divisible sanction", "delta"]()
    assert_same(found, form.at(**named, D=eta - alpha))
    # A lottery over ending the tie is a divisible sanction: the game of the catalogue agrees.
    stake = LentStake(net_gain, net, gain, work, alpha, eta, share)
    if found is None:
        assert_deviation(stake.at(discount_factor="99/100"))
        return
    assert_deviation(stake.at(discount_factor=below(found)))
    above = stake.at(discount_factor=found + (1 - found) / 1000)
    assert above.threshold("share_lost").value


@many
@given(ratios, values, ratios, values, rates(), patient)
def test_worth_of_a_divisible_sanction(
    net_gain: Fraction, net: Fraction, gain: Fraction, work: Fraction,
    rate: tuple[Fraction, Fraction], beta: Fraction,
) -> None:  # fmt: skip
    """Worth the value less the burnt loss; wise iff production is worth that loss."""
    alpha, eta = rate
    linked = LinkedSanctions(net_gain, net, gain, work, alpha, eta)
    form = FORMS["linked_relations: divisible sanction", "v_p"]()
    loss = form.at(k_p=gain, alpha=alpha, D=eta - alpha)
    answer = linked_worth(linked, beta)
    threshold = linked_threshold(linked).value
    assert (answer.value is not None) is (threshold is not None and beta >= threshold)
    if answer.value is not None:
        assert answer.value == (net + work - loss) / (1 - beta)
        assert answer.diagnostics["wise"] is (work >= loss)
    # The same frontier from the linear equations of two relations, the fine being the least one.
    partners = Partnership(gain, parameter("work", -1, 10**6), alpha, eta, others=net)
    wise = worth_risking(partners, beta, "fine").value
    assert_same(wise[0].lower, loss)


@many
@given(ratios, ratios, rates(), patient)
def test_tie_cut_after_complaints_of_one(
    gain: Fraction, value: Fraction, rate: tuple[Fraction, Fraction], beta: Fraction
) -> None:
    alpha, eta = rate
    tie = TiedRelations(1, gain, value, 0, alpha, eta, discount_factor=beta)
    found = thresholds(tie, "cut_probability")
    form = FORMS["linked_relations: tie cut", "q"]()
    assert_same(found, form.at(k_p=gain, v=value, alpha=alpha, D=eta - alpha, delta=beta))
    if found is not None:
        assert_deviation(tie.at(cut_probability=below(found)))


@many
@given(ratios, ratios, rates(), patient)
def test_tie_cut_after_complaints_of_either(
    gain: Fraction, value: Fraction, rate: tuple[Fraction, Fraction], beta: Fraction
) -> None:
    alpha, eta = rate
    tie = TiedRelations(2, gain, value, 0, alpha, eta, discount_factor=beta)
    found = tie.threshold("cut_probability").value
    form = FORMS["linked_relations: tie cut by either", "q"]()
    least = form.at(k_p=gain, v=value, alpha=alpha, D=eta - alpha, delta=beta)
    assert_same(found[0].lower if found else None, least)
    if found:
        assert_deviation(tie.at(cut_probability=below(found[0].lower)))


@many
@given(st.integers(1, 3), values, rates(), chances, patient)
def test_is_it_wise_to_tie(
    deliveries: int, net: Fraction, rate: tuple[Fraction, Fraction], cut: Fraction, beta: Fraction
) -> None:
    question = WorthLinking(net, 1, rate[0], cut, deliveries, beta)
    found = thresholds(question, parameter("work_value", 0, 10**6))
    form = FORMS["linked_relations: is it wise", "v_p"]()
    formula = form.at(v_s=net, q=cut, alpha=rate[0], delta=beta, m=deliveries)
    assert_same(found, formula)
    if found:
        assert_deviation(question.at(work_value=below(found)))
        # A larger net and more patience make the link worse.
        assert_deviation(question.at(work_value=found, net_value=net * Fraction(1001, 1000)))
        assert_deviation(question.at(work_value=found, discount_factor=(1 + beta) / 2))


@many
@given(values, values, rates(), chances, patient)
def test_loss_when_the_work_of_both_is_judged(
    net: Fraction, work: Fraction, rate: tuple[Fraction, Fraction], cut: Fraction, beta: Fraction
) -> None:
    """Choose the temptation for which a given cut is the least one: the loss is as stated."""
    alpha, eta = rate
    kept = 1 - cut * alpha
    value = net + work
    gain = beta * cut * (eta - alpha) * kept * value / (1 - beta * kept**2)
    assume(gain > 0 and kept > 0)
    tie = TiedRelations(2, gain, net, work, alpha, eta, cut, beta)
    answer: Any = check_equilibrium(tie.game(), tie.profile())  # type: ignore[arg-type]
    assert answer.value
    assert answer.diagnostics["deviation"].gain == 0
    loss = alpha * gain / (eta - alpha) * (2 - cut * alpha) / kept
    assert loss >= 2 * alpha * gain / (eta - alpha)
    worth = answer.diagnostics["values"][0][0]
    assert worth == value - loss  # average discounted, against the net's own value
    assert tie.worth_linking().verdict().sustained is (work >= loss)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 4), ratios, values, rates(), chances, patient)
def test_one_delivery_stands_for_all(
    deliveries: int, gain: Fraction, net: Fraction, rate: tuple[Fraction, Fraction], cut: Fraction,
    beta: Fraction,
) -> None:  # fmt: skip
    tie = TiedRelations(deliveries, gain, net, 1, *rate, cut, beta)
    assert_one_stands_for_all(tie)


def test_feasible_and_unwise() -> None:
    """The sentence of the book, at the worked point: the link holds, and is not worth it."""
    stake = LentStake()
    assert stake.verdict().sustained
    assert stake.worth_linking().verdict().sustained is False
    assert_deviation(stake.worth_linking())
    alone = LinkedSanctions(0, 0, 2, "1/3", "1/10", "3/5")  # type: ignore[arg-type]
    assert linked_threshold(alone).value is None  # production alone is sustained nowhere
    answer: Any = linked_worth(LinkedSanctions("1/2", 1, 2, "1/3", "1/10", "3/5"), "9/10")  # type: ignore[arg-type]
    assert answer.value == Fraction(28, 3)
    assert answer.diagnostics["apart"] == 10
    assert answer.diagnostics["promises"][False, True] == Fraction(28, 3) - Fraction(40, 9)


def test_not_helping_binds_where_the_net_tempts_more() -> None:
    linked = LinkedSanctions(1, 1, 1, 1, 0, 1)
    assert linked_threshold(linked).value == Fraction(1, 2)
    assert linked_values(linked, parameter("beta", 0, 1)).certificate is not None


def test_a_net_that_is_seen_only_sometimes() -> None:
    """Without false alarms burnt promises are what ending the tie is: the same threshold."""
    linked = LinkedSanctions("1", "3/2", "4/5", "1", 0, "1/2", 0, "9/10")  # type: ignore[arg-type]
    assert linked_threshold(linked).value == thresholds(LinkedRelations()) == Fraction(72, 167)


def test_bad_input_gives_one_clear_error() -> None:
    with pytest.raises(InvalidGameError, match="detection"):
        LinkedSanctions(1, 1, 1, 1, "3/5", "1/10")  # type: ignore[arg-type]
    with pytest.raises(UnsupportedGameError, match="FLOAT"):
        LinkedSanctions(1.5, 1, 1, 1, 0, 1)
    with pytest.raises(UnsupportedGameError, match="give every parameter a value"):
        linked_worth(LinkedSanctions(1, parameter("net", 0, 1), 1, 1, 0, 1), "9/10")
    with pytest.raises(InvalidGameError, match="discount_factor"):
        linked_worth(LinkedSanctions(1, 1, 1, 1, 0, 1), 1)
    with pytest.raises(InvalidGameError, match="net_detection"):
        LinkedRelations(net_detection=0)
    with pytest.raises(UnsupportedGameError, match="member_game"):
        TiedRelations(deliveries=11).game()
    for make in (TiedRelations, WorthLinking):
        with pytest.raises(UnsupportedGameError, match="deliveries: got 51, .* up to 50"):
            make(deliveries=51).verdict()


@pytest.mark.parametrize(
    "changes", [{"cut_probability": 0}, {"false_alarm": 0, "detection": 0}, {"detection": 0}]
)
def test_a_tie_that_no_shirking_cuts_is_never_sustained(changes: Any) -> None:
    tie = TiedRelations(**changes)
    assert tie.verdict().word == "never"
    assert_deviation(tie)
