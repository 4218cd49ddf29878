"""The two SMT solvers, behind one door: a script goes in, an answer and a model come out.

Both run inside this process through their Python interfaces. They share no code, so that an error
in one of them does not pass for a proof. Neither has type stubs; what they return is given its
type here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from typing import Any, Protocol, cast

from coopgames.claims.smt import Answer, Query
from coopgames.errors import MissingSolverError

__all__ = ["Z3", "Cvc5", "Model", "Reply", "SmtSolver", "Value", "smt_solvers"]

#: A rational value, or a solver's own text for an irrational algebraic one.
Value = Fraction | str
#: A value for each variable.
Model = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a solver says of a question.

    Attributes
    ----------
    answer : {"sat", "unsat", "unknown"}
        ``unknown`` also when the time is up.
    model : tuple of (str, Fraction or str)
        A value for each variable if ``sat``, else empty.
    """

    answer: Answer
    model: Model = ()


class SmtSolver(Protocol):
    """Something that answers questions."""

    @property
    def name(self) -> str:
        """The solver's name."""
        ...

    @property
    def version(self) -> str:
        """The version that is installed."""
        ...

    def ask(self, query: Query, seconds: float) -> Reply:
        """Answer a question within a time limit."""
        ...


def _load(module: str, distribution: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingSolverError(
            f"{distribution}: not installed, and proofs need it; install the extra 'proofs' "
            "(pip install 'coopgames[proofs]')"
        ) from error


class Z3:
    """The solver z3, with its procedure for nonlinear real arithmetic."""

    name = "z3"

    def __init__(self) -> None:
        self._z3 = _load("z3", "z3-solver")

    @property
    def version(self) -> str:
        """The version that is installed."""
        return str(self._z3.get_version_string())

    def ask(self, query: Query, seconds: float) -> Reply:
        """Answer a question within a time limit."""
        solver = self._z3.SolverFor("QF_NRA")
        solver.set("timeout", int(1000 * seconds))
        solver.from_string(query.script())
        answer = cast(Answer, str(solver.check()))
        if answer != "sat":
            return Reply(answer)
        model = solver.model()
        return Reply(answer, tuple((name, self._value(model, name)) for name in query.variables))

    def _value(self, model: Any, name: str) -> Value:
        term = model.eval(self._z3.Real(name), model_completion=True)
        if self._z3.is_rational_value(term):
            return Fraction(int(term.numerator_as_long()), int(term.denominator_as_long()))
        return str(term.sexpr())


class Cvc5:
    """The solver cvc5, with cylindrical algebraic coverings (``nl-cov``)."""

    name = "cvc5"

    def __init__(self) -> None:
        self._cvc5 = _load("cvc5", "cvc5")

    @property
    def version(self) -> str:
        """The version that is installed."""
        return str(self._cvc5.__version__)

    def ask(self, query: Query, seconds: float) -> Reply:
        """Answer a question within a time limit."""
        solver = self._cvc5.Solver()
        limit = str(int(1000 * seconds))
        for option in (("nl-cov", "true"), ("produce-models", "true"), ("tlimit-per", limit)):
            solver.setOption(*option)
        symbols, result = self._run(solver, query)
        if result.isUnsat():
            return Reply("unsat")
        if not result.isSat():
            return Reply("unknown")
        terms = {str(term): term for term in symbols.getDeclaredTerms()}
        values = ((name, self._value(solver.getValue(terms[name]))) for name in query.variables)
        return Reply("sat", tuple(values))

    def _run(self, solver: Any, query: Query) -> tuple[Any, Any]:
        """Read all commands but the last, ``(check-sat)``, whose result is wanted as an object."""
        parser = self._cvc5.InputParser(solver)
        language = self._cvc5.InputLanguage.SMT_LIB_2_6
        parser.setStringInput(language, query.script(), query.name)
        symbols = parser.getSymbolManager()
        command = parser.nextCommand()
        while not command.isNull():
            if command.getCommandName() == "check-sat":
                return symbols, solver.checkSat()
            output = str(command.invoke(solver, symbols))
            if "error" in output:
                raise ValueError(f"{query.name}: cvc5 refuses the script: {output.strip()}")
            command = parser.nextCommand()
        raise ValueError(f"{query.name}: the script asks nothing")

    def _value(self, term: Any) -> Value:
        return Fraction(term.getRealValue()) if term.isRealValue() else str(term)


def smt_solvers() -> tuple[SmtSolver, ...]:
    """Return both solvers.

    Raises
    ------
    MissingSolverError
        If one of them is not installed; the message names the extra.
    """
    return Z3(), Cvc5()
