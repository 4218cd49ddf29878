"""A repeated game: stage game, discount factor, monitoring, sanctions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coopgames.arithmetic import (
    Arithmetic,
    Enclosure,
    Number,
    RationalFunction,
    number,
    unify,
)
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games._arrays import number_source
from coopgames.games._domains import at_least
from coopgames.games.anonymous import AnonymousGame, LinearPublicGood
from coopgames.games.monitoring import (
    AnonymousSignals,
    AttributedSignals,
    Monitoring,
    PerfectMonitoring,
    PrivateValuation,
    PublicMonitoring,
)
from coopgames.games.sanctions import Fine, PhysicalPenalty, Promises, Sanction
from coopgames.games.stage import StageGame

__all__ = ["RepeatedGame", "read_discount_factor"]

#: The longest lag: powers of the discount factor stay numbers that can be written, and the
#: checker of certificates reads no longer one.
MAX_LAG = 10_000


@dataclass(frozen=True, slots=True)
class RepeatedGame:
    """A stage game played for ever.

    Parameters
    ----------
    stage : StageGame or AnonymousGame
    discount_factor : number in [0, 1), or a parameter
        Per period. ``coopgames.parameter("delta", 0, 1)`` makes the game a family; its domain, or
        the values that a polynomial takes on it, must lie in [0, 1).
    monitoring : PerfectMonitoring or another monitoring structure, optional
        :class:`PublicMonitoring`, :class:`AttributedSignals`, :class:`AnonymousSignals` (an
        anonymous game's flags, counted), :class:`PrivateValuation`. Perfect by default.
    transfers : sanction, sequence of sanctions, or None
        What may be exacted after a flag; payments are voluntary: who refuses is out for ever.
    lag : int from 1 to 10,000, keyword only
        Periods between giving and the settling of accounts. A round (giving and its settlement)
        is discounted by ``discount_factor ** lag``.

    Raises
    ------
    InvalidGameError
        If the discount factor is outside [0, 1), or the lag outside 1 to 10,000.

    Examples
    --------
    >>> from coopgames.games import prisoners_dilemma
    >>> RepeatedGame(prisoners_dilemma(3, 2, 0, -1), "9/10").discount_factor
    Fraction(9, 10)
    >>> RepeatedGame(StageGame([[[2, -1], [3, 0]], [[2, 3], [-1, 0]]]), "9/10")
    RepeatedGame(StageGame([[[2, -1], [3, 0]], [[2, 3], [-1, 0]]]), '9/10')
    """

    stage: StageGame | AnonymousGame
    discount_factor: Number
    monitoring: Monitoring
    transfers: tuple[Sanction, ...]
    lag: int
    arithmetic: Arithmetic

    def __init__(
        self,
        stage: StageGame | AnonymousGame,
        discount_factor: object,
        monitoring: Monitoring | None = None,
        transfers: Sanction | Iterable[Sanction] | None = None,
        *,
        lag: int = 1,
    ) -> None:
        if not isinstance(stage, (StageGame, AnonymousGame)):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("stage", stage, "a StageGame or an AnonymousGame")
        if isinstance(lag, bool) or not isinstance(lag, int) or not 1 <= lag <= MAX_LAG:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid("lag", lag, f"an integer >= 1 (periods), at most {MAX_LAG}")
        object.__setattr__(self, "stage", stage)
        object.__setattr__(self, "discount_factor", read_discount_factor(discount_factor))
        object.__setattr__(self, "monitoring", _monitoring(monitoring, stage))
        object.__setattr__(self, "transfers", _sanctions(transfers))
        object.__setattr__(self, "lag", lag)
        object.__setattr__(self, "arithmetic", _common_arithmetic(self))

    @property
    def round_discount_factor(self) -> Number:
        """Discount factor of one round, ``discount_factor ** lag``."""
        return self.discount_factor**self.lag

    @property
    def physical_penalty(self) -> Number:
        """Sum of the physical penalties among the sanctions (0 when there is none)."""
        sizes = (s.size for s in self.transfers if isinstance(s, PhysicalPenalty))
        return sum(sizes, start=number(0, "physical_penalty"))

    @property
    def sanction(self) -> Sanction:
        """The one sanction after a flag (a fine, exclusion, promises or a work stoppage)."""
        chosen = [s for s in self.transfers if not isinstance(s, PhysicalPenalty)]
        if len(chosen) != 1:
            raise UnsupportedGameError(
                f"transfers: got {self.transfers!r}, expected exactly one of Fine, Exclusion, "
                "Promises or WorkStoppage (and PhysicalPenalty beside it)"
            )
        return chosen[0]

    def __repr__(self) -> str:
        parts = [repr(self.stage), number_source(self.discount_factor)]
        if self.monitoring != PerfectMonitoring():
            parts.append(repr(self.monitoring))
        if self.transfers:
            single = len(self.transfers) == 1
            parts.append(f"transfers={self.transfers[0] if single else list(self.transfers)!r}")
        if self.lag != 1:
            parts.append(f"lag={self.lag}")
        return f"RepeatedGame({', '.join(parts)})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # IPython and Hypothesis ask for this; without it they list the fields, not the arguments.
        printer.text(repr(self))

    def at(self, discount_factor: object) -> RepeatedGame:
        """Return the same game at another discount factor."""
        return RepeatedGame(
            self.stage, discount_factor, self.monitoring, self.transfers, lag=self.lag
        )


def _named_numbers(game: RepeatedGame) -> dict[str, object]:
    """Return the numbers of a game under the names that a message would use."""
    stage, monitoring = game.stage, game.monitoring
    named: dict[str, object] = {"discount_factor": game.discount_factor}
    if isinstance(stage, StageGame):
        for i, cells in enumerate(stage.cells):
            named |= {f"payoffs of player {i}, cell {k}": x for k, x in enumerate(cells)}
    elif isinstance(stage.payoff, LinearPublicGood):
        rule = stage.payoff
        named |= {"benefit": rule.benefit, "cost": rule.cost, "surplus": rule.surplus}
    else:
        named |= {f"shirk[{k}]": x for k, x in enumerate(stage.payoff.shirk)}
        named |= {f"contribute[{k}]": x for k, x in enumerate(stage.payoff.contribute)}
    if isinstance(monitoring, AttributedSignals | AnonymousSignals):
        named |= {"false_alarm": monitoring.false_alarm, "detection": monitoring.detection}
    elif isinstance(monitoring, PrivateValuation):
        laws = (("work", monitoring.work), ("shirk", monitoring.shirk))
        named |= {f"{name}[{m}]": p for name, law in laws for m, p in enumerate(law)}
        named["side_agreement_cost"] = monitoring.side_agreement_cost
    elif isinstance(monitoring, PublicMonitoring):
        for a, law in enumerate(monitoring.laws):
            named |= {f"probabilities, law {a}, signal {y}": p for y, p in enumerate(law)}
    for sanction in game.transfers:
        if isinstance(sanction, Fine | Promises):
            named["cap"] = sanction.cap
        if isinstance(sanction, PhysicalPenalty):
            named["size"] = sanction.size
    return {name: x for name, x in named.items() if x is not None}


def _common_arithmetic(game: RepeatedGame) -> Arithmetic:
    """Return the one arithmetic of all numbers; whole numbers are neutral, as ints are."""
    named = _named_numbers(game)
    enclosed = any(isinstance(x, Enclosure) for x in named.values())
    if enclosed and isinstance(game.discount_factor, RationalFunction):
        # Enclosed signals with a free discount factor: solvers take the ends, never both at once.
        del named["discount_factor"]
    neutral = {
        name: int(x) if isinstance(x, Fraction) and x.denominator == 1 else x
        for name, x in named.items()
    }
    return unify(neutral)[0]


def read_discount_factor(value: object) -> Number:
    """Return a discount factor, checked: in [0, 1), for a parameter on the whole of its domain.

    A parameter without ends passes, as everywhere: no solver takes it.

    Raises
    ------
    InvalidGameError
        If it is not in [0, 1), or for a parameter not everywhere.
    UnsupportedGameError
        If it is an enclosure.
    """
    delta = number(value, "discount_factor")
    if isinstance(delta, Enclosure):
        raise UnsupportedGameError("discount_factor: an enclosure is not supported, give a number")
    if isinstance(delta, RationalFunction) and delta.constant() is None:
        if not (at_least(delta, 0) and _below_one(delta)):
            low, high = delta.parameter.lower, delta.parameter.upper
            shown = f"{delta} for {delta.parameter.name} in ({low}, {high})"
            raise invalid("discount_factor", shown, "numbers in [0, 1) on the whole domain")
        return delta
    fixed = delta.constant() if isinstance(delta, RationalFunction) else delta
    if fixed is None or not 0 <= fixed < 1:
        raise invalid("discount_factor", value, "a number in [0, 1)")
    return delta


def _below_one(delta: RationalFunction) -> bool:
    """Tell whether a function is below 1 on its domain; `at_least` would let it touch 1."""
    if delta.parameter.lower is None or delta.parameter.upper is None:
        return True
    cells = (1 - delta).sign_cells()
    return len(cells) == 1 and cells[0][2] > 0


def _sanctions(transfers: Sanction | Iterable[Sanction] | None) -> tuple[Sanction, ...]:
    if transfers is None:
        return ()
    sanctions = tuple(transfers) if isinstance(transfers, Iterable) else (transfers,)
    for sanction in sanctions:
        if not isinstance(sanction, Sanction):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise invalid(
                "transfers", sanction, "Fine, Exclusion, Promises, WorkStoppage or PhysicalPenalty"
            )
    return sanctions


def _monitoring(monitoring: Monitoring | None, stage: StageGame | AnonymousGame) -> Monitoring:
    if monitoring is None:
        return PerfectMonitoring()
    if not isinstance(monitoring, Monitoring):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("monitoring", monitoring, "a monitoring structure of coopgames.games")
    if isinstance(stage, AnonymousGame):
        return monitoring
    if isinstance(monitoring, AnonymousSignals):
        raise invalid("monitoring", monitoring, "AnonymousSignals with an AnonymousGame only")
    if isinstance(monitoring, PublicMonitoring) and monitoring.shape != stage.shape:
        raise invalid("monitoring", monitoring.shape, f"laws for {stage.shape} actions")
    observer = monitoring.observer if isinstance(monitoring, PrivateValuation) else 0
    if isinstance(observer, int) and observer >= stage.num_players:
        raise invalid("observer", observer, f"a player's index below {stage.num_players}")
    return monitoring
