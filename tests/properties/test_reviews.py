"""Laws of reviews, of witnesses and of what stands behind a pair, for all games of a kind."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import coopgames as cg
from coopgames.games import AttributedSignals, PrivateValuation, RepeatedGame, supplier_pair
from coopgames.solvers import critical_discount_factor
from coopgames.solvers.arbitration import ArbitrationPanel, Certifier, best_panel
from coopgames.solvers.courts import Court, court_values
from coopgames.solvers.intervals import between
from coopgames.solvers.pair_options import Partnership, worth_risking
from coopgames.solvers.pair_wealth import LimitedWealth, wealth_threshold
from coopgames.solvers.reviews import (
    least_expected_burn,
    review_sustains,
    review_threshold,
    review_values,
)
from coopgames.solvers.reviews_floats import float_threshold
from coopgames.solvers.reviews_never import sustainable_by_review
from coopgames.solvers.reviews_program import read_review
from coopgames.solvers.witnesses import WitnessPanel, profitable_coalitions
from tests.properties._games import alarm_rates, fractions, laws, positive, shares
from tests.reference.linear_systems import solve
from tests.reference.reviews import ReviewedPair, slack

#: Slacks of float programs nearer to zero than this, in payoffs, decide nothing.
DOUBT = 1e-6


@st.composite
def reviewed_pairs(draw: st.DrawFn, longest: int = 3, results: int = 2) -> ReviewedPair:
    gain, value, rounds = draw(positive), draw(positive), draw(st.integers(1, longest))
    if results == 2:
        alpha, eta = draw(alarm_rates)
        return ReviewedPair(gain, value, (1 - alpha, alpha), (1 - eta, eta), rounds)
    return ReviewedPair(gain, value, draw(laws(results)), draw(laws(results)), rounds)


def game_of(twin: ReviewedPair, beta: object = 0, cost: object = None) -> RepeatedGame:
    reports = PrivateValuation(1, twin.work, twin.shirk, cost, review=twin.rounds)  # type: ignore[arg-type]
    return RepeatedGame(supplier_pair(twin.gain, twin.value), beta, reports)


# --- reviews --------------------------------------------------------------------------------------


@given(st.one_of(reviewed_pairs(), reviewed_pairs(2, 3)), shares)
def test_verdicts_against_unscaled_programs(twin: ReviewedPair, beta: Fraction) -> None:
    doubt = slack(twin, float(beta))
    assume(abs(doubt) > DOUBT)
    answer = review_sustains(game_of(twin, beta))
    assert answer.value is (doubt > 0)
    assert answer.certificate is not None
    assert answer.certificate.check()


@given(reviewed_pairs(), shares)
def test_a_verdict_is_kept_by_a_burn_that_deters_all_plans(
    twin: ReviewedPair, share: Fraction
) -> None:
    # Enough value for some patience to be enough (P2b), then a place between that and 1.
    least = twin.work[1] * twin.gain / (twin.shirk[1] - twin.work[1]) / twin.rounds
    twin = replace(twin, value=least + twin.value)
    threshold = review_threshold(game_of(twin)).value
    beta = between(threshold, Fraction(1), share)
    answer = review_sustains(game_of(twin, beta))
    assert answer.value is True
    assert answer.certificate is not None
    primal = [Fraction(x) for x in answer.certificate.document["primal"]]
    left, excess = 1 - beta**twin.rounds, answer.diagnostics["slack"]
    assert isinstance(excess, Fraction)
    # All is scaled down until the pair is worth exactly what the burn leaves of it.
    worth = (left + excess) / left / primal[0]
    burn = {
        report: share / beta**twin.rounds / primal[0]
        for report, share in zip(twin.reports(), primal[twin.rounds + 1 :], strict=False)
    }
    assert all(x <= worth for x in burn.values())
    assert twin.is_sustained_by(beta, burn)


@settings(max_examples=20)
@given(reviewed_pairs(), st.lists(shares, min_size=3, max_size=3))
def test_the_set_is_where_the_verdicts_are(twin: ReviewedPair, betas: list[Fraction]) -> None:
    answer = review_threshold(game_of(twin))
    assert answer.certificate is not None
    assert answer.certificate.check()
    found = answer.diagnostics["set"]
    for beta in betas:
        inside = any(beta in interval for interval in found)  # type: ignore[union-attr]
        assert review_sustains(game_of(twin, beta)).value is inside
    assert (answer.value is not None) is sustainable_by_review(game_of(twin)).value


@settings(max_examples=15)
@given(reviewed_pairs())
def test_floats_find_the_same_change_of_sign(twin: ReviewedPair) -> None:
    exact, rough = (
        review_threshold(game_of(twin)).value,
        float_threshold(read_review(game_of(twin))),
    )
    if rough.value is None:
        assert exact is None or float(exact) > 0.998
    elif rough.value > 0.05:
        assert exact is not None
        assert abs(float(exact) - rough.value) < DOUBT


@given(reviewed_pairs(4))
def test_never_iff_a_block_burns_all_that_it_brings(twin: ReviewedPair) -> None:
    """P2b: effort at some patience iff ``T (eta - alpha) value > alpha gain``; the proof checks."""
    alpha, eta = twin.work[1], twin.shirk[1]
    answer = sustainable_by_review(game_of(twin))
    assert answer.value is (twin.rounds * (eta - alpha) * twin.value > alpha * twin.gain)
    assert answer.certificate is not None
    assert answer.certificate.check()


@given(reviewed_pairs(4), shares)
def test_what_a_block_burns_at_least(twin: ReviewedPair, beta: Fraction) -> None:
    alpha, eta = twin.work[1], twin.shirk[1]
    burn = least_expected_burn(game_of(twin, beta)).value
    assert burn == alpha * twin.gain / (eta - alpha) / beta**twin.rounds


@given(st.one_of(reviewed_pairs(3), reviewed_pairs(2, 3), reviewed_pairs(1, 5)))
def test_truth_and_collusion_proofness_refute_every_discount_factor(twin: ReviewedPair) -> None:
    answer = sustainable_by_review(game_of(twin, cost=0))
    assert answer.value is False
    assert answer.certificate is not None
    assert answer.certificate.kind == "lp_infeasible"
    assert "for any parameter in (0, 1)" in answer.certificate.check()


@settings(max_examples=25)
@given(reviewed_pairs(2), shares, fractions(0, 20))
def test_side_agreements_that_cost_more_hurt_less(
    twin: ReviewedPair, beta: Fraction, cost: Fraction
) -> None:
    cheap, dear, none = (
        review_sustains(game_of(twin, beta, price)).value for price in (cost, 2 * cost, None)
    )
    assert cheap <= dear <= none


@settings(max_examples=25)
@given(reviewed_pairs(2), shares)
def test_the_value_of_a_round_has_a_threshold(twin: ReviewedPair, beta: Fraction) -> None:
    reports = PrivateValuation(1, twin.work, twin.shirk, review=twin.rounds)
    stage = supplier_pair(twin.gain, cg.parameter("v", 0, 50))
    intervals = review_values(RepeatedGame(stage, beta, reports), "v").value
    inside = any(twin.value in interval for interval in intervals)
    assert review_sustains(game_of(twin, beta)).value is inside
    assert len(intervals) <= 1
    assert all(interval.upper == 50 for interval in intervals)


@settings(max_examples=25)
@given(reviewed_pairs(2))
def test_one_round_is_one_report_a_round(twin: ReviewedPair) -> None:
    once = replace(twin, rounds=1)
    assert review_threshold(game_of(once)).value == critical_discount_factor(game_of(once)).value


# --- witnesses and arbitrators --------------------------------------------------------------------


@given(st.integers(3, 8), positive, st.sampled_from(["burnt", "shared"]), positive)
def test_more_witnesses_of_a_common_event_never_hurt(
    members: int, fine: Fraction, recipient: str, excess: Fraction
) -> None:
    """If disagreeing costs more than a share of the fine, only all witnesses together can gain."""
    penalty = fine / (members - 1) + excess
    smallest = 0
    for witnesses in range(2, members):
        panel = WitnessPanel(members, witnesses, fine, recipient, penalty)  # type: ignore[arg-type]
        found = profitable_coalitions(panel)
        assert all(coalition.witnesses == witnesses for coalition in found)
        least = found[0].size if found else members + 1
        assert least >= smallest
        smallest = least


@given(alarm_rates, st.integers(1, 6))
def test_another_independent_arbitrator_never_hurts_if_votes_are_counted_best(
    rates: list[Fraction], size: int
) -> None:
    """For majorities this is false: 1/20 and 3/10 lose by a second and third arbitrator."""

    def difference(panel: ArbitrationPanel) -> Fraction:
        verdicts = panel.verdicts()
        found = verdicts.detection - verdicts.false_alarm
        assert isinstance(found, Fraction)
        return found

    fewer, more = (difference(best_panel(n, *rates)) for n in (size, size + 1))
    assert fewer <= more
    assert difference(ArbitrationPanel.of(size + 1, *rates)) <= more
    assert difference(ArbitrationPanel.of(3, "1/20", "3/10")) < Fraction(1, 4)


@given(st.lists(alarm_rates, min_size=1, max_size=5), st.data())
def test_verdicts_are_all_ballots(rates: list[list[Fraction]], data: st.DataObject) -> None:
    votes = data.draw(st.integers(1, len(rates)))
    verdicts = ArbitrationPanel([AttributedSignals(*pair) for pair in rates], votes).verdicts()
    for side, found in ((0, verdicts.false_alarm), (1, verdicts.detection)):
        total = Fraction(0)
        for ballot in product((True, False), repeat=len(rates)):
            chance = Fraction(1)
            for against, pair in zip(ballot, rates, strict=True):
                chance *= pair[side] if against else 1 - pair[side]
            total += chance if sum(ballot) >= votes else 0
        assert found == total


@given(alarm_rates, positive, positive, st.integers(1, 5))
def test_a_panel_is_a_certifier_with_its_verdicts(
    rates: list[Fraction], gain: Fraction, value: Fraction, size: int
) -> None:
    """Public signals: the threshold is that of the pair with these verdicts for a public signal."""
    panel = ArbitrationPanel.of(size, *rates)
    verdicts = panel.verdicts()
    game = RepeatedGame(supplier_pair(gain, value), 0, PrivateValuation.binary(*rates))
    alpha, eta = verdicts.false_alarm, verdicts.detection
    public = cg.PublicMonitoring([[[1 - alpha, alpha]], [[1 - eta, eta]]])
    found = critical_discount_factor(panel.applied_to(game)).value
    assert found == critical_discount_factor(Certifier(verdicts).applied_to(game)).value
    assert found == critical_discount_factor(RepeatedGame(game.stage, 0, public)).value


# --- courts, wealth, independence -----------------------------------------------------------------


@given(alarm_rates, positive, shares, positive, st.sampled_from(["proof", "errs", "filed"]), shares)
def test_courts_against_what_each_act_pays(
    rates: list[Fraction],
    gain: Fraction,
    beta: Fraction,
    damages: Fraction,
    hears: str,
    reliability: Fraction,
) -> None:
    alpha, eta = rates
    game = RepeatedGame(supplier_pair(gain, 1), beta, PrivateValuation.binary(alpha, eta))
    court = Court(damages, cg.parameter("rho", 0, 1), hears)  # type: ignore[arg-type]
    work = 1 - reliability if hears == "errs" else Fraction(0)
    shirk = reliability * (eta if hears == "filed" else 1)
    works = -beta * damages * work >= gain - beta * damages * shirk
    intervals = court_values(game, court).value
    assert any(reliability in interval for interval in intervals) is works


@given(alarm_rates, positive, positive, fractions(0, 6), fractions(0, 6))
def test_more_wealth_never_hurts(
    rates: list[Fraction], gain: Fraction, value: Fraction, first: Fraction, second: Fraction
) -> None:
    """Between exclusion alone (the pair's burning) and a treasury without limit."""

    def least(wealth: Fraction | None) -> object:
        found = wealth_threshold(LimitedWealth(gain, value, *rates, wealth)).value
        return 1 if found is None else found

    poor, rich = sorted((first, second))
    thresholds = [least(w) for w in (Fraction(0), poor, rich, None)]
    assert all(a >= b for a, b in pairwise(thresholds))  # type: ignore[operator]
    pair = RepeatedGame(supplier_pair(gain, value), 0, PrivateValuation.binary(*rates))
    alone = critical_discount_factor(pair).value
    assert thresholds[0] == (1 if alone is None else alone)
    public = Certifier(AttributedSignals(*rates)).applied_to(pair)
    assert thresholds[-1] == critical_discount_factor(public).value


@given(alarm_rates, positive, shares, fractions(0, 9))
def test_worth_risking_against_two_linear_systems(
    rates: list[Fraction], surplus: Fraction, beta: Fraction, others: Fraction
) -> None:
    assume(0 < others < 9)
    alpha = rates[0]
    family = Partnership(1, surplus, *rates, others=cg.parameter("others", 0, 9))
    intervals = worth_risking(family, beta).value
    # States: together, excluded; and never together.
    matrix = [[1 - beta * (1 - alpha), -beta * alpha], [Fraction(0), 1 - beta]]
    linked = solve(matrix, [surplus + others, Fraction(0)])[0]
    apart = solve([[1 - beta]], [others])[0]
    assert any(others in interval for interval in intervals) is (linked >= apart)
