"""Normal quality: the note's formulas as the other side, edges, and refusals."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import log, sqrt
from typing import Any

import mpmath
import pytest

import coopgames as cg
from coopgames.arithmetic import Enclosure
from coopgames.errors import InvalidGameError, NotConvergedError, UnsupportedGameError
from coopgames.solvers.continuous_condition import (
    LAST_BITS,
    Balls,
    Condition,
    ball,
    covers,
    peak,
    surplus_at,
)
from coopgames.solvers.continuous_dimensions import critical_dimension_count
from coopgames.solvers.continuous_evidence import with_measure
from coopgames.solvers.continuous_fees import critical_fee
from coopgames.solvers.continuous_noise import critical_noise
from coopgames.solvers.continuous_reading import read
from coopgames.solvers.continuous_thresholds import best_cutoff_threshold
from coopgames.solvers.detection import best_cutoff
from coopgames.solvers.solution import Status

#: Floats of the formulas are right to this absolute error.
FLOAT_ERROR = 1e-11
MIDDLE = Fraction(1, 2)


def private(
    gain: object,
    value: object,
    noise: object = 1,
    beta: object = "1/2",
    dimensions: int = 1,
    cutoff: Fraction = MIDDLE,
    **kwargs: Any,
) -> cg.RepeatedGame:
    """A buyer alone values the supplier's work."""
    measure = cg.GaussianMeasure(noise, dimensions, kwargs.pop("seen", 1), cutoff)  # type: ignore[arg-type]
    lag = kwargs.pop("lag", 1)
    transfers = kwargs.pop("transfers", None)
    reports = cg.PrivateValuation.gaussian(measure, **kwargs)
    return cg.RepeatedGame(cg.supplier_pair(gain, value), beta, reports, transfers, lag=lag)


def public(
    gain: object,
    value: object,
    noise: object = 1,
    beta: object = "1/2",
    dimensions: int = 1,
    transfers: Any = None,
) -> cg.RepeatedGame:
    """Both see the measure, and the fine goes to the partner."""
    measure = cg.GaussianMeasure(noise, dimensions, 1)  # type: ignore[arg-type]
    signals = cg.AttributedSignals.gaussian(measure)
    stage = cg.supplier_pair(gain, value)
    return cg.RepeatedGame(stage, beta, signals, transfers or cg.Fine("treasury"))


def table(members: int) -> cg.PayoffTable:
    """Members who gain 1 from shirking where all others contribute, and have 2 if they do too."""
    shirk, contribute = ((*[Fraction(0)] * (members - 1), Fraction(x)) for x in (3, 2))
    return cg.PayoffTable(shirk, contribute)


# --- docs/theory/specialization.md, P2: the closed forms, which no solver knows ---


def phi(x: float) -> float:
    from scipy.stats import norm

    return float(norm.cdf(x))


def quantile(p: float) -> float:
    from scipy.stats import norm

    return float(norm.ppf(p))


def surplus_private(v: float, kappa: float, s: float) -> float:
    lean = log(1 + kappa / v)
    return v * phi(1 / (2 * s) - s * lean) - (v + kappa) * phi(-1 / (2 * s) - s * lean)


CASES = [("2/5", 1, "1/2"), (1, "7/10", "4/5"), ("6/5", 1, "3/2"), (3, 2, "1/7"), ("1/9", 5, 2)]


@pytest.mark.parametrize(("kappa", "v", "sd"), CASES)
def test_thresholds_and_cutoffs_are_those_of_the_formulas(
    kappa: object, v: object, sd: object
) -> None:
    k, value, s = (float(Fraction(x)) for x in (kappa, v, sd))  # type: ignore[arg-type]
    found = best_cutoff_threshold(private(kappa, v, sd))
    assert float(found.value) == pytest.approx(
        k / (k + surplus_private(value, k, s)), abs=FLOAT_ERROR
    )
    cutoff = found.diagnostics["cutoff"]
    assert isinstance(cutoff, Enclosure)
    assert float(cutoff) == pytest.approx(0.5 - s**2 * log(1 + k / value), abs=FLOAT_ERROR)
    rates: list[Any] = [found.diagnostics[name] for name in ("false_alarm", "detection")]
    expected = [phi((float(cutoff) - mean) / s) for mean in (1, 0)]
    assert [float(x) for x in rates] == pytest.approx(expected, abs=FLOAT_ERROR)
    assert all(x.width < Fraction(1, 10**12) for x in rates)
    assert found.status is Status.EXACT_UNCERTIFIED
    assert found.certificate is None
    assert "half-lines" in found.method
    seen = best_cutoff_threshold(public(kappa, v, sd))
    detection = 2 * phi(1 / (2 * s)) - 1
    assert float(seen.value) == pytest.approx(k / (k + detection * value), abs=FLOAT_ERROR)
    assert seen.diagnostics["cutoff"] == Enclosure(MIDDLE, MIDDLE)


@pytest.mark.parametrize(("kappa", "v", "sd"), CASES)
def test_the_cutoff_agrees_with_the_search_for_the_best_one(kappa: Any, v: Any, sd: Any) -> None:
    weights = Fraction(v), Fraction(v) + Fraction(kappa)
    other = best_cutoff(Fraction(sd) ** 2, *weights)
    found = best_cutoff_threshold(private(kappa, v, sd)).diagnostics
    assert other.cutoff.compare(found["cutoff"]) is None  # type: ignore[arg-type]
    assert other.gain.compare(found["surplus"]) is None  # type: ignore[arg-type]


def test_the_worked_example_of_the_note() -> None:
    # kappa = v = 1, beta = 19/20, noise 3/10 in one dimension.
    game = private(1, 1, "3/10", "19/20")
    seen = public(1, 1, "3/10", "19/20")
    noises = [critical_noise(game, "given"), critical_noise(game), critical_noise(seen)]
    assert [f"{float(x.value):.4f}" for x in noises if x.value] == ["1.0427", "1.6467", "7.5744"]
    counts = [
        critical_dimension_count(game, cutoff="given").value,
        critical_dimension_count(game).value,
        critical_dimension_count(seen).value,
    ]
    assert [(x.whole, x.direction) for x in counts if x] == [
        (12, "at most"),
        (30, "at most"),
        (637, "at most"),
    ]


@pytest.mark.parametrize("power", [0, 3, 10, 15])
def test_whole_numbers_of_dimensions_beyond_the_relative_width_of_their_enclosure(
    power: int,
) -> None:
    # With the middle cutoff erf(1/(2 sqrt(2) noise)) = share at the critical noise.
    with mpmath.workdps(80):
        share = (mpmath.mpf(1) / 19 + mpmath.mpf(1) / 2) / (mpmath.mpf(3) / 2)
        square = 8 * mpmath.erfinv(share) ** 2
        most = int(mpmath.floor(mpmath.mpf(100) ** power / square))
        least = int(mpmath.ceil(mpmath.mpf(100) ** power * square))
    small, large = Fraction(1, 10**power), Fraction(10**power)
    found = critical_dimension_count(private(1, 1, small, beta="19/20"), cutoff="given").value
    assert found is not None
    assert found.whole == most
    found = critical_dimension_count(
        private(1, 1, large, beta="19/20"), "itemised", cutoff="given"
    ).value
    assert found is not None
    assert found.whole == least


def test_a_whole_number_of_dimensions_above_two_to_the_sixty() -> None:
    found = critical_dimension_count(private(1, 1, Fraction(1, 10**10), beta="19/20")).value
    assert found is not None
    assert found.whole == 271172150093219050312
    assert found.limit.lower <= found.whole <= found.limit.upper


@pytest.mark.parametrize(
    ("kappa", "v", "beta"), [("1/2", 1, "9/10"), (1, 1, "19/20"), (2, 3, "4/5")]
)
def test_critical_noises_in_closed_form(kappa: Any, v: Any, beta: Any) -> None:
    k, value, b = (float(Fraction(x)) for x in (kappa, v, beta))
    share = k * (1 - b) / (b * value)
    found = critical_noise(public(kappa, v, beta=beta)).value
    assert float(found or 0) == pytest.approx(1 / (2 * quantile((1 + share) / 2)), rel=1e-11)
    share = k * ((1 - b) / b + 0.5) / (value + k / 2)
    found = critical_noise(private(kappa, v, beta=beta), "given").value
    assert float(found or 0) == pytest.approx(1 / (2 * quantile((1 + share) / 2)), rel=1e-11)
    found = critical_noise(private(kappa, v, beta=beta)).value
    assert surplus_private(value, k, float(found or 1)) == pytest.approx(k * (1 - b) / b, abs=1e-12)


def test_a_certifier_is_worth_this_much() -> None:
    game = public("4/5", 1, "2/5", "9/10", dimensions=2)
    detection = 2 * phi(1 / (2 * 0.4 * sqrt(2))) - 1
    fee = critical_fee(game).value
    assert float(fee or 0) == pytest.approx(1 - 0.8 * 0.1 / (0.9 * detection), abs=FLOAT_ERROR)


# --- edges ---


def test_without_noise_the_stake_alone_decides_and_its_edge_is_not_sustained() -> None:
    # kappa (1 - beta)/beta = v at beta = 1/2: the surplus v is approached, never reached.
    for game in (private(1, 1), public(1, 1)):
        assert critical_noise(game).value is None
        assert critical_noise(game).diagnostics["attained"] is False
        assert critical_dimension_count(game).value is None
        assert critical_fee(game).value is None
    just_above = Fraction(1, 2) + Fraction(1, 10**30)
    found = critical_noise(private(1, 1, beta=just_above)).value
    assert found is not None
    assert Fraction(4, 100) < found.lower < found.upper < Fraction(5, 100)


def test_a_cutoff_on_a_mean_is_a_coin_toss_for_one_side() -> None:
    # On the shirker's mean half of the shirkers pass: the surplus stays below v/2.
    at_zero = private(1, 1, beta="2/3", cutoff=Fraction(0))
    assert critical_noise(at_zero, "given").value is None
    assert critical_noise(at_zero.at("7/10"), "given").value is not None
    # On the contributor's mean half of them are flagged, which eats all of v when kappa >= v.
    at_one = private(1, 1, beta="99/100", cutoff=Fraction(1))
    assert critical_noise(at_one, "given").value is None
    gentle = private("1/2", 1, beta="99/100", cutoff=Fraction(1))
    assert critical_noise(gentle, "given").value is not None


def test_outside_the_means_more_noise_may_help_so_a_given_cutoff_is_refused() -> None:
    game = private(1, 1, beta="19/20", cutoff=Fraction(-1, 2))
    with pytest.raises(UnsupportedGameError, match=r"cutoff: got -1/2, expected one in \[0, 1\]"):
        critical_noise(game, "given")
    clear, noisy = (
        cg.critical_discount_factor(private(1, 1, noise, cutoff=Fraction(-1, 2))).value
        for noise in ("1/4", 1)
    )
    assert noisy.upper < clear.lower


def test_the_middle_cutoff_fails_at_every_patience_where_the_best_one_does_not() -> None:
    game = private(1, 1, "6/5")
    assert cg.critical_discount_factor(game).status is Status.NEVER
    found = best_cutoff_threshold(game)
    assert found.value.upper < 1
    at_cutoff = found.diagnostics["at_cutoff"]
    assert isinstance(at_cutoff, cg.Solution)
    assert at_cutoff.status is Status.PROVED
    assert cg.verify(at_cutoff.certificate)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [Fraction(1, 10**12), Fraction(10**12)])
def test_the_unit_of_payoffs_does_not_matter(size: Fraction) -> None:
    plain, scaled = private(1, 2, beta="9/10"), private(size, 2 * size, beta="9/10")
    assert critical_noise(plain).value == critical_noise(scaled).value
    pair = best_cutoff_threshold(plain).value, best_cutoff_threshold(scaled).value
    assert pair[0].compare(pair[1]) is None


@pytest.mark.parametrize(("noise", "known"), [(20, True), (100, True), (10**4, False)])
def test_complaints_about_disasters_only(noise: int, known: bool) -> None:
    found = best_cutoff_threshold(private(1, 1, noise))
    assert found.value.lower > 1 - Fraction(1, 10**40)
    # The threshold is below 1 for every noise; the enclosure tells unless it is 2**-4096 away.
    assert (found.value.upper < 1) is known
    cutoff = found.diagnostics["cutoff"]
    assert isinstance(cutoff, Enclosure)
    assert float(cutoff) == pytest.approx(0.5 - noise**2 * log(2), rel=1e-12)
    assert found.diagnostics["at_cutoff"] is None  # such rare complaints are 0 on the grid


def test_little_noise_makes_the_signal_perfect() -> None:
    found = best_cutoff_threshold(private(3, 1, Fraction(1, 10**6)))
    assert found.value.compare(Fraction(3, 4)) is None
    assert found.value.width < Fraction(1, 10**15)


def test_who_is_seen_half_of_the_time_is_deterred_half_as_much() -> None:
    always, half = (best_cutoff_threshold(private(1, 2, "1/2", seen=x)) for x in (1, "1/2"))
    assert always.diagnostics["cutoff"] == half.diagnostics["cutoff"]
    surplus: list[Any] = [x.diagnostics["surplus"] for x in (always, half)]
    assert (surplus[1] * 2).compare(surplus[0]) is None


def test_dimensions_enter_as_added_variance() -> None:
    four, one = private(1, 2, "1/4", dimensions=4), private(1, 2, "1/2")
    assert best_cutoff_threshold(four).value == best_cutoff_threshold(one).value
    noises = critical_noise(four.at("9/10")).value, critical_noise(one.at("9/10")).value
    assert noises[0] is not None
    assert noises[1] is not None
    assert (2 * noises[0]).compare(noises[1]) is None


def test_a_longer_lag_asks_for_more_patience_per_period() -> None:
    short, long = private(1, 2, "1/2"), private(1, 2, "1/2", lag=4)
    assert best_cutoff_threshold(long).value.lower > best_cutoff_threshold(short).value.upper
    assert (best_cutoff_threshold(long).value ** 4).compare(
        best_cutoff_threshold(short).value
    ) is None
    bounds = (
        critical_noise(short.at("81/100")).value,
        critical_noise(private(1, 2, beta="9/10", lag=2)).value,
    )
    assert bounds[0] == bounds[1]


def test_whole_dimensions_next_to_the_limit_are_decided() -> None:
    game = private(1, 1, "3/10", "19/20")
    apart = critical_dimension_count(replace_noise(game, 10), "itemised").value
    assert apart is not None
    assert (apart.direction, apart.whole) == ("at least", 37)
    assert apart.limit.compare(36) == 1
    assert apart.limit.compare(37) == -1
    noisy = critical_dimension_count(replace_noise(game, 10)).value
    assert noisy is not None
    assert noisy.whole == 0  # even one dimension is too noisy
    clear = critical_dimension_count(game, "itemised").value
    assert clear is not None
    assert clear.whole == 1  # the limit is below one dimension


def test_a_limit_that_cannot_be_told_from_a_whole_number_leaves_the_verdict_sure() -> None:
    game = private(1, 1, beta="19/20")
    noise = critical_noise(game).value
    assert noise is not None
    borne, too_much = replace_noise(game, noise.lower), replace_noise(game, noise.upper)
    wholes = [
        critical_dimension_count(x, adding).value  # type: ignore[arg-type]
        for x in (borne, too_much)
        for adding in ("aggregated", "itemised")
    ]
    assert all(x and x.limit.lower - FLOAT_ERROR < 1 < x.limit.upper + FLOAT_ERROR for x in wholes)
    assert [x.whole for x in wholes if x] == [1, 1, 0, 2]


def replace_noise(game: cg.RepeatedGame, noise: object) -> cg.RepeatedGame:
    return with_measure(game, replace(read(game).measure, noise=noise))


def test_a_ring_with_third_parties_is_as_good_as_a_public_measure() -> None:
    measure = cg.GaussianMeasure("1/2", 1, 1)  # type: ignore[arg-type]
    reports = cg.PrivateValuation.gaussian(measure, observer="next")
    stage = cg.AnonymousGame(4, table(4))
    game = cg.RepeatedGame(stage, "1/2", reports, cg.Fine("treasury"))
    found = best_cutoff_threshold(game)
    assert found.value == best_cutoff_threshold(public(1, 2, "1/2")).value
    assert "third parties" in found.method


def test_burning_in_public_is_as_bad_as_private_reports() -> None:
    for sanction in (cg.Fine("burnt"), cg.Exclusion()):
        game = public(1, 2, "1/2", transfers=sanction)
        assert (
            best_cutoff_threshold(game).value == best_cutoff_threshold(private(1, 2, "1/2")).value
        )


def test_the_evidence_beside_a_given_cutoff_is_certified_on_both_sides() -> None:
    found = critical_noise(private(1, 1, beta="19/20"), "given")
    for side, sign in (("below", -1), ("above", 1)):
        noise, answer = found.diagnostics[side]  # type: ignore[misc]
        assert found.value is not None
        assert found.value.compare(noise) == -sign
        assert answer.status is Status.PROVED
        assert cg.verify(answer.certificate)
        assert answer.value.compare(Fraction(19, 20)) == sign
    assert critical_noise(private(1, 1, beta="19/20")).diagnostics["above"] is None
    assert critical_noise(public(1, 1, beta="19/20")).diagnostics["below"] is None


@pytest.mark.parametrize("variance", [Fraction(1, 100), Fraction(1), Fraction(30)])
@pytest.mark.parametrize("alarm_cost", [Fraction(1), Fraction(1, 3), Fraction(0)])
def test_a_coarse_bracket_holds_the_peak_that_a_fine_one_finds(
    variance: Fraction, alarm_cost: Fraction
) -> None:
    condition = Condition(Fraction(3, 2), Fraction(1), alarm_cost, Fraction(1))
    fine = peak(condition, variance, 256)
    for bits in (1, 4, 16):
        coarse = peak(condition, variance, bits)
        assert coarse.low <= fine.low <= fine.high <= coarse.high
        assert not coarse.bottom > fine.top
        assert not coarse.top < fine.bottom
        # No cutoff of the fine grid around it is higher.
        for k in range(-8, 9):
            other = (fine.low + fine.high) / 2 + Fraction(k, 8)
            assert not surplus_at(condition, other, variance, 64).bottom > coarse.top


# --- refusals ---

UNIT = cg.GaussianMeasure(1, 1, 1)  # type: ignore[arg-type]
ASSOCIATION = cg.AnonymousGame(3, table(3))
SIGNALS = cg.AttributedSignals.gaussian(UNIT)


def association(*sanctions: Any) -> cg.RepeatedGame:
    return cg.RepeatedGame(ASSOCIATION, "1/2", SIGNALS, sanctions)


REFUSED = {
    "exact rates": (
        cg.RepeatedGame(cg.supplier_pair(1, 1), 0, cg.PrivateValuation.binary("1/4", "1/2")),
        "monitoring: got PrivateValuation without a measure",
    ),
    "perfect monitoring": (
        cg.RepeatedGame(cg.supplier_pair(1, 1), 0),
        "monitoring: got PerfectMonitoring without a measure",
    ),
    "review": (private(1, 1, review=2), "review: got 2"),
    "side agreements": (private(1, 1, side_agreement_cost=0), "side_agreement_cost: got 0"),
    "treasury in a pair": (private(1, 1, transfers=cg.Fine("treasury")), "expected a burnt"),
    "no gain": (private(0, 1), "gain from shirking: got 0, expected an exact number > 0"),
    "no value": (private(1, 0), "value: got 0, expected an exact number > 0"),
    "losses": (public(1, -1), "value: got -1, expected an exact number > 0"),
    "no sanction": (association(), "here a Fine or Exclusion"),
    "cap": (association(cg.Fine("treasury", 1)), "one Fine without a cap"),
    "penalty": (association(cg.Fine("burnt"), cg.PhysicalPenalty(1)), "one Fine without a cap"),
    "exclusion with a value": (association(cg.Exclusion(1)), "Exclusion worth 0"),
    "promises": (association(cg.Promises()), "one Fine without a cap"),
    "unflagged": (association(cg.Fine("unflagged")), "burnt or goes to the treasury"),
    "the ring's observer": (
        cg.RepeatedGame(ASSOCIATION, "1/2", cg.PrivateValuation.gaussian(UNIT)),
        "expected a ring",
    ),
    "the pair's observer": (private(1, 1, observer=0), "observer: got 0"),
    "prisoners": (
        cg.RepeatedGame(cg.prisoners_dilemma(3, 2, 0, -1), "1/2", SIGNALS, cg.Fine("burnt")),
        r"stage: got \(2, 2\) actions",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_games_without_one_flat_sanction_under_a_normal_measure_are_refused(name: str) -> None:
    game, message = REFUSED[name]
    for solve in (best_cutoff_threshold, critical_noise, critical_dimension_count, critical_fee):
        with pytest.raises(UnsupportedGameError, match=message):
            solve(game.at("1/2"))


def test_bad_arguments_are_named() -> None:
    game = private(1, 1, beta="9/10")
    with pytest.raises(InvalidGameError, match="game: got 3, expected a RepeatedGame"):
        best_cutoff_threshold(3)  # type: ignore[arg-type]
    anybody = cg.AnonymousGame(cg.parameter("n", 1, 9), cg.LinearPublicGood(1, 2))  # type: ignore[arg-type]
    crowd = cg.RepeatedGame(anybody, "1/2", SIGNALS, cg.Fine("treasury"))
    with pytest.raises(InvalidGameError, match="members: got n, expected an integer"):
        critical_noise(crowd)
    with pytest.raises(InvalidGameError, match="adding: got 'both', expected 'aggregated'"):
        critical_dimension_count(game, "both")  # type: ignore[arg-type]
    for solve in (critical_noise, critical_fee):
        with pytest.raises(InvalidGameError, match="cutoff: got 'middle', expected 'best'"):
            solve(game, "middle")  # type: ignore[arg-type]
    for delta in (0, cg.parameter("delta", 0, 1)):
        for search in (critical_noise, critical_dimension_count, critical_fee):
            with pytest.raises(InvalidGameError, match="discount_factor: got"):
                search(game.at(delta))


def test_a_tie_is_reported_and_not_guessed() -> None:
    half = Balls(MIDDLE, MIDDLE, ball(MIDDLE), ball(MIDDLE))
    with pytest.raises(NotConvergedError, match=f"{LAST_BITS} bits do not tell it from 1/2"):
        covers(lambda _: half, MIDDLE)
    assert covers(lambda _: half, MIDDLE - Fraction(1, 10**9))
    assert not covers(lambda _: half, MIDDLE + Fraction(1, 10**9))
