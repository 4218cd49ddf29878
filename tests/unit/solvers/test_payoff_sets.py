from __future__ import annotations

import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

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
from coopgames.solvers.polytopes.bounds import Polytope

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
    assert PayoffSet([(0.0, 0.0), (1.0, 1 + 1e-13), (2.0, 2.0)]).dimension == 1
    assert PayoffSet([(0.0, 0.3), (1.0, 0.1 + 0.2), (2.0, 0.3)]).dimension == 1
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


# ---------------------------------------------------------------- floats of any size

PD = [[(9, 9), (1, 10)], [(10, 1), (3, 3)]]
SCALES = [5e-324, 1e-300, 1e-165, 1e-82, 1e-9, 1.0, 1e80, 1e170, 1e307]


def dilemma(first: float, second: float) -> PayoffSet:
    stage = cg.StageGame.from_rows([[(x * first, y * second) for x, y in row] for row in PD])
    return cg.equilibrium_payoffs(cg.RepeatedGame(stage, 0.25)).value


@pytest.mark.parametrize("x", SCALES)
@pytest.mark.parametrize("y", SCALES)
def test_triangles_of_any_units_are_triangles(x: float, y: float) -> None:
    triangle = PayoffSet([(0.0, 0.0), (x, 0.0), (0.0, y)])
    assert set(triangle.vertices) == {(0.0, 0.0), (x, 0.0), (0.0, y)}
    assert triangle.contains((x, 0))
    assert not triangle.contains((x, y))
    assert not triangle.contains((-1e308, 1e308))
    assert triangle.clip((1, 0), x) == PayoffSet([(x, 0.0)])
    assert triangle.clip((0, 1), 1e308) == PayoffSet([])
    assert triangle.clip((0, 1), -1e308) == triangle
    assert triangle.hausdorff(PayoffSet([(0.0, 0.0)])) == pytest.approx(max(x, y), rel=0.5)


@pytest.mark.parametrize("unit", [1e-165, 1e-100, 1e170, 1e300])
def test_equilibrium_payoffs_of_floats_follow_the_unit(unit: float) -> None:
    answer = dilemma(unit, unit)
    expected = [(3, 3), (9.75, 3), (9, 9), (3, 9.75)]
    assert len(answer.vertices) == 4
    assert dilemma(1.0, 1.0).vertices[0] == (3.0, 3.0)
    near = [(x / unit, y / unit) for x, y in answer.vertices]
    assert near == [pytest.approx(v) for v in dilemma(1.0, 1.0).vertices]
    assert answer.contains((5 * unit, 5 * unit))
    assert not answer.contains((expected[1][0] * unit, 9 * unit))


@pytest.mark.parametrize("ratio", [1e-6, 1e-11, 1e-15, 1e-200, 1e12])
def test_one_players_unit_does_not_matter(ratio: float) -> None:
    answer = dilemma(1.0, ratio)
    assert len(answer.vertices) == 4
    assert answer.contains((9, 9 * ratio))
    assert not answer.contains((9.5, 9 * ratio))
    turned = dilemma(ratio, 1.0)
    assert len(turned.vertices) == 4


def test_a_range_beyond_floats_is_refused() -> None:
    with pytest.raises(InvalidGameError, match=r"points: got floats with a range beyond 1\.8e308"):
        PayoffSet([(1e308, 1e308), (-1e308, -1e308), (1e308, -1e308)])
    with pytest.raises(InvalidGameError, match="area: the number is beyond"):
        _ = PayoffSet([(0.0, 0.0), (1e170, 0.0), (0.0, 1e170)]).area
    with pytest.raises(InvalidGameError, match="hausdorff: the number is beyond"):
        PayoffSet([(-1.7e308, 0.0)]).hausdorff(PayoffSet([(1.7e308, 0.0)]))
    with pytest.raises(InvalidGameError, match="direction: got"):
        PayoffSet([(1e300, 0.0)]).support((1e10, 0))


def test_a_level_axis_and_a_single_point_have_a_tolerance() -> None:
    level = PayoffSet([(0.0, 3.0), (1.0, 3.0)])
    assert level.contains((0.5, 3 + 1e-12))
    assert not level.contains((0.5, 3 + 1e-10))
    small = PayoffSet([(0.0, 3e-20), (1.0, 3e-20)])
    assert not small.contains((0.5, 4e-20))
    assert PayoffSet([(0.0, 0.0), (1.0, 0.0)]).contains((0.5, 1e-17))
    assert not PayoffSet([(0.0, 0.0)]).contains((1e-300, 0))
    assert PayoffSet([(0.1 + 0.2, 1.0)]).contains((0.3, 1.0))


def test_solvers_give_one_range_or_one_for_each_player() -> None:
    corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1e-12)]
    assert PayoffSet.of_corners(corners, scale=1.0).dimension == 1
    both = PayoffSet.of_corners(corners, scale=(1.0, 1e-12))
    assert both.dimension == 2
    assert both.tolerance == pytest.approx(1e-11, rel=1e-3)
    with pytest.raises(InvalidGameError, match="range"):
        PayoffSet.of_corners(corners, scale=float("inf"))


def test_a_corner_that_is_dropped_takes_its_profile_along() -> None:
    game = cg.RepeatedGame(cg.prisoners_dilemma(3, 2, 0, -1), "1/2")
    origin = Origin(game, ((0, 0), (0, 1), (1, 1)))
    merged = PayoffSet.of_corners([(0.0, 0.0), (0.5, -1e-14), (1.0, 0.0)], None, origin)
    assert merged.dimension == 2
    merged = PayoffSet.of_corners([(0.0, 0.0), (0.5, -1e-14), (1.0, 0.0)], None, origin, scale=1.0)
    assert merged.vertices == ((0.0, 0.0), (1.0, 0.0))
    assert merged.origin == Origin(game, ((0, 0), (1, 1)))


@pytest.mark.parametrize("unit", [1e-200, 1.0, 1e200])
def test_clipping_floats_has_the_tolerance_of_contains(unit: float) -> None:
    square = PayoffSet([(0.0, 0.0), (unit, 0.0), (unit, 1.0), (0.0, 1.0)])
    for share, kept in ((1 + 1e-12, True), (1 + 1e-10, False)):
        assert square.contains((share * unit, 0.5)) is kept
        assert bool(square.clip((1, 0), share * unit).vertices) is kept
        for factor in (1e-50, 1e50):
            assert bool(square.clip((factor, 0), factor * share * unit).vertices) is kept
    half = square.clip((1, 0), 0.5 * unit)
    assert half.vertices[0] == (0.5 * unit, 0.0)
    assert square.clip((0, 0), 0) == square
    assert square.clip((0, 0), 1e-300) == PayoffSet([])


def test_near_corners_on_both_ends_of_the_list_do_not_drop_each_other() -> None:
    doubled = PayoffSet([(0.0, 1.0), (0.0, 1 - 1e-15), (1.0, 0.5), (1.0, 3.0)])
    assert doubled.dimension == 2
    unit = 1e-20
    square = [(101, 1), (102, 3), (102, 2), (101, 0), (102, 0)]
    clipped = PayoffSet([(x * unit, y * unit) for x, y in square]).clip((1, 2), 103 * unit)
    assert clipped.dimension == 2
    assert clipped.contains((101 * unit, unit))


# ---------------------------------------------------------------- what is refused

NO_PAIRS: list[Any] = [
    None, True, 5, 1.5, 1j, "", "12", b"12", bytearray(b"12"), {}, {0: 1, 1: 2}, {1, 2}, set(), [],
    (), [1], (1, 2, 3), object(), dict, iter([1, 2]),
]  # fmt: skip
#: The same on every worker: an object without a text of its own shows its address.
NAMES = [f"{type(value).__name__}-{k}" for k, value in enumerate(NO_PAIRS)]
SETS = {
    "rational": PayoffSet([(0, 0), (1, 0), (0, 1)]),
    "irrational": PayoffSet([(0, 0), (ROOT, 0), (0, 1)]),
    "float": PayoffSet([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]),
    "empty": PayoffSet([]),
}


def is_number(value: object) -> bool:
    return isinstance(value, int | float) or value == "12"


@pytest.mark.parametrize("value", NO_PAIRS, ids=NAMES)
@pytest.mark.parametrize("kind", SETS)
def test_what_is_no_pair_is_refused_by_name(kind: str, value: Any) -> None:
    some = SETS[kind]
    calls: dict[str, Callable[[], object]] = {
        "point: got": lambda: some.contains(value),
        "direction: got|the set is empty": lambda: some.support(value),
        "normal: got": lambda: some.clip(value, 1),
        "bound: got": lambda: some.clip((1, 0), None if is_number(value) else value),
        "other: got": lambda: some.hausdorff(value),
        "points: got": lambda: PayoffSet([value]),
    }
    for words, call in calls.items():
        with pytest.raises(InvalidGameError, match=words):
            call()


@pytest.mark.parametrize(
    "value", [None, True, 5, "", "12", b"12", {}, {0: 1}, [1], [None], ["12"], [{1, 2}], range(3)]
)
def test_what_are_no_points_is_refused_by_name(value: Any) -> None:
    with pytest.raises(InvalidGameError, match="points: got .* expected pairs of payoffs"):
        PayoffSet(value)


@pytest.mark.parametrize("value", [None, True, "x", float("nan"), [1], (ROOT, 1), {}, "1/0"])
@pytest.mark.parametrize("kind", SETS)
def test_what_is_no_number_is_refused_by_name(kind: str, value: Any) -> None:
    some = SETS[kind]
    calls: dict[str, Callable[[], object]] = {
        "point, number 1: got": lambda: some.contains((0, value)),
        "normal, number 0: got": lambda: some.clip((value, 0), 0),
        "bound: got": lambda: some.clip((1, 0), value),
        "points, number 1: got": lambda: PayoffSet([(0, value)]),
    }
    for words, call in calls.items():
        with pytest.raises(InvalidGameError, match=words) as caught:
            call()
        assert "AlgebraicNumber(" not in str(caught.value)


def test_numbers_beyond_floats_are_refused_by_name() -> None:
    huge, tiny = 10**400, F(1, 10**400)
    some = SETS["float"]
    with pytest.raises(InvalidGameError, match="points, number 1: got"):
        PayoffSet([(0.5, huge)])
    with pytest.raises(InvalidGameError, match="point, number 0: got 1.*fits in a float"):
        some.contains((huge, 0))
    with pytest.raises(InvalidGameError, match="bound: got"):
        some.clip((1, 0), huge)
    wide = PayoffSet([(huge, 0), (0, 0)])
    for call in (wide.to_float, lambda: wide.hausdorff(some)):
        with pytest.raises(InvalidGameError, match=r"to_float: got a coordinate beyond 1\.8e308"):
            call()
    with pytest.raises(InvalidGameError, match="to_float: got payoffs of player 0 that are all"):
        PayoffSet([(tiny, 0), (0, 0)]).to_float()
    assert PayoffSet([(tiny, 0), (1, 0)]).to_float().vertices == ((0.0, 0.0), (1.0, 0.0))
    irrational = PayoffSet([(nth_root(F(2 * huge**2), 2), 0)])
    with pytest.raises(InvalidGameError, match="to_float"):
        irrational.to_float()
    assert repr(irrational).startswith("PayoffSet(<(141421356")
    assert "1.414213562e+400" in irrational._repr_html_()
    assert str(nth_root(F(2) / huge**2, 2)).startswith("1.414213562e-400 (root of")


def test_long_numbers_are_written_in_tables() -> None:
    text = PayoffSet([(10**5000, F(1, 10**5000))])._repr_html_()
    assert "<td>1" + "0" * 5000 + "</td><td>1/1" + "0" * 5000 + "</td>" in text


@pytest.mark.parametrize("value", NO_PAIRS, ids=NAMES)
def test_polytopes_name_the_argument(value: Any) -> None:
    segment = Polytope(((F(0), F(0)), (F(2), F(1))))
    with pytest.raises(InvalidGameError, match="point: got"):
        segment.contains(value)
    with pytest.raises(InvalidGameError, match="direction: got"):
        segment.support(value)


def test_polytopes_name_the_argument_of_a_wrong_number() -> None:
    segment = Polytope(((F(0), F(0)), (F(2), F(1))))
    with pytest.raises(MixedArithmeticError, match=r"point: got the float 0\.5"):
        segment.contains((0.5, 0))
    with pytest.raises(InvalidGameError, match="direction: got 'x'"):
        segment.support(("x", 0))
    with pytest.raises(InvalidGameError, match=r"point: got \(1\.414213562 \(root of x"):
        segment.contains((ROOT, 0))
