"""Compare what solvers find with what formulas say, exactly; and look below a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from coopgames.arithmetic import AlgebraicNumber, Enclosure
from coopgames.catalogue import Institution
from coopgames.games import MarkovGame
from coopgames.solvers import Interval, check_equilibrium
from tests.reference.linear_systems import solve

__all__ = [
    "assert_deviation",
    "assert_same",
    "below",
    "many",
    "probabilities",
    "rationals",
    "thresholds",
]

#: 200 random rational points for each formula.
many = settings(max_examples=200, deadline=None)


def rationals(
    least: object, most: object, *, below: int = 60, open_least: bool = False
) -> st.SearchStrategy[Fraction]:
    """Fractions with a denominator of at most ``below`` between two ends."""
    low, high = Fraction(str(least)), Fraction(str(most))
    found = st.fractions(low, high, max_denominator=below)
    return found.filter(lambda x: x > low) if open_least else found


def probabilities() -> st.SearchStrategy[Fraction]:
    """Fractions strictly between 0 and 1."""
    return rationals(0, 1).filter(lambda x: 0 < x < 1)


def assert_same(found: Any, formula: Any) -> None:
    """Fail unless two exact numbers (or None) are the same.

    A rational answer must be that fraction; an algebraic one must have the minimal polynomial of
    SymPy's number, and that number must lie in its isolating interval; an enclosure must hold it.
    """
    if formula is None or found is None:
        assert found is None, f"the solver finds {found}, the formula says never"
        assert formula is None, f"the solver finds none, the formula says {formula}"
        return
    if isinstance(formula, Fraction):
        if isinstance(found, Enclosure):
            assert found.lower <= formula <= found.upper
        else:
            assert found == formula
        return
    digits = Fraction(str(formula.evalf(60)))
    slack = Fraction(1, 10**40)
    if isinstance(found, Enclosure):
        assert found.lower - slack <= digits <= found.upper + slack
        return
    assert isinstance(found, AlgebraicNumber), f"{found} is rational, {formula} is not"
    import sympy

    x = sympy.Symbol("x")
    polynomial = sympy.Poly(sympy.minimal_polynomial(formula, x), x)
    given = tuple(int(c) for c in reversed(polynomial.all_coeffs()))
    assert found.polynomial in (given, tuple(-c for c in given))
    lower, upper = found.refine(120)
    assert lower - slack <= digits <= upper + slack


def thresholds(institution: Institution, parameter: Any = "discount_factor") -> Any:
    """The least sustaining value if the set is an interval up to the domain's end; None if empty.

    Raises
    ------
    AssertionError
        If the set is not one interval that reaches the upper end of the domain.
    """
    intervals: Sequence[Interval] = institution.threshold(parameter).value
    if not intervals:
        return None
    assert len(intervals) == 1
    name = parameter if isinstance(parameter, str) else parameter.parameter.name
    top = institution.quantities()[name].most if isinstance(parameter, str) else None
    expected = top if top is not None else parameter.parameter.upper
    assert intervals[0].upper == expected
    return intervals[0].lower


def below(threshold: Any, share: Fraction = Fraction(1, 1000)) -> Fraction:
    """A rational discount factor just below a threshold."""
    lower = threshold.refine(60)[0] if isinstance(threshold, AlgebraicNumber) else threshold
    return lower * (1 - share)


def assert_deviation(institution: Institution) -> None:
    """Fail unless the solver refutes the plan by a deviation whose gain is recomputed here."""
    game, plan = institution.member_game(), institution.member_profile()
    assert plan is not None
    answer = check_equilibrium(game, plan)
    assert answer.value is False
    found: Any = answer.diagnostics["deviation"]
    assert found.gain > 0
    if isinstance(game, MarkovGame) and isinstance(plan, dict):
        assert found.gain == _gain(game, plan, found)


def _gain(game: MarkovGame, plan: Any, found: Any) -> Fraction:
    """Recompute the gain of a one-shot deviation: dense linear system, average discounted."""
    delta: Any = game.discount_factor
    states, i = game.states, game.players.index(found.player)
    law = {s: game.law(s, plan[s]) for s in states}
    pay = {s: game.payoff(s, plan[s])[i] for s in states}
    # (I - delta P) V = (1 - delta) u
    matrix = [[Fraction(int(s == t)) - delta * law[s].get(t, 0) for t in states] for s in states]
    values = dict(zip(states, solve(matrix, [(1 - delta) * pay[s] for s in states]), strict=True))
    state = found.state
    labels = list(game.actions[states.index(state)])
    acts = [own[a] if isinstance(a, int) else a for own, a in zip(labels, plan[state], strict=True)]
    acts[i] = found.action
    after = sum(p * values[t] for t, p in game.law(state, acts).items())
    return (1 - delta) * game.payoff(state, acts)[i] + delta * after - values[state]
