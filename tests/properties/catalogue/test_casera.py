"""The casera's thresholds: solvers against formulas, and deviations below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames import parameter
from coopgames.catalogue.state_and_market.casera import Casera
from coopgames.claims.closed_forms.casera import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import MarkovGame
from coopgames.solvers import Interval, check_equilibrium
from coopgames.solvers.contracts import best_contract
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    thresholds,
)

#: The advance is at most the price, and neither is negative.
CONTRACTS = ((0, 1, -1), (0, 0, 1))


def fractions_of(whole: int, least: int, most: int) -> st.SearchStrategy[Fraction]:
    """Fractions over one denominator: nine of them for a trade are drawn faster than any others."""
    return st.integers(least, most).map(lambda k: Fraction(k, whole))


shares = fractions_of(12, 0, 12)
deltas = fractions_of(60, 1, 59)
ONE_CONTRACT, BEST, NO_ADVANCE = (
    FORMS[name, "delta"]() for name in ("casera", "casera: best contract", "casera: no advance")
)
LARGEST = FORMS["casera: best contract", "u_b"]()


@st.composite
def trades(draw: st.DrawFn) -> Casera:
    """Numbers with a price of any kind, some of them at the ends of their domains."""
    worth, cost = draw(fractions_of(12, 3, 108)), draw(fractions_of(12, 3, 60))
    price = draw(shares) * 9
    small = fractions_of(8, 0, 16)
    return Casera(
        price, price * draw(shares), worth, cost, cost * draw(shares),
        draw(fractions_of(20, 1, 20)), draw(small), draw(small), draw(small),
    )  # fmt: skip


def _numbers(trade: Casera, names: str) -> dict[str, Any]:
    found = {
        "p": trade.price, "a": trade.advance, "b": trade.worth, "c": trade.cost,
        "c_l": trade.shoddy_cost, "D": trade.detection, "o": trade.rival_offer,
        "u_b": trade.buyer_elsewhere, "u_p": trade.producer_elsewhere,
        "delta": trade.discount_factor,
    }  # fmt: skip
    return {name: found[name] for name in names.split()}


def _of_contracts(
    trade: Casera, *more: Sequence[object], free: Any = "discount_factor"
) -> tuple[Interval, ...]:
    family = trade.free(free)
    return best_contract(family.under, family.profile(), [*CONTRACTS, *more]).value


def _least(intervals: Sequence[Interval]) -> Any:
    assert len(intervals) <= 1
    assert all(x.upper == 1 and x.lower_closed for x in intervals)
    return intervals[0].lower if intervals else None


@many
@given(trades())
def test_one_contract(trade: Casera) -> None:
    found = thresholds(trade)
    assert_same(found, ONE_CONTRACT.at(**_numbers(trade, "p a b c c_l D o u_b u_p")))
    if found is not None:
        assert found > 0
        assert_deviation(trade.at(discount_factor=below(found)))
    else:
        assert_deviation(trade.at(discount_factor="99/100"))


@many
@given(trades())
def test_best_contract(trade: Casera) -> None:
    family = trade.free("discount_factor")
    answer = best_contract(family.under, family.profile(), CONTRACTS)
    found = _least(answer.value)
    assert_same(found, BEST.at(**_numbers(trade, "b c c_l D o u_b u_p")))
    if found is None:
        return
    contracts: Any = answer.diagnostics["contracts"]
    price, advance = contracts[found]
    best = trade.at(price=price, advance=advance)
    assert thresholds(best) == found
    assert_deviation(best.at(discount_factor=below(found)))
    certificates: Any = answer.diagnostics["certificates"]
    assert certificates[found] is not None


@many
@given(trades(), deltas)
def test_largest_outside_value_of_the_buyer(trade: Casera, delta: Fraction) -> None:
    trade = trade.at(discount_factor=delta)
    found = _of_contracts(trade, free=parameter("buyer_elsewhere", 0, trade.worth))
    largest = LARGEST.at(**_numbers(trade, "b c c_l D o u_p delta"))
    if not largest:  # at 0 the open domain leaves nothing
        assert found == ()
    else:
        assert found == (Interval(Fraction(0), largest, False, True),)


@many
@given(trades(), shares)
def test_an_advance_divides_one_temptation(trade: Casera, share: Fraction) -> None:
    """CA3: where quality is not hidden and there is no rival, every price does with one advance."""
    trade = replace(trade, shoddy_cost=trade.cost, rival_offer=0)
    lowest = trade.cost + trade.producer_elsewhere
    surplus: Any = trade.worth - lowest - trade.buyer_elsewhere
    formula = BEST.at(**_numbers(trade, "b c c_l D o u_b u_p"))
    inner = (1 + 10 * share) / 12  # of the way from the lowest to the highest price
    price = lowest + surplus * inner if surplus > 0 else lowest
    at_price = _least(_of_contracts(trade, (-price, 1, 0), (price, -1, 0)))
    assert_same(at_price, formula if surplus > 0 else None)
    if surplus > 0:
        advance = price - trade.cost * (surplus * (1 - inner)) / surplus
        assert thresholds(trade.at(price=price, advance=advance)) == formula


@many
@given(trades())
def test_without_an_advance(trade: Casera) -> None:
    trade = replace(trade, shoddy_cost=trade.cost, rival_offer=0)
    found = _least(_of_contracts(trade, (0, 0, -1)))
    assert_same(found, NO_ADVANCE.at(**_numbers(trade, "b c u_b u_p")))
    if found is not None:
        with_advance = BEST.at(**_numbers(trade, "b c c_l D o u_b u_p"))
        outside: Any = trade.producer_elsewhere
        assert (with_advance < found) is (outside > 0)


@given(trades(), deltas)
def test_leaving_without_a_breach_never_pays_where_the_plan_holds(
    trade: Casera, delta: Fraction
) -> None:
    game, plan = trade.at(discount_factor=delta).game(), trade.profile()
    if check_equilibrium(game, plan).value:
        buyer, producer = game.payoff("trading together", (0, 0))
        assert buyer >= trade.buyer_elsewhere
        assert producer >= trade.producer_elsewhere


def test_worked_examples() -> None:
    assert _least(_of_contracts(Casera())) == Fraction(4, 7)
    assert _least(_of_contracts(Casera(detection="1/4"))) == Fraction(8, 11)
    assert _least(_of_contracts(Casera(rival_offer="1/2"))) == Fraction(5, 8)
    assert _of_contracts(Casera(buyer_elsewhere=1, producer_elsewhere=1)) == ()


def test_hidden_quality_costs_nothing_where_it_is_seen_often_enough() -> None:
    for detection in ("1/2", "3/4", 1):
        assert _least(_of_contracts(Casera(detection=detection))) == Fraction(4, 7)
    assert _least(_of_contracts(Casera(detection="49/100"))) > Fraction(4, 7)


def test_an_irrational_end() -> None:
    """Two periods of exclusion: what a contract must give is quadratic in the discount factor."""

    def under(fine: Any) -> MarkovGame:
        delta = parameter("delta", 0, 1)
        return MarkovGame(
            ["in", "out", "longer out"],
            {"in": [("pay", "default")], "out": [1], "longer out": [1]},
            {"in": [[1 - fine, 2 - fine]], "out": [[0]], "longer out": [[0]]},
            {"in": ["in", "out"], "out": ["longer out"], "longer out": ["in"]},
            delta,
            "in",
        )

    plan = {"in": (0,), "out": (0,), "longer out": (0,)}
    answer = best_contract(under, plan, [(-1, 2)])
    # d + d^2 at (1 - fine) >= 1, and the fine is at least 1/2.
    assert answer.value == ()
    answer = best_contract(under, plan, [(0, 1)])
    root = answer.value[0].lower
    assert str(root) == "0.6180339887 (root of x^2 + x - 1)"
    assert answer.diagnostics["contracts"] == {}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"advance": 4}, "price: got .*, expected a number >= advance = 4"),
        ({"shoddy_cost": 3}, "cost: got .*, expected a number >= shoddy_cost = 3"),
        ({"detection": 0}, "detection: got"),
        ({"rival_offer": -1}, "rival_offer: got"),
    ],
)
def test_numbers_that_do_not_fit(changes: dict[str, object], text: str) -> None:
    with pytest.raises(InvalidGameError, match=text):
        Casera().at(**changes)


def test_what_the_solver_of_contracts_refuses() -> None:
    trade = Casera().free("discount_factor")
    plan = trade.profile()
    for region in ([], [(0,)], [(0, 1, -1), (0, 1)], [(0, 1, -1)]):
        with pytest.raises(InvalidGameError, match="region: got"):
            best_contract(trade.under, plan, region)
    with pytest.raises(InvalidGameError, match="under: got"):
        best_contract(Casera().under, plan, CONTRACTS)
    with pytest.raises(UnsupportedGameError, match="not affine"):
        best_contract(lambda p, a: trade.under(p * p, a), plan, CONTRACTS)
    seen = [Casera(discount_factor=d).free("detection") for d in ("1/2", "1/3")]
    with pytest.raises(UnsupportedGameError, match="laws"):
        best_contract(lambda p, a: seen[min(p, 1)].under(p, a), plan, CONTRACTS)
