"""Names, parameters and the verdicts that the catalogue gives."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coopgames import parameter
from coopgames.arithmetic import Enclosure
from coopgames.catalogue import (
    CourtSubcontracting,
    Faena,
    NobodyCalls,
    Pasanaku,
    ReviewedSubcontracting,
    RingSubcontracting,
    RollCall,
    Subcontracting,
    institution,
    institutions,
)
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.solvers import Interval


def test_the_catalogue_lists_each_institution_once() -> None:
    names = [x.name for x in institutions()]
    assert len(names) == len(set(names))
    assert names[0] == "faena"


def test_keys_are_distinct() -> None:
    keys = [x.key for x in institutions(variants=True)]
    assert len(keys) == len(set(keys))


def test_an_unknown_name_is_answered_with_those_that_exist() -> None:
    with pytest.raises(InvalidGameError, match="faena") as raised:
        institution("fiesta")
    assert all(x.name in str(raised.value) for x in institutions())


def test_an_unknown_number_is_answered_with_those_that_exist() -> None:
    with pytest.raises(InvalidGameError, match="members, stages, cost"):
        Faena().at(wage=3)
    with pytest.raises(InvalidGameError, match="members, stages, cost"):
        Faena().threshold("wage")


def test_an_unbounded_number_needs_a_parameter() -> None:
    with pytest.raises(InvalidGameError, match=r"coopgames\.parameter\('benefit', lower, upper\)"):
        Faena().threshold("benefit")
    found = Faena(stages=2, discount_factor="1/2").threshold(parameter("benefit", 0, 10))
    assert found.value == (Interval(Fraction(3), Fraction(10), True, False),)


def test_a_parameter_beyond_the_domain_is_refused() -> None:
    with pytest.raises(InvalidGameError, match="benefit"):
        Faena().threshold(parameter("benefit", -1, 10))
    with pytest.raises(InvalidGameError, match="discount_factor"):
        Faena().threshold(parameter("discount_factor", 0, 2))


def test_whole_numbers_and_words_are_no_parameters() -> None:
    with pytest.raises(InvalidGameError, match="whole number"):
        Faena().threshold("members")


def test_a_verdict_below_the_threshold_has_a_deviation() -> None:
    found = Faena(3, 2, 1, 3, "2/5").verdict()
    assert found.word == "not sustained"
    assert found.least == Fraction(1, 2)
    assert set(found.certificates) == {"threshold", "deviation"}
    # -1 now and 2 a period later, for ever one period later if he stays away today.
    assert found.deviation is not None
    assert found.deviation.gain == Fraction(3, 5) * (Fraction(2, 5) - 1) * (-1 + Fraction(4, 5))
    assert found.to_rows()[0]["verdict"] == "not sustained"


def test_never() -> None:
    found = Faena(3, 4, 1, "7/2").verdict()
    assert found.word == "never"
    assert found.least is None


def test_floats_give_a_verdict_without_certificates() -> None:
    found = Faena(3, 2, 1.0, 3.0, 0.9).verdict()
    assert found.word == "sustained"
    assert found.thresholds is None
    assert not found.certificates


def test_many_members_are_judged_by_one_member_s_problem() -> None:
    with pytest.raises(UnsupportedGameError, match="member_game"):
        Faena(members=200).game()
    assert Faena(members=200).verdict().word == "sustained"


def test_an_institution_without_a_future_has_no_discount_factors() -> None:
    found = RollCall().verdict()
    assert found.thresholds is None
    assert found.word == "sustained"
    assert "sustained" in str(found)


def test_a_set_that_ends_below_one_is_printed_as_it_is() -> None:
    found = Pasanaku(2, 1, "91/50", "4/5", discount_factor="9/10").verdict()
    assert found.word == "not sustained"
    assert "(at discount factors [2/5, 5/8])" in str(found)
    assert "(from a discount factor of 0.5000 on)" in str(Faena(3, 2, 1, 3).verdict())


def test_the_domain_of_the_parameter_is_kept() -> None:
    ring = RingSubcontracting()
    assert ring.threshold(parameter("discount_factor", "1/4", "1/2")).value == ()
    half = ring.threshold(parameter("discount_factor", "1/2", "9/10")).value
    assert half == (Interval(Fraction(24, 29), Fraction(9, 10), True, False),)


def test_only_a_parameter_itself_is_free() -> None:
    pair = Subcontracting(1, "1/10", "3/5", surplus=2)
    with pytest.raises(InvalidGameError, match="a parameter itself"):
        pair.threshold(2 * parameter("surplus", 0, 4))


def test_a_number_that_does_not_matter_holds_everywhere_or_nowhere() -> None:
    everywhere = (Interval(Fraction(0), Fraction(1), False, False),)
    assert NobodyCalls().threshold("competed_away").value == everywhere
    court = CourtSubcontracting(hearing="proof")
    free = parameter("false_alarm", 0, "1/100")
    assert len(court.threshold(free).value) == 1
    assert court.at(discount_factor="1/100").threshold(free).value == ()


def test_many_rounds_of_a_review_are_computed_in_floats() -> None:
    review = ReviewedSubcontracting(rounds=8, discount_factor="49/50")
    found = review.verdict()
    assert found.word == "sustained"
    assert found.thresholds is None
    assert review.at(discount_factor="97/100").verdict().word == "not sustained"
    interval = review.threshold().value[0]
    assert float(interval.lower) == pytest.approx(0.9785, abs=1e-4)


def test_enclosed_numbers_are_refused_in_one_clear_sentence() -> None:
    surplus = Enclosure(Fraction(199, 100), Fraction(201, 100))
    with pytest.raises(UnsupportedGameError, match="enclosure"):
        Subcontracting(1, "1/10", "3/5", surplus=surplus).verdict()
    with pytest.raises(UnsupportedGameError, match="enclosure"):
        Faena(benefit=surplus).verdict()
