"""Players of one game who discount the future differently.

A game whose state moves has one discount factor. A plan is an equilibrium iff no player has a
one-shot deviation that pays at his own discount factor, so each player's decision problem can be
looked at by itself, the others following the plan. Here these problems stand side by side in one
game: its discount factor is one that no player's exceeds, and who is less patient leaves his
problem with a probability that makes up for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coopgames.arithmetic import Number
from coopgames.games import MarkovGame
from coopgames.games.markov_automata import MarkovPlan

__all__ = ["GONE", "plan_of_each", "with_own_patience"]

#: The state in which a problem is over.
GONE = "gone"
_REST = ("rest",)

#: For each player the states that matter to him.
States = Mapping[str, Sequence[str]]


def with_own_patience(
    game: MarkovGame,
    plan: Mapping[str, Sequence[str]],
    factors: Sequence[Number],
    states: States,
) -> MarkovGame:
    """Return the decision problems of all players, each at his own discount factor, as one game.

    Parameters
    ----------
    game : MarkovGame
        Its discount factor does not matter.
    plan : mapping state -> labels of an action profile
    factors : sequence of numbers in [0, 1)
        One for each player.
    states : mapping player -> names of states
        Those in which the player has a choice, and all that play leads to from them.

    Returns
    -------
    MarkovGame
        Its equilibria among the plans of :func:`plan_of_each`: no one-shot deviation from ``plan``
        gains the deviator anything at his own discount factor, in any state. The discount factor is
        ``D = 1 - (1 - d_1)(1 - d_2)...``, and player ``i`` goes on with probability ``d_i / D``:
        sums of discounted payoffs are those of his own problem, and averages (so also gains) are
        those times ``(1 - D) / (1 - d_i)``.
    """
    impatience: Number = 1
    for factor in factors:
        impatience = impatience * (1 - factor)
    together = 1 - impatience
    # If nobody looks ahead, it does not matter whether anything follows.
    going_on = [1 if together == 0 else factor / together for factor in factors]
    place = {
        f"{player}: {state}": (i, state)
        for i, player in enumerate(game.players)
        for state in states[player]
    }
    labels = {
        name: tuple(
            own if k == i else (plan[state][k],)
            for k, own in enumerate(game.actions[game.states.index(state)])
        )
        for name, (i, state) in place.items()
    }

    def payoff(name: str, acts: tuple[str, ...]) -> list[Number]:
        if name == GONE:
            return [0] * len(factors)
        decides, state = place[name]
        return [x if k == decides else 0 for k, x in enumerate(game.payoff(state, acts))]

    def following(name: str, acts: tuple[str, ...]) -> dict[str, Number] | str:
        if name == GONE:
            return GONE
        i, state = place[name]
        after = {
            f"{game.players[i]}: {s}": p * going_on[i] for s, p in game.law(state, acts).items()
        }
        return {**after, GONE: 1 - going_on[i]}

    return MarkovGame.from_function(
        [*place, GONE], {**labels, GONE: (_REST,) * len(factors)}, payoff, following, together,
        None, game.players,
    )  # fmt: skip


def plan_of_each(plan: Mapping[str, Sequence[str]], states: States) -> MarkovPlan:
    """Return a plan as the plan of the game that :func:`with_own_patience` makes."""
    own = {f"{player}: {s}": tuple(plan[s]) for player, names in states.items() for s in names}
    return {**own, GONE: _REST * len(states)}
