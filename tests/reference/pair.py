"""A supplier and a buyer who alone sees the quality: exit after a complaint, and all promises."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tests.reference.linear_systems import solve


@dataclass(frozen=True)
class Pair:
    gain: Fraction
    value: Fraction
    work: tuple[Fraction, ...]
    shirk: tuple[Fraction, ...]

    def supplier_value(self, beta: Fraction, go_on: tuple[Fraction, ...]) -> Fraction:
        """Value of the state "together", from the linear system of together and apart."""
        stay = sum((p * x for p, x in zip(self.work, go_on, strict=True)), start=Fraction(0))
        matrix = [[1 - beta * stay, -beta * (1 - stay)], [Fraction(0), 1 - beta]]
        return solve(matrix, [self.value, Fraction(0)])[0]

    def exit_works(self, beta: Fraction, go_on: tuple[Fraction, ...]) -> bool:
        together = self.supplier_value(beta, go_on)
        shirked = sum((p * x for p, x in zip(self.shirk, go_on, strict=True)), start=Fraction(0))
        # The value of shirking once: the gain, the round's rent, and the chance of going on.
        return self.value + self.gain + beta * shirked * together <= together

    def sustained(self, beta: Fraction) -> bool:
        """Two reports: parting for sure after a complaint (report 1) deters most."""
        return self.exit_works(beta, (Fraction(1), Fraction(0)))


def promises_slack(
    pair: Pair, beta: float, *, truthful: bool = True, agreement_cost: float | None = None
) -> float:
    """Largest t such that promises deter a gain of ``kappa + t``; -inf if none exist at all."""
    from scipy.optimize import linprog

    m = len(pair.work)
    supplier, buyer, width = 2, 2 + m, 2 + 2 * m
    upper, upper_constants, equal, equal_constants = [], [], [], []

    def row(entries: dict[int, float]) -> list[float]:
        return [entries.get(j, 0.0) for j in range(width)]

    change = {supplier + k: -beta * float(pair.work[k] - pair.shirk[k]) for k in range(m)}
    upper.append(row({0: 1.0, **change}))
    upper_constants.append(-float(pair.gain))
    promised = {j + k: -beta * float(pair.work[k]) for j in (supplier, buyer) for k in range(m)}
    equal.append(row({1: 1.0, **promised}))
    equal_constants.append(float(pair.value))
    for k in range(m):
        upper.append(row({supplier + k: 1.0, buyer + k: 1.0, 1: -1.0}))
        upper_constants.append(0.0)
        if truthful and k:
            equal.append(row({buyer + k: 1.0, buyer: -1.0}))
            equal_constants.append(0.0)
        for other in range(m):
            if agreement_cost is not None and other != k:
                joint = {supplier + k: 1.0, buyer + k: 1.0}
                upper.append(row({**joint, supplier + other: -1.0, buyer + other: -1.0}))
                upper_constants.append(agreement_cost)
    answer = linprog(
        [-1.0] + [0.0] * (width - 1),
        A_ub=upper,
        b_ub=upper_constants,
        A_eq=equal,
        b_eq=equal_constants,
        bounds=[(None, None), (None, None)] + [(0, None)] * (width - 2),
    )
    return -answer.fun if answer.status == 0 else float("-inf")
