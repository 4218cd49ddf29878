"""Limit sets: every set against scores in floats, the folk theorem and patient equilibria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import coopgames as cg
from coopgames.games import PublicMonitoring, RepeatedGame, StageGame
from coopgames.solvers.limits import limit_payoffs, limit_score
from coopgames.solvers.solution import Status

#: In units of payoff; HiGHS solves to 1e-7, and the numbers are below 10.
TOLERANCE = 1e-6
PATIENT = Fraction(9999, 10000)


@dataclass(frozen=True)
class Drawn:
    """A game as plain arrays, for a second opinion."""

    shape: tuple[int, ...]
    payoffs: dict[tuple[int, ...], list[int]]
    laws: dict[tuple[int, ...], list[Fraction]]

    @property
    def game(self) -> RepeatedGame:
        stage = StageGame.from_function(self.shape, lambda *a: self.payoffs[a])
        return RepeatedGame(stage, "1/2", PublicMonitoring(self._nested(())))

    def _nested(self, prefix: tuple[int, ...]) -> Any:
        if len(prefix) == len(self.shape):
            return self.laws[prefix]
        return [self._nested((*prefix, a)) for a in range(self.shape[len(prefix)])]


@st.composite
def drawn_games(draw: st.DrawFn, shapes: list[tuple[int, ...]]) -> Drawn:
    shape = draw(st.sampled_from(shapes))
    profiles = list(np.ndindex(shape))
    players = len(shape)
    payoff = st.lists(st.integers(-4, 4), min_size=players, max_size=players)
    dilemma = draw(st.booleans())
    payoffs = {}
    for a in profiles:
        extra = draw(payoff)
        base = [3 * sum(a) - 5 * x for x in a] if dilemma else [0] * players
        payoffs[a] = [x + y for x, y in zip(base, extra, strict=True)]
    size = draw(st.integers(1, 4))
    weights = st.lists(st.integers(0, 4), min_size=size, max_size=size).filter(any)
    rows = {a: draw(weights) for a in profiles}
    if draw(st.integers(0, 4)) == 0:
        rows[profiles[-1]] = rows[profiles[0]]  # two profiles that look the same
    used = [y for y in range(size) if any(row[y] for row in rows.values())]
    laws = {a: [Fraction(row[y], sum(row)) for y in used] for a, row in rows.items()}
    return Drawn(shape, payoffs, laws)


def float_score(drawn: Drawn, direction: Sequence[float]) -> float:
    """The score by its primal program with free promises; minus infinity if nothing is enforced."""
    return max(_profile_score(drawn, a, direction) for a in drawn.payoffs)


def _profile_score(drawn: Drawn, a: tuple[int, ...], direction: Sequence[float]) -> float:
    players, law = len(drawn.shape), np.array(drawn.laws[a], dtype=float)
    signals = len(law)
    rows, bounds = list[Any](), list[float]()
    for i, actions in enumerate(drawn.shape):
        for b in range(actions):
            other = (*a[:i], b, *a[i + 1 :])
            if other != a:
                row = np.zeros((players, signals))
                row[i] = np.array(drawn.laws[other], dtype=float) - law
                rows.append(row.ravel())
                bounds.append(drawn.payoffs[a][i] - drawn.payoffs[other][i])
    for y in range(signals):
        row = np.zeros((players, signals))
        row[:, y] = direction
        rows.append(row.ravel())
        bounds.append(0.0)
    costs = -np.outer(direction, law).ravel()
    answer = linprog(costs, A_ub=np.array(rows), b_ub=bounds, bounds=(None, None), method="highs")
    if answer.status == 2:
        return -np.inf
    assert answer.status == 0, answer.message
    return float(np.dot(direction, drawn.payoffs[a])) - float(answer.fun)


PAIRS = [(1, 1), (1, 2), (2, 2), (2, 3), (3, 2)]
TRIPLES = [(2, 2, 2), (2, 1, 2), (1, 2, 2)]


def directions(seed: int, players: int, count: int) -> list[list[float]]:
    """Random ones, some on the axes and faces."""
    rng = np.random.default_rng(seed)
    smooth = [list(map(float, v)) for v in rng.normal(size=(count, players))]
    whole = rng.integers(-2, 3, size=(count // 4, players))
    return smooth + [list(map(float, v)) for v in whole if v.any()]


@settings(max_examples=25, deadline=None)
@given(drawn_games(PAIRS), st.integers(0, 10**6))
def test_sets_of_two_lie_below_all_scores_and_touch_those_they_name(
    drawn: Drawn, seed: int
) -> None:
    answer = limit_payoffs(drawn.game)
    outer: Any = answer.diagnostics.get("outer", answer.value)
    scores: Any = answer.diagnostics["scores"]
    for direction, score in scores.items():
        found = float_score(drawn, direction)
        size = sum(map(abs, direction))
        assert found == -np.inf if score is None else abs(found - score) < TOLERANCE * size
    for direction in directions(seed, 2, 12):
        if outer.vertices:
            most = max(np.dot(direction, [float(x) for x in v]) for v in outer.vertices)
            assert most <= float_score(drawn, direction) + TOLERANCE
    assert all(outer.contains(v) for v in answer.value.vertices)


@settings(max_examples=20, deadline=None)
@given(drawn_games(TRIPLES), st.integers(0, 10**6))
def test_sets_of_three_lie_below_all_scores_and_touch_their_facets(drawn: Drawn, seed: int) -> None:
    answer = limit_payoffs(drawn.game)
    outer: Any = answer.diagnostics.get("outer", answer.value)
    for normal, offset in zip(outer.normals, outer.offsets, strict=True):
        if answer.diagnostics["interior"]:
            assert abs(float_score(drawn, normal) - offset) < TOLERANCE * sum(map(abs, normal))
    for direction in directions(seed, 3, 8):
        if outer.vertices:
            most = max(np.dot(direction, [float(x) for x in v]) for v in outer.vertices)
            assert most <= float_score(drawn, direction) + TOLERANCE
    assert all(outer.contains(v) for v in answer.value.vertices)


@settings(max_examples=40, deadline=None)
@given(drawn_games([*PAIRS, *TRIPLES, (2, 2, 1, 2), (3,)]), st.data())
def test_scores_in_any_direction(drawn: Drawn, data: st.DataObject) -> None:
    players = len(drawn.shape)
    entries = st.lists(st.integers(-3, 3), min_size=players, max_size=players)
    direction = data.draw(entries.filter(any))
    answer = limit_score(drawn.game, direction)
    found = float_score(drawn, direction)
    if answer.value is None:
        assert found == -np.inf
    else:
        assert abs(answer.value - found) < TOLERANCE * sum(map(abs, direction))


@settings(max_examples=80, deadline=None)
@given(drawn_games(PAIRS))
def test_every_set_of_two_is_proved_or_flat(drawn: Drawn) -> None:
    answer = limit_payoffs(drawn.game)
    assert "refused" not in answer.diagnostics
    flat = 0 < len(getattr(answer.diagnostics.get("outer"), "vertices", ())) < 3
    assert (answer.status is Status.PROVED) == (not flat)
    if flat:
        certificate: Any = answer.diagnostics["outer_certificate"]
        assert certificate.check()


@settings(max_examples=40, deadline=None)
@given(drawn_games([(2, 2), (2, 3), (3, 3)]))
def test_the_folk_theorem_when_everything_is_seen(drawn: Drawn) -> None:
    stage = StageGame.from_function(drawn.shape, lambda *a: drawn.payoffs[a])
    answer = limit_payoffs(RepeatedGame(stage, "1/2"))
    expected = cg.individually_rational_payoffs(stage).value
    assert answer.diagnostics.get("outer", answer.value) == expected
    patient = cg.equilibrium_payoffs(RepeatedGame(stage, PATIENT)).value
    assert all(answer.value.contains(v) for v in patient.vertices)
    if not answer.diagnostics["interior"]:
        # On a line patient players reach all of it.
        assert patient == answer.value


@settings(max_examples=25, deadline=None)
@given(drawn_games([(2, 2), (2, 3)]), st.permutations([0, 1]))
def test_names_of_players_and_actions_do_not_matter(drawn: Drawn, order: list[int]) -> None:
    turned = Drawn(
        tuple(drawn.shape[i] for i in order),
        {tuple(a[i] for i in order): [v[i] for i in order] for a, v in drawn.payoffs.items()},
        {tuple(a[i] for i in order): law[::-1] for a, law in drawn.laws.items()},
    )
    first, second = limit_payoffs(drawn.game), limit_payoffs(turned.game)
    swapped = {tuple(v[i] for i in order) for v in first.value.vertices}
    assert swapped == set(second.value.vertices)


@settings(max_examples=25, deadline=None)
@given(drawn_games([(2, 2), (2, 3)]))
def test_a_third_player_without_a_stake_changes_nothing(drawn: Drawn) -> None:
    wider = Drawn(
        (*drawn.shape, 1),
        {(*a, 0): [*v, 0] for a, v in drawn.payoffs.items()},
        {(*a, 0): law for a, law in drawn.laws.items()},
    )
    pair, three = limit_payoffs(drawn.game), limit_payoffs(wider.game)
    outer: Any = three.diagnostics.get("outer", three.value)
    # The third player can bear what the two cannot: his bounds are 0, theirs may be wider.
    assert all(v[2] == 0 for v in outer.vertices)
    inner: Any = pair.diagnostics.get("outer", pair.value)
    assert all(outer.contains((*v, 0)) for v in inner.vertices)


@pytest.mark.parametrize("delta", ["1/4", "1/2", "4/5"])
def test_equilibria_lie_in_the_limit_set(delta: str) -> None:
    @settings(max_examples=20, deadline=None)
    @given(drawn_games([(2, 2), (3, 2)]))
    def check(drawn: Drawn) -> None:
        stage = StageGame.from_function(drawn.shape, lambda *a: drawn.payoffs[a])
        now = cg.equilibrium_payoffs(RepeatedGame(stage, delta)).value
        limit = limit_payoffs(RepeatedGame(stage, delta)).value
        assert all(limit.contains(v) for v in now.vertices)

    check()
