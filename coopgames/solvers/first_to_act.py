"""How likely it is that somebody acts, when alike players wait for one another."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

import flint

from coopgames.arithmetic import (
    AlgebraicNumber,
    Arithmetic,
    Enclosure,
    Number,
    NumberField,
    arb_to_enclosure,
    nth_root,
    parameter,
)
from coopgames.arithmetic.grammar import check_integer
from coopgames.errors import UnsupportedGameError
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers._flint import to_flint
from coopgames.solvers.intervals import End
from coopgames.solvers.markov import critical_markov
from coopgames.solvers.solution import Solution, Status

__all__ = ["probability_of_an_act"]

#: With more players the answer is enclosed: its minimal polynomial has a degree of one fewer.
MOST_EXACT = 16
#: Bits with which powers are enclosed.
PRECISION = 192

Found: TypeAlias = "Fraction | AlgebraicNumber | Enclosure"


def probability_of_an_act(
    game_of: Callable[[Number], MarkovGame], plan: MarkovPlan, players: int
) -> Solution[Found]:
    """Return how likely it is that somebody acts in a period, in the symmetric equilibrium.

    Parameters
    ----------
    game_of : callable
        One player's decision problem, by the probability ``s`` in a period that no other acts.
    plan : mapping state -> action profile, or MarkovAutomaton
        To act at once.
    players : int
        At least 2, all alike.

    Returns
    -------
    Solution
        ``value``: the probability ``1 - s**(n/(n - 1))``, exact for up to 16 players and enclosed
        for more. ``diagnostics["nobody_else"]``: the ``s`` at which acting and waiting are equally
        good, an exact number, whose certificate the answer carries; ``diagnostics["each"]``: the
        probability with which each acts. If acting is not worth while even for somebody who is
        alone, the value is 0 (``s`` is 1).

    Raises
    ------
    InvalidGameError
        If there are fewer than two players.
    UnsupportedGameError
        If acting is best on anything but an upper interval of ``s``, or on all of it.

    Notes
    -----
    A player draws between acting and waiting only where both are best: at the lower end of the
    interval of ``s`` at which acting at once is best, which :func:`critical_markov` finds. That
    interval is closed there, so the end is a point of indifference. As all are alike,
    ``s = (1 - p)**(n - 1)`` for the probability ``p`` of each.
    The equilibrium is stationary and symmetric: each acts with the same probability in every period
    as long as nobody has. Other equilibria, in which one acts and the others wait, may exist.

    References
    ----------
    Bliss, C. and Nalebuff, B. (1984), *Dragon-slaying and ballroom dancing: the private supply of a
    public good*, Journal of Public Economics 25. docs/theory/further_institutions.md, section 6,
    ZB5.

    Examples
    --------
    >>> from coopgames.catalogue.state_and_market.zero_sum_belief import FirstTrial
    >>> trial = FirstTrial()
    >>> probability_of_an_act(trial.beside, trial.profile(), 2).value
    Fraction(17, 81)
    >>> print(probability_of_an_act(trial.beside, trial.profile(), 3).value)
    0.1619475186 (root of 729x^2 - 1458x + 217)
    """
    check_integer("players", players, 2)
    answer = critical_markov(game_of(parameter("nobody_else", 0, 1)), plan)
    end = _indifferent([(x.lower, x.upper) for x in answer.value])
    value, each = _powers(end, players)
    enclosed = isinstance(value, Enclosure)
    status = Status.EXACT_UNCERTIFIED if answer.certificate is None else Status.PROVED
    method = (
        "probability that no other acts at which acting and waiting are equally good, then powers; "
        f"symmetric stationary equilibrium; {answer.method}"
    )
    arithmetic = Arithmetic.ENCLOSED if enclosed else Arithmetic.EXACT
    found = {"nobody_else": end, "each": each}
    return Solution(value, status, answer.certificate, method, arithmetic, found)


def _indifferent(intervals: list[tuple[End, End]]) -> End:
    if not intervals:
        return Fraction(1)
    if len(intervals) > 1 or intervals[0][1] != 1 or intervals[0][0] == 0:
        raise UnsupportedGameError("plan: expected it to be best on an upper part of [0, 1] alone")
    return intervals[0][0]


def _powers(nobody_else: End, players: int) -> tuple[Found, Found]:
    """Return the probabilities that somebody acts and that a player does."""
    if isinstance(nobody_else, Fraction) and players <= MOST_EXACT:
        waits = nth_root(nobody_else, players - 1)
        if isinstance(waits, Fraction):
            return 1 - nobody_else * waits, 1 - waits
        x = NumberField(waits).generator
        return (1 - nobody_else * x).number(), (1 - x).number()
    exactly = isinstance(nobody_else, Fraction)
    ends = (nobody_else, nobody_else) if exactly else nobody_else.refine(PRECISION)
    with flint.ctx.workprec(PRECISION):
        waits_from = [(flint.arb(to_flint(s)).log() / (players - 1)).exp() for s in ends]
        everybody = [flint.arb(to_flint(s)) * w for s, w in zip(ends, waits_from, strict=True)]
        somebody = Enclosure.hull(*(arb_to_enclosure(1 - x) for x in everybody))
        return somebody, Enclosure.hull(*(arb_to_enclosure(1 - w) for w in waits_from))
