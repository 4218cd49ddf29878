"""Price in a marketplace: solvers against formulas, and deviations below the thresholds."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames import parameter
from coopgames.catalogue.state_and_market.price_discipline import (
    FinedMarket,
    NeighbouringStalls,
    PriceDiscipline,
    PriceWarForEver,
)
from coopgames.claims.closed_forms.price_discipline import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import MarkovGame
from coopgames.solvers import Interval, check_equilibrium
from coopgames.solvers.contracts import best_contract
from coopgames.solvers.long_run import long_run_shares
from coopgames.solvers.punishment_length import least_punishment_length
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    probabilities,
    rationals,
    thresholds,
)
from tests.properties.catalogue._alike import assert_one_stands_for_all, follows

FORM = {key: form() for key, form in FORMS.items()}
MOST = 10**6
CROWD = parameter("sellers", 1, MOST)
slumps = st.integers(0, 18).map(lambda k: Fraction(k, 20))
seen = st.integers(0, 12).map(lambda k: Fraction(k, 12))
patience = st.integers(1, 23).map(lambda k: Fraction(k, 24))
crowds = st.integers(9, 64).map(lambda k: Fraction(k, 8))


def _most(market: Any, least: int = 1) -> Any:
    """The largest number of sellers, if all smaller ones from ``least`` on keep the price too."""
    found = market.threshold(parameter("sellers", least, MOST)).value
    if not found:
        return None
    assert len(found) == 1
    assert found[0].lower == least
    assert found[0].upper_closed
    return found[0].upper


def _assert_most(market: Any, formula: Any) -> None:
    """One seller alone has nobody to undercut, and the open domain leaves him out."""
    found = _most(market)
    assert_same(Fraction(1) if found is None else found, formula)
    assert_deviation(market.at(sellers=formula + Fraction(1, 1000)))
    assert follows(market.at(sellers=formula))


def _assert_undercut(market: Any, threshold: Any) -> None:
    """Someone gains from a deviation below a threshold, or anywhere if there is none."""
    delta = Fraction(99, 100) if threshold is None else below(threshold)
    assert_deviation(market.at(discount_factor=delta))


@many
@given(slumps, seen, st.integers(0, 9), patience)
def test_largest_market(slump: Fraction, seen: Fraction, war: int, delta: Fraction) -> None:
    formula = FORM["price_discipline", "n"].at(alpha=slump, D=seen, T=war, delta=delta)
    _assert_most(PriceDiscipline(2, slump, seen, delta, war), formula)


@many
@given(slumps, seen, patience)
def test_largest_market_with_a_war_for_ever(
    slump: Fraction, seen: Fraction, delta: Fraction
) -> None:
    formula = FORM["price_discipline: war for ever", "n"].at(alpha=slump, delta=delta)
    _assert_most(PriceWarForEver(2, slump, seen, delta), formula)


@many
@given(crowds, slumps, seen, st.integers(0, 5))
def test_discount_factor(sellers: Fraction, slump: Fraction, seen: Fraction, war: int) -> None:
    market = PriceDiscipline(sellers, slump, seen, war=war)
    found = thresholds(market)
    form = FORM["price_discipline", "delta"]
    assert_same(found, form.at(n=sellers, alpha=slump, D=seen, T=war))
    assert_deviation(
        market.at(discount_factor=Fraction(99, 100) if found is None else below(found))
    )


@many
@given(crowds, slumps, seen)
def test_discount_factor_with_a_war_for_ever(
    sellers: Fraction, slump: Fraction, seen: Fraction
) -> None:
    market = PriceWarForEver(sellers, slump, seen)
    found = thresholds(market)
    form = FORM["price_discipline: war for ever", "delta"]
    assert_same(found, form.at(n=sellers, alpha=slump))
    assert_deviation(
        market.at(discount_factor=Fraction(99, 100) if found is None else below(found))
    )


@many
@given(slumps, patience)
def test_when_neighbours_hold_as_many_as_war_for_ever(slump: Fraction, delta: Fraction) -> None:
    enough = FORM["price_discipline: war for ever", "D"].at(alpha=slump, delta=delta)
    crowd = _most(PriceWarForEver(2, slump, 0, delta))
    calm = PriceDiscipline(crowd, slump, 1, delta, 0)
    found = thresholds(calm, "seen")
    if found is None:  # the open domain leaves out 1
        assert enough == 1
        assert follows(calm)
    else:
        assert found == enough
        assert_deviation(calm.at(seen=below(found)))


@given(slumps, patience, st.integers(0, 2), st.integers(1, 2))
def test_when_longer_wars_help(slump: Fraction, delta: Fraction, war: int, more: int) -> None:
    """A longer war holds a larger market below D, and a smaller one above it; at it, as large."""
    enough = FORM["price_discipline: war for ever", "D"].at(alpha=slump, delta=delta)
    for seen, sign in ((enough / 2, 1), (enough, 0), ((1 + enough) / 2, -1)):
        market = PriceDiscipline(2, slump, seen, delta)
        short, long = (_most(market.at(war=length)) for length in (war, war + more))
        assert (long > short) - (long < short) == (sign if seen != enough else 0)


@many
@given(crowds, st.fractions(Fraction(1, 30), Fraction(1, 3), max_denominator=30), seen, patience)
def test_least_war(sellers: Fraction, slump: Fraction, seen: Fraction, delta: Fraction) -> None:
    market = PriceDiscipline(sellers, slump, seen, delta)
    answer = least_punishment_length(market.lasting, market.by_lot)
    if slump * sellers + seen < 1:
        lots: Any = answer.diagnostics["lots"]
        form = FORM["price_discipline: war by lot", "1 - y"]
        formula = form.at(n=sellers, alpha=slump, D=seen, delta=delta)
        if formula is None:
            assert lots == ()
        else:
            assert lots == (Interval(formula, Fraction(1), formula > 0, False),)
    length = answer.value
    if length is not None:
        assert follows(market.at(war=length))
        if length > 0:
            assert_deviation(market.at(war=length - 1))
    else:
        for war in (0, 3):
            assert not follows(market.at(war=war))


@given(probabilities(), st.fractions(Fraction(1, 30), Fraction(1, 3), max_denominator=30), patience)
def test_least_war_where_nobody_sees(share: Fraction, slump: Fraction, delta: Fraction) -> None:
    """PD3: the least T with d**(T + 1) at most a ratio, if that is positive."""
    sellers = 1 + share * (1 / slump - 1)
    market = PriceDiscipline(sellers, slump, 0, delta)
    found = least_punishment_length(market.lasting, market.by_lot).value
    ratio = (sellers * delta * (1 - slump) - (sellers - 1)) / (1 - slump * sellers)
    if found is None:
        assert ratio <= 0
    else:
        assert delta ** (found + 1) <= ratio < delta**found


@many
@given(st.fractions(Fraction(1, 30), Fraction(9, 10), max_denominator=30), st.integers(0, 12))
def test_share_of_time_at_war(slump: Fraction, war: int) -> None:
    market = PriceDiscipline(3, slump, "1/3", war=war)
    shares = long_run_shares(market.member_game(), market.member_profile()).value
    assert 1 - shares["orderly"] == FORM["price_discipline", "share"].at(alpha=slump, T=war)
    assert shares["over"] == 0
    assert sum(shares.values()) == 1


def test_in_the_long_run_a_war_for_ever_is_all_there_is() -> None:
    market = PriceWarForEver()
    assert long_run_shares(market.member_game(), market.member_profile()).value == {
        "orderly": 0, "war": 1,
    }  # fmt: skip


@many
@given(crowds, slumps, seen.filter(bool), rationals("1/10", 20, below=10))
def test_a_given_fine(sellers: Fraction, slump: Fraction, seen: Fraction, fine: Fraction) -> None:
    market = FinedMarket(sellers, slump, seen, fine=fine)
    found = thresholds(market)
    form = FORM["price_discipline: fines", "delta"]
    assert_same(found, form.at(n=sellers, alpha=slump, D=seen, f=fine))
    assert_deviation(
        market.at(discount_factor=Fraction(99, 100) if found is None else below(found))
    )


@given(crowds, slumps, seen.filter(bool), st.integers(0, 2))
def test_the_best_fine_does_what_expulsion_does(
    sellers: Fraction, slump: Fraction, seen: Fraction, war: int
) -> None:
    fines = FinedMarket(sellers, slump, seen, war=war).free("discount_factor")
    best = best_contract(fines.under, fines.member_profile(), [(0, 1)])
    assert best.value == PriceDiscipline(sellers, slump, seen, war=war).threshold().value
    contracts: Any = best.diagnostics["contracts"]
    for delta, (fine,) in contracts.items():
        assert follows(FinedMarket(sellers, slump, seen, delta, fine, war))


@many
@given(st.integers(1, 4), seen.filter(bool), slumps, patience)
def test_neighbours(near: int, seen: Fraction, slump: Fraction, delta: Fraction) -> None:
    street = NeighbouringStalls(near + 2, slump, seen, delta, near)
    found = _most(street, near + 1)
    formula = FORM["price_discipline: neighbours", "n"].at(g=near, D_1=seen, delta=delta)
    assert_same(found, formula)
    larger = near + 2 if found is None else int(float(found)) + 2
    assert_deviation(street.at(sellers=larger))


@given(
    st.integers(1, 3),
    slumps,
    seen,
    st.integers(0, 2),
    patience,
    st.sampled_from(["war", "lasting"]),
)
def test_one_seller_stands_for_all(
    sellers: int, slump: Fraction, seen: Fraction, war: int, delta: Fraction, kind: str
) -> None:
    if kind == "war":
        assert_one_stands_for_all(PriceDiscipline(sellers, slump, seen, delta, war))
        if seen:
            assert_one_stands_for_all(FinedMarket(sellers, slump, seen, delta, 1, war))
    else:
        assert_one_stands_for_all(PriceWarForEver(sellers, slump, seen, delta))


def test_worked_examples() -> None:
    assert _most(PriceWarForEver(2, "1/10", 0, "9/10")) == Fraction(100, 19)
    assert _most(PriceDiscipline(2, "1/10", "1/2", "9/10", 0)) == Fraction(11, 2)
    assert thresholds(PriceWarForEver(4, "1/10")) == Fraction(5, 6)
    assert thresholds(PriceDiscipline(4, "1/10", "1/2", war=0)) == Fraction(6, 7)
    assert PriceWarForEver(4, "3/10").verdict().word == "never"
    for sellers, length in ((4, 8), (6, None)):
        market = PriceDiscipline(sellers, "1/10", 0, "9/10")
        assert least_punishment_length(market.lasting, market.by_lot).value == length
    # At exactly the crowd of a war for ever no war that ends is long enough.
    market = PriceDiscipline("100/19", "1/10", 0, "9/10")
    assert least_punishment_length(market.lasting, market.by_lot).value is None
    assert follows(PriceWarForEver("100/19", "1/10", 0, "9/10"))


def test_without_a_future_nobody_keeps_a_price() -> None:
    for war in (0, 3):
        market = PriceDiscipline(2, "1/10", "1/2", 0, war)
        assert follows(market) is False
        assert follows(market.at(sellers=1)) is True
        assert least_punishment_length(market.lasting, market.by_lot).value is None


def test_a_market_is_written_out_for_a_whole_number_of_sellers() -> None:
    for market in (PriceDiscipline("9/2"), FinedMarket("9/2"), PriceDiscipline(2).free(CROWD)):
        with pytest.raises(UnsupportedGameError, match="sellers: got .*, the game of all"):
            market.game()
    for market in (PriceDiscipline(11), FinedMarket(11)):
        with pytest.raises(UnsupportedGameError, match="got 11, the game of all .* up to 10"):
            market.game()
    # Then the verdict is that of one seller's problem.
    assert PriceDiscipline("9/2", seen="1/2").verdict().sustained is True


def test_floats() -> None:
    market = PriceDiscipline(4.0, 0.1, 0.5, 0.9, war=0)
    answer = check_equilibrium(market.game(), market.profile())  # type: ignore[arg-type]
    assert answer.value is True


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"sellers": "1/2"}, "sellers: got"),
        ({"slump": 1}, "slump: got"),
        ({"war": -1}, "war: got -1"),
        ({"war": 2.5}, "war: got 2.5"),
    ],
)
def test_numbers_outside_their_domains(changes: dict[str, object], text: str) -> None:
    with pytest.raises(InvalidGameError, match=text):
        PriceDiscipline().at(**changes)


def test_more_neighbours_than_other_sellers() -> None:
    with pytest.raises(InvalidGameError, match=r"sellers: got .*, expected .* neighbours \+ 1 = 5"):
        NeighbouringStalls(sellers=4, neighbours=4)


def test_what_the_solvers_refuse() -> None:
    floats = PriceDiscipline(4.0, 0.1, 0.5, 0.9)
    with pytest.raises(UnsupportedGameError, match="exact"):
        least_punishment_length(floats.lasting, floats.by_lot)
    with pytest.raises(UnsupportedGameError, match="exact"):
        long_run_shares(floats.member_game(), floats.member_profile())
    parting = MarkovGame(
        ["start", "left", "right"], [1], [[[0]]] * 3,
        [{"left": "1/2", "right": "1/2"}, "left", "right"], "1/2", "start",
    )  # fmt: skip
    with pytest.raises(UnsupportedGameError, match="chance decides"):
        long_run_shares(parting, {s: (0,) for s in parting.states})
