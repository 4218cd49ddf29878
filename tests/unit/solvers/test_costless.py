"""Shirking that gains nothing, membership that is worth nothing, and two parameters at once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import coopgames as cg
from coopgames.errors import CertificateError, InvalidGameError, UnsupportedGameError
from tests.unit.certificates import build

DELTA = cg.parameter("delta", 0, 1)
SIGNALS = cg.AttributedSignals("1/10", "3/5")


def association(gain: Any, value: Any, *sanctions: Any, delta: Any = DELTA) -> cg.RepeatedGame:
    """Two members with a given gain from shirking and a given value of a round."""
    stage = cg.AnonymousGame(2, cg.PayoffTable([0, value + gain], [0, value]))  # type: ignore[arg-type]
    return cg.RepeatedGame(stage, delta, SIGNALS, sanctions)


@pytest.mark.parametrize("recipient", ["burnt", "treasury", "unflagged"])
@pytest.mark.parametrize("gain", [0, -1])
def test_full_effort_that_tempts_nobody_is_sustained_iff_membership_is_no_loss(
    recipient: Any, gain: int
) -> None:
    for value, expected in ((1, 0), (0, 0), (Fraction(-1, 3), None)):
        game = association(gain, value, cg.Fine(recipient))
        answer = cg.critical_discount_factor(game)
        assert answer.value == expected
        plan = cg.check_equilibrium(game.at("1/2"), cg.FinePlan(0))
        assert plan.value is (expected is not None)
        if expected is not None:
            assert Fraction(0) in answer.diagnostics["set"][0]  # type: ignore[index]


def test_a_certificate_about_positive_discount_factors_does_not_prove_the_factor_0() -> None:
    answer = cg.critical_discount_factor(association(0, 1, cg.Fine("treasury")))
    assert answer.status is cg.Status.PROVED
    assert cg.verify(answer.certificate)  # type: ignore[arg-type]
    assert answer.diagnostics["uncertified"] == (0,)
    assert "the discount factor 0 is in the set without a certificate" in answer.method
    tempting = cg.critical_discount_factor(association(1, 2, cg.Fine("treasury")))
    assert "uncertified" not in tempting.diagnostics
    assert "without a certificate" not in tempting.method


def test_a_penalty_keeps_members_in_until_they_look_too_far_ahead() -> None:
    penalty = cg.PhysicalPenalty(3, voluntary=False)
    game = association(Fraction(-1, 3), Fraction(-3, 2), cg.Fine("burnt"), penalty)
    (interval,) = cg.critical_discount_factor(game).diagnostics["set"]  # type: ignore[misc]
    assert str(interval) == "[0, 1/2]"
    for delta, holds in (("1/2", True), ("501/1000", False)):
        assert cg.is_equilibrium(game.at(delta), cg.FinePlan(0)) is holds


def test_the_values_at_which_membership_is_worth_nothing_are_not_lost() -> None:
    value = cg.parameter("v", -9, 9)
    free = cg.critical_value(association(0, value, cg.Fine("burnt"), delta="1/2"))
    assert [str(i) for i in free.value] == ["[0, 9)"]
    held = association(-1, value, cg.Fine("burnt"), cg.PhysicalPenalty("1/2", False), delta="17/20")
    assert [str(i) for i in cg.critical_value(held).value] == ["[-3/40, 9)"]
    tempting = association(1, value, cg.Fine("burnt"), delta="1/2")
    assert not any(Fraction(0) in i for i in cg.critical_value(tempting).value)
    gain = cg.parameter("gain", -2, 2)
    worthless = cg.critical_value(association(gain, 0, cg.Fine("burnt"), delta="1/2"))
    assert [str(i) for i in worthless.value] == ["(-2, 0]"]
    square = cg.critical_value(association(gain**2 - 1, 0, cg.Fine("burnt"), delta="1/2"))
    assert [str(i) for i in square.value] == ["[-1, 1]"]
    touching = cg.critical_value(association(gain**2, 0, cg.Fine("burnt"), delta="1/2"))
    assert [str(i) for i in touching.value] == ["[0, 0]"]


def test_a_false_never_about_a_game_without_temptation_is_rejected() -> None:
    game = association(0, 0, cg.Fine("burnt"))
    proper = cg.critical_discount_factor(association(1, Fraction(1, 10), cg.Fine("burnt")))
    document = proper.certificate.document  # type: ignore[union-attr]
    assert document["kind"] == "lp_infeasible"
    document["game"]["payoffs"] = {
        "type": "table",
        "shirk": ["0", "0"],
        "contribute": ["0", "0"],
        "totals": ["0", "0"],
    }
    document |= {"multipliers": ["0", "0"], "combination": ["0", "1/10"], "bound": "0"}
    with pytest.raises(CertificateError, match="shirking gains nothing"):
        cg.verify(cg.Certificate(build.canonical(build.reseal(document))))
    assert cg.critical_discount_factor(game).value == 0


def test_two_parameters_are_never_taken_for_one() -> None:
    cap = cg.Fine("burnt", cg.parameter("c", 5, 6))
    with pytest.raises(UnsupportedGameError, match="ask critical_value"):
        cg.critical_discount_factor(association(1, 2, cap, delta="1/2"))
    cost = cg.PrivateValuation.binary("1/10", "3/5", 1, cg.parameter("beta", 0, 1))
    with pytest.raises(UnsupportedGameError, match="ask critical_value"):
        cg.critical_discount_factor(cg.RepeatedGame(cg.supplier_pair(1, 2), "1/2", cost))


@pytest.mark.parametrize(
    "call",
    [
        lambda: cg.critical_discount_factor(None),  # type: ignore[arg-type]
        lambda: cg.critical_discount_factor(cg.prisoners_dilemma(3, 2, 0, -1), "grim"),  # type: ignore[arg-type]
        lambda: cg.check_equilibrium(None, cg.FinePlan(1)),  # type: ignore[arg-type]
        lambda: cg.check_equilibrium(association(1, 2, cg.Fine()).at("1/2"), "pay"),  # type: ignore[arg-type]
        lambda: cg.minmax(None),  # type: ignore[arg-type]
        lambda: cg.individually_rational_payoffs(cg.AnonymousGame(2, cg.LinearPublicGood(1, 2))),  # type: ignore[arg-type]
        lambda: cg.verdict(None, None, "1/2"),  # type: ignore[arg-type]
    ],
)
def test_the_wrong_kind_of_argument_is_named(call: Any) -> None:
    with pytest.raises(InvalidGameError, match=r"(family|automaton|game|plan|stage|activity): got"):
        call()


def test_long_numbers_are_written_and_huge_games_say_that_they_carry_no_certificate() -> None:
    stage = cg.AnonymousGame(3000, cg.LinearPublicGood("1/1000", "11/10", "1/2"))
    game = cg.RepeatedGame(stage, DELTA, SIGNALS, cg.Fine("unflagged"))
    answer = cg.critical_discount_factor(game)
    assert answer.status is cg.Status.EXACT_UNCERTIFIED
    assert answer.certificate is None
    assert 0 < float(answer.value) < 1
