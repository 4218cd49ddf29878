from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.arithmetic import AlgebraicNumber, Enclosure, nth_root
from coopgames.plots.labels import (
    bounds,
    decimal,
    factor_text,
    power,
    short,
    threshold_text,
    width_text,
)
from coopgames.solvers import Status
from coopgames.verdicts import Judgement

F = Fraction


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (F(0), 4, "0.0000"),
        (F(1, 2), 0, "0"),
        (F(-2, 3), 2, "-0.67"),
        (F(12345), 1, "12345.0"),
        (F(1, 20001), 4, "<0.0001"),
        (F(1, 20000), 4, "0.0000"),  # half to even, and not below half of the last place
        (F(3, 20000), 4, "0.0002"),
        (Enclosure(F(36789, 10**5), F(36791, 10**5)), 4, "0.3679"),
        (Enclosure(F(36794, 10**5), F(36796, 10**5)), 4, "0.3679..0.3680"),
        (Enclosure(F(-1), F(1)), 1, "-1.0..1.0"),
    ],
)
def test_decimal(value: Fraction | Enclosure, places: int, text: str) -> None:
    assert decimal(value, places) == text


def test_an_algebraic_number_has_its_decimals() -> None:
    root = nth_root(F(2), 2)
    assert isinstance(root, AlgebraicNumber)
    assert decimal(root, 10) == "1.4142135624"
    assert width_text(root) == "algebraic"
    lower, upper = bounds(root)
    assert lower**2 < 2 < upper**2


@given(st.fractions(min_value=0, max_value=10**6))
def test_a_decimal_is_off_by_at_most_half_of_its_last_place(value: Fraction) -> None:
    text = decimal(value, 3)
    if text.startswith("<"):
        assert 0 < value < F(text[1:])
    else:
        assert abs(F(text) - value) <= F(1, 2000)


@pytest.mark.parametrize(
    ("width", "text"),
    [(F(0), "exact"), (F(1), "1e0"), (F(21, 10**15), "3e-14"), (F(95, 10**4), "1e-2")],
)
def test_a_width_is_never_understated(width: Fraction, text: str) -> None:
    assert width_text(Enclosure(F(1), 1 + width)) == text


@given(
    st.fractions(min_value=F(1, 10**30), max_value=10**3),
    st.fractions(min_value=0, max_value=1),
)
def test_the_width_shown_covers_the_width(width: Fraction, lower: Fraction) -> None:
    shown = F(width_text(Enclosure(lower, lower + width)))
    assert width <= shown <= 2 * width


def test_power_of_an_enclosure_contains_the_powers() -> None:
    box = power(Enclosure(F(1, 2), F(2, 3)), 3)
    assert box == Enclosure(F(1, 8), F(8, 27))
    assert power(F(1, 2), 3) == F(1, 8)


def test_short() -> None:
    assert [short(F(x)) for x in ("2", "1/2", "999/1000", "1/7", "1/10000000")] == [
        "2",
        "0.5",
        "0.999",
        "1/7",
        "1/10000000",
    ]


def test_threshold_text(verdicts: tuple[Judgement, ...]) -> None:
    sustained, never = verdicts[0], verdicts[-1]
    assert threshold_text(sustained) == "0.9623"
    assert threshold_text(sustained, 2) == "0.96"
    assert threshold_text(never) == "never"
    assert threshold_text(replace(never, sustained=None)) == "undecided"
    assert threshold_text(replace(never, status=Status.UNDECIDED)) == "undecided"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (F(99994, 10**5), "0.9999"),
        (F(99996, 10**5), ">0.9999"),
        (Enclosure(F(99992, 10**5), F(1)), ">0.9999"),
        (Enclosure(F(1, 2), F(1)), "0.5000..1.0000"),
        (F(1), "1.0000"),
    ],
)
def test_a_factor_below_1_is_not_shown_as_1(value: Fraction | Enclosure, text: str) -> None:
    assert factor_text(value) == text
