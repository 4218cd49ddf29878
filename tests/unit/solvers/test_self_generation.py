from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from coopgames.games import StageGame
from coopgames.solvers.self_generation.candidate import (
    float_guess,
    joined,
    polished,
    solved,
    static_candidate,
    stationary_candidate,
)
from coopgames.solvers.self_generation.contraction import contract
from coopgames.solvers.self_generation.corners import Table, grid
from coopgames.solvers.self_generation.directions import Directions, normals_of, short
from coopgames.solvers.self_generation.exact_set import exact_set
from coopgames.solvers.self_generation.geometry import (
    chains,
    clip,
    contains,
    cross,
    hull,
    level,
    support,
)
from coopgames.solvers.self_generation.inside import supporting_profiles
from coopgames.solvers.self_generation.maximal import weights_of
from coopgames.solvers.self_generation.newton import find_root
from coopgames.solvers.self_generation.operator import Outer, Promises, image, rounded
from coopgames.solvers.self_generation.polynomials import at, below, product
from coopgames.solvers.self_generation.recognise import recognised, simplest
from coopgames.solvers.self_generation.structure import structure
from coopgames.solvers.self_generation.turning import motions_of, turns

F = Fraction
PD = StageGame.from_rows([[(9, 9), (1, 10)], [(10, 1), (3, 3)]])
SLACK = fmpq(1, 10**9)

numbers = st.integers(-6, 6)
clouds = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=10).map(
    lambda cloud: [(F(x), F(y)) for x, y in cloud]
)
stages = st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(
    lambda s: st.lists(
        st.lists(st.tuples(numbers, numbers), min_size=s[1], max_size=s[1]),
        min_size=s[0],
        max_size=s[0],
    ).map(StageGame.from_rows)
)
deltas = st.sampled_from([F(x) for x in ("1/10", "1/4", "1/2", "2/3", "9/10", "99/100")])


def table_of(stage: StageGame, delta: object) -> Table:
    return Table.of(stage, F(delta))  # type: ignore[arg-type]


# --- geometry -----------------------------------------------------------------------------------


@given(clouds)
def test_chains_bound_the_hull_from_four_sides(cloud: list[tuple[F, F]]) -> None:
    ring = hull(cloud)
    four = chains(ring)
    for way, axis, sign in zip(four, (0, 0, 1, 1), (-1, 1, 1, -1), strict=True):
        keys = [p[axis] for p in way]
        assert keys == sorted(set(keys))
        assert (keys[0], keys[-1]) == (min(p[axis] for p in ring), max(p[axis] for p in ring))
        for p in cloud:
            bound = level(way, keys, axis, p[axis])
            assert sign * p[1 - axis] <= sign * bound
            edge = (p[axis], bound) if axis == 0 else (bound, p[axis])
            assert contains(ring, edge)
        assert level(way, keys, axis, keys[-1] + 1) is None
        assert level(way, keys, axis, keys[0] - 1) is None


@given(clouds, numbers, numbers, numbers)
def test_clipping_keeps_what_is_below(cloud: list[tuple[F, F]], a: int, b: int, c: int) -> None:
    ring = hull(cloud)
    kept = clip(ring, (a, b), F(c))
    assert all(a * x + b * y <= c for x, y in kept)
    assert all(contains(ring, p) for p in kept)
    assert kept == hull(kept)
    assert all(contains(kept, p) for p in cloud if a * p[0] + b * p[1] <= c)


@given(clouds)
def test_normals_cut_out_the_set(cloud: list[tuple[F, F]]) -> None:
    ring = hull(cloud)
    normals = normals_of(ring)
    box = hull([(F(x), F(y)) for x in (-20, 20) for y in (-20, 20)])
    for n in normals:
        box = clip(box, n, support(ring, n))
    assert box == ring
    for c in (0, 1):
        assert any(n[1 - c] == 0 and n[c] < 0 for n in normals)


def test_equal_points_keep_the_first_label() -> None:
    ring = hull([(F(0), F(0), "a"), (F(0), F(0), "b"), (F(1), F(0), "c"), (F(0), F(1), "d")])
    assert [p[2] for p in ring] == ["a", "c", "d"]
    assert cross(*ring) == 1


# --- numbers ------------------------------------------------------------------------------------


def test_the_grid_is_a_power_of_two_below_the_range() -> None:
    assert grid(fmpq(9)) == fmpq(16, 1 << 80)
    assert grid(fmpq(8)) == fmpq(16, 1 << 80)
    assert grid(fmpq(1, 3)) == fmpq(1, 1 << 81)
    assert grid(fmpq(0)) == fmpq(1, 1 << 80)


@given(st.fractions(-5, 5), st.fractions(-5, 5))
def test_rounding_is_outward_and_close(x: F, y: F) -> None:
    unit = fmpq(1, 1 << 10)
    point = (fmpq(x.numerator, x.denominator), fmpq(y.numerator, y.denominator))
    ring = rounded([point], unit)
    assert contains(ring, point)
    assert all((c / unit).q == 1 for p in ring for c in p)
    assert all(abs(p[c] - point[c]) < unit for p in ring for c in (0, 1))


@given(st.floats(1e-30, 1e30), st.integers(4, 40))
def test_short_rationals_are_near_and_on_the_right_side(value: float, bits: int) -> None:
    exact = fmpq(*value.as_integer_ratio())
    above, under = short(value, bits), short(value, bits, up=False)
    assert under <= exact <= above
    assert above - under <= exact * fmpq(4, 1 << bits)


def test_recognition_of_rationals_and_of_one_field() -> None:
    third = fmpq((1 << 600) // 3, 1 << 600)
    assert simplest(third, 512) == fmpq(1, 3)
    root = fmpq(isqrt(2 << 1200), 1 << 600)
    assert simplest(root, 512) is None
    found = recognised([third, root, 1 - root / 2], 512)
    assert found is not None
    values, field = found
    assert field is not None
    assert values[0] == F(1, 3)
    assert values[1] * values[1] == 2
    assert values[2] == 1 - values[1] / 2
    assert recognised([third], 512) == ([fmpq(1, 3)], None)
    noise = fmpq(isqrt(isqrt(3 << 2400) * 7**300 % (1 << 1200)), 1 << 600)
    assert recognised([noise], 512) is None


def test_bernstein_signs() -> None:
    assert below([fmpq(-1), fmpq(1)], fmpq(1), False)
    assert not below([fmpq(-1), fmpq(1)], fmpq(1), True)
    assert below([fmpq(0), fmpq(0), fmpq(-1)], fmpq(1, 4), True)
    assert not below([fmpq(0), fmpq(1), fmpq(-9)], fmpq(1), True)
    square = product([fmpq(1), fmpq(2)], [fmpq(1), fmpq(2)])
    assert at(square, fmpq(3)) == 49


# --- from a guess to a set ----------------------------------------------------------------------


def test_the_structure_of_the_prisoners_dilemma_is_linear_or_quadratic() -> None:
    linear, quadratic = table_of(PD, "1/2"), table_of(PD, "31/125")
    for table, exact in ((linear, True), (quadratic, False)):
        corners = float_guess(table)
        system = structure(table, corners, SLACK)
        assert system is not None
        assert len(system.unknowns) == 2
        root = find_root(system, system.start(corners), 512)
        assert root is not None
        assert root.is_exact is exact
        _, residuals = system.linearised(root.values)
        assert all(abs(r) < fmpq(1, 1 << 500) for r in residuals)


def test_a_wrong_edge_is_no_structure() -> None:
    table = table_of(PD, "1/2")
    corners = [(x, y, label) for x, y, label in float_guess(table)]
    far = [(x / 10, y / 10, label) for x, y, label in corners]
    assert structure(table, far, SLACK) is None
    assert solved(table, far) is None


def test_digits_that_floats_do_not_see_are_found() -> None:
    # Floats see no difference between this set and one that lacks a corner.
    stage = StageGame([[[4, 0], [-3, -4], [-5, -3], [-2, -3]], [[3, -4], [0, 0], [1, 0], [3, 5]]])
    table = table_of(stage, "999999/1000000")
    found = exact_set(table)
    assert found.proof is not None
    assert found.inner is not None
    again = polished(table, found.inner.corners(), found.chain.outer.threat)
    assert again is not None
    candidate = solved(table, again)
    assert candidate is not None
    assert candidate.vertices == found.inner.vertices


def test_static_equilibria_generate_themselves() -> None:
    table = table_of(PD, "1/2")
    candidate = static_candidate(table)
    assert candidate is not None
    assert candidate.vertices == [(3, 3)]
    assert candidate.corners() == [(3, 3, (3, 0))]
    pennies = StageGame.from_rows([[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]])
    assert static_candidate(table_of(pennies, "1/2")) is None


@given(stages, deltas)
def test_profiles_played_forever_generate_their_hull(stage: StageGame, delta: F) -> None:
    table = table_of(stage, delta)
    found, static = stationary_candidate(table), static_candidate(table)
    if found is None:
        assert static is None
        return
    assert supporting_profiles(table, found.vertices) == found.profiles
    least = [min(p[i] for p in found.vertices) for i in (0, 1)]
    for row in table.rows:
        bears = all(row[i] >= least[i] + table.patience * row[2 + i] for i in (0, 1))
        assert contains(found.vertices, row[:2]) or not bears
    if static is not None:
        assert all(contains(found.vertices, p) for p in static.vertices)


def test_hulls_that_generate_themselves_are_joined() -> None:
    table = table_of(PD, "31/125")
    static, forever = static_candidate(table), stationary_candidate(table)
    assert static is not None
    assert forever is not None
    assert joined(table, None, None) is None
    assert joined(table, None, static) is static
    assert joined(table, static, None) is static
    assert joined(table, forever, static) is forever
    both = joined(table, static, forever)
    assert both is not None
    assert both.vertices == forever.vertices
    curved = solved(table, float_guess(table))
    assert curved is not None
    assert curved.field is not None
    assert joined(table, curved, forever) is curved


def test_a_set_without_support_is_not_taken() -> None:
    table = table_of(PD, "1/2")
    assert supporting_profiles(table, [(fmpq(3), fmpq(3)), (fmpq(9), fmpq(9))]) == [3, 0]
    assert supporting_profiles(table, [(fmpq(3), fmpq(3)), (fmpq(5), fmpq(4))]) is None


# --- proofs -------------------------------------------------------------------------------------


@given(stages, deltas)
def test_the_operator_keeps_the_payoff_set(stage: StageGame, delta: F) -> None:
    table = table_of(stage, delta)
    found = exact_set(table)
    assert found.proof is not None
    if found.inner is None or found.inner.field is not None:
        return
    vertices = found.inner.vertices
    promises = Promises(vertices)
    least = (min(p[0] for p in vertices), min(p[1] for p in vertices))
    ring, _ = image(table, promises, least, range(len(table.rows)))
    assert [(p[0], p[1]) for p in ring] == vertices  # V = B(V)
    outer = Outer.start(table)
    for _ in range(3):
        outer.step()
        assert all(contains(outer.vertices, p) for p in vertices)
        assert all(p[0] >= outer.threat[0] and p[1] >= outer.threat[1] for p in vertices)


@given(stages, deltas, st.integers(0, 3))
def test_contractions_keep_the_payoff_set(stage: StageGame, delta: F, steps: int) -> None:
    table = table_of(stage, delta)
    found = exact_set(table)
    outer = Outer.start(table)
    for _ in range(steps):
        if outer.vertices:
            outer.step()
    if not outer.vertices:
        assert found.inner is None
        return
    before = outer.vertices
    item = contract(outer)
    if item is None:
        assert outer.vertices == before
        return
    assert all(w > 0 for w in item.widths)
    assert len(item.widths) == len(normals_of(before))
    if found.inner is not None and found.inner.field is None:
        assert all(contains(outer.vertices, p) for p in found.inner.vertices)
    else:
        assert outer.vertices or found.inner is None


def test_a_smaller_self_generating_set_is_refused() -> None:
    table = table_of(PD, "31/125")
    segment = [(fmpq(3), fmpq(3)), (fmpq(9), fmpq(9))]
    assert supporting_profiles(table, segment) == [3, 0]
    outer = Outer.start(table)
    for _ in range(12):
        assert weights_of(outer, segment) is None
        outer.step()
    static = [(fmpq(3), fmpq(3))]
    assert weights_of(outer, static) is None


def test_a_wrong_motion_is_refused() -> None:
    table = table_of(PD, "31/125")
    candidate = solved(table, float_guess(table))
    assert candidate is not None
    outer = Outer.start(table)
    outer.step()
    good = motions_of(candidate)[0]
    assert turns(outer, candidate.vertices, good)
    still = [(fmpq(0), fmpq(0))] * len(good)
    inward = [(-x, -y) for x, y in good]
    assert not turns(outer, candidate.vertices, still)
    assert not turns(outer, candidate.vertices, inward)


def test_weights_are_short_rationals_even_beside_irrational_corners() -> None:
    stage = StageGame.from_rows(
        [[(16, 9), (3, 13), (0, 3)], [(21, 1), (10, 4), (-1, 0)], [(9, 0), (5, -4), (-5, -15)]]
    )
    table = table_of(stage, "3/10")
    candidate = solved(table, float_guess(table))
    assert candidate is not None
    assert candidate.field is not None
    weights = weights_of(Outer.start(table), candidate.vertices)
    assert weights is not None
    assert all(isinstance(w, fmpq) and w > 0 and w.height_bits() < 80 for w in weights)


def test_directions_are_unit_vectors_with_exact_scales() -> None:
    table = table_of(PD, "1/2")
    directions = Directions.of(table, normals_of([(fmpq(3), fmpq(3)), (fmpq(9), fmpq(9))]))
    assert np.allclose(np.hypot(*directions.units.T), 1.0)
    widths = directions.exactly(np.ones(len(directions.exact)), 20)
    assert np.allclose(directions.floats(widths), 1.0, rtol=1e-5)
    assert directions.exact[directions.least[0]] == (-1, 0)


@pytest.mark.parametrize("delta", ["999/1000", "999999/1000000", "999999999/1000000000"])
def test_the_number_of_items_does_not_grow_with_patience(delta: str) -> None:
    first: Any = [[9, -3, -2, -7, -4], [-5, -1, -9, 4, 3]]
    second: Any = [[7, -6, 0, 9, -6], [-7, 9, -3, -2, -2]]
    found = exact_set(table_of(StageGame([first, second]), delta))
    assert found.proof is not None
    assert found.steps <= 30
