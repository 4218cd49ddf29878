"""How much of the time a plan spends in each state, in the long run."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq, fmpq_mat

from coopgames.arithmetic import Arithmetic
from coopgames.errors import NotConvergedError, UnsupportedGameError
from coopgames.games.markov import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers._flint import from_flint
from coopgames.solvers.markov.blocks import blocks
from coopgames.solvers.markov.check import flint_laws
from coopgames.solvers.markov.nodes import nodes_of
from coopgames.solvers.solution import Solution, Status

__all__ = ["long_run_shares"]


def long_run_shares(game: MarkovGame, plan: MarkovPlan) -> Solution[dict[str, Fraction]]:
    """Return the long-run share of periods that a plan spends in each state.

    Parameters
    ----------
    game : MarkovGame
        Exact, without a parameter.
    plan : mapping state -> action profile, or MarkovAutomaton
        All follow it; whether it is an equilibrium is not asked.

    Returns
    -------
    Solution
        ``value``: state -> share, for all states of the game. The shares are those of almost every
        play. They satisfy the balance equations, which is tested once more; no kind of certificate
        states them, so the status is ``EXACT_UNCERTIFIED``.

    Raises
    ------
    InvalidGameError
        If the plan does not fit.
    UnsupportedGameError
        If the game is not exact, or chance decides in which of several closed sets of states play
        ends: then there is no single answer.

    Notes
    -----
    Play ends in a closed class of states and spends shares of its time there that are the only
    solution of the balance equations (ergodic theorem of Markov chains, for example Norris 1997,
    *Markov chains*, theorem 1.10.2). One linear system of the size of the class, cubic in it.

    Examples
    --------
    A market at war for six periods after each slump, of probability 1/10, whoever obeys:

    >>> from coopgames.catalogue.state_and_market.price_discipline import PriceDiscipline
    >>> market = PriceDiscipline(slump="1/10", war=6)
    >>> shares = long_run_shares(market.member_game(), market.member_profile()).value
    >>> print(1 - shares["orderly"])
    3/8
    """
    if game.arithmetic is not Arithmetic.EXACT:
        raise UnsupportedGameError("game: long-run shares are found for exact games only")
    nodes = nodes_of(game, plan)
    laws = flint_laws(nodes.path())
    visited = _visited(laws, nodes.starts)
    closed = [
        block
        for block in blocks([[t for t, _ in law] for law in laws])
        if block[0] in visited and all(t in block for k in block for t, _ in laws[k])
    ]
    if len(closed) > 1:
        raise UnsupportedGameError("game: chance decides in which set of states play ends")
    shares = dict.fromkeys(game.states, Fraction(0))
    for node, share in zip(closed[0], _balanced(laws, closed[0]), strict=True):
        shares[game.states[nodes.pairs[node][1]]] += from_flint(share)
    method = "balance equations of the closed class in which play ends"
    return Solution(shares, Status.EXACT_UNCERTIFIED, None, method, Arithmetic.EXACT)


def _visited(laws: list[list[tuple[int, fmpq]]], starts: list[int]) -> set[int]:
    """Return the nodes that the plan itself leads to."""
    found, waiting = set(starts), list(starts)
    while waiting:
        new = {t for t, _ in laws[waiting.pop()]} - found
        found |= new
        waiting += new
    return found


def _balanced(laws: list[list[tuple[int, fmpq]]], block: list[int]) -> list[fmpq]:
    """Return the shares of the nodes of a closed class."""
    place, size = {node: k for k, node in enumerate(block)}, len(block)
    moved = fmpq_mat(size, size)
    for node in block:
        for t, p in laws[node]:
            moved[place[t], place[node]] += p
    cells = range(size)
    matrix = moved - fmpq_mat(size, size, [fmpq(int(i == j)) for i in cells for j in cells])
    for j in cells:
        matrix[0, j] = 1  # one of the equations follows from the others
    right = fmpq_mat(size, 1, [fmpq(int(i == 0)) for i in cells])
    shares = matrix.solve(right)
    if moved * shares != shares or any(x < 0 for x in shares.entries()):
        raise NotConvergedError("long-run shares failed an exact test")
    return list(shares.entries())
