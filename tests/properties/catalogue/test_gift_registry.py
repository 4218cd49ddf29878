"""The gift registry: solvers against formulas, lost records, and deviations below thresholds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from coopgames.catalogue.defensive.ayni import AyniWithRandomNeed
from coopgames.catalogue.defensive.gift_registry import GiftRegistry
from coopgames.claims.closed_forms.gift_registry import FORMS
from coopgames.errors import InvalidGameError
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

chances = rationals(0, "1/2")
worths = rationals(1, 9, open_least=True)
prestiges = rationals(0, "6/5")
records = rationals("3/5", 1)


@many
@given(chances, worths, prestiges, records)
def test_threshold(
    occasion: Fraction, worth: Fraction, prestige: Fraction, record: Fraction
) -> None:
    party = GiftRegistry(occasion, worth, prestige, record)
    found = thresholds(party)
    form = FORMS["gift_registry", "delta"]()
    assert_same(found, form.at(p=occasion, mu=worth, psi=prestige, rho_m=record))
    if found != 0:
        assert_deviation(party.at(discount_factor="99/100" if found is None else below(found)))


@many
@given(chances, worths, prestiges, rationals("3/5", "59/60"))
def test_least_record(
    occasion: Fraction, worth: Fraction, prestige: Fraction, delta: Fraction
) -> None:
    party = GiftRegistry(occasion, worth, prestige, 0, delta)
    found = thresholds(party, "record")
    form = FORMS["gift_registry", "rho_m"]()
    assert_same(found, form.at(p=occasion, mu=worth, psi=prestige, delta=delta))
    if found:
        assert_deviation(party.at(record=below(found)))


@some
@given(rationals("1/60", "1/2"), worths, rationals(0, "59/60"))
def test_below_a_record_no_patience_is_enough(
    occasion: Fraction, worth: Fraction, prestige: Fraction
) -> None:
    """At that record gifts fail for every discount factor; a little above it some sustain them."""
    cost = 1 - prestige
    edge = cost / (cost + occasion * (worth - 1 + prestige))
    assert 0 < edge < 1
    party = GiftRegistry(occasion, worth, prestige, edge)
    assert thresholds(party) is None
    assert thresholds(party.at(record=(1 + 3 * edge) / 4)) is not None


@some
@given(rationals("1/60", "1/2"), worths, probabilities())
def test_a_lost_record_is_impatience(occasion: Fraction, worth: Fraction, record: Fraction) -> None:
    """Only the product of record and discount factor counts."""
    kept = thresholds(GiftRegistry(occasion, worth, 0, 1))
    found = thresholds(GiftRegistry(occasion, worth, 0, record))
    assert found == (None if kept >= record else kept / record)


@some
@given(chances, worths)
def test_a_kept_record_without_prestige_is_random_need(occasion: Fraction, worth: Fraction) -> None:
    bare = thresholds(GiftRegistry(occasion, worth, 0, 1))
    assert bare == thresholds(AyniWithRandomNeed(occasion, 1, worth))


def test_knife_edges() -> None:
    party = GiftRegistry("1/20", "8/5", "1/5", "97/100")
    assert party.at(discount_factor="2000/2037").verdict().sustained
    assert thresholds(party.at(prestige=1)) == 0
    assert party.at(prestige=1, discount_factor=0, record=0).verdict().sustained
    assert party.at(record=0).verdict().word == "never"
    assert party.at(occasion=0).verdict().word == "never"


def test_bad_input_is_refused() -> None:
    with pytest.raises(InvalidGameError, match="worth: .* expected a number > 1"):
        GiftRegistry(worth=1)
    with pytest.raises(InvalidGameError, match="record"):
        GiftRegistry(record="11/10")
    with pytest.raises(InvalidGameError, match="prestige"):
        GiftRegistry(prestige=-1)
