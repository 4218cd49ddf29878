"""Critical situations: who pays, who shares a chance, and who contributes to what may end."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames import CoopgamesError, parameter
from coopgames.catalogue.defensive.critical_situation import (
    LoneFair,
    MortalAssociation,
    PaymentInTurn,
    SaltaPayment,
)
from coopgames.claims.closed_forms.critical_situation import FORMS
from coopgames.solvers import check_equilibrium
from coopgames.solvers.laplacian import laplacian_gain, laplacian_threshold
from coopgames.solvers.markov import critical_markov
from coopgames.solvers.participation import numbers_of_participants
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    probabilities,
    rationals,
    thresholds,
)
from tests.properties.catalogue._alike import assert_one_stands_for_all

positive = rationals("1/10", 9, below=20)
top = 200


@many
@given(st.integers(2, 30), positive)
def test_all_paying(members: int, payment: Fraction) -> None:
    salta = SaltaPayment(members, payment)
    found = thresholds(salta, parameter("worth", 0, top))
    assert_same(found, FORMS["critical_situation", "worth"]().at(x=payment))
    assert_deviation(salta.at(worth=below(found)))


@many
@given(st.integers(2, 20), positive)
def test_the_uniform_belief(members: int, payment: Fraction) -> None:
    worth: Any = parameter("worth", 0, top)
    salta = SaltaPayment(members, payment, worth)
    answer = laplacian_threshold(salta.collection())
    found = answer.value[0].lower
    form = FORMS["critical_situation", "worth_laplacian"]()
    assert_same(found, form.at(N=members, x=payment))
    assert answer.diagnostics["complements"] is True
    gain: Any = laplacian_gain(salta.at(worth=below(found)).collection()).value
    assert gain == (below(found) / members - payment)
    assert gain < 0


@many
@given(st.integers(2, 30), positive, rationals(0, 9, below=20))
def test_numbers_of_payers(members: int, payment: Fraction, worth: Fraction) -> None:
    salta = SaltaPayment(members, payment, worth)
    found = numbers_of_participants(salta.collection()).value
    assert found == ((0, members) if payment <= worth else (0,))


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 5), positive, rationals(0, 9, below=20))
def test_numbers_of_payers_by_the_game_of_all(
    members: int, payment: Fraction, worth: Fraction
) -> None:
    salta = SaltaPayment(members, payment, worth)
    game = salta.game()
    stable = [
        k
        for k in range(members + 1)
        if check_equilibrium(game, {s: [0] * k + [1] * (members - k) for s in game.states}).value
    ]
    assert tuple(stable) == numbers_of_participants(salta.collection()).value


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 6), positive, rationals(0, 9, below=20))
def test_payment_in_turn(members: int, payment: Fraction, worth: Fraction) -> None:
    turns = PaymentInTurn(members, payment, worth)
    answer = check_equilibrium(turns.game(), turns.profile())
    assert answer.value is (payment <= worth)
    found: Any = answer.diagnostics["deviation"]
    # One mover in each state: if all deviations strictly lose, there is no other equilibrium.
    assert (found.gain < 0) is (payment < worth)
    keep = {s: tuple(int(len(own) > 1) for own in a) for s, a in _choices(turns)}
    nobody = check_equilibrium(turns.game(), keep).value
    assert nobody is (worth <= payment)


def _choices(turns: PaymentInTurn) -> Any:
    game = turns.game()
    return zip(game.states, game.actions, strict=True)


def test_more_turns_than_the_catalogue_writes_out_elsewhere() -> None:
    assert PaymentInTurn(members=40).verdict().sustained is True
    assert PaymentInTurn(3, 1.0, 1.5).verdict().sustained is True
    assert thresholds(PaymentInTurn(4, 2), parameter("worth", 0, 9)) == 2


@many
@given(positive, positive, probabilities())
def test_lone_fair(value: Fraction, chance: Fraction, frequency: Fraction) -> None:
    fair = LoneFair(value, chance, frequency)
    found = thresholds(fair)
    assert_same(found, FORMS["critical_situation: lone fair", "delta"]().at(v=value, Gamma=chance))
    assert_deviation(fair.at(discount_factor=below(found)))


@many
@given(
    st.integers(2, 30),
    positive,
    positive,
    rationals("1/10", 1),
    rationals(0, 40, below=3),
    probabilities(),
)
def test_mortal_association(
    members: int,
    value: Fraction,
    kappa: Fraction,
    seen: Fraction,
    chance: Fraction,
    share: Fraction,
) -> None:
    often = share / (2 * members)
    mortal = MortalAssociation(members, value, kappa, seen, chance, often)
    found = thresholds(mortal)
    form = FORMS["critical_situation: mortal association", "delta"]()
    numbers = {"n": members, "v": value, "kappa": kappa, "D": seen, "Gamma": chance, "q": often}
    assert_same(found, form.at(**numbers))
    if found:
        assert_deviation(mortal.at(discount_factor=below(found)))
    if found is None:
        assert_deviation(mortal.at(discount_factor="99/100"))


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 5), positive, rationals("1/10", 1), rationals(0, "19/20"))
def test_one_member_stands_for_all(
    members: int, kappa: Fraction, seen: Fraction, delta: Fraction
) -> None:
    mortal = MortalAssociation(members, 2, kappa, seen, 5, "1/20", delta)
    assert_one_stands_for_all(mortal)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 30), positive, rationals("1/10", 4, below=20), probabilities())
def test_a_larger_group_dies_sooner(
    members: int, value: Fraction, kappa: Fraction, share: Fraction
) -> None:
    mortal = MortalAssociation(members, value, kappa, 1, 0, share / (2 * members + 2))
    found, larger = thresholds(mortal), thresholds(mortal.at(members=members + 1))
    assert larger is None or found < larger


@many
@given(st.integers(2, 20), positive, rationals("1/3", 40, below=3), probabilities())
def test_taking_is_best_up_to_some_patience(
    members: int, value: Fraction, chance: Fraction, share: Fraction
) -> None:
    often = share / members
    mortal = MortalAssociation(members, value, 1, 1, chance, often)
    form = FORMS["critical_situation: mortal association", "delta_taking"]()
    most = form.at(n=members, v=value, Gamma=chance, q=often)
    (found,) = critical_markov(mortal.free().taker(), mortal.taking()).value
    assert (found.lower, found.upper) == (0, most)
    # Where LoneFair has chances taken, they are rightly taken here.
    alone = LoneFair(value, chance, often)
    assert thresholds(alone) <= most
    if most < 1:
        later = mortal.at(discount_factor=(1 + most) / 2)
        assert check_equilibrium(later.taker(), later.taking()).value is False


def test_how_often_chances_may_come() -> None:
    mortal = MortalAssociation(members=10)
    with pytest.raises(CoopgamesError, match=r"frequency in \(0, 1/10\)"):
        mortal.threshold("frequency")
    assert mortal.threshold(parameter("frequency", 0, "1/10")).value


def test_too_many_turns_are_refused() -> None:
    with pytest.raises(CoopgamesError, match="members: got 100000, expected at most 40"):
        PaymentInTurn(members=10**5).verdict()


def test_never_and_always() -> None:
    assert thresholds(MortalAssociation(2, 1, 9, 1, 0, "1/4")) is None
    assert thresholds(MortalAssociation(5, 2, 1, "4/5", 125, "1/100")) == 0
    # With n q = 1/2 and nothing to lose today the threshold is 2 z / (z + v), so 1 at z = v.
    assert thresholds(MortalAssociation(2, 1, 1, 1, 0, "1/4")) is None
    assert thresholds(MortalAssociation(2, 1, "99/100", 1, 0, "1/4")) == Fraction(198, 199)


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: SaltaPayment(1), "members"),
        (lambda: SaltaPayment(payment=0), "payment"),
        (lambda: PaymentInTurn(worth=-1), "worth"),
        (lambda: LoneFair(frequency=0), "frequency"),
        (lambda: MortalAssociation(detection=0), "detection"),
        (lambda: MortalAssociation(members=10, frequency="1/10"), "frequency"),
        (lambda: SaltaPayment(members=11).game(), "members"),
    ],
)
def test_what_does_not_fit_is_refused(make: Any, word: str) -> None:
    with pytest.raises(CoopgamesError, match=word):
        make()
