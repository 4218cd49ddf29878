from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from coopgames.claims.claim import Counterexample, Verdict
from coopgames.claims.terms import Variable
from coopgames.errors import InvalidGameError
from tests.unit.claims._neighbours import CLAIM

POINT = {
    "alpha": Fraction(1, 10),
    "eta": Fraction(3, 5),
    "kappa": Fraction(9, 20),
    "v": Fraction(31, 20),
}


def test_it_holds_from_the_threshold_on() -> None:
    assert CLAIM.holds({**POINT, "beta": Fraction(45, 118)})
    assert not CLAIM.holds({**POINT, "beta": Fraction(45, 118) - Fraction(1, 10**30)})


def test_where_no_threshold_exists_nothing_is_sustained() -> None:
    edge = {**POINT, "v": Fraction(9, 100)}
    assert not CLAIM.holds({**edge, "beta": 1 - Fraction(1, 10**30)})


@pytest.mark.parametrize("change", [{"beta": Fraction(1)}, {"eta": Fraction(2)}])
def test_a_point_outside_the_domain_is_refused(change: dict[str, Fraction]) -> None:
    with pytest.raises(InvalidGameError, match="a point of the domain of theorem1_burnt"):
        CLAIM.holds({**POINT, "beta": Fraction(1, 2), **change})


def test_a_point_that_lacks_a_parameter_is_refused() -> None:
    with pytest.raises(InvalidGameError, match="point"):
        CLAIM.holds(POINT)


def test_the_game_of_a_point_has_its_stakes() -> None:
    game = CLAIM.family.game(POINT)
    assert game.stage.gain_from_shirking == POINT["kappa"]
    assert game.stage.cooperative_payoff == POINT["v"]


def test_labels_that_name_no_assumption_are_refused() -> None:
    with pytest.raises(InvalidGameError, match="needed_for_necessity: got 'luck'"):
        replace(CLAIM, needed_for_necessity=("luck",))


def test_assumptions_are_about_the_parameters() -> None:
    with pytest.raises(InvalidGameError, match="assumptions: got 'extra'"):
        replace(CLAIM.domain, assumptions=(("extra", Variable("w") > 0),))


def test_each_parameter_has_a_range_and_each_unknown_a_witness() -> None:
    with pytest.raises(InvalidGameError, match="ranges"):
        replace(CLAIM.domain, ranges=())
    with pytest.raises(InvalidGameError, match="witness"):
        replace(CLAIM.family, witness=())


def test_the_verdicts_are_sentences() -> None:
    assert [v.name for v in Verdict] == ["PROVED", "REFUTED", "NOT_FALSIFIED", "UNDECIDED"]
    assert all(v.value.endswith(".") for v in Verdict)


def test_a_counterexample_reads_as_a_sentence() -> None:
    found = Counterexample((("beta", Fraction(1, 2)),), True, False, "solver")
    assert str(found) == ("at beta = 1/2: claimed to be sustained, but not sustained (solver)")


def test_repr_and_rows() -> None:
    assert repr(CLAIM).startswith("Claim('theorem1_burnt', \"Model of Wanderley (2004), ch. 7")
    (row,) = CLAIM.to_rows()
    assert row["claim"] == "theorem1_burnt"
    assert row["statement"] == CLAIM.statement
