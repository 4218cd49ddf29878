"""Equilibria in which all alike members take part with the same probability."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from coopgames.arithmetic import AlgebraicNumber, Arithmetic, NumberField, real_roots
from coopgames.errors import UnsupportedGameError
from coopgames.games import AnonymousGame
from coopgames.solvers.participation import joining_gains
from coopgames.solvers.solution import Solution, Status

__all__ = ["largest_cost_of_mixing", "symmetric_mixed_equilibria"]

Root = Fraction | AlgebraicNumber
T = TypeVar("T")

METHOD = "the gain from taking part as a polynomial in everybody's probability of it; symmetric"


def symmetric_mixed_equilibria(stage: AnonymousGame) -> Solution[tuple[Root, ...]]:
    """Return all probabilities strictly between 0 and 1 with which all may take part.

    Parameters
    ----------
    stage : AnonymousGame
        With exact payoffs.

    Returns
    -------
    Solution
        ``value``: the probabilities, ascending, perhaps none. Each is a Nash equilibrium of the
        game without a future in which all members draw independently, and there is no other
        symmetric one that is not pure. ``diagnostics["polynomial"]``: the gain, lowest degree
        first. No certificate kind covers it.

    Raises
    ------
    UnsupportedGameError
        If a payoff is not an exact number, or taking part never gains nor loses anything, so that
        every probability is an equilibrium.

    Notes
    -----
    A member mixes only if taking part gains exactly nothing. With ``n`` members the gain has degree
    at most ``n - 1``; its roots are isolated exactly.

    References
    ----------
    Palfrey, T. R. and Rosenthal, H. (1984), *Participation and the provision of discrete public
    goods*, Journal of Public Economics 24. docs/theory/defensive.md, section 7, M2.

    Examples
    --------
    Two of three are needed for 4 to everybody, at a cost of 3/2 to each who comes:

    >>> stage = AnonymousGame(3, lambda own, others: 4 * (own + others >= 2) - Fraction(3, 2) * own)
    >>> symmetric_mixed_equilibria(stage).value
    (Fraction(1, 4), Fraction(3, 4))
    """
    gain = _gain_polynomial(stage)
    if not any(gain):
        raise UnsupportedGameError("stage: taking part never gains anything, all probabilities do")
    roots = real_roots(gain, Fraction(0), Fraction(1))
    return _answer(roots, f"{METHOD} Nash equilibria", {"polynomial": gain})


def largest_cost_of_mixing(stage: AnonymousGame) -> Solution[Root]:
    """Return the largest further cost of taking part with which all may still mix.

    Parameters
    ----------
    stage : AnonymousGame
        With exact payoffs. If success is worth 1 and taking part costs nothing, the answer is the
        largest ratio of cost and benefit.

    Returns
    -------
    Solution
        ``value``: the greatest gain from taking part over all probabilities in [0, 1] with which
        everybody else does. With a further cost above it no symmetric mixed equilibrium exists.
        ``diagnostics``: ``probability``, where it is (the least such place); ``attained``, whether
        it is strictly between 0 and 1, so that a cost of just this much leaves an equilibrium too;
        ``least``, the least gain: at every further cost strictly between the two there is one.

    Raises
    ------
    UnsupportedGameError
        If a payoff is not an exact number.

    Notes
    -----
    The gain at 0, at 1 and at the roots of its derivative, compared exactly in their number fields.

    Examples
    --------
    >>> pivotal = AnonymousGame(9, lambda own, others: int(own + others >= 5))
    >>> answer = largest_cost_of_mixing(pivotal)
    >>> answer.value, answer.diagnostics["probability"]
    (Fraction(35, 128), Fraction(1, 2))
    """
    gain = _gain_polynomial(stage)
    slope = [k * c for k, c in enumerate(gain)][1:]
    inside = real_roots(slope, Fraction(0), Fraction(1)) if any(slope) else (Fraction(1, 2),)
    places: list[Root] = [Fraction(0), *inside, Fraction(1)]
    heights = [_value_at(gain, x) for x in places]
    value = max(heights)
    where = [x for x, height in zip(places, heights, strict=True) if height == value]
    within = [x for x in where if 0 < x < 1]
    found: dict[str, object] = {
        "probability": (within or where)[0],
        "attained": bool(within),
        "least": min(heights),
    }
    return _answer(value, f"greatest value of {METHOD} mixing", found)


def _gain_polynomial(stage: AnonymousGame) -> tuple[Fraction, ...]:
    """Return the expected gain from taking part, in powers of the others' probability of it.

    The power ``j`` has the coefficient ``C(n - 1, j)`` times the ``j``-th forward difference of the
    gains, as for every polynomial in Bernstein's form.
    """
    gains = list(joining_gains(stage))
    row = [x for x in gains if isinstance(x, Fraction)]
    if len(row) != len(gains):
        raise UnsupportedGameError("stage: expected exact payoffs without a parameter")
    found: list[Fraction] = []
    for j in range(len(gains)):
        found.append(math.comb(len(gains) - 1, j) * row[0])
        row = [y - x for x, y in pairwise(row)]
    return tuple(found)


def _value_at(polynomial: Sequence[Fraction], point: Root) -> Root:
    if isinstance(point, Fraction):
        value = Fraction(0)
        for c in reversed(polynomial):
            value = value * point + c
        return value
    field = NumberField(point)
    height = field.element(0)
    for c in reversed(polynomial):
        height = height * field.generator + c
    return height.number()


def _answer(value: T, method: str, found: dict[str, object]) -> Solution[T]:
    return Solution(value, Status.EXACT_UNCERTIFIED, None, method, Arithmetic.EXACT, found)
