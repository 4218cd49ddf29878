"""What the solvers hand out is accepted, and no number of it can be changed unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import coopgames as cg
from coopgames.certificates import Certificate, checker
from coopgames.solvers import LinearProgram, Row
from tests.unit.certificates import build
from tests.unit.certificates.mutations import accepted_changes

DELTA = cg.parameter("delta", 0, 1)
STAGE = cg.AnonymousGame(3, cg.LinearPublicGood("9/10", "27/20", "1/5"))
TABLE = cg.AnonymousGame(3, cg.PayoffTable([0, "1/2", 2], [-1, "1/3", "31/20"]))  # type: ignore[arg-type]
SIGNALS = cg.AttributedSignals("1/10", "3/5")
MEASURE = cg.GaussianMeasure("1/2", 2, "4/5", "2/5")
PD = cg.StageGame.from_rows([[(9, 9), (1, 10)], [(10, 1), (3, 3)]])
GRIM = cg.grim_trigger(PD, (0, 0), (1, 1))
REPORTS = cg.PrivateValuation.binary("1/10", "3/5")


def association(
    *sanctions: Any, stage: Any = STAGE, signals: Any = SIGNALS, delta: Any = DELTA, lag: int = 1
) -> cg.RepeatedGame:
    return cg.RepeatedGame(stage, delta, signals, sanctions, lag=lag)


def pair(reports: Any, delta: Any = DELTA, gain: Any = 1, value: Any = 2) -> cg.RepeatedGame:
    return cg.RepeatedGame(cg.supplier_pair(gain, value), delta, reports, lag=2)


def ring(delta: Any = DELTA) -> cg.RepeatedGame:
    reports = cg.PrivateValuation.binary("1/4", "1/2", observer="next")
    table = cg.PayoffTable([0, 0, 0, "11/5"], [0, 0, 0, 1])  # type: ignore[arg-type]
    return cg.RepeatedGame(cg.AnonymousGame(4, table), delta, reports)


def threshold(game: Any, automaton: Any = None) -> Callable[[], Any]:
    return lambda: cg.critical_discount_factor(game, automaton)


def checked(game: Any, plan: Any) -> Callable[[], Any]:
    return lambda: cg.check_equilibrium(game, plan)


def three_players() -> Any:
    def payoff(*acts: int) -> list[Fraction]:
        return [Fraction(2 * sum(acts) - 3 * own, 1 + i) for i, own in enumerate(acts)]

    stage = cg.StageGame.from_function((2, 2, 3), payoff)
    return checked(cg.RepeatedGame(stage, "4/5"), cg.grim_trigger(stage, (1, 1, 2), (0, 0, 0)))()


def program(*rows: Row, objective: Any = (0, 0)) -> Callable[[], Any]:
    return lambda: cg.solve_linear_program(LinearProgram(objective, rows, free=(1,)))


CASES: dict[str, Callable[[], Any]] = {
    "burnt": threshold(association(cg.Fine("burnt"))),
    "treasury, lag": threshold(association(cg.Fine("treasury"), lag=3)),
    "unflagged, table": threshold(association(cg.Fine("unflagged"), stage=TABLE)),
    "exclusion, enclosed": threshold(
        association(cg.Exclusion(), signals=cg.AttributedSignals.gaussian(MEASURE), lag=2)
    ),
    "never, burnt": threshold(
        association(cg.Fine("burnt"), signals=cg.AttributedSignals("1/2", "3/5"))
    ),
    "balanced": threshold(association(cg.Promises("balanced"))),
    "burning": threshold(association(cg.Promises("burning"), lag=2)),
    "any burnt": threshold(association(cg.Promises("burnt"), stage=TABLE)),
    "pair": threshold(pair(REPORTS)),
    "pair, enclosed": threshold(pair(cg.PrivateValuation.gaussian(MEASURE))),
    "pair, graded": threshold(
        pair(cg.PrivateValuation(1, ("7/10", "1/5", "1/10"), ("1/5", "3/10", "1/2")))  # type: ignore[arg-type]
    ),
    "pair, public": threshold(pair(cg.PublicMonitoring([[["9/10", "1/10"]], [["2/5", "3/5"]]]))),
    "pair, never": threshold(pair(cg.PrivateValuation.binary("1/4", "1/2"), gain="6/5", value=1)),
    "pair, collusion": threshold(
        pair(cg.PrivateValuation.binary("1/10", "3/5", side_agreement_cost=0))
    ),
    "ring": threshold(ring()),
    "physical penalty": threshold(association(cg.Fine("treasury"), cg.PhysicalPenalty("2/3"))),
    "costly agreements": threshold(
        pair(cg.PrivateValuation.binary("1/10", "3/5", side_agreement_cost=3))
    ),
    "grim, all discount factors": threshold(PD, GRIM),
    "grim holds": checked(cg.RepeatedGame(PD, "1/3"), GRIM),
    "grim fails": checked(cg.RepeatedGame(PD, "1/8"), GRIM),
    "three players": three_players,
    "fine holds": checked(association(cg.Fine("treasury"), delta="1/2"), cg.FinePlan(2)),
    "fine too small": checked(association(cg.Fine("burnt"), delta="1/2"), cg.FinePlan("1/2")),
    "fine too large": checked(association(cg.Fine("burnt"), delta="1/2"), cg.FinePlan(9)),
    "fine, enclosed": checked(
        association(
            cg.Fine("unflagged"), signals=cg.AttributedSignals.gaussian(MEASURE), delta="9/10"
        ),
        cg.FinePlan(4),
    ),
    "exit holds": checked(pair(REPORTS, "9/10"), cg.ExitPlan((1, "1/4"))),
    "exit fails": checked(pair(REPORTS, "1/10"), cg.ExitPlan((1, 0))),
    "ring holds": checked(ring("9/10"), cg.FinePlan(6)),
    "ring fails": checked(ring("9/10"), cg.FinePlan(1)),
    "optimum": program(
        Row((1, 2), "<=", 4), Row((3, 1), "<=", "6/7"), Row((0, 1), ">=", -2), objective=(1, "1/3")
    ),
    "infeasible": program(Row((1, 1), "<=", 1), Row((1, 1), ">=", 2), Row((0, 1), "==", "1/5")),
}


@pytest.mark.parametrize("name", list(CASES))
def test_no_leaf_can_be_changed(name: str) -> None:
    certificate = CASES[name]().certificate
    assert isinstance(certificate, Certificate)
    assert cg.verify(certificate)
    document = certificate.document
    assert build.reseal(certificate.document) == document
    tried, accepted = accepted_changes(document)
    assert accepted == []
    assert tried > 100


def test_the_cases_cover_every_kind_that_solvers_make() -> None:
    documents = [make().certificate.document for make in CASES.values()]
    made = {(document["kind"], document["game"]["type"]) for document in documents}
    # On a ring "never" needs a signal that tells nothing; a hand-made certificate has it.
    assert made == set(checker.CLAIMS) - {("lp_infeasible", "ring")}
