"""What public signals tell: full rank conditions, exactly.

``Pi_i(a)`` has one row for each action of player i: the law of the signal when i plays it and the
others play their part of the profile ``a``. *Individual full rank*: its rows are independent, so
every deviation of i changes the law in a way of its own. *Pairwise full rank* of i and j: the rows
of ``Pi_i(a)`` and ``Pi_j(a)`` together, which share the row of ``a`` itself, have no other
dependence: no deviation of i looks like one of j. *Pairwise identifiable*: the weaker condition
that the rank of both together is the sum of the two ranks minus 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq, fmpq_mat

from coopgames.arithmetic.grammar import read_exact
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import PublicMonitoring
from coopgames.games._arrays import read_profile
from coopgames.solvers._flint import to_flint

__all__ = ["has_individual_full_rank", "has_pairwise_full_rank", "is_pairwise_identifiable"]


def has_individual_full_rank(
    monitoring: PublicMonitoring, profile: Sequence[int], player: int
) -> bool:
    """Tell whether the laws after a player's actions are linearly independent.

    Parameters
    ----------
    monitoring : PublicMonitoring
        Floats are read as the decimals that they print as (0.1 is 1/10).
    profile : sequence of int
        An action profile, by indices.
    player : int
        By index.

    Raises
    ------
    InvalidGameError
        If there is no such profile or player.
    UnsupportedGameError
        If a probability is a parameter or an enclosure.

    References
    ----------
    Fudenberg, Levine and Maskin (1994), *The folk theorem with imperfect public information*.

    Examples
    --------
    >>> flags = PublicMonitoring.independent_flags(2, "1/10", "3/5")
    >>> has_individual_full_rank(flags, (0, 0), 0)
    True
    """
    rows = _rows(monitoring, profile, player, "player")
    return _rank(rows) == len(rows)


def has_pairwise_full_rank(
    monitoring: PublicMonitoring, profile: Sequence[int], i: int, j: int
) -> bool:
    """Tell whether the signals tell every deviation of one player from every one of another.

    Parameters
    ----------
    monitoring : PublicMonitoring
        Floats are read as the decimals that they print as.
    profile : sequence of int
        An action profile, by indices.
    i, j : int
        Two different players, by index.

    Returns
    -------
    bool
        Whether the stacked matrix has the largest possible rank, ``|A_i| + |A_j| - 1``.

    Raises
    ------
    InvalidGameError
        If there is no such profile or pair of players.
    UnsupportedGameError
        If a probability is a parameter or an enclosure.

    References
    ----------
    Fudenberg, Levine and Maskin (1994): with pairwise full rank of all pairs at some profile each,
    and individual full rank everywhere, the folk theorem holds (with mixed strategies).

    Examples
    --------
    Flags with names have it; their number alone has not:

    >>> flags = PublicMonitoring.independent_flags(2, "1/10", "3/5")
    >>> counted = PublicMonitoring.from_function(
    ...     (2, 2), lambda a, b: [flags.law((a, b))[0], sum(flags.law((a, b))[1:3]),
    ...                           flags.law((a, b))[3]])
    >>> has_pairwise_full_rank(flags, (0, 0), 0, 1), has_pairwise_full_rank(counted, (0, 0), 0, 1)
    (True, False)
    """
    first, second = _pair(monitoring, profile, i, j)
    return _rank([*first, *second]) == len(first) + len(second) - 1


def is_pairwise_identifiable(
    monitoring: PublicMonitoring, profile: Sequence[int], i: int, j: int
) -> bool:
    """Tell whether the ranks of two players' laws add up, but for the one row that they share.

    Parameters
    ----------
    monitoring : PublicMonitoring
        Floats are read as the decimals that they print as.
    profile : sequence of int
        An action profile, by indices.
    i, j : int
        Two different players, by index.

    Raises
    ------
    InvalidGameError
        If there is no such profile or pair of players.
    UnsupportedGameError
        If a probability is a parameter or an enclosure.

    References
    ----------
    Fudenberg, Levine and Maskin (1994), definition of pairwise identifiability: enough for
    efficient profiles whose deviations are all visible.

    Examples
    --------
    A signal that says nothing about the second player's act does not blame him:

    >>> one_sided = PublicMonitoring.from_function((2, 2), lambda a, b: (1 - a, a))
    >>> is_pairwise_identifiable(one_sided, (0, 0), 0, 1)
    True
    >>> has_pairwise_full_rank(one_sided, (0, 0), 0, 1)
    False
    """
    first, second = _pair(monitoring, profile, i, j)
    return _rank([*first, *second]) == _rank(first) + _rank(second) - 1


def _pair(
    monitoring: PublicMonitoring, profile: Sequence[int], i: int, j: int
) -> tuple[list[list[fmpq]], list[list[fmpq]]]:
    first, second = _rows(monitoring, profile, i, "i"), _rows(monitoring, profile, j, "j")
    if i == j:
        raise invalid("j", j, "another player than i")
    return first, second


def _rows(
    monitoring: PublicMonitoring, profile: Sequence[int], player: int, argument: str
) -> list[list[fmpq]]:
    """Return the laws after each action of a player, the others' as in the profile."""
    if not isinstance(monitoring, PublicMonitoring):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("monitoring", monitoring, "PublicMonitoring")
    shape = monitoring.shape
    chosen = read_profile(profile, len(shape), "profile")
    if not all(a < size for a, size in zip(chosen, shape, strict=True)):
        raise invalid("profile", profile, f"action indices below {shape}")
    if type(player) is not int or not 0 <= player < len(shape):
        raise invalid(argument, player, f"a player's index, 0 to {len(shape) - 1}")
    before, after = chosen[:player], chosen[player + 1 :]
    laws = (monitoring.law((*before, action, *after)) for action in range(shape[player]))
    return [[_rational(p) for p in law] for law in laws]


def _rational(value: object) -> fmpq:
    # Laws of floats may miss the sum 1: a factor of a row does not change a rank.
    try:
        return to_flint(
            read_exact(repr(value) if isinstance(value, float) else value, "probability")
        )
    except ValueError:
        raise UnsupportedGameError(
            f"monitoring: got the probability {value}, expected numbers without parameter"
        ) from None


def _rank(rows: list[list[fmpq]]) -> int:
    return fmpq_mat(len(rows), len(rows[0]), [x for row in rows for x in row]).rank()
