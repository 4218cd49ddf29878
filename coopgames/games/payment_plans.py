"""Plans with payments: a profile for the path, one against each player, and who pays whom when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import invalid
from coopgames.games._arrays import read_profile

__all__ = ["PaymentPlan"]

Profile = tuple[int, ...]
Receipts = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """A simple strategy profile with payments before each period but the first.

    The play starts with ``on_path``. When a prescribed profile has been played, the players settle
    by the receipts that belong to it and go on with ``on_path``; when player i alone has deviated,
    by the receipts that belong to i's deviation. Who refuses to settle is punished: nothing is
    paid, and ``punishing[i]`` is played at once. Deviations of several players at once are laid at
    the door of the first of them.

    Parameters
    ----------
    on_path : action profile
        Indices.
    punishing : sequence of n action profiles
    after_obedience : sequence of n + 1 sequences of n exact numbers
        Net receipts of each player after ``on_path`` and after each ``punishing[i]`` was played as
        prescribed, in payoffs of one period; each row sums to 0.
    after_deviation : sequence of n sequences of n exact numbers
        The same after a deviation of player i alone.

    Raises
    ------
    InvalidGameError
        If the shapes do not fit, an action is no index >= 0, or the receipts of a row do not sum
        to 0.

    References
    ----------
    Goldlücke and Kranz (2012), *Infinitely repeated games with public monitoring and monetary
    transfers*: such profiles reach every payoff that an equilibrium can.

    Examples
    --------
    >>> plan = PaymentPlan((0, 0), [(1, 1)] * 2, [(0, 0)] * 3, [(-1, 1), (1, -1)])
    >>> plan.after_deviation[0]
    (Fraction(-1, 1), Fraction(1, 1))
    """

    on_path: Profile
    punishing: tuple[Profile, ...]
    after_obedience: tuple[Receipts, ...]
    after_deviation: tuple[Receipts, ...]

    def __init__(
        self,
        on_path: Sequence[int],
        punishing: Sequence[Sequence[int]],
        after_obedience: Sequence[Sequence[object]],
        after_deviation: Sequence[Sequence[object]],
    ) -> None:
        path = read_profile(on_path, len(_listed(on_path, "on_path")), "on_path")
        n = len(path)
        profiles = _listed(punishing, "punishing")
        if len(profiles) != n:
            raise invalid("punishing", punishing, f"{n} action profiles of {n} players")
        against = tuple(read_profile(p, n, f"punishing[{i}]") for i, p in enumerate(profiles))
        object.__setattr__(self, "on_path", path)
        object.__setattr__(self, "punishing", against)
        settled = _rows(after_obedience, "after_obedience", n + 1, n)
        object.__setattr__(self, "after_obedience", settled)
        object.__setattr__(self, "after_deviation", _rows(after_deviation, "after_deviation", n, n))


def _listed(value: Any, argument: str) -> list[Any]:
    """Return what a sequence holds; letters and the keys of a mapping are not meant."""
    unordered = isinstance(value, str | bytes | Mapping | Set)
    try:
        listed: list[Any] = [] if unordered else list(value)
    except TypeError:
        listed = []
    if not listed:
        raise invalid(argument, cast("object", value), "a sequence that is not empty")
    return listed


def _rows(rows: object, argument: str, count: int, players: int) -> tuple[Receipts, ...]:
    listed = [_listed(row, f"{argument}[{k}]") for k, row in enumerate(_listed(rows, argument))]
    if len(listed) != count or any(len(row) != players for row in listed):
        raise invalid(argument, rows, f"{count} rows of {players} receipts")
    found = tuple(tuple(read_exact(x, argument) for x in row) for row in listed)
    for row in found:
        if sum(row) != 0:
            raise invalid(argument, [str(x) for x in row], "receipts that sum to 0")
    return found
