"""Automata with public signals: the one-shot check, the sustaining set, and simulated play."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product
from random import Random

import numpy as np
import pytest

import coopgames as cg
from coopgames.certificates import verify
from coopgames.errors import CoopgamesError, InvalidGameError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AnonymousSignals,
    Exclusion,
    Fine,
    LinearPublicGood,
    PhysicalPenalty,
    Promises,
    PublicAutomaton,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
    WorkStoppage,
    finite_punishment,
    grim_trigger,
    noisy_partnership,
    prisoners_dilemma,
    stick_and_carrot,
    tit_for_tat,
)
from coopgames.solvers import (
    Status,
    check_equilibrium,
    critical_discount_factor,
    is_equilibrium,
    simulate,
)
from coopgames.solvers.public_automaton_thresholds import public_automaton_threshold

STAGE, SIGNALS = noisy_partnership()
PD = prisoners_dilemma(3, 2, 0, -1)
ACTION = {"on": (0, 0), "off": (1, 1)}


def trust(start: str = "on", back: object = 0) -> PublicAutomaton:
    """Work until the first failure, then shirk; return to work with some chance."""
    chance = Fraction(back)  # type: ignore[arg-type]
    move = {"otherwise": {"off": 1 - chance, "on": chance}}
    return PublicAutomaton(
        ("on", "off"),
        start,
        ACTION,
        {"on": {"failure": "off", "success": "on"}, "off": move},
    )


def partnership(discount_factor: object) -> RepeatedGame:
    return RepeatedGame(STAGE, discount_factor, SIGNALS)


# --- a slow twin: Fractions, Gauss, one inequality at a time -------------------------------------


def solve(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    for k in range(len(rows)):
        pivot = next(r for r in range(k, len(rows)) if rows[r][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for r in range(len(rows)):
            if r != k and rows[r][k]:
                rows[r] = [x - rows[r][k] * y for x, y in zip(rows[r], rows[k], strict=True)]
    return [row[-1] for row in rows]


class Twin:
    """A random game with signals and a random automaton, as plain lists."""

    def __init__(self, seed: int) -> None:
        draw = Random(seed)
        self.shape = draw.choice([(2, 2), (2, 3), (2,), (2, 2, 2), (1, 2)])
        self.every = list(product(*map(range, self.shape)))
        self.payoffs = [{a: Fraction(draw.randint(-3, 3)) for a in self.every} for _ in self.shape]
        signals = draw.randint(1, 3)
        self.laws = {a: self.law(draw, signals, sure=k) for k, a in enumerate(self.every)}
        self.signals = [y for y in range(signals) if any(law[y] for law in self.laws.values())]
        states = draw.randint(1, 4)
        self.actions = [draw.choice(self.every) for _ in range(states)]
        self.moves = [[self.law(draw, states) for _ in self.signals] for _ in range(states)]
        self.delta = Fraction(draw.randint(0, 9), 10)

    @staticmethod
    def law(draw: Random, size: int, sure: int | None = None) -> list[Fraction]:
        weights = [draw.choice([0, 0, 1, 2, 3]) for _ in range(size)]
        weights[draw.randrange(size) if sure is None else sure % size] += 1
        return [Fraction(w, sum(weights)) for w in weights]

    def game(self) -> RepeatedGame:
        stage = StageGame.from_function(self.shape, lambda *a: [g[a] for g in self.payoffs])
        monitoring = PublicMonitoring.from_function(
            self.shape, lambda *a: [self.laws[a][y] for y in self.signals]
        )
        return RepeatedGame(stage, self.delta, monitoring)

    def automaton(self) -> PublicAutomaton:
        names = [f"s{k}" for k in range(len(self.actions))]
        table = {
            name: {y: dict(zip(names, law, strict=True)) for y, law in enumerate(moves)}
            for name, moves in zip(names, self.moves, strict=True)
        }
        return PublicAutomaton(names, "s0", dict(zip(names, self.actions, strict=True)), table)

    def reached(self) -> list[int]:
        found = {0}
        for _ in self.actions:
            found |= {t for s in found for law in self.moves[s] for t, p in enumerate(law) if p}
        return sorted(found)

    def gains(self, delta: Fraction) -> tuple[list[list[Fraction]], Fraction]:
        """Return the values [state][player] of all states and the largest gain in reached ones."""
        states = range(len(self.actions))

        def leads(s: int, a: tuple[int, ...]) -> list[Fraction]:
            return [
                sum(
                    (self.laws[a][y] * self.moves[s][m][t] for m, y in enumerate(self.signals)),
                    start=Fraction(0),
                )
                for t in states
            ]

        chain = [leads(s, self.actions[s]) for s in states]
        system = [[Fraction(int(s == t)) - delta * chain[s][t] for t in states] for s in states]
        values = [
            solve(system, [(1 - delta) * g[self.actions[s]] for s in states]) for g in self.payoffs
        ]
        gains = [Fraction(0)] if max(self.shape) == 1 else []
        for s in self.reached():
            for i, size in enumerate(self.shape):
                for b in range(size):
                    own = self.actions[s]
                    if b == own[i]:
                        continue
                    a = (*own[:i], b, *own[i + 1 :])
                    law = leads(s, a)
                    after = sum((p * v for p, v in zip(law, values[i], strict=True)), Fraction(0))
                    gains.append((1 - delta) * self.payoffs[i][a] + delta * after - values[i][s])
        return [[v[s] for v in values] for s in states], max(gains)


@pytest.mark.parametrize("seed", range(300))
def test_the_check_agrees_with_a_slow_twin(seed: int) -> None:
    twin = Twin(seed)
    answer = check_equilibrium(twin.game(), twin.automaton())
    values, worst = twin.gains(twin.delta)
    assert answer.diagnostics["deviation"].gain == worst  # type: ignore[attr-defined]
    assert answer.value is (worst <= 0)
    assert answer.diagnostics["values"] == [values[s] for s in twin.reached()]
    assert answer.status is (Status.PROVED if answer.value else Status.REFUTED)
    assert answer.certificate is not None
    assert verify(answer.certificate)


@pytest.mark.parametrize("seed", range(60))
def test_the_sustaining_set_agrees_with_a_grid(seed: int) -> None:
    twin = Twin(seed)
    found = public_automaton_threshold(twin.game(), twin.automaton())
    intervals = found.diagnostics["set"]
    for k in range(40):
        delta = Fraction(k, 40)
        inside = any(delta in interval for interval in intervals)  # type: ignore[attr-defined]
        assert inside is (twin.gains(delta)[1] <= 0), delta
    lowest = intervals[0].lower if intervals else None  # type: ignore[index]
    assert found.value == lowest


# --- perfect monitoring is a special case -------------------------------------------------------


@pytest.mark.parametrize(
    "automaton",
    [
        grim_trigger(PD, (0, 0), (1, 1)),
        tit_for_tat(PD),
        stick_and_carrot(PD, (0, 0), (1, 1)),
        finite_punishment(PD, (0, 0), (1, 1), 3),
    ],
    ids=["grim trigger", "tit for tat", "stick and carrot", "three periods"],
)
def test_perfect_monitoring_is_a_special_case(automaton: cg.Automaton) -> None:
    perfect = PublicMonitoring.perfect(PD.shape)
    public = PublicAutomaton.from_automaton(automaton, PD)
    known = critical_discount_factor(PD, automaton)
    found = public_automaton_threshold(RepeatedGame(PD, 0, perfect), public)
    assert found.value == known.value
    assert found.diagnostics["set"] == known.diagnostics["set"]
    for delta in ("0", "1/3", "1/2", "9/10"):
        one = check_equilibrium(RepeatedGame(PD, delta), automaton)
        other = check_equilibrium(RepeatedGame(PD, delta, perfect), public)
        assert other.value == one.value
        assert other.diagnostics["deviation"] == one.diagnostics["deviation"]
        assert other.diagnostics["values"] == one.diagnostics["values"]


# --- known answers ------------------------------------------------------------------------------


def test_the_partnership_of_trust_by_hand() -> None:
    """Work until a failure: sustained from 6/7 on.

    Let x be the value of "on" above the static payoff 1: x = (1-d) + d (5/6) x. Shirking gains
    1-d now and costs d (1/3) x, so it does not pay iff 1 - (5/6) d <= d/3, or d >= 6/7.
    """
    edge = check_equilibrium(partnership("6/7"), trust())
    assert edge.value is True
    assert edge.diagnostics["deviation"].gain == 0  # type: ignore[attr-defined]
    assert edge.diagnostics["values"] == [[Fraction(3, 2)] * 2, [1, 1]]
    below = check_equilibrium(partnership(Fraction(6, 7) - Fraction(1, 10**30)), trust())
    assert below.value is False
    assert below.status is Status.REFUTED
    assert str(below.diagnostics["deviation"]).startswith("in state 'on' player 1 gains ")
    found = public_automaton_threshold(partnership(0), trust())
    assert found.value == Fraction(6, 7)
    assert str(found.diagnostics["set"][0]) == "[6/7, 1)"  # type: ignore[index]
    assert found.diagnostics["attained"] is True
    assert found.status is Status.EXACT_UNCERTIFIED


def test_a_quick_return_never_deters() -> None:
    found = public_automaton_threshold(partnership(0), trust(back="1/2"))
    assert found.value is None
    assert found.diagnostics["set"] == ()
    assert found.diagnostics["attained"] is False


def test_states_that_no_history_leads_to_do_not_count() -> None:
    idle = trust(start="off")
    assert is_equilibrium(partnership("1/10"), idle)
    answer = check_equilibrium(partnership("1/10"), idle)
    assert answer.diagnostics["states"] == ("off",)
    assert answer.diagnostics["values"] == [[1, 1]]
    assert public_automaton_threshold(partnership(0), idle).value == 0


def test_signals_that_only_a_deviation_brings_count() -> None:
    """Monitoring without errors: failure never happens on the path, but a history leads to it."""
    clear = PublicMonitoring.from_function(
        (2, 2), lambda a, b: (1, 0) if a + b == 0 else (0, 1), signals=("success", "failure")
    )
    found = public_automaton_threshold(RepeatedGame(STAGE, 0, clear), trust())
    # Gain 1 now against 2 - 1 = 1 for ever after: (1-d) <= d.
    assert found.value == Fraction(1, 2)


def test_the_sustaining_set_need_not_go_up_to_one() -> None:
    """A patient player would rather search than wait.

    The second player lets the first have a good day only after the signal "found".

    The first chooses between waiting (1 for sure) and searching (0, "found" with chance 1/2); what
    he gets in "high" is 5 because the second plays 1 there; the second is indifferent throughout.
    Waiting is right iff -1 + (d/2) (high - 1)/(1-d) <= 0 with high - 1 = (1-d) 4: iff d <= 1/2.
    """
    stage = StageGame([[[0, 5], [1, 5]], [[0, 0], [0, 0]]])
    law = PublicMonitoring([[["1/2", "1/2"], [1, 0]], [[1, 0], [1, 0]]], signals=("no", "found"))
    plan = PublicAutomaton(
        ("low", "high"),
        "low",
        {"low": (1, 0), "high": (1, 1)},
        {"low": {"found": "high", "no": "low"}, "high": "low"},
    )
    found = public_automaton_threshold(RepeatedGame(stage, 0, law), plan)
    assert [str(x) for x in found.diagnostics["set"]] == ["[0, 1/2]"]  # type: ignore[attr-defined]
    assert found.value == 0


def test_players_without_a_choice() -> None:
    idle = PublicAutomaton(("s",), "s", {"s": (0, 0)}, {"s": "s"})
    game = RepeatedGame(StageGame([[[7]], [[-7]]]), "1/2", PublicMonitoring([[[1]]]))
    answer = check_equilibrium(game, idle)
    assert answer.value is True
    assert answer.diagnostics["values"] == [[7, -7]]
    assert answer.diagnostics["deviation"].gain == 0  # type: ignore[attr-defined]
    assert public_automaton_threshold(game, idle).value == 0


def test_signals_that_say_nothing_sustain_static_equilibria_only() -> None:
    silent = PublicMonitoring([[["1/3", "2/3"]] * 2] * 2, signals=("success", "failure"))
    for plan, value in ((trust(), None), (trust(start="off"), 0)):
        assert public_automaton_threshold(RepeatedGame(STAGE, 0, silent), plan).value == value


def test_huge_payoffs_are_exact() -> None:
    huge = 10**40
    stage = StageGame(
        [[[2 * huge, 0], [3 * huge + 1, huge]], [[2 * huge, 3 * huge + 1], [0, huge]]]
    )
    answer = check_equilibrium(RepeatedGame(stage, "6/7", SIGNALS), trust())
    assert answer.value is False
    assert answer.diagnostics["deviation"].gain == Fraction(1, 7)  # type: ignore[attr-defined]


# --- floats -------------------------------------------------------------------------------------


def float_partnership(discount_factor: float) -> RepeatedGame:
    stage, signals = noisy_partnership(12.0, 3.0, (5 / 6, 1 / 2, 1 / 6))
    return RepeatedGame(stage, discount_factor, signals)


@pytest.mark.parametrize(("delta", "holds"), [(0.85, False), (6 / 7, True), (0.9, True)])
def test_floats_are_checked_within_the_tolerance(delta: float, holds: bool) -> None:
    answer = check_equilibrium(float_partnership(delta), trust())
    assert answer.value is holds
    assert answer.status is Status.FLOAT
    assert isinstance(answer.diagnostics["deviation"].gain, float)  # type: ignore[attr-defined]


def test_float_thresholds_are_rounded_once() -> None:
    found = public_automaton_threshold(float_partnership(0.5), trust())
    assert found.status is Status.FLOAT
    assert found.value == pytest.approx(6 / 7, abs=1e-12)


def test_float_thresholds_are_those_of_the_decimals_and_keep_their_set() -> None:
    """A signal that is as likely after a deviation (0.7 is 0.7): every discount factor sustains.

    The first player is paid alike for both actions, and punished after the third signal.
    """
    stage = StageGame([[[1.0, 0.0], [1.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])
    first, other = [0.1, 0.2, 0.7], [0.3, 0.0, 0.7]
    signals = PublicMonitoring([[first, first], [other, other]])
    plan = PublicAutomaton(
        ("good", "bad"),
        "good",
        {"good": (0, 0), "bad": (0, 1)},
        {"good": {2: "bad", "otherwise": "good"}, "bad": "bad"},
    )
    found = public_automaton_threshold(RepeatedGame(stage, 0.5, signals), plan)
    assert found.status is Status.FLOAT
    assert found.value == 0.0
    assert isinstance(found.value, float)
    assert found.diagnostics["attained"] is True
    assert [str(x) for x in found.diagnostics["set"]] == ["[0, 1)"]  # type: ignore[attr-defined]


def test_the_set_of_a_float_game_may_be_empty() -> None:
    game = float_partnership(0.5)
    found = public_automaton_threshold(game, trust(back="1/2"))
    assert (found.value, found.diagnostics["set"]) == (None, ())


# --- what is refused ----------------------------------------------------------------------------

REFUSED: list[tuple[str, Callable[[], object], str]] = [
    ("perfect", lambda: check_equilibrium(RepeatedGame(STAGE, 0), trust()), "PublicMonitoring"),
    (
        "an Automaton under signals",
        lambda: check_equilibrium(partnership("1/2"), grim_trigger(STAGE, (0, 0), (1, 1))),
        "PublicAutomaton",
    ),
    (
        "an association",
        lambda: check_equilibrium(
            RepeatedGame(
                AnonymousGame(3, LinearPublicGood(2, 3)), 0, AnonymousSignals("1/10", "3/5")
            ),
            trust(),
        ),
        "StageGame",
    ),
    (
        "a lag",
        lambda: check_equilibrium(RepeatedGame(STAGE, "1/2", SIGNALS, lag=2), trust()),
        "lag",
    ),
    (
        "a family",
        lambda: check_equilibrium(partnership(cg.parameter("delta", 0, 1)), trust()),
        "critical_discount_factor",
    ),
    (
        "a bare stage game",
        lambda: public_automaton_threshold(STAGE, trust()),
        "RepeatedGame with PublicMonitoring",
    ),
    (
        "a parameter beside the discount factor",
        lambda: public_automaton_threshold(
            RepeatedGame(prisoners_dilemma(cg.parameter("t", 2, 4), 2, 1, 0), 0, SIGNALS), trust()
        ),
        "parameter",
    ),
    ("simulated perfect", lambda: simulate(RepeatedGame(STAGE, 0), trust()), "PublicMonitoring"),
    (
        "a simulated automaton",
        lambda: simulate(partnership("1/2"), grim_trigger(STAGE, (0, 0), (1, 1))),
        "PublicAutomaton",
    ),
]


@pytest.mark.parametrize(
    ("ask", "match"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_refused(ask: Callable[[], object], match: str) -> None:
    with pytest.raises(UnsupportedGameError, match=match):
        ask()


SANCTIONS = [
    Fine(),
    Fine("treasury", 1),
    Exclusion(),
    PhysicalPenalty(Fraction(1, 2)),
    WorkStoppage(),
    [Promises(), PhysicalPenalty(1)],
]


@pytest.mark.parametrize("sanction", SANCTIONS, ids=repr)
def test_sanctions_that_an_automaton_would_leave_out_are_refused(sanction: object) -> None:
    public = RepeatedGame(STAGE, "6/7", SIGNALS, sanction)  # type: ignore[arg-type]
    perfect = RepeatedGame(PD, "9/10", transfers=sanction)  # type: ignore[arg-type]
    for game, plan in ((public, trust()), (perfect, grim_trigger(PD, (0, 0), (1, 1)))):
        for ask in (check_equilibrium, critical_discount_factor):
            with pytest.raises(UnsupportedGameError, match=r"transfers: got .*, expected none, or"):
                ask(game, plan)


def test_to_promise_nothing_is_no_other_plan() -> None:
    public = RepeatedGame(STAGE, "6/7", SIGNALS, Promises())
    perfect = RepeatedGame(PD, "1/3", transfers=Promises())
    assert check_equilibrium(public, trust()).status is Status.PROVED
    assert critical_discount_factor(public, trust()).value == Fraction(6, 7)
    grim = grim_trigger(PD, (0, 0), (1, 1))
    assert check_equilibrium(perfect, grim).status is Status.PROVED
    assert critical_discount_factor(perfect, grim).value == Fraction(1, 3)


def test_a_family_is_asked_for_all_its_discount_factors() -> None:
    family = partnership(cg.parameter("delta", 0, 1))
    assert public_automaton_threshold(family, trust()).value == Fraction(6, 7)


def test_a_plan_must_fit_the_game() -> None:
    three = PublicAutomaton(("s",), "s", {"s": (0, 0, 0)}, {"s": "s"})
    with pytest.raises(InvalidGameError, match="2 actions"):
        check_equilibrium(partnership("1/2"), three)
    with pytest.raises(InvalidGameError, match="plan"):
        check_equilibrium(partnership("1/2"), "trust")  # type: ignore[arg-type]


# --- simulation ---------------------------------------------------------------------------------


def test_simulated_play_follows_the_signals() -> None:
    played = simulate(partnership("1/2"), trust(back="1/4"), 4000, rng=7)
    rows = played.to_rows()
    assert len(played.signals) == 4000
    returns = 0
    for now, after in pairwise(rows):
        expected = {"on": (0, 0), "off": (1, 1)}[str(now["state"])]
        assert now["profile"] == expected
        if now["state"] == "on":
            assert after["state"] == ("on" if now["signal"] == "success" else "off")
        else:
            returns += after["state"] == "on"
    idle = sum(row["state"] == "off" for row in rows)
    failures = sum(row["state"] == "on" and row["signal"] == "failure" for row in rows)
    # Four standard deviations of a binomial share.
    assert abs(returns / idle - 0.25) < 4 * (0.25 * 0.75 / idle) ** 0.5
    working = 4000 - idle
    assert abs(failures / working - 1 / 6) < 4 * (5 / 36 / working) ** 0.5


def test_simulations_are_reproducible_and_take_scripts() -> None:
    game, plan = partnership("1/2"), trust(back="1/4")
    one = simulate(game, plan, 50, rng=3, tremble=0.2)
    assert one == simulate(game, plan, 50, rng=np.random.default_rng(3), tremble=0.2)
    assert one != simulate(game, plan, 50, rng=4, tremble=0.2)
    scripted = simulate(game, plan, 2, rng=1, script=[(1, 0), (0, 1)])
    assert scripted.profiles == ((1, 0), (0, 1))
    assert scripted.discounted[0] == Fraction(1, 2) * 3 + Fraction(1, 4) * 0


def test_impossible_signals_and_states_are_not_drawn() -> None:
    sure = PublicMonitoring([[0, 1, 0], ["1/2", 0, "1/2"]])
    plan = PublicAutomaton(
        ("a", "b"), "a", {"a": (0,), "b": (1,)}, {"a": "b", "b": {"otherwise": {"a": 1, "b": 0}}}
    )
    played = simulate(RepeatedGame(StageGame([[0, 1]]), "1/2", sure), plan, 60, rng=1)
    assert set(played.signals[::2]) == {"1"}
    assert set(played.signals[1::2]) == {"0", "2"}


def test_perfect_monitoring_has_no_signals() -> None:
    played = simulate(RepeatedGame(PD, "1/2"), grim_trigger(PD, (0, 0), (1, 1)), 3)
    assert played.signals == ()
    assert set(played.to_rows()[0]) == {"period", "state", "profile", "payoffs"}


def test_a_probability_that_is_a_parameter_cannot_be_drawn() -> None:
    p = cg.parameter("p", 0, 1)
    family = RepeatedGame(StageGame([[0, 1]]), "1/2", PublicMonitoring([[p, 1 - p]] * 2))
    idle = PublicAutomaton(("s",), "s", {"s": (0,)}, {"s": "s"})
    with pytest.raises(CoopgamesError, match="parameter"):
        simulate(family, idle, 3, rng=1)
