"""Payoff sets of two-player games in floats: fast, with a bound instead of a proof."""

from __future__ import annotations

from dataclasses import dataclass
from math import ldexp
from typing import Final

import numpy as np

from coopgames.errors import invalid
from coopgames.solvers.self_generation import kinds
from coopgames.solvers.self_generation._float_game import normalised
from coopgames.solvers.self_generation._float_geometry import Corner, hull
from coopgames.solvers.self_generation._float_python import search
from coopgames.solvers.self_generation._kernel import kernel, run

__all__ = ["EMPTY", "NEWTON", "OUTER", "STATIC", "STATIONARY", "FloatSet", "float_set"]

#: Discount factor 0: the hull of the static equilibria.
STATIC: Final = "static"
#: No payoff can be supported: an outer set is empty.
EMPTY: Final = "empty"
#: Found by Newton's method; Theorem 1 bounds what may be missing.
NEWTON: Final = "newton"
#: The outer iterate itself generates itself.
STATIONARY: Final = "stationary"
#: Not certified: the corners are those of an outer set.
OUTER: Final = "outer"


@dataclass(frozen=True, slots=True)
class FloatSet:
    """A payoff set in floats.

    Attributes
    ----------
    corners : tuple of (x, y, profile, kind)
        Counterclockwise from the lexicographic minimum. ``profile`` is a row-major index and
        ``kind`` a constant of `coopgames.solvers.self_generation.kinds`; together they say how the
        corner is played: the profile today, and the promise that the kind names.
    status : str
        `STATIC`, `EMPTY`, `NEWTON`, `STATIONARY` or `OUTER`.
    excess : float or None
        A bound on how far payoffs of perfect equilibria may lie beyond any edge of the set, in
        units of payoff. Up to rounding, so no proof. At most 1e-9 of the larger payoff range, or
        2e-14/(1-d) of it where that is more, and never more than 1e-6. None if nothing of the kind
        was found (`OUTER`).
    steps : int
        Applications of the operator, and contractions.
    """

    corners: tuple[Corner, ...]
    status: str
    excess: float | None
    steps: int


def float_set(
    first: tuple[float, ...], second: tuple[float, ...], shape: tuple[int, int], delta: float
) -> FloatSet:
    """Return the payoffs of pure-action perfect equilibria with public randomization.

    Parameters
    ----------
    first, second : tuple of m n floats
        Payoffs of both players over the profiles in row-major order.
    shape : (m, n)
    delta : float
        Discount factor, in [0, 1).

    Returns
    -------
    FloatSet

    Raises
    ------
    InvalidGameError
        If the payoffs are not finite or the discount factor is not in [0, 1).

    Notes
    -----
    Abreu and Sannikov's (2014) operator from outside, Newton's method on the corners for a guess,
    linear-programming duality for the certificate and for jumps of the outer set. Promises are
    compared with a tolerance of 1e-11 (1-d), at least 4e-15, of a player's payoff range: at a
    threshold equality counts, and just below it may. One application of the operator costs
    O(m n log c), c the corners; how many are needed has no proved bound.

    A kernel in C does the work where the installation compiled it; otherwise Python does. Both are
    free of global state, and the kernel may run in several threads at once.

    Examples
    --------
    >>> found = float_set((9.0, 1.0, 10.0, 3.0), (9.0, 10.0, 1.0, 3.0), (2, 2), 0.5)
    >>> [(round(x, 6), round(y, 6)) for x, y, _, _ in found.corners]
    [(3.0, 3.0), (9.75, 3.0), (9.0, 9.0), (3.0, 9.75)]
    >>> found.status, found.corners[1][2:] == (2, kinds.HR)
    ('stationary', True)
    """
    if not 0.0 <= delta < 1.0:
        raise invalid("delta", delta, "a number in [0, 1)")
    if len(first) != shape[0] * shape[1] or len(second) != len(first) or not first:
        raise invalid("shape", shape, f"two positive sizes for {len(first)}, {len(second)} payoffs")
    library = kernel()
    answer = None if library is None else run(library, first, second, shape, delta)
    return FloatSet(*(answer or in_python(first, second, shape, delta)))


def in_python(
    first: tuple[float, ...], second: tuple[float, ...], shape: tuple[int, int], delta: float
) -> tuple[tuple[Corner, ...], str, float | None, int]:
    """Return corners, status, excess and steps without the compiled kernel."""
    game, undo = normalised(first, second, shape, delta)
    if delta <= 0.0:
        ring, status, excess, steps = _static(game.gains, game.payoffs), STATIC, 0.0, 0
    else:
        ring, status, excess, steps = search(game)
    (x0, ex), (y0, ey) = undo
    corners = tuple(
        (first[a], second[a], a, kind)
        if kind == kinds.G
        else (ldexp(x, ex) + x0, ldexp(y, ey) + y0, a, kind)
        for x, y, a, kind in ring
    )
    width = ldexp(1.0, max(ex, ey))
    return corners, status, None if excess is None else excess * width, steps


def _static(gains: np.ndarray, payoffs: np.ndarray) -> list[Corner]:
    """Return the hull of the profiles from which nobody gains by deviating."""
    calm = np.flatnonzero((gains <= 0.0).all(axis=0))
    points = [(float(payoffs[0][a]), float(payoffs[1][a]), int(a), kinds.G) for a in calm]
    return hull(points) if points else []
