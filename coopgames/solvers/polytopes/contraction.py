"""From floats to a proved contraction: one pair of duals for both ends of each line.

For a direction and a profile the best bound is a concave function of t, and a contraction asks for
one affine bound below the target at t = 0 and at t = 1. Two bases are kept, one good at each end;
where their lines cross they are mixed, or a better basis is asked for at that t. If the best bound
is above the target at some t, no duals exist, and the step was too long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat

from coopgames.solvers._flint import to_flint
from coopgames.solvers.polytopes.cells import Floats, Integers, Vector
from coopgames.solvers.polytopes.proof import Contraction, Exact, Row, Weights
from coopgames.solvers.polytopes.simplex import Bases
from coopgames.solvers.polytopes.support import Frame, Pairs

__all__ = ["Prover"]

#: Bases asked for between the two ends of a line.
CUTS = 8
#: Two lines count as below the target at a crossing from here on; exact arithmetic decides.
BELOW = -1e-13


@dataclass(frozen=True, slots=True)
class _Line:
    """A dual basis (and a multiple of a ray) with its excess over the target at both ends."""

    columns: tuple[int, ...]
    ray: int
    multiple: float
    ends: tuple[float, float]

    def at(self, t: float) -> float:
        return (1 - t) * self.ends[0] + t * self.ends[1]

    @property
    def good(self) -> bool:
        return max(self.ends) < BELOW


class Prover:
    """Prove contractions for one game and one list of directions."""

    def __init__(self, frame: Frame, exact: Exact) -> None:
        self.frame, self.exact = frame, exact
        self._solved: dict[tuple[int, ...], fmpq_mat] = {}

    def contract(self, before: Vector, after: Vector, excluded: set[int]) -> Contraction | None:
        """Return a verified contraction from one set to another, or None if none was found."""
        gone = self.exclude(before, after, excluded)
        out = excluded | {a for a, _ in gone}
        wanted = self.exact.required(before, after, out)
        rows: list[Row] = []
        lines = self._lines(wanted, self._floats(before), self._floats(after))
        if lines is None:
            return None
        for (i, a), found in zip(wanted, lines, strict=True):
            tau = self._mixed(i, found)
            row = None if tau is None else Row(i, a, tau)
            if row is None or not self.exact.holds(row, before, after):
                return None
            rows.append(row)
        return Contraction(gone, after, tuple(rows))

    def exclude(
        self, before: Vector, after: Vector | None, excluded: set[int]
    ) -> tuple[tuple[int, Weights], ...]:
        """Return the profiles that are proved to have no promise in a set (only those needed)."""
        if after is None:
            profiles = [a for a in range(len(self.exact.cells.profiles)) if a not in excluded]
        else:
            profiles = sorted({a for _, a in self.exact.required(before, after, excluded)})
        if not profiles:
            return ()
        pairs, bases = self._solve([(0, a) for a in profiles], self._floats(before))
        found: list[tuple[int, Weights]] = []
        for a, columns, ray in zip(profiles, pairs.columns, bases.rays, strict=True):
            tau = None if ray < 0 else self._ray(tuple(map(int, columns)), int(ray))
            if tau is not None and self.exact.excludes(a, tau, before):
                found.append((a, tau))
        return tuple(found)

    def _floats(self, offsets: Vector) -> Floats:
        return np.array([float(b) for b in offsets]) / self.frame.lengths

    def _solve(self, wanted: Sequence[tuple[int, int]], offsets: Floats) -> tuple[Pairs, Bases]:
        directions = np.array([i for i, _ in wanted])
        players = np.arange(self.frame.players)
        columns = np.where(
            self.frame.unit[directions] >= 0, players, len(self.frame.unit) + players
        )
        pairs = Pairs(directions, np.array([a for _, a in wanted]), columns)
        return self.frame.optimise(pairs, offsets)

    def _found(
        self, wanted: Sequence[tuple[int, int]], offsets: Floats, before: Floats, after: Floats
    ) -> list[_Line]:
        """Return the best bases at some sets, as lines."""
        frame = self.frame
        pairs, bases = self._solve(wanted, offsets)
        duals = frame.duals(pairs, bases.levels)
        ends = [frame.bounds(duals, b) - b[pairs.directions] for b in (after, before)]
        rays = bases.rays
        lines: list[_Line] = []
        for p in range(len(wanted)):
            columns = tuple(map(int, pairs.columns[p]))
            line = _Line(columns, -1, 0.0, (float(ends[0][p]), float(ends[1][p])))
            lines.append(line if rays[p] < 0 else self._along(line, pairs, p, rays, before, after))
        return lines

    def _along(
        self, line: _Line, pairs: Pairs, p: int, rays: Integers, before: Floats, after: Floats
    ) -> _Line:
        """Follow a ray (no promise supports the profile there) far enough down."""
        frame, ray = self.frame, int(rays[p])
        basis = frame.matrix[:, list(line.columns)]
        fall = np.linalg.solve(basis, frame.matrix[:, ray])
        one = pairs.where(np.arange(len(rays)) == p)
        rates: list[float] = []
        for b in (after, before):
            costs = frame.costs(one, b)[0]
            rates.append(frame.discount * float(costs[ray] - costs[list(line.columns)] @ fall))
        if rates[0] > BELOW:
            return line
        multiple = 2.0 + abs(line.ends[0]) / -rates[0]
        ends = (line.ends[0] + multiple * rates[0], line.ends[1] + multiple * rates[1])
        return _Line(line.columns, ray, multiple, ends)

    def _lines(
        self, wanted: list[tuple[int, int]], before: Floats, after: Floats
    ) -> list[tuple[_Line, ...]] | None:
        """Return for each pair one line below the target, or two that can be mixed."""
        if not wanted:
            return []
        found: list[tuple[_Line, ...]] = [()] * len(wanted)
        low = self._found(wanted, after, before, after)
        high = self._found(wanted, before, before, after)
        open_ = list(range(len(wanted)))
        for _ in range(CUTS):
            cuts: list[tuple[int, float]] = []
            for p in open_:
                good = [line for line in (low[p], high[p]) if line.good]
                if good:
                    found[p] = (good[0],)
                    continue
                if low[p].ends[0] > BELOW or high[p].ends[1] > BELOW:
                    return None
                t = _crossing(low[p], high[p])
                if low[p].at(t) < BELOW:
                    found[p] = (low[p], high[p])
                else:
                    cuts.append((p, t))
            if not cuts:
                return found
            sets = np.array([after + t * (before - after) for _, t in cuts])
            better = self._found([wanted[p] for p, _ in cuts], sets, before, after)
            for (p, t), line in zip(cuts, better, strict=True):
                if line.at(t) > BELOW:
                    return None
                if line.ends[0] < BELOW:
                    low[p] = line
                else:
                    high[p] = line
            open_ = [p for p, _ in cuts]
        return None

    def _inverse(self, columns: tuple[int, ...]) -> fmpq_mat | None:
        if columns not in self._solved:
            rows = [self._column(j) for j in columns]
            square = fmpq_mat(len(rows), len(rows), [x for row in rows for x in row]).transpose()
            try:
                self._solved[columns] = square.inv()
            except ZeroDivisionError:
                return None
        return self._solved[columns]

    def _column(self, j: int) -> list[int]:
        normals = self.exact.normals
        if j < len(normals):
            return list(normals[j])
        return [-1 if c == j - len(normals) else 0 for c in range(self.exact.players)]

    def _levels(self, columns: tuple[int, ...], side: Sequence[int]) -> list[fmpq] | None:
        inverse = self._inverse(columns)
        return None if inverse is None else (inverse * fmpq_mat(len(side), 1, side)).entries()

    def _ray(self, columns: tuple[int, ...], ray: int) -> Weights | None:
        """Return the ``tau`` of a ray: a combination of normals that is >= 0."""
        fall = self._levels(columns, self._column(ray))
        if fall is None:
            return None
        return self._taus({ray: fmpq(1)}, columns, [-x for x in fall])

    def _mixed(self, direction: int, lines: tuple[_Line, ...]) -> Weights | None:
        """Return the exact ``tau`` of a line, or of a mixture of two."""
        share = fmpq(1) if len(lines) == 1 else _share(*lines)
        total: dict[int, fmpq] = {}
        for line, weight in zip(lines, (share, 1 - share), strict=False):
            tau = self._tau(direction, line)
            if tau is None:
                return None
            for j, y in tau:
                total[j] = total.get(j, fmpq(0)) + weight * y
        return tuple(sorted((j, y) for j, y in total.items() if y))

    def _tau(self, direction: int, line: _Line) -> Weights | None:
        levels = self._levels(line.columns, self.exact.normals[direction])
        if levels is None:
            return None
        entering: dict[int, fmpq] = {}
        if line.ray >= 0:
            fall = self._levels(line.columns, self._column(line.ray))
            assert fall is not None
            # Floats use normals of length 1: the multiple is of a column of that length.
            lengths = [*self.frame.lengths, *[1.0] * self.frame.players]
            size = line.multiple * self.frame.lengths[direction] / lengths[line.ray]
            multiple = to_flint(Fraction(size).limit_denominator(1 << 20))
            entering[line.ray] = multiple
            levels = [x - multiple * y for x, y in zip(levels, fall, strict=True)]
        return self._taus(entering, line.columns, levels)

    def _taus(
        self, entering: dict[int, fmpq], columns: tuple[int, ...], levels: list[fmpq]
    ) -> Weights | None:
        every = entering | dict(zip(columns, levels, strict=True))
        if any(y < 0 for y in every.values()):
            return None
        count = len(self.exact.normals)
        return tuple(sorted((j, y) for j, y in every.items() if y and j < count))


def _crossing(low: _Line, high: _Line) -> float:
    gap = high.ends[0] - low.ends[0]
    return gap / (gap + low.ends[1] - high.ends[1])


def _share(low: _Line, high: _Line) -> fmpq:
    """Return a short rational weight of the first line that puts the mixture below both ends."""
    least = high.ends[0] / (high.ends[0] - low.ends[0])
    most = -high.ends[1] / (low.ends[1] - high.ends[1])
    middle, width = (least + most) / 2, (most - least) / 2
    for bits in range(1, 60):
        share = Fraction(round(middle * (1 << bits)), 1 << bits)
        if 0 < share < 1 and abs(float(share) - middle) <= width / 2:
            return to_flint(share)
    return to_flint(Fraction(middle))
