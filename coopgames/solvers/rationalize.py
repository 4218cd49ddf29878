"""Games with floats, read as the exact binary numbers that the floats are."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from coopgames.arithmetic import Arithmetic, Number
from coopgames.games import (
    AnonymousGame,
    AnonymousSignals,
    AttributedSignals,
    Exclusion,
    Fine,
    LinearPublicGood,
    PayoffTable,
    PhysicalPenalty,
    PrivateValuation,
    Promises,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
)
from coopgames.games._arrays import nest
from coopgames.games.monitoring import Monitoring
from coopgames.games.sanctions import Sanction
from coopgames.solvers.solution import Solution, Status

__all__ = ["as_float", "rationalize", "rationalize_stage"]


def _exact(value: Number) -> Number:
    return Fraction(value) if isinstance(value, float) else value


def rationalize_stage(stage: StageGame) -> StageGame:
    """Return a stage game with each float replaced by the rational that it is."""
    nested = [nest([_exact(x) for x in cells], stage.shape) for cells in stage.cells]
    return StageGame(nested, stage.actions, stage.players)


def _law(law: tuple[Number, ...]) -> tuple[Number, ...]:
    """Make a float law exact: its largest probability absorbs the rounding of the sum."""
    exact: list[Any] = [_exact(p) for p in law]
    largest = max(range(len(exact)), key=exact.__getitem__)
    exact[largest] += 1 - sum(exact)
    return tuple(exact)


def rationalize(game: RepeatedGame) -> RepeatedGame:
    """Return a game with each float replaced by the rational that it is."""
    stage, monitoring = game.stage, game.monitoring
    if isinstance(stage, StageGame):
        stage = rationalize_stage(stage)
    elif isinstance(stage.payoff, LinearPublicGood):
        p = stage.payoff
        rule = LinearPublicGood(_exact(p.benefit), _exact(p.cost), _exact(p.surplus))
        stage = AnonymousGame(stage.members, rule)
    else:
        shirk = tuple(map(_exact, stage.payoff.shirk))
        table = PayoffTable(shirk, tuple(map(_exact, stage.payoff.contribute)))
        stage = AnonymousGame(stage.members, table)
    return RepeatedGame(
        stage,
        _exact(game.discount_factor),
        _monitoring(monitoring),
        [_sanction(s) for s in game.transfers],
        lag=game.lag,
    )


def _monitoring(monitoring: Monitoring) -> Monitoring:
    if isinstance(monitoring, AttributedSignals):
        alpha, eta = _exact(monitoring.false_alarm), _exact(monitoring.detection)
        return AttributedSignals(alpha, eta, monitoring.measure)
    if isinstance(monitoring, AnonymousSignals):
        return AnonymousSignals(_exact(monitoring.false_alarm), _exact(monitoring.detection))
    if isinstance(monitoring, PrivateValuation):
        cost = monitoring.side_agreement_cost
        return PrivateValuation(
            monitoring.observer,
            _law(monitoring.work),
            _law(monitoring.shirk),
            None if cost is None else _exact(cost),
            monitoring.measure,
            monitoring.review,
        )
    if isinstance(monitoring, PublicMonitoring):
        laws = [_law(law) for law in monitoring.laws]
        return PublicMonitoring(nest(laws, monitoring.shape), signals=monitoring.signals)
    return monitoring


def _sanction(sanction: Sanction) -> Sanction:
    if isinstance(sanction, Fine | Promises) and sanction.cap is not None:
        return replace(sanction, cap=_exact(sanction.cap))
    if isinstance(sanction, PhysicalPenalty):
        return PhysicalPenalty(_exact(sanction.size), sanction.voluntary)
    if isinstance(sanction, Exclusion):
        return Exclusion(_exact(sanction.value))
    return sanction


def as_float(exact: Solution[Any]) -> Solution[Any]:
    """Return an exact answer on the binary values of floats as the float answer that it is."""
    value = None if exact.value is None else float(exact.value)
    diagnostics = {k: v for k, v in exact.diagnostics.items() if k in ("attained", "strategies")}
    method = f"{exact.method}; exact on the binary values of the floats, rounded once"
    return Solution(value, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)
