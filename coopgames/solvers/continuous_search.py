"""Searches for the noise, the dimensions or the fee at which effort stops being sustained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Literal, TypeVar, get_args

from coopgames.arithmetic import Arithmetic, Enclosure
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.solvers.continuous_condition import Balls, Condition, peak, surplus_at
from coopgames.solvers.continuous_reading import Reading
from coopgames.solvers.solution import Solution, Status

__all__ = [
    "RELATIVE_WIDTH",
    "CutoffChoice",
    "answer",
    "bisect",
    "check_choice",
    "height",
    "heights",
    "turning",
    "without_noise",
]

T = TypeVar("T")
CutoffChoice = Literal["best", "given"]
#: Searches stop at enclosures of this relative width.
RELATIVE_WIDTH = Fraction(1, 2**60)


def check_choice(cutoff: str) -> None:
    """Refuse an unknown choice of cutoff."""
    if cutoff not in get_args(CutoffChoice):
        raise invalid("cutoff", cutoff, "'best' or 'given' (the measure's own)")


def height(
    condition: Condition, reading: Reading, cutoff: CutoffChoice, variance: Fraction, bits: int
) -> Balls:
    """Enclose the surplus of a condition, at the best cutoff or at the measure's own."""
    if cutoff == "best":
        return peak(condition, variance, bits)
    return surplus_at(condition, reading.measure.cutoff, variance, bits)


def heights(reading: Reading, cutoff: CutoffChoice) -> Callable[[Fraction, int], Balls]:
    """Return the surplus as a function of the variance and of a number of bits."""
    check_choice(cutoff)
    given = reading.measure.cutoff
    if cutoff == "given" and not 0 <= given <= 1:
        raise UnsupportedGameError(
            f"cutoff: got {given}, expected one in [0, 1]: outside, more noise may help"
        )
    return lambda variance, bits: height(reading.condition, reading, cutoff, variance, bits)


def without_noise(reading: Reading, cutoff: CutoffChoice) -> Fraction:
    """Return the surplus in the limit of no noise, which it never reaches.

    A cutoff on one of the two means is a coin toss for that side, however small the noise.
    """
    up, down = reading.condition.weights
    place = Fraction(1, 2) if cutoff == "best" else reading.measure.cutoff
    hits = Fraction(1, 2) if place == 0 else Fraction(1)
    alarms = Fraction(1, 2) if place == 1 else Fraction(0)
    return up * hits - down * alarms


def turning(holds: Callable[[Fraction], bool]) -> Enclosure:
    """Enclose where a verdict turns from yes to no on (0, infinity), given that it does."""
    low = high = Fraction(1)
    if holds(high):
        while holds(high := 2 * low):
            low = high
    else:
        while not holds(low := high / 2):
            high = low
    return bisect(holds, low, high, low * RELATIVE_WIDTH)


def bisect(
    holds: Callable[[Fraction], bool], low: Fraction, high: Fraction, width: Fraction
) -> Enclosure:
    """Enclose where a verdict turns from yes, at ``low``, to no, at ``high``."""
    while high - low > width:
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return Enclosure(low, high)


def answer(
    found: T,
    reading: Reading,
    cutoff: CutoffChoice,
    how: str,
    evidence: Mapping[str, object] | None = None,
) -> Solution[T]:
    """Wrap up what a search found; ``None`` says that effort is not sustained at all."""
    chosen = (
        "the best cutoff among half-lines, hence among all sets (monotone likelihood ratio)"
        if cutoff == "best"
        else f"the cutoff {reading.measure.cutoff}"
    )
    strategies = f"{reading.strategies}; {chosen}"
    diagnostics = {"attained": found is not None, "strategies": strategies, **(evidence or {})}
    method = f"{how}, balls decide every comparison; {strategies}"
    status = Status.EXACT_UNCERTIFIED
    return Solution(found, status, None, method, Arithmetic.ENCLOSED, diagnostics)
