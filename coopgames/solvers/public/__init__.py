"""Games with imperfect public monitoring: liquidity functions, payoff sets, limit sets.

The verbs are in :mod:`coopgames.solvers.public_payoffs`, :mod:`coopgames.solvers.symmetric_payoffs`
and :mod:`coopgames.solvers.limits`.
"""
