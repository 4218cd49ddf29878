"""A strategy for every equilibrium payoff, and the check of penal codes of any kind."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames.arithmetic import Arithmetic, NumberField, nth_root, parameter
from coopgames.certificates import Certificate
from coopgames.errors import (
    CertificateError,
    InvalidGameError,
    MixedArithmeticError,
    NotConvergedError,
    UnsupportedGameError,
)
from coopgames.games import (
    AnonymousGame,
    Automaton,
    Fine,
    LinearPublicGood,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
    grim_trigger,
    prisoners_dilemma,
)
from coopgames.games.penal_codes import PenalCode
from coopgames.solvers import check_equilibrium
from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs
from coopgames.solvers.lotteries import exact_lottery, float_lottery
from coopgames.solvers.payoff_set import Origin, PayoffSet
from coopgames.solvers.penal_codes import automaton_for, check_penal_code
from coopgames.solvers.solution import Solution, Status

F = Fraction
PD = StageGame.from_rows([[(9, 9), (1, 10)], [(10, 1), (3, 3)]])
ABREU_SANNIKOV = StageGame.from_rows(
    [[(16, 9), (3, 13), (0, 3)], [(21, 1), (10, 4), (-1, 0)], [(9, 0), (5, -4), (-5, -15)]]
)
SMALL = prisoners_dilemma(3, 2, 0, -1)
PENNIES = StageGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
GRIM = PenalCode([(0, 1)], [((0, 0), [(0, 1)]), ((1, 1), [(1, 1)])], [1, 1])


def payoff_set(stage: StageGame, delta: object) -> PayoffSet:
    return equilibrium_payoffs(RepeatedGame(stage, delta)).value


def slow_values(game: RepeatedGame, code: PenalCode) -> list[list[float]]:
    """Return the values by repeated substitution, in floats: an independent twin."""
    stage, d = game.stage, float(game.discount_factor)  # type: ignore[arg-type]
    assert isinstance(stage, StageGame)
    rounds = next(n for n in range(1, 10**5) if d**n < 1e-9)
    players = range(stage.num_players)
    values = [[0.0 for _ in players] for _ in code.states]
    for _ in range(rounds):
        values = [
            [
                (1 - d) * float(stage.payoff(i, profile))  # type: ignore[arg-type]
                + d * sum(float(p) * values[t][i] for t, p in lottery)
                for i in players
            ]
            for profile, lottery in code.states
        ]
    return values


def check(payoffs: PayoffSet, point: Any) -> Solution[PenalCode]:
    """Attain a point, and look at everything that is promised about the answer."""
    answer = automaton_for(payoffs, point)
    code = answer.value
    assert answer.status is Status.PROVED
    assert answer.certificate is not None
    assert answer.certificate.kind == "penal_code"
    assert "subgame-perfect" in answer.certificate.check()
    assert answer.diagnostics["payoffs"] == tuple(point)
    assert payoffs.origin is not None
    vertices: Any = answer.diagnostics["vertices"]
    assert answer.diagnostics["values"] == tuple(payoffs.vertices[k] for k in vertices)
    assert [a for a, _ in code.states] == [payoffs.origin.profiles[k] for k in vertices]
    assert all(len(lottery) <= 3 for lottery in (code.start, *code.lotteries))
    slow = slow_values(payoffs.origin.game, code)
    exact: Any = answer.diagnostics["values"]
    assert all(
        float(x) == pytest.approx(y, abs=1e-6)
        for row, twin in zip(exact, slow, strict=True)
        for x, y in zip(row, twin, strict=True)
    )
    return answer


# ---------------------------------------------------------------- known sets


def test_irrational_corners_are_attained() -> None:
    payoffs = payoff_set(PD, "31/125")
    assert len(payoffs.vertices) == 4
    for vertex in payoffs.vertices:
        assert check(payoffs, vertex).value.start[0][1] == 1
    corner = next(v for v in payoffs.vertices if not isinstance(v[0], Fraction))
    answer = check(payoffs, corner)
    assert answer.value.field is not None
    assert float(corner[0]) == pytest.approx(9 + (0.752 + (0.752**2 - 48 + 192 * 0.248) ** 0.5) / 2)


def test_a_rational_point_beside_irrational_corners() -> None:
    payoffs = payoff_set(PD, "31/125")
    on_the_diagonal = check(payoffs, (5, 5))
    assert on_the_diagonal.value.field is None  # only rational vertices are needed
    assert len(on_the_diagonal.value.start) == 2
    inside = check(payoffs, (7, 8))
    assert inside.value.field is not None
    assert len(inside.value.start) == 3


def test_an_irrational_point_between_rational_corners() -> None:
    payoffs = payoff_set(PD, "31/125")
    (corner,) = (v for v in payoffs.vertices if not isinstance(v[0], Fraction))
    field = NumberField(corner[0])
    share = field.generator - 9  # between 0 and 1
    point = [3 + 6 * share] * 2
    answer = automaton_for(payoffs, point)
    assert answer.status is Status.PROVED
    assert answer.diagnostics["payoffs"] == tuple(x.number() for x in point)
    assert answer.value.start == ((0, 1 - share), (answer.value.start[1][0], share))
    # A state that play never reaches gives the certificate a number of the field.
    assert len(answer.value.states) > 2


def test_a_segment_and_a_point() -> None:
    segment = payoff_set(PD, "1/5")
    assert segment.dimension == 1
    assert check(segment, (7, 7)).value.start == ((0, F(1, 3)), (1, F(2, 3)))
    assert check(segment, (9, 9)).value.automaton(PD).start == "state 1"
    point = payoff_set(PD, "1/10")
    assert point.dimension == 0
    assert automaton_for(point, ("3", 3)) == check(point, (3, 3))
    assert check(point, (3, 3)).value == PenalCode([(0, 1)], [((1, 1), [(0, 1)])], [0, 0])


def test_without_a_future_each_vertex_stays() -> None:
    battle = StageGame.from_rows([[(2, 1), (0, 0)], [(0, 0), (1, 2)]])
    code = check(payoff_set(battle, 0), (F(3, 2), F(3, 2))).value
    assert code.start == ((0, F(1, 2)), (1, F(1, 2)))
    assert code.lotteries == (((0, 1),), ((1, 1),))


@pytest.mark.parametrize("delta", ["3/10", "2/5", "1/2", "3/5", "9/10", "99/100"])
def test_the_example_of_abreu_and_sannikov(delta: str) -> None:
    payoffs = payoff_set(ABREU_SANNIKOV, delta)
    for vertex in payoffs.vertices:
        check(payoffs, vertex)
    check(payoffs, (10, 4))
    assert len(payoffs.vertices) > 4


def test_the_punishments_are_the_worst_vertices() -> None:
    payoffs = payoff_set(ABREU_SANNIKOV, "1/2")
    answer = check(payoffs, (16, 9))
    values: Any = answer.diagnostics["values"]
    for i, state in enumerate(answer.value.punishments):
        assert values[state][i] == min(v[i] for v in payoffs.vertices)


games = st.builds(
    lambda cells: StageGame.from_rows([[(a, b), (c, d)] for a, b, c, d in cells]),
    st.lists(st.tuples(*[st.integers(-5, 5)] * 4), min_size=2, max_size=3),
)
factors = st.sampled_from([F(0), F(1, 5), F(1, 3), F(1, 2), F(7, 10), F(19, 20)])


@settings(max_examples=25, derandomize=True)
@given(games, factors, st.lists(st.integers(0, 4), min_size=8, max_size=8))
def test_every_vertex_and_every_mean_is_attained(
    stage: StageGame, delta: Fraction, weights: list[int]
) -> None:
    answer = equilibrium_payoffs(RepeatedGame(stage, delta))
    payoffs = answer.value
    if not payoffs.vertices or answer.diagnostics["irrational"]:
        return
    corners = payoffs.vertices
    used = [weights[k % 8] for k in range(len(corners))]
    for mix in ([1] * len(corners), used if any(used) else [1] * len(corners)):
        total = sum(mix)
        mean = tuple(
            sum((w * c[i] for w, c in zip(mix, corners, strict=True)), start=F(0)) / total
            for i in (0, 1)
        )
        check(payoffs, mean)
    for corner in corners:
        check(payoffs, corner)


# ---------------------------------------------------------------- floats


def test_floats_have_a_code_in_floats() -> None:
    for delta in (0.1, 0.2, 0.248, 0.5, 0.9, 0.9999):
        payoffs = payoff_set(PD.to_float(), delta)
        for point in payoffs.vertices:
            answer = automaton_for(payoffs, point)
            assert answer.status is Status.FLOAT
            assert answer.certificate is None
            assert answer.value.arithmetic is Arithmetic.FLOAT
            assert answer.diagnostics["payoffs"] == pytest.approx(point, abs=1e-8)
    inside = automaton_for(payoff_set(PD.to_float(), 0.5), (5, 5.5))
    assert inside.diagnostics["payoffs"] == pytest.approx((5, 5.5))
    with pytest.raises(InvalidGameError, match="point: got"):
        automaton_for(payoff_set(PD.to_float(), 0.5), (9.5, 9.5))


def test_a_wrong_set_of_floats_carries_no_code() -> None:
    game = RepeatedGame(PD.to_float(), 0.2)
    wrong = PayoffSet.of_corners([(3.0, 3.0), (10.0, 1.0)], None, Origin(game, ((1, 1), (1, 0))))
    with pytest.raises(NotConvergedError, match="more than the tolerance"):
        automaton_for(wrong, (10.0, 1.0))


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("delta", "point", "words"),
    [
        ("1/2", (10, 10), r"point: got \(10, 10\), expected a point of PayoffSet"),
        ("1/5", (7, 8), "expected a point of"),
        ("1/5", (10, 10), "expected a point of"),
        ("1/10", (3, 4), "expected a point of"),
        ("1/2", (5,), "a pair of numbers"),
        ("1/2", 5, "a pair of numbers"),
        ("1/2", "55", "a pair of numbers"),
        ("1/2", ("five", 5), "point: got 'five'"),
        ("1/2", (nth_root(F(30), 2), 5), "rational numbers, as the vertices"),
        ("31/125", (nth_root(F(30), 2), 5), "numbers of the field of"),
    ],
)
def test_points_elsewhere_are_refused(delta: str, point: Any, words: str) -> None:
    with pytest.raises(InvalidGameError, match=words):
        automaton_for(payoff_set(PD, delta), point)


def test_rational_elements_of_a_field_are_rational_points() -> None:
    root = NumberField(nth_root(F(2), 2)).generator
    answer = check(payoff_set(PD, "1/5"), (7, 7))
    assert automaton_for(payoff_set(PD, "1/5"), (root * root + 5, 7)) == answer
    with pytest.raises(InvalidGameError, match="rational numbers, as the vertices"):
        automaton_for(payoff_set(PD, "1/5"), (root + 5, 7))


def test_floats_are_no_points_of_an_exact_set() -> None:
    with pytest.raises(MixedArithmeticError, match="point: got the float 3.5"):
        automaton_for(payoff_set(PD, "1/2"), (3.5, 3))


def test_the_set_must_come_from_a_game() -> None:
    with pytest.raises(InvalidGameError, match="equilibrium_payoffs: it knows the game"):
        automaton_for(PayoffSet([(3, 3), (9, 9)]), (3, 3))
    with pytest.raises(InvalidGameError, match="got an empty set"):
        automaton_for(payoff_set(PENNIES, "1/2"), (0, 0))
    with pytest.raises(InvalidGameError, match="such as the .value of"):
        automaton_for(equilibrium_payoffs(RepeatedGame(PD, "1/2")), (3, 3))  # type: ignore[arg-type]


def test_a_false_origin_is_found_out() -> None:
    game = RepeatedGame(PD, "1/5")
    corners = [(F(3), F(3)), (F(9), F(9))]
    outside = PayoffSet.of_corners(corners, None, Origin(game, ((1, 1), (1, 1))))
    with pytest.raises(InvalidGameError, match="a profile that supports the vertex 1"):
        automaton_for(outside, (9, 9))
    tempted = PayoffSet.of_corners(corners, None, Origin(game.at("1/8"), ((1, 1), (0, 0))))
    with pytest.raises(InvalidGameError, match="whose profiles support its vertices"):
        automaton_for(tempted, (9, 9))


# ---------------------------------------------------------------- the check of a code


@pytest.mark.parametrize("delta", ["1/4", "1/3", "2/3"])
def test_codes_without_lotteries_are_checked_like_automata(delta: str) -> None:
    game = RepeatedGame(SMALL, delta)
    mine = check_penal_code(game, GRIM)
    plain = check_equilibrium(game, grim_trigger(SMALL, (0, 0), (1, 1)))
    assert mine.value == plain.value
    assert mine.diagnostics["deviation"].gain == plain.diagnostics["deviation"].gain  # type: ignore[attr-defined]
    values: Any = plain.diagnostics["values"]
    assert mine.diagnostics["values"] == tuple(map(tuple, values))
    assert mine.status is (Status.PROVED if plain.value else Status.REFUTED)
    assert mine.certificate is not None
    mine.certificate.check()
    assert mine.certificate.kind == ("penal_code" if plain.value else "profitable_deviation")


def test_the_threshold_of_a_lottery() -> None:
    # Cooperation that ends with probability 1/2 each period: V = 2 (1 - d) + d V / 2, and shirking
    # gives 3 (1 - d). It does not pay iff 3 (1 - d / 2) <= 2, that is, d >= 2/3.
    half = PenalCode([(0, 1)], [((0, 0), [(0, "1/2"), (1, "1/2")]), ((1, 1), [(1, 1)])], [1, 1])
    for delta, holds in (("2/3", True), ("665/1000", False)):
        answer = check_penal_code(RepeatedGame(SMALL, delta), half)
        assert answer.value is holds
        assert (answer.certificate is not None) is holds
        assert answer.status is (Status.PROVED if holds else Status.EXACT_UNCERTIFIED)
    deviation: Any = answer.diagnostics["deviation"]
    assert (deviation.state, deviation.player, deviation.action) == ("state 0", "1", "defect")
    assert deviation.gain > 0


def test_three_players() -> None:
    stage = StageGame.from_function(
        (2, 2, 2), lambda *a: tuple(2 * (3 - sum(a)) + 3 * x for x in a)
    )
    code = PenalCode(
        [(0, "1/3"), (1, "2/3")],
        [((0, 0, 0), [(0, "3/4"), (1, "1/4")]), ((1, 1, 1), [(1, 1)])],
        [1, 1, 1],
    )
    answer = check_penal_code(RepeatedGame(stage, "1/2"), code)
    assert answer.value
    assert answer.status is Status.PROVED
    # V = 6 / 2 + (3 V / 4 + 3 / 4) / 2 = 27 / 5 while they work, and 3 once they shirk.
    assert answer.diagnostics["payoffs"] == (F(27, 5) / 3 + F(3) * 2 / 3,) * 3
    assert not check_penal_code(RepeatedGame(stage, "1/4"), code).value


def test_irrational_lotteries_between_equal_states_have_no_kind() -> None:
    root = NumberField(nth_root(F(2), 2)).generator
    loop = [((1, 1), [(0, root - 1), (1, 2 - root)]), ((1, 1), [(1, 1)])]
    answer = check_penal_code(RepeatedGame(SMALL, "1/2"), PenalCode([(0, 1)], loop, [0, 0]))
    assert answer.value
    assert (answer.status, answer.certificate) == (Status.EXACT_UNCERTIFIED, None)
    assert answer.diagnostics["payoffs"] == (0, 0)


def test_an_irrational_lottery_is_solved_in_its_field() -> None:
    root = NumberField(nth_root(F(2), 2)).generator
    states = [((0, 0), [(0, root - 1), (1, 2 - root)]), ((1, 1), [(1, 1)])]
    code = PenalCode([(0, 1)], states, [1, 1])
    answer = check_penal_code(RepeatedGame(SMALL, "9/10"), code)
    assert answer.status is Status.PROVED
    # V = 2 (1 - d) + d (sqrt 2 - 1) V
    expected = (F(1, 5) / (1 - F(9, 10) * (root - 1))).number()
    assert answer.diagnostics["payoffs"] == (expected, expected)


def test_harsher_than_needed_is_not_the_form_of_the_kind() -> None:
    # Both punishments are the good state: no deterrent, but none is needed in a Nash profile.
    states = [((1, 1), [(0, 1)]), ((1, 1), [(0, 1)])]
    code = PenalCode([(0, 1)], states, [1, 1])
    answer = check_penal_code(RepeatedGame(SMALL, "1/2"), code)
    assert answer.value
    assert answer.certificate is not None
    assert answer.certificate.kind == "automaton_equilibrium"  # there, any punishment may stand
    mixed = PenalCode([(0, "1/2"), (1, "1/2")], states, [1, 1])
    assert check_penal_code(RepeatedGame(SMALL, "1/2"), mixed).status is Status.EXACT_UNCERTIFIED


def test_at_discount_factor_zero_lotteries_do_not_matter() -> None:
    code = PenalCode([(0, 1)], [((1, 1), [(1, 1)]), ((1, 1), [(0, 1)])], [0, 0])
    answer = check_penal_code(RepeatedGame(SMALL, 0), code)
    assert answer.value
    assert answer.certificate is not None
    assert not check_penal_code(RepeatedGame(SMALL, 0), GRIM).value


def test_states_that_no_history_reaches_do_not_matter() -> None:
    game = RepeatedGame(SMALL, "1/2")
    bad = ((0, 1), [(2, 1)])
    for law in ([(0, 1)], [(0, "1/2"), (1, "1/2")]):
        code = PenalCode([(0, 1)], [((1, 1), law), ((1, 1), [(0, 1)]), bad], [0, 0])
        answer = check_penal_code(game, code)
        assert (answer.value, answer.status) == (True, Status.PROVED)
        assert answer.certificate is not None
        assert "is a subgame-perfect equilibrium" in answer.certificate.check()
        assert answer.diagnostics["deviation"].gain <= 0  # type: ignore[attr-defined]
        assert len(answer.diagnostics["values"]) == 3  # type: ignore[arg-type]
        # The same state after a deviation, or from the start on, does matter.
        for start, punishments in (([(0, 1)], [0, 2]), ([(0, "1/2"), (2, "1/2")], [0, 0])):
            refuted = check_penal_code(game, PenalCode(start, code.states, punishments))
            assert refuted.value is False
            assert refuted.diagnostics["deviation"].gain > 0  # type: ignore[attr-defined]


def test_where_nobody_has_a_choice_nobody_gains() -> None:
    game = RepeatedGame(StageGame([[[2]], [[1]]]), "1/2")
    answer = check_penal_code(game, PenalCode([(0, 1)], [((0, 0), [(0, 1)])], [0, 0]))
    assert answer.value
    assert answer.status is Status.PROVED
    assert answer.diagnostics["deviation"].gain == 0  # type: ignore[attr-defined]


def test_floats_count_gains_beyond_rounding() -> None:
    for scale in (1e-9, 1.0, 1e9):
        stage = prisoners_dilemma(3 * scale, 2 * scale, 0.0, -scale)
        at, below = (check_penal_code(RepeatedGame(stage, d), GRIM) for d in (1 / 3, 0.33))
        assert (at.value, below.value) == (True, False)
        assert at.status is Status.FLOAT
        assert at.diagnostics["tolerance"] == pytest.approx(4e-9 * scale)
    floats = PenalCode([(0, 0.5), (1, 0.5)], [((0, 0), [(0, 1)]), ((1, 1), [(1, 1)])], [1, 1])
    answer = check_penal_code(RepeatedGame(SMALL.to_float(), 0.5), floats)
    assert answer.diagnostics["payoffs"] == (1.0, 1.0)


def test_games_without_a_check_are_refused() -> None:
    with pytest.raises(InvalidGameError, match="game: got"):
        check_penal_code(SMALL, GRIM)  # type: ignore[arg-type]
    plan = Automaton(["s"], "s", {"s": (1, 1)}, {"s": "s"})
    with pytest.raises(InvalidGameError, match="check_equilibrium takes other plans"):
        check_penal_code(RepeatedGame(SMALL, "1/2"), plan)  # type: ignore[arg-type]
    three = PenalCode([(0, 1)], [((1, 1, 1), [(0, 1)])], [0, 0, 0])
    with pytest.raises(InvalidGameError, match="3 players"):
        check_penal_code(RepeatedGame(SMALL, "1/2"), three)
    half = PenalCode([(0, 0.5), (1, 0.5)], [((0, 0), [(0, 1)]), ((1, 1), [(1, 1)])], [1, 1])
    with pytest.raises(MixedArithmeticError, match="float probabilities in an exact game"):
        check_penal_code(RepeatedGame(SMALL, "1/2"), half)
    noisy = PublicMonitoring([[["1/2", "1/2"]] * 2] * 2)
    unsupported = [
        RepeatedGame(SMALL, parameter("delta", 0, 1)),
        RepeatedGame(SMALL, "1/2", transfers=Fine()),
        RepeatedGame(SMALL, "1/2", lag=2),
        RepeatedGame(SMALL, "1/2", noisy),
        RepeatedGame(AnonymousGame(3, LinearPublicGood(3, 4)), "1/2"),
    ]
    for game in unsupported:
        with pytest.raises(UnsupportedGameError, match="game: "):
            check_penal_code(game, GRIM)


def test_large_games_have_no_certificate() -> None:
    stage = StageGame.from_function((101, 100), lambda a, b: (a, b))
    code = PenalCode([(0, 1)], [((100, 99), [(0, 1)])], [0, 0])
    answer = check_penal_code(RepeatedGame(stage, "1/2"), code)
    assert answer.value
    assert (answer.status, answer.certificate) == (Status.EXACT_UNCERTIFIED, None)
    assert "not certified" in answer.method


def test_a_certificate_that_is_refused_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Certificate) -> str:
        raise CertificateError("certificate rejected: too much work to be checked")

    monkeypatch.setattr(Certificate, "check", refuse)
    answer = check_penal_code(RepeatedGame(SMALL, "1/2"), GRIM)
    assert answer.value
    assert (answer.status, answer.certificate) == (Status.EXACT_UNCERTIFIED, None)
    assert "too much work to be checked" in answer.method


def test_the_certificate_is_bound_to_the_game() -> None:
    answer = automaton_for(payoff_set(PD, "1/5"), (7, 7))
    assert answer.certificate is not None
    document = json.loads(answer.certificate.to_json())
    fields = {k: document[k] for k in ("field", "start", "states", "punishments", "values")}
    fields |= {k: document[k] for k in ("payoffs", "uniform_payoffs")}
    fields["payoffs"] = ["8", "8"]
    with pytest.raises(CertificateError, match="not the payoff of the start"):
        Certificate.seal("penal_code", document["game"], fields).check()


# ---------------------------------------------------------------- lotteries

SQUARE = [(F(0), F(0)), (F(2), F(0)), (F(2), F(2)), (F(0), F(2))]


@pytest.mark.parametrize(
    ("point", "corners"),
    [
        ((2, 2), [2]),
        ((1, 0), [0, 1]),
        ((2, F(1, 2)), [1, 2]),
        ((0, 1), [0, 3]),
        ((F(1, 2), F(1, 2)), [0, 2]),
        ((F(1, 2), F(3, 2)), [1, 3]),
        ((F(3, 2), F(3, 4)), [0, 1, 2]),
        ((F(1, 3), F(1, 2)), [0, 2, 3]),
        ((3, 0), None),
        ((-1, 1), None),
        ((F(21, 10), 1), None),
    ],
)
def test_lotteries_are_over_as_few_corners_as_will_do(point: Any, corners: Any) -> None:
    lottery = exact_lottery(SQUARE, point)
    assert (None if lottery is None else [k for k, _ in lottery]) == corners
    if lottery is not None:
        assert sum(p for _, p in lottery) == 1
        assert tuple(sum(p * SQUARE[k][i] for k, p in lottery) for i in (0, 1)) == point
        nearest, distance = float_lottery(
            [(float(x), float(y)) for x, y in SQUARE], (float(point[0]), float(point[1]))
        )
        assert distance == 0
        mean = [sum(p * float(SQUARE[k][i]) for k, p in nearest) for i in (0, 1)]
        assert mean == pytest.approx([float(x) for x in point])


def test_small_sets_have_lotteries_too() -> None:
    assert exact_lottery([], (F(0), F(0))) is None
    assert exact_lottery(SQUARE[:1], (F(0), F(1))) is None
    assert exact_lottery(SQUARE[:2], (F(3), F(0))) is None
    assert exact_lottery(SQUARE[:2], (F(1), F(1))) is None
    assert float_lottery([(1.0, 1.0)], (4.0, 5.0)) == ([(0, 1.0)], 5.0)
    assert float_lottery([(0.0, 0.0), (1.0, 0.0)], (3.0, 0.0)) == ([(1, 1.0)], 2.0)


@pytest.mark.parametrize("unit", [1e-165, 1e-11, 1e170])
def test_float_codes_do_not_depend_on_the_unit(unit: float) -> None:
    rows = [[(9.0, 9.0), (1.0, 10.0)], [(10.0, 1.0), (3.0, 3.0)]]
    scaled = [[tuple(x * unit for x in pair) for pair in row] for row in rows]
    game = RepeatedGame(StageGame.from_rows(scaled), 0.25)
    payoffs = equilibrium_payoffs(game).value
    code = automaton_for(payoffs, (7 * unit, 8 * unit)).value
    assert len(code.states) == 3
    with pytest.raises(InvalidGameError, match="point"):
        automaton_for(payoffs, (1e308, 1e308))
