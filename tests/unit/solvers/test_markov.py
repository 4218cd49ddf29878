"""Games whose state moves: published thresholds, knife edges, and the sizes that are promised."""

from __future__ import annotations

import copy
import random
import time
from fractions import Fraction
from typing import Any

import pytest

from coopgames.arithmetic import AlgebraicNumber, Arithmetic, parameter
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games.markov import MarkovGame
from coopgames.games.markov_automata import MarkovAutomaton
from coopgames.solvers.intervals import Interval
from coopgames.solvers.markov import best_reply, check_markov_equilibrium, critical_markov
from coopgames.solvers.markov import values as exact_systems
from coopgames.solvers.markov.blocks import blocks
from coopgames.solvers.solution import Solution, Status

DELTA = parameter("delta", 0, 1)


# --- rotating pots ------------------------------------------------------------------------------


def pot(members: int, worth: object, sanction: object, delta: object = DELTA) -> MarkovGame:
    """All members of a rotating pot in a fixed order; who does not pay 1 is out, all is over."""
    turns = [f"turn {k}" for k in range(members)]
    pay = ("pay",) * members

    def payoff(state: str, acts: tuple[str, ...]) -> list[object]:
        if state == "over":
            return [0] * members
        pots = [Fraction(str(worth)) * (acts == pay and state == turn) for turn in turns]
        paid = zip(pots, acts, strict=True)
        return [p - 1 if a == "pay" else -Fraction(str(sanction)) for p, a in paid]

    def following(state: str, acts: tuple[str, ...]) -> str:
        return turns[(turns.index(state) + 1) % members] if acts == pay else "over"

    actions: dict[str, Any] = {turn: [("pay", "default")] * members for turn in turns}
    actions["over"] = [1] * members
    states = [*turns, "over"]
    return MarkovGame.from_function(states, actions, payoff, following, delta, turns[0])


def in_fixed_order(members: int, worth: object, sanction: object) -> MarkovGame:
    """One member's view of the same: rounds to his own pot."""
    states = [*(f"{k} to go" for k in range(members)), "over"]
    payoffs: dict[str, Any] = {s: [[-1, -Fraction(str(sanction))]] for s in states[:-1]}
    payoffs[states[0]] = [[Fraction(str(worth)) - 1, -Fraction(str(sanction))]]
    moves: dict[str, Any] = {s: [states[k - 1 if k else members - 1], "over"]
                             for k, s in enumerate(states[:-1])}  # fmt: skip
    return MarkovGame(
        states,
        {s: [("pay", "default") if s != "over" else 1] for s in states},
        payoffs | {"over": [[0]]},
        moves | {"over": "over"},
        DELTA,
        states[-2],
    )


def in_random_order(members: int, worth: object, sanction: object) -> MarkovGame:
    """One member's view if the order is drawn anew in each cycle: rounds left, pot had or not."""
    good, loss = Fraction(str(worth)), -Fraction(str(sanction))
    wait = {k: f"{k} left, waiting" for k in range(1, members + 1)}
    had = {k: f"{k} left, had it" for k in range(1, members)}
    payoffs: dict[str, Any] = {"over": [[0]]}
    moves: dict[str, Any] = {"over": "over"}
    for k, state in wait.items():
        payoffs[state] = [[good / k - 1, loss]]
        law = {wait[members]: 1} if k == 1 else {had[k - 1]: Fraction(1, k),
                                                 wait[k - 1]: Fraction(k - 1, k)}  # fmt: skip
        moves[state] = [law, "over"]
    for k, state in had.items():
        payoffs[state] = [[-1, loss]]
        moves[state] = [wait[members] if k == 1 else had[k - 1], "over"]
    return MarkovGame(
        list(payoffs),
        {s: [("pay", "default") if s != "over" else 1] for s in payoffs},
        payoffs,
        moves,
        DELTA,
        wait[members],
    )


def ends(answer: Solution[tuple[Interval, ...]]) -> list[float]:
    found = [e for i in answer.value for e in (i.lower, i.upper)]
    return [float(e.refine(60)[0] if isinstance(e, AlgebraicNumber) else e) for e in found]


def paying(game: MarkovGame) -> dict[str, tuple[int, ...]]:
    return dict.fromkeys(game.states, (0,) * game.num_players)


#: Roots of worth = (1 - S(1 - d)) sum d^-j, and of worth = n (1 - S(1 - d)) d^(1-n).
FIXED = [
    (5, 8, 0, [0.808466179791, 1]),
    (10, 14, 0, [0.932147157409, 1]),
    (10, 14, "1/2", [0.925214266991, 1]),
    (10, 14, 2, [0, 0.507736325, 0.88855435, 1]),
    (4, 4, 0, []),
]
RANDOM = [
    (5, 8, 0, [0.889139705019, 1]),
    (10, 14, "1/2", [0.961210401672, 1]),
    (10, 14, 2, [0, 0.501402081, 0.95273403, 1]),
]


@pytest.mark.parametrize(("members", "worth", "sanction", "expected"), FIXED)
def test_a_pot_in_fixed_order(
    members: int, worth: object, sanction: object, expected: list[float]
) -> None:
    game = in_fixed_order(members, worth, sanction)
    assert ends(critical_markov(game, paying(game))) == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize(("members", "worth", "sanction", "expected"), RANDOM)
def test_a_pot_in_random_order(
    members: int, worth: object, sanction: object, expected: list[float]
) -> None:
    game = in_random_order(members, worth, sanction)
    assert ends(critical_markov(game, paying(game))) == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize(("members", "worth", "sanction"), [(2, 3, 0), (3, 4, 2), (5, 8, "1/2")])
def test_all_members_and_one_member_agree(members: int, worth: object, sanction: object) -> None:
    whole, one = pot(members, worth, sanction), in_fixed_order(members, worth, sanction)
    everybody = critical_markov(whole, paying(whole))
    assert everybody.value == critical_markov(one, paying(one)).value


def test_the_worst_moment_is_just_after_the_pot() -> None:
    game = pot(3, 5, 0, "3/5")
    answer = check_markov_equilibrium(game, paying(game))
    deviation: Any = answer.diagnostics["deviation"]
    assert answer.value is False
    assert (deviation.state, deviation.player, deviation.action) == ("turn 0", "3", "default")
    # He pays now and next, then receives 4: (1 - d)(1 + d - 4 d^2)/(1 - d^3).
    d = Fraction(3, 5)
    assert deviation.gain == (1 + d - 4 * d**2) * (1 - d) / (1 - d**3)


def test_one_cycle_needs_the_sanction_of_the_debt() -> None:
    """Contributions of 2, six rounds, the pot in round 3: 2 (1 - d^3)/(1 - d) = 271/50."""
    loss = parameter("S", 0, 20)
    rounds = [f"round {k}" for k in range(1, 7)]
    following = [*rounds[1:], "over"]
    payoffs = {s: [[18 if s == "round 3" else -2, -loss]] for s in rounds}
    game = MarkovGame(
        [*rounds, "over"],
        {s: [("pay", "default")] for s in rounds} | {"over": [1]},
        payoffs | {"over": [[0]]},
        {s: [t, "over"] for s, t in zip(rounds, following, strict=True)} | {"over": "over"},
        "9/10",
        "round 1",
    )
    answer = critical_markov(game, paying(game), "S")
    assert [str(i) for i in answer.value] == ["[271/50, 20)"]
    assert answer.arithmetic is Arithmetic.SYMBOLIC
    before: Any = answer.diagnostics["cells"]
    assert before[0].witness.state == "round 4"


# --- fines --------------------------------------------------------------------------------------


def test_burnt_fines_with_a_heavy_penalty_hold_in_the_middle_only() -> None:
    """Least deterrent fine kappa/(beta D): it is paid iff 1400 b^2 - 1707 b + 330 <= 0."""
    beta = parameter("beta", 0, 1)
    v, kappa, alarm, caught, penalty = map(Fraction, ("17/20", "33/20", "1/4", "3/5", "20"))
    fine = kappa / (beta * (caught - alarm))
    acts = {"good": [["contribute", "shirk"]], "flagged": [["pay", "pay, shirk", "refuse"]]}
    after = [{"flagged": p, "good": 1 - p} for p in (alarm, caught)]
    game = MarkovGame(
        ["good", "flagged", "out"],
        acts | {"out": [1]},
        {
            "good": [[v, v + kappa]],
            "flagged": [[v - fine, v + kappa - fine, -penalty]],
            "out": [[0]],
        },
        {"good": after, "flagged": [*after, "out"], "out": "out"},
        beta,
        "good",
    )
    plan = dict.fromkeys(game.states, (0,))
    (interval,) = critical_markov(game, plan).value
    for end in (interval.lower, interval.upper):
        assert isinstance(end, AlgebraicNumber)
        assert end.polynomial == (330, -1707, 1400)
    assert (interval.lower_closed, interval.upper_closed) == (True, True)
    assert Fraction(3, 5) in interval
    assert Fraction(999, 1000) not in interval
    assert check_markov_equilibrium(game.fix("3/5"), plan).value is True
    assert check_markov_equilibrium(game.fix("999/1000"), plan).value is False


# --- memory -------------------------------------------------------------------------------------


def loan(delta: object) -> MarkovGame:
    """Who is trusted gets 2, which costs the lender 1; later he pays 1 back, worth 3, or keeps."""
    return MarkovGame(
        ["calm", "debt"],
        {"calm": [1, ("trust", "refuse")], "debt": [("pay", "keep"), 1]},
        {"calm": [[[2, 0]], [[-1, 0]]], "debt": [[[-1], [0]], [[3], [0]]]},
        {"calm": [["debt", "calm"]], "debt": "calm"},
        delta,
        "calm",
        ["debtor", "lender"],
    )


GRIM = MarkovAutomaton(
    ["trusted", "cut off"],
    "trusted",
    {
        ("trusted", "calm"): (0, "trust"),
        ("trusted", "debt"): ("pay", 0),
        ("cut off", "calm"): (0, "refuse"),
        ("cut off", "debt"): ("keep", 0),
    },
    {("trusted", "debt", ("keep", 0)): "cut off", "trusted": "trusted", "cut off": "cut off"},
)


def test_a_remembered_default_sustains_payment() -> None:
    """Paying is worth -1 + d (2 - d)/(1 - d^2), which is >= 0 iff d >= 1/2."""
    answer = critical_markov(loan(DELTA), GRIM)
    assert [str(i) for i in answer.value] == ["[1/2, 1)"]
    at, below = (check_markov_equilibrium(loan(d), GRIM) for d in ("1/2", "499/1000"))
    assert (at.value, below.value) == (True, False)
    deviation: Any = below.diagnostics["deviation"]
    assert str(deviation).startswith("in state 'debt (trusted)' player debtor gains ")
    assert at.diagnostics["states"] == (
        ("trusted", "calm"), ("trusted", "debt"), ("cut off", "calm"), ("cut off", "debt")
    )  # fmt: skip
    for delta, action in (("9/10", "pay"), ("1/2", "pay"), ("1/10", "keep")):
        assert best_reply(loan(delta), GRIM, "debtor").value.policy["trusted", "debt"] == action


def test_a_memory_that_no_history_leads_to_does_not_count() -> None:
    """In "cut off" the lender gives loans that are kept, but nothing leads to "cut off"."""
    actions = {
        ("trusted", "calm"): (0, "refuse"),
        ("cut off", "calm"): (0, "trust"),
        ("otherwise", "debt"): ("keep", 0),
    }
    stay = {"trusted": "trusted", "cut off": "cut off"}
    blind = MarkovAutomaton(["trusted", "cut off"], "trusted", actions, stay)
    answer = check_markov_equilibrium(loan("9/10"), blind)
    assert answer.value is True
    assert answer.diagnostics["states"] == (("trusted", "calm"), ("trusted", "debt"))
    other = MarkovAutomaton(["trusted", "cut off"], "cut off", actions, stay)
    assert check_markov_equilibrium(loan("9/10"), other).value is False


# --- degenerate games ---------------------------------------------------------------------------


def test_nobody_has_a_choice() -> None:
    game = MarkovGame(["a"], [1, 1], [[[[3]], [[4]]]], ["a"], "1/2")
    answer = check_markov_equilibrium(game, {"a": (0, 0)})
    assert answer.value is True
    assert answer.diagnostics["deviation"] is None
    assert answer.diagnostics["values"] == [[3, 4]]
    assert best_reply(game, {"a": (0, 0)}).value.policy == {"a": "0"}
    floats = check_markov_equilibrium(game.at(0.5), {"a": (0, 0)})
    assert (floats.value, floats.diagnostics["deviation"]) == (True, None)
    family = critical_markov(game.at(DELTA), {"a": (0, 0)})
    assert [str(i) for i in family.value] == ["(0, 1)"]


def test_discount_factor_zero_is_the_game_of_today() -> None:
    game = MarkovGame(["a", "b"], [2], [[[1, 1]], [[0, 5]]], [["a", "b"], "b"], 0, "a")
    assert check_markov_equilibrium(game, {"a": (0,), "b": (1,)}).value is True
    assert check_markov_equilibrium(game, {"a": (1,), "b": (0,)}).value is False


def test_a_tie_is_an_equilibrium_and_keeps_the_plan() -> None:
    game = MarkovGame(["a"], [2], [[[1, 1]]], ["a"], "1/2")
    for action in (0, 1):
        plan = {"a": (action,)}
        assert check_markov_equilibrium(game, plan).value is True
        assert best_reply(game, plan).value.policy == {"a": str(action)}
        assert best_reply(game.at(0.5), plan).value.policy == {"a": str(action)}


def test_payoffs_far_beyond_floats() -> None:
    """The guess in floats is given up; the exact rounds go on alone."""
    big = 10**400
    game = MarkovGame(
        ["a", "b"], [2], [[[0, -big]], [[big**2, 0]]], [["a", "b"], ["b", "a"]], "1/2", "a"
    )
    answer = best_reply(game, {"a": (0,), "b": (0,)})
    assert answer.value.policy == {"a": "1", "b": "0"}
    assert answer.value.values["b"] == big**2
    tiny = Fraction(1, 10**400)
    held = check_markov_equilibrium(
        MarkovGame(["a"], [2], [[[0, tiny]]], ["a"], "1/2"), {"a": (0,)}
    )
    assert held.value is False
    assert held.diagnostics["deviation"].gain == tiny / 2  # pyright: ignore


def test_a_discount_factor_that_is_1_in_floats() -> None:
    delta = 1 - Fraction(1, 10**30)
    game = MarkovGame(["a", "b"], [2], [[[0, 0]], [[1, 1]]], [["a", "b"], "b"], delta, "a")
    answer = best_reply(game, {"a": (0,), "b": (0,)})
    assert answer.value.values == {"a": delta, "b": 1}


def test_where_a_probability_vanishes_fewer_histories_count() -> None:
    """State "bad" has a deviation that pays; at p = 1/2 alone no history leads there."""
    p = parameter("p", 0, 1)
    chance = (2 * p - 1) ** 2
    game = MarkovGame(
        ["good", "bad"],
        {"good": [1], "bad": [2]},
        [[[0]], [[0, 1]]],
        [{"bad": chance, "good": 1 - chance}, "bad"],
        "1/2",
        "good",
    )
    plan = {"good": (0,), "bad": (0,)}
    answer = critical_markov(game, plan)
    assert [str(i) for i in answer.value] == ["[1/2, 1/2]"]
    assert check_markov_equilibrium(game.fix("1/2"), plan).value is True
    assert check_markov_equilibrium(game.fix("1/3"), plan).value is False
    laws = [game.law("good", (0,)), "bad"]
    actions = {"good": [1], "bad": [2]}
    anywhere = MarkovGame(game.states, actions, [[[0]], [[0, 1]]], laws, "1/2")
    assert critical_markov(anywhere, plan).value == ()


def test_an_equilibrium_at_a_single_value() -> None:
    t = parameter("t", -1, 1)
    game = MarkovGame(["a"], [2], [[[0, t**2 - Fraction(1, 9) * t]]], ["a"], "1/2")
    answer = critical_markov(game, {"a": (0,)})
    assert [str(i) for i in answer.value] == ["[0, 1/9]"]
    square = MarkovGame(["a"], [2], [[[0, t**2]]], ["a"], "1/2")
    assert [str(i) for i in critical_markov(square, {"a": (0,)}).value] == ["[0, 0]"]
    cells: Any = critical_markov(square, {"a": (0,)}).diagnostics["cells"]
    assert [cell.sustained for cell in cells] == [False, True, False]


# --- refusals -----------------------------------------------------------------------------------


def test_what_is_refused() -> None:
    game, family = pot(2, 3, 0, "1/2"), pot(2, 3, 0)
    plan = paying(game)
    with pytest.raises(UnsupportedGameError, match="ask critical_markov"):
        check_markov_equilibrium(family, plan)
    with pytest.raises(UnsupportedGameError, match="ask critical_markov"):
        best_reply(family, plan)
    with pytest.raises(InvalidGameError, match="one number is coopgames.parameter"):
        critical_markov(game, plan)
    with pytest.raises(InvalidGameError, match="parameter: got 'beta', expected 'delta'"):
        critical_markov(family, plan, "beta")
    for player in (2, "3", True):
        with pytest.raises(InvalidGameError, match="player"):
            best_reply(game, plan, player)
    with pytest.raises(InvalidGameError, match="a MarkovGame"):
        check_markov_equilibrium("game", plan)  # pyright: ignore[reportArgumentType]
    with pytest.raises(InvalidGameError, match="plan"):
        check_markov_equilibrium(game, "plan")  # pyright: ignore[reportArgumentType]
    with pytest.raises(InvalidGameError, match="no entry for"):
        check_markov_equilibrium(game, {"over": (0, 0)})


def test_both_ends_of_the_domain_are_needed() -> None:
    game = MarkovGame(["a"], [2], [[[0, parameter("x", 0)]]], ["a"], "1/2")
    with pytest.raises(InvalidGameError, match="both ends"):
        critical_markov(game, {"a": (0,)})


def test_answers_are_copied() -> None:
    game = pot(2, 3, 0, "1/2")
    answer = best_reply(game, paying(game))
    assert copy.deepcopy(answer).value == answer.value


# --- sizes --------------------------------------------------------------------------------------


def large(states: int, kind: str, exact: bool, delta: object) -> tuple[MarkovGame, dict[str, Any]]:
    draw = random.Random(7)
    names = [f"s{k}" for k in range(states)]

    def number() -> Any:
        return draw.randint(-9, 9) if exact else draw.uniform(-1, 1)

    def law(k: int) -> dict[str, Any]:
        near = [names[max(k - 1, 0)], names[min(k + 1, states - 1)]]
        first, second = draw.sample(names, 2) if kind == "random" else near
        if first == second:
            return {first: 1}
        share = Fraction(draw.randint(1, 9), 10)
        return {s: p if exact else float(p) for s, p in ((first, share), (second, 1 - share))}

    payoffs = [[[[number(), number()] for _ in range(2)] for _ in range(2)] for _ in names]
    moves = [[[law(k), law(k)] for _ in range(2)] for k in range(states)]
    game = MarkovGame(names, [2, 2], payoffs, moves, delta)
    return game, {s: (draw.randrange(2), draw.randrange(2)) for s in names}


@pytest.mark.parametrize("kind", ["random", "chain"])
def test_ten_thousand_states_in_floats(kind: str) -> None:
    game, plan = large(10_000, kind, False, 0.95)
    started = time.perf_counter()
    answer = best_reply(game, plan)
    assert time.perf_counter() - started < 10  # about 0.4 s on an idle machine
    assert answer.diagnostics["error_bound"] < 1e-9  # pyright: ignore
    checked = check_markov_equilibrium(game, plan)
    assert checked.status is Status.FLOAT
    # Nobody gains on a best reply.
    better = {s: (int(answer.value.policy[s]), plan[s][1]) for s in plan}
    again = best_reply(game, better)
    assert max(map(abs, again.diagnostics["gains"].values())) < 1e-9  # pyright: ignore


def test_floats_near_patience_are_as_exact_as_their_bound() -> None:
    """Everything is a binary number, so that the exact game is the same."""
    draw = random.Random(5)
    names = [f"s{k}" for k in range(120)]
    payoffs = [[[draw.randint(-9, 9)]] for _ in names]
    moves = [[dict.fromkeys(draw.sample(names, 4), Fraction(1, 4))] for _ in names]
    for bits in (1, 10, 20):
        exact = MarkovGame(names, [1], payoffs, moves, 1 - Fraction(1, 2**bits))
        laws = [[{s: float(p) for s, p in row[0].items()}] for row in moves]
        floats = MarkovGame(names, [1], payoffs, laws, 1 - 0.5**bits)
        plan = dict.fromkeys(names, (0,))
        found, wanted = (check_markov_equilibrium(g, plan).diagnostics for g in (floats, exact))
        pairs: Any = zip(found["values"], wanted["values"], strict=True)  # pyright: ignore
        assert max(abs(Fraction(x[0]) - y[0]) for x, y in pairs) < 1e-9
        assert found["error_bound"] < 1e-8  # pyright: ignore


@pytest.mark.parametrize("kind", ["random", "chain"])
def test_two_hundred_states_exactly(kind: str) -> None:
    game, plan = large(200, kind, True, "19/20")
    started = time.perf_counter()
    answer = best_reply(game, plan, 1)
    assert time.perf_counter() - started < 10  # about 0.2 s on an idle machine
    better = {s: (plan[s][0], int(answer.value.policy[s])) for s in plan}
    checked = check_markov_equilibrium(game, better)
    values: Any = checked.diagnostics["values"]
    assert [row[1] for row in values] == list(answer.value.values.values())


def test_too_many_nodes_that_lead_to_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pot has two blocks: the turns, and the end of it."""
    monkeypatch.setattr(exact_systems, "LARGEST_BLOCK", 2)
    monkeypatch.setattr(exact_systems, "LARGEST_SYMBOLIC_BLOCK", 2)
    small, three = pot(2, 3, 0), pot(3, 4, 0)
    # A knife edge: 3 d = 1 + d at d = 1/2.
    assert check_markov_equilibrium(small.fix("1/2"), paying(small)).value is True
    assert critical_markov(small, paying(small)).value
    with pytest.raises(UnsupportedGameError, match="3 nodes lead to each other, at most 2: give"):
        check_markov_equilibrium(three.fix("1/2"), paying(three))
    with pytest.raises(UnsupportedGameError, match="fix the parameter"):
        critical_markov(three, paying(three))


def test_blocks_come_after_what_they_lead_to() -> None:
    draw = random.Random(3)
    for _ in range(200):
        count = draw.randint(1, 9)
        graph = [[draw.randrange(count) for _ in range(draw.randint(0, 3))] for _ in range(count)]
        found = blocks(graph)
        place = {node: k for k, block in enumerate(found) for node in block}
        assert sorted(place) == list(range(count))
        leads = [_reach(graph, node) for node in range(count)]
        for s in range(count):
            for t in range(count):
                together = t in leads[s] and s in leads[t]
                assert (place[s] == place[t]) is together
                assert t not in leads[s] or place[t] <= place[s]


def _reach(graph: list[list[int]], node: int) -> set[int]:
    found = {node}
    while True:
        more = found | {t for s in found for t in graph[s]}
        if more == found:
            return found
        found = more


def test_a_long_chain_needs_no_recursion() -> None:
    count = 5_000
    assert blocks([[k + 1] for k in range(count - 1)] + [[]])[0] == [count - 1]
