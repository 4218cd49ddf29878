"""Associations with very many members: balls against exact numbers, bounds, time, edges."""

from __future__ import annotations

import time
from fractions import Fraction
from math import comb
from typing import Any

import flint
import pytest

from coopgames.arithmetic import Arithmetic, Enclosure, arb_to_enclosure, parameter
from coopgames.errors import UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    GaussianMeasure,
    LinearPublicGood,
    RepeatedGame,
)
from coopgames.games.sanctions import Exclusion, Fine, PhysicalPenalty, Promises, WorkStoppage
from coopgames.solvers import Status, critical_discount_factor
from coopgames.solvers.large_associations import (
    LARGE_ASSOCIATION,
    is_large_association,
    large_association_threshold,
    ratio_ends,
)
from coopgames.solvers.members_law import TAIL, flag_window
from coopgames.solvers.members_promises import promises_ratio, promises_ratio_ball
from coopgames.solvers.receipts import binomial_law
from tests.unit.solvers.test_members import association

RULES: dict[str, Any] = {
    "burnt": Fine("burnt"),
    "treasury": Fine("treasury"),
    "netted": Fine("treasury", netted=True),
    "shared": Fine("unflagged"),
    "exclusion": Exclusion(),
    "balanced": Promises("balanced"),
    "burning": Promises("burning"),
    "burnt promises": Promises("burnt"),
    "stoppage": WorkStoppage(),
}
NUMBERS = "9/20", "31/20", "1/10", "3/5"


@pytest.mark.parametrize("trials", [1, 2, 59, 399])
@pytest.mark.parametrize("probability", ["0", "1", "1/10", "1/2", "999/1000", "1/1000000000000"])
@pytest.mark.parametrize("tail", [TAIL, Fraction(1, 10)])
def test_windows_contain_the_law(trials: int, probability: str, tail: Fraction) -> None:
    p = Fraction(probability)
    window, exact = flag_window(trials, p, tail), binomial_law(trials, p)
    for count, mass in enumerate(exact):
        ball = arb_to_enclosure(window.mass(count))
        assert isinstance(mass, Fraction)
        assert ball.lower <= mass <= ball.upper
    below, above = sum(exact[: window.first]), sum(exact[window.last + 1 :])
    assert below <= arb_to_enclosure(window.below).upper <= tail
    assert above <= arb_to_enclosure(window.above).upper <= tail
    mean = arb_to_enclosure(window.expectation(Fraction, trials))
    assert mean.lower <= trials * p <= mean.upper
    assert mean.width <= 2 * trials * tail + Fraction(1, 2**90)


def test_a_window_of_a_million_is_narrow() -> None:
    window = flag_window(10**6, Fraction(1, 2))
    assert window.last - window.first < 12_000
    assert window.outside < 1e-20
    exact = Fraction(comb(10**4, 5_000), 2 ** (10**4))
    ball = arb_to_enclosure(flag_window(10**4, Fraction(1, 2)).mass(5_000))
    assert ball.lower <= exact <= ball.upper
    assert ball.width < Fraction(1, 10**20)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("n", [2, 60, 400])
def test_the_exact_threshold_is_within_the_bound(rule: str, n: int) -> None:
    game = association(n, *NUMBERS, RULES[rule])
    if isinstance(RULES[rule], Promises | WorkStoppage):
        assert isinstance(game.stage, AnonymousGame)
        assert isinstance(game.monitoring, AttributedSignals)
        exact = 1 / (1 + promises_ratio(game.stage, game.monitoring, RULES[rule]))
    else:
        exact = critical_discount_factor(game).value
    solution = large_association_threshold(game)
    assert isinstance(solution.value, Enclosure)
    assert solution.value.lower <= exact <= solution.value.upper
    assert solution.value.width < Fraction(1, 10**15)
    assert solution.status is Status.EXACT_UNCERTIFIED
    assert solution.arithmetic is Arithmetic.ENCLOSED
    assert solution.diagnostics["attained"]
    bound: Any = solution.diagnostics["error_bound"]
    assert abs(solution.value.midpoint - exact) <= Fraction(bound)


@pytest.mark.parametrize("rule", ["balanced", "burning", "burnt promises", "stoppage"])
@pytest.mark.parametrize("tail", [2, 10, 10**3, 10**6])
def test_what_a_coarse_window_leaves_out_is_bounded(rule: str, tail: int) -> None:
    game = association(60, *NUMBERS, RULES[rule])
    assert isinstance(game.stage, AnonymousGame)
    assert isinstance(game.monitoring, AttributedSignals)
    exact = promises_ratio(game.stage, game.monitoring, RULES[rule])
    window = flag_window(59, Fraction(1, 10), Fraction(1, tail))
    ball = promises_ratio_ball(game.stage, game.monitoring, RULES[rule], window)
    found = arb_to_enclosure(ball)
    assert found.lower <= exact <= found.upper
    assert window.outside > 0


@pytest.mark.parametrize("rule", ["burnt promises", "stoppage"])
@pytest.mark.parametrize("n", [60, 2000])
def test_where_burning_never_pays_the_answer_is_never(rule: str, n: int) -> None:
    # y D = (5/6)(1/4) = 5/24 is below the false alarm rate 1/4.
    game = association(n, "6/5", 1, "1/4", "1/2", RULES[rule])
    solution = large_association_threshold(game)
    assert solution.status is Status.EXACT_UNCERTIFIED
    assert solution.value is None
    assert "possible" not in solution.diagnostics
    assert ratio_ends(game) == (0, 0)
    # At y D = alpha, exactly, too; just above it burning pays.
    assert ratio_ends(association(n, "6/5", "6/5", "1/4", "1/2", RULES[rule])) == (0, 0)
    above = association(n, "6/5", "601/500", "1/4", "1/2", RULES[rule])
    assert ratio_ends(above)[1] > 0
    if rule == "burnt promises":
        low, high = ratio_ends(above)
        assert low <= Fraction(601, 2400) - Fraction(1, 4) <= high
        assert low > 0


@pytest.mark.parametrize("rule", RULES)
def test_flags_that_do_not_depend_on_effort_sustain_nothing(rule: str) -> None:
    game = association(2000, "9/20", "31/20", "1/4", "1/4", RULES[rule])
    solution = large_association_threshold(game)
    assert solution.status is Status.EXACT_UNCERTIFIED
    assert solution.value is None
    small = association(40, "9/20", "31/20", "1/4", "1/4", RULES[rule])
    assert critical_discount_factor(small).value is None


def test_undecided_says_that_the_computation_may_be_an_enclosure() -> None:
    stoppage = large_association_threshold(association(10**5, *NUMBERS, WorkStoppage()))
    assert stoppage.status is Status.UNDECIDED
    assert "data or the computation are enclosures" in stoppage.status.value


@pytest.mark.parametrize("rule", RULES)
def test_a_million_members_take_less_than_a_second(rule: str) -> None:
    floats = [float(Fraction(x)) for x in NUMBERS[2:]]
    stage = AnonymousGame(10**6, LinearPublicGood(0.0, 0.45, 2.0))
    game = RepeatedGame(stage, 0.5, AttributedSignals(*floats), RULES[rule])
    start = time.process_time()
    solution = large_association_threshold(game)
    assert time.process_time() - start < 1
    if rule == "stoppage":
        # So many are flagged in any case that a stoppage tells nothing; how little is not resolved.
        assert solution.status is Status.UNDECIDED
        assert solution.value is None
        return
    assert solution.status is Status.FLOAT
    assert solution.arithmetic is Arithmetic.FLOAT
    error: Any = solution.diagnostics["error_bound"]
    assert error < 1e-13
    expected = {"treasury": 18 / 49, "exclusion": 45 / 118, "burnt": 45 / 118}
    expected["burnt promises"] = expected["burnt"]
    # alpha^999999 is nothing in floats, so a flag costs 1/(1 - alpha) times as much.
    shared = 0.45 / (0.45 + 0.5 / 0.9 * 1.55)
    assert solution.value == pytest.approx(expected.get(rule, shared), abs=1e-12)


def test_an_exact_million_is_enclosed() -> None:
    solution = large_association_threshold(association(10**6, *NUMBERS, Fine("treasury")))
    assert isinstance(solution.value, Enclosure)
    assert solution.value.lower <= Fraction(18, 49) <= solution.value.upper
    assert solution.value.width < Fraction(1, 10**18)
    assert "counts of flags" in solution.method


def test_a_threshold_per_period() -> None:
    game = association(10**6, *NUMBERS, Fine("treasury"), lag=2)
    value = large_association_threshold(game).value
    assert value.lower**2 <= Fraction(18, 49) <= value.upper**2


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("n", [2, 10**6])
def test_worthless_membership_and_identical_flags(rule: str, n: int) -> None:
    for numbers in ((1, 0, "1/10", "3/5"), (1, -1, "1/10", "3/5"), (1, 2, "1/4", "1/4")):
        solution = large_association_threshold(association(n, *numbers, RULES[rule]))
        assert solution.value is None
        possible: Any = solution.diagnostics.get("possible", ())
        if isinstance(RULES[rule], Fine | Exclusion):
            # Nobody expects to receive more than is paid, so the cut-off mass leaves no doubt.
            assert possible == ()
            assert solution.status is Status.EXACT_UNCERTIFIED
        # Either nothing at all, or so near to 1 that the cut-off mass cannot rule it out.
        assert all(interval.lower > 1 - Fraction(1, 10**10) for interval in possible)
    burnt = rule in ("burnt", "exclusion", "burnt promises")
    solution = large_association_threshold(association(n, 1, "1/5", "1/2", "3/5", RULES[rule]))
    if burnt:  # D v <= alpha gain
        assert solution.value is None


@pytest.mark.parametrize("floats", [False, True])
def test_shirking_that_gains_nothing(floats: bool) -> None:
    kind: Any = float if floats else Fraction
    signals = AttributedSignals(kind("0.25"), kind("0.5"))
    for value, answer in ((2, 0), (0, 0), (-1, None)):
        rule = LinearPublicGood(kind(0), kind("-0.5"), kind(value) - kind("0.5"))
        game = RepeatedGame(AnonymousGame(10**6, rule), 0, signals, Fine("treasury"))
        solution = large_association_threshold(game)
        assert solution.value == answer
        assert solution.status is (Status.FLOAT if floats else Status.EXACT_UNCERTIFIED)
        assert "gains nothing" in solution.method
        assert solution.certificate is None


@pytest.mark.parametrize("alpha", ["0", "1/1000000000", "999999999/1000000000"])
def test_flags_that_are_hardly_random(alpha: str) -> None:
    game = association(1000, 1, 2, alpha, 1, Fine("unflagged"))
    low, high = ratio_ends(game)
    a = Fraction(alpha)
    exact = 2 * (1 - a) * (1 if a == 0 else (1 - a**999) / (1 - a))
    assert low <= exact <= high
    assert high - low < Fraction(1, 10**15)


UNSOLVED = {
    "cap": (association(10**6, *NUMBERS, Fine("treasury", 1)), "without a cap"),
    "capped promises": (association(10**6, *NUMBERS, Promises("burnt", 1)), "without a cap"),
    "penalty": (
        association(10**6, *NUMBERS, Fine("treasury"), PhysicalPenalty(1)),
        "expected one Fine",
    ),
    "enclosed": (
        RepeatedGame(
            AnonymousGame(10**6, LinearPublicGood(1, 2)),
            0,
            AttributedSignals.gaussian(GaussianMeasure("1/4", 1, 1)),  # type: ignore[arg-type]
            Fine("treasury"),
        ),
        "expected numbers",
    ),
    "no association": (
        RepeatedGame(AnonymousGame(3, LinearPublicGood(1, 2)), 0, None, Fine("treasury")),
        "expected an AnonymousGame with AttributedSignals",
    ),
}


@pytest.mark.parametrize("name", UNSOLVED)
def test_what_is_not_covered(name: str) -> None:
    game, message = UNSOLVED[name]
    with pytest.raises(UnsupportedGameError, match=message):
        large_association_threshold(game)


def test_which_associations_are_large() -> None:
    assert is_large_association(association(LARGE_ASSOCIATION, *NUMBERS, Fine()))
    assert not is_large_association(association(LARGE_ASSOCIATION - 1, *NUMBERS, Fine()))
    assert not is_large_association(association(LARGE_ASSOCIATION, *NUMBERS, Fine("burnt", 1)))
    assert not is_large_association(UNSOLVED["penalty"][0])
    members = parameter("n", 2, 10**6)
    stage = AnonymousGame(members, LinearPublicGood(1, 2))
    signals = AttributedSignals("1/10", "3/5")
    assert not is_large_association(RepeatedGame(stage, 0, signals, Fine()))


def test_the_precision_of_the_context_is_left_alone() -> None:
    before = flint.ctx.prec
    large_association_threshold(association(60, *NUMBERS, Promises("balanced")))
    assert flint.ctx.prec == before
