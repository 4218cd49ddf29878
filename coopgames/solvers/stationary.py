"""Which of finitely many plans are equilibria, when each is checked in its own game."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from coopgames.arithmetic import Arithmetic
from coopgames.certificates import Certificate
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers.markov.check import METHOD, check_markov_equilibrium
from coopgames.solvers.solution import Solution, Status

__all__ = ["equilibria_among"]

T = TypeVar("T", bound=Sequence[object])


def equilibria_among(
    plans: Iterable[T], problem: Callable[[T], tuple[MarkovGame, MarkovPlan]]
) -> Solution[tuple[T, ...]]:
    """Return the plans of a list that are equilibria, in their order.

    Parameters
    ----------
    plans : iterable of sequences
        How the plans are called: for each player what he does.
    problem : callable
        The game and the plan that go with such a name. The game may depend on it, as where
        successors do what the plan says.

    Returns
    -------
    Solution
        ``value``: those that are equilibria. ``diagnostics["certificates"]`` has one certificate
        for each plan of the list, or None where the checker refused it; all together prove the
        answer, but no kind holds them, so the status is ``EXACT_UNCERTIFIED``.

    Raises
    ------
    InvalidGameError
        If the list is empty.
    UnsupportedGameError
        If a game is not exact.

    Notes
    -----
    One exact check for each plan; nothing is inferred from one plan to another.

    Examples
    --------
    Two levels that watch each other: both do their duty, or none.

    >>> from coopgames.catalogue.state_and_market.federation import Chain, Level
    >>> chain = Chain((Level("1/5", 1, 1), Level("1/2", "1/2", "3/2")), True, "2/5")
    >>> equilibria_among(chain.profiles(), lambda x: (chain.game(x), chain.plan(x))).value
    ((False, False), (True, True))
    """
    found: list[T] = []
    certificates: dict[T, Certificate | None] = {}
    for name in plans:
        game, plan = problem(name)
        if game.arithmetic is not Arithmetic.EXACT:
            raise UnsupportedGameError(f"problem({name!r}): its game is not exact")
        answer = check_markov_equilibrium(game, plan)
        certificates[name] = answer.certificate
        if answer.value:
            found.append(name)
    if not certificates:
        raise invalid("plans", (), "at least one plan")
    return Solution(
        tuple(found), Status.EXACT_UNCERTIFIED, None, f"each plan on its own; {METHOD}",
        Arithmetic.EXACT, {"certificates": certificates},
    )  # fmt: skip
