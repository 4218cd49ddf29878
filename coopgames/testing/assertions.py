"""Assertions about equilibria, whose failures name the deviation and what it gains."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, cast

from coopgames.arithmetic import Arithmetic, Enclosure
from coopgames.errors import UnsupportedGameError
from coopgames.games import Automaton, ExitPlan, FinePlan, RepeatedGame
from coopgames.solvers import Interval, Solution, critical_discount_factor
from coopgames.solvers.rationalize import rationalize
from coopgames.testing._explain import deviator, explain
from coopgames.testing._findings import Finding, certified, check_game, examine
from coopgames.testing._words import number_text, report

__all__ = [
    "assert_equilibrium",
    "assert_not_equilibrium",
    "assert_not_sustained",
    "assert_sustained",
]

# A local called __tracebackhide__ makes pytest show the caller's line and not ours.


def assert_equilibrium(
    game: RepeatedGame, plan: Automaton | FinePlan | ExitPlan
) -> Solution[bool | None]:
    """Assert that a plan is an equilibrium, and that its certificate passes the checker.

    Parameters
    ----------
    game : RepeatedGame
        With a numerical discount factor.
    plan : Automaton, FinePlan or ExitPlan

    Returns
    -------
    Solution
        As :func:`coopgames.check_equilibrium` gives it.

    Raises
    ------
    AssertionError
        If some one-shot deviation gains, if enclosed data leave that open, or if no certificate
        covers the answer. The message has the
        plan, the discount factor, who deviates where to what, the gain, the continuation values,
        and the discount factors at which the plan is an equilibrium.
    InvalidGameError
        If the plan does not fit the game.
    CertificateError
        If the checker rejects the certificate.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> grim = grim_trigger(pd, ("cooperate", "cooperate"), ("defect", "defect"))
    >>> assert_equilibrium(RepeatedGame(pd, "1/3"), grim).value
    True
    """
    __tracebackhide__ = True
    finding = examine(game, plan)
    if not (finding.answer.value and finding.sentence):
        raise AssertionError(_message(finding))
    return finding.answer


def assert_not_equilibrium(
    game: RepeatedGame, plan: Automaton | FinePlan | ExitPlan
) -> Solution[bool | None]:
    """Assert that some one-shot deviation from a plan gains, and that its certificate passes.

    Parameters
    ----------
    game : RepeatedGame
        With a numerical discount factor.
    plan : Automaton, FinePlan or ExitPlan

    Returns
    -------
    Solution
        As :func:`coopgames.check_equilibrium` gives it.

    Raises
    ------
    AssertionError
        If the plan is an equilibrium, if enclosed data leave that open, or if no certificate covers
        the answer. The message has the deviation that comes nearest to a gain, and its slack.
    InvalidGameError
        If the plan does not fit the game.
    CertificateError
        If the checker rejects the certificate.

    Examples
    --------
    >>> from coopgames.games import grim_trigger, prisoners_dilemma
    >>> pd = prisoners_dilemma(3, 2, 0, -1)
    >>> grim = grim_trigger(pd, ("cooperate", "cooperate"), ("defect", "defect"))
    >>> print(assert_not_equilibrium(RepeatedGame(pd, "1/4"), grim).diagnostics["deviation"])
    in state 'on path' player 1 gains 1/4 by 'defect'
    """
    __tracebackhide__ = True
    finding = examine(game, plan)
    if finding.answer.value is not False or not finding.sentence:
        raise AssertionError(_message(finding))
    return finding.answer


def _message(finding: Finding) -> str:
    found = finding.deviation
    deed = f"{found.action!r} in state {found.state!r}"
    if finding.answer.value is None:
        headline = (
            f"undecided: whether {deviator(finding)} gains by {deed} is open on the enclosures of "
            "the data"
        )
    elif not finding.sentence:
        verdict = "an equilibrium" if finding.answer.value else "not an equilibrium"
        headline = f"unproved: {verdict}, but no kind of certificate covers the answer yet"
    elif finding.answer.value:
        headline = (
            f"an equilibrium: the nearest to a gain is {deviator(finding)} by {deed}, "
            f"with slack {number_text(-found.gain)}"
        )
    else:
        headline = (
            f"not an equilibrium: {deviator(finding)} gains {number_text(found.gain)} by {deed}"
        )
    return report(headline, explain(finding))


def assert_sustained(game: RepeatedGame) -> Solution[Any]:
    """Assert that effort by all in every round is sustained, by some plan of the game's class.

    Parameters
    ----------
    game : RepeatedGame
        An association, a pair or a ring with a numerical discount factor.

    Returns
    -------
    Solution
        As :func:`coopgames.critical_discount_factor` gives it.

    Raises
    ------
    AssertionError
        If effort is not sustained, or enclosed data leave that open. The message has the class of
        strategies that the answer is about, and the discount factors that would do.
    CertificateError
        If the checker rejects the certificate.

    Examples
    --------
    >>> from coopgames.games import AnonymousGame, AttributedSignals, Fine, LinearPublicGood
    >>> stage = AnonymousGame(3, LinearPublicGood("9/10", "27/20", "1/5"))
    >>> flags = AttributedSignals("1/10", "3/5")
    >>> assert_sustained(RepeatedGame(stage, "1/2", flags, Fine("treasury"))).value
    Fraction(18, 49)
    """
    __tracebackhide__ = True
    answer, holds, sentence = _sustained(game)
    if not holds:
        raise AssertionError(_threshold_message(game, answer, holds, sentence))
    return answer


def assert_not_sustained(game: RepeatedGame) -> Solution[Any]:
    """Assert that effort by all in every round is sustained by no plan of the game's class.

    The neighbour of :func:`assert_sustained`, with the same arguments and errors.

    Examples
    --------
    >>> from coopgames.games import PrivateValuation, supplier_pair
    >>> reports = PrivateValuation.binary("1/4", "1/2", side_agreement_cost=0)
    >>> game = RepeatedGame(supplier_pair(1, 2), "99/100", reports)
    >>> assert_not_sustained(game).status.name
    'NEVER'
    """
    __tracebackhide__ = True
    answer, holds, sentence = _sustained(game)
    if holds is not False:
        raise AssertionError(_threshold_message(game, answer, holds, sentence))
    return answer


def _sustained(game: RepeatedGame) -> tuple[Solution[Any], bool | None, str]:
    """Return the threshold, whether the game is above it, and what the checker says is proved."""
    exact_game = check_game(game)
    if game.arithmetic is Arithmetic.FLOAT:
        exact_game = rationalize(game)
    now = exact_game.discount_factor
    if not isinstance(now, Fraction):
        raise UnsupportedGameError(f"discount_factor: got {now}, a number is needed here")
    answer = critical_discount_factor(exact_game)
    sentence = certified(answer, "threshold", "lp_infeasible")
    if not sentence:
        return answer, None, ""
    if isinstance(answer.value, Enclosure):
        inside = answer.value.lower <= now < answer.value.upper
        return answer, None if inside else now >= answer.value.upper, sentence
    intervals = cast("tuple[Interval, ...]", answer.diagnostics["set"])
    return answer, any(now in interval for interval in intervals), sentence


def _threshold_message(
    game: RepeatedGame, answer: Solution[Any], holds: bool | None, sentence: str
) -> str:
    words = {True: "sustained", False: "not sustained", None: "undecided on the enclosures"}
    least = "none below 1" if answer.value is None else number_text(answer.value)
    if holds is None and answer.certificate is None:
        least = "open on the enclosures of the data"
    intervals = cast("tuple[Interval, ...]", answer.diagnostics.get("set", ()))
    now = number_text(game.discount_factor, longest=60)
    return report(
        f"{words[holds]}: effort by all at discount factor {now}, critical {least}",
        {
            "class": str(answer.diagnostics["strategies"]),
            "sustained on": " and ".join(map(str, intervals)),
            "binding": ", ".join(cast("tuple[str, ...]", answer.diagnostics.get("binding", ()))),
            "game": repr(game),
            "checked": sentence,
        },
    )
