"""Levels, scales and the equity standard of the book."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.arithmetic import parameter
from coopgames.errors import InvalidGameError, MixedArithmeticError
from coopgames.institutions import ATTRIBUTES, LEVELS, EquityStandard, Scale
from coopgames.institutions.levels import PRIMITIVES, exact_number, setting, words
from coopgames.institutions.naming import check_name

TABLE = {
    "concreteness": (Fraction(1, 4), Fraction(1, 2), Fraction(1)),
    "simplicity": (1, 3, 6),
    "simultaneity": (1, 4, 26),
    "proximity": (Fraction(9, 10), Fraction(6, 10), Fraction(3, 10)),
}


def test_the_numbers_of_the_book_s_standard() -> None:
    standard = EquityStandard.wanderley_2004()
    for attribute, values in TABLE.items():
        scale = standard.scale(attribute)  # type: ignore[arg-type]
        assert tuple(scale.value(level) for level in LEVELS) == values
        assert (scale.met, scale.partly, scale.not_met) == values
    assert tuple(scale.attribute for scale in standard.scales) == ATTRIBUTES
    assert [row["symbol"] for row in standard.to_rows()] == ["sigma", "d", "ell", "pi"]


def test_dimensions_and_lags_are_integers() -> None:
    standard = EquityStandard.wanderley_2004()
    for attribute in ("simplicity", "simultaneity"):
        assert all(type(standard.value(attribute, level)) is int for level in LEVELS)
        assert type(standard.value(attribute, Fraction(5))) is int


def test_each_scale_quotes_one_sentence_with_its_chapter() -> None:
    for scale in EquityStandard.wanderley_2004().scales:
        assert scale.ground.startswith('"be concrete, simple')
        assert ". " not in scale.ground
        assert scale.source.startswith("Wanderley (2004), 7")


def test_an_explicit_value_passes_through_a_standard() -> None:
    standard = EquityStandard.wanderley_2004()
    assert standard.value("concreteness", Fraction(1, 3)) == Fraction(1, 3)
    assert standard.value("simplicity", 12) == 12


@given(st.fractions(min_value=Fraction(1, 1000), max_value=1))
def test_every_number_in_the_domain_is_taken_as_it_is(value: Fraction) -> None:
    assert setting("concreteness", value) == value
    assert setting("proximity", str(value)) == value


@pytest.mark.parametrize("value", ["0.25", "1/4", Decimal("0.25"), Fraction(1, 4)])
def test_exact_numbers_may_be_written_in_several_ways(value: object) -> None:
    assert setting("concreteness", value) == Fraction(1, 4)


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("concreteness", 0),
        ("concreteness", "-1/4"),
        ("simplicity", 0),
        ("simplicity", Fraction(3, 2)),
        ("simultaneity", 0),
        ("simultaneity", "1/2"),
        ("proximity", 0),
        ("proximity", "11/10"),
        ("proximity", True),
        ("simplicity", None),
        ("simplicity", [1]),
    ],
)
def test_values_outside_the_domain_are_refused_with_the_domain(
    attribute: Any, value: object
) -> None:
    with pytest.raises(InvalidGameError) as caught:
        setting(attribute, value)
    assert str(caught.value).startswith(f"{attribute}: ")
    if not isinstance(value, (bool, list)) and value is not None:
        assert PRIMITIVES[attribute].domain in str(caught.value)


@pytest.mark.parametrize("value", ["mett", "Met", "", "p1rtly"])
def test_unknown_levels_are_refused_with_the_levels(value: str) -> None:
    with pytest.raises(InvalidGameError, match="one of 'met', 'partly', 'not'"):
        setting("concreteness", value)


def test_a_near_miss_is_suggested() -> None:
    with pytest.raises(InvalidGameError, match="did you mean 'partly'"):
        setting("concreteness", "partially")
    with pytest.raises(InvalidGameError, match="did you mean 'proximity'"):
        EquityStandard.wanderley_2004().scale("proximty")  # type: ignore[arg-type]


def test_a_float_is_refused_with_what_to_write() -> None:
    with pytest.raises(MixedArithmeticError, match='write "0.25"'):
        setting("concreteness", 0.25)
    with pytest.raises(MixedArithmeticError, match="cost: got the float 0.1"):
        exact_number(0.1, "cost")


def test_an_attribute_is_never_a_parameter_of_a_family() -> None:
    with pytest.raises(InvalidGameError, match="simplicity: got .*expected an integer >= 1"):
        setting("simplicity", parameter("d", 1, 6))


def test_a_number_too_long_to_print_is_refused() -> None:
    assert exact_number("1e-999", "cost").numerator == 1
    for text in ("1e-2000", "9" * 2000, Fraction(1, 10**5000)):
        with pytest.raises(InvalidGameError, match="cost: got a number of more than 1000 digits"):
            exact_number(text, "cost")


def test_a_scale_must_not_reward_a_lower_level() -> None:
    with pytest.raises(InvalidGameError, match="met at least as good as partly"):
        Scale("concreteness", 1, 2, Fraction(1, 2))
    with pytest.raises(InvalidGameError, match="met at least as good as partly"):
        Scale("proximity", Fraction(1, 2), 1, Fraction(1, 4))
    assert Scale("proximity", 1, 1, 1).value("not") == 1


def test_scales_and_standards_check_their_arguments() -> None:
    book = EquityStandard.wanderley_2004()
    with pytest.raises(InvalidGameError, match="attribute: got 'noise'"):
        Scale("noise", 1, 1, 1)  # type: ignore[arg-type]
    with pytest.raises(InvalidGameError, match="level: got 'some'"):
        book.concreteness.value("some")  # type: ignore[arg-type]
    with pytest.raises(InvalidGameError, match="the Scale of simplicity"):
        EquityStandard("x", book.concreteness, book.concreteness, *book.scales[2:])
    with pytest.raises(InvalidGameError, match="without control characters"):
        Scale("simplicity", 1, 1, 1, ground="\x1b[2J")


def test_names_are_identifiers_and_texts_are_printable() -> None:
    assert check_name("a" * 64, "name") == "a" * 64
    for name in ("", "1a", "a-b", "../x", "a" * 65, "é", None, "a\n"):
        with pytest.raises(InvalidGameError, match="name: got"):
            check_name(name, "name")
    assert words("  ñandú \n x ", "title") == "ñandú \n x"
    with pytest.raises(InvalidGameError, match="title: got 3, expected a text"):
        words(3, "title")
