"""Check certificates about payoffs of a stage game: a companion of ``checker.py``.

Standard library only; ``checker.py`` loads it for the kinds below and keeps every bound and digest.
Payoffs are averages, d is the discount factor, g(a) the payoffs of a profile a, b_i(a) player i's
best reply, h = b - g, k = (1 - d)/d. V is the set of payoffs of subgame-perfect equilibria in pure
actions with public randomization. V is compact and convex, V_i is nowhere below the pure minmax,
and V = B(V), where B(W) is the hull of all (1 - d) g(a) + d w with w in Q(a, W, min W) and
Q(a, W, u) = {w in W: w_i >= u_i + k h_i(a)} (Abreu, Pearce and Stacchetti 1990). Why it is proof:

``nash``, ``pure_nash``, ``minmax``, ``feasible_set``
    All numbers are recomputed. No mixed deviation beats the best pure one.
``self_generating_set``
    Each vertex is in B(W), so the convex W is inside B(W), and a bounded such W is inside V.
``penal_code``
    *One-shot deviation principle*: nobody gains by one deviation in any state, lottery or not.
``maximal_payoff_set``, ``payoff_set_sandwich``, ``outer_bound``
    Every pair (X, u) of the chain has V inside X and u <= min V. It holds at the start.
    *Step* (after Abreu and Sannikov 2014). Let a direction n have max n.V > max n.H, H the hull of
    the new points. It is attained at an extreme v = (1 - d) g + d w of V, w in Q(a, V, min V), a
    part of Q(a, X, u). From w in V, n.w <= n.v <= n.g, so g is not in H. If g >= u + k h, it would
    be. Else, if g is in X, the segment from w to g leaves {>= u + k h} inside X where a constraint
    binds, and a vertex w' of Q where it binds has n.w' >= n.w, so (1 - d) g + d w' is in H and
    beats v. If g is not in X, every vertex of Q counts, and the same holds. Rounding is outward.
    *Affine test.* Y_t = {n_i.v <= b_i + t e_i}, e > 0, V inside Y_t1. For c >= 0 with n_i + c =
    tau n_j, each v made with a has n_i.v <= (1 - d)(n_i.g - c.h) + d (tau n_j.w - c.u) (weak
    duality), at most an affine function of t while V is inside Y_t. If that is <= b_i at 0 and
    < b_i + t e_i at t1, it is < b_i + t e_i on (0, t1]; so are profiles with n_i.g <= b_i. If the
    least t with V inside Y_t were positive, the strict bounds would make it less. So V is inside
    Y_0. Profiles with empty Q(a, X, u) support nothing. It is nowhere used that b supports a set.
    *Turning edges.* Lines n_i(t).v <= b_i(t) through the moved corners of W, X inside them at t1;
    let t be least with V inside them from t to t1, and positive. An extreme v of V on a moving
    line has g in W (else a strict bound), so g and w are on the line, and by strictness at other
    corners g is its end F that does not move. The v farthest from F is (1 - d) F + d w, w in V is
    farther, so v = F. V has finitely many extreme points (w = g, or w is a vertex of a face of Q
    where a constraint binds), the others are strictly inside, so a smaller t would do. Hence t = 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from coopgames.certificates.checker import Doc, End, Rejected, Stage, need, read_end, show
else:  # the checker that loads this file is registered under this name
    from coopgames_checker import Doc, End, Rejected, Stage, need, read_end, show

__all__ = ["CLAIMS"]

MAX_STEPS, MAX_FIELD = 100_000, 24  # steps of a chain; degree of a number field
MAX_WORK = 16 * 10**6  # operations on numbers of ordinary length: about half a minute
MAX_BITS = 4096  # the finest enclosure of an algebraic number is 2^-4096
GRID_BITS = 80  # outer sets are rounded to a grid of about 2^-80 of the range of payoffs
ZERO = Fraction(0)
Number = Any  # int, Fraction or Real: they mix
Point = tuple[Any, Any]
Row = tuple[int, int, int, int]  # of a profile: g_1, g_2, h_1, h_2
Outer = tuple[list[Point], Point]  # a set around V, and threats
Line = tuple[list[Any], list[Any], list[Any], bool, list[int]]  # n_1, n_2, b in t; still; ends


class Budget:
    """A bound on work; longer numbers cost more, and so do fields of a higher degree."""

    def __init__(self, doc: Doc) -> None:
        self.left = MAX_WORK
        self.cost = 1 + (longest(doc.value) // 64) ** 2
        if doc.has("field") and doc["field"].has("polynomial"):
            self.cost *= max(1, len(doc["field"]["polynomial"].items()) ** 2 // 9)

    def spend(self, operations: int) -> None:
        self.left -= operations * self.cost
        need(self.left >= 0, "too much work to be checked")


def longest(value: Any) -> int:
    """Length of the longest string in a JSON value."""
    kind = type(value).__name__
    if kind == "str":
        return len(value)
    inner: Any = value.values() if kind == "dict" else value if kind == "list" else ()
    return max(map(longest, inner), default=0)


# ---------------------------------------------------------------- numbers of a field


class Field:
    """The rational numbers with one real algebraic number theta."""

    def __init__(self, doc: Doc) -> None:
        doc.need(type(doc.value) is dict, "expected null or an algebraic number")
        self.end: End = read_end(doc)
        self.p = [int(c) for c in self.end.p.c]
        self.degree = len(self.p) - 1
        doc.need(1 < self.degree <= MAX_FIELD, f"expected a degree from 2 to {MAX_FIELD}")
        self.powers: dict[int, list[tuple[int, int]]] = {}  # enclosures of 1, theta, ... by bits

    def enclosures(self, bits: int) -> list[tuple[int, int]]:
        if bits not in self.powers:
            while (self.end.high - self.end.low) * 2**bits > 1:
                self.end.narrow()
            low, high = math.floor(self.end.low * 2**bits), math.ceil(self.end.high * 2**bits)
            found = [(1 << bits, 1 << bits)]
            for _ in range(self.degree - 1):
                products = [x * y for x in found[-1] for y in (low, high)]
                found.append((min(products) >> bits, -(-max(products) >> bits)))
            self.powers[bits] = found
        return self.powers[bits]

    def sign(self, numerators: Sequence[int]) -> int:
        """Sign of a polynomial at theta; only the zero polynomial is known to be 0."""
        if not any(numerators):
            return 0
        bits = 64
        while bits <= MAX_BITS:
            pairs = [*zip(numerators, self.enclosures(bits), strict=False)]
            if sum(n * (low if n > 0 else high) for n, (low, high) in pairs) > 0:
                return 1
            if sum(n * (high if n > 0 else low) for n, (low, high) in pairs) < 0:
                return -1
            bits *= 2
        raise Rejected("field: the sign of a number cannot be decided")

    def real(self, numerators: list[int], denominator: int) -> Real:
        """Make a number, reduced modulo the polynomial of theta."""
        lead = self.p[-1]
        while len(numerators) > self.degree:
            top = numerators.pop()
            if top and lead != 1:
                numerators, denominator = [lead * n for n in numerators], denominator * lead
            shift = len(numerators) - self.degree
            for j in range(self.degree if top else 0):
                numerators[shift + j] -= top * self.p[j]
        while numerators and numerators[-1] == 0:
            numerators.pop()
        common = math.gcd(denominator, *numerators)
        return Real(self, [n // common for n in numerators], denominator // common)

    def of(self, x: Number) -> Real:
        return x if isinstance(x, Real) else self.real([x.numerator], x.denominator)


class Real:
    """A number in a field: a polynomial in theta with integers over one denominator > 0."""

    __slots__ = ("d", "field", "n")

    def __init__(self, field: Field, n: list[int], d: int) -> None:
        self.field, self.n, self.d = field, n, d

    def __add__(self, other: Number) -> Real:
        y = self.field.of(other)
        short, long = sorted(([a * y.d for a in self.n], [b * self.d for b in y.n]), key=len)
        both = [a + b for a, b in zip(short, long, strict=False)] + long[len(short) :]
        return self.field.real(both, self.d * y.d)

    def __mul__(self, other: Number) -> Real:
        y = self.field.of(other)
        product = [0] * (len(self.n) + len(y.n))
        for i, a in enumerate(self.n):
            for j, b in enumerate(y.n):
                product[i + j] += a * b
        return self.field.real(product, self.d * y.d)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Real:
        return Real(self.field, [-a for a in self.n], self.d)

    def __sub__(self, other: Number) -> Real:
        return self + -other

    def __rsub__(self, other: Number) -> Real:
        return -self + other

    def sign(self, other: Number = 0) -> int:  # of the difference
        return self.field.sign((self - other).n)

    def __abs__(self) -> Real:
        return -self if self.sign() < 0 else self

    def __eq__(self, other: object) -> bool:
        return self.sign(other) == 0

    def __lt__(self, other: Number) -> bool:
        return self.sign(other) < 0

    def __le__(self, other: Number) -> bool:
        return self.sign(other) <= 0

    def __gt__(self, other: Number) -> bool:
        return self.sign(other) > 0

    def __ge__(self, other: Number) -> bool:
        return self.sign(other) >= 0


def read_field(doc: Doc) -> Field | None:
    return None if doc["field"].value is None else Field(doc["field"])


def element(doc: Doc, field: Field | None) -> Number:
    """Read a rational, or a polynomial in theta: rationals, lowest degree first."""
    if field is None:
        return doc.rational()
    found = doc.rationals()
    doc.need(len(found) <= field.degree, f"expected at most {field.degree} rationals")
    doc.need(not found or found[-1] != 0, "the last one must not be 0")
    common = math.lcm(*(x.denominator for x in found))
    return field.real([x.numerator * (common // x.denominator) for x in found], common)


def need_use(doc: Doc, field: Field | None, numbers: Sequence[Number]) -> None:
    used = field is None or any(len(x.n) > 1 for x in numbers)
    doc["field"].need(used, "all numbers are rational: expected null")


# ---------------------------------------------------------------- plane geometry


def cross(o: Point, p: Point, q: Point) -> Number:
    return (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0])


def hull(points: Sequence[Point]) -> list[Point]:
    """Corners of the hull, counterclockwise from the lexicographically least; of rationals."""
    ordered, chains = sorted(set(points)), list[list[Point]]()
    for sequence in (ordered, ordered[::-1]):
        chain = list[Point]()
        for p in sequence:
            while len(chain) > 1 and cross(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        chains.append(chain)
    return ordered if len(ordered) < 2 else chains[0][:-1] + chains[1][:-1]


def cut(shape: list[Point], n1: Number, n2: Number, bound: Number) -> list[Point]:
    """Keep n.v <= bound of a polygon, segment or point with rational corners."""
    gaps, kept = [n1 * x + n2 * y - bound for x, y in shape], list[Point]()
    if not shape or max(gaps) <= 0:
        return shape
    for i, (p, gap) in enumerate(zip(shape, gaps, strict=True)):
        q, following = shape[i - 1], gaps[i - 1]
        if min(gap, following) < 0 < max(gap, following):
            part = Fraction(gap) / (gap - following)
            kept.append((p[0] + part * (q[0] - p[0]), p[1] + part * (q[1] - p[1])))
        if gap <= 0:
            kept.append(p)
    return kept


def contains(shape: list[Point], p: Point) -> bool:
    if len(shape) < 2:
        return any(p[0] == q[0] and p[1] == q[1] for q in shape)
    if len(shape) == 2:
        (a, b), (c, e) = shape
        x, y = p
        along = (x - a) * (c - a) + (y - b) * (e - b)
        length = (c - a) * (c - a) + (e - b) * (e - b)
        return cross(shape[0], shape[1], p) == 0 and along >= 0 and along <= length
    return all(cross(shape[i - 1], q, p) >= 0 for i, q in enumerate(shape))


def read_shape(doc: Doc, field: Field | None) -> list[Point]:
    """Read corners of a polygon, segment or point, or none."""
    pairs = [x.items(2) for x in doc.items()]
    shape = [(element(x, field), element(y, field)) for x, y in pairs]
    for p in shape[1:]:
        x, y = shape[0]
        doc.need(p[0] > x or (p[0] == x and p[1] > y), "the first must be the least, all distinct")
    if len(shape) > 2:  # turning left everywhere, and seen from the first in increasing order
        triples = [(shape[i - 2], shape[i - 1], shape[i]) for i in range(len(shape))]
        triples += [(shape[0], shape[i], shape[i + 1]) for i in range(1, len(shape) - 1)]
        good = all(cross(*triple) > 0 for triple in triples)
        doc.need(good, "not the corners of a convex polygon, counterclockwise")
    return shape


def named(shape: Sequence[Any]) -> str:  # in sentences
    return f"the set with {len(shape)} {'vertex' if len(shape) == 1 else 'vertices'}"


def same(one: list[Point], two: list[Point]) -> bool:
    pairs = zip(one, two, strict=False)
    return len(one) == len(two) and all(p[0] == q[0] and p[1] == q[1] for p, q in pairs)


def squared_distance(shape: list[Point], p: Point) -> tuple[Number, Number]:
    """Squared distance of a point from a set, numerator and denominator > 0."""
    if contains(shape, p):
        return 0, 1
    found = list[tuple[Number, Number]]()
    for i, q in enumerate(shape):
        x, y = p[0] - q[0], p[1] - q[1]
        found.append((x * x + y * y, 1))
        dx, dy = shape[i - 1][0] - q[0], shape[i - 1][1] - q[1]
        along, length = x * dx + y * dy, dx * dx + dy * dy
        if along > 0 and along < length:
            area = x * dy - y * dx
            found.append((area * area, length))
    least = found[0]
    for other in found:
        least = other if other[0] * least[1] < least[0] * other[1] else least
    return least


# ---------------------------------------------------------------- stage games


def read_profile(doc: Doc, game: Stage) -> int:
    """Read a profile; return its place in row-major order."""
    place = 0
    for a, size in zip(doc.items(len(game.shape)), game.shape, strict=True):
        place = place * size + a.count(0, size - 1)
    return place


def best_replies(game: Stage, i: int) -> list[Fraction]:
    """Find what player i gets by a best reply to the others' part of each profile."""
    payoffs, found = game.payoffs[i], list(game.payoffs[i])
    stride = math.prod(game.shape[i + 1 :])
    block = stride * game.shape[i]
    for start in range(0, len(payoffs), block):
        for place in range(start, start + stride):
            column = slice(place, start + block, stride)
            found[column] = [max(payoffs[column])] * game.shape[i]
    return found


def minmax(game: Stage, i: int) -> Fraction:  # pure
    return min(best_replies(game, i))


def pure_nash(game: Stage) -> list[int]:
    found = [*range(len(game.payoffs[0]))]
    for i, payoffs in enumerate(game.payoffs):
        best = best_replies(game, i)
        found = [a for a in found if payoffs[a] == best[a]]
    return found


def pure_name(game: Stage) -> str:
    return f"the stage game of {len(game.shape)} players"


def check_nash(doc: Doc, game: Stage) -> str:
    game.check_uniform(doc)
    Budget(doc).spend(len(game.shape) ** 2 * len(game.payoffs[0]))
    laws = list[list[Fraction]]()
    for row, size in zip(doc["strategies"].items(len(game.shape)), game.shape, strict=True):
        laws.append(row.rationals(size))
        row.need(min(laws[-1]) >= 0 and sum(laws[-1]) == 1, "expected probabilities")
    payoffs = doc["payoffs"].rationals(len(game.shape))
    for i, row in enumerate(doc["replies"].items(len(game.shape))):
        values = game.payoffs[i]
        for j in reversed(range(len(laws))):  # average over the other players, the last first
            size, inner = game.shape[j], game.shape[i] if j < i else 1
            if j != i:
                starts = [s + t for s in range(0, len(values), size * inner) for t in range(inner)]
                columns = [values[s : s + size * inner : inner] for s in starts]
                values = [sum(map(Fraction.__mul__, laws[j], x), ZERO) for x in columns]
        row.equal(values)
        mean = sum(map(Fraction.__mul__, laws[i], values), ZERO)
        doc["payoffs"].need(mean == payoffs[i], "not the payoffs of the strategies")
        row.need(max(values) <= mean, f"player {i} gains by another action")
    text = ", ".join(map(show, payoffs))
    return f"the strategies are a Nash equilibrium of {pure_name(game)}, payoffs ({text})"


def check_pure_nash(doc: Doc, game: Stage) -> str:
    game.check_uniform(doc)
    found = [read_profile(x, game) for x in doc["profiles"].items()]
    doc["profiles"].need(found == pure_nash(game), "not the pure equilibria in row-major order")
    return f"{pure_name(game)} has exactly these {len(found)} pure Nash equilibria"


def check_minmax(doc: Doc, game: Stage) -> str:
    game.check_uniform(doc)
    values = doc["values"].rationals(len(game.shape))
    for i, chosen in enumerate(doc["punishments"].items(len(game.shape))):
        best, payoffs = best_replies(game, i), game.payoffs[i]
        doc["values"].need(values[i] == min(best), f"not the minmax payoff of player {i}")
        first = next(a for a, x in enumerate(best) if x == payoffs[a] == values[i])
        chosen.need(read_profile(chosen, game) == first, "not the first profile that punishes so")
    text = ", ".join(map(show, values))
    return f"the pure minmax payoffs of {pure_name(game)} are ({text})"


def check_feasible(doc: Doc, game: Stage) -> str:
    game.check_uniform(doc)
    need(len(game.shape) == 2, "game: expected two players")
    shape, threat, kind = (
        hull([*zip(*game.payoffs, strict=True)]),
        doc["threat"],
        doc["threat_kind"],
    )
    what = "of feasible payoffs"
    if threat.value is None:
        kind.need(kind.value is None, "expected null without a threat")
    else:
        x, y = threat.rationals(2)
        if kind.choice("pure", "given") == "pure":
            good = [x, y] == [minmax(game, i) for i in (0, 1)]
            threat.need(good, "not the pure minmax payoffs")
        what += f" that are at least ({show(x)}, {show(y)})"
        shape = hull(cut(cut(shape, -1, 0, -x), 0, -1, -y))
    doc["vertices"].need(read_shape(doc["vertices"], None) == shape, "not the set recomputed")
    return f"{named(shape)} is the set {what} of {pure_name(game)}"


# ---------------------------------------------------------------- two players, repeated


class Repeated:
    """A repeated game of two players: rows (g_1, g_2, h_1, h_2) by profile.

    Payoffs are multiplied by `scale`, so that they and the grid are integers.
    """

    def __init__(self, doc: Doc, game: Stage) -> None:
        game.check_uniform(doc)
        need(len(game.shape) == 2, "game: expected two players")
        self.budget, self.stage, self.delta = Budget(doc), game, game.discount
        self.budget.spend(4 * len(game.payoffs[0]))
        self.width = max(max(x) - min(x) for x in game.payoffs)
        self.exponent = 0  # E: 2^(E-1) <= width < 2^E
        if self.width:
            p, q = self.width.numerator, self.width.denominator
            self.exponent = p.bit_length() - q.bit_length()
            self.exponent += self.width >= Fraction(2) ** self.exponent
        unit = Fraction(2) ** (self.exponent - GRID_BITS)
        common = math.lcm(*(x.denominator for row in game.payoffs for x in row))
        self.scale = math.lcm(common, unit.denominator)
        self.budget.cost += (self.scale.bit_length() // 256) ** 2
        self.grid = int(unit * self.scale)
        scaled = [[int(x * self.scale) for x in row] for row in game.payoffs]
        best = [[int(x * self.scale) for x in best_replies(game, i)] for i in (0, 1)]
        self.minmax = min(best[0]), min(best[1])
        gains = [[b - g for b, g in zip(*x, strict=True)] for x in zip(best, scaled, strict=True)]
        self.rows: list[Row] = [*zip(*scaled, *gains, strict=True)]
        self.p, self.q = game.discount.numerator, game.discount.denominator

    def enforced(self, row: Row, u: Point) -> Point:
        """Find the least promises times p, d = p/q: p u + (q - p) h."""
        more = self.q - self.p
        return self.p * u[0] + more * row[2], self.p * u[1] + more * row[3]

    def promises(self, row: Row, shape: list[Point], u: Point) -> list[Point]:
        """Corners of Q(a, X, u)."""
        self.budget.spend(len(shape))
        least = self.enforced(row, u)
        if any(all(self.p * v[c] < least[c] for v in shape) for c in (0, 1)):
            return []
        return cut(cut(shape, -self.p, 0, -least[0]), 0, -self.p, -least[1])

    def read_scaled(self, doc: Doc, field: Field | None) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in read_shape(doc, field)]

    def step(self, shape: list[Point], u: Point) -> list[Point]:
        """Compute the next outer set, q times too large and not yet rounded."""
        p, more, points = self.p, self.q - self.p, list[Point]()
        for row in self.rows:
            g = row[:2]
            least = self.enforced(row, u)
            if p * g[0] >= least[0] and p * g[1] >= least[1]:
                points.append((self.q * g[0], self.q * g[1]))
                continue
            found = self.promises(row, shape, u)
            binding = [w for w in found if p * w[0] == least[0] or p * w[1] == least[1]]
            if len(binding) < len(found) and not contains(shape, g):
                binding = found
            points += [(more * g[0] + p * w[0], more * g[1] + p * w[1]) for w in binding]
        return hull(points)

    def rounded(self, shape: list[Point], times: int = 1) -> list[Point]:
        """Divide by `times` and round outward to the grid."""
        unit, found = self.grid, list[Point]()
        for corner in shape:
            x, y = ({z // (times * unit), -(-z // (times * unit))} for z in corner)
            found += [(i * unit, j * unit) for i in x for j in y]
        return hull(found)

    def chain(self, doc: Doc) -> Outer:
        """Follow a chain of outer sets; return the last one and the threats, both valid for V."""
        shape: list[Point] = hull([row[:2] for row in self.rows])
        u, left = self.minmax, MAX_STEPS
        for item in doc.items():
            item.need(shape, "the set is already empty")
            if item.has("steps"):
                steps = item.fields("steps")["steps"].count(1, left)
                left -= steps
                for _ in range(steps):
                    item.need(shape, "the set is already empty")
                    self.budget.spend(60 * len(self.rows))
                    before, u = (shape, u), raised(shape, u)
                    shape = self.rounded(self.step(shape, u), self.q)
                    if (shape, u) == before:  # it stands still
                        break
            else:
                u = raised(shape, u)
                shape = self.contracted(item.fields("offsets widths total"), (shape, u))
        return shape, raised(shape, u) if shape else u

    def contracted(self, item: Doc, outer: Outer) -> list[Point]:
        shape = outer[0]
        lines = normals([(Fraction(x) / self.scale, Fraction(y) / self.scale) for x, y in shape])
        offsets = item["offsets"].rationals(len(lines))
        widths = item["widths"].rationals(len(lines))
        item["widths"].need(min(widths) > 0, "expected positive numbers")
        item["total"].need(sum(offsets + widths) == item["total"].rational(), "not their sum")
        starts = [b * self.scale for b in offsets]
        ends = [(b + e) * self.scale for b, e in zip(offsets, widths, strict=True)]
        for (n1, n2), b in zip(lines, ends, strict=True):
            good = all(n1 * x + n2 * y <= b for x, y in above(outer))
            item.need(good, "the set before is not inside the lines at their widths")
        item.need(self.affine(Family(lines, starts, ends), outer), "it does not contract")
        for (n1, n2), b in zip(lines, starts, strict=True):
            shape = cut(shape, n1, n2, b)
        return self.rounded(hull(shape))

    def affine(self, family: Family, outer: Outer, field: Field | None = None) -> bool:
        """Whether the affine test holds for n_i.v <= start_i + s (end_i - start_i), 0 < s <= 1."""
        size, cost = len(family.lines), 1 if field is None else 50
        self.budget.spend(cost * size * (len(self.rows) + 4 * size))
        family = family.integral() if field is None else family
        lines, starts, _ = family
        test = Test(self, family, outer[1], rational=field is None)
        supported = dict[int, bool]()
        for i, (n1, n2) in enumerate(lines):
            bound = math.floor(starts[i]) if field is None else starts[i]
            options = list[Option]()
            for a, row in enumerate(self.rows):
                height = n1 * row[0] + n2 * row[1]
                if height <= bound:
                    continue
                if a not in supported:
                    supported[a] = bool(self.promises(row, *outer))
                if supported[a]:
                    options = options or test.options(i)
                    self.budget.spend(cost * len(options))
                    if not any(test.passes(x, height, row) for x in options):
                        return False
        return True


Option = tuple[Any, Any, Any, Any, Any]  # N, c_1, c_2 and the bounds at both ends


class Family(NamedTuple):
    """Half-planes n.v <= b, one for each normal, b from start to end."""

    lines: list[Point]
    starts: list[Number]
    ends: list[Number]

    def integral(self) -> Family:  # each may be scaled by itself; integers are faster
        sizes = [math.lcm(*(Fraction(x).denominator for x in n)) for n in self.lines]
        rows = zip(*self, sizes, strict=True)
        found = [((int(x * s), int(y * s)), a * s, b * s) for (x, y), a, b, s in rows]
        return Family(*map(list, zip(*found, strict=True)))


class Test:
    """The affine test; inequalities are multiplied by q, and by Z > 0, which clears divisions."""

    def __init__(self, game: Repeated, family: Family, u: Point, *, rational: bool) -> None:
        self.p, self.q, self.rational = game.p, game.q, rational
        self.lines, self.ends = family.lines, family[1:]
        lines, starts, _ = family
        self.threats = list[list[Number]]()  # of both players, at both ends, times Z
        below, sizes = list[int](), list[Number]()
        for c in (
            0,
            1,
        ):  # the line that bounds player c's payoff from below, or u if it does better
            j = next(j for j, n in enumerate(lines) if n[c] < 0 and n[1 - c] == 0)
            size = -lines[j][c]
            good = -starts[j] <= u[c] * size
            below.append(-1 if good else j)
            sizes.append(1 if good else size)
        self.z = sizes[0] * sizes[1]
        for bounds in self.ends:
            row = list[Number]()
            for c, j in enumerate(below):
                row.append(u[c] * self.z if j < 0 else -bounds[j] * sizes[1 - c])
            self.threats.append(row)

    def options(self, i: int) -> list[Option]:
        """List the c >= 0 with n_i + c = tau n_j that have a component 0, and c = -n_i."""
        n = self.lines[i]
        found: list[Option] = [(1, 0, i, -n[0], -n[1])] if n[0] <= 0 and n[1] <= 0 else []
        for j, m in enumerate(self.lines):
            for c in (0, 1) if j != i else ():
                sign = (m[c] > 0) - (m[c] < 0)
                tau, size = n[c] * sign, m[c] * sign  # tau times the size of m_c
                if sign and tau > 0:
                    more = tau * m[1 - c] - size * n[1 - c]
                    if more >= 0:
                        found.append((size, tau, j, 0 if c == 0 else more, more if c == 0 else 0))
        size = len(self.lines)
        found.sort(key=lambda x: min((x[2] - i) % size, (i - x[2]) % size))
        return [self.option(i, *x) for x in found]

    def option(self, i: int, size: Number, tau: Number, j: int, c1: Number, c2: Number) -> Option:
        bounds = list[Number]()
        for rows, (u1, u2) in zip(self.ends, self.threats, strict=True):
            bound = self.z * (self.q * size * rows[i] - self.p * tau * rows[j])
            bounds.append(bound + self.p * (c1 * u1 + c2 * u2))
        if self.rational:  # the left sides are integers
            bounds = [bounds[0] // self.z, -(-bounds[1] // self.z)]
        return size, c1, c2, bounds[0], bounds[1]

    def passes(self, option: Option, height: Number, row: Row) -> bool:
        size, c1, c2, first, second = option
        left = (self.q - self.p) * (size * height - c1 * row[2] - c2 * row[3])
        left = left if self.rational else self.z * left
        return left <= first and left < second


def above(outer: Outer) -> list[Point]:  # the threats
    return cut(cut(outer[0], -1, 0, -outer[1][0]), 0, -1, -outer[1][1])


def raised(shape: list[Point], u: Point) -> Point:
    return max(u[0], min(x for x, _ in shape)), max(u[1], min(y for _, y in shape))


def normals(shape: list[Point]) -> list[Point]:
    """Outward normals of lines that enclose a set, among them those that bound both payoffs."""
    if len(shape) > 2:
        ends = zip(shape, shape[1:] + shape[:1], strict=True)
        found: list[Point] = [(q[1] - p[1], p[0] - q[0]) for p, q in ends]
    elif len(shape) == 2:
        dx, dy = shape[1][0] - shape[0][0], shape[1][1] - shape[0][1]
        found = [(dy, -dx), (-dy, dx), (dx, dy), (-dx, -dy), (1, 0), (0, 1)]
    else:
        found = [(1, 0), (0, 1), (1, 1)]
    for c, axis in enumerate([(-1, 0), (0, -1)]):
        if not any(n[c] < 0 and n[1 - c] == 0 for n in found):
            found.append(axis)
    return found


def need_inside(doc: Doc, game: Repeated, shape: list[Point], field: Field | None) -> None:
    """Check that each corner is supported by the profile named, and by none before it."""
    named = [read_profile(x, game.stage) for x in doc["profiles"].items(len(shape))]
    p, q, more = game.p, game.q, game.q - game.p
    wide = [(x * p, y * p) for x, y in shape]
    u = (min(x for x, _ in shape), min(y for _, y in shape)) if shape else (0, 0)
    for place, corner in enumerate(shape):
        game.budget.spend((1 if field is None else 50) * (named[place] + 1))
        for a, row in enumerate(game.rows[: named[place] + 1]):
            v = q * corner[0] - more * row[0], q * corner[1] - more * row[1]  # q d w
            least = game.enforced(row, u)
            good = v[0] >= least[0] and v[1] >= least[1]
            if good and p:
                game.budget.spend((4 if field is None else 200) * len(shape))
                good = contains(wide, v)
            elif good:  # d = 0: the payoffs of a static equilibrium
                good = row[2] == row[3] == 0 and v[0] == v[1] == 0
            if good or a == named[place]:
                right = good and a == named[place]
                doc["profiles"].items()[place].need(right, "not the first profile that supports it")


# ---------------------------------------------------------------- turning edges


def times(p: list[Number], q: list[Number]) -> list[Number]:
    found: list[Number] = [0] * (len(p) + len(q) - 1)
    for i, x in enumerate(p):
        for j, y in enumerate(q):
            found[i + j] = found[i + j] + x * y
    return found


def plus(*ps: list[Number]) -> list[Number]:
    found: list[Number] = [0] * max(map(len, ps))
    for p in ps:
        for i, x in enumerate(p):
            found[i] = found[i] + x
    return found


def scaled(p: list[Number], x: Number) -> list[Number]:
    return [c * x for c in p]


def value(p: list[Number], t: Fraction) -> Number:
    total: Number = 0
    for c in reversed(p):
        total = total * t + c
    return total


def below(p: list[Number], t: Fraction, *, strict: bool) -> bool:
    """Whether p <= 0 on [0, t] (strict: p < 0 on (0, t]), by its Bernstein coefficients."""
    n = len(p) - 1
    parts = [c * (t**j / math.comb(n, j)) for j, c in enumerate(p)]
    found = [sum(math.comb(k, j) * parts[j] for j in range(k + 1)) for k in range(n + 1)]
    return all(x <= 0 for x in found) and (not strict or found[-1] < 0)


def moved_lines(corners: list[list[list[Number]]], u: Point) -> list[Line]:
    """Lines through consecutive moved corners, and those that bound the payoffs from below."""
    size, found = len(corners), list[Line]()
    fixed = [not any(x[1] != 0 for x in corner) for corner in corners]
    for i, (p, q) in enumerate(zip(corners, corners[1:] + corners[:1], strict=True)):
        n1, n2 = plus(q[1], scaled(p[1], -1)), plus(p[0], scaled(q[0], -1))
        b = plus(times(n1, p[0]), times(n2, p[1]))
        pivot = n1 if n1[0] != 0 else n2
        pairs = [(x, k) for x in (n1, n2, b) for k in range(1, len(x))]
        still = all(x[k] * pivot[0] == x[0] * (pivot[k] if k < len(pivot) else 0) for x, k in pairs)
        if still:
            n1, n2, b = n1[:1], n2[:1], b[:1]
        found.append((n1, n2, b, still, [j for j in (i, (i + 1) % size) if fixed[j]]))
    for c in (0, 1):
        least = min(corner[c][0] for corner in corners)
        moving = next(corner[c] for corner in corners if corner[c][0] == least)
        if least <= u[c]:  # the threat of the chain is as good, and stays
            moving = [u[c], 0]
        axis: tuple[list[Number], list[Number]] = ([-1], [0]) if c == 0 else ([0], [-1])
        found.append((*axis, scaled(moving, -1), moving[1] == 0, []))
    return found


class Turning:
    """The conditions of turning edges on [0, t]."""

    def __init__(self, game: Repeated, lines: list[Line], t: Fraction) -> None:
        self.game, self.lines, self.t = game, lines, t
        self.threats = [scaled(line[2], -1) for line in lines[-2:]]

    def holds(self, shape: list[Point], outside: list[Row]) -> bool:
        self.game.budget.spend(200 * len(self.lines) * (len(shape) + len(outside)))
        for n1, n2, b, still, fixed in self.lines:
            for j, (x, y) in enumerate(shape if not still else []):
                height = plus(scaled(n1, x), scaled(n2, y), scaled(b, -1))
                if not below(height, self.t, strict=j not in fixed):
                    return False
        moving = [line for line in self.lines if not line[3]]
        return all(self.passes(line, row) for line in moving for row in outside)

    def passes(self, line: Line, row: Row) -> bool:
        """Whether one choice of c bounds what a profile supports strictly below a moving line."""
        n, b, t, d = line[:2], line[2], self.t, self.game.delta
        height = plus(scaled(n[0], row[0]), scaled(n[1], row[1]))
        if below(plus(height, scaled(b, -1)), t, strict=True):
            return True
        if all(below(x, t, strict=False) for x in n):  # c = -n
            left = plus(height, scaled(n[0], row[2]), scaled(n[1], row[3]))
            later = plus(times(n[0], self.threats[0]), times(n[1], self.threats[1]))
            total = plus(scaled(left, 1 - d), scaled(later, d), scaled(b, -1))
            if below(total, t, strict=True):
                return True
        pairs = [(other, c) for other in self.lines for c in (0, 1)]
        return any(self.leans(line, other, c, height, row) for other, c in pairs)

    def leans(self, line: Line, other: Line, c: int, height: list[Number], row: Row) -> bool:
        """Try c with one component 0, n + c = tau m, multiplied by the size of m_c."""
        self.game.budget.spend(300)
        n, b, m, o, t, d = line[:2], line[2], other[:2], 1 - c, self.t, self.game.delta
        sign = (m[c][0] > 0) - (m[c][0] < 0)
        size, tau = scaled(m[c], sign), scaled(n[c], sign)
        more = plus(times(tau, m[o]), scaled(times(size, n[o]), -1))
        if not (
            sign
            and below(scaled(size, -1), t, strict=True)
            and below(scaled(tau, -1), t, strict=False)
            and below(scaled(more, -1), t, strict=False)
        ):
            return False
        left = plus(times(size, height), scaled(more, -row[2 + o]))
        later = plus(times(tau, other[2]), scaled(times(more, self.threats[o]), -1))
        total = plus(scaled(left, 1 - d), scaled(later, d), scaled(times(size, b), -1))
        return below(total, t, strict=True)


def check_turning(
    doc: Doc, game: Repeated, shape: list[Point], outer: Outer, field: Field | None
) -> None:
    rows = [x.items(2) for x in doc["motion"].items(len(shape))]
    motion = [[element(x, field) for x in row] for row in rows]
    totals = [element(x, field) for x in doc["total"].items(2)]
    good = all(sum((row[c] for row in motion), ZERO) == totals[c] for c in (0, 1))
    doc["total"].need(good, "not the sums of the motion")
    doc.need(len(shape) > 2, "a polygon is needed to turn")
    corners = [
        [[x, v * game.scale] for x, v in zip(corner, row, strict=True)]
        for corner, row in zip(shape, motion, strict=True)
    ]
    lines, points = moved_lines(corners, outer[1]), above(outer)
    for s in range(game.exponent - GRID_BITS, game.exponent + 9):
        game.budget.spend(10 * len(lines) * len(points))
        t = Fraction(2) ** s
        at = [(value(n1, t), value(n2, t), value(b, t)) for n1, n2, b, *_ in lines]
        if all(n1 * x + n2 * y <= b for n1, n2, b in at for x, y in points):
            break
    else:
        raise Rejected(f"{doc.where}: the outer set is not inside the moved lines")
    outside = [row for row in game.rows if not contains(shape, (row[0], row[1]))]
    outside = [row for row in outside if game.promises(row, *outer)]
    doc.need(Turning(game, lines, t).holds(shape, outside), "the edges do not turn inward")


# ---------------------------------------------------------------- claims about payoff sets


def name(game: Stage) -> str:
    what = "pure-strategy subgame-perfect equilibria with public randomization"
    return f"{what} of a game of {len(game.shape)} players, discount factor {show(game.discount)}"


def check_self_generating(doc: Doc, game: Stage) -> str:
    two = len(game.shape) == 2
    doc.fields(f"{ENVELOPE} field vertices profiles uniform_payoffs {'' if two else 'lotteries'}")
    if not two:
        return check_lotteries(doc, game)
    repeated, field = Repeated(doc, game), read_field(doc)
    shape = read_shape(doc["vertices"], field)
    doc["vertices"].need(shape, "expected a vertex")
    need_use(doc, field, [x for corner in shape for x in corner])
    need_inside(doc, repeated, [(x * repeated.scale, y * repeated.scale) for x, y in shape], field)
    return f"all points of {named(shape)} are payoffs of {name(game)}"


def check_lotteries(doc: Doc, game: Stage) -> str:
    """Check a set of three or more players: each vertex with its profile and its promise."""
    game.check_uniform(doc)
    players, d = len(game.shape), game.discount
    need(players > 2, "game: expected two or more players")
    doc["field"].choice(None)
    points = [tuple(x.rationals(players)) for x in doc["vertices"].items()]
    doc["vertices"].need(points and len({*points}) == len(points), "expected distinct points")
    best = [best_replies(game, i) for i in range(players)]
    u = [min(x) for x in zip(*points, strict=True)]
    profiles = doc["profiles"].items(len(points))
    for s, lottery in enumerate(doc["lotteries"].items(len(points))):
        a, law = read_profile(profiles[s], game), read_lottery(lottery, len(points), None)
        lottery.need(d or law == [(s, 1)], "discount factor 0: expected the vertex itself")
        for i in range(players):
            w = sum((x * points[t][i] for t, x in law), ZERO)
            g, h = game.payoffs[i][a], best[i][a] - game.payoffs[i][a]
            lottery.need(points[s][i] == (1 - d) * g + d * w, "not the promise of this vertex")
            good = d * w >= d * u[i] + (1 - d) * h
            profiles[s].need(good, f"player {i} gains more than he loses")
    return f"all points of {named(points)} are payoffs of {name(game)}"


def read_lottery(doc: Doc, states: int, field: Field | None) -> list[tuple[int, Number]]:
    law, size = list[tuple[int, Number]](), len(doc.items())
    need(size**2 * longest(doc.value) <= MAX_WORK, "too much work to be checked")
    for pair in doc.items():
        state, x = pair.items(2)
        law.append((state.count(law[-1][0] + 1 if law else 0, states - 1), element(x, field)))
        x.need(law[-1][1] > 0, "expected a positive probability")
    doc.need(sum((x for _, x in law), ZERO) == 1, "the probabilities do not add to 1")
    return law


def check_maximal(doc: Doc, game: Stage) -> str:
    repeated, field = Repeated(doc, game), read_field(doc)
    plain = read_shape(doc["vertices"], field)
    shape = [(x * repeated.scale, y * repeated.scale) for x, y in plain]
    need_use(doc, field, [x for corner in shape for x in corner])
    need_inside(doc, repeated, shape, field)
    if repeated.p == 0:
        doc["outside"].choice(None)
        static = hull([repeated.rows[a][:2] for a in pure_nash(game)])
        doc["vertices"].need(same(static, shape), "not the hull of the static equilibria")
    else:
        outside = doc["outside"].fields("chain theorem")
        outer = repeated.chain(outside["chain"])
        if shape and outer[0]:
            need_outside(outside["theorem"], repeated, plain, outer, field)
        else:
            good = not shape and not outer[0]
            doc["vertices"].need(good, "empty, and the outer set is not, or the reverse")
            outside["theorem"].choice(None)
    return f"{named(shape)} is exactly the set of payoffs of {name(game)}"


def need_outside(
    doc: Doc, game: Repeated, plain: list[Point], outer: Outer, field: Field | None
) -> None:
    """Check that the payoffs, inside the outer set, are inside the set claimed."""
    shape = [(x * game.scale, y * game.scale) for x, y in plain]
    if doc.value is None:
        good = same(outer[0], shape)
        doc.need(good, "the outer set is larger")
    elif doc.has("motion"):
        check_turning(doc.fields("motion total"), game, shape, outer, field)
    else:
        lines = normals(plain)
        weights = doc.fields("weights total")["weights"].rationals(len(lines))
        doc["weights"].need(min(weights) > 0, "expected positive numbers")
        doc["total"].need(sum(weights) == doc["total"].rational(), "not their sum")
        starts = [max(n1 * x + n2 * y for x, y in shape) for n1, n2 in lines]
        points, size = above(outer), list[Number]()
        game.budget.spend(len(lines) * len(points))
        for (n1, n2), b, e in zip(lines, starts, weights, strict=True):
            size += [(n1 * x + n2 * y - b) * (1 / e) for x, y in points]
        if max(size) > 0:
            ends = [b + e * max(size) for b, e in zip(starts, weights, strict=True)]
            good = game.affine(Family(lines, starts, ends), outer, field)
            doc.need(good, "the affine test fails: more payoffs than these are not excluded")


def check_sandwich(doc: Doc, game: Stage) -> str:
    repeated, field = Repeated(doc, game), read_field(doc)
    need(repeated.p, "game: expected discount_factor > 0")
    inner = repeated.read_scaled(doc["vertices"], field)
    need_use(doc, field, [x for corner in inner for x in corner])
    need_inside(doc, repeated, inner, field)
    outer, _ = repeated.chain(doc["chain"])
    given = repeated.read_scaled(doc["outer_vertices"], None)
    doc["outer_vertices"].need(outer and given == outer, "not the last set of the chain")
    if not inner:
        doc["squared_distance"].choice(None)
        return f"{named(outer)} contains all payoffs of {name(game)}"
    found = element(doc["squared_distance"], field) * repeated.scale**2
    repeated.budget.spend((10 if field is None else 500) * len(outer) * len(inner))
    distances = [squared_distance(inner, p) for p in outer]
    good = all(x <= found * y for x, y in distances) and any(x == found * y for x, y in distances)
    doc["squared_distance"].need(good, "not the largest squared distance")
    sets = f"{named(inner)} and {named(outer)}"
    return f"{sets} are inside and around the set of payoffs of {name(game)}"


def check_outer(doc: Doc, game: Stage) -> str:
    repeated = Repeated(doc, game)
    need(repeated.p, "game: expected discount_factor > 0")
    outer, _ = repeated.chain(doc["chain"])
    given = repeated.read_scaled(doc["vertices"], None)
    doc["vertices"].need(given == outer, "not the last set of the chain")
    return f"{named(outer)} contains all payoffs of {name(game)}"


def check_penal_code(doc: Doc, game: Stage) -> str:
    game.check_uniform(doc)
    field, players, d = read_field(doc), len(game.shape), game.discount
    need(players > 1, "game: expected two or more players")
    states = doc["states"].items()
    count, budget = len(states), Budget(doc)
    budget.spend(players * (count + len(game.payoffs[0])) * (1 if field is None else 50))
    rows = [row.items(players) for row in doc["values"].items(count)]
    values = [[element(x, field) for x in row] for row in rows]
    need_use(doc, field, [x for row in values for x in row])
    punished = [x.count(0, count - 1) for x in doc["punishments"].items(players)]
    for i, s in enumerate(punished):
        least = min(row[i] for row in values)
        first = next(t for t, row in enumerate(values) if row[i] == least)
        doc["punishments"].need(s == first, f"not the first state that is worst for player {i}")
    best = [best_replies(game, i) for i in range(players)]
    for s, state in enumerate(states):
        a = read_profile(state.fields("profile lottery")["profile"], game)
        law = read_lottery(state["lottery"], count, field)
        state["lottery"].need(d or law == [(s, 1)], "discount factor 0: expected the state itself")
        budget.spend(players * len(law) * (1 if field is None else 50))
        for i in range(players):
            later = sum((x * values[t][i] for t, x in law), ZERO)
            good = values[s][i] == (1 - d) * game.payoffs[i][a] + d * later
            state.need(good, "the values do not solve the recursion")
            good = values[s][i] >= (1 - d) * best[i][a] + d * values[punished[i]][i]
            state.need(good, f"player {i} gains by a deviation")
    start, payoffs = read_lottery(doc["start"], count, field), doc["payoffs"].items(players)
    for i, found in enumerate(payoffs):
        total = sum((x * values[s][i] for s, x in start), ZERO)
        found.need(element(found, field) == total, "not the payoff of the start")
    what = "is a subgame-perfect equilibrium with public randomization"
    where = f"a game of {players} players, discount factor {show(d)}"
    return f"the penal code with {count} states {what} of {where}"


ENVELOPE, DELTA = "format version kind game game_digest digest", "discount_factor"
MORE = " uniform_payoffs"
MAXIMAL, PENAL = "profiles outside" + MORE, "start states punishments values payoffs" + MORE
SANDWICH = "profiles chain outer_vertices squared_distance" + MORE
CLAIMS: dict[tuple[str, str], tuple[Callable[[Doc, Any], str], str, str]] = {
    ("nash", "stage"): (check_nash, "strategies payoffs replies" + MORE, ""),
    ("pure_nash", "stage"): (check_pure_nash, "profiles" + MORE, ""),
    ("minmax", "stage"): (check_minmax, "values punishments" + MORE, ""),
    ("feasible_set", "stage"): (check_feasible, "threat threat_kind vertices" + MORE, ""),
    ("self_generating_set", "stage"): (check_self_generating, "", DELTA),
    ("maximal_payoff_set", "stage"): (check_maximal, "field vertices " + MAXIMAL, DELTA),
    ("payoff_set_sandwich", "stage"): (check_sandwich, "field vertices " + SANDWICH, DELTA),
    ("outer_bound", "stage"): (check_outer, "chain vertices" + MORE, DELTA),
    ("penal_code", "stage"): (check_penal_code, "field " + PENAL, DELTA),
}
