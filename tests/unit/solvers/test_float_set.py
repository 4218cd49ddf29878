"""Float payoff sets: the compiled kernel, the Python modules, and the traps of both."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from itertools import pairwise
from math import hypot, inf, isclose, nan, sqrt
from pathlib import Path
from random import Random

import pytest

from coopgames.errors import CoopgamesError
from coopgames.solvers.self_generation import float_set as float_set_module
from coopgames.solvers.self_generation import kinds
from coopgames.solvers.self_generation._float_geometry import chains, height, hull
from coopgames.solvers.self_generation._kernel import FILE_NAME, SOURCE_NAME, kernel, load
from coopgames.solvers.self_generation.float_set import (
    EMPTY,
    OUTER,
    STATIC,
    FloatSet,
    float_set,
    in_python,
)

Game = tuple[tuple[float, ...], tuple[float, ...], tuple[int, int]]

PD: Game = ((9.0, 1.0, 10.0, 3.0), (9.0, 10.0, 1.0, 3.0), (2, 2))
PENNIES: Game = ((1.0, -1.0, -1.0, 1.0), (-1.0, 1.0, 1.0, -1.0), (2, 2))
AS2014: Game = (
    (16.0, 3.0, 0.0, 21.0, 10.0, -1.0, 9.0, 5.0, -5.0),
    (9.0, 13.0, 3.0, 1.0, 4.0, 0.0, 0.0, -4.0, -15.0),
    (3, 3),
)
DELTAS = (0.1, 0.25, 1 / 3, 0.5, 0.7, 0.9, 0.99, 0.9999, 0.999999)


def cournot(size: int) -> Game:
    """Judd, Yeltekin and Conklin (2003): quantities on [0, 6], price 6 - q1 - q2, cost 0.6."""
    q = [6.0 * i / (size - 1) for i in range(size)]
    margins = [[max(6.0 - x - y, 0.0) - 0.6 for y in q] for x in q]
    first = tuple(margins[i][j] * q[i] for i in range(size) for j in range(size))
    second = tuple(margins[i][j] * q[j] for i in range(size) for j in range(size))
    return first, second, (size, size)


def in_both(game: Game, delta: float) -> tuple[FloatSet, FloatSet]:
    return float_set(*game, delta), FloatSet(*in_python(*game, delta))


def points(found: FloatSet) -> list[tuple[float, float]]:
    return [corner[:2] for corner in found.corners]


def span(game: Game) -> float:
    return max(max(p) - min(p) for p in game[:2]) or 1.0


def away(p: tuple[float, float], ring: list[tuple[float, float]]) -> float:
    """Distance of a point from a convex set given by its corners, counterclockwise."""
    edges = list(pairwise([*ring, ring[0]])) if len(ring) > 1 else [(ring[0], ring[0])]
    inside, least = len(ring) > 2, inf
    for (ax, ay), (bx, by) in edges:
        dx, dy, px, py = bx - ax, by - ay, p[0] - ax, p[1] - ay
        inside = inside and dx * py - dy * px >= 0.0
        square = dx * dx + dy * dy
        share = min(max((px * dx + py * dy) / square, 0.0), 1.0) if square > 0.0 else 0.0
        least = min(least, hypot(px - share * dx, py - share * dy))
    return 0.0 if inside else least


def distance(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> float:
    if not one or not other:
        return 0.0 if len(one) == len(other) else inf
    return max(max(away(p, other) for p in one), max(away(p, one) for p in other))


def assert_same(game: Game, delta: float) -> None:
    compiled, plain = in_both(game, delta)
    label = game, delta, compiled, plain
    assert distance(points(compiled), points(plain)) <= 1e-9 * span(game), label
    for status in (STATIC, EMPTY, OUTER):
        assert (compiled.status == status) == (plain.status == status), label


def random_game(random: Random, most: int = 5, top: int = 20) -> Game:
    m, n = random.randint(1, most), random.randint(1, most)
    first = tuple(float(random.randint(0, top)) for _ in range(m * n))
    second = tuple(float(random.randint(0, top)) for _ in range(m * n))
    return first, second, (m, n)


def transposed(game: Game) -> Game:
    first, second, (m, n) = game

    def turn(p: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(p[i * n + j] for j in range(n) for i in range(m))

    return turn(second), turn(first), (n, m)


def promise(game: Game, delta: float, corner: tuple[float, float, int, int]) -> tuple[float, ...]:
    x, y, a, kind = corner
    if kind == kinds.G:
        return x, y
    return tuple((v - (1 - delta) * g[a]) / delta for v, g in zip((x, y), game[:2], strict=True))


def gains(game: Game, a: int) -> tuple[float, float]:
    first, second, (_, n) = game
    row, column = divmod(a, n)
    return max(first[column::n]) - first[a], max(second[row * n : row * n + n]) - second[a]


needs_kernel = pytest.mark.skipif(kernel() is None, reason="the kernel was not compiled")


# --------------------------------------------------------------- kernel and Python agree


@needs_kernel
@pytest.mark.parametrize("delta", [0.0, *DELTAS])
@pytest.mark.parametrize("game", [PD, PENNIES, AS2014, cournot(5)])
def test_kernel_and_python_agree_on_named_games(game: Game, delta: float) -> None:
    assert_same(game, delta)


@needs_kernel
@pytest.mark.parametrize("delta", [0.1, 0.5, 0.8, 0.99])
def test_kernel_and_python_agree_with_many_profiles(delta: float) -> None:
    assert_same(cournot(15), delta)


@needs_kernel
@pytest.mark.parametrize("seed", range(6))
def test_kernel_and_python_agree_on_random_games(seed: int) -> None:
    random = Random(seed)
    for _ in range(60):
        assert_same(random_game(random, top=random.choice((2, 20))), random.choice(DELTAS[:7]))


@needs_kernel
def test_kernel_and_python_agree_on_random_games_with_many_profiles() -> None:
    random = Random(7)
    for _ in range(12):
        m, n = random.randint(6, 9), random.randint(7, 9)
        first, second = (tuple(random.random() for _ in range(m * n)) for _ in range(2))
        assert_same((first, second, (m, n)), random.choice(DELTAS[:7]))


@needs_kernel
def test_a_kernel_of_another_source_is_not_used(tmp_path: Path) -> None:
    assert load(tmp_path) is None
    for name in (FILE_NAME, SOURCE_NAME):
        shutil.copy(Path(float_set_module.__file__).with_name(name), tmp_path)
    assert load(tmp_path) is not None
    source = tmp_path / SOURCE_NAME
    source.write_text(source.read_text() + "\n")
    assert load(tmp_path) is None


@needs_kernel
def test_threads_do_not_disturb_each_other() -> None:
    random = Random(11)
    games = [(random_game(random), random.choice(DELTAS[:7])) for _ in range(200)]

    def answer(case: tuple[Game, float]) -> FloatSet:
        (first, second, shape), delta = case
        return float_set(first, second, shape, delta)

    alone = [answer(case) for case in games]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(answer, games * 3))
    assert together == alone * 3


def test_the_environment_switches_the_kernel_off() -> None:
    code = (
        "from coopgames.solvers.self_generation._kernel import kernel;"
        "from coopgames.solvers.self_generation.float_set import float_set;"
        "assert kernel() is None;"
        "print(float_set((9., 1., 10., 3.), (9., 10., 1., 3.), (2, 2), .5).corners)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "COOPGAMES_NO_KERNEL": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(float_set(*PD, 0.5).corners)


# --------------------------------------------------------------- what the answer says


@pytest.mark.parametrize("delta", DELTAS)
@pytest.mark.parametrize("game", [PD, AS2014, cournot(5)])
def test_every_corner_is_played_as_its_label_says(game: Game, delta: float) -> None:
    for found in in_both(game, delta):
        ring = points(found)
        threat = min(p[0] for p in ring), min(p[1] for p in ring)
        k = (1 - delta) / delta
        slack = 1e-9 * span(game) / delta
        for corner in found.corners:
            w = promise(game, delta, corner)
            assert away((w[0], w[1]), ring) <= slack
            for i, gain in enumerate(gains(game, corner[2])):
                assert w[i] >= threat[i] + k * gain - slack


@pytest.mark.parametrize("seed", range(3))
def test_corners_turn_left_from_the_least_one(seed: int) -> None:
    random = Random(seed)
    for _ in range(40):
        for found in in_both(random_game(random), random.choice(DELTAS[:7])):
            ring = points(found)
            assert not ring or ring[0] == min(ring)
            for i in range(len(ring) if len(ring) > 2 else 0):
                (ax, ay), (bx, by), (cx, cy) = (ring[(i + j) % len(ring)] for j in range(3))
                assert (bx - ax) * (cy - by) - (by - ay) * (cx - bx) > 0.0


def test_excess_is_in_units_of_payoff_and_small() -> None:
    for found in in_both(AS2014, 0.3):
        assert found.excess is not None
        assert 0.0 < found.excess <= 1e-9 * 32.0


@pytest.mark.parametrize("scale", [1e9, 1e-11, 3.0])
@pytest.mark.parametrize("shift", [0.0, 1.0, -7.0])
def test_scaling_and_shifting_payoffs(scale: float, shift: float) -> None:
    for delta in (0.3, 0.9):
        moved: Game = (
            tuple(scale * (x + shift) for x in AS2014[0]),
            tuple(5.0 * y - 2.0 for y in AS2014[1]),
            AS2014[2],
        )
        for plain, found in zip(in_both(AS2014, delta), in_both(moved, delta), strict=True):
            expected = [(scale * (x + shift), 5.0 * y - 2.0) for x, y in points(plain)]
            for (x, y), (a, b) in zip(expected, points(found), strict=True):
                assert isclose(x, a, abs_tol=1e-9 * scale * 26)
                assert isclose(y, b, abs_tol=1e-9 * 140)


@pytest.mark.parametrize("seed", range(3))
def test_exchanging_the_players_exchanges_the_coordinates(seed: int) -> None:
    random = Random(seed)
    for _ in range(40):
        game, delta = random_game(random), random.choice(DELTAS[:7])
        for one, other in zip(in_both(game, delta), in_both(transposed(game), delta), strict=True):
            turned = [(y, x) for x, y in points(other)][::-1]
            assert distance(points(one), turned) <= 1e-9 * span(game)


def test_duplicate_actions_change_nothing() -> None:
    first, second, _ = AS2014
    doubled: Game = first + first[:3], second + second[:3], (4, 3)
    for delta in DELTAS:
        for one, other in zip(in_both(AS2014, delta), in_both(doubled, delta), strict=True):
            assert distance(points(one), points(other)) <= 1e-9 * 26


# --------------------------------------------------------------- all dimensions


def test_discount_factor_zero_is_the_hull_of_static_equilibria() -> None:
    coordination: Game = ((4.0, 0.0, 0.0, 2.0), (2.0, 0.0, 0.0, 4.0), (2, 2))
    for found in in_both(coordination, 0.0):
        assert found == FloatSet(((2.0, 4.0, 3, 0), (4.0, 2.0, 0, 0)), STATIC, 0.0, 0)
    for found in in_both(PENNIES, 0.0):
        assert found == FloatSet((), STATIC, 0.0, 0)


@pytest.mark.parametrize("delta", DELTAS)
def test_empty(delta: float) -> None:
    for found in in_both(PENNIES, delta):
        assert found.corners == ()
        assert found.status == EMPTY


@pytest.mark.parametrize("delta", DELTAS)
def test_one_profile(delta: float) -> None:
    for found in in_both(((2.5,), (-7.0,), (1, 1)), delta):
        assert found.corners == ((2.5, -7.0, 0, kinds.G),)


@pytest.mark.parametrize("delta", DELTAS)
def test_one_player_without_a_choice(delta: float) -> None:
    """The other player takes what is best for himself at once and always."""
    game: Game = ((3.0, 1.0, 2.0), (1.0, 2.0, 5.0), (1, 3))
    for found in in_both(game, delta):
        assert points(found) == [(2.0, 5.0)]
    for found in in_both(transposed(game), delta):
        assert points(found) == [(5.0, 2.0)]


@pytest.mark.parametrize("delta", DELTAS)
def test_equal_payoffs_everywhere(delta: float) -> None:
    for found in in_both(((4.0,) * 6, (0.1,) * 6, (2, 3)), delta):
        assert points(found) == [(4.0, 0.1)]


@pytest.mark.parametrize("delta", [0.5, 0.999999])
def test_common_interest_is_a_segment(delta: float) -> None:
    for found in in_both(((2.0, 0.0, 0.0, 1.0), (2.0, 0.0, 0.0, 1.0), (2, 2)), delta):
        assert len(found.corners) == 2
        assert found.corners[1][:2] == (2.0, 2.0)


# --------------------------------------------------------------- the known set of a dilemma


@pytest.mark.parametrize(("delta", "height_at_3"), [(0.5, 9.75), (0.9, 9.75), (0.999999, 9.75)])
def test_dilemma_reaches_its_feasible_corner(delta: float, height_at_3: float) -> None:
    for found in in_both(PD, delta):
        for p, q in zip(
            points(found),
            [(3.0, 3.0), (height_at_3, 3.0), (9.0, 9.0), (3.0, height_at_3)],
            strict=True,
        ):
            assert distance([p], [q]) <= 1e-9 * 9


def test_turning_edges() -> None:
    """The largest payoff of the dilemma just above its threshold, in closed form."""
    for d in (31 / 125, 99 / 400, 249 / 1000):
        largest = 9 + ((1 - d) + sqrt((1 - d) ** 2 - 48 + 192 * d)) / 2
        for found in in_both(PD, d):
            assert found.status != OUTER
            assert isclose(max(x for x, _ in points(found)), largest, rel_tol=1e-9)


# --------------------------------------------------------------- traps


def test_a_tolerance_in_the_hull_scan_would_lose_a_corner() -> None:
    ring = [(1.1e-16, 0.1, 0, 0), (0.0, 0.8, 1, 0), (1.0, 0.5, 2, 0), (0.9, 0.0, 3, 0)]
    assert {p[2] for p in hull(ring)} == {0, 1, 2, 3}
    for found in in_both(cournot(15), 0.8):
        assert min(hypot(x, y - 4.93906855) for x, y in points(found)) <= 1e-6


def test_the_top_of_a_nearly_vertical_side_is_its_upper_end() -> None:
    sides = chains(hull([(1e-16, 0.0, 0, 0), (0.0, 0.7, 1, 0), (1.0, 0.3, 2, 0)]))
    assert height(sides.upper, 0.0) == pytest.approx(0.7)
    assert height(sides.upper, 1e-16) == pytest.approx(0.7)
    assert height(sides.lower, 0.0) == pytest.approx(0.0)


def test_standing_still_near_one_is_not_convergence() -> None:
    """A step that moves a corner by 1e-6 of its way must not end the search."""
    game: Game = (
        (6.0, 3.0, 7.0, 2.0, 3.0, 1.0, 6.0, 1.0),
        (6.0, 2.0, 9.0, 3.0, 4.0, 4.0, 9.0, 8.0),
        (4, 2),
    )
    for found in in_both(game, 0.999):
        assert found.status != OUTER
        assert isclose(found.corners[0][1], 4.000005331517054, abs_tol=1e-9)


def test_a_set_that_generates_itself_is_not_taken_for_the_largest() -> None:
    for found in in_both(PD, 31 / 125):
        assert isclose(max(y for _, y in points(found)), 9.589, abs_tol=1e-3)


@pytest.mark.parametrize("delta", [1 / 7, 0.14285714285714288])
def test_knife_edges_are_decided_inclusively(delta: float) -> None:
    """At d = 1/7 mutual cooperation is just sustained by the static equilibrium."""
    for found in in_both(PD, delta):
        assert (9.0, 9.0) in points(found)
    for found in in_both(PD, 1 / 7 - 1e-6):
        assert points(found) == [(3.0, 3.0)]


def test_tolerances_follow_the_payoffs() -> None:
    for scale, shift in ((1e9, 0.0), (1e-11, 0.0), (1.0, 1e9)):
        game: Game = (
            tuple(scale * x + shift for x in PD[0]),
            tuple(scale * x + shift for x in PD[1]),
            (2, 2),
        )
        for found in in_both(game, 0.5):
            assert len(found.corners) == 4
            x = (found.corners[1][0] - shift) / scale
            assert isclose(x, 9.75, abs_tol=1e-6 if shift else 1e-9)


def test_irrational_corners_at_a_rational_discount_factor() -> None:
    d = Fraction(31, 125)
    root = sqrt(float((1 - d) ** 2 - 48 + 192 * d))
    for found in in_both(PD, float(d)):
        assert isclose(max(x for x, _ in points(found)), 9 + (float(1 - d) + root) / 2)


# --------------------------------------------------------------- refusals


@pytest.mark.parametrize("delta", [-0.1, 1.0, 1.5, nan])
def test_discount_factors_outside_are_refused(delta: float) -> None:
    with pytest.raises(CoopgamesError, match="delta"):
        float_set(*PD, delta)


@pytest.mark.parametrize("value", [inf, -inf, nan, 1.7e308])
def test_payoffs_without_a_finite_range_are_refused(value: float) -> None:
    with pytest.raises(CoopgamesError, match="first"):
        float_set((value, -1.7e308), (0.0, 1.0), (1, 2), 0.5)


@pytest.mark.parametrize("shape", [(2, 3), (0, 2), (1, 1)])
def test_shapes_that_do_not_fit_are_refused(shape: tuple[int, int]) -> None:
    with pytest.raises(CoopgamesError, match="shape"):
        float_set(PD[0], PD[1], shape, 0.5)
