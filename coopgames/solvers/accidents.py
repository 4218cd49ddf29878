"""How many members can be needed at once, when each may be unable to come."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import flint

from coopgames.arithmetic import Arithmetic, Enclosure, Number, arb_to_enclosure, parameter
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers._flint import to_flint
from coopgames.solvers.intervals import End
from coopgames.solvers.markov import check_markov_equilibrium, critical_markov
from coopgames.solvers.solution import Solution, Status

__all__ = ["largest_membership"]

#: Bits with which logarithms are enclosed.
PRECISION = 192


def largest_membership(
    game_of: Callable[[Number], MarkovGame], accident: object, plan: MarkovPlan
) -> Solution[Enclosure | None]:
    """Enclose the largest real number of members at which one of them follows a plan.

    Parameters
    ----------
    game_of : callable
        One member's decision problem, by the probability that all others are able to take part.
    accident : exact number in (0, 1)
        Probability that a member is unable, independently of the others.
    plan : mapping state -> action profile, or MarkovAutomaton

    Returns
    -------
    Solution
        ``value`` encloses the largest n with ``(1 - accident)**(n - 1)`` at least the critical
        probability; None if the plan fails even where all others are certainly able. The critical
        probability, an exact number with a certificate, is ``diagnostics["probability"]``.

    Raises
    ------
    InvalidGameError
        If the accident's probability is not in (0, 1).
    UnsupportedGameError
        If the plan is sustained on anything but an upper interval of probabilities.

    Examples
    --------
    >>> from coopgames.catalogue import FaenaWithAccidents
    >>> work = FaenaWithAccidents(accident="1/50", benefit=3)
    >>> n = largest_membership(work.with_others_able, "1/50", work.profile()).value
    >>> print(f"{float(n):.6f}")
    55.379459
    """
    chance = read_exact(accident, "accident")
    if not 0 < chance < 1:
        raise invalid("accident", accident, "a probability in (0, 1)")
    family = game_of(parameter("others_able", 0, 1))
    answer = critical_markov(family, plan)
    probability: End | None = None
    if len(answer.value) == 1 and answer.value[0].upper == 1:
        probability = answer.value[0].lower
    elif answer.value:
        raise UnsupportedGameError(
            "plan: sustained on more than an upper interval of probabilities"
        )
    elif check_markov_equilibrium(game_of(Fraction(1)), plan).value:
        probability = Fraction(1)
    if probability == 0:
        raise UnsupportedGameError("plan: sustained with any number of members")
    n = None if probability is None else _members(probability, chance)
    status = Status.EXACT_UNCERTIFIED if answer.certificate is None else Status.PROVED
    method = f"critical probability that all others are able, then logarithms; {answer.method}"
    return Solution(
        n, status, answer.certificate, method, Arithmetic.ENCLOSED, {"probability": probability}
    )


def _members(probability: End, accident: Fraction) -> Enclosure:
    """Enclose ``1 + ln(probability) / ln(1 - accident)``."""
    exactly = isinstance(probability, Fraction)
    low, high = (probability, probability) if exactly else probability.refine(PRECISION)
    with flint.ctx.workprec(PRECISION):
        able = flint.arb(to_flint(1 - accident)).log()
        found = [1 + flint.arb(to_flint(p)).log() / able for p in (low, high)]
        return Enclosure.hull(*map(arb_to_enclosure, found))
