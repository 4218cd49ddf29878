"""Strongly symmetric equilibria with public signals: slow twins.

All players take the same action after every public history, so that one promise ``w(y)`` between
the worst and the best payoff serves all of them, and must deter every deviation of every player.
``Symmetric`` is what is left of a game then: a payoff, a law and rows for each action.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, comb, floor

from tests.reference.public_programs import (
    ONE,
    ZERO,
    Infeasible,
    Optimum,
    PublicGame,
    Rows,
    Unbounded,
)

#: Iteration from above is rounded outward to this grid.
GRID = 2**40

Row = tuple[Fraction, tuple[Fraction, ...]]
Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Symmetric:
    """``payoffs[c]``, ``laws[c][signal]`` and ``rows[c]``: pairs (gain, shift of the law)."""

    payoffs: tuple[Fraction, ...]
    laws: tuple[tuple[Fraction, ...], ...]
    rows: tuple[tuple[Row, ...], ...]

    @classmethod
    def from_game(cls, game: PublicGame) -> Symmetric:
        every = [(c,) * len(game.players) for c in range(game.shape[0])]
        rows = [tuple((d.gain, d.shift) for d in game.deviations[a]) for a in every]
        payoffs = tuple(game.payoffs[a][0] for a in every)
        return cls(payoffs, tuple(game.laws[a] for a in every), tuple(rows))

    @classmethod
    def counted(
        cls, n: int, shirk: Sequence[Fraction], contribute: Sequence[Fraction], *rates: Fraction
    ) -> Symmetric:
        """Only the number of flags is seen. Action 0 is contributing, 1 is shirking."""
        alarm, detection = rates
        payoffs = contribute[n - 1], shirk[0]
        gains = shirk[n - 1] - contribute[n - 1], contribute[0] - shirk[0]
        laws, rows = [], []
        for gain, own, other in ((gains[0], alarm, detection), (gains[1], detection, alarm)):
            law = _flags(n, own, own)
            laws.append(law)
            shift = tuple(p - q for p, q in zip(law, _flags(n, own, other), strict=True))
            rows.append(((gain, shift),))
        return cls(payoffs, tuple(laws), tuple(rows))

    @property
    def actions(self) -> range:
        return range(len(self.payoffs))

    @property
    def signals(self) -> range:
        return range(len(self.laws[0]))

    def is_static(self, action: int) -> bool:
        return all(gain <= 0 for gain, _ in self.rows[action])


def _flags(n: int, others: Fraction, own: Fraction) -> tuple[Fraction, ...]:
    """Law of the number of flags of n - 1 members with one rate and one member with another."""
    counts = [comb(n - 1, k) * others**k * (1 - others) ** (n - 1 - k) for k in range(n)]
    without = [*((1 - own) * p for p in counts), ZERO]
    flagged = [ZERO, *(own * p for p in counts)]
    return tuple(p + q for p, q in zip(without, flagged, strict=True))


# --- at one discount factor ---


def best_pair(game: Symmetric, delta: Fraction) -> Interval | None:
    """Return the worst and the best payoff: a program in the promises for each pair of actions."""
    best: Interval | None = None
    for pair in product(game.actions, repeat=2):
        found = _pair_payoffs(game, delta, pair)
        if found is not None and (best is None or found[1] - found[0] > best[1] - best[0]):
            best = found
    return best


def _pair_payoffs(game: Symmetric, delta: Fraction, pair: tuple[int, int]) -> Interval | None:
    least, size, now = min(game.payoffs), len(game.signals), 1 - delta
    # Unknowns: 0 is hi - lo, 1 is lo above the least payoff, then w(y) - lo for each of the pair.
    rows = Rows(2 + 2 * size)
    for m, action in enumerate(pair):
        promise = [2 + m * size + y for y in game.signals]
        for k in promise:
            rows.at_most({k: ONE, 0: -ONE}, ZERO)
        for gain, shift in game.rows[action]:
            rows.at_least({k: delta * s for k, s in zip(promise, shift, strict=True)}, now * gain)
        mean = {k: -delta * p for k, p in zip(promise, game.laws[action], strict=True)}
        bound = now * (game.payoffs[action] - least)
        if m == 0:
            rows.at_most({0: ONE, 1: now, **mean}, bound)
        else:
            rows.at_least({1: now, **mean}, bound)
    answer = rows.maximum({0: ONE})
    if not isinstance(answer, Optimum):
        return None
    lowest = least + answer.point[1]
    return lowest, lowest + answer.value


def from_above(game: Symmetric, delta: Fraction, steps: int) -> Interval | None:
    """Shrink the interval of all payoffs; what it returns holds all equilibrium payoffs."""
    held: Interval | None = min(game.payoffs), max(game.payoffs)
    for _ in range(steps):
        following = None if held is None else _operator(game, delta, held)
        if following == held:
            break
        held = following
    return held


def _operator(game: Symmetric, delta: Fraction, held: Interval) -> Interval | None:
    low, high = held
    ends: list[Interval] = []
    for action in game.actions:
        rows = Rows(len(game.signals))
        for y in game.signals:
            rows.at_most({y: ONE}, high - low)
        for gain, shift in game.rows[action]:
            rows.at_least({y: delta * s for y, s in enumerate(shift)}, (1 - delta) * gain)
        law = dict(enumerate(game.laws[action]))
        most, least = rows.maximum(law), rows.maximum({y: -p for y, p in law.items()})
        if isinstance(most, Optimum) and isinstance(least, Optimum):
            today = (1 - delta) * game.payoffs[action] + delta * low
            ends.append((today - delta * least.value, today + delta * most.value))
    if not ends:
        return None
    down = Fraction(floor(min(e[0] for e in ends) * GRID), GRID)
    up = Fraction(ceil(max(e[1] for e in ends) * GRID), GRID)
    return max(down, low), min(up, high)


# --- critical discount factors ---


def critical(
    game: Symmetric, *, action: int | None = None, best: Fraction | None = None
) -> Fraction | None:
    """Return the least discount factor at which the action is used, or the payoff reached."""
    if action is not None and game.is_static(action):
        return ZERO
    if best is not None and any(
        game.is_static(c) and game.payoffs[c] >= best for c in game.actions
    ):
        return ZERO
    patience = ZERO
    for pair in product(game.actions, repeat=2):
        answer = _scaled(game, pair, action, best)
        if isinstance(answer, Unbounded):
            return ZERO
        if isinstance(answer, Optimum):
            patience = max(patience, answer.value - 1)
    return 1 / (1 + patience) if patience > 0 else None


def _scaled(
    game: Symmetric, pair: tuple[int, int], action: int | None, best: Fraction | None
) -> Optimum | Infeasible | Unbounded:
    """Divide by the liquidity; unknown 0 is its inverse. The value is (1 - delta) / delta + 1."""
    size = len(game.signals)
    every = [*pair] if action is None else [*pair, action]
    rows = Rows(1 + len(every) * size)
    for m, c in enumerate(every):
        promise = [1 + m * size + y for y in game.signals]
        for k in promise:
            rows.at_most({k: ONE}, ONE)
        for gain, shift in game.rows[c]:
            rows.at_least({0: -gain, **dict(zip(promise, shift, strict=True))}, ZERO)
    top = {1 + y: p for y, p in enumerate(game.laws[pair[0]])}
    bottom = {1 + size + y: -p for y, p in enumerate(game.laws[pair[1]])}
    if best is not None:
        rows.at_least({0: game.payoffs[pair[0]] - best, **top}, ONE)
    room = game.payoffs[pair[0]] - game.payoffs[pair[1]]
    return rows.maximum({0: room, **top, **bottom})


# --- two signals, by hand ---


@dataclass(frozen=True)
class _Gap:
    """The least difference of promises after two signals that deters, and its expected costs."""

    size: Fraction
    loss: Fraction
    reward: Fraction


def _gap(game: Symmetric, action: int) -> _Gap | None:
    """With two signals only ``w(0) - w(1)`` matters, and each row is an inequality in it."""
    low: Fraction | None = None
    high: Fraction | None = None
    for gain, shift in game.rows[action]:
        step = shift[0]
        if step == 0:
            if gain > 0:
                return None
        elif step > 0:
            low = gain / step if low is None else max(low, gain / step)
        else:
            high = gain / step if high is None else min(high, gain / step)
    if low is not None and high is not None and low > high:
        return None
    # The difference nearest to 0 costs least at both ends.
    difference = max(low if low is not None else ZERO, ZERO) or min(
        high if high is not None else ZERO, ZERO
    )
    law = game.laws[action]
    worse, better = (1, 0) if difference > 0 else (0, 1)
    size = abs(difference)
    return _Gap(size, law[worse] * size, law[better] * size)


def two_signals(game: Symmetric, delta: Fraction) -> Interval | None:
    """Return the worst and the best payoff when there are two signals, without any program.

    The best action loses the difference when the signal is bad; with ``delta > 0`` the difference
    ``hi - lo`` is constant while no further action becomes possible, so candidates are few.
    """
    gaps = {c: gap for c in game.actions if (gap := _gap(game, c)) is not None}
    found: Interval | None = None
    for bound in sorted({gap.size for gap in gaps.values()}):
        usable = [c for c, gap in gaps.items() if gap.size <= bound]
        high = max(game.payoffs[c] - gaps[c].loss for c in usable)
        low = min(game.payoffs[c] + gaps[c].reward for c in usable)
        if high >= low and delta * (high - low) >= (1 - delta) * bound:
            found = low, high
    return found
