"""All extreme equilibria of two-player games: known games, a slow twin, each way to fall back."""

from __future__ import annotations

import random
import warnings
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopgames.arithmetic import Arithmetic, parameter
from coopgames.certificates import Certificate, verify
from coopgames.errors import CertificateError, InvalidGameError, UnsupportedGameError
from coopgames.games import StageGame
from coopgames.solvers import LinearProgram, Row, Status, solve_lp
from coopgames.solvers.nash import nash_certificate, vertices, visits
from coopgames.solvers.nash.bounds import Bases, error_bounds, inverse_errors, zero_levels
from coopgames.solvers.nash.exact_bases import basic_values, leaving_variable, support_values
from coopgames.solvers.nash.exact_walk import exact_walk
from coopgames.solvers.nash.polytope import best_reply_polytope
from coopgames.solvers.nash.subsets import maximal_bicliques
from coopgames.solvers.nash.traversal import Inconclusive, walk
from coopgames.solvers.nash_equilibria import nash_equilibria
from tests.reference.nash_supports import (
    best_replies,
    earnings,
    extreme_equilibria,
    is_degenerate,
    support,
)

Table = list[list[Fraction]]
PENNIES = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]


def table(rows: Sequence[Sequence[object]]) -> Table:
    return [[Fraction(str(x)) for x in row] for row in rows]


def random_table(rng: random.Random, m: int, n: int, low: int, high: int) -> Table:
    return [[Fraction(rng.randint(low, high)) for _ in range(n)] for _ in range(m)]


def random_game(seed: int, m: int, n: int, low: int = -100, high: int = 100) -> tuple[Table, Table]:
    rng = random.Random(seed)
    return random_table(rng, m, n, low, high), random_table(rng, m, n, low, high)


def equilibria(first: object, second: object) -> Any:
    return nash_equilibria(StageGame([first, second])).value


def labels(replies: Table, **options: Any) -> set[int]:
    polytope = best_reply_polytope(replies)
    count = polytope.dimension + polytope.replies
    return set(walk(polytope, np.array([1 << k for k in range(count)]), **options).labels.tolist())


def is_nash(first: Table, second: Table, x: Any, y: Any) -> bool:
    transposed = [list(column) for column in zip(*second, strict=True)]
    return support(x) <= best_replies(first, y) and support(y) <= best_replies(transposed, x)


ENTRIES = {
    "two values": st.integers(0, 1).map(Fraction),
    "three values": st.integers(0, 2).map(Fraction),
    "fractions": st.fractions(-3, 3, max_denominator=4),
    "large": st.integers(-(10**30), 10**30).map(Fraction),
}


@st.composite
def games(draw: st.DrawFn) -> tuple[Table, Table]:
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    entries = ENTRIES[draw(st.sampled_from(sorted(ENTRIES)))]
    one = st.lists(st.lists(entries, min_size=n, max_size=n), min_size=m, max_size=m)
    return draw(one), draw(one)


@given(games())
def test_agrees_with_trying_all_supports(game: tuple[Table, Table]) -> None:
    solution = nash_equilibria(StageGame(game))
    assert list(solution.value) == extreme_equilibria(*game)
    assert solution.diagnostics["degenerate"] == is_degenerate(*game)


@pytest.mark.slow
@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 2), (-9, 9), (-100, 100)])
def test_agrees_with_trying_all_supports_of_many_random_games(low: int, high: int) -> None:
    rng = random.Random(high)
    for seed in range(260):
        game = random_game(seed, rng.randint(1, 4), rng.randint(1, 4), low, high)
        assert list(equilibria(*game)) == extreme_equilibria(*game)
    for seed in range(2):
        game = random_game(seed, 5, 6, low, high)
        assert list(equilibria(*game)) == extreme_equilibria(*game)


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_coordination_has_one_equilibrium_for_each_set_of_actions(size: int) -> None:
    same = [[int(i == j) for j in range(size)] for i in range(size)]
    found = equilibria(same, same)
    assert len(found) == 2**size - 1
    assert all(x == y and len({p for p in x if p}) == 1 for x, y in found)


@pytest.mark.parametrize(("m", "n"), [(1, 1), (3, 3), (2, 5)])
def test_where_all_payoffs_are_equal_everything_is_an_equilibrium(m: int, n: int) -> None:
    solution = nash_equilibria(StageGame([[[7] * n] * m, [[-2] * n] * m]))
    corners = [
        tuple(tuple(Fraction(int(k == j)) for j in range(s)) for k in reversed(range(s)))
        for s in (m, n)
    ]
    assert solution.value == tuple((x, y) for x in corners[0] for y in corners[1])
    assert solution.diagnostics["maximal_subsets"] == (tuple(corners),)
    assert solution.diagnostics["degenerate"] == ((m, n) != (1, 1))


def test_a_tie_makes_a_segment_of_equilibria() -> None:
    solution = nash_equilibria(StageGame([[[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]]]))
    top, rest = tuple(map(Fraction, (1, 0, 0))), table([[0, "1/3", "2/3"]])[0]
    left, mixed, low = (tuple(row) for row in table([[1, 0], ["2/3", "1/3"], ["1/3", "2/3"]]))
    assert solution.diagnostics["degenerate"]
    assert solution.diagnostics["maximal_subsets"] == (
        ((tuple(rest),), (low,)),
        ((top,), (mixed, left)),
    )


def test_the_answer_says_what_proves_it() -> None:
    solution = nash_equilibria(StageGame(PENNIES))
    half = (Fraction(1, 2), Fraction(1, 2))
    assert solution.value == ((half, half),)
    assert solution.status is Status.PROVED
    assert solution.certificate == nash_certificate(StageGame(PENNIES), (half, half))
    assert solution.diagnostics["vertices"] == (3, 3)
    assert "3 and 3 vertices" in str(solution.diagnostics["proof"])


@pytest.mark.parametrize(("seed", "size", "high"), [(0, 3, 2), (1, 5, 1), (2, 8, 100), (3, 9, 9)])
def test_each_equilibrium_has_a_certificate(seed: int, size: int, high: int) -> None:
    solution = nash_equilibria(StageGame(random_game(seed, size, size, 0, high)))
    certificates: Any = solution.diagnostics["certificates"]
    assert len(certificates) == len(solution.value) > 0
    for certificate, strategies in zip(certificates, solution.value, strict=True):
        assert isinstance(certificate, Certificate)
        assert certificate.kind == "nash"
        assert verify(certificate)
        stated = [[Fraction(p) for p in law] for law in certificate.document["strategies"]]
        assert stated == [list(law) for law in strategies]
    assert certificates[-1] == certificates[len(certificates) - 1]
    assert list(certificates[:2]) == [certificates[k] for k in range(len(certificates))][:2]
    assert repr(certificates) == f"NashCertificates(<{len(certificates)}, built when asked for>)"


def test_a_profile_that_is_no_equilibrium_gets_a_certificate_that_is_rejected() -> None:
    game = StageGame.from_rows([[(2, 2), (-1, 3)], [(3, -1), (0, 0)]])
    work, shirk = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))
    assert verify(nash_certificate(game, (shirk, shirk)))
    with pytest.raises(CertificateError):
        verify(nash_certificate(game, (work, shirk)))


def test_very_large_games_get_no_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coopgames.solvers.stage_certificates.CERTIFIED_PAYOFFS", 7)
    solution = nash_equilibria(StageGame(PENNIES))
    assert len(solution.value) == 1
    assert (solution.status, solution.certificate) == (Status.EXACT_UNCERTIFIED, None)
    assert "not certified" in solution.method
    assert list(solution.diagnostics["certificates"]) == []  # type: ignore[call-overload]
    with pytest.raises(UnsupportedGameError, match="stage: got 8 payoffs"):
        nash_certificate(StageGame(PENNIES), solution.value[0])
    monkeypatch.setattr("coopgames.solvers.stage_certificates.CERTIFIED_PAYOFFS", 8)
    assert nash_equilibria(StageGame(PENNIES)).certificate is not None


def test_games_with_too_many_vertices_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    game = StageGame(random_game(1, 6, 6))
    monkeypatch.setattr("coopgames.solvers.nash.traversal.MOST_EDGES", 50)
    assert nash_equilibria(StageGame(PENNIES)).value
    with pytest.raises(UnsupportedGameError, match="stage: a best-reply polytope of 6 actions"):
        nash_equilibria(game)


@pytest.mark.parametrize(("m", "n"), [(2, 20_000), (20_000, 2)])
def test_what_the_numbers_of_actions_decide_is_refused_at_once(m: int, n: int) -> None:
    game = StageGame([[[0] * n] * m] * 2)
    with pytest.raises(UnsupportedGameError, match="stage: a best-reply polytope of 20000 actions"):
        nash_equilibria(game)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("high", [2, 100])
def test_where_one_player_has_no_choice_the_other_one_takes_what_earns_most(
    seed: int, high: int
) -> None:
    numbers = random.Random(seed)
    row = [[numbers.randint(0, high) for _ in range(6)] for _ in range(2)]
    answer = nash_equilibria(StageGame([[row[0]], [row[1]]]))
    # A second action that is never played leads to the polytopes, and changes nothing.
    two = nash_equilibria(StageGame([[row[0], [-1] * 6], [row[1], [0, 1, 2, 3, 4, 5]]]))
    assert answer.value == tuple(((1,), law) for _, law in two.value)
    subsets: Any = answer.diagnostics["maximal_subsets"]
    wanted: Any = two.diagnostics["maximal_subsets"]
    assert subsets == tuple((((1,),), laws) for _, laws in wanted)
    assert answer.diagnostics["degenerate"] == (len(answer.value) > 1)
    turned = nash_equilibria(StageGame([[[x] for x in row[1]], [[x] for x in row[0]]]))
    assert turned.value == tuple((law, one) for one, law in answer.value)
    for solution in (answer, turned):
        assert solution.status is Status.PROVED
        assert solution.certificate is not None
        assert verify(solution.certificate)


def test_a_long_game_without_a_choice_is_answered() -> None:
    numbers = random.Random(1)
    row = [[numbers.randint(-(10**6), 10**6) for _ in range(3_000)] for _ in range(2)]
    ((_, law),) = nash_equilibria(StageGame([[row[0]], [row[1]]])).value
    assert row[1][law.index(1)] == max(row[1])
    with pytest.raises(UnsupportedGameError, match="stage: got 20000 best actions of 20000"):
        nash_equilibria(StageGame([[[0] * 20_000]] * 2))


def test_replies_that_are_never_best_are_left_out() -> None:
    count = 40
    first, second = random_game(2, 2, 5, 0, 9)
    worse = [[*row, *([Fraction(-1)] * count)] for row in second]
    wide = [[*row, *(Fraction(k % 7) for k in range(count))] for row in first]
    polytope = best_reply_polytope([list(column) for column in zip(*worse, strict=True)])
    assert max(polytope.kept) < 5
    tail = (Fraction(0),) * count
    assert equilibria(wide, worse) == tuple((x, (*y, *tail)) for x, y in equilibria(first, second))


def test_certificates_of_three_players() -> None:
    majority = StageGame.from_function((2, 2, 2), lambda a, b, c: [int(a + b + c in (0, 3))] * 3)
    half = (Fraction(1, 2), Fraction(1, 2))
    certificate = nash_certificate(majority, (half, half, half))
    assert certificate.document["replies"] == [["1/4", "1/4"]] * 3
    assert verify(certificate)


@pytest.mark.parametrize("seed", range(12))
def test_games_without_ties_have_an_odd_number_of_equilibria(seed: int) -> None:
    rng = random.Random(seed)
    m, n = rng.randint(2, 8), rng.randint(2, 8)
    first, second = random_game(seed, m, n, -(10**6), 10**6)
    solution = nash_equilibria(StageGame([first, second]))
    assert not solution.diagnostics["degenerate"]
    assert len(solution.value) % 2 == 1  # Lemke and Howson (1964)
    for x, y in solution.value:
        assert is_nash(first, second, x, y)
        assert len(support(x)) == len(support(y))


@pytest.mark.parametrize("seed", range(8))
def test_every_equilibrium_of_nashpy_is_one_of_ours(seed: int) -> None:
    """Nashpy works in floats and may lose some: ours have certificates."""
    import nashpy

    first, second = random_game(seed, 4, 5, -(10**4), 10**4)
    solution = nash_equilibria(StageGame([first, second]))
    ours = [np.array([*x, *y], dtype=float) for x, y in solution.value]
    game = nashpy.Game(np.array(first, dtype=float), np.array(second, dtype=float))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns when it has lost one
        theirs = [np.concatenate(pair) for pair in game.vertex_enumeration()]
    matched = {
        min(range(len(ours)), key=lambda k: float(np.abs(ours[k] - point).max()))
        for point in theirs
        if min(np.abs(mine - point).max() for mine in ours) < 1e-9
    }
    assert len(matched) == len(theirs)
    certificates: Any = solution.diagnostics["certificates"]
    for k in set(range(len(ours))) - matched:
        assert verify(certificates[k])


def in_hull(point: Sequence[Fraction], corners: Sequence[Sequence[Fraction]]) -> bool:
    rows = [
        Row(tuple(c[k] for c in corners), "==", point[k], f"coordinate {k}")
        for k in range(len(point))
    ]
    return solve_lp(LinearProgram([0] * len(corners), rows)).status == "optimal"


def some_best_reply_to_all(
    replies: Table, played: Sequence[int], needed: Sequence[int], rng: random.Random
) -> tuple[Fraction, ...] | None:
    """A mixed action on ``played`` against which all of ``needed`` are best replies, by an LP."""
    actions = range(len(replies[0]))
    rows = [Row((*([1] * len(actions)), 0), "==", 1, "probabilities")]
    rows += [Row((*(int(i == k) for i in actions), 0), "<=", int(k in played)) for k in actions]
    for j, row in enumerate(replies):
        rows.append(Row((*row, -1), "==" if j in needed else "<=", 0, f"reply {j}"))
    costs = [Fraction(rng.randint(-9, 9)) for _ in actions]
    outcome = solve_lp(LinearProgram([*costs, 0], rows, free=(len(actions),)))
    return outcome.primal[:-1] if outcome.status == "optimal" else None


@pytest.mark.parametrize("seed", range(6))
def test_maximal_subsets_hold_every_equilibrium_and_nothing_else(seed: int) -> None:
    first, second = random_game(seed, 3, 3, 0, 1 + seed % 2)
    parts: Any = nash_equilibria(StageGame([first, second])).diagnostics["maximal_subsets"]
    rng = random.Random(seed)
    for part in parts:
        laws: list[Any] = []
        for side in part:
            weights = [Fraction(rng.randint(1, 9)) for _ in side]
            columns = zip(*side, strict=True)
            mean = [sum(w * p for w, p in zip(weights, k, strict=True)) for k in columns]
            laws.append(tuple(p / sum(weights) for p in mean))
        assert is_nash(first, second, *laws)
    transposed = [list(column) for column in zip(*second, strict=True)]
    sets = [s for k in range(1, 4) for s in combinations(range(3), k)]
    found = 0
    for played in sets:
        for answered in sets:
            x = some_best_reply_to_all(transposed, played, answered, rng)
            y = some_best_reply_to_all(first, answered, played, rng)
            if x is not None and y is not None:
                found += 1
                assert is_nash(first, second, x, y)
                assert any(in_hull(x, part[0]) and in_hull(y, part[1]) for part in parts)
    assert found


@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1))
def test_maximal_bicliques_are_those_of_brute_force(edges: set[tuple[int, int]]) -> None:
    sets = [set(s) for k in range(1, 6) for s in combinations(range(5), k)]
    complete = [(a, b) for a in sets for b in sets if {(i, j) for i in a for j in b} <= edges]
    maximal = [
        (tuple(sorted(a)), tuple(sorted(b)))
        for a, b in complete
        if not any(a <= c and b <= d and (a, b) != (c, d) for c, d in complete)
    ]
    assert maximal_bicliques(sorted(edges)) == sorted(maximal)


def test_float_games_give_floats() -> None:
    game = StageGame([[[2.0, 0.0], [0.0, 1.5]], [[1.0, 0.0], [0.0, 2.0]]])
    solution = nash_equilibria(game)
    assert (solution.status, solution.arithmetic) == (Status.FLOAT, Arithmetic.FLOAT)
    assert [x for x, _ in solution.value] == [(0.0, 1.0), (2 / 3, 1 / 3), (1.0, 0.0)]
    assert solution.value[1][1] == pytest.approx((3 / 7, 4 / 7))
    assert not solution.diagnostics["degenerate"]
    assert "certificates" not in solution.diagnostics


def test_what_is_not_supported_is_said() -> None:
    pair = StageGame([[[1]], [[1]]])
    assert len(nash_equilibria(pair).value) == 1
    with pytest.raises(UnsupportedGameError, match="got 3 players.*for 2 players"):
        nash_equilibria(StageGame([[[[1]]], [[[1]]], [[[1]]]]))
    with pytest.raises(UnsupportedGameError, match="parameter"):
        nash_equilibria(StageGame([[[parameter("a", 0, 1)]], [[1]]]))
    with pytest.raises(InvalidGameError, match="stage: got .*expected a StageGame"):
        nash_equilibria([[1]])  # type: ignore[arg-type]


@pytest.mark.parametrize("scale", [Fraction(1, 10**40), Fraction(10**9, 7), Fraction(10**200)])
def test_units_of_payoff_and_what_a_player_cannot_change_do_not_matter(scale: Fraction) -> None:
    first, second = random_game(4, 5, 4, 0, 6)
    rng = random.Random(0)
    by_column = [Fraction(rng.randint(-9, 9)) for _ in range(4)]
    moved = [[scale * x + c for x, c in zip(row, by_column, strict=True)] for row in first]
    assert equilibria(moved, second) == equilibria(first, second)


@pytest.mark.parametrize("width", [58, 62, 90])
def test_more_labels_than_a_machine_word_has_bits(width: int) -> None:
    first, second = random_game(5, 3, 4, 0, 5)
    never = [[*row, *([Fraction(-1)] * (width - 4))] for row in second]
    wide = [[*row, *([Fraction(3)] * (width - 4))] for row in first]
    tail = (Fraction(0),) * (width - 4)
    assert equilibria(wide, never) == tuple((x, (*y, *tail)) for x, y in equilibria(first, second))


def test_payoffs_of_many_magnitudes_need_exact_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    exponents = random_game(3, 5, 5, -40, 40)
    game = [[[10**x for x in row] for row in rows] for rows in exponents]
    expected = extreme_equilibria(*game)
    calls: list[int] = []

    def watched(*arguments: Any) -> Any:
        calls.append(1)
        return basic_values(*arguments)

    monkeypatch.setattr(visits, "basic_values", watched)
    assert list(equilibria(*game)) == expected
    assert calls


def test_payoffs_out_of_the_range_of_floats() -> None:
    game = random_game(9, 3, 4, 0, 10**400)
    assert list(equilibria(*game)) == extreme_equilibria(*game)


@pytest.mark.parametrize("high", [2, 100])
@pytest.mark.parametrize(("name", "value"), [("TIE", 0.3), ("PIVOT", 0.4)])
def test_wrong_ratio_tests_are_noticed_and_mended(
    monkeypatch: pytest.MonkeyPatch, name: str, value: float, high: int
) -> None:
    replies = random_game(6, 6, 6, 0, high)[0]
    expected = labels(replies)
    calls: list[int] = []

    def watched(*arguments: Any) -> int:
        calls.append(1)
        return visits.exact_leaving(*arguments)

    monkeypatch.setattr(visits, name, value)
    monkeypatch.setattr("coopgames.solvers.nash.traversal.exact_leaving", watched)
    assert labels(replies) == expected
    assert calls


@pytest.mark.parametrize("high", [1, 2, 100])
def test_signs_that_floats_leave_open_are_found_exactly(
    monkeypatch: pytest.MonkeyPatch, high: int
) -> None:
    replies = random_game(7, 5, 6, 0, high)[0]
    expected = labels(replies)
    monkeypatch.setattr(
        visits, "error_bounds", lambda bases, errors, values, side: np.full(values.shape, np.inf)
    )
    assert labels(replies) == expected


@pytest.mark.parametrize("high", [1, 2, 100])
def test_the_exact_walk_and_every_moved_side_find_the_same_vertices(high: int) -> None:
    for seed in range(5):
        replies = random_game(seed, 4, 6, 0, high)[0]
        polytope = best_reply_polytope(replies)
        bits = np.array([1 << k for k in range(10)])
        exact = set(exact_walk(polytope, bits).labels.tolist())
        assert exact == labels(replies) == labels(replies, seed=5)


def test_without_floats_the_answer_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    game = random_game(8, 4, 5, 0, 2)
    expected = equilibria(*game)
    monkeypatch.setattr(vertices, "SEEDS", ())
    assert equilibria(*game) == expected


def test_a_moved_side_that_leaves_ties_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    replies = table([[1, 0, 2], [1, 0, 2], [0, 1, 1]])  # two replies are always alike
    build = visits.Problem.build

    def unmoved(polytope: Any, bits: Any, seed: int) -> visits.Problem:
        problem = build(polytope, bits, seed)
        return visits.Problem(polytope, bits, problem.columns, np.ones_like(problem.sides))

    expected = labels(replies)
    monkeypatch.setattr(visits.Problem, "build", unmoved)
    with pytest.raises(Inconclusive):
        labels(replies)
    found = vertices.all_vertices(best_reply_polytope(replies), range(3), range(3, 6))
    assert set(found.labels.tolist()) == expected - {0b111}


@given(
    st.lists(
        st.lists(st.integers(1, 60).map(Fraction), min_size=4, max_size=4), min_size=4, max_size=4
    ),
    st.sets(st.integers(0, 7), min_size=4, max_size=4),
    st.floats(-1e-9, 1e-9),
)
def test_error_bounds_and_zero_levels_hold(replies: Table, chosen: set[int], noise: float) -> None:
    for k in range(4):
        replies[k][k] += 60  # each is the best reply to something
    polytope = best_reply_polytope(replies)
    basis = sorted(chosen)
    exact = basic_values(polytope, basis, [[1] * 4])
    matrix = np.concatenate([polytope.floats.T, np.eye(4)])[basis].T[None]
    if exact is None or abs(np.linalg.det(matrix[0])) < 1e-9:
        return
    bases = Bases(matrix, np.linalg.inv(matrix) + noise, polytope.rounded)
    values = bases.inverses.sum(axis=2) + noise
    bounds = error_bounds(bases, inverse_errors(bases), values, np.ones(4))
    levels = zero_levels(polytope, np.array([basis]))
    for k, v in enumerate(basis):
        scale = 2 ** int(polytope.exponents[v]) if v < 4 else 1
        true = Fraction(int(exact[v][0].p), int(exact[v][0].q)) * scale
        assert abs(true - Fraction(float(values[0, k]))) <= Fraction(float(bounds[0, k]))
        assert true == 0 or abs(true) >= Fraction(float(levels[0, k]))


def test_bases_that_are_no_bases_have_no_values() -> None:
    polytope = best_reply_polytope(table([[1, 0, 0], [1, 0, 0], [0, 1, 0]]))
    assert support_values(polytope, [0, 1, 5], [[1] * 3]) is None
    assert basic_values(polytope, [0, 1, 5], [[1] * 3]) is None
    assert basic_values(polytope, [0, 1, 3], [[1] * 3]) is not None


def test_an_exact_ratio_test_says_when_two_variables_tie() -> None:
    polytope = best_reply_polytope(table([[1, 0], [1, 0], [0, 1]]))
    assert polytope.rows == ((2, 1), (2, 1), (1, 2))
    assert leaving_variable(polytope, [2, 3, 4], 0, [[1] * 3]) is None
    assert leaving_variable(polytope, [2, 3, 4], 0, [[1] * 3, [2, 1, 1]]) == 3
    assert leaving_variable(polytope, [2, 3, 4], 1, [[1] * 3]) == 4
    problem = visits.Problem.build(polytope, np.array([1 << k for k in range(5)]), 0)
    unmoved = visits.Problem(polytope, problem.bits, problem.columns, np.ones((2, 3)))
    assert visits.exact_leaving(problem, [2, 3, 4], 0) in (0, 1)
    with pytest.raises(Inconclusive):
        visits.exact_leaving(unmoved, [2, 3, 4], 0)


def test_a_singular_basis_among_others_is_not_regular() -> None:
    polytope = best_reply_polytope(table([[1, 0], [1, 0], [0, 1]]))
    problem = visits.Problem.build(polytope, np.array([1 << k for k in range(5)]), 0)
    basis = np.array([[2, 3, 4], [0, 1, 4], [0, 3, 4], [2, 0, 4]])  # (0, 1, 4): rows 0, 1 are alike
    outside = np.array([[0, 1], [2, 3], [1, 2], [1, 3]])
    keys = np.bitwise_or.reduce(problem.bits[outside], axis=1)
    seen = visits.visit(problem, visits.Layer(keys, basis, outside))
    first, second = problem.sides[1][:2]
    assert seen.regular.tolist() == [True, False, bool(first < second), bool(second < first)]
    assert seen.labels.tolist()[2:] == [0b1110, 0b1110]  # z_1 = 0 and both slacks are


def test_small_integers_whatever_the_units() -> None:
    rows = table([["1/2", -7], ["3/4", -5], ["1/2", -1]])
    polytope = best_reply_polytope(rows)
    assert (polytope.rows, polytope.kept) == (((2, 2), (1, 4)), (1, 2))  # the first is never best
    assert earnings(rows, (Fraction(1), Fraction(0))) == [row[0] for row in rows]
    assert best_reply_polytope(table([[0, 10**20], [1, 0]])).rounded is False


@pytest.mark.slow
def test_twelve_actions_each() -> None:
    first, second = random_game(12, 12, 12)
    solution = nash_equilibria(StageGame([first, second]))
    counts: Any = solution.diagnostics["vertices"]
    assert min(counts) > 1000
    assert all(is_nash(first, second, x, y) for x, y in solution.value)
    assert len(solution.value) == len(set(solution.value)) > 1


@pytest.mark.slow
@pytest.mark.parametrize("high", [3, 100])
def test_the_exact_walk_agrees_on_eight_actions(high: int) -> None:
    replies = random_game(13, 8, 8, 0, high)[0]
    found = exact_walk(best_reply_polytope(replies), np.array([1 << k for k in range(16)]))
    assert set(found.labels.tolist()) == labels(replies)
