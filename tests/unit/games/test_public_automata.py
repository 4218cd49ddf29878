"""Automata that move by public signals: reading, completion, printing."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from coopgames.errors import InvalidGameError, MixedArithmeticError
from coopgames.games import (
    Automaton,
    PublicAutomaton,
    PublicMonitoring,
    StageGame,
    grim_trigger,
    noisy_partnership,
    prisoners_dilemma,
    tit_for_tat,
)
from coopgames.games._arrays import profiles

STAGE, SIGNALS = noisy_partnership()
ACTION = {"on": ("work", "work"), "off": (1, 1)}
LENIENT = {
    "on": {"failure": {"off": "1/2", "on": "1/2"}, "otherwise": "on"},
    "off": {1: "off", "success": {"off": "3/4", "on": "1/4"}},
}


def plan(transition: Any = LENIENT, action: Any = ACTION) -> PublicAutomaton:
    return PublicAutomaton(("on", "off"), "on", action, transition)


def test_tables_are_in_indices_and_complete() -> None:
    tables = plan().tables(STAGE, SIGNALS)
    assert tables.start == 0
    assert tables.actions == ((0, 0), (1, 1))
    half, off = Fraction(1, 2), ((1, Fraction(1)),)
    assert tables.transitions == (
        (((0, Fraction(1)),), ((0, half), (1, half))),
        (((0, Fraction(1, 4)), (1, Fraction(3, 4))), off),
    )


def test_a_bare_state_stands_for_all_signals() -> None:
    tables = plan({"on": "off", "off": "off"}).tables(STAGE, SIGNALS)
    assert tables.transitions == ((((1, 1),),) * 2,) * 2


def test_zero_probabilities_are_left_out_and_lead_nowhere() -> None:
    made = plan({"on": {"otherwise": {"on": 1, "off": 0}}, "off": "off"})
    tables, kept = made.tables(STAGE, SIGNALS).reached()
    assert kept == (0,)
    assert tables.actions == ((0, 0),)
    assert made.next_lottery("on", "success") == {"on": 1}


def test_the_reached_part_keeps_every_state_that_a_signal_leads_to() -> None:
    made = PublicAutomaton(
        ("lost", "b", "a"),
        "a",
        dict.fromkeys(("a", "b", "lost"), (0, 0)),
        {"a": {0: "a", 1: "b"}, "b": "a", "lost": "a"},
    )
    tables, kept = made.tables(STAGE, SIGNALS).reached()
    assert kept == (1, 2)
    assert tables.start == 1
    assert tables.transitions == ((((1, 1),), ((1, 1),)), (((1, 1),), ((0, 1),)))


@pytest.mark.parametrize("automaton", [grim_trigger, tit_for_tat], ids=["grim", "tit for tat"])
def test_perfect_monitoring_is_the_case_of_signals_that_are_profiles(
    automaton: Callable[..., Automaton],
) -> None:
    pd = prisoners_dilemma(3, 2, 0, -1)
    known = automaton(pd, (0, 0), (1, 1)) if automaton is grim_trigger else automaton(pd)
    made = PublicAutomaton.from_automaton(known, pd)
    perfect = PublicMonitoring.perfect(pd.shape)
    tables, public = known.tables(pd), made.tables(pd, perfect)
    assert public.actions == tables.actions
    assert [[lottery[0][0] for lottery in moves] for moves in public.transitions] == [
        list(moves) for moves in tables.transitions
    ]
    for k, profile in enumerate(profiles(pd.shape)):
        for state in known.states:
            assert made.next_lottery(state, k) == {known.next_state(state, profile): 1}


@pytest.mark.parametrize(
    "automaton",
    [plan(), plan({"on": "off", "off": {"otherwise": {"on": "1/3", "off": "2/3"}}})],
    ids=["lenient", "lottery for all"],
)
def test_repr_builds_the_automaton_again(automaton: PublicAutomaton) -> None:
    assert eval(repr(automaton), {"PublicAutomaton": PublicAutomaton}) == automaton
    assert pickle.loads(pickle.dumps(automaton)) == automaton


def test_large_automata_print_short() -> None:
    large = PublicAutomaton(("s",), "s", {"s": (0, 0)}, {"s": dict.fromkeys(range(41), "s")})
    assert repr(large) == "PublicAutomaton(<1 states, start 's'>)"


BAD: list[tuple[str, Callable[[], object], tuple[str, ...]]] = [
    (
        "a signal without a next state",
        lambda: plan({"on": {"success": "on"}, "off": "off"}).tables(STAGE, SIGNALS),
        ("transition['on']", "signal 1 ('failure')", "all signals or the key 'otherwise'"),
    ),
    (
        "a signal by index without a next state",
        lambda: plan({"on": {1: "on"}, "off": "off"}).tables(
            STAGE, PublicMonitoring([[["1/2", "1/2"]] * 2] * 2)
        ),
        ("transition['on']", "after signal 0,"),
    ),
    (
        "an unknown signal",
        lambda: plan({"on": {"rain": "on", "otherwise": "on"}, "off": "off"}).tables(
            STAGE, SIGNALS
        ),
        ("transition['on']", "'rain'", "success, failure"),
    ),
    (
        "a signal index too large",
        lambda: plan({"on": {2: "on", "otherwise": "on"}, "off": "off"}).tables(STAGE, SIGNALS),
        ("transition['on']", "2", "or its index"),
    ),
    (
        "a signal twice",
        lambda: plan({"on": {0: "on", "success": "off", 1: "on"}, "off": "off"}).tables(
            STAGE, SIGNALS
        ),
        ("transition['on']", "'success'", "once"),
    ),
    (
        "a profile instead of a signal",
        lambda: plan({"on": {(0, 0): "on", "otherwise": "off"}, "off": "off"}),
        ("transition['on']", "(0, 0)", "signal"),
    ),
    (
        "an unknown action",
        lambda: plan(LENIENT, {"on": ("sleep", "work"), "off": (1, 1)}).tables(STAGE, SIGNALS),
        ("action in state 'on'", "'sleep'"),
    ),
    ("an unknown state", lambda: plan({"on": "up", "off": "off"}), ("transition['on']", "'up'")),
    (
        "an unknown state in a lottery",
        lambda: plan({"on": {0: {"up": 1}}, "off": "off"}),
        ("transition['on']", "'up'"),
    ),
    (
        "chances that do not sum to one",
        lambda: plan({"on": {0: {"on": "1/2", "off": "1/3"}}, "off": "off"}),
        ("transition['on']", "'1/3'", "sum to 1"),
    ),
    (
        "a negative chance",
        lambda: plan({"on": {0: {"on": 2, "off": -1}}, "off": "off"}),
        ("transition['on']", "-1", ">= 0"),
    ),
    ("an empty lottery", lambda: plan({"on": {0: {}}, "off": "off"}), ("{}", "sum to 1")),
    ("a number as a target", lambda: plan({"on": {0: 1}, "off": "off"}), ("1", "a state, or")),
    ("a number as a table", lambda: plan({"on": 1, "off": "off"}), ("1", "a mapping")),
    ("a missing table", lambda: plan({"on": "on"}), ("transition", "one entry for each of on")),
    ("a missing action", lambda: plan(LENIENT, {"on": (0, 0)}), ("action", "one entry for each")),
    (
        "an unknown start",
        lambda: PublicAutomaton(("a",), "b", {"a": (0, 0)}, {"a": "a"}),
        ("start", "'b'", "one of the states a"),
    ),
    (
        "equal states",
        lambda: PublicAutomaton(("a", "a"), "a", {"a": (0, 0)}, {"a": "a"}),
        ("states", "all distinct"),
    ),
    ("no state", lambda: PublicAutomaton((), "a", {}, {}), ("states", "at least one")),
    ("a state to ask", lambda: plan().next_lottery("up", 0), ("state", "'up'")),
    ("a signal to ask", lambda: plan().next_lottery("off", "failure"), ("'failure'", "listed")),
]


@pytest.mark.parametrize(("build", "parts"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_message_names_argument_value_and_expectation(
    build: Callable[[], object], parts: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidGameError) as raised:
        build()
    for part in parts:
        assert part in str(raised.value)


def test_lotteries_are_exact() -> None:
    with pytest.raises(MixedArithmeticError, match="'off'"):
        plan({"on": {0: {"on": "1/2", "off": 0.5}}, "off": "off"})


def test_one_player_and_one_signal() -> None:
    alone = PublicAutomaton(("s",), "s", {"s": (0,)}, {"s": {"0": "s"}})
    tables = alone.tables(StageGame([[1, 2]]), PublicMonitoring([[1], [1]]))
    assert tables.transitions == ((((0, 1),),),)
