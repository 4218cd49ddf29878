"""Imitation: thresholds against formulas, sets of all equilibria, and deviations below."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coopgames as cg
from coopgames import parameter
from coopgames.catalogue.specialization.imitation import (
    ConstantSumImitation,
    DesignWithoutConsent,
    GrowingPie,
    Imitation,
)
from coopgames.claims.closed_forms.imitation import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.solvers import Interval, Status, check_equilibrium
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    probabilities,
    rationals,
    thresholds,
)

#: Made once: it takes SymPy longer than to evaluate one.
FORM = {key: make() for key, make in FORMS.items()}
positive = rationals("1/10", 9)
earnings = rationals(-3, 9)
multipliers = rationals(0, 4)
leaks = rationals(0, "9/10")
producers = st.integers(2, 30)
#: The set of all equilibria takes longer than a threshold.
some = settings(max_examples=40, deadline=None)


def all_payoffs(institution: Any) -> Any:
    """Return the payoffs of all pure equilibria with public randomization, which is proved."""
    answer = cg.equilibrium_payoffs(institution.repeated_game())
    assert answer.status is Status.PROVED
    assert cg.verify(answer.certificate)
    return answer.value


@many
@given(producers, earnings, positive, multipliers, leaks)
def test_sharing(n: int, a: Fraction, g: Fraction, m: Fraction, rho: Fraction) -> None:
    market = Imitation(n, a, g, m, rho)
    found = thresholds(market)
    assert_same(found, FORM["imitation", "delta"].at(m=m))
    assert_deviation(market if found is None else market.at(discount_factor=below(found)))


@many
@given(producers, positive, leaks, rationals("1/10", "19/20"))
def test_the_least_multiplier(n: int, g: Fraction, rho: Fraction, delta: Fraction) -> None:
    market = Imitation(n, 2, g, 1, rho, delta)
    assert thresholds(market, parameter("multiplier", 0, 20)) == 1 / delta
    assert_deviation(market.at(multiplier=below(1 / delta)))


@some
@given(earnings, positive, rationals("11/10", 4), leaks, rationals("1/50", 1))
def test_below_the_threshold_no_equilibrium_has_any_sharing(
    a: Fraction, g: Fraction, m: Fraction, rho: Fraction, share: Fraction
) -> None:
    """Mutual secrecy is worth a + rho (m - 1) g; below 1/m there is no other equilibrium payoff."""
    market = Imitation(2, a, g, m, rho)
    secret, shared = a + rho * (m - 1) * g, a + (m - 1) * g
    delta = below(1 / m, share / 2)
    assert all_payoffs(market.at(discount_factor=delta)) == cg.PayoffSet([(secret, secret)])
    assert all_payoffs(market.at(discount_factor=1 / m)).contains((shared, shared))


@some
@given(earnings, positive, rationals(0, "59/60"))
def test_in_a_game_of_constant_sum_nobody_ever_shares(
    a: Fraction, g: Fraction, delta: Fraction
) -> None:
    market = ConstantSumImitation(2, a, g, delta)
    assert all_payoffs(market) == cg.PayoffSet([(a, a)])


@pytest.mark.parametrize("market", [Imitation(3, discount_factor="3/5"), ConstantSumImitation(3)])
def test_nor_do_three_producers(market: Any) -> None:
    answer = cg.equilibrium_payoffs(market.repeated_game())
    assert answer.status is Status.PROVED
    assert len(answer.value.outer.vertices) == 1


@many
@given(producers, earnings, positive, rationals(0, "59/60"))
def test_constant_sum(n: int, a: Fraction, g: Fraction, delta: Fraction) -> None:
    market = ConstantSumImitation(n, a, g, delta)
    assert_same(thresholds(market), FORM["imitation: constant sum", "delta"].at())
    assert_deviation(market)
    assert market.member_game() == Imitation(n, a, g, 1, 0, delta).member_game()


@many
@given(positive, positive, multipliers)
def test_pie(a: Fraction, g: Fraction, m: Fraction) -> None:
    market = GrowingPie(a, g, m)
    found = thresholds(market)
    assert_same(found, FORM["imitation: pie", "delta"].at(a=a, g=g, m=m))
    if found != 0:
        assert_deviation(market if found is None else market.at(discount_factor=below(found)))


@many
@given(positive, positive, rationals(0, "19/20"))
def test_least_expansion(a: Fraction, g: Fraction, delta: Fraction) -> None:
    market = GrowingPie(a, g, 1, delta)
    found = thresholds(market, parameter("expansion", 0, 200))
    assert_same(found, FORM["imitation: pie", "m"].at(a=a, g=g, delta=delta))
    assert_deviation(market.at(expansion=below(found)))


@some
@given(positive, positive, probabilities())
def test_below_the_threshold_the_pie_never_grows(a: Fraction, g: Fraction, x: Fraction) -> None:
    m = 1 + x * g / a
    market = GrowingPie(a, g, m, 1 - x)
    assert all_payoffs(market).contains((m * a, m * a))
    impatient = market.at(discount_factor=below(1 - x))
    assert all_payoffs(impatient) == cg.PayoffSet([(a, a)])


designs = st.builds(
    DesignWithoutConsent, rationals(0, 9), positive, leaks, st.integers(1, 5), probabilities()
)


@many
@given(designs)
def test_the_cost_that_a_design_may_have(design: DesignWithoutConsent) -> None:
    numbers = {"a0": design.earned, "rho": design.copied, "delta": design.discount_factor}
    worth = FORM["imitation: without consent", "cost"].at(T=design.rounds, **numbers)
    (found,) = design.threshold(parameter("cost", 0, 1000)).value
    assert found == Interval(Fraction(0), worth, False, True)
    assert_deviation(design.at(cost=worth * Fraction(1001, 1000)))


@many
@given(designs)
def test_the_patience_that_a_design_needs(design: DesignWithoutConsent) -> None:
    costly = design.at(cost=design.cost + design.earned + Fraction(1, 10))
    found = thresholds(costly)
    numbers = {"a0": costly.earned, "rho": costly.copied, "K": costly.cost}
    form = FORM["imitation: without consent", "delta"]
    assert_same(found, form.at(T=costly.rounds, **numbers))
    assert_deviation(costly if found is None else costly.at(discount_factor=below(found)))


@given(designs)
def test_a_design_that_its_first_round_pays_needs_none(design: DesignWithoutConsent) -> None:
    assert thresholds(design.at(cost=design.earned)) == 0


@given(st.integers(2, 5), earnings, positive, multipliers, leaks, probabilities())
def test_one_producer_stands_for_all(
    n: int, a: Fraction, g: Fraction, m: Fraction, rho: Fraction, delta: Fraction
) -> None:
    market = Imitation(n, a, g, m, rho, delta)
    one = check_equilibrium(market.member_game(), market.member_profile())
    everybody = check_equilibrium(market.game(), market.profile())
    assert one.value is everybody.value
    assert one.diagnostics["deviation"].gain == everybody.diagnostics["deviation"].gain


@pytest.mark.parametrize(
    ("market", "found"),
    [
        (Imitation(multiplier=1), None),
        (Imitation(multiplier="1/2"), None),
        (GrowingPie(expansion=1), None),
        (GrowingPie(earned=2, moved=1, expansion="3/2"), 0),
        (GrowingPie(earned=2, moved=1, expansion=2), 0),
    ],
)
def test_at_the_ends(market: Any, found: object) -> None:
    assert thresholds(market) == found


def test_too_many_rounds_give_one_clear_error() -> None:
    assert DesignWithoutConsent(rounds=40).verdict().sustained
    with pytest.raises(UnsupportedGameError, match="rounds: got 101, .* up to 100"):
        DesignWithoutConsent(rounds=101).verdict()


def test_the_table_of_many_producers_is_refused() -> None:
    market = Imitation(producers=40)
    assert market.verdict().sustained
    with pytest.raises(UnsupportedGameError, match="producers"):
        market.repeated_game()


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Imitation(producers=1), "producers"),
        (lambda: Imitation(moved=0), "moved"),
        (lambda: Imitation(leak=1), "leak"),
        (lambda: Imitation(multiplier=-1), "multiplier"),
        (lambda: GrowingPie(earned=0), "earned"),
        (lambda: DesignWithoutConsent(copied=1), "copied"),
        (lambda: DesignWithoutConsent(rounds=0), "rounds"),
    ],
)
def test_numbers_outside_their_domain_are_refused(make: Callable[[], Any], name: str) -> None:
    with pytest.raises(InvalidGameError, match=name):
        make()
