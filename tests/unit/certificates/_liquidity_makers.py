"""Slow makers of certificates about public signals: a Fraction simplex and plain enumeration.

Nothing here comes from the solvers of the library or from its checker. Curves in the liquidity are
found by intersecting the lines of dual solutions; scores in the directions likewise.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from tests.unit.certificates import build

Json = Any
F = Fraction
ZERO, ONE = F(0), F(1)
Vector = list[Fraction]


# ---------------------------------------------------------------- linear programs


class Found(NamedTuple):
    """Optimum of min c.x, A x >= b, x >= 0; or x None and y a Farkas vector."""

    value: Fraction
    x: Vector | None
    y: Vector


def minimise(costs: Vector, rows: list[Vector], constants: Vector) -> Found:
    """Solve a program with costs >= 0: the simplex method on its dual, Bland's rule.

    max b.y, A'y <= c, y >= 0 starts at y = 0; its shadow prices are x.
    """
    n, m = len(rows), len(costs)  # variables and rows of the dual
    table = [
        [rows[j][i] for j in range(n)] + [ONE * (i == k) for k in range(m)] + [costs[i]]
        for i in range(m)
    ]
    last = [-b for b in constants] + [ZERO] * (m + 1)
    basis = [n + k for k in range(m)]
    while True:
        enter = next((j for j in range(n + m) if last[j] < 0), None)
        if enter is None:
            y = [ZERO] * (n + m)
            for i, b in enumerate(basis):
                y[b] = table[i][-1]
            return Found(last[-1], last[n : n + m], y[:n])
        ratios = [(r[-1] / r[enter], basis[i], i) for i, r in enumerate(table) if r[enter] > 0]
        if not ratios:
            ray = [ZERO] * (n + m)
            ray[enter] = ONE
            for i, b in enumerate(basis):
                ray[b] = -table[i][enter]
            return Found(ZERO, None, ray[:n])
        i = min(ratios)[2]
        pivot = table[i][enter]
        table[i] = [x / pivot for x in table[i]]
        for other in (*(r for k, r in enumerate(table) if k != i), last):
            factor = other[enter]
            if factor:
                other[:] = [x - factor * z for x, z in zip(other, table[i], strict=True)]
        basis[i] = enter


# ---------------------------------------------------------------- games


@dataclass
class Game:
    """Payoffs and laws by position of the profile, as fractions; and the document."""

    document: Json
    payoffs: list[Vector]
    laws: list[Vector]
    deviations: list[list[tuple[int, Fraction, Vector]]]  # (player, gain, shift)
    numbers: dict[str, Json] = field(default_factory=dict)
    players: int = 2

    def kept(self, delta: Fraction | str | None) -> Json:
        more = {} if delta is None else {"discount_factor": str(delta)}
        return {**self.document, **more}


def texts(value: Any) -> Json:
    if isinstance(value, list | tuple):
        return [texts(x) for x in value]
    return str(F(value))


def nested(cells: Sequence[Any], shape: Sequence[int]) -> Json:
    if len(shape) == 1:
        return list(cells)
    size = math.prod(shape[1:])
    return [nested(cells[k * size : (k + 1) * size], shape[1:]) for k in range(shape[0])]


def public(shape: Sequence[int], payoffs: list[list[Any]], laws: list[list[Any]]) -> Game:
    """Make a game from payoffs[position][player] and laws[position][signal]."""
    g = [[F(x) for x in row] for row in payoffs]
    p = [[F(x) for x in row] for row in laws]
    profiles = [*itertools.product(*map(range, shape))]
    found = list[list[tuple[int, Fraction, Vector]]]()
    for k, profile in enumerate(profiles):
        row = list[tuple[int, Fraction, Vector]]()
        for i, size in enumerate(shape):
            for b in range(size):
                if b != profile[i]:
                    j = profiles.index((*profile[:i], b, *profile[i + 1 :]))
                    shift = [x - z for x, z in zip(p[k], p[j], strict=True)]
                    row.append((i, g[j][i] - g[k][i], shift))
        found.append(row)
    players, count = range(len(shape)), len(profiles)
    document = {
        "type": "public",
        "payoffs": [nested(texts([row[i] for row in g]), shape) for i in players],
        "probabilities": nested(texts(p), shape),
    }
    numbers = {
        "uniform_payoffs": texts([sum(row[i] for row in g) / count for i in players]),
        "uniform_law": texts([sum(column) / count for column in zip(*p, strict=True)]),
        "payoff_moment": texts(
            sum((i + 1) * (k + 1) * g[k][i] for i in players for k in range(count))
        ),
        "law_moment": texts(
            sum((k + 1) * (y + 1) * x for k in range(count) for y, x in enumerate(p[k]))
        ),
    }
    return Game(document, g, p, found, numbers, len(shape))


def counted(shirk: list[Any], contribute: list[Any], alarm: str, detection: str) -> Game:
    """Make a game of members who see the number of flags: sums over the 2^n sets of flags."""
    n, rates = len(shirk), [F(alarm), F(detection)]

    def law(chances: list[Fraction]) -> Vector:
        found = [ZERO] * (n + 1)
        for flags in itertools.product((0, 1), repeat=n):
            pairs = zip(flags, chances, strict=True)
            found[sum(flags)] += math.prod((c if z else 1 - c for z, c in pairs), start=ONE)
        return found

    shirks, contributes = [F(x) for x in shirk], [F(x) for x in contribute]
    g = [[contributes[-1]], [shirks[0]]]
    gains = [shirks[-1] - contributes[-1], contributes[0] - shirks[0]]
    laws = [law([rate] * n) for rate in rates]
    others = [law([rates[1], *[rates[0]] * (n - 1)]), law([rates[0], *[rates[1]] * (n - 1)])]
    shifts = [[x - z for x, z in zip(laws[c], others[c], strict=True)] for c in (0, 1)]
    document = {
        "type": "counted",
        "members": n,
        "payoffs": {
            "type": "table",
            "shirk": texts(shirks),
            "contribute": texts(contributes),
            "totals": texts([sum(shirks), sum(contributes)]),
        },
        "signal": {"type": "flags", "false_alarm": alarm, "detection": detection},
    }
    return Game(document, g, laws, [[(0, gains[c], shifts[c])] for c in (0, 1)], {}, n)


# ---------------------------------------------------------------- curves in the liquidity


@dataclass
class Line:
    constant: Fraction
    slope: Fraction
    theta: Vector

    def at(self, x: Fraction) -> Fraction:
        return self.constant + self.slope * x


def added(v: Fraction, p: Line, w: Fraction, q: Line) -> Line:
    """Return the line of v times the THETA of p and w times that of q, or one below it."""
    pairs = zip(p.theta, q.theta, strict=True)
    theta = [v * s + w * t for s, t in pairs]
    return Line(v * p.constant + w * q.constant, v * p.slope + w * q.slope, theta)


@dataclass
class Curve:
    """Cost of a profile for a function: lines below it, kinks, from its first liquidity on."""

    lines: list[Line]
    kinks: list[Fraction]

    def at(self, x: Fraction) -> Fraction:
        return max(line.at(x) for line in self.lines)


class Family:
    """All programs of a game: costs of rows[f][a] in the liquidity L.

    Variables (transfers): x by player and signal, burnt money by signal. Symmetric: one number by
    signal. Rows: (coefficients, constant, multiple of L, deviation or None).
    """

    def __init__(self, game: Game, program: str) -> None:
        self.game, self.program, self.symmetric = game, program, program == "symmetric"
        self.signals = len(game.laws[0])
        if not self.symmetric:
            self.positions = [*range(len(game.laws))]
            self.worth = [[sum(row, ZERO), *row] for row in game.payoffs]
        elif game.document["type"] == "counted":
            self.positions, self.worth = [0, 1], [[row[0]] * 2 for row in game.payoffs]
        else:
            size = round(len(game.laws) ** (1 / game.players))
            step = (len(game.laws) - 1) // max(size - 1, 1)
            self.positions = [c * step for c in range(size)]
            self.worth = [[game.payoffs[a][0]] * 2 for a in self.positions]
        self.count = 2 if self.symmetric else game.players + 1
        self.rows_of = 1 if self.symmetric else game.players
        self.minima = [self.least(a) for a in range(len(self.positions))]
        self.curves = [
            [self.curve(f, a) for a in range(len(self.positions))] for f in range(self.count)
        ]

    def costs(self, f: int, a: int) -> Vector:
        law, none = self.game.laws[self.positions[a]], [ZERO] * self.signals
        if self.symmetric:
            return law
        parts = [law if i + 1 == f else none for i in range(self.rows_of)]
        return [x for part in (*parts, law if f == 0 else none) for x in part]

    def rows(self, f: int, a: int) -> list[tuple[Vector, Fraction, Fraction, int | None]]:
        found, size = list[tuple[Vector, Fraction, Fraction, int | None]](), self.signals
        width = len(self.costs(f, a))
        for k, (player, gain, shift) in enumerate(self.game.deviations[self.positions[a]]):
            start = 0 if self.symmetric else player * size
            sign = -1 if self.symmetric and f == 0 else 1
            row = [ZERO] * width
            row[start : start + size] = [sign * x for x in shift]
            found.append((row, gain, ZERO, k))
        for y in range(size):
            row = [ZERO] * width
            for i in range(self.rows_of):
                row[i * size + y] = ONE
            found.append(([-x for x in row], ZERO, -ONE, None))
            if not self.symmetric:  # what is not promised is burnt
                row[self.rows_of * size + y] = ONE
                found.append((row, ZERO, ONE, None))
        return found

    def theta(self, f: int, a: int, y: Vector) -> Vector:
        rows = self.rows(f, a)
        return [v for v, row in zip(y, rows, strict=False) if row[3] is not None]

    def solve(self, f: int, a: int, liquidity: Fraction) -> tuple[Fraction, Vector, Line]:
        rows = self.rows(f, a)
        found = minimise(
            self.costs(f, a), [r[0] for r in rows], [r[1] + r[2] * liquidity for r in rows]
        )
        assert found.x is not None
        constant = sum((y * r[1] for y, r in zip(found.y, rows, strict=True)), ZERO)
        slope = sum((y * r[2] for y, r in zip(found.y, rows, strict=True)), ZERO)
        return found.value, found.x, Line(constant, slope, self.theta(f, a, found.y))

    def least(self, a: int) -> tuple[Fraction | None, Vector]:
        """Return the least liquidity (None: never feasible) and the THETA that shows it."""
        rows = self.rows(1, a)
        free = [[*r[0], -r[2]] for r in rows]  # L is a variable
        costs = [ZERO] * len(rows[0][0]) + [ONE]
        found = minimise(costs, free, [r[1] for r in rows])
        return (None if found.x is None else found.value), self.theta(1, a, found.y)

    def curve(self, f: int, a: int) -> Curve:
        start, rows, costs = self.minima[a][0], self.rows(f, a), self.costs(f, a)
        if start is None:
            return Curve([], [])
        free = [[*r[0], -r[2]] for r in rows]
        cheapest = minimise([*costs, ZERO], free, [r[1] for r in rows])
        spent = [*free, [*(-c for c in costs), ZERO]]
        end = minimise(
            [*[ZERO] * len(costs), ONE], spent, [*(r[1] for r in rows), -cheapest.value]
        ).value
        flat = Line(cheapest.value, ZERO, self.theta(f, a, cheapest.y))
        lines, kinks = [flat], [start, max(start, end)]

        def between(x: Fraction, left: Line, z: Fraction, right: Line) -> None:
            lines.append(left)
            lines.append(right)
            if left.at(z) == right.at(z) or right.at(x) == left.at(x):
                return
            middle = (right.constant - left.constant) / (left.slope - right.slope)
            value, _, line = self.solve(f, a, middle)
            if value == left.at(middle):
                kinks.append(middle)
                return
            between(x, left, middle, line)
            between(middle, line, z, right)

        if start < end:
            between(start, self.solve(f, a, start)[2], end, flat)
        else:
            lines.append(self.solve(f, a, start)[2])
        return Curve(lines, kinks)

    # the functions

    def value(self, f: int, x: Fraction) -> Fraction | None:
        """Return function f at a liquidity, None if nothing is feasible."""
        sign, best = -1 if f else 1, None
        for a, (least, _) in enumerate(self.minima):
            if least is not None and least <= x:
                found = sign * self.worth[a][f] - self.curves[f][a].at(x)
                best = found if best is None else max(best, found)
        return None if best is None else sign * best

    def grid(self) -> list[Fraction]:
        """Return the points where some function bends or jumps."""
        points = {x for x, _ in self.minima if x is not None}
        if not points:
            return []
        start = min(points)
        for f, curves in enumerate(self.curves):
            sign, lines = -1 if f else 1, list[tuple[Fraction, Fraction]]()
            for a, curve in enumerate(curves):
                points |= set(curve.kinks)
                lines += [(sign * self.worth[a][f] - x.constant, -x.slope) for x in curve.lines]
            for (c, s), (d, t) in itertools.combinations(set(lines), 2):
                if s != t:
                    points.add((d - c) / (s - t))
        every = sorted(x for x in points if x >= start)
        slopes = [self.slopes(x, z) for x, z in itertools.pairwise([*every, every[-1] + 1])]
        kept = [every[0]]
        for j in range(1, len(every)):
            before = [self.value(f, kept[-1]) for f in range(self.count)]
            slope = slopes[every.index(kept[-1])]
            reached = [
                b + s * (every[j] - kept[-1])  # type: ignore[operator]
                for b, s in zip(before, slope, strict=True)
            ]
            now = [self.value(f, every[j]) for f in range(self.count)]
            after = every[j + 1] if j + 1 < len(every) else None
            one = all(self.attaining(f, kept[-1], after) for f in range(self.count))
            if reached != now or slopes[j] != slope or not one:
                kept.append(every[j])
        return kept

    def slopes(self, x: Fraction, z: Fraction) -> Vector:
        """Return the slopes of the functions between two neighbouring points."""
        one, two = x + (z - x) / 3, x + (z - x) / 2
        return [
            (self.value(f, two) - self.value(f, one)) / (two - one)  # type: ignore[operator]
            for f in range(self.count)
        ]

    def attaining(self, f: int, x: Fraction, z: Fraction | None) -> list[int]:
        """Return the profiles that attain function f all the way between two points."""
        end, sign = x + 1 if z is None else z, -1 if f else 1
        middle, found = (x + end) / 2, list[int]()
        start, half = self.value(f, x), self.value(f, middle)
        targets = {x: start, middle: half, end: 2 * half - start}  # type: ignore[operator]
        for a, (least, _) in enumerate(self.minima):
            if least is not None and least <= x:
                worth, curve = self.worth[a][f], self.curves[f][a]
                if all(worth - sign * curve.at(y) == t for y, t in targets.items()):
                    found.append(a)
        return found

    def point(self, f: int, a: int, x: Fraction) -> Json:
        found = self.solve(f, a, x)[1]
        size = self.signals
        if self.symmetric:
            return texts(found[:size])
        return [texts(found[i * size : (i + 1) * size]) for i in range(self.rows_of)]

    # the upper proof

    def bounds(self, grid: list[Fraction], values: list[Vector], slopes: list[Vector]) -> Json:
        """Write the entry of each profile and the lines that the pieces need."""
        found = list[Json]()
        for a, (least, theta) in enumerate(self.minima):
            lists: list[list[Vector]] = [[] for _ in range(self.count)]
            for f in range(self.count):
                for j, x in enumerate(grid):
                    end = grid[j + 1] if j + 1 < len(grid) else None
                    if least is None or (end is not None and end <= least):
                        continue
                    chosen = self.bound(f, a, x, end, values[f][j], slopes[f][j])
                    if chosen not in lists[f]:
                        lists[f].append(chosen)
            entry = None if least == 0 else texts(theta)
            found.append({"entry": entry, "lines": [texts(x) for x in lists]})
        return found

    def bound(
        self, f: int, a: int, x: Fraction, z: Fraction | None, value: Fraction, slope: Fraction
    ) -> Vector:
        """Return a THETA whose line is on the right side of the function on a piece."""
        sign = -1 if f else 1
        room = sign * (self.worth[a][f] - value)  # cost must be >= room - sign slope (L - x)
        target = Line(room + sign * slope * x, -sign * slope, [])

        def good(line: Line) -> bool:
            if line.at(x) < target.at(x):
                return False
            return line.slope >= target.slope if z is None else line.at(z) >= target.at(z)

        lines, (least, theta) = self.curves[f][a].lines, self.minima[a]
        assert least is not None
        for line in lines:
            if good(line):
                return line.theta
        gains = [gain for _, gain, _ in self.game.deviations[self.positions[a]]]
        need = sum((t * g for t, g in zip(theta, gains, strict=True)), ZERO)
        turn = Line(need, -ONE if need else ZERO, theta)  # the entry: 0 >= K - S L with S = 1
        none = Line(ZERO, ZERO, [ZERO] * len(theta))  # costs are not negative
        for p, q in itertools.permutations([*lines, none], 2):
            if p.slope < target.slope < q.slope:
                w = (target.slope - p.slope) / (q.slope - p.slope)
                if good(line := added(1 - w, p, w, q)):
                    return line.theta
        for p in lines:
            line = added(ONE, p, max(p.slope - target.slope, ZERO), turn)
            if turn.slope and good(line):
                return line.theta
        raise AssertionError("no line found")


def tally(values: Any) -> tuple[int, int]:
    if isinstance(values, str):
        x = F(values)
        return x.numerator, x.denominator
    if isinstance(values, int):
        return values, 1
    if values is None:
        return 0, 0
    parts = [tally(v) for v in (values.values() if isinstance(values, dict) else values)]
    return sum(p[0] for p in parts), sum(p[1] for p in parts)


TOTALS = {
    "liquidity_steps": "grid functions bounds supports queries limit",
    "liquidity_payoffs": "liquidity joint_payoff punishments plan grid functions bounds",
    "limit_set": "rays cones vertices",
}


def resealed(document: Json) -> Json:
    """Make the check sum and the digests of a certificate right again."""
    game = document["game"]
    values = [document[key] for key in TOTALS[document["kind"]].split()]
    values.append(game.get("discount_factor"))
    if game["type"] == "counted":
        values += [game["signal"]["false_alarm"], game["signal"]["detection"]]
    document["total"] = [str(x) for x in tally(values)]
    return build.reseal(document)


def seal(kind: str, game: Game, delta: Fraction | str | None, **keys: Json) -> Json:
    return resealed(
        {
            "format": "coopgames-certificate",
            "version": 1,
            "kind": kind,
            "game": game.kept(delta),
            **keys,
            **game.numbers,
        }
    )


def critical(family: Family, grid: list[Fraction], least: Fraction) -> Fraction | None:
    """Return the least discount factor at which a liquidity >= least is held."""

    def joint(x: Fraction) -> Fraction:
        values = [family.value(f, x) for f in range(family.count)]
        return values[0] - sum(values[1:])  # type: ignore[operator,arg-type]

    if least == 0 and joint(ZERO) >= 0:
        return ZERO
    best = max((joint(x) / x for x in {least, *grid} if x >= least and x > 0), default=ZERO)
    return 1 / (1 + best) if best > 0 else None


def optional(x: Fraction | None) -> Json:
    return None if x is None else str(x)


def liquidity_steps(game: Game, program: str = "transfers") -> Json:
    family = Family(game, program)
    grid = family.grid()
    ends: list[Fraction | None] = [*grid[1:], None] if grid else []
    f_all = range(family.count) if grid else range(0)
    values = [[family.value(f, x) for x in grid] for f in f_all]
    pieces = [family.slopes(x, x + 1 if z is None else z) for x, z in zip(grid, ends, strict=True)]
    slopes = [[piece[f] for piece in pieces] for f in f_all]
    supports = list[Json]()
    for f in f_all:
        row = list[Json]()
        for x, z in zip(grid, ends, strict=True):
            a = family.attaining(f, x, z)[0]
            right = None if z is None else family.point(f, a, z)
            row.append({"profile": a, "left": family.point(f, a, x), "right": right})
        supports.append(row)
    queries = list[Json]()
    for a, (least, _) in enumerate(family.minima):
        queries.append(
            {
                "profile": a,
                "least_liquidity": optional(least),
                "point": None if least is None else family.point(1, a, least),
                "discount_factor": None
                if least is None
                else optional(critical(family, grid, least)),
            }
        )
    limit = None
    if grid:
        top = values[0][-1]
        lines = [x for a in range(len(family.positions)) for x in [family.minima[a][0]]]
        candidates = [*grid, *(x for x in lines if x is not None)]
        for j, x in enumerate(grid[:-1]):
            if slopes[0][j]:
                candidates.append(x + (top - values[0][j]) / slopes[0][j])  # type: ignore[operator]
        first = min(x for x in candidates if x >= grid[0] and family.value(0, x) == top)
        reached = critical(family, grid, first)
        limit = {
            "value": None if reached is None else optional(top),
            "discount_factor": optional(reached),
        }
    bounds = family.bounds(grid, values, slopes)  # type: ignore[arg-type]
    return seal(
        "liquidity_steps",
        game,
        None,
        program=program,
        grid=texts(grid),
        functions=[
            {"values": texts(v), "slopes": texts(s)} for v, s in zip(values, slopes, strict=True)
        ],
        bounds=bounds,
        supports=supports,
        queries=queries,
        limit=limit,
    )


def liquidity_payoffs(game: Game, delta: str, program: str = "transfers") -> Json:
    family, d = Family(game, program), F(delta)
    grid, count = family.grid(), family.count
    held = held_liquidity(family, grid, d)
    start = ZERO if held is None else held
    points = sorted({start, *(x for x in grid if x > start)}) if d else [ZERO]
    ends: list[Fraction | None] = [*points[1:], None]
    values: list[Vector] = [[] for _ in range(count)]
    slopes: list[Vector] = [[] for _ in range(count)]
    for x, z in zip(points, ends, strict=True):
        empty = family.value(0, x) is None
        piece = [ZERO] * count
        if not empty and d:
            piece = family.slopes(x, x + 1 if z is None else z)
        for f in range(count):
            found = family.value(f, x)
            values[f].append(F(-1 if f == 0 else 0) if found is None else found)
            slopes[f].append(piece[f])
    bounds = family.bounds(points, values, slopes) if d else static_bounds(family)
    plan, levels = None, list[Fraction]()
    if held is not None:
        profiles = [
            next(
                a
                for a, (least, _) in enumerate(family.minima)
                if least is not None
                and least <= held
                and family.worth[a][f] - (-1 if f else 1) * family.curves[f][a].at(held)
                == family.value(f, held)
            )
            for f in range(count)
        ]
        plan = {
            "profiles": profiles,
            "points": [family.point(f, a, held) for f, a in enumerate(profiles)],
        }
        levels = [family.value(f, held) for f in range(count)]  # type: ignore[misc]
    return seal(
        "liquidity_payoffs",
        game,
        d,
        program=program,
        liquidity=optional(held),
        joint_payoff=None if plan is None else str(levels[0]),
        punishments=None if plan is None else texts(levels[1:]),
        plan=plan,
        grid=texts(points),
        functions=[
            {"values": texts(v), "slopes": texts(s)} for v, s in zip(values, slopes, strict=True)
        ],
        bounds=bounds,
    )


def static_bounds(family: Family) -> Json:
    """Write the bounds at liquidity 0: a THETA with K > 0, or lines."""
    found = list[Json]()
    for a, (least, _) in enumerate(family.minima):
        gains = [gain for _, gain, _ in family.game.deviations[family.positions[a]]]
        theta = [ONE * (gain > 0) for gain in gains]
        entry, lines = texts(theta), [list[Json]() for _ in range(family.count)]
        if least == 0:
            entry, lines = None, [[texts([ZERO] * len(gains))] for _ in range(family.count)]
        found.append({"entry": entry, "lines": lines})
    return found


def held_liquidity(family: Family, grid: list[Fraction], d: Fraction) -> Fraction | None:
    """Return the largest L with d F(L) >= (1 - d) L, by trying all pieces."""
    best = None
    ends: list[Fraction | None] = [*grid[1:], None] if grid else []
    for x, z in zip(grid, ends, strict=True):
        values = [family.value(f, x) for f in range(family.count)]
        slope = family.slopes(x, x + 1 if z is None else z)
        level = values[0] - sum(values[1:])  # type: ignore[operator,arg-type]
        rise = slope[0] - sum(slope[1:])
        gap, bend = d * level - (1 - d) * x, d * rise - (1 - d)
        if gap >= 0 and (d > 0 or x == 0):
            best = x
        if d > 0 and bend < 0 and x - gap / bend >= x and (z is None or x - gap / bend < z):
            best = x - gap / bend
    return best


# ---------------------------------------------------------------- limit sets


AXES = [(1, 0), (0, 1), (-1, 0), (0, -1)]
Ray = tuple[int, int]


class Limit:
    """Scores of a game of two players by linear programs."""

    def __init__(self, game: Game) -> None:
        self.game, self.signals = game, len(game.laws[0])

    def cone(self, a: int, ray: Ray, signs: Ray) -> tuple[Fraction | None, Json, Vector, Vector]:
        """Return score (from inside the orthant), X, THETA and the linear functional of it."""
        law, size = self.game.laws[a], self.signals
        rows, constants = list[Vector](), Vector()
        for player, gain, shift in self.game.deviations[a]:
            s = [signs[player] * x for x in shift]
            none, minus = [ZERO] * size, [-x for x in s]
            rows.append([*none, *s, *minus] if player == 0 else [*minus, *minus, *s])
            constants.append(abs(ray[player]) * gain)
        found = minimise([*law, *[ZERO] * (2 * size)], rows, constants)
        g, devs = self.game.payoffs[a], self.game.deviations[a]
        theta = [abs(ray[i]) * t for t, (i, _, _) in zip(found.y, devs, strict=True)]
        if found.x is None:
            return None, None, [t for t in found.y], []
        z, u, v = (found.x[k * size : (k + 1) * size] for k in range(3))
        first = [x - w for x, w in zip(u, v, strict=True)]
        second = [-x - w for x, w in zip(z, first, strict=True)]
        slope = [
            g[i]
            - signs[i]
            * sum((t * d[1] for t, d in zip(found.y, devs, strict=True) if d[0] == i), ZERO)
            for i in (0, 1)
        ]
        score = ray[0] * g[0] + ray[1] * g[1] - found.value
        return score, [texts(first), texts(second)], theta, slope

    def axis(self, a: int, ray: Ray) -> tuple[Fraction | None, Json, Vector]:
        """Return score, x and THETA at an axis."""
        law, size = self.game.laws[a], self.signals
        own = 0 if ray[0] else 1
        sign = ray[own]
        rows, constants = list[Vector](), Vector()
        for player, gain, shift in self.game.deviations[a]:
            none, minus = [ZERO] * size, [-x for x in shift]
            down = [-sign * x for x in shift]
            rows.append([*down, *none, *none] if player == own else [*none, *shift, *minus])
            constants.append(gain)
        found = minimise([*law, *[ZERO] * (2 * size)], rows, constants)
        if found.x is None:
            return None, None, found.y
        z, u, v = (found.x[k * size : (k + 1) * size] for k in range(3))
        mine = texts([-sign * x for x in z])
        other = texts([x - w for x, w in zip(u, v, strict=True)])
        point = [mine, other] if own == 0 else [other, mine]
        return sign * self.game.payoffs[a][own] - found.value, point, found.y

    def critical_rays(self, signs: Ray) -> list[Ray]:
        """Return the directions inside an orthant at which some score bends, or two cross."""
        functionals = list[Vector]()
        rays = set[Ray]()
        ends = (signs[0], 0), (0, signs[1])
        for a in range(len(self.game.laws)):
            found = dict[Ray, Vector]()

            def between(
                left: Ray, right: Ray, a: int = a, found: dict[Ray, Vector] = found
            ) -> None:
                one, two = found[left], found[right]
                if one == two:
                    return
                ray = primitive(one[1] - two[1], two[0] - one[0])
                if (ray[0] * signs[0], ray[1] * signs[1]) < (0, 0) or ray[0] * signs[0] < 0:
                    ray = (-ray[0], -ray[1])
                if ray in found or ray[0] * signs[0] <= 0 or ray[1] * signs[1] <= 0:
                    return
                score, _, _, slope = self.cone(a, ray, signs)
                found[ray] = slope
                if score == ray[0] * one[0] + ray[1] * one[1]:
                    return
                between(left, ray)
                between(ray, right)

            near = [(1000 * signs[0], signs[1]), (signs[0], 1000 * signs[1])]
            start = [self.cone(a, ray, signs) for ray in near]
            if start[0][0] is None:
                continue
            found |= {ends[0]: start[0][3], ends[1]: start[1][3]}
            between(*ends)
            functionals += found.values()
            rays |= {ray for ray in found if ray not in ends}
        for one, two in itertools.combinations(functionals, 2):
            if one != two:
                ray = primitive(one[1] - two[1], two[0] - one[0])
                rays |= {ray, (-ray[0], -ray[1])}
        inside = [r for r in rays if r[0] * signs[0] > 0 and r[1] * signs[1] > 0]
        return sorted(inside, key=lambda r: F(abs(r[1]), abs(r[0])))

    def scores(self, ray: Ray) -> tuple[Fraction | None, Json, Json]:
        """Return the score, the witness of an axis, and the bounds."""
        bounds, best, witness = list[Json](), None, None
        for a in range(len(self.game.laws)):
            if ray in AXES:
                score, point, theta = self.axis(a, ray)
            else:
                signs = 1 if ray[0] > 0 else -1, 1 if ray[1] > 0 else -1
                score, _, theta, _ = self.cone(a, ray, signs)
                point = None
            bounds.append(texts(theta))
            if score is not None and (best is None or score > best):
                best = score
                witness = None if point is None else {"profile": a, "point": point}
        return best, witness, bounds


def primitive(x: Fraction, y: Fraction) -> Ray:
    scale = math.lcm(x.denominator, y.denominator)
    p, q = int(x * scale), int(y * scale)
    common = math.gcd(p, q)
    return p // common, q // common


def limit_set(game: Game, keep: Callable[[Ray], bool] = lambda ray: False) -> Json:
    """Write the exact limit set; rays that are not needed are left out, unless kept."""
    limit, rays = Limit(game), list[Ray]()
    quadrants = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    for start, signs in zip(AXES, quadrants, strict=True):
        inner = limit.critical_rays(signs)
        rays += [start, *(inner if signs[0] * signs[1] > 0 else inner[::-1])]
    scores = {ray: limit.scores(ray) for ray in rays}
    if any(score[0] is None for score in scores.values()):
        rays, cones = list(AXES), []
    else:
        j = 1
        while j < len(rays):
            after = rays[(j + 1) % len(rays)]
            droppable = rays[j] not in AXES and not keep(rays[j])
            if droppable and cone_between(limit, scores, rays[j - 1], after) is not None:
                del rays[j]
            else:
                j += 1
        pairs = zip(rays, [*rays[1:], rays[0]], strict=True)
        cones = [cone_between(limit, scores, one, two) for one, two in pairs]
        assert None not in cones
    vertices = corners({ray: scores[ray][0] for ray in rays})
    if not vertices:
        cones = []
    return seal(
        "limit_set",
        game,
        None,
        rays=[
            {
                "direction": texts(ray),
                "score": optional(scores[ray][0]),
                "bounds": scores[ray][2],
                "witness": scores[ray][1] if vertices else None,
            }
            for ray in rays
        ],
        cones=cones,
        vertices=texts(vertices),
    )


def cone_between(limit: Limit, scores: dict[Ray, Any], one: Ray, two: Ray) -> Json:
    """Return a profile and X that reach the scores at both ends, if there is one."""
    signs = (1 if one[0] + two[0] > 0 else -1), (1 if one[1] + two[1] > 0 else -1)
    for a in range(len(limit.game.laws)):
        left, right = limit.cone(a, one, signs), limit.cone(a, two, signs)
        good = left[0] is not None and right[0] is not None
        if good and left[0] >= scores[one][0] and right[0] >= scores[two][0]:
            return {"profile": a, "left": left[1], "right": right[1]}
    return None


def corners(scores: dict[Ray, Fraction | None]) -> list[tuple[Fraction, Fraction]]:
    """Return the extreme points of the half-planes by trying all pairs of lines."""
    if None in scores.values():
        return []
    points = set[tuple[Fraction, Fraction]]()
    for ((a, b), r), ((c, d), s) in itertools.combinations(scores.items(), 2):
        det = a * d - b * c
        if det:
            x, y = (r * d - s * b) / F(det), (a * s - c * r) / F(det)  # type: ignore[operator]
            if all(i * x + j * y <= k for (i, j), k in scores.items()):  # type: ignore[operator]
                points.add((x, y))
    extreme = [p for p in points if not any(is_between(p, q, r) for q, r in pairs_of(points, p))]
    if len(extreme) < 3:
        return sorted(extreme)
    first = min(extreme)
    rest = [p for p in extreme if p != first]

    def steepness(p: tuple[Fraction, Fraction]) -> tuple[int, Fraction]:
        x, y = p[0] - first[0], p[1] - first[1]
        return (1, ZERO) if x == 0 else (0, y / x)

    return [first, *sorted(rest, key=steepness)]


def pairs_of(points: set[Any], p: Any) -> list[Any]:
    return [*itertools.combinations([q for q in points if q != p], 2)]


def is_between(p: Any, q: Any, r: Any) -> bool:
    turn = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    inner = (q[0] - p[0]) * (r[0] - p[0]) + (q[1] - p[1]) * (r[1] - p[1])
    return turn == 0 and inner < 0
