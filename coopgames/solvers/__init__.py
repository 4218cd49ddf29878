"""Solvers: one algorithm per file, all returning :class:`Solution` with a certificate."""

from __future__ import annotations

from importlib import import_module
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
    from coopgames.solvers.association_sizes import smallest_association
    from coopgames.solvers.critical_deltas import (
        CriticalDiscountFactor,
        CriticalDiscountFactors,
        critical_discount_factors,
    )
    from coopgames.solvers.identifiability import has_individual_full_rank, has_pairwise_full_rank
    from coopgames.solvers.large_associations import large_association_threshold
    from coopgames.solvers.limits import limit_payoffs, limit_score
    from coopgames.solvers.markov import BestReply, best_reply
    from coopgames.solvers.public.symmetric import SymmetricEquilibria, SymmetricPayoffs
    from coopgames.solvers.public.transfers import PublicTransferEquilibria, PublicTransferPlan
    from coopgames.solvers.public_payoffs import public_perfect_payoffs
    from coopgames.solvers.symmetric_payoffs import strongly_symmetric_payoffs

#: Names that few programs need, by the module that is loaded when one of them is asked for.
_LATER = {
    "association_sizes": "smallest_association",
    "critical_deltas": "CriticalDiscountFactor CriticalDiscountFactors critical_discount_factors",
    "identifiability": "has_individual_full_rank has_pairwise_full_rank",
    "large_associations": "large_association_threshold",
    "limits": "limit_payoffs limit_score",
    "markov": "BestReply best_reply",
    "public.symmetric": "SymmetricEquilibria SymmetricPayoffs",
    "public.transfers": "PublicTransferEquilibria PublicTransferPlan",
    "public_payoffs": "public_perfect_payoffs",
    "symmetric_payoffs": "strongly_symmetric_payoffs",
}
_MODULE_OF = {name: module for module, names in _LATER.items() for name in names.split()}

__all__ = [
    "BestReply",
    "CriticalDiscountFactor",
    "CriticalDiscountFactors",
    "Deviation",
    "Interval",
    "LinearProgram",
    "PayoffSet",
    "PublicTransferEquilibria",
    "PublicTransferPlan",
    "Row",
    "Simulation",
    "Solution",
    "Status",
    "SymmetricEquilibria",
    "SymmetricPayoffs",
    "TransferEquilibria",
    "TransferStep",
    "automaton_choice",
    "automaton_for",
    "best_reply",
    "check_equilibrium",
    "critical_discount_factor",
    "critical_discount_factors",
    "critical_value",
    "equilibrium_payoffs",
    "feasible_payoffs",
    "has_individual_full_rank",
    "has_pairwise_full_rank",
    "individually_rational_payoffs",
    "is_equilibrium",
    "large_association_threshold",
    "limit_payoffs",
    "limit_score",
    "minmax",
    "nash_equilibria",
    "public_perfect_payoffs",
    "pure_nash",
    "simulate",
    "smallest_association",
    "solve_linear_program",
    "solve_lp",
    "strongly_symmetric_payoffs",
    "transfer_equilibria",
]


def __getattr__(name: str) -> Any:
    if name in _MODULE_OF:
        return getattr(import_module(f"coopgames.solvers.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module 'coopgames.solvers' has no attribute {name!r}")
