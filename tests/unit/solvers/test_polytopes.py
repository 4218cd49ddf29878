"""Payoff sets of many players: known sets, proofs that the checker accepts, and bad input."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from coopgames.arithmetic import parameter
from coopgames.certificates import Certificate
from coopgames.errors import CoopgamesError, InvalidGameError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    Fine,
    LinearPublicGood,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
)
from coopgames.solvers.polytopes import Polytope, PolytopeBounds, polytope_payoffs
from coopgames.solvers.polytopes.cells import read_cells
from coopgames.solvers.polytopes.directions import axes as axes_of
from coopgames.solvers.polytopes.directions import default_directions, given_directions, primitive
from coopgames.solvers.polytopes.facets import extreme, outward
from coopgames.solvers.polytopes.proof import Exact, Row
from coopgames.solvers.polytopes.vertices import enumerate_vertices
from coopgames.solvers.pure_nash import pure_nash
from coopgames.solvers.solution import Solution, Status

F = Fraction
Answer = Solution[PolytopeBounds]


def gifts(players: int = 3, cost: int = 2) -> StageGame:
    """Everybody gives (1) or not (0); a gift costs its giver and is worth 1 to everybody."""
    return StageGame.from_function((2,) * players, lambda *a: [sum(a) - cost * x for x in a])


def cournot() -> StageGame:
    """Three firms with quantities 2, 3, 4, price 12 less the total, unit cost 1."""

    def profits(*a: int) -> list[int]:
        quantities = [2 + x for x in a]
        price = max(0, 12 - sum(quantities))
        return [(price - 1) * q for q in quantities]

    return StageGame.from_function((3, 3, 3), profits)


def integers(seed: int, shape: tuple[int, ...] = (2, 2, 2), top: int = 9) -> StageGame:
    rng = random.Random(seed)
    return StageGame.from_function(shape, lambda *a: [rng.randint(0, top) for _ in a])


def checked(game: StageGame, delta: str, **options: Any) -> Answer:
    """Solve, and let the independent checker look at both proofs."""
    answer = polytope_payoffs(RepeatedGame(game, delta), **options)
    value = answer.value
    assert answer.certificate is not None
    outside = answer.certificate.check()
    assert value.outer.is_empty == ("there is no" in outside)
    inner = answer.diagnostics["inner_certificate"]
    assert (inner is None) == value.inner.is_empty
    if isinstance(inner, Certificate):
        inner.check()
        vertices = {tuple(map(Fraction, v)) for v in inner.document["vertices"]}
        assert vertices == set(value.inner.vertices)
    assert all(value.outer.contains(v) for v in value.inner.vertices)
    assert (answer.status is Status.PROVED) == (value.outer.is_empty or value.distance == 0)
    return answer


# ---------------------------------------------------------------- known sets


@pytest.mark.parametrize("delta", ["0", "1/10", "2/5"])
def test_impatient_players_never_give(delta: str) -> None:
    # A lone giver loses 1; promises are worth at most 2 more than nothing, shared by three.
    answer = checked(gifts(), delta)
    assert answer.status is Status.PROVED
    assert answer.value.inner.vertices == answer.value.outer.vertices == ((0, 0, 0),)


def test_patient_players_share_gifts_and_never_fall_below_their_minmax() -> None:
    answer = checked(gifts(), "9/10")
    value = answer.value
    assert answer.status is Status.SANDWICH
    assert value.contains((1, 1, 1)) is True
    assert value.contains((0, 0, 0)) is True
    assert value.contains((F(-1, 100), 1, 1)) is False
    assert value.contains((F(11, 10), F(11, 10), F(11, 10))) is False
    assert (1, 1, 1) in value.outer.vertices
    assert value.distance is not None
    assert value.distance < F(3, 1000)  # a thousandth of the range of payoffs is aimed at


def test_the_support_is_bounded_from_both_sides() -> None:
    value = checked(gifts(), "9/10").value
    lower, upper = value.support((1, 1, 1))
    assert lower == upper == 3
    lower, upper = value.support((1, 0, 0))
    assert lower is not None
    assert 0 <= upper - lower < F(1, 500)


@pytest.mark.parametrize("delta", ["1/3", "1/2", "9/10"])
def test_a_player_without_choices_changes_nothing(delta: str) -> None:
    # Prisoner's dilemma (9,9), (1,10)/(10,1), (3,3): from 1/3 on V is the hull clipped at 3 ...
    rows = [[(9, 9), (1, 10)], [(10, 1), (3, 3)]]
    three = StageGame.from_function((2, 2, 1), lambda a, b, _: (*rows[a][b], 5))
    answer = checked(three, delta)
    edge = F(9) + F(3, 4)
    known = [(3, 3, 5), (3, edge, 5), (9, 9, 5), (edge, 3, 5)]
    assert all(answer.value.outer.contains(v) for v in known)
    exact = Polytope(tuple(tuple(map(Fraction, v)) for v in known))
    assert all(exact.contains(v) for v in answer.value.inner.vertices)
    assert answer.value.distance is not None
    assert answer.value.distance < F(1, 100)


@pytest.mark.parametrize("delta", ["1/2", "9/10"])
def test_three_symmetric_firms(delta: str) -> None:
    answer = checked(cournot(), delta)
    value = answer.value
    assert value.distance is not None
    assert value.distance < F(1, 20)
    assert value.contains((10, 10, 10)) is True  # the least quantities, 5 each at price 6
    for direction in ((1, 0, 0), (1, 1, 0), (1, 1, 1), (-1, 0, 0)):
        bounds = {value.outer.support(d) for d in itertools.permutations(direction)}
        assert max(bounds) - min(bounds) < F(1, 100)


def test_a_set_on_which_one_player_is_indifferent() -> None:
    # V is the segment (7, 3)-(7, 6): the second is punished, the first gets 7 whatever happens.
    rows = [[(7, 0), (7, 6), (4, 4)], [(6, 3), (3, 3), (7, 0)]]
    three = StageGame.from_function((2, 3, 1), lambda a, b, _: (*rows[a][b], 1))
    value = checked(three, "51/100").value
    assert {v[0] for v in value.outer.vertices} == {7}
    assert value.support((0, 1, 0)) == (6, 6)
    lower, upper = value.support((0, -1, 0))
    assert upper == -3
    assert lower is not None
    assert lower > F(-301, 100)


def test_no_equilibrium_is_an_answer() -> None:
    matching = StageGame.from_function((2, 2, 1), lambda a, b, _: (int(a == b), int(a != b), 0))
    for delta in ("0", "1/10", "1/2"):
        answer = checked(matching, delta)
        assert answer.status is Status.PROVED
        assert answer.value.outer.is_empty
        assert answer.value.contains((F(1, 2), F(1, 2), 0)) is False
        with pytest.raises(InvalidGameError, match="the set is empty"):
            answer.value.support((1, 0, 0))


def test_one_point_is_proved() -> None:
    constant = StageGame.from_function((2, 2, 2), lambda *_: (1, 2, 3))
    answer = checked(constant, "1/2")
    assert answer.status is Status.PROVED
    assert answer.value.inner.vertices == ((1, 2, 3),)


def test_at_discount_factor_zero_the_answer_is_the_hull_of_the_nash_payoffs() -> None:
    for seed in range(12):
        game = integers(seed, top=3)
        answer = checked(game, "0")
        payoffs = {tuple(game.payoff(i, a) for i in range(3)) for a in pure_nash(game).value}
        assert set(answer.value.inner.vertices) == payoffs
        assert answer.value.outer.is_empty == (not payoffs)


# ---------------------------------------------------------------- against other solvers


@pytest.mark.parametrize("seed", range(6))
def test_two_players_lie_around_the_exact_set(seed: int) -> None:
    from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs

    game = integers(seed, (2, 3))
    for delta in ("1/3", "4/5"):
        exact = equilibrium_payoffs(RepeatedGame(game, delta)).value
        answer = polytope_payoffs(RepeatedGame(game, delta))
        assert answer.certificate is None
        assert answer.status in (Status.SANDWICH, Status.EXACT_UNCERTIFIED)
        for x, y in exact.vertices:
            if isinstance(x, Fraction) and isinstance(y, Fraction):
                assert answer.value.contains((x, y)) is not False
        assert all(exact.contains(v) for v in answer.value.inner.vertices)
        assert not exact.vertices or not answer.value.outer.is_empty


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("delta", ["3/10", "2/3", "9/10"])
def test_random_games_are_enclosed_with_proofs(seed: int, delta: str) -> None:
    game = integers(seed)
    value = checked(game, delta).value
    for profile in pure_nash(game).value:
        assert value.contains([game.payoff(i, profile) for i in range(3)]) is True


def test_four_players() -> None:
    value = checked(gifts(4), "9/10", tolerance="1/25").value
    assert value.contains((2, 2, 2, 2)) is True
    assert value.distance is not None
    assert value.distance < F(4, 25)


# ---------------------------------------------------------------- what may not matter


def test_units_of_payoff_do_not_matter() -> None:
    game = integers(9)
    plain = checked(game, "1/2").value
    moved = StageGame.from_function(
        game.shape,
        lambda *a: [F(10**9) * game.payoff(i, a) - 7 for i in range(3)],  # type: ignore[operator]
    )
    large = checked(moved, "1/2").value
    for one, other in ((plain.inner, large.inner), (plain.outer, large.outer)):
        assert other.vertices == tuple(tuple(10**9 * x - 7 for x in v) for v in one.vertices)


def test_directions_do_not_depend_on_the_order_of_the_players() -> None:
    game = integers(4, (2, 3, 2))
    order = (2, 0, 1)

    def shuffled(*a: int) -> list[Any]:
        profile = [0, 0, 0]
        for new, old in enumerate(order):
            profile[old] = a[new]
        return [game.payoff(old, profile) for old in order]

    other = StageGame.from_function(tuple(game.shape[old] for old in order), shuffled)
    first = default_directions(read_cells(game, F(1, 2)))
    second = default_directions(read_cells(other, F(1, 2)))
    assert {tuple(n[old] for old in order) for n in first} == set(second)
    plane = StageGame.from_function((2, 2, 2), lambda a, b, c: (a, b, a + b))
    flat = default_directions(read_cells(plane, F(0)))
    assert (1, 1, -1) in flat
    assert (-1, -1, 1) in flat


def test_many_players_get_fewer_directions() -> None:
    normals = default_directions(read_cells(gifts(5), F(1, 2)))
    axes = {tuple(s * int(i == c) for i in range(5)) for s in (1, -1) for c in range(5)}
    assert set(normals[:10]) == axes
    assert {(1,) * 5, (-1,) * 5, (1, 1, 0, 0, 0), (0, 1, 0, 0, -1)} < set(normals)
    assert len(set(normals)) == len(normals)
    assert (1, 1, 1, 0, 0) not in normals


def test_given_directions_are_kept_as_they_are() -> None:
    answer = checked(gifts(), "1/2", directions=[(1, 1, 1), ("1/2", "-1/2", 0), (2, 2, 2)])
    axes = [tuple(s * int(i == c) for i in range(3)) for s in (1, -1) for c in range(3)]
    assert list(answer.value.outer.normals) == [*axes, (1, -1, 0), (1, 1, 1)]
    assert answer.diagnostics["directions"] == 8


def test_a_coarser_tolerance_asks_for_no_more_directions() -> None:
    game = RepeatedGame(integers(0), "9/10")
    fine = polytope_payoffs(game)
    coarse = polytope_payoffs(game, tolerance="1/5")
    assert coarse.diagnostics["directions"] < fine.diagnostics["directions"]  # type: ignore[operator]
    assert coarse.value.distance is not None
    assert fine.value.distance is not None
    assert coarse.value.distance > fine.value.distance


def test_progress_is_reported_and_ends_small() -> None:
    seen: list[tuple[int, float]] = []
    polytope_payoffs(
        RepeatedGame(integers(0), "1/2"), on_step=lambda step, change: seen.append((step, change))
    )
    assert [step for step, _ in seen] == list(range(1, len(seen) + 1))
    assert seen[-1][1] < 1e-3


def test_floats_are_read_as_binary_numbers_and_carry_no_certificate() -> None:
    game = RepeatedGame(gifts().to_float(), 0.9)
    answer = polytope_payoffs(game)
    assert answer.status is Status.FLOAT
    assert answer.certificate is None
    assert answer.diagnostics["inner_certificate"] is None
    assert answer.value.contains((1, 1, 1)) is True


# ---------------------------------------------------------------- sets


def test_vertices_of_flat_empty_and_degenerate_sets() -> None:
    from flint import fmpq

    axes = ((1, 0, 0), (0, 1, 0), (0, 0, 1), (-1, 0, 0), (0, -1, 0), (0, 0, -1))
    cube = [fmpq(1)] * 3 + [fmpq(0)] * 3
    assert len(enumerate_vertices(axes, cube)) == 8
    assert enumerate_vertices((*axes, (-1, -1, -1)), [*cube, fmpq(-3)]) == ((1, 1, 1),)
    assert enumerate_vertices((*axes, (-1, -1, -1)), [*cube, fmpq(-4)]) == ()
    assert enumerate_vertices(axes, [fmpq(-1), *cube[1:]]) == ()
    triangle = enumerate_vertices((*axes, (1, 1, 1), (-1, -1, -1)), [*cube, fmpq(1), fmpq(-1)])
    assert set(triangle) == {(0, 0, 1), (0, 1, 0), (1, 0, 0)}
    # A corner that is cut exactly through its vertex stays one vertex.
    assert len(enumerate_vertices((*axes, (1, 1, 1)), [*cube, fmpq(3)])) == 8


def test_exact_statements_are_refused_when_they_are_false() -> None:
    from flint import fmpq

    cells = read_cells(gifts(), F(1, 2))
    exact = Exact(cells, axes_of(3))
    start = exact.start()
    after = (start[0] - fmpq(1, 100), *start[1:])
    pairs = exact.required(start, after, set())
    assert pairs
    assert all(i == 0 for i, _ in pairs)
    for tau in ((), ((0, fmpq(1)),), ((0, fmpq(-1)),), ((3, fmpq(1)),), ((0, fmpq(1, 2)),)):
        assert not exact.holds(Row(*pairs[0], tau), start, after)
    # Nobody can be promised more than the start allows, but less than that rules nobody out.
    assert not any(exact.excludes(a, ((0, fmpq(1)),), start) for a in range(8))
    assert not exact.excludes(1, ((3, fmpq(1)),), start)
    assert not exact.excludes(1, ((0, fmpq(-1)),), start)
    impatient = Exact(read_cells(gifts(), F(1, 10)), axes_of(3))
    assert impatient.excludes(4, ((0, fmpq(1)),), impatient.start())


def test_hulls_of_few_and_flat_points() -> None:
    line = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.5, 0.5, 0.0]])
    assert extreme(line).tolist() == [True, True, False]
    assert extreme(line[:1]).tolist() == [True]
    assert outward(line, 8) == set()
    square = np.array([[0.0, 0, 1], [1, 0, 1], [0, 1, 1], [1, 1, 1], [0.5, 0.5, 1]])
    assert extreme(square).tolist() == [True] * 4 + [False]
    assert outward(square, 8) == {(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0)}


def test_polytopes_from_vertices() -> None:
    square = Polytope(((F(0), F(0)), (F(0), F(1)), (F(1), F(0)), (F(1), F(1))))
    assert square.contains(("1/2", 1))
    assert not square.contains(("1/2", "3/2"))
    assert square.support((1, 2)) == 3
    assert square.to_rows()[1] == {"payoff_1": 0, "payoff_2": 1}
    assert repr(square) == "Polytope(<4 vertices>)"
    assert not Polytope(()).contains((0, 0))
    with pytest.raises(InvalidGameError, match="no largest value"):
        Polytope(()).support((1, 0))
    with pytest.raises(InvalidGameError, match="point: got"):
        square.contains((1, 2, 3))
    value = checked(gifts(), "1/10").value
    assert [row["set"] for row in value.to_rows()] == ["inner", "outer"]


# ---------------------------------------------------------------- bad input


def bad(argument: str, expected: type[CoopgamesError], **options: Any) -> None:
    with pytest.raises(expected, match=f"{argument}.*: got"):
        polytope_payoffs(options.pop("game", RepeatedGame(gifts(), "1/2")), **options)


def test_bad_arguments_are_named() -> None:
    bad("tolerance", InvalidGameError, tolerance=0)
    bad("tolerance", InvalidGameError, tolerance="2")
    bad("tolerance", InvalidGameError, tolerance=-0.5)
    with pytest.raises(CoopgamesError, match="small"):
        polytope_payoffs(RepeatedGame(gifts(), "1/2"), tolerance="small")
    with pytest.raises(CoopgamesError, match="nan"):
        polytope_payoffs(RepeatedGame(gifts(), "1/2"), tolerance=float("nan"))
    bad("directions", InvalidGameError, directions=[(1, 2)])
    bad("directions", InvalidGameError, directions=[(0, 0, 0)])
    bad("directions", InvalidGameError, directions=["abc"])
    bad("directions", InvalidGameError, directions=3)
    bad("directions", InvalidGameError, directions=[1])
    bad("on_step", InvalidGameError, on_step=3)
    bad("game", InvalidGameError, game=gifts())
    assert primitive((F(2, 3), F(-4, 3))) == (1, -2)
    assert given_directions([], 2) == ((1, 0), (0, 1), (-1, 0), (0, -1))


def test_other_games_are_refused() -> None:
    stage = gifts()
    law = [[[["1/2", "1/2"]] * 2] * 2] * 2
    refused = [
        RepeatedGame(AnonymousGame(3, LinearPublicGood(2, 3, 0)), "1/2"),
        RepeatedGame(stage, "1/2", PublicMonitoring(law)),
        RepeatedGame(stage, "1/2", None, Fine("burnt")),
        RepeatedGame(stage, "1/2", lag=2),
        RepeatedGame(stage, parameter("delta", 0, 1)),
        RepeatedGame(StageGame([[1, 2]]), "1/2"),
    ]
    for game in refused:
        with pytest.raises(UnsupportedGameError):
            polytope_payoffs(game)
