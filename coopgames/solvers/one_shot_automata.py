"""The one-shot deviation check of automata under perfect monitoring, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from coopgames.arithmetic import Arithmetic
from coopgames.certificates import Certificate
from coopgames.certificates.encode import game_document, rational, rationals
from coopgames.errors import UnsupportedGameError
from coopgames.games import Automaton, Promises, RepeatedGame, StageGame
from coopgames.games.automaton import Tables
from coopgames.solvers.automaton_cells import automaton_document
from coopgames.solvers.deviation import METHOD, Deviation
from coopgames.solvers.one_shot_values import deviations, play_of, shaped, uniform_payoffs
from coopgames.solvers.solution import Solution, Status

__all__ = ["check_automaton", "refuse_sanctions"]


def refuse_sanctions(game: RepeatedGame) -> None:
    """Refuse a game whose sanctions an automaton, which only says who plays what, leaves out.

    Promises may stay: that nobody pays, whatever happens, is an equilibrium of the payments.

    Raises
    ------
    UnsupportedGameError
        If there is another sanction than promises.
    """
    if not all(isinstance(sanction, Promises) for sanction in game.transfers):
        raise UnsupportedGameError(
            f"transfers: got {game.transfers!r}, expected none, or Promises: the check of an "
            "automaton would leave other sanctions out"
        )


def _values(stage: StageGame, tables: Tables, delta: Fraction) -> list[list[Any]]:
    """Return the average discounted values [state][player] of the prescribed play."""
    play = play_of(stage, tables)
    players = range(stage.num_players)
    flow = [[stage.payoff(i, profile) for i in players] for profile in tables.actions]
    values: list[list[Any]] = [[] for _ in tables.actions]
    for cycle in play.cycles:
        last = [
            sum((delta**k * flow[s][i] for k, s in enumerate(cycle)), start=Fraction(0))
            / sum(delta**k for k in range(len(cycle)))
            for i in players
        ]
        values[cycle[0]] = last
        for state in reversed(cycle[1:]):
            last = [(1 - delta) * g + delta * v for g, v in zip(flow[state], last, strict=True)]
            values[state] = last
    for state in play.order:
        following = values[play.successor[state]]
        values[state] = [
            (1 - delta) * g + delta * v for g, v in zip(flow[state], following, strict=True)
        ]
    return values


def check_automaton(game: RepeatedGame, stage: StageGame, plan: Automaton) -> Solution[bool | None]:
    """Check an automaton in exact arithmetic, with a certificate of either answer."""
    delta = game.discount_factor
    assert isinstance(delta, Fraction)
    refuse_sanctions(game)
    if game.lag != 1:
        raise UnsupportedGameError("lag: an automaton under perfect monitoring has lag 1")
    tables, kept = plan.tables(stage).reached()
    states = tuple(plan.states[s] for s in kept)
    values = _values(stage, tables, delta)
    rows = deviations(stage, tables)
    gains = [
        (1 - delta) * payoff + delta * values[target][player] - values[state][player]
        for state, player, _, payoff, target in rows
    ]
    worst = _largest(rows, gains, tables)
    state, player, action = rows[worst][:3]
    deviation = Deviation(
        states[state], stage.players[player], stage.actions[player][action], gains[worst]
    )
    fields: dict[str, object] = {
        "automaton": automaton_document(tables),
        "values": [rationals(row) for row in values],
        "gains": shaped(stage, tables, rationals(gains)),
        "uniform_payoffs": rationals(uniform_payoffs(stage)),
    }
    holds = gains[worst] <= 0
    kind = "automaton_equilibrium" if holds else "profitable_deviation"
    if not holds:
        place = {"state": state, "player": player, "action": action}
        fields["deviation"] = {**place, "gain": rational(gains[worst])}
    document = game_document(game, with_discount_factor=True)
    certificate = Certificate.seal(kind, document, fields)
    status = Status.PROVED if holds else Status.REFUTED
    diagnostics = {"deviation": deviation, "values": values, "states": states}
    return Solution(holds, status, certificate, METHOD, Arithmetic.EXACT, diagnostics)


def _largest(
    rows: Sequence[tuple[int, int, int, Any, int]], gains: Sequence[Fraction], tables: Tables
) -> int:
    """Return the position of the largest gain among choices other than the prescribed ones."""
    others = [
        k
        for k, (state, player, action, _, _) in enumerate(rows)
        if tables.actions[state][player] != action
    ]
    return max(others, key=lambda k: (gains[k], -k)) if others else 0
