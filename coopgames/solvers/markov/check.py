"""Is a plan of a game whose state moves an equilibrium? One-shot deviations at every node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from coopgames.arithmetic import Arithmetic
from coopgames.certificates import Certificate
from coopgames.certificates.encode import rational, rationals
from coopgames.errors import UnsupportedGameError
from coopgames.games.markov import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers._flint import from_flint, to_flint
from coopgames.solvers.deviation import DEVIATION_TOLERANCE, Deviation
from coopgames.solvers.markov.documents import markov_documents, place_of, sealed
from coopgames.solvers.markov.floats import FloatChoices, float_values, law_matrix
from coopgames.solvers.markov.nodes import Choice, Nodes, nodes_of
from coopgames.solvers.markov.values import exact_values, q_value
from coopgames.solvers.solution import Solution, Status

__all__ = ["METHOD", "check_markov_equilibrium", "flint_laws", "refuse_family"]

METHOD = (
    "one-shot deviations at every pair of memory and state that some history leads to; "
    "public strategies under perfect monitoring"
)


def refuse_family(game: MarkovGame) -> None:
    """Refuse a game with a parameter."""
    if game.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError(
            "game: it has a parameter, ask critical_markov, or fix the parameter with game.fix"
        )


def check_markov_equilibrium(game: MarkovGame, plan: MarkovPlan) -> Solution[bool]:
    """Tell whether a plan is a Markov perfect, or a subgame-perfect, equilibrium.

    Parameters
    ----------
    game : MarkovGame
        Without a parameter.
    plan : mapping state -> action profile, or MarkovAutomaton
        A mapping is a Markov profile: what is played depends on the state alone.

    Returns
    -------
    Solution
        ``value`` True or False. The certificate is an ``automaton_equilibrium`` or a
        ``profitable_deviation``; there is none for floats, and none for an exact game of more than
        300,000 probabilities (``diagnostics["refused"]``). ``diagnostics["deviation"]`` is the best
        one-shot :class:`Deviation` (average discounted; its gain is <= 0 in an equilibrium), or
        None if nobody has a choice. ``diagnostics["values"]`` are the average discounted values
        [node][player], and ``diagnostics["states"]`` the nodes: states, or pairs (memory, state).
        For floats ``diagnostics["error_bound"]`` bounds the error of the values before rounding.

    Raises
    ------
    InvalidGameError
        If the plan does not fit the game.
    UnsupportedGameError
        If the game has a parameter.

    Notes
    -----
    With discounting and finitely many states and actions a profile is an equilibrium in every
    subgame iff no one-shot deviation pays at any node that some history leads to (Blackwell 1965;
    Fudenberg and Tirole 1991, theorem 4.2). Every history counts, so a node that only several
    simultaneous deviations lead to is checked as well. Exact: one linear system for each strongly
    connected block of nodes. Floats: sparse, tolerance 1e-9 in payoff units.

    References
    ----------
    Blackwell, D. (1965), *Discounted dynamic programming*, Annals of Mathematical Statistics 36.

    Examples
    --------
    Three members, each pays 1 in each period; the pot is worth 5 to the one whose turn it is. Who
    does not pay is out, and the group is over. The worst moment is just after one's own turn:

    >>> from coopgames.games.markov import MarkovGame
    >>> pay, turns = ("pay", "pay", "pay"), ("first", "second", "third")
    >>> def payoff(state, acts):
    ...     pot = {s: 5 * (acts == pay and state == s) for s in turns}
    ...     return [pot[s] - (a == "pay") for s, a in zip(turns, acts)]
    >>> def following(state, acts):
    ...     return turns[(turns.index(state) + 1) % 3] if acts == pay else "over"
    >>> actions = {s: [("pay", "default")] * 3 for s in turns} | {"over": [1, 1, 1]}
    >>> game = MarkovGame.from_function(
    ...     [*turns, "over"], actions, payoff, following, "4/5", "first", turns)
    >>> plan = {s: pay for s in turns} | {"over": (0, 0, 0)}
    >>> answer = check_markov_equilibrium(game, plan)
    >>> answer.value, str(answer.diagnostics["deviation"])
    (True, "in state 'first' player third gains -19/61 by 'default'")
    """
    nodes = nodes_of(game, plan)
    refuse_family(game)
    choices = nodes.choices()
    if game.arithmetic is Arithmetic.FLOAT:
        return _float_check(nodes, choices)
    assert isinstance(game.discount_factor, Fraction)
    delta = to_flint(game.discount_factor)
    flows = [[to_flint(x) for x in row] for row in nodes.flows()]
    values = exact_values(delta, flows, flint_laws(nodes.path()))
    others = [c for c in choices if not c.prescribed]
    columns = list(zip(*values, strict=True))
    gains = [_gain(delta, c, columns[c.player]) for c in others]
    worst = max(range(len(gains)), key=gains.__getitem__, default=None)
    holds = worst is None or gains[worst] <= 0
    found = None if worst is None else (others[worst], from_flint(gains[worst]))
    table = [[from_flint(v) for v in row] for row in values]
    certificate, refused = _certified(nodes, table, None if holds else found)
    diagnostics: dict[str, object] = {
        "deviation": None if found is None else _shown(nodes, *found),
        "values": table,
        "states": tuple(nodes.label(k) for k in range(len(nodes))),
        **({"refused": refused} if refused else {}),
    }
    status = Status.PROVED if holds else Status.REFUTED
    if certificate is None:
        status = Status.EXACT_UNCERTIFIED
    return Solution(holds, status, certificate, METHOD, Arithmetic.EXACT, diagnostics)


def _certified(
    nodes: Nodes, values: list[list[Fraction]], found: tuple[Choice, Fraction] | None
) -> tuple[Certificate | None, str]:
    """Return a certificate of an equilibrium, or of a deviation, or why there is none."""
    try:
        game, fields = markov_documents(nodes)
    except UnsupportedGameError as error:
        return None, str(error)
    fields["values"] = [rationals(row) for row in values]
    if found is None:
        return sealed("automaton_equilibrium", game, fields)
    fields["deviation"] = {"place": place_of(found[0]), "gain": rational(found[1])}
    return sealed("profitable_deviation", game, fields)


def flint_laws(laws: Sequence[Any]) -> list[list[tuple[int, Any]]]:
    """Return laws with their probabilities as flint rationals, each distinct number made once."""
    made: dict[Fraction, Any] = {p: to_flint(p) for law in laws for _, p in law}
    return [[(t, made[p]) for t, p in law] for law in laws]


def _gain(delta: Any, choice: Choice, values: Sequence[Any]) -> Any:
    law = [(t, to_flint(p)) for t, p in choice.law]
    return q_value(delta, to_flint(choice.payoff), law, values) - values[choice.node]


def _shown(nodes: Nodes, choice: Choice, gain: Any) -> Deviation:
    player = nodes.game.players[choice.player]
    return Deviation(nodes.name(choice.node), player, nodes.action(choice), gain)


def _float_check(nodes: Nodes, choices: Sequence[Choice]) -> Solution[bool]:
    delta: Any = nodes.game.discount_factor
    flows = np.array(nodes.flows(), dtype=np.float64)
    values, bound = float_values(delta, flows, law_matrix(nodes.path(), len(nodes)))
    best: tuple[float, Choice] | None = None
    for i in range(nodes.game.num_players):
        own = [c for c in choices if c.player == i]
        q = FloatChoices(own, len(nodes)).q_values(delta, values[:, i])
        gains = [
            (float(x) - float(values[c.node, i]), c)
            for x, c in zip(q, own, strict=True)
            if not c.prescribed
        ]
        top = max(gains, key=lambda pair: pair[0], default=None)
        if top is not None and (best is None or top[0] > best[0]):
            best = top
    diagnostics: Mapping[str, object] = {
        "deviation": None if best is None else _shown(nodes, best[1], best[0]),
        "values": values.tolist(),
        "states": tuple(nodes.label(k) for k in range(len(nodes))),
        "tolerance": DEVIATION_TOLERANCE,
        "error_bound": bound,
    }
    holds = best is None or best[0] <= DEVIATION_TOLERANCE
    method = f"{METHOD}; tolerance {DEVIATION_TOLERANCE} in payoff units"
    return Solution(holds, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)
