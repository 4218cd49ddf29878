"""The contribution family by brute force: all ``2**n`` flag profiles, nothing counted or collected.

Slow and readable; shares no code with the solvers. Members are 0..n-1, member 0 is the one whose
incentives are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

Flags = tuple[bool, ...]


@dataclass(frozen=True)
class Association:
    members: int
    benefit: Fraction
    cost: Fraction
    surplus: Fraction
    false_alarm: Fraction
    detection: Fraction
    rule: str = "burnt"  # or "treasury", "unflagged"
    penalty: Fraction = Fraction(0)
    voluntary: bool = True
    cap: Fraction | None = None

    def payoff(self, contributions: tuple[int, ...], member: int) -> Fraction:
        return self.benefit * sum(contributions) + self.surplus - self.cost * contributions[member]

    @property
    def value(self) -> Fraction:
        return self.payoff((1,) * self.members, 0)

    @property
    def gain(self) -> Fraction:
        return self.payoff((0, *(1,) * (self.members - 1)), 0) - self.value

    def probability(self, flags: Flags, shirker: int | None) -> Fraction:
        result = Fraction(1)
        for member, flagged in enumerate(flags):
            chance = self.detection if member == shirker else self.false_alarm
            result *= chance if flagged else 1 - chance
        return result

    def receipt(self, flags: Flags, member: int) -> Fraction:
        """Net receipt of a member when everybody who must pay a fine of 1 pays it."""
        if self.rule == "unflagged" and all(flags):
            return Fraction(0)
        total = Fraction(0)
        for payer, flagged in enumerate(flags):
            if not flagged:
                continue
            if payer == member:
                total -= 1
            if self.rule == "treasury":
                receivers = [i for i in range(self.members) if i != payer]
            elif self.rule == "unflagged":
                receivers = [i for i in range(self.members) if not flags[i]]
            else:
                receivers = []
            if member in receivers:
                total += Fraction(1, len(receivers))
        return total

    def expected_receipt(self, shirker: int | None) -> Fraction:
        return sum(
            (
                self.probability(flags, shirker) * self.receipt(flags, 0)
                for flags in product((False, True), repeat=self.members)
            ),
            start=Fraction(0),
        )

    def membership(self, beta: Fraction, fine: Fraction) -> Fraction:
        """V of ``V = v + beta (fine * expected receipt + V)``."""
        return (self.value + beta * fine * self.expected_receipt(None)) / (1 - beta)

    def least_deterring_fine(self, beta: Fraction) -> Fraction | None:
        loss = beta * (self.expected_receipt(None) - self.expected_receipt(0))
        if self.gain <= 0:
            return Fraction(0)
        return self.gain / loss if loss > 0 else None

    def fine_works(self, beta: Fraction, fine: Fraction) -> bool:
        loss = beta * fine * (self.expected_receipt(None) - self.expected_receipt(0))
        worth = self.membership(beta, fine)
        deters = loss >= self.gain
        pays = fine <= worth + self.penalty
        stays = worth >= 0 or not self.voluntary
        collected = self.cap is None or fine <= self.cap
        return deters and pays and stays and collected

    def sustained(self, beta: Fraction) -> bool:
        """A larger fine than the least that deters only lowers the value of membership."""
        fine = self.least_deterring_fine(beta)
        return fine is not None and self.fine_works(beta, fine)


def promises_slack(association: Association, budget: str, beta: float) -> float:
    """Largest t such that promises deter a gain of ``kappa + t``; -inf if none exist at all.

    A program over the promise of every member after every flag profile, without any symmetry:
    variables t, V and w_i(flags), solved in floats.
    """
    from scipy.optimize import linprog

    n = association.members
    profiles = list(product((False, True), repeat=n))
    column = {(i, f): 2 + i * len(profiles) + k for i in range(n) for k, f in enumerate(profiles)}
    width = 2 + n * len(profiles)
    upper, upper_constants, equal, equal_constants = [], [], [], []
    for i in range(n):
        value, incentive = [0.0] * width, [0.0] * width
        value[1], incentive[0] = 1.0, 1.0
        for flags in profiles:
            working = association.probability(flags, None)
            value[column[i, flags]] = -beta * float(working)
            change = working - association.probability(flags, i)
            incentive[column[i, flags]] = -beta * float(change)
        equal.append(value)
        equal_constants.append(float(association.value))
        upper.append(incentive)
        upper_constants.append(-float(association.gain))
    for flags in profiles:
        if budget == "burnt":
            for i in range(n):
                row = [0.0] * width
                row[column[i, flags]], row[1] = 1.0, -1.0
                upper.append(row)
                upper_constants.append(0.0)
            continue
        row = [0.0] * width
        row[1] = -float(n)
        for i in range(n):
            row[column[i, flags]] = 1.0
        (equal if budget == "balanced" else upper).append(row)
        (equal_constants if budget == "balanced" else upper_constants).append(0.0)
    answer = linprog(
        [-1.0] + [0.0] * (width - 1),
        A_ub=upper,
        b_ub=upper_constants,
        A_eq=equal,
        b_eq=equal_constants,
        bounds=[(None, None), (None, None)] + [(0, None)] * (width - 2),
    )
    return -answer.fun if answer.status == 0 else float("-inf")
