"""Directions for outer sets: what is looked at from the beginning.

Every list begins with ``e_1..e_n, -e_1..-e_n``; these bound the set and carry the threats.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from coopgames.arithmetic import exact
from coopgames.errors import invalid
from coopgames.solvers.polytopes.cells import Cells
from coopgames.solvers.polytopes.facets import facet_normals
from coopgames.solvers.polytopes.proof import Normals

__all__ = ["axes", "default_directions", "given_directions", "primitive"]

#: Up to here all vectors of -1, 0, 1 are used; beyond, those with one or two entries.
FEW_PLAYERS = 4
#: Normals of the feasible hull are left out if there are more.
FACETS = 150


def axes(players: int) -> Normals:
    """Return ``e_1..e_n, -e_1..-e_n``."""
    units = [tuple(int(i == c) for i in range(players)) for c in range(players)]
    return (*units, *(tuple(-x for x in unit) for unit in units))


def primitive(vector: Sequence[Fraction | int]) -> tuple[int, ...]:
    """Return the positive multiple with coprime integers.

    Examples
    --------
    >>> primitive((Fraction(1, 2), Fraction(-1, 3)))
    (3, -2)
    """
    scale = math.lcm(*(Fraction(x).denominator for x in vector))
    whole = [int(x * scale) for x in vector]
    content = math.gcd(*whole)
    return tuple(x // content for x in whole)


def default_directions(cells: Cells) -> Normals:
    """Return the directions of a game, the same under every relabelling of its players.

    They are all vectors of -1, 0 and 1 (up to four players; with one or two entries beyond, and
    plus or minus the vector of ones), which contain sums and differences of payoffs, and the
    normals of the facets of the hulls of all payoffs and of the pure Nash payoffs.
    """
    n = cells.num_players
    signs = itertools.product((-1, 0, 1), repeat=n) if n <= FEW_PLAYERS else _sparse(n)
    found = list(signs)
    hulls = (
        cells.payoffs,
        tuple(cells.payoffs[a] for a in cells.pure_nash()),
    )
    for points in hulls:
        normals = facet_normals(points)
        found += normals if len(normals) <= FACETS else ()
    return _listed(found, n)


def given_directions(directions: Iterable[Sequence[object]], players: int) -> Normals:
    """Return a user's directions, with those that every set needs before them.

    Raises
    ------
    InvalidGameError
        If one is no vector of as many rational numbers as there are players, or all zeros.
    """
    if isinstance(directions, str) or not isinstance(directions, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("directions", directions, "a list of vectors")
    found: list[tuple[int, ...]] = []
    for direction in directions:
        entries = _entries(direction, players)
        if not any(entries):
            raise invalid("directions", direction, "vectors that are not all zeros")
        found.append(primitive(entries))
    return _listed(found, players)


def _entries(direction: Sequence[object], players: int) -> list[Fraction]:
    if isinstance(direction, str) or not isinstance(direction, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("directions", direction, f"vectors of {players} rational numbers")
    entries = list(direction)
    if len(entries) != players:
        raise invalid("directions", direction, f"vectors of {players} rational numbers")
    return [exact(x) for x in entries]


def _listed(found: Iterable[tuple[int, ...]], players: int) -> Normals:
    first = axes(players)
    rest = {primitive(v) for v in found if any(v)} - set(first)
    return (*first, *sorted(rest))


def _sparse(players: int) -> Iterable[tuple[int, ...]]:
    for sign in (1, -1):
        yield (sign,) * players
    for (c, x), (d, y) in itertools.combinations(
        [(c, x) for c in range(players) for x in (1, -1)], 2
    ):
        if c != d:
            yield tuple(x if i == c else y if i == d else 0 for i in range(players))
