"""Sanctions of an association: order of the thresholds, all flag profiles, and many members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames.arithmetic import AlgebraicNumber
from coopgames.certificates import verify
from coopgames.games import AnonymousGame, AttributedSignals, LinearPublicGood, RepeatedGame
from coopgames.games.sanctions import Exclusion, Fine, PhysicalPenalty, Promises, WorkStoppage
from coopgames.solvers import Status, critical_discount_factor
from coopgames.solvers.association_sizes import smallest_association, sustains_itself
from coopgames.solvers.enforcement import enforcement_problem
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.fines import working_fines
from coopgames.solvers.large_associations import large_association_threshold, ratio_ends
from coopgames.solvers.members_promises import promises_ratio
from tests.properties._games import alarm_rates, associations, fractions, positive, shares
from tests.reference.flag_profiles import Association
from tests.reference.members import FlatNetting, NettedTreasury, capped_slack, stoppage_slack

BUDGETS = ("balanced", "burning", "burnt")
#: How far from a threshold the floats of the twin are asked.
AWAY = Fraction(1, 100)
#: What counts as zero in the payoff units of the twin's floats.
TOLERANCE = 1e-7

budgets = st.sampled_from(BUDGETS)
caps = fractions(0, 6)


def game_of(twin: Association, *sanctions: Any, beta: object = 0) -> RepeatedGame:
    stage = AnonymousGame(twin.members, LinearPublicGood(twin.benefit, twin.cost, twin.surplus))
    return RepeatedGame(stage, beta, AttributedSignals(twin.false_alarm, twin.detection), sanctions)


def threshold(twin: Association, *sanctions: Any) -> Fraction | AlgebraicNumber:
    """The critical discount factor, 1 for none; its certificate is checked."""
    solution = critical_discount_factor(game_of(twin, *sanctions))
    assert verify(solution.certificate)
    assert solution.status in (Status.PROVED, Status.NEVER)
    return Fraction(1) if solution.value is None else solution.value


def check_floats(at: Fraction, slack: Callable[[float], float]) -> None:
    """On both sides of a threshold, at a distance, floats over all profiles agree."""
    if at - AWAY > 0:
        assert slack(float(at - AWAY)) <= TOLERANCE
    if at + AWAY < 1:
        assert slack(float(at + AWAY)) >= -TOLERANCE


# --- against all flag profiles -----------------------------------------------------------------


@settings(max_examples=30)
@given(associations(("burnt",), most=4), budgets, caps)
def test_capped_promises_against_all_flag_profiles(
    twin: Association, budget: Any, cap: Fraction
) -> None:
    at = threshold(twin, Promises(budget, cap))
    assert isinstance(at, Fraction)
    check_floats(at, lambda beta: capped_slack(twin, budget, cap, beta))


@settings(max_examples=30)
@given(associations(("burnt",), most=5))
def test_work_stoppages_against_all_flag_profiles(twin: Association) -> None:
    at = threshold(twin, WorkStoppage())
    assert isinstance(at, Fraction)
    check_floats(at, lambda beta: stoppage_slack(twin, beta))


@given(associations(("treasury",), most=5, limits=True), shares)
def test_a_netted_treasury_settled_fine_by_fine(twin: Association, beta: Fraction) -> None:
    netted = NettedTreasury(*astuple(twin))
    sanctions: list[Any] = [Fine("treasury", twin.cap, netted=True)]
    if twin.penalty:
        sanctions.append(PhysicalPenalty(twin.penalty, twin.voluntary))
    game = game_of(twin, *sanctions, beta=beta)
    solution = critical_discount_factor(game)
    assert verify(solution.certificate)
    intervals: Any = solution.diagnostics["set"]
    assert any(beta in interval for interval in intervals) == netted.sustained(beta)
    fines = working_fines(game)
    assert (fines is not None) == netted.sustained(beta)
    if fines is not None:
        assert all(netted.fine_works(beta, fine) for fine in fines)


@given(associations(("treasury",), most=5))
def test_netting_a_flat_gross_fine_changes_nothing(twin: Association) -> None:
    flat = FlatNetting(*astuple(twin))
    assert flat.largest_payment() == 1
    assert flat.expected_receipt(None) == twin.expected_receipt(None)
    assert flat.expected_receipt(0) == twin.expected_receipt(0)


# --- order of the sanctions --------------------------------------------------------------------


@given(associations())
def test_the_order_of_the_recipients(twin: Association) -> None:
    shared, netted, treasury, burnt = (
        threshold(twin, fine)
        for fine in (
            Fine("unflagged"),
            Fine("treasury", netted=True),
            Fine("treasury"),
            Fine("burnt"),
        )
    )
    assert shared == netted <= treasury <= burnt
    if twin.false_alarm == 0 or twin.members == 2:
        assert shared == treasury
    if twin.false_alarm == 0:
        assert treasury == burnt
    if twin.value > 0 and twin.false_alarm > 0 and twin.members > 2:
        assert shared < treasury
    # The best balanced promises are the pot of the unflagged; the best burnt ones a flat fine.
    assert threshold(twin, Promises("balanced")) == shared
    assert threshold(twin, Promises("burnt")) == burnt == threshold(twin, Exclusion())


@given(associations(most=5))
def test_burning_after_everybody_is_flagged_helps(twin: Association) -> None:
    balanced, burning = threshold(twin, Promises("balanced")), threshold(twin, Promises("burning"))
    assert burning <= balanced
    price = twin.value / twin.gain * (twin.detection - twin.false_alarm)
    if twin.value > 0 and 0 < twin.false_alarm < price:
        assert burning < balanced
    else:
        assert burning == balanced


@given(associations(most=5))
def test_a_stoppage_is_never_better_than_balanced_promises(twin: Association) -> None:
    assert threshold(twin, WorkStoppage()) >= threshold(twin, Promises("balanced"))
    assert threshold(twin, WorkStoppage()) >= threshold(twin, Promises("burnt"))


@settings(max_examples=25)
@given(associations(("burnt",), most=4), budgets, caps, caps)
def test_a_larger_cap_on_promises_never_hurts(
    twin: Association, budget: Any, first: Fraction, second: Fraction
) -> None:
    small, large = (threshold(twin, Promises(budget, cap)) for cap in sorted((first, second)))
    assert large <= small
    assert threshold(twin, Promises(budget)) <= large
    # Beyond the value of membership at the threshold a cap does not bind.
    best = threshold(twin, Promises(budget))
    assert isinstance(best, Fraction)
    if 0 < best < 1:
        assert threshold(twin, Promises(budget, twin.value / (1 - best))) == best


@given(associations(most=5), caps, caps, st.sampled_from(("burnt", "treasury", "unflagged")))
def test_a_larger_cap_on_fines_never_hurts(
    twin: Association, first: Fraction, second: Fraction, recipient: Any
) -> None:
    small, large = (threshold(twin, Fine(recipient, cap)) for cap in sorted((first, second)))
    assert threshold(twin, Fine(recipient)) <= large <= small


# --- many members ------------------------------------------------------------------------------

members = st.sampled_from((2, 3, 7, 60))
rules: Any = st.one_of(
    st.sampled_from([Fine(r) for r in ("burnt", "treasury", "unflagged")]),  # type: ignore[arg-type]
    st.just(Fine("treasury", netted=True)),
    st.just(Exclusion()),
    budgets.map(Promises),
    st.just(WorkStoppage()),
)


def large_game(
    n: int, gain: Any, value: Any, alpha: Any, eta: Any, sanction: Any, beta: Any = 0
) -> RepeatedGame:
    # A benefit of 0 to the others leaves the two numbers that matter.
    rule = LinearPublicGood(0, gain, value + gain)
    return RepeatedGame(AnonymousGame(n, rule), beta, AttributedSignals(alpha, eta), sanction)


@given(members, positive, fractions(-1, 4), alarm_rates, rules)
def test_balls_contain_the_exact_ratio(
    n: int, gain: Fraction, value: Fraction, rates: list[Fraction], sanction: Any
) -> None:
    game = large_game(n, gain, value, *rates, sanction)
    problem = enforcement_problem(game)
    exact = solve_lp(problem.program).value
    assert exact is not None
    exact -= problem.offset
    low, high = ratio_ends(game)
    assert low <= exact <= high
    price = abs(value) / gain
    bound = 2 * n * Fraction(1, 10**20) * (1 + price) * (1 + price)
    assert high - low <= bound + Fraction(1, 2**100) * (1 + price)
    if isinstance(sanction, Promises | WorkStoppage):
        stage, signals = game.stage, game.monitoring
        assert isinstance(stage, AnonymousGame)
        assert isinstance(signals, AttributedSignals)
        assert promises_ratio(stage, signals, sanction) == max(exact, Fraction(0))


@given(members, positive, positive, alarm_rates, rules)
def test_floats_agree_with_exact_numbers_within_the_published_bound(
    n: int, gain: Fraction, value: Fraction, rates: list[Fraction], sanction: Any
) -> None:
    floats = [float(x) for x in (gain, value, *rates)]
    binary = [Fraction(x) for x in floats]
    game = large_game(n, *floats, sanction)
    # The sum value + gain of the payoffs is rounded once more.
    surplus = Fraction(floats[1] + floats[0])
    exact_rule = LinearPublicGood(0, binary[0], surplus)
    signals = AttributedSignals(*binary[2:])
    exact_game = RepeatedGame(AnonymousGame(n, exact_rule), 0, signals, sanction)
    exact, found = critical_discount_factor(exact_game), large_association_threshold(game)
    if found.value is None:
        assert exact.value is None or found.status is Status.UNDECIDED
    else:
        assert found.status is Status.FLOAT
        assert isinstance(found.value, float)
        enclosure: Any = found.diagnostics["enclosure"]
        assert enclosure.lower <= exact.value <= enclosure.upper
        error: Any = found.diagnostics["error_bound"]
        assert abs(Fraction(found.value) - exact.value) <= Fraction(error)
        assert error <= 1e-12 * (1 + float(value / gain)) ** 2


# --- the smallest association ------------------------------------------------------------------


@settings(max_examples=25)
@given(
    positive,
    positive,
    fractions(0, 1),
    alarm_rates,
    shares,
    st.sampled_from(BUDGETS),
    st.booleans(),
)
def test_the_smallest_association_by_one_threshold_after_another(
    benefit: Fraction,
    gain: Fraction,
    crowding: Fraction,
    rates: list[Fraction],
    beta: Fraction,
    budget: Any,
    fine: bool,
) -> None:
    sanction: Any = Fine("treasury") if fine else Promises(budget)

    def club(n: int) -> RepeatedGame:
        rule = LinearPublicGood(benefit, benefit + gain, -crowding * n * n / 4)
        return RepeatedGame(AnonymousGame(n, rule), 0, AttributedSignals(*rates), sanction)

    solution = smallest_association(club, beta, 7, whole_set=True)
    thresholds = {n: critical_discount_factor(club(n)).value for n in range(2, 8)}
    sizes = [n for n, at in thresholds.items() if at is not None and at <= beta]
    runs: Any = solution.diagnostics["set"]
    assert [n for first, last in runs for n in range(first, last + 1)] == sizes
    assert solution.value == (sizes[0] if sizes else None)
    assert all(sustains_itself(club(n), beta) == (n in sizes) for n in range(2, 8))
    assert smallest_association(club, beta, 7).value == solution.value
    if sizes:
        # Without a certificate at the numbers below the last one fewer nothing is proved.
        assert (solution.status is Status.PROVED) is (sizes[0] <= 3)
        assert verify(solution.diagnostics["proof"])  # type: ignore[arg-type]
        refutation: Any = solution.diagnostics["refutation"]
        assert refutation is None if sizes[0] == 2 else verify(refutation)
