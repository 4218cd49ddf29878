"""Subcontracting between two: reports, reviews, and the contrast theorem."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coopgames as cg
from coopgames.catalogue.specialization.subcontracting import (
    CollusionProofSubcontracting,
    ReviewedSubcontracting,
    RingSubcontracting,
    Subcontracting,
)
from coopgames.claims.closed_forms import pair as pair_forms
from coopgames.claims.closed_forms.subcontracting import FORMS
from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError
from coopgames.solvers.reviews import least_expected_burn, review_sustains
from coopgames.solvers.reviews_never import sustainable_by_review
from tests.properties.catalogue._agreement import (
    assert_same,
    below,
    many,
    rationals,
    thresholds,
)
from tests.properties.catalogue._subcontracting import (
    assert_exit_gain,
    assert_fine_gain,
    discounts,
    money,
    rates,
)

Rates = tuple[Fraction, Fraction]

PRIVATE = pair_forms.FORMS["pair_private", "beta"]
THIRD_PARTY = pair_forms.FORMS["pair_third_party", "beta"]
AGREEMENTS = pair_forms.FORMS["pair_side_agreements", "cost"]


# --- P1a, P1b, P1c -------------------------------------------------------------------------------


@many
@given(money, rates, money)
def test_truthful_reports(kappa: Fraction, of: Rates, v: Fraction) -> None:
    alpha, eta = of
    pair = Subcontracting(kappa, alpha, eta, surplus=v)
    found = thresholds(pair)
    assert_same(found, PRIVATE().at(kappa=kappa, alpha=alpha, D=eta - alpha, v=v))
    below_it = Fraction(99, 100) if found is None else below(found)
    assert_exit_gain(pair.at(discount_factor=below_it), v)


@many
@given(money, rates, rationals(-1, 1))
def test_never_begins_at_a_knife_edge(kappa: Fraction, of: Rates, step: Fraction) -> None:
    alpha, eta = of
    edge = alpha * kappa / (eta - alpha)  # D v = alpha kappa
    pair = Subcontracting(kappa, alpha, eta, surplus=edge + step * edge)
    assert (thresholds(pair) is None) is (step <= 0)


@given(money, rates, money, st.integers(2, 4))
def test_a_delay_takes_a_root(kappa: Fraction, of: Rates, v: Fraction, delay: int) -> None:
    pair = Subcontracting(kappa, *of, surplus=v)
    now, later = thresholds(pair), thresholds(pair.at(delay=delay))
    assert (now is None) is (later is None)
    if now is not None:
        low, high = later.refine(80) if not isinstance(later, Fraction) else (later, later)
        assert low**delay <= now <= high**delay


@many
@given(st.integers(3, 12), money, rates, money)
def test_third_parties(members: int, kappa: Fraction, of: Rates, v: Fraction) -> None:
    ring = RingSubcontracting(kappa, *of, surplus=v, members=members)
    found, change = thresholds(ring), of[1] - of[0]
    assert_same(found, THIRD_PARTY().at(kappa=kappa, D=change, v=v, n=members))
    less = below(found)
    # What is due is at most the value of membership.
    game = ring.at(discount_factor=less).game()
    assert_fine_gain(game, kappa, v / (1 - less), change)


@many
@given(money, rates, rationals("1/10", 60), discounts)
def test_collusion_proof_reports_sustain_nothing(
    kappa: Fraction, of: Rates, v: Fraction, delta: Fraction
) -> None:
    pair = CollusionProofSubcontracting(kappa, *of, discount_factor=delta, surplus=v)
    answer = pair.threshold()
    assert answer.value == ()
    assert answer.certificate is not None
    assert pair.verdict().word == "never"


@many
@given(money, rates, money, discounts)
def test_costly_agreements(kappa: Fraction, of: Rates, v: Fraction, beta: Fraction) -> None:
    alpha, eta = of
    # Dearer agreements than this are as good as impossible: the pair never has more.
    most = (v + 1) / (1 - beta) + 1
    pair = CollusionProofSubcontracting(kappa, alpha, eta, discount_factor=beta, surplus=v)
    found = thresholds(pair, cg.parameter("agreement_cost", 0, most))
    form = AGREEMENTS().at(kappa=kappa, alpha=alpha, D=eta - alpha, v=v, beta=beta)
    assert_same(found, form)
    if found is not None:
        assert pair.at(agreement_cost=found).verdict().sustained
        assert not pair.at(agreement_cost=below(found)).verdict().sustained


# --- P2b -----------------------------------------------------------------------------------------


@many
@given(money, rates, discounts, st.integers(1, 3))
def test_burn_of_a_review(kappa: Fraction, of: Rates, beta: Fraction, rounds: int) -> None:
    alpha, eta = of
    pair = ReviewedSubcontracting(kappa, alpha, eta, discount_factor=beta, rounds=rounds)
    form = FORMS["subcontracting: reviews", "burn"]()
    found = least_expected_burn(pair.game()).value
    assert_same(found, form.at(kappa=kappa, beta=beta, alpha=alpha, D=eta - alpha, T=rounds))


@many
@given(money, rates, rationals("1/2", 2), st.integers(1, 3), st.sampled_from((-1, 0, 1)))
def test_length_of_a_review(v: Fraction, of: Rates, size: Fraction, rounds: int, side: int) -> None:
    alpha, eta = of
    # The bound of the length is the length itself, or a little less or more.
    kappa = (rounds - side * size / 10) * (eta - alpha) * v / alpha
    bound = FORMS["subcontracting: reviews", "T"]().at(kappa=kappa, alpha=alpha, D=eta - alpha, v=v)
    pair = ReviewedSubcontracting(kappa, alpha, eta, surplus=v, rounds=rounds)
    assert sustainable_by_review(pair.game()).value is (rounds > bound) is (side == 1)


@many
@given(money, rates, discounts, st.integers(1, 3))
def test_all_bad_rule_is_one_of_the_rules(
    kappa: Fraction, of: Rates, beta: Fraction, rounds: int
) -> None:
    alpha, eta = of
    form = FORMS["subcontracting: reviews, all bad", "v"]()
    enough = form.at(kappa=kappa, beta=beta, alpha=alpha, D=eta - alpha, T=rounds)
    pair = ReviewedSubcontracting(
        kappa, alpha, eta, discount_factor=beta, surplus=enough, rounds=rounds
    )
    assert review_sustains(pair.game()).value
    if rounds == 1:  # then there is no other rule
        assert not review_sustains(pair.at(surplus=below(enough)).game()).value


@settings(max_examples=30, deadline=None)
@given(money, rates, money)
def test_a_review_of_one_round_is_a_report(kappa: Fraction, of: Rates, v: Fraction) -> None:
    pair = Subcontracting(kappa, *of, surplus=v)
    review = ReviewedSubcontracting(kappa, *of, surplus=v, rounds=1)
    assert thresholds(review) == thresholds(pair)


# --- P10 -----------------------------------------------------------------------------------------


def _association(n: int, kappa: Fraction, v: Fraction, of: Rates, beta: Any) -> cg.RepeatedGame:
    """A public good whose value and gain are those of the pair."""
    b = (v + kappa) / (n - 1)
    stage = cg.AnonymousGame(n, cg.LinearPublicGood(b, b + kappa))
    return cg.RepeatedGame(stage, beta, cg.AttributedSignals(*of), cg.Fine("treasury"))


@many
@given(st.integers(3, 9), money, rates, rationals("1/50", "49/50"), rationals("1/50", "49/50"))
def test_contrast(n: int, kappa: Fraction, of: Rates, at: Fraction, patience: Fraction) -> None:
    """At any point of U the association works and the pair never does."""
    alpha, eta = of
    change = eta - alpha
    v = at * alpha * kappa / change  # D v < alpha kappa
    association = _association(n, kappa, v, of, cg.parameter("beta", 0, 1))
    least = cg.critical_discount_factor(association).value
    form = FORMS["subcontracting: contrast", "beta"]()
    assert_same(least, form.at(kappa=kappa, v=v, D=change, alpha=alpha))
    beta = least + patience * (1 - least)
    assert least < beta < 1
    pair = Subcontracting(kappa, alpha, eta, discount_factor=beta, surplus=v)
    assert pair.verdict().word == "never"
    assert CollusionProofSubcontracting(kappa, alpha, eta, surplus=v).threshold().value == ()


@many
@given(st.integers(3, 9), money, rates)
def test_edges_of_the_contrast(n: int, kappa: Fraction, of: Rates) -> None:
    alpha, eta = of
    edge = alpha * kappa / (eta - alpha)
    pair = Subcontracting(kappa, alpha, eta, surplus=edge)
    assert thresholds(pair) is None  # on the edge still never
    assert thresholds(pair.at(surplus=edge * Fraction(1001, 1000))) is not None
    # (b) holds on both sides: the association's threshold itself sustains, and less does not.
    least = kappa / (kappa + (eta - alpha) * edge)
    plan = cg.FinePlan(edge / (1 - least))
    assert cg.check_equilibrium(_association(n, kappa, edge, of, least), plan).value
    less = below(least)
    game = _association(n, kappa, edge, of, less)
    assert_fine_gain(game, kappa, edge / (1 - less), eta - alpha)


def test_worked_point_one_attribute_at_a_time() -> None:
    of = Fraction(1, 4), Fraction(1, 2)
    stage = cg.RepeatedGame(
        cg.AnonymousGame(5, cg.LinearPublicGood(Fraction(11, 20), Fraction(7, 4))),
        0, cg.AttributedSignals(*of), cg.Fine("treasury"),
    )  # fmt: skip
    assert cg.critical_discount_factor(stage).value == Fraction(24, 29)
    assert thresholds(RingSubcontracting()) == Fraction(24, 29)
    assert thresholds(Subcontracting(Fraction(6, 5), *of, surplus=1)) is None
    assert thresholds(CollusionProofSubcontracting(Fraction(6, 5), *of, surplus=1)) is None
    late = thresholds(ReviewedSubcontracting(rounds=3))
    assert round(float(late), 5) == 0.97582


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ({"gain": 0}, "gain"),
        ({"false_alarm": "3/4"}, "detection"),
        ({"detection": "6/5"}, "detection"),
        ({"surplus": -1}, "surplus"),
        ({"delay": 0}, "delay"),
        ({"discount_factor": 1}, "discount_factor"),
    ],
)
def test_numbers_that_are_refused(numbers: dict[str, object], named: str) -> None:
    with pytest.raises(InvalidGameError, match=f"^{named}: "):
        Subcontracting().at(**numbers)


def test_other_refusals() -> None:
    with pytest.raises(InvalidGameError, match="^members: "):
        RingSubcontracting(members=2)
    with pytest.raises(InvalidGameError, match="^rounds: "):
        ReviewedSubcontracting(rounds=0)
    with pytest.raises(InvalidGameError, match="^agreement_cost: "):
        CollusionProofSubcontracting(agreement_cost=-1)
    with pytest.raises(InvalidGameError, match="^parameter: "):
        Subcontracting().threshold("surplus")  # its domain is not bounded
    with pytest.raises(MixedArithmeticError):
        Subcontracting(discount_factor=0.9)


@many
@given(money, rates, money, discounts)
def test_rates_by_their_own_domains(
    kappa: Fraction, of: Rates, v: Fraction, beta: Fraction
) -> None:
    """A rate left free takes the part of [0, 1] on its side of the other one."""
    alpha, eta = of
    pair = Subcontracting(kappa, alpha, eta, discount_factor=beta, surplus=v)
    spread = kappa * (1 - beta + alpha * beta) / (beta * v)  # beta D V >= kappa at given alpha
    found = pair.threshold(cg.parameter("detection", alpha, 1)).value
    assert (found[0].lower if found else None) == (alpha + spread if alpha + spread < 1 else None)
    with pytest.raises(InvalidGameError, match=rf"holds only for detection in \[{alpha}, 1\)$"):
        pair.threshold("detection")
    most = (beta * v * eta - kappa * (1 - beta)) / (beta * (v + kappa))
    found = pair.threshold(cg.parameter("false_alarm", 0, eta)).value
    assert (found[0].upper if found else None) == (most if most > 0 else None)
    with pytest.raises(InvalidGameError, match=rf"holds only for false_alarm in \(0, {eta}\]$"):
        pair.threshold("false_alarm")


_RATES = Fraction(1), Fraction(1, 10), Fraction(3, 5)


def test_a_surplus_beyond_all_floats() -> None:
    verdict = Subcontracting(*_RATES, surplus=10**400).verdict()
    assert verdict.sustained
    assert set(verdict.certificates) == {"equilibrium", "threshold"}


def test_no_future() -> None:
    """At discount factor 0 a complaint costs nothing, and shirking gains what it gains."""
    pair = Subcontracting(*_RATES, discount_factor=0, surplus=2)
    verdict: Any = pair.verdict()
    assert verdict.word == "not sustained"
    assert (verdict.deviation.action, verdict.deviation.gain) == ("shirk", 1)
    answer = cg.check_equilibrium(pair.game(), cg.ExitPlan([1, 0]))
    assert answer.status.name == "EXACT_UNCERTIFIED"
    values: Any = answer.diagnostics["values"]
    assert values["TOGETHER"] == 2
    with pytest.raises(InvalidGameError, match="^continuation: "):
        cg.check_equilibrium(pair.game(), cg.ExitPlan([1, 1, 0]))


@pytest.mark.parametrize(
    ("made", "named"),
    [
        (lambda: RingSubcontracting(members=10**6), "members: got 1000000, expected at most 10000"),
        (lambda: ReviewedSubcontracting(rounds=11), "rounds: got 11, expected at most 10"),
    ],
)
def test_what_is_too_large(made: Any, named: str) -> None:
    for ask in (lambda: made().verdict(), lambda: made().threshold()):
        with pytest.raises(UnsupportedGameError, match=f"^{named}"):
            ask()


def test_the_largest_ring() -> None:
    assert thresholds(RingSubcontracting(members=10**4)) == Fraction(24, 29)
