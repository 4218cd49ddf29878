from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

import coopgames as cg
from coopgames.certificates import Certificate
from coopgames.errors import (
    CertificateError,
    InvalidGameError,
    MixedArithmeticError,
    UnsupportedGameError,
)
from coopgames.games import (
    AnonymousGame,
    Fine,
    LinearPublicGood,
    PerfectMonitoring,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
    prisoners_dilemma,
)
from coopgames.solvers.limits import STRATEGIES, limit_payoffs, limit_score
from coopgames.solvers.polytopes import Polytope
from coopgames.solvers.public.signal_game import read_signal_game
from coopgames.solvers.solution import Status

F = Fraction
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
PD = prisoners_dilemma(3, 2, 0, -1)
PD_CELLS = [[[2, -1], [3, 0]], [[2, 3], [-1, 0]]]


def game(stage: Any, monitoring: Any = None, delta: object = "1/2") -> RepeatedGame:
    stage = stage if isinstance(stage, StageGame) else StageGame(stage)
    return RepeatedGame(stage, delta, monitoring)


def silent(stage: Any) -> RepeatedGame:
    """The same signal whatever anybody does."""
    whole = stage if isinstance(stage, StageGame) else StageGame(stage)
    laws = StageGame.from_function(whole.shape, lambda *_: [0] * len(whole.shape)).cells[0]
    rows = [["1"] for _ in laws]
    return RepeatedGame(whole, "1/2", PublicMonitoring(nested(rows, whole.shape)))


def nested(rows: list[Any], shape: tuple[int, ...]) -> Any:
    if len(shape) == 1:
        return rows
    size = len(rows) // shape[0]
    return [nested(rows[k * size : (k + 1) * size], shape[1:]) for k in range(shape[0])]


def corners(answer: Any) -> list[tuple[Any, ...]]:
    return [tuple(v) for v in answer.value.vertices]


def points(*texts: tuple[str, ...]) -> list[tuple[F, ...]]:
    return [tuple(F(x) for x in text) for text in texts]


# --- two players --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("repeated", "vertices"),
    [
        (
            game(PD, TWO),
            points(("0", "0"), ("1428/601", "224/601"), ("7/4", "7/4"), ("224/601", "1428/601")),
        ),
        (game(PD, THREE), points(("0", "0"), ("8/3", "0"), ("2", "2"), ("0", "8/3"))),
        (
            game(
                [[["3", "0"], ["4", "1/2"]], [["2", "5/2"], ["-1", "0"]]],
                PublicMonitoring(
                    [
                        [("7/10", "3/20", "3/20"), ("2/5", "3/20", "9/20")],
                        [("2/5", "9/20", "3/20"), ("1/4", "3/8", "3/8")],
                    ]
                ),
            ),
            points(("1/2", "0"), ("11/3", "0"), ("3", "2"), ("1/2", "29/12")),
        ),
    ],
    ids=["two signals", "three signals", "unequal players"],
)
def test_known_limit_sets(repeated: RepeatedGame, vertices: list[tuple[F, ...]]) -> None:
    answer = limit_payoffs(repeated)
    assert corners(answer) == vertices
    assert answer.status is Status.PROVED
    assert answer.certificate is not None
    assert "converge to Q as the discount factor tends to 1" in answer.certificate.check()
    assert answer.diagnostics["interior"] is True
    assert "converge to it" in answer.method


def test_the_scores_cut_out_the_set() -> None:
    answer = limit_payoffs(game(PD, TWO))
    scores: Any = answer.diagnostics["scores"]
    assert scores[0, -1] == scores[-1, 0] == 0
    assert scores[1, 0] == scores[0, 1]
    for direction, score in scores.items():
        assert answer.value.support(direction) <= score
        assert limit_score(game(PD, TWO), direction).value == score


@pytest.mark.parametrize(
    ("direction", "score"),
    [
        ((1, 2), F(21, 4)),
        ((-1, 2), F(7)),
        ((-1, 0), F(0)),
        ((1, 1), F(7, 2)),
        (("1/2", 1), F(21, 8)),
    ],
)
def test_known_scores(direction: tuple[object, ...], score: Fraction) -> None:
    answer = limit_score(game(PD, TWO), direction)
    assert answer.value == score
    assert answer.status is Status.EXACT_UNCERTIFIED
    scores: Any = answer.diagnostics["scores"]
    assert max(scores.values()) == scores[answer.diagnostics["profile"]] == score
    assert list(scores) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_the_score_of_an_axis_can_be_below_the_limit_of_its_neighbours() -> None:
    # Nobody sees whether player 2 works while player 1 shirks: (1, 0) cannot be enforced. To work
    # himself player 1 must be punished in a signal that costs him 2 with probability 1/10; in the
    # directions beside the axis player 2 can have what he loses.
    shirk = ("3/10", "3/5", "1/10")
    signals = PublicMonitoring([[("4/5", "1/10", "1/10"), ("3/10", "1/10", "3/5")], [shirk, shirk]])
    repeated = game(PD, signals)
    assert limit_score(repeated, (1, 0)).value == F(9, 5)
    assert limit_score(repeated, (10**6, 1)).value == 2 * 10**6 + 2
    answer = limit_payoffs(repeated)
    scores: Any = answer.diagnostics["scores"]
    assert scores[1, 0] == answer.value.support((1, 0)) == F(9, 5)
    assert answer.status is Status.PROVED


def test_nothing_is_enforced_and_nothing_is_reached() -> None:
    # Matching pennies without any signal: no profile can be enforced.
    answer = limit_payoffs(silent([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]))
    assert answer.value.vertices == ()
    assert answer.status is Status.PROVED
    assert answer.certificate is not None
    assert "do not exist at any discount factor" in answer.certificate.check()
    scores: Any = answer.diagnostics["scores"]
    assert set(scores.values()) == {None}
    assert limit_score(silent([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]), (1, 1)).value is None
    assert "none at any discount factor" in answer.method


def test_profiles_are_enforced_but_the_half_planes_do_not_meet() -> None:
    # Matching pennies with perfect monitoring: both must get at least 1 of a sum of 0.
    pennies = StageGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    answer = limit_payoffs(game(pennies))
    assert answer.value.vertices == ()
    assert answer.status is Status.PROVED
    scores: Any = answer.diagnostics["scores"]
    assert scores[-1, 0] == scores[0, -1] == -1


def test_half_planes_of_opposite_axes_need_not_meet() -> None:
    # Only player 1's action can be told, with noise: he is kept at (H, T) and (T, H), at a cost.
    heads, tails = ("3/4", "1/4"), ("1/4", "3/4")
    stage = StageGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    answer = limit_payoffs(game(stage, PublicMonitoring([[heads, heads], [tails, tails]])))
    assert answer.value.vertices == ()
    assert answer.status is Status.PROVED
    scores: Any = answer.diagnostics["scores"]
    assert (scores[1, 0], scores[-1, 0]) == (-2, -2)


def test_without_information_only_static_equilibria_are_left() -> None:
    answer = limit_payoffs(silent(PD))
    assert corners(answer) == points(("0", "0"))
    assert answer.status is Status.EXACT_UNCERTIFIED
    assert answer.certificate is None
    assert answer.diagnostics["outer"] == answer.value
    outer: Any = answer.diagnostics["outer_certificate"]
    assert isinstance(outer, Certificate)
    assert "converge" not in outer.check()
    assert "on a line or at a point" in answer.method


def test_a_point_that_no_static_equilibrium_has_is_left_out() -> None:
    # The signal tells only what player 2 does. The scores leave (0, 0), where somebody gains.
    stage = StageGame([[[-1, 1], [0, -1]], [[0, -1], [0, 2]]])
    told = PublicMonitoring([[(1, 0), ("1/2", "1/2")], [(1, 0), ("1/2", "1/2")]])
    answer = limit_payoffs(game(stage, told))
    outer: Any = answer.diagnostics["outer"]
    assert outer.vertices == ((0, 0),)
    assert answer.value.vertices == ()
    assert "none at any discount factor" in answer.method
    assert answer.status is Status.EXACT_UNCERTIFIED


def test_a_flat_set_is_followed_on_its_line() -> None:
    # Common interests: all payoffs on the diagonal, everything seen.
    common = [[[2, 0], [0, 1]], [[2, 0], [0, 1]]]
    answer = limit_payoffs(game(common))
    outer: Any = answer.diagnostics["outer"]
    patient = cg.equilibrium_payoffs(game(common, delta="999/1000")).value
    assert answer.value == patient
    assert corners(answer) == points(("1", "1"), ("2", "2"))
    assert outer.contains((1, 1))
    assert outer.contains((2, 2))
    assert answer.status is Status.EXACT_UNCERTIFIED


def test_a_line_can_leave_less_than_its_outer_bound() -> None:
    stage = StageGame([[[-1, -1], [-1, 2]], [[-1, 1], [0, 1]]])
    answer = limit_payoffs(game(stage))
    outer: Any = answer.diagnostics["outer"]
    assert list(outer.vertices) == points(("-1", "1"), ("2", "1"))
    assert corners(answer) == points(("2", "1"))
    assert cg.equilibrium_payoffs(game(stage, delta="999/1000")).value == answer.value


def test_promises_along_a_line_reach_less_than_free_ones() -> None:
    # The scores leave the segment from the static equilibrium (0, 2) towards (2, -1). On it player
    # 2 works at (0, 0) only if paid 8/3 of the direction (2/3, -1) in a signal that is certain:
    # of the three steps to (2, -1) a third of one is left.
    stage = StageGame([[[2, -1], [2, 0]], [[-1, 1], [-1, 2]]])
    told = PublicMonitoring([[(0, 1), ("3/4", "1/4")], [(0, 1), ("1/2", "1/2")]])
    answer = limit_payoffs(game(stage, told))
    outer: Any = answer.diagnostics["outer"]
    assert list(outer.vertices) == points(("0", "2"), ("2/3", "1"))
    assert corners(answer) == points(("0", "2"), ("2/9", "5/3"))


def test_promises_along_a_line_can_reach_nothing() -> None:
    # Player 1 gets 2 in either profile on the line; player 2 gets at most -1, and at least 1/3.
    stage = StageGame([[[2, -1], [1, 2]], [[1, 2], [0, -1]]])
    told = PublicMonitoring([[("1/2", "1/2"), ("3/4", "1/4")], [("3/4", "1/4"), (0, 1)]])
    answer = limit_payoffs(game(stage, told))
    outer: Any = answer.diagnostics["outer"]
    assert list(outer.vertices) == points(("2", "0"), ("2", "1/5"))
    assert answer.value.vertices == ()


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 1), (1, 3)])
def test_players_with_one_action(shape: tuple[int, int]) -> None:
    stage = StageGame.from_function(shape, lambda a, b: [a + 2 * b, a - b])
    answer = limit_payoffs(game(stage))
    best = cg.equilibrium_payoffs(game(stage, delta="99/100")).value
    assert answer.value == best
    if shape == (1, 1):
        assert corners(answer) == points(("0", "0"))


def test_the_discount_factor_does_not_matter() -> None:
    family = game(PD, TWO, cg.parameter("delta", 0, 1))
    answers = [limit_payoffs(g) for g in (family, game(PD, TWO, 0), game(PD, TWO, "9/10"))]
    assert len({a.value for a in answers}) == 1
    assert len({a.certificate for a in answers}) == 1


def test_perfect_monitoring_is_a_signal_for_each_profile() -> None:
    laws = [[[int(y == 2 * a + b) for y in range(4)] for b in range(2)] for a in range(2)]
    seen, told = limit_payoffs(game(PD)), limit_payoffs(game(PD, PublicMonitoring(laws)))
    assert isinstance(game(PD).monitoring, PerfectMonitoring)
    assert seen.value == told.value == cg.individually_rational_payoffs(PD).value
    assert seen.certificate == told.certificate


def test_units_of_payoffs_do_not_matter() -> None:
    scale, origin = F(10) ** 30, F(-7, 3)
    rows = [[[scale * F(x) + origin for x in row] for row in cells] for cells in PD_ROWS]
    scaled = limit_payoffs(game(rows, TWO))
    plain = limit_payoffs(game(PD_ROWS, TWO))
    assert corners(scaled) == [tuple(scale * x + origin for x in v) for v in plain.value.vertices]
    assert scaled.status is Status.PROVED


PD_ROWS = [[[2, -1], [3, 0]], [[2, 3], [-1, 0]]]


def test_floats_are_read_as_decimals_and_rounded_once() -> None:
    stage = StageGame([[[2.0, -1.0], [3.0, 0.0]], [[2.0, 3.0], [-1.0, 0.0]]])
    signals = PublicMonitoring([[(0.9, 0.1), (0.5, 0.5)], [(0.5, 0.5), (0.2, 0.8)]])
    answer, exact = limit_payoffs(game(stage, signals, 0.5)), limit_payoffs(game(PD, TWO))
    assert answer.status is Status.FLOAT
    assert answer.certificate is None
    assert corners(answer) == [tuple(map(float, v)) for v in exact.value.vertices]
    assert answer.diagnostics["interior"] is True
    scores: Any = answer.diagnostics["scores"]
    assert all(isinstance(s, float) for s in scores.values())
    assert "decimals" in answer.method
    score = limit_score(game(stage, signals, 0.5), (1, 1))
    assert (score.value, score.status) == (3.5, Status.FLOAT)
    silent_floats = game(stage, PublicMonitoring([[(1.0,), (1.0,)], [(1.0,), (1.0,)]]), 0.5)
    flat = limit_payoffs(silent_floats)
    assert corners(flat) == [(0.0, 0.0)]
    assert flat.diagnostics["outer_certificate"] is None


def test_scores_beyond_the_range_of_floats() -> None:
    stage = StageGame([[[1.7e308]], [[1.7e308]]])
    with pytest.raises(UnsupportedGameError, match="beyond the range of floats"):
        limit_score(game(stage, delta=0.5), (1, 1))


def test_a_refused_certificate_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Certificate) -> str:
        raise CertificateError("certificate rejected: too much work")

    monkeypatch.setattr(Certificate, "check", refuse)
    answer = limit_payoffs(game(PD, TWO))
    assert answer.status is Status.EXACT_UNCERTIFIED
    assert answer.certificate is None
    assert answer.diagnostics["refused"] == "certificate rejected: too much work"


@pytest.mark.parametrize("unit", [F(10**5000), F(1, 10**5000)], ids=["huge", "tiny"])
def test_numbers_that_python_does_not_print(unit: Fraction) -> None:
    """Python prints no integer of more than 4,300 digits; certificates and reprs have them."""
    scaled = StageGame([[[x * unit for x in row] for row in cells] for cells in PD_CELLS])
    answer = limit_payoffs(game(scaled, TWO))
    assert answer.status is Status.PROVED
    assert answer.value.support((1, 1)) == unit * F(7, 2)
    assert "EXACT_UNCERTIFIED" in repr(limit_score(game(scaled, TWO), (1, 1)))


def test_a_certificate_with_too_long_numbers_is_explained() -> None:
    tiny = F(1, 10**5000)
    laws = PublicMonitoring([[(1 - tiny, tiny), FAIR], [FAIR, BAD]])
    answer = limit_payoffs(game(PD, laws))
    assert answer.status is Status.EXACT_UNCERTIFIED
    assert "too long" in str(answer.diagnostics["refused"])


def test_a_parameter_in_the_signals_is_not_supported() -> None:
    x = cg.parameter("x", 0, 1)
    asked = game(PD, PublicMonitoring([[(1 - x, x), FAIR], [FAIR, BAD]]))
    for verb in (limit_payoffs, lambda g: limit_score(g, (1, 1)), read_signal_game):
        with pytest.raises(UnsupportedGameError, match="probabilities: got"):
            verb(asked)


def test_changed_certificates_are_refused() -> None:
    certificate = limit_payoffs(game(PD, TWO)).certificate
    assert certificate is not None
    document = certificate.document
    fields = {
        key: value
        for key, value in document.items()
        if key not in ("format", "version", "kind", "game", "game_digest", "digest")
    }
    assert Certificate.seal("limit_set", document["game"], fields) == certificate
    for change in ("score", "vertex", "theta", "promise"):
        other: Any = json.loads(json.dumps(fields))
        if change == "score":
            ray = other["rays"][1]
            ray["score"] = str(F(ray["score"]) - F(1, 100))
        elif change == "vertex":
            other["vertices"][1][0] = "3"
        elif change == "theta":
            other["rays"][1]["bounds"][0][0] = "5"
        else:
            other["cones"][0]["left"][0][0] = "1"
        with pytest.raises(CertificateError):
            Certificate.seal("limit_set", document["game"], other).check()


# --- three players ------------------------------------------------------------------------------


def test_three_players_who_see_everything() -> None:
    gift = StageGame.from_function((2, 2, 2), lambda *a: [sum(a) - 2 * x for x in a])
    answer = limit_payoffs(game(gift))
    assert isinstance(answer.value, Polytope)
    assert answer.status is Status.EXACT_UNCERTIFIED
    assert answer.diagnostics["interior"] is True
    # Feasible, and nobody below his minmax payoff 0.
    assert answer.value.support((1, 1, 1)) == 3
    assert [answer.value.support([-int(k == i) for k in range(3)]) for i in range(3)] == [0] * 3
    assert answer.value.contains((1, 1, 1))
    assert not answer.value.contains(("-1/100", 1, 1))
    for normal, offset in zip(answer.value.normals, answer.value.offsets, strict=True):
        assert limit_score(game(gift), normal).value == offset
        assert answer.value.support(normal) == offset


def test_three_players_without_information() -> None:
    gift = StageGame.from_function((2, 2, 2), lambda *a: [sum(a) - 2 * x for x in a])
    answer = limit_payoffs(silent(gift))
    assert corners(answer) == points(("0", "0", "0"))
    assert answer.diagnostics["interior"] is False
    outer: Any = answer.diagnostics["outer"]
    assert outer.contains((0, 0, 0))


def test_three_players_of_whom_two_can_do_nothing() -> None:
    # Player 1 helps both others at a cost; all payoffs on a line, and nobody can repay him.
    stage = StageGame.from_function((2, 1, 1), lambda a, *_: [-a, a, a])
    answer = limit_payoffs(game(stage))
    assert corners(answer) == points(("0", "0", "0"))


def test_three_players_with_common_interests_stay_on_their_line() -> None:
    stage = StageGame.from_function((2, 2, 2), lambda *a: [(sum(a) in (0, 3)) * (1 + a[0])] * 3)
    answer = limit_payoffs(game(stage))
    assert answer.diagnostics["interior"] is False
    assert answer.value.contains((2, 2, 2))
    assert answer.value.contains((1, 1, 1))
    assert not answer.value.contains(("21/10", "21/10", "21/10"))
    assert len(answer.value.vertices) == 2


def test_a_plane_of_three_players_is_an_outer_bound() -> None:
    # Player 3 is paid like player 1.
    def pay(a: int, b: int, _: int) -> list[int]:
        first, second = PD_ROWS[0][a][b], PD_ROWS[1][a][b]
        return [first, second, first]

    stage = StageGame.from_function((2, 2, 1), pay)
    answer = limit_payoffs(game(stage))
    note: Any = answer.diagnostics["note"]
    assert "outer bound" in note
    assert "converge" not in answer.method
    pair = limit_payoffs(game(PD)).value
    assert {(x, y) for x, y, z in corners(answer) if x == z} == set(pair.vertices)


def test_three_players_of_whom_none_can_be_kept() -> None:
    def pay(a: int, b: int, _: int) -> list[int]:
        return [1 - 2 * (a ^ b), 2 * (a ^ b) - 1, 0]

    answer = limit_payoffs(silent(StageGame.from_function((2, 2, 2), pay)))
    assert corners(answer) == []
    assert "none at any discount factor" in answer.method
    seen = limit_payoffs(game(StageGame.from_function((2, 2, 2), pay)))
    assert corners(seen) == []


def test_three_players_in_floats() -> None:
    gift = StageGame.from_function((2, 2, 2), lambda *a: [sum(a) - 2.5 * x for x in a])
    exact = StageGame.from_function((2, 2, 2), lambda *a: [sum(a) - F(5, 2) * x for x in a])
    answer = limit_payoffs(game(gift, delta=0.5))
    assert answer.status is Status.FLOAT
    assert answer.value == limit_payoffs(game(exact)).value


# --- scores of any number of players -----------------------------------------------------------


def test_one_player_can_be_held_down_to_no_less_than_his_best() -> None:
    alone = StageGame.from_function((3,), lambda a: [a * (3 - a)])
    assert limit_score(game(alone), (1,)).value == 2
    assert limit_score(game(alone), (-1,)).value == -2


def test_the_joint_score_of_four_players() -> None:
    gift = StageGame.from_function((2,) * 4, lambda *a: [sum(a) - 2 * x for x in a])
    answer = limit_score(game(gift), (1, 1, 1, 1))
    assert (answer.value, answer.diagnostics["profile"]) == (8, (1, 1, 1, 1))
    assert limit_score(game(gift), (0, 0, 0, -1)).value == 0


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("direction", "match"),
    [
        ((0, 0), r"direction: got \(0, 0\), expected 2 rational numbers, not all 0"),
        ((1,), "direction: got"),
        ("11", "direction: got '11'"),
        ((1, "x"), "direction: got 'x'"),
        ((1, None), "direction: got None"),
    ],
)
def test_what_is_no_direction(direction: Any, match: str) -> None:
    with pytest.raises(InvalidGameError, match=match):
        limit_score(game(PD), direction)


def test_float_directions() -> None:
    with pytest.raises(MixedArithmeticError, match="direction"):
        limit_score(game(PD), (1.5, 1))


@pytest.mark.parametrize(
    "verb", [limit_payoffs, lambda g: limit_score(g, (1, 1))], ids=["payoffs", "score"]
)
def test_what_is_no_game(verb: Any) -> None:
    with pytest.raises(InvalidGameError, match="game: got"):
        verb(PD)
    with pytest.raises(UnsupportedGameError, match="transfers: got .*public_perfect_payoffs"):
        verb(RepeatedGame(PD, "1/2", TWO, Fine()))
    with pytest.raises(UnsupportedGameError, match="lag: got 2"):
        verb(RepeatedGame(PD, "1/2", TWO, lag=2))
    with pytest.raises(UnsupportedGameError, match="anonymous"):
        verb(RepeatedGame(AnonymousGame(2, LinearPublicGood("1/2", 1)), "1/2"))
    with pytest.raises(UnsupportedGameError, match="parameter"):
        verb(game([[[cg.parameter("b", 0, 1), 0]], [[0, 0]]]))


@pytest.mark.parametrize("players", [1, 4])
def test_limit_sets_are_for_two_or_three_players(players: int) -> None:
    stage = StageGame.from_function((2,) * players, lambda *a: list(a))
    with pytest.raises(UnsupportedGameError, match=f"got {players} players, expected 2 or 3"):
        limit_payoffs(game(stage))


def test_the_verbs_name_the_strategies() -> None:
    for answer in (limit_payoffs(game(PD)), limit_score(game(PD), (1, 1))):
        assert STRATEGIES in answer.method
