"""The enforcement problems of private valuation: a pair, and a ring with third parties.

See :mod:`coopgames.solvers.enforcement` for the scaling, docs/theory/specialization.md (P1a to P1c)
for the games.
"""

from __future__ import annotations

from fractions import Fraction

from coopgames.arithmetic import Enclosure, Number
from coopgames.certificates.encode import pair_gain, pair_value
from coopgames.errors import UnsupportedGameError
from coopgames.games import (
    AnonymousGame,
    Exclusion,
    Fine,
    PrivateValuation,
    Promises,
    RepeatedGame,
    StageGame,
)
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.problem import EnforcementProblem, Side, harmful, is_enclosed

__all__ = [
    "check_burnt_sanctions",
    "check_pair_sanctions",
    "pair_problem",
    "ring_coefficients",
    "ring_problem",
    "ring_rates",
]


def check_pair_sanctions(game: RepeatedGame) -> None:
    """Refuse sanctions that mean something else when reports are private.

    In a pair all promises within the pair are searched, and what neither gets burns; on a ring the
    accused's fine goes to third parties by the rule itself. Reports after several rounds are
    refused as well: :mod:`coopgames.solvers.reviews` is about them.
    """
    reports = game.monitoring
    if isinstance(reports, PrivateValuation) and reports.review > 1:
        raise UnsupportedGameError(
            f"review: got {reports.review}, expected 1 here; coopgames.solvers.reviews solves "
            "pairs that report after several rounds"
        )
    check_burnt_sanctions(game)


def check_burnt_sanctions(game: RepeatedGame) -> None:
    """Refuse fines within a pair that do not burn, caps, and exclusion that is worth something."""
    ring = isinstance(game.stage, AnonymousGame)
    for sanction in game.transfers:
        if isinstance(sanction, Fine):
            where = ring or sanction.recipient == "burnt"
            fits = where and sanction.cap is None and not sanction.netted
        elif isinstance(sanction, Exclusion):
            fits = sanction.value == 0
        else:
            fits = isinstance(sanction, Promises) and sanction.cap is None
        if not fits:
            raise UnsupportedGameError(
                f"transfers: got {sanction!r}, expected a burnt sanction when reports are private"
            )


def _unit(size: int, entries: dict[int, Number | int]) -> tuple[Number, ...]:
    return tuple(entries.get(j, 0) for j in range(size))


def pair_problem(
    stage: StageGame, reports: PrivateValuation, side: Side, *, truthful: bool = True
) -> EnforcementProblem:
    """Return the program of a pair: promises to both after each report, and what burns."""
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
    harm = harmful(side)
    burnt: dict[int, Number | int] = {burn + k: -harm(reports.work[k]) for k in range(m)}
    names = (
        "q",
        *(f"supplier({k})" for k in range(m)),
        *(f"buyer({k})" for k in range(m)),
        *(f"burn({k})" for k in range(m)),
    )
    program = LinearProgram(_unit(size, {0: value, **burnt}), rows, (), names)
    truth = "one truthful report each round" if truthful else "a public signal each round"
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
            weight = harmful(side)(gain / difference)
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


def ring_problem(
    game: RepeatedGame, stage: AnonymousGame, reports: PrivateValuation
) -> EnforcementProblem:
    """Return the program of a ring: a fine to third parties and a complaint fee."""
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
