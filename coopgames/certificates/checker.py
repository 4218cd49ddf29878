"""Check certificates about repeated games: standard library only, the front door.

``python -I -S checker.py FILE...`` prints one line per file; exit status 0 if every file is
accepted, 1 if any is rejected, 2 if no file is named. A certificate is a JSON object: a game and
numbers, each recomputed or bound by check numbers. More kinds: the COMPANIONS. Why it is proof:

``automaton_equilibrium``, ``profitable_deviation``
    *One-shot deviation principle*: with discounting, a plan is perfect iff after no history a
    player gains by one deviation followed by obedience; the plan's recursion has one solution.
``lp_optimum``, ``lp_infeasible``
    *Weak duality*: c.x <= y.A x <= b.y for feasible x and y, so equal ends make both optimal.
    *Farkas*: 0 <= y.A x <= b.y < 0 is absurd (with a parameter, on all of the open interval). No
    discount factor: "never"; each b < 1 has r = (1 - b)/b > 0, weak duality gives r <= 0.
``threshold``
    ``linear_program``: sustained at b iff r = (1 - b)/b is at most the optimum r* of a program, so
    b >= 1/(1 + r*); the root of order ``lag`` is per period. ``cells``: see checker_cells.py.
    *Sturm*: signed remainders count a polynomial's roots, so a count and a value decide its sign.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache
from importlib.machinery import SourceFileLoader
from itertools import accumulate, pairwise
from types import ModuleType
from typing import Any, NamedTuple

__all__ = ["Rejected", "check", "check_bytes", "check_file", "companion", "main"]

MAX_BYTES, MAX_DEPTH, MAX_NODES = 64 * 2**20, 64, 5_000_000
MAX_DIGITS, MAX_COUNT, MAX_LAG, MAX_DEGREE = 200_000, 10**9, 10_000, 200
MAX_WORK = 10**10  # bits handled by one binomial law or one root
MAX_ROOTS, MAX_SQUARES = 2 * 10**7, 10**12  # bits x degree^3; digits^2 of all numbers to be read
MAX_SIGNS = 10**10  # products of digits for the signs of all polynomials: up to half a minute
GRID = 48  # probabilities and roots of enclosures lie on the grid 2^-48
ROOT_GRID = 64  # algebraic numbers are isolated on the grid 2^-64, or 2^-128, 2^-256, ...
ZERO, ONE = Fraction(0), Fraction(1)
FLAGS = {"flags": "false_alarm detection"}
GAUSSIAN = "noise dimensions proximity cutoff squared_arguments false_alarm detection"
NORMAL = FLAGS | {"gaussian": GAUSSIAN}
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(/[1-9][0-9]*)?")


class Rejected(ValueError):  # noqa: N818  (the word of the command line)
    """The document is not a valid certificate; the message says why."""


def need(condition: object, reason: str) -> None:
    if not condition:
        raise Rejected(reason)


class Doc:
    """A value of the document and its place in it; each method checks what it reads."""

    def __init__(self, value: Any, where: str = "") -> None:
        self.value, self.where = value, where

    def has(self, key: str) -> bool:
        return bool(type(self.value) is dict and key in self.value)

    def __getitem__(self, key: str) -> Doc:
        self.need(self.has(key), f"expected the key {key}")
        return Doc(self.value[key], f"{self.where}.{key}".lstrip("."))

    def need(self, condition: object, reason: str) -> None:
        need(condition, f"{self.where or 'certificate'}: {reason}")

    def fields(self, keys: str) -> Doc:
        """Require an object with exactly the keys given (words; one with ? may be absent)."""
        least = {key for key in keys.split() if not key.endswith("?")}
        most = {key.rstrip("?") for key in keys.split()}
        self.need(type(self.value) is dict, "expected an object")
        self.need(least <= set(self.value) <= most, f"expected exactly the keys: {keys}")
        return self

    def variant(self, options: dict[str, str]) -> str:
        kind = self["type"].choice(*options)
        self.fields(f"type {options[kind]}")
        return kind

    def items(self, length: int | None = None) -> list[Doc]:
        self.need(type(self.value) is list, "expected a list")
        self.need(length in (None, len(self.value)), f"expected {length} entries")
        return [Doc(value, f"{self.where}[{i}]") for i, value in enumerate(self.value)]

    def count(self, least: int, most: int = MAX_COUNT) -> int:  # true and false do not count
        good = type(self.value) is int and least <= self.value <= most
        self.need(good, f"expected an integer from {least} to {most}")
        return self.value

    def choice(self, *options: object) -> Any:  # one of the values given
        good = any(type(self.value) is type(x) and self.value == x for x in options)
        self.need(good, f"expected one of: {', '.join(map(str, options))}")
        return self.value

    def rational(self) -> Fraction:
        """Read a rational: a string "p" or "p/q" in lowest terms."""
        text = self.value if type(self.value) is str else ""
        digits = len(text.replace("/", "").replace("-", ""))
        self.need(digits <= MAX_DIGITS and NUMBER.fullmatch(text), "expected a rational string")
        self.need(str(Fraction(text)) == text, "not in lowest terms")
        return Fraction(text)

    def rationals(self, length: int | None = None) -> list[Fraction]:
        return [x.rational() for x in self.items(length)]

    def equal(self, expected: list[Fraction]) -> None:
        """Compare check numbers: they bind what no inequality of the claim reads."""
        self.need(self.rationals() == expected, "not the numbers recomputed")

    def poly(self, parametric: bool = True) -> Poly:
        """Read a polynomial, a list of rationals, or just a number where there is no parameter."""
        found = self.rationals() if parametric else [self.rational()]
        self.need(len(found) <= MAX_DEGREE + 1, f"degree above {MAX_DEGREE}")
        self.need(not parametric or not found or found[-1] != 0, "the last one must not be 0")
        return Poly(found)

    def polys(self, length: int, cell: Cell) -> list[Poly]:
        return [x.poly(cell is not CONSTANTS) for x in self.items(length)]

    def same(self, expected: Interval) -> None:
        """Compare a rational or an enclosure with the number recomputed."""
        point = type(self.value) is str
        found = Interval(self.rational()) if point else Interval(*self.fields("lower upper").ends())
        self.need(point or found.low < found.high, "an enclosure needs lower < upper")
        self.need(found.ends == expected.ends, f"{found} in the document, {expected} recomputed")

    def ends(self) -> tuple[Fraction, Fraction]:
        return self["lower"].rational(), self["upper"].rational()


def show(x: Fraction) -> str:  # for people: exact if short, else a decimal of 12 digits
    if x.numerator.bit_length() + x.denominator.bit_length() <= 64:
        return str(x)
    size, sign = x.numerator.bit_length() - x.denominator.bit_length(), "-" if x < 0 else ""
    if abs(size) > 1_000:
        return f"{sign}(a number {'beyond 10^300' if size > 0 else 'below 10^-300'})"
    return f"~{x.numerator / x.denominator:.12g}"


class Interval:
    """A closed interval with rational ends; one argument makes a point."""

    def __init__(self, low: Fraction | int, high: Fraction | None = None) -> None:
        self.low, self.high = Fraction(low), Fraction(low if high is None else high)
        self.ends = self.low, self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        products = [x * y for x in (self.low, self.high) for y in (other.low, other.high)]
        return Interval(min(products), max(products))

    def __truediv__(self, other: Interval) -> Interval:
        need(other.low > 0, "an interval that is not certainly positive would be a divisor")
        return self * Interval(1 / other.high, 1 / other.low)

    def __str__(self) -> str:
        low, high = show(self.low), show(self.high)
        return low if self.low == self.high else f"[{low}, {high}]"


def longest(numbers: Iterable[int]) -> int:  # the bits of the longest number
    return max((x.bit_length() for x in numbers), default=0)


def on_grid(k: int, bits: int) -> tuple[Fraction, Fraction]:
    return Fraction(k, 2**bits), Fraction(k + 1, 2**bits)


def root(x: Fraction | int, k: int, bits: int = 0) -> int:
    """Floor of 2^bits times the k-th root of x >= 0, bit by bit."""
    n, found = (x.numerator << (bits * k)) // x.denominator, 0
    need(n.bit_length() // k * n.bit_length() <= MAX_WORK, "a root is too large to be checked")
    for bit in reversed(range(n.bit_length() // k + 1)):
        found += 1 << bit if (found + (1 << bit)) ** k <= n else 0
    return found


def series(first: int, following: Callable[[int, int], int]) -> int:
    """Sum of (-1)^k t_k / (2k + 1) until the terms vanish, t_0 = first, t_k = following(t, k)."""
    total, k, term = 0, 0, first
    while term:
        total += (-1) ** k * (term // (2 * k + 1))
        k, term = k + 1, following(term, k + 1)
    return total


def normal_interval(top: Fraction, noise: Fraction, dimensions: int) -> Interval:
    """Enclose Phi(x) on the grid, x = top / (noise sqrt(dimensions)); exact for x = 0.

    Far out, Phi(-x) <= exp(-x^2/2)/2 < 2^(-x^2/2)/2 <= 2^-49. Else Phi(x) - 1/2 = x S / sqrt(2 pi),
    S = sum_k (-1)^k (x^2/2)^k / (k! (2k + 1)), Machin's pi = 16 atan(1/5) - 4 atan(1/239), in units
    of 2^-1024. Floors and the ends of the alternating series (terms fall once k > x^2/2) are some
    10^3 errors of a unit, each magnified by less than exp(x^2/2) < 2^70, and the square root at
    most halves the bits: 2^624 units cover all errors.
    """
    if top == 0:
        return Interval(Fraction(1, 2))
    square, bits = (top / noise) ** 2 / dimensions, 1024
    found = 2**GRID - 1 if top > 0 else 0
    if square < 96:
        one, x = 1 << bits, (square.numerator << bits) // square.denominator
        total = series(one, lambda term, k: term * x // (2 * k << bits))
        a, b = (series(one // m, lambda term, _, m=m: term // (m * m)) for m in (5, 239))
        mass = math.isqrt(x * total**2 // (2 * (16 * a - 4 * b)))
        middle = one // 2 + (mass if top > 0 else -mass)
        found, other = ((middle + error) >> (bits - GRID) for error in (-(2**624), 2**624))
        need(found == other, "a normal probability is too close to the grid")
    return Interval(*on_grid(found, GRID))


def binomial_law(m: int, p: Fraction, q: Fraction) -> tuple[list[int], int]:
    """C(m, k) p^k q^(m-k) for k = 0..m, as integers over one denominator."""
    base = math.lcm(p.denominator, q.denominator)
    need(m * m * base.bit_length() <= MAX_WORK, "too many members to be checked")
    up = accumulate([int(p * base)] * m, int.__mul__, initial=1)
    down = [*accumulate([int(q * base)] * m, int.__mul__, initial=1)]
    choose = accumulate(range(m), lambda c, k: c * (m - k) // (k + 1), initial=1)
    return [c * x * y for c, x, y in zip(choose, up, down[::-1], strict=True)], base**m


def expectation(law: tuple[list[int], int], values: Sequence[Fraction]) -> Fraction:
    scale = math.lcm(*(x.denominator for x in values))
    total = sum(w * int(x * scale) for w, x in zip(law[0], values, strict=True))
    return Fraction(total, law[1] * scale)


class Signs:
    """What is left of `MAX_SIGNS` for the document that is checked."""

    left = MAX_SIGNS

    @classmethod
    def spend(cls, products: int, bits: int, others: int) -> None:  # digits have 30 bits
        cls.left -= products * (30 + (bits // 30 + 1) * (others // 30 + 1))
        need(cls.left >= 0, "polynomials: too much work to be checked")


class Poly:
    """A polynomial in the parameter: coefficients c, lowest degree first, the last one not 0."""

    def __init__(self, coefficients: Iterable[Fraction | int]) -> None:
        self.c, self.sturm, self.whole = [*map(Fraction, coefficients)], list[Poly](), list[int]()
        while self.c and self.c[-1] == 0:
            self.c.pop()
        self.number = self.c[0] if self.c else ZERO  # the constant coefficient

    def __add__(self, other: Poly) -> Poly:
        short, long = sorted((self.c, other.c), key=len)
        Signs.spend(len(short), *(longest(x.denominator for x in c) for c in (short, long)))
        return Poly([x + y for x, y in zip(short, long, strict=False)] + long[len(short) :])

    def __neg__(self) -> Poly:
        return Poly(-x for x in self.c)

    def __mul__(self, other: Poly) -> Poly:
        if max(len(self.c), len(other.c)) < 2:
            x, y = self.number, other.number
            Signs.spend(1, longest(x.as_integer_ratio()), longest(y.as_integer_ratio()))
            return Poly([x * y])
        (p, scale), (q, unit) = self.over(), other.over()
        size, result = longest([*p, *q, scale, unit]), [0] * (len(p) + len(q))
        Signs.spend((len(p) + 2) * (len(q) + 2), size, size)
        for i, x in enumerate(p):
            for j, y in enumerate(q):
                result[i + j] += x * y
        return Poly(Fraction(x, scale * unit) for x in result)

    def over(self) -> tuple[list[int], int]:
        """Numerators over the common denominator; its growth is counted."""
        scale, size = 1, longest(x.numerator for x in self.c)
        for q in {x.denominator for x in self.c}:
            Signs.spend(1, scale.bit_length(), q.bit_length())
            scale = math.lcm(scale, q)
        Signs.spend(len(self.c), size + scale.bit_length(), scale.bit_length())
        return [x.numerator * (scale // x.denominator) for x in self.c], scale

    def integral(self) -> list[int]:  # a positive multiple with coprime coefficients
        if not self.whole:
            found, _ = self.over()
            Signs.spend(len(found), longest(found), longest(found))
            content = math.gcd(*found)
            self.whole = [x // content for x in found]
        return self.whole

    def __divmod__(self, other: Poly) -> tuple[Poly, Poly]:
        """Quotient and remainder, each times some positive number: signs stay."""
        rest, b = self.integral(), other.integral()
        quotient = [0] * (len(rest) - len(b) + 1)
        while len(rest) >= len(b):
            Signs.spend(2 * len(rest), longest(rest), longest(b))
            scale = abs(b[-1]) // math.gcd(rest[-1], b[-1])
            rest, quotient = [scale * x for x in rest], [scale * x for x in quotient]
            factor, shift = rest[-1] // b[-1], len(rest) - len(b)
            quotient[shift] += factor
            for i, x in enumerate(b, shift):
                rest[i] -= factor * x
            rest.pop()
        return Poly(quotient), Poly(rest)

    def agree(self, doc: Doc, parametric: bool = True) -> None:
        doc.need(self.c == doc.poly(parametric).c, "not the number recomputed from the game")

    def sign(self, x: Fraction) -> int:
        total, power, size = 0, 1, longest(x.as_integer_ratio())
        whole = self.integral()
        Signs.spend(len(whole), longest(whole) + size, len(whole) * size)
        for c in reversed(whole):
            total, power = total * x.numerator + c * power, power * x.denominator
        return (total > 0) - (total < 0)

    def chain(self, other: Poly | None = None) -> list[Poly]:
        """Signed remainders of this and another (or the derivative): the last is their divisor."""
        slope = Poly([i * x for i, x in enumerate(self.c)][1:])
        found = [self, slope if other is None else other]
        while found[-1].c:
            found.append(-divmod(found[-2], found[-1])[1])
        return found[:-1]

    def squarefree(self) -> Poly:
        """Polynomial with the same roots, each simple, and its Sturm chain."""
        if not self.sturm:
            found = self.chain()
            if len(found[-1].c) > 1:
                return divmod(self, found[-1])[0].squarefree()
            self.sturm = found
        return self

    def odd_part(self) -> Poly:
        """Polynomial with the roots of odd multiplicity, each simple: where the sign changes."""
        if self.squarefree() is self:
            return self
        product, rest, odd = UNIT, self, True
        while len(rest.c) > 1:  # each step lowers every multiplicity by one
            here = rest.squarefree()
            rest = divmod(rest, here)[0]
            if odd:  # roots that are in this step and not in the next
                product *= divmod(here, here.chain(rest.squarefree())[-1])[0]
            odd = not odd
        return product.squarefree()

    def roots(self, low: Fraction, high: Fraction) -> tuple[int, int]:
        """Count the roots in the open and in the closed interval (Sturm; for a squarefree one)."""
        signs = [[s for s in (q.sign(x) for q in self.sturm) if s] for x in (low, high)]
        changes = [sum(a != b for a, b in pairwise(row)) for row in signs]
        half_open = changes[0] - changes[1]
        return half_open - (self.sign(high) == 0), half_open + (self.sign(low) == 0)


NIL, UNIT = Poly([]), Poly([1])
Row = tuple[dict[int, Poly], str, Poly]  # of a program: coefficients, relation, constant
NumberRow = tuple[dict[int, Fraction], str, Fraction | int]


class End:
    """An end of a cell: a rational, or the only root of p (squarefree) between two rationals."""

    def __init__(self, low: Fraction, high: Fraction, p: Poly = NIL) -> None:
        self.low, self.high, self.p = low, high, p
        self.text = f"~{float(low):.12g} (irrational)" if p.c else show(low)

    def narrow(self) -> None:
        middle = (self.low + self.high) / 2
        need(not self.p.c or self.p.sign(middle), "a rational number is written as a root")
        if self.p.c and self.p.sign(middle) == self.p.sign(self.low):
            self.low = middle
        else:
            self.high = middle

    def is_root_of(self, p: Poly) -> bool:
        """Whether p vanishes here; if irrational: their common divisor has a root between."""
        if not self.p.c:
            return p.sign(self.low) == 0
        return p.chain(self.p)[-1].squarefree().roots(self.low, self.high)[0] == 1


def read_end(doc: Doc) -> End:
    """Read a rational, or {"polynomial", "lower", "upper"} in canonical form."""
    if type(doc.value) is str:
        return End(doc.rational(), doc.rational())
    given = doc.fields("polynomial lower upper")["polynomial"].poly()
    longest = max((x.numerator.bit_length() for x in given.c), default=0)
    doc.need(len(given.c) ** 3 * longest <= MAX_ROOTS, "a polynomial too large to be checked")
    ends, p = doc.ends(), given.squarefree()
    good = len(p.c) == len(given.c) > 2 and p.sign(ends[0]) * given.sign(ends[0]) != 0
    whole = all(x.denominator == 1 for x in given.c) and math.gcd(*map(int, given.c)) == 1
    doc.need(good and whole and given.c[-1] > 0, "not primitive, squarefree, leading one > 0")
    for bits in (ROOT_GRID << i for i in range(8)):
        grid = on_grid(math.floor(ends[0] * 2**bits), bits)
        inside, touching = p.roots(*grid)
        doc.need((inside == touching == 1) if grid == ends else inside != 1, "not canonical")
        if grid == ends:
            return End(*ends, p)
    raise Rejected(f"{doc.where}: expected k/2^m, (k+1)/2^m")


class Cell(NamedTuple):
    """An open cell, or a point if both ends are the same object."""

    low: End
    high: End

    def __str__(self) -> str:
        ends = self.low.text, self.high.text
        return f"[{ends[0]}]" if self.low is self.high else f"({ends[0]}, {ends[1]})"

    def holds(self, p: Poly, *, strict: bool = False) -> bool:
        """Whether p >= 0 (strict: p > 0) everywhere on the cell."""
        if len(p.c) < 2:
            return p.number > 0 or (p.number == 0 and not strict)
        is_point = self.low is self.high
        f = p.squarefree() if strict or is_point else p.odd_part()  # a root inside is too much
        for end in self:  # narrow until f has no root between but perhaps the number itself
            own = end.is_root_of(f)
            while end.p.c and f.roots(end.low, end.high)[1] > own:
                end.narrow()
        if is_point:
            sign = 0 if self.low.is_root_of(p) else p.sign(self.low.low)
            return sign > 0 or (sign == 0 and not strict)
        left, right = self.low.high, self.high.low
        step = (right - left) / (len(p.c) + 1)  # p has fewer than len(p.c) roots
        inner = (p.sign(left + step * j) for j in range(1, len(p.c) + 1))
        return f.roots(left, right)[0] == 0 and next(s for s in inner if s) > 0


CONSTANTS = Cell(End(ZERO, ZERO), End(ZERO, ZERO))  # no parameter: every polynomial is constant


class Stage:
    """A stage game with perfect monitoring: payoffs[player] by profile (row-major); and a plan."""

    def __init__(self, game: Doc, delta: Fraction) -> None:
        players, self.discount, self.shape = game["payoffs"].items(), delta, list[int]()
        level, self.payoffs = players, list[list[Fraction]]()
        for _ in players:
            level = level[0].items()
            self.shape.append(len(level))
        game.need(self.shape and min(self.shape) > 0, "no players, or a player without actions")
        for tensor in players:
            flat = [tensor]
            for size in self.shape:
                flat = [x for part in flat for x in part.items(size)]
            self.payoffs.append([x.rational() for x in flat])

    def check_uniform(self, doc: Doc) -> None:
        """Check the average payoffs: they bind payoffs that no inequality reads."""
        found = list[Fraction]()
        for cells in self.payoffs:
            common = 1
            for q in {x.denominator for x in cells}:
                common = math.lcm(common, q)
                size = common.bit_length()
                good = size * len(cells) < 10**9 and size * len(self.payoffs) <= 2**20
                need(good, "game: too many denominators")
            total = sum(x.numerator * (common // x.denominator) for x in cells)
            found.append(Fraction(total, common * len(cells)))
        doc["uniform_payoffs"].equal(found)

    def read_plan(self, doc: Doc) -> None:
        """Read an automaton, and check numbers: average payoffs, the sum of start and targets."""
        self.check_uniform(doc)
        plan = doc["automaton"].fields("start actions transitions targets")
        self.actions = list[list[int]]()
        for row in plan["actions"].items():
            profile = zip(row.items(len(self.shape)), self.shape, strict=True)
            self.actions.append([a.count(0, size - 1) for a, size in profile])
        n, self.start = len(self.actions), plan["start"].count(0, len(self.actions) - 1)
        rows = [row.items(math.prod(self.shape)) for row in plan["transitions"].items(n)]
        self.transitions = [[t.count(0, n - 1) for t in row] for row in rows]
        plan["targets"].choice(sum(map(sum, self.transitions), self.start))
        reached, new = {self.start}, {self.start}
        while new:  # a state that no history leads to is in no subgame
            new = {t for state in new for t in self.transitions[state]} - reached
            reached |= new
        plan.need(len(reached) == n, "there is a state that no history leads to")

    def check_plan(self, doc: Doc, delta: Poly, cell: Cell, unit: Poly) -> dict[Any, Poly]:
        """Check values V_s = (1 - delta) g(a_s) + delta V_t(s, a_s) and gains, times unit.

        A gain is what player i gets by action a in state s and obedience later, minus V_s[i].
        """
        n, players, now = len(self.actions), len(self.shape), unit * (UNIT + -delta)
        values = [row.polys(players, cell) for row in doc["values"].items(n)]
        gains = dict[Any, Poly]()
        for s, by_player in enumerate(doc["gains"].items(n)):
            for i, by_action in enumerate(by_player.items(players)):
                for a, found in enumerate(by_action.items(self.shape[i])):
                    where = 0
                    for j, size in enumerate(self.shape):
                        where = where * size + (a if j == i else self.actions[s][j])
                    later = delta * values[self.transitions[s][where]][i]
                    gain = now * Poly([self.payoffs[i][where]]) + later + -values[s][i]
                    solved = a != self.actions[s][i] or not gain.c
                    found.need(solved, "the values do not solve the recursion")
                    gain.agree(found, cell is not CONSTANTS)
                    gains[s, i, a] = gain
        return gains

    def __str__(self) -> str:
        return f"the plan with {len(self.actions)} states that starts in state {self.start}"


class Institution:
    """An association, a pair (supplier and buyer), or a ring of pairs, with its arrangement."""

    def __init__(self, game: Doc, delta: Fraction) -> None:
        self.kind, self.discount = game.value["type"], delta
        self.lag = game["lag"].count(1, MAX_LAG) if "lag" in game.value else 1
        game.need(self.lag * delta.denominator.bit_length() < 2 * 10**5, "discount_factor too long")
        self.beta = delta**self.lag  # from a round to its settlement
        self.promises = self.truthful = self.collusion_proof = False
        self.rule, self.penalty = "burnt", ZERO
        self.laws: list[list[Fraction]] = []  # of a pair with other than two reports
        (self.read_association if self.kind == "association" else self.read_relation)(game)

    def read_association(self, game: Doc) -> None:
        payoffs, sanction = game["payoffs"], game["sanction"]
        n = self.members = game["members"].count(2)
        options = {"linear": "benefit cost surplus", "table": "shirk contribute totals"}
        if payoffs.variant(options) == "table":
            rows = [payoffs[key].rationals(n) for key in ("shirk", "contribute")]
            payoffs["totals"].equal([sum(row, ZERO) for row in rows])
            shirk, work = (row[-1] for row in rows)
        else:
            benefit, cost = payoffs["benefit"].rational(), payoffs["cost"].rational()
            work = benefit * n + payoffs["surplus"].rational() - cost
            shirk = work - benefit + cost
        self.gain, self.value = shirk - work, work
        kind = sanction.variant({"fine": "recipient", "exclusion": "", "promises": "budget"})
        self.promises = kind == "promises"
        if kind == "fine":
            self.rule = sanction["recipient"].choice("burnt", "treasury", "unflagged")
        elif self.promises:
            self.rule = sanction["budget"].choice("balanced", "burning", "burnt")
        self.read_signal(game["signal"], FLAGS if self.promises else NORMAL)
        self.penalty = game["physical_penalty"].rational()
        game["physical_penalty"].need(self.penalty >= 0, "expected a number >= 0")

    def read_relation(self, game: Doc) -> None:
        ring, signal = self.kind == "ring", game["signal"]
        self.members = game["members"].count(3) if ring else 2
        self.gain, self.value = game["gain"].rational(), game["value"].rational()
        if ring:
            game["shares"].equal([Fraction(1, self.members - k) for k in (1, 2)])
        options = FLAGS if ring else NORMAL | {"reports": "work shirk"}
        if signal.variant(options) == "reports":
            self.alpha = self.eta = Interval(0)
            work = signal["work"].rationals()
            self.laws = [work, signal["shirk"].rationals(len(work))]
            good = len(work) > 1 and all(min(x) >= 0 and sum(x) == 1 for x in self.laws)
            signal.need(good, "expected two laws on two or more reports")
        else:
            self.read_signal(signal, options)
        if not ring:
            cost, self.truthful = game["side_agreement_cost"], game["truthful"].choice(True, False)
            self.collusion_proof = cost.value is not None
            good = cost.value is None or (cost.rational() == 0 and self.truthful)
            cost.need(good, "only null, and 0 with true reports, are covered")

    def read_signal(self, doc: Doc, options: dict[str, str]) -> None:
        if doc.variant(options) == "flags":
            alpha, eta = doc["false_alarm"].rational(), doc["detection"].rational()
            doc.need(0 <= alpha <= eta <= 1, "expected 0 <= false_alarm <= detection <= 1")
            self.alpha, self.eta = Interval(alpha), Interval(eta)
            return
        noise, near, cutoff = (doc[key].rational() for key in ("noise", "proximity", "cutoff"))
        doc.need(noise > 0 and 0 < near <= 1, "expected noise > 0 and 0 < proximity <= 1")
        d = doc["dimensions"].count(1)
        doc["squared_arguments"].equal([(x / noise) ** 2 / d for x in (cutoff - 1, cutoff)])
        self.alpha = Interval(near) * normal_interval(cutoff - 1, noise, d)
        self.eta = Interval(near) * normal_interval(cutoff, noise, d)
        doc["false_alarm"].same(self.alpha)
        doc["detection"].same(self.eta)
        doc.need(self.alpha.high <= self.eta.low, "false_alarm <= detection is not certain")

    def __str__(self) -> str:
        gain = f"(value {show(self.value)}, gain from shirking {show(self.gain)})"
        if self.kind == "ring":
            return f"effort on a ring of {self.members} members with third-party fines {gain}"
        if self.kind == "pair":
            how = "one true report a round" if self.truthful else "a public signal"
            how += " and free side agreements" if self.collusion_proof else ""
            return f"effort by the supplier of a pair under {how} {gain}"
        rule = f"promises, budget {self.rule}," if self.promises else f"one flat fine, {self.rule},"
        return f"full contribution by {self.members} members under {rule} {gain}"

    def receipts(self) -> tuple[Interval, Interval]:
        """Find what contributing brings and shirking loses, expected receipts per unit of fine."""
        need(not self.promises, "sanction: this kind of certificate does not cover promises")
        m, low, high = self.members - 1, self.alpha.low, self.alpha.high
        if self.kind == "ring":
            fines, fees = self.ring_receipts()
            return Interval(fines + fees / m), self.eta - self.alpha
        enclosed, gap = low < high, self.eta - self.alpha
        if enclosed and self.rule != "unflagged":  # all is paid or received, probabilities add to 1
            return Interval(0) - (self.alpha if self.rule == "burnt" else Interval(0)), gap
        need(self.rule != "unflagged" or m**3 <= MAX_WORK, "too many members to be checked")
        laws = [binomial_law(m, low, 1 - high)]
        laws.append(binomial_law(m, high, 1 - low) if enclosed else laws[0])
        unflagged, drop = list[Fraction](), list[Fraction]()  # receipt without flag; loss by it
        for k in range(m + 1):  # k others are flagged
            receipt, flagged = ZERO, -ONE  # burnt
            if self.rule == "treasury":
                receipt, flagged = Fraction(k, m), Fraction(k, m) - 1
            elif self.rule == "unflagged":  # nobody pays if all are flagged
                receipt, flagged = Fraction(k, m + 1 - k), -ONE if k < m else ZERO
            unflagged.append(receipt)
            drop.append(receipt - flagged)
        e0, e1 = (Interval(*(expectation(law, x) for law in laws)) for x in (unflagged, drop))
        return Interval(0) if enclosed else e0 - self.alpha * e1, gap * e1

    def ring_receipts(self) -> tuple[Fraction, Fraction]:
        n, alpha = self.members, self.alpha.low  # per unit of fine and of fee: shares, less own
        return (n - 1) * alpha / (n - 1) - alpha, (n - 2) * alpha / (n - 2) - alpha

    def program(self, optimistic: bool = True) -> Program:  # or with the worse ends of enclosures
        need(self.penalty == 0, "physical_penalty: a program in r needs 0")
        if self.kind == "pair":
            objective, rows = self.pair_program(optimistic)
        elif self.promises:
            objective, rows = self.promises_program()
        else:  # q = 1/(b V), fine/V, and on a ring fee/V
            receipt, spread = self.receipts()
            objective = [self.value, receipt.ends[optimistic]]
            rows: list[NumberRow] = [({0: -self.gain, 1: spread.ends[optimistic]}, ">=", 0)]
            if self.kind == "ring":
                objective = [self.value, *self.ring_receipts()]
                rows.append(({1: Fraction(1, self.members - 1), 2: -ONE}, "==", 0))
            rows.append(({1: ONE}, "<=", 1))
        polys = [({j: Poly([x]) for j, x in row.items()}, r, Poly([b])) for row, r, b in rows]
        return Program([Poly([c]) for c in objective], polys, [">="] * len(objective))

    def promises_program(self) -> tuple[list[Fraction], list[NumberRow]]:
        """Promises by own flag and number of flags: variables q, omega0(0..n-1), omega1(1..n)."""
        n, alpha, eta = self.members, self.alpha.low, self.eta.low
        weights, total = binomial_law(n - 1, alpha, 1 - alpha)
        law = [Fraction(w, total) for w in weights]
        objective = [self.value, *((1 - alpha) * p for p in law), *(alpha * p for p in law)]
        effort = [-self.gain, *((eta - alpha) * p for p in law), *((alpha - eta) * p for p in law)]
        rows: list[NumberRow] = [(dict(enumerate(effort)), ">=", 0)]
        if self.rule == "burnt":
            return objective, rows + [({j: ONE}, "<=", 1) for j in range(1, 2 * n + 1)]
        relation = "==" if self.rule == "balanced" else "<="
        for k in range(n + 1):  # n - k members without a flag, k with one
            row = {1 + k: Fraction(n - k), n + k: Fraction(k)}
            rows.append(({j: x for j, x in row.items() if x}, relation, n))
        return objective, rows

    def pair_program(self, optimistic: bool) -> tuple[list[Fraction], list[NumberRow]]:
        """Variables q = 1/(b V), then by report: supplier's, buyer's and burnt rent, over V."""
        if self.laws:
            burn, m = self.laws[0], len(self.laws[0])
            effort = [-self.gain, *(p - s for p, s in zip(*self.laws, strict=True))]
        else:
            m, ratio = 2, Interval(self.gain) / (self.eta - self.alpha)
            effort = [-ratio.ends[not optimistic], ONE, -ONE]
            burn = [x.ends[not optimistic] for x in (Interval(1) - self.alpha, self.alpha)]
        rows: list[NumberRow] = [(dict(enumerate(effort)), ">=", 0)]
        rows += [({1 + i: ONE, 1 + m + i: ONE, 1 + 2 * m + i: ONE}, "==", 1) for i in range(m)]
        for first, wanted in ((1 + m, self.truthful), (1 + 2 * m, self.collusion_proof)):
            if wanted:  # the buyer's rent, or the burnt rent, must not depend on the report
                rows += [({first + i: ONE, first: -ONE}, "==", 0) for i in range(1, m)]
        return [self.value, *[ZERO] * (2 * m), *(-p for p in burn)], rows

    def fine_plan(self, doc: Doc) -> dict[str, Interval]:
        """Work, pay fines (and fees for true complaints on a ring), be out after a refusal."""
        fine, (receipt, spread) = doc.rational(), self.receipts()
        doc.need(fine > 0 or (fine == 0 and self.gain <= 0), "expected a positive number")
        later = Interval(self.beta * fine)
        value = (Interval(self.value) + later * receipt) / Interval(1 - self.beta)
        effort = later * spread - Interval(self.gain)
        payment = value + Interval(self.penalty - fine)
        if self.kind == "ring":
            more = {"fee": Interval(fine / (self.members - 1)), "effort_margin": effort}
        else:
            more = {"receipt_contribute": receipt, "spread": spread, "contribution_margin": effort}
        return {"membership_value": value, "payment_margin": payment, **more}

    def pair_plan(self, doc: Doc) -> dict[str, Interval]:
        """Work; after report m go on with probability stay[m], the supplier having the rent."""
        stay = doc.rationals(len(self.laws[0]) if self.laws else 2)
        doc.need(0 <= min(stay) <= max(stay) <= 1, "expected probabilities")
        good = not self.collusion_proof or min(stay) == max(stay)
        doc.need(good, "with free side agreements it must not depend on the report")
        if self.laws:
            work, shirk = (sum(map(Fraction.__mul__, law, stay), ZERO) for law in self.laws)
            stays, lost = Interval(work), Interval(work - shirk)
        else:
            doc.need(stay[0] >= stay[1], "a complaint must not make the relation last")
            fall = Interval(stay[0] - stay[1])
            stays, lost = Interval(stay[0]) - self.alpha * fall, (self.eta - self.alpha) * fall
        value = Interval(self.value) / (Interval(1) - Interval(self.beta) * stays)
        effort = Interval(self.beta) * value * lost - Interval(self.gain)
        return {"value_supplier": value, "effort_margin": effort}


class Program(NamedTuple):
    """Maximise c.x subject to rows; every x[j] is >= 0, <= 0 or free."""

    objective: list[Poly]
    rows: list[Row]
    signs: list[str]
    cell: Cell = CONSTANTS

    def __str__(self) -> str:
        return f"the linear program with {len(self.objective)} variables, {len(self.rows)} rows,"

    def check(self, point: Doc, slacks: Doc, cell: Cell, unit: Poly) -> Poly:
        """Check that point/unit is feasible on all of the cell; return unit times its objective."""
        x, found = point.polys(len(self.signs), cell), slacks.items(len(self.rows))
        for j, sign in enumerate(self.signs):
            good = sign == "free" or cell.holds(x[j] if sign == ">=" else -x[j])
            point.need(good, f"entry {j} has the wrong sign")
        for i, (row, relation, bound) in enumerate(self.rows):
            slack = bound * unit + -sum((a * x[j] for j, a in row.items()), NIL)
            slack = slack if relation == "<=" else -slack
            slack.agree(found[i], cell is not CONSTANTS)
            good = not slack.c or (relation != "==" and cell.holds(slack))
            found[i].need(good, "wrong sign")
        return sum(map(Poly.__mul__, self.objective, x), NIL)

    def dual(self) -> Program:
        """Minimise b.y subject to y A - c >= 0 (== 0 where x is free), y signed by its row."""
        rows = [*enumerate(self.rows)]
        columns = [{i: row[j] for i, (row, *_) in rows if j in row} for j in range(len(self.signs))]
        relations = ["==" if sign == "free" else ">=" for sign in self.signs]
        signs = [{"<=": ">=", ">=": "<=", "==": "free"}[relation] for _, relation, _ in self.rows]
        dual_rows = [*zip(columns, relations, self.objective, strict=True)]
        return Program([bound for _, _, bound in self.rows], dual_rows, signs, self.cell)


def read_program(game: Doc, _: Fraction) -> Program:
    cell = CONSTANTS
    if "parameter" in game.value:
        low, high = game["parameter"].fields("lower upper").ends()
        game["parameter"].need(low < high, "expected lower < upper")
        cell = Cell(End(low, low), End(high, high))

    def entry(doc: Doc) -> Poly:
        if cell is CONSTANTS or type(doc.value) is str:
            return doc.poly(parametric=False)
        found = doc.fields("polynomial")["polynomial"].poly()
        doc.need(len(found.c) > 1, "a constant is written as a rational")
        return found

    objective, rows = [entry(x) for x in game["objective"].items()], list[Row]()
    for row in game["rows"].items():
        row.fields("coefficients relation constant")
        dense = [entry(x) for x in row["coefficients"].items(len(objective))]
        relation = row["relation"].choice("<=", "==", ">=")
        rows.append(({j: a for j, a in enumerate(dense) if a.c}, relation, entry(row["constant"])))
    found = [entry(x).c for x in game["sums"].items()]  # they bind what is multiplied by 0 only
    sums = [sum(objective, NIL).c, *(sum(row.values(), b).c for row, _, b in rows)]
    game.need(objective and found == sums, "no variables, or not the sums of the numbers")
    free = [x.choice(True, False) for x in game["free"].items(len(objective))]
    return Program(objective, rows, ["free" if x else ">=" for x in free], cell)


def optimum(doc: Doc, lp: Program) -> Fraction:
    """Check a primal and a dual solution without parameter; return the optimal value."""
    value = lp.check(doc["primal"], doc["slacks"], CONSTANTS, UNIT)
    bound = lp.dual().check(doc["dual"], doc["reduced_costs"], CONSTANTS, UNIT)
    value.agree(doc["value"], parametric=False)
    bound.agree(doc["value"], parametric=False)
    return value.number


def check_infeasible(doc: Doc, game: Program | Institution) -> str:
    """Check Farkas multipliers; for an institution, that r <= 0 at every feasible point."""
    lp = game.program() if isinstance(game, Institution) else game
    total = lp.dual().check(doc["multipliers"], doc["combination"], lp.cell, UNIT)
    if isinstance(game, Institution):
        total = total + -UNIT if game.promises else total
        good = total.number <= 0 and (game.gain > 0 or game.value < 0)  # else V = 0 is left out
        doc["bound"].need(good, "positive, or shirking gains nothing: some discount factor is left")
        claim = f"{game} is sustained at no discount factor below 1, whatever the lag"
    else:
        doc["bound"].need(lp.cell.holds(-total, strict=True), "it must be negative")
        need(not any(c.c for c in lp.objective), "objective: it must be 0")
        claim = f"{game} has no feasible point"
        claim += "" if lp.cell is CONSTANTS else f" for any parameter in {lp.cell}"
        middle = (lp.cell.low.low + lp.cell.high.low) / 2
        doc["at_middle"].equal([sum((c * middle**k for k, c in enumerate(total.c)), ZERO)])
    total.agree(doc["bound"], lp.cell is not CONSTANTS)
    return claim


def check_stage_plan(doc: Doc, game: Stage) -> str:
    game.read_plan(doc)
    delta = show(game.discount)
    gains = game.check_plan(doc, Poly([game.discount]), CONSTANTS, UNIT)
    if doc.value["kind"] == DEVIATION:
        named = doc["deviation"].fields("state player action gain")
        s, i, a = (named[key].count(0) for key in ("state", "player", "action"))
        good = (s, i, a) == max(gains, key=lambda key: gains[key].number)
        named.need(good and gains[s, i, a].number > 0, "not the first that gains most")
        gains[s, i, a].agree(named["gain"], parametric=False)
        what = f"in state {s} player index {i} gains {show(gains[s, i, a].number)} by action {a}"
        return f"{game} is not a subgame-perfect equilibrium at discount factor {delta}: {what}"
    for (s, i, a), gain in gains.items():
        need(gain.number <= 0, f"gains: in state {s} player index {i} gains by action {a}")
    payoffs = doc["values"].items()[game.start].rationals()
    what = f"average payoffs ({', '.join(map(show, payoffs))})"
    return f"{game} is a subgame-perfect equilibrium at discount factor {delta}, {what}"


def check_institution_plan(doc: Doc, game: Institution) -> str:
    given, delta = "continuation" if game.kind == "pair" else "fine", show(game.discount)
    numbers = (game.pair_plan if game.kind == "pair" else game.fine_plan)(doc[given])
    what = f"{given} {doc[given].value}"[:80].replace("'", "")
    violated = "violated" if doc.value["kind"] == DEVIATION else ""
    doc.fields(" ".join([ENVELOPE, given, *numbers, violated]))
    for key, x in numbers.items():
        doc[key].same(x)
    about, margins = f"{game}, lag {game.lag}, {what},", [x for x in numbers if "_margin" in x]
    if violated:
        violated = doc["violated"].choice(*(key.removesuffix("_margin") for key in margins))
        margin = numbers[violated + "_margin"]
        doc["violated"].need(margin.high < 0, f"the margin {margin} is not certainly < 0")
        why = f"{violated} has the margin {margin}"
        return f"{about} is no perfect public equilibrium at discount factor {delta}: {why}"
    for key, x in numbers.items():  # membership itself must not be worse than leaving, which is 0
        need(x.low >= 0 or not ("margin" in key or "value" in key), f"{key}: {x} is not >= 0")
    why = ", ".join(f"{key} {numbers[key]}" for key in margins)
    return f"{about} is a perfect public equilibrium at discount factor {delta}: {why}"


@cache
def companion(name: str) -> ModuleType:
    """Load a file beside this one; it imports this module by the name coopgames_checker."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
    need(os.path.isfile(path), f"kind: it is checked by {name}, expected beside checker.py")
    module = ModuleType(f"{__package__ or 'coopgames'}.{name.removesuffix('.py')}")
    sys.modules["coopgames_checker"] = sys.modules[__name__]
    sys.modules[module.__name__] = module
    SourceFileLoader(module.__name__, path).exec_module(module)
    return module


def beside(function: str, name: str = "checker_cells.py") -> Callable[..., Any]:  # loaded late
    return lambda *given: getattr(companion(name), function)(*given)


DELTA, ENVELOPE = "discount_factor", "format version kind game game_digest digest"
EQUILIBRIUM, DEVIATION = "automaton_equilibrium", "profitable_deviation"
SOLUTION, FARKAS = "primal slacks dual reduced_costs value", "multipliers combination bound"
PLAN, ROOT = "automaton values gains uniform_payoffs", "method programs round_threshold threshold"
CELLS = "method cells automaton uniform_payoffs"
GAMES: dict[str, tuple[Callable[[Doc, Fraction], Any], str]] = {  # by type: reader, keys
    "stage": (Stage, "payoffs"),
    "association": (Institution, "members payoffs signal sanction physical_penalty"),
    "pair": (Institution, "gain value signal truthful side_agreement_cost"),
    "ring": (Institution, "members shares gain value signal"),
    "lp": (read_program, "objective rows free sums"),
    "public": (beside("Signals", "checker_signals.py"), "payoffs probabilities"),
    "counted": (beside("Counted", "checker_liquidity.py"), "members payoffs signal"),
    "markov": (beside("Motion", "checker_markov.py"), "payoffs laws starts discount"),
}
# By kind and type: checker, keys of the certificate (if "", it checks them), key of the game.
CLAIMS: dict[tuple[str, str], tuple[Callable[[Doc, Any], str], str, str]] = {
    (EQUILIBRIUM, "stage"): (check_stage_plan, PLAN, DELTA),
    (DEVIATION, "stage"): (check_stage_plan, PLAN + " deviation", DELTA),
    ("lp_optimum", "lp"): (lambda d, lp: f"{lp} has value {show(optimum(d, lp))}", SOLUTION, ""),
    ("lp_infeasible", "lp"): (check_infeasible, FARKAS + " at_middle", "parameter?"),
    ("threshold", "lp"): (beside("check_program_cells"), "method cells", "parameter"),
    ("threshold", "stage"): (beside("check_stage_cells"), CELLS, ""),
}
for _type in ("association", "pair", "ring"):
    CLAIMS[EQUILIBRIUM, _type] = (check_institution_plan, "", "lag " + DELTA)
    CLAIMS[DEVIATION, _type] = CLAIMS[EQUILIBRIUM, _type]
    CLAIMS["lp_infeasible", _type] = (check_infeasible, FARKAS, "")
    CLAIMS["threshold", _type] = (beside("check_program_threshold"), ROOT, "lag")
SETS = "self_generating_set maximal_payoff_set payoff_set_sandwich outer_bound"
COMPANIONS = {  # files beside this one: the types of games and the kinds that they check
    "checker_sets.py": f"stage: nash pure_nash minmax feasible_set {SETS} penal_code",
    "checker_polytopes.py": "stage: outer_bound",  # of three and more players
    "checker_transfers.py": "stage: payment_plan transfer_steps",
    "checker_signals.py": f"public: {EQUILIBRIUM} {DEVIATION} {SETS}",
    "checker_liquidity.py": "public counted: liquidity_steps liquidity_payoffs limit_set",
    "checker_markov.py": f"markov: {EQUILIBRIUM} {DEVIATION} threshold",
}
_parts = [(name, *(x.split() for x in text.split(":"))) for name, text in COMPANIONS.items()]
FILES = {(kind, t): name for name, types, kinds in _parts for kind in kinds for t in types}


def digest(value: Any) -> str:
    data = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(data).hexdigest()


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    need(len(dict(pairs)) == len(pairs), "JSON: a key occurs twice in an object")
    return dict(pairs)


def parse(data: bytes | str) -> Any:
    """Parse JSON, after bounding size and nesting and refusing what the format never holds."""
    if isinstance(data, str):  # the name of a file
        with open(data, "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    need(len(data) <= MAX_BYTES and data.count(b'"') <= 4 * MAX_NODES, "the file is too large")
    need(b"\\" not in data, "JSON: no string of the format needs an escape")
    parts = data.split(b'"')
    need(sum(len(text) ** 2 for text in parts[1::2]) <= MAX_SQUARES, "too long numbers")
    outside = b"".join(parts[::2])  # without the strings
    nodes, depth = sum(map(outside.count, (b",", b"[", b"{"))), 0
    need(nodes < MAX_NODES, f"JSON: more than {MAX_NODES} values")
    for byte in outside.translate(None, bytes({*range(256)} - {*b"[]{}"})):
        depth += 1 if byte in b"[{" else -1
        need(depth <= MAX_DEPTH, f"JSON: nested more than {MAX_DEPTH} levels")
    odd = re.search(rb"[-+.NI]|[0-9][eE]|[0-9]{11}", outside)  # NaN, Infinity, floats, -0, 10^400
    need(odd is None, "JSON: numbers are small integers >= 0; rationals are strings")
    return json.loads(data.decode("utf-8"), object_pairs_hook=unique)


def prove(load: Callable[[], Any]) -> str:
    """Check the envelope, then let the checker of the claim say what is proved."""
    limit = sys.get_int_max_str_digits()
    try:
        sys.set_int_max_str_digits(MAX_DIGITS)  # numbers have a limit of their own
        Signs.left = MAX_SIGNS
        document = load()
        doc, game = Doc(document), Doc(document)["game"]
        claim = doc["kind"].choice(*dict([*CLAIMS, *FILES])), game["type"].choice(*GAMES)
        name = FILES.get(claim, "")
        if claim == ("outer_bound", "stage") and len(game["payoffs"].items()) == 2:
            name = "checker_sets.py"
        found = companion(name).CLAIMS if name else CLAIMS
        game.need(claim in found, f"{claim[0]} does not cover the type {claim[1]}")
        (checker, keys, more), (reader, game_keys) = found[claim], GAMES[claim[1]]
        if keys:
            doc.fields(f"{ENVELOPE} {keys}")
        game.fields(f"type {game_keys} {more}")
        doc["format"].choice("coopgames-certificate")
        doc["version"].count(1, 1)
        doc["game_digest"].choice(digest(game.value))
        doc["digest"].choice(digest({k: v for k, v in document.items() if k != "digest"}))
        delta = game[DELTA].rational() if DELTA in more else ZERO
        good = 0 <= delta < 1 and (delta or more != "lag " + DELTA)
        game.need(good, "expected 0 < discount_factor < 1 (or 0 in a repeated stage game)")
        name = f"game {document['game_digest'][:12]}, certificate {document['digest'][:12]}"
        return f"{checker(doc, reader(game, delta))} ({name})"
    except Rejected:
        raise
    except Exception as error:  # the input is hostile: whatever goes wrong, nothing is proved
        raise Rejected(f"{type(error).__name__} while reading or checking") from None
    finally:
        sys.set_int_max_str_digits(limit)


def check(document: dict[str, Any]) -> str:
    """Check a certificate given as a JSON object: return what is proved, or raise `Rejected`."""
    return prove(lambda: document)


def check_bytes(data: bytes) -> str:
    """Check a certificate given as the bytes of a file; see `check`."""
    return prove(lambda: parse(data))


def check_file(path: str) -> str:
    """Check a certificate in a file; see `check`."""
    return prove(lambda: parse(path))


def main(arguments: Sequence[str]) -> int:
    """Check the files named; print one line for each."""
    status = 0 if arguments else 2
    if status:
        print("usage: python -I -S checker.py FILE...", file=sys.stderr)
    for path in arguments:
        try:
            print(f"accepted  {ascii(path)[1:-1]}  {check_file(path)}")
        except Rejected as reason:
            print(f"REJECTED  {ascii(path)[1:-1]}  {reason}")
            status = 1
    return status


if __name__ == "__main__":
    sys.dont_write_bytecode = True  # beside certificates nothing is written
    sys.exit(main(sys.argv[1:]))
