"""Public signals and voluntary payments with burning: slow twins, one linear program per plan.

The payoffs before a payment stage are ``{u : u_i >= v_i, sum(u) <= U}``. Three ways to the same
numbers, none of which draws the curves of the solver or knows its liquidity functions:

* ``best_plan``: at one discount factor, a program in the promises of a whole plan (one profile for
  the path and one against each player), with ``U`` and ``v`` among the unknowns;
* ``from_above``: at one discount factor, the set operator again and again, rounded outward;
* ``critical``: the least discount factor of a target, a program per plan that is divided by the
  liquidity (Goldlücke and Kranz 2012 show that simple plans are enough).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor

from tests.reference.public_programs import (
    ONE,
    ZERO,
    Infeasible,
    Optimum,
    Profile,
    PublicGame,
    Rows,
    Unbounded,
)

#: Iteration from above is rounded outward to this grid.
GRID = 2**40


@dataclass(frozen=True)
class Payoffs:
    """The set ``{u : u_i >= floors[i], sum(u) <= joint}``."""

    joint: Fraction
    floors: tuple[Fraction, ...]

    @property
    def room(self) -> Fraction:
        return self.joint - sum(self.floors)


class _Blocks:
    """Names of the unknowns: some scalars, then for each block one ``x[player][signal]``."""

    def __init__(self, game: PublicGame, scalars: int, blocks: int) -> None:
        self.game, self.scalars = game, scalars
        self.per_block = len(game.players) * len(game.signals)
        self.rows = Rows(scalars + blocks * self.per_block)

    def x(self, block: int, player: int, signal: int) -> int:
        start = self.scalars + block * self.per_block
        return start + player * len(self.game.signals) + signal

    def mean(
        self, block: int, profile: Profile, player: int, scale: Fraction
    ) -> dict[int, Fraction]:
        law = self.game.laws[profile]
        return {self.x(block, player, y): scale * law[y] for y in self.game.signals}

    def sums_at_most(self, block: int, scalar: int | None) -> None:
        """In every signal the promises of a block sum to at most a scalar (None: to 1)."""
        for y in self.game.signals:
            row = {self.x(block, i, y): ONE for i in self.game.players}
            if scalar is None:
                self.rows.at_most(row, ONE)
            else:
                self.rows.at_most({**row, scalar: -ONE}, ZERO)

    def deters(
        self, block: int, profile: Profile, weight: Fraction, gain: Fraction, q: int | None = None
    ) -> None:
        """``weight * shift . x >= gain * (gain of the deviation) [times the scalar q]``."""
        for d in self.game.deviations[profile]:
            row = {self.x(block, d.player, y): weight * s for y, s in enumerate(d.shift)}
            if q is None:
                self.rows.at_least(row, gain * d.gain)
            else:
                self.rows.at_least({**row, q: -gain * d.gain}, ZERO)


def least_liquidity(game: PublicGame, profile: Profile) -> Fraction | None:
    """The least sum of promises, beyond the floors, that deters all deviations."""
    blocks = _Blocks(game, 1, 1)
    blocks.sums_at_most(0, 0)
    blocks.deters(0, profile, ONE, ONE)
    answer = blocks.rows.maximum({0: -ONE})
    return -answer.value if isinstance(answer, Optimum) else None


def plans(game: PublicGame) -> Iterator[tuple[Fraction, Fraction, tuple[Profile, ...]]]:
    """Yield (room in one period, liquidity needed, plan), the largest room first.

    A plan whose room is small cannot beat one whose program has been solved: with it the whole
    enumeration is exact and short.
    """
    need = {a: least_liquidity(game, a) for a in game.profiles}
    usable = [a for a, least in need.items() if least is not None]
    found: list[tuple[Fraction, Fraction, tuple[Profile, ...]]] = []
    for plan in product(usable, repeat=len(game.players) + 1):
        on_path, *against = plan
        room = game.joint(on_path) - sum(game.payoffs[a][i] for i, a in enumerate(against))
        needed = max(need[a] or ZERO for a in plan)
        found.append((room, needed, plan))
    return iter(sorted(found, key=lambda entry: (-entry[0], entry[1], entry[2])))


# --- at one discount factor ---


def best_plan(game: PublicGame, delta: Fraction) -> Payoffs | None:
    """Return the payoffs of equilibria at a discount factor, None if there are none.

    The room ``U - sum(v)`` is maximised over plans. At its maximum both ``U`` and ``v`` are as good
    as they can be: the room decides what can be promised, and one that could be better would leave
    still more room.
    """
    best: Payoffs | None = None
    for room, needed, plan in plans(game):
        if best is not None and room <= best.room:
            break
        # The room is at most that of one period, and must hold the promises that are needed.
        if room < 0 or (1 - delta) * needed > delta * room:
            continue
        answer = _plan_payoffs(game, delta, plan)
        if answer is not None and (best is None or answer.room > best.room):
            best = answer
    return best


def _plan_payoffs(game: PublicGame, delta: Fraction, plan: Sequence[Profile]) -> Payoffs | None:
    n = len(game.players)
    lowest = [min(g[i] for g in game.payoffs.values()) for i in game.players]
    # Scalars: 0 is U - sum(v), 1 + i is v_i above the least payoff of the stage game.
    blocks = _Blocks(game, 1 + n, 1 + n)
    now = 1 - delta
    for m, profile in enumerate(plan):
        blocks.sums_at_most(m, 0)
        blocks.deters(m, profile, delta, now)
    # U <= (1-delta) G + delta E[sum w], with U = room + sum v and w = v + x.
    row = {0: ONE, **dict.fromkeys(range(1, n + 1), now)}
    for i in game.players:
        row |= blocks.mean(0, plan[0], i, -delta)
    blocks.rows.at_most(row, now * (game.joint(plan[0]) - sum(lowest)))
    # v_i >= (1-delta) g_i + delta E[w_i].
    for i in game.players:
        profile = plan[1 + i]
        row = {1 + i: now, **blocks.mean(1 + i, profile, i, -delta)}
        blocks.rows.at_least(row, now * (game.payoffs[profile][i] - lowest[i]))
    answer = blocks.rows.maximum({0: ONE})
    if not isinstance(answer, Optimum):
        return None
    floors = tuple(low + answer.point[1 + i] for i, low in enumerate(lowest))
    return Payoffs(answer.value + sum(floors), floors)


def from_above(
    game: PublicGame, delta: Fraction, steps: int, *, burning: bool = True
) -> tuple[Payoffs, Fraction] | None:
    """Apply the operator to the feasible payoffs; the result holds all equilibrium payoffs.

    The second number is the least joint payoff: with burning all from the sum of the floors on,
    without it only what profiles and promises waste by themselves.
    """
    highest = max(map(game.joint, game.profiles))
    lowest = tuple(min(g[i] for g in game.payoffs.values()) for i in game.players)
    held: tuple[Payoffs, Fraction] | None = Payoffs(highest, lowest), sum(lowest, start=ZERO)
    for _ in range(steps):
        following = None if held is None else _operator(game, delta, *held, burning)
        if following == held:
            break
        held = following
    return held


def _operator(
    game: PublicGame, delta: Fraction, held: Payoffs, least: Fraction, burning: bool
) -> tuple[Payoffs, Fraction] | None:
    if held.room < 0 or held.joint < least:
        return None
    base, joint = sum(held.floors, start=ZERO), list[Fraction]()
    wasted: list[Fraction] = []
    floors: list[list[Fraction]] = [[] for _ in game.players]
    for profile in game.profiles:
        program = _promises(game, delta, profile, held, None if burning else least)
        means = [program.mean(0, profile, i, ONE) for i in game.players]
        everything = {k: p for mean in means for k, p in mean.items()}
        most = _extreme(program, everything, 1)
        if most is None:
            continue
        for i, mean in enumerate(means):
            promised = held.floors[i] + (_extreme(program, mean, -1) or ZERO)
            floors[i].append((1 - delta) * game.payoffs[profile][i] + delta * promised)
        today = (1 - delta) * game.joint(profile) + delta * base
        joint.append(today + delta * most)
        wasted.append(today + delta * (_extreme(program, everything, -1) or ZERO))
    if not joint:
        return None
    rounded = tuple(max(_down(min(v)), w) for v, w in zip(floors, held.floors, strict=True))
    lower = sum(rounded, start=ZERO) if burning else max(least, _down(min(wasted)))
    return Payoffs(min(_up(max(joint)), held.joint), rounded), lower


def _promises(
    game: PublicGame, delta: Fraction, profile: Profile, held: Payoffs, least: Fraction | None
) -> _Blocks:
    """Promises above the floors that deter; without burning their sum has a lower bound."""
    program = _Blocks(game, 0, 1)
    for y in game.signals:
        row = {program.x(0, i, y): ONE for i in game.players}
        program.rows.at_most(row, held.room)
        if least is not None:
            program.rows.at_least(row, least - sum(held.floors))
    program.deters(0, profile, delta, 1 - delta)
    return program


def _extreme(program: _Blocks, objective: Mapping[int, Fraction], sign: int) -> Fraction | None:
    """The largest (sign 1) or the least (sign -1) value of an objective."""
    answer = program.rows.maximum({k: sign * p for k, p in objective.items()})
    return sign * answer.value if isinstance(answer, Optimum) else None


def _up(x: Fraction) -> Fraction:
    return Fraction(ceil(x * GRID), GRID)


def _down(x: Fraction) -> Fraction:
    return Fraction(floor(x * GRID), GRID)


# --- critical discount factors ---


@dataclass(frozen=True)
class Target:
    """Play this profile after some history, or reach this joint payoff."""

    profile: Profile | None = None
    joint: Fraction | None = None


def critical(game: PublicGame, target: Target) -> Fraction | None:
    """Return the least discount factor in [0, 1) at which the target is met, None if none is."""
    if _met_at_zero(game, target):
        return ZERO
    blocks = [] if target.profile is None else [target.profile]
    own = [least_liquidity(game, a) for a in blocks]
    if None in own:
        return None
    # Patience: the largest (1 - delta) / delta.
    patience = ZERO
    for room, needed, plan in plans(game):
        if room <= 0:
            break
        needed = max([needed, *(least or ZERO for least in own)])
        # With q = 1 / liquidity the ratio is at most q times the room of one period, less 0.
        if needed > 0 and room <= patience * needed:
            continue
        answer = _scaled(game, plan, blocks, target)
        if isinstance(answer, Unbounded):
            return ZERO
        if isinstance(answer, Optimum):
            patience = max(patience, answer.value)
    return 1 / (1 + patience) if patience > 0 else None


def _met_at_zero(game: PublicGame, target: Target) -> bool:
    if target.profile is not None:
        return game.is_static(target.profile)
    if target.joint is None:
        raise ValueError("a target is a profile or a joint payoff")
    return any(sum(g) >= target.joint for g in game.static_payoffs)


def _scaled(
    game: PublicGame, plan: Sequence[Profile], more: Sequence[Profile], target: Target
) -> Optimum | Infeasible | Unbounded:
    every = [*plan, *more]
    blocks = _Blocks(game, 1, len(every))
    for m, profile in enumerate(every):
        blocks.sums_at_most(m, None)
        blocks.deters(m, profile, ONE, ONE, q=0)
    path: dict[int, Fraction] = {}
    for i in game.players:
        path |= blocks.mean(0, plan[0], i, ONE)
    if target.joint is not None:
        blocks.rows.at_least({0: game.joint(plan[0]) - target.joint, **path}, ONE)
    room = game.joint(plan[0]) - sum(game.payoffs[a][i] for i, a in enumerate(plan[1:]))
    objective: Mapping[int, Fraction] = {0: room, **path}
    for i in game.players:
        objective = {**objective, **blocks.mean(1 + i, plan[1 + i], i, -ONE)}
    answer = blocks.rows.maximum(objective)
    if isinstance(answer, Optimum):
        return Optimum(answer.value - 1, answer.point)
    return answer
