"""Payoff sets of perfect equilibria in two-player games, as sets that generate themselves.

The modules are imported by name; nothing is re-exported here.
"""
