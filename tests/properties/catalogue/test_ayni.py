"""Ayni: solvers against formulas, what the ledger costs, and deviations below the thresholds."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames import parameter, verify
from coopgames.catalogue.defensive.ayni import Ayni, AyniWithLedger, AyniWithRandomNeed
from coopgames.claims.closed_forms.ayni import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.solvers import check_equilibrium
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    rationals,
    thresholds,
)

#: For what follows from the formulas.
some = settings(many, max_examples=25)

costs = rationals("1/10", 9, below=20)
benefits = rationals("1/10", 30, below=20)
chances = rationals("1/60", "1/2")
#: A benefit that exceeds the cost, as a multiple of it.
excess = rationals(1, 20, open_least=True)


@many
@given(st.integers(1, 5), costs, benefits)
def test_alternation(lag: int, cost: Fraction, benefit: Fraction) -> None:
    pair = Ayni(lag, cost, benefit)
    found = thresholds(pair)
    assert_same(found, FORMS["ayni", "delta"]().at(L=lag, c=cost, B=benefit))
    if found is None:
        assert benefit <= cost
        assert_deviation(pair.at(discount_factor="99/100"))
    else:
        assert_deviation(pair.at(discount_factor=below(found)))


@many
@given(rationals(0, "1/2"), costs, benefits)
def test_random_need(need: Fraction, cost: Fraction, benefit: Fraction) -> None:
    pair = AyniWithRandomNeed(need, cost, benefit)
    found = thresholds(pair)
    assert_same(found, FORMS["ayni: random need", "delta"]().at(p=need, c=cost, B=benefit))
    assert_deviation(pair.at(discount_factor="99/100" if found is None else below(found)))


@many
@given(rationals(0, "1/2"), costs, benefits)
def test_ledger(need: Fraction, cost: Fraction, benefit: Fraction) -> None:
    pair = AyniWithLedger(need, cost, benefit)
    found = thresholds(pair)
    assert_same(found, FORMS["ayni: ledger", "delta"]().at(p=need, c=cost, B=benefit))
    assert_deviation(pair.at(discount_factor="99/100" if found is None else below(found)))


@some
@given(chances, costs, excess)
def test_the_ledger_is_stricter(need: Fraction, cost: Fraction, ratio: Fraction) -> None:
    numbers = need, cost, cost * ratio
    free, booked = (thresholds(pair(*numbers)) for pair in (AyniWithRandomNeed, AyniWithLedger))
    assert 0 < free < booked < 1


@some
@given(chances, costs, excess)
def test_who_owes_is_the_first_to_refuse(need: Fraction, cost: Fraction, ratio: Fraction) -> None:
    pair = AyniWithLedger(need, cost, cost * ratio)
    least = thresholds(pair)
    found: Any = check_equilibrium(
        pair.at(discount_factor=below(least)).game(), pair.profile()
    ).diagnostics["deviation"]
    assert found.action == "refuse"
    assert found.state == {
        "first": "first owes, second in need",
        "second": "second owes, first in need",
    }[found.player]  # fmt: skip


def values_of_ledgers(pair: AyniWithLedger) -> list[Fraction]:
    """Sums of the first's discounted payoffs: owed a favour, even, owing one."""
    found: Any = check_equilibrium(pair.game(), pair.profile()).diagnostics
    values = dict(zip(found["states"], found["values"], strict=True))
    delta: Any = pair.discount_factor
    drawn: list[Any] = [pair.before_need(x).items() for x in ("second owes", "even", "first owes")]
    return [sum((p * values[s][0] for s, p in law), Fraction(0)) / (1 - delta) for law in drawn]


@many
@given(rationals(0, "1/2"), costs, benefits, rationals(0, "19/20"))
def test_value_of_the_ledger(
    need: Fraction, cost: Fraction, benefit: Fraction, delta: Fraction
) -> None:
    owed, even, owing = values_of_ledgers(AyniWithLedger(need, cost, benefit, delta))
    form = FORMS["ayni: ledger", "N_0"]()
    assert even == form.at(p=need, c=cost, B=benefit, delta=delta)
    # The one who is owed gets before he gives, so it is the better the more one is owed.
    assert owed >= even >= owing


@some
@given(chances, costs, excess)
def test_knife_edge(need: Fraction, cost: Fraction, ratio: Fraction) -> None:
    pair = AyniWithRandomNeed(need, cost, cost * ratio)
    there = pair.at(discount_factor=thresholds(pair)).verdict()
    assert there.sustained
    assert there.deviation is not None
    assert there.deviation.gain == 0
    assert set(there.certificates) == {"threshold", "equilibrium"}


def test_turns_need_less_patience_than_chance() -> None:
    """Even if somebody is in need in every period, the return is less certain than by turns."""
    assert thresholds(Ayni(1, 1, 3)) == Fraction(1, 3)
    assert thresholds(AyniWithRandomNeed("1/2", 1, 3)) == Fraction(1, 2)


def test_the_worked_examples_have_certificates() -> None:
    for pair in (Ayni(12, 1, "3/2"), AyniWithLedger("3/10", 1, "8/5"), AyniWithRandomNeed()):
        answer = pair.threshold()
        assert answer.certificate is not None
        assert verify(answer.certificate)


def test_the_need_may_be_the_unknown() -> None:
    pair = AyniWithRandomNeed(cost=1, benefit=3, discount_factor="3/4")
    assert thresholds(pair, "need") == Fraction(1, 6)
    assert thresholds(pair.at(need="1/5"), parameter("benefit", 1, 10)) == Fraction(8, 3)


def test_no_favour_is_ever_due_beyond_the_ledger() -> None:
    pair = AyniWithLedger()
    game, plan = pair.game(), pair.profile()
    assert isinstance(plan, dict)
    assert plan["first owes, first in need"] == (0, 1)
    assert game.law("first owes, first in need", (0, 0)) == game.law(
        "first owes, first in need", (0, 1)
    )


@pytest.mark.parametrize("ratio", ["1", "9/10"])
def test_help_that_is_worth_no_more_than_it_costs_is_never_given(ratio: str) -> None:
    for pair in (
        Ayni(2, 1, ratio),
        AyniWithRandomNeed("1/5", 1, ratio),
        AyniWithLedger("1/5", 1, ratio),
    ):
        assert pair.verdict().word == "never"


def test_bad_input_is_refused() -> None:
    with pytest.raises(InvalidGameError, match=r"lag: got 0"):
        Ayni(0)
    with pytest.raises(InvalidGameError, match=r"need: .* expected a number >= 0 and <= 1/2"):
        AyniWithRandomNeed("3/5")
    with pytest.raises(InvalidGameError, match="cost"):
        AyniWithLedger(cost=0)
    with pytest.raises(InvalidGameError, match="discount_factor"):
        Ayni(discount_factor=1)


def test_a_lag_that_is_too_long_is_refused() -> None:
    with pytest.raises(UnsupportedGameError, match="lag: got 5000, expected at most 50"):
        Ayni(lag=5000).verdict()
