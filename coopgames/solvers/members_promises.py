"""The best promises of an association without a linear program: count by count.

Without caps the enforcement program (docs/theory/algorithms_ppe.md, 5.1) has one row that joins the
counts, the incentive row ``D (deterrence) >= gain q``, and ``q`` stands in no other. So at the
optimum ``q = D (deterrence)/gain``: the incentive row has the price ``y = value/gain``, and what
remains falls apart into one small choice for each number ``K`` of flags,

    maximise  a w0 + b w1,   a = (y D + 1 - alpha) P(K),   b = (alpha - y D) P(K - 1),

over the promises ``w0`` to the unflagged and ``w1`` to the flagged that the budget allows, with
``P`` the law of the *other* members' flags. It is a fractional knapsack with a known price, so no
sorting is needed either: O(n) terms. Taking off what the promises ``w0 = w1 = 1`` bring (in sum,
exactly 1) leaves ``max r`` as a sum of terms >= 0. Deterrence at the optimum is >= 0: else the
objective were below that of the promises 1, since ``E w <= 1`` in every budget.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal, TypeVar

import flint
from flint import fmpq

from coopgames.games import AnonymousGame, AttributedSignals, Promises
from coopgames.games.sanctions import WorkStoppage
from coopgames.solvers._flint import from_flint, to_flint
from coopgames.solvers.members_law import PRECISION, FlagWindow, up_to
from coopgames.solvers.receipts import binomial_law

__all__ = ["promises_ratio", "promises_ratio_ball"]

Rule = Literal["balanced", "burning", "burnt", "stoppage"]
T = TypeVar("T", fmpq, flint.arb)


def _rule(sanction: Promises | WorkStoppage) -> Rule:
    return "stoppage" if isinstance(sanction, WorkStoppage) else sanction.budget


def _surplus(rule: Rule, n: int, flags: int, a: T, b: T, larger: Callable[[T, T], T]) -> T:
    """Return by how much the best promises after ``flags`` flags beat the promises 1."""
    nothing = 0 * a
    if rule == "stoppage":
        return larger(nothing, -(a + b))
    if rule == "burnt":
        return larger(nothing, -b)
    if flags < n:
        # What all expect depends on the sum of the promises only, so what deters most is best: the
        # whole sum, and nothing for the flagged.
        return a * flags / (n - flags) - b
    return larger(nothing, -b) if rule == "burning" else nothing


def _weights(stage: AnonymousGame, signals: AttributedSignals) -> tuple[Fraction, Fraction]:
    """Return the factors of ``P(K)`` and ``P(K - 1)``: objective and priced incentive together."""
    alpha = signals.false_alarm
    price = stage.cooperative_payoff / stage.gain_from_shirking  # type: ignore[operator]
    deterrence = price * (signals.detection - alpha)  # type: ignore[operator]
    return deterrence + 1 - alpha, alpha - deterrence  # type: ignore[operator,return-value]


def promises_ratio(
    stage: AnonymousGame, signals: AttributedSignals, sanction: Promises | WorkStoppage
) -> Fraction:
    """Return ``max r`` of promises without a cap, or of a work stoppage, exactly.

    Parameters
    ----------
    stage : AnonymousGame
        With a positive gain from shirking.
    signals : AttributedSignals
        Rational alarm rates.
    sanction : Promises or WorkStoppage
        Without a cap.

    Notes
    -----
    O(n) operations on numbers of O(n) digits: 0.1 s for 400 members.

    Examples
    --------
    Two members, where burning when both are flagged is a free threat:

    >>> from coopgames.games import LinearPublicGood
    >>> pair = AnonymousGame(2, LinearPublicGood(1, 2, 2))
    >>> flags = AttributedSignals("1/10", "3/5")
    >>> [1 / (1 + promises_ratio(pair, flags, Promises(b))) for b in ("balanced", "burning")]
    [Fraction(1, 2), Fraction(100, 209)]
    """
    if stage.cooperative_payoff <= 0:  # type: ignore[operator]
        return Fraction(0)
    n, rule = stage.size, _rule(sanction)
    unflagged, flagged = map(to_flint, _weights(stage, signals))
    law = [to_flint(p) for p in binomial_law(n - 1, signals.false_alarm)]
    law = [fmpq(0), *law, fmpq(0)]
    terms = (
        _surplus(rule, n, k, unflagged * law[k + 1], flagged * law[k], max) for k in range(1, n + 1)
    )
    return from_flint(sum(terms, fmpq(0)))


def promises_ratio_ball(
    stage: AnonymousGame,
    signals: AttributedSignals,
    sanction: Promises | WorkStoppage,
    window: FlagWindow,
) -> flint.arb:
    """Return a ball that contains ``max r``, from a window of the law of the others' flags.

    Notes
    -----
    *What is left out.* Let ``eps`` be the mass outside the window, ``y = value/gain``. The term of
    ``K`` flags is at least 0, and at most ``n (1 + y D) (P(K - 1) + P(K))``: a promise is at most
    ``n``, ``|a| <= (1 + y D) P(K)``, ``|b| <= (1 + y D) P(K - 1)``. Each count outside
    stands in two terms, so the sum over ``K`` with both counts outside lies between 0 and
    ``2 n (1 + y D) eps``; the two terms with one count outside are kept, with that probability
    known to lie in ``[0, eps]``.

    *What is known exactly*, so that no ball around 0 hides it. Flags that do not depend on what a
    member does (``D = 0``) bring nothing. Where promises are burnt the terms add up to
    ``max(0, y D - alpha)``, and a stoppage brings nothing if that is 0: each term is then a
    maximum of 0 and ``-(a + b) <= 0``.
    """
    if stage.cooperative_payoff <= 0 or signals.detection == signals.false_alarm:  # type: ignore[operator]
        return flint.arb(0)
    n, rule = stage.size, _rule(sanction)
    weights = _weights(stage, signals)
    if rule in ("burnt", "stoppage") and weights[1] >= 0:
        return flint.arb(0)
    with flint.ctx.workprec(PRECISION):
        unflagged, flagged = (flint.arb(to_flint(weight)) for weight in weights)
        if rule == "burnt":
            return -flagged
        total = 2 * n * (unflagged + abs(flagged)) * up_to(window.outside)
        for k in range(max(1, window.first), min(n, window.last + 1) + 1):
            a, b = unflagged * window.mass(k), flagged * window.mass(k - 1)
            total += _surplus(rule, n, k, a, b, flint.arb.max)
        return total
