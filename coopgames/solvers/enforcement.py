"""The enforcement problem of the contribution family and of the pair, as linear programs.

Write ``V`` for the value of a round's start on the path (sums, outside option 0), ``beta`` for the
round's discount factor, and scale by ``V``: ``q = 1/(beta V)``, promises and fines as shares of
``V``. The recursion ``V = v + beta E[promise]`` becomes ``r = v q + E[share] - 1`` with ``r = (1 -
beta)/beta``, and *no discount factor is left in the rows*. The feasible set is convex and contains
``q = 0`` with full shares (``r = 0``), so every ``r`` in ``(0, max r]`` is attained: effort is
sustained iff ``beta >= 1/(1 + max r)``, and at no ``beta < 1`` iff ``max r <= 0``.
(docs/theory/algorithms_ppe.md, sections 5.1 and 6.1.) The scale leaves out ``V = 0``, which is no
loss if shirking gains something; otherwise see :mod:`coopgames.solvers.costless`.

Enclosed data occur only in inequalities with variables >= 0, each in one place; so replacing each
by the end that helps, resp. hurts, gives two rational programs whose optima enclose the optimum.
"""

from __future__ import annotations

from typing import Literal

from coopgames.arithmetic import Enclosure, Number
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
from coopgames.games.sanctions import WorkStoppage
from coopgames.solvers.linear_program import LinearProgram, Row
from coopgames.solvers.pair_enforcement import check_pair_sanctions, pair_problem, ring_problem
from coopgames.solvers.problem import EnforcementProblem, Side, helpful
from coopgames.solvers.receipts import Receipts, binomial_law, expected_receipts

__all__ = ["enforcement_problem", "flat_problem", "rule_name"]


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
            return _promises(stage, monitoring, game.sanction, game.physical_penalty)
        if isinstance(game.sanction, WorkStoppage):
            return _stoppage(game, stage, monitoring)
        return _flat(game, stage, monitoring, side)
    _check_for_associations_only(game)
    check_pair_sanctions(game)
    if isinstance(stage, AnonymousGame) and isinstance(monitoring, PrivateValuation):
        return ring_problem(game, stage, monitoring)
    if isinstance(stage, StageGame) and stage.shape == (2, 1):
        if isinstance(monitoring, PrivateValuation):
            if monitoring.observer not in (1, "next"):
                raise UnsupportedGameError(
                    f"observer: got {monitoring.observer!r}, expected 1, the buyer of the pair"
                )
            return pair_problem(stage, monitoring, side)
        if isinstance(monitoring, PublicMonitoring):
            reports = PrivateValuation(1, monitoring.law((0, 0)), monitoring.law((1, 0)))
            return pair_problem(stage, reports, side, truthful=False)
    raise UnsupportedGameError(
        f"game: got {stage!r} with {type(monitoring).__name__}, expected an association "
        "(AnonymousGame, AttributedSignals), a pair (2 x 1 StageGame, PrivateValuation or "
        "PublicMonitoring) or a ring (AnonymousGame, PrivateValuation)"
    )


def _check_for_associations_only(game: RepeatedGame) -> None:
    """Refuse what says how an association settles its accounts, where there is none."""
    for sanction in game.transfers:
        capped = isinstance(sanction, Promises) and sanction.cap is not None
        if capped or (isinstance(sanction, Fine) and sanction.netted):
            raise UnsupportedGameError(
                f"transfers: got {sanction!r}, expected "
                f"{'Promises without a cap' if capped else 'a Fine that is not netted'}: that is "
                "solved for an association (AnonymousGame with AttributedSignals) only"
            )


def _flat(
    game: RepeatedGame, stage: AnonymousGame, signals: AttributedSignals, side: Side
) -> EnforcementProblem:
    sanction = game.sanction
    if not isinstance(sanction, (Fine, Exclusion)):
        raise UnsupportedGameError(f"transfers: got {sanction!r}, expected a Fine or Exclusion")
    if isinstance(sanction, Exclusion) and sanction.value != 0:
        raise UnsupportedGameError(f"value: got {sanction.value}, only exclusion worth 0 is solved")
    recipient = sanction.rule if isinstance(sanction, Fine) else "burnt"
    # What is burnt does not depend on the other members, so their number may be a parameter there.
    members = 2 if recipient == "burnt" else stage.size
    receipts = expected_receipts(recipient, members, signals.false_alarm, signals.detection)
    payoffs = stage.gain_from_shirking, stage.cooperative_payoff
    return flat_problem(receipts, *payoffs, rule_name(sanction), side)


def rule_name(sanction: Fine | Exclusion) -> str:
    """Say in a word or two where a flat fine goes (exclusion burns what it takes)."""
    if isinstance(sanction, Exclusion):
        return "burnt"
    return "netted treasury" if sanction.netted else sanction.recipient


def flat_problem(
    receipts: Receipts, gain: Number, value: Number, rule: str, side: Side = "exact"
) -> EnforcementProblem:
    """Return the program of one flat fine, given what is received per unit of it.

    Parameters
    ----------
    receipts : Receipts
        Numbers, or enclosures of which ``side`` chooses an end.
    gain, value : number
        One-round gain from shirking, payoff of a round in which all contribute.
    rule : str
        Where the fine goes, for the sentence on the class of strategies.
    """
    help_ = helpful(side)
    rows = [
        Row((-gain, help_(receipts.spread)), ">=", 0, "contribution"),
        Row((0, 1), "<=", 1, "payment"),
    ]
    program = LinearProgram([value, help_(receipts.contribute)], rows, (), ("q", "fine/V"))
    strategies = (
        f"full contribution every round, one flat fine ({rule}), exclusion of who refuses to pay"
    )
    return EnforcementProblem(program, 0, gain, value, strategies)


def _promises(
    stage: AnonymousGame, signals: AttributedSignals, sanction: Promises, penalty: Number
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
    # Who refuses suffers the penalty: only a promise below that is worth refusing.
    least = "0" if penalty == 0 else f"-({penalty})"
    strategies = (
        f"full contribution every round, any {sanction.budget} continuation promises >= {least}"
    )
    if sanction.cap is not None:
        strategies += f", no net payment above {sanction.cap}"
    return EnforcementProblem(program, 1, gain, value, strategies)


def _stoppage(
    game: RepeatedGame, stage: AnonymousGame, signals: AttributedSignals
) -> EnforcementProblem:
    """Return the program of a stoppage: one promise to all, by the number of flags."""
    if isinstance(signals.false_alarm, Enclosure) or isinstance(signals.detection, Enclosure):
        raise UnsupportedGameError(
            "transfers: WorkStoppage needs exact alarm rates, got enclosures"
        )
    if game.physical_penalty != 0:
        raise UnsupportedGameError(
            f"transfers: got {list(game.transfers)!r}, expected WorkStoppage alone: in a stoppage "
            "nobody is asked to pay, so nobody can refuse to"
        )
    n, gain, value = stage.size, stage.gain_from_shirking, stage.cooperative_payoff
    alpha, gap = signals.false_alarm, signals.detection - signals.false_alarm
    others = [0, *binomial_law(n - 1, alpha), 0]
    # With k flags in all, either all k are the others', or the own flag is one of them.
    spread = [gap * (others[k + 1] - others[k]) for k in range(n + 1)]
    law = [(1 - alpha) * others[k + 1] + alpha * others[k] for k in range(n + 1)]
    rows = [Row((-gain, *spread), ">=", 0, "contribution")]
    rows += [
        Row((0, *(int(j == k) for j in range(n + 1))), "<=", 1, f"stoppage({k})")
        for k in range(n + 1)
    ]
    names = ("q", *(f"going on({k})" for k in range(n + 1)))
    program = LinearProgram([value, *law], rows, (), names)
    strategies = (
        "full contribution every round until, by a public lottery on the number of flags, all stop "
        "for ever"
    )
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
