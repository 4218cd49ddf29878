"""Games whose signals everybody sees as JSON, and the check numbers that bind their entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from coopgames.certificates.encode import rational, rationals
from coopgames.errors import UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AnonymousSignals,
    PerfectMonitoring,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
)
from coopgames.games._arrays import nest

__all__ = ["check_numbers", "public_game_document"]

JSON = Any
Laws = Sequence[Sequence[Fraction]]


def public_game_document(game: RepeatedGame, *, with_discount_factor: bool) -> dict[str, JSON]:
    """Return a game with a public signal as it stands in a certificate (without any labels).

    Parameters
    ----------
    game : RepeatedGame
        A :class:`StageGame` under :class:`PublicMonitoring`, or under :class:`PerfectMonitoring`:
        then the signal is the action profile (type "public"). Or an :class:`AnonymousGame` under
        :class:`AnonymousSignals` (type "counted"). Exact numbers only.
    with_discount_factor : bool
        Whether the claim is about the discount factor of the game.

    Raises
    ------
    UnsupportedGameError
        If the stage game or the monitoring is another one, or a number is a float, an enclosure or
        a parameter.

    Examples
    --------
    >>> from coopgames.games import PublicMonitoring, RepeatedGame, StageGame
    >>> stage = StageGame([[[2], [3]], [[2], [0]]])
    >>> signals = PublicMonitoring([[["1", "0"]], [["1/4", "3/4"]]])
    >>> game = RepeatedGame(stage, "1/2", signals)
    >>> public_game_document(game, with_discount_factor=False)["probabilities"]
    [[['1', '0']], [['1/4', '3/4']]]
    """
    stage, monitoring = game.stage, game.monitoring
    if isinstance(stage, AnonymousGame) and isinstance(monitoring, AnonymousSignals):
        document = _counted(stage, monitoring)
    else:
        stage, laws = _stage(game), _laws(game)
        payoffs = [nest(tuple(rationals(row)), stage.shape) for row in _payoffs(stage)]
        rows = tuple(rational(p) for law in laws for p in law)
        probabilities = nest(rows, (*stage.shape, len(laws[0])))
        document = {
            "type": "public",
            "payoffs": [_lists(x) for x in payoffs],
            "probabilities": _lists(probabilities),
        }
    if with_discount_factor:
        document["discount_factor"] = rational(_exact(game.discount_factor, "discount_factor"))
    return document


def check_numbers(game: RepeatedGame) -> dict[str, JSON]:
    """Return the numbers of a certificate that bind payoffs and laws which no inequality reads.

    Parameters
    ----------
    game : RepeatedGame
        As for :func:`public_game_document`. An anonymous game binds its payoffs in the document of
        the game itself: for it there are none.

    Returns
    -------
    dict
        ``uniform_payoffs`` and ``uniform_law`` (plain means over all profiles), ``payoff_moment``
        (sum of (player + 1)(position + 1) payoff) and ``law_moment`` (sum of (position + 1)
        (signal + 1) probability), positions in row-major order of the profiles.

    Raises
    ------
    UnsupportedGameError
        As for :func:`public_game_document`.
    """
    if isinstance(game.stage, AnonymousGame):
        return {}
    payoffs, laws = _payoffs(_stage(game)), _laws(game)
    return {
        "uniform_payoffs": rationals(_mean(row) for row in payoffs),
        "uniform_law": rationals(_mean(column) for column in zip(*laws, strict=True)),
        "payoff_moment": rational(_moment(payoffs)),
        "law_moment": rational(_moment(laws)),
    }


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(filter(None, values), Fraction(0)) / len(values)


def _moment(rows: Iterable[Sequence[Fraction]]) -> Fraction:
    """Return the sum of (row + 1)(column + 1) entry: most entries of a law may be 0."""
    terms = (
        i * j * x for i, row in enumerate(rows, start=1) for j, x in enumerate(row, start=1) if x
    )
    return sum(terms, Fraction(0))


def _stage(game: RepeatedGame) -> StageGame:
    if isinstance(game.stage, StageGame):
        return game.stage
    raise UnsupportedGameError(
        f"stage: got an anonymous game under {game.monitoring!r}, expected AnonymousSignals"
    )


def _payoffs(stage: StageGame) -> list[list[Fraction]]:
    """Return the payoffs by player and position."""
    return [[_exact(x, "payoffs") for x in row] for row in stage.cells]


def _laws(game: RepeatedGame) -> Laws:
    """Return the laws of the signal by position."""
    monitoring = game.monitoring
    if isinstance(monitoring, PublicMonitoring):
        return [[_exact(p, "probabilities") for p in law] for law in monitoring.laws]
    if isinstance(monitoring, PerfectMonitoring):
        size = range(len(_stage(game).cells[0]))
        return [[Fraction(int(y == k)) for y in size] for k in size]
    raise UnsupportedGameError(
        f"monitoring: got {monitoring!r}, expected PublicMonitoring or PerfectMonitoring"
    )


def _counted(stage: AnonymousGame, signals: AnonymousSignals) -> dict[str, JSON]:
    members = stage.size
    shirk, contribute = (
        [_exact(stage.payoff(own, k), "payoff") for k in range(members)] for own in (0, 1)
    )
    return {
        "type": "counted",
        "members": members,
        "payoffs": {
            "type": "table",
            "shirk": rationals(shirk),
            "contribute": rationals(contribute),
            "totals": rationals([sum(shirk, Fraction(0)), sum(contribute, Fraction(0))]),
        },
        "signal": {
            "type": "flags",
            "false_alarm": rational(_exact(signals.false_alarm, "false_alarm")),
            "detection": rational(_exact(signals.detection, "detection")),
        },
    }


def _exact(value: object, argument: str) -> Fraction:
    if isinstance(value, Fraction) or (isinstance(value, int) and not isinstance(value, bool)):
        return Fraction(value)
    raise UnsupportedGameError(
        f"{argument}: got {value!r}, expected exact numbers without parameter (certificate)"
    )


def _lists(nested: Any) -> JSON:
    if isinstance(nested, tuple):
        return [_lists(item) for item in nested]  # pyright: ignore[reportUnknownVariableType]
    return nested
