"""How many members of a game of alike members take part in its pure Nash equilibria."""

from __future__ import annotations

from coopgames.arithmetic import Arithmetic, Enclosure, Number, RationalFunction
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import AnonymousGame, LinearPublicGood
from coopgames.solvers.solution import Solution, Status

__all__ = ["joining_gains", "numbers_of_participants"]


def joining_gains(stage: AnonymousGame) -> tuple[Number, ...]:
    """Return what taking part gains a member, by the number 0 to n - 1 of others who take part.

    Raises
    ------
    InvalidGameError
        If the number of members is a parameter.

    Examples
    --------
    >>> stage = AnonymousGame(3, lambda own, others: 4 * (own + others >= 2) - own)
    >>> joining_gains(stage)
    (Fraction(-1, 1), Fraction(3, 1), Fraction(-1, 1))
    """
    if not isinstance(stage, AnonymousGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "an AnonymousGame")
    n, pay = stage.size, stage.payoff
    if isinstance(pay, LinearPublicGood):
        return (pay.benefit - pay.cost,) * n
    return tuple(x - y for x, y in zip(pay.contribute, pay.shirk, strict=True))


def numbers_of_participants(stage: AnonymousGame) -> Solution[tuple[int, ...]]:
    """Return all numbers of participants at which nobody gains by joining or by leaving.

    Parameters
    ----------
    stage : AnonymousGame

    Returns
    -------
    Solution
        ``value``: the numbers, ascending, perhaps none. With ``m`` in it every choice of ``m``
        members who take part is a pure Nash equilibrium, and there are no others. An equilibrium
        may be weak: who is indifferent may stay as he is. No kind of certificate covers the answer
        for all members at once, so the status is ``EXACT_UNCERTIFIED``; floats are compared as the
        binary numbers that they are.

    Raises
    ------
    InvalidGameError
        If the number of members is a parameter.
    UnsupportedGameError
        If a payoff is a parameter or an enclosure.

    Notes
    -----
    O(members) comparisons. Members are alike, so one who takes part and one who does not speak for
    all: ``m`` is stable iff joining gains nothing beside ``m`` others (if ``m < n``) and does not
    lose beside ``m - 1`` others (if ``m > 0``).

    References
    ----------
    Schelling, T. C. (1973), *Hockey helmets, concealed weapons, and daylight saving*, Journal of
    Conflict Resolution 17. docs/theory/defensive.md, section 7, M1.

    Examples
    --------
    >>> stage = AnonymousGame(9, lambda own, others: 4 * (own + others >= 5) - own)
    >>> numbers_of_participants(stage).value
    (0, 5)
    """
    gains = joining_gains(stage)
    if any(isinstance(x, RationalFunction | Enclosure) for x in gains):
        raise UnsupportedGameError("stage: participants are counted at numbers, without parameters")
    n = stage.size
    value = tuple(
        m for m in range(n + 1) if (m == n or gains[m] <= 0) and (m == 0 or gains[m - 1] >= 0)
    )
    floats = isinstance(gains[0], float)
    return Solution(
        value,
        Status.FLOAT if floats else Status.EXACT_UNCERTIFIED,
        None,
        "gains from joining and leaving at every number of participants; pure Nash equilibria of "
        "the game without a future",
        Arithmetic.FLOAT if floats else Arithmetic.EXACT,
    )
