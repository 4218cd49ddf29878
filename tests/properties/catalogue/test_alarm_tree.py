"""Against officials: solvers against formulas, deviations below thresholds, all members at once."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames import parameter
from coopgames.catalogue._size import MOST_IN_POWER
from coopgames.catalogue.defensive._phone_tree import MOST_IN_TREE
from coopgames.catalogue.defensive.alarm_tree import AssemblyDuty, PhoneTree, SafetyInNumbers
from coopgames.claims.closed_forms.alarm_tree import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import MarkovGame
from coopgames.solvers import Status, check_equilibrium
from coopgames.solvers.markov import critical_markov
from coopgames.solvers.smallest_group import MOST, smallest_group
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    probabilities,
    rationals,
    thresholds,
)

positive = rationals("1/10", 20, below=20)
shares = rationals(0, 1, below=20)
#: (members, how many of them the official would visit).
rounds = st.integers(2, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(2, n)))
few_rounds = st.sampled_from([(2, 2), (3, 2), (3, 3)])

#: For edges, and for games of all members.
few = settings(max_examples=25, deadline=None)


# --- the phone tree ---


@many
@given(rounds, rationals("1/30", 1), positive, positive, shares)
def test_phone_tree(
    round_: tuple[int, int], official: Fraction, taken: Fraction, cost: Fraction, noticed: Fraction
) -> None:
    members, visited = round_
    tree = PhoneTree(members, visited, official, taken, cost, noticed)
    found = thresholds(tree)
    form = FORMS["alarm_tree", "delta"]()
    numbers = {"theta": official, "K": taken, "e": cost, "pi": noticed}
    assert_same(found, form.at(n=members, m=visited, **numbers))
    if found is not None:
        assert_deviation(tree.at(discount_factor=below(found)))


@few
@given(rounds, probabilities(), positive, rationals(0, 5))
def test_a_call_that_costs_what_it_saves_is_never_made(
    round_: tuple[int, int], noticed: Fraction, taken: Fraction, more: Fraction
) -> None:
    tree = PhoneTree(*round_, "1/2", taken, taken + more, noticed)
    assert thresholds(tree) is None
    assert_deviation(tree.at(discount_factor="999/1000"))


@few
@given(few_rounds, rationals(0, 1), positive, positive, shares, rationals(0, "19/20"))
def test_one_member_of_the_tree_stands_for_all(
    round_: tuple[int, int],
    official: Fraction,
    taken: Fraction,
    cost: Fraction,
    noticed: Fraction,
    delta: Fraction,
) -> None:
    tree = PhoneTree(*round_, official, taken, cost, noticed, delta)
    points = [tree]
    found = thresholds(tree)
    if found is not None:
        points.append(tree.at(discount_factor=found))
    for at in points:
        one = check_equilibrium(at.member_game(), at.member_profile())
        everybody = check_equilibrium(at.game(), at.profile())
        assert one.value is everybody.value
        gains: list[Any] = [answer.diagnostics["deviation"] for answer in (one, everybody)]
        assert gains[0].gain == gains[1].gain
    if found is not None:
        assert one.value
        assert gains[0].gain == 0


def test_nobody_calls_where_silence_is_not_noticed_or_nobody_comes() -> None:
    assert thresholds(PhoneTree(20, 8, noticed=0)) is None
    assert thresholds(PhoneTree(20, 8, official=0)) is None


def test_the_other_numbers_have_thresholds_too() -> None:
    tree = PhoneTree(20, 8, "1/2", 10, 1, "9/10", "9/10")
    # e (1 - delta) / delta = pi theta (m - 1)(K - e) / n at each of them
    assert thresholds(tree, "official") == Fraction(1, 9) / (Fraction(9, 10) * 7 * 9 / 20)
    assert thresholds(tree, "noticed") == Fraction(1, 9) / (Fraction(1, 2) * 7 * 9 / 20)
    saved = Fraction(1, 9) / (Fraction(9, 10) * Fraction(1, 2) * 7 / 20)
    assert thresholds(tree, parameter("taken", 0, 1000)) == 1 + saved


@pytest.mark.parametrize("visited", [2, 3])
def test_nobody_needs_to_take_the_place_of_who_is_out(visited: int) -> None:
    """If the tree dies with the first who is out, the threshold is the same."""
    tree = PhoneTree(3, visited, "3/4", 7, 2, "2/3")
    game = _tree_without_newcomers(tree)
    everybody = "123"
    plan = {
        state: [own[0] if state.startswith(everybody) else own[-1] for own in labels]
        for state, labels in zip(game.states, game.actions, strict=True)
    }
    (interval,) = critical_markov(game, plan).value
    assert interval == tree.threshold().value[0]


def _tree_without_newcomers(tree: PhoneTree) -> MarkovGame:
    """The members who are left pass the warning on; who is out is visited, but not called."""
    n, delta = tree.members, parameter("discount_factor", 0, 1)
    chance, pi = Fraction(str(tree.official)), Fraction(str(tree.noticed))
    orders = list(permutations(range(n), tree.visited))
    draws = {(): 1 - chance, **{order: chance / len(orders) for order in orders}}
    trees = [t for k in range(n + 1) for t in combinations(range(n), k)]

    def name(inside: tuple[int, ...], draw: tuple[int, ...]) -> str:
        return "".join(str(i + 1) for i in inside) + ":" + "".join(str(i + 1) for i in draw)

    states = {name(*pair): pair for pair in product(trees, draws)}

    def chain(state: str) -> list[int]:
        inside, draw = states[state]
        return [i for i in draw if i in inside]

    def payoff(state: str, acts: tuple[str, ...]) -> list[Fraction]:
        inside, draw = states[state]
        line = chain(state)
        pay = [Fraction(0)] * n
        for i in draw:
            place = line.index(i) if i in inside else 0
            if place == 0 or acts[line[place - 1]] != "call":
                pay[i] -= Fraction(str(tree.taken))
            if acts[i] == "call":
                pay[i] -= Fraction(str(tree.cost))
        return pay

    def following(state: str, acts: tuple[str, ...]) -> dict[str, Fraction]:
        inside, _ = states[state]
        silent = [i for i in chain(state)[:-1] if acts[i] != "call"]
        law: dict[str, Fraction] = {}
        for seen in product((True, False), repeat=len(silent)):
            lost = [i for i, one in zip(silent, seen, strict=True) if one]
            share = pi ** len(lost) * (1 - pi) ** (len(silent) - len(lost))
            left = tuple(i for i in inside if i not in lost)
            law |= {name(left, draw): share * p for draw, p in draws.items()}
        return law

    labels = {
        s: [("call", "be silent") if i in chain(s)[:-1] else ("wait",) for i in range(n)]
        for s in states
    }
    return MarkovGame.from_function(list(states), labels, payoff, following, delta)


# --- safety in numbers ---


def _first(meeting: SafetyInNumbers, **given: Any) -> Any:
    return smallest_group(lambda r: (meeting.at(companions=r).game(), meeting.profile()), **given)


@many
@given(rationals("1/6", "11/12", below=12), positive, rationals("1/20", "9/10", below=20))
def test_first_number_of_companions(exposure: Fraction, taken: Fraction, share: Fraction) -> None:
    meeting = SafetyInNumbers(1, exposure, taken, taken / share)
    answer = _first(meeting)
    least = FORMS["alarm_tree: numbers", "r"]().at(q=exposure, K=taken, J=taken / share)
    assert answer.value == max(1, -int((-least) // 1))
    certificates: Any = answer.diagnostics["certificates"]
    assert list(certificates) == [k for k in (answer.value - 1, answer.value) if k]
    assert list(answer.diagnostics["deviations"]) == list(certificates)
    assert None not in certificates.values()
    if answer.value > 1:
        assert_deviation(meeting.at(companions=answer.value - 1))


@many
@given(rationals("1/10", "11/12", below=12), positive, st.integers(1, 9))
def test_an_indifferent_official_leaves_in_peace(
    exposure: Fraction, taken: Fraction, companions: int
) -> None:
    loss = FORMS["alarm_tree: numbers", "J"]().at(q=exposure, K=taken, r=companions)
    meeting = SafetyInNumbers(companions, exposure, taken, loss)
    assert _first(meeting).value == companions
    assert thresholds(meeting, parameter("loss", 0, loss + 1)) == loss
    assert_deviation(meeting.at(loss=below(loss)))


@many
@given(st.integers(1, 4), positive, rationals("1/20", "19/20", below=20))
def test_least_exposure(companions: int, taken: Fraction, share: Fraction) -> None:
    meeting = SafetyInNumbers(companions, "1/2", taken, taken / share)
    found = thresholds(meeting, "exposure")
    form = FORMS["alarm_tree: numbers", "q"]()
    assert_same(found, form.at(K=taken, J=taken / share, r=companions))
    assert_deviation(meeting.at(exposure=below(found)))


@few
@given(probabilities(), positive, rationals("1/10", 1))
def test_a_loss_that_is_not_above_the_booty_never_deters(
    exposure: Fraction, taken: Fraction, share: Fraction
) -> None:
    meeting = SafetyInNumbers(1, exposure, taken, taken * share)
    assert _first(meeting, most=6).value is None
    assert FORMS["alarm_tree: numbers", "r"]().at(q=exposure, K=taken, J=taken * share) is None
    assert thresholds(meeting, "exposure") is None


# --- the duty to come to the assembly ---


@many
@given(positive, shares, shares, rationals("1/10", 99))
def test_assembly(cost: Fraction, calls: Fraction, extorted: Fraction, taken: Fraction) -> None:
    duty = AssemblyDuty(cost, calls, extorted, taken)
    found = thresholds(duty)
    form = FORMS["alarm_tree: assembly duty", "delta"]()
    assert_same(found, form.at(c_a=cost, a=calls, p_K=extorted, K=taken))
    if found is not None:
        assert_deviation(duty.at(discount_factor=below(found)))


@few
@given(positive, probabilities(), probabilities())
def test_an_assembly_that_costs_what_it_saves_is_never_kept(
    cost: Fraction, calls: Fraction, extorted: Fraction
) -> None:
    duty = AssemblyDuty(cost, calls, extorted, calls * cost / extorted)
    assert thresholds(duty) is None
    assert_deviation(duty.at(discount_factor="999/1000"))


# --- what is refused ---


def test_a_round_of_more_than_the_members_is_refused() -> None:
    with pytest.raises(InvalidGameError, match="visited: got 4, expected at most the 3 members"):
        PhoneTree(3, 4)


def test_a_large_tree_is_not_written_out_but_judged() -> None:
    tree = PhoneTree(50, 20)
    with pytest.raises(UnsupportedGameError, match=f"up to {MOST_IN_TREE}"):
        tree.game()
    assert tree.verdict().word == "sustained"


def test_the_search_says_how_far_it_went() -> None:
    meeting = SafetyInNumbers()
    assert _first(meeting, most=5).value is None
    assert _first(meeting, first=7).value == 7
    assert _first(meeting, turns_to=False).value == 1
    assert _first(meeting).status is Status.EXACT_UNCERTIFIED
    never = _first(SafetyInNumbers(1, "1/20", 50, 40))
    assert never.value is None
    certificates: Any = never.diagnostics["certificates"]
    assert list(certificates) == [MOST - 1, MOST]


def test_too_many_companions_are_refused() -> None:
    assert SafetyInNumbers(companions=MOST_IN_POWER).verdict().sustained is True
    with pytest.raises(UnsupportedGameError, match="companions: got 10000000, expected at most"):
        SafetyInNumbers(companions=10**7).game()
    with pytest.raises(UnsupportedGameError, match="companions: got 500, expected at most"):
        SafetyInNumbers(companions=500).threshold("exposure")
    assert SafetyInNumbers(companions=10**7, exposure=1).verdict().sustained is True


@pytest.mark.parametrize(
    ("name", "wrong"), [("first", -1), ("first", True), ("most", 2.5), ("most", 0)]
)
def test_the_search_refuses_what_is_no_range(name: str, wrong: Any) -> None:
    with pytest.raises(InvalidGameError, match=name):
        _first(SafetyInNumbers(), **{name: wrong})


def test_the_search_refuses_floats() -> None:
    with pytest.raises(UnsupportedGameError, match=r"problem\(1\)"):
        _first(SafetyInNumbers(1, 0.25, 50.0, 200.0))
