"""Feasible and individually rational payoffs of two players."""

from __future__ import annotations

from types import MappingProxyType

from coopgames.arithmetic import Arithmetic
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import StageGame
from coopgames.solvers.minmax import minmax
from coopgames.solvers.payoff_set import PayoffSet
from coopgames.solvers.rationalize import rationalize_stage
from coopgames.solvers.solution import Solution, Status

__all__ = ["feasible_payoffs", "individually_rational_payoffs"]


def _check(stage: StageGame) -> tuple[StageGame, bool]:
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    if stage.num_players != 2:
        raise UnsupportedGameError(f"stage: got {stage.num_players} players, expected 2")
    if stage.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("stage: payoff sets need numbers, got a parameter")
    if stage.arithmetic is Arithmetic.FLOAT:
        return rationalize_stage(stage), True
    return stage, False


def feasible_payoffs(stage: StageGame) -> Solution[PayoffSet]:
    """Return the convex hull of the payoff pairs: what public lotteries over profiles can give.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> len(feasible_payoffs(prisoners_dilemma(3, 2, 0, -1)).value.vertices)
    4
    """
    exact_stage, floats = _check(stage)
    pairs = list(zip(*exact_stage.cells, strict=True))
    arithmetic = Arithmetic.FLOAT if floats else Arithmetic.EXACT
    status = Status.FLOAT if floats else Status.EXACT_UNCERTIFIED
    method = "convex hull of the payoff pairs of pure profiles"
    return Solution(PayoffSet(pairs), status, None, method, arithmetic)


def individually_rational_payoffs(stage: StageGame, mixed: bool = False) -> Solution[PayoffSet]:
    """Return the feasible payoffs at which each player gets at least his minmax payoff.

    Parameters
    ----------
    stage : StageGame
        Two players.
    mixed : bool, optional
        Which minmax: in pure actions (default) or mixed.

    Returns
    -------
    Solution
        The set to which the folk theorem says that equilibrium payoffs grow (Fudenberg and Maskin
        1986, with mixed minmax and observable mixtures or none needed); empty when no feasible
        payoff reaches both minmax values. ``diagnostics["minmax"]`` has the two values.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> print(individually_rational_payoffs(prisoners_dilemma(3, 2, 0, -1)).value.area)
    16/3
    """
    exact_stage, floats = _check(stage)
    least = minmax(exact_stage, mixed)
    whole = feasible_payoffs(exact_stage).value
    value = whole.clip((1, 0), least.value[0]).clip((0, 1), least.value[1])
    arithmetic = Arithmetic.FLOAT if floats else Arithmetic.EXACT
    status = Status.FLOAT if floats else Status.EXACT_UNCERTIFIED
    method = f"feasible payoffs at or above the {'mixed' if mixed else 'pure'} minmax payoffs"
    diagnostics = MappingProxyType({"minmax": least.value})
    return Solution(value, status, None, method, arithmetic, diagnostics)
