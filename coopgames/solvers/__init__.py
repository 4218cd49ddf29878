"""Solvers: one algorithm per file, all returning :class:`Solution` with a certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coopgames.solvers.automaton_choice import automaton_choice
from coopgames.solvers.deviation import Deviation
from coopgames.solvers.equilibrium_payoffs import equilibrium_payoffs
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.feasible import feasible_payoffs, individually_rational_payoffs
from coopgames.solvers.intervals import Interval
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.lp_solutions import solve_linear_program
from coopgames.solvers.minmax import minmax
from coopgames.solvers.nash_equilibria import nash_equilibria
from coopgames.solvers.one_shot import check_equilibrium, is_equilibrium
from coopgames.solvers.payoff_set import PayoffSet
from coopgames.solvers.penal_codes import automaton_for
from coopgames.solvers.pure_nash import pure_nash
from coopgames.solvers.simulation import Simulation, simulate
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.thresholds import critical_discount_factor, critical_value
from coopgames.solvers.transfers import (
    TransferEquilibria,
    TransferStep,
    transfer_equilibria,
)

if TYPE_CHECKING:
    from coopgames.solvers.critical_deltas import (
        CriticalDiscountFactor,
        CriticalDiscountFactors,
        critical_discount_factors,
    )

__all__ = [
    "CriticalDiscountFactor",
    "CriticalDiscountFactors",
    "Deviation",
    "Interval",
    "LinearProgram",
    "PayoffSet",
    "Row",
    "Simulation",
    "Solution",
    "Status",
    "TransferEquilibria",
    "TransferStep",
    "automaton_choice",
    "automaton_for",
    "check_equilibrium",
    "critical_discount_factor",
    "critical_discount_factors",
    "critical_value",
    "equilibrium_payoffs",
    "feasible_payoffs",
    "individually_rational_payoffs",
    "is_equilibrium",
    "minmax",
    "nash_equilibria",
    "pure_nash",
    "simulate",
    "solve_linear_program",
    "solve_lp",
    "transfer_equilibria",
]


def __getattr__(name: str) -> Any:
    # Many modules that few programs need are loaded when they are first asked for.
    if name in {"CriticalDiscountFactor", "CriticalDiscountFactors", "critical_discount_factors"}:
        from coopgames.solvers import critical_deltas

        return getattr(critical_deltas, name)
    raise AttributeError(f"module 'coopgames.solvers' has no attribute {name!r}")
