"""Linear programs with certificates: the exact outcome, sealed."""

from __future__ import annotations

from fractions import Fraction

from coopgames.arithmetic import Arithmetic
from coopgames.certificates import Certificate
from coopgames.certificates.encode import rational, rationals
from coopgames.solvers.exact_lp import Outcome, solve_lp
from coopgames.solvers.linear_program import LinearProgram
from coopgames.solvers.solution import Solution, Status

__all__ = ["lp_certificate", "optimum_fields", "solve_linear_program"]


def optimum_fields(outcome: Outcome) -> dict[str, object]:
    """Return primal, dual and their checks as they stand in a certificate."""
    assert outcome.value is not None
    return {
        "primal": rationals(outcome.primal),
        "slacks": rationals(outcome.slacks),
        "dual": rationals(outcome.dual),
        "reduced_costs": rationals(outcome.reduced_costs),
        "value": rational(outcome.value),
    }


def lp_certificate(program: LinearProgram, outcome: Outcome) -> Certificate | None:
    """Return the certificate of an outcome (None when the program is unbounded)."""
    if outcome.status == "optimal":
        return Certificate.seal("lp_optimum", program.document(), optimum_fields(outcome))
    if outcome.status == "infeasible":
        assert outcome.value is not None
        fields = {
            "multipliers": rationals(outcome.dual),
            "combination": rationals(outcome.reduced_costs),
            "bound": rational(outcome.value),
            "at_middle": rationals([outcome.value]),
        }
        return Certificate.seal("lp_infeasible", program.feasibility().document(), fields)
    return None


def solve_linear_program(program: LinearProgram) -> Solution[Fraction | None]:
    """Solve a linear program and certify the answer.

    Parameters
    ----------
    program : LinearProgram

    Returns
    -------
    Solution
        ``value`` is the optimum, or None if the program is infeasible or unbounded (see
        ``diagnostics["outcome"]``). Certificates: ``lp_optimum`` or ``lp_infeasible`` (Farkas).

    Examples
    --------
    >>> from coopgames.solvers import Row
    >>> answer = solve_linear_program(LinearProgram([1], [Row((1,), "<=", "1/3")]))
    >>> answer.value, answer.certificate.check()[:2] != ""
    (Fraction(1, 3), True)
    """
    outcome = solve_lp(program)
    certificate = lp_certificate(program, outcome)
    value = outcome.value if outcome.status == "optimal" else None
    status = Status.EXACT_UNCERTIFIED if certificate is None else Status.PROVED
    return Solution(
        value,
        status,
        certificate,
        "exact linear programming",
        Arithmetic.EXACT,
        {"outcome": outcome},
    )
