"""Critical discount factors of payoff sets: the search, the recognition, the proofs.

The modules are imported by name; nothing is re-exported here.
"""
