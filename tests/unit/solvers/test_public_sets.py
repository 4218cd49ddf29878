from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from flint import fmpq

import coopgames as cg
from coopgames.certificates import Certificate
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    Fine,
    LinearPublicGood,
    PerfectMonitoring,
    PrivateValuation,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
    prisoners_dilemma,
)
from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs
from coopgames.solvers.payoff_set import PayoffSet
from coopgames.solvers.public.signal_game import read_signal_game
from coopgames.solvers.public_sets.below import (
    generates,
    grow,
    normals_around,
    roomy,
    supported,
)
from coopgames.solvers.public_sets.directions import (
    exact_direction,
    first_normals,
    round_direction,
    sort_normals,
    unit_vectors,
)
from coopgames.solvers.public_sets.enclose import enclose
from coopgames.solvers.public_sets.frame import frame_of
from coopgames.solvers.public_sets.outer import Outer, shrink
from coopgames.solvers.public_sets.polygon import Corners, distances, hull_indices, intersect
from coopgames.solvers.public_sets.programs import Tasks, solve, starts
from coopgames.solvers.public_sets.proof import Prover
from coopgames.solvers.public_sets.solve import payoffs_without_transfers
from coopgames.solvers.public_sets.vertices import outer_vertices
from coopgames.solvers.solution import Solution, Status

F = Fraction
DILEMMA = [[[2, -1], [3, 0]], [[2, 3], [-1, 0]]]
GOOD, FAIR, BAD = ("9/10", "1/10"), ("1/2", "1/2"), ("1/5", "4/5")
#: Two signals do not tell who shirked.
TWO = PublicMonitoring([[GOOD, FAIR], [FAIR, BAD]])
#: Three signals do.
THREE = PublicMonitoring(
    [
        [("4/5", "1/10", "1/10"), ("3/10", "1/10", "3/5")],
        [("3/10", "3/5", "1/10"), ("1/5", "2/5", "2/5")],
    ]
)
#: A flag for each member.
FLAGS = PublicMonitoring(
    [
        [
            ("81/100", "9/100", "9/100", "1/100"),
            ("9/25", "27/50", "1/25", "3/50"),
        ],
        [
            ("9/25", "1/25", "27/50", "3/50"),
            ("4/25", "6/25", "6/25", "9/25"),
        ],
    ]
)
PENNIES = StageGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])


def game(monitoring: Any, delta: Any, payoffs: Any = DILEMMA) -> RepeatedGame:
    return RepeatedGame(StageGame(payoffs), delta, monitoring)


def scaled(factor: Any, shift: Any) -> list[list[list[Fraction]]]:
    """The dilemma with the payoffs of the second player in other units."""
    first = [[F(x) for x in row] for row in DILEMMA[0]]
    return [first, [[F(factor) * x + F(shift) for x in row] for row in DILEMMA[1]]]


#: No equilibrium in pure actions, and what the two players do is told apart a little.
UNREST = ([[0, 0], ["-1/2", "1/2"]], [[-3, "-3/2"], ["-1/2", -1]])
NOISE = PublicMonitoring(
    [[("1/10", "9/10"), ("7/10", "3/10")], [("7/10", "3/10"), ("9/10", "1/10")]]
)


@cache
def unrest() -> Solution[PayoffSet]:
    return payoffs_without_transfers(game(NOISE, "39/40", UNREST), tolerance="1/50")


@cache
def blame() -> Solution[PayoffSet]:
    return payoffs_without_transfers(game(THREE, "13/20"), tolerance="1/20000")


class TestKnownAnswers:
    def test_a_segment_is_proved_exactly(self) -> None:
        answer = payoffs_without_transfers(game(TWO, "13/20"))
        assert answer.status is Status.PROVED
        assert answer.value == PayoffSet([(0, 0), ("7/4", "7/4")])
        assert answer.certificate is not None
        assert answer.certificate.kind == "maximal_payoff_set"
        assert Certificate.from_json(answer.certificate.to_json()) == answer.certificate
        assert answer.diagnostics["excluded"] == ((0, 1), (1, 0))

    def test_the_method_names_the_class(self) -> None:
        answer = payoffs_without_transfers(game(TWO, "1/10"))
        assert "pure-action perfect public equilibria with public randomization" in answer.method

    @pytest.mark.parametrize(
        ("direction", "low", "high"),
        [
            # Bounds of another program: inner and outer, with their rounding.
            ((1, 1), "3.70501", "3.70503"),
            ((1, 0), "2.14518", "2.14548"),
            ((-1, 0), "-0.000001", "0.000001"),
        ],
    )
    def test_blame_lies_between_known_bounds(
        self, direction: tuple[int, int], low: str, high: str
    ) -> None:
        answer = blame()
        assert answer.status is Status.SANDWICH
        outer = answer.diagnostics["outer"]
        assert isinstance(outer, PayoffSet)
        slack = F("0.0003")
        assert answer.value.support(direction) <= F(high) + F("0.000001")
        assert answer.value.support(direction) >= F(low) - slack
        assert outer.support(direction) >= F(low) - F("0.000001")
        assert outer.support(direction) <= F(high) + slack

    def test_flags_within_a_millionth(self) -> None:
        answer = payoffs_without_transfers(game(FLAGS, "3/5"))
        assert answer.status is Status.SANDWICH
        distance = answer.diagnostics["distance"]
        assert isinstance(distance, Fraction)
        assert distance <= F(4, 10**6)
        outer = answer.diagnostics["outer"]
        assert isinstance(outer, PayoffSet)
        assert all(outer.contains(v) for v in answer.value.vertices)
        assert F("3.7565") < answer.value.support((1, 1)) < F("3.7591")

    def test_no_signal_leaves_the_static_equilibria(self) -> None:
        silent = PublicMonitoring([[("1",), ("1",)], [("1",), ("1",)]])
        answer = payoffs_without_transfers(game(silent, "99/100"))
        assert answer.status is Status.PROVED
        assert answer.value == PayoffSet([(0, 0)])

    def test_identical_laws_leave_the_static_equilibria(self) -> None:
        same = PublicMonitoring([[FAIR, FAIR], [FAIR, FAIR]])
        battle = [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]
        answer = payoffs_without_transfers(game(same, "9/10", battle))
        assert answer.status is Status.PROVED
        assert answer.value == PayoffSet([(2, 1), (1, 2)])

    def test_no_equilibrium_in_pure_actions(self) -> None:
        answer = payoffs_without_transfers(RepeatedGame(PENNIES, "1/2", TWO))
        assert answer.status is Status.PROVED
        assert answer.value.dimension == -1
        assert len(answer.diagnostics["excluded"]) == 4  # type: ignore[arg-type]

    @pytest.mark.parametrize("stage", [StageGame(DILEMMA), PENNIES], ids=["dilemma", "pennies"])
    def test_at_discount_factor_0(self, stage: StageGame) -> None:
        answer = payoffs_without_transfers(RepeatedGame(stage, 0, TWO))
        assert answer.status is Status.PROVED
        expected = PayoffSet([(0, 0)]) if stage != PENNIES else PayoffSet([])
        assert answer.value == expected

    @pytest.mark.parametrize("delta", ["1/5", "1/2"])
    def test_perfect_monitoring_is_read_as_signals(self, delta: str) -> None:
        dilemma = RepeatedGame(prisoners_dilemma(3, 2, 0, -1), delta)
        exact = equilibrium_payoffs(dilemma).value
        answer = payoffs_without_transfers(dilemma)
        outer = answer.diagnostics.get("outer", answer.value)
        assert isinstance(outer, PayoffSet)
        assert all(exact.contains(v) for v in answer.value.vertices)
        assert all(outer.contains(v) for v in exact.vertices)
        assert float(answer.value.hausdorff(exact)) <= 4e-6

    def test_incentives_that_never_bind_need_no_slack(self) -> None:
        # Player 1 neither gains nor is seen: an incentive of 0 >= 0 must not be lost.
        laws = [[("1/3", "2/3"), ("5/11", "6/11")], [("1/3", "2/3"), ("10/17", "7/17")]]
        stage = [[[-3, -3], [-3, 9]], [[3, -2], [-1, 7]]]
        answer = payoffs_without_transfers(
            game(PublicMonitoring(laws), "19/20", stage), tolerance="1/50"
        )
        assert answer.value.dimension == 2


class TestSetsWithRoom:
    """Inner sets that no equilibrium of the stage game helps to find."""

    def test_without_a_static_equilibrium_points_are_found(self) -> None:
        answer = unrest()
        assert answer.status is Status.SANDWICH
        assert answer.certificate is not None
        assert answer.value.dimension == 2
        outer, distance = answer.diagnostics["outer"], answer.diagnostics["distance"]
        assert isinstance(outer, PayoffSet)
        assert isinstance(distance, Fraction)
        assert all(outer.contains(v) for v in answer.value.vertices)
        # A share of the larger range of payoffs, 5/2; the exact set may be far from a polygon.
        assert distance <= F(5, 2) * F(1, 10)

    def test_it_lies_in_the_limit_set(self) -> None:
        corners = [("1/34", "-3/2"), ("3/8", "-3/2"), ("11/23", "-25/23"), ("11/258", "-71/86")]
        limit = PayoffSet(corners)
        assert all(limit.contains(v) for v in unrest().value.vertices)

    def test_growing_keeps_a_set_that_generates_itself(self) -> None:
        delta = fmpq(39, 40)
        frame = frame_of(read_signal_game(game(NOISE, "39/40", UNREST)), delta)
        arrays, unit = frame.arrays, unit_vectors(first_normals(frame))
        every, floor = np.ones(4, dtype=bool), np.full(len(unit), -np.inf)
        offsets = (unit @ arrays.payoffs.T).max(axis=1)
        outer = shrink(arrays, unit, offsets, floor, every, 1e-9)
        room = roomy(frame, outer, 1e-9)
        assert room is not None
        static = np.zeros((0, 2))
        assert generates(arrays, room, static, every, 1e-9)
        more = grow(arrays, room, static, unit, every, 1e-9, 3)
        around = np.vstack([normals_around(more), unit_vectors([(x, 9) for x in range(-90, 90)])])
        image = supported(arrays, more, static, around, every, 1e-9)
        assert image is not None
        # Up to what a few directions leave out.
        assert float(distances(more, image)[0].max()) < 1e-4
        assert float(distances(room, more)[0].max()) < 1e-12
        assert float(distances(more, room)[0].max()) > 1e-4
        assert not generates(arrays, arrays.payoffs[:3], static, every, 1e-9)
        assert float(distances(more, outer.polygon.corners)[0].max()) < 1e-9

    def test_a_flat_outer_set_has_no_room(self) -> None:
        frame = frame_of(read_signal_game(game(TWO, "13/20")), fmpq(13, 20))
        unit = unit_vectors(sort_normals([(1, 0), (0, 1), (-1, 0), (0, -1), (1, -1), (-1, 1)]))
        line = np.array([1.0, 1.0, 0.0, 0.0, 0.0, 0.0])
        polygon = intersect(unit, line[[0, 2, 1, 3, 4, 5]])
        assert polygon is not None
        live = np.ones(4, dtype=bool)
        assert roomy(frame, Outer(unit, (), polygon, live, 0.0), 1e-9) is None

    def test_incentives_of_a_constant_payoff_need_no_slack(self) -> None:
        laws = PublicMonitoring(
            [
                [("4/5", "1/5", "0"), ("1/5", "0", "4/5")],
                [("3/5", "2/5", "0"), ("1/5", "0", "4/5")],
            ]
        )
        stage = [[[-2, -2], [-2, -3]], [[3, 1], [-2, 0]]]
        answer = payoffs_without_transfers(game(laws, "11/20", stage))
        assert answer.status is Status.PROVED
        assert answer.value.dimension == 1


class TestDegenerateGames:
    @pytest.mark.parametrize(
        ("factor", "shift"), [("1000000000", "0"), ("1/1000000000", "7"), ("3/7", "-1000000")]
    )
    def test_units_of_a_player_do_not_matter(self, factor: str, shift: str) -> None:
        answer = payoffs_without_transfers(game(TWO, "13/20", scaled(factor, shift)))
        top = F(7, 4) * F(factor) + F(shift)
        assert answer.status is Status.PROVED
        assert answer.value == PayoffSet([(0, F(shift)), (F(7, 4), top)])

    def test_a_player_with_one_action(self) -> None:
        laws = PublicMonitoring([[("3/4", "1/4")], [("1/4", "3/4")]])
        answer = payoffs_without_transfers(game(laws, "9/10", [[[2], [3]], [[2], [0]]]))
        outer = answer.diagnostics.get("outer", answer.value)
        assert answer.certificate is not None
        assert isinstance(outer, PayoffSet)
        assert answer.value.contains((3, 0))

    def test_both_players_with_one_action(self) -> None:
        laws = PublicMonitoring([[("1/3", "2/3")]])
        answer = payoffs_without_transfers(game(laws, "9/10", [[[2]], [[5]]]))
        assert answer.status is Status.PROVED
        assert answer.value == PayoffSet([(2, 5)])

    def test_constant_payoffs(self) -> None:
        answer = payoffs_without_transfers(game(TWO, "1/2", [[[1, 1], [1, 1]], [[2, 2], [2, 2]]]))
        assert answer.status is Status.PROVED
        assert answer.value == PayoffSet([(1, 2)])

    def test_common_payoffs_lie_on_a_line(self) -> None:
        common = [[[4, 0], [0, 2]], [[4, 0], [0, 2]]]
        answer = payoffs_without_transfers(game(TWO, "1/2", common))
        outer = answer.diagnostics.get("outer", answer.value)
        assert isinstance(outer, PayoffSet)
        assert answer.value.dimension == 1
        assert outer.contains((4, 4))
        assert answer.value.contains((4, 4))

    def test_floats_are_read_as_the_decimals_they_print(self) -> None:
        laws = PublicMonitoring([[(0.9, 0.1), (0.5, 0.5)], [(0.5, 0.5), (0.2, 0.8)]])
        floats = [[[2.0, -1.0], [3.0, 0.0]], [[2.0, 3.0], [-1.0, 0.0]]]
        answer = payoffs_without_transfers(game(laws, 0.65, floats))
        assert answer.status is Status.FLOAT
        assert answer.certificate is None
        assert answer.diagnostics["excess"] == 0.0
        assert answer.value.hausdorff(PayoffSet([(0.0, 0.0), (1.75, 1.75)])) < 1e-9


class TestArguments:
    def test_steps_are_reported(self) -> None:
        seen: list[tuple[int, float]] = []
        payoffs_without_transfers(
            game(TWO, "1/2"), on_step=lambda step, change: seen.append((step, change))
        )
        assert [step for step, _ in seen] == list(range(1, len(seen) + 1))
        assert seen[0][1] > 0.0

    @pytest.mark.parametrize("tolerance", [0, 1, -1, "x", float("nan"), None])
    def test_the_tolerance_is_a_share(self, tolerance: object) -> None:
        with pytest.raises(InvalidGameError, match="tolerance|number"):
            payoffs_without_transfers(game(TWO, "1/2"), tolerance=tolerance)

    def test_the_step_function_is_one(self) -> None:
        with pytest.raises(InvalidGameError, match="on_step"):
            payoffs_without_transfers(game(TWO, "1/2"), on_step=3)  # type: ignore[arg-type]

    def test_a_game_is_wanted(self) -> None:
        with pytest.raises(InvalidGameError, match="game"):
            payoffs_without_transfers(StageGame(DILEMMA))  # type: ignore[arg-type]

    def test_other_games_are_refused(self) -> None:
        three = StageGame.from_function((2, 2, 2), lambda *a: [sum(a) - 2 * x for x in a])
        with pytest.raises(UnsupportedGameError, match="3 player"):
            payoffs_without_transfers(RepeatedGame(three, "1/2"))
        private = PrivateValuation(1, (F(9, 10), F(1, 10)), (F(1, 2), F(1, 2)))
        stage = StageGame([[[1, 1], [2, 1]], [[1, 1], [0, 1]]])
        with pytest.raises((UnsupportedGameError, InvalidGameError)):
            payoffs_without_transfers(RepeatedGame(stage, "1/2", private))
        delta = cg.parameter("delta", 0, 1)
        with pytest.raises(UnsupportedGameError, match="parameter"):
            payoffs_without_transfers(RepeatedGame(StageGame(DILEMMA), delta, PerfectMonitoring()))


class TestParts:
    def test_normals_are_short_and_sorted(self) -> None:
        assert round_direction(0.25, 0.5) == (1, 2)
        assert round_direction(-3.0, 0.0) == (-1, 0)
        assert sort_normals([(0, -1), (1, 0), (1, 1), (1, 0)]) == ((1, 0), (1, 1), (0, -1))
        zero, one, half = fmpq(0), fmpq(1), fmpq(1, 2)
        assert exact_direction((zero, zero), (half, one)) == (2, -1)

    def test_half_planes_meet_in_corners(self) -> None:
        unit = unit_vectors([(1, 0), (1, 1), (0, 1), (-1, 0), (0, -1)])
        offsets = np.array([1.0, 10.0, 1.0, 0.0, 0.0])
        polygon = intersect(unit, offsets)
        assert polygon is not None
        assert len(polygon.corners) == 4
        assert 1 not in polygon.before
        assert intersect(unit, np.array([1.0, -1.0, 1.0, 0.0, 0.0])) is None

    def test_hulls_and_distances(self) -> None:
        points = np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 0.25], [2.0, 2.0], [0.0, 2.0]])
        corners = points[hull_indices(points)]
        assert len(corners) == 4
        gaps, nearest = distances(np.array([[1.0, 1.0], [3.0, 1.0], [3.0, 3.0]]), corners)
        assert np.allclose(gaps, [0.0, 1.0, np.sqrt(2.0)])
        assert np.allclose(nearest[1:], [[2.0, 1.0], [2.0, 2.0]])

    def test_programs_agree_with_another_solver(self) -> None:
        from scipy.optimize import linprog

        frame = frame_of(read_signal_game(game(THREE, "13/20")), fmpq(13, 20))
        arrays = frame.arrays
        turns = np.linspace(0.0, 6.0, 13)
        unit = np.stack([np.cos(turns), np.sin(turns)], axis=1)
        corners = arrays.payoffs[hull_indices(arrays.payoffs)]
        around = Corners.of_hull(corners)
        first = starts(arrays, around, arrays.needs)
        assert first.feasible.all()
        count = len(arrays.payoffs)
        tasks = Tasks(np.repeat(unit, count, axis=0), np.tile(np.arange(count), len(unit)))
        batch = solve(arrays, around, arrays.needs, tasks, first)
        signals, size = arrays.laws.shape[1], len(corners)
        for n, (direction, a) in enumerate(zip(tasks.directions, tasks.profiles, strict=True)):
            cost = np.concatenate([p * (corners @ direction) for p in arrays.laws[a]])
            rows = np.einsum("ky,jk->kyj", arrays.shifts[a], corners[:, arrays.who])
            done = linprog(
                -cost,
                A_ub=-rows.reshape(-1, signals * size),
                b_ub=-arrays.needs[a],
                A_eq=np.kron(np.eye(signals), np.ones(size)),
                b_eq=np.ones(signals),
            )
            weights = np.zeros(signals * size + 2 * len(arrays.who))
            weights[batch.bases[n]] = batch.levels[n]
            assert weights[: signals * size] @ cost == pytest.approx(-done.fun, abs=1e-9)
            assert (batch.levels[n] > -1e-9).all()

    def test_exact_corners_of_a_flat_set(self) -> None:
        frame = frame_of(read_signal_game(game(TWO, "13/20")), fmpq(13, 20))
        normals = sort_normals([(1, 0), (0, 1), (-1, 0), (0, -1), (1, -1), (-1, 1)])
        bound = {(1, 0): 1, (0, 1): 1, (-1, 0): 0, (0, -1): 0, (1, -1): 0, (-1, 1): 0}
        offsets = tuple(fmpq(bound[n]) for n in normals)
        # Units of 4 from -1 on.
        assert outer_vertices(Prover(frame, normals), offsets) == [
            (fmpq(-1), fmpq(-1)),
            (fmpq(3), fmpq(3)),
        ]

    def test_multipliers_that_prove_nothing_are_refused(self) -> None:
        frame = frame_of(read_signal_game(game(TWO, "13/20")), fmpq(13, 20))
        prover = Prover(frame, sort_normals([(1, 0), (0, 1), (-1, 0), (0, -1)]))
        every = np.arange(4)
        zero = (fmpq(0), fmpq(0))
        assert prover.exclusion(0, zero, prover.start(), every) is None
        dual = prover.dual(0, 0, zero, every)
        assert dual is not None
        # Without multipliers: the average of the profile and the best promise.
        expected = (1 - frame.discount) * prover.heights[0][0] + frame.discount * prover.start()[0]
        assert dual.at(prover.start()) == expected

    def test_steps_of_the_chain_hold(self) -> None:
        frame = frame_of(read_signal_game(game(FLAGS, "1/2")), fmpq(1, 2))
        found = enclose(frame, 1e-3, None)
        before = found.chain.prover.start()
        for item in found.chain.items:
            for dual in item.duals:
                i = dual.direction
                assert dual.at(item.offsets) <= item.offsets[i]
                assert dual.at(before) < before[i]
            assert all(b <= c for b, c in zip(item.offsets, before, strict=True))
            before = item.offsets


def test_transfers_are_refused() -> None:
    association = AnonymousGame(3, LinearPublicGood(benefit=2, cost=1))
    with pytest.raises((UnsupportedGameError, InvalidGameError)):
        payoffs_without_transfers(RepeatedGame(association, "1/2", PerfectMonitoring(), Fine()))
