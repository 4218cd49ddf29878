"""Pure Nash equilibria of games with any number of players."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from coopgames.arithmetic import Arithmetic
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import StageGame
from coopgames.games._scaled import Array
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.stage_certificates import TOO_LARGE, stage_certificate

__all__ = ["best_reply_payoffs", "pure_nash"]

Profile = tuple[int, ...]

METHOD = "each player's payoff compared with his best reply at every pure profile"


def pure_nash(stage: StageGame) -> Solution[tuple[Profile, ...]]:
    """Return all pure Nash equilibria: the profiles at which no player gains by another action.

    Parameters
    ----------
    stage : StageGame
        Any number of players.

    Returns
    -------
    Solution
        ``value``: the profiles (tuples of action indices) in row-major order; an empty tuple says
        that there is none. ``diagnostics["labels"]`` has the same profiles in the game's own
        words. The certificate has the kind ``pure_nash``: it lists exactly the equilibria. Games
        of more than 20,000 payoffs get no certificate (``EXACT_UNCERTIFIED``). Floats are compared
        as the binary numbers that they are: ties that rounding has broken are no ties.

    Raises
    ------
    UnsupportedGameError
        If the payoffs contain a parameter.

    Notes
    -----
    O(players x profiles) comparisons of 64-bit integers: the payoffs of one player are multiplied
    by their common denominator, which changes no comparison. Payoffs that do not fit are compared
    as Fractions.

    References
    ----------
    Nash (1951), "Non-cooperative games", Annals of Mathematics 54.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> answer = pure_nash(prisoners_dilemma(3, 2, 0, -1))
    >>> answer.value, answer.diagnostics["labels"]
    (((1, 1),), (('defect', 'defect'),))
    """
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    if stage.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("stage: pure_nash needs numbers, got a parameter")
    stable = np.ones(stage.shape, dtype=bool)
    for payoffs, best in zip(stage.scaled_payoffs(), best_reply_payoffs(stage), strict=True):
        stable &= payoffs >= best
    value: tuple[Profile, ...] = tuple(map(tuple, np.argwhere(stable).tolist()))
    labels = tuple(
        tuple(names[a] for names, a in zip(stage.actions, profile, strict=True))
        for profile in value
    )
    diagnostics = MappingProxyType({"labels": labels})
    if stage.arithmetic is Arithmetic.FLOAT:
        method = f"{METHOD}; on the binary values of the floats"
        return Solution(value, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)
    fields = {"profiles": [list(profile) for profile in value]}
    certificate = stage_certificate("pure_nash", stage, fields)
    status = Status.EXACT_UNCERTIFIED if certificate is None else Status.PROVED
    method = METHOD if certificate else METHOD + TOO_LARGE
    return Solution(value, status, certificate, method, Arithmetic.EXACT, diagnostics)


def best_reply_payoffs(stage: StageGame) -> tuple[Array, ...]:
    """Return each player's payoff of a best reply to the others' actions, in his scaled payoffs.

    The axis of the player himself has length 1, so that the arrays compare with
    ``stage.scaled_payoffs()``.

    Examples
    --------
    >>> best_reply_payoffs(StageGame([[[2, 0], [1, 5]], [[0, 0], [0, 0]]]))[0].tolist()
    [[2, 5]]
    """
    return tuple(
        payoffs.max(axis=player, keepdims=True)
        for player, payoffs in enumerate(stage.scaled_payoffs())
    )
