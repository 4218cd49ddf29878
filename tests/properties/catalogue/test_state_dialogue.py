"""Dialogue with the state: solvers against formulas, and deviations beside the thresholds."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames import parameter
from coopgames.catalogue.state_and_market._own_patience import plan_of_each, with_own_patience
from coopgames.catalogue.state_and_market.state_dialogue import (
    DialogueFirst,
    HeardDialogue,
    MarchFirst,
)
from coopgames.claims.closed_forms.state_dialogue import FORMS
from coopgames.errors import InvalidGameError
from coopgames.games import MarkovGame
from coopgames.solvers import Status, check_equilibrium
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    rationals,
    thresholds,
)

positive = rationals("1/10", 9)
costs = rationals(0, 3, below=12)
shares = rationals(0, 1, below=12)
some_patience = rationals("1/10", "19/20", below=20)
#: Where to look for a deviation: to recompute its gain takes longer than all the rest.
sides = st.sampled_from(["below", "beyond", *["nowhere"] * 8])
#: Above all thresholds of the numbers that are drawn here.
MANY = 10**6
#: A little more, and a little less.
MORE, LESS = Fraction(1001, 1000), Fraction(999, 1000)


@cache
def formula(institution: str, unknown: str) -> Any:
    """A closed form, built once."""
    return FORMS[institution, unknown]()


def assert_sizes(order: Any, least: Any, most: Any, look: str) -> None:
    """Fail unless exactly these numbers of marchers do, and just beside them a deviation pays."""
    answer = order.threshold(parameter("marchers", 0, MANY))
    assert answer.status is Status.PROVED
    if least is None or least > most:
        assert answer.value == ()
        return
    (found,) = answer.value
    assert_same(found.lower, least)
    assert_same(found.upper, most)
    if look == "beyond":
        assert_deviation(order.at(marchers=most * MORE))
    elif look == "below" and least > 0:
        assert_deviation(order.at(marchers=least * LESS))


@many
@given(
    positive,
    costs,
    rationals("1/50", 1),
    costs,
    positive,
    shares,
    some_patience,
    some_patience,
    sides,
)
def test_sizes_of_dialogue(
    b: Fraction, d: Fraction, c: Fraction, k: Fraction, x: Fraction, arrival: Fraction,
    own: Fraction, of_state: Fraction, look: str,
) -> None:  # fmt: skip
    order = DialogueFirst(b, d, c, 1, k, x, arrival, own, of_state)
    least = formula("state_dialogue", "m").at(
        d=d, c=c, k=k, x=x, delta_g=of_state, **{"lambda": arrival}
    )
    most = formula("state_dialogue", "m_most").at(B=b, d=d, c=c, delta=own, **{"lambda": arrival})
    assert_sizes(order, least, most, look)


@many
@given(
    positive,
    costs,
    rationals("1/50", 1),
    costs,
    positive,
    shares,
    some_patience,
    some_patience,
    sides,
)
def test_sizes_of_marching_first(
    b: Fraction, d: Fraction, c: Fraction, k: Fraction, x: Fraction, arrival: Fraction,
    own: Fraction, of_state: Fraction, look: str,
) -> None:  # fmt: skip
    order = MarchFirst(b, d, c, 1, k + LESS, x, arrival, own, of_state)
    least = formula("state_dialogue: march first", "m").at(
        k=k + LESS, x=x, delta_g=of_state, **{"lambda": arrival}
    )
    most = formula("state_dialogue: march first", "m_most").at(B=b, c=c)
    assert_sizes(order, least, most, look)


@many
@given(positive, costs, positive, shares, sides)
def test_patience_makes_marches_credible(
    b: Fraction, d: Fraction, more: Fraction, arrival: Fraction, look: str
) -> None:
    order = DialogueFirst(b, d, 1, d + more, concession=0, arrival=arrival)
    found = thresholds(order)
    form = formula("state_dialogue", "delta")
    assert_same(found, form.at(B=b, d=d, C=d + more, **{"lambda": arrival}))
    if found and look == "below":
        assert_deviation(order.at(discount_factor=below(found)))


@many
@given(costs, positive, positive, shares, sides)
def test_a_patient_state_concedes(
    k: Fraction, x: Fraction, m: Fraction, arrival: Fraction, look: str
) -> None:
    order = DialogueFirst(m, 0, 1, m, k, x, arrival)
    found = thresholds(order, "state_discount_factor")
    form = formula("state_dialogue", "delta_g")
    assert_same(found, form.at(k=k, x=x, m=m, **{"lambda": arrival}))
    if found and look == "below":
        assert_deviation(order.at(state_discount_factor=below(found)))


@many
@given(positive, costs, positive, rationals(0, "19/20"))
def test_hearing(b: Fraction, d: Fraction, march: Fraction, delta: Fraction) -> None:
    dialogue = HeardDialogue(b, d, march, discount_factor=delta)
    found = thresholds(dialogue, "hearing")
    expected = formula("state_dialogue: hearing", "r").at(B=b, d=d, C=march, delta=delta)
    if expected == 1:  # the domain of a chance that is left free is open
        assert found is None
        assert dialogue.at(hearing=1).verdict().sustained
        return
    assert_same(found, expected)
    if found:
        assert_deviation(dialogue.at(hearing=below(found)))


orders = st.sampled_from([DialogueFirst, MarchFirst])


@settings(max_examples=20, deadline=None)
@given(orders, positive, costs, rationals(0, 20), costs, shares, some_patience)
def test_sides_of_equal_patience_are_the_game_of_both(
    order_of: Any, b: Fraction, d: Fraction, m: Fraction, k: Fraction, arrival: Fraction,
    delta: Fraction,
) -> None:  # fmt: skip
    order = order_of(b, d, 1, m, k, "1/2", arrival, delta, delta)
    encounter = order.encounter()
    both = check_equilibrium(encounter.game(delta), encounter.plan())
    sides = check_equilibrium(order.game(), order.profile())
    assert both.value is sides.value
    if not both.value:
        gains: list[Any] = [answer.diagnostics["deviation"] for answer in (both, sides)]
        # Averages in the game of both problems are smaller by a known factor.
        assert gains[1].gain == (1 - delta) * gains[0].gain


@settings(max_examples=20, deadline=None)
@given(some_patience, some_patience, shares)
def test_sums_are_those_of_ones_own_problem(own: Fraction, other: Fraction, p: Fraction) -> None:
    acts = {"s": (("go", "stay"), ("go", "stay")), "t": (("rest",), ("rest",))}
    pay: dict[tuple[str, ...], tuple[int, int]] = {
        ("go", "go"): (1, 2),
        ("go", "stay"): (-1, 3),
        ("stay", "go"): (2, -1),
    }
    game = MarkovGame.from_function(
        ["s", "t"],
        acts,
        lambda s, a: pay.get(a, (0, 0)) if s == "s" else (1, 0),
        lambda s, a: {"s": p, "t": 1 - p} if a[0] == a[1] else "t",
        0,
    )
    plan = {"s": ("go", "go"), "t": ("rest", "rest")}
    states = {player: ("s", "t") for player in game.players}
    together = with_own_patience(game, plan, (own, other), states)
    found: Any = check_equilibrium(together, plan_of_each(plan, states)).diagnostics["values"]
    scale = (1 - own) * (1 - other)
    for k, delta in enumerate((own, other)):
        alone: Any = check_equilibrium(game.at(delta), plan).diagnostics["values"]
        for row in range(2):
            assert found[2 * k + row][k] / scale == alone[row][k] / (1 - delta)
            assert found[2 * k + row][1 - k] == 0


@pytest.mark.parametrize("order", [DialogueFirst(arrival=0, state_discount_factor=Fraction(19, 20)),
                                   MarchFirst(harm=Fraction(1, 5))])  # fmt: skip
def test_every_size_is_as_the_interval_says(order: Any) -> None:
    (found,) = order.threshold(parameter("marchers", 0, 200)).value
    tried = range(20, 120, 3)

    def holds(m: int) -> bool | None:
        size = order.at(marchers=m)
        return check_equilibrium(size.game(), size.profile()).value

    sizes = [m for m in tried if holds(m)]
    assert sizes == [m for m in tried if m in found]
    assert 0 < len(sizes) < len(tried)


def test_a_march_cheaper_than_talk_replaces_it() -> None:
    order = DialogueFirst(5, 2, Fraction(1, 10), 19, 0)
    deviation: Any = order.verdict().deviation
    assert (deviation.state, deviation.action) == ("the association: demand", "march")
    assert order.at(marchers=20).verdict().sustained


def test_peace_that_cannot_be_bought() -> None:
    # A demand in every period: conceding stops no march.
    order = MarchFirst(marcher_cost=0, arrival=1)
    assert order.threshold(parameter("marchers", 0, MANY)).value == ()
    assert order.at(marchers=500).verdict().word == "never"


def test_nobody_looks_ahead() -> None:
    order = DialogueFirst(discount_factor=0, state_discount_factor=0)
    assert not order.verdict().sustained
    assert order.at(marchers=20, concession=0).verdict().sustained


def test_the_certificate_of_a_discount_factor_is_refused_and_said_so() -> None:
    answer = DialogueFirst().threshold()
    assert answer.status is Status.EXACT_UNCERTIFIED
    assert "polynomials only" in str(answer.diagnostics["refused"])


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("concession", -1), ("harm", 0), ("arrival", 2), ("state_discount_factor", 1)],
)
def test_numbers_outside_their_domain(name: str, wrong: int) -> None:
    with pytest.raises(InvalidGameError, match=name):
        DialogueFirst().at(**{name: wrong})
