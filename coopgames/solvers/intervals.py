"""Intervals with exact ends, and cells: where along a parameter a verdict holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coopgames.arithmetic import AlgebraicNumber

__all__ = ["Cell", "End", "Interval", "between", "union_of_intervals"]

End = Fraction | AlgebraicNumber
Polynomial = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of parameter values.

    Attributes
    ----------
    lower, upper : Fraction or AlgebraicNumber
    lower_closed, upper_closed : bool
        Whether the end belongs to the interval.

    Examples
    --------
    >>> print(Interval(Fraction(1, 7), Fraction(1), True, False))
    [1/7, 1)
    """

    lower: End
    upper: End
    lower_closed: bool
    upper_closed: bool

    def __contains__(self, value: Fraction) -> bool:
        above = value > self.lower or (self.lower_closed and value == self.lower)
        below = value < self.upper or (self.upper_closed and value == self.upper)
        return above and below

    def __str__(self) -> str:
        left, right = "[" if self.lower_closed else "(", "]" if self.upper_closed else ")"
        return f"{left}{self.lower}, {self.upper}{right}"


@dataclass(frozen=True, slots=True)
class Cell:
    """An open cell (lower < upper) or a point (lower == upper) with one verdict and its witness.

    Attributes
    ----------
    lower, upper : Fraction or AlgebraicNumber
    sustained : bool
    witness : mapping-like object
        Polynomials that prove the verdict on the cell; its type is the solver's own.
    """

    lower: End
    upper: End
    sustained: bool
    witness: object

    @property
    def is_point(self) -> bool:
        """Whether the cell is one point."""
        return self.lower == self.upper


def between(lower: End, upper: End, share: Fraction = Fraction(1, 2)) -> Fraction:
    """Return a short rational strictly between two ends, near the given share of the way.

    Examples
    --------
    >>> between(Fraction(0), Fraction(1))
    Fraction(1, 2)
    """
    left = lower.upper if isinstance(lower, AlgebraicNumber) else lower
    right = upper.lower if isinstance(upper, AlgebraicNumber) else upper
    bits = 64
    while not left < right:
        bits *= 2
        left = lower.refine(bits)[1] if isinstance(lower, AlgebraicNumber) else lower
        right = upper.refine(bits)[0] if isinstance(upper, AlgebraicNumber) else upper
    target = left + share * (right - left)
    return target.limit_denominator(_denominator(right - left, share))


def _denominator(width: Fraction, share: Fraction) -> int:
    """Return a denominator fine enough that rounding stays well inside the interval."""
    return max(16 * share.denominator, int(64 / (width * min(share, 1 - share))) + 1)


def union_of_intervals(cells: Sequence[Cell]) -> tuple[Interval, ...]:
    """Join the sustained cells of an ordered tiling into maximal intervals."""
    intervals: list[Interval] = []
    open_run: Cell | None = None
    last: Cell | None = None
    for cell in cells:
        if cell.sustained and open_run is None:
            open_run = cell
        if not cell.sustained and open_run is not None and last is not None:
            intervals.append(_interval(open_run, last))
            open_run = None
        last = cell
    if open_run is not None and last is not None:
        intervals.append(_interval(open_run, last))
    return tuple(intervals)


def _interval(first: Cell, last: Cell) -> Interval:
    return Interval(first.lower, last.upper, first.is_point, last.is_point)
