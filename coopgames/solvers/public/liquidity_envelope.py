"""The best, or the least, of the functions of all profiles: an upper envelope of concave curves."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flint import fmpq

from coopgames.solvers.public.liquidity_curves import Curve, Line, LiquidityProgram, Start

__all__ = ["Envelope", "Stretch", "envelope", "needed_curves"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range of liquidity on which one line of one profile counts; it ends at the next one."""

    start: fmpq
    line: Line
    position: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """The joint function or a floor: stretches, ascending, the last one to infinity."""

    stretches: tuple[Stretch, ...]

    def at(self, liquidity: fmpq) -> Stretch:
        """Return the stretch with ``start <= liquidity``, the last such one."""
        k = bisect_right(self.stretches, liquidity, key=lambda s: s.start)
        assert k, "no profile is enforceable"
        return self.stretches[k - 1]


def needed_curves(
    program: LiquidityProgram, function: int, starts: Sequence[Start]
) -> dict[int, Curve]:
    """Return the curves that may count.

    A profile whose value without promises is no better than what others offer where it begins to be
    enforceable needs none: promises only cost, and the envelope improves with liquidity.
    """
    sign = 1 if function == 0 else -1
    feasible = [k for k, start in enumerate(starts) if start.liquidity is not None]
    plain = program.deviations
    bounds = {k: program.line(function, k, (fmpq(0),) * plain(k)).constant * sign for k in feasible}

    def order(k: int) -> tuple[fmpq, fmpq, int]:
        liquidity = starts[k].liquidity
        assert liquidity is not None
        return liquidity, -bounds[k], k

    curves: dict[int, Curve] = {}
    for k in sorted(feasible, key=order):
        liquidity = starts[k].liquidity
        assert liquidity is not None
        offers = (sign * c.piece_at(liquidity).line.at(liquidity) for c in curves.values())
        if all(offer < bounds[k] for offer in offers):
            curves[k] = program.curve(function, k)
    return curves


def envelope(curves: Mapping[int, Curve], function: int) -> Envelope:
    """Return the envelope of some curves: of ties, the profile that counted before stays.

    Notes
    -----
    O(e c) for c curves with e pieces in all, and for each crossing O(c).
    """
    sign = 1 if function == 0 else -1
    events = sorted({p.start for curve in curves.values() for p in curve.pieces})
    stretches: list[Stretch] = []
    for k, start in enumerate(events):
        end = events[k + 1] if k + 1 < len(events) else None
        lines = {
            position: curve.piece_at(start).line
            for position, curve in curves.items()
            if curve.pieces[0].start <= start
        }
        _walk(stretches, lines, start, end, sign)
    return Envelope(tuple(stretches))


def _walk(
    stretches: list[Stretch],
    lines: Mapping[int, Line],
    start: fmpq,
    end: fmpq | None,
    sign: int,
) -> None:
    """Follow the best of some lines from start to end."""
    where: fmpq | None = start
    while where is not None:
        here, before = where, stretches[-1].position if stretches else -1

        def rank(position: int, at: fmpq = here, last: int = before) -> tuple[object, ...]:
            line = lines[position]
            return sign * line.at(at), sign * line.slope, position == last, -position

        position = max(lines, key=rank)
        line = lines[position]
        if not stretches or (stretches[-1].position, stretches[-1].line) != (position, line):
            stretches.append(Stretch(here, line, position))
        where = _next_crossing(line, lines.values(), here, end, sign)


def _next_crossing(
    line: Line, others: Iterable[Line], here: fmpq, end: fmpq | None, sign: int
) -> fmpq | None:
    """Return where another line first overtakes one that is best here; None: not before the end."""
    first: fmpq | None = None
    for other in others:
        steeper = sign * (other.slope - line.slope)
        if steeper > 0:
            place = (line.constant - other.constant) / (other.slope - line.slope)
            if place > here and (end is None or place < end) and (first is None or place < first):
                first = place
    return first
