from __future__ import annotations

import pytest

from coopgames.claims import smtlib
from coopgames.claims.smt import Query, queries
from coopgames.claims.terms import Variable
from tests.unit.claims._neighbours import CLAIM, TOO_LOW

QUESTIONS = {query.name: query for query in queries(CLAIM)}


def test_each_question_is_followed_by_one_guard_for_each_assumption_and_one_for_all() -> None:
    counts = {"denominators": 5, "necessity": 8, "sufficiency": 8}
    for name, assumptions in counts.items():
        assert len(QUESTIONS[name].assertions) == assumptions + 1
        assert sum(other.startswith(f"{name}, ") for other in QUESTIONS) == assumptions + 1


def test_necessity_contains_the_threshold_only_in_the_negated_goal() -> None:
    label, formula = QUESTIONS["necessity"].assertions[-1]
    assert label == "negated goal"
    assert "threshold" in formula.variables()
    for _, assumption in QUESTIONS["necessity"].assertions[:-1]:
        assert "threshold" not in assumption.variables()
        assert assumption in dict(QUESTIONS["necessity, assumptions"].assertions).values()


def test_the_recursion_does_not_depend_on_the_threshold() -> None:
    changed = {query.name: query for query in queries(TOO_LOW)}
    name = "necessity"
    assert changed[name].assertions[:-1] == QUESTIONS[name].assertions[:-1]
    assert changed[name].assertions[-1] != QUESTIONS[name].assertions[-1]


def test_the_bellman_equation_is_that_of_the_automaton() -> None:
    lines = QUESTIONS["necessity"].script().splitlines()
    assert "(assert (= V (+ v (* beta (+ (* (- 1.0 alpha) V) (* alpha (- V f)))))))" in lines
    assert "(assert (<= (+ (+ v kappa) (* beta (+ (* (- 1.0 eta) V) (* eta (- V f))))) V))" in lines
    assert "(assert (>= (- V f) 0.0))" in lines


def test_variables_are_declared_in_the_order_that_is_given() -> None:
    question = Query("q", (("a", Variable("a") < Variable("b")),), "sat", ("c", "b", "a"))
    assert question.script() == (
        "(set-logic QF_NRA)\n(declare-const b Real)\n(declare-const a Real)\n; a: a < b\n"
        "(assert (< a b))\n(check-sat)\n"
    )


@pytest.mark.parametrize("claim", [CLAIM, TOO_LOW], ids=["claim", "neighbour"])
def test_the_script_is_the_same_each_time_and_balanced(claim: object) -> None:
    text = smtlib(claim)  # type: ignore[arg-type]
    assert text == smtlib(claim)  # type: ignore[arg-type]
    assert text.isascii()
    code = [line for line in text.splitlines() if not line.startswith(";")]
    assert sum(line.count("(") - line.count(")") for line in code) == 0
    assert code.count("(push 1)") == code.count("(pop 1)") == code.count("(check-sat)") == 27
