"""No certificate keeps the checker busy for ever: work is counted, and too much is refused.

Limits are lowered here, so that small certificates reach them; nothing is timed.
"""

from __future__ import annotations

import random
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from coopgames.certificates import checker
from tests.unit.certificates import build

Json = Any
F = Fraction
WORK = "too much work to be checked"
HALF = "1/2"


def seal(kind: str, game: Json, **keys: Json) -> Json:
    head = {"format": "coopgames-certificate", "version": 1, "kind": kind}
    return build.reseal({**head, "game": game, **keys})


def verdict(document: Json) -> str:
    """Return the sentence, or why the certificate is refused."""
    try:
        return checker.check(document)
    except checker.Rejected as reason:
        return str(reason)


def odd(count: int, bits: int) -> list[int]:
    """Return long odd numbers, nearly coprime."""
    draw = random.Random(count)
    return [draw.getrandbits(bits) | 1 | 1 << (bits - 1) for _ in range(count)]


def companion(name: str) -> Any:
    return checker.companion(f"checker_{name}.py")


# ---------------------------------------------------------------- cells


def motion(payoffs: Json, moment: Json, starts: int = 1, **more: Json) -> Json:
    """One player; in every state the same actions, all of which stay in it."""
    actions, states = len(payoffs[0]), len(payoffs)
    weights = range(1, actions + 1)
    game = {
        "type": "markov",
        "payoffs": [[row] for row in payoffs],
        "laws": [[[[s, "1"]]] * actions for s in range(states)],
        "starts": [*range(starts)],
        "discount": more.pop("discount", HALF),
    }
    kind = "automaton_equilibrium"
    if "cells" in more:
        kind, game["parameter"], more["method"] = "threshold", {"lower": "0", "upper": "1"}, "cells"
    plan = {
        "states": [*range(states)],
        "starts": [*range(starts)],
        "actions": [[0]] * states,
        "transitions": [[[s]] * actions for s in range(states)],
        "targets": sum(s * actions for s in range(states)) + sum(range(starts)),
    }
    laws = sum((s + 1) * (s + 1) * k for s in range(states) for k in weights)
    return seal(kind, game, plan=plan, payoff_moment=moment, law_moment=str(laws), **more)


def tiles(count: int, denominator: Json, *, violation: Json = None, **more: Json) -> list[Json]:
    """Cut (0, 1) into equal open cells, and the points between them."""
    says: Json = {"sustained": violation is None, "denominator": denominator, **more}
    if not more:
        says["violation"] = violation
    found = list[Json]()
    for i in range(count):
        low, high = str(F(i, count)), str(F(i + 1, count))
        found += [{"lower": low, "upper": high, **says}, {"point": high, **says}]
    return found[:-1]


def many_signs(cells: int) -> Json:
    """A denominator of degree 30, one more than a long positive polynomial, in every cell."""
    dense = ["1", *map(str, odd(30, 40))]
    return motion([["0"]], "0", cells=tiles(cells, dense), values=[[[]]])


def test_denominators_of_cells_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "iff the parameter is in (0, 1) (game" in verdict(many_signs(1))
    monkeypatch.setattr(checker, "MAX_SIGNS", 10**6)
    assert WORK in verdict(many_signs(1))


def test_equal_denominators_have_one_chain() -> None:
    spent = list[int]()
    for cells in (1, 6):  # six open cells and five points
        assert "subgame-perfect" in verdict(many_signs(cells))
        spent.append(checker.MAX_SIGNS - checker.Signs.left)
    assert spent[1] < 11 * spent[0] // 2


def test_denominators_of_programs_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    game = {"type": "lp", "objective": ["0"], "rows": [], "free": [False], "sums": ["0"]}
    game["parameter"] = {"lower": "0", "upper": "1"}
    point: Json = {"primal": [[]], "slacks": [], "value": []}
    cells = tiles(1, ["1", *map(str, odd(30, 40))], **point)
    document = seal("threshold", game, method="cells", cells=cells)
    found = verdict(document)
    assert found.startswith("for parameters in (0, 1): the linear program with 1 variables")
    assert "has a value >= 0 iff it is in (0, 1) (game" in found
    monkeypatch.setattr(checker, "MAX_SIGNS", 10**6)
    assert WORK in verdict(document)


def test_signs_of_long_polynomials_in_a_game_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = 2**64 * 30
    discount = {"polynomial": [str(F(x, unit)) for x in odd(25, 64)]}
    document = motion([["0"]], "0", cells=tiles(1, ["1"]), values=[[[]]], discount=discount)
    assert "subgame-perfect" in verdict(document)
    monkeypatch.setattr(checker, "MAX_SIGNS", 10**6)
    assert WORK in verdict(document)


def test_sums_and_products_with_many_denominators_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size, actions = 6, 3
    unit = ["1", *(f"1/{x}" for x in odd(size, 60))]
    steep = {"polynomial": ["-1"] * (size + 1)}
    moment = {"polynomial": [str(-sum(range(2, actions + 2)))] * (size + 1)}
    document = motion(
        [["0", *[steep] * actions]], moment, cells=tiles(1, unit), values=[[[]]], discount="0"
    )
    assert "subgame-perfect" in verdict(document)
    spent = checker.MAX_SIGNS - checker.Signs.left
    monkeypatch.setattr(checker, "MAX_SIGNS", spent - 1)
    assert WORK in verdict(document)
    assert spent > 10**5


def test_cells_times_deviations_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    actions, cells = 60, 20
    moment = str(sum(range(2, actions + 2)))
    for payoff, violation, words in (
        ("-1", None, "is in (0, 1/20) or [1/20]"),
        ("1", [0, 0, actions], "is in the empty set"),
    ):
        document = motion(
            [["0", *[payoff] * actions]],
            moment if payoff == "1" else f"-{moment}",
            cells=tiles(cells, ["1"], violation=violation),
            values=[[[]]],
        )
        assert words in verdict(document)
        monkeypatch.setattr(companion("markov"), "MAX_WORK", 2_000)
        assert WORK in verdict(document)
        monkeypatch.undo()


def test_sentences_name_the_interval_and_the_first_states() -> None:
    cells = tiles(2, ["1"])
    found = verdict(motion([["0"]], "0", cells=cells, values=[[[]]]))
    assert found.startswith("for parameters in (0, 1): the plan with 1 nodes")
    values = [["0"], ["0"], ["0"]]
    every = verdict(motion([["0"], ["0"], ["0"]], "0", starts=3, values=values))
    assert "discount factor 1/2, from every first state (game" in every
    some = motion([["0"], ["0"], ["0"]], "0", starts=2, values=values)
    game, plan = some["game"], some["plan"]
    game["laws"][0] = [[[2, "1"]]]
    plan["transitions"][0] = [[2]]
    plan["targets"] += 2
    some["law_moment"] = str(F(some["law_moment"]) + 2)
    assert "discount factor 1/2, from 2 first states (game" in verdict(build.reseal(some))


# ---------------------------------------------------------------- public signals


def public(payoffs: Json, laws: Json) -> tuple[Json, Json]:
    """One player; payoffs and laws by action; the game and its check numbers."""
    n, m = len(payoffs), len(laws[0])
    game = {"type": "public", "payoffs": [payoffs], "probabilities": laws, "discount_factor": HALF}
    sums = [sum(F(law[y]) for law in laws) / n for y in range(m)]
    pay = sum(k * F(x) for k, x in enumerate(payoffs, 1))
    law = sum(k * y * F(x) for k, row in enumerate(laws, 1) for y, x in enumerate(row, 1))
    numbers = {
        "uniform_payoffs": [str(sum(map(F, payoffs)) / n)],
        "uniform_law": [str(x) for x in sums],
        "payoff_moment": str(pay),
        "law_moment": str(law),
    }
    return game, numbers


def one_after_another(states: int) -> Json:
    game, numbers = public(["0"], [["1"]])
    following = [min(s + 1, states - 1) for s in range(states)]
    automaton = {
        "start": 0,
        "actions": [[0]] * states,
        "transitions": [[[[t, "1"]]] for t in following],
        "targets": str(sum(following) + states),
    }
    values, gains = [["0"]] * states, [[["0"]]] * states
    kind = "automaton_equilibrium"
    return seal(kind, game, automaton=automaton, values=values, gains=gains, **numbers)


def test_long_plans_are_read_in_one_go() -> None:
    """A copy of all states known, made for each state, would be felt: 10^9 entries."""
    states = 50_000
    module = companion("signals")
    plan = module.Plan.__new__(module.Plan)
    plan.game, plan.start = SimpleNamespace(laws=[[F(1)]]), 0
    plan.moves = [[[(min(s + 1, states - 1), F(1))]] for s in range(states)]
    assert plan.reached() == {*range(states)}
    following = [min(s + 1, states - 1) for s in range(states)]
    automaton = {
        "start": 0,
        "actions": [[0]] * states,
        "transitions": [[t] for t in following],
        "targets": sum(following),
    }
    game = checker.Stage(checker.Doc({"payoffs": [["0"]]}), F(1, 2))
    game.read_plan(checker.Doc({"automaton": automaton, "uniform_payoffs": ["0"]}))
    assert len(game.actions) == states


def test_a_chain_of_states_is_a_plan() -> None:
    assert "the plan with 40 states" in verdict(one_after_another(40))


def test_values_with_too_many_denominators_are_refused() -> None:
    found, long = one_after_another(800), odd(800, 200)
    found["values"] = [[f"1/{x}"] for x in long]
    assert "the common denominator is too long" in verdict(build.reseal(found))


def test_laws_with_too_many_denominators_are_refused() -> None:
    game, numbers = public(["0"], [["1"]])
    game["probabilities"] = [[f"1/{x}" for x in odd(40, 1_000)]]
    empty: Json = {"normals": [], "chain": [], "vertices": [], "total": ["0", "0"]}
    document = seal("outer_bound", game, **empty, **numbers)
    assert "the common denominator is too long" in verdict(document)


def test_payoffs_with_too_many_denominators_are_refused() -> None:
    payoffs = [[f"1/{x}" for x in odd(90, 12_000)]]
    game = {"type": "stage", "payoffs": payoffs, "discount_factor": HALF}
    rest: Json = {"automaton": {}, "values": [], "gains": [], "uniform_payoffs": ["0"]}
    document = seal("automaton_equilibrium", game, **rest)
    assert "game: too many denominators" in verdict(document)


def self_generating(actions: int, promises: Json) -> Json:
    """The payoff 0 again and again, once with each action."""
    game, numbers = public(["0"] * actions, [["1"]] * actions)
    supports = [{"profile": k, "promises": promises} for k in range(actions)]
    points = [["0"]] * actions
    total = sum(range(actions)) + actions + 1, 3 * actions + 2
    rest: Json = {"points": points, "supports": supports, "total": [str(x) for x in total]}
    return seal("self_generating_set", game, **rest, **numbers)


def test_lotteries_with_too_many_denominators_are_refused() -> None:
    lottery = [[k, f"1/{x}"] for k, x in enumerate(odd(40, 1_000))]
    assert "the common denominator is too long" in verdict(self_generating(40, [lottery]))


def test_few_laws_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    module, kept = companion("signals"), set[int]()
    whole = module.Signals.law

    def law(game: Any, position: int) -> Any:
        found = whole(game, position)
        kept.add(len(game.cache))
        return found

    monkeypatch.setattr(module.Signals, "law", law)
    document = self_generating(20, [[[0, "1"]]])
    assert "are payoffs of" in verdict(document)
    assert max(kept) == 20
    kept.clear()
    monkeypatch.setattr(module, "MAX_CACHE", 600)
    assert "are payoffs of" in verdict(document)
    assert max(kept) < 10


def test_normals_times_profiles_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """All four offsets fall: each is compared with what every profile gives."""
    side = 12
    profiles = side * side
    rows = [[["0"] * side] * side, [["0"] * side] * side]
    laws: Json = [[["1"]] * side] * side
    game = {"type": "public", "payoffs": rows, "probabilities": laws, "discount_factor": HALF}
    theta = ["0"] * (2 * side - 2)
    axes = [["1", "0"], ["0", "1"], ["-1", "0"], ["0", "-1"]]
    duals = [[i, a, theta, [[0]]] for i in range(4) for a in range(profiles)]
    chain: Json = [{"excluded": [], "offsets": ["-1"] * 4, "tight": [], "duals": duals}]
    numbers: Json = {
        "uniform_payoffs": ["0", "0"],
        "uniform_law": ["1"],
        "payoff_moment": "0",
        "law_moment": str(sum(range(1, profiles + 1))),
    }
    rest: Json = {"normals": axes, "chain": chain, "vertices": [], "total": ["0", "0"]}
    document = seal("outer_bound", game, **rest, **numbers)
    signals = companion("signals")
    spent = list[int]()
    spend = signals.Budget.spend

    def counted(budget: Any, operations: int, *lengths: int) -> None:
        spent.append(operations)
        spend(budget, operations, *lengths)

    monkeypatch.setattr(signals.Budget, "spend", counted)
    assert "the bound is above the new offset" in verdict(document)
    assert 4 * profiles // 4 in spent
