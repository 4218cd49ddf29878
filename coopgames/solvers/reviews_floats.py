"""Reviews of many rounds, in floats: plans of shirking are added when they gain.

Of the ``2**T - 1`` plans few bind. The programs begin with shirking in one round and in all; the
gains of all plans at a solution come from one product of T small matrices, ``O(T m**T)``.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from coopgames.arithmetic import Arithmetic
from coopgames.errors import NotConvergedError, UnsupportedGameError
from coopgames.solvers.reviews_program import Review
from coopgames.solvers.solution import Solution, Status

__all__ = ["float_threshold"]

#: The most different reports: 2**12.
MOST_FLOAT = 4096
#: Discount factors of a round that are tried, to find the least change of sign.
SCAN = (*(k / 20 for k in range(1, 20)), 0.97, 0.98, 0.99, 0.995, 0.999)
#: With more different reports than this only every fourth of them.
MANY = 256
#: The change of sign is found to this width of the discount factor.
WIDTH = 1e-9
#: A plan is added when it gains more than this, as a share of the largest burn.
GAIN = 1e-9
#: Ways to solve a program, the second where the first fails.
METHODS = ("highs-ds", "highs-ipm")
#: Plans added at a time, and how often.
BATCH, ROUNDS = 12, 200

Vector = NDArray[np.float64]


class _Programs:
    """The programs of one review; the plans added at one discount factor stay for the next."""

    def __init__(self, review: Review) -> None:
        self.rounds = review.rounds
        self.gain, self.value = (
            float(cast(Fraction, review.gain)),
            float(cast(Fraction, review.value)),
        )
        cost = review.agreement_cost
        self.cost = None if cost is None else float(cast(Fraction, cost))
        laws = [[float(cast(Fraction, p)) for p in law] for law in (review.work, review.shirk)]
        self.laws = np.array(laws)
        full = (1 << self.rounds) - 1
        self.plans = [*(1 << t for t in range(self.rounds)), *([full] if self.rounds > 1 else [])]
        self.base = self.law(0)

    def law(self, plan: int) -> Vector:
        """Return the law of the report; bit t of a plan, from the left, is shirking in round t."""
        law: Vector = np.ones(1)
        for t in range(self.rounds):
            result = self.laws[(plan >> (self.rounds - 1 - t)) & 1]
            law = (law[:, None] * result).reshape(-1)
        return law

    def expectations(self, burn: Vector) -> Vector:
        """Return the expected burn under each plan."""
        table = burn.reshape([self.laws.shape[1]] * self.rounds)
        for t in range(self.rounds):
            table = np.moveaxis(np.tensordot(self.laws, table, axes=(1, t)), 0, t)
        return table.reshape(-1)

    def rounds_of(self, beta: float) -> Vector:
        """Return the discounted number of rounds in which each plan shirks."""
        sums = np.zeros(1)
        for t in range(self.rounds):
            sums = (sums[:, None] + beta**t * np.array([0.0, 1.0])).reshape(-1)
        return sums

    def slack(self, beta: float) -> float:
        """Return the value of the program: effort is sustained iff it is >= 0."""
        shirked = self.rounds_of(beta)
        for _ in range(ROUNDS):
            scale, burn, value = self._solve(beta, shirked)
            excess = scale * shirked - (self.expectations(burn) - self.base @ burn)
            worst = [int(k) for k in np.argsort(-excess)[:BATCH] if excess[k] > GAIN]
            added = [plan for plan in worst if plan not in self.plans]
            if not added:
                return value
            self.plans += added
        raise NotConvergedError(f"review: plans of shirking still gain at {beta} in floats")

    def _solve(self, beta: float, shirked: Vector) -> tuple[float, Vector, float]:
        """Solve with the plans so far; variables ``gain q / beta**T`` and the burns as shares."""
        from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

        power = beta**self.rounds
        worth = self.value / self.gain * sum(beta**t for t in range(self.rounds))
        rows = [np.concatenate([[shirked[k]], self.base - self.law(k)]) for k in self.plans]
        if self.cost is not None:
            limit = -self.cost * power / self.gain
            rows += [np.concatenate([[limit], unit]) for unit in np.eye(len(self.base))]
        # Shirking in the first round is one of the plans, so the first variable is at most 1.
        most = min(1.0, 1 / (worth * power)) if worth > 0 else 0.0
        costs = np.concatenate([[-worth], self.base])
        bounds = [(0.0, most)] + [(0.0, 1.0)] * len(self.base)
        message = ""
        for method in METHODS:
            answer: Any = cast(Any, optimize).linprog(
                costs,
                A_ub=np.array(rows),
                b_ub=np.zeros(len(rows)),
                bounds=bounds,
                method=method,
                options={
                    "primal_feasibility_tolerance": 1e-10,
                    "dual_feasibility_tolerance": 1e-10,
                },
            )
            if answer.status == 0:
                point = np.asarray(answer.x)
                return float(point[0]), point[1:], power - 1 - power * float(answer.fun)
            message = str(answer.message)
        raise NotConvergedError(f"review: the float program at {beta} ended: {message}")


def float_threshold(review: Review, lag: int = 1) -> Solution[float | None]:
    """Return the least change of sign found, in floats.

    Parameters
    ----------
    review : Review
        With rational numbers and at most 4096 different reports.
    lag : int
        Periods of a round; the answer is per period.

    Returns
    -------
    Solution
        None if effort is sustained at none of the discount factors tried, the largest of which is
        999/1000; ``diagnostics["scan"]`` has them with the slack, >= 0 where it is sustained. If it
        is sustained at the least one, that is the value.
    """
    if review.histories > MOST_FLOAT:
        raise UnsupportedGameError(
            f"review: got {review.histories} different reports, expected at most {MOST_FLOAT}"
        )
    from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

    programs = _Programs(review)
    tried = SCAN if review.histories <= MANY else SCAN[3::4]
    scan = {beta: programs.slack(beta) for beta in tried}
    changes = [(low, high) for low, high in pairwise(tried) if (scan[low] < 0) != (scan[high] < 0)]
    rises = [pair for pair in changes if scan[pair[0]] < 0]
    value: float | None = None
    if scan[tried[0]] >= 0:
        value = tried[0] ** (1 / lag)
    elif rises:
        root: Any = cast(Any, optimize).brentq(programs.slack, *rises[0], xtol=WIDTH, rtol=WIDTH)
        value = float(root) ** (1 / lag)
    method = (
        f"floats, plans added as needed: the least change of sign, {len(tried)} discount factors "
        f"scanned, {len(changes)} changes of sign among them; {review.strategies}"
    )
    diagnostics = {"scan": scan, "plans": len(programs.plans), "strategies": review.strategies}
    return Solution(value, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)
