"""The federation's thresholds: solvers against formulas, and deviations below them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames import critical_value, exact, parameter, verify
from coopgames.catalogue.state_and_market.federation import (
    BribedDelegates,
    Chain,
    Federation,
    FederationTop,
    Level,
)
from coopgames.claims.closed_forms.federation import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.solvers import check_equilibrium
from coopgames.solvers.deepest import last_number
from coopgames.solvers.overlapping import overlapping_rounds_threshold
from coopgames.solvers.smallest_group import smallest_group
from coopgames.solvers.stationary import equilibria_among
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    probabilities,
    rationals,
    thresholds,
)

positive = rationals("1/10", 9, below=12)
chances = rationals("1/20", "19/20", below=20)
levels = st.builds(Level, positive, rationals(0, 1, below=10), rationals(0, 5, below=10))
seats = st.lists(levels, min_size=2, max_size=3).map(tuple)
#: Numbers of the three levels of a federation that are certainly watched.
triples = st.tuples(positive, positive, positive)
certain = st.tuples(chances, chances, chances)

FORM = {key: form() for key, form in FORMS.items()}


def level(*numbers: object) -> Level:
    """A level by what neglect saves, the chance that it is seen, and the worth of a place."""
    return Level(*map(exact, numbers))


def federation(e: Any, seen: Any, v: Any) -> Federation:
    """A closed circle of three levels."""
    (a, b, c), (p, q, r), (x, y, z) = e, seen, v
    return Federation(a, b, c, p, q, r, x, y, z)


def in_chain(chain: Chain) -> Any:
    """The plans of a chain that are equilibria, each checked in the game of all."""
    return equilibria_among(chain.profiles(), lambda x: (chain.game(x), chain.plan(x)))


def depth_problem(top: FederationTop) -> Any:
    return lambda depth: (top.at(depth=depth).game(), top.profile())


# --- FE1 and FE2: who watches the highest ---


@many
@given(triples, certain, triples)
def test_closed_circle(e: Any, seen: Any, v: Any) -> None:
    circle = federation(e, seen, v)
    found = thresholds(circle)
    named = {
        f"{x}_{j}": given[j] for x, given in zip("eDv", (e, seen, v), strict=True) for j in range(3)
    }
    assert_same(found, FORM["federation", "delta"].at(**named))
    assert_deviation(circle.at(discount_factor=below(found)))


@pytest.mark.parametrize("blind", ["member_seen", "federation_seen", "confederation_seen"])
def test_a_circle_with_a_level_that_nobody_sees_never_holds(blind: str) -> None:
    never: dict[str, Any] = {blind: 0}
    assert thresholds(Federation(**never)) is None
    numbers: dict[str, object] = {f"{x}_{j}": 1 for x in "eDv" for j in range(3)}
    seat = ["member_seen", "federation_seen", "confederation_seen"].index(blind)
    assert FORM["federation", "delta"].at(**{**numbers, f"D_{seat}": 0}) is None


@settings(max_examples=100, deadline=None)
@given(triples, certain, triples, rationals(0, "999/1000", below=1000))
def test_open_chain_never_holds(e: Any, seen: Any, v: Any, delta: Fraction) -> None:
    chain = federation(e, seen, v).at(discount_factor=delta, top_watched_by="nobody")
    assert thresholds(chain) is None
    assert_deviation(chain)


@settings(max_examples=40, deadline=None)
@given(seats, st.booleans(), rationals(0, "19/20", below=20))
def test_all_or_none_do_their_duty(own: Any, closed: bool, delta: Fraction) -> None:
    """Also at a knife edge: no stationary plan but the two is an equilibrium."""
    chain = Chain(own, closed, delta)
    answer = in_chain(chain)
    holds = closed and all(delta * x.seen * x.place >= (1 - delta) * x.effort for x in own)
    none, every = (False,) * len(own), (True,) * len(own)
    assert answer.value == ((none, every) if holds else (none,))


def test_only_all_or_none_at_the_threshold_of_a_single_level() -> None:
    own = (level(1, 1, 9), level(1, "1/2", 2), level(1, 1, 9))
    chain = Chain(own, True, exact("1/2"))
    answer = in_chain(chain)
    assert [sum(x) for x in answer.value] == [0, 3]
    certificates: Any = answer.diagnostics["certificates"]
    assert set(certificates) == set(chain.profiles())
    assert all(verify(x) for x in certificates.values())


@settings(max_examples=100, deadline=None)
@given(seats, st.booleans(), rationals(0, "19/20", below=20), st.data())
def test_each_level_has_the_gain_that_it_has_in_the_game_of_all(
    own: Any, closed: bool, delta: Fraction, data: st.DataObject
) -> None:
    chain = Chain(own, closed, delta)
    plan = data.draw(st.sampled_from(chain.profiles()))
    answer = check_equilibrium(chain.game(plan), chain.plan(plan))
    alone = check_equilibrium(chain.problem(plan), chain.problem_plan(plan))
    assert answer.value is alone.value
    found: list[Any] = [x.diagnostics["deviation"] for x in (answer, alone)]
    assert found[0].gain == found[1].gain


def test_two_levels() -> None:
    pair = Chain((level("1/5", 1, 1), level("1/2", "1/2", "3/2")), True, parameter("delta", 0, 1))
    found = critical_value(pair.game((True, True)), "delta", pair.plan((True, True)))
    assert [str(x) for x in found.value] == ["[2/5, 1)"]
    assert found.certificate is not None
    assert verify(found.certificate)


def test_a_parameter_may_be_any_number() -> None:
    circle = Federation()
    # delta D v >= (1 - delta) e, with 9/5 D >= 1/20
    assert thresholds(circle, "confederation_seen") == Fraction(1, 36)
    assert thresholds(circle, parameter("confederation_place", 0, 9)) == Fraction(5, 18)


# --- FE3: depth ---


@many
@given(
    positive, chances, positive, rationals("1/2", 3, below=6), chances, chances, st.integers(1, 6)
)
def test_patience_at_a_depth(
    e: Fraction, seen: Fraction, v: Fraction, f: Fraction, nearness: Fraction, g: Fraction, d: int
) -> None:
    top = FederationTop(d, e, f, v, g, seen, nearness)
    found = thresholds(top)
    effort, loss = e * f ** (d - 1), seen * nearness ** (d - 1) * v * g ** (d - 1)
    assert found == effort / (effort + loss)
    assert_deviation(top.at(discount_factor=below(found)))


@many
@given(
    positive, positive, chances, chances, rationals("1/5", 1, below=10),
    rationals(1, 3, below=6), rationals("1/2", 2, below=6),
)  # fmt: skip
def test_critical_depth(
    e: Fraction,
    v: Fraction,
    seen: Fraction,
    delta: Fraction,
    rho: Fraction,
    ge: Fraction,
    gv: Fraction,
) -> None:
    top = FederationTop(1, e, ge, v, gv, seen, rho, delta)
    numbers = {"e": e, "v": v, "D": seen, "delta": delta, "g_e": ge, "g_v": gv, "rho": rho}
    if top.growth > 1:
        found: Any = last_number(depth_problem(top)).value
        assert found == int(FORM["federation: depth", "d"].at(**numbers))
        assert_deviation(top.at(depth=found + 1))
    elif top.growth < 1:
        found = smallest_group(depth_problem(top), most=200).value
        formula = int(FORM["federation: depth", "least d"].at(**numbers))
        assert found == (formula if formula <= 200 else None)
    else:
        verdicts = {check_equilibrium(*depth_problem(top)(d)).value for d in (1, 2, 9, 50)}
        assert len(verdicts) == 1


def test_depth_at_a_knife_edge() -> None:
    top = FederationTop(place=Fraction(16, 9))  # x_0 = 8 = 2**3: indifferent at depth 4
    answer = last_number(depth_problem(top))
    assert answer.value == 4
    certificates: Any = answer.diagnostics["certificates"]
    assert (certificates[4].kind, certificates[5].kind) == (
        "automaton_equilibrium",
        "profitable_deviation",
    )
    assert top.at(depth=4).verdict().deviation.gain == 0


def test_the_search_says_when_it_ends_too_early() -> None:
    top = FederationTop(nearness=1)  # nothing changes with depth
    answer = last_number(depth_problem(top), most=40)
    assert answer.value is None
    assert answer.status.name == "UNDECIDED"


# --- FE4: late news ---


@settings(max_examples=40, deadline=None)
@given(rationals("1/8", 3, below=8), rationals("1/2", 3, below=8), chances, st.integers(1, 3))
def test_late_news(e: Fraction, v: Fraction, seen: Fraction, lag: int) -> None:
    found: Any = overlapping_rounds_threshold(e, v, seen, lag).value
    formula = FORM["federation: lag", "delta"].at(e=e, v=v, D=seen, ell=lag)
    assert_same(found, formula)
    if lag == 1:  # no longer late: the highest leader of a chain of depth 1
        assert found == thresholds(FederationTop(1, e, 1, v, 1, seen))


# --- FE5: delegates ---


@many
@given(positive, chances, positive, chances)
def test_delegates(pot: Fraction, removed: Fraction, place: Fraction, delta: Fraction) -> None:
    bribed = BribedDelegates(1, pot, removed, place, delta)
    found = thresholds(bribed, parameter("delegates", 0, 10**6))
    formula = FORM["federation: delegates", "b"]
    assert_same(found, formula.at(z=pot, D=removed, w=place, delta=delta))
    assert_deviation(bribed.at(delegates=below(found)))
    assert check_equilibrium(bribed.at(delegates=found).game(), bribed.profile()).value


@many
@given(positive, rationals(0, 1, below=6), rationals(0, 3, below=6), probabilities())
def test_patience_of_delegates(
    pot: Fraction, removed: Fraction, place: Fraction, delta: Fraction
) -> None:
    bribed = BribedDelegates(3, pot, removed, place, delta)
    found = thresholds(bribed)
    loss = 3 * removed * place
    assert found == (pot / (pot + loss) if loss else None)
    formula = FORM["federation: delegates", "b"]
    if not loss:
        assert formula.at(z=pot, D=removed, w=place, delta=delta) is None


# --- what is refused ---


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"member_effort": 0}, "member_effort"),
        ({"confederation_seen": "3/2"}, "confederation_seen"),
        ({"federation_place": -1}, "federation_place"),
        ({"top_watched_by": "the state"}, "top_watched_by"),
    ],
)
def test_wrong_numbers(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidGameError, match=message):
        Federation(**wrong)  # type: ignore[arg-type]


def test_a_chain_of_one_level_is_refused() -> None:
    with pytest.raises(InvalidGameError, match="at least two levels"):
        Chain((level(1, 1, 1),), True, exact("1/2"))


def test_a_plan_of_another_length_is_refused() -> None:
    chain = Chain((level(1, 1, 1),) * 2, True, exact("1/2"))
    for ask in (chain.game, chain.plan, chain.problem, chain.problem_plan):
        with pytest.raises(InvalidGameError, match="on_duty"):
            ask((True,) * 3)


def test_many_levels_have_no_game_of_all() -> None:
    chain = Chain((level(1, 1, 1),) * 7, True, exact("1/2"))
    with pytest.raises(UnsupportedGameError, match="problem has"):
        chain.game((True,) * 7)
    duty = (True,) * 7
    assert check_equilibrium(chain.problem(duty), chain.problem_plan(duty)).value


def test_searches_refuse_families_and_empty_lists() -> None:
    family = FederationTop(discount_factor=parameter("discount_factor", 0, 1))
    with pytest.raises(UnsupportedGameError, match="not exact"):
        last_number(depth_problem(family))
    with pytest.raises(UnsupportedGameError, match="not exact"):
        equilibria_among([(True,)], lambda _: (family.game(), family.profile()))
    with pytest.raises(InvalidGameError, match="plans"):
        equilibria_among([], lambda _: (family.game(), family.profile()))
    with pytest.raises(InvalidGameError, match="most"):
        last_number(depth_problem(FederationTop()), most=0)
