"""How long errors take to contradict a belief that all alike members share."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from coopgames.arithmetic import Arithmetic, Number
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import AnonymousGame
from coopgames.solvers.solution import Solution, Status

__all__ = ["rounds_to_contradiction"]


def rounds_to_contradiction(
    truth: AnonymousGame, belief: AnonymousGame, error: object
) -> Solution[Fraction | None]:
    """Return the mean number of rounds until errors contradict a belief about the payoffs.

    Parameters
    ----------
    truth, belief : AnonymousGame
        True and believed payoffs of the same number of members, none of whom means to contribute.
    error : exact number in [0, 1]
        Probability in a round that a member contributes by mistake, independently of everything.

    Returns
    -------
    Solution
        ``value``: a Fraction; None if errors never contradict the belief.
        ``diagnostics["numbers"]``: the numbers of members whose errors in one round contradict it,
        because some member (who erred or who did not) earns something else than he believes;
        ``diagnostics["probability"]``: that this happens in a round. No kind of certificate covers
        it.

    Raises
    ------
    InvalidGameError
        If the games are of different sizes, or the error is not in [0, 1].
    UnsupportedGameError
        If a payoff is not an exact number.

    Notes
    -----
    O(members) comparisons and products. What is assumed: each sees his own payoff and how many
    contributed, and the belief is held until a payoff contradicts it for sure.

    References
    ----------
    docs/theory/further_institutions.md, section 6, ZB3.

    Examples
    --------
    The market grows if two of three open up; the belief says that it never does.

    >>> truth = AnonymousGame(3, lambda own, others: own * (2 * (own + others >= 2) - 1))
    >>> static = AnonymousGame(3, lambda own, others: -own)
    >>> answer = rounds_to_contradiction(truth, static, "1/10")
    >>> answer.value, answer.diagnostics["numbers"]
    (Fraction(250, 7), (2, 3))
    """
    chance = read_exact(error, "error")
    if not 0 <= chance <= 1:
        raise invalid("error", error, "a probability in [0, 1]")
    if truth.size != belief.size:
        raise invalid("belief", belief, f"a game of {truth.size} members")
    n = truth.size
    numbers = tuple(k for k in range(n + 1) if _earned(truth, k) != _earned(belief, k))
    probability = sum(
        (comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in numbers), Fraction(0)
    )
    return Solution(
        1 / probability if probability else None,
        Status.EXACT_UNCERTIFIED,
        None,
        "payoffs of those who erred and of those who did not, at every number of errors; "
        "independent errors, round after round",
        Arithmetic.EXACT,
        {"numbers": numbers, "probability": probability},
    )


def _earned(stage: AnonymousGame, contributors: int) -> tuple[Number | None, ...]:
    """Return what a contributor and what another member earns, as far as there are any."""
    acts = (
        stage.payoff(1, contributors - 1) if contributors else None,
        stage.payoff(0, contributors) if contributors < stage.size else None,
    )
    for x in acts:
        if x is not None and not isinstance(x, Fraction):
            raise UnsupportedGameError("payoff: expected exact numbers without a parameter")
    return acts
