"""Thresholds of the textbooks, each found by the solver from the game and the automaton.

The formula of the source stands beside the game; the solver does not know it.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

import coopgames as cg
from coopgames.arithmetic import real_roots
from coopgames.games import (
    finite_punishment,
    nash_reversion,
    stick_and_carrot,
    stop_rule,
    tit_for_tat,
)

COOPERATE, DEFECT = (0, 0), (1, 1)


def threshold(stage: cg.StageGame, plan: cg.Automaton) -> Fraction | cg.AlgebraicNumber:
    answer = cg.critical_discount_factor(stage, plan)
    assert answer.status is cg.Status.PROVED
    assert cg.verify(answer.certificate)
    return answer.value


def linear_cournot(firms: int) -> cg.StageGame:
    """Price 1 - Q, no cost; actions: monopoly share, best reply to the others' shares, Nash."""
    share, nash = Fraction(1, 2 * firms), Fraction(1, firms + 1)
    reply = (1 - (firms - 1) * share) / 2
    amounts = (share, reply, nash)

    def payoffs(*actions: int) -> list[Fraction]:
        made = [amounts[a] for a in actions]
        return [(1 - sum(made)) * q for q in made]

    return cg.StageGame.from_function((3,) * firms, payoffs)


def bertrand(firms: int) -> cg.StageGame:
    """Actions: the monopoly price, a shade below it, cost. The lowest price takes profit 1."""

    def payoffs(*actions: int) -> list[Fraction]:
        lowest = max(actions)
        profit = Fraction(0 if lowest == 2 else 1, actions.count(lowest))
        return [profit if a == lowest else Fraction(0) for a in actions]

    return cg.StageGame.from_function((3,) * firms, payoffs)


def public_good(members: int, benefit: Fraction, cost: Fraction) -> cg.StageGame:
    def payoffs(*actions: int) -> list[Fraction]:
        return [benefit * actions.count(0) - (cost if a == 0 else 0) for a in actions]

    return cg.StageGame.from_function((2,) * members, payoffs)


@pytest.mark.parametrize(("T", "R", "P", "S"), [(3, 2, 0, -1), (5, 3, 1, 0), (10, 9, 3, 1)])
def test_grim_trigger(T: int, R: int, P: int, S: int) -> None:
    # Friedman (1971): (T - R)/(T - P)
    stage = cg.prisoners_dilemma(T, R, P, S)
    plan = nash_reversion(stage, COOPERATE, DEFECT)
    assert threshold(stage, plan) == Fraction(T - R, T - P)


def test_tit_for_tat_of_giving_is_an_equilibrium_at_one_discount_factor_only() -> None:
    # Cost c = 1, benefit b = 3: in every state of tit for tat a favour costs c now and brings b in
    # the next period, so it is indifferent at c/b and never else subgame perfect.
    stage = cg.prisoners_dilemma(3, 2, 0, -1)
    answer = cg.critical_discount_factor(stage, tit_for_tat(stage))
    (only,) = answer.diagnostics["set"]
    assert only.lower == only.upper == Fraction(1, 3)


def test_tit_for_tat_fails_at_every_discount_factor_in_axelrods_dilemma() -> None:
    # Axelrod (1984): T, R, P, S = 5, 3, 1, 0. On the path 2/3 suffices; after a defection it does
    # not, so tit for tat is Nash there but not subgame perfect (Kalai, Samet and Stanford 1988).
    stage = cg.prisoners_dilemma(5, 3, 1, 0)
    answer = cg.critical_discount_factor(stage, tit_for_tat(stage))
    assert answer.value is None
    assert answer.status is cg.Status.NEVER
    game = cg.RepeatedGame(stage, "9/10")
    worst = cg.check_equilibrium(game, tit_for_tat(stage)).diagnostics["deviation"]
    assert worst.state != "both cooperate"


@pytest.mark.parametrize("firms", [2, 3, 4])
def test_cournot_collusion_by_nash_reversion(firms: int) -> None:
    # Friedman (1971) with linear demand: (n + 1)^2 / ((n + 1)^2 + 4 n); 9/17 for two firms.
    stage = linear_cournot(firms)
    plan = nash_reversion(stage, (0,) * firms, (2,) * firms)
    assert threshold(stage, plan) == Fraction((firms + 1) ** 2, (firms + 1) ** 2 + 4 * firms)


@pytest.mark.parametrize("firms", [2, 3, 5])
def test_bertrand_collusion_needs_one_minus_one_over_n(firms: int) -> None:
    # Tirole (1988), section 6.3: 1 - 1/n, with undercutting by as little as one likes.
    stage = bertrand(firms)
    plan = nash_reversion(stage, (0,) * firms, (2,) * firms)
    assert threshold(stage, plan) == 1 - Fraction(1, firms)


def test_stick_and_carrot_beats_nash_reversion_in_cournot() -> None:
    # Abreu (1986): with the stick, both conditions have the same right side,
    # best reply - payoff <= delta (carrot - stick); here the carrot's binds.
    amounts = [Fraction(x) for x in ("1/4", "3/8", "1/3", "2/5", "3/10")]

    def payoffs(a: int, b: int) -> list[Fraction]:
        first, second = amounts[a], amounts[b]
        return [(1 - first - second) * first, (1 - first - second) * second]

    stage = cg.StageGame.from_function((5, 5), payoffs)
    carrot, stick = Fraction(1, 8), Fraction(2, 25)
    gains = (Fraction(9, 64) - carrot, Fraction(3, 10) * Fraction(3, 10) - stick)
    found = threshold(stage, stick_and_carrot(stage, (0, 0), (3, 3)))
    assert found == max(gains) / (carrot - stick) == Fraction(25, 72)
    assert found < threshold(stage, nash_reversion(stage, (0, 0), (2, 2)))


@pytest.mark.parametrize("periods", [2, 3, 6])
def test_punishment_for_a_number_of_periods(periods: int) -> None:
    # Mailath and Samuelson (2006), section 2.5: T - R <= (d + ... + d^k)(R - P).
    stage = cg.prisoners_dilemma(5, 3, 1, 0)
    found = threshold(stage, finite_punishment(stage, COOPERATE, DEFECT, periods))
    coefficients = [Fraction(-2), *[Fraction(2)] * periods]
    assert real_roots(coefficients, Fraction(0), Fraction(1)) == (found,)


def test_one_period_of_punishment_may_do_or_not() -> None:
    too_tempting = cg.prisoners_dilemma(5, 3, 1, 0)
    never = cg.critical_discount_factor(
        too_tempting, finite_punishment(too_tempting, COOPERATE, DEFECT, 1)
    )
    assert never.status is cg.Status.NEVER
    stage = cg.prisoners_dilemma(3, 2, 0, -1)
    assert threshold(stage, finite_punishment(stage, COOPERATE, DEFECT, 1)) == Fraction(1, 2)


@pytest.mark.parametrize(("members", "benefit", "cost"), [(3, "1", "2"), (5, "1", "5/2")])
def test_public_good_by_grim_trigger(members: int, benefit: str, cost: str) -> None:
    # docs/theory/defensive.md, 2.2: (c - b)/((n - 1) b)
    b, c = Fraction(benefit), Fraction(cost)
    stage = public_good(members, b, c)
    plan = nash_reversion(stage, (0,) * members, (1,) * members)
    assert threshold(stage, plan) == (c - b) / ((members - 1) * b)


def test_the_stop_rule_is_an_equilibrium_of_giving() -> None:
    # After a default the others wait for one contribution by the defaulter alone: he pays S = -1
    # then and gets R = 2 for ever, or is worth 0; refusing for ever is worth 0.
    # His penance: (1 - d) S + d R >= d ((1 - d) S + d R), so d >= 1/3; the others gain by it.
    stage = cg.prisoners_dilemma(3, 2, 0, -1)
    found = threshold(stage, stop_rule(stage, COOPERATE, DEFECT))
    assert found == Fraction(1, 3)
