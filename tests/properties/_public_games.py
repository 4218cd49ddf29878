"""Small games with public signals: one maker for seeds and for Hypothesis, and the library's form.

Few different payoffs and probabilities, so that ties, zero probabilities, signals that tell nothing
and knife edges are frequent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise, product
from random import Random
from typing import Any

from hypothesis import strategies as st

import coopgames as cg
from tests.conftest import profile_name
from tests.reference.public_programs import Profile, PublicGame

#: Discount factors: simple ones, among which knife edges fall, and patient ones.
DELTAS = tuple(
    Fraction(d)
    for d in (
        *("0", "1/10", "1/5", "1/4", "3/10", "1/3", "2/5", "1/2", "11/20", "3/5"),
        *("13/20", "2/3", "7/10", "3/4", "4/5", "9/10", "19/20"),
    )
)
#: What a game can look like, see the functions with these names below; degenerate kinds are rarer.
LAWS = (*("any",) * 4, *("own_flags",) * 2, *("coarse", "twins", "silent", "perfect", "product"))
PAYOFFS = (*("small", "rational", "dilemma") * 3, *("flat", "opposed", "common"))


# --- laws ---


def _law(random: Random, signals: int, unit: int) -> tuple[Fraction, ...]:
    """A random law in multiples of 1 / unit; zeros are frequent."""
    cuts = sorted(random.randint(0, unit) for _ in range(signals - 1))
    ends = [0, *cuts, unit]
    return tuple(Fraction(b - a, unit) for a, b in pairwise(ends))


def _laws(random: Random, shape: Sequence[int], kind: str) -> dict[Profile, tuple[Fraction, ...]]:
    every = list(product(*map(range, shape)))
    signals = random.randint(2, 4)
    if kind == "silent":
        # One law for all profiles, with one signal or with several.
        law = _law(random, random.randint(1, 3), 6)
        return dict.fromkeys(every, law)
    if kind == "perfect":
        size = range(len(every))
        return {a: tuple(Fraction(y == k) for y in size) for k, a in enumerate(every)}
    if kind == "own_flags":
        return {a: _flags(a, Fraction(1, 10), Fraction(random.randint(2, 10), 10)) for a in every}
    if kind == "product":
        tables = [[_law(random, 2, 4) for _ in range(size)] for size in shape]
        return {a: _independent([t[x] for t, x in zip(tables, a, strict=True)]) for a in every}
    if kind == "twins":
        # Several profiles share a law: some deviations cannot be seen.
        some = [_law(random, signals, 10) for _ in range(2)]
        return {a: random.choice(some) for a in every}
    unit = 2 if kind == "coarse" else random.choice([5, 10, 12])
    return {a: _law(random, signals, unit) for a in every}


def _independent(laws: Sequence[Sequence[Fraction]]) -> tuple[Fraction, ...]:
    joint = [Fraction(1)]
    for law in laws:
        joint = [p * q for p in joint for q in law]
    return tuple(joint)


def _flags(profile: Profile, alarm: Fraction, detection: Fraction) -> tuple[Fraction, ...]:
    rates = [alarm if action == 0 else detection for action in profile]
    return _independent([(1 - rate, rate) for rate in rates])


def _drop_impossible(laws: dict[Profile, tuple[Fraction, ...]]) -> dict[Profile, Any]:
    """Leave out signals that never occur: the library refuses them."""
    seen = [y for y, column in enumerate(zip(*laws.values(), strict=True)) if any(column)]
    return {a: tuple(law[y] for y in seen) for a, law in laws.items()}


# --- payoffs ---


def _payoffs(random: Random, shape: Sequence[int], kind: str) -> dict[Profile, Any]:
    every, players = list(product(*map(range, shape))), range(len(shape))
    if kind == "dilemma":
        gain, loss = random.choice([1, 2, Fraction(1, 2)]), random.choice([1, Fraction(3, 2)])
        return {a: tuple(_dilemma(a, i, gain, loss) for i in players) for a in every}
    if kind == "flat":
        levels = [Fraction(random.randint(-2, 2)) for _ in players]
        return {a: tuple(levels) for a in every}
    if kind == "opposed":
        values = {a: random.randint(-3, 3) for a in every}
        return {a: tuple(Fraction((-1) ** i * values[a]) for i in players) for a in every}
    if kind == "common":
        values = {a: Fraction(random.randint(-3, 3)) for a in every}
        return {a: (values[a],) * len(shape) for a in every}
    unit = random.choice([2, 3, 7]) if kind == "rational" else 1
    size = 3 * unit
    return {a: tuple(Fraction(random.randint(-size, size), unit) for _ in players) for a in every}


def _dilemma(profile: Profile, player: int, gain: Any, loss: Any) -> Fraction:
    """Action 0 contributes; every other contributor is worth an equal share of 2."""
    others = [a for i, a in enumerate(profile) if i != player]
    share = Fraction(sum(a == 0 for a in others), max(len(others), 1))
    alone = share * 2
    if profile[player] == 0:
        return Fraction(alone - loss * (1 - share))
    return Fraction(alone + gain * share * Fraction(1, profile[player]))


# --- games ---


def make_game(random: Random, shape: Sequence[int] | None = None, most: int = 3) -> PublicGame:
    """A random game; two players with up to ``most`` actions unless a shape is given."""
    if shape is None:
        shape = random.choice([(2, 2), (2, 2), (1, 2), (2, most), (most, most)])
    laws = _drop_impossible(_laws(random, shape, random.choice(LAWS)))
    return PublicGame(_payoffs(random, shape, random.choice(PAYOFFS)), laws)


def make_symmetric_game(
    random: Random, players: int = 2, most: int = 3, signals: str | None = None
) -> PublicGame:
    """The same for all players: payoffs by roles, signals that are anonymous or name a player."""
    size = random.randint(2, most)
    shape = (size,) * players
    every = list(product(*map(range, shape)))
    drawn: dict[tuple[int, Profile], Fraction] = {}
    payoffs: dict[Profile, tuple[Fraction, ...]] = {}
    kind = random.choice(["small", "rational", "dilemma"])
    gain = random.choice([1, Fraction(1, 2), Fraction(3, 2)])
    unit = 5 if kind == "rational" else 1
    for a in every:
        row: list[Fraction] = []
        for i in range(players):
            others = tuple(sorted((*a[:i], *a[i + 1 :])))
            key = a[i], others
            if key not in drawn:
                drawn[key] = (
                    _dilemma(a, i, gain, 1)
                    if kind == "dilemma"
                    else Fraction(random.randint(-3 * unit, 3 * unit), unit)
                )
            row.append(drawn[key])
        payoffs[a] = tuple(row)
    return PublicGame(payoffs, _drop_impossible(_symmetric_laws(random, every, signals)))


def _symmetric_laws(
    random: Random, every: Sequence[Profile], kind: str | None
) -> dict[Profile, Any]:
    kind = kind or random.choice(["anonymous", "anonymous", "binary", "flags", "blame"])
    if kind == "flags":
        alarm = Fraction(random.randint(0, 3), 10)
        return {a: _flags(a, alarm, Fraction(random.randint(4, 10), 10)) for a in every}
    if kind == "blame":
        # Signal 0 blames nobody, signal 1 + i blames player i.
        players = len(every[0])
        rate = Fraction(random.randint(0, 2), 10 * players)
        return {a: _blame(a, rate, Fraction(1, players + random.randint(0, 3))) for a in every}
    signals = 2 if kind == "binary" else random.randint(1, 4)
    drawn = {
        counts: _law(random, signals, 10) for counts in sorted({tuple(sorted(a)) for a in every})
    }
    return {a: drawn[tuple(sorted(a))] for a in every}


def _blame(profile: Profile, alarm: Fraction, detection: Fraction) -> tuple[Fraction, ...]:
    rates = [alarm if action == 0 else detection for action in profile]
    return (1 - sum(rates, start=Fraction(0)), *rates)


# --- the library's form ---


def stage_of(game: PublicGame) -> cg.StageGame:
    return cg.StageGame.from_function(list(game.shape), lambda *a: list(game.payoffs[a]))


def monitoring_of(game: PublicGame) -> cg.PublicMonitoring:
    def nested(prefix: Profile) -> list[Any]:
        if len(prefix) == len(game.shape):
            return list(game.laws[prefix])
        return [nested((*prefix, x)) for x in range(game.shape[len(prefix)])]

    return cg.PublicMonitoring(nested(()))


def repeated(game: PublicGame, delta: Any, transfers: Iterable[Any] = ()) -> cg.RepeatedGame:
    return cg.RepeatedGame(stage_of(game), delta, monitoring_of(game), list(transfers))


# --- Hypothesis ---


def public_games(
    shape: Sequence[int] | None = None, most: int = 3
) -> st.SearchStrategy[PublicGame]:
    return st.randoms(use_true_random=False).map(lambda random: make_game(random, shape, most))


def symmetric_games(players: int = 2, most: int = 3) -> st.SearchStrategy[PublicGame]:
    return st.randoms(use_true_random=False).map(
        lambda random: make_symmetric_game(random, players, most)
    )


deltas = st.sampled_from(DELTAS)


# --- seeds ---


def seeds(block: int, blocks: int, games: int) -> range:
    """The seeds of one block: 500 games in all in the long profile, else as many as said.

    Blocks of the same test are independent, so that parallel runs can share them out.
    """
    total = max(games, 500) if profile_name() == "long" else games
    return range(block * total // blocks, (block + 1) * total // blocks)
