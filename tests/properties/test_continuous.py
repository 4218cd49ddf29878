"""Normal quality: noise, cutoffs, dimensions and fees, against integrals and grades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import inf

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import coopgames as cg
from coopgames.arithmetic import Enclosure
from coopgames.solvers.continuous_dimensions import critical_dimension_count
from coopgames.solvers.continuous_fees import critical_fee
from coopgames.solvers.continuous_noise import critical_noise
from coopgames.solvers.continuous_thresholds import best_cutoff_threshold
from tests.properties._games import fractions, positive
from tests.reference.continuous import NormalPair

#: Absolute error granted to the integrals and roots of the float twin.
FLOAT_ERROR = Fraction(1, 10**9)
#: Widest enclosure that is an answer.
NARROW = Fraction(1, 10**9)
few = settings(max_examples=20)

noises = fractions(0, 2, 8).filter(lambda x: x >= Fraction(1, 8))
patience = st.fractions(Fraction(1, 10), Fraction(99, 100), max_denominator=100)
cutoffs = st.fractions(-1, 1, max_denominator=12)


@dataclass(frozen=True)
class Supplier:
    """A pair with normal quality: the numbers, and both ways to write it down."""

    gain: Fraction
    value: Fraction
    noise: Fraction
    seen: Fraction
    burnt: bool
    beta: Fraction = Fraction(1, 2)
    cutoff: Fraction = Fraction(1, 2)

    @property
    def game(self) -> cg.RepeatedGame:
        measure = cg.GaussianMeasure(self.noise, 1, self.seen, self.cutoff)
        stage = cg.supplier_pair(self.gain, self.value)
        if self.burnt:
            return cg.RepeatedGame(stage, self.beta, cg.PrivateValuation.gaussian(measure))
        signals = cg.AttributedSignals.gaussian(measure)
        return cg.RepeatedGame(stage, self.beta, signals, cg.Fine("treasury"))

    @property
    def twin(self) -> NormalPair:
        return NormalPair(float(self.gain), float(self.value), self.burnt, float(self.seen))


suppliers = st.builds(
    Supplier,
    positive,
    positive,
    noises,
    st.sampled_from([Fraction(1), Fraction(9, 10), Fraction(1, 3)]),
    st.booleans(),
    patience,
)


def near(enclosure: Enclosure, number: float) -> bool:
    x = Fraction(number)
    slack = FLOAT_ERROR * max(1, abs(x))
    return enclosure.lower - slack <= x <= enclosure.upper + slack


@few
@given(suppliers)
def test_the_threshold_is_that_of_the_integral_over_the_measure(supplier: Supplier) -> None:
    found = best_cutoff_threshold(supplier.game)
    assert found.value.width < NARROW
    assert found.value.lower > 0
    assert near(found.value, supplier.twin.threshold(float(supplier.noise)))


@few
@given(suppliers)
def test_the_critical_noise_is_that_of_the_integral_over_the_measure(supplier: Supplier) -> None:
    need = supplier.gain * (1 - supplier.beta) / supplier.beta
    assume(need != supplier.seen * supplier.value)  # a tie without noise: floats do not tell
    found = critical_noise(supplier.game).value
    expected = supplier.twin.critical_deviation(float(supplier.beta))
    if found is None:
        assert expected == 0
    elif found.upper < Fraction(1, 500):
        assert expected < 1 / 250  # the twin begins its search here
    else:
        assert found.width < NARROW * max(1, found.lower)
        assert near(found, expected)


@few
@given(suppliers, cutoffs)
def test_no_cutoff_does_better_than_the_best(supplier: Supplier, cutoff: Fraction) -> None:
    best = best_cutoff_threshold(supplier.game)
    tried = replace(supplier, cutoff=cutoff)
    if supplier.burnt:
        answer = cg.critical_discount_factor(tried.game).value
        least = 2 if answer is None else answer.upper
        assert best.value.lower <= least
        at_cutoff = best.diagnostics["at_cutoff"]
        assert isinstance(at_cutoff, cg.Solution)
        assert at_cutoff.certificate is not None
        assert cg.verify(at_cutoff.certificate)
        assert best.value.lower <= at_cutoff.value.upper
        assert at_cutoff.value.lower < best.value.upper + NARROW
    else:
        beta = float(best.value.lower) - 1e-12
        assert not supplier.twin.exit_pays(beta, float(supplier.noise), float(cutoff))


@few
@given(suppliers)
def test_the_exit_automaton_turns_at_the_threshold_with_the_best_cutoff(
    supplier: Supplier,
) -> None:
    found = best_cutoff_threshold(supplier.game)
    cutoff = found.diagnostics["cutoff"]
    assert isinstance(cutoff, Enclosure)
    place = float(supplier.noise), float(cutoff)
    assume(found.value.upper < Fraction(999_999, 10**6))  # beyond, floats do not tell
    assert supplier.twin.exit_pays(float(found.value.upper) + 1e-9, *place)
    assert not supplier.twin.exit_pays(float(found.value.lower) - 1e-9, *place)


def grades(cuts: Sequence[Fraction], mean: int, noise: Fraction) -> list[Fraction]:
    """The law of a grade, in fractions that sum to 1."""
    from scipy.stats import norm

    places = [-inf, *(float(c) for c in sorted(cuts)), inf]
    below = [Fraction(float(norm.cdf(x, mean, float(noise)))) for x in places]
    return [b - a for a, b in pairwise(below)]


@few
@given(positive, positive, noises, st.lists(cutoffs, min_size=1, max_size=4, unique=True))
def test_grades_and_any_promises_on_them_do_no_better_than_the_best_cutoff(
    gain: Fraction, value: Fraction, noise: Fraction, cuts: list[Fraction]
) -> None:
    best = best_cutoff_threshold(Supplier(gain, value, noise, Fraction(1), True).game)
    reports = cg.PrivateValuation(1, tuple(grades(cuts, 1, noise)), tuple(grades(cuts, 0, noise)))
    game = cg.RepeatedGame(cg.supplier_pair(gain, value), 0, reports)
    coarse = cg.critical_discount_factor(game).value
    assert coarse is None or best.value.lower <= coarse + FLOAT_ERROR


@few
@given(suppliers)
def test_private_reports_bear_less_noise_than_a_public_measure(supplier: Supplier) -> None:
    private, public = (replace(supplier, burnt=burnt).game for burnt in (True, False))
    middle = critical_noise(private, "given").value
    best = critical_noise(private).value
    most = critical_noise(public).value
    # Without noise the burnt and the public rule agree, so they are sustained together.
    assert (middle is None) == (best is None) == (most is None)
    if middle is not None and best is not None and most is not None:
        assert middle.lower <= best.upper
        assert best.lower <= most.upper
        # The public measure is best cut in the middle.
        halfway = critical_noise(public, "given").value
        assert halfway is not None
        assert halfway.lower <= most.upper
        assert most.lower <= halfway.upper


@few
@given(suppliers, st.fractions(Fraction(1, 10), Fraction(9, 10), max_denominator=12))
def test_thresholds_fall_when_noise_falls(supplier: Supplier, share: Fraction) -> None:
    noisy = best_cutoff_threshold(supplier.game).value
    clear = best_cutoff_threshold(replace(supplier, noise=share * supplier.noise).game).value
    assert clear.lower <= noisy.upper
    bounds = [
        critical_noise(replace(supplier, beta=beta).game).value
        for beta in (supplier.beta, (1 + supplier.beta) / 2)
    ]
    if bounds[0] is not None:
        assert bounds[1] is not None
        assert bounds[0].lower <= bounds[1].upper


@few
@given(suppliers, st.sampled_from(["best", "given"]))
def test_the_verdict_turns_at_the_critical_noise(supplier: Supplier, choice: str) -> None:
    found = critical_noise(supplier.game, choice)  # type: ignore[arg-type]
    assume(found.value is not None)
    assert found.value is not None
    if choice == "best":
        sides = (
            best_cutoff_threshold(replace(supplier, noise=noise).game).value
            for noise in (found.value.lower, found.value.upper)
        )
        below, above = sides
        assert below.lower <= supplier.beta <= above.upper
    for side, sign in (("below", 1), ("above", -1)):
        evidence = found.diagnostics[side]
        if evidence is None:
            assert side == "above" or not supplier.burnt
            continue
        noise, answer = evidence  # type: ignore[misc]
        assert sign * (found.value.midpoint - noise) > 0
        if answer.certificate is not None:
            assert cg.verify(answer.certificate)
        least = Enclosure.of(2 if answer.value is None else answer.value)
        assert least.lower <= supplier.beta if side == "below" else least.upper >= supplier.beta


@few
@given(suppliers)
def test_adding_dimensions_up_and_valuing_them_apart_go_opposite_ways(supplier: Supplier) -> None:
    added = critical_dimension_count(supplier.game, "aggregated").value
    apart = critical_dimension_count(supplier.game, "itemised").value
    noise = critical_noise(supplier.game).value
    if added is None or apart is None or noise is None:
        assert added is apart is noise is None
        return
    assert (added.direction, apart.direction) == ("at most", "at least")
    assert 1 in added.limit * apart.limit
    share = noise / supplier.noise
    assert (share * share).compare(added.limit) is None
    assert added.whole <= added.limit.upper
    assert added.whole + 1 >= added.limit.lower
    assert apart.whole >= max(1, apart.limit.lower)
    assert apart.whole - 1 <= apart.limit.upper


@few
@given(suppliers, st.sampled_from(["best", "given"]))
def test_at_the_critical_fee_the_threshold_is_the_discount_factor(
    supplier: Supplier, choice: str
) -> None:
    found = critical_fee(supplier.game, choice).value  # type: ignore[arg-type]
    if choice == "given":
        best = critical_fee(supplier.game).value
        assert found is None or (best is not None and found.lower <= best.upper)
        return
    free = best_cutoff_threshold(supplier.game).value
    if found is None:
        assert supplier.beta <= free.upper
        return
    assert found.width < NARROW
    assert free.lower <= supplier.beta
    left = (supplier.value - fee for fee in (found.lower, found.upper))
    below, above = (
        best_cutoff_threshold(replace(supplier, value=value).game).value for value in left
    )
    assert below.lower <= supplier.beta <= above.upper


@pytest.mark.parametrize("rule", ["burnt", "treasury"])
@few
@given(suppliers, st.integers(2, 5), st.integers(1, 3))
def test_an_association_has_the_threshold_of_the_pair(
    rule: str, supplier: Supplier, members: int, lag: int
) -> None:
    nobody = [Fraction(0)] * (members - 1)
    payoffs = cg.PayoffTable((*nobody, supplier.value + supplier.gain), (*nobody, supplier.value))
    signals = cg.AttributedSignals.gaussian(cg.GaussianMeasure(supplier.noise, 1, supplier.seen))
    stage = cg.AnonymousGame(members, payoffs)
    game = cg.RepeatedGame(stage, "1/2", signals, cg.Fine(rule), lag=lag)  # type: ignore[arg-type]
    together = best_cutoff_threshold(game)
    pair = best_cutoff_threshold(replace(supplier, burnt=rule == "burnt").game)
    assert together.diagnostics["round_threshold"] == pair.value
    assert (together.value**lag).compare(pair.value) is None
    # The enforcement program of the association itself, at one cutoff near the best.
    at_cutoff = together.diagnostics["at_cutoff"]
    assert isinstance(at_cutoff, cg.Solution)
    assert at_cutoff.value is not None
    assert together.value.lower <= at_cutoff.value.upper
    assert at_cutoff.value.lower < together.value.upper + NARROW
    assert at_cutoff.certificate is not None
    assert cg.verify(at_cutoff.certificate)
