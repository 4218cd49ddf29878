"""The pasanaku's thresholds: solvers against formulas, equations and other models."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames import MarkovGame, critical_value, parameter
from coopgames.catalogue.defensive.faena import Faena
from coopgames.catalogue.defensive.pasanaku import (
    OneCyclePasanaku,
    Pasanaku,
    PasanakuOrPrivateSaving,
    RandomOrderPasanaku,
)
from coopgames.claims.closed_forms.form import sympy_module
from coopgames.claims.closed_forms.pasanaku import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
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
from tests.properties.catalogue._alike import assert_one_stands_for_all

#: For comparisons of two models, which solve several games.
few = settings(max_examples=30, deadline=None)

Endless = type[Pasanaku] | type[RandomOrderPasanaku]
Ends = list[tuple[Any, Any]]

money = rationals("1/10", 9, below=12)
shares = rationals(0, "11/12", below=12)
#: The worth of the pot in contributions of all members: below 1 nobody ever pays.
worths = rationals("1/2", 4, below=12)
patient = rationals("1/20", "19/20")
orders = st.sampled_from([Pasanaku, RandomOrderPasanaku])


@many
@given(st.integers(2, 4), money, worths, shares)
def test_fixed_order(members: int, paid: Fraction, times: Fraction, share: Fraction) -> None:
    sanction = share * paid / (2 if members == 2 else 1)  # else: the set without a formula below
    _assert_threshold(Pasanaku(members, paid, members * paid * times, sanction), "pasanaku")


@many
@given(st.integers(2, 3), money, worths, shares)
def test_random_order(members: int, paid: Fraction, times: Fraction, share: Fraction) -> None:
    pot = RandomOrderPasanaku(members, paid, members * paid * times, share * paid)
    _assert_threshold(pot, "pasanaku: random order")


def _assert_threshold(pot: Pasanaku | RandomOrderPasanaku, name: str) -> None:
    found = thresholds(pot)
    numbers = {"n": pot.members, "x": pot.contribution, "Theta": pot.worth, "S": pot.sanction}
    assert_same(found, FORMS[name, "delta"]().at(**numbers))
    if found is not None:
        assert_deviation(pot.at(discount_factor=below(found)))


@many
@given(orders, st.integers(2, 3), money, worths, rationals("1/2", 3, below=12))
def test_the_whole_set_with_a_large_sanction(
    kind: Endless, members: int, paid: Fraction, times: Fraction, share: Fraction
) -> None:
    pot = kind(members, paid, members * paid * times, share * paid)
    found = pot.threshold().value
    expected = _where_not_negative(_value_over_sanction(pot))
    assert len(found) == len(expected)
    for interval, (lower, upper) in zip(found, expected, strict=True):
        assert_same(interval.lower, lower)
        assert_same(interval.upper, upper)
    if len(found) == 2:
        gap = (Fraction(float(found[0].upper)) + Fraction(float(found[1].lower))) / 2
        assert_deviation(pot.at(discount_factor=gap))


def _value_over_sanction(pot: Pasanaku | RandomOrderPasanaku) -> list[Fraction]:
    """Coefficients, from the lowest, of what has the sign of V + S just after the pot.

    Fixed: Theta d^(n-1) - (x - S(1-d)) (1 + ... + d^(n-1)); random: Theta d^(n-1)/n + S(1-d) - x.
    """
    n, x, s = pot.members, Fraction(str(pot.contribution)), Fraction(str(pot.sanction))
    worth = Fraction(str(pot.worth))
    found = [Fraction(0)] * (n + 1)
    if isinstance(pot, RandomOrderPasanaku):
        found[0], found[1] = s - x, -s
        found[n - 1] += worth / n
        return found
    for j in range(n):
        found[j] -= x - s
        found[j + 1] -= s
    found[n - 1] += worth
    return found


def _where_not_negative(coefficients: Sequence[Fraction]) -> Ends:
    """The intervals in (0, 1) where a polynomial is >= 0, by SymPy's real roots."""
    sympy: Any = sympy_module()
    x = sympy.Symbol("x")
    exact = [sympy.Rational(c.numerator, c.denominator) for c in reversed(coefficients)]
    polynomial = sympy.Poly(exact, x)
    roots = [r for r in dict.fromkeys(polynomial.real_roots()) if 0 < r < 1]
    ends = [sympy.Integer(0), *roots, sympy.Integer(1)]
    found: Ends = []
    for low, high in pairwise(ends):
        middle = sympy.Rational(str(((low + high) / 2).evalf(40)))
        if polynomial.eval(middle) < 0:
            if low != 0 and (not found or found[-1][1] != low):
                found.append((low, low))
        elif found and found[-1][1] == low:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return [tuple(map(_rational, pair)) for pair in found]  # type: ignore[misc]


def _rational(value: Any) -> Any:
    return Fraction(int(value.p), int(value.q)) if value.is_Rational else value


@few
@given(st.integers(2, 6), money, worths)
def test_without_a_sanction_it_is_a_faena(members: int, paid: Fraction, times: Fraction) -> None:
    worth = members * paid * times
    work = Faena(members, members, paid, worth)
    assert thresholds(Pasanaku(members, paid, worth)) == thresholds(work)


@few
@given(money, worths, rationals(1, 4), orders)
def test_two_members_pay_to_avoid_a_large_sanction(
    paid: Fraction, times: Fraction, above: Fraction, kind: Endless
) -> None:
    # Only for a good that is worth the money: next round's pot is the larger part.
    pot = kind(2, paid, 2 * paid * max(times, Fraction(1)), above * paid)
    assert thresholds(pot) == 0


@many
@given(st.integers(1, 4), st.integers(0, 3), money, worths, probabilities())
def test_one_cycle(
    position: int, after: int, paid: Fraction, times: Fraction, delta: Fraction
) -> None:
    members = max(2, position + after)
    pot = OneCyclePasanaku(members, paid, members * paid * times, 0, delta, position)
    sanction = parameter("sanction", 0, (members + 1) * paid)
    found = thresholds(pot, sanction)
    debt, loss = _debt_and_loss(pot)
    assert found == max(debt, loss)
    if loss <= 0:  # joining is worth it
        numbers = {"n": members, "x": paid, "Theta": pot.worth, "k": position, "delta": delta}
        assert_same(found, FORMS["pasanaku: one cycle", "S"]().at(**numbers))
    enough = pot.at(sanction=found)
    assert check_equilibrium(enough.game(), enough.profile()).value
    if found:
        assert_deviation(pot.at(sanction=below(found)))


def _debt_and_loss(pot: Any) -> tuple[Fraction, Fraction]:
    """What is still to be paid after the own turn; what the whole cycle costs beyond the pot."""
    delta, n, k = pot.discount_factor, pot.members, pot.position
    debt = pot.contribution * sum(delta**j for j in range(n - k))
    paid = pot.contribution * sum(delta**j for j in range(n))
    return debt, paid - delta ** (k - 1) * pot.worth


@few
@given(st.integers(2, 3), money, worths, probabilities())
def test_all_pay_for_one_cycle_if_each_does(
    members: int, paid: Fraction, times: Fraction, delta: Fraction
) -> None:
    pot = OneCyclePasanaku(members, paid, members * paid * times, 0, delta)
    largest = max(max(_debt_and_loss(pot.at(position=k + 1))) for k in range(members))
    assert largest > 0
    for sanction, sustained in ((largest, True), (below(largest), False)):
        cycle = pot.at(sanction=sanction)
        rounds = cycle.rounds()
        plan = dict.fromkeys([*rounds, "over"], (0,) * members)
        assert check_equilibrium(cycle.of_all(rounds), plan).value is sustained


@many
@given(st.integers(2, 3), money, worths, rationals(-4, 9, below=12), patient)
def test_private_saving(
    members: int, paid: Fraction, times: Fraction, advantage: Fraction, delta: Fraction
) -> None:
    worth = members * paid * times
    pot = PasanakuOrPrivateSaving(members, paid, worth, 0, delta, advantage)
    found = thresholds(pot, parameter("sanction", 0, 200))
    numbers = {"n": members, "x": paid, "Theta": worth, "a": advantage, "delta": delta}
    assert_same(found, FORMS["pasanaku: private saving", "S"]().at(**numbers))
    if found:
        assert_deviation(pot.at(sanction=below(found)))


@few
@given(st.integers(2, 4), money, rationals("13/12", 4, below=12), money)
def test_staying_is_worth_what_saving_alone_is(
    members: int, paid: Fraction, times: Fraction, sanction: Fraction
) -> None:
    pot = PasanakuOrPrivateSaving(members, paid, members * paid * times)
    least = thresholds(pot)
    # The sanction does not move the discount factor at which the plan, saving if alone, holds.
    assert least == thresholds(pot.at(sanction=sanction))
    assert least == thresholds(Pasanaku(members, paid, pot.worth))
    patient = pot.at(discount_factor=(Fraction(float(least)) + 1) / 2)
    answer = check_equilibrium(patient.game(), patient.profile())
    states: Any = answer.diagnostics["states"]
    values: Any = answer.diagnostics["values"]
    worth = dict(zip(states, values, strict=True))
    after_the_pot, alone = worth[f"pot in {members - 1} rounds"], worth["alone, 0 saved"]
    assert after_the_pot == alone
    assert alone[0] >= 0
    deviation: Any = answer.diagnostics["deviation"]
    assert (answer.value, deviation.gain, deviation.action) == (True, 0, "default and save")


@few
@given(orders, st.integers(2, 3), money, worths, rationals(0, 3, below=12), rationals(0, "19/20"))
def test_one_member_stands_for_all(
    kind: Endless,
    members: int,
    paid: Fraction,
    times: Fraction,
    share: Fraction,
    delta: Fraction,
) -> None:
    pot = kind(members, paid, members * paid * times, share * paid, delta)
    assert_one_stands_for_all(pot)


@few
@given(st.integers(2, 4), worths, rationals(0, 2, below=12))
def test_knowing_the_order_changes_nothing(members: int, times: Fraction, share: Fraction) -> None:
    known = RandomOrderPasanaku(members, 1, members * times, share)
    game = _drawn_in_each_round(members, members * times, share)
    plan = dict.fromkeys(game.states, (0,))
    assert critical_value(game, "delta", plan).value == known.threshold().value


def _drawn_in_each_round(n: int, worth: Fraction, sanction: Fraction) -> MarkovGame:
    """One member's problem if the receiver is drawn after all have paid, among those who wait."""
    waits, had = [f"wait {r}" for r in range(n)], [f"had {r}" for r in range(n)]
    laws: dict[str, Any] = {"over": "over"}
    gains: dict[str, Fraction] = {}
    for r in range(n):
        drawn = Fraction(1, n - r)
        later = {had[r + 1]: drawn, waits[r + 1]: 1 - drawn} if r < n - 1 else waits[0]
        laws[waits[r]], gains[waits[r]] = later, drawn * worth - 1
        if r:
            laws[had[r]], gains[had[r]] = had[r + 1] if r < n - 1 else waits[0], Fraction(-1)
    states = [*gains, "over"]
    return MarkovGame(
        states,
        {s: [("pay", "default") if s in gains else ("wait",)] for s in states},
        {s: [[gains[s], -sanction] if s in gains else [0]] for s in states},
        {s: [laws[s], "over"] if s in gains else ["over"] for s in states},
        parameter("delta", 0, 1),
    )


def test_the_pot_of_ones_own_turn_is_lost_with_a_default() -> None:
    # Were it kept, one's own turn would bind, and n rounds would pass until the next pot.
    pot = Pasanaku(5, 1, 8)
    game = pot.member_game()
    assert game.payoff("pot in 0 rounds", ["pay"]) == (7,)
    assert game.payoff("pot in 0 rounds", ["default"]) == (0,)
    assert float(thresholds(pot)) == pytest.approx(0.808466179791, abs=1e-11)


def test_two_members_may_pay_for_a_pot_that_is_not_worth_it() -> None:
    # The sanction of 4/5 is less than the contribution; two contributions are worth more than the
    # pot. Very impatient members default, and so do patient ones; on 4d^2/5 - 41d/50 + 1/5 = 0:
    pot = Pasanaku(2, 1, Fraction(91, 50), Fraction(4, 5))
    assert [str(x) for x in pot.threshold().value] == ["[2/5, 5/8]"]
    assert [str(x) for x in pot.at(worth=2).threshold().value] == ["[1/4, 1)"]
    assert pot.at(worth="9/5").threshold().value[0].lower == Fraction(1, 2)
    assert pot.at(worth="179/100").threshold().value == ()


def test_a_set_with_a_gap_that_closes_in_one_point() -> None:
    # Theta d^2/3 + S (1 - d) - x is 4 (d - 1/2)^2/3 here, and smaller for a worse pot.
    touching = RandomOrderPasanaku(3, 1, 4, Fraction(4, 3))
    assert [str(x) for x in touching.threshold().value] == ["(0, 1)"]
    low, high = touching.at(worth="39/10").threshold().value
    assert low.upper < Fraction(1, 2) < high.lower


@pytest.mark.parametrize(
    ("kind", "members"), [(Pasanaku, 11), (RandomOrderPasanaku, 6), (PasanakuOrPrivateSaving, 6)]
)
def test_many_members_are_asked_one_by_one(kind: type[Pasanaku], members: int) -> None:
    pot = kind(members, 1, 4 * members)
    assert pot.verdict().word == "sustained"
    assert pot.at(discount_factor="1/2").verdict().word == "not sustained"


def test_a_game_of_all_that_is_too_large_is_refused() -> None:
    with pytest.raises(UnsupportedGameError, match="members: got 6, .* up to 5"):
        RandomOrderPasanaku(6).game()


def test_floats_stay_floats() -> None:
    pot = RandomOrderPasanaku(4, 1.0, 8.0, 0.0, 0.9)
    assert pot.verdict().sustained is True
    assert pot.verdict().certificates == {}


@pytest.mark.parametrize(
    ("kind", "numbers", "message"),
    [
        (Pasanaku, {"members": 1}, "members"),
        (Pasanaku, {"sanction": -1}, "sanction"),
        (RandomOrderPasanaku, {"contribution": 0}, "contribution"),
        (OneCyclePasanaku, {"members": 3, "position": 4}, "position: got 4, expected at most"),
        (OneCyclePasanaku, {"position": 0}, "position"),
        (Pasanaku, {"discount_factor": 1}, "discount_factor"),
    ],
)
def test_bad_numbers_are_refused(kind: Any, numbers: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidGameError, match=message):
        kind(**numbers)


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        (Pasanaku, 60),
        (RandomOrderPasanaku, 12),
        (OneCyclePasanaku, 60),
        (PasanakuOrPrivateSaving, 40),
    ],
)
def test_too_many_members_are_refused(kind: Any, most: int) -> None:
    expected = f"members: got 100000, expected at most {most}"
    with pytest.raises(UnsupportedGameError, match=expected):
        kind(10**5).verdict()
    with pytest.raises(UnsupportedGameError, match=expected):
        kind(10**5).threshold()
    assert kind(most).member_game().states
