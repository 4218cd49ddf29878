"""Lines that show that no profile beats a function, on every piece of a grid.

A dual vector of one profile gives a line that bounds its function at *every* liquidity. A concave
function may touch the envelope at a kink only; there a mixture of the two neighbouring dual vectors
has a line of the slope that is wanted. Where a profile begins to be enforceable, the dual vector
that excludes it below turns a line around that point, so that no grid point is needed there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import fmpq

from coopgames.solvers.public.liquidity import LiquidityFunctions
from coopgames.solvers.public.liquidity_curves import Curve, Line, Start, Weights

__all__ = ["Bound", "Range", "profile_bounds"]

ZERO = fmpq(0)


@dataclass(frozen=True, slots=True)
class Range:
    """A piece of a grid: its ends (None: to infinity) and the line of each function."""

    start: fmpq
    end: fmpq | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """What shows that one profile beats no function.

    Attributes
    ----------
    entry : tuple of fmpq or None
        Weights that exclude the profile below its least liquidity, or everywhere.
    lines : tuple of tuples of weights
        By function: on each range where the profile is not excluded, one of them has its line on
        the right side.
    """

    entry: Weights | None
    lines: tuple[tuple[Weights, ...], ...]


def profile_bounds(functions: LiquidityFunctions, ranges: Sequence[Range]) -> tuple[Bound, ...]:
    """Return the bound of every profile on consecutive ranges, the last one to infinity."""
    program = functions.program
    return tuple(_bound(functions, position, ranges) for position in range(program.size))


def _bound(functions: LiquidityFunctions, position: int, ranges: Sequence[Range]) -> Bound:
    start = functions.starts[position]
    inside = [r for r in ranges if not _excluded(start, r)]
    lines = tuple(
        _Lines(functions, position, f).cover(inside) for f in range(functions.program.functions)
    )
    return Bound(start.weights, lines)


def _excluded(start: Start, where: Range) -> bool:
    if start.liquidity is None:
        return True
    return where.end is not None and where.end <= start.liquidity


@dataclass(slots=True)
class _Lines:
    """Finds lines for one function of one profile; concave and from above, by a change of sign."""

    functions: LiquidityFunctions
    position: int
    function: int

    @property
    def _sign(self) -> int:
        return 1 if self.function == 0 else -1

    def _line(self, weights: Weights) -> Line:
        return self.functions.program.line(self.function, self.position, weights)

    def cover(self, ranges: Sequence[Range]) -> tuple[Weights, ...]:
        """Return weights of which one fits each range."""
        chosen: list[tuple[Weights, Line]] = []
        for where in reversed(ranges):
            if not any(self._fits(line, where) for _, line in chosen):
                weights = self._fitting(where)
                chosen.append((weights, self._line(weights)))
        return tuple(weights for weights, _ in chosen)

    def _fits(self, line: Line, where: Range) -> bool:
        wanted, sign = where.lines[self.function], self._sign
        if sign * (wanted.at(where.start) - line.at(where.start)) < 0:
            return False
        if where.end is None:
            return sign * (wanted.slope - line.slope) >= 0
        return sign * (wanted.at(where.end) - line.at(where.end)) >= 0

    def _fitting(self, where: Range) -> Weights:
        """Return weights whose line fits a range."""
        nothing = (ZERO,) * self.functions.program.deviations(self.position)
        if self._fits(self._line(nothing), where):
            return nothing
        curve = self.functions.curves[self.function].get(self.position)
        wanted = self._sign * where.lines[self.function].slope
        if curve is None:
            return self._turned(nothing, wanted)
        return self._touching(curve, where, wanted)

    def _touching(self, curve: Curve, where: Range, wanted: fmpq) -> Weights:
        """Return weights whose line touches the curve where its slope passes the one wanted."""
        sign = self._sign
        pieces = curve.pieces_between(where.start, where.end)
        before = None
        for piece in pieces:
            slope = sign * piece.line.slope
            if slope <= wanted:
                if before is None:
                    if piece.start <= where.start or slope == wanted:
                        return piece.weights
                    return self._turned(piece.weights, wanted)
                steeper = sign * before.line.slope
                share = (wanted - slope) / (steeper - slope)
                pairs = zip(before.weights, piece.weights, strict=True)
                return tuple(y + share * (x - y) for x, y in pairs)
            before = piece
        return pieces[-1].weights

    def _turned(self, weights: Weights, wanted: fmpq) -> Weights:
        """Turn a line that is too flat around the point where the profile becomes enforceable."""
        entry = self.functions.starts[self.position].weights
        assert entry is not None, "a line is too flat only where the profile begins"
        rise, _ = self.functions.program.exclusion(self.position, entry)
        share = (wanted - self._sign * self._line(weights).slope) / rise
        return tuple(x + share * y for x, y in zip(weights, entry, strict=True))
