"""Games whose state moves and their plans: what is taken, what is refused, what is written."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from coopgames.arithmetic import Arithmetic, Enclosure, parameter
from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError
from coopgames.games.markov import MarkovGame
from coopgames.games.markov_automata import MarkovAutomaton, MarkovTables

HALF = Fraction(1, 2)
STATES = ("good", "bad")
ACTIONS = {"good": [("pay", "keep"), ("trust", "refuse")], "bad": [1, ("trust", "refuse")]}
PAYOFFS: dict[str, Any] = {
    "good": [[[1, 0], [2, 0]], [[1, 0], [-1, 0]]],
    "bad": [[[0, 0]], [[-1, 0]]],
}
MOVES: dict[str, Any] = {
    "good": ["good", [{"bad": "2/3", "good": "1/3"}, [1, 0]]],
    "bad": {"bad": 1},
}


def game(**changes: Any) -> MarkovGame:
    arguments: dict[str, Any] = {
        "states": STATES,
        "actions": ACTIONS,
        "payoffs": PAYOFFS,
        "transitions": MOVES,
        "discount_factor": "9/10",
        "start": "good",
        "players": ["debtor", "lender"],
    }
    return MarkovGame(**(arguments | changes))


def test_what_it_holds() -> None:
    loans = game()
    assert loans.num_players == 2
    assert loans.shape("bad") == (1, 2)
    assert loans.payoff("good", ("keep", "trust")) == (2, -1)
    assert loans.payoff("good", (1, 0)) == (2, -1)
    assert loans.law("good", ("keep", "trust")) == {"bad": Fraction(2, 3), "good": Fraction(1, 3)}
    assert loans.law("good", ("keep", "refuse")) == {"good": 1}
    assert loans.law("good", ("pay", "refuse")) == {"good": 1}
    assert loans.arithmetic is Arithmetic.EXACT
    assert loans.parameter is None
    assert loans.discount_factor == Fraction(9, 10)


def test_the_three_ways_to_write_a_law_are_one() -> None:
    laws = [["bad", "bad"], [[0, 1], {"bad": 1}]], {"bad": 1}, "bad", [["bad", [0, 1]], "bad"]
    built = {game(transitions={"good": law, "bad": "bad"}).laws for law in laws}
    assert len(built) == 1


def test_sequences_in_the_order_of_the_states_are_taken() -> None:
    listed = game(payoffs=list(PAYOFFS.values()), transitions=list(MOVES.values()))
    assert listed == game()
    assert hash(listed) == hash(game())


def test_equal_actions_in_all_states_are_written_once() -> None:
    same = MarkovGame(["a", "b"], [2], {s: [[0, 1]] for s in "ab"}, {"a": ["a", "b"], "b": "a"}, 0)
    assert same.actions == ((("0", "1"),),) * 2


def test_from_function_is_the_same_game() -> None:
    def payoff(state: str, acts: tuple[str, ...]) -> list[int]:
        if acts[1] == "refuse":
            return [0, 0]
        if state == "bad":
            return [0, -1]
        return [1, 1] if acts[0] == "pay" else [2, -1]

    def law(state: str, acts: tuple[str, ...]) -> Any:
        if state == "good" and acts == ("keep", "trust"):
            return {"good": "1/3", "bad": "2/3"}
        return state

    players = ["debtor", "lender"]
    built = MarkovGame.from_function(STATES, ACTIONS, payoff, law, "9/10", "good", players)
    assert built == game()


def test_floats_make_it_a_float_game_and_whole_numbers_are_neutral() -> None:
    laws = {"good": {"good": 0.25, "bad": 0.75}, "bad": "bad"}
    floats = game(discount_factor=0.9, transitions=laws)
    assert floats.arithmetic is Arithmetic.FLOAT
    assert floats.payoff("good", (0, 0)) == (1.0, 1.0)
    assert isinstance(floats.law("bad", (0, 0))["bad"], float)


def test_arrays_are_taken() -> None:
    table = {s: np.array(x, dtype=float) for s, x in PAYOFFS.items()}
    laws = {"good": np.full((2, 2, 2), 0.5), "bad": "bad"}
    floats = game(payoffs=table, transitions=laws, discount_factor=0.5)
    assert floats.law("good", (1, 1)) == {"good": 0.5, "bad": 0.5}


def test_a_float_law_may_miss_1_by_rounding() -> None:
    thirds = {"good": 0.1, "bad": 0.9000000000000001}
    assert game(transitions={"good": thirds, "bad": "bad"}, discount_factor=0.5).laws


def test_zero_probabilities_lead_nowhere() -> None:
    with pytest.raises(InvalidGameError, match="states: got \\['bad'\\]"):
        game(transitions={"good": {"good": 1, "bad": 0}, "bad": "good"})


def test_unreached_states_are_named_and_can_be_allowed() -> None:
    stuck = {"good": "good", "bad": "good"}
    with pytest.raises(InvalidGameError, match="some play from 'good' reaches"):
        game(transitions=stuck)
    assert game(transitions=stuck, allow_unreached=True).states == STATES
    # Without a start every state can be the first.
    assert game(transitions=stuck, start=None).start is None


WRONG: dict[str, tuple[Callable[[], object], str]] = {
    "no states": (lambda: game(states=[]), "states: got"),
    "one str": (lambda: game(states="ab"), "states: got 'ab'"),
    "state twice": (lambda: game(states=["good", "good"]), "all distinct"),
    "reserved": (lambda: game(states=["good", "otherwise"]), "which plans use"),
    "start": (lambda: game(start="gone"), "an unreachable start"),
    "actions of a state": (lambda: game(actions={"good": [2, 2]}), "one entry for each state"),
    "more actions": (lambda: game(actions=ACTIONS | {"ugly": [1, 1]}), "got \\['ugly'\\]"),
    "players differ": (lambda: game(actions={"good": [2, 2], "bad": [2]}), "of 2 players"),
    "no action": (lambda: game(actions=[0, 2]), "actions"),
    "no list": (lambda: game(actions="xy"), "actions"),
    "a str": (lambda: game(actions=["xy", 2]), "actions"),
    "label twice": (lambda: game(actions=[("a", "a"), 2]), "distinct labels"),
    "payoffs missing": (lambda: game(payoffs={"good": PAYOFFS["good"]}), "each state"),
    "payoffs short": (lambda: game(payoffs=[PAYOFFS["good"]]), "each of 2 states"),
    "payoff shape": (lambda: game(payoffs=PAYOFFS | {"bad": [[0, 0], [0, 0]]}), "payoffs\\['bad'"),
    "law of a stranger": (lambda: game(transitions=MOVES | {"bad": "gone"}), "got 'gone'"),
    "law too short": (lambda: game(transitions=MOVES | {"bad": [["bad"]]}), "transitions\\['bad'"),
    "law too deep": (lambda: game(transitions=MOVES | {"bad": [[[1], [1]]]}), "2 chances"),
    "law a number": (lambda: game(transitions=MOVES | {"bad": 1}), "or one law"),
    "negative": (lambda: game(transitions=MOVES | {"bad": {"bad": 2, "good": -1}}), ">= 0"),
    "sum": (lambda: game(transitions=MOVES | {"bad": {"bad": "1/2"}}), "sum to 1"),
    "float sum": (
        lambda: game(transitions={"good": {"bad": 0.9}, "bad": "bad"}, discount_factor=0.5),
        "sum to 1",
    ),
    "discount 1": (lambda: game(discount_factor=1), "discount_factor: got Fraction\\(1, 1\\)"),
    "negative discount": (lambda: game(discount_factor="-1/2"), "\\[0, 1\\)"),
    "not finite": (
        lambda: game(payoffs=PAYOFFS | {"bad": [[[0, float("inf")]], [[0, 0]]]}),
        "payoffs\\['bad'\\], player 0, profile 1",
    ),
    "truth value": (lambda: game(discount_factor=True), "discount_factor"),
    "player labels": (lambda: game(players=["one"]), "players"),
    "profile": (lambda: game().payoff("good", ("pay",)), "profile"),
    "label": (lambda: game().payoff("good", ("steal", "trust")), "an action of pay, keep"),
    "index": (lambda: game().payoff("bad", (1, 0)), "actions below"),
    "unknown state": (lambda: game().law("gone", (0, 0)), "one of the states"),
    "no family": (lambda: game().fix("1/2"), "a game with a parameter"),
    "payoff of one": (
        lambda: MarkovGame.from_function(["a"], [1, 1], lambda s, a: [1], lambda s, a: "a", 0),
        "2 payoffs",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_arguments_are_refused(case: str) -> None:
    build, message = WRONG[case]
    with pytest.raises(InvalidGameError, match=message):
        build()


def test_floats_and_fractions_do_not_mix() -> None:
    with pytest.raises(MixedArithmeticError, match="transitions\\['good'\\], profile 2, entry 0"):
        game(discount_factor=0.9)


def test_enclosures_and_two_parameters_are_refused() -> None:
    with pytest.raises(UnsupportedGameError, match="enclosures"):
        game(discount_factor=Enclosure(Fraction(0), HALF))
    q = parameter("q", 0, 1)
    with pytest.raises(UnsupportedGameError, match="parameter"):
        game(
            discount_factor=parameter("d", 0, 1), transitions=MOVES | {"bad": [["bad", [q, 1 - q]]]}
        )


# --- families -----------------------------------------------------------------------------------


def test_a_parameter_makes_a_family_whose_members_are_games() -> None:
    q = parameter("q", 0, 1)
    family = game(transitions=MOVES | {"bad": {"good": q, "bad": 1 - q}})
    assert family.arithmetic is Arithmetic.SYMBOLIC
    assert family.parameter is not None
    assert family.parameter.name == "q"
    member = family.fix("1/4")
    assert member == game(transitions=MOVES | {"bad": {"good": "1/4", "bad": "3/4"}})
    assert family.at("1/2").fix("1/4") == member.at("1/2")


def test_the_discount_factor_can_be_the_parameter() -> None:
    family = game().at(parameter("d", 0, 1))
    assert family.fix("9/10") == game()
    for outside in (0, 1, 2):
        with pytest.raises(InvalidGameError, match="inside the domain"):
            family.fix(outside)


def test_a_family_is_a_game_on_its_whole_domain() -> None:
    t = parameter("t", 0, 1)
    for wrong in (2 * t, t + HALF, 1 - 2 * t, 4 * t * (1 - t), parameter("d"), parameter("d", 0)):
        with pytest.raises(InvalidGameError, match="discount_factor"):
            game(discount_factor=wrong)
    assert game(discount_factor=3 * t * (1 - t)).parameter is not None
    for chance in (2 * t, 2 * t - 1, 1 / (2 * t)):
        with pytest.raises(InvalidGameError, match="chances >= 0 for all t in"):
            game(transitions=MOVES | {"bad": {"good": chance, "bad": 1 - chance}})
    with pytest.raises(InvalidGameError, match="without a pole"):
        game(payoffs=PAYOFFS | {"bad": [[[0, 1 / (2 * t - 1)]], [[-1, 0]]]})
    # A pole at the end of the open domain is none inside.
    assert game(payoffs=PAYOFFS | {"bad": [[[0, 1 / t]], [[-1, 0]]]}).parameter is not None


def test_a_sum_of_1_is_an_identity() -> None:
    t = parameter("t", 0, 1)
    with pytest.raises(InvalidGameError, match="sum to 1"):
        game(transitions=MOVES | {"bad": {"good": t, "bad": 1 - t**2}})
    law = {"good": t - t, "bad": t / t}
    assert game(transitions=MOVES | {"bad": law}).law("bad", (0, 0)) == {"bad": 1}


# --- writing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{}, {"start": None, "players": None}, {"discount_factor": 0}])
def test_small_games_print_as_the_expression_that_builds_them(changes: dict[str, Any]) -> None:
    built = game(**changes)
    assert eval(repr(built), {"MarkovGame": MarkovGame}) == built


def test_unreached_states_are_printed_as_allowed() -> None:
    built = game(transitions={"good": "good", "bad": "good"}, allow_unreached=True)
    assert repr(built).endswith("allow_unreached=True)")


def test_large_games_are_summed_up() -> None:
    names = [f"s{k}" for k in range(50)]
    large = MarkovGame(names, [1], [[[0]]] * 50, names, 0)
    assert repr(large) == "MarkovGame(<50 states, 1 player, exact>)"


def test_games_and_plans_are_pickled() -> None:
    plan = MarkovAutomaton(["m"], "m", {("m", "otherwise"): (0, 0)})
    for thing in (game(), plan):
        assert pickle.loads(pickle.dumps(thing)) == thing


# --- plans --------------------------------------------------------------------------------------


def tables(transition: dict[Any, str], memory: tuple[str, ...] = ("m", "n")) -> MarkovTables:
    return MarkovTables(game(), MarkovAutomaton(memory, "m", {("otherwise",): (0, 0)}, transition))


def test_the_key_that_names_more_in_front_wins() -> None:
    look = tables(
        {
            "otherwise": "m",
            ("m", "good", ("keep", "trust")): "n",
            ("m", "good", ("keep", "trust"), "bad"): "m",
            ("otherwise", "bad"): "n",
            ("otherwise", "otherwise", ("pay", "refuse")): "n",
            ("n", "otherwise", "otherwise", "bad"): "n",
        }
    )
    assert look.follow(0, 0, 0, 0) == 0
    assert look.follow(0, 0, 1, 0) == 1
    assert look.follow(0, 0, 2, 0) == 1
    assert look.follow(0, 0, 2, 1) == 0
    assert look.follow(0, 1, 0, 0) == 1
    assert look.follow(1, 0, 2, 1) == 1
    assert look.follow(1, 0, 0, 0) == 0


def test_actions_have_wildcards_too() -> None:
    plan = MarkovAutomaton(
        ["m", "n"],
        "m",
        {("m", "good"): ("keep", 1), "n": (0, 1), ("otherwise", "bad"): [0, 0]},
        {"otherwise": "m"},
    )
    look = MarkovTables(game(), plan)
    assert [look.cell(m, s) for m in range(2) for s in range(2)] == [3, 0, 1, 1]


def test_silence_is_an_error() -> None:
    look = tables({("m", "good", ("pay", "trust")): "n"})
    with pytest.raises(InvalidGameError, match="transition: got no entry for \\('m', 'bad'\\)"):
        look.follow(0, 1, 0, 1)
    plan = MarkovAutomaton(["m"], "m", {("m", "good"): (0, 0)})
    with pytest.raises(InvalidGameError, match="action: got no entry for \\('m', 'bad'\\)"):
        MarkovTables(game(), plan).cell(0, 1)


WRONG_PLANS: dict[str, tuple[Callable[[], object], str]] = {
    "start": (lambda: MarkovAutomaton(["m"], "n", {}), "one of the memories m"),
    "memory twice": (lambda: MarkovAutomaton(["m", "m"], "m", {}), "memory"),
    "reserved": (lambda: MarkovAutomaton(["otherwise"], "otherwise", {}), "memory"),
    "target": (lambda: tables({"otherwise": "o"}), "transition: got 'o'"),
    "key": (lambda: tables({"o": "m"}), "begins with one of m, n"),
    "long key": (lambda: tables({("m",) * 5: "m"}), "next state"),
    "state": (lambda: tables({("m", "gone"): "m"}), "a state of the game"),
    "next state": (lambda: tables({("m", "good", (0, 0), "gone"): "m"}), "a state of the game"),
    "profile": (lambda: tables({("m", "bad", ("pay", "trust")): "m"}), "an action of 0"),
    "profile nowhere": (lambda: tables({("m", "otherwise", ("fly", 0)): "m"}), "an action profile"),
}


@pytest.mark.parametrize("case", WRONG_PLANS)
def test_bad_plans_are_refused(case: str) -> None:
    build, message = WRONG_PLANS[case]
    with pytest.raises(InvalidGameError, match=message):
        build()


def test_an_automaton_from_functions() -> None:
    plan = MarkovAutomaton.from_function(
        game(),
        ["m", "n"],
        "m",
        lambda memory, state: ("pay" if state == "good" else "0", "trust"),
        lambda memory, state, acts, following: "n" if "keep" in acts else memory,
    )
    look = MarkovTables(game(), plan)
    assert (look.cell(0, 0), look.cell(1, 1)) == (0, 0)
    assert [look.follow(0, 0, cell, 0) for cell in range(4)] == [0, 0, 1, 1]
    assert repr(MarkovAutomaton(["m"], "m", {})) == (
        "MarkovAutomaton(('m',), 'm', {}, "
        "{('otherwise', 'otherwise', 'otherwise', 'otherwise'): 'm'})"
    )
    small = MarkovAutomaton(["m", "n"], "m", {"otherwise": (0, 1)}, {("m", "bad"): "n", "n": "m"})
    assert eval(repr(small), {"MarkovAutomaton": MarkovAutomaton}) == small
    many = MarkovAutomaton(["m"], "m", {("m", f"s{k}"): (0,) for k in range(50)})
    assert repr(many) == "MarkovAutomaton(<1 memory, start 'm'>)"
