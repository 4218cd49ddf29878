"""Values and margins of the plans of associations, rings and pairs (sums, outside option 0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from coopgames.arithmetic import Enclosure, Number
from coopgames.certificates.encode import pair_gain, pair_value, rational, rationals, scalar
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Exclusion,
    ExitPlan,
    Fine,
    FinePlan,
    PhysicalPenalty,
    PrivateValuation,
    RepeatedGame,
    StageGame,
)
from coopgames.solvers.pair_enforcement import check_pair_sanctions, ring_coefficients, ring_rates
from coopgames.solvers.receipts import expected_receipts

__all__ = ["PlanCheck", "check_exit_plan", "check_fine_plan"]


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """The margins of a plan (each must be >= 0) and the fields of its certificate.

    Attributes
    ----------
    margins : mapping name -> number
        By how much the prescribed act beats the one-shot deviation.
    states, actions : mapping name -> str
        Where the deviation happens and what it is.
    values : mapping state -> number
    fields : mapping
    """

    margins: Mapping[str, Number]
    states: Mapping[str, str]
    actions: Mapping[str, str]
    values: Mapping[str, Number]
    fields: Mapping[str, object]

    @property
    def start(self) -> Number:
        """Value of the state in which the play starts."""
        return next(iter(self.values.values()))


def _discount(game: RepeatedGame) -> Fraction:
    beta = game.round_discount_factor
    assert isinstance(beta, Fraction)
    if beta <= 0:
        raise invalid("discount_factor", game.discount_factor, "a number in (0, 1) for this plan")
    return beta


def check_fine_plan(game: RepeatedGame, plan: FinePlan) -> PlanCheck:
    """Return the margins of "contribute; pay the fine if flagged" in an association or a ring."""
    stage = game.stage
    if not isinstance(stage, AnonymousGame):
        raise invalid("plan", plan, "an ExitPlan for a pair, an Automaton for a stage game")
    if isinstance(game.monitoring, PrivateValuation):
        return _ring_check(game, stage, game.monitoring, plan)
    if not isinstance(game.monitoring, AttributedSignals):
        raise UnsupportedGameError("monitoring: a FinePlan needs attributed signals")
    return _association_check(game, stage, game.monitoring, plan)


def _association_check(
    game: RepeatedGame, stage: AnonymousGame, signals: AttributedSignals, plan: FinePlan
) -> PlanCheck:
    sanction = game.sanction
    if not isinstance(sanction, (Fine, Exclusion)):
        raise UnsupportedGameError(f"transfers: got {sanction!r}, expected a Fine or Exclusion")
    recipient = sanction.rule if isinstance(sanction, Fine) else "burnt"
    if isinstance(sanction, Fine) and sanction.cap is not None and plan.fine > sanction.cap:
        raise invalid("fine", plan.fine, f"at most the cap {sanction.cap}")
    beta, fine = _discount(game), plan.fine
    receipts = expected_receipts(recipient, stage.size, signals.false_alarm, signals.detection)
    value = (stage.cooperative_payoff + beta * fine * receipts.contribute) / (1 - beta)
    contribution = beta * fine * receipts.spread - stage.gain_from_shirking
    payment = value + game.physical_penalty - fine
    fields = {
        "fine": rational(fine),
        "receipt_contribute": scalar(receipts.contribute),
        "spread": scalar(receipts.spread),
        "membership_value": scalar(value),
        "contribution_margin": scalar(contribution),
        "payment_margin": scalar(payment),
    }
    margins = {"contribution": contribution, "payment": payment}
    if all(s.voluntary for s in game.transfers if isinstance(s, PhysicalPenalty)):
        margins["membership"] = value
    return PlanCheck(
        margins,
        {"contribution": "GOOD", "payment": "FLAGGED", "membership": "GOOD"},
        {"contribution": "shirk", "payment": "refuse to pay", "membership": "leave"},
        {"GOOD": value, "FLAGGED": value - fine, "OUT": -game.physical_penalty},
        fields,
    )


def _ring_check(
    game: RepeatedGame, stage: AnonymousGame, reports: PrivateValuation, plan: FinePlan
) -> PlanCheck:
    alpha, eta = ring_rates(game, stage, reports)
    beta, fine = _discount(game), plan.fine
    fee = fine / (stage.size - 1)
    per_fine, per_fee = ring_coefficients(stage.size, alpha)
    value = (stage.cooperative_payoff + beta * (fine * per_fine + fee * per_fee)) / (1 - beta)
    effort = beta * (eta - alpha) * fine - stage.gain_from_shirking
    payment = value - fine
    fields = {
        "fine": rational(fine),
        "fee": rational(fee),
        "membership_value": scalar(value),
        "effort_margin": scalar(effort),
        "payment_margin": scalar(payment),
    }
    return PlanCheck(
        {"effort": effort, "payment": payment},
        {"effort": "GOOD", "payment": "ACCUSED"},
        {"effort": "shirk", "payment": "refuse to pay"},
        {"GOOD": value, "ACCUSED": payment},
        fields,
    )


def check_exit_plan(game: RepeatedGame, plan: ExitPlan) -> PlanCheck:
    """Return the margin of "work; after report m go on with probability continuation[m]"."""
    stage, reports = game.stage, game.monitoring
    if not isinstance(stage, StageGame):
        raise invalid("plan", plan, "a FinePlan for an association (an ExitPlan is for a pair)")
    if not isinstance(reports, PrivateValuation) or reports.observer not in (1, "next"):
        raise UnsupportedGameError("monitoring: an ExitPlan needs private valuation by the buyer")
    if stage.shape != (2, 1):
        raise UnsupportedGameError(f"stage: got {stage.shape} actions, expected a pair, (2, 1)")
    check_pair_sanctions(game)
    go_on = plan.continuation
    if len(go_on) != len(reports.work):
        raise invalid("continuation", go_on, f"{len(reports.work)} probabilities")
    if reports.side_agreement_cost not in (None, 0):
        raise UnsupportedGameError("side_agreement_cost: an ExitPlan is checked for None or 0")
    if reports.side_agreement_cost is not None and len(set(go_on)) > 1:
        raise UnsupportedGameError("continuation: a collusion-proof plan treats all reports alike")
    beta, gain = _discount(game), pair_gain(stage)
    on_path, change = _continuation_laws(reports, go_on)
    value = pair_value(stage) / (1 - beta * on_path)
    effort = beta * value * change - gain
    fields = {
        "continuation": rationals(go_on),
        "value_supplier": scalar(value),
        "effort_margin": scalar(effort),
    }
    return PlanCheck(
        {"effort": effort, "participation": value},
        {"effort": "TOGETHER", "participation": "TOGETHER"},
        {"effort": "shirk", "participation": "part"},
        {"TOGETHER": value, "APART": Fraction(0)},
        fields,
    )


def _continuation_laws(
    reports: PrivateValuation, go_on: tuple[Fraction, ...]
) -> tuple[Number, Number]:
    """Return the chance of going on under work, and by how much work raises it."""
    rates = reports.alarm_rates
    if rates is not None and any(isinstance(p, Enclosure) for p in rates):
        alpha, eta = rates
        if go_on[0] < go_on[1]:
            raise invalid("continuation", go_on, "no reward for complaints (first >= second)")
        drop = go_on[0] - go_on[1]
        return go_on[0] - alpha * drop, (eta - alpha) * drop
    on_path = sum((p * x for p, x in zip(reports.work, go_on, strict=True)), start=Fraction(0))
    off_path = sum((p * x for p, x in zip(reports.shirk, go_on, strict=True)), start=Fraction(0))
    return on_path, on_path - off_path
