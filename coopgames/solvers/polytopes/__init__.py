"""Payoff sets of three or more players: proved inner and outer polytopes."""

from coopgames.solvers.polytopes.bounds import Polytope, PolytopeBounds
from coopgames.solvers.polytopes.solve import polytope_payoffs

__all__ = ["Polytope", "PolytopeBounds", "polytope_payoffs"]
