"""Thresholds of games whose payoffs are known between bounds, from two corners of the bounds."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from coopgames.arithmetic import Arithmetic, Enclosure, ends
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers.intervals import End, Interval
from coopgames.solvers.markov import critical_markov
from coopgames.solvers.solution import Solution, Status

__all__ = ["corner_threshold"]

#: Bits with which an algebraic end of an interval is enclosed.
PRECISION = 192
GameOf = Callable[[Fraction, Fraction], MarkovGame]


def corner_threshold(
    game_of: GameOf,
    tempting: Fraction | Enclosure,
    spared: Fraction | Enclosure,
    plan: MarkovPlan,
) -> Solution[Enclosure | None]:
    """Enclose the least value of a parameter from which on a plan is an equilibrium.

    Parameters
    ----------
    game_of : callable (Fraction, Fraction) -> MarkovGame
        A family in one parameter whose payoffs are linear in the two numbers.
    tempting, spared : Fraction or Enclosure
        Bounds of the first number, which makes deviations more tempting, and of the second, which
        makes them less so.
    plan : mapping state -> action profile, or MarkovAutomaton

    Returns
    -------
    Solution
        ``value`` encloses the threshold; None if the plan is an equilibrium at no value. If it is
        at some corner and not at the other, the status is UNDECIDED.
        ``diagnostics["corners"]``: the solutions at the worst and at the best corner, each with its
        certificate. No kind of certificate covers the step from the corners to all numbers between.

    Raises
    ------
    InvalidGameError
        If the payoffs are not linear in the two numbers, or these do not work as said.
    UnsupportedGameError
        If the plan is sustained on anything but an upper interval at a corner.

    Notes
    -----
    The gain of a one-shot deviation is linear in the payoffs. So a rise of the first number by a
    and a fall of the second by b add a and b times the gains of the games at (1, 0) and (0, -1).
    That these are never negative is not assumed: the plan is checked to be an equilibrium of the
    games at (-1, 0) and (0, 1) at all values of the parameter.

    Examples
    --------
    >>> from coopgames.catalogue.defensive.safety_net import SafetyNet
    >>> net = SafetyNet("3/2", "1/2", misfortune=1, risk_aversion=1).free()
    >>> found = corner_threshold(net.with_utilities, *net.utilities(), net.profile())
    >>> print(f"{float(found.value):.6f}")
    0.738140
    """
    low, high = zip(ends(tempting), ends(spared), strict=True)
    worst, best = (high[0], low[1]), (low[0], high[1])
    for corner in (worst, best):
        _refuse_nonlinear(game_of, *corner)
    units = (Fraction(-1), Fraction(0)), (Fraction(0), Fraction(1))
    for name, unit in zip(("tempting", "spared"), units, strict=True):
        if not _everywhere(game_of(*unit), plan):
            raise invalid(name, unit, "a number that moves all gains one way")
    found = [critical_markov(game_of(*corner), plan) for corner in (worst, best)]
    upper, lower = (_threshold(game_of(*worst), x.value) for x in found)
    decided = (upper is None) is (lower is None)
    value = None if upper is None or lower is None else Enclosure(_end(lower, 0), _end(upper, 1))
    return Solution(
        value,
        Status.EXACT_UNCERTIFIED if decided else Status.UNDECIDED,
        None,
        f"exact thresholds at two corners of the enclosed payoffs; {found[0].method}",
        Arithmetic.ENCLOSED,
        {"corners": tuple(found)},
    )


def _refuse_nonlinear(game_of: GameOf, first: Fraction, second: Fraction) -> None:
    """Compare a game's payoffs with those that the games at the unit vectors add up to."""
    zero, one = Fraction(0), Fraction(1)
    parts = game_of(one, zero).cells, game_of(zero, one).cells
    for row, *units in zip(game_of(first, second).cells, *parts, strict=True):
        for own, a, b in zip(row, *units, strict=True):
            if any(
                x != first * y + second * z  # pyright: ignore[reportOperatorIssue]
                for x, y, z in zip(own, a, b, strict=True)
            ):
                raise invalid("game_of", game_of, "payoffs that are linear in both numbers")


def _everywhere(family: MarkovGame, plan: MarkovPlan) -> bool:
    found, domain = critical_markov(family, plan).value, family.parameter
    assert domain is not None
    return [(x.lower, x.upper) for x in found] == [(domain.lower, domain.upper)]


def _threshold(family: MarkovGame, found: tuple[Interval, ...]) -> End | None:
    domain = family.parameter
    assert domain is not None
    lower: list[End] = [x.lower for x in found]
    if len(found) > 1 or any(x.upper != domain.upper for x in found):
        raise UnsupportedGameError("plan: sustained on more than an upper interval of values")
    return lower[0] if lower else None


def _end(value: End, side: int) -> Fraction:
    return value if isinstance(value, Fraction) else value.refine(PRECISION)[side]
