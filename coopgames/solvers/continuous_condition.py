"""When effort pays under a normal measure and a cutoff, in balls that decide every comparison.

A contributor's measure is N(1, s^2), a shirker's N(0, s^2); a complaint is a measure below the
cutoff ``y``, so it comes with probability ``alpha = p Phi((y - 1)/s)`` or ``eta = p Phi(y/s)``. The
enforcement program of one flat sanction ``phi`` (a share of the value ``V``) is, with ``q = 1/(beta
V)`` and ``c`` the share of a fine that a false alarm destroys::

    max  r = v q - c alpha phi    subject to    (eta - alpha) phi >= kappa q,    phi <= 1

(:mod:`coopgames.solvers.enforcement`). It is linear in ``phi``, so the full sanction is best if any
is, and effort is sustained iff the *surplus* of the rule covers what waiting costs::

    v eta - (v + c kappa) alpha  >=  kappa (1 - beta)/beta.

The best cutoff makes the left side largest. The normal family has a monotone likelihood ratio, so
no other set of measures to complain about does better than a half-line, and the slope in ``y``
changes sign once. (docs/theory/specialization.md, P2.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import flint

from coopgames.arithmetic import normal_cdf_ball
from coopgames.errors import NotConvergedError

__all__ = ["Balls", "Condition", "ball", "covers", "peak", "surplus_at"]

#: Bits of the cutoff at first, and where the search gives up: each failure to decide doubles them.
FIRST_BITS = 32
LAST_BITS = 1 << 14
#: Working precision per bit of the cutoff; the peak is flat, so its height has twice those bits.
PRECISION_PER_BIT = 4


@dataclass(frozen=True, slots=True)
class Condition:
    """The numbers of the incentive condition that do not depend on the measure's noise.

    Attributes
    ----------
    gain, value : Fraction > 0
        One-round gain from shirking, payoff of a round with effort: ``kappa``, ``v``.
    alarm_cost : Fraction >= 0
        Share of a fine that a false alarm destroys: 1 if it burns, 0 if others receive it.
    proximity : Fraction in (0, 1]
        Probability that the measure is taken at all.
    """

    gain: Fraction
    value: Fraction
    alarm_cost: Fraction
    proximity: Fraction

    @property
    def weights(self) -> tuple[Fraction, Fraction]:
        """Weights of the detection and of the false alarm in the surplus."""
        alarm = self.value + self.alarm_cost * self.gain
        return self.proximity * self.value, self.proximity * alarm

    def need(self, beta: Fraction) -> Fraction:
        """Return what the surplus must cover at a round's discount factor in (0, 1)."""
        return self.gain * (1 - beta) / beta


@dataclass(frozen=True, slots=True)
class Balls:
    """A place and a height between two balls.

    Attributes
    ----------
    low, high : Fraction
        The cutoff lies between them.
    bottom, top : flint.arb
        The surplus lies above the lower ball's lower end and below the upper ball's upper end.
    """

    low: Fraction
    high: Fraction
    bottom: flint.arb
    top: flint.arb


def ball(value: Fraction) -> flint.arb:
    """Return a ball around a fraction, at the current working precision."""
    return flint.arb(flint.fmpq(value.numerator, value.denominator))


def surplus_at(condition: Condition, cutoff: Fraction, variance: Fraction, bits: int) -> Balls:
    """Enclose the surplus at one cutoff, with ``PRECISION_PER_BIT * bits`` bits of work."""
    with flint.ctx.workprec(PRECISION_PER_BIT * bits):
        height = _surplus(condition, cutoff, ball(variance).sqrt())
    return Balls(cutoff, cutoff, height, height)


def _surplus(condition: Condition, cutoff: Fraction, s: flint.arb) -> flint.arb:
    up, down = condition.weights
    hits, alarms = normal_cdf_ball(ball(cutoff) / s), normal_cdf_ball(ball(cutoff - 1) / s)
    return ball(up) * hits - ball(down) * alarms


def peak(condition: Condition, variance: Fraction, bits: int) -> Balls:
    """Enclose the best cutoff to about ``2**-bits`` standard deviations, and the surplus there.

    Notes
    -----
    Certified bisection on the sign of the slope. The height at the middle of the bracket is a lower
    bound; adding the steepest slope over half of the bracket gives an upper one. The slope nearly
    vanishes there, so the height is known to twice as many bits as the place.
    """
    low, high = _bracket(condition, variance, bits)
    with flint.ctx.workprec(PRECISION_PER_BIT * bits):
        s = ball(variance).sqrt()
        bottom = _surplus(condition, (low + high) / 2, s)
        steepest = abs(_slope(condition, ball(low).union(ball(high)), s))
        top = bottom + steepest * ball((high - low) / 2) if low < high else bottom
        return Balls(low, high, bottom, top)


def _slope(condition: Condition, cutoff: flint.arb, s: flint.arb) -> flint.arb:
    """Enclose the derivative of the surplus on a ball of cutoffs."""
    up, down = condition.weights
    parts = [
        ball(weight) * (-(((cutoff - mean) / s) ** 2) / 2).exp()
        for weight, mean in ((up, 0), (down, 1))
    ]
    return (parts[0] - parts[1]) / (s * (2 * flint.arb.pi()).sqrt())


def _bracket(condition: Condition, variance: Fraction, bits: int) -> tuple[Fraction, Fraction]:
    """Return cutoffs between which the slope changes from + to -."""
    up, down = condition.weights
    middle = Fraction(1, 2)
    if up == down:
        # Both densities weigh the same, and by symmetry they are equal half-way.
        return middle, middle
    # Where the two densities are equal the slope has the sign of up - down < 0: begin below.
    rising = _slope_test(up / down, variance, bits)
    unit = _about_the_root(variance)
    step = unit
    while not rising(middle - step):
        step *= 2
    low, high = middle - step, middle
    while high - low > unit / 2**bits:
        between = (low + high) / 2
        low, high = (between, high) if rising(between) else (low, between)
    return low, high


def _about_the_root(variance: Fraction) -> Fraction:
    """Return a power of two within a factor 2 of the square root."""
    exponent = (variance.numerator.bit_length() - variance.denominator.bit_length()) // 2
    return Fraction(2) ** exponent


def _slope_test(odds: Fraction, variance: Fraction, bits: int) -> Callable[[Fraction], bool]:
    """Return the test whether the surplus rises at a cutoff, ``odds`` the ratio of the weights.

    It rises where the weighted density of shirkers is the larger. On the log scale, twice the
    variance times the difference is ``(y - 1)**2 - y**2 + 2 s**2 log(odds)``, the squares being ``1
    - 2 y``. That is never 0: the log of a rational other than 1 is irrational (Lindemann).
    """
    prices: dict[int, flint.arb] = {}

    def price(precision: int) -> flint.arb:
        if precision not in prices:
            prices[precision] = ball(2 * variance) * ball(odds).log()
        return prices[precision]

    def rising(cutoff: Fraction) -> bool:
        distance = 1 - 2 * cutoff
        precision = PRECISION_PER_BIT * bits
        while precision <= PRECISION_PER_BIT * LAST_BITS:
            with flint.ctx.workprec(precision):
                lean = ball(distance) + price(precision)
                if lean > 0:
                    return True
                if lean < 0:
                    return False
            precision *= 2
        raise NotConvergedError(f"cutoff: no certain slope with {LAST_BITS} bits")

    return rising


def covers(heights: Callable[[int], Balls], need: Fraction) -> bool:
    """Decide whether a surplus covers ``need``, with as many bits as that takes.

    Parameters
    ----------
    heights : callable
        The surplus between two balls, from a number of bits.
    need : Fraction

    Raises
    ------
    NotConvergedError
        If the two are nearer to each other than ``LAST_BITS`` tell.
    """
    bits = FIRST_BITS
    while bits <= LAST_BITS:
        found = heights(bits)
        with flint.ctx.workprec(PRECISION_PER_BIT * bits):
            if found.bottom > ball(need):
                return True
            if found.top < ball(need):
                return False
        bits *= 2
    raise NotConvergedError(f"surplus: {LAST_BITS} bits do not tell it from {need}")
