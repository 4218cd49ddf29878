"""The companion for games whose state moves: what it accepts, and that no number can be changed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from coopgames.arithmetic import parameter
from coopgames.certificates import Certificate
from coopgames.errors import CertificateError
from coopgames.games.markov import MarkovGame
from coopgames.games.markov_automata import MarkovAutomaton
from coopgames.solvers.markov import check_markov_equilibrium, critical_markov, documents
from coopgames.solvers.solution import Status

TINY = Fraction(1, 10**30)
DELTA = parameter("delta", 0, 1)
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


def loan(delta: object, luck: object = "1/7") -> MarkovGame:
    """Who is trusted gets 2, later pays 1 back; sometimes the debt is forgiven."""
    return MarkovGame(
        ["calm", "debt"],
        {"calm": [1, ("trust", "refuse")], "debt": [("pay", "keep"), 1]},
        {"calm": [[[2, "1/3"]], [[-1, 0]]], "debt": [[[-1], ["1/5"]], [[5], [0]]]},
        {"calm": [[{"debt": 1 - Fraction(str(luck)), "calm": luck}, "calm"]], "debt": "calm"},
        delta,
        "calm",
    )


def hidden(chance: Any) -> MarkovGame:
    """In "bad" somebody gains by another action; a chance leads there."""
    return MarkovGame(
        ["good", "bad"],
        {"good": [1], "bad": [2]},
        [[["1/3"]], [["1/7", "8/7"]]],
        [{"bad": chance, "good": 1 - chance}, "bad"],
        "1/2",
        "good",
    )


def fine(size: Any) -> MarkovGame:
    """The other action pays 2 - size^2 more, in every second period."""
    return MarkovGame(
        ["a", "b"],
        {"a": [2, 1], "b": [1, 1]},
        [[[[1], [3 - size**2]], [["1/2"], [0]]], [[[0]], [["1/5"]]]],
        ["b", "a"],
        "2/3",
        "a",
    )


def certificate(kind: str) -> Certificate:
    only = {"a": (0, 0), "b": (0, 0)}
    answers: dict[str, Callable[[], Any]] = {
        "equilibrium": lambda: check_markov_equilibrium(loan("9/10"), GRIM),
        "deviation": lambda: check_markov_equilibrium(loan("1/3"), GRIM),
        "anywhere": lambda: check_markov_equilibrium(_any_start(), {"x": (0,), "y": (0,)}),
        "patience": lambda: critical_markov(loan(DELTA), GRIM),
        "size": lambda: critical_markov(fine(parameter("f", -2, 2)), only),
        "chance": lambda: critical_markov(
            hidden((2 * parameter("p", 0, 1) - 1) ** 2), {"good": (0,), "bad": (0,)}
        ),
    }
    answer = answers[kind]()
    assert answer.status in (Status.PROVED, Status.REFUTED)
    assert isinstance(answer.certificate, Certificate)
    return answer.certificate


def _any_start() -> MarkovGame:
    return MarkovGame(["x", "y"], [2], [[["3/2", "1/2"]], [["1/7", "1/9"]]], ["y", "x"], "1/2")


SENTENCES = {
    "equilibrium": "the plan with 4 nodes for the game with 2 states is a subgame-perfect "
    "equilibrium at discount factor 9/10, average payoffs (",
    "deviation": "is not a subgame-perfect equilibrium at discount factor 1/3: at node 1 player "
    "index 0 gains",
    "anywhere": "is a subgame-perfect equilibrium at discount factor 1/2, from every first state",
    "patience": "is a subgame-perfect equilibrium iff the parameter is in [~0.6",
    "size": "iff the parameter is in (-2, ~-1.41421356237 (irrational)) or",
    "chance": "iff the parameter is in [1/2] (game",
}


@pytest.mark.parametrize("kind", SENTENCES)
def test_what_is_proved(kind: str) -> None:
    sealed = certificate(kind)
    assert SENTENCES[kind] in sealed.check()
    assert Certificate.from_json(sealed.to_json()) == sealed


def leaves(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in pairs:
            yield from leaves(item, (*way, key))
    else:
        yield way, value


def edited(sealed: Certificate, *changes: tuple[tuple[Any, ...], Any]) -> Certificate:
    document = copy.deepcopy(sealed.document)
    for (*way, last), value in changes:
        place = document
        for key in way:
            place = place[key]
        place[last] = value
    kind, game = document.pop("kind"), document.pop("game")
    for key in ("format", "version", "digest", "game_digest"):
        document.pop(key)
    return Certificate.seal(kind, game, document)


def changed(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, max(value - 1, 0) or value + 2]
    return [str(Fraction(value) + TINY), str(-Fraction(value) or 1)]


@pytest.mark.parametrize("kind", SENTENCES)
def test_no_number_can_be_changed(kind: str) -> None:
    sealed = certificate(kind)
    document = sealed.document
    tried = 0
    for way, value in leaves({key: document[key] for key in document if "digest" not in key}):
        if way[0] in ("format", "version", "kind", "method") or value in ("markov", None):
            continue
        if "violation" in way:
            continue  # another deviation may prove as much
        for other in changed(value):
            with pytest.raises(CertificateError):
                edited(sealed, (way, other)).check()
            tried += 1
    assert tried > 20


FALSE: dict[str, tuple[str, list[tuple[tuple[Any, ...], Any]], str]] = {
    "impatient": ("equilibrium", [(("game", "discount"), "1/3")], "recursion"),
    "discount 1": ("equilibrium", [(("game", "discount"), "1")], "0 <= discount < 1"),
    "negative discount": ("equilibrium", [(("game", "discount"), "-1/2")], "0 <= discount"),
    "negative chance": (
        "equilibrium",
        [(("game", "laws", 0, 0, 0, 1), "-1/7"), (("game", "laws", 0, 0, 1, 1), "8/7")],
        "negative somewhere",
    ),
    "chance 0": ("equilibrium", [(("game", "laws", 0, 0, 0, 1), "0")], "or 0"),
    "sum": ("equilibrium", [(("game", "laws", 0, 0, 0, 1), "1/8")], "sum to 1"),
    "order": (
        "equilibrium",
        [(("game", "laws", 0, 0), [[1, "6/7"], [0, "1/7"]])],
        "expected states, ascending",
    ),
    "no start": ("equilibrium", [(("game", "starts"), [])], "expected states, ascending"),
    "first node elsewhere": ("equilibrium", [(("plan", "starts"), [1])], "each first state"),
    "node elsewhere": ("equilibrium", [(("plan", "transitions", 1, 0, 0), 1)], "another state"),
    "not the most": ("deviation", [(("deviation", "place"), [0, 1, 1])], "gains most"),
    "obedience": ("deviation", [(("deviation", "place"), [1, 0, 0])], "not the prescribed one"),
    "called an equilibrium": (
        "patience",
        [(("cells", 0, "sustained"), True), (("cells", 0, "violation"), None)],
        "a deviation gains",
    ),
    "called none": (
        "patience",
        [(("cells", 2, "sustained"), False), (("cells", 2, "violation"), [1, 0, 1])],
        "does not gain on all the cell",
    ),
    "too long": (
        "patience",
        [(("cells", 0, "upper"), "9/10"), (("cells", 1, "point"), "9/10"),
         (("cells", 2, "lower"), "9/10")],
        "does not gain on all the cell",
    ),
    "unlikely": (
        "chance",
        [(("cells", 1, "sustained"), False), (("cells", 1, "violation"), [1, 0, 1])],
        "no history is sure to lead",
    ),
    "chance that is negative": (
        "chance",
        [(("game", "laws", 0, 0, 0, 1), {"polynomial": ["1", "-2"]}),
         (("game", "laws", 0, 0, 1, 1), {"polynomial": ["0", "2"]})],
        "negative somewhere",
    ),
    "empty domain": ("size", [(("game", "parameter", "lower"), "2")], "lower < upper"),
    "constant as a polynomial": (
        "size", [(("game", "discount"), {"polynomial": ["2/3"]})], "written as a rational"
    ),
    "polynomial without parameter": (
        "equilibrium", [(("game", "discount"), {"polynomial": ["0", "1"]})], "a rational string"
    ),
    "parameter in a claim about numbers": (
        "equilibrium", [(("game", "parameter"), {"lower": "0", "upper": "1"})], "exactly the keys"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FALSE)
def test_false_claims_are_rejected(case: str) -> None:
    kind, changes, message = FALSE[case]
    with pytest.raises(CertificateError, match=message):
        edited(certificate(kind), *changes).check()


@pytest.mark.parametrize(("factor", "good"), [([1, -2], False), ([4, -1], True)])
def test_a_denominator_must_be_positive(factor: list[int], good: bool) -> None:
    """Everything times a factor solves the recursion, too; 1 - 2 f is negative somewhere."""
    sealed = certificate("size")
    document = sealed.document
    changes: list[Any] = [
        (("values",), [[times(v, factor) for v in r] for r in document["values"]])
    ]
    for k, cell in enumerate(document["cells"]):
        changes.append((("cells", k, "denominator"), times(cell["denominator"], factor)))
    other = edited(sealed, *changes)
    if good:
        assert "iff the parameter" in other.check()
    else:
        with pytest.raises(CertificateError, match="denominator is not positive"):
            other.check()


def test_one_denominator_serves_all_cells() -> None:
    sealed = certificate("size")
    with pytest.raises(CertificateError, match="denominator of the first cell"):
        edited(sealed, (("cells", 1, "denominator"), ["7"])).check()


def times(polynomial: list[str], factor: list[int]) -> list[str]:
    found = [Fraction(0)] * (len(polynomial) + len(factor) - 1)
    for i, x in enumerate(polynomial):
        for j, y in enumerate(factor):
            found[i + j] += Fraction(x) * y
    return [str(x) for x in found] if any(found) else []


def test_a_node_that_no_history_leads_to_is_rejected() -> None:
    sealed = certificate("anywhere")
    plan = sealed.document["plan"]
    plan["states"].append(0)
    plan["actions"].append([0])
    plan["transitions"].append(plan["transitions"][0])
    plan["targets"] += sum(sum(law) for law in plan["transitions"][0])
    values = sealed.document["values"]
    with pytest.raises(CertificateError, match="no history leads to"):
        edited(sealed, (("plan",), plan), (("values",), [*values, values[0]])).check()


def test_what_the_format_does_not_hold_is_exact_all_the_same() -> None:
    t = parameter("t", 0, 1)
    cases = {
        "polynomials only": [[0, 1 / (1 + t) - t]],
        "degree above 200": [[0, t**201 - Fraction(1, 2)]],
        "too much work": [[0, *(t**190 - Fraction(1, k) for k in (2, 3, 4))]],
    }
    for reason, payoffs in cases.items():
        game = MarkovGame(["a"], [len(payoffs[0])], [payoffs], ["a"], "1/2")
        answer = critical_markov(game, {"a": (0,)})
        assert (answer.status, answer.certificate) == (Status.EXACT_UNCERTIFIED, None)
        assert reason in str(answer.diagnostics["refused"])
        assert len(answer.value) == 1


def test_large_games_get_no_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST", 3)
    answer = check_markov_equilibrium(loan("9/10"), GRIM)
    assert (answer.value, answer.status) == (True, Status.EXACT_UNCERTIFIED)
    assert "a certificate holds 3" in str(answer.diagnostics["refused"])
