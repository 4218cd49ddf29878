"""The picture of an institution along one of its numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from coopgames import check_equilibrium, parameter
from coopgames.catalogue import Faena, FaenaWithAccidents
from coopgames.errors import InvalidGameError
from coopgames.plots import figure_bytes, institution_rows, plot_institution


def test_each_row_is_what_a_check_at_that_point_says() -> None:
    work = Faena(3, 3, 1, 5)
    rows = institution_rows(work)
    for row in rows[::9]:
        at = work.at(discount_factor=Fraction(row["value"]).limit_denominator(1000))
        answer = check_equilibrium(at.member_game(), at.member_profile())
        found = answer.diagnostics["deviation"]
        assert float(found.gain) == pytest.approx(float(row["gain"]), abs=1e-3)  # type: ignore[attr-defined]
        assert row["sustained"] == ("yes" if answer.value else "no")


def test_the_ends_of_the_set_are_marked() -> None:
    rows = institution_rows(Faena(3, 2, 1, 3), parameter("benefit", 0, 4))
    ends = [row for row in rows if row["end"] == "yes"]
    assert len(ends) == 1
    assert float(ends[0]["gain"]) == pytest.approx(0, abs=1e-12)
    assert {row["parameter"] for row in rows} == {"benefit"}


def test_where_everything_holds_nothing_is_marked() -> None:
    rows = institution_rows(FaenaWithAccidents())
    assert {row["sustained"] for row in rows} == {"yes"}
    assert {row["end"] for row in rows} == {"no"}


def test_it_draws_the_same_bytes_twice_into_the_axes_given() -> None:
    ax = plot_institution(Faena())
    assert plot_institution(Faena(), ax=ax) is ax
    again = plot_institution(Faena(), ax=plot_institution(Faena()))
    first, second = (figure_bytes(x.figure, "svg") for x in (ax, again))  # type: ignore[arg-type]
    assert first == second


def test_an_unbounded_number_is_refused() -> None:
    with pytest.raises(InvalidGameError, match="benefit"):
        plot_institution(Faena(), "benefit")
