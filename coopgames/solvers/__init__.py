"""Solvers: one algorithm per file, all returning :class:`Solution` with a certificate."""

from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.feasible import feasible_payoffs, individually_rational_payoffs
from coopgames.solvers.intervals import Interval
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.lp_solutions import solve_linear_program
from coopgames.solvers.minmax import minmax
from coopgames.solvers.one_shot import Deviation, check_equilibrium, is_equilibrium
from coopgames.solvers.payoff_set import PayoffSet
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.thresholds import critical_discount_factor, critical_value

__all__ = [
    "Deviation",
    "Interval",
    "LinearProgram",
    "PayoffSet",
    "Row",
    "Solution",
    "Status",
    "check_equilibrium",
    "critical_discount_factor",
    "critical_value",
    "feasible_payoffs",
    "individually_rational_payoffs",
    "is_equilibrium",
    "minmax",
    "solve_linear_program",
    "solve_lp",
]
