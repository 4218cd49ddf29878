"""Minmax payoffs: what the others can hold a player down to."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import Any

from coopgames.arithmetic import Arithmetic
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import StageGame
from coopgames.games._arrays import profiles
from coopgames.solvers.exact_lp import Outcome, solve_lp
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.lp_solutions import lp_certificate
from coopgames.solvers.rationalize import rationalize_stage
from coopgames.solvers.solution import Solution, Status

__all__ = ["minmax"]


def minmax(stage: StageGame, mixed: bool = False) -> Solution[tuple[Any, ...]]:
    """Return each player's minmax payoff.

    Parameters
    ----------
    stage : StageGame
    mixed : bool, optional
        Whether the others may mix. In pure actions the least is over their pure profiles; in mixed
        actions (two players) it is the value of a zero-sum game.

    Returns
    -------
    Solution
        ``value``: one number for each player. With ``mixed`` the certificates of the linear
        programs are in ``diagnostics["certificates"]``, one for each player, and
        ``diagnostics["punishments"]`` has the opponent's mixed actions.

    Raises
    ------
    UnsupportedGameError
        With ``mixed`` for three or more players: independent punishers make it no linear program.

    Notes
    -----
    Pure: O(profiles). Mixed: one exact linear program for each player (von Neumann 1928).

    Examples
    --------
    >>> pennies = StageGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    >>> minmax(pennies).value, minmax(pennies, mixed=True).value
    ((Fraction(1, 1), Fraction(1, 1)), (Fraction(0, 1), Fraction(0, 1)))
    """
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    if stage.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("stage: minmax needs numbers, got a parameter")
    if stage.arithmetic is Arithmetic.FLOAT:
        answer = minmax(rationalize_stage(stage), mixed)
        value = tuple(float(v) for v in answer.value)
        return Solution(value, Status.FLOAT, None, answer.method, Arithmetic.FLOAT)
    if mixed:
        return _mixed(stage)
    value = tuple(_pure(stage, player) for player in range(stage.num_players))
    method = "enumeration of the others' pure profiles"
    return Solution(value, Status.EXACT_UNCERTIFIED, None, method, Arithmetic.EXACT)


def _pure(stage: StageGame, player: int) -> Any:
    best: dict[tuple[int, ...], Any] = {}
    for profile, payoff in zip(profiles(stage.shape), stage.cells[player], strict=True):
        others = (*profile[:player], *profile[player + 1 :])
        if others not in best or payoff > best[others]:
            best[others] = payoff
    return min(best.values())


def _mixed(stage: StageGame) -> Solution[tuple[Any, ...]]:
    if stage.num_players != 2:
        raise UnsupportedGameError(
            f"mixed: got {stage.num_players} players, expected 2 (or mixed=False)"
        )
    programs = [_punishment_program(stage, player) for player in range(2)]
    outcomes = [solve_lp(program) for program in programs]
    certificates = tuple(
        lp_certificate(program, outcome)
        for program, outcome in zip(programs, outcomes, strict=True)
    )
    diagnostics = MappingProxyType(
        {
            "certificates": certificates,
            "punishments": tuple(outcome.primal[:-1] for outcome in outcomes),
        }
    )
    value = tuple(_value(outcome) for outcome in outcomes)
    method = "one exact linear program for each player: the value of a zero-sum game"
    return Solution(value, Status.PROVED, certificates[0], method, Arithmetic.EXACT, diagnostics)


def _value(outcome: Outcome) -> Fraction:
    assert outcome.value is not None
    return -outcome.value


def _punishment_program(stage: StageGame, player: int) -> LinearProgram:
    """Least ``t`` such that a mixed action of the opponent holds every reply to at most ``t``."""
    own, other = stage.shape[player], stage.shape[1 - player]
    rows: list[Row] = []
    for action in range(own):
        replies = [
            stage.payoff(player, (action, b) if player == 0 else (b, action)) for b in range(other)
        ]
        rows.append(Row((*replies, -1), "<=", 0, f"reply {action}"))
    rows.append(Row((*([1] * other), 0), "==", 1, "probabilities"))
    return LinearProgram([0] * other + [-1], rows, free=(other,))
