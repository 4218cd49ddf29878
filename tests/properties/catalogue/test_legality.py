"""Inspection and invisibility: all Nash equilibria, inside the mixed region and outside it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given

from coopgames import CoopgamesError, nash_equilibria, parameter, verify
from coopgames.catalogue.defensive.legality import Inspection, Invisibility
from coopgames.claims.closed_forms.legality import FORMS
from tests.properties.catalogue._agreement import assert_same, many, probabilities, rationals

positive = rationals("1/10", 9, below=20)
FIRST, SECOND = (1, 0), (0, 1)


def equilibria(institution: Inspection | Invisibility) -> Any:
    return nash_equilibria(institution.stage()).value


def assert_indifferent(institution: Inspection | Invisibility, profile: Any) -> None:
    """Each action earns the same against the other's mixture: recomputed from the payoffs."""
    stage: Any = institution.stage()
    x, y = profile
    first = [sum(y[b] * stage.payoff(0, (a, b)) for b in (0, 1)) for a in (0, 1)]
    second = [sum(x[a] * stage.payoff(1, (a, b)) for a in (0, 1)) for b in (0, 1)]
    assert first[0] == first[1]
    assert second[0] == second[1]


@many
@given(positive, probabilities(), probabilities(), probabilities(), positive)
def test_inspection(
    fine: Fraction, net: Fraction, cost: Fraction, kept: Fraction, benefit: Fraction
) -> None:
    # Inside the mixed region by construction: 0 < k - u < K and 0 < i < rho K.
    firm = Inspection(benefit + net * fine, benefit, fine, cost * kept * fine, kept)
    (found,) = equilibria(firm)
    numbers = {"k": firm.compliance_cost, "u": benefit, "K": fine, "rho": kept}
    numbers["i"] = firm.inspection_cost
    assert_same(found[0][1], FORMS["legality", "violation"]().at(**numbers))
    assert_same(found[1][0], FORMS["legality", "inspection"]().at(**numbers))
    assert_indifferent(firm, found)


@many
@given(positive, positive, positive, positive, probabilities())
def test_inspection_elsewhere(
    cost: Fraction, benefit: Fraction, fine: Fraction, inspecting: Fraction, kept: Fraction
) -> None:
    net = cost - benefit
    assume(net not in (0, fine) and inspecting != kept * fine)
    found = equilibria(Inspection(cost, benefit, fine, inspecting, kept))
    if net < 0:
        assert found == ((FIRST, SECOND),)  # it complies, nobody inspects
    elif inspecting > kept * fine:
        assert found == ((SECOND, SECOND),)  # never inspected, so it violates
    elif net > fine:
        assert found == ((SECOND, FIRST),)
    else:
        assert len(found) == 1
        assert 0 < found[0][0][1] < 1


@many
@given(positive, probabilities(), probabilities(), probabilities())
def test_invisibility(levy: Fraction, big: Fraction, cost: Fraction, hiding: Fraction) -> None:
    shop = Invisibility(big, levy, cost * big * levy, hiding * levy)
    (found,) = equilibria(shop)
    numbers = {"mu0": big, "Z": levy, "i": shop.inspection_cost, "h_c": shop.hiding_cost}
    assert_same(found[0][0], FORMS["legality: invisibility", "hiding"]().at(**numbers))
    assert_same(found[1][0], FORMS["legality: invisibility", "inspection"]().at(**numbers))
    assert_indifferent(shop, found)


@many
@given(positive, probabilities(), probabilities(), positive)
def test_invisibility_elsewhere(
    levy: Fraction, big: Fraction, cost: Fraction, hiding: Fraction
) -> None:
    assume(hiding != levy and cost != big)
    found = equilibria(Invisibility(big, levy, cost * levy, hiding))
    if hiding > levy:
        assert found == ((SECOND, SECOND),)  # all are seen, and small shops are small
    elif big < cost:
        assert found == ((FIRST, SECOND),)  # all hide, and none is inspected
    else:
        assert len(found) == 1
        assert 0 < found[0][0][0] < 1


@many
@given(positive, probabilities(), probabilities())
def test_a_continuum_where_inspecting_just_pays(
    levy: Fraction, big: Fraction, hiding: Fraction
) -> None:
    solution = nash_equilibria(Invisibility(big, levy, big * levy, hiding * levy).stage())
    assert solution.diagnostics["degenerate"] is True
    (subset,) = solution.diagnostics["maximal_subsets"]  # type: ignore[misc]
    most = 1 - hiding
    assert subset == ((FIRST,), (SECOND, (most, 1 - most)))


def test_continua_of_the_inspection_game() -> None:
    # Complying costs what it is worth: every mixture that violates rarely enough goes uninspected.
    free = nash_equilibria(Inspection(2, 2, 10, 1, "1/2").stage())
    assert free.diagnostics["maximal_subsets"] == (
        (((Fraction(4, 5), Fraction(1, 5)), FIRST), (SECOND,)),
    )
    # The inspector just breaks even: a violator is inspected seldom enough.
    even = nash_equilibria(Inspection(3, 1, 10, 5, "1/2").stage())
    assert even.diagnostics["maximal_subsets"] == (
        ((SECOND,), (SECOND, (Fraction(1, 5), Fraction(4, 5)))),
    )
    # Complying costs all that an inspection would: every inspection rate is as good.
    dear = nash_equilibria(Inspection(11, 1, 10, 1, "1/2").stage())
    assert dear.diagnostics["degenerate"] is True


def test_a_continuum_where_hiding_costs_the_levy() -> None:
    # The big firm is indifferent if nobody inspects, and hides seldom enough for that.
    solution = nash_equilibria(Invisibility("1/2", 10, 2, 10).stage())
    assert solution.diagnostics["degenerate"] is True
    (subset,) = solution.diagnostics["maximal_subsets"]  # type: ignore[misc]
    most = Fraction(1, 4)  # ((1 - mu) / mu) i / (Z - i)
    assert subset == ((SECOND, (most, 1 - most)), (SECOND,))
    # With few big firms not even hiding by all of them is worth an inspection.
    rare = nash_equilibria(Invisibility("1/10", 10, 2, 10).stage())
    (subset,) = rare.diagnostics["maximal_subsets"]  # type: ignore[misc]
    assert subset == ((SECOND, FIRST), (SECOND,))


def test_equilibria_have_certificates_and_games_no_future() -> None:
    for institution in (Inspection(), Invisibility()):
        solution = nash_equilibria(institution.stage())
        assert solution.certificate is not None
        assert verify(solution.certificate)
        assert institution.game().discount_factor == 0
        assert institution.profile() is None


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: Inspection(fine=0), "fine"),
        (lambda: Inspection(kept=2), "kept"),
        (lambda: Inspection(inspection_cost=0), "inspection_cost"),
        (lambda: Invisibility(inspection_cost=10), "inspection_cost"),
        (lambda: Invisibility(inspection_cost=parameter("i", 0, 11)), "inspection_cost"),
        (lambda: Invisibility(big=1), "big"),
        (lambda: Invisibility(hiding_cost=0), "hiding_cost"),
    ],
)
def test_what_does_not_fit_is_refused(make: Any, word: str) -> None:
    with pytest.raises(CoopgamesError, match=word):
        make()
