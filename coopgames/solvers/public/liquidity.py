"""Joint payoff and floors as functions of liquidity, and what they say at every discount factor.

``F(L)``, the joint function less all floors, is what is at stake when L is; a liquidity L can be
kept at the discount factor delta iff ``delta F(L) >= (1 - delta) L``. F has steps and kinks and is
neither convex nor concave, so that the largest such L is looked for on every piece, and the least
discount factor for a target comes from all grid points beyond it, not from the first one: a larger
liquidity may need less patience (theory notes, section 1.3).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from flint import fmpq

from coopgames.solvers.public.liquidity_curves import Curve, Line, LiquidityProgram, Point, Start
from coopgames.solvers.public.liquidity_envelope import Envelope, envelope, needed_curves

__all__ = ["LiquidityFunctions", "liquidity_functions"]

ZERO, ONE = fmpq(0), fmpq(1)


@dataclass(frozen=True)
class LiquidityFunctions:
    """All functions of a program on a common grid.

    Attributes
    ----------
    program : LiquidityProgram
    starts : tuple of Start
        By profile.
    curves : tuple of dict
        By function: the curves of the profiles that needed one.
    envelopes : tuple of Envelope
        By function.
    grid : tuple of fmpq
        Every function is affine between two neighbours, and from the last one on. Empty if no
        profile is ever enforceable.
    """

    program: LiquidityProgram
    starts: tuple[Start, ...]
    curves: tuple[dict[int, Curve], ...]
    envelopes: tuple[Envelope, ...]
    grid: tuple[fmpq, ...]

    def value(self, function: int, liquidity: fmpq) -> fmpq:
        """Return a function at a liquidity of at least the first grid point."""
        return self.envelopes[function].at(liquidity).line.at(liquidity)

    def supporting(self, function: int, liquidity: fmpq) -> tuple[int, Point]:
        """Return a profile and promises that attain a function at a liquidity."""
        position = self.envelopes[function].at(liquidity).position
        return position, self.point(function, position, liquidity)

    def point(self, function: int, position: int, liquidity: fmpq) -> Point:
        """Return promises that attain a function of a profile, by mixing those of both ends."""
        piece = self.curves[function][position].piece_at(liquidity)
        if piece.right is None or piece.end is None:
            return self.program.stretched(function, piece.left, liquidity - piece.start)
        share = (liquidity - piece.start) / (piece.end - piece.start)
        if not share:
            return piece.left
        pairs = zip(piece.left, piece.right, strict=True)
        return tuple(x if x == y else x + share * (y - x) for x, y in pairs)

    @cached_property
    def lines(self) -> tuple[tuple[Line, ...], ...]:
        """The line of each function on each piece of the grid."""
        return tuple(tuple(e.at(x).line for x in self.grid) for e in self.envelopes)

    @cached_property
    def stakes(self) -> tuple[Line, ...]:
        """F on each piece of the grid."""
        found: list[Line] = []
        for joint, *floors in zip(*self.lines, strict=True):
            constant = joint.constant - sum((f.constant for f in floors), start=ZERO)
            slope = joint.slope - sum((f.slope for f in floors), start=ZERO)
            found.append(Line(constant, slope))
        return tuple(found)

    def stake(self, liquidity: fmpq) -> fmpq:
        """Return F at a liquidity of at least the first grid point."""
        return self.stakes[bisect_right(self.grid, liquidity) - 1].at(liquidity)

    def largest(self, delta: fmpq) -> fmpq | None:
        """Return the largest liquidity that can be kept at a discount factor in [0, 1).

        None: there is no equilibrium of the class.
        """
        if not delta:
            return ZERO if self.grid and not self.grid[0] else None
        rate = (1 - delta) / delta
        for start, stake in zip(reversed(self.grid), reversed(self.stakes), strict=True):
            if stake.at(start) >= rate * start:
                # Were F at least as steep as the ray, the end of the piece would have qualified.
                return stake.constant / (rate - stake.slope)
        return None

    def least_discount_factor(self, liquidity: fmpq | None) -> fmpq | None:
        """Return the least discount factor at which this much liquidity, or more, can be kept."""
        if liquidity is None:
            return None
        if not liquidity:
            return ZERO  # a static equilibrium: no punishment is needed, F(0) >= 0
        places = [liquidity, *(x for x in self.grid if x > liquidity)]
        ratio = max(self.stake(x) / x for x in places)
        return 1 / (1 + ratio) if ratio > 0 else None

    def least_liquidity(self, joint: fmpq) -> fmpq | None:
        """Return the least liquidity at which the joint function reaches a value."""
        if not self.grid:
            return None
        ends = [*self.grid[1:], None]
        for start, end, line in zip(self.grid, ends, self.lines[0], strict=True):
            if line.at(start) >= joint:
                return start
            if line.slope > 0:
                place = (joint - line.constant) / line.slope
                if end is None or place < end:
                    return place
        return None

    @cached_property
    def limit(self) -> tuple[fmpq, fmpq] | None:
        """Limit of the joint function as delta goes to 1, and from which delta on it is reached.

        None if there is no equilibrium of the class at any discount factor. The limit is always
        reached: where F ends positive, by every large liquidity; where it does not, only static
        equilibria exist, and no function moves at all.
        """
        if not self.grid:
            return None
        value = self.value(0, self.grid[-1])
        delta = self.least_discount_factor(self.least_liquidity(value))
        return None if delta is None else (value, delta)


def liquidity_functions(program: LiquidityProgram) -> LiquidityFunctions:
    """Solve the programs of all profiles for every liquidity at once.

    Notes
    -----
    One parametric linear program for each profile and function that may count.

    References
    ----------
    Goldlücke and Kranz (2012), *Infinitely repeated games with public monitoring and monetary
    transfers*, Journal of Economic Theory 147.
    """
    starts = tuple(program.start(k) for k in range(program.size))
    functions = range(program.functions)
    curves = tuple(needed_curves(program, f, starts) for f in functions)
    if not curves[0]:
        return LiquidityFunctions(program, starts, curves, (), ())
    envelopes = tuple(envelope(curves[f], f) for f in functions)
    grid = tuple(sorted({s.start for e in envelopes for s in e.stretches}))
    return LiquidityFunctions(program, starts, curves, envelopes, grid)
