"""The smallest association that sustains itself."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from coopgames.arithmetic import Arithmetic
from coopgames.certificates import verify
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    GaussianMeasure,
    LinearPublicGood,
    RepeatedGame,
    prisoners_dilemma,
)
from coopgames.games.sanctions import Exclusion, Fine, PhysicalPenalty, Promises, WorkStoppage
from coopgames.solvers import Status
from coopgames.solvers.association_sizes import smallest_association, sustains_itself

FLAGS = AttributedSignals("1/10", "3/5")


def club(
    *sanctions: Any, benefit: Any = 1, cost: Any = "11/5", signals: Any = FLAGS, lag: int = 1
) -> Callable[[int], RepeatedGame]:
    rule = LinearPublicGood(benefit, cost)
    return lambda n: RepeatedGame(AnonymousGame(n, rule), 0, signals, sanctions, lag=lag)


def crowded(*sanctions: Any) -> Callable[[int], RepeatedGame]:
    """Each further member brings 1/2 and takes room: the value n/2 - 5/4 - n^2/120 has a top."""

    def game(n: int) -> RepeatedGame:
        rule = LinearPublicGood("1/2", "3/2", Fraction(1, 4) - Fraction(n * n, 120))
        return RepeatedGame(AnonymousGame(n, rule), 0, FLAGS, sanctions)

    return game


def test_the_number_of_members_that_is_enough() -> None:
    # n b - c >= gain (1 - beta)/(beta D), so n >= 11/5 + (6/5)(2/3)(20/7) = 157/35.
    signals = AttributedSignals(0, "7/20")
    solution = smallest_association(club(Exclusion(), signals=signals), "3/5", 100)
    assert solution.value == 5
    assert solution.diagnostics["scanned"] == (2, 5)
    assert "set" not in solution.diagnostics
    refutation: Any = solution.diagnostics["refutation"]
    assert verify(refutation)
    assert refutation.document["game"]["members"] == 4
    proof: Any = solution.diagnostics["proof"]
    assert verify(proof)
    assert proof.document["game"]["members"] == 5


def test_proved_is_what_certificates_refute_down_to_the_smallest_size() -> None:
    game = club(Exclusion(), signals=AttributedSignals(0, "7/20"))
    for smallest, open_sizes in ((2, "2 to 3"), (3, "3 to 3")):
        solution = smallest_association(game, "3/5", 9, smallest=smallest)
        assert solution.value == 5
        assert solution.status is Status.EXACT_UNCERTIFIED
        assert solution.certificate is None
        assert f"no certificate refutes {open_sizes} members" in solution.method
        assert solution.diagnostics["refused"] == f"no certificate refutes {open_sizes} members"
    next_to_it = smallest_association(game, "3/5", 9, smallest=4)
    assert next_to_it.status is Status.PROVED
    assert next_to_it.certificate == next_to_it.diagnostics["proof"]
    assert "a certificate at 5 and, refuting it, at one fewer" in next_to_it.method
    at_once = smallest_association(game, "3/5", 9, smallest=5)
    assert at_once.status is Status.PROVED
    assert "a certificate at 5; " in at_once.method
    assert "refuting" not in at_once.method
    everything = smallest_association(game, "3/5", 9, smallest=4, whole_set=True)
    assert everything.status is Status.PROVED
    assert "the set has no certificate" in everything.method
    assert "the set" not in next_to_it.method


@pytest.mark.parametrize(
    ("sanction", "runs"),
    [
        # Treasury: v >= gain (1 - beta)/(beta D) = 4/3, so n^2 - 60 n + 310 <= 0.
        (Fine("treasury"), ((6, 54),)),
        # Burnt: D v >= gain (1/beta - 1 + alpha), v >= 23/15, so n^2 - 60 n + 334 <= 0.
        (Fine("burnt"), ((7, 53),)),
        (Promises("burnt"), ((7, 53),)),
        (WorkStoppage(), ()),
    ],
    ids=["treasury", "burnt", "burnt promises", "stoppage"],
)
def test_neither_too_few_nor_too_many(sanction: Any, runs: tuple[tuple[int, int], ...]) -> None:
    solution = smallest_association(crowded(sanction), "3/5", 80, whole_set=True)
    assert solution.diagnostics["set"] == runs
    assert solution.diagnostics["scanned"] == (2, 80)
    assert solution.value == (runs[0][0] if runs else None)
    assert solution.status is Status.EXACT_UNCERTIFIED
    assert ("proof" in solution.diagnostics) is bool(runs)


def test_sizes_with_a_gap_between() -> None:
    def game(n: int) -> RepeatedGame:
        value = 2 if n in (3, 4, 7) else 0
        rule = LinearPublicGood(0, 1, value + 1)
        return RepeatedGame(AnonymousGame(n, rule), 0, FLAGS, Fine("treasury"))

    solution = smallest_association(game, "1/2", 9, whole_set=True)
    assert solution.diagnostics["set"] == ((3, 4), (7, 7))
    # The threshold is 1/2 just there: a knife edge.
    assert solution.value == 3
    assert smallest_association(game, "499/1000", 9).value is None
    later = smallest_association(game, "1/2", 9, smallest=5)
    assert later.value == 7
    assert later.diagnostics["scanned"] == (5, 7)
    first = smallest_association(game, "1/2", 9, smallest=7)
    assert first.diagnostics["refutation"] is None
    assert first.status is Status.PROVED


@pytest.mark.parametrize(
    "sanctions",
    [
        [Promises("balanced", 3)],
        [Fine("treasury", 3)],
        [Fine("treasury", 3, netted=True)],
        [Fine("treasury"), PhysicalPenalty(1)],
        [Promises("burning"), PhysicalPenalty(1)],
    ],
    ids=["capped promises", "capped fine", "netted", "penalty", "promises and penalty"],
)
def test_sanctions_with_the_discount_factor_in_the_rows(sanctions: list[Any]) -> None:
    solution = smallest_association(club(*sanctions), "9/10", 12, whole_set=True)
    at_most_one_fewer = solution.value is not None and solution.value <= 3
    assert (solution.status is Status.PROVED) is at_most_one_fewer
    assert verify(solution.diagnostics["proof"])  # type: ignore[arg-type]
    runs: Any = solution.diagnostics["set"]
    assert runs[0][0] == solution.value
    assert runs[-1][1] == 12


def test_many_members_without_a_certificate() -> None:
    # v = n/1000 - 2 >= gain (1 - beta)/(beta D) = (1999/1000)(2/3)(2): n >= 4665.33
    solution = smallest_association(
        club(Fine("treasury"), benefit="1/1000", cost=2), "3/5", 5000, smallest=4660
    )
    assert solution.value == 4666
    assert solution.status is Status.EXACT_UNCERTIFIED
    assert solution.diagnostics["refused"] == "no certificate beyond 400 members"
    assert solution.certificate is None


def test_balls_that_cannot_decide_leave_it_to_exact_numbers() -> None:
    # With 50 members the treasury's threshold is exactly 18/49; balls contain it.
    rule = LinearPublicGood(0, "9/20", 2)  # type: ignore[arg-type]
    game = RepeatedGame(AnonymousGame(50, rule), 0, FLAGS, Fine("treasury"))
    assert sustains_itself(game, Fraction(18, 49))
    assert not sustains_itself(game, Fraction(18, 49) - Fraction(1, 10**60))


def test_impatient_members_and_members_who_are_not_tempted() -> None:
    assert smallest_association(club(Fine("treasury")), 0, 5).value is None
    # With b = c nothing is gained by shirking, at no discount factor.
    for delta in (0, "1/2"):
        untempted = smallest_association(club(Fine("treasury"), cost=1), delta, 5)
        assert untempted.value == 2
        # The certificate holds a cell of discount factors above 0.
        assert untempted.status is (Status.PROVED if delta else Status.EXACT_UNCERTIFIED)
        assert ("above 0" in untempted.method) is not bool(delta)
        assert verify(untempted.diagnostics["proof"])  # type: ignore[arg-type]
    # Worth 0 and nothing to gain: no program covers that, so there is no certificate.
    worthless = smallest_association(club(Fine("treasury"), benefit=0, cost=0), "1/2", 3)
    assert worthless.value == 2
    assert worthless.status is Status.EXACT_UNCERTIFIED
    assert worthless.diagnostics["refused"] == "the threshold has no certificate"
    assert smallest_association(club(Fine("treasury"), benefit=-1, cost=-1), "1/2", 3).value is None


@pytest.mark.parametrize("voluntary", [True, False])
def test_members_who_are_kept_by_a_penalty(voluntary: bool) -> None:
    """Nothing is gained by shirking, and a round is worth v = n - 6."""

    def game(n: int) -> RepeatedGame:
        rule = LinearPublicGood(1, 1, -5)
        sanctions = [Fine("treasury"), PhysicalPenalty(4, voluntary)]
        return RepeatedGame(AnonymousGame(n, rule), 0, FLAGS, sanctions)

    # Free to leave, members need v >= 0; kept against their will v + phi (1 - beta) >= 0.
    solution = smallest_association(game, "1/2", 8, whole_set=True)
    assert solution.value == (6 if voluntary else 4)
    assert solution.diagnostics["set"] == ((solution.value, 8),)
    assert solution.status is Status.EXACT_UNCERTIFIED
    assert "certificates" not in solution.method


def test_untempted_members_are_counted_at_once() -> None:
    game = club(Fine("treasury"), benefit="1/1000", cost="1/1000")
    assert smallest_association(game, "1/2", 10**6, smallest=10**6).value == 10**6


def test_floats_are_answered_without_a_certificate() -> None:
    signals = AttributedSignals(0.0, 0.35)
    solution = smallest_association(
        club(Exclusion(), benefit=1.0, cost=2.2, signals=signals), 0.6, 100
    )
    assert solution.value == 5
    assert solution.status is Status.FLOAT
    assert solution.arithmetic is Arithmetic.FLOAT
    assert solution.certificate is None


def test_lag_makes_members_less_patient() -> None:
    sizes = [smallest_association(club(Exclusion(), lag=k), "3/5", 100).value for k in (1, 2, 3)]
    assert sizes == sorted(sizes, key=lambda n: n or 0)
    assert sizes[0] < sizes[2]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((club(Fine()), "3/5", 1), "largest: got 1, expected an integer >= 2"),
        ((club(Fine()), "3/5", 2.5), "largest: got 2.5, expected an integer >= 2"),
        ((club(Fine()), "3/2", 5), "discount_factor: got '3/2', expected a number in"),
        ((lambda n: club(Fine())(n + 1), "3/5", 5), "with 2 members"),
        ((lambda n: RepeatedGame(prisoners_dilemma(3, 2, 0, -1), 0), "3/5", 5), "game_of"),
        ((lambda n: None, "3/5", 5), "got None"),
    ],
    ids=["too few", "no integer", "delta", "other size", "no association", "no game"],
)
def test_wrong_arguments(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(InvalidGameError, match=message):
        smallest_association(*arguments)
    if "largest" in message:
        return
    with pytest.raises(InvalidGameError, match="expected an integer >= smallest = 6"):
        smallest_association(arguments[0], "3/5", 5, smallest=6)


def test_enclosed_flags_are_refused() -> None:
    signals = AttributedSignals.gaussian(GaussianMeasure("1/4", 1, 1))  # type: ignore[arg-type]
    with pytest.raises(UnsupportedGameError, match="expected numbers as alarm rates"):
        smallest_association(club(Fine("treasury"), signals=signals), "3/5", 5)
