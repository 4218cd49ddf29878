"""Signals that are released late: a game with public signals, read as a game of whole blocks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from coopgames.arithmetic import number
from coopgames.errors import invalid
from coopgames.games.public_monitoring import PublicMonitoring
from coopgames.games.stage import StageGame

__all__ = ["delayed_information"]

#: Most probabilities (profiles x signals) of a block.
LARGEST = 250_000

#: Longest block, whatever its size.
LONGEST = 64


def delayed_information(
    stage: StageGame, monitoring: PublicMonitoring, periods: int, discount_factor: object
) -> tuple[StageGame, PublicMonitoring]:
    """Return the game whose signals are released only every few periods, as one game by blocks.

    Within a block nobody learns anything, so a player's strategy for the block is a plan: one
    action for each of its periods. The signals of all its periods are released together at its
    end. Delay lets one punishment serve for several periods: with bad news that is just as
    informative, the loss per period falls (to zero, as the block grows and players are patient).

    Parameters
    ----------
    stage : StageGame
    monitoring : PublicMonitoring
    periods : int >= 1
        The length T of a block.
    discount_factor : number in [0, 1)
        Per period: it weighs the periods of a block by ``delta^t (1 - delta) / (1 - delta^T)``.

    Returns
    -------
    (StageGame, PublicMonitoring)
        Payoffs are averages per period. Repeat it with the discount factor of a block,
        ``discount_factor ** periods``. Plans and signals are in row-major order, first period
        first; labels are joined by " then ".

    Raises
    ------
    InvalidGameError
        If an argument is out of its range, plans times signals are more than 250,000 numbers, or
        two plans or two signals would have one label.

    References
    ----------
    Abreu, Milgrom and Pearce (1991), *Information and timing in repeated partnerships*.

    Examples
    --------
    >>> from coopgames.games import noisy_partnership
    >>> block, news = delayed_information(*noisy_partnership(), 2, "1/2")
    >>> block.shape, news.num_signals, block.actions[0][1]
    ((4, 4), 4, 'work then shirk')
    >>> block.payoff(0, (1, 0))  # shirk in the second period, whose weight is 1/3
    Fraction(7, 3)
    """
    if not isinstance(stage, StageGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("stage", stage, "a StageGame")
    if not isinstance(monitoring, PublicMonitoring):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("monitoring", monitoring, "PublicMonitoring")
    if monitoring.shape != stage.shape:
        raise invalid("monitoring", monitoring.shape, f"laws for {stage.shape} actions")
    if isinstance(periods, bool) or not isinstance(periods, int) or periods < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("periods", periods, "an integer >= 1")
    size = prod(stage.shape) * monitoring.num_signals
    if periods > LONGEST or size**periods > LARGEST:
        raise invalid("periods", periods, f"at most {LARGEST:,} probabilities (profiles x signals)")
    delta: Any = number(discount_factor, "discount_factor")
    if not isinstance(delta, Fraction | float) or not 0 <= delta < 1:
        raise invalid("discount_factor", discount_factor, "a number in [0, 1)")
    weights = [delta**t for t in range(periods)]
    total = sum(weights)
    weights = [w / total for w in weights]
    actions = [_joined(labels, periods, "stage", "actions") for labels in stage.actions]
    signals = _joined(monitoring.signals, periods, "monitoring", "signals")
    plans = [list(product(range(n), repeat=periods)) for n in stage.shape]
    shape = tuple(map(len, plans))

    def per_period(*choice: int) -> list[tuple[int, ...]]:
        chosen = [own[k] for own, k in zip(plans, choice, strict=True)]
        return list(zip(*chosen, strict=True))

    def payoffs(*choice: int) -> list[Any]:
        acts = per_period(*choice)
        return [
            sum(w * stage.payoff(i, a) for w, a in zip(weights, acts, strict=True))
            for i in range(stage.num_players)
        ]

    def law(*choice: int) -> list[Any]:
        chances: list[Any] = [1]
        for acts in per_period(*choice):
            chances = [p * q for p in chances for q in monitoring.law(acts)]
        return chances

    made = StageGame.from_function(shape, payoffs)
    block = StageGame(made.payoffs(), actions, stage.players)
    return block, PublicMonitoring.from_function(shape, law, signals=signals)


def _joined(labels: Sequence[str], periods: int, argument: str, what: str) -> list[str]:
    joined = [" then ".join(names) for names in product(labels, repeat=periods)]
    if len(set(joined)) < len(joined):
        expected = f"labels of the {what} that stay distinct when {periods} are joined by ' then '"
        raise invalid(argument, labels, expected)
    return joined
