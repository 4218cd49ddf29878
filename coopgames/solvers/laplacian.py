"""What a member does who holds every number of the others to be equally likely.

In a game in which taking part is worth more the more others take part, all taking part and nobody
taking part may both be equilibria. Small private doubts about what taking part is worth select one.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from coopgames.arithmetic import Arithmetic, Enclosure, Number, RationalFunction
from coopgames.errors import UndecidedComparisonError, UnsupportedGameError, invalid
from coopgames.games import AnonymousGame
from coopgames.solvers.intervals import Cell, Interval, union_of_intervals
from coopgames.solvers.participation import joining_gains
from coopgames.solvers.solution import Solution, Status

__all__ = ["laplacian_gain", "laplacian_threshold"]

METHOD = (
    "expected gain from taking part when all numbers of the others are equally likely; selection "
    "among the equilibria of a game without a future, by private signals with vanishing noise"
)


def laplacian_gain(stage: AnonymousGame) -> Solution[Number]:
    """Return what taking part gains on average, all numbers of others being equally likely.

    Parameters
    ----------
    stage : AnonymousGame
        One payoff may be a parameter.

    Returns
    -------
    Solution
        ``value``: a Fraction, or a ratio of polynomials in the parameter (or whatever the payoffs
        are). If it is positive, taking part is what is selected; if it is negative, staying away.
        ``diagnostics["complements"]`` says whether joining gains no less with every further
        participant (None if that depends on the parameter, or an enclosure leaves it open): what is
        said of selection is proved for such games only. No certificate kind covers it.

    Raises
    ------
    InvalidGameError
        If the number of members is a parameter.

    Notes
    -----
    O(members). What is assumed: each member sees what taking part is worth with a small independent
    error, the prior is flat (or the noise vanishes), at extreme values of what it is worth either
    choice is dominant, and participation is complementary. Then the marginal type holds the number
    of other participants to be uniform on 0 to n - 1, whatever the law of the errors, and as the
    noise vanishes the only strategies that survive iterated dominance follow the sign of this gain.
    With two members it is risk dominance.

    References
    ----------
    Carlsson, H. and van Damme, E. (1993), *Global games and equilibrium selection*, Econometrica
    61; Morris, S. and Shin, H. S. (2003), *Global games: theory and applications*, in Advances in
    Economics and Econometrics (Cambridge). docs/theory/defensive.md, sections 7 (M7) and 10 (C1).

    Examples
    --------
    Success if three of five take part, worth 2 to those who did; taking part costs 1:

    >>> stage = AnonymousGame(5, lambda own, others: own * (2 * (own + others >= 3) - 1))
    >>> laplacian_gain(stage).value
    Fraction(1, 5)
    """
    gains = joining_gains(stage)
    total: Any = sum(gains[1:], start=gains[0])
    value = total / len(gains)
    arithmetic = _arithmetic(value)
    status = Status.FLOAT if arithmetic is Arithmetic.FLOAT else Status.EXACT_UNCERTIFIED
    found = {"complements": _complements(gains)}
    return Solution(value, status, None, METHOD, arithmetic, found)


def laplacian_threshold(stage: AnonymousGame) -> Solution[tuple[Interval, ...]]:
    """Return all values of a parameter at which the uniform belief says: take part.

    Parameters
    ----------
    stage : AnonymousGame
        With a payoff that is a parameter, both ends of whose domain are given.

    Returns
    -------
    Solution
        ``value``: intervals inside the open domain, with exact ends; the gain of
        :func:`laplacian_gain` is at least 0 exactly there (at 0 nothing is selected: there the
        member is indifferent, and indifference counts as taking part). ``diagnostics``: ``gain``,
        the ratio of polynomials, and ``complements`` as there.

    Raises
    ------
    UnsupportedGameError
        If no payoff is a parameter, or the gain does not depend on it.
    InvalidGameError
        If an end of the parameter's domain is missing.

    Notes
    -----
    The roots of the gain's numerator, of degree 1 if the parameter enters the payoffs linearly.
    What is assumed: see :func:`laplacian_gain`.

    Examples
    --------
    >>> from coopgames.arithmetic import parameter
    >>> benefit = parameter("benefit", 0, 10)
    >>> def pay(own, others):
    ...     return own * (benefit * int(own + others >= 3) - 1)
    >>> stage = AnonymousGame(5, pay)
    >>> print(*laplacian_threshold(stage).value)
    [5/3, 10)
    """
    answer = laplacian_gain(stage)
    gain = answer.value
    if not isinstance(gain, RationalFunction) or gain.constant() is not None:
        raise UnsupportedGameError(
            "stage: the gain depends on no parameter, expected a payoff with a "
            "coopgames.parameter; for numbers ask laplacian_gain"
        )
    domain = gain.parameter
    if domain.lower is None or domain.upper is None:
        raise invalid("parameter", str(domain), "a parameter with both ends of its domain")
    value = union_of_intervals(_tiling(gain))
    diagnostics = {**answer.diagnostics, "gain": gain}
    method = f"{METHOD}; sign of the gain over all of {domain}"
    status, arithmetic = Status.EXACT_UNCERTIFIED, Arithmetic.SYMBOLIC
    return Solution(value, status, None, method, arithmetic, diagnostics)


def _tiling(gain: RationalFunction) -> list[Cell]:
    """Tile the domain by the sign of a gain that is not constant; a pole counts as negative."""
    roots = set(gain.roots())
    cells: list[Cell] = []
    for lower, upper, sign in gain.sign_cells():
        assert lower is not None
        assert upper is not None
        if cells:
            cells.append(Cell(lower, lower, lower in roots, None))
        cells.append(Cell(lower, upper, sign > 0, None))
    return cells


def _arithmetic(value: Number) -> Arithmetic:
    if isinstance(value, Fraction):
        return Arithmetic.EXACT
    if isinstance(value, RationalFunction):
        return Arithmetic.SYMBOLIC
    return Arithmetic.ENCLOSED if isinstance(value, Enclosure) else Arithmetic.FLOAT


def _complements(gains: Sequence[Number]) -> bool | None:
    """Return whether gains never fall in the number of others; None if that is not decided."""
    answers = [_never_negative(y - x) for x, y in pairwise(gains)]
    return False if False in answers else None if None in answers else True


def _never_negative(step: Number) -> bool | None:
    if isinstance(step, RationalFunction):
        signs = {sign for _, _, sign in step.sign_cells()}
        return None if {-1, 1} <= signs else -1 not in signs
    try:
        return bool(step >= 0)
    except UndecidedComparisonError:
        return None
