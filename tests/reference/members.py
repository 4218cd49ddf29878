"""Sanctions of an association by brute force over all ``2**n`` flag profiles and all members.

No counts, no symmetry, no scaling by the value of membership: promises are numbers of their own
for each member after each profile, the discount factor is given, and SciPy decides in floats. The
netted treasury settles each fine and each refund one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from scipy.optimize import linprog

from tests.reference.flag_profiles import Association, Flags


@dataclass(frozen=True)
class NettedTreasury(Association):
    """Fines to a treasury, of a size that leaves each flagged member the net payment 1."""

    def receipt(self, flags: Flags, member: int) -> Fraction:
        flagged = sum(flags)
        if flagged == 0:
            return Fraction(0)
        # Nothing is due if all are flagged: whatever the fine, it equals the refund.
        gross = Fraction(self.members - 1, self.members - flagged) if flagged < self.members else 1
        balance = Fraction(0)
        for payer in range(self.members):
            if flags[payer]:
                others = [i for i in range(self.members) if i != payer]
                balance -= gross if payer == member else 0
                balance += gross / Fraction(len(others)) if member in others else 0
        return balance


@dataclass(frozen=True)
class FlatNetting(Association):
    """A flat gross fine of 1 to a treasury: what is due is the fine less the refund."""

    def receipt(self, flags: Flags, member: int) -> Fraction:
        refund = Fraction(sum(flags) - flags[member], self.members - 1)
        return refund - flags[member]

    def largest_payment(self) -> Fraction:
        profiles = product((False, True), repeat=self.members)
        return max(-self.receipt(flags, 0) for flags in profiles)


class _Rows:
    """Rows of a program with variables t, V and then whatever is asked for."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.upper: list[list[float]] = []
        self.upper_ends: list[float] = []
        self.equal: list[list[float]] = []
        self.equal_ends: list[float] = []

    def at_most(self, entries: dict[int, Any], end: object) -> None:
        self.upper.append([float(entries.get(j, 0)) for j in range(self.width)])
        self.upper_ends.append(float(end))  # type: ignore[arg-type]

    def equals(self, entries: dict[int, Any], end: object) -> None:
        self.equal.append([float(entries.get(j, 0)) for j in range(self.width)])
        self.equal_ends.append(float(end))  # type: ignore[arg-type]

    def largest_t(self) -> float:
        answer = linprog(
            [-1.0] + [0.0] * (self.width - 1),
            A_ub=self.upper or None,
            b_ub=self.upper_ends or None,
            A_eq=self.equal,
            b_eq=self.equal_ends,
            bounds=[(None, None)] * 2 + [(0, None)] * (self.width - 2),
        )
        return -answer.fun if answer.status == 0 else float("-inf")


def _recursion(
    rows: _Rows, twin: Association, beta: float, member: int, columns: dict[Flags, int]
) -> None:
    """Value of working, and working against shirking plus t, for one member."""
    value: dict[int, Any] = {1: 1.0}
    incentive: dict[int, Any] = {0: 1.0}
    for flags, j in columns.items():
        work, shirk = twin.probability(flags, None), twin.probability(flags, member)
        value[j] = value.get(j, 0.0) - beta * float(work)
        incentive[j] = incentive.get(j, 0.0) - beta * float(work - shirk)
    rows.equals(value, twin.value)
    rows.at_most(incentive, -twin.gain)


def capped_slack(twin: Association, budget: str, cap: Fraction, beta: float) -> float:
    """Largest t such that promises deter a gain of ``kappa + t``, none below ``V - cap``."""
    n, profiles = twin.members, list(product((False, True), repeat=twin.members))
    rows = _Rows(2 + n * len(profiles))
    column = {(i, f): 2 + i * len(profiles) + k for i in range(n) for k, f in enumerate(profiles)}
    for i in range(n):
        _recursion(rows, twin, beta, i, {f: column[i, f] for f in profiles})
    for f in profiles:
        everybody = {column[i, f]: 1.0 for i in range(n)} | {1: -float(n)}
        if budget == "balanced":
            rows.equals(everybody, 0)
        elif budget == "burning":
            rows.at_most(everybody, 0)
        for i in range(n):
            if budget == "burnt":
                rows.at_most({column[i, f]: 1.0, 1: -1.0}, 0)
            rows.at_most({1: 1.0, column[i, f]: -1.0}, cap)
    return rows.largest_t()


def stoppage_slack(twin: Association, beta: float) -> float:
    """Largest t such that a common promise in [0, V] after each profile deters ``kappa + t``."""
    profiles = list(product((False, True), repeat=twin.members))
    rows = _Rows(2 + len(profiles))
    columns = {f: 2 + k for k, f in enumerate(profiles)}
    for i in range(twin.members):
        _recursion(rows, twin, beta, i, columns)
    for j in columns.values():
        rows.at_most({j: 1.0, 1: -1.0}, 0)
    return rows.largest_t()
