"""The one-shot deviation check: whether a plan is an equilibrium, and if not, who gains by what.

With discounting and bounded payoffs a profile is sequentially rational iff no single deviation
followed by a return to the profile pays, in any state (one-shot deviation principle; Abreu 1988).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from coopgames.arithmetic import Arithmetic, Enclosure, Number, RationalFunction, ends
from coopgames.certificates import Certificate
from coopgames.certificates.encode import game_document, rational, rationals
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import (
    Automaton,
    ExitPlan,
    FinePlan,
    PerfectMonitoring,
    RepeatedGame,
    StageGame,
)
from coopgames.games.automaton import Tables
from coopgames.solvers.automaton_cells import automaton_document
from coopgames.solvers.one_shot_plans import PlanCheck, check_exit_plan, check_fine_plan
from coopgames.solvers.one_shot_values import deviations, play_of, shaped, uniform_payoffs
from coopgames.solvers.rationalize import rationalize
from coopgames.solvers.solution import Solution, Status

__all__ = ["DEVIATION_TOLERANCE", "Deviation", "check_equilibrium", "is_equilibrium"]

#: In a float game a deviation must gain more than this (payoff units) to count.
DEVIATION_TOLERANCE = 1e-9

METHOD = "one-shot deviations in every state"


@dataclass(frozen=True, slots=True)
class Deviation:
    """A one-shot deviation and what it gains.

    Attributes
    ----------
    state, player, action : str
        In the labels of the game and the plan.
    gain : number
        Average discounted for automata; a sum for the plans of associations and pairs.
    """

    state: str
    player: str
    action: str
    gain: Any

    def __str__(self) -> str:
        return f"in state {self.state!r} player {self.player} gains {self.gain} by {self.action!r}"


def is_equilibrium(game: RepeatedGame, plan: Automaton | FinePlan | ExitPlan) -> bool:
    """Tell whether a plan is an equilibrium; :func:`check_equilibrium` gives the evidence.

    Raises
    ------
    UnsupportedGameError
        If enclosed data leave the question open.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> is_equilibrium(RepeatedGame(pd, "1/3"), grim_trigger(pd, (0, 0), (1, 1)))
    True
    """
    answer = check_equilibrium(game, plan)
    if answer.value is None:
        raise UnsupportedGameError("game: undecided on the enclosures of its data")
    return answer.value


def check_equilibrium(
    game: RepeatedGame, plan: Automaton | FinePlan | ExitPlan
) -> Solution[bool | None]:
    """Check a plan by one-shot deviations, with a certificate of either answer.

    Parameters
    ----------
    game : RepeatedGame
        With a numerical discount factor.
    plan : Automaton, FinePlan or ExitPlan
        An :class:`Automaton` for a stage game under perfect monitoring (subgame perfection: every
        state is checked, reached or not); a :class:`FinePlan` for an association or a ring; an
        :class:`ExitPlan` for a supplier and buyer pair.

    Returns
    -------
    Solution
        ``value`` True, False, or None (undecided on enclosed data). The certificate is an
        ``automaton_equilibrium`` or a ``profitable_deviation``; float games carry none.
        ``diagnostics["deviation"]`` is the best one-shot :class:`Deviation` (its gain is <= 0 in an
        equilibrium), ``diagnostics["values"]`` the continuation values.

    Raises
    ------
    InvalidGameError
        If the plan does not fit the game.
    UnsupportedGameError
        If no check covers the game.

    Notes
    -----
    Exact linear recursion for the values, then one inequality for each state, player and action:
    O(states x sum of actions) after O(states) for the values.

    References
    ----------
    Abreu (1988), *On the theory of infinitely repeated games with discounting*.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> answer = check_equilibrium(RepeatedGame(pd, "1/4"), grim_trigger(pd, (0, 0), (1, 1)))
    >>> answer.value, answer.diagnostics["deviation"].gain
    (False, Fraction(1, 4))
    """
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame")
    if not isinstance(plan, Automaton | FinePlan | ExitPlan):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("plan", plan, "an Automaton, a FinePlan or an ExitPlan")
    parametric = isinstance(game.discount_factor, RationalFunction)
    if parametric or game.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("game: it has a parameter, ask critical_discount_factor")
    if game.arithmetic is Arithmetic.FLOAT:
        return _float_check(game, plan)
    if isinstance(plan, Automaton):
        if not isinstance(game.stage, StageGame):
            raise invalid("plan", plan, "a FinePlan for an association")
        if not isinstance(game.monitoring, PerfectMonitoring):
            raise UnsupportedGameError("monitoring: automata need perfect monitoring today")
        return _automaton_check(game, game.stage, plan)
    check = (
        check_fine_plan(game, plan) if isinstance(plan, FinePlan) else check_exit_plan(game, plan)
    )
    return _plan_solution(game, check)


def _float_check(
    game: RepeatedGame, plan: Automaton | FinePlan | ExitPlan
) -> Solution[bool | None]:
    exact = check_equilibrium(rationalize(game), plan)
    worst = exact.diagnostics["deviation"]
    assert isinstance(worst, Deviation)
    deviation = Deviation(worst.state, worst.player, worst.action, float(worst.gain))
    method = f"{METHOD}; exact on the binary values of the floats, tolerance {DEVIATION_TOLERANCE}"
    diagnostics = {"deviation": deviation, "tolerance": DEVIATION_TOLERANCE}
    value = deviation.gain <= DEVIATION_TOLERANCE
    return Solution(value, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)


# --- automata under perfect monitoring ----------------------------------------------------------


def _values(stage: StageGame, tables: Tables, delta: Fraction) -> list[list[Any]]:
    """Return the average discounted values [state][player] of the prescribed play."""
    play = play_of(stage, tables)
    players = range(stage.num_players)
    flow = [[stage.payoff(i, profile) for i in players] for profile in tables.actions]
    values: list[list[Any]] = [[] for _ in tables.actions]
    for cycle in play.cycles:
        last = [
            sum((delta**k * flow[s][i] for k, s in enumerate(cycle)), start=Fraction(0))
            / sum(delta**k for k in range(len(cycle)))
            for i in players
        ]
        values[cycle[0]] = last
        for state in reversed(cycle[1:]):
            last = [(1 - delta) * g + delta * v for g, v in zip(flow[state], last, strict=True)]
            values[state] = last
    for state in play.order:
        following = values[play.successor[state]]
        values[state] = [
            (1 - delta) * g + delta * v for g, v in zip(flow[state], following, strict=True)
        ]
    return values


def _automaton_check(
    game: RepeatedGame, stage: StageGame, plan: Automaton
) -> Solution[bool | None]:
    delta = game.discount_factor
    assert isinstance(delta, Fraction)
    if game.lag != 1:
        raise UnsupportedGameError("lag: an automaton under perfect monitoring has lag 1")
    tables = plan.tables(stage)
    values = _values(stage, tables, delta)
    rows = deviations(stage, tables)
    gains = [
        (1 - delta) * payoff + delta * values[target][player] - values[state][player]
        for state, player, _, payoff, target in rows
    ]
    worst = _largest(rows, gains, tables)
    state, player, action = rows[worst][:3]
    deviation = Deviation(
        plan.states[state], stage.players[player], stage.actions[player][action], gains[worst]
    )
    fields: dict[str, object] = {
        "automaton": automaton_document(tables),
        "values": [rationals(row) for row in values],
        "gains": shaped(stage, tables, rationals(gains)),
        "uniform_payoffs": rationals(uniform_payoffs(stage)),
    }
    holds = gains[worst] <= 0
    kind = "automaton_equilibrium" if holds else "profitable_deviation"
    if not holds:
        place = {"state": state, "player": player, "action": action}
        fields["deviation"] = {**place, "gain": rational(gains[worst])}
    document = game_document(game, with_discount_factor=True)
    certificate = Certificate.seal(kind, document, fields)
    status = Status.PROVED if holds else Status.REFUTED
    diagnostics = {"deviation": deviation, "values": values}
    return Solution(holds, status, certificate, METHOD, Arithmetic.EXACT, diagnostics)


def _largest(
    rows: Sequence[tuple[int, int, int, Any, int]], gains: Sequence[Fraction], tables: Tables
) -> int:
    """Return the position of the largest gain among choices other than the prescribed ones."""
    others = [
        k
        for k, (state, player, action, _, _) in enumerate(rows)
        if tables.actions[state][player] != action
    ]
    return max(others, key=lambda k: (gains[k], -k)) if others else 0


# --- plans of associations and pairs ------------------------------------------------------------


def _plan_solution(game: RepeatedGame, check: PlanCheck) -> Solution[bool | None]:
    verdicts = [_certain(margin) for margin in check.margins.values()]
    refuted = False in verdicts
    if refuted:
        shown = list(check.margins)[verdicts.index(False)]
    else:
        shown = min(check.margins, key=lambda name: _center(check.margins[name]))
    player = game.stage.players[0] if isinstance(game.stage, StageGame) else "member"
    deviation = Deviation(check.states[shown], player, check.actions[shown], -check.margins[shown])
    diagnostics: dict[str, object] = {"deviation": deviation, "values": check.values}
    if not refuted and None in verdicts:
        return Solution(None, Status.UNDECIDED, None, METHOD, game.arithmetic, diagnostics)
    if not _has_a_kind(check, shown if refuted else None):
        status = Status.EXACT_UNCERTIFIED
        return Solution(not refuted, status, None, METHOD, game.arithmetic, diagnostics)
    fields = {**check.fields, **({"violated": shown} if refuted else {})}
    document = game_document(game, with_discount_factor=True)
    kind = "profitable_deviation" if refuted else "automaton_equilibrium"
    certificate = Certificate.seal(kind, document, fields)
    status = Status.REFUTED if refuted else Status.PROVED
    return Solution(not refuted, status, certificate, METHOD, game.arithmetic, diagnostics)


def _has_a_kind(check: PlanCheck, violated: str | None) -> bool:
    """Tell whether the certificate format has a place for the answer.

    It takes for granted that membership is worth at least 0 ("leave" has no kind, nor has a plan
    in which a penalty keeps members against their will), that a fine is positive, and that a
    complaint is not rewarded by going on more often.
    """
    continuation = check.fields.get("continuation")
    if isinstance(continuation, list) and len(cast("list[str]", continuation)) == 2:
        first, second = map(Fraction, cast("list[str]", continuation))
        if first < second:
            return False
    if violated is None:
        return _certain(check.start) is True
    return violated != "membership" and check.fields.get("fine") != "0"


def _center(margin: Number) -> float:
    assert isinstance(margin, (Fraction, Enclosure))
    return float(margin)


def _certain(margin: Number) -> bool | None:
    """Return whether a margin is >= 0: True, False, or None when its enclosure contains 0."""
    assert isinstance(margin, (Fraction, Enclosure))
    lower, upper = ends(margin)
    if lower >= 0:
        return True
    return False if upper < 0 else None
