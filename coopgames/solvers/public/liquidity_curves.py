"""Values of one profile as functions of liquidity, and what a program has to offer.

*Liquidity* is what a relation has to lose, in units of one period: the largest total of promises
``delta/(1 - delta) (U - sum v)``. In these units the discount factor leaves the programs, so that
each profile has a joint function (concave) and floors (convex) that hold at every discount factor.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flint import fmpq

__all__ = ["Curve", "Line", "LiquidityProgram", "Piece", "Point", "Start", "Weights"]

ZERO, ONE = fmpq(0), fmpq(1)

Point = tuple[fmpq, ...]
Weights = tuple[fmpq, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An affine function of liquidity: ``constant + slope * L``."""

    constant: fmpq
    slope: fmpq

    def at(self, liquidity: fmpq) -> fmpq:
        """Return the value at a liquidity."""
        return self.constant + self.slope * liquidity


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of liquidity on which a function of one profile is affine.

    Attributes
    ----------
    start : fmpq
    end : fmpq or None
        None: to infinity.
    line : Line
        The function on the range, and on the right side of it everywhere else.
    left, right : Point
        Promises that attain the function at both ends; `right` is None if `end` is.
    weights : tuple of fmpq
        One weight >= 0 for each deviation: the dual vector that gives `line`.
    """

    start: fmpq
    end: fmpq | None
    line: Line
    left: Point
    right: Point | None
    weights: Weights


@dataclass(frozen=True, slots=True)
class Curve:
    """The joint function or a floor of one profile, from its least liquidity to infinity.

    Attributes
    ----------
    pieces : tuple of Piece
        Ascending, each beginning where the one before it ends.
    """

    pieces: tuple[Piece, ...]

    def piece_at(self, liquidity: fmpq) -> Piece:
        """Return the piece with ``start <= liquidity < end``."""
        k = bisect_right(self.pieces, liquidity, key=_start)
        assert k, "the curve begins later"
        return self.pieces[k - 1]

    def pieces_between(self, start: fmpq, end: fmpq | None) -> tuple[Piece, ...]:
        """Return the pieces that share more than a point with a range (None: to infinity)."""
        first = max(0, bisect_right(self.pieces, start, key=_start) - 1)
        last = None if end is None else bisect_left(self.pieces, end, key=_start)
        return self.pieces[first:last]


def _start(piece: Piece) -> fmpq:
    return piece.start


@dataclass(frozen=True, slots=True)
class Start:
    """The least liquidity at which a profile can be enforced.

    Attributes
    ----------
    liquidity : fmpq or None
        None: no promises ever enforce the profile.
    point : Point or None
        Promises that enforce it at that liquidity.
    weights : tuple of fmpq or None
        One weight for each deviation: below that liquidity they show that nothing does. None if it
        is 0.
    """

    liquidity: fmpq | None
    point: Point | None
    weights: Weights | None


class LiquidityProgram(Protocol):
    """The programs of all profiles of one class of equilibria.

    Function 0 is the joint function (the best of all profiles counts), the others are floors (the
    least of all profiles counts).
    """

    @property
    def name(self) -> str:
        """The class, as certificates call it."""
        ...

    @property
    def size(self) -> int:
        """Number of profiles."""
        ...

    @property
    def functions(self) -> int:
        """Number of functions, the joint one included."""
        ...

    def start(self, position: int) -> Start:
        """Return where a profile begins to be enforceable."""
        ...

    def curve(self, function: int, position: int) -> Curve:
        """Return a function of a profile that is enforceable at some liquidity."""
        ...

    def deviations(self, position: int) -> int:
        """Return the number of deviations from a profile: the length of weights."""
        ...

    def line(self, function: int, position: int, weights: Weights) -> Line:
        """Return the bound of a function of a profile that weights prove, for every liquidity."""
        ...

    def exclusion(self, position: int, weights: Weights) -> tuple[fmpq, fmpq]:
        """Return S and K: weights prove that a profile is not enforceable where ``L S < K``."""
        ...

    def stretched(self, function: int, point: Point, extra: fmpq) -> Point:
        """Return optimal promises at a larger liquidity, from the last piece of a curve on."""
        ...

    def written(self, point: Point) -> Sequence[object]:
        """Return promises in the shape of certificates, flint rationals inside."""
        ...
