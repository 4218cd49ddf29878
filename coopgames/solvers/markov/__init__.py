"""Games whose state moves: equilibrium checks, best replies, and whole sustaining sets."""

from coopgames.solvers.markov.best_reply import BestReply, best_reply
from coopgames.solvers.markov.check import check_markov_equilibrium
from coopgames.solvers.markov.critical import critical_markov

__all__ = ["BestReply", "best_reply", "check_markov_equilibrium", "critical_markov"]
