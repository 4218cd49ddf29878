"""Companion of ``checker.py`` for games with public signals; standard library only.

Everybody sees a signal y with law p(y|a) after the action profile a, and nothing else. E is the set
of average payoffs of perfect public equilibria in pure actions with public randomization, d the
discount factor, gain_k and shift_k = p(.|a) - p(.|deviation) belong to the deviations k of single
players. E is compact, convex, and E = B(E): B(W) is the hull of all ``v = (1-d) g(a) + d sum_y
p(y|a) w(y)`` with w(y) in W for every y and ``d sum_y shift_k(y) w_i(k)(y) >= (1-d) gain_k`` for
every k (Abreu, Pearce and Stacchetti 1990). Signals that a never sends bind, too: deviations may.

``self_generating_set``
    Each point is in B(W), W the hull of all points; B(W) is convex, so W is inside B(W), and a
    bounded such W is inside E. (At d = 0: payoffs of static equilibria, and E is their hull.)
``outer_bound``
    A set X = {v : n_i v <= b_i} contains E: so do the first offsets, the largest of all payoffs.

    *Duality*. For theta >= 0 let K = sum theta_k gain_k, T_i(y) = sum over i's k of theta_k
    shift_k(y). Promises that satisfy the rows have ``d sum_y T(y) w(y) >= (1-d) K``. A vector
    u = z_e n_e + z_f n_f, z > 0 (a SPLIT; the normals need not be neighbours) has u w <= z_e b_e +
    z_f b_f =: h(u) for all w in X. So v made with a has ``n_i v <= (1-d) (n_i g(a) - K) + d sum_y
    h(p(y|a) n_i + T(y))``, and if ``d sum_y h(T(y)) < (1-d) K`` no promises in X support a: nobody
    plays a in equilibrium, and that stays true of every smaller set.

    *Contraction* from b to b' <= b: Y_t has offsets b' + t (b - b'), so E is inside Y_1. ``tight``
    normals i have n_i = z_e n_e + z_f n_f with ``sum z b'_e <= b'_i`` and ``sum z b_e <= b_i``, e
    and f not tight: at every t their half-plane follows from the others. (The first inequality
    alone would do at t = 0 only.) For each other i with b'_i < b_i and each a not excluded with
    n_i g(a) > b'_i a bound as above is at most b'_i with b' and less than b_i with b. It is affine
    in t: less than the offset of Y_t for 0 < t <= 1. If n_i g(a) <= b'_i, then v averages g(a) and
    promises in Y_t: n_i v <= b'_i + d t (b_i - b'_i), less again. Were E not empty and t > 0 the
    least number in [0, 1] with E inside Y_t, all n_i v that move would keep a positive distance
    (profiles are finitely many, E = B(E)), and a smaller t would do. So E is inside Y_0: it is
    empty if Y_0 is. It is nowhere used that offsets support their set, nor that X has a point. If
    all profiles are excluded E = B(E) is empty. Nothing of this needs d > 0.
``payoff_set_sandwich``, ``maximal_payoff_set``
    Both of the above; the second if both sets are the same.
``automaton_equilibrium``, ``profitable_deviation``
    *One-shot deviation principle*, as in checker.py: after no public history does a player gain by
    one deviation. The states are those that some history leads to.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from coopgames.certificates.checker import Doc, Stage, need, show
else:  # the checker that loads this file registers itself under this name
    from coopgames_checker import Doc, Stage, need, show

__all__ = ["CLAIMS", "Signals"]

ZERO = Fraction(0)
MAX_BITS = 2**13  # of a number in a game or a chain, of common denominators of laws and weights
MAX_SUM = 2**15  # of the common denominator of one law, of one lottery
MAX_LONG = 2**17  # of the common denominator of the points of an inner set, of a plan's values
MAX_CACHE = 4 * 10**6  # words of 64 bits of the laws that are kept
MAX_WORK = 16 * 10**6  # operations on short numbers: about half a minute
Point = tuple[Fraction, Fraction]
Vector = tuple[int, int]
Triple = tuple[int, int, int]
Deviation = tuple[int, int, Fraction, list[Fraction]]  # player, action, gain, shift
EQUILIBRIA = "pure-action perfect public equilibri{} with public randomization"


class Budget:
    """A bound on work: operations, and their length once numbers have some hundreds of bits."""

    def __init__(self) -> None:
        self.left = MAX_WORK

    def spend(self, operations: int, bits: int = 64, others: int = 64) -> None:
        self.left -= operations * (1 + bits * others // 2**17)
        need(self.left >= 0, "too much work to be checked")


def bits(x: Fraction) -> int:
    return max(x.numerator.bit_length(), x.denominator.bit_length())


def common(numbers: Iterable[Fraction], most: int = MAX_BITS) -> int:
    """Find the common denominator, whose length is bounded."""
    found = 1
    for q in {x.denominator for x in numbers}:
        found = math.lcm(found, q)
        need(found.bit_length() <= most, "the common denominator is too long to be checked")
    return found


def scaled(numbers: Iterable[Fraction], scale: int) -> list[int]:
    return [x.numerator * (scale // x.denominator) for x in numbers]


def total(numbers: Sequence[Fraction], most: int = MAX_LONG) -> Fraction:
    found = [x for x in numbers if x]
    scale = common(found, min(most, 10**9 // max(1, len(found))))
    return Fraction(sum(scaled(found, scale)), scale)


# ---------------------------------------------------------------- games


class Law(NamedTuple):
    """What a profile promises and deters, in integers: times `scale` the law and the shifts."""

    scale: int
    law: list[int]
    rows: list[tuple[int, Fraction, list[int]]]  # player, gain, shift of each deviation

    @property
    def length(self) -> int:
        return max(64, self.scale.bit_length())


class Signals:
    """A stage game with a public signal: payoffs[position][player], laws[position][signal].

    Positions number the action profiles in row-major order.
    """

    def __init__(self, game: Doc, delta: Fraction) -> None:
        self.stage, self.discount = Stage(game, delta), delta
        self.shape, self.players = self.stage.shape, len(self.stage.shape)
        self.profiles = [*itertools.product(*map(range, self.shape))]
        self.payoffs = [list(row) for row in zip(*self.stage.payoffs, strict=True)]
        flat = [game["probabilities"]]
        for size in self.shape:
            flat = [x for part in flat for x in part.items(size)]
        self.signals = len(flat[0].items())
        self.laws = [x.rationals(self.signals) for x in flat]
        for law, doc in zip(self.laws, flat, strict=True):
            good = law and min(law) >= 0 and total(law, MAX_SUM) == 1
            doc.need(good, "expected probabilities")
        self.strides = [math.prod(self.shape[i + 1 :]) for i in range(self.players)]
        self.rows = sum(self.shape) - self.players  # deviations of each profile
        self.cache, self.kept = dict[int, Law](), 0

    def deviations(self, position: int) -> list[Deviation]:
        """List what others may do alone against a profile: by player, then by action."""
        found = list[Deviation]()
        for i, own in enumerate(self.profiles[position]):
            for b in range(self.shape[i]):
                if b != own:
                    other = position + (b - own) * self.strides[i]
                    gain = self.payoffs[other][i] - self.payoffs[position][i]
                    laws = zip(self.laws[position], self.laws[other], strict=True)
                    found.append((i, b, gain, [p - q for p, q in laws]))
        return found

    def law(self, position: int) -> Law:
        """Return the law and the deviations of a profile in integers."""
        if position not in self.cache:
            found, law = self.deviations(position), self.laws[position]
            scale = common(p for row in (law, *(x[3] for x in found)) for p in row)
            rows = [(i, gain, scaled(shift, scale)) for i, _, gain, shift in found]
            self.kept += (len(rows) + 1) * (self.signals + 4) * (1 + scale.bit_length() // 64)
            if self.kept > MAX_CACHE:  # memory is bounded; what is needed again is computed again
                self.cache, self.kept = dict[int, Law](), 0
            self.cache[position] = Law(scale, scaled(law, scale), rows)
        return self.cache[position]

    def check_numbers(self, doc: Doc) -> None:
        """Compare the numbers that bind payoffs and laws which no inequality reads."""
        self.stage.check_uniform(doc)
        size = len(self.laws)
        doc["uniform_law"].equal([total(column) / size for column in zip(*self.laws, strict=True)])
        for key, rows in (("payoff_moment", self.stage.payoffs), ("law_moment", self.laws)):
            terms = [i * j * x for i, row in enumerate(rows, 1) for j, x in enumerate(row, 1)]
            good = doc[key].rational() == total(terms, 8 * MAX_LONG)
            doc[key].need(good, "not the number recomputed")

    def position(self, doc: Doc) -> int:
        """Read an action profile."""
        entries = zip(doc.items(self.players), self.shape, self.strides, strict=True)
        return sum(a.count(0, size - 1) * stride for a, size, stride in entries)

    def longest(self) -> int:
        """Bound the length of all numbers and of what is looked up for each profile."""
        numbers = (x for rows in (self.payoffs, self.laws) for row in rows for x in row)
        found = max(bits(self.discount), *map(bits, numbers))
        need(found <= MAX_BITS, f"game: numbers of more than {MAX_BITS} bits")
        return found

    def __str__(self) -> str:
        about = f"a game of {named(self.players, 'player')} with {named(self.signals, 'signal')}"
        return f"{about} that all see, discount factor {show(self.discount)}"


def check_total(doc: Doc, keys: str, delta: Fraction) -> None:
    """Compare the sums of all numerators and of all denominators: they bind what has slack."""
    pairs, rest = [delta.as_integer_ratio()], [doc[key].value for key in keys.split()]
    while rest:
        value = rest.pop()
        if isinstance(value, (list, dict)):
            rest += value.values() if isinstance(value, dict) else value
        else:
            pairs.append(Fraction(value).as_integer_ratio())
    doc["total"].equal([Fraction(sum(column)) for column in zip(*pairs, strict=True)])


def read_lottery(doc: Doc, size: int) -> list[tuple[int, Fraction]]:
    """Read [[index, weight > 0]...], indices ascending, weights that add up to 1."""
    law = list[tuple[int, Fraction]]()
    for pair in doc.items():
        index, weight = pair.items(2)
        law.append((index.count(law[-1][0] + 1 if law else 0, size - 1), weight.rational()))
        weight.need(law[-1][1] > 0, "expected a positive weight")
    doc.need(total([x for _, x in law], MAX_SUM) == 1, "the weights do not add up to 1")
    return law


# ---------------------------------------------------------------- sets inside


def read_points(doc: Doc, game: Signals, budget: Budget) -> list[tuple[Fraction, ...]]:
    """Read points, and check that each is supported by promises in their hull."""
    points = [tuple(x.rationals(game.players)) for x in doc["points"].items()]
    supports, length = doc["supports"].items(len(points)), game.longest()
    if not points:
        return points
    scales, columns = list[int](), list[list[int]]()
    for column in zip(*points, strict=True):
        budget.spend(len(points), max(map(bits, column)), MAX_LONG // 64)
        scales.append(common(column, MAX_LONG))
        columns.append(scaled(column, scales[-1]))
    length += max(map(int.bit_length, scales))
    for s, support in enumerate(supports):
        a = support.fields("profile promises")["profile"].count(0, len(game.profiles) - 1)
        promises = support["promises"].items(game.signals)
        lotteries = [read_lottery(x, len(points)) for x in promises]
        good = game.discount or all(law == [(s, 1)] for law in lotteries)
        support.need(good, "discount factor 0: expected the point itself")
        budget.spend(game.players * sum(map(len, lotteries)), length)
        rows = game.rows + game.players + 1
        budget.spend(rows * (game.signals + 4))  # for the law, which may be computed again
        budget.spend(rows * game.signals, length, game.law(a).length)
        need_support(support, game, s, a, Promised(scales, columns, lotteries))
    return points


class Promised:
    """Expected promises by signal and player, in integers: times `weight`, times the scales."""

    def __init__(
        self,
        scales: list[int],
        columns: list[list[int]],
        lotteries: list[list[tuple[int, Fraction]]],
    ) -> None:
        self.scales, self.columns = scales, columns
        self.weight = common(x for law in lotteries for _, x in law)
        laws = [[(t, int(x * self.weight)) for t, x in law] for law in lotteries]
        self.rows = [[sum(x * column[t] for t, x in law) for law in laws] for column in columns]


def need_support(doc: Doc, game: Signals, s: int, a: int, promised: Promised) -> None:
    """Check the recursion and all incentives at one point, in integers."""
    law, (p, q) = game.law(a), game.discount.as_integer_ratio()
    for i, (scale, row) in enumerate(zip(promised.scales, promised.rows, strict=True)):
        unit, (g, h) = law.scale * promised.weight, game.payoffs[a][i].as_integer_ratio()
        later = sum(map(int.__mul__, law.law, row))
        now = (q - p) * g * unit * scale
        good = q * h * unit * promised.columns[i][s] == now + p * h * later
        doc.need(good, "not the payoffs of the profile and the promises")
    for i, gain, shift in law.rows:
        unit, (g, h) = law.scale * promised.weight, gain.as_integer_ratio()
        loss = sum(map(int.__mul__, shift, promised.rows[i]))
        good = p * h * loss >= (q - p) * g * unit * promised.scales[i]
        doc.need(good, f"player {i} gains more than he loses")


# ---------------------------------------------------------------- plane geometry


def hull(points: Iterable[Point]) -> list[Point]:
    """Corners of the hull, counterclockwise from the lexicographically least."""
    ordered, chains = sorted(set(points)), list[list[Point]]()
    for sequence in (ordered, ordered[::-1]):
        chain = list[Point]()
        for p in sequence:
            while len(chain) > 1 and turn(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        chains.append(chain)
    return ordered if len(ordered) < 2 else chains[0][:-1] + chains[1][:-1]


def turn(o: Point, p: Point, q: Point) -> Fraction:
    return (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0])


def cut(shape: list[Triple], line: Triple) -> list[Triple]:
    """Keep the side of a line where its form is <= 0, of corners (X, Y, W > 0) in order."""
    a, b, c = line
    gaps, kept = [a * x + b * y - c * w for x, y, w in shape], list[Triple]()
    for i, (p, gap) in enumerate(zip(shape, gaps, strict=True)):
        q, before = shape[i - 1], gaps[i - 1]
        if min(gap, before) < 0 < max(gap, before):  # the form vanishes at this sum, with W > 0
            left, right = (before, -gap) if before > 0 else (-before, gap)
            x, y, w = (left * s + right * t for s, t in zip(p, q, strict=True))
            size = math.gcd(x, y, w)
            kept.append((x // size, y // size, w // size))
        if gap <= 0:
            kept.append(p)
    return kept


def polygon(normals: list[Vector], offsets: list[Fraction]) -> list[Point]:
    """Extreme points of {v : n_i v <= b_i}; the axes are among the normals."""
    level = dict(zip(normals, offsets, strict=True))
    xs, ys = (-level[-1, 0], level[1, 0]), (-level[0, -1], level[0, 1])
    if xs[0] > xs[1] or ys[0] > ys[1]:
        return []
    shape = [triple((xs[i], ys[j])) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))]
    for (x, y), bound in level.items():
        p, q = bound.as_integer_ratio()
        shape = cut(shape, (x * q, y * q, p)) if x and y else shape
    return hull((Fraction(x, w), Fraction(y, w)) for x, y, w in shape)


def triple(p: Point) -> Triple:
    (x, v), (y, w) = p[0].as_integer_ratio(), p[1].as_integer_ratio()
    scale = math.lcm(v, w)
    return x * (scale // v), y * (scale // w), scale


def contains(shape: list[Point], p: Point) -> bool:
    """Whether a point is in a polygon with three or more corners."""
    return len(shape) > 2 and all(turn(shape[i - 1], q, p) >= 0 for i, q in enumerate(shape))


def to_edge(p: Point, a: Point, b: Point) -> Fraction:
    """Squared distance of p from the segment between a and b."""
    dx, dy, x, y = b[0] - a[0], b[1] - a[1], p[0] - a[0], p[1] - a[1]
    along, length = x * dx + y * dy, dx * dx + dy * dy
    if 0 < along < length:
        return (x * dy - y * dx) ** 2 / length
    return x * x + y * y if along <= 0 else (x - dx) ** 2 + (y - dy) ** 2


def squared_distance(p: Point, shape: list[Point]) -> Fraction:
    if contains(shape, p):
        return ZERO
    return min(to_edge(p, shape[i - 1], q) for i, q in enumerate(shape))


def check_distance(doc: Doc, outer: list[Point], inner: list[Point], budget: Budget) -> Fraction:
    """Check the largest squared distance of a corner outside from the set inside.

    Floats only guess the nearest edge: the distance from any edge is an upper bound, and the
    largest one is computed in full.
    """
    found, attained = doc.rational(), False
    length = max(bits(x) for p in (*outer, *inner) for x in p)
    unit = max(abs(x) for p in (*outer, *inner) for x in p) or Fraction(1)
    rough: list[Any] = [(float(x / unit), float(y / unit)) for x, y in inner]
    for p in outer:
        near: Any = float(p[0] / unit), float(p[1] / unit)
        edges: list[Any] = [to_edge(near, rough[i - 1], q) for i, q in enumerate(rough)]
        i = edges.index(min(edges))
        budget.spend(len(inner))
        budget.spend(40, length, length)
        bound = to_edge(p, inner[i - 1], inner[i])
        if bound > found or (bound == found and not attained):
            budget.spend(40 * len(inner), length, length)
            bound = squared_distance(p, inner)
            attained = attained or bound == found
        doc.need(bound <= found, "a corner outside is farther from the set inside")
    doc.need(attained, "no corner outside is so far from the set inside")
    return found


# ---------------------------------------------------------------- sets outside


def read_normals(doc: Doc) -> list[Vector]:
    """Read vectors of coprime integers by their angle from (1, 0), the axes among them."""
    found = list[Vector]()
    for item in doc.items():
        x, y = item.rationals(2)
        whole = x.denominator == y.denominator == 1 and max(bits(x), bits(y)) <= MAX_BITS
        item.need(whole and math.gcd(int(x), int(y)) == 1, "expected coprime integers")
        found.append((int(x), int(y)))
    for (a, b), (x, y) in itertools.pairwise(found):
        halves = [(v, u) < (0, 0) for u, v in ((a, b), (x, y))]  # below the first axis
        good = halves[0] < halves[1] or (halves[0] == halves[1] and a * y - b * x > 0)
        doc.need(good, "expected different directions by their angle from (1, 0)")
    axes = {(1, 0), (0, 1), (-1, 0), (0, -1)}
    doc.need(axes <= {*found}, "expected the four axes among the directions")
    return found


class Outer:
    """A set {v : n_i v <= b_i} that contains E, and the profiles that nobody plays."""

    def __init__(self, doc: Doc, game: Signals) -> None:
        need(game.players == 2, "game: expected two players")
        self.game, self.delta, self.length = game, game.discount, game.longest()
        self.budget, self.excluded = Budget(), set[int]()
        self.normals = read_normals(doc["normals"])
        self.budget.spend(2 * len(self.normals) * len(game.profiles), self.length)
        self.heights = [[x * g + y * h for g, h in game.payoffs] for x, y in self.normals]
        self.offsets = [max(row) for row in self.heights]
        for item in doc["chain"].items():
            item.fields("excluded offsets tight duals")
            item.need(not self.empty, "all profiles are excluded already")
            before = len(self.excluded)
            self.exclude(item["excluded"])
            self.contract(item, progress=len(self.excluded) > before)

    @property
    def empty(self) -> bool:
        return len(self.excluded) == len(self.game.profiles)

    def vertices(self) -> list[Point]:
        self.budget.spend(4 * len(self.normals) ** 2, 4 * self.length)
        return [] if self.empty else polygon(self.normals, self.offsets)

    def number(self, doc: Doc) -> Fraction:
        x = doc.rational()
        doc.need(bits(x) <= MAX_BITS, f"a number of more than {MAX_BITS} bits")
        self.length = max(self.length, bits(x))
        return x

    def turned(self, doc: Doc, a: int) -> tuple[list[Vector], int, Fraction]:
        """Read a THETA: T(y) in integers, times a scale; the scale; and K."""
        law = self.game.law(a)
        self.budget.spend(len(law.rows) * (self.game.signals + 4), law.length)
        theta = [self.number(x) for x in doc.items(len(law.rows))]
        doc.need(min(theta, default=ZERO) >= 0, "expected numbers >= 0")
        scale = common(theta)
        sides, gain = [[0] * self.game.signals for _ in (0, 1)], ZERO
        for x, y, (player, more, shift) in zip(theta, scaled(theta, scale), law.rows, strict=True):
            if y:
                gain += x * more
                sides[player] = [u + y * s for u, s in zip(sides[player], shift, strict=True)]
        return [*zip(*sides, strict=True)], scale * law.scale, gain

    def split(self, doc: Doc, u: Vector, scale: int, weights: dict[int, Fraction]) -> None:
        """Read a SPLIT of u / scale; add its z to the weights of the normals."""
        self.budget.spend(8, self.length)
        most = len(self.normals) - 1
        named = [x.count(0, most) for x in doc.items()]
        if u == (0, 0):
            doc.need(not named, "expected [] for the vector 0")
            return
        doc.need(1 <= len(named) <= 2, "expected one or two directions")
        e, f = self.normals[named[0]], self.normals[named[-1]]
        if len(named) == 1:
            along = e[0] * u[0] + e[1] * u[1]
            doc.need(e[0] * u[1] == e[1] * u[0] and along > 0, "not the direction of the vector")
            found = [Fraction(along, (e[0] ** 2 + e[1] ** 2) * scale)]
        else:
            doc.need(named[0] < named[1], "expected ascending directions")
            size = e[0] * f[1] - e[1] * f[0]
            doc.need(size != 0, "the directions are opposite")
            found = [
                Fraction(u[0] * f[1] - u[1] * f[0], size * scale),
                Fraction(e[0] * u[1] - e[1] * u[0], size * scale),
            ]
            doc.need(min(found) > 0, "the vector is not between the directions")
        for j, z in zip(named, found, strict=True):
            weights[j] = weights.get(j, ZERO) + z

    def level(self, weights: dict[int, Fraction], offsets: list[Fraction]) -> Fraction:
        self.budget.spend(3 * len(weights), self.length)
        return sum((z * offsets[j] for j, z in weights.items()), ZERO)

    def exclude(self, doc: Doc) -> None:
        """Read profiles (ascending) and why no promises in the present set support them."""
        last = -1
        for item in doc.items():
            profile, theta, splits = item.items(3)
            a = profile.count(last + 1, len(self.game.profiles) - 1)
            profile.need(a not in self.excluded, "the profile is excluded already")
            weights, last = dict[int, Fraction](), a
            sides, scale, gain = self.turned(theta, a)
            for split, u in zip(splits.items(self.game.signals), sides, strict=True):
                self.split(split, u, scale, weights)
            most = self.delta * self.level(weights, self.offsets)
            item.need(most < (1 - self.delta) * gain, "the profile is not excluded")
            self.excluded.add(a)

    def contract(self, doc: Doc, *, progress: bool) -> None:
        """Read smaller offsets, and duals for exactly the pairs that need them, in order."""
        after = [self.number(x) for x in doc["offsets"].items(len(self.normals))]
        moved = {i for i, b in enumerate(after) if b != self.offsets[i]}
        doc.need(all(after[i] < self.offsets[i] for i in moved), "an offset rises")
        doc.need(moved or progress, "nothing is excluded and no offset falls")
        doc.need(not (moved and self.empty), "all profiles are excluded: expected the old offsets")
        implied = self.tight(doc["tight"], moved, after)
        compared = len(moved - implied) * len(self.game.profiles) // 4  # four take a microsecond
        self.budget.spend(compared, self.length, self.length)
        wanted = [
            (i, a)
            for i in sorted(moved - implied)
            for a, height in enumerate(self.heights[i])
            if height > after[i] and a not in self.excluded
        ]
        for item, (i, a) in zip(doc["duals"].items(len(wanted)), wanted, strict=True):
            self.dual(item, i, a, after)
        self.offsets = after

    def tight(self, doc: Doc, moved: set[int], after: list[Fraction]) -> set[int]:
        """Read the normals whose half-planes follow from those of others, all along."""
        pairs, found = [item.items(2) for item in doc.items()], list[int]()
        for direction, _ in pairs:
            found.append(direction.count(found[-1] + 1 if found else 0, len(after) - 1))
            direction.need(found[-1] in moved, "this offset does not fall")
        for i, (_, split) in zip(found, pairs, strict=True):
            weights = dict[int, Fraction]()
            self.split(split, self.normals[i], 1, weights)
            split.need(not ({*weights} & {*found}), "expected directions that are not tight")
            for offsets in (after, self.offsets):
                good = self.level(weights, offsets) <= offsets[i]
                split.need(good, "the half-plane does not follow from the others")
        return {*found}

    def dual(self, doc: Doc, i: int, a: int, after: list[Fraction]) -> None:
        """Read a bound on what profile a supports in direction i."""
        direction, profile, theta, splits = doc.items(4)
        direction.choice(i)
        profile.choice(a)
        sides, scale, gain = self.turned(theta, a)
        law, weights, (x, y) = self.game.law(a), dict[int, Fraction](), self.normals[i]
        more = scale // law.scale
        for split, p, (u, v) in zip(splits.items(self.game.signals), law.law, sides, strict=True):
            self.split(split, (u + more * p * x, v + more * p * y), scale, weights)
        now = (1 - self.delta) * (self.heights[i][a] - gain)
        low, high = (now + self.delta * self.level(weights, b) for b in (after, self.offsets))
        doc.need(low <= after[i], "the bound is above the new offset")
        doc.need(high < self.offsets[i], "the bound is not below the old offset")


def read_plane(doc: Doc) -> list[Point]:
    pairs = [x.rationals(2) for x in doc.items()]
    return [(x, y) for x, y in pairs]


def corners(points: list[tuple[Fraction, ...]], budget: Budget) -> list[Point]:
    """Corners of the hull of the points inside."""
    length = max((bits(x) for point in points for x in point), default=1)
    budget.spend(20 * len(points) * len(points).bit_length(), length, length)
    return hull((x, y) for x, y in points)


# ---------------------------------------------------------------- claims


def named(count: int, what: str) -> str:
    plural = "vertices" if what == "vertex" else f"{what}s"
    return f"{count} {what if count == 1 else plural}"


def check_self_generating(doc: Doc, game: Signals) -> str:
    game.check_numbers(doc)
    points = read_points(doc, game, Budget())
    doc["points"].need(points, "expected a point")
    check_total(doc, "supports", game.discount)
    what = f"all points of the hull of {named(len(points), 'point')}"
    return f"{what} are payoffs of {EQUILIBRIA.format('a')} of {game}"


def check_outer_bound(doc: Doc, game: Signals) -> str:
    game.check_numbers(doc)
    shape = Outer(doc, game).vertices()
    doc["vertices"].need(read_plane(doc["vertices"]) == shape, "not the last set of the chain")
    check_total(doc, "normals chain", game.discount)
    if not shape:
        return f"there is no {EQUILIBRIA.format('um')} of {game}"
    about = f"the set with {named(len(shape), 'vertex')} contains all payoffs"
    return f"{about} of {EQUILIBRIA.format('a')} of {game}"


def check_sandwich(doc: Doc, game: Signals) -> str:
    game.check_numbers(doc)
    outer = Outer(doc, game)
    shape, budget = outer.vertices(), outer.budget
    given = doc["outer_vertices"]
    given.need(shape and read_plane(given) == shape, "empty, or not the last set of the chain")
    inside = corners(read_points(doc, game, budget), budget)
    check_total(doc, "supports normals chain", game.discount)
    about = f"the set with {named(len(shape), 'vertex')} contains all payoffs"
    if inside:
        check_distance(doc["squared_distance"], shape, inside, budget)
        about = (
            f"the hull of {named(len(inside), 'point')} and the set with "
            f"{named(len(shape), 'vertex')} are inside and around the set of payoffs"
        )
    else:
        doc["squared_distance"].choice(None)
    return f"{about} of {EQUILIBRIA.format('a')} of {game}"


def check_maximal(doc: Doc, game: Signals) -> str:
    game.check_numbers(doc)
    outer = Outer(doc, game)
    shape = outer.vertices()
    inside = corners(read_points(doc, game, outer.budget), outer.budget)
    doc["points"].need(inside == shape, "the set inside is not the last set of the chain")
    doc["vertices"].need(read_plane(doc["vertices"]) == shape, "not the extreme points")
    check_total(doc, "supports normals chain", game.discount)
    if not shape:
        return f"there is no {EQUILIBRIA.format('um')} of {game}"
    about = f"the set with {named(len(shape), 'vertex')} is exactly the set of payoffs"
    return f"{about} of {EQUILIBRIA.format('a')} of {game}"


class Plan:
    """An automaton with public signals, its values and gains, all recomputed."""

    def __init__(self, doc: Doc, game: Signals) -> None:
        self.game, plan = game, doc["automaton"].fields("start actions transitions targets")
        self.profiles = [game.position(x) for x in plan["actions"].items()]
        n = len(self.profiles)
        self.start = plan["start"].count(0, n - 1)
        rows = [row.items(game.signals) for row in plan["transitions"].items(n)]
        self.moves = [[read_lottery(x, n) for x in row] for row in rows]
        laws = [law for row in self.moves for law in row]
        weights = [(t + 1) * x for law in laws for t, x in law]
        found = total([Fraction(self.start), *weights], 8 * MAX_LONG)
        good = plan["targets"].rational() == found
        plan["targets"].need(good, "not the sum of the start and of all targets")
        plan.need(len(self.reached()) == n, "there is a state that no history leads to")
        self.values = [row.rationals(game.players) for row in doc["values"].items(n)]
        self.scales = [common(column, MAX_LONG) for column in zip(*self.values, strict=True)]
        pairs = zip(zip(*self.values, strict=True), self.scales, strict=True)
        self.columns = [scaled(column, scale) for column, scale in pairs]
        self.weights = [common((x for law in row for _, x in law), MAX_LONG) for row in self.moves]
        length = game.longest() + max(bits(x) for row in self.values for x in row)
        length += max(map(int.bit_length, self.scales)) + max(map(int.bit_length, self.weights))
        products = game.players * len(weights) + n * sum(game.shape) * (game.signals + 4)
        Budget().spend(products, length, max(64, length // 8))
        self.gains = self.check_gains(doc["gains"].items(n))

    def reached(self) -> set[int]:
        """States that some history leads to; signals that no profile sends lead nowhere."""
        sent = [y for y, column in enumerate(zip(*self.game.laws, strict=True)) if any(column)]
        found, new = {self.start}, {self.start}
        while new:
            new = {t for s in new for y in sent for t, _ in self.moves[s][y]} - found
            found |= new
        return found

    def promised(self, law: list[tuple[int, Fraction]], s: int, i: int) -> int:
        """Return what a lottery promises, in integers: times the weight and the scale."""
        whole, column = self.weights[s], self.columns[i]
        return sum(x.numerator * (whole // x.denominator) * column[t] for t, x in law)

    def check_gains(self, docs: list[Doc]) -> dict[tuple[int, int, int], Fraction]:
        """Check V_s = (1 - d) g(a_s) + d E V and what each action gains before obedience."""
        game, d, gains = self.game, self.game.discount, dict[tuple[int, int, int], Fraction]()
        for s, by_player in enumerate(docs):
            a = self.profiles[s]
            for i, by_action in enumerate(by_player.items(game.players)):
                later = [self.promised(law, s, i) for law in self.moves[s]]
                for b, found in enumerate(by_action.items(game.shape[i])):
                    other = a + (b - game.profiles[a][i]) * game.strides[i]
                    scale = common(game.laws[other], MAX_SUM)
                    pairs = zip(scaled(game.laws[other], scale), later, strict=True)
                    whole = scale * self.weights[s] * self.scales[i]
                    promised = Fraction(sum(p * w for p, w in pairs), whole)
                    gain: Fraction = (
                        (1 - d) * game.payoffs[other][i] + d * promised - self.values[s][i]
                    )
                    solved = other != a or gain == 0
                    found.need(solved, "the values do not solve the recursion")
                    found.need(gain == found.rational(), "not the number recomputed")
                    gains[s, i, b] = gain
        return gains

    def __str__(self) -> str:
        return f"the plan with {named(len(self.profiles), 'state')} that starts in {self.start}"


def check_equilibrium(doc: Doc, game: Signals) -> str:
    game.check_numbers(doc)
    plan = Plan(doc, game)
    for (s, i, b), gain in plan.gains.items():
        need(gain <= 0, f"gains: in state {s} player index {i} gains by action {b}")
    payoffs = ", ".join(map(show, plan.values[plan.start]))
    return f"{plan} is a perfect public equilibrium of {game}, average payoffs ({payoffs})"


def check_deviation(doc: Doc, game: Signals) -> str:
    game.check_numbers(doc)
    plan, deviation = Plan(doc, game), doc["deviation"].fields("state player action gain")
    s, i, b = (deviation[key].count(0) for key in ("state", "player", "action"))
    good = (s, i, b) == max(plan.gains, key=lambda key: plan.gains[key])
    deviation.need(good and plan.gains[s, i, b] > 0, "not the first that gains most")
    gain = deviation["gain"].rational()
    deviation["gain"].need(gain == plan.gains[s, i, b], "not the number recomputed")
    what = f"in state {s} player index {i} gains {show(gain)} by action {b}"
    return f"{plan} is not a perfect public equilibrium of {game}: {what}"


PLAN, NUMBERS = "automaton values gains", " uniform_payoffs uniform_law payoff_moment law_moment"
INNER, OUTER, DELTA = "points supports", "normals chain", "discount_factor"
SANDWICH, SAME = "outer_vertices squared_distance total", "vertices total"
CLAIMS: dict[tuple[str, str], tuple[Callable[[Doc, Any], str], str, str]] = {
    ("automaton_equilibrium", "public"): (check_equilibrium, PLAN + NUMBERS, DELTA),
    ("profitable_deviation", "public"): (check_deviation, f"{PLAN} deviation" + NUMBERS, DELTA),
    ("self_generating_set", "public"): (check_self_generating, f"{INNER} total" + NUMBERS, DELTA),
    ("outer_bound", "public"): (check_outer_bound, f"{OUTER} {SAME}" + NUMBERS, DELTA),
    ("payoff_set_sandwich", "public"): (
        check_sandwich,
        f"{INNER} {OUTER} {SANDWICH}" + NUMBERS,
        DELTA,
    ),
    ("maximal_payoff_set", "public"): (check_maximal, f"{INNER} {OUTER} {SAME}" + NUMBERS, DELTA),
}
