"""The first whole number at which a family of games turns, by looking at each in order."""

from __future__ import annotations

from collections.abc import Callable

from coopgames.arithmetic import Arithmetic
from coopgames.arithmetic.grammar import check_integer
from coopgames.certificates import Certificate
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers.deviation import Deviation
from coopgames.solvers.markov.check import METHOD, check_markov_equilibrium
from coopgames.solvers.solution import Solution, Status

__all__ = ["MOST", "smallest_group"]

#: How far the search goes unless another end is given.
MOST = 1_000
#: Evidence is kept for so many of the numbers, the last that were looked at.
KEPT = 2


def smallest_group(
    problem: Callable[[int], tuple[MarkovGame, MarkovPlan]],
    *,
    first: int = 1,
    most: int = MOST,
    turns_to: bool = True,
) -> Solution[int | None]:
    """Return the first whole number at which a plan is an equilibrium, or ceases to be one.

    Parameters
    ----------
    problem : callable
        The game and the plan at a whole number (of companions, of sellers).
    first, most : int, optional
        Where the search begins and ends, both included; by default it ends at 1,000.
    turns_to : bool, optional
        What is looked for: True is the first number at which the plan is an equilibrium, False the
        first at which it is not.

    Returns
    -------
    Solution
        ``value`` is the number; None if there is none from ``first`` to ``most``, which says
        nothing about larger ones. ``diagnostics["certificates"]`` has those of the last two numbers
        that were looked at, or None where the checker refused one: where the plan turns, and just
        before. No kind of certificate holds the whole search, so the status is
        ``EXACT_UNCERTIFIED``. ``diagnostics["deviations"]`` has the best one-shot deviations at the
        same two numbers.

    Raises
    ------
    InvalidGameError
        If ``first`` or ``most`` is no whole number, or ``most < first``.
    UnsupportedGameError
        If a game is not exact.

    Notes
    -----
    Every number from ``first`` on is checked, so nothing is assumed about monotonicity: one exact
    check for each. The answer is about the class of strategies of
    :func:`coopgames.solvers.markov.check_markov_equilibrium`.

    Examples
    --------
    An official extorts 50; exposure costs him 200, and each companion exposes him with probability
    1/20.

    >>> from coopgames.catalogue import SafetyInNumbers
    >>> meeting = SafetyInNumbers(exposure="1/20", taken=50, loss=200)
    >>> smallest_group(lambda r: (meeting.at(companions=r).game(), meeting.profile())).value
    6
    """
    check_integer("first", first, 0)
    check_integer("most", most, 0)
    if most < first:
        raise invalid("most", most, f"an integer >= first = {first}")
    certificates: dict[int, Certificate | None] = {}
    deviations: dict[int, Deviation | None] = {}
    value: int | None = None
    for number in range(first, most + 1):
        game, plan = problem(number)
        if game.arithmetic is not Arithmetic.EXACT:
            raise UnsupportedGameError(f"problem({number}): its game is not exact")
        answer = check_markov_equilibrium(game, plan)
        certificates[number] = answer.certificate
        found = answer.diagnostics["deviation"]
        deviations[number] = found if isinstance(found, Deviation) else None
        for kept in (certificates, deviations):
            kept.pop(number - KEPT, None)  # a long search would otherwise fill the memory
        if answer.value is turns_to:
            value = number
            break
    method = f"each whole number from {first} on; {METHOD}"
    evidence = {"certificates": certificates, "deviations": deviations}
    return Solution(value, Status.EXACT_UNCERTIFIED, None, method, Arithmetic.EXACT, evidence)
