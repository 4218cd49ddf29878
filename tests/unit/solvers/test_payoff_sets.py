from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coopgames as cg
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.solvers.feasible import feasible_payoffs, individually_rational_payoffs
from coopgames.solvers.minmax import minmax
from coopgames.solvers.payoff_set import PayoffSet

F = Fraction

small = st.fractions(min_value=-4, max_value=4, max_denominator=4)
points = st.lists(st.tuples(small, small), max_size=9)
matrices = st.integers(1, 3).flatmap(
    lambda n: st.integers(1, 3).flatmap(
        lambda m: st.lists(
            st.lists(st.tuples(small, small), min_size=m, max_size=m), min_size=n, max_size=n
        )
    )
)


@given(points)
def test_every_point_belongs_and_vertices_are_points(cloud: list[tuple[F, F]]) -> None:
    hull = PayoffSet(cloud)
    assert set(hull.vertices) <= set(cloud)
    assert all(hull.contains(point) for point in cloud)
    assert PayoffSet(hull.vertices) == hull


@given(points)
def test_vertices_turn_left_from_the_lexicographically_least(cloud: list[tuple[F, F]]) -> None:
    v = PayoffSet(cloud).vertices
    assert not v or v[0] == min(v)
    if len(v) > 2:
        for k in range(len(v)):
            a, b, c = v[k - 2], v[k - 1], v[k]
            assert (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])


@given(points, small, small, small)
def test_clipping_keeps_exactly_the_half(cloud: list[tuple[F, F]], a: F, b: F, level: F) -> None:
    whole = PayoffSet(cloud)
    kept = whole.clip((a, b), level)
    assert all(a * x + b * y >= level for x, y in kept.vertices)
    assert all(whole.contains(v) for v in kept.vertices)
    for x, y in cloud:
        assert kept.contains((x, y)) == (a * x + b * y >= level)
    assert kept.area + whole.clip((-a, -b), -level).area == whole.area or (a, b) == (0, 0)


@given(points.filter(bool), points.filter(bool))
def test_hausdorff_is_a_distance(one: list[tuple[F, F]], two: list[tuple[F, F]]) -> None:
    first, second = PayoffSet(one), PayoffSet(two)
    assert first.hausdorff(second) == second.hausdorff(first)
    assert (first.hausdorff(second) == 0) == (first == second)


@given(points.filter(bool), small, small)
def test_moving_a_set_moves_it_by_the_length(cloud: list[tuple[F, F]], a: F, b: F) -> None:
    moved = PayoffSet([(x + 3 * a, y + 4 * a) for x, y in cloud])
    assert PayoffSet(cloud).hausdorff(moved) == 5 * abs(a)


@given(matrices)
def test_mixed_minmax_is_between_maxmin_and_pure_minmax(rows: list[list[tuple[F, F]]]) -> None:
    stage = cg.StageGame.from_rows(rows)
    pure, mixed = minmax(stage), minmax(stage, mixed=True)
    security = max(min(cell[0] for cell in row) for row in rows)
    assert security <= mixed.value[0] <= pure.value[0]
    assert mixed.value[1] <= pure.value[1]
    for certificate in mixed.diagnostics["certificates"]:  # type: ignore[attr-defined]
        assert cg.verify(certificate)


@given(matrices)
def test_rational_payoffs_are_feasible_and_above_minmax(rows: list[list[tuple[F, F]]]) -> None:
    stage = cg.StageGame.from_rows(rows)
    whole = feasible_payoffs(stage).value
    answer = individually_rational_payoffs(stage, mixed=True)
    low = answer.diagnostics["minmax"]
    for v in answer.value.vertices:
        assert whole.contains(v)
        assert v[0] >= low[0]  # type: ignore[index]
        assert v[1] >= low[1]  # type: ignore[index]
    inside = [cell for row in rows for cell in row if cell[0] >= low[0] and cell[1] >= low[1]]  # type: ignore[index]
    assert all(answer.value.contains(cell) for cell in inside)


def test_the_prisoners_dilemma() -> None:
    pd = cg.prisoners_dilemma(3, 2, 0, -1)
    answer = individually_rational_payoffs(pd)
    assert answer.value.vertices == ((0, 0), (F(8, 3), 0), (2, 2), (0, F(8, 3)))
    assert minmax(pd).value == (0, 0)


def test_degenerate_sets_have_a_dimension() -> None:
    assert [PayoffSet(p).dimension for p in ([], [(1, 1)], [(0, 0), (1, 1)])] == [-1, 0, 1]
    assert PayoffSet([(0, 0), (1, 1), (2, 2)]).vertices == ((0, 0), (2, 2))
    with pytest.raises(InvalidGameError, match="empty"):
        PayoffSet([]).support((1, 0))


def test_three_players_are_refused_with_the_number() -> None:
    game = cg.StageGame.from_function((2, 2, 2), lambda a, b, c: (a, b, c))
    assert minmax(game).value == (1, 1, 1)
    with pytest.raises(UnsupportedGameError, match="3 players"):
        minmax(game, mixed=True)
    with pytest.raises(UnsupportedGameError, match="3 players"):
        feasible_payoffs(game)


@given(matrices)
def test_mixed_minmax_is_the_value_that_nashpy_finds_in_floats(
    rows: list[list[tuple[Fraction, Fraction]]],
) -> None:
    import nashpy
    import numpy as np

    own = np.array([[float(cell[0]) for cell in row] for row in rows])
    mine, theirs = nashpy.Game(own).linear_program()
    value = minmax(cg.StageGame.from_rows(rows), mixed=True).value[0]
    assert abs(float(mine @ own @ theirs) - float(value)) < 1e-6
