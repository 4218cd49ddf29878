"""A stage game with public signals in flint rationals: what every solver of this package reads."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from flint import fmpq

from coopgames.arithmetic import Arithmetic
from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import UnsupportedGameError
from coopgames.games import PerfectMonitoring, PublicMonitoring, RepeatedGame, StageGame
from coopgames.games._arrays import profiles
from coopgames.solvers._flint import to_flint

__all__ = ["Profile", "SignalGame", "UnilateralDeviation", "read_signal_game"]

Profile = tuple[int, ...]

ZERO, ONE = fmpq(0), fmpq(1)


@dataclass(frozen=True, slots=True)
class UnilateralDeviation:
    """One other action of one player against a profile.

    Attributes
    ----------
    player, action : int
    gain : fmpq
        What the player gains in the period.
    shift : tuple of fmpq
        ``p(y | profile) - p(y | deviation)`` by signal: promises ``x`` deter the deviation iff
        ``sum(shift[y] * x[y])`` is at least the gain (in the same units).
    """

    player: int
    action: int
    gain: fmpq
    shift: tuple[fmpq, ...]


@dataclass(frozen=True)
class SignalGame:
    """Payoffs, laws of the signal and deviations by position of the profile (row-major).

    Attributes
    ----------
    shape : tuple of int
    profiles : tuple of profiles
    payoffs : tuple of tuples of fmpq
        ``payoffs[position][player]``.
    laws : tuple of tuples of fmpq
        ``laws[position][signal]``; each sums to exactly 1.
    """

    shape: tuple[int, ...]
    profiles: tuple[Profile, ...]
    payoffs: tuple[tuple[fmpq, ...], ...]
    laws: tuple[tuple[fmpq, ...], ...]

    @property
    def players(self) -> int:
        """Number of players."""
        return len(self.shape)

    @property
    def signals(self) -> int:
        """Number of signals."""
        return len(self.laws[0])

    def position(self, profile: Profile) -> int:
        """Return the position of a profile in row-major order."""
        place = 0
        for action, size in zip(profile, self.shape, strict=True):
            place = place * size + action
        return place

    @cached_property
    def joint(self) -> tuple[fmpq, ...]:
        """Sum of the payoffs of all players, by position."""
        return tuple(sum(row, start=ZERO) for row in self.payoffs)

    @cached_property
    def deviations(self) -> tuple[tuple[UnilateralDeviation, ...], ...]:
        """Deviations from each profile, by player and then by action."""
        return tuple(self._deviations(k) for k in range(len(self.profiles)))

    def _deviations(self, position: int) -> tuple[UnilateralDeviation, ...]:
        profile, found = self.profiles[position], list[UnilateralDeviation]()
        for player, size in enumerate(self.shape):
            for action in range(size):
                if action == profile[player]:
                    continue
                other = self.position((*profile[:player], action, *profile[player + 1 :]))
                gain = self.payoffs[other][player] - self.payoffs[position][player]
                pairs = zip(self.laws[position], self.laws[other], strict=True)
                shift = tuple(p - q for p, q in pairs)
                found.append(UnilateralDeviation(player, action, gain, shift))
        return tuple(found)


def read_signal_game(game: RepeatedGame) -> SignalGame:
    """Return the stage game and its signals in exact numbers, whatever the arithmetic.

    Parameters
    ----------
    game : RepeatedGame
        A :class:`StageGame` under :class:`PublicMonitoring`, or under :class:`PerfectMonitoring`:
        then the signal is the action profile. Floats are read as the decimals that they print as
        (0.1 is 1/10), and a law of floats is divided by its sum: knife edges that the user typed,
        such as two signals that do not tell who deviated, stay knife edges.

    Raises
    ------
    UnsupportedGameError
        If the stage game is anonymous, the monitoring another one, or a number a parameter.
    """
    stage, monitoring = game.stage, game.monitoring
    if not isinstance(stage, StageGame):
        raise UnsupportedGameError("game: got an anonymous game, expected a StageGame")
    if stage.arithmetic not in (Arithmetic.EXACT, Arithmetic.FLOAT):
        raise UnsupportedGameError("stage: got a parameter or an enclosure, expected numbers")
    every = profiles(stage.shape)
    cells = [[_rational(x, "payoffs") for x in row] for row in stage.cells]
    payoffs = tuple(tuple(row[k] for row in cells) for k in range(len(every)))
    if isinstance(monitoring, PerfectMonitoring):
        size = range(len(every))
        laws = tuple(tuple(ONE if y == k else ZERO for y in size) for k in size)
    elif isinstance(monitoring, PublicMonitoring):
        laws = tuple(_law(law) for law in monitoring.laws)
    else:
        raise UnsupportedGameError(
            f"monitoring: got {monitoring!r}, expected PublicMonitoring or PerfectMonitoring"
        )
    return SignalGame(stage.shape, tuple(every), payoffs, laws)


def _law(law: tuple[object, ...]) -> tuple[fmpq, ...]:
    values = tuple(_rational(p, "probabilities") for p in law)
    total = sum(values, start=ZERO)
    return values if total == 1 else tuple(p / total for p in values)


def _rational(value: object, argument: str) -> fmpq:
    if isinstance(value, float):
        return to_flint(read_exact(repr(value), argument))
    if not isinstance(value, Fraction):
        raise UnsupportedGameError(
            f"{argument}: got {value!r}, expected a number, not a parameter or an enclosure"
        )
    return to_flint(value)
