"""Small certificates about games with public signals, made without solvers and checker.

Duals are the best of a coarse grid of multipliers: any multipliers prove a bound.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from tests.unit.certificates import build

__all__ = [
    "AXES",
    "CERTIFICATES",
    "EIGHT",
    "Game",
    "empty_set",
    "image_inside",
    "implied_late",
    "inner",
    "noisy",
    "noisy_inner",
    "outer_bound",
    "plan",
    "seal",
    "sure",
    "total",
    "whole_dilemma",
]

Json = Any
F = Fraction
Table = Callable[..., Sequence[int | Fraction]]
Offsets = list[Fraction]
AXES = [(1, 0), (0, 1), (-1, 0), (0, -1)]
EIGHT = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]
PD = {(0, 0): (2, 2), (0, 1): (0, 3), (1, 0): (3, 0), (1, 1): (1, 1)}
#: Normals of the feasible payoffs of the prisoner's dilemma, and the axes, by angle.
PD_NORMALS = [(1, 0), (2, 1), (1, 2), (0, 1), (-1, 0), (-2, -1), (-1, -2), (0, -1)]


class Game:
    """A stage game with a public signal, by position of the profile."""

    def __init__(self, shape: Sequence[int], payoff: Table, law: Table, delta: object) -> None:
        self.shape, self.delta, self.n = tuple(shape), F(str(delta)), len(shape)
        self.profiles = list(itertools.product(*map(range, shape)))
        self.payoffs = [[F(x) for x in payoff(*a)] for a in self.profiles]
        self.laws = [[F(x) for x in law(*a)] for a in self.profiles]
        self.signals = range(len(self.laws[0]))

    def deviations(self, a: int) -> list[tuple[int, Fraction, list[Fraction]]]:
        """Player, gain and shift of each deviation."""
        found = list[tuple[int, Fraction, list[Fraction]]]()
        for i, size in enumerate(self.shape):
            for b in range(size):
                profile = (*self.profiles[a][:i], b, *self.profiles[a][i + 1 :])
                k = self.profiles.index(profile)
                shift = [p - q for p, q in zip(self.laws[a], self.laws[k], strict=True)]
                if k != a:
                    found.append((i, self.payoffs[k][i] - self.payoffs[a][i], shift))
        return found

    def document(self) -> Json:
        def nest(values: list[Any], shape: tuple[int, ...]) -> Json:
            if not shape:
                return values[0]
            size = len(values) // shape[0]
            parts = [values[k * size : (k + 1) * size] for k in range(shape[0])]
            return [nest(part, shape[1:]) for part in parts]

        return {
            "type": "public",
            "payoffs": [
                nest(build.texts([g[i] for g in self.payoffs]), self.shape) for i in range(self.n)
            ],
            "probabilities": nest([build.texts(law) for law in self.laws], self.shape),
            "discount_factor": build.text(self.delta),
        }

    def numbers(self) -> Json:
        """Numbers that bind payoffs and laws."""
        size = len(self.profiles)
        moments = [
            sum(
                ((k + 1) * (j + 1) * x for k, row in enumerate(rows) for j, x in enumerate(row)),
                F(0),
            )
            for rows in (self.payoffs, self.laws)
        ]
        return {
            "uniform_payoffs": build.texts(
                [sum(g, F(0)) / size for g in zip(*self.payoffs, strict=True)]
            ),
            "uniform_law": build.texts([sum(p, F(0)) / size for p in zip(*self.laws, strict=True)]),
            "payoff_moment": build.text(moments[0]),
            "law_moment": build.text(moments[1]),
        }

    def start(self, normals: Sequence[tuple[int, int]]) -> Offsets:
        return [max(x * g + y * h for g, h in self.payoffs) for x, y in normals]


def seal(kind: str, game: Game, **keys: Json) -> Json:
    """Add the check numbers and digests."""
    head = {"format": "coopgames-certificate", "version": 1, "kind": kind}
    made = {**head, "game": game.document(), **keys, **game.numbers()}
    document = json.loads(build.canonical(made))
    if kind not in {"automaton_equilibrium", "profitable_deviation"}:
        document["total"] = total(document)
    return build.reseal(document)


def total(document: Json) -> Json:
    """Sums of all numerators and of all denominators."""

    def numbers(value: Json) -> Iterable[Fraction]:
        if isinstance(value, list | dict):
            parts = value if isinstance(value, list) else value.values()
            return [x for part in parts for x in numbers(part)]
        return [F(value)]

    found = [F(document["game"]["discount_factor"])]
    for key in ("supports", "normals", "chain"):
        found += numbers(document.get(key, []))
    sums = (sum(x.numerator for x in found), sum(x.denominator for x in found))
    return build.texts(sums)


# ---------------------------------------------------------------- games


def noisy(delta: object, false_alarm: object = "1/4", detection: object = "3/4") -> Game:
    """The prisoner's dilemma; a bad signal comes with a probability that the first D raises."""
    al, et = F(str(false_alarm)), F(str(detection))
    laws = {True: (1 - al, al), False: (1 - et, et)}
    return Game((2, 2), lambda *a: PD[a], lambda *a: laws[a == (0, 0)], delta)


def dilemma(delta: object) -> Game:
    """The prisoner's dilemma when everybody sees everything."""
    return Game(
        (2, 2), lambda *a: PD[a], lambda i, j: [int(2 * i + j == y) for y in range(4)], delta
    )


def accused(delta: object) -> Game:
    """The prisoner's dilemma; nobody (signal 0) or one player is accused, oftener after D."""
    chance = (F(1, 10), F(2, 5))
    return Game(
        (2, 2),
        lambda *a: PD[a],
        lambda i, j: [1 - chance[i] - chance[j], chance[i], chance[j]],
        delta,
    )


def silent(delta: object) -> Game:
    """The prisoner's dilemma with one signal: no news."""
    return Game((2, 2), lambda *a: PD[a], lambda *_: [1], delta)


def pennies(delta: object) -> Game:
    """Matching pennies with one signal: no equilibrium in pure actions."""
    return Game((2, 2), lambda i, j: (1, -1) if i == j else (-1, 1), lambda *_: [1], delta)


def trio(delta: object) -> Game:
    """Three players who all gain from one action; the signal counts who takes it."""
    return Game(
        (2, 2, 1),
        lambda i, j, _: (i + 2 * j, j + 2 * i, i + j),
        lambda i, j, _: [int(i + j == y) for y in range(3)],
        delta,
    )


# ---------------------------------------------------------------- sets outside


def split(normals: Sequence[tuple[int, int]], u: Sequence[Fraction]) -> dict[int, Fraction]:
    """Write a vector as a positive combination of at most two neighbouring normals."""
    x, y = u
    if x == y == 0:
        return {}
    for j, (a, b) in enumerate(normals):
        if a * y == b * x and a * x + b * y > 0:
            return {j: (a * x + b * y) / (a * a + b * b)}
    for j in range(len(normals)):
        k = (j + 1) % len(normals)
        (a, b), (c, e) = normals[j], normals[k]
        size = a * e - b * c
        z = (x * e - y * c) / size, (a * y - b * x) / size
        if min(z) > 0:
            return dict(sorted({j: z[0], k: z[1]}.items()))
    raise AssertionError("the normals do not span the plane")


def turned(game: Game, a: int, theta: Sequence[Fraction]) -> tuple[list[list[Fraction]], Fraction]:
    """T by signal, and K."""
    rows = game.deviations(a)
    sides = [[F(0), F(0)] for _ in game.signals]
    for x, (i, _, shift) in zip(theta, rows, strict=True):
        for y in game.signals:
            sides[y][i] += x * shift[y]
    return sides, sum((x * gain for x, (_, gain, _) in zip(theta, rows, strict=True)), F(0))


class Bound:
    """What multipliers prove about a profile, in a direction or (None) about its promises."""

    def __init__(
        self,
        game: Game,
        normals: Sequence[tuple[int, int]],
        a: int,
        theta: Sequence[Fraction],
        i: int | None = None,
    ) -> None:
        normal = (0, 0) if i is None else normals[i]
        sides, gain = turned(game, a, theta)
        vectors = [
            [game.laws[a][y] * normal[c] + sides[y][c] for c in (0, 1)] for y in game.signals
        ]
        self.a, self.i, self.theta, self.delta = a, i, theta, game.delta
        self.parts = [split(normals, u) for u in vectors]
        height = sum((x * g for x, g in zip(normal, game.payoffs[a], strict=True)), F(0))
        self.now = (1 - game.delta) * (height - gain)

    def __call__(self, offsets: Offsets) -> Fraction:
        later = sum((z * offsets[j] for part in self.parts for j, z in part.items()), F(0))
        return self.now + self.delta * later

    def document(self) -> Json:
        head = [self.a] if self.i is None else [self.i, self.a]
        return [*head, build.texts(self.theta), [[*part] for part in self.parts]]


@cache
def grid(rows: int) -> list[tuple[Fraction, ...]]:
    levels = [F(0), F(1, 2), F(1), F(2), F(4)]
    return list(itertools.product(levels, repeat=rows))


def step(game: Game, normals: Sequence[tuple[int, int]], offsets: Offsets, gone: set[int]) -> Json:
    """One step of the operator with multipliers from the grid; changes offsets and gone."""
    size = range(len(game.profiles))
    thetas = {a: grid(len(game.deviations(a))) for a in size}
    excluded = list[Json]()
    for a in size:
        bounds = (Bound(game, normals, a, x) for x in thetas[a])
        found = None if a in gone else next((x for x in bounds if x(offsets) < 0), None)
        if found is not None:
            excluded.append(found.document())
            gone.add(a)
    after, best = list(offsets), dict[tuple[int, int], Bound]()
    for i, (x, y) in enumerate(normals if len(gone) < len(size) else []):
        level = None
        for a in set(size) - gone:
            every = [Bound(game, normals, a, theta, i) for theta in thetas[a]]
            best[i, a] = min(every, key=lambda bound: bound(offsets))
            height = x * game.payoffs[a][0] + y * game.payoffs[a][1]
            value = min(height, best[i, a](offsets))
            level = value if level is None else max(level, value)
        after[i] = min(after[i], offsets[i] if level is None else level)
    duals = [
        bound.document()
        for (i, a), bound in sorted(best.items())
        if after[i] < offsets[i]
        and sum(x * g for x, g in zip(normals[i], game.payoffs[a], strict=True)) > after[i]
    ]
    offsets[:] = after
    return {"excluded": excluded, "offsets": build.texts(after), "tight": [], "duals": duals}


def corners(
    normals: Sequence[tuple[int, int]], offsets: Offsets
) -> list[tuple[Fraction, Fraction]]:
    """Extreme points by trying all pairs of lines; counterclockwise from the least."""
    found = set[tuple[Fraction, Fraction]]()
    for i, j in itertools.combinations(range(len(normals)), 2):
        (a, b), (c, e) = normals[i], normals[j]
        size = a * e - b * c
        if size:
            x = (offsets[i] * e - offsets[j] * b) / F(size)
            y = (a * offsets[j] - c * offsets[i]) / F(size)
            inside = zip(normals, offsets, strict=True)
            if all(p * x + q * y <= bound for (p, q), bound in inside):
                found.add((x, y))
    points = sorted(found)
    if len(points) < 3:
        return points
    center = [sum(p[c] for p in points) / len(points) for c in (0, 1)]
    ordered = sorted(points, key=lambda p: math.atan2(p[1] - center[1], p[0] - center[0]))
    start = ordered.index(points[0])
    return ordered[start:] + ordered[:start]


def pairs(points: Iterable[Sequence[Fraction]]) -> Json:
    return [build.texts(point) for point in points]


def outer(game: Game, normals: Sequence[tuple[int, int]], steps: int) -> tuple[Json, Json]:
    """A chain of plain steps, and the vertices of its last set."""
    offsets, gone, chain = game.start(normals), set[int](), list[Json]()
    for _ in range(steps):
        before = [*offsets], {*gone}
        item = step(game, normals, offsets, gone)
        if ([*offsets], gone) == before:
            break
        chain.append(item)
    empty = len(gone) == len(game.profiles)
    return chain, [] if empty else pairs(corners(normals, offsets))


def outer_bound(game: Game, normals: Sequence[tuple[int, int]], steps: int) -> Json:
    chain, vertices = outer(game, normals, steps)
    return seal("outer_bound", game, normals=normals_of(normals), chain=chain, vertices=vertices)


def normals_of(normals: Sequence[tuple[int, int]]) -> Json:
    return [[str(x), str(y)] for x, y in normals]


# ---------------------------------------------------------------- certificates


def inner(points: Sequence[Sequence[object]], *supports: tuple[int, Json]) -> Json:
    """Points, and for each its profile and a lottery for each signal."""
    made = [{"profile": a, "promises": promises} for a, promises in supports]
    return {"points": [[str(x) for x in point] for point in points], "supports": made}


def sure(*targets: int) -> Json:
    return [[[t, "1"]] for t in targets]


def noisy_inner(delta: object) -> Json:
    """After a bad signal play turns to (1, 1) with probability q, and that just deters.

    V = 2 (1-d) + d V - d q (V - 1)/4 and d q (V - 1)/2 = 1 - d: V = 3/2, q = 4 (1-d)/d.
    """
    d = F(str(delta))
    v = F(3, 2)
    q = 2 * (1 - d) / (d * (v - 1))
    lottery = [[0, build.text(1 - q)], [1, build.text(q)]] if q < 1 else [[1, "1"]]
    return inner([(v, v), (1, 1)], (0, [[[0, "1"]], lottery]), (3, sure(1, 1)))


def dilemma_inner() -> Json:
    """At 1/2: after (D, D) the static payoffs; else the path goes on."""
    points = [(1, 1), ("5/2", 1), (2, 2), (1, "5/2")]
    return inner(
        points,
        (3, sure(0, 0, 0, 0)),
        (2, sure(0, 0, 2, 0)),
        (0, sure(2, 0, 0, 2)),
        (1, sure(0, 2, 0, 0)),
    )


def dilemma_chain(game: Game) -> Json:
    """One contraction: nobody gets less than 1; the largest payoffs follow."""
    offsets = game.start(PD_NORMALS)
    after = list(offsets)
    for i in (4, 7):
        after[i] = F(-1)
    for i in (0, 3):
        after[i] = F(5, 2)
    duals = [
        Bound(game, PD_NORMALS, 1, (F(1), F(0)), 4).document(),
        Bound(game, PD_NORMALS, 2, (F(0), F(1)), 7).document(),
    ]
    tight = [[0, [1, 7]], [3, [2, 4]]]
    return [{"excluded": [], "offsets": build.texts(after), "tight": tight, "duals": duals}]


def whole_dilemma() -> Json:
    game = dilemma("1/2")
    return seal(
        "maximal_payoff_set",
        game,
        **dilemma_inner(),
        normals=normals_of(PD_NORMALS),
        chain=dilemma_chain(game),
        vertices=dilemma_inner()["points"],
    )


def static_dilemma(delta: object) -> Json:
    """With no news, or with no future, only (D, D) is played."""
    game = silent(delta)
    chain, vertices = outer(game, AXES, 3)
    made = inner([(1, 1)], (3, sure(0)))
    return seal(
        "maximal_payoff_set", game, **made, normals=normals_of(AXES), chain=chain, vertices=vertices
    )


def empty_set(kind: str = "outer_bound") -> Json:
    game = pennies("1/2")
    chain, vertices = outer(game, AXES, 2)
    more = {"points": [], "supports": []} if kind == "maximal_payoff_set" else {}
    return seal(kind, game, normals=normals_of(AXES), chain=chain, vertices=vertices, **more)


def crossing_offsets() -> Json:
    """No profile is excluded, but the offsets leave no point: so E is empty, too."""
    game = pennies("1/2")
    after = [F(-2)] * 4
    duals = list[Json]()
    for i, (x, y) in enumerate(AXES):
        for a, (g, h) in enumerate(game.payoffs):
            if x * g + y * h > -2:
                theta = [F(8) if gain > 0 else F(0) for _, gain, _ in game.deviations(a)]
                duals.append(Bound(game, AXES, a, theta, i).document())
    item = {"excluded": [], "offsets": build.texts(after), "tight": [], "duals": duals}
    return seal("outer_bound", game, normals=normals_of(AXES), chain=[item], vertices=[])


def distance(outside: Json) -> str:
    """Largest squared distance of points from the segment between (1, 1) and (3/2, 3/2)."""
    found = list[Fraction]()
    for x, y in ((F(p), F(q)) for p, q in outside):
        t = max(F(1), min(F(3, 2), (x + y) / 2))
        found.append((x - t) ** 2 + (y - t) ** 2)
    return build.text(max(found))


def noisy_sandwich(*, inside: bool = True) -> Json:
    game = noisy("9/10")
    chain, vertices = outer(game, EIGHT, 3)
    made = noisy_inner("9/10") if inside else {"points": [], "supports": []}
    return seal(
        "payoff_set_sandwich",
        game,
        **made,
        normals=normals_of(EIGHT),
        chain=chain,
        outer_vertices=vertices,
        squared_distance=distance(vertices) if inside else None,
    )


def image_inside() -> Json:
    """False: that (1, 1) is all, since B({(1, 1)}) is {(1, 1)}; made of the best multipliers."""
    game, after = dilemma("1/2"), [F(1), F(1), F(-1), F(-1)]
    before, duals = game.start(AXES), list[Json]()
    for i, (x, y) in enumerate(AXES):
        for a, (g, h) in enumerate(game.payoffs):
            if x * g + y * h > after[i]:
                every = [Bound(game, AXES, a, theta, i) for theta in grid(2)]
                good = [bound for bound in every if bound(after) <= after[i]]
                duals.append(min(good, key=lambda bound: bound(before)).document())
    item = {"excluded": [], "offsets": build.texts(after), "tight": [], "duals": duals}
    return seal(
        "maximal_payoff_set",
        game,
        **inner([(1, 1)], (3, sure(0, 0, 0, 0))),
        normals=normals_of(AXES),
        chain=[item],
        vertices=[["1", "1"]],
    )


def implied_late() -> Json:
    """False: that nothing is an equilibrium, by a half-plane that follows from new offsets only.

    No news; defection by both, (1/2, 1/2), is static, the other profiles are excluded. The bounds
    on x and y lean on x + y <= -1, which follows from them; their old offsets add up to 200.
    """
    table = {(0, 0): (0, 0), (0, 1): (-99, 100), (1, 0): (100, -99), (1, 1): (F(1, 2), F(1, 2))}
    game = Game((2, 2), lambda *a: table[a], lambda *_: [1], "1/2")
    normals = [(1, 0), (1, 1), (0, 1), (-1, 0), (0, -1)]
    thetas = {0: (F(1), F(0)), 1: (F(1), F(0)), 2: (F(0), F(1))}
    low = [F(100), F(1), F(100), F(-1, 2), F(-1, 2)]
    lower = [F(-1, 2), F(-1), F(-1, 2), F(-1, 2), F(-1, 2)]
    chain = [
        {
            "excluded": [Bound(game, normals, a, x).document() for a, x in thetas.items()],
            "offsets": build.texts(low),
            "tight": [],
            "duals": [],
        },
        {
            "excluded": [],
            "offsets": build.texts(lower),
            "tight": [[1, [0, 2]]],
            "duals": [[0, 3, ["0", "0"], [[1, 4]]], [2, 3, ["0", "0"], [[1, 3]]]],
        },
    ]
    return seal("outer_bound", game, normals=normals_of(normals), chain=chain, vertices=[])


def trio_set() -> Json:
    """Payoffs of static equilibria of three players, and a mixture on the way to one."""
    game = trio("1/2")
    points = [(3, 3, 2), ("3/2", "3/2", 1)]
    return seal(
        "self_generating_set",
        game,
        **inner(points, (3, sure(1, 1, 0)), (0, sure(0, 1, 0))),
    )


def plan(delta: object, stay: object, *, deviation: bool = False) -> Json:
    """In `noisy`: C, C until a bad signal, after which play stays so with some probability."""
    game, d, keep = noisy(delta), F(str(delta)), F(str(stay))
    good = (1 - d) * 2 + d * (1 - keep) / 4
    v = good / (1 - d * (F(3, 4) + keep / 4))
    values = [[v, v], [F(1), F(1)]]
    lottery = [[t, build.text(x)] for t, x in ((0, keep), (1, 1 - keep)) if x]
    transitions = [[[[0, "1"]], lottery], sure(1, 1)]
    gains = list[list[list[Fraction]]]()
    for s, profile in enumerate([(0, 0), (1, 1)]):
        gains.append([])
        for i in (0, 1):
            gains[s].append([])
            for b in (0, 1):
                played = (b, profile[1]) if i == 0 else (profile[0], b)
                k = game.profiles.index(played)
                later = F(1)
                if s == 0:
                    bad = game.laws[k][1]
                    later = (1 - bad) * v + bad * (keep * v + (1 - keep))
                gain = (1 - d) * game.payoffs[k][i] + d * later - values[s][i]
                gains[s][i].append(gain)
    moves = [law for row in transitions for law in row]
    targets = sum((F(x) * (t + 1) for law in moves for t, x in law), F(0))
    keys: Json = {
        "automaton": {
            "start": 0,
            "actions": [[0, 0], [1, 1]],
            "transitions": transitions,
            "targets": build.text(targets),
        },
        "values": pairs(values),
        "gains": [[build.texts(row) for row in by_player] for by_player in gains],
    }
    if deviation:
        keys["deviation"] = {"state": 0, "player": 0, "action": 1, "gain": keys["gains"][0][0][1]}
    return seal("profitable_deviation" if deviation else "automaton_equilibrium", game, **keys)


CERTIFICATES: dict[str, Callable[[], Json]] = {
    "plan": lambda: plan("9/10", "1/4"),
    "plan_never_forgives": lambda: plan("4/5", "0"),
    "deviation": lambda: plan("1/2", "1/2", deviation=True),
    "noisy_set": lambda: seal("self_generating_set", noisy("9/10"), **noisy_inner("9/10")),
    "noisy_set_without_lottery": lambda: seal(
        "self_generating_set", noisy("4/5"), **noisy_inner("4/5")
    ),
    "trio_set": trio_set,
    "no_future": lambda: seal(
        "self_generating_set", noisy("0"), **inner([(1, 1)], (3, sure(0, 0)))
    ),
    "noisy_bound": lambda: outer_bound(noisy("3/4"), EIGHT, 3),
    "accused_bound": lambda: outer_bound(accused("4/5"), EIGHT, 2),
    "noisy_bound_impatient": lambda: outer_bound(noisy("1/4"), EIGHT, 2),
    "dilemma_bound": lambda: outer_bound(dilemma("1/2"), PD_NORMALS, 2),
    "empty_bound": empty_set,
    "crossing_offsets": crossing_offsets,
    "whole_dilemma": whole_dilemma,
    "silent_dilemma": lambda: static_dilemma("1/2"),
    "dilemma_without_future": lambda: static_dilemma("0"),
    "empty_set": lambda: empty_set("maximal_payoff_set"),
    "noisy_sandwich": noisy_sandwich,
    "noisy_outside_only": lambda: noisy_sandwich(inside=False),
}
