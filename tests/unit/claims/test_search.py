from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from coopgames.certificates import verify
from coopgames.claims import Claim, falsify
from coopgames.claims.connectives import AllOf
from coopgames.claims.search import NEAR, _contradiction, _points, knife_edge, probes
from coopgames.claims.terms import Ratio, Variable
from coopgames.solvers import critical_discount_factor
from tests.unit.claims._neighbours import (
    CLAIM,
    TOO_HIGH,
    TOO_LOW,
    TOO_RARE,
    alpha,
    detected,
    kappa,
    with_value,
)

x, y = Variable("x"), Variable("y")


def test_the_search_finds_nothing_against_a_true_claim() -> None:
    assert falsify(CLAIM, examples=60) is None
    assert falsify(CLAIM, rng=7, examples=30) is None


@pytest.mark.parametrize(
    ("claim", "claimed"),
    [(TOO_LOW, True), (TOO_HIGH, False), (TOO_RARE, False)],
    ids=["too low", "too high", "too rare"],
)
def test_a_wrong_neighbour_is_falsified_at_a_rational_point(claim: Claim, claimed: bool) -> None:
    found = falsify(claim, examples=30)
    assert found is not None
    assert (found.claimed, found.actual) == (claimed, not claimed)
    point = dict(found.point)
    assert all(isinstance(value, Fraction) for value in point.values())
    assert claim.holds(point) is claimed
    assert CLAIM.holds(point) is not claimed
    assert "is sustained at discount factor d iff d >= " in found.evidence


def test_points_on_the_edge_of_existence_are_tried() -> None:
    # Where D v = alpha kappa, and alpha > 0, the threshold tends to 1 and none is below it.
    seen: list[bool] = []

    @settings(max_examples=60, derandomize=True, database=None)
    @given(_points(CLAIM))
    def look(point: tuple[Fraction, ...]) -> None:
        a, e, k, v = point
        seen.append(a > 0 and (e - a) * v == a * k)

    look()
    assert sum(seen) >= 3


def test_a_threshold_that_is_wrong_in_the_sixtieth_place_is_found() -> None:
    hair = 1 + Fraction(1, 10**60)
    claim = with_value(Ratio(kappa * hair, kappa * (1 - alpha) + detected))
    found = _contradiction(claim, (Fraction(1, 2), Fraction(1), Fraction(1), Fraction(2)))
    assert found is not None
    beta, claimed, certificate = found
    assert not claimed
    assert Fraction(2, 3) <= beta < Fraction(2, 3) * hair
    assert "iff d >= 2/3" in verify(certificate)


def test_without_a_seed_the_search_is_the_same_each_time_and_with_one_too() -> None:
    assert falsify(TOO_HIGH, examples=10) == falsify(TOO_HIGH, examples=10)
    seeded = falsify(TOO_HIGH, rng=5, examples=10)
    assert falsify(TOO_HIGH, rng=np.random.default_rng(5), examples=10) == seeded


def test_discount_factors_on_both_sides_of_both_thresholds_are_looked_at() -> None:
    point = {"alpha": Fraction(1, 2), "eta": Fraction(1), "kappa": Fraction(1), "v": Fraction(2)}
    solution = critical_discount_factor(TOO_LOW.family.game(point))
    claimed = TOO_LOW.threshold.value.at({**point, "beta": Fraction(1, 2)})
    assert (solution.value, claimed) == (Fraction(2, 3), Fraction(2, 5))
    seen = set(probes(TOO_LOW, point, solution))
    for threshold in (solution.value, claimed):
        assert {threshold - NEAR, threshold, threshold + NEAR} <= seen
    assert any(claimed < beta < solution.value for beta in seen)


def test_where_there_is_no_threshold_patience_is_looked_at() -> None:
    point = {"alpha": Fraction(1, 2), "eta": Fraction(1), "kappa": Fraction(1), "v": Fraction(0)}
    seen = set(probes(CLAIM, point, critical_discount_factor(CLAIM.family.game(point))))
    assert 1 - NEAR in seen


def test_a_knife_edge_needs_a_comparison_and_a_coordinate_of_degree_one() -> None:
    point = {"x": Fraction(1), "y": Fraction(2)}
    assert knife_edge(x * x > y * y, point) is None
    assert knife_edge(AllOf((x > y,)), point) is None
    assert knife_edge(y * y > x, point) == {"x": Fraction(4), "y": Fraction(2)}
    assert knife_edge(x > x, point) is None
