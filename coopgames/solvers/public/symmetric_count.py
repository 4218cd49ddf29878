"""Strong symmetry when everybody sees the number of flags only: a knapsack by likelihood ratio.

There is one deviation, to the other act, so that one row says whether promises deter it. Signals
are filled in the order of their likelihood ratio until it does: the fractional one among them sets
the price of incentives, and the prices, one for each signal, are the dual vectors of all pieces of
the curve. No program is solved (theory notes, section 3): with running sums over the sorted signals
a curve takes O(n log n) operations for n members, on numbers of O(n) digits.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import comb

from flint import fmpq

from coopgames.solvers.public.liquidity_curves import Curve, Line, Piece, Point, Start, Weights

__all__ = ["CountedPromises"]

ZERO, ONE = fmpq(0), fmpq(1)


@dataclass(frozen=True)
class _Act:
    """All take one act: its payoff, the gain of a lone deviation, and both laws of the count."""

    payoff: fmpq
    gain: fmpq
    law: tuple[fmpq, ...]
    shift: tuple[fmpq, ...]


@dataclass(frozen=True)
class _Knapsack:
    """The signals that deter a deviation, cheapest first, and running sums over them.

    Attributes
    ----------
    order : tuple of int
        Signals.
    prices : tuple of fmpq
        Probability over pull, ascending.
    pulls, laws : tuple of fmpq
        Sums of pull and of probability over the first k signals, k = 0, 1, ...
    """

    order: tuple[int, ...]
    prices: tuple[fmpq, ...]
    pulls: tuple[fmpq, ...]
    laws: tuple[fmpq, ...]

    @classmethod
    def of(cls, act: _Act, sign: int) -> _Knapsack:
        """Sort the signals: losses (-1) deter where the deviation makes a signal likelier."""
        found = [(act.law[y] / (sign * s), y) for y, s in enumerate(act.shift) if sign * s > 0]
        found.sort()
        order = tuple(y for _, y in found)
        pulls = tuple(accumulate((sign * act.shift[y] for y in order), initial=ZERO))
        laws = tuple(accumulate((act.law[y] for y in order), initial=ZERO))
        return cls(order, tuple(price for price, _ in found), pulls, laws)

    def spent(self, price: fmpq) -> fmpq:
        """Return the sum of ``price * pull - probability`` over the signals where it is positive.

        Where a signal does not deter it never is.
        """
        k = bisect_left(self.prices, price)
        return price * self.pulls[k] - self.laws[k]


@dataclass(frozen=True)
class CountedPromises:
    """The programs of the two symmetric profiles of an anonymous game.

    Attributes
    ----------
    members : int
    payoffs : tuple of two fmpq
        Payoff of each member if all contribute (profile 0), if all shirk (profile 1).
    gains : tuple of two fmpq
        What a member gains by the other act, alone.
    rates : tuple of two fmpq
        Probability of a flag for a contributor, for a shirker.
    """

    members: int
    payoffs: tuple[fmpq, fmpq]
    gains: tuple[fmpq, fmpq]
    rates: tuple[fmpq, fmpq]

    name = "symmetric"
    size = 2
    functions = 2

    @cached_property
    def _acts(self) -> tuple[_Act, _Act]:
        both = list[_Act]()
        for act in (0, 1):
            own, other = self.rates[act], self.rates[1 - act]
            beside = _binomial(self.members - 1, own)
            law, deviant = _with_flag(beside, own), _with_flag(beside, other)
            shift = tuple(p - q for p, q in zip(law, deviant, strict=True))
            both.append(_Act(self.payoffs[act], self.gains[act], law, shift))
        return both[0], both[1]

    @cached_property
    def _knapsacks(self) -> tuple[tuple[_Knapsack, _Knapsack], ...]:
        """By function (0: losses, 1: gains) and profile."""
        contribute, shirk = self._acts
        return tuple((_Knapsack.of(contribute, s), _Knapsack.of(shirk, s)) for s in (-1, 1))

    def deviations(self, position: int) -> int:
        """Return the number of deviations from a profile: one."""
        del position
        return 1

    def start(self, position: int) -> Start:
        """Return where a profile begins to be enforceable."""
        act = self._acts[position]
        if act.gain <= 0:
            return Start(ZERO, (ZERO,) * len(act.law), None)
        room = self._knapsacks[1][position].pulls[-1]
        if not room:
            return Start(None, None, (ONE,))
        least = act.gain / room
        return Start(least, tuple(least if s > 0 else ZERO for s in act.shift), (ONE,))

    def curve(self, function: int, position: int) -> Curve:
        """Return the best (0) or the worst (1) value of a profile, as a function of liquidity."""
        act, zeros = self._acts[position], (ZERO,) * (self.members + 1)
        if act.gain <= 0:
            line = self.line(function, position, (ZERO,))
            return Curve((Piece(ZERO, None, line, zeros, None, (ZERO,)),))
        knapsack = self._knapsacks[function][position]
        pieces, end = list[Piece](), None
        right: Point | None = None
        for k, price in enumerate(knapsack.prices):
            # The first k signals are full and the next is not: from this liquidity on.
            start = act.gain / knapsack.pulls[k + 1]
            left = list(zeros)
            for full in knapsack.order[: k + 1]:
                left[full] = start
            weights = (price,)
            line = self.line(function, position, weights)
            piece = Piece(start, end, line, tuple(left), right, weights)
            if pieces and pieces[-1].line == line:
                # The same likelihood ratio: the range goes on.
                piece = Piece(start, pieces[-1].end, line, tuple(left), pieces.pop().right, weights)
            pieces.append(piece)
            end, right = start, tuple(left)
        return Curve(tuple(reversed(pieces)))

    def line(self, function: int, position: int, weights: Weights) -> Line:
        """Return the bound of a value of a profile that a price of incentives proves."""
        act, (price,) = self._acts[position], weights
        sign = 1 if function else -1
        slope = self._knapsacks[function][position].spent(price)
        return Line(act.payoff + sign * price * act.gain, -sign * slope)

    def exclusion(self, position: int, weights: Weights) -> tuple[fmpq, fmpq]:
        """Return S and K: no promises enforce the profile where ``L S < K``."""
        act, (price,) = self._acts[position], weights
        return price * self._knapsacks[1][position].pulls[-1], price * act.gain

    def stretched(self, function: int, point: Point, extra: fmpq) -> Point:
        """Return losses or gains as they are: they need not grow."""
        del function, extra
        return point

    def written(self, point: Point) -> list[fmpq]:
        """Return losses or gains by number of flags."""
        return list(point)


def _binomial(count: int, rate: fmpq) -> list[fmpq]:
    """Return the law of the number of flags of some members with the same rate."""
    hit, miss = _powers(rate, count), _powers(1 - rate, count)
    return [comb(count, k) * hit[k] * miss[count - k] for k in range(count + 1)]


def _powers(base: fmpq, count: int) -> list[fmpq]:
    found = [ONE]
    for _ in range(count):
        found.append(found[-1] * base)
    return found


def _with_flag(law: Sequence[fmpq], rate: fmpq) -> tuple[fmpq, ...]:
    """Return the law of a count with one more member."""
    kept, raised = [*law, ZERO], [ZERO, *law]
    return tuple((1 - rate) * x + rate * y for x, y in zip(kept, raised, strict=True))
