"""Games with signals, games whose state moves, and their plans: arguments of the wrong kind.

Each is refused by a message with the argument, the value and what was expected; none gets a bare
TypeError from inside, and none is taken for something else.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from coopgames.arithmetic import Enclosure, parameter
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.games import (
    MarkovAutomaton,
    MarkovGame,
    PublicAutomaton,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
    delayed_information,
    grim_trigger,
    identifiable_partnership,
    noisy_partnership,
    price_war,
    prisoners_dilemma,
)
from coopgames.solvers.automaton_thresholds import automaton_threshold
from coopgames.solvers.markov import critical_markov
from coopgames.solvers.public_automaton_thresholds import public_automaton_threshold

PD = prisoners_dilemma(3, 2, 0, -1)
GRIM = grim_trigger(PD, (0, 0), (1, 1))
STAGE, SIGNALS = noisy_partnership()
GAME = RepeatedGame(STAGE, 0, SIGNALS)
HALVES = [["1/2", "1/2"], ["1/2", "1/2"]]
SCALAR = np.array(3)
PAIR = np.array(["a", "b"])


def automaton(**changes: Any) -> PublicAutomaton:
    given: dict[str, Any] = {
        "states": ("a",),
        "start": "a",
        "action": {"a": (0, 0)},
        "transition": {"a": "a"},
    }
    return PublicAutomaton(**given | changes)


def named(state: Any) -> PublicAutomaton:
    """Return an automaton whose only state has this name."""
    return PublicAutomaton([state], state, {state: (0, 0)}, {state: {0: state, 1: state}})


def war(**changes: Any) -> object:
    given: dict[str, Any] = {
        "quantities": [1, 2],
        "prices": (6, 0),
        "chance_of_low": {2: "1/6", 3: "1/2", 4: "2/3"},
    }
    return price_war(**given | changes)


def markov(**changes: Any) -> MarkovGame:
    given: dict[str, Any] = {
        "states": ["a"],
        "actions": [["x", "y"]],
        "payoffs": {"a": [[1, 0]]},
        "transitions": {"a": "a"},
        "discount_factor": "1/2",
    }
    return MarkovGame(**given | changes)


def from_function(**changes: Any) -> MarkovGame:
    given: dict[str, Any] = {
        "states": ["a"],
        "actions": [2],
        "payoff": lambda state, profile: [0],
        "transition": lambda state, profile: "a",
        "discount_factor": "1/2",
    }
    return MarkovGame.from_function(**given | changes)


def plan(**changes: Any) -> MarkovAutomaton:
    given: dict[str, Any] = {
        "memory": ["m", "n"],
        "start": "m",
        "action": {"m": ("x",), "n": ("x",)},
        "transition": {"otherwise": "m"},
    }
    return MarkovAutomaton(**given | changes)


def plan_from_function(**changes: Any) -> MarkovAutomaton:
    given: dict[str, Any] = {
        "game": markov(),
        "memory": ["m"],
        "start": "m",
        "action": lambda memory, state: ["x"],
        "transition": lambda memory, state, profile, following: "m",
    }
    return MarkovAutomaton.from_function(**given | changes)


def family() -> MarkovGame:
    return markov(discount_factor=parameter("delta", 0, 1))


Bad = tuple[str, Callable[[], object], str, str]

MONITORING: list[Bad] = [
    ("an array of no dimension", lambda: PublicMonitoring(SCALAR), "probabilities", "profiles x"),  # type: ignore[arg-type]
    ("a class", lambda: PublicMonitoring(list), "probabilities", "profiles x"),  # type: ignore[arg-type]
    ("labels", lambda: PublicMonitoring(HALVES, signals=SCALAR), "signals", "2 distinct"),  # type: ignore[arg-type]
    ("a set of labels", lambda: PublicMonitoring(HALVES, signals={"a", "b"}), "signals", "2 dist"),  # type: ignore[arg-type]
    ("no law", lambda: PublicMonitoring.from_function((2,), None), "law", "a function"),  # type: ignore[arg-type]
    (
        "a law of None",
        lambda: PublicMonitoring.from_function((2, 2), lambda a, b: None),  # type: ignore[arg-type, return-value]
        "law(0, 0)",
        "got None, expected the probabilities",
    ),
    ("bytes", lambda: PublicMonitoring.perfect(b"1"), "shape", "numbers of actions"),
    ("a set of sizes", lambda: PublicMonitoring.perfect({1, 2}), "shape", "numbers of"),  # type: ignore[arg-type]
    ("profile None", lambda: SIGNALS.law(None), "profile", "2 action indices"),  # type: ignore[arg-type]
    ("profile text", lambda: SIGNALS.law(""), "profile", "2 action indices"),  # type: ignore[arg-type]
    ("a set as profile", lambda: SIGNALS.law({1, 2}), "profile", "2 action indices"),  # type: ignore[arg-type]
    ("no such action", lambda: SIGNALS.law((0, 2)), "profile", "2 action indices below (2, 2)"),
    ("action -1", lambda: SIGNALS.law((0, -1)), "profile", "2 action indices"),
]

NAMED: list[Bad] = [
    ("success None", lambda: noisy_partnership(12, 3, None), "success", "three prob"),  # type: ignore[arg-type]
    (
        "success by number",
        lambda: noisy_partnership(12, 3, {0: 1, 1: "1/2", 2: 0}),  # type: ignore[arg-type]
        "success",
        "three probabilities",
    ),
    ("quantities None", lambda: war(quantities=None), "quantities", "a sequence of numbers"),
    ("a set of quantities", lambda: war(quantities={1, 2}), "quantities", "a sequence"),
    ("prices None", lambda: war(prices=None), "prices", "the pair (high, low)"),
    ("a set of prices", lambda: war(prices={6, 0}), "prices", "the pair (high, low)"),
    ("chance None", lambda: war(chance_of_low=None), "chance_of_low", "a mapping or a function"),
    ("chance a class", lambda: war(chance_of_low=dict), "chance_of_low", "a mapping or a function"),
    (
        "an accuracy that is a parameter and may be too low",
        lambda: identifiable_partnership(parameter("q", 0, 1)),
        "accuracy",
        "a probability in [1/2, 1]",
    ),
    ("stage None", lambda: delayed_information(None, SIGNALS, 2, "1/2"), "stage", "a StageGame"),  # type: ignore[arg-type]
    (
        "monitoring None",
        lambda: delayed_information(STAGE, None, 2, "1/2"),  # type: ignore[arg-type]
        "monitoring",
        "PublicMonitoring",
    ),
    (
        "actions that cannot be told apart once joined",
        lambda: delayed_information(
            StageGame([[1, 2]], [["a", "a then a"]]), PublicMonitoring(HALVES), 2, "1/2"
        ),
        "stage",
        "labels of the actions that stay distinct",
    ),
    (
        "signals that cannot be told apart once joined",
        lambda: delayed_information(
            StageGame([[1, 2]]), PublicMonitoring(HALVES, signals=("b", "b then b")), 2, "1/2"
        ),
        "monitoring",
        "labels of the signals that stay distinct",
    ),
]

AUTOMATA: list[Bad] = [
    ("states None", lambda: automaton(states=None), "states", "at least one name"),
    ("a state without a name", lambda: named(""), "states", "a nonempty str"),
    ("a reserved state", lambda: named("otherwise"), "states", "names other than 'otherwise'"),
    ("a number as a state", lambda: named(1), "states", "a nonempty str"),
    ("start an array", lambda: automaton(start=PAIR), "start", "one of the states a"),
    ("action None", lambda: automaton(action=None), "action", "a mapping"),
    ("transition None", lambda: automaton(transition=None), "transition", "a mapping"),
    ("an action None", lambda: automaton(action={"a": None}), "action['a']", "for each player"),
    ("letters as actions", lambda: automaton(action={"a": "xy"}), "action['a']", "for each player"),
    ("an action entry", lambda: automaton(action={"a": (0, [])}), "action['a']", "an index or a"),
    ("state an array", lambda: automaton().next_lottery(PAIR, 0), "state", "one of the states"),  # type: ignore[arg-type]
    *(
        (
            f"signal {what}",
            lambda signal=signal: automaton().next_lottery("a", signal),
            "signal",
            "the index or the label",
        )
        for what, signal in [
            ("a list", []),
            ("True", True),
            ("1.5", 1.5),
            ("nan", float("nan")),
            ("an object", object()),
            ("-1", -1),
        ]
    ),
    ("stage None", lambda: automaton().tables(None, SIGNALS), "stage", "a StageGame"),  # type: ignore[arg-type]
    ("monitoring None", lambda: automaton().tables(PD, None), "monitoring", "PublicMon"),  # type: ignore[arg-type]
    ("no automaton", lambda: PublicAutomaton.from_automaton(None, PD), "automaton", "an Auto"),  # type: ignore[arg-type]
    ("no stage", lambda: PublicAutomaton.from_automaton(GRIM, None), "stage", "a StageGame"),  # type: ignore[arg-type]
    ("no family", lambda: public_automaton_threshold(None, automaton()), "family", "a Rep"),  # type: ignore[arg-type]
    ("no plan", lambda: public_automaton_threshold(GAME, None), "automaton", "a PublicAuto"),  # type: ignore[arg-type]
    ("nothing", lambda: automaton_threshold(None, GRIM), "family", "or a StageGame"),  # type: ignore[arg-type]
    ("no grim trigger", lambda: automaton_threshold(PD, None), "automaton", "an Automaton"),  # type: ignore[arg-type]
]

MARKOV: list[Bad] = [
    ("states None", lambda: markov(states=None), "states", "at least one name"),
    ("a set of states", lambda: markov(states={"a"}), "states", "at least one name"),
    ("states of lists", lambda: markov(states=[["a"]]), "states", "at least one name"),
    ("start a list", lambda: markov(start=[]), "start", "one of the states"),
    ("start an array", lambda: markov(start=PAIR), "start", "one of the states"),
    ("actions a scalar", lambda: markov(actions=SCALAR), "actions", "a number of actions >= 1"),
    ("an action a scalar", lambda: markov(actions=[SCALAR]), "actions", "a number of actions"),
    ("payoffs a scalar", lambda: markov(payoffs=SCALAR), "payoffs", "one entry for each of 1"),
    ("payoff a scalar", lambda: markov(payoffs=[SCALAR]), "payoffs['a']", "players x actions"),
    ("laws a scalar", lambda: markov(transitions=SCALAR), "transitions", "one entry for each of 1"),
    ("a row of laws", lambda: markov(transitions=[SCALAR]), "transitions['a']", "2 entries"),
    ("a law", lambda: markov(transitions=[["a", SCALAR]]), "transitions['a']", "or 1 chances"),
    ("patience a scalar", lambda: markov(discount_factor=SCALAR), "discount_factor", "a"),
    ("allow an array", lambda: markov(allow_unreached=PAIR), "allow_unreached", "True or False"),
    ("allow a word", lambda: markov(allow_unreached="no"), "allow_unreached", "True or False"),
    ("allow 1", lambda: markov(allow_unreached=1), "allow_unreached", "True or False"),
    ("payoff at None", lambda: markov().payoff("a", None), "profile", "a profile of 1"),  # type: ignore[arg-type]
    ("law at None", lambda: markov().law("a", None), "profile", "a profile of 1 actions"),  # type: ignore[arg-type]
    ("state an array", lambda: markov().law(PAIR, (0,)), "state", "one of the states a"),  # type: ignore[arg-type]
    ("payoff None", lambda: from_function(payoff=None), "payoff", "a function"),
    ("transition None", lambda: from_function(transition=None), "transition", "a function"),
    (
        "payoffs of None",
        lambda: from_function(payoff=lambda state, profile: None),
        "payoff('a', ('0',))",
        "got None, expected 1 payoffs",
    ),
    (
        "a law of None",
        lambda: from_function(transition=lambda state, profile: None),
        "transitions['a']",
        "a state, a mapping",
    ),
    ("parameter an array", lambda: critical_markov(family(), {"a": (0,)}, PAIR), "parameter", "d"),  # type: ignore[arg-type]
]

PLANS: list[Bad] = [
    ("memory None", lambda: plan(memory=None), "memory", "at least one name"),
    ("start an array", lambda: plan(start=PAIR), "start", "one of the memories m, n"),
    ("action None", lambda: plan(action=None), "action", "a mapping"),
    ("transition True", lambda: plan(transition=True), "transition", "a mapping"),
    ("transition a word", lambda: plan(transition="m"), "transition", "a mapping"),
    ("an entry None", lambda: plan(action={"m": None}), "action['m']", "for each player"),
    ("a target", lambda: plan(transition={"m": PAIR}), "transition", "one of the memories m, n"),
    ("no game", lambda: plan_from_function(game=None), "game", "a MarkovGame"),
    ("no action", lambda: plan_from_function(action=None), "action", "a function"),
    ("no transition", lambda: plan_from_function(transition=None), "transition", "a function"),
    (
        "a profile None",
        lambda: critical_markov(family(), {"a": None}),  # type: ignore[dict-item]
        "action[('otherwise', 'a')]",
        "for each player",
    ),
    (
        "one key in two ways",
        lambda: plan(transition={"m": "m", ("m",): "n", "n": "n"}),
        "transition",
        "each key once",
    ),
    (
        "one action key in two ways",
        lambda: plan(action={"m": ("x",), ("m", "otherwise"): ("y",), "n": (0,)}),
        "action",
        "each key once",
    ),
    (
        "one profile in two ways",
        lambda: critical_markov(
            family(),
            plan(transition={"otherwise": "m", ("m", "a", (0,)): "m", ("m", "a", ("x",)): "n"}),
        ),
        "transition",
        "each profile once (by index or by label)",
    ),
]

BAD = [
    (f"{where}: {what}", *case)
    for where, cases in [
        ("monitoring", MONITORING),
        ("named", NAMED),
        ("automaton", AUTOMATA),
        ("markov", MARKOV),
        ("plan", PLANS),
    ]
    for what, *case in cases
]


@pytest.mark.parametrize(
    ("build", "argument", "expected"), [b[1:] for b in BAD], ids=[b[0] for b in BAD]
)
def test_a_wrong_kind_is_refused(build: Callable[[], object], argument: str, expected: str) -> None:
    with pytest.raises(InvalidGameError) as raised:
        build()
    message = str(raised.value)
    assert message.startswith(f"{argument}: got ")
    assert expected in message.partition(", expected ")[2] or expected in message


@pytest.mark.parametrize(
    "accuracy",
    [Enclosure(Fraction(1, 4), Fraction(3, 4)), Enclosure(Fraction(1, 2), Fraction(1))],
    ids=["around the end", "inside"],
)
def test_an_enclosed_accuracy_is_refused_by_its_name(accuracy: Enclosure) -> None:
    with pytest.raises(UnsupportedGameError, match="accuracy: got an enclosure"):
        identifiable_partnership(accuracy)


def test_an_accuracy_may_be_a_parameter_that_stays_in_its_range() -> None:
    q = parameter("q", "1/2", 1)
    assert identifiable_partnership(q)[1].law((1, 0))[1] == q / 2


@pytest.mark.parametrize("actions", [[10**30], [1_001, 1_001], [2] * 64, [range(10**30)]])
def test_too_many_actions_are_refused_before_they_are_listed(actions: list[Any]) -> None:
    with pytest.raises(InvalidGameError, match="actions: got .*, expected"):
        markov(actions={"a": actions})
    with pytest.raises(InvalidGameError, match="actions: got .*, expected"):
        from_function(actions=actions)


def test_two_keys_for_one_profile_may_agree() -> None:
    same = plan(transition={"otherwise": "m", ("m", "a", (0,)): "n", ("m", "a", ("x",)): "n"})
    assert critical_markov(family(), same).value


def test_labels_that_were_joined_can_be_joined_again() -> None:
    block = delayed_information(*delayed_information(STAGE, SIGNALS, 2, "1/2"), 2, "1/4")
    assert block[0].shape == (16, 16)
    assert block[1].signals[1] == "success then success then success then failure"
