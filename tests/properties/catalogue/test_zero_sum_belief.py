"""The market believed static: solvers against formulas, and deviations beside the thresholds."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames import parameter, verify
from coopgames.arithmetic import Enclosure
from coopgames.catalogue.state_and_market.zero_sum_belief import (
    FirstTrial,
    SecretDesigns,
    StaticBelief,
    ZeroSumBelief,
)
from coopgames.claims.closed_forms.zero_sum_belief import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import AnonymousGame, MarkovGame, StageGame
from coopgames.solvers import Status, check_equilibrium, pure_nash
from coopgames.solvers.contradiction import rounds_to_contradiction
from coopgames.solvers.first_to_act import probability_of_an_act
from coopgames.solvers.laplacian import laplacian_gain, laplacian_threshold
from coopgames.solvers.participation import numbers_of_participants
from coopgames.solvers.self_confirming import self_confirming_profiles
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    probabilities,
    rationals,
    thresholds,
)

positive = rationals("1/10", 9)
spillovers = rationals(0, 9)
some_patience = rationals("1/10", "19/20")
VALUE = parameter("value", 0, 1000)


@cache
def formula(institution: str, unknown: str) -> Any:
    """A closed form, built once."""
    return FORMS[institution, unknown]()


def with_needed(least: int, most: int, few: int = 1) -> st.SearchStrategy[tuple[int, int]]:
    """Numbers of producers, and of those of them that the market needs."""
    return st.integers(least, most).flatmap(
        lambda n: st.tuples(st.just(n), st.integers(min(few, n), n))
    )


def of_all(stage: AnonymousGame) -> StageGame:
    """The game of all producers, written out; the act 0 is to defend."""
    n, pay = stage.size, stage.payoff

    def table(i: int, acts: tuple[int, ...]) -> Any:
        if len(acts) < n:
            return [table(i, (*acts, a)) for a in (0, 1)]
        return pay(acts[i], sum(acts) - acts[i])

    return StageGame([table(i, ()) for i in range(n)], [("defend", "open")] * n)


# --- who opens up ---


@many
@given(with_needed(2, 30), positive, spillovers)
def test_all_open_up(numbers: tuple[int, int], cost: Fraction, spillover: Fraction) -> None:
    n, needed = numbers
    market = ZeroSumBelief(n, needed, 3, cost, spillover)
    found = thresholds(market, VALUE)
    form = formula("zero_sum_belief", "v")
    assert_same(found, form.at(n=n, K=needed, e=cost, h=spillover))
    assert_deviation(market.at(value=below(found)))


@many
@given(with_needed(2, 30), positive, spillovers)
def test_uniform_belief(numbers: tuple[int, int], cost: Fraction, spillover: Fraction) -> None:
    n, needed = numbers
    market = ZeroSumBelief(n, needed, VALUE, cost, spillover)
    (found,) = laplacian_threshold(market.stage()).value
    form = formula("zero_sum_belief", "v_uniform")
    assert_same(found.lower, form.at(n=n, K=needed, e=cost, h=spillover))
    just_below = market.at(value=below(found.lower))
    gains = [
        (just_below.value if j + 1 >= needed else 0) - cost - (spillover if j >= needed else 0)
        for j in range(n)
    ]
    assert laplacian_gain(just_below.stage()).value == sum(gains) / n < 0


@settings(max_examples=40, deadline=None)
@given(with_needed(2, 5), positive, positive, spillovers)
def test_numbers_of_openers_in_all_pure_equilibria(
    numbers: tuple[int, int], value: Fraction, cost: Fraction, spillover: Fraction
) -> None:
    stage = ZeroSumBelief(*numbers, value, cost, spillover).stage()
    found = numbers_of_participants(stage).value
    assert found == tuple(sorted({sum(x) for x in pure_nash(of_all(stage)).value}))


@many
@given(with_needed(2, 40, 2), positive, positive, spillovers)
def test_numbers_of_openers_by_the_note(
    numbers: tuple[int, int], cost: Fraction, more: Fraction, spillover: Fraction
) -> None:
    n, needed = numbers
    found = numbers_of_participants(ZeroSumBelief(n, needed, cost + more, cost, spillover).stage())
    if needed == n or spillover < more:
        assert found.value == (0, n)
    elif spillover > more:
        assert found.value == (0, needed)
    else:
        assert found.value == (0, *range(needed, n + 1))


def test_a_knife_edge_of_the_spillover() -> None:
    market = ZeroSumBelief(5, 3, 3, 1, 2)
    assert numbers_of_participants(market.stage()).value == (0, 3, 4, 5)
    assert market.verdict().sustained


@settings(max_examples=40, deadline=None)
@given(with_needed(2, 5), positive, positive, spillovers)
def test_one_producer_stands_for_all(
    numbers: tuple[int, int], value: Fraction, cost: Fraction, spillover: Fraction
) -> None:
    for market in (
        ZeroSumBelief(*numbers, value, cost, spillover),
        StaticBelief(*numbers, value, cost, spillover),
    ):
        one = check_equilibrium(market.member_game(), market.member_profile())
        everybody = check_equilibrium(market.game(), market.profile())
        assert one.value is everybody.value
        gains: list[Any] = [answer.diagnostics["deviation"] for answer in (one, everybody)]
        assert gains[0].gain == gains[1].gain


# --- nobody can refute it alone ---


@settings(max_examples=40, deadline=None)
@given(with_needed(2, 4, 2), positive, positive, spillovers)
def test_all_defend_whatever_is_true(
    numbers: tuple[int, int], value: Fraction, cost: Fraction, spillover: Fraction
) -> None:
    n, needed = numbers
    market = StaticBelief(n, needed, value, cost, spillover)
    truth, static = of_all(market.stage()), of_all(market.believed_stage())
    answer = self_confirming_profiles(truth, {"static": static})
    assert answer.value == (("static", ("defend",) * n),)
    contradicted: Any = answer.diagnostics["contradicted"]
    # What contradicts it takes as many openers as the market needs: no single trial does.
    assert set(contradicted["static"]) == {
        acts for acts in product(("defend", "open"), repeat=n) if acts.count("open") >= needed
    }
    certificates: Any = answer.diagnostics["certificates"]
    assert verify(certificates["static"])


@many
@given(with_needed(2, 7), probabilities())
def test_rounds_until_enough_err_at_once(numbers: tuple[int, int], error: Fraction) -> None:
    n, needed = numbers
    market = StaticBelief(n, needed, error=error)
    answer = rounds_to_contradiction(market.stage(), market.believed_stage(), market.error)
    assert_same(
        answer.value, formula("zero_sum_belief: static", "wait").at(n=n, K=needed, eps=error)
    )
    assert answer.diagnostics["numbers"] == tuple(range(needed, n + 1))


@settings(max_examples=40, deadline=None)
@given(with_needed(2, 5), probabilities(), positive, spillovers)
def test_rounds_by_all_patterns_of_errors(
    numbers: tuple[int, int], error: Fraction, value: Fraction, spillover: Fraction
) -> None:
    market = StaticBelief(*numbers, value, 1, spillover, error)
    truth, static = of_all(market.stage()), of_all(market.believed_stage())
    chance = Fraction(0)
    for acts in product((0, 1), repeat=len(truth.shape)):
        if any(truth.payoff(i, acts) != static.payoff(i, acts) for i in range(len(acts))):
            chance += error ** sum(acts) * (1 - error) ** (len(acts) - sum(acts))
    found = rounds_to_contradiction(market.stage(), market.believed_stage(), error)
    assert found.value == 1 / chance


def test_without_errors_the_belief_lasts() -> None:
    market = StaticBelief(error=0)
    assert rounds_to_contradiction(market.stage(), market.believed_stage(), 0).value is None
    assert rounds_to_contradiction(market.stage(), market.stage(), "1/2").value is None
    assert rounds_to_contradiction(market.stage(), market.believed_stage(), 1).value == 1


# --- secrecy ---

multipliers = rationals(0, 4, below=12)


@many
@given(multipliers, multipliers, some_patience)
def test_which_plans_confirm_a_belief(m: Fraction, believed: Fraction, delta: Fraction) -> None:
    designs = SecretDesigns(multiplier=m, believed_multiplier=believed, discount_factor=delta)
    beliefs = {"held": designs.believed_plans(), "true": designs.plans()}
    answer = self_confirming_profiles(designs.plans(), beliefs)
    # Hiding confirms every belief; sharing only the true one, if that says that sharing pays.
    for name, thought in (("held", believed), ("true", m)):
        expected = {("hide", "hide")}
        if thought == m and thought * delta >= 1:
            expected.add(("grim", "grim"))
        assert {plans for held, plans in answer.value if held == name} == expected
    assert answer.status is Status.EXACT_UNCERTIFIED


@many
@given(some_patience)
def test_sharing_takes_belief_in_it(delta: Fraction) -> None:
    designs = SecretDesigns(plan="grim", discount_factor=delta)
    found = thresholds(designs, parameter("believed_multiplier", 0, 20))
    assert_same(found, formula("zero_sum_belief: secrecy", "m_hat").at(delta=delta))
    assert_deviation(designs.at(believed_multiplier=below(found)))


@settings(max_examples=40, deadline=None)
@given(multipliers, some_patience, positive, rationals(-3, 3))
def test_plans_are_worth_what_the_game_says(
    believed: Fraction, delta: Fraction, moved: Fraction, earned: Fraction
) -> None:
    for plan in ("hide", "grim", "share"):
        designs = SecretDesigns(earned, moved, 1, believed, plan, delta)
        answer = check_equilibrium(designs.game(), designs.profile())
        values: Any = answer.diagnostics["values"]
        names: Any = answer.diagnostics["states"]
        k = ("hide", "grim", "share").index(plan)
        table = designs.believed_plans()
        own = values[names.index("sharing")]
        assert own == [table.payoff(i, (k, k)) for i in range(2)]
        # Against the other two plans a pair is as stable as in the whole game.
        assert answer.value is ((k, k) in pure_nash(table).value)


# --- when one trial does reveal it ---


@many
@given(positive, positive, some_patience)
def test_one_who_is_alone_tries(cost: Fraction, fruit: Fraction, delta: Fraction) -> None:
    trial = FirstTrial(cost=cost, fruit=fruit, discount_factor=delta)
    found = thresholds(trial, "prior")
    expected = formula("zero_sum_belief: trial", "mu").at(e=cost, G=fruit, delta=delta)
    if expected == 1:  # the domain of a chance that is left free is open
        assert found is None
        assert trial.at(prior=1).verdict().sustained
        return
    assert_same(found, expected)
    if found is not None:
        assert_deviation(trial.at(prior=below(found)))


@many
@given(positive, positive, probabilities())
def test_patience_to_try(cost: Fraction, fruit: Fraction, prior: Fraction) -> None:
    trial = FirstTrial(prior, cost, fruit)
    found = thresholds(trial)
    form = formula("zero_sum_belief: trial", "delta")
    assert_same(found, form.at(e=cost, G=fruit, mu=prior))
    assert_deviation(trial.at(discount_factor=below(found)))


@many
@given(probabilities(), positive, positive, some_patience)
def test_indifference_between_trying_and_waiting(
    prior: Fraction, cost: Fraction, fruit: Fraction, delta: Fraction
) -> None:
    trial = FirstTrial(prior, cost, fruit, discount_factor=delta)
    found = thresholds(trial, "nobody_else")
    form = formula("zero_sum_belief: trial", "s")
    assert_same(found, form.at(mu=prior, e=cost, G=fruit, delta=delta))
    if found is not None:
        assert_deviation(trial.at(nobody_else=below(found)))


def somebody(trial: FirstTrial, n: int) -> Any:
    """The probability that somebody tries."""
    return probability_of_an_act(trial.beside, trial.profile(), n)


def by_formula(trial: FirstTrial, n: int) -> Any:
    """The same by the closed form."""
    numbers = {"mu": trial.prior, "e": trial.cost, "G": trial.fruit, "delta": trial.discount_factor}
    return formula("zero_sum_belief: trial", "somebody").at(n=n, **numbers)


@many
@given(probabilities(), positive, positive, some_patience, st.sampled_from([2, 3, 17, 40, 500]))
def test_somebody_tries(
    prior: Fraction, cost: Fraction, fruit: Fraction, delta: Fraction, n: int
) -> None:
    trial = FirstTrial(prior, cost, fruit, discount_factor=delta)
    assert_same(somebody(trial, n).value, by_formula(trial, n))


@pytest.mark.parametrize("n", [4, 5, 7, 16])
def test_somebody_tries_exactly_up_to_a_number(n: int) -> None:
    trial = FirstTrial()
    answer = somebody(trial, n)
    assert_same(answer.value, by_formula(trial, n))
    assert answer.status is Status.PROVED
    # Each waits with a probability whose power is the chance that no other tries.
    each = float(answer.diagnostics["each"])
    assert abs((1 - each) ** (n - 1) - float(answer.diagnostics["nobody_else"])) < 1e-12
    assert abs(1 - (1 - each) ** n - float(answer.value)) < 1e-12


@settings(max_examples=40, deadline=None)
@given(probabilities(), positive, positive, some_patience)
def test_two_who_mix_gain_nothing_by_either(
    prior: Fraction, cost: Fraction, fruit: Fraction, delta: Fraction
) -> None:
    trial = FirstTrial(prior, cost, fruit, discount_factor=delta)
    answer = somebody(trial, 2)
    p = answer.diagnostics["each"]
    worth = delta * prior * fruit / (1 - delta)
    if worth <= cost:
        assert answer.value == p == 0
        return
    tries = worth - cost
    assert tries == p * worth + (1 - p) * delta * tries
    assert answer.value == 1 - (1 - p) ** 2


def test_a_larger_neighbourhood_tries_less() -> None:
    chances = [float(somebody(FirstTrial(), n).value) for n in (2, 3, 5, 10, 20, 100)]
    assert chances == sorted(chances, reverse=True)
    assert isinstance(somebody(FirstTrial(), 100).value, Enclosure)


def test_an_irrational_point_of_indifference() -> None:
    def game(nobody_else: Any) -> MarkovGame:
        return MarkovGame(
            ["s"], {"s": [("act", "wait")]}, {"s": [[nobody_else**2, Fraction(1, 2)]]},
            {"s": ["s", "s"]}, 0,
        )  # fmt: skip

    found: Any = probability_of_an_act(game, {"s": ("act",)}, 2).value
    assert Fraction(1, 2) in found  # 1 - s**2 with s**2 = 1/2
    assert found.width < Fraction(1, 2**100)


# --- bad input ---


def test_a_market_that_needs_too_many() -> None:
    for market in (ZeroSumBelief, StaticBelief):
        with pytest.raises(InvalidGameError, match="needed"):
            market(3, 4)


def test_beliefs_about_another_game() -> None:
    truth, other = StageGame([[[1, 0]], [[0, 0]]]), StageGame([[[1], [0]], [[0], [0]]])
    with pytest.raises(InvalidGameError, match="beliefs"):
        self_confirming_profiles(truth, {"other": other})
    with pytest.raises(InvalidGameError, match="beliefs"):
        self_confirming_profiles(truth, {})


def test_floats_are_said_to_be_floats() -> None:
    truth = StageGame([[[1.5, 0.0]], [[0.0, 0.0]]])
    assert self_confirming_profiles(truth, {"same": truth}).status is Status.FLOAT


def test_errors_about_another_game() -> None:
    market = StaticBelief()
    with pytest.raises(InvalidGameError, match="belief"):
        rounds_to_contradiction(market.stage(), StaticBelief(4).believed_stage(), "1/2")
    with pytest.raises(InvalidGameError, match="error"):
        rounds_to_contradiction(market.stage(), market.believed_stage(), 2)
    free = market.at(value=VALUE)
    with pytest.raises(UnsupportedGameError, match="payoff"):
        rounds_to_contradiction(free.stage(), market.believed_stage(), "1/2")


def test_acts_that_are_no_waiting_game() -> None:
    trial = FirstTrial()
    with pytest.raises(InvalidGameError, match="players"):
        probability_of_an_act(trial.beside, trial.profile(), 1)


def test_an_act_that_is_always_best_is_no_waiting_game() -> None:
    def eager(nobody_else: Any) -> MarkovGame:
        return MarkovGame(
            ["s"], {"s": [("act", "wait")]}, {"s": [[nobody_else + 1, nobody_else]]},
            {"s": ["s", "s"]}, 0,
        )  # fmt: skip

    with pytest.raises(UnsupportedGameError, match="upper part"):
        probability_of_an_act(eager, {"s": ("act",)}, 3)
