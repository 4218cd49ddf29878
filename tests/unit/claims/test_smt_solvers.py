from __future__ import annotations

import sys
from fractions import Fraction

import pytest

from coopgames.claims.smt import Query
from coopgames.claims.smt_solvers import Z3, Cvc5, SmtSolver, smt_solvers
from coopgames.claims.terms import Constant, Formula, Variable, equal
from coopgames.errors import MissingSolverError

x, y = Variable("x"), Variable("y")
SOLVERS = smt_solvers()
each_solver = pytest.mark.parametrize("solver", SOLVERS, ids=[s.name for s in SOLVERS])


def question(*formulas: Formula) -> Query:
    labelled = tuple((f"part {k}", formula) for k, formula in enumerate(formulas))
    return Query("question", labelled, "sat", ("x", "y"))


@each_solver
def test_unsat(solver: SmtSolver) -> None:
    assert solver.ask(question(x * x < 0), 10).answer == "unsat"


@each_solver
def test_a_rational_model_comes_as_fractions(solver: SmtSolver) -> None:
    third = Constant(Fraction(-1, 3))
    reply = solver.ask(question(equal(x, third), equal(y, x * x)), 10)
    assert reply.answer == "sat"
    assert reply.model == (("x", Fraction(-1, 3)), ("y", Fraction(1, 9)))


@each_solver
def test_an_irrational_model_comes_as_text(solver: SmtSolver) -> None:
    reply = solver.ask(question(equal(x * x, 2), x > 0), 10)
    ((name, value),) = reply.model
    assert (reply.answer, name) == ("sat", "x")
    assert isinstance(value, str)
    assert "2" in value


@each_solver
def test_the_version_is_said(solver: SmtSolver) -> None:
    assert solver.version[0].isdigit()


def test_cvc5_refuses_a_broken_script() -> None:
    broken = Query("broken", (("x", Variable("1 x") > 0),), "sat", ("1 x",))
    with pytest.raises((ValueError, RuntimeError)):
        Cvc5().ask(broken, 10)


@pytest.mark.parametrize(
    ("module", "kind", "name"), [("z3", Z3, "z3-solver"), ("cvc5", Cvc5, "cvc5")]
)
def test_a_missing_solver_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, module: str, kind: type, name: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingSolverError, match=rf"{name}.*coopgames\[proofs\]"):
        kind()
