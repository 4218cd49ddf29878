"""Companion of ``checker.py`` for games whose state moves; standard library only.

Finitely many states; everybody sees them and all actions. In state s a profile a pays g(s, a), and
the next state is t with probability p(t | s, a). d is the discount factor. A plan is a graph: each
node has a state and a prescribed profile, and what is played and where the state moves say which
node follows. The first period is at one of the nodes ``starts``, one for each first state. Numbers
may be polynomials in one parameter on an open interval.

``automaton_equilibrium``, ``profitable_deviation``
    *One-shot deviation principle* (Blackwell 1965): with d < 1 and finitely many nodes a plan is an
    equilibrium after every history iff at no node that some history leads to a player gains by one
    deviation followed by obedience. The values are the only solution of
    ``V = (1 - d) g + d E[V]``, since d < 1.
``threshold``
    The same at each value of the parameter at once. Values are polynomials over one denominator,
    positive on the whole interval. On a cell where the plan is an equilibrium no gain is positive
    anywhere; on another one the gain of a named deviation is positive everywhere, and histories
    with a positive probability everywhere lead to its node. A point where probabilities vanish is a
    cell of its own: only the nodes count that are still led to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coopgames.certificates.checker import (
        CONSTANTS,
        NIL,
        UNIT,
        Cell,
        Doc,
        End,
        Poly,
        companion,
        need,
        show,
    )
else:  # the checker that loads this file registers itself under this name
    from coopgames_checker import (
        CONSTANTS,
        NIL,
        UNIT,
        Cell,
        Doc,
        End,
        Poly,
        companion,
        need,
        show,
    )

__all__ = ["CLAIMS", "Motion"]

MAX_WORK = 2 * 10**7  # products of numbers of up to 512 bits; a sign takes (degree + 1)^3 of them
Law = list[tuple[int, Poly]]  # next states or nodes, ascending, each with its probability
Place = tuple[int, int, int]  # node, player, action


def length(p: Poly) -> int:
    """Return the bits of the longest numerator or denominator."""
    ends = (n for c in p.c for n in (c.numerator, c.denominator))
    return max((n.bit_length() for n in ends), default=0)


class Motion:
    """A game whose state moves, and a plan for it."""

    def __init__(self, game: Doc, _: object) -> None:
        self.cell = CONSTANTS
        if game.has("parameter"):
            low, high = game["parameter"].fields("lower upper").ends()
            game["parameter"].need(low < high, "expected lower < upper")
            self.cell = Cell(End(low, low), End(high, high))
        self.left, self.longest, self.known = MAX_WORK, 0, dict[Any, bool]()
        self.shapes, self.payoffs = list[list[int]](), list[list[list[Poly]]]()
        for state in game["payoffs"].items():
            self.read_payoffs(state)
        game.need(self.shapes, "no states")
        self.laws = list[list[Law]]()
        for shape, rows in zip(self.shapes, game["laws"].items(len(self.shapes)), strict=True):
            self.laws.append([self.law(row) for row in rows.items(math.prod(shape))])
        self.starts = [s.count(0, len(self.shapes) - 1) for s in game["starts"].items()]
        good = self.starts and self.starts == sorted(set(self.starts))
        game["starts"].need(good, "expected states, ascending")
        self.delta = self.number(game["discount"])
        good = self.holds(self.delta) and self.holds(UNIT + -self.delta, strict=True)
        game["discount"].need(good, "expected 0 <= discount < 1")

    def spend(self, products: int, bits: int) -> None:
        """Count work, so that no document takes for ever."""
        self.left -= products * (1 + bits // 512)
        need(self.left >= 0, "too much work to be checked")

    def number(self, doc: Doc) -> Poly:
        """Read a rational, or a polynomial of positive degree in the parameter."""
        if type(doc.value) is str:
            found = Poly([doc.rational()])
        else:
            doc.need(self.cell is not CONSTANTS, "expected a rational string")
            found = doc.fields("polynomial")["polynomial"].poly()
            doc.need(len(found.c) > 1, "a constant is written as a rational")
        self.longest = max(self.longest, length(found))
        return found

    def holds(self, p: Poly, cell: Cell | None = None, *, strict: bool = False) -> bool:
        """Whether p >= 0 (strict: p > 0) on a cell; of the interval if none is given."""
        where = self.cell if cell is None else cell
        if len(p.c) < 2:
            return where.holds(p, strict=strict)
        self.spend(len(p.c), length(p))
        key = id(where.low), id(where.high), strict, *p.c
        if key not in self.known:
            self.spend(len(p.c) ** 3, length(p))  # the checker counts what the signs take, too
            self.known[key] = where.holds(p, strict=strict)
        return self.known[key]

    def read_payoffs(self, state: Doc) -> None:
        """Read the payoffs [player][a1]...[an] of a state; their nesting says who can do what."""
        level, shape = state.items(len(self.shapes[0]) if self.shapes else None), list[int]()
        players = level
        for _ in players:
            level = level[0].items()
            shape.append(len(level))
        state.need(shape and min(shape) > 0, "no players, or a player without actions")
        rows = list[list[Poly]]()
        for tensor in players:
            flat = [tensor]
            for size in shape:
                flat = [x for part in flat for x in part.items(size)]
            rows.append([self.number(x) for x in flat])
        self.shapes.append(shape)
        self.payoffs.append(rows)

    def law(self, doc: Doc) -> Law:
        """Read pairs [state, probability], ascending: probabilities >= 0, not 0, of sum 1."""
        pairs = [pair.items(2) for pair in doc.items()]
        found = [(t.count(0, len(self.shapes) - 1), self.number(p)) for t, p in pairs]
        targets, total = [t for t, _ in found], NIL
        doc.need(targets == sorted(set(targets)), "expected states, ascending")
        for _, p in found:
            doc.need(p.c and self.holds(p), "a probability is negative somewhere, or 0")
            total = total + p
        doc.need(total.c == UNIT.c, "the probabilities must sum to 1")
        return found

    def check_moments(self, doc: Doc) -> None:
        """Check sums with weights: they bind numbers that no inequality reads."""
        payoffs = [
            (s * i * k, x)
            for s, rows in enumerate(self.payoffs, 1)
            for i, row in enumerate(rows, 1)
            for k, x in enumerate(row, 1)
        ]
        laws = [
            (s * k * (t + 1), p)
            for s, row in enumerate(self.laws, 1)
            for k, law in enumerate(row, 1)
            for t, p in law
        ]
        for key, terms in (("payoff_moment", payoffs), ("law_moment", laws)):
            total = NIL
            for weight, x in terms:
                total += Poly([weight]) * x
                longest = max((c.denominator.bit_length() for c in total.c), default=0)
                need(longest * len(terms) < 10**9, "game: too many denominators")
            given = self.number(doc[key])
            doc[key].need(given.c == total.c, "not the number recomputed")

    def read_plan(self, doc: Doc) -> None:
        """Read the nodes; each must be one that some history leads to."""
        self.check_moments(doc)
        plan = doc["plan"].fields("states starts actions transitions targets")
        self.states = [s.count(0, len(self.shapes) - 1) for s in plan["states"].items()]
        n = len(self.states)
        self.first = [k.count(0, n - 1) for k in plan["starts"].items(len(self.starts))]
        good = [self.states[k] for k in self.first] == self.starts
        plan["starts"].need(good, "expected a node for each first state")
        self.actions, self.moves = list[list[int]](), list[list[Law]]()
        for s, row in zip(self.states, plan["actions"].items(n), strict=True):
            pairs = zip(row.items(len(self.shapes[s])), self.shapes[s], strict=True)
            self.actions.append([a.count(0, size - 1) for a, size in pairs])
        for s, row in zip(self.states, plan["transitions"].items(n), strict=True):
            laws = zip(row.items(len(self.laws[s])), self.laws[s], strict=True)
            self.moves.append([self.followed(entry, law) for entry, law in laws])
        targets = [k for row in self.moves for law in row for k, _ in law]
        plan["targets"].choice(sum(targets, sum(self.first)))
        self.reached = self.led_to(lambda p: True)
        plan.need(len(self.reached) == n, "there is a node that no history leads to")

    def followed(self, doc: Doc, law: Law) -> Law:
        """Read the nodes that follow, one for each state of a law."""
        nodes = [k.count(0, len(self.states) - 1) for k in doc.items(len(law))]
        good = [self.states[k] for k in nodes] == [t for t, _ in law]
        doc.need(good, "a node that follows has another state")
        return [(k, p) for k, (_, p) in zip(nodes, law, strict=True)]

    def led_to(self, possible: Callable[[Poly], bool]) -> set[int]:
        """Find the nodes that histories lead to whose probabilities all have a property."""
        found, waiting = {*self.first}, [*self.first]
        while waiting:
            laws = self.moves[waiting.pop()]
            new = {k for law in laws for k, p in law if k not in found and possible(p)}
            found |= new
            waiting += new
        return found

    def led_to_on(self, cell: Cell) -> set[int]:
        """Find the nodes that histories with a positive probability on all of a cell lead to."""
        self.spend(sum(len(law) for row in self.moves for law in row), 0)
        return self.led_to(lambda p: self.holds(p, cell, strict=True))

    def check_values(self, doc: Doc, unit: Poly) -> None:
        """Read the values times unit, and check that they solve the recursion."""
        players = len(self.shapes[0])
        self.values = [
            row.polys(players, self.cell) for row in doc["values"].items(len(self.states))
        ]
        self.longest = max([self.longest, *(length(v) for row in self.values for v in row)])
        self.now = unit * (UNIT + -self.delta)
        for k, profile in enumerate(self.actions):
            for i in range(players):
                obeyed = self.gain((k, i, profile[i]))
                doc["values"].need(not obeyed.c, "the values do not solve the recursion")

    def gain(self, place: Place) -> Poly:
        """Return the gain, times unit, of one action at a node and obedience after it."""
        node, player, action = place
        shape, where = self.shapes[self.states[node]], 0
        for j, size in enumerate(shape):
            where = where * size + (action if j == player else self.actions[node][j])
        later, law = NIL, self.moves[node][where]
        terms = sum(len(p.c) * len(self.values[k][player].c) for k, p in law)
        today = self.payoffs[self.states[node]][player][where]
        self.spend(terms + len(self.now.c) * len(today.c), self.longest)
        for k, p in law:
            later += p * self.values[k][player]
        return self.now * today + self.delta * later + -self.values[node][player]

    def places(self) -> Iterator[Place]:
        """Go through the deviations: nodes, players, actions, each ascending."""
        for k, s in enumerate(self.states):
            for i, size in enumerate(self.shapes[s]):
                for a in range(size):
                    if a != self.actions[k][i]:
                        yield k, i, a

    def named(self, doc: Doc) -> Place:
        """Read a deviation."""
        node, player, action = (x.count(0) for x in doc.items(3))
        good = node < len(self.states) and player < len(self.shapes[0])
        good = good and action < self.shapes[self.states[node]][player]
        good = good and action != self.actions[node][player]
        doc.need(good, "expected [node, player, action], not the prescribed one")
        return node, player, action

    def __str__(self) -> str:
        states, nodes = len(self.shapes), len(self.states)
        return f"the plan with {nodes} nodes for the game with {states} states"


def check_equilibrium(doc: Doc, game: Motion) -> str:
    game.read_plan(doc)
    game.check_values(doc, UNIT)
    for place in game.places():
        good = game.gain(place).number <= 0
        need(good, "values: at node {} player index {} gains by action {}".format(*place))
    payoffs = [", ".join(show(v.number) for v in game.values[k]) for k in game.first]
    what = f"average payoffs ({payoffs[0]})"
    if len(payoffs) > 1:
        every = len(payoffs) == len(game.shapes)
        what = "from every first state" if every else f"from {len(payoffs)} first states"
    return f"{game} is a subgame-perfect equilibrium at {delta_of(game)}, {what}"


def check_deviation(doc: Doc, game: Motion) -> str:
    game.read_plan(doc)
    game.check_values(doc, UNIT)
    given = doc["deviation"].fields("place gain")
    node, player, action = place = game.named(given["place"])
    gains = {other: game.gain(other).number for other in game.places()}
    good = gains[place] > 0 and place == max(gains, key=gains.__getitem__)
    given.need(good, "not the first that gains most")
    given["gain"].need(given["gain"].rational() == gains[place], "not the number recomputed")
    what = f"at node {node} player index {player} gains {show(gains[place])} by action {action}"
    return f"{game} is not a subgame-perfect equilibrium at {delta_of(game)}: {what}"


def delta_of(game: Motion) -> str:
    return f"discount factor {show(game.delta.number)}"


def check_threshold(doc: Doc, game: Motion) -> str:
    """Check for each value of the parameter whether the plan is an equilibrium."""
    game.read_plan(doc)
    keys = dict.fromkeys((True, False), "violation")
    pieces = companion("checker_cells.py").read_cells(doc, game.cell, keys)
    unit = pieces[0][3]
    game.check_values(doc, unit)
    gains = {place: game.gain(place) for place in game.places()}
    for cell, entry, sustained, other in pieces:
        entry["denominator"].need(other.c == unit.c, "not the denominator of the first cell")
        named, is_point = entry["violation"], cell.low is cell.high
        if sustained:
            named.need(named.value is None, "sustained, but a deviation is named")
            game.spend(4 * len(gains), 0)
            reached = game.led_to_on(cell) if is_point else game.reached
            good = all(game.holds(-gain, cell) for (k, _, _), gain in gains.items() if k in reached)
            entry.need(good, "sustained, but a deviation gains")
        else:
            place = game.named(named)
            named.need(place[0] in game.led_to_on(cell), "no history is sure to lead to the node")
            named.need(game.holds(gains[place], cell, strict=True), "does not gain on all the cell")
    where = " or ".join(str(piece[0]) for piece in pieces if piece[2]) or "the empty set"
    about = f"for parameters in {game.cell}: {game} is a subgame-perfect equilibrium"
    return f"{about} iff the parameter is in {where}"


BINDING = "payoff_moment law_moment"
CLAIMS: dict[tuple[str, str], tuple[Callable[[Doc, Any], str], str, str]] = {
    ("automaton_equilibrium", "markov"): (check_equilibrium, f"plan values {BINDING}", ""),
    ("profitable_deviation", "markov"): (check_deviation, f"plan values deviation {BINDING}", ""),
    ("threshold", "markov"): (check_threshold, f"method cells plan values {BINDING}", "parameter"),
}
