"""Strongly symmetric equilibria: their best and their worst payoff at every discount factor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from flint import fmpq

from coopgames.arithmetic.printing import fraction_source, fraction_text
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import (
    AnonymousGame,
    AnonymousSignals,
    LinearPublicGood,
    RepeatedGame,
    StageGame,
)
from coopgames.solvers._flint import from_flint, to_flint
from coopgames.solvers.public.liquidity import LiquidityFunctions, liquidity_functions
from coopgames.solvers.public.liquidity_certificate import SupportedPlan, plan_at
from coopgames.solvers.public.liquidity_curves import LiquidityProgram
from coopgames.solvers.public.liquidity_promises import SymmetricPromises
from coopgames.solvers.public.liquidity_reading import read_number, some_discount_factor
from coopgames.solvers.public.signal_game import SignalGame, read_signal_game
from coopgames.solvers.public.symmetric_count import CountedPromises
from coopgames.solvers.public.transfers import changes

__all__ = [
    "STRATEGIES",
    "SymmetricEquilibria",
    "SymmetricPayoffs",
    "payoffs_at",
    "read_symmetric_game",
]

STRATEGIES = (
    "strongly symmetric pure-action perfect public equilibria with public randomization (all "
    "players use the same action after every public history)"
)


@dataclass(frozen=True, slots=True)
class SymmetricPayoffs:
    """The interval of payoffs per player.

    Attributes
    ----------
    worst, best : Fraction or float
        Every payoff between them is reached, by public randomization.
    worst_action, best_action : int
        What all do in the first period of the worst and of the best equilibrium. In an
        :class:`AnonymousGame`: 0 contribute, 1 shirk.

    Examples
    --------
    >>> SymmetricPayoffs(Fraction(0), Fraction(7, 4), 1, 0).best
    Fraction(7, 4)
    """

    worst: Fraction | float
    best: Fraction | float
    worst_action: int
    best_action: int

    def __repr__(self) -> str:
        # Python's own repr refuses integers of more than 4,300 digits.
        worst, best = (
            fraction_source(x) if isinstance(x, Fraction) else repr(x)
            for x in (self.worst, self.best)
        )
        return (
            f"SymmetricPayoffs(worst={worst}, best={best}, worst_action={self.worst_action}, "
            f"best_action={self.best_action})"
        )


@dataclass(frozen=True, slots=True)
class SymmetricEquilibria:
    """What strongly symmetric equilibria reach, as functions of the discount factor.

    Attributes
    ----------
    game : RepeatedGame
        With the discount factor as its parameter.
    """

    game: RepeatedGame
    _functions: LiquidityFunctions = field(repr=False, compare=False)

    @classmethod
    def of(cls, game: RepeatedGame) -> SymmetricEquilibria:
        """Solve a game whose discount factor is its parameter."""
        return cls(game, liquidity_functions(read_symmetric_game(game)))

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        # The functions are in flint numbers, which are not pickled: they are found again.
        return SymmetricEquilibria.of, (self.game,)

    def at(self, discount_factor: object) -> SymmetricPayoffs | None:
        """Return the payoffs at a discount factor; None if there is no such equilibrium.

        Raises
        ------
        InvalidGameError
            If it is no number in [0, 1).
        """
        delta = some_discount_factor(discount_factor)
        return payoffs_at(plan_at(self._functions, to_flint(delta)), from_flint)

    def critical_discount_factor(self, *, action: object) -> Fraction | None:
        """Return the least discount factor at which all use an action after some public history.

        Parameters
        ----------
        action : int
            In an :class:`AnonymousGame`: 0 contribute, 1 shirk.

        Returns
        -------
        Fraction or None
            None: at no discount factor below 1.
        """
        size = self._functions.program.size
        if isinstance(action, bool) or not isinstance(action, int) or not 0 <= action < size:
            raise invalid("action", action, f"an action index below {size}")
        least = self._functions.starts[action].liquidity
        delta = self._functions.least_discount_factor(least)
        return None if delta is None else from_flint(delta)

    @property
    def limit(self) -> Fraction | None:
        """Limit of the best payoff as the discount factor goes to 1; None without equilibria."""
        found = self._functions.limit
        return None if found is None else from_flint(found[0])

    @property
    def limit_discount_factor(self) -> Fraction | None:
        """Least discount factor at which the limit is reached: it always is, below 1."""
        found = self._functions.limit
        return None if found is None else from_flint(found[1])

    def to_rows(self) -> list[dict[str, object]]:
        """Return a row for each discount factor at which a formula changes."""
        rows: list[dict[str, object]] = []
        for delta in changes(self._functions):
            found = self.at(delta)
            assert found is not None, "a liquidity is kept at its critical discount factor"
            rows.append(
                {
                    "discount_factor": delta,
                    "worst": found.worst,
                    "best": found.best,
                    "worst_action": found.worst_action,
                    "best_action": found.best_action,
                }
            )
        return rows

    def __repr__(self) -> str:
        limit, start = self.limit, self.limit_discount_factor
        if limit is None or start is None:
            return "SymmetricEquilibria(<no equilibrium>)"
        return (
            f"SymmetricEquilibria(<best payoff {fraction_text(limit)} from discount factor "
            f"{fraction_text(start)} on>)"
        )


def payoffs_at(
    plan: SupportedPlan | None, reading: Callable[[fmpq], Fraction | float]
) -> SymmetricPayoffs | None:
    """Return the payoffs of a plan, read as Fractions or as floats."""
    if plan is None:
        return None
    (best, worst), (best_action, worst_action) = plan.values, plan.positions
    return SymmetricPayoffs(reading(worst), reading(best), worst_action, best_action)


def read_symmetric_game(game: RepeatedGame) -> LiquidityProgram:
    """Return the programs of the symmetric profiles of a game.

    Raises
    ------
    InvalidGameError
        If the players have different numbers of actions, or different payoffs when all use the
        same action.
    UnsupportedGameError
        If the stage game and the monitoring do not fit each other.
    """
    stage, monitoring = game.stage, game.monitoring
    if isinstance(stage, StageGame):
        data = read_signal_game(game)
        _check_diagonal(stage, data)
        return SymmetricPromises(data)
    if not isinstance(monitoring, AnonymousSignals):
        raise UnsupportedGameError(
            f"monitoring: got {monitoring!r} with an anonymous game, expected AnonymousSignals: "
            "everybody sees the number of flags"
        )
    return _counted(stage, monitoring)


def _check_diagonal(stage: StageGame, data: SignalGame) -> None:
    if len(set(data.shape)) != 1:
        raise invalid("game", stage.shape, "the same number of actions for every player")
    for action in range(data.shape[0]):
        payoffs = data.payoffs[data.position((action,) * data.players)]
        if len({str(x) for x in payoffs}) != 1:
            named = ", ".join(map(str, payoffs))
            raise invalid("game", f"payoffs {named} when all use action {action}", "equal payoffs")


def _counted(stage: AnonymousGame, signals: AnonymousSignals) -> CountedPromises:
    members, rule = stage.size, stage.payoff
    if isinstance(rule, LinearPublicGood):
        # Its numbers are read as they were typed, before floats round what comes of them.
        read = (read_number(x, "payoff") for x in (rule.benefit, rule.cost, rule.surplus))
        rule = LinearPublicGood(*map(from_flint, read))

    def payoff(own: int, others: int) -> fmpq:
        return read_number(rule(own, others), "payoff")

    contributing, shirking = payoff(1, members - 1), payoff(0, 0)
    gains = payoff(0, members - 1) - contributing, payoff(1, 0) - shirking
    false_alarm = read_number(signals.false_alarm, "false_alarm")
    detection = read_number(signals.detection, "detection")
    return CountedPromises(members, (contributing, shirking), gains, (false_alarm, detection))
