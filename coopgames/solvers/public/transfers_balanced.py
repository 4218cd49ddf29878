"""Payments between the players without burning: the operator of one discount factor, from above.

Payments move payoffs along a constant sum, so that the set before a payment stage is
``{u : u_i >= v_i, U_low <= sum(u) <= U}`` (theory notes, 1.5). The set is kept by its *offsets*
``h = (U, -U_low, -v_1, ..., -v_n)``. Nothing but a worse profile lowers a sum: two bounds on sums
move at once, and no single liquidity tells the discount factors apart.

For each profile and offset a dual vector gives a bound that is affine in h; the maximum M of these
bounds is convex, lies above the operator T, and equals it at h. *Jump*: if ``M(h*) <= h* <= h`` and
M lowers every offset at h that differs from h*, then on the segment from h* to h convexity gives
``M(h* + t (h - h*)) <= h* + r t (h - h*)`` with an ``r < 1``. All equilibrium payoffs have offsets
``e = T(e) <= h``. For the least t in [0, 1] with ``e <= h* + t (h - h*)``, T being monotone,
``e = T(e) <= M(h* + t (h - h*)) <= h* + r t (h - h*)``: the least t is 0, and ``e <= h*``. Where an
offset set equals its image, it is the answer.

Convexity needs ``M(h) <= h`` also where h* equals h, and that is ``T(h) <= h`` at every step. By
induction: it is true at the start, a set around all feasible payoffs; a step to ``h' = min(h,
ceil(T(h)))`` keeps it, since ``T(h') <= T(h) <= h'``; and after a jump ``T(h*) <= M(h*) <= h*``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flint import fmpq, fmpq_mat

from coopgames.solvers.parametric_lp import ParametricProgram
from coopgames.solvers.public.liquidity_rows import (
    Owned,
    Reduced,
    incentive_rows,
    reduced_rows,
)
from coopgames.solvers.public.signal_game import SignalGame

__all__ = ["BalancedSet", "balanced_set"]

ZERO, ONE = fmpq(0), fmpq(1)
#: Steps before the search for the exact answer is given up.
MOST_STEPS = 200
#: Steps of the inner set when the exact answer was not found.
INNER_STEPS = 20
#: Changes of profiles within one jump.
MOST_POLICIES = 50
#: Steps without a jump are rounded outward to this share of the largest payoff.
GRID = fmpq(1, 2**40)

Offsets = tuple[fmpq, ...]


@dataclass(frozen=True, slots=True)
class BalancedSet:
    """What was found: the set if `inner` equals `outer`, else two sets around it.

    Attributes
    ----------
    inner, outer : tuple of fmpq, or None
        Offsets ``(U, -U_low, -v_1, ..., -v_n)``; None for the empty set.
    positions : tuple of int
        The profile that attains each offset of `inner`; empty if that is None.
    steps : int
    """

    inner: Offsets | None
    outer: Offsets | None
    positions: tuple[int, ...]
    steps: int

    @property
    def is_exact(self) -> bool:
        """Whether the set itself was found."""
        return self.inner == self.outer


@dataclass(frozen=True, slots=True)
class _Bound:
    """``constant + coefficients . h`` bounds what one profile adds to one offset, for every h."""

    position: int
    constant: fmpq
    coefficients: Offsets

    def at(self, offsets: Offsets) -> fmpq:
        pairs = zip(self.coefficients, offsets, strict=True)
        return sum((a * x for a, x in pairs if a), start=self.constant)


@dataclass(frozen=True)
class _Operator:
    """One step of the operator at a discount factor."""

    game: SignalGame
    delta: fmpq

    @cached_property
    def directions(self) -> tuple[tuple[int, ...], ...]:
        """What each offset is the largest value of: the sum, minus it, minus each payoff."""
        n = self.game.players
        axes = (tuple(-int(i == k) for i in range(n)) for k in range(n))
        return ((1,) * n, (-1,) * n, *axes)

    @cached_property
    def _profiles(self) -> tuple[tuple[Reduced, tuple[Owned, ...]], ...]:
        found: list[tuple[Reduced, tuple[Owned, ...]]] = []
        for law, deviations in zip(self.game.laws, self.game.deviations, strict=True):
            # Without a future a shift deters nothing: then only the gain is left of a deviation.
            owned = tuple(
                (d.player, (1 - self.delta) * d.gain, tuple(self.delta * s for s in d.shift))
                for d in deviations
            )
            found.append((reduced_rows(law, owned), owned))
        return tuple(found)

    def start(self) -> Offsets:
        """Return the offsets of a set around all feasible payoffs."""
        rows = self.game.payoffs
        return tuple(max(_dot(c, row) for row in rows) for c in self.directions)

    def bounds(self, position: int, offsets: Offsets) -> list[_Bound] | None:
        """Return the bound of each offset, tight at some offsets; None: not enforceable there."""
        reduced, owned = self._profiles[position]
        n, count = self.game.players, len(reduced.classes)
        most, least = offsets[0], -offsets[1]
        floors = sum(offsets[2:], start=ZERO)  # minus the sum of all punishments
        rows = incentive_rows(reduced, owned, n)
        constants = [owned[k][1] for k in reduced.chosen]
        for sign, sum_of_payoffs in ((-ONE, most), (ONE, least)):
            for c in range(count):
                rows.append(tuple(sign if j % count == c else ZERO for j in range(n * count)))
                constants.append(sign * (sum_of_payoffs + floors))
        program = ParametricProgram(
            tuple(rows), tuple(constants), (ZERO,) * len(rows), width=n * count
        )
        found: list[_Bound] = []
        for direction in self.directions:
            costs = [-c * column[0] for c in direction for column in reduced.columns]
            segments = program.minimum(costs, ZERO, ZERO).segments
            if not segments:
                return None
            found.append(self._bound(position, direction, segments[0].dual))
        return found

    def _bound(self, position: int, direction: Sequence[int], dual: Sequence[fmpq]) -> _Bound:
        reduced, owned = self._profiles[position]
        first, count = len(reduced.chosen), len(reduced.classes)
        gains = (x * owned[k][1] for k, x in zip(reduced.chosen, dual, strict=False))
        now = (1 - self.delta) * _dot(direction, self.game.payoffs[position])
        constant = now - self.delta * sum(gains, start=ZERO)
        up = sum(dual[first : first + count], start=ZERO)
        down = sum(dual[first + count :], start=ZERO)
        # Promises are counted from the punishments: direction . w = direction . (x + v).
        axes = (self.delta * (up - down - c) for c in direction)
        return _Bound(position, constant, (self.delta * up, self.delta * down, *axes))


def balanced_set(game: SignalGame, delta: fmpq) -> BalancedSet:
    """Return the payoffs of equilibria with payments, and nothing burnt, before a payment stage.

    Notes
    -----
    Exact linear programs, n + 2 for each profile and step; jumps as described in the module.
    """
    operator = _Operator(game, delta)
    alive = list(range(len(game.profiles)))
    offsets = operator.start()
    for step in range(1, MOST_STEPS + 1):
        found = {k: operator.bounds(k, offsets) for k in alive}
        # What is not enforceable with a larger set is not with a smaller one.
        table = {k: bounds for k, bounds in found.items() if bounds is not None}
        alive = list(table)
        if not alive:
            return BalancedSet(None, None, (), step)
        best = _best(table, offsets)
        image = tuple(b.at(offsets) for b in best)
        if image == offsets:
            return BalancedSet(offsets, offsets, tuple(b.position for b in best), step)
        jump = _jump(table, best, offsets, image)
        offsets = _rounded(image, offsets) if jump is None else jump
    inner, positions = _from_below(operator)
    return BalancedSet(inner, offsets, positions, MOST_STEPS)


def _best(table: Mapping[int, Sequence[_Bound]], offsets: Offsets) -> list[_Bound]:
    """Return for each offset the bound that is largest; of ties, the first profile's."""
    return [
        max((bounds[c] for bounds in table.values()), key=lambda b: (b.at(offsets), -b.position))
        for c in range(len(offsets))
    ]


def _jump(
    table: Mapping[int, Sequence[_Bound]],
    best: list[_Bound],
    offsets: Offsets,
    image: Offsets,
) -> Offsets | None:
    """Return where the bounds lead in the long run, if that contains all equilibria."""
    for _ in range(MOST_POLICIES):
        target = _fixed_point(best)
        if target is None or any(x > h for x, h in zip(target, offsets, strict=True)):
            return None
        better = _best(table, target)
        if all(b.at(target) <= x for b, x in zip(better, target, strict=True)):
            triples = zip(target, image, offsets, strict=True)
            return target if all(i < h for x, i, h in triples if x < h) else None
        best = [
            new if new.at(target) > x else old
            for new, old, x in zip(better, best, target, strict=True)
        ]
    return None


def _fixed_point(bounds: Sequence[_Bound]) -> Offsets | None:
    """Solve ``h = constants + coefficients h``; None if the system is singular."""
    size = len(bounds)
    entries = [int(i == j) - bounds[i].coefficients[j] for i in range(size) for j in range(size)]
    constants = fmpq_mat(size, 1, [b.constant for b in bounds])
    try:
        solved = fmpq_mat(size, size, entries).solve(constants)
    except ZeroDivisionError:
        return None
    return tuple(solved[i, 0] for i in range(size))


def _rounded(image: Offsets, before: Offsets) -> Offsets:
    """Round offsets up to a grid, but not beyond what they were."""
    scale = GRID * max(abs(x) for x in before) or GRID
    return tuple(min(h, scale * (x / scale).ceil()) for x, h in zip(image, before, strict=True))


def _from_below(operator: _Operator) -> tuple[Offsets | None, tuple[int, ...]]:
    """Return a set that generates itself, grown from the static equilibria."""
    game = operator.game
    static = [
        k for k, deviations in enumerate(game.deviations) if all(d.gain <= 0 for d in deviations)
    ]
    if not static:
        return None, ()
    offsets = tuple(max(_dot(c, game.payoffs[k]) for k in static) for c in operator.directions)
    positions: tuple[int, ...] = ()
    for _ in range(INNER_STEPS):
        found = {k: operator.bounds(k, offsets) for k in range(len(game.profiles))}
        best = _best({k: b for k, b in found.items() if b is not None}, offsets)
        offsets, positions = (
            tuple(b.at(offsets) for b in best),
            tuple(b.position for b in best),
        )
    return offsets, positions


def _dot(direction: Sequence[int], values: Sequence[fmpq]) -> fmpq:
    return sum((c * x for c, x in zip(direction, values, strict=True) if c), start=ZERO)
