"""What an irrigation community says about itself, as tests.

Two families share a sluice and take turns; twelve households clean the canal together. Run with
``pytest docs/examples`` where coopgames and pytest are installed.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

import coopgames as cg
from coopgames.testing import (
    assert_equilibrium,
    assert_not_equilibrium,
    association_games,
    automata,
    discount_factors,
    fine_plans,
)

# One irrigation turn: the family upstream keeps its turn or takes more (rows), so does the family
# downstream (columns).
SLUICE = cg.StageGame(
    [
        [[3, 1], [5, 2]],  # upstream's payoffs
        [[3, 4], [0, 1]],  # downstream's payoffs
    ],
    actions=(("keep", "take"), ("keep", "take")),
    players=("upstream", "downstream"),
)
KEEP_TURNS = cg.grim_trigger(SLUICE, ("keep", "keep"), ("take", "take"))

# One cleaning of the canal: a day's work costs 2, is worth 1/2 to each of twelve households, and
# members have water worth 1. The mayordomo flags who did not come, and errs now and then.
CLEANING = cg.AnonymousGame(12, cg.LinearPublicGood(benefit="1/2", cost=2, surplus=1))
ROLL_CALL = cg.AttributedSignals(false_alarm="1/20", detection="4/5")
SEASON = Fraction(9, 10)
FINE = Fraction(3)

# Exact arithmetic takes its time now and then, and that is no failure.
unhurried = settings(deadline=None)


def cleaning(recipient: str = "treasury") -> cg.RepeatedGame:
    """Build the game of the canal, season after season."""
    return cg.RepeatedGame(CLEANING, SEASON, ROLL_CALL, cg.Fine(recipient))


@pytest.mark.parametrize("patience", ["2/3", "9/10", "99/100"])
def test_patient_families_keep_their_turns(patience: str) -> None:
    """Turns are kept when next season counts for two thirds of this one, or more."""
    assert_equilibrium(cg.RepeatedGame(SLUICE, patience), KEEP_TURNS)


@unhurried
@given(discount_factors(knife_edges=["2/3"]))
def test_two_thirds_is_the_least_patience_that_will_do(patience: Fraction) -> None:
    """There is no other patience at which turns are kept."""
    game = cg.RepeatedGame(SLUICE, patience)
    if patience >= Fraction(2, 3):
        assert_equilibrium(game, KEEP_TURNS)
    else:
        assert_not_equilibrium(game, KEEP_TURNS)


@unhurried
@given(automata(SLUICE, states=1), discount_factors())
def test_without_memory_both_take(plan: cg.Automaton, patience: Fraction) -> None:
    """A plan that does the same whatever happened is an equilibrium only if both take."""
    game = cg.RepeatedGame(SLUICE, patience)
    assert cg.is_equilibrium(game, plan) == (plan.action == ((1, 1),))


@pytest.mark.parametrize("recipient", ["burnt", "treasury", "unflagged"])
def test_the_customary_fine_brings_everybody_to_the_canal(recipient: str) -> None:
    """It does so whoever gets the money."""
    assert_equilibrium(cleaning(recipient), cg.FinePlan(FINE))


@unhurried
@given(fine_plans(maximum=60, knife_edges=["20/9", 50]))
def test_fines_from_20_9_to_50_work(plan: cg.FinePlan) -> None:
    """A smaller one does not bring people out, a larger one is not paid."""
    if Fraction(20, 9) <= plan.fine <= 50:
        assert_equilibrium(cleaning(), plan)
    else:
        assert_not_equilibrium(cleaning(), plan)


@unhurried
@given(association_games(recipients="burnt", families=True))
def test_in_any_community_a_fine_kept_needs_no_more_patience(burning: cg.RepeatedGame) -> None:
    """Handing a fine to the others wastes nothing when somebody is flagged by mistake."""
    keeping = cg.RepeatedGame(
        burning.stage, burning.discount_factor, burning.monitoring, cg.Fine("treasury")
    )
    least_burning = cg.critical_discount_factor(burning).value
    least_keeping = cg.critical_discount_factor(keeping).value
    if least_burning is not None:
        assert least_keeping is not None
        assert least_keeping <= least_burning
