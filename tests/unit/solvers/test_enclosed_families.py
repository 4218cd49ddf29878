"""Caps, penalties and costly agreements on signals that are known as enclosures only."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coopgames as cg
from coopgames.arithmetic import Enclosure, ends
from coopgames.solvers.deterrence import deterrence_ratio

DELTA = cg.parameter("delta", 0, 1)
MEASURE = cg.GaussianMeasure("1/2", 2, "4/5")
STAGE = cg.AnonymousGame(6, cg.LinearPublicGood("1/4", "5/4", "1/2"))


def association(signals: cg.AttributedSignals, *sanctions: Any, lag: int = 1) -> cg.RepeatedGame:
    return cg.RepeatedGame(STAGE, DELTA, signals, sanctions, lag=lag)


def pair(reports: cg.PrivateValuation, lag: int = 1) -> cg.RepeatedGame:
    return cg.RepeatedGame(cg.supplier_pair(1, 2), DELTA, reports, lag=lag)


def inside(share: Fraction) -> tuple[Fraction, Fraction]:
    """Exact alarm rates inside the enclosures of the measure."""
    rates = (ends(x) for x in (MEASURE.false_alarm, MEASURE.detection))
    alpha, eta = (low + share * (high - low) for low, high in rates)
    return alpha, eta


SANCTIONS: list[tuple[Any, ...]] = [
    (cg.Fine("treasury", "5/2"),),
    (cg.Fine("unflagged", 3), cg.PhysicalPenalty("1/3")),
    (cg.Fine("burnt"), cg.PhysicalPenalty("3/2")),
    (cg.Exclusion(), cg.PhysicalPenalty("3/2", voluntary=False)),
]


@pytest.mark.parametrize("lag", [1, 3])
@pytest.mark.parametrize("sanctions", SANCTIONS)
@given(share=st.fractions(0, 1, max_denominator=8))
def test_the_enclosure_holds_the_threshold_of_every_game_inside(
    sanctions: tuple[Any, ...], lag: int, share: Fraction
) -> None:
    enclosed = cg.critical_discount_factor(
        association(cg.AttributedSignals.gaussian(MEASURE), *sanctions, lag=lag)
    )
    exact = cg.critical_discount_factor(
        association(cg.AttributedSignals(*inside(share)), *sanctions, lag=lag)
    )
    assert isinstance(enclosed.value, Enclosure)
    assert enclosed.value.width < Fraction(1, 10**9)
    assert enclosed.value.lower <= exact.value <= enclosed.value.upper
    for certificate in enclosed.diagnostics["certificates"].values():  # type: ignore[attr-defined]
        assert cg.verify(certificate)


@given(share=st.fractions(0, 1, max_denominator=8))
def test_costly_side_agreements_on_enclosed_reports(share: Fraction) -> None:
    enclosed = cg.critical_discount_factor(
        pair(cg.PrivateValuation.gaussian(MEASURE, side_agreement_cost=4), lag=2)
    )
    reports = cg.PrivateValuation.binary(*inside(share), side_agreement_cost=4)
    exact = cg.critical_discount_factor(pair(reports, lag=2))
    assert enclosed.value.lower <= exact.value <= enclosed.value.upper


def test_agreements_that_cost_little_leave_nothing_and_the_refutation_is_certified() -> None:
    answer = cg.critical_discount_factor(
        pair(cg.PrivateValuation.gaussian(MEASURE, side_agreement_cost="1/10"))
    )
    assert answer.value is None
    assert answer.status is cg.Status.NEVER
    assert "the empty set" in cg.verify(answer.certificate)  # type: ignore[arg-type]


def test_shirking_that_gains_nothing_is_deterred_at_once_on_enclosed_signals_too() -> None:
    stage = cg.AnonymousGame(3, cg.LinearPublicGood(2, 1))
    game = cg.RepeatedGame(stage, DELTA, cg.AttributedSignals.gaussian(MEASURE), cg.Fine("burnt"))
    answer = cg.critical_discount_factor(game)
    assert ends(answer.value) == (0, 0)


def test_a_cap_that_binds_needs_more_patience_than_none() -> None:
    signals = cg.AttributedSignals.gaussian(MEASURE)
    free = cg.critical_discount_factor(association(signals, cg.Fine("treasury"))).value
    capped = cg.critical_discount_factor(association(signals, cg.Fine("treasury", "5/2"))).value
    assert capped.lower > free.upper


def test_deterrence_crosses_one_at_the_threshold() -> None:
    game = association(cg.AttributedSignals.gaussian(MEASURE), *SANCTIONS[2])
    threshold = cg.critical_discount_factor(game).value
    assert deterrence_ratio(game.at(threshold.upper)) >= 1
    below = threshold.lower - Fraction(1, 10**9)
    assert deterrence_ratio(game.at(below), "optimistic") < 1
