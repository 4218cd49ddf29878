"""Limit sets of repeated games with public signals, as the discount factor tends to 1."""
