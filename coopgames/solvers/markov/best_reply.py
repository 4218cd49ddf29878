"""The best that one player can do while the others follow their plan: exact policy iteration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np

from coopgames.arithmetic import Arithmetic
from coopgames.errors import NotConvergedError, invalid
from coopgames.games.markov import MarkovGame
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers._flint import from_flint, to_flint
from coopgames.solvers.markov.check import flint_laws, refuse_family
from coopgames.solvers.markov.floats import FloatChoices, float_values
from coopgames.solvers.markov.nodes import Choice, Nodes, nodes_of
from coopgames.solvers.markov.values import exact_values, q_value
from coopgames.solvers.solution import Solution, Status

__all__ = ["BestReply", "best_reply"]

#: Rounds of policy iteration in floats; they are few (tens), whatever the number of states.
MAX_ROUNDS = 1_000
#: A float policy changes only for more than this, relative to the largest payoff.
FLOAT_GAIN = 1e-12

Node = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class BestReply:
    """A best reply: what it is worth and what it does, at each node.

    Attributes
    ----------
    player : str
    values : mapping node -> number
        Average discounted value of the best reply. A node is a state, or (memory, state) for a plan
        with memory.
    policy : mapping node -> str
        The action taken. The plan's own action is kept wherever it is as good as any.
    """

    player: str
    values: Mapping[Node, Any]
    policy: Mapping[Node, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))
        object.__setattr__(self, "policy", MappingProxyType(dict(self.policy)))

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        # Read-only mappings are neither pickled nor copied.
        return type(self), (self.player, dict(self.values), dict(self.policy))


def best_reply(game: MarkovGame, plan: MarkovPlan, player: int | str = 0) -> Solution[BestReply]:
    """Return a best reply of one player to the plan of the others, in every subgame at once.

    Parameters
    ----------
    game : MarkovGame
        Without a parameter.
    plan : mapping state -> action profile, or MarkovAutomaton
        The player's own part of it is where the search starts.
    player : int or str
        Index or label.

    Returns
    -------
    Solution
        ``value`` is a :class:`BestReply`. ``diagnostics["gains"]`` is, for each node, how much
        better it is than following the plan (all 0 iff the plan is a best reply in every subgame),
        ``diagnostics["rounds"]`` the number of policies whose values were computed by the search,
        one linear system each; where the plan is no best reply, the system of the planned values
        comes on top.

    Raises
    ------
    InvalidGameError
        If the plan does not fit the game, or there is no such player.
    UnsupportedGameError
        If the game has a parameter.

    Notes
    -----
    Policy iteration (Howard 1960). Exact games: policies are first improved in floats, then exact
    rounds go on from there until no choice is better, so the answer does not rest on floats and
    usually one exact linear system is solved. Floats: sparse systems.

    References
    ----------
    Howard, R. A. (1960), *Dynamic programming and Markov processes*, MIT Press.

    Examples
    --------
    A debtor who is asked for 2 and keeps his good name, worth 3 in each period:

    >>> from coopgames.games.markov import MarkovGame
    >>> game = MarkovGame(
    ...     ["good name", "bad name"], {"good name": [["pay", "keep"]], "bad name": [["wait"]]},
    ...     {"good name": [[1, 3]], "bad name": [[0]]},
    ...     {"good name": ["good name", "bad name"], "bad name": "bad name"}, "1/2", "good name")
    >>> best = best_reply(game, {"good name": ["pay"], "bad name": ["wait"]}).value
    >>> best.values["good name"], best.policy["good name"]
    (Fraction(3, 2), 'keep')
    """
    nodes = nodes_of(game, plan)
    refuse_family(game)
    k = _player(game, player)
    choices = nodes.choices(k)
    if game.arithmetic is Arithmetic.FLOAT:
        return _solution(nodes, k, choices, *_float_reply(nodes, choices))
    return _solution(nodes, k, choices, *_exact_reply(nodes, choices))


def _player(game: MarkovGame, player: object) -> int:
    if isinstance(player, str) and player in game.players:
        return game.players.index(player)
    if type(player) is int and 0 <= player < game.num_players:
        return player
    raise invalid("player", player, f"one of {', '.join(game.players)} or an index from 0")


def _solution(
    nodes: Nodes,
    player: int,
    choices: Sequence[Choice],
    rows: Sequence[int],
    values: Sequence[Any],
    planned: Sequence[Any],
    extra: dict[str, object],
) -> Solution[BestReply]:
    labels = [nodes.label(k) for k in range(len(nodes))]
    policy = {label: nodes.action(choices[r]) for label, r in zip(labels, rows, strict=True)}
    name = nodes.game.players[player]
    reply = BestReply(name, dict(zip(labels, values, strict=True)), policy)
    gains = {k: v - w for k, v, w in zip(labels, values, planned, strict=True)}
    exact = nodes.game.arithmetic is Arithmetic.EXACT
    status = Status.EXACT_UNCERTIFIED if exact else Status.FLOAT
    diagnostics = {"gains": gains, **extra}
    method = "policy iteration against the plan of the others, over all pairs of memory and state"
    return Solution(reply, status, None, method, nodes.game.arithmetic, diagnostics)


# --- floats -------------------------------------------------------------------------------------


def _improved(
    table: FloatChoices, delta: float, rows: Any, rounds: int
) -> tuple[Any, Any, float, int]:
    """Improve a policy until nothing gains more than rounding; also return its values."""
    scale = max(float(np.abs(table.payoffs).max()), 1e-300)
    for done in range(1, rounds + 1):
        flows = table.payoffs[rows][:, None]
        values, bound = float_values(delta, flows, table.matrix[rows])
        q = table.q_values(delta, values[:, 0])
        better = table.best(q)
        # Gains below the error of the values are no reason to change, and could turn for ever.
        changed = q[better] > q[rows] + max(FLOAT_GAIN * scale, 2 * bound)
        if not changed.any():
            kept = q[table.prescribed] >= q[better] - max(FLOAT_GAIN * scale, 2 * bound)
            return np.where(kept, table.prescribed, rows), values[:, 0], bound, done
        rows = np.where(changed, better, rows)
    raise NotConvergedError(f"best_reply: policies still change after {rounds} rounds")


def _float_reply(nodes: Nodes, choices: Sequence[Choice]) -> tuple[Any, ...]:
    delta: Any = nodes.game.discount_factor
    table = FloatChoices(choices, len(nodes))
    flows = table.payoffs[table.prescribed][:, None]
    planned, _ = float_values(delta, flows, table.matrix[table.prescribed])
    rows, values, bound, rounds = _improved(table, delta, table.prescribed, MAX_ROUNDS)
    extra: dict[str, object] = {"rounds": rounds, "error_bound": bound}
    return rows.tolist(), values.tolist(), planned[:, 0].tolist(), extra


# --- exact --------------------------------------------------------------------------------------


def _exact_reply(nodes: Nodes, choices: Sequence[Choice]) -> tuple[Any, ...]:
    assert isinstance(nodes.game.discount_factor, Fraction)
    delta = to_flint(nodes.game.discount_factor)
    payoffs = [to_flint(c.payoff) for c in choices]
    laws = flint_laws([c.law for c in choices])
    at: list[list[int]] = [[] for _ in range(len(nodes))]
    for r, choice in enumerate(choices):
        at[choice.node].append(r)
    prescribed = [r for r, choice in enumerate(choices) if choice.prescribed]

    def values_of(rows: Sequence[int]) -> list[Any]:
        table = exact_values(delta, [[payoffs[r]] for r in rows], [laws[r] for r in rows])
        return [row[0] for row in table]

    rows = _guess(nodes, choices, prescribed)
    rounds = 0
    while True:
        values = values_of(rows)
        rounds += 1
        q = [q_value(delta, x, law, values) for x, law in zip(payoffs, laws, strict=True)]
        best = [max(own, key=q.__getitem__) for own in at]
        better = [b if q[b] > v else r for b, r, v in zip(best, rows, values, strict=True)]
        if better == rows:
            break
        rows = better
    planned = values if rows == prescribed else values_of(prescribed)
    kept = [p if q[p] == v else r for p, r, v in zip(prescribed, rows, values, strict=True)]
    extra: dict[str, object] = {"rounds": rounds}
    return kept, [from_flint(v) for v in values], [from_flint(v) for v in planned], extra


def _guess(nodes: Nodes, choices: Sequence[Choice], prescribed: list[int]) -> list[int]:
    """Return a policy that is good in floats: only where to start, so any policy would do."""
    delta: Any = nodes.game.discount_factor
    if float(delta) >= 1:
        return prescribed
    try:
        floats = [
            Choice(c.node, c.player, c.action, float(c.payoff), c.law, c.prescribed)
            for c in choices
        ]
        table = FloatChoices(floats, len(nodes))
        with np.errstate(all="ignore"):
            rows, _, _, _ = _improved(table, float(delta), table.prescribed, 50)
    except (OverflowError, NotConvergedError, RuntimeError):
        return prescribed  # numbers beyond floats: exact rounds alone
    return [int(r) for r in rows]
