"""The linear program of balanced promises: plain fractions, for whoever solves it.

Source: docs/theory/algorithms_ppe.md, section 5.1. Members see one independent flag each; what is
promised depends on one's own flag and on how many are flagged, and always sums to the same total.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb


@dataclass(frozen=True, slots=True)
class Promises:
    """Maximise ``objective . x``: ``incentive . x >= 0``, ``balance x = members`` and x >= 0."""

    objective: list[Fraction]
    incentive: list[Fraction]
    balance: list[list[Fraction]]
    members: int

    @staticmethod
    def threshold(value: Fraction | float) -> Fraction | float:
        """Return the least round discount factor that belongs to the value of the program."""
        return 1 / value


def balanced_promises(
    members: int,
    false_alarm: Fraction = Fraction(1, 10),
    detection: Fraction = Fraction(3, 5),
    gain: Fraction = Fraction(1),
    value: Fraction = Fraction(2),
) -> Promises:
    """Return the program with variables q, promises to the unflagged, promises to the flagged."""
    n = members
    difference = detection - false_alarm
    law = [comb(n - 1, k) * false_alarm**k * (1 - false_alarm) ** (n - 1 - k) for k in range(n)]
    balance: list[list[Fraction]] = []
    for flagged in range(n + 1):
        row = [Fraction(0)] * (2 * n + 1)
        if flagged < n:
            row[1 + flagged] = Fraction(n - flagged)
        if flagged > 0:
            row[n + flagged] = Fraction(flagged)
        balance.append(row)
    return Promises(
        objective=[value, *((1 - false_alarm) * p for p in law), *(false_alarm * p for p in law)],
        incentive=[-gain, *(difference * p for p in law), *(-difference * p for p in law)],
        balance=balance,
        members=n,
    )
