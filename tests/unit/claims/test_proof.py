from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from coopgames.claims import Claim, Proof, Verdict, prove
from coopgames.claims.smt import Answer, Query
from coopgames.claims.smt_solvers import Reply
from coopgames.claims.terms import Variable
from coopgames.solvers import critical_discount_factor
from tests.unit.claims._neighbours import CLAIM, TOO_HIGH, TOO_LOW, TOO_RARE, TREASURY


class Scripted:
    """Says the same to everything, or, to guards, shows a model that is none."""

    name = "scripted"
    version = "0"

    def __init__(self, answer: Answer) -> None:
        self.answer: Answer = answer

    def ask(self, query: Query, seconds: float) -> Reply:
        if self.answer != "sat":
            return Reply(self.answer)
        return Reply("sat", tuple((name, Fraction(0)) for name in query.variables))


@pytest.fixture(scope="module")
def proof() -> Proof:
    return prove(CLAIM)


def test_the_claim_is_proved_by_both_solvers(proof: Proof) -> None:
    assert proof.verdict is Verdict.PROVED
    assert [name for name, _ in proof.solvers] == ["z3", "cvc5"]
    main = [asked for asked in proof.asked if asked.query.expected == "unsat"]
    assert [asked.query.name for asked in main] == ["denominators", "necessity", "sufficiency"]
    for asked in main:
        assert asked.answers == (("z3", "unsat"), ("cvc5", "unsat"))


def test_every_guard_has_a_model_that_was_checked_exactly(proof: Proof) -> None:
    guards = [asked for asked in proof.asked if asked.query.expected == "sat"]
    assert len(guards) == 24
    for asked in guards:
        point = {name: Fraction(value) for name, value in asked.model}
        assert asked.rechecked
        assert all(formula.holds(point) for _, formula in asked.query.assertions)


def test_the_models_of_the_assumptions_are_games(proof: Proof) -> None:
    for asked in proof.asked:
        if asked.query.name in ("necessity, assumptions", "sufficiency, assumptions"):
            point = {name: Fraction(value) for name, value in asked.model}
            game = CLAIM.family.game(point)
            assert point["beta"] >= critical_discount_factor(game).value


def test_the_rows_show_each_question(proof: Proof) -> None:
    assert proof.to_rows()[0] == {
        "question": "denominators",
        "expected": "unsat",
        "z3": "unsat",
        "cvc5": "unsat",
    }
    assert repr(proof).startswith("Proof('theorem1_burnt', PROVED, 'z3 and cvc5")


@pytest.mark.parametrize(
    ("claim", "claimed"),
    [(TOO_LOW, True), (TREASURY, True), (TOO_HIGH, False), (TOO_RARE, False)],
    ids=["too low", "treasury", "too high", "too rare"],
)
def test_a_wrong_neighbour_is_refuted_at_a_point_where_the_solver_contradicts_it(
    claim: Claim, claimed: bool
) -> None:
    proof = prove(claim)
    assert proof.verdict is Verdict.REFUTED
    found = proof.counterexample
    assert found is not None
    assert (found.claimed, found.actual) == (claimed, not claimed)
    point = dict(found.point)
    assert claim.domain.contains(point)
    assert claim.holds(point) is claimed
    least = critical_discount_factor(claim.family.game(point)).value
    assert (least is not None and point["beta"] >= least) is found.actual


def test_an_idle_assumption_is_noticed() -> None:
    idle = (*CLAIM.needed_for_necessity, "detection is a probability")
    proof = prove(replace(CLAIM, needed_for_necessity=idle))
    assert proof.verdict is Verdict.UNDECIDED
    assert proof.reason == (
        "not answered as wanted: necessity, without 'detection is a probability'"
    )


def test_contradictory_assumptions_prove_nothing() -> None:
    absurd = ("flags mislead", Variable("eta") < Variable("alpha"))
    domain = replace(CLAIM.domain, assumptions=(*CLAIM.domain.assumptions, absurd))
    proof = prove(
        replace(
            CLAIM,
            domain=domain,
            needed_for_necessity=(*CLAIM.needed_for_necessity, "flags mislead"),
        )
    )
    assert proof.verdict is Verdict.UNDECIDED
    assert "necessity, assumptions" in proof.reason


def test_too_few_assumptions_are_noticed_and_refute_nothing() -> None:
    few = tuple(x for x in CLAIM.needed_for_necessity if x != "no negative false alarm rate")
    proof = prove(replace(CLAIM, needed_for_necessity=few))
    assert proof.verdict is Verdict.UNDECIDED
    assert proof.reason == "not answered as wanted: necessity"
    assert proof.counterexample is None


@pytest.mark.parametrize("answer", ["unknown", "unsat", "sat"])
def test_a_solver_that_always_says_the_same_proves_and_refutes_nothing(answer: Answer) -> None:
    proof = prove(CLAIM, solvers=[Scripted(answer)])
    assert proof.verdict is Verdict.UNDECIDED
    assert proof.counterexample is None


def test_one_solver_that_does_not_know_spoils_a_proof(proof: Proof) -> None:
    from coopgames.claims.smt_solvers import Z3

    mixed = prove(CLAIM, solvers=[Z3(), Scripted("unknown")])
    assert mixed.verdict is Verdict.UNDECIDED
    assert mixed.reason == "not answered as wanted: denominators; necessity; sufficiency"
