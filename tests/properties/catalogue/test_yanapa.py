"""Yanapa: solvers against formulas, Hamilton's rule, and deviations below the threshold."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from coopgames.catalogue.defensive.ayni import AyniWithRandomNeed
from coopgames.catalogue.defensive.yanapa import Yanapa
from coopgames.claims.closed_forms.yanapa import FORMS
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

#: For what follows from the formulas.
some = settings(many, max_examples=40)

costs = rationals("1/10", 9, below=20)
benefits = rationals("1/10", 30, below=20)
chances = rationals("1/60", "1/2")


@many
@given(chances, costs, benefits, rationals(0, 1, below=20))
def test_threshold(need: Fraction, cost: Fraction, benefit: Fraction, kin: Fraction) -> None:
    pair = Yanapa(need, cost, benefit, kin)
    found = thresholds(pair)
    assert_same(found, FORMS["yanapa", "delta"]().at(p=need, c=cost, B=benefit, r=kin))
    if found != 0:
        assert_deviation(pair.at(discount_factor="99/100" if found is None else below(found)))


@many
@given(rationals(0, "1/2"), costs, benefits, rationals(0, 1, below=20))
def test_hamilton_s_rule(need: Fraction, cost: Fraction, benefit: Fraction, kin: Fraction) -> None:
    """Without a future kin help iff the kin weight is at least cost over benefit."""
    pair = Yanapa(need, cost, benefit, kin, 0)
    helps = kin >= cost / benefit
    assert check_equilibrium(pair.game(), pair.profile()).value is helps
    assert (thresholds(pair) == 0) is helps


@some
@given(chances, probabilities(), probabilities())
def test_the_kin_weight_where_the_future_is_no_longer_needed(
    need: Fraction, cost: Fraction, delta: Fraction
) -> None:
    """With a benefit of 1 the rule's weight is the cost: at it help needs no delta."""
    pair = Yanapa(need, cost, 1, cost, delta)
    found = pair.verdict()
    assert found.sustained
    assert found.least == 0
    least = thresholds(pair, "kinship")
    assert least < cost
    if least > 0:
        assert_deviation(pair.at(kinship=below(least)))


@some
@given(chances, costs, benefits)
def test_strangers_have_the_threshold_of_the_ayni(
    need: Fraction, cost: Fraction, benefit: Fraction
) -> None:
    strangers = thresholds(Yanapa(need, cost, benefit, 0))
    assert strangers == thresholds(AyniWithRandomNeed(need, cost, benefit))


def test_knife_edges() -> None:
    assert thresholds(Yanapa("1/5", 1, 3, "1/3")) == 0
    assert thresholds(Yanapa("1/5", 1, 3, Fraction(1, 3) - Fraction(1, 10**6))) > 0
    assert Yanapa("1/5", 1, 3, "1/5", "5/11").verdict().sustained
    assert Yanapa(0, 1, 3, "1/5").verdict().word == "never"
    assert Yanapa(0, 1, 3, "1/2").verdict().sustained
    assert Yanapa("1/5", 2, 1, 1).verdict().word == "never"


def test_bad_input_is_refused() -> None:
    with pytest.raises(InvalidGameError, match=r"kinship: .* expected a number >= 0 and <= 1"):
        Yanapa(kinship="3/2")
    with pytest.raises(InvalidGameError, match="need"):
        Yanapa(need=-1)
    with pytest.raises(InvalidGameError, match="benefit"):
        Yanapa(benefit=0)
