"""The best-reply polytope of a player, in small integers and in floats.

The mixed actions of a player, each with what the opponent's best reply to it earns, are a polytope
up to scale: ``{z >= 0 : M z <= 1}`` where row ``j`` of ``M`` is what the opponent's action ``j``
earns against each action (von Stengel 2002, section 2; every entry of ``M`` is made positive).
Label ``i`` of a point says that action ``i`` is not played, label ``j`` that ``j`` is a best reply.

Column ``i`` of ``M`` may be moved by a constant (all replies earn more against ``i`` alike) and
multiplied by a positive number (``z_i`` in other units) without touching any label. That makes the
entries small integers, and small determinants are what settles zeros in floats. A row that is less
than another one in every entry is never a best reply, and is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

__all__ = ["Polytope", "best_reply_polytope"]

#: Integers of more bits than this leave the range in which relative errors of floats are bounded.
FLOAT_BITS = 500
#: Integers up to this size are floats without rounding.
EXACT_FLOAT = 2**53


@dataclass(frozen=True, slots=True, eq=False)
class Polytope:
    """``{z >= 0 : M z <= 1}`` with positive integers ``M``: bounded, and the origin is a vertex.

    Attributes
    ----------
    rows : tuple of c tuples of d int
        The matrix ``M``.
    kept : tuple of c int
        The opponent's actions that the rows stand for.
    weights : tuple of d fmpq
        Action ``i`` is played in proportion to ``z_i / weights[i]``.
    exponents : array of d int
        Column ``i`` of ``floats`` is column ``i`` of ``M`` over ``2**exponents[i]``.
    floats : array (c, d)
        Entries between 0 and 1, each correctly rounded.
    rounded : bool
        Whether some entry of ``floats`` is not exact.
    """

    rows: tuple[tuple[int, ...], ...]
    kept: tuple[int, ...]
    weights: tuple[fmpq, ...]
    exponents: NDArray[np.int64]
    floats: NDArray[np.float64]
    rounded: bool

    @property
    def dimension(self) -> int:
        """Number of the player's own actions, ``d``."""
        return len(self.weights)

    @property
    def replies(self) -> int:
        """Number of the opponent's actions that may be best replies, ``c``."""
        return len(self.rows)

    @property
    def in_float_range(self) -> bool:
        """Whether floats represent every entry to full relative precision."""
        return int(self.exponents.max()) <= FLOAT_BITS


def best_reply_polytope(replies: Sequence[Sequence[Fraction]]) -> Polytope:
    """Return the polytope of a player from ``replies[j][i]``, the opponent's payoffs.

    Parameters
    ----------
    replies : c sequences of d Fractions
        What the opponent's action ``j`` earns against the player's action ``i``.

    Notes
    -----
    O(c^2 d) comparisons of floats: rounding may make entries equal, never exchange them.

    Examples
    --------
    >>> best_reply_polytope([[Fraction(1), Fraction(-7)], [Fraction(4), Fraction(-9)]]).rows
    ((1, 2), (2, 1))
    >>> best_reply_polytope([[Fraction(1), Fraction(-7)], [Fraction(4), Fraction(-5)]]).kept
    (1,)
    """
    columns: list[list[int]] = []
    weights: list[fmpq] = []
    for column in zip(*replies, strict=True):
        unit = lcm(*(x.denominator for x in column))
        whole = [x.numerator * (unit // x.denominator) for x in column]
        least = min(whole)
        step = gcd(*(x - least for x in whole)) or 1
        columns.append([(x - least) // step + 1 for x in whole])
        weights.append(fmpq(step, unit))
    largest = [max(column) for column in columns]
    exponents = [x.bit_length() for x in largest]
    # Division of Python integers is correctly rounded, whatever their size.
    scaled = [[x / (1 << e) for x in c] for c, e in zip(columns, exponents, strict=True)]
    floats = np.array(scaled, dtype=np.float64).T
    kept = [j for j, row in enumerate(floats) if not (floats > row).all(axis=1).any()]
    whole_rows = list(zip(*columns, strict=True))
    return Polytope(
        tuple(whole_rows[j] for j in kept),
        tuple(kept),
        tuple(weights),
        np.array(exponents, dtype=np.int64),
        np.ascontiguousarray(floats[kept]),
        max(largest) > EXACT_FLOAT,
    )
