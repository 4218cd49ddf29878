"""Profiles that a shared belief about the payoffs supports and that never contradict it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from coopgames.arithmetic import Arithmetic
from coopgames.errors import invalid
from coopgames.games import StageGame
from coopgames.games._arrays import profiles
from coopgames.solvers.pure_nash import pure_nash
from coopgames.solvers.solution import Solution, Status

__all__ = ["self_confirming_profiles"]

#: (name of the belief, labels of the profile).
Confirmed: TypeAlias = tuple[str, tuple[str, ...]]


def self_confirming_profiles(
    truth: StageGame, beliefs: Mapping[str, StageGame]
) -> Solution[tuple[Confirmed, ...]]:
    """Return all pairs of a belief and a pure profile that confirm each other.

    Parameters
    ----------
    truth : StageGame
        The true payoffs.
    beliefs : mapping name -> StageGame
        What the payoffs may be believed to be, with the same actions and players. All players hold
        the same belief. The plans of a repeated game may stand in the place of actions.

    Returns
    -------
    Solution
        ``value``: pairs (name of the belief, labels of the profile), in the order of the beliefs
        and in row-major order. In each the profile is a Nash equilibrium of the believed game, and
        every player's true payoff at it is the one that he believes in.
        ``diagnostics["equilibria"]``: for each belief all profiles of the first kind, confirmed or
        not; ``diagnostics["certificates"]``: for each belief a certificate of them, or None.
        ``diagnostics["contradicted"]``: for each belief all profiles at which somebody's true
        payoff is another. No kind of certificate covers beliefs, so the status is
        ``EXACT_UNCERTIFIED``; floats are compared as the binary numbers that they are.

    Raises
    ------
    InvalidGameError
        If a believed game has other actions or players, or there is no belief.
    UnsupportedGameError
        If payoffs contain a parameter.

    Notes
    -----
    O(beliefs x players x profiles). What is assumed: each sees what the others did and his own
    payoff, nothing else; only pure profiles, one belief for all. Several beliefs at once, one for
    each player, would confirm no fewer profiles.

    References
    ----------
    Fudenberg, D. and Levine, D. K. (1993), *Self-confirming equilibrium*, Econometrica 61.
    docs/theory/further_institutions.md, section 6, ZB3 and ZB4.

    Examples
    --------
    Opening up pays if both do it. Who believes that it never pays is not told better:

    >>> truth = StageGame([[[2, -1], [0, 0]], [[2, 0], [-1, 0]]], [("open", "defend")] * 2)
    >>> static = StageGame([[[-1, -1], [0, 0]], [[-1, 0], [-1, 0]]], [("open", "defend")] * 2)
    >>> answer = self_confirming_profiles(truth, {"static": static})
    >>> answer.value, answer.diagnostics["contradicted"]
    ((('static', ('defend', 'defend')),), {'static': (('open', 'open'),)})
    """
    if not beliefs:
        raise invalid("beliefs", beliefs, "at least one")
    found: list[Confirmed] = []
    equilibria: dict[str, tuple[tuple[str, ...], ...]] = {}
    contradicted: dict[str, tuple[tuple[str, ...], ...]] = {}
    certificates: dict[str, object] = {}
    for name, believed in beliefs.items():
        if (believed.actions, believed.players) != (truth.actions, truth.players):
            raise invalid(f"beliefs[{name!r}]", believed, "the actions and players of the truth")
        answer = pure_nash(believed)
        wrong = _contradicted(truth, believed)
        named = tuple(_labels(truth, profile) for profile in answer.value)
        equilibria[name], contradicted[name] = named, wrong
        certificates[name] = answer.certificate
        found += [(name, profile) for profile in named if profile not in wrong]
    floats = Arithmetic.FLOAT in {g.arithmetic for g in (truth, *beliefs.values())}
    return Solution(
        tuple(found),
        Status.FLOAT if floats else Status.EXACT_UNCERTIFIED,
        None,
        "pure Nash equilibria of each believed game, at whose profile everybody's payoff is the "
        "one that he believes in; pure profiles, one belief for all",
        Arithmetic.FLOAT if floats else Arithmetic.EXACT,
        {"equilibria": equilibria, "contradicted": contradicted, "certificates": certificates},
    )


def _contradicted(truth: StageGame, believed: StageGame) -> tuple[tuple[str, ...], ...]:
    columns = zip(*truth.cells, strict=True), zip(*believed.cells, strict=True)
    cells = zip(profiles(truth.shape), *columns, strict=True)
    return tuple(_labels(truth, profile) for profile, true, thought in cells if true != thought)


def _labels(stage: StageGame, profile: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(own[a] for own, a in zip(stage.actions, profile, strict=True))
