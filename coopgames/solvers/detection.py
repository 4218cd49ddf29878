"""How well can a contribution be told from a shirk? Detection gains, best cutoffs, checklists.

Everything is found by certified search: balls (Arb, through python-flint) decide every comparison,
and the result is an enclosure. (docs/theory/defensive.md, section 1.4.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb

import flint

from coopgames.arithmetic import Enclosure, arb_to_enclosure, exact, normal_cdf_ball, outward
from coopgames.errors import NotConvergedError, UnsupportedGameError, invalid
from coopgames.solvers.exact_lp import solve_lp
from coopgames.solvers.linear_program import LinearProgram, Row

__all__ = [
    "Cutoff",
    "best_cutoff",
    "checklist_detection",
    "divisible_detection",
    "scheduled_detection",
]

#: Searches stop at intervals of this width (in shares of a full contribution).
WIDTH = Fraction(1, 2**44)
#: Working precision in bits; differences of probabilities need more than their own digits.
PRECISION = 192
#: Cutoffs are sought within this distance of the origin.
FARTHEST = 2**24


def _ball(value: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(value.numerator, value.denominator))


def _hull(lower: Fraction, upper: Fraction) -> flint.arb:
    return _ball(lower).union(_ball(upper))


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The best cutoff of a Gaussian measure.

    Attributes
    ----------
    cutoff : Enclosure
        Where the weighted detection gain is largest.
    gain : Enclosure
        ``detection_weight * detection - alarm_weight * false_alarm`` there.
    """

    cutoff: Enclosure
    gain: Enclosure


def best_cutoff(variance: object, detection_weight: object = 1, alarm_weight: object = 1) -> Cutoff:
    """Maximise ``detection_weight * Phi(y/s) - alarm_weight * Phi((y-1)/s)`` over the cutoff ``y``.

    Parameters
    ----------
    variance : exact number > 0
        ``s**2``: noise squared times dimensions, in squared contributions.
    detection_weight, alarm_weight : exact numbers > 0, optional
        With weights 1 and 1 the maximum is the total variation distance of the two laws. Burnt
        fines weigh by ``v`` and ``v + kappa``: each false alarm costs the surplus and the
        deterrence.

    Notes
    -----
    The normal family has a monotone likelihood ratio, so the slope changes sign once, from + to -:
    certified bisection on its sign.

    References
    ----------
    Proposition E of ``docs/theory/defensive.md``; Milgrom (1981) for the monotone likelihood ratio.

    Examples
    --------
    >>> found = best_cutoff("1/4")
    >>> Fraction(1, 2) in found.cutoff, round(float(found.gain), 9)
    (True, 0.682689492)
    """
    s2, up, down = exact(variance), exact(detection_weight), exact(alarm_weight)
    for name, x in (("variance", s2), ("detection_weight", up), ("alarm_weight", down)):
        if x <= 0:
            raise invalid(name, x, "a number > 0")
    with flint.ctx.workprec(PRECISION):
        low, high = _bracket(lambda y: _slope_sign(y, s2, up, down))
        place = _hull(low, high)
        s = _ball(s2).sqrt()
        hits, alarms = normal_cdf_ball(place / s), normal_cdf_ball((place - 1) / s)
        enclosed = arb_to_enclosure(_ball(up) * hits - _ball(down) * alarms)
    return Cutoff(Enclosure(low, high), outward(enclosed.lower, enclosed.upper))


def _slope_sign(y: Fraction, s2: Fraction, up: Fraction, down: Fraction) -> int:
    """Return the sign of the slope; the two densities are compared on the log scale."""
    lean = _ball(((y - 1) ** 2 - y**2) / (2 * s2)) + (_ball(up) / _ball(down)).log()
    if lean > 0:
        return 1
    return -1 if lean < 0 else 0


def _bracket(sign: Callable[[Fraction], int]) -> tuple[Fraction, Fraction]:
    """Bisect a sign change from + to - down to :data:`WIDTH`; 0 means "cannot tell" and stops."""
    low, high = Fraction(-1), Fraction(2)
    while sign(low) < 0 and low > -FARTHEST:
        low *= 2
    while sign(high) > 0 and high < FARTHEST:
        high *= 2
    if sign(low) < 0 or sign(high) > 0:
        raise NotConvergedError(f"cutoff: none within {FARTHEST} contributions of the origin")
    while high - low > WIDTH:
        middle = (low + high) / 2
        side = sign(middle)
        if side == 0:
            return middle - WIDTH / 2, middle + WIDTH / 2
        low, high = (middle, high) if side > 0 else (low, middle)
    return low, high


def divisible_detection(dimensions: int, deviation: object) -> Enclosure:
    """Enclose the detection gain when a member may shirk any number of ``dimensions`` equal parts.

    Shirking ``m`` of ``d`` parts saves ``m/d`` of the effort and shifts the measure by ``m/d``;
    one cutoff serves against all: the value is the largest, over the cutoff, of the least
    ``(d/m) * (Phi(z + m/(d tau)) - Phi(z))``.

    Parameters
    ----------
    dimensions : int >= 1
    deviation : exact number > 0
        Standard deviation ``tau`` of the whole measure.

    Notes
    -----
    Each term is log-concave in the cutoff, so their least is single-peaked: certified ternary
    search.

    Examples
    --------
    >>> round(float(divisible_detection(5, "7/10")), 6)
    0.520012
    """
    _check_dimensions(dimensions)
    tau = exact(deviation)
    if tau <= 0:
        raise invalid("deviation", deviation, "a number > 0")
    with flint.ctx.workprec(PRECISION):
        spread = [_ball(Fraction(m, dimensions)) / _ball(tau) for m in range(1, dimensions + 1)]

        def least(z: flint.arb) -> flint.arb:
            base = normal_cdf_ball(z)
            terms = [
                _ball(Fraction(dimensions, m)) * (normal_cdf_ball(z + step) - base)
                for m, step in enumerate(spread, start=1)
            ]
            smallest = terms[0]
            for term in terms[1:]:
                smallest = smallest.min(term)
            return smallest

        low, high = -2 / tau - 2, Fraction(2)
        low, high = _ternary(lambda z: least(_ball(z)), low, high)
        bound = least(_hull(low, high))
        inside = least(_ball((low + high) / 2))
        top, bottom = arb_to_enclosure(bound).upper, arb_to_enclosure(inside).lower
    return outward(bottom, top)


def _ternary(
    value: Callable[[Fraction], flint.arb], low: Fraction, high: Fraction
) -> tuple[Fraction, Fraction]:
    """Narrow an interval that holds the peak of a single-peaked function."""
    while high - low > WIDTH:
        third = (high - low) / 3
        left = (low + third).limit_denominator(2**64)
        right = (high - third).limit_denominator(2**64)
        at_left, at_right = value(left), value(right)
        if at_left < at_right:
            low = left
        elif at_left > at_right:
            high = right
        else:
            # Equal to working precision: the peak lies between the two.
            low, high = left, right
    return low, high


def _check_dimensions(dimensions: int) -> None:
    if isinstance(dimensions, bool) or not isinstance(dimensions, int) or dimensions < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("dimensions", dimensions, "an integer >= 1")
    if dimensions > 400:
        raise UnsupportedGameError(f"dimensions: got {dimensions}, expected at most 400 here")


def _check_accuracy(accuracy: object) -> Fraction:
    q = exact(accuracy)
    if not Fraction(1, 2) < q <= 1:
        raise invalid("accuracy", accuracy, "a probability in (1/2, 1]")
    return q


def _missing_law(dimensions: int, shirked: int, accuracy: Fraction) -> list[Fraction]:
    """Return the law of the number of items judged missing when ``shirked`` items are."""
    law = [Fraction(0)] * (dimensions + 1)
    done = dimensions - shirked
    for found in range(shirked + 1):
        hit = comb(shirked, found) * accuracy**found * (1 - accuracy) ** (shirked - found)
        for wrong in range(done + 1):
            slip = comb(done, wrong) * (1 - accuracy) ** wrong * accuracy ** (done - wrong)
            law[found + wrong] += hit * slip
    return law


def checklist_detection(dimensions: int, accuracy: object) -> Fraction:
    """Return the detection gain of one indivisible sanction for "any item judged missing".

    Parameters
    ----------
    dimensions : int >= 1
        Items on the list; a member may leave out any number of them.
    accuracy : exact probability in (1/2, 1]
        Chance that an item is judged rightly, independent over items.

    Notes
    -----
    Enumerates the partial shirks ``m = 1..d``; the least gain per unit of effort saved counts.

    Examples
    --------
    >>> checklist_detection(3, "9/10")
    Fraction(91, 125)
    """
    _check_dimensions(dimensions)
    q = _check_accuracy(accuracy)
    flagged = [1 - _missing_law(dimensions, m, q)[0] for m in range(dimensions + 1)]
    gains = [Fraction(dimensions, m) * (flagged[m] - flagged[0]) for m in range(1, dimensions + 1)]
    return min(gains)


def scheduled_detection(dimensions: int, accuracy: object) -> Fraction:
    """Return the detection gain of the best schedule of fines by the *number* of items missing.

    Notes
    -----
    One exact linear program: fines in [0, 1] by count, the least gain per unit of effort saved over
    the partial shirks is maximised.

    Examples
    --------
    >>> scheduled_detection(3, "9/10")
    Fraction(22, 25)
    """
    _check_dimensions(dimensions)
    q = _check_accuracy(accuracy)
    laws = [_missing_law(dimensions, m, q) for m in range(dimensions + 1)]
    count = dimensions + 1
    rows: list[Row] = []
    for m in range(1, count):
        share = Fraction(dimensions, m)
        gains = (share * (a - b) for a, b in zip(laws[m], laws[0], strict=True))
        rows.append(Row((*gains, -1), ">=", 0, f"shirk {m}"))
    for j in range(count):
        unit = (int(i == j) for i in range(count))
        rows.append(Row((*unit, 0), "<=", 1, f"fine {j}"))
    value = solve_lp(LinearProgram([0] * count + [1], rows)).value
    if value is None:
        raise NotConvergedError("schedule: its linear program has no optimum")
    return value
