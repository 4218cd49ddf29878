"""Sanctions of an association: worked numbers, edges, and what no solver covers."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import pytest

from coopgames.arithmetic import AlgebraicNumber, Enclosure, parameter
from coopgames.certificates import verify
from coopgames.errors import UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    GaussianMeasure,
    LinearPublicGood,
    PrivateValuation,
    RepeatedGame,
    supplier_pair,
)
from coopgames.games.sanctions import Exclusion, Fine, PhysicalPenalty, Promises, WorkStoppage
from coopgames.solvers import Status, critical_discount_factor, critical_value
from coopgames.solvers.enforcement import enforcement_problem
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.members_promises import promises_ratio
from coopgames.solvers.receipts import (
    binomial_law,
    cost_of_a_flag,
    expected_receipts,
    receipt,
)
from tests.reference.flag_profiles import Association
from tests.reference.members import capped_slack

MEASURE = GaussianMeasure("1/4", 1, "9/10")  # type: ignore[arg-type]


def association(
    n: int,
    gain: Any,
    value: Any,
    alpha: Any,
    eta: Any,
    *sanctions: Any,
    beta: Any = 0,
    lag: int = 1,
) -> RepeatedGame:
    """Build an association of which the gain from shirking and the value of a round are given."""
    gain, value = Fraction(gain), Fraction(value)
    rule = LinearPublicGood(0, gain, value + gain)
    signals = AttributedSignals(alpha, eta)
    return RepeatedGame(AnonymousGame(n, rule), beta, signals, sanctions, lag=lag)


@pytest.mark.parametrize(
    ("numbers", "sanction", "threshold"),
    [
        ((2, 1, 2, "1/10", "3/5"), Promises("balanced"), "1/2"),
        ((2, 1, 2, "1/10", "3/5"), Promises("burning"), "100/209"),
        ((3, "2/5", "4/5", "1/10", "7/10"), Promises("balanced"), "25/58"),
        ((3, "2/5", "4/5", "1/10", "7/10"), Promises("burning"), "1000/2331"),
        ((3, "1/2", 1, "1/5", "7/10"), Promises("balanced", "9/10"), "25/27"),
        ((3, "1/2", 1, "1/5", "7/10"), Promises("burning", "9/10"), "250/279"),
        ((4, "1/2", "3/2", "1/10", "3/5"), Promises("balanced", "6/5"), "250/333"),
        ((4, "1/2", "3/2", "1/10", "3/5"), Promises("burning", "6/5"), "2500/3333"),
        ((3, "9/20", "31/20", "1/10", "3/5"), Fine("treasury"), "18/49"),
        ((3, "9/20", "31/20", "1/10", "3/5"), Fine("treasury", netted=True), "180/521"),
        # Without false alarms a stoppage is as good as a fine: D v q >= gain, all promises 1.
        ((3, 1, 2, 0, "1/2"), WorkStoppage(), "1/2"),
        ((3, 1, 2, 0, "1/2"), Fine("treasury"), "1/2"),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_worked_numbers(numbers: tuple[Any, ...], sanction: Any, threshold: str) -> None:
    solution = critical_discount_factor(association(*numbers, sanction))
    assert solution.value == Fraction(threshold)
    assert solution.status is Status.PROVED
    assert verify(solution.certificate)


def test_a_stoppage_by_hand() -> None:
    """Two members, a tenth of false alarms: stop for ever after two flags, or after any flag.

    Stopping after one flag or more: going on has probability 81/100, and 9/25 after shirking
    (4/10 times 9/10); r = v q + 81/100 - 1 with (81/100 - 9/25) = q (gain 1): r = 2(9/20) - 19/100
    = 71/100. Stopping after two only: 99/100 against 47/50; r = 2/20 - 1/100 = 9/100. So 100/171.
    """
    solution = critical_discount_factor(association(2, 1, 2, "1/10", "3/5", WorkStoppage()))
    assert solution.value == Fraction(100, 171)
    assert "all stop for ever" in solution.method
    assert solution.diagnostics["strategies"] in solution.method


def test_a_cap_of_nothing_deters_nobody() -> None:
    for sanction in (Promises("balanced", 0), Promises("burning", 0), Fine("treasury", 0)):
        solution = critical_discount_factor(association(3, 1, 2, "1/10", "3/5", sanction))
        assert solution.value is None
        assert solution.status is Status.NEVER
        assert verify(solution.certificate)


def test_a_cap_that_just_binds() -> None:
    # The value of membership at the threshold 25/58 is (4/5)/(33/58) = 232/165.
    numbers = 3, "2/5", "4/5", "1/10", "7/10"
    free = critical_discount_factor(association(*numbers, Promises("balanced"))).value
    worth = Fraction(4, 5) / (1 - free)
    just = critical_discount_factor(association(*numbers, Promises("balanced", worth))).value
    less = critical_discount_factor(
        association(*numbers, Promises("balanced", worth - Fraction(1, 1000)))
    ).value
    assert free == just < less


def test_an_irrational_threshold() -> None:
    """With a penalty for who leaves, what a promise can be lowered by holds the discount factor.

    No false alarm, so nothing is ever burnt: V = v/(1 - beta), and the fall of a promise is at most
    V + phi (and at most the cap, which does not bind). Hence beta D (V + phi) = gain, the root of
    12 beta^2 - 25 beta + 10 for gain 1/2, v 1/4, D 3/5, phi 1; the cap is 2.
    """
    game = association(2, "1/2", "1/4", 0, "3/5", Promises("burnt", 2), PhysicalPenalty(1))
    solution = critical_discount_factor(game)
    assert isinstance(solution.value, AlgebraicNumber)
    assert solution.value.polynomial == (10, -25, 12)
    assert solution.status is Status.PROVED
    assert verify(solution.certificate)


def test_a_cap_as_the_parameter() -> None:
    free = parameter("W", 0, 4)
    game = association(3, "1/2", 1, "1/5", "7/10", Promises("balanced", free), beta="25/27")
    solution = critical_value(game)
    assert [str(interval) for interval in solution.value] == ["[9/10, 4)"]
    assert verify(solution.certificate)
    twin = Association(3, *map(Fraction, ("0", "1/2", "3/2", "1/5", "7/10")))
    assert capped_slack(twin, "balanced", Fraction(91, 100), 25 / 27) > 0
    assert capped_slack(twin, "balanced", Fraction(89, 100), 25 / 27) < 0


def test_a_threshold_per_period() -> None:
    game = association(3, "1/2", 1, "1/5", "7/10", Promises("balanced", "9/10"), lag=2)
    value = critical_discount_factor(game).value
    assert isinstance(value, AlgebraicNumber)
    assert value**2 == Fraction(25, 27)


def test_identical_flags_deter_nobody() -> None:
    for sanction in (WorkStoppage(), Promises("burning", 1), Fine("treasury", netted=True)):
        game = association(3, 1, 2, "1/4", "1/4", sanction)
        assert critical_discount_factor(game).status is Status.NEVER


def test_shirking_that_gains_nothing_needs_no_sanction() -> None:
    for sanction in (WorkStoppage(), Promises("burning", 1), Fine("treasury", netted=True)):
        for gain in (0, -1):
            solution = critical_discount_factor(association(3, gain, 2, "1/4", "1/2", sanction))
            assert solution.value == 0
            assert solution.diagnostics["attained"]
            assert (
                critical_discount_factor(association(3, gain, -1, "1/4", "1/2", sanction)).value
                is None
            )


UNSOLVED = {
    "stoppage and penalty": (
        lambda: association(3, 1, 2, "1/4", "1/2", WorkStoppage(), PhysicalPenalty(1)),
        "expected WorkStoppage alone",
    ),
    "stoppage, enclosed": (
        lambda: RepeatedGame(
            AnonymousGame(3, LinearPublicGood(1, 2)),
            0,
            AttributedSignals.gaussian(MEASURE),
            WorkStoppage(),
        ),
        "WorkStoppage needs exact alarm rates",
    ),
    "stoppage in a pair": (
        lambda: RepeatedGame(
            supplier_pair(1, 2), 0, PrivateValuation.binary("1/10", "3/5"), WorkStoppage()
        ),
        "expected a burnt sanction",
    ),
    "capped promises in a pair": (
        lambda: RepeatedGame(
            supplier_pair(1, 2), 0, PrivateValuation.binary("1/10", "3/5"), Promises("burnt", 1)
        ),
        "expected Promises without a cap",
    ),
    "netted on a ring": (
        lambda: RepeatedGame(
            AnonymousGame(4, LinearPublicGood(1, 2)),
            0,
            PrivateValuation.binary("1/10", "3/5", observer="next"),
            Fine("treasury", netted=True),
        ),
        "expected a Fine that is not netted",
    ),
    "two sanctions": (
        lambda: association(3, 1, 2, "1/4", "1/2", WorkStoppage(), Exclusion()),
        "expected exactly one",
    ),
}


@pytest.mark.parametrize("name", UNSOLVED)
def test_what_no_solver_covers(name: str) -> None:
    build, message = UNSOLVED[name]
    with pytest.raises(UnsupportedGameError, match=message):
        critical_discount_factor(build())


def test_enclosed_flags_under_a_netted_treasury() -> None:
    stage = AnonymousGame(4, LinearPublicGood("3/4", "12/5", "1/4"))  # type: ignore[arg-type]
    signals = AttributedSignals.gaussian(MEASURE)
    found = [
        critical_discount_factor(RepeatedGame(stage, 0, signals, fine)).value
        for fine in (Fine("treasury", netted=True), Fine("unflagged"))
    ]
    assert all(isinstance(value, Enclosure) for value in found)
    assert found[0].lower <= found[1].upper
    assert found[1].lower <= found[0].upper


def test_receipts_of_the_three_recipients() -> None:
    for n in (2, 3, 5):
        for others in range(n):
            assert cost_of_a_flag("burnt", n, others) == 1 == cost_of_a_flag("treasury", n, others)
            assert 1 <= cost_of_a_flag("unflagged", n, others) <= n
        # Whoever is flagged, what some pay the others receive.
        for flagged in range(n + 1):
            for recipient, kept in (("treasury", 0), ("unflagged", 0), ("burnt", flagged)):
                paid = sum(receipt(recipient, n, flagged - 1, True) for _ in range(flagged))  # type: ignore[arg-type]
                got = sum(receipt(recipient, n, flagged, False) for _ in range(n - flagged))  # type: ignore[arg-type]
                assert paid + got == -kept
    assert expected_receipts("treasury", 2, Fraction(1, 10), Fraction(3, 5)).contribute == 0


def by_counts(recipient: Any, n: int, alpha: Any, eta: Any) -> tuple[Any, Any]:
    """Sum over the counts of the others' flags: what is expected net, and the deterrence."""
    law = binomial_law(n - 1, alpha)
    kept = sum((p * receipt(recipient, n, k, False) for k, p in enumerate(law)), Fraction(0))
    lost = sum((p * cost_of_a_flag(recipient, n, k) for k, p in enumerate(law)), Fraction(0))
    return kept - alpha * lost, (eta - alpha) * lost


@pytest.mark.parametrize("recipient", ["burnt", "treasury", "unflagged"])
@pytest.mark.parametrize("n", [2, 3, 7, 40])
def test_receipts_in_closed_form_against_the_sum_over_counts(recipient: Any, n: int) -> None:
    for alpha, eta in (("1/10", "3/5"), (0, "1/2"), (0, 0), ("1/3", 1), (1, 1), ("1/2", "1/4")):
        rates = Fraction(alpha), Fraction(eta)
        found = expected_receipts(recipient, n, *rates)
        assert (found.contribute, found.spread) == by_counts(recipient, n, *rates)
    rate: Any = parameter("a", 0, 1)
    found = expected_receipts(recipient, n, rate, Fraction(1))
    contribute, spread = by_counts(recipient, n, rate, Fraction(1))
    assert contribute - found.contribute == 0
    assert spread - found.spread == 0


@pytest.mark.parametrize("recipient", ["burnt", "treasury", "unflagged"])
def test_capped_fines_of_many_members_with_float_data(recipient: Any) -> None:
    stage = AnonymousGame(3000, LinearPublicGood(0.01, 1.1, 0.5))
    game = RepeatedGame(stage, 0, AttributedSignals(0.1, 0.6), Fine(recipient, 5.0))
    start = time.perf_counter()
    found = critical_discount_factor(game)
    assert time.perf_counter() - start < 15
    # The value is so large that the cap binds: gain <= beta D 5 (cost of a flag per unit of fine),
    # and alpha^2999 is nothing in floats.
    cost = 1 / 0.9 if recipient == "unflagged" else 1
    assert found.status is Status.FLOAT
    assert found.value == pytest.approx(1.09 / (0.5 * 5 * cost))


def test_fines_shared_by_so_many_that_the_numbers_are_too_long_are_refused() -> None:
    game = RepeatedGame(
        AnonymousGame(10**5, LinearPublicGood(0.01, 1.1, 0.5)),
        0,
        AttributedSignals(0.1, 0.6),
        Fine("unflagged", 5.0),
    )
    with pytest.raises(UnsupportedGameError, match=r"members: got 100000, .* a fine without a cap"):
        critical_discount_factor(game)
    no_false_alarm = expected_receipts("unflagged", 10**6, Fraction(0), Fraction(1, 2))
    assert no_false_alarm.spread == Fraction(1, 2)


@pytest.mark.parametrize("n", [2, 3, 30, 60])
@pytest.mark.parametrize("budget", ["balanced", "burning", "burnt", None])
def test_count_by_count_against_the_linear_program(n: int, budget: Any) -> None:
    sanction = WorkStoppage() if budget is None else Promises(budget)
    game = association(n, "9/20", "31/20", "1/10", "3/5", sanction)
    outcome = solve_lp(enforcement_problem(game).program)
    assert isinstance(game.stage, AnonymousGame)
    assert isinstance(game.monitoring, AttributedSignals)
    assert outcome.value is not None
    assert promises_ratio(game.stage, game.monitoring, sanction) == outcome.value - 1
