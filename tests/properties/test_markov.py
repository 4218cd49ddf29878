"""Games whose state moves against enumeration, at single numbers and along a parameter."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coopgames.arithmetic import AlgebraicNumber, RationalFunction, parameter
from coopgames.games import RepeatedGame, StageGame
from coopgames.games.markov import MarkovGame
from coopgames.games.markov_automata import MarkovAutomaton
from coopgames.solvers import check_equilibrium, critical_discount_factor
from coopgames.solvers.intervals import between
from coopgames.solvers.markov import best_reply, check_markov_equilibrium, critical_markov
from tests.properties.test_automata import Drawn, drawn
from tests.reference.markov import Moving

DISCOUNTS = [Fraction(p, 12) for p in range(12)]
#: No two different ends of these families are so close to each other.
STEP = Fraction(1, 10**12)


@dataclass(frozen=True)
class Case:
    """A game, its plan, and the twin of both at a value of the parameter (any, if it has none)."""

    players: int
    payoffs: dict[tuple[int, tuple[int, ...]], tuple[Any, ...]]
    laws: dict[tuple[int, tuple[int, ...]], dict[int, Any]]
    shapes: tuple[tuple[int, ...], ...]
    start: int | None
    actions: dict[tuple[int, int], tuple[int, ...]]
    steps: dict[tuple[int, int, tuple[int, ...], int], int]
    discount: Any

    @property
    def memories(self) -> int:
        return 1 + max(m for m, _ in self.actions)

    @property
    def game(self) -> MarkovGame:
        names = [f"s{k}" for k in range(len(self.shapes))]
        return MarkovGame.from_function(
            names,
            dict(zip(names, self.shapes, strict=True)),
            lambda s, a: self.payoffs[int(s[1:]), tuple(map(int, a))],
            lambda s, a: {f"s{t}": p for t, p in self.laws[int(s[1:]), tuple(map(int, a))].items()},
            self.discount,
            None if self.start is None else names[self.start],
            allow_unreached=True,
        )

    @property
    def plan(self) -> MarkovAutomaton:
        return MarkovAutomaton(
            [f"m{k}" for k in range(self.memories)],
            "m0",
            {(f"m{m}", f"s{s}"): a for (m, s), a in self.actions.items()},
            {(f"m{m}", f"s{s}", a, f"s{t}"): f"m{to}" for (m, s, a, t), to in self.steps.items()},
        )

    def twin(self, value: Fraction = Fraction(0)) -> tuple[Moving, Fraction]:
        def fixed(x: Any) -> Fraction:
            return x.at(value) if isinstance(x, RationalFunction) else Fraction(x)

        starts = tuple(range(len(self.shapes))) if self.start is None else (self.start,)
        twin = Moving(
            {k: tuple(map(fixed, row)) for k, row in self.payoffs.items()},
            {k: {t: fixed(p) for t, p in law.items()} for k, law in self.laws.items()},
            starts,
            self.memories,
            lambda m, s: self.actions[m, s],
            lambda m, s, a, t: self.steps[m, s, a, t],
        )
        return twin, fixed(self.discount)


SHARES = [Fraction(1), Fraction(1), Fraction(1, 2), Fraction(1, 3)]


@st.composite
def cases(draw: st.DrawFn, most_states: int = 3, free: str | None = None) -> Case:
    players = draw(st.integers(1, 2))
    count = draw(st.integers(1, most_states))
    sizes = st.integers(1, 2) if players == 2 else st.integers(1, 3)
    shapes = tuple(tuple(draw(sizes) for _ in range(players)) for _ in range(count))
    # Few different payoffs: ties and knife edges are frequent.
    payoff: st.SearchStrategy[Any] = st.integers(-2, 3)
    share: st.SearchStrategy[Any] = st.sampled_from(SHARES)
    discount: Any = draw(st.sampled_from(DISCOUNTS))
    if free == "discount":
        discount = draw(st.sampled_from([parameter("t", 0, 1), parameter("t", 0, 1) ** 2]))
    if free == "payoff":
        x = parameter("t", -2, 2)
        payoff = st.one_of(payoff, st.sampled_from([x, x**2 - 1, 1 - x, 2 / (3 + x)]))
    if free == "chance":
        q = parameter("t", 0, 1)
        share = st.one_of(share, st.sampled_from([q, 1 - q, (2 * q - 1) ** 2, q / (1 + q)]))
    cells = [(s, a) for s in range(count) for a in product(*map(range, shapes[s]))]
    payoffs = {cell: tuple(draw(payoff) for _ in range(players)) for cell in cells}
    laws: dict[Any, dict[int, Any]] = {}
    for cell in cells:
        first, second = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
        p = draw(share)
        laws[cell] = {first: Fraction(1)} if first == second else {first: p, second: 1 - p}
    memories = draw(st.integers(1, 2))
    nodes = list(product(range(memories), range(count)))
    actions = {(m, s): tuple(draw(st.integers(0, n - 1)) for n in shapes[s]) for m, s in nodes}
    steps = {
        (m, s, a, t): draw(st.integers(0, memories - 1))
        for m in range(memories)
        for s, a in cells
        for t in laws[s, a]
    }
    start = draw(st.one_of(st.none(), st.integers(0, count - 1)))
    return Case(players, payoffs, laws, shapes, start, actions, steps, discount)


def names_of(answer_states: Any) -> list[tuple[int, int]]:
    return [(int(m[1:]), int(s[1:])) for m, s in answer_states]


@settings(max_examples=300)
@given(cases())
def test_the_check_agrees_with_all_deviations_of_a_few_periods(case: Case) -> None:
    twin, delta = case.twin()
    answer = check_markov_equilibrium(case.game, case.plan)
    assert answer.value is twin.is_equilibrium(delta, case.players)
    gains = [g for i in range(case.players) for g in twin.gains(delta, i).values()]
    deviation: Any = answer.diagnostics["deviation"]
    assert (None if deviation is None else deviation.gain) == max(gains, default=None)
    values: Any = answer.diagnostics["values"]
    nodes = names_of(answer.diagnostics["states"])
    assert set(nodes) == twin.reached()
    for i in range(case.players):
        plan = twin.follow(delta, i, {})
        assert [row[i] for row in values] == [plan[node] for node in nodes]


@given(cases())
def test_values_lie_between_the_two_sides_of_value_iteration(case: Case) -> None:
    twin, delta = case.twin()
    answer = check_markov_equilibrium(case.game, case.plan)
    values: Any = answer.diagnostics["values"]
    for i in range(case.players):
        ends = twin.bracket(delta, i, 6)
        for node, row in zip(names_of(answer.diagnostics["states"]), values, strict=True):
            low, high = ends[node]
            assert low <= row[i] <= high
            assert high - low <= 5 * delta**6


@settings(max_examples=100)
@given(cases(most_states=2), st.data())
def test_a_best_reply_is_the_best_of_all_policies(case: Case, data: st.DataObject) -> None:
    twin, delta = case.twin()
    player = data.draw(st.integers(0, case.players - 1))
    answer = best_reply(case.game, case.plan, player)
    best = twin.best_of_all(delta, player)
    found = {(int(m[1:]), int(s[1:])): v for (m, s), v in answer.value.values.items()}
    assert found == {node: best[node] for node in twin.reached()}
    # The policy itself is worth that.
    policy = {(int(m[1:]), int(s[1:])): int(a) for (m, s), a in answer.value.policy.items()}
    followed = twin.follow(delta, player, policy)
    assert all(followed[node] == v for node, v in found.items())
    plan = twin.follow(delta, player, {})
    gains: Any = answer.diagnostics["gains"]
    for (m, s), gain in gains.items():
        node = int(m[1:]), int(s[1:])
        assert gain == best[node] - plan[node]
    if not any(gains.values()):
        assert policy == {node: case.actions[node][player] for node in twin.reached()}


@given(cases())
def test_floats_agree_with_fractions_away_from_ties(case: Case) -> None:
    exact = check_markov_equilibrium(case.game, case.plan)
    floats = Case(
        case.players,
        {k: tuple(map(float, row)) for k, row in case.payoffs.items()},
        {k: {t: float(p) for t, p in law.items()} for k, law in case.laws.items()},
        case.shapes,
        case.start,
        case.actions,
        case.steps,
        float(case.discount),
    )
    answer = check_markov_equilibrium(floats.game, floats.plan)
    deviation: Any = exact.diagnostics["deviation"]
    if deviation is None:
        assert answer.diagnostics["deviation"] is None
        return
    assert abs(answer.diagnostics["deviation"].gain - deviation.gain) < 1e-9  # pyright: ignore
    assume(deviation.gain == 0 or abs(deviation.gain) > Fraction(1, 10**6))
    assert answer.value is exact.value
    reply = best_reply(floats.game, floats.plan).value
    wanted = best_reply(case.game, case.plan).value
    assert all(abs(reply.values[k] - wanted.values[k]) < 1e-9 for k in wanted.values)


def _compare(case: Case, grid: list[Fraction]) -> None:
    family = case.game
    assume(family.parameter is not None)
    domain: Any = family.parameter
    intervals = critical_markov(family, case.plan).value
    probes = {domain.lower + (domain.upper - domain.lower) * g for g in grid}
    for interval in intervals:
        probes.add(between(interval.lower, interval.upper) if interval.lower != interval.upper
                   else domain.lower)  # fmt: skip
        for end in (interval.lower, interval.upper):
            if isinstance(end, AlgebraicNumber):
                low, high = end.refine(60)
                probes |= {low - STEP, high + STEP}
            else:
                probes |= {end - STEP, end, end + STEP}
    for t in sorted(probes):
        if domain.lower < t < domain.upper:
            twin, delta = case.twin(t)
            inside = any(t in interval for interval in intervals)
            assert inside is twin.is_equilibrium(delta, case.players), t
            assert inside is check_markov_equilibrium(family.fix(t), case.plan).value, t


GRID = [Fraction(k, 12) for k in range(1, 12)]


@given(cases(free="discount"))
def test_discount_factors_agree_with_a_grid(case: Case) -> None:
    _compare(case, GRID)


@given(cases(free="payoff"))
def test_payoffs_agree_with_a_grid(case: Case) -> None:
    _compare(case, GRID)


@given(cases(free="chance"))
def test_probabilities_agree_with_a_grid(case: Case) -> None:
    _compare(case, GRID)


@given(drawn(), st.sampled_from(DISCOUNTS))
def test_one_state_is_a_repeated_game(case: Drawn, delta: Fraction) -> None:
    stage: StageGame = case.stage
    names = [f"s{k}" for k in range(len(case.actions))]
    plan = MarkovAutomaton(
        names,
        names[0],
        {(name, "only"): a for name, a in zip(names, case.actions, strict=True)},
        {
            (name, "only", a): names[t]
            for name, table in zip(names, case.targets, strict=True)
            for a, t in table.items()
        },
    )
    game = MarkovGame(["only"], [case.sizes][0], [stage.payoffs()], ["only"], delta)
    repeated = check_equilibrium(RepeatedGame(stage, delta), case.automaton)
    answer = check_markov_equilibrium(game, plan)
    assert answer.value is repeated.value
    family = game.at(parameter("delta", 0, 1))
    wanted: Any = critical_discount_factor(stage, case.automaton).diagnostics["set"]
    # The discount factor 0 is outside the open domain.
    found = critical_markov(family, plan).value
    assert [(i.lower, i.upper) for i in found] == [
        (i.lower, i.upper) for i in wanted if i.upper > 0
    ]
