"""Games hold what was put into them: order of cells, labels, arithmetic, transitions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.arithmetic import Arithmetic, Enclosure, parameter
from coopgames.errors import InvalidGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Automaton,
    Exclusion,
    Fine,
    GaussianMeasure,
    LinearPublicGood,
    PayoffTable,
    PerfectMonitoring,
    PhysicalPenalty,
    PrivateValuation,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
    grim_trigger,
    prisoners_dilemma,
    supplier_pair,
)
from coopgames.games._arrays import MAXIMUM_DEPTH, flatten, nest, profiles, row_major
from coopgames.games._domains import at_least

sizes = st.lists(st.integers(1, 4), min_size=1, max_size=4)


@given(sizes)
def test_row_major_counts_the_profiles_in_order(shape: list[int]) -> None:
    listed = profiles(shape)
    assert listed == list(product(*map(range, shape)))
    assert [row_major(profile, shape) for profile in listed] == list(range(len(listed)))


@given(sizes)
def test_nesting_and_flattening_are_inverse(shape: list[int]) -> None:
    cells = tuple(range(len(profiles(shape))))
    assert flatten(nest(cells, shape), "x") == (tuple(shape), cells)


def test_a_nest_that_is_too_deep_is_refused() -> None:
    deep: object = 1
    for _ in range(MAXIMUM_DEPTH + 5):
        deep = [deep]
    with pytest.raises(ValueError, match="payoffs"):
        flatten(deep, "payoffs")


def test_three_ways_to_write_one_game() -> None:
    game = StageGame([[[2, -1], [3, 0]], [[2, 3], [-1, 0]]])
    rows = StageGame.from_rows([[(2, 2), (-1, 3)], [(3, -1), (0, 0)]])
    matrices = StageGame.from_bimatrix([[2, -1], [3, 0]], [[2, 3], [-1, 0]])
    function = StageGame.from_function((2, 2), lambda *a: rows.cells and payoffs_at(rows, a))
    assert game == rows == matrices == function
    assert game.payoffs() == (((2, -1), (3, 0)), ((2, 3), (-1, 0)))
    assert game.num_players == 2
    assert eval(repr(game), {"StageGame": StageGame, "Fraction": Fraction}) == game


def payoffs_at(game: StageGame, profile: tuple[int, ...]) -> list[object]:
    return [game.payoff(i, profile) for i in range(game.num_players)]


def test_numpy_arrays_are_read() -> None:
    numpy = pytest.importorskip("numpy")
    game = StageGame(numpy.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]))
    assert game.arithmetic is Arithmetic.EXACT
    assert game.payoff(1, (1, 0)) == 7


def test_the_arithmetic_follows_the_numbers() -> None:
    assert prisoners_dilemma(3, 2, 0, -1).arithmetic is Arithmetic.EXACT
    assert prisoners_dilemma(3.0, 2, 0, -1).arithmetic is Arithmetic.FLOAT
    assert prisoners_dilemma(parameter("T", 2, 9), 2, 0, -1).arithmetic is Arithmetic.SYMBOLIC
    measure = GaussianMeasure("1/4", 1, 1)  # type: ignore[arg-type]
    stage = AnonymousGame(3, LinearPublicGood("1/2", 1))  # type: ignore[arg-type]
    enclosed = RepeatedGame(stage, "1/2", AttributedSignals.gaussian(measure), Fine())
    assert enclosed.arithmetic is Arithmetic.ENCLOSED
    family = RepeatedGame(stage, parameter("delta", 0, 1), AttributedSignals.gaussian(measure))
    assert family.arithmetic is Arithmetic.ENCLOSED


def test_a_public_good_by_rule_by_table_and_by_function() -> None:
    rule = LinearPublicGood("9/10", "27/20", "1/5")  # type: ignore[arg-type]
    table = PayoffTable(
        tuple(rule(0, k) for k in range(4)),
        tuple(rule(1, k) for k in range(4)),
    )
    games = [AnonymousGame(4, rule), AnonymousGame(4, table), AnonymousGame(4, rule.__call__)]
    for game in games:
        assert game.gain_from_shirking == Fraction(9, 20)
        assert game.cooperative_payoff == 4 * Fraction(9, 10) - Fraction(27, 20) + Fraction(1, 5)
        assert game.size == 4
    assert games[1] == games[2]


def test_a_number_of_members_may_be_a_parameter() -> None:
    n = parameter("n", 2, 50)
    game = AnonymousGame(n, LinearPublicGood(1, 2))
    assert game.cooperative_payoff == n - 2
    with pytest.raises(ValueError, match="members"):
        _ = game.size


def test_the_gain_and_the_value_of_a_pair() -> None:
    stage = supplier_pair("1/2", 3)
    assert [stage.payoff(0, (a, 0)) for a in range(2)] == [0, Fraction(1, 2)]
    assert sum(stage.payoff(i, (0, 0)) for i in range(2)) == 3
    assert sum(stage.payoff(i, (1, 0)) for i in range(2)) == 0


def test_gaussian_rates_are_enclosed_on_the_grid_and_mirror_each_other() -> None:
    measure = GaussianMeasure("3/10", 4, "1/2")  # type: ignore[arg-type]
    alpha, eta = measure.false_alarm, measure.detection
    assert isinstance(alpha, Enclosure)
    assert isinstance(eta, Enclosure)
    assert alpha.width == eta.width == Fraction(1, 2**49)
    assert alpha.lower + eta.upper == Fraction(1, 2)
    at_cutoff = GaussianMeasure("3/10", 4, "1/2", 1)  # type: ignore[arg-type]
    assert at_cutoff.false_alarm == Fraction(1, 4)


def test_reports_keep_their_alarm_rates() -> None:
    reports = PrivateValuation.binary("1/4", "1/2")
    assert reports.alarm_rates == (Fraction(1, 4), Fraction(1, 2))
    assert PrivateValuation(1, (1, 0, 0), (0, 0, 1)).alarm_rates is None  # type: ignore[arg-type]


def test_the_law_after_a_profile() -> None:
    monitoring = PublicMonitoring([[["9/10", "1/10"], [1, 0]], [["2/5", "3/5"], [0, 1]]])
    assert monitoring.shape == (2, 2)
    assert monitoring.law((1, 0)) == (Fraction(2, 5), Fraction(3, 5))


def test_a_float_law_may_miss_one_by_rounding_only() -> None:
    PublicMonitoring([[0.1] * 10])
    with pytest.raises(ValueError, match="sum to 1"):
        PublicMonitoring([[0.1, 0.8]])


def test_next_states_by_table_by_otherwise_and_by_function() -> None:
    pd = prisoners_dilemma(3, 2, 0, -1)
    grim = grim_trigger(pd, ("cooperate", "cooperate"), (1, 1))
    assert grim == grim_trigger(pd, (0, 0), (1, 1))
    assert [grim.next_state("on path", a) for a in profiles((2, 2))] == [
        "on path",
        "punishment",
        "punishment",
        "punishment",
    ]
    again = Automaton.from_function(
        pd,
        "on path",
        {"on path": (0, 0), "punishment": (1, 1)},
        lambda state, a: "on path" if (state, a) == ("on path", (0, 0)) else "punishment",
    )
    assert again.tables(pd) == grim.tables(pd)
    assert eval(repr(grim), {"Automaton": Automaton}) == grim


def test_a_missing_transition_is_named_when_it_is_asked_for() -> None:
    half = Automaton(("a",), "a", {"a": (0, 0)}, {"a": {(0, 0): "a"}})
    with pytest.raises(ValueError, match="'otherwise'"):
        half.next_state("a", (1, 1))


def test_what_a_repeated_game_makes_of_its_arguments() -> None:
    stage = AnonymousGame(3, LinearPublicGood("1/2", 1))  # type: ignore[arg-type]
    game = RepeatedGame(
        stage, "9/10", transfers=[PhysicalPenalty(2), Exclusion(), PhysicalPenalty(3)], lag=2
    )
    assert game.monitoring == PerfectMonitoring()
    assert game.round_discount_factor == Fraction(81, 100)
    assert game.physical_penalty == 5
    assert game.sanction == Exclusion()
    assert game.at("1/2").discount_factor == Fraction(1, 2)
    assert game.at("1/2").lag == 2


def test_games_are_values() -> None:
    pd = prisoners_dilemma(3, 2, 0, -1)
    assert hash(RepeatedGame(pd, "1/2")) == hash(
        RepeatedGame(prisoners_dilemma(3, 2, 0, -1), "0.5")
    )
    assert len({RepeatedGame(pd, "1/2"), RepeatedGame(pd, "1/2"), RepeatedGame(pd, "1/3")}) == 2


def test_inequalities_hold_on_the_whole_domain_or_not_at_all() -> None:
    x = parameter("x", 0, 1)
    assert at_least(x * x, x * x)
    assert at_least(x, x * x)
    assert not at_least(x, Fraction(1, 2))
    assert at_least(x * (1 - x), 0)
    assert not at_least(x * (1 - 2 * x), 0)
    assert at_least(parameter("y"), 0)


@pytest.mark.parametrize(
    ("lower", "upper", "power"), [(0, 3, 1), (-1, 1, 1), (-1, 1, 3), ("1/2", 2, 1), (2, 3, 1)]
)
def test_a_free_discount_factor_stays_below_one(lower: Any, upper: Any, power: int) -> None:
    delta = parameter("d", lower, upper)
    with pytest.raises(InvalidGameError, match=r"discount_factor: got .*in \[0, 1\) on the whole"):
        RepeatedGame(prisoners_dilemma(3, 2, 0, -1), delta**power, lag=2)


def test_polynomials_of_a_free_discount_factor() -> None:
    """What counts is the range on the open domain; a constant, and 1 touched inside, are seen."""
    pd, x = prisoners_dilemma(3, 2, 0, -1), parameter("x", -1, 1)
    for good in (x * x, (1 + x) / 2, parameter("d", 0, "3/4") * Fraction(4, 3), parameter("d")):
        assert RepeatedGame(pd, good).discount_factor == good
    for bad in (1 - x * x, 1 + 0 * x, 2 + 0 * x, x, 0 * x - 1):
        with pytest.raises(InvalidGameError, match="discount_factor"):
            RepeatedGame(pd, bad)
    assert RepeatedGame(pd, Fraction(1, 2) + 0 * x).discount_factor == Fraction(1, 2)


def test_a_measure_has_the_rates_that_are_its_own() -> None:
    """Else a certificate, which recomputes them from the measure, would be refused."""
    measure = GaussianMeasure("3/10", 1, "9/10")  # type: ignore[arg-type]
    alpha, eta = measure.false_alarm, measure.detection
    assert AttributedSignals(alpha, eta, measure) == AttributedSignals.gaussian(measure)
    reports = PrivateValuation.gaussian(measure)
    assert PrivateValuation(1, reports.work, reports.shirk, None, measure) == reports
    on_the_cutoff = GaussianMeasure("3/10", 1, "9/10", 1)  # type: ignore[arg-type]
    assert AttributedSignals.gaussian(on_the_cutoff).false_alarm == Fraction(9, 20)
    assert PrivateValuation.gaussian(on_the_cutoff).alarm_rates is not None

    other = GaussianMeasure(5, 1, 1)  # type: ignore[arg-type]
    for rates in (("1/10", "9/10"), (alpha, eta), (other.false_alarm, 1), (0.1, 0.9)):
        with pytest.raises(InvalidGameError, match="(false_alarm|detection): got .* measure"):
            AttributedSignals(*rates, other)  # type: ignore[arg-type]
        with pytest.raises(InvalidGameError, match="(false_alarm|detection): got .* measure"):
            PrivateValuation.binary(*rates, measure=other)
    work, shirk = reports.work, reports.shirk
    for name, laws in (
        ("work", ((1, alpha), shirk)),
        ("shirk", (work, (0, eta))),
        ("false_alarm", ((2, -1), (1, 0))),
        ("work", ((*work, 0), shirk)),
        ("shirk", (work, 3)),
    ):
        with pytest.raises(InvalidGameError, match=f"^{name}: got"):
            PrivateValuation(1, *laws, None, measure)  # type: ignore[arg-type]
    with pytest.raises(InvalidGameError, match="measure: got 'normal'"):
        AttributedSignals("1/10", "9/10", "normal")  # type: ignore[arg-type]


@pytest.mark.parametrize("observer", [1.5, None, True, -1, "last"])
def test_an_observer_is_an_index_or_the_next(observer: Any) -> None:
    with pytest.raises(InvalidGameError, match="observer: got"):
        PrivateValuation(observer, ("1/2", "1/2"), (0, 1))  # type: ignore[arg-type]


def test_laws_are_sequences() -> None:
    with pytest.raises(InvalidGameError, match="work: got 3, expected a sequence"):
        PrivateValuation(1, 3, 3)  # type: ignore[arg-type]
