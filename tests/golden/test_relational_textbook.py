"""Textbook results about relational contracts with subjective evaluation, derived by hand.

Each docstring derives its numbers from the game; no number here comes from a solver.

Sources: MacLeod (2003), *Optimal contracting with subjective evaluation* (American Economic Review
93); Levin (2003), *Relational incentive contracts* (American Economic Review 93); Fuchs (2007),
*Contracting with repeated moral hazard and private evaluations* (American Economic Review 97);
Abreu, Milgrom and Pearce (1991), *Information and timing in repeated partnerships* (Econometrica
59).

The pair of all examples: the supplier gains k by shirking in a round; a round with work is worth v
to the pair, one without nothing; the buyer finds the delivery bad with probability a after work and
e after shirking; d = e - a. Discount factor b.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import coopgames as cg
from coopgames.arithmetic import AlgebraicNumber
from coopgames.games import ExitPlan, PrivateValuation, Promises, PublicMonitoring, RepeatedGame
from coopgames.solvers import Status, check_equilibrium, critical_discount_factor
from coopgames.solvers.private_burn import least_joint_fall
from coopgames.solvers.public_payoffs import public_perfect_payoffs
from coopgames.solvers.reviews import least_expected_burn, review_sustains, review_threshold
from coopgames.solvers.reviews_never import sustainable_by_review


def private(
    gain: object, value: object, bad: tuple[object, object], beta: object = 0, rounds: int = 1
) -> RepeatedGame:
    reports = PrivateValuation.binary(*bad, review=rounds)
    return RepeatedGame(cg.supplier_pair(gain, value), beta, reports)


def public(gain: object, value: object, bad: tuple[Any, Any], *transfers: Any) -> RepeatedGame:
    laws = [[[1 - cg.exact(p), cg.exact(p)]] for p in bad]
    stage = cg.supplier_pair(gain, value)
    return RepeatedGame(stage, cg.parameter("delta", 0, 1), PublicMonitoring(laws), transfers)


# --- MacLeod (2003): what a subjective bonus burns ------------------------------------------------


def test_a_bonus_that_the_principal_alone_judges_is_burnt_when_it_is_not_paid() -> None:
    """With k = 1, a = 1/10, e = 3/5, b = 9/10 the pair loses 20/9 whenever the bonus is withheld.

    Who reports must lose as much whatever he says, or he would say what suits him. So the bonus B
    is nobody's when it is withheld. It must be worth b (3/5 - 1/10) B >= 1: B = 20/9.
    If the judgement is never wrong about work (a = 0) the bonus is withheld from nobody.
    """
    assert least_joint_fall(1, "1/10", "3/5", "9/10") == Fraction(20, 9)
    burn = least_expected_burn(private(1, 2, ("1/10", "3/5"), "9/10"))
    assert burn.value == Fraction(1, 10) * Fraction(20, 9)
    assert least_expected_burn(private(1, 2, (0, "1/2"), "9/10")).value == 0


def test_only_bad_news_is_burnt() -> None:
    """Grades good, fair, bad: laws (7/10, 1/5, 1/10) after work, (1/5, 3/10, 1/2) after shirking.

    Let S be the grades after which all is lost, with chances w after work and s after shirking. The
    supplier holds the rent V = v/(1 - b (1 - w)) and works iff b (s - w) V >= k, that is
    k (1 - b) <= b (v s - (v + k) w): a grade belongs to S iff v s > (v + k) w. For k = v = 1: bad
    (1/2 > 2/10) does, fair (3/10 < 4/10) does not: 1 - b <= b 3/10, b >= 10/13. For k = 1/5 fair
    does as well (3/10 > 6/25): (1/5)(1 - b) <= b (4/5 - (6/5)(3/10)), b >= 5/16.
    """
    laws = ("7/10", "1/5", "1/10"), ("1/5", "3/10", "1/2")
    for gain, expected in (("1", Fraction(10, 13)), ("1/5", Fraction(5, 16))):
        game = RepeatedGame(cg.supplier_pair(gain, 1), 0, PrivateValuation(1, *laws))
        answer = critical_discount_factor(game)
        assert answer.value == expected
        assert answer.status is Status.PROVED


# --- Levin (2003): stationary contracts and dynamic enforcement -----------------------------------


def test_the_dynamic_enforcement_constraint() -> None:
    """What is promised after good news over bad must not exceed what the relation is worth.

    k = v = 1, a = 1/4, e = 3/4, in public. The bonus B must be worth (3/4 - 1/4) B >= 1, so B = 2,
    and be kept by a surplus of b/(1 - b) times 1: b >= 2/3. Two solvers, of thresholds and of all
    equilibria with payments.
    """
    game = public(1, 1, ("1/4", "3/4"))
    assert critical_discount_factor(game).value == Fraction(2, 3)
    family = public_perfect_payoffs(public(1, 1, ("1/4", "3/4"), Promises("burning")))
    assert family.value.critical_discount_factor(profile=(0, 0)) == Fraction(2, 3)
    # The first best from there on: money moves between the two, nothing is burnt.
    assert family.value.limit == 1
    assert family.value.limit_discount_factor == Fraction(2, 3)


def test_with_subjective_news_the_contract_ends_after_bad_news() -> None:
    """k = 1, v = 2, a = 1/10, e = 3/5: parting after bad news works from 10/19 on, in public 1/2.

    The relation is worth V = 2 + b (9/10) V. Shirking gains 1 and costs b (1/2) V: with b = 10/19,
    V = 2/(1 - 9/19) = 19/5 and b V/2 = 1. In public the buyer gets what the supplier loses:
    V = 2/(1 - b), a bonus of 1/(b/2) <= V iff 1 - b <= b.
    """
    game = private(1, 2, ("1/10", "3/5"))
    assert critical_discount_factor(game).value == Fraction(10, 19)
    assert critical_discount_factor(public(1, 2, ("1/10", "3/5"))).value == Fraction(1, 2)
    part = ExitPlan((Fraction(1), Fraction(0)))
    answer = check_equilibrium(game.at("10/19"), part)
    assert answer.status is Status.PROVED
    assert check_equilibrium(game.at("52/99"), part).status is Status.REFUTED


def test_no_patience_is_enough_if_false_alarms_cost_more_than_work_brings() -> None:
    """k = 6/5, v = 1, a = 1/4, e = 1/2: of each round 1, a (k/d) = 6/5 burns. Public: 24/29.

    The loss after bad news is at least k/(b d) whatever the contract; the mean b a k/(b d) = 6/5.
    In public nothing burns: (6/5)/(b/4) <= 1/(1 - b) iff 24 (1 - b) <= 5 b.
    """
    answer = critical_discount_factor(private("6/5", 1, ("1/4", "1/2")))
    assert answer.status is Status.NEVER
    assert critical_discount_factor(public("6/5", 1, ("1/4", "1/2"))).value == Fraction(24, 29)


# --- Fuchs (2007): reviews ------------------------------------------------------------------------


@pytest.mark.parametrize("rounds", [1, 2, 3, 4])
def test_a_block_burns_once(rounds: int) -> None:
    """At least a k/(b**T d), however long the block: here (1/5)(1)/(2/5) = 1/2 over b**T.

    Shirking in the first round makes no history more than e/a = 3 times as likely, so it raises the
    expected burn X by at most 2 X, and must raise it by k/b**T = 1/b**T. Burning only after T bad
    results raises it by exactly that.
    """
    burn = least_expected_burn(private(1, 1, ("1/5", "3/5"), "9/10", rounds))
    assert burn.value == Fraction(1, 2) / Fraction(9, 10) ** rounds


@pytest.mark.parametrize(("rounds", "gain", "expected"), [
    (1, "9/10", True), (1, "1", False), (2, "19/10", True), (2, "2", False),
    (3, "29/10", True), (3, "3", False), (4, "39/10", True), (4, "4", False),
])  # fmt: skip
def test_a_long_enough_review_sustains_effort(rounds: int, gain: str, expected: bool) -> None:
    """v = 1, a = 1/4, e = 1/2: at some patience iff T > a k/(d v) = k.

    A block brings less than T and burns at least a k/d = k (in the money of its first round).
    Conversely, if T > k, burn x = k/(b**T a**(T-1) d) after T bad results. That is at most V, since
    V = v/(1 - b) - k/(1 - b**T) is about (T - k)/(T (1 - b)) near b = 1, and x stays bounded.
    """
    answer = sustainable_by_review(private(gain, 1, ("1/4", "1/2"), rounds=rounds))
    assert answer.value is expected
    assert answer.status is Status.PROVED


def test_a_review_of_two_rounds() -> None:
    """k = 6/5, v = 1, a = 1/4, e = 1/2: from the root of 77 b**3 + 23 b**2 - 72 b - 24 on (0.98).

    Burn all of V after two bad results, y after a bad first one alone, nothing after a bad second
    one alone. Shirking in the first round just does not pay: b**2 d ((1 - a) y + a V) = k. So the
    expected burn is a k/(b**2 d), and V (1 - b**2) = 1 + b - a k/d = b - 1/5. Shirking in the
    second round must not pay: b**2 d a (V - y) >= b k, where (1 - a)(V - y) = V - k/(b**2 d):

        b**2 d a V >= k (b (1 - a) + a),    b**2 (b - 1/5)/16 >= (6/5)(3 b/4 + 1/4)(1 - b**2),

    times 80: 5 b**3 - b**2 >= (72 b + 24)(1 - b**2). Nor does shirking twice, which raises the burn
    by (3 V + y)/16, no less than the two rises together, (2 V + 2 y)/16. At b = 1 the polynomial is
    4, at 0 it is -24, and its coefficients change sign once.
    """
    answer = review_threshold(private("6/5", 1, ("1/4", "1/2"), rounds=2))
    root = AlgebraicNumber.root([-24, -72, 23, 77], Fraction(0), Fraction(1))
    assert answer.value == root
    assert answer.status is Status.PROVED
    assert [str(i) for i in answer.diagnostics["set"]] == [f"[{root}, 1)"]  # type: ignore[union-attr]


def test_reviews_hurt_where_reports_each_round_do() -> None:
    """k = v = 1, a = 1/5, e = 3/5: each round from 5/6, two rounds from sqrt(5/6) = 0.9129 on.

    Each round: b >= k/(k (1 - a) + d v) = 1/(4/5 + 2/5) = 5/6. Two rounds: let w be the sum of what
    burns after one bad result, the first or the second, and c = (1 + b)/b**2. Shirking twice raises
    the burn by (8 x + 2 w)/25, x <= V what burns after two bad results; shirking in either round
    raises it by (6 w + 4 x)/25 in the sum of both. Each must be at least c, so their mean is:
    4 w/25 >= c - 6 x/25. What burns is (x + 4 w)/25 >= c - x/5 >= c - V/5, so that
    V (1 - b**2) <= 1 + b - b**2 c + b**2 V/5 = b**2 V/5, and b**2 >= 5/6. There V = 3 + 3 b,
    and 3, 3 b after a bad first and second result alone make all three rows equalities.
    """
    once = critical_discount_factor(private(1, 1, ("1/5", "3/5"))).value
    twice = review_threshold(private(1, 1, ("1/5", "3/5"), rounds=2)).value
    assert once == Fraction(5, 6)
    assert twice == AlgebraicNumber.root([-5, 0, 6], Fraction(0), Fraction(1))


def test_a_longer_block_loses_less_a_round_to_the_patient() -> None:
    """At b = 9999/10000, k = v = 1, a = 1/4, e = 1/2: one round never; each longer block does."""
    found = [
        review_sustains(private(1, 1, ("1/4", "1/2"), "9999/10000", rounds)).value
        for rounds in (1, 2, 3, 4)
    ]
    assert found == [False, True, True, True]
