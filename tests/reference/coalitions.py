"""Every coalition and every joint misreport of the witnesses of an event, one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product


def payoffs(
    members: int, reports: tuple[bool, ...], fine: Fraction, recipient: str, penalty: Fraction
) -> list[Fraction]:
    """Member 0 is on trial, members 1..len(reports) are the witnesses; True reports a bad event."""
    result = [Fraction(0)] * members
    if not any(reports):
        return result
    result[0] -= fine
    if all(reports):
        if recipient == "shared":
            for other in range(1, members):
                result[other] += fine / (members - 1)
        return result
    for witness in range(1, len(reports) + 1):
        result[witness] -= penalty
    return result


def gains(
    members: int, witnesses: int, fine: Fraction, recipient: str, penalty: Fraction
) -> dict[tuple[int, ...], Fraction]:
    """Best joint gain over the truth of each coalition that gains at all."""
    found: dict[tuple[int, ...], Fraction] = {}
    for size in range(1, members + 1):
        for coalition in combinations(range(members), size):
            best = Fraction(0)
            for bad in (False, True):
                truth = payoffs(members, (bad,) * witnesses, fine, recipient, penalty)
                honest = sum((truth[i] for i in coalition), start=Fraction(0))
                for reports in product((False, True), repeat=witnesses):
                    lies = [w + 1 for w, said in enumerate(reports) if said != bad]
                    if not set(lies) <= set(coalition):
                        continue
                    after = payoffs(members, reports, fine, recipient, penalty)
                    joint = sum((after[i] for i in coalition), start=Fraction(0))
                    best = max(best, joint - honest)
            if best > 0:
                found[coalition] = best
    return found
