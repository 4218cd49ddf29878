"""Public signals: labels, named structures, flags without names, and messages about bad input."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coopgames as cg
from coopgames.arithmetic import Arithmetic
from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AnonymousSignals,
    Exclusion,
    Fine,
    FinePlan,
    LinearPublicGood,
    Promises,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
    delayed_information,
    identifiable_partnership,
    noisy_partnership,
    price_war,
    prisoners_dilemma,
)
from coopgames.games.sanctions import Sanction
from coopgames.solvers import check_equilibrium, critical_discount_factor
from coopgames.solvers.batch import batch_rule
from coopgames.solvers.deterrence import deterrence_ratio
from coopgames.solvers.enforcement import enforcement_problem
from coopgames.solvers.identifiability import (
    has_individual_full_rank,
    has_pairwise_full_rank,
    is_pairwise_identifiable,
)
from coopgames.solvers.rationalize import rationalize

PD = prisoners_dilemma(3, 2, 0, -1)
HALVES = [[["1/2", "1/2"]] * 2] * 2


# --- PublicMonitoring ---------------------------------------------------------------------------

BAD: list[tuple[str, Callable[[], object], tuple[str, ...]]] = [
    (
        "a signal never occurs",
        lambda: PublicMonitoring([["1/2", 0, "1/2"], [1, 0, 0]]),
        ("probabilities", "signal 1 never occurs", "expected"),
    ),
    (
        "a labelled signal never occurs",
        lambda: PublicMonitoring([[1, 0], [1, 0]], signals=("good", "bad")),
        ("probabilities", "1 ('bad')", "never occurs"),
    ),
    (
        "a float signal never occurs",
        lambda: PublicMonitoring([[1.0, 0.0], [1.0, 0.0]]),
        ("signal 1 never occurs",),
    ),
    (
        "the sum is not one",
        lambda: PublicMonitoring([["1/2", "1/2"], ["1/2", "1/3"]]),
        ("probabilities[law 1]", "'1/3'", "sum to 1", "5/6"),
    ),
    (
        "a float sum is not one",
        lambda: PublicMonitoring([[0.5, 0.5], [0.5, 0.5 + 1e-11]]),
        ("probabilities[law 1]", "sum to 1", "1.00000000001"),
    ),
    (
        "a negative probability",
        lambda: PublicMonitoring([[2, -1]]),
        ("probabilities[law 0]", "(2, -1)", ">= 0"),
    ),
    (
        "a signal without profiles",
        lambda: PublicMonitoring([1, 0]),
        ("probabilities", "[1, 0]", "action profiles x signals"),
    ),
    (
        "equal labels",
        lambda: PublicMonitoring(HALVES, signals=("a", "a")),
        ("signals", "('a', 'a')", "2 distinct labels"),
    ),
    (
        "too few labels",
        lambda: PublicMonitoring(HALVES, signals=("a",)),
        ("signals", "('a',)", "2 distinct labels"),
    ),
    (
        "letters are no labels",
        lambda: PublicMonitoring(HALVES, signals="ab"),
        ("signals", "'ab'", "2 distinct labels"),
    ),
    (
        "a reserved label",
        lambda: PublicMonitoring(HALVES, signals=("good", "otherwise")),
        ("signals", "none 'otherwise'"),
    ),
    ("no shape", lambda: PublicMonitoring.perfect(()), ("shape", "()", "integer >= 1")),
    ("no actions", lambda: PublicMonitoring.perfect((2, 0)), ("shape", "(2, 0)")),
    (
        "a number as a shape",
        lambda: PublicMonitoring.perfect(2),  # type: ignore[arg-type]
        ("shape", "2", "integer >= 1"),
    ),
    (
        "too many profiles",
        lambda: PublicMonitoring.perfect((101, 101)),
        ("shape", "(101, 101)", "1,000,000"),
    ),
    (
        "a detection below the false alarms",
        lambda: PublicMonitoring.independent_flags(2, "1/2", "1/3"),
        ("detection", "Fraction(1, 3)", "at least the false alarm rate 1/2"),
    ),
    (
        "flags that never occur",
        lambda: PublicMonitoring.independent_flags(2, 0, 0),
        ("signal 1 ('01') never occurs",),
    ),
    (
        "no players",
        lambda: PublicMonitoring.independent_flags(0, 0, 1),
        ("num_players", "0", "integer >= 1"),
    ),
    (
        "many players",
        lambda: PublicMonitoring.independent_flags(11, 0, 1),
        ("num_players", "11", "1,000,000"),
    ),
]


@pytest.mark.parametrize(("build", "parts"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_message_names_argument_value_and_expectation(
    build: Callable[[], object], parts: tuple[str, ...]
) -> None:
    with pytest.raises((InvalidGameError, UnsupportedGameError)) as raised:
        build()
    for part in parts:
        assert part in str(raised.value)


def test_labels_are_kept_and_default_to_indices() -> None:
    assert PublicMonitoring(HALVES).signals == ("0", "1")
    labelled = PublicMonitoring(HALVES, signals=["good", "bad"])
    assert labelled.signals == ("good", "bad")
    assert labelled.num_signals == 2
    assert labelled != PublicMonitoring(HALVES)
    assert pickle.loads(pickle.dumps(labelled)) == labelled


@pytest.mark.parametrize(
    "monitoring",
    [
        PublicMonitoring(HALVES),
        PublicMonitoring(HALVES, signals=("good", "bad")),
        PublicMonitoring([[0.5, 0.5], [1.0, 0.0]]),
        PublicMonitoring([[1]]),
        PublicMonitoring.perfect((2, 2)),
        AnonymousSignals("1/10", 1),
        AnonymousSignals(0.1, 0.6),
    ],
    ids=["plain", "labels", "floats", "one signal", "perfect", "counted", "counted floats"],
)
def test_repr_builds_the_structure_again(monitoring: object) -> None:
    names = {"PublicMonitoring": PublicMonitoring, "AnonymousSignals": AnonymousSignals}
    assert eval(repr(monitoring), names) == monitoring


def test_large_structures_print_short() -> None:
    assert repr(PublicMonitoring.perfect((3, 3))) == "PublicMonitoring(<3 x 3 actions, 9 signals>)"


def test_one_signal_that_says_nothing_is_allowed() -> None:
    silent = PublicMonitoring([[[1], [1]], [[1], [1]]])
    assert silent.law((1, 0)) == (1,)
    assert RepeatedGame(PD, "1/2", silent).arithmetic is Arithmetic.EXACT


def test_perfect_monitoring_spelled_out() -> None:
    perfect = PublicMonitoring.perfect((2, 3))
    every = list(product(range(2), range(3)))
    assert perfect.signals == tuple(f"{a},{b}" for a, b in every)
    for k, profile in enumerate(every):
        assert perfect.law(profile) == tuple(Fraction(int(y == k)) for y in range(6))
    assert PublicMonitoring.perfect((1,)).laws == ((1,),)


@given(st.integers(1, 4), st.fractions(0, 1), st.fractions(0, 1))
def test_flags_are_independent(n: int, one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    if high == 0 or low == 1:
        low, high = Fraction(0), Fraction(1)
    flags = PublicMonitoring.independent_flags(n, low, high)
    assert flags.shape == (2,) * n
    rate = (low, high)
    for acts in product((0, 1), repeat=n):
        for y, p in enumerate(flags.law(acts)):
            label = flags.signals[y]
            assert int(label, 2) == y
            expected = Fraction(1)
            for act, flag in zip(acts, label, strict=True):
                expected *= rate[act] if flag == "1" else 1 - rate[act]
            assert p == expected


def test_flags_in_floats_keep_the_stage_game_in_floats() -> None:
    flags = PublicMonitoring.independent_flags(2, 0.1, 0.6)
    assert RepeatedGame(PD.to_float(), 0.5, flags).arithmetic is Arithmetic.FLOAT
    with pytest.raises(MixedArithmeticError, match="false_alarm"):
        PublicMonitoring.independent_flags(2, 0.1, "3/5")


def test_laws_from_a_function() -> None:
    shares = {0: "9/10", 1: "1/2", 2: "1/5"}
    made = PublicMonitoring.from_function(
        (2, 2), lambda a, b: (shares[a + b], 1 - Fraction(shares[a + b])), signals=("high", "low")
    )
    assert made.law((1, 0)) == (Fraction(1, 2), Fraction(1, 2))
    assert made.law((1, 1)) == (Fraction(1, 5), Fraction(4, 5))
    with pytest.raises(InvalidGameError, match="rectangular"):
        PublicMonitoring.from_function((2,), lambda a: [1] * (a + 1))


def test_a_signal_whose_chance_is_a_parameter_may_occur() -> None:
    for p in (cg.parameter("p", 0, 1), cg.parameter("p", 0), cg.parameter("p")):
        family = PublicMonitoring([[p, 1 - p, 0 * p], [0, 0, 1]])
        assert family.num_signals == 3
    with pytest.raises(InvalidGameError, match="signal 2 never occurs"):
        PublicMonitoring([[cg.parameter("p", 0, 1), 1 - cg.parameter("p", 0, 1), 0]])


def test_a_float_law_that_starts_with_zero_is_read_exactly() -> None:
    laws = [[0.0, 0.1, 0.2, 0.7], [0.25, 0.25, 0.25, 0.25]]
    game = RepeatedGame(
        StageGame([[1.0, 2.0]]), 0.5, PublicMonitoring(laws, signals=("a", "b", "c", "d"))
    )
    exact = rationalize(game).monitoring
    assert isinstance(exact, PublicMonitoring)
    assert exact.law((0,))[0] == 0
    assert exact.law((0,))[1] == Fraction(0.1)
    assert sum(exact.law((0,)), start=Fraction(0)) == 1  # type: ignore[arg-type]
    assert exact.signals == ("a", "b", "c", "d")


# --- AnonymousSignals ---------------------------------------------------------------------------

GROUP = AnonymousGame(3, LinearPublicGood(2, 3))
COUNTED = AnonymousSignals("1/10", "3/5")


def test_anonymous_signals_are_exact_by_type() -> None:
    assert COUNTED.false_alarm == Fraction(1, 10)
    assert RepeatedGame(GROUP, "9/10", COUNTED).arithmetic is Arithmetic.EXACT
    floats = RepeatedGame(GROUP, 0.9, AnonymousSignals(0.25, 0.5))
    assert floats.arithmetic is Arithmetic.FLOAT
    assert rationalize(floats).monitoring == AnonymousSignals("1/4", "1/2")
    with pytest.raises(MixedArithmeticError, match="detection"):
        AnonymousSignals("1/10", 0.5)


@pytest.mark.parametrize(
    ("rates", "argument"),
    [((-1, "1/2"), "false_alarm"), ((0, 2), "detection"), (("1/2", "1/3"), "detection")],
)
def test_anonymous_signals_need_probabilities(rates: tuple[object, object], argument: str) -> None:
    with pytest.raises(InvalidGameError, match=argument):
        AnonymousSignals(*rates)


def test_anonymous_signals_go_with_anonymous_games() -> None:
    with pytest.raises(InvalidGameError, match=r"monitoring.*AnonymousGame only"):
        RepeatedGame(PD, "1/2", COUNTED)


@pytest.mark.parametrize(
    "sanction",
    [Fine("burnt"), Fine("unflagged"), Fine("treasury"), Exclusion(), Promises("balanced")],
    ids=["burnt", "unflagged", "treasury", "exclusion", "promises"],
)
@pytest.mark.parametrize(
    "ask",
    [
        enforcement_problem,
        critical_discount_factor,
        deterrence_ratio,
        batch_rule,
        lambda game: check_equilibrium(game, FinePlan(1)),  # type: ignore[arg-type]
    ],
    ids=["enforcement", "threshold", "ratio", "batch", "plan"],
)
def test_fines_with_an_address_refuse_flags_without_names(
    ask: Callable[[RepeatedGame], object], sanction: Sanction
) -> None:
    game = RepeatedGame(GROUP, "9/10", COUNTED, sanction)
    with pytest.raises(UnsupportedGameError):
        ask(game)


# --- named games with signals -------------------------------------------------------------------


def test_the_noisy_partnership_is_the_prisoners_dilemma_it_says() -> None:
    stage, signals = noisy_partnership()
    assert stage.payoffs() == prisoners_dilemma(3, 2, 1, 0).payoffs()
    assert stage.actions[0] == ("work", "shirk")
    assert [signals.law(a)[1] for a in ((0, 0), (0, 1), (1, 1))] == [
        Fraction(1, 6),
        Fraction(1, 2),
        Fraction(5, 6),
    ]
    floats = noisy_partnership(12.0, 3.0, (0.75, 0.5, 0.25))
    assert RepeatedGame(floats[0], 0.5, floats[1]).arithmetic is Arithmetic.FLOAT


def test_the_price_war_has_expected_profits() -> None:
    stage, price = price_war([1, "3/2"], (10, 2), lambda total: total / 10, firms=3, cost=1)
    # all sell 1: the price is low with chance 3/10, on average 38/5; a margin of 33/5 each
    assert stage.payoff(0, (0, 0, 0)) == Fraction(33, 5)
    # total 7/2: 10 - 8 * 7/20 = 36/5, margin 31/5
    assert stage.payoff(2, (0, 0, 1)) == Fraction(3, 2) * Fraction(31, 5)
    assert price.law((1, 0, 0)) == (Fraction(13, 20), Fraction(7, 20))
    assert stage.actions[1] == ("1", "3/2")
    assert price.signals == ("high", "low")


def test_delay_is_a_product_of_laws_and_an_average_of_payoffs() -> None:
    stage, signals = noisy_partnership()
    delta = Fraction(2, 3)
    block, news = delayed_information(stage, signals, 3, delta)
    plans = list(product((0, 1), repeat=3))
    total = 1 + delta + delta**2
    for (k, own), (m, other) in product(enumerate(plans), repeat=2):
        pairs = list(zip(own, other, strict=True))
        flow = [stage.payoff(0, a) for a in pairs]
        average = sum((delta**t * g for t, g in enumerate(flow)), start=Fraction(0)) / total  # type: ignore[misc, operator]
        assert block.payoff(0, (k, m)) == average
        law = [Fraction(1)]
        for a in pairs:
            law = [p * q for p in law for q in signals.law(a)]  # type: ignore[misc]
        assert news.law((k, m)) == tuple(law)
    assert news.signals[1] == "success then success then failure"


def test_a_block_of_one_period_is_the_game_itself() -> None:
    stage, signals = noisy_partnership()
    block, news = delayed_information(stage, signals, 1, "9/10")
    assert (block, news) == (stage, signals)


NAMED_BAD: list[tuple[str, Callable[[], object], str]] = [
    ("effort", lambda: noisy_partnership(12, -1), "effort"),
    ("success rises", lambda: noisy_partnership(12, 3, ("1/2", "2/3", 0)), "success"),
    ("two chances", lambda: noisy_partnership(12, 3, ("1/2", "1/3")), "success"),
    ("no failure", lambda: noisy_partnership(12, 3, (1, 1, 1)), "never occurs"),
    ("accuracy", lambda: identifiable_partnership("1/3"), "accuracy"),
    ("a total without a chance", lambda: price_war([1, 2], (6, 0), {2: 0, 4: 1}), "there is none"),
    ("a chance above one", lambda: price_war([1, 2], (6, 0), lambda q: q), r"chance_of_low\(2\)"),
    ("low above high", lambda: price_war([1], (0, 6), {2: "1/2"}), "prices"),
    ("equal quantities", lambda: price_war([1, 1], (6, 0), {2: "1/2"}), "quantities"),
    ("no firm", lambda: price_war([1], (6, 0), {0: "1/2"}, firms=0), "firms"),
    ("many firms", lambda: price_war([1, 2], (6, 0), {0: "1/2"}, firms=20), "firms"),
    ("no period", lambda: delayed_information(*noisy_partnership(), 0, "1/2"), "periods"),
    ("a long block", lambda: delayed_information(*noisy_partnership(), 9, "1/2"), "periods"),
    ("patience", lambda: delayed_information(*noisy_partnership(), 2, 1), "discount_factor"),
    (
        "another game's signals",
        lambda: delayed_information(noisy_partnership()[0], PublicMonitoring([[1]]), 2, "1/2"),
        "monitoring",
    ),
]


@pytest.mark.parametrize(
    ("build", "match"), [case[1:] for case in NAMED_BAD], ids=[case[0] for case in NAMED_BAD]
)
def test_named_games_refuse_bad_input(build: Callable[[], object], match: str) -> None:
    with pytest.raises(InvalidGameError, match=match):
        build()


# --- full rank ----------------------------------------------------------------------------------


@pytest.mark.parametrize("accuracy", ["1/2", "3/4", 1])
def test_blame_is_what_pairwise_full_rank_needs(accuracy: object) -> None:
    _, signals = identifiable_partnership(accuracy)
    for profile in product((0, 1), repeat=2):
        assert has_pairwise_full_rank(signals, profile, 0, 1) is (accuracy != "1/2")
        assert has_individual_full_rank(signals, profile, 0)
    assert not has_pairwise_full_rank(noisy_partnership()[1], (0, 0), 0, 1)


def test_full_rank_where_success_tells_nothing() -> None:
    # When one works, the other's deviations lead to equal chances of success and to even blame.
    _, signals = identifiable_partnership(1, 12, 3, ("1/2", "1/2", "1/2"))
    assert not has_pairwise_full_rank(signals, (0, 1), 0, 1)
    assert has_pairwise_full_rank(PublicMonitoring.perfect((2, 3)), (1, 2), 0, 1)


def test_ranks_of_players_without_a_choice() -> None:
    one_sided = PublicMonitoring([[["1/2", "1/2"]], [["1/3", "2/3"]]])
    assert has_individual_full_rank(one_sided, (0, 0), 1)
    assert has_pairwise_full_rank(one_sided, (0, 0), 0, 1)
    assert is_pairwise_identifiable(one_sided, (0, 0), 0, 1)


def test_silence_is_identifiable_and_of_no_use() -> None:
    silent = PublicMonitoring([[[1], [1]], [[1], [1]]])
    assert not has_individual_full_rank(silent, (0, 0), 0)
    assert not has_pairwise_full_rank(silent, (0, 0), 0, 1)
    assert is_pairwise_identifiable(silent, (0, 0), 0, 1)


def test_floats_are_read_as_they_print() -> None:
    # 0.1 + 0.2 is not 0.3 in binary: these rows are dependent as decimals only.
    floats = PublicMonitoring([[0.1, 0.3, 0.6], [0.2, 0.3, 0.5], [0.3, 0.3, 0.4]])
    assert not has_individual_full_rank(floats, (0,), 0)


@pytest.mark.parametrize(
    ("profile", "i", "j", "match"),
    [
        ((0, 2), 0, 1, "profile"),
        ((0,), 0, 1, "profile"),
        ((0, 0), 0, 0, "another player"),
        ((0, 0), 0, 2, "j: got 2"),
        ((0, 0), -1, 1, "i: got -1"),
        ((0, 0), True, 1, "i: got True"),
    ],
)
def test_full_rank_refuses_bad_input(profile: tuple[int, ...], i: int, j: int, match: str) -> None:
    for ask in (has_pairwise_full_rank, is_pairwise_identifiable):
        with pytest.raises(InvalidGameError, match=match):
            ask(PublicMonitoring(HALVES), profile, i, j)


def test_full_rank_needs_numbers() -> None:
    p = cg.parameter("p", 0, 1)
    family = PublicMonitoring([[p, 1 - p], [1 - p, p]])
    with pytest.raises(UnsupportedGameError, match="parameter"):
        has_individual_full_rank(family, (0,), 0)
