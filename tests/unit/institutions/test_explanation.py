"""The table that stands before any solution."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coopgames.arithmetic import Enclosure
from coopgames.games import Fine
from coopgames.institutions import Activity, Arrangement, Explanation, load_case

ATTRIBUTE_ROWS = ("concreteness", "simplicity", "simultaneity", "proximity")


def order(**changes: str) -> Activity:
    """Return an activity whose simplicity is given as a number."""
    return Activity(
        "order",
        20,
        "23/20",
        "3/20",
        "3/20",
        "partly",
        4,
        "not",
        "met",
        "partner",
        **changes,  # type: ignore[arg-type]
    )


TREASURY = Arrangement("treasury", "members", Fine("treasury"))
SEEN = Arrangement("seen", "partner", Fine("burnt"), partner_sees=1, side_agreement_cost=0)  # type: ignore[arg-type]


def rows_by_symbol(explanation: Explanation) -> dict[str, object]:
    """Return symbol -> value."""
    return {row.symbol: row.value for row in explanation.rows}


def test_rows_of_an_activity_before_members() -> None:
    explanation = order(source="6, Independence").explain(TREASURY)
    assert tuple(row.attribute for row in explanation.rows[:4]) == ATTRIBUTE_ROWS
    assert [row.level for row in explanation.rows[:4]] == ["partly", "given", "not", "met"]
    values = rows_by_symbol(explanation)
    assert (values["sigma"], values["d"], values["ell"]) == (Fraction(1, 2), 4, 26)
    assert (values["pi"], values["kappa"], values["v"]) == (Fraction(9, 10), 1, 2)
    assert "level: 6, Independence" in explanation.rows[0].source
    assert "criterion: Wanderley (2004), 7" in explanation.rows[0].source
    assert explanation.rows[1].source == "6, Independence"
    assert "(a thought experiment)" in explanation.rows[4].primitive
    assert explanation.rows[5].primitive == "a flat fine to the treasury"


def test_signals_are_the_certified_numbers_of_the_game() -> None:
    explanation = order().explain(TREASURY)
    values = rows_by_symbol(explanation)
    monitoring = order().under(TREASURY, "9/10").monitoring
    assert values["alpha"] == monitoring.false_alarm  # type: ignore[union-attr]
    assert values["eta"] == monitoring.detection  # type: ignore[union-attr]
    gain = values["D"]
    assert isinstance(gain, Enclosure)
    assert round(float(gain), 4) == round(0.9 * 0.3829249, 4)  # z = 1/2


def test_the_partner_s_own_view_replaces_proximity() -> None:
    explanation = order().explain(SEEN)
    proximity = explanation.rows[3]
    assert (proximity.level, proximity.value) == ("replaced", 1)
    assert proximity.source == "arrangement seen: partner_sees"
    assert explanation.rows[4].primitive == (
        "the partner alone sees, and reports; a side agreement costs 0"
    )


def test_the_text_is_an_aligned_table() -> None:
    text = str(order().explain(TREASURY))
    title, head, *body = text.split("\n")
    assert title == "order under treasury"
    assert head.split() == ["attribute", "level", "primitive", "symbol", "value", "source"]
    assert len(body) == len(order().explain(TREASURY).rows)
    column = head.index("primitive")
    assert all(line[column - 1] == " " and line[column] != " " for line in body)
    assert all(line == line.rstrip() for line in body)


def test_html_is_escaped_and_has_the_same_cells() -> None:
    hostile = order(title="<script>alert('x')</script> & co", source="<b>7</b>")
    explanation = hostile.explain(TREASURY)
    html = explanation._repr_html_()
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html
    assert html.count("<tr>") == len(explanation.rows) + 1


def test_rows_are_dictionaries_for_a_data_frame() -> None:
    rows = order().explain(TREASURY).to_rows()
    assert set(rows[0]) == {"attribute", "level", "primitive", "symbol", "value", "source"}
    assert rows[0]["value"] == Fraction(1, 2)


@pytest.mark.parametrize("name", ["treasury", "reports", "reports_seen", "collusion_proof"])
def test_every_activity_of_the_book_can_be_explained_under_every_arrangement(name: str) -> None:
    case = load_case("wanderley2004")
    for activity in case.activities:
        explanation = activity.explain(case.arrangement(name))
        assert explanation.title == f"{activity.label} under {case.arrangement(name).label}"
        assert all(len(line) < 200 for line in str(explanation).split("\n"))
