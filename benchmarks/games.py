"""Games that the benchmarks share: named ones from the literature, and random ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

Matrix = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class Bimatrix:
    """Payoffs of the row player and of the column player, both indexed ``[row][column]``."""

    name: str
    first: Matrix
    second: Matrix

    @classmethod
    def of(cls, name: str, pairs: Iterable[Iterable[tuple[Any, Any]]]) -> Bimatrix:
        """Build a game from rows of payoff pairs, as they are printed."""
        rows = [list(row) for row in pairs]
        first, second = (
            tuple(tuple(Fraction(pair[i]) for pair in row) for row in rows) for i in range(2)
        )
        return cls(name, first, second)

    def changed(self, name: str, factor: Fraction, shift: Fraction = Fraction(0)) -> Bimatrix:
        """Return the game in another unit and with another zero."""
        first, second = (
            tuple(tuple(factor * x + shift for x in row) for row in payoffs)
            for payoffs in (self.first, self.second)
        )
        return Bimatrix(name, first, second)

    def exact(self) -> list[list[list[str]]]:
        """Return both matrices as fractions in JSON."""
        return [[[str(x) for x in row] for row in payoffs] for payoffs in (self.first, self.second)]

    @property
    def range(self) -> float:
        """Return the larger of the players' payoff ranges, or 1 if all payoffs are equal."""
        entries = [[x for row in rows for x in row] for rows in (self.first, self.second)]
        return float(max(max(xs) - min(xs) for xs in entries)) or 1.0


def prisoners_dilemma() -> Bimatrix:
    """Return the prisoner's dilemma of the documentation of QuantEcon.py."""
    return Bimatrix.of("PD", [[(9, 9), (1, 10)], [(10, 1), (3, 3)]])


def abreu_sannikov() -> Bimatrix:
    """Return the 3 x 3 example of Abreu and Sannikov (2014)."""
    rows = [
        [(16, 9), (3, 13), (0, 3)],
        [(21, 1), (10, 4), (-1, 0)],
        [(9, 0), (5, -4), (-5, -15)],
    ]
    return Bimatrix.of("AS2014", rows)


def abreu_duopoly() -> Bimatrix:
    """Return a duopoly with low, medium and high outputs, after Abreu (1988)."""
    rows = [
        [(10, 10), (3, 15), (0, 7)],
        [(15, 3), (7, 7), (-4, 5)],
        [(7, 0), (5, -4), (-15, -15)],
    ]
    return Bimatrix.of("Abreu 1988", rows)


def cournot(points: int) -> Bimatrix:
    """Return the duopoly of Judd, Yeltekin and Conklin (2003).

    Quantities on a grid of that many points on [0, 6], price max(6 - q1 - q2, 0), unit cost 3/5.
    """
    quantities = [Fraction(6 * k, points - 1) for k in range(points)]

    def profit(own: Fraction, other: Fraction) -> Fraction:
        return own * max(6 - own - other, Fraction(0)) - Fraction(3, 5) * own

    rows = [[(profit(q, r), profit(r, q)) for r in quantities] for q in quantities]
    return Bimatrix.of(f"Cournot {points}", rows)


def random_bimatrix(random: Random, rows: int, columns: int, size: int) -> Bimatrix:
    """Return a game with integer payoffs drawn uniformly from -size to size."""
    pairs = [
        [(random.randint(-size, size), random.randint(-size, size)) for _ in range(columns)]
        for _ in range(rows)
    ]
    return Bimatrix.of(f"random {rows}x{columns}", pairs)
