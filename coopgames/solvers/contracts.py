"""At which values of a parameter some contract sustains a plan, over a polyhedron of contracts.

The payoffs of a contract are affine in its terms (a price, an advance, a fine) and the laws of the
states do not depend on them. So every one-shot gain is affine in the terms, with ratios of
polynomials in the parameter as coefficients, and the contracts that sustain the plan form a
polyhedron whose rows move with the parameter. Cramer's rule gives its corners.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from flint import fmpq_poly

from coopgames.arithmetic import (
    Arithmetic,
    Number,
    Parameter,
    RationalFunction,
    exact,
    real_roots,
)
from coopgames.certificates import Certificate
from coopgames.errors import NotConvergedError, UnsupportedGameError, invalid
from coopgames.games.markov import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers._contract_corners import Contract, Corner, Row, corners_of, minor
from coopgames.solvers._flint import coefficients, to_flint
from coopgames.solvers.intervals import Cell, End, Interval, between, union_of_intervals
from coopgames.solvers.markov.check import METHOD, check_markov_equilibrium
from coopgames.solvers.markov.nodes import nodes_of
from coopgames.solvers.markov.values import q_value, symbolic_values
from coopgames.solvers.solution import Solution, Status

__all__ = ["best_contract"]

#: A game at the terms of a contract.
Under = Callable[..., MarkovGame]


def best_contract(
    under: Under, plan: MarkovPlan, region: Sequence[Sequence[object]]
) -> Solution[tuple[Interval, ...]]:
    """Return all values of a parameter at which some contract sustains a plan.

    Parameters
    ----------
    under : callable (one number for each term) -> MarkovGame
        The family at a contract: one parameter with both ends of its domain, payoffs affine in the
        terms, laws of the states that do not depend on them. It is asked at contracts outside the
        region too.
    plan : mapping state -> action profile, or MarkovAutomaton
    region : sequence of rows
        ``(constant, coefficient of each term)``, exact numbers: a contract is admissible where
        every row has ``constant + coefficients . terms >= 0``. The rows must leave no line free.

    Returns
    -------
    Solution
        ``value`` is a tuple of :class:`Interval` inside the open domain, possibly empty.
        ``diagnostics["cells"]`` tile the domain; the witness of a cell with the equilibrium is a
        contract that sustains the plan at one value inside it (None at an irrational end).
        ``diagnostics["contracts"]`` has, for each rational end that belongs to an interval, a
        contract that sustains the plan there, and ``diagnostics["certificates"]`` the certificate
        of that equilibrium. No kind of certificate covers that no contract does elsewhere, so the
        status is ``EXACT_UNCERTIFIED``.

    Raises
    ------
    InvalidGameError
        If the region has no row or leaves a line free, or the game no parameter with both ends.
    UnsupportedGameError
        If the payoffs are not affine in the terms, or the laws depend on them, or a probability
        vanishes inside the domain.

    Notes
    -----
    A polyhedron without a line is empty or has a corner, where k rows bind (k terms). The signs of
    all minors of k and of k + 1 rows decide which corners exist and which of them keep all rows;
    they change only at the minors' roots. So the domain is cut there, and each piece, and each
    root, is decided at one point: nothing is assumed about monotonicity. O(m**(k + 1)) polynomials
    for m distinct rows. Contracts whose terms change with the history are not looked at.

    Examples
    --------
    The least discount factor at which some price and advance sustain good work by the casera:

    >>> from coopgames.catalogue.state_and_market.casera import Casera
    >>> trade = Casera().free("discount_factor")
    >>> advance_within_price = [(0, 1, -1), (0, 0, 1)]
    >>> print(*best_contract(trade.under, trade.profile(), advance_within_price).value)
    [4/7, 1)
    """
    limits = _read_region(region)
    rows, domain = _rows(under, plan, len(limits[0]) - 1)
    # A row for each player and action is often the same one.
    distinct = {tuple(map(coefficients, row)): row for row in [*limits, *rows]}
    corners = corners_of(list(distinct.values()))
    cells = _tiling(corners, domain)
    value = union_of_intervals(cells)
    contracts, certificates = _at_ends(under, plan, cells, value)
    evidence = {"cells": cells, "contracts": contracts, "certificates": certificates}
    method = f"corners of the polyhedron of contracts, which are the same at all times; {METHOD}"
    return Solution(value, Status.EXACT_UNCERTIFIED, None, method, Arithmetic.SYMBOLIC, evidence)


def _read_region(region: Sequence[Sequence[object]]) -> list[Row]:
    read = [tuple(exact(x) for x in row) for row in region]  # type: ignore[arg-type]
    if not read or len({len(row) for row in read}) > 1 or len(read[0]) < 2:
        raise invalid("region", region, "rows with a constant and as many coefficients")
    found = [tuple(fmpq_poly([to_flint(x)]) for x in row) for row in read]
    terms = len(read[0]) - 1
    if not any(minor([row[1:] for row in some]) for some in combinations(found, terms)):
        raise invalid("region", region, "rows that leave no line free")
    return found


def _rows(under: Under, plan: MarkovPlan, terms: int) -> tuple[list[Row], Parameter]:
    """Return the conditions that nobody gains, as polynomials in the parameter."""
    zero = (0,) * terms
    units = [tuple(int(k == j) for k in range(terms)) for j in range(terms)]
    base, *ahead = (under(*terms_of) for terms_of in (zero, *units))
    generic = tuple(j + 2 for j in range(terms))
    _refuse_other(base, ahead, under(*generic), generic)
    domain = base.parameter
    if domain is None or domain.lower is None or domain.upper is None:
        raise invalid("under", base, "games with a parameter that has both ends of its domain")
    gains = [_gains(game, plan, domain) for game in (base, *ahead)]
    inside = between(domain.lower, domain.upper)
    found: list[Row] = []
    for own in zip(*gains, strict=True):
        slack = [-own[0], *(own[0] - x for x in own[1:])]
        found.append(_over_one_denominator(slack, inside))
    return found, domain


def _refuse_other(
    base: MarkovGame, ahead: Sequence[MarkovGame], tested: MarkovGame, generic: tuple[int, ...]
) -> None:
    """Refuse laws that depend on the contract, payoffs not affine, probabilities that vanish."""
    same = all(
        (game.laws, game.discount_factor, game.actions)
        == (base.laws, base.discount_factor, base.actions)
        for game in (*ahead, tested)
    )
    if not same:
        raise UnsupportedGameError("under: laws or discount factor that depend on the contract")
    pays = [_flat(game) for game in (base, *ahead, tested)]
    for zero, *units, there in zip(*pays, strict=True):
        if there != zero + sum(t * (x - zero) for t, x in zip(generic, units, strict=True)):
            raise UnsupportedGameError("under: payoffs that are not affine in the contract")
    chances = {p for row in base.laws for law in row for _, p in law}
    if any(isinstance(p, RationalFunction) and p.roots() for p in chances):
        raise UnsupportedGameError("under: a probability that vanishes inside the domain")


def _flat(game: MarkovGame) -> list[Any]:
    return [x for row in game.cells for own in row for x in own]


def _gains(game: MarkovGame, plan: MarkovPlan, domain: Parameter) -> list[Number]:
    """Return the one-shot gain of each choice that the plan does not prescribe."""
    nodes, delta = nodes_of(game, plan), game.discount_factor
    columns = list(zip(*symbolic_values(domain, delta, nodes.flows(), nodes.path()), strict=True))
    return [
        q_value(delta, c.payoff, c.law, columns[c.player]) - columns[c.player][c.node]
        for c in nodes.choices()
        if not c.prescribed
    ]


def _over_one_denominator(numbers: Sequence[Any], inside: Fraction) -> Row:
    """Multiply a row by what makes it polynomial and does not change signs in the domain."""
    common = fmpq_poly([1])
    for x in numbers:
        if isinstance(x, RationalFunction):
            bottom = fmpq_poly(list(x.denominator))
            common *= bottom // common.gcd(bottom)
    # The denominators are determinants of 1 - d P and those of the game's numbers: no zeros inside.
    common *= 1 if common(to_flint(inside)) > 0 else -1
    return tuple(
        fmpq_poly(list(x.numerator)) * (common // fmpq_poly(list(x.denominator)))
        if isinstance(x, RationalFunction)
        else common * to_flint(x)
        for x in numbers
    )


def _tiling(corners: Sequence[Corner], domain: Parameter) -> tuple[Cell, ...]:
    """Tile the domain by open cells, and points, each with one verdict."""
    lower, upper = domain.lower, domain.upper
    assert lower is not None
    assert upper is not None
    minors = {
        coefficients(p / p[p.degree()])
        for corner in corners
        for p in (corner.bottom, *corner.slacks)
        if p.degree() > 0
    }
    marks: set[End] = {x for p in minors for x in real_roots(p, lower, upper)}
    ends: list[End] = [lower, *sorted(marks), upper]
    cells = [_cell(corners, ends[0], ends[1])]
    for low, high in pairwise(ends[1:]):
        point, gap = _cell(corners, low, low), _cell(corners, low, high)
        last = cells[-1]
        if last.sustained is point.sustained is gap.sustained:
            cells[-1] = Cell(last.lower, high, gap.sustained, gap.witness)
        else:
            cells += [point, gap]
    return tuple(cells)


def _cell(corners: Sequence[Corner], lower: End, upper: End) -> Cell:
    point = lower if lower == upper else between(lower, upper)
    kept = next((corner for corner in corners if corner.kept(point)), None)
    contract = None if kept is None or not isinstance(point, Fraction) else kept.at(point)
    return Cell(lower, upper, kept is not None, contract)


def _at_ends(
    under: Under, plan: MarkovPlan, cells: Sequence[Cell], found: Sequence[Interval]
) -> tuple[dict[Fraction, Contract], dict[Fraction, Certificate | None]]:
    """Return contracts at rational ends of intervals, after one check of the whole game."""
    closed = {i.lower for i in found if i.lower_closed} | {i.upper for i in found if i.upper_closed}
    contracts: dict[Fraction, Contract] = {}
    certificates: dict[Fraction, Certificate | None] = {}
    for cell in cells:
        x, terms = cell.lower, cell.witness
        if not cell.is_point or x not in closed or not isinstance(terms, tuple):
            continue
        assert isinstance(x, Fraction)
        answer = check_markov_equilibrium(under(*terms).fix(x), plan)
        if not answer.value:
            raise NotConvergedError(f"contracts: {terms} failed an exact test at {x}")
        contracts[x], certificates[x] = terms, answer.certificate
    return contracts, certificates
