"""Sets of payoffs before a payment stage, for users: exact, or rounded once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from coopgames.arithmetic import Arithmetic
from coopgames.errors import UnsupportedGameError
from coopgames.games import RepeatedGame, StageGame
from coopgames.solvers.payoff_set import PayoffSet
from coopgames.solvers.polytopes.bounds import Polytope

__all__ = ["payoffs_between", "rounded"]


def payoffs_between(
    game: RepeatedGame, floors: tuple[Fraction, ...] | None, *sums: Fraction
) -> PayoffSet | Polytope:
    """Return the hull of ``{u : u_i >= floors[i], sum(u) = S}`` for some sums S.

    Parameters
    ----------
    game : RepeatedGame
        A stage game; its arithmetic says whether the set is in floats.
    floors : tuple of Fraction or None
        None: the set is empty.
    sums : Fraction
        Each at least the sum of the floors.
    """
    stage = game.stage
    assert isinstance(stage, StageGame)
    corners = set[tuple[Any, ...]]()
    for total in sums if floors is not None else ():
        assert floors is not None
        spare = total - sum(floors)
        for k in range(len(floors)):
            corners.add(tuple(v + spare if i == k else v for i, v in enumerate(floors)))
    in_floats = game.arithmetic is Arithmetic.FLOAT
    points = sorted(map(rounded, corners) if in_floats else corners)
    if stage.num_players != 2:
        return Polytope(tuple(points))
    if not in_floats:
        return PayoffSet(points)
    widths = [float(max(row)) - float(min(row)) for row in stage.cells]  # type: ignore[arg-type,type-var]
    return PayoffSet.of_corners(points, scale=(widths[0], widths[1]))


def rounded(value: Any) -> Any:
    """Return a Fraction, or tuples of them, as floats."""
    if isinstance(value, tuple):
        return tuple(rounded(x) for x in value)  # pyright: ignore[reportUnknownVariableType]
    try:
        return float(value)
    except OverflowError:
        raise UnsupportedGameError(
            "game: got payoffs whose sum is beyond the range of floats, expected smaller ones, or "
            "exact numbers"
        ) from None
