"""Which states count: those that some history leads to, after obedience or any deviation."""

import pytest

import coopgames as cg
from coopgames.certificates import checker
from coopgames.certificates.encode import game_document
from coopgames.solvers.automaton_cells import automaton_document
from tests.unit.certificates import build

PD = cg.prisoners_dilemma(3, 2, 0, -1)
#: Always defect, and an island where both would cooperate for nothing.
ISLAND = cg.Automaton(
    ("defect", "island"),
    "defect",
    {"defect": (1, 1), "island": (0, 0)},
    {"defect": "defect", "island": "island"},
)


def test_a_state_that_no_history_leads_to_is_in_no_subgame() -> None:
    answer = cg.check_equilibrium(cg.RepeatedGame(PD, "1/2"), ISLAND)
    assert answer.status is cg.Status.PROVED
    assert answer.diagnostics["states"] == ("defect",)
    threshold = cg.critical_discount_factor(PD, ISLAND)
    assert threshold.value == 0
    assert cg.verify(threshold.certificate)


def test_a_state_after_a_deviation_counts() -> None:
    # Never reached by obedience, but after a deviation: there cooperation would be for nothing.
    plan = cg.Automaton(
        ("defect", "folly"),
        "defect",
        {"defect": (1, 1), "folly": (0, 0)},
        {"defect": {(1, 1): "defect", "otherwise": "folly"}, "folly": "folly"},
    )
    answer = cg.check_equilibrium(cg.RepeatedGame(PD, "1/5"), plan)
    assert answer.status is cg.Status.REFUTED
    assert answer.diagnostics["deviation"].state == "folly"


def test_the_checker_refuses_plans_with_islands() -> None:
    answer = cg.check_equilibrium(cg.RepeatedGame(PD, "1/2"), cg.grim_trigger(PD, (0, 0), (1, 1)))
    document = answer.certificate.document
    document["automaton"] = automaton_document(ISLAND.tables(PD))
    document["game"] = game_document(cg.RepeatedGame(PD, "1/2"), with_discount_factor=True)
    with pytest.raises(checker.Rejected, match="no history leads to"):
        checker.check(build.reseal(document))
