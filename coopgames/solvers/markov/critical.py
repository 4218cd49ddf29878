"""All values of one parameter at which a plan of a game whose state moves is an equilibrium.

The one-shot gains are ratios of polynomials in the parameter. Their zeros cut its domain into cells
and points, each with one verdict; nothing is assumed about monotonicity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from coopgames.arithmetic import (
    Arithmetic,
    Parameter,
    RationalFunction,
    real_roots,
    sign_at,
)
from coopgames.arithmetic import between as simplest_between
from coopgames.certificates import Certificate
from coopgames.certificates.encode import end, poly
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games.markov import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers.deviation import Deviation
from coopgames.solvers.intervals import Cell, End, Interval, between, union_of_intervals
from coopgames.solvers.markov.check import METHOD
from coopgames.solvers.markov.documents import (
    markov_documents,
    numerators,
    place_of,
    sealed,
)
from coopgames.solvers.markov.nodes import Choice, Nodes, nodes_of
from coopgames.solvers.markov.values import q_value, symbolic_values
from coopgames.solvers.solution import Solution, Status

__all__ = ["critical_markov"]

Polynomial = tuple[int, ...]


def critical_markov(
    family: MarkovGame, plan: MarkovPlan, parameter: str | None = None
) -> Solution[tuple[Interval, ...]]:
    """Return all values of a parameter at which a plan is an equilibrium, with exact ends.

    Parameters
    ----------
    family : MarkovGame
        With one parameter, anywhere: in the discount factor, in payoffs, in probabilities. Both
        ends of its open domain are needed.
    plan : mapping state -> action profile, or MarkovAutomaton
    parameter : str, optional
        The parameter's name, as a check on what is meant.

    Returns
    -------
    Solution
        ``value`` is a tuple of :class:`Interval` inside the open domain, possibly empty. The set
        need not be an upper interval. ``diagnostics["cells"]`` tile the domain; the witness of a
        cell without the equilibrium is a :class:`Deviation` that gains on the whole cell.
        ``diagnostics["gains"]`` has one deviation for each distinct gain, a ratio of polynomials;
        ``diagnostics["values"]`` the values [node][player]. The certificate is a ``threshold`` by
        cells; ``diagnostics["refused"]`` says why there is none: a number of the game that is no
        polynomial in the parameter, or more work than the checker takes on.

    Raises
    ------
    InvalidGameError
        If there is no parameter, or its name is another, or an end of its domain is missing, or the
        plan does not fit.

    Notes
    -----
    Where a probability vanishes at a single value of the parameter, fewer histories are possible
    there, and only the nodes that they lead to count. Values: see
    :func:`coopgames.solvers.markov.values.symbolic_values`; then one isolation of roots for each
    distinct gain, of degree at most that of the determinant plus that of the game's numbers.

    Examples
    --------
    A rotating pot of three members, worth 49/16 to the one whose turn it is. Who does not pay his 1
    is out, and frowned upon: a loss of 9/8, more than the contribution. So very impatient members
    pay too, and the set is no interval:

    >>> from coopgames.arithmetic import parameter
    >>> from coopgames.games.markov import MarkovGame
    >>> pay, turns = ("pay",) * 3, ("first", "second", "third")
    >>> def payoff(state, acts):
    ...     pot = {s: Fraction(49, 16) * (acts == pay and state == s) for s in turns}
    ...     return [pot[s] - 1 if a == "pay" else Fraction(-9, 8) for s, a in zip(turns, acts)]
    >>> game = MarkovGame.from_function(
    ...     [*turns, "over"], {s: [("pay", "default")] * 3 for s in turns} | {"over": [1, 1, 1]},
    ...     lambda s, acts: (0, 0, 0) if s == "over" else payoff(s, acts),
    ...     lambda s, acts: turns[(turns.index(s) + 1) % 3] if acts == pay else "over",
    ...     parameter("delta", 0, 1), "first", turns)
    >>> plan = {s: pay for s in turns} | {"over": (0, 0, 0)}
    >>> print(*critical_markov(game, plan).value)
    (0, 0.1952621459 (root of 9x^2 - 12x + 2)] [1/2, 1)
    """
    nodes = nodes_of(family, plan)
    domain, lower, upper = _domain(family, parameter)
    table = _Table(nodes, domain)
    tiling = table.tiling(lower, upper)
    cells = tuple(cell for cell, _ in tiling)
    certificate, refused = _certified(table, tiling)
    diagnostics: dict[str, object] = {
        "cells": cells,
        "gains": tuple(table.deviation(k, table.first(k)) for k in range(len(table.gains))),
        "values": table.values,
        "states": tuple(nodes.label(k) for k in range(len(nodes))),
        **({"refused": refused} if refused else {}),
    }
    method = f"gains as ratios of polynomials in {domain.name}; {METHOD}"
    status = Status.EXACT_UNCERTIFIED if certificate is None else Status.PROVED
    value = union_of_intervals(cells)
    return Solution(value, status, certificate, method, Arithmetic.SYMBOLIC, diagnostics)


def _certified(
    table: _Table, tiling: Sequence[tuple[Cell, Choice | None]]
) -> tuple[Certificate | None, str]:
    """Return a certificate that the checker accepts, or why there is none."""
    try:
        game, fields = markov_documents(table.nodes)
    except UnsupportedGameError as error:
        return None, str(error)
    bottom, values = numerators(table.values, table.inside)
    tiles: list[dict[str, object]] = []
    for cell, choice in tiling:
        open_ends = {"lower": end(cell.lower), "upper": end(cell.upper)}
        tiles.append(
            {
                **({"point": end(cell.lower)} if cell.is_point else open_ends),
                "sustained": cell.sustained,
                "denominator": poly(bottom),
                "violation": None if choice is None else place_of(choice),
            }
        )
    fields |= {"method": "cells", "values": [[poly(v) for v in row] for row in values]}
    return sealed("threshold", game, {**fields, "cells": tiles})


def _domain(family: MarkovGame, name: str | None) -> tuple[Parameter, Fraction, Fraction]:
    domain = family.parameter
    if domain is None:
        raise invalid("family", family, "a game in which one number is coopgames.parameter(...)")
    if name is not None and (not isinstance(name, str) or name != domain.name):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("parameter", name, f"{domain.name!r}, the one in the family")
    if domain.lower is None or domain.upper is None:
        raise invalid("parameter", str(domain), "a parameter with both ends of its domain")
    return domain, domain.lower, domain.upper


@dataclass(frozen=True, slots=True)
class _Tile:
    """A stretch of the domain with the gains that are positive on all of it."""

    lower: End
    upper: End
    positive: frozenset[int]

    def joined(self, point: _Tile, gap: _Tile) -> _Tile | None:
        """Return the three neighbours as one, if they share a verdict and a witness."""
        common = self.positive & point.positive & gap.positive
        sustained = not (self.positive or point.positive or gap.positive)
        return _Tile(self.lower, gap.upper, common) if common or sustained else None


class _Table:
    """The distinct gains of a family, each with the choices that have it."""

    def __init__(self, nodes: Nodes, domain: Parameter) -> None:
        assert domain.lower is not None
        assert domain.upper is not None
        self.nodes = nodes
        self.inside = simplest_between(domain.lower, domain.upper)
        delta = nodes.game.discount_factor
        self.values = symbolic_values(domain, delta, nodes.flows(), nodes.path())
        columns = list(zip(*self.values, strict=True))
        self.choices: dict[Any, list[Choice]] = {}
        for c in nodes.choices():
            if not c.prescribed:
                own = columns[c.player]
                gain = q_value(delta, c.payoff, c.law, own) - own[c.node]
                self.choices.setdefault(gain, []).append(c)
        self.gains: list[Any] = list(self.choices)
        self.signs = [self._polynomial(gain) for gain in self.gains]
        found = {p for laws in nodes.laws for law in laws for _, p in law}
        self.chances = {p: _top(p) for p in found if len(_top(p)) > 1}

    def _polynomial(self, gain: Any) -> Polynomial:
        """Return a polynomial with the sign of a gain: its denominator has no zero in the domain.

        The denominators come from determinants of ``1 - d P``, which are positive, and from the
        numbers of the game, which have no poles there.
        """
        if not isinstance(gain, RationalFunction):
            return _top(gain)
        flip = sign_at(gain.denominator, self.inside)
        return tuple(flip * c for c in gain.numerator)

    def first(self, k: int, nodes: set[int] | None = None) -> Choice:
        """Return the first choice with a gain, at one of some nodes."""
        return next(c for c in self.choices[self.gains[k]] if nodes is None or c.node in nodes)

    def deviation(self, k: int, choice: Choice) -> Deviation:
        """Return a choice with its gain as users see it."""
        names = self.nodes
        player = names.game.players[choice.player]
        return Deviation(names.name(choice.node), player, names.action(choice), self.gains[k])

    def tiling(self, lower: Fraction, upper: Fraction) -> list[tuple[Cell, Choice | None]]:
        """Tile the domain by cells, each with a choice that gains on all of it, if there is one.

        A point where a probability vanishes stays a cell of its own: other nodes count there.
        """
        zeros = {x for p in self.chances.values() for x in real_roots(p, lower, upper)}
        roots: set[End] = set(zeros)
        for p in self.signs:
            if any(p):
                roots.update(real_roots(p, lower, upper))
        ends: list[End] = [lower, *sorted(roots), upper]
        tiles = [self._gap(ends[0], ends[1])]
        for low, high in pairwise(ends[1:]):
            reached = self._reached(low) if low in zeros else None
            point = _Tile(low, low, self._positive(low, reached))
            gap = self._gap(low, high)
            joined = None if low in zeros else tiles[-1].joined(point, gap)
            tiles[-1:] = [tiles[-1], point, gap] if joined is None else [joined]
        return [self._cell(tile) for tile in tiles]

    def _gap(self, lower: End, upper: End) -> _Tile:
        return _Tile(lower, upper, self._positive(between(lower, upper), None))

    def _positive(self, point: End, reached: set[int] | None) -> frozenset[int]:
        """Return the gains that are positive at a point, at nodes that are reached there."""

        def counts(k: int) -> bool:
            return reached is None or any(c.node in reached for c in self.choices[self.gains[k]])

        return frozenset(
            k for k, p in enumerate(self.signs) if any(p) and sign_at(p, point) > 0 and counts(k)
        )

    def _reached(self, point: End) -> set[int]:
        """Return the nodes that some history leads to where some probabilities vanish."""
        none = {p for p, top in self.chances.items() if sign_at(top, point) == 0}
        return self.nodes.reached(lambda p: p not in none)

    def _cell(self, tile: _Tile) -> tuple[Cell, Choice | None]:
        if not tile.positive:
            return Cell(tile.lower, tile.upper, True, None), None
        k = min(tile.positive)
        choice = self.first(k, self._reached(tile.lower) if tile.lower == tile.upper else None)
        return Cell(tile.lower, tile.upper, False, self.deviation(k, choice)), choice


def _top(value: Any) -> Polynomial:
    """Return the numerator of a number."""
    return value.numerator if isinstance(value, RationalFunction) else (value.numerator,)
