"""Every constructor says which argument was wrong, what it got and what it expected."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from coopgames.arithmetic import Enclosure, parameter
from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Automaton,
    Exclusion,
    ExitPlan,
    Fine,
    FinePlan,
    GaussianMeasure,
    LinearPublicGood,
    PayoffTable,
    PhysicalPenalty,
    PrivateValuation,
    Promises,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
    grim_trigger,
    prisoners_dilemma,
    supplier_pair,
)

PD = prisoners_dilemma(3, 2, 0, -1)
GOOD = LinearPublicGood(1, 2)
GRIM = grim_trigger(PD, (0, 0), (1, 1))


def automaton(**changes: Any) -> Automaton:
    given: dict[str, Any] = {
        "states": ("a",),
        "start": "a",
        "action": {"a": (0, 0)},
        "transition": {"a": "a"},
    }
    return Automaton(**{**given, **changes})


BAD: list[tuple[Callable[[], object], str, str, str]] = [
    (lambda: StageGame([[1, 2], [3]]), "payoffs", "[[1, 2], [3]]", "rectangular"),
    (lambda: StageGame([1, 2]), "payoffs", "[1, 2]", "shape n x a_1"),
    (lambda: StageGame([]), "payoffs", "[]", "non-empty"),
    (lambda: StageGame([[[1, 2]], [[]]]), "payoffs", "[[[1, 2]], [[]]]", "rectangular"),
    (lambda: StageGame([[[1, 2], 3], [4, 5]]), "payoffs", "[[[1, 2], 3], [4, 5]]", "rectangular"),
    (lambda: StageGame([[[1]], [["x"]]]), "payoffs, cell 1", "'x'", "an integer, a Fraction"),
    (lambda: StageGame([[[1]], [[True]]]), "payoffs, cell 1", "True", "an integer, a Fraction"),
    (lambda: StageGame([[[1]], [[2]]], [["a"], ["b", "c"]]), "actions", "['b', 'c']", "distinct"),
    (
        lambda: StageGame([[[1], [1]], [[2], [2]]], [["a", "a"], ["b"]]),
        "actions",
        "'a'",
        "distinct",
    ),
    (lambda: StageGame([[[1]], [[2]]], None, ["A"]), "players", "['A']", "2 distinct labels"),
    (lambda: StageGame([[[1]], [[2]]], None, ["A", "A"]), "players", "'A'", "2 distinct labels"),
    (lambda: StageGame([[[1]], [[2]]], 5), "actions", "5", "distinct labels"),  # type: ignore[arg-type]
    (lambda: StageGame([[[1]], [[2]]], "ab"), "actions", "'ab'", "distinct labels"),
    (lambda: StageGame([[[1]], [[2]]], {"a": 0, "b": 0}), "actions", "'a'", "distinct"),  # type: ignore[arg-type]
    (lambda: StageGame([[[1]], [[2]]], [["a"], {"b": 0}]), "actions", "'b'", "distinct"),  # type: ignore[list-item]
    (lambda: StageGame([[[1]], [[2]]], [["a"], [""]]), "actions", "''", "a nonempty str"),
    (lambda: StageGame([[[1]], [[2]]], [["a"], [2]]), "actions", "2", "a nonempty str"),  # type: ignore[list-item]
    (lambda: StageGame([[[1]], [[2]]], None, 5), "players", "5", "2 distinct labels"),  # type: ignore[arg-type]
    (lambda: StageGame([[[1]], [[2]]], None, "ab"), "players", "'ab'", "2 distinct labels"),
    (lambda: StageGame([[[1]], [[2]]], None, ["a", ""]), "players", "''", "a nonempty str"),
    (lambda: StageGame([[{0: 1}], [{0: 1}]]), "payoffs", "{0: 1}", "shape n x a_1"),
    (lambda: StageGame([[[b"a"]], [[b"b"]]]), "payoffs", "b'a'", "an integer"),
    (lambda: PD.payoff(2, (0, 0)), "player", "2", "a player's index, 0 to 1"),
    (lambda: PD.payoff(-1, (0, 0)), "player", "-1", "a player's index"),
    (lambda: PD.payoff(True, (0, 0)), "player", "True", "a player's index"),
    (lambda: PD.payoff(0, (0, 2)), "profile", "(0, 2)", "2 action indices below (2, 2)"),
    (lambda: PD.payoff(0, (0, -1)), "profile", "(0, -1)", "2 action indices"),
    (lambda: PD.payoff(0, (0, True)), "profile", "(0, True)", "2 action indices"),
    (lambda: PD.payoff(0, (0,)), "profile", "(0,)", "2 action indices"),
    (lambda: PD.payoff(0, (0, 0, 0)), "profile", "(0, 0, 0)", "2 action indices"),
    (lambda: PD.payoff(0, 1), "profile", "1", "2 action indices"),  # type: ignore[arg-type]
    (lambda: StageGame([[[10**400]], [[1]]]).to_float(), "to_float", "1", "range of floats"),
    (lambda: StageGame.from_rows([[1, 2]]), "rows", "[[1, 2]]", "rows of pairs"),  # type: ignore[list-item]
    (lambda: prisoners_dilemma(1, 2, 3, 4), "T, R, P, S", "(1, 2, 3, 4)", "T > R > P > S"),
    (lambda: AnonymousGame(1, GOOD), "members", "1", "an integer >= 2"),
    (lambda: AnonymousGame(True, GOOD), "members", "True", "an integer >= 2"),
    (lambda: AnonymousGame(2.0, GOOD), "members", "2.0", "an integer >= 2"),  # type: ignore[arg-type]
    (lambda: AnonymousGame(3, 5), "payoff", "5", "a LinearPublicGood"),  # type: ignore[arg-type]
    (lambda: AnonymousGame(3, PayoffTable([0, 1], [1, 2])), "payoff", "PayoffTable", "3 entries"),  # type: ignore[arg-type]
    (lambda: AnonymousGame(10**6, lambda own, k: k), "members", "1000000", "at most 100000"),
    (
        lambda: AnonymousGame(parameter("n", 2, 9), lambda own, k: k),
        "payoff",
        "function",
        "a LinearPublicGood when members is a parameter",
    ),
    (lambda: PayoffTable([0, 1], [1]), "contribute", "(1,)", "2 payoffs"),  # type: ignore[arg-type]
    (lambda: LinearPublicGood("one", 2), "benefit", "'one'", "an integer, a Fraction"),  # type: ignore[arg-type]
    (lambda: LinearPublicGood(1, None), "cost", "None", "an integer"),  # type: ignore[arg-type]
    (lambda: GaussianMeasure(0, 1, 1), "noise", "0", "a number > 0"),  # type: ignore[arg-type]
    (lambda: GaussianMeasure("x", 1, 1), "noise", "'x'", "an integer"),  # type: ignore[arg-type]
    (lambda: GaussianMeasure(1, 0, 1), "dimensions", "0", "an integer >= 1"),  # type: ignore[arg-type]
    (lambda: GaussianMeasure(1, "2", 1), "dimensions", "'2'", "an integer >= 1"),  # type: ignore[arg-type]
    (lambda: GaussianMeasure(1, 1, 2), "proximity", "2", "a probability in (0, 1]"),  # type: ignore[arg-type]
    (lambda: GaussianMeasure(1, 1, 0), "proximity", "0", "a probability in (0, 1]"),  # type: ignore[arg-type]
    (lambda: AttributedSignals(-1, 1), "false_alarm", "-1", "a probability in [0, 1]"),  # type: ignore[arg-type]
    (lambda: AttributedSignals(0, "3/2"), "detection", "3, 2", "a probability in [0, 1]"),  # type: ignore[arg-type]
    (lambda: AttributedSignals("1/2", "1/3"), "detection", "1, 3", "at least the false alarm"),  # type: ignore[arg-type]
    (
        lambda: AttributedSignals("1/2", parameter("D", 0, 1)),  # type: ignore[arg-type]
        "detection",
        "D",
        "at least the false alarm",
    ),
    (
        lambda: AttributedSignals("1/2", Fraction(1, 2) + parameter("D", 0, 1)),  # type: ignore[arg-type]
        "detection",
        "D",
        "a probability in [0, 1]",
    ),
    (lambda: PublicMonitoring([1, 0]), "probabilities", "[1, 0]", "action profiles x signals"),
    (lambda: PublicMonitoring([["1/2", "1/3"]]), "probabilities[law 0]", "1/3", "sum to 1"),
    (lambda: PublicMonitoring([[2, -1]]), "probabilities[law 0]", "-1", "probabilities >= 0"),
    (lambda: PublicMonitoring([[1]], signals=("",)), "signals", "('',)", "1 distinct labels"),
    (lambda: PrivateValuation(1, (1,), (1,)), "work", "(1,)", "at least two reports"),  # type: ignore[arg-type]
    (lambda: PrivateValuation(1, (1, 1), (1, 0)), "work", "(1, 1)", "they sum to 2"),  # type: ignore[arg-type]
    (lambda: PrivateValuation(1, (1, 0), (0, 0, 1)), "shirk", "(0, 0, 1)", "2 probabilities"),  # type: ignore[arg-type]
    (lambda: PrivateValuation(-1, (1, 0), (0, 1)), "observer", "-1", "a player's index"),  # type: ignore[arg-type]
    (lambda: PrivateValuation("b", (1, 0), (0, 1)), "observer", "'b'", "or 'next'"),  # type: ignore[arg-type]
    (lambda: PrivateValuation.binary("1/2", "1/3"), "detection", "1, 3", "at least"),
    (
        lambda: PrivateValuation.binary(0, 1, side_agreement_cost=-1),
        "side_agreement_cost",
        "-1",
        "a number >= 0, or None",
    ),
    (lambda: Fine("church"), "recipient", "'church'", "burnt, treasury, unflagged"),  # type: ignore[arg-type]
    (lambda: Fine("burnt", -1), "cap", "-1", "a number >= 0"),
    (lambda: PhysicalPenalty(-1), "size", "-1", "a number >= 0"),
    (lambda: PhysicalPenalty(parameter("p", -1, 1)), "size", "p", "a number >= 0"),
    (lambda: Exclusion("out"), "value", "'out'", "an integer"),  # type: ignore[arg-type]
    (lambda: Promises("free"), "budget", "'free'", "balanced, burning, burnt"),  # type: ignore[arg-type]
    (lambda: FinePlan(-1), "fine", "-1", "a number >= 0"),  # type: ignore[arg-type]
    (lambda: FinePlan("much"), "fine", "'much'", "an integer"),  # type: ignore[arg-type]
    (lambda: ExitPlan([1]), "continuation", "[1]", "one probability in [0, 1]"),
    (lambda: ExitPlan([2, 0]), "continuation", "[2, 0]", "one probability in [0, 1]"),
    (lambda: ExitPlan(["x", 0]), "continuation", "'x'", "an integer"),
    (lambda: automaton(states=()), "states", "()", "at least one state"),
    (lambda: automaton(states=("a", "a")), "states", "('a', 'a')", "all distinct"),
    (lambda: automaton(start="b"), "start", "'b'", "one of the states a"),
    (lambda: automaton(action={}), "action", "[]", "one entry for each of a"),
    (lambda: automaton(transition={"b": "a"}), "transition", "['b']", "one entry for each of a"),
    (lambda: automaton(transition={"a": "b"}), "transition", "'b'", "one of the states a"),
    (lambda: automaton(transition={"a": {5: "a"}}), "transition", "5", "a tuple of actions"),
    (lambda: automaton(action={"a": (0, 2)}).tables(PD), "action", "2", "cooperate, defect"),
    (lambda: automaton(action={"a": (0, True)}).tables(PD), "action", "True", "cooperate, defect"),
    (lambda: automaton(action={"a": (0,)}).tables(PD), "action['a']", "(0,)", "2 actions"),
    (
        lambda: automaton(transition={"a": {(0, 0): "a"}}).tables(PD),
        "transition['a']",
        "(0, 1)",
        "all action profiles",
    ),
    (lambda: GRIM.next_state("lost", (0, 0)), "state", "'lost'", "on path, punishment"),
    (lambda: grim_trigger(PD, (0,), (1, 1)), "action", "(0,)", "2 actions"),
    (lambda: RepeatedGame(PD, 1), "discount_factor", "1", "a number in [0, 1)"),
    (lambda: RepeatedGame(PD, "-1/2"), "discount_factor", "-1/2", "a number in [0, 1)"),
    (lambda: RepeatedGame("pd", 0), "stage", "'pd'", "a StageGame or an AnonymousGame"),  # type: ignore[arg-type]
    (lambda: RepeatedGame(PD, 0, "public"), "monitoring", "'public'", "a monitoring structure"),  # type: ignore[arg-type]
    (lambda: RepeatedGame(PD, 0, transfers=[3]), "transfers", "3", "Fine, Exclusion"),  # type: ignore[list-item]
    (lambda: RepeatedGame(PD, 0, lag=0), "lag", "0", "an integer >= 1"),
    (lambda: RepeatedGame(PD, 0, lag=10_001), "lag", "10001", "at most 10000"),
    (lambda: RepeatedGame(PD, 0, lag=1.5), "lag", "1.5", "an integer >= 1"),  # type: ignore[arg-type]
    (
        lambda: RepeatedGame(PD, 0, PublicMonitoring([["1/2", "1/2"]])),
        "monitoring",
        "(1,)",
        "laws for (2, 2) actions",
    ),
    (
        lambda: RepeatedGame(PD, 0, PrivateValuation.binary(0, 1, observer=2)),
        "observer",
        "2",
        "a player's index below 2",
    ),
]


@pytest.mark.parametrize(("build", "argument", "value", "expected"), BAD)
def test_a_message_names_argument_value_and_expectation(
    build: Callable[[], object], argument: str, value: str, expected: str
) -> None:
    with pytest.raises(InvalidGameError) as raised:
        build()
    message = str(raised.value)
    named, _, rest = message.partition(": ")
    assert argument in named or message.startswith(argument)
    assert value in rest or value.replace(", ", "/") in rest
    assert expected in message


MIXED: list[Callable[[], object]] = [
    lambda: StageGame([[[1.5, "1/2"]], [[1, 2]]]),
    lambda: prisoners_dilemma(3.5, "5/2", 0, -1),
    lambda: supplier_pair(0.5, "1/3"),
    lambda: LinearPublicGood(0.9, "27/20"),  # type: ignore[arg-type]
    lambda: PayoffTable([0.5, 1], ["1/3", 1]),  # type: ignore[arg-type]
    lambda: AttributedSignals(0.1, Fraction(3, 5)),
    lambda: PrivateValuation(1, (0.5, Fraction(1, 2)), (0, 1)),  # type: ignore[arg-type]
    lambda: PublicMonitoring([[0.5, "1/2"]]),
    lambda: RepeatedGame(PD, 0.5, transfers=Fine("burnt", Fraction(1, 3))),
    lambda: RepeatedGame(PD.to_float(), "1/2"),
    lambda: RepeatedGame(AnonymousGame(3, GOOD), "1/2", AttributedSignals(0.1, 0.6)),
    lambda: RepeatedGame(
        AnonymousGame(3, LinearPublicGood("1/2", "3/4")), 0.5, transfers=PhysicalPenalty(0.5)
    ),
    lambda: RepeatedGame(
        AnonymousGame(3, LinearPublicGood("1/2", "3/4")), "1/3", transfers=PhysicalPenalty(0.5)
    ),
    lambda: GaussianMeasure(0.25, 1, 1),  # type: ignore[arg-type]
    lambda: FinePlan(0.5),  # type: ignore[arg-type]
    lambda: ExitPlan([0.5, 0]),
]


@pytest.mark.parametrize("build", MIXED)
def test_exact_and_float_numbers_do_not_mix(build: Callable[[], object]) -> None:
    with pytest.raises(MixedArithmeticError, match="float"):
        build()


def test_whole_numbers_are_neutral() -> None:
    game = RepeatedGame(prisoners_dilemma(3.5, 2.5, 0, -1), 0.5)
    assert game.stage.payoff(0, (0, 1)) == -1.0  # type: ignore[union-attr]
    assert RepeatedGame(PD, 0.5).discount_factor == 0.5


UNSUPPORTED: list[tuple[Callable[[], object], str]] = [
    (lambda: StageGame([[[Enclosure(0, 1)]], [[1]]]), "enclosures"),  # type: ignore[arg-type]
    (lambda: RepeatedGame(PD, Enclosure(0, Fraction(1, 2))), "discount_factor"),  # type: ignore[arg-type]
    (lambda: StageGame([[[parameter("x", 0, 1)]], [[1]]]).to_float(), "parameter"),
    (lambda: RepeatedGame(PD, 0).sanction, "exactly one of Fine"),
    (lambda: RepeatedGame(PD, 0, transfers=[Fine(), Exclusion()]).sanction, "exactly one"),
]


@pytest.mark.parametrize(("build", "text"), UNSUPPORTED)
def test_what_is_not_supported_is_said(build: Callable[[], object], text: str) -> None:
    with pytest.raises(UnsupportedGameError, match=text):
        build()
