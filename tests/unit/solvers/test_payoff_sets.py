from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

import coopgames as cg
from coopgames.arithmetic import AlgebraicNumber, NumberField, nth_root
from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError
from coopgames.solvers.feasible import feasible_payoffs, individually_rational_payoffs
from coopgames.solvers.minmax import minmax
from coopgames.solvers.payoff_set import Origin, PayoffSet

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


ROOT = nth_root(F(2), 2)


def test_irrational_vertices_are_compared_exactly() -> None:
    triangle = PayoffSet([(0, 0), (ROOT, 0), (0, 1), (1, 0)])
    assert len(triangle.vertices) == 3
    assert triangle.vertices[1] == (ROOT, 0)
    assert triangle == PayoffSet(triangle.vertices)
    assert triangle.dimension == 2
    assert triangle.area == nth_root(F(1, 2), 2)
    assert triangle.support((1, 1)) == ROOT
    assert triangle.support((0, 1)) == 1
    assert triangle.contains((ROOT, 0))
    assert triangle.contains((F(7, 5), F(1, 100)))
    assert not triangle.contains((F(141422, 100000), 0))
    half = triangle.clip((1, 0), nth_root(F(1, 2), 2))
    assert half.vertices[0] == (nth_root(F(1, 2), 2), 0)
    assert half.vertices[2] == (nth_root(F(1, 2), 2), F(1, 2))
    assert triangle.to_rows()[1] == {"payoff_1": ROOT, "payoff_2": 0}


def test_distances_between_irrational_sets_are_exact() -> None:
    point, far = PayoffSet([(ROOT, 0)]), PayoffSet([(0, 0)])
    assert point.hausdorff(far) == ROOT
    assert far.hausdorff(point) == ROOT
    # (1 + sqrt 2, 1): the distance to 0 is the root of 4 + 2 sqrt 2.
    one = PayoffSet([(AlgebraicNumber.root([-1, -2, 1], 2, 3), 1)])
    assert far.hausdorff(one) == AlgebraicNumber.root([8, 0, -8, 0, 1], 2, 3)
    third = PayoffSet([(nth_root(F(3), 2), 0)])
    with pytest.raises(InvalidGameError, match="to_float"):
        point.hausdorff(third)
    assert point.to_float().hausdorff(third.to_float()) == pytest.approx(3**0.5 - 2**0.5)
    with pytest.raises(InvalidGameError, match="more than one field"):
        PayoffSet([(ROOT, 0), (nth_root(F(3), 2), 1)])


def test_numbers_of_a_smaller_field_join_a_larger_one() -> None:
    quartic = AlgebraicNumber.root([1, 0, -10, 0, 1], 3, 4)  # sqrt 2 + sqrt 3
    both = PayoffSet([(ROOT, 0), (quartic, 0), (0, 1)])
    assert both.vertices == ((0, 1), (ROOT, 0), (quartic, 0)) or len(both.vertices) == 3
    assert PayoffSet([(quartic, 0)]).contains((quartic, 0))
    assert not PayoffSet([(ROOT, 0)]).contains((quartic, 0))
    assert PayoffSet([(ROOT, 0)]).hausdorff(PayoffSet([(ROOT, quartic)])) == quartic


def test_float_sets_have_a_tolerance() -> None:
    square = PayoffSet(
        [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.5, 1e-14), (0.5, -1e-14)]
    )
    assert len(square.vertices) == 4
    assert (square.is_exact, square.area) == (False, pytest.approx(1.0))
    assert 1e-11 <= square.tolerance < 2e-11
    assert square.contains((1 + 1e-12, 0.5))
    assert not square.contains((1 + 1e-10, 0.5))
    assert square.contains((F(1, 2), 1))
    assert square.support((1, 1)) == pytest.approx(2.0)
    assert square.clip((1, 0), 0.5).area == pytest.approx(0.5)
    assert square.hausdorff(PayoffSet([(0, 0), (1, 0), (1, 1), (0, 1)])) == pytest.approx(
        0, abs=1e-13
    )
    assert PayoffSet([(0.0, 0.0), (1.0, 1e-13), (2.0, 0.0)]).dimension == 1
    assert PayoffSet([(1e9, 0.0), (1e9 + 1e-7, 0.0)]).dimension == 0
    near = PayoffSet.of_corners([(1.0, 1.0), (1.0 + 1e-9, 1.0)], scale=1e3)
    assert near.dimension == 0


def test_exact_and_float_numbers_do_not_mix() -> None:
    with pytest.raises(MixedArithmeticError):
        PayoffSet([(F(1, 2), 0.5)])
    with pytest.raises(MixedArithmeticError):
        PayoffSet([(ROOT, 0.5)])
    with pytest.raises(MixedArithmeticError, match="to_float"):
        PayoffSet([(0, 0)]).contains((0.5, 0.5))
    with pytest.raises(UnsupportedGameError):
        PayoffSet([(cg.parameter("delta", 0, 1), 0)])
    with pytest.raises(UnsupportedGameError):
        PayoffSet([(0.5, 0.5)]).contains((cg.parameter("delta", 0, 1), 0))
    with pytest.raises(InvalidGameError, match="pair"):
        PayoffSet([(0, 0)]).contains((1, 2, 3))
    with pytest.raises(InvalidGameError, match="two players"):
        PayoffSet([(0, 0, 0)])


def test_solvers_build_sets_from_their_own_numbers() -> None:
    game = cg.RepeatedGame(cg.prisoners_dilemma(3, 2, 0, -1), "1/2")
    origin = Origin(game, ((1, 1),))
    rational = PayoffSet.of_corners([(fmpq(1, 2), fmpq(0))], None, origin)
    assert rational.vertices == ((F(1, 2), 0),)
    assert rational == PayoffSet([("1/2", 0)])
    assert rational.origin is origin
    assert PayoffSet([("1/2", 0)]).origin is None
    field = NumberField(ROOT)  # type: ignore[arg-type]
    irrational = PayoffSet.of_corners([(field.generator, fmpq(1))], field, origin)
    assert irrational.vertices == ((ROOT, 1),)
    assert pickle.loads(pickle.dumps(irrational)) == irrational
    assert PayoffSet([(field.generator, 1)]) == irrational
    assert PayoffSet([(field.element(3), 1)]) == PayoffSet([(3, 1)])


@given(points.filter(bool))
def test_float_sets_agree_with_exact_ones(cloud: list[tuple[F, F]]) -> None:
    exact, rounded = PayoffSet(cloud), PayoffSet(cloud).to_float()
    assert rounded.dimension == exact.dimension
    assert rounded.hausdorff(exact) == pytest.approx(0, abs=1e-12)
    assert float(exact.area) == pytest.approx(float(rounded.area))
    assert all(rounded.contains(v) for v in cloud)
