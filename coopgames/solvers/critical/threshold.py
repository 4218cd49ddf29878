"""One property after the other: where it begins, and what is proved about it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from coopgames.arithmetic import Enclosure
from coopgames.solvers.critical.answers import CriticalDiscountFactor
from coopgames.solvers.critical.evidence import Evidence
from coopgames.solvers.critical.fold import Digits, find_fold
from coopgames.solvers.critical.points import (
    CriticalPoint,
    ratio_above,
    rational_point,
    recognised_point,
)
from coopgames.solvers.critical.properties import Property
from coopgames.solvers.critical.search import TOP, bracket, float_threshold, short_rationals
from coopgames.solvers.critical.solves import Solves
from coopgames.solvers.critical.tight import find_tight

__all__ = ["Thresholds"]

#: Distances above a float threshold from which its digits are sought.
STARTS: Final = (20, 14, 11, 8)
#: How far the digits may lead from the float threshold.
NEAR: Final = 1e-4
FAILS: Final = "the property fails"


class Thresholds:
    """The thresholds of one game; what is known at one serves the next.

    Parameters
    ----------
    solves : Solves
    width : Fraction
        Of brackets.
    """

    def __init__(self, solves: Solves, width: Fraction) -> None:
        self.solves = solves
        self.width = width
        self.evidence = Evidence(solves)
        self._points: list[CriticalPoint] = []
        self._tried: set[Fraction] = set()

    def begin(self, wanted: Property) -> CriticalDiscountFactor:
        """Return where a property begins."""
        if self.solves.holds(wanted, Fraction(0)):
            return self._at_zero()
        verdict = self.solves.holds(wanted, TOP, long=True)
        if not verdict:
            return self._not_seen(wanted, verdict)
        guess = float_threshold(self.solves, wanted)
        if guess is not None:
            answer = self._recognised(wanted, guess)
            if answer is not None:
                return answer
        return self._enclosed(wanted, guess)

    def _recognised(self, wanted: Property, guess: float) -> CriticalDiscountFactor | None:
        """Return the answer at a number that is proved, or else at the least that is recognised."""
        best: CriticalPoint | None = None
        for point in self._candidates(wanted, guess):
            if point.begins(wanted):
                return self._accepted(wanted, point, exact=True)
            if best is None or point.value < best.value:
                best = point
        return None if best is None else self._accepted(wanted, best, exact=False)

    def _at_zero(self) -> CriticalDiscountFactor:
        zero = Fraction(0)
        proof = self.solves.certificate(zero)
        how = "holds at 0: one-shot play of pure equilibria suffices"
        return CriticalDiscountFactor(zero, None, zero, (None, proof), True, True, how)

    def _not_seen(self, wanted: Property, verdict: bool | None) -> CriticalDiscountFactor:
        never = self.evidence.never(wanted)
        if never is not None:
            how = f"{FAILS} at every discount factor: it asks for more than the feasible payoffs "
            how += "at or above the pure minmax payoffs have"
            return CriticalDiscountFactor(None, TOP, None, (never, None), True, None, how)
        below = Fraction(0) if verdict is None else TOP
        how = f"not at or below {TOP}; larger discount factors were not looked at"
        if verdict is None:
            how = f"not at 0; at {TOP} the payoff set was not decided"
        proof = self.evidence.fails(wanted, below)
        return CriticalDiscountFactor(None, below, None, (proof, None), False, None, how)

    def _candidates(self, wanted: Property, guess: float) -> Iterator[CriticalPoint]:
        """Return discount factors near a float threshold at which the property holds."""
        for point in list(self._points):
            if abs(float(point.value) - guess) < NEAR and wanted.holds(point.vertices):
                yield point
        for value in short_rationals(guess):
            if value not in self._tried and self.solves.holds(wanted, value):
                self._tried.add(value)
                point = rational_point(self.solves, value)
                if point is not None and wanted.holds(point.vertices):
                    self._points.append(point)
                    yield point
        for power in STARTS:
            found = False
            for near in self._digits(wanted, guess, power):
                point = recognised_point(self.solves, near, self.width)
                if point is not None and wanted.holds(point.vertices):
                    found = True
                    self._points.append(point)
                    yield point
            if found:
                return

    def _digits(self, wanted: Property, guess: float, power: int) -> Iterator[Digits]:
        """Return discount factors near a float threshold, to many digits.

        They are sought from a payoff set at a distance of ``2**-power`` above.
        """
        start = self.solves.inner(Fraction(guess) + Fraction(1, 1 << power))
        if start is None or not wanted.holds(start.vertices):
            return
        fold = find_fold(start)
        for near in (*([fold] if fold else []), *find_tight(start, wanted, guess)):
            if abs(float(near.delta) - guess) < NEAR:
                yield near

    def _accepted(
        self, wanted: Property, point: CriticalPoint, exact: bool
    ) -> CriticalDiscountFactor | None:
        """Return the answer that a point gives; None if the property holds below it as well."""
        value, width = point.value, self.width
        above = value if isinstance(value, Fraction) else ratio_above(value, width)
        below = self.evidence.distance_below(wanted, value, width, exact)
        if below is None:
            return None
        holds = self.evidence.holds(wanted, above)
        if holds is None and above == value:
            above = ratio_above(value, width)
            holds = self.evidence.holds(wanted, above)
        proofs = self.evidence.fails(wanted, below), holds
        how = f"holds at the value, by a set that generates itself exactly; {FAILS} below: "
        if exact:
            how += "all smaller payoff sets lie in a set without it"
        else:
            how += f"proved up to {below} only, so that the value itself is recognised, not proved"
        return CriticalDiscountFactor(value, below, above, proofs, exact, True, how)

    def _enclosed(self, wanted: Property, guess: float | None) -> CriticalDiscountFactor:
        """Return the bracket that exact bisection gives."""
        found = bracket(self.solves, wanted, guess, self.width)
        low, high = found.below, found.above
        proofs = self.evidence.fails(wanted, low), self.evidence.holds(wanted, high)
        how = "bisection by exact payoff sets; the value was not recognised"
        value = Enclosure(low, high)
        return CriticalDiscountFactor(value, low, high, proofs, False, None, how)
