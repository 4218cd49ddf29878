from __future__ import annotations

import copy
import json
import pickle
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coopgames as cg
from coopgames.arithmetic import AlgebraicNumber
from coopgames.certificates import Certificate
from coopgames.cli.game_answers import Answer
from coopgames.cli.game_json import document
from coopgames.cli.game_text import answer_lines
from coopgames.errors import CertificateError, InvalidGameError, UnsupportedGameError
from coopgames.games import PublicMonitoring, RepeatedGame, StageGame, prisoners_dilemma
from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs
from coopgames.solvers.payoff_set import PayoffSet
from coopgames.solvers.self_generation import exact_set
from coopgames.solvers.solution import Solution, Status

F = Fraction
PD = [[(9, 9), (1, 10)], [(10, 1), (3, 3)]]
#: Abreu and Sannikov (2014), the 3 x 3 example.
AS = [[(16, 9), (3, 13), (0, 3)], [(21, 1), (10, 4), (-1, 0)], [(9, 0), (5, -4), (-5, -15)]]
PATIENT = "999999/1000000"
#: Of the prisoner's dilemma, 3e-9 below the discount factor at which the set grows.
JUST_BELOW = F(123523599, 500000000)

deltas = st.sampled_from([F(x) for x in ("1/10", "1/4", "1/3", "1/2", "2/3", "9/10", "99/100")])
small = st.integers(-6, 6)
shapes = st.tuples(st.integers(1, 3), st.integers(1, 3))
rows = shapes.flatmap(
    lambda s: st.lists(
        st.lists(st.tuples(small, small), min_size=s[1], max_size=s[1]),
        min_size=s[0],
        max_size=s[0],
    )
)


def solve(table: Any, delta: object, **options: Any) -> Solution[PayoffSet]:
    return equilibrium_payoffs(RepeatedGame(StageGame.from_rows(table), delta), **options)


def floats(payoffs: PayoffSet) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in payoffs.vertices]


# --- named games --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delta", "vertices"),
    [
        (0, [(3, 3)]),
        ("1/10", [(3, 3)]),
        (F(1, 7) - F(1, 10**15), [(3, 3)]),
        ("1/7", [(3, 3), (9, 9)]),  # the one-period gain 1 is exactly what cooperation is worth
        ("1/5", [(3, 3), (9, 9)]),
        ("247/1000", [(3, 3), (9, 9)]),
        ("1/4", [(3, 3), ("39/4", 3), (9, 9), (3, "39/4")]),
        ("9/10", [(3, 3), ("39/4", 3), (9, 9), (3, "39/4")]),
        ("999999/1000000", [(3, 3), ("39/4", 3), (9, 9), (3, "39/4")]),
    ],
)
def test_the_prisoners_dilemma_at_its_thresholds(delta: object, vertices: list[Any]) -> None:
    answer = solve(PD, delta)
    assert answer.status is Status.PROVED
    assert answer.value == PayoffSet(vertices)
    assert answer.certificate is not None
    assert "exactly the set of payoffs" in cg.verify(answer.certificate)
    assert answer.diagnostics["irrational"] is False


@pytest.mark.parametrize("delta", ["31/125", "249/1000", "99/400", "12353/50000"])
def test_an_irrational_corner_solves_its_quadratic(delta: str) -> None:
    # A corner (9 + z, 3): play (defect, cooperate), promise at the height IC_2 = 3 + 2 (1-d)/d on
    # the edge from (9, 9) to (3, 9 + z). Then z^2 - (1-d) z + 12 - 48 d = 0.
    d = F(delta)
    answer = solve(PD, d)
    assert answer.status is Status.PROVED
    assert answer.diagnostics["theorem"] == "Theorem 2"
    assert answer.diagnostics["irrational"] is True
    x = answer.value.vertices[1][0]
    assert isinstance(x, AlgebraicNumber)
    z = [F(-9), F(1)]
    quadratic = [z[0] ** 2 - (1 - d) * z[0] + 12 - 48 * d, 2 * z[0] - (1 - d), F(1)]
    assert x.sign_of(quadratic) == 0
    assert x > 9 + (1 - d) / 2  # the larger root


def test_below_the_fold_only_the_segment_is_left() -> None:
    # The roots of the quadratic vanish at 36 sqrt(7) - 95 = 0.24704...
    answer = solve(PD, "24704/100000")
    assert answer.status is Status.PROVED
    assert answer.value.vertices == ((3, 3), (9, 9))
    assert answer.diagnostics["steps"] > 50  # type: ignore[operator]


def test_a_double_root_is_proved() -> None:
    # z^2 - (1-d) 5 z + 4 (9 (1-d) - 4 d) = 0 has the double root 4/5 at d = 17/25: Theorem 1 has no
    # weights there, and the null direction of the equations is the motion of Theorem 2.
    game = [[(14, 14), (1, 19)], [(19, 1), (10, 10)]]
    answer = solve(game, "17/25")
    assert answer.status is Status.PROVED
    assert answer.diagnostics["theorem"] == "Theorem 2"
    assert answer.value == PayoffSet([(10, 10), ("74/5", 10), (14, 14), (10, "74/5")])
    above = solve(game, F(17, 25) + F(1, 10**12))
    assert above.status is Status.PROVED
    assert above.diagnostics["irrational"] is True
    assert floats(above.value)[1][0] == pytest.approx(14.8000069, abs=1e-6)


@pytest.mark.parametrize(("delta", "degree"), [("59/200", 3), ("3/10", 3), ("1/2", 0), ("9/10", 0)])
def test_abreu_and_sannikovs_example(delta: str, degree: int) -> None:
    answer = solve(AS, delta)
    assert answer.status is Status.PROVED
    degrees = [
        len(x.polynomial) - 1
        for v in answer.value.vertices
        for x in v
        if isinstance(x, AlgebraicNumber)
    ]
    assert max(degrees, default=0) == degree


def test_a_corner_that_only_follows_the_threat_gets_slack() -> None:
    first = [[-5, 4, 8, 9], [-6, 0, 1, 3], [1, -6, -8, 4]]
    second = [[0, 8, -3, 8], [-4, 7, -1, -9], [-2, 8, 4, 9]]
    answer = equilibrium_payoffs(RepeatedGame(StageGame([first, second]), "4/5"))
    assert answer.status is Status.PROVED
    assert answer.diagnostics["theorem"] == "Theorem 2"


@pytest.mark.parametrize(
    ("first", "second", "delta"),
    [
        # Corners closer than rounding; sets of which floats see a part.
        (
            [[0, 1], [1, -1], [2, -2], [2, -5]],
            [[5, -3], [-3, -3], [-3, 0], [5, 5]],
            "999999/1000000",
        ),
        (
            [[1, 0, 0], [0, 2, 0], [2, -2, 1]],
            [[-1, -1, -1], [-2, 1, -1], [0, -1, -2]],
            "99999/100000",
        ),
        (
            [[4, 0], [-3, -4], [-5, -3], [-2, -3]],
            [[3, -4], [0, 0], [1, 0], [3, 5]],
            "999999/1000000",
        ),
        ([[-2, 1], [2, 1], [-2, 1], [-2, 1]], [[2, -1], [2, -2], [-1, 1], [0, 1]], "999/1000"),
        # A contraction in the chain.
        ([[-3, -3], [-1, 3]], [[4, -4], [8, -2]], "3/4"),
    ],
)
def test_patient_players_need_few_steps(first: Any, second: Any, delta: str) -> None:
    answer = equilibrium_payoffs(RepeatedGame(StageGame([first, second]), delta))
    assert answer.status is Status.PROVED
    assert answer.diagnostics["steps"] <= 12  # type: ignore[operator]


def test_a_contraction_is_part_of_a_certificate() -> None:
    game = RepeatedGame(StageGame([[[-3, -3], [-1, 3]], [[4, -4], [8, -2]]]), "3/4")
    answer = equilibrium_payoffs(game)
    assert answer.certificate is not None
    chain = answer.certificate.document["outside"]["chain"]
    assert any("offsets" in item for item in chain)


@pytest.mark.parametrize(
    ("table", "delta", "dimension"),
    [
        ([[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]], "99/100", -1),  # matching pennies
        ([[(1, 2)]], "1/2", 0),
        ([[(1, 1), (1, 1)], [(1, 1), (1, 1)]], "1/2", 0),
        ([[(1, 2), (5, 1), (3, 2)]], "1/3", 1),
        ([[(2, 2), (0, 0)], [(0, 0), (1, 1)]], "1/2", 1),  # common interest
        ([[(1, -1), (2, -2)], [(0, 0), (3, -3)]], "1/2", 0),  # zero-sum with a saddle point
        ([[(0, 1), (0, 2)], [(0, 3), (0, 4)]], "9/10", 1),  # a constant payoff
        ([[(1, 2), (5, 1), (3, 2)]], 0, 1),
        ([[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]], 0, -1),
    ],
)
def test_every_dimension_has_a_certificate(table: Any, delta: object, dimension: int) -> None:
    answer = solve(table, delta)
    assert answer.status is Status.PROVED
    assert answer.value.dimension == dimension
    assert answer.certificate is not None
    cg.verify(answer.certificate)


# --- laws ---------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(rows, deltas)
def test_answers_are_proved_and_generate_themselves(table: Any, delta: F) -> None:
    game = RepeatedGame(StageGame.from_rows(table), delta)
    answer = equilibrium_payoffs(game)
    assert answer.status is Status.PROVED
    payoffs: PayoffSet = answer.value
    origin = payoffs.origin
    assert origin is not None
    assert origin.game == game
    assert len(origin.profiles) == len(payoffs.vertices)
    if answer.diagnostics["irrational"]:
        return
    stage = game.stage
    assert isinstance(stage, StageGame)
    for vertex, profile in zip(payoffs.vertices, origin.profiles, strict=True):
        promise = [
            (v - (1 - delta) * stage.payoff(i, profile)) / delta  # type: ignore[operator]
            for i, v in enumerate(vertex)
        ]
        assert payoffs.contains(promise)


@settings(max_examples=25)
@given(rows, deltas, st.integers(-50, 50), st.sampled_from([F(10**9), F(1, 10**11), F(3, 7)]))
def test_units_do_not_matter(table: Any, delta: F, shift: int, unit: F) -> None:
    plain = solve(table, delta)
    moved = solve([[(unit * (x + shift), unit * y) for x, y in row] for row in table], delta)
    assert moved.status is plain.status
    if not plain.diagnostics["irrational"]:
        expected = [(unit * (x + shift), unit * y) for x, y in plain.value.vertices]
        assert moved.value.vertices == tuple(expected)


@settings(max_examples=25)
@given(rows, deltas)
def test_exchanging_the_players_reflects_the_set(table: Any, delta: F) -> None:
    plain = solve(table, delta)
    turned = solve([[(row[j][1], row[j][0]) for row in table] for j in range(len(table[0]))], delta)
    assert {(y, x) for x, y in turned.value.vertices} == set(plain.value.vertices)


@settings(max_examples=25)
@given(rows, deltas)
def test_repeated_actions_change_nothing(table: Any, delta: F) -> None:
    plain = solve(table, delta)
    wider = solve([[*row, row[0]] for row in [*table, table[-1]]], delta)
    assert wider.value == plain.value


@settings(max_examples=25)
@given(rows, st.tuples(deltas, deltas).filter(lambda p: p[0] < p[1]))
def test_the_set_grows_with_patience(table: Any, pair: tuple[F, F]) -> None:
    # With public randomization, a payoff of impatient players stays one (Abreu, Pearce and
    # Stacchetti 1990, theorem 6).
    less, more = (solve(table, d).value for d in pair)
    if more.is_exact and not solve(table, pair[0]).diagnostics["irrational"]:
        assert all(more.contains(v) for v in less.vertices)
    else:
        outer = more.to_float()
        assert all(outer.contains((float(x), float(y))) for x, y in less.vertices)


@settings(max_examples=40)
# No thresholds of small integers: there, just below one, floats may count equality.
@given(rows, st.sampled_from([0.10737, 0.30119, 0.45203, 0.70291, 0.95027]))
def test_floats_agree_with_the_exact_answer_to_their_values(table: Any, delta: float) -> None:
    exact = solve(table, F(delta))
    rounded = solve([[(float(x), float(y)) for x, y in row] for row in table], delta)
    assert rounded.status is Status.FLOAT
    assert rounded.certificate is None
    assert rounded.value.dimension <= exact.value.dimension or exact.value.dimension < 0
    if exact.value.vertices and rounded.value.vertices:
        assert rounded.value.hausdorff(exact.value) < 1e-6


# --- interface ----------------------------------------------------------------------------------


def test_a_float_game_says_its_tolerance() -> None:
    answer = solve([[(9.0, 9.0), (1.0, 10.0)], [(10.0, 1.0), (3.0, 3.0)]], 0.5)
    expected = [3, 3, 9.75, 3, 9, 9, 3, 9.75]
    assert [z for v in answer.value.vertices for z in v] == pytest.approx(expected)
    assert 0 < answer.diagnostics["tolerance"] < 1e-9  # type: ignore[operator]
    assert answer.diagnostics["excess"] is not None
    assert answer.value.origin is not None
    assert answer.value.origin.profiles[0] == (1, 1)
    assert not answer.value.is_exact


def test_progress_is_reported() -> None:
    seen: list[tuple[int, float]] = []
    solve(PD, "247/1000", on_step=lambda step, change: seen.append((step, change)))
    assert [step for step, _ in seen] == list(range(1, len(seen) + 1))
    assert all(0 <= change <= 2 for _, change in seen)


def test_an_unfinished_search_is_a_sandwich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_set, "item_limit", lambda profiles: 4)
    answer = solve(PD, "247/1000")
    assert answer.status is Status.SANDWICH
    outer = answer.diagnostics["outer"]
    assert isinstance(outer, PayoffSet)
    assert answer.value.vertices == ((3, 3), (9, 9))
    assert all(outer.contains(v) for v in answer.value.vertices)
    assert answer.diagnostics["distance"] == outer.hausdorff(answer.value)
    assert answer.certificate is not None
    assert answer.certificate.kind == "payoff_set_sandwich"
    assert "inside and around" in cg.verify(answer.certificate)


def test_a_sandwich_may_be_empty_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_set, "item_limit", lambda profiles: 0)
    answer = solve([[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]], "1/2")
    assert answer.status is Status.SANDWICH
    assert answer.value.vertices == ()
    assert answer.diagnostics["distance"] is None


def test_an_irrational_sandwich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_set, "item_limit", lambda profiles: 0)
    answer = solve(PD, "31/125")
    assert answer.status is Status.SANDWICH
    assert isinstance(answer.diagnostics["distance"], AlgebraicNumber)


def test_what_the_checker_refuses_is_not_called_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Certificate) -> str:
        raise CertificateError("certificate rejected: too much work")

    monkeypatch.setattr(Certificate, "check", refuse)
    answer = solve(PD, "1/2")
    assert (answer.status, answer.certificate) == (Status.BRACKETED, None)
    assert {"outer", "distance"} <= set(answer.diagnostics)
    assert "too much work" in str(answer.diagnostics["refused"])
    monkeypatch.setattr(exact_set, "item_limit", lambda profiles: 2)
    assert solve(PD, 0).status is Status.EXACT_UNCERTIFIED
    answer = solve(PD, "247/1000")
    assert (answer.status, answer.certificate) == (Status.BRACKETED, None)
    assert "lies between" in answer.status.value
    assert {"outer", "distance", "refused"} <= set(answer.diagnostics)


def test_a_sandwich_that_is_too_much_work_is_shown_as_two_sets() -> None:
    unit = F(1, 10**200 + 1)
    stage = StageGame.from_rows([[(x * unit, y) for x, y in row] for row in PD])
    answer = equilibrium_payoffs(RepeatedGame(stage, JUST_BELOW))
    assert (answer.status, answer.certificate) == (Status.BRACKETED, None)
    assert answer.value == PayoffSet([(3 * unit, 3), (9 * unit, 9)])
    shown = Answer("payoff_set", "Payoffs", stage, answer)
    text = "\n".join(answer_lines(shown))
    assert "corners of the set outside: 4\n" in text
    assert "  distance of the two sets: 1" in text
    assert Status.BRACKETED.value in text
    found = json.loads(document(stage, "name", JUST_BELOW, [shown]))["payoff_set"]
    assert found["status"] == "BRACKETED"
    assert len(found["outer"]["vertices"]) == 4
    assert found["distance"] is not None


def test_the_set_inside_has_all_payoffs_that_are_played_forever() -> None:
    # No static equilibrium is at (9, 9): the threat of (3, 3) forever supports it.
    answer = solve(PD, JUST_BELOW)
    assert answer.status is Status.SANDWICH
    assert answer.value.contains((9, 9))
    assert answer.certificate is not None
    assert "inside and around" in cg.verify(answer.certificate)


def _quadratic(level: F, d: F) -> list[F]:
    """Return z^2 - (1-d) z + 12 - 48 d at z = x - level, as a polynomial in x."""
    return [level**2 + (1 - d) * level + 12 - 48 * d, -2 * level - (1 - d), F(1)]


@pytest.mark.parametrize("power", [300, 308, 400, -300, -400])
def test_no_payoff_is_too_large_or_too_small(power: int) -> None:
    unit = F(10) ** power
    answer = solve([[(x * unit, y * unit) for x, y in row] for row in PD], "31/125")
    assert answer.status is Status.PROVED
    x = answer.value.vertices[1][0]
    assert isinstance(x, AlgebraicNumber)
    assert x.sign_of([c / unit**k for k, c in enumerate(_quadratic(F(9), F(31, 125)))]) == 0


def test_payoffs_are_counted_from_the_least() -> None:
    far = 10**100
    answer = solve([[(x + far, y - far) for x, y in row] for row in PD], "31/125")
    assert answer.status is Status.PROVED
    x = answer.value.vertices[1][0]
    assert isinstance(x, AlgebraicNumber)
    assert x.sign_of(_quadratic(F(9 + far), F(31, 125))) == 0


@pytest.mark.parametrize(
    ("rows", "delta"),
    [
        ([[(0, 2), (2, 0)], [(0, 0), (0, -2)]], 1 - F(1, 10**9)),
        ([[(5, 1), (4, -5)], [(-2, -2), (4, -3)]], F(37, 40)),
    ],
)
def test_ranges_that_no_float_can_compare(rows: Any, delta: F) -> None:
    unit = F(1, 10**1000 + 1)
    answer = solve([[(x * unit, y) for x, y in row] for row in rows], delta)
    assert answer.status in (Status.PROVED, Status.SANDWICH, Status.BRACKETED)
    assert (answer.certificate is None) == (answer.status is Status.BRACKETED)


@pytest.mark.parametrize("bits", [53, 54, 60, 1000])
def test_discount_factors_that_floats_take_for_1(bits: int) -> None:
    answer = solve(PD, 1 - F(1, 2**bits))
    assert answer.status is Status.PROVED
    assert answer.value == PayoffSet([(3, 3), ("39/4", 3), (9, 9), (3, "39/4")])


def test_a_float_game_near_1_allows_for_rounding() -> None:
    game = [[(float(x), float(y)) for x, y in row] for row in PD]
    patient = solve(game, 1 - 1e-9).diagnostics
    rounding = 4 * 2.2e-16 / 1e-9 * 9
    assert patient["excess"] > rounding  # type: ignore[operator]
    assert rounding < patient["tolerance"] < 1.1 * rounding  # type: ignore[operator]


def test_diagnostics_are_read_only() -> None:
    answer = solve(PD, "1/2")
    with pytest.raises(TypeError):
        answer.diagnostics["steps"] = 0  # type: ignore[index]
    facts: dict[str, object] = {"steps": 1}
    made = replace(answer, diagnostics=facts)
    facts["steps"] = 2
    assert made.diagnostics["steps"] == 1
    assert copy.deepcopy(made) == made


def test_a_proof_that_the_checker_refuses_leaves_two_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    check = Certificate.check

    def refuse(self: Certificate) -> str:
        if self.kind == "maximal_payoff_set":
            raise CertificateError("certificate rejected: too much work")
        return check(self)

    monkeypatch.setattr(Certificate, "check", refuse)
    answer = solve(PD, "31/125")
    assert answer.status is Status.SANDWICH
    assert "too much work" in str(answer.diagnostics["refused"])
    assert answer.certificate is not None
    assert "inside and around" in cg.verify(answer.certificate)


def test_answers_travel_between_processes() -> None:
    answer = solve(PD, "31/125")
    assert pickle.loads(pickle.dumps(answer)) == answer


def test_three_players_have_bounds_on_both_sides() -> None:
    stage = StageGame.from_function(
        (2, 2, 2), lambda a, b, c: tuple(2 * (a + b + c) - 3 * x for x in (a, b, c))
    )
    answer = equilibrium_payoffs(RepeatedGame(stage, "1/2"))
    assert answer.status in (Status.SANDWICH, Status.PROVED)
    assert answer.value.contains((0, 0, 0)) is not False  # nobody gives: a static equilibrium


def test_what_is_not_covered_is_named() -> None:
    pd = prisoners_dilemma(3, 2, 0, -1)
    delta = cg.parameter("delta", 0, 1)
    with pytest.raises(InvalidGameError, match="solver: got 'jyc'"):
        equilibrium_payoffs(RepeatedGame(pd, "1/2"), solver="jyc")
    with pytest.raises(InvalidGameError, match="solver: got"):
        equilibrium_payoffs(RepeatedGame(pd, "1/2"), solver=np.zeros(2))  # type: ignore[arg-type]
    for repeated in (RepeatedGame(pd, "1/2"), RepeatedGame(pd.to_float(), 0.5)):
        with pytest.raises(InvalidGameError, match="on_step: got 3"):
            equilibrium_payoffs(repeated, on_step=3)  # type: ignore[arg-type]
    with pytest.raises(InvalidGameError, match="game: got"):
        equilibrium_payoffs(pd)  # type: ignore[arg-type]
    with pytest.raises(UnsupportedGameError, match="parameter"):
        equilibrium_payoffs(RepeatedGame(pd, delta))
    with pytest.raises(UnsupportedGameError, match="transfers"):
        equilibrium_payoffs(RepeatedGame(pd, "1/2", transfers=cg.Fine("burnt")))
    with pytest.raises(UnsupportedGameError, match="lag"):
        equilibrium_payoffs(RepeatedGame(pd, "1/2", lag=2))
    public = PublicMonitoring([[["1/2", "1/2"]] * 2] * 2)
    with pytest.raises(UnsupportedGameError, match="monitoring"):
        equilibrium_payoffs(RepeatedGame(pd, "1/2", public))
    with pytest.raises(UnsupportedGameError, match="1 player"):
        equilibrium_payoffs(RepeatedGame(StageGame([[1, 2]]), "1/2"))
    association = cg.AnonymousGame(3, cg.LinearPublicGood(1, 2))
    with pytest.raises(UnsupportedGameError, match="anonymous"):
        equilibrium_payoffs(RepeatedGame(association, "1/2", cg.AttributedSignals("1/10", "1/2")))
    assert solve(PD, "1/2", solver="abreu-sannikov").status is Status.PROVED
