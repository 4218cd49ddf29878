"""For property-based tests of claims about one's own game: generators and assertions.

The generators are plural nouns, exact by default, and shrink towards small integers, few actions
and few states. The assertions check each answer's certificate with the independent checker, and
when they fail they say who gains what by which deviation.

Examples
--------
>>> from coopgames.games import RepeatedGame, grim_trigger, prisoners_dilemma
>>> pd = prisoners_dilemma(3, 2, 0, -1)
>>> answer = assert_equilibrium(RepeatedGame(pd, "1/3"), grim_trigger(pd, (0, 0), (1, 1)))
>>> answer.certificate.kind
'automaton_equilibrium'
"""

from coopgames.testing.assertions import (
    assert_equilibrium,
    assert_not_equilibrium,
    assert_not_sustained,
    assert_sustained,
)
from coopgames.testing.institutions import association_games, supplier_games
from coopgames.testing.numbers import discount_factors, payoffs
from coopgames.testing.plans import automata, exit_plans, fine_plans
from coopgames.testing.stages import stage_games

__all__ = [
    "assert_equilibrium",
    "assert_not_equilibrium",
    "assert_not_sustained",
    "assert_sustained",
    "association_games",
    "automata",
    "discount_factors",
    "exit_plans",
    "fine_plans",
    "payoffs",
    "stage_games",
    "supplier_games",
]
