"""When two members can insure each other at all: the ledger and the bound."""

from __future__ import annotations

from fractions import Fraction
from math import log
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopgames import CoopgamesError, verify
from coopgames.arithmetic import AlgebraicNumber
from coopgames.claims.closed_forms.safety_net import FORMS
from coopgames.solvers import check_equilibrium
from coopgames.solvers.insurance import help_game, insurance_exists, ledger
from coopgames.solvers.insurance_bounds import (
    RiskSharing,
    growth,
    insurance_threshold,
    shrinking_bounds,
)
from coopgames.solvers.solution import Status
from tests.properties.catalogue._agreement import assert_same, many, rationals

incomes = rationals("1/5", 4, below=20)
rises = rationals("1/10", 4, below=20)
misfortunes = rationals("1/20", 1, below=20)


@many
@given(incomes, rises, misfortunes, st.integers(1, 4))
def test_repayments(low: Fraction, rise: Fraction, zeta: Fraction, gamma: int) -> None:
    found = insurance_threshold(RiskSharing(low + rise, low, zeta, gamma, repayments=True)).value
    form = FORMS["safety_net: repayments", "delta"]()
    assert_same(found, form.at(h=low + rise, l=low, zeta=zeta, gamma=gamma))


@settings(max_examples=40, deadline=None)
@given(incomes, rises, misfortunes, st.integers(1, 3), st.booleans(), rationals("1/50", "1/2"))
def test_insurance_exists_above_and_not_below(
    low: Fraction, rise: Fraction, zeta: Fraction, gamma: int, repaid: bool, step: Fraction
) -> None:
    sharing = RiskSharing(low + rise, low, zeta, gamma, repaid)
    bound = insurance_threshold(sharing).value
    lower, upper = bound.refine(60) if isinstance(bound, AlgebraicNumber) else (bound, bound)
    assert insurance_exists(sharing, lower * (1 - step)).value is False
    delta = upper + (1 - upper) * step
    found = insurance_exists(sharing, delta)
    assert found.value is True
    assert found.status is Status.PROVED
    assert found.certificate is not None
    assert verify(found.certificate)
    gift: Any = found.diagnostics["gift"]
    repayment: Any = found.diagnostics["repayment"]
    assert gift > 0
    assert repayment >= 0
    _assert_the_ledger_holds(sharing, gift, repayment, delta)


def _assert_the_ledger_holds(
    sharing: RiskSharing, gift: Fraction, repayment: Fraction, delta: Fraction
) -> None:
    """Recompute the values of creditor and debtor in floats; each promise is worth keeping."""
    high, low, mean = (float(x) for x in (sharing.high, sharing.low, sharing.mean))
    g, x, d, z = float(gift), float(repayment), float(delta), float(sharing.misfortune) / 2

    def u(income: float) -> float:
        power = sharing.risk_aversion - 1
        return -(income**-power) / power if power else log(income)

    cost, worth = u(high) - u(high - g), u(low + g) - u(low)
    paid, received = u(mean) - u(mean - x), u(mean + x) - u(mean)
    calm = 1 - 2 * z
    creditor = debtor = 0.0
    for _ in range(int(40 / (1 - d)) + 1):
        hit = z * (-cost + d * creditor) + z * (worth + d * debtor)
        creditor, debtor = (
            hit + calm * (received + d * creditor),
            hit + calm * (-paid + d * debtor),
        )
    assert d * creditor - cost > -1e-9
    assert d * debtor - paid > -1e-9


@many
@given(incomes, rises, misfortunes, st.integers(1, 3), st.booleans(), rationals(0, "49/50"))
def test_bounds_are_bounds(
    low: Fraction, rise: Fraction, zeta: Fraction, gamma: int, repaid: bool, delta: Fraction
) -> None:
    found = growth(RiskSharing(low + rise, low, zeta, gamma, repaid))
    bounds = shrinking_bounds(found, delta)
    if bounds is None:
        return
    for direction, row in zip(found.directions, found.matrix, strict=True):
        assert bounds[direction] > 0
        after = sum(x * bounds[g] for x, g in zip(row, found.directions, strict=True))
        assert delta * after <= bounds[direction]


def test_at_the_bound_itself_nobody_insures() -> None:
    sharing = RiskSharing("3/2", "1/2", "1/2", 2)
    assert insurance_exists(sharing, "1/3").value is False
    assert insurance_exists(sharing, "1/3").status is Status.EXACT_UNCERTIFIED
    assert insurance_exists(sharing, Fraction(1, 3) + Fraction(1, 10**6)).value is True
    # With repayments: 1 - (1 + z (r - 1)) d - z (1 - 2 z) (r - 1) d^2 at z = 1/4, r = 13.
    bound = insurance_threshold(RiskSharing(13, 1, "1/2", 1, repayments=True)).value
    assert isinstance(bound, AlgebraicNumber)
    assert bound.polynomial == (-2, 8, 3)


def test_too_close_to_the_bound_is_said_to_be_undecided() -> None:
    close = Fraction(1, 3) + Fraction(1, 10**60)
    found = insurance_exists(RiskSharing("3/2", "1/2", "1/2", 2), close)
    assert found.value is None
    assert found.status is Status.UNDECIDED


def test_large_gifts_are_refused() -> None:
    sharing = RiskSharing("3/2", "1/2", 1, 2)
    game = help_game(sharing, Fraction(1), Fraction(0), Fraction(1, 4))
    assert check_equilibrium(game, ledger(game)).value is False


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: RiskSharing(1, 1), "high"),
        (lambda: RiskSharing(1, 0), "low"),
        (lambda: RiskSharing(2, 1, 0), "misfortune"),
        (lambda: RiskSharing(2, 1, 1, 0), "risk_aversion"),
        (lambda: RiskSharing(2, 1, 1, 1, "yes"), "repayments"),  # type: ignore[arg-type]
        (lambda: insurance_exists(RiskSharing(2, 1), 1), "discount_factor"),
    ],
)
def test_what_does_not_fit_is_refused(make: Any, word: str) -> None:
    with pytest.raises(CoopgamesError, match=word):
        make()
