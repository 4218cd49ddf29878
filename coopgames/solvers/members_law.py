"""The binomial law of many members' flags: where nearly all of it lies, in balls.

With a million members the law has a million numbers, and all but some thousands of them are
together smaller than ``10**-20``. They are left out, and what they can add up to is kept as a
bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import flint

from coopgames.solvers._flint import to_flint

__all__ = ["PRECISION", "TAIL", "FlagWindow", "flag_window"]

#: Mass that a window may leave out on both sides together.
TAIL = Fraction(1, 10**20)
#: Bits of the balls; each of some 10,000 steps loses less than one unit of the last.
PRECISION = 128


@dataclass(frozen=True, slots=True)
class FlagWindow:
    """The probabilities of the counts ``first, first + 1, ...`` and bounds on the rest.

    Attributes
    ----------
    first : int
    masses : list of flint.arb
        Balls that contain the probabilities.
    below, above : flint.arb
        Bounds on the mass of the smaller and of the larger counts; exactly 0 where there are none.
    """

    first: int
    masses: list[flint.arb]
    below: flint.arb
    above: flint.arb

    @property
    def last(self) -> int:
        """The largest count in the window."""
        return self.first + len(self.masses) - 1

    @property
    def outside(self) -> flint.arb:
        """Bound on the mass of all counts outside."""
        return self.below + self.above

    def mass(self, count: int) -> flint.arb:
        """Return a ball for one probability; outside the window it starts at 0."""
        if self.first <= count <= self.last:
            return self.masses[count - self.first]
        return up_to(self.below if count < self.first else self.above)

    def expectation(self, values: Callable[[int], Fraction], bound: int) -> flint.arb:
        """Return a ball for the expectation of a function with values in ``[0, bound]``."""
        with flint.ctx.workprec(PRECISION):
            total = bound * up_to(self.outside)
            for count, mass in enumerate(self.masses, self.first):
                value = values(count)
                if value:
                    total += mass * to_flint(value)
            return total


def up_to(bound: flint.arb) -> flint.arb:
    """Return the ball ``[0, bound]``."""
    half = bound.upper() / 2
    return flint.arb(half, half)


def flag_window(trials: int, probability: Fraction, tail: Fraction = TAIL) -> FlagWindow:
    """Return the window of a binomial law around its mode, by ratios of neighbours.

    Parameters
    ----------
    trials : int
        Number of members whose flags are counted, at least 1.
    probability : Fraction
        Of a flag, in [0, 1].
    tail : Fraction, optional
        Mass that may be left out.

    Notes
    -----
    Give the mode the weight 1; then the sum of all weights is at least 1, so a sum of weights
    bounds the probability of the same counts. Away from the mode the ratio of neighbours falls:
    after a count of weight ``w`` whose next ratio is ``t < 1`` the rest weighs at most
    ``w t/(1 - t)``. The window ends where that is below half of ``tail``: about 10 standard
    deviations on each side. The window's own sum, plus the bounds, normalises.

    O(sqrt(trials)) steps.

    Examples
    --------
    >>> window = flag_window(10**6, Fraction(1, 10))
    >>> 96_000 < window.first < window.last < 104_000, bool(window.outside < 1e-19)
    (True, True)
    """
    mode = min(trials, int((trials + 1) * probability))
    with flint.ctx.workprec(PRECISION):
        if probability in (0, 1):
            return FlagWindow(mode, [flint.arb(1)], flint.arb(0), flint.arb(0))
        odds = flint.arb(to_flint(probability / (1 - probability)))
        half = flint.arb(to_flint(tail / 2))
        above, high = _side(
            trials - mode, lambda j: odds * (trials - mode - j) / (mode + j + 1), half
        )
        below, low = _side(mode, lambda j: (mode - j) / (odds * (trials - mode + j + 1)), half)
        weights = [*reversed(below), flint.arb(1), *above]
        whole = sum(weights, flint.arb(0)) + up_to(low + high)
        masses = [weight / whole for weight in weights]
        return FlagWindow(mode - len(below), masses, low, high)


def _side(
    steps: int, ratio: Callable[[int], flint.arb], half: flint.arb
) -> tuple[list[flint.arb], flint.arb]:
    """Return the weights on one side of the mode, and a bound on those left out."""
    weights: list[flint.arb] = []
    weight = flint.arb(1)
    for j in range(steps):
        t = ratio(j)
        # The comparisons hold for all members of the balls, or are false.
        if t < 1 and weight * t < half * (1 - t):
            return weights, (weight * t / (1 - t)).upper()
        weight *= t
        weights.append(weight)
    return weights, flint.arb(0)
