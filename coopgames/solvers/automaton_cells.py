"""For which discount factors is an automaton an equilibrium? All of them, at once and exactly.

Values and one-shot gains are rational functions of the discount factor with a common denominator
that is positive on (0, 1): a product of sums ``1 + d + ... + d**(L-1)``, one for each cycle length
``L`` of the prescribed play. The sustaining set is where all gain numerators are <= 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import cast

from flint import fmpq_poly

from coopgames.arithmetic import real_roots, sign_at
from coopgames.certificates.encode import end, poly, rationals
from coopgames.games.automaton import Tables
from coopgames.games.stage import StageGame
from coopgames.solvers._flint import coefficients, to_flint
from coopgames.solvers.intervals import Cell, End, between
from coopgames.solvers.one_shot_values import deviations, play_of, shaped, uniform_payoffs

__all__ = ["GainPolynomials", "automaton_cells", "automaton_cells_fields", "gain_polynomials"]

Coefficients = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class GainPolynomials:
    """Values and gains as numerators over one denominator.

    Attributes
    ----------
    denominator : polynomial
    values : list [state][player] of polynomials
    gains : list of polynomials
        In the order of :func:`coopgames.solvers.one_shot_values.deviations`.
    """

    denominator: Coefficients
    values: list[list[Coefficients]]
    gains: list[Coefficients]


def gain_polynomials(stage: StageGame, tables: Tables) -> GainPolynomials:
    """Return values and one-shot gains as polynomials in the discount factor."""
    play = play_of(stage, tables)
    d, one = fmpq_poly([0, 1]), fmpq_poly([1])
    lengths = sorted({len(cycle) for cycle in play.cycles})
    sums = {length: fmpq_poly([1] * length) for length in lengths}
    denominator = one
    for factor in sums.values():
        denominator *= factor
    flow = [
        [to_flint(stage.payoff(i, profile)) for i in range(stage.num_players)]
        for profile in tables.actions
    ]
    values: list[list[fmpq_poly]] = [[] for _ in tables.actions]
    for cycle in play.cycles:
        scale = denominator // sums[len(cycle)]
        for k, state in enumerate(cycle):
            turned = cycle[k:] + cycle[:k]
            values[state] = [
                scale * fmpq_poly([flow[s][i] for s in turned]) for i in range(stage.num_players)
            ]
    rest = (one - d) * denominator
    for state in play.order:
        following = values[play.successor[state]]
        values[state] = [rest * g + d * v for g, v in zip(flow[state], following, strict=True)]
    gains = [
        rest * to_flint(payoff) + d * values[target][player] - values[state][player]
        for state, player, _, payoff, target in deviations(stage, tables)
    ]
    return GainPolynomials(
        coefficients(denominator),
        [[coefficients(v) for v in row] for row in values],
        [coefficients(g) for g in gains],
    )


def _positive(distinct: Mapping[Coefficients, int], point: End) -> frozenset[int]:
    """Return the first position of each distinct gain that is positive at a point."""
    return frozenset(k for gain, k in distinct.items() if gain and sign_at(gain, point) > 0)


def automaton_cells(stage: StageGame, tables: Tables) -> tuple[tuple[Cell, ...], bool]:
    """Tile (0, 1) by verdicts; also say whether the automaton is an equilibrium at 0.

    Returns
    -------
    (tuple of Cell, bool)
        The witness of a cell is the pair (GainPolynomials, position of a positive gain or None):
        the first gain that is positive on the whole cell.

    Notes
    -----
    Roots of all distinct gain numerators, then one sign test for each in each gap and at each root;
    adjacent cells with the same verdict are joined while one witness serves.
    """
    gains = gain_polynomials(stage, tables)
    distinct: dict[Coefficients, int] = {}
    for k, gain in enumerate(gains.gains):
        distinct.setdefault(gain, k)
    roots: set[End] = set()
    for gain in distinct:
        if any(gain):
            roots.update(real_roots(gain, Fraction(0), Fraction(1)))
    ends: list[End] = [Fraction(0), *sorted(roots), Fraction(1)]
    tiles = [_Tile(ends[0], ends[1], _positive(distinct, between(ends[0], ends[1])))]
    for low, high in pairwise(ends[1:]):
        point = _Tile(low, low, _positive(distinct, low))
        gap = _Tile(low, high, _positive(distinct, between(low, high)))
        joined = tiles[-1].joined(point, gap)
        tiles[-1:] = [tiles[-1], point, gap] if joined is None else [joined]
    cells = tuple(tile.cell(gains) for tile in tiles)
    return cells, not _positive(distinct, Fraction(0))


@dataclass(frozen=True, slots=True)
class _Tile:
    """A stretch of discount factors with the gains that are positive on all of it."""

    lower: End
    upper: End
    positive: frozenset[int]

    def joined(self, point: _Tile, gap: _Tile) -> _Tile | None:
        """Return the three neighbours as one stretch, if they share a verdict and a witness."""
        common = self.positive & point.positive & gap.positive
        sustained = not (self.positive or point.positive or gap.positive)
        return _Tile(self.lower, gap.upper, common) if common or sustained else None

    def cell(self, gains: GainPolynomials) -> Cell:
        """Return the cell with its first witness."""
        violation = min(self.positive, default=None)
        return Cell(self.lower, self.upper, violation is None, (gains, violation))


def _witness(cell: Cell) -> tuple[GainPolynomials, int | None]:
    return cast("tuple[GainPolynomials, int | None]", cell.witness)


def automaton_cells_fields(
    stage: StageGame, tables: Tables, cells: tuple[Cell, ...]
) -> dict[str, object]:
    """Return the fields of the threshold certificate of an automaton."""
    places = [row[:3] for row in deviations(stage, tables)]
    return {
        "method": "cells",
        "automaton": automaton_document(tables),
        "uniform_payoffs": rationals(uniform_payoffs(stage)),
        "cells": [_fields(stage, tables, cell, places) for cell in cells],
    }


def automaton_document(tables: Tables) -> dict[str, object]:
    """Return an automaton as it stands in a certificate."""
    return {
        "start": tables.start,
        "actions": [list(profile) for profile in tables.actions],
        "transitions": [list(moves) for moves in tables.transitions],
        "targets": tables.start + sum(map(sum, tables.transitions)),
    }


def _fields(
    stage: StageGame, tables: Tables, cell: Cell, places: list[tuple[int, int, int]]
) -> dict[str, object]:
    gains, violation = _witness(cell)
    open_ends = {"lower": end(cell.lower), "upper": end(cell.upper)}
    return {
        **({"point": end(cell.lower)} if cell.is_point else open_ends),
        "sustained": cell.sustained,
        "denominator": poly(gains.denominator),
        "values": [[poly(v) for v in row] for row in gains.values],
        "gains": shaped(stage, tables, [poly(g) for g in gains.gains]),
        "violation": None if violation is None else list(places[violation]),
    }
