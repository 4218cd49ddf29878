"""Sanctions and sizes on their way through the front doors."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import coopgames as cg
from coopgames.certificates import verify
from coopgames.certificates.encode import game_document
from coopgames.errors import MixedArithmeticError, UnsupportedGameError
from coopgames.games.sanctions import WorkStoppage
from coopgames.solvers.public_payoffs import public_perfect_payoffs
from coopgames.solvers.rationalize import rationalize
from tests.reference.members import NettedTreasury

STAGE = cg.AnonymousGame(4, cg.LinearPublicGood("3/4", "12/5", "1/4"))  # type: ignore[arg-type]
SIGNALS = cg.AttributedSignals("1/4", "3/5")  # type: ignore[arg-type]
NETTED = cg.Fine("treasury", netted=True)
TWIN = NettedTreasury(4, *map(Fraction, ("3/4", "12/5", "1/4", "1/4", "3/5")))


def test_a_million_members_with_float_data() -> None:
    stage = cg.AnonymousGame(10**6, cg.LinearPublicGood(0.0, 0.45, 2.0))
    signals = cg.AttributedSignals(0.1, 0.6)
    for sanction, value in ((cg.Fine("treasury"), 18 / 49), (cg.Exclusion(), 45 / 118)):
        solution = cg.critical_discount_factor(cg.RepeatedGame(stage, 0.5, signals, sanction))
        assert solution.status is cg.Status.FLOAT
        assert solution.value == pytest.approx(value, abs=1e-12)
        error: Any = solution.diagnostics["error_bound"]
        assert 0 <= error < 1e-13


def test_float_caps_are_read_as_the_binary_numbers_that_they_are() -> None:
    stage = cg.AnonymousGame(3, cg.LinearPublicGood(0.0, 0.5, 1.5))
    signals = cg.AttributedSignals(0.25, 0.75)
    cap = Fraction(7, 8)
    for sanction, wanted in (
        (cg.Promises("balanced", 0.875), cg.Promises("balanced", cap)),
        (cg.Fine("treasury", 0.875, netted=True), cg.Fine("treasury", cap, netted=True)),
    ):
        game = cg.RepeatedGame(stage, 0.5, signals, sanction)
        exact = rationalize(game)
        assert exact.sanction == wanted
        found = cg.critical_discount_factor(game)
        assert found.value == float(cg.critical_discount_factor(exact).value)


def test_caps_share_the_arithmetic_of_the_game() -> None:
    with pytest.raises(MixedArithmeticError):
        cg.RepeatedGame(STAGE, "1/2", SIGNALS, cg.Promises("balanced", 0.5))


@pytest.mark.parametrize("beta", ["3/4", "4/5", "9/10"])
@pytest.mark.parametrize("fine", ["2", "3", "9/2", "8"])
def test_a_fine_plan_under_a_netted_treasury_names_the_net_payment(beta: str, fine: str) -> None:
    game = cg.RepeatedGame(STAGE, beta, SIGNALS, NETTED)
    solution = cg.check_equilibrium(game, cg.FinePlan(Fraction(fine)))
    assert solution.value == TWIN.fine_works(Fraction(beta), Fraction(fine))
    assert verify(solution.certificate)


def test_the_document_of_a_netted_treasury_is_that_of_its_net_payments() -> None:
    game = cg.RepeatedGame(STAGE, "4/5", SIGNALS, NETTED)
    document: Any = game_document(game, with_discount_factor=True)
    assert document["sanction"] == {"type": "fine", "recipient": "unflagged"}


@pytest.mark.parametrize("sanction", [cg.Promises("balanced", 1), WorkStoppage()])
def test_what_has_no_document_of_its_own_is_refused(sanction: Any) -> None:
    game = cg.RepeatedGame(STAGE, "4/5", SIGNALS, sanction)
    with pytest.raises(UnsupportedGameError, match="has no certificate"):
        game_document(game, with_discount_factor=True)


def test_public_payoffs_refuse_caps() -> None:
    pd = cg.prisoners_dilemma(3, 2, 0, -1)
    laws = [[["9/10", "1/10"], ["1/2", "1/2"]], [["1/2", "1/2"], ["1/5", "4/5"]]]
    game = cg.RepeatedGame(pd, "4/5", cg.PublicMonitoring(laws), cg.Promises("burning", 1))
    with pytest.raises(UnsupportedGameError, match="expected promises without a cap"):
        public_perfect_payoffs(game)
