"""Certificates of equilibria in mixed actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any, cast, overload

from coopgames.certificates import Certificate
from coopgames.certificates.encode import rationals
from coopgames.errors import UnsupportedGameError
from coopgames.games import StageGame
from coopgames.games._arrays import profiles
from coopgames.solvers.stage_certificates import CERTIFIED_PAYOFFS, stage_certificate

__all__ = ["MixedProfile", "NashCertificates", "nash_certificate"]

MixedProfile = tuple[tuple[Fraction, ...], ...]


def nash_certificate(stage: StageGame, strategies: Sequence[Sequence[Fraction]]) -> Certificate:
    """Return the certificate that a mixed profile is a Nash equilibrium.

    Parameters
    ----------
    stage : StageGame
        Exact, with any number of players.
    strategies : sequence of n sequences of Fractions
        The probabilities of each player's actions.

    Raises
    ------
    UnsupportedGameError
        If the game has more than 20,000 payoffs.

    Notes
    -----
    O(n^2 x profiles) products. Whether it is an equilibrium is for the checker to say.

    Examples
    --------
    >>> pennies = StageGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    >>> half = (Fraction(1, 2), Fraction(1, 2))
    >>> nash_certificate(pennies, (half, half)).document["replies"]
    [['0', '0'], ['0', '0']]
    """
    replies = [[Fraction(0)] * size for size in stage.shape]
    for place, profile in enumerate(profiles(stage.shape)):
        chances = [law[action] for law, action in zip(strategies, profile, strict=True)]
        for player, action in enumerate(profile):
            others = (*chances[:player], *chances[player + 1 :])
            if all(others):
                chance = prod(others[1:], start=others[0])
                replies[player][action] += chance * cast(Fraction, stage.cells[player][place])
    payoffs = [
        sum((p * x for p, x in zip(law, earned, strict=True)), start=Fraction(0))
        for law, earned in zip(strategies, replies, strict=True)
    ]
    fields: dict[str, Any] = {
        "strategies": [rationals(law) for law in strategies],
        "payoffs": rationals(payoffs),
        "replies": [rationals(earned) for earned in replies],
    }
    certificate = stage_certificate("nash", stage, fields)
    if certificate is None:
        count = sum(map(len, stage.cells))
        raise UnsupportedGameError(
            f"stage: got {count} payoffs; games of up to {CERTIFIED_PAYOFFS} get a certificate"
        )
    return certificate


@dataclass(frozen=True, slots=True)
class NashCertificates(Sequence[Certificate]):
    """The certificates of a list of equilibria, each built when it is asked for.

    Attributes
    ----------
    stage : StageGame
    equilibria : tuple of mixed profiles
    """

    stage: StageGame
    equilibria: tuple[MixedProfile, ...]

    def __len__(self) -> int:
        return len(self.equilibria)

    @overload
    def __getitem__(self, index: int) -> Certificate: ...
    @overload
    def __getitem__(self, index: slice) -> NashCertificates: ...
    def __getitem__(self, index: int | slice) -> Certificate | NashCertificates:
        if isinstance(index, slice):
            return NashCertificates(self.stage, self.equilibria[index])
        return nash_certificate(self.stage, self.equilibria[index])

    def __repr__(self) -> str:
        return f"NashCertificates(<{len(self)}, built when asked for>)"
