"""The liquidity programs of games with public signals: payments, and strong symmetry.

*Payments* (theory notes, 1.2): promises ``x_i(y) >= 0`` to each player with a sum of at most L
after each signal. *Strong symmetry* (section 3): one promise ``0 <= rho(y) <= L`` for all. Both are
linear programs with L in the right-hand side only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

from flint import fmpq

from coopgames.solvers.parametric_lp import ParametricProgram, ValueFunction
from coopgames.solvers.public.liquidity_curves import Curve, Line, Piece, Point, Start, Weights
from coopgames.solvers.public.liquidity_rows import Rows, build_rows
from coopgames.solvers.public.signal_game import SignalGame, UnilateralDeviation

__all__ = ["Promises", "SymmetricPromises", "TransferPromises"]

ZERO, ONE = fmpq(0), fmpq(1)


class Promises:
    """What both programs share: one parametric program for each profile, and its answers.

    Parameters
    ----------
    game : SignalGame
    positions : tuple of int
        Positions of the profiles in the game; the program numbers them from 0.
    owners : int
        How many promises are made after each signal: one to each player, or one to all.
    """

    name = ""

    def __init__(self, game: SignalGame, positions: tuple[int, ...], owners: int) -> None:
        self.game, self.positions, self.owners = game, positions, owners
        self._rows = cache(self._build)
        self._minimum = cache(self._solve)

    @property
    def size(self) -> int:
        """Number of profiles."""
        return len(self.positions)

    @property
    def functions(self) -> int:
        """Number of functions: the joint one and one for each owner."""
        return self.owners + 1

    @cached_property
    def _deviations(self) -> tuple[tuple[UnilateralDeviation, ...], ...]:
        return tuple(self.game.deviations[k] for k in self.positions)

    def law(self, position: int) -> tuple[fmpq, ...]:
        """Return the law of the signal under a profile."""
        return self.game.laws[self.positions[position]]

    def owner(self, deviation: UnilateralDeviation) -> int:
        """Return whose promises deter a deviation."""
        return min(deviation.player, self.owners - 1)

    def deviations(self, position: int) -> int:
        """Return the number of deviations from a profile."""
        return len(self._deviations[position])

    def _build(self, position: int) -> Rows:
        deviations = self._deviations[position]
        owned = tuple((self.owner(d), d.gain, d.shift) for d in deviations)
        return build_rows(self.law(position), owned, self.owners)

    def _solve(self, function: int, position: int) -> ValueFunction:
        """Minimise minus what all are promised (function 0), or what one owner is promised."""
        rows, law = self._rows(position), self.law(position)
        expected = [sum((law[y] for y in members), start=ZERO) for members in rows.classes]
        if function == 0:
            costs = [-p for p in expected] * self.owners
        else:
            blank = [ZERO] * len(expected)
            costs = [
                p for i in range(self.owners) for p in (expected if i == function - 1 else blank)
            ]
        return rows.program.minimum(costs, ZERO)

    def start(self, position: int) -> Start:
        """Return where a profile begins to be enforceable."""
        rows = self._rows(position)
        found = _beginning(rows.program)
        farkas = found.farkas_below
        weights = None if farkas is None else rows.weights(farkas, self.deviations(position))
        if not found.segments:
            return Start(None, None, weights)
        first = found.segments[0]
        point = rows.spread(first.left, self.owners, self.game.signals)
        return Start(first.start, point, weights)

    def curve(self, function: int, position: int) -> Curve:
        """Return a function of a profile that is enforceable at some liquidity."""
        rows, count = self._rows(position), self.deviations(position)
        pieces = list[Piece]()
        for s in self._minimum(function, position).segments:
            weights = rows.weights(s.dual, count)
            left = self._point(function, rows, s.left, s.start)
            right = None if s.right is None else self._point(function, rows, s.right, s.end)
            line = self.line(function, position, weights)
            pieces.append(Piece(s.start, s.end, line, left, right, weights))
        return Curve(tuple(pieces))

    def _point(
        self, function: int, rows: Rows, values: Sequence[fmpq], liquidity: fmpq | None
    ) -> Point:
        del function, liquidity  # the class with one promise for all needs them
        return rows.spread(values, self.owners, self.game.signals)

    def base(self, function: int, position: int) -> fmpq:
        """Return what a function is without any promises: a sum of payoffs, or one."""
        where = self.positions[position]
        if function == 0:
            return self.game.joint[where]
        return self.game.payoffs[where][function - 1]

    def _pull(self, position: int, weights: Weights) -> tuple[list[list[fmpq]], fmpq]:
        """Return by owner and signal what weights make of promises, and the gains they add up."""
        pull = [[ZERO] * self.game.signals for _ in range(self.owners)]
        gains = ZERO
        for weight, deviation in zip(weights, self._deviations[position], strict=True):
            if not weight:
                continue
            gains += weight * deviation.gain
            mine = pull[self.owner(deviation)]
            for y, shift in enumerate(deviation.shift):
                if shift:
                    mine[y] += weight * shift
        return pull, gains

    def line(self, function: int, position: int, weights: Weights) -> Line:
        """Return the bound of a function of a profile that weights prove (weak duality)."""
        pull, gains = self._pull(position, weights)
        law, base = self.law(position), self.base(function, position)
        if function == 0:
            best = [max(column) for column in zip(*pull, strict=True)]
            raised = [max(ZERO, p + x) for p, x in zip(law, best, strict=True)]
            return Line(base - gains, sum(raised, start=ZERO) - 1)
        mine = pull[function - 1]
        for y, p in enumerate(law):
            mine[y] -= p
        slope = -sum((max(ZERO, *column) for column in zip(*pull, strict=True)), start=ZERO)
        return Line(base + gains, slope)

    def exclusion(self, position: int, weights: Weights) -> tuple[fmpq, fmpq]:
        """Return S and K: no promises enforce the profile where ``L S < K``."""
        pull, gains = self._pull(position, weights)
        return sum((max(ZERO, *column) for column in zip(*pull, strict=True)), start=ZERO), gains


class TransferPromises(Promises):
    """Voluntary payments and burning: promises to each player, with a common budget."""

    name = "transfers"

    def __init__(self, game: SignalGame) -> None:
        super().__init__(game, tuple(range(len(game.profiles))), game.players)

    def stretched(self, function: int, point: Point, extra: fmpq) -> Point:
        """Give what is added to the first player after every signal; a floor needs nothing."""
        if function or not extra:
            return point
        signals = self.game.signals
        return (*(x + extra for x in point[:signals]), *point[signals:])

    def written(self, point: Point) -> list[list[fmpq]]:
        """Return promises by player and signal."""
        signals = self.game.signals
        return [list(point[k : k + signals]) for k in range(0, len(point), signals)]


class SymmetricPromises(Promises):
    """One promise to all: losses below the best value, or gains above the worst one."""

    name = "symmetric"

    def __init__(self, game: SignalGame) -> None:
        size = game.shape[0]
        positions = tuple(game.position((c,) * game.players) for c in range(size))
        super().__init__(game, positions, 1)

    def base(self, function: int, position: int) -> fmpq:
        """Return the payoff that all get."""
        del function
        return self.game.payoffs[self.positions[position]][0]

    def _point(
        self, function: int, rows: Rows, values: Sequence[fmpq], liquidity: fmpq | None
    ) -> Point:
        # The joint function is written with the losses, the liquidity less the promises.
        if function == 0:
            assert liquidity is not None
            values = [liquidity - x for x in values]
        return rows.spread(values, 1, self.game.signals)

    def stretched(self, function: int, point: Point, extra: fmpq) -> Point:
        """Return losses or gains as they are: they need not grow."""
        del function, extra
        return point

    def written(self, point: Point) -> list[fmpq]:
        """Return losses or gains by signal."""
        return list(point)


def _beginning(program: ParametricProgram) -> ValueFunction:
    """Return where a program begins to be feasible; what comes later need not be followed."""
    nothing = [ZERO] * program.width
    found = program.minimum(nothing, ZERO, ZERO)
    if found.segments or found.farkas_below is None:
        return found
    weights = found.farkas_below
    rise = sum((-x * d for x, d in zip(weights, program.directions, strict=True)), start=ZERO)
    if not rise:
        return found  # the weights exclude every liquidity
    gains = sum((x * b for x, b in zip(weights, program.constants, strict=True)), start=ZERO)
    nearest = program.minimum(nothing, ZERO, gains / rise)
    return nearest if nearest.segments else program.minimum(nothing, ZERO)
