"""Reports after several rounds, told as a tree of results, and unscaled programs over all burns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product


@dataclass(frozen=True)
class ReviewedPair:
    """A supplier who learns nothing for some rounds, and a buyer who then tells all results."""

    gain: Fraction
    value: Fraction
    work: tuple[Fraction, ...]
    shirk: tuple[Fraction, ...]
    rounds: int

    def plans(self) -> Iterator[tuple[bool, ...]]:
        """All plans: in which rounds the supplier works."""
        yield from product((True, False), repeat=self.rounds)

    def reports(self) -> Iterator[tuple[int, ...]]:
        yield from product(range(len(self.work)), repeat=self.rounds)

    def chance(self, report: Sequence[int], plan: Sequence[bool]) -> Fraction:
        chance = Fraction(1)
        for result, works in zip(report, plan, strict=True):
            chance *= (self.work if works else self.shirk)[result]
        return chance

    def payoff(
        self,
        plan: Sequence[bool],
        beta: Fraction,
        burn: dict[tuple[int, ...], Fraction],
        membership: Fraction,
    ) -> Fraction:
        """The supplier's payoff from one block of a plan and work ever after.

        He holds the whole rent: the value of each round, whether he works or not (the price is paid
        before), what shirking gains, and after the report what is left of the membership.
        """
        total = Fraction(0)
        for t, works in enumerate(plan):
            total += beta**t * (self.value + (0 if works else self.gain))
        for report in self.reports():
            left = membership - burn.get(report, Fraction(0))
            total += beta**self.rounds * self.chance(report, plan) * left
        return total

    def is_sustained_by(self, beta: Fraction, burn: dict[tuple[int, ...], Fraction]) -> bool:
        """Whether this burn makes work in every round the best of all plans."""
        work = (True,) * self.rounds
        # membership = (what a block brings) - beta**T E[burn] + beta**T membership
        once = self.payoff(work, beta, burn, Fraction(0))
        membership = once / (1 - beta**self.rounds)
        if any(not 0 <= x <= membership for x in burn.values()):
            return False
        return all(self.payoff(plan, beta, burn, membership) <= membership for plan in self.plans())


def slack(pair: ReviewedPair, beta: float) -> float:
    """Largest t such that each shirked round may gain ``gain + t``; -inf if no burn is feasible.

    Variables: t, the membership, and the burn after each report; nothing is scaled.
    """
    from scipy.optimize import linprog

    work = (True,) * pair.rounds
    reports = list(pair.reports())
    upper, constants = [], []
    for plan in pair.plans():
        shirked = sum(beta**t for t, works in enumerate(plan) if not works)
        if shirked:
            falls = [
                -(beta**pair.rounds) * float(pair.chance(h, plan) - pair.chance(h, work))
                for h in reports
            ]
            upper.append([shirked, 0.0, *falls])
            constants.append(-float(pair.gain) * shirked)
    for k in range(len(reports)):
        upper.append([0.0, -1.0, *(float(j == k) for j in range(len(reports)))])
        constants.append(0.0)
    burnt = [beta**pair.rounds * float(pair.chance(h, work)) for h in reports]
    block = float(pair.value) * sum(beta**t for t in range(pair.rounds))
    answer = linprog(
        [-1.0] + [0.0] * (1 + len(reports)),
        A_ub=upper,
        b_ub=constants,
        A_eq=[[0.0, 1 - beta**pair.rounds, *burnt]],
        b_eq=[block],
        bounds=[(None, None)] + [(0, None)] * (1 + len(reports)),
    )
    return -answer.fun if answer.status == 0 else float("-inf")
