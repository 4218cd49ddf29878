"""The enforcement problem of the contribution family and of the pair, as linear programs.

Write ``V`` for the value of a round's start on the path (sums, outside option 0), ``beta`` for the
round's discount factor, and scale by ``V``: ``q = 1/(beta V)``, promises and fines as shares of
``V``. The recursion ``V = v + beta E[promise]`` becomes ``r = v q + E[share] - 1`` with ``r = (1 -
beta)/beta``, and *no discount factor is left in the rows*. The feasible set is convex and contains
``q = 0`` with full shares (``r = 0``), so every ``r`` in ``(0, max r]`` is attained: effort is
sustained iff ``beta >= 1/(1 + max r)``, and at no ``beta < 1`` iff ``max r <= 0``.
(docs/theory/algorithms_ppe.md, sections 5.1 and 6.1.)

Enclosed data occur only in inequalities with variables >= 0, each in one place; so replacing each
by the end that helps, resp. hurts, gives two rational programs whose optima enclose the optimum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from coopgames.arithmetic import Enclosure, Number
from coopgames.certificates.encode import pair_gain, pair_value
from coopgames.errors import UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    AttributedSignals,
    Exclusion,
    Fine,
    PrivateValuation,
    Promises,
    PublicMonitoring,
    RepeatedGame,
    StageGame,
)
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.receipts import binomial_law, expected_receipts

__all__ = [
    "EnforcementProblem",
    "Side",
    "check_pair_sanctions",
    "enforcement_problem",
    "is_enclosed",
    "ring_coefficients",
    "ring_rates",
    "sides_of",
]

Side = Literal["exact", "optimistic", "pessimistic"]
Pick = Callable[[Number], Number]


@dataclass(frozen=True, slots=True)
class EnforcementProblem:
    """Maximise ``r`` over the rows: the program whose optimum is the threshold.

    Attributes
    ----------
    program : LinearProgram
        Variable 0 is ``q``; its optimum minus ``offset`` is ``max r``.
    offset : int
        1 where the objective is ``v q + E[share]``, 0 where ``E[share] - 1`` was rewritten.
    gain, value : number
        One-round gain from shirking, payoff of a round with effort.
    strategies : str
        The class of strategies and sanctions that an answer is about.
    """

    program: LinearProgram
    offset: int
    gain: Number
    value: Number
    strategies: str


def is_enclosed(game: RepeatedGame) -> bool:
    """Tell whether the signals of a game are known as enclosures only."""
    monitoring = game.monitoring
    if isinstance(monitoring, AttributedSignals):
        return any(isinstance(x, Enclosure) for x in (monitoring.false_alarm, monitoring.detection))
    if isinstance(monitoring, PrivateValuation):
        return any(isinstance(x, Enclosure) for x in (*monitoring.work, *monitoring.shirk))
    return False


def sides_of(game: RepeatedGame) -> tuple[Side, ...]:
    """Return the sides on which a game is solved: the helpful and the harmful ends, or one."""
    return ("optimistic", "pessimistic") if is_enclosed(game) else ("exact",)


def _helpful(side: Side) -> Pick:
    """Return what picks the end of an enclosure at which a larger number helps."""
    return lambda x: (
        (x.upper if side == "optimistic" else x.lower) if isinstance(x, Enclosure) else x
    )


def _harmful(side: Side) -> Pick:
    """Return what picks the end of an enclosure at which a larger number hurts."""
    return lambda x: (
        (x.lower if side == "optimistic" else x.upper) if isinstance(x, Enclosure) else x
    )


def enforcement_problem(game: RepeatedGame, side: Side = "exact") -> EnforcementProblem:
    """Return the program whose optimum decides for which discount factors effort is sustained.

    Parameters
    ----------
    game : RepeatedGame
        An AnonymousGame with AttributedSignals (an association), a supplier and buyer stage game
        with PrivateValuation or PublicMonitoring (a pair), or an AnonymousGame with
        PrivateValuation by the next member (a ring).
    side : {"exact", "optimistic", "pessimistic"}
        Which ends of enclosed data to take.

    Raises
    ------
    UnsupportedGameError
        For any other combination.

    Notes
    -----
    Physical penalties, caps on fines and costly side agreements are *not* in this program, since
    they bring the discount factor back into the rows: see :mod:`coopgames.solvers.sustaining`.
    """
    problem = _problem(game, side)
    for name, number in (("gain from shirking", problem.gain), ("value", problem.value)):
        if isinstance(number, Enclosure):
            raise UnsupportedGameError(
                f"{name}: got {number}, expected a number: only signals may be enclosures"
            )
    return problem


def _problem(game: RepeatedGame, side: Side) -> EnforcementProblem:
    stage, monitoring = game.stage, game.monitoring
    if isinstance(stage, AnonymousGame) and isinstance(monitoring, AttributedSignals):
        if isinstance(game.sanction, Promises):
            return _promises(stage, monitoring, game.sanction)
        return _flat(game, stage, monitoring, side)
    check_pair_sanctions(game)
    if isinstance(stage, AnonymousGame) and isinstance(monitoring, PrivateValuation):
        return _ring(game, stage, monitoring)
    if isinstance(stage, StageGame) and stage.shape == (2, 1):
        if isinstance(monitoring, PrivateValuation):
            if monitoring.observer not in (1, "next"):
                raise UnsupportedGameError(
                    f"observer: got {monitoring.observer!r}, expected 1, the buyer of the pair"
                )
            return _pair(stage, monitoring, side)
        if isinstance(monitoring, PublicMonitoring):
            reports = PrivateValuation(1, monitoring.law((0, 0)), monitoring.law((1, 0)))
            return _pair(stage, reports, side, truthful=False)
    raise UnsupportedGameError(
        f"game: got {stage!r} with {type(monitoring).__name__}, expected an association "
        "(AnonymousGame, AttributedSignals), a pair (2 x 1 StageGame, PrivateValuation or "
        "PublicMonitoring) or a ring (AnonymousGame, PrivateValuation)"
    )


def check_pair_sanctions(game: RepeatedGame) -> None:
    """Refuse sanctions that mean something else when reports are private.

    In a pair all promises within the pair are searched, and what neither gets burns; on a ring the
    accused's fine goes to third parties by the rule itself.
    """
    ring = isinstance(game.stage, AnonymousGame)
    for sanction in game.transfers:
        burns = (
            isinstance(sanction, Fine) and sanction.recipient == "burnt" and sanction.cap is None
        )
        if not (burns or isinstance(sanction, Exclusion | Promises)) and not (
            ring and isinstance(sanction, Fine) and sanction.cap is None
        ):
            raise UnsupportedGameError(
                f"transfers: got {sanction!r}, expected a burnt sanction when reports are private"
            )


def _flat(
    game: RepeatedGame, stage: AnonymousGame, signals: AttributedSignals, side: Side
) -> EnforcementProblem:
    sanction = game.sanction
    if not isinstance(sanction, (Fine, Exclusion)):
        raise UnsupportedGameError(f"transfers: got {sanction!r}, expected a Fine or Exclusion")
    if isinstance(sanction, Exclusion) and sanction.value != 0:
        raise UnsupportedGameError(f"value: got {sanction.value}, only exclusion worth 0 is solved")
    recipient = sanction.recipient if isinstance(sanction, Fine) else "burnt"
    # What is burnt does not depend on the other members, so n may be a parameter there.
    counted = recipient != "burnt" or isinstance(stage.members, int)
    members = stage.size if counted else 2
    receipts = expected_receipts(recipient, members, signals.false_alarm, signals.detection)
    gain, value = stage.gain_from_shirking, stage.cooperative_payoff
    help_ = _helpful(side)
    rows = [
        Row((-gain, help_(receipts.spread)), ">=", 0, "contribution"),
        Row((0, 1), "<=", 1, "payment"),
    ]
    program = LinearProgram([value, help_(receipts.contribute)], rows, (), ("q", "fine/V"))
    strategies = (
        f"full contribution every round, one flat fine ({recipient}), "
        "exclusion of who refuses to pay"
    )
    return EnforcementProblem(program, 0, gain, value, strategies)


def _promises(
    stage: AnonymousGame, signals: AttributedSignals, sanction: Promises
) -> EnforcementProblem:
    if isinstance(signals.false_alarm, Enclosure) or isinstance(signals.detection, Enclosure):
        raise UnsupportedGameError("transfers: Promises need exact alarm rates, got enclosures")
    n, gain, value = stage.size, stage.gain_from_shirking, stage.cooperative_payoff
    alpha, eta = signals.false_alarm, signals.detection
    law = binomial_law(n - 1, alpha)
    unflagged = [(1 - alpha) * p for p in law]
    flagged = [alpha * p for p in law]
    spread = [(eta - alpha) * p for p in law]
    rows = [Row((-gain, *spread, *(-x for x in spread)), ">=", 0, "contribution")]
    rows += _budget_rows(n, sanction.budget)
    names = ("q", *(f"unflagged({k})" for k in range(n)), *(f"flagged({k + 1})" for k in range(n)))
    program = LinearProgram([value, *unflagged, *flagged], rows, (), names)
    strategies = f"full contribution every round, any {sanction.budget} continuation promises >= 0"
    return EnforcementProblem(program, 1, gain, value, strategies)


def _budget_rows(n: int, budget: str) -> list[Row]:
    if budget == "burnt":
        return [
            Row((0, *(int(i == j) for i in range(2 * n))), "<=", 1, f"promise {j}")
            for j in range(2 * n)
        ]
    relation: Literal["==", "<="] = "==" if budget == "balanced" else "<="
    rows: list[Row] = []
    for flagged in range(n + 1):
        unflagged_part = [n - flagged if k == flagged else 0 for k in range(n)]
        flagged_part = [flagged if k + 1 == flagged else 0 for k in range(n)]
        rows.append(Row((0, *unflagged_part, *flagged_part), relation, n, f"budget({flagged})"))
    return rows


def _unit(size: int, entries: dict[int, Number | int]) -> tuple[Number, ...]:
    return tuple(entries.get(j, 0) for j in range(size))


def _pair(
    stage: StageGame, reports: PrivateValuation, side: Side, *, truthful: bool = True
) -> EnforcementProblem:
    gain, value = pair_gain(stage), pair_value(stage)
    m = len(reports.work)
    size = 1 + 3 * m
    supplier, buyer, burn = 1, 1 + m, 1 + 2 * m
    rows = [_effort_row(reports, gain, side, size)]
    rows += [
        Row(_unit(size, {supplier + k: 1, buyer + k: 1, burn + k: 1}), "==", 1, f"total({k})")
        for k in range(m)
    ]
    if truthful:
        rows += [
            Row(_unit(size, {buyer + k: 1, buyer: -1}), "==", 0, f"truth({k})") for k in range(1, m)
        ]
    cost = reports.side_agreement_cost
    if cost is not None and cost == 0:
        rows += [
            Row(_unit(size, {burn + k: 1, burn: -1}), "==", 0, f"collusion({k})")
            for k in range(1, m)
        ]
    harm = _harmful(side)
    burnt: dict[int, Number | int] = {burn + k: -harm(reports.work[k]) for k in range(m)}
    names = (
        "q",
        *(f"supplier({k})" for k in range(m)),
        *(f"buyer({k})" for k in range(m)),
        *(f"burn({k})" for k in range(m)),
    )
    program = LinearProgram(_unit(size, {0: value, **burnt}), rows, (), names)
    truth = "truthful reports" if truthful else "a public signal"
    proof = ", collusion-proof" if cost is not None and cost == 0 else ""
    strategies = (
        f"effort every round, {truth}{proof}, any promises within the pair, burning allowed"
    )
    return EnforcementProblem(program, 0, gain, value, strategies)


def _effort_row(reports: PrivateValuation, gain: Number, side: Side, size: int) -> Row:
    """Return the supplier's incentive; enclosed alarm rates occur in one coefficient only."""
    if reports.alarm_rates is not None and _all_exact_or_enclosed(reports):
        alpha, eta = reports.alarm_rates
        difference = eta - alpha
        if isinstance(difference, Enclosure) and difference.lower <= 0:
            raise UnsupportedGameError(
                "monitoring: detection is not certainly above the false alarm rate"
            )
        if difference > 0:
            weight = _harmful(side)(gain / difference)
            return Row(_unit(size, {0: -weight, 1: 1, 2: -1}), ">=", 0, "effort")
    changes: dict[int, Number | int] = {
        1 + k: p - e for k, (p, e) in enumerate(zip(reports.work, reports.shirk, strict=True))
    }
    return Row(_unit(size, {0: -gain, **changes}), ">=", 0, "effort")


def _all_exact_or_enclosed(reports: PrivateValuation) -> bool:
    return all(isinstance(p, (Fraction, Enclosure)) for p in (*reports.work, *reports.shirk))


def ring_coefficients(members: int, false_alarm: Number) -> tuple[Number, Number]:
    """Return a member's expected receipts per unit of fine and per unit of complaint fee.

    One complaint about ``j`` by the next member moves: ``-1`` fine from ``j``, ``1/(n-1)`` of it to
    each other member, one fee from the complainant, ``1/(n-2)`` of it to each outsider. The
    complaints are summed one by one over the ring.
    """
    fine: Number = Fraction(0)
    fee: Number = Fraction(0)
    for accused in range(members):
        complainant = (accused + 1) % members
        fine_share = Fraction(-1) if accused == 0 else Fraction(1, members - 1)
        fee_share = Fraction(-1) if complainant == 0 else Fraction(1, members - 2)
        if accused == 0:
            fee_share = Fraction(0)
        fine = fine + false_alarm * fine_share
        fee = fee + false_alarm * fee_share
    return fine, fee


def ring_rates(
    game: RepeatedGame, stage: AnonymousGame, reports: PrivateValuation
) -> tuple[Number, Number]:
    """Return the two alarm rates on a ring, after checking that the game is one."""
    rates = reports.alarm_rates
    if rates is None or reports.observer != "next" or is_enclosed(game):
        raise UnsupportedGameError(
            "monitoring: a ring needs PrivateValuation.binary(..., observer='next') with exact "
            "rates"
        )
    if stage.size < 3:
        raise UnsupportedGameError(f"members: got {stage.size}, a ring with outsiders needs 3")
    if reports.side_agreement_cost is not None:
        raise UnsupportedGameError("side_agreement_cost: not available on a ring")
    check_pair_sanctions(game)
    return rates


def _ring(
    game: RepeatedGame, stage: AnonymousGame, reports: PrivateValuation
) -> EnforcementProblem:
    alpha, eta = ring_rates(game, stage, reports)
    gain, value = stage.gain_from_shirking, stage.cooperative_payoff
    fine, fee = ring_coefficients(stage.size, alpha)
    rows = [
        Row((-gain, eta - alpha, 0), ">=", 0, "effort"),
        Row((0, Fraction(1, stage.size - 1), -1), "==", 0, "truth"),
        Row((0, 1, 0), "<=", 1, "payment"),
    ]
    program = LinearProgram([value, fine, fee], rows, (), ("q", "fine/V", "fee/V"))
    strategies = "effort every round, truthful complaints to third parties, a complaint fee"
    return EnforcementProblem(program, 0, gain, value, strategies)
