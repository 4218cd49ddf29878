"""Read the incentive condition of a game whose signal is a normal measure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from coopgames.certificates.encode import pair_gain, pair_value
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Exclusion,
    Fine,
    GaussianMeasure,
    PrivateValuation,
    RepeatedGame,
    StageGame,
)
from coopgames.solvers.continuous_condition import Condition
from coopgames.solvers.enforcement import rule_name
from coopgames.solvers.pair_enforcement import check_pair_sanctions, ring_coefficients
from coopgames.solvers.receipts import expected_receipts

__all__ = ["Reading", "read", "round_discount"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the searches over cutoffs and noise need from a game.

    Attributes
    ----------
    condition : Condition
    measure : GaussianMeasure
    strategies : str
        The class of strategies that an answer is about, up to the cutoff.
    """

    condition: Condition
    measure: GaussianMeasure
    strategies: str

    @property
    def variance(self) -> Fraction:
        """Variance of the whole measure, dimensions added up."""
        return self.measure.noise**2 * self.measure.dimensions


def read(game: RepeatedGame) -> Reading:
    """Return the condition of a pair, an association or a ring under a normal measure.

    Raises
    ------
    InvalidGameError
        If ``game`` is no RepeatedGame, or its number of members is a parameter.
    UnsupportedGameError
        If the signal is no normal measure, the sanction no single flat one, or shirking or effort
        gains nothing.
    """
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    monitoring = game.monitoring
    if isinstance(monitoring, PrivateValuation):
        cost, strategies = _private(game, monitoring)
    elif isinstance(monitoring, AttributedSignals):
        cost, strategies = _public(game)
    else:
        raise _no_measure(game)
    measure = monitoring.measure
    if measure is None:
        raise _no_measure(game)
    stage = game.stage
    if isinstance(stage, AnonymousGame):
        gain, value = stage.gain_from_shirking, stage.cooperative_payoff
    else:
        gain, value = pair_gain(stage), pair_value(stage)
    for name, x in (("gain from shirking", gain), ("value", value)):
        if not isinstance(x, Fraction) or x <= 0:
            raise UnsupportedGameError(
                f"{name}: got {x}, expected an exact number > 0 here (critical_discount_factor "
                "answers the other games)"
            )
    assert isinstance(gain, Fraction)
    assert isinstance(value, Fraction)
    return Reading(Condition(gain, value, cost, measure.proximity), measure, strategies)


def round_discount(game: RepeatedGame) -> Fraction:
    """Return the discount factor of a round, a fraction in (0, 1)."""
    beta = game.round_discount_factor
    if not isinstance(beta, Fraction) or beta <= 0:
        raise invalid("discount_factor", game.discount_factor, "an exact number in (0, 1)")
    return beta


def _no_measure(game: RepeatedGame) -> UnsupportedGameError:
    return UnsupportedGameError(
        f"monitoring: got {type(game.monitoring).__name__} without a measure, expected "
        "PrivateValuation.gaussian(...) or AttributedSignals.gaussian(...)"
    )


def _check_pair_stage(game: RepeatedGame) -> None:
    stage = game.stage
    if isinstance(stage, StageGame) and stage.shape != (2, 1):
        raise UnsupportedGameError(
            f"stage: got {stage.shape} actions, expected a supplier and a buyer (2 x 1) or an "
            "AnonymousGame"
        )


def _private(game: RepeatedGame, reports: PrivateValuation) -> tuple[Fraction, str]:
    _check_pair_stage(game)
    check_pair_sanctions(game)
    if reports.side_agreement_cost is not None:
        raise UnsupportedGameError(
            f"side_agreement_cost: got {reports.side_agreement_cost}, expected None: where reports "
            "can be bought back the cutoff is not all that matters"
        )
    if isinstance(game.stage, AnonymousGame):
        size = game.stage.size
        if reports.observer != "next" or size < 3:
            raise UnsupportedGameError(
                f"game: got {size} members with observer {reports.observer!r}, expected a ring: at "
                "least 3 members, observer='next'"
            )
        return _ring_cost(size), (
            "effort every round, truthful complaints to third parties, a complaint fee"
        )
    if reports.observer not in (1, "next"):
        raise UnsupportedGameError(f"observer: got {reports.observer!r}, expected 1, the buyer")
    # Truth asks for the same promise to the buyer after each report, so all that the supplier
    # loses after a complaint burns.
    return Fraction(1), (
        "effort every round, one truthful report each round, any promises within the pair, "
        "burning allowed"
    )


def _public(game: RepeatedGame) -> tuple[Fraction, str]:
    _check_pair_stage(game)
    try:
        sanction = game.sanction
    except UnsupportedGameError as error:
        raise UnsupportedGameError(f"{error}; here a Fine or Exclusion") from None
    flat = isinstance(sanction, Fine) or (isinstance(sanction, Exclusion) and sanction.value == 0)
    capped = isinstance(sanction, Fine) and sanction.cap is not None
    if not flat or capped or game.physical_penalty != 0:
        raise UnsupportedGameError(
            f"transfers: got {list(game.transfers)!r}, expected one Fine without a cap, or "
            "Exclusion worth 0"
        )
    assert isinstance(sanction, (Fine, Exclusion))
    size = game.stage.size if isinstance(game.stage, AnonymousGame) else 2
    cost = _fine_cost(sanction, size)
    return cost, (
        f"effort every round, one flat fine ({rule_name(sanction)}), exclusion of who refuses to "
        "pay"
    )


#: False alarm and detection rates at which the cost of an alarm is read off the rule.
PROBES = ((Fraction(1, 5), Fraction(2, 5)), (Fraction(1, 2), Fraction(3, 4)))


def _fine_cost(sanction: Fine | Exclusion, size: int) -> Fraction:
    """Return how much of a fine a false alarm destroys, from the receipts that the rule gives."""
    recipient = sanction.rule if isinstance(sanction, Fine) else "burnt"
    readings = [expected_receipts(recipient, size, alpha, eta) for alpha, eta in PROBES]
    costs = {-r.contribute / alpha for r, (alpha, _) in zip(readings, PROBES, strict=True)}
    gaps = [r.spread == eta - alpha for r, (alpha, eta) in zip(readings, PROBES, strict=True)]
    cost = costs.pop()
    if costs or not all(gaps) or not isinstance(cost, Fraction):
        raise UnsupportedGameError(
            f"transfers: got {sanction!r}, expected a fine that is burnt or goes to the treasury: "
            "with another rule an alarm's cost depends on how many there are"
        )
    return cost


def _ring_cost(size: int) -> Fraction:
    """Return the same for a ring, where the complaint fee moves with the fine."""
    fine, fee = ring_coefficients(size, Fraction(1))
    lost = -(fine + fee * Fraction(1, size - 1))
    assert isinstance(lost, Fraction)
    return lost
