"""Hold-up: thresholds against formulas, against every part one by one, and deviations below."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coopgames as cg
from coopgames import parameter
from coopgames.arithmetic import real_roots, sign_at
from coopgames.catalogue.specialization.holdup import (
    DurableAsset,
    HoldUp,
    HoldUpWithOutlay,
    OneOrder,
)
from coopgames.claims.closed_forms.holdup import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.solvers import Interval, check_equilibrium
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
shares = rationals(0, 1)
margins = rationals(0, 3) | st.just(Fraction(0))
parts = st.integers(1, 6)
patience = rationals(0, "19/20")
Change = Callable[..., Any]


@st.composite
def orders(draw: Change) -> HoldUp:
    cost = draw(positive)
    worth = cost + draw(positive)
    numbers = draw(st.tuples(shares, parts, patience, shares, margins))
    return HoldUp(cost, worth, *numbers)


@st.composite
def orders_with_outlay(draw: Change) -> HoldUpWithOutlay:
    cost = draw(positive)
    worth, outlay = cost + draw(positive), cost * draw(shares)
    return HoldUpWithOutlay(cost, worth, draw(shares), draw(parts), draw(patience), outlay)


def spot_rents(schedule: Any, first: int) -> Fraction:
    """Return what the buyer has of the parts from one on, if they are delivered on the spot.

    By backward induction: the supplier sinks a part if that and what follows it pay him.
    """
    left, rents = Fraction(0), Fraction(0)
    for part in reversed(schedule[first:]):
        left += part.bargained - part.cost
        rents += part.worth - part.bargained
        if left <= 0:
            left, rents = Fraction(0), Fraction(0)
    return rents


def part_by_part(order: HoldUp | HoldUpWithOutlay) -> Fraction | None:
    """Return the threshold of the choice at every part: a walk through the tree of one order.

    At part j the buyer keeps what the agreed price has above the bargained one, and of the parts
    after it and the orders after that he has what the spot brings instead of what was agreed.
    """
    schedule: Any = order.schedule()
    loss = sum(p.worth - p.price for p in schedule) - spot_rents(schedule, 0)
    found = [Fraction(0)]
    for j, here in enumerate(schedule):
        still = sum((p.worth - p.price for p in schedule[j + 1 :]), Fraction(0))
        tempted = here.price - here.bargained - still + spot_rents(schedule, j + 1)
        # tempted <= delta/(1 - delta) loss
        if tempted > 0 and loss <= 0:
            return None
        found.append(tempted / (tempted + loss) if tempted > 0 else Fraction(0))
    return max(found)


@many
@given(orders())
def test_instalments(order: HoldUp) -> None:
    found = thresholds(order)
    price: Any = order.cost + order.margin
    form = FORM["holdup", "delta"]
    numbers = {"I": order.cost, "B": order.worth, "lam": order.bargaining, "r": order.elsewhere}
    assert_same(found, form.at(p=price, k=order.parts, **numbers))
    assert found == part_by_part(order)
    if found:
        assert_deviation(order.at(discount_factor=below(found)))


@many
@given(orders_with_outlay())
def test_a_first_outlay(order: HoldUpWithOutlay) -> None:
    found = thresholds(order)
    numbers = {"I": order.cost, "B": order.worth, "lam": order.bargaining, "F0": order.outlay}
    assert_same(found, FORM["holdup: first outlay", "delta"].at(k=order.parts, **numbers))
    assert found == part_by_part(order)
    if found:
        assert_deviation(order.at(discount_factor=below(found)))


@given(orders(), parts)
def test_without_an_outlay_the_two_games_are_one(order: HoldUp, k: int) -> None:
    plain = order.at(elsewhere=0, margin=0, parts=k)
    given_numbers = plain.cost, plain.worth, plain.bargaining, k, plain.discount_factor
    with_outlay = HoldUpWithOutlay(*given_numbers, outlay=0)  # type: ignore[arg-type]
    assert with_outlay.game() == plain.game()


@given(orders() | orders_with_outlay())
def test_the_buyer_alone_stands_for_both(order: HoldUp | HoldUpWithOutlay) -> None:
    one = check_equilibrium(order.member_game(), order.member_profile())
    both = check_equilibrium(order.game(), order.profile())
    assert one.value is both.value
    if not one.value:
        found, other = (x.diagnostics["deviation"] for x in (one, both))
        assert (found.gain, found.action) == (other.gain, other.action)
        assert other.player == "buyer"


@many
@given(positive, positive, st.integers(1, 5), st.data(), shares)
def test_bargaining_maximises_the_nash_product(
    cost: Fraction, more: Fraction, q: int, data: st.DataObject, r: Fraction
) -> None:
    """The product (h - rI)**a (B - h)**(q - a) rises up to h and falls after it, lambda = a/q."""
    a = data.draw(st.integers(0, q))
    order = HoldUp(cost, cost + more, Fraction(a, q), elsewhere=r)
    worth, outside, h = order.worth, r * cost, order.bargained
    # The sign of its derivative inside, over positive powers: a (B - h) - (q - a)(h - rI).
    slope = [a * worth + (q - a) * outside, Fraction(-q)]
    if 0 < a < q:
        assert real_roots(slope, outside, worth) == (h,)
    middle = [(outside + h) / 2, (h + worth) / 2]
    if a > 0:
        assert sign_at(slope, middle[0]) == 1
    if a < q:
        assert sign_at(slope, middle[1]) == -1


@many
@given(positive, positive, shares)
def test_one_order(cost: Fraction, more: Fraction, r: Fraction) -> None:
    order = OneOrder(cost, cost + more, "1/2", r)
    least = thresholds(order, "bargaining")
    assert_same(least, FORM["holdup: one order", "lam"].at(I=cost, B=cost + more, r=r))
    if not least:
        return
    weak = order.at(bargaining=below(least))
    assert_deviation(weak)
    # Nobody sinks in any equilibrium, mixed ones too; where bargaining covers the cost some do.
    sunk = [row[0] for row in cg.nash_equilibria(weak.stage_game()).value]
    assert sunk
    assert all(chances == (0, 1) for chances in sunk)
    strong = order.at(bargaining=(1 + least) / 2)
    assert any(row[0][0] > 0 for row in cg.nash_equilibria(strong.stage_game()).value)


@many
@given(positive, positive, probabilities(), st.just(Fraction(0)) | rationals(-1, 1))
def test_a_durable_asset(cost: Fraction, benefit: Fraction, lam: Fraction, q: Fraction) -> None:
    numbers = {"I": cost, "b": benefit, "lam": lam, "q": q}
    free = DurableAsset(cost, benefit, lam, q)
    assert_same(thresholds(free), FORM["holdup: durable asset", "delta"].at(**numbers))
    if q:
        assert_deviation(free)
    asset = free.at(bargains="the buyer")
    found = thresholds(asset)
    form = FORM["holdup: durable asset at a price that binds the supplier", "delta"]
    assert_same(found, form.at(**numbers))
    if found is None:
        assert_deviation(asset)
    elif found:
        assert_deviation(asset.at(discount_factor=below(found)))


@given(positive, positive, probabilities(), probabilities())
def test_no_agreed_price_does_better_than_the_spot(
    cost: Fraction, benefit: Fraction, lam: Fraction, delta: Fraction
) -> None:
    """Sustained premiums: from what covers the cost up to none; so some iff delta >= 1 - lam b/I.

    The lower end is I (1 - delta) - lam b: a round's price must pay the interest on what was sunk.
    """
    free = DurableAsset(cost, benefit, lam, discount_factor=delta)
    premium, low = parameter("premium", -20, 20), cost * (1 - delta) - lam * benefit
    held = free.at(bargains="the buyer").threshold(premium).value
    assert held == ((Interval(low, Fraction(0), True, True),) if low <= 0 else ())
    # Where the supplier may refuse too, none below the spot is taken.
    spot = Interval(Fraction(0), Fraction(0), True, True)
    assert free.threshold(premium).value == ((spot,) if low <= 0 else ())


@pytest.mark.parametrize("changes", [{"elsewhere": 1}, {"bargaining": 1}, {"bargaining": "2/3"}])
def test_where_bargaining_covers_the_cost_no_relation_is_needed(changes: dict[str, Any]) -> None:
    order = HoldUp(**changes)
    assert thresholds(order) == 0
    assert order.at(discount_factor=0).verdict().word == "sustained"


def test_a_price_that_leaves_nothing_to_the_buyer_is_never_paid() -> None:
    assert thresholds(HoldUp(cost=2, worth=3, margin=1)) is None
    assert HoldUp(cost=2, worth=3, margin=1, discount_factor="999/1000").verdict().word == "never"
    # With all of the bargaining power the supplier gets that price anyway.
    assert thresholds(HoldUp(cost=2, worth=3, margin=1, bargaining=1)) == 0


@pytest.mark.parametrize(
    "order",
    [
        HoldUpWithOutlay(2, 3, "1/4", 3, outlay=2),
        HoldUpWithOutlay(2, 3, "9/10", 2, outlay=1),
        HoldUp(bargaining="7/10"),
    ],
)
def test_stopping_is_no_threat_where_the_spot_pays(order: HoldUp | HoldUpWithOutlay) -> None:
    patient = order.at(discount_factor="99/100")
    plan: Any = dict(patient.profile())  # type: ignore[call-overload]
    assert check_equilibrium(patient.game(), plan).value is True
    # The plan that the supplier stops after a cheat is not credible, though it is never reached.
    stubborn = {**plan, "trust": (0, 0), "the rest of an order": (0, 0)}
    answer = check_equilibrium(patient.game(), stubborn)
    assert answer.value is False
    assert answer.diagnostics["deviation"].player == "supplier"


def test_an_outlay_that_is_all_of_the_cost_makes_an_order_as_good_as_one_part() -> None:
    order = HoldUpWithOutlay(2, 3, "1/4", 2, outlay=2)
    assert thresholds(order) == thresholds(order.at(parts=1)) == Fraction(5, 9)
    # At the knife edge h = I - F0 he does not mind, and withholding is the harsher threat.
    assert thresholds(order.at(outlay="5/4")) == Fraction(1, 9)
    assert thresholds(order.at(outlay="126/100")) == Fraction(5, 9)


def test_a_price_above_a_spot_that_covers_the_cost_is_never_paid() -> None:
    order = HoldUp(bargaining="7/10", margin="1/4", parts=1)
    assert order.bargained > order.cost
    assert thresholds(order) is None
    assert order.verdict().word == "never"
    assert thresholds(order.at(margin="1/10")) == 0  # at h itself
    assert thresholds(order.at(bargaining="2/3")) == Fraction(
        1, 4
    )  # h = I: keeping out is credible


def test_a_family_in_which_the_threat_changes_is_refused_with_its_range() -> None:
    order = HoldUp(margin="1/4", parts=1)
    with pytest.raises(InvalidGameError, match=r"bargaining in \(2/3, 1\)"):
        order.threshold("bargaining")
    assert thresholds(order, parameter("bargaining", 0, "2/3")) == 0
    # At the cost the threat does not matter where it changes.
    assert thresholds(order.at(margin=0, discount_factor="1/3"), "bargaining") == Fraction(1, 2)
    with pytest.raises(InvalidGameError, match=r"outlay in \(5/4, 2\)"):
        HoldUpWithOutlay().threshold(parameter("outlay", 0, 2))


def test_a_family_with_numbers_that_do_not_fit_is_refused_with_its_range() -> None:
    with pytest.raises(InvalidGameError, match=r"cost: .*outlay.*\(0, 2\]"):
        HoldUpWithOutlay(2, 3).threshold(parameter("outlay", 0, 4))
    with pytest.raises(InvalidGameError, match=r"worth: .*cost in \(1, 3\)"):
        HoldUp(worth=3).threshold(parameter("cost", 1, 4))


def test_many_parts_need_no_patience() -> None:
    order = HoldUp(parts=300)
    assert thresholds(order) == Fraction(5, 4) / (Fraction(5, 4) + 300)
    with pytest.raises(UnsupportedGameError, match="member_game"):
        order.game()
    assert order.verdict().sustained
    with pytest.raises(UnsupportedGameError, match="parts: got 1000000000, .* 2000"):
        order.at(parts=10**9).threshold()


def test_a_parameter_may_be_any_number() -> None:
    order = HoldUp(parts=1, discount_factor="1/2")
    assert thresholds(order, parameter("worth", "5/2", 10)) == Fraction(16, 5)
    assert thresholds(order, "elsewhere") == Fraction(1, 6)
    assert order.threshold(parameter("margin", 0, 1)).value == ()
    assert order.threshold(parameter("cost", 1, "29/10")).value[0].upper == Fraction(15, 8)
    asset = DurableAsset()
    assert thresholds(asset, "bargaining") == Fraction(1, 5)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: HoldUp(cost=3, worth=3), "worth"),
        (lambda: OneOrder(cost=3, worth=2), "worth"),
        (lambda: HoldUpWithOutlay(cost=3, worth=1), "worth"),
        (lambda: HoldUpWithOutlay(cost=2, outlay=3), "cost"),
        (lambda: HoldUp(margin=-1), "margin"),
        (lambda: HoldUp(parts=0), "parts"),
        (lambda: DurableAsset(bargaining=2), "bargaining"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(make: Callable[[], Any], name: str) -> None:
    with pytest.raises(InvalidGameError, match=name):
        make()
