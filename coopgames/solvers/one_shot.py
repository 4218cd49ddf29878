"""The one-shot deviation check: whether a plan is an equilibrium, and if not, who gains by what.

With discounting and bounded payoffs a profile is sequentially rational iff no single deviation
followed by a return to the profile pays, in any state (one-shot deviation principle; Abreu 1988).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any, cast

from coopgames.arithmetic import Arithmetic, Enclosure, Number, RationalFunction, ends
from coopgames.certificates import Certificate
from coopgames.certificates.encode import game_document, pair_gain, pair_value
from coopgames.errors import UnsupportedGameError, invalid
from coopgames.games import (
    Automaton,
    ExitPlan,
    FinePlan,
    MarkovGame,
    PaymentPlan,
    PenalCode,
    PerfectMonitoring,
    PublicAutomaton,
    RepeatedGame,
    StageGame,
)
from coopgames.games.markov_automata import MarkovPlan
from coopgames.solvers.deviation import DEVIATION_TOLERANCE, METHOD, Deviation
from coopgames.solvers.one_shot_automata import check_automaton
from coopgames.solvers.one_shot_plans import PlanCheck, check_exit_plan, check_fine_plan
from coopgames.solvers.penal_code_check import check_penal_code
from coopgames.solvers.rationalize import rationalize
from coopgames.solvers.solution import Solution, Status
from coopgames.solvers.transfers.plans import check_payment_plan

__all__ = ["DEVIATION_TOLERANCE", "Deviation", "check_equilibrium", "is_equilibrium"]

#: Any discount factor at which an exit plan has a check; what it refuses does not depend on it.
_SOME_FUTURE = Fraction(1, 2)

Plan = Automaton | PublicAutomaton | PenalCode | PaymentPlan | FinePlan | ExitPlan


def is_equilibrium(game: RepeatedGame | MarkovGame, plan: Plan | MarkovPlan) -> bool:
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
    game: RepeatedGame | MarkovGame, plan: Plan | MarkovPlan
) -> Solution[bool | None]:
    """Check a plan by one-shot deviations, with a certificate where a kind covers the answer.

    Parameters
    ----------
    game : RepeatedGame or MarkovGame
        With a numerical discount factor.
    plan : Automaton, PublicAutomaton, PenalCode, PaymentPlan, FinePlan or ExitPlan
        For a game whose state moves a :class:`MarkovAutomaton` or a mapping from states to action
        profiles (:func:`coopgames.solvers.markov.check_markov_equilibrium`).
        For a stage game under perfect monitoring an :class:`Automaton` or a :class:`PenalCode`
        (subgame perfection: every state that some history leads to is checked, on the path or not),
        or a :class:`PaymentPlan` (where the players may pay each other); for a stage game under
        public monitoring a :class:`PublicAutomaton` (perfect public equilibrium); a
        :class:`FinePlan` for an association or a ring; an :class:`ExitPlan` for a supplier and
        buyer pair.

    Returns
    -------
    Solution
        ``value`` True, False, or None (undecided on enclosed data). The certificate of True is an
        ``automaton_equilibrium`` (``penal_code``, ``payment_plan``), that of False a
        ``profitable_deviation``. There is none for a float game; for the answer False about a
        payment plan or a penal code with lotteries; for plans of associations and pairs in the few
        forms that no kind covers, and of a pair at discount factor 0; and for a penal code in a
        game of more than 20,000 payoffs.
        The status of an exact answer without one is ``EXACT_UNCERTIFIED``, whichever it is:
        ``value`` says whether the plan is refuted.
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
    if isinstance(game, MarkovGame):
        from coopgames.solvers.markov import check_markov_equilibrium

        return cast("Solution[bool | None]", check_markov_equilibrium(game, cast(Any, plan)))
    if not isinstance(game, RepeatedGame):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise invalid("game", game, "a RepeatedGame or a MarkovGame")
    if not isinstance(plan, Plan):  # pyright: ignore[reportUnnecessaryIsInstance]
        expected = (
            "an Automaton, a PublicAutomaton, a PenalCode, a PaymentPlan, a FinePlan or an ExitPlan"
        )
        raise invalid("plan", plan, expected)
    parametric = isinstance(game.discount_factor, RationalFunction)
    if parametric or game.arithmetic is Arithmetic.SYMBOLIC:
        raise UnsupportedGameError("game: it has a parameter, ask critical_discount_factor")
    if isinstance(plan, PenalCode):
        return cast("Solution[bool | None]", check_penal_code(game, plan))
    if isinstance(plan, PaymentPlan):
        return _payment_check(game, plan)
    if game.arithmetic is Arithmetic.FLOAT:
        return _float_check(game, plan)
    if isinstance(plan, PublicAutomaton):
        from coopgames.solvers.one_shot_public import check_public_automaton

        return check_public_automaton(game, plan)
    if isinstance(plan, Automaton):
        if not isinstance(game.stage, StageGame):
            raise invalid("plan", plan, "a FinePlan for an association")
        if not isinstance(game.monitoring, PerfectMonitoring):
            raise UnsupportedGameError(
                "monitoring: an Automaton needs perfect monitoring; give a PublicAutomaton under "
                "PublicMonitoring"
            )
        return check_automaton(game, game.stage, plan)
    if isinstance(plan, FinePlan):
        return _plan_solution(game, check_fine_plan(game, plan))
    return _plan_solution(game, _exit_check(game, plan))


def _float_check(
    game: RepeatedGame, plan: Automaton | PublicAutomaton | FinePlan | ExitPlan
) -> Solution[bool | None]:
    exact = check_equilibrium(rationalize(game), plan)
    worst = exact.diagnostics["deviation"]
    assert isinstance(worst, Deviation)
    deviation = Deviation(worst.state, worst.player, worst.action, float(worst.gain))
    method = f"{METHOD}; exact on the binary values of the floats, tolerance {DEVIATION_TOLERANCE}"
    diagnostics = {"deviation": deviation, "tolerance": DEVIATION_TOLERANCE}
    value = deviation.gain <= DEVIATION_TOLERANCE
    return Solution(value, Status.FLOAT, None, method, Arithmetic.FLOAT, diagnostics)


def _payment_check(game: RepeatedGame, plan: PaymentPlan) -> Solution[bool | None]:
    if not isinstance(game.stage, StageGame) or not isinstance(game.monitoring, PerfectMonitoring):
        raise UnsupportedGameError("plan: payment plans need a StageGame, perfectly monitored")
    if game.lag != 1:
        raise UnsupportedGameError("lag: a payment plan settles before the next period, lag 1")
    checked = check_payment_plan(game.stage, game.discount_factor, plan)
    return cast("Solution[bool | None]", checked)


# --- plans of associations and pairs ------------------------------------------------------------


def _exit_check(game: RepeatedGame, plan: ExitPlan) -> PlanCheck:
    """Return the margins of an exit plan, also where there is no future.

    At discount factor 0 whatever follows a report is worth nothing in the round before it, so
    shirking gains what it gains in one round.
    """
    if game.discount_factor != 0:
        return check_exit_plan(game, plan)
    check = check_exit_plan(game.at(_SOME_FUTURE), plan)  # refuses what is no plan of this game
    stage = game.stage
    assert isinstance(stage, StageGame)
    value = pair_value(stage)
    margins = {"effort": -pair_gain(stage), "participation": value}
    values = {"TOGETHER": value, "APART": Fraction(0)}
    return replace(check, margins=margins, values=values)


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
    if game.discount_factor == 0 or not _has_a_kind(check, shown if refuted else None):
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
    complaint is not rewarded by going on more often. Nor is there a kind for discount factor 0.
    """
    continuation = check.fields.get("continuation")
    if isinstance(continuation, list) and len(cast("list[str]", continuation)) == 2:
        first, second = map(Fraction, cast("list[str]", continuation))
        if first < second:
            return False
    if violated is None:
        return _certain(check.start) is True
    return violated != "membership" and check.fields.get("fine") != "0"


def _center(margin: Number) -> Fraction:
    assert isinstance(margin, (Fraction, Enclosure))
    lower, upper = ends(margin)
    return (lower + upper) / 2


def _certain(margin: Number) -> bool | None:
    """Return whether a margin is >= 0: True, False, or None when its enclosure contains 0."""
    assert isinstance(margin, (Fraction, Enclosure))
    lower, upper = ends(margin)
    if lower >= 0:
        return True
    return False if upper < 0 else None
