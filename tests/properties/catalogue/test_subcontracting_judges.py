"""Subcontracting before others who judge: courts, certifiers, panels."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coopgames as cg
from coopgames.arithmetic import AlgebraicNumber
from coopgames.catalogue.specialization.subcontracting import Subcontracting
from coopgames.catalogue.specialization.subcontracting_court import (
    CourtSubcontracting,
    FilingSubcontracting,
)
from coopgames.catalogue.specialization.subcontracting_judges import (
    ArbitratedSubcontracting,
    CertifiedSubcontracting,
    MeasuredSubcontracting,
)
from coopgames.claims.closed_forms.subcontracting import FORMS
from coopgames.errors import InvalidGameError, MixedArithmeticError, UnsupportedGameError
from coopgames.solvers.courts import Court, court_values, filing_game
from tests.properties.catalogue._agreement import (
    assert_deviation,
    assert_same,
    below,
    many,
    rationals,
    thresholds,
)
from tests.properties.catalogue._subcontracting import (
    assert_fine_gain,
    discounts,
    money,
    rates,
)

Rates = tuple[Fraction, Fraction]

THIRD_PARTIES = "fine for third parties"


def _formula(variant: str, unknown: str, **values: object) -> object:
    return FORMS[f"subcontracting: {variant}", unknown]().at(**values)


# --- P8 ------------------------------------------------------------------------------------------


@many
@given(money, rates, rationals("1/10", 60), discounts, st.sampled_from(("proof", "errs", "filed")))
def test_courts(
    kappa: Fraction, of: Rates, damages: Fraction, beta: Fraction, hearing: str
) -> None:
    pair = CourtSubcontracting(kappa, *of, discount_factor=beta, damages=damages, hearing=hearing)
    found = thresholds(pair, "reliability")
    form = FORMS[f"subcontracting: court, {hearing}", "rho"]()
    values = {"kappa": kappa, "beta": beta, "K": damages, "eta": of[1]}
    expected = form.at(**{name: values[name] for name in form.parameters})
    # The court's reliability lies in (0, 1): only the perfect court is not asked for here.
    assert_same(found, None if expected == 1 else expected)
    reliability = cg.parameter("rho", 0, 1)
    relation = Subcontracting(kappa, *of, discount_factor=beta).game()
    by_solver = court_values(relation, Court(damages, reliability, hearing)).value  # type: ignore[arg-type]
    assert found == (by_solver[0].lower if by_solver else None)
    assert_deviation(pair.at(reliability=Fraction(99, 100) * min(found or 1, 1) if found else 0))


@many
@given(money, rates, money, rationals("1/2", "19/20"), st.integers(1, 3))
def test_a_court_at_all_discount_factors(
    kappa: Fraction, of: Rates, extra: Fraction, rho: Fraction, delay: int
) -> None:
    damages = (kappa + extra) / rho
    pair = CourtSubcontracting(kappa, *of, delay=delay, damages=damages, reliability=rho)
    least = kappa / (rho * damages)
    found = thresholds(pair)
    if isinstance(found, AlgebraicNumber):
        low, high = found.refine(80)
        assert low**delay <= least <= high**delay
    else:
        assert found**delay == least
    assert_deviation(pair.at(discount_factor=below(found)))


shares = rationals("1/20", "19/20")


@many
@given(money, rates, shares, shares, discounts, shares)
def test_filing(
    kappa: Fraction, of: Rates, rho: Fraction, share: Fraction, beta: Fraction, cost: Fraction
) -> None:
    alpha, eta = of
    damages = kappa / (share * beta * eta * rho)  # more than enough to deter, were all filed
    phi = cost * beta * rho * damages
    pair = FilingSubcontracting(
        kappa, alpha, eta, discount_factor=beta, damages=damages, reliability=rho, filing_cost=phi
    )
    ((supplier, buyer),) = cg.nash_equilibria(pair.stage()).value
    values = {
        "kappa": kappa, "alpha": alpha, "eta": eta, "rho": rho, "K": damages, "phi": phi,
        "beta": beta,
    }  # fmt: skip
    for unknown, found in (("shirking", supplier[1]), ("filing", buyer[1])):
        form = FORMS["subcontracting: filing", unknown]()
        assert_same(found, form.at(**{name: values[name] for name in form.parameters}))
    relation = Subcontracting(kappa, alpha, eta, discount_factor=beta).game()
    by_solver = filing_game(relation, Court(damages, rho, "filed", filing_cost=phi))
    assert by_solver == pair.stage()
    answer = cg.check_equilibrium(pair.game(), pair.profile())
    deviation: Any = answer.diagnostics["deviation"]
    assert answer.value is False
    assert deviation.gain == alpha * phi  # nobody files after work
    assert cg.check_equilibrium(pair.at(filing_cost=0).game(), pair.profile()).value


@many
@given(money, rates, money, discounts)
def test_certifier(kappa: Fraction, of: Rates, v: Fraction, beta: Fraction) -> None:
    change = of[1] - of[0]
    pair = CertifiedSubcontracting(kappa, *of, discount_factor=beta, surplus=v, fee=v / 3)
    found = thresholds(pair)
    assert_same(found, _formula("certifier", "beta", kappa=kappa, D=change, v=v, phi=v / 3))
    less = below(found)
    game = pair.at(discount_factor=less).game()
    assert_fine_gain(game, kappa, v * Fraction(2, 3) / (1 - less), change)
    fees = pair.threshold(cg.parameter("fee", 0, v)).value
    form = _formula("certifier", "phi", kappa=kappa, D=change, v=v, beta=beta)
    assert_same(fees[0].upper if fees else None, form or None)


@settings(max_examples=60, deadline=None)
@given(money, rates.filter(lambda of: of[1] < 1), money, st.sampled_from((1, 3, 5, 7)))
def test_panels(kappa: Fraction, of: Rates, v: Fraction, size: int) -> None:
    panel = ArbitratedSubcontracting(kappa, *of, surplus=v, arbitrators=size)
    form = _formula("arbitration panel", "beta", kappa=kappa, alpha=of[0], eta=of[1], v=v, w=size)
    assert_same(thresholds(panel), form)
    signals = panel.signals()
    # Every vote of every arbitrator, one by one.
    for rate, found in zip(of, (signals.false_alarm, signals.detection), strict=True):
        lost = sum(comb(size, k) * rate**k * (1 - rate) ** (size - k) for k in range(size // 2 + 1))
        assert found == 1 - lost


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "named"),
    [
        (lambda: CourtSubcontracting(reliability=2), "reliability"),
        (lambda: CourtSubcontracting(hearing="never"), "hearing"),
        (lambda: FilingSubcontracting(hearing="proof"), "hearing"),
        (lambda: CertifiedSubcontracting(fee=-1), "fee"),
        (lambda: ArbitratedSubcontracting(arbitrators=2), "arbitrators"),
    ],
)
def test_numbers_that_are_refused(made: object, named: str) -> None:
    assert callable(made)
    with pytest.raises(InvalidGameError, match=f"^{named}: "):
        made()


def test_floats_throughout() -> None:
    rates: dict[str, Any] = {
        "gain": 0.5,
        "false_alarm": 0.1,
        "detection": 0.7,
        "discount_factor": 0.9,
    }
    for hearing in ("proof", "errs", "filed"):
        court = CourtSubcontracting(**rates, damages=2.0, reliability=0.9, hearing=hearing)
        assert court.verdict().sustained
    filing = FilingSubcontracting(**rates, damages=2.0, reliability=0.5, filing_cost=0.25)
    verdict: Any = filing.verdict()
    assert verdict.sustained is False
    assert verdict.deviation.gain == pytest.approx(0.025)  # alpha phi: nobody files after work
    panel = ArbitratedSubcontracting(**rates, surplus=1.0, fee=0.0)
    assert panel.verdict().sustained
    # Its rates are enclosed, which goes with exact numbers only.
    with pytest.raises(MixedArithmeticError, match="^noise: got the float 0.25"):
        MeasuredSubcontracting(1.0, 1.0, 0.25, cutoff=0.5, discount_factor=0.9)


def test_panels_that_are_too_large() -> None:
    for ask in (lambda x: x.verdict(), lambda x: x.threshold()):
        with pytest.raises(UnsupportedGameError, match="^arbitrators: got 10001, expected at most"):
            ask(ArbitratedSubcontracting(arbitrators=10001))
    assert ArbitratedSubcontracting(arbitrators=301).verdict().sustained
