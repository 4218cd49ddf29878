"""Subcontracting and what stands behind it: other ties, and wealth."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

import coopgames as cg
from coopgames.catalogue.specialization.subcontracting import Subcontracting
from coopgames.catalogue.specialization.subcontracting_stakes import (
    BundledSubcontracting,
    IndependentSubcontracting,
    RiskedSafetyNet,
)
from coopgames.catalogue.specialization.subcontracting_wealth import (
    CautiousSubcontracting,
    WealthBoundSubcontracting,
)
from coopgames.claims.closed_forms.subcontracting import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.solvers.pair_options import Partnership, worth_risking
from coopgames.solvers.pair_wealth import LimitedWealth, wealth_threshold, wealth_values
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    rationals,
    thresholds,
)
from tests.properties.catalogue._subcontracting import (
    assert_exit_gain,
    assert_fine_gain,
    discounts,
    money,
    rates,
)

Rates = tuple[Fraction, Fraction]

THIRD_PARTIES = "fine for third parties"


def _formula(variant: str, unknown: str, **values: object) -> object:
    return FORMS[f"subcontracting: {variant}", unknown]().at(**values)


# --- P4 ------------------------------------------------------------------------------------------


@many
@given(money, rates, money, rationals(0, 9))
def test_outside_option(kappa: Fraction, of: Rates, s: Fraction, u: Fraction) -> None:
    alpha, eta = of
    pair = IndependentSubcontracting(kappa, alpha, eta, surplus=s, independence=u)
    found = thresholds(pair)
    form = _formula("outside option", "beta", kappa=kappa, alpha=alpha, D=eta - alpha, s=s, u=u)
    assert_same(found, form)
    if found is not None:
        assert_exit_gain(pair.at(discount_factor=below(found)), s - u)


@many
@given(money, rates, money, discounts)
def test_largest_independence(kappa: Fraction, of: Rates, s: Fraction, beta: Fraction) -> None:
    alpha, eta = of
    pair = IndependentSubcontracting(kappa, alpha, eta, discount_factor=beta, surplus=s)
    found = pair.threshold(cg.parameter("independence", 0, s)).value
    form = _formula("outside option", "u", kappa=kappa, alpha=alpha, D=eta - alpha, s=s, beta=beta)
    # The domain is open: that nothing but 0 works is not seen in it.
    assert_same(found[0].upper if found else None, form or None)


@many
@given(money, rates, money, rationals(0, 9))
def test_bundle(kappa: Fraction, of: Rates, own: Fraction, others: Fraction) -> None:
    alpha, eta = of
    values = {"kappa": kappa, "alpha": alpha, "D": eta - alpha, "v_s": own, "v_o": others}
    pair = BundledSubcontracting(kappa, alpha, eta, surplus=own, others=others)
    found = thresholds(pair)
    assert_same(found, _formula("bundle", "beta", **values))
    if found is not None:
        assert_exit_gain(pair.at(discount_factor=below(found)), own + others)
    fined = pair.at(medium=THIRD_PARTIES)
    least = thresholds(fined)
    # Only what is burnt makes false alarms matter.
    form = FORMS["subcontracting: bundle, treasury", "beta"]()
    assert_same(least, form.at(**{name: values[name] for name in form.parameters}))
    less = below(least)
    game = fined.at(discount_factor=less).game()
    assert_fine_gain(game, kappa, (own + others) / (1 - less), eta - alpha)


@many
@given(rates, money, discounts)
def test_a_safety_net_worth_risking(of: Rates, own: Fraction, beta: Fraction) -> None:
    net = RiskedSafetyNet(1, *of, discount_factor=beta, surplus=own)
    form = _formula("worth the risk", "v_o", v_s=own, alpha=of[0], beta=beta)
    assert isinstance(form, Fraction)
    free = cg.parameter("others", 0, 2 * form)
    (found,) = net.threshold(free).value
    assert found.upper == form
    assert found.lower == 0
    partners = Partnership(1, own, *of, others=free)
    assert worth_risking(partners, beta).value == (found,)
    assert_deviation(net.at(others=form * Fraction(1001, 1000)))


@many
@given(money, rates, discounts, rationals(0, 9))
def test_a_fine_worth_its_burn(
    kappa: Fraction, of: Rates, beta: Fraction, others: Fraction
) -> None:
    """The least fine that a solver finds to deter makes the formula's surplus the least one."""
    form = _formula("worth the risk, fine", "v_s", kappa=kappa, alpha=of[0], D=of[1] - of[0])
    assert isinstance(form, Fraction)
    net = RiskedSafetyNet(
        kappa, *of, discount_factor=beta, surplus=2 * form, others=others, medium="fine"
    )
    least = kappa / (beta * (of[1] - of[0]))
    (fines,) = net.threshold(cg.parameter("fine", 0, 3 * least)).value
    assert (fines.lower, fines.upper) == (least, 2 * least)
    assert_deviation(net.at(fine=below(least)))
    net = net.at(fine=fines.lower)
    free = cg.parameter("surplus", 0, 2 * form)
    assert thresholds(net, free) == form
    partners = Partnership(kappa, free, *of, others=others)
    assert worth_risking(partners, beta, "fine").value[0].lower == form
    assert_deviation(net.at(surplus=below(form)))
    # With less surplus no fine both deters and is worth what it burns; at it one fine does.
    none = net.at(surplus=below(form)).threshold(cg.parameter("fine", 0, 3 * least)).value
    assert none == ()
    (one,) = net.at(surplus=form).threshold(cg.parameter("fine", 0, 3 * least)).value
    assert one.lower == one.upper == least


# --- P5 ------------------------------------------------------------------------------------------


# SymPy takes most of the time, for the minimal polynomials.
@settings(max_examples=80, deadline=None)
@given(money, rates, money, rationals("1/50", 1))
def test_wealth_bound(kappa: Fraction, of: Rates, v: Fraction, share: Fraction) -> None:
    """The game of fine and lottery, the linear program over both, and the formula agree."""
    alpha, eta = of
    wealth = share * v
    pair = WealthBoundSubcontracting(kappa, alpha, eta, surplus=v, wealth=wealth)
    found = thresholds(pair)
    values = {"kappa": kappa, "alpha": alpha, "D": eta - alpha, "v": v, "W": wealth}
    assert_same(found, _formula("wealth bound", "beta", **values))
    assert found == wealth_threshold(LimitedWealth(kappa, v, alpha, eta, wealth)).value
    if found is not None:
        assert_deviation(pair.at(discount_factor=below(found)))


@many
@given(money, rates, money, discounts, rationals("1/50", 1))
def test_no_other_lottery_does_better(
    kappa: Fraction, of: Rates, v: Fraction, beta: Fraction, share: Fraction
) -> None:
    """Among lotteries that leave the fine paid the harshest deters most, and it is just paid."""
    pair = WealthBoundSubcontracting(kappa, *of, discount_factor=beta, surplus=v, wealth=share * v)
    value = v / (1 - beta + of[0] * beta * pair.exclusion)
    assert (1 - pair.exclusion) * value == pair.wealth
    # That chance solves an equation: a solver finds it too, over all games with another one.
    free = pair.with_exclusion(cg.parameter("exclusion", 0, 1))
    chances = cg.critical_value(free, "exclusion", pair.profile()).value
    assert not chances or chances[-1].upper == pair.exclusion
    limited = LimitedWealth(kappa, v, *of, cg.parameter("wealth", 0, 2 * v))
    sustained = any(share * v in x for x in wealth_values(limited, beta).value)
    assert cg.check_equilibrium(pair.game(), pair.profile()).value is sustained
    assert bool(chances) is sustained


@many
@given(money, rates, discounts, rationals(0, 2))
def test_fines_alone(kappa: Fraction, of: Rates, beta: Fraction, more: Fraction) -> None:
    form = _formula("wealth bound", "W", kappa=kappa, beta=beta, D=of[1] - of[0])
    assert isinstance(form, Fraction)
    value = (1 - beta) * form * (1 + more)  # membership is worth the fine
    pair = CautiousSubcontracting(kappa, *of, discount_factor=beta, surplus=value, least_income=0)
    assert thresholds(pair, cg.parameter("income", 0, 2 * form)) == form


@given(money, rates, money)
def test_without_wealth_a_complaint_ends_it(kappa: Fraction, of: Rates, v: Fraction) -> None:
    poor = WealthBoundSubcontracting(kappa, *of, surplus=v, wealth=0)
    assert thresholds(poor) == thresholds(Subcontracting(kappa, *of, surplus=v))
    unerring = WealthBoundSubcontracting(kappa, 0, of[1], surplus=v, wealth=v / 2)
    assert thresholds(unerring) == kappa / (kappa + of[1] * v)  # exclusion is free


@many
@given(money, rates, money, money, rationals(0, 9))
def test_safety_first(
    kappa: Fraction, of: Rates, v: Fraction, least: Fraction, spare: Fraction
) -> None:
    alpha, eta = of
    change = eta - alpha
    cautious = CautiousSubcontracting(
        kappa, alpha, eta, surplus=v, income=least + spare, least_income=least
    )
    found = thresholds(cautious)
    values = {"kappa": kappa, "alpha": alpha, "D": change, "v": v, "spare": spare, "eps": 0}
    assert_same(found, _formula("safety first", "beta", **values))
    bold = cautious.at(tolerance=alpha)
    assert thresholds(bold) == kappa / (kappa + change * v)
    if found is not None:
        less = below(found)
        game = cautious.at(discount_factor=less).game()
        assert_fine_gain(game, kappa, min(spare, v / (1 - less)), change)


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "named"),
    [
        (lambda: IndependentSubcontracting(independence=-1), "independence"),
        (lambda: BundledSubcontracting(medium="a scolding"), "medium"),
        (lambda: RiskedSafetyNet().at(fine=-1), "fine"),
        (lambda: WealthBoundSubcontracting(wealth=3, surplus=2), "surplus"),
        (lambda: CautiousSubcontracting().at(income="1/4"), "income"),
        (lambda: CautiousSubcontracting().threshold("tolerance"), "tolerance"),
        (
            lambda: (
                CautiousSubcontracting()
                .at(tolerance="1/10")
                .threshold(cg.parameter("false_alarm", 0, "1/2"))
            ),
            "false_alarm",
        ),
    ],
)
def test_numbers_that_are_refused(made: object, named: str) -> None:
    assert callable(made)
    with pytest.raises(InvalidGameError, match=f"^{named}: "):
        made()


def test_no_fine_deters_where_complaints_tell_nothing() -> None:
    deaf = RiskedSafetyNet(medium="fine").at(detection="1/10")
    assert deaf.threshold(cg.parameter("fine", 0, 1000)).value == ()
    assert_deviation(deaf)


def test_a_tolerance_on_one_side_of_false_alarms() -> None:
    cautious = CautiousSubcontracting().at(discount_factor="4/5")  # alpha = 1/5, and 5/6 is needed
    with pytest.raises(InvalidGameError, match="on one side of 1/5, where the tolerance is"):
        cautious.threshold("tolerance")
    assert cautious.threshold(cg.parameter("tolerance", 0, "1/5")).value == ()
    (bold,) = cautious.threshold(cg.parameter("tolerance", "1/5", 1)).value
    assert (bold.lower, bold.upper) == (Fraction(1, 5), 1)


@pytest.mark.parametrize("made", [IndependentSubcontracting, BundledSubcontracting])
def test_no_future(made: Any) -> None:
    """At discount factor 0 a complaint costs nothing, and shirking gains what it gains."""
    verdict = made(discount_factor=0).verdict()
    assert verdict.word == "not sustained"
    assert verdict.deviation.gain == made().gain


def test_floats_throughout() -> None:
    rates: dict[str, Any] = {
        "gain": 1.0,
        "false_alarm": 0.2,
        "detection": 0.7,
        "discount_factor": 0.9,
    }
    assert WealthBoundSubcontracting(**rates, surplus=2.0, wealth=0.5).verdict().sustained
    for medium in ("parting", "fine"):
        net = RiskedSafetyNet(**rates, surplus=2.0, others=0.25, fine=3.0, medium=medium)
        assert net.verdict().sustained


def test_rounds_of_many_periods() -> None:
    for made in (WealthBoundSubcontracting, RiskedSafetyNet):
        with pytest.raises(UnsupportedGameError, match=r"^delay: got 61, expected at most 60"):
            made(delay=61).verdict()
    with pytest.raises(UnsupportedGameError, match=r"^delay: got 5001, expected at most 5000"):
        IndependentSubcontracting(delay=5001)
