"""The marketplace: solvers against formulas, deviations below thresholds, all sellers at once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coopgames import parameter
from coopgames.catalogue.defensive._policing import MOST_SELLERS
from coopgames.catalogue.defensive.marketplace import (
    Marketplace,
    MarketplaceBestSize,
    MarketplaceCollapse,
    MarketplaceEntry,
)
from coopgames.claims.closed_forms.marketplace import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.solvers import check_equilibrium
from tests.golden.rows_alarm import ROWS
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    probabilities,
    rationals,
    thresholds,
)

positive = rationals("1/10", 9, below=20)
chances = rationals("1/20", 1, below=20)
losses = rationals("1/20", 2, below=20)
search = ROWS["marketplace"]
#: Crowd and congestion with which few sellers are best, since sizes are searched one by one.
crowds, congestions = rationals("1/2", 4, below=12), rationals("1/3", 2, below=12)


def _income(k: int, h: Fraction, g: Fraction) -> Fraction:
    return h * k - g * k * k


#: For edges, and for games of all members.
few = settings(max_examples=25, deadline=None)


# --- policing ---


@many
@given(st.integers(1, 25), positive, losses, chances, positive)
def test_own_loss(n: int, h: Fraction, g: Fraction, p: Fraction, e: Fraction) -> None:
    market = Marketplace(n, h, g, p, e)
    found = thresholds(market)
    assert_same(found, FORMS["marketplace", "delta"]().at(n=n, h=h, g=g, p=p, e=e))
    if found is None:
        assert_deviation(market.at(discount_factor="999/1000"))
    else:
        assert_deviation(market.at(discount_factor=below(found)))


@few
@given(st.integers(1, 30), positive, losses, chances, positive, st.integers(2, 5))
def test_larger_markets_police_a_fortiori(
    n: int, h: Fraction, g: Fraction, p: Fraction, e: Fraction, sizes: int
) -> None:
    market = Marketplace(n, h, g, p, e)
    assert market.at(sizes=sizes).threshold().value == market.threshold().value


@few
@given(st.integers(1, 20), losses, chances, positive)
def test_no_loss_no_policing(n: int, g: Fraction, p: Fraction, e: Fraction) -> None:
    h = g * (2 * n + 1) - p * e / (n * (n + 1))
    assume(h > 0)
    assert thresholds(Marketplace(n, h, g, p, e)) is None
    assert thresholds(Marketplace(n, h * Fraction(99, 100), g, p, e)) is not None


@few
@given(crowds, congestions, chances, positive)
def test_nobody_polices_below_the_best_size(
    h: Fraction, g: Fraction, p: Fraction, e: Fraction
) -> None:
    best = search["members_best_size_integer"]({"h": h, "g": g})
    for n in range(1, best):
        assert thresholds(Marketplace(n, h, g, p, e)) is None


@many
@given(st.integers(1, 25), positive, losses, chances, positive, rationals(-9, 9))
def test_collapse(
    n: int, h: Fraction, g: Fraction, p: Fraction, e: Fraction, less: Fraction
) -> None:
    outside = _income(n, h, g) - less
    market = MarketplaceCollapse(n, h, g, p, e, outside=outside)
    found = thresholds(market)
    form = FORMS["marketplace: collapse", "delta"]()
    assert_same(found, form.at(n=n, h=h, g=g, p=p, e=e, u_0=outside))
    if found is None:
        assert_deviation(market.at(discount_factor="999/1000"))
    else:
        assert_deviation(market.at(discount_factor=below(found)))


@few
@given(st.integers(1, 20), positive, chances, positive)
def test_a_collapse_that_costs_nothing_deters_nobody(
    n: int, h: Fraction, p: Fraction, e: Fraction
) -> None:
    g = Fraction(1, 10)
    assert thresholds(MarketplaceCollapse(n, h, g, p, e, outside=_income(n, h, g) - p * e / n)) is (
        None
    )


@few
@given(
    st.integers(1, 5), positive, losses, chances, positive, rationals(0, "19/20"),
    st.integers(1, 3),
)  # fmt: skip
def test_one_seller_stands_for_all(
    n: int, h: Fraction, g: Fraction, p: Fraction, e: Fraction, delta: Fraction, sizes: int
) -> None:
    for market in (
        Marketplace(n, h, g, p, e, delta, sizes),
        MarketplaceCollapse(n, h, g, p, e, delta, _income(n, h, g) - 1),
    ):
        found = thresholds(market)
        points = [market] if found is None else [market, market.at(discount_factor=found)]
        for at in points:
            one = check_equilibrium(at.member_game(), at.member_profile())
            everybody = check_equilibrium(at.game(), at.profile())
            assert one.value is everybody.value
            gains: list[Any] = [answer.diagnostics["deviation"] for answer in (one, everybody)]
            assert gains[0].gain == gains[1].gain


# --- sizes ---


@many
@given(crowds, congestions, rationals(-1, 4, below=12))
def test_free_entry(h: Fraction, g: Fraction, outside: Fraction) -> None:
    found = search["free_entry_size_integer"]({"h": h, "g": g, "u0": outside})
    root = FORMS["marketplace: entry", "k"]().at(h=h, g=g, u_0=outside)
    assert found == (None if root is None else root // 1)
    earning = [k for k in range(1, 40) if _income(k, h, g) >= outside]
    assert found == (max(earning) if earning else None)


@few
@given(st.integers(1, 12), crowds, congestions, probabilities())
def test_a_seller_who_is_indifferent_comes(
    k: int, h: Fraction, g: Fraction, share: Fraction
) -> None:
    assume(2 * g * k >= h)
    now, more = _income(k, h, g), _income(k + 1, h, g)
    entry = {"h": h, "g": g}
    assert search["free_entry_size_integer"]({**entry, "u0": now}) == k
    assert search["free_entry_size_integer"]({**entry, "u0": now - share * (now - more)}) == k


def test_no_whole_number_of_sellers_earns_enough_between_two_that_do_not() -> None:
    # 3k - k^2 is 9/4 at 3/2 but only 2 at 1 and at 2
    entry = {"h": Fraction(3), "g": Fraction(1), "u0": Fraction(21, 10)}
    assert search["free_entry_size_integer"](entry) is None
    assert FORMS["marketplace: entry", "k"]().at(h=3, g=1, u_0="21/10") is None


@few
@given(st.integers(1, 9), crowds, congestions)
def test_the_incomes_elsewhere_at_which_a_size_lasts(k: int, h: Fraction, g: Fraction) -> None:
    assume(2 * g * (k + 1) > h + g)
    family = parameter("outside", -500, 500)
    interval: Any
    (interval,) = MarketplaceEntry(k, h, g).threshold(family).value
    assert (interval.lower, interval.upper) == (_income(k + 1, h, g), _income(k, h, g))
    assert interval.lower_closed
    assert interval.upper_closed
    assert_deviation(MarketplaceEntry(k, h, g, interval.lower - 1))
    assert_deviation(MarketplaceEntry(k, h, g, interval.upper + 1))


@few
@given(crowds, congestions, rationals(-1, 4, below=12))
def test_one_inside_and_one_outside_stand_for_all(
    h: Fraction, g: Fraction, outside: Fraction
) -> None:
    """Nobody who sells would rather not, and nobody else would rather sell."""
    for k in range(1, 8):
        stays, comes = _income(k, h, g) >= outside, _income(k + 1, h, g) > outside
        market = MarketplaceEntry(k, h, g, outside)
        assert check_equilibrium(market.game(), market.profile()).value is (stays and not comes)


@many
@given(crowds, congestions)
def test_best_size(h: Fraction, g: Fraction) -> None:
    found = search["members_best_size_integer"]({"h": h, "g": g})
    peak = FORMS["marketplace: best size", "k"]().at(h=h, g=g)
    # The nearest whole number, the smaller of two; and a market has a seller.
    assert found == max(1, -((1 - 2 * peak) // 2))
    assert _income(found, h, g) == max(_income(k, h, g) for k in range(1, 20))
    for other in {found - 1, found + 2} - {0}:
        assert_deviation(MarketplaceBestSize(other, h, g))


def test_congestions_at_which_a_size_is_best() -> None:
    (interval,) = MarketplaceBestSize(10, 2).threshold(parameter("congestion", 0, 1)).value
    assert (interval.lower, interval.upper) == (Fraction(2, 21), Fraction(2, 19))


# --- what is refused ---


def test_a_large_market_is_not_written_out_but_judged() -> None:
    market = Marketplace(MOST_SELLERS + 1)
    with pytest.raises(UnsupportedGameError, match=f"up to {MOST_SELLERS}"):
        market.game()
    assert market.verdict().word == "sustained"


@pytest.mark.parametrize(
    ("name", "wrong"), [("sellers", 0), ("sizes", 0), ("appears", 0), ("cost", -1), ("crowd", 0)]
)
def test_numbers_outside_their_domain_are_refused(name: str, wrong: int) -> None:
    with pytest.raises(InvalidGameError, match=name):
        Marketplace(**{name: wrong})  # type: ignore[arg-type]


def test_too_many_sizes_are_refused() -> None:
    with pytest.raises(UnsupportedGameError, match="sizes: got 1000000, expected at most 30"):
        Marketplace(sizes=10**6).verdict()
