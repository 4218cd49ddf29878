"""Apprenticeship: thresholds against formulas, deviations beside them."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coopgames as cg
from coopgames.catalogue.state_and_market.apprenticeship import (
    Apprenticeship,
    GradualLessons,
    SpecializedGraduate,
)
from coopgames.claims.closed_forms.apprenticeship import FORMS
from coopgames.errors import InvalidGameError, UnsupportedGameError
from coopgames.solvers import check_equilibrium, critical_value
from coopgames.solvers.lengths import lengths_for_both
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    rationals,
    thresholds,
)
from tests.properties.catalogue._subcontracting import rates

INDENTURE, SPECIALIZED = "apprenticeship", "apprenticeship: specialization"
money = rationals("1/10", 9, below=20)
discounts = rationals("1/20", "19/20", below=20)


def _term(
    cuts: list[Fraction], more: Fraction, loss: Fraction, heard: Fraction, periods: int
) -> Apprenticeship:
    """A term with board < wage < business, and output > board."""
    board, wage, own = sorted(cuts)
    return Apprenticeship(periods, board + more, board, wage, own, loss, heard)


#: The domain of the note. Kin hear with a positive probability.
terms = st.builds(
    _term, st.lists(rationals(0, 5, below=12), min_size=3, max_size=3, unique=True), money,
    rationals(0, 3, below=20), rationals("1/20", 1, below=20), st.integers(1, 2),
)  # fmt: skip


@cache
def _form(name: str, unknown: str) -> Any:
    """SymPy takes longer to make some forms than to use them."""
    return FORMS[name, unknown]()


def _formula(name: str, unknown: str, values: dict[str, Any]) -> Any:
    form = _form(name, unknown)
    return form.at(**{x: values[x] for x in form.parameters})


def _numbers(term: Apprenticeship) -> dict[str, Any]:
    return {
        "y": term.output, "a": term.board, "w": term.wage, "b": term.own_business,
        "Delta": term.loss, "rho": term.heard, "T": term.term,
    }  # fmt: skip


def _values(problem: Any, parameter: Any = "discount_factor") -> Any:
    """The interval of values at which one side follows, or None."""
    game, plan = problem
    found = critical_value(game, parameter, plan).value
    assert len(found) <= 1
    return found[0] if found else None


# --- AP1: one lesson at the end ------------------------------------------------------------------


@many
@given(terms)
def test_both_sides(term: Apprenticeship) -> None:
    family, values = term.free(), _numbers(term)
    stays, teaches = _values(family.apprentice()), _values(family.master())
    assert_same(stays.lower, _formula(INDENTURE, "delta", values))
    assert stays.upper == 1
    longest = _formula(INDENTURE, "delta_max", values)
    assert_same(None if teaches is None else teaches.upper, longest)
    assert teaches is None or teaches.lower == 0


@many
@given(terms)
def test_discounting_over_a_term_of_one_period(term: Apprenticeship) -> None:
    term = term.at(term=1)
    least, most = (_formula(INDENTURE, z, _numbers(term)) for z in ("z_0", "z_1"))
    found = term.threshold().value
    if most is None or least > most:
        assert found == ()
    else:
        assert (found[0].lower, found[0].upper) == (least, most)
    assert_deviation(term.at(discount_factor=below(least)))
    if most is None:
        assert_deviation(term.at(discount_factor="1/2"))
    elif most < 1:
        assert_deviation(term.at(discount_factor=most + (1 - most) / 1000))


@many
@given(terms, st.integers(1, 3), discounts)
def test_the_game_of_both(term: Apprenticeship, periods: int, delta: Fraction) -> None:
    """Both conditions, in the game of the master and an apprentice with those who come later."""
    term = term.at(term=periods, discount_factor=delta)
    least, most = (_formula(INDENTURE, z, _numbers(term)) for z in ("z_0", "z_1"))
    answer = check_equilibrium(term.game(), term.profile())
    assert answer.value is (most is not None and least <= delta**periods <= most)
    if not answer.value:
        assert_deviation(term)
    best: Any = answer.diagnostics["deviation"]
    sides = (term.apprentice(), term.master())
    gains: list[Any] = [check_equilibrium(*x).diagnostics["deviation"] for x in sides]
    assert best.gain == max(gain.gain for gain in gains)


@many
@given(terms)
def test_largest_loss_at_which_some_term_serves_both(term: Apprenticeship) -> None:
    """Let the apprentice be indifferent in a term of one period: no term is better for both."""
    values = _numbers(term)
    formula = _formula(INDENTURE, "Delta", values)
    indifferent = term.at(term=1, discount_factor=_formula(INDENTURE, "z_0", values))
    family = indifferent.free(cg.parameter("loss", 0, 2 * formula))
    assert_same(_values(family.master(), "loss").upper, formula)
    assert_deviation(indifferent.at(loss=formula * Fraction(1001, 1000)))


@settings(max_examples=60, deadline=None)
@given(terms, rationals("1/2", "9/10", below=12))
def test_lengths_that_serve_both(term: Apprenticeship, delta: Fraction) -> None:
    term = term.at(discount_factor=delta)
    least, most = (_formula(INDENTURE, z, _numbers(term)) for z in ("z_0", "z_1"))
    longest = next(t for t in range(200) if delta ** (t + 1) < least)
    expected = [t for t in range(1, longest + 1) if most is not None and delta**t <= most]
    answer = lengths_for_both(
        lambda t: term.at(term=t).apprentice(), lambda t: term.at(term=t).master(), most=longest + 1
    )
    assert list(answer.value) == expected
    assert answer.diagnostics["too_long"] == longest + 1


def test_an_apprentice_who_eats_better_than_he_would_earn_never_leaves() -> None:
    term = Apprenticeship(board="3/2", wage=1, own_business=3)
    stays = _values(term.free().apprentice())
    assert (stays.lower, stays.upper) == (0, 1)
    with pytest.raises(UnsupportedGameError, match="longer terms"):
        lengths_for_both(
            lambda t: term.at(term=t).apprentice(), lambda t: term.at(term=t).master(), most=5
        )


def test_lengths_with_gaps_are_no_range() -> None:
    term = Apprenticeship()
    with pytest.raises(UnsupportedGameError, match="gaps"):
        lengths_for_both(
            lambda t: term.at(term=t).apprentice(),
            lambda t: term.at(term=3, loss="1/2" if t % 2 else 9).master(),
        )


def test_examples_of_the_notes() -> None:
    term = Apprenticeship(1, 2, 0, 1, 3, "1/2", 1, "4/5")
    assert [t for t in range(1, 8) if term.at(term=t).verdict().sustained] == [2, 3, 4]
    none = term.at(output=1, loss="3/5", own_business=2)
    assert not any(none.at(term=t).verdict().sustained for t in range(1, 8))
    # Where a graduate takes nothing, any term serves the master that serves the apprentice.
    free = term.at(loss=0)
    assert [t for t in range(1, 8) if free.at(term=t).verdict().sustained] == [1, 2, 3, 4]
    # A wage as high as what graduates earn is never worth waiting for.
    assert term.at(wage=3).verdict().word == "never"


def test_whether_a_term_exists_does_not_depend_on_patience() -> None:
    for loss, exists in (("4/3", True), ("27/20", False)):
        for delta in ("9/10", "99/100"):
            term = Apprenticeship(1, 2, 0, 1, 3, loss, 1, delta)
            # The apprentice stays for at most ln z_0 / ln delta periods.
            indifferent = term.at(discount_factor="1/3")
            assert check_equilibrium(*indifferent.master()).value is exists


# --- AP3: what the graduate does -----------------------------------------------------------------


@many
@given(rates, money, money, st.booleans(), rationals(0, 1))
def test_specialization(
    of: tuple[Fraction, Fraction], kappa: Fraction, specialized: Fraction, above: bool, by: Fraction
) -> None:
    alpha, eta = of
    copying = specialized + by if above else specialized * (1 - by)
    graduate = SpecializedGraduate(specialized, copying, kappa, alpha, eta)
    found = thresholds(graduate)
    values = {
        "kappa": kappa, "alpha": alpha, "D": eta - alpha, "pi_s": specialized, "pi_c": copying,
    }  # fmt: skip
    assert_same(found, _formula(SPECIALIZED, "delta", values))
    delta = Fraction(99, 100) if found is None else below(found)
    value = (specialized - copying) / (1 - delta * (1 - alpha))
    _assert_shirking(graduate.at(discount_factor=delta), kappa - delta * (eta - alpha) * value)


def _assert_shirking(graduate: SpecializedGraduate, gain: Fraction) -> None:
    answer = check_equilibrium(graduate.game(), graduate.profile())
    assert answer.value is False
    deviation: Any = answer.diagnostics["deviation"]
    if graduate.specialized > graduate.copying:
        assert deviation.action == "shirk"
        assert deviation.gain == gain > 0


@many
@given(rates, money, money, discounts)
def test_largest_general_skill(
    of: tuple[Fraction, Fraction], kappa: Fraction, specialized: Fraction, delta: Fraction
) -> None:
    alpha, eta = of
    graduate = SpecializedGraduate(specialized, 0, kappa, alpha, eta, delta)
    found = graduate.threshold(cg.parameter("copying", 0, specialized)).value
    values = {
        "kappa": kappa, "alpha": alpha, "D": eta - alpha, "pi_s": specialized, "delta": delta,
    }  # fmt: skip
    formula = _formula(SPECIALIZED, "pi_c", values)
    if not found:
        # At 0 itself, which is no value inside the domain, it may just hold.
        assert formula is None or formula == 0
        return
    assert len(found) == 1
    assert found[0].lower == 0
    assert_same(found[0].upper, formula)


def test_examples_of_specialization() -> None:
    graduate = SpecializedGraduate()
    found = [thresholds(graduate.at(copying=x)) for x in (1, "7/4", "19/10", 2, 3)]
    assert found == [Fraction(10, 19), Fraction(20, 23), None, None, None]


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("institution", "wrong", "words"),
    [
        (Apprenticeship(), {"term": 0}, "term"),
        (Apprenticeship(), {"heard": 2}, "heard"),
        (Apprenticeship(), {"loss": -1}, "loss"),
        (GradualLessons(), {"output": 0}, "output"),
        (GradualLessons(), {"discount_factor": 1}, "discount_factor"),
        (SpecializedGraduate(), {"gain": 0}, "gain"),
        (SpecializedGraduate(), {"detection": 0}, "detection"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(
    institution: Any, wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidGameError, match=words):
        institution.at(**wrong)
