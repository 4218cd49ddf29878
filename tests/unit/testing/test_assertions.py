"""What the assertions say when they fail, and that they check certificates."""

from __future__ import annotations

from fractions import Fraction

import pytest

import coopgames as cg
from coopgames.certificates import Certificate
from coopgames.errors import CertificateError, InvalidGameError, UnsupportedGameError
from coopgames.solvers.solution import Solution
from coopgames.testing import (
    _findings,
    assert_equilibrium,
    assert_not_equilibrium,
    assert_not_sustained,
    assert_sustained,
)
from coopgames.testing._plan_sets import sustaining_intervals

PD = cg.prisoners_dilemma(3, 2, 0, -1)
GRIM = cg.grim_trigger(PD, ("cooperate", "cooperate"), ("defect", "defect"))
STAGE = cg.AnonymousGame(3, cg.LinearPublicGood("9/10", "27/20", "1/5"))
FLAGS = cg.AttributedSignals("1/10", "3/5")
ASSOCIATION = cg.RepeatedGame(STAGE, "1/2", FLAGS, cg.Fine("treasury"))
ENCLOSED = cg.RepeatedGame(
    STAGE,
    "1/2",
    cg.AttributedSignals.gaussian(cg.GaussianMeasure("1/4", 1, "9/10")),
    cg.Fine("treasury"),
)
PAIR = cg.RepeatedGame(cg.supplier_pair(1, 2), "9/10", cg.PrivateValuation.binary("1/4", "1/2"))


def failure(assertion, *arguments) -> str:
    with pytest.raises(AssertionError) as caught:
        assertion(*arguments)
    return str(caught.value)


def test_a_failure_in_full_for_an_automaton() -> None:
    game = cg.RepeatedGame(PD, "1/4")
    *lines, last = failure(assert_equilibrium, game, GRIM).splitlines()
    assert lines == [
        "not an equilibrium: player 1 gains 1/4 (0.25) by 'defect' in state 'on path'",
        "  plan             Automaton(('on path', 'punishment'), 'on path', "
        "{'on path': (0, 0), 'punishment': (1, 1)}, "
        "{'on path': {(0, 0): 'on path', 'otherwise': 'punishment'}, 'punishment': 'punishment'})",
        "  discount factor  1/4 (0.25)",
        "  state            'on path', where the plan is (cooperate, cooperate)",
        "  deviation        player 1 chooses 'defect' once, then back to the plan",
        "  gain             1/4 (0.25), average discounted payoff",
        "  continuation     player 1 expects 2 without the deviation (state 'on path'), "
        "0 after the deviation (state 'punishment')",
        "  critical         1/3 (0.333333): an equilibrium on [1/3, 1), "
        "so more patience would help",
        "  game             RepeatedGame(StageGame([[[2, -1], [3, 0]], [[2, 3], [-1, 0]]], "
        "actions=(('cooperate', 'defect'), ('cooperate', 'defect'))), '1/4')",
    ]
    certificate = cg.check_equilibrium(game, GRIM).certificate
    assert certificate is not None
    assert last == f"  checked          {cg.verify(certificate)}"


def test_a_failure_in_full_for_a_fine_that_is_an_equilibrium_after_all() -> None:
    *lines, last = failure(assert_not_equilibrium, ASSOCIATION, cg.FinePlan(2)).splitlines()
    assert lines == [
        "an equilibrium: the nearest to a gain is a member by 'shirk' in state 'GOOD', "
        "with slack 1/20 (0.05)",
        "  plan             FinePlan(fine=Fraction(2, 1))",
        "  discount factor  1/2 (0.5)",
        "  state            'GOOD'",
        "  deviation        a member chooses 'shirk' once, then back to the plan",
        "  slack            1/20 (0.05), sum of discounted payoffs",
        "  continuation     GOOD 31/10 (3.1), FLAGGED 11/10 (1.1), OUT 0",
        "  critical         9/20 (0.45): an equilibrium on [9/20, 1)",
        "  fines            9/5 (1.8) to 31/10 (3.1) would do at this discount factor",
        f"  game             {ASSOCIATION!r}",
    ]
    assert "perfect public equilibrium" in last


@pytest.mark.parametrize(
    ("assertion", "game", "plan", "expected"),
    [
        (assert_equilibrium, ASSOCIATION, cg.FinePlan(5), "by 'refuse to pay' in state 'FLAGGED'"),
        (assert_equilibrium, ASSOCIATION, cg.FinePlan("1/2"), "so patience does not help"),
        (assert_equilibrium, ASSOCIATION.at("1/10"), cg.FinePlan(1), "fines            none would"),
        (assert_equilibrium, PAIR, cg.ExitPlan([1, "9/10"]), "an equilibrium on [40/41, 1)"),
        (assert_not_equilibrium, PAIR, cg.ExitPlan([1, 0]), "supplier by 'shirk'"),
    ],
)
def test_what_a_failure_names(assertion, game, plan, expected: str) -> None:
    assert expected in failure(assertion, game, plan)


def test_only_less_patience_helps_where_a_deviation_is_an_investment() -> None:
    # Going down costs the worker 1 today and earns 2 more ever after; the master does not care.
    stage = cg.StageGame(
        [[[1, 3], [0, 2]], [[0, 0], [0, 0]]],
        actions=(("up", "down"), ("mean", "kind")),
        players=("worker", "master"),
    )
    plan = cg.Automaton(
        ("low", "high"),
        "low",
        {"low": ("up", "mean"), "high": ("up", "kind")},
        {"low": {("down", "mean"): "high", "otherwise": "low"}, "high": "high"},
    )
    text = failure(assert_equilibrium, cg.RepeatedGame(stage, "1/2"), plan)
    assert text.startswith("not an equilibrium: worker gains 1/2 (0.5) by 'down' in state 'low'")
    assert (
        "critical         0: an equilibrium on [0, 1/3], so only less patience would help" in text
    )
    assert_equilibrium(cg.RepeatedGame(stage, "1/3"), plan)
    # Without consequences nobody goes down, however patient.
    wrong = cg.Automaton(["idle"], "idle", {"idle": ("down", "mean")}, {"idle": "idle"})
    assert "critical         none: an equilibrium at no discount factor" in failure(
        assert_equilibrium, cg.RepeatedGame(stage, "1/2"), wrong
    )


@pytest.mark.parametrize("assertion", [assert_equilibrium, assert_not_equilibrium])
def test_an_open_question_fails_both_ways(assertion) -> None:
    # At a fine inside this enclosure the sign of the incentive is open.
    signals = ENCLOSED.monitoring
    assert isinstance(signals, cg.AttributedSignals)
    difference = signals.detection - signals.false_alarm
    assert isinstance(difference, cg.Enclosure)
    fine = Fraction(9, 20) / (Fraction(1, 2) * difference.midpoint)
    text = failure(assertion, ENCLOSED, cg.FinePlan(fine))
    assert text.startswith("undecided: whether a member gains by 'shirk' in state 'GOOD' is open")
    assert "its sign is open" in text
    assert "checked" not in text


def test_enclosed_data_are_decided_away_from_the_edge() -> None:
    assert assert_equilibrium(ENCLOSED, cg.FinePlan(2)).value is True
    assert assert_not_equilibrium(ENCLOSED, cg.FinePlan(1)).value is False
    text = failure(assert_equilibrium, ENCLOSED, cg.FinePlan(1))
    assert "critical         of the best plan of this kind: 0.25259" in text
    assert "fines            about 1.04767 to 31/10 (3.1) would do" in text


def test_floats_are_checked_on_their_binary_values() -> None:
    game = cg.RepeatedGame(PD.to_float(), 0.25)
    text = failure(assert_equilibrium, game, GRIM)
    assert text.startswith("not an equilibrium: player 1 gains 0.25 by 'defect'")
    assert "checked          on the binary values of the floats: the plan" in text
    assert assert_equilibrium(cg.RepeatedGame(PD.to_float(), 0.5), GRIM).status.name == "FLOAT"


def test_an_answer_without_a_certificate_is_no_evidence() -> None:
    # No fine at all: refuted, but the certificates are about positive fines.
    answer = cg.check_equilibrium(ASSOCIATION, cg.FinePlan(0))
    assert answer.certificate is None
    text = failure(assert_not_equilibrium, ASSOCIATION, cg.FinePlan(0))
    assert text.startswith("unproved: not an equilibrium, but no kind of certificate")
    assert assert_not_equilibrium(ASSOCIATION, cg.FinePlan("1/10")).certificate is not None


def test_a_certificate_that_does_not_hold_is_not_accepted(monkeypatch) -> None:
    right = cg.check_equilibrium(cg.RepeatedGame(PD, "1/2"), GRIM)
    assert right.certificate is not None

    def answering(certificate: Certificate):
        return lambda game, plan: Solution(
            True, right.status, certificate, right.method, right.arithmetic, right.diagnostics
        )

    forged = Certificate(right.certificate.text.replace('"1/2"', '"3/5"', 1))
    monkeypatch.setattr(_findings, "check_equilibrium", answering(forged))
    with pytest.raises(CertificateError, match="rejected"):
        assert_equilibrium(cg.RepeatedGame(PD, "1/2"), GRIM)
    refutation = cg.check_equilibrium(cg.RepeatedGame(PD, "1/4"), GRIM).certificate
    assert refutation is not None
    monkeypatch.setattr(_findings, "check_equilibrium", answering(refutation))
    with pytest.raises(CertificateError, match="got a profitable_deviation"):
        assert_equilibrium(cg.RepeatedGame(PD, "1/2"), GRIM)
    monkeypatch.setattr(_findings, "check_equilibrium", answering(right.certificate))
    assert assert_equilibrium(cg.RepeatedGame(PD, "1/2"), GRIM).value is True


def test_wrong_arguments() -> None:
    with pytest.raises(InvalidGameError, match="game: got StageGame.*expected a RepeatedGame"):
        assert_equilibrium(PD, GRIM)  # type: ignore[arg-type]
    with pytest.raises(InvalidGameError, match="plan: got 'grim', expected an Automaton"):
        assert_equilibrium(cg.RepeatedGame(PD, "1/2"), "grim")  # type: ignore[arg-type]
    with pytest.raises(InvalidGameError, match="game: got 3"):
        assert_sustained(3)  # type: ignore[arg-type]
    with pytest.raises(UnsupportedGameError, match="discount_factor: got delta"):
        assert_sustained(ASSOCIATION.at(cg.parameter("delta", 0, 1)))


def test_sustained_by_some_fine() -> None:
    assert assert_sustained(ASSOCIATION).value == Fraction(18, 49)
    assert assert_sustained(ASSOCIATION.at("18/49")).status.name == "PROVED"
    assert assert_not_sustained(ASSOCIATION.at(Fraction(18, 49) - Fraction(1, 10**30))).value
    *lines, last = failure(assert_sustained, ASSOCIATION.at("1/4")).splitlines()
    assert lines == [
        "not sustained: effort by all at discount factor 1/4 (0.25), critical 18/49 (0.367347)",
        "  class            full contribution every round, one flat fine (treasury), "
        "exclusion of who refuses to pay",
        "  sustained on     [18/49, 1)",
        "  binding          contribution, payment",
        f"  game             {ASSOCIATION.at('1/4')!r}",
    ]
    assert "iff d >= 18/49" in last
    assert failure(assert_not_sustained, ASSOCIATION).startswith("sustained: effort by all")


def test_sustained_at_no_discount_factor() -> None:
    reports = cg.PrivateValuation.binary("1/4", "1/2", side_agreement_cost=0)
    game = cg.RepeatedGame(cg.supplier_pair(1, 2), "99/100", reports)
    assert assert_not_sustained(game).value is None
    assert "critical none below 1" in failure(assert_sustained, game)
    assert assert_sustained(PAIR).value is not None


def test_sustained_on_enclosed_and_float_data() -> None:
    threshold = cg.critical_discount_factor(ENCLOSED).value
    assert isinstance(threshold, cg.Enclosure)
    assert_sustained(ENCLOSED.at(threshold.upper))
    assert_not_sustained(ENCLOSED.at(threshold.lower - Fraction(1, 10**30)))
    for assertion in (assert_sustained, assert_not_sustained):
        text = failure(assertion, ENCLOSED.at(threshold.midpoint))
        assert text.startswith("undecided on the enclosures: effort by all at discount factor")
    rule = cg.LinearPublicGood(0.9, 1.35, 0.2)
    flags = cg.AttributedSignals(0.1, 0.6)
    floating = cg.RepeatedGame(cg.AnonymousGame(3, rule), 0.5, flags, cg.Fine("treasury"))
    assert_sustained(floating)
    assert_not_sustained(floating.at(0.25))


def test_a_plan_for_those_who_do_not_look_ahead() -> None:
    # In state s1 player 2 would rather be in s0, and any deviation leads there.
    stage = cg.StageGame([[[0, 0], [0, 0]], [[1, 0], [0, 0]]])
    plan = cg.Automaton(
        ("s0", "s1"),
        "s1",
        {"s0": (0, 0), "s1": (1, 0)},
        {"s0": "s0", "s1": {(1, 0): "s1", "otherwise": "s0"}},
    )
    assert_equilibrium(cg.RepeatedGame(stage, 0), plan)
    text = failure(assert_equilibrium, cg.RepeatedGame(stage, "1/2"), plan)
    assert "critical         0: an equilibrium on [0, 0], so only less patience would help" in text


def test_a_lag_is_counted_in_periods() -> None:
    lagged = cg.RepeatedGame(STAGE, "7/10", FLAGS, cg.Fine("treasury"), lag=2)
    plan = cg.FinePlan(2)
    (interval,) = sustaining_intervals(lagged, plan) or ()
    assert interval.lower_closed
    assert interval.lower**2 == Fraction(9, 20)
    assert_equilibrium(lagged, plan)
    assert_not_equilibrium(lagged.at("67/100"), plan)
