"""Reports after several rounds: thresholds, refutations, what is refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

import coopgames as cg
from coopgames.arithmetic import AlgebraicNumber
from coopgames.errors import CoopgamesError, InvalidGameError, UnsupportedGameError
from coopgames.games import ExitPlan, GaussianMeasure, PrivateValuation, RepeatedGame
from coopgames.solvers import Status, check_equilibrium, critical_discount_factor
from coopgames.solvers.reviews import (
    least_expected_burn,
    review_sustains,
    review_threshold,
    review_values,
)
from coopgames.solvers.reviews_floats import float_threshold
from coopgames.solvers.reviews_never import sustainable_by_review
from coopgames.solvers.reviews_program import read_review
from tests.reference.reviews import ReviewedPair, slack

#: Three pairs of the notes (P2b) and their least discount factors for T = 1, 2, 3, ...
NEVER_WEEKLY = ("6/5", 1, "1/4", "1/2")
HELPED = ("3/5", 1, "3/10", "1/2")
HURT = (1, 1, "1/5", "3/5")
TABLE = {
    NEVER_WEEKLY: (None, 0.9799949, 0.9758230, 0.9788466, 0.97838),
    HELPED: (Fraction(30, 31), 0.9496714, 0.9428226, 0.9497458, 0.9525519),
    HURT: (Fraction(5, 6), 0.9128709, 0.9210079, 0.9166903, 0.92841),
}
IMPATIENT = Fraction(1, 10**9)


def reviewed(data: tuple[Any, ...], rounds: int, beta: object = 0, **more: Any) -> RepeatedGame:
    gain, value, alpha, eta = data
    reports = PrivateValuation.binary(alpha, eta, review=rounds, **more)
    return RepeatedGame(cg.supplier_pair(gain, value), beta, reports)


def twin(data: tuple[Any, ...], rounds: int) -> ReviewedPair:
    gain, value, alpha, eta = map(Fraction, data)
    return ReviewedPair(gain, value, (1 - alpha, alpha), (1 - eta, eta), rounds)


@pytest.mark.parametrize(("data", "rounds"), list(product(TABLE, (1, 2, 3, 4))))
def test_thresholds_of_the_notes(data: tuple[Any, ...], rounds: int) -> None:
    answer = review_threshold(reviewed(data, rounds))
    expected = TABLE[data][rounds - 1]
    assert answer.certificate is not None
    assert answer.certificate.check()
    if expected is None:
        assert answer.status is Status.NEVER
        assert answer.value is None
        assert answer.diagnostics["set"] == ()
        return
    assert answer.status is Status.PROVED
    assert float(answer.value) == pytest.approx(float(expected), abs=1e-7)
    # The whole interval is tiled: one half-line, closed at the threshold.
    (only,) = answer.diagnostics["set"]  # type: ignore[misc]
    assert (only.lower, only.upper) == (answer.value, 1)
    assert answer.diagnostics["attained"] is True


def test_a_longer_review_need_not_help() -> None:
    """In the second pair T = 3 is best, in the third every review hurts; nothing is monotone."""
    least = {data: min(range(2, 5), key=lambda T: TABLE[data][T - 1]) for data in TABLE}
    found = {
        data: [float(review_threshold(reviewed(data, T)).value) for T in (2, 3, 4)]
        for data in TABLE
    }
    for data, values in found.items():
        assert values.index(min(values)) + 2 == least[data]
        assert values != sorted(values)
        assert values != sorted(values, reverse=True)
    assert min(found[HURT]) > Fraction(5, 6)


@pytest.mark.slow
@pytest.mark.parametrize("data", TABLE)
def test_five_rounds(data: tuple[Any, ...]) -> None:
    answer = review_threshold(reviewed(data, 5))
    assert float(answer.value) == pytest.approx(TABLE[data][4], abs=1e-5)
    assert answer.status is Status.PROVED
    assert answer.certificate is not None
    assert answer.certificate.check()


def test_the_polynomial_of_two_rounds() -> None:
    value = review_threshold(reviewed(NEVER_WEEKLY, 2)).value
    assert isinstance(value, AlgebraicNumber)
    assert value.polynomial == (-24, -72, 23, 77)


@pytest.mark.parametrize(("data", "rounds"), list(product(TABLE, (2, 3))))
def test_unscaled_programs_change_sign_at_the_threshold(data: tuple[Any, ...], rounds: int) -> None:
    value = float(review_threshold(reviewed(data, rounds)).value)
    assert slack(twin(data, rounds), value + 1e-5) > 0 > slack(twin(data, rounds), value - 1e-5)


@pytest.mark.parametrize("data", TABLE)
def test_the_burn_that_is_found_deters_all_plans(data: tuple[Any, ...]) -> None:
    """The tree of results, told without any program, agrees: just above, and not below."""
    rounds, pair = 3, twin(data, 3)
    value = review_threshold(reviewed(data, rounds)).value
    above = Fraction(float(value)).limit_denominator(10**6) + Fraction(1, 10**5)
    answer = review_sustains(reviewed(data, rounds, above))
    assert answer.value is True
    assert answer.certificate is not None
    primal = [Fraction(x) for x in answer.certificate.document["primal"]]
    # Variables: q(0..T), then beta**T x(h)/V; scaling down to slack 0 gives a pair worth V = 1/q.
    share = 1 - answer.diagnostics["slack"] / (answer.diagnostics["slack"] + 1 - above**rounds)  # type: ignore[operator]
    scale = primal[0] * share
    burn = {
        report: primal[rounds + 1 + k] * share / above**rounds / scale
        for k, report in enumerate(pair.reports())
    }
    assert pair.is_sustained_by(above, burn)
    milder = {report: x * Fraction(99, 100) for report, x in burn.items()}
    assert not pair.is_sustained_by(value.lower - Fraction(1, 1000), milder)


def test_one_round_is_the_pair_with_one_report_a_round() -> None:
    for data in ((1, 2, "1/10", "3/5"), (1, 1, "1/4", "1/2"), ("6/5", 1, "1/4", "1/2")):
        for cost in (None, 0, 4):
            game = reviewed(data, 1, side_agreement_cost=cost)
            assert review_threshold(game).value == critical_discount_factor(game).value


def test_three_results_of_a_round() -> None:
    laws = ("7/10", "1/5", "1/10"), ("1/5", "3/10", "1/2")
    game = RepeatedGame(cg.supplier_pair(1, 1), 0, PrivateValuation(1, *laws, review=2))
    answer = review_threshold(game)
    work, shirk = (tuple(map(Fraction, law)) for law in laws)
    pair = ReviewedPair(Fraction(1), Fraction(1), work, shirk, 2)
    value = float(answer.value)
    assert slack(pair, value + 1e-5) > 0 > slack(pair, value - 1e-5)
    assert answer.certificate is not None
    assert answer.certificate.check()


def test_a_lag_makes_rounds_longer() -> None:
    game = reviewed(NEVER_WEEKLY, 2)
    late = RepeatedGame(game.stage, 0, game.monitoring, lag=3)
    once, thrice = review_threshold(game).value, review_threshold(late).value
    assert float(thrice) ** 3 == pytest.approx(float(once), abs=1e-12)
    assert sustainable_by_review(late).value is True


# --- never ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rounds", [1, 2, 3, 4])
@pytest.mark.parametrize(("alpha", "eta"), [("1/4", "1/2"), ("1/5", "11/20")])
def test_never_iff_a_block_burns_what_it_brings(rounds: int, alpha: str, eta: str) -> None:
    """Just below and above ``gain = T (eta - alpha) value / alpha``, for all discount factors."""
    edge = rounds * (Fraction(eta) - Fraction(alpha)) / Fraction(alpha)
    never = sustainable_by_review(reviewed((edge * Fraction(101, 100), 1, alpha, eta), rounds))
    assert never.value is False
    assert never.certificate is not None
    assert never.certificate.kind == "lp_infeasible"
    assert "any parameter in (0, 1)" in never.certificate.check()
    sometimes = sustainable_by_review(reviewed((edge * Fraction(99, 100), 1, alpha, eta), rounds))
    assert sometimes.value is True
    assert sometimes.certificate is not None
    beta = sometimes.diagnostics["round_discount_factor"]
    assert sometimes.certificate.check()
    assert review_sustains(reviewed((edge * Fraction(99, 100), 1, alpha, eta), rounds, beta)).value


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_never_at_the_edge_itself(rounds: int) -> None:
    answer = sustainable_by_review(reviewed((rounds, 1, "1/4", "1/2"), rounds))
    assert answer.value is False
    assert answer.status is Status.PROVED
    assert answer.certificate is not None
    assert answer.certificate.check()


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_truthful_and_collusion_proof_reports_never_sustain_effort(rounds: int) -> None:
    game = reviewed(("1/100", 50, "1/100", "99/100"), rounds, side_agreement_cost=0)
    answer = sustainable_by_review(game)
    assert answer.value is False
    assert answer.certificate is not None
    assert answer.certificate.kind == "lp_infeasible"
    assert answer.certificate.check()
    assert review_threshold(game).status is Status.NEVER
    free = reviewed(("1/100", 50, "1/100", "99/100"), rounds)
    assert sustainable_by_review(free).value is True


def test_results_that_tell_nothing() -> None:
    for rounds in (1, 2):
        game = reviewed((1, 5, "1/4", "1/4"), rounds)
        assert sustainable_by_review(game).value is False
        assert review_threshold(game).value is None
        assert least_expected_burn(game.at("1/2")).value is None


def test_no_false_alarms() -> None:
    """Nothing burns on the path then: some patience is always enough, for every length."""
    for rounds in (1, 2, 3):
        game = reviewed((5, "1/10", 0, "1/2"), rounds)
        assert sustainable_by_review(game).value is True
        assert least_expected_burn(game.at("1/2")).value == 0


def test_a_costly_side_agreement_bounds_what_burns() -> None:
    """One round: ``cost >= gain / (beta (eta - alpha))`` (P1c'); a large cost changes nothing."""
    beta = Fraction(9, 10)
    family = reviewed((1, 50, "1/10", "3/5"), 1, beta, side_agreement_cost=cg.parameter("c", 0, 9))
    (interval,) = review_values(family, "c").value
    assert interval.lower == Fraction(20, 9)
    two = reviewed(HURT, 2, side_agreement_cost=10**6)
    assert review_threshold(two).value == review_threshold(reviewed(HURT, 2)).value
    strict = reviewed(HURT, 2, side_agreement_cost=5)
    assert review_threshold(strict).value > review_threshold(two).value


# --- burns, values, costless ---------------------------------------------------------------------


@pytest.mark.parametrize("rounds", [1, 2, 3, 4])
def test_least_expected_burn(rounds: int) -> None:
    """``alpha gain / (beta**T (eta - alpha))``, once per block (P2b)."""
    answer = least_expected_burn(reviewed(("7/10", 1, "1/5", "1/2"), rounds, "4/5"))
    assert answer.value == Fraction(7, 15) / Fraction(4, 5) ** rounds
    assert answer.certificate is not None
    assert answer.certificate.check()


def test_values_of_any_parameter() -> None:
    """At 9/10 and T = 2; each end is the place where the program with numbers changes its mind."""
    numbers: dict[str, Any] = {"gain": Fraction(1), "value": Fraction(2)}
    numbers |= {"alpha": Fraction(1, 4), "eta": Fraction(1, 2)}
    ranges = {"gain": (0, 3), "value": (0, 9), "alpha": (0, "1/2"), "eta": ("1/4", 1)}
    step = Fraction(1, 10**6)
    for name, bounds in ranges.items():
        family = reviewed(tuple({**numbers, name: cg.parameter(name, *bounds)}.values()), 2, "9/10")
        (interval,) = review_values(family, name).value
        helps = name in ("value", "eta")
        end = interval.lower if helps else interval.upper
        assert isinstance(end, Fraction | AlgebraicNumber)
        place = end if isinstance(end, Fraction) else end.refine(60)[0]
        for inward in (True, False):
            moved = place + (step if inward == helps else -step)
            game = reviewed(tuple({**numbers, name: moved}.values()), 2, "9/10")
            assert review_sustains(game).value is inward, name


def test_nothing_to_deter() -> None:
    for gain, value, expected in ((0, 1, 0), (-1, 1, 0), (0, 0, 0), (-1, -1, None)):
        game = reviewed((gain, value, "1/4", "1/2"), 3)
        assert review_threshold(game).value == expected
        assert sustainable_by_review(game).value is (expected is not None)
        assert review_sustains(game.at("1/2")).value is (expected is not None)
        answer = review_threshold(game)
        for text in (answer.method, str(answer.diagnostics["strategies"])):
            assert "nothing to deter, nothing to report" in text
            assert "each round" not in text


@pytest.mark.parametrize("rounds", [1025, 10**6, 10**9])
def test_a_review_too_long_to_count_is_refused_at_once(rounds: int) -> None:
    for gain in (1, 0):
        game = reviewed((gain, 1, "1/4", "1/2"), rounds, "1/2")
        for ask in (review_threshold, sustainable_by_review, review_sustains, review_values):
            with pytest.raises(UnsupportedGameError, match=f"review: got {rounds} rounds"):
                ask(game)


def test_a_pair_that_is_worth_nothing_deters_nothing() -> None:
    for value in (0, -1):
        game = reviewed((1, value, 0, 1), 2)
        assert review_threshold(game).value is None
        assert sustainable_by_review(game).value is False
        assert review_sustains(game.at("99/100")).value is False


# --- floats --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("data", "rounds"), list(product(TABLE, (2, 4))))
def test_floats_agree_with_exact_numbers(data: tuple[Any, ...], rounds: int) -> None:
    game = reviewed(data, rounds)
    rough = float_threshold(read_review(game))
    assert rough.value == pytest.approx(float(review_threshold(game).value), abs=1e-7)
    assert rough.status is Status.FLOAT
    assert rough.certificate is None


@pytest.mark.slow
def test_seven_rounds_in_floats() -> None:
    answer = review_threshold(reviewed(HELPED, 7))
    assert answer.status is Status.FLOAT
    assert answer.value == pytest.approx(0.95488157, abs=1e-6)
    assert (
        slack(twin(HELPED, 7), answer.value + 1e-5)
        > 0
        > slack(twin(HELPED, 7), answer.value - 1e-5)
    )


def test_floats_find_never_and_always() -> None:
    assert float_threshold(read_review(reviewed(NEVER_WEEKLY, 1))).value is None
    easy = reviewed(("1/1000", 50, 0, 1), 2)
    assert float_threshold(read_review(easy)).value == pytest.approx(1 / 20)
    assert float(review_threshold(easy).value) < 1 / 20


def test_games_in_floats_are_answered_in_floats() -> None:
    game = RepeatedGame(
        cg.supplier_pair(1.2, 1.0), 0.0, PrivateValuation.binary(0.25, 0.5, review=2)
    )
    answer = review_threshold(game)
    assert answer.status is Status.FLOAT
    assert answer.value == pytest.approx(0.97999495206)


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("rounds", [0, -1, True, 1.0, "2", None])
def test_a_review_is_a_number_of_rounds(rounds: Any) -> None:
    with pytest.raises(InvalidGameError, match=r"review: got .*, expected an integer >= 1"):
        PrivateValuation.binary("1/4", "1/2", review=rounds)
    assert PrivateValuation.binary("1/4", "1/2", review=1).review == 1


@pytest.mark.parametrize(
    ("work", "shirk", "message"),
    [
        ([1], [1], "work: got .1., expected at least two reports"),
        (["1/2", "1/2"], [1], "shirk: got .1., expected at least two reports"),
        (["-1/2", "3/2"], ["1/2", "1/2"], "work: got .*, expected probabilities >= 0"),
        (["1/2", "1/4"], ["1/2", "1/2"], "sum to 1"),
        (["1/2", "1/2"], ["1/2", "1/4", "1/4"], "expected 2 probabilities"),
    ],
)
def test_report_spaces_are_laws(work: Any, shirk: Any, message: str) -> None:
    with pytest.raises(InvalidGameError, match=message):
        PrivateValuation(1, work, shirk, review=2)


def test_a_review_is_never_ignored() -> None:
    """Plans and rings with one report a round refuse it."""
    game = reviewed(NEVER_WEEKLY, 2, "9/10")
    with pytest.raises(UnsupportedGameError, match="review: got 2, expected 1 here"):
        check_equilibrium(game, ExitPlan(("1", "0")))  # type: ignore[arg-type]
    ring = PrivateValuation.binary("1/4", "1/2", observer="next", review=2)
    stage = cg.AnonymousGame(3, cg.LinearPublicGood("9/10", "27/20", "1/5"))
    with pytest.raises(UnsupportedGameError, match="review: got 2|expected a pair"):
        critical_discount_factor(RepeatedGame(stage, 0, ring))


def _enclosed() -> RepeatedGame:
    reports = PrivateValuation.gaussian(GaussianMeasure("1/2", 1, 1), review=2)
    return RepeatedGame(cg.supplier_pair(1, 1), "1/2", reports)


def _refused() -> list[Any]:
    pair = cg.supplier_pair(1, 1)
    two = PrivateValuation.binary("1/4", "1/2", review=2)
    public = cg.PublicMonitoring([[["3/4", "1/4"]], [["1/2", "1/2"]]])
    by_supplier = PrivateValuation.binary("1/4", "1/2", observer=0, review=2)
    family = cg.supplier_pair(1, cg.parameter("v", 0, 2))
    thirteen = PrivateValuation.binary("1/4", "1/2", review=13)
    cases = {
        "public": (RepeatedGame(pair, 0, public), "expected PrivateValuation"),
        "supplier reports": (RepeatedGame(pair, 0, by_supplier), "by the buyer"),
        "association": (
            RepeatedGame(cg.AnonymousGame(2, cg.LinearPublicGood(1, "3/2")), 0, two),
            "expected a pair",
        ),
        "capped fine": (RepeatedGame(pair, 0, two, cg.Fine("burnt", 1)), "burnt sanction"),
        "paid exclusion": (RepeatedGame(pair, 0, two, cg.Exclusion(1)), "burnt sanction"),
        "treasury": (RepeatedGame(pair, 0, two, cg.Fine("treasury")), "burnt sanction"),
        "enclosures": (_enclosed(), "exact data, not enclosures"),
        "parameter": (RepeatedGame(family, 0, two), "ask review_values"),
        "thirteen rounds": (RepeatedGame(pair, 0, thirteen), "at most 4096"),
        "long lag": (RepeatedGame(pair, 0, two, lag=40), "at most 64 periods"),
    }
    return [pytest.param(*case, id=name) for name, case in cases.items()]


@pytest.mark.parametrize(("game", "message"), _refused())
def test_thresholds_refuse(game: RepeatedGame, message: str) -> None:
    with pytest.raises(CoopgamesError, match=message):
        review_threshold(game)


def test_other_questions_refuse() -> None:
    game = reviewed(NEVER_WEEKLY, 2)
    with pytest.raises(InvalidGameError, match="expected a number in \\(0, 1\\)"):
        review_sustains(game)
    with pytest.raises(InvalidGameError, match="one number is coopgames.parameter"):
        review_values(game.at("1/2"))
    family = game.at(cg.parameter("beta", 0, 1))
    with pytest.raises(InvalidGameError, match="'beta', the one in the game"):
        review_values(family, "delta")
    with pytest.raises(UnsupportedGameError, match="expected exact ones"):
        least_expected_burn(family)
    long = reviewed(NEVER_WEEKLY, 7)
    for question in (review_sustains, least_expected_burn, sustainable_by_review):
        with pytest.raises(
            UnsupportedGameError, match="128 different reports, expected at most 64"
        ):
            question(long.at("1/2"))
    (interval,) = review_values(family).value
    assert interval.lower == review_threshold(game).value
