"""Mink'a: solvers against formulas, the day played out, and deviations below the threshold."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames.catalogue.defensive.minka import Minka
from coopgames.claims.closed_forms.minka import FORMS
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

money = rationals("1/10", 9, below=20)


@many
@given(st.integers(1, 5), rationals(0, 1), money, money, rationals(0, 4, below=20))
def test_threshold(
    parts: int, need: Fraction, value: Fraction, wage: Fraction, effort: Fraction
) -> None:
    day = Minka(parts, need, value, wage, effort)
    found = thresholds(day)
    form = FORMS["minka", "delta"]()
    assert_same(found, form.at(m=parts, p=need, B=value, w=wage, k=effort))
    if found is not None:
        assert_deviation(day.at(discount_factor=below(found)))
    else:
        assert_deviation(day.at(discount_factor="9999/10000"))


@some
@given(st.integers(1, 5), rationals("1/60", 1), probabilities(), probabilities())
def test_the_last_instalment_binds(
    parts: int, need: Fraction, share: Fraction, slack: Fraction
) -> None:
    day = Minka(parts, need, 3, 3 * share, 3 * share * slack)
    failing = day.at(discount_factor=below(thresholds(day)))
    found: Any = check_equilibrium(failing.game(), day.profile()).diagnostics["deviation"]
    assert (found.player, found.action) == ("host", f"pay {parts - 1}")


def day_in_sequence(day: Minka) -> bool:
    """Walk through the day: does nobody gain by failing at any part, given all before was done?"""
    delta: Any = day.discount_factor
    need, value, wage, effort = (getattr(day, x) for x in ("need", "value", "wage", "effort"))
    gains = value - wage, wage - effort
    host, worker = (delta * need * x / (1 - delta) for x in gains)
    for k in range(day.instalments):
        left = Fraction(day.instalments - k, day.instalments)
        # The worker before part k + 1: the rest of the day and of the relation, or nothing.
        if left * gains[1] + worker < 0:
            return False
        # The host after it: he owes an instalment, and the parts after this one are still to come.
        rest = left - Fraction(1, day.instalments)
        if -wage / day.instalments + rest * gains[0] + host < 0:
            return False
    return True


@some
@given(st.integers(1, 6), rationals(0, 1), money, money, money, rationals(0, "19/20"))
def test_one_choice_for_the_day_is_the_day_in_sequence(
    parts: int, need: Fraction, value: Fraction, wage: Fraction, effort: Fraction, delta: Fraction
) -> None:
    day = Minka(parts, need, value, wage, effort, delta)
    assert check_equilibrium(day.game(), day.profile()).value is day_in_sequence(day)


@some
@given(st.integers(1, 5), rationals("1/60", 1), probabilities())
def test_more_instalments_need_less_patience(parts: int, need: Fraction, wage: Fraction) -> None:
    day = Minka(parts, need, 1, wage, 0)
    assert thresholds(day.at(instalments=parts + 1)) < thresholds(day)


@some
@given(rationals("1/60", 1), probabilities(), st.integers(1, 4))
def test_the_host_s_patience_does_not_depend_on_the_worker_s_cost(
    need: Fraction, wage: Fraction, parts: int
) -> None:
    day = Minka(parts, need, 1, wage, 0)
    assert thresholds(day) == thresholds(day.at(effort=wage))
    assert thresholds(day.at(effort=wage * Fraction(1001, 1000))) is None


def test_never() -> None:
    assert Minka(wage=2).verdict().word == "never"
    assert Minka(need=0).verdict().word == "never"
    assert Minka(effort=2, value=9).verdict().word == "never"


def test_knife_edge() -> None:
    there = Minka(4, "3/10", 2, "3/2", 1, "5/7").verdict()
    assert there.sustained
    assert there.deviation is not None
    assert there.deviation.gain == 0


def test_the_need_may_be_the_unknown() -> None:
    day = Minka(4, "3/10", 2, "3/2", 1, "5/7")
    (found,) = day.threshold("need").value
    assert (found.lower, found.upper) == (Fraction(3, 10), 1)


def test_bad_input_is_refused() -> None:
    with pytest.raises(InvalidGameError, match="instalments: got 0"):
        Minka(instalments=0)
    with pytest.raises(InvalidGameError, match="effort: .* expected a number >= 0"):
        Minka(effort=-1)
    with pytest.raises(InvalidGameError, match="need"):
        Minka(need=2)
