"""Generators of stage games in normal form."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from hypothesis import strategies as st

from coopgames.errors import invalid
from coopgames.games import StageGame
from coopgames.games._arrays import nest, profiles
from coopgames.testing._arguments import Range, flag, size_range, strategy_or

__all__ = ["stage_games"]

#: Most payoffs of a generated game: more make searches slow and counterexamples unreadable.
LARGEST_GAME = 2_000
LARGEST_NUMERATOR = 5
LARGEST_DENOMINATOR = 3


def stage_games(
    players: Range = 2,
    actions: Range = (2, 3),
    payoffs: st.SearchStrategy[Any] | None = None,
    *,
    symmetric: bool = False,
    floats: bool = False,
) -> st.SearchStrategy[StageGame]:
    """Generate stage games in normal form.

    Parameters
    ----------
    players, actions : int or pair (smallest, largest), optional
        Number of players, and of actions of each player.
    payoffs : Hypothesis generator of numbers, optional
        By default whole numbers from -5 to 5, or all of them halved, or divided by 3; ties are
        likely. See also :func:`coopgames.testing.payoffs`.
    symmetric : bool, optional
        All players have the same actions, and a payoff depends on one's own action and on the
        others' whoever plays them.
    floats : bool, optional
        Payoffs are floats (only with the default payoffs).

    Raises
    ------
    InvalidGameError
        If an argument is of another kind, or the largest game has more than 2,000 payoffs.

    Notes
    -----
    Shrinks to few players, few actions, and payoffs near 0.

    Examples
    --------
    >>> from hypothesis import find, settings
    >>> same = settings(derandomize=True, deadline=None)  # the same search each time
    >>> find(stage_games(), lambda game: game.payoff(0, (1, 0)) > 1, settings=same)
    StageGame([[[0, 0], [2, 0]], [[0, 0], [0, 0]]])
    """
    number = size_range("players", players, 1)
    choices = size_range("actions", actions, 1)
    # The exponent is bounded first, so that an absurd argument is refused and not computed.
    if number[1] > LARGEST_GAME or number[1] * choices[1] ** number[1] > LARGEST_GAME:
        raise invalid("players, actions", (players, actions), f"at most {LARGEST_GAME} payoffs")
    if payoffs is not None:
        if flag("floats", floats):
            raise invalid("floats", floats, "False beside payoffs: give a generator of floats")
        strategy_or("payoffs", payoffs, "a Hypothesis generator of numbers, or None")
    kind = _Kind(payoffs, flag("symmetric", symmetric), flag("floats", floats))
    return _stage_games(number, choices, kind)


class _Kind(NamedTuple):
    payoffs: st.SearchStrategy[Any] | None
    symmetric: bool
    floats: bool


@st.composite
def _stage_games(
    draw: st.DrawFn,
    number: tuple[int, int],
    choices: tuple[int, int],
    kind: _Kind,
) -> StageGame:
    n = draw(st.integers(*number))
    cells = _small(draw, kind.floats) if kind.payoffs is None else kind.payoffs
    if kind.symmetric:
        shape = (draw(st.integers(*choices)),) * n
    else:
        shape = tuple(draw(st.integers(*choices)) for _ in range(n))
    drawn: dict[object, Fraction | float] = {}
    columns: list[list[Fraction | float]] = []
    for i in range(n):
        column: list[Fraction | float] = []
        for profile in profiles(shape):
            others = sorted(profile[:i] + profile[i + 1 :])
            key = (profile[i], *others) if kind.symmetric else (i, profile)
            if key not in drawn:
                drawn[key] = draw(cells)
            column.append(drawn[key])
        columns.append(column)
    return StageGame([nest(column, shape) for column in columns])


def _small(draw: st.DrawFn, floats: bool) -> st.SearchStrategy[Any]:
    """Draw one denominator for the whole game: most claims do not depend on the scale of payoffs.

    So a counterexample in halves turns into one in whole numbers with the same numerators.
    """
    scale = draw(st.integers(1, LARGEST_DENOMINATOR))
    numbers = st.integers(-LARGEST_NUMERATOR, LARGEST_NUMERATOR)
    return numbers.map(lambda x: x / scale if floats else Fraction(x, scale))
