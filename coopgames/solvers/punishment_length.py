"""How long a punishment must last, by the lot that is worth the same to everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from coopgames.arithmetic import Arithmetic, Number, parameter
from coopgames.errors import NotConvergedError, UnsupportedGameError
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers.intervals import Interval
from coopgames.solvers.markov import check_markov_equilibrium, critical_markov
from coopgames.solvers.smallest_group import smallest_group
from coopgames.solvers.solution import Solution, Status

__all__ = ["least_punishment_length"]

Problem = tuple[MarkovGame, MarkovPlan]


def least_punishment_length(
    lasting: Callable[[int], Problem], by_lot: Callable[[Number], Problem]
) -> Solution[int | None]:
    """Return the least number of periods of a punishment at which a plan is an equilibrium.

    Parameters
    ----------
    lasting : callable
        Game and plan if a punishment lasts a whole number of periods, in which payoffs are 0 and
        nobody has a choice, and then all is as before.
    by_lot : callable
        Game and plan if a lot decides, with a probability between 0 and 1, whether a punishment
        lasts for ever or is left out.

    Returns
    -------
    Solution
        ``value`` is the number; None if there is none, however large, though punishment for ever
        may still do. ``diagnostics``: ``lots``, all probabilities of the lot that sustain the plan;
        ``lots_certificate``, that of the set; ``certificates`` and ``deviations`` of the lengths
        that were looked at one by one: the answer, and the one before it. No kind of certificate
        holds these together, so the status is ``EXACT_UNCERTIFIED``.

    Raises
    ------
    UnsupportedGameError
        If a game is not exact.
    NotConvergedError
        If the game at the length found does not bear it out: then a lot is not worth what a
        punishment is.

    Notes
    -----
    T periods of 0 and then what was before are worth ``d**T`` times that, and so is a lot with the
    probability ``1 - d**T`` of 0 for ever. Nobody chooses while he is punished, so all gains are
    the same. The lots that sustain the plan are found for all probabilities at once; ``1 - d**T``
    rises to 1 with T, so the search ends at the set, or beyond its last point with a proof that
    there is no such length. Nothing is assumed about monotonicity.

    References
    ----------
    Tirole, J. (1988), *The theory of industrial organization*, chapter 6, after Green, E. J.,
    and Porter, R. H. (1984), Econometrica 52.

    Examples
    --------
    >>> from coopgames.catalogue.state_and_market.price_discipline import PriceDiscipline
    >>> market = PriceDiscipline(sellers=4, slump="1/10", seen=0, discount_factor="9/10")
    >>> least_punishment_length(market.lasting, market.by_lot).value
    8
    >>> crowd = market.at(sellers=6)
    >>> print(least_punishment_length(crowd.lasting, crowd.by_lot).value)
    None
    """
    game, plan = lasting(0)
    if game.arithmetic is not Arithmetic.EXACT:
        raise UnsupportedGameError("lasting: its game is not exact")
    family = critical_markov(*by_lot(parameter("lot", 0, 1)))
    length: int | None = 0
    if not check_markov_equilibrium(game, plan).value:
        assert isinstance(game.discount_factor, Fraction)
        length = _first(family.value, game.discount_factor)
    # The games with a punishment that lasts have the last word.
    looked = smallest_group(lasting, first=max((length or 0) - 1, 0), most=length or 0)
    if looked.value != length:
        raise NotConvergedError(f"lasting: at {length} periods the lot and the game differ")
    evidence = {
        **looked.diagnostics,
        "lots": family.value,
        "lots_certificate": family.certificate,
    }
    method = f"all lots between no punishment and one for ever; {looked.method}"
    return Solution(length, Status.EXACT_UNCERTIFIED, None, method, Arithmetic.EXACT, evidence)


def _first(lots: Sequence[Interval], delta: Fraction) -> int | None:
    """Return the first length whose lot lies in a set of ascending intervals inside (0, 1)."""
    if delta == 0:
        return None  # what comes later does not matter, so a length does no more than none
    length, kept = 1, delta
    for interval in lots:
        while 1 - kept < interval.upper or 1 - kept in interval:
            if 1 - kept in interval:
                return length
            length, kept = length + 1, kept * delta
    return None
