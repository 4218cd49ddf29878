"""Companion of ``checker.py`` for games with imperfect public signals; standard library only.

Equilibria are perfect public equilibria in pure actions with public randomization, d is the
discount factor, r = (1 - d)/d. A deviation k from profile a gains gain_k and moves the law of the
signal by shift_k(y) = p(y|a) - p(y|deviation). THETA >= 0 has a weight for each deviation:
T_i(y) = sum of theta_k shift_k(y) over those of player i, K = sum of theta_k gain_k.

``liquidity_steps``, ``liquidity_payoffs``
    *Liquidity.* If v_i are the least equilibrium payoffs, U the largest sum, promises w in the set
    {w >= v, sum w <= U} are x_i(y) = (w_i(y) - v_i)/r: x >= 0, sum_i x_i(y) <= L := (U - sum v)/r,
    and a is obeyed iff sum_y shift_k x_i >= gain_k: no d is left. U(L) = max_a G(a) - L + E sum x,
    v_i(L) = min_a g_i(a) + E x_i, F = U - sum v, and the set at d is that of the largest L with
    F(L) >= r L (Levin 2003; Goldluecke and Kranz 2012). Symmetric: one promise hi - r tau(y) or
    lo + r rho(y), 0 <= tau, rho <= L := (hi - lo)/r, and every player's deviations.
    *Weak duality.* Feasible x have 0 <= sum_k theta_k (shift_k.x - gain_k) = T.x - K. Hence
    E sum x <= sum_y sum_i (p + T_i) x_i - K <= L sum_y max(0, max_i (p + T_i)) - K, and likewise
    E x_i >= K - L sum_y max(0, max_j (T_j - [j = i] p)); 0 <= L sum_y max(0, max_j T_j) - K or
    nothing is feasible. E tau >= K - L sum_y max(0, -T - p), E rho >= K - L sum_y max(0, T - p).
    So a vector theta is a line that bounds a function for every L. *Between* two liquidities
    mixtures of the points at both ends are feasible, so lines and points squeeze the function.
    *Thresholds*: L >= l is held at d iff F(L) >= r L for an L >= l. On a piece F(L)/L is monotone
    and F only jumps up, so its maximum is at l or at a grid point. *Largest* L: if F < r L beyond
    L*, a plan with U - sum v = r L* is best: F(L*) > r L* would hold beyond L*, too (F is
    nondecreasing). Thus U = U(L*), v = v(L*).
``limit_set``
    *Scores* (Fudenberg and Levine 1994): with x = (w - v)/r an extreme equilibrium payoff v in
    direction l is g(a) + E x, l.x(y) <= 0. Weak duality: l.v <= l.g - K + sum_y sum_i (l_i p + T_i)
    x_i, and if l_i p + T_i = mu_y l_i with mu_y >= 0 the last sum is mu.(l.x) <= 0. T = 0 with
    K > 0: 0 <= -K, absurd: a is never enforced. *Cones*: X_i = l_i x_i at two directions of an
    orthant; sums of them are feasible at the sum of the directions, as signs and |l_i| add up. So
    k*(l) is at least the interpolated score, and half-planes between two rays cut nothing off.
    At an axis X_j stays finite where x_j does not: its score needs a point x of its own.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from coopgames.certificates.checker import Doc, binomial_law, need, show
    from coopgames.certificates.checker_signals import Signals
else:  # the checker that loads this file registers itself under this name
    from coopgames_checker import Doc, binomial_law, need, show

__all__ = ["CLAIMS", "Counted"]

ZERO, ONE = Fraction(0), Fraction(1)
MAX_MEMBERS = 400
MAX_BITS = 2**16  # of a number in the document or the game
MAX_SCALE = 2**18  # of a common denominator
MAX_WORK = 4 * 10**8  # in units of at most some 100 ns: half a minute
MAX_SHOWN = 8  # profiles named in a sentence


class Budget:
    """Work is counted before it is done."""

    def __init__(self) -> None:
        self.left = MAX_WORK

    def spend(self, operations: int, bits: int = 0, others: int = 0) -> None:
        """Count products (or sums, comparisons) of integers of so many bits."""
        self.left -= operations * (1 + (bits // 30) * (others // 30) // 80)
        need(self.left >= 0, "too much work to be checked")

    def fractions(self, operations: int, bits: int) -> None:
        """Count operations on fractions of so many bits: common divisors take most of the time."""
        self.left -= operations * (25 + (bits // 30) ** 2 // 48)
        need(self.left >= 0, "too much work to be checked")

    def common(self, numbers: Iterable[Fraction]) -> int:
        """Return the least common denominator."""
        found = 1
        for q in {x.denominator for x in numbers}:
            if found % q:
                self.fractions(1, found.bit_length() + q.bit_length())
                found = math.lcm(found, q)
                need(found.bit_length() <= MAX_SCALE, "too long common denominators")
        return found


def length(numbers: Iterable[Fraction]) -> int:
    """Return the bits of the longest of some numbers."""
    return max((x.numerator.bit_length() + x.denominator.bit_length() for x in numbers), default=0)


def over(scale: int, numbers: Iterable[Fraction]) -> list[int]:
    """Return the numerators of numbers over a common denominator."""
    return [x.numerator * (scale // x.denominator) for x in numbers]


def longest(numbers: Iterable[int]) -> int:
    return max((x.bit_length() for x in numbers), default=0)


# ---------------------------------------------------------------- games


class Counted:
    """Members who see how many of them are flagged; profiles: all contribute, all shirk."""

    def __init__(self, game: Doc, delta: Fraction) -> None:
        self.discount = delta
        n = self.members = game["members"].count(2, MAX_MEMBERS)
        table = game["payoffs"].fields("type shirk contribute totals")
        table["type"].choice("table")
        shirk, contribute = table["shirk"].rationals(n), table["contribute"].rationals(n)
        table["totals"].equal([sum(shirk, ZERO), sum(contribute, ZERO)])
        flags = game["signal"].fields("type false_alarm detection")
        flags["type"].choice("flags")
        rates = self.rates = [flags[key].rational() for key in ("false_alarm", "detection")]
        flags.need(0 <= rates[0] <= rates[1] <= 1, "expected 0 <= false_alarm <= detection <= 1")
        flags.need(n * length(rates) <= MAX_BITS, "too many members for such long numbers")
        self.signals = n + 1
        self.payoffs = [[contribute[-1]], [shirk[0]]]
        self.gains = [shirk[-1] - contribute[-1], contribute[0] - shirk[0]]
        self.laws = [count_law(n, rate) for rate in rates]

    def deviations(self, position: int) -> list[tuple[int, int, Fraction, list[Fraction]]]:
        """Return the one deviation of any member: the law mixes flagged and not flagged."""
        others, own = count_law(self.members - 1, self.rates[position]), self.rates[1 - position]
        up, stay = [own * p for p in others], [(1 - own) * p for p in others]
        law = [p + q for p, q in zip([*stay, ZERO], [ZERO, *up], strict=True)]
        pairs = zip(self.laws[position], law, strict=True)
        return [(0, 1 - position, self.gains[position], [p - q for p, q in pairs])]


def count_law(members: int, rate: Fraction) -> list[Fraction]:
    weights, whole = binomial_law(members, rate, 1 - rate)
    return [Fraction(w, whole) for w in weights]


class Profile(NamedTuple):
    """A profile: the payoff of each function, and law and shifts as integers over one scale."""

    worth: list[Fraction]
    scale: int
    law: list[int]
    owners: list[int]  # the row of promises that deters a deviation
    gains: list[Fraction]
    shifts: list[list[int]]
    bits: int  # of the longest of these integers


class Dual(NamedTuple):
    """A vector THETA: T (rows of integers) and the law over one scale, and K."""

    rows: list[list[int]]
    law: list[int]
    scale: int
    gain: Fraction

    @property
    def slope(self) -> Fraction:
        """S: nothing is feasible at liquidity L if L S < K."""
        return Fraction(sum(max(0, *column) for column in zip(*self.rows, strict=True)), self.scale)


class Line(NamedTuple):
    """A bound on a function, affine in the liquidity."""

    constant: Fraction
    slope: Fraction

    def at(self, x: Fraction) -> Fraction:
        return self.constant + self.slope * x


class Reader:
    """Profiles of a game, and what the document says about them."""

    def __init__(self, rows: int, flat: bool) -> None:
        self.budget, self.rows, self.flat = Budget(), rows, flat
        self.profiles, self.signals = list[Profile](), 0

    def add(self, game: Signals | Counted, position: int, worth: list[Fraction]) -> None:
        """Read a profile; with one row of promises it must deter everybody's deviations."""
        found, law = game.deviations(position), game.laws[position]
        numbers = [*law, *(x for *_, shift in found for x in shift)]
        self.budget.fractions(2 * len(numbers) + len(worth), length([*numbers, *worth]))
        scale = self.budget.common(numbers)
        self.budget.spend(len(numbers), scale.bit_length(), scale.bit_length())
        whole = over(scale, numbers)
        size = len(law)
        shifts = [whole[k : k + size] for k in range(size, len(whole), size)]
        owners = [player if self.rows > 1 else 0 for player, *_ in found]
        gains = [gain for _, _, gain, _ in found]
        need(length([*worth, *gains]) <= MAX_BITS, "game: too long numbers")
        profile = Profile(worth, scale, whole[:size], owners, gains, shifts, longest(whole))
        self.profiles.append(profile)
        self.signals = size

    def dual(self, doc: Doc, a: int) -> Dual:
        """Read THETA: a weight for each deviation, T_i(y) and K."""
        profile, theta = self.profiles[a], doc.rationals(len(self.profiles[a].gains))
        doc.need(min(theta, default=ZERO) >= 0, "the weights must not be negative")
        scale = self.budget.common(theta)
        weights, bits = over(scale, theta), scale.bit_length() + length(theta)
        self.budget.spend((len(theta) + self.rows + 2) * self.signals, bits, profile.bits)
        self.budget.fractions(2 * len(theta) + 8, bits + profile.bits + length(profile.gains))
        rows = [[0] * self.signals for _ in range(self.rows)]
        for weight, owner, shift in zip(weights, profile.owners, profile.shifts, strict=True):
            if weight:
                rows[owner] = [t + weight * x for t, x in zip(rows[owner], shift, strict=True)]
        law = [scale * p for p in profile.law]
        gain = sum((t * g for t, g in zip(theta, profile.gains, strict=True)), ZERO)
        return Dual(rows, law, scale * profile.scale, gain)

    def point(self, doc: Doc) -> tuple[list[list[int]], int]:
        """Read promises by row and signal (flat: by signal): integers and their scale."""
        rows = [doc] if self.flat else doc.items(self.rows)
        found = [row.rationals(self.signals) for row in rows]
        scale = self.budget.common(x for row in found for x in row)
        bits = scale.bit_length() + length(x for row in found for x in row)
        self.budget.spend(2 * len(found) * self.signals, bits, bits)
        return [over(scale, row) for row in found], scale

    def deterred(self, doc: Doc, a: int, rows: list[list[int]], limits: Sequence[Fraction]) -> None:
        """Require sum_y shift_k x >= limit_k for every deviation, over the scale of the profile."""
        profile, bits = self.profiles[a], longest(x for row in rows for x in row)
        self.budget.spend(len(profile.shifts) * self.signals, bits, profile.bits)
        self.budget.fractions(len(limits), bits + length(limits))
        for owner, shift, limit in zip(profile.owners, profile.shifts, limits, strict=True):
            total = sum(s * x for s, x in zip(shift, rows[owner], strict=True))
            doc.need(total >= limit * profile.scale, "a deviation pays")

    def mean(self, a: int, row: list[int], scale: int) -> Fraction:
        """Return the expectation of one row of promises."""
        profile = self.profiles[a]
        self.budget.spend(self.signals, longest(row), profile.bits)
        self.budget.fractions(1, longest(row) + scale.bit_length() + profile.bits)
        total = sum(p * x for p, x in zip(profile.law, row, strict=True))
        return Fraction(total, profile.scale * scale)


def check_total(doc: Doc, keys: str, more: Sequence[Fraction], budget: Budget) -> None:
    """Compare the sums of all numerators and of all denominators; bound the length of numbers."""
    up, down = sum(x.numerator for x in more), sum(x.denominator for x in more)
    stack = [doc[key] for key in keys.split()]
    while stack:
        entry = stack.pop()
        named, listed = type(entry.value) is dict, type(entry.value) is list
        if named:
            stack += [entry[key] for key in entry.value]
        elif listed:
            stack += entry.items()
        elif entry.value is not None:
            whole = type(entry.value) is int
            x = Fraction(entry.count(0)) if whole else entry.rational()
            bits = length([x])
            entry.need(bits <= MAX_BITS, "a number is too long to be checked")
            budget.fractions(5, bits)  # it will be read once more
            up, down = up + x.numerator, down + x.denominator
    doc["total"].equal([Fraction(up), Fraction(down)])


# ---------------------------------------------------------------- liquidity


class Pieces(NamedTuple):
    """A function on [L_0, oo): values and slopes at the grid points; jumps only there."""

    grid: list[Fraction]
    values: list[Fraction]
    slopes: list[Fraction]

    def at(self, j: int, x: Fraction) -> Fraction:
        return self.values[j] + self.slopes[j] * (x - self.grid[j])

    def ends(self) -> list[tuple[Fraction, Fraction]]:
        """Return for each piece but the last the values at its left end and toward its right."""
        return [(self.values[j], self.at(j, x)) for j, x in enumerate(self.grid[1:])]


class Entry(NamedTuple):
    """A proof that a profile needs liquidity: none is feasible at L with L * slope < gain."""

    slope: Fraction
    gain: Fraction

    def excludes(self, end: Fraction | None) -> bool:
        """Whether all L < end (None: all L) are excluded."""
        if self.slope == 0 or self.gain <= 0:
            return self.slope == 0 and self.gain > 0
        return end is not None and end * self.slope <= self.gain


class Bounds(NamedTuple):
    """What is proved about a profile: its exclusion (0, 0: none) and lines by function."""

    entry: Entry
    lines: list[list[Line]]


class Family(Reader):
    """The linear programs of all profiles in the liquidity, and the functions they define."""

    def __init__(self, doc: Doc, game: Signals | Counted) -> None:
        program = doc["program"].choice("transfers", "symmetric")
        self.symmetric = program == "symmetric"
        if isinstance(game, Counted):
            doc.need(self.symmetric, "program: only the symmetric one covers this game")
            super().__init__(1, True)
            for c in range(2):
                self.add(game, c, game.payoffs[c] * 2)
            self.extra = game.rates
        else:
            game.check_numbers(doc)
            super().__init__(1 if self.symmetric else game.players, self.symmetric)
            self.read_signals(game)
            self.extra = list[Fraction]()
        self.floors = range(1, self.rows + 1)

    def read_signals(self, game: Signals) -> None:
        shape, players = game.shape, game.players
        deviations = sum(shape) - players + 1
        bits = length(x for law in game.laws for x in law)
        self.budget.fractions(len(game.profiles) * deviations * game.signals, bits)
        if not self.symmetric:
            for a, payoffs in enumerate(game.payoffs):
                self.add(game, a, [sum(payoffs, ZERO), *payoffs])
            return
        need(len(set(shape)) == 1, "game: a symmetric program needs equally many actions for all")
        for c in range(shape[0]):
            a = game.profiles.index((c,) * players)
            equal = len(set(game.payoffs[a])) == 1
            need(equal, "game: a symmetric program needs equal payoffs where all act alike")
            self.add(game, a, [game.payoffs[a][0]] * 2)

    def line(self, f: int, a: int, dual: Dual) -> Line:
        """Return the bound of THETA: above function 0, below a floor."""
        constant = self.profiles[a].worth[f] + (dual.gain if f else -dual.gain)
        columns, law = zip(*dual.rows, strict=True), dual.law
        if self.symmetric:
            sign = 1 if f else -1
            parts = (sign * t - p for (t,), p in zip(columns, law, strict=True))
        elif f == 0:
            parts = (max(column) + p for column, p in zip(columns, law, strict=True))
        else:
            row = [t - p for t, p in zip(dual.rows[f - 1], law, strict=True)]
            kept = [*dual.rows[: f - 1], row, *dual.rows[f:]]
            parts = (max(column) for column in zip(*kept, strict=True))
        slope = Fraction(sum(max(0, x) for x in parts), dual.scale)
        if f:
            return Line(constant, -slope)
        return Line(constant, slope if self.symmetric else slope - 1)

    def reach(self, doc: Doc, f: int, a: int, liquidity: Fraction) -> Fraction:
        """Read a point that is feasible at a liquidity; return the value of function f there."""
        rows, scale = self.point(doc)
        profile, bits = self.profiles[a], longest(x for row in rows for x in row)
        self.budget.fractions(8 + len(profile.gains), bits + length([*profile.gains, liquidity]))
        most = liquidity * scale
        sums = rows[0] if len(rows) == 1 else [sum(c) for c in zip(*rows, strict=True)]
        doc.need(min(map(min, rows)) >= 0, "a promise below the punishment")
        doc.need(max(sums) <= most, "more than the liquidity is promised")
        losses = self.symmetric and f == 0
        signed = [[-x for x in row] for row in rows] if losses else rows
        self.deterred(doc, a, signed, [g * scale for g in profile.gains])
        if f:
            return profile.worth[f] + self.mean(a, rows[f - 1], scale)
        mean = self.mean(a, sums, scale)
        return profile.worth[0] - (mean if losses else liquidity - mean)

    def grid(self, doc: Doc) -> list[Fraction]:
        grid = doc["grid"].rationals()
        rising = all(x < y for x, y in pairwise(grid))
        doc.need(rising and min(grid, default=ZERO) >= 0, "grid: expected 0 <= L_0 < L_1 < ...")
        return grid

    def functions(self, doc: Doc, grid: list[Fraction]) -> list[Pieces]:
        found = list[Pieces]()
        for entry in doc["functions"].items(len(self.floors) + 1):
            entry.fields("values slopes")
            values = entry["values"].rationals(len(grid))
            found.append(Pieces(grid, values, entry["slopes"].rationals(len(grid))))
            self.budget.fractions(12 * len(grid), length([*grid, *values, *found[-1].slopes]))
        return found

    def bounds(self, doc: Doc) -> list[Bounds]:
        """Read for each profile its exclusion and its lines by function."""
        found = list[Bounds]()
        for a, item in enumerate(doc["bounds"].items(len(self.profiles))):
            item.fields("entry lines")
            entry = Entry(ZERO, ZERO)
            if item["entry"].value is not None:
                dual = self.dual(item["entry"], a)
                entry = Entry(dual.slope, dual.gain)
            lists = item["lines"].items(len(self.floors) + 1)
            lines = [
                [self.line(f, a, self.dual(theta, a)) for theta in thetas.items()]
                for f, thetas in enumerate(lists)
            ]
            found.append(Bounds(entry, lines))
        return found

    def check_bound(
        self, doc: Doc, f: int, function: Pieces, lines: list[Line], first: int
    ) -> None:
        """Require for each piece from the first on a line on the right side of the function."""
        sign, last, ends = -1 if f else 1, len(function.grid) - 1, function.ends()
        numbers = [*function.grid, *function.values, *function.slopes]
        bits = 2 * length([*numbers, *(x for line in lines for x in line)])

        def good(line: Line, j: int) -> bool:
            self.budget.fractions(4, bits)
            left = sign * (function.values[j] - line.at(function.grid[j]))
            if j == last:
                return left >= 0 and sign * (function.slopes[j] - line.slope) >= 0
            return left >= 0 and sign * (ends[j][1] - line.at(function.grid[j + 1])) >= 0

        start, near = 0, [(k + 1) // 2 * (1 if k % 2 else -1) for k in range(len(lines))]
        for j in range(first, last + 1):  # neighbouring pieces have the same line, or neighbours
            turns = ((start + k) % len(lines) for k in near)
            start = next((k for k in turns if good(lines[k], j)), -1)
            doc.need(start >= 0, f"no line bounds function {f} on piece {j}")

    def check_upper(self, bounds: list[Bounds], functions: list[Pieces]) -> None:
        """Check that no profile does better than the functions say, on any piece."""
        grid = functions[0].grid
        ends = [*grid[1:], None]
        for a, (entry, lines) in enumerate(bounds):
            self.budget.fractions(len(grid), length([*grid, *entry]))
            first = next((j for j, end in enumerate(ends) if not entry.excludes(end)), len(grid))
            for f, function in enumerate(functions):
                if first < len(grid):  # the profile is excluded on the pieces before the first
                    self.check_bound(Doc(None, f"bounds[{a}]"), f, function, lines[f], first)


CLASSES = {
    False: "with public signals, voluntary payments and burning, pure-action perfect public "
    "equilibria with public randomization",
    True: "with public signals, strongly symmetric pure-action perfect public equilibria with "
    "public randomization",
}


def same(doc: Doc, expected: Fraction | None) -> None:
    """Compare a number that may be null."""
    found = None if doc.value is None else doc.rational()
    doc.need(found == expected, "not the number recomputed")


def surplus(functions: list[Pieces]) -> Pieces:
    """Return F: function 0 less all floors."""
    first, *floors = functions
    values = [first.values[j] - sum(f.values[j] for f in floors) for j in range(len(first.grid))]
    slopes = [first.slopes[j] - sum(f.slopes[j] for f in floors) for j in range(len(first.grid))]
    return Pieces(first.grid, values, slopes)


class Thresholds:
    """Least discount factors at which some liquidity is held."""

    def __init__(self, joint: Pieces) -> None:
        self.joint = joint
        ratios = [y / x if x > 0 else ZERO for x, y in zip(joint.grid, joint.values, strict=True)]
        found = [*accumulate([ZERO, *reversed(ratios)], max)]
        self.later = found[::-1]  # later[j]: the largest F(L)/L, at least 0, from L_j on

    def least(self, doc: Doc, liquidity: Fraction) -> Fraction | None:
        """Return the least discount factor, None if none below 1 is enough."""
        grid, values = self.joint.grid, self.joint.values
        j = bisect_right(grid, liquidity) - 1
        doc.need(j >= 0, "feasible before the grid begins")
        if liquidity == 0 and values[0] >= 0:
            return ZERO
        own = self.joint.at(j, liquidity) / liquidity if liquidity > 0 else ZERO
        best = max(own, self.later[j + 1])
        return 1 / (1 + best) if best > 0 else None


def first_best(function: Pieces) -> Fraction:
    """Return the least liquidity at which function 0, which never falls, has its last value."""
    pairs = zip(function.grid, function.values, strict=True)
    return next(x for x, value in pairs if value == function.values[-1])


def check_supports(doc: Doc, family: Family, functions: list[Pieces]) -> None:
    """Check the points that reach the functions at both ends of each piece."""
    for f, (function, row) in enumerate(
        zip(functions, doc["supports"].items(len(functions)), strict=True)
    ):
        ends, last = function.ends(), len(function.grid) - 1
        doc.need(function.slopes[-1] == 0, f"functions[{f}]: the last slope must be 0")
        for j, item in enumerate(row.items(len(function.grid))):
            item.fields("profile left right")
            a = item["profile"].count(0, len(family.profiles) - 1)
            found = family.reach(item["left"], f, a, function.grid[j])
            item["left"].need(found == function.values[j], "the value is not reached")
            if j == last:
                item["right"].choice(None)
            else:
                found = family.reach(item["right"], f, a, function.grid[j + 1])
                item["right"].need(found == ends[j][1], "the value is not reached")


def check_query(doc: Doc, family: Family, a: int, entry: Entry, held: Thresholds | None) -> str:
    """Check the least liquidity of a profile and its least discount factor."""
    doc.fields("profile least_liquidity point discount_factor")
    doc["profile"].choice(a)
    least = None
    if doc["least_liquidity"].value is None:
        doc.need(entry.excludes(None), "nothing excludes the profile at every liquidity")
        doc["point"].choice(None)
    else:
        x = doc["least_liquidity"].rational()
        exact = x == 0 or (entry.slope > 0 and x * entry.slope == entry.gain)
        doc.need(x >= 0 and exact, "less liquidity is not excluded")
        family.reach(doc["point"], 1, a, x)
        least = None if held is None else held.least(doc, x)
    same(doc["discount_factor"], least)
    return "never" if least is None else f"from {show(least)} on"


def check_steps(doc: Doc, game: Signals | Counted) -> str:
    """Check the functions of the liquidity and what they say at every discount factor."""
    family = Family(doc, game)
    keys = "grid functions bounds supports queries limit"
    check_total(doc, keys, family.extra, family.budget)
    grid, bounds = family.grid(doc), family.bounds(doc)
    held, limit, value = None, None, None
    if grid:
        functions = family.functions(doc, grid)
        begins = grid[0] == 0 or all(b.entry.excludes(grid[0]) for b in bounds)
        doc.need(begins, "grid: something may be feasible before it begins")
        family.check_upper(bounds, functions)
        check_supports(doc, family, functions)
        held = Thresholds(surplus(functions))
        limit, value = held.least(doc, first_best(functions[0])), functions[0].values[-1]
    else:
        doc["functions"].items(0)
        doc["supports"].items(0)
        doc.need(all(b.entry.excludes(None) for b in bounds), "grid: something may be feasible")
    queries = doc["queries"].items(len(bounds))
    pairs = enumerate(zip(queries, bounds, strict=True))
    texts = [check_query(x, family, a, b.entry, held) for a, (x, b) in pairs]
    if grid:
        entry = doc["limit"].fields("value discount_factor")
        same(entry["discount_factor"], limit)
        same(entry["value"], None if limit is None else value)
    else:
        doc["limit"].choice(None)
    if limit is None or value is None:
        return f"{CLASSES[family.symmetric]} do not exist at any discount factor below 1"
    what = "best payoff" if family.symmetric else "joint payoff"
    text = f"the {what} tends to {show(value)}, reached at discount factor d iff d >= {show(limit)}"
    if len(texts) <= MAX_SHOWN:
        played = ", ".join(f"{a} {x}" for a, x in enumerate(texts))
        text += f"; profiles (by position) are played {played}"
    return f"{CLASSES[family.symmetric]}: {text}"


def check_plan(doc: Doc, family: Family, d: Fraction) -> tuple[Fraction, list[Fraction]] | None:
    """Check the plan, that is, that some payoffs are reached; return its values and liquidity."""
    numbers = [doc[key] for key in ("liquidity", "joint_payoff", "punishments")]
    if doc["plan"].value is None:
        for entry in numbers:
            entry.choice(None)
        return None
    plan, liquidity = doc["plan"].fields("profiles points"), numbers[0].rational()
    numbers[0].need(liquidity >= 0, "the liquidity must not be negative")
    size = len(family.floors) + 1
    pairs = zip(plan["profiles"].items(size), plan["points"].items(size), strict=True)
    values = list[Fraction]()
    for f, (a, point) in enumerate(pairs):
        position = a.count(0, len(family.profiles) - 1)
        values.append(family.reach(point, f, position, liquidity))
    numbers[2].equal(values[1:])
    numbers[1].need(numbers[1].rational() == values[0], "not the number recomputed")
    family.budget.fractions(8 * size, length([*values, liquidity, d]))
    held = liquidity * (1 - d) == d * (values[0] - sum(values[1:]))
    doc.need(held, "the payoffs do not back the liquidity of the plan")
    return liquidity, values


def check_static(
    doc: Doc, bounds: list[Bounds], functions: list[Pieces], values: list[Fraction] | None
) -> None:
    """Check at discount factor 0 that no other profile is an equilibrium that does better."""
    doc.need(functions[0].grid == [ZERO], "grid: expected 0 alone at discount factor 0")
    found = [function.values[0] for function in functions]
    doc.need(not any(f.slopes[0] for f in functions), "functions: the slopes must be 0")
    doc.need(values is None or found == values, "functions: not the values of the plan")
    for a, (entry, lines) in enumerate(bounds):
        kept = values is not None and all(
            any((line.constant - x) * (1 if f else -1) >= 0 for line in lines[f])
            for f, x in enumerate(found)
        )
        doc.need(entry.gain > 0 or kept, f"bounds[{a}]: not excluded, and may do better")


def check_largest(doc: Doc, joint: Pieces, d: Fraction, plan: bool) -> None:
    """Check D(L) = (1 - d) L - d F(L) > 0 beyond the liquidity of the plan (None: everywhere)."""
    gaps = [(1 - d) * x - d * value for x, value in zip(joint.grid, joint.values, strict=True)]
    pairs = zip(joint.grid[1:], joint.ends(), strict=True)
    limits = [(1 - d) * x - d * value for x, (_, value) in pairs]
    for j, gap in enumerate(gaps):
        touches = plan and j == 0 and gap == 0
        doc.need(gap > 0 or touches, f"functions: more liquidity may be held at grid[{j}]")
        if j < len(limits):
            good = limits[j] > 0 or (limits[j] == 0 and not touches)
        else:
            slope = (1 - d) - d * joint.slopes[j]
            good = slope > 0 or (slope == 0 and not touches)
        doc.need(good, f"functions: more liquidity may be held on piece {j}")


def check_payoffs(doc: Doc, game: Signals | Counted) -> str:
    """Check a plan and that no more liquidity than it uses is held at the discount factor."""
    family, d = Family(doc, game), game.discount
    keys = "liquidity joint_payoff punishments plan grid functions bounds"
    check_total(doc, keys, [*family.extra, d], family.budget)
    grid, bounds = family.grid(doc), family.bounds(doc)
    doc.need(grid, "grid: expected a grid")
    functions, plan = family.functions(doc, grid), check_plan(doc, family, d)
    doc.need(grid[0] == (plan[0] if plan else 0), "grid: expected it from the liquidity on")
    if d == 0:
        check_static(doc, bounds, functions, plan[1] if plan else None)
    else:
        family.check_upper(bounds, functions)
        joint = surplus(functions)
        family.budget.fractions(8 * len(grid), length([*grid, *joint.values, *joint.slopes, d]))
        check_largest(doc, joint, d, plan is not None)
    text = f"{CLASSES[family.symmetric]}"
    if plan is None:
        return f"{text} do not exist at discount factor {show(d)}"
    best, *floors = map(show, plan[1])
    what = f"u_i >= ({', '.join(floors)}), joint payoff <= {best}, before a payment stage"
    if family.symmetric:
        what = f"[{floors[0]}, {best}] for each player"
    return f"{text} at discount factor {show(d)}: the payoffs are exactly {what}"


# ---------------------------------------------------------------- limit sets

Vector = tuple[int, int]
Point = tuple[Fraction, Fraction]
AXES: list[Vector] = [(1, 0), (0, 1), (-1, 0), (0, -1)]


class Ray(NamedTuple):
    """A direction and the bound on l.v that is claimed (None: nothing is enforceable)."""

    direction: Vector
    score: Fraction | None


def cross(a: Vector, b: Vector) -> int:
    return a[0] * b[1] - a[1] * b[0]


def is_behind(a: Vector) -> bool:
    """Whether the direction is in the second half turn."""
    return a[1] < 0 or (a[1] == 0 and a[0] < 0)


def read_directions(doc: Doc) -> list[Vector]:
    """Read directions counterclockwise from (1, 0), the axes among them."""
    found = list[Vector]()
    for ray in doc["rays"].items():
        pair = ray.fields("direction score bounds witness")["direction"].rationals(2)
        whole = all(x.denominator == 1 for x in pair)
        x, y = (int(value) for value in pair)
        ray.need(whole and math.gcd(x, y) == 1, "expected coprime integers")
        found.append((x, y))
    doc.need(found[:1] == [(1, 0)] and set(AXES) <= set(found), "rays: expected the axes")
    for a, b in pairwise(found):
        turn = (is_behind(a), -cross(a, b)) < (is_behind(b), 0)
        doc.need(turn, "rays: expected them counterclockwise")
    return found


class Scores(Reader):
    """The programs of the scores of all profiles in any direction; two players."""

    def __init__(self, game: Signals) -> None:
        super().__init__(2, False)
        need(game.players == 2, "game: expected two players")
        bits = length(x for law in game.laws for x in law)
        size = len(game.profiles) * (sum(game.shape) - 1) * game.signals
        self.budget.fractions(size, bits)
        for a, payoffs in enumerate(game.payoffs):
            self.add(game, a, payoffs)

    def value(self, direction: Vector, a: int) -> Fraction:
        """Return l.g(a)."""
        payoffs = self.profiles[a].worth
        self.budget.fractions(4, length([*payoffs, *map(Fraction, direction)]))
        return direction[0] * payoffs[0] + direction[1] * payoffs[1]

    def check_bound(self, doc: Doc, a: int, ray: Ray) -> None:
        """Check a THETA: a bound on the score, or the profile is never enforceable."""
        dual, (x, y) = self.dual(doc, a), ray.direction
        first, second = dual.rows
        bits = longest([*first, *second, *dual.law, x, y])
        self.budget.spend(8 * self.signals, bits, bits)
        if dual.gain > 0 and not any(first) and not any(second):
            return
        doc.need(ray.score is not None, "expected a proof that the profile is never enforceable")
        for s, t, p in zip(first, second, dual.law, strict=True):
            # mu = p + s/x = p + t/y, each where its part of the direction is not 0
            good = s * y == t * x and (s == 0 or x != 0) and (t == 0 or y != 0)
            good = good and (p * abs(x) + (s if x > 0 else -s) >= 0 or x == 0)
            good = good and (p * abs(y) + (t if y > 0 else -t) >= 0 or y == 0)
            doc.need(good, "not a multiple of the direction at every signal")
        found = self.value(ray.direction, a) - dual.gain
        doc.need(ray.score is not None and found <= ray.score, "the score is not bounded")

    def check_witness(self, doc: Doc, ray: Ray) -> None:
        """Check at an axis that its score is reached; other rays are ends of cones."""
        if ray.direction not in AXES:
            doc.choice(None)
            return
        a = doc.fields("profile point")["profile"].count(0, len(self.profiles) - 1)
        (i, sign), point = axis(ray.direction), doc["point"]
        rows, scale = self.point(point)
        paid = [sign * x for x in rows[i]]
        point.need(max(paid) <= 0, "promises beyond the half-space")
        limits = [g * scale for g in self.profiles[a].gains]
        self.deterred(point, a, rows, limits)
        found = self.value(ray.direction, a) + self.mean(a, paid, scale)
        point.need(found == ray.score, "the score is not reached")

    def check_end(self, doc: Doc, a: int, ray: Ray, signs: Vector) -> None:
        """Check X at one end of a cone: there the interpolated score is reached."""
        rows, scale = self.point(doc)
        sums = [s + t for s, t in zip(*rows, strict=True)]
        doc.need(max(sums) <= 0, "promises beyond the half-space")
        signed = [[sign * x for x in row] for sign, row in zip(signs, rows, strict=True)]
        profile = self.profiles[a]
        pairs = zip(profile.owners, profile.gains, strict=True)
        limits = [abs(ray.direction[i]) * gain * scale for i, gain in pairs]
        self.deterred(doc, a, signed, limits)
        found = self.value(ray.direction, a) + self.mean(a, sums, scale)
        doc.need(ray.score is not None and found >= ray.score, "the score is not reached")

    def check_cones(self, doc: Doc, rays: list[Ray]) -> None:
        """Check that between neighbouring rays the scores are at least interpolated."""
        for ray, entry in zip(rays, doc["rays"].items(), strict=True):
            self.check_witness(entry["witness"], ray)
        ends = zip(rays, [*rays[1:], rays[0]], strict=True)
        for (left, right), entry in zip(ends, doc["cones"].items(len(rays)), strict=True):
            a = entry.fields("profile left right")["profile"].count(0, len(self.profiles) - 1)
            (x, y), (u, v) = left.direction, right.direction
            signs = 1 if x + u > 0 else -1, 1 if y + v > 0 else -1
            self.check_end(entry["left"], a, left, signs)
            self.check_end(entry["right"], a, right, signs)


def axis(direction: Vector) -> tuple[int, int]:
    """Return the player and the sign of an axis."""
    return (0, direction[0]) if direction[0] else (1, direction[1])


def corners(rays: list[Ray], budget: Budget) -> list[Point]:
    """Return the extreme points of the intersection of half-planes, from the least on."""
    bounds = {ray.direction: ray.score for ray in rays if ray.score is not None}
    if len(bounds) < len(rays):
        return []
    top, bottom = bounds[0, 1], -bounds[0, -1]
    right, left = bounds[1, 0], -bounds[-1, 0]
    if left > right or bottom > top:
        return []
    points = hull([(left, bottom), (right, bottom), (right, top), (left, top)])
    for (x, y), score in bounds.items():
        budget.fractions(8 * len(points), 2 * length([*(c for p in points for c in p), score]))
        gaps = [score - x * p[0] - y * p[1] for p in points]
        kept = list[Point]()
        for j, (p, gap) in enumerate(zip(points, gaps, strict=True)):
            q, other = points[j - 1], gaps[j - 1]
            if gap * other < 0:  # the line crosses the edge from q to p
                share = other / (other - gap)
                kept.append((q[0] + share * (p[0] - q[0]), q[1] + share * (p[1] - q[1])))
            if gap >= 0:
                kept.append(p)
        points = hull(kept)
    return points


def hull(points: list[Point]) -> list[Point]:
    """Return the extreme points counterclockwise from the lexicographically least."""
    ordered, chains = sorted(set(points)), list[list[Point]]()
    if len(ordered) < 3:
        return ordered
    for chain in (ordered, ordered[::-1]):
        found = list[Point]()
        for c in chain:
            while len(found) > 1:
                a, b = found[-2:]
                if (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0]):
                    break
                found.pop()
            found.append(c)
        chains.append(found[:-1])
    return chains[0] + chains[1]


def check_limit(doc: Doc, game: Signals) -> str:
    """Check the bounds on all scores, and that the scores of the cones are reached."""
    game.check_numbers(doc)
    scores = Scores(game)
    check_total(doc, "rays cones vertices", [], scores.budget)
    directions, rays = read_directions(doc), list[Ray]()
    for direction, entry in zip(directions, doc["rays"].items(), strict=True):
        score = None if entry["score"].value is None else entry["score"].rational()
        rays.append(Ray(direction, score))
        for a, theta in enumerate(entry["bounds"].items(len(scores.profiles))):
            scores.check_bound(theta, a, rays[-1])
    vertices = corners(rays, scores.budget)
    found = [tuple(pair.rationals(2)) for pair in doc["vertices"].items()]
    doc.need(found == vertices, "vertices: not the extreme points recomputed")
    if doc["cones"].value != [] or vertices:
        scores.check_cones(doc, rays)
    else:
        for entry in doc["rays"].items():
            entry["witness"].choice(None)
    about = "pure-action perfect public equilibria with public randomization"
    if not vertices:
        return f"{about} do not exist at any discount factor"
    box = " x ".join(
        f"[{show(min(v[i] for v in vertices))}, {show(max(v[i] for v in vertices))}]"
        for i in (0, 1)
    )
    text = (
        f"at every discount factor all payoffs of {about} lie in the set Q that the scores of all "
        f"directions bound, extreme points: {len(vertices)}, inside {box}"
    )
    if len(vertices) > 2:
        text += "; the payoffs converge to Q as the discount factor tends to 1"
    return text


NUMBERS = "uniform_payoffs uniform_law payoff_moment law_moment"
STEPS = "program grid functions bounds supports queries limit total"
PAYOFFS = "program liquidity joint_payoff punishments plan grid functions bounds total"
CLAIMS: dict[tuple[str, str], tuple[Any, str, str]] = {
    ("liquidity_steps", "public"): (check_steps, f"{STEPS} {NUMBERS}", ""),
    ("liquidity_steps", "counted"): (check_steps, STEPS, ""),
    ("liquidity_payoffs", "public"): (check_payoffs, f"{PAYOFFS} {NUMBERS}", "discount_factor"),
    ("liquidity_payoffs", "counted"): (check_payoffs, PAYOFFS, "discount_factor"),
    ("limit_set", "public"): (check_limit, f"rays cones vertices total {NUMBERS}", ""),
}
