"""Which lengths of an arrangement serve both sides, of whom one leaves what is too long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from coopgames.arithmetic import Arithmetic
from coopgames.errors import UnsupportedGameError
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers.markov.check import METHOD, check_markov_equilibrium
from coopgames.solvers.smallest_group import smallest_group
from coopgames.solvers.solution import Solution, Status

__all__ = ["lengths_for_both"]

#: How far the search goes unless another end is given.
MOST = 200

Problem: TypeAlias = Callable[[int], tuple[MarkovGame, MarkovPlan]]


def lengths_for_both(impatient: Problem, other: Problem, *, most: int = MOST) -> Solution[range]:
    """Return the lengths at which both sides follow the plan.

    Parameters
    ----------
    impatient, other : callable
        The decision problem of each side, with its plan, at a length from 1 on. The first side must
        be one that, once a length is too long for it, follows at no longer one; the search ends
        there. Nothing else is assumed about monotonicity, each length before is checked.
    most : int, optional
        Where the search ends at the latest.

    Returns
    -------
    Solution
        ``value``: a range of lengths, perhaps empty. ``diagnostics["too_long"]``: the first length
        at which the impatient side does not follow; ``diagnostics["certificates"]``: those kept
        of the problems that were looked at, in pairs for the impatient and the other side. No
        kind holds them all, so the status is ``EXACT_UNCERTIFIED``.

    Raises
    ------
    UnsupportedGameError
        If the impatient side still follows at ``most``, or the lengths are no range.

    Examples
    --------
    >>> from coopgames.catalogue.state_and_market.apprenticeship import Apprenticeship
    >>> term = Apprenticeship(output=2, board=0, wage=1, own_business=3, loss="1/2")
    >>> apprentice, master = (
    ...     lambda t: term.at(term=t).apprentice(),
    ...     lambda t: term.at(term=t).master(),
    ... )
    >>> lengths_for_both(apprentice, master).value
    range(2, 5)
    """
    stays = smallest_group(impatient, most=most, turns_to=False)
    too_long = stays.value
    if too_long is None:
        raise UnsupportedGameError(f"most: got {most}, longer terms may serve both sides too")
    checks = [check_markov_equilibrium(*other(length)) for length in range(1, too_long)]
    found = [length for length, check in enumerate(checks, start=1) if check.value]
    lengths = range(found[0], found[-1] + 1) if found else range(1, 1)
    if len(lengths) != len(found):
        raise UnsupportedGameError(f"other: it follows at the lengths {found}, which have gaps")
    return Solution(
        lengths, Status.EXACT_UNCERTIFIED, None,
        f"each length until one side leaves; {METHOD}", Arithmetic.EXACT,
        {
            "too_long": too_long,
            "certificates": (stays.diagnostics["certificates"], [x.certificate for x in checks]),
        },
    )  # fmt: skip
