"""Thresholds of associations, pairs and rings against enumeration and brute-force programs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coopgames.arithmetic import AlgebraicNumber
from coopgames.certificates import verify
from coopgames.games import (
    AttributedSignals,
    ExitPlan,
    FinePlan,
    GaussianMeasure,
    PrivateValuation,
    PublicMonitoring,
    RepeatedGame,
    supplier_pair,
)
from coopgames.solvers import Status, check_equilibrium, critical_discount_factor
from coopgames.solvers.deterrence import deterrence_ratio
from coopgames.solvers.fines import fine_plan, working_fines
from coopgames.solvers.intervals import Interval
from tests.properties._games import (
    RULES,
    STEP,
    associations,
    fractions,
    game_of,
    pair_game,
    pairs,
    positive,
    ring_game,
    rings,
    shares,
)
from tests.reference import flag_profiles, pair
from tests.reference.flag_profiles import Association
from tests.reference.pair import Pair
from tests.reference.ring import Ring

ALMOST_ONE = 1 - STEP
BUDGETS = ("balanced", "burning", "burnt")


@given(associations(most=5))
def test_flat_fines_against_all_flag_profiles(twin: Association) -> None:
    solution = critical_discount_factor(game_of(twin))
    assert verify(solution.certificate)
    if solution.value is None:
        assert solution.status is Status.NEVER
        assert not twin.sustained(ALMOST_ONE)
    else:
        assert solution.status is Status.PROVED
        assert twin.sustained(solution.value)
        assert not twin.sustained(solution.value - STEP)


@given(rings())
def test_rings_against_all_complaint_profiles(twin: Ring) -> None:
    solution = critical_discount_factor(ring_game(twin))
    assert verify(solution.certificate)
    assert twin.sustained(solution.value)
    assert not twin.sustained(solution.value - STEP)


@given(pairs())
def test_pairs_against_parting_after_a_complaint(twin: Pair) -> None:
    solution = critical_discount_factor(pair_game(twin))
    assert verify(solution.certificate)
    if solution.value is None:
        assert not twin.sustained(ALMOST_ONE)
    else:
        assert twin.sustained(solution.value)
        assert not twin.sustained(solution.value - STEP)


@given(pairs(), st.integers(2, 5))
def test_a_lag_takes_the_root_of_the_threshold(twin: Pair, lag: int) -> None:
    at_once = critical_discount_factor(pair_game(twin))
    later = critical_discount_factor(pair_game(twin, lag=lag))
    assert verify(later.certificate)
    if at_once.value is None:
        assert later.value is None
    else:
        assert later.diagnostics["round_threshold"] == at_once.value
        assert later.value**lag == at_once.value


def near(threshold: Fraction | None) -> list[tuple[float, int]]:
    """Discount factors beside a threshold, with the sign that a slack must have there."""
    if threshold is None:
        return [(0.5, -1), (0.99999, -1)]
    x = float(threshold)
    return [(x * 0.99, -1), (x, 0), (x + 0.01 * (1 - x), 1)]


def has_sign(slack: float, sign: int, scale: float) -> bool:
    tolerance = 1e-6 * max(scale, 1.0)
    return abs(slack) <= tolerance if sign == 0 else sign * slack >= -tolerance


@pytest.mark.parametrize("budget", BUDGETS)
@settings(max_examples=15)
@given(twin=associations(("burnt",), most=4))
def test_promises_against_a_program_over_all_flag_profiles(budget: str, twin: Association) -> None:
    solution = critical_discount_factor(game_of(twin, promises=budget))
    assert verify(solution.certificate)
    for beta, sign in near(solution.value):
        slack = flag_profiles.promises_slack(twin, budget, beta)
        assert has_sign(slack, sign, float(twin.gain))


@settings(max_examples=50)
@given(pairs(most_reports=4), st.booleans())
def test_all_promises_within_a_pair(twin: Pair, truthful: bool) -> None:
    if truthful:
        game = pair_game(twin)
    else:
        # A signal that never occurs is refused.
        occur = [m for m, p in enumerate(zip(twin.work, twin.shirk, strict=True)) if any(p)]
        assume(len(occur) > 1)
        laws = [[[law[m] for m in occur]] for law in (twin.work, twin.shirk)]
        signals = PublicMonitoring(laws)
        game = RepeatedGame(supplier_pair(twin.gain, twin.value), "1/2", signals)
    solution = critical_discount_factor(game)
    assert verify(solution.certificate)
    for beta, sign in near(solution.value):
        slack = pair.promises_slack(twin, beta, truthful=truthful)
        assert has_sign(slack, sign, float(twin.gain))


@settings(max_examples=30)
@given(pairs(most_reports=3), st.one_of(st.just(Fraction(0)), fractions(0, 8)))
def test_side_agreements_within_a_pair(twin: Pair, cost: Fraction) -> None:
    solution = critical_discount_factor(pair_game(twin, cost=cost))
    assert verify(solution.certificate)
    intervals: tuple[Interval, ...] = solution.diagnostics["set"]  # type: ignore[assignment]
    for k in range(1, 12):
        beta = Fraction(k, 12)
        if beta < 1:
            slack = pair.promises_slack(twin, float(beta), agreement_cost=float(cost))
            inside = any(beta in interval for interval in intervals)
            assert has_sign(slack, 1 if inside else -1, float(twin.gain))


@given(pairs(most_reports=4))
def test_collusion_proof_and_truthful_reports_sustain_nothing(twin: Pair) -> None:
    solution = critical_discount_factor(pair_game(twin, cost=0))
    assert solution.value is None
    assert solution.status is Status.NEVER
    assert verify(solution.certificate)


# --- sets that need not be upper intervals -----------------------------------------------------


def beside(end: Fraction | AlgebraicNumber) -> tuple[Fraction, Fraction]:
    """Two rationals that enclose an end of a set closely."""
    if isinstance(end, AlgebraicNumber):
        return end.refine(128)
    return end - STEP, end + STEP


def probes(intervals: tuple[Interval, ...]) -> list[Fraction]:
    points = [Fraction(k, 16) for k in range(1, 16)] + [Fraction(999, 1000)]
    for interval in intervals:
        for end in (interval.lower, interval.upper):
            points += beside(end)
            if isinstance(end, Fraction):
                points.append(end)
    return [p for p in points if 0 < p < 1]


@given(associations(most=3, limits=True))
def test_penalties_and_caps_against_all_flag_profiles(twin: Association) -> None:
    solution = critical_discount_factor(game_of(twin))
    assert verify(solution.certificate)
    intervals: tuple[Interval, ...] = solution.diagnostics["set"]  # type: ignore[assignment]
    for beta in probes(intervals):
        inside = any(beta in interval for interval in intervals)
        assert twin.sustained(beta) == inside


@given(associations(most=3, limits=True), shares)
def test_the_deterrence_ratio_is_at_least_one_iff_sustained(
    twin: Association, beta: Fraction
) -> None:
    ratio = deterrence_ratio(game_of(twin, beta))
    assert (ratio >= 1) == twin.sustained(beta)
    assert ratio >= 0


@settings(max_examples=30)
@given(associations(most=3), pairs(most_reports=3), rings(), shares, st.sampled_from(BUDGETS))
def test_the_deterrence_ratio_of_every_kind_of_game_turns_at_the_threshold(
    twin: Association, two: Pair, ring: Ring, beta: Fraction, budget: str
) -> None:
    for game in (game_of(twin, beta, budget), pair_game(two, beta), ring_game(ring, beta)):
        threshold = critical_discount_factor(game).value
        assert (deterrence_ratio(game) >= 1) == (threshold is not None and beta >= threshold)
        if threshold is not None:
            assert deterrence_ratio(game.at(threshold)) == 1


@settings(max_examples=30)
@given(pairs(most_reports=3), shares, fractions(0, 6))
def test_the_deterrence_ratio_under_costly_side_agreements(
    twin: Pair, beta: Fraction, cost: Fraction
) -> None:
    game = pair_game(twin, beta, cost)
    intervals = critical_discount_factor(game).diagnostics["set"]
    sustained = any(beta in interval for interval in intervals)  # type: ignore[attr-defined]
    assert (deterrence_ratio(game) >= 1) == sustained


@given(associations(most=3))
def test_the_deterrence_ratio_is_one_at_the_threshold(twin: Association) -> None:
    threshold = critical_discount_factor(game_of(twin)).value
    assume(threshold is not None)
    assert deterrence_ratio(game_of(twin, threshold)) == 1


@given(associations(most=3, limits=True), shares)
def test_working_fines_work_to_both_ends_and_not_beyond(twin: Association, beta: Fraction) -> None:
    fines = working_fines(game_of(twin, beta))
    if fines is None:
        assert not twin.sustained(beta)
        return
    least, largest = fines
    assert twin.fine_works(beta, least)
    assert twin.fine_works(beta, largest)
    assert not twin.fine_works(beta, least - STEP)
    assert not twin.fine_works(beta, largest + STEP)


@given(associations(most=3, limits=True), shares, fractions(0, 20))
def test_fine_plans_against_all_flag_profiles(
    twin: Association, beta: Fraction, fine: Fraction
) -> None:
    assume(twin.cap is None or fine <= twin.cap)
    answer = check_equilibrium(game_of(twin, beta), FinePlan(fine))
    assert answer.value == twin.fine_works(beta, fine)
    certified = answer.status in (Status.PROVED, Status.REFUTED)
    assert certified == (answer.certificate is not None)
    if answer.certificate is not None:
        assert verify(answer.certificate)
    assert answer.diagnostics["values"]["GOOD"] == twin.membership(beta, fine)  # type: ignore[index]


@given(associations(most=3, limits=True), shares)
def test_the_simplest_fine_is_an_equilibrium(twin: Association, beta: Fraction) -> None:
    plan = fine_plan(game_of(twin, beta))
    assert (plan is not None) == twin.sustained(beta)
    if plan is not None:
        assert check_equilibrium(game_of(twin, beta), plan).value


@given(rings(), shares, fractions(0, 12))
def test_ring_plans_against_all_complaint_profiles(
    twin: Ring, beta: Fraction, fine: Fraction
) -> None:
    answer = check_equilibrium(ring_game(twin, beta), FinePlan(fine))
    assert answer.value == twin.fine_works(beta, fine)
    if fine > 0:
        assert verify(answer.certificate)


@given(pairs(most_reports=3), shares, st.lists(fractions(0, 1), min_size=3, max_size=3))
def test_exit_plans_against_the_linear_system(
    twin: Pair, beta: Fraction, chances: list[Fraction]
) -> None:
    go_on = tuple(chances[: len(twin.work)])
    answer = check_equilibrium(pair_game(twin, beta), ExitPlan(go_on))
    assert answer.value == twin.exit_works(beta, go_on)
    assert answer.diagnostics["values"]["TOGETHER"] == twin.supplier_value(beta, go_on)  # type: ignore[index]
    rewards_complaints = len(go_on) == 2 and go_on[0] < go_on[1]
    assert (answer.certificate is None) == rewards_complaints
    if answer.certificate is not None:
        assert verify(answer.certificate)


# --- Theorem 1 (d) and statics -----------------------------------------------------------------


def threshold(twin: Association, rule: str) -> Fraction:
    """The threshold under a rule; 2 stands for never."""
    game = game_of(Association(**{**vars(twin), "rule": rule}))
    value = critical_discount_factor(game).value
    return Fraction(2) if value is None else value


@given(associations(most=5))
def test_burning_is_worst_and_sharing_among_the_unflagged_best(twin: Association) -> None:
    burnt, treasury, unflagged = (threshold(twin, rule) for rule in RULES)
    assert unflagged <= treasury <= burnt
    assert (unflagged == treasury) == (twin.false_alarm == 0 or twin.members == 2 or treasury == 2)
    assert (treasury == burnt) == (twin.false_alarm == 0 or treasury == 2)


@given(associations(most=4), st.sampled_from(RULES), positive)
def test_thresholds_fall_with_the_surplus_and_rise_with_the_gain(
    twin: Association, rule: str, more: Fraction
) -> None:
    richer = Association(**{**vars(twin), "surplus": twin.surplus + more})
    costlier = Association(
        **{**vars(twin), "cost": twin.cost + more, "surplus": twin.surplus + more}
    )
    here = threshold(twin, rule)
    assert threshold(richer, rule) <= here
    # Cost and surplus together raise the gain and leave the value alone.
    assert threshold(costlier, rule) >= here


@settings(max_examples=20)
@given(associations(("burnt",), most=4))
def test_promises_attain_what_the_theorem_says(twin: Association) -> None:
    def best(budget: str) -> Fraction:
        value = critical_discount_factor(game_of(twin, promises=budget)).value
        return Fraction(2) if value is None else value

    assert best("burnt") == threshold(twin, "burnt")
    assert best("balanced") == threshold(twin, "unflagged")
    assert best("burning") <= best("balanced")


# --- enclosures --------------------------------------------------------------------------------


@st.composite
def measures(draw: st.DrawFn) -> GaussianMeasure:
    return GaussianMeasure(
        draw(positive), draw(st.integers(1, 6)), draw(positive.filter(lambda x: x <= 1))
    )


@settings(max_examples=40)
@given(associations(most=4), measures(), st.integers(0, 4), st.integers(0, 4), st.integers(1, 3))
def test_enclosed_signals_enclose_the_threshold_of_every_exact_signal(
    twin: Association, measure: GaussianMeasure, low: int, high: int, lag: int
) -> None:
    def inside(enclosure: object, quarter: int) -> Fraction:
        return enclosure.lower + enclosure.width * quarter / 4  # type: ignore[attr-defined]

    base = game_of(twin)
    enclosed = RepeatedGame(
        base.stage, 0, AttributedSignals.gaussian(measure), base.transfers, lag=lag
    )
    alpha, eta = inside(measure.false_alarm, low), inside(measure.detection, high)
    exact = RepeatedGame(base.stage, 0, AttributedSignals(alpha, eta), base.transfers, lag=lag)
    outer, inner = critical_discount_factor(enclosed), critical_discount_factor(exact)
    if outer.value is None:
        assert outer.status in (Status.NEVER, Status.UNDECIDED)
        assert outer.status is Status.UNDECIDED or inner.value is None
    else:
        assert outer.value.lower <= inner.value <= outer.value.upper
    if outer.certificate is not None:
        assert verify(outer.certificate)


@settings(max_examples=40)
@given(positive, positive, measures(), st.integers(0, 4), st.integers(0, 4))
def test_enclosed_reports_enclose_the_threshold_of_every_exact_report(
    gain: Fraction, value: Fraction, measure: GaussianMeasure, low: int, high: int
) -> None:
    stage = supplier_pair(gain, value)
    alpha = measure.false_alarm.lower + measure.false_alarm.width * low / 4  # type: ignore[union-attr]
    eta = measure.detection.lower + measure.detection.width * high / 4  # type: ignore[union-attr]
    outer = critical_discount_factor(RepeatedGame(stage, 0, PrivateValuation.gaussian(measure)))
    exact = RepeatedGame(stage, 0, PrivateValuation.binary(alpha, eta))
    inner = critical_discount_factor(exact)
    if outer.value is None:
        assert outer.status is Status.UNDECIDED or inner.value is None
    else:
        assert outer.value.lower <= inner.value <= outer.value.upper
    if outer.certificate is not None:
        assert verify(outer.certificate)


@settings(max_examples=40)
@given(associations(most=3), measures(), shares)
def test_a_fine_that_works_on_the_enclosures_works_inside_them(
    twin: Association, measure: GaussianMeasure, beta: Fraction
) -> None:
    base = game_of(twin, beta)
    game = RepeatedGame(base.stage, beta, AttributedSignals.gaussian(measure), base.transfers)
    plan = fine_plan(game)
    alpha, eta = measure.false_alarm.midpoint, measure.detection.midpoint  # type: ignore[union-attr]
    inside = Association(**{**vars(twin), "false_alarm": alpha, "detection": eta})
    if plan is None:
        threshold = critical_discount_factor(game).value
        assert threshold is None or beta < threshold.upper
    else:
        assert inside.fine_works(beta, plan.fine)
        answer = check_equilibrium(game, plan)
        assert answer.value is not False
        if answer.certificate is not None:
            assert verify(answer.certificate)


# --- floats ------------------------------------------------------------------------------------


@given(associations(most=4))
def test_float_games_answer_near_the_exact_threshold(twin: Association) -> None:
    exact = critical_discount_factor(game_of(twin)).value
    rounded = {k: float(x) if isinstance(x, Fraction) else x for k, x in vars(twin).items()}
    # A penalty of 0 stays a whole number, which is neutral.
    solution = critical_discount_factor(game_of(Association(**rounded), 0.5))
    assert solution.status is Status.FLOAT
    assert solution.certificate is None
    if solution.value is None or exact is None:
        # Rounding may move the knife edge D v = alpha kappa, where the threshold is 1.
        other = exact if solution.value is None else solution.value
        assert other is None or other > 1 - 1e-9
    else:
        assert isinstance(solution.value, float)
        assert solution.value == pytest.approx(float(exact), abs=1e-9)
