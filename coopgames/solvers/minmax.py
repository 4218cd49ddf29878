"""Minmax payoffs: what the others can hold a player down to."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import Any, cast

import numpy as np

from coopgames.arithmetic import Arithmetic
from coopgames.certificates.encode import rationals
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import StageGame
from coopgames.games._scaled import Array
from coopgames.solvers.exact_lp import Outcome, solve_lp
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.lp_solutions import lp_certificate
from coopgames.solvers.pure_nash import best_reply_payoffs
from coopgames.solvers.rationalize import rationalize_stage
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.stage_certificates import TOO_LARGE, stage_certificate

__all__ = ["minmax", "pure_punishments"]

Profile = tuple[int, ...]


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
        ``value``: one number for each player. In pure actions ``diagnostics["punishments"]`` has
        for each player the first profile at which he gets it, replying best to the others' part,
        and the certificate (kind ``minmax``, for games of at most 20,000 payoffs) covers all
        players. With ``mixed`` the certificates of the linear programs are in
        ``diagnostics["certificates"]``, one for each player, and ``diagnostics["punishments"]``
        has the opponent's mixed actions.

        Floats are read as the binary numbers that they are, and what was found is rounded once;
        they have no certificates.

    Raises
    ------
    InvalidGameError
        If `stage` is no StageGame, or `mixed` no bool.
    UnsupportedGameError
        With ``mixed`` for three or more players: independent punishers make it no linear program.
        Or if the payoffs contain a parameter.

    Notes
    -----
    Pure: O(profiles). Mixed: one exact linear program for each player (von Neumann 1928), by a
    simplex method in rational numbers, whose digits grow with the number of actions: two players
    with 50 actions each and integers below 100 take 15 to 30 seconds, with 30 about one.

    Examples
    --------
    >>> pennies = StageGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    >>> minmax(pennies).value, minmax(pennies, mixed=True).value
    ((Fraction(1, 1), Fraction(1, 1)), (Fraction(0, 1), Fraction(0, 1)))
    """
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    if not isinstance(mixed, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("mixed", mixed, "True or False")
    if stage.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("stage: minmax needs numbers, got a parameter")
    if mixed and stage.arithmetic is Arithmetic.FLOAT:
        answer = _mixed(rationalize_stage(stage))
        value = tuple(float(v) for v in answer.value)
        laws = cast("tuple[tuple[Fraction, ...], ...]", answer.diagnostics["punishments"])
        rounded = tuple(tuple(map(float, law)) for law in laws)
        diagnostics = MappingProxyType({"punishments": rounded})
        method = f"{answer.method}; exact on the binary values of the floats, rounded once"
        return Solution(value, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)
    if mixed:
        return _mixed(stage)
    return _pure(stage)


def _pure(stage: StageGame) -> Solution[tuple[Any, ...]]:
    punishments = pure_punishments(stage)
    value = tuple(stage.payoff(player, profile) for player, profile in enumerate(punishments))
    diagnostics = MappingProxyType({"punishments": punishments})
    method = "enumeration of the others' pure profiles"
    if stage.arithmetic is Arithmetic.FLOAT:
        return Solution(value, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)
    fields = {
        "values": rationals(cast("tuple[Fraction, ...]", value)),
        "punishments": [list(profile) for profile in punishments],
    }
    certificate = stage_certificate("minmax", stage, fields)
    status = Status.EXACT_UNCERTIFIED if certificate is None else Status.PROVED
    method = method if certificate else method + TOO_LARGE
    return Solution(value, status, certificate, method, Arithmetic.EXACT, diagnostics)


def pure_punishments(stage: StageGame) -> tuple[Profile, ...]:
    """Return for each player the first profile at which he gets his pure minmax payoff.

    He replies best there to the others' part of it.

    Examples
    --------
    >>> pure_punishments(StageGame([[[2, -1], [3, 0]], [[2, 3], [-1, 0]]]))
    ((1, 1), (1, 1))
    """
    return tuple(
        _punishment(payoffs, best)
        for payoffs, best in zip(stage.scaled_payoffs(), best_reply_payoffs(stage), strict=True)
    )


def _punishment(payoffs: Array, best: Array) -> Profile:
    least = best.min()
    held = (best <= least) & (payoffs >= least)
    return tuple(int(a) for a in np.unravel_index(int(held.argmax()), held.shape))


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
