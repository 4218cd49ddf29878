"""The last whole number at which a plan is an equilibrium, where larger numbers are harder."""

from __future__ import annotations

from collections.abc import Callable

from coopgames.arithmetic import Arithmetic
from coopgames.arithmetic.grammar import check_integer
from coopgames.certificates import Certificate
from coopgames.errors import UnsupportedGameError
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers.markov.check import METHOD, check_markov_equilibrium
from coopgames.solvers.solution import Solution, Status

__all__ = ["MOST_DEPTH", "last_number"]

#: How far the search goes unless another end is given.
MOST_DEPTH = 2**16


def last_number(
    problem: Callable[[int], tuple[MarkovGame, MarkovPlan]], *, most: int = MOST_DEPTH
) -> Solution[int | None]:
    """Return the last number from 1 on at which a plan is an equilibrium; 0 if not even at 1.

    Parameters
    ----------
    problem : callable
        The game and the plan at a whole number, such as the depth of a hierarchy. **The caller
        vouches for order**: where the plan fails, it fails at all larger numbers. That is what
        proves that the search may stop at the first failure that it finds.
    most : int, optional
        Where the search ends.

    Returns
    -------
    Solution
        ``value`` is the number, with the equilibrium there and a deviation at the next one in
        ``diagnostics["certificates"]``, one certificate for each number that was looked at, or None
        where the checker refused it. None, with the status ``UNDECIDED``, if the plan is an
        equilibrium even at ``most``. Otherwise ``EXACT_UNCERTIFIED``, as no kind holds the order.

    Raises
    ------
    InvalidGameError
        If ``most`` is no whole number of at least 1.
    UnsupportedGameError
        If a game is not exact.

    Notes
    -----
    Doubling, then bisection: O(log of the answer) exact checks.

    Examples
    --------
    The leader at the top saves more by neglect the higher he stands.

    >>> from coopgames.catalogue.state_and_market.federation import FederationTop
    >>> top = FederationTop()
    >>> last_number(lambda d: (top.at(depth=d).game(), top.profile())).value
    4
    """
    check_integer("most", most, 1)
    certificates: dict[int, Certificate | None] = {}

    def holds(number: int) -> bool:
        game, plan = problem(number)
        if game.arithmetic is not Arithmetic.EXACT:
            raise UnsupportedGameError(f"problem({number}): its game is not exact")
        answer = check_markov_equilibrium(game, plan)
        certificates[number] = answer.certificate
        return answer.value

    low, high = 0, 1
    while holds(high):
        if high == most:
            return _answer(None, certificates)
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return _answer(low, certificates)


def _answer(value: int | None, certificates: dict[int, Certificate | None]) -> Solution[int | None]:
    status = Status.UNDECIDED if value is None else Status.EXACT_UNCERTIFIED
    method = f"doubling and bisection, failures taken to last; {METHOD}"
    evidence = {"certificates": certificates}
    return Solution(value, status, None, method, Arithmetic.EXACT, evidence)
