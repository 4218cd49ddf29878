"""The shipped case: the coding and the numbers of docs/theory/contrast.md, nothing else."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from coopgames.games import AnonymousGame, AttributedSignals, Fine, PrivateValuation, StageGame
from coopgames.institutions import Case, cases, load_case
from coopgames.institutions.primitives import lag_of, signals_of

#: Levels (concrete, simple, simultaneous, proximate), who values, what the book reports.
CODING = {
    "faena": ("met met met met", "members", "cooperation"),
    "march": ("met met met met", "members", "cooperation"),
    "assembly": ("met met met met", "members", "cooperation"),
    "marketplace_building": ("met met partly met", "members", "cooperation"),
    "marketplace_defence": ("met met met met", "members", "cooperation"),
    "alarm": ("met met met met", "members", "cooperation"),
    "misfortune": ("met met partly met", "members", "cooperation"),
    "celebration": ("met met not met", "members", "cooperation"),
    "critical_situation": ("met met met met", "members", "cooperation"),
    "subcontracting": ("not not not not", "partner", "none"),
    "large_order": ("not not partly partly", "partner", "none"),
    "collective_purchase": ("partly partly partly partly", "partner", "none"),
    "technology": ("not partly not partly", "partner", "occasional"),
}
NUMBERS = {
    "sigma": {"met": Fraction(1, 4), "partly": Fraction(1, 2), "not": Fraction(1)},
    "d": {"met": 1, "partly": 3, "not": 6},
    "ell": {"met": 1, "partly": 4, "not": 26},
    "pi": {"met": Fraction(9, 10), "partly": Fraction(6, 10), "not": Fraction(3, 10)},
}


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case("wanderley2004")


def test_it_is_shipped(case: Case) -> None:
    assert "wanderley2004" in cases()
    assert case.name == "wanderley2004"
    assert case.source.startswith("Wanderley (2004)")


def test_time(case: Case) -> None:
    assert (case.period, case.periods_per_year) == ("week", 52)
    assert (case.baseline, case.largest) == (Fraction(993, 1000), Fraction(999, 1000))
    assert round(float(case.baseline) ** 52, 2) == 0.69
    assert round(float(case.largest) ** 52, 2) == 0.95


def test_there_are_the_thirteen_activities_in_order(case: Case) -> None:
    assert [x.name for x in case.activities] == list(CODING)


@pytest.mark.parametrize("name", CODING)
def test_coding(case: Case, name: str) -> None:
    activity = case.activity(name)
    levels, valued_by, observed = CODING[name]
    coded = (
        activity.concreteness,
        activity.simplicity,
        activity.simultaneity,
        activity.proximity,
    )
    assert coded == tuple(levels.split())
    assert (activity.valued_by, activity.observed) == (valued_by, observed)
    assert (activity.gain, activity.value, activity.members) == (1, 2, 20)


@pytest.mark.parametrize("name", CODING)
def test_primitives(case: Case, name: str) -> None:
    concrete, simple, simultaneous, proximate = CODING[name][0].split()
    for arrangement in case.arrangements:
        measure = signals_of(case.activity(name), arrangement)
        assert measure.noise == NUMBERS["sigma"][concrete]
        assert measure.dimensions == NUMBERS["d"][simple]
        assert lag_of(case.activity(name), arrangement) == NUMBERS["ell"][simultaneous]
        seen = 1 if arrangement.name == "reports_seen" else NUMBERS["pi"][proximate]
        assert measure.proximity == seen


def test_arrangements(case: Case) -> None:
    assert [x.name for x in case.arrangements] == [
        "treasury",
        "reports",
        "reports_seen",
        "collusion_proof",
    ]
    assert case.columns.order == tuple(x.name for x in case.arrangements)
    assert case.arrangement("treasury").sanction == Fine("treasury")
    for name in case.columns.order[1:]:
        assert case.arrangement(name).sanction == Fine("burnt")
    assert case.arrangement("reports").side_agreement_cost is None
    assert case.arrangement("reports_seen").partner_sees == 1
    assert case.arrangement("collusion_proof").side_agreement_cost == 0


def test_every_game_is_of_the_right_kind(case: Case) -> None:
    for activity in case.activities:
        column = case.column_for(activity)
        assert column.name == ("treasury" if activity.valued_by == "members" else "reports")
        for arrangement in case.arrangements:
            game = activity.under(arrangement, case.baseline)
            assert game.discount_factor == case.baseline
            if arrangement.observers == "members":
                assert isinstance(game.stage, AnonymousGame)
                assert isinstance(game.monitoring, AttributedSignals)
                assert game.stage.gain_from_shirking == 1
                assert game.stage.cooperative_payoff == 2
            else:
                assert isinstance(game.stage, StageGame)
                assert isinstance(game.monitoring, PrivateValuation)
                assert game.stage.payoff(0, (1, 0)) == 1
                assert game.stage.payoff(1, (0, 0)) == 2


@pytest.mark.parametrize("name", CODING)
def test_quotes_are_at_most_one_sentence_and_have_a_chapter(case: Case, name: str) -> None:
    activity = case.activity(name)
    assert activity.ground
    for quote in re.findall(r'"([^"]*)"', activity.ground):
        assert not re.search(r"[.!?]\s", quote)
        assert len(quote.split()) <= 30
    assert activity.ground.count('"') % 2 == 0
    assert re.match(r"[3-7](, |;|$)", activity.source)


def test_rows_hold_the_coding_and_its_source(case: Case) -> None:
    rows = case.to_rows()
    assert len(rows) == 13
    assert rows[0]["title"] == "faena (communal work)"
    assert rows[9]["source"] == "7"
