"""The one-shot deviation check of automata that move by public signals, in exact arithmetic.

A public strategy profile is a perfect public equilibrium iff no single deviation pays after any
public history (Abreu, Pearce and Stacchetti 1990): past signals are all that the others' play
depends on, so private strategies gain no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat

from coopgames.arithmetic import Arithmetic
from coopgames.certificates import Certificate
from coopgames.certificates.encode import rational, rationals
from coopgames.certificates.encode_public import check_numbers, public_game_document
from coopgames.errors import UnsupportedGameError
from coopgames.games import PublicAutomaton, PublicMonitoring, RepeatedGame, StageGame
from coopgames.games.public_automata import PublicTables
from coopgames.solvers._flint import from_flint, to_flint
from coopgames.solvers.acceptance import accepted
from coopgames.solvers.deviation import METHOD, Deviation
from coopgames.solvers.one_shot_automata import refuse_sanctions
from coopgames.solvers.public.signal_game import SignalGame, read_signal_game
from coopgames.solvers.solution import Solution, Status

__all__ = ["Choice", "check_public_automaton", "choices", "prescribed", "public_tables"]

PUBLIC_METHOD = f"{METHOD}; perfect public equilibrium"


@dataclass(frozen=True, slots=True)
class Choice:
    """One action of one player in one state, the others obeying.

    Attributes
    ----------
    state, player, action : int
    obeys : bool
        Whether it is the prescribed action.
    payoff : fmpq
        In the period.
    leads : tuple of fmpq
        Probability of each state in the next period.
    """

    state: int
    player: int
    action: int
    obeys: bool
    payoff: fmpq
    leads: tuple[fmpq, ...]


def public_tables(
    game: RepeatedGame, plan: PublicAutomaton
) -> tuple[StageGame, PublicTables, tuple[str, ...]]:
    """Return the stage game, the reached part of an automaton in indices, and its state names.

    Raises
    ------
    UnsupportedGameError
        If the game is not a stage game with public signals in periods of its own, or has sanctions
        other than promises.
    """
    if not isinstance(game.stage, StageGame):
        raise UnsupportedGameError("game: got an anonymous game, expected a StageGame")
    if not isinstance(game.monitoring, PublicMonitoring):
        raise UnsupportedGameError(
            f"monitoring: got {game.monitoring!r}, expected PublicMonitoring for a PublicAutomaton "
            "(perfect monitoring spelled out: PublicMonitoring.perfect)"
        )
    refuse_sanctions(game)
    if game.lag != 1:
        raise UnsupportedGameError("lag: an automaton under public monitoring has lag 1")
    tables, kept = plan.tables(game.stage, game.monitoring).reached()
    return game.stage, tables, tuple(plan.states[s] for s in kept)


def _leads(table: SignalGame, tables: PublicTables, state: int, cell: int) -> tuple[fmpq, ...]:
    """Return the law of the next state when a profile is played in a state."""
    law = [fmpq(0)] * len(tables.actions)
    for p, lottery in zip(table.laws[cell], tables.transitions[state], strict=True):
        if p:
            for target, chance in lottery:
                law[target] += p * to_flint(chance)
    return tuple(law)


def prescribed(table: SignalGame, tables: PublicTables) -> tuple[fmpq_mat, fmpq_mat]:
    """Return payoffs [state][player] and the chain of states of the prescribed play."""
    cells = [table.position(profile) for profile in tables.actions]
    size = len(cells)
    flow = [x for cell in cells for x in table.payoffs[cell]]
    chain = [p for s, cell in enumerate(cells) for p in _leads(table, tables, s, cell)]
    return fmpq_mat(size, table.players, flow), fmpq_mat(size, size, chain)


def choices(table: SignalGame, tables: PublicTables) -> list[Choice]:
    """Return every one-shot choice of one player, the prescribed ones included.

    Row-major over states, players, actions: O(states x actions x (signals + states)) numbers.
    """
    found: list[Choice] = []
    for state, profile in enumerate(tables.actions):
        for player, size in enumerate(table.shape):
            for action in range(size):
                cell = table.position((*profile[:player], action, *profile[player + 1 :]))
                payoff = table.payoffs[cell][player]
                leads = _leads(table, tables, state, cell)
                obeys = action == profile[player]
                found.append(Choice(state, player, action, obeys, payoff, leads))
    return found


def check_public_automaton(game: RepeatedGame, plan: PublicAutomaton) -> Solution[bool | None]:
    """Check an automaton under public monitoring, with a certificate of either answer.

    Notes
    -----
    One exact linear system in the values, ``(I - delta M) V = (1 - delta) G`` with the chain ``M``
    of the prescribed play; then one inequality for each state, player and action.
    """
    stage, tables, states = public_tables(game, plan)
    table = read_signal_game(game)
    delta = to_flint(game.discount_factor)
    values = _values(table, tables, delta)
    rows = choices(table, tables)
    gains = [_gain(row, values[row.player], delta) for row in rows]
    worst = max(
        (k for k, row in enumerate(rows) if not row.obeys), key=lambda k: (gains[k], -k), default=0
    )
    shown = rows[worst]
    action = stage.actions[shown.player][shown.action]
    gain = from_flint(gains[worst])
    deviation = Deviation(states[shown.state], stage.players[shown.player], action, gain)
    by_state = [[from_flint(own[s]) for own in values] for s in range(len(states))]
    fields: dict[str, object] = {
        "automaton": _document(tables),
        "values": [rationals(row) for row in by_state],
        "gains": _nested(table.shape, rationals(map(from_flint, gains))),
        **check_numbers(game),
    }
    holds = gain <= 0
    if not holds:
        place = {"state": shown.state, "player": shown.player, "action": shown.action}
        fields["deviation"] = {**place, "gain": rational(gain)}
    kind = "automaton_equilibrium" if holds else "profitable_deviation"
    document = public_game_document(game, with_discount_factor=True)
    diagnostics: dict[str, object] = {
        "deviation": deviation,
        "values": by_state,
        "states": states,
    }
    certificate = accepted(lambda: Certificate.seal(kind, document, fields), diagnostics)
    status = Status.PROVED if holds else Status.REFUTED
    if certificate is None:
        status = Status.EXACT_UNCERTIFIED
    return Solution(holds, status, certificate, PUBLIC_METHOD, Arithmetic.EXACT, diagnostics)


def _values(table: SignalGame, tables: PublicTables, delta: fmpq) -> list[list[fmpq]]:
    """Return the average discounted values [player][state] of the prescribed play."""
    flow, chain = prescribed(table, tables)
    size = len(tables.actions)
    identity = fmpq_mat(size, size, [fmpq(int(s == t)) for s in range(size) for t in range(size)])
    solved = (identity - chain * delta).solve(flow * (1 - delta))
    return [[solved[s, i] for s in range(size)] for i in range(table.players)]


def _gain(row: Choice, values: Sequence[fmpq], delta: fmpq) -> fmpq:
    after = sum((p * v for p, v in zip(row.leads, values, strict=True) if p), start=fmpq(0))
    return (1 - delta) * row.payoff + delta * after - values[row.state]


def _document(tables: PublicTables) -> dict[str, object]:
    """Return an automaton as it stands in a certificate."""
    lotteries = [lottery for moves in tables.transitions for lottery in moves]
    total = sum(((t + 1) * p for lottery in lotteries for t, p in lottery), start=Fraction(0))
    return {
        "start": tables.start,
        "actions": [list(profile) for profile in tables.actions],
        "transitions": [
            [[[t, rational(p)] for t, p in lottery] for lottery in moves]
            for moves in tables.transitions
        ],
        "targets": rational(total + tables.start),
    }


def _nested(shape: Sequence[int], flat: Sequence[str]) -> list[list[list[str]]]:
    """Arrange the gains of :func:`choices` as [state][player][action]."""
    rest, block = iter(flat), sum(shape)
    states = range(len(flat) // block)
    return [[[next(rest) for _ in range(size)] for size in shape] for _ in states]
