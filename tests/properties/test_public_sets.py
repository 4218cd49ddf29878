"""Two players without transfers: what the two certified sets must have in common."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from coopgames.games import PerfectMonitoring, PublicMonitoring, RepeatedGame, StageGame
from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs
from coopgames.solvers.payoff_set import PayoffSet
from coopgames.solvers.public_sets.solve import payoffs_without_transfers
from coopgames.solvers.pure_nash import pure_nash
from coopgames.solvers.solution import Solution, Status

DELTAS = ("1/10", "1/3", "1/2", "3/5", "7/10")
SHAPES = ((2, 2), (2, 2), (2, 3), (1, 2))
#: Coarse: what is tested holds at any distance of the two sets.
TOLERANCE = "1/200"


def draw(random: Random) -> tuple[StageGame, PublicMonitoring, str]:
    """Small numbers, so that ties, zero probabilities and equal laws are frequent."""
    m, n = random.choice(SHAPES)
    size = random.choice((2, 9))
    payoffs = [[[random.randint(-size, size) for _ in range(n)] for _ in range(m)] for _ in "12"]
    signals, unit = random.randint(2, 4), random.choice((2, 5))
    laws: list[list[list[Fraction]]] = []
    for _ in range(m):
        laws.append([])
        for _ in range(n):
            counts = [random.randint(0, unit) for _ in range(signals)]
            counts = [c + (k == len(laws) % signals) for k, c in enumerate(counts)]
            laws[-1].append([Fraction(c, sum(counts)) for c in counts])
    seen = [y for y in range(signals) if any(law[y] for row in laws for law in row)]
    kept = [[[law[y] for y in seen] for law in row] for row in laws]
    return StageGame(payoffs), PublicMonitoring(kept), random.choice(DELTAS)


def outer(answer: Solution[PayoffSet]) -> PayoffSet:
    found = answer.diagnostics.get("outer", answer.value)
    assert isinstance(found, PayoffSet)
    return found


@pytest.mark.parametrize("block", range(4))
def test_the_inner_set_lies_in_the_outer_one(block: int) -> None:
    for seed in range(6 * block, 6 * block + 6):
        stage, laws, delta = draw(Random(seed))
        answer = payoffs_without_transfers(RepeatedGame(stage, delta, laws), tolerance=TOLERANCE)
        assert answer.status in (Status.PROVED, Status.SANDWICH), f"seed {seed}"
        assert answer.certificate is not None
        answer.certificate.check()
        around = outer(answer)
        assert all(around.contains(v) for v in answer.value.vertices), f"seed {seed}"
        for profile in pure_nash(stage).value:
            point = tuple(stage.payoff(i, profile) for i in range(2))
            assert answer.value.contains(point), f"seed {seed}"
        distance = answer.diagnostics.get("distance")
        if isinstance(distance, Fraction):
            exact = float(answer.value.to_float().hausdorff(around.to_float()))
            assert exact == pytest.approx(float(distance), abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_signals_that_tell_everything_are_perfect_monitoring(seed: int) -> None:
    stage, _, delta = draw(Random(1000 + seed))
    exact = equilibrium_payoffs(RepeatedGame(stage, delta)).value
    answer = payoffs_without_transfers(
        RepeatedGame(stage, delta, PerfectMonitoring()), tolerance=TOLERANCE
    )
    around = outer(answer).to_float()
    floats = exact.to_float()
    assert all(around.contains(v) for v in floats.vertices)
    assert all(floats.contains((float(x), float(y))) for x, y in answer.value.vertices)


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_signals_does_not_matter(seed: int) -> None:
    stage, laws, delta = draw(Random(2000 + seed))
    m, n = stage.shape
    turned = PublicMonitoring([[laws.law((i, j))[::-1] for j in range(n)] for i in range(m)])
    one, two = (
        payoffs_without_transfers(RepeatedGame(stage, delta, x), tolerance=TOLERANCE)
        for x in (laws, turned)
    )
    # Both pairs of sets enclose the same set.
    assert all(outer(two).contains(v) for v in one.value.vertices)
    assert all(outer(one).contains(v) for v in two.value.vertices)


@pytest.mark.parametrize("seed", range(4))
def test_patience_never_hurts(seed: int) -> None:
    stage, laws, _ = draw(Random(3000 + seed))
    low, high = (
        payoffs_without_transfers(RepeatedGame(stage, delta, laws), tolerance=TOLERANCE)
        for delta in ("2/5", "3/5")
    )
    assert all(outer(high).contains(v) for v in low.value.vertices)
