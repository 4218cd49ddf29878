"""Automata against linear systems, for all discount factors at once and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames.arithmetic import AlgebraicNumber
from coopgames.certificates import verify
from coopgames.games import Automaton, RepeatedGame, StageGame
from coopgames.solvers import Status, check_equilibrium, critical_discount_factor
from coopgames.solvers.intervals import Interval
from tests.properties._games import STEP, fractions
from tests.reference.automaton import Machine

SHAPES = ((2, 2), (2, 3), (2, 2, 2))


@dataclass(frozen=True)
class Drawn:
    sizes: tuple[int, ...]
    payoffs: dict[tuple[int, ...], tuple[Fraction, ...]]
    actions: tuple[tuple[int, ...], ...]
    targets: tuple[dict[tuple[int, ...], int], ...]

    @property
    def machine(self) -> Machine:
        return Machine(self.sizes, self.payoffs, self.actions, lambda s, a: self.targets[s][a])

    @property
    def stage(self) -> StageGame:
        return StageGame.from_function(self.sizes, lambda *a: self.payoffs[a])

    @property
    def automaton(self) -> Automaton:
        names = [f"s{k}" for k in range(len(self.actions))]
        return Automaton(
            names,
            names[0],
            dict(zip(names, self.actions, strict=True)),
            {
                name: {a: names[t] for a, t in table.items()}
                for name, table in zip(names, self.targets, strict=True)
            },
        )


@st.composite
def drawn(draw: st.DrawFn, shapes: tuple[tuple[int, ...], ...] = SHAPES) -> Drawn:
    sizes = draw(st.sampled_from(shapes))
    profiles = list(product(*map(range, sizes)))
    # Few different payoffs: ties and knife edges are frequent.
    payoff = st.integers(-2, 3).map(Fraction)
    payoffs = {a: tuple(draw(payoff) for _ in sizes) for a in profiles}
    count = draw(st.integers(1, 4))
    actions = tuple(draw(st.sampled_from(profiles)) for _ in range(count))
    targets = tuple({a: draw(st.integers(0, count - 1)) for a in profiles} for _ in range(count))
    return Drawn(sizes, payoffs, actions, targets)


@st.composite
def likely(draw: st.DrawFn) -> Drawn:
    """Grim triggers with a detour: often an equilibrium for some discount factors only."""
    a, b = draw(st.integers(3, 6)), draw(st.integers(1, 2))
    t, s = draw(st.integers(a, 9)), draw(st.integers(-3, 0))
    rows = {(0, 0): (a, a), (0, 1): (s, t), (1, 0): (t, s), (1, 1): (b - 1, b - 1)}
    payoffs = {k: tuple(map(Fraction, v)) for k, v in rows.items()}
    length = draw(st.integers(1, 3))
    actions = ((0, 0), *((1, 1),) * length)
    good = {profile: 0 if profile == (0, 0) else 1 for profile in payoffs}
    states = [good]
    for k in range(1, length + 1):
        after = 0 if k == length and draw(st.booleans()) else min(k + 1, length)
        states.append({profile: after for profile in payoffs})
    return Drawn((2, 2), payoffs, actions, tuple(states))


either = st.one_of(drawn(), likely())
deltas = fractions(0, 1).filter(lambda x: x < 1)


@given(either, deltas)
def test_equilibria_against_the_linear_system(game: Drawn, delta: Fraction) -> None:
    answer = check_equilibrium(RepeatedGame(game.stage, delta), game.automaton)
    machine = game.machine
    assert answer.value == machine.is_equilibrium(delta)
    assert answer.status is (Status.PROVED if answer.value else Status.REFUTED)
    assert verify(answer.certificate)
    values = machine.values(delta)
    by_state = list(zip(*values, strict=True))
    assert answer.diagnostics["values"] == [list(by_state[s]) for s in machine.reached()]
    assert answer.diagnostics["states"] == tuple(f"s{s}" for s in machine.reached())
    best = max(machine.gains(delta).values())
    assert answer.diagnostics["deviation"].gain == best  # type: ignore[attr-defined]


def probes(intervals: Sequence[Interval]) -> list[Fraction]:
    points = [Fraction(k, 12) for k in range(1, 12)]
    for interval in intervals:
        for end in (interval.lower, interval.upper):
            if isinstance(end, AlgebraicNumber):
                points += end.refine(128)
            else:
                points += [end - STEP, end, end + STEP]
    return [p for p in points if 0 < p < 1]


@given(either)
def test_the_sustaining_set_against_the_linear_system(game: Drawn) -> None:
    solution = critical_discount_factor(game.stage, game.automaton)
    assert verify(solution.certificate)
    intervals: tuple[Interval, ...] = solution.diagnostics["set"]  # type: ignore[assignment]
    assert (solution.value is None) == (intervals == ())
    machine = game.machine
    for delta in probes(intervals):
        inside = any(delta in interval for interval in intervals)
        assert machine.is_equilibrium(delta) == inside
    if intervals:
        assert solution.value == intervals[0].lower
        assert solution.diagnostics["attained"] == intervals[0].lower_closed
        if intervals[0].lower == 0:
            assert intervals[0].lower_closed == machine.is_equilibrium(Fraction(0))


def set_of(stage: StageGame, automaton: Automaton) -> object:
    return critical_discount_factor(stage, automaton).diagnostics["set"]


@given(
    either,
    st.lists(fractions(0, 3).filter(lambda x: x > 0), min_size=3, max_size=3),
    st.lists(fractions(-3, 3), min_size=3, max_size=3),
)
def test_positive_affine_payoffs_change_nothing(
    game: Drawn, scales: list[Fraction], shifts: list[Fraction]
) -> None:
    moved = {
        a: tuple(k * x + m for k, x, m in zip(scales, payoffs, shifts, strict=False))
        for a, payoffs in game.payoffs.items()
    }
    other = Drawn(game.sizes, moved, game.actions, game.targets)
    assert set_of(game.stage, game.automaton) == set_of(other.stage, other.automaton)


@given(either, st.randoms(use_true_random=False))
def test_names_and_order_of_players_actions_and_states_do_not_matter(
    game: Drawn, random: object
) -> None:
    def permutation(size: int) -> list[int]:
        order = list(range(size))
        random.shuffle(order)  # type: ignore[attr-defined]
        return order

    players = permutation(len(game.sizes))  # new place k is held by the old player players[k]
    relabel = [permutation(size) for size in game.sizes]  # old action a becomes relabel[i][a]
    # Old state s becomes states[s]; the play starts in state 0.
    states = [0, *(1 + s for s in permutation(len(game.actions) - 1))]

    def profile(old: Sequence[int]) -> tuple[int, ...]:
        return tuple(relabel[i][old[i]] for i in players)

    place = {new: old for old, new in enumerate(states)}
    count = range(len(states))
    other = Drawn(
        tuple(game.sizes[i] for i in players),
        {profile(a): tuple(p[i] for i in players) for a, p in game.payoffs.items()},
        tuple(profile(game.actions[place[k]]) for k in count),
        tuple({profile(a): states[t] for a, t in game.targets[place[k]].items()} for k in count),
    )
    assert set_of(game.stage, game.automaton) == set_of(other.stage, other.automaton)


@given(either)
def test_labels_of_actions_may_stand_for_indices(game: Drawn) -> None:
    letters = [[f"{'abc'[k]}{i}" for k in range(size)] for i, size in enumerate(game.sizes)]
    stage = StageGame(game.stage.payoffs(), letters)
    names = game.automaton.states

    def labels(profile: Sequence[int]) -> tuple[str, ...]:
        return tuple(letters[i][a] for i, a in enumerate(profile))

    automaton = Automaton(
        names,
        names[0],
        {name: labels(a) for name, a in zip(names, game.actions, strict=True)},
        {
            name: {labels(a): names[t] for a, t in table.items()}
            for name, table in zip(names, game.targets, strict=True)
        },
    )
    assert automaton.tables(stage) == game.automaton.tables(game.stage)
    assert set_of(stage, automaton) == set_of(game.stage, game.automaton)


@settings(max_examples=40)
@given(either, deltas)
def test_float_automata_answer_like_exact_ones_away_from_knife_edges(
    game: Drawn, delta: Fraction
) -> None:
    best = max(game.machine.gains(delta).values())
    stage = game.stage.to_float()
    answer = check_equilibrium(RepeatedGame(stage, float(delta)), game.automaton)
    assert answer.status is Status.FLOAT
    assert answer.certificate is None
    # Payoffs are whole numbers, so only the discount factor is rounded.
    assert abs(answer.diagnostics["deviation"].gain - best) < 1e-9  # type: ignore[attr-defined]
    assert answer.value == (best <= 0)
    exact = critical_discount_factor(game.stage, game.automaton).value
    rounded = critical_discount_factor(stage, game.automaton)
    assert rounded.status is Status.FLOAT
    assert (rounded.value is None) == (exact is None)
    if exact is not None:
        assert abs(rounded.value - float(exact)) < 1e-12
