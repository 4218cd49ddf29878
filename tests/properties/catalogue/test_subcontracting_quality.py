"""Subcontracting with normal quality: certified searches against the formulas."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coopgames as cg
from coopgames.arithmetic import Enclosure
from coopgames.catalogue.specialization.subcontracting_judges import MeasuredSubcontracting
from coopgames.claims.closed_forms.subcontracting import FORMS
from coopgames.errors import InvalidGameError
from coopgames.solvers.continuous_noise import critical_noise
from coopgames.solvers.continuous_thresholds import best_cutoff_threshold
from tests.properties.catalogue._agreement import assert_same, many, rationals


def _formula(variant: str, unknown: str, **values: object) -> Any:
    return FORMS[f"subcontracting: {variant}", unknown]().at(**values)


def _holds(found: Enclosure, formula: Any) -> None:
    """The enclosure is narrow and the formula's digits lie in it."""
    assert found.width < Fraction(1, 10**9)
    assert_same(found, formula)


noises = rationals("1/5", 2, below=12)
stakes = rationals("1/4", 4, below=12)


@many
@given(stakes, stakes, noises)
def test_best_cutoff(kappa: Fraction, v: Fraction, noise: Fraction) -> None:
    game = MeasuredSubcontracting(kappa, v, noise=noise).game()
    found = best_cutoff_threshold(game)
    _holds(found.value, _formula("normal quality", "beta", kappa=kappa, v=v, s=noise))
    cutoff: Any = found.diagnostics["cutoff"]
    _holds(cutoff, _formula("normal quality", "y", kappa=kappa, v=v, s=noise))


@many
@given(stakes, stakes, noises)
def test_public_measure(kappa: Fraction, v: Fraction, noise: Fraction) -> None:
    game = MeasuredSubcontracting(kappa, v, noise=noise, who="everybody").game()
    form = _formula("normal quality in public", "beta", kappa=kappa, v=v, s=noise)
    _holds(cg.critical_discount_factor(game).value, form)


@many
@given(stakes, stakes, noises, rationals(-1, "1/2", below=12))
def test_cutoff_of_the_cautious(
    kappa: Fraction, v: Fraction, noise: Fraction, cutoff: Fraction
) -> None:
    pair = MeasuredSubcontracting(kappa, v, noise=noise, cutoff=cutoff, who="everybody")
    form = _formula("safety first, own rule", "beta", kappa=kappa, v=v, s=noise, y=cutoff)
    assert_same(cg.critical_discount_factor(pair.game()).value, form)


@settings(max_examples=60, deadline=None)
@given(stakes, stakes, rationals("1/2", "24/25"))
def test_critical_noises(kappa: Fraction, v: Fraction, beta: Fraction) -> None:
    given_numbers = {"kappa": kappa, "v": v, "beta": beta}
    private = MeasuredSubcontracting(kappa, v, noise=1, discount_factor=beta)
    public = private.at(who="everybody")
    middle = critical_noise(private.game(), "given").value
    best = critical_noise(private.game()).value
    largest = critical_noise(public.game()).value
    assert_same(middle, _formula("normal quality, middle cutoff", "s", **given_numbers))
    assert_same(largest, _formula("normal quality in public", "s", **given_numbers))
    found = [0 if x is None else x.upper for x in (middle, best, largest)]
    assert found == sorted(found)


@settings(max_examples=40, deadline=None)
@given(stakes, stakes, noises, st.integers(2, 9))
def test_two_readings_of_dimensions(
    kappa: Fraction, v: Fraction, noise: Fraction, dimensions: int
) -> None:
    pair = MeasuredSubcontracting(kappa, v, noise=noise, dimensions=dimensions, who="everybody")
    one, together, apart = (
        cg.critical_discount_factor(x.game()).value
        for x in (pair.at(dimensions=1), pair, pair.at(valued="apart"))
    )
    assert apart.upper < one.lower < one.upper < together.lower


def test_middle_cutoff_never_sustains_beyond_a_noise() -> None:
    # 1/(2 PhiInv((v + kappa)/(2 v + kappa))) = 1.1608... where the gain and the surplus are 1
    pair = MeasuredSubcontracting().at(noise="116/100")
    assert cg.critical_discount_factor(pair.game()).value is not None
    assert cg.critical_discount_factor(pair.at(noise="117/100").game()).value is None


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ({"noise": 0}, "noise"),
        ({"dimensions": 0}, "dimensions"),
        ({"valued": "somehow"}, "valued"),
        ({"who": "nobody"}, "who"),
    ],
)
def test_numbers_that_are_refused(numbers: dict[str, object], named: str) -> None:
    with pytest.raises(InvalidGameError, match=f"^{named}: "):
        MeasuredSubcontracting().at(**numbers)
